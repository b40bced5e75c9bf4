/* Calendar dates, years, weekdays and holidays: what names a day, month or year of the calendar. */
#include "timeitem.h"

static size_t set_date(sm_timex *t, int year, int month, int day, size_t end)
{
    t->type = SM_TIMEX_DATE;
    t->rule.kind = SM_RULE_DATE;
    t->rule.year = (int16_t)year;
    t->rule.which = SM_WHICH_ANY;
    t->month = (int8_t)month;
    t->day = (int8_t)day;
    return end;
}

static bool day_ok(int year, int month, int day)
{
    return month >= 1 && month <= 12 && day >= 1 && day <= (int)sm_month_length(year ? year : 2000, month);
}

/* Two digits mean the century that news is written in. */
static int full_year(int value, int digits)
{
    if (digits == 4)
        return value >= 1000 && value < 3000 ? value : 0;
    return digits == 2 ? value + (value < 50 ? 2000 : 1900) : 0;
}

typedef struct three_numbers {
    int value[3];
    size_t digits[3];
    size_t end;
    bool dotted;
} three_numbers;

/* 13.11.2015 is one token. */
static bool dotted_numbers(const sm_doc *d, size_t i, three_numbers *n)
{
    const char *s = token_text(d, i), *end = s + token_length(d, i);
    for (int k = 0; k < 3; k++) {
        const char *stop = k < 2 ? memchr(s, '.', (size_t)(end - s)) : end;
        if (stop == NULL)
            return false;
        n->digits[k] = (size_t)(stop - s);
        n->value[k] = sm_time_digits(s, n->digits[k]);
        s = stop + 1;
    }
    n->end = i + 1;
    n->dotted = true;
    return true;
}

/* 2015-11-13 and 11/13/2015 are five. In 2015-11-13T08:00 the last one goes on. */
static bool signed_numbers(const sm_doc *d, size_t i, three_numbers *n)
{
    char sign = is_punct(d, i + 1, '/') ? '/' : '-';
    bool whole = is_punct(d, i + 1, sign) && is_punct(d, i + 3, sign) && i + 4 < d->n_tokens;
    for (size_t k = 1; whole && k <= 4; k++)
        whole = glued(d, i + k);
    for (size_t k = 0; whole && k < 3; k++) {
        const char *s = token_text(d, i + 2 * k);
        n->digits[k] = token_length(d, i + 2 * k);
        if (k == 2 && n->digits[0] == 4 && n->digits[2] > 2 && s[2] == 'T')
            n->digits[2] = 2;
        n->value[k] = sm_time_digits(s, n->digits[k]);
    }
    n->end = i + 5;
    return whole;
}

/* 2015-11-13, 11/13/2015, 13.11.2015, 2015/11/13. The month comes first between slashes, the day between
 * dots, unless it cannot. */
static size_t numeric_date(const sm_doc *d, size_t i, sm_timex *t)
{
    three_numbers n = {.dotted = false};
    if (d->tokens[i].kind != SM_NUMBER || (!dotted_numbers(d, i, &n) && !signed_numbers(d, i, &n)))
        return 0;
    int a = n.value[0], b = n.value[1], c = n.value[2];
    if (a < 0 || b < 0 || c < 0 || n.digits[1] > 2)
        return 0;
    if (n.digits[0] == 4 && n.digits[2] <= 2 && full_year(a, 4) && day_ok(a, b, c))
        return set_date(t, a, b, c, n.end);
    int year = full_year(c, (int)n.digits[2]);
    if (year == 0 || n.digits[0] > 2 || (n.dotted && n.digits[2] != 4))
        return 0;
    bool day_first = n.dotted || a > 12;
    t->rule.swappable = !day_first && b <= 12 && a != b;
    int month = day_first ? b : a, day = day_first ? a : b;
    return day_ok(year, month, day) ? set_date(t, year, month, day, n.end) : 0;
}

/* A month name. A doubtful one must be written large; whether it stands as a month is for the form to say by
 * `evidence`. */
static bool month_at(const sm_doc *d, size_t i, sm_time_item *it)
{
    *it = sm_time_peek(d, i);
    return it->kind == SM_TW_MONTH &&
           (is_capital(d, i) || (!sm_time_is_doubtful(it) && token_length(d, i) > 3));
}

static int day_number(const sm_time_item *it)
{
    bool ok = (it->kind == SM_TW_NUMBER && it->digits && it->digits <= 2) || it->kind == SM_TW_ORDINAL;
    return ok && it->value >= 1 && it->value <= 31 && *it->code == '\0' ? it->value : 0;
}

