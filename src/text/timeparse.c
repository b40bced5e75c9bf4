/* The grammar of time expressions: one function for each form, over the word classes of timewords.tsv. */
#include "timeparse.h"

#include <stdio.h>
#include <string.h>

/* --- items: what stands at a token
 * ---------------------------------------------------------------------------------- */

typedef struct item {
    uint8_t kind;   /* sm_timeword_kind */
    uint8_t digits; /* written with so many digits, 0 = in words */
    bool doubtful;  /* code "?" */
    int16_t value;
    const char *code; /* "" when there is none */
    size_t next;      /* the token behind it */
} item;

static const item nothing = {.code = ""};

static bool is_punct(const sm_doc *d, size_t i, char c)
{
    return i < d->n_tokens && d->tokens[i].kind == SM_PUNCT && d->text[d->tokens[i].start] == c &&
           d->tokens[i].end == d->tokens[i].start + 1;
}

static bool is_dash(const sm_doc *d, size_t i)
{
    if (i >= d->n_tokens || d->tokens[i].kind != SM_PUNCT)
        return false;
    const sm_token *t = &d->tokens[i];
    const char *s = d->text + t->start;
    return *s == '-' || (t->end - t->start == 3 && memcmp(s, "\xE2\x80", 2) == 0 &&
                         (unsigned char)s[2] >= 0x90 && (unsigned char)s[2] <= 0x94);
}

static bool is_word(const sm_doc *d, size_t i, const char *word)
{
    return i < d->n_tokens && d->tokens[i].kind != SM_PUNCT && sm_token_is(d, i, word);
}

static bool any_word(const sm_doc *d, size_t i, const char *const *words)
{
    for (; i < d->n_tokens && *words; words++)
        if (sm_token_is(d, i, *words))
            return true;
    return false;
}

static bool glued(const sm_doc *d, size_t i)
{
    return i < d->n_tokens && !(d->tokens[i].flags & SM_T_SPACE);
}

static bool new_paragraph(const sm_doc *d, size_t i)
{
    return i >= d->n_tokens || (d->tokens[i].flags & SM_T_PARAGRAPH);
}

static const char *token_text(const sm_doc *d, size_t i)
{
    return d->text + d->tokens[i].start;
}

static size_t token_length(const sm_doc *d, size_t i)
{
    return d->tokens[i].end - d->tokens[i].start;
}

/* The token behind `i` (whose word ends at `i`): past the dot of an abbreviation, past a hyphen glued on both
 * sides. n_tokens at the end of a paragraph, where no expression goes on. */
static size_t step(const sm_doc *d, size_t i, bool over_dot)
{
    size_t next = i + 1;
    if (over_dot && is_punct(d, next, '.') && glued(d, next))
        next++;
    if (is_dash(d, next) && glued(d, next) && glued(d, next + 1))
        next++;
    return new_paragraph(d, next) ? d->n_tokens : next;
}

/* The unsigned number that the first `length` bytes of `s` are; -1 when they are none or too large. */
static int digits_value(const char *s, size_t length)
{
    int value = 0;
    if (length == 0 || length > 4)
        return -1;
    for (size_t i = 0; i < length; i++) {
        if (s[i] < '0' || s[i] > '9')
            return -1;
        value = value * 10 + (s[i] - '0');
    }
    return value;
}

static bool same_letters(const char *s, size_t length, const char *word)
{
    return strlen(word) == length && memcmp(s, word, length) == 0;
}

/* 13th, 1990s, 7pm, Q3: digits and letters in one token. */
static item mixed_item(const sm_doc *d, size_t i)
{
    const char *s = sm_token_fold(d, i);
    size_t length = d->tokens[i].fold_length, n = strspn(s, "0123456789");
    item it = nothing;
    it.next = i + 1;
    if (n == 0 && *s == 'q' && length == 2 && s[1] >= '1' && s[1] <= '4')
        return (item){.kind = SM_TW_ORDINAL, .value = (int16_t)(s[1] - '0'), .code = "Q", .next = i + 1};
    if (n == 0 || n > 4 || n == length)
        return nothing;
    it.value = (int16_t)digits_value(s, n);
    it.digits = (uint8_t)n;
    const char *tail = s + n;
    size_t rest = length - n;
    bool ordinal = same_letters(tail, rest, "st") || same_letters(tail, rest, "nd") ||
                   same_letters(tail, rest, "rd") || same_letters(tail, rest, "th");
    if (ordinal)
        it.kind = SM_TW_ORDINAL;
    else if (same_letters(tail, rest, "s") && it.value % 10 == 0 && (n == 4 || n == 2))
        it.kind = SM_TW_DECADE;
    else if ((same_letters(tail, rest, "am") || same_letters(tail, rest, "pm")) && it.value >= 1 &&
             it.value <= 12) {
        it.kind = SM_TW_CLOCK;
        it.value = (int16_t)(it.value % 12 * 60 + (*tail == 'p' ? 720 : 0));
    } else
        return nothing;
    return it;
}

static item peek(const sm_doc *d, size_t i)
{
    if (i >= d->n_tokens)
        return nothing;
    const sm_token *t = &d->tokens[i];
    if (t->kind == SM_NUMBER) {
        int value = digits_value(token_text(d, i), token_length(d, i));
        if (value < 0)
            return nothing;
        return (item){.kind = SM_TW_NUMBER,
                      .value = (int16_t)value,
                      .digits = (uint8_t)token_length(d, i),
                      .code = "",
                      .next = i + 1};
    }
    if (t->kind != SM_WORD)
        return nothing;
    size_t next;
    uint32_t row = sm_phrase_longest(&sm_timewords, d, i, d->n_tokens, &next);
    if (row == 0)
        return mixed_item(d, i);
    const sm_timeword *w = &sm_timewords_rows[row];
    const char *code = w->code ? w->code : "";
    return (item){.kind = w->kind, .value = w->value, .code = code, .doubtful = *code == '?', .next = next};
}

/* The same behind an item that ends at `next`. */
static size_t behind(const sm_doc *d, const item *it)
{
    bool abbreviation = it->kind == SM_TW_MONTH || it->kind == SM_TW_WEEKDAY || it->kind == SM_TW_AMPM;
    return step(d, it->next - 1, abbreviation && token_length(d, it->next - 1) <= 5);
}

/* A number in digits or words: "24", "twenty-four", "a hundred". `*value` −1 when it is not said. Returns the
 * token behind, 0 = none. */
static size_t number(const sm_doc *d, size_t i, int *value)
{
    item it = peek(d, i);
    if (it.kind == SM_TW_SOME) {
        *value = -1;
        return it.next;
    }
    if (it.kind != SM_TW_NUMBER)
        return 0;
    *value = it.value;
    size_t end = it.next;
    while (it.digits == 0) {
        size_t at = step(d, end - 1, false);
        if (is_word(d, at, "and") && *value >= 100)
            at++;
        item more = peek(d, at);
        if (more.kind != SM_TW_NUMBER || more.digits)
            break;
        if (more.value == 100 && *value < 100)
            *value *= 100;
        else if (more.value == 1000 && *value < 30)
            *value *= 1000;
        else if (*value % 100 == 0 || (*value % 10 == 0 && *value % 100 >= 20 && more.value < 10))
            *value += more.value;
        else
            break;
        end = more.next;
    }
    return end;
}

static bool is_determiner(const sm_doc *d, size_t i)
{
    static const char *const words[] = {"the", "a", "an", "its", "their", "his", "her", "that", NULL};
    return i < d->n_tokens && d->tokens[i].kind == SM_WORD && any_word(d, i, words);
}

static bool is_article(const sm_doc *d, size_t i)
{
    return is_word(d, i, "a") || is_word(d, i, "an");
}

/* --- tense
 * ----------------------------------------------------------------------------------------------------------
 */

