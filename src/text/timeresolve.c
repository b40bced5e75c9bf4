/* From rules to calendar values: the publication date, and the dates named before, decide.
 *
 * A bare weekday is the nearest past one, the day of the report included, unless the words beside it look
 * ahead; a month takes its year by tense (both after HeidelTime); "month day" takes the year that puts it
 * nearest to the publication date. */
#include "timevalue.h"

#include <string.h>

typedef struct context {
    const sm_doc *doc;
    bool known; /* the publication date */
    int32_t today;
    sm_date date;
    bool has_day;
    int32_t last_day; /* the day named last */
    bool assumed;     /* the publication date is unknown; `date` is one of the text, good for years only */
    int quarter_year, quarter; /* named last, 0 = none */
} context;

static bool names_day(const sm_timex *t)
{
    bool day = t->precision == SM_PRECISION_DAY || t->precision == SM_PRECISION_HOUR ||
               t->precision == SM_PRECISION_MINUTE;
    return t->resolved && day && t->rule.kind != SM_RULE_CLOCK;
}

/* --- rules ------------------------------------------------------------------------------------- */

/* The year that puts month and day nearest to `today`. What lies ahead must be near or be told as such:
 * reports are mostly about what was. */
static int nearest_year(int32_t today, int month, int day, int tense)
{
    enum { SOON = 60, HALF_A_YEAR = 180, PLANNED = 300 };
    int year = sm_time_year_of(today);
    if (day > (int)sm_month_length(year, month)) /* 29 February */
        return year % 4 == 1 ? year - 1 : year + 4 - year % 4;
    int32_t ahead = sm_time_day_of(year, month, day) - today, limit = tense > 0   ? PLANNED
                                                                      : tense < 0 ? SOON
                                                                                  : HALF_A_YEAR;
    if (ahead > 0)
        return ahead <= limit ? year : year - 1;
    return ahead + 365 <= limit && ahead + 365 < -ahead ? year + 1 : year;
}

/* The year of a month that is named without one. */
static int month_year(const context *c, const sm_timex *t)
{
    int year = c->date.year, here = c->date.month ? c->date.month : 6, month = t->month;
    switch (t->rule.which) {
    case SM_WHICH_LAST:
        return month < here ? year : year - 1;
    case SM_WHICH_NEXT:
        return month > here ? year : year + 1;
    case SM_WHICH_THIS:
        return year;
    default:
        break;
    }
    if (t->rule.tense > 0)
        return here - month >= 3 ? year + 1 : year;
    return month <= here || month - here <= 2 ? year : year - 1; /* eleven months back one says "last" */
}

/* 05/11/2015 is read month first, unless day first puts it beside the publication date and month first far
 * away. */
static bool fits_swapped(const context *c, const sm_timex *t)
{
    enum { BESIDE = 14, FAR = 31 };
    int32_t as_read = sm_time_day_of(t->rule.year, t->month, t->day) - c->today;
    int32_t swapped = sm_time_day_of(t->rule.year, t->day, t->month) - c->today;
    return swapped >= -BESIDE && swapped <= BESIDE && (as_read < -FAR || as_read > FAR);
}

static void resolve_date(const context *c, sm_timex *t)
{
    int year = t->rule.year;
    t->basis = year ? SM_BASIS_EXPLICIT : SM_BASIS_RELATIVE;
    if (year == 0 && !c->known && !c->assumed) {
        sm_time_put_unknown(t);
        t->basis = SM_BASIS_NONE;
        return;
    }
    if (year == 0 && c->assumed)
        t->basis = SM_BASIS_EXPLICIT;
    if (year == 0 && t->day && t->rule.which == SM_WHICH_LAST)
        year = sm_time_day_of(c->date.year, t->month, t->day) < c->today ? c->date.year : c->date.year - 1;
    else if (year == 0)
        year = t->day ? nearest_year(c->today, t->month, t->day, t->rule.tense) : month_year(c, t);
    if (t->day && t->rule.swappable && c->known && fits_swapped(c, t))
        sm_time_put_day(t, sm_time_day_of(year, t->day, t->month));
    else if (t->day)
        sm_time_put_day(t, sm_time_day_of(year, t->month, t->day));
    else if (t->month)
        sm_time_put_month(t, year, t->month);
    else
        sm_time_put_year(t, year);
}

