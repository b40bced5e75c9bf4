/* Lakes: those of 1:50 million, and of 1:10 million what GSHHG has, as far as it still is so. */
#include "gshhg.h"
#include "loading.h"

#include <math.h>
#include <stdlib.h>

enum { SAMPLES = 16 /* of a lake's box, along each side */ };

#define ON_LAND      .5 /* shares of a lake's area */
#define LEFT_OF_LAKE .55
#define COVERED      .25
#define BOXES_AGREE  .4  /* share of the area in both, of that in either */
#define ON_BANK      .03 /* degrees: the points of a strait are so near to its banks */

/* --- 1:50 million ------------------------------------------------------------------------------ */

static bool ring_holds(const sm_ring *r, sm_point p)
{
    bool inside = false;
    for (size_t i = 0, k = r->count - 1; i < r->count; k = i++) {
        sm_point a = r->points[i], b = r->points[k];
        if ((a.lat > p.lat) != (b.lat > p.lat) &&
            p.lon < (b.lon - a.lon) * (p.lat - a.lat) / (b.lat - a.lat) + a.lon)
            inside = !inside;
    }
    return inside;
}

int sm_waters_lake_name(const sm_loader *l, const sm_ring *ring)
{
    for (size_t i = 0; i < l->out->n_lake_names; i++)
        for (int turn = 0; turn <= 1; turn++) {
            sm_point p = l->out->lake_names[i].at;
            p.lon += 360 * turn; /* GSHHG's go from 0 to 360° */
            if (ring_holds(ring, p))
                return (int)i;
        }
    return -1;
}

static void coarse_lakes(sm_loader *l)
{
    sm_topology *t = sm_waters_coarse(l, "lakes");
    for (size_t i = 0; t && i < sm_topology_count(t); i++)
        for (size_t r = 0; r < sm_topology_unit(t, i)->n_rings; r++) {
            const sm_ring *ring = &sm_topology_unit(t, i)->rings[r];
            sm_waters_add(l, &l->out->lakes[SM_WATER_COARSE], sm_waters_smooth(l, *ring, true),
                          sm_waters_lake_name(l, ring), 0);
        }
    sm_topology_free(t);
}

/* --- 1:10 million ------------------------------------------------------------------------------ */

/* The share of a ring's area that lies in the rings of an index: a grid of points in the ring is asked. */
static double share_within(const sm_ring *ring, sm_rings *index)
{
    sm_box b = sm_ring_box(ring);
    double all = 0, within = 0;
    for (int row = 0; row < SAMPLES; row++)
        for (int column = 0; column < SAMPLES; column++) {
            sm_point p = {b.west + (column + .5) / SAMPLES * (b.east - b.west),
                          b.south + (row + .5) / SAMPLES * (b.north - b.south)};
            if (!ring_holds(ring, p))
                continue;
            all++;
            within += sm_rings_hold(index, p);
        }
    return all > 0 ? within / all : 0;
}

/* The point of a ring that is nearest to `p`, when it is on the bank there; SIZE_MAX otherwise. */
static size_t on_bank(const sm_ring *r, sm_point p)
{
    double least = ON_BANK;
    size_t best = SIZE_MAX;
    for (size_t i = 0; i + 1 < r->count; i++) {
        double d = hypot(remainder(r->points[i].lon - p.lon, 360), r->points[i].lat - p.lat);
        if (d < least) {
            least = d;
            best = i;
        }
    }
    return best;
}

/* The points from `first` to `last` of a ring, over its end if need be, as a ring. */
static sm_ring part_of(sm_loader *l, const sm_ring *r, size_t first, size_t last)
{
    size_t n = r->count - 1, count = (last + n - first) % n + 1;
    sm_point *out = sm_arena_array(l->arena, count + 1, sizeof *out);
    for (size_t i = 0; out && i < count; i++)
        out[i] = r->points[(first + i) % n];
    if (out)
        out[count] = out[0];
    else
        sm_waters_no_memory(l);
    return (sm_ring){out, out ? count + 1 : 0};
}

/* A shore of several waters becomes several shores. */
static void part_at_straits(sm_loader *l, sm_gshhg_shore **shores, size_t *n)
{
    size_t capacity = *n;
    for (size_t k = 0; k < l->n_straits && l->status == SM_OK; k++)
        for (size_t i = 0; i < *n && l->status == SM_OK; i++) {
            sm_gshhg_shore *s = &(*shores)[i];
            size_t bank = on_bank(&s->ring, l->straits[k].bank),
                   other = on_bank(&s->ring, l->straits[k].other);
            if (s->level != SM_GSHHG_LAKE || bank == SIZE_MAX || other == SIZE_MAX || bank == other)
                continue;
            sm_gshhg_shore rest = *s;
            rest.ring = part_of(l, &s->ring, other, bank);
            s->ring = part_of(l, &s->ring, bank, other);
            if (!sm_arena_grow(l->arena, shores, &capacity, *n, sizeof **shores))
                sm_waters_no_memory(l);
            else
                (*shores)[(*n)++] = rest;
            break;
        }
}

typedef struct choice {
    int name;
    bool taken;
} choice;

static int by_level_and_id(const void *a, const void *b)
{
    const sm_gshhg_shore *p = a, *q = b;
    if (p->level != q->level)
        return p->level < q->level ? -1 : 1;
    if (p->id != q->id)
        return p->id < q->id ? -1 : 1;
    return sm_line_order(&p->ring, &q->ring);
}

