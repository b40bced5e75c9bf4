/* Whom a fate word counts: the quantity, noun or name before or behind it, and the lists that go on from
 * there. */
#include "quantity.h"

#include <string.h>

bool sm_is_be(const sm_scan *s, size_t i)
{
    return sm_scan_cue(s, i, SM_C_be) ||
           (s->doc->tokens[i].fold_length > 4 && sm_token_ends(s->doc, i, "ly") &&
            !sm_token_is(s->doc, i, "family"));
}

/* "17-year-old", "two year old": the last token of it. */
static bool is_year_old(const sm_scan *s, size_t i)
{
    return sm_token_is(s->doc, i, "old") && i > 1 &&
           (s->doc->text[s->doc->tokens[i - 1].start] == '-' || sm_token_is(s->doc, i - 1, "year"));
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
        bool person = ((s->terms[k] & SM_L(victim)) && sm_singular_noun(s, k)) || is_year_old(s, k) ||
                      sm_token_is(s->doc, k, "himself") || sm_token_is(s->doc, k, "herself");
        bool name =
            !s->doc->allcaps && (s->doc->tokens[k].flags & SM_T_CAPITAL) &&
            s->doc->tokens[k].kind == SM_WORD && !s->mention_at[k] &&
            !(sm_scan_class(s, k) & (SM_W_STOP | SM_W_TITLE | SM_W_WEEKDAY | SM_W_MONTH | SM_W_NUMBER));
        if (joint && (person || name)) {
            n++;
            joint = false;
            i = k;
            while (name && k > begin && (s->doc->tokens[k - 1].flags & SM_T_CAPITAL))
                k--;
            j = k + 1;
            continue;
        }
        bool headline =
            n == 1 && !joint && k > begin && k < begin + 4 && k + 2 >= i && sm_scan_comma(s, k) &&
            (s->terms[i] & SM_L(victim)) &&
            (is_year_old(s, k - 1) || ((s->terms[k - 1] & SM_L(victim)) && sm_singular_noun(s, k - 1)));
        if ((sm_scan_comma(s, k) && n > 1) || headline) { /* "Father, daughter found dead" */
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

/* A name that ends here is no person's: "Mercy Hospital", "Lee Street". */
static bool is_house(const sm_scan *s, size_t i)
{
    return (sm_scan_class(s, i) & (SM_W_ORGHEAD | SM_W_PLACENOUN)) || (s->terms[i] & SM_L(site)) ||
           sm_scan_cue(s, i, SM_C_house);
}

bool sm_is_agent(const sm_scan *s, size_t i, size_t begin)
{
    for (size_t j = i; j > begin && i - j < 3; j--) {
        if (sm_token_is(s->doc, j - 1, "by"))
            return true;
        if (!(sm_scan_class(s, j - 1) & SM_W_DETERMINER) &&
            (s->doc->allcaps || !(s->doc->tokens[j - 1].flags & SM_T_CAPITAL)) &&
            !sm_scan_cue(s, j - 1, SM_C_owner))
            return false;
    }
    return false;
}

bool sm_names_no_person(const sm_scan *s, size_t first, size_t begin)
{
    return first > begin && sm_scan_cue(s, first - 1, SM_C_to_place);
}

/* One person by a singular noun or a name that ends right before token `i`. `*of`: 1 + a name behind "of"
 * that was passed over. */
static bool subject_before(const sm_scan *s, size_t i, size_t begin, size_t reach, sm_quantity *q,
                           uint32_t *of)
{
    size_t last = i;
    while (last > begin && sm_is_be(s, last - 1))
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
        if (k + 1 < i && s->doc->tokens[k + 1].kind == SM_POSSESSIVE) /* "inside his aunt's home" */
            continue;
        if (sm_is_agent(s, k, begin))
            continue;
        if (sm_token_is(s->doc, k, "another") && k > begin && (sm_scan_class(s, k - 1) & SM_W_PREP))
            return false; /* "followed by another shot" */
        if (sm_scan_cue(s, k, SM_C_one_person) && k + 1 == last) {
            *q = sm_persons(1, k, k + 1);
            return true;
        }
        if (reach > 10 && (sm_scan_cue(s, k, SM_C_who_that) ||
                           (s->terms[k] & SM_L(injured)))) /* "the boy injured in the crash has died" */
            continue;
        if (sm_scan_cue(s, k, SM_C_no_subject) ||
            (sm_token_fold(s->doc, k)[0] == 'i' && strchr("'\xe2", sm_token_fold(s->doc, k)[1])) ||
            (s->terms[k] & (SM_L(killed) | SM_L(injured))))
            return false;
        bool aged = is_year_old(s, k);
        if (aged || (s->terms[k] & (SM_L(victim) | SM_L(perp)))) {
            if (!aged && !sm_singular_noun(s, k))
                return false;
            int32_t n = joined_before(s, k, begin);
            *q = sm_persons(n, k, k + 1);
            q->head = s->terms[k];
            return true;
        }
        if (!s->doc->allcaps && (t->flags & SM_T_CAPITAL) &&
            is_house(s, k)) { /* "to Mercy Hospital in serious condition" */
            while (j > begin + 1 && (s->doc->tokens[j - 2].flags & SM_T_CAPITAL))
                j--;
            if (k + 1 == last && (!sm_names_no_person(s, j - 1, begin) || sm_token_is(s->doc, j - 2, "of")))
                *of = (uint32_t)k + 1;
            continue;
        }
        if (!far && !s->doc->allcaps && (t->flags & SM_T_CAPITAL) && t->kind == SM_WORD &&
            !s->mention_at[k] && !(c & (SM_W_STOP | SM_W_WEEKDAY | SM_W_MONTH | SM_W_PRONOUN)) && k > begin) {
            size_t head = k;
            while (head > begin && (s->doc->tokens[head - 1].flags & SM_T_CAPITAL) &&
                   s->doc->tokens[head - 1].kind == SM_WORD)
                head--;
            if (sm_names_no_person(s, head, begin)) { /* "was flown to WakeMed with wounds" */
                if (sm_token_is(s->doc, head - 1, "of"))
                    *of = (uint32_t)k + 1;
                j = head;
                continue;
            }
            int32_t n = joined_before(s, head, begin);
            *q = sm_persons(n, k, k + 1);
            q->name = n == 1 ? (uint32_t)k + 1 : 0;
            return true;
        }
        if ((c & SM_W_SAY) || ((c & SM_W_RELATIVE) && reach <= 10))
            return false;
    }
    if (sm_scan_cue(s, last - 1, SM_C_he_she)) {
        *q = sm_persons(1, last - 1, last);
        return true;
    }
    return false;
}

bool sm_subject_before(const sm_scan *s, size_t i, size_t begin, size_t reach, sm_quantity *q)
{
    uint32_t of = 0; /* "the director of Leeds Water was shot": whoever it is, one person */
    if (subject_before(s, i, begin, reach, q, &of))
        return true;
    if (of)
        *q = sm_persons(1, of - 1, of);
    return of != 0;
}

/* One person by a singular noun or a name right behind token `i`: "killed a guard", "killed Kevin Smith". */
bool sm_object_after(const sm_scan *s, size_t i, size_t end, sm_quantity *q)
{
    bool article = false;
    for (size_t j = i; j < end && j < i + 7; j++) {
        const sm_token *t = &s->doc->tokens[j];
        uint64_t c = sm_scan_class(s, j);
        bool owner = sm_token_is(s->doc, j, "her") && j + 1 < end && s->doc->tokens[j + 1].kind == SM_WORD &&
                     !s->time_at[j + 1] &&
                     !(sm_scan_class(s, j + 1) & (SM_W_PREP | SM_W_CONJ | SM_W_RELATIVE | SM_W_AUX));
        if (j == i && !owner && sm_scan_cue(s, j, SM_C_object_pronoun)) {
            *q = sm_persons(1, j, j + 1);
            return true;
        }
        if (is_year_old(s, j)) {
            *q = sm_persons(1, j, j + 1);
            return true;
        }
        bool ends = j + 1 >= end || s->time_at[j + 1] || s->doc->tokens[j + 1].kind == SM_PUNCT ||
                    (sm_scan_class(s, j + 1) & (SM_W_PREP | SM_W_CONJ));
        if (j == i && ends && sm_token_is(s->doc, j, "another")) { /* "killed one and wounded another" */
            *q = sm_persons(1, j, j + 1);
            return true;
        }
        if (s->terms[j] & (SM_L(victim) | SM_L(perp))) {
            if (!sm_singular_noun(s, j)) {
                if (j + 1 < end && (s->terms[j + 1] & SM_L(victim)) &&
                    s->term_first[j + 1] == s->term_first[j])
                    continue;
                return false;
            }
            while (j + 1 < end && (s->terms[j + 1] & SM_L(victim)) && sm_singular_noun(s, j + 1))
                j++;
            if (j + 1 < end && (s->terms[j + 1] & SM_L(victim)))
                return false;
            *q = sm_persons(1, j, j + 1);
            q->head = s->terms[j];
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
            *q = sm_persons(n, j, j + 1);
            q->name = n == 1 ? (uint32_t)last + 1 : 0;
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

/* "Shooting", "killing": what stands behind it is its object, "accused of shooting three people". */
static bool is_fate_gerund(const sm_scan *s, size_t i)
{
    return s->doc->tokens[i].fold_length > 5 && sm_token_ends(s->doc, i, "ing") &&
           (s->terms[i] & (SM_L(killed) | SM_L(injured) | SM_L(shot)));
}

/* Whom "they" at token `i` means: the number or the joined nouns before it in the sentence. */
bool sm_they_before(const sm_scan *s, size_t i, size_t begin, size_t end, sm_quantity *q)
{
    enum { REACH = 24 };
    for (size_t j = i; j > begin && i - j < REACH; j--) {
        if (sm_quantity_at(s, j - 1, begin, end, q) && q->people && q->best > 1)
            return true;
        if (!(s->terms[j - 1] & SM_L(victim)) || !sm_singular_noun(s, j - 1))
            continue;
        int32_t n = joined_before(s, j - 1, begin);
        *q = sm_persons(n, j - 1, j);
        return n > 1;
    }
    return false;
}

/* The nearest quantity that ends at or before token `i`, within `reach` tokens. */
bool sm_quantity_before(const sm_scan *s, size_t i, size_t begin, size_t end, size_t reach, sm_quantity *q)
{
    for (size_t j = i; j > begin && i - j < reach; j--) {
        if (j < i && (s->terms[j] & (SM_L(killed) | SM_L(injured))) && !(s->terms[j] & SM_L(victim)) &&
            s->term_first[j] != s->term_first[i]) {
            bool joint = i > begin && (sm_scan_class(s, i - 1) & SM_W_CONJ);
            if (!(joint && i - j <= 3))
                return false;
        }
        bool joint = sm_scan_comma(s, j + 1) || sm_token_is(s->doc, j + 1, "and");
        if (j + 1 < i && (s->terms[j] & SM_L(shot)) && joint && j > begin &&
            (sm_scan_class(s, j - 1) & SM_W_AUX)) /* "five men were shot, Lee and Ray died" */
            return false;
        if (sm_quantity_at(s, j - 1, begin, end, q) && q->end <= i)
            return !(q->first > begin && is_fate_gerund(s, q->first - 1));
    }
    return false;
}

/* "four adults and three teenagers": add what stands before with "and". */
void sm_join_before(const sm_scan *s, size_t begin, size_t end, sm_quantity *q)
{
    for (int round = 0; round < 4; round++) {
        size_t at = q->first;
        if (at > begin &&
            ((sm_scan_class(s, at - 1) & SM_W_DETERMINER) || sm_scan_cue(s, at - 1, SM_C_owner)))
            at--;
        if (at < begin + 2 || !(sm_token_is(s->doc, at - 1, "and") || (round && sm_scan_comma(s, at - 1))))
            return;
        if (sm_scan_comma(s, at - 2))
            at--;
        sm_quantity other = {0};
        bool found = false;
        for (size_t j = at - 1; j > begin && at - j < 7 && !found; j--)
            found = sm_quantity_at(s, j - 1, begin, end, &other) && other.people && other.end + 1 >= at - 1 &&
                    other.best > 0 && !other.rest;
        if (!found && at >= begin + 2 && ((s->terms[at - 2] & SM_L(victim)) != 0 || is_year_old(s, at - 2)) &&
            (is_year_old(s, at - 2) || sm_singular_noun(s, at - 2))) {
            other = (sm_quantity){.low = 1, .best = 1, .high = 1, .first = (uint32_t)at - 2};
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
void sm_skip_parts(const sm_scan *s, size_t begin, size_t end, sm_quantity *q)
{
    for (size_t i = q->first; i > begin && q->first - i < 9; i--) {
        if (!sm_token_is(s->doc, i - 1, "including") && !sm_token_is(s->doc, i - 1, "among"))
            continue;
        sm_quantity whole;
        if (sm_quantity_before(s, i - 1, begin, end, 8, &whole) && whole.people && whole.best >= q->best)
            *q = whole;
        return;
    }
}

/* "one of five people shot there has died": who died is the one. */
void sm_choose_of(const sm_scan *s, size_t begin, size_t end, sm_quantity *q)
{
    size_t of = q->first;
    while (of > begin && q->first - of < 2 && (sm_scan_class(s, of - 1) & SM_W_DETERMINER))
        of--;
    if (of < begin + 2 || !sm_token_is(s->doc, of - 1, "of"))
        return;
    sm_quantity few;
    if (!sm_quantity_at(s, of - 2, begin, end, &few) || few.best >= q->best || few.best < 1)
        return;
    few.people = true;
    few.end = q->end;
    few.rest = false;
    *q = few;
}

bool sm_quantity_after(const sm_scan *s, size_t i, size_t end, size_t reach, sm_quantity *q)
{
    for (size_t j = i; j < end && j < i + reach; j++) {
        if (sm_quantity_at(s, j, i, end, q))
            return true;
        uint64_t c = sm_scan_class(s, j);
        if (s->terms[j] & (SM_L(atleast) | SM_L(atmost) | SM_L(about))) { /* "as many as" */
            reach++;
            continue;
        }
        if (s->doc->tokens[j].kind == SM_PUNCT || (c & (SM_W_RELATIVE | SM_W_AUX)))
            return false;
    }
    return false;
}

/* One more victim in a list behind `i`: "and her daughter", ", a guard", "and two clerks"; how many, 0 =
 * none; `*next` behind it. */
static int32_t listed_at(const sm_scan *s, size_t i, size_t end, size_t *next)
{
    sm_quantity q;
    enum { REACH = 6 };
    if (sm_quantity_at(s, i, i, end, &q) && q.people && q.best > 0) {
        *next = q.end;
        return q.best;
    }
    bool noun = (s->terms[i] & SM_L(victim)) && sm_singular_noun(s, i); /* "his wife, son and daughter" */
    if (noun && (i + 1 >= end || s->doc->tokens[i + 1].kind == SM_PUNCT ||
                 sm_token_is(s->doc, i + 1, "and") || (sm_scan_class(s, i + 1) & SM_W_PREP) ||
                 s->time_at[i + 1] || sm_token_is(s->doc, i + 1, "before"))) {
        *next = i + 1;
        return 1;
    }
    bool determined =
        (sm_scan_class(s, i) & (SM_W_DETERMINER | SM_W_PRONOUN)) != 0 || sm_scan_cue(s, i, SM_C_owner);
    for (size_t j = i; determined && j < end && j < i + REACH; j++) {
        if (is_year_old(s, j) || ((s->terms[j] & SM_L(victim)) && sm_singular_noun(s, j))) {
            while (j + 1 < end && (is_year_old(s, j + 1) ||
                                   ((s->terms[j + 1] & SM_L(victim)) && sm_singular_noun(s, j + 1))))
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
void sm_join_after(const sm_scan *s, size_t end, sm_quantity *q)
{
    int32_t more = 0, pending = 0;
    size_t i = q->end;
    bool closed = false;
    while (i < end && ((q->name && i < q->name) ||
                       (q->singular && (s->terms[i] & SM_L(victim))))) /* the surname; "man" behind "old" */
        i++;
    if (i + 2 < end && sm_scan_comma(s, i) && s->doc->tokens[i + 1].kind == SM_NUMBER &&
        sm_scan_comma(s, i + 2))
        i += 2; /* "Kim Lee, 31, and her son" */
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
            after < end && ((sm_scan_class(s, after) & SM_W_AUX) || sm_scan_cue(s, after, SM_C_who_that) ||
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
