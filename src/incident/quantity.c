/* Reading a quantity: numbers in digits and words, bounds, ranges, and the noun counted; and what is none:
 * ages, addresses, years, units. */
#include "quantity.h"

bool sm_singular_noun(const sm_scan *s, size_t i)
{
    const char *fold = sm_token_fold(s->doc, i);
    size_t n = s->doc->tokens[i].fold_length;
    return !sm_scan_cue(s, i, SM_C_plural) && n > 2 && (fold[n - 1] != 's' || fold[n - 2] == 's') &&
           !sm_token_is(s->doc, i, "other");
}

static int32_t digits(const sm_scan *s, size_t i)
{
    const sm_token *t = &s->doc->tokens[i];
    int64_t value = 0;
    for (uint32_t p = t->start; p < t->end; p++) {
        char c = s->doc->text[p];
        if (c == '.')
            return -1;
        if (c >= '0' && c <= '9')
            value = value * 10 + (c - '0');
        else if (c != ',')
            return -1;
        if (value > 100000000)
            return -1;
    }
    return (int32_t)value;
}

/* "1.2 million": a decimal number of thousands or more; −1 = none. */
static int32_t decimal_of(const sm_scan *s, size_t i, size_t unit)
{
    enum { LEAST = 1000, MOST = 50000000 };
    const sm_token *t = &s->doc->tokens[i];
    int64_t value = 0, scale = 0;
    if (!(sm_scan_class(s, unit) & SM_W_NUMBER) || sm_word_of(&s->doc->tokens[unit])->value < LEAST)
        return -1;
    for (uint32_t p = t->start; p < t->end; p++) {
        char c = s->doc->text[p];
        if (c == '.' && scale == 0)
            scale = 1;
        else if (c >= '0' && c <= '9' && value < MOST) {
            value = value * 10 + (c - '0');
            scale *= 10;
        } else
            return -1;
    }
    value = scale > 1 ? value * sm_word_of(&s->doc->tokens[unit])->value / scale : -1;
    return value > MOST ? -1 : (int32_t)value;
}

/* A number beginning at token `i`: digits with a multiplier, or number words; its value, −1 if none; `*next`
 * behind it. */
static int32_t number_at(const sm_scan *s, size_t i, size_t end, size_t *next, bool *approximate)
{
    const sm_doc *doc = s->doc;
    if (s->time_at[i])
        return -1;
    int64_t value = -1, part = 0;
    if (doc->tokens[i].kind == SM_NUMBER) {
        value = digits(s, i);
        if (value < 0 && i + 1 < end) { /* "1.2 million" */
            *next = i + 2;
            return decimal_of(s, i, i + 1);
        }
        if (value < 0)
            return -1;
        i++;
    } else if (sm_scan_class(s, i) & SM_W_NUMBER) {
        value = 0;
        for (; i < end && (sm_scan_class(s, i) & SM_W_NUMBER) && !s->time_at[i];) {
            int32_t w = sm_word_of(&doc->tokens[i])->value;
            if (w >= 1000) {
                value += (part ? part : 1) * w;
                part = 0;
            } else if (w == 100 || (w == 12 && part && sm_token_is(doc, i, "dozen")))
                part = (part ? part : 1) * w;
            else if (part && part % 10 == 0 && w < 10)
                part += w;
            else if (part % 100 == 0)
                part += w;
            else
                break;
            i++;
            if (i + 1 < end && doc->text[doc->tokens[i].start] == '-' &&
                (sm_scan_class(s, i + 1) & SM_W_NUMBER))
                i++;
            else if (i + 1 < end && part && part % 100 == 0 && sm_token_is(doc, i, "and") &&
                     (sm_scan_class(s, i + 1) & SM_W_NUMBER))
                i++;
        }
        value += part;
    } else if (s->terms[i] & SM_L(quantity)) {
        size_t after = i + 1;
        uint32_t row = sm_phrase_longest(&sm_terms, doc, i, end, &after);
        if (row == 0 || !(sm_terms_rows[row].classes & SM_L(quantity)))
            return -1;
        *approximate |= (sm_terms_rows[row].classes & SM_L(dozens)) != 0;
        *next = after;
        return sm_terms_rows[row].value;
    } else
        return -1;
    if (i < end && doc->tokens[i - 1].kind == SM_NUMBER && (sm_scan_class(s, i) & SM_W_NUMBER) &&
        sm_word_of(&doc->tokens[i])->value >= 100)
        value *= sm_word_of(&doc->tokens[i++])->value;
    *next = i;
    return value > 50000000 ? -1 : (int32_t)value;
}

