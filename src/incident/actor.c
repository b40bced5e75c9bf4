/* Who did it, to whom, with what: the noun phrases that stand in a telling relation to a trigger. Each
 * relation has a strength; of all phrases that the triggers of an incident offer, the first of the strongest
 * is kept.
 *
 * perpetrator: "claimed by X", "X claimed responsibility"; "… by X" behind the trigger; the subject of an
 * active verb; "blamed on X"; "X attack"; else the nearest attackers, group or force before the trigger.
 * target: the subject of a passive verb, the object of an active one, "attack on X", "murder of X"; "X
 * bombing"; else the nearest people, building or vehicle behind the trigger. */
#include "nouns.h"
#include "report.h"

#include <string.h>

enum strength {
    STRENGTH_NONE,
    STRENGTH_VAGUE,
    STRENGTH_NEAR,
    STRENGTH_MODIFIER,
    STRENGTH_GRAMMAR,
    STRENGTH_GROUP,
    STRENGTH_CLAIMED
};

/* Nothing but a place that is a place here: "attacked Ramadi". */
static bool is_place_only(const sm_scan *s, sm_nouns p)
{
    const sm_mention *m = sm_scan_mention(s, p.first);
    return m && m->first <= p.first && m->end >= p.end && !(s->terms[p.end - 1] & SM_L(site));
}

static bool is_named(const sm_scan *s, sm_nouns p)
{
    for (size_t i = p.first; i < p.end; i++) {
        const sm_token *t = &s->doc->tokens[i];
        if ((t->flags & SM_T_CAPITAL) && !s->doc->allcaps && s->doc->sentences[t->sentence].first != i)
            return true;
    }
    return false;
}

/* Whether a phrase may name who did it: people, a force, a group, a state. */
static bool may_act(const sm_scan *s, sm_nouns p)
{
    if (p.first == p.end)
        return false;
    size_t head = sm_nouns_head(s, p);
    uint64_t terms = sm_nouns_terms(s, p);
    static const uint64_t armed = SM_L(perp) | SM_L(group) | SM_L(army) | SM_L(force) | SM_L(police);
    if (sm_scan_cue(s, head, SM_C_body) || (sm_scan_class(s, head) & SM_W_PERSONNOUN))
        return true;
    if (s->terms[head] & (armed | SM_L(victim) | SM_L(crowd)))
        return !(s->terms[head] & SM_L(site));
    if (s->terms[head] & (SM_L(aircraft) | SM_L(weapon)))
        return (terms & (SM_L(army) | SM_L(force))) != 0; /* "army helicopters" */
    const sm_mention *m = sm_scan_mention(s, p.first);
    if (m && is_place_only(s, p))
        return m->place != SM_NO_PLACE && (sm_gazetteer_place(s->gazetteer, m->place)->flags & SM_P_COUNTRY);
    static const uint64_t things = SM_L(vehicle) | SM_L(site) | SM_L(quake) | SM_L(damage) | SM_L(disease);
    return !m && !(s->terms[head] & things) && is_named(s, p);
}

/* Whether a phrase may name what was attacked. */
static bool may_suffer(const sm_scan *s, sm_nouns p)
{
    const sm_mention *m = p.first < p.end ? sm_scan_mention(s, p.first) : NULL;
    if (p.first == p.end || (is_place_only(s, p) && m->kind != SM_ASSOCIATIVE))
        return false;
    uint64_t terms = sm_nouns_terms(s, p), head = s->terms[sm_nouns_head(s, p)];
    if ((head & SM_L(weapon)) && !(head & (SM_L(force) | SM_L(victim))))
        return false;
    if (head & (SM_L(killed) | SM_L(injured) | SM_L(deaths)))
        return false;
    const sm_mention *last = sm_scan_mention(s, p.end - 1);
    if (sm_scan_cue(s, sm_nouns_head(s, p), SM_C_measure) ||
        ((head & SM_L(territory)) && last && last->kind != SM_ASSOCIATIVE))
        return false; /* "the town of Djibo" is a place */
    return !(sm_scan_class(s, p.end - 1) & SM_W_TIMEUNIT) && !(terms & SM_L(claimed));
}

