/** What the forms of time expressions look at: the item that stands at a token, numbers, signs, tense.
 * Private to the timex files. */
#ifndef SM_TIMEITEM_H
#define SM_TIMEITEM_H

#include "timeparse.h"

#include <string.h>

/** A word of timewords.tsv, a number, or digits and letters in one token (13th, 1990s, 7pm, Q3). Small, for
 * every token has room for one. */
typedef struct sm_time_item {
    const char *code; /**< NULL: not yet looked up; else what the table says, or "" */
    uint32_t next;    /**< the token behind it */
    int16_t value;
    uint8_t kind;   /**< sm_timeword_kind */
    uint8_t digits; /**< written with so many digits, 0 = in words */
} sm_time_item;

/** The word means something else as well. */
static inline bool sm_time_is_doubtful(const sm_time_item *it)
{
    return *it->code == '?';
}

/** What forms begin with. */
extern const sm_timex sm_time_blank;

/** A form: looks at the tokens from `i` on, fills `t`, which is blank, and returns the token behind the
 * expression or 0. What it leaves in `t` when it returns 0 does not matter. */
typedef size_t sm_time_form(const sm_doc *d, size_t i, sm_timex *t);

/** A form, and the kinds of item that it may begin with. */
typedef struct sm_time_entry {
    sm_time_form *form;
    uint64_t kinds;
} sm_time_entry;

#define SM_K(kind)       (UINT64_C(1) << SM_TW_##kind)
#define SM_K_DETERMINERS (SM_K(THE) | SM_K(THAT) | SM_K(ARTICLE) | SM_K(OWNER))

/** The first of `forms` (form NULL at the end) that fits; `t` is blank again when none does. */
size_t sm_time_first_of(const sm_time_entry *forms, const sm_doc *d, size_t i, sm_timex *t);

/** The item that begins at token `i`; kind SM_TW_NONE when there is none. Each is looked up once, and kept in
 * the document. */
sm_time_item sm_time_look_up(const sm_doc *d, size_t i);
static inline sm_time_item sm_time_peek(const sm_doc *d, size_t i)
{
    if (i >= d->n_tokens)
        return (sm_time_item){.code = ""};
    if (d->time_items[i].code == NULL)
        d->time_items[i] = sm_time_look_up(d, i);
    return d->time_items[i];
}

/** The token behind `i`, whose word ends there: past a hyphen glued on both sides, and past the dot of an
 * abbreviation when `over_dot`. n_tokens at the end of a paragraph, where no expression goes on. */
size_t sm_time_step(const sm_doc *d, size_t i, bool over_dot);

/** The same behind an item. */
size_t sm_time_behind(const sm_doc *d, const sm_time_item *it);

/** A number in digits or words: "24", "twenty-four", "a hundred"; `*value` −1 when it is not said
 * ("several"). The token behind it, 0 = none. */
size_t sm_time_number(const sm_doc *d, size_t i, int *value);

/** A year with four digits, as part of a date; 0 = none. */
int sm_time_year(const sm_doc *d, size_t i);

/** The year behind a date that ends at `end`: ", 2015", " 2015", " of 2015". The token behind it, or `end`.
 */
size_t sm_time_year_behind(const sm_doc *d, size_t end, int *year);

/** The value of up to four digits, −1 when they are none. */
int sm_time_digits(const char *s, size_t length);

/** Whether what stands at `i` is counted by the number before it: "13 percent", "20 people", and the colon of
 * "7:30". */
bool sm_time_is_counted(const sm_doc *d, size_t i);

/** Behind a preposition, or another word after which a time is likely. */
bool sm_time_after_preposition(const sm_doc *d, size_t i);

/** The tense of the words beside [first, end): the nearest sign before it in its sentence, or else behind it.
 * −1, 0, 1. */
int sm_time_tense(const sm_doc *d, size_t first, size_t end);

/** Part of the day of a SM_TW_PART: 1 morning … 4 night. */
static inline uint8_t sm_time_part(const sm_time_item *it)
{
    return it->code[0] == 'M' ? 1 : it->code[0] == 'A' ? 2 : it->code[0] == 'E' ? 3 : 4;
}

