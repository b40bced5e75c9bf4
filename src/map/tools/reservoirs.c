/* Reservoirs that no source of lakes has: Natural Earth's rivers say which of their sections run through a
 * lake, and where none is known, one is drawn round the section. Its middle line is right, its outline
 * schematic. All is done in a plane round each lake, in km. */
#include "loading.h"

#include <math.h>
#include <ogr_api.h>
#include <stdlib.h>

enum {
    QUADRANT = 6, /* corners of a quarter of a circle */
    TAPER = 3     /* widths in which a lake comes to its end */
};

#define KM_A_DEGREE 111.195
#define IN_LAKE     .5  /* share of a section: its lake is known */
#define JOINED      .02 /* degrees between sections of the same lake */
#define DRY         .03 /* … and from a point of the table to the section that it means */
#define LEAST_WIDTH .1  /* km, at the ends and where the sea is near */
#define LEAST_AREA  1   /* km² of a part, when known lakes are taken off */
#define COARSE_AREA 500 /* km²: about half of the lakes of 1:50 million are larger */
#define TOLERANCE   .09 /* km, that of the other waters */

/* km, of a lake whose sections are so many km long: three quarters of GSHHG's lakes are wider. Of the
 * 344 through which sections run for 5 km and more, the quartile of area by length is 3.3 km under 15 km, 4.3
 * at 30 to 60, 6.2 at 100 to 200, 6.9 beyond. */
static double width_of(double length)
{
    return 1.4 * pow(length, .3);
}

typedef struct plane {
    sm_point middle;
    double narrowing;
} plane;

static plane plane_at(sm_point middle)
{
    return (plane){middle, cos(middle.lat * M_PI / 180)};
}

static sm_point to_km(plane p, sm_point at)
{
    return (sm_point){remainder(at.lon - p.middle.lon, 360) * p.narrowing * KM_A_DEGREE,
                      (at.lat - p.middle.lat) * KM_A_DEGREE};
}

static sm_point to_degrees(plane p, sm_point km)
{
    return (sm_point){p.middle.lon + km.lon / p.narrowing / KM_A_DEGREE, p.middle.lat + km.lat / KM_A_DEGREE};
}

/* A section through a lake that is not known; all of the same lake have its number. */
typedef struct section {
    const sm_ring *line;
    double length; /* km */
    size_t lake;
} section;

static double length_of(const sm_ring *line)
{
    plane p = plane_at(line->points[line->count / 2]);
    double length = 0;
    for (size_t i = 0; i + 1 < line->count; i++) {
        sm_point a = to_km(p, line->points[i]), b = to_km(p, line->points[i + 1]);
        length += hypot(b.lon - a.lon, b.lat - a.lat);
    }
    return length;
}

/* --- which sections ---------------------------------------------------------------------------- */

static bool in_known_lake(const sm_ring *line, sm_rings *lakes)
{
    double all = 0, within = 0;
    for (size_t i = 0; i + 1 < line->count; i++) {
        sm_point a = line->points[i], b = line->points[i + 1];
        double length = hypot((b.lon - a.lon) * cos(a.lat * M_PI / 180), b.lat - a.lat);
        all += length;
        within += sm_rings_hold(lakes, (sm_point){(a.lon + b.lon) / 2, (a.lat + b.lat) / 2}) ? length : 0;
    }
    return within >= IN_LAKE * all;
}

static bool touch(const sm_ring *a, const sm_ring *b)
{
    return sm_waters_away(b->points[0], a) < JOINED || sm_waters_away(b->points[b->count - 1], a) < JOINED ||
           sm_waters_away(a->points[0], b) < JOINED || sm_waters_away(a->points[a->count - 1], b) < JOINED;
}

static void join(section *s, size_t n)
{
    for (size_t i = 1; i < n; i++)
        for (size_t k = 0; k < i; k++) {
            size_t from = s[i].lake, to = s[k].lake;
            for (size_t m = 0; from != to && touch(s[i].line, s[k].line) && m <= i; m++)
                s[m].lake = s[m].lake == from ? to : s[m].lake;
        }
}

/* The sections that the table says run through no lake are passed over. A row that means none is a mistake.
 */
static void pass_over_dry(sm_loader *l, bool *dry)
{
    for (size_t k = 0; k < l->n_dry && l->status == SM_OK; k++) {
        double least = DRY;
        size_t best = l->n_sections;
        for (size_t i = 0; i < l->n_sections; i++) {
            double d = sm_waters_away(l->dry[k], &l->sections[i]);
            if (d < least) {
                least = d;
                best = i;
            }
        }
        if (best < l->n_sections)
            dry[best] = true;
        else
            l->status = sm_fail_at(l->err, SM_E_SETUP, l->from->dry_table, 0,
                                   "%g %g: no river runs through a lake there", l->dry[k].lon, l->dry[k].lat);
    }
}

