#include "loading.h"

#include "cells.h"
#include "clip.h"
#include "geo.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MAX_BYTES = 1 << 14, MIN_RING = 5 };

#define TOLERANCE .0008 /* degrees: 90 m, a fifth of the sources' own error */

void sm_waters_no_memory(sm_loader *l)
{
    if (l->status == SM_OK)
        l->status = sm_fail(l->err, SM_E_NOMEM, "out of memory");
}

/* --- tables ------------------------------------------------------------------------------------ */

static void add_name(sm_loader *l, sm_water_name *list, size_t *n, const char *name, sm_point at,
                     const char *table)
{
    if (*n == SM_WATER_NAMES || !sm_point_valid(at)) {
        l->status = sm_fail_at(l->err, SM_E_SETUP, table, 0, "%s: %s", name,
                               *n == SM_WATER_NAMES ? "too many names of waters" : "no such place on earth");
        return;
    }
    list[*n].at = at;
    snprintf(list[(*n)++].name, sizeof list->name, "%s", name);
}

static FILE *open_table(sm_loader *l, const char *path)
{
    FILE *f = l->status == SM_OK ? fopen(path, "r") : NULL;
    if (f == NULL && l->status == SM_OK)
        l->status = sm_fail_at(l->err, SM_E_SETUP, path, 0, "cannot be opened");
    return f;
}

static double number_of(const char *line, int n)
{
    char text[32], *end;
    sm_cell(line, n, text, sizeof text);
    double number = strtod(text, &end);
    return end != text && *end == '\0' ? number : NAN;
}

static void read_lake_names(sm_loader *l)
{
    char line[LINE_MAX_BYTES], name[64], class[4], code[16];
    FILE *f = open_table(l, l->from->lake_table);
    while (f && l->status == SM_OK && fgets(line, sizeof line, f)) {
        sm_cell(line, 0, name, sizeof name);
        sm_cell(line, 6, class, sizeof class);
        sm_cell(line, 7, code, sizeof code);
        if (*line == '#' || strcmp(class, "H") != 0 || (strcmp(code, "LK") != 0 && strcmp(code, "RSV") != 0))
            continue;
        add_name(l, l->out->lake_names, &l->out->n_lake_names, name,
                 (sm_point){number_of(line, 2), number_of(line, 3)}, l->from->lake_table);
        if (l->status == SM_OK) /* without a box: of no size, like nothing */
            l->out->lake_names[l->out->n_lake_names - 1].box =
                (sm_box){number_of(line, 9), number_of(line, 10), number_of(line, 11), number_of(line, 12)};
    }
    if (f)
        fclose(f);
}

/* name TAB "lon lat, lon lat, …" */
static void read_river_names(sm_loader *l)
{
    char line[LINE_MAX_BYTES], name[64], text[LINE_MAX_BYTES];
    FILE *f = open_table(l, l->from->river_table);
    for (bool header = true; f && l->status == SM_OK && fgets(line, sizeof line, f); header = false) {
        if (*line == '#' || header)
            continue;
        sm_cell(line, 0, name, sizeof name);
        sm_cell(line, 1, text, sizeof text);
        for (char *at = text; *at && l->status == SM_OK; at += strspn(at, ", ")) {
            char *end;
            double lon = strtod(at, &end), lat = strtod(end, &at);
            add_name(l, l->out->river_names, &l->out->n_river_names, name,
                     end == at ? (sm_point){NAN, NAN} : (sm_point){lon, lat}, l->from->river_table);
        }
    }
    if (f)
        fclose(f);
}

/* name, a point on one bank, one on the other */
static void read_straits(sm_loader *l)
{
    char line[LINE_MAX_BYTES];
    FILE *f = open_table(l, l->from->strait_table);
    for (bool header = true; f && l->status == SM_OK && fgets(line, sizeof line, f); header = false) {
        sm_strait s = {{number_of(line, 1), number_of(line, 2)}, {number_of(line, 3), number_of(line, 4)}};
        if (*line == '#' || header)
            continue;
        if (l->n_straits == SM_STRAITS || !sm_point_valid(s.bank) || !sm_point_valid(s.other))
            l->status = sm_fail_at(l->err, SM_E_SETUP, l->from->strait_table, 0, "%.60s: %s", line,
                                   l->n_straits == SM_STRAITS ? "too many straits" : "no two points");
        else
            l->straits[l->n_straits++] = s;
    }
    if (f)
        fclose(f);
}

