/* sitmap map: the whole job, from articles to GeoJSON and maps. */
#include "figure.h"
#include "reading.h"

#include "files.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const sm_usage usage = {
    .command = "map",
    .synopsis = "[OPTION...] DOC... -o DIR",
    .summary = "Read articles and leave incidents.geojson, map.png and map.svg in the folder DIR.\n"
               "DOC is a text, HTML, JSON Lines or CSV file, a folder of such, or - for JSON Lines on "
               "standard input.",
    .epilogue = "Example: sitmap map articles/ -o today --formats pdf --title 'Attacks in the Sahel'",
};

enum { MAX_FORMATS = 24 };

typedef struct outputs {
    char *maps[MAX_FORMATS], *tables[MAX_FORMATS];
    size_t n_maps, n_tables;
} outputs;

static void add_output(outputs *o, const char *directory, const char *format)
{
    bool map = sm_figure_format(format);
    char **list = map ? o->maps : o->tables;
    size_t *n = map ? &o->n_maps : &o->n_tables;
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s.%s", directory, map ? "map" : "incidents", format);
    for (size_t i = 0; i < *n; i++)
        if (strcmp(list[i], path) == 0)
            return;
    if (*n < MAX_FORMATS)
        list[(*n)++] = strdup(path);
}

static void remove_output(outputs *o, const char *directory, const char *format)
{
    char **list = sm_figure_format(format) ? o->maps : o->tables;
    size_t *n = sm_figure_format(format) ? &o->n_maps : &o->n_tables;
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s.%s", directory, sm_figure_format(format) ? "map" : "incidents",
             format);
    for (size_t i = 0; i < *n; i++) {
        if (strcmp(list[i], path) != 0)
            continue;
        free(list[i]);
        list[i] = list[--*n];
    }
}

/* "pdf,csv,-svg": adds to what is made by default, "-" takes away. */
static sm_status plan_outputs(outputs *o, const char *directory, const char *formats, sm_error *err)
{
    sm_status st = SM_OK;
    add_output(o, directory, "geojson");
    add_output(o, directory, "png");
    add_output(o, directory, "svg");
    while (formats && *formats && st == SM_OK) {
        char format[16];
        bool minus = *formats == '-';
        formats += minus || *formats == '+';
        size_t length = strcspn(formats, ",");
        snprintf(format, sizeof format, "%.*s", (int)(length < 15 ? length : 15), formats);
        if (!sm_figure_format(format))
            st = sm_incidents_format("", format, err);
        if (st == SM_OK)
            minus ? remove_output(o, directory, format) : add_output(o, directory, format);
        formats += length + (formats[length] == ',');
    }
    return st;
}

static void free_outputs(outputs *o)
{
    for (size_t i = 0; i < o->n_maps; i++)
        free(o->maps[i]);
    for (size_t i = 0; i < o->n_tables; i++)
        free(o->tables[i]);
}

static sm_status make_directory(const char *path, sm_error *err)
{
    struct stat st;
    if (mkdir(path, 0777) == 0 || (errno == EEXIST && stat(path, &st) == 0 && S_ISDIR(st.st_mode)))
        return SM_OK;
    return sm_fail_at(err, SM_E_IO, path, 0, "%s", errno == EEXIST ? "is not a folder" : strerror(errno));
}

static sm_status write_all(const sm_reading *r, const outputs *o, const sm_figure *f,
                           const sm_incidents *list, sm_figure_report *report, sm_error *err)
{
    sm_status st = SM_OK;
    for (size_t i = 0; i < o->n_tables && st == SM_OK; i++) {
        const sm_save_options save = {.warn = r->quiet ? NULL : sm_cli_warn, .context = o->tables[i]};
        st = sm_incidents_save(list, o->tables[i], &save, err);
    }
    if (st == SM_OK && o->n_maps)
        st = sm_draw_figure(list, r->gazetteer, &f->options, (const char *const *)o->maps, o->n_maps, report,
                            err);
    return st;
}

int sm_cmd_map(int argc, char **argv)
{
    sm_reading r = SM_READING_DEFAULTS;
    sm_figure f = {0};
    outputs o = {0};
    const char *directory = NULL, *formats = NULL;
    int first, status;
    sm_incidents *list = NULL;
    sm_figure_report report = {0};
    sm_error err = {0};
    const sm_option options[] = {
        {"output", 'o', SM_OPT_STRING, &directory, "DIR",
         "folder for the results, made if it does not exist"},
        {"formats", 0, SM_OPT_STRING, &formats, "LIST",
         "add (pdf,html,csv,gpkg) or take away (-svg) results"},
        SM_TYPES_OPTION(r),
        SM_FIGURE_OPTIONS(f),
        SM_READING_OPTIONS(r),
        {0},
    };
    if (!sm_cli_parse(&usage, options, argc, argv, &first, &status))
        return status;
    if (directory == NULL)
        return sm_cli_misuse(&usage, "no folder given; add -o DIR");
    if (!sm_figure_begin(&f, &usage))
        return SM_EXIT_USAGE;
    sm_status st = plan_outputs(&o, directory, formats, &err);
    if (st != SM_OK) {
        free_outputs(&o);
        return sm_cli_fail(&err);
    }
    if (!sm_reading_begin(&r, &usage, argc - first, &status)) {
        free_outputs(&o);
        return status;
    }
    st = sm_extract_documents(r.gazetteer, (const char *const *)argv + first, (size_t)(argc - first),
                              &r.options, &list, &r.counts, &err);
    sm_progress_end(&r.bar);
    if (st == SM_OK)
        st = make_directory(directory, &err);
    if (st == SM_OK)
        st = write_all(&r, &o, &f, list, &report, &err);
    if (st == SM_OK && !r.quiet) {
        for (size_t i = 0; i < o.n_tables; i++)
            fprintf(stderr, "%s: %zu incidents of %zu articles\n", o.tables[i], sm_incidents_count(list),
                    r.counts.articles);
        sm_figure_summary((const char *const *)o.maps, o.n_maps, &report);
    }
    status = sm_reading_end(&r);
    sm_incidents_free(list);
    free_outputs(&o);
    return st == SM_OK ? status : sm_cli_fail(&err);
}
