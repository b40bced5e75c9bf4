# Other views of boundaries: whose Crimea is, and which lines are drawn
cat >kherson.geojson <<'J'
{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"place_name":"Kherson","country_code":"UA"},"geometry":{"type":"Point","coordinates":[32.6,46.64]}}]}
J
for view in un UN ru de-facto; do
    "$SITMAP" render -q kherson.geojson --extent=26,43,44,52 --worldview $view --dump >$view
done
cmp un UN && echo "un is un"
# the Crimean line: a border, a dashed one, none
for view in un ru de-facto; do
    for group in borders disputed; do
        sed -n "/^group $group clip/,/^group/p" $view | sed -n "s|^  path \([0-9]*\)/.*|$view $group \1|p"
    done
done
"$SITMAP" render kherson.geojson --worldview FR -o no.png
echo $?
