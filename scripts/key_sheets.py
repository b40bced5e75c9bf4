#!/usr/bin/env python3
"""Draw styles/pictures/*.png, the pictures of styles/README.md: sheets on which each row is drawn by a style layer with
the keys that stand beside it. They are maps of the world without a basemap, made by the program itself.

    python3 scripts/key_sheets.py [SITMAP [NAME...]]      SITMAP: build-release/sitmap
"""
import json
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SITMAP = os.path.abspath(sys.argv[1]) if len(sys.argv) > 1 else os.path.join(ROOT, "build-release/sitmap")
OUT = os.path.join(ROOT, "styles/pictures")
WIDTH, HEIGHT = 1000, 560
UNIT = max((WIDTH * HEIGHT / (1600 * 1200)) ** 0.5, 0.6)  # so much smaller than the style says is what is drawn
SIZES = {"line-width", "line-gap-width", "line-offset", "circle-radius", "circle-stroke-width", "text-size", "text-halo-width"}


def point(x, y):
    """Share of the sheet from its upper left corner, as degrees."""
    return [360 * x - 180, 90 - 180 * y]


PATTERNS = {"hatch": [45, 7, 1.1], "cross": [45, 9, 1], "dots": [0, 6, 2]}


def px(key, value):
    if key == "fill-pattern":
        kind, *given = value.split("-")
        angle, spacing, width = [float(g) for g in given] + PATTERNS[kind][len(given):]
        return "%s-%g-%g-%g" % (kind, angle, spacing / UNIT, width / UNIT)
    return value / UNIT if key in SIZES and isinstance(value, (int, float)) else value


class Sheet:
    """Samples in two columns of rows, each with its words on the right."""

    def __init__(self, name, rows):
        self.name, self.rows, self.n = name, rows, 0
        self.sources, self.layers = {}, [{"id": "ground", "type": "background", "paint": {"background-color": "#ffffff"}}]

    def add(self, kind, geometry, keys, properties=None):
        name = "s%d" % len(self.sources)
        self.sources[name] = {"type": "geojson", "data": {"type": "Feature", "properties": properties or {}, "geometry": geometry}}
        layer = {"id": name, "type": kind, "source": name, "paint": {}, "layout": {}}
        for key, value in keys.items():
            layout = key.startswith("text-") and key.split("-")[1] not in ("color", "halo", "opacity")
            layout |= key in ("line-cap", "line-join", "icon-image", "icon-size", "icon-anchor", "icon-offset")
            layer["layout" if layout else "paint"][key] = px(key, value)
        self.layers.append(layer)

    def words(self, x, y, text, **keys):
        look = {"text-field": ["get", "words"], "text-size": 13, "text-color": "#222222", "text-variable-anchor": ["left"],
                "text-radial-offset": 0}
        look.update(keys)
        self.add("symbol", {"type": "Point", "coordinates": point(x, y)}, look, {"words": text})

    def place(self):
        column, row = divmod(self.n, self.rows)
        self.n += 1
        return 0.02 + 0.5 * column, (row + 0.5) / self.rows

    def row(self, kind, text, *layers, at=0.08):
        """`layers`: keys of one layer each, the last of which the words are about. `at`: where points stand."""
        x, y = self.place()
        half = 0.3 / self.rows
        for keys in layers:
            if kind == "line":
                bent = [[x, y + half], [x + 0.05, y - half], [x + 0.1, y + half], [x + 0.16, y]]
                geometry = {"type": "LineString", "coordinates": [point(*p) for p in bent]}
            elif kind == "fill":
                ring = [[x, y - half], [x + 0.16, y - half], [x + 0.16, y + half], [x, y + half], [x, y - half]]
                geometry = {"type": "Polygon", "coordinates": [[point(*p) for p in ring]]}
            else:
                geometry = {"type": "Point", "coordinates": point(x + at, y)}
            self.add(kind, geometry, keys, {"words": "Timbuktu", "people": 12})
        self.words(x + 0.18, y, text)

    def draw(self):
        style = {"version": 8, "name": self.name, "metadata": {"sitmap:layout": {"frame-width": 0}}, "sources": self.sources,
                 "layers": self.layers}
        draw(style, self.name, ["--projection", "+proj=eqc", "--extent=-180,-90,180,90", "--size", "%dx%d" % (WIDTH, HEIGHT)], None)


def draw(style, name, options, incidents):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "style.json")
        with open(path, "w") as f:
            json.dump(style, f)
        if incidents is None:
            incidents = os.path.join(folder, "none.geojson")
            with open(incidents, "w") as f:
                f.write('{"type":"FeatureCollection","features":[]}')
        subprocess.run([SITMAP, "render", "--quiet", incidents, "--style", path, "--palette", "--title", "", "--subtitle", "",
                        "--source", ""] + options + ["-o", os.path.join(OUT, name + ".png")], check=True)


