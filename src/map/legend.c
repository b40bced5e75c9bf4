/* The legend, and the list of what is known to the country only. */
#include "furniture.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_TOLLS = 3, MOST_LISTED = 8 };

#define NEXT_TOLL  0.36 /* of the greater one at most: circles that can be told apart */
#define LIST_SHARE 0.36 /* of the frame's width that the list may take */

/* --- what is on the map */

static bool group_is_drawn(const sm_compose *c, int group)
{
    for (size_t i = 0; i < c->n_symbols; i++)
        if (c->symbols[i].group == group)
            return true;
    return false;
}

static int count_groups(const sm_compose *c, int *one)
{
    int n = 0;
    for (int g = 0; g < SM_STYLE_GROUPS; g++)
        if (group_is_drawn(c, g) && n++ == 0)
            *one = g;
    return n;
}

static int greatest_toll(const sm_compose *c)
{
    int greatest = 0;
    for (size_t i = 0; i < c->n_symbols; i++)
        if (c->symbols[i].first && c->symbols[i].incident->killed.best > greatest)
            greatest = c->symbols[i].incident->killed.best;
    return greatest;
}

/* The greatest of 1, 2, 3, 5 (3 only for the first) times a power of ten that is not above `limit`. */
static int round_toll(double limit, bool with_three)
{
    double ten = pow(10, floor(log10(limit)));
    double digit = limit / ten + 1e-9;
    return (int)lround(ten * (digit >= 5 ? 5 : digit >= 3 && with_three ? 3 : digit >= 2 ? 2 : 1));
}

/* Round tolls whose circles are greater than the smallest symbol, greatest first. `*floor`: up to so many
 * deaths have the smallest symbol. */
static int legend_tolls(const sm_compose *c, int tolls[MOST_TOLLS], int *floor_deaths)
{
    double smallest = sm_symbol_radius(c, 0);
    int n = 0, greatest = greatest_toll(c);
    *floor_deaths = (int)floor(smallest * smallest / c->per_death + 1e-9);
    for (double limit = greatest; n < MOST_TOLLS && limit >= 1; limit = tolls[n - 1] * NEXT_TOLL) {
        tolls[n] = round_toll(limit, n == 0);
        if (sm_symbol_radius(c, tolls[n]) < smallest * 1.3)
            break;
        n++;
    }
    return n;
}

/* --- sections; each returns the y under it */

typedef struct rows {
    sm_font heading, words;
    double line;       /* height of a row, px */
    double icon, text; /* px from the panel's edge: middle of the icons, beginning of the words */
} rows;

static rows rows_new(const sm_panel *p, double icon_half)
{
    const sm_style_layout *l = p->c->layout;
    rows r = {.heading = sm_panel_font(p, l->small_size, 700),
              .words = sm_panel_font(p, l->text_size * .93, 400)};
    r.line = 1.45 * r.words.size;
    r.icon = sm_panel_padding(p) + icon_half;
    r.text = r.icon + icon_half + 9 * p->c->furniture->unit;
    return r;
}

static double heading(sm_panel *p, const rows *r, const char *words, double y)
{
    sm_panel_text(p, words, &r->heading, p->c->layout->ink, sm_panel_padding(p), y + .8 * r->heading.size);
    return y + 1.55 * r->heading.size;
}

static sm_rgba symbol_colour(const sm_compose *c, int group)
{
    sm_rgba colour = c->layout->groups[group];
    colour.a = (unsigned char)lround(255 * c->layout->symbol_opacity);
    return colour;
}

static double groups_section(sm_panel *p, const rows *r, double y)
{
    sm_compose *c = p->c;
    double u = c->furniture->unit;
    y = heading(p, r, "Kind of incident", y);
    for (int g = 0; g < SM_STYLE_GROUPS; g++) {
        if (!group_is_drawn(c, g))
            continue;
        double middle = y + r->line / 2;
        sm_panel_circle(p, r->icon, middle, 5.5 * u, symbol_colour(c, g),
                        (sm_stroke){.colour = c->layout->paper, .width = u});
        sm_panel_text(p, sm_group_label(g), &r->words, c->layout->ink, r->text,
                      middle + SM_CAP_MIDDLE * r->words.size);
        y += r->line;
    }
    return y;
}

/* Circles that stand on one foot, each with a line from its top to its number. */
static double tolls_section(sm_panel *p, const rows *r, const int *tolls, int n, int floor_deaths, double y)
{
    sm_compose *c = p->c;
    double u = c->furniture->unit, greatest = sm_symbol_radius(c, tolls[0]),
           smallest = sm_symbol_radius(c, 0);
    int one = 0;
    bool coloured = count_groups(c, &one) == 1;
    sm_rgba grey = c->layout->muted, ink = c->layout->ink;
    grey.a = 60;
    y = heading(p, r, "People killed", y) + .25 * r->words.size;
    double foot = y + 2 * greatest + .3 * r->words.size,
           x = sm_panel_padding(p) + fmax(greatest, r->icon - sm_panel_padding(p)),
           tick = x + greatest + 8 * u, spacing = 1.2 * r->words.size;
    double heights[MOST_TOLLS + 1], tops[MOST_TOLLS + 1]; /* of the words over the foot; of the circles */
    for (int i = n; i >= 0; i--) {
        tops[i] = 2 * (i == n ? smallest : sm_symbol_radius(c, tolls[i]));
        heights[i] = i == n ? fmax(tops[i] - .4 * spacing, 0) : fmax(tops[i], heights[i + 1] + spacing);
    }
    foot = fmax(foot, y + heights[0] + SM_CAP_MIDDLE * r->words.size);
    for (int i = 0; i <= n; i++) {
        double radius = tops[i] / 2;
        sm_stroke outline = {.colour = coloured ? c->layout->paper : ink, .width = (coloured ? 1.2 : .9) * u};
        sm_panel_circle(p, x, foot - radius, radius, coloured ? symbol_colour(c, one) : grey, outline);
    }
    for (int i = 0; i <= n; i++) {
        double at = foot - heights[i], top = foot - tops[i];
        const char *words = i < n              ? sm_caption_number(c->arena, tolls[i])
                            : floor_deaths > 0 ? sm_arena_print(c->arena, "0–%s or not stated",
                                                                sm_caption_number(c->arena, floor_deaths))
                                               : "None or not stated";
        sm_stroke line = {.colour = ink, .width = fmax(.8 * u, .6)};
        sm_panel_line(p, (sm_xy){x, top}, (sm_xy){x + greatest + 2 * u, at}, line);
        sm_panel_line(p, (sm_xy){x + greatest + 2 * u, at}, (sm_xy){tick, at}, line);
        sm_panel_text(p, words, &r->words, ink, tick + 5 * u, at + SM_CAP_MIDDLE * r->words.size);
    }
    return foot + .45 * r->words.size;
}

