/** Writing TIMEX3 values: each sets the value, the interval and the precision; a year that no calendar has
 * leaves `t` as it was. Private to the timex files. Days are days since 1970-01-01. */
#ifndef SM_TIMEVALUE_H
#define SM_TIMEVALUE_H

#include "timeparse.h"

int sm_time_year_of(int32_t day);
int32_t sm_time_day_of(int year, int month, int day);
int sm_time_modulo(int a, int n); /**< never negative */
bool sm_time_year_ok(int year);   /**< 1000 … 2999 */

/** `pattern`, at most 31 bytes, with the last digits of `number` in place of its #s. */
void sm_time_put_value(sm_timex *t, const char *pattern, int number);

void sm_time_interval(sm_timex *t, int32_t from, int32_t to, sm_precision precision);
void sm_time_put_day(sm_timex *t, int32_t day); /**< with the time of day, and to the last day of a range */
void sm_time_put_week(sm_timex *t, int32_t day, bool weekend); /**< the ISO week that holds `day` */
void sm_time_put_month(sm_timex *t, int year, int month);      /**< months outside 1 … 12 count on */
void sm_time_put_quarter(sm_timex *t, int year, int quarter);  /**< the same */
void sm_time_put_half(sm_timex *t, int year, int half);
void sm_time_put_season(sm_timex *t,
                        int year); /**< of rule.amount; a winter bears the year of its December */
void sm_time_put_year(sm_timex *t, int year);
void sm_time_put_decade(sm_timex *t, int year);
void sm_time_put_century(sm_timex *t, int number); /**< 20 = the 1900s */

/** `amount` of rule.unit away from `from`, at the unit's precision. */
void sm_time_put_shift(sm_timex *t, int32_t from, int amount);

/** A value that says only what is known without a publication date: XXXX-11-13, XXXX-WXX-5. */
void sm_time_put_unknown(sm_timex *t);

/** The day of a holiday (as in the table) in a year. */
int32_t sm_time_holiday(int year, int which);

int32_t sm_time_add_units(int32_t day, int unit, int amount);

#endif
