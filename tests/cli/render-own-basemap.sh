# Natural Earth's GeoPackage, with the names that it has as downloaded, in place of the compiled basemap
square() { # WEST EAST, properties
    printf '{"type":"Feature","properties":{%s},"geometry":{"type":"Polygon","coordinates":[[[%s,10],[%s,10],[%s,20],[%s,20],[%s,10]]]}}' "$3" "$1" "$2" "$2" "$1" "$1"
}
line() { # LONGITUDE, class
    printf '{"type":"Feature","properties":{"FEATURECLA":"%s"},"geometry":{"type":"LineString","coordinates":[[%s,10],[%s,20]]}}' "$2" "$1" "$1"
}
layer() { # NAME, features on standard input
    { printf '{"type":"FeatureCollection","features":['; cat; printf ']}'; } >part.geojson
    ogr2ogr -f GPKG -update -append natural_earth_vector.gpkg part.geojson -nln "$1" 2>&1 | grep -v '^Warning'
}
{ square -10 -5 '"NAME":"W.","NAME_LONG":"Westland","ISO_A2":"ML"'; printf ,; square -5 0 '"NAME":"E.","NAME_LONG":"Eastland","ISO_A2":"BF"'; } | layer ne_10m_admin_0_countries
{ square -10 -5 ''; printf ,; square -5 0 ''; } | layer ne_10m_land
{ line -5 'International boundary (verify)'; printf ,; line -3 'Disputed (please verify)'; printf ,; line -2 'Reference line'; } | layer ne_10m_admin_0_boundary_lines_land
square 0 1 '' | layer ne_10m_urban_areas
"$SITMAP" render --quiet "$CASES/points.geojson" --extent=-12,8,2,22 --basemap natural_earth_vector.gpkg --dump >dump || echo $?
for group in land coast borders disputed; do
    sed -n "/^group $group\$/,/^group/p; /^group $group clip/,/^group/p" dump | grep -o '  path [0-9]*/' | sed "s/^/$group/"
done
grep -oE '"(WESTLAND|EASTLAND|MALI)"' dump
# Words for what is no basemap
"$SITMAP" render "$CASES/points.geojson" --basemap "$CASES/points.geojson" -o no.png; echo $?
head -c 30000 natural_earth_vector.gpkg >cut.gpkg
"$SITMAP" render "$CASES/points.geojson" --basemap cut.gpkg -o no.png 2>words; echo $? $(wc -l <words) line
ls no.png 2>&1 | grep -c 'No such file'
