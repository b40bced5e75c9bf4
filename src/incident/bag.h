/** A bag of words: what merging knows an article by, and the incident in it.
 *
 * Each word is packed into 32 bits: 26 of its hash, what kind of word it is and where it stands, how often.
 * Bags are sorted, so that two are compared in one pass. They live as long as their incident and are not
 * written to files; for incidents that come from files they are made of the title and the quotes. */
#ifndef SM_BAG_H
#define SM_BAG_H

#include "incident.h"
#include "phrase.h"

enum {
    SM_BAG_MOST = 240,     /**< different words that a bag holds; more are passed over */
    SM_BAG_PAIR = 1 << 5,  /**< two names in a row: "Kim Lee" */
    SM_BAG_NAME = 1 << 4,  /**< capitalised inside a sentence */
    SM_BAG_TITLE = 1 << 3, /**< stands in the title of the article */
    SM_BAG_NEAR = 1 << 2,  /**< stands in a sentence that tells of the incident */
    SM_BAG_TIMES = 3,      /**< mask: times − 1, at most 3 */
    SM_BAG_SHIFT = 6
};

/** The words of common.tsv: in how many of a thousand reports they stand. */
typedef struct sm_common {
    const char *phrase;
    uint16_t permille;
} sm_common;

extern const sm_common sm_common_words_rows[];
extern const sm_phrase_table sm_common_words;

/** A bag while it is filled. */
typedef struct sm_bag {
    uint32_t words[SM_BAG_MOST];
    uint32_t n;
    uint16_t slots[512]; /**< open table over `words`: index + 1 */
} sm_bag;

/** Add the tokens [first, end) of `tokens` over `text`; `flags` (SM_BAG_TITLE, SM_BAG_NEAR) go to every word,
 * and with `names` capitals count. Words that a fifth of all reports have are passed over. */
void sm_bag_add_tokens(sm_bag *bag, const char *text, const sm_token *tokens, size_t first, size_t end,
                       uint32_t flags, bool names);

/** Add a text of its own, such as a title. */
void sm_bag_add_text(sm_bag *bag, const char *text, uint32_t flags, bool names);

/** The finished bag, sorted, in `arena`; NULL when it is empty or there is no memory (`*n` is 0 then). */
const uint32_t *sm_bag_finish(sm_bag *bag, sm_arena *arena, uint32_t *n);

static inline uint32_t sm_bag_hash(uint32_t word)
{
    return word >> SM_BAG_SHIFT;
}

/** The part of a word's sequence hash (sm_hash_step) that a bag keeps. */
static inline uint32_t sm_bag_hash_of(uint64_t sequence)
{
    return (uint32_t)(sequence >> 38);
}

#endif
