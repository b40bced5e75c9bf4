/* Names of areas and lines: countries, divisions, seas, lakes, rivers. An area is a raster of its visible
 * part; each way of writing its name (spaced out, on one line, on two, small) is tried on the widest places
 * of its rows. A sea is the water that the basemap's grid says is its own, less the land as it is drawn. */
#include "fit.h"
#include "mask.h"
#include "naming.h"
#include "utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    PRIORITY_COUNTRY = 60,
    PRIORITY_SPILLED = 45, /* a country whose name is larger than itself gives way to capitals */
    PRIORITY_WATER = 15,
    PRIORITY_RIVER = 12,
    PRIORITY_ADMIN1 = 10,
    MASK_CELL = 6,   /* px of a page of 1600 × 1200 */
    SEA_STEP = 3,    /* cells between the points at which the sea is asked for */
    ROWS_TRIED = 13, /* of an area */
    SPOTS_KEPT = 12, /* of each way of writing */
    RIVER_SPOTS = 10,
    MAX_WORDS = 12,
    SHORTEST_LINE = 4 /* bytes: no line is "Al" */
};

#define LARGEST_SPACING 0.6  /* em: a name is spread over its country so far */
#define SPREAD_SHARE    0.55 /* of the country's width */
#define SMALL           0.8  /* size of a name that does not fit */
#define SPILL_SIZE      0.74
#define SPILL_SHARE     0.45 /* of its name's width is a country at least whose name may spill over */
#define STRAIGHT        0.97 /* chord to course of the piece of a river under its name */
#define STEEPEST        60.0 /* degrees */

typedef struct areas {
    sm_names *names;
    sm_compose *c;
    sm_mask mask;
} areas;

/* --- ways of writing --------------------------------------------------------------------------- */

static double width_of(const sm_compose *c, const char *text, const sm_font *font)
{
    return sm_fit_width(&c->measure, text, font);
}

/* Cut `text` into lines at blanks, so that the longest is as short as can be. False when it has too few
 * words. */
static bool break_lines(const sm_compose *c, const char *text, const sm_font *font, int n, const char **lines)
{
    size_t cut[MAX_WORDS], words = 0, length = strlen(text);
    for (size_t i = 1; i < length && words < MAX_WORDS; i++)
        if (text[i] == ' ')
            cut[words++] = i;
    if (n < 2 || n > 3 || words + 1 < (size_t)n)
        return false;
    double best = INFINITY;
    for (size_t a = 0; a < words; a++) {
        for (size_t b = n == 2 ? words : a + 1; b < words + (n == 2); b++) {
            size_t end = n == 2 ? length : cut[b];
            const char *parts[3] = {sm_arena_copy(c->arena, text, cut[a]),
                                    sm_arena_copy(c->arena, text + cut[a] + 1, end - cut[a] - 1),
                                    n == 2 ? "" : text + end + 1};
            double widest = fmax(width_of(c, parts[0], font),
                                 fmax(width_of(c, parts[1], font), n == 2 ? 0 : width_of(c, parts[2], font)));
            bool stump = strlen(parts[0]) < SHORTEST_LINE || strlen(parts[1]) < SHORTEST_LINE ||
                         (n == 3 && strlen(parts[2]) < SHORTEST_LINE);
            if (widest < best && !stump) {
                best = widest;
                memcpy(lines, parts, sizeof parts);
            }
        }
    }
    return isfinite(best);
}

/* One more way: `n` lines, size and spacing so many times those of the style. */
static void add_wording(const sm_compose *c, sm_name *item, const char *text, int n, double size,
                        double spacing)
{
    sm_wording *w = &item->words[item->n_words];
    if (item->n_words == SM_NAME_WORDINGS)
        return;
    *w = (sm_wording){.n = n, .font = item->style.font, .lines = {text}};
    w->font.size *= size;
    w->font.letter_spacing *= size * spacing;
    if (n > 1 && !break_lines(c, text, &w->font, n, w->lines))
        return;
    sm_names_measure(c, &item->style, w);
    item->n_words++;
}

