/** Text that has to fit: measured, cut with an ellipsis, or broken into lines.
 *
 *     const char *lines[2];
 *     size_t n = sm_fit_wrap(&measure, arena, title, &font, 1544, lines, 2);    one or two lines, none wider
 * than 1544
 *
 * Works on what the measuring function says of whole strings (kerning, joined scripts); breaks at blanks,
 * inside a word only when the word alone is too wide, never inside a code point or before a combining mark.
 */
#ifndef SM_FIT_H
#define SM_FIT_H

#include "arena.h"
#include "scene.h"

/** Width of one line, px. */
double sm_fit_width(const sm_text_measure *measure, const char *text, const sm_font *font);

/** `text` itself when it fits into `width` px, else as much of it as fits with "…" behind; "" when not even
 * that does. Blanks and line breaks are made single blanks. In `arena`, or constant. */
const char *sm_fit_cut(const sm_text_measure *measure, sm_arena *arena, const char *text, const sm_font *font,
                       double width);

/** Break `text` into at most `most` lines; what is left over makes the last one end in "…". Returns the
 * number of lines, 0 for a text of blanks. */
size_t sm_fit_wrap(const sm_text_measure *measure, sm_arena *arena, const char *text, const sm_font *font,
                   double width, const char **lines, size_t most);

#endif