def text_of(keys):
    return ", ".join("%s: %s" % (k, json.dumps(v)) for k, v in keys.items())


def lines():
    sheet = Sheet("lines", 7)
    base = {"line-color": "#7a3b10", "line-width": 3}
    thin = {"line-color": "#999999", "line-width": 1}
    for keys in ({"line-width": 1}, {"line-width": 6}, {"line-color": "#0077b6"}, {"line-opacity": 0.35}, {"line-dasharray": [3, 2]},
                 {"line-dasharray": [4, 1.5, 1]}, {"line-dasharray": [0.1, 2], "line-cap": "round"}):
        sheet.row("line", text_of(keys), {**base, **keys})
    for keys in ({"line-cap": "butt"}, {"line-cap": "round"}, {"line-join": "miter"}, {"line-join": "round"}, {"line-join": "bevel"}):
        sheet.row("line", text_of(keys), {**base, "line-width": 10, **keys})
    sheet.row("line", "line-gap-width: 5", {**base, "line-width": 1.5, "line-gap-width": 5})
    sheet.row("line", "line-offset: 6 (grey: 0)", thin, {**base, "line-offset": 6})
    sheet.draw()


def fills():
    sheet = Sheet("fills", 7)
    base = {"fill-color": "#2a7f62"}
    for keys in ({"fill-color": "#e9c46a"}, {"fill-opacity": 0.4}, {"fill-outline-color": "#b00020"}):
        sheet.row("fill", text_of(keys), {**base, **keys})
    for name in ("hatch", "hatch-135", "hatch-0-12-3", "hatch-90-5", "cross", "cross-0", "cross-30-14-2", "dots", "dots-0-10-4", "dots-45-12-6"):
        sheet.row("fill", 'fill-pattern: "%s"' % name, {**base, "fill-pattern": name})
    sheet.row("fill", "a colour below a pattern", {"fill-color": "#fde8c8"}, {"fill-color": "#c2410c", "fill-pattern": "hatch-135-9-1.5"})
    sheet.draw()


def points():
    sheet = Sheet("points", 6)
    base = {"circle-color": "#6a4c93", "circle-radius": 12}
    for keys in ({"circle-radius": 5}, {"circle-radius": 18}, {"circle-color": "#ff595e"}, {"circle-opacity": 0.4},
                 {"circle-stroke-width": 3}, {"circle-stroke-color": "#1982c4"}):
        sheet.row("circle", text_of(keys), {**base, "circle-stroke-color": "#ffca3a", "circle-stroke-width": 1.5, **keys})
    for keys in ({"icon-image": "camp"}, {"icon-size": 4}, {"icon-color": "#b00020"}, {"icon-opacity": 0.4}):
        sheet.row("symbol", text_of(keys), {"icon-image": "hospital", "icon-size": 2.5, **keys})
    dot = {"circle-color": "#b00020", "circle-radius": 3}
    for keys in ({"icon-anchor": "bottom"}, {"icon-offset": [12, 0]}):
        x, y = sheet.place()
        at = {"type": "Point", "coordinates": point(x + 0.08, y)}
        sheet.add("symbol", at, {"icon-image": "hospital", "icon-size": 2, **keys})
        sheet.add("circle", at, dot)
        sheet.words(x + 0.18, y, text_of(keys))
    sheet.draw()


def texts():
    sheet = Sheet("texts", 8)
    base = {"text-field": "{words}", "text-size": 17, "text-color": "#222222", "text-variable-anchor": ["left"], "text-radial-offset": 0}
    for keys in ({"text-size": 24}, {"text-font": ["Noto Serif Bold Italic"]}, {"text-color": "#0077b6"}, {"text-opacity": 0.4},
                 {"text-letter-spacing": 0.2}, {"text-transform": "uppercase"}):
        sheet.row("symbol", text_of(keys), {**base, **keys}, at=0)
    sheet.row("symbol", "text-halo-width: 3, text-halo-color", {**base, "text-halo-width": 3, "text-halo-color": "#ffd166"}, at=0)
    sheet.row("symbol", 'text-field: "{words} ({people})"', {**base, "text-size": 15, "text-field": "{words} ({people})"}, at=0)
    dot = {"circle-color": "#b00020", "circle-radius": 3}
    for keys in ({"text-anchor": "left"}, {"text-anchor": "right"}, {"text-anchor": "bottom"}, {"text-anchor": "top-left"},
                 {"text-radial-offset": 1.5}, {"text-anchor": "left", "text-offset": [1, 0.7]}, {"text-variable-anchor-offset": ["bottom", [1, -0.3]]}):
        x, y = sheet.place()
        at = {"type": "Point", "coordinates": point(x + 0.08, y)}
        look = {**base, **keys}
        if "text-radial-offset" not in keys:
            del look["text-variable-anchor"], look["text-radial-offset"]
        sheet.add("circle", at, dot)
        sheet.add("symbol", at, {**look, "text-size": 15}, {"words": "Gao"})
        sheet.words(x + 0.18, y, text_of(keys))
    sheet.draw()


