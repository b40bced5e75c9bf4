/* Numbers of people killed, injured, missing, displaced, detained, rescued.
 *
 * A small grammar over tokens. A quantity is [at least | up to | about …] NUMBER, a range, "dozens", "no", or
 * one person by a singular noun; behind it stands the noun that is counted. A fate word (killed, wounded,
 * dead, missing …) takes the quantity of one of these frames:
 *
 *     12 people were killed        the nearest quantity to the left, a form of "be" between
 *     12 dead, 12 people died      the nearest quantity to the left, close by
 *     killed 12, killing at least 12 people      the quantity right behind
 *     the death toll rose to 12, claimed the lives of 12, 12 bodies, the deaths of 12
 *     a man was killed, killed the mayor          one, by a singular noun
 *     no casualties, nobody was hurt              none
 */
#include "scan.h"

#include <stdlib.h>
#include <string.h>

typedef struct quantity {
    int32_t low, best, high;
    uint32_t first, end; /* tokens of the number with its noun */
    uint64_t head;
    uint32_t name;                            /* last token of a single person's name, + 1; 0 = not named */
    bool singular, approximate, people, rest; /* `rest`: "others" */
} quantity;

static const char *const units_not_people[] = {"percent",     "per",        "year",       "years",
                                               "km",          "kilometers", "kilometres", "miles",
                                               "mile",        "meters",     "metres",     "hours",
                                               "hour",        "minutes",    "minute",     "days",
                                               "day",         "weeks",      "week",       "months",
                                               "month",       "pm",         "am",         "am",
                                               "pounds",      "kilograms",  "kilos",      "kg",
                                               "tons",        "tonnes",     "feet",       "foot",
                                               "dollars",     "euros",      "rounds",     "times",
                                               "acres",       "hectares",   "degrees",    "mph",
                                               "caliber",     "calibre",    "a",          "p",
                                               "st",          "th",         "inches",     "houses",
                                               "homes",       "buildings",  "vehicles",   "cars",
                                               "trucks",      "tanks",      "rockets",    "missiles",
                                               "shells",      "shots",      "bombs",      "mm",
                                               "street",      "block",      "avenue",     "million-dollar",
                                               "attacks",     "attack",     "explosions", "strikes",
                                               "airstrikes",  "blasts",     "bombings",   "shootings",
                                               "incidents",   "magnitude",  "counts",     "count",
                                               "age",         "old",        "yearold",    "points",
                                               "goals",       "seconds",    "second",     "towns",
                                               "villages",    "cities",     "provinces",  "districts",
                                               "countries",   "states",     "aircraft",   "planes",
                                               "helicopters", NULL};
static const char *const plurals[] = {
    "people",     "men",      "women",       "children",   "police",         "troops",      "policemen",
    "servicemen", "crewmen",  "seamen",      "firemen",    "gunmen",         "personnel",   "staff",
    "others",     "dead",     "wounded",     "crew",       "fishermen",      "businessmen", "congressmen",
    "family",     "infantry", "policewomen", "bodyguards", "schoolchildren", "elderly",     NULL};

static bool singular_noun(const sm_scan *s, size_t i)
{
    const char *fold = sm_token_fold(s->doc, i);
    size_t n = strlen(fold);
    return !sm_scan_word(s, i, plurals) && n > 2 && (fold[n - 1] != 's' || fold[n - 2] == 's') &&
           strcmp(fold, "other") != 0;
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
        if (value < 0)
            return -1;
        i++;
    } else if (sm_scan_class(s, i) & SM_W_NUMBER) {
        value = 0;
        for (; i < end && (sm_scan_class(s, i) & SM_W_NUMBER) && !s->time_at[i];) {
            int32_t w = sm_words_rows[doc->tokens[i].word].value;
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
        sm_words_rows[doc->tokens[i].word].value >= 100)
        value *= sm_words_rows[doc->tokens[i++].word].value;
    *next = i;
    return value > 50000000 ? -1 : (int32_t)value;
}

/* The noun counted: within a few words behind `i`, before any verb or preposition but "of the". */
static void find_head(const sm_scan *s, size_t i, size_t end, quantity *q)
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
            q->rest = sm_token_is(s->doc, i, "others") || sm_token_is(s->doc, i, "other") ||
                      sm_token_is(s->doc, i, "more");
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

static void find_bounds(const sm_scan *s, size_t begin, quantity *q, int32_t value)
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

/* "at 95 Van Wagenen Ave.": the number of a house. */
static bool is_address(const sm_scan *s, size_t i, size_t next, size_t begin, size_t end)
{
    const sm_token *t = s->doc->tokens;
    return !s->doc->allcaps && i > begin && next < end && t[i].kind == SM_NUMBER &&
           (t[next].flags & SM_T_CAPITAL) && t[next].kind == SM_WORD &&
           sm_scan_word(s, i - 1, (const char *const[]){"at", "from", "of", "near", "on", "to", NULL}) &&
           !(s->terms[next] & (SM_L(victim) | SM_L(perp) | SM_L(force)));
}

