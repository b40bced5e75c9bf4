#!/bin/sh
# Set up, build with the sanitizers on, and run all tests.
#
#     sh scripts/test.sh                all tests
#     sh scripts/test.sh -R unit        arguments go to ctest
set -eu
cd "$(dirname "$0")/.."

sh scripts/setup.sh
cmake --preset dev
cmake --build --preset dev -j "$(nproc)"
ctest --preset dev -j "$(nproc)" "$@"
