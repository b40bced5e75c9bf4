/** What the loading of lakes (lakes.c), of rivers (rivers.c) and of reservoirs out of rivers (reservoirs.c)
 * share; for them and waters.c. */
#ifndef SM_LOADING_H
#define SM_LOADING_H

#include "waters.h"

enum { SM_STRAITS = 64, SM_DRY_LAKES = 64 };

typedef struct sm_strait {
    sm_point bank, other;
} sm_strait;

/** Each step does nothing when one before it failed. */
typedef struct sm_loader {
    const sm_water_sources *from;
    sm_rings *land;
    sm_arena *arena;
    sm_waters *out;
    sm_error *err;
    sm_status status; /**< the first failure stays */
    sm_strait straits[SM_STRAITS];
    size_t n_straits;
    sm_point dry[SM_DRY_LAKES]; /**< on sections that run through no lake */
    size_t n_dry;
    sm_ring *sections; /**< of rivers of 1:10 million, through lakes and reservoirs */
    size_t n_sections, section_capacity;
    sm_lines *named;  /**< rivers of 1:50 million, tagged with 1 + name, 0 for none */
    sm_lines *ranked; /**< Natural Earth's finer rivers, tagged with their rank */
} sm_loader;

void sm_waters_no_memory(sm_loader *l);
void sm_waters_add(sm_loader *l, sm_water_list *list, sm_ring line, int name, int rank);
/** Chaikin's corner cutting, twice; `closed` rings begin and end at the same point. A copy in any case. */
sm_ring sm_waters_smooth(sm_loader *l, sm_ring r, bool closed);
/** A copy with fewer points; rings stay closed. */
sm_ring sm_waters_simplified(sm_loader *l, const sm_point *points, size_t n);
/** An object of the source of 1:50 million, the caller's; NULL on failure. */
sm_topology *sm_waters_coarse(sm_loader *l, const char *object);

/** How far a point is from a line, in degrees of latitude. */
double sm_waters_away(sm_point p, const sm_ring *line);
/** The name of the table whose point lies in a ring, −1 for none. */
int sm_waters_lake_name(const sm_loader *l, const sm_ring *ring);

void sm_waters_load_lakes(sm_loader *l);
void sm_waters_load_rivers(sm_loader *l);
void sm_waters_load_reservoirs(sm_loader *l); /**< after both */

#endif
