#include "label.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CELL = 8, MAX_DEPTH = 3, DESCENT_ROUNDS = 4, DIRECTIONS = 16, RINGS = 3, IMHOF = 8 };
enum { MAX_SIDE = 20000, NONE = -1 };

#define HARDLY_WORSE 0.35 /* from upper right to lower right, say */

typedef struct spot {
    sm_rect box;
    double cost;
    size_t of;      /* the caller's spot */
    bool led, dead; /* dead: struck out for good */
    int conflicts;  /* with live spots of other labels of the tier */
} spot;

typedef struct spots {
    spot *items;
    size_t n;
    int taken;    /* index of the spot in use, NONE */
    sm_rect room; /* round all of them */
} spots;

struct sm_label_page {
    sm_arena *arena;
    sm_rect frame;
    sm_rect *obstacles;
    size_t n_obstacles, capacity;
    float *ink; /* cells over the frame, row by row; NULL until there is some */
    int columns, rows;

    /* while placing */
    sm_label *labels;
    spots *of;
    size_t n;
    bool may_cross; /* leaders: for labels that would have no place else */
    bool *moving;   /* labels that a chain has already picked up */
};

sm_label_page *sm_label_page_new(sm_arena *arena, sm_rect frame)
{
    sm_label_page *page = sm_arena_alloc(arena, sizeof *page);
    if (sm_arena_failed(arena))
        return NULL;
    *page = (sm_label_page){.arena = arena, .frame = frame};
    page->columns = (int)fmin(ceil(frame.width / CELL), MAX_SIDE);
    page->rows = (int)fmin(ceil(frame.height / CELL), MAX_SIDE);
    return page;
}

void sm_label_obstacle(sm_label_page *page, sm_rect box)
{
    if (sm_arena_grow(page->arena, &page->obstacles, &page->capacity, page->n_obstacles, sizeof box))
        page->obstacles[page->n_obstacles++] = box;
}

static void ink_cell(sm_label_page *page, double x, double y, double weight)
{
    int column = (int)floor((x - page->frame.x) / CELL), row = (int)floor((y - page->frame.y) / CELL);
    if (column >= 0 && row >= 0 && column < page->columns && row < page->rows)
        page->ink[(size_t)row * (size_t)page->columns + (size_t)column] += (float)weight;
}

void sm_label_ink(sm_label_page *page, sm_xy from, sm_xy to, double weight)
{
    if (page->ink == NULL && page->columns > 0 && page->rows > 0)
        page->ink =
            sm_arena_array(page->arena, (size_t)page->columns * (size_t)page->rows, sizeof *page->ink);
    double length = hypot(to.x - from.x, to.y - from.y);
    if (page->ink == NULL || !(length < 4 * MAX_SIDE)) /* also NaN */
        return;
    int steps = (int)(length / CELL) + 1;
    for (int i = 0; i < steps; i++) {
        double t = (i + 0.5) / steps;
        ink_cell(page, from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t, weight);
    }
}

/* Mean ink under a box, 0 … 1. */
static double ink_under(const sm_label_page *page, sm_rect box)
{
    if (page->ink == NULL)
        return 0;
    int c0 = (int)fmax((box.x - page->frame.x) / CELL, 0),
        c1 = (int)fmin((box.x + box.width - page->frame.x) / CELL, page->columns - 1);
    int r0 = (int)fmax((box.y - page->frame.y) / CELL, 0),
        r1 = (int)fmin((box.y + box.height - page->frame.y) / CELL, page->rows - 1);
    double sum = 0;
    int cells = 0;
    for (int r = r0; r <= r1; r++)
        for (int c = c0; c <= c1; c++, cells++)
            sum += page->ink[(size_t)r * (size_t)page->columns + (size_t)c];
    return cells ? fmin(sum / cells, 1) : 0;
}

