# The map's own words in another language: those that are shipped follow --lang, a file of one's own goes before them
heading() { # OPTIONS...: how the legend begins
    "$SITMAP" render --quiet "$CASES/points.geojson" -o map.svg "$@"
    echo "status $?"
    grep -o -e 'Type d’incident' -e 'Art des Vorfalls' -e 'Kind of incident' -e 'Was geschah' map.svg 2>/dev/null
    rm -f map.svg
}
heading --lang fr
heading --lang fr --words de
heading --lang fr --words en
heading --lang sw
printf '{"language":"de","words":{"Kind of incident":"Was geschah","Kind":"?"}}' >own.json
heading --words own.json
printf '[]' >list.json
heading --words list.json
heading --words nowhere.json
true
