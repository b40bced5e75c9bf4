/* The new basemap is the compiled one's bytes with new tables behind them: units, strings, points and shapes,
 * the old ones first. So it goes through the same door as a compiled file. */
#include "basemap_import.h"

#include "buf.h"
#include "edges.h"
#include "vector.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    WHOLE_WORLD_UNITS = 150, /* as many countries are all of them */
    STRING_BYTES_MAX = 64 << 20,
    ANY_LEVEL = SM_BASE_LEVELS,
    UNRANKED = 5,
    CODES = 26 * 26
};

typedef struct own_shape {
    sm_base_shape shape; /* `first` counts from the first own point */
    uint8_t layer, level;
} own_shape;

typedef struct import {
    const sm_basemap *compiled;
    size_t old_units, old_strings;
    sm_base_unit *units; /* own ones only, like all below */
    size_t n_units, unit_capacity;
    sm_buf strings;
    sm_base_point *points;
    size_t n_points, point_capacity;
    own_shape *shapes;
    size_t n_shapes, shape_capacity;
    bool has[SM_BASE_LAYERS];          /* layers that the file has, or that were made of it */
    bool given[SM_BASE_LAYERS];        /* … that it has */
    bool codes[SM_BASE_LAYERS][CODES]; /* countries that a layer covers */
    bool failed;
    /* the layer that is being read */
    sm_base_layer layer;
    int level;
    size_t before;
    uint32_t rank; /* of the river that is being read */
} import;

static bool room(import *m, void *items, size_t *capacity, size_t count, size_t size)
{
    void **array = items;
    if (count < *capacity)
        return true;
    size_t wanted = *capacity ? *capacity * 2 : 1024;
    void *bigger = wanted <= UINT32_MAX ? realloc(*array, wanted * size) : NULL;
    if (bigger == NULL) {
        m->failed = true;
        return false;
    }
    *array = bigger;
    *capacity = wanted;
    return true;
}

/* --- names of layers --------------------------------------------------------------------------- */

static const struct {
    const char *name;
    sm_base_layer layer;
} known[] = {
    {"land", SM_BASE_LAND},
    {"admin_0_countries", SM_BASE_COUNTRIES},
    {"countries", SM_BASE_COUNTRIES},
    {"admin0", SM_BASE_COUNTRIES},
    {"coastline", SM_BASE_COAST},
    {"coast", SM_BASE_COAST},
    {"admin_0_boundary_lines_land", SM_BASE_BORDERS},
    {"borders", SM_BASE_BORDERS},
    {"admin_0_boundary_lines_disputed_areas", SM_BASE_DISPUTED},
    {"disputed", SM_BASE_DISPUTED},
    {"admin_1_states_provinces", SM_BASE_ADMIN1},
    {"admin1", SM_BASE_ADMIN1},
    {"admin_1_states_provinces_lines", SM_BASE_ADMIN1_LINES},
    {"admin1_lines", SM_BASE_ADMIN1_LINES},
    {"lakes", SM_BASE_LAKES},
    {"rivers_lake_centerlines", SM_BASE_RIVERS},
    {"rivers", SM_BASE_RIVERS},
};

/* "ne_50m_land" is the land at the level of 1:50 million. */
static bool layer_of_name(const char *name, sm_base_layer *layer, int *level)
{
    static const char *const scales[] = {"ne_10m_", "ne_50m_", "ne_110m_"};
    *level = ANY_LEVEL;
    for (int i = 0; i < SM_BASE_LEVELS; i++)
        if (strncasecmp(name, scales[i], strlen(scales[i])) == 0) {
            *level = i;
            name += strlen(scales[i]);
            break;
        }
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcasecmp(known[i].name, name) == 0) {
            *layer = known[i].layer;
            return true;
        }
    /* humanitarian data sets: mli_admbnda_adm1_1m_…, mli_adm1, … */
    if (*level != ANY_LEVEL || (strcasestr(name, "_adm0") == NULL && strcasestr(name, "_adm1") == NULL))
        return false;
    *layer = strcasestr(name, "_adm1") ? SM_BASE_ADMIN1 : SM_BASE_COUNTRIES;
    return true;
}

static bool is_area(sm_base_layer layer)
{
    return layer == SM_BASE_LAND || layer == SM_BASE_COUNTRIES || layer == SM_BASE_ADMIN1 ||
           layer == SM_BASE_LAKES;
}

