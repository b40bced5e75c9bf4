/** The part of the world that a set of points calls for, in degrees.
 *
 * One far point must not make a speck of all the others. Of ten points and more a tenth may be left out, of
 * four to nine one or two: those that are more than three times (of few points: six times) as far from the
 * middle of the others as the farthest of these is, 400 km at least. The middle is the mean of the nearest,
 * found by trimming and averaging again. */
#ifndef SM_EXTENT_H
#define SM_EXTENT_H

#include "scene.h"

typedef struct sm_extent_options {
    double min_km;      /**< smallest width; 0: 500, and 800 for a single place, so that a reader knows it */
    double margin;      /**< share of the map kept free on each side; 0 = 0.15 */
    double aspect;      /**< width of the map by its height */
    bool keep_outliers; /**< show every point */
} sm_extent_options;

/** Which of `n` points belong together: `kept[i]` is false for outliers and invalid points. Returns how many
 * are kept (0: no point, or no memory). */
size_t sm_extent_keep(const sm_point *points, size_t n, bool *kept);

/** The box for `n` points (WGS 84; invalid ones are passed over): x is the western longitude, and the box may
 * run on over 180°. False when there is no point (or no memory). */
bool sm_extent_choose(const sm_point *points, size_t n, const sm_extent_options *options, sm_rect *box);

#endif
