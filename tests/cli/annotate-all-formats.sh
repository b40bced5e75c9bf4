# The same article as text, HTML, JSON Lines, CSV and on standard input gives the same places
article='A suicide bomber killed 59 people in a mosque in Peshawar, Pakistan, on Monday.'
mkdir in
printf '%s\n' "$article" >in/a.txt
printf '<html><head><title>x</title></head><body><p>%s</p></body></html>\n' "$article" >in/b.html
printf '{"text": "%s"}\n' "$article" >in/c.jsonl
printf 'id,text\n1,"%s"\n' "$article" >in/d.csv
"$SITMAP" annotate --date 2023-01-31 in >out.jsonl || echo "status $?"
printf '{"text": "%s"}\n' "$article" | "$SITMAP" annotate --date 2023-01-31 - >>out.jsonl || echo "status $?"
/usr/bin/python3 - <<'END'
import json
for line in open("out.jsonl"):
    article = json.loads(line)
    print([m["text"] for m in article["mentions"]], [t["value"] for t in article["times"]], [i["event_type"] for i in article["incidents"]])
END
