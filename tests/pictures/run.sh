#!/bin/sh
# Pictures of some golden scenes, compared with those that lie here, and the files of all writers with each other.
#
#     run.sh [--update] SITMAP PICTURE_DIFF SCRATCH
#
# `cases` names them: picture, scene (tests/golden/scene), options. The scenes themselves are compared as text by the golden tests: this is
# for what happens between the scene and the pixels. Pictures are the same everywhere only with the same fonts: with others than
# those of fonts.sha256 this is skipped (status 77). With --update the pictures are drawn anew; look at them before you commit them.
set -u
update=no
if [ "$1" = --update ]; then
    update=yes
    shift
fi
sitmap=$(realpath "$1") diff=$(realpath "$2") scratch=$3
here=$(cd "$(dirname "$0")" && pwd)
export LC_ALL=C.UTF-8 TZ=UTC
fonts=${SITMAP_FONTS:-/usr/share/fonts/truetype/noto}
(cd "$fonts" && grep -v '^#' "$here/fonts.sha256" | sha256sum --check --quiet --strict) >/dev/null 2>&1 || {
    echo "other fonts than those of tests/pictures/fonts.sha256 in $fonts: pictures are not compared"
    exit 77
}
rm -rf "$scratch" && mkdir -p "$scratch" && cd "$scratch" || exit 2
bad=0
check() { # WHAT A B MEAN SHARE
    if words=$("$diff" "$2" "$3" "$4" "$5" 2>&1); then
        echo "$1: $words"
    else
        echo "$1: $words: too far apart (mean $4, $5 %)"
        echo "    if it is meant: cmake --build BUILD --target update-pictures, and look at them"
        bad=1
    fi
}
grep -v '^#' "$here/cases" >list
while read -r name scene options; do
    awk '/^---$/ { exit } !body && /^[#$!]/ { next } { body = 1; print }' "$here/../golden/scene/$scene.txt" >"$name.geojson"
    own=$(sed -n 's/^\$ //p' "$here/../golden/scene/$scene.txt" | sed 1q)
    for ending in png svg pdf; do
        # The scene's options may hold words in quotes
        eval "set -- $own $options"
        [ $ending = png ] && [ $update = yes ] && set -- "$@" --palette
        "$sitmap" render --quiet "$@" "$name.geojson" -o "$name.$ending" || bad=1
    done
    if [ $update = yes ]; then
        cp "$name.png" "$here/$name.png"
        continue
    fi
    check "$name" "$here/$name.png" "$name.png" 1 0.05
    # Other programs draw text and thin lines a little bolder or thinner: a small difference everywhere, hardly any that is seen
    rsvg-convert "$name.svg" -o "$name.svg.png" && check "$name, SVG" "$name.png" "$name.svg.png" 5 0.05
    pdftocairo -r 96 -png -singlefile "$name.pdf" "$name.pdf" && check "$name, PDF" "$name.png" "$name.pdf.png" 5 0.05
done <list
exit $bad
