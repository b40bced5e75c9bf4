/** How many people, and which words say so: a small grammar over the tokens of a sentence.
 *
 * A quantity is [at least | up to | about …] NUMBER, a range, "dozens", "no", or one person by a singular
 * noun or a name; behind a number stands the noun that is counted. Private to count.c, quantity.c and
 * victims.c. In all of it `begin` and `end` bound the sentence. */
#ifndef SM_QUANTITY_H
#define SM_QUANTITY_H

#include "scan.h"

typedef struct sm_quantity {
    int32_t low, best, high; /**< SM_UNSTATED = open to that side */
    uint32_t first, end;     /**< tokens of the number with its noun */
    uint64_t head;           /**< classes of the noun, SM_L(…) */
    uint32_t name;           /**< last token of a single person's name, + 1; 0 = not named */
    bool singular, approximate, people;
    bool rest; /**< "others" */
} sm_quantity;

/** `n` persons that tokens [first, end) stand for by nouns or names. */
static inline sm_quantity sm_persons(int32_t n, size_t first, size_t end)
{
    return (sm_quantity){.low = n,
                         .best = n,
                         .high = n,
                         .first = (uint32_t)first,
                         .end = (uint32_t)end,
                         .singular = true,
                         .people = true};
}

/* --- quantity.c --------------------------------------------------------------------------------- */

/** The quantity that has its number at token `i`; false when there is none. */
bool sm_quantity_at(const sm_scan *s, size_t i, size_t begin, size_t end, sm_quantity *q);

/** Whether the word at `i` looks like one thing, not several. */
bool sm_singular_noun(const sm_scan *s, size_t i);

/* --- victims.c ---------------------------------------------------------------------------------- */

/** A form of "be" or "have", or what may stand between it and a participle. */
bool sm_is_be(const sm_scan *s, size_t i);

/** The nearest quantity that ends at or before token `i`, or begins at or behind it, within `reach` tokens.
 */
bool sm_quantity_before(const sm_scan *s, size_t i, size_t begin, size_t end, size_t reach, sm_quantity *q);
bool sm_quantity_after(const sm_scan *s, size_t i, size_t end, size_t reach, sm_quantity *q);

/** The capitalised words that begin at token `first` name a place or a house by what stands before them: "to
 * WakeMed", "the Intensive Care Unit". */
bool sm_names_no_person(const sm_scan *s, size_t first, size_t begin);

/** Whom "they" at token `i` means, when its sentence says how many: "a woman and her son were shot, and they
 * died". */
bool sm_they_before(const sm_scan *s, size_t i, size_t begin, size_t end, sm_quantity *q);

/** The noun at token `i` stands behind "by": "was found by his father". */
bool sm_is_agent(const sm_scan *s, size_t i, size_t begin);

/** One person, or several joined, by noun or name: the subject that ends before token `i` ("a guard was"),
 * the object behind it ("killed Kevin Smith"). */
bool sm_subject_before(const sm_scan *s, size_t i, size_t begin, size_t reach, sm_quantity *q);
bool sm_object_after(const sm_scan *s, size_t i, size_t end, sm_quantity *q);

/** Add to `q` what is listed with it, before ("four adults and three teenagers") or behind ("a mother and her
 * daughter"). */
void sm_join_before(const sm_scan *s, size_t begin, size_t end, sm_quantity *q);
void sm_join_after(const sm_scan *s, size_t end, sm_quantity *q);

/** Go from parts to their whole ("six people, including four children"), and from a whole to the few that are
 * meant
 * ("one of five people"). */
void sm_skip_parts(const sm_scan *s, size_t begin, size_t end, sm_quantity *q);
void sm_choose_of(const sm_scan *s, size_t begin, size_t end, sm_quantity *q);

#endif
