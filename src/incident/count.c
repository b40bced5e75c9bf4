/* Numbers of people killed, injured, missing, displaced, detained, rescued.
 *
 * A fate word (killed, wounded, dead, missing …) takes the quantity (quantity.h) of one of these frames:
 *
 *     12 people were killed        the nearest quantity to the left, a form of "be" between
 *     12 dead, 12 people died      the nearest quantity to the left, close by
 *     killed 12, killing at least 12 people      the quantity right behind
 *     the death toll rose to 12, claimed the lives of 12, 12 bodies, the deaths of 12
 *     a man was killed, killed the mayor          one, by a singular noun
 *     no casualties, nobody was hurt              none
 */
#include "quantity.h"

/* "no one was seriously hurt", "nobody else was killed", "no life-threatening injuries": not none at all. */
static bool qualified(const sm_scan *s, size_t first, size_t word, size_t end)
{
    for (size_t i = first; i < word + 5 && i < end; i++)
        if (sm_scan_cue(s, i, SM_C_qualifier))
            return true;
    return false;
}

static void add(sm_scan *s, sm_count_kind kind, const sm_quantity *q, size_t word, size_t begin, size_t end)
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
            bool also = sm_token_is(s->doc, i, "also") || sm_token_is(s->doc, i, "was") ||
                        sm_token_is(s->doc, i, "were");
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

/* A form of "be" or "have" before token `i`, over adverbs and other fates: "were killed and wounded". */
static bool passive_before(const sm_scan *s, size_t i, size_t begin)
{
    for (size_t j = i; j > begin && i - j < 5; j--) {
        if (sm_scan_cue(s, j - 1, SM_C_helper))
            return true;
        if (!sm_is_be(s, j - 1) && !(s->terms[j - 1] & (SM_L(killed) | SM_L(injured) | SM_L(about))))
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
        if (sm_scan_cue(s, j - 1, SM_C_who_after))
            return true;
        if (sm_token_ends(s->doc, j - 1, "ly") || sm_token_is(s->doc, j - 1, "had"))
            continue; /* "who allegedly shot" */
        if (!(s->terms[j - 1] & (SM_L(killed) | SM_L(injured) | SM_L(shot))) &&
            !sm_token_is(s->doc, j - 1, "and"))
            return false;
    }
    return false;
}

static const uint64_t FATES = SM_L(killed) | SM_L(injured) | SM_L(shot) | SM_L(missing) | SM_L(rescued) |
                              SM_L(displaced) | SM_L(detained) | SM_L(taken);

