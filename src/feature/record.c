#include "record.h"

#include "utf8.h"

#include <string.h>

const char *sm_record_text(sm_arena *arena, const char *s, size_t length)
{
    if (sm_utf8_valid(s, length) == length)
        return sm_arena_copy(arena, s, length);
    char *out = sm_arena_alloc(arena, 3 * length + 1);
    if (out == NULL || sm_arena_failed(arena))
        return "";
    out[sm_utf8_mend(s, length, out)] = '\0';
    return out;
}

static size_t count_parts(const char *joined)
{
    size_t n = 1;
    while ((joined = strstr(joined, "; ")) != NULL) {
        n++;
        joined += 2;
    }
    return n;
}

static void read_sources(sm_arena *arena, const char *joined, sm_incident *in)
{
    size_t n = joined[0] ? count_parts(joined) : 0;
    sm_source *sources = n ? sm_arena_array(arena, n, sizeof *sources) : NULL;
    if (sources == NULL || sm_arena_failed(arena))
        return;
    for (size_t i = 0; i < n; i++) {
        const char *end = strstr(joined, "; ");
        size_t length = end ? (size_t)(end - joined) : strlen(joined);
        sources[i] = (sm_source){
            .doc = sm_arena_copy(arena, joined, length), .killed = SM_UNSTATED, .injured = SM_UNSTATED};
        joined += length + (end ? 2 : 0);
    }
    in->sources = sources;
    in->n_sources = (uint32_t)n;
}

static bool says_something(const sm_site *s)
{
    return s->located || s->name || s->admin1 || s->admin2 || s->country || s->country_code[0] ||
           s->geonames_id;
}

void sm_record_add(sm_incidents *list, const sm_draft *draft, const sm_shape *shape)
{
    sm_arena *arena = list->arena;
    sm_incident *in = sm_incidents_add(list);
    size_t wanted = shape->count ? shape->count : 1;
    sm_site *sites = sm_arena_array(arena, wanted, sizeof *sites);
    if (in == NULL || sites == NULL || sm_arena_failed(arena))
        return;
    list->misplaced += shape->misplaced;
    for (size_t i = 0; i < shape->count; i++)
        sites[i] = (sm_site){.point = shape->points[i], .located = true};
    sm_draft_apply(draft, arena, in, &sites[0]);
    sm_value sources = draft->value[SM_PROPERTY_sources];
    if (sources.kind == SM_VALUE_STRING)
        read_sources(arena, sources.string, in);
    in->sites = sites;
    in->n_sites = wanted > 1 || says_something(sites) ? (uint32_t)wanted : 0;
    if (in->title == NULL)
        in->title = sm_incident_make_title(arena, in);
}