/** Forms of the calendar (timedate.c), of units and what selects them (timeunit.c), of durations and sets
 * (timespan.c). */
sm_time_form sm_time_date, sm_time_by_unit, sm_time_span, sm_time_reference;

/** What they begin with. */
#define SM_K_DATES                                                                                           \
    (SM_K(NUMBER) | SM_K(FIGURE) | SM_K(ORDINAL) | SM_K(MONTH) | SM_K(WEEKDAY) | SM_K(DAY) | SM_K(HOLIDAY) | \
     SM_K(DECADE) | SM_K(MARK) | SM_K(THE))
#define SM_K_UNITS                                                                                           \
    (SM_K(NUMBER) | SM_K(ORDINAL) | SM_K(FISCAL) | SM_K(UNIT) | SM_K(LAST) | SM_K(NEXT) | SM_K(THIS) |       \
     SM_K(REF) | SM_K(RECENT) | SM_K(THE) | SM_K(THAT) | SM_K(SEASON))
#define SM_K_SPANS                                                                                           \
    (SM_K(NUMBER) | SM_K(SOME) | SM_K(ORDINAL) | SM_K(ARTICLE) | SM_K(LAST) | SM_K(NEXT) | SM_K(REF) |       \
     SM_K(RECENT) | SM_K(OFTEN) | SM_K(EVERY) | SM_K(UNITS))
#define SM_K_CALENDAR (SM_K_UNITS | SM_K_DATES | SM_K_DETERMINERS)

bool sm_time_is_dash(const sm_doc *d, size_t i);
bool sm_time_is_determiner(const sm_doc *d, size_t i);

static inline bool is_punct(const sm_doc *d, size_t i, char c)
{
    return i < d->n_tokens && d->tokens[i].kind == SM_PUNCT && d->text[d->tokens[i].start] == c &&
           d->tokens[i].end == d->tokens[i].start + 1;
}

/** An apostrophe, straight or curved, glued to what follows: '90s. */
static inline bool is_apostrophe_of(const sm_doc *d, size_t i)
{
    if (i + 1 >= d->n_tokens || d->tokens[i].kind != SM_PUNCT || (d->tokens[i + 1].flags & SM_T_SPACE))
        return false;
    const char *s = d->text + d->tokens[i].start;
    size_t length = d->tokens[i].end - d->tokens[i].start;
    return (length == 1 && *s == '\'') ||
           (length == 3 && (memcmp(s, "\xE2\x80\x98", 3) == 0 || memcmp(s, "\xE2\x80\x99", 3) == 0));
}

static inline bool is_word(const sm_doc *d, size_t i, const char *word)
{
    size_t length = strlen(word); /* a constant, once inlined */
    return i < d->n_tokens && d->tokens[i].fold_length == length && d->tokens[i].kind != SM_PUNCT &&
           memcmp(sm_token_fold(d, i), word, length) == 0;
}

static inline bool glued(const sm_doc *d, size_t i)
{
    return i < d->n_tokens && !(d->tokens[i].flags & SM_T_SPACE);
}

static inline bool new_paragraph(const sm_doc *d, size_t i)
{
    return i >= d->n_tokens || (d->tokens[i].flags & SM_T_PARAGRAPH);
}

static inline const char *token_text(const sm_doc *d, size_t i)
{
    return d->text + d->tokens[i].start;
}

static inline size_t token_length(const sm_doc *d, size_t i)
{
    return d->tokens[i].end - d->tokens[i].start;
}

static inline bool is_article(const sm_doc *d, size_t i)
{
    return is_word(d, i, "a") || is_word(d, i, "an");
}

static inline bool is_capital(const sm_doc *d, size_t i)
{
    return d->tokens[i].flags & SM_T_CAPITAL;
}

static inline bool has_dot(const sm_doc *d, size_t i)
{
    return is_punct(d, i + 1, '.') && glued(d, i + 1);
}

#endif
