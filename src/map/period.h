/** Days, weeks, months and years as numbers on a line, for the colours and the small multiples of a map. */
#ifndef SM_PERIOD_H
#define SM_PERIOD_H

#include "arena.h"
#include "date.h"
#include "words.h"

typedef enum sm_period { SM_PERIOD_DAY, SM_PERIOD_WEEK, SM_PERIOD_MONTH, SM_PERIOD_YEAR } sm_period;

/** The number of the period in which `d` lies; consecutive periods have consecutive numbers. Weeks begin on
 * Mondays. False when the date is not known as exactly as that. */
bool sm_period_of(sm_period unit, sm_date d, int32_t *number);

/** First and last day of a period. */
sm_date sm_period_first(sm_period unit, int32_t number);
sm_date sm_period_last(sm_period unit, int32_t number);

/** The time from the first day of period `from` to the last of `to`, in words: "Jan – Mar 2015", "2–8 Nov
 * 2015". */
const char *sm_period_words(sm_arena *arena, const sm_words *words, sm_period unit, int32_t from, int32_t to);

/** As much of the date as `like` does not already say behind it: "31 Oct" before "21 Nov 2015". */
const char *sm_date_words(sm_arena *arena, const sm_words *words, sm_date d, sm_date like);

/** "3–21 Nov 2015", "31 Oct – 21 Nov 2015", "2015 – 3 Mar 2016". */
const char *sm_dates_words(sm_arena *arena, const sm_words *words, sm_date first, sm_date last);

#endif
