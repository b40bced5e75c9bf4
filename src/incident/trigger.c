/* Finding the triggers, and fixing their type by the words beside them. */
#include "scan.h"

#include <stdlib.h>
#include <string.h>

/* Whether a trigger that may be both is a noun here: "the attack", "an air strike", "attacks in", against
 * "troops attack", "was attacked". */
static bool is_noun(const sm_scan *s, size_t i, size_t next, size_t begin, size_t end)
{
    size_t length = s->doc->tokens[i].fold_length;
    if (i > begin) {
        uint64_t before = sm_scan_class(s, i - 1);
        if (sm_token_is(s->doc, i - 1, "to") || (before & (SM_W_MODAL | SM_W_PRONOUN)))
            return false;
        bool gerund = length > 4 && sm_token_ends(s->doc, i, "ing");
        if (gerund && (before & SM_W_PREP)) /* "for bombing the bridge", but "in the bombing of" */
            return next >= end || (sm_scan_class(s, next) & SM_W_PREP) ||
                   s->doc->tokens[next].kind == SM_PUNCT;
        if (before & (SM_W_DETERMINER | SM_W_PREP | SM_W_NUMBER) ||
            s->doc->tokens[i - 1].kind == SM_POSSESSIVE)
            return !(sm_token_ends(s->doc, i, "ed") && next == i + 1);
    }
    if (sm_token_ends(s->doc, i, "ed"))
        return false;
    if (sm_token_ends(s->doc, i, "ing"))
        return next >= end || (sm_scan_class(s, next) & (SM_W_PREP | SM_W_AUX)) ||
               s->doc->tokens[next].kind == SM_PUNCT;
    if (next < end && (sm_scan_class(s, next) & (SM_W_DETERMINER | SM_W_PRONOUN)))
        return false;
    bool subject = i > begin && s->mention_at[i - 1] &&
                   s->places->mentions[s->mention_at[i - 1] - 1].name_kind != SM_NAME_ADJECTIVE;
    bool object = next < end && s->doc->tokens[next].kind == SM_WORD &&
                  !(sm_scan_class(s, next) & (SM_W_PREP | SM_W_RELATIVE | SM_W_CONJ)) &&
                  (!(sm_scan_class(s, next) & SM_W_AUX) ||
                   (!s->doc->allcaps && (s->doc->tokens[next].flags & SM_T_ALLCAPS)));
    return !(subject && object && length && sm_token_fold(s->doc, i)[length - 1] == 's');
}

static uint64_t classes_around(const sm_scan *s, size_t first, size_t end, size_t begin, size_t stop)
{
    enum { REACH = 26 };
    uint64_t all = 0;
    size_t from = first > begin + REACH ? first - REACH : begin, to = end + REACH < stop ? end + REACH : stop;
    for (size_t i = from; i < first; i++)
        all |= s->terms[i];
    for (size_t i = end; i < to; i++)
        all |= s->terms[i];
    return all;
}

static bool has_place(const sm_scan *s, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++)
        if (s->mention_at[i] && s->places->mentions[s->mention_at[i] - 1].kind == SM_LITERAL)
            return true;
    return false;
}

static bool has_day(const sm_scan *s, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++)
        if (s->time_at[i] && s->times[s->time_at[i] - 1].type <= SM_TIMEX_TIME &&
            s->times[s->time_at[i] - 1].precision <= SM_PRECISION_DAY &&
            s->times[s->time_at[i] - 1].precision)
            return true;
    return false;
}

static bool has_nation_before(const sm_scan *s, size_t first, size_t begin)
{
    for (size_t i = first > begin + 5 ? first - 5 : begin; i < first; i++)
        if (s->mention_at[i])
            return true;
    return false;
}

/* Weapons that are seized or found: "seized 50 rifles", "several mines were found". */
static bool arms_beside(const sm_scan *s, size_t first, size_t end, size_t begin, size_t stop)
{
    enum { OBJECT = 8, SUBJECT = 14 };
    bool passive = first > begin && (sm_scan_class(s, first - 1) & SM_W_AUX);
    for (size_t i = end; i < stop && i < end + OBJECT && s->clause[i] == s->clause[first]; i++)
        if ((s->terms[i] & SM_L(weapon)) && !(s->terms[i] & (SM_L(force) | SM_L(perp))))
            return true;
    for (size_t i = first; passive && i > begin && i + SUBJECT > first; i--)
        if ((s->terms[i - 1] & SM_L(weapon)) && !(s->terms[i - 1] & (SM_L(force) | SM_L(perp))))
            return true;
    return false;
}

