/** Which font files there are for a family or a script: the pinned set, loaded into a private fontconfig
 * configuration only when a text asks for it (a file costs 0.3 ms, the system's whole configuration 10 to 15
 * ms). */
#ifndef SM_FONTSET_H
#define SM_FONTSET_H

#include "error.h"
#include <fontconfig/fontconfig.h>

typedef struct sm_fontset sm_fontset;

/** `directory` as in sm_fonts_options. Fails with SM_E_NOMEM. */
sm_status sm_fontset_new(const char *directory, sm_fontset **out, sm_error *err);
void sm_fontset_free(sm_fontset *set); /**< NULL is fine */

FcConfig *sm_fontset_config(sm_fontset *set); /**< borrowed */

/** Load the face of a family (`length` bytes at `name`). True when a file was added. */
bool sm_fontset_need_family(sm_fontset *set, const char *name, size_t length, bool bold, bool italic);

/** Load the faces for the scripts that Noto Sans does not hold. The text is well-formed UTF-8. True when a
 * file was added. */
bool sm_fontset_need_scripts(sm_fontset *set, const char *text, size_t length, bool bold);

/** The family that the pinned set has for the first script in the text that Noto Sans does not hold ("Noto
 * Sans Arabic"), written to `out`; "" when Noto Sans will do or there is none. */
void sm_fontset_script_family(const char *text, size_t length, char out[64]);

#endif
