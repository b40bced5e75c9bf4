# Small multiples: a page of maps by period or type; what they leave out is said; what cannot be is refused
row() { echo "$1,$2,$3,$4,$5"; }
{ echo place_name,event_type,date_start,lon,lat
  row Khartoum shelling_missile 2031-01-20 32.53 15.59
  row 'El Fasher' armed_clash 2031-01-03 25.35 13.63
  row Kassala protest 2031-03-11 36.4 15.45
  row Nyala protest 2031 24.88 12.05
} >sudan.csv
panels() { grep -c '^group panel[0-9]*-frame' dump; }
for by in day week month year type none; do
    "$SITMAP" render sudan.csv --facet $by --dump -o $by.svg >dump
    echo $by $(panels)
    xmllint --noout $by.svg
done
"$SITMAP" render sudan.csv --facet month --size a4-portrait --style bw-print -o page.pdf
{ echo event_type,date_start,lon,lat
  for month in 01 02 03 04; do for day in 01 02 03 04 05 06 07 08 09 10; do row riot 2031-$month-$day 30 10; done; done
} | sed 's/,$//' >days.csv
"$SITMAP" render days.csv --facet day -o days.png
"$SITMAP" render sudan.csv --facet month --world-file -o no.png; echo $?
"$SITMAP" render sudan.csv --facet fortnight -o no.png; echo $?
ls
