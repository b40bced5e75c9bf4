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

static const char *const modifiers_unreal[] = {
    "future",  "possible",     "potential", "further", "any",          "such",     "more",       "imminent",
    "likely",  "hypothetical", "no",        "without", "alleged plot", "anti",     "counter",    "similar",
    "prevent", "avert",        "against",   "regular", "routine",      "frequent", "occasional", NULL};
static const char *const carried_out[] = {"began",     "continued", "managed", "started",   "used",
                                          "proceeded", "continue",  "went",    "continues", "begun",
                                          "helped",    "forces",    NULL};

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
static void judge_infinitive(const sm_scan *s, sm_hit *h, size_t begin)
{
    size_t to = h->first - 1;
    for (size_t i = to; i > begin && i + 6 > to; i--) {
        uint64_t t = s->terms[i - 1];
        if (sm_scan_word(s, i - 1, carried_out))
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
        if ((c & SM_W_NEGATION) && distance <= 3 && !(h->noun && distance > 2)) {
            drop(h, "negated", j);
            return;
        }
        if (h->noun && distance <= 2 && sm_scan_word(s, j, modifiers_unreal)) {
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

void sm_scan_factuality(sm_scan *s)
{
    for (size_t k = 0; k < s->n_hits; k++) {
        sm_hit *h = &s->hits[k];
        const sm_sentence *sentence = &s->doc->sentences[h->sentence];
        if (h->dropped)
            continue;
        h->status = SM_ACCOMPLISHED;
        if (h->first > sentence->first && sm_token_is(s->doc, h->first - 1, "to") && !h->noun)
            judge_infinitive(s, h, sentence->first);
        else
            judge_before(s, h, sentence->first);
        if (h->dropped)
            continue;
        size_t from = h->first > sentence->first + 14 ? h->first - 14 : sentence->first,
               to = h->end + 10 < sentence->end ? h->end + 10 : sentence->end;
        for (size_t j = from; j < to; j++)
            if (s->terms[j] & SM_L(unconfirmed)) {
                mark(h, SM_UNCONFIRMED, "it was not confirmed", j);
                break;
            }
        if (strcmp(h->trigger->phrase, "assassination attempt") == 0)
            mark(h, SM_ATTEMPTED, "an attempt", h->first);
        for (size_t j = h->end; j < h->end + 3 && j < sentence->end; j++) /* "the attack was foiled" */
            if ((s->terms[j] & SM_L(foil)) && (sm_scan_class(s, j - 1) & SM_W_AUX))
                mark(h, SM_FOILED, "it was foiled", j);
    }
}
