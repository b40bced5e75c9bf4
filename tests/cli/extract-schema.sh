# The GeoJSON on standard output keeps to docs/incidents.schema.json, also when there is no incident at all
"$SITMAP" extract --quiet "$ARTICLES" >all.geojson || echo "status $?"
"$SITMAP" extract --quiet "$ARTICLES/2023-10-14-marrakech-meetings.txt" >none.geojson || echo "status $?"
/usr/bin/python3 -m jsonschema -i all.geojson -i none.geojson "$SCHEMA"
ogrinfo -ro -q all.geojson
# The order of the properties is the documented one
/usr/bin/python3 - all.geojson "$SCHEMA" <<'END'
import json, sys
order = list(json.load(open(sys.argv[2]))["definitions"]["properties"]["properties"])
features = json.load(open(sys.argv[1]))["features"]
assert features, "no incidents"
for feature in features:
    keys = list(feature["properties"])
    assert keys == [key for key in order if key in keys], keys
END
