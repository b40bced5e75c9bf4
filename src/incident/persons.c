/* Victims told one by one: which statements about a single person speak of the same one.
 *
 * A person is known by name, age, sex, whether a child or not, and by which side: what two descriptions both
 * have and do not share sets them apart ("a 19-year-old man … a woman, 22"). "Another", "a second", "also"
 * and a second noun in one sentence begin a new person; everything else goes on with the last one that it
 * fits, so who is wounded first and dies in hospital is one person, and is dead. */
#include "persons.h"

#include "quantity.h"

#include <stdlib.h>

enum {
    NP = 9 /* tokens before a noun that may describe it */,
    BEARER = 16,
    FAR = 4 /* sentences: farther off it is mostly another story */
};
enum { UNKNOWN, MALE, FEMALE };
enum { CHILD = 1, ADULT };
enum { OFFICER = 1, SUSPECT, CIVILIAN };

typedef struct person {
    int32_t age; /* months; −1 = not told */
    uint64_t surname, given;
    uint8_t sex, stage, side;
    bool fresh;      /* "another", "a second", "also" */
    bool echo;       /* its noun stands in its sentence before: "a boy is held for wounding another boy" */
    bool pronoun;    /* he, she */
    bool indefinite; /* "a man", "one person" */
    bool counted;    /* "one": by a number, no article */
    bool bare;       /* no noun: "another", "one" */
    bool suicide;    /* "then killed himself" */
    bool self;       /* "shot himself" */
    uint64_t head;   /* hash of the noun */
    uint32_t sentence, noun;
    uint32_t gap;             /* sentences since the statement before the one that brings this person in */
    uint32_t first;           /* token of the word that says the fate first */
    bool dead, hurt, wounded; /* wounded: said to be so, not only shot */
} person;

/* "17-year-old", "six-month-old", "3 years old" with its number at `i`: months, −1 = none. */
static int32_t age_at(const sm_scan *s, size_t i, size_t end)
{
    const sm_token *t = &s->doc->tokens[i];
    int32_t n = -1;
    if (t->kind == SM_NUMBER && t->end - t->start <= 2)
        n = atoi(s->doc->text + t->start);
    else if (sm_scan_class(s, i) & SM_W_NUMBER)
        n = sm_word_of(t)->value;
    if (n < 0 || n > 120)
        return -1;
    size_t j = i + 1;
    if (j < end && s->doc->text[s->doc->tokens[j].start] == '-')
        j++;
    if (j + 1 >= end)
        return -1;
    int32_t unit = sm_token_is(s->doc, j, "year") || sm_token_is(s->doc, j, "years")     ? 12
                   : sm_token_is(s->doc, j, "month") || sm_token_is(s->doc, j, "months") ? 1
                                                                                         : 0;
    for (size_t k = j + 1; unit && k < end && k < j + 3; k++)
        if (sm_token_is(s->doc, k, "old"))
            return n * unit;
    return -1;
}

static bool is_name(const sm_scan *s, size_t i)
{
    const sm_token *t = &s->doc->tokens[i];
    return t->kind == SM_WORD && (t->flags & SM_T_CAPITAL) && !s->doc->allcaps && t->fold_length > 1 &&
           !s->mention_at[i] && !s->time_at[i] && !s->terms[i] && !sm_scan_cue(s, i, SM_C_name_suffix) &&
           !(sm_scan_class(s, i) & (SM_W_STOP | SM_W_TITLE | SM_W_WEEKDAY | SM_W_MONTH | SM_W_PRONOUN |
                                    SM_W_ORGHEAD | SM_W_PLACENOUN | SM_W_NUMBER | SM_W_SAY));
}

/* A headline in capitals says nothing of names: "Boy Dies After Shooting in Leeds". */
static bool in_title_case(const sm_scan *s, uint32_t sentence)
{
    const sm_sentence *q = &s->doc->sentences[sentence];
    uint32_t capital = 0, words = 0;
    for (uint32_t i = q->first; i < q->end; i++) {
        const sm_token *t = &s->doc->tokens[i];
        if (t->kind != SM_WORD || t->fold_length < 4)
            continue;
        words++;
        capital += (t->flags & SM_T_CAPITAL) != 0;
    }
    return words > 2 && 3 * capital > 2 * words;
}

