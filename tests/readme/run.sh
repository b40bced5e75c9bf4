#!/bin/sh
# Run the examples of a Markdown page: each block that begins with ```sh, in an empty folder that holds the sample articles.
#
#     run.sh README.md SITMAP SCRATCH
#
# Blocks that call scripts/ are left out; running this test is what they do.
set -u
page=$1 sitmap=$2 scratch=$3
root=$(cd "$(dirname "$page")" && pwd)
rm -rf "$scratch"
mkdir -p "$scratch/bin" "$scratch/blocks" || exit 2
ln -s "$sitmap" "$scratch/bin/sitmap"
PATH=$scratch/bin:$PATH
export PATH

awk -v folder="$scratch/blocks" '
    /^```sh$/ { inside = 1; file = sprintf("%s/%03d-line-%d", folder, ++count, NR); next }
    /^```/ { inside = 0; next }
    inside { print > file }' "$page"

bad=0 ran=0
for block in "$scratch"/blocks/*; do
    grep -q 'scripts/' "$block" && continue
    mkdir -p "$scratch/run/tests/data"
    ln -s "$root/tests/data/articles" "$scratch/run/tests/data/articles"
    if (cd "$scratch/run" && sh -eu "$block") >"$scratch/output" 2>&1; then
        ran=$((ran + 1))
    else
        echo "$page, block ${block##*/} failed:"
        cat "$block" "$scratch/output"
        bad=1
    fi
    rm -rf "$scratch/run"
done
[ "$ran" -gt 0 ] || {
    echo "$page: no example was run"
    bad=1
}
echo "$ran examples ran"
exit $bad
