/** What the stages of incident extraction share: one article with its tokens classed, its clauses numbered
 * and its triggers found.
 *
 * The stages in their order: scan (classes, clauses) → trigger (hits) → factuality (status of each hit) →
 * place, time, counts, actors of each hit → individuate (hits to incidents). Everything lives in the
 * document's arena. */
#ifndef SM_SCAN_H
#define SM_SCAN_H

#include "cues.h"
#include "extract.h"
#include "lexicon.h"
#include "trigger.h"

#define SM_NONE UINT32_MAX

/** Where something happened, by the words of one sentence. Sites are place mentions. */
enum { SM_WHERE_SITES = 12 };
typedef struct sm_where {
    uint32_t mentions[SM_WHERE_SITES]; /**< indices into sm_places.mentions, the first is the place */
    uint32_t n;                        /**< 0 = no place */
    uint32_t first, end;               /**< tokens of the words that say where */
    uint8_t precision;                 /**< sm_geo_precision */
    bool located; /**< `point` holds (offsets, "between", "northern …"); else the mentions' own points */
    sm_point point;
    double radius_km;
    const char *relation, *method; /**< constants */
    uint32_t container; /**< the place that an unresolved first mention lies in ("X village in Y"): index of
                           its mention, SM_NONE = none */
    bool country_only;  /**< only the country of the first mention is meant */
    bool firm;          /**< a modifier, or behind "in", "at", "near" and their like, not "from" or "to" */
    float score;
} sm_where;

/** When something happened. */
typedef struct sm_when {
    uint32_t timex;   /**< index, SM_NONE = no time */
    int32_t from, to; /**< days, when `known` */
    bool known;
    uint8_t precision, basis;
    int16_t minute; /**< of the day, −1 = not stated */
    float score;
} sm_when;

typedef enum sm_count_kind {
    SM_COUNT_KILLED,
    SM_COUNT_INJURED,
    SM_COUNT_SHOT,
    SM_COUNT_MISSING,
    SM_COUNT_DISPLACED,
    SM_COUNT_DETAINED,
    SM_COUNT_RESCUED,
    SM_COUNT_TAKEN,
    SM_COUNT_KINDS
} sm_count_kind;

/** One statement of a number of people. */
typedef struct sm_count {
    uint8_t kind;            /**< sm_count_kind */
    int32_t low, best, high; /**< SM_UNSTATED = open end */
    uint32_t word;           /**< token of the word that says what became of them */
    uint32_t first, end;     /**< tokens of the number and its noun */
    uint64_t head;           /**< lexicon classes of the noun */
    bool rest;               /**< "others", "seven more": beside those told before */
    uint32_t name;           /**< last token of a single person's name, + 1; 0 = not named */
    bool singular;           /**< one person named or described, no number */
    bool part;               /**< "including three …" */
    bool total;              /**< "in total", "death toll" */
    bool approximate;
    bool perpetrator; /**< attackers */
    bool suicide;     /**< the attacker's own death */
    bool implied;     /**< by "fatal", "murder": one at least, though no number is given */
} sm_count;

typedef struct sm_hit {
    const sm_trigger *trigger;
    uint32_t first, end, sentence; /**< tokens, half open */
    uint8_t type;                  /**< sm_event_type, refined by its sentence */
    uint8_t status;                /**< sm_event_status */
    bool noun, plural, definite, indefinite, another, generic;
    bool dropped;      /**< negated, hypothetical …: `why` says it */
    const char *why;   /**< constant: what fixed the status; NULL: nothing, it is told as done */
    uint32_t because;  /**< the token that fixed the status, SM_NONE = none */
    uint8_t rule_type; /**< sm_event_type by triggers.tsv and the words beside the trigger, before the model
                          had its say */
    uint32_t group;    /**< hits of one sentence that tell of one incident */
    uint32_t report;   /**< the incident of the article, SM_NONE = none */
    sm_where where;
    sm_when when;
} sm_hit;

/** A trigger that was passed over before it became a hit: kept only for explanations. */
typedef struct sm_refusal {
    const sm_trigger *trigger;
    uint32_t first, end, sentence; /**< tokens, half open */
    const char *why;               /**< constant */
} sm_refusal;

typedef struct sm_scan {
    const sm_gazetteer *gazetteer;
    const sm_doc *doc;
    const sm_places *places;
    const sm_timex *times;
    size_t n_times;
    sm_date published;
    sm_arena *arena;
    uint64_t *terms;       /**< lexicon classes of each token */
    uint32_t *term_first;  /**< first token of the lexicon phrase that a token stands in */
    uint32_t *mention_at;  /**< 1 + index of the place mention that covers a token, 0 = none */
    uint32_t *time_at;     /**< likewise for time expressions */
    uint16_t *clause;      /**< number of the token's clause in its sentence */
    uint32_t dateline_end; /**< the tokens before it are the dateline: town, day, agency, dash */
    uint64_t article;      /**< all lexicon classes of the text */
    sm_hit *hits;
    size_t n_hits, hits_capacity;
    sm_count *counts;
    size_t n_counts, counts_capacity;
    bool explaining; /**< keep `refused` */
    sm_refusal *refused;
    size_t n_refused, refused_capacity;
} sm_scan;

/** Class the tokens and number the clauses. Fails with SM_E_NOMEM or SM_E_LIMIT. */
sm_status sm_scan_make(const sm_gazetteer *g, const sm_doc *doc, const sm_places *places,
                       const sm_timex *times, size_t n_times, sm_date published, sm_scan **out,
                       sm_error *err);

void sm_scan_triggers(sm_scan *s);                           /**< fills `hits`: trigger.c */
void sm_scan_factuality(sm_scan *s);                         /**< status, dropped: factuality.c */
void sm_scan_counts(sm_scan *s);                             /**< fills `counts`: count.c */
sm_where sm_link_place(const sm_scan *s, const sm_hit *hit); /**< link_place.c */
sm_when sm_link_time(const sm_scan *s, const sm_hit *hit);   /**< link_time.c */

/** Why mention `m` of the trigger's sentence is not its place, for explanations: a constant. */
const char *sm_place_refusal(const sm_scan *s, const sm_hit *hit, const sm_mention *m);

/** Small helpers over tokens. */
static inline uint64_t sm_scan_class(const sm_scan *s, size_t i)
{
    return sm_word_classes(&s->doc->tokens[i]);
}
/** Token `i` is a word of the list. */
static inline bool sm_scan_cue(const sm_scan *s, size_t i, sm_cue list)
{
    return (sm_cue_set_of(&s->doc->tokens[i])->bits[list / 64] & SM_CUE_BIT(list)) != 0;
}
/** A place mention that may be where something happened; NULL else. */
static inline const sm_mention *sm_scan_mention(const sm_scan *s, size_t i)
{
    return s->mention_at[i] ? &s->places->mentions[s->mention_at[i] - 1] : NULL;
}
/** The words of tokens [first, end), blanks and line breaks as single blanks; at most `words` words. In the
 * arena. */
const char *sm_scan_text(const sm_scan *s, uint32_t first, uint32_t end, sm_arena *arena);
bool sm_scan_comma(const sm_scan *s, size_t i);
bool sm_scan_any(const sm_scan *s, size_t first, size_t end,
                 uint64_t terms); /**< some token of [first, end) has one of these lexicon classes */

#endif