/* The noun counted: within a few words behind `i`, before any verb or preposition but "of the". */
static void find_head(const sm_scan *s, size_t i, size_t end, sm_quantity *q)
{
    enum { REACH = 5 };
    size_t begin = i;
    q->end = (uint32_t)i;
    for (; i < end && i < begin + REACH; i++) {
        uint64_t c = sm_scan_class(s, i), t = s->terms[i];
        const sm_token *token = &s->doc->tokens[i];
        if (t & (SM_L(victim) | SM_L(perp) | SM_L(force))) {
            while (i + 1 < end && s->term_first[i + 1] == s->term_first[i] &&
                   (s->terms[i + 1] & (SM_L(victim) | SM_L(perp) | SM_L(force))))
                i++;
            q->people = true;
            q->head = t;
            for (size_t j = begin; j <= i; j++) /* "others", "four other women" */
                q->rest |= sm_scan_cue(s, j, SM_C_rest);
            q->end = (uint32_t)i + 1;
            if (i + 1 >= end || !(s->terms[i + 1] & (SM_L(victim) | SM_L(perp) | SM_L(force))))
                return;
            continue;
        }
        if (q->people)
            return;
        if (sm_token_is(s->doc, i, "others") || sm_token_is(s->doc, i, "more")) {
            q->rest = q->people = true;
            q->end = (uint32_t)i + 1;
            continue;
        }
        if ((c & SM_W_PERSONNOUN) && !(t & (SM_L(killed) | SM_L(injured)))) {
            q->people = true;
            q->end = (uint32_t)i + 1;
            return;
        }
        bool of = sm_token_is(s->doc, i, "of") || sm_token_is(s->doc, i, "the") ||
                  sm_token_is(s->doc, i, "them") || sm_token_is(s->doc, i, "and") ||
                  sm_token_is(s->doc, i, "their") || sm_token_is(s->doc, i, "his");
        if (!of && ((c & (SM_W_PREP | SM_W_AUX | SM_W_RELATIVE | SM_W_SAY | SM_W_CONJ)) ||
                    (token->kind == SM_PUNCT && s->doc->text[token->start] != '-') ||
                    (t & (SM_L(killed) | SM_L(injured)))))
            return;
    }
}

static void find_bounds(const sm_scan *s, size_t begin, sm_quantity *q, int32_t value)
{
    q->low = q->best = q->high = value;
    if (q->first > begin) {
        uint64_t t = s->terms[q->first - 1];
        bool up_to = (t & SM_L(atmost)) != 0, from = (t & SM_L(atleast)) != 0;
        if (up_to && from) /* "as many as" */
            q->low = SM_UNSTATED;
        else if (up_to)
            q->low = SM_UNSTATED;
        else if (from)
            q->high = SM_UNSTATED;
        q->approximate |= (t & SM_L(about)) != 0;
        if (t & (SM_L(atmost) | SM_L(atleast) | SM_L(about)))
            q->first = s->term_first[q->first - 1];
    }
}

/* "Jacob, 9, and Jared, 8 - were dead": a number behind a name and a comma that counts nothing. */
static bool behind_name(const sm_scan *s, size_t i, size_t next, size_t begin, size_t end)
{
    const sm_doc *doc = s->doc;
    if (i < begin + 2 || doc->tokens[i].kind != SM_NUMBER || !sm_scan_comma(s, i - 1) || doc->allcaps ||
        !(doc->tokens[i - 2].flags & SM_T_CAPITAL) || s->mention_at[i - 2] || s->time_at[i - 2])
        return false;
    return next >= end || doc->tokens[next].kind == SM_PUNCT ||
           (sm_scan_class(s, next) & (SM_W_AUX | SM_W_CONJ | SM_W_PREP | SM_W_RELATIVE)) ||
           (s->terms[next] & (SM_L(killed) | SM_L(injured)));
}

/* "told Channel 4 that", "Engine 15": the name of a thing, and no people behind it. */
static bool is_label(const sm_scan *s, size_t i, size_t begin, const sm_quantity *q)
{
    const sm_token *t = s->doc->tokens;
    return !s->doc->allcaps && !q->people && i > begin + 1 && t[i].kind == SM_NUMBER &&
           t[i - 1].kind == SM_WORD && (t[i - 1].flags & SM_T_CAPITAL) && !(s->terms[i - 1] & ~SM_L(site)) &&
           !s->mention_at[i - 1] && !s->time_at[i - 1] && !(sm_scan_class(s, i - 1) & SM_W_STOP);
}

/* "at 95 Van Wagenen Ave.": the number of a house. */
static bool is_address(const sm_scan *s, size_t i, size_t next, size_t begin, size_t end)
{
    const sm_token *t = s->doc->tokens;
    return !s->doc->allcaps && i > begin && next < end && t[i].kind == SM_NUMBER &&
           (t[next].flags & SM_T_CAPITAL) && t[next].kind == SM_WORD &&
           sm_scan_cue(s, i - 1, SM_C_address_prep) &&
           !(s->terms[next] & (SM_L(victim) | SM_L(perp) | SM_L(force)));
}

