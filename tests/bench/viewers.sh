#!/bin/sh
# Do SVG and PDF look like the PNG, whatever draws them? For each map, the mean difference of the channels (of 255) and the share of
# pixels that differ visibly (tests/pictures/picture_diff.c). Needs rsvg-convert, inkscape, chromium, pdftocairo, pdftoppm; those
# that are missing are left out.
#
#     sh tests/bench/viewers.sh SITMAP PICTURE_DIFF                         compositions of all kinds
#     sh tests/bench/viewers.sh SITMAP PICTURE_DIFF STYLE...                one map in each style: a name, or the whole path of a file
set -eu
sitmap=$(realpath "$1") diff=$(realpath "$2")
shift 2
data=$(cd "$(dirname "$0")/../data/gallery" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
browse() { # FILE PICTURE: as large as the PNG
    size=$(od -An -t u1 -j 16 -N 8 map.png | awk '{ print $3 * 256 + $4 "," $7 * 256 + $8 }')
    timeout 60 chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --user-data-dir="$scratch/profile" --hide-scrollbars --window-size="$size" \
        --screenshot="$2" "file://$scratch/$1"
}
compare() { # NAME OPTIONS-OF-RENDER...
    name=$1
    shift
    for ending in png svg pdf; do
        "$sitmap" render --quiet "$@" -o "map.$ending"
    done
    rm -f from-*
    command -v rsvg-convert >/dev/null && rsvg-convert map.svg -o from-rsvg.png
    command -v inkscape >/dev/null && inkscape map.svg -o from-inkscape.png >/dev/null 2>&1
    command -v chromium >/dev/null && browse map.svg from-chromium.png >/dev/null 2>&1
    pdftocairo -r 96 -png -singlefile map.pdf from-pdftocairo
    pdftoppm -r 96 -png -singlefile map.pdf from-pdftoppm
    for picture in from-*.png; do
        viewer=${picture#from-}
        printf '%-13s %-11s %s\n' "$name" "${viewer%.png}" "$("$diff" map.png "$picture" 100 100 2>&1)"
    done
}
for style; do
    compare "$(basename "$style" .json)" "$data/levant.csv" --style "$style"
done
[ $# -eq 0 ] || exit 0
compare months "$data/conflict-500.csv" --facet month
compare types "$data/europe-hazards.csv" --facet type --color-by date
compare numbers "$data/ships.csv" --labels numbers
compare inset "$data/kenya-city.csv" --inset always
compare graticule "$data/arctic.csv" --graticule
compare world "$data/earthquakes.csv" --graticule --color-by date
compare patterns "$data/europe-hazards.csv" --style bw-print
compare arabic "$data/levant.csv" --lang ar
compare small-page "$data/colombia.csv" --size 300x200 --labels numbers
