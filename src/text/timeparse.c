/* The grammar's top: times of day, phases ("early", "the end of") and approximations around calendar
 * expressions and durations. */
#include "timeitem.h"

/* A calendar expression, also behind a determiner: "the third quarter", "the 13th of November". The
 * determiner of "the 2015 attacks" and "the Friday attack" belongs to what follows. */
static size_t calendar(const sm_doc *d, size_t i, sm_timex *t)
{
    static const sm_time_entry forms[] = {
        {sm_time_by_unit, SM_K_UNITS}, {sm_time_date, SM_K_DATES}, {NULL, 0}};
    size_t end = sm_time_first_of(forms, d, i, t);
    if (end || !sm_time_is_determiner(d, i))
        return end;
    end = sm_time_first_of(forms, d, i + 1, t);
    bool bare =
        (t->rule.kind == SM_RULE_WEEKDAY || t->rule.kind == SM_RULE_DATE) && t->rule.which == SM_WHICH_ANY;
    return end && bare && sm_time_peek(d, i + 1).kind != SM_TW_ORDINAL ? 0 : end;
}

/* Whether a time of day can belong to the expression. */
static bool is_day(const sm_timex *t)
{
    bool by_unit = t->rule.kind == SM_RULE_SHIFT || t->rule.kind == SM_RULE_FROM_LAST;
    return t->day || t->weekday || t->rule.kind == SM_RULE_HOLIDAY ||
           (by_unit && t->rule.unit == SM_UNIT_DAY);
}

/* --- clocks ------------------------------------------------------------------------------------ */

typedef struct clock_face {
    int hour, minute;
    size_t end;
    bool certain; /* written as only times are: with a colon, or as 1930 GMT */
    int half_day; /* 7:30pm in one token: 0 am, 720 pm; −1 = not said */
} clock_face;

/* ":30" or ":30pm" behind an hour. */
static bool read_minutes(const sm_doc *d, size_t i, clock_face *c)
{
    const char *s = token_text(d, i);
    size_t length = token_length(d, i);
    c->minute = length >= 2 ? sm_time_digits(s, 2) : -1;
    bool letters = length == 4 && (s[3] == 'm' || s[3] == 'M');
    if (letters)
        c->half_day = s[2] == 'p' || s[2] == 'P' ? 720 : s[2] == 'a' || s[2] == 'A' ? 0 : -1;
    c->certain = true;
    c->end = i + 1;
    return length == 2 || (letters && c->half_day >= 0);
}

static bool read_face(const sm_doc *d, size_t i, clock_face *c)
{
    const char *s = token_text(d, i), *dot;
    size_t length = token_length(d, i);
    *c = (clock_face){.hour = sm_time_digits(s, length), .end = i + 1, .half_day = -1};
    if (is_punct(d, i + 1, ':') && glued(d, i + 1) && glued(d, i + 2) && i + 2 < d->n_tokens)
        return length <= 2 && read_minutes(d, i + 2, c);
    if ((dot = memchr(s, '.', length)) != NULL) { /* 7.30 */
        size_t hours = (size_t)(dot - s);
        c->hour = sm_time_digits(s, hours);
        c->minute = sm_time_digits(dot + 1, length - hours - 1);
        return hours <= 2 && length == hours + 3;
    }
    if (length == 4) { /* 1930 GMT */
        c->minute = c->hour % 100;
        c->hour /= 100;
        c->certain = true;
        return sm_time_peek(d, i + 1).kind == SM_TW_ZONE;
    }
    return length <= 2;
}

/* Behind "at", "by", "until", "about", "before": a time is meant. */
static bool is_marked(const sm_doc *d, size_t i)
{
    uint8_t before = i > 0 ? sm_time_peek(d, i - 1).kind : SM_TW_NONE;
    return (i > 0 && is_word(d, i - 1, "at")) || before == SM_TW_ABOUT || before == SM_TW_PREP ||
           before == SM_TW_AFTER || before == SM_TW_BEFORE;
}

/* 7 a.m. · 7:30 p.m. · at 19:30 · 7.30pm · 1930 GMT · noon · 5 o'clock. The token behind, and the minute of
 * the day. */
