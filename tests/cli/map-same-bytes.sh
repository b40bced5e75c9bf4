# Same input, same bytes out: whatever -j, the folder, the time zone and the locale are
export SOURCE_DATE_EPOCH=
unset SOURCE_DATE_EPOCH
"$SITMAP" map "$ARTICLES" -o one -j 1 --quiet --formats png,svg,pdf,geojson || echo $?
sleep 1
mkdir elsewhere
(cd elsewhere && LC_ALL=C TZ=Asia/Tokyo "$SITMAP" map "$ARTICLES" -o ../two -j 4 --quiet --formats png,svg,pdf,geojson) || echo $?
for file in incidents.geojson map.png map.svg map.pdf; do
    cmp one/$file two/$file && echo $file
done
