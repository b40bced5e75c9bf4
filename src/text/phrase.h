/** Phrase tables: sets of phrases compiled from TSV files into constant arrays (no work at start-up), matched
 * on token hashes.
 *
 * A table `src/<layer>/<name>.tsv` becomes a C file at build time (src/text/tools/phrase_compile.c). Its
 * first line that is no comment says what a row becomes:
 *
 *     @struct sm_trigger  @header trigger.h  @table sm_triggers
 *     phrase          type=SM_TYPE_%     strength=SM_%
 *     air strike      air_strike         strong
 *     opened fire     armed_attack       strong
 *
 * gives `const sm_trigger sm_triggers_rows[] = { {0}, { .phrase = "air strike", .type = SM_TYPE_air_strike, …
 * } }` (row 0 stands for "none") and `const sm_phrase_table sm_triggers`. In a field `%` is replaced by the
 * cell, once for each part of a cell `a|b` (joined with |);
 * `%s` makes a string of the cell; an empty cell leaves the field 0; no `=` means the cell as it stands.
 * Several phrases of one row are joined by `;`. A phrase that stands in several rows keeps the first. */
#ifndef SM_PHRASE_H
#define SM_PHRASE_H

#include "hash.h"
#include "token.h"

typedef struct sm_phrase_slot {
    uint64_t hash;      /**< of the token sequence (sm_hash_step); 0 = empty slot */
    uint32_t row;       /**< 0: only the beginning of a longer phrase */
    uint32_t continues; /**< as below */
} sm_phrase_slot;

/** What a word of the vocabulary is in one table. */
typedef struct sm_phrase_start {
    uint16_t row;       /**< the phrase that it is, 0 = none */
    uint16_t continues; /**< SM_PHRASE_NEXT of the words that go on with it: no other can */
} sm_phrase_start;

/** A word, by its hash, among those that go on with a phrase: one of 16 bits. */
#define SM_PHRASE_NEXT(hash) (1u << ((hash)&15))

/** Where a hash stands in the filter, before the mask. */
#define SM_PHRASE_BIT(hash) (uint32_t)((hash) >> 32)

typedef struct sm_phrase_table {
    const sm_phrase_slot *slots;
    const uint64_t *
        filter; /**< filter_mask + 1 bits, set for the hashes that have a slot: most tokens begin no phrase */
    const sm_phrase_start
        *starts;   /**< by sm_token.lexeme; NULL in tables that do not belong to the vocabulary */
    uint32_t mask; /**< number of slots − 1, a power of two − 1 */
    uint32_t filter_mask;
    uint32_t n_rows;
} sm_phrase_table;

/** Whether there may be a slot for a sequence hash: false for most that have none. */
static inline bool sm_phrase_may_find(const sm_phrase_table *table, uint64_t hash)
{
    uint32_t bit = SM_PHRASE_BIT(hash) & table->filter_mask;
    return table->filter[bit / 64] >> (bit % 64) & 1;
}

/** The slot for a sequence hash, NULL when there is none. */
const sm_phrase_slot *sm_phrase_slot_of(const sm_phrase_table *table, uint64_t hash);
static inline const sm_phrase_slot *sm_phrase_find(const sm_phrase_table *table, uint64_t hash)
{
    return sm_phrase_may_find(table, hash) ? sm_phrase_slot_of(table, hash) : NULL;
}

/** The hash of a sequence of two words. */
static inline uint64_t sm_phrase_pair(const sm_token *a, const sm_token *b)
{
    return sm_hash_step(sm_hash_step(SM_HASH_START, a->hash), b->hash);
}

/** The longest phrase that begins at token `i` and ends by token `end`; its row, and in `*next` (NULL is
 * fine) the token behind it. 0 when there is none. Hyphens inside ("air-strike") and dots after abbreviations
 * are passed over, so one phrase matches all spellings. */
uint32_t sm_phrase_longest_from(const sm_phrase_table *table, const sm_doc *doc, size_t i, size_t end,
                                size_t *next); /**< where a phrase of several words may begin */
static inline uint32_t sm_phrase_longest(const sm_phrase_table *table, const sm_doc *doc, size_t i,
                                         size_t end, size_t *next)
{
    if (i >= end)
        return 0;
    const sm_token *t = &doc->tokens[i], *behind = t + 1;
    sm_phrase_start start = table->starts[t->lexeme];
    if (start.continues &&
        (behind->kind == SM_PUNCT || (start.continues & SM_PHRASE_NEXT(behind->hash) &&
                                      sm_phrase_may_find(table, sm_phrase_pair(t, behind)))))
        return sm_phrase_longest_from(table, doc, i, end, next);
    if (start.row && next)
        *next = i + 1;
    return start.row;
}

/** The first token from `i` on with which a phrase may begin; `end` when there is none. */
static inline size_t sm_phrase_seek(const sm_phrase_table *table, const sm_doc *doc, size_t i, size_t end)
{
    for (; i < end; i++) {
        const sm_phrase_start *start = &table->starts[doc->tokens[i].lexeme];
        if (start->row | start->continues)
            return i;
    }
    return end;
}

