/* Which incidents the map shows, where their symbols stand, and how they look. */
#include "furniture.h"
#include "naming.h"
#include "pattern.h"

#include "geo.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    FULL_SCALE_DEATHS = 50, /* a toll that earns the largest symbol even when the map has none so high */
    MOST_SPREAD = 6,        /* incidents at one place that stand round it; more are one symbol */
    DETAILS = 3,            /* incidents that a label tells one by one */
    MANY_LABELS = 48,       /* places; of more only the worst are named */
    MOST_LABELS = 24
};

#define SAME_SPOT_PX  1.5
#define RING_FROM_KM  15.0    /* less uncertainty than that is none */
#define RING_SHARE    0.33    /* of the frame's width: no ring is greater */
#define LABEL_ROOM    20000.0 /* px² of the map, on a page of 1600 × 1200, for each label of an incident */
#define STACK_RADIUS  11.0    /* px: the number must have room */
#define RANGE_SEEN_PX 1.5
#define ICON_RADIUS   11.0 /* px: a symbol with an icon in it is not smaller */
#define ICON_SHARE    0.69 /* of the symbol's width */
#define ICON_LARGEST  34.0 /* px */

bool sm_incident_is_drawn(const sm_incident *in)
{
    return in->status == SM_ACCOMPLISHED || in->status == SM_ATTEMPTED;
}

double sm_symbol_radius(const sm_compose *c, int deaths)
{
    double smallest = c->layout->symbol_min * c->unit;
    if (c->icons)
        smallest = fmax(smallest, fmax(ICON_RADIUS * c->unit, .75 * ICON_RADIUS));
    return fmax(sqrt(fmax(deaths, 0) * c->per_death), smallest);
}

/* --- one symbol for each place ----------------------------------------------------------------- */

static sm_mark mark_of(const sm_incident *in)
{
    switch ((sm_geo_precision)in->geo_precision) {
    case SM_GEO_ADMIN1:
    case SM_GEO_REGION:
    case SM_GEO_WATER:
        return SM_MARK_AREA;
    case SM_GEO_NEAR:
    case SM_GEO_ADMIN2:
        return SM_MARK_NEAR;
    default:
        return SM_MARK_EXACT;
    }
}

/* By the style's layers for `incidents`; where there is none, the type's. What no file is there for is other.
 */
void sm_symbol_find_icon(const sm_compose *c, sm_symbol *s)
{
    sm_known f;
    sm_style_layer style;
    if (!c->icons)
        return;
    sm_feature_of_symbol(c, s, &f);
    bool styled = sm_names_style(c, "incidents", SM_STYLE_SYMBOL, &f.as, &style);
    if (!styled && c->options->icons != SM_ALWAYS)
        return;
    const char *name = styled ? style.icon : sm_event_name((sm_event_type)s->incident->type);
    if (styled && name == NULL)
        return;
    s->icon = name ? sm_style_icon(c->style, name) : NULL;
    if (s->icon == NULL)
        s->icon = sm_style_icon(c->style, "other");
    s->icon_size = styled ? style.icon_size : 1;
    s->icon_colour = styled ? style.icon_colour : (sm_rgba){0};
    s->icon_opacity = styled ? style.icon_opacity : 1;
}

static bool has_icons(const sm_compose *c)
{
    sm_style_layer layer;
    bool any = c->options->icons == SM_ALWAYS;
    for (size_t i = 0; i < sm_style_count(c->style) && !any && c->options->icons == SM_AUTO; i++)
        any = sm_style_at(c->style, i, c->zoom, &layer) && layer.type == SM_STYLE_SYMBOL &&
              strcmp(layer.source_layer, "incidents") == 0;
    return any;
}

