/* From rules to calendar values: the publication date, and the dates named before, decide.
 *
 * A bare weekday is the nearest past one, the day of the report included, unless the words beside it look
 * ahead; a month takes its year by tense (both after HeidelTime); "month day" takes the year that puts it
 * nearest to the publication date. */
#include "timeparse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct context {
    const sm_doc *doc;
    bool known; /* the publication date */
    int32_t today;
    sm_date date;
    bool has_day;
    int32_t last_day; /* the day named last */
    bool
        assumed; /* the publication date is unknown; `date` is a full date of the text, good for years only */
    int quarter_year, quarter; /* named last, 0 = none */
} context;

static int year_of(int32_t day)
{
    return sm_date_of_days(day).year;
}

static int32_t day_of(int year, int month, int day)
{
    return sm_days((sm_date){.year = (int16_t)year, .month = (uint8_t)month, .day = (uint8_t)day});
}

static int floor_mod(int a, int n)
{
    int r = a % n;
    return r < 0 ? r + n : r;
}

/* --- writing values
 * ------------------------------------------------------------------------------------------------- */

static void interval(sm_timex *t, int32_t from, int32_t to, sm_precision precision)
{
    t->from = from;
    t->to = to;
    t->precision = (uint8_t)precision;
    t->resolved = true;
}

static void add_time(sm_timex *t)
{
    static const char *const parts[] = {"", "TMO", "TAF", "TEV", "TNI"};
    size_t n = strlen(t->value);
    if (t->minute >= 0) {
        t->type = SM_TIMEX_TIME;
        snprintf(t->value + n, sizeof t->value - n, "T%02d:%02d", t->minute / 60 % 25, t->minute % 60);
        t->precision = t->minute % 60 ? SM_PRECISION_MINUTE : SM_PRECISION_HOUR;
    } else if (t->rule.part) {
        t->type = SM_TIMEX_TIME;
        snprintf(t->value + n, sizeof t->value - n, "%s", parts[t->rule.part]);
    }
}

static void put_day(sm_timex *t, int32_t day)
{
    char iso[16];
    snprintf(t->value, sizeof t->value, "%s", sm_date_print(sm_date_of_days(day), iso));
    interval(t, day, day, SM_PRECISION_DAY);
    if (t->rule.last_day > t->day &&
        t->rule.last_day <= (int)sm_month_length(year_of(day), sm_date_of_days(day).month)) {
        t->to = day + t->rule.last_day - t->day;
        t->precision = SM_PRECISION_FEW_DAYS;
    }
    add_time(t);
}

/* The ISO week that holds `day`, whose year is that of its Thursday. */
static void put_week(sm_timex *t, int32_t day, bool weekend)
{
    int32_t monday = day - (int32_t)sm_weekday(day), thursday = monday + 3;
    int year = year_of(thursday), week = (thursday - day_of(year, 1, 1)) / 7 + 1;
    snprintf(t->value, sizeof t->value, "%04d-W%02d%s", year % 10000, week % 100, weekend ? "-WE" : "");
    interval(t, weekend ? monday + 5 : monday, monday + 6,
             weekend ? SM_PRECISION_FEW_DAYS : SM_PRECISION_WEEK);
}

static void put_months(sm_timex *t, int year, int month, int count, sm_precision precision)
{
    int last = month + count - 1, last_year = year + (last - 1) / 12;
    last = (last - 1) % 12 + 1;
    interval(t, day_of(year, month, 1), day_of(last_year, last, (int)sm_month_length(last_year, last)),
             precision);
}

static bool year_ok(int year)
{
    return year >= 1000 && year <= 2999;
}

static void put_month(sm_timex *t, int year, int month)
{
    year += (month - 1 - floor_mod(month - 1, 12)) / 12;
    month = floor_mod(month - 1, 12) + 1;
    if (!year_ok(year))
        return;
    snprintf(t->value, sizeof t->value, "%04d-%02d", year, month);
    put_months(t, year, month, 1, SM_PRECISION_MONTH);
}

