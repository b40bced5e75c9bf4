#!/bin/sh
# Golden cases: what a stage of the pipeline makes of a text.
#
#     run.sh [--update] SITMAP FILE.txt...
#
# A file that anybody can read, in a folder named after the stage (tokens, mentions, times, incidents: `sitmap annotate
# --dump STAGE`; scene: `sitmap render --dump`, the text then being GeoJSON). It holds one case, or several on one theme, parted by lines of ===:
#
#     # Lines like this one at the head say what the case is about.
#     $ --date 2015-11-20
#     Two people were killed in Bamako on Friday.
#     ---
#     Friday [36,42) -> DATE 2015-11-20
#     ===
#     # The next case.
#     ...
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

# run_case CASE LABEL: one case in a file of its own; with --update the file is rewritten.
run_case() {
    case_=$1
    label=$2
    input=$scratch/$name.txt
    # The head, the input, the expectation
    awk '!/^[#$!]/ { exit } { print }' "$case_" >"$scratch/head"
    awk '!body && /^[#$!]/ { next } /^---$/ { exit } { body = 1; print }' "$case_" >"$input"
    sed '1,/^---$/d' "$case_" >"$scratch/expected"
    known_bug=$(sed -n 's/^! *//p' "$scratch/head")
    options=$(sed -n 's/^\$ //p' "$scratch/head")
    if ! grep -qx -e '---' "$case_"; then
        echo "$label: no line ---"
        bad=1
        return
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
        echo "$label: exit status $status"
        cat "$scratch/errors"
        bad=1
    elif [ -n "$known_bug" ]; then
        if [ $update = no ] && cmp -s "$scratch/expected" "$scratch/actual"; then
            echo "$label: the bug is gone; take out the line: ! $known_bug"
            bad=1
        fi
    elif [ $update = yes ]; then
        {
            sed '/^---$/,$d' "$case_"
            echo ---
            cat "$scratch/actual"
        } >"$scratch/new" && mv "$scratch/new" "$case_"
    elif ! diff -u "$scratch/expected" "$scratch/actual" >"$scratch/diff"; then
        echo "$label: the dump differs (- expected, + now)"
        sed -n '1,3p' "$scratch/head"
        sed '1,2d' "$scratch/diff"
        bad=1
    fi
}

for file; do
    stage=$(basename "$(dirname "$file")")
    name=$(basename "$file" .txt)
    rm -f "$scratch"/case-*
    awk -v base="$scratch/case-" 'BEGIN { n = 1001; line = 1; at = base n "-" line }
        /^===$/ { close(at); n++; at = base n "-" (FNR + 1); next } { print >at }' "$file"
    for part in "$scratch"/case-*; do
        run_case "$part" "$file:${part##*-}"
    done
    if [ $update = yes ]; then
        : >"$scratch/whole"
        for part in "$scratch"/case-*; do
            [ -s "$scratch/whole" ] && echo === >>"$scratch/whole"
            cat "$part" >>"$scratch/whole"
        done
        cmp -s "$scratch/whole" "$file" || cat "$scratch/whole" >"$file"
    fi
done
exit $bad
