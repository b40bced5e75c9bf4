/** What places are called in one language: the tables of share/sitmap/names, one file a language, made by
 * tools/names_compile.c. Only maps that ask for a language read one.
 *
 * A row is a key and a name. Keys: a GeoNames id ("360630"), a country's ISO 3166-1 alpha-2 code ("EG"), or
 * the English name of a sea or river. */
#ifndef SM_PLACENAMES_H
#define SM_PLACENAMES_H

#include "error.h"

#include <stdint.h>

typedef struct sm_placenames sm_placenames;

/** `language`: a code such as "ar"; what follows a hyphen is not looked at. Fails with SM_E_USAGE for a
 * language without a table, SM_E_SETUP for a table that cannot be read, or SM_E_NOMEM. */
sm_status sm_placenames_open(const char *language, sm_placenames **out, sm_error *err);
void sm_placenames_close(sm_placenames *p); /**< NULL is fine */

const char *sm_placenames_language(const sm_placenames *p);
/** NULL when the table has none; borrowed. */
const char *sm_placenames_find(const sm_placenames *p, const char *key);
const char *sm_placenames_by_id(const sm_placenames *p, int32_t geonames_id);

#endif
