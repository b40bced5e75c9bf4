/** What the steps of merging share. In their order, one file each:
 *
 *   merge_order.c     the incidents in an order that depends on their content alone
 *   merge_view.c      an incident read for comparing; how rare the words of the articles are
 *   merge_block.c     which pairs are looked at: by space and time, by rare words
 *   merge_score.c     how much speaks for two reports telling of one incident; what excludes it
 *   merge_cluster.c   pairs to clusters
 *   merge_record.c    a cluster to the incident that is written */
#ifndef SM_MERGING_H
#define SM_MERGING_H

#include "bag.h"
#include "merge.h"

#define SM_NO_DAY INT32_MIN

/** Log odds from which two reports are one incident. Chosen by cross-validation, see docs/incidents.md. */
#define SM_MERGE_LEAST (-1.25f)

/** What is known of an incident's day. */
typedef enum sm_timing {
    SM_TIMING_NONE,
    SM_TIMING_RANGE,    /**< `from` to `to` */
    SM_TIMING_REPORTED, /**< only that it was before its report */
    SM_TIMING_DAY
} sm_timing;

/** One incident, read for comparing. */
typedef struct sm_view {
    const sm_incident *i;
    int32_t from, to;  /**< days, SM_NO_DAY = none */
    int32_t published; /**< of the first report */
    uint8_t timing;    /**< sm_timing */
    bool fine, coarse; /**< fine: a place, district or province; coarse: a country */
    uint32_t cluster;
    uint64_t doc;          /**< hash of its article */
    const uint32_t *words; /**< a bag, sorted */
    uint32_t n_words;
    uint32_t siblings; /**< incidents of its article, itself among them */
    float norm, near;  /**< length of the bag as a vector, and of its words near the incident */
    float title;       /**< rarity of its title's words */
} sm_view;

/** A word of the batch. */
typedef struct sm_vocable {
    uint32_t hash;    /**< + 1, 0 = empty slot */
    uint32_t reports; /**< articles that have it */
    uint32_t last;    /**< the last of them, + 1 */
    float rarity;     /**< in nats: −log of the share of reports that have it */
} sm_vocable;

/** An incident posted under a key; those that share a key meet. */
typedef struct sm_post {
    uint64_t key;
    int32_t day;
    uint32_t at;
} sm_post;

typedef struct sm_pair {
    float score;
    uint32_t a, b; /**< indices of views, a < b */
} sm_pair;

typedef struct sm_merger {
    sm_view *views; /**< by day, those of a day in canonical order */
    size_t n;
    sm_vocable *vocables; /**< open table */
    size_t vocable_mask, n_vocables, n_docs;
    sm_post *posts;
    size_t n_posts;
    sm_pair *pairs;
    size_t n_pairs, pairs_capacity;
    uint32_t *next, *tail, *sizes; /**< members of a cluster as a chain, UINT32_MAX = its end */
    float least;                   /**< the score from which reports are one incident */
    /** Weights other than the built-in ones, for cross-validation; NULL = built in. */
    const float *(*weights)(const void *context, const sm_view *a, const sm_view *b);
    const void *context;
} sm_merger;

/** Copy `in` to `out`, which is empty, in canonical order. Fails with SM_E_NOMEM. */
sm_status sm_copy_in_order(const sm_incidents *in, sm_incidents *out, sm_error *err);

/** By date, article, position and words. */
int sm_compare_sources(const sm_source *a, const sm_source *b);

/** Read `in`, which stands in canonical order, for comparing and count its words; `in` must outlive the
 * merger. Fails with SM_E_NOMEM. */
sm_status sm_merger_open(sm_merger *m, const sm_incidents *in, sm_error *err);
void sm_merger_close(sm_merger *m);

/** The word of a bag among those of the batch. */
const sm_vocable *sm_vocable_of(const sm_merger *m, uint32_t word);
/** How much a word counts that stands there so often: 1 + log(times). */
float sm_word_weight(uint32_t word);

/** strcmp with NULL first. */
int sm_text_compare(const char *a, const char *b);

/** Post every incident under its keys, let those meet that share one, and keep the pairs that score `least`.
 * Fails with SM_E_NOMEM. */
sm_status sm_find_pairs(sm_merger *m, sm_error *err);

/** One article tells both. */
bool sm_same_article(const sm_view *a, const sm_view *b);
/** How much speaks for two incidents of one article being one, which other articles may show: 0 when nothing
 * sets them apart, else below. */
float sm_article_score(const sm_view *a, const sm_view *b);
/** Whether two reports cannot be of one incident, whatever else they have in common. */
bool sm_pair_excluded(const sm_view *a, const sm_view *b);
/** How much speaks for a pair: log odds; −INFINITY when they exclude each other. */
float sm_pair_score(const sm_merger *m, const sm_view *a, const sm_view *b);

/** Join pairs into clusters, the best first. Fails with SM_E_NOMEM. */
sm_status sm_cluster(sm_merger *m, sm_error *err);
/** The first member of the cluster that `i` stands in. */
uint32_t sm_cluster_of(sm_merger *m, uint32_t i);

/** Write the cluster that begins at `head` as one incident. Fails with SM_E_NOMEM. */
sm_status sm_merge_record(sm_merger *m, uint32_t head, sm_incidents *out, sm_arena *scratch, sm_error *err);
/** Give every incident its id. Fails with SM_E_NOMEM. */
sm_status sm_make_ids(sm_incidents *out, sm_error *err);

#endif
