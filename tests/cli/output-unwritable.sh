# Where nothing can be written: status 5, and nothing left behind
a="$ARTICLES/2021-06-05-solhan.txt"
cp "$CASES/points.geojson" .
echo here >file
"$SITMAP" extract --quiet "$a" -o no/such/folder/incidents.geojson
echo $?
"$SITMAP" extract --quiet "$a" -o file/incidents.geojson
echo $?
"$SITMAP" map --quiet "$a" -o file
echo $?
"$SITMAP" render points.geojson -o no/such/folder/map.png
echo $?
"$SITMAP" render points.geojson -o file/map.svg
echo $?
ls
cat file
