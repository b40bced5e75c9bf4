/** A picture's colours brought down to 256, for PNG with a palette: a third of the size. */
#ifndef SM_PALETTE_H
#define SM_PALETTE_H

#include <stddef.h>
#include <stdint.h>

enum { SM_PALETTE_MAX = 256 };

typedef struct sm_palette {
    unsigned char rgb[SM_PALETTE_MAX * 3];
    size_t count;
    struct sm_palette_table *table;
} sm_palette;

/** The palette of a picture of 0x00RRGGBB words, `stride` words a row. Pictures of at most 256 colours keep
 * them exactly, others their large areas: boxes of colours are cut at their means, the most varied first
 * (after Wu 1992; Heckbert 1982 cuts at medians), and a box that is mostly one colour is that colour. NULL
 * when out of memory. */
sm_palette *sm_palette_new(const uint32_t *pixels, int width, int height, int stride);
void sm_palette_free(sm_palette *p); /**< NULL is fine */

/** The place in the palette of a colour of the picture (0xRRGGBB). */
unsigned char sm_palette_index(const sm_palette *p, uint32_t colour);

#endif