static void put_quarter(sm_timex *t, int year, int quarter)
{
    year += (quarter - 1 - floor_mod(quarter - 1, 4)) / 4;
    quarter = floor_mod(quarter - 1, 4) + 1;
    if (!year_ok(year))
        return;
    snprintf(t->value, sizeof t->value, "%04d-Q%d", year, quarter);
    put_months(t, year, 3 * quarter - 2, 3, SM_PRECISION_YEAR);
}

static void put_year(sm_timex *t, int year)
{
    if (!year_ok(year))
        return;
    snprintf(t->value, sizeof t->value, "%04d", year);
    put_months(t, year, 1, 12, SM_PRECISION_YEAR);
}

static void put_decade(sm_timex *t, int year)
{
    if (!year_ok(year))
        return;
    year -= year % 10;
    snprintf(t->value, sizeof t->value, "%03d", year / 10);
    put_months(t, year, 1, 120, SM_PRECISION_UNKNOWN);
}

static void put_century(sm_timex *t, int number)
{
    if (number < 1 || number > 29)
        return;
    snprintf(t->value, sizeof t->value, "%02d", number - 1);
    if (number > 10)
        put_months(t, (number - 1) * 100, 1, 1200, SM_PRECISION_UNKNOWN);
}

/* --- rules
 * ----------------------------------------------------------------------------------------------------------
 */

/* A value that says only what is known without a publication date. */
static void put_unknown(sm_timex *t)
{
    static const char *const by_unit[] = {
        "XXXX-XX-XX", "XXXX-XX-XX", "XXXX-XX-XX", "XXXX-XX-XX", "XXXX-XX-XX", "XXXX-WXX", "XXXX-WXX-WE",
        "XXXX-WXX",   "XXXX-XX",    "XXXX-QX",    "XXXX",       "XXX",        "XX"};
    static const char *const seasons[] = {"XXXX", "XXXX-SP", "XXXX-SU", "XXXX-FA", "XXXX-WI"};
    t->resolved = false;
    switch (t->rule.kind) {
    case SM_RULE_WEEKDAY:
        snprintf(t->value, sizeof t->value, "XXXX-WXX-%u", t->weekday);
        t->precision = SM_PRECISION_DAY;
        break;
    case SM_RULE_SEASON:
        snprintf(t->value, sizeof t->value, "%s",
                 seasons[t->rule.amount >= 1 && t->rule.amount <= 4 ? t->rule.amount : 0]);
        break;
    case SM_RULE_QUARTER:
        if (t->rule.amount >= 1)
            snprintf(t->value, sizeof t->value, "XXXX-Q%d", t->rule.amount % 10);
        else
            snprintf(t->value, sizeof t->value, "XXXX-QX");
        break;
    case SM_RULE_HALF:
        snprintf(t->value, sizeof t->value, "XXXX-H%d", t->rule.amount % 10);
        break;
    case SM_RULE_PERIOD:
        snprintf(t->value, sizeof t->value, "XXXX");
        break;
    case SM_RULE_HOLIDAY:
        if (t->rule.amount >= 100)
            snprintf(t->value, sizeof t->value, "XXXX-%02d-%02d", t->rule.amount / 100 % 100,
                     t->rule.amount % 100);
        else
            snprintf(t->value, sizeof t->value, "XXXX-XX-XX");
        break;
    case SM_RULE_DATE:
        if (t->day)
            snprintf(t->value, sizeof t->value, "XXXX-%02d-%02d", t->month, t->day);
        else
            snprintf(t->value, sizeof t->value, "XXXX-%02d", t->month);
        t->precision = t->day ? SM_PRECISION_DAY : SM_PRECISION_MONTH;
        break;
    default:
        snprintf(t->value, sizeof t->value, "%s",
                 by_unit[t->rule.unit <= SM_UNIT_CENTURY ? t->rule.unit : 0]);
        break;
    }
    add_time(t);
}

/* The year that puts month and day nearest to `today`. What lies ahead must be near or be told as such:
 * reports are mostly about what was. */
