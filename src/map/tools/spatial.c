#include "spatial.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void *room(void *items, size_t *capacity, size_t count, size_t size)
{
    if (count < *capacity)
        return items;
    *capacity = *capacity ? 2 * *capacity : 1 << 12;
    void *bigger = realloc(items, *capacity * size);
    if (bigger == NULL) {
        fprintf(stderr, "basemap_compile: out of memory\n");
        exit(1);
    }
    return bigger;
}

/* --- lines on cells ---------------------------------------------------------------------------- */

typedef struct edge {
    sm_point a, b;
    uint32_t tag;
} edge;

/* An edge that comes within reach of a cell. */
typedef struct entry {
    uint64_t cell;
    uint32_t edge;
} entry;

struct sm_lines {
    double reach;
    edge *edges;
    entry *entries;
    size_t n_edges, edge_capacity, n_entries, entry_capacity;
    bool sorted;
};

sm_lines *sm_lines_new(double reach)
{
    size_t capacity = 0;
    sm_lines *l = room(NULL, &capacity, 0, sizeof *l);
    *l = (sm_lines){.reach = reach};
    return l;
}

void sm_lines_free(sm_lines *l)
{
    if (l == NULL)
        return;
    free(l->edges);
    free(l->entries);
    free(l);
}

/* Cells are as high as the reach, and in each row as wide as it is there. */
static int row_of(const sm_lines *l, double lat)
{
    return (int)floor((lat + 90) / l->reach);
}

static double narrowing(double lat)
{
    return fmax(cos(lat * M_PI / 180), .02);
}

static double cell_width(const sm_lines *l, int row)
{
    return 360 / floor(360 / l->reach * narrowing((row + .5) * l->reach - 90));
}

static uint64_t cell_at(const sm_lines *l, int row, double lon)
{
    double turned = lon - 360 * floor(lon / 360);
    return (uint64_t)row << 32 | (uint64_t)(turned / cell_width(l, row));
}

static void add_edge(sm_lines *l, edge e)
{
    double west = fmin(e.a.lon, e.b.lon), east = fmax(e.a.lon, e.b.lon);
    int first = row_of(l, fmin(e.a.lat, e.b.lat) - l->reach),
        last = row_of(l, fmax(e.a.lat, e.b.lat) + l->reach);
    l->edges = room(l->edges, &l->edge_capacity, l->n_edges, sizeof *l->edges);
    l->edges[l->n_edges++] = e;
    for (int row = first < 0 ? 0 : first; row <= last; row++) {
        double width = cell_width(l, row);
        for (double lon = west - 1.5 * width; lon < east + 2 * width; lon += width) {
            l->entries = room(l->entries, &l->entry_capacity, l->n_entries, sizeof *l->entries);
            l->entries[l->n_entries++] = (entry){cell_at(l, row, lon), (uint32_t)(l->n_edges - 1)};
        }
    }
    l->sorted = false;
}

void sm_lines_add(sm_lines *l, const sm_ring *line, uint32_t tag)
{
    for (size_t i = 0; i + 1 < line->count; i++)
        if (fabs(line->points[i + 1].lon - line->points[i].lon) < 180)
            add_edge(l, (edge){line->points[i], line->points[i + 1], tag});
}

static int by_cell(const void *a, const void *b)
{
    const entry *p = a, *q = b;
    if (p->cell != q->cell)
        return p->cell < q->cell ? -1 : 1;
    return p->edge < q->edge ? -1 : p->edge > q->edge;
}

static double away(sm_point p, const edge *e)
{
    double narrow = narrowing(p.lat), ax = remainder(e->a.lon - p.lon, 360) * narrow, ay = e->a.lat - p.lat,
           dx = (e->b.lon - e->a.lon) * narrow, dy = e->b.lat - e->a.lat, length = dx * dx + dy * dy,
           t = length > 0 ? fmax(0, fmin(1, -(ax * dx + ay * dy) / length)) : 0;
    return hypot(ax + t * dx, ay + t * dy);
}

