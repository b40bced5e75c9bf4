/* Writing TIMEX3 values and the intervals of the calendar that they stand for. */
#include "timevalue.h"

#include <string.h>

int sm_time_year_of(int32_t day)
{
    return sm_date_of_days(day).year;
}

int32_t sm_time_day_of(int year, int month, int day)
{
    return sm_days((sm_date){.year = (int16_t)year, .month = (uint8_t)month, .day = (uint8_t)day});
}

int sm_time_modulo(int a, int n)
{
    int r = a % n;
    return r < 0 ? r + n : r;
}

void sm_time_interval(sm_timex *t, int32_t from, int32_t to, sm_precision precision)
{
    t->from = from;
    t->to = to;
    t->precision = (uint8_t)precision;
    t->resolved = true;
}

/* `pattern` with the digits of `number` in place of its #s. */
static void fill(char *out, const char *pattern, uint32_t number)
{
    size_t n = strlen(pattern);
    out[n] = '\0';
    while (n-- > 0) {
        out[n] = pattern[n] == '#' ? (char)('0' + number % 10) : pattern[n];
        number /= pattern[n] == '#' ? 10 : 1;
    }
}

void sm_time_put_value(sm_timex *t, const char *pattern, int number)
{
    fill(t->value, pattern, (uint32_t)number);
}

static void add_time(sm_timex *t)
{
    static const char *const parts[] = {"", "TMO", "TAF", "TEV", "TNI"};
    char *end = t->value + strlen(t->value);
    if (t->minute >= 0) {
        t->type = SM_TIMEX_TIME;
        fill(end, "T##:##", (uint32_t)(t->minute / 60 * 100 + t->minute % 60));
        t->precision = t->minute % 60 ? SM_PRECISION_MINUTE : SM_PRECISION_HOUR;
    } else if (t->rule.part) {
        t->type = SM_TIMEX_TIME;
        fill(end, parts[t->rule.part], 0);
    }
}

void sm_time_put_day(sm_timex *t, int32_t day)
{
    sm_date_print(sm_date_of_days(day), t->value);
    sm_time_interval(t, day, day, SM_PRECISION_DAY);
    if (t->rule.last_day > t->day &&
        t->rule.last_day <= (int)sm_month_length(sm_time_year_of(day), sm_date_of_days(day).month)) {
        t->to = day + t->rule.last_day - t->day;
        t->precision = SM_PRECISION_FEW_DAYS;
    }
    add_time(t);
}

/* The ISO week that holds `day`, whose year is that of its Thursday. */
void sm_time_put_week(sm_timex *t, int32_t day, bool weekend)
{
    int32_t monday = day - (int32_t)sm_weekday(day), thursday = monday + 3;
    int year = sm_time_year_of(thursday), week = (thursday - sm_time_day_of(year, 1, 1)) / 7 + 1;
    sm_time_put_value(t, weekend ? "####-W##-WE" : "####-W##", year * 100 + week);
    sm_time_interval(t, weekend ? monday + 5 : monday, monday + 6,
                     weekend ? SM_PRECISION_FEW_DAYS : SM_PRECISION_WEEK);
}

static void put_months(sm_timex *t, int year, int month, int count, sm_precision precision)
{
    int last = month + count - 1, last_year = year + (last - 1) / 12;
    last = (last - 1) % 12 + 1;
    sm_time_interval(t, sm_time_day_of(year, month, 1),
                     sm_time_day_of(last_year, last, (int)sm_month_length(last_year, last)), precision);
}

bool sm_time_year_ok(int year)
{
    return year >= 1000 && year <= 2999;
}

void sm_time_put_month(sm_timex *t, int year, int month)
{
    year += (month - 1 - sm_time_modulo(month - 1, 12)) / 12;
    month = sm_time_modulo(month - 1, 12) + 1;
    if (!sm_time_year_ok(year))
        return;
    sm_time_put_value(t, "####-##", year * 100 + month);
    put_months(t, year, month, 1, SM_PRECISION_MONTH);
}

void sm_time_put_quarter(sm_timex *t, int year, int quarter)
{
    year += (quarter - 1 - sm_time_modulo(quarter - 1, 4)) / 4;
    quarter = sm_time_modulo(quarter - 1, 4) + 1;
    if (!sm_time_year_ok(year))
        return;
    sm_time_put_value(t, "####-Q#", year * 10 + quarter);
    put_months(t, year, 3 * quarter - 2, 3, SM_PRECISION_YEAR);
}

void sm_time_put_year(sm_timex *t, int year)
{
    if (!sm_time_year_ok(year))
        return;
    sm_time_put_value(t, "####", year);
    put_months(t, year, 1, 12, SM_PRECISION_YEAR);
}

void sm_time_put_decade(sm_timex *t, int year)
{
    if (!sm_time_year_ok(year))
        return;
    year -= year % 10;
    sm_time_put_value(t, "###", year / 10);
    put_months(t, year, 1, 120, SM_PRECISION_UNKNOWN);
}

void sm_time_put_century(sm_timex *t, int number)
{
    if (number < 1 || number > 29)
        return;
    sm_time_put_value(t, "##", number - 1);
    if (number > 10)
        put_months(t, (number - 1) * 100, 1, 1200, SM_PRECISION_UNKNOWN);
}

