/** Rows of the legend that the style's layers ask for (`sitmap:legend` in their metadata). */
#ifndef SM_OWNLEGEND_H
#define SM_OWNLEGEND_H

#include "furniture.h"

typedef struct sm_own_row {
    const char *words;
    sm_style_layer look; /**< px of the style */
} sm_own_row;

/** Those of what the map shows, in the order of the style; at most `most`. */
size_t sm_own_rows(const sm_compose *c, sm_own_row *list, size_t most);
/** The sign of a row, with its middle at `x`, `y` of the panel and at most `half` px wide to each side. */
void sm_own_sign(sm_panel *p, const sm_own_row *row, double x, double y, double half);

#endif
