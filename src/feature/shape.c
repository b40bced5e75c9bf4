/* Points that stand for lines and polygons. A polygon's point lies in the middle of the longest piece that
 * the horizontal line through the middle of its box has inside it: always inside, for rings of any shape and
 * direction, with holes (even-odd). Of several polygons the one with the largest box counts. */
#include "shape.h"
#include "geo.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { GEOMETRY_DEPTH = 8, POINTS_MAX = 100000 };

typedef struct gather {
    sm_arena *arena;
    sm_shape shape;
    size_t capacity;
} gather;

bool sm_is_geojson_geometry(const json_t *value)
{
    static const char *const types[] = {"Point",   "MultiPoint",   "LineString",        "MultiLineString",
                                        "Polygon", "MultiPolygon", "GeometryCollection"};
    const char *type = json_string_value(json_object_get(value, "type"));
    for (size_t i = 0; type && i < sizeof types / sizeof *types; i++)
        if (strcmp(type, types[i]) == 0)
            return true;
    return false;
}

static bool position(const json_t *pair, sm_point *out)
{
    const json_t *lon = json_array_get(pair, 0), *lat = json_array_get(pair, 1);
    *out = (sm_point){json_number_value(lon), json_number_value(lat)};
    if (!json_is_number(lon) || !json_is_number(lat) || !isfinite(out->lon) || !isfinite(out->lat))
        return false;
    if (out->lon > 180 && out->lon <= 360) /* some programs count eastward from Greenwich to 360 */
        out->lon -= 360;
    return sm_point_valid(*out);
}

static void add_point(gather *g, sm_point p)
{
    if (g->shape.count < POINTS_MAX &&
        sm_arena_grow(g->arena, &g->shape.points, &g->capacity, g->shape.count, sizeof p))
        g->shape.points[g->shape.count++] = p;
}

static void add_position(gather *g, const json_t *pair)
{
    sm_point p;
    if (position(pair, &p))
        add_point(g, p);
    else if (json_array_size(pair) > 0) /* an empty array is an empty point, which is no mistake */
        g->shape.misplaced++;
}

static double line_length(const json_t *line)
{
    double length = 0;
    sm_point a, b;
    for (size_t i = 1; i < json_array_size(line); i++)
        if (position(json_array_get(line, i - 1), &a) && position(json_array_get(line, i), &b))
            length += sm_distance_km(a, b);
    return length;
}

static void add_line(gather *g, const json_t *line)
{
    double left = line_length(line) / 2;
    sm_point a, b;
    for (size_t i = 1; i < json_array_size(line); i++) {
        if (!position(json_array_get(line, i - 1), &a) || !position(json_array_get(line, i), &b))
            continue;
        double step = sm_distance_km(a, b);
        if (step > 0 && left <= step) {
            double t = left / step;
            add_point(g, (sm_point){a.lon + (b.lon - a.lon) * t, a.lat + (b.lat - a.lat) * t});
            return;
        }
        left -= step;
    }
    add_position(g, json_array_get(line, 0));
}

static sm_box ring_box(const json_t *ring)
{
    sm_box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    sm_point p;
    for (size_t i = 0; i < json_array_size(ring); i++)
        if (position(json_array_get(ring, i), &p))
            box = (sm_box){fmin(box.west, p.lon), fmin(box.south, p.lat), fmax(box.east, p.lon),
                           fmax(box.north, p.lat)};
    return box;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Where the rings of a polygon cross the parallel `lat`: sorted longitudes, in pairs. */
static size_t crossings(const json_t *polygon, double lat, double *out, size_t room)
{
    size_t count = 0;
    for (size_t r = 0; r < json_array_size(polygon); r++) {
        const json_t *ring = json_array_get(polygon, r);
        size_t n = json_array_size(ring);
        sm_point a, b;
        for (size_t i = 0; i < n && count < room; i++)
            if (position(json_array_get(ring, i), &a) && position(json_array_get(ring, (i + 1) % n), &b) &&
                (a.lat > lat) != (b.lat > lat))
                out[count++] = a.lon + (lat - a.lat) / (b.lat - a.lat) * (b.lon - a.lon);
    }
    qsort(out, count, sizeof *out, by_value);
    return count;
}

static void add_polygon(gather *g, const json_t *polygon)
{
    sm_box box = ring_box(json_array_get(polygon, 0));
    size_t room = 0;
    for (size_t r = 0; r < json_array_size(polygon); r++)
        room += json_array_size(json_array_get(polygon, r));
    double *lons = room ? sm_arena_array(g->arena, room, sizeof *lons) : NULL;
    if (lons == NULL || sm_arena_failed(g->arena) || !(box.west <= box.east)) {
        add_position(g, json_array_get(json_array_get(polygon, 0), 0));
        return;
    }
    sm_point best = {(box.west + box.east) / 2, (box.south + box.north) / 2};
    double widest = 0;
    size_t count = crossings(polygon, best.lat, lons, room);
    for (size_t i = 0; i + 1 < count; i += 2)
        if (lons[i + 1] - lons[i] > widest) {
            widest = lons[i + 1] - lons[i];
            best.lon = (lons[i] + lons[i + 1]) / 2;
        }
    add_point(g, best);
}

static double box_area(sm_box b)
{
    return b.west <= b.east ? (b.east - b.west) * (b.north - b.south) : -1;
}

static const json_t *largest_polygon(const json_t *polygons)
{
    const json_t *best = NULL;
    double most = -2;
    for (size_t i = 0; i < json_array_size(polygons); i++) {
        const json_t *polygon = json_array_get(polygons, i);
        double area = box_area(ring_box(json_array_get(polygon, 0)));
        if (area > most) {
            most = area;
            best = polygon;
        }
    }
    return best;
}

static const json_t *longest_line(const json_t *lines)
{
    const json_t *best = NULL;
    double most = -1;
    for (size_t i = 0; i < json_array_size(lines); i++) {
        double length = line_length(json_array_get(lines, i));
        if (length > most) {
            most = length;
            best = json_array_get(lines, i);
        }
    }
    return best;
}

static void add_geometry(gather *g, const json_t *geometry, int depth)
{
    const char *type = json_string_value(json_object_get(geometry, "type"));
    const json_t *c = json_object_get(geometry, "coordinates");
    if (type == NULL || depth > GEOMETRY_DEPTH)
        return;
    if (strcmp(type, "GeometryCollection") == 0) {
        const json_t *parts = json_object_get(geometry, "geometries");
        for (size_t i = 0; i < json_array_size(parts); i++)
            add_geometry(g, json_array_get(parts, i), depth + 1);
    } else if (strcmp(type, "Point") == 0) {
        add_position(g, c);
    } else if (strcmp(type, "MultiPoint") == 0) {
        for (size_t i = 0; i < json_array_size(c); i++)
            add_position(g, json_array_get(c, i));
    } else if (strcmp(type, "LineString") == 0) {
        add_line(g, c);
    } else if (strcmp(type, "MultiLineString") == 0) {
        add_line(g, longest_line(c));
    } else if (strcmp(type, "Polygon") == 0) {
        add_polygon(g, c);
    } else if (strcmp(type, "MultiPolygon") == 0) {
        add_polygon(g, largest_polygon(c));
    }
}

sm_shape sm_shape_of_geojson(sm_arena *arena, const json_t *geometry)
{
    gather g = {.arena = arena};
    add_geometry(&g, geometry, 0);
    return g.shape;
}
