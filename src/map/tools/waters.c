#include "waters.h"

#include "clip.h"
#include "geo.h"
#include "gshhg.h"
#include "vector.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    LINE_MAX_BYTES = 1 << 14,
    MIN_RING = 5,
    SAMPLES = 16, /* of a lake's box, along each side */
    BRIEF_POINTS = 2,
    LEAST_RANK = 10, /* of Natural Earth's; GSHHG's classes 1 … 4 go on from there */
    STRAITS_MAX = 64
};

#define RIVER_NEAR   .15 /* degrees: a point of rivers.tsv is so near to its river, drawn on a grid of 4 km */
#define SAME_COURSE  .1  /* … and so is a finer line to the coarse one of the same river */
#define SAME_LINE    .03 /* … and a river of GSHHG to the same river of Natural Earth */
#define BRIEFLY      .1  /* degrees of a line: a tributary nears the other river only to meet it */
#define TOLERANCE    .0008 /* degrees: 90 m, a fifth of the sources' own error */
#define ON_LAND      .5    /* shares of a lake's area */
#define LEFT_OF_LAKE .55
#define COVERED      .25
#define BOXES_AGREE  .4  /* share of the area in both, of that in either */
#define ON_BANK      .03 /* degrees: the points of a strait are so near to its banks */

typedef struct strait {
    sm_point bank, other;
} strait;

typedef struct loader {
    const sm_water_sources *from;
    sm_rings *land;
    sm_arena *arena;
    sm_waters *out;
    sm_error *err;
    sm_status status;
    strait straits[STRAITS_MAX];
    size_t n_straits;
    sm_lines *named;  /* courses of 1:50 million, tagged with 1 + name, 0 for none */
    sm_lines *ranked; /* Natural Earth's finer rivers, tagged with their rank */
} loader;

static bool no_memory(loader *l)
{
    if (l->status == SM_OK)
        l->status = sm_fail(l->err, SM_E_NOMEM, "out of memory");
    return false;
}

/* --- tables ------------------------------------------------------------------------------------ */

/* The cell of column `n` of a line of tab-separated cells, cut to `size`. */
static void cell(const char *line, int n, char *out, size_t size)
{
    for (; n > 0 && line; n--)
        if ((line = strchr(line, '\t')) != NULL)
            line++;
    size_t length = line ? strcspn(line, "\t\r\n") : 0;
    length = length < size ? length : size - 1;
    memcpy(out, line ? line : "", length);
    out[length] = '\0';
}

static void add_name(loader *l, sm_water_name *list, size_t *n, const char *name, sm_point at,
                     const char *table)
{
    if (*n == SM_WATER_NAMES || !sm_point_valid(at)) {
        l->status = sm_fail_at(l->err, SM_E_SETUP, table, 0, "%s: %s", name,
                               *n == SM_WATER_NAMES ? "too many names of waters" : "no such place on earth");
        return;
    }
    list[*n].at = at;
    snprintf(list[(*n)++].name, sizeof list->name, "%s", name);
}

static FILE *open_table(loader *l, const char *path)
{
    FILE *f = l->status == SM_OK ? fopen(path, "r") : NULL;
    if (f == NULL && l->status == SM_OK)
        l->status = sm_fail_at(l->err, SM_E_SETUP, path, 0, "cannot be opened");
    return f;
}

static double number_of(const char *line, int n)
{
    char text[32], *end;
    cell(line, n, text, sizeof text);
    double number = strtod(text, &end);
    return end != text && *end == '\0' ? number : NAN;
}

