/** Distances, directions and boxes on the sphere. The mean earth radius (6371.0088 km) is exact enough for
 * choosing among places: the error against the ellipsoid stays under 0.6 %. */
#ifndef SM_GEO_H
#define SM_GEO_H

#include "sitmap/sitmap.h"

bool sm_point_valid(sm_point p);               /**< finite, |lon| ≤ 180, |lat| ≤ 90 */
double sm_distance_km(sm_point a, sm_point b); /**< great circle */
sm_point sm_destination(sm_point from, double bearing_deg,
                        double distance_km); /**< bearing clockwise from north */
sm_point sm_midpoint(sm_point a, sm_point b);
bool sm_box_contains(sm_box box, sm_point p); /**< knows boxes over the antimeridian */
double sm_box_radius_km(sm_box box);          /**< half the diagonal */

#endif
