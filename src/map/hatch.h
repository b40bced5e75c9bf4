/** Hatching: an area filled with parallel lines, which every writer draws as plain lines. */
#ifndef SM_HATCH_H
#define SM_HATCH_H

#include "clip.h"

typedef struct sm_hatch sm_hatch;

/** Lines `spacing` px apart that rise to the right at 45°. Lives in `arena`. */
sm_hatch *sm_hatch_new(sm_arena *arena, double spacing);

/** Add a ring of the area; what is inside an even number of rings is outside. */
void sm_hatch_ring(sm_hatch *h, const sm_points *ring);

/** Add the lines to `path`, whose stroke the caller sets. The lines of all hatched areas of a page are
 * parts of the same ones, so that areas beside each other match. */
void sm_hatch_draw(const sm_hatch *h, sm_scene *scene, sm_path *path);

#endif