static void add_symbols(sm_compose *c, const sm_incident *in, size_t *capacity)
{
    sm_rect f = c->frame;
    size_t before = c->n_symbols;
    for (uint32_t k = 0; k < in->n_sites; k++) {
        const sm_site *site = &in->sites[k];
        sm_xy at = site->located ? sm_view_point(c->view, site->point) : (sm_xy){NAN, NAN};
        if (!(at.x >= f.x && at.x <= f.x + f.width && at.y >= f.y && at.y <= f.y + f.height))
            continue;
        if (!sm_arena_grow(c->arena, &c->symbols, capacity, c->n_symbols, sizeof *c->symbols))
            return;
        bool first = c->n_symbols == before;
        sm_symbol *s = &c->symbols[c->n_symbols++];
        *s = (sm_symbol){.incident = in,
                         .place = site->point,
                         .at = at,
                         .killed =
                             first ? in->killed.best : 0, /* counts once, at the first place that is seen */
                         .division = SM_NO_UNIT,
                         .mark = mark_of(in),
                         .colour = sm_class_of(c, in),
                         .first = first};
        const char *name = sm_compose_site_name(c, site);
        s->label = name;
        if (name && first)
            s->detail = sm_caption_event(c, in);
        else if (first)
            sm_caption_nameless(c, in, &s->label, &s->detail);
        if (c->panel && !c->numbered) { /* its heading says when, the colour what */
            s->label = name;
            s->detail = NULL;
        }
        sm_symbol_find_icon(c, s);
    }
    if (c->n_symbols > before) {
        c->report.drawn++;
    } else {
        c->report.outside++;
    }
}

/* --- several at one place ---------------------------------------------------------------------- */

static int deadliest_first(const void *a, const void *b)
{
    const sm_symbol *x = a, *y = b;
    if (x->killed != y->killed)
        return x->killed > y->killed ? -1 : 1;
    if (x->first != y->first)
        return x->first ? -1 : 1;
    return x->incident < y->incident ? -1 : x->incident > y->incident;
}

static int from_the_left(const void *a, const void *b, void *symbols)
{
    const sm_symbol *s = symbols;
    size_t i = *(const size_t *)a, k = *(const size_t *)b;
    if (s[i].at.x != s[k].at.x)
        return s[i].at.x < s[k].at.x ? -1 : 1;
    return i < k ? -1 : i > k;
}

/* For each symbol the deadliest one at the same spot: `head[i]` ≤ i, as symbols stand deadliest first. */
static size_t *find_heads(sm_compose *c)
{
    size_t n = c->n_symbols, *order = sm_arena_array(c->arena, n, sizeof *order),
           *rank = sm_arena_array(c->arena, n, sizeof *rank),
           *head = sm_arena_array(c->arena, n, sizeof *head);
    if (order == NULL || rank == NULL || head == NULL)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        order[i] = i;
        head[i] = n;
    }
    if (n)
        qsort_r(order, n, sizeof *order, from_the_left, c->symbols);
    for (size_t i = 0; i < n; i++)
        rank[order[i]] = i;
    for (size_t i = 0; i < n; i++) {
        if (head[i] != n)
            continue;
        sm_xy at = c->symbols[i].at;
        for (int step = -1; step <= 1; step += 2)
            for (size_t k = rank[i]; k < n && fabs(c->symbols[order[k]].at.x - at.x) < SAME_SPOT_PX;
                 k += (size_t)step) /* below 0 it wraps to beyond n */
                if (head[order[k]] == n && fabs(c->symbols[order[k]].at.y - at.y) < SAME_SPOT_PX)
                    head[order[k]] = i;
    }
    return head;
}

static const char *stack_words(const sm_compose *c, const sm_symbol *s)
{
    return sm_caption_stack(c, s->stack, s->n_stack);
}

/* The symbols of `members` (n of them, the head first) become one. */
static void stack_up(sm_compose *c, const size_t *members, size_t n)
{
    sm_symbol *head = &c->symbols[members[0]];
    const sm_incident **stack = sm_arena_array(c->arena, n, sizeof *stack);
    int64_t killed = 0;
    bool stated = false;
    if (stack == NULL)
        return;
    for (size_t i = 0; i < n; i++) {
        sm_symbol *s = &c->symbols[members[i]];
        stack[i] = s->incident;
        stated |= s->killed >= 0;
        killed += s->killed > 0 ? s->killed : 0;
        if (s->mark < head->mark) /* a stack stands where at least one of it is known to be */
            head->mark = s->mark;
        if (i > 0)
            s->incident = NULL;
    }
    head->stack = stack;
    head->n_stack = n;
    head->killed = stated ? (int)(killed < INT32_MAX ? killed : INT32_MAX) : SM_UNSTATED;
    head->detail = c->panel && !c->numbered ? NULL : stack_words(c, head);
}

