# GDAL finds the projection and the place of a GeoPDF; the file is still a PDF with text
"$SITMAP" render --quiet "$CASES/points.geojson" -o map.pdf --extent=-10,10,0,20 --projection EPSG:3857 --geopdf || echo $?
gdalinfo map.pdf >info 2>&1
grep -oE 'Pseudo-Mercator|Mercator_Auxiliary_Sphere|Popular Visualisation' info | head -n 1
awk -F '[(,)]' '/^Center/ { print ($2 > -600000 && $2 < -500000 && $3 > 1600000 && $3 < 1800000) ? "in its place" : $0 }' info
pdftotext map.pdf - | grep -x 'Hotel attack\|Bamako' | head -n 1
pdffonts map.pdf | awk 'NR > 2 && $(NF - 4) != "yes" { print "not embedded:", $0 }'
# The world, with its curved edge, has corners that are nowhere
"$SITMAP" render --quiet "$CASES/points.geojson" -o world.pdf --extent=-180,-60,180,80 --geopdf || echo $?
gdalinfo world.pdf 2>&1 | grep -o 'Equal Earth' | head -n 1
# A plain PDF says nothing of it
"$SITMAP" render --quiet "$CASES/points.geojson" -o plain.pdf || echo $?
grep -c Viewport map.pdf plain.pdf
