#include "facets.h"

#include "extent.h"
#include "furniture.h"
#include "period.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PANEL_MIN_WIDTH  150.0 /* px: smaller maps show nothing */
#define PANEL_MIN_HEIGHT 110.0
#define STRIP_SHARE      0.32 /* of the page that the strip may take */
#define GAP              14.0
#define HEADING          1.75 /* height of a panel's title, of the size of its words */
#define SLACK            1.25 /* a panel may be so much higher than its content before the page is cut */
#define PANEL_UNIT       1.35 /* words and symbols shrink less than the panels do */
#define UNIT_MIN         0.55
#define SPARSE_UNDER     420.0 /* px of a page of 1600 × 1200: narrower panels have few names */

static const char *const words_of_periods[] = {NULL,
                                               "{period}, by day",
                                               "{period}, by week",
                                               "{period}, by month",
                                               "{period}, by year",
                                               "{period}, by kind"};

bool sm_facets_used(const sm_compose *c)
{
    return c->facets && c->facets->n > 0;
}

const char *sm_facets_word(const sm_compose *c)
{
    return sm_facets_used(c) ? words_of_periods[c->options->facet] : NULL;
}

/* --- who is in which panel --------------------------------------------------------------------- */

static sm_facet *add_facet(sm_compose *c, const char *title, size_t n_items)
{
    sm_facets *f = c->facets;
    sm_facet *out = &f->items[f->n++];
    *out = (sm_facet){.title = title};
    out->items = sm_arena_array(c->arena, n_items ? n_items : 1, sizeof *out->items);
    return out;
}

typedef struct dated {
    int32_t period;
    const sm_incident *incident;
} dated;

static int by_period(const void *a, const void *b)
{
    const dated *x = a, *y = b;
    if (x->period != y->period)
        return x->period < y->period ? -1 : 1;
    return x->incident < y->incident ? -1 : x->incident > y->incident;
}

/* Incidents of one period: items first to first + n − 1 of those in order of time. */
typedef struct slot {
    int32_t period;
    size_t first, n;
} slot;

/* The periods that might have panels: with `empty`, those between two others too. */
static size_t find_slots(const dated *list, size_t n, bool empty, slot *slots, size_t capacity)
{
    size_t used = 0;
    for (size_t i = 0; i < n; i++) {
        for (int32_t k = used ? slots[used - 1].period + 1 : list[i].period; empty && k < list[i].period; k++)
            if (used < capacity)
                slots[used++] = (slot){k, i, 0};
        if (used == 0 || slots[used - 1].period != list[i].period) {
            if (used == capacity)
                return used;
            slots[used++] = (slot){list[i].period, i, 0};
        }
        slots[used - 1].n++;
    }
    return used;
}

/* The first of the `most` slots in a row that hold the most; the latest where several do. */
static size_t fullest(const slot *slots, size_t n, size_t most)
{
    size_t best = 0, best_sum = 0;
    for (size_t i = 0; i + most <= n; i++) {
        size_t sum = 0;
        for (size_t k = i; k < i + most; k++)
            sum += slots[k].n;
        if (sum >= best_sum) {
            best_sum = sum;
            best = i;
        }
    }
    return best;
}

static void leave_out(sm_compose *c, const sm_incident *in)
{
    size_t i = (size_t)(in - c->incidents->items);
    c->facets->left_out[i] = true;
    c->facets->n_left_out++;
    c->seen[i] = false;
}