static bool overlap(sm_rect a, sm_rect b)
{
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

static sm_rect symbol_box(const sm_label *l)
{
    return (sm_rect){l->px - l->radius, l->py - l->radius, 2 * l->radius, 2 * l->radius};
}

/* Whether a box covers part of a symbol; its radius may be that of a circle round several. */
static bool covers_symbol(sm_rect box, const sm_label *l)
{
    double r = l->radius;
    if (r <= 0 || l->px + r <= box.x || l->px - r >= box.x + box.width || l->py + r <= box.y ||
        l->py - r >= box.y + box.height)
        return false;
    double dx = l->px - fmax(box.x, fmin(l->px, box.x + box.width)),
           dy = l->py - fmax(box.y, fmin(l->py, box.y + box.height));
    return l->square || dx * dx + dy * dy < r * r;
}

static bool inside(sm_rect inner, sm_rect outer)
{
    return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.width <= outer.x + outer.width &&
           inner.y + inner.height <= outer.y + outer.height;
}

static bool is_free_of_obstacles(const sm_label_page *page, sm_rect box)
{
    if (!inside(box, page->frame))
        return false;
    for (size_t i = 0; i < page->n_obstacles; i++)
        if (overlap(box, page->obstacles[i]))
            return false;
    for (size_t i = 0; i < page->n; i++)
        if (covers_symbol(box, &page->labels[i]))
            return false;
    return true;
}

/* A leader line must not run through another label; the straight line from the symbol's centre to the box is
 * tested against the box of the other. */
static sm_xy leader_end(const sm_label *l, sm_rect box)
{
    return (sm_xy){fmax(box.x, fmin(l->px, box.x + box.width)), fmax(box.y, fmin(l->py, box.y + box.height))};
}

static bool line_meets(sm_xy a, sm_xy b, sm_rect r)
{
    double t0 = 0, t1 = 1, d[2] = {b.x - a.x, b.y - a.y}, p[2] = {a.x, a.y}, low[2] = {r.x, r.y},
           high[2] = {r.x + r.width, r.y + r.height};
    for (int i = 0; i < 2; i++) { /* Liang and Barsky 1984 */
        if (fabs(d[i]) < 1e-9) {
            if (p[i] <= low[i] || p[i] >= high[i])
                return false;
            continue;
        }
        double enter = ((d[i] > 0 ? low[i] : high[i]) - p[i]) / d[i],
               leave = ((d[i] > 0 ? high[i] : low[i]) - p[i]) / d[i];
        if (enter > t0)
            t0 = enter;
        if (leave < t1)
            t1 = leave;
    }
    return t0 < t1;
}

/* Whether the leader line to `box` stays clear of obstacles and of other labels' symbols; those that overlap
 * its own symbol cannot be kept clear of. */
static bool is_free_to_lead(const sm_label_page *page, const sm_label *l, sm_rect box)
{
    sm_xy from = {l->px, l->py}, to = leader_end(l, box);
    for (size_t i = 0; i < page->n_obstacles; i++)
        if (line_meets(from, to, page->obstacles[i]))
            return false;
    for (size_t i = 0; i < page->n; i++)
        if (page->labels[i].radius > 0 && !overlap(symbol_box(&page->labels[i]), symbol_box(l)) &&
            line_meets(from, to, symbol_box(&page->labels[i])))
            return false;
    return true;
}

static void add_spot(const sm_label_page *page, const sm_label *l, spots *s, sm_rect box, double cost,
                     bool led)
{
    if (is_free_of_obstacles(page, box) && (!led || is_free_to_lead(page, l, box)))
        s->items[s->n++] = (spot){.box = box, .cost = cost + 2 * ink_under(page, box), .led = led};
}

/* Imhof's eight positions in the order of preference: NE E SE NW W SW N S. `h`, `v`: where the box lies of
 * the symbol. */
static const struct {
    int h, v;
    double cost;
} imhof[SM_LABEL_SIDES] = {{1, -1, 0},  {1, 0, .1},  {1, 1, .25}, {-1, -1, .3}, {-1, 0, .4},
                           {-1, 1, .5}, {0, -1, .6}, {0, 1, .7},  {0, 0, .8}};

int sm_label_across(unsigned char side)
{
    return imhof[side].h;
}

int sm_label_down(unsigned char side)
{
    return imhof[side].v;
}

/* The way along which a text that covers its symbol is moved off it: away from the point on its side; over
 * the point the way in which it is shifted. */
static void push_off_symbol(const sm_label *l, const sm_label_place *place, sm_rect *box)
{
    int h = imhof[place->side].h, v = imhof[place->side].v;
    if (h == 0 && v == 0) {
        h = fabs(place->dx) > fabs(place->dy) ? (place->dx > 0) - (place->dx < 0) : 0;
        v = h == 0 ? (place->dy > 0) - (place->dy < 0) : 0;
    }
    double off = l->radius + fmax(l->gap, .1), x = l->px + h * off - (1 - h) * box->width / 2,
           y = l->py + v * off - (1 - v) * box->height / 2;
    if (h != 0 && (v == 0 || fabs(x - box->x) <= fabs(y - box->y)))
        box->x = x;
    else if (v != 0)
        box->y = y;
}

static sm_rect shifted_box(const sm_label *l, const sm_label_place *place)
{
    int h = imhof[place->side].h, v = imhof[place->side].v;
    sm_rect box = {l->px + l->from_x + place->dx - (1 - h) * l->width / 2,
                   l->py + l->from_y + place->dy - (1 - v) * l->height / 2, l->width, l->height};
    if (covers_symbol(box, l))
        push_off_symbol(l, place, &box);
    return box;
}

static void spots_round_point(const sm_label_page *page, const sm_label *l, spots *s)
{
    double r = l->radius + l->gap, diagonal = l->radius * M_SQRT1_2 + l->gap;
    int n = l->places ? (int)l->n_places : IMHOF;
    for (int at = 0; at < n; at++) {
        int i = l->places ? l->places[at].side : at;
        if (l->places && l->places[at].shifted) {
            add_spot(page, l, s, shifted_box(l, &l->places[at]), imhof[at].cost, false);
            continue;
        }
        double dx = imhof[i].v == 0 ? r : diagonal, dy = imhof[i].h == 0 ? r : diagonal;
        double x = imhof[i].h > 0   ? l->px + dx
                   : imhof[i].h < 0 ? l->px - dx - l->width
                                    : l->px - l->width / 2;
        double y = imhof[i].v > 0   ? l->py + dy
                   : imhof[i].v < 0 ? l->py - dy - l->height
                                    : l->py - l->height / 2;
        if (imhof[i].h != 0 &&
            imhof[i].v != 0) /* beside the symbol rather than at its corner: half a line up or down */
            y = imhof[i].v < 0 ? fmax(y, l->py - l->radius - l->height) : fmin(y, l->py + l->radius);
        add_spot(page, l, s, (sm_rect){x, y, l->width, l->height}, imhof[at].cost, false);
    }
    for (int ring = 1; l->leader && ring <= RINGS; ring++) {
        double distance = l->radius + l->gap + ring * 2.2 * l->height;
        for (int d = 0; d < DIRECTIONS; d++) {
            double angle = (d * 2 + 1) * M_PI / DIRECTIONS, ux = cos(angle), uy = -sin(angle);
            double x = l->px + ux * distance + (ux > 0 ? 0 : -l->width),
                   y = l->py + uy * distance - l->height / 2;
            add_spot(page, l, s, (sm_rect){x, y, l->width, l->height}, 2.6 + ring + .01 * d, true);
        }
    }
}

static sm_rect room_of(const spots *s)
{
    double west = INFINITY, east = -INFINITY, north = INFINITY, south = -INFINITY;
    for (size_t i = 0; i < s->n; i++) {
        west = fmin(west, s->items[i].box.x);
        east = fmax(east, s->items[i].box.x + s->items[i].box.width);
        north = fmin(north, s->items[i].box.y);
        south = fmax(south, s->items[i].box.y + s->items[i].box.height);
    }
    return s->n ? (sm_rect){west, north, east - west, south - north} : (sm_rect){0};
}

static void make_spots(const sm_label_page *page, const sm_label *l, spots *s)
{
    size_t most = l->spots ? l->n_spots : (size_t)SM_LABEL_SIDES + (l->leader ? DIRECTIONS * RINGS : 0);
    s->taken = NONE;
    s->items = sm_arena_array(page->arena, most, sizeof *s->items);
    if (s->items == NULL || sm_arena_failed(page->arena) || !(l->width > 0) || !(l->height > 0) ||
        l->width > MAX_SIDE || !isfinite(l->px) || !isfinite(l->py))
        return;
    if (l->spots == NULL) {
        spots_round_point(page, l, s);
        s->room = room_of(s);
        return;
    }
    for (size_t i = 0; i < l->n_spots; i++) {
        const sm_label_spot *at = &l->spots[i];
        size_t before = s->n;
        add_spot(page, l, s,
                 (sm_rect){at->x, at->y, at->width > 0 ? at->width : l->width,
                           at->height > 0 ? at->height : l->height},
                 at->cost, at->led);
        if (s->n > before)
            s->items[before].of = i;
    }
    s->room = room_of(s);
}

static double side_of(sm_xy a, sm_xy b, sm_xy p)
{
    return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
}

static bool lines_cross(sm_xy a, sm_xy b, sm_xy c, sm_xy d)
{
    return side_of(a, b, c) * side_of(a, b, d) < 0 && side_of(c, d, a) * side_of(c, d, b) < 0;
}

static bool spots_conflict(const sm_label_page *page, size_t i, const spot *a, size_t j, const spot *b)
{
    if (overlap(a->box, b->box))
        return true;
    const sm_label *la = &page->labels[i], *lb = &page->labels[j];
    sm_xy pa = {la->px, la->py}, pb = {lb->px, lb->py};
    if (a->led && b->led && !page->may_cross &&
        lines_cross(pa, leader_end(la, a->box), pb, leader_end(lb, b->box)))
        return true;
    return (a->led && line_meets(pa, leader_end(la, a->box), b->box)) ||
           (b->led && line_meets(pb, leader_end(lb, b->box), a->box));
}

/* The placed labels that spot `s` of label `i` meets: their number, the first two in `who`. */
static int blockers(const sm_label_page *page, size_t i, const spot *s, size_t who[2])
{
    int count = 0;
    for (size_t j = 0; j < page->n; j++) {
        const spots *other = &page->of[j];
        if (j == i || other->taken == NONE || !spots_conflict(page, i, s, j, &other->items[other->taken]))
            continue;
        if (count < 2)
            who[count] = j;
        count++;
    }
    return count;
}

/* A label may be pushed to spot `k` by one of `priority`: if it matters more than that one, only to a spot
 * that is hardly worse. */
static bool may_be_pushed(const sm_label_page *page, size_t i, int before, size_t k, int priority)
{
    const spots *s = &page->of[i];
    return before == NONE || page->labels[i].priority <= priority ||
           s->items[k].cost <= s->items[before].cost + HARDLY_WORSE;
}

/* Place label `i`, moving others out of the way, each at most once. `priority` is that of the label for which
 * it all happens. */
static bool push_in(sm_label_page *page, size_t i, int depth, int priority)
{
    spots *s = &page->of[i];
    size_t who[2];
    int before = s->taken;
    s->taken = NONE;
    for (size_t k = 0; k < s->n; k++) {
        if ((int)k != before && may_be_pushed(page, i, before, k, priority) &&
            blockers(page, i, &s->items[k], who) == 0) {
            s->taken = (int)k;
            return true;
        }
    }
    page->moving[i] = true;
    for (size_t k = 0; depth > 0 && k < s->n; k++) {
        if ((int)k == before || !may_be_pushed(page, i, before, k, priority) ||
            blockers(page, i, &s->items[k], who) != 1 || page->moving[who[0]])
            continue;
        int others = page->of[who[0]].taken;
        s->taken = (int)k;
        if (push_in(page, who[0], depth - 1, priority)) {
            page->moving[i] = false;
            return true;
        }
        page->of[who[0]].taken = others;
        s->taken = NONE;
    }
    page->moving[i] = false;
    s->taken = before;
    return false;
}

/* Take the place of labels that matter less, when nothing else helps. */
static bool push_out(sm_label_page *page, size_t i)
{
    spots *s = &page->of[i];
    size_t who[2];
    for (size_t k = 0; k < s->n; k++) {
        int count = blockers(page, i, &s->items[k], who);
        if (count != 1 || page->labels[who[0]].priority >= page->labels[i].priority)
            continue;
        page->of[who[0]].taken = NONE;
        s->taken = (int)k;
        push_in(page, who[0], 1, page->labels[who[0]].priority); /* it may find room elsewhere */
        return true;
    }
    return false;
}

static void count_conflicts(sm_label_page *page, const size_t *tier, size_t n)
{
    for (size_t a = 0; a < n; a++) {
        for (size_t b = a + 1; b < n; b++) {
            spots *sa = &page->of[tier[a]], *sb = &page->of[tier[b]];
            if (!overlap(sa->room, sb->room))
                continue;
            for (size_t i = 0; i < sa->n; i++) {
                for (size_t j = 0; j < sb->n; j++) {
                    if (overlap(sa->items[i].box, sb->items[j].box)) {
                        sa->items[i].conflicts += !sb->items[j].led;
                        sb->items[j].conflicts += !sa->items[i].led;
                    }
                }
            }
        }
    }
}

/* FALP: take the spot with the fewest conflicts, strike out what it meets, go on. */
static void place_tier(sm_label_page *page, const size_t *tier, size_t n)
{
    count_conflicts(page, tier, n);
    for (size_t a = 0; a < n; a++) {
        for (size_t k = 0; k < page->of[tier[a]].n; k++) {
            size_t who[2];
            page->of[tier[a]].items[k].dead = blockers(page, tier[a], &page->of[tier[a]].items[k], who) > 0;
        }
    }
    for (;;) {
        size_t best = n, best_spot = 0;
        double least = DBL_MAX;
        for (size_t a = 0; a < n; a++) {
            const spots *s = &page->of[tier[a]];
            for (size_t k = 0; s->taken == NONE && k < s->n; k++) {
                double weight = s->items[k].conflicts + s->items[k].cost;
                if (!s->items[k].dead && weight < least) {
                    least = weight;
                    best = a;
                    best_spot = k;
                }
            }
        }
        if (best == n)
            return;
        page->of[tier[best]].taken = (int)best_spot;
        const spot *taken = &page->of[tier[best]].items[best_spot];
        for (size_t a = 0; a < n; a++) {
            spots *s = &page->of[tier[a]];
            for (size_t k = 0; s->taken == NONE && k < s->n; k++)
                s->items[k].dead =
                    s->items[k].dead || spots_conflict(page, tier[a], &s->items[k], tier[best], taken);
        }
    }
}

static void descend(sm_label_page *page)
{
    for (int round = 0; round < DESCENT_ROUNDS; round++) {
        bool moved = false;
        for (size_t i = 0; i < page->n; i++) {
            spots *s = &page->of[i];
            size_t who[2];
            for (int k = 0; s->taken != NONE && k < (int)s->n; k++) {
                if (s->items[k].cost < s->items[s->taken].cost - 1e-9 &&
                    blockers(page, i, &s->items[k], who) == 0) {
                    s->taken = k;
                    moved = true;
                }
            }
        }
        if (!moved)
            return;
    }
}

static int by_priority(const void *a, const void *b, void *labels)
{
    const sm_label *sorted = labels;
    size_t i = *(const size_t *)a, j = *(const size_t *)b;
    if (sorted[i].priority != sorted[j].priority)
        return sorted[i].priority > sorted[j].priority ? -1 : 1;
    return i < j ? -1 : i > j;
}

static size_t write_results(const sm_label_page *page)
{
    size_t placed = 0;
    for (size_t i = 0; i < page->n; i++) {
        sm_label *l = &page->labels[i];
        const spots *s = &page->of[i];
        l->placed = s->taken != NONE;
        l->led = false;
        if (!l->placed)
            continue;
        const spot *k = &s->items[s->taken];
        sm_xy end = leader_end(l, k->box);
        l->spot = k->of;
        l->x = k->box.x;
        l->y = k->box.y;
        l->led = k->led;
        l->lx = end.x;
        l->ly = end.y;
        placed++;
    }
    return placed;
}

size_t sm_labels_place(sm_label_page *page, sm_label *labels, size_t n)
{
    size_t *order = sm_arena_array(page->arena, n, sizeof *order);
    page->labels = labels;
    page->n = n;
    page->of = sm_arena_array(page->arena, n, sizeof *page->of);
    page->moving = sm_arena_array(page->arena, n, sizeof *page->moving);
    for (size_t i = 0; i < n; i++)
        labels[i].placed = false;
    if (n == 0 || order == NULL || page->of == NULL || page->moving == NULL || sm_arena_failed(page->arena))
        return 0;
    for (size_t i = 0; i < n; i++) {
        order[i] = i;
        make_spots(page, &labels[i], &page->of[i]);
    }
    qsort_r(order, n, sizeof *order, by_priority, labels);
    for (size_t first = 0, end; first < n; first = end) {
        for (end = first + 1; end < n && labels[order[end]].priority == labels[order[first]].priority; end++)
            ;
        place_tier(page, order + first, end - first);
        for (size_t i = first; i < end; i++)
            if (page->of[order[i]].taken == NONE &&
                !push_in(page, order[i], MAX_DEPTH, labels[order[i]].priority))
                push_out(page, order[i]);
        page->may_cross = true;
        for (size_t i = first; i < end; i++)
            if (page->of[order[i]].taken == NONE && labels[order[i]].leader)
                push_in(page, order[i], 0, labels[order[i]].priority);
        page->may_cross = false;
    }
    descend(page);
    return write_results(page);
}
