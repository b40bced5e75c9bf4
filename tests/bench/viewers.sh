#!/bin/sh
# Do SVG and PDF look like the PNG, whatever draws them? For each style, the mean difference of the channels (of 255) and the share of
# pixels that differ visibly (tests/pictures/picture_diff.c). Needs rsvg-convert, inkscape, chromium, pdftocairo, pdftoppm; those
# that are missing are left out.
#
#     sh tests/bench/viewers.sh SITMAP PICTURE_DIFF [STYLE...]              STYLE: a name, or the whole path of a file
set -eu
sitmap=$(realpath "$1") diff=$(realpath "$2")
shift 2
[ $# -gt 0 ] || set -- report newspaper dark-slide bw-print humanitarian locator
data=$(cd "$(dirname "$0")/../data/gallery" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
browse() {
    timeout 60 chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --user-data-dir="$scratch/profile" --hide-scrollbars --window-size=1600,1200 \
        --screenshot="$2" "file://$scratch/$1"
}
for style; do
    for ending in png svg pdf; do
        "$sitmap" render --quiet "$data/levant.csv" --style "$style" -o "map.$ending"
    done
    rm -f from-*
    command -v rsvg-convert >/dev/null && rsvg-convert map.svg -o from-rsvg.png
    command -v inkscape >/dev/null && inkscape map.svg -o from-inkscape.png >/dev/null 2>&1
    command -v chromium >/dev/null && browse map.svg from-chromium.png >/dev/null 2>&1
    pdftocairo -r 96 -png -singlefile map.pdf from-pdftocairo
    pdftoppm -r 96 -png -singlefile map.pdf from-pdftoppm
    for picture in from-*.png; do
        name=${picture#from-}
        printf '%-13s %-11s %s\n' "$(basename "$style" .json)" "${name%.png}" "$("$diff" map.png "$picture" 100 100 2>&1)"
    done
done