/* The name spread over its area, as far as letters can be apart and still be one word. */
static void add_spread(const sm_compose *c, sm_name *item, const char *text, double room)
{
    sm_wording *w = &item->words[item->n_words];
    size_t letters = sm_utf8_count(text, strlen(text));
    *w = (sm_wording){.n = 1, .font = item->style.font, .lines = {text}};
    double plain = width_of(c, text, &w->font), more = SPREAD_SHARE * room - plain;
    if (letters < 2 || item->style.font.letter_spacing <= 0 || more < .15 * plain)
        return;
    w->font.letter_spacing += fmin(more / (double)(letters - 1), LARGEST_SPACING * w->font.size);
    sm_names_measure(c, &item->style, w);
    if (w->width > plain + 1) /* joined scripts are not spaced: nothing gained */
        item->n_words++;
}

/* --- spots in a mask --------------------------------------------------------------------------- */

typedef struct spots {
    sm_label_spot *items;
    size_t n, capacity;
    sm_arena *arena;
} spots;

static void add_spot(spots *s, sm_label_spot spot)
{
    if (sm_arena_grow(s->arena, &s->items, &s->capacity, s->n, sizeof spot))
        s->items[s->n++] = spot;
}

static int cheapest_first(const void *a, const void *b)
{
    const sm_label_spot *x = a, *y = b;
    if (x->cost != y->cost)
        return x->cost < y->cost ? -1 : 1;
    return x->x != y->x ? (x->x < y->x ? -1 : 1) : x->y < y->y ? -1 : x->y > y->y;
}

/* The cheapest `most` of the spots from `first` on stay. */
static void keep_cheapest(spots *s, size_t first, size_t most)
{
    if (s->n > first)
        qsort(s->items + first, s->n - first, sizeof *s->items, cheapest_first);
    s->n = s->n > first + most ? first + most : s->n;
}

/* Where a wording fits into the mask: on a number of rows, in the middle of the longest run and to its sides.
 */
static void find_spots(const sm_mask *m, const sm_wording *w, int wording, double cost, spots *out)
{
    static const double shares[] = {.5, .35, .65, .2, .8};
    size_t first = out->n;
    double reach = hypot(m->box.width, m->box.height);
    for (int i = 0; i < ROWS_TRIED; i++) {
        double y = i ? m->box.y + m->box.height * i / ROWS_TRIED : m->middle.y, from, to;
        if (!sm_mask_run(m, y, &from, &to) || to - from < w->width)
            continue;
        for (int k = -1; k < 5; k++) {
            double x = k < 0 ? m->middle.x : from + w->width / 2 + shares[k] * (to - from - w->width);
            sm_rect box = {x - w->width / 2, y - w->height / 2, w->width, w->height};
            if (!sm_mask_holds(m, box))
                continue;
            double away = hypot(x - m->middle.x, y - m->middle.y),
                   off = fabs(x - (from + to) / 2) / fmax(to - from, 1); /* of the run's middle */
            add_spot(out, (sm_label_spot){.x = box.x,
                                          .y = box.y,
                                          .cost = cost + 2.2 * away / reach + off,
                                          .width = w->width,
                                          .height = w->height,
                                          .wording = wording});
        }
    }
    keep_cheapest(out, first, SPOTS_KEPT);
}

static bool touches_frame(const sm_mask *m)
{
    double slack = 1.5 * m->cell;
    return m->box.x <= m->frame.x + slack || m->box.y <= m->frame.y + slack ||
           m->box.x + m->box.width >= m->frame.x + m->frame.width - slack ||
           m->box.y + m->box.height >= m->frame.y + m->frame.height - slack;
}

/* A country that is smaller than its name: the name in its middle, over its borders. */
static bool spill(const sm_compose *c, const sm_mask *m, sm_name *item, const char *text, spots *out)
{
    item->n_words = 0;
    for (int lines = 1; lines <= 3; lines++)
        add_wording(c, item, text, lines, SPILL_SIZE, .4);
    for (int i = 0; i < item->n_words && !touches_frame(m); i++) {
        const sm_wording *w = &item->words[i];
        if (m->box.width < SPILL_SHARE * w->width || m->box.height < .6 * w->height)
            continue;
        for (int k = 0; k < 3; k++) {
            double dy = (k == 0 ? 0 : k == 1 ? -.25 : .25) * m->box.height;
            add_spot(out, (sm_label_spot){.x = m->middle.x - w->width / 2,
                                          .y = m->middle.y + dy - w->height / 2,
                                          .cost = 2 * fmax(0, 1 - m->box.width / w->width) + .1 * i + .3 * k,
                                          .width = w->width,
                                          .height = w->height,
                                          .wording = i});
        }
    }
    return out->n > 0;
}

