/** Colours as CSS writes them. */
#ifndef SM_COLOUR_H
#define SM_COLOUR_H

#include "scene.h"

/** "#rgb", "#rgba", "#rrggbb", "#rrggbbaa", "rgb(1, 2, 3)", "rgba(1, 2, 3, 0.5)", "hsl(…)", "hsla(…)", a CSS
 * name or "transparent". False for anything else, `*out` then as it was. */
bool sm_colour_parse(const char *words, sm_rgba *out);

#endif
