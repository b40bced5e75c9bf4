/* Who did it, to whom, with what: the noun phrases around a trigger. */
#include "report.h"

#include <string.h>

/* A hyphen between two words. */
static bool is_joint(const sm_scan *s, size_t i)
{
    const sm_token *t = &s->doc->tokens[i];
    return s->doc->text[t->start] == '-' && !(t->flags & SM_T_SPACE) && i + 1 < s->doc->n_tokens &&
           !(s->doc->tokens[i + 1].flags & SM_T_SPACE) && i > 0 && t[-1].kind == SM_WORD;
}

/* The words of the lexicon phrase at `i` with the nouns and adjectives before it and "of the …" behind it. */
static const char *phrase_around(const sm_scan *s, size_t i, size_t begin, size_t end)
{
    size_t first = s->term_first[i], last = i + 1;
    while (last < end && s->terms[last] && s->term_first[last] == s->term_first[i])
        last++;
    for (; first > begin && last - first < 6; first--) {
        size_t j = first - 1;
        uint64_t c = sm_scan_class(s, j);
        if (j > begin && is_joint(s, j)) /* "Al-Shabab" */
            continue;
        if (s->doc->tokens[j].kind != SM_WORD || (j > begin && sm_token_is(s->doc, j - 1, "to")) ||
            (c & (SM_W_STOP | SM_W_PREP | SM_W_AUX | SM_W_DETERMINER | SM_W_CONJ | SM_W_RELATIVE | SM_W_SAY |
                  SM_W_NUMBER | SM_W_PRONOUN | SM_W_MODAL | SM_W_WEEKDAY)) ||
            (s->terms[j] & (SM_L(killed) | SM_L(injured) | SM_L(claimed) | SM_L(plan) | SM_L(threat) |
                            SM_L(about) | SM_L(atleast) | SM_L(detained))) ||
            s->time_at[j])
            break;
        const char *fold = sm_token_fold(s->doc, j);
        size_t n = strlen(fold);
        if (strcmp(fold, "hit") == 0 || strcmp(fold, "struck") == 0 || strcmp(fold, "hits") == 0)
            break;
        if (n > 4 && (strcmp(fold + n - 2, "ed") == 0 || strcmp(fold + n - 3, "ing") == 0) &&
            strcmp(fold, "unidentified") != 0 && strcmp(fold, "armed") != 0 && strcmp(fold, "masked") != 0)
            break;
    }
    if (last > first + 2 && sm_token_is(s->doc, last - 1, "with") && sm_token_is(s->doc, last - 2, "armed"))
        last -= 2; /* "man armed with" */
    if (last + 1 < end && (sm_token_is(s->doc, last, "of") || sm_token_is(s->doc, last, "from"))) {
        size_t j = last + 1;
        if (sm_token_is(s->doc, j, "the"))
            j++;
        size_t k = j;
        while (k < end && (s->terms[k] & SM_L(group)))
            k++;
        if (k > j)
            last = k;
    }
    return sm_scan_text(s, (uint32_t)first, (uint32_t)last, s->arena);
}

static bool claimed(const sm_scan *s, const sm_sentence *sentence, sm_report *r)
{
    for (size_t i = sentence->first; i < sentence->end; i++) {
        uint64_t t = s->terms[i];
        if (!(t & (SM_L(claimed) | SM_L(deniedby))) || s->term_first[i] != i)
            continue;
        const char *how = t & SM_L(claimed) ? "claimed" : "denied";
        bool by = false;
        for (size_t j = i; j < sentence->end && j < i + 4; j++)
            by |= sm_token_is(s->doc, j, "by");
        if (by) {
            for (size_t j = i; j < sentence->end && j < i + 10; j++)
                if (s->terms[j] & (SM_L(group) | SM_L(perp))) {
                    r->perpetrator = phrase_around(s, j, sentence->first, sentence->end);
                    r->perpetrator_confidence = how;
                    r->by_group = (s->terms[j] & SM_L(group)) != 0;
                    return true;
                }
        }
        for (size_t j = i; j > sentence->first; j--)
            if (s->terms[j - 1] & (SM_L(group) | SM_L(perp))) {
                r->perpetrator = phrase_around(s, j - 1, sentence->first, sentence->end);
                r->perpetrator_confidence = how;
                r->by_group = (s->terms[j - 1] & SM_L(group)) != 0;
                return true;
            }
    }
    return false;
}

/* "police blamed the X", "suspicion fell on the X": a group goes before gunmen that nobody knows. */
static void accused(const sm_scan *s, const sm_sentence *sentence, sm_report *r)
{
    enum { REACH = 6 };
    if (r->perpetrator_confidence && (r->by_group || strcmp(r->perpetrator_confidence, "denied") == 0))
        return;
    for (size_t i = sentence->first; i < sentence->end; i++)
        for (size_t j = i + 1; (s->terms[i] & SM_L(accused)) && j < sentence->end && j <= i + REACH; j++)
            if (s->terms[j] & SM_L(group)) {
                r->perpetrator = phrase_around(s, j, i + 1, sentence->end);
                r->perpetrator_confidence = "accused";
                r->by_group = true;
                return;
            }
}

