/** What the commands that read articles share: their options, the gazetteer they open, progress and troubles
 * on standard error. */
#ifndef SM_READING_H
#define SM_READING_H

#include "cli.h"

typedef struct sm_reading {
    const char *gazetteer_path;
    sm_list overlays;
    sm_date published;
    char country[3];
    sm_point near;
    unsigned jobs;
    bool quiet, progress;

    /* from here on set by sm_reading_begin */
    sm_gazetteer *gazetteer;
    sm_read_options options; /**< complete: what the library takes */
    char published_text[16];
    sm_progress bar;
    sm_read_counts counts;
} sm_reading;

/** The values before any option is given: 999 is no longitude. */
#define SM_READING_DEFAULTS                                                                                  \
    {                                                                                                        \
        .near = {999, 999}, .jobs = 1                                                                        \
    }

/** The lines of the option table; `r` is the variable that receives them. */
#define SM_TYPES_OPTION(r)                                                                                   \
    {                                                                                                        \
        "types", 0, SM_OPT_STRING, &(r).options.types, "LIST",                                               \
            "event types to keep: flood,storm; default: all but strategic_development"                       \
    }

#define SM_READING_OPTIONS(r)                                                                                  \
    {"gazetteer", 'g', SM_OPT_STRING, &(r).gazetteer_path, "FILE", "compiled gazetteer to use"},               \
        {"overlay",   0,                                                                                       \
         SM_OPT_LIST, &(r).overlays,                                                                           \
         "FILE",      "your own places, aliases, stop names, pinned choices (TSV or GeoJSON); repeatable"},    \
        {"date",       0,                                                                                      \
         SM_OPT_DATE,  &(r).published,                                                                         \
         "YYYY-MM-DD", "publication date of articles that state none"},                                        \
        {"country", 0, SM_OPT_COUNTRY, (r).country, "CC", "favour places of this country"},                    \
        {"near", 0, SM_OPT_POINT, &(r).near, "LON,LAT", "favour places near this point"},                      \
        {"alone",     0,                                                                                       \
         SM_OPT_FLAG, &(r).options.alone,                                                                      \
         NULL,        "read each article by itself: learn nothing of its publisher from those before"},        \
        {"jobs", 'j', SM_OPT_NUMBER, &(r).jobs, "N", "threads (default 1); the output does not depend on it"}, \
        {"quiet", 'q', SM_OPT_FLAG, &(r).quiet, NULL, "no summary, no progress bar"},                          \
    {                                                                                                          \
        "progress", 0, SM_OPT_FLAG, &(r).progress, NULL, "progress bar even when not on a terminal"            \
    }

/** Check that there are operands, open the gazetteer, make `options`, start the progress bar. False: end with
 * `*status`, already reported. */
bool sm_reading_begin(sm_reading *r, const sm_usage *usage, int operands, int *status);

/** Take the progress bar away and close the gazetteer. Returns SM_EXIT_TROUBLE when articles had trouble,
 * else SM_EXIT_OK. */
int sm_reading_end(sm_reading *r);

#endif
