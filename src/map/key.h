/** Numbered symbols and their key. */
#ifndef SM_KEY_H
#define SM_KEY_H

#include "compose.h"

typedef struct sm_key sm_key;

/** Give numbers to the places that have labels, on the map and on its detail, in the order of their dates; at
 * most 60, those of the greatest tolls. Fills c->key. */
void sm_key_make(sm_compose *c);

/** Room for the key when c->numbered, taken from the frame: beside it, or under it on pages higher than wide.
 */
void sm_key_reserve(sm_compose *c, sm_rect *frame);
/** Height that the key leaves free in its column beside the map, px. */
double sm_key_spare(const sm_compose *c);
void sm_key_draw(sm_compose *c);

#endif
