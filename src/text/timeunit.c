/* Times told by a unit and what selects it: last week, the third quarter, this summer, the year-ago period,
 * that day. */
#include "timeitem.h"

/* The half of a year: only with a year, since matches have halves too. */
static size_t half(const sm_doc *d, size_t end, int which, int year, sm_timex *t)
{
    if (year == 0)
        end = sm_time_year_behind(d, end, &year);
    bool named =
        is_word(d, end, "of") &&
        (sm_time_peek(d, end + 1).kind == SM_TW_LAST || sm_time_peek(d, end + 1).kind == SM_TW_THIS) &&
        is_word(d, end + 2, "year");
    if (year == 0 && !named)
        return 0;
    t->rule.kind = SM_RULE_HALF;
    t->rule.amount = (int16_t)which;
    t->rule.year = (int16_t)year;
    t->rule.which =
        named ? sm_time_peek(d, end + 1).kind == SM_TW_LAST ? SM_WHICH_LAST : SM_WHICH_THIS : SM_WHICH_ANY;
    return named ? end + 3 : end;
}

/* [1988] [fiscal] third quarter [of 1984] · Q3 2015 · the first half of 2014 */
static size_t quarter(const sm_doc *d, size_t i, sm_timex *t)
{
    int year = sm_time_year(d, i);
    sm_time_item it = sm_time_peek(d, i + (year != 0));
    if (it.kind == SM_TW_FISCAL)
        it = sm_time_peek(d, sm_time_behind(d, &it));
    if (it.kind != SM_TW_ORDINAL || it.value > 4)
        return 0;
    t->type = SM_TIMEX_DATE;
    size_t at = sm_time_behind(d, &it), end = it.next;
    if (*it.code != 'Q') {
        sm_time_item unit = sm_time_peek(d, at);
        if (unit.kind == SM_TW_FISCAL)
            unit = sm_time_peek(d, sm_time_behind(d, &unit));
        if (is_word(d, at, "half") && it.value <= 2)
            return half(d, at + 1, it.value, year, t);
        if (unit.kind != SM_TW_UNIT || unit.value != SM_UNIT_QUARTER)
            return 0;
        end = unit.next;
    }
    if (year == 0)
        end = sm_time_year_behind(d, end, &year);
    t->rule.kind = SM_RULE_QUARTER;
    t->rule.amount = it.value;
    t->rule.year = (int16_t)year;
    t->rule.which = SM_WHICH_ANY;
    return end;
}

static size_t fiscal_year(const sm_doc *d, size_t i, sm_timex *t)
{
    sm_time_item it = sm_time_peek(d, i);
    if (it.kind != SM_TW_FISCAL)
        return 0;
    i = sm_time_behind(d, &it);
    if (is_word(d, i, "year"))
        i++;
    int year = sm_time_year(d, i);
    t->type = SM_TIMEX_DATE;
    t->rule.kind = SM_RULE_DATE;
    t->rule.year = (int16_t)year;
    return year ? i + 1 : 0;
}

/* summer 2015 · the summer of 1996 · in the spring · in winter. Alone, "fall" and "spring" are verbs too. */
static size_t season(const sm_doc *d, size_t i, sm_timex *t)
{
    sm_time_item it = sm_time_peek(d, i);
    int year = 0;
    if (it.kind != SM_TW_SEASON)
        return 0;
    size_t end = sm_time_year_behind(d, it.next, &year);
    bool the = i > 1 && is_word(d, i - 1, "the") && sm_time_peek(d, i - 2).kind == SM_TW_PREP &&
               !is_word(d, i - 2, "of");
    bool in = i > 0 && is_word(d, i - 1, "in") && it.value != 3;
    if (year == 0 && (!(the || in) || is_word(d, it.next, "of")))
        return 0;
    t->type = SM_TIMEX_DATE;
    t->rule.kind = SM_RULE_SEASON;
    t->rule.amount = it.value;
    t->rule.year = (int16_t)year;
    t->rule.which = SM_WHICH_ANY;
    return end;
}

/* "last", "this", "next" and their kin at `i`; the token behind, 0 = none. `*from_story` when the time named
 * before is meant rather than now. */
