# A style that is missing or broken: status 4, and no map
cp "$CASES/points.geojson" .
"$SITMAP" render points.geojson --style missing.style -o map.png
echo $?
printf '{"land": {"fill": ' >broken.style
"$SITMAP" render points.geojson --style broken.style -o map.png
echo $?
ls
