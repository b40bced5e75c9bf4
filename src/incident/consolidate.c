/* Incidents of one article that are one after all.
 *
 * Individuation reads from the top and must decide at each sentence; when the whole article is read, more is
 * known of each incident. Two of one kind are put together when neither their places nor their days nor their
 * tolls conflict and enough agrees. What is only borrowed (the dateline, the lead's place, a street that the
 * gazetteer does not have) sets nothing apart. */
#include "report.h"

#include "date.h"

#include <stdlib.h>
#include <string.h>

#define ENOUGH 0.9f

/* A place that the incident's own words give; else nothing is known. */
static sm_where own_place(const sm_scan *s, const sm_report *r)
{
    static const char *const borrowed[] = {"context",          "lead",  "authority", "dateline",
                                           "dateline_country", "people"};
    sm_where w = r->where;
    for (size_t i = 0; w.n && i < sizeof borrowed / sizeof *borrowed; i++)
        if (strcmp(w.method, borrowed[i]) == 0)
            w.n = 0;
    if (w.n && s->places->mentions[w.mentions[0]].place == SM_NO_PLACE)
        w.n = 0;
    return w;
}

/* A day that stands close to the words of the incident. */
static sm_when own_day(const sm_report *r)
{
    sm_when w = r->when;
    if (w.timex != SM_NONE && w.score < 0.02f)
        w.timex = SM_NONE;
    return w;
}

static float tolls_agree(const sm_scan *s, const sm_report *a, const sm_report *b)
{
    float score = 0;
    static const sm_count_kind kinds[] = {SM_COUNT_KILLED, SM_COUNT_INJURED, SM_COUNT_SHOT};
    for (size_t k = 0; k < 3; k++) {
        int32_t x = sm_total(s, a, kinds[k]).best, y = sm_total(s, b, kinds[k]).best;
        if (x < 1 || y < 1)
            continue;
        if (x == y)
            score += x > 1 ? 1.2f : 0.3f;
        else
            score -= x > 1 && y > 1 ? 1.2f : 0.3f;
    }
    return score;
}

static bool is_name(const sm_scan *s, uint32_t i, const sm_sentence *q)
{
    const sm_token *t = &s->doc->tokens[i];
    return i > q->first && t->kind == SM_WORD && (t->flags & SM_T_CAPITAL) && t->fold_length > 2 &&
           !(q->flags & SM_S_ALLCAPS) && !s->mention_at[i] && !s->time_at[i] && !s->terms[i] &&
           !(sm_scan_class(s, i) & (SM_W_STOP | SM_W_WEEKDAY | SM_W_MONTH | SM_W_TITLE | SM_W_SAY |
                                    SM_W_PRONOUN | SM_W_ORGHEAD | SM_W_PLACENOUN));
}

static bool names_token(const sm_scan *s, const sm_report *r, uint64_t hash)
{
    for (size_t p = 0; p < r->n_passages; p++) {
        const sm_sentence *q = &s->doc->sentences[r->passages[p].sentence];
        for (uint32_t i = r->passages[p].first; i < r->passages[p].end; i++)
            if (s->doc->tokens[i].hash == hash && is_name(s, i, q))
                return true;
    }
    return false;
}

/* Names that stand in the passages of both, two at most: of victims, suspects, buildings. */
static int names_shared(const sm_scan *s, const sm_report *a, const sm_report *b)
{
    uint64_t first = 0;
    if (s->doc->allcaps)
        return 0;
    for (size_t p = 0; p < a->n_passages; p++) {
        const sm_sentence *q = &s->doc->sentences[a->passages[p].sentence];
        for (uint32_t i = a->passages[p].first; i < a->passages[p].end; i++) {
            uint64_t hash = s->doc->tokens[i].hash;
            if (hash == first || !is_name(s, i, q) || !names_token(s, b, hash))
                continue;
            if (first)
                return 2;
            first = hash;
        }
    }
    return first != 0;
}

/* Two days of which one is that of the report: the other may be that of the incident, and the report tells of
 * an arrest, a hearing, a vigil. */
