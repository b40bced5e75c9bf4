/** The same incident told by many articles becomes one. */
#ifndef SM_MERGE_H
#define SM_MERGE_H

#include "incident.h"

/** Merge `in`, whatever its order: the result and its order depend on the set of incidents alone. Articles of
 * unknown date are dated first as far as the others allow (sm_date_incidents). `out` is empty and gets the
 * result, its strings copied into its arena; each incident keeps all its sources. `in` may come from
 * sm_extract_incidents, or from files, merged before or not. Fails with SM_E_NOMEM. */
sm_status sm_merge_incidents(const sm_incidents *in, sm_incidents *out, sm_error *err);

/** Work out days that follow only from several articles together, in place: an article that states no date
 * shares an incident with one that does, names a weekday, says "a week after". A day is written only when it
 * is the only one possible; when a few remain, the range; else nothing. Never today's date. */
sm_status sm_date_incidents(sm_incidents *list, sm_error *err);

#endif
