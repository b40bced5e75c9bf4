/** The words of time expressions (timewords.tsv) and of tense (tense.tsv). Private to the timex files. */
#ifndef SM_TIMEWORDS_H
#define SM_TIMEWORDS_H

#include "phrase.h"

typedef enum sm_timeword_kind {
    SM_TW_NONE,
    SM_TW_MONTH,   /**< value 1 … 12; code "?" when the word has other meanings too */
    SM_TW_WEEKDAY, /**< value 1 = Monday … 7; code as above */
    SM_TW_NUMBER,  /**< number words; digits get this kind too */
    SM_TW_SOME,    /**< a number that is not said: several, a few */
    SM_TW_ORDINAL, /**< first … thirty-first, 13th */
    SM_TW_UNIT,    /**< value sm_time_unit */
    SM_TW_UNITS,   /**< the plural */
    SM_TW_SEASON,  /**< value 1 = spring … 4 = winter; code SP SU FA WI */
    SM_TW_PART,    /**< of the day; code MO AF EV NI */
    SM_TW_DAY,     /**< yesterday −1, today 0, tomorrow 1; code: the part of the day, if any */
    SM_TW_LAST,
    SM_TW_NEXT,
    SM_TW_THIS,
    SM_TW_EVERY,
    SM_TW_PHASE, /**< early, late, mid, "the end of": the expression behind it becomes approximate; code START
                    MID END */
    SM_TW_ABOUT, /**< about, nearly, more than */
    SM_TW_AGO,
    SM_TW_EARLIER,
    SM_TW_LATER,
    SM_TW_BEFORE,
    SM_TW_AFTER,
    SM_TW_REF,   /**< code PRESENT_REF PAST_REF FUTURE_REF */
    SM_TW_OFTEN, /**< daily, annually; code the period */
    SM_TW_CLOCK, /**< noon, midnight; value minutes */
    SM_TW_AMPM,  /**< value minutes to add */
    SM_TW_ZONE,
    SM_TW_FISCAL,
    SM_TW_HOLIDAY, /**< value month × 100 + day, or sm_movable */
    SM_TW_DECADE,  /**< value: 90 for "nineties", 1990 for "1990s" */
    SM_TW_MORE,    /**< words between number and unit: more, additional, full, consecutive */
    SM_TW_PERIOD,  /**< period: "the 1988 period" */
    SM_TW_COUNTED, /**< what numbers count: percent, people, miles; a number before it is no date */
    SM_TW_NAMED,   /**< flight, highway, resolution: a number behind it is a name */
    SM_TW_PREP,    /**< in, since, until: a time is likely behind it */
    SM_TW_THE,
    SM_TW_THAT,
    SM_TW_ARTICLE, /**< a, an */
    SM_TW_OWNER,   /**< its, their, his, her */
    SM_TW_RECENT,  /**< recent, latest */
    SM_TW_FIGURE,  /**< no word: a number that is not just four digits at most, such as 7.30 and 13.11.2015 */
    SM_TW_MARK,    /**< no word: an apostrophe glued to what follows, '90s */
} sm_timeword_kind;

typedef enum sm_time_unit {
    SM_UNIT_NONE,
    SM_UNIT_SECOND,
    SM_UNIT_MINUTE,
    SM_UNIT_HOUR,
    SM_UNIT_DAY,
    SM_UNIT_WEEK,
    SM_UNIT_WEEKEND,
    SM_UNIT_FORTNIGHT,
    SM_UNIT_MONTH,
    SM_UNIT_QUARTER,
    SM_UNIT_YEAR,
    SM_UNIT_DECADE,
    SM_UNIT_CENTURY,
} sm_time_unit;

/** Holidays that move. */
typedef enum sm_movable {
    SM_EASTER = 1,
    SM_GOOD_FRIDAY,
    SM_THANKSGIVING,
    SM_LABOR_DAY,
    SM_MEMORIAL_DAY
} sm_movable;

typedef struct sm_timeword {
    const char *phrase;
    uint8_t kind;
    int16_t value;
    const char *code;
} sm_timeword;

extern const sm_timeword sm_timewords_rows[];
extern const sm_phrase_table sm_timewords;

typedef struct sm_tense {
    const char *phrase;
    int8_t value; /**< −1 past, +1 future */
} sm_tense;

extern const sm_tense sm_tenses_rows[];
extern const sm_phrase_table sm_tenses;

#endif
