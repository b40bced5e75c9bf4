/** The words that the map itself writes (titles, legend, dates, "12 killed"): English, or somebody's own.
 *
 *     {"language": "fr", "words": {"People killed": "Morts", "{n} killed": {"one": "{n} mort", "other": "{n}
 * morts"}}}
 *
 * The English words are the keys, as gettext has it; `{n}`, `{date}` … stand for what is put in their place.
 * Words with a number have a form for each plural of the language, by the categories of Unicode CLDR (zero
 * one two few many other). What has no words of its own stays English. */
#ifndef SM_WORDS_H
#define SM_WORDS_H

#include "arena.h"
#include "error.h"

typedef struct sm_words sm_words;

/** Read a file of words; `path` may be the name of a shipped one ("fr"). `warn` (NULL is fine) is told of
 * keys that are none of the map's words. Fails with SM_E_SETUP when the file is missing or no such file. */
sm_status sm_words_load(const char *path, void (*warn)(void *context, const char *words), void *context,
                        sm_words **out, sm_error *err);
/** The same from memory; `path` is what messages call it. */
sm_status sm_words_read(const char *json, size_t length, const char *path,
                        void (*warn)(void *context, const char *words), void *context, sm_words **out,
                        sm_error *err);
/** Whether words in that language are shipped. */
bool sm_words_shipped(const char *language);
void sm_words_free(sm_words *w); /**< NULL is fine */

/** The language that the words are in, "en" when there are none (`w` NULL, here and below). */
const char *sm_words_language(const sm_words *w);
/** Whether there are own words for these. */
bool sm_words_has(const sm_words *w, const char *english);
/** The words for these, borrowed; `english` itself when there are none. */
const char *sm_words_of(const sm_words *w, const char *english);
/** The form for `n` of words with a number; `one` and `english` are the English ones. The key is `english`.
 */
const char *sm_words_for(const sm_words *w, const char *one, const char *english, double n);
/** Words with values put in: pairs of a name and its value, NULL behind the last. In the arena. */
const char *sm_words_fill(sm_arena *arena, const char *words, ...) __attribute__((sentinel));

/** The i-th of the map's words in English, NULL behind the last; `*counted`: they have a number. */
const char *sm_words_at(size_t i, bool *counted);

#endif