/* --- attributes -------------------------------------------------------------------------------- */

/* The first of the attributes that says something; -99 is Natural Earth's word for none. */
static const char *attribute(const sm_vector_feature *f, const char *const *names)
{
    for (; *names; names++) {
        const char *value = sm_vector_attribute(f, *names);
        if (value && value[0] && strcmp(value, "-99") != 0 && strcmp(value, "-1") != 0)
            return value;
    }
    return NULL;
}

static int code_index(const char *code)
{
    bool letters = code && isalpha((unsigned char)code[0]) && isalpha((unsigned char)code[1]);
    return letters ? (toupper((unsigned char)code[0]) - 'A') * 26 + toupper((unsigned char)code[1]) - 'A'
                   : -1;
}

/* ISO 3166-1 alpha-2, or what the country is in whose compiled shape the label lies. */
static void find_code(const import *m, const sm_vector_feature *f, sm_base_unit *u)
{
    static const char *const names[] = {"ISO_A2_EH",    "ISO_A2", "iso3166_1", "ADM0_PCODE",
                                        "country_code", "ISO2",   "WB_A2",     NULL};
    const char *code = attribute(f, names);
    const sm_base_unit *units;
    if (code && strlen(code) == 2 && code_index(code) >= 0) {
        u->country[0] = (char)toupper((unsigned char)code[0]);
        u->country[1] = (char)toupper((unsigned char)code[1]);
        return;
    }
    size_t n = sm_basemap_units(m->compiled, &units);
    uint32_t at = sm_basemap_unit_at(m->compiled, SM_BASE_COUNTRIES,
                                     (sm_point){u->lon * SM_BASE_UNIT, u->lat * SM_BASE_UNIT});
    if (at < n)
        memcpy(u->country, units[at].country, sizeof u->country);
}

static const char *name_of(const import *m, const sm_vector_feature *f)
{
    static const char *const countries[] = {"NAME_LONG", "NAME_EN", "NAME",      "ADM0_EN",
                                            "ADMIN",     "COUNTRY", "shapeName", NULL},
                             *const divisions[] = {"name_en", "name",   "ADM1_EN",   "ADM1_FR", "ADM1_ES",
                                                   "ADM1_PT", "NAME_1", "shapeName", NULL};
    return attribute(f, m->layer == SM_BASE_COUNTRIES ? countries : divisions);
}

/* --- shapes ------------------------------------------------------------------------------------ */

static int32_t in_units(double degrees)
{
    return (int32_t)lround(degrees / SM_BASE_UNIT);
}

static void add_point(import *m, sm_base_point p)
{
    if (room(m, &m->points, &m->point_capacity, m->n_points, sizeof *m->points))
        m->points[m->n_points++] = p;
}

/* The points from `first` on become a shape. */
static void add_shape(import *m, size_t first, sm_base_layer layer, int level, uint32_t unit)
{
    sm_base_shape s = {INT32_MAX, INT32_MAX,       INT32_MIN,
                       INT32_MIN, (uint32_t)first, (uint32_t)(m->n_points - first),
                       unit,      m->rank};
    for (size_t i = first; i < m->n_points; i++) {
        const sm_base_point *p = &m->points[i];
        s.west = p->lon < s.west ? p->lon : s.west;
        s.east = p->lon > s.east ? p->lon : s.east;
        s.south = p->lat < s.south ? p->lat : s.south;
        s.north = p->lat > s.north ? p->lat : s.north;
    }
    if (room(m, &m->shapes, &m->shape_capacity, m->n_shapes, sizeof *m->shapes))
        m->shapes[m->n_shapes++] = (own_shape){s, (uint8_t)layer, (uint8_t)level};
}

static void add_part(import *m, const sm_vector_feature *f, const sm_part *part, sm_base_layer layer,
                     uint32_t unit)
{
    size_t first = m->n_points;
    for (size_t i = 0; i < part->count; i++) {
        const sm_point *at = &f->points[part->first + i];
        sm_base_point p = {in_units(at->lon), in_units(at->lat)};
        bool again = m->n_points > first && memcmp(&m->points[m->n_points - 1], &p, sizeof p) == 0;
        if (!again)
            add_point(m, p);
    }
    if (m->n_points - first < (is_area(layer) ? 3u : 2u))
        m->n_points = first; /* nothing on this grid */
    else
        add_shape(m, first, layer, m->level, unit);
}

