/** Clipping and simplifying of rings and lines in a plane (degrees before projecting, px after it). */
#ifndef SM_CLIP_H
#define SM_CLIP_H

#include "scene.h"

/** A reusable array of points. Start with {0}; end with sm_points_free. */
typedef struct sm_points {
    sm_xy *at;
    size_t count, capacity;
    bool failed; /**< out of memory; later additions are ignored */
} sm_points;

void sm_points_free(sm_points *p);
void sm_points_grow(sm_points *p); /**< room for one more, or `failed` */
static inline void sm_points_add(sm_points *p, sm_xy xy)
{
    if (p->count == p->capacity)
        sm_points_grow(p);
    if (p->count < p->capacity)
        p->at[p->count++] = xy;
}

/** The part of a ring (the last point joined to the first) inside `box`, by Sutherland and Hodgman 1974:
 * where the ring leaves and comes back, the edge of the box joins the two. `in` is consumed as working space;
 * the result is in `out`. */
void sm_clip_ring(sm_points *in, sm_rect box, sm_points *out);

/** The parts of a line inside `box`: calls `piece` for each. */
void sm_clip_line(const sm_points *line, sm_rect box, sm_points *scratch,
                  void (*piece)(void *context, const sm_points *piece), void *context);

/** Leave out points so that the line passes within `tolerance` of them; the first and last stay. One pass: a
 * point is kept when no straight line from the one kept before passes all points between (Zhao and Saalfeld
 * 1997). */
void sm_simplify(sm_points *p, double tolerance);

/** Move a line sideways by `distance` px (page: to the right as one goes along it), into `out`. Corners keep
 * their distance up to a sharpness at which they are cut off. */
void sm_shift_line(const sm_points *line, double distance, sm_points *out);

#endif