static size_t clock_at(const sm_doc *d, size_t i, int *minute)
{
    clock_face c;
    sm_time_item word = sm_time_peek(d, i);
    if (word.kind == SM_TW_CLOCK) {
        *minute = word.value;
        return word.next;
    }
    if (i >= d->n_tokens || d->tokens[i].kind != SM_NUMBER || !read_face(d, i, &c))
        return 0;
    if (c.hour < 0 || c.hour > 24 || c.minute < 0 || c.minute > 59)
        return 0;
    sm_time_item tail = sm_time_peek(d, c.end);
    if (c.half_day < 0 && tail.kind == SM_TW_AMPM) {
        c.half_day = tail.value;
        c.end = tail.next;
    }
    *minute = c.hour * 60 + c.minute;
    if (c.half_day >= 0) {
        *minute = c.hour % 12 * 60 + c.minute + c.half_day;
        return c.hour >= 1 && c.hour <= 12 ? c.end : 0;
    }
    if (is_word(d, c.end, "oclock"))
        return c.end + 1;
    bool told = is_marked(d, i) || tail.kind == SM_TW_ZONE || is_word(d, c.end, "hours");
    return c.certain && c.hour < 24 && told ? c.end : 0;
}

static void set_clock(sm_timex *t, int minute)
{
    t->type = SM_TIMEX_TIME;
    t->minute = (int16_t)minute;
    t->rule.part = 0;
}

/* A time of a day that is not named beside it. */
static void set_lone_time(sm_timex *t)
{
    *t = (sm_timex){.type = SM_TIMEX_TIME, .minute = -1, .offset_days = INT32_MIN};
    t->rule.kind = SM_RULE_CLOCK;
}

static size_t over_zone(const sm_doc *d, size_t i)
{
    sm_time_item it = sm_time_peek(d, i);
    return it.kind == SM_TW_ZONE ? it.next : i;
}

/* What may stand between a time and its date: "EST", "(0500 GMT)", a comma, "on", "of". */
static size_t over_link(const sm_doc *d, size_t i)
{
    i = over_zone(d, i);
    for (size_t k = i + 1; is_punct(d, i, '(') && k < i + 5; k++)
        if (is_punct(d, k, ')')) {
            i = k + 1;
            break;
        }
    i += is_punct(d, i, ',');
    return i + (is_word(d, i, "on") || is_word(d, i, "of"));
}

/* 10 p.m. Wednesday · noon on Nov. 6 · 7 a.m. · 5 p.m. EST, Nov. 6 */
static size_t clock_first(const sm_doc *d, size_t i, sm_timex *t)
{
    int minute;
    size_t end = clock_at(d, i, &minute);
    if (end == 0)
        return 0;
    size_t at = over_link(d, end), with_day = new_paragraph(d, at) ? 0 : calendar(d, at, t);
    if (with_day == 0 || !is_day(t)) {
        set_lone_time(t);
        with_day = 0;
    }
    set_clock(t, minute);
    if (with_day)
        return with_day;
    if (sm_time_peek(d, i).kind == SM_TW_CLOCK && !is_marked(d, i))
        return 0; /* the noon prayer, high noon */
    bool morning =
        is_word(d, end, "in") && is_word(d, end + 1, "the") && sm_time_peek(d, end + 2).kind == SM_TW_PART;
    return morning ? end + 3 : over_zone(d, end);
}

/* 4 in the morning */
static size_t hour_in_part(const sm_doc *d, size_t i, sm_timex *t)
{
    sm_time_item hour = sm_time_peek(d, i);
    if (hour.kind != SM_TW_NUMBER || hour.value < 1 || hour.value > 12 || !is_word(d, hour.next, "in") ||
        !is_word(d, hour.next + 1, "the"))
        return 0;
    sm_time_item part = sm_time_peek(d, hour.next + 2);
    if (part.kind != SM_TW_PART || part.code[0] == 'N')
        return 0;
    set_lone_time(t);
    set_clock(t, hour.value % 12 * 60 + (part.code[0] == 'M' ? 0 : 720));
    return part.next;
}