static int nearest_year(int32_t today, int month, int day, int tense)
{
    enum { SOON = 60, HALF_A_YEAR = 180, PLANNED = 300 };
    int year = year_of(today);
    if (day > (int)sm_month_length(year, month)) /* 29 February */
        return year % 4 == 1 ? year - 1 : year + 4 - year % 4;
    int32_t ahead = day_of(year, month, day) - today, limit = tense > 0   ? PLANNED
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

static void resolve_date(const context *c, sm_timex *t)
{
    int year = t->rule.year;
    t->basis = year ? SM_BASIS_EXPLICIT : SM_BASIS_RELATIVE;
    if (year == 0 && !c->known && !c->assumed) {
        put_unknown(t);
        t->basis = SM_BASIS_NONE;
        return;
    }
    if (year == 0 && c->assumed)
        t->basis = SM_BASIS_EXPLICIT;
    if (year == 0 && t->day && t->rule.which == SM_WHICH_LAST)
        year = day_of(c->date.year, t->month, t->day) < c->today ? c->date.year : c->date.year - 1;
    else if (year == 0)
        year = t->day ? nearest_year(c->today, t->month, t->day, t->rule.tense) : month_year(c, t);
    if (t->day)
        put_day(t, day_of(year, t->month, t->day));
    else if (t->month)
        put_month(t, year, t->month);
    else
        put_year(t, year);
}

static void resolve_weekday(const context *c, sm_timex *t)
{
    int here = (int)sm_weekday(c->today), wanted = t->weekday - 1, back = floor_mod(here - wanted, 7);
    int32_t day = c->today - back;
    switch (t->rule.which) {
    case SM_WHICH_LAST:
        day -= back == 0 ? 7 : 0;
        if (t->rule.from_event && c->has_day &&
            c->last_day <= c->today) /* "the previous Friday": before the day named last */
            day = c->last_day - 1 - floor_mod((int)sm_weekday(c->last_day - 1) - wanted, 7);
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
    put_day(t, day);
}

/* `amount` units away from `from`. */
static void put_shift(sm_timex *t, int32_t from, int amount)
{
    sm_date d = sm_date_of_days(from);
    switch (t->rule.unit) {
    case SM_UNIT_WEEK:
        put_week(t, from + 7 * amount, false);
        break;
    case SM_UNIT_FORTNIGHT:
        put_week(t, from + 14 * amount, false);
        break;
    case SM_UNIT_MONTH:
        put_month(t, d.year, d.month + amount);
        break;
    case SM_UNIT_QUARTER:
        put_quarter(t, d.year, (d.month + 2) / 3 + amount);
        break;
    case SM_UNIT_YEAR:
        put_year(t, d.year + amount);
        break;
    case SM_UNIT_DECADE:
        if (t->rule.which == SM_WHICH_ANY) /* "a decade ago" is a year, "the last decade" ten */
            put_year(t, d.year + 10 * amount);
        else
            put_decade(t, d.year + 10 * amount);
        break;
    case SM_UNIT_CENTURY:
        put_century(t, d.year / 100 + 1 + amount);
        break;
    case SM_UNIT_DAY:
        put_day(t, from + amount);
        break;
    default: /* hours and less: the hour of the report is not known */
        put_day(t, from);
        strcat(t->value, "TXX");
        break;
    }
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
    put_week(t, c->today + shift, true);
}

static void resolve_shift(const context *c, sm_timex *t)
{
    t->basis = SM_BASIS_RELATIVE;
    if (t->rule.unit == SM_UNIT_WEEKEND)
        resolve_weekend(c, t);
    else if (t->rule.unit == SM_UNIT_YEAR && t->rule.amount == -1 && t->rule.which == SM_WHICH_ANY &&
             c->quarter) /* "a year ago" */
        put_quarter(t, c->quarter_year - 1, c->quarter);
    else
        put_shift(t, c->today, t->rule.amount);
}

static void resolve_from_last(const context *c, sm_timex *t)
{
    t->basis = SM_BASIS_RELATIVE;
    if (t->rule.unit == SM_UNIT_YEAR && c->quarter)
        put_quarter(t, c->quarter_year + t->rule.amount, c->quarter);
    else if (c->has_day && t->rule.unit <= SM_UNIT_DAY)
        put_shift(t, c->last_day, t->rule.amount);
    else if (c->known)
        put_shift(t, c->has_day && t->rule.unit <= SM_UNIT_MONTH ? c->last_day : c->today, t->rule.amount);
    else
        put_unknown(t);
}

static void put_season(sm_timex *t, int year)
{
    static const char *const codes[] = {"SP", "SU", "FA", "WI"};
    int season = t->rule.amount;
    snprintf(t->value, sizeof t->value, "%04d-%s", year % 10000, codes[season - 1]);
    put_months(t, year, 3 * season, 3, SM_PRECISION_YEAR);
}

static void resolve_season(const context *c, sm_timex *t)
{
    int start = 3 * t->rule.amount, here = c->date.month, year = c->date.year;
    t->basis = SM_BASIS_RELATIVE;
    if (t->rule.year) {
        t->basis = SM_BASIS_EXPLICIT;
        put_season(t, t->rule.year);
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
    put_season(t, year);
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
    put_quarter(t, year, quarter);
}

static void resolve_half(const context *c, sm_timex *t)
{
    int year = t->rule.year ? t->rule.year : c->date.year;
    t->basis = t->rule.year ? SM_BASIS_EXPLICIT : SM_BASIS_RELATIVE;
    snprintf(t->value, sizeof t->value, "%04d-H%d", year % 10000, t->rule.amount % 10);
    put_months(t, year, t->rule.amount == 1 ? 1 : 7, 6, SM_PRECISION_YEAR);
}

/* Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876, in Meeus, Astronomical
 * Algorithms). */
static int32_t easter(int year)
{
    int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25,
        g = (b - f + 1) / 3;
    int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7,
        m = (a + 11 * h + 22 * l) / 451;
    int n = h + l - 7 * m + 114;
    return day_of(year, n / 31, n % 31 + 1);
}

/* The `n`-th `weekday` (0 = Monday) of a month. */
static int32_t nth_weekday(int year, int month, int weekday, int n)
{
    int32_t first = day_of(year, month, 1);
    return first + floor_mod(weekday - (int)sm_weekday(first), 7) + 7 * (n - 1);
}

static int32_t holiday_of(int year, int which)
{
    switch (which) {
    case SM_EASTER:
        return easter(year);
    case SM_GOOD_FRIDAY:
        return easter(year) - 2;
    case SM_THANKSGIVING:
        return nth_weekday(year, 11, 3, 4);
    case SM_LABOR_DAY:
        return nth_weekday(year, 9, 0, 1);
    case SM_MEMORIAL_DAY:
        return nth_weekday(year, 6, 0, 1) - 7;
    default:
        return day_of(year, which / 100, which % 100);
    }
}

static void resolve_holiday(const context *c, sm_timex *t)
{
    int year = t->rule.year ? t->rule.year : c->date.year;
    int32_t day = holiday_of(year, t->rule.amount);
    t->basis = t->rule.year ? SM_BASIS_EXPLICIT : SM_BASIS_RELATIVE;
    if (t->rule.year == 0) {
        bool last = t->rule.which == SM_WHICH_LAST || (t->rule.which == SM_WHICH_ANY && t->rule.tense < 0);
        bool next = t->rule.which == SM_WHICH_NEXT || (t->rule.which == SM_WHICH_ANY && t->rule.tense > 0);
        if (last && day > c->today)
            day = holiday_of(year - 1, t->rule.amount);
        else if (next && day < c->today)
            day = holiday_of(year + 1, t->rule.amount);
    }
    put_day(t, day);
}

static int32_t add_units(int32_t day, int unit, int amount)
{
    sm_date d = sm_date_of_days(day);
    int months = unit == SM_UNIT_MONTH     ? amount
                 : unit == SM_UNIT_QUARTER ? 3 * amount
                 : unit == SM_UNIT_YEAR    ? 12 * amount
                 : unit == SM_UNIT_DECADE  ? 120 * amount
                                           : 0;
    if (months) {
        int index = d.year * 12 + d.month - 1 + months, year = index / 12, month = index % 12 + 1;
        if (!year_ok(year))
            return day;
        int length = (int)sm_month_length(year, month);
        return day_of(year, month, d.day < length ? d.day : length);
    }
    return day + amount * (unit == SM_UNIT_DAY         ? 1
                           : unit == SM_UNIT_WEEK      ? 7
                           : unit == SM_UNIT_FORTNIGHT ? 14
                                                       : 0);
}

/* "the past three days": the value stays a duration, the interval is that of the calendar. */
static void resolve_span(const context *c, sm_timex *t)
{
    t->resolved = false;
    t->basis = SM_BASIS_RELATIVE;
    if (!c->known || t->rule.amount <= 0 || t->rule.unit < SM_UNIT_DAY || t->rule.amount > 1000)
        return;
    int32_t other = add_units(c->today, t->rule.unit, t->rule.which * t->rule.amount);
    int32_t from = other < c->today ? other : c->today, to = other < c->today ? c->today : other;
    interval(t, from, to,
             to - from <= 6    ? SM_PRECISION_FEW_DAYS
             : to - from <= 14 ? SM_PRECISION_WEEK
             : to - from <= 62 ? SM_PRECISION_MONTH
                               : SM_PRECISION_YEAR);
}

static void resolve_clock(const context *c, sm_timex *t)
{
    t->basis = SM_BASIS_RELATIVE;
    if (c->has_day || c->known)
        put_day(t, c->has_day ? c->last_day : c->today);
    else
        put_unknown(t);
}

static void resolve_period(const context *c, sm_timex *t)
{
    int year = t->rule.year ? t->rule.year : c->date.year - 1;
    t->basis = t->rule.year ? SM_BASIS_EXPLICIT : SM_BASIS_RELATIVE;
    if (c->quarter)
        put_quarter(t, t->rule.year ? t->rule.year : c->quarter_year - 1, c->quarter);
    else
        put_year(t, year);
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
        put_decade(t, t->rule.year);
        return;
    case SM_RULE_CENTURY:
        t->basis = SM_BASIS_EXPLICIT;
        put_century(t, t->rule.amount);
        return;
    case SM_RULE_SPAN:
        resolve_span(c, t);
        return;
    case SM_RULE_CLOCK:
        resolve_clock(c, t);
        return;
    default:
        if (c->known || t->rule.year)
            resolve_by_publication(c, t);
        else
            put_unknown(t);
        return;
    }
}

/* --- in the order of the text
 * ---------------------------------------------------------------------------------------- */

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
    if (!t->resolved)
        return;
    if ((t->precision == SM_PRECISION_DAY || t->precision == SM_PRECISION_HOUR ||
         t->precision == SM_PRECISION_MINUTE) &&
        t->rule.kind != SM_RULE_CLOCK) {
        c->has_day = true;
        c->last_day = t->from;
    }
    if (t->rule.kind == SM_RULE_QUARTER) {
        c->quarter_year = year_of(t->from);
        c->quarter = (sm_date_of_days(t->from).month + 2) / 3;
    }
}

void sm_times_resolve(const sm_doc *doc, sm_date published, sm_timex *times, size_t count)
{
    context c = {.doc = doc,
                 .known = published.year && published.month && published.day,
                 .date = published,
                 .today = sm_days(published)};
    const sm_timex *latest = c.known ? NULL : latest_full_date(times, count);
    share_years(doc, times, count);
    for (size_t i = 0; i < count; i++) {
        if (!c.known)
            assume(&c, times, i, latest);
        bool constant = times[i].rule.kind == SM_RULE_CONST || times[i].rule.kind == SM_RULE_SPAN;
        if (!constant)
            times[i].value[0] = '\0';
        resolve_one(&c, &times[i]);
        if (times[i].value[0] == '\0') /* a year that no calendar has */
            put_unknown(&times[i]);
        remember(&c, &times[i]);
    }
}
