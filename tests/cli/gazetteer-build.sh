# GeoNames' own tables, made up by tests/bench/geonames.sh, become a gazetteer; the same bytes each time
sh "$CASES/../bench/geonames.sh" 20000 tables
"$SITMAP" gazetteer build tables/*.txt --tables none -o one.bin
"$SITMAP" gazetteer build tables/*.txt --tables none -o two.bin 2>/dev/null
cmp one.bin two.bin
"$SITMAP" gazetteer info -g one.bin | sed -n 's/ \+/ /; /^places/p; /^names/p; /^bearers/p'
"$SITMAP" gazetteer lookup -g one.bin -n 1 "$(sed -n 777p tables/allCountries.txt | cut -f2)" "$(sed -n 1p tables/admin1CodesASCII.txt | cut -f2 | sed 's/ Province//')"
"$SITMAP" gazetteer lookup -g one.bin 'Киев Nowhere'
echo $?
# A row cut short is named, and nothing is left
head -n 3 tables/allCountries.txt >cut.txt
printf '4\tCut\n' >>cut.txt
"$SITMAP" gazetteer build tables/countryInfo.txt cut.txt --tables none -o three.bin
echo $?
ls
