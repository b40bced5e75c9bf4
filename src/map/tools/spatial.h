/** Questions that the compiler of the basemap asks of many lines and rings at once: which line runs past a
 * point, and whether a point lies in any of the rings. Both are filled, then asked; asking sorts what was
 * added since. Points are in degrees; out of memory ends the program. */
#ifndef SM_SPATIAL_H
#define SM_SPATIAL_H

#include "topojson.h"

typedef struct sm_lines sm_lines;

#define SM_NO_LINE UINT32_MAX

/** `reach`: degrees of latitude within which a line is looked for, more than 0. */
sm_lines *sm_lines_new(double reach);
void sm_lines_free(sm_lines *l); /**< NULL is fine */
void sm_lines_add(sm_lines *l, const sm_ring *line, uint32_t tag);
/** The tag of the line that is nearest to a point; SM_NO_LINE when none is within `within` degrees, which are
 * no more than the reach. */
uint32_t sm_lines_nearest(sm_lines *l, sm_point p, double within);

typedef struct sm_rings sm_rings;

sm_rings *sm_rings_new(void);
void sm_rings_free(sm_rings *r); /**< NULL is fine */
/** A ring, closed or not; its longitudes may run on over the antimeridian, or jump there. */
void sm_rings_add(sm_rings *r, const sm_ring *ring);
/** Whether a point lies within an odd number of rings: a hole is a ring in a ring. */
bool sm_rings_hold(sm_rings *r, sm_point p);

/** An order of lines that does not depend on where they lie in memory: by first point, then length; −1, 0, 1.
 */
int sm_line_order(const sm_ring *a, const sm_ring *b);

#endif
