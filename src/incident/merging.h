/** What the steps of merging share. In their order, one file each:
 *
 *   merge_view.c      an incident read for comparing; how rare its names are among all articles
 *   merge_block.c     which pairs are looked at: by space and time, by rare names
 *   merge_score.c     how much speaks for two reports telling of one incident; what excludes it
 *   merge_cluster.c   pairs to clusters
 *   merge_record.c    a cluster to the incident that is written */
#ifndef SM_MERGING_H
#define SM_MERGING_H

#include "merge.h"

#define SM_NO_DAY INT32_MIN

/** One incident, read for comparing. */
typedef struct sm_view {
    const sm_incident *i;
    int32_t from, to; /**< days, SM_NO_DAY = none */
    bool day;         /**< known to the day */
    int32_t published;
    uint64_t doc;
    const uint64_t *words; /**< hashes of names and numbers around it, sorted */
    uint32_t n_words;
    bool fine, coarse; /**< fine: a place or district; coarse: a country */
    uint32_t cluster;
} sm_view;

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
    sm_view *views; /**< in canonical order */
    size_t n;
    sm_post *posts;
    size_t n_posts;
    sm_pair *pairs;
    size_t n_pairs, pairs_capacity;
    uint64_t *frequent_key;   /**< open table of words: … */
    uint32_t *frequent_count; /**< … how many articles have it */
    uint64_t *frequent_doc;   /**< … the last of them */
    size_t n_docs;
    size_t frequent_mask;
    uint32_t *next, *tail; /**< members of a cluster as a chain, UINT32_MAX = its end */
    bool failed;
} sm_merger;

/** Read `i` for comparing; words that have to be made are laid into `arena`. */
void sm_view_make(sm_view *v, const sm_incident *i, sm_arena *arena);
/** The canonical order: by content alone. */
int sm_view_compare(const void *a, const void *b);
/** strcmp with NULL first. */
int sm_text_compare(const char *a, const char *b);
/** Most words that a view can have when they are read off the quotes. */
enum { SM_VIEW_WORDS = 64 };

/** Count for every word the articles that it stands in; false when out of memory. */
bool sm_count_words(sm_merger *m);
/** The count of a word, by reference. */
uint32_t *sm_frequency(sm_merger *m, uint64_t word);
/** Words in common, each worth log(articles / articles that have it), frequent ones nothing. */
float sm_shared_words(sm_merger *m, const sm_view *a, const sm_view *b);
/** Words that more articles than this have are no sign of one story. */
enum { SM_RARE = 25 };

/** Most keys that one incident is posted under. */
enum { SM_POSTS_EACH = 28 };
/** Post every incident under its keys, let those meet that share one, and keep the pairs that score
 * `threshold` at least. */
void sm_find_pairs(sm_merger *m, float threshold);

/** One article tells both: it tells them apart. */
bool sm_same_article(const sm_view *a, const sm_view *b);
/** How much speaks for a pair; below 0 when they exclude each other. */
float sm_pair_score(sm_merger *m, const sm_view *a, const sm_view *b);
/** Whether two reports cannot be of one incident. */
bool sm_pair_excluded(sm_merger *m, const sm_view *a, const sm_view *b);

/** Join pairs into clusters, the best first. */
void sm_cluster(sm_merger *m);
/** The first member of the cluster that `i` stands in. */
uint32_t sm_cluster_of(sm_merger *m, uint32_t i);

/** Write the cluster that begins at `head` as one incident. Fails with SM_E_NOMEM. */
sm_status sm_merge_record(sm_merger *m, uint32_t head, sm_incidents *out, sm_arena *scratch, sm_error *err);
/** Give every incident its id. Fails with SM_E_NOMEM. */
sm_status sm_make_ids(sm_incidents *out, sm_error *err);

#endif