static bool is_age(const sm_scan *s, size_t i, size_t next, size_t begin, size_t end)
{
    const sm_doc *doc = s->doc;
    if (next < end && doc->text[doc->tokens[next].start] == '-' && !(doc->tokens[next].flags & SM_T_SPACE))
        return true; /* "17-year-old", "5-4" */
    if (i > begin &&
        (doc->text[doc->tokens[i - 1].start] == '-' || doc->text[doc->tokens[i - 1].start] == '$' ||
         doc->text[doc->tokens[i - 1].start] == ':' || doc->text[doc->tokens[i - 1].start] == '/' ||
         doc->text[doc->tokens[i - 1].start] == '#'))
        return !(sm_scan_class(s, i) & SM_W_NUMBER);
    bool commas = i > begin && next < end && sm_scan_comma(s, i - 1) && sm_scan_comma(s, next) &&
                  doc->tokens[i].kind == SM_NUMBER;
    commas |= behind_name(s, i, next, begin, end);
    return commas || (i > begin &&
                      sm_scan_word(s, i - 1,
                                   (const char *const[]){"aged", "age", "no", "number", "section", "article",
                                                         "flight", "route", "highway", "interstate",
                                                         "channel", "room", "magnitude", NULL}) &&
                      doc->tokens[i].kind == SM_NUMBER);
}

/* The "two" of "twenty-two", the "forty" of "two hundred and forty". */
static bool inside_number(const sm_scan *s, size_t i, size_t begin)
{
    if (i < begin + 1 || !(sm_scan_class(s, i) & SM_W_NUMBER))
        return false;
    bool hyphen = i > begin + 1 && s->doc->text[s->doc->tokens[i - 1].start] == '-' &&
                  (sm_scan_class(s, i - 2) & SM_W_NUMBER);
    bool word =
        (sm_scan_class(s, i - 1) & SM_W_NUMBER) ||
        (s->doc->tokens[i - 1].kind == SM_NUMBER && sm_words_rows[s->doc->tokens[i].word].value >= 100);
    bool joint = i > begin + 1 && sm_token_is(s->doc, i - 1, "and") &&
                 (sm_scan_class(s, i - 2) & SM_W_NUMBER) &&
                 sm_words_rows[s->doc->tokens[i - 2].word].value >= 100;
    return hyphen || word || joint;
}

