#include "list.h"

#include <string.h>

static const char *copy(sm_arena *a, const char *s)
{
    return s ? sm_arena_copy(a, s, strlen(s)) : NULL;
}

static void *copy_items(sm_arena *a, const void *items, size_t count, size_t size)
{
    void *copies = count ? sm_arena_array(a, count, size) : NULL;
    if (copies)
        memcpy(copies, items, count * size);
    return copies;
}

sm_incident *sm_incidents_add_copy(sm_incidents *list, const sm_incident *from)
{
    sm_arena *a = list->arena;
    sm_incident *to = sm_incidents_add(list);
    if (to == NULL)
        return NULL;
    *to = *from;
    const char **strings[] = {
        &to->id,         &to->title,        &to->type_text,      &to->place_relation,
        &to->place_text, &to->place_method, &to->perpetrator,    &to->perpetrator_confidence,
        &to->target,     &to->weapon,       &to->first_reported, &to->last_reported};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        *strings[i] = copy(a, *strings[i]);
    sm_site *sites = copy_items(a, from->sites, from->n_sites, sizeof *sites);
    sm_source *sources = copy_items(a, from->sources, from->n_sources, sizeof *sources);
    if ((from->n_sites && sites == NULL) || (from->n_sources && sources == NULL))
        return NULL;
    for (uint32_t i = 0; i < from->n_sites; i++) {
        sites[i].name = copy(a, sites[i].name);
        sites[i].admin1 = copy(a, sites[i].admin1);
        sites[i].admin2 = copy(a, sites[i].admin2);
        sites[i].country = copy(a, sites[i].country);
    }
    for (uint32_t i = 0; i < from->n_sources; i++) {
        const char **words[] = {&sources[i].doc,  &sources[i].title, &sources[i].publisher,
                                &sources[i].date, &sources[i].url,   &sources[i].quote};
        for (size_t j = 0; j < sizeof words / sizeof *words; j++)
            *words[j] = copy(a, *words[j]);
    }
    to->sites = sites;
    to->sources = sources;
    to->words = copy_items(a, from->words, from->n_words, sizeof *from->words);
    to->n_words = to->words ? from->n_words : 0;
    to->clue = copy_items(a, from->clue, from->clue != NULL, sizeof *from->clue);
    return sm_arena_failed(a) ? NULL : to;
}

static void dump_toll(FILE *out, const char *name, sm_toll t)
{
    if (t.best == SM_UNSTATED && t.low == SM_UNSTATED && t.high == SM_UNSTATED)
        return;
    fprintf(out, "  %s", name);
    if (t.best == SM_UNSTATED)
        fputs(" ?", out);
    else
        fprintf(out, " %d", t.best);
    if (t.low != t.best || t.high != t.best) {
        fputs(" [", out);
        if (t.low != SM_UNSTATED)
            fprintf(out, "%d", t.low);
        fputc(',', out);
        if (t.high != SM_UNSTATED)
            fprintf(out, "%d", t.high);
        fputc(']', out);
    }
    fputc('\n', out);
}

static void dump_place(FILE *out, const sm_incident *in)
{
    fputs("  place", out);
    for (uint32_t i = 0; i < in->n_sites; i++) {
        const sm_site *s = &in->sites[i];
        fprintf(out, "%s %s%s%s", i ? ";" : "", s->name ? s->name : "?", s->country_code[0] ? ", " : "",
                s->country_code);
        if (s->located)
            fprintf(out, " %.2f %.2f", s->point.lon, s->point.lat);
    }
    if (in->n_sites == 0)
        fputs(" unknown", out);
    fprintf(out, " (%s", sm_geo_precision_names[in->geo_precision]);
    if (in->place_relation)
        fprintf(out, ", %s", in->place_relation);
    if (in->place_method)
        fprintf(out, ", %s", in->place_method);
    fputs(")\n", out);
}

static void dump_number(FILE *out, const char *name, int32_t n)
{
    if (n != SM_UNSTATED)
        fprintf(out, "  %s %d\n", name, n);
}

static void dump_words(FILE *out, const char *name, const char *words)
{
    if (words)
        fprintf(out, "  %s %s\n", name, words);
}

void sm_incidents_dump(const sm_incidents *list, FILE *out)
{
    for (size_t i = 0; i < list->count; i++) {
        const sm_incident *in = &list->items[i];
        const char *type = sm_event_name((sm_event_type)in->type);
        fprintf(out, "%s %s%s\n", type ? type : "?", sm_status_names[in->status],
                in->main_of_article ? " main" : "");
        fprintf(out, "  date %s", in->date_start[0] ? in->date_start : "unknown");
        if (strcmp(in->date_start, in->date_end) != 0)
            fprintf(out, "/%s", in->date_end);
        fprintf(out, " (%s, %s)\n", sm_precision_names[in->date_precision], sm_basis_names[in->date_basis]);
        dump_place(out, in);
        dump_toll(out, "killed", in->killed);
        dump_toll(out, "injured", in->injured);
        dump_number(out, "missing", in->missing);
        dump_number(out, "displaced", in->displaced);
        dump_number(out, "detained", in->detained);
        dump_number(out, "rescued", in->rescued);
        dump_words(out, "perpetrator", in->perpetrator);
        dump_words(out, "target", in->target);
        dump_words(out, "weapon", in->weapon);
    }
}
