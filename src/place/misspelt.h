/** Names that are one letter away from a name of the gazetteer: "Marrakech" for "Marrakesh". */
#ifndef SM_PLACE_MISSPELT_H
#define SM_PLACE_MISSPELT_H

#include "gazetteer.h"
#include "phrase.h"

/** The most prominent name that tokens [first, end) become by one edit of one long word: a letter put in,
 * left out, put in the place of another, or swapped with the next. The first letter is trusted, and a single
 * word must be longer. False, and nothing written, when there is none. `*bearers` is borrowed. */
bool sm_misspelt_name(const sm_gazetteer *g, const sm_doc *doc, uint32_t first, uint32_t end,
                      const sm_bearer **bearers, uint32_t *count);

#endif