static void read_lake_names(loader *l)
{
    char line[LINE_MAX_BYTES], name[64], class[4], code[16];
    FILE *f = open_table(l, l->from->lake_table);
    while (f && l->status == SM_OK && fgets(line, sizeof line, f)) {
        cell(line, 0, name, sizeof name);
        cell(line, 6, class, sizeof class);
        cell(line, 7, code, sizeof code);
        if (*line == '#' || strcmp(class, "H") != 0 || (strcmp(code, "LK") != 0 && strcmp(code, "RSV") != 0))
            continue;
        add_name(l, l->out->lake_names, &l->out->n_lake_names, name,
                 (sm_point){number_of(line, 2), number_of(line, 3)}, l->from->lake_table);
        if (l->status == SM_OK) /* without a box: of no size, like nothing */
            l->out->lake_names[l->out->n_lake_names - 1].box =
                (sm_box){number_of(line, 9), number_of(line, 10), number_of(line, 11), number_of(line, 12)};
    }
    if (f)
        fclose(f);
}

/* name TAB "lon lat, lon lat, …" */
static void read_river_names(loader *l)
{
    char line[LINE_MAX_BYTES], name[64], text[LINE_MAX_BYTES];
    FILE *f = open_table(l, l->from->river_table);
    for (bool header = true; f && l->status == SM_OK && fgets(line, sizeof line, f); header = false) {
        if (*line == '#' || header)
            continue;
        cell(line, 0, name, sizeof name);
        cell(line, 1, text, sizeof text);
        for (char *at = text; *at && l->status == SM_OK; at += strspn(at, ", ")) {
            char *end;
            double lon = strtod(at, &end), lat = strtod(end, &at);
            add_name(l, l->out->river_names, &l->out->n_river_names, name,
                     end == at ? (sm_point){NAN, NAN} : (sm_point){lon, lat}, l->from->river_table);
        }
    }
    if (f)
        fclose(f);
}

/* name, a point on one bank, one on the other */
static void read_straits(loader *l)
{
    char line[LINE_MAX_BYTES];
    FILE *f = open_table(l, l->from->strait_table);
    for (bool header = true; f && l->status == SM_OK && fgets(line, sizeof line, f); header = false) {
        strait s = {{number_of(line, 1), number_of(line, 2)}, {number_of(line, 3), number_of(line, 4)}};
        if (*line == '#' || header)
            continue;
        if (l->n_straits == STRAITS_MAX || !sm_point_valid(s.bank) || !sm_point_valid(s.other))
            l->status = sm_fail_at(l->err, SM_E_SETUP, l->from->strait_table, 0, "%.60s: %s", line,
                                   l->n_straits == STRAITS_MAX ? "too many straits" : "no two points");
        else
            l->straits[l->n_straits++] = s;
    }
    if (f)
        fclose(f);
}

/* --- lines ------------------------------------------------------------------------------------- */

static void add_water(loader *l, sm_water_list *list, sm_ring line, int name, int rank)
{
    if (!sm_arena_grow(l->arena, &list->items, &list->capacity, list->n, sizeof *list->items))
        no_memory(l);
    else
        list->items[list->n++] = (sm_water){line, name, rank};
}

/* Chaikin's corner cutting, twice; `closed` rings begin and end at the same point. The result is a copy in
 * any case. */
static sm_ring smooth(loader *l, sm_ring r, bool closed)
{
    int rounds = closed && r.count < MIN_RING ? 0 : 2;
    sm_point *copy = sm_arena_array(l->arena, r.count, sizeof *copy);
    if (copy)
        memcpy(copy, r.points, r.count * sizeof *copy);
    r.points = copy;
    for (; rounds > 0 && r.count > 2 && r.points; rounds--) {
        sm_point *out = sm_arena_array(l->arena, 2 * r.count + 2, sizeof *out);
        size_t n = 0;
        if (out && !closed)
            out[n++] = r.points[0];
        for (size_t i = 0; out && i + 1 < r.count; i++) {
            sm_point a = r.points[i], b = r.points[i + 1];
            out[n++] = (sm_point){.75 * a.lon + .25 * b.lon, .75 * a.lat + .25 * b.lat};
            out[n++] = (sm_point){.25 * a.lon + .75 * b.lon, .25 * a.lat + .75 * b.lat};
        }
        if (out)
            out[n++] = closed ? out[0] : r.points[r.count - 1];
        r = (sm_ring){out, n};
    }
    if (r.points == NULL) {
        no_memory(l);
        r.count = 0;
    }
    return r;
}

