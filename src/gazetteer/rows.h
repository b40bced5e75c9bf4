/** Rows of places.tsv and of the users' overlays, read from a tab-separated table or from GeoJSON and checked
 * one by one.
 *
 * A table's first row names its columns, any of them in any order; `name` is needed. In GeoJSON the same
 * names are properties of the features, and the point is the geometry, which may be null. docs/gazetteer.md
 * explains the columns to users.
 *
 *     sm_rows_read("ours.tsv", take_row, context, err)      take_row is called for each row, in order */
#ifndef SM_ROWS_H
#define SM_ROWS_H

#include "geo.h"
#include "table.h"

/** What a row does (column `treatment`). */
typedef enum sm_treatment {
    SM_ROW_PLACE, /**< adds or changes a place */
    SM_ROW_ALIAS, /**< one more name of a place, of the row's `kind` */
    SM_ROW_PIN,   /**< the name means this place and no other */
    SM_ROW_NEVER, /**< the name is never a mention */
    SM_ROW_WEAK,  /**< the name is a place only with strong evidence */
} sm_treatment;

/** One row. Fields are borrowed until the function that got them returns; empty ones were not given. */
typedef struct sm_row {
    const char *path;
    unsigned line, feature; /**< where it stands: a line of a table, or the number of a GeoJSON feature */
    sm_treatment treatment;
    unsigned kind; /**< SM_ROW_ALIAS: sm_name_kind */
    sm_field name, alternates /**< joined by | */, target, admin1_code, feature_code, if_source;
    char iso2[2], if_country[2]; /**< zeros when not given */
    char feature_class;          /**< 0 when not given */
    int32_t geonames_id;         /**< 0 when not given */
    int64_t population;          /**< −1 when not given */
    bool has_point, has_box;
    sm_point point;
    sm_box box;
} sm_row;

enum { SM_ROW_NAME_MAX = 200 /**< bytes of a name */, SM_ROWS_FILE_MAX = 64 << 20 /**< bytes of a file */ };

/** An error about a row: SM_E_SETUP with file and line, or with the number of the feature. */
sm_status sm_row_fail(const sm_row *row, sm_error *err, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** Fails with SM_E_SETUP (unreadable, not UTF-8, a row that is wrong by itself), SM_E_LIMIT (file too large),
 * SM_E_NOMEM, or with what `take` fails with. */
typedef sm_status sm_row_fn(void *context, const sm_row *row, sm_error *err);
sm_status sm_rows_read(const char *path, sm_row_fn *take, void *context, sm_error *err);

#endif
