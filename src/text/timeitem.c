/* Items, numbers and tense. */
#include "timeitem.h"

static const sm_time_item nothing = {.code = ""};

bool sm_time_is_dash(const sm_doc *d, size_t i)
{
    if (i >= d->n_tokens || d->tokens[i].kind != SM_PUNCT)
        return false;
    const sm_token *t = &d->tokens[i];
    const char *s = d->text + t->start;
    return *s == '-' || (t->end - t->start == 3 && memcmp(s, "\xE2\x80", 2) == 0 &&
                         (unsigned char)s[2] >= 0x90 && (unsigned char)s[2] <= 0x94);
}

bool sm_time_is_determiner(const sm_doc *d, size_t i)
{
    if (i >= d->n_tokens)
        return false;
    uint32_t row = sm_timewords.starts[d->tokens[i].lexeme].row; /* of the word, whatever phrase it begins */
    return (UINT64_C(1) << sm_timewords_rows[row].kind & SM_K_DETERMINERS) != 0;
}

/* The token behind `i` (whose word ends at `i`): past the dot of an abbreviation, past a hyphen glued on both
 * sides. n_tokens at the end of a paragraph, where no expression goes on. */
size_t sm_time_step(const sm_doc *d, size_t i, bool over_dot)
{
    size_t next = i + 1;
    if (over_dot && is_punct(d, next, '.') && glued(d, next))
        next++;
    if (sm_time_is_dash(d, next) && glued(d, next) && glued(d, next + 1))
        next++;
    return new_paragraph(d, next) ? d->n_tokens : next;
}