/* The words of a phrase; of an adjective its state ("Russian missiles"). */
static const char *actor_text(const sm_scan *s, sm_nouns p)
{
    const sm_mention *m = sm_scan_mention(s, p.first);
    const char *fold = sm_token_fold(s->doc, p.end - 1);
    uint16_t length = s->doc->tokens[p.end - 1].fold_length;
    bool people = length && fold[length - 1] == 's'; /* "Palestinians" */
    const sm_place *place = m && !people && is_place_only(s, p) && m->place != SM_NO_PLACE
                                ? sm_gazetteer_place(s->gazetteer, m->place)
                                : NULL;
    return place && (place->flags & SM_P_COUNTRY) ? sm_gazetteer_string(s->gazetteer, place->name)
                                                  : sm_scan_text(s, p.first, p.end, s->arena);
}

static void offer_perpetrator(const sm_scan *s, sm_report *r, sm_nouns p, enum strength strength,
                              const char *how)
{
    if (strength <= r->perpetrator_strength)
        return;
    r->perpetrator = actor_text(s, p);
    r->perpetrator_confidence = how;
    r->perpetrator_strength = (uint8_t)strength;
}

static void offer_target(const sm_scan *s, sm_report *r, sm_nouns p, enum strength strength)
{
    if (p.first + 1 == p.end && sm_scan_cue(s, p.first, SM_C_vague))
        strength = STRENGTH_VAGUE;
    if (strength <= r->target_strength)
        return;
    r->target = sm_scan_text(s, p.first, p.end, s->arena);
    r->target_strength = (uint8_t)strength;
}

/* ---- the grammar around a trigger ---- */

/* "shot dead", "killed": verbs, though the table allows both. */
static bool is_noun(const sm_scan *s, const sm_hit *h)
{
    if (sm_scan_cue(s, h->end - 1, SM_C_hitting)) /* "missile struck", "bomb destroyed" */
        return false;
    return h->noun && !(h->trigger->part == SM_PART_any && sm_scan_cue(s, h->first, SM_C_deadly_verb));
}

static bool is_passive(const sm_scan *s, const sm_hit *h, const sm_sentence *q)
{
    if (is_noun(s, h))
        return false;
    for (size_t i = h->first; i > q->first && i + 4 > h->first; i--) {
        if (sm_scan_class(s, i - 1) & SM_W_AUX)
            return !sm_token_is(s->doc, i - 1, "have") && !sm_token_is(s->doc, i - 1, "has") &&
                   !sm_token_is(s->doc, i - 1, "had");
        if (!sm_is_adverb(s, i - 1))
            break;
    }
    return h->end < q->end && sm_token_is(s->doc, h->end, "by");
}

/* The verb of "carried out an attack", "took part in the killing": SIZE_MAX if there is none. */
static size_t light_verb(const sm_scan *s, const sm_hit *h, const sm_sentence *q)
{
    for (size_t i = h->first; i > q->first && i + 6 > h->first; i--)
        if (sm_scan_cue(s, i - 1, SM_C_light))
            return i - 1;
    return SIZE_MAX;
}

/* "attributed the attack to X", "blamed it on X", "blamed X for it", "accused X of it". */
static void accused(const sm_scan *s, const sm_sentence *q, sm_report *r)
{
    for (size_t i = q->first; i < q->end; i++) {
        if (!sm_scan_cue(s, i, SM_C_blame))
            continue;
        sm_nouns p = sm_nouns_from(s, i + 1, q->end);
        if (!may_act(s, p) || sm_scan_cue(s, p.end, SM_C_blamed_on))
            for (size_t j = i + 1; j + 1 < q->end && j < i + 15; j++)
                if (sm_scan_cue(s, j, SM_C_blamed_on)) {
                    p = sm_nouns_from(s, j + 1, q->end);
                    break;
                }
        if (may_act(s, p)) { /* a group goes before gunmen that nobody knows */
            bool group = sm_nouns_terms(s, p) & SM_L(group);
            offer_perpetrator(s, r, p, group ? STRENGTH_GROUP : STRENGTH_GRAMMAR, "accused");
            return;
        }
    }
}

/* Whether another verb that tells of violence stands between: its "by" is not ours. */
static bool verb_between(const sm_scan *s, const sm_hit *h, size_t i)
{
    for (const sm_hit *o = h + 1; o < s->hits + s->n_hits && o->first < i; o++)
        if (!is_noun(s, o) && o->first >= h->end)
            return true;
    return false;
}

