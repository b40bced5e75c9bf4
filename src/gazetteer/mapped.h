/** A gazetteer in memory: the mapped file and what the user lays over it. Private to gazetteer.c and
 * overlay.c. */
#ifndef SM_MAPPED_H
#define SM_MAPPED_H

#include "file.h"
#include "format.h"

/** A pin that holds only for articles of a source, or about a country. */
typedef struct sm_condition {
    uint32_t first; /**< the first bearer of the pinned name: which name it is */
    uint32_t place;
    uint64_t source; /**< 0 = any */
    char country[2]; /**< zeros = any */
} sm_condition;

/** What the user lays over the file. Places, strings and boxes are numbered behind those of the file. */
typedef struct sm_overlay {
    sm_place *places;
    char *strings;
    sm_box *boxes;
    sm_name_slot *slots; /**< an open hash table as in the file; every name or beginning that the user has
                            said something about */
    uint64_t *spellings; /**< as in the file; NULL = no names */
    uint32_t *letters;   /**< the same */
    sm_bearer *bearers;  /**< of these names: the file's and the user's, put together */
    sm_id_row *ids;      /**< of added places */
    sm_condition *conditions; /**< by `first` */
    size_t n_places, n_strings, n_boxes, n_slots, n_bearers, n_ids, n_conditions, n_spellings;
} sm_overlay;

struct sm_gazetteer {
    sm_mapped file;
    const sm_gazetteer_header *header;
    const sm_place *places;
    const char *strings;
    const sm_box *boxes;
    const sm_name_slot *slots;
    const uint64_t *spellings;
    const uint32_t *letters;
    const sm_bearer *bearers;
    const sm_id_row *ids;
    const uint32_t *countries;
    const sm_member *members;
    const char *facts;
    size_t n[SM_N_SECTIONS];
    sm_overlay *overlay; /**< NULL for none */
};

const sm_name_slot *sm_gazetteer_slot(const sm_gazetteer *g, uint64_t hash); /**< in the file */
const sm_name_slot *sm_overlay_find(const sm_overlay *o, uint64_t hash);
void sm_overlay_free(sm_overlay *o); /**< NULL is fine */

#endif
