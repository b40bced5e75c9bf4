/* From triggers to incidents.
 *
 * Within a sentence triggers go together unless their types, places or days exclude each other. Then each
 * group looks for the earlier incident of the article that it tells more of: types must agree and neither
 * places nor days may conflict; a definite "the attack", equal places, equal numbers and nearness speak for
 * it, "another", "a second" and a first "an attack" against it. (Compare the separate-instance rule of MUC:
 * another place, day, category or perpetrator is another incident.) */
#include "report.h"

#include "date.h"

#include <stdlib.h>
#include <string.h>

int sm_types_agree(uint8_t a, uint8_t b)
{
    static const uint8_t families[][8] = {
        {SM_EVENT_armed_attack, SM_EVENT_armed_clash, SM_EVENT_violent_crime},
        {SM_EVENT_armed_attack, SM_EVENT_suicide_bombing, SM_EVENT_bombing},
        {SM_EVENT_armed_attack, SM_EVENT_abduction, SM_EVENT_hijack_piracy},
        {SM_EVENT_air_strike, SM_EVENT_shelling_missile, SM_EVENT_bombing},
        {SM_EVENT_armed_attack, SM_EVENT_air_strike},
        {SM_EVENT_armed_attack, SM_EVENT_shelling_missile},
        {SM_EVENT_armed_attack, SM_EVENT_chemical_attack, SM_EVENT_air_strike},
        {SM_EVENT_bombing, SM_EVENT_air_crash},
        {SM_EVENT_protest, SM_EVENT_riot, SM_EVENT_force_against_protesters},
        {SM_EVENT_riot, SM_EVENT_property_destruction},
        {SM_EVENT_bombing, SM_EVENT_industrial_accident, SM_EVENT_fire_collapse},
        {SM_EVENT_fire_collapse, SM_EVENT_wildfire},
        {SM_EVENT_fire_collapse, SM_EVENT_property_destruction},
        {SM_EVENT_flood, SM_EVENT_storm, SM_EVENT_landslide_avalanche},
        {SM_EVENT_armed_clash, SM_EVENT_shelling_missile, SM_EVENT_territory_change},
        {SM_EVENT_armed_clash, SM_EVENT_air_strike},
        {SM_EVENT_earthquake_tsunami, SM_EVENT_landslide_avalanche},
        {SM_EVENT_violent_crime, SM_EVENT_sexual_violence, SM_EVENT_abduction},
        {SM_EVENT_riot, SM_EVENT_armed_clash},
        {SM_EVENT_volcano, SM_EVENT_earthquake_tsunami},
        {SM_EVENT_property_destruction, SM_EVENT_armed_attack},
        {SM_EVENT_property_destruction, SM_EVENT_bombing},
    };
    if (a == b)
        return 2;
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        if (memchr(families[i], a, sizeof families[i]) && memchr(families[i], b, sizeof families[i]))
            return 1;
    return 0;
}

uint8_t sm_type_rank(uint8_t type)
{
    static const uint8_t ranks[SM_EVENT_COUNT] = {
        [SM_EVENT_armed_attack] = 4,
        [SM_EVENT_violent_crime] = 4,
        [SM_EVENT_armed_clash] = 5,
        [SM_EVENT_territory_change] = 5,
        [SM_EVENT_security_operation] = 2,
        [SM_EVENT_protest] = 3,
        [SM_EVENT_riot] = 6,
        [SM_EVENT_force_against_protesters] = 5,
        [SM_EVENT_property_destruction] = 3,
        [SM_EVENT_bombing] = 6,
        [SM_EVENT_shelling_missile] = 7,
        [SM_EVENT_air_strike] = 7,
        [SM_EVENT_suicide_bombing] = 9,
        [SM_EVENT_chemical_attack] = 9,
        [SM_EVENT_abduction] = 6,
        [SM_EVENT_sexual_violence] = 6,
        [SM_EVENT_hijack_piracy] = 7,
        [SM_EVENT_air_crash] = 5,
        [SM_EVENT_transport_accident] = 5,
        [SM_EVENT_industrial_accident] = 5,
        [SM_EVENT_fire_collapse] = 4,
        [SM_EVENT_earthquake_tsunami] = 8,
        [SM_EVENT_volcano] = 8,
        [SM_EVENT_landslide_avalanche] = 6,
        [SM_EVENT_flood] = 5,
        [SM_EVENT_storm] = 6,
        [SM_EVENT_extreme_temperature_drought] = 5,
        [SM_EVENT_wildfire] = 6,
        [SM_EVENT_epidemic] = 6,
    };
    return ranks[type];
}

