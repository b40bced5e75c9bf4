/* When: the time expression that belongs to a trigger.
 *
 * In order: a modifier of the trigger noun ("Friday's assault", "the Oct. 31 bombing"), an expression of the
 * clause, one of the sentence. The day of a statement ("said on Saturday") belongs to the saying and is
 * passed over. What the sentence does not say is left to the article (individuate.c). */
#include "scan.h"

#include "date.h"

#include <stdlib.h>

static bool is_say(const sm_scan *s, size_t i)
{
    return (sm_scan_class(s, i) & SM_W_SAY) != 0;
}

/* The day of a statement: "said Saturday", "told reporters on Friday", "on Tuesday vowed". */
static bool of_statement(const sm_scan *s, const sm_timex *t, const sm_hit *h, size_t begin, size_t end)
{
    for (size_t i = t->first; i > begin && i + 5 > t->first; i--) {
        if (i - 1 >= h->first && i - 1 < h->end)
            return false;
        if (is_say(s, i - 1))
            return true;
        if (!sm_scan_cue(s, i - 1, SM_C_said_on))
            break;
    }
    if (t->end < end && is_say(s, t->end) && h->first > t->end)
        return true;
    return false;
}

/* The day of what came after: a charge, a hearing, an arrest, a vigil. Not of the incident, unless the
 * trigger itself is an arrest. */
static bool of_sequel(const sm_scan *s, const sm_timex *t, const sm_hit *h, size_t begin, size_t end)
{
    if (h->type == SM_EVENT_security_operation)
        return false;
    for (size_t i = t->first; i > begin && t->first - i < 5; i--) {
        if ((i - 1 >= h->first && i - 1 < h->end) || (sm_scan_class(s, i - 1) & SM_W_RELATIVE))
            break;
        if (sm_scan_cue(s, i - 1, SM_C_sequel))
            return true;
    }
    for (size_t i = t->end; i < end && i < t->end + 3 && i < h->first; i++)
        if (sm_scan_cue(s, i, SM_C_sequel) && h->first > t->end)
            return true;
    return false;
}

static bool usable(const sm_timex *t)
{
    return t->type <= SM_TIMEX_TIME && (t->resolved || t->weekday || t->month || t->offset_days != INT32_MIN);
}

/* "the killings occurred in La Paz on 24 May": the verb of happening brings the day to the noun. */
static bool is_happening(const sm_scan *s, const sm_timex *t, const sm_hit *h)
{
    enum { REACH = 4, AHEAD = 10 };
    if (!h->noun || t->first < h->end || t->first > h->end + AHEAD)
        return false;
    for (size_t i = h->end; i < t->first && i < h->end + REACH; i++)
        if (sm_scan_cue(s, i, SM_C_occurring) &&
            (!sm_token_is(s->doc, i, "place") || sm_token_is(s->doc, i - 1, "took")))
            return s->clause[t->first] == s->clause[h->first];
    return false;
}

static float score(const sm_scan *s, const sm_timex *t, const sm_hit *h, size_t begin, size_t end)
{
    if (!usable(t))
        return 0;
    size_t distance = t->first >= h->end ? t->first - h->end : t->end <= h->first ? h->first - t->end : 0;
    if (is_happening(s, t, h))
        distance = 0;
    float value = 1.0f / (float)(3 + distance);
    if (t->end <= h->first && h->noun && distance <= 3) {
        bool modifier = true;
        for (size_t i = t->end; i < h->first; i++)
            modifier &= !(sm_scan_class(s, i) & (SM_W_AUX | SM_W_PREP | SM_W_RELATIVE | SM_W_CONJ)) &&
                        (s->doc->tokens[i].kind != SM_PUNCT);
        if (modifier)
            return 1;
    }
    if (of_statement(s, t, h, begin, end) || of_sequel(s, t, h, begin, end))
        return 0;
    int breaks = abs((int)s->clause[t->first] - (int)s->clause[h->first]);
    for (int i = 0; i < breaks; i++)
        value *= 0.5f;
    if (t->first < s->dateline_end) /* the day of the report */
        value *= 0.2f;
    if (t->precision > SM_PRECISION_FEW_DAYS)
        value *= 0.6f;
    if (s->published.year && t->resolved && t->from > sm_days(s->published))
        value *= 0.1f;
    return value;
}

