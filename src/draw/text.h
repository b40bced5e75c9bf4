/** Text made ready for drawing: cleaned, shaped by Pango, kept. A label is shaped once, whether it is
 * measured or drawn. */
#ifndef SM_TEXT_H
#define SM_TEXT_H

#include "buf.h"
#include "draw.h"
#include <pango/pangocairo.h>

/** One line, shaped. The origin is the left end of its baseline; y down. */
typedef struct sm_line {
    PangoLayoutLine *shaped;       /**< NULL: nothing to draw (out of memory) */
    double scale;                  /**< px a px of the shaped line: lines are shaped at one size */
    double width, ascent, descent; /**< as in sm_text_extent */
    sm_rect ink;                   /**< px */
    bool rtl;                      /**< the line's own direction, from its first strong letter */
} sm_line;

/** Shaped, or from memory. Borrowed from `fonts`, valid until the next call. Any bytes will do: see
 * sm_text_clean. */
const sm_line *sm_fonts_line(sm_fonts *fonts, const char *text, size_t length, const sm_font *font,
                             const char *language);

/** What is drawn of a line: well-formed UTF-8 without control characters and separators (blanks instead), cut
 * after so many characters that no page is wide enough for them. Added to `out`. */
void sm_text_clean(const char *text, size_t length, sm_buf *out);

/** Letter-spacing tears joined scripts (Arabic, Devanagari …) apart: the font's spacing, or 0 for text that
 * has such letters. */
double sm_text_spacing(const char *clean, size_t length, const sm_font *font);

/** Whether the line reads from right to left. */
bool sm_text_is_rtl(const char *clean, size_t length);

/** Length of the line at `*text`; moves `*text` to the next line, NULL after the last. */
size_t sm_text_next_line(const char **text);

/** Distance of baselines, px. */
double sm_text_leading(const sm_text *t);

#endif
