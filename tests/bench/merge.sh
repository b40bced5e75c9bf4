#!/bin/sh
# Extract and merge N articles (default 100,000) with one thread: time, memory, rate.
#
#   merge.sh SITMAP [N] [DIR]      DIR: where the articles and the output go (default: a temporary folder)
#
# The articles are made up, the same on every run: incidents of several kinds in real towns over three years,
# each told by one to eight articles with other words, figures and follow-ups, beside background incidents.
set -eu
sitmap=$1 n=${2:-100000} dir=${3:-$(mktemp -d)}
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$dir"
python3 "$here/make_articles.py" "$n" > "$dir/articles.jsonl"
timed() { # timed NAME COMMAND...: seconds and peak memory of a command
    name=$1
    shift
    /usr/bin/time -f "$name: %e s, %U s CPU, %M KB" "$@"
}
timed "annotate" "$sitmap" annotate -j 1 --quiet "$dir/articles.jsonl" > /dev/null
timed "extract and merge" "$sitmap" extract -j 1 --quiet "$dir/articles.jsonl" -o "$dir/incidents.geojson"
timed "merge again" "$sitmap" merge --quiet "$dir/incidents.geojson" -o "$dir/again.geojson"
python3 - "$dir/incidents.geojson" "$n" <<'END'
import json, sys
features = json.load(open(sys.argv[1], encoding="utf-8"))["features"]
print(f"{sys.argv[2]} articles, {len(features)} incidents, {sum(f['properties']['n_documents'] > 1 for f in features)} of several articles")
END