/* --- countries and divisions ------------------------------------------------------------------- */

static void flip_ring(void *context, const sm_points *ring)
{
    sm_mask_flip(context, ring);
}

static bool fits_somewhere(const sm_mask *m, double font_size)
{
    return m->box.height >= .5 * font_size && m->box.width >= font_size;
}

typedef struct kind {
    sm_base_layer layer;
    const char *source;
    sm_named named;
    int priority;
    bool focus_only, spread, spills;
} kind;

/* The label of what the mask holds. */
static void name_mask(areas *a, const kind *k, const sm_style_feature *f, const char *name)
{
    sm_compose *c = a->c;
    sm_name item = {.kind = k->named};
    spots found = {.arena = c->arena};
    if (!sm_names_style(c, k->source, SM_STYLE_SYMBOL, f, &item.style) ||
        !fits_somewhere(&a->mask, item.style.font.size))
        return;
    const char *text = sm_names_text(c, &item.style, name);
    double from = 0, to = 0;
    if (text[0] == '\0')
        return;
    sm_mask_run(&a->mask, a->mask.middle.y, &from, &to);
    if (k->spread)
        add_spread(c, &item, text, to - from);
    add_wording(c, &item, text, 1, 1, 1);
    add_wording(c, &item, text, 2, 1, 1);
    add_wording(c, &item, text, 1, SMALL, .4);
    add_wording(c, &item, text, item.n_words == 4 ? 2 : 3, SMALL, .4);
    for (int i = 0; i < item.n_words; i++)
        find_spots(&a->mask, &item.words[i], i, .45 * i, &found);
    int priority = k->priority;
    if (found.n == 0) {
        if (!k->spills || !spill(c, &a->mask, &item, text, &found))
            return;
        priority = PRIORITY_SPILLED;
    }
    sm_label *label = sm_names_add(a->names, &item);
    if (label == NULL)
        return;
    label->spots = found.items;
    label->n_spots = found.n;
    label->priority = priority;
}

static void name_units(areas *a, const kind *k)
{
    sm_compose *c = a->c;
    const sm_base_shape *shapes;
    const sm_base_unit *units;
    size_t n = sm_basemap_shapes(c->basemap, k->layer, c->level, &shapes),
           n_units = sm_basemap_units(c->basemap, &units);
    for (size_t first = 0, end; first < n; first = end) { /* shapes of one unit stand together */
        uint32_t unit = shapes[first].unit;
        bool seen = false;
        for (end = first; end < n && shapes[end].unit == unit; end++)
            seen |= sm_compose_is_seen(c, &shapes[end]);
        bool part = unit < n_units && units[unit].layer != k->layer, /* of a country: no name of its own */
            given_away = c->views && unit < n_units && c->views[unit] && c->views[unit]->owner[0];
        if (unit >= n_units || !seen || part || given_away ||
            (k->focus_only && !sm_compose_in_focus(c, unit)))
            continue;
        sm_mask_clear(&a->mask);
        for (size_t i = first; i < end; i++)
            sm_compose_each_rough_ring(c, &shapes[i], flip_ring, &a->mask);
        sm_mask_sum(&a->mask);
        sm_known f;
        sm_feature_of_unit(c, unit, "Polygon", &f);
        if (a->mask.count)
            name_mask(a, k, &f.as, sm_compose_unit_name(c, unit));
    }
}

/* --- seas -------------------------------------------------------------------------------------- */

enum { MAX_SEEN = 64 };

/* For each cell the sea it is in (its place in `seen`, from 1), 0 on land and where there is no sea of a
 * name. */
