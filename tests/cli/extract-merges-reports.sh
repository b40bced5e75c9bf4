# Articles that report the same incident give one incident, with the figures of both
"$SITMAP" extract --quiet "$ARTICLES"/2021-06-0*-solhan*.txt >solhan.geojson || echo "status $?"
/usr/bin/python3 - <<'END'
import json
for feature in json.load(open("solhan.geojson"))["features"]:
    p = feature["properties"]
    print(p["event_type"], p["place_name"], p["country_code"], p["date_start"], p["killed_low"], p["killed_best"], p["killed_high"], p["n_documents"])
END