/* Area in square degrees, scaled by the cosine of the latitude, and the middle of the greatest ring. */
static void measure_unit(const sm_vector_feature *f, sm_base_unit *u)
{
    double greatest = 0, total = 0;
    for (size_t k = 0; k < f->n_parts; k++) {
        const sm_part *part = &f->parts[k];
        double twice = 0, x = 0, y = 0;
        for (size_t i = 0, j = part->count - 1; part->kind == SM_PART_RING && i < part->count; j = i++) {
            sm_point a = f->points[part->first + j], b = f->points[part->first + i];
            double cross = a.lon * b.lat - b.lon * a.lat;
            twice += cross;
            x += (a.lon + b.lon) * cross;
            y += (a.lat + b.lat) * cross;
        }
        if (!(fabs(twice) > 0))
            continue;
        double lon = x / (3 * twice), lat = y / (3 * twice), area = fabs(twice) / 2 * cos(lat * M_PI / 180);
        total += area;
        if (area > greatest) {
            greatest = area;
            u->lon = in_units(fmax(-540, fmin(540, lon)));
            u->lat = in_units(fmax(-90, fmin(90, lat)));
        }
    }
    u->area = (float)total;
}

static uint32_t add_unit(import *m, const sm_vector_feature *f)
{
    static const char *const x[] = {"LABEL_X", NULL}, *const y[] = {"LABEL_Y", NULL};
    sm_base_unit u = {.layer = (uint16_t)m->layer};
    measure_unit(f, &u);
    const char *text = attribute(f, x);
    double lon = text ? atof(text) : NAN, lat = NAN;
    text = attribute(f, y);
    lat = text ? atof(text) : NAN;
    if (fabs(lon) <= 180 && fabs(lat) <= 90) {
        u.lon = in_units(lon);
        u.lat = in_units(lat);
    }
    find_code(m, f, &u);
    const char *name = name_of(m, f);
    u.name = (uint32_t)(m->old_strings + m->strings.length);
    sm_buf_add(&m->strings, name ? name : "", name ? strlen(name) + 1 : 1);
    if (code_index(u.country) >= 0)
        m->codes[m->layer][code_index(u.country)] = true;
    if (!room(m, &m->units, &m->unit_capacity, m->n_units, sizeof *m->units))
        return SM_NO_UNIT;
    m->units[m->n_units++] = u;
    return (uint32_t)(m->old_units + m->n_units - 1);
}

/* Of a river, Natural Earth's; a middle one when it has none. */
static uint32_t rank_of(const sm_vector_feature *f, sm_base_layer layer)
{
    static const char *const names[] = {"scalerank", NULL};
    const char *text = layer == SM_BASE_RIVERS ? attribute(f, names) : NULL;
    double rank = text ? atof(text) : UNRANKED;
    return layer == SM_BASE_RIVERS && rank > 0 ? (uint32_t)fmin(rank, SM_RIVER_RANKS - 1) : 0;
}

/* Natural Earth's lines of borders say of what kind each is. */
static sm_base_layer kind_of_border(const sm_vector_feature *f, sm_base_layer layer)
{
    static const char *const names[] = {"FEATURECLA", NULL};
    const char *kind = layer == SM_BASE_BORDERS || layer == SM_BASE_DISPUTED ? attribute(f, names) : NULL;
    if (kind && strcasestr(kind, "reference") != NULL)
        return SM_BASE_LAYERS; /* an older line, for comparison */
    return kind && strncasecmp(kind, "International", 13) != 0 ? SM_BASE_DISPUTED : layer;
}

static bool take(void *context, const sm_vector_feature *f)
{
    import *m = context;
    sm_base_layer layer = kind_of_border(f, m->layer);
    sm_part_kind wanted = is_area(layer) ? SM_PART_RING : SM_PART_LINE;
    uint32_t unit = SM_NO_UNIT;
    m->rank = rank_of(f, layer);
    for (size_t i = 0; layer < SM_BASE_LAYERS && i < f->n_parts; i++) {
        if (f->parts[i].kind != wanted)
            continue;
        if (unit == SM_NO_UNIT && (layer == SM_BASE_COUNTRIES || layer == SM_BASE_ADMIN1))
            unit = add_unit(m, f);
        add_part(m, f, &f->parts[i], layer, unit);
        m->given[layer] = m->has[layer] = true;
    }
    return !m->failed && !m->strings.failed;
}