/* One label for all that stand round a spot. */
static void share_label(sm_compose *c, const size_t *members, size_t n)
{
    sm_symbol *head = &c->symbols[members[0]];
    const sm_incident *all[MOST_SPREAD];
    const char *words = "";
    size_t told = 0;
    for (size_t i = 0; i < n; i++) {
        sm_symbol *s = &c->symbols[members[i]];
        if (s->detail)
            words = told ? sm_arena_print(c->arena, "%s\n%s", words, s->detail) : s->detail;
        if (s->detail)
            all[told++] = s->incident;
        if (i > 0)
            s->label = s->detail = NULL;
    }
    head->sum = told > 1 ? sm_caption_stack(c, all, told) : NULL;
    head->detail = told == 0 ? NULL : told <= DETAILS ? words : head->sum;
}

/* --- sizes and places -------------------------------------------------------------------------- */

static void find_scale(sm_compose *c)
{
    int greatest = FULL_SCALE_DEATHS;
    if (c->per_death > 0) /* shared with another map of the page */
        return;
    for (size_t i = 0; i < c->n_symbols; i++)
        if (c->symbols[i].incident && c->symbols[i].killed > greatest)
            greatest = c->symbols[i].killed;
    c->per_death = pow(c->layout->symbol_max * c->unit, 2) / greatest;
}

static void find_sizes(sm_compose *c, sm_symbol *s)
{
    const sm_incident *in = s->incident;
    s->radius = sm_symbol_radius(c, s->killed);
    if (s->stack)
        s->radius = fmax(s->radius, STACK_RADIUS * c->unit);
    s->low = s->high = s->radius;
    if (!s->stack && s->first && in->killed.best > 0) {
        if (in->killed.low != SM_UNSTATED && in->killed.low < in->killed.best)
            s->low = sm_symbol_radius(c, in->killed.low);
        if (in->killed.high > in->killed.best)
            s->high = sm_symbol_radius(c, in->killed.high);
    }
    if (s->high - s->low < RANGE_SEEN_PX * c->unit)
        s->low = s->high = s->radius;
    if (s->mark != SM_MARK_EXACT && in->radius_km > RING_FROM_KM)
        s->ring = fmin(in->radius_km * 1000 / sm_view_metres_per_px(c->view), RING_SHARE * c->frame.width);
    s->anchor = s->at;
    s->reach = s->high;
}

static void find_division(sm_compose *c, sm_symbol *s)
{
    if (s->incident->geo_precision != SM_GEO_ADMIN1 || s->stack)
        return;
    s->division = sm_compose_division_at(c, s->place);
    if (s->division != SM_NO_UNIT)
        s->ring = 0;
}

/* The head stays, the others stand round it, touching; the label stands round the circle that holds them all.
 */
static void spread(sm_compose *c, const size_t *members, size_t n)
{
    sm_symbol *head = &c->symbols[members[0]];
    double left = head->at.x - head->high, right = head->at.x + head->high, top = head->at.y - head->high,
           bottom = head->at.y + head->high;
    for (size_t i = 1; i < n; i++) {
        sm_symbol *s = &c->symbols[members[i]];
        double angle = ((double)(i - 1) * 72 - 30) * M_PI / 180,
               distance = head->radius + s->radius + c->unit;
        s->at.x = head->at.x + distance * cos(angle);
        s->at.y = head->at.y + distance * sin(angle);
        left = fmin(left, s->at.x - s->high);
        right = fmax(right, s->at.x + s->high);
        top = fmin(top, s->at.y - s->high);
        bottom = fmax(bottom, s->at.y + s->high);
    }
    head->anchor = (sm_xy){(left + right) / 2, (top + bottom) / 2};
    head->reach = 0;
    for (size_t i = 0; i < n; i++) {
        const sm_symbol *s = &c->symbols[members[i]];
        head->reach = fmax(head->reach, hypot(s->at.x - head->anchor.x, s->at.y - head->anchor.y) + s->high);
    }
}

