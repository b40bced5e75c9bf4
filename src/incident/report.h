/** An incident while its article is read: the triggers that tell of it and what they say. */
#ifndef SM_REPORT_H
#define SM_REPORT_H

#include "scan.h"

/** One passage: the words of one sentence, or of a part of it, that tell of the incident. */
typedef struct sm_passage {
    uint32_t sentence;
    uint32_t first, end;     /**< tokens */
    int32_t killed, injured; /**< as this passage says, SM_UNSTATED = it does not */
} sm_passage;

typedef struct sm_report {
    uint8_t type, rank; /**< rank: how specific the type is; 0 = only effects so far */
    uint8_t status;
    bool strong;                 /**< by a strong trigger */
    uint64_t objects;            /**< lexicon classes of vehicles and buildings near its triggers */
    float votes[SM_EVENT_COUNT]; /**< for each type */
    sm_where where;
    sm_when when;
    sm_passage *passages;
    size_t n_passages, passages_capacity;
    uint32_t *counts; /**< indices into sm_scan.counts */
    size_t n_counts, counts_capacity;
    uint32_t first_token;
    const char *perpetrator, *perpetrator_confidence, *target, *weapon; /**< in the document's arena */
    uint8_t perpetrator_strength, target_strength; /**< of the words that say so: actor.c; 0 = nothing yet */
    bool dropped;
    const char *why;   /**< constant: why it was dropped */
    bool another;      /**< introduced by "another", "a second" */
    double confidence; /**< 0 … 1, see evidence.h */
    uint32_t follows;  /**< "came a week after": index of the other report, SM_NONE = none */
    int32_t follows_days;
} sm_report;

typedef struct sm_reports {
    sm_report *items;
    size_t count, capacity;
    uint32_t main; /**< SM_NONE = none */
} sm_reports;

/** Put the hits together into the incidents of the article: individuate.c. */
sm_status sm_individuate(sm_scan *s, sm_reports *out, sm_error *err);

/** Put those together after all that nothing sets apart: consolidate.c. Needs the places of all. */
void sm_consolidate(sm_scan *s, sm_reports *reports);

/** The gazetteer's place of the first site; NULL = none, or nobody knows it. */
const sm_place *sm_where_place(const sm_scan *s, const sm_where *w);
/** 3 same, 2 one in the other or close by, 1 nothing known on a side, 0 different. */
int sm_places_agree(const sm_scan *s, const sm_where *a, const sm_where *b);
/** 3 same day, 2 agree, 1 nothing known on a side, 0 different. */
int sm_days_agree(const sm_scan *s, const sm_when *a, const sm_when *b);
/** Violence against people or things, not police work or protest. */
bool sm_is_violent(uint8_t type);

/** Crimes and accidents that a town's own paper tells of; an attack too, when nobody in the article has
 * politics or an army behind him. */
bool sm_is_local(const sm_scan *s, uint8_t type);

/** How two types go together: 2 same, 1 two names of one thing ("attack" and "bombing"), 0 different. */
int sm_types_agree(uint8_t a, uint8_t b);

/** How specific a type is, so that of "attack" and "suicide bombing" the latter is kept. */
uint8_t sm_type_rank(uint8_t type);

/** Perpetrator, target, weapon from the words around `hit`; fills what the report lacks: actor.c */
void sm_find_actors(const sm_scan *s, const sm_hit *hit, sm_report *report);

/** "The Taliban claimed responsibility": sentences that name no incident tell who claims or denies the one
 * told before: actor.c */
void sm_find_claims(const sm_scan *s, sm_reports *reports);

/** The day of report `k`, from its own times and those of the article: choose_day.c. `first`: it is what the
 * article is about, so days that stand elsewhere may be its own. `known` is false when only the publication
 * is left. */
sm_when sm_choose_day(const sm_scan *s, const sm_reports *reports, size_t k, bool first);

/** Killed, injured … of a report from its counts: total.c. A kind that is not stated has best =
 * SM_UNSTATED. */
sm_toll sm_total(const sm_scan *s, const sm_report *report, sm_count_kind kind);

/** All numbers of people of an incident, those who were wounded and died counted once: toll.c. */
void sm_write_tolls(const sm_scan *s, const sm_report *report, sm_incident *out);

#endif
