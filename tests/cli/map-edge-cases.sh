# Maps of nothing, of one point, at the pole, on both sides of the antimeridian, of points without a place, of hostile words
draw() { # NAME, features on standard input
    { printf '{"type":"FeatureCollection","features":['; cat; printf ']}'; } >"$1.geojson"
    "$SITMAP" render --quiet "$1.geojson" -o "$1.svg" && xmllint --noout "$1.svg" && echo "$1"
}
at() { printf '{"type":"Feature","geometry":{"type":"Point","coordinates":[%s]},"properties":{"title":"%s","event_type":"flood"}}' "$1" "$2"; }
draw nothing </dev/null
at 15.6,78.2 Svalbard | draw svalbard
at 0,-90 'South Pole' | draw pole
{ at 179.9,-16.8 West; printf ,; at -179.9,-17 East; } | draw antimeridian
{ at -8,12.6 One; printf ,; at -8,12.6 Two; printf ,; at -8,12.6 Three; } | draw same-point
at 13.4,52.5 '<script>alert(1)</script> & ]]> \" \u0007 مرحبا Київ' | draw hostile
echo '{"type":"Feature","geometry":null,"properties":{"title":"Nowhere","event_type":"flood"}}' | draw no-place
