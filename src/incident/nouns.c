/** Method: no parser, and no parts of speech but those that closed word classes and endings tell. Nouns and
 * adjectives are what is left when function words, numbers, adverbs, verbs by their endings and words of time
 * are taken away. */
#include "nouns.h"

static bool is_mark(const sm_scan *s, size_t i, char mark)
{
    return s->doc->tokens[i].kind == SM_PUNCT && s->doc->text[s->doc->tokens[i].start] == mark;
}

bool sm_is_adverb(const sm_scan *s, size_t i)
{
    return sm_scan_cue(s, i, SM_C_adverb) ||
           (s->doc->tokens[i].fold_length > 4 && sm_token_ends(s->doc, i, "ly") &&
            !sm_token_is(s->doc, i, "family") && !sm_token_is(s->doc, i, "assembly"));
}

/* Words of the lexicon that name somebody or something. */
static const uint64_t NAMED = SM_L(perp) | SM_L(group) | SM_L(army) | SM_L(force) | SM_L(police) |
                              SM_L(victim) | SM_L(site) | SM_L(vehicle) | SM_L(aircraft) | SM_L(weapon);

/* "wounded", "fleeing": a verb, unless it describes the people it stands before. */
static bool is_verbal(const sm_scan *s, size_t i)
{
    const sm_token *t = &s->doc->tokens[i];
    if ((s->terms[i] & NAMED) && s->term_first[i] != i) /* "Shining Path" */
        return false;
    if ((s->terms[i] & NAMED) && i + 1 < s->doc->n_tokens && s->terms[i + 1] && s->term_first[i + 1] == i)
        return false;
    if (sm_scan_cue(s, i, SM_C_verb))
        return true;
    return t->fold_length > 4 && (sm_token_ends(s->doc, i, "ed") || sm_token_ends(s->doc, i, "ing")) &&
           !sm_scan_cue(s, i, SM_C_describing) && ((t->flags & SM_T_ALLCAPS) || !(t->flags & SM_T_CAPITAL));
}

/* A noun or adjective. */
static bool is_content(const sm_scan *s, size_t i)
{
    static const uint64_t none = SM_W_STOP | SM_W_PREP | SM_W_AUX | SM_W_DETERMINER | SM_W_CONJ |
                                 SM_W_RELATIVE | SM_W_SAY | SM_W_NUMBER | SM_W_PRONOUN | SM_W_MODAL |
                                 SM_W_WEEKDAY;
    static const uint64_t done = SM_L(killed) | SM_L(injured) | SM_L(claimed) | SM_L(plan) | SM_L(threat) |
                                 SM_L(about) | SM_L(atleast) | SM_L(detained) | SM_L(deniedby) | SM_L(rose) |
                                 SM_L(quantity);
    const sm_token *t = &s->doc->tokens[i];
    return t->kind == SM_WORD && !(sm_scan_class(s, i) & none) && !(s->terms[i] & done) && !s->time_at[i] &&
           !is_verbal(s, i) && !sm_is_adverb(s, i);
}

/* What goes before the nouns: "the", "six", "at least". */
static bool is_introducing(const sm_scan *s, size_t i)
{
    const sm_token *t = &s->doc->tokens[i];
    return t->kind == SM_NUMBER || (sm_scan_class(s, i) & (SM_W_DETERMINER | SM_W_NUMBER)) ||
           (s->terms[i] & (SM_L(atleast) | SM_L(atmost) | SM_L(about) | SM_L(quantity) | SM_L(several))) ||
           (t->kind == SM_PUNCT && is_mark(s, i, '"'));
}

enum { PHRASE_MOST = 10 };

size_t sm_nouns_end(const sm_scan *s, size_t first, size_t end)
{
    size_t i = first;
    bool of = false;
    while (i < end && i < first + PHRASE_MOST) {
        const sm_token *t = &s->doc->tokens[i];
        bool goes_on = i > first && i + 1 < end && is_content(s, i + 1);
        if (t->flags & SM_T_PARAGRAPH && i > first)
            break;
        if (i > first && (sm_scan_class(s, i) & SM_W_DIRECTION) && i + 1 < end &&
            sm_token_is(s->doc, i + 1, "of"))
            break; /* "a convoy east of Kidal" */
        if (is_content(s, i) ||
            (i > first && (s->terms[i] & NAMED) && s->term_first[i] < i && s->term_first[i] >= first))
            i++;
        else if (goes_on && (t->kind == SM_POSSESSIVE || (t->kind == SM_PUNCT && !(t->flags & SM_T_SPACE) &&
                                                          (is_mark(s, i, '-') || is_mark(s, i, '.')))))
            i++;
        else if (i > first && !of && (sm_token_is(s->doc, i, "of") || sm_token_is(s->doc, i, "de"))) {
            size_t next = i + 1;
            while (next < end && next < i + 3 && is_introducing(s, next))
                next++;
            if (next >= end || !is_content(s, next))
                break;
            of = true;
            i = next;
        } else
            break;
    }
    return i;
}

/* "[16-year-old] boy", "[old] boy" behind a hyphen. */
static sm_nouns without_age(const sm_scan *s, sm_nouns p)
{
    while (p.first < p.end &&
           ((s->doc->tokens[p.first].kind == SM_PUNCT && is_mark(s, p.first, '-')) ||
            ((sm_scan_class(s, p.first) & SM_W_TIMEUNIT) && is_mark(s, p.first + 1, '-')) ||
            (sm_token_is(s->doc, p.first, "old") && p.first > 0 && is_mark(s, p.first - 1, '-'))))
        p.first++;
    return p;
}

