/** From any GeoJSON geometry to the points that stand for it on a map of points: a Point is itself, a
 * MultiPoint its points, a line the point half way along, a polygon a point inside it. */
#ifndef SM_SHAPE_H
#define SM_SHAPE_H

#include "incident.h"
#include <jansson.h>

typedef struct sm_shape {
    sm_point *points; /**< in the arena */
    size_t count;
    size_t misplaced; /**< positions left out because they are no WGS 84 degrees */
} sm_shape;

bool sm_is_geojson_geometry(const json_t *value);

/** `geometry` may be NULL, null or anything malformed: no points then. */
sm_shape sm_shape_of_geojson(sm_arena *arena, const json_t *geometry);

#endif
