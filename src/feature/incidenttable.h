/** Incidents in a table: CSV (RFC 4180; comma, semicolon or tab) whose first line names the columns, two of
 * them longitude and latitude. Read without GDAL, which costs thirty megabytes and as many milliseconds. */
#ifndef SM_INCIDENTTABLE_H
#define SM_INCIDENTTABLE_H

#include "incident.h"

/** Add the incidents of a table. `*taken` false: the file has no columns for longitude and latitude, nothing
 * was read, and GDAL may know what to make of it. Where a position is no pair of numbers on the globe, the
 * incident has none and counts as misplaced. A row of HXL hashtags is passed over. Fails with SM_E_INPUT (the
 * line is named), SM_E_LIMIT for a record of more than 4 MB, or SM_E_NOMEM. */
sm_status sm_incidents_read_table(sm_incidents *list, const char *path, bool *taken, sm_error *err);

/** The same from memory; `name` is for messages. */
sm_status sm_incidents_parse_table(sm_incidents *list, const void *bytes, size_t size, const char *name,
                                   bool *taken, sm_error *err);

#endif