/* "some 5,000 people marched", "150 farmers blocked": that many are a crowd. */
static bool is_crowd(const sm_scan *s, size_t first, size_t begin)
{
    enum { REACH = 7, LEAST = 50 };
    for (size_t i = first > begin + REACH ? first - REACH : begin; i + 1 < first; i++)
        if (s->doc->tokens[i].kind == SM_NUMBER && !s->time_at[i] && (s->terms[i + 1] & SM_L(victim))) {
            const char *p = s->doc->text + s->doc->tokens[i].start;
            double n = strtod(p, NULL);
            if (n >= LEAST || memchr(p, ',', s->doc->tokens[i].end - s->doc->tokens[i].start))
                return true;
        }
    return false;
}

/* One of the needs is met in the sentence. */
static bool met(const sm_scan *s, uint32_t needs, uint64_t around, size_t first, size_t end, size_t begin,
                size_t stop)
{
    static const struct {
        uint32_t need;
        uint64_t terms;
    } by_term[] = {
        {SM_NEEDS_agent, SM_L(perp) | SM_L(force) | SM_L(group)},
        {SM_NEEDS_force, SM_L(force)},
        {SM_NEEDS_perp, SM_L(perp) | SM_L(group)},
        {SM_NEEDS_victim, SM_L(victim) | SM_L(dozens)},
        {SM_NEEDS_weapon, SM_L(weapon)},
        {SM_NEEDS_site, SM_L(site) | SM_L(vehicle) | SM_L(aircraft)},
        {SM_NEEDS_building, SM_L(site)},
        {SM_NEEDS_military, SM_L(army) | SM_L(political)},
        {SM_NEEDS_crowd, SM_L(crowd)},
        {SM_NEEDS_aircraft, SM_L(aircraft)},
        {SM_NEEDS_vehicle, SM_L(vehicle) | SM_L(ship)},
        {SM_NEEDS_ship, SM_L(ship)},
        {SM_NEEDS_blast, SM_L(killed) | SM_L(injured) | SM_L(blast)},
        {SM_NEEDS_territory, SM_L(territory)},
        {SM_NEEDS_eruption, SM_L(eruption)},
        {SM_NEEDS_damage, SM_L(damage) | SM_L(killed)},
        {SM_NEEDS_disease, SM_L(disease)},
        {SM_NEEDS_cases, SM_L(cases) | SM_L(killed)},
        {SM_NEEDS_deal, SM_L(deal)},
    };
    for (size_t i = 0; i < sizeof by_term / sizeof *by_term; i++)
        if ((needs & by_term[i].need) && (around & by_term[i].terms))
            return true;
    if ((needs & SM_NEEDS_missile) &&
        sm_scan_any(s, first > begin + 5 ? first - 5 : begin, first, SM_L(missile)))
        return true;
    if ((needs & SM_NEEDS_missile) && sm_scan_any(s, end, end + 7 < stop ? end + 7 : stop, SM_L(missile)))
        return true;
    if ((needs & SM_NEEDS_crowd) && is_crowd(s, first, begin))
        return true;
    if ((needs & SM_NEEDS_arms) && arms_beside(s, first, end, begin, stop))
        return true;
    if ((needs & SM_NEEDS_agent) && has_nation_before(s, first, begin))
        return true;
    if ((needs & SM_NEEDS_place) && has_place(s, begin, stop))
        return true;
    return (needs & SM_NEEDS_day) && has_day(s, begin, stop);
}

/* "the army reported", "…, said the police": a source, not a side. But "officials say rebels attacked" names
 * a side. */
static bool speaks(const sm_scan *s, size_t i)
{
    bool last = false;
    for (size_t j = i + 1; j < i + 4 && j < s->doc->n_tokens; j++) {
        if (sm_scan_class(s, j) & SM_W_SAY)
            return true;
        last |= s->doc->tokens[j].kind == SM_PUNCT;
    }
    for (size_t j = i; j > 0 && i - j < 3; j--)
        if (sm_scan_class(s, j - 1) & SM_W_SAY)
            return last;
    return false;
}

