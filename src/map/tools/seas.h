/** Which sea every part of the water is in, on a grid of a tenth of a degree: for names that must stand in
 * their own water.
 *
 * The tables know a sea by a point in it and a box. A sea is the water of its box that can be reached from
 * its point without leaving the box or crossing land; where several can be, the one with the smallest box.
 * The seas then grow a few cells onto the land, so that water that the grid takes for coast has a sea too:
 * what is land is decided when the map is drawn, by the polygons of its level. */
#ifndef SM_SEAS_H
#define SM_SEAS_H

#include "basemap.h"
#include "geo.h"

enum { SM_MAX_SEAS = 200 };

typedef struct sm_sea {
    char name[64];
    char code[8]; /**< GeoNames' feature code: OCN SEA GULF BAY STRT … */
    sm_point at;
    sm_box box;
    size_t cells; /**< out: of the grid */
} sm_sea;

/** The seas of places.tsv that have a box, the largest box first; how many. Fails with SM_E_SETUP. */
sm_status sm_seas_load(const char *path, sm_sea out[SM_MAX_SEAS], size_t *count, sm_error *err);

/** Turn the cells inside a ring over (even-odd): land, when it is done for all rings of the land. */
void sm_seas_flip(unsigned char *grid, const sm_base_point *ring, size_t count);

/** `land` (1 = land) in, a new grid out: 0 or 1 + the index of the sea. NULL when out of memory. */
unsigned char *sm_seas_fill(const unsigned char *land, sm_sea *seas, size_t count);

#endif