/** The token that follows `i` in a phrase or name: skips a hyphen glued on both sides, and a full stop behind
 * a short word
 * ("St. Petersburg"). Returns `end` when a phrase cannot go on. */
size_t sm_phrase_next(const sm_doc *doc, size_t i, size_t end);

/** ## The vocabulary: the words of the phrases of all tables (but those of first names and of the background
 * of merging), numbered from 1 when the project is built. One lookup a token gives its number,
 * by which every table then knows the word. */
typedef struct sm_vocabulary_slot {
    uint64_t word;    /**< its hash, the last 16 bits replaced by its number; 0 = empty */
    uint64_t classes; /**< in the general word table */
} sm_vocabulary_slot;

extern const unsigned sm_vocabulary_mask, sm_vocabulary_shift; /**< for factors and slots */
extern const uint16_t sm_vocabulary_factors[];
extern const sm_vocabulary_slot sm_vocabulary_slots[];

/** The number, and in `*classes` the classes, of the word whose folded form has this hash; 0 = not in the
 * vocabulary. A perfect hash: a word has but one place, and no branch depends on whether it is there. */
static inline uint16_t sm_lexeme(uint64_t hash, uint64_t *classes)
{
    uint64_t factor = sm_vocabulary_factors[hash & sm_vocabulary_mask];
    const sm_vocabulary_slot *slot = &sm_vocabulary_slots[hash * factor >> sm_vocabulary_shift];
    uint64_t same = 0 - (uint64_t)((slot->word ^ hash) <= UINT16_MAX); /* all bits, or none */
    *classes = slot->classes & same;
    return (uint16_t)(slot->word & same);
}

/** ## The general word table, src/text/words.tsv: classes by bit. */
typedef struct sm_word {
    const char *phrase;
    uint64_t classes; /**< SM_W_… */
    int32_t value;    /**< number words: 7; months: 1…12; weekdays: 1 = Monday … 7; points of the compass:
                         degrees, 360 = north */
} sm_word;

extern const sm_word sm_words_rows[];
extern const sm_phrase_table sm_words;

/* The classes by how much they tell about a neighbour of the word, the most telling last (see sm_telling_class). */
#define SM_W_BIT(n) (UINT64_C(1) << (n))
#define SM_W_TIME                                                                                            \
    SM_W_BIT(0) /**< a time expression may begin with it, or with it behind a determiner; and the            \
                   determiners (see test_timex) */
#define SM_W_STOP     SM_W_BIT(1) /**< function words in general */
#define SM_W_NEGATION SM_W_BIT(2) /**< not, no, never, without, n't, denied … */
#define SM_W_PRONOUN  SM_W_BIT(3)
#define SM_W_MODAL    SM_W_BIT(4) /**< could, would, might, may, will, should … */
#define SM_W_AUX      SM_W_BIT(5) /**< is, was, were, has, have, had, be, been, being … */
#define SM_W_RELATIVE                                                                                        \
    SM_W_BIT(6)              /**< who, which, that, where, when, while, after, before … clause openers */
#define SM_W_CONJ SM_W_BIT(7) /**< and, or, but … */
#define SM_W_DETERMINER SM_W_BIT(8)
#define SM_W_PREP       SM_W_BIT(9)  /**< any preposition */
#define SM_W_TIMEUNIT   SM_W_BIT(10) /**< day, week, month, year, hour, minute … */
#define SM_W_NUMBER     SM_W_BIT(11) /**< one … ninety, hundred, thousand, million, dozen */
#define SM_W_WEEKDAY    SM_W_BIT(12)
#define SM_W_MONTH      SM_W_BIT(13)
#define SM_W_LOCATIVE                                                                                        \
    SM_W_BIT(14) /**< prepositions of place: in, at, near, outside, inside, around, across, throughout,      \
                    over, off … */
#define SM_W_PERSONNOUN                                                                                      \
    SM_W_BIT(15) /**< people, civilians, soldiers, rebels, passengers, militants … (count heads) */
#define SM_W_POLITICAL                                                                                       \
    SM_W_BIT(16) /**< government, minister, president, parliament, army, officials … after a possessive or   \
                    adjective: associative */
#define SM_W_FIRSTNAME SM_W_BIT(17)
#define SM_W_DIRECTION SM_W_BIT(18) /**< north, southern, north-eastern, central … */
#define SM_W_ORGHEAD   SM_W_BIT(19) /**< University, Times, Bank, FC, Corp, Ministry, Party, Inc … */
#define SM_W_PLACENOUN                                                                                       \
    SM_W_BIT(20) /**< city, town, village, province, district, region, state, county, river, airport,        \
                    island … */
#define SM_W_SAY   SM_W_BIT(21) /**< said, says, told, announced … */
#define SM_W_TITLE SM_W_BIT(22) /**< before a person: Mr, President, Gen, Colonel, Minister, Sheikh … */

/** The token's row of the general table; row 0, of no class and value, when it has none. */
static inline const sm_word *sm_word_of(const sm_token *t)
{
    return &sm_words_rows[sm_words.starts[t->lexeme].row];
}

static inline uint64_t sm_word_classes(const sm_token *t)
{
    return t->classes;
}

#endif
