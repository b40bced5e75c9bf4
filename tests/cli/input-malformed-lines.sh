# A broken line is named by its number; the rest goes on
cat >lines.jsonl <<'END'
{"id": "first", "text": "Two people were killed in a bombing in Kabul on 5 June 2021."}
{"id": "second", "text": "The quotation never ends
{"id": "third", "title": "no text"}
[1, 2, 3]
{"id": "fifth", "text": 17}

{"id": "seventh", "text": "A flood killed three people in Derna on 5 June 2021."}
END
"$SITMAP" annotate lines.jsonl >out.jsonl
echo $?
cut -d, -f1 out.jsonl
"$SITMAP" annotate - <lines.jsonl 2>errors | cmp - out.jsonl
wc -l <errors