/* A copy with fewer points; rings stay closed. */
static sm_ring simplified(loader *l, const sm_point *points, size_t n)
{
    sm_points p = {0};
    double shift = 0;
    for (size_t i = 0; i < n; i++) {
        shift += i == 0                                     ? 0
                 : points[i].lon - points[i - 1].lon > 180  ? -360
                 : points[i].lon - points[i - 1].lon < -180 ? 360
                                                            : 0;
        sm_points_add(&p, (sm_xy){points[i].lon + shift, points[i].lat});
    }
    sm_simplify(&p, TOLERANCE);
    sm_point *out = p.failed ? NULL : sm_arena_array(l->arena, p.count, sizeof *out);
    size_t count = out ? p.count : 0;
    for (size_t i = 0; i < count; i++)
        out[i] = (sm_point){p.at[i].x, p.at[i].y};
    if (out == NULL)
        no_memory(l);
    sm_points_free(&p);
    return (sm_ring){out, count};
}

/* --- 1:50 million ------------------------------------------------------------------------------ */

static double away(sm_point p, const sm_ring *line)
{
    double least = INFINITY, narrow = cos(p.lat * M_PI / 180);
    for (size_t i = 0; i + 1 < line->count; i++) {
        sm_point a = line->points[i], b = line->points[i + 1];
        double dx = b.lon - a.lon, dy = b.lat - a.lat, length = dx * dx + dy * dy;
        double t = length > 0 ? ((p.lon - a.lon) * dx + (p.lat - a.lat) * dy) / length : 0;
        t = fmax(0, fmin(1, t));
        least = fmin(least, hypot((a.lon + t * dx - p.lon) * narrow, a.lat + t * dy - p.lat));
    }
    return least;
}

/* Each point of the table names the line that is nearest to it. */
static void name_coarse_rivers(loader *l, sm_water_list *rivers)
{
    for (size_t i = 0; i < l->out->n_river_names && l->status == SM_OK; i++) {
        double least = INFINITY;
        size_t best = 0;
        for (size_t k = 0; k < rivers->n; k++) {
            double d = away(l->out->river_names[i].at, &rivers->items[k].line);
            if (d < least) {
                least = d;
                best = k;
            }
        }
        if (least > RIVER_NEAR)
            l->status = sm_fail_at(l->err, SM_E_SETUP, l->from->river_table, 0, "%s: a point is on no river",
                                   l->out->river_names[i].name);
        else
            rivers->items[best].name = (int)i;
    }
}

static sm_topology *load_coarse(loader *l, const char *object)
{
    sm_topology *t = NULL;
    if (l->status == SM_OK)
        l->status = sm_topology_load(l->from->coarse, object, &t, l->err);
    return l->status == SM_OK ? t : NULL;
}

static void coarse_rivers(loader *l)
{
    sm_water_list *rivers = &l->out->rivers[SM_WATER_COARSE];
    sm_topology *t = load_coarse(l, "rivers");
    for (size_t i = 0; t && i < sm_topology_count(t); i++)
        for (size_t r = 0; r < sm_topology_unit(t, i)->n_rings; r++)
            add_water(l, rivers, sm_topology_unit(t, i)->rings[r], -1, 0);
    name_coarse_rivers(l, rivers);
    for (size_t i = 0; i < rivers->n && l->status == SM_OK; i++) {
        sm_lines_add(l->named, &rivers->items[i].line, (uint32_t)(rivers->items[i].name + 1));
        rivers->items[i].line = smooth(l, rivers->items[i].line, false);
    }
    sm_topology_free(t);
}

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

