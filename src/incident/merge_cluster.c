/* Pairs to clusters by consensus.
 *
 * Pairs are taken from the best score downwards. Two clusters join when the mean over all pairs between them
 * is above the threshold too (average linkage; of large clusters only MEMBERS are asked, spread evenly). Each
 * pair's score is cut to ±CUT, and one that is excluded counts −EXCLUDED: so A ~ B ~ C does not join A and C
 * when they have nothing else in common, and one bad pair among many good ones, a day or a number that was
 * read wrongly, does not keep reports of one story apart. */
#include "merging.h"

#include "hash.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MEMBERS = 10, REFUSALS = 1 << 16 };

#define CUT      4.0f
#define EXCLUDED 6.0f

static int compare_pairs(const void *a, const void *b)
{
    const sm_pair *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

uint32_t sm_cluster_of(sm_merger *m, uint32_t i)
{
    while (m->views[i].cluster != i) {
        m->views[i].cluster = m->views[m->views[i].cluster].cluster;
        i = m->views[i].cluster;
    }
    return i;
}

/* Up to MEMBERS of a cluster, spread evenly over its chain. */
static size_t members_of(const sm_merger *m, uint32_t head, uint32_t out[MEMBERS])
{
    size_t size = m->sizes[head], n = 0, at = 0;
    for (uint32_t i = head; i != UINT32_MAX && n < MEMBERS; i = m->next[i], at++)
        if (size <= MEMBERS || at * MEMBERS / size >= n)
            out[n++] = i;
    return n;
}

/* What a pair says for joining, above the threshold or below. */
static float vote(const sm_merger *m, const sm_view *a, const sm_view *b)
{
    if (sm_same_article(a, b))
        return sm_article_score(a, b);
    float score = sm_pair_score(m, a, b);
    if (score == -INFINITY)
        return -EXCLUDED;
    score -= m->least;
    return score > CUT ? CUT : score < -CUT ? -CUT : score;
}

/* Two clusters that were found not to belong together. Clusters only grow, so as long as both have the size
 * they had the answer is the same, however many pairs ask again. */
typedef struct refusal {
    uint32_t a, b, size_a, size_b;
} refusal;

static refusal *refusal_of(refusal *table, uint32_t a, uint32_t b)
{
    uint64_t key = (uint64_t)a << 32 | b;
    return &table[sm_hash(&key, sizeof key) % REFUSALS];
}

static bool consent(const sm_merger *m, uint32_t a, uint32_t b)
{
    uint32_t x[MEMBERS], y[MEMBERS];
    size_t n = members_of(m, a, x), k = members_of(m, b, y);
    float sum = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < k; j++)
            sum += vote(m, &m->views[x[i]], &m->views[y[j]]);
    return sum >= 0;
}

static bool may_join(const sm_merger *m, refusal *table, uint32_t a, uint32_t b)
{
    refusal now = {a, b, m->sizes[a], m->sizes[b]}, *known = refusal_of(table, a, b);
    if (memcmp(known, &now, sizeof now) == 0)
        return false;
    bool join = consent(m, a, b);
    if (!join)
        *known = now;
    return join;
}

/* Put the cluster of `b` behind that of `a`. */
static void join(sm_merger *m, uint32_t a, uint32_t b)
{
    m->views[b].cluster = a;
    m->next[m->tail[a]] = b;
    m->tail[a] = m->tail[b];
    m->sizes[a] += m->sizes[b];
}

sm_status sm_cluster(sm_merger *m, sm_error *err)
{
    m->next = malloc((m->n + 1) * sizeof *m->next);
    m->tail = malloc((m->n + 1) * sizeof *m->tail);
    m->sizes = malloc((m->n + 1) * sizeof *m->sizes);
    refusal *refused = calloc(REFUSALS, sizeof *refused);
    if (m->next == NULL || m->tail == NULL || m->sizes == NULL || refused == NULL) {
        free(refused);
        return sm_fail(err, SM_E_NOMEM, "no memory to merge %zu incidents", m->n);
    }
    for (size_t k = 0; k < m->n; k++) {
        m->views[k].cluster = m->tail[k] = (uint32_t)k;
        m->next[k] = UINT32_MAX;
        m->sizes[k] = 1;
    }
    if (m->n_pairs)
        qsort(m->pairs, m->n_pairs, sizeof *m->pairs, compare_pairs);
    for (size_t k = 0; k < m->n_pairs; k++) {
        uint32_t p = sm_cluster_of(m, m->pairs[k].a), q = sm_cluster_of(m, m->pairs[k].b), a = p < q ? p : q,
                 b = p < q ? q : p;
        if (a != b && may_join(m, refused, a, b))
            join(m, a, b);
    }
    free(refused);
    return SM_OK;
}
