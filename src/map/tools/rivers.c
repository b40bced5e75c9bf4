/* Rivers: those of 1:50 million, and of 1:10 million Natural Earth's with what GSHHG has between them. */
#include "gshhg.h"
#include "loading.h"
#include "vector.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BRIEF_POINTS = 2, LEAST_RANK = 10 /* of Natural Earth's; GSHHG's classes 1 … 4 go on from there */ };

#define RIVER_NEAR  .15 /* degrees: a point of rivers.tsv is so near to its river, drawn on a grid of 4 km */
#define SAME_COURSE .1  /* … and so is a finer line to the coarse one of the same river */
#define SAME_LINE   .03 /* … and a river of GSHHG to the same river of Natural Earth */
#define BRIEFLY     .1  /* degrees of a line: a tributary nears the other river only to meet it */

/* --- 1:50 million ------------------------------------------------------------------------------ */

/* Each point of the table names the line that is nearest to it. */
static void name_coarse_rivers(sm_loader *l, sm_water_list *rivers)
{
    for (size_t i = 0; i < l->out->n_river_names && l->status == SM_OK; i++) {
        double least = INFINITY;
        size_t best = 0;
        for (size_t k = 0; k < rivers->n; k++) {
            double d = sm_waters_away(l->out->river_names[i].at, &rivers->items[k].line);
            if (d < least) {
                least = d;
                best = k;
            }
        }
        if (least > RIVER_NEAR)
            l->status = sm_fail_at(l->err, SM_E_SETUP, l->from->river_table, 0, "%s: a point is on no river",
                                   l->out->river_names[i].name);
        else
            rivers->items[best].name = (int)i;
    }
}

static void coarse_rivers(sm_loader *l)
{
    sm_water_list *rivers = &l->out->rivers[SM_WATER_COARSE];
    sm_topology *t = sm_waters_coarse(l, "rivers");
    for (size_t i = 0; t && i < sm_topology_count(t); i++)
        for (size_t r = 0; r < sm_topology_unit(t, i)->n_rings; r++)
            sm_waters_add(l, rivers, sm_topology_unit(t, i)->rings[r], -1, 0);
    name_coarse_rivers(l, rivers);
    for (size_t i = 0; i < rivers->n && l->status == SM_OK; i++) {
        sm_lines_add(l->named, &rivers->items[i].line, (uint32_t)(rivers->items[i].name + 1));
        rivers->items[i].line = sm_waters_smooth(l, rivers->items[i].line, false);
    }
    sm_topology_free(t);
}

/* --- 1:10 million ------------------------------------------------------------------------------ */

/* The name of the coarse course that most of a line's points follow. */
static int name_of_course(const sm_loader *l, const sm_point *points, size_t n)
{
    size_t votes[SM_WATER_NAMES + 1] = {0};
    for (size_t i = 0; i < n; i++) {
        uint32_t tag = sm_lines_nearest(l->named, points[i], SAME_COURSE);
        votes[tag == SM_NO_LINE ? 0 : tag]++;
    }
    for (size_t k = 1; k <= SM_WATER_NAMES; k++)
        if (2 * votes[k] > n)
            return (int)k - 1;
    return -1;
}

/* For reservoirs.c. */
static void keep_section(sm_loader *l, const sm_point *points, size_t n)
{
    sm_point *copy = sm_arena_array(l->arena, n, sizeof *copy);
    if (copy == NULL ||
        !sm_arena_grow(l->arena, &l->sections, &l->section_capacity, l->n_sections, sizeof *l->sections)) {
        sm_waters_no_memory(l);
        return;
    }
    memcpy(copy, points, n * sizeof *copy);
    l->sections[l->n_sections++] = (sm_ring){copy, n};
}

static bool take_river(void *context, const sm_vector_feature *f)
{
    sm_loader *l = context;
    const char *text = sm_vector_attribute(f, "scalerank");
    double rank = text ? strtod(text, NULL) : NAN;
    const char *class = sm_vector_attribute(f, "featurecla");
    bool in_lake = class && strcmp(class, "Lake Centerline") == 0;
    for (size_t i = 0; i < f->n_parts && l->status == SM_OK; i++) {
        const sm_part *part = &f->parts[i];
        const sm_point *points = f->points + part->first;
        if (part->kind != SM_PART_LINE || part->count < 2)
            continue;
        if (!(rank >= 0 && rank <= LEAST_RANK)) {
            l->status = sm_fail_at(l->err, SM_E_SETUP, l->from->rivers, 0, "a river has no rank from 0 to %d",
                                   LEAST_RANK);
            break;
        }
        sm_lines_add(l->ranked, &(sm_ring){points, part->count}, (uint32_t)rank);
        sm_waters_add(l, &l->out->rivers[SM_WATER_FINE], sm_waters_simplified(l, points, part->count),
                      name_of_course(l, points, part->count), (int)rank);
        if (in_lake)
            keep_section(l, points, part->count);
    }
    return l->status == SM_OK;
}

/* A name that no fine line has yet, since its course differs too much from the coarse one, is that of the
 * line nearest to its point. */
