# Overlays that are missing, malformed or contradict themselves end the run before any article is read: one line, status 4
a="$ARTICLES/2021-06-05-solhan.txt"
try() { # FILE
    for command in annotate extract "map -o out"; do
        # shellcheck disable=SC2086 # two words
        "$SITMAP" $command --overlay "$1" "$a" 2>message
        echo "$1 $command $? $(wc -l <message)"
    done
    cat message >&2
    [ ! -e out ] || echo 'something was made'
}
try missing.tsv
mkdir folder.tsv
try folder.tsv
: >empty.tsv
try empty.tsv
printf 'name\tlon\tlat\nCamp \377\t1\t2\n' >bytes.tsv
try bytes.tsv
printf 'name\tlon\tlat\nCamp\tnan\t2\n' >nan.tsv
try nan.tsv
printf 'name\ttreatment\ttarget\nParis\tpin\tTexas\nParis\tpin\tFrance\n' >two.tsv
try two.tsv
printf 'name\ttreatment\ttarget\nParis\tpin\tNo Such Place\n' >target.tsv
try target.tsv
printf '{"type":"FeatureCollection",\n"features":[\n}' >broken.geojson
try broken.geojson
printf '{"type":"FeatureCollection","features":[{"properties":{"name":"A"},"geometry":{"type":"Point","coordinates":["x",1]}}]}' >point.geojson
try point.geojson
truncate -s 70M large.tsv
"$SITMAP" annotate --overlay large.tsv "$a"
echo "large.tsv $?"
"$SITMAP" gazetteer lookup --overlay nan.tsv Paris
echo "lookup $?"
