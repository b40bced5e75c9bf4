#include "edges.h"

#include "hash.h"

#include <stdlib.h>
#include <string.h>

/* With its ends in order, so that both directions are one. */
typedef struct edge {
    sm_base_point a, b;
    uint32_t unit, other; /* unit SM_NO_UNIT: a free place */
} edge;

struct sm_edges {
    edge *table; /* open addressing */
    size_t capacity, used;
    bool failed;
};

sm_edges *sm_edges_new(void)
{
    return calloc(1, sizeof(sm_edges));
}

void sm_edges_free(sm_edges *e)
{
    if (e == NULL)
        return;
    free(e->table);
    free(e);
}

bool sm_edges_failed(const sm_edges *e)
{
    return e == NULL || e->failed;
}

static edge ordered(sm_base_point a, sm_base_point b)
{
    bool swap = a.lon > b.lon || (a.lon == b.lon && a.lat > b.lat);
    return swap ? (edge){.a = b, .b = a} : (edge){.a = a, .b = b};
}

static edge *place_of(const sm_edges *e, const edge *wanted)
{
    size_t at = sm_hash(wanted, 2 * sizeof wanted->a) & (e->capacity - 1);
    while (e->table[at].unit != SM_NO_UNIT && memcmp(&e->table[at], wanted, 2 * sizeof wanted->a) != 0)
        at = (at + 1) & (e->capacity - 1);
    return &e->table[at];
}

static bool grow(sm_edges *e)
{
    sm_edges bigger = {.capacity = e->capacity ? e->capacity * 2 : 1 << 16, .used = e->used};
    bigger.table = malloc(bigger.capacity * sizeof *bigger.table);
    if (bigger.table == NULL)
        return false;
    for (size_t i = 0; i < bigger.capacity; i++)
        bigger.table[i].unit = SM_NO_UNIT;
    for (size_t i = 0; i < e->capacity; i++)
        if (e->table[i].unit != SM_NO_UNIT)
            *place_of(&bigger, &e->table[i]) = e->table[i];
    free(e->table);
    *e = bigger;
    return true;
}

static void add(sm_edges *e, sm_base_point a, sm_base_point b, uint32_t unit)
{
    edge wanted = ordered(a, b);
    if (e->used >= e->capacity / 2 && !grow(e)) {
        e->failed = true;
        return;
    }
    edge *place = place_of(e, &wanted);
    if (place->unit == SM_NO_UNIT) {
        *place = (edge){wanted.a, wanted.b, unit, SM_NO_UNIT};
        e->used++;
    } else if (place->unit != unit && place->other == SM_NO_UNIT) {
        place->other = unit;
    }
}

void sm_edges_add_ring(sm_edges *e, const sm_base_point *ring, size_t n, uint32_t unit)
{
    /* rings without a unit (land) stand for themselves: their edges have no other */
    for (size_t i = 0, k = n - 1; e && unit != SM_NO_UNIT && !e->failed && i < n; k = i++)
        add(e, ring[k], ring[i], unit);
}

uint32_t sm_edges_other(const sm_edges *e, sm_base_point a, sm_base_point b, uint32_t unit)
{
    edge wanted = ordered(a, b);
    const edge *found = e && e->capacity ? place_of(e, &wanted) : NULL;
    if (found == NULL || found->unit == SM_NO_UNIT)
        return SM_NO_UNIT;
    return found->unit == unit ? found->other : found->unit;
}
