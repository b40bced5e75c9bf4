# The user's own places, aliases, stop names and pinned choices, from a table and from GeoJSON, with the compiled gazetteer as it is
cat >ours.tsv <<'END'
name	lon	lat	treatment	target	if_source	alternates
# our own sites
Checkpoint Heron	-4.2	14.5				Heron Point
Springfield			pin	Missouri
Tripoli			pin	Lebanon	The Cedar Post
Bamako			never
END
cat >ours.geojson <<'END'
{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"name":"Sector Kilo","aliases":["Kilo"],"feature_class":"S","feature_code":"CMP","country":"SS"},
 "geometry":{"type":"Point","coordinates":[31.6,4.85]}}]}
END
cat >in.jsonl <<'END'
{"id":"a","text":"Gunmen shot two guards at Checkpoint Heron on Monday. The wounded were flown to Bamako, and a third guard was found at Sector Kilo."}
{"id":"b","text":"A tornado struck Springfield on Sunday. The mayor of Springfield called for help."}
{"id":"c","text":"A bomb went off in Tripoli.","source":"The Cedar Post"}
{"id":"e","text":"The mayor of Springfield, Illinois, sent help."}
{"id":"f","text":"Checkpoint Heron fell on Sunday. Heron Point officials said so."}
{"id":"g","text":"A tornado struck Springfield. The mayor of Springfield, Illinois, sent help to Springfield."}
{"id":"h","text":"The mayor of Springfield, Illinois, sent help. Springfield was spared."}
{"id":"d","text":"A bomb went off in Tripoli."}
END
"$SITMAP" annotate --overlay ours.tsv --overlay ours.geojson --dump mentions in.jsonl
"$SITMAP" annotate --overlay ours.tsv --overlay ours.geojson in.jsonl >one.jsonl
"$SITMAP" annotate --overlay ours.tsv --overlay ours.geojson -j 3 in.jsonl | cmp - one.jsonl
grep -c '"reason":"overlay"' one.jsonl
"$SITMAP" gazetteer lookup --overlay ours.tsv --overlay ours.geojson 'Heron Point' Kilo
"$SITMAP" gazetteer lookup --overlay ours.tsv Bamako
echo $?
"$SITMAP" extract --overlay ours.tsv in.jsonl -f csv | grep -c 'Checkpoint Heron'
"$SITMAP" map --overlay ours.tsv -q in.jsonl -o out && grep -c '"place_name":"Checkpoint Heron"' out/incidents.geojson