static size_t selector(const sm_doc *d, size_t i, int *which, bool *from_story)
{
    sm_time_item it = sm_time_peek(d, i);
    size_t at = it.next;
    *from_story = is_word(d, i, "previous") || is_word(d, i, "preceding") || is_word(d, i, "following") ||
                  is_word(d, i, "ensuing");
    if (it.kind == SM_TW_REF && is_word(d, i, "the") && is_word(d, i + 1, "past")) { /* a phrase of its own */
        *which = SM_WHICH_LAST;
        at = i + 2;
    } else if (is_word(d, i, "latest")) {
        *which = SM_WHICH_LAST;
        at = i + 1;
    } else if (is_word(d, i, "current")) {
        *which = SM_WHICH_THIS;
        at = i + 1;
    } else if (it.kind == SM_TW_LAST || it.kind == SM_TW_NEXT || it.kind == SM_TW_THIS) {
        *which = it.kind == SM_TW_LAST   ? SM_WHICH_LAST
                 : it.kind == SM_TW_NEXT ? SM_WHICH_NEXT
                                         : SM_WHICH_THIS;
    } else {
        return 0;
    }
    if (sm_time_is_dash(d, at) && glued(d, at))
        at++;
    sm_time_item fiscal = sm_time_peek(d, at);
    return fiscal.kind == SM_TW_FISCAL ? sm_time_behind(d, &fiscal) : at;
}

static size_t selected_unit(const sm_doc *d, size_t i, int which, bool from_story, const sm_time_item *unit,
                            sm_timex *t)
{
    if (unit->value <= SM_UNIT_HOUR)
        return 0;
    t->rule.unit = (uint8_t)unit->value;
    t->rule.amount = (int16_t)which;
    t->rule.kind = from_story ? SM_RULE_FROM_LAST : SM_RULE_SHIFT;
    if (unit->value == SM_UNIT_DAY) { /* the next day, the following day; not "last day", "this day" */
        if (which == SM_WHICH_THIS || is_word(d, i, "last") || is_word(d, i, "the"))
            return 0;
        t->rule.kind = SM_RULE_FROM_LAST;
        t->offset_days = which;
    } else if (unit->value == SM_UNIT_WEEK) {
        t->offset_days = 7 * which;
    } else if (unit->value == SM_UNIT_QUARTER && which != SM_WHICH_NEXT) {
        t->rule.kind = SM_RULE_QUARTER;
        t->rule.amount = 0;
    }
    return unit->next;
}

static size_t selected_month(const sm_doc *d, size_t at, const sm_time_item *month, sm_timex *t)
{
    if (!is_capital(d, at))
        return 0;
    t->rule.kind = SM_RULE_DATE;
    t->month = (int8_t)month->value;
    sm_time_item day = sm_time_peek(d, sm_time_behind(d, month));
    bool is_day = day.kind == SM_TW_NUMBER && day.digits && day.digits <= 2 && day.value >= 1 &&
                  day.value <= (int)sm_month_length(2000, month->value);
    if (!is_day || sm_time_is_counted(d, day.next))
        return month->next;
    t->day = (int8_t)day.value; /* last May 14 */
    return day.next;
}

/* last week · this Friday · next summer · the current fiscal year · last November · last night · this morning
 * · the latest quarter */
static size_t selected(const sm_doc *d, size_t i, sm_timex *t)
{
    int which;
    bool from_story;
    size_t at = selector(d, i, &which, &from_story);
    if (at == 0)
        return 0;
    sm_time_item word = sm_time_peek(d, at);
    t->type = SM_TIMEX_DATE;
    t->rule.which = (int8_t)which;
    switch (word.kind) {
    case SM_TW_UNIT:
        return selected_unit(d, i, which, from_story, &word, t);
    case SM_TW_MONTH:
        return selected_month(d, at, &word, t);
    case SM_TW_WEEKDAY:
        if (!is_capital(d, at))
            return 0;
        t->rule.kind = SM_RULE_WEEKDAY;
        t->rule.from_event = from_story;
        t->weekday = (uint8_t)word.value;
        return word.next;
    case SM_TW_SEASON:
        t->rule.kind = SM_RULE_SEASON;
        t->rule.amount = word.value;
        return word.next;
    case SM_TW_HOLIDAY:
        t->rule.kind = SM_RULE_HOLIDAY;
        t->rule.amount = word.value;
        return word.next;
    case SM_TW_PART: /* last night, this morning, the next morning */
        t->type = SM_TIMEX_TIME;
        t->rule.kind = which == SM_WHICH_NEXT || from_story ? SM_RULE_FROM_LAST : SM_RULE_SHIFT;
        t->rule.unit = SM_UNIT_DAY;
        t->rule.amount = (int16_t)which;
        t->rule.part = sm_time_part(&word);
        t->offset_days = which;
        return word.next;
    case SM_TW_PERIOD: /* the latest period */
        t->rule.kind = SM_RULE_QUARTER;
        return which == SM_WHICH_LAST ? word.next : 0;
    default:
        return 0;
    }
}

