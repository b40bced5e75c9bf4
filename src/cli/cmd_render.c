/* sitmap render: any point data to one map. */
#include "figure.h"

#include <limits.h>
#include <string.h>

static const sm_usage usage = {
    .command = "render",
    .synopsis = "[OPTION...] FILE... -o MAP",
    .summary = "Draw one map of incidents or of any point data that GDAL opens. The format follows from the "
               "ending of MAP:\n"
               ".png, .svg, .pdf or .html. With {} in MAP every FILE becomes a map of its own, and {} its "
               "name without ending.",
    .epilogue = "Example: sitmap render incidents.geojson -o map.pdf --size a4",
};

/* "a/incidents.v2.geojson" in "maps/{}.png" to "maps/incidents.v2.png". */
static bool fill_in(const char *pattern, const char *file, char *out, size_t size)
{
    const char *hole = strstr(pattern, "{}"), *slash = strrchr(file, '/'), *name = slash ? slash + 1 : file;
    const char *dot = strrchr(name, '.');
    int stem = dot && dot != name ? (int)(dot - name) : (int)strlen(name);
    int n = snprintf(out, size, "%.*s%.*s%s", (int)(hole - pattern), pattern, stem, name, hole + 2);
    return n > 0 && (size_t)n < size;
}

static sm_status draw_one(sm_figures *maps, const char *const *files, size_t count, const char *path,
                          bool quiet, sm_error *err)
{
    sm_incidents *list = NULL;
    sm_figure_report report = {0};
    sm_status st = sm_incidents_open(files, count, false, &list, err);
    if (st == SM_OK)
        st = sm_figures_draw(maps, list, &path, path ? 1 : 0, &report, err);
    if (st == SM_OK && !quiet)
        sm_figure_summary(&path, path ? 1 : 0, &report);
    sm_incidents_free(list);
    return st;
}

/* A map for each file. One that cannot be read or drawn is told of and does not stop the others. */
static int draw_each(sm_figures *maps, const char *const *files, size_t count, const char *pattern,
                     bool quiet)
{
    char path[PATH_MAX];
    size_t troubles = 0;
    sm_error err = {0};
    for (size_t i = 0; i < count; i++) {
        err = (sm_error){0};
        sm_status st = fill_in(pattern, files[i], path, sizeof path)
                           ? draw_one(maps, &files[i], 1, path, quiet, &err)
                           : sm_fail(&err, SM_E_IO, "the path is too long");
        if (st == SM_E_USAGE || st == SM_E_SETUP || st == SM_E_IO) /* the next would meet the same */
            return sm_cli_fail(&err);
        if (st != SM_OK) {
            troubles++;
            sm_cli_report(&err);
        }
    }
    return troubles == 0 ? SM_EXIT_OK : troubles < count ? SM_EXIT_TROUBLE : SM_EXIT_INPUT;
}

int sm_cmd_render(int argc, char **argv)
{
    sm_figure f = {0};
    const char *path = NULL, *gazetteer_path = NULL;
    bool quiet = false, dump = false;
    int first, status;
    sm_gazetteer *g = NULL;
    sm_figures *maps = NULL;
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
    const char *const *files = (const char *const *)argv + first;
    size_t count = (size_t)(argc - first);
    sm_status st = sm_gazetteer_open(gazetteer_path, false, &g, &err);
    if (st == SM_OK)
        st = sm_figures_open(g, &f.options, &maps, &err);
    if (st == SM_OK && path && strstr(path, "{}"))
        status = draw_each(maps, files, count, path, quiet);
    else if (st == SM_OK)
        st = draw_one(maps, files, count, path, quiet, &err);
    sm_figures_close(maps);
    sm_gazetteer_close(g);
    return st == SM_OK ? status : sm_cli_fail(&err);
}