static int name_of_lake(const loader *l, const sm_ring *ring)
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

static void coarse_lakes(loader *l)
{
    sm_topology *t = load_coarse(l, "lakes");
    for (size_t i = 0; t && i < sm_topology_count(t); i++)
        for (size_t r = 0; r < sm_topology_unit(t, i)->n_rings; r++) {
            const sm_ring *ring = &sm_topology_unit(t, i)->rings[r];
            add_water(l, &l->out->lakes[SM_WATER_COARSE], smooth(l, *ring, true), name_of_lake(l, ring), 0);
        }
    sm_topology_free(t);
}

/* --- lakes of 1:10 million --------------------------------------------------------------------- */

static sm_box box_of(const sm_ring *ring)
{
    sm_box b = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t i = 0; i < ring->count; i++) {
        b.west = fmin(b.west, ring->points[i].lon);
        b.east = fmax(b.east, ring->points[i].lon);
        b.south = fmin(b.south, ring->points[i].lat);
        b.north = fmax(b.north, ring->points[i].lat);
    }
    return b;
}

/* The share of a ring's area that lies in the rings of an index: a grid of points in the ring is asked. */
static double share_within(const sm_ring *ring, sm_rings *index)
{
    sm_box b = box_of(ring);
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
static sm_ring part_of(loader *l, const sm_ring *r, size_t first, size_t last)
{
    size_t n = r->count - 1, count = (last + n - first) % n + 1;
    sm_point *out = sm_arena_array(l->arena, count + 1, sizeof *out);
    for (size_t i = 0; out && i < count; i++)
        out[i] = r->points[(first + i) % n];
    if (out)
        out[count] = out[0];
    else
        no_memory(l);
    return (sm_ring){out, out ? count + 1 : 0};
}

/* A shore of several waters becomes several shores. */
static void part_at_straits(loader *l, sm_gshhg_shore **shores, size_t *n)
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
                no_memory(l);
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
static void name_by_boxes(const loader *l, const sm_gshhg_shore *shores, size_t n, choice *chosen)
{
    bool used[SM_WATER_NAMES] = {false};
    for (size_t i = 0; i < n; i++)
        if (chosen[i].name >= 0)
            used[chosen[i].name] = true;
    for (size_t k = 0; k < l->out->n_lake_names; k++) {
        double most = BOXES_AGREE;
        size_t best = n;
        for (size_t i = 0; i < n && !used[k]; i++) {
            sm_box box = box_of(&shores[i].ring);
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
static void choose_shores(loader *l, const sm_gshhg_shore *shores, size_t n, sm_rings *coarse, choice *out)
{
    size_t lakes = 0, first = 0, end = 0;
    for (; lakes < n && shores[lakes].level == SM_GSHHG_LAKE; lakes++) {
        const sm_gshhg_shore *s = &shores[lakes];
        double left = s->river ? 0 : share_within(&s->ring, coarse);
        bool taken =
            !s->river && share_within(&s->ring, l->land) >= ON_LAND && !(left > 0 && left < LEFT_OF_LAKE);
        out[lakes] = (choice){taken ? name_of_lake(l, &s->ring) : -1, taken};
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

static void fine_lakes(loader *l)
{
    sm_gshhg_shore *shores;
    size_t n = 0;
    if (l->status == SM_OK)
        l->status = sm_gshhg_shores(l->from->shores, l->arena, &shores, &n, l->err);
    if (l->status == SM_OK)
        part_at_straits(l, &shores, &n);
    choice *chosen = sm_arena_array(l->arena, n + 1, sizeof *chosen);
    if (l->status != SM_OK || chosen == NULL) {
        no_memory(l);
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
            add_water(l, lakes, old->items[i].line, old->items[i].name, 0);
        }
    for (size_t i = 0; i < n && l->status == SM_OK; i++) {
        const sm_ring *r = &shores[i].ring;
        if (chosen[i].taken && share_within(r, added) < COVERED)
            add_water(l, lakes, simplified(l, r->points, r->count), chosen[i].name, 0);
    }
    sm_rings_free(coarse);
    sm_rings_free(fine);
    sm_rings_free(added);
}

/* --- rivers of 1:10 million -------------------------------------------------------------------- */

/* The name of the coarse course that most of a line's points follow. */
static int name_of_course(const loader *l, const sm_point *points, size_t n)
{
    size_t votes[SM_WATER_NAMES + 1] = {0};
    for (size_t i = 0; i < n; i++) {
        uint32_t tag = sm_lines_nearest(l->named, points[i], SAME_COURSE);
        votes[tag == SM_NO_LINE ? 0 : tag]++;
    }
    for (size_t k = 1; k <= SM_WATER_NAMES; k++)
        if (2 * votes[k] > n)
            return (int)k - 1;
    return -1;
}

static bool take_river(void *context, const sm_vector_feature *f)
{
    loader *l = context;
    const char *text = sm_vector_attribute(f, "scalerank");
    double rank = text ? strtod(text, NULL) : NAN;
    for (size_t i = 0; i < f->n_parts && l->status == SM_OK; i++) {
        const sm_part *part = &f->parts[i];
        const sm_point *points = f->points + part->first;
        if (part->kind != SM_PART_LINE || part->count < 2)
            continue;
        if (!(rank >= 0 && rank <= LEAST_RANK)) {
            l->status = sm_fail_at(l->err, SM_E_SETUP, l->from->rivers, 0, "a river has no rank from 0 to %d",
                                   LEAST_RANK);
            break;
        }
        sm_lines_add(l->ranked, &(sm_ring){points, part->count}, (uint32_t)rank);
        add_water(l, &l->out->rivers[SM_WATER_FINE], simplified(l, points, part->count),
                  name_of_course(l, points, part->count), (int)rank);
    }
    return l->status == SM_OK;
}

/* A name that no fine line has yet, since its course differs too much from the coarse one, is that of the
 * line nearest to its point. */
static void name_fine_rivers(loader *l)
{
    sm_water_list *rivers = &l->out->rivers[SM_WATER_FINE];
    bool named[SM_WATER_NAMES] = {false};
    for (size_t i = 0; i < rivers->n; i++)
        for (size_t k = 0; rivers->items[i].name >= 0 && k < l->out->n_river_names; k++)
            named[k] |=
                strcmp(l->out->river_names[k].name, l->out->river_names[rivers->items[i].name].name) == 0;
    for (size_t k = 0; k < l->out->n_river_names; k++) {
        double least = SAME_COURSE;
        size_t best = rivers->n;
        for (size_t i = 0; i < rivers->n && !named[k]; i++) {
            double d = away(l->out->river_names[k].at, &rivers->items[i].line);
            if (d < least) {
                least = d;
                best = i;
            }
        }
        if (best < rivers->n)
            rivers->items[best].name = (int)k;
    }
}

static void fine_rivers(loader *l)
{
    sm_vector *v = NULL;
    if (l->status == SM_OK)
        l->status = sm_vector_open(l->from->rivers, &v, l->err);
    if (v && l->status == SM_OK) {
        sm_status st = sm_vector_read(v, 0, take_river, l, l->err);
        l->status = l->status != SM_OK ? l->status : st;
    }
    sm_vector_close(v);
    if (l->status == SM_OK && l->out->rivers[SM_WATER_FINE].n == 0)
        l->status = sm_fail_at(l->err, SM_E_SETUP, l->from->rivers, 0, "holds no rivers");
}

/* Coarse rivers get the rank that the finer ones along their course have: the least that a third follow. */
static void rank_coarse_rivers(loader *l)
{
    sm_water_list *rivers = &l->out->rivers[SM_WATER_COARSE];
    for (size_t i = 0; i < rivers->n && l->status == SM_OK; i++) {
        size_t votes[LEAST_RANK + 1] = {0}, n = 0;
        const sm_ring *line = &rivers->items[i].line;
        for (size_t k = 0; k < line->count; k++) {
            uint32_t rank = sm_lines_nearest(l->ranked, line->points[k], SAME_COURSE);
            if (rank <= LEAST_RANK)
                votes[rank]++, n++;
        }
        int rank = 0;
        while (rank < LEAST_RANK && 3 * votes[rank] < n)
            rank++;
        rivers->items[i].rank = n > 0 ? rank : LEAST_RANK / 2;
    }
}

static double length_of(const sm_point *p, size_t n)
{
    double length = 0;
    for (size_t i = 0; i + 1 < n; i++)
        length += hypot((p[i + 1].lon - p[i].lon) * cos(p[i].lat * M_PI / 180), p[i + 1].lat - p[i].lat);
    return length;
}

/* Of a river of GSHHG, the parts that are no river of Natural Earth and lie on land. A part goes on where it
 * nears another river briefly, so that it meets it. */
static void add_new_parts(loader *l, const sm_gshhg_river *river)
{
    const sm_point *p = river->line.points;
    size_t n = river->line.count, first = 0;
    bool *known = sm_arena_array(l->arena, n, sizeof *known), any = false;
    for (size_t i = 0; known && i < n; i++) {
        known[i] = sm_lines_nearest(l->ranked, p[i], SAME_LINE) != SM_NO_LINE;
        any |= !known[i];
    }
    for (size_t i = 0, end; any && i < n; i = end) { /* runs of known points */
        for (end = i; end < n && known[end] == known[i]; end++)
            ;
        size_t from = i > 0 ? i - 1 : 0, to = end < n ? end + 1 : n;
        bool brief = known[i] && length_of(p + from, to - from) < BRIEFLY;
        for (size_t k = i; brief && k < end; k++)
            known[k] = false;
    }
    for (size_t i = 0; known && i < n; i++)
        known[i] |= !sm_rings_hold(l->land, p[i]);
    for (size_t i = 0; any && i <= n; i++) {
        if (i < n && !known[i])
            continue;
        if (i - first > BRIEF_POINTS && length_of(p + first, i - first) > SAME_LINE)
            add_water(l, &l->out->rivers[SM_WATER_FINE], simplified(l, p + first, i - first), -1,
                      LEAST_RANK - 1 + river->level);
        first = i + 1;
    }
    if (known == NULL)
        no_memory(l);
}

static void small_rivers(loader *l)
{
    sm_gshhg_river *rivers;
    size_t n = 0;
    if (l->status == SM_OK)
        l->status = sm_gshhg_rivers(l->from->small_rivers, l->arena, &rivers, &n, l->err);
    for (size_t i = 0; i < n && l->status == SM_OK; i++)
        if (rivers[i].level >= 1 && rivers[i].level <= 4) /* neither banks, nor wadis, nor canals */
            add_new_parts(l, &rivers[i]);
}

/* --- all --------------------------------------------------------------------------------------- */

sm_status sm_waters_load(const sm_water_sources *from, sm_rings *land, sm_arena *arena, sm_waters *out,
                         sm_error *err)
{
    memset(out, 0, sizeof *out);
    loader l = {.from = from, .land = land, .arena = arena, .out = out, .err = err};
    l.named = sm_lines_new(SAME_COURSE);
    l.ranked = sm_lines_new(SAME_COURSE);
    read_lake_names(&l);
    read_river_names(&l);
    read_straits(&l);
    coarse_lakes(&l);
    coarse_rivers(&l);
    fine_lakes(&l);
    fine_rivers(&l);
    name_fine_rivers(&l);
    rank_coarse_rivers(&l);
    small_rivers(&l);
    sm_lines_free(l.named);
    sm_lines_free(l.ranked);
    return l.status;
}
