#include "builder.h"

#include <stdlib.h>

static sm_status build(sm_builder *b, const char *out_path, sm_error *err)
{
    sm_builder_string(b, "", 0);
    sm_status st = sm_build_countries(b, err);
    if (st == SM_OK)
        st = sm_build_admin(b, err);
    for (size_t i = 0; st == SM_OK && i < b->src->n_geonames; i++)
        st = sm_build_dump(b, b->src->geonames[i], err);
    if (st == SM_OK)
        st = sm_build_alternates(b, err);
    if (st == SM_OK)
        st = sm_build_counties(b, err);
    if (st == SM_OK)
        st = sm_build_curated_divisions(b, err);
    if (st == SM_OK)
        st = sm_build_curated_places(b, err);
    if (st == SM_OK)
        st = sm_build_divisions(b, err);
    if (st == SM_OK)
        st = sm_build_collections(b, err);
    if (st == SM_OK && b->failed)
        st = sm_fail(err, SM_E_NOMEM, "out of memory");
    if (st == SM_OK)
        st = sm_build_priors(b, err);
    if (st == SM_OK)
        st = sm_build_references(b, err);
    return st == SM_OK ? sm_build_write(b, out_path, err) : st;
}

sm_status sm_gazetteer_build(const sm_gazetteer_sources *src, const char *out_path,
                             sm_gazetteer_report *report, sm_error *err)
{
    sm_builder *b = calloc(1, sizeof *b);
    if (b == NULL)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    b->src = src;
    sm_status st = build(b, out_path, err);
    if (report)
        *report = b->report;
    sm_builder_free(b);
    free(b);
    return st;
}
