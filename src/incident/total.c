/* One toll from the statements of an article about one incident.
 *
 * Parts ("including three children") are never added. Attackers who died are kept apart where there are
 * attackers. A stated total ("in total", "death toll") goes first; else the largest number wins, for the
 * later sentences of a report break a total down or repeat it. Victims told one by one ("Kim Lee was killed
 * … Ann Ray also died") are added up by their names. Numbers of a whole year or month beside an incident of a
 * day are statistics. */
#include "report.h"

#include "date.h"

enum { NAMES = 24, LONG = 27 /* days */ };

static bool keeps_attackers_apart(uint8_t type)
{
    return type == SM_EVENT_armed_attack || type == SM_EVENT_bombing || type == SM_EVENT_suicide_bombing ||
           type == SM_EVENT_abduction || type == SM_EVENT_hijack_piracy;
}

/* First and last name stand side by side somewhere in the article, or the two are equal. */
static bool same_person(const sm_scan *s, uint64_t a, uint64_t b)
{
    const sm_token *t = s->doc->tokens;
    if (a == b)
        return true;
    for (size_t i = 0; i + 1 < s->doc->n_tokens; i++)
        if ((t[i].flags & t[i + 1].flags & SM_T_CAPITAL) &&
            ((t[i].hash == a && t[i + 1].hash == b) || (t[i].hash == b && t[i + 1].hash == a)))
            return true;
    return false;
}

/* The last token of a person's name that ends at `i`; SM_NONE when it is none: one that never stands behind
 * another capitalised word, an office, a school. */
static uint32_t person_at(const sm_scan *s, uint32_t i)
{
    const sm_token *t = s->doc->tokens;
    if (sm_scan_cue(s, i, SM_C_generation) && i > 0)
        i--;
    if (s->terms[i] || s->mention_at[i] ||
        (sm_scan_class(s, i) & (SM_W_ORGHEAD | SM_W_PLACENOUN | SM_W_TITLE)))
        return SM_NONE;
    return i > 0 && t[i].fold_length > 2 && (t[i - 1].flags & SM_T_CAPITAL) && t[i - 1].kind == SM_WORD
               ? i
               : SM_NONE;
}

/* How many persons the single victims are: the first, and each of another name whose fate is told with "also"
 * or its like. Without such a word a second name is as often the first in other words, or a victim of another
 * day. */
static int32_t persons(const sm_scan *s, const sm_report *r, sm_count_kind kind)
{
    uint64_t names[NAMES];
    int32_t n = 0;
    for (size_t i = 0; i < r->n_counts; i++) {
        const sm_count *c = &s->counts[r->counts[i]];
        uint32_t name = c->name ? person_at(s, c->name - 1) : SM_NONE;
        if (c->kind != kind || name == SM_NONE || c->suicide || c->implied || c->perpetrator)
            continue;
        uint64_t hash = s->doc->tokens[name].hash;
        bool known = n == NAMES;
        for (int32_t k = 0; k < n && !known; k++)
            known = same_person(s, names[k], hash);
        if (!known && (n == 0 || c->part))
            names[n++] = hash;
    }
    return n;
}

/* "750 homicides this year" is none of last night's: the sentence names a long time, the incident a day. */
static bool is_statistic(const sm_scan *s, const sm_report *r, const sm_count *c)
{
    if (r->when.timex == SM_NONE || !r->when.precision || r->when.precision > SM_PRECISION_DAY || c->singular)
        return false;
    const sm_sentence *q = &s->doc->sentences[s->doc->tokens[c->word].sentence];
    bool wide = false;
    for (size_t i = 0; i < s->n_times; i++) {
        const sm_timex *t = &s->times[i];
        if (t->first < q->first || t->first >= q->end || t->type > SM_TIMEX_TIME)
            continue;
        if (t->precision && t->precision <= SM_PRECISION_DAY)
            return false;
        int32_t today = s->published.day ? sm_days(s->published) : t->to;
        bool past = r->when.known && t->from <= r->when.from && r->when.from <= t->to && today > t->to;
        wide |= t->resolved && t->to - t->from >= LONG && !past; /* "back in May", of an incident in May */
    }
    return wide;
}

/* "One man was badly hurt and eight others were injured": who is told beside others of his fate in one
 * sentence. 0 = nobody. */
static int32_t beside(const sm_scan *s, const sm_report *r, sm_count_kind kind)
{
    int32_t most = 0;
    for (size_t i = 0; i < r->n_counts; i++) {
        const sm_count *rest = &s->counts[r->counts[i]];
        if (rest->kind != kind || !rest->rest || rest->best < 1)
            continue;
        for (size_t k = 0; k < r->n_counts; k++) {
            const sm_count *c = &s->counts[r->counts[k]];
            bool before = c->end <= rest->first &&
                          s->doc->tokens[c->word].sentence == s->doc->tokens[rest->word].sentence;
            if (c->kind == kind && !c->rest && !c->suicide && !c->implied && before && c->best > 0 &&
                c->best + rest->best > most)
                most = c->best + rest->best;
        }
    }
    return most;
}

sm_toll sm_total(const sm_scan *s, const sm_report *r, sm_count_kind kind)
{
    sm_toll none = {SM_UNSTATED, SM_UNSTATED, SM_UNSTATED};
    const sm_count *best = NULL, *zero = NULL, *implied = NULL, *suicide = NULL;
    for (size_t i = 0; i < r->n_counts; i++) {
        const sm_count *c = &s->counts[r->counts[i]];
        if (c->kind != kind || (c->perpetrator && keeps_attackers_apart(r->type)) || is_statistic(s, r, c))
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
    int32_t sum = best ? beside(s, r, kind) : 0;
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
    int32_t told = persons(s, r, kind);
    told = told > sum ? told : sum;
    if (told > best->best && !best->total)
        return (sm_toll){told, told, told};
    return (sm_toll){best->best, best->low, best->high};
}
