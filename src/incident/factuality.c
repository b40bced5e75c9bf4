/* Whether what a trigger names did happen: MUC's stage and TimeML's modality in a window of words.
 *
 *     gunmen attacked the post             accomplished
 *     tried to attack, attempted murder    attempted
 *     police foiled an attack              foiled
 *     threatened to attack, warned of      threatened
 *     rumours of an attack                 unconfirmed
 *     would attack, if they attack, no attack, future attacks, attacks (alone, in general)   no incident
 */
#include "scan.h"

#include <string.h>

static void drop(sm_hit *h, const char *why, size_t because)
{
    h->dropped = true;
    h->why = why;
    h->because = (uint32_t)because;
}

static void mark(sm_hit *h, uint8_t status, const char *why, size_t because)
{
    h->status = status;
    h->why = why;
    h->because = (uint32_t)because;
}

/* "to attack": what governs the infinitive decides. */
static void judge_infinitive(const sm_scan *s, sm_hit *h, size_t begin, size_t to)
{
    for (size_t i = to; i > begin && i + 6 > to; i--) {
        uint64_t t = s->terms[i - 1];
        if (sm_scan_cue(s, i - 1, SM_C_carried_out))
            return;
        if (t & SM_L(attempt)) {
            mark(h, SM_ATTEMPTED, "an attempt", i - 1);
            return;
        }
        if ((t & SM_L(threat)) && h->type != SM_EVENT_armed_clash && h->type != SM_EVENT_security_operation) {
            mark(h, SM_THREATENED, "a threat or a plan", i - 1);
            return;
        }
        if (t & (SM_L(plan) | SM_L(foil)))
            break;
    }
    drop(h, "an aim, not an event", to);
}

/* "heavy rain may cause floods": a modal verb governs the noun by a verb of causing. */
static bool may_cause(const sm_scan *s, size_t modal, const sm_hit *h)
{
    for (size_t i = modal + 1; i < h->first; i++)
        if (sm_scan_cue(s, i, SM_C_causing))
            return true;
    return false;
}

/* "an anniversary of the attack", "the trial for the attack": told of for another reason than that it
 * happened. */
static bool is_occasion(const sm_scan *s, size_t j, const sm_hit *h)
{
    return h->noun && sm_scan_cue(s, j, SM_C_occasion) && sm_token_is(s->doc, j + 1, "of");
}

/* "trained for gas attacks", "a simulated attack", "an evacuation drill": practice. */
static bool is_practice(const sm_scan *s, const sm_hit *h, const sm_sentence *q, size_t *at)
{
    enum { REACH = 8 };
    size_t from = h->first > q->first + REACH ? h->first - REACH : q->first,
           to = h->end + REACH < q->end ? h->end + REACH : q->end;
    for (size_t i = from; h->noun && i < to; i++) {
        bool drill = i > q->first && sm_scan_cue(s, i, SM_C_drill) &&
                     (sm_scan_class(s, i - 1) & SM_W_DETERMINER || sm_token_is(s->doc, i - 1, "military") ||
                      sm_token_is(s->doc, i - 1, "joint") || sm_token_is(s->doc, i - 1, "training") ||
                      sm_token_is(s->doc, i - 1, "naval"));
        bool trained = i < h->first && sm_scan_cue(s, i, SM_C_training) && sm_token_is(s->doc, i + 1, "for");
        *at = i;
        if (sm_scan_cue(s, i, SM_C_practice) || trained || (drill && !sm_token_is(s->doc, i - 1, "during")))
            return true;
    }
    return false;
}

/* "the army denied that it shelled the town", "denied shelling it", "denied reports of a blast". */
static bool is_denied(const sm_scan *s, const sm_hit *h, size_t begin, size_t *at)
{
    enum { REACH = 6 };
    for (size_t i = h->first; i > begin && i + REACH > h->first; i--)
        if (sm_scan_cue(s, i - 1, SM_C_denying)) {
            *at = i - 1;
            return sm_scan_cue(s, i, SM_C_rumour) ||
                   (sm_scan_cue(s, i + 1, SM_C_rumour) && i + 1 < h->first) ||
                   (!h->noun &&
                    (sm_token_is(s->doc, i, "that") || i == h->first || sm_token_is(s->doc, i, "having")));
        }
    return false;
}

