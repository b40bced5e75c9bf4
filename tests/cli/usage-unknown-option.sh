# Every command refuses an option that it does not know, before it reads anything, and makes nothing
for command in map annotate extract merge render; do
    "$SITMAP" $command --frobnicate "$ARTICLES" -o out
    echo $command $?
done
"$SITMAP" gazetteer lookup --frobnicate Bamako
echo gazetteer $?
ls
