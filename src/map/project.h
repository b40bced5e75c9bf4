/** Which part of the world a map shows, and how it comes onto the page. The only file that knows PROJ.
 *
 * The extent is chosen from the points: their smallest box (over the antimeridian where that is smaller), a
 * margin, never less than a region that a reader can recognise, and without the few that are far from all
 * others (extent.h). The projection follows from the extent
 * (after Snyder 1987 and Šavrič, Jenny and Jenny 2016): Lambert's azimuthal equal-area one up to continents,
 * Albers' conic for wide extents in middle latitudes, Mercator near the equator, Equal Earth for the world;
 * or the caller's. */
#ifndef SM_PROJECT_H
#define SM_PROJECT_H

#include "scene.h"

typedef struct sm_view sm_view;

typedef struct sm_view_options {
    sm_rect frame;          /**< where on the page the map goes, px */
    const char *projection; /**< PROJ string or "EPSG:…"; NULL: chosen */
    const sm_box *extent;   /**< the part to show; NULL: chosen from the points */
    double min_span_km;     /**< smallest width of the map; 0: as extent.h says */
    double margin;          /**< share of the frame kept free round the points; 0 = 0.15 */
} sm_view_options;

/** Choose extent and projection for `n` points (WGS 84; invalid ones are passed over; none: the whole world).
 * Fails with SM_E_USAGE when the caller's projection is unknown or cannot show the extent, or SM_E_NOMEM. */
sm_status sm_view_new(const sm_point *points, size_t n, const sm_view_options *options, sm_view **out,
                      sm_error *err);
/** A view of the surroundings of a point, `width_km` across the frame's width; anywhere on the globe. */
sm_status sm_view_new_round(sm_point centre, double width_km, sm_rect frame, sm_view **out, sm_error *err);
/** The same view at another place of the page, `dx`, `dy` px further; must not outlive `v`. NULL when out of
 * memory. */
sm_view *sm_view_moved(const sm_view *v, double dx, double dy);
void sm_view_free(sm_view *v); /**< NULL is fine */

/** Project degrees to page px, in place; a point that cannot be shown becomes NaN. */
void sm_view_forward(const sm_view *v, sm_xy *points, size_t n);
sm_xy sm_view_point(const sm_view *v, sm_point p);
bool sm_view_inverse(const sm_view *v, sm_xy page, sm_point *out);

sm_rect sm_view_frame(const sm_view *v);
/** The window in degrees, as x = longitude (may run beyond ±180), y = latitude: what has to be clipped
 * against before projecting. */
sm_rect sm_view_window(const sm_view *v);
bool sm_view_is_world(
    const sm_view *v); /**< the globe's edge is seen: the sea is the window's outline, not the frame */
/** What was to be shown, px: it touches the frame at two sides at least. */
sm_rect sm_view_content(const sm_view *v);
double sm_view_metres_per_px(const sm_view *v);     /**< at the centre of the frame, along its width */
double sm_view_scale_denominator(const sm_view *v); /**< at 96 px an inch */
double sm_view_width_km(const sm_view *v);
const char *sm_view_projection(const sm_view *v); /**< the PROJ string in use */
/** Where on earth the page lies, in `arena`. NULL when the projection has no WKT 1, or out of memory. Takes
 * some milliseconds: it asks PROJ's database for names. */
const sm_georeference *sm_view_georeference(const sm_view *v, sm_arena *arena);
double sm_view_north(const sm_view *v); /**< direction of north at the centre, degrees clockwise from up */

#endif
