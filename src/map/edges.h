/** Which areas share an edge: a set of edges, each with the two units that have it. Areas of one file meet in
 * the same points, so that an edge of two neighbours is found twice, once in each direction. */
#ifndef SM_EDGES_H
#define SM_EDGES_H

#include "basemap.h"

typedef struct sm_edges sm_edges;

sm_edges *sm_edges_new(void); /**< NULL when out of memory, which the functions below bear */
void sm_edges_free(sm_edges *e);
bool sm_edges_failed(const sm_edges *e); /**< out of memory on the way */

/** Take in the edges of a ring of `unit`, the last point joined to the first. */
void sm_edges_add_ring(sm_edges *e, const sm_base_point *ring, size_t n, uint32_t unit);

/** The unit that shares the edge with `unit`; SM_NO_UNIT when none does. */
uint32_t sm_edges_other(const sm_edges *e, sm_base_point a, sm_base_point b, uint32_t unit);

#endif
