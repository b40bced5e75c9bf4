#!/bin/sh
# Golden cases: what a stage of the pipeline makes of a text.
#
#     run.sh [--update] SITMAP CASE.txt...
#
# A case is a file that anybody can read, in a folder named after the stage (tokens, mentions, times, incidents: `sitmap annotate
# --dump STAGE`; scene: `sitmap render --dump`, the text then being GeoJSON):
#
#     # Lines like this one at the head say what the case is about.
#     $ --date 2015-11-20
#     Two people were killed in Bamako on Friday.
#     ---
#     Friday [36,42) -> DATE 2015-11-20
#
# The line with $ holds options of the command and may be missing. A line with ! says what is wrong today: the case is a known bug, written as it
# should be; it passes as long as the dump differs, and fails when the bug is gone, so that the line is taken out. With --update the part
# under --- is written anew, except for known bugs; look at the difference before you commit it.
set -u
update=no
if [ "$1" = --update ]; then
    update=yes
    shift
fi
sitmap=$1
shift
export LC_ALL=C.UTF-8 TZ=UTC
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
bad=0

for case; do
    stage=$(basename "$(dirname "$case")")
    name=$(basename "$case" .txt)
    input=$scratch/$name.txt
    # The head, the input, the expectation
    awk '!/^[#$!]/ { exit } { print }' "$case" >"$scratch/head"
    awk '!body && /^[#$!]/ { next } /^---$/ { exit } { body = 1; print }' "$case" >"$input"
    sed '1,/^---$/d' "$case" >"$scratch/expected"
    known_bug=$(sed -n 's/^! *//p' "$scratch/head")
    options=$(sed -n 's/^\$ //p' "$scratch/head")
    if ! grep -qx -e '---' "$case"; then
        echo "$case: no line ---"
        bad=1
        continue
    fi
    set -f # options are split at blanks, nothing else
    # shellcheck disable=SC2086
    case $stage in
    scene) mv "$input" "$scratch/$name.geojson" && "$sitmap" render --dump $options "$scratch/$name.geojson" ;;
    *) "$sitmap" annotate --dump "$stage" $options "$input" ;;
    esac >"$scratch/actual" 2>"$scratch/errors"
    status=$?
    set +f
    if [ $status -ne 0 ]; then
        echo "$case: exit status $status"
        cat "$scratch/errors"
        bad=1
    elif [ -n "$known_bug" ]; then
        if [ $update = no ] && cmp -s "$scratch/expected" "$scratch/actual"; then
            echo "$case: the bug is gone; take out the line: ! $known_bug"
            bad=1
        fi
    elif [ $update = yes ]; then
        {
            sed '/^---$/,$d' "$case"
            echo ---
            cat "$scratch/actual"
        } >"$scratch/new" && cat "$scratch/new" >"$case"
    elif ! diff -u "$scratch/expected" "$scratch/actual" >"$scratch/diff"; then
        echo "$case: the dump differs (- expected, + now)"
        sed '1,2d' "$scratch/diff"
        bad=1
    fi
done
exit $bad