/* `list` is in order of time, `rest` has no date exact enough. */
static void divide_by_time(sm_compose *c, sm_period unit, const dated *list, size_t n,
                           const sm_incident *const *rest, size_t n_rest)
{
    sm_facets *f = c->facets;
    size_t most = f->most - (n_rest > 0), distinct = 0;
    for (size_t i = 0; i < n; i++)
        distinct += i == 0 || list[i].period != list[i - 1].period;
    size_t span = n ? (size_t)((int64_t)list[n - 1].period - list[0].period + 1) : 0;
    bool even = span <= 2 * distinct;
    bool empty = even && (span <= most || distinct > most);
    size_t capacity = empty ? span : distinct;
    slot *slots = sm_arena_array(c->arena, capacity ? capacity : 1, sizeof *slots);
    if (slots == NULL || capacity + (n_rest > 0) < 2)
        return;
    size_t n_slots = find_slots(list, n, empty, slots, capacity), shown = n_slots < most ? n_slots : most,
           first = n_slots > most ? fullest(slots, n_slots, most) : 0;
    for (size_t k = 0; k < n_slots; k++) {
        bool in = k >= first && k < first + shown;
        sm_facet *panel =
            in ? add_facet(
                     c, sm_period_words(c->arena, c->options->words, unit, slots[k].period, slots[k].period),
                     slots[k].n)
               : NULL;
        for (size_t i = 0; i < slots[k].n; i++) {
            const sm_incident *incident = list[slots[k].first + i].incident;
            if (panel == NULL)
                leave_out(c, incident);
            else if (panel->items)
                panel->items[panel->n_items++] = incident;
        }
        f->skips_empty |= in && k > first && slots[k].period > slots[k - 1].period + 1;
    }
    sm_facet *panel = n_rest ? add_facet(c, sm_say(c, "Date not known exactly"), n_rest) : NULL;
    for (size_t i = 0; i < n_rest && panel->items; i++)
        panel->items[panel->n_items++] = rest[i];
}

static void facets_of_time(sm_compose *c, sm_period unit)
{
    size_t count = c->incidents->count, n = 0, n_rest = 0;
    dated *list = sm_arena_array(c->arena, count, sizeof *list);
    const sm_incident **rest = sm_arena_array(c->arena, count, sizeof *rest);
    for (size_t i = 0; list && rest && i < count; i++) {
        const sm_incident *in = &c->incidents->items[i];
        sm_date d;
        if (!c->seen[i])
            continue;
        if (sm_date_parse(in->date_start, &d) && sm_period_of(unit, d, &list[n].period))
            list[n++].incident = in;
        else
            rest[n_rest++] = in;
    }
    if (n)
        qsort(list, n, sizeof *list, by_period);
    if (n + n_rest)
        divide_by_time(c, unit, list, n, rest, n_rest);
}

static void facets_of_types(sm_compose *c)
{
    sm_facets *f = c->facets;
    size_t n, others = 0;
    const sm_kind *kinds = sm_compose_kinds(c, &n);
    if (n < 2)
        return;
    size_t own = n > f->most ? f->most - 1 : n;
    for (size_t k = own; k < n; k++)
        others += kinds[k].n;
    for (size_t k = 0; k < own; k++)
        add_facet(c, kinds[k].words, kinds[k].n);
    if (others)
        add_facet(c, sm_say(c, "Other kinds"), others);
    for (size_t i = 0; i < c->incidents->count; i++) {
        const sm_incident *in = &c->incidents->items[i];
        size_t k = 0;
        while (k < own && strcmp(kinds[k].words, sm_caption_type(c, in)) != 0)
            k++;
        if (c->seen[i] && f->items[k].items)
            f->items[k].items[f->items[k].n_items++] = in;
    }
}

void sm_facets_find(sm_compose *c)
{
    if (c->options->facet == SM_FACET_NONE)
        return;
    if (c->facets == NULL)
        c->facets = sm_arena_alloc(c->arena, sizeof *c->facets);
    sm_facets *f = c->facets;
    if (f == NULL)
        return;
    double room = c->page.width * c->page.height / (PANEL_MIN_WIDTH * PANEL_MIN_HEIGHT * 1.3);
    f->most = (size_t)fmax(2, fmin(room, SM_FACETS_MOST));
    f->items = sm_arena_array(c->arena, SM_FACETS_MOST, sizeof *f->items);
    f->left_out = sm_arena_array(c->arena, c->incidents->count, sizeof *f->left_out);
    f->n = f->n_left_out = 0;
    f->skips_empty = false;
    if (f->items == NULL || f->left_out == NULL)
        return;
    if (c->options->facet == SM_FACET_TYPE)
        facets_of_types(c);
    else
        facets_of_time(c, (sm_period)(c->options->facet - SM_FACET_DAY));
}

