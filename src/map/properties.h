/** What a style can ask of the things on the map: their properties, for filters and expressions. The table of
 * styles/README.md. */
#ifndef SM_PROPERTIES_H
#define SM_PROPERTIES_H

#include "compose.h"

enum { SM_FEATURE_KEYS = 12 };

/** A feature with room for its properties. `as.properties` points into it, so it is not to be copied. */
typedef struct sm_known {
    sm_style_feature as;
    sm_style_property properties[SM_FEATURE_KEYS];
} sm_known;

/** Its name in the language of the map. */
const char *sm_compose_unit_name(const sm_compose *c, uint32_t unit);
/** A country, division, lake, river or sea: name, iso_a2, focus, area_km2. `unit` SM_NO_UNIT: nothing is
 * known. */
void sm_feature_of_unit(const sm_compose *c, uint32_t unit, const char *geometry, sm_known *out);
/** scalerank, of a river; beside the others. */
void sm_feature_add_rank(sm_known *f, uint32_t rank);
/** name, iso_a2, population, rank, capital, focus. */
void sm_feature_of_town(const sm_compose *c, const sm_map_town *t, sm_known *out);
/** name, event_type, event_group, status, killed_best, injured_best, date_start, geo_precision, country_code.
 */
void sm_feature_of_symbol(const sm_compose *c, const sm_symbol *s, sm_known *out);

/** Its property `name`, in the scene: what a reader of the map is told of an item without words. NULL = none.
 */
const char *sm_feature_title(const sm_compose *c, const sm_style_feature *f);

#endif