static void resolve_weekday(const context *c, sm_timex *t)
{
    int here = (int)sm_weekday(c->today), wanted = t->weekday - 1, back = sm_time_modulo(here - wanted, 7);
    int32_t day = c->today - back;
    switch (t->rule.which) {
    case SM_WHICH_LAST:
        day -= back == 0 ? 7 : 0;
        if (t->rule.from_event && c->has_day &&
            c->last_day <= c->today) /* "the previous Friday": before the day named last */
            day = c->last_day - 1 - sm_time_modulo((int)sm_weekday(c->last_day - 1) - wanted, 7);
        break;
    case SM_WHICH_NEXT:
        day += 7;
        break;
    case SM_WHICH_THIS:
        day = c->today - here + wanted;
        break;
    default:
        day += t->rule.tense > 0 && back > 0 ? 7 : 0;
        break;
    }
    t->basis = SM_BASIS_WEEKDAY;
    sm_time_put_day(t, day);
}

/* This weekend is the one that ends the week; in the first half of the week, what has happened "over the
 * weekend" happened on the one before. */
static void resolve_weekend(const context *c, sm_timex *t)
{
    int here = (int)sm_weekday(c->today), shift = 0;
    if (t->rule.which == SM_WHICH_LAST)
        shift = -7;
    else if (t->rule.which == SM_WHICH_NEXT)
        shift = 7;
    else if (here < 5 && t->rule.tense <= 0 && (t->rule.which == SM_WHICH_ANY || here < 3))
        shift = -7;
    sm_time_put_week(t, c->today + shift, true);
}

static void resolve_shift(const context *c, sm_timex *t)
{
    t->basis = SM_BASIS_RELATIVE;
    if (t->rule.unit == SM_UNIT_WEEKEND)
        resolve_weekend(c, t);
    else if (t->rule.unit == SM_UNIT_YEAR && t->rule.amount == -1 && t->rule.which == SM_WHICH_ANY &&
             c->quarter) /* "a year ago" */
        sm_time_put_quarter(t, c->quarter_year - 1, c->quarter);
    else
        sm_time_put_shift(t, c->today, t->rule.amount);
}

static void resolve_from_last(const context *c, sm_timex *t)
{
    t->basis = SM_BASIS_RELATIVE;
    if (t->rule.unit == SM_UNIT_YEAR && c->quarter)
        sm_time_put_quarter(t, c->quarter_year + t->rule.amount, c->quarter);
    else if (c->has_day && t->rule.unit <= SM_UNIT_DAY)
        sm_time_put_shift(t, c->last_day, t->rule.amount);
    else if (c->known)
        sm_time_put_shift(t, c->has_day && t->rule.unit <= SM_UNIT_MONTH ? c->last_day : c->today,
                          t->rule.amount);
    else
        sm_time_put_unknown(t);
}

static void resolve_season(const context *c, sm_timex *t)
{
    int start = 3 * t->rule.amount, here = c->date.month, year = c->date.year;
    t->basis = SM_BASIS_RELATIVE;
    if (t->rule.year) {
        t->basis = SM_BASIS_EXPLICIT;
        sm_time_put_season(t, t->rule.year);
        return;
    }
    bool over = here >= start + 3, ahead = here < start;
    if (t->rule.which == SM_WHICH_LAST)
        year -= over ? 0 : 1;
    else if (t->rule.which == SM_WHICH_NEXT)
        year += ahead ? 0 : 1;
    else if (start == 12 && here <= 2)
        year--;
    else if (t->rule.which == SM_WHICH_ANY && ahead && t->rule.tense < 0)
        year--;
    sm_time_put_season(t, year);
}

static void resolve_quarter(const context *c, sm_timex *t)
{
    int year = t->rule.year, quarter = t->rule.amount, here = (c->date.month + 2) / 3;
    t->basis = year ? SM_BASIS_EXPLICIT : SM_BASIS_RELATIVE;
    if (quarter == 0 && c->quarter && t->rule.which != SM_WHICH_LAST) {
        quarter = c->quarter;
        year = c->quarter_year;
    } else if (quarter == 0) {
        quarter = t->rule.which == SM_WHICH_THIS ? here : here - 1;
        year = c->date.year;
    } else if (year == 0) {
        year = c->date.year;
        if (quarter > here && t->rule.tense <= 0)
            year--;
        else if (quarter < here - 1 && t->rule.tense > 0)
            year++;
    }
    sm_time_put_quarter(t, year, quarter);
}

static void resolve_half(const context *c, sm_timex *t)
{
    int year = t->rule.year ? t->rule.year : c->date.year;
    t->basis = t->rule.year ? SM_BASIS_EXPLICIT : SM_BASIS_RELATIVE;
    sm_time_put_half(t, year, t->rule.amount);
}