/* --- lines out of areas ------------------------------------------------------------------------ */

typedef struct outline {
    import *m;
    sm_edges *edges;
    sm_base_layer shared, alone; /* where edges of two units, and of one, go; SM_BASE_LAYERS = nowhere */
    bool within_country;         /* shared by units of one country only */
} outline;

static const sm_base_unit *own_unit(const import *m, uint32_t unit)
{
    return unit >= m->old_units && unit - m->old_units < m->n_units ? &m->units[unit - m->old_units] : NULL;
}

/* Files cut the world at 180° and close Antarctica along −90°. */
static bool is_cut(sm_base_point a, sm_base_point b)
{
    const int32_t seam = 18000000 - 10, pole = -9000000 + 10;
    return (a.lon >= seam && b.lon >= seam) || (a.lon <= -seam && b.lon <= -seam) ||
           (a.lat <= pole && b.lat <= pole);
}

static sm_base_layer goes_to(const outline *o, sm_base_point a, sm_base_point b, uint32_t unit)
{
    uint32_t other = sm_edges_other(o->edges, a, b, unit);
    if (is_cut(a, b))
        return SM_BASE_LAYERS;
    if (other == SM_NO_UNIT)
        return o->alone;
    const sm_base_unit *u = own_unit(o->m, unit), *v = own_unit(o->m, other);
    bool same = u && v && memcmp(u->country, v->country, 2) == 0;
    return other > unit && (same || !o->within_country) ? o->shared
                                                        : SM_BASE_LAYERS; /* once, from the lower one */
}

static void trace_ring(outline *o, const own_shape *ring)
{
    import *m = o->m;
    sm_base_shape s = ring->shape;
    int level = ring->level;
    sm_base_layer now = SM_BASE_LAYERS;
    size_t first = m->n_points;
    for (uint32_t i = 0; i <= s.count && !m->failed; i++) {
        sm_base_point a = m->points[s.first + i % s.count], b = m->points[s.first + (i + 1) % s.count];
        sm_base_layer next = i < s.count ? goes_to(o, a, b, s.unit) : SM_BASE_LAYERS;
        if (next != now) {
            if (now != SM_BASE_LAYERS) {
                add_shape(m, first, now, level, SM_NO_UNIT);
                m->has[now] = true;
            }
            first = m->n_points;
            if (next != SM_BASE_LAYERS)
                add_point(m, a);
        }
        now = next;
        if (now != SM_BASE_LAYERS)
            add_point(m, b);
    }
}

/* The edges of a layer of areas, sorted out by who shares them. */
static void trace(import *m, sm_base_layer areas, sm_base_layer shared, sm_base_layer alone)
{
    size_t n = m->n_shapes;
    for (int level = 0; level <= ANY_LEVEL; level++) {
        outline o = {m, sm_edges_new(), shared, alone, areas == SM_BASE_ADMIN1};
        for (size_t i = 0; i < n; i++)
            if (m->shapes[i].layer == areas && m->shapes[i].level == level)
                sm_edges_add_ring(o.edges, m->points + m->shapes[i].shape.first, m->shapes[i].shape.count,
                                  m->shapes[i].shape.unit);
        for (size_t i = 0; i < n; i++)
            if (m->shapes[i].layer == areas && m->shapes[i].level == level) {
                own_shape ring = m->shapes[i];
                trace_ring(&o, &ring);
            }
        m->failed |= sm_edges_failed(o.edges);
        sm_edges_free(o.edges);
    }
}

static bool covers_world(const import *m)
{
    size_t n = 0;
    for (int i = 0; i < CODES; i++)
        n += m->codes[SM_BASE_COUNTRIES][i];
    return n >= WHOLE_WORLD_UNITS;
}