/* "10-12 people". */
static bool is_range(const sm_scan *s, size_t i, size_t next, size_t end)
{
    const sm_token *t = s->doc->tokens;
    return next + 2 < end && t[i].kind == SM_NUMBER && t[next + 1].kind == SM_NUMBER &&
           digits(s, next + 1) > digits(s, i) && (s->terms[next + 2] & SM_L(victim));
}

/* "ages 24, 25 and 38". */
static bool in_list_of_ages(const sm_scan *s, size_t i, size_t begin)
{
    enum { LONGEST = 24 };
    for (size_t j = i; j > begin && i - j < LONGEST; j--) {
        size_t k = j - 1;
        if (sm_scan_cue(s, k, SM_C_ages))
            return true;
        if (s->doc->tokens[k].kind != SM_NUMBER && !sm_scan_comma(s, k) && !sm_token_is(s->doc, k, "and") &&
            !sm_token_is(s->doc, k, "to") && !sm_token_is(s->doc, k, "of"))
            return false;
    }
    return false;
}

static bool is_age(const sm_scan *s, size_t i, size_t next, size_t begin, size_t end)
{
    const sm_doc *doc = s->doc;
    if (next < end && doc->text[doc->tokens[next].start] == '-' && !(doc->tokens[next].flags & SM_T_SPACE) &&
        !is_range(s, i, next, end))
        return true; /* "17-year-old", "5-4" */
    if (next < end && doc->tokens[next].kind == SM_POSSESSIVE)
        return true; /* "in her 20's" */
    if (i > begin + 1 && sm_token_is(doc, i - 1, "of") && sm_scan_cue(s, i - 2, SM_C_parent))
        return true; /* "a father of three" */
    if (i > begin &&
        (doc->text[doc->tokens[i - 1].start] == '-' || doc->text[doc->tokens[i - 1].start] == '$' ||
         doc->text[doc->tokens[i - 1].start] == ':' || doc->text[doc->tokens[i - 1].start] == '/' ||
         doc->text[doc->tokens[i - 1].start] == '#'))
        return !(sm_scan_class(s, i) & SM_W_NUMBER);
    bool commas = i > begin && next < end && sm_scan_comma(s, i - 1) && sm_scan_comma(s, next) &&
                  doc->tokens[i].kind == SM_NUMBER;
    commas |= behind_name(s, i, next, begin, end);
    bool digits = doc->tokens[i].kind == SM_NUMBER;
    commas |= digits && i > begin && sm_scan_cue(s, i - 1, SM_C_article);
    commas |= digits && next < end && i > begin && sm_scan_cue(s, next, SM_C_age_verb) && i > begin &&
              !s->doc->allcaps &&
              !(s->doc->tokens[i].end - s->doc->tokens[i].start == 1); /* "Jamie Clay, 22 was hit" */
    commas |= digits && in_list_of_ages(s, i, begin);
    commas |= i > begin + 1 && (sm_token_is(doc, i - 1, "under") || sm_token_is(doc, i - 1, "over")) &&
              (s->terms[i - 2] & SM_L(victim)); /* "children under 15" */
    return commas || (i > begin && sm_scan_cue(s, i - 1, SM_C_numbered) && doc->tokens[i].kind == SM_NUMBER);
}

/* The "two" of "twenty-two", the "forty" of "two hundred and forty". */
static bool inside_number(const sm_scan *s, size_t i, size_t begin)
{
    if (i < begin + 1 || !(sm_scan_class(s, i) & SM_W_NUMBER))
        return false;
    bool hyphen = i > begin + 1 && s->doc->text[s->doc->tokens[i - 1].start] == '-' &&
                  (sm_scan_class(s, i - 2) & SM_W_NUMBER);
    bool word = (sm_scan_class(s, i - 1) & SM_W_NUMBER) ||
                (s->doc->tokens[i - 1].kind == SM_NUMBER && sm_word_of(&s->doc->tokens[i])->value >= 100);
    bool joint = i > begin + 1 && sm_token_is(s->doc, i - 1, "and") &&
                 (sm_scan_class(s, i - 2) & SM_W_NUMBER) && sm_word_of(&s->doc->tokens[i - 2])->value >= 100;
    return hyphen || word || joint;
}

/* "two gunshot wounds", "three bullets". */
static bool counts_wounds(const sm_scan *s, size_t i, size_t end)
{
    return i < end && (sm_scan_cue(s, i, SM_C_wound) || (i + 1 < end && sm_scan_cue(s, i, SM_C_wound_kind) &&
                                                         sm_scan_cue(s, i + 1, SM_C_wound)));
}

