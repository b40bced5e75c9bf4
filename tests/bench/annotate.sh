#!/bin/sh
# How fast is annotate, as a ratio to counting the words of the same text: user and system time of whole processes, in turn, in one run.
#
#     tests/bench/annotate.sh SITMAP [MEGABYTES | FILE]
#
# Default: 20 MB, made by repeating the sample articles, which are short and tell incidents in every line: the hardest
# text there is. FILE: articles of your own (JSON Lines), for ordinary news.
set -eu
sitmap=$1 megabytes=${2:-20}
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
text=$scratch/articles.jsonl

[ ! -f "$megabytes" ] || { cp "$megabytes" "$text" && megabytes=0; }
: >>"$text"
# one article a line: the plain texts among the samples, as JSON strings
for file in "$here"/../data/articles/*.txt; do
    awk 'BEGIN { printf "{\"text\": \"" } { gsub(/\\/, "\\\\"); gsub(/"/, "\\\""); printf "%s\\n", $0 } END { print "\"}" }' "$file"
done >"$scratch/once"
while [ "$(wc -c <"$text")" -lt $((megabytes * 1000000)) ]; do
    i=0
    while [ $i -lt 200 ]; do cat "$scratch/once"; i=$((i + 1)); done >>"$text"
done

seconds() { # COMMAND...: user + system seconds
    command time -f '%U %S' -o "$scratch/time" "$@" >/dev/null
    awk '{ print $1 + $2 }' "$scratch/time"
}

for round in 1 2 3; do
    a=$(seconds env LC_ALL=C.UTF-8 wc -w "$text" "$text" "$text" "$text" "$text" "$text" "$text" "$text" "$text" "$text") # ten times
    b=$(seconds "$sitmap" annotate --quiet "$text")
    awk -v a="$a" -v b="$b" -v bytes="$(wc -c <"$text")" -v r="$round" \
        'BEGIN { printf "round %d: wc -w %.3f s, annotate %.2f s (%.1f MB/s): ratio 1/%.0f\n", r, a / 10, b, bytes / 1e6 / b, 10 * b / (a > 0 ? a : .01) }'
done
