#include "period.h"

#include <stdio.h>
#include <string.h>

enum { MONDAY = 3 /* the 1st of January 1970 was a Thursday, the third day after one */ };

static int32_t floor_division(int32_t a, int32_t b)
{
    return a / b - (a % b < 0);
}

bool sm_period_of(sm_period unit, sm_date d, int32_t *number)
{
    if (d.year == 0 || (unit != SM_PERIOD_YEAR && d.month == 0) || (unit < SM_PERIOD_MONTH && d.day == 0))
        return false;
    switch (unit) {
    case SM_PERIOD_DAY:
        *number = sm_days(d);
        break;
    case SM_PERIOD_WEEK:
        *number = floor_division(sm_days(d) + MONDAY, 7);
        break;
    case SM_PERIOD_MONTH:
        *number = d.year * 12 + d.month - 1;
        break;
    case SM_PERIOD_YEAR:
        *number = d.year;
        break;
    }
    return true;
}

sm_date sm_period_first(sm_period unit, int32_t number)
{
    switch (unit) {
    case SM_PERIOD_DAY:
        return sm_date_of_days(number);
    case SM_PERIOD_WEEK:
        return sm_date_of_days(7 * number - MONDAY);
    case SM_PERIOD_MONTH:
        return (sm_date){(int16_t)floor_division(number, 12),
                         (uint8_t)(number - 12 * floor_division(number, 12) + 1), 1};
    case SM_PERIOD_YEAR:
        break;
    }
    return (sm_date){(int16_t)number, 1, 1};
}

sm_date sm_period_last(sm_period unit, int32_t number)
{
    return sm_date_of_days(sm_days(sm_period_first(unit, number + 1)) - 1);
}

/* --- words */

static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

static const char *range(sm_arena *arena, const sm_words *words, const char *way, const char *from,
                         const char *to)
{
    return sm_words_fill(arena, sm_words_of(words, way), "from", from, "to", to, NULL);
}

const char *sm_date_words(sm_arena *arena, const sm_words *words, sm_date d, sm_date like)
{
    bool year = d.year != like.year, month = year || d.month != like.month || d.day == 0 || like.day == 0;
    const char *name = d.month ? sm_words_of(words, months[d.month - 1]) : "",
               *way = d.day == 0 ? "{month} {year}"
                      : year     ? "{day} {month} {year}"
                      : month    ? "{day} {month}"
                                 : "{day}";
    char day[8], in_year[8];
    snprintf(day, sizeof day, "%d", d.day);
    snprintf(in_year, sizeof in_year, "%d", d.year);
    if (d.month == 0)
        return sm_arena_print(arena, "%s", in_year);
    if (d.day == 0 && !year)
        return name;
    return sm_words_fill(arena, sm_words_of(words, way), "day", day, "month", name, "year", in_year, NULL);
}

const char *sm_dates_words(sm_arena *arena, const sm_words *words, sm_date first, sm_date last)
{
    const char *behind = sm_date_words(arena, words, last, (sm_date){0});
    if (first.year == last.year && first.month == last.month && first.day == last.day)
        return behind;
    if (first.month == 0 || last.month == 0) /* nothing can be left out: "2015 – 3 Mar 2016" */
        return range(arena, words, "{from} – {to}", sm_date_words(arena, words, first, (sm_date){0}), behind);
    bool days_only = first.day && last.day && first.year == last.year && first.month == last.month;
    return range(arena, words, days_only ? "{from}–{to}" : "{from} – {to}", /* "3–21 Nov 2015" */
                 sm_date_words(arena, words, first, last), behind);
}

const char *sm_period_words(sm_arena *arena, const sm_words *words, sm_period unit, int32_t from, int32_t to)
{
    sm_date first = sm_period_first(unit, from), last = sm_period_last(unit, to);
    if (unit >= SM_PERIOD_MONTH) {
        first.day = last.day = 0;
        if (unit == SM_PERIOD_YEAR)
            first.month = last.month = 0;
    }
    return sm_dates_words(arena, words, first, last);
}
