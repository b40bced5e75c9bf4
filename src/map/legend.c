/* The legend, and the list of what is known to the country only. */
#include "facets.h"
#include "furniture.h"
#include "ownlegend.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_TOLLS = 3,
    MOST_LISTED = 8,
    MOST_KINDS = 16,
    FEW_KINDS = 8,
    STACK_LOOKED_AT = 200,
    MOST_OWN = 10
};

#define NEXT_TOLL   0.36  /* of the greater one at most: circles that can be told apart */
#define KIND_RADIUS 8.0   /* px: of the disc with an icon in it */
#define KIND_LINE   19.5  /* px: from one to the next */
#define LIST_SHARE  0.36  /* of the frame's width that the list may take */
#define LIST_BESIDE 250.0 /* px beside small multiples */

/* --- what is on the map */

/* The one class of colour that the map has, −1 when there are several. */
static int only_class(const sm_compose *c)
{
    int one = -1, n = 0;
    for (int k = 0; k < c->n_classes; k++)
        if (c->classes[k].n > 0 && n++ == 0)
            one = k;
    return n == 1 ? one : -1;
}

static int greatest_toll(const sm_compose *c)
{
    int greatest = 0;
    for (size_t i = 0; i < c->n_symbols; i++)
        if (c->symbols[i].killed > greatest)
            greatest = c->symbols[i].killed;
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

static sm_rgba symbol_colour(const sm_compose *c, int class)
{
    sm_rgba colour = c->classes[class].colour;
    colour.a = (unsigned char)lround(255 * c->layout->symbol_opacity);
    return colour;
}

/* --- kinds as icons */

/* One kind of incident that has an icon on the map. */
typedef struct kind {
    const char *words;
    const sm_icon *icon;
    int class;
    size_t n, order;
    sm_rgba colour; /* that the style wants */
    double opacity;
} kind;

static int by_class(const void *a, const void *b)
{
    const kind *x = a, *y = b;
    if (x->class != y->class)
        return x->class < y->class ? -1 : 1;
    if (x->n != y->n)
        return x->n > y->n ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

static void count_kind(const sm_compose *c, const sm_symbol *s, kind *list, size_t *n)
{
    int class = c->options->color_by == SM_COLOR_DATE ? 0 : sm_class_of(c, s->incident);
    const char *words = sm_caption_type(c, s->incident);
    size_t k = 0;
    while (k < *n && (list[k].class != class || strcmp(list[k].words, words) != 0))
        k++;
    if (s->icon == NULL || k == MOST_KINDS)
        return;
    if (k == *n)
        list[(*n)++] = (kind){words, s->icon, class, 0, k, s->icon_colour, s->icon_opacity};
    list[k].n++;
}

/* By class of colour (all one where colour is time), the most frequent first. Those in stacks are among them:
 * a detail may show them one by one. */
static size_t find_kinds(const sm_panel *p, kind list[MOST_KINDS])
{
    const sm_compose *c = p->c;
    size_t n = 0;
    if (!c->icons || p->cut > 1)
        return 0;
    for (size_t i = 0; i < c->n_symbols; i++) {
        const sm_symbol *s = &c->symbols[i];
        for (size_t k = 0; k < s->n_stack && k < STACK_LOOKED_AT; k++) {
            sm_symbol one = {.incident = s->stack[k]};
            sm_symbol_find_icon(c, &one);
            count_kind(c, &one, list, &n);
        }
        if (s->stack == NULL)
            count_kind(c, s, list, &n);
    }
    qsort(list, n, sizeof *list, by_class);
    return p->cut == 1 && n > FEW_KINDS ? 0 : n;
}

static double kind_row(sm_panel *p, const rows *r, const kind *k, double y)
{
    sm_compose *c = p->c;
    double u = c->furniture->unit, line = fmax(r->line, KIND_LINE * u), middle = y + line / 2;
    bool dated = c->options->color_by == SM_COLOR_DATE;
    sm_rgba disc = dated ? c->layout->muted : symbol_colour(c, k->class);
    sm_panel_circle(p, r->icon, middle, KIND_RADIUS * u, disc,
                    (sm_stroke){.colour = c->layout->symbol_outline, .width = u});
    sm_panel_icon(p, k->icon, r->icon, middle, 1.42 * KIND_RADIUS * u,
                  sm_faded(sm_icon_colour(c, SM_MARK_EXACT, disc, k->colour), k->opacity));
    sm_panel_text(p, k->words, &r->words, c->layout->ink, r->text, middle + SM_CAP_MIDDLE * r->words.size);
    return y + line;
}

/* Under each group (when there are several) its kinds; a group whose kinds have no icon has a plain row. */
static double kinds_section(sm_panel *p, const rows *r, const kind *kinds, size_t n, double y)
{
    sm_compose *c = p->c;
    double u = c->furniture->unit;
    bool grouped = c->options->color_by == SM_COLOR_GROUP && only_class(c) < 0 && p->cut == 0;
    sm_font group = sm_panel_font(p, c->layout->small_size, 400);
    y = heading(p, r, sm_say(c, "Kind of incident"), y);
    for (int k = 0; k < c->n_classes; k++) {
        size_t of = 0;
        for (size_t i = 0; i < n; i++)
            of += kinds[i].class == k;
        if (of && grouped) {
            sm_panel_text(p, c->classes[k].words, &group, c->layout->muted, sm_panel_padding(p),
                          y + group.size);
            y += 1.35 * group.size;
        }
        for (size_t i = 0; i < n && of; i++)
            if (kinds[i].class == k)
                y = kind_row(p, r, &kinds[i], y);
        if (of == 0 && c->classes[k].n > 0 && c->options->color_by != SM_COLOR_DATE) {
            double middle = y + r->line / 2;
            sm_panel_circle(p, r->icon, middle, 5.5 * u, symbol_colour(c, k),
                            (sm_stroke){.colour = c->layout->symbol_outline, .width = u});
            sm_panel_text(p, c->classes[k].words, &r->words, c->layout->ink, r->text,
                          middle + SM_CAP_MIDDLE * r->words.size);
            y += r->line;
        }
    }
    return y;
}

/* --- kinds as colours */

static double classes_section(sm_panel *p, const rows *r, double y)
{
    sm_compose *c = p->c;
    double u = c->furniture->unit;
    y = heading(p, r, c->classes_heading, y);
    for (int k = 0; k < c->n_classes; k++) {
        if (c->classes[k].n == 0)
            continue;
        double middle = y + r->line / 2;
        sm_panel_circle(p, r->icon, middle, 5.5 * u, symbol_colour(c, k),
                        (sm_stroke){.colour = c->layout->symbol_outline, .width = u});
        sm_panel_text(p, c->classes[k].words, &r->words, c->layout->ink, r->text,
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
    int one = only_class(c);
    bool coloured = one >= 0;
    sm_rgba grey = c->layout->muted, ink = c->layout->ink;
    grey.a = 60;
    y = heading(p, r, sm_say(c, "People killed"), y) + .25 * r->words.size;
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
        const char *words = i < n              ? sm_caption_number(c, tolls[i])
                            : floor_deaths > 0 ? sm_words_fill(c->arena, sm_say(c, "0–{n} or not stated"),
                                                               "n", sm_caption_number(c, floor_deaths), NULL)
                                               : sm_say(c, "None or not stated");
        sm_stroke line = {.colour = ink, .width = fmax(.8 * u, .6)};
        sm_panel_line(p, (sm_xy){x, top}, (sm_xy){x + greatest + 2 * u, at}, line);
        sm_panel_line(p, (sm_xy){x + greatest + 2 * u, at}, (sm_xy){tick, at}, line);
        sm_panel_text(p, words, &r->words, ink, tick + 5 * u, at + SM_CAP_MIDDLE * r->words.size);
    }
    return foot + .45 * r->words.size;
}

/* --- what is not known exactly */

typedef struct signs {
    bool mark[SM_MARK_AREA + 1]; /* symbols of this kind are on the map */
    bool hatched, ringed, stacked, ranges;
    int n; /* rows that they need */
} signs;

static signs find_signs(const sm_compose *c)
{
    signs s = {0};
    for (size_t i = 0; i < c->n_symbols; i++) {
        const sm_symbol *m = &c->symbols[i];
        s.mark[m->mark] = true;
        s.hatched |= m->division != SM_NO_UNIT;
        s.ringed |= m->ring > m->radius;
        s.stacked |= m->stack != NULL && !c->numbered;
        s.ranges |= m->high > m->low;
    }
    bool vague = s.mark[SM_MARK_NEAR] || s.mark[SM_MARK_AREA];
    s.n =
        (vague && s.mark[SM_MARK_EXACT]) + s.mark[SM_MARK_NEAR] + s.mark[SM_MARK_AREA] + s.stacked + s.ranges;
    if (!vague)
        s.mark[SM_MARK_EXACT] = false; /* goes without saying */
    return s;
}

static sm_rgba sign_colour(const sm_compose *c)
{
    int one = only_class(c);
    return one >= 0 ? c->classes[one].colour : c->layout->muted;
}

static void mark_sign(sm_panel *p, const rows *r, sm_mark mark, bool ring, double middle)
{
    sm_compose *c = p->c;
    double u = c->furniture->unit;
    sm_rgba colour = sign_colour(c), fill;
    sm_stroke stroke;
    if (ring) {
        sm_rgba faint = colour;
        faint.a = 22;
        sm_panel_circle(
            p, r->icon, middle, 9 * u, faint,
            (sm_stroke){.colour = colour, .width = 1.1 * u, .dash_count = 2, .dash = {4 * u, 3 * u}});
    }
    sm_mark_style(c, mark, colour, u, &fill, &stroke);
    sm_panel_circle(p, r->icon, middle, 4.5 * u, fill, stroke);
}

static void hatch_sign(sm_panel *p, const rows *r, double middle)
{
    sm_compose *c = p->c;
    double u = c->furniture->unit, x = r->icon - 9 * u, y = middle - 7 * u, width = 18 * u, height = 14 * u;
    sm_rgba colour = sign_colour(c);
    sm_stroke line = {.colour = colour, .width = u};
    line.colour.a = 210;
    const sm_xy corners[] = {{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}};
    sm_panel_polygon(p, corners, 4, (sm_rgba){0}, line);
    colour.a = 140;
    if (p->paint)
        ((sm_path *)c->scene->last->last)->pattern =
            (sm_pattern){.colour = colour, .angle = 45, .spacing = 4 * u, .width = u};
}

static void stack_sign(sm_panel *p, const rows *r, double middle)
{
    sm_compose *c = p->c;
    double u = c->furniture->unit;
    sm_font font = {.family = c->layout->family, .size = 9.5 * u, .weight = 700};
    sm_rgba fill;
    sm_stroke stroke;
    sm_mark_style(c, SM_MARK_EXACT, sign_colour(c), u, &fill, &stroke);
    sm_panel_circle(p, r->icon, middle, 8 * u, fill, stroke);
    sm_panel_text(p, "7", &font, sm_rgb(0xffffff), r->icon - sm_fit_width(&c->measure, "7", &font) / 2,
                  middle + SM_CAP_MIDDLE * font.size);
}

static void range_sign(sm_panel *p, const rows *r, double middle)
{
    sm_compose *c = p->c;
    double u = c->furniture->unit;
    sm_rgba colour = sign_colour(c), band = colour, edge = colour, fill;
    sm_stroke stroke;
    band.a = 71;
    edge.a = 204;
    sm_panel_circle(p, r->icon, middle, 9 * u, band, (sm_stroke){.colour = edge, .width = .8 * u});
    sm_mark_style(c, SM_MARK_EXACT, colour, u, &fill, &stroke);
    sm_panel_circle(p, r->icon, middle, 6.5 * u, fill, stroke);
    sm_panel_circle(
        p, r->icon, middle, 3.5 * u, (sm_rgba){0},
        (sm_stroke){
            .colour = c->layout->symbol_outline, .width = .9 * u, .dash_count = 2, .dash = {2 * u, 2 * u}});
}

static double signs_section(sm_panel *p, const rows *r, const signs *s, double y)
{
    static const char *const words[] = {"Place known", "Near this place", "Somewhere in this area"};
    sm_compose *c = p->c;
    double u = c->furniture->unit, line = fmax(r->line, 22 * u);
    if (s->mark[SM_MARK_NEAR] || s->mark[SM_MARK_AREA])
        y = heading(p, r, sm_say(c, "How exactly"), y);
    for (int m = SM_MARK_EXACT; m <= SM_MARK_AREA; m++) {
        if (!s->mark[m])
            continue;
        double middle = y + (m == SM_MARK_EXACT ? r->line : line) / 2;
        if (m == SM_MARK_AREA && s->hatched)
            hatch_sign(p, r, middle);
        mark_sign(p, r, (sm_mark)m, m == SM_MARK_NEAR || (m == SM_MARK_AREA && !s->hatched), middle);
        sm_panel_text(p, sm_say(c, words[m]), &r->words, c->layout->ink, r->text,
                      middle + SM_CAP_MIDDLE * r->words.size);
        y += m == SM_MARK_EXACT ? r->line : line;
    }
    if (s->stacked) {
        stack_sign(p, r, y + line / 2);
        sm_panel_text(p, sm_say(c, "Incidents at one place"), &r->words, c->layout->ink, r->text,
                      y + line / 2 + SM_CAP_MIDDLE * r->words.size);
        y += line;
    }
    if (s->ranges) {
        range_sign(p, r, y + line / 2);
        sm_panel_text(p, sm_say(c, "Lowest to highest toll"), &r->words, c->layout->ink, r->text,
                      y + line / 2 + SM_CAP_MIDDLE * r->words.size);
        y += line;
    }
    return y;
}

static double own_section(sm_panel *p, const rows *r, const sm_own_row *list, size_t n, double y)
{
    sm_compose *c = p->c;
    y = heading(p, r, sm_say(c, "Also shown"), y);
    for (size_t i = 0; i < n; i++, y += r->line) {
        double middle = y + r->line / 2;
        sm_own_sign(p, &list[i], r->icon, middle, r->icon - sm_panel_padding(p));
        sm_panel_text(p, list[i].words, &r->words, c->layout->ink, r->text,
                      middle + SM_CAP_MIDDLE * r->words.size);
    }
    return y;
}

/* Kinds, sizes, uncertainty, what the style adds. Cut 1: without the sizes; cut 2: the kinds alone. */
void sm_panel_legend(sm_panel *p)
{
    sm_compose *c = p->c;
    int tolls[MOST_TOLLS], floor_deaths = 0;
    sm_own_row own[MOST_OWN];
    size_t n_own = sm_own_rows(c, own, MOST_OWN);
    if (c->n_symbols == 0 && n_own == 0)
        return;
    signs s = find_signs(c);
    double y = sm_panel_padding(p), gap = 8 * c->furniture->unit;
    bool signs_shown = p->cut < 2 && s.n > 0;
    kind kinds[MOST_KINDS];
    size_t n_kinds = find_kinds(p, kinds);
    rows r = rows_new(p, (signs_shown || n_kinds || n_own ? 9 : 6) * c->furniture->unit);
    if (c->n_symbols && (n_kinds == 0 || c->options->color_by == SM_COLOR_DATE))
        y = classes_section(p, &r, y) + (n_kinds ? gap : 0);
    if (n_kinds)
        y = kinds_section(p, &r, kinds, n_kinds, y);
    int n = p->cut < 1 && c->n_symbols ? legend_tolls(c, tolls, &floor_deaths) : 0;
    if (n > 0)
        y = tolls_section(p, &r, tolls, n, floor_deaths, y + gap);
    if (signs_shown)
        y = signs_section(p, &r, &s, y + gap);
    if (n_own)
        y = own_section(p, &r, own, n_own, y + (c->n_symbols ? gap : 0));
    p->height = fmax(p->height, y + sm_panel_padding(p));
}

/* --- lists of what has no symbol */

static int by_deaths(const void *a, const void *b)
{
    const sm_incident *x = *(const sm_incident *const *)a, *y = *(const sm_incident *const *)b;
    if (x->killed.best != y->killed.best)
        return x->killed.best > y->killed.best ? -1 : 1;
    return x < y ? -1 : x > y;
}

/* Cut 1 and 2: fewer of them, then only how many there are. */
static void list_panel(sm_panel *p, const char *title, const sm_incident *const *incidents, size_t n,
                       const char *(*words_of)(const sm_compose *c, const sm_incident *in))
{
    sm_compose *c = p->c;
    size_t shown = n;
    if (n == 0)
        return;
    const sm_incident **list = sm_arena_array(c->arena, n, sizeof *list);
    if (list == NULL)
        return;
    for (size_t i = 0; i < n; i++)
        list[i] = incidents[i];
    qsort(list, n, sizeof *list, by_deaths);
    size_t most = p->cut == 0 ? MOST_LISTED : p->cut == 1 ? 3 : 0;
    if (n > most)
        shown = most > 1 ? most - 1 : 0; /* the last row says how many more */
    double u = c->furniture->unit, y = sm_panel_padding(p);
    double width = sm_facets_used(c) ? LIST_BESIDE * u : LIST_SHARE * c->frame.width;
    rows r = rows_new(p, 4.5 * u);
    r.words = sm_panel_font(p, c->layout->small_size, 400);
    r.line = 1.5 * r.words.size;
    y = heading(p, &r, sm_say(c, title), y);
    for (size_t i = 0; i < shown; i++, y += r.line) {
        double middle = y + r.line / 2;
        const char *words =
            sm_fit_cut(&c->measure, c->arena, words_of(c, list[i]), &r.words, fmax(width - r.text, 60));
        sm_panel_circle(p, r.icon, middle, 4 * u, symbol_colour(c, sm_class_of(c, list[i])), (sm_stroke){0});
        sm_panel_text(p, words, &r.words, c->layout->ink, r.text, middle + SM_CAP_MIDDLE * r.words.size);
    }
    if (shown < n) {
        const char *words = shown ? sm_say_count(c, "and {n} more", "and {n} more", (double)(n - shown))
                                  : sm_caption_incidents(c, n, 0);
        sm_panel_text(p, words, &r.words, c->layout->muted, shown ? r.text : sm_panel_padding(p),
                      y + r.line / 2 + SM_CAP_MIDDLE * r.words.size);
        y += r.line;
    }
    p->height = fmax(p->height, y + sm_panel_padding(p));
}

void sm_panel_country_only(sm_panel *p)
{
    list_panel(p, "Place not known more exactly", p->c->listed, p->c->n_listed, sm_caption_incident);
}

void sm_panel_elsewhere(sm_panel *p)
{
    list_panel(p, "Too far away for this map", p->c->far, p->c->n_far, sm_caption_elsewhere);
}
