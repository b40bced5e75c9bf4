/* Merging: sorts the incidents canonically, so that the order of the input cannot matter, and runs the steps
 * that merging.h names. */
#include "merging.h"

#include "list.h"

#include <stdlib.h>

static bool prepare(sm_merger *m, const sm_incidents *in)
{
    m->n = in->count;
    m->views = calloc(m->n + 1, sizeof *m->views);
    m->posts = calloc((m->n + 1) * SM_POSTS_EACH, sizeof *m->posts);
    m->next = malloc((m->n + 1) * sizeof *m->next);
    m->tail = malloc((m->n + 1) * sizeof *m->tail);
    size_t words = 0;
    for (size_t k = 0; k < in->count; k++)
        words += in->items[k].n_names ? in->items[k].n_names : SM_VIEW_WORDS;
    for (m->frequent_mask = 1023; m->frequent_mask < words * 2; m->frequent_mask = m->frequent_mask * 2 + 1)
        ;
    m->frequent_key = calloc(m->frequent_mask + 1, sizeof *m->frequent_key);
    m->frequent_count = calloc(m->frequent_mask + 1, sizeof *m->frequent_count);
    m->frequent_doc = calloc(m->frequent_mask + 1, sizeof *m->frequent_doc);
    return m->views && m->posts && m->next && m->tail && m->frequent_key && m->frequent_count &&
           m->frequent_doc;
}

static void release(sm_merger *m)
{
    free(m->views);
    free(m->posts);
    free(m->pairs);
    free(m->next);
    free(m->tail);
    free(m->frequent_key);
    free(m->frequent_count);
    free(m->frequent_doc);
}

static sm_status merge_dated(const sm_incidents *in, sm_incidents *out, sm_error *err)
{
    static const float threshold =
        4.6f; /* chosen on reports of shootings and on near twins: docs/incidents.md */
    sm_merger m = {0};
    sm_status st = SM_OK;
    if (!prepare(&m, in)) {
        release(&m);
        return sm_fail(err, SM_E_NOMEM, "no memory to merge %zu incidents", in->count);
    }
    for (size_t k = 0; k < m.n; k++)
        sm_view_make(&m.views[k], &in->items[k], in->arena);
    if (m.n)
        qsort(m.views, m.n, sizeof *m.views, sm_view_compare);
    for (size_t k = 0; k < m.n; k++) {
        m.views[k].cluster = m.tail[k] = (uint32_t)k;
        m.next[k] = UINT32_MAX;
    }
    m.failed = !sm_count_words(&m);
    if (!m.failed)
        sm_find_pairs(&m, threshold);
    if (m.failed)
        st = sm_fail(err, SM_E_NOMEM, "no memory to merge %zu incidents", in->count);
    else
        sm_cluster(&m);
    for (size_t k = 0; k < m.n && st == SM_OK; k++)
        if (sm_cluster_of(&m, (uint32_t)k) == k)
            st = sm_merge_record(&m, (uint32_t)k, out, in->arena, err);
    release(&m);
    return st == SM_OK ? sm_make_ids(out, err) : st;
}

sm_status sm_merge_incidents(const sm_incidents *in, sm_incidents *out, sm_error *err)
{
    sm_incidents *copy = sm_incidents_new();
    sm_status st = SM_OK;
    if (copy == NULL)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    for (size_t k = 0; k < in->count && st == SM_OK; k++)
        if (sm_incidents_add_copy(copy, &in->items[k]) == NULL)
            st = sm_fail(err, SM_E_NOMEM, "no memory to merge %zu incidents", in->count);
    if (st == SM_OK)
        st = sm_date_incidents(copy, err);
    if (st == SM_OK)
        st = merge_dated(copy, out, err);
    sm_incidents_free(copy);
    return st;
}