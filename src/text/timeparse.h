/** Time expressions as they are read, before anything is resolved. Private to the timex files.
 *
 * A form is a function that looks at the tokens from `i` on, fills `t` and returns the token behind the
 * expression, or 0 when it is none: a recursive descent over word classes, with no state but the document. */
#ifndef SM_TIMEPARSE_H
#define SM_TIMEPARSE_H

#include "timewords.h"
#include "timex.h"

typedef enum sm_time_rule_kind {
    SM_RULE_CONST, /**< value stands: durations, sets, PAST_REF */
    SM_RULE_DATE,  /**< year, month, day as far as named */
    SM_RULE_WEEKDAY,
    SM_RULE_SHIFT,     /**< `amount` units from the publication date: yesterday, last month, ten years ago */
    SM_RULE_FROM_LAST, /**< the same, from the date named before: "the next day", "a year earlier" */
    SM_RULE_SEASON,    /**< `amount` 1 spring … 4 winter */
    SM_RULE_QUARTER,   /**< `amount` 1 … 4; 0 = "the quarter": the one named before */
    SM_RULE_HALF,      /**< `amount` 1, 2 */
    SM_RULE_HOLIDAY,   /**< `amount` as in the table */
    SM_RULE_DECADE,    /**< `year` its first */
    SM_RULE_CENTURY,   /**< `amount` 20 = the 1900s */
    SM_RULE_SPAN, /**< the last or next `amount` units, up to the publication date or from it: a DURATION with
                     an interval */
    SM_RULE_CLOCK,  /**< a time of a day that is not named: the day named before, or the publication date */
    SM_RULE_PERIOD, /**< "the year-earlier period": a year before the quarter or year named before */
} sm_time_rule_kind;

enum { SM_WHICH_LAST = -1, SM_WHICH_THIS = 0, SM_WHICH_NEXT = 1, SM_WHICH_ANY = 2 };

/** The expression at token `i`. Returns the token behind it, 0 when there is none; `t->first` may be behind
 * `i` (a determiner that does not belong). */
size_t sm_time_parse(const sm_doc *doc, size_t i, sm_timex *t);

/** A further day of the month behind `before`, which ends at token `i`: the 14 of "Nov. 13 and 14". Returns
 * as above. */
size_t sm_time_next_day(const sm_doc *doc, size_t i, const sm_timex *before, sm_timex *t);

/** A word that expressions begin with, or one with a digit in it: 13, 13th, 1990s, Q3. */
static inline bool sm_time_is_opener(const sm_token *t)
{
    return (sm_word_classes(t) & SM_W_TIME) || (t->flags & SM_T_DIGIT);
}

/** Whether an expression can begin at token `i`: a quick look that is right whenever it says no. */
bool sm_time_may_begin(const sm_doc *doc, size_t i);

#endif