static void stretch(sm_when *w, int32_t from, int32_t to, bool months)
{
    int days = to - from;
    w->from = from;
    w->to = to;
    w->precision = days == 0             ? w->precision
                   : days < 6            ? SM_PRECISION_FEW_DAYS
                   : days < 14           ? SM_PRECISION_WEEK
                   : days < 60 || months ? SM_PRECISION_MONTH
                                         : SM_PRECISION_YEAR;
    w->minute = -1;
}

/* "from 3 to 7 March": the first end is a bare number. */
static void widen_by_number(const sm_scan *s, const sm_sentence *sentence, sm_when *w)
{
    const sm_timex *t = &s->times[w->timex];
    if (t->day <= 1 || t->month <= 0 || w->from != w->to || t->first < sentence->first + 3 ||
        !sm_token_is(s->doc, t->first - 3, "from") || !sm_token_is(s->doc, t->first - 1, "to") ||
        s->doc->tokens[t->first - 2].kind != SM_NUMBER)
        return;
    int day = atoi(s->doc->text + s->doc->tokens[t->first - 2].start);
    if (day > 0 && day < t->day)
        stretch(w, w->to - (t->day - day), w->to, false);
}

/* "from Monday to Wednesday", "between 3 and 6 January": both ends. */
static void widen(const sm_scan *s, const sm_sentence *sentence, sm_when *w)
{
    for (int side = 0; side < 2; side++) {
        size_t i = w->timex - (size_t)side; /* the other expression stands behind it, or before it */
        if (w->timex < (size_t)side || i + 1 >= s->n_times)
            continue;
        const sm_timex *a = &s->times[i], *b = &s->times[i + 1];
        bool joined = a->first > sentence->first && sm_scan_cue(s, a->first - 1, SM_C_range_begin) &&
                      b->first == a->end + 1 && sm_scan_cue(s, a->end, SM_C_range_joint) &&
                      b->first < sentence->end;
        if (!joined || !a->resolved || !b->resolved || a->type > SM_TIMEX_TIME || b->type > SM_TIMEX_TIME ||
            a->from > b->to || b->to - a->from > 400)
            continue;
        bool months = a->precision && a->precision <= SM_PRECISION_MONTH && b->precision &&
                      b->precision <= SM_PRECISION_MONTH;
        stretch(w, a->from, b->to, months);
        return;
    }
    widen_by_number(s, sentence, w);
}

sm_when sm_link_time(const sm_scan *s, const sm_hit *h)
{
    const sm_sentence *sentence = &s->doc->sentences[h->sentence];
    enum { FAR = 120 }; /* tokens, as for places */
    sm_when best = {.timex = SM_NONE, .minute = -1};
    for (size_t i = 0; i < s->n_times; i++) {
        const sm_timex *t = &s->times[i];
        if (t->first < sentence->first || t->first >= sentence->end)
            continue;
        if (t->first > h->end + FAR || t->end + FAR < h->first)
            continue;
        float v = score(s, t, h, sentence->first, sentence->end);
        if (v <= best.score)
            continue;
        best.score = v;
        best.timex = (uint32_t)i;
        best.known = t->resolved;
        best.from = t->from;
        best.to = t->to;
        best.precision = t->precision;
        best.basis = t->basis;
        best.minute = t->minute;
    }
    if (best.timex != SM_NONE && best.known)
        widen(s, sentence, &best);
    bool ahead =
        best.timex != SM_NONE && best.known && s->published.year && best.from > sm_days(s->published);
    if (ahead && s->times[best.timex].weekday &&
        best.from - sm_days(s->published) < 7) { /* what happened is not to come */
        best.from -= 7;
        best.to -= 7;
    } else if (ahead && s->times[best.timex].month > 0 && s->times[best.timex].rule.year == 0 &&
               best.basis == SM_BASIS_RELATIVE) { /* "on Nov. 2", told in September */
        sm_date from = sm_date_of_days(best.from), to = sm_date_of_days(best.to);
        from.year--;
        to.year--;
        best.from = sm_days(from);
        best.to = sm_days(to);
    }
    return best;
}
