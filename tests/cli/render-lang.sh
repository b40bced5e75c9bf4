# Places in another language: countries, seas, towns; incident labels where the place has an id
cat >cairo.geojson <<'J'
{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"place_name":"Luxor","geonames_id":360502,"country_code":"EG"},"geometry":{"type":"Point","coordinates":[32.64,25.69]}}]}
J
for lang in en ar ru-RU de; do
    "$SITMAP" render -q cairo.geojson --extent=26,25,38,34 --lang $lang --dump >dump
    echo $lang $(grep -ciE '"(egypt|مصر|египет|ägypten)"' dump) $(grep -cE '"(Cairo|القاهرة|Каир|Kairo)"' dump) \
        $(grep -cE '"(Mediterranean Sea|البحر المتوسط|Средиземное море|Mittelmeer)"' dump) $(grep -cE '"(Luxor|الأقصر|Луксор)" .*weight=700' dump)
done
"$SITMAP" render cairo.geojson --lang tlh -o no.png
echo $?
"$SITMAP" render cairo.geojson --lang ../../x -o no.png 2>/dev/null
echo $?
