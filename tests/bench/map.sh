#!/bin/sh
# How fast is a map: user and system time of whole processes, in turn and in one run, beside MapServer's for a map of the same place.
#
#     tests/bench/map.sh SITMAP [INCIDENTS [MAPFILE]]
#
# INCIDENTS: what sitmap draws (default: two attacks in Mali). MAPFILE: what MapServer's map2img draws (Debian: mapserver-bin); without it, or
# without map2img, sitmap alone is measured. Each figure is the mean of 20 processes, or of 50 maps in one process.
set -eu
sitmap=$(realpath "$1") incidents=${2:+$(realpath "$2")} mapfile=${3:+$(realpath "$3")}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
if [ -z "$incidents" ]; then
    incidents=$scratch/mali.geojson
    cat >"$incidents" <<'EOF'
{"type":"FeatureCollection","features":[
{"type":"Feature","geometry":{"type":"Point","coordinates":[-8.0,12.65]},"properties":{"title":"Attack in the capital","event_type":"armed_attack","date_start":"2015-03-07","place_name":"Bamako","country_code":"ML","killed_best":5}},
{"type":"Feature","geometry":{"type":"Point","coordinates":[-4.09,14.53]},"properties":{"title":"Attack in the centre","event_type":"armed_attack","date_start":"2015-08-07","place_name":"S\u00e9var\u00e9","country_code":"ML","killed_best":13}}
]}
EOF
fi
runs=20 batch=50
[ -n "$mapfile" ] && ! command -v map2img >/dev/null && echo "no map2img here (Debian: mapserver-bin): sitmap alone" && mapfile=

milliseconds() { # NUMBER-OF-MAPS COMMAND...: user + system time of a map; its largest process in $kilobytes
    maps=$1
    shift
    command time -f "%U %S %M" -o "$scratch/time" "$@" >/dev/null
    ms=$(awk -v n="$maps" '{ print 1000 * ($1 + $2) / n }' "$scratch/time")
    kilobytes=$(awk '{ print $3 }' "$scratch/time")
}
cold() { # COMMAND...: as many processes
    milliseconds $runs sh -c 'i=0; while [ $i -lt '$runs' ]; do "$@"; i=$((i + 1)); done' sh "$@"
}
report() { # WHAT OURS OURS_KB [THEIRS THEIRS_KB]
    if [ $# -gt 3 ]; then
        awk -v w="$1" -v a="$2" -v m="$3" -v b="$4" -v n="$5" 'BEGIN { printf "%-34s sitmap %6.1f ms %5.1f MB   MapServer %6.1f ms %5.1f MB   ratio %.2f\n", w, a, m / 1024, b, n / 1024, a / b }'
    else
        awk -v w="$1" -v a="$2" -v m="$3" 'BEGIN { printf "%-34s sitmap %6.1f ms %5.1f MB\n", w, a, m / 1024 }'
    fi
}

extent=-15.5,8.7,7.5,25.9 # what the map file of the research shows: all of Mali, 1600 × 1200
for i in $(seq $batch); do cp "$incidents" "map$i.geojson"; done
for round in 1 2 3; do
    echo "round $round"
    cold "$sitmap" render --quiet "$incidents" -o one.png
    ours=$ms kb=$kilobytes
    cold "$sitmap" render --quiet "$incidents" --extent=$extent -o whole.png
    whole=$ms whole_kb=$kilobytes
    milliseconds $batch "$sitmap" render --quiet map*.geojson --extent=$extent -o '{}.png'
    many=$ms many_kb=$kilobytes
    milliseconds $batch "$sitmap" render --quiet map*.geojson --extent=$extent --icons always -o '{}.png'
    icons=$ms icons_kb=$kilobytes
    rm -f map*.png
    if [ -n "$mapfile" ]; then
        cd "$(dirname "$mapfile")"
        cold map2img -m "$mapfile" -o "$scratch/theirs.png"
        theirs=$ms theirs_kb=$kilobytes
        milliseconds $batch map2img -c $batch -m "$mapfile" -o "$scratch/theirs.png"
        cd "$scratch"
        report "cold, as it chooses the extent" "$ours" "$kb" "$theirs" "$theirs_kb"
        report "cold, the extent of the map file" "$whole" "$whole_kb" "$theirs" "$theirs_kb"
        report "$batch maps in one process, each" "$many" "$many_kb" "$ms" "$kilobytes"
    else
        report "cold, as it chooses the extent" "$ours" "$kb"
        report "cold, all of Mali" "$whole" "$whole_kb"
        report "$batch maps in one process, each" "$many" "$many_kb"
    fi
    report "the same with icons" "$icons" "$icons_kb"
done
