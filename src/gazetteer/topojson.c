#include "topojson.h"

#include "arena.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

enum { MAX_POINTS = 20 * 1000 * 1000 };

struct sm_topology {
    sm_arena *arena;
    sm_ring *arcs;
    size_t n_arcs;
    unsigned *arc_units; /* units that use each arc */
    size_t *arc_last;    /* 1 + the unit that used it last, so that none counts twice */
    size_t *arc_first;   /* the unit that used it first */
    size_t *arc_second;  /* the unit that used it next */
    sm_unit *units;
    size_t n_units, unit_capacity;
    size_t n_points; /* handed out to rings so far; arcs used over and over must not eat the memory */
    const char *path;
};

static sm_status malformed(const sm_topology *t, sm_error *err, const char *what)
{
    return sm_fail_at(err, SM_E_SETUP, t->path, 0, "malformed TopoJSON: %s", what);
}

static sm_status load_arcs(sm_topology *t, json_t *root, sm_error *err)
{
    json_t *arcs = json_object_get(root, "arcs"), *transform = json_object_get(root, "transform");
    double scale[2] = {1, 1}, shift[2] = {0, 0};
    for (size_t i = 0; i < 2 && transform; i++) {
        scale[i] = json_number_value(json_array_get(json_object_get(transform, "scale"), i));
        shift[i] = json_number_value(json_array_get(json_object_get(transform, "translate"), i));
    }
    t->n_arcs = json_array_size(arcs);
    t->arcs = sm_arena_array(t->arena, t->n_arcs, sizeof *t->arcs);
    t->arc_units = sm_arena_array(t->arena, t->n_arcs, sizeof *t->arc_units);
    t->arc_last = sm_arena_array(t->arena, t->n_arcs, sizeof *t->arc_last);
    t->arc_first = sm_arena_array(t->arena, t->n_arcs, sizeof *t->arc_first);
    t->arc_second = sm_arena_array(t->arena, t->n_arcs, sizeof *t->arc_second);
    if (t->arcs == NULL || t->arc_units == NULL || t->arc_last == NULL || t->arc_first == NULL ||
        t->arc_second == NULL)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    for (size_t i = 0; i < t->n_arcs; i++) {
        json_t *arc = json_array_get(arcs, i);
        size_t count = json_array_size(arc);
        sm_point *points = sm_arena_array(t->arena, count, sizeof *points);
        if (points == NULL)
            return sm_fail(err, SM_E_NOMEM, "out of memory");
        double x = 0, y = 0;
        for (size_t k = 0; k < count; k++) {
            json_t *position = json_array_get(arc, k);
            double dx = json_number_value(json_array_get(position, 0)),
                   dy = json_number_value(json_array_get(position, 1));
            x = transform ? x + dx : dx; /* only quantised arcs are delta-encoded */
            y = transform ? y + dy : dy;
            points[k] = (sm_point){x * scale[0] + shift[0], y * scale[1] + shift[1]};
        }
        t->arcs[i] = (sm_ring){points, count};
    }
    return SM_OK;
}

static void note_use(sm_topology *t, size_t arc)
{
    if (t->arc_last[arc] == t->n_units + 1)
        return;
    if (t->arc_units[arc] == 0)
        t->arc_first[arc] = t->n_units;
    else if (t->arc_units[arc] == 1)
        t->arc_second[arc] = t->n_units;
    t->arc_last[arc] = t->n_units + 1;
    t->arc_units[arc]++;
}

static sm_status join_ring(sm_topology *t, json_t *indices, bool close, sm_ring *out, sm_error *err)
{
    size_t total = 0, n = json_array_size(indices);
    for (size_t i = 0; i < n; i++) {
        json_int_t index = json_integer_value(json_array_get(indices, i));
        index = index < 0 ? ~index : index;
        if (index < 0 || (size_t)index >= t->n_arcs)
            return malformed(t, err, "an arc that does not exist");
        total += t->arcs[index].count;
        note_use(t, (size_t)index);
    }
    t->n_points += total;
    if (t->n_points > MAX_POINTS)
        return malformed(t, err, "too many points");
    sm_point *points = sm_arena_array(t->arena, total + 1, sizeof *points);
    if (points == NULL)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    size_t used = 0;
    for (size_t i = 0; i < n; i++) {
        json_int_t index = json_integer_value(json_array_get(indices, i));
        bool reversed = index < 0;
        const sm_ring *arc = &t->arcs[reversed ? ~index : index];
        for (size_t k = used ? 1 : 0; k < arc->count; k++) /* an arc begins where the one before ended */
            points[used++] = arc->points[reversed ? arc->count - 1 - k : k];
    }
    if (close && used && memcmp(&points[0], &points[used - 1], sizeof points[0]) != 0)
        points[used++] = points[0];
    *out = (sm_ring){points, used};
    return SM_OK;
}