static bool quantity_at(const sm_scan *s, size_t i, size_t begin, size_t end, quantity *q)
{
    const sm_doc *doc = s->doc;
    *q = (quantity){.first = (uint32_t)i};
    if (sm_token_is(doc, i, "nobody") || sm_token_is(doc, i, "none") ||
        (sm_token_is(doc, i, "no") && i + 1 < end && !(s->terms[i + 1] & SM_L(atleast)))) {
        q->people = true;
        q->end = (uint32_t)i + 1;
        if (sm_token_is(doc, i, "no") && sm_token_is(doc, i + 1, "one"))
            q->end++;
        else if (sm_token_is(doc, i, "no"))
            find_head(s, i + 1, end, q);
        return q->people && !(i && sm_token_is(doc, i - 1, "said"));
    }
    if (i > begin && sm_token_is(doc, i, "one") && sm_token_is(doc, i - 1, "no"))
        return quantity_at(s, i - 1, begin, end, q);
    size_t next = i;
    if (inside_number(s, i, begin))
        return false;
    if (i > begin + 2 && (sm_scan_class(s, i) & SM_W_NUMBER ||
                          doc->tokens[i].kind == SM_NUMBER)) { /* the second number of a range */
        bool before = (sm_scan_class(s, i - 2) & SM_W_NUMBER) || doc->tokens[i - 2].kind == SM_NUMBER;
        if (before && ((sm_token_is(doc, i - 1, "and") && sm_token_is(doc, i - 3, "between")) ||
                       sm_token_is(doc, i - 1, "to")))
            return quantity_at(s, i - 2, begin, end, q);
    }
    int32_t value = number_at(s, i, end, &next, &q->approximate);
    if (value < 0)
        return false;
    if (is_age(s, i, next, begin, end) || is_address(s, i, next, begin, end) ||
        (next < end && sm_scan_word(s, next, units_not_people)) ||
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
    if (next < q->end && sm_scan_word(s, q->end - 1, units_not_people))
        return false;
    return !year || q->people;
}

/* "no one was seriously hurt", "nobody else was killed", "no life-threatening injuries": not none at all. */
static bool qualified(const sm_scan *s, size_t first, size_t word, size_t end)
{
    static const char *const words[] = {
        "life",    "threatening", "seriously", "serious",         "critical", "critically",
        "major",   "severe",      "severely",  "other",           "others",   "else",
        "further", "additional",  "more",      "lifethreatening", NULL};
    for (size_t i = first; i < word + 5 && i < end; i++)
        if (sm_scan_word(s, i, words))
            return true;
    return false;
}

static void add(sm_scan *s, sm_count_kind kind, const quantity *q, size_t word, size_t begin, size_t end)
{
    if (q->best == 0 && qualified(s,
                                  q->first < word && word - q->first < 12 ? q->first
                                  : word > begin + 4                      ? word - 4
                                                                          : begin,
                                  word, end))
        return;
    sm_count c = {.kind = (uint8_t)kind,
                  .low = q->low,
                  .best = q->best,
                  .high = q->high,
                  .word = (uint32_t)word,
                  .first = q->first,
                  .end = q->end,
                  .head = q->head,
                  .singular = q->singular,
                  .name = q->name,
                  .rest = q->rest,
                  .approximate = q->approximate};
    for (size_t i = begin > 0 && q->first > begin + 9 ? q->first - 9 : begin; i < q->first; i++)
        if (s->terms[i] & SM_L(part)) {
            const char *fold = sm_token_fold(s->doc, i);
            bool also = strcmp(fold, "also") == 0 || strcmp(fold, "was") == 0 || strcmp(fold, "were") == 0;
            c.part |= !also;
        }
    if (q->first < word)
        for (size_t i = q->end; i < word; i++)
            c.part |= sm_token_is(s->doc, i, "also") ||
                      (s->terms[i] & SM_L(part) && sm_token_is(s->doc, i, "among"));
    size_t behind = q->end > word ? q->end : word + 1;
    c.part |= q->end + 1 < end && sm_token_is(s->doc, q->end, "of") &&
              (sm_token_is(s->doc, q->end + 1, "them") || sm_token_is(s->doc, q->end + 1, "whom"));
    for (size_t i = q->first; i + 2 < end && i < q->end; i++)
        c.part |= sm_token_is(s->doc, i, "of") && sm_token_is(s->doc, i + 1, "the");
    c.total = sm_scan_any(s, behind, behind + 3 < end ? behind + 3 : end, SM_L(total)) ||
              sm_scan_any(s, q->first > begin + 4 ? q->first - 4 : begin, q->first, SM_L(total));
    c.perpetrator = (q->head & SM_L(perp)) != 0 && !(q->head & SM_L(crime));
    if (sm_arena_grow(s->arena, &s->counts, &s->counts_capacity, s->n_counts, sizeof c))
        s->counts[s->n_counts++] = c;
}

static bool is_be(const sm_scan *s, size_t i)
{
    static const char *const be[] = {
        "was",      "were",      "been",     "is",         "are",         "being",      "be",        "had",
        "have",     "has",       "got",      "left",       "leaving",     "reported",   "confirmed", "found",
        "feared",   "believed",  "presumed", "critically", "seriously",   "slightly",   "fatally",   "badly",
        "severely", "wounded",   "also",     "reportedly", "allegedly",   "apparently", "later",     "both",
        "shot",     "instantly", "and",      "or",         "immediately", "in",         NULL};
    const char *fold = sm_token_fold(s->doc, i);
    size_t n = strlen(fold);
    return sm_scan_word(s, i, be) ||
           (n > 4 && strcmp(fold + n - 2, "ly") == 0 && strcmp(fold, "family") != 0);
}

/* A form of "be" or "have" before token `i`, over adverbs and other fates: "were killed and wounded". */
static bool passive_before(const sm_scan *s, size_t i, size_t begin)
{
    static const char *const helpers[] = {"was",      "were",      "been",   "is",       "are",
                                          "being",    "be",        "got",    "left",     "leaving",
                                          "reported", "confirmed", "feared", "believed", "presumed",
                                          "found",    "getting",   "after",  "who",      NULL};
    for (size_t j = i; j > begin && i - j < 5; j--) {
        if (sm_scan_word(s, j - 1, helpers))
            return true;
        if (!is_be(s, j - 1) && !(s->terms[j - 1] & (SM_L(killed) | SM_L(injured) | SM_L(about))))
            return false;
        if (sm_token_is(s->doc, j - 1, "and") && j > begin + 1 &&
            !(s->terms[j - 2] & (SM_L(killed) | SM_L(injured) | SM_L(shot))))
            return false;
    }
    return false;
}

/* No form of "be" stands before token `i`, only "who" or "after" over other fates. */
static bool acts(const sm_scan *s, size_t i, size_t begin)
{
    for (size_t j = i; j > begin && i - j < 5; j--) {
        if (sm_scan_word(s, j - 1, (const char *const[]){"who", "after", NULL}))
            return true;
        if (!(s->terms[j - 1] & (SM_L(killed) | SM_L(injured) | SM_L(shot))) &&
            !sm_token_is(s->doc, j - 1, "and"))
            return false;
    }
    return false;
}

/* One person by a singular noun or a name that ends right before token `i`. */
static bool is_year_old(const sm_scan *s, size_t i)
{
    return sm_token_is(s->doc, i, "old") && i > 1 && s->doc->text[s->doc->tokens[i - 1].start] == '-';
}

/* How many persons a subject joins that ends with the noun or name at `i`: "a mother and her young son" 2,
 * "Kim Lee, Ann Ray and a guard" 3. */
static int32_t joined_before(const sm_scan *s, size_t i, size_t begin)
{
    int32_t n = 1;
    bool joint = false;
    for (size_t j = i; j > begin && i - j < 14; j--) {
        size_t k = j - 1;
        if (sm_token_is(s->doc, k, "and")) {
            joint = true;
            continue;
        }
        bool person = ((s->terms[k] & SM_L(victim)) && singular_noun(s, k)) || is_year_old(s, k) ||
                      sm_scan_word(s, k, (const char *const[]){"himself", "herself", NULL});
        bool name = !s->doc->allcaps && (s->doc->tokens[k].flags & SM_T_CAPITAL) &&
                    s->doc->tokens[k].kind == SM_WORD && !s->mention_at[k] &&
                    !(sm_scan_class(s, k) & (SM_W_STOP | SM_W_TITLE | SM_W_WEEKDAY | SM_W_MONTH));
        if (joint && (person || name)) {
            n++;
            joint = false;
            i = k;
            while (name && k > begin && (s->doc->tokens[k - 1].flags & SM_T_CAPITAL))
                k--;
            j = k + 1;
            continue;
        }
        if (sm_scan_comma(s, k) && n > 1) {
            joint = true;
            continue;
        }
        if (sm_scan_class(s, k) & (SM_W_AUX | SM_W_RELATIVE | SM_W_SAY | SM_W_PREP))
            break;
        if ((s->terms[k] & (SM_L(killed) | SM_L(injured))) && !(s->terms[k] & SM_L(victim)))
            break;
    }
    return n;
}

static bool subject_before(const sm_scan *s, size_t i, size_t begin, size_t reach, quantity *q)
{
    size_t last = i;
    while (last > begin && is_be(s, last - 1))
        last--;
    if (last > begin + 1 && sm_token_is(s->doc, last - 1, "who"))
        last--;
    if (last == begin)
        return false;
    /* "…, Kevin Smith, 31, was": step over ages and commas */
    if (sm_scan_comma(s, last - 1)) {
        size_t j = last - 1;
        while (j > begin && last - j < 9 && !(sm_scan_comma(s, j - 1)))
            j--;
        if (j > begin && last - j < 9)
            last = j - 1;
        else
            last--;
    }
    for (size_t j = last; j > begin && last - j < reach; j--) {
        bool far = last - j >= 7;
        size_t k = j - 1;
        const sm_token *t = &s->doc->tokens[k];
        uint64_t c = sm_scan_class(s, k);
        if (sm_scan_word(s, k, (const char *const[]){"he", "she", "another", NULL}) && k + 1 == last) {
            *q = (quantity){.low = 1,
                            .best = 1,
                            .high = 1,
                            .first = (uint32_t)k,
                            .end = (uint32_t)k + 1,
                            .singular = true,
                            .people = true};
            return true;
        }
        if (reach > 10 && sm_token_is(s->doc, k, "who"))
            continue;
        if (sm_scan_word(
                s, k, (const char *const[]){"they", "who", "which", "that", "it", "we", "you", "i", NULL}) ||
            (s->terms[k] & (SM_L(killed) | SM_L(injured))))
            return false;
        bool aged = is_year_old(s, k);
        if (aged || (s->terms[k] & (SM_L(victim) | SM_L(perp)))) {
            if (!aged && !singular_noun(s, k))
                return false;
            int32_t n = joined_before(s, k, begin);
            *q = (quantity){.low = n,
                            .best = n,
                            .high = n,
                            .first = (uint32_t)k,
                            .end = (uint32_t)k + 1,
                            .head = s->terms[k],
                            .singular = true,
                            .people = true};
            return true;
        }
        if (!far && !s->doc->allcaps && (t->flags & SM_T_CAPITAL) && t->kind == SM_WORD &&
            !s->mention_at[k] && !(c & (SM_W_STOP | SM_W_WEEKDAY | SM_W_MONTH | SM_W_PRONOUN)) && k > begin) {
            size_t head = k;
            while (head > begin && (s->doc->tokens[head - 1].flags & SM_T_CAPITAL) &&
                   s->doc->tokens[head - 1].kind == SM_WORD)
                head--;
            int32_t n = joined_before(s, head, begin);
            *q = (quantity){.low = n,
                            .best = n,
                            .high = n,
                            .first = (uint32_t)k,
                            .end = (uint32_t)k + 1,
                            .singular = true,
                            .people = true,
                            .name = n == 1 ? (uint32_t)k + 1 : 0};
            return true;
        }
        if ((c & SM_W_SAY) || ((c & SM_W_RELATIVE) && reach <= 10))
            return false;
    }
    if (sm_scan_word(s, last - 1, (const char *const[]){"he", "she", NULL})) {
        *q = (quantity){.low = 1,
                        .best = 1,
                        .high = 1,
                        .first = (uint32_t)last - 1,
                        .end = (uint32_t)last,
                        .singular = true,
                        .people = true};
        return true;
    }
    return false;
}

/* One person by a singular noun or a name right behind token `i`: "killed a guard", "killed Kevin Smith". */
static bool object_after(const sm_scan *s, size_t i, size_t end, quantity *q)
{
    bool article = false;
    for (size_t j = i; j < end && j < i + 7; j++) {
        const sm_token *t = &s->doc->tokens[j];
        uint64_t c = sm_scan_class(s, j);
        if (sm_scan_word(s, j, (const char *const[]){"him", "her", "himself", "herself", NULL}) && j == i) {
            *q = (quantity){.low = 1,
                            .best = 1,
                            .high = 1,
                            .first = (uint32_t)j,
                            .end = (uint32_t)j + 1,
                            .singular = true,
                            .people = true};
            return true;
        }
        if (is_year_old(s, j)) {
            *q = (quantity){.low = 1,
                            .best = 1,
                            .high = 1,
                            .first = (uint32_t)j,
                            .end = (uint32_t)j + 1,
                            .singular = true,
                            .people = true};
            return true;
        }
        if (s->terms[j] & SM_L(victim)) {
            if (!singular_noun(s, j)) {
                if (j + 1 < end && (s->terms[j + 1] & SM_L(victim)) &&
                    s->term_first[j + 1] == s->term_first[j])
                    continue;
                return false;
            }
            while (j + 1 < end && (s->terms[j + 1] & SM_L(victim)) && singular_noun(s, j + 1))
                j++;
            if (j + 1 < end && (s->terms[j + 1] & SM_L(victim)))
                return false;
            *q = (quantity){.low = 1,
                            .best = 1,
                            .high = 1,
                            .first = (uint32_t)j,
                            .end = (uint32_t)j + 1,
                            .head = s->terms[j],
                            .singular = true,
                            .people = true};
            return true;
        }
        article |= (c & SM_W_DETERMINER) != 0 || t->kind == SM_POSSESSIVE;
        if (!s->doc->allcaps && (t->flags & SM_T_CAPITAL) && t->kind == SM_WORD && !s->mention_at[j] &&
            !article && !(c & (SM_W_STOP | SM_W_WEEKDAY | SM_W_MONTH | SM_W_TITLE))) {
            int32_t n = 1;
            size_t last = j;
            while (last + 1 < end && (s->doc->tokens[last + 1].flags & SM_T_CAPITAL) &&
                   s->doc->tokens[last + 1].kind == SM_WORD)
                last++;
            if (j + 2 < end && (s->doc->tokens[j + 1].flags & SM_T_CAPITAL) &&
                sm_token_is(s->doc, j + 2, "and") && j + 3 < end &&
                (s->doc->tokens[j + 3].flags & SM_T_CAPITAL) && !s->mention_at[j + 3])
                n = 2;
            *q = (quantity){.low = n,
                            .best = n,
                            .high = n,
                            .first = (uint32_t)j,
                            .end = (uint32_t)j + 1,
                            .singular = true,
                            .people = true,
                            .name = n == 1 ? (uint32_t)last + 1 : 0};
            return true;
        }
        if (sm_token_is(s->doc, j, "his") || sm_token_is(s->doc, j, "her") || sm_token_is(s->doc, j, "their"))
            continue;
        if ((c & (SM_W_PREP | SM_W_AUX | SM_W_RELATIVE | SM_W_CONJ | SM_W_SAY | SM_W_PRONOUN)) ||
            (t->kind == SM_PUNCT && s->doc->text[t->start] != '-'))
            return false;
    }
    return false;
}

static int kind_of(uint64_t t)
{
    if (t & SM_L(killed))
        return SM_COUNT_KILLED;
    if (t & SM_L(injured))
        return SM_COUNT_INJURED;
    if (t & SM_L(shot))
        return SM_COUNT_SHOT;
    if (t & SM_L(missing))
        return SM_COUNT_MISSING;
    if (t & SM_L(rescued))
        return SM_COUNT_RESCUED;
    if (t & SM_L(displaced))
        return SM_COUNT_DISPLACED;
    if (t & SM_L(detained))
        return SM_COUNT_DETAINED;
    return t & SM_L(taken) ? SM_COUNT_TAKEN : -1;
}

/* The nearest quantity that ends at or before token `i`, within `reach` tokens. */
static bool quantity_before(const sm_scan *s, size_t i, size_t begin, size_t end, size_t reach, quantity *q)
{
    for (size_t j = i; j > begin && i - j < reach; j--) {
        if (j < i && (s->terms[j] & (SM_L(killed) | SM_L(injured))) && !(s->terms[j] & SM_L(victim)) &&
            s->term_first[j] != s->term_first[i]) {
            bool joint = i > begin && (sm_scan_class(s, i - 1) & SM_W_CONJ);
            if (!(joint && i - j <= 3))
                return false;
        }
        if (j < i && (s->terms[j] & SM_L(shot)) && sm_scan_comma(s, j + 1) && j > begin &&
            (sm_scan_class(s, j - 1) & SM_W_AUX)) /* "five men were shot, Lee and Ray died" */
            return false;
        if (quantity_at(s, j - 1, begin, end, q) && q->end <= i)
            return true;
    }
    return false;
}

/* "four adults and three teenagers": add what stands before with "and". */
static void join_before(const sm_scan *s, size_t begin, size_t end, quantity *q)
{
    for (int round = 0; round < 4; round++) {
        size_t at = q->first;
        if (at > begin && (sm_scan_class(s, at - 1) & SM_W_DETERMINER))
            at--;
        if (at < begin + 2 || !(sm_token_is(s->doc, at - 1, "and") || (round && sm_scan_comma(s, at - 1))))
            return;
        if (sm_scan_comma(s, at - 2))
            at--;
        quantity other = {0};
        bool found = false;
        for (size_t j = at - 1; j > begin && at - j < 7 && !found; j--)
            found = quantity_at(s, j - 1, begin, end, &other) && other.people && other.end + 1 >= at - 1 &&
                    other.best > 0 && !other.rest;
        if (!found && at >= begin + 2 && ((s->terms[at - 2] & SM_L(victim)) != 0 || is_year_old(s, at - 2)) &&
            (is_year_old(s, at - 2) || singular_noun(s, at - 2))) {
            other = (quantity){.low = 1, .best = 1, .high = 1, .first = (uint32_t)at - 2};
            while (other.first > begin && at - other.first < 6 &&
                   !(sm_scan_class(s, other.first) & SM_W_DETERMINER))
                other.first--;
            found = true;
        }
        if (!found || sm_scan_any(s, other.first, q->first, SM_L(killed) | SM_L(injured)))
            return;
        q->best += other.best;
        q->low = q->low == SM_UNSTATED || other.low == SM_UNSTATED ? q->low : q->low + other.low;
        q->high = q->high == SM_UNSTATED || other.high == SM_UNSTATED ? SM_UNSTATED : q->high + other.high;
        q->first = other.first;
        q->singular = false;
    }
}

/* "six people, including four children and two men, were injured": the number before the parenthesis. */
static void skip_parts(const sm_scan *s, size_t begin, size_t end, quantity *q)
{
    for (size_t i = q->first; i > begin && q->first - i < 9; i--) {
        const char *fold = sm_token_fold(s->doc, i - 1);
        if (strcmp(fold, "including") != 0 && strcmp(fold, "among") != 0)
            continue;
        quantity whole;
        if (quantity_before(s, i - 1, begin, end, 8, &whole) && whole.people && whole.best >= q->best)
            *q = whole;
        return;
    }
}

/* "one of five people shot there has died": who died is the one. */
static void choose_of(const sm_scan *s, size_t begin, size_t end, quantity *q)
{
    size_t of = q->first;
    while (of > begin && q->first - of < 2 && (sm_scan_class(s, of - 1) & SM_W_DETERMINER))
        of--;
    if (of < begin + 2 || !sm_token_is(s->doc, of - 1, "of"))
        return;
    quantity few;
    if (!quantity_at(s, of - 2, begin, end, &few) || few.best >= q->best || few.best < 1)
        return;
    few.people = true;
    few.end = q->end;
    few.rest = false;
    *q = few;
}

static bool quantity_after(const sm_scan *s, size_t i, size_t end, size_t reach, quantity *q)
{
    for (size_t j = i; j < end && j < i + reach; j++) {
        if (quantity_at(s, j, i, end, q))
            return true;
        uint64_t c = sm_scan_class(s, j);
        if (s->doc->tokens[j].kind == SM_PUNCT || (c & (SM_W_RELATIVE | SM_W_AUX)))
            return false;
    }
    return false;
}

/* One more victim in a list behind `i`: "and her daughter", ", a guard", "and two clerks"; how many, 0 =
 * none; `*next` behind it. */
static int32_t listed_at(const sm_scan *s, size_t i, size_t end, size_t *next)
{
    quantity q;
    enum { REACH = 6 };
    if (quantity_at(s, i, i, end, &q) && q.people && q.best > 0) {
        *next = q.end;
        return q.best;
    }
    bool determined = (sm_scan_class(s, i) & (SM_W_DETERMINER | SM_W_PRONOUN)) != 0 ||
                      sm_scan_word(s, i, (const char *const[]){"his", "her", "their", NULL});
    for (size_t j = i; determined && j < end && j < i + REACH; j++) {
        if (is_year_old(s, j) || ((s->terms[j] & SM_L(victim)) && singular_noun(s, j))) {
            while (j + 1 < end &&
                   (is_year_old(s, j + 1) || ((s->terms[j + 1] & SM_L(victim)) && singular_noun(s, j + 1))))
                j++;
            *next = j + 1;
            return 1;
        }
        if ((sm_scan_class(s, j) & (SM_W_AUX | SM_W_PREP | SM_W_RELATIVE | SM_W_CONJ | SM_W_SAY)) ||
            (s->terms[j] & (SM_L(killed) | SM_L(injured))) ||
            (s->doc->tokens[j].kind == SM_PUNCT && s->doc->text[s->doc->tokens[j].start] != '-'))
            return 0;
    }
    return 0;
}

/* "killed a mother and her daughter", "the deaths of two guards, a driver and his son": add what is listed
 * behind. A member with a verb of its own ("and his wife was hurt") begins something new. */
static void join_after(const sm_scan *s, size_t end, quantity *q)
{
    static const char *const relatives[] = {"who", "that", NULL};
    int32_t more = 0, pending = 0;
    size_t i = q->end;
    bool closed = false;
    while (i + 1 < end && !closed) {
        bool comma = sm_scan_comma(s, i);
        size_t next = i + 1;
        if (comma && next < end && sm_token_is(s->doc, next, "and"))
            next++;
        if (!comma && !sm_token_is(s->doc, i, "and"))
            break;
        closed = !comma || next == i + 2;
        size_t after = next;
        int32_t n = listed_at(s, next, end, &after);
        bool verb =
            after < end && ((sm_scan_class(s, after) & SM_W_AUX) || sm_scan_word(s, after, relatives) ||
                            (s->terms[after] & (SM_L(killed) | SM_L(injured))));
        if (n == 0 || verb)
            return;
        pending += n;
        i = after;
        if (closed)
            more = pending;
    }
    if (!closed || more == 0)
        return;
    q->best += more;
    q->low = q->low == SM_UNSTATED ? q->low : q->low + more;
    q->high = q->high == SM_UNSTATED ? SM_UNSTATED : q->high + more;
    q->end = (uint32_t)i;
    q->singular = false;
}

static bool ends(const char *fold, const char *ending)
{
    size_t n = strlen(fold), m = strlen(ending);
    return n > m && strcmp(fold + n - m, ending) == 0;
}

/* "put the number of those killed in the attack at 160", "the number of injured rose to 40". */
static bool number_of_those(const sm_scan *s, size_t first, size_t next, size_t begin, size_t end,
                            quantity *q)
{
    size_t of = first;
    while (of > begin && first - of < 4 && !sm_token_is(s->doc, of - 1, "of"))
        of--;
    if (of < begin + 2 || !sm_token_is(s->doc, of - 1, "of") || !sm_token_is(s->doc, of - 2, "number"))
        return false;
    for (size_t i = next; i + 1 < end && i < next + 14; i++)
        if ((sm_token_is(s->doc, i, "at") || sm_token_is(s->doc, i, "to") || sm_token_is(s->doc, i, "is") ||
             sm_token_is(s->doc, i, "was")) &&
            quantity_at(s, i + 1, begin, end, q))
            return true;
    return false;
}

static void count_word(sm_scan *s, size_t first, size_t next, size_t begin, size_t end, int kind)
{
    const char *fold = next == first + 1 ? sm_token_fold(s->doc, first) : "";
    quantity q;
    if (s->terms[first] & SM_L(suicide)) {
        q = (quantity){.low = 1,
                       .best = 1,
                       .high = 1,
                       .first = (uint32_t)first,
                       .end = (uint32_t)next,
                       .singular = true,
                       .people = true};
        size_t before = s->n_counts;
        add(s, SM_COUNT_KILLED, &q, first, begin, end);
        if (s->n_counts > before)
            s->counts[before].suicide = true;
        return;
    }
    if (number_of_those(s, first, next, begin, end, &q)) {
        add(s, (sm_count_kind)kind, &q, first, begin, end);
        return;
    }
    bool deaths = (s->terms[first] & SM_L(deaths)) != 0;
    bool toll = sm_token_is(s->doc, next - 1, "toll");
    if (deaths && !toll && next < end &&
        sm_token_is(s->doc, next, "of")) { /* "the deaths of three men", "the death of a clerk" */
        if (quantity_after(s, next + 1, end, 2, &q) || object_after(s, next + 1, end, &q)) {
            join_after(s, end, &q);
            add(s, (sm_count_kind)kind, &q, first, begin, end);
        }
        return;
    }
    if (strcmp(fold, "death") == 0) {
        if (first > begin && s->doc->tokens[first - 1].kind == SM_POSSESSIVE) {
            q = (quantity){.low = 1,
                           .best = 1,
                           .high = 1,
                           .first = (uint32_t)first - 1,
                           .end = (uint32_t)first,
                           .singular = true,
                           .people = true};
            add(s, (sm_count_kind)kind, &q, first, begin, end);
        }
        return;
    }
    if (deaths || ends(fold, "injuries") || strcmp(fold, "arrests") == 0 || strcmp(fold, "evacuation") == 0 ||
        strcmp(fold, "casualties") == 0) {
        bool body = strcmp(fold, "body") == 0 || strcmp(fold, "corpse") == 0;
        if (!toll && first > begin && quantity_before(s, first, begin, end, 4, &q) && first - q.end <= 2)
            add(s, (sm_count_kind)kind, &q, first, begin, end);
        else if (!body && quantity_after(s, next, end, toll ? 10 : 3, &q))
            add(s, (sm_count_kind)kind, &q, first, begin, end);
        return;
    }
    if (sm_token_is(s->doc, next - 1, "wound") ||
        sm_token_is(s->doc, next - 1, "wounds")) { /* "with a gunshot wound" */
        if (!quantity_before(s, first, begin, end, 16, &q) || !q.people)
            q = (quantity){.low = 1,
                           .best = 1,
                           .high = 1,
                           .first = (uint32_t)first,
                           .end = (uint32_t)next,
                           .singular = true,
                           .people = true};
        add(s, (sm_count_kind)kind, &q, first, begin, end);
        return;
    }
    bool passive = passive_before(s, first, begin);
    if (passive && acts(s, first, begin)) /* "who shot and wounded four people" */
        passive = !(quantity_after(s, next, end, 2, &q) && q.people);
    bool noun_like =
        strcmp(fold, "dead") == 0 || strcmp(fold, "missing") == 0 || strcmp(fold, "homeless") == 0;
    bool verb_alone = strcmp(fold, "died") == 0 || strcmp(fold, "perished") == 0 ||
                      strcmp(fold, "drowned") == 0 || strcmp(fold, "dies") == 0 ||
                      strcmp(fold, "disappeared") == 0 || strcmp(fold, "fled") == 0 ||
                      strcmp(fold, "succumbed") == 0 || strcmp(fold, "die") == 0;
    bool gerund = ends(fold, "ing") && kind != SM_COUNT_MISSING;
    if (gerund && next < end && sm_token_is(s->doc, next, "of")) {
        if ((kind == SM_COUNT_KILLED || kind == SM_COUNT_SHOT) &&
            (quantity_after(s, next + 1, end, 2, &q) || object_after(s, next + 1, end, &q))) {
            join_after(s, end, &q);
            add(s, (sm_count_kind)kind, &q, first, begin, end);
        }
        return;
    }
    if (gerund && kind == SM_COUNT_SHOT) { /* "after shooting himself"; "the shooting" has no object */
        bool noun = first > begin && (sm_scan_class(s, first - 1) & SM_W_DETERMINER);
        if (!noun && object_after(s, next, end, &q) && q.first <= next + 3)
            add(s, (sm_count_kind)kind, &q, first, begin, end);
        return;
    }
    if (!passive && !noun_like && !verb_alone && quantity_after(s, next, end, 3, &q)) {
        if (q.people)
            join_after(s, end, &q);
        if (q.people || kind <= SM_COUNT_SHOT)
            add(s, (sm_count_kind)kind, &q, first, begin, end);
        return;
    }
    if (!gerund && quantity_before(s, first, begin, end, passive || verb_alone ? 16 : 7, &q) &&
        (passive || verb_alone || first - q.end <= 3 || q.rest)) {
        if (q.people || first - q.end <= 4) {
            join_before(s, begin, end, &q);
            skip_parts(s, begin, end, &q);
            if (passive || verb_alone)
                choose_of(s, begin, end, &q);
            add(s, (sm_count_kind)kind, &q, first, begin, end);
            return;
        }
    }
    if (!gerund && (passive || verb_alone || noun_like)) {
        if (subject_before(s, first, begin, verb_alone ? 24 : 7, &q))
            add(s, (sm_count_kind)kind, &q, first, begin, end);
    } else if (object_after(s, next, end, &q)) {
        join_after(s, end, &q);
        add(s, (sm_count_kind)kind, &q, first, begin, end);
    } else if (!gerund && subject_before(s, first, begin, 5, &q) && first - q.end <= 1 &&
               kind <= SM_COUNT_SHOT &&
               (next >= end || s->time_at[next] || s->doc->tokens[next].kind == SM_PUNCT ||
                (sm_scan_class(s, next) & SM_W_PREP) || ends(sm_token_fold(s->doc, next), "ly")))
        add(s, (sm_count_kind)kind, &q, first, begin, end); /* headlines: "man killed in crash" */
}

/* "attempted murder", "a deadly weapon", "homicide detectives", "the death penalty": nobody need have died.
 */
static bool is_no_death(const sm_scan *s, size_t i, size_t begin, size_t end)
{
    static const char *const before[] = {"attempted",   "attempt", "conspiracy", "risk",
                                         "nearly",      "almost",  "near",       "threatened",
                                         "threatening", "threats", "possible",   NULL};
    static const char *const behind[] = {
        "weapon",   "weapons",       "force",    "penalty", "threat",     "threats",    "row",
        "rate",     "rates",         "unit",     "squad",   "detective",  "detectives", "investigator",
        "division", "investigators", "bureau",   "section", "team",       "statistics", "conduct",
        "task",     "police",        "sergeant", "captain", "lieutenant", "commander",  NULL};
    for (size_t j = i; j > begin && i - j < 5; j--) {
        if (sm_scan_word(s, j - 1, before))
            return true;
        if (s->doc->tokens[j - 1].kind == SM_PUNCT && s->doc->text[s->doc->tokens[j - 1].start] != '-')
            break;
    }
    return i + 1 < end && sm_scan_word(s, i + 1, behind);
}

/* "a fatal shooting", "the murder of …": somebody died, though no number says so; "the murder of a clerk"
 * says one. */
static bool implies_death(sm_scan *s, size_t i, size_t begin, size_t end)
{
    static const char *const nouns[] = {"murder", "homicide", "manslaughter", "slaying",  "assassination",
                                        "fatal",  "deadly",   "killing",      "murdered", "death",
                                        NULL};
    if (!sm_scan_word(s, i, nouns) || is_no_death(s, i, begin, end))
        return false;
    bool of = i + 1 < end && sm_token_is(s->doc, i + 1, "of"),
         adjective = sm_token_is(s->doc, i, "fatal") || sm_token_is(s->doc, i, "deadly");
    for (size_t j = i + 1; adjective && j < end && j < i + 4; j++)
        of |=
            sm_token_is(s->doc, j, "of") &&
            sm_scan_word(s, j - 1,
                         (const char *const[]){"shooting", "stabbing", "attack", "assault", "beating", NULL});
    quantity q = {.low = 1,
                  .best = 1,
                  .high = 1,
                  .first = (uint32_t)i,
                  .end = (uint32_t)i + 1,
                  .singular = true,
                  .people = true};
    size_t object = i + 1;
    while (of && object < end && !sm_token_is(s->doc, object, "of"))
        object++;
    bool told = of && object < end && !(s->terms[i] & SM_L(killed)) &&
                (quantity_after(s, object + 1, end, 2, &q) || object_after(s, object + 1, end, &q));
    if (!told && (sm_token_is(s->doc, i, "killing") || sm_token_is(s->doc, i, "murdered")))
        return false;
    if (!told)
        q = (quantity){.low = 1,
                       .best = 1,
                       .high = SM_UNSTATED,
                       .first = (uint32_t)i,
                       .end = (uint32_t)i + 1,
                       .singular = true,
                       .people = true};
    size_t before = s->n_counts;
    add(s, SM_COUNT_KILLED, &q, i, begin, end);
    if (s->n_counts > before)
        s->counts[before].implied = !told;
    return true;
}

/* "no casualties", "there were no injuries" say none of both kinds; "unhurt" too. */
static bool no_casualties(sm_scan *s, size_t i, size_t begin)
{
    if (!(sm_token_is(s->doc, i, "casualties") || sm_token_is(s->doc, i, "victims") ||
          sm_token_is(s->doc, i, "fatalities") || sm_token_is(s->doc, i, "injuries") ||
          sm_token_is(s->doc, i, "deaths")))
        return false;
    bool none = false;
    for (size_t j = i; j > begin && i - j < 4; j--)
        none |= sm_token_is(s->doc, j - 1, "no") || sm_token_is(s->doc, j - 1, "without") ||
                sm_token_is(s->doc, j - 1, "any");
    if (!none)
        return false;
    quantity q = {.first = (uint32_t)i, .end = (uint32_t)i + 1, .people = true};
    if (!sm_token_is(s->doc, i, "injuries"))
        add(s, SM_COUNT_KILLED, &q, i, begin, i + 1);
    if (!sm_token_is(s->doc, i, "fatalities") && !sm_token_is(s->doc, i, "deaths"))
        add(s, SM_COUNT_INJURED, &q, i, begin, i + 1);
    return true;
}

void sm_scan_counts(sm_scan *s)
{
    const sm_doc *doc = s->doc;
    for (size_t k = 0; k < doc->n_sentences; k++) {
        size_t begin = doc->sentences[k].first, end = doc->sentences[k].end;
        for (size_t i = begin; i < end;) {
            int kind = kind_of(s->terms[i]);
            size_t next = i + 1;
            while (next < end && s->term_first[next] == s->term_first[i] && s->terms[next] == s->terms[i] &&
                   s->term_first[i] == i)
                next++;
            if (no_casualties(s, i, begin)) {
                i = next;
                continue;
            }
            if (kind < 0 || sm_token_is(s->doc, i, "death"))
                implies_death(s, i, begin, end);
            bool negated =
                i > begin && (sm_scan_class(s, i - 1) & SM_W_NEGATION) && !sm_token_is(s->doc, i - 1, "no");
            bool modal = false;
            for (size_t j = i; j > begin && i - j < 3; j--)
                modal |= (sm_scan_class(s, j - 1) & SM_W_MODAL) != 0 ||
                         sm_scan_word(s, j - 1, (const char *const[]){"nearly", "almost", NULL});
            if (kind >= 0 && !(s->terms[i] & SM_L(victim) && kind == SM_COUNT_SHOT) && !negated && !modal)
                count_word(s, i, next, begin, end, kind);
            i = next;
        }
    }
}
