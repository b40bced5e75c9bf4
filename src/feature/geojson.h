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

#include "buf.h"
#include "incident.h"
#include <jansson.h>
#include <stdio.h>

extern const char sm_attribution[]; /**< the credit that every output carries */

/** Write a FeatureCollection. Fails with SM_E_NOMEM or SM_E_IO. */
sm_status sm_incidents_write_geojson(const sm_incidents *list, FILE *out, sm_error *err);

/** Write one Feature a line (GeoJSON text sequence without separators, as GDAL's GeoJSONSeq). Fails as above. */
sm_status sm_incidents_write_geojsonl(const sm_incidents *list, FILE *out, sm_error *err);

/** Append the incident of an `annotate` line: main, the properties that have a value, geometry, evidence. */
void sm_incident_to_json(const sm_incident *in, sm_buf *out);

/** Add one GeoJSON Feature; what it does not say stays unstated. On failure the list's arena has failed. */
void sm_incidents_add_feature(sm_incidents *list, const json_t *feature);

/** Add the incidents of a file ("-": standard input) to `list`. Fails with SM_E_INPUT (unreadable, no
 * GeoJSON; the line is named), SM_E_LIMIT or SM_E_NOMEM; the list may then hold some of them. */
sm_status sm_incidents_read_geojson(sm_incidents *list, const char *path, sm_error *err);

/** The same from memory; `name` is for messages. */
sm_status sm_incidents_parse_geojson(sm_incidents *list, const char *bytes, size_t size, const char *name,
                                     sm_error *err);

#endif
