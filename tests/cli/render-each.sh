# With {} in the name of the map every file becomes a map; one bad file does not stop the others
mkdir days maps
cp "$CASES/points.geojson" days/one.geojson
cp "$CASES/points.geojson" days/two.v2.geojson
"$SITMAP" render --quiet days/*.geojson -o 'maps/{}.svg' || echo $?
ls maps
cmp maps/one.svg maps/two.v2.svg && echo same
"$SITMAP" render --quiet days/one.geojson -o alone.svg && cmp maps/one.svg alone.svg && echo same as alone
echo '{"type":"FeatureCollection","features":[' >days/bad.geojson
"$SITMAP" render --quiet days/*.geojson -o 'maps/{}.svg' 2>&1; echo $?
"$SITMAP" render --quiet days/bad.geojson -o 'maps/{}.svg' 2>/dev/null; echo $?
"$SITMAP" render --quiet days/*.geojson -o 'maps/{}.bmp' 2>&1; echo $?