def shipped(name):
    with open(os.path.join(ROOT, "styles", name + ".json")) as f:
        return json.load(f)


LEVANT = os.path.join(ROOT, "tests/data/gallery/levant.csv")
SMALL = ["--size", "860x645"]


def layers():
    """What the basemap has: each source layer in a colour of its own, named in the legend."""
    looks = [("fill", "land", {"fill-color": "#f1efe9"}), ("fill", "focus_countries", {"fill-color": "#fff3bf"}),
             ("fill", "lakes", {"fill-color": "#4dabf7"}), ("line", "rivers", {"line-color": "#1c7ed6", "line-width": 1.6}),
             ("line", "admin1_lines", {"line-color": "#9c36b5", "line-width": 1.4, "line-dasharray": [3, 2]}),
             ("line", "coast", {"line-color": "#0b7285", "line-width": 2.6}), ("line", "borders", {"line-color": "#c92a2a", "line-width": 2.2}),
             ("line", "disputed", {"line-color": "#e8590c", "line-width": 2.6, "line-dasharray": [2, 1.5]}),
             ("circle", "capitals", {"circle-color": "#2b8a3e", "circle-radius": 6}), ("circle", "towns", {"circle-color": "#868e96", "circle-radius": 3.5})]
    names = [("country_names", 24, "#c92a2a"), ("admin1_names", 17, "#9c36b5"), ("water_names", 20, "#0b7285"), ("river_names", 17, "#1c7ed6"),
             ("capitals", 20, "#2b8a3e"), ("towns", 17, "#495057"), ("incident_labels", 18, "#000000")]
    style = {"version": 8, "sources": {"basemap": {"type": "vector"}}, "layers": [
        {"id": "sea", "type": "background", "paint": {"background-color": "#d0ebff"}}]}
    for kind, layer, paint in looks:
        style["layers"].append({"id": layer, "type": kind, "source": "basemap", "source-layer": layer, "paint": paint,
                                "metadata": {"sitmap:legend": layer}})
    for layer, size, colour in names:
        style["layers"].append({"id": layer + "-words", "type": "symbol", "source": "basemap", "source-layer": layer, "layout": {"text-size": size},
                                "paint": {"text-color": colour, "text-halo-color": "#ffffff", "text-halo-width": 2}})
    draw(style, "layers", SMALL + ["--locator", "never"], LEVANT)


def layout():
    """The page: each key of sitmap:layout in a colour that the table names."""
    style = shipped("report")
    style["metadata"]["sitmap:layout"].update({
        "paper": "#fff8e1", "ink": "#1b5e20", "muted": "#e65100", "frame": "#d50000", "frame-width": 4, "box": "#fff59d", "title-color": "#1a237e",
        "title-font": "Noto Serif", "symbol-outline": "#00e5ff", "symbol-outline-width": 3, "symbol-opacity": 1, "symbol-max-radius": 60,
        "symbol-min-radius": 12})
    draw(style, "layout", SMALL + ["--title", "title-font, title-color", "--subtitle", "subtitle-size", "--source", "small-size, muted"], LEVANT)


def expressions():
    """Colours and sizes by what is known of a feature."""
    towns = [("Aleppo", 37.15, 36.2, 2098), ("Homs", 36.72, 34.73, 775), ("Hama", 36.75, 35.13, 460), ("Raqqa", 39.01, 35.95, 177),
             ("Deir ez-Zor", 40.14, 35.33, 242), ("Palmyra", 38.27, 34.55, 51)]
    features = [{"type": "Feature", "properties": {"name": n, "people": p}, "geometry": {"type": "Point", "coordinates": [x, y]}}
                for n, x, y, p in towns]
    style = shipped("report")
    style["sources"]["towns"] = {"type": "geojson", "data": {"type": "FeatureCollection", "features": features}}
    style["layers"] = [l for l in style["layers"] if l.get("source-layer") not in ("towns", "capitals", "admin1_names")]
    style["layers"] += [
        {"id": "people", "type": "circle", "source": "towns", "metadata": {"sitmap:legend": {"under 200,000": {"people": 177}, "under a million": {"people": 460},
                                                                                           "more": {"people": 2098}}},
         "paint": {"circle-radius": ["*", 0.9, ["sqrt", ["get", "people"]]], "circle-opacity": 0.85, "circle-stroke-color": "#ffffff", "circle-stroke-width": 1.5,
                   "circle-color": ["step", ["get", "people"], "#a6cee3", 200, "#4f9bd0", 1000, "#08519c"]}},
        {"id": "names", "type": "symbol", "source": "towns",
         "layout": {"text-field": ["concat", ["get", "name"], ["case", [">", ["get", "people"], 200], " (large)", ""]],
                    "text-size": ["interpolate", ["linear"], ["get", "people"], 50, 18, 2000, 28]},
         "paint": {"text-color": "#08306b", "text-halo-color": "#ffffff", "text-halo-width": 2}}]
    with tempfile.TemporaryDirectory() as folder:
        none = os.path.join(folder, "none.geojson")
        with open(none, "w") as f:
            f.write('{"type":"FeatureCollection","features":[]}')
        draw(style, "expressions", SMALL + ["--extent=35,32,42.5,37.5", "--locator", "never"], none)