static size_t choose_sections(sm_loader *l, section *out)
{
    sm_rings *known = sm_rings_new();
    const sm_water_list *lakes = &l->out->lakes[SM_WATER_FINE];
    bool *dry = sm_arena_array(l->arena, l->n_sections + 1, sizeof *dry);
    size_t n = 0;
    for (size_t i = 0; i < lakes->n; i++)
        sm_rings_add(known, &lakes->items[i].line);
    for (size_t i = 0; dry && i < l->n_sections; i++)
        dry[i] = false;
    if (dry)
        pass_over_dry(l, dry);
    else
        sm_waters_no_memory(l);
    for (size_t i = 0; l->status == SM_OK && i < l->n_sections; i++)
        if (!dry[i] && !in_known_lake(&l->sections[i], known)) {
            out[n] = (section){&l->sections[i], length_of(&l->sections[i]), n};
            n++;
        }
    sm_rings_free(known);
    join(out, n);
    return n;
}

/* --- outlines ---------------------------------------------------------------------------------- */

/* Takes `g`, which may be NULL: a geometry that GEOS did not make. */
static OGRGeometryH made(sm_loader *l, OGRGeometryH g)
{
    if (g == NULL && l->status == SM_OK)
        l->status =
            sm_fail(l->err, SM_E_SETUP, "GDAL cannot make areas of lines (was it built without GEOS?)");
    return g;
}

static bool ashore(sm_loader *l, plane p, sm_point km, double radius)
{
    for (int i = 0; i < 4 * QUADRANT; i++) {
        double angle = i * M_PI / 2 / QUADRANT;
        sm_point at = {km.lon + radius * cos(angle), km.lat + radius * sin(angle)};
        if (!sm_rings_hold(l->land, to_degrees(p, at)))
            return false;
    }
    return true;
}

static OGRGeometryH disc(sm_loader *l, plane p, sm_point km, double radius)
{
    while (radius > LEAST_WIDTH / 2 && !ashore(l, p, km, radius))
        radius *= .7;
    OGRGeometryH point = OGR_G_CreateGeometry(wkbPoint);
    OGR_G_SetPoint_2D(point, 0, km.lon, km.lat);
    OGRGeometryH out = made(l, OGR_G_Buffer(point, fmax(radius, LEAST_WIDTH / 2), QUADRANT));
    OGR_G_DestroyGeometry(point);
    return out;
}

/* Whether an end of a section is one of its lake, too. */
static bool ends_lake(sm_point end, const section *own, const section *all, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (&all[i] != own && all[i].lake == own->lake && sm_waters_away(end, all[i].line) < JOINED)
            return false;
    return true;
}

/* The point of a line that lies `along` km from its beginning. */
static sm_point point_along(plane p, const sm_ring *line, double along)
{
    sm_point b = to_km(p, line->points[0]);
    for (size_t i = 0; i + 1 < line->count; i++) {
        sm_point a = b;
        b = to_km(p, line->points[i + 1]);
        double length = hypot(b.lon - a.lon, b.lat - a.lat);
        if (length > 0 && along <= length)
            return (sm_point){a.lon + along / length * (b.lon - a.lon),
                              a.lat + along / length * (b.lat - a.lat)};
        along -= length;
    }
    return b;
}

/* Add the area along a section: the hulls of each two neighbours among the discs along it. Towards an end of
 * the lake they shrink as those in a quarter of an ellipse do. */
static void add_body(sm_loader *l, plane p, const section *own, const section *all, size_t n, double width,
                     OGRGeometryH body)
{
    double length = own->length, taper = fmin(TAPER * width, length / 2);
    size_t steps = (size_t)ceil(4 * length / width) + 8;
    bool first = ends_lake(own->line->points[0], own, all, n),
         last = ends_lake(own->line->points[own->line->count - 1], own, all, n);
    OGRGeometryH before = NULL;
    for (size_t i = 0; i <= steps && l->status == SM_OK; i++) {
        double along = length * (double)i / (double)steps,
               left = fmin(first ? along : INFINITY, last ? length - along : INFINITY),
               rest = fmax(0, 1 - left / taper);
        OGRGeometryH here =
            disc(l, p, point_along(p, own->line, along), width / 2 * sqrt(fmax(0, 1 - rest * rest)));
        if (before && here) {
            OGRGeometryH both = OGR_G_CreateGeometry(wkbGeometryCollection);
            OGR_G_AddGeometryDirectly(both, before);
            OGR_G_AddGeometry(both, here);
            OGRGeometryH hull = made(l, OGR_G_ConvexHull(both));
            if (hull)
                OGR_G_AddGeometryDirectly(body, hull);
            OGR_G_DestroyGeometry(both);
        }
        before = here;
    }
    OGR_G_DestroyGeometry(before);
}