/* A verb that may be "murdered by" without its "was". */
static bool may_be_participle(const sm_hit *h)
{
    return h->trigger->strength == SM_effect || h->type == SM_EVENT_abduction ||
           h->type == SM_EVENT_violent_crime;
}

static void by_whom(const sm_scan *s, const sm_hit *h, const sm_sentence *q, bool passive, sm_report *r)
{
    bool accused = sm_scan_any(s, q->first, h->first, SM_L(accused));
    const char *how = accused ? "accused" : "reported";
    for (size_t i = h->end; i + 1 < q->end && i < h->end + 20; i++) {
        bool by = sm_token_is(s->doc, i, "by");
        if (!by && (s->terms[i] & SM_L(accused)) && sm_token_is(s->doc, i, "on"))
            by = true;
        if (!by)
            continue;
        sm_nouns p = sm_nouns_from(s, i + 1, q->end);
        if (may_act(s, p) && s->clause[i] <= s->clause[h->first] + 1 && !verb_between(s, h, i)) {
            offer_perpetrator(s, r, p, STRENGTH_GRAMMAR, how);
            return;
        }
    }
    if (is_noun(s, h)) {
        size_t verb = light_verb(s, h, q);
        if (verb != SIZE_MAX) {
            sm_nouns who = sm_nouns_subject(s, verb, q, may_act);
            if (who.first < who.end) {
                offer_perpetrator(s, r, who, STRENGTH_GRAMMAR, how);
                return;
            }
        }
        sm_nouns p = sm_nouns_before(s, h->first, q->first);
        if (may_act(s, p) &&
            (sm_nouns_terms(s, p) & (SM_L(group) | SM_L(army) | SM_L(perp) | SM_L(force) | SM_L(police))))
            offer_perpetrator(s, r, p, STRENGTH_MODIFIER, how);
        else if (p.first < p.end && may_act(s, p) && is_place_only(s, p))
            offer_perpetrator(s, r, p, STRENGTH_MODIFIER, how);
        return;
    }
    if (passive)
        return;
    sm_nouns p = sm_nouns_subject(s, h->first, q, may_act);
    bool participle = may_be_participle(h) && !may_suffer(s, sm_nouns_object(s, h->end, q, SM_C_none)) &&
                      !(sm_nouns_terms(s, p) & (SM_L(perp) | SM_L(group))); /* "a commander murdered in" */
    if (p.first < p.end && !participle)
        offer_perpetrator(s, r, p, STRENGTH_GRAMMAR, how);
}

static bool is_victim(const sm_scan *s, sm_nouns p)
{
    uint64_t terms = sm_nouns_terms(s, p);
    return (terms & SM_L(victim)) && !(terms & (SM_L(perp) | SM_L(group)));
}

static bool is_thing(const sm_scan *s, sm_nouns p)
{
    return p.first < p.end &&
           (s->terms[sm_nouns_head(s, p)] & (SM_L(site) | SM_L(vehicle) | SM_L(aircraft) | SM_L(victim)));
}

/* "attack on X", "murder of X", "the blast hit X", "explosion in a market". */
static sm_nouns suffers_noun(const sm_scan *s, const sm_hit *h, const sm_sentence *q)
{
    bool within = sm_scan_cue(s, h->end - 1, SM_C_onto); /* "attack on" is one trigger */
    sm_nouns p = sm_nouns_object(s, h->end, q, within ? SM_C_none : SM_C_onto);
    if (p.first == p.end && h->end < q->end && sm_scan_cue(s, h->end, SM_C_hitting))
        p = sm_nouns_object(s, h->end + 1, q, SM_C_none);
    return p;
}

static sm_nouns suffers_verb(const sm_scan *s, const sm_hit *h, const sm_sentence *q, bool passive)
{
    sm_nouns p =
        passive ? sm_nouns_subject(s, h->first, q, may_suffer) : sm_nouns_object(s, h->end, q, SM_C_none);
    if (passive || may_suffer(s, p))
        return p;
    if (may_be_participle(h)) /* "priests murdered at the university" */
        p = sm_nouns_subject(s, h->first, q, is_victim);
    return may_suffer(s, p) ? p : sm_nouns_object(s, h->end, q, SM_C_against);
}

