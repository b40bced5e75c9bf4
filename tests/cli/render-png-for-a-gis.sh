# A PNG with a world file lies where a GIS expects it; one with a palette is smaller
"$SITMAP" render --quiet "$CASES/points.geojson" -o rgb.png --extent=-10,10,0,20 --projection EPSG:3857 || echo $?
"$SITMAP" render --quiet "$CASES/points.geojson" -o map.png --extent=-10,10,0,20 --projection EPSG:3857 --palette --world-file --dpi 48 || echo $?
ls
gdalinfo map.png >info
grep -E 'Title=|ColorInterp|^Size is' info
# Easting 0 is the edge of the extent, so the middle of the page lies near five degrees west
awk -F '[(,)]' '/^Center/ { print ($2 > -600000 && $2 < -500000 && $3 > 1600000 && $3 < 1800000) ? "in its place" : $0 }' info
grep -o 'Mercator_Auxiliary_Sphere' map.prj
[ "$(wc -c <map.png)" -lt "$(wc -c <rgb.png)" ] && echo smaller
"$SITMAP" render --quiet "$CASES/points.geojson" -o - --world-file 2>&1