/* the morning of Nov. 13 · the night of Friday · in the morning */
static size_t part_first(const sm_doc *d, size_t i, sm_timex *t)
{
    bool the = is_word(d, i, "the");
    sm_time_item it = sm_time_peek(d, i + the);
    if (it.kind != SM_TW_PART)
        return 0;
    size_t at =
        it.next + (is_word(d, it.next, "of") || is_word(d, it.next, "on") || is_word(d, it.next, "to"));
    size_t end = at > it.next || !the ? calendar(d, at, t) : 0;
    if (end && is_day(t)) {
        t->type = SM_TIMEX_TIME;
        t->rule.part = sm_time_part(&it);
        return end;
    }
    bool in = i > 0 && (is_word(d, i - 1, "in") || is_word(d, i - 1, "during")), mid = it.next - i - the == 2;
    if (at > it.next || !((the && in) || mid)) /* "mid-afternoon" needs nothing before it */
        return 0;
    set_lone_time(t);
    t->rule.part = sm_time_part(&it);
    return it.next;
}

/* "morning" or "at 7 a.m." behind a date. */
static size_t time_behind(const sm_doc *d, size_t end, sm_timex *t)
{
    if (new_paragraph(d, end) || !is_day(t) || t->type == SM_TIMEX_DURATION || t->type == SM_TIMEX_SET)
        return end;
    sm_time_item it = sm_time_peek(d, end);
    if (it.kind == SM_TW_PHASE && sm_time_peek(d, it.next).kind == SM_TW_PART) /* Friday late night */
        it = sm_time_peek(d, it.next);
    if (it.kind == SM_TW_PART && t->minute >= 0) { /* 12:30 Sunday morning, 5:08 Sunday afternoon */
        bool morning = sm_time_part(&it) == 1, noon = t->minute / 60 == 12;
        if (t->minute < 780)
            t->minute = (int16_t)(t->minute + (morning ? noon ? -720 : 0 : noon ? 0 : 720));
        return it.next;
    }
    if (it.kind == SM_TW_PART) {
        t->type = SM_TIMEX_TIME;
        t->rule.part = sm_time_part(&it);
        return it.next;
    }
    if (t->minute >= 0)
        return end;
    size_t at = end + is_punct(d, end, ',');
    bool marked = false;
    for (; is_word(d, at, "at") || is_word(d, at, "around") || is_word(d, at, "about"); at++)
        marked = true;
    int minute;
    size_t longer = new_paragraph(d, at) ? 0 : clock_at(d, at, &minute);
    if (longer == 0 || (!marked && sm_time_peek(d, at).kind == SM_TW_CLOCK && at > end))
        return end;
    set_clock(t, minute);
    return over_zone(d, longer);
}

/* --- words before ------------------------------------------------------------------------------ */

/* "the month" behind "the end of": now the one that is now. */
static size_t whole_unit(const sm_doc *d, size_t i, sm_timex *t)
{
    sm_time_item unit = sm_time_peek(d, i + 1);
    bool fits = unit.value == SM_UNIT_WEEK || unit.value == SM_UNIT_MONTH || unit.value == SM_UNIT_YEAR ||
                unit.value == SM_UNIT_DECADE || unit.value == SM_UNIT_CENTURY;
    if (!is_word(d, i, "the") || unit.kind != SM_TW_UNIT || !fits)
        return 0;
    t->type = SM_TIMEX_DATE;
    t->rule.kind = SM_RULE_SHIFT;
    t->rule.unit = (uint8_t)unit.value;
    return unit.next;
}

/* early 2013 · late last week · mid-November · the end of the month · earlier this year · later Friday ·
 * mid-afternoon */
static size_t phase(const sm_doc *d, size_t i, sm_timex *t)
{
    static const sm_time_entry forms[] = {
        {whole_unit, SM_K(THE)}, {part_first, SM_K(PART) | SM_K(THE)}, {calendar, SM_K_CALENDAR}, {NULL, 0}};
    sm_time_item it = sm_time_peek(d, i);
    if (it.kind != SM_TW_PHASE && it.kind != SM_TW_EARLIER && it.kind != SM_TW_LATER)
        return 0;
    size_t at = sm_time_step(d, it.next - 1, false);
    at += is_word(d, at, "in") || is_word(d, at, "on");
    size_t end = new_paragraph(d, at) ? 0 : sm_time_first_of(forms, d, at, t);
    t->approximate = true;
    return end;
}

static size_t behind_determiner(const sm_doc *d, size_t i, sm_timex *t)
{
    static const sm_time_entry forms[] = {
        {sm_time_span, SM_K_SPANS}, {phase, SM_K(PHASE) | SM_K(EARLIER) | SM_K(LATER)}, {NULL, 0}};
    if (!sm_time_is_determiner(d, i) || new_paragraph(d, i + 1) || is_article(d, i + 1))
        return 0;
    return sm_time_first_of(forms, d, i + 1, t);
}

