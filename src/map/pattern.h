/** Names of patterns that fill areas: `hatch`, `cross`, `dots`, each with an angle, a spacing and a width if
 * wanted, such as `hatch-135` or `hatch-0-10-2`. */
#ifndef SM_PATTERN_H
#define SM_PATTERN_H

#include "scene.h"

#define SM_HATCH_SPACING 7.0 /* px, of a pattern that does not say so; that of areas of uncertainty too */
#define SM_HATCH_WIDTH   1.1 /* px */

/** The pattern of a name, without a colour; false when it is no name of one. The angle is in degrees from 0
 * to 180, the spacing 2 … 200 px, the width positive and less than the spacing (of dots: at most half). */
bool sm_pattern_parse(const char *name, sm_pattern *out);

#endif