static OGRGeometryH polygon_of(plane p, const sm_ring *ring)
{
    OGRGeometryH out = OGR_G_CreateGeometry(wkbPolygon), line = OGR_G_CreateGeometry(wkbLinearRing);
    for (size_t i = 0; i <= ring->count; i++) {
        sm_point km = to_km(p, ring->points[i % ring->count]);
        OGR_G_AddPoint_2D(line, km.lon, km.lat);
    }
    OGR_G_AddGeometryDirectly(out, line);
    return out;
}

/* Takes `g` and gives back what of it lies in no lake so far. */
static OGRGeometryH without_lakes(sm_loader *l, plane p, OGRGeometryH g)
{
    const sm_water_list *lakes = &l->out->lakes[SM_WATER_FINE];
    OGREnvelope box, other;
    OGR_G_GetEnvelope(g, &box);
    for (size_t i = 0; i < lakes->n && g; i++) {
        sm_point near = to_km(p, lakes->items[i].line.points[0]);
        if (fabs(near.lat) > 20 * KM_A_DEGREE || fabs(near.lon) > 20 * KM_A_DEGREE) /* no lake is so large */
            continue;
        OGRGeometryH raw = polygon_of(p, &lakes->items[i].line);
        OGR_G_GetEnvelope(raw, &other);
        if (other.MinX < box.MaxX && other.MaxX > box.MinX && other.MinY < box.MaxY &&
            other.MaxY > box.MinY) {
            OGRGeometryH lake = made(l, OGR_G_Buffer(raw, 0, QUADRANT)),
                         rest = lake ? made(l, OGR_G_Difference(g, lake)) : NULL;
            OGR_G_DestroyGeometry(lake);
            OGR_G_DestroyGeometry(g);
            g = rest;
        }
        OGR_G_DestroyGeometry(raw);
    }
    return g;
}

static void add_ring(sm_loader *l, plane p, OGRGeometryH ring)
{
    double area = OGR_G_Area(ring);
    size_t count = (size_t)OGR_G_GetPointCount(ring);
    sm_point *points = area >= LEAST_AREA ? sm_arena_array(l->arena, count, sizeof *points) : NULL;
    if (points == NULL) {
        if (area >= LEAST_AREA)
            sm_waters_no_memory(l);
        return;
    }
    for (size_t i = 0; i < count; i++)
        points[i] = to_degrees(p, (sm_point){OGR_G_GetX(ring, (int)i), OGR_G_GetY(ring, (int)i)});
    sm_ring line = {points, count};
    int name = sm_waters_lake_name(l, &line);
    sm_waters_add(l, &l->out->lakes[SM_WATER_FINE], line, name, 0);
    if (area >= COARSE_AREA)
        sm_waters_add(l, &l->out->lakes[SM_WATER_COARSE], line, name, 0);
}

/* All rings of a polygon, or of several. */
static void add_rings(sm_loader *l, plane p, OGRGeometryH g)
{
    for (int i = 0; i < OGR_G_GetGeometryCount(g) && l->status == SM_OK; i++) {
        OGRGeometryH part = OGR_G_GetGeometryRef(g, i);
        if (OGR_G_GetGeometryCount(part) > 0)
            add_rings(l, p, part);
        else
            add_ring(l, p, part);
    }
}

/* The lake of this number, of which `first` is the first section. */
static void add_lake(sm_loader *l, const section *s, size_t n, size_t first)
{
    plane p = plane_at(s[first].line->points[s[first].line->count / 2]);
    double length = 0;
    for (size_t i = first; i < n; i++)
        length += s[i].lake == s[first].lake ? s[i].length : 0;
    OGRGeometryH body = OGR_G_CreateGeometry(wkbMultiPolygon);
    for (size_t i = first; i < n; i++)
        if (s[i].lake == s[first].lake)
            add_body(l, p, &s[i], s, n, width_of(length), body);
    OGRGeometryH whole = l->status == SM_OK ? made(l, OGR_G_UnionCascaded(body)) : NULL,
                 simple = whole ? made(l, OGR_G_SimplifyPreserveTopology(whole, TOLERANCE)) : NULL,
                 rest = simple ? without_lakes(l, p, simple) : NULL;
    if (rest)
        add_rings(l, p, rest);
    OGR_G_DestroyGeometry(rest);
    OGR_G_DestroyGeometry(whole);
    OGR_G_DestroyGeometry(body);
}

void sm_waters_load_reservoirs(sm_loader *l)
{
    section *s = l->status == SM_OK ? sm_arena_array(l->arena, l->n_sections + 1, sizeof *s) : NULL;
    if (s == NULL) {
        sm_waters_no_memory(l);
        return;
    }
    size_t n = choose_sections(l, s);
    for (size_t i = 0; i < n && l->status == SM_OK; i++) {
        bool seen = false;
        for (size_t k = 0; k < i; k++)
            seen |= s[k].lake == s[i].lake;
        if (!seen)
            add_lake(l, s, n, i);
    }
}
