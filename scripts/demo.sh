#!/bin/sh
# Set up, build, and turn the sample articles into a map: the main job, start to end.
#
#     sh scripts/demo.sh                the map goes to outputs/demo
#     sh scripts/demo.sh FILE...        your own articles
set -eu
start=$PWD
cd "$(dirname "$0")/.."

sh scripts/setup.sh
cmake --preset release >/dev/null
cmake --build --preset release -j "$(nproc)" --target sitmap_cli gazetteer basemap
sitmap=$PWD/build-release/sitmap
out=$PWD/outputs/demo
mkdir -p "$out"
if [ $# -eq 0 ]; then
    "$sitmap" map tests/data/articles -o "$out"
else
    (cd "$start" && "$sitmap" map "$@" -o "$out")
fi
printf '\nThe map:        %s\n' "$out/map.png"
printf 'as SVG:         %s\n' "$out/map.svg"
printf 'the incidents:  %s\n' "$out/incidents.geojson"
