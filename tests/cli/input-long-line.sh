# 100 MB in one line: refused by name, in little memory, and the next line is done
good='{"id": "good", "text": "A flood killed three people in Derna on 5 June 2021."}'
{
    printf '{"id": "long", "text": "'
    head -c 100000000 /dev/zero | tr '\0' 'a'
    printf '"}\n%s\n' "$good"
} >long.jsonl
export ASAN_OPTIONS="$ASAN_OPTIONS:quarantine_size_mb=16"
/usr/bin/time -o memory -f %M "$SITMAP" annotate long.jsonl >out.jsonl
echo $?
cut -d, -f1 out.jsonl
"$SITMAP" annotate - <long.jsonl 2>&1 >out2.jsonl | wc -l
cmp out.jsonl out2.jsonl
mv long.jsonl long.txt
"$SITMAP" annotate long.txt
echo $?
rm long.txt
kb=$(tail -n 1 memory)
[ "$kb" -lt "$MEMORY_KB" ] || echo "used $kb KB"