/* Two names of which one may be the given name of the other: they stand side by side somewhere. */
static bool side_by_side(const sm_scan *s, uint64_t a, uint64_t b)
{
    const sm_token *t = s->doc->tokens;
    for (size_t i = 0; i + 1 < s->doc->n_tokens; i++)
        if ((t[i].flags & t[i + 1].flags & SM_T_CAPITAL) &&
            ((t[i].hash == a && t[i + 1].hash == b) || (t[i].hash == b && t[i + 1].hash == a)))
            return true;
    return false;
}

static void look_at(const sm_scan *s, size_t i, person *p)
{
    if (sm_scan_cue(s, i, SM_C_male))
        p->sex = MALE;
    if (sm_scan_cue(s, i, SM_C_female))
        p->sex = FEMALE;
    if (sm_scan_cue(s, i, SM_C_child))
        p->stage = CHILD;
    if (sm_scan_cue(s, i, SM_C_adult))
        p->stage = ADULT;
    if (sm_scan_cue(s, i, SM_C_officer))
        p->side = OFFICER;
    if (sm_scan_cue(s, i, SM_C_suspect))
        p->side = SUSPECT;
    if (sm_scan_cue(s, i, SM_C_civilian))
        p->side = CIVILIAN;
    p->fresh |= sm_scan_cue(s, i, SM_C_fresh);
}

/* The nearest noun of a person before token `i`: whose wound it is, who shot himself. SM_NONE = none. */
static uint32_t bearer_before(const sm_scan *s, size_t i, size_t begin, uint8_t sex)
{
    for (size_t j = i; j > begin && i - j < BEARER; j--) {
        size_t k = j - 1;
        if (s->doc->tokens[k + 1].kind == SM_POSSESSIVE || sm_is_agent(s, k, begin) ||
            (sex == MALE && sm_scan_cue(s, k, SM_C_female)) ||
            (sex == FEMALE && sm_scan_cue(s, k, SM_C_male)))
            continue; /* "in his mother's car and shot himself" */
        if ((sm_scan_class(s, k) & SM_W_SAY) || sm_scan_cue(s, k, SM_C_cause_of_death))
            break;
        bool noun = (s->terms[k] & (SM_L(victim) | SM_L(perp))) != 0 && !(s->terms[k] & SM_L(shot));
        if (noun && !sm_scan_cue(s, k, SM_C_he_she))
            return (uint32_t)k;
        if (sm_token_is(s->doc, k, "old") || sm_scan_cue(s, k, SM_C_he_she) ||
            (is_name(s, k) && k > begin && !in_title_case(s, s->doc->tokens[k].sentence))) {
            size_t head = k;
            while (head > begin && (s->doc->tokens[head - 1].flags & SM_T_CAPITAL))
                head--;
            if (head == k || !sm_names_no_person(s, head, begin))
                return (uint32_t)k;
            j = head + 1;
        }
    }
    return SM_NONE;
}

