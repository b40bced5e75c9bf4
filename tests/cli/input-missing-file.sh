for command in annotate extract "map -o out"; do
    # shellcheck disable=SC2086
    "$SITMAP" $command no-such-article.txt
    echo $?
done
"$SITMAP" merge no-such-incidents.geojson
echo $?
"$SITMAP" render no-such-incidents.geojson -o map.png
echo $?
ls
