/** Lines and areas out of any vector file that GDAL opens, in WGS 84: what a map draws besides incidents.
 *
 *     sm_vector *v;
 *     st = sm_vector_open("natural_earth_vector.gpkg", &v, err);
 *     for (size_t i = 0; i < sm_vector_layers(v); i++)
 *         st = sm_vector_read(v, i, take_feature, context, err);      calls take_feature for each feature
 *     sm_vector_close(v);
 */
#ifndef SM_VECTOR_H
#define SM_VECTOR_H

#include "error.h"

typedef enum sm_part_kind { SM_PART_POINT, SM_PART_LINE, SM_PART_RING } sm_part_kind;

/** One point, one line, one ring of an area (outer and inner ones alike; the last point is not the first
 * again). */
typedef struct sm_part {
    sm_part_kind kind;
    size_t first, count; /**< points */
} sm_part;

/** A feature while it is being read: valid until the function that was told of it returns. */
typedef struct sm_vector_feature {
    const sm_part *parts;
    size_t n_parts;
    const sm_point *points;
    const struct sm_vector_row *row; /**< its attributes */
} sm_vector_feature;

typedef struct sm_vector sm_vector;

/** Open a file or a folder of files: no network, no database. Fails with SM_E_SETUP when it is missing or
 * nothing that GDAL opens as vectors. */
sm_status sm_vector_open(const char *path, sm_vector **out, sm_error *err);
/** GeoJSON out of memory; `name` is what errors call it. Fails as sm_vector_open does. */
sm_status sm_vector_open_geojson(const char *text, const char *name, sm_vector **out, sm_error *err);
void sm_vector_close(sm_vector *v); /**< NULL is fine */

size_t sm_vector_layers(const sm_vector *v);
const char *sm_vector_layer_name(const sm_vector *v, size_t layer); /**< borrowed */

/** Read a layer: `each` is called for every feature that has a geometry, until it returns false (its own
 * trouble, of which the caller knows). Fails with SM_E_SETUP for broken files and for coordinates that are no
 * longitudes and latitudes though the file states no other system, SM_E_LIMIT for more than
 * SM_VECTOR_POINTS_MAX points, SM_E_NOMEM. */
sm_status sm_vector_read(sm_vector *v, size_t layer, bool (*each)(void *context, const sm_vector_feature *f),
                         void *context, sm_error *err);

enum { SM_VECTOR_POINTS_MAX = 50 * 1000 * 1000 /**< of one layer: 800 MB in memory */ };

/** The attribute of this name (whatever its case) as text; NULL when there is none or it is not set. Valid
 * until the next call. */
const char *sm_vector_attribute(const sm_vector_feature *f, const char *name);

typedef enum sm_vector_kind {
    SM_VECTOR_NULL,
    SM_VECTOR_BOOL,
    SM_VECTOR_NUMBER,
    SM_VECTOR_TEXT
} sm_vector_kind;

/** An attribute with its type. Whatever is neither number nor truth value comes as text; `text` is valid
 * until the next call. */
typedef struct sm_vector_value {
    const char *name; /**< as the file writes it; borrowed from the layer */
    sm_vector_kind kind;
    double number; /**< also a truth value: 0 or 1 */
    const char *text;
} sm_vector_value;

size_t sm_vector_values(const sm_vector_feature *f); /**< how many attributes there are */
sm_vector_value sm_vector_value_at(const sm_vector_feature *f, size_t i);

#endif