/* --- the page ---------------------------------------------------------------------------------- */

/* Width by height of what is to be shown. */
static double shape_of(const sm_compose *c, const sm_point *points, size_t n)
{
    sm_rect b;
    const sm_extent_options o = {.aspect = 1};
    const sm_box *e = c->options->extent;
    if (e)
        b = (sm_rect){e->west, e->south, e->east - e->west + (e->east < e->west ? 360 : 0),
                      e->north - e->south};
    else if (!sm_extent_choose(points, n, &o, &b))
        return 2;
    if (b.width > 190) /* the world, or all round a pole */
        return b.y > 40 || b.y + b.height < -40 ? 1 : 2;
    double middle = (b.y + b.height / 2) * M_PI / 180;
    return fmin(fmax(b.width * cos(middle) / fmax(b.height, .01), .5), 2.2);
}

/* Boxes set one under the other, then in further columns to the right. */
typedef struct cursor {
    sm_rect in;
    double gap, x, y, column;
} cursor;

static bool put(cursor *k, double width, double height, sm_rect *out)
{
    double right = k->in.x + k->in.width + .5, bottom = k->in.y + k->in.height + .5;
    if (k->y + height > bottom && k->y > k->in.y) {
        k->x += k->column + k->gap;
        k->y = k->in.y;
        k->column = 0;
    }
    if (k->y + height > bottom || k->x + width > right)
        return false;
    *out = (sm_rect){k->x, k->y, width, height};
    k->y += height + k->gap;
    k->column = fmax(k->column, width);
    return true;
}

/* Width that the strip needs at this height; infinite when something is higher. */
static double strip_width(const sm_facets *f, double height)
{
    cursor k = {.in = {0, 0, 1e9, height}, .gap = f->gap};
    double width = 0;
    sm_rect box;
    for (int i = 0; i < SM_STRIP_PANELS; i++) {
        const sm_strip_size *s = &f->sizes[i];
        if (s->width > 0 && !put(&k, s->width, s->height, &box))
            return INFINITY;
        if (s->width > 0)
            width = fmax(width, box.x + box.width);
    }
    return width;
}

static double strip_height(const sm_facets *f, double width)
{
    double height = 1;
    for (int i = 0; i < SM_STRIP_PANELS; i++)
        height = fmax(height, f->sizes[i].height);
    for (int round = 0; round < 10 && strip_width(f, height) > width; round++)
        height *= 1.15;
    return height;
}

typedef enum strip_place { IN_FREE_CELLS, AT_RIGHT, UNDER, PLACES } strip_place;

typedef struct layout {
    int columns, rows;
    double width, height; /* of a panel's frame, px */
    double score;
    sm_rect strip;
} layout;

/* What is left for a panel when the page is divided so. False: the strip has no room there. */
static bool try_layout(const sm_facets *f, sm_rect area, int columns, strip_place place, double shape,
                       layout *out)
{
    int n = (int)f->n, rows = (n + columns - 1) / columns, free_cells = rows * columns - n;
    sm_rect grid = area;
    if (place == AT_RIGHT) {
        double width = fmin(strip_width(f, area.height), STRIP_SHARE * area.width);
        grid.width -= width + f->gap;
        out->strip =
            (sm_rect){area.x + area.width - width, area.y + f->heading, width, area.height - f->heading};
    } else if (place == UNDER) {
        double height = fmin(strip_height(f, area.width), STRIP_SHARE * area.height);
        grid.height -= height + f->gap;
        out->strip = (sm_rect){area.x, area.y + area.height - height, area.width, height};
    }
    out->columns = columns;
    out->rows = rows;
    out->width = floor((grid.width - (columns - 1) * f->gap) / columns);
    out->height = floor((grid.height - (rows - 1) * f->gap) / rows - f->heading);
    if (place == IN_FREE_CELLS) {
        double x = area.x + (columns - free_cells) * (out->width + f->gap), high = out->height;
        out->strip = (sm_rect){x, area.y + area.height - high, area.x + area.width - x, high};
        if (free_cells == 0 || strip_width(f, high) > out->strip.width)
            return false;
    }
    out->score = fmin(out->width / shape, out->height) + .1 * sqrt(fmax(out->width * out->height, 0) / shape);
    return out->width > 0 && out->height > 0;
}

