/** Parts of the frame as a raster: where a name fits.
 *
 *     sm_mask m;
 *     sm_mask_new(arena, frame, 6, &m)
 *     sm_mask_clear(&m); sm_mask_flip(&m, ring) for each ring; sm_mask_sum(&m);
 *     if (sm_mask_holds(&m, box)) ...                       in constant time
 */
#ifndef SM_MASK_H
#define SM_MASK_H

#include "clip.h"

typedef struct sm_mask {
    sm_rect frame;
    double cell; /**< px */
    int columns, rows;
    unsigned char *in;    /**< 1: inside */
    unsigned *sums;       /**< summed-area table, (columns + 1) × (rows + 1) */
    unsigned char *turns; /**< scratch: (columns + 1) × rows, zero between calls */
    int first, last;      /**< rows that may have cells inside; first > last: none */

    /* known after sm_mask_sum */
    size_t count; /**< cells inside */
    sm_rect box;  /**< around them, px */
    sm_xy middle; /**< their centroid, px */
} sm_mask;

/** Lives in `arena`. False when out of memory. */
bool sm_mask_new(sm_arena *arena, sm_rect frame, double cell, sm_mask *out);
void sm_mask_clear(sm_mask *m);
/** Say that `in` was written by the caller: every row may have cells inside. */
void sm_mask_take_all(sm_mask *m);
/** Turn over the cells whose middle lies in the ring (even-odd; page px). */
void sm_mask_flip(sm_mask *m, const sm_points *ring);
void sm_mask_sum(sm_mask *m);

/** Whether every cell that the box touches is inside. */
bool sm_mask_holds(const sm_mask *m, sm_rect box);
/** The longest run of cells inside at the height `y`: its ends; false when there is none. */
bool sm_mask_run(const sm_mask *m, double y, double *from, double *to);

#endif