/* --- comparing places and days
 * ------------------------------------------------------------------------------ */

static const sm_place *place_of(const sm_scan *s, const sm_where *w)
{
    uint32_t p = w->n ? s->places->mentions[w->mentions[0]].place : SM_NO_PLACE;
    return p == SM_NO_PLACE ? NULL : sm_gazetteer_place(s->gazetteer, p);
}

int sm_places_agree(const sm_scan *s, const sm_where *a, const sm_where *b)
{
    if (!a->n || !b->n)
        return 1;
    if ((a->located || b->located) && a->n && b->n) {
        bool offset = (a->located && strcmp(a->relation, "offset") == 0) !=
                      (b->located && strcmp(b->relation, "offset") == 0);
        if (offset)
            return 0; /* "600 km northeast of X" is not X */
    }
    int best = a->firm && b->firm ? 0 : 1; /* "from", "to", bare names: too weak to exclude anything */
    for (uint32_t i = 0; i < a->n; i++)
        for (uint32_t j = 0; j < b->n; j++) {
            const sm_mention *m = &s->places->mentions[a->mentions[i]],
                             *n = &s->places->mentions[b->mentions[j]];
            if (m->place == SM_NO_PLACE || n->place == SM_NO_PLACE) {
                const char *x = sm_scan_text(s, m->first, m->end, s->arena),
                           *y = sm_scan_text(s, n->first, n->end, s->arena);
                int same = x && y && strcasecmp(x, y) == 0 ? 3 : 1; /* a street may lie in the town */
                best = same > best ? same : best;
                continue;
            }
            if (m->place == n->place)
                return 3;
            bool inside = sm_place_within(s->gazetteer, m->place, n->place) ||
                          sm_place_within(s->gazetteer, n->place, m->place);
            const sm_place *p = sm_gazetteer_place(s->gazetteer, m->place),
                           *q = sm_gazetteer_place(s->gazetteer, n->place);
            bool near = a->precision <= SM_GEO_NEAR && b->precision <= SM_GEO_NEAR &&
                        sm_distance_km(sm_place_point(p), sm_place_point(q)) < 12;
            if ((inside || near) && best < 2)
                best = 2;
        }
    return best;
}

int sm_days_agree(const sm_scan *s, const sm_when *a, const sm_when *b)
{
    if (a->timex == SM_NONE || b->timex == SM_NONE)
        return 1;
    if (a->timex == b->timex)
        return 3;
    const sm_timex *x = &s->times[a->timex], *y = &s->times[b->timex];
    if (a->known && b->known) {
        if (a->from == b->from && a->to == b->to)
            return 3;
        if (a->from <= b->to && b->from <= a->to)
            return 2;
        bool loose = a->precision > SM_PRECISION_DAY || b->precision > SM_PRECISION_DAY;
        int gap = a->from > b->to ? a->from - b->to : b->from - a->to;
        bool wide = a->precision >= SM_PRECISION_MONTH || b->precision >= SM_PRECISION_MONTH;
        return gap <= (loose && !wide ? 1 : 0) ? 2 : 0;
    }
    const sm_when *fixed = a->known && a->from == a->to ? a : b->known && b->from == b->to ? b : NULL;
    const sm_timex *open = fixed == a ? y : x;
    if (fixed && open->weekday && !(fixed == a ? b : a)->known)
        return sm_weekday(fixed->from) + 1 == open->weekday ? 2 : 0;
    if (x->weekday && y->weekday)
        return x->weekday == y->weekday ? 3 : 0;
    if (x->month && y->month && x->day && y->day)
        return x->month == y->month && x->day == y->day ? 3 : 0;
    return 1;
}

bool sm_is_violent(uint8_t type)
{
    return type && type != SM_EVENT_security_operation && type != SM_EVENT_protest &&
           type != SM_EVENT_strategic_development && type <= SM_EVENT_violent_crime;
}

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

/* --- the groups of one sentence
 * ------------------------------------------------------------------------------ */

typedef struct group {
    uint8_t type, rank;
    bool effect_only, strong, definite, indefinite, another, noun_only, plural;
    bool agentless; /* people died, and the sentence names no attacker and no weapon */
    bool gerund;    /* "for bombing", "in fighting": of something told elsewhere */
    uint8_t status;
    sm_where where;
    sm_when when;
    uint32_t first, end; /* tokens of the hits */
    uint16_t clause;
    uint32_t n;
    uint64_t objects;
    float votes[SM_EVENT_COUNT];
} group;