/* Before anything is drawn the usual sizes of legend and scale bar. */
static void guess_sizes(sm_facets *f, double unit)
{
    if (f->measured)
        return;
    memset(f->sizes, 0, sizeof f->sizes);
    f->sizes[0] = (sm_strip_size){190 * unit, 250 * unit};
    f->sizes[1] = (sm_strip_size){180 * unit, 45 * unit};
}

void sm_facets_lay(sm_compose *c, const sm_point *points, size_t n)
{
    sm_facets *f = c->facets;
    double unit = c->furniture->unit, shape = shape_of(c, points, n);
    sm_rect area = c->frame;
    layout best = {.score = -1}, tried;
    f->gap = round(GAP * unit);
    f->heading = ceil(HEADING * fmax(c->layout->text_size * unit, 8.5));
    guess_sizes(f, unit);
    for (int columns = 1; columns <= (int)f->n; columns++)
        for (int place = 0; place < PLACES; place++)
            if (try_layout(f, area, columns, (strip_place)place, shape, &tried) && tried.score > best.score)
                best = tried;
    if (best.score < 0) /* a page with room for nothing */
        best =
            (layout){1, (int)f->n, fmax(area.width, 1), fmax(floor(area.height / (double)f->n), 1), 0, {0}};
    f->columns = best.columns;
    f->rows = best.rows;
    f->strip = best.strip;
    f->spare = best.rows * fmax(best.height - SLACK * best.width / shape, 0);
    c->frame = (sm_rect){area.x, area.y + f->heading, best.width, best.height};
    double share = sqrt(best.width * best.height / (c->page.width * c->page.height));
    c->unit = fmin(fmax(c->unit * fmin(PANEL_UNIT * share, 1), UNIT_MIN), c->unit);
}

/* --- the maps ---------------------------------------------------------------------------------- */

static sm_compose child_of(sm_compose *c, size_t index, double per_death)
{
    const sm_facets *f = c->facets;
    const sm_facet *facet = &f->items[index];
    sm_rect frame = c->frame;
    frame.x += (double)((int)index % f->columns) * (frame.width + f->gap);
    frame.y += (double)((int)index / f->columns) * (frame.height + f->heading + f->gap);
    sm_compose child = sm_compose_child(c, sm_arena_print(c->arena, "panel%zu", index + 1), frame);
    child.facets = NULL;
    child.items = facet->items;
    child.n_items = facet->n_items;
    child.per_death = per_death;
    child.view = sm_view_moved(c->view, frame.x - c->frame.x, frame.y - c->frame.y);
    child.panel = true;
    child.sparse = frame.width < SPARSE_UNDER * c->furniture->unit;
    if (child.sparse)
        child.shows &= ~(unsigned)SM_SHOW_TOWNS;
    return child;
}

static void add_report(sm_map_report *sum, const sm_map_report *r)
{
    sum->drawn += r->drawn;
    sum->listed += r->listed;
    sum->unlocated += r->unlocated;
    sum->not_shown += r->not_shown;
    sum->outside += r->outside;
    sum->labels_placed += r->labels_placed;
    sum->labels_dropped += r->labels_dropped;
}

void sm_facets_free(sm_compose *c)
{
    for (size_t i = 0; c->facets && i < c->facets->n; i++) {
        sm_view_free(c->facets->items[i].map.view);
        c->facets->items[i].map.view = NULL;
    }
}

/* Symbols of all panels; with a scale of 0 each panel has its own, of which the least is found. */
static bool find_symbols(sm_compose *c, double per_death, double *least)
{
    *least = INFINITY;
    sm_facets_free(c);
    for (size_t i = 0; i < c->facets->n; i++) {
        sm_compose *map = &c->facets->items[i].map;
        *map = child_of(c, i, per_death);
        if (map->view == NULL)
            return false;
        sm_compose_symbols(map);
        if (map->n_symbols)
            *least = fmin(*least, map->per_death);
    }
    return true;
}

