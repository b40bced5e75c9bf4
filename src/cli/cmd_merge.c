/* sitmap merge: incident files to one merged file, the reduce step of a run split over many machines. */
#include "cli.h"

#include "files.h"

static const sm_usage usage = {
    .command = "merge",
    .synopsis = "[OPTION...] FILE...",
    .summary =
        "Merge files made by 'sitmap extract' or 'sitmap annotate': reports of one incident become one.",
    .epilogue = "Example: sitmap merge part1.geojson part2.geojson -o all.geojson",
};

int sm_cmd_merge(int argc, char **argv)
{
    const char *path = "-";
    sm_save_options save = {0};
    bool quiet = false;
    int first, status;
    sm_incidents *list = NULL;
    sm_error err = {0};
    const sm_option options[] = {
        {"output", 'o', SM_OPT_STRING, &path, "FILE", "write to FILE instead of standard output"},
        {"format", 'f', SM_OPT_STRING, &save.format, "FORMAT",
         "geojson (default), csv, gpkg ...; else by FILE's ending"},
        {"hxl", 0, SM_OPT_FLAG, &save.hxl, NULL, "CSV: a second row with HXL hashtags"},
        {"quiet", 'q', SM_OPT_FLAG, &quiet, NULL, "for scripts: nothing is said that is no error"},
        {0},
    };
    if (!sm_cli_parse(&usage, options, argc, argv, &first, &status))
        return status;
    if (first == argc)
        return sm_cli_misuse(&usage, "no file given");
    if (sm_incidents_format(path, save.format, &err) != SM_OK)
        return sm_cli_fail(&err);
    sm_status st =
        sm_incidents_open((const char *const *)argv + first, (size_t)(argc - first), true, &list, &err);
    save.warn = quiet ? NULL : sm_cli_warn;
    save.context = (void *)(uintptr_t)path;
    if (st == SM_OK)
        st = sm_incidents_save(list, path, &save, &err);
    sm_incidents_free(list);
    return st == SM_OK ? SM_EXIT_OK : sm_cli_fail(&err);
}
