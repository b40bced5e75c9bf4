# Memory does not grow with the stream, and threads change nothing in what comes out
export ASAN_OPTIONS="$ASAN_OPTIONS:quarantine_size_mb=16"
stream() { # TIMES
    for _ in $(seq "$1"); do cat "$ARTICLES/red-sea-ships.jsonl"; done
}
stream 60 | /usr/bin/time -o short -f %M "$SITMAP" annotate - >short.jsonl
stream 600 | /usr/bin/time -o long -f %M "$SITMAP" annotate - >long.jsonl
stream 600 | "$SITMAP" annotate -j 3 - | cmp - long.jsonl
wc -l <long.jsonl
[ "$(cat long)" -lt "$MEMORY_KB" ] || echo "used $(cat long) KB"
[ "$(cat long)" -lt $(($(cat short) * 5 / 4)) ] || echo "grew from $(cat short) to $(cat long) KB"
