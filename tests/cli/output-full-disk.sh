# A disk that is full: status 5, said once, nothing half-written
a="$ARTICLES/2021-06-05-solhan.txt"
cp "$CASES/points.geojson" .
"$SITMAP" extract --quiet "$a" >/dev/full
echo $?
"$SITMAP" annotate "$a" >/dev/full
echo $?
"$SITMAP" gazetteer lookup Bamako >/dev/full
echo $?
# Files may not grow beyond 512 bytes: what a full disk or a quota does to a file
limited() {
    (
        trap '' XFSZ
        ulimit -f 1
        "$SITMAP" "$@" >/dev/null
    )
    echo $?
}
limited extract --quiet "$a" -o incidents.geojson
limited render points.geojson -o map.png
limited render points.geojson -o map.svg
limited map --quiet "$a" -o out
find . -type f