sm_nouns sm_nouns_from(const sm_scan *s, size_t i, size_t end)
{
    size_t most = i + 6 < end ? i + 6 : end;
    while (i < most && is_introducing(s, i)) {
        bool quantity = s->terms[i] & (SM_L(quantity) | SM_L(several));
        i++;
        if (quantity && i < most && sm_token_is(s->doc, i, "of"))
            i++;
    }
    if (i + 1 < end && s->doc->tokens[i].kind == SM_PUNCT && is_mark(s, i, '-'))
        i++; /* "a 16-[year-old boy]" */
    return without_age(s, (sm_nouns){(uint32_t)i, (uint32_t)sm_nouns_end(s, i, end)});
}

sm_nouns sm_nouns_before(const sm_scan *s, size_t i, size_t begin)
{
    size_t first = i;
    while (first > begin && i - first < PHRASE_MOST) {
        size_t j = first - 1;
        bool inner = first < i && j > begin && is_content(s, j - 1);
        const sm_token *t = &s->doc->tokens[j];
        if ((s->terms[j] & NAMED) && s->term_first[j] < j && s->term_first[j] >= begin &&
            is_content(s, s->term_first[j]))
            first = s->term_first[j]; /* "Islamic State of Iraq and the Levant" */
        else if (first < i && j > begin && sm_token_is(s->doc, j - 1, "to"))
            break; /* "to disperse demonstrators" */
        else if (is_content(s, j))
            first = j;
        else if (inner && (t->kind == SM_POSSESSIVE || (is_mark(s, j, '-') && !(t->flags & SM_T_SPACE))))
            first = j;
        else if (first < i) {
            size_t of = j;
            while (of > begin && of + 2 > j && is_introducing(s, of))
                of--;
            if (of <= begin || !sm_token_is(s->doc, of, "of") || !is_content(s, of - 1) ||
                (s->terms[of - 1] & SM_L(dozens)))
                break;
            first = of - 1;
        } else
            break;
        if (s->doc->tokens[first].flags & SM_T_PARAGRAPH)
            break;
    }
    if (i > first + 1 && sm_token_is(s->doc, i - 1, "armed"))
        i--; /* "man armed with a knife" */
    return without_age(s, (sm_nouns){(uint32_t)first, (uint32_t)i});
}

uint64_t sm_nouns_terms(const sm_scan *s, sm_nouns p)
{
    uint64_t terms = 0;
    for (size_t i = p.first; i < p.end; i++)
        terms |= s->terms[i];
    return terms;
}

size_t sm_nouns_head(const sm_scan *s, sm_nouns p)
{
    for (size_t i = p.first + 1; i < p.end; i++)
        if (sm_token_is(s->doc, i, "of") || sm_token_is(s->doc, i, "de"))
            return i - 1;
    return p.end - 1;
}

/* What may stand between a subject and its verb. */
static bool is_between(const sm_scan *s, size_t i, size_t begin)
{
    return sm_is_adverb(s, i) || s->time_at[i] ||
           (sm_scan_class(s, i) & (SM_W_AUX | SM_W_WEEKDAY | SM_W_MODAL)) ||
           sm_scan_cue(s, i, SM_C_relative) ||
           (sm_scan_comma(s, i) && i > begin && (s->time_at[i - 1] || sm_scan_cue(s, i + 1, SM_C_relative)));
}

/* "Jan Kos, a reporter from Gdansk, was": from the second comma to the first; the second itself if there is
 * none. */
static size_t before_apposition(const sm_scan *s, size_t comma, size_t begin)
{
    enum { LONGEST = 25 };
    size_t first = comma;
    for (size_t i = comma; i > begin && i + LONGEST > comma; i--)
        if (sm_scan_comma(s, i - 1) && sm_nouns_before(s, i - 1, begin).first < i - 1)
            first = i - 1;
        else if (sm_scan_class(s, i - 1) & SM_W_SAY)
            break;
    return first;
}

sm_nouns sm_nouns_subject(const sm_scan *s, size_t verb, const sm_sentence *q,
                          bool (*fits)(const sm_scan *, sm_nouns))
{
    enum { ADDED_MOST = 4 };
    while ((s->terms[verb] & NAMED) && s->term_first[verb] < verb)
        verb++; /* "Fighter [jets bombed]" */
    size_t i = verb;
    sm_nouns found = {0, 0};
    for (int added = 0; added < ADDED_MOST; added++) {
        while (i > q->first && is_between(s, i - 1, q->first))
            i--;
        if (i < verb && i > q->first && sm_scan_comma(s, i - 1))
            i = before_apposition(s, i - 1, q->first);
        sm_nouns p = sm_nouns_before(s, i, q->first);
        if (p.first == p.end)
            break;
        if (fits(s, p))
            found = p;
        size_t j = p.first;
        while (j > q->first && is_introducing(s, j - 1))
            j--;
        if (j == q->first || !(sm_scan_class(s, j - 1) & SM_W_PREP))
            break;
        i = j - 1;
    }
    return found;
}

sm_nouns sm_nouns_object(const sm_scan *s, size_t i, const sm_sentence *q, sm_cue preposition)
{
    if (preposition) {
        for (size_t most = i + 3; i < q->end && i < most && !sm_scan_cue(s, i, preposition); i++)
            if (!sm_is_adverb(s, i) && !s->time_at[i])
                return (sm_nouns){0, 0};
        if (i >= q->end || !sm_scan_cue(s, i, preposition))
            return (sm_nouns){0, 0};
        i++;
    }
    return sm_nouns_from(s, i, q->end);
}
