/* The day of an incident, when its whole article is known.
 *
 * The times that belong to its triggers come first. A report of an arrest, a hearing or a sentence names the
 * day of that as well, mostly first: there an earlier day beside another trigger goes before the day of the
 * report. "Last month", "in 2014" are narrowed by the one day inside them that the article names. Without any
 * time the earliest day of the last fortnight stands in. */
#include "report.h"

#include "date.h"

#include <stdlib.h>

enum { FORTNIGHT = 14, FRESH = 4, HEAD = 8, MORNING = 5 * 60 };

static bool is_day(const sm_timex *t)
{
    return t->type <= SM_TIMEX_TIME && t->resolved && t->precision && t->precision <= SM_PRECISION_DAY &&
           t->from == t->to;
}

static sm_when when_of(const sm_scan *s, uint32_t i)
{
    const sm_timex *t = &s->times[i];
    return (sm_when){.timex = i,
                     .from = t->from,
                     .to = t->to,
                     .known = true,
                     .precision = t->precision,
                     .basis = t->basis,
                     .minute = t->minute};
}

/* The article begins with what came later: an arrest, a charge, a trial, a sentence. */
static bool is_sequel(const sm_scan *s)
{
    for (size_t k = 0; k < s->doc->n_sentences && k < HEAD; k++)
        for (uint32_t i = s->doc->sentences[k].first; i < s->doc->sentences[k].end; i++)
            if (sm_scan_cue(s, i, SM_C_trial))
                return true;
    return false;
}

/* The earliest day beside one of the report's triggers that is older than the report's other days. */
static sm_when earlier_day(const sm_scan *s, size_t k, const sm_when *now)
{
    sm_when best = *now;
    for (size_t i = 0; i < s->n_hits; i++) {
        const sm_hit *h = &s->hits[i];
        if (h->dropped || h->report != k || h->when.timex == SM_NONE || !is_day(&s->times[h->when.timex]))
            continue;
        if (h->when.from < best.from && h->when.score > 0.05f)
            best = h->when;
    }
    return best;
}

/* The one day before the report's that the article names by month and day. */
static uint32_t older_day(const sm_scan *s)
{
    uint32_t found = SM_NONE;
    int32_t published = sm_days(s->published);
    for (size_t i = 0; i < s->n_times; i++) {
        const sm_timex *t = &s->times[i];
        if (!is_day(t) || t->month <= 0 || t->from >= published - FRESH)
            continue;
        if (found != SM_NONE && s->times[found].from != t->from)
            return SM_NONE;
        found = (uint32_t)i;
    }
    return found;
}

/* "Friday night", and it was 2:45 a.m.: the night's second day. */
static bool after_midnight(const sm_scan *s, const sm_report *r, const sm_when *w)
{
    enum { NIGHT = 4 };
    if (w->timex == SM_NONE || s->times[w->timex].rule.part != NIGHT)
        return false;
    for (size_t i = 0; i < s->n_times; i++) {
        const sm_timex *t = &s->times[i];
        if (t->type != SM_TIMEX_TIME || t->minute < 0 || t->minute >= MORNING || t->weekday || t->month > 0)
            continue;
        uint32_t sentence = s->doc->tokens[t->first].sentence;
        for (size_t p = 0; p < r->n_passages; p++)
            if (r->passages[p].sentence == sentence)
                return true;
    }
    return false;
}

/* The one day that the article names inside a range; SM_NONE when it names none or several. */
static uint32_t day_inside(const sm_scan *s, const sm_when *range)
{
    uint32_t found = SM_NONE;
    int32_t published = s->published.year ? sm_days(s->published) : INT32_MAX;
    if (is_day(&s->times[range->timex]))
        return SM_NONE; /* an end of "from Monday to Wednesday" */
    for (size_t i = 0; i < s->n_times; i++) {
        const sm_timex *t = &s->times[i];
        if (!is_day(t) || t->from < range->from || t->from > range->to || t->from > published)
            continue;
        if (found != SM_NONE && s->times[found].from != t->from)
            return SM_NONE;
        found = (uint32_t)i;
    }
    return found;
}

/* The earliest day of the last two weeks that the article names: measured on reports of known incidents, the
 * best guess for an incident whose own sentences name no day. */
static uint32_t recent_day(const sm_scan *s)
{
    int32_t published = sm_days(s->published);
    uint32_t best = SM_NONE;
    for (size_t i = 0; i < s->n_times; i++) {
        const sm_timex *t = &s->times[i];
        if (!is_day(t) || t->from > published || t->from < published - FORTNIGHT)
            continue;
        if (best == SM_NONE || t->from < s->times[best].from)
            best = (uint32_t)i;
    }
    return best;
}

/* "hours later", "the same evening", "later that day". */
static bool says_same_day(const sm_scan *s, uint32_t i)
{
    return (sm_scan_cue(s, i, SM_C_hours) && sm_scan_cue(s, i + 1, SM_C_apart)) ||
           (sm_token_is(s->doc, i, "same") && sm_scan_cue(s, i + 1, SM_C_day_part)) ||
           (sm_token_is(s->doc, i, "that") && sm_scan_cue(s, i + 1, SM_C_day_part) && i > 0 &&
            (sm_token_is(s->doc, i - 1, "later") || sm_token_is(s->doc, i - 1, "earlier")));
}

/* A trigger of report `k` stands in a sentence that puts it on the day of what was told before. */
static bool on_the_same_day(const sm_scan *s, size_t k)
{
    for (size_t i = 0; i < s->n_hits; i++) {
        const sm_hit *h = &s->hits[i];
        if (h->dropped || h->report != k)
            continue;
        const sm_sentence *q = &s->doc->sentences[h->sentence];
        for (uint32_t j = q->first; j + 1 < q->end; j++)
            if (says_same_day(s, j))
                return true;
    }
    return false;
}

sm_when sm_choose_day(const sm_scan *s, const sm_reports *reports, size_t k, bool first)
{
    sm_when w = reports->items[k].when;
    bool dated = s->published.year && s->published.day;
    bool sequel = first && dated && sm_is_local(s, reports->items[k].type) && is_sequel(s);
    int32_t published = dated ? sm_days(s->published) : 0;
    if (w.timex != SM_NONE && w.known) {
        if (sequel && w.from == w.to && published - w.from <= FRESH) {
            w = earlier_day(s, k, &w);
            uint32_t older = published - w.from <= FRESH ? older_day(s) : SM_NONE;
            if (older != SM_NONE)
                w = when_of(s, older);
        }
        uint32_t day = first && w.from < w.to && w.precision > SM_PRECISION_DAY ? day_inside(s, &w) : SM_NONE;
        if (day != SM_NONE)
            w = when_of(s, day);
        if (after_midnight(s, &reports->items[k], &w)) {
            w.from++;
            w.to++;
        }
        return w;
    }
    if (k > 0 && on_the_same_day(s, k)) {
        sm_when before = sm_choose_day(s, reports, k - 1, false);
        before.minute = -1;
        if (before.known)
            return before;
    }
    w.known = false;
    uint32_t day = sequel && w.timex == SM_NONE ? older_day(s) : SM_NONE;
    if (day == SM_NONE && first && dated && w.timex == SM_NONE)
        day = recent_day(s);
    return day != SM_NONE ? when_of(s, day) : w;
}