/* What no panel has: it is counted, and listed when it is too far away. */
static void count_rest(sm_compose *c)
{
    const sm_incident **rest = sm_arena_array(c->arena, c->incidents->count, sizeof *rest);
    if (rest == NULL)
        return;
    c->items = rest;
    c->n_items = 0;
    for (size_t i = 0; i < c->incidents->count; i++)
        if (!c->seen[i] && !c->facets->left_out[i])
            c->items[c->n_items++] = &c->incidents->items[i];
    sm_compose_symbols(c);
    c->report.left_out = c->facets->n_left_out;
}

static void join(sm_compose *c)
{
    size_t n = 0, listed = 0;
    for (size_t i = 0; i < c->facets->n; i++) {
        n += c->facets->items[i].map.n_symbols;
        listed += c->facets->items[i].map.n_listed;
    }
    c->symbols = sm_arena_array(c->arena, n ? n : 1, sizeof *c->symbols);
    c->listed = sm_arena_array(c->arena, listed ? listed : 1, sizeof *c->listed);
    c->n_symbols = c->n_listed = 0;
    for (size_t i = 0; c->symbols && c->listed && i < c->facets->n; i++) {
        const sm_compose *map = &c->facets->items[i].map;
        if (map->n_symbols)
            memcpy(c->symbols + c->n_symbols, map->symbols, map->n_symbols * sizeof *c->symbols);
        if (map->n_listed)
            memcpy(c->listed + c->n_listed, map->listed, map->n_listed * sizeof *c->listed);
        c->n_symbols += map->n_symbols;
        c->n_listed += map->n_listed;
        add_report(&c->report, &map->report);
    }
}

/* --- beside the maps --------------------------------------------------------------------------- */

/* What the page does not show, so that nobody takes it for all. */
static void panel_note(sm_panel *p)
{
    enum { LINES = 4 };
    sm_compose *c = p->c;
    const sm_facets *f = c->facets;
    const char *words = "", *lines[LINES];
    sm_font font = sm_panel_font(p, c->layout->small_size, 400);
    if (f->skips_empty)
        words = sm_say(c, c->options->facet == SM_FACET_DAY     ? "Days without incidents are left out."
                          : c->options->facet == SM_FACET_WEEK  ? "Weeks without incidents are left out."
                          : c->options->facet == SM_FACET_MONTH ? "Months without incidents are left out."
                                                                : "Years without incidents are left out.");
    if (f->n_left_out)
        words = sm_arena_print(c->arena, "%s%s%s", words, *words ? " " : "",
                               sm_say_count(c, "{n} incident before or after is not shown.",
                                            "{n} incidents before or after are not shown.",
                                            (double)f->n_left_out));
    size_t n = sm_fit_wrap(&c->measure, c->arena, words, &font, 180 * c->furniture->unit, lines, LINES);
    for (size_t i = 0; i < n; i++)
        sm_panel_text(p, lines[i], &font, c->layout->muted, sm_panel_padding(p),
                      sm_panel_padding(p) + (.8 + 1.35 * (double)i) * font.size);
}

static const struct {
    const char *id, *title;
    sm_panel_fn *run;
    bool needed;
} strip[SM_STRIP_PANELS] = {
    {"legend", "Legend", sm_panel_legend, true},
    {"scale-bar", "Scale bar", sm_panel_scale_bar, false},
    {"note", "What is not shown", panel_note, false},
    {"north-arrow", "North", sm_panel_north, false},
    {"country-only", "Known to the country only", sm_panel_country_only, true},
    {"elsewhere", "Too far to be on this map", sm_panel_elsewhere, true},
    {"locator", "Where the map lies", sm_panel_locator, false},
};

