#!/bin/sh
# Run one case of the command line and compare what it prints with what it should.
#
#     run.sh [--update] SITMAP SCRATCH CASE.sh
#
# The case runs in an empty folder inside SCRATCH, with SITMAP (the program), ARTICLES (the sample articles), CASES (this folder),
# SCHEMA and MEMORY_KB (what the program may use; more when it carries the sanitizers) set. Beside CASE.sh stand
#   CASE.stdout  CASE.stderr    the exact text; without the file: nothing may be printed
#   CASE.stdout.glob …          a shell pattern a line; a line "..." stands for any number of lines
#   CASE.exit                   the exit status; without the file: 0
# With --update the exact files are written anew (patterns are left alone).
set -u
update=no
if [ "$1" = --update ]; then
    update=yes
    shift
fi
SITMAP=$1 case=$3
CASES=$(cd "$(dirname "$case")" && pwd)
name=$(basename "$case" .sh)
here=$2/$name
expected=$CASES/$name
ARTICLES=$CASES/../data/articles
SCHEMA=$CASES/../../docs/incidents.schema.json
MEMORY_KB=${MEMORY_KB:-153600}
export SITMAP CASES ARTICLES SCHEMA MEMORY_KB
export LC_ALL=C.UTF-8 TZ=UTC HOME="$here"
unset SITMAP_DATA
# A sanitizer's report must not look like one of our exit statuses.
export ASAN_OPTIONS="exitcode=99:${ASAN_OPTIONS:-}" UBSAN_OPTIONS="exitcode=99:print_stacktrace=1:${UBSAN_OPTIONS:-}"

match_lines() { # PATTERNS ACTUAL
    skip=no
    exec 3<"$1" 4<"$2"
    while IFS= read -r pattern <&3 || [ -n "$pattern" ]; do
        if [ "$pattern" = ... ]; then
            skip=yes
            continue
        fi
        while :; do
            line=
            if ! IFS= read -r line <&4 && [ -z "$line" ]; then
                echo "no line matches: $pattern"
                return 1
            fi
            # shellcheck disable=SC2254 # a pattern it is
            case $line in
            $pattern) break ;;
            esac
            if [ "$skip" = no ]; then
                echo "does not match: $pattern"
                echo "the line is:    $line"
                return 1
            fi
        done
        skip=no
    done
    if [ "$skip" = no ] && IFS= read -r line <&4; then
        echo "more than expected: $line"
        return 1
    fi
}

compare() { # stdout|stderr
    if [ -e "$expected.$1.glob" ]; then
        match_lines "$expected.$1.glob" "$2"
    elif [ "$update" = yes ]; then
        if [ -s "$2" ]; then cp "$2" "$expected.$1"; else rm -f "$expected.$1"; fi
    elif [ -e "$expected.$1" ]; then
        diff -u "$expected.$1" "$2"
    else
        diff -u /dev/null "$2"
    fi || {
        echo "$name: $1 differs"
        bad=1
    }
}

rm -rf "$here"
mkdir -p "$here/run" || exit 2
(cd "$here/run" && sh "$CASES/$name.sh") </dev/null >"$here/stdout" 2>"$here/stderr"
status=$?

bad=0
compare stdout "$here/stdout"
compare stderr "$here/stderr"
wanted=$(cat "$expected.exit" 2>/dev/null || echo 0)
if [ "$update" = yes ]; then
    if [ "$status" -eq 0 ]; then rm -f "$expected.exit"; else echo "$status" >"$expected.exit"; fi
elif [ "$status" -ne "$wanted" ]; then
    echo "$name: exit status $status, expected $wanted"
    bad=1
fi
if [ "$bad" -ne 0 ] && [ -s "$here/stderr" ]; then
    echo "stderr:"
    head -n 40 "$here/stderr"
fi
[ "$bad" -ne 0 ] || rm -rf "$here"
exit $bad
