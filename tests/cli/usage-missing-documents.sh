# A command without what it works on is a mistake of usage, not an empty result
for command in "map -o out" annotate extract merge "render -o map.png" "gazetteer lookup" gazetteer "map $ARTICLES"; do
    # shellcheck disable=SC2086
    "$SITMAP" $command </dev/null
    echo $?
done
ls
