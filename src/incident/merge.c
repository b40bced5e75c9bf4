/* Merging: runs the steps that merging.h names. */
#include "merging.h"

#include "list.h"

static sm_status merge_dated(const sm_incidents *in, sm_incidents *out, sm_error *err)
{
    sm_merger m;
    sm_status st = sm_merger_open(&m, in, err);
    m.least = SM_MERGE_LEAST;
    if (st == SM_OK)
        st = sm_find_pairs(&m, err);
    if (st == SM_OK)
        st = sm_cluster(&m, err);
    for (size_t k = 0; k < m.n && st == SM_OK; k++)
        if (sm_cluster_of(&m, (uint32_t)k) == k)
            st = sm_merge_record(&m, (uint32_t)k, out, in->arena, err);
    sm_merger_close(&m);
    return st == SM_OK ? sm_make_ids(out, err) : st;
}

sm_status sm_merge_incidents(const sm_incidents *in, sm_incidents *out, sm_error *err)
{
    sm_incidents *copy = sm_incidents_new();
    if (copy == NULL)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    sm_status st = sm_copy_in_order(in, copy, err);
    if (st == SM_OK)
        st = sm_date_incidents(copy, err);
    if (st == SM_OK)
        st = merge_dated(copy, out, err);
    sm_incidents_free(copy);
    return st;
}