static bool has_ring(const sm_compose *c)
{
    for (size_t i = 0; i < c->n_symbols; i++)
        if (c->symbols[i].ring > c->symbols[i].radius)
            return true;
    return false;
}

static double ring_section(sm_panel *p, const rows *r, double y)
{
    sm_compose *c = p->c;
    int one = 0;
    sm_rgba colour = count_groups(c, &one) == 1 ? c->layout->groups[one] : c->layout->muted, faint = colour;
    double u = c->furniture->unit, radius = 8.5 * u, line = fmax(r->line, 2 * radius + 2 * u),
           middle = y + line / 2;
    faint.a = 22;
    sm_panel_circle(p, r->icon, middle, radius, faint,
                    (sm_stroke){.colour = colour, .width = 1.2 * u, .dash_count = 2, .dash = {4 * u, 3 * u}});
    sm_panel_text(p, "Area of uncertainty", &r->words, c->layout->ink, r->text,
                  middle + SM_CAP_MIDDLE * r->words.size);
    return y + line;
}

/* Kinds, sizes, uncertainty. Cut 1: without the sizes; cut 2: the kinds alone. */
void sm_panel_legend(sm_panel *p)
{
    sm_compose *c = p->c;
    int tolls[MOST_TOLLS], floor_deaths = 0;
    if (c->n_symbols == 0)
        return;
    double y = sm_panel_padding(p), gap = 8 * c->furniture->unit;
    bool ring = p->cut < 2 && has_ring(c);
    rows r = rows_new(p, (ring ? 9 : 6) * c->furniture->unit);
    y = groups_section(p, &r, y);
    int n = p->cut < 1 ? legend_tolls(c, tolls, &floor_deaths) : 0;
    if (n > 0)
        y = tolls_section(p, &r, tolls, n, floor_deaths, y + gap);
    if (ring)
        y = ring_section(p, &r, y + .5 * gap);
    p->height = fmax(p->height, y + sm_panel_padding(p));
}

/* --- known to the country only */

static int by_deaths(const void *a, const void *b)
{
    const sm_incident *x = *(const sm_incident *const *)a, *y = *(const sm_incident *const *)b;
    if (x->killed.best != y->killed.best)
        return x->killed.best > y->killed.best ? -1 : 1;
    return x < y ? -1 : x > y;
}

/* Cut 1 and 2: fewer of them, then only how many there are. */
void sm_panel_country_only(sm_panel *p)
{
    sm_compose *c = p->c;
    size_t n = c->n_listed, shown = n;
    if (n == 0)
        return;
    const sm_incident **list = sm_arena_array(c->arena, n, sizeof *list);
    if (list == NULL)
        return;
    for (size_t i = 0; i < n; i++)
        list[i] = c->listed[i];
    qsort(list, n, sizeof *list, by_deaths);
    size_t most = p->cut == 0 ? MOST_LISTED : p->cut == 1 ? 3 : 0;
    if (n > most)
        shown = most > 1 ? most - 1 : 0; /* the last row says how many more */
    double u = c->furniture->unit, y = sm_panel_padding(p);
    rows r = rows_new(p, 4.5 * u);
    r.words = sm_panel_font(p, c->layout->small_size, 400);
    r.line = 1.5 * r.words.size;
    y = heading(p, &r, "Place not known more exactly", y);
    for (size_t i = 0; i < shown; i++, y += r.line) {
        int group = sm_group_index(sm_event_group((sm_event_type)list[i]->type));
        double middle = y + r.line / 2;
        const char *words = sm_fit_cut(&c->measure, c->arena, sm_caption_incident(c, list[i]), &r.words,
                                       fmax(LIST_SHARE * c->frame.width - r.text, 60));
        sm_panel_circle(p, r.icon, middle, 4 * u, symbol_colour(c, group), (sm_stroke){0});
        sm_panel_text(p, words, &r.words, c->layout->ink, r.text, middle + SM_CAP_MIDDLE * r.words.size);
    }
    if (shown < n) {
        const char *words = sm_arena_print(c->arena, shown ? "and %zu more" : "%zu incidents", n - shown);
        sm_panel_text(p, words, &r.words, c->layout->muted, shown ? r.text : sm_panel_padding(p),
                      y + r.line / 2 + SM_CAP_MIDDLE * r.words.size);
        y += r.line;
    }
    p->height = fmax(p->height, y + sm_panel_padding(p));
}