/* `amount` units away from `from`. */
void sm_time_put_shift(sm_timex *t, int32_t from, int amount)
{
    sm_date d = sm_date_of_days(from);
    switch (t->rule.unit) {
    case SM_UNIT_WEEK:
        sm_time_put_week(t, from + 7 * amount, false);
        break;
    case SM_UNIT_FORTNIGHT:
        sm_time_put_week(t, from + 14 * amount, false);
        break;
    case SM_UNIT_MONTH:
        sm_time_put_month(t, d.year, d.month + amount);
        break;
    case SM_UNIT_QUARTER:
        sm_time_put_quarter(t, d.year, (d.month + 2) / 3 + amount);
        break;
    case SM_UNIT_YEAR:
        sm_time_put_year(t, d.year + amount);
        break;
    case SM_UNIT_DECADE:
        if (t->rule.which == SM_WHICH_ANY) /* "a decade ago" is a year, "the last decade" ten */
            sm_time_put_year(t, d.year + 10 * amount);
        else
            sm_time_put_decade(t, d.year + 10 * amount);
        break;
    case SM_UNIT_CENTURY:
        sm_time_put_century(t, d.year / 100 + 1 + amount);
        break;
    case SM_UNIT_DAY:
        sm_time_put_day(t, from + amount);
        break;
    default: /* hours and less: the hour of the report is not known */
        sm_time_put_day(t, from);
        strcat(t->value, "TXX");
        break;
    }
}

void sm_time_put_season(sm_timex *t, int year)
{
    static const char *const patterns[] = {"####-SP", "####-SU", "####-FA", "####-WI"};
    int season = t->rule.amount;
    sm_time_put_value(t, patterns[season - 1], year);
    put_months(t, year, 3 * season, 3, SM_PRECISION_YEAR);
}

void sm_time_put_half(sm_timex *t, int year, int half)
{
    if (!sm_time_year_ok(year))
        return;
    sm_time_put_value(t, "####-H#", year * 10 + half);
    put_months(t, year, half == 1 ? 1 : 7, 6, SM_PRECISION_YEAR);
}

/* A value that says only what is known without a publication date. */
void sm_time_put_unknown(sm_timex *t)
{
    static const char *const by_unit[] = {
        "XXXX-XX-XX", "XXXX-XX-XX", "XXXX-XX-XX", "XXXX-XX-XX", "XXXX-XX-XX", "XXXX-WXX", "XXXX-WXX-WE",
        "XXXX-WXX",   "XXXX-XX",    "XXXX-QX",    "XXXX",       "XXX",        "XX"};
    static const char *const seasons[] = {"XXXX", "XXXX-SP", "XXXX-SU", "XXXX-FA", "XXXX-WI"};
    t->resolved = false;
    switch (t->rule.kind) {
    case SM_RULE_WEEKDAY:
        sm_time_put_value(t, "XXXX-WXX-#", t->weekday);
        t->precision = SM_PRECISION_DAY;
        break;
    case SM_RULE_SEASON:
        sm_time_put_value(t, seasons[t->rule.amount >= 1 && t->rule.amount <= 4 ? t->rule.amount : 0], 0);
        break;
    case SM_RULE_QUARTER:
        sm_time_put_value(t, t->rule.amount >= 1 ? "XXXX-Q#" : "XXXX-QX", t->rule.amount);
        break;
    case SM_RULE_HALF:
        sm_time_put_value(t, "XXXX-H#", t->rule.amount);
        break;
    case SM_RULE_PERIOD:
        sm_time_put_value(t, "XXXX", 0);
        break;
    case SM_RULE_HOLIDAY:
        sm_time_put_value(t, t->rule.amount >= 100 ? "XXXX-##-##" : "XXXX-XX-XX", t->rule.amount);
        break;
    case SM_RULE_DATE:
        sm_time_put_value(t, t->day ? "XXXX-##-##" : "XXXX-##", t->day ? t->month * 100 + t->day : t->month);
        t->precision = t->day ? SM_PRECISION_DAY : SM_PRECISION_MONTH;
        break;
    default:
        sm_time_put_value(t, by_unit[t->rule.unit <= SM_UNIT_CENTURY ? t->rule.unit : 0], 0);
        break;
    }
    add_time(t);
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
    return sm_time_day_of(year, n / 31, n % 31 + 1);
}

/* The `n`-th `weekday` (0 = Monday) of a month. */
static int32_t nth_weekday(int year, int month, int weekday, int n)
{
    int32_t first = sm_time_day_of(year, month, 1);
    return first + sm_time_modulo(weekday - (int)sm_weekday(first), 7) + 7 * (n - 1);
}

int32_t sm_time_holiday(int year, int which)
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
        return sm_time_day_of(year, which / 100, which % 100);
    }
}

int32_t sm_time_add_units(int32_t day, int unit, int amount)
{
    sm_date d = sm_date_of_days(day);
    int months = unit == SM_UNIT_MONTH     ? amount
                 : unit == SM_UNIT_QUARTER ? 3 * amount
                 : unit == SM_UNIT_YEAR    ? 12 * amount
                 : unit == SM_UNIT_DECADE  ? 120 * amount
                                           : 0;
    if (months) {
        int index = d.year * 12 + d.month - 1 + months, year = index / 12, month = index % 12 + 1;
        if (!sm_time_year_ok(year))
            return day;
        int length = (int)sm_month_length(year, month);
        return sm_time_day_of(year, month, d.day < length ? d.day : length);
    }
    return day + amount * (unit == SM_UNIT_DAY         ? 1
                           : unit == SM_UNIT_WEEK      ? 7
                           : unit == SM_UNIT_FORTNIGHT ? 14
                                                       : 0);
}