/* The unsigned number that the first `length` bytes of `s` are; -1 when they are none or too large. */
int sm_time_digits(const char *s, size_t length)
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
static sm_time_item mixed_item(const sm_doc *d, size_t i)
{
    const char *s = sm_token_fold(d, i);
    size_t length = d->tokens[i].fold_length;
    size_t n = strspn(s, "0123456789");
    sm_time_item it = nothing;
    it.next = (uint32_t)i + 1;
    if (n == 0 && *s == 'q' && length == 2 && s[1] >= '1' && s[1] <= '4')
        return (sm_time_item){
            .kind = SM_TW_ORDINAL, .value = (int16_t)(s[1] - '0'), .code = "Q", .next = it.next};
    if (n == 0 || n > 4 || n == length)
        return nothing;
    it.value = (int16_t)sm_time_digits(s, n);
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

sm_time_item sm_time_look_up(const sm_doc *d, size_t i)
{
    const sm_token *t = &d->tokens[i];
    sm_time_item it = nothing;
    if (t->kind == SM_NUMBER) {
        int value = sm_time_digits(token_text(d, i), token_length(d, i));
        it.kind = value < 0 ? SM_TW_FIGURE : SM_TW_NUMBER;
        it.value = (int16_t)(value < 0 ? 0 : value);
        it.digits = (uint8_t)(value < 0 ? 0 : token_length(d, i));
        it.next = (uint32_t)i + 1;
        return it;
    }
    if (t->kind == SM_PUNCT)
        it.kind = is_apostrophe_of(d, i) ? SM_TW_MARK : SM_TW_NONE;
    if (t->kind != SM_WORD)
        return it;
    size_t next;
    uint32_t row = sm_phrase_longest(&sm_timewords, d, i, d->n_tokens, &next);
    if (row == 0)
        return t->flags & SM_T_DIGIT ? mixed_item(d, i) : nothing;
    const sm_timeword *w = &sm_timewords_rows[row];
    it.kind = w->kind;
    it.value = w->value;
    it.code = w->code ? w->code : "";
    it.next = (uint32_t)next;
    return it;
}

/* The same behind an sm_time_item that ends at `next`. */
size_t sm_time_behind(const sm_doc *d, const sm_time_item *it)
{
    bool abbreviation = it->kind == SM_TW_MONTH || it->kind == SM_TW_WEEKDAY || it->kind == SM_TW_AMPM;
    return sm_time_step(d, it->next - 1, abbreviation && token_length(d, it->next - 1) <= 5);
}

/* A number in digits or words: "24", "twenty-four", "a hundred". `*value` −1 when it is not said. Returns the
 * token behind, 0 = none. */
size_t sm_time_number(const sm_doc *d, size_t i, int *value)
{
    sm_time_item it = sm_time_peek(d, i);
    if (it.kind == SM_TW_SOME) {
        *value = -1;
        return it.next;
    }
    if (it.kind != SM_TW_NUMBER)
        return 0;
    *value = it.value;
    size_t end = it.next;
    while (it.digits == 0) {
        size_t at = sm_time_step(d, end - 1, false);
        if (is_word(d, at, "and") && *value >= 100)
            at++;
        sm_time_item more = sm_time_peek(d, at);
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

bool sm_time_is_counted(const sm_doc *d, size_t i)
{
    if (is_punct(d, i, '%') || (is_punct(d, i, ':') && glued(d, i) && glued(d, i + 1)))
        return true;
    return !new_paragraph(d, i) && sm_time_peek(d, i).kind == SM_TW_COUNTED;
}

/* A year written with four digits at `i`, as part of a date. */
int sm_time_year(const sm_doc *d, size_t i)
{
    sm_time_item it = sm_time_peek(d, i);
    return it.kind == SM_TW_NUMBER && it.digits == 4 && it.value >= 1000 && it.value < 3000 &&
                   !sm_time_is_counted(d, i + 1)
               ? it.value
               : 0;
}

/* The year behind a date that ends at `end`: ", 2015", " 2015", " of 2015", "'15". Returns the token behind
 * it, or `end`. */
size_t sm_time_year_behind(const sm_doc *d, size_t end, int *year)
{
    size_t i = end;
    if (is_punct(d, i, ',') || is_word(d, i, "of") || is_word(d, i, "in"))
        i++;
    if (new_paragraph(d, i))
        return end;
    if (sm_time_is_dash(d, i) && glued(d, i) && glued(d, i + 1))
        i++;
    *year = sm_time_year(d, i);
    return *year ? i + 1 : end;
}

bool sm_time_after_preposition(const sm_doc *d, size_t i)
{
    if (i > 1 && sm_time_is_dash(d, i - 1))
        i--;
    switch (i > 0 ? sm_time_peek(d, i - 1).kind : SM_TW_NONE) {
    case SM_TW_PREP:
    case SM_TW_BEFORE:
    case SM_TW_AFTER:
    case SM_TW_LAST:
    case SM_TW_NEXT:
    case SM_TW_THIS:
    case SM_TW_PHASE:
    case SM_TW_EVERY:
        return true;
    default:
        return i > 1 && is_word(d, i - 1, "of"); /* the end of "the beginning of" */
    }
}

/* --- tense ------------------------------------------------------------------------------------- */

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
static bool had_before(const sm_doc *d, size_t i)
{
    for (size_t n = 0; i-- > 0 && n < 3; n++)
        if (is_word(d, i, "had"))
            return true;
    return false;
}

int sm_time_tense(const sm_doc *d, size_t first, size_t end)
{
    enum { BACK = 12, AHEAD = 12 };
    uint32_t sentence = d->tokens[first].sentence;
    for (size_t i = first, n = 0; i-- > 0 && n < BACK && d->tokens[i].sentence == sentence; n++) {
        int tense = i > 0 && is_word(d, i - 1, "be") ? 0 : tense_at(d, i); /* "will be held" */
        if (is_word(d, i, "by") &&
            first - i > 2) /* "by the end of Friday"; "was killed by police on Friday" */
            tense = 0;
        if (tense > 0 && had_before(d, i)) /* "had been due to expire Friday" */
            return -1;
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

const sm_timex sm_time_blank = {.minute = -1, .offset_days = INT32_MIN};

size_t sm_time_first_of(const sm_time_entry *forms, const sm_doc *d, size_t i, sm_timex *t)
{
    uint64_t kind = UINT64_C(1) << sm_time_peek(d, i).kind;
    for (; forms->form; forms++) {
        if (!(forms->kinds & kind))
            continue;
        size_t end = forms->form(d, i, t);
        if (end)
            return end;
        *t = sm_time_blank;
    }
    return 0;
}
