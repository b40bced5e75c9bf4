# Articles that report the same incident give one incident: the latest figure is the best, low and high span all
"$SITMAP" extract --quiet "$ARTICLES/red-sea-ships.jsonl" >ships.geojson || echo "status $?"
/usr/bin/python3 - <<'END'
import json
for feature in json.load(open("ships.geojson"))["features"]:
    p = feature["properties"]
    if p["n_documents"] > 1:
        print(p["event_type"], p["place_name"], p["date_start"], p["killed_low"], p["killed_best"], p["killed_high"], p["n_documents"])
        print(sorted({(s["doc"], s["killed"]) for s in p["sources"] if s["killed"] is not None}))
END
