# A file whose name begins with a day was published then, unless its text says otherwise; --date is for the others.
mkdir d
echo 'A bomb killed nine people in Kabul on Monday.' >d/2024-03-12-kabul.txt
echo 'PARIS, 14 November 2015 (Agency) - A bomb killed nine people in Kabul on Friday.' >d/2024-03-12-dateline.txt
echo 'A bomb killed nine people in Kabul on Monday.' >d/2024-13-45-no-day.txt
echo 'A bomb killed nine people in Kabul on Monday.' >d/2024-03-123.txt
"$SITMAP" annotate --quiet --date 2020-01-15 d | sed 's/,"mentions".*"date_start":/ ... /; s/,"date_end.*//'
