/** The part of the world that a set of points calls for, in degrees.
 *
 * One far point must not make a speck of all the others: when at least nine tenths of the points lie within a
 * circle, and each of the rest is more than three times as far from its middle as its radius (400 km at
 * least), the rest are left out. The middle is the mean of the nearest nine tenths, found by trimming and
 * averaging again. */
#ifndef SM_EXTENT_H
#define SM_EXTENT_H

#include "scene.h"

typedef struct sm_extent_options {
    double min_km;      /**< smallest width; 0: 500, and 800 for a single place, so that a reader knows it */
    double margin;      /**< share of the map kept free on each side; 0 = 0.15 */
    double aspect;      /**< width of the map by its height */
    bool keep_outliers; /**< show every point */
} sm_extent_options;

/** The box for `n` points (WGS 84; invalid ones are passed over): x is the western longitude, and the box may
 * run on over 180°. False when there is no point (or no memory). */
bool sm_extent_choose(const sm_point *points, size_t n, const sm_extent_options *options, sm_rect *box);

#endif
