/** What the commands that read articles share: their options and the gazetteer they open. */
#ifndef SM_READING_H
#define SM_READING_H

#include "annotate.h"
#include "batch.h"
#include "cli.h"

#include <math.h>

typedef struct sm_reading {
    const char *gazetteer_path;
    sm_annotate_options annotate;
    unsigned jobs;
    bool quiet, progress;
    sm_gazetteer *gazetteer;
    sm_progress bar;
    size_t articles, troubles;
} sm_reading;

/** The lines of the option table; `r` is the variable that receives them. */
#define SM_READING_OPTIONS(r)                                                                                \
    {"gazetteer", 'g', SM_OPT_STRING, &(r).gazetteer_path, "FILE", "compiled gazetteer to use"},             \
        {"date",       0,                                                                                    \
         SM_OPT_DATE,  &(r).annotate.published,                                                              \
         "YYYY-MM-DD", "publication date of articles that state none"},                                      \
        {"country", 0, SM_OPT_COUNTRY, (r).annotate.place.country, "CC", "favour places of this country"},   \
        {"near", 0, SM_OPT_POINT, &(r).annotate.place.near, "LON,LAT", "favour places near this point"},     \
        {"jobs",    'j', SM_OPT_NUMBER,                                                                      \
         &(r).jobs, "N", "threads (default 1); the output is the same whatever N is"},                       \
        {"quiet", 'q', SM_OPT_FLAG, &(r).quiet, NULL, "no summary, no progress bar"},                        \
    {                                                                                                        \
        "progress", 0, SM_OPT_FLAG, &(r).progress, NULL, "show a progress bar even when not on a terminal"   \
    }

/** The options before any is given. */
#define SM_READING_DEFAULTS                                                                                  \
    {                                                                                                        \
        .jobs = 1, .annotate.place.near = { NAN, NAN }                                                       \
    }

/** Check the operands and open the gazetteer. False: end with `*status`. */
bool sm_reading_begin(sm_reading *r, const sm_usage *usage, int operands, int *status);

/** Put the articles through `work` and `emit` (see batch.h); troubles are printed as they come. `context`
 * must begin with an sm_reading. */
sm_status sm_reading_run(void *context, sm_batch batch, char **documents, int count, sm_error *err);

void sm_reading_end(sm_reading *r);

/** SM_EXIT_TROUBLE when articles had trouble, else SM_EXIT_OK. */
int sm_reading_status(const sm_reading *r);

#endif
