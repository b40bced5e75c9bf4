/* A cluster becomes one incident: finest place, most precise day, the figures of the latest report, ranges
 * over all, every quote. */
#include "merging.h"

#include "date.h"
#include "hash.h"
#include "list.h"
#include "report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint8_t how_fine(const sm_incident *i)
{
    static const uint8_t order[] = {0, 8, 7, 6, 4, 5, 1, 3};
    return i->n_sites ? (uint8_t)(order[i->geo_precision & 7] +
                                  (i->place_method && (strcmp(i->place_method, "context") == 0 ||
                                                       strcmp(i->place_method, "lead") == 0)
                                       ? 0
                                       : 10))
                      : 0;
}

/* Explicit days before those that were only fallen back to. */
static int how_dated(const sm_view *v)
{
    static const int basis[] = {0, 5, 4, 4, 3, 1};
    if (v->from == SM_NO_DAY)
        return 0;
    return (v->timing == SM_TIMING_DAY ? 20 : 10 - v->i->date_precision) + basis[v->i->date_basis % 6];
}

static int32_t latest(const sm_view *v)
{
    sm_date d;
    if (v->i->last_reported && sm_date_parse(v->i->last_reported, &d) && d.day)
        return sm_days(d);
    if (v->published != SM_NO_DAY)
        return v->published;
    return v->i->clue && v->i->clue->not_before != INT32_MIN ? v->i->clue->not_before : v->from;
}

static void merge_toll(sm_toll *to, int32_t *to_day, const sm_toll *from, int32_t day)
{
    if (from->best == SM_UNSTATED && from->low == SM_UNSTATED && from->high == SM_UNSTATED)
        return;
    if (to->best == SM_UNSTATED || day > *to_day || (day == *to_day && from->best > to->best)) {
        to->best = from->best;
        *to_day = day;
    }
    int32_t low = from->low == SM_UNSTATED ? from->best : from->low,
            high = from->high == SM_UNSTATED ? from->best : from->high;
    if (low != SM_UNSTATED && (to->low == SM_UNSTATED || low < to->low))
        to->low = low;
    if (high != SM_UNSTATED && (to->high == SM_UNSTATED || high > to->high))
        to->high = high;
}

static int compare_sources(const void *a, const void *b)
{
    return sm_compare_sources(a, b);
}

/* The same words of one article. */
static bool same_passage(const sm_source *a, const sm_source *b)
{
    return sm_text_compare(a->date, b->date) == 0 && sm_text_compare(a->doc, b->doc) == 0 &&
           a->start == b->start && a->end == b->end;
}

static void merge_sources(sm_merger *m, uint32_t head, sm_incident *out, sm_arena *arena)
{
    size_t n = 0, mentions = 0;
    for (uint32_t k = head; k != UINT32_MAX; k = m->next[k]) {
        n += m->views[k].i->n_sources;
        mentions += m->views[k].i->n_mentions;
    }
    sm_source *all = sm_arena_array(arena, n + 1, sizeof *all);
    if (all == NULL)
        return;
    n = 0;
    for (uint32_t k = head; k != UINT32_MAX; k = m->next[k])
        for (uint32_t j = 0; j < m->views[k].i->n_sources; j++)
            all[n++] = m->views[k].i->sources[j];
    qsort(all, n, sizeof *all, compare_sources);
    size_t kept = 0;
    for (size_t j = 0; j < n; j++)
        if (kept == 0 || !same_passage(&all[kept - 1], &all[j]))
            all[kept++] = all[j];
    out->sources = all;
    out->n_sources = (uint32_t)kept;
    out->n_mentions = (uint32_t)mentions;
    out->first_reported = out->last_reported = NULL;
    /* documents: distinct names; the sources of one article stand together only within a date, so count by
     * sorting names */
    const char **docs = sm_arena_array(arena, kept + 1, sizeof *docs);
    uint32_t documents = 0;
    for (size_t j = 0; docs && j < kept; j++) {
        bool known = false;
        for (uint32_t d = documents; d > 0 && d + 64 > documents && !known; d--)
            known = sm_text_compare(docs[d - 1], all[j].doc) == 0;
        if (!known)
            docs[documents++] = all[j].doc;
        if (all[j].date && *all[j].date) {
            out->first_reported = out->first_reported ? out->first_reported : all[j].date;
            out->last_reported = all[j].date;
        }
    }
    out->n_documents = documents;
}

static const char *best_text(const char *a, const char *b)
{
    return a ? a : b;
}

/* Stable: made of the type, the day, the place and the first source. */
static uint64_t id_of(const sm_incident *i)
{
    char text[256];
    const sm_source *s = i->n_sources ? &i->sources[0] : NULL;
    int n =
        snprintf(text, sizeof text, "%s|%s|%d|%s|%u", sm_event_name((sm_event_type)i->type), i->date_start,
                 i->n_sites ? i->sites[0].geonames_id : 0, s && s->doc ? s->doc : "", s ? s->start : 0);
    return sm_hash(text, n > 0 ? (size_t)(n < 255 ? n : 255) : 0);
}

