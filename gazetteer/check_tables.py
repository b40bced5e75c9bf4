#!/usr/bin/env python3
"""Check the curated tables of gazetteer/ against each other and against GeoNames.

    check_tables.py CITIES500 COUNTRYINFO ADMIN1CODES

Prints one line a fault, `file:line: what`, and exits 1 if there is any.
"""
import collections
import os
import sys
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
COLUMNS = {
    "countries": "iso2 lon lat short_name adjectives demonyms abbreviations other_names",
    "aliases": "name geonames_id kind",
    "places": "name geonames_id lon lat iso2 admin1_code feature_class feature_code population"
              " west south east north alternates note",
    "admin1": "code lon lat english_names",
    "stopnames": "name treatment note",
    "firstnames": "name note",
    "straits": "name lon lat other_lon other_lat note",
    "drylakes": "name lon lat note",
}
KINDS = set("name short abbreviation adjective demonym former variant metonym".split())
faults = 0


def fault(where, what):
    global faults
    faults += 1
    print(f"{where[0]}.tsv:{where[1]}: {what}")


def fold(text):
    text = unicodedata.normalize("NFKD", text)
    return "".join(c for c in text if not unicodedata.combining(c)).lower()


def rows(table):
    """Yield ((table, line), {column: field}) for each row, after checking its shape."""
    names = COLUMNS[table].split()
    with open(os.path.join(HERE, table + ".tsv"), encoding="utf-8", newline="\n") as f:
        lines = f.read().split("\n")
    if lines[-1]:
        fault((table, len(lines)), "no newline at the end")
    header = False
    for number, line in enumerate(lines, 1):
        if not line or line.startswith("#"):
            continue
        fields = line.split("\t")
        where = (table, number)
        if not header:
            header = True
            if fields != names:
                fault(where, "header is not " + " ".join(names))
            continue
        if len(fields) != len(names):
            fault(where, f"{len(fields)} fields, not {len(names)}")
            continue
        for field in fields:
            if field != field.strip() or "\r" in field:
                fault(where, f"space around '{field}'")
            if field != unicodedata.normalize("NFC", field):
                fault(where, f"'{field}' is not in normal form C")
            if "||" in field or field.startswith("|") or field.endswith("|"):
                fault(where, f"empty list item in '{field}'")
        yield where, dict(zip(names, fields))


def point(where, row):
    try:
        lon, lat = float(row["lon"]), float(row["lat"])
    except ValueError:
        fault(where, "point is not two numbers")
        return None
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        fault(where, f"point {lon} {lat} is not on Earth")
    return lon, lat


def unique(where, seen, key):
    if key in seen:
        fault(where, f"same as line {seen[key]}: {key}")
    seen[key] = where[1]


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    city_ids, city_codes = set(), set()
    with open(sys.argv[1], encoding="utf-8") as f:
        for line in f:
            field = line.split("\t")
            city_ids.add(field[0])
            city_codes.add(field[8] + "." + field[10])
    with open(sys.argv[2], encoding="utf-8") as f:
        isos = {line.split("\t")[0] for line in f if line.strip() and not line.startswith("#")}
    codes, code_ids = set(), set()
    with open(sys.argv[3], encoding="utf-8") as f:
        for line in f:
            field = line.rstrip("\n").split("\t")
            codes.add(field[0])
            code_ids.add(field[3])

    count, seen = collections.Counter(), {}
    for where, row in rows("countries"):
        count["countries"] += 1
        unique(where, seen, row["iso2"])
        point(where, row)
        if row["iso2"] not in isos:
            fault(where, f"unknown country '{row['iso2']}'")
    for iso in sorted(isos - set(seen)):
        fault(("countries", 0), f"no row for {iso}")

    seen = {}
    for where, row in rows("admin1"):
        count["admin1"] += 1
        unique(where, seen, row["code"])
        point(where, row)
        if row["code"] not in codes and row["code"] not in city_codes:
            fault(where, f"unknown division '{row['code']}'")

    known_ids = city_ids | code_ids
    seen = {}
    for where, row in rows("places"):
        count["places"] += 1
        here = point(where, row)
        known_ids.add(row["geonames_id"])
        unique(where, seen, (row["name"], row["lon"], row["lat"], row["feature_code"]))
        if row["geonames_id"] and not row["geonames_id"].isdigit():
            fault(where, f"id '{row['geonames_id']}' is not a number")
        if row["iso2"] and row["iso2"] not in isos:
            fault(where, f"unknown country '{row['iso2']}'")
        if len(row["admin1_code"]) > 6 or len(row["feature_code"]) > 6:
            fault(where, "admin1 and feature codes have at most 6 letters")
        code = row["iso2"] + "." + row["admin1_code"]
        if row["admin1_code"] and code not in codes and code not in city_codes:
            fault(where, f"unknown division '{code}'")
        if row["feature_class"] not in tuple("AHLPRSTUV") or not row["feature_code"]:
            fault(where, f"unknown feature class '{row['feature_class']}'")
        if row["population"] and not row["population"].isdigit():
            fault(where, f"population '{row['population']}' is not a number")
        sides = [row[k] for k in ("west", "south", "east", "north")]
        if any(sides):
            try:
                w, s, e, n = map(float, sides)
            except ValueError:
                fault(where, "box is not four numbers")
                continue
            inside = s <= here[1] <= n and (w <= here[0] <= e if w <= e else here[0] >= w or here[0] <= e)
            if here and not inside:
                fault(where, "point outside its box")

    seen = {}
    for where, row in rows("aliases"):
        count["aliases"] += 1
        unique(where, seen, (row["name"], row["geonames_id"], row["kind"]))
        if row["geonames_id"] not in known_ids:
            fault(where, f"unknown id {row['geonames_id']}")
        if row["kind"] not in KINDS:
            fault(where, f"unknown kind '{row['kind']}'")

    seen = {}
    for where, row in rows("stopnames"):
        count["stopnames"] += 1
        unique(where, seen, row["name"])
        if row["treatment"] not in ("never", "weak"):
            fault(where, f"unknown treatment '{row['treatment']}'")

    seen = {}
    for where, row in rows("firstnames"):
        count["firstnames"] += 1
        unique(where, seen, row["name"])

    seen = {}
    for where, row in rows("straits"):
        count["straits"] += 1
        unique(where, seen, row["name"])
        point(where, row)
        point(where, {"lon": row["other_lon"], "lat": row["other_lat"]})

    seen = {}
    for where, row in rows("drylakes"):
        count["drylakes"] += 1
        unique(where, seen, row["name"])
        point(where, row)

    print(", ".join(f"{n} {t}" for t, n in sorted(count.items())) + f", {faults} faults", file=sys.stderr)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