static bool human_kind(uint8_t type)
{
    switch (type) {
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

static void perpetrator(const sm_scan *s, const sm_hit *h, const sm_sentence *sentence, sm_report *r)
{
    uint64_t sides = SM_L(perp) | SM_L(group);
    if (h->type == SM_EVENT_air_strike || h->type == SM_EVENT_shelling_missile ||
        h->type == SM_EVENT_security_operation || h->type == SM_EVENT_force_against_protesters)
        sides |= SM_L(army) | SM_L(force);
    bool passive = !h->noun && h->first > sentence->first && (sm_scan_class(s, h->first - 1) & SM_W_AUX);
    for (size_t i = h->end; i + 1 < sentence->end && i < h->end + 16; i++) {
        if (!sm_token_is(s->doc, i, "by"))
            continue;
        for (size_t j = i + 1; j < sentence->end && j < i + 8; j++)
            if (s->terms[j] & sides) {
                r->perpetrator = phrase_around(s, j, sentence->first, sentence->end);
                r->perpetrator_confidence = "reported";
                r->by_group = (s->terms[j] & SM_L(group)) != 0;
                return;
            }
    }
    if (passive)
        return;
    for (size_t i = h->first; i > sentence->first && i + 14 > h->first; i--) {
        if (s->clause[i - 1] + 1 < s->clause[h->first])
            break;
        if (s->terms[i - 1] & sides) {
            r->perpetrator = phrase_around(s, i - 1, sentence->first, sentence->end);
            r->perpetrator_confidence =
                sm_scan_any(s, sentence->first, h->first, SM_L(accused)) ? "accused" : "reported";
            r->by_group = (s->terms[i - 1] & SM_L(group)) != 0;
            return;
        }
        const sm_mention *m = sm_scan_mention(s, i - 1);
        if (m && m->kind == SM_ASSOCIATIVE && i == h->first &&
            (sides & SM_L(army))) { /* "Russian air strikes" */
            r->perpetrator = sm_scan_text(s, m->first, m->end, s->arena);
            r->perpetrator_confidence = "reported";
            return;
        }
    }
}

static void target(const sm_scan *s, const sm_hit *h, const sm_sentence *sentence, sm_report *r)
{
    uint64_t kinds = SM_L(victim) | SM_L(site) | SM_L(vehicle) | SM_L(aircraft);
    bool passive = !h->noun && h->first > sentence->first && (sm_scan_class(s, h->first - 1) & SM_W_AUX);
    for (size_t i = h->end;
         !passive && i < sentence->end && i < h->end + 9 && s->clause[i] == s->clause[h->first]; i++)
        if (s->terms[i] & kinds && !(s->terms[i] & SM_L(perp))) {
            r->target = phrase_around(s, i, h->end, sentence->end);
            return;
        }
    for (size_t i = h->first; passive && i > sentence->first && i + 12 > h->first; i--)
        if (s->terms[i - 1] & kinds && !(s->terms[i - 1] & SM_L(perp))) {
            r->target = phrase_around(s, i - 1, sentence->first, sentence->end);
            return;
        }
}

static void weapon(const sm_scan *s, const sm_hit *h, const sm_sentence *sentence, sm_report *r)
{
    size_t best = SIZE_MAX, at = 0;
    for (size_t i = sentence->first; i < sentence->end; i++) {
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
        while (last < sentence->end && s->terms[last] && s->term_first[last] == first)
            last++;
        r->weapon = sm_scan_text(s, (uint32_t)first, (uint32_t)last, s->arena);
    }
}

void sm_find_actors(const sm_scan *s, const sm_hit *h, sm_report *r)
{
    const sm_sentence *sentence = &s->doc->sentences[h->sentence];
    if (!human_kind(r->type))
        return;
    if (r->perpetrator_confidence == NULL || strcmp(r->perpetrator_confidence, "claimed") != 0)
        claimed(s, sentence, r);
    if (r->perpetrator == NULL)
        perpetrator(s, h, sentence, r);
    if (r->target == NULL)
        target(s, h, sentence, r);
    if (r->weapon == NULL)
        weapon(s, h, sentence, r);
}

void sm_find_claims(const sm_scan *s, sm_reports *reports)
{
    enum { REACH = 4 };
    size_t hit = 0;
    for (size_t k = 0; k < s->doc->n_sentences; k++) {
        const sm_sentence *q = &s->doc->sentences[k];
        bool told = false;
        for (; hit < s->n_hits && s->hits[hit].sentence == k; hit++)
            told |= !s->hits[hit].dropped && s->hits[hit].report != SM_NONE;
        if (told || !sm_scan_any(s, q->first, q->end, SM_L(claimed) | SM_L(deniedby) | SM_L(accused)))
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
        if (last && human_kind(last->type) &&
            (last->perpetrator_confidence == NULL || strcmp(last->perpetrator_confidence, "claimed") != 0))
            if (!claimed(s, q, last))
                accused(s, q, last);
    }
}