static int tense_at(const sm_doc *d, size_t i)
{
    const sm_token *t = &d->tokens[i];
    uint32_t row = t->kind == SM_WORD || t->kind == SM_POSSESSIVE
                       ? sm_phrase_longest(&sm_tenses, d, i, d->n_tokens, NULL)
                       : 0;
    if (row)
        return sm_tenses_rows[row].value;
    const char *s = sm_token_fold(d, i);
    size_t n = t->fold_length;
    return t->kind == SM_WORD && n >= 4 && s[n - 1] == 'd' && s[n - 2] == 'e' && !(t->flags & SM_T_CAPITAL)
               ? -1
               : 0;
}

/* The tense of the words beside [first, end): the nearest sign before it in its sentence, or else behind it.
 */
static int tense_beside(const sm_doc *d, size_t first, size_t end)
{
    enum { BACK = 12, AHEAD = 12 };
    uint32_t sentence = d->tokens[first].sentence;
    for (size_t i = first, n = 0; i-- > 0 && n < BACK && d->tokens[i].sentence == sentence; n++) {
        int tense = tense_at(d, i);
        if (tense)
            return tense;
    }
    for (size_t i = end, n = 0; i < d->n_tokens && n < AHEAD && d->tokens[i].sentence == sentence; i++, n++) {
        int tense = tense_at(d, i);
        if (tense)
            return tense;
    }
    return 0;
}

/* --- calendar dates
 * ------------------------------------------------------------------------------------------------- */

