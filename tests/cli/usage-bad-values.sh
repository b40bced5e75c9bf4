# Values that make no sense are refused with the value in the message
a="$ARTICLES/2021-06-05-solhan.txt"
"$SITMAP" annotate --date 2021-13-05 "$a"; echo $?
"$SITMAP" annotate --date yesterday "$a"; echo $?
"$SITMAP" annotate --country Mali "$a"; echo $?
"$SITMAP" annotate --near 200,95 "$a"; echo $?
"$SITMAP" annotate -j many "$a"; echo $?
"$SITMAP" annotate --candidates -3 "$a"; echo $?