def data():
    """A style's own sources: areas, lines, icons and their rows in the legend."""
    def feature(geometry, coordinates, **properties):
        return {"type": "Feature", "properties": properties, "geometry": {"type": geometry, "coordinates": coordinates}}
    net = [feature("LineString", [[36.3, 33.5], [38.3, 34.55], [40.1, 35.3], [42.4, 36.3], [43.1, 36.3]], name="Highway 7", kind="highway"),
           feature("LineString", [[44.3, 33.3], [43.1, 33.4], [40.3, 33.2], [38.8, 33.4], [36.3, 33.5]], name="M 20", kind="road"),
           feature("Polygon", [[[40.5, 34.6], [42.5, 35.6], [43.3, 34.3], [41.3, 33.6], [40.5, 34.6]]], name="Zone of operations", kind="zone")]
    camps = [feature("Point", [43.4, 36.9], name="Camp North", kind="camp", people=4000), feature("Point", [39.8, 36.3], name="Camp West", kind="camp", people=9000),
             feature("Point", [44.6, 32.6], name="Field hospital", kind="hospital"), feature("Point", [36.2, 32.5], name="Crossing", kind="border_crossing")]
    style = shipped("report")
    for name, features in (("net", net), ("camps", camps)):
        style["sources"][name] = {"type": "geojson", "data": {"type": "FeatureCollection", "features": features}, "attribution": "Roads and camps are invented"}
    del style["sources"]["camps"]["attribution"]
    before = [l["id"] for l in style["layers"]].index("borders")
    style["layers"][before:before] = [
        {"id": "zones", "type": "fill", "source": "net", "filter": ["==", ["get", "kind"], "zone"], "metadata": {"sitmap:legend": "Zone of operations"},
         "paint": {"fill-color": "#6a3d9a", "fill-opacity": 0.6, "fill-pattern": "hatch-135-9-1.4"}},
        {"id": "zone-edges", "type": "line", "source": "net", "filter": ["==", ["get", "kind"], "zone"], "paint": {"line-color": "#6a3d9a", "line-width": 2}},
        {"id": "roads", "type": "line", "source": "net", "filter": ["==", ["geometry-type"], "LineString"],
         "metadata": {"sitmap:legend": {"Highway": {"kind": "highway"}, "Road": {"kind": "road"}}},
         "paint": {"line-color": "#8a5a22", "line-width": 1.3, "line-gap-width": ["match", ["get", "kind"], "highway", 3.5, 1.5]}}]
    style["layers"] += [
        {"id": "road-names", "type": "symbol", "source": "net", "layout": {"text-field": ["get", "name"], "text-size": 17, "text-font": ["Noto Sans Italic"]},
         "paint": {"text-color": "#5c3a12", "text-halo-color": "#ffffff", "text-halo-width": 1.6}},
        {"id": "camps", "type": "symbol", "source": "camps", "metadata": {"sitmap:legend": {"Camp, people in it": {"kind": "camp"}, "Hospital": {"kind": "hospital"}}},
         "layout": {"icon-image": ["get", "kind"], "icon-size": 1.5, "text-size": 17,
                    "text-field": ["case", ["has", "people"], ["concat", ["get", "name"], ", ", ["number-format", ["get", "people"], {}]], ["get", "name"]]},
         "paint": {"text-color": "#005580", "icon-color": "#005580", "text-halo-color": "#ffffff", "text-halo-width": 1.6}}]
    draw(style, "data", SMALL + ["--locator", "never"], LEVANT)


SHEETS = {"lines": lines, "fills": fills, "points": points, "texts": texts, "layers": layers, "layout": layout, "expressions": expressions,
          "data": data}

if __name__ == "__main__":
    os.makedirs(OUT, exist_ok=True)
    for name in sys.argv[2:] or SHEETS:
        SHEETS[name]()