static int kind_of(uint64_t t)
{
    if (!(t & FATES))
        return -1;
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

/* "put the number of those killed in the attack at 160", "the number of injured rose to 40". */
static bool number_of_those(const sm_scan *s, size_t first, size_t next, size_t begin, size_t end,
                            sm_quantity *q)
{
    size_t of = first;
    while (of > begin && first - of < 4 && !sm_token_is(s->doc, of - 1, "of"))
        of--;
    if (of < begin + 2 || !sm_token_is(s->doc, of - 1, "of") || !sm_token_is(s->doc, of - 2, "number"))
        return false;
    for (size_t i = next; i + 1 < end && i < next + 14; i++)
        if ((sm_token_is(s->doc, i, "at") || sm_token_is(s->doc, i, "to") || sm_token_is(s->doc, i, "is") ||
             sm_token_is(s->doc, i, "was")) &&
            sm_quantity_at(s, i + 1, begin, end, q))
            return true;
    return false;
}

/* The object stands right behind the verb: "a man", "the clerk", "him", "his wife". */
static bool has_object(const sm_scan *s, size_t next, size_t end, sm_quantity *q)
{
    bool opened = next < end &&
                  ((sm_scan_class(s, next) & SM_W_DETERMINER) || sm_scan_cue(s, next, SM_C_object_opener));
    return opened && sm_object_after(s, next, end, q);
}

/* "Three officers shot Kim Lee": those before the verb are police, soldiers or attackers, and a name stands
 * behind it. */
static bool forces_act(const sm_scan *s, size_t first, size_t next, size_t begin, size_t end, sm_quantity *q)
{
    sm_quantity actors;
    return sm_quantity_before(s, first, begin, end, 7, &actors) &&
           (actors.head & (SM_L(force) | SM_L(perp))) && sm_object_after(s, next, end, q) &&
           q->first <= next + 1;
}

/* "One man is held after a girl was shot": the girl is meant; "two teenagers and a man were shot": three. */
static void nearer_subject(const sm_scan *s, size_t word, size_t begin, sm_quantity *q)
{
    sm_quantity one;
    if (q->end + 2 > word || !sm_subject_before(s, word, begin, 7, &one) || one.first <= q->end)
        return;
    bool border = false;
    for (size_t i = q->end; i < one.first; i++)
        border |= (sm_scan_class(s, i) & SM_W_AUX) != 0 || sm_scan_cue(s, i, SM_C_subject_border);
    if (border)
        *q = one;
    else if (sm_token_is(s->doc, q->end, "and") && (sm_scan_class(s, q->end + 1) & SM_W_DETERMINER) &&
             !q->singular && one.best == 1) {
        q->best += 1;
        q->low = q->low == SM_UNSTATED ? q->low : q->low + 1;
        q->high = q->high == SM_UNSTATED ? q->high : q->high + 1;
        q->end = one.end;
    }
}

static void count_word(sm_scan *s, size_t first, size_t next, size_t begin, size_t end, int kind)
{
    bool word = next == first + 1; /* not a phrase */
    sm_quantity q;
    if (s->terms[first] & SM_L(suicide)) {
        q = sm_persons(1, first, next);
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
    if (kind == SM_COUNT_INJURED && next > first + 2 && sm_scan_cue(s, next - 1, SM_C_hospital) &&
        sm_scan_any(s, next, end, SM_L(killed))) /* "were taken to a hospital, where they died" */
        return;
    bool object = kind == SM_COUNT_KILLED && sm_token_is(s->doc, next - 1, "of"); /* "claimed the life of" */
    if (object) {
        if (sm_quantity_after(s, next, end, 2, &q) || sm_object_after(s, next, end, &q)) {
            sm_join_after(s, end, &q);
            add(s, SM_COUNT_KILLED, &q, first, begin, end);
        }
        return;
    }
    bool deaths = (s->terms[first] & SM_L(deaths)) != 0;
    bool toll = sm_token_is(s->doc, next - 1, "toll");
    if (deaths && !toll && next < end &&
        sm_token_is(s->doc, next, "of")) { /* "the deaths of three men", "the death of a clerk" */
        if (sm_quantity_after(s, next + 1, end, 2, &q) || sm_object_after(s, next + 1, end, &q)) {
            sm_join_after(s, end, &q);
            add(s, (sm_count_kind)kind, &q, first, begin, end);
        }
        return;
    }
    if (word && sm_token_is(s->doc, first, "death")) {
        if (first > begin && s->doc->tokens[first - 1].kind == SM_POSSESSIVE) {
            q = sm_persons(1, first - 1, first);
            add(s, (sm_count_kind)kind, &q, first, begin, end);
        }
        return;
    }
    if (deaths || (word && sm_scan_cue(s, first, SM_C_toll))) {
        bool lives = word && sm_token_is(s->doc, first, "lives"),
             claimed = false; /* "took 12 lives", "the lives of"; "lives nearby" */
        for (size_t j = first; lives && j > begin && first - j < 6; j--)
            claimed |= sm_scan_cue(s, j - 1, SM_C_takes_lives);
        if (lives && !claimed)
            return;
        bool body = word && (sm_token_is(s->doc, first, "body") || sm_token_is(s->doc, first, "corpse"));
        if (!toll && first > begin && sm_quantity_before(s, first, begin, end, 4, &q) && first - q.end <= 2)
            add(s, (sm_count_kind)kind, &q, first, begin, end);
        else if (!body && sm_quantity_after(s, next, end, toll ? 10 : 3, &q))
            add(s, (sm_count_kind)kind, &q, first, begin, end);
        return;
    }
    if (sm_token_is(s->doc, next - 1, "wound") ||
        sm_token_is(s->doc, next - 1, "wounds")) { /* "with a gunshot wound" */
        if (!sm_quantity_before(s, first, begin, end, 16, &q) || !q.people) {
            if (sm_scan_any(s, begin, end, SM_L(killed))) /* "died of a gunshot wound" */
                return;
            if (first > begin + 2 &&
                (sm_token_is(s->doc, first - 2, "due") || sm_token_is(s->doc, first - 3, "due")))
                return; /* "a homicide due to multiple gunshot wounds" */
            q = sm_persons(1, first, next);
            for (size_t j = first; j > begin + 1 && first - j < 6; j--) {
                sm_quantity bearer; /* "the boy and a 26-year-old man suffered gunshot wounds" */
                if (sm_scan_cue(s, j - 1, SM_C_bore) && sm_subject_before(s, j - 1, begin, 7, &bearer)) {
                    q = bearer;
                    break;
                }
            }
        }
        add(s, (sm_count_kind)kind, &q, first, begin, end);
        return;
    }
    bool passive = passive_before(s, first, begin) ||
                   (next > first + 2 && sm_scan_cue(s, next - 1, SM_C_bullet)); /* "struck by gunfire" */
    if (passive && acts(s, first, begin)) /* "who shot and wounded four people", "who killed a guard" */
        passive = !((sm_quantity_after(s, next, end, 2, &q) && q.people) || has_object(s, next, end, &q));
    bool noun_like = word && sm_scan_cue(s, first, SM_C_state);
    bool verb_alone =
        (word && sm_scan_cue(s, first, SM_C_verb_alone)) ||
        sm_token_is(s->doc, next - 1, "condition"); /* "was flown to Leeds in critical condition" */
    bool gerund = word && sm_token_ends(s->doc, first, "ing") && kind != SM_COUNT_MISSING;
    if (gerund && next < end && sm_token_is(s->doc, next, "of")) {
        if (kind <= SM_COUNT_SHOT &&
            (sm_quantity_after(s, next + 1, end, 2, &q) || sm_object_after(s, next + 1, end, &q))) {
            sm_join_after(s, end, &q);
            add(s, (sm_count_kind)kind, &q, first, begin, end);
        }
        return;
    }
    if (gerund && kind == SM_COUNT_SHOT) { /* "after shooting himself"; "the shooting" has no object */
        bool verb = first > begin && ((sm_scan_class(s, first - 1) & (SM_W_PREP | SM_W_AUX | SM_W_CONJ)) ||
                                      sm_scan_comma(s, first - 1) || sm_token_ends(s->doc, first - 1, "ly"));
        if (verb && ((sm_quantity_after(s, next, end, 2, &q) && q.people) ||
                     (sm_object_after(s, next, end, &q) && q.first <= next + 6)))
            add(s, (sm_count_kind)kind, &q, first, begin, end);
        return;
    }
    bool joint = next < end && (sm_scan_class(s, next) & SM_W_CONJ); /* "left three wounded and one dead" */
    if (joint && !gerund && sm_quantity_before(s, first, begin, end, 4, &q) && q.end == first) {
        sm_skip_parts(s, begin, end, &q);
        add(s, (sm_count_kind)kind, &q, first, begin, end);
        return;
    }
    if (!passive && !noun_like && !verb_alone && sm_quantity_after(s, next, end, 3, &q)) {
        if (q.people)
            sm_join_after(s, end, &q);
        if (q.people || kind <= SM_COUNT_SHOT)
            add(s, (sm_count_kind)kind, &q, first, begin, end);
        return;
    }
    bool acting_now = sm_scan_cue(s, first, SM_C_acting) && next == first + 1; /* "boy shoots his brother" */
    bool active =
        !passive && !noun_like && !verb_alone && kind <= SM_COUNT_SHOT &&
        (acting_now ? sm_object_after(s, next, end, &q)
                    : has_object(s, next, end, &q) ||
                          forces_act(s, first, next, begin, end, &q)); /* "two officers shot a man" */
    if (active) {
        sm_join_after(s, end, &q);
        add(s, (sm_count_kind)kind, &q, first, begin, end);
    }
    if (active || acting_now)
        return;
    if (!gerund && sm_quantity_before(s, first, begin, end, passive || verb_alone ? 16 : 7, &q) &&
        (passive || verb_alone || first - q.end <= 3 || q.rest)) {
        bool noun = kind == SM_COUNT_SHOT && q.best == 1 && !q.people && !passive;
        if (!noun && (q.people || first - q.end <= 4)) { /* "heard one shot" */
            nearer_subject(s, first, begin, &q);
            sm_join_before(s, begin, end, &q);
            sm_skip_parts(s, begin, end, &q);
            if (passive || verb_alone)
                sm_choose_of(s, begin, end, &q);
            add(s, (sm_count_kind)kind, &q, first, begin, end);
            return;
        }
    }
    size_t they = first;
    while (they > begin && sm_is_be(s, they - 1))
        they--;
    if ((passive || verb_alone) && they > begin && sm_token_is(s->doc, they - 1, "they")) {
        if (sm_they_before(s, they - 1, begin, end, &q))
            add(s, (sm_count_kind)kind, &q, first, begin, end);
        return;
    }
    if (!gerund && (passive || verb_alone || noun_like)) {
        if (sm_subject_before(s, first, begin, verb_alone ? 24 : 7, &q))
            add(s, (sm_count_kind)kind, &q, first, begin, end);
    } else if (sm_object_after(s, next, end, &q)) {
        sm_join_after(s, end, &q);
        add(s, (sm_count_kind)kind, &q, first, begin, end);
    } else if (!gerund && sm_subject_before(s, first, begin, 5, &q) && first - q.end <= 1 &&
               kind <= SM_COUNT_SHOT &&
               (next >= end || s->time_at[next] || s->doc->tokens[next].kind == SM_PUNCT ||
                (sm_scan_class(s, next) & SM_W_PREP) || sm_token_ends(s->doc, next, "ly")))
        add(s, (sm_count_kind)kind, &q, first, begin, end); /* headlines: "man killed in crash" */
}

/* "attempted murder", "a deadly weapon", "homicide detectives", "the death penalty": nobody need have died.
 */
static bool is_no_death(const sm_scan *s, size_t i, size_t begin, size_t end)
{
    if (i > begin && sm_token_is(s->doc, i - 1, "or")) /* "causing injury or death" */
        return true;
    if (i > begin + 1 && sm_token_is(s->doc, i - 2, "or") && s->doc->tokens[i - 1].kind == SM_PUNCT)
        return true; /* "life-or-death" */
    for (size_t j = i; j > begin && i - j < 5; j--) {
        if (sm_scan_cue(s, j - 1, SM_C_averted) || (sm_scan_class(s, j - 1) & SM_W_NEGATION))
            return true;
        if (s->doc->tokens[j - 1].kind == SM_PUNCT && s->doc->text[s->doc->tokens[j - 1].start] != '-')
            break;
    }
    return i + 1 < end && sm_scan_cue(s, i + 1, SM_C_no_death);
}

/* "a fatal shooting", "the murder of …": somebody died, though no number says so; "the murder of a clerk"
 * says one. */
static bool implies_death(sm_scan *s, size_t i, size_t begin, size_t end)
{
    if (!sm_scan_cue(s, i, SM_C_death) || is_no_death(s, i, begin, end))
        return false;
    bool of = i + 1 < end && sm_token_is(s->doc, i + 1, "of"),
         adjective = sm_token_is(s->doc, i, "fatal") || sm_token_is(s->doc, i, "deadly");
    for (size_t j = i + 1; adjective && j < end && j < i + 4; j++)
        of |= sm_token_is(s->doc, j, "of") && sm_scan_cue(s, j - 1, SM_C_deed);
    sm_quantity q = sm_persons(1, i, i + 1);
    size_t object = i + 1;
    while (of && object < end && !sm_token_is(s->doc, object, "of"))
        object++;
    bool told = of && object < end && !(s->terms[i] & SM_L(killed)) &&
                (sm_quantity_after(s, object + 1, end, 2, &q) || sm_object_after(s, object + 1, end, &q));
    if (!told && (sm_token_is(s->doc, i, "killing") || sm_token_is(s->doc, i, "murdered")))
        return false;
    if (!told) {
        q = sm_persons(1, i, i + 1);
        q.high = SM_UNSTATED;
    }
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
    for (size_t j = i; j > begin && i - j < 4; j--) /* "no word on injuries" */
        none &= !sm_scan_cue(s, j - 1, SM_C_not_known);
    if (!none)
        return false;
    sm_quantity q = {.first = (uint32_t)i, .end = (uint32_t)i + 1, .people = true};
    if (!sm_token_is(s->doc, i, "injuries"))
        add(s, SM_COUNT_KILLED, &q, i, begin, i + 1);
    if (!sm_token_is(s->doc, i, "fatalities") && !sm_token_is(s->doc, i, "deaths"))
        add(s, SM_COUNT_INJURED, &q, i, begin, i + 1);
    return true;
}

/* "a triple homicide", "a double shooting": the kind of incident says how many. */
static bool multiple_of(sm_scan *s, size_t i, size_t next, size_t begin, size_t end)
{
    if (!(s->terms[i] & SM_L(multiple)))
        return false;
    size_t row_end = i + 1;
    uint32_t row = sm_phrase_longest(&sm_terms, s->doc, i, end, &row_end);
    bool suicide = false; /* "double murder-suicide": some count the killer, some do not */
    for (size_t j = next; j < end && j < next + 3; j++)
        suicide |= sm_token_is(s->doc, j, "suicide");
    if (row == 0 || suicide || is_no_death(s, i, begin, end))
        return true;
    sm_quantity q = sm_persons(sm_terms_rows[row].value, i, next);
    q.singular = false;
    if (s->terms[i] & SM_L(atleast)) /* "murder-suicide" */
        q.high = SM_UNSTATED;
    add(s, s->terms[i] & SM_L(deaths) ? SM_COUNT_KILLED : SM_COUNT_SHOT, &q, i, begin, end);
    return true;
}

/* "Four people were shot, one fatally", "two of them fatally". */
static bool some_fatally(sm_scan *s, size_t i, size_t begin, size_t end)
{
    sm_quantity q;
    if (!sm_token_is(s->doc, i, "fatally") || s->terms[i] & SM_L(killed))
        return false;
    size_t at = i;
    if (at > begin + 1 && sm_token_is(s->doc, at - 2, "of")) /* "of them" */
        at -= 2;
    if (at == begin || !sm_quantity_at(s, at - 1, begin, end, &q))
        return false;
    q.people = true;
    q.end = (uint32_t)i;
    add(s, SM_COUNT_KILLED, &q, i, begin, end);
    return true;
}

/* "was flown to a hospital", "were taken to Mercy Medical Center": hurt, unless it says that they died. */
static bool taken_to_hospital(sm_scan *s, size_t i, size_t begin, size_t end)
{
    enum { REACH = 10 };
    if (!sm_scan_cue(s, i, SM_C_moved) || s->terms[i] & SM_L(injured) || !passive_before(s, i, begin))
        return false;
    size_t house = i;
    for (size_t j = i + 1; j < end && j < i + REACH && house == i; j++) {
        if (sm_scan_cue(s, j, SM_C_clinic) ||
            (sm_token_is(s->doc, j, "center") && sm_token_is(s->doc, j - 1, "medical")) ||
            (sm_token_is(s->doc, j, "centre") && sm_token_is(s->doc, j - 1, "medical")))
            house = j;
        else if (sm_scan_class(s, j) & (SM_W_RELATIVE | SM_W_AUX))
            return false;
    }
    if (house == i || sm_scan_any(s, house, end, SM_L(killed)) || sm_scan_any(s, house, end, SM_L(injured)))
        return false;
    sm_quantity q;
    bool found = sm_quantity_before(s, i, begin, end, 16, &q) && q.people;
    if (found) {
        sm_join_before(s, begin, end, &q);
        sm_skip_parts(s, begin, end, &q);
        sm_choose_of(s, begin, end, &q);
    } else
        found = sm_subject_before(s, i, begin, 24, &q);
    if (found && q.best > 0)
        add(s, SM_COUNT_INJURED, &q, i, begin, end);
    return found;
}

/* "Four people were hit, including a guard", "a bullet hit both Lee and his son"; not by a car or a storm. */
static bool hit_people(sm_scan *s, size_t i, size_t begin, size_t end)
{
    if (!sm_token_is(s->doc, i, "hit") || s->terms[i] & SM_L(shot))
        return false;
    sm_quantity q;
    if (i > begin && sm_scan_cue(s, i - 1, SM_C_projectile)) {
        if (!(sm_quantity_after(s, i + 1, end, 2, &q) && q.people) && !sm_object_after(s, i + 1, end, &q))
            return false;
        sm_join_after(s, end, &q);
    } else {
        bool stop =
            i + 1 >= end || s->doc->tokens[i + 1].kind == SM_PUNCT || sm_token_is(s->doc, i + 1, "and");
        if (!stop || i == begin || !(sm_scan_class(s, i - 1) & SM_W_AUX) ||
            !sm_quantity_before(s, i, begin, end, 8, &q) || !q.people)
            return false;
        sm_skip_parts(s, begin, end, &q);
    }
    add(s, SM_COUNT_SHOT, &q, i, begin, end);
    return true;
}

/* "sent three others to the hospital", "left one dead and two in the hospital". */
static bool sent_to_hospital(sm_scan *s, size_t i, size_t begin, size_t end)
{
    enum { REACH = 14, GAP = 4 };
    if (!sm_scan_cue(s, i, SM_C_sent))
        return false;
    size_t house = i + 1;
    while (house < end && house < i + REACH && !sm_scan_cue(s, house, SM_C_hospital)) {
        if (sm_scan_class(s, house) & (SM_W_AUX | SM_W_RELATIVE | SM_W_SAY))
            return false;
        house++;
    }
    if (house >= end || house >= i + REACH)
        return false;
    size_t prep = house - 1;
    while (prep > i && house - prep < GAP && !sm_scan_cue(s, prep, SM_C_hospital_prep))
        prep--;
    sm_quantity q;
    if (!sm_scan_cue(s, prep, SM_C_hospital_prep) || prep <= i + 1)
        return false;
    bool found = sm_quantity_before(s, prep, i, end, GAP, &q) && q.end == prep;
    if (found)
        q.people = true;
    else
        found = sm_object_after(s, i + 1, end, &q) && q.end <= prep && prep - q.end <= 2;
    if (found && q.best > 0)
        add(s,
            q.rest || sm_scan_any(s, begin, i, SM_L(killed)) || sm_scan_any(s, i, house, SM_L(killed))
                ? SM_COUNT_INJURED
                : SM_COUNT_SHOT,
            &q, house, begin, end);
    return found;
}

/* The next fate, or word that may tell one with the words around it; not inside a phrase. */
static size_t seek_fate(const sm_scan *s, size_t i, size_t end)
{
    const uint64_t terms = FATES | SM_L(multiple), cues = SM_CUE_BIT(SM_C_moved) | SM_CUE_BIT(SM_C_death) |
                                                          SM_CUE_BIT(SM_C_fate) | SM_CUE_BIT(SM_C_sent);
    _Static_assert(SM_C_sent < 64, "the lists stand in the first word of the set");
    for (; i < end; i++) {
        uint64_t tells = (s->terms[i] & terms) | (sm_cue_set_of(&s->doc->tokens[i])->bits[0] & cues);
        if (tells && (!s->terms[i] || s->term_first[i] == i))
            break;
    }
    return i;
}

void sm_scan_counts(sm_scan *s)
{
    const sm_doc *doc = s->doc;
    for (size_t k = 0; k < doc->n_sentences; k++) {
        size_t begin = doc->sentences[k].first, end = doc->sentences[k].end;
        for (size_t i = begin; (i = seek_fate(s, i, end)) < end;) {
            int kind = kind_of(s->terms[i]);
            size_t next = i + 1;
            while (s->terms[i] && next < end && s->term_first[next] == s->term_first[i] &&
                   s->terms[next] == s->terms[i] && s->term_first[i] == i)
                next++;
            if (no_casualties(s, i, begin) || multiple_of(s, i, next, begin, end) ||
                taken_to_hospital(s, i, begin, end) || some_fatally(s, i, begin, end)) {
                i = next;
                continue;
            }
            if (kind < 0 && !hit_people(s, i, begin, end))
                sent_to_hospital(s, i, begin, end);
            if (kind < 0 || sm_token_is(s->doc, i, "death"))
                implies_death(s, i, begin, end);
            bool negated =
                i > begin && (sm_scan_class(s, i - 1) & SM_W_NEGATION) && !sm_token_is(s->doc, i - 1, "no");
            bool modal = false;
            for (size_t j = i; j > begin && i - j < 3; j--)
                modal |= (sm_scan_class(s, j - 1) & SM_W_MODAL) != 0 || sm_scan_cue(s, j - 1, SM_C_nearly);
            for (size_t j = i; j > begin && i - j < 9 && !sm_scan_comma(s, j - 1); j--)
                modal |= sm_token_is(s->doc, j - 1, "whether"); /* "it is unclear whether a man was shot" */
            bool natural =
                next + 1 < end && sm_token_is(s->doc, next, "of") && sm_token_is(s->doc, next + 1, "natural");
            if (kind >= 0 && !(s->terms[i] & SM_L(victim) && kind == SM_COUNT_SHOT) && !negated && !modal &&
                !natural)
                count_word(s, i, next, begin, end, kind);
            i = next;
        }
    }
}