static void judge_before(const sm_scan *s, sm_hit *h, size_t begin)
{
    enum { REACH = 7 };
    for (size_t i = h->first; i > begin && i + REACH > h->first; i--) {
        size_t j = i - 1, distance = h->first - j;
        uint64_t t = s->terms[j], c = sm_scan_class(s, j);
        if (s->doc->tokens[j].kind == SM_PUNCT && !sm_scan_comma(s, j) && distance > 2)
            return;
        if (s->clause[j] != s->clause[h->first])
            return;
        if (!h->noun && (c & SM_W_MODAL) && distance <= 3) {
            drop(h, "modal", j);
            return;
        }
        if (sm_token_is(s->doc, j, "if") || sm_token_is(s->doc, j, "unless")) {
            drop(h, "conditional", j);
            return;
        }
        if (h->noun && (c & SM_W_MODAL) && distance <= 5 && may_cause(s, j, h)) {
            drop(h, "modal", j);
            return;
        }
        if (is_occasion(s, j, h)) {
            drop(h, "an occasion to remember it", j);
            return;
        }
        bool scope = sm_token_is(s->doc, j, "without") &&
                     (sm_token_is(s->doc, h->first - 1, "or") || sm_token_is(s->doc, h->first - 1, "and"));
        if ((c & SM_W_NEGATION) && (distance <= 3 || (scope && distance <= 5)) &&
            !(h->noun && distance > 2 && !scope)) {
            drop(h, "negated", j);
            return;
        }
        bool counted = j > begin && (sm_scan_class(s, j - 1) & SM_W_NUMBER ||
                                     s->doc->tokens[j - 1].kind == SM_NUMBER); /* "two more bombs" */
        if (h->noun && distance <= 2 && !counted && sm_scan_cue(s, j, SM_C_unreal)) {
            drop(h, "in general or in future", j);
            return;
        }
        if ((t & SM_L(foil)) && distance <= 5) {
            mark(h, SM_FOILED, "it was foiled", j);
            return;
        }
        if ((t & SM_L(attempt)) && distance <= 3 && h->trigger->strength != SM_effect) {
            mark(h, SM_ATTEMPTED, "an attempt", j);
            return;
        }
        if ((t & SM_L(threat)) && distance <= 5) {
            mark(h, SM_THREATENED, "a threat or a plan", j);
            return;
        }
        if ((t & SM_L(plan)) && distance <= 5 && h->noun) {
            mark(h, SM_THREATENED, "a threat or a plan", j);
            return;
        }
        if ((c & SM_W_AUX) == 0 && !h->noun && (c & SM_W_SAY) && distance > 2)
            return;
    }
}

/* "no bomb exploded", "none of the shells hit": nothing did. */
static bool by_nothing(const sm_scan *s, const sm_hit *h, size_t begin, size_t *at)
{
    if (h->noun || h->trigger->strength == SM_effect)
        return false;
    for (size_t i = h->first; i > begin && i + 4 > h->first; i--) {
        *at = i - 1;
        if (sm_scan_cue(s, i - 1, SM_C_nothing))
            return true;
        if (s->doc->tokens[i - 1].kind != SM_WORD ||
            (sm_scan_class(s, i - 1) & (SM_W_CONJ | SM_W_RELATIVE | SM_W_SAY | SM_W_DETERMINER)))
            return false;
    }
    return false;
}

/* "the attack never took place", "the raid did not happen". */
static bool never_was(const sm_scan *s, const sm_hit *h, size_t end, size_t *at)
{
    enum { REACH = 8 };
    for (size_t j = h->end; h->noun && j + 1 < end && j < h->end + REACH; j++) {
        if ((sm_scan_class(s, j) & (SM_W_SAY | SM_W_RELATIVE)) || s->clause[j] != s->clause[h->first])
            return false;
        bool negated = sm_token_is(s->doc, j, "never") || (sm_scan_class(s, j) & SM_W_NEGATION);
        *at = j;
        if (negated &&
            (sm_scan_cue(s, j + 1, SM_C_happening) || (j + 2 < end && sm_scan_cue(s, j + 2, SM_C_happening))))
            return true;
    }
    return false;
}

/* "the attack was foiled", "a bomb on the bridge failed to explode". */
static void judge_behind(const sm_scan *s, sm_hit *h, size_t end)
{
    enum { REACH = 12 };
    for (size_t j = h->end; h->noun && j < h->end + REACH && j < end && s->clause[j] == s->clause[h->first];
         j++) {
        if (s->terms[j] & SM_L(foil) && s->term_first[j] == j &&
            ((sm_scan_class(s, j - 1) & SM_W_AUX) || sm_token_is(s->doc, j, "failed") ||
             sm_token_is(s->doc, j, "did"))) {
            mark(h, SM_FOILED, "it was foiled", j);
            return;
        }
        if (j > h->end + 2 && (sm_scan_class(s, j) & SM_W_SAY))
            return;
    }
}

void sm_scan_factuality(sm_scan *s)
{
    for (size_t k = 0; k < s->n_hits; k++) {
        sm_hit *h = &s->hits[k];
        const sm_sentence *sentence = &s->doc->sentences[h->sentence];
        if (h->dropped)
            continue;
        h->status = SM_ACCOMPLISHED;
        size_t at;
        if (h->first > sentence->first && sm_token_is(s->doc, h->first - 1, "to") && !h->noun)
            judge_infinitive(s, h, sentence->first, h->first - 1);
        else if (h->end > h->first + 1 && sm_token_is(s->doc, h->first, "to"))
            judge_infinitive(s, h, sentence->first, h->first);
        else
            judge_before(s, h, sentence->first);
        if (!h->dropped && is_practice(s, h, sentence, &at))
            drop(h, "practice", at);
        if (!h->dropped && (by_nothing(s, h, sentence->first, &at) || never_was(s, h, sentence->end, &at)))
            drop(h, "negated", at);
        if (h->dropped)
            continue;
        if (is_denied(s, h, sentence->first, &at))
            mark(h, SM_UNCONFIRMED, "it is denied", at);
        size_t from = h->first > sentence->first + 14 ? h->first - 14 : sentence->first,
               to = h->end + 10 < sentence->end ? h->end + 10 : sentence->end;
        for (size_t j = from; j < to; j++)
            if (s->terms[j] & SM_L(unconfirmed)) {
                mark(h, SM_UNCONFIRMED, "it was not confirmed", j);
                break;
            }
        if (strcmp(h->trigger->phrase, "assassination attempt") == 0)
            mark(h, SM_ATTEMPTED, "an attempt", h->first);
        judge_behind(s, h, sentence->end);
    }
}