/* Lexicon classes of the clause before the trigger and behind it. */
static uint64_t side(const sm_scan *s, size_t from, size_t to, uint16_t clause)
{
    uint64_t all = 0;
    for (size_t i = from; i < to; i++)
        if (s->clause[i] == clause && !speaks(s, i))
            all |= s->terms[i];
    return all;
}

/* Armed men against armed men: rebels attack a base, an army kills rebels. */
static bool both_armed(const sm_scan *s, const sm_hit *h, uint64_t around)
{
    if (!(around & SM_L(political)) || !(around & SM_L(army)))
        return false;
    const sm_sentence *q = &s->doc->sentences[h->sentence];
    uint16_t clause = s->clause[h->first];
    uint64_t before = side(s, h->first > q->first + 14 ? h->first - 14 : q->first, h->first, clause),
             behind = side(s, h->end, h->end + 14 < q->end ? h->end + 14 : q->end, clause);
    bool rebels_first = (before & SM_L(political)) && (behind & SM_L(army)),
         army_first = (before & SM_L(army)) && (behind & SM_L(political));
    return (rebels_first && !(behind & SM_L(political))) || (army_first && !(before & SM_L(political)));
}

/* An explosion at a plant, in a mine, of a boiler. */
static bool industrial(const sm_scan *s, const sm_hit *h)
{
    const sm_sentence *q = &s->doc->sentences[h->sentence];
    for (size_t i = q->first; i < q->end; i++)
        if (sm_scan_cue(s, i, SM_C_works))
            return true;
    return false;
}

/* "Police raided": the police come before the verb, in its clause. */
static bool by_police(const sm_scan *s, const sm_hit *h, const sm_sentence *q)
{
    return !h->noun &&
           (side(s, h->first > q->first + 8 ? h->first - 8 : q->first, h->first, s->clause[h->first]) &
            SM_L(police));
}

static uint8_t refine(const sm_scan *s, const sm_hit *h, uint64_t around, bool city_crime)
{
    const sm_sentence *q = &s->doc->sentences[h->sentence];
    switch (h->type) {
    case SM_EVENT_transport_accident:
        return around & SM_L(aircraft) && !(around & SM_L(vehicle) && h->trigger->strength == SM_strong)
                   ? SM_EVENT_air_crash
                   : h->type;
    case SM_EVENT_bombing:
        if (h->trigger->strength == SM_weak && !(around & (SM_L(weapon) | SM_L(perp) | SM_L(group))) &&
            industrial(s, h) && !(around & (SM_L(army) | SM_L(political))))
            return sm_scan_any(s, h->first, h->end, SM_L(blast)) ? h->type : SM_EVENT_industrial_accident;
        if (h->trigger->strength == SM_weak && !(around & SM_L(weapon)) &&
            !(s->article & (SM_L(political) | SM_L(group) | SM_L(blast) | SM_L(claimed))))
            return SM_EVENT_industrial_accident; /* nobody and no bomb is spoken of in the whole article */
        return (around & SM_L(aircraft)) && (around & SM_L(army)) && !(around & SM_L(blast)) && !h->noun
                   ? SM_EVENT_air_strike
                   : h->type;
    case SM_EVENT_armed_attack:
        if (around & SM_L(missile) && !(around & (SM_L(gun) | SM_L(blade) | SM_L(blast))) &&
            sm_scan_any(s, h->first > 4 ? h->first - 4 : 0, h->first, SM_L(missile)))
            return SM_EVENT_shelling_missile;
        if ((sm_token_is(s->doc, h->first, "raid") || sm_token_is(s->doc, h->first, "raids") ||
             sm_token_is(s->doc, h->first, "raided")) &&
            (((around & SM_L(police)) && !(around & SM_L(perp))) || by_police(s, h, q)))
            return SM_EVENT_security_operation;
        if ((sm_token_is(s->doc, h->first, "raid") || sm_token_is(s->doc, h->first, "raids")) &&
            (around & SM_L(aircraft)) && (around & SM_L(army)))
            return SM_EVENT_air_strike;
        if ((around & SM_L(crowd)) && !(around & SM_L(political)) &&
            strcmp(h->trigger->phrase, "stormed") == 0)
            return SM_EVENT_riot;
        if (both_armed(s, h, around))
            return SM_EVENT_armed_clash;
        if (!(around & (SM_L(political) | SM_L(army) | SM_L(missile))) && city_crime)
            return SM_EVENT_violent_crime;
        return h->type;
    case SM_EVENT_violent_crime:
        return around & (SM_L(political) | SM_L(group)) ? SM_EVENT_armed_attack : h->type;
    case SM_EVENT_armed_clash:
        if ((around & SM_L(crowd)) && !(around & (SM_L(political) | SM_L(missile))) &&
            h->trigger->strength == SM_weak)
            return SM_EVENT_riot;
        return h->type;
    case SM_EVENT_territory_change:
        if (!(h->trigger->needs & SM_NEEDS_arms)) /* who withdrew or retook is no thing that is seized */
            return h->type;
        if (arms_beside(s, h->first, h->end, q->first, q->end) &&
            !(side(s, h->end, h->end + 5 < q->end ? h->end + 5 : q->end, s->clause[h->first]) &
              SM_L(territory)))
            return SM_EVENT_security_operation;
        if ((side(s, h->end, h->end + 9 < q->end ? h->end + 9 : q->end, s->clause[h->first]) &
             SM_L(victim)) &&
            (around & SM_L(force)) &&
            !(around & SM_L(political) &&
              side(s, h->end, h->end + 6 < q->end ? h->end + 6 : q->end, s->clause[h->first]) & SM_L(site)))
            return SM_EVENT_security_operation;
        return h->type;
    case SM_EVENT_air_strike:
        return h->type;
    case SM_EVENT_shelling_missile:
        return (around & SM_L(aircraft)) && (around & SM_L(army)) && h->trigger->strength == SM_weak
                   ? SM_EVENT_air_strike
                   : h->type;
    case SM_EVENT_property_destruction:
        return (around & SM_L(aircraft)) && (around & SM_L(army)) && h->trigger->strength == SM_effect
                   ? SM_EVENT_air_strike
                   : h->type;
    default:
        return h->type;
    }
}

