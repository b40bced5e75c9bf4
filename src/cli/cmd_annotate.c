/* sitmap annotate: one JSON object a line per article, or a plain-text dump of one stage. */
#include "reading.h"

#include "file.h"

#include <string.h>

static const sm_usage usage = {
    .command = "annotate",
    .synopsis = "[OPTION...] DOC...",
    .summary =
        "Print the place names, time expressions and incidents of each article, one JSON object a line.\n"
        "DOC is a text, HTML, JSON Lines or CSV file, a folder of such, or - for JSON Lines on standard "
        "input.",
    .epilogue = "Example: sitmap annotate article.txt",
};

static bool find_stage(const char *name, sm_stage *out)
{
    static const char *const names[] = {"json", "tokens", "times", "mentions",
                                        "incidents"}; /* in the order of sm_stage */
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(name, names[i]) == 0) {
            *out = (sm_stage)i;
            return true;
        }
    }
    return false;
}

int sm_cmd_annotate(int argc, char **argv)
{
    sm_reading r = SM_READING_DEFAULTS;
    const char *path = "-", *stage_name = "json";
    bool explain = false;
    int first, status;
    sm_stage stage;
    sm_output out;
    sm_error err = {0};
    const sm_option options[] = {
        {"output", 'o', SM_OPT_STRING, &path, "FILE", "write to FILE instead of standard output"},
        {"candidates", 0, SM_OPT_NUMBER, &r.options.candidates, "N",
         "show the N best candidates of each name"},
        {"dump", 0, SM_OPT_STRING, &stage_name, "STAGE",
         "plain text instead: tokens, times, mentions, incidents"},
        {"explain", 0, SM_OPT_FLAG, &explain, NULL,
         "a report instead: which words gave what, what was refused and why"},
        SM_TYPES_OPTION(r),
        SM_READING_OPTIONS(r),
        {0},
    };
    if (!sm_cli_parse(&usage, options, argc, argv, &first, &status))
        return status;
    if (!find_stage(stage_name, &stage))
        return sm_cli_misuse(&usage, "unknown stage '%s'", stage_name);
    if (explain)
        stage = SM_STAGE_EXPLAIN;
    if (!sm_reading_begin(&r, &usage, argc - first, &status))
        return status;
    sm_status st = sm_output_open(&out, path, &err);
    if (st == SM_OK) {
        st = sm_annotate_documents(r.gazetteer, (const char *const *)argv + first, (size_t)(argc - first), &r.options, stage, out.stream,
                                   &r.counts, &err);
        st = sm_output_end(&out, st, &err);
    }
    status = sm_reading_end(&r);
    return st == SM_OK ? status : sm_cli_fail(&err);
}