static void resolve_holiday(const context *c, sm_timex *t)
{
    int year = t->rule.year ? t->rule.year : c->date.year;
    int32_t day = sm_time_holiday(year, t->rule.amount);
    t->basis = t->rule.year ? SM_BASIS_EXPLICIT : SM_BASIS_RELATIVE;
    if (t->rule.year == 0) {
        bool last = t->rule.which == SM_WHICH_LAST || (t->rule.which == SM_WHICH_ANY && t->rule.tense < 0);
        bool next = t->rule.which == SM_WHICH_NEXT || (t->rule.which == SM_WHICH_ANY && t->rule.tense > 0);
        if (last && day > c->today)
            day = sm_time_holiday(year - 1, t->rule.amount);
        else if (next && day < c->today)
            day = sm_time_holiday(year + 1, t->rule.amount);
    }
    sm_time_put_day(t, day);
}

/* "the past three days": the value stays a duration, the interval is that of the calendar. */
static void resolve_span(const context *c, sm_timex *t)
{
    t->resolved = false;
    t->basis = SM_BASIS_RELATIVE;
    if (!c->known || t->rule.amount <= 0 || t->rule.unit < SM_UNIT_DAY || t->rule.amount > 1000)
        return;
    int32_t other = sm_time_add_units(c->today, t->rule.unit, t->rule.which * t->rule.amount);
    int32_t from = other < c->today ? other : c->today, to = other < c->today ? c->today : other;
    sm_time_interval(t, from, to,
                     to - from <= 6    ? SM_PRECISION_FEW_DAYS
                     : to - from <= 14 ? SM_PRECISION_WEEK
                     : to - from <= 62 ? SM_PRECISION_MONTH
                                       : SM_PRECISION_YEAR);
}

/* "said Saturday", "told reporters on Friday": the day of a statement, not of what it tells. */
static bool of_statement(const sm_doc *doc, const sm_timex *t)
{
    for (uint32_t i = t->first; i > 0 && i + 3 > t->first; i--) {
        if (sm_word_classes(&doc->tokens[i - 1]) & SM_W_SAY)
            return true;
        if (!sm_token_is(doc, i - 1, "on") && !sm_token_is(doc, i - 1, "reporters"))
            return false;
    }
    return false;
}

/* A time without its day, resolved when all days are: the day named in its sentence, or the last one before
 * it, or the publication date. The day of a statement goes last. */
static void resolve_clock(const context *c, sm_timex *times, size_t count, size_t i, const sm_timex *last)
{
    sm_timex *t = &times[i];
    const sm_token *tokens = c->doc->tokens;
    uint32_t sentence = tokens[t->first].sentence;
    bool here = last && tokens[last->first].sentence == sentence;
    for (size_t k = i + 1; !here && k < count && tokens[times[k].first].sentence == sentence; k++)
        if (names_day(&times[k]) && !(last && of_statement(c->doc, &times[k]))) {
            last = &times[k];
            here = true;
        }
    t->basis = SM_BASIS_RELATIVE;
    if (last || c->known)
        sm_time_put_day(t, last ? last->from : c->today);
    else
        sm_time_put_unknown(t);
}

static void resolve_period(const context *c, sm_timex *t)
{
    int year = t->rule.year ? t->rule.year : c->date.year - 1;
    t->basis = t->rule.year ? SM_BASIS_EXPLICIT : SM_BASIS_RELATIVE;
    if (c->quarter)
        sm_time_put_quarter(t, t->rule.year ? t->rule.year : c->quarter_year - 1, c->quarter);
    else
        sm_time_put_year(t, year);
}

/* Rules that need the publication date. */
static void resolve_by_publication(const context *c, sm_timex *t)
{
    switch (t->rule.kind) {
    case SM_RULE_WEEKDAY:
        resolve_weekday(c, t);
        break;
    case SM_RULE_SHIFT:
        resolve_shift(c, t);
        break;
    case SM_RULE_SEASON:
        resolve_season(c, t);
        break;
    case SM_RULE_QUARTER:
        resolve_quarter(c, t);
        break;
    case SM_RULE_HALF:
        resolve_half(c, t);
        break;
    case SM_RULE_HOLIDAY:
        resolve_holiday(c, t);
        break;
    case SM_RULE_PERIOD:
        resolve_period(c, t);
        break;
    default:
        break;
    }
}

