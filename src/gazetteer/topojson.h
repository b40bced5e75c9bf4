/** The polygons of a TopoJSON file (quantised arcs shared between units), as plain rings of points: what is
 * needed to find a division's label point, box and the towns in it.
 *
 *     sm_topology *t;
 *     sm_topology_load(path, "units", &t, err)
 *     for (i < sm_topology_count(t)) { const sm_unit *u = sm_topology_unit(t, i); … u->name, u->code,
 * u->rings … } sm_topology_free(t);
 */
#ifndef SM_TOPOJSON_H
#define SM_TOPOJSON_H

#include "error.h"

typedef struct sm_ring {
    const sm_point *points; /**< closed: the first point stands at the end again */
    size_t count;
} sm_ring;

/** The smallest box that holds its points, as their longitudes are: across the antimeridian it is as wide as the world. */
sm_box sm_ring_box(const sm_ring *r);

/** A polygon or multipolygon; or lines, when the object holds lines (then "rings" that are not closed). */
typedef struct sm_unit {
    const char *name;     /**< property `name`, "" for none */
    const char *code;     /**< property `fips`, else the geometry's id, "" for none */
    const sm_ring *rings; /**< outer rings and holes alike: even-odd */
    size_t n_rings;
    sm_box box;        /**< the smallest that holds all; over the antimeridian when that is smaller */
    sm_point centroid; /**< of the area, on the plane of degrees */
    double area;       /**< in square degrees, scaled by the cosine of the latitude */
} sm_unit;

typedef struct sm_topology sm_topology;

/** Units of the object `object` (NULL: the first one); those without geometry are left out. Fails with
 * SM_E_SETUP. */
sm_status sm_topology_load(const char *path, const char *object, sm_topology **out, sm_error *err);
void sm_topology_free(sm_topology *t); /**< NULL is fine */
size_t sm_topology_count(const sm_topology *t);
const sm_unit *sm_topology_unit(const sm_topology *t, size_t i);

/** The arcs themselves: borders that neighbours share. `*units` is the number of units that use arc `i`: 2 or
 * more on a border between units, 1 on an outer edge. */
size_t sm_topology_arcs(const sm_topology *t);
const sm_ring *sm_topology_arc(const sm_topology *t, size_t i, unsigned *units);

/** The first and the second unit that use arc `i`, as indices; SM_NO_USER where there is none. */
#define SM_NO_USER SIZE_MAX
void sm_topology_arc_users(const sm_topology *t, size_t i, size_t users[2]);

bool sm_unit_contains(const sm_unit *u, sm_point p);

/** The smallest box around two boxes, each of which may cross the antimeridian. */
sm_box sm_box_join(sm_box a, sm_box b);

#endif
