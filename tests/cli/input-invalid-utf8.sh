# Old encodings: the bytes that are no UTF-8 are replaced, and that is said; the article is not lost
printf 'Two people were killed in a bombing in S\351var\351 in Mali on 5 June 2021.\n' >latin1.txt
"$SITMAP" annotate latin1.txt >out.jsonl
echo $?
wc -l <out.jsonl
/usr/bin/python3 -c 'import json; json.loads(open("out.jsonl", encoding="utf-8").read())'
