/* sitmap extract: articles to merged incidents. */
#include "reading.h"

#include "files.h"

static const sm_usage usage = {
    .command = "extract",
    .synopsis = "[OPTION...] DOC...",
    .summary = "Write the incidents that the articles report, each once with all its sources.\n"
               "DOC is a text, HTML, JSON Lines or CSV file, a folder of such, or - for JSON Lines on "
               "standard input.",
    .epilogue = "Example: sitmap extract articles/ -o incidents.gpkg",
};

int sm_cmd_extract(int argc, char **argv)
{
    sm_reading r = SM_READING_DEFAULTS;
    const char *path = "-";
    sm_save_options save = {0};
    int first, status;
    sm_incidents *list = NULL;
    sm_error err = {0};
    const sm_option options[] = {
        {"output", 'o', SM_OPT_STRING, &path, "FILE", "write to FILE instead of standard output"},
        {"format", 'f', SM_OPT_STRING, &save.format, "FORMAT",
         "geojson (default), csv, gpkg ...; else by FILE's ending"},
        {"hxl", 0, SM_OPT_FLAG, &save.hxl, NULL, "CSV: a second row with HXL hashtags"},
        SM_TYPES_OPTION(r),
        SM_READING_OPTIONS(r),
        {0},
    };
    if (!sm_cli_parse(&usage, options, argc, argv, &first, &status))
        return status;
    if (sm_incidents_format(path, save.format, &err) != SM_OK)
        return sm_cli_fail(&err);
    if (!sm_reading_begin(&r, &usage, argc - first, &status))
        return status;
    sm_status st = sm_extract_documents(r.gazetteer, (const char *const *)argv + first,
                                        (size_t)(argc - first), &r.options, &list, &r.counts, &err);
    status = sm_reading_end(&r);
    save.warn = r.quiet ? NULL : sm_cli_warn;
    save.context = (void *)(uintptr_t)path;
    if (st == SM_OK)
        st = sm_incidents_save(list, path, &save, &err);
    sm_incidents_free(list);
    return st == SM_OK ? status : sm_cli_fail(&err);
}