static bool may_be_sequel(const sm_scan *s, const sm_when *a, const sm_when *b)
{
    enum { FRESH = 3 };
    if (s->published.day == 0 || !a->known || !b->known || a->precision > SM_PRECISION_DAY ||
        b->precision > SM_PRECISION_DAY)
        return false;
    int32_t later = a->from > b->from ? a->from : b->from;
    return abs(sm_days(s->published) - later) <= FRESH;
}

/* How close the passages of two incidents stand: a town's paper seldom tells of two crimes in one breath. */
static float nearness(const sm_report *a, const sm_report *b)
{
    uint32_t least = UINT32_MAX;
    for (size_t i = 0; i < a->n_passages; i++)
        for (size_t k = 0; k < b->n_passages; k++) {
            uint32_t x = a->passages[i].sentence, y = b->passages[k].sentence, gap = x > y ? x - y : y - x;
            least = gap < least ? gap : least;
        }
    return least <= 3 ? 0.8f : least <= 8 ? 0.5f : 0.2f;
}

/* How much speaks for two incidents of the article being one; below 0 when something sets them apart. */
static float oneness(const sm_scan *s, const sm_report *a, const sm_report *b)
{
    int types = a->rank <= 1 || b->rank <= 1 ? 1 : sm_types_agree(a->type, b->type);
    if (types == 0 || b->another || a->follows != SM_NONE || b->follows != SM_NONE)
        return -1;
    if ((a->status <= SM_ATTEMPTED) != (b->status <= SM_ATTEMPTED))
        return -1;
    sm_where p = own_place(s, a), q = own_place(s, b);
    sm_when d = own_day(a), e = own_day(b);
    int place = sm_places_agree(s, &p, &q), day = sm_days_agree(s, &d, &e), names = names_shared(s, a, b);
    bool doubtful =
        day == 0 || (day == 1 && d.timex != SM_NONE && e.timex != SM_NONE); /* "in 2012", "in August" */
    if (place == 0 || (doubtful && (names == 0 || !may_be_sequel(s, &d, &e))))
        return -1;
    float score = types == 2 ? 1 : 0.3f;
    bool coarse = p.n && q.n && (p.precision == SM_GEO_COUNTRY || q.precision == SM_GEO_COUNTRY);
    score += place == 3 ? (coarse ? 0.3f : 1) : place == 2 ? (coarse ? 0 : 0.5f) : 0;
    score += day == 3 ? 0.8f : day == 2 ? 0.4f : day == 0 ? -1 : 0;
    bool bare = (!p.n && d.timex == SM_NONE) || (!q.n && e.timex == SM_NONE);
    if (bare && a->type == b->type && sm_is_local(s, a->type)) /* it goes on with the story told beside it */
        score += nearness(a, b);
    return score + 0.6f * (float)names + tolls_agree(s, a, b);
}

static int compare_passages(const void *a, const void *b)
{
    const sm_passage *x = a, *y = b;
    return x->first < y->first ? -1 : x->first > y->first;
}

static void append(sm_scan *s, sm_report *to, const sm_report *from)
{
    for (size_t i = 0; i < from->n_passages; i++)
        if (sm_arena_grow(s->arena, &to->passages, &to->passages_capacity, to->n_passages,
                          sizeof *to->passages))
            to->passages[to->n_passages++] = from->passages[i];
    qsort(to->passages, to->n_passages, sizeof *to->passages, compare_passages);
    for (size_t i = 0; i < from->n_counts; i++)
        if (sm_arena_grow(s->arena, &to->counts, &to->counts_capacity, to->n_counts, sizeof *to->counts))
            to->counts[to->n_counts++] = from->counts[i];
}

