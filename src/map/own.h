/** Features of a style's own sources, points, lines and areas, in the form in which the basemap has its
 * shapes: read once, drawn on every map. */
#ifndef SM_OWN_H
#define SM_OWN_H

#include "basemap.h"
#include "expression.h"

typedef struct sm_own_feature {
    sm_style_feature as; /**< geometry and properties */
    size_t first, count; /**< shapes: points, lines or rings, as the geometry says */
} sm_own_feature;

typedef struct sm_own {
    const sm_own_feature *features;
    size_t n;
    const sm_base_shape *shapes; /**< `unit` is the feature's index */
    const sm_base_point *points;
} sm_own;

/** What is to be read. */
typedef struct sm_own_wish {
    const char *path;        /**< a file that GDAL opens (vector.h); what errors name */
    const char *text;        /**< GeoJSON instead of the file; NULL: the file */
    const char *layer;       /**< of the file; NULL or "": its only one */
    const char *const *keys; /**< the attributes that are kept, beside `name` */
    size_t n_keys;
    bool all_keys; /**< all of them */
} sm_own_wish;

/** Read features into `arena`. Fails with SM_E_SETUP when the file is missing, broken, or has no such layer,
 * SM_E_LIMIT when there is more in it than the arena takes. */
sm_status sm_own_read(const sm_own_wish *wish, sm_arena *arena, const sm_own **out, sm_error *err);

#endif
