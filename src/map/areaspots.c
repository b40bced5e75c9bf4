/* Where the names of areas and lines may stand. An area is a raster of its visible part; each way of writing
 * its name (spaced out, on one line, on two, small) is tried on the widest places of its rows. A line has its
 * name over a straight piece. */
#include "fit.h"
#include "naming.h"
#include "utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    ROWS_TRIED = 13, /* of an area */
    SPOTS_KEPT = 12, /* of each way of writing */
    COURSE_SPOTS = 16,
    STEPS = 6, /* of the course under a name */
    MAX_WORDS = 12,
    SHORTEST_LINE = 4 /* bytes: no line is "Al" */
};

#define LARGEST_SPACING 0.6  /* em: a name is spread over its country so far */
#define SPREAD_SHARE    0.55 /* of the country's width */
#define SMALL           0.8  /* size of a name that does not fit */
#define SPILL_SIZE      0.74
#define SPILL_SHARE     0.45 /* of its name's width is a country at least whose name may spill over */
#define STRAIGHT        0.92 /* chord to course of the piece of a river under its name */
#define STEEPEST        60.0 /* degrees */

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

static void add_spot(sm_spots *s, sm_label_spot spot)
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
static void keep_cheapest(sm_spots *s, size_t first, size_t most)
{
    if (s->n > first)
        qsort(s->items + first, s->n - first, sizeof *s->items, cheapest_first);
    s->n = s->n > first + most ? first + most : s->n;
}

/* Where a wording fits into the mask: on a number of rows, in the middle of the longest run and to its sides.
 */
static void find_spots(const sm_mask *m, const sm_wording *w, int wording, double cost, sm_spots *out)
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
static bool spill(const sm_compose *c, const sm_mask *m, sm_name *item, const char *text, sm_spots *out)
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

static bool fits_somewhere(const sm_mask *m, double font_size)
{
    return m->box.height >= .5 * font_size && m->box.width >= font_size;
}

void sm_names_of_mask(sm_names *l, const sm_mask *m, sm_name *item, const char *text,
                      const sm_area_naming *how)
{
    const sm_compose *c = l->c;
    sm_spots found = {.arena = c->arena};
    double from = 0, to = 0;
    if (text[0] == '\0' || !fits_somewhere(m, item->style.font.size))
        return;
    sm_mask_run(m, m->middle.y, &from, &to);
    if (how->spread)
        add_spread(c, item, text, to - from);
    add_wording(c, item, text, 1, 1, 1);
    add_wording(c, item, text, 2, 1, 1);
    add_wording(c, item, text, 1, SMALL, .4);
    add_wording(c, item, text, item->n_words == 4 ? 2 : 3, SMALL, .4);
    for (int i = 0; i < item->n_words; i++)
        find_spots(m, &item->words[i], i, .45 * i, &found);
    int priority = how->priority;
    if (found.n == 0) {
        if (how->spilled == 0 || !spill(c, m, item, text, &found))
            return;
        priority = how->spilled;
    }
    sm_label *label = sm_names_add(l, item);
    if (label == NULL)
        return;
    label->spots = found.items;
    label->n_spots = found.n;
    label->priority = priority;
}

/* --- along a line ------------------------------------------------------------------------------ */

static double course(const sm_points *line, size_t from, size_t to)
{
    double length = 0;
    for (size_t i = from; i < to; i++)
        length += hypot(line->at[i + 1].x - line->at[i].x, line->at[i + 1].y - line->at[i].y);
    return length;
}

/* The same line with points at most `step` apart. */
static sm_points stepped(const sm_points *line, double step)
{
    sm_points out = {0};
    for (size_t i = 0; i + 1 < line->count; i++) {
        sm_xy a = line->at[i], b = line->at[i + 1];
        int n = (int)ceil(hypot(b.x - a.x, b.y - a.y) / step);
        for (int k = 0; k < n; k++)
            sm_points_add(&out, (sm_xy){a.x + (b.x - a.x) * k / n, a.y + (b.y - a.y) * k / n});
    }
    if (line->count)
        sm_points_add(&out, line->at[line->count - 1]);
    return out;
}

/* Pieces of the course as long as the name and nearly straight; the name stands above them. */
void sm_course_piece(void *context, const sm_points *piece)
{
    sm_course *r = context;
    const sm_wording *w = &r->item.words[0];
    double wanted = 1.06 * w->width;
    sm_points points = stepped(piece, fmax(wanted / STEPS, 1));
    const sm_points *line = &points;
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
        double up = w->height / 2 + bulge + r->lift, x = (p.x + q.x) / 2 + uy * up,
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
    sm_points_free(&points);
}

void sm_course_begin(sm_course *r, sm_compose *c, const sm_name *item, const char *text)
{
    *r = (sm_course){.c = c, .item = *item, .found = {.arena = c->arena}, .lift = c->unit};
    add_wording(c, &r->item, text, 1, 1, 1);
}

/* The cheapest spots, no two so near to each other that what is in the way of one is in the other's too. */
static void keep_apart(sm_spots *s, size_t most, double distance)
{
    size_t kept = 0;
    if (s->n > 0)
        qsort(s->items, s->n, sizeof *s->items, cheapest_first);
    for (size_t i = 0; i < s->n && kept < most; i++) {
        bool apart = true;
        for (size_t k = 0; k < kept && apart; k++)
            apart = hypot(s->items[i].x - s->items[k].x, s->items[i].y - s->items[k].y) >= distance;
        if (apart)
            s->items[kept++] = s->items[i];
    }
    s->n = kept;
}

void sm_course_end(sm_course *r, sm_names *l, int priority)
{
    keep_apart(&r->found, COURSE_SPOTS, r->item.words[0].width / 3);
    sm_label *label = r->found.n ? sm_names_add(l, &r->item) : NULL;
    if (label == NULL)
        return;
    label->spots = r->found.items;
    label->n_spots = r->found.n;
    label->priority = priority;
}