/* The finer place, own words before borrowed ones; the nearer day. */
static void join(sm_scan *s, sm_report *to, const sm_report *from)
{
    sm_where p = own_place(s, to), q = own_place(s, from);
    if (q.n && (!p.n || (q.precision < p.precision && sm_places_agree(s, &p, &q) == 2)))
        to->where = from->where;
    if (from->when.timex != SM_NONE && (to->when.timex == SM_NONE || from->when.score > 2 * to->when.score))
        to->when = from->when;
    for (size_t t = 0; t < SM_EVENT_COUNT; t++)
        to->votes[t] += from->votes[t];
    if (from->rank > to->rank)
        to->rank = from->rank;
    for (size_t t = 1; t < SM_EVENT_COUNT; t++)
        if (to->votes[t] > to->votes[to->type])
            to->type = (uint8_t)t;
    to->status = from->status < to->status ? from->status : to->status;
    to->strong |= from->strong;
    to->objects |= from->objects;
    if (to->perpetrator_strength < from->perpetrator_strength) {
        to->perpetrator = from->perpetrator;
        to->perpetrator_confidence = from->perpetrator_confidence;
        to->perpetrator_strength = from->perpetrator_strength;
    }
    if (to->target_strength < from->target_strength) {
        to->target = from->target;
        to->target_strength = from->target_strength;
    }
    to->weapon = to->weapon ? to->weapon : from->weapon;
    append(s, to, from);
}

/* Report `k` is report `to`. */
static void leave_to(sm_scan *s, sm_reports *reports, uint32_t k, uint32_t to)
{
    reports->items[k].dropped = true;
    if (reports->main == k)
        reports->main = to;
    for (size_t h = 0; h < s->n_hits; h++)
        if (s->hits[h].report == k)
            s->hits[h].report = to;
    for (size_t r = 0; r < reports->count; r++)
        if (reports->items[r].follows == k)
            reports->items[r].follows = to;
}

/* Whose crime an arrest is for: the nearest violent incident of the article, SM_NONE = none near. */
static uint32_t crime_of(const sm_reports *reports, uint32_t arrest)
{
    enum { REACH = 12 /* sentences */ };
    uint32_t at = reports->items[arrest].passages[0].sentence, chosen = SM_NONE, least = REACH;
    for (uint32_t k = 0; k < reports->count; k++) {
        const sm_report *r = &reports->items[k];
        if (r->dropped || !sm_is_violent(r->type) || r->status > SM_ATTEMPTED || r->rank <= 1)
            continue;
        uint32_t there = r->passages[0].sentence, distance = there > at ? there - at : at - there;
        if (distance < least) {
            least = distance;
            chosen = k;
        }
    }
    return chosen;
}

/* An article that begins with an arrest ("a second man is in custody") and then tells of the crime tells of
 * one incident. */
static void join_arrests(sm_scan *s, sm_reports *reports)
{
    enum { ROUND_UP = 8 /* persons: more are an operation of their own */ };
    for (uint32_t k = 0; k < reports->count; k++) {
        sm_report *r = &reports->items[k];
        uint32_t crime = SM_NONE;
        if (!r->dropped && r->type == SM_EVENT_security_operation && !r->strong &&
            sm_total(s, r, SM_COUNT_DETAINED).best < ROUND_UP && sm_total(s, r, SM_COUNT_KILLED).best < 1)
            crime = crime_of(reports, k);
        if (crime == SM_NONE)
            continue;
        append(s, &reports->items[crime], r);
        leave_to(s, reports, k, crime);
        reports->items[k].why = "an arrest for a crime";
    }
}

void sm_consolidate(sm_scan *s, sm_reports *reports)
{
    join_arrests(s, reports);
    for (uint32_t k = 1; k < reports->count; k++) {
        float best = ENOUGH;
        uint32_t chosen = SM_NONE;
        for (uint32_t i = 0; i < k && !reports->items[k].dropped; i++) {
            if (reports->items[i].dropped)
                continue;
            float v = oneness(s, &reports->items[i], &reports->items[k]);
            if (v > best) {
                best = v;
                chosen = i;
            }
        }
        if (chosen == SM_NONE)
            continue;
        join(s, &reports->items[chosen], &reports->items[k]);
        leave_to(s, reports, k, chosen);
        reports->items[k].why = "told before";
    }
}
