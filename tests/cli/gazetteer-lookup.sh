"$SITMAP" gazetteer lookup Bamako | head -n 1
"$SITMAP" gazetteer lookup 'Nowhereville on Sea'
echo $?
"$SITMAP" gazetteer info | grep -i 'geonames'