/* "-15" or " and 15" behind "Nov. 13": the last day of a range. */
static size_t range_behind(const sm_doc *d, size_t end, sm_timex *t)
{
    if (!sm_time_is_dash(d, end) && !is_word(d, end, "to"))
        return end;
    sm_time_item it = sm_time_peek(d, end + 1);
    int last = day_number(&it);
    if (last <= t->day || last > 31 || sm_time_is_counted(d, it.next) ||
        (is_word(d, end, "to") && it.digits == 0))
        return end;
    t->rule.last_day = (int8_t)last;
    return it.next;
}

/* nineteen ninety-seven; two thousand and one; the year 2000 */
static size_t year_in_words(const sm_doc *d, size_t i, sm_timex *t)
{
    int head, tail, value;
    sm_time_item first = sm_time_peek(d, i);
    if (first.kind != SM_TW_NUMBER || first.digits)
        return 0;
    head = first.value;
    if (head == 19 || head == 20 || head == 18) {
        size_t end = sm_time_number(d, sm_time_step(d, i, false), &tail);
        if (end && sm_time_peek(d, sm_time_step(d, i, false)).digits == 0 && tail >= 10 && tail <= 99)
            return set_date(t, head * 100 + tail, 0, 0, end);
    }
    size_t end = sm_time_number(d, i, &value);
    bool marked = i > 0 && (is_word(d, i - 1, "year") || (is_word(d, i - 1, "in") && value > 2000));
    return end && marked && value >= 2000 && value < 2100 ? set_date(t, value, 0, 0, end) : 0;
}

/* A month in front of a noun, "the March accession", is a month even where "march" is a word of its own. */
static bool is_modifier(const sm_doc *d, size_t i, size_t next)
{
    bool determined = i > 0 && (is_word(d, i - 1, "the") || is_word(d, i - 1, "its"));
    if (!determined || new_paragraph(d, next) || d->tokens[next].kind != SM_WORD || is_capital(d, next))
        return false;
    return !(sm_word_classes(&d->tokens[next]) & (SM_W_STOP | SM_W_PREP | SM_W_AUX));
}

/* "by April Jones", but "in April President Jones": a capital letter behind a doubtful month, unless "in"
 * stands before. */
static bool is_first_name(const sm_doc *d, size_t i, size_t next)
{
    if (new_paragraph(d, next) || d->tokens[next].kind != SM_WORD || !is_capital(d, next) || d->allcaps)
        return false;
    uint8_t before = i > 0 ? sm_time_peek(d, i - 1).kind : SM_TW_NONE;
    return before == SM_TW_PREP && !is_word(d, i - 1, "in") && !is_word(d, i - 1, "since");
}

/* November 2015 · November */
static size_t month_alone(const sm_doc *d, size_t i, const sm_time_item *month, sm_timex *t)
{
    int year = 0;
    bool dot = has_dot(d, month->next - 1), name_too = token_length(d, i) == 3 && month->value != 5;
    size_t end =
        sm_time_year_behind(d, dot && token_length(d, i) <= 5 ? month->next + 1 : month->next, &year);
    if (year == 0) {
        end = year_in_words(d, sm_time_step(d, month->next - 1, false), t);
        year = end ? t->rule.year : 0;
    }
    if (year)
        return set_date(t, year, month->value, 0, end);
    if (sm_time_is_doubtful(month) && name_too && !dot)
        return 0; /* Jan, Mar, Dec */
    if (sm_time_is_doubtful(month) && !sm_time_after_preposition(d, i) && !is_modifier(d, i, month->next))
        return 0;
    if (sm_time_is_doubtful(month) && is_first_name(d, i, month->next))
        return 0;
    return set_date(t, 0, month->value, 0, month->next);
}

/* November 13, 2015 · Nov. 13 · Nov. 13-15 · November the 13th */
static size_t month_first(const sm_doc *d, size_t i, sm_timex *t)
{
    sm_time_item month;
    if (!month_at(d, i, &month))
        return 0;
    size_t next = sm_time_behind(d, &month);
    bool the = is_word(d, next, "the");
    sm_time_item it = sm_time_peek(d, next + the);
    int day = day_number(&it), year = 0;
    bool in_words = it.kind == SM_TW_ORDINAL && it.digits == 0;
    if (day == 0 || the != (it.kind == SM_TW_ORDINAL && the) || (in_words && !the) ||
        !day_ok(0, month.value, day) || sm_time_is_counted(d, it.next))
        return month_alone(d, i, &month, t);
    set_date(t, 0, month.value, day, it.next);
    size_t end = sm_time_year_behind(d, range_behind(d, it.next, t), &year);
    if (year && !day_ok(year, month.value, day))
        return 0;
    t->rule.year = (int16_t)year;
    return end;
}