static bool depends_on_tense(const sm_timex *t)
{
    bool fixed =
        t->rule.kind == SM_RULE_CONST || t->rule.kind == SM_RULE_SPAN || t->rule.kind == SM_RULE_FROM_LAST;
    return !fixed && t->rule.year == 0 && (t->rule.kind != SM_RULE_SHIFT || t->rule.unit == SM_UNIT_WEEKEND);
}

size_t sm_time_parse(const sm_doc *doc, size_t i, sm_timex *t)
{
    static const sm_time_entry forms[] = {
        {phase, SM_K(PHASE) | SM_K(EARLIER) | SM_K(LATER)},
        {clock_first, SM_K(NUMBER) | SM_K(CLOCK) | SM_K(FIGURE)},
        {part_first, SM_K(PART) | SM_K(THE)},
        {hour_in_part, SM_K(NUMBER)},
        {sm_time_span, SM_K_SPANS},
        {calendar, SM_K_CALENDAR},
        {sm_time_reference, SM_K(REF)},
        {behind_determiner, SM_K_DETERMINERS},
        {NULL, 0},
    };
    size_t at = i;
    sm_time_item it = sm_time_peek(doc, at);
    for (; it.kind == SM_TW_ABOUT; it = sm_time_peek(doc, at)) /* about, more than */
        at = it.next;
    if (it.kind == SM_TW_NONE)
        return 0; /* the "at" of "at least", and nothing more */
    *t = sm_time_blank;
    size_t end = new_paragraph(doc, at) && at > i ? 0 : sm_time_first_of(forms, doc, at, t);
    if (end == 0)
        return 0;
    end = time_behind(doc, end, t);
    t->approximate |= at > i;
    bool amount = (t->type == SM_TIMEX_DURATION && t->rule.kind != SM_RULE_SPAN) ||
                  t->rule.kind == SM_RULE_SHIFT || t->rule.kind == SM_RULE_FROM_LAST;
    t->first = (uint32_t)(amount ? i : at);
    t->end = (uint32_t)end;
    if (depends_on_tense(t)) {
        bool owned =
            end < doc->n_tokens && doc->tokens[end].kind == SM_POSSESSIVE; /* "Friday's assault" has been */
        t->rule.tense = (int8_t)(owned ? -1 : sm_time_tense(doc, t->first, end));
    }
    return end;
}

size_t sm_time_next_day(const sm_doc *doc, size_t i, const sm_timex *before, sm_timex *t)
{
    size_t at = i + is_punct(doc, i, ',');
    at += is_word(doc, at, "and") || is_word(doc, at, "or");
    if (at == i || before->rule.kind != SM_RULE_DATE || before->day == 0 || before->rule.year ||
        before->weekday || before->rule.last_day)
        return 0;
    sm_time_item it = sm_time_peek(doc, at);
    if (it.kind != SM_TW_NUMBER || it.digits == 0 || it.digits > 2 || it.value <= before->day ||
        it.value > (int)sm_month_length(2000, before->month))
        return 0;
    const sm_token *behind = &doc->tokens[it.next];
    bool dash = sm_time_is_dash(doc, it.next) || is_punct(doc, it.next, '/');
    bool stops = behind->kind == SM_PUNCT || (sm_word_classes(behind) & (SM_W_STOP | SM_W_PREP | SM_W_AUX));
    if (dash || !stops || sm_time_is_counted(doc, it.next)) /* "Nov. 13 and 14 people" */
        return 0;
    int year = 0;
    size_t end = sm_time_year_behind(doc, it.next, &year);
    *t = *before;
    t->first = (uint32_t)at;
    t->end = (uint32_t)end;
    t->day = (int8_t)it.value;
    t->rule.year = (int16_t)year;
    return end;
}

bool sm_time_may_begin(const sm_doc *doc, size_t i)
{
    if (!sm_time_is_opener(&doc->tokens[i]))
        return is_apostrophe_of(doc, i);
    if (!sm_time_is_determiner(doc, i))
        return true;
    return sm_time_is_opener(&doc->tokens[i + 1]) || is_word(doc, i + 1, "same") ||
           is_word(doc, i + 1, "full") || is_apostrophe_of(doc, i + 1);
}