static void make_missing(import *m)
{
    bool world = m->given[SM_BASE_COUNTRIES] && covers_world(m);
    bool borders = world && !m->given[SM_BASE_BORDERS],
         coast = world && !m->given[SM_BASE_COAST] && !m->given[SM_BASE_LAND];
    if (borders || coast)
        trace(m, SM_BASE_COUNTRIES, borders ? SM_BASE_BORDERS : SM_BASE_LAYERS,
              coast ? SM_BASE_COAST : SM_BASE_LAYERS);
    if (m->given[SM_BASE_LAND] && !m->given[SM_BASE_COAST])
        trace(m, SM_BASE_LAND, SM_BASE_LAYERS, SM_BASE_COAST);
    if (m->given[SM_BASE_ADMIN1] && !m->given[SM_BASE_ADMIN1_LINES])
        trace(m, SM_BASE_ADMIN1, SM_BASE_ADMIN1_LINES, SM_BASE_LAYERS);
    for (size_t i = 0, n = m->n_shapes; coast && i < n; i++) /* the countries are the land */
        if (m->shapes[i].layer == SM_BASE_COUNTRIES &&
            room(m, &m->shapes, &m->shape_capacity, m->n_shapes, sizeof *m->shapes)) {
            m->shapes[m->n_shapes] = m->shapes[i];
            m->shapes[m->n_shapes].shape.unit = SM_NO_UNIT;
            m->shapes[m->n_shapes++].layer = SM_BASE_LAND;
            m->has[SM_BASE_LAND] = true;
        }
}

/* --- the new basemap --------------------------------------------------------------------------- */

typedef struct image {
    unsigned char *bytes;
    size_t used, size;
    sm_basemap_header header;
    sm_base_shape *shapes;
    size_t n, capacity;
} image;

/* Whether a compiled shape stays beside the own ones of its layer. */
static bool stays(const import *m, sm_base_layer layer, const sm_base_shape *s)
{
    const sm_base_unit *units;
    size_t n = sm_basemap_units(m->compiled, &units), count;
    uint32_t unit = s->unit;
    sm_base_layer covered = layer == SM_BASE_ADMIN1_LINES ? SM_BASE_ADMIN1 : layer;
    if (!m->given[covered] || (layer == SM_BASE_COUNTRIES && covers_world(m)) ||
        !(layer == SM_BASE_COUNTRIES || covered == SM_BASE_ADMIN1))
        return false;
    if (layer == SM_BASE_ADMIN1_LINES) { /* lines belong to nobody: to the country that their middle is in */
        const sm_base_point *p = sm_basemap_points(m->compiled, s, &count);
        if (count == 0)
            return false;
        unit =
            sm_basemap_unit_at(m->compiled, SM_BASE_COUNTRIES,
                               (sm_point){p[count / 2].lon * SM_BASE_UNIT, p[count / 2].lat * SM_BASE_UNIT});
    }
    int code = unit < n ? code_index(units[unit].country) : -1;
    return code < 0 || !m->codes[covered][code];
}

static void put_shape(import *m, image *o, const sm_base_shape *s)
{
    if (room(m, &o->shapes, &o->capacity, o->n, sizeof *o->shapes))
        o->shapes[o->n++] = *s;
}

/* The level from which own shapes of a layer come: itself, the nearest other, or those of no level. */
static int own_level(const import *m, sm_base_layer layer, int level)
{
    bool there[SM_BASE_LEVELS + 1] = {false};
    for (size_t i = 0; i < m->n_shapes; i++)
        if (m->shapes[i].layer == layer)
            there[m->shapes[i].level] = true;
    for (int step = 0; step < SM_BASE_LEVELS; step++) { /* rather a finer one than a coarser one */
        if (level - step >= 0 && there[level - step])
            return level - step;
        if (level + step < SM_BASE_LEVELS && there[level + step])
            return level + step;
    }
    return ANY_LEVEL;
}

static void put_layer(import *m, image *o, sm_base_layer layer, int level)
{
    const sm_base_shape *old;
    size_t n = sm_basemap_shapes(m->compiled, layer, (sm_base_level)level, &old), first = o->n;
    uint32_t points = o->header.n_points;
    for (size_t i = 0; i < n; i++)
        if (!m->has[layer] || stays(m, layer, &old[i]))
            put_shape(m, o, &old[i]);
    int from = m->has[layer] ? own_level(m, layer, level) : ANY_LEVEL;
    for (uint32_t rank = 0; m->has[layer] && rank < SM_RIVER_RANKS;
         rank++) /* those that look alike together */
        for (size_t i = 0; i < m->n_shapes; i++) {
            sm_base_shape s = m->shapes[i].shape;
            if (m->shapes[i].layer != layer || m->shapes[i].level != from || s.rank != rank)
                continue;
            s.first += points;
            put_shape(m, o, &s);
        }
    o->header.layers[level][layer].first = (uint32_t)first;
    o->header.layers[level][layer].count = (uint32_t)(o->n - first);
}

