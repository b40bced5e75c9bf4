#!/bin/sh
# Write a made-up copy of GeoNames' tables: the shape, the sizes and the proportions of the real ones, no place of this world. The same bytes every time.
#
#     geonames.sh ROWS FOLDER
#
# makes FOLDER/countryInfo.txt, admin1CodesASCII.txt, admin2Codes.txt, allCountries.txt (ROWS places) and alternateNamesV2.txt (as many names and four
# tenths more). 13 million rows take about two minutes and 3 GB of disk.
set -eu
[ $# -eq 2 ] || {
    sed -n '2,7p' "$0" | cut -c3- >&2
    exit 2
}
mkdir -p "$2"
LC_ALL=C awk -v rows="$1" -v folder="$2" '
# Park and Miller: the same in every awk, because all its numbers are whole and below 2^53
function random(n) { seed = seed * 16807 % 2147483647; return int(seed / 2147483647 * n) }
function word(syllables,    w) {
    w = toupper(substr(initial, random(18) + 1, 1))
    for (; syllables > 0; syllables--)
        w = w syllable[random(60)] (random(4) ? "" : substr(final, random(8) + 1, 1))
    return w
}
# The words of names are drawn from a stock, the first ones most often, as saints and colours are in real names
function stocked() { return stock[int(STOCK * (random(1000) / 1000) ^ 3)] }
function name(class) {
    if (class == "P")
        return random(3) ? word(1 + random(3)) : random(3) ? stocked() " " word(1 + random(2)) : word(1 + random(2)) "-" word(1)
    return (random(2) ? stocked() : word(1 + random(3))) " " generic[class, random(4)]
}
BEGIN {
    seed = 20240229
    initial = "bcdfghjklmnprstvwz"; final = "nrslkmtd"
    n = split("a e i o u ba be bi bo da de di do fa ga go ha ka ke ki ko ku la le li lo lu ma me mi mo mu na ne ni no nu pa po ra re ri ro ru sa se si so su ta te ti to tu va vi wa ya yo za", s, " ")
    for (i = 0; i < 60; i++) syllable[i] = s[i % n + 1]
    STOCK = 3000
    for (i = 0; i < STOCK; i++) stock[i] = word(1 + i % 3)
    n = split("P P P P P P P P H H H H S S S S T T T L", classes, " ")
    n_codes["P"] = split("PPL PPL PPL PPL PPL PPL PPLX PPLA3 PPLA4", code_p, " ")
    split("STM LK RSV SPNG", c, " "); for (i = 0; i < 4; i++) code["H", i] = c[i + 1]
    split("SCH CH FRM HTL", c, " "); for (i = 0; i < 4; i++) code["S", i] = c[i + 1]
    split("MT HLL VAL ISL", c, " "); for (i = 0; i < 4; i++) code["T", i] = c[i + 1]
    split("PRK AREA LCTY RESV", c, " "); for (i = 0; i < 4; i++) code["L", i] = c[i + 1]
    split("River Lake Reservoir Spring", c, " "); for (i = 0; i < 4; i++) generic["H", i] = c[i + 1]
    split("School Church Farm Hotel", c, " "); for (i = 0; i < 4; i++) generic["S", i] = c[i + 1]
    split("Mountain Hill Valley Island", c, " "); for (i = 0; i < 4; i++) generic["T", i] = c[i + 1]
    split("Park Area Land Reserve", c, " "); for (i = 0; i < 4; i++) generic["L", i] = c[i + 1]
    COUNTRIES = rows < 1000000 ? 20 : 200; STATES = 18; DISTRICTS = 12
    tail = "\t100\tEtc/UTC\t2024-02-29\n"
    all = folder "/allCountries.txt"; other = folder "/alternateNamesV2.txt"

    # countries, their divisions, and these again as places of class A
    for (k = 0; k < COUNTRIES; k++) {
        iso[k] = sprintf("%c%c", 65 + int(k / 26), 65 + k % 26)
        lat[k] = -50 + (k % 20) * 6; lon[k] = -170 + int(k / 20) * 33
        full = word(2) "ia"
        printf "%s\t%sX\t%03d\t%s\t%s\t%s\t1000\t%d\tEU\t.%s\tXXX\tCoin\t1\t\t\ten\t%d\t\t\n", iso[k], iso[k], k, iso[k], full, word(2), 1000000 + random(90000000), tolower(iso[k]), ++id > folder "/countryInfo.txt"
        printf "%d\t%s\t%s\t\t%.5f\t%.5f\tA\tPCLI\t%s\t\t00\t\t\t\t%d\t%s", id, full, full, lat[k], lon[k], iso[k], 1000000 + random(90000000), tail > all
        for (a = 1; a <= STATES; a++) {
            full = word(2) " Province"
            printf "%s.%02d\t%s\t%s\t%d\n", iso[k], a, full, full, ++id > folder "/admin1CodesASCII.txt"
            printf "%d\t%s\t%s\t\t%.5f\t%.5f\tA\tADM1\t%s\t\t%02d\t\t\t\t%d\t%s", id, full, full, lat[k] + a % 6, lon[k] + int(a / 6) * 5, iso[k], a, random(5000000), tail > all
            for (d = 1; d <= DISTRICTS; d++) {
                full = word(2) " District"
                printf "%s.%02d.%02d%02d\t%s\t%s\t%d\n", iso[k], a, a, d, full, full, ++id > folder "/admin2Codes.txt"
                printf "%d\t%s\t%s\t\t%.5f\t%.5f\tA\tADM2\t%s\t\t%02d\t%02d%02d\t\t\t%d\t%s", id, full, full, lat[k] + a % 6 + d / 12, lon[k] + int(a / 6) * 5, iso[k], a, a, d, random(300000), tail > all
            }
        }
    }
    close(folder "/countryInfo.txt"); close(folder "/admin1CodesASCII.txt"); close(folder "/admin2Codes.txt")
    for (; id < rows; ) {
        k = int(COUNTRIES * (random(10000) / 10000) ^ 2); a = 1 + random(STATES); d = 1 + random(DISTRICTS)
        class = classes[1 + random(20)]
        full = name(class)
        sort = class == "P" ? code_p[1 + random(9)] : code[class, random(4)]
        alternates = ""
        people = class == "P" && !random(4) ? int(200 / (random(1000000) / 1000000 + 0.00002)) : 0
        more = people > 20000 ? 12 : class == "P" ? random(4) : !random(6)
        for (i = 0; i < more; i++) alternates = alternates (i ? "," : "") (i % 3 == 2 ? "\320\232\320\270\320\265\320\262" word(1) : name(class))
        printf "%d\t%s\t%s\t%s\t%.5f\t%.5f\t%s\t%s\t%s\t\t%02d\t%02d%02d\t\t\t%d\t%s", ++id, full, full, alternates, lat[k] + a % 6 + random(100000) / 100000, lon[k] + int(a / 6) * 5 + random(500000) / 100000, class, sort, iso[k], a, a, d, people, tail > all
        for (i = random(10) < 4 ? 2 : 1; i > 0; i--)
            printf "%d\t%d\t%s\t%s\t\t\t\t\n", ++row, id, i == 2 ? "fr" : random(5) ? "en" : "link", random(3) ? full : name(class) > other
    }
}'
