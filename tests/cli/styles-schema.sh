# Every shipped style keeps to styles/style.schema.json, loads without a word, and is found by its name
styles=$(dirname "$SCHEMA")/../styles
for file in "$styles"/*.json; do
    name=$(basename "$file" .json)
    [ "$name" = style.schema ] && continue
    /usr/bin/python3 -m jsonschema -i "$file" "$styles/style.schema.json" || echo "$name: not by the schema"
    "$SITMAP" render --quiet "$CASES/points.geojson" --style "$name" -o "$name.png" && echo "$name"
done
# What the schema refuses
for bad in '{"layers":[]}' '{"version":8,"layers":[{"id":"a","type":"fill"}]}' \
    '{"version":8,"layers":[],"metadata":{"sitmap:layout":{"titel-size":3}}}' \
    '{"version":8,"layers":[{"id":"a","type":"line","source":"b","source-layer":"coast","paint":{"line-width":"wide"}}]}' \
    '{"version":8,"layers":[{"id":"a","type":"line","source":"b","source-layer":"coast","paint":{"line-width":["grow"]}}]}'; do
    printf '%s' "$bad" >bad.json
    /usr/bin/python3 -m jsonschema -i bad.json "$styles/style.schema.json" >/dev/null 2>&1 && echo "taken: $bad"
done
true
