/** Incidents as GeoJSON (RFC 7946) and as members of `annotate` lines: written, and read back.
 *
 * Written: the properties of property.h in their order, null for what is not stated; coordinates with at most
 * five decimals (about a metre); the same bytes for the same incidents.
 *
 * Read: what sitmap writes, without loss; any other GeoJSON (FeatureCollection, Feature, bare geometry; a
 * line or polygon is stood for by one point on it); GeoJSON text sequences; and the JSON Lines of `annotate`,
 * whose incidents are taken out. Numbers that JSON does not know (NaN, 1e999), nesting deeper than jansson's
 * limit and broken UTF-8 are refused with the line; a member that comes twice counts with its last value. */
#ifndef SM_GEOJSON_H
#define SM_GEOJSON_H

#include "incident.h"
#include <jansson.h>
#include <stdio.h>

/** How numbers are printed: all that sitmap writes as JSON goes through these flags. Eight digits hold
 * 180.12345. */
#define SM_JSON_FLAGS (JSON_COMPACT | JSON_REAL_PRECISION(8))

extern const char sm_attribution[]; /**< the credit that every output carries */

/** Write a FeatureCollection. Fails with SM_E_NOMEM or SM_E_IO. */
sm_status sm_incidents_write_geojson(const sm_incidents *list, FILE *out, sm_error *err);

/** Write one Feature a line (GeoJSON text sequence without separators, as GDAL's GeoJSONSeq). Fails as above. */
sm_status sm_incidents_write_geojsonl(const sm_incidents *list, FILE *out, sm_error *err);

/** The incident of an `annotate` line: main, the properties that have a value, geometry, evidence. A new
 * reference; NULL when out of memory. */
json_t *sm_incident_to_json(const sm_incident *in);

/** A coordinate or other real number cut to `decimals`, so that it is printed short: 12.65,
 * not 12.649999999999999. NULL when it is not finite. */
json_t *sm_json_real(double value, int decimals);

/** Add one GeoJSON Feature; what it does not say stays unstated. On failure the list's arena has failed. */
void sm_incidents_add_feature(sm_incidents *list, const json_t *feature);

/** Add the incidents of a file ("-": standard input) to `list`. Fails with SM_E_INPUT (unreadable, no
 * GeoJSON; the line is named), SM_E_LIMIT or SM_E_NOMEM; the list may then hold some of them. */
sm_status sm_incidents_read_geojson(sm_incidents *list, const char *path, sm_error *err);

/** The same from memory; `name` is for messages. */
sm_status sm_incidents_parse_geojson(sm_incidents *list, const char *bytes, size_t size, const char *name,
                                     sm_error *err);

#endif
