# Offsets are code points into the text as given, so that text[start:end] is the name, also behind characters outside ASCII
printf '%s\n' '{"id":"a","text":"“Çok güzel” 😀: two people were killed in a bombing in Şanlıurfa and in Diyarbakır on Friday.","date":"2015-11-21"}' >a.jsonl
"$SITMAP" annotate a.jsonl >out.jsonl || echo "status $?"
/usr/bin/python3 - <<'END'
import json
text = json.load(open("a.jsonl"))["text"]
out = json.load(open("out.jsonl"))
for mention in out["mentions"]:
    assert text[mention["start"]:mention["end"]] == mention["text"], mention
    print(mention["text"], mention["kind"], mention["place"]["country"])
for time in out["times"]:
    assert text[time["start"]:time["end"]] == time["text"], time
    print(time["text"], time["type"], time["value"])
END