static void name_fine_rivers(sm_loader *l)
{
    sm_water_list *rivers = &l->out->rivers[SM_WATER_FINE];
    bool named[SM_WATER_NAMES] = {false};
    for (size_t i = 0; i < rivers->n; i++)
        for (size_t k = 0; rivers->items[i].name >= 0 && k < l->out->n_river_names; k++)
            named[k] |=
                strcmp(l->out->river_names[k].name, l->out->river_names[rivers->items[i].name].name) == 0;
    for (size_t k = 0; k < l->out->n_river_names; k++) {
        double least = SAME_COURSE;
        size_t best = rivers->n;
        for (size_t i = 0; i < rivers->n && !named[k]; i++) {
            double d = sm_waters_away(l->out->river_names[k].at, &rivers->items[i].line);
            if (d < least) {
                least = d;
                best = i;
            }
        }
        if (best < rivers->n)
            rivers->items[best].name = (int)k;
    }
}

static void fine_rivers(sm_loader *l)
{
    sm_vector *v = NULL;
    if (l->status == SM_OK)
        l->status = sm_vector_open(l->from->rivers, &v, l->err);
    if (v && l->status == SM_OK) {
        sm_status st = sm_vector_read(v, 0, take_river, l, l->err);
        l->status = l->status != SM_OK ? l->status : st;
    }
    sm_vector_close(v);
    if (l->status == SM_OK && l->out->rivers[SM_WATER_FINE].n == 0)
        l->status = sm_fail_at(l->err, SM_E_SETUP, l->from->rivers, 0, "holds no rivers");
}

/* Coarse rivers get the rank that the finer ones along their course have: the least that a third follow. */
static void rank_coarse_rivers(sm_loader *l)
{
    sm_water_list *rivers = &l->out->rivers[SM_WATER_COARSE];
    for (size_t i = 0; i < rivers->n && l->status == SM_OK; i++) {
        size_t votes[LEAST_RANK + 1] = {0}, n = 0;
        const sm_ring *line = &rivers->items[i].line;
        for (size_t k = 0; k < line->count; k++) {
            uint32_t rank = sm_lines_nearest(l->ranked, line->points[k], SAME_COURSE);
            if (rank <= LEAST_RANK)
                votes[rank]++, n++;
        }
        int rank = 0;
        while (rank < LEAST_RANK && 3 * votes[rank] < n)
            rank++;
        rivers->items[i].rank = n > 0 ? rank : LEAST_RANK / 2;
    }
}

static double length_of(const sm_point *p, size_t n)
{
    double length = 0;
    for (size_t i = 0; i + 1 < n; i++)
        length += hypot((p[i + 1].lon - p[i].lon) * cos(p[i].lat * M_PI / 180), p[i + 1].lat - p[i].lat);
    return length;
}

/* Of a river of GSHHG, the parts that are no river of Natural Earth and lie on land. A part goes on where it
 * nears another river briefly, so that it meets it. */
static void add_new_parts(sm_loader *l, const sm_gshhg_river *river)
{
    const sm_point *p = river->line.points;
    size_t n = river->line.count, first = 0;
    bool *known = sm_arena_array(l->arena, n, sizeof *known), any = false;
    for (size_t i = 0; known && i < n; i++) {
        known[i] = sm_lines_nearest(l->ranked, p[i], SAME_LINE) != SM_NO_LINE;
        any |= !known[i];
    }
    for (size_t i = 0, end; any && i < n; i = end) { /* runs of known points */
        for (end = i; end < n && known[end] == known[i]; end++)
            ;
        size_t from = i > 0 ? i - 1 : 0, to = end < n ? end + 1 : n;
        bool brief = known[i] && length_of(p + from, to - from) < BRIEFLY;
        for (size_t k = i; brief && k < end; k++)
            known[k] = false;
    }
    for (size_t i = 0; known && i < n; i++)
        known[i] |= !sm_rings_hold(l->land, p[i]);
    for (size_t i = 0; any && i <= n; i++) {
        if (i < n && !known[i])
            continue;
        if (i - first > BRIEF_POINTS && length_of(p + first, i - first) > SAME_LINE)
            sm_waters_add(l, &l->out->rivers[SM_WATER_FINE], sm_waters_simplified(l, p + first, i - first),
                          -1, LEAST_RANK - 1 + river->level);
        first = i + 1;
    }
    if (known == NULL)
        sm_waters_no_memory(l);
}

static void small_rivers(sm_loader *l)
{
    sm_gshhg_river *rivers;
    size_t n = 0;
    if (l->status == SM_OK)
        l->status = sm_gshhg_rivers(l->from->small_rivers, l->arena, &rivers, &n, l->err);
    for (size_t i = 0; i < n && l->status == SM_OK; i++)
        if (rivers[i].level >= 1 && rivers[i].level <= 4) /* neither banks, nor wadis, nor canals */
            add_new_parts(l, &rivers[i]);
}

void sm_waters_load_rivers(sm_loader *l)
{
    l->named = sm_lines_new(SAME_COURSE);
    l->ranked = sm_lines_new(SAME_COURSE);
    coarse_rivers(l);
    fine_rivers(l);
    name_fine_rivers(l);
    rank_coarse_rivers(l);
    small_rivers(l);
    sm_lines_free(l->named);
    sm_lines_free(l->ranked);
}
