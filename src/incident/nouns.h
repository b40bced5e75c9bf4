/** Noun phrases round a trigger, and their place in its clause: subject, object. */
#ifndef SM_NOUNS_H
#define SM_NOUNS_H

#include "scan.h"

/** Tokens, half open; first == end: none. */
typedef struct sm_nouns {
    uint32_t first, end;
} sm_nouns;

/** "also", "reportedly": stands between a subject and its verb. */
bool sm_is_adverb(const sm_scan *s, size_t i);

/** The end of the nouns from `first` on; a glued hyphen and a possessive go on, and so does one "of". */
size_t sm_nouns_end(const sm_scan *s, size_t first, size_t end);

/** The noun phrase that begins at `i`, without what introduces it ("the", "at least six"). */
sm_nouns sm_nouns_from(const sm_scan *s, size_t i, size_t end);

/** The noun phrase that ends before `i`: its first noun, whatever "of" joins. */
sm_nouns sm_nouns_before(const sm_scan *s, size_t i, size_t begin);

/** All lexicon classes of its words. */
uint64_t sm_nouns_terms(const sm_scan *s, sm_nouns p);

/** The noun that the others of the phrase describe: the last, or the last before "of". */
size_t sm_nouns_head(const sm_scan *s, sm_nouns p);

/** The subject of what begins at `verb`: the noun phrase before it, past adverbs, helping verbs, days, "who",
 * and what a preposition or an apposition adds ("gunmen on a motorcycle shot"), the farthest that `fits`. */
sm_nouns sm_nouns_subject(const sm_scan *s, size_t verb, const sm_sentence *q,
                          bool (*fits)(const sm_scan *, sm_nouns));

/** The object of what ends at `i`: at once behind it, or behind a preposition of the list, if not
 * SM_C_none. */
sm_nouns sm_nouns_object(const sm_scan *s, size_t i, const sm_sentence *q, sm_cue preposition);

#endif
