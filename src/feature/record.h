/** Incidents out of flat records: rows of a table, features of GIS formats. */
#ifndef SM_RECORD_H
#define SM_RECORD_H

#include "property.h"
#include "shape.h"

/** `s` as well-formed UTF-8 in the arena, as drafts want it; "" when the arena failed. */
const char *sm_record_text(sm_arena *arena, const char *s, size_t length);

/** Add the incident whose fields were offered to `draft` and which lies at `shape`. `sources` is a list of
 * documents, joined by "; ". On failure the list's arena has failed. */
void sm_record_add(sm_incidents *list, const sm_draft *draft, const sm_shape *shape);

#endif
