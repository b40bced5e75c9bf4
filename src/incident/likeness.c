/* How much speaks for a group telling more of an incident told before. */
#include "group.h"

#include <stdlib.h>

static const sm_count *largest(const sm_scan *s, const uint32_t *counts, size_t n)
{
    const sm_count *best = NULL;
    for (size_t i = 0; i < n; i++) {
        const sm_count *c = &s->counts[counts[i]];
        if (c->kind == SM_COUNT_KILLED && !c->singular && !c->part && c->best > 1 &&
            (best == NULL || c->best > best->best))
            best = c;
    }
    return best;
}

static int32_t detained(const sm_scan *s, const uint32_t *counts, size_t n)
{
    int32_t most = 1;
    for (size_t i = 0; i < n; i++)
        if (s->counts[counts[i]].kind == SM_COUNT_DETAINED && s->counts[counts[i]].best > most)
            most = s->counts[counts[i]].best;
    return most;
}

/* Some number of the same fate is equal on both sides and above one. */
static bool same_toll(const sm_scan *s, const sm_report *r, const uint32_t *counts, size_t n_counts)
{
    for (size_t i = 0; i < n_counts; i++)
        for (size_t j = 0; j < r->n_counts; j++) {
            const sm_count *a = &s->counts[counts[i]], *b = &s->counts[r->counts[j]];
            if (a->kind == b->kind && a->best == b->best && a->best > 1 && !a->part && !b->part)
                return true;
        }
    return false;
}

float sm_likeness(const sm_scan *s, const sm_report *r, const sm_hit_group *g, const uint32_t *counts,
                  size_t n_counts, uint32_t sentence)
{
    bool arrest = g->type == SM_EVENT_security_operation && !g->effect_only && !g->strong &&
                  sm_is_violent(r->type) && !r->where.located;
    if (arrest)
        return detained(s, counts, n_counts) < 5 && sentence - r->passages[r->n_passages - 1].sentence < 12 &&
                       r->rank > 1
                   ? 1.5f
                   : -1;
    int types = g->agentless     ? 2
                : g->effect_only ? (g->type == SM_EVENT_NONE || r->rank <= 1 ? 2 : 1)
                : r->rank <= 1   ? 1
                                 : sm_types_agree(r->type, g->type);
    if (types == 0)
        return -1;
    int place = sm_places_agree(s, &r->where, &g->where), day = sm_days_agree(s, &r->when, &g->when);
    if (g->agentless && day == 0 && place != 0 && r->when.known && g->when.known &&
        abs(r->when.from - g->when.from) <= 2 && r->when.score < 0.34f)
        day = 1; /* the toll knows the day better than "rescuers dug on Wednesday" */
    if (place == 0 || day == 0)
        return -1;
    uint32_t distance = sentence - r->passages[r->n_passages - 1].sentence;
    float score =
        (float)types * 0.5f +
        (place == 3 ? (r->where.precision == SM_GEO_COUNTRY ? 0.8f : 2)
         : place == 2
             ? (r->where.precision == SM_GEO_COUNTRY || g->where.precision == SM_GEO_COUNTRY ? 0.4f : 1.2f)
             : 0) +
        (day == 3   ? 1
         : day == 2 ? 0.4f
                    : 0);
    const sm_count *a = largest(s, r->counts, r->n_counts), *b = largest(s, counts, n_counts);
    if (n_counts && r->n_counts && same_toll(s, r, counts, n_counts))
        score += 1;
    if (a && b)
        score +=
            a->best == b->best ? 2 : (a->approximate || b->approximate || a->best > b->best * 2 ? 0 : -0.7f);
    score += distance <= 1 ? 1 : distance <= 3 ? 0.6f : distance <= 8 ? 0.2f : 0;
    if (g->definite)
        score += 1.2f;
    if (g->indefinite && !g->effect_only)
        score -= 0.8f;
    if (!g->noun_only && !g->effect_only && !g->where.n && g->when.timex == SM_NONE)
        score += 0.7f; /* a verb that names no place and no day goes on with the story */
    if (g->indefinite && !g->effect_only && g->where.firm && r->where.n &&
        g->where.precision < r->where.precision && place == 2)
        score -= 1; /* "an attack in the town of X" is a new one, though X lies where the last one was */
    if (g->indefinite && !g->effect_only && g->where.firm && sm_group_has_day(g) &&
        r->when.timex != SM_NONE && (place < 3 || day < 2))
        score -= 2;
    if (g->another)
        score -= 2.5f;
    if (g->effect_only)
        score += 0.8f;
    if (g->objects & r->objects & (SM_L(aircraft) | SM_L(ship)))
        score += 1.2f;
    else if (!g->effect_only && ((g->objects ^ r->objects) & SM_L(aircraft)))
        score -= 1.2f;
    if (g->objects & r->objects & (SM_L(site) | SM_L(vehicle)))
        score += 0.3f;
    if (g->where.n && !r->where.n)
        score -= 0.4f;
    if ((r->status == SM_UNCONFIRMED) != (g->status == SM_UNCONFIRMED))
        score -= 2.5f;
    else if (r->status != g->status && !g->effect_only)
        score -= 1;
    return score;
}