static void to_whom(const sm_scan *s, const sm_hit *h, const sm_sentence *q, bool passive, sm_report *r)
{
    bool noun = is_noun(s, h);
    sm_nouns p = noun ? suffers_noun(s, h, q) : suffers_verb(s, h, q, passive);
    if (may_suffer(s, p)) {
        offer_target(s, r, p, STRENGTH_GRAMMAR);
        return;
    }
    p = sm_nouns_object(s, h->end, q, SM_C_within);
    if (is_thing(s, p))
        offer_target(s, r, p, STRENGTH_GRAMMAR);
    p = noun ? sm_nouns_before(s, h->first, q->first) : (sm_nouns){0, 0};
    if (is_thing(s, p)) /* "mosque bombing" */
        offer_target(s, r, p, STRENGTH_MODIFIER);
}

/* ---- what stands near ---- */

static void near_perpetrator(const sm_scan *s, const sm_hit *h, const sm_sentence *q, bool passive,
                             sm_report *r)
{
    uint64_t sides = SM_L(perp) | SM_L(group);
    if (h->type == SM_EVENT_air_strike || h->type == SM_EVENT_shelling_missile ||
        h->type == SM_EVENT_security_operation || h->type == SM_EVENT_force_against_protesters)
        sides |= SM_L(army) | SM_L(force);
    if (passive)
        return;
    for (size_t i = h->first; i > q->first && i + 14 > h->first; i--) {
        if (s->clause[i - 1] + 1 < s->clause[h->first])
            break;
        if (s->terms[i - 1] & sides) {
            size_t end = sm_nouns_end(s, i - 1, h->first);
            sm_nouns p = sm_nouns_before(s, end > i - 1 ? end : i, q->first);
            offer_perpetrator(s, r, p, STRENGTH_NEAR,
                              sm_scan_any(s, q->first, h->first, SM_L(accused)) ? "accused" : "reported");
            return;
        }
    }
}

static void near_target(const sm_scan *s, const sm_hit *h, const sm_sentence *q, bool passive, sm_report *r)
{
    uint64_t kinds = SM_L(victim) | SM_L(site) | SM_L(vehicle) | SM_L(aircraft);
    for (size_t i = h->end; !passive && i < q->end && i < h->end + 9 && s->clause[i] == s->clause[h->first];
         i++)
        if (s->terms[i] & kinds && !(s->terms[i] & SM_L(perp))) {
            sm_nouns p = sm_nouns_before(s, i + 1, h->end);
            p.end = (uint32_t)sm_nouns_end(s, i, q->end);
            offer_target(s, r, p, STRENGTH_NEAR);
            return;
        }
}

static void weapon(const sm_scan *s, const sm_hit *h, const sm_sentence *q, sm_report *r)
{
    size_t best = SIZE_MAX, at = 0;
    for (size_t i = q->first; i < q->end; i++) {
        if (!(s->terms[i] & SM_L(weapon)) || (s->terms[i] & SM_L(perp)))
            continue;
        size_t distance = i < h->first ? h->first - i : i - h->first;
        if (distance < best && distance < 20) {
            best = distance;
            at = i;
        }
    }
    if (best != SIZE_MAX) {
        size_t first = s->term_first[at], last = first + 1;
        while (last < q->end && s->terms[last] && s->term_first[last] == first)
            last++;
        r->weapon = sm_scan_text(s, (uint32_t)first, (uint32_t)last, s->arena);
    }
}

/* ---- who claims it ---- */

static void claimed(const sm_scan *s, const sm_sentence *q, sm_report *r)
{
    if (!(s->article & (SM_L(claimed) | SM_L(deniedby))))
        return;
    for (size_t i = q->first; i < q->end; i++) {
        uint64_t t = s->terms[i];
        if (!(t & (SM_L(claimed) | SM_L(deniedby))) || s->term_first[i] != i)
            continue;
        const char *how = t & SM_L(claimed) ? "claimed" : "denied";
        sm_nouns p = {0, 0};
        for (size_t j = i; j + 1 < q->end && j < i + 8 && p.first == p.end; j++)
            if (sm_token_is(s->doc, j, "by") && (s->terms[i] & SM_L(claimed)))
                p = sm_nouns_from(s, j + 1, q->end);
        if (!may_act(s, p))
            p = sm_nouns_subject(s, i, q, may_act);
        bool none = p.first > q->first && (sm_token_is(s->doc, p.first - 1, "no"));
        if (may_act(s, p) && !none) {
            offer_perpetrator(s, r, p, STRENGTH_CLAIMED, how);
            return;
        }
        for (size_t j = i; j > q->first; j--)
            if (s->terms[j - 1] & (SM_L(group) | SM_L(perp))) {
                p = sm_nouns_before(s, j, q->first);
                if (p.first > q->first && sm_token_is(s->doc, p.first - 1, "no"))
                    return;
                offer_perpetrator(s, r, p, STRENGTH_CLAIMED, how);
                return;
            }
    }
}

