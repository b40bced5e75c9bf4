#!/bin/sh
# Compile one-line files that include headers, with the include path of one layer.
#
#     check_include.sh VERDICT CC "DIR;DIR…" HEADER...
#
# VERDICT is what must come of it:
#   compiles       one file with all the headers
#   each-compiles  each header alone, with warnings as errors
#   out-of-reach   no header is found, by its bare name or by folder/name
set -u
verdict=$1 cc=$2 path=$3
shift 3

flags=$(printf '%s\n' "$path" | tr ';' '\n' | sed '/^$/d;s/^/-I/' | tr '\n' ' ')
compile() { # reads the file from standard input
    # shellcheck disable=SC2086 # one word a flag
    "$cc" -std=gnu11 -Wall -Wextra -Werror -Wno-missing-field-initializers -fsyntax-only $flags -x c - 2>&1
}

case $verdict in
compiles)
    for header; do printf '#include "%s"\n' "${header##*/}"; done | compile
    ;;
each-compiles)
    for header; do
        printf '#include "%s"\n' "${header##*/}" | compile || exit 1
    done
    ;;
out-of-reach)
    for header; do
        folder=${header%/*}
        for spelling in "${header##*/}" "${folder##*/}/${header##*/}"; do
            if words=$(printf '#include "%s"\n' "$spelling" | compile); then
                echo "$spelling can be included"
                exit 1
            fi
            case $words in
            *"$spelling: No such file"* | *"'$spelling' file not found"*) ;;
            *)
                echo "$spelling is found, though it does not compile: $words"
                exit 1
                ;;
            esac
        done
    done
    ;;
*)
    echo "unknown verdict $verdict"
    exit 2
    ;;
esac
