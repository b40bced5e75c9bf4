# Extracting in two parts and merging gives what one run gives
"$SITMAP" extract --quiet "$ARTICLES"/202[0-2]* -o a.geojson || echo "status $?"
"$SITMAP" extract --quiet "$ARTICLES"/202[3-4]* "$ARTICLES"/red* -o b.geojson || echo "status $?"
"$SITMAP" merge a.geojson b.geojson >merged.geojson || echo "status $?"
"$SITMAP" extract --quiet "$ARTICLES" >whole.geojson || echo "status $?"
cmp merged.geojson whole.geojson
"$SITMAP" merge merged.geojson | cmp - merged.geojson