static person describe(const sm_scan *s, const sm_count *c)
{
    const sm_sentence *q = &s->doc->sentences[s->doc->tokens[c->word].sentence];
    person p = {.age = -1,
                .wounded = c->kind == SM_COUNT_INJURED,
                .sentence = s->doc->tokens[c->word].sentence,
                .noun = c->first};
    size_t first = c->first, end = c->end;
    bool accident = false;
    for (size_t i = c->word > q->first + 6 ? c->word - 6 : q->first; i < c->word; i++)
        accident |= sm_scan_cue(s, i, SM_C_accident);

    p.suicide = c->suicide && !accident;
    bool self = sm_scan_cue(s, first, SM_C_self);
    p.self = self;
    if (self)
        look_at(s, first, &p);
    if (self || (first == c->word && !(s->terms[first] & SM_L(victim)))) {
        uint32_t bearer = bearer_before(s, first, q->first, p.sex);
        if (bearer == SM_NONE)
            return p;
        first = p.noun = bearer;
        end = bearer + 1;
    }
    /* the rest of the noun phrase: "boy" behind "old", the surname behind the given name */
    while (end < q->end && (is_name(s, end) ||
                            ((s->terms[end] & (SM_L(victim) | SM_L(perp))) && !(s->terms[end] & SM_L(shot)))))
        end++;
    bool names = !in_title_case(s, p.sentence);
    p.head = s->doc->tokens[end - 1].hash;
    size_t start = first;
    for (; start > q->first && first - start < NP; start--) {
        size_t k = start - 1;
        uint64_t cl = sm_scan_class(s, k);
        const sm_token *t = &s->doc->tokens[k];
        bool hyphen = t->kind == SM_PUNCT && s->doc->text[t->start] == '-';
        if ((t->kind == SM_PUNCT && !hyphen) || t->kind == SM_POSSESSIVE ||
            (cl & (SM_W_PREP | SM_W_AUX | SM_W_RELATIVE | SM_W_CONJ | SM_W_SAY)) ||
            (s->terms[k] & (SM_L(killed) | SM_L(injured) | SM_L(shot))))
            break;
        if (cl & SM_W_DETERMINER) {
            p.indefinite = sm_token_is(s->doc, k, "a") || sm_token_is(s->doc, k, "an") ||
                           sm_token_is(s->doc, k, "another") || sm_token_is(s->doc, k, "one");
            look_at(s, k, &p);
            start--;
            break;
        }
    }
    for (size_t i = start; i < end; i++) {
        look_at(s, i, &p);
        int32_t age = age_at(s, i, q->end);
        if (age >= 0)
            p.age = age;
        if (names && is_name(s, i) && (i > q->first || (i + 1 < end && is_name(s, i + 1)))) {
            if (p.surname)
                p.given = p.given ? p.given : p.surname;
            p.surname = s->doc->tokens[i].hash;
        }
    }
    p.pronoun = sm_scan_cue(s, first, SM_C_singular_pronoun);
    p.bare = end == first + 1 && !(s->terms[first] & (SM_L(victim) | SM_L(perp))) && !p.pronoun && !p.surname;
    p.counted = !c->singular;
    p.indefinite |= p.counted;
    /* "Kim Lee, 22, was" */
    if (p.age < 0 && end + 1 < q->end && sm_scan_comma(s, end) && s->doc->tokens[end + 1].kind == SM_NUMBER &&
        s->doc->tokens[end + 1].end - s->doc->tokens[end + 1].start <= 2 && !s->time_at[end + 1])
        p.age = 12 * atoi(s->doc->text + s->doc->tokens[end + 1].start);
    if (p.age >= 0 && p.age <= 15 * 12)
        p.stage = CHILD;
    else if (p.age >= 20 * 12)
        p.stage = ADULT;
    p.suicide &= p.stage != CHILD;
    for (size_t i = q->first; i < start; i++)
        p.echo |= s->doc->tokens[i].hash == p.head;
    p.fresh &=
        c->word >= c->first ||
        sm_token_is(s->doc, first, "another"); /* "a boy shot another boy": another than the one who shot */
    if (!p.pronoun)
        for (size_t i = end; i < c->word; i++)
            p.fresh |= sm_token_is(s->doc, i, "also");
    return p;
}

static bool conflict(const sm_scan *s, const person *a, const person *b)
{
    if ((a->sex && b->sex && a->sex != b->sex) || (a->stage && b->stage && a->stage != b->stage) ||
        (a->side && b->side && a->side != b->side && a->side + b->side != SUSPECT + CIVILIAN) ||
        (a->age >= 0 && b->age >= 0 && a->age != b->age))
        return true;
    if (!a->surname || !b->surname || !a->given || !b->given)
        return false;
    return a->surname != b->surname && a->surname != b->given && a->given != b->surname &&
           !side_by_side(s, a->surname, b->surname);
}

static bool same_name(const person *a, const person *b)
{
    return a->surname && b->surname &&
           (a->surname == b->surname || a->surname == b->given || a->given == b->surname);
}

/* "And", "while" or "but" stands between two tokens. */
static bool joined(const sm_scan *s, uint32_t a, uint32_t b)
{
    for (uint32_t i = a; i < b; i++)
        if (sm_scan_cue(s, i, SM_C_contrast))
            return true;
    return false;
}