uint32_t sm_lines_nearest(sm_lines *l, sm_point p, double within)
{
    if (!l->sorted && l->n_entries > 0)
        qsort(l->entries, l->n_entries, sizeof *l->entries, by_cell);
    l->sorted = true;
    uint64_t cell = cell_at(l, row_of(l, p.lat), p.lon);
    size_t low = 0, high = l->n_entries;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (l->entries[middle].cell < cell)
            low = middle + 1;
        else
            high = middle;
    }
    double least = within;
    uint32_t tag = SM_NO_LINE;
    for (; low < l->n_entries && l->entries[low].cell == cell; low++) {
        const edge *e = &l->edges[l->entries[low].edge];
        double d = away(p, e);
        if (d <= least) {
            least = d;
            tag = e->tag;
        }
    }
    return tag;
}

/* --- rings in rows ----------------------------------------------------------------------------- */

enum { ROWS_A_DEGREE = 20, ROWS = 180 * ROWS_A_DEGREE };

/* An edge, from south to north; it stands in each row that it meets. */
typedef struct side {
    sm_point south, north;
} side;

struct sm_rings {
    struct {
        side *sides;
        size_t n, capacity;
    } rows[ROWS];
};

sm_rings *sm_rings_new(void)
{
    sm_rings *r = calloc(1, sizeof *r);
    if (r == NULL) {
        fprintf(stderr, "basemap_compile: out of memory\n");
        exit(1);
    }
    return r;
}

void sm_rings_free(sm_rings *r)
{
    for (int i = 0; r && i < ROWS; i++)
        free(r->rows[i].sides);
    free(r);
}

static int ring_row(double lat)
{
    int row = (int)floor((lat + 90) * ROWS_A_DEGREE);
    return row < 0 ? 0 : row < ROWS ? row : ROWS - 1;
}

static void add_side(sm_rings *r, sm_point a, sm_point b)
{
    side s = a.lat < b.lat ? (side){a, b} : (side){b, a};
    for (int i = ring_row(s.south.lat); i <= ring_row(s.north.lat); i++) {
        r->rows[i].sides =
            room(r->rows[i].sides, &r->rows[i].capacity, r->rows[i].n, sizeof *r->rows[i].sides);
        r->rows[i].sides[r->rows[i].n++] = s;
    }
}

void sm_rings_add(sm_rings *r, const sm_ring *ring)
{
    double shift = 0;
    sm_point start = ring->count ? ring->points[0] : (sm_point){0, 0}, before = start;
    for (size_t i = 1; i <= ring->count; i++) {
        sm_point p = i < ring->count ? ring->points[i] : start;
        shift += p.lon + shift - before.lon > 180 ? -360 : p.lon + shift - before.lon < -180 ? 360 : 0;
        if (i == ring->count && shift != 0)
            break; /* round a pole: open there */
        p.lon += shift;
        add_side(r, before, p);
        before = p;
    }
}

bool sm_rings_hold(sm_rings *r, sm_point p)
{
    bool inside = false;
    int row = ring_row(p.lat);
    for (size_t i = 0; i < r->rows[row].n; i++) {
        side s = r->rows[row].sides[i];
        if (s.south.lat > p.lat || s.north.lat <= p.lat)
            continue;
        double lon =
            s.south.lon + (s.north.lon - s.south.lon) * (p.lat - s.south.lat) / (s.north.lat - s.south.lat);
        for (int turn = -1; turn <= 1; turn++) /* each ring is met in one turn at most */
            inside ^= p.lon + 360 * turn < lon;
    }
    return inside;
}

int sm_line_order(const sm_ring *a, const sm_ring *b)
{
    sm_point p = a->points[0], q = b->points[0];
    if (p.lon != q.lon)
        return p.lon < q.lon ? -1 : 1;
    if (p.lat != q.lat)
        return p.lat < q.lat ? -1 : 1;
    return a->count != b->count ? (a->count < b->count ? -1 : 1) : 0;
}
