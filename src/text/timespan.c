/* Durations, what is counted from them, and sets: three months, ten days ago, the past year, every week. */
#include "timeitem.h"

#include <stdio.h>

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
    if (t->rule.unit <= SM_UNIT_HOUR)
        return end; /* the hour of the report is not known: a duration */
    t->type = SM_TIMEX_DATE;
    t->rule.kind = (uint8_t)kind;
    t->rule.which = SM_WHICH_ANY;
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
    size_t at = sm_time_step(d, end - 1, false);
    sm_time_item it = sm_time_peek(d, at);
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
    size_t at = sm_time_step(d, end - 1, false);
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
    size_t end = sm_time_number(d, i, amount);
    *half = false;
    *one = false;
    if (end == 0 && is_article(d, i)) {
        *amount = 1;
        *one = true;
        end = i + 1;
    }
    if (end == 0)
        return 0;
    size_t at = sm_time_step(d, end - 1, false);
    if (half_behind(d, at, &end)) {
        *half = true;
        at = sm_time_step(d, end - 1, false);
    }
    sm_time_item it = sm_time_peek(d, at);
    for (int n = 0; n < 2 && it.kind == SM_TW_MORE; n++) {
        at = it.next;
        it = sm_time_peek(d, at);
    }
    if (it.kind == SM_TW_ORDINAL && it.value == 2 && it.digits == 0 && !*one && sm_time_is_dash(d, at - 1)) {
        *unit = SM_UNIT_SECOND; /* 30-second */
        return it.next;
    }
    if (it.kind != SM_TW_UNIT && it.kind != SM_TW_UNITS)
        return 0;
    if (it.kind == SM_TW_UNIT && !*one && *amount != 1 && !sm_time_is_dash(d, at - 1) &&
        sm_time_peek(d, i).digits)
        return 0; /* "in 2015 week one" */
    if (*one && it.kind == SM_TW_UNITS)
        return 0; /* "a months-long" */
    *unit = it.value;
    end = it.next;
    if (!*half && half_behind(d, sm_time_step(d, end - 1, false), &end))
        *half = true;
    return end;
}

/* What "a year" makes a rate of: 5 percent a year, twice a year. */
static bool is_rate(const sm_doc *d, size_t i)
{
    if (i == 0)
        return false;
    uint8_t kind = sm_time_peek(d, i - 1).kind;
    return d->tokens[i - 1].kind == SM_NUMBER || is_punct(d, i - 1, '%') || kind == SM_TW_COUNTED ||
           kind == SM_TW_UNITS || is_word(d, i - 1, "twice") || is_word(d, i - 1, "once");
}

/* for weeks · in years */
static size_t long_time(const sm_doc *d, size_t i, sm_timex *t)
{
    sm_time_item it = sm_time_peek(d, i);
    if (it.kind != SM_TW_UNITS || i == 0 || !(is_word(d, i - 1, "for") || is_word(d, i - 1, "in")))
        return 0;
    print_duration(t, -1, it.value, false);
    return it.next;
}

static size_t duration(const sm_doc *d, size_t i, sm_timex *t)
{
    int amount, unit;
    bool half, one;
    size_t end = amount_and_unit(d, i, &amount, &unit, &half, &one);
    if (end == 0 || is_age(d, end))
        return 0;
    if (one && is_word(d, sm_time_step(d, end - 1, false), "or"))
        return 0; /* "a year or two" */
    print_duration(t, amount, unit, half);
    size_t longer = counted_from(d, end, t);
    if (longer != end || t->rule.from_event)
        return longer;
    if (one && is_rate(d, i) && unit >= SM_UNIT_HOUR && !is_word(d, end, "of")) {
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
    sm_time_item it = sm_time_peek(d, i);
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
    if (recent || latest)
        at = i + 1;
    if (it.kind != SM_TW_LAST && it.kind != SM_TW_NEXT && !recent && !first && !latest)
        return 0;
    sm_time_item units = sm_time_peek(d, at);
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
    sm_time_item it = sm_time_peek(d, i);
    int amount, unit;
    bool half, one;
    if (it.kind == SM_TW_OFTEN && is_capital(d, i) && !(d->tokens[i].flags & SM_T_PARAGRAPH))
        return 0; /* the Daily News */
    if (it.kind == SM_TW_OFTEN)
        return set_const(t, SM_TIMEX_SET, it.code, it.next);
    if (it.kind != SM_TW_EVERY)
        return 0;
    sm_time_item word = sm_time_peek(d, it.next);
    if (is_word(d, it.next, "other"))
        word = sm_time_peek(d, it.next + 1);
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
    sm_time_item it = sm_time_peek(d, i);
    return it.kind == SM_TW_REF ? set_const(t, SM_TIMEX_DATE, it.code, it.next) : 0;
}

static const sm_time_entry span_forms[] = {
    {span, SM_K(LAST) | SM_K(NEXT) | SM_K(ORDINAL) | SM_K(REF) | SM_K(RECENT)},
    {set_form, SM_K(OFTEN) | SM_K(EVERY)},
    {duration, SM_K(NUMBER) | SM_K(SOME) | SM_K(ARTICLE)},
    {long_time, SM_K(UNITS)},
    {NULL, 0},
};

size_t sm_time_span(const sm_doc *d, size_t i, sm_timex *t)
{
    return sm_time_first_of(span_forms, d, i, t);
}

size_t sm_time_reference(const sm_doc *d, size_t i, sm_timex *t)
{
    return reference(d, i, t);
}
