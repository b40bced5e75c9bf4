#include "figure.h"

#include <string.h>
#include <time.h>

/* "a4", "a4-portrait", "1600x1200", "180x120mm": sides in px at 96 an inch. */
static bool parse_size(const char *size, double *width, double *height)
{
    static const struct {
        const char *name;
        double width, height; /* px */
    } pages[] = {
        {"a3", 1587, 1123}, {"a4", 1123, 794}, {"a5", 794, 559}, {"letter", 1056, 816}, {"slide", 1280, 720}};
    static const struct {
        const char *name;
        double px;
    } units[] = {{"", 1}, {"px", 1}, {"mm", 96 / 25.4}, {"cm", 96 / 2.54}, {"in", 96}};
    char unit[4] = "", rest;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        size_t length = strlen(pages[i].name);
        bool portrait =
            strcmp(size + (strncmp(size, pages[i].name, length) == 0 ? length : 0), "-portrait") == 0;
        if (strcmp(size, pages[i].name) != 0 && !portrait)
            continue;
        *width = portrait ? pages[i].height : pages[i].width;
        *height = portrait ? pages[i].width : pages[i].height;
        return true;
    }
    int n = sscanf(size, "%lfx%lf%3s%c", width, height, unit, &rest);
    for (size_t i = 0; i < sizeof units / sizeof *units && (n == 2 || n == 3); i++) {
        if (strcmp(unit, units[i].name) != 0)
            continue;
        *width *= units[i].px;
        *height *= units[i].px;
        return *width >= 100 && *height >= 100 && *width <= 20000 && *height <= 20000;
    }
    return false;
}

static void turn_page(sm_figure *f)
{
    sm_figure_options *o = &f->options;
    double width = o->width > 0 ? o->width : 1600, height = o->height > 0 ? o->height : 1200;
    if (!f->portrait && !f->landscape)
        return;
    o->width = (height > width) == f->portrait ? width : height;
    o->height = (height > width) == f->portrait ? height : width;
}

/* The day that is printed on the map: only when asked for, so that the same input gives the same bytes. */
static bool parse_made(sm_figure *f)
{
    sm_date d;
    if (strcmp(f->made, "today") == 0) {
        time_t now = time(NULL);
        struct tm local;
        if (localtime_r(&now, &local) == NULL)
            return false;
        strftime(f->made_text, sizeof f->made_text, "%Y-%m-%d", &local);
    } else if (!sm_date_parse(f->made, &d) || d.day == 0) {
        return false;
    } else {
        sm_date_print(d, f->made_text);
    }
    f->options.made = f->made_text;
    return true;
}

static bool parse_extent(const char *text, sm_box *b)
{
    char rest;
    return sscanf(text, "%lf,%lf,%lf,%lf%c", &b->west, &b->south, &b->east, &b->north, &rest) == 4 &&
           b->south < b->north && b->south >= -90 && b->north <= 90 && b->west >= -180 && b->west <= 180 &&
           b->east >= -180 && b->east <= 180 && b->west != b->east;
}

bool sm_figure_begin(sm_figure *f, const sm_usage *usage)
{
    f->options.warn = sm_cli_warn;
    if (f->options.dpi < 0 || f->options.dpi > 2400) {
        sm_cli_misuse(usage, "--dpi takes a number up to 2400");
        return false;
    }
    if (f->size && !parse_size(f->size, &f->options.width, &f->options.height)) {
        sm_cli_misuse(
            usage,
            "--size takes WIDTHxHEIGHT of 100 to 20000 px (or with mm, cm, in), a3, a4, a5, letter or "
            "slide, not '%s'",
            f->size);
        return false;
    }
    if (f->portrait && f->landscape) {
        sm_cli_misuse(usage, "--portrait and --landscape together");
        return false;
    }
    turn_page(f);
    if (f->made && !parse_made(f)) {
        sm_cli_misuse(usage, "--made takes a date such as 2015-11-21, or today, not '%s'", f->made);
        return false;
    }
    if (f->extent && !parse_extent(f->extent, &f->box)) {
        sm_cli_misuse(usage, "--extent takes WEST,SOUTH,EAST,NORTH in degrees, not '%s'", f->extent);
        return false;
    }
    f->options.extent = f->extent ? &f->box : NULL;
    return true;
}

void sm_figure_summary(const char *const *paths, size_t count, const sm_figure_report *r)
{
    for (size_t i = 0; i < count; i++) {
        fprintf(stderr, "%s: map of %zu incidents", paths[i], r->drawn);
        if (r->listed)
            fprintf(stderr, ", %zu known to the country only", r->listed);
        if (r->outside)
            fprintf(stderr, ", %zu outside the map", r->outside);
        if (r->left_out)
            fprintf(stderr, ", %zu before or after the periods shown", r->left_out);
        if (r->unlocated)
            fprintf(stderr, ", %zu without a place", r->unlocated);
        if (r->not_shown)
            fprintf(stderr, ", %zu not accomplished and not drawn", r->not_shown);
        if (r->labels_dropped)
            fprintf(stderr, "; %d labels, %d had no room", r->labels_placed, r->labels_dropped);
        if (r->no_legend)
            fputs("; no room for the legend", stderr);
        if (r->no_list)
            fputs("; no room for the list of incidents without a symbol", stderr);
        if (r->no_key)
            fputs("; no room for the key of the numbers", stderr);
        fputc('\n', stderr);
    }
}
