# What the main job makes is accepted by other programs
"$SITMAP" map "$ARTICLES" -o out --quiet --formats pdf || echo "status $?"
ls out
xmllint --noout out/map.svg
/usr/bin/python3 -m jsonschema -i out/incidents.geojson "$SCHEMA"
ogrinfo -ro -so -al out/incidents.geojson >layer || cat layer
grep -c '^Feature Count: [1-9]' layer
grep -E '^(killed_best|confidence|date_start):' layer
pdfinfo out/map.pdf | grep Pages
pdftotext out/map.pdf - | grep -o 'Natural Earth' | head -n 1
head -c 8 out/map.png | od -An -c | tr -d ' '
rsvg-convert out/map.svg -o svg.png && head -c 4 svg.png | tail -c 3