/* A short year behind a short date: 19-Nov-12, 3 APR 90 (…), 27 MAR 89 --. The token behind it, or `end`. */
static size_t short_year_behind(const sm_doc *d, size_t end, bool hyphen, int *year)
{
    sm_time_item it = sm_time_peek(d, hyphen ? end + 1 : end);
    if (it.kind != SM_TW_NUMBER || it.digits != 2 ||
        !(hyphen || is_punct(d, it.next, '(') || (sm_time_is_dash(d, it.next) && !glued(d, it.next))))
        return end;
    *year = full_year(it.value, 2);
    return it.next;
}

/* The day that a list goes on with behind "16": ", 17" or "and 17". The token behind it, 0 = none. */
static size_t next_in_list(const sm_doc *d, size_t i, int *day)
{
    size_t at = i + is_punct(d, i, ',');
    at += is_word(d, at, "and") || is_word(d, at, "or");
    sm_time_item it = sm_time_peek(d, at);
    int next = at > i && !new_paragraph(d, at) ? day_number(&it) : 0;
    if (next <= *day)
        return 0;
    *day = next;
    return it.next;
}

/* The 16 of "16 and 17 October". */
static size_t day_of_list(const sm_doc *d, size_t i, sm_timex *t)
{
    sm_time_item first = sm_time_peek(d, i), month;
    int day = day_number(&first), last = day, year = 0;
    size_t at = day ? first.next : 0, behind;
    for (int n = 0; at && n < 4 && (behind = next_in_list(d, at, &last)) != 0; n++)
        at = behind;
    if (last == day || new_paragraph(d, at) || !month_at(d, at, &month) || !day_ok(0, month.value, last))
        return 0;
    sm_time_year_behind(d, has_dot(d, month.next - 1) ? month.next + 1 : month.next, &year);
    return set_date(t, year, month.value, day, first.next);
}

/* 13 November 2015 · 13th of November · 13-15 November · 19-Nov-12 */
static size_t day_first(const sm_doc *d, size_t i, sm_timex *t)
{
    sm_time_item first = sm_time_peek(d, i), month, second;
    int day = day_number(&first), year = 0, last = 0;
    size_t next = first.next;
    if (day == 0 || new_paragraph(d, next))
        return 0;
    if (sm_time_is_dash(d, next) && day_number((second = sm_time_peek(d, next + 1), &second)) > day &&
        month_at(d, second.next, &month)) {
        last = second.value;
        next = second.next;
    }
    bool hyphen = last == 0 && sm_time_is_dash(d, next) && glued(d, next) && glued(d, next + 1);
    bool of = is_word(d, next, "of");
    next += of || hyphen;
    if (new_paragraph(d, next) || !month_at(d, next, &month) || !day_ok(0, month.value, last ? last : day))
        return 0;
    if (first.kind == SM_TW_ORDINAL && first.digits == 0 && !of)
        return 0;
    size_t end =
        has_dot(d, month.next - 1) && token_length(d, next) <= 5 && !hyphen ? month.next + 1 : month.next;
    size_t with_year = sm_time_year_behind(d, end, &year);
    if (year == 0)
        with_year = short_year_behind(d, end, hyphen, &year);
    bool short_name = token_length(d, next) <= 3 && sm_time_is_doubtful(&month) && month.value != 5;
    if (year == 0 && short_name && !d->allcaps && !has_dot(d, month.next - 1))
        return 0;
    if (year && !day_ok(year, month.value, day))
        return 0;
    set_date(t, year, month.value, day, 0);
    t->rule.last_day = (int8_t)last;
    return year ? with_year : month.next;
}

static size_t any_date(const sm_doc *d, size_t i, sm_timex *t)
{
    size_t end = numeric_date(d, i, t);
    if (end == 0)
        end = day_first(d, i, t);
    return end ? end : month_first(d, i, t);
}

/* Words and signs before a number that make it a name or an amount: Flight 1549, Resolution 1973, $2000,
 * x-2000; but "mid-2013". */
