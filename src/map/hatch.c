/* In coordinates turned by 45° (u along the lines, v across them) a line is v = k * spacing: where the edges
 * of the area cross it, sorted along u, every second piece lies inside. */
#include "hatch.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_CROSSINGS = 200000 };

typedef struct crossing {
    int line;
    double u;
} crossing;

struct sm_hatch {
    sm_arena *arena;
    double spacing;
    crossing *items;
    size_t n, capacity;
};

sm_hatch *sm_hatch_new(sm_arena *arena, double spacing)
{
    sm_hatch *h = sm_arena_alloc(arena, sizeof *h);
    *h = (sm_hatch){.arena = arena, .spacing = spacing};
    return h;
}

static void add_edge(sm_hatch *h, sm_xy a, sm_xy b)
{
    double ua = (a.x - a.y) * M_SQRT1_2, va = (a.x + a.y) * M_SQRT1_2, ub = (b.x - b.y) * M_SQRT1_2,
           vb = (b.x + b.y) * M_SQRT1_2;
    int from = (int)ceil(fmin(va, vb) / h->spacing), to = (int)ceil(fmax(va, vb) / h->spacing);
    for (int k = from; k < to; k++) {
        if (h->n >= MOST_CROSSINGS ||
            !sm_arena_grow(h->arena, &h->items, &h->capacity, h->n, sizeof *h->items))
            return;
        h->items[h->n++] = (crossing){k, ua + (ub - ua) * (k * h->spacing - va) / (vb - va)};
    }
}

void sm_hatch_ring(sm_hatch *h, const sm_points *ring)
{
    for (size_t i = 0, before = ring->count - 1; i < ring->count; before = i++)
        add_edge(h, ring->at[before], ring->at[i]);
}

static int along_lines(const void *a, const void *b)
{
    const crossing *x = a, *y = b;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    return x->u < y->u ? -1 : x->u > y->u;
}

void sm_hatch_draw(const sm_hatch *h, sm_scene *scene, sm_path *path)
{
    if (h->n == 0 || h->n >= MOST_CROSSINGS)
        return;
    qsort(h->items, h->n, sizeof *h->items, along_lines);
    for (size_t i = 0; i + 1 < h->n; i += 2) {
        const crossing *a = &h->items[i], *b = &h->items[i + 1];
        double v = a->line * h->spacing;
        if (b->line != a->line || b->u - a->u < .1)
            continue;
        sm_path_move(scene, path, (v + a->u) * M_SQRT1_2, (v - a->u) * M_SQRT1_2);
        sm_path_line(scene, path, (v + b->u) * M_SQRT1_2, (v - b->u) * M_SQRT1_2);
    }
}
