# A style's own sources: a GeoPackage in another system of coordinates, GeoJSON beside the style and in it
mkdir ours
printf '{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"name":"Zone","class":"zone"},"geometry":{"type":"Polygon","coordinates":[[[-9,10],[-3,10],[-3,16],[-9,16],[-9,10]],[[-7,12],[-5,12],[-6,14],[-7,12]]]}},
{"type":"Feature","properties":{"name":"Road","class":"trunk"},"geometry":{"type":"LineString","coordinates":[[-12,11],[-4,11.5],[2,13]]}}]}' >ours/net.geojson
ogr2ogr -f GPKG ours/net.gpkg ours/net.geojson -nln lines -t_srs EPSG:3857 2>&1 | grep -v '^Warning'
ogr2ogr -f GPKG -update ours/net.gpkg ours/net.geojson -nln others 2>&1 | grep -v '^Warning'
printf '{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"name":"Camp One","kind":"camp","people":1200,"open":true},"geometry":{"type":"Point","coordinates":[-6,17]}},
{"type":"Feature","properties":{"name":"Camp Two","kind":"camp","people":null,"open":false},"geometry":{"type":"Point","coordinates":[-1,12]}},
{"type":"Feature","properties":{"name":"Far away","kind":"camp"},"geometry":{"type":"Point","coordinates":[100,12]}}]}' >ours/camps.geojson
style() { # SOURCES LAYERS
    printf '{"version":8,"sources":{%s},"layers":[{"id":"sea","type":"background","paint":{"background-color":"#def"}},%s]}' "$1" "$2" >ours/style.json
}
render() { "$SITMAP" render "$@" "$CASES/points.geojson" --extent=-14,8,4,20 --size 800x600 --style ours/style.json; }
net='"net":{"type":"vector","url":"net.gpkg","attribution":"Roads: <a href=\"x\">Ours<\/a>"}'
camps='"camps":{"type":"geojson","data":"camps.geojson"}'
inline='"box":{"type":"geojson","data":{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[-10,12],[-9,12],[-9,13],[-10,12]]]}}}'
lines='{"id":"zones","type":"fill","source":"net","source-layer":"lines","paint":{"fill-color":"#00f","fill-pattern":["match",["get","class"],"zone","hatch-135",""]}},
{"id":"roads","type":"line","source":"net","source-layer":"lines","filter":["==","class","trunk"],"paint":{"line-color":"#a50","line-width":3}},
{"id":"names","type":"symbol","source":"net","source-layer":"lines","layout":{"text-field":"{name}"},"paint":{"text-color":"#000"}}'
dots='{"id":"dots","type":"circle","source":"camps","metadata":{"sitmap:legend":{"Camp that is open":{"open":true},"Hospital":{"kind":"hospital"}}},"layout":{"circle-sort-key":["+",0,["coalesce",["get","people"],0]]},"paint":{"circle-color":["case",["get","open"],"#0a0","#a00"],"circle-radius":["interpolate",["linear"],["coalesce",["get","people"],0],0,3,1200,9]}},
{"id":"camps","type":"symbol","source":"camps","layout":{"icon-image":["get","kind"],"text-field":"{name}: {people}","text-max-width":5},"paint":{"text-color":"#050"}}'
style "$net,$camps,$inline" "$lines,$dots,{\"id\":\"box\",\"type\":\"fill\",\"source\":\"box\",\"paint\":{\"fill-color\":\"#fc0\"}}"
render --quiet --dump >dump || echo $?
for group in zones roads names dots camps box; do
    sed -n "/^group $group\( \|\$\)/,/^group/p" dump | grep -oE '^(group [a-z]+|  (path [0-9]+|circle [0-9.,]+ r=[0-9.]+|icon [a-z]+|text "[^"]*")|.*hatch of=#[0-9a-f]* angle=[0-9]*)' | sed '$d'
done
sed -n '/^group legend/,/^group/p' dump | grep -oE '"(Also|Camp|Hospital)[^"]*"'
grep -o 'Roads: Ours[^"]*' dump
# A table of points
printf 'name,lon,lat,people\nWell,-4,12,70\nPump,-8,16,5\n' >ours/wells.csv
style '"wells":{"type":"geojson","data":"wells.csv"}' '{"id":"wells","type":"circle","source":"wells","paint":{"circle-color":"#00f","circle-radius":["/",["get","people"],10]}}'
render --quiet --dump | sed -n '/^group wells/,/^group/p' | grep -oE 'circle .* r=[0-9.]+'
# Each fault has one line, and no map is made
refused() { render -o no.png 2>words; echo "$? $(wc -l <words) $(sed 's/^sitmap: //' words)"; }
style '"a":{"type":"geojson","data":"missing.geojson"}' '{"id":"a","type":"fill","source":"a"}' && refused
style "$net" '{"id":"a","type":"fill","source":"net"}' && refused
style "$net" '{"id":"a","type":"fill","source":"net","source-layer":"rails"}' && refused
echo 'no vectors' >ours/words.geojson && style '"a":{"type":"geojson","data":"words.geojson"}' '{"id":"a","type":"fill","source":"a"}' && refused
style '"a":{"type":"geojson","data":{"type":"Nonsense"}}' '{"id":"a","type":"fill","source":"a"}' && refused
style '"a":{"type":"geojson","data":{"type":"Point","coordinates":[400000,3000000]}}' '{"id":"a","type":"circle","source":"a"}' && refused
head -c 20000 ours/net.gpkg >ours/cut.gpkg && style '"a":{"type":"vector","url":"cut.gpkg"}' '{"id":"a","type":"line","source":"a","source-layer":"lines"}' && refused
ls no.png 2>&1 | grep -c 'No such file'
# What can be gone on without is warned about
style '"a":{"type":"geojson","data":"https://example.org/a.geojson"},"b":{"type":"geojson","data":5},"c":{"url":"x"},"d":{"type":"geojson","data":"camps.geojson","cluster":true,"filter":["has","x"]}' \
    '{"id":"a","type":"fill","source":"a"},{"id":"b","type":"fill","source":"z","source-layer":"land"},{"id":"c","type":"fill","source":"c","source-layer":"moon"}'
render -o yes.png 2>&1 | sed 's/^sitmap: //'