static bool is_named_number(const sm_doc *d, size_t i)
{
    if (i == 0)
        return false;
    if (d->tokens[i - 1].kind != SM_PUNCT) {
        uint8_t kind = sm_time_peek(d, i - 1).kind;
        return kind == SM_TW_NAMED || kind == SM_TW_ABOUT || kind == SM_TW_SOME;
    }
    if (is_punct(d, i - 1, '.') && i > 1 && is_word(d, i - 2, "no"))
        return true;
    if (!glued(d, i))
        return false;
    if (is_punct(d, i - 1, '-'))
        return i > 1 && !(sm_time_peek(d, i - 2).kind == SM_TW_PHASE || is_word(d, i - 2, "post") ||
                          is_word(d, i - 2, "pre"));
    const char *sign = token_text(d, i - 1);
    bool quote_or_dash = token_length(d, i - 1) == 3 && memcmp(sign, "\xE2\x80", 2) == 0;
    return !quote_or_dash && strchr("(\"'[", *sign) == NULL;
}

/* "2010-11", "1990-1995": a hyphen behind a year is fine when a number follows; "2015-based" is not meant to
 * be. */
static bool odd_tail(const sm_doc *d, size_t i)
{
    if (i + 1 >= d->n_tokens || !glued(d, i) || d->tokens[i].kind != SM_PUNCT || !glued(d, i + 1))
        return false;
    char c = d->text[d->tokens[i].start];
    return strchr("/.:=&_@", c) != NULL && d->tokens[i + 1].kind != SM_PUNCT;
}

static bool is_range_hyphen(const sm_doc *d, size_t i)
{
    return i > 1 && sm_time_is_dash(d, i - 1) && glued(d, i) && glued(d, i - 1) &&
           sm_time_year(d, i - 2) != 0;
}

/* A bare number of four digits. 1900 … 2099 is a year unless something speaks against it; earlier ones need
 * "in", "since", "the year", and no noun behind. */
static size_t bare_year(const sm_doc *d, size_t i, sm_timex *t)
{
    int year = sm_time_year(d, i);
    if (year == 0 || (is_named_number(d, i) && !is_range_hyphen(d, i)) || odd_tail(d, i + 1))
        return 0;
    if (sm_time_peek(d, sm_time_step(d, i, false)).kind == SM_TW_ZONE)
        return 0; /* 1930 GMT */
    if (year < 1900 || year > 2099) {
        const sm_token *next = &d->tokens[i + 1];
        uint64_t function_word =
            SM_W_PREP | SM_W_CONJ | SM_W_RELATIVE | SM_W_AUX | SM_W_PRONOUN | SM_W_DETERMINER;
        bool noun_behind = next->kind == SM_WORD && !(sm_word_classes(next) & function_word);
        bool amount = i > 0 && (is_word(d, i - 1, "and") || is_word(d, i - 1, "or") ||
                                is_word(d, i - 1, "to") || is_word(d, i - 1, "for"));
        bool marked = (sm_time_after_preposition(d, i) && !amount) || (i > 0 && is_word(d, i - 1, "year"));
        if (!marked || year < 1400 || year > 2099 || noun_behind)
            return 0;
    }
    return set_date(t, year, 0, 0, i + 1);
}

/* the year 2000 */
static size_t the_year(const sm_doc *d, size_t i, sm_timex *t)
{
    if (!is_word(d, i, "the") || !is_word(d, i + 1, "year") || new_paragraph(d, i + 2))
        return 0;
    int year = sm_time_year(d, i + 2);
    return year ? set_date(t, year, 0, 0, i + 3) : year_in_words(d, i + 2, t);
}

/* the 1990s · the '90s · the nineties */
static size_t decade(const sm_doc *d, size_t i, sm_timex *t)
{
    bool apostrophe = is_apostrophe_of(d, i);
    i += apostrophe;
    sm_time_item it = sm_time_peek(d, i);
    bool owned = it.kind == SM_TW_NUMBER && it.value % 10 == 0 && it.digits == 4 && it.next < d->n_tokens &&
                 d->tokens[it.next].kind == SM_POSSESSIVE; /* the 1980's */
    if (it.kind != SM_TW_DECADE && !owned)
        return 0;
    bool marked =
        apostrophe || (i > 0 && (is_word(d, i - 1, "the") || sm_time_peek(d, i - 1).kind == SM_TW_PHASE));
    if ((it.digits != 4 || owned) && !marked)
        return 0;
    t->type = SM_TIMEX_DATE;
    t->rule.kind = SM_RULE_DECADE;
    t->rule.year = (int16_t)(it.value >= 1000 ? it.value : it.value + (it.value < 20 ? 2000 : 1900));
    return it.next + owned;
}