static size_t set_date(sm_timex *t, int year, int month, int day, size_t end)
{
    t->type = SM_TIMEX_DATE;
    t->rule.kind = SM_RULE_DATE;
    t->rule.year = (int16_t)year;
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

/* 2015-11-13, 11/13/2015, 13.11.2015, 2015/11/13: numbers with one kind of sign between, no blanks. */
static size_t numeric_date(const sm_doc *d, size_t i, sm_timex *t)
{
    int a, b, c;
    size_t length[3] = {0};
    size_t end;
    if (d->tokens[i].kind != SM_NUMBER)
        return 0;
    const char *s = token_text(d, i), *second = memchr(s, '.', token_length(d, i));
    const char *third =
        second ? memchr(second + 1, '.', token_length(d, i) - (size_t)(second + 1 - s)) : NULL;
    if (third) { /* dots stay inside one token */
        length[0] = (size_t)(second - s);
        length[1] = (size_t)(third - second - 1);
        length[2] = token_length(d, i) - (size_t)(third - s) - 1;
        a = digits_value(s, length[0]);
        b = digits_value(second + 1, length[1]);
        c = digits_value(third + 1, length[2]);
        end = i + 1;
    } else {
        char sign = is_punct(d, i + 1, '/') ? '/' : '-';
        bool ok = is_punct(d, i + 1, sign) && is_punct(d, i + 3, sign) && i + 4 < d->n_tokens &&
                  d->tokens[i + 2].kind == SM_NUMBER;
        for (size_t k = 1; ok && k <= 4; k++)
            ok = glued(d, i + k);
        if (!ok)
            return 0;
        length[0] = token_length(d, i);
        length[1] = token_length(d, i + 2);
        length[2] = token_length(d, i + 4);
        a = digits_value(s, length[0]);
        b = digits_value(token_text(d, i + 2), length[1]);
        end = i + 5;
        const char *last = token_text(d, i + 4);
        size_t digits = strspn(last, "0123456789");
        if (digits > length[2])
            digits = length[2];
        if (digits != length[2] && !(digits == 2 && length[0] == 4 && (last[2] == 'T' || last[2] == 't')))
            return 0; /* 2015-11-13T08 is one token at its end */
        length[2] = digits;
        c = digits_value(last, digits);
    }
    if (a < 0 || b < 0 || c < 0 || length[1] > 2)
        return 0;
    if (length[0] == 4 && length[2] <= 2 && day_ok(a, b, c) && a >= 1000 && a < 3000)
        return set_date(t, a, b, c, end);
    int year = full_year(c, (int)length[2]);
    if (year == 0 || length[0] > 2)
        return 0;
    bool day_first = third != NULL || a > 12;
    if (day_first ? !day_ok(year, b, a) : !day_ok(year, a, b))
        return 0;
    return day_first ? set_date(t, year, b, a, end) : set_date(t, year, a, b, end);
}

/* Prepositions and such behind which a doubtful month or a bare year is meant as one. */
static bool after_preposition(const sm_doc *d, size_t i)
{
    static const char *const words[] = {
        "in",     "since", "until", "till",  "by",   "of",    "from",   "to",   "through", "during",
        "before", "after", "last",  "next",  "this", "early", "late",   "mid",  "between", "for",
        "on",     "and",   "or",    "every", "each", "into",  "around", "past", NULL};
    if (i > 0 && is_dash(d, i - 1))
        i--;
    return i > 0 && any_word(d, i - 1, words);
}

static bool is_capital(const sm_doc *d, size_t i)
{
    return d->tokens[i].flags & SM_T_CAPITAL;
}

/* A month name. A doubtful one must be written large; whether it stands as a month is for the form to say by
 * `evidence`. */
static bool month_at(const sm_doc *d, size_t i, item *it)
{
    *it = peek(d, i);
    return it->kind == SM_TW_MONTH && (is_capital(d, i) || (!it->doubtful && token_length(d, i) > 3));
}

static bool has_dot(const sm_doc *d, size_t i)
{
    return is_punct(d, i + 1, '.') && glued(d, i + 1);
}

static int day_number(const item *it)
{
    bool ok = (it->kind == SM_TW_NUMBER && it->digits && it->digits <= 2) || it->kind == SM_TW_ORDINAL;
    return ok && it->value >= 1 && it->value <= 31 && *it->code == '\0' ? it->value : 0;
}

/* What may not follow a number that is a day or a year: "Nov. 13 percent", "June 20 people", "7:30". */
static bool counts_something(const sm_doc *d, size_t i)
{
    static const char *const words[] = {
        "percent", "per",      "people",    "million", "billion", "trillion",   "thousand",   "hundred",
        "dollars", "euros",    "pounds",    "yen",     "km",      "kilometers", "kilometres", "miles",
        "meters",  "metres",   "feet",      "tons",    "tonnes",  "points",     "shares",     "cents",
        "kg",      "barrels",  "votes",     "seats",   "homes",   "houses",     "vehicles",   "cars",
        "degrees", "acres",    "hectares",  "troops",  "others",  "men",        "women",      "children",
        "times",   "families", "mm",        "cm",      "mph",     "ft",         "gallons",    "copies",
        "jobs",    "units",    "megawatts", "hp",      "rpm",     "marks",      "francs",     "pesos",
        NULL};
    if (i >= d->n_tokens)
        return false;
    if (is_punct(d, i, '%') || (is_punct(d, i, ':') && glued(d, i) && glued(d, i + 1)))
        return true;
    if (new_paragraph(d, i) || d->tokens[i].kind != SM_WORD)
        return false;
    return any_word(d, i, words) || (sm_word_classes(&d->tokens[i]) & SM_W_PERSONNOUN);
}

/* A year written with four digits at `i`, as part of a date. */
static int year_at(const sm_doc *d, size_t i)
{
    item it = peek(d, i);
    return it.kind == SM_TW_NUMBER && it.digits == 4 && it.value >= 1000 && it.value < 3000 &&
                   !counts_something(d, i + 1)
               ? it.value
               : 0;
}

/* The year behind a date that ends at `end`: ", 2015", " 2015", " of 2015", "'15". Returns the token behind
 * it, or `end`. */
static size_t year_behind(const sm_doc *d, size_t end, int *year)
{
    size_t i = end;
    if (is_punct(d, i, ',') || is_word(d, i, "of") || is_word(d, i, "in"))
        i++;
    if (new_paragraph(d, i))
        return end;
    if (is_dash(d, i) && glued(d, i) && glued(d, i + 1))
        i++;
    *year = year_at(d, i);
    return *year ? i + 1 : end;
}

/* "-15" or " and 15" behind "Nov. 13": the last day of a range. */
static size_t range_behind(const sm_doc *d, size_t end, sm_timex *t)
{
    if (!is_dash(d, end) && !is_word(d, end, "to"))
        return end;
    item it = peek(d, end + 1);
    int last = day_number(&it);
    if (last <= t->day || last > 31 || counts_something(d, it.next) ||
        (is_word(d, end, "to") && it.digits == 0))
        return end;
    t->rule.last_day = (int8_t)last;
    return it.next;
}

/* November 13, 2015 · Nov. 13 · Nov. 13-15 · November 2015 · November */
static size_t month_first(const sm_doc *d, size_t i, sm_timex *t)
{
    item month;
    if (!month_at(d, i, &month))
        return 0;
    size_t next = behind(d, &month);
    item it = peek(d, next);
    int day = day_number(&it), year = 0;
    if (is_word(d, next, "the") && peek(d, next + 1).kind == SM_TW_ORDINAL) {
        it = peek(d, next + 1);
        day = day_number(&it);
    }
    if (day && !(it.kind == SM_TW_ORDINAL && it.digits == 0 && !is_word(d, next, "the")) &&
        day_ok(0, month.value, day) && !counts_something(d, it.next)) {
        set_date(t, 0, month.value, day, it.next);
        size_t end = range_behind(d, it.next, t);
        end = year_behind(d, end, &year);
        if (year && !day_ok(year, month.value, day))
            return 0;
        t->rule.year = (int16_t)year;
        return end;
    }
    size_t end = has_dot(d, month.next - 1) && token_length(d, i) <= 5 ? month.next + 1 : month.next;
    size_t with_year = year_behind(d, end, &year);
    int words_value;
    if (year)
        return set_date(t, year, month.value, 0, with_year);
    with_year = number(d, step(d, month.next - 1, false), &words_value);
    if (with_year && peek(d, step(d, month.next - 1, false)).digits == 0 && words_value >= 1900 &&
        words_value < 2100)
        return set_date(t, words_value, month.value, 0, with_year);
    if (month.doubtful && !after_preposition(d, i))
        return 0;
    if (month.doubtful && token_length(d, i) <= 4 && month.value != 5 && !has_dot(d, month.next - 1))
        return 0; /* Jan, Mar, Dec: names too */
    return set_date(t, 0, month.value, 0, month.next);
}

/* 13 November 2015 · 13th of November · 19-Nov-12 · 3 APR 90 */
static size_t day_first(const sm_doc *d, size_t i, sm_timex *t)
{
    item first = peek(d, i), month;
    int day = day_number(&first), year = 0, last = 0;
    size_t next = first.next;
    if (day == 0)
        return 0;
    if (is_dash(d, next)) { /* 13-15 November */
        item second = peek(d, next + 1);
        last = day_number(&second);
        if (last > day && month_at(d, second.next, &month))
            next = second.next;
        else
            last = 0;
    }
    bool hyphen = last == 0 && is_dash(d, next) && glued(d, next) && glued(d, next + 1);
    if (is_word(d, next, "of") || hyphen)
        next++;
    if (new_paragraph(d, next) || !month_at(d, next, &month))
        return 0;
    if (!day_ok(0, month.value, last ? last : day))
        return 0;
    if (first.kind == SM_TW_ORDINAL && first.digits == 0 && !is_word(d, first.next, "of"))
        return 0;
    size_t end =
        has_dot(d, month.next - 1) && token_length(d, next) <= 5 && !hyphen ? month.next + 1 : month.next;
    size_t with_year = year_behind(d, end, &year);
    if (year == 0) { /* 19-Nov-12; 3 APR 90 (…) */
        item short_year = peek(d, step(d, month.next - 1, true));
        bool two = short_year.kind == SM_TW_NUMBER && short_year.digits == 2 &&
                   (hyphen || is_punct(d, short_year.next, '('));
        if (two) {
            year = full_year(short_year.value, 2);
            with_year = short_year.next;
        }
    }
    if (year == 0 && month.doubtful && token_length(d, next) <= 3 && !d->allcaps &&
        !has_dot(d, month.next - 1) && month.value != 5)
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

/* --- years, decades, centuries
 * -------------------------------------------------------------------------------------- */

/* Words whose number is a name: Flight 1549, Highway 2000, No. 1984, $ 1999. */
static bool numbered_thing_before(const sm_doc *d, size_t i)
{
    static const char *const words[] = {"flight", "route",  "highway",    "room",    "page",       "boeing",
                                        "no",     "number", "resolution", "section", "article",    "channel",
                                        "model",  "radio",  "unit",       "law",     "bill",       "windows",
                                        "us",     "hk",     "nt",         "rs",      "dlrs",       "rmb",
                                        "sq",     "least",  "than",       "about",   "some",       "nearly",
                                        "only",   "over",   "another",    "other",   "usd",        "eur",
                                        "gbp",    "point",  "interstate", "decree",  "convention", NULL};
    if (i == 0)
        return false;
    const sm_token *before = &d->tokens[i - 1];
    if (before->kind == SM_PUNCT) {
        if (is_punct(d, i - 1, '.') && glued(d, i - 1) && i > 1 && is_word(d, i - 2, "no"))
            return true;
        bool is_glued = glued(d, i);
        char c = d->text[before->start];
        return c == '$' || c == '#' || (unsigned char)c == 0xC2 || (unsigned char)c == 0xE2
                   ? is_glued && !is_dash(d, i - 1)
                   : is_glued && strchr("-/._=&?@:+", c);
    }
    return any_word(d, i - 1, words);
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
    return i > 1 && is_dash(d, i - 1) && glued(d, i) && glued(d, i - 1) && year_at(d, i - 2) != 0;
}

/* A bare number of four digits. 1900 … 2099 is a year unless something speaks against it; others need "in",
 * "since", "the year". */
static size_t bare_year(const sm_doc *d, size_t i, sm_timex *t)
{
    static const char *const openers[] = {"in",   "since",   "until",  "of",     "from",
                                          "year", "circa",   "during", "before", "after",
                                          "by",   "between", "late",   "early",  NULL};
    int year = year_at(d, i);
    bool marked = i > 0 && any_word(d, i - 1, openers);
    if (year == 0 || (numbered_thing_before(d, i) && !is_range_hyphen(d, i)) || odd_tail(d, i + 1))
        return 0;
    if (i + 1 < d->n_tokens && peek(d, step(d, i, false)).kind == SM_TW_ZONE)
        return 0; /* 1930 GMT */
    if (year < 1900 || year > 2099) {
        bool followed = i + 1 < d->n_tokens && d->tokens[i + 1].kind == SM_WORD &&
                        !(sm_word_classes(&d->tokens[i + 1]) & (SM_W_PREP | SM_W_CONJ | SM_W_RELATIVE |
                                                                SM_W_AUX | SM_W_PRONOUN | SM_W_DETERMINER));
        if (!marked || year < 1400 || year > 2099 || followed)
            return 0;
    }
    return set_date(t, year, 0, 0, i + 1);
}

/* nineteen ninety-seven; two thousand and one; the year 2000 */
static size_t year_in_words(const sm_doc *d, size_t i, sm_timex *t)
{
    int head, tail, value;
    item first = peek(d, i);
    if (first.kind != SM_TW_NUMBER || first.digits)
        return 0;
    head = first.value;
    if (head == 19 || head == 20 || head == 18) {
        size_t end = number(d, step(d, i, false), &tail);
        if (end && peek(d, step(d, i, false)).digits == 0 && tail >= 10 && tail <= 99)
            return set_date(t, head * 100 + tail, 0, 0, end);
    }
    size_t end = number(d, i, &value);
    bool marked = i > 0 && (is_word(d, i - 1, "year") || (is_word(d, i - 1, "in") && value > 2000));
    return end && marked && value >= 2000 && value < 2100 ? set_date(t, value, 0, 0, end) : 0;
}

static size_t decade(const sm_doc *d, size_t i, sm_timex *t)
{
    if (is_punct(d, i, '\'') && glued(d, i + 1))
        i++;
    item it = peek(d, i);
    if (it.kind != SM_TW_DECADE)
        return 0;
    int year = it.value >= 1000 ? it.value : it.value + (it.value < 20 ? 2000 : 1900);
    if (it.digits == 2 &&
        !(i > 0 && (is_word(d, i - 1, "the") || is_punct(d, i - 1, '\'') || is_word(d, i - 1, "early") ||
                    is_word(d, i - 1, "late") || is_word(d, i - 1, "mid"))))
        return 0;
    if (it.digits == 0 && !(i > 0 && (is_word(d, i - 1, "the") || after_preposition(d, i))))
        return 0;
    t->type = SM_TIMEX_DATE;
    t->rule.kind = SM_RULE_DECADE;
    t->rule.year = (int16_t)year;
    return it.next;
}

/* --- weekdays, days, holidays
 * --------------------------------------------------------------------------------------- */

static bool weekday_at(const sm_doc *d, size_t i, item *it)
{
    *it = peek(d, i);
    if (it->kind != SM_TW_WEEKDAY || !is_capital(d, i))
        return false;
    return !it->doubtful || has_dot(d, it->next - 1) || is_punct(d, it->next, ',') || after_preposition(d, i);
}

/* Friday · Friday, Nov. 13 · Friday 13 November 2015 · Friday the 13th */
static size_t weekday_form(const sm_doc *d, size_t i, sm_timex *t)
{
    item day;
    if (!weekday_at(d, i, &day))
        return 0;
    size_t next = day.doubtful && has_dot(d, day.next - 1) ? day.next + 1 : day.next;
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
    *t = (sm_timex){.minute = -1, .offset_days = INT32_MIN, .weekday = (uint8_t)day.value};
    t->type = SM_TIMEX_DATE;
    t->rule.kind = SM_RULE_WEEKDAY;
    t->rule.which = SM_WHICH_ANY;
    return day.next;
}

static size_t deictic_day(const sm_doc *d, size_t i, sm_timex *t)
{
    item it = peek(d, i);
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
    item it = peek(d, i);
    if (it.kind != SM_TW_HOLIDAY || !is_capital(d, i))
        return 0;
    t->type = SM_TIMEX_DATE;
    t->rule.kind = SM_RULE_HOLIDAY;
    t->rule.amount = it.value;
    t->rule.which = SM_WHICH_ANY;
    int year = 0;
    size_t end = year_behind(d, it.next, &year);
    t->rule.year = (int16_t)year;
    return end;
}

/* --- quarters, seasons
 * ---------------------------------------------------------------------------------------------- */

/* [the] [fiscal] third quarter [of 1984] · Q3 2015 · the first half; also "the 1988 third quarter" */
static size_t quarter(const sm_doc *d, size_t i, sm_timex *t)
{
    int year = year_at(d, i);
    if (year)
        i++;
    item it = peek(d, i);
    if (it.kind == SM_TW_FISCAL) {
        i = behind(d, &it);
        it = peek(d, i);
    }
    if (it.kind != SM_TW_ORDINAL || it.value > 4)
        return 0;
    size_t at = behind(d, &it), end = it.next;
    bool short_form = *it.code == 'Q', half = false;
    if (!short_form) {
        item unit = peek(d, at);
        if (unit.kind == SM_TW_FISCAL)
            unit = peek(d, behind(d, &unit));
        half = is_word(d, at, "half") && it.value <= 2;
        if (!half && (unit.kind != SM_TW_UNIT || unit.value != SM_UNIT_QUARTER))
            return 0;
        end = half ? at + 1 : unit.next;
    }
    if (year == 0)
        end = year_behind(d, end, &year);
    if (half && year == 0) {
        if (!is_word(d, end, "of") || !(peek(d, end + 1).kind == SM_TW_LAST ||
                                        peek(d, end + 1).kind == SM_TW_THIS || is_word(d, end + 1, "the")))
            return 0;
    }
    t->type = SM_TIMEX_DATE;
    t->rule.kind = half ? SM_RULE_HALF : SM_RULE_QUARTER;
    t->rule.amount = it.value;
    t->rule.year = (int16_t)year;
    t->rule.which = SM_WHICH_ANY;
    return end;
}

static size_t fiscal_year(const sm_doc *d, size_t i, sm_timex *t)
{
    item it = peek(d, i);
    if (it.kind != SM_TW_FISCAL)
        return 0;
    i = behind(d, &it);
    if (is_word(d, i, "year"))
        i++;
    int year = year_at(d, i);
    return year ? set_date(t, year, 0, 0, i + 1) : 0;
}

/* summer 2015, the summer of 1996, in the spring; "fall" and "spring" are verbs too */
static size_t season(const sm_doc *d, size_t i, sm_timex *t)
{
    item it = peek(d, i);
    int year = 0;
    if (it.kind != SM_TW_SEASON)
        return 0;
    size_t end = year_behind(d, it.next, &year);
    bool the =
        i > 0 && is_word(d, i - 1, "the") && i > 1 && after_preposition(d, i - 1) && !is_word(d, i - 2, "of");
    bool in = i > 0 && is_word(d, i - 1, "in");
    if (year == 0 && !(the || (in && it.value != 3)))
        return 0;
    if (year == 0 && is_word(d, it.next, "of"))
        return 0;
    t->type = SM_TIMEX_DATE;
    t->rule.kind = SM_RULE_SEASON;
    t->rule.amount = it.value;
    t->rule.year = (int16_t)year;
    t->rule.which = SM_WHICH_ANY;
    return end;
}

/* --- durations and what is counted from them
 * ------------------------------------------------------------------------ */

static void print_duration(sm_timex *t, int amount, int unit, bool half)
{
    static const char *const before[] = {"", "PT", "PT", "PT", "P", "P", "P", "P", "P", "P", "P", "P", "P"};
    static const char letters[] = "XSMHDWDWMQYYY";
    int factor = unit == SM_UNIT_FORTNIGHT || unit == SM_UNIT_WEEKEND ? 2
                 : unit == SM_UNIT_DECADE                             ? 10
                 : unit == SM_UNIT_CENTURY                            ? 100
                                                                      : 1;
    t->type = SM_TIMEX_DURATION;
    t->rule.kind = SM_RULE_CONST;
    t->rule.unit = (uint8_t)unit;
    t->rule.amount = (int16_t)amount;
    if (amount < 0)
        snprintf(t->value, sizeof t->value, "%sX%c", before[unit], letters[unit]);
    else if (half && unit == SM_UNIT_YEAR)
        snprintf(t->value, sizeof t->value, "P%dY6M", amount);
    else if (half && unit == SM_UNIT_HOUR)
        snprintf(t->value, sizeof t->value, "PT%dH30M", amount);
    else
        snprintf(t->value, sizeof t->value, "%s%d%c", before[unit], amount * factor, letters[unit]);
}

static int unit_days(int unit)
{
    return unit == SM_UNIT_DAY ? 1 : unit == SM_UNIT_WEEK ? 7 : unit == SM_UNIT_FORTNIGHT ? 14 : 0;
}

static void set_offset(sm_timex *t, int direction)
{
    int days = unit_days(t->rule.unit);
    if (days && t->rule.amount > 0)
        t->offset_days = direction * days * t->rule.amount;
}

static size_t set_shift(sm_timex *t, int kind, int direction, size_t end)
{
    t->type = t->rule.unit <= SM_UNIT_HOUR ? SM_TIMEX_TIME : SM_TIMEX_DATE;
    t->rule.kind = (uint8_t)kind;
    set_offset(t, direction);
    if (t->rule.amount < 0) { /* "several years ago" */
        t->rule.kind = SM_RULE_CONST;
        t->type = SM_TIMEX_DATE;
        strcpy(t->value, direction < 0 ? "PAST_REF" : "FUTURE_REF");
        return end;
    }
    t->rule.amount = (int16_t)(direction * t->rule.amount);
    return end;
}

/* "ago", "earlier", "later", "before", "from now", "after" behind a duration that ends at `end`. */
static size_t counted_from(const sm_doc *d, size_t end, sm_timex *t)
{
    size_t at = step(d, end - 1, false);
    item it = peek(d, at);
    switch (it.kind) {
    case SM_TW_AGO:
        return set_shift(t, SM_RULE_SHIFT, -1, it.next);
    case SM_TW_EARLIER:
        return set_shift(t, SM_RULE_FROM_LAST, -1, it.next);
    case SM_TW_LATER:
        return set_shift(t, SM_RULE_FROM_LAST, 1, it.next);
    case SM_TW_BEFORE:
        set_offset(t, -1);
        t->rule.from_event = true;
        return end;
    case SM_TW_AFTER:
        set_offset(t, 1);
        t->rule.from_event = true;
        return end;
    default:
        break;
    }
    if (is_word(d, at, "from") && (is_word(d, at + 1, "now") || is_word(d, at + 1, "today")))
        return set_shift(t, SM_RULE_SHIFT, 1, at + 2);
    return end;
}

/* Words that make a duration an age: "27-year-old", "ten years old", "10 years of age". */
static bool is_age(const sm_doc *d, size_t end)
{
    size_t at = step(d, end - 1, false);
    return is_word(d, at, "old") || is_word(d, at, "olds") ||
           (is_word(d, at, "of") && is_word(d, at + 1, "age"));
}

static bool half_behind(const sm_doc *d, size_t at, size_t *end)
{
    if (is_word(d, at, "and") && is_word(d, at + 1, "a") && is_word(d, at + 2, "half")) {
        *end = at + 3;
        return true;
    }
    if (at + 2 < d->n_tokens && d->tokens[at].kind == SM_NUMBER && is_punct(d, at + 1, '/') &&
        is_word(d, at + 2, "2") && is_word(d, at, "1")) {
        *end = at + 3;
        return true;
    }
    return false;
}

/* An amount and a unit: three months · ten-day · a decade · two and a half years · the past few weeks. `one`
 * is set when the amount is "a". */
static size_t amount_and_unit(const sm_doc *d, size_t i, int *amount, int *unit, bool *half, bool *one)
{
    size_t end = number(d, i, amount);
    *half = false;
    *one = false;
    if (end == 0 && is_article(d, i)) {
        *amount = 1;
        *one = true;
        end = i + 1;
    }
    if (end == 0)
        return 0;
    size_t at = step(d, end - 1, false);
    if (half_behind(d, at, &end)) {
        *half = true;
        at = step(d, end - 1, false);
    }
    item it = peek(d, at);
    for (int n = 0; n < 2 && it.kind == SM_TW_MORE; n++) {
        at = it.next;
        it = peek(d, at);
    }
    if (it.kind == SM_TW_ORDINAL && it.value == 2 && it.digits == 0 && !*one && is_dash(d, at - 1)) {
        *unit = SM_UNIT_SECOND; /* 30-second */
        return it.next;
    }
    if (it.kind != SM_TW_UNIT && it.kind != SM_TW_UNITS)
        return 0;
    if (it.kind == SM_TW_UNIT && !*one && *amount != 1 && !is_dash(d, at - 1) && peek(d, i).digits)
        return 0; /* "in 2015 week one" */
    *unit = it.value;
    end = it.next;
    if (!*half && half_behind(d, step(d, end - 1, false), &end))
        *half = true;
    return end;
}

static bool plain_rate(const sm_doc *d, size_t i)
{
    static const char *const words[] = {"percent", "times",   "million", "billion",  "thousand", "hours",
                                        "days",    "people",  "tons",    "dollars",  "euros",    "twice",
                                        "once",    "cents",   "marks",   "pounds",   "trillion", "flights",
                                        "cars",    "barrels", "games",   "visitors", "units",    NULL};
    return i > 0 &&
           (d->tokens[i - 1].kind == SM_NUMBER || is_punct(d, i - 1, '%') || any_word(d, i - 1, words));
}

static size_t duration(const sm_doc *d, size_t i, sm_timex *t)
{
    int amount, unit;
    bool half, one;
    size_t end = amount_and_unit(d, i, &amount, &unit, &half, &one);
    if (end == 0 || is_age(d, end))
        return 0;
    if (one && is_word(d, step(d, end - 1, false), "or"))
        return 0; /* "a year or two" */
    print_duration(t, amount, unit, half);
    size_t longer = counted_from(d, end, t);
    if (longer != end || t->rule.from_event)
        return longer;
    if (one && plain_rate(d, i) && unit >= SM_UNIT_HOUR) {
        t->type = SM_TIMEX_SET;
        return end;
    }
    if (one &&
        (unit == SM_UNIT_WEEKEND || unit == SM_UNIT_QUARTER || unit == SM_UNIT_MINUTE || unit == SM_UNIT_DAY))
        return 0; /* "a day", "a weekend of …" */
    return end;
}

/* [the] last|next|past three months; the first nine months; recent years; coming weeks */
static size_t span(const sm_doc *d, size_t i, sm_timex *t)
{
    item it = peek(d, i);
    int amount, unit;
    bool half, one;
    size_t at = it.next;
    if (it.kind == SM_TW_REF && is_word(d, i, "the") &&
        is_word(d, i + 1, "past")) { /* "the past" is a phrase of its own */
        it.kind = SM_TW_LAST;
        at = i + 2;
    }
    bool recent = is_word(d, i, "recent");
    bool first = it.kind == SM_TW_ORDINAL && it.value == 1;
    bool latest = is_word(d, i, "latest");
    if (latest)
        at = i + 1;
    if (it.kind != SM_TW_LAST && it.kind != SM_TW_NEXT && !recent && !first && !latest)
        return 0;
    item units = peek(d, at);
    size_t end = is_article(d, at) ? 0 : amount_and_unit(d, at, &amount, &unit, &half, &one);
    if (end == 0 && units.kind == SM_TW_UNITS && !first) { /* recent years */
        amount = -1;
        unit = units.value;
        end = units.next;
        half = false;
        if (unit == SM_UNIT_DAY || recent || it.kind == SM_TW_NEXT) {
            t->type = SM_TIMEX_DATE;
            t->rule.kind = SM_RULE_CONST;
            strcpy(t->value, it.kind == SM_TW_NEXT ? "FUTURE_REF" : "PAST_REF");
            if (unit != SM_UNIT_DAY)
                print_duration(t, -1, unit, false);
            return end;
        }
    }
    if (end == 0)
        return 0;
    print_duration(t, amount, unit, half);
    if (!first && amount > 0) {
        t->rule.kind = SM_RULE_SPAN;
        t->rule.which = it.kind == SM_TW_NEXT ? SM_WHICH_NEXT : SM_WHICH_LAST;
        set_offset(t, it.kind == SM_TW_NEXT ? 1 : -1);
    }
    return end;
}

/* --- this, last, next
 * ----------------------------------------------------------------------------------------------- */

/* last week · this Friday · next summer · the current fiscal year · last November · last night · this morning
 * · the last quarter */
static size_t selected(const sm_doc *d, size_t i, sm_timex *t)
{
    item it = peek(d, i);
    int which = it.kind == SM_TW_LAST ? SM_WHICH_LAST : it.kind == SM_TW_NEXT ? SM_WHICH_NEXT : SM_WHICH_THIS;
    size_t at = it.next;
    if (it.kind == SM_TW_REF && is_word(d, i, "the") && is_word(d, i + 1, "past")) {
        which = SM_WHICH_LAST;
        at = i + 2;
    } else if (is_word(d, i, "latest")) {
        which = SM_WHICH_LAST;
        at = i + 1;
    } else if (it.kind != SM_TW_LAST && it.kind != SM_TW_NEXT && it.kind != SM_TW_THIS)
        return 0;
    if (is_dash(d, at) && glued(d, at))
        at++;
    bool previous = is_word(d, i, "previous") || is_word(d, i, "preceding") || is_word(d, i, "following") ||
                    is_word(d, i, "ensuing");
    item word = peek(d, at);
    if (word.kind == SM_TW_FISCAL) {
        at = behind(d, &word);
        word = peek(d, at);
    }
    t->type = SM_TIMEX_DATE;
    t->rule.which = (int8_t)which;
    switch (word.kind) {
    case SM_TW_UNIT:
        if (word.value <= SM_UNIT_HOUR)
            return 0;
        t->rule.kind = previous ? SM_RULE_FROM_LAST : SM_RULE_SHIFT;
        t->rule.unit = (uint8_t)word.value;
        t->rule.amount = (int16_t)which;
        if (word.value == SM_UNIT_DAY) {
            if (which == SM_WHICH_THIS || is_word(d, i, "last") || is_word(d, i, "past"))
                return 0;
            t->rule.kind = SM_RULE_FROM_LAST;
        }
        if (unit_days(word.value))
            t->offset_days = which * unit_days(word.value);
        if (is_word(d, at, "quarter") &&
            (is_word(d, i, "latest") || which == SM_WHICH_LAST || which == SM_WHICH_THIS)) {
            t->rule.kind = SM_RULE_QUARTER;
            t->rule.amount = 0;
        }
        return word.next;
    case SM_TW_MONTH:
        if (!is_capital(d, at))
            return 0;
        {
            item after = peek(d, behind(d, &word));
            int day = day_number(&after);
            set_date(t, 0, word.value, 0, 0);
            t->rule.which = (int8_t)which;
            if (day && !counts_something(d, after.next)) {
                t->day = (int8_t)day;
                return after.next;
            }
        }
        return word.next;
    case SM_TW_WEEKDAY:
        if (!is_capital(d, at))
            return 0;
        t->rule.kind = SM_RULE_WEEKDAY;
        t->weekday = (uint8_t)word.value;
        return word.next;
    case SM_TW_SEASON:
        t->rule.kind = SM_RULE_SEASON;
        t->rule.amount = word.value;
        return word.next;
    case SM_TW_HOLIDAY:
        t->rule.kind = SM_RULE_HOLIDAY;
        t->rule.amount = word.value;
        return word.next;
    case SM_TW_PART: /* last night, this morning */
        t->type = SM_TIMEX_TIME;
        t->rule.kind = which == SM_WHICH_NEXT || previous ? SM_RULE_FROM_LAST : SM_RULE_SHIFT;
        t->rule.unit = SM_UNIT_DAY;
        t->rule.amount = (int16_t)which;
        t->rule.part = (uint8_t)(word.code[0] == 'M'   ? 1
                                 : word.code[0] == 'A' ? 2
                                 : word.code[0] == 'E' ? 3
                                                       : 4);
        t->offset_days = which;
        return word.next;
    default:
        break;
    }
    if (which == SM_WHICH_THIS && is_word(d, at, "century"))
        return 0;
    return 0;
}

/* the same day, that day, the day before, the following day */
static size_t day_of_story(const sm_doc *d, size_t i, sm_timex *t)
{
    int shift = 0;
    size_t end = 0;
    if (is_word(d, i, "the") && is_word(d, i + 1, "same") && is_word(d, i + 2, "day"))
        end = i + 3;
    else if (is_word(d, i, "that") && is_word(d, i + 1, "same") && is_word(d, i + 2, "day"))
        end = i + 3;
    else if (is_word(d, i, "that") && is_word(d, i + 1, "day"))
        end = i + 2;
    else if (is_word(d, i, "the") && is_word(d, i + 1, "day") &&
             (is_word(d, i + 2, "before") || is_word(d, i + 2, "earlier"))) {
        shift = -1;
        end = i + 3;
    } else
        return 0;
    t->type = SM_TIMEX_DATE;
    t->rule.kind = SM_RULE_FROM_LAST;
    t->rule.unit = SM_UNIT_DAY;
    t->rule.amount = (int16_t)shift;
    t->offset_days = shift;
    t->rule.from_event = true;
    return end;
}

/* the year-ago period, the year-earlier quarter, year-ago; the 1988 period; year-end */
static size_t period(const sm_doc *d, size_t i, sm_timex *t)
{
    int year = year_at(d, i);
    if (year && peek(d, i + 1).kind == SM_TW_PERIOD) {
        t->type = SM_TIMEX_DATE;
        t->rule.kind = SM_RULE_PERIOD;
        t->rule.year = (int16_t)year;
        return i + 2;
    }
    if (!is_word(d, i, "year"))
        return 0;
    size_t at = step(d, i, false);
    t->type = SM_TIMEX_DATE;
    if (is_word(d, at, "end")) {
        t->rule.kind = SM_RULE_SHIFT;
        t->rule.unit = SM_UNIT_YEAR;
        t->approximate = true;
        return at + 1;
    }
    if (!is_word(d, at, "ago") && !is_word(d, at, "earlier"))
        return 0;
    t->rule.kind = SM_RULE_PERIOD;
    size_t end = at + 1;
    if (peek(d, end).kind == SM_TW_PERIOD || is_word(d, end, "quarter"))
        return end + 1;
    return end;
}

/* the week, the month, the quarter, the weekend, the century: the one that is now or was named before */
static size_t definite_unit(const sm_doc *d, size_t i, sm_timex *t)
{
    if (!is_word(d, i, "the"))
        return 0;
    item it = peek(d, i + 1);
    if (it.kind == SM_TW_UNIT && it.value == SM_UNIT_WEEKEND) {
        t->rule.kind = SM_RULE_SHIFT;
    } else if (it.kind == SM_TW_UNIT && it.value == SM_UNIT_QUARTER) {
        if (is_word(d, it.next, "of"))
            return 0;
        t->rule.kind = SM_RULE_QUARTER;
    } else
        return 0;
    t->type = SM_TIMEX_DATE;
    t->rule.unit = (uint8_t)it.value;
    t->rule.which = SM_WHICH_ANY;
    return it.next;
}

static size_t century(const sm_doc *d, size_t i, sm_timex *t)
{
    item it = peek(d, i);
    if (it.kind != SM_TW_ORDINAL || it.value > 21 || it.value < 1 || !is_word(d, behind(d, &it), "century"))
        return 0;
    t->type = SM_TIMEX_DATE;
    t->rule.kind = SM_RULE_CENTURY;
    t->rule.amount = it.value;
    return behind(d, &it) + 1;
}

/* --- sets, references
 * ----------------------------------------------------------------------------------------------- */

static size_t set_const(sm_timex *t, int type, const char *value, size_t end)
{
    t->type = (uint8_t)type;
    t->rule.kind = SM_RULE_CONST;
    if (value != t->value)
        snprintf(t->value, sizeof t->value, "%.31s", value);
    return end;
}

/* every week · each Thursday · every two days · daily */
static size_t set_form(const sm_doc *d, size_t i, sm_timex *t)
{
    item it = peek(d, i);
    int amount, unit;
    bool half, one;
    if (it.kind == SM_TW_OFTEN)
        return set_const(t, SM_TIMEX_SET, it.code, it.next);
    if (it.kind != SM_TW_EVERY)
        return 0;
    item word = peek(d, it.next);
    if (is_word(d, it.next, "other"))
        word = peek(d, it.next + 1);
    switch (word.kind) {
    case SM_TW_UNIT:
        print_duration(t, word.next - it.next > 1 ? 2 : 1, word.value, false);
        t->type = SM_TIMEX_SET;
        return word.next;
    case SM_TW_WEEKDAY:
        snprintf(t->value, sizeof t->value, "XXXX-WXX-%d", word.value);
        return set_const(t, SM_TIMEX_SET, t->value, word.next);
    case SM_TW_MONTH:
        snprintf(t->value, sizeof t->value, "XXXX-%02d", word.value);
        return set_const(t, SM_TIMEX_SET, t->value, word.next);
    case SM_TW_SEASON:
        snprintf(t->value, sizeof t->value, "XXXX-%s", word.code);
        return set_const(t, SM_TIMEX_SET, t->value, word.next);
    case SM_TW_PART:
        snprintf(t->value, sizeof t->value, "XXXX-XX-XXT%s", word.code);
        return set_const(t, SM_TIMEX_SET, t->value, word.next);
    default:
        break;
    }
    size_t end = amount_and_unit(d, it.next, &amount, &unit, &half, &one);
    if (end == 0)
        return 0;
    print_duration(t, amount, unit, half);
    t->type = SM_TIMEX_SET;
    return end;
}

static size_t reference(const sm_doc *d, size_t i, sm_timex *t)
{
    item it = peek(d, i);
    return it.kind == SM_TW_REF ? set_const(t, SM_TIMEX_DATE, it.code, it.next) : 0;
}

/* --- times of day
 * --------------------------------------------------------------------------------------------------- */

/* 7 a.m. · 7:30 p.m. · 19:30 · 7.30pm · 1930 GMT · noon. Returns the token behind and the minute of the day.
 */
static size_t clock_at(const sm_doc *d, size_t i, int *minute)
{
    item it = peek(d, i);
    if (it.kind == SM_TW_CLOCK) {
        *minute = it.value;
        return it.next;
    }
    if (i >= d->n_tokens || d->tokens[i].kind != SM_NUMBER)
        return 0;
    const char *s = token_text(d, i);
    size_t length = token_length(d, i), end = i + 1;
    int hour = digits_value(s, length), minutes = 0;
    bool colon = false;
    if (is_punct(d, end, ':') && glued(d, end) && glued(d, end + 1) && end + 1 < d->n_tokens) {
        const char *m = token_text(d, end + 1);
        size_t digits = strspn(m, "0123456789");
        digits = digits > token_length(d, end + 1) ? token_length(d, end + 1) : digits;
        minutes = digits_value(m, digits);
        if (digits != 2 || minutes < 0 || minutes > 59)
            return 0;
        colon = true;
        end += 2;
        if (digits < token_length(d, end - 1)) { /* 7:30pm */
            bool pm = (m[2] == 'p' || m[2] == 'P'), am = (m[2] == 'a' || m[2] == 'A');
            if ((!pm && !am) || token_length(d, end - 1) != 4 || (m[3] != 'm' && m[3] != 'M') || hour < 1 ||
                hour > 12)
                return 0;
            *minute = hour % 12 * 60 + minutes + (pm ? 720 : 0);
            return end;
        }
    } else if (length >= 4 && length <= 5 && memchr(s, '.', length)) { /* 7.30 */
        const char *dot = memchr(s, '.', length);
        hour = digits_value(s, (size_t)(dot - s));
        minutes = digits_value(dot + 1, length - (size_t)(dot - s) - 1);
        if (length - (size_t)(dot - s) != 3 || minutes < 0 || minutes > 59)
            return 0;
    } else if (length == 4) {
        minutes = hour % 100;
        hour /= 100;
        if (minutes > 59 || peek(d, end).kind != SM_TW_ZONE)
            return 0;
        colon = true;
    }
    if (hour < 0 || hour > 24)
        return 0;
    item tail = peek(d, end);
    if (tail.kind == SM_TW_AMPM && hour >= 1 && hour <= 12) {
        *minute = hour % 12 * 60 + minutes + tail.value;
        end = tail.next;
        return end;
    }
    if (is_word(d, end, "oclock")) {
        *minute = hour * 60 + minutes;
        return end + 1;
    }
    if (!colon || hour > 23)
        return 0;
    bool marked =
        i > 0 && (is_word(d, i - 1, "at") || is_word(d, i - 1, "around") || is_word(d, i - 1, "about") ||
                  is_word(d, i - 1, "by") || is_word(d, i - 1, "until"));
    if (!marked && tail.kind != SM_TW_ZONE && !is_word(d, end, "hours"))
        return 0;
    *minute = hour * 60 + minutes;
    return end;
}

static int part_number(const item *it)
{
    return it->code[0] == 'M' ? 1 : it->code[0] == 'A' ? 2 : it->code[0] == 'E' ? 3 : 4;
}

/* --- calendar expressions, plain
 * ------------------------------------------------------------------------------------- */

typedef size_t form(const sm_doc *d, size_t i, sm_timex *t);

static size_t first_of(form *const *forms, const sm_doc *d, size_t i, sm_timex *t)
{
    sm_timex clean = *t;
    for (; *forms; forms++) {
        size_t end = (*forms)(d, i, t);
        if (end)
            return end;
        *t = clean;
    }
    return 0;
}

static form *const calendar_forms[] = {numeric_date,  day_first,     quarter, period,      month_first,
                                       weekday_form,  deictic_day,   holiday, fiscal_year, century,
                                       selected,      day_of_story,  decade,  season,      bare_year,
                                       year_in_words, definite_unit, NULL};

/* A calendar expression, also behind a determiner: "the third quarter", "the 13th of November". */
static size_t calendar(const sm_doc *d, size_t i, sm_timex *t)
{
    size_t end = first_of(calendar_forms, d, i, t);
    if (end || !is_determiner(d, i))
        return end;
    if (is_word(d, i, "the") && is_word(d, i + 1, "year") &&
        (year_at(d, i + 2) || year_in_words(d, i + 2, t)))
        return year_at(d, i + 2) ? set_date(t, year_at(d, i + 2), 0, 0, i + 3) : year_in_words(d, i + 2, t);
    end = first_of(calendar_forms, d, i + 1, t);
    if (end && (t->rule.kind == SM_RULE_WEEKDAY || (t->rule.kind == SM_RULE_DATE && t->month == 0))) {
        return 0; /* the determiner belongs to something behind: "the Friday attack", "the 2015 attacks" */
    }
    return end;
}

/* --- with a time of day
 * --------------------------------------------------------------------------------------------- */

static void set_clock(sm_timex *t, int minute)
{
    t->type = SM_TIMEX_TIME;
    t->minute = (int16_t)minute;
    t->rule.part = 0;
}

/* What may stand between a time and its date: "on", ",", "of", "local time", "EST". */
static size_t over_link(const sm_doc *d, size_t i)
{
    item it = peek(d, i);
    if (it.kind == SM_TW_ZONE)
        i = it.next;
    if (is_punct(d, i, '(')) /* 7 a.m. (0500 GMT) Friday */
        for (size_t k = i + 1; k < i + 5; k++)
            if (is_punct(d, k, ')')) {
                i = k + 1;
                break;
            }
    if (is_punct(d, i, ','))
        i++;
    if (is_word(d, i, "on") || is_word(d, i, "of"))
        i++;
    return i;
}

/* 10 p.m. Wednesday · noon on Nov. 6 · 7 a.m. */
static size_t clock_first(const sm_doc *d, size_t i, sm_timex *t)
{
    int minute;
    size_t end = clock_at(d, i, &minute);
    if (end == 0)
        return 0;
    size_t at = over_link(d, end);
    if (is_word(d, at, "in") && is_word(d, at + 1, "the") && peek(d, at + 2).kind == SM_TW_PART)
        end = at + 3;
    item zone = peek(d, end);
    size_t plain_end = zone.kind == SM_TW_ZONE ? zone.next : end;
    size_t longer = new_paragraph(d, at) ? 0 : calendar(d, at, t);
    bool day =
        longer && (t->day || t->weekday || (t->rule.kind == SM_RULE_SHIFT && t->rule.unit == SM_UNIT_DAY) ||
                   t->rule.kind == SM_RULE_HOLIDAY);
    if (!day) {
        *t = (sm_timex){.minute = -1, .offset_days = INT32_MIN};
        t->rule.kind = SM_RULE_CLOCK;
    }
    set_clock(t, minute);
    return day ? longer : plain_end;
}

/* 4 in the morning */
static size_t hour_in_part(const sm_doc *d, size_t i, sm_timex *t)
{
    item hour = peek(d, i);
    if (hour.kind != SM_TW_NUMBER || hour.value < 1 || hour.value > 12 || !is_word(d, hour.next, "in") ||
        !is_word(d, hour.next + 1, "the"))
        return 0;
    item part = peek(d, hour.next + 2);
    if (part.kind != SM_TW_PART || part.code[0] == 'N')
        return 0;
    t->rule.kind = SM_RULE_CLOCK;
    set_clock(t, hour.value % 12 * 60 + (part.code[0] == 'M' ? 0 : 720));
    return part.next;
}

/* "morning" or "at 7 a.m." behind a date. */
static size_t time_behind(const sm_doc *d, size_t end, sm_timex *t)
{
    if (new_paragraph(d, end) || t->type == SM_TIMEX_DURATION || t->type == SM_TIMEX_SET)
        return end;
    bool is_day = t->day || t->weekday || (t->rule.kind == SM_RULE_SHIFT && t->rule.unit == SM_UNIT_DAY) ||
                  (t->rule.kind == SM_RULE_FROM_LAST && t->rule.unit == SM_UNIT_DAY) ||
                  t->rule.kind == SM_RULE_HOLIDAY;
    if (!is_day)
        return end;
    item it = peek(d, end);
    if (it.kind == SM_TW_PHASE && peek(d, it.next).kind == SM_TW_PART) /* Friday late night */
        it = peek(d, it.next);
    if (it.kind == SM_TW_PART) {
        t->type = SM_TIMEX_TIME;
        t->rule.part = (uint8_t)part_number(&it);
        return it.next;
    }
    size_t at = is_punct(d, end, ',') ? end + 1 : end;
    bool marked = is_word(d, at, "at") || is_word(d, at, "around") || is_word(d, at, "about");
    while (is_word(d, at, "at") || is_word(d, at, "around") || is_word(d, at, "about"))
        at++;
    int minute;
    size_t longer = new_paragraph(d, at) ? 0 : clock_at(d, at, &minute);
    if (longer == 0 || (at > end && !marked && peek(d, at).kind == SM_TW_CLOCK))
        return end;
    set_clock(t, minute);
    item zone = peek(d, longer);
    return zone.kind == SM_TW_ZONE ? zone.next : longer;
}

/* the morning of Nov. 13 · the night of Friday · the morning */
static size_t part_first(const sm_doc *d, size_t i, sm_timex *t)
{
    bool the = is_word(d, i, "the");
    item it = peek(d, i + the);
    if (it.kind != SM_TW_PART)
        return 0;
    size_t at = it.next;
    if (is_word(d, at, "of") || is_word(d, at, "on"))
        at++;
    size_t end = at > it.next || !the ? calendar(d, at, t) : 0;
    if (end && (t->day || t->weekday || t->rule.unit == SM_UNIT_DAY)) {
        t->type = SM_TIMEX_TIME;
        t->rule.part = (uint8_t)part_number(&it);
        return end;
    }
    if (!the || at > it.next || !(i > 0 && (is_word(d, i - 1, "in") || is_word(d, i - 1, "during"))))
        return 0;
    *t = (sm_timex){.minute = -1, .offset_days = INT32_MIN};
    t->type = SM_TIMEX_TIME;
    t->rule.kind = SM_RULE_CLOCK;
    t->rule.part = (uint8_t)part_number(&it);
    return it.next;
}

/* --- with words before
 * ---------------------------------------------------------------------------------------------- */

static form *const plain_forms[] = {clock_first, part_first, hour_in_part, span, set_form,
                                    duration,    calendar,   reference,    NULL};

/* early 2013 · late last week · mid-November · the end of the month · earlier this year · later Friday */
static size_t phase(const sm_doc *d, size_t i, sm_timex *t)
{
    item it = peek(d, i);
    bool moved = it.kind == SM_TW_EARLIER || it.kind == SM_TW_LATER;
    if (it.kind != SM_TW_PHASE && !moved)
        return 0;
    size_t at = step(d, it.next - 1, false);
    if (is_word(d, at, "in") || is_word(d, at, "on"))
        at++;
    size_t end = 0;
    item unit = peek(d, at + 1);
    if (is_word(d, at, "the") && unit.kind == SM_TW_UNIT && unit.value >= SM_UNIT_WEEK &&
        unit.value != SM_UNIT_WEEKEND && unit.value != SM_UNIT_QUARTER) {
        t->type = SM_TIMEX_DATE;
        t->rule.kind = SM_RULE_SHIFT;
        t->rule.unit = (uint8_t)unit.value;
        end = unit.next;
    }
    if (end == 0)
        end = part_first(d, at, t);
    if (end == 0)
        end = calendar(d, at, t);
    if (end == 0)
        return 0;
    t->approximate = true;
    return end;
}

static size_t parse_here(const sm_doc *d, size_t i, sm_timex *t)
{
    static form *const all[] = {phase, NULL};
    size_t end = first_of(all, d, i, t);
    if (end == 0)
        end = first_of(plain_forms, d, i, t);
    return end;
}

/* the past year, "a year or two" … and the determiner before a span or a phase */
size_t sm_time_parse(const sm_doc *doc, size_t i, sm_timex *t)
{
    *t = (sm_timex){.minute = -1, .offset_days = INT32_MIN, .first = (uint32_t)i};
    sm_timex clean = *t;
    size_t at = i, end;
    bool about = false;
    item it = peek(doc, at);
    while (it.kind == SM_TW_ABOUT &&
           it.next < doc->n_tokens) { /* "about", "more than": the expression behind is approximate */
        about = true;
        at = it.next;
        it = peek(doc, at);
    }
    end = parse_here(doc, at, t);
    if (end == 0 && is_determiner(doc, at)) {
        *t = clean;
        end = span(doc, at + 1, t);
        if (end == 0) {
            *t = clean;
            end = phase(doc, at + 1, t);
        }
        if (end == 0 && !is_article(doc, at)) {
            *t = clean;
            end = duration(doc, at + 1, t);
        }
    }
    if (end == 0)
        return 0;
    end = time_behind(doc, end, t);
    t->first = (uint32_t)(about && t->rule.kind == SM_RULE_CONST ? i : about ? at : i);
    t->approximate |= about;
    t->end = (uint32_t)end;
    t->rule.tense = (int8_t)tense_beside(doc, t->first, end);
    return end;
}

bool sm_time_may_begin(const sm_doc *doc, size_t i)
{
    const sm_token *t = &doc->tokens[i];
    if (t->kind == SM_NUMBER)
        return true;
    if (t->kind == SM_PUNCT)
        return is_punct(doc, i, '\'') && glued(doc, i + 1);
    if (t->kind != SM_WORD)
        return false;
    if (is_determiner(doc, i) || is_word(doc, i, "latest"))
        return i + 1 < doc->n_tokens &&
               (doc->tokens[i + 1].kind == SM_NUMBER || is_word(doc, i + 1, "same") ||
                is_word(doc, i + 1, "latest") || peek(doc, i + 1).kind != SM_TW_NONE ||
                peek(doc, i).kind != SM_TW_NONE);
    return peek(doc, i).kind != SM_TW_NONE;
}
