/** Icons: small pictures in one colour, read from SVG files.
 *
 * What is understood of SVG: `path` (all its commands), `circle`, `ellipse`, `rect`, `line`, `polyline` and
 * `polygon`, in any depth of `g`; of their looks fill and stroke ("none" or not: the colour is that of the
 * map), stroke-width, stroke-linecap and stroke-linejoin, inherited from `svg` and `g`. The picture's box is
 * `viewBox`, else width and height. What would change the picture and is not understood (a transform, a
 * style sheet, a gradient, text) makes the file no icon: an error says so. */
#ifndef SM_ICON_H
#define SM_ICON_H

#include "scene.h"

/** Read an icon into `arena`. `name` is what writers call it; both strings are copied. Fails with SM_E_SETUP
 * when the file is missing or no icon, SM_E_NOMEM. */
sm_status sm_icon_read(const char *path, const char *name, sm_arena *arena, const sm_icon **out,
                       sm_error *err);

#endif