static size_t century(const sm_doc *d, size_t i, sm_timex *t)
{
    sm_time_item it = sm_time_peek(d, i);
    if (it.kind != SM_TW_ORDINAL || it.value > 21 || it.value < 1 ||
        !is_word(d, sm_time_behind(d, &it), "century"))
        return 0;
    t->type = SM_TIMEX_DATE;
    t->rule.kind = SM_RULE_CENTURY;
    t->rule.amount = it.value;
    return sm_time_behind(d, &it) + 1;
}

static bool weekday_at(const sm_doc *d, size_t i, sm_time_item *it)
{
    *it = sm_time_peek(d, i);
    if (it->kind != SM_TW_WEEKDAY || !is_capital(d, i))
        return false;
    if (i > 0 && sm_time_peek(d, i - 1).kind == SM_TW_ORDINAL &&
        (is_word(d, it->next, "in") || is_word(d, it->next, "of")))
        return false; /* the fourth Thursday in November */
    if (!sm_time_is_doubtful(it) || has_dot(d, it->next - 1))
        return true;
    sm_time_item after = sm_time_peek(
        d, is_punct(d, it->next, ',') ? it->next + 1 : it->next); /* Sun, 15 Nov; but "Sun, a maker of …" */
    return after.kind == SM_TW_MONTH || (after.kind == SM_TW_NUMBER && after.digits && after.digits <= 2);
}

/* Friday · Friday, Nov. 13 · Friday 13 November 2015 · Friday the 13th */
static size_t weekday_form(const sm_doc *d, size_t i, sm_timex *t)
{
    sm_time_item day;
    if (!weekday_at(d, i, &day))
        return 0;
    size_t next = sm_time_is_doubtful(&day) && has_dot(d, day.next - 1) ? day.next + 1 : day.next;
    size_t date = next;
    if (is_punct(d, date, ','))
        date++;
    if (is_word(d, date, "the"))
        date++;
    size_t end = new_paragraph(d, date) ? 0 : any_date(d, date, t);
    if (end && t->day) {
        t->weekday = (uint8_t)day.value;
        return end;
    }
    *t = sm_time_blank;
    t->weekday = (uint8_t)day.value;
    t->type = SM_TIMEX_DATE;
    t->rule.kind = SM_RULE_WEEKDAY;
    t->rule.which = SM_WHICH_ANY;
    return day.next;
}

static size_t deictic_day(const sm_doc *d, size_t i, sm_timex *t)
{
    sm_time_item it = sm_time_peek(d, i);
    if (it.kind != SM_TW_DAY)
        return 0;
    t->type = SM_TIMEX_DATE;
    t->rule.kind = SM_RULE_SHIFT;
    t->rule.unit = SM_UNIT_DAY;
    t->rule.amount = it.value;
    t->offset_days = it.value;
    t->rule.part = *it.code ? 4 : 0;
    return it.next;
}

static size_t holiday(const sm_doc *d, size_t i, sm_timex *t)
{
    sm_time_item it = sm_time_peek(d, i);
    if (it.kind != SM_TW_HOLIDAY || !is_capital(d, i))
        return 0;
    t->type = SM_TIMEX_DATE;
    t->rule.kind = SM_RULE_HOLIDAY;
    t->rule.amount = it.value;
    t->rule.which = SM_WHICH_ANY;
    int year = 0;
    size_t end = sm_time_year_behind(d, it.next, &year);
    t->rule.year = (int16_t)year;
    return end;
}

static const sm_time_entry date_forms[] = {
    {numeric_date, SM_K(NUMBER) | SM_K(FIGURE)},
    {day_first, SM_K(NUMBER) | SM_K(ORDINAL)},
    {day_of_list, SM_K(NUMBER) | SM_K(ORDINAL)},
    {month_first, SM_K(MONTH)},
    {weekday_form, SM_K(WEEKDAY)},
    {deictic_day, SM_K(DAY)},
    {holiday, SM_K(HOLIDAY)},
    {century, SM_K(ORDINAL)},
    {decade, SM_K(DECADE) | SM_K(NUMBER) | SM_K(MARK)},
    {bare_year, SM_K(NUMBER)},
    {year_in_words, SM_K(NUMBER)},
    {the_year, SM_K(THE)},
    {NULL, 0},
};

size_t sm_time_date(const sm_doc *d, size_t i, sm_timex *t)
{
    return sm_time_first_of(date_forms, d, i, t);
}
