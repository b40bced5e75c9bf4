/* Pairs to clusters by consensus.
 *
 * Pairs are taken from the best score downwards. Two clusters join when none of their members exclude each
 * other and the mean over all pairs between them, each pair's score cut to ±CUT, is above the threshold too:
 * so A ~ B ~ C does not join A and C when they have nothing else in common, and one bad pair among many good
 * ones does not keep reports of one story apart (average linkage; of large clusters only MEMBERS are asked,
 * spread evenly). */
#include "merging.h"

#include <math.h>
#include <stdlib.h>

enum { MEMBERS = 10 };

#define CUT 4.0f

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

static bool consent(const sm_merger *m, uint32_t a, uint32_t b)
{
    uint32_t x[MEMBERS], y[MEMBERS];
    size_t n = members_of(m, a, x), k = members_of(m, b, y);
    float sum = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < k; j++) {
            float score = sm_pair_score(m, &m->views[x[i]], &m->views[y[j]]) - m->least;
            if (score == -INFINITY)
                return false;
            sum += score > CUT ? CUT : score < -CUT ? -CUT : score;
        }
    return sum >= 0;
}

sm_status sm_cluster(sm_merger *m, sm_error *err)
{
    m->next = malloc((m->n + 1) * sizeof *m->next);
    m->tail = malloc((m->n + 1) * sizeof *m->tail);
    m->sizes = malloc((m->n + 1) * sizeof *m->sizes);
    if (m->next == NULL || m->tail == NULL || m->sizes == NULL)
        return sm_fail(err, SM_E_NOMEM, "no memory to merge %zu incidents", m->n);
    for (size_t k = 0; k < m->n; k++) {
        m->views[k].cluster = m->tail[k] = (uint32_t)k;
        m->next[k] = UINT32_MAX;
        m->sizes[k] = 1;
    }
    if (m->n_pairs)
        qsort(m->pairs, m->n_pairs, sizeof *m->pairs, compare_pairs);
    for (size_t k = 0; k < m->n_pairs; k++) {
        uint32_t a = sm_cluster_of(m, m->pairs[k].a), b = sm_cluster_of(m, m->pairs[k].b);
        if (a == b || !consent(m, a < b ? a : b, a < b ? b : a))
            continue;
        if (b < a) {
            uint32_t t = a;
            a = b;
            b = t;
        }
        m->views[b].cluster = a;
        m->next[m->tail[a]] = b;
        m->tail[a] = m->tail[b];
        m->sizes[a] += m->sizes[b];
    }
    return SM_OK;
}
