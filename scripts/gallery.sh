#!/bin/sh
# Make the maps of outputs/ and docs/pictures/ again: each by the command that stands beside it in outputs/README.md or
# docs/maps.md, which is where this script takes the commands from. The data are invented (tests/data/gallery).
#
#     sh scripts/gallery.sh                 all of them
#     sh scripts/gallery.sh polar ships     these
#     SITMAP=build/sitmap sh scripts/gallery.sh
set -eu
cd "$(dirname "$0")/.."
sitmap=${SITMAP:-build-release/sitmap}
[ -x "$sitmap" ] || {
    printf 'gallery: no %s; build it first, or name another with SITMAP\n' "$sitmap" >&2
    exit 1
}
PATH=$(cd "$(dirname "$sitmap")" && pwd):$PATH
export PATH
{
    sed -n '/^```sh$/,/^```$/{/^```/d;p;}' outputs/README.md
    grep -o '`sitmap render [^`]* -o docs/pictures/[^`]*`' docs/maps.md | tr -d '`'
} | while IFS= read -r command; do
    name=$(printf '%s\n' "$command" | sed -n 's#.* -o \(outputs\|docs/pictures\)/\([^ ]*\)\.png.*#\2#p')
    [ -n "$name" ] || continue
    wanted=no
    [ $# -eq 0 ] && wanted=yes
    for one; do [ "$one" != "$name" ] || wanted=yes; done
    [ $wanted = yes ] || continue
    sh -c "$command" </dev/null
done
