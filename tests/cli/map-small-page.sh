# A page too small for the legend says so; a little larger, the legend stands outside the map
for size in 160x160 240x180; do
    "$SITMAP" render "$CASES/../data/gallery/levant.csv" --size $size -o map.svg
    grep -c '>Kind of incident<' map.svg
done
