/** Meridians and parallels at round degrees, and the degrees written along the frame. */
#ifndef SM_GRATICULE_H
#define SM_GRATICULE_H

#include "compose.h"

/** Height that the degrees need above and below the frame, px; 0 = there are none. */
double sm_graticule_band(const sm_compose *c);

/** The lines, over the ground; where degrees are to stand within the frame, at the edge of the globe, no name
 * may. */
void sm_graticule_draw(sm_compose *c);

/** The degrees: outside the frame, those at its sides turned. After sm_graticule_draw. */
void sm_graticule_label(sm_compose *c);

#endif
