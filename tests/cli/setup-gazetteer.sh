# Missing, cut short, damaged and foreign gazetteers are refused with status 4, before any article is read
a="$ARTICLES/2021-06-05-solhan.txt"
good=$("$SITMAP" gazetteer info | sed -n 's/^file: *//p')
[ -r "$good" ] || echo "gazetteer info does not name its file"
try() { # FILE
    "$SITMAP" annotate --gazetteer "$1" "$a"
    echo "$1 $?"
}
try missing.smg
: >empty.smg
try empty.smg
head -c 100000 "$good" >short.smg
try short.smg
head -c 40 "$good" >header.smg
try header.smg
printf 'This is no gazetteer, only a text that somebody named so. It is long enough to hold a header of any kind.\n' >text.smg
try text.smg
# One byte changed in the middle
size=$(wc -c <"$good")
cp "$good" damaged.smg
byte=$(od -An -tu1 -j $((size / 2)) -N 1 damaged.smg | tr -d ' ')
printf "\\$(printf %o $(((byte + 1) % 256)))" | dd of=damaged.smg bs=1 seek=$((size / 2)) conv=notrunc 2>/dev/null
try damaged.smg
mkdir folder.smg
try folder.smg
"$SITMAP" gazetteer info --gazetteer damaged.smg
echo "info $?"
SITMAP_DATA=no-such-folder "$SITMAP" gazetteer lookup Bamako
echo "environment $?"
