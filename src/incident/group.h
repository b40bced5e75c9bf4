/** The triggers of one sentence that tell of one incident. Private to group.c, likeness.c and individuate.c.
 */
#ifndef SM_GROUP_H
#define SM_GROUP_H

#include "report.h"

enum { SM_SENTENCE_GROUPS = 16 };

typedef struct sm_hit_group {
    uint8_t type, rank; /**< rank: how specific the type is; 0 = effects only */
    bool effect_only, strong, definite, indefinite, another, noun_only, plural;
    bool agentless; /**< people died, and the sentence names no attacker and no weapon */
    bool gerund;    /**< "for bombing", "in fighting": of something told elsewhere */
    uint8_t status;
    sm_where where;
    sm_when when;
    uint32_t first, end; /**< tokens of the hits */
    uint16_t clause;
    uint32_t n;       /**< hits */
    uint64_t objects; /**< lexicon classes of vehicles and buildings near the hits */
    float votes[SM_EVENT_COUNT];
} sm_hit_group;

/** "killed 12", "the dead": says what came of something. */
bool sm_is_effect(const sm_hit *h);

/** How much a hit says of the type of its incident. */
float sm_vote_of(const sm_hit *h);

/** Put the hits [from, to) of a sentence into `groups` (room for SM_SENTENCE_GROUPS) and write each hit's
 * group; hits beyond that room stand in none. Returns the number of groups. */
size_t sm_group_sentence(sm_scan *s, size_t from, size_t to, sm_hit_group *groups);

/** Whether the group names a day of its own. */
bool sm_group_has_day(const sm_hit_group *g);

/** How much speaks for the group, which stands in `sentence` with these counts (indices into sm_scan.counts),
 * telling more of `r`: below 0 = it cannot. */
float sm_likeness(const sm_scan *s, const sm_report *r, const sm_hit_group *g, const uint32_t *counts,
                  size_t n_counts, uint32_t sentence);

#endif