static unsigned char *sea_cells(areas *a, uint32_t seen[MAX_SEEN], size_t *n_seen)
{
    sm_compose *c = a->c;
    sm_mask *m = &a->mask;
    const sm_base_shape *shapes;
    size_t n = sm_basemap_shapes(c->basemap, SM_BASE_LAND, c->level, &shapes);
    unsigned char *of = sm_arena_array(c->arena, (size_t)m->columns * (size_t)m->rows, 1);
    *n_seen = 0;
    for (int row = 0; of && row < m->rows; row += SEA_STEP) {
        for (int column = 0; column < m->columns; column += SEA_STEP) {
            double middle = SEA_STEP / 2.0;
            sm_xy at = {m->frame.x + (column + middle) * m->cell, m->frame.y + (row + middle) * m->cell};
            sm_point p;
            uint32_t sea = sm_view_inverse(c->view, at, &p) ? sm_basemap_sea_at(c->basemap, p) : SM_NO_UNIT;
            size_t k = 0;
            while (k < *n_seen && seen[k] != sea)
                k++;
            if (sea == SM_NO_UNIT || k == MAX_SEEN)
                continue;
            if (k == *n_seen)
                seen[(*n_seen)++] = sea;
            for (int r = row; r < row + SEA_STEP && r < m->rows; r++)
                for (int q = column; q < column + SEA_STEP && q < m->columns; q++)
                    of[r * m->columns + q] = (unsigned char)(k + 1);
        }
    }
    if (*n_seen == 0)
        return NULL;
    sm_mask_clear(m);
    for (size_t i = 0; i < n; i++)
        if (sm_compose_is_seen(c, &shapes[i]))
            sm_compose_each_rough_ring(c, &shapes[i], flip_ring, m);
    for (size_t i = 0; i < (size_t)m->columns * (size_t)m->rows; i++)
        of[i] = m->in[i] ? 0 : of[i];
    return of;
}

static void name_seas(areas *a)
{
    static const kind sea = {SM_BASE_SEAS, "water_names", SM_NAMED_WATER, PRIORITY_WATER,
                             false,        false,         false};
    sm_compose *c = a->c;
    sm_mask *m = &a->mask;
    const sm_base_unit *units;
    uint32_t seen[MAX_SEEN];
    size_t n;
    sm_basemap_units(c->basemap, &units);
    unsigned char *of = sea_cells(a, seen, &n);
    for (size_t k = 0; of && k < n; k++) {
        for (size_t i = 0; i < (size_t)m->columns * (size_t)m->rows; i++)
            m->in[i] = of[i] == k + 1;
        sm_mask_sum(m);
        sm_known f;
        sm_feature_of_unit(c, seen[k], "Polygon", &f);
        if (m->count)
            name_mask(a, &sea, &f.as, sm_compose_unit_name(c, seen[k]));
    }
}

/* --- rivers ------------------------------------------------------------------------------------ */

typedef struct river {
    sm_compose *c;
    const sm_wording *words;
    spots found;
} river;

static double course(const sm_points *line, size_t from, size_t to)
{
    double length = 0;
    for (size_t i = from; i < to; i++)
        length += hypot(line->at[i + 1].x - line->at[i].x, line->at[i + 1].y - line->at[i].y);
    return length;
}