static void resolve_one(const context *c, sm_timex *t)
{
    t->resolved = false;
    t->basis = SM_BASIS_NONE;
    switch (t->rule.kind) {
    case SM_RULE_CONST:
        return;
    case SM_RULE_DATE:
        resolve_date(c, t);
        return;
    case SM_RULE_FROM_LAST:
        resolve_from_last(c, t);
        return;
    case SM_RULE_DECADE:
        t->basis = SM_BASIS_EXPLICIT;
        sm_time_put_decade(t, t->rule.year);
        return;
    case SM_RULE_CENTURY:
        t->basis = SM_BASIS_EXPLICIT;
        sm_time_put_century(t, t->rule.amount);
        return;
    case SM_RULE_SPAN:
        resolve_span(c, t);
        return;
    case SM_RULE_CLOCK: /* when all days are known */
        return;
    default:
        if (c->known || t->rule.year)
            resolve_by_publication(c, t);
        else
            sm_time_put_unknown(t);
        return;
    }
}

/* --- in the order of the text ------------------------------------------------------------------ */

/* "between March 3 and April 5, 2011", "January and March 2011": a year that stands behind the next date
 * holds for this one too. */
static void share_years(const sm_doc *doc, sm_timex *times, size_t count)
{
    for (size_t i = count; i-- > 1;) {
        sm_timex *t = &times[i - 1], *next = &times[i];
        bool both =
            t->rule.kind == SM_RULE_DATE && next->rule.kind == SM_RULE_DATE && t->month && next->month;
        if (!both || t->rule.year || next->rule.year == 0 || next->first - t->end != 1 ||
            t->rule.which != SM_WHICH_ANY)
            continue;
        const char *link = sm_token_fold(doc, t->end);
        bool joined = strcmp(link, "and") == 0 || strcmp(link, "to") == 0 || strcmp(link, "through") == 0 ||
                      strcmp(link, "or") == 0;
        if (joined && t->month <= next->month)
            t->rule.year = next->rule.year;
    }
}

static bool is_full_date(const sm_timex *t)
{
    return t->rule.kind == SM_RULE_DATE && t->rule.year && t->month;
}

/* The latest full date of the text: likely the nearest to its publication. NULL when there is none. */
static const sm_timex *latest_full_date(const sm_timex *times, size_t count)
{
    const sm_timex *latest = NULL;
    for (size_t i = 0; i < count; i++) {
        const sm_timex *t = &times[i];
        bool later = latest == NULL || t->rule.year * 12 + t->month > latest->rule.year * 12 + latest->month;
        if (is_full_date(t) && later)
            latest = t;
    }
    return latest;
}

/* Without a publication date, a full date that stands just before gives the year, or else the latest one of
 * the text. */
static void assume(context *c, const sm_timex *times, size_t i, const sm_timex *latest)
{
    enum { NEAR = 60 }; /* tokens */
    const sm_timex *full = latest;
    for (size_t k = i; k-- > 0 && times[k].first + NEAR > times[i].first;)
        if (is_full_date(&times[k])) {
            full = &times[k];
            break;
        }
    c->assumed = full != NULL;
    if (full == NULL)
        return;
    c->date = (sm_date){
        .year = full->rule.year, .month = (uint8_t)full->month, .day = (uint8_t)(full->day ? full->day : 15)};
    c->today = sm_days(c->date);
}

static void remember(context *c, const sm_timex *t)
{
    if (names_day(t)) {
        c->has_day = true;
        c->last_day = t->from;
    }
    if (t->type == SM_TIMEX_DURATION && t->rule.unit == SM_UNIT_MONTH &&
        t->rule.amount >= 6) /* "the first nine months" */
        c->quarter = 0;
    if (t->resolved && t->rule.kind == SM_RULE_QUARTER) {
        c->quarter_year = sm_time_year_of(t->from);
        c->quarter = (sm_date_of_days(t->from).month + 2) / 3;
    }
}

static void resolve_clocks(const context *c, sm_timex *times, size_t count)
{
    const sm_timex *last = NULL;
    for (size_t i = 0; i < count; i++) {
        if (times[i].rule.kind == SM_RULE_CLOCK)
            resolve_clock(c, times, count, i, last);
        else if (names_day(&times[i]))
            last = &times[i];
    }
}

void sm_times_resolve(const sm_doc *doc, sm_date published, sm_timex *times, size_t count)
{
    bool known = published.year && published.month && published.day;
    context c = {.doc = doc, .known = known, .date = published, .today = sm_days(published)};
    const sm_timex *latest = known ? NULL : latest_full_date(times, count);
    share_years(doc, times, count);
    for (size_t i = 0; i < count; i++) {
        sm_timex *t = &times[i];
        if (!known)
            assume(&c, times, i, latest);
        if (t->rule.kind != SM_RULE_CONST && t->rule.kind != SM_RULE_SPAN)
            t->value[0] = '\0';
        resolve_one(&c, t);
        if (t->value[0] == '\0') /* a year that no calendar has */
            sm_time_put_unknown(t);
        remember(&c, t);
    }
    resolve_clocks(&c, times, count);
}