static void place_strip(sm_compose *c)
{
    enum { CUTS = 3 };
    sm_facets *f = c->facets;
    sm_furniture *furniture = c->furniture;
    cursor k = {.in = f->strip, .gap = f->gap, .x = f->strip.x, .y = f->strip.y};
    furniture->n_panels = furniture->n_missing = 0;
    for (int i = 0; i < SM_STRIP_PANELS; i++) {
        sm_placed_panel placed = {
            .id = strip[i].id, .title = strip[i].title, .run = strip[i].run, .plain = true};
        bool put_down = false, wanted = false;
        for (int cut = 0; cut < CUTS && !put_down; cut++) {
            sm_panel p = {.c = c, .cut = cut};
            strip[i].run(&p);
            wanted |= p.width > 0;
            if (cut == 0)
                f->sizes[i] = (sm_strip_size){p.width, p.height};
            put_down = p.width > 0 && put(&k, p.width, p.height, &placed.box);
            placed.cut = cut;
        }
        if (put_down)
            furniture->panels[furniture->n_panels++] = placed;
        else if (wanted && strip[i].needed)
            furniture->missing[furniture->n_missing++] = strip[i].run;
    }
    f->measured = true;
}

sm_status sm_facets_arrange(sm_compose *c, sm_error *err)
{
    sm_classes_find(c);
    sm_compose_focus(c);
    count_rest(c);
    double least, same;
    bool made = find_symbols(c, 0, &least);
    if (made && isfinite(least)) {
        c->per_death = least;
        made = find_symbols(c, least, &same);
    }
    join(c);
    sm_insets_find(c);
    place_strip(c);
    return made && !sm_arena_failed(c->arena) ? SM_OK : sm_fail(err, SM_E_NOMEM, "out of memory");
}

/* --- drawing ----------------------------------------------------------------------------------- */

/* "4 incidents, 12 killed", or the first half of that. */
static const char *sum_of(const sm_facet *facet, bool whole)
{
    const sm_compose *map = &facet->map;
    double killed = 0;
    for (size_t i = 0; i < facet->n_items; i++)
        killed += facet->items[i]->killed.best > 0 ? facet->items[i]->killed.best : 0;
    size_t n = facet->n_items;
    return n == 0 ? sm_say(map, "no incidents") : sm_caption_incidents(map, n, whole ? killed : 0);
}

/* Title at the left; at the right, where there is room, how many there were. */
static void draw_heading(sm_compose *map, const sm_facet *facet, double baseline)
{
    double unit = map->furniture->unit, left = map->frame.x, right = left + map->frame.width;
    sm_font bold = {.family = map->layout->family,
                    .size = fmax(map->layout->text_size * unit, 8.5),
                    .weight = 700},
            small = {.family = map->layout->family,
                     .size = fmax(map->layout->small_size * unit, 8),
                     .weight = 400};
    const char *title = sm_fit_cut(&map->measure, map->arena, facet->title, &bold, map->frame.width),
               *sum = sum_of(facet, true);
    sm_scene_begin_group(map->scene, sm_arena_print(map->arena, "%s-title", map->prefix), NULL);
    sm_text *t = sm_scene_add_text(map->scene, title, left, baseline);
    t->font = bold;
    t->fill = map->layout->ink;
    double room = right - left - sm_fit_width(&map->measure, title, &bold) - bold.size;
    if (sm_fit_width(&map->measure, sum, &small) > room)
        sum = sum_of(facet, false);
    if (sm_fit_width(&map->measure, sum, &small) > room)
        return;
    t = sm_scene_add_text(map->scene, sum, right, baseline);
    t->font = small;
    t->fill = map->layout->muted;
    t->align = SM_ALIGN_END;
}

void sm_facets_draw(sm_compose *c)
{
    sm_facets *f = c->facets;
    for (size_t i = 0; i < f->n; i++) {
        sm_compose *map = &f->items[i].map;
        int dropped = map->report.labels_dropped;
        sm_compose_draw(map);
        c->report.labels_placed += map->report.labels_placed;
        c->report.labels_dropped += map->report.labels_dropped - dropped;
        sm_compose_draw_frame(map);
        draw_heading(map, &f->items[i], map->frame.y - .36 * f->heading);
    }
}