static void describe(const sm_scan *s, sm_hit *h, size_t begin)
{
    enum { REACH = 7 };
    const char *fold = sm_token_fold(s->doc, h->end - 1);
    size_t length = s->doc->tokens[h->end - 1].fold_length;
    h->plural = h->noun && length > 3 && fold[length - 1] == 's' && fold[length - 2] != 's';
    for (size_t i = h->first; i > begin && i + REACH > h->first; i--) {
        size_t j = i - 1;
        uint64_t c = sm_scan_class(s, j);
        if (sm_scan_cue(s, j, SM_C_another))
            h->another = true;
        if (sm_scan_cue(s, j, SM_C_definite) || s->doc->tokens[j].kind == SM_POSSESSIVE) {
            h->definite = true;
            break;
        }
        if (sm_scan_cue(s, j, SM_C_indefinite) || s->doc->tokens[j].kind == SM_NUMBER) {
            h->indefinite = true;
            break;
        }
        char mark = s->doc->text[s->doc->tokens[j].start];
        bool quote = s->doc->tokens[j].kind == SM_PUNCT &&
                     (mark == '"' || mark == '\'' || mark == '-' || (unsigned char)mark == 0xE2);
        if ((c & (SM_W_PREP | SM_W_AUX | SM_W_RELATIVE | SM_W_SAY)) ||
            (s->doc->tokens[j].kind == SM_PUNCT && !quote))
            break;
    }
    if (!h->noun)
        h->definite = h->indefinite = false;
    if (h->indefinite)
        h->definite = false;
    h->generic = !h->noun && length > 4 && sm_token_ends(s->doc, h->end - 1, "ing") && h->first > begin &&
                 (sm_scan_class(s, h->first - 1) & SM_W_PREP) &&
                 !sm_token_is(s->doc, h->first - 1, "after") && !sm_token_is(s->doc, h->first - 1, "before");
    if (h->generic)
        h->definite = true;
    for (size_t j = h->first > begin + 6 ? h->first - 6 : begin; j < h->first; j++)
        if (s->terms[j] & (SM_L(refers) | SM_L(claimed)) && !h->indefinite)
            h->definite = true;
}

/* Headlines write most words with a capital. */
static bool is_title_case(const sm_doc *doc, const sm_sentence *q)
{
    unsigned long_words = 0, capitals = 0;
    for (uint32_t i = q->first + 1; i < q->end; i++)
        if (doc->tokens[i].kind == SM_WORD && doc->tokens[i].end - doc->tokens[i].start > 3) {
            long_words++;
            capitals += (doc->tokens[i].flags & SM_T_CAPITAL) != 0;
        }
    return capitals * 5 > long_words * 3;
}

