#!/bin/sh
# Every option that a --help names stands in the man page, and the other way round.
#
#     check_man.sh sitmap.1 SITMAP
set -u
page=$1 sitmap=$2
options() { grep -oE -e '(^|[^-a-z])--[a-z][-a-z0-9]*' | grep -oE -e '--.*' | sort -u; }
said=$(for command in "" map annotate extract merge render gazetteer; do
    # shellcheck disable=SC2086
    "$sitmap" $command --help
done | options)
written=$(sed 's/\\-/-/g;s/\\f[BIR]/ /g' "$page" | options)
bad=0
for option in $said; do
    printf '%s\n' "$written" | grep -qx -e "$option" || { echo "$option is not in the man page"; bad=1; }
done
for option in $written; do
    printf '%s\n' "$said" | grep -qx -e "$option" || { echo "$option is in the man page, but in no --help"; bad=1; }
done
exit $bad
