#include "clip.h"

#include <math.h>
#include <stdlib.h>

void sm_points_free(sm_points *p)
{
    free(p->at);
    *p = (sm_points){0};
}

void sm_points_grow(sm_points *p)
{
    size_t capacity = p->capacity ? 2 * p->capacity : 256;
    sm_xy *at = p->failed ? NULL : realloc(p->at, capacity * sizeof *at);
    if (at == NULL) {
        p->failed = true;
        return;
    }
    p->at = at;
    p->capacity = capacity;
}

typedef enum edge { LEFT, RIGHT, TOP, BOTTOM } edge;

/* How far a point lies inside the edge; negative outside. */
static double depth(sm_xy p, edge e, sm_rect box)
{
    switch (e) {
    case LEFT:
        return p.x - box.x;
    case RIGHT:
        return box.x + box.width - p.x;
    case TOP:
        return p.y - box.y;
    default:
        return box.y + box.height - p.y;
    }
}

static void clip_edge(const sm_points *in, edge e, sm_rect box, sm_points *out)
{
    out->count = 0;
    if (in->count == 0)
        return;
    sm_xy a = in->at[in->count - 1];
    double da = depth(a, e, box);
    for (size_t i = 0; i < in->count; i++) {
        sm_xy b = in->at[i];
        double db = depth(b, e, box);
        if ((da < 0) != (db < 0)) {
            double t = da / (da - db);
            sm_points_add(out, (sm_xy){a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)});
        }
        if (db >= 0)
            sm_points_add(out, b);
        a = b;
        da = db;
    }
}

void sm_clip_ring(sm_points *in, sm_rect box, sm_points *out)
{
    clip_edge(in, LEFT, box, out);
    clip_edge(out, RIGHT, box, in);
    clip_edge(in, TOP, box, out);
    clip_edge(out, BOTTOM, box, in);
    sm_points result = *in;
    *in = *out;
    *out = result;
}

static bool holds(sm_rect box, sm_xy p)
{
    return p.x >= box.x && p.x <= box.x + box.width && p.y >= box.y && p.y <= box.y + box.height;
}

/* The part of a segment inside the box (Liang and Barsky 1984): from t0 to t1 of its length; false when none.
 */
static bool clip_segment(sm_xy a, sm_xy b, sm_rect box, double *t0, double *t1)
{
    double d[2] = {b.x - a.x, b.y - a.y}, p[2] = {a.x, a.y}, low[2] = {box.x, box.y},
           high[2] = {box.x + box.width, box.y + box.height};
    *t0 = 0;
    *t1 = 1;
    if (holds(box, a) && holds(box, b)) /* as most do */
        return true;
    for (int i = 0; i < 2; i++) {
        if (d[i] == 0) {
            if (p[i] < low[i] || p[i] > high[i])
                return false;
            continue;
        }
        double enter = ((d[i] > 0 ? low[i] : high[i]) - p[i]) / d[i],
               leave = ((d[i] > 0 ? high[i] : low[i]) - p[i]) / d[i];
        if (enter > *t0)
            *t0 = enter;
        if (leave < *t1)
            *t1 = leave;
    }
    return *t0 < *t1;
}

void sm_clip_line(const sm_points *line, sm_rect box, sm_points *scratch,
                  void (*piece)(void *context, const sm_points *piece), void *context)
{
    scratch->count = 0;
    for (size_t i = 0; i + 1 < line->count; i++) {
        sm_xy a = line->at[i], b = line->at[i + 1];
        double t0, t1;
        if (!clip_segment(a, b, box, &t0, &t1)) {
            if (scratch->count > 1)
                piece(context, scratch);
            scratch->count = 0;
            continue;
        }
        if (scratch->count == 0 || t0 > 0) {
            if (scratch->count > 1)
                piece(context, scratch);
            scratch->count = 0;
            sm_points_add(scratch, (sm_xy){a.x + t0 * (b.x - a.x), a.y + t0 * (b.y - a.y)});
        }
        sm_points_add(scratch, (sm_xy){a.x + t1 * (b.x - a.x), a.y + t1 * (b.y - a.y)});
    }
    if (scratch->count > 1)
        piece(context, scratch);
}

static double cross(sm_xy a, sm_xy b)
{
    return a.x * b.y - a.y * b.x;
}

/* The directions from a point in which a line passes all points since. */
typedef struct sector {
    bool open;
    sm_xy low, high;
    double reach; /* of the farthest point */
} sector;

static bool sector_holds(const sector *s, sm_xy d, double r, double tolerance)
{
    /* what comes back is a spike, whose tip must stay */
    return !s->open || (cross(s->low, d) >= 0 && cross(s->high, d) <= 0 && r + tolerance / 4 >= s->reach);
}

static void sector_narrow(sector *s, sm_xy d, double r, double tolerance)
{
    double sine = tolerance / r, cosine = sqrt(1 - sine * sine);
    sm_xy low = {d.x * cosine + d.y * sine, d.y * cosine - d.x * sine},
          high = {d.x * cosine - d.y * sine, d.y * cosine + d.x * sine};
    if (!s->open || cross(s->low, low) > 0)
        s->low = low;
    if (!s->open || cross(s->high, high) < 0)
        s->high = high;
    s->open = true;
    s->reach = fmax(s->reach, r);
}

void sm_simplify(sm_points *p, double tolerance)
{
    size_t kept = 1;
    sector s = {0};
    if (p->count < 3)
        return;
    sm_xy anchor = p->at[0], before = anchor;
    for (size_t i = 1; i < p->count; i++) {
        sm_xy here = p->at[i], d = {here.x - anchor.x, here.y - anchor.y};
        double r = sqrt(d.x * d.x + d.y * d.y);
        if (!sector_holds(&s, d, r, tolerance)) {
            anchor = p->at[kept++] = before;
            s = (sector){0};
            d = (sm_xy){here.x - anchor.x, here.y - anchor.y};
            r = sqrt(d.x * d.x + d.y * d.y);
        }
        if (r > tolerance)
            sector_narrow(&s, d, r, tolerance);
        before = here;
    }
    p->at[kept++] = before;
    p->count = kept;
}

/* Each corner goes along the half of the angle between its two edges, 1 / cos of half the turn times as far;
 * at most twice as far. */
void sm_shift_line(const sm_points *line, double distance, sm_points *out)
{
    out->count = 0;
    for (size_t i = 0; i < line->count; i++) {
        sm_xy at = line->at[i], before = line->at[i ? i - 1 : i],
              after = line->at[i + 1 < line->count ? i + 1 : i], n = {0, 0};
        const sm_xy edges[2] = {{at.x - before.x, at.y - before.y}, {after.x - at.x, after.y - at.y}};
        for (int k = 0; k < 2; k++) {
            double length = hypot(edges[k].x, edges[k].y);
            if (length > 0) {
                n.x -= edges[k].y / length;
                n.y += edges[k].x / length;
            }
        }
        double sum = hypot(n.x, n.y); /* 1 at an end, 2 cos of half the turn at a corner */
        bool end = i == 0 || i + 1 == line->count;
        double far = sum > 0 ? distance * (end ? 1 : fmin(2 / sum, 2)) / sum : 0;
        sm_points_add(out, (sm_xy){at.x + far * n.x, at.y + far * n.y});
    }
}
