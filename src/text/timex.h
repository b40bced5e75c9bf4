/** Time expressions: found, normalised to TIMEX3 values, resolved against the publication date. */
#ifndef SM_TIMEX_H
#define SM_TIMEX_H

#include "phrase.h"

typedef enum sm_timex_type { SM_TIMEX_DATE, SM_TIMEX_TIME, SM_TIMEX_DURATION, SM_TIMEX_SET } sm_timex_type;

typedef enum sm_date_basis {
    SM_BASIS_NONE,
    SM_BASIS_EXPLICIT, /**< day, month and year stand in the text, or follow from it without the publication
                          date */
    SM_BASIS_WEEKDAY,  /**< "on Friday" */
    SM_BASIS_RELATIVE, /**< "yesterday", "last month", "Nov. 13" (year from the publication date) */
    SM_BASIS_CROSS_DOCUMENT, /**< worked out with the help of other articles */
    SM_BASIS_DOCUMENT,       /**< nothing but the publication date is known */
} sm_date_basis;

typedef enum sm_precision {
    SM_PRECISION_UNKNOWN,
    SM_PRECISION_MINUTE,
    SM_PRECISION_HOUR,
    SM_PRECISION_DAY,
    SM_PRECISION_FEW_DAYS,
    SM_PRECISION_WEEK,
    SM_PRECISION_MONTH,
    SM_PRECISION_YEAR,
} sm_precision;

/** How an expression depends on the publication date or on others: what sm_times_resolve works from. */
typedef struct sm_time_rule {
    uint8_t kind;    /**< sm_time_rule_kind in timeparse.h */
    uint8_t unit;    /**< sm_time_unit */
    uint8_t part;    /**< of the day: 1 morning … 4 night */
    int8_t which;    /**< −1 last, 0 this, 1 next, 2 not said */
    int8_t tense;    /**< of the words beside it: −1 past, 1 future, 0 not known */
    bool from_event; /**< "a week after the attacks": `offset_days` counts from an event, not from the
                        publication date */
    bool swappable;  /**< 05/11/2015 may be 5 November */
    int16_t year;    /**< as named, 0 = not named */
    int16_t amount;  /**< of units; −1 = not said ("several") */
    int8_t last_day; /**< "Nov. 13-15": 15, else 0 */
} sm_time_rule;

/** One expression. `value` is the TIMEX3 value even when it cannot be resolved ("XXXX-11-13", "XXXX-WXX-5",
 * "PAST_REF"). */
typedef struct sm_timex {
    uint32_t first, end; /**< tokens, half open */
    uint8_t type;        /**< sm_timex_type */
    uint8_t basis;       /**< sm_date_basis */
    uint8_t precision;   /**< sm_precision of the calendar interval */
    uint8_t weekday;     /**< 1 = Monday … 7 when the expression names one, else 0 */
    int8_t month, day;   /**< as named, 0 = not named; for dates whose year is not known yet */
    bool approximate;    /**< "about", "early", "mid-" */
    bool resolved;       /**< `from`, `to` hold */
    int32_t from, to;    /**< days since 1970-01-01, inclusive */
    int16_t minute;      /**< minute of the day for times, −1 = none */
    int32_t offset_days; /**< for relative expressions ("yesterday" −1, "two weeks ago" −14), INT32_MIN when
                            it is none */
    char value[32];
    sm_time_rule rule;
} sm_timex;

/** Find all time expressions of `doc`. `published`: year 0 = unknown; relative ones then stay unresolved but
 * keep their parts, so that sm_timex_resolve can be called again when the date has been worked out. The
 * result lives in the doc's arena. */
sm_status sm_find_times(const sm_doc *doc, sm_date published, sm_timex **out, size_t *count, sm_error *err);

/** Resolve what depends on the publication date, in place. */
void sm_times_resolve(const sm_doc *doc, sm_date published, sm_timex *times, size_t count);

/** The publication date that stands in the text itself: a header line or dateline with a full date ("17
 * November 2015" alone on a line near the head). Year 0 when there is none; never today's. */
sm_date sm_find_publication_date(const sm_doc *doc, const sm_timex *times, size_t count);

/** One line each: `text [start,end) -> TYPE value`. */
void sm_times_dump(const sm_doc *doc, const sm_timex *times, size_t count, FILE *out);

#endif