typedef struct numbered {
    uint64_t id;
    size_t at;
} numbered;

static int compare_numbered(const void *a, const void *b)
{
    const numbered *x = a, *y = b;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

/* Those that share an id are numbered in their canonical order. */
sm_status sm_make_ids(sm_incidents *out, sm_error *err)
{
    numbered *all = malloc((out->count + 1) * sizeof *all);
    if (all == NULL)
        return sm_fail(err, SM_E_NOMEM, "no memory for %zu incidents", out->count);
    for (size_t k = 0; k < out->count; k++)
        all[k] = (numbered){id_of(&out->items[k]), k};
    if (out->count)
        qsort(all, out->count, sizeof *all, compare_numbered);
    for (size_t k = 0, same = 0; k < out->count; k++) {
        same = k && all[k].id == all[k - 1].id ? same + 1 : 0;
        out->items[all[k].at].id =
            same ? sm_arena_print(out->arena, "%016llx-%zu", (unsigned long long)all[k].id, same + 1)
                 : sm_arena_print(out->arena, "%016llx", (unsigned long long)all[k].id);
    }
    free(all);
    return SM_OK;
}

sm_status sm_merge_record(sm_merger *m, uint32_t head, sm_incidents *out, sm_arena *scratch, sm_error *err)
{
    const sm_view *where = &m->views[head], *when = where, *first = where;
    uint32_t types[SM_EVENT_COUNT] = {0};
    for (uint32_t k = head; k != UINT32_MAX; k = m->next[k]) {
        const sm_view *v = &m->views[k];
        types[v->i->type] += v->i->n_mentions + sm_type_rank(v->i->type);
        if (how_fine(v->i) > how_fine(where->i) ||
            (how_fine(v->i) == how_fine(where->i) && v->i->n_sites > where->i->n_sites))
            where = v;
        if (how_dated(v) > how_dated(when))
            when = v;
        if (v->i->confidence > first->i->confidence)
            first = v;
    }
    sm_incident sum = *first->i;
    sum.clue = NULL;
    sum.main_of_article = false;
    for (size_t t = 0; t < SM_EVENT_COUNT; t++)
        if (types[t] > types[sum.type])
            sum.type = (uint8_t)t;
    if (where->i != first->i) {
        sum.sites = where->i->sites;
        sum.n_sites = where->i->n_sites;
        sum.geo_precision = where->i->geo_precision;
        sum.radius_km = where->i->radius_km;
        sum.place_relation = where->i->place_relation;
        sum.place_text = where->i->place_text;
        sum.place_method = where->i->place_method;
    }
    memcpy(sum.date_start, when->i->date_start, sizeof sum.date_start);
    memcpy(sum.date_end, when->i->date_end, sizeof sum.date_end);
    sum.date_precision = when->i->date_precision;
    sum.date_basis = when->i->date_basis;
    sum.killed = sum.injured = (sm_toll){SM_UNSTATED, SM_UNSTATED, SM_UNSTATED};
    int32_t killed_day = SM_NO_DAY, injured_day = SM_NO_DAY;
    double doubt = 1;
    for (uint32_t k = head; k != UINT32_MAX; k = m->next[k]) {
        const sm_incident *o = m->views[k].i;
        int32_t day = latest(&m->views[k]);
        merge_toll(&sum.killed, &killed_day, &o->killed, day);
        merge_toll(&sum.injured, &injured_day, &o->injured, day);
        sum.missing = o->missing > sum.missing ? o->missing : sum.missing;
        sum.displaced = o->displaced > sum.displaced ? o->displaced : sum.displaced;
        sum.detained = o->detained > sum.detained ? o->detained : sum.detained;
        sum.rescued = o->rescued > sum.rescued ? o->rescued : sum.rescued;
        if (o->status < sum.status)
            sum.status = o->status;
        bool better =
            o->perpetrator &&
            (!sum.perpetrator ||
             (o->perpetrator_confidence && strcmp(o->perpetrator_confidence, "claimed") == 0 &&
              strcmp(sum.perpetrator_confidence ? sum.perpetrator_confidence : "", "claimed") != 0));
        if (better) {
            sum.perpetrator = o->perpetrator;
            sum.perpetrator_confidence = o->perpetrator_confidence;
        }
        sum.target = best_text(sum.target, o->target);
        sum.weapon = best_text(sum.weapon, o->weapon);
        doubt *= 1 - 0.5 * o->confidence;
    }
    if (m->next[head] != UINT32_MAX) {
        double c = 1 - (1 - sum.confidence) * (doubt / (1 - 0.5 * sum.confidence));
        sum.confidence = c > 0.98 ? 0.98 : c;
    }
    if (m->next[head] == UINT32_MAX) { /* told once: "at least" stays open */
        sum.killed = first->i->killed;
        sum.injured = first->i->injured;
    }
    merge_sources(m, head, &sum, scratch);
    sm_incident *i = sm_incidents_add_copy(out, &sum);
    if (i == NULL)
        return sm_fail(err, SM_E_NOMEM, "no memory for %zu incidents", m->n);
    i->title = sm_incident_make_title(out->arena, i);
    return SM_OK;
}