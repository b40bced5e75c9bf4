# An article just below the limit, full of names and incidents, and a record that is full of other things: done, in little memory
export ASAN_OPTIONS="$ASAN_OPTIONS:quarantine_size_mb=16"
yes 'A bomb killed 3 people in Paris, Texas on Friday.' | head -c 409000 >largest.txt
{
    printf '{"id": "padded", "text": "A bomb killed 3 people in Paris, Texas on Friday.", "x": "'
    head -c 16000000 /dev/zero | tr '\0' 'a'
    printf '"}\n'
} >padded.jsonl
{
    echo '<html><body><article><p>A bomb killed 3 people in Paris, Texas on Friday.</p></article>'
    yes '<div class="x"><a href="/">a</a> <b>b</b></div>' | head -c 2090000
} >page.html
for file in largest.txt padded.jsonl page.html; do
    /usr/bin/time -o memory -f %M "$SITMAP" annotate "$file" | cut -c 1-9
    kb=$(tail -n 1 memory)
    [ "$kb" -lt "$MEMORY_KB" ] || echo "$file used $kb KB"
done
rm ./*.txt ./*.jsonl ./*.html