static int greatest_first(const void *a, const void *b)
{
    const sm_symbol *x = a, *y = b;
    if (x->radius != y->radius)
        return x->radius > y->radius ? -1 : 1;
    if (x->incident != y->incident)
        return x->incident < y->incident ? -1 : 1;
    return x->at.x < y->at.x ? -1 : x->at.x > y->at.x;
}

/* Only so many labels as the map has room for and readers have patience, those of the greatest tolls. */
static void keep_labels(sm_compose *c)
{
    double room = c->frame.width * c->frame.height / (c->unit * c->unit * LABEL_ROOM);
    size_t most = (size_t)fmax(room, 4), all = 0, n = 0;
    for (size_t i = 0; i < c->n_symbols; i++)
        all += c->symbols[i].label != NULL;
    if (c->options->labels == SM_LABELS_NONE)
        most = 0;
    else if (c->numbered || (c->prefix && !c->panel) || c->options->labels == SM_LABELS_NUMBERS)
        most = all;
    else if (c->options->labels == SM_LABELS_AUTO && all > MANY_LABELS && most > MOST_LABELS)
        most = MOST_LABELS;
    for (size_t i = 0; i < c->n_symbols; i++) {
        if (c->symbols[i].label == NULL || n++ < most)
            continue;
        c->symbols[i].label = c->symbols[i].detail = NULL;
        c->report.labels_dropped += c->options->labels != SM_LABELS_NONE;
    }
}

/* Symbols stand deadliest first. */
static void arrange(sm_compose *c)
{
    size_t *head = find_heads(c), *members = sm_arena_array(c->arena, c->n_symbols, sizeof *members),
           *next = sm_arena_array(c->arena, c->n_symbols + 1, sizeof *next), kept = 0;
    if (head == NULL || members == NULL || next == NULL)
        return;
    /* the members of each head as a list: next[head] … */
    size_t *last = sm_arena_array(c->arena, c->n_symbols, sizeof *last);
    if (last == NULL)
        return;
    for (size_t i = 0; i < c->n_symbols; i++) {
        next[i] = c->n_symbols;
        if (head[i] != i)
            next[last[head[i]]] = i;
        last[head[i]] = i;
    }
    for (int pass = 0; pass < 2; pass++) { /* stacks come first: their tolls are part of the scale */
        for (size_t i = 0; i < c->n_symbols; i++) {
            size_t n = 0;
            for (size_t k = head[i] == i ? i : c->n_symbols; k < c->n_symbols; k = next[k])
                members[n++] = k;
            if (pass == 0 && n > MOST_SPREAD)
                stack_up(c, members, n);
            if (pass == 1 && n > 1 && n <= MOST_SPREAD) {
                share_label(c, members, n);
                spread(c, members, n);
            }
        }
        if (pass == 0) {
            find_scale(c);
            for (size_t i = 0; i < c->n_symbols; i++)
                if (c->symbols[i].incident) {
                    find_sizes(c, &c->symbols[i]);
                    find_division(c, &c->symbols[i]);
                }
        }
    }
    for (size_t i = 0; i < c->n_symbols; i++)
        if (c->symbols[i].incident)
            c->symbols[kept++] = c->symbols[i];
    c->n_symbols = kept;
}

static bool add_to(sm_compose *c, const sm_incident ***list, size_t *n, size_t *capacity,
                   const sm_incident *in)
{
    if (!sm_arena_grow(c->arena, list, capacity, *n, sizeof **list))
        return false;
    (*list)[(*n)++] = in;
    return true;
}

/* A symbol that was spread may come to stand exactly on that of another place: one of them steps aside. */
static void uncover(sm_compose *c)
{
    for (size_t k = 1; k < c->n_symbols; k++) {
        sm_symbol *s = &c->symbols[k];
        for (size_t i = k; i-- > 0 && c->symbols[i].radius < s->radius + 1;) { /* not much larger */
            sm_symbol *under = &c->symbols[i];
            if (hypot(s->at.x - under->at.x, s->at.y - under->at.y) + under->radius < s->radius + .5)
                (s->label ? under : s)->at.x += s->radius;
        }
    }
}