/* A name or a noun with its article, and "and" within a few words. */
static bool is_pair(const sm_scan *s, size_t i, size_t end)
{
    enum { REACH = 7 };
    if (!(s->doc->tokens[i].flags & SM_T_CAPITAL) && !(sm_scan_class(s, i) & SM_W_DETERMINER))
        return false;
    for (size_t j = i + 1; j < end && j < i + REACH; j++) {
        if (sm_token_is(s->doc, j, "and"))
            return true;
        if (sm_scan_class(s, j) & (SM_W_AUX | SM_W_RELATIVE))
            return false;
    }
    return false;
}

bool sm_quantity_at(const sm_scan *s, size_t i, size_t begin, size_t end, sm_quantity *q)
{
    const sm_doc *doc = s->doc;
    *q = (sm_quantity){.first = (uint32_t)i};
    if (doc->tokens[i].kind != SM_NUMBER && !(sm_scan_class(s, i) & SM_W_NUMBER) &&
        !(s->terms[i] & SM_L(quantity)) && !sm_scan_cue(s, i, SM_C_number_word))
        return false;
    if (sm_token_is(doc, i, "nobody") || sm_token_is(doc, i, "none") ||
        (sm_token_is(doc, i, "no") && i + 1 < end && !(s->terms[i + 1] & SM_L(atleast)))) {
        if (i + 1 < end && sm_scan_cue(s, i + 1, SM_C_not_told))
            return false; /* "no word on injuries" */
        q->people = true;
        q->end = (uint32_t)i + 1;
        if (sm_token_is(doc, i, "no") && sm_token_is(doc, i + 1, "one"))
            q->end++;
        else if (sm_token_is(doc, i, "no"))
            find_head(s, i + 1, end, q);
        return q->people && !(i && sm_token_is(doc, i - 1, "said"));
    }
    if (sm_token_is(doc, i, "both") && i + 1 < end) { /* "both died", "both men" */
        *q = sm_persons(2, i, i + 1);
        q->singular = false;
        if (is_pair(s, i + 1, end)) /* "both Kim Lee and her son" */
            return true;
        bool verb =
            (sm_scan_class(s, i + 1) & SM_W_AUX) || (s->terms[i + 1] & (SM_L(killed) | SM_L(injured)));
        if (!verb) {
            q->people = false;
            find_head(s, i + 1, end, q);
        }
        return q->people && !sm_scan_any(s, i + 1, q->end > i + 1 ? q->end - 1 : i + 1, SM_L(killed));
    }
    if (i > begin && sm_token_is(doc, i, "one") && sm_token_is(doc, i - 1, "no"))
        return sm_quantity_at(s, i - 1, begin, end, q);
    size_t next = i;
    if (inside_number(s, i, begin))
        return false;
    if (i > begin + 2 && (sm_scan_class(s, i) & SM_W_NUMBER ||
                          doc->tokens[i].kind == SM_NUMBER)) { /* the second number of a range */
        bool before = (sm_scan_class(s, i - 2) & SM_W_NUMBER) || doc->tokens[i - 2].kind == SM_NUMBER;
        if (before && ((sm_token_is(doc, i - 1, "and") && sm_token_is(doc, i - 3, "between")) ||
                       sm_token_is(doc, i - 1, "to")))
            return sm_quantity_at(s, i - 2, begin, end, q);
    }
    int32_t value = number_at(s, i, end, &next, &q->approximate);
    if (value < 0 || counts_wounds(s, next, end))
        return false;
    if (is_age(s, i, next, begin, end) || is_address(s, i, next, begin, end) ||
        (next < end && sm_scan_cue(s, next, SM_C_unit)) ||
        (next < end && doc->text[doc->tokens[next].start] == '%'))
        return false;
    bool year = doc->tokens[i].kind == SM_NUMBER && value >= 1900 && value <= 2100 &&
                doc->tokens[i].end - doc->tokens[i].start == 4;
    find_bounds(s, begin, q, value);
    size_t second = next;
    bool joined = next + 1 < end &&
                  (sm_token_is(doc, next, "to") || sm_token_is(doc, next, "or") ||
                   (sm_token_is(doc, next, "and") && i > begin && sm_token_is(doc, i - 1, "between")) ||
                   doc->text[doc->tokens[next].start] == '-');
    int32_t other = joined ? number_at(s, next + 1, end, &second, &q->approximate) : -1;
    if (other > value) {
        q->low = value;
        q->high = other;
        q->best = value + (other - value) / 2;
        next = second;
        if (i > begin && sm_token_is(doc, i - 1, "between"))
            q->first--;
    }
    find_head(s, next, end, q);
    if ((next < q->end && sm_scan_cue(s, q->end - 1, SM_C_unit)) ||
        (q->rest && q->end < end && sm_scan_cue(s, q->end, SM_C_unit)) || is_label(s, i, begin, q))
        return false;
    return !year || q->people;
}
