# What the headline adds to the text: its number where the text has none or a smaller one, an incident that the text does not tell
cat >in.jsonl <<'END'
{"id": "none in the text", "title": "Three dead in Leeds shooting", "text": "Police closed a street in Leeds after a shooting on Thursday."}
{"id": "one of them in the text", "title": "Four wounded in Leeds shooting", "text": "A woman was wounded in a shooting in Leeds on Thursday."}
{"id": "the dead among the shot", "title": "Five people shot in Leeds", "text": "A man was killed in a shooting in Leeds on Thursday. Two others were wounded."}
{"id": "one in the headline", "title": "Man killed in Leeds", "text": "Two people were killed and three wounded in a shooting in Leeds on Thursday."}
{"id": "another kind in the text", "title": "Two people shot dead in Leeds", "text": "A flood cut off the town of Keswick on Thursday."}
END
"$SITMAP" annotate --date 2019-05-03 in.jsonl >out.jsonl || echo "status $?"
/usr/bin/python3 - <<'END'
import json
for line in open("out.jsonl"):
    article = json.loads(line)
    print(article["id"] + ":", *(f"{i['event_type']} {i.get('killed_best')} {i.get('injured_best')}" for i in article["incidents"]), sep="\n  ")
END