/* A table of old items and own ones, behind what is there; returns where. */
static uint64_t append(image *o, const void *old, size_t old_size, const void *own, size_t own_size)
{
    size_t at = (o->used + 7) / 8 * 8;
    memset(o->bytes + o->used, 0, at - o->used);
    memcpy(o->bytes + at, old, old_size);
    if (own_size)
        memcpy(o->bytes + at + old_size, own, own_size);
    o->used = at + old_size + own_size;
    return at;
}

static sm_status assemble(import *m, const char *path, sm_basemap **out, sm_error *err)
{
    size_t size;
    const unsigned char *old = sm_basemap_bytes(m->compiled, &size);
    image o = {.used = size};
    sm_basemap_header *h = &o.header;
    memcpy(h, old, sizeof *h);
    for (int level = 0; level < SM_BASE_LEVELS; level++)
        for (int layer = 0; layer < SM_BASE_LAYERS; layer++)
            put_layer(m, &o, (sm_base_layer)layer, level);
    size_t units = m->old_units * sizeof *m->units, points = h->n_points * sizeof *m->points,
           own_units = m->n_units * sizeof *m->units, own_points = m->n_points * sizeof *m->points,
           shapes = o.n * sizeof *o.shapes;
    o.size =
        size + units + own_units + points + own_points + shapes + h->string_bytes + m->strings.length + 4 * 8;
    o.bytes = m->failed || m->strings.failed ? NULL : malloc(o.size);
    if (o.bytes == NULL) {
        free(o.shapes);
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    }
    memcpy(o.bytes, old, size);
    h->units = append(&o, old + h->units, units, m->units, own_units);
    h->points = append(&o, old + h->points, points, m->points, own_points);
    h->shapes = append(&o, o.shapes, shapes, NULL, 0);
    h->strings = append(&o, old + h->strings, h->string_bytes, m->strings.bytes, m->strings.length);
    h->n_units += (uint32_t)m->n_units;
    h->n_points += (uint32_t)m->n_points;
    h->n_shapes = (uint32_t)o.n;
    h->string_bytes += (uint32_t)m->strings.length;
    h->file_size = o.used;
    memcpy(o.bytes, h, sizeof *h);
    free(o.shapes);
    return sm_basemap_take(o.bytes, o.used, path, out, err);
}

/* --- the whole --------------------------------------------------------------------------------- */

static sm_status read_layers(import *m, sm_vector *v, const char *path, sm_error *err)
{
    sm_status st = SM_OK;
    char names[160] = "";
    bool any = false;
    for (size_t i = 0; i < sm_vector_layers(v) && st == SM_OK; i++) {
        const char *name = sm_vector_layer_name(v, i);
        size_t used = strlen(names), before = m->n_shapes;
        if (!layer_of_name(name, &m->layer, &m->level)) {
            snprintf(names + used, sizeof names - used, "%s%s", used ? ", " : "", name);
            continue;
        }
        st = sm_vector_read(v, i, take, m, err);
        if (st == SM_OK && m->n_shapes == before && !m->failed)
            st = sm_fail_at(err, SM_E_SETUP, path, 0, "layer '%.60s' has no %s", name,
                            is_area(m->layer) ? "areas" : "lines");
        any = true;
    }
    if (st == SM_OK && !any)
        st = sm_fail_at(
            err, SM_E_SETUP, path, 0,
            "no layer bears a name that a basemap has, such as land, countries, admin1; there are: %.120s",
            names[0] ? names : "none");
    return st;
}

sm_status sm_basemap_import(const sm_basemap *compiled, const char *path, sm_basemap **out, sm_error *err)
{
    const sm_base_unit *units;
    size_t size;
    sm_basemap_header header;
    sm_vector *v = NULL;
import m = {.compiled = compiled, .old_units = sm_basemap_units(compiled, & units) };
    memcpy(&header, sm_basemap_bytes(compiled, &size), sizeof header);
    m.old_strings = header.string_bytes;
    sm_buf_init(&m.strings, STRING_BYTES_MAX);
    sm_status st = sm_vector_open(path, &v, err);
    if (st == SM_OK)
        st = read_layers(&m, v, path, err);
    sm_vector_close(v);
    if (st == SM_OK) {
        m.rank = 0;
        make_missing(&m);
        st = assemble(&m, path, out, err);
    }
    sm_buf_free(&m.strings);
    free(m.units);
    free(m.points);
    free(m.shapes);
    return st;
}
