/** Calendar dates without a clock: proleptic Gregorian days, and dates cut to the precision that a text
 * states. */
#ifndef SM_DATE_H
#define SM_DATE_H

#include <stdbool.h>
#include <stdint.h>

/** A date cut to what is known: year 0 = unknown; month 0 = only the year; day 0 = only the month. */
typedef struct sm_date {
    int16_t year;
    uint8_t month, day;
} sm_date;

int32_t
sm_days(sm_date d); /**< days since 1970-01-01; missing month and day count as 1 (method: Howard Hinnant) */
sm_date sm_date_of_days(int32_t days);
unsigned sm_weekday(int32_t days); /**< 0 = Monday … 6 = Sunday */
unsigned sm_month_length(int year, int month);
bool sm_date_valid(sm_date d); /**< a real calendar date between years 1000 and 2999, possibly cut */
bool sm_date_parse(const char *iso,
                   sm_date *out); /**< `2015`, `2015-08`, `2015-08-07`, anything after `T` ignored */
char *sm_date_print(sm_date d,
                    char out[16]); /**< ISO 8601 cut to its precision; "" when unknown; returns `out` */

#endif