/* The shore round an island, among `n`; NULL when there is none. Parts of a shore have the same id. */
static const choice *round_it(const sm_gshhg_shore *island, const sm_gshhg_shore *shores,
                              const choice *chosen, size_t n)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (shores[middle].id < island->parent)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < n && shores[low].id == island->parent; low++)
        if (ring_holds(&shores[low].ring, island->ring.points[0]))
            return &chosen[low];
    return NULL;
}

/* How much of the area that lies in either box lies in both. */
static double agreement(sm_box a, sm_box b)
{
    double width = fmin(a.east, b.east) - fmax(a.west, b.west),
           height = fmin(a.north, b.north) - fmax(a.south, b.south),
           both = width > 0 && height > 0 ? width * height : 0,
           either = (a.east - a.west) * (a.north - a.south) + (b.east - b.west) * (b.north - b.south) - both;
    return either > 0 ? both / either : 0;
}

/* A point of the table may miss its lake, an old river valley full of bends: then the lake whose box is most
 * like the table's has the name. `n`: lakes. */
static void name_by_boxes(const sm_loader *l, const sm_gshhg_shore *shores, size_t n, choice *chosen)
{
    bool used[SM_WATER_NAMES] = {false};
    for (size_t i = 0; i < n; i++)
        if (chosen[i].name >= 0)
            used[chosen[i].name] = true;
    for (size_t k = 0; k < l->out->n_lake_names; k++) {
        double most = BOXES_AGREE;
        size_t best = n;
        for (size_t i = 0; i < n && !used[k]; i++) {
            sm_box box = sm_ring_box(&shores[i].ring);
            box.west -= 360 * (box.west > 180);
            box.east -= 360 * (box.east > 180);
            double as = chosen[i].taken && chosen[i].name < 0 ? agreement(box, l->out->lake_names[k].box) : 0;
            if (as > most) {
                most = as;
                best = i;
            }
        }
        if (best < n)
            chosen[best].name = (int)k;
    }
}

/* Which shores are taken: lakes on land that are as they were; islands and ponds of those. The shores are in
 * the order of their levels. */
static void choose_shores(sm_loader *l, const sm_gshhg_shore *shores, size_t n, sm_rings *coarse, choice *out)
{
    size_t lakes = 0, first = 0, end = 0;
    for (; lakes < n && shores[lakes].level == SM_GSHHG_LAKE; lakes++) {
        const sm_gshhg_shore *s = &shores[lakes];
        double left = s->river ? 0 : share_within(&s->ring, coarse);
        bool taken =
            !s->river && share_within(&s->ring, l->land) >= ON_LAND && !(left > 0 && left < LEFT_OF_LAKE);
        out[lakes] = (choice){taken ? sm_waters_lake_name(l, &s->ring) : -1, taken};
    }
    name_by_boxes(l, shores, lakes, out);
    for (size_t i = lakes, begin = i; i < n; i++) {
        if (i == lakes || shores[i].level != shores[i - 1].level) {
            first = i == lakes ? 0 : begin; /* where the shores of the level above stand */
            end = begin = i;
        }
        const choice *parent = round_it(&shores[i], shores + first, out + first, end - first);
        out[i] = parent ? *parent : (choice){-1, false};
    }
}

static void fine_lakes(sm_loader *l)
{
    sm_gshhg_shore *shores;
    size_t n = 0;
    if (l->status == SM_OK)
        l->status = sm_gshhg_shores(l->from->shores, l->arena, &shores, &n, l->err);
    if (l->status == SM_OK)
        part_at_straits(l, &shores, &n);
    choice *chosen = sm_arena_array(l->arena, n + 1, sizeof *chosen);
    if (l->status != SM_OK || chosen == NULL) {
        sm_waters_no_memory(l);
        return;
    }
    sm_rings *coarse = sm_rings_new(), *fine = sm_rings_new(), *added = sm_rings_new();
    const sm_water_list *old = &l->out->lakes[SM_WATER_COARSE];
    sm_water_list *lakes = &l->out->lakes[SM_WATER_FINE];
    for (size_t i = 0; i < old->n; i++)
        sm_rings_add(coarse, &old->items[i].line);
    qsort(shores, n, sizeof *shores, by_level_and_id);
    choose_shores(l, shores, n, coarse, chosen);
    for (size_t i = 0; i < n; i++)
        if (chosen[i].taken)
            sm_rings_add(fine, &shores[i].ring);
    for (size_t i = 0; i < old->n; i++)
        if (share_within(&old->items[i].line, fine) < COVERED) {
            sm_rings_add(added, &old->items[i].line);
            sm_waters_add(l, lakes, old->items[i].line, old->items[i].name, 0);
        }
    for (size_t i = 0; i < n && l->status == SM_OK; i++) {
        const sm_ring *r = &shores[i].ring;
        if (chosen[i].taken && share_within(r, added) < COVERED)
            sm_waters_add(l, lakes, sm_waters_simplified(l, r->points, r->count), chosen[i].name, 0);
    }
    sm_rings_free(coarse);
    sm_rings_free(fine);
    sm_rings_free(added);
}

void sm_waters_load_lakes(sm_loader *l)
{
    coarse_lakes(l);
    fine_lakes(l);
}
