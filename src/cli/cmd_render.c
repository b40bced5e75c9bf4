/* sitmap render: any point data to one map. */
#include "figure.h"

static const sm_usage usage = {
    .command = "render",
    .synopsis = "[OPTION...] FILE... -o MAP",
    .summary = "Draw one map of incidents or of any point data that GDAL opens. The format follows from the "
               "ending of MAP:\n"
               ".png, .svg, .pdf or .html.",
    .epilogue = "Example: sitmap render incidents.geojson -o map.pdf --size a4",
};

int sm_cmd_render(int argc, char **argv)
{
    sm_figure f = {0};
    const char *path = NULL, *gazetteer_path = NULL;
    bool quiet = false, dump = false;
    int first, status;
    sm_gazetteer *g = NULL;
    sm_incidents *list = NULL;
    sm_figure_report report = {0};
    sm_error err = {0};
    const sm_option options[] = {
        {"output", 'o', SM_OPT_STRING, &path, "MAP", "the map: .png, .svg, .pdf or .html"},
        SM_FIGURE_OPTIONS(f),
        {"gazetteer", 'g', SM_OPT_STRING, &gazetteer_path, "FILE", "compiled gazetteer, for the towns"},
        {"dump", 0, SM_OPT_FLAG, &dump, NULL,
         "print what is drawn as text, one item a line; -o may be left out"},
        {"quiet", 'q', SM_OPT_FLAG, &quiet, NULL, "no summary"},
        {0},
    };
    if (!sm_cli_parse(&usage, options, argc, argv, &first, &status))
        return status;
    if (first == argc)
        return sm_cli_misuse(&usage, "no file given");
    if (path == NULL && !dump)
        return sm_cli_misuse(&usage, "no map given; add -o MAP");
    if (!sm_figure_begin(&f, &usage))
        return SM_EXIT_USAGE;
    f.options.dump = dump ? stdout : NULL;
    sm_status st =
        sm_incidents_open((const char *const *)argv + first, (size_t)(argc - first), false, &list, &err);
    if (st == SM_OK)
        st = sm_gazetteer_open(gazetteer_path, false, &g, &err);
    if (st == SM_OK)
        st = sm_draw_figure(list, g, &f.options, &path, path ? 1 : 0, &report, &err);
    if (st == SM_OK && !quiet)
        sm_figure_summary(&path, path ? 1 : 0, &report);
    sm_incidents_free(list);
    sm_gazetteer_close(g);
    return st == SM_OK ? SM_EXIT_OK : sm_cli_fail(&err);
}
