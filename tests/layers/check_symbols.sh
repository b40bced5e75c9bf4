#!/bin/sh
# Every symbol that the library defines for others begins with sm_; and the library neither prints nor ends the process.
#
#     check_symbols.sh NM LIBRARY
set -u
nm=$1 library=$2
bad=0
[ -r "$library" ] || { echo "no library $library"; exit 2; }

# The sanitizers add symbols of their own.
foreign=$("$nm" -g --defined-only "$library" | awk 'NF == 3 { print $3 }' | grep -vE '^(sm_|__odr_asan|__asan|__ubsan|__lsan_default_|__start_|__stop_)')
if [ -n "$foreign" ]; then
    echo "defined without the prefix sm_:"
    echo "$foreign"
    bad=1
fi

wanted=$("$nm" -g --undefined-only "$library" | awk '{ print $NF }' | sort -u |
    grep -xE 'exit|_exit|_Exit|quick_exit|abort|printf|vprintf|puts|putchar|perror|stderr|setlocale|rand|srand|random|strtok')
if [ -n "$wanted" ]; then
    echo "a library must not call:"
    echo "$wanted"
    bad=1
fi
exit $bad