static bool human_kind(uint8_t type)
{
    switch (type) {
    case SM_EVENT_protest:
    case SM_EVENT_air_crash:
    case SM_EVENT_transport_accident:
    case SM_EVENT_industrial_accident:
    case SM_EVENT_fire_collapse:
    case SM_EVENT_earthquake_tsunami:
    case SM_EVENT_volcano:
    case SM_EVENT_landslide_avalanche:
    case SM_EVENT_flood:
    case SM_EVENT_storm:
    case SM_EVENT_extreme_temperature_drought:
    case SM_EVENT_wildfire:
    case SM_EVENT_epidemic:
        return false;
    default:
        return true;
    }
}

/* The sentence, of an endless one what is near. */
static sm_sentence window(const sm_sentence *q, const sm_hit *h)
{
    enum { REACH = 80 }; /* tokens */
    sm_sentence w = *q;
    if (h->first > w.first + REACH)
        w.first = h->first - REACH;
    if (h->end + REACH < w.end)
        w.end = h->end + REACH;
    return w;
}

void sm_find_actors(const sm_scan *s, const sm_hit *h, sm_report *r)
{
    sm_sentence around = window(&s->doc->sentences[h->sentence], h);
    const sm_sentence *q = &around;
    if (!human_kind(r->type))
        return;
    bool passive = is_passive(s, h, q);
    if (r->perpetrator_strength < STRENGTH_CLAIMED) /* each as long as it may offer more than is known */
        claimed(s, q, r);
    if (r->perpetrator_strength < STRENGTH_GROUP)
        accused(s, q, r);
    if (r->perpetrator_strength < STRENGTH_GRAMMAR)
        by_whom(s, h, q, passive, r);
    if (r->perpetrator_strength < STRENGTH_NEAR)
        near_perpetrator(s, h, q, passive, r);
    if (r->target_strength < STRENGTH_GRAMMAR)
        to_whom(s, h, q, passive, r);
    if (r->target_strength < STRENGTH_NEAR)
        near_target(s, h, q, passive, r);
    if (r->target && r->perpetrator && strcmp(r->target, r->perpetrator) == 0) {
        r->target = NULL;
        r->target_strength = STRENGTH_NONE;
    }
    if (r->weapon == NULL)
        weapon(s, h, q, r);
}

void sm_find_claims(const sm_scan *s, sm_reports *reports)
{
    enum { REACH = 4 };
    static const uint64_t claims = SM_L(claimed) | SM_L(deniedby) | SM_L(accused);
    size_t hit = 0;
    if (!(s->article & claims))
        return;
    for (size_t k = 0; k < s->doc->n_sentences; k++) {
        const sm_sentence *q = &s->doc->sentences[k];
        bool told = false;
        for (; hit < s->n_hits && s->hits[hit].sentence == k; hit++)
            told |= !s->hits[hit].dropped && s->hits[hit].report != SM_NONE &&
                    !reports->items[s->hits[hit].report].dropped;
        if (told || !sm_scan_any(s, q->first, q->end, claims))
            continue;
        sm_report *last = NULL; /* the incident whose words stand closest before */
        uint32_t at = 0;
        for (size_t r = 0; r < reports->count; r++)
            for (size_t p = 0; p < reports->items[r].n_passages; p++) {
                uint32_t sentence = reports->items[r].passages[p].sentence;
                if (sentence < k && sentence + REACH > k && (last == NULL || sentence >= at)) {
                    last = &reports->items[r];
                    at = sentence;
                }
            }
        if (last && human_kind(last->type)) {
            claimed(s, q, last);
            accused(s, q, last);
        }
    }
}