static double span(double west, double east)
{
    return east >= west ? east - west : east - west + 360;
}

sm_box sm_box_join(sm_box a, sm_box b)
{
    sm_box candidates[] = {{a.west, 0, a.east, 0},
                           {b.west, 0, b.east, 0},
                           {a.west, 0, b.east, 0},
                           {b.west, 0, a.east, 0},
                           {-180, 0, 180, 0}};
    sm_box best = candidates[4];
    for (size_t i = 0; i < 4; i++) {
        double width = span(candidates[i].west, candidates[i].east), from = candidates[i].west;
        bool holds = span(from, a.west) + span(a.west, a.east) <= width + 1e-9 &&
                     span(from, b.west) + span(b.west, b.east) <= width + 1e-9;
        if (holds && width < span(best.west, best.east))
            best = candidates[i];
    }
    best.south = fmin(a.south, b.south);
    best.north = fmax(a.north, b.north);
    return best;
}

sm_box sm_ring_box(const sm_ring *r)
{
    sm_box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t i = 0; i < r->count; i++) {
        box.west = fmin(box.west, r->points[i].lon);
        box.east = fmax(box.east, r->points[i].lon);
        box.south = fmin(box.south, r->points[i].lat);
        box.north = fmax(box.north, r->points[i].lat);
    }
    return box;
}

/* Area centroid by the shoelace sum. Rings of a unit over the antimeridian are cut there; their longitudes
 * are brought to one side. */
static void measure(sm_unit *u)
{
    double sum = 0, x = 0, y = 0;
    bool first = true;
    for (size_t r = 0; r < u->n_rings; r++) {
        sm_box box = sm_ring_box(&u->rings[r]);
        if (u->rings[r].count < 4)
            continue;
        u->box = first ? box : sm_box_join(u->box, box);
        first = false;
    }
    for (size_t r = 0; r < u->n_rings; r++) {
        const sm_ring *ring = &u->rings[r];
        for (size_t i = 0; i + 1 < ring->count; i++) {
            sm_point a = ring->points[i], b = ring->points[i + 1];
            if (u->box.west > u->box.east) {
                a.lon += a.lon < u->box.west ? 360 : 0;
                b.lon += b.lon < u->box.west ? 360 : 0;
            }
            double cross = a.lon * b.lat - b.lon * a.lat;
            sum += cross;
            x += (a.lon + b.lon) * cross;
            y += (a.lat + b.lat) * cross;
        }
    }
    if (fabs(sum) > 1e-12) {
        x /= 3 * sum;
        u->centroid = (sm_point){x > 180 ? x - 360 : x, y / (3 * sum)};
    } else {
        u->centroid = u->n_rings && u->rings[0].count ? u->rings[0].points[0] : (sm_point){0, 0};
    }
    u->area = fabs(sum) / 2 * cos(u->centroid.lat * M_PI / 180);
}