/* A word of a name: "the Palestine Liberation Army", "a member of Storm Corps"; but "Hurricane Gloria". */
static bool in_a_name(const sm_scan *s, const sm_trigger *t, const sm_sentence *q, size_t first, size_t end)
{
    const sm_doc *doc = s->doc;
    const sm_token *next = &doc->tokens[end];
    if (doc->allcaps || first == q->first || end >= q->end || !(doc->tokens[first].flags & SM_T_CAPITAL) ||
        next->kind != SM_WORD || !(next->flags & SM_T_CAPITAL) || s->mention_at[end] || s->time_at[end])
        return false;
    bool nature = t->type >= SM_EVENT_earthquake_tsunami && t->type <= SM_EVENT_epidemic;
    return (!nature || (sm_scan_class(s, end) & SM_W_ORGHEAD)) && !is_title_case(doc, q);
}

static void refuse(sm_scan *s, const sm_trigger *t, size_t sentence, size_t first, size_t end,
                   const char *why)
{
    if (s->explaining &&
        sm_arena_grow(s->arena, &s->refused, &s->refused_capacity, s->n_refused, sizeof *s->refused))
        s->refused[s->n_refused++] = (sm_refusal){.trigger = t,
                                                  .first = (uint32_t)first,
                                                  .end = (uint32_t)end,
                                                  .sentence = (uint32_t)sentence,
                                                  .why = why};
}

bool sm_has_triggers(const sm_doc *doc)
{
    for (size_t k = 0; k < doc->n_sentences; k++)
        for (size_t i = doc->sentences[k].first, end = doc->sentences[k].end;
             (i = sm_phrase_seek(&sm_triggers, doc, i, end)) < end; i++)
            if (sm_phrase_longest(&sm_triggers, doc, i, end, NULL))
                return true;
    return false;
}

void sm_scan_triggers(sm_scan *s)
{
    const sm_doc *doc = s->doc;
    uint64_t article = s->article & (SM_L(political) | SM_L(group) | SM_L(army) | SM_L(police) | SM_L(crime));
    bool city_crime =
        !(article & (SM_L(political) | SM_L(group) | SM_L(army))) && (article & (SM_L(police) | SM_L(crime)));
    for (size_t k = 0; k < doc->n_sentences; k++) {
        size_t begin = doc->sentences[k].first, stop = doc->sentences[k].end;
        for (size_t i = begin; (i = sm_phrase_seek(&sm_triggers, doc, i, stop)) < stop;) {
            size_t at = i, next = i + 1;
            uint32_t row = sm_phrase_longest(&sm_triggers, doc, i, stop, &next);
            i = next;
            const sm_trigger *t = &sm_triggers_rows[row];
            if (row == 0)
                continue;
            if (t->strength == SM_stop) {
                refuse(s, t, k, at, next, "a phrase that means something else");
                continue;
            }
            if (s->time_at[at] || (s->mention_at[at] && next - at == 1)) {
                refuse(s, t, k, at, next,
                       s->time_at[at] ? "part of a time expression" : "the name of a place");
                continue;
            }
            sm_hit h = {.trigger = t,
                        .first = (uint32_t)at,
                        .end = (uint32_t)next,
                        .sentence = (uint32_t)k,
                        .type = t->type};
            h.noun = t->part == SM_PART_noun || (t->part == SM_PART_any && is_noun(s, at, next, begin, stop));
            if (in_a_name(s, t, &doc->sentences[k], at, next)) {
                refuse(s, t, k, at, next, "part of a name");
                continue;
            }
            uint64_t around = classes_around(s, at, next, begin, stop);
            if (t->strength == SM_weak && !met(s, t->needs, around, at, next, begin, stop)) {
                refuse(s, t, k, at, next, "weak, and nothing that it needs stands beside it");
                continue;
            }
            if (t->part == SM_PART_noun && next == at + 1 && begin < at && sm_token_is(doc, at - 1, "to")) {
                refuse(s, t, k, at, next, "a verb here, and only the noun tells of an incident");
                continue;
            }
            describe(s, &h, begin);
            h.type = h.rule_type = refine(s, &h, around, city_crime);
            h.when.timex = h.report = h.because = SM_NONE;
            if (sm_arena_grow(s->arena, &s->hits, &s->hits_capacity, s->n_hits, sizeof h))
                s->hits[s->n_hits++] = h;
        }
    }
}
