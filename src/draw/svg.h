/** The SVG element of a scene, by itself or inside a page of HTML. */
#ifndef SM_SVG_H
#define SM_SVG_H

#include "text.h"

/** Write `<svg>…</svg>`. `inlined`: for a page of HTML, ids begin with "map-", and what has a subject is a
 * link to
 * "#entry-SUBJECT" that bears it as data-incident. Trouble in writing shows in the stream; fails with
 * SM_E_NOMEM. */
sm_status sm_svg_write(const sm_scene *scene, sm_fonts *fonts, bool inlined, FILE *out, sm_error *err);

/** Any bytes as one line of text, fit for XML and HTML, in an element or in an attribute in double quotes. */
void sm_svg_put_text(FILE *out, sm_buf *scratch, const char *s, size_t length);

#endif