void sm_compose_symbols(sm_compose *c)
{
    size_t capacity = 0, list_capacity = 0, far_capacity = 0;
    c->report = (sm_map_report){0};
    c->symbols = NULL;
    c->listed = c->far = NULL;
    c->icons = has_icons(c);
    c->n_symbols = c->n_listed = c->n_far = 0;
    for (size_t i = 0; i < c->n_items; i++) {
        const sm_incident *in = c->items[i];
        if (!sm_incident_is_drawn(in)) {
            c->report.not_shown++;
        } else if (in->geo_precision == SM_GEO_COUNTRY) {
            add_to(c, &c->listed, &c->n_listed, &list_capacity, in);
            c->report.listed++;
        } else if (in->n_sites == 0 || !in->sites[0].located) {
            c->report.unlocated++;
        } else {
            size_t before = c->n_symbols;
            add_symbols(c, in, &capacity);
            if (c->n_symbols == before &&
                c->options->extent == NULL) /* the caller's extent is meant to cut */
                c->classes[sm_class_of(c, in)].n += add_to(c, &c->far, &c->n_far, &far_capacity, in);
        }
    }
    if (c->n_symbols)
        qsort(c->symbols, c->n_symbols, sizeof *c->symbols, deadliest_first);
    arrange(c);
    if (c->n_symbols)
        qsort(c->symbols, c->n_symbols, sizeof *c->symbols, greatest_first);
    uncover(c);
    keep_labels(c);
}

/* --- drawing ----------------------------------------------------------------------------------- */

static sm_rgba faded(sm_rgba colour, double opacity)
{
    colour.a = (unsigned char)lround(255 * opacity);
    return colour;
}

void sm_mark_style(const sm_compose *c, sm_mark mark, sm_rgba colour, double unit, sm_rgba *fill,
                   sm_stroke *stroke)
{
    *fill = faded(colour, mark == SM_MARK_EXACT  ? c->layout->symbol_opacity
                          : mark == SM_MARK_NEAR ? .45 * c->layout->symbol_opacity
                                                 : .12);
    *stroke =
        (sm_stroke){.colour = mark == SM_MARK_EXACT ? c->layout->symbol_outline : colour,
                    .width = mark == SM_MARK_EXACT ? c->layout->symbol_outline_width * unit : 1.5 * unit};
    if (mark == SM_MARK_AREA) {
        stroke->dash_count = 2;
        stroke->dash[0] = 3 * unit;
        stroke->dash[1] = 2 * unit;
    }
}

static void add_ring(void *context, const sm_points *ring)
{
    sm_compose *c = context;
    sm_path *p = (sm_path *)c->scene->last->last;
    for (size_t i = 0; i < ring->count; i++)
        (i ? sm_path_line : sm_path_move)(c->scene, p, ring->at[i].x, ring->at[i].y);
    sm_path_close(c->scene, p);
}

static void draw_division(sm_compose *c, uint32_t unit, sm_rgba colour)
{
    sm_path *area = sm_scene_add_path(c->scene);
    const sm_pattern hatch = {
        .colour = faded(colour, .5), .angle = 45, .spacing = SM_HATCH_SPACING, .width = SM_HATCH_WIDTH};
    area->pattern = sm_compose_pattern(c, &hatch);
    area->stroke = (sm_stroke){.colour = faded(colour, .8), .width = 1.2 * c->unit, .join = SM_JOIN_ROUND};
    sm_compose_rings(c, SM_BASE_ADMIN1, unit, add_ring, c);
}

static void draw_divisions(sm_compose *c)
{
    for (size_t i = 0; i < c->n_symbols; i++) {
        uint32_t unit = c->symbols[i].division;
        bool done = unit == SM_NO_UNIT, mixed = false;
        for (size_t k = 0; k < c->n_symbols && !done; k++) {
            done = k < i && c->symbols[k].division == unit;
            mixed |= c->symbols[k].division == unit && c->symbols[k].colour != c->symbols[i].colour;
        }
        if (!done)
            draw_division(c, unit, mixed ? c->layout->muted : c->classes[c->symbols[i].colour].colour);
    }
}

