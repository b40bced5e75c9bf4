/* The triggers of a sentence that go together: those that neither types, places nor days set apart. Causes
 * come first, so that effects ("killed 12") find them wherever they stand. */
#include "group.h"

#include <stdlib.h>

/* "an offensive in X, targeting the village of Y": a name that nobody knows, told beside a place that is
 * known, lies in it. */
static bool lies_in(const sm_scan *s, sm_where *inner, const sm_where *outer)
{
    if (!inner->n || !outer->n || !inner->firm || inner->container != SM_NONE ||
        s->places->mentions[inner->mentions[0]].place != SM_NO_PLACE ||
        s->places->mentions[outer->mentions[0]].place == SM_NO_PLACE || outer->country_only)
        return false;
    inner->container = outer->mentions[0];
    inner->precision = outer->precision == SM_GEO_EXACT ? SM_GEO_NEAR : outer->precision;
    inner->radius_km = outer->radius_km > 15 ? outer->radius_km : 15;
    return true;
}

bool sm_is_effect(const sm_hit *h)
{
    return h->trigger->strength == SM_effect;
}

static bool fits(const sm_scan *s, const sm_hit_group *g, const sm_hit *h)
{
    bool effect = sm_is_effect(h) || g->effect_only;
    if (!effect && !sm_types_agree(g->type, h->type))
        return false;
    bool near = s->clause[h->first] == g->clause || h->first < g->end + 6;
    if (h->another && !near)
        return false;
    bool both_nouns = h->noun && g->noun_only && !effect;
    if (!near &&
        ((both_nouns && h->indefinite && g->definite) || (both_nouns && h->definite && g->indefinite) ||
         (h->status == SM_UNCONFIRMED) != (g->status == SM_UNCONFIRMED)))
        return false;
    if (effect && near)
        return true;
    int place = sm_places_agree(s, &g->where, &h->where), day = sm_days_agree(s, &g->when, &h->when);
    if (near && h->where.n && g->where.n && h->where.mentions[0] == g->where.mentions[0])
        return true;
    return place > 0 && day > 0;
}

static uint64_t objects_near(const sm_scan *s, const sm_hit *h)
{
    enum { REACH = 9 };
    const sm_sentence *q = &s->doc->sentences[h->sentence];
    uint64_t all = 0;
    for (size_t i = h->first > q->first + REACH ? h->first - REACH : q->first;
         i < h->end + REACH && i < q->end; i++)
        if (s->clause[i] == s->clause[h->first])
            all |= s->terms[i];
    return all & (SM_L(aircraft) | SM_L(ship) | SM_L(vehicle) | SM_L(site));
}

float sm_vote_of(const sm_hit *h)
{
    if (sm_is_effect(h))
        return h->type ? 0.3f : 0;
    return (h->trigger->strength == SM_strong ? 1.5f : 1.0f) * (1 + 0.12f * (float)sm_type_rank(h->type));
}

/* "killed", "died" beside no attacker, no weapon and no word of violence. */
static bool is_agentless(const sm_scan *s, const sm_hit *h)
{
    const sm_sentence *q = &s->doc->sentences[h->sentence];
    return sm_is_effect(h) && sm_scan_cue(s, h->first, SM_C_plain_death) &&
           !sm_scan_any(s, q->first, q->end, SM_L(perp) | SM_L(group) | SM_L(weapon) | SM_L(shot));
}