/* Pieces of the course as long as the name and nearly straight; the name stands above them. */
static void along_line(void *context, const sm_points *line)
{
    river *r = context;
    const sm_wording *w = r->words;
    double wanted = 1.06 * w->width;
    for (size_t i = 0, k = 0; i + 1 < line->count; i++) {
        while (k + 1 < line->count &&
               hypot(line->at[k].x - line->at[i].x, line->at[k].y - line->at[i].y) < wanted)
            k++;
        sm_xy p = line->at[i], q = line->at[k];
        double chord = hypot(q.x - p.x, q.y - p.y), length = course(line, i, k);
        if (chord < wanted || chord < STRAIGHT * length || chord > 2.5 * wanted)
            continue;
        if (q.x < p.x) {
            sm_xy swap = p;
            p = q;
            q = swap;
        }
        double ux = (q.x - p.x) / chord, uy = (q.y - p.y) / chord, angle = atan2(uy, ux) * 180 / M_PI,
               bulge = 0;
        for (size_t j = i; j <= k; j++) /* how far the course rises over its chord, on the name's side */
            bulge = fmax(bulge, (line->at[j].x - p.x) * uy - (line->at[j].y - p.y) * ux);
        if (fabs(angle) > STEEPEST)
            continue;
        angle = fabs(angle) < .5 ? .5 : angle; /* 0 would mean: not along a line */
        double up = w->height / 2 + bulge + r->c->unit, x = (p.x + q.x) / 2 + uy * up,
               y = (p.y + q.y) / 2 - ux * up, wide = w->width * fabs(ux) + w->height * fabs(uy),
               high = w->width * fabs(uy) + w->height * fabs(ux);
        sm_rect f = r->c->frame;
        double away = hypot(x - f.x - f.width / 2, y - f.y - f.height / 2) / hypot(f.width, f.height);
        add_spot(&r->found, (sm_label_spot){.x = x - wide / 2,
                                            .y = y - high / 2,
                                            .cost = away + fabs(angle) / 60 + 20 * (1 - chord / length),
                                            .width = wide,
                                            .height = high,
                                            .angle = angle});
    }
}

static void name_rivers(areas *a)
{
    sm_compose *c = a->c;
    const sm_base_shape *shapes;
    const sm_base_unit *units;
    size_t n = sm_basemap_shapes(c->basemap, SM_BASE_RIVERS, c->level, &shapes),
           n_units = sm_basemap_units(c->basemap, &units);
    for (size_t first = 0, end; first < n; first = end) {
        uint32_t unit = shapes[first].unit;
        for (end = first; end < n && shapes[end].unit == unit; end++)
            ;
        sm_name item = {.kind = SM_NAMED_WATER};
        sm_known f;
        if (unit >= n_units)
            continue;
        sm_feature_of_unit(c, unit, "LineString", &f);
        if (!sm_names_style(c, "river_names", SM_STYLE_SYMBOL, &f.as, &item.style))
            return;
        add_wording(c, &item, sm_names_text(c, &item.style, sm_compose_unit_name(c, unit)), 1, 1, 1);
        river r = {.c = c, .words = &item.words[0], .found = {.arena = c->arena}};
        for (size_t i = first; i < end; i++)
            if (sm_compose_is_seen(c, &shapes[i]))
                sm_compose_each_line(c, &shapes[i], along_line, &r);
        keep_cheapest(&r.found, 0, RIVER_SPOTS);
        sm_label *label = r.found.n ? sm_names_add(a->names, &item) : NULL;
        if (label == NULL)
            continue;
        label->spots = r.found.items;
        label->n_spots = r.found.n;
        label->priority = PRIORITY_RIVER;
    }
}

/* --- all --------------------------------------------------------------------------------------- */

static bool is_shown(const sm_compose *c, const char *source)
{
    sm_style_layer layer;
    for (size_t i = 0; i < sm_style_count(c->style); i++)
        if (sm_style_at(c->style, i, c->zoom, &layer) && layer.type == SM_STYLE_SYMBOL &&
            strcmp(layer.source_layer, source) == 0)
            return true;
    return false;
}

void sm_names_of_areas(sm_names *l)
{
    static const kind kinds[] = {
        {SM_BASE_COUNTRIES, "country_names", SM_NAMED_AREA, PRIORITY_COUNTRY, false, true, true},
        {SM_BASE_ADMIN1, "admin1_names", SM_NAMED_AREA, PRIORITY_ADMIN1, true, false, false},
        {SM_BASE_LAKES, "water_names", SM_NAMED_WATER, PRIORITY_WATER, false, false, false},
    };
    areas a = {.names = l, .c = l->c};
    if (!sm_mask_new(l->c->arena, l->c->frame, MASK_CELL * l->c->unit, &a.mask))
        return;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        kind k = kinds[i];
        k.focus_only |= l->c->sparse;
        if (is_shown(l->c, k.source) && !(l->c->sparse && k.layer != SM_BASE_COUNTRIES))
            name_units(&a, &k);
    }
    if (is_shown(l->c, "water_names"))
        name_seas(&a);
    if (!l->c->sparse && is_shown(l->c, "river_names"))
        name_rivers(&a);
}