static void draw_ring(sm_compose *c, const sm_symbol *s)
{
    sm_rgba colour = c->classes[s->colour].colour;
    sm_circle *ring = sm_scene_add_circle(c->scene, s->at.x, s->at.y, s->ring);
    ring->fill = faded(colour, .09);
    ring->stroke = (sm_stroke){
        .colour = colour, .width = 1.2 * c->unit, .dash_count = 2, .dash = {5 * c->unit, 4 * c->unit}};
}

/* The highest toll as a pale band round the symbol, the lowest as a line in it. */
static void draw_range(sm_compose *c, const sm_symbol *s)
{
    sm_rgba colour = c->classes[s->colour].colour;
    if (s->high <= s->radius)
        return;
    sm_circle *high = sm_scene_add_circle(c->scene, s->at.x, s->at.y, s->high);
    high->fill = faded(colour, .28);
    high->stroke = (sm_stroke){.colour = faded(colour, .8), .width = .8 * c->unit};
}

void sm_symbols_draw_uncertainty(sm_compose *c)
{
    bool any = false;
    for (size_t i = 0; i < c->n_symbols && !any; i++)
        any = c->symbols[i].division != SM_NO_UNIT || c->symbols[i].ring > c->symbols[i].radius ||
              c->symbols[i].high > c->symbols[i].radius;
    if (!any)
        return;
    sm_compose_group(c, "uncertainty", "How exactly the places and tolls are known");
    draw_divisions(c);
    for (size_t i = 0; i < c->n_symbols; i++)
        if (c->symbols[i].ring > c->symbols[i].radius)
            draw_ring(c, &c->symbols[i]);
    for (size_t i = 0; i < c->n_symbols; i++)
        draw_range(c, &c->symbols[i]);
}

void sm_sector(sm_scene *scene, sm_path *p, sm_xy at, double radius, double from, double to)
{
    int steps = 2 + (int)((to - from) * 24);
    sm_path_move(scene, p, at.x, at.y);
    for (int i = 0; i <= steps; i++) {
        double angle = 2 * M_PI * (from + (to - from) * i / steps - .25);
        sm_path_line(scene, p, at.x + radius * cos(angle), at.y + radius * sin(angle));
    }
    sm_path_close(scene, p);
}

/* Shares of the classes of colour as sectors, from twelve o'clock on. */
static void draw_shares(sm_compose *c, const sm_symbol *s)
{
    size_t of[SM_CLASSES] = {0};
    double from = 0;
    for (size_t i = 0; i < s->n_stack; i++)
        of[sm_class_of(c, s->stack[i])]++;
    for (int k = 0; k < c->n_classes; k++) {
        double to = from + (double)of[k] / (double)s->n_stack;
        if (of[k] > 0 && of[k] < s->n_stack) {
            sm_path *sector = sm_scene_add_path(c->scene);
            sm_sector(c->scene, sector, s->at, s->radius, from, to);
            sector->fill = faded(c->classes[k].colour, c->layout->symbol_opacity);
        }
        from = to;
    }
}

static void draw_number(sm_compose *c, const sm_symbol *s, size_t number, double size)
{
    sm_text *t = sm_scene_add_text(c->scene, sm_arena_print(c->arena, "%zu", number), s->at.x, 0);
    t->font = (sm_font){.family = c->layout->family, .size = size, .weight = 700};
    t->y = s->at.y + SM_CAP_MIDDLE * t->font.size;
    t->align = SM_ALIGN_MIDDLE;
    t->fill = sm_rgb(0xffffff);
    t->halo = sm_rgb(0x222222);
    t->halo.a = 150;
    t->halo_width = 1.4 * c->unit;
}

/* Relative luminance and contrast of WCAG 2. */
static double luminance(sm_rgba colour)
{
    const unsigned char of[] = {colour.r, colour.g, colour.b};
    const double weights[] = {.2126, .7152, .0722};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
        double v = of[i] / 255.0;
        sum += weights[i] * (v <= .04045 ? v / 12.92 : pow((v + .055) / 1.055, 2.4));
    }
    return sum;
}

static double contrast(sm_rgba a, sm_rgba b)
{
    double x = luminance(a) + .05, y = luminance(b) + .05;
    return x > y ? x / y : y / x;
}

#define CLEAR 3.0 /* contrast of what is no text, at least (WCAG 2.1, 1.4.11) */