static void join(const sm_scan *s, sm_hit_group *g, const sm_hit *h, uint64_t objects)
{
    bool effect = sm_is_effect(h);
    float vote = sm_vote_of(h);
    uint8_t rank = effect ? (h->type ? 1 : 0) : (uint8_t)(sm_type_rank(h->type) + 1);
    if (g->n == 0) {
        *g = (sm_hit_group){.type = h->type,
                            .rank = rank,
                            .effect_only = effect,
                            .agentless = is_agentless(s, h),
                            .strong = h->trigger->strength == SM_strong,
                            .definite = h->definite,
                            .indefinite = h->indefinite,
                            .another = h->another,
                            .noun_only = h->noun,
                            .gerund = h->generic,
                            .plural = h->plural,
                            .status = h->status,
                            .where = h->where,
                            .when = h->when,
                            .first = h->first,
                            .end = h->end,
                            .clause = s->clause[h->first],
                            .n = 1,
                            .objects = objects};
        g->votes[h->type] = vote;
        return;
    }
    g->objects |= objects;
    g->votes[h->type] += vote;
    if (rank > g->rank) {
        g->type = h->type;
        g->rank = rank;
        g->status = g->effect_only || h->status < g->status ? h->status : g->status;
    }
    if (!effect) {
        if (g->effect_only || (g->plural && !h->plural && (!g->definite || h->indefinite))) {
            g->definite = h->definite;
            g->indefinite = h->indefinite;
            g->plural = h->plural;
        } else
            g->plural &= h->plural;
        g->another |= h->another;
    }
    if (effect && (s->terms[h->first] & (SM_L(killed) | SM_L(injured))) && h->status == SM_ACCOMPLISHED &&
        g->status == SM_ATTEMPTED)
        g->status = SM_ACCOMPLISHED;
    g->effect_only &= effect;
    g->agentless &= is_agentless(s, h);
    g->strong |= h->trigger->strength == SM_strong;
    g->noun_only &= h->noun;
    g->gerund &= h->generic || effect;
    sm_where named = h->where;
    if (!effect && !h->noun && lies_in(s, &named, &g->where))
        g->where = named;
    bool inside = g->where.n && h->where.n && h->where.firm && h->where.precision < g->where.precision &&
                  sm_places_agree(s, &g->where, &h->where) == 2;
    if (h->where.n && (g->where.n == 0 || inside ||
                       (h->where.score > g->where.score && !(g->where.precision < h->where.precision &&
                                                             sm_places_agree(s, &g->where, &h->where) == 2))))
        g->where = h->where;
    if (h->when.timex != SM_NONE && (g->when.timex == SM_NONE || h->when.score > g->when.score))
        g->when = h->when;
    g->first = h->first < g->first ? h->first : g->first;
    g->end = h->end > g->end ? h->end : g->end;
    g->clause = s->clause[h->first];
    g->n++;
}

/* Arrests for a crime belong to the crime: beside its trigger they are no incident of their own. */
static void drop_arrests(sm_scan *s, size_t from, size_t to)
{
    bool crime = false;
    for (size_t k = from; k < to; k++)
        crime |= !s->hits[k].dropped &&
                 ((sm_is_violent(s->hits[k].type) && s->hits[k].trigger->strength != SM_weak) ||
                  s->hits[k].type == SM_EVENT_protest);
    for (size_t k = from; crime && k < to; k++)
        if (s->hits[k].type == SM_EVENT_security_operation && s->hits[k].trigger->strength == SM_weak) {
            s->hits[k].dropped = true;
            s->hits[k].why = "an arrest for a crime";
        }
}

size_t sm_group_sentence(sm_scan *s, size_t from, size_t to, sm_hit_group *groups)
{
    size_t n = 0;
    drop_arrests(s, from, to);
    /* causes first, so that effects find them wherever they stand */
    for (int pass = 0; pass < 2; pass++)
        for (size_t k = from; k < to; k++) {
            sm_hit *h = &s->hits[k];
            if (h->dropped || sm_is_effect(h) != (pass == 1))
                continue;
            uint64_t objects = objects_near(s, h);
            size_t chosen = SIZE_MAX;
            uint32_t least = UINT32_MAX;
            for (size_t g = 0; g < n; g++)
                if (fits(s, &groups[g], h)) {
                    uint32_t distance = h->first > groups[g].end   ? h->first - groups[g].end
                                        : groups[g].first > h->end ? groups[g].first - h->end
                                                                   : 0;
                    distance += 8 * (uint32_t)abs((int)s->clause[h->first] - (int)s->clause[groups[g].first]);
                    if (((groups[g].objects ^ objects) & (SM_L(aircraft) | SM_L(ship))))
                        distance += 30;
                    if (distance < least) {
                        least = distance;
                        chosen = g;
                    }
                }
            if (chosen == SIZE_MAX) {
                if (n == SM_SENTENCE_GROUPS)
                    continue;
                chosen = n;
                groups[n++].n = 0;
            }
            join(s, &groups[chosen], h, objects);
            h->group = (uint32_t)chosen;
        }
    return n;
}

bool sm_group_has_day(const sm_hit_group *g)
{
    /* a day that stands far from "the attack" is another's: "woke on Saturday to the shock of the attack" */
    return g->when.timex != SM_NONE && g->when.precision <= SM_PRECISION_MONTH &&
           !((g->definite || g->plural) && (g->noun_only || g->gerund) && g->when.score < 0.15f);
}
