# What a format cannot hold is said, in one line
cat >in.geojson <<'EOF'
{"type":"FeatureCollection","features":[
{"type":"Feature","geometry":{"type":"Point","coordinates":[-8,12.65]},"properties":{"title":"One","event_type":"bombing","date_start":"2015-03-07","country":"Mali","place_name":"Bamako"}},
{"type":"Feature","geometry":{"type":"MultiPoint","coordinates":[[36,35],[38,36]]},"properties":{"title":"Two places","event_type":"air_strike","date_start":"2016-01-01"}},
{"type":"Feature","geometry":null,"properties":{"title":"Nowhere","event_type":"flood","date_start":"2017-02-02"}}
]}
EOF
for format in geojson gpkg fgb csv shp tab kml; do
    "$SITMAP" merge in.geojson -o out.$format 2>&1 || echo "$format: $?"
done
ogrinfo -ro -so -al out.fgb | grep 'Feature Count'
# Nothing is said that is no error
"$SITMAP" merge --quiet in.geojson -o quiet.fgb 2>&1