static person *find(const sm_scan *s, person *list, size_t n, const person *d, bool killed)
{
    for (size_t k = n; k > 0 && (d->suicide || d->self); k--)
        if (list[k - 1].suicide || (d->suicide && list[k - 1].self))
            return &list[k - 1];
    if (d->suicide)
        return NULL;
    for (size_t k = n; k > 0; k--)
        if (same_name(&list[k - 1], d))
            return &list[k - 1];
    for (size_t k = n; k > 0 && d->age >= 0; k--)
        if (list[k - 1].age == d->age && !conflict(s, &list[k - 1], d))
            return &list[k - 1];
    person *nearest = NULL;
    bool other = d->fresh;
    if (other && d->echo && (n == 0 || list[n - 1].sentence != d->sentence))
        other = false;
    for (size_t k = n; k > 0; k--) {
        person *p = &list[k - 1];
        bool again = k > 1 && p->fresh && (!d->indefinite || p->head == d->head || p->bare || d->bare);
        again |=
            k > 1 && p->head == d->head && !d->indefinite; /* "her son was hurt … her son was also hurt" */
        if (other && !again)
            continue;
        if (p->suicide || conflict(s, p, d))
            continue;
        bool beside = d->indefinite && p->sentence == d->sentence && p->noun != d->noun && p->dead != killed;
        beside |= p->dead && d->wounded && !d->pronoun && p->sentence == d->sentence && p->head != d->head &&
                  joined(s, p->noun, d->noun);
        bool apart = d->counted && p->dead != killed && (p->counted || d->wounded);
        if (beside || apart)
            continue;
        if ((!d->indefinite && p->head == d->head) || (killed && p->dead && !d->pronoun))
            return p;
        nearest = nearest ? nearest : p;
    }
    return nearest;
}

/* "Lee was taken to a hospital, where he died": who is named earlier in the pronoun's sentence. */
static person *named_before(const sm_scan *s, person *list, size_t n, const sm_count *c)
{
    const sm_sentence *q = &s->doc->sentences[s->doc->tokens[c->word].sentence];
    for (uint32_t i = c->first; i > q->first; i--)
        for (size_t k = n; k > 0 && is_name(s, i - 1); k--) {
            uint64_t hash = s->doc->tokens[i - 1].hash;
            if (list[k - 1].surname == hash || list[k - 1].given == hash)
                return &list[k - 1];
        }
    return NULL;
}

static void learn(person *p, const person *d)
{
    p->age = p->age >= 0 ? p->age : d->age;
    p->sex = p->sex ? p->sex : d->sex;
    p->stage = p->stage ? p->stage : d->stage;
    p->side = p->side ? p->side : d->side;
    if (d->surname && (!p->surname || (d->given && !p->given))) {
        p->surname = d->surname;
        p->given = d->given;
    }
    p->sentence = d->sentence;
    p->noun = d->noun;
}

static int by_word(const void *a, const void *b)
{
    const sm_count *x = *(const sm_count *const *)a, *y = *(const sm_count *const *)b;
    return (x->word > y->word) - (x->word < y->word);
}

sm_persons_told sm_told_one_by_one(const sm_scan *s, const sm_report *r)
{
    enum { STATEMENTS = 128 };
    sm_persons_told told = {0};
    const sm_count *order[STATEMENTS];
    person list[SM_PEOPLE];
    size_t n = 0, n_order = 0;
    uint32_t last = 0;
    for (size_t i = 0; i < r->n_counts && n_order < STATEMENTS; i++) {
        const sm_count *c = &s->counts[r->counts[i]];
        if (c->kind <= SM_COUNT_SHOT && c->best == 1 && c->high == 1 && !c->implied)
            order[n_order++] = c;
    }
    qsort(order, n_order, sizeof *order, by_word);
    for (size_t i = 0; i < n_order; i++) {
        const sm_count *c = order[i];
        bool killed = c->kind == SM_COUNT_KILLED;
        person d = describe(s, c), *p = d.pronoun ? named_before(s, list, n, c) : NULL;
        if (p == NULL)
            p = find(s, list, n, &d, killed);
        if (p == NULL && d.pronoun && n > 0) { /* a pronoun brings in nobody */
            list[n - 1].dead |= killed && n == 1;
            continue;
        }
        if (p == NULL && n < SM_PEOPLE) {
            p = &list[n++];
            *p = d;
            p->first = c->word;
            p->gap = n > 1 ? d.sentence - last : 0;
        } else if (p)
            learn(p, &d);
        else
            continue;
        last = d.sentence;
        p->dead |= killed;
        p->hurt |= !killed;
        p->wounded |= c->kind == SM_COUNT_INJURED;
    }
    for (size_t k = 0; k < n; k++) {
        told.dead += list[k].dead;
        if (list[k].gap > FAR)
            continue;
        if (list[k].hurt && !list[k].dead)
            told.word[told.hurt++] = list[k].first;
    }
    return told;
}