static bool effect_of(const sm_hit *h)
{
    return h->trigger->strength == SM_effect;
}

static bool fits(const sm_scan *s, const group *g, const sm_hit *h)
{
    bool effect = effect_of(h) || g->effect_only;
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

static float vote_of(const sm_hit *h)
{
    if (effect_of(h))
        return h->type ? 0.3f : 0;
    return (h->trigger->strength == SM_strong ? 1.5f : 1.0f) * (1 + 0.12f * (float)sm_type_rank(h->type));
}

/* "killed", "died" beside no attacker, no weapon and no word of violence. */
static bool is_agentless(const sm_scan *s, const sm_hit *h)
{
    static const char *const plain[] = {
        "killed", "kills",      "killing",    "kill",     "died",     "dies",     "dead",  "deaths",
        "death",  "injured",    "wounded",    "hurt",     "injuring", "wounding", "lives", "toll",
        "bodies", "casualties", "fatalities", "perished", "injuries", NULL};
    const sm_sentence *q = &s->doc->sentences[h->sentence];
    return effect_of(h) && sm_scan_word(s, h->first, plain) &&
           !sm_scan_any(s, q->first, q->end, SM_L(perp) | SM_L(group) | SM_L(weapon) | SM_L(shot));
}

static void join(const sm_scan *s, group *g, const sm_hit *h)
{
    bool effect = effect_of(h);
    float vote = vote_of(h);
    uint8_t rank = effect ? (h->type ? 1 : 0) : (uint8_t)(sm_type_rank(h->type) + 1);
    if (g->n == 0) {
        *g = (group){.type = h->type,
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
                     .objects = objects_near(s, h)};
        g->votes[h->type] = vote;
        return;
    }
    g->objects |= objects_near(s, h);
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

enum { SENTENCE_GROUPS = 16 };

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

static size_t group_sentence(sm_scan *s, size_t from, size_t to, group *groups)
{
    size_t n = 0;
    drop_arrests(s, from, to);
    /* causes first, so that effects find them wherever they stand */
    for (int pass = 0; pass < 2; pass++)
        for (size_t k = from; k < to; k++) {
            sm_hit *h = &s->hits[k];
            if (h->dropped || effect_of(h) != (pass == 1))
                continue;
            size_t chosen = SIZE_MAX;
            uint32_t least = UINT32_MAX;
            for (size_t g = 0; g < n; g++)
                if (fits(s, &groups[g], h)) {
                    uint32_t distance = h->first > groups[g].end   ? h->first - groups[g].end
                                        : groups[g].first > h->end ? groups[g].first - h->end
                                                                   : 0;
                    distance += 8 * (uint32_t)abs((int)s->clause[h->first] - (int)s->clause[groups[g].first]);
                    if (((groups[g].objects ^ objects_near(s, h)) & (SM_L(aircraft) | SM_L(ship))))
                        distance += 30;
                    if (distance < least) {
                        least = distance;
                        chosen = g;
                    }
                }
            if (chosen == SIZE_MAX) {
                if (n == SENTENCE_GROUPS)
                    continue;
                chosen = n;
                groups[n++] = (group){0};
            }
            join(s, &groups[chosen], h);
            h->group = (uint32_t)chosen;
        }
    return n;
}

static bool has_day(const group *g)
{
    /* a day that stands far from "the attack" is another's: "woke on Saturday to the shock of the attack" */
    return g->when.timex != SM_NONE && g->when.precision <= SM_PRECISION_MONTH &&
           !((g->definite || g->plural) && (g->noun_only || g->gerund) && g->when.score < 0.15f);
}

/* --- groups to reports
 * ---------------------------------------------------------------------------------------- */

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

static float likeness(const sm_scan *s, const sm_report *r, const group *g, const uint32_t *counts,
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
    if (g->indefinite && !g->effect_only && g->where.firm && has_day(g) && r->when.timex != SM_NONE &&
        (place < 3 || day < 2))
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

static void add_count(sm_scan *s, sm_report *r, uint32_t count)
{
    if (sm_arena_grow(s->arena, &r->counts, &r->counts_capacity, r->n_counts, sizeof *r->counts))
        r->counts[r->n_counts++] = count;
}

static void add_passage(sm_scan *s, sm_report *r, uint32_t sentence, uint32_t first, uint32_t end)
{
    if (sm_arena_grow(s->arena, &r->passages, &r->passages_capacity, r->n_passages, sizeof *r->passages))
        r->passages[r->n_passages++] = (sm_passage){
            .sentence = sentence, .first = first, .end = end, .killed = SM_UNSTATED, .injured = SM_UNSTATED};
}

static bool finer(const sm_scan *s, const sm_where *a, const sm_where *b)
{
    if (!b->n)
        return true;
    if (!a->n)
        return false;
    const sm_place *p = place_of(s, a), *q = place_of(s, b);
    if (!p || !q)
        return p && !q;
    return a->precision && a->precision < b->precision &&
           s->places->mentions[a->mentions[0]].place != s->places->mentions[b->mentions[0]].place;
}

static void absorb(sm_scan *s, sm_report *r, const group *g)
{
    if (g->agentless && g->when.known && r->when.known && r->when.score < 0.34f &&
        g->when.score > 1.5f * r->when.score && g->when.precision <= SM_PRECISION_DAY)
        r->when = g->when;
    if (g->type == SM_EVENT_security_operation && sm_is_violent(r->type))
        return; /* the arrest has its own place and day */
    for (size_t t = 0; t < SM_EVENT_COUNT; t++)
        r->votes[t] += g->votes[t];
    if (!g->effect_only && g->rank > r->rank)
        r->rank = g->rank;
    for (size_t t = 1; t < SM_EVENT_COUNT; t++)
        if (r->votes[t] > r->votes[r->type] &&
            (r->rank <= 1 || r->type == SM_EVENT_NONE || sm_types_agree((uint8_t)t, r->type)))
            r->type = (uint8_t)t;
    r->objects |= g->objects;
    bool named_again =
        g->noun_only && !g->indefinite && !g->effect_only; /* "the kidnapping" that was tried */
    if (g->status < r->status && !(named_again && r->status <= SM_FOILED))
        r->status = g->status;
    r->strong |= g->strong;
    if (finer(s, &g->where, &r->where))
        r->where = g->where;
    if (g->when.timex != SM_NONE && (has_day(g) || !g->definite) &&
        (r->when.timex == SM_NONE ||
         (g->when.precision && g->when.precision < r->when.precision &&
          g->when.precision <= SM_PRECISION_DAY && r->when.precision > SM_PRECISION_DAY)))
        r->when = g->when;
}

static bool stands_alone(const sm_scan *s, const group *g, size_t n_counts)
{
    (void)s;
    if (g->effect_only)
        return (g->type != SM_EVENT_NONE || g->agentless) && g->type != SM_EVENT_NONE && n_counts > 0 &&
               g->votes[SM_EVENT_property_destruction] == 0;
    bool vague = !g->where.n || g->where.precision == SM_GEO_COUNTRY || g->where.precision == SM_GEO_REGION;
    if (g->plural && g->noun_only && !g->definite && vague && !has_day(g) && n_counts == 0)
        return false; /* "attacks" in general */
    return true;
}

/* The tokens of a passage: the sentence, or when it tells of several incidents the clauses of this one. */
static void passage_of(const sm_scan *s, const sm_sentence *sentence, const group *g, size_t n_groups,
                       uint32_t *first, uint32_t *end)
{
    *first = sentence->first;
    *end = sentence->end;
    if (n_groups < 2)
        return;
    *first = g->first;
    *end = g->end;
    while (*first > sentence->first && s->clause[*first - 1] == s->clause[g->first])
        --*first;
    while (*end < sentence->end && s->clause[*end] == s->clause[g->end - 1])
        ++*end;
}

/* The group of a number: the one whose trigger says the fate, else the nearest. */
static size_t group_of_count(const sm_scan *s, const sm_count *c, size_t from, size_t to, const group *groups,
                             size_t n)
{
    for (size_t k = from; k < to; k++)
        if (!s->hits[k].dropped && c->word >= s->hits[k].first && c->word < s->hits[k].end)
            return s->hits[k].group;
    size_t best = SIZE_MAX;
    uint32_t least = UINT32_MAX;
    for (size_t g = 0; g < n; g++) {
        uint32_t distance = c->word >= groups[g].end    ? c->word - groups[g].end
                            : groups[g].first > c->word ? groups[g].first - c->word
                                                        : 0;
        distance += 6 * (uint32_t)abs((int)s->clause[c->word] - (int)s->clause[groups[g].first]);
        if (distance < least) {
            least = distance;
            best = g;
        }
    }
    return best;
}

static void follow(const sm_scan *s, const sm_sentence *sentence, const group *groups, size_t n,
                   const uint32_t *owner, sm_reports *reports)
{
    /* "came a week after", "two days after": the days between two incidents of one sentence */
    for (size_t g = 0; g + 1 < n; g++)
        for (uint32_t i = groups[g].end; i + 1 < groups[g + 1].first + 1 && i < sentence->end; i++) {
            if (!s->time_at[i] || i + 2 >= sentence->end)
                continue;
            const sm_timex *t = &s->times[s->time_at[i] - 1];
            bool after = t->end < sentence->end && sm_token_is(s->doc, t->end, "after");
            after |= sm_token_is(s->doc, t->end - 1, "after") && t->end - t->first > 1;
            if (!after || owner[g] == SM_NONE || owner[g + 1] == SM_NONE || owner[g] == owner[g + 1])
                continue;
            int unit = 0, number = 1;
            for (uint32_t j = t->first; j < t->end; j++) {
                unit = sm_token_is(s->doc, j, "day") || sm_token_is(s->doc, j, "days")     ? 1
                       : sm_token_is(s->doc, j, "week") || sm_token_is(s->doc, j, "weeks") ? 7
                                                                                           : unit;
                if (sm_scan_class(s, j) & SM_W_NUMBER)
                    number = sm_words_rows[s->doc->tokens[j].word].value;
                else if (s->doc->tokens[j].kind == SM_NUMBER)
                    number = atoi(s->doc->text + s->doc->tokens[j].start);
            }
            if (unit && number > 0 && number < 60) {
                reports->items[owner[g]].follows = owner[g + 1];
                reports->items[owner[g]].follows_days = unit * number;
                if (reports->items[owner[g]].when.timex == (uint32_t)(t - s->times))
                    reports->items[owner[g]].when.timex = SM_NONE;
            }
        }
}

/* What kills in an article whose toll names no cause: the kind that most of its triggers tell of. Violence
 * only if it speaks of attackers, forces or weapons. */
static uint8_t cause_of_article(const sm_scan *s)
{
    float votes[SM_EVENT_COUNT] = {0};
    uint8_t best = SM_EVENT_NONE;
    for (size_t i = 0; i < s->n_hits; i++)
        if (!effect_of(&s->hits[i]) && !s->hits[i].dropped)
            votes[s->hits[i].type] += vote_of(&s->hits[i]);
    for (size_t t = 1; t < SM_EVENT_COUNT; t++)
        if (t != SM_EVENT_security_operation && votes[t] > (best ? votes[best] : 0))
            best = (uint8_t)t;
    if (best)
        return best;
    return s->article & (SM_L(perp) | SM_L(group) | SM_L(army) | SM_L(police) | SM_L(weapon))
               ? SM_EVENT_armed_attack
               : SM_EVENT_other;
}

static sm_report *new_report(sm_scan *s, sm_reports *reports, const group *g)
{
    if (!sm_arena_grow(s->arena, &reports->items, &reports->capacity, reports->count, sizeof *reports->items))
        return NULL;
    sm_report *r = &reports->items[reports->count++];
    uint8_t type = g->agentless ? cause_of_article(s) : g->type;
    *r = (sm_report){.type = type,
                     .rank = g->rank,
                     .status = g->status,
                     .strong = g->strong,
                     .where = g->where,
                     .when = g->when,
                     .first_token = g->first,
                     .follows = SM_NONE,
                     .another = g->another,
                     .objects = g->objects};
    memcpy(r->votes, g->votes, sizeof r->votes);
    r->votes[type] += 0.8f; /* the first words count more */
    return r;
}

static void place_group(sm_scan *s, sm_reports *reports, const group *g, const uint32_t *counts,
                        size_t n_counts, uint32_t sentence, uint32_t *owner)
{
    enum { REACH = 24 };
    /* "the attack" with nothing new to say tells of an incident told before, or of none */
    bool refers = !g->effect_only && (g->noun_only || g->gerund) && !g->indefinite &&
                  (g->definite || !g->plural) &&
                  (!g->where.n || !g->where.firm || (g->gerund && g->where.precision >= SM_GEO_REGION)) &&
                  !has_day(g) && n_counts == 0;
    float best = refers ? 0.2f : 1.3f;
    *owner = SM_NONE;
    for (size_t k = reports->count; k > 0 && k + REACH > reports->count; k--) {
        float v = likeness(s, &reports->items[k - 1], g, counts, n_counts, sentence);
        if (v > best) {
            best = v;
            *owner = (uint32_t)k - 1;
        }
    }
    if (*owner == SM_NONE) {
        if ((refers && (g->definite || !g->strong)) || !stands_alone(s, g, n_counts) ||
            new_report(s, reports, g) == NULL)
            return;
        *owner = (uint32_t)reports->count - 1;
    } else
        absorb(s, &reports->items[*owner], g);
}

static void read_sentence(sm_scan *s, size_t k, size_t from, size_t to, size_t *next_count,
                          sm_reports *reports)
{
    const sm_sentence *sentence = &s->doc->sentences[k];
    group groups[SENTENCE_GROUPS];
    uint32_t owner[SENTENCE_GROUPS], counts[SENTENCE_GROUPS][8];
    size_t n_counts[SENTENCE_GROUPS] = {0};
    size_t n = group_sentence(s, from, to, groups);
    for (; *next_count < s->n_counts && s->counts[*next_count].word < sentence->end; ++*next_count) {
        size_t g = group_of_count(s, &s->counts[*next_count], from, to, groups, n);
        if (g != SIZE_MAX && g < n && n_counts[g] < 8)
            counts[g][n_counts[g]++] = (uint32_t)*next_count;
        else if (g == SIZE_MAX && reports->count && s->counts[*next_count].kind <= SM_COUNT_DISPLACED) {
            sm_report *last = &reports->items[reports->count - 1];
            if (last->passages[last->n_passages - 1].sentence + 2 >= k)
                add_count(s, last, (uint32_t)*next_count);
        }
    }
    for (size_t g = 0; g < n; g++) {
        if (groups[g].definite && groups[g].noun_only && !has_day(&groups[g]))
            groups[g].when = (sm_when){.timex = SM_NONE, .minute = -1};
        place_group(s, reports, &groups[g], counts[g], n_counts[g], (uint32_t)k, &owner[g]);
        if (owner[g] == SM_NONE)
            continue;
        for (size_t i = from; i < to; i++)
            if (!s->hits[i].dropped && s->hits[i].group == g)
                s->hits[i].report = owner[g];
        sm_report *r = &reports->items[owner[g]];
        uint32_t first, end;
        passage_of(s, sentence, &groups[g], n, &first, &end);
        add_passage(s, r, (uint32_t)k, first, end);
        for (size_t i = 0; i < n_counts[g]; i++) {
            const sm_count *c = &s->counts[counts[g][i]];
            sm_passage *p = &r->passages[r->n_passages - 1];
            if (c->kind == SM_COUNT_KILLED && !c->part && c->best > p->killed)
                p->killed = c->best;
            if (c->kind == SM_COUNT_INJURED && !c->part && c->best > p->injured)
                p->injured = c->best;
            add_count(s, r, counts[g][i]);
        }
        for (size_t i = from; i < to; i++)
            if (!s->hits[i].dropped && s->hits[i].group == g && !effect_of(&s->hits[i]))
                sm_find_actors(s, &s->hits[i], r);
        for (size_t i = from; i < to; i++)
            if (!s->hits[i].dropped && s->hits[i].group == g && effect_of(&s->hits[i]) && s->hits[i].type)
                sm_find_actors(s, &s->hits[i], r);
    }
    follow(s, sentence, groups, n, owner, reports);
}

static void choose_main(sm_reports *reports)
{
    float best = 0;
    reports->main = SM_NONE;
    for (size_t k = 0; k < reports->count; k++) {
        const sm_report *r = &reports->items[k];
        if (r->dropped || r->status > SM_ATTEMPTED)
            continue;
        float v = (float)r->n_passages + (r->n_counts ? 1.0f : 0) + (r->where.n ? 1.0f : 0) +
                  (k == 0 ? 2.0f : 0) + (r->passages[0].sentence < 3 ? 1.0f : 0);
        if (v > best) {
            best = v;
            reports->main = (uint32_t)k;
        }
    }
}

sm_status sm_individuate(sm_scan *s, sm_reports *out, sm_error *err)
{
    *out = (sm_reports){.main = SM_NONE};
    size_t hit = 0, count = 0;
    for (size_t k = 0; k < s->doc->n_sentences; k++) {
        size_t from = hit;
        while (hit < s->n_hits && s->hits[hit].sentence == k)
            hit++;
        read_sentence(s, k, from, hit, &count, out);
        if (sm_arena_failed(s->arena))
            return sm_fail(err, SM_E_NOMEM, "no memory for the incidents of an article");
    }
    choose_main(out);
    return SM_OK;
}
