/* Pairs to clusters: from the best score downwards; two clusters join only if no member of one excludes a
 * member of the other (complete link on vetoes), so that A ~ B ~ C never joins an A and a C that exclude each
 * other. */
#include "merging.h"

#include <stdlib.h>

enum { VETO_MEMBERS = 40 };

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

/* No member of the one excludes a member of the other. */
static bool consent(sm_merger *m, uint32_t a, uint32_t b)
{
    uint32_t n = 0;
    for (uint32_t i = a; i != UINT32_MAX; i = m->next[i]) {
        uint32_t k = 0;
        for (uint32_t j = b; j != UINT32_MAX && k < VETO_MEMBERS; j = m->next[j], k++)
            if (sm_pair_excluded(m, &m->views[i], &m->views[j]))
                return false;
        if (++n == VETO_MEMBERS)
            break;
    }
    return true;
}

void sm_cluster(sm_merger *m)
{
    if (m->n_pairs)
        qsort(m->pairs, m->n_pairs, sizeof *m->pairs, compare_pairs);
    for (size_t k = 0; k < m->n_pairs; k++) {
        uint32_t a = sm_cluster_of(m, m->pairs[k].a), b = sm_cluster_of(m, m->pairs[k].b);
        if (a == b || !consent(m, a, b))
            continue;
        if (b < a) {
            uint32_t t = a;
            a = b;
            b = t;
        }
        m->views[b].cluster = a;
        m->next[m->tail[a]] = b;
        m->tail[a] = m->tail[b];
    }
}