# Styles that mean no good: one line a fault, a status that says whose it is, and a map only when there can be one
cp "$CASES/points.geojson" .
try() { # WHAT: style.json is tried
    rm -f map.png
    "$SITMAP" render --quiet points.geojson --style ./style.json --size 400x300 -o map.png 2>words
    echo "$1: status $?, $(wc -l <words) lines, $(ls map.png 2>/dev/null || echo no map)"
    sed 's/^sitmap: //' words | cut -c1-150
}
repeat() { awk -v n="$1" -v s="$2" 'BEGIN { while (n--) printf "%s", s }'; }
layer() { printf '{"version":8,"layers":[{"id":"a","type":"line","source":"b","source-layer":"coast",%s}],"sources":{"b":{"type":"vector"}}}' "$1" >style.json; }
: >style.json && try 'nothing in it'
repeat 100000 '[' >style.json && try 'a hundred thousand brackets'
printf '{"version":8,"layers":%s%s}' "$(repeat 1500 '[')" "$(repeat 1500 ']')" >style.json && try 'deep, but JSON'
layer "\"filter\":$(repeat 60 '["!",')true$(repeat 60 ']')" && try 'a deep expression'
layer '"paint":{"line-width":NaN}' && try 'no number'
layer '"paint":{"line-width":1e999}' && try 'no double'
layer '"paint":{"line-color":"#000","line-width":1e300,"line-offset":-1e300,"line-gap-width":1e300,"line-dasharray":[1e300,1e-300]}' && try 'huge numbers'
layer '"paint":{"line-color":["get"],"line-width":["interpolate",["linear"],["zoom"],5,1,4,2]}' && try 'expressions that are none'
layer '"minzoom":"x","filter":{"a":1},"paint":[],"layout":7' && try 'wrong types'
printf '{"version":8,"layers":[1,"x",null,[],{},{"type":"raster"}],"sources":[],"metadata":{"sitmap:layout":[]}}' >style.json && try 'no layers'
printf '{"version":8,"layers":[{"id":"\377","type":"fill"}]}' >style.json && try 'no UTF-8'
printf '{"version":8,"layers":[],"name":"\\u0000"}' >style.json && try 'a NUL'
rm style.json && mkdir style.json && try 'a folder'
rmdir style.json && ln -s style.json style.json && try 'a circle of links'
rm style.json && ln -s /dev/zero style.json && try 'no end'
rm -f style.json
printf '{"version":8,"sources":{"a":{"type":"geojson","data":"style.json"},"b":{"type":"geojson","data":"/etc"},"c":{"type":"geojson","data":"."}},"layers":[{"id":"a","type":"fill","source":"a"}]}' >style.json && try 'itself as data'
sed -i 's/"source":"a"/"source":"c"/' style.json && try 'a folder as data'
printf '{"version":8,"sources":{"b":{"type":"vector"}},"layers":[{"id":"i","type":"symbol","source":"b","source-layer":"incidents","layout":{"icon-image":"../../secret"}},{"id":"j","type":"symbol","source":"b","source-layer":"incident_labels","layout":{"text-field":"{"},"paint":{"text-color":"#000"}}]}' >style.json && try 'icons from elsewhere'
