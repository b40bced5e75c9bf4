#include "figure.h"

#include <string.h>

static bool parse_size(const char *size, sm_figure_options *o)
{
    static const struct {
        const char *name;
        double width, height; /* px at 96 dpi */
    } pages[] = {{"a4", 1123, 794},
                 {"a4-portrait", 794, 1123},
                 {"a5", 794, 559},
                 {"a5-portrait", 559, 794},
                 {"slide", 1280, 720}};
    char rest;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        if (strcmp(size, pages[i].name) == 0) {
            o->width = pages[i].width;
            o->height = pages[i].height;
            return true;
        }
    }
    return sscanf(size, "%lfx%lf%c", &o->width, &o->height, &rest) == 2 && o->width >= 100 &&
           o->height >= 100 && o->width <= 20000 && o->height <= 20000;
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
    if (f->size && !parse_size(f->size, &f->options)) {
        sm_cli_misuse(usage, "--size takes WIDTHxHEIGHT in px from 100 to 20000, a4, a5 or slide, not '%s'",
                      f->size);
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
        if (r->unlocated)
            fprintf(stderr, ", %zu without a place", r->unlocated);
        if (r->not_shown)
            fprintf(stderr, ", %zu not accomplished and not drawn", r->not_shown);
        if (r->labels_dropped)
            fprintf(stderr, "; %d labels, %d had no room", r->labels_placed, r->labels_dropped);
        fputc('\n', stderr);
    }
}
