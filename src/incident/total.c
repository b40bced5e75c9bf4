/* One toll from the statements of an article about one incident.
 *
 * Parts ("including three children") are never added. Attackers who died are kept apart where there are
 * attackers. A stated total ("in total", "death toll") goes first; else the largest number wins, for the
 * later sentences of a report break a total down or repeat it. Singular victims stand for one where no number
 * is given. */
#include "report.h"

static bool keeps_attackers_apart(uint8_t type)
{
    return type == SM_EVENT_armed_attack || type == SM_EVENT_bombing || type == SM_EVENT_suicide_bombing ||
           type == SM_EVENT_abduction || type == SM_EVENT_hijack_piracy;
}

sm_toll sm_total(const sm_scan *s, const sm_report *r, sm_count_kind kind)
{
    sm_toll none = {SM_UNSTATED, SM_UNSTATED, SM_UNSTATED};
    const sm_count *best = NULL, *zero = NULL, *implied = NULL, *suicide = NULL;
    for (size_t i = 0; i < r->n_counts; i++) {
        const sm_count *c = &s->counts[r->counts[i]];
        if (c->kind != kind || (c->perpetrator && keeps_attackers_apart(r->type)))
            continue;
        if (c->suicide) {
            suicide = suicide ? suicide : c;
            continue;
        }
        if (c->implied) {
            implied = implied || r->status != SM_ACCOMPLISHED ? implied : c; /* nobody dies of an attempt */
            continue;
        }
        if (c->best == 0) {
            zero = zero ? zero : c;
            continue;
        }
        if (best == NULL || (best->part && !c->part) ||
            (best->part == c->part && best->singular && !c->singular && c->best > 1) ||
            (best->part == c->part && c->total >= best->total && c->best > best->best &&
             best->singular <= c->singular + (c->best > best->best)))
            best = c;
    }
    if (suicide && !keeps_attackers_apart(r->type)) {
        /* "killed two women, then himself": three; "three dead in murder and suicide" has him already */
        bool beside = best && !best->total && best->word < suicide->word &&
                      s->doc->tokens[best->word].sentence == s->doc->tokens[suicide->word].sentence;
        if (best == NULL)
            return (sm_toll){1, 1, 1};
        if (beside)
            return (sm_toll){best->best + 1, best->low == SM_UNSTATED ? SM_UNSTATED : best->low + 1,
                             best->high == SM_UNSTATED ? SM_UNSTATED : best->high + 1};
    }
    if (best == NULL && implied)
        return (sm_toll){1, 1, SM_UNSTATED};
    if (best == NULL)
        return zero ? (sm_toll){0, 0, 0} : none;
    return (sm_toll){best->best, best->low, best->high};
}
