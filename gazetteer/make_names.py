#!/usr/bin/env python3
"""Make names.tsv: what countries and large cities are called in other languages.

    make_names.py LOCALENAMES DATES CITIES500 WATERS.tsv >names.tsv

LOCALENAMES and DATES are the folders `main` of the npm packages cldr-localenames-full and cldr-dates-full (Unicode CLDR,
Unicode licence): territories, and the cities after which time zones are called. A city is found in GeoNames' cities500 by its
English name and its time zone. WATERS is water_names.tsv, ours. Needed only when names.tsv is made anew; the build reads the table.
"""
import csv
import json
import os
import sys

LANGUAGES = "ar bn de el es fa fr he hi id it ja ko nl pl pt ru sw th tr uk ur vi zh".split()


def territories(folder, language):
    with open(os.path.join(folder, language, "territories.json"), encoding="utf-8") as f:
        names = json.load(f)["main"][language]["localeDisplayNames"]["territories"]
    return {code: names.get(code + "-alt-short", name) for code, name in names.items() if len(code) == 2 and code.isalpha()}


def zones(folder, language):
    found = {}

    def walk(node, path):
        if "exemplarCity" in node:
            found["/".join(path)] = node["exemplarCity"]
        for key, value in node.items():
            if isinstance(value, dict):
                walk(value, path + [key])

    with open(os.path.join(folder, language, "timeZoneNames.json"), encoding="utf-8") as f:
        walk(json.load(f)["main"][language]["dates"]["timeZoneNames"]["zone"], [])
    return found


def main():
    localenames, dates, cities500, waters = sys.argv[1:]
    largest = {}
    with open(cities500, encoding="utf-8", newline="") as f:
        for row in csv.reader(f, delimiter="\t", quoting=csv.QUOTE_NONE):
            population = int(row[14] or 0)
            for name in {row[1], row[2]}:
                key = row[17], name
                if population > largest.get(key, (0, ""))[0]:
                    largest[key] = population, row[0]
    english = zones(dates, "en")
    ids = {}
    for zone in zones(dates, "ru"):
        city = english.get(zone, zone.split("/")[-1].replace("_", " "))
        if (zone, city) in largest:
            ids[zone] = largest[zone, city][1]
    rows = {}
    for language in LANGUAGES:
        for code, name in territories(localenames, language).items():
            if code not in ("EU", "UN", "EZ", "QO", "XA", "XB", "ZZ"):
                rows.setdefault(code, {})[language] = name
        cities = zones(dates, language)
        for zone, number in ids.items():
            if zone in cities:
                rows.setdefault(number, {})[language] = cities[zone]
    with open(waters, encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f, delimiter="\t"):
            rows[row.pop("name")] = {language: name for language, name in row.items() if name}
    print("key", *LANGUAGES, sep="\t")
    for key in sorted(rows, key=lambda k: (k.isdigit(), not (len(k) == 2 and k.isupper()), int(k) if k.isdigit() else 0, k)):
        print(key, *(rows[key].get(language, "") for language in LANGUAGES), sep="\t")


main()
