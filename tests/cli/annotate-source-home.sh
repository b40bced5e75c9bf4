# Articles of one source share a home: a paper that has written of Louisiana for a while means its own Alexandria
paper() { # SOURCE
    for i in $(seq 60); do
        echo "{\"id\":\"a$i\",\"source\":\"$1\",\"text\":\"Schools closed in Shreveport, Lafayette and Baton Rouge, Louisiana, on Monday.\"}"
    done
    echo "{\"id\":\"last\",\"source\":\"The Daily Example\",\"text\":\"Police in Alexandria arrested a man on Sunday.\"}"
}
where() {
    sed -n 's/^{"id":"last".*"country":"\([^"]*\)","admin1":"\([^"]*\)".*"reason":"\([^"]*\)".*/\1 \2 \3/p'
}
paper "The Daily Example" >own.jsonl
paper "Another Paper" >other.jsonl
"$SITMAP" annotate -q own.jsonl | tee one | where
"$SITMAP" annotate -q other.jsonl | where
"$SITMAP" annotate -q --alone own.jsonl | where
"$SITMAP" annotate -q -j 3 own.jsonl | cmp - one
