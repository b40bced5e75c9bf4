# Every sea, gulf, strait, lake, river, region, desert, range, island, peninsula and valley of places.tsv has a box, its
# point lies inside, and the box is of a size that such a thing can have.
#
#     awk -f check_areas.awk places.tsv
BEGIN {
    FS = "\t"
    n = split("BAY CNL FJD GULF LK RF SD SEA STM STRT SWMP ISL SPIT DSRT MTS PEN VAL FRST RGN CONT OCN", list, " ")
    for (i = 1; i <= n; i++)
        is_area[list[i]] = 1
    n = split("BAY 35 CNL 6 FJD 4 GULF 30 LK 20 RF 25 SD 6 SEA 75 STM 45 STRT 60 SWMP 6 ISL 32 SPIT 2 DSRT 60 MTS 80 PEN 60 VAL 20 FRST 10", list, " ")
    for (i = 1; i < n; i += 2)
        most[list[i]] = list[i + 1] # degrees, of the longer side
}
/^#/ { next }
!header { header = 1; for (i = 1; i <= NF; i++) at[$i] = i; next }
{
    kind = $at["feature_code"]; lon = $at["lon"] + 0; lat = $at["lat"] + 0
    if (!($at["feature_class"] ~ /[HLTV]/) || !is_area[kind])
        next
    areas++
    if ($at["west"] == "") { wrong("has no box"); next }
    w = $at["west"] + 0; s = $at["south"] + 0; e = $at["east"] + 0; north = $at["north"] + 0
    width = e - w + (e < w ? 360 : 0)
    if (lat < s || lat > north || (w <= e ? lon < w || lon > e : lon < w && lon > e))
        wrong("its point is outside its box")
    if (width <= 0 || north <= s || ((kind in most) && (width > most[kind] || north - s > most[kind])))
        wrong("a box of " width " by " north - s " degrees")
}
function wrong(what) { print FILENAME ":" FNR ": " $at["name"] " (" kind "): " what; bad = 1 }
END { print areas " areas"; if (areas < 600) bad = 1; exit bad }
