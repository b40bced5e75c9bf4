# A basemap that is missing, cut short, damaged or something else: status 4, and no map
cp "$CASES/points.geojson" .
good=$(dirname "$("$SITMAP" gazetteer info | sed -n 's/^file: *//p')")/basemap.bin
: >empty.bin
head -c 100000 "$good" >short.bin
head -c 40 "$good" >header.bin
printf 'This is no basemap, only a text that somebody named so. It is long enough to hold a header of any kind.\n' >text.bin
for file in missing empty short header text; do
    "$SITMAP" render points.geojson --basemap $file.bin -o map.png
    echo $file $?
    "$SITMAP" map "$ARTICLES/2021-06-05-solhan.txt" --quiet --basemap $file.bin -o out
    echo $file $?
done
find . -name 'map*'
