"$SITMAP" extract -f docx "$ARTICLES/2021-06-05-solhan.txt"
echo $?
"$SITMAP" extract -o incidents.docx "$ARTICLES/2021-06-05-solhan.txt"
echo $?
"$SITMAP" map --formats png,docx -o out "$ARTICLES/2021-06-05-solhan.txt"
echo $?
printf '{"type":"FeatureCollection","features":[]}' >points.geojson
"$SITMAP" render points.geojson -o map.docx
echo $?
ls
