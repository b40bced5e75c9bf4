# A run that fails leaves the file of the last good run as it was
a="$ARTICLES/2021-06-05-solhan.txt"
"$SITMAP" extract --quiet "$a" -o incidents.geojson
cp incidents.geojson before
(
    trap '' XFSZ
    ulimit -f 1
    "$SITMAP" extract --quiet "$ARTICLES" -o incidents.geojson
)
echo $?
cmp before incidents.geojson
ls -A