static sm_status load_unit(sm_topology *t, json_t *geometry, sm_error *err)
{
    const char *type = json_string_value(json_object_get(geometry, "type"));
    json_t *arcs = json_object_get(geometry, "arcs"), *properties = json_object_get(geometry, "properties"),
           *polygon, *indices;
    bool lines = type && strstr(type, "LineString") != NULL;
    bool nested = type && (strcmp(type, "MultiPolygon") ==
                           0); /* polygons of rings; else a list of rings or lines, or one line */
    bool single = type && strcmp(type, "LineString") == 0;
    if (type == NULL || (!lines && strstr(type, "Polygon") == NULL))
        return SM_OK;
    size_t n_rings = 0, p, r;
    if (nested)
        json_array_foreach(arcs, p, polygon) n_rings += json_array_size(polygon);
    else
        n_rings = single ? 1 : json_array_size(arcs);
    sm_ring *rings = sm_arena_array(t->arena, n_rings, sizeof *rings);
    if (rings == NULL || !sm_arena_grow(t->arena, &t->units, &t->unit_capacity, t->n_units, sizeof *t->units))
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    n_rings = 0;
    sm_status st = single ? join_ring(t, arcs, false, &rings[n_rings++], err) : SM_OK;
    for (p = 0; !single && p < (nested ? json_array_size(arcs) : 1); p++) {
        json_array_foreach(nested ? json_array_get(arcs, p) : arcs, r, indices)
        {
            if (st == SM_OK)
                st = join_ring(t, indices, !lines, &rings[n_rings++], err);
        }
    }
    if (st != SM_OK)
        return st;
    const char *name = json_string_value(json_object_get(properties, "name"));
    const char *code = json_string_value(json_object_get(properties, "fips"));
    code = code ? code : json_string_value(json_object_get(geometry, "id"));
    sm_unit *u = &t->units[t->n_units++];
    *u = (sm_unit){.rings = rings, .n_rings = n_rings};
    u->name = name ? sm_arena_copy(t->arena, name, strlen(name)) : "";
    u->code = code ? sm_arena_copy(t->arena, code, strlen(code)) : "";
    measure(u);
    return SM_OK;
}

sm_status sm_topology_load(const char *path, const char *object, sm_topology **out, sm_error *err)
{
    json_error_t why;
    json_t *root = json_load_file(path, 0, &why), *found, *geometry;
    if (root == NULL)
        return sm_fail_at(err, SM_E_SETUP, path, why.line > 0 ? (unsigned)why.line : 0, "%s", why.text);
    sm_arena *arena = sm_arena_new(0);
    sm_topology *t = arena ? sm_arena_alloc(arena, sizeof *t) : NULL;
    sm_status st = t ? SM_OK : sm_fail(err, SM_E_NOMEM, "out of memory");
    if (st == SM_OK) {
        *t = (sm_topology){.arena = arena, .path = path};
        json_t *objects = json_object_get(root, "objects");
        found = object ? json_object_get(objects, object) : json_object_iter_value(json_object_iter(objects));
        if (found == NULL)
            st = malformed(t, err, "no such object");
    }
    if (st == SM_OK)
        st = load_arcs(t, root, err);
    for (size_t i = 0; st == SM_OK && (geometry = json_array_get(json_object_get(found, "geometries"), i));
         i++)
        st = load_unit(t, geometry, err);
    json_decref(root);
    if (st == SM_OK && sm_arena_failed(arena))
        st = sm_fail(err, SM_E_NOMEM, "out of memory");
    if (st != SM_OK) {
        sm_arena_free(arena);
        return st;
    }
    *out = t;
    return SM_OK;
}

void sm_topology_free(sm_topology *t)
{
    if (t)
        sm_arena_free(t->arena);
}

size_t sm_topology_count(const sm_topology *t)
{
    return t->n_units;
}

size_t sm_topology_arcs(const sm_topology *t)
{
    return t->n_arcs;
}

const sm_ring *sm_topology_arc(const sm_topology *t, size_t i, unsigned *units)
{
    *units = t->arc_units[i];
    return &t->arcs[i];
}

void sm_topology_arc_users(const sm_topology *t, size_t i, size_t users[2])
{
    users[0] = t->arc_units[i] > 0 ? t->arc_first[i] : SM_NO_USER;
    users[1] = t->arc_units[i] > 1 ? t->arc_second[i] : SM_NO_USER;
}

const sm_unit *sm_topology_unit(const sm_topology *t, size_t i)
{
    return &t->units[i];
}

bool sm_unit_contains(const sm_unit *u, sm_point p)
{
    bool inside = false;
    for (size_t r = 0; r < u->n_rings; r++) {
        const sm_ring *ring = &u->rings[r];
        for (size_t i = 0; i + 1 < ring->count; i++) {
            sm_point a = ring->points[i], b = ring->points[i + 1];
            if ((a.lat > p.lat) != (b.lat > p.lat) &&
                p.lon < (b.lon - a.lon) * (p.lat - a.lat) / (b.lat - a.lat) + a.lon)
                inside = !inside;
        }
    }
    return inside;
}
