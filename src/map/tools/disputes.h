/** Whose a territory is, and which lines are no settled borders: the rules of gazetteer/disputed.tsv, by
 * which sources of different views come to agree. A party is an ISO 3166-1 alpha-2 code, or the name that the
 * source gives to a unit that has none ("Somaliland").
 *
 *     give    rings of `one` that lie within the box are `other`'s
 *     split   the ring of `one` is parted along the line; the part within the box is `other`'s
 *     dash    in the box, the border between `one` and `other` ("*": anybody) is disputed or undetermined */
#ifndef SM_DISPUTES_H
#define SM_DISPUTES_H

#include "topojson.h"

enum { SM_MAX_RULES = 64, SM_MAX_CUT = 32, SM_PARTY = 32, SM_RULE_NAME = 64 };

#define SM_NO_RULE SIZE_MAX

typedef enum sm_treatment { SM_DASH, SM_GIVE, SM_SPLIT } sm_treatment;

typedef struct sm_rule {
    sm_box box;
    sm_treatment treatment;
    char name[SM_RULE_NAME]; /**< of the territory or line */
    char one[SM_PARTY], other[SM_PARTY];
    sm_point cut[SM_MAX_CUT]; /**< of a split */
    size_t n_cut;
} sm_rule;

typedef struct sm_rules {
    sm_rule at[SM_MAX_RULES];
    size_t count;
} sm_rules;

/** Fails with SM_E_SETUP: file, line and what is wrong with it. */
sm_status sm_rules_load(const char *path, sm_rules *out, sm_error *err);

typedef enum sm_line_kind { SM_LINE_NONE, SM_LINE_BORDER, SM_LINE_DISPUTED } sm_line_kind;

/** The party that `party`'s land at this point belongs to. */
const char *sm_rules_owner(const sm_rules *r, const char *party, sm_point at);

/** What the line between two parties is at this point: nothing when both sides come to one owner. `*rule` is
 * the rule that decided, SM_NO_RULE for none. */
sm_line_kind sm_rules_line(const sm_rules *r, const char *a, const char *b, sm_point at, size_t *rule);

/** The owner of a ring that needs no parting, and the rule that gave it, SM_NO_RULE for none. */
const char *sm_rules_ring(const sm_rules *r, const char *party, const sm_ring *ring, size_t *rule);

/** Part a ring of `party` along the line of rule `i`, which must end within 0.1° of it. `rest` stays, `given`
 * becomes the rule's other party's, `cut` is the line between. Their points come from the caller's `buffer`,
 * which has room for 2 × ring + 3 × cut + 8 points. False when the rule does not apply. */
bool sm_rules_split(const sm_rules *r, size_t i, const char *party, const sm_ring *ring, sm_point *buffer,
                    sm_ring *rest, sm_ring *given, sm_ring *cut);

#endif
