/** Incidents of one article: triggers, factuality, place, time, counts, actors; and the merging of incidents of many articles. */
#ifndef SM_EXTRACT_H
#define SM_EXTRACT_H

#include "incident.h"
#include "place.h"
#include "timex.h"

/** What one article reports, before merging. `times` may be resolved again later when the publication date is worked out. The result is appended to `out` (strings copied into its
 * arena); incidents of one article that are the same are already one; the chief one bears main_of_article. */
sm_status sm_extract_incidents(const sm_gazetteer *g, const sm_doc *doc, const sm_places *places, const sm_timex *times, size_t n_times,
                               sm_date published, sm_incidents *out, sm_error *err);

#endif
