/** A scene painted onto a cairo context: what PNG and PDF share. */
#ifndef SM_PAINT_H
#define SM_PAINT_H

#include "draw.h"
#include <cairo.h>

/** `scale` device units a page px (dpi / 96, or 0.75 points). On a raster surface halos are grown from the
 * glyphs' pixels, which is many times faster than stroking their outlines; elsewhere they are strokes. */
typedef struct sm_paint {
    cairo_t *cr;
    sm_fonts *fonts;
    double scale;
    bool raster;
} sm_paint;

/** Fails with SM_E_NOMEM or what else stopped cairo. */
sm_status sm_paint_scene(const sm_paint *paint, const sm_scene *scene, sm_error *err);

/** Refuse pages without size and pages over the limits; `scale` as above. */
sm_status sm_check_page(const sm_scene *scene, double scale, sm_error *err);

/** The fonts given, or a set made for one call in `*own`, which the caller frees. */
sm_status sm_own_fonts(sm_fonts **fonts, sm_fonts **own, sm_error *err);

#endif
