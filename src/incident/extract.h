/** Incidents of one article: triggers, factuality, place, time, counts, actors. */
#ifndef SM_EXTRACT_H
#define SM_EXTRACT_H

#include "incident.h"
#include "place.h"
#include "timex.h"

typedef struct sm_type_model sm_type_model;

/** NULL or {0} are the defaults. */
typedef struct sm_extract_options {
    const sm_type_model
        *types;         /**< the model that refines the types; NULL: the one that comes with the library */
    const bool *wanted; /**< by sm_event_type: which types to report; NULL: all but strategic_development */
    const char **explanation; /**< NULL, or where a report goes that says which words gave what and what was
                                 refused: text in the document's arena */
    bool merging; /**< make the bags of words (bag.h), which only merging asks for */
} sm_extract_options;

/** What one article reports, before merging. `times` may be resolved again later when the publication date is
 * worked out. The result is appended to `out` (strings copied into its arena); incidents of one article that
 * are the same are already one; the chief one bears main_of_article. */
sm_status sm_extract_incidents(const sm_gazetteer *g, const sm_doc *doc, const sm_places *places,
                               const sm_timex *times, size_t n_times, sm_date published,
                               const sm_extract_options *options, sm_incidents *out, sm_error *err);

/** Fill what the incident of `list` that `headline` (the incidents of `title` read as an article) is about
 * lacks; when the text tells of none of its kind take the headline's own, with the title as its quote.
 * `country` is the code of the one that the article is about, NULL = unknown: a headline says too little to
 * tell towns of one name apart. Fails with SM_E_NOMEM. */
sm_status sm_use_title(sm_incidents *list, const sm_incidents *headline, const char *title,
                       const char *country, sm_error *err);

#endif
