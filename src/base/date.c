#include "date.h"

#include "digits.h"
#include <stddef.h>

int32_t sm_days(sm_date d)
{
    int y = d.year, m = d.month ? d.month : 1, day = d.day ? d.day : 1;
    y -= m <= 2;
    int era = (y >= 0 ? y : y - 399) / 400;
    unsigned yoe = (unsigned)(y - era * 400);
    unsigned doy = (153u * (unsigned)(m > 2 ? m - 3 : m + 9) + 2) / 5 + (unsigned)day - 1;
    unsigned doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + (int32_t)doe - 719468;
}

sm_date sm_date_of_days(int32_t days)
{
    days += 719468;
    int era = (days >= 0 ? days : days - 146096) / 146097;
    unsigned doe = (unsigned)(days - era * 146097);
    unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    unsigned mp = (5 * doy + 2) / 153;
    unsigned m = mp < 10 ? mp + 3 : mp - 9;
    int y = (int)yoe + era * 400 + (m <= 2);
    return (sm_date){.year = (int16_t)y, .month = (uint8_t)m, .day = (uint8_t)(doy - (153 * mp + 2) / 5 + 1)};
}

unsigned sm_weekday(int32_t days)
{
    int w = (days + 3) % 7; /* 1970-01-01 was a Thursday */
    return (unsigned)(w < 0 ? w + 7 : w);
}

unsigned sm_month_length(int year, int month)
{
    static const uint8_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : lengths[month - 1];
}

bool sm_date_valid(sm_date d)
{
    if (d.year < 1000 || d.year > 2999 || d.month > 12 || (d.month == 0 && d.day != 0))
        return false;
    return d.month == 0 || d.day <= sm_month_length(d.year, d.month);
}

static const char *digits(const char *s, int count, int *out)
{
    *out = 0;
    for (int i = 0; i < count; i++, s++) {
        if (*s < '0' || *s > '9')
            return NULL;
        *out = *out * 10 + (*s - '0');
    }
    return s;
}

bool sm_date_parse(const char *iso, sm_date *out)
{
    int year, month = 0, day = 0;
    const char *s = digits(iso, 4, &year);
    if (s && *s == '-' && (s = digits(s + 1, 2, &month)) != NULL && month == 0)
        return false;
    if (s && month && *s == '-' && (s = digits(s + 1, 2, &day)) != NULL && day == 0)
        return false;
    if (s == NULL || (*s != '\0' && *s != 'T' && *s != ' '))
        return false;
    sm_date d = {.year = (int16_t)year, .month = (uint8_t)month, .day = (uint8_t)day};
    if (!sm_date_valid(d))
        return false;
    *out = d;
    return true;
}

char *sm_date_print(sm_date d, char out[16])
{
    unsigned year = (unsigned)d.year % 10000, month = d.month % 100u, day = d.day % 100u;
    char *at = out;
    if (year || month || day)
        at = sm_put_digits(at, year, 4);
    if (month || day) {
        *at++ = '-';
        at = sm_put_digits(at, month, 2);
    }
    if (day) {
        *at++ = '-';
        at = sm_put_digits(at, day, 2);
    }
    *at = '\0';
    return out;
}