/* the same day · that day · the day before */
static size_t day_of_story(const sm_doc *d, size_t i, sm_timex *t)
{
    bool the = is_word(d, i, "the"), that = is_word(d, i, "that"), same = is_word(d, i + 1, "same");
    size_t day = i + 1 + same;
    if ((!the && !that) || !is_word(d, day, "day"))
        return 0;
    bool before = the && !same && (is_word(d, day + 1, "before") || is_word(d, day + 1, "earlier"));
    if (the && !same && !before)
        return 0;
    if (before && day + 2 < d->n_tokens && d->tokens[day + 2].kind != SM_PUNCT)
        return 0; /* "the day before they left" */
    t->type = SM_TIMEX_DATE;
    t->rule.kind = SM_RULE_FROM_LAST;
    t->rule.unit = SM_UNIT_DAY;
    t->rule.amount = before ? -1 : 0;
    t->offset_days = t->rule.amount;
    t->rule.from_event = true;
    return before ? day + 2 : day + 1;
}

/* the year-ago period · the year-earlier quarter · year-ago · the 1988 period · year-end · last year's
 * quarter */
static size_t period(const sm_doc *d, size_t i, sm_timex *t)
{
    int year = sm_time_year(d, i);
    t->type = SM_TIMEX_DATE;
    t->rule.kind = SM_RULE_PERIOD;
    t->rule.year = (int16_t)year;
    if (year && sm_time_peek(d, i + 1).kind == SM_TW_PERIOD)
        return i + 2;
    if (!is_word(d, i, "year"))
        return 0;
    size_t at = sm_time_step(d, i, false);
    if (is_word(d, at, "end")) {
        t->rule.kind = SM_RULE_SHIFT;
        t->rule.unit = SM_UNIT_YEAR;
        t->approximate = true;
        return at + 1;
    }
    if (!is_word(d, at, "ago") && !is_word(d, at, "earlier"))
        return 0;
    sm_time_item behind = sm_time_peek(d, at + 1);
    if (behind.kind == SM_TW_PERIOD || is_word(d, at + 1, "quarter"))
        return at + 2;
    bool ordinal_quarter = behind.kind == SM_TW_ORDINAL && is_word(d, behind.next, "quarter");
    return ordinal_quarter ? behind.next + 1 : at + 1;
}

/* the week, the month, the quarter, the weekend, the year: the one that is now, or that was named before */
static size_t definite_unit(const sm_doc *d, size_t i, sm_timex *t)
{
    if (!is_word(d, i, "the"))
        return 0;
    size_t at = i + 1 + is_word(d, i + 1, "full");
    sm_time_item it = sm_time_peek(d, at);
    bool in_use = it.value == SM_UNIT_WEEKEND || it.value == SM_UNIT_QUARTER || it.value == SM_UNIT_WEEK ||
                  it.value == SM_UNIT_YEAR;
    if (it.kind != SM_TW_UNIT || !in_use || is_capital(d, at) || is_word(d, it.next, "of") ||
        is_word(d, it.next, "old") || sm_time_peek(d, it.next).kind == SM_TW_NUMBER)
        return 0;
    if (sm_time_is_dash(d, it.next) && glued(d, it.next) && glued(d, it.next + 1))
        return 0; /* the year-earlier, the week-long */
    t->type = SM_TIMEX_DATE;
    t->rule.kind = it.value == SM_UNIT_QUARTER ? SM_RULE_QUARTER : SM_RULE_SHIFT;
    t->rule.unit = (uint8_t)it.value;
    t->rule.which = SM_WHICH_ANY;
    return it.next;
}

static const sm_time_entry unit_forms[] = {
    {quarter, SM_K(NUMBER) | SM_K(ORDINAL) | SM_K(FISCAL)},
    {period, SM_K(NUMBER) | SM_K(UNIT)},
    {fiscal_year, SM_K(FISCAL)},
    {selected, SM_K(LAST) | SM_K(NEXT) | SM_K(THIS) | SM_K(REF) | SM_K(RECENT)},
    {day_of_story, SM_K(THE) | SM_K(THAT)},
    {season, SM_K(SEASON)},
    {definite_unit, SM_K(THE)},
    {NULL, 0},
};

size_t sm_time_by_unit(const sm_doc *d, size_t i, sm_timex *t)
{
    return sm_time_first_of(unit_forms, d, i, t);
}
