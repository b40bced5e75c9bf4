# An empty article is reported and passed over; the one beside it is done
mkdir articles
: >articles/empty.txt
printf ' \n\n' >articles/blank.txt
cp "$ARTICLES/2021-06-05-solhan.txt" articles
"$SITMAP" annotate articles >out.jsonl
echo $?
grep -c 2021-06-05-solhan out.jsonl