/* name, a point on a section */
static void read_dry_lakes(sm_loader *l)
{
    char line[LINE_MAX_BYTES];
    FILE *f = open_table(l, l->from->dry_table);
    for (bool header = true; f && l->status == SM_OK && fgets(line, sizeof line, f); header = false) {
        sm_point at = {number_of(line, 1), number_of(line, 2)};
        if (*line == '#' || header)
            continue;
        if (l->n_dry == SM_DRY_LAKES || !sm_point_valid(at))
            l->status =
                sm_fail_at(l->err, SM_E_SETUP, l->from->dry_table, 0, "%.60s: %s", line,
                           l->n_dry == SM_DRY_LAKES ? "too many dry lakes" : "no such place on earth");
        else
            l->dry[l->n_dry++] = at;
    }
    if (f)
        fclose(f);
}

/* --- lines ------------------------------------------------------------------------------------- */

void sm_waters_add(sm_loader *l, sm_water_list *list, sm_ring line, int name, int rank)
{
    if (!sm_arena_grow(l->arena, &list->items, &list->capacity, list->n, sizeof *list->items))
        sm_waters_no_memory(l);
    else
        list->items[list->n++] = (sm_water){line, name, rank};
}

double sm_waters_away(sm_point p, const sm_ring *line)
{
    double least = INFINITY, narrow = cos(p.lat * M_PI / 180);
    for (size_t i = 0; i + 1 < line->count; i++) {
        sm_point a = line->points[i], b = line->points[i + 1];
        double dx = b.lon - a.lon, dy = b.lat - a.lat, length = dx * dx + dy * dy;
        double t = length > 0 ? ((p.lon - a.lon) * dx + (p.lat - a.lat) * dy) / length : 0;
        t = fmax(0, fmin(1, t));
        least = fmin(least, hypot((a.lon + t * dx - p.lon) * narrow, a.lat + t * dy - p.lat));
    }
    return least;
}

sm_ring sm_waters_smooth(sm_loader *l, sm_ring r, bool closed)
{
    int rounds = closed && r.count < MIN_RING ? 0 : 2;
    sm_point *copy = sm_arena_array(l->arena, r.count, sizeof *copy);
    if (copy)
        memcpy(copy, r.points, r.count * sizeof *copy);
    r.points = copy;
    for (; rounds > 0 && r.count > 2 && r.points; rounds--) {
        sm_point *out = sm_arena_array(l->arena, 2 * r.count + 2, sizeof *out);
        size_t n = 0;
        if (out && !closed)
            out[n++] = r.points[0];
        for (size_t i = 0; out && i + 1 < r.count; i++) {
            sm_point a = r.points[i], b = r.points[i + 1];
            out[n++] = (sm_point){.75 * a.lon + .25 * b.lon, .75 * a.lat + .25 * b.lat};
            out[n++] = (sm_point){.25 * a.lon + .75 * b.lon, .25 * a.lat + .75 * b.lat};
        }
        if (out)
            out[n++] = closed ? out[0] : r.points[r.count - 1];
        r = (sm_ring){out, n};
    }
    if (r.points == NULL) {
        sm_waters_no_memory(l);
        r.count = 0;
    }
    return r;
}

sm_ring sm_waters_simplified(sm_loader *l, const sm_point *points, size_t n)
{
    sm_points p = {0};
    double shift = 0;
    for (size_t i = 0; i < n; i++) {
        shift += i == 0                                     ? 0
                 : points[i].lon - points[i - 1].lon > 180  ? -360
                 : points[i].lon - points[i - 1].lon < -180 ? 360
                                                            : 0;
        sm_points_add(&p, (sm_xy){points[i].lon + shift, points[i].lat});
    }
    sm_simplify(&p, TOLERANCE);
    sm_point *out = p.failed ? NULL : sm_arena_array(l->arena, p.count, sizeof *out);
    size_t count = out ? p.count : 0;
    for (size_t i = 0; i < count; i++)
        out[i] = (sm_point){p.at[i].x, p.at[i].y};
    if (out == NULL)
        sm_waters_no_memory(l);
    sm_points_free(&p);
    return (sm_ring){out, count};
}

sm_topology *sm_waters_coarse(sm_loader *l, const char *object)
{
    sm_topology *t = NULL;
    if (l->status == SM_OK)
        l->status = sm_topology_load(l->from->coarse, object, &t, l->err);
    return l->status == SM_OK ? t : NULL;
}

/* --- all --------------------------------------------------------------------------------------- */

sm_status sm_waters_load(const sm_water_sources *from, sm_rings *land, sm_arena *arena, sm_waters *out,
                         sm_error *err)
{
    memset(out, 0, sizeof *out);
    sm_loader l = {.from = from, .land = land, .arena = arena, .out = out, .err = err};
    read_lake_names(&l);
    read_river_names(&l);
    read_straits(&l);
    read_dry_lakes(&l);
    sm_waters_load_lakes(&l);
    sm_waters_load_rivers(&l);
    sm_waters_load_reservoirs(&l);
    return l.status;
}