/* What is seen of a colour that lets another one through. */
static sm_rgba over(sm_rgba top, sm_rgba ground)
{
    double share = top.a / 255.0;
    return (sm_rgba){(unsigned char)lround(ground.r + share * (top.r - ground.r)),
                     (unsigned char)lround(ground.g + share * (top.g - ground.g)),
                     (unsigned char)lround(ground.b + share * (top.b - ground.b)), 255};
}

sm_rgba sm_faded(sm_rgba colour, double opacity)
{
    colour.a = (unsigned char)lround(colour.a * opacity);
    return colour;
}

sm_rgba sm_icon_colour(const sm_compose *c, sm_mark mark, sm_rgba disc, sm_rgba wanted)
{
    const sm_rgba white = sm_rgb(0xffffff), black = sm_rgb(0x1a1a1a);
    sm_rgba fill;
    sm_stroke stroke;
    sm_mark_style(c, mark, disc, 1, &fill, &stroke);
    sm_rgba seen = over(fill, c->layout->paper);
    if (mark == SM_MARK_EXACT)
        return wanted.a ? wanted : contrast(white, seen) >= CLEAR ? white : black;
    return contrast(disc, seen) >= CLEAR ? disc : c->layout->ink;
}

/* Not where a smaller symbol stands on it. */
static void draw_icon(sm_compose *c, const sm_symbol *s)
{
    double size = s->icon_size * fmin(2 * s->radius * ICON_SHARE, ICON_LARGEST * c->unit);
    for (const sm_symbol *k = s + 1; k < c->symbols + c->n_symbols; k++) {
        double dx = k->at.x - s->at.x, dy = k->at.y - s->at.y, near = k->radius + .4 * size;
        if (dx * dx + dy * dy < near * near)
            return;
    }
    sm_icon_item *icon = sm_scene_add_icon(c->scene, s->icon, s->at.x, s->at.y, size);
    icon->fill =
        sm_faded(sm_icon_colour(c, s->mark, c->classes[s->colour].colour, s->icon_colour), s->icon_opacity);
    icon->item.subject = 1 + (uint32_t)(s->incident - c->incidents->items);
}

static void draw_symbol(sm_compose *c, const sm_symbol *s)
{
    const char *title = s->stack ? sm_arena_print(c->arena, "%s%s%s", s->label ? s->label : "",
                                                  s->label ? ", " : "", stack_words(c, s))
                                 : s->incident->title;
    size_t of_class = 0;
    for (size_t i = 0; i < s->n_stack; i++)
        of_class += sm_class_of(c, s->stack[i]) == s->colour;
    if (of_class < s->n_stack)
        draw_shares(c, s);
    sm_circle *circle = sm_scene_add_circle(c->scene, s->at.x, s->at.y, s->radius);
    sm_mark_style(c, s->mark, c->classes[s->colour].colour, c->unit, &circle->fill, &circle->stroke);
    circle->item.subject = 1 + (uint32_t)(s->incident - c->incidents->items);
    circle->item.title = title ? sm_arena_copy(c->scene->arena, title, strlen(title)) : NULL;
    if (of_class < s->n_stack)
        circle->fill.a = 0;
    if (s->low < s->radius) {
        sm_circle *low = sm_scene_add_circle(c->scene, s->at.x, s->at.y, s->low);
        low->stroke = (sm_stroke){.colour = faded(c->layout->symbol_outline, .9),
                                  .width = .9 * c->unit,
                                  .dash_count = 2,
                                  .dash = {2 * c->unit, 2 * c->unit}};
    }
    if (s->number_inside)
        draw_number(c, s, (size_t)s->number,
                    fmin(fmin(fmax(14, .5 * s->radius / c->unit), 20) * c->unit, 1.3 * s->radius));
    else if (s->stack && !c->numbered)
        draw_number(c, s, s->n_stack, fmin(fmax(12.5, .6 * s->radius / c->unit), 22) * c->unit);
    else if (s->icon && !s->stack)
        draw_icon(c, s);
}

void sm_symbols_draw(sm_compose *c)
{
    for (size_t i = 0; i < c->n_symbols; i++)
        draw_symbol(c, &c->symbols[i]);
}
