/* From triggers to incidents.
 *
 * Within a sentence triggers go together unless their types, places or days exclude each other. Then each
 * group looks for the earlier incident of the article that it tells more of: types must agree and neither
 * places nor days may conflict; a definite "the attack", equal places, equal numbers and nearness speak for
 * it, "another", "a second" and a first "an attack" against it. (Compare the separate-instance rule of MUC:
 * another place, day, category or perpetrator is another incident.) */
#include "group.h"

#include <stdlib.h>
#include <string.h>

static void add_count(sm_scan *s, sm_report *r, uint32_t count)
{
    if (sm_arena_grow(s->arena, &r->counts, &r->counts_capacity, r->n_counts, sizeof *r->counts))
        r->counts[r->n_counts++] = count;
}

static void add_passage(sm_scan *s, sm_report *r, uint32_t sentence, uint32_t first, uint32_t end)
{
    if (sm_arena_grow(s->arena, &r->passages, &r->passages_capacity, r->n_passages, sizeof *r->passages))
        r->passages[r->n_passages++] = (sm_passage){
            .sentence = sentence, .first = first, .end = end, .killed = SM_UNSTATED, .injured = SM_UNSTATED};
}

static bool finer(const sm_scan *s, const sm_where *a, const sm_where *b)
{
    if (!b->n)
        return true;
    if (!a->n)
        return false;
    const sm_place *p = sm_where_place(s, a), *q = sm_where_place(s, b);
    if (!p || !q)
        return p && !q;
    return a->precision && a->precision < b->precision &&
           s->places->mentions[a->mentions[0]].place != s->places->mentions[b->mentions[0]].place;
}

static void absorb(sm_scan *s, sm_report *r, const sm_hit_group *g)
{
    if (g->agentless && g->when.known && r->when.known && r->when.score < 0.34f &&
        g->when.score > 1.5f * r->when.score && g->when.precision <= SM_PRECISION_DAY)
        r->when = g->when;
    if (g->type == SM_EVENT_security_operation && sm_is_violent(r->type))
        return; /* the arrest has its own place and day */
    for (size_t t = 0; t < SM_EVENT_COUNT; t++)
        r->votes[t] += g->votes[t];
    if (!g->effect_only && g->rank > r->rank)
        r->rank = g->rank;
    for (size_t t = 1; t < SM_EVENT_COUNT; t++)
        if (r->votes[t] > r->votes[r->type] &&
            (r->rank <= 1 || r->type == SM_EVENT_NONE || sm_types_agree((uint8_t)t, r->type)))
            r->type = (uint8_t)t;
    r->objects |= g->objects;
    bool named_again =
        g->noun_only && !g->indefinite && !g->effect_only; /* "the kidnapping" that was tried */
    if (g->status < r->status && !(named_again && r->status <= SM_FOILED))
        r->status = g->status;
    r->strong |= g->strong;
    if (finer(s, &g->where, &r->where))
        r->where = g->where;
    if (g->when.timex != SM_NONE && (sm_group_has_day(g) || !g->definite) &&
        (r->when.timex == SM_NONE || s->times[r->when.timex].first < s->dateline_end ||
         (g->when.precision && g->when.precision < r->when.precision &&
          g->when.precision <= SM_PRECISION_DAY && r->when.precision > SM_PRECISION_DAY)))
        r->when = g->when;
}

static bool stands_alone(const sm_scan *s, const sm_hit_group *g, size_t n_counts)
{
    (void)s;
    if (g->effect_only)
        return (g->type != SM_EVENT_NONE || g->agentless) && g->type != SM_EVENT_NONE && n_counts > 0 &&
               g->votes[SM_EVENT_property_destruction] == 0;
    bool vague = !g->where.n || g->where.precision == SM_GEO_COUNTRY || g->where.precision == SM_GEO_REGION;
    if (g->plural && g->noun_only && !g->definite && vague && !sm_group_has_day(g) && n_counts == 0)
        return false; /* "attacks" in general */
    return true;
}

/* The tokens of a passage: the sentence, or when it tells of several incidents the clauses of this one. */
static void passage_of(const sm_scan *s, const sm_sentence *sentence, const sm_hit_group *g, size_t n_groups,
                       uint32_t *first, uint32_t *end)
{
    *first = sentence->first;
    *end = sentence->end;
    if (n_groups < 2)
        return;
    *first = g->first;
    *end = g->end;
    while (*first > sentence->first && s->clause[*first - 1] == s->clause[g->first])
        --*first;
    while (*end < sentence->end && s->clause[*end] == s->clause[g->end - 1])
        ++*end;
}

/* The group of a number: the one whose trigger says the fate, else the nearest. */
static size_t group_of_count(const sm_scan *s, const sm_count *c, size_t from, size_t to,
                             const sm_hit_group *groups, size_t n)
{
    for (size_t k = from; k < to; k++)
        if (!s->hits[k].dropped && c->word >= s->hits[k].first && c->word < s->hits[k].end)
            return s->hits[k].group;
    size_t best = SIZE_MAX;
    uint32_t least = UINT32_MAX;
    for (size_t g = 0; g < n; g++) {
        uint32_t distance = c->word >= groups[g].end    ? c->word - groups[g].end
                            : groups[g].first > c->word ? groups[g].first - c->word
                                                        : 0;
        distance += 6 * (uint32_t)abs((int)s->clause[c->word] - (int)s->clause[groups[g].first]);
        if (distance < least) {
            least = distance;
            best = g;
        }
    }
    return best;
}

static void follow(const sm_scan *s, const sm_sentence *sentence, const sm_hit_group *groups, size_t n,
                   const uint32_t *owner, sm_reports *reports)
{
    /* "came a week after", "two days after": the days between two incidents of one sentence */
    for (size_t g = 0; g + 1 < n; g++)
        for (uint32_t i = groups[g].end; i + 1 < groups[g + 1].first + 1 && i < sentence->end; i++) {
            if (!s->time_at[i] || i + 2 >= sentence->end)
                continue;
            const sm_timex *t = &s->times[s->time_at[i] - 1];
            bool after = t->end < sentence->end && sm_token_is(s->doc, t->end, "after");
            after |= sm_token_is(s->doc, t->end - 1, "after") && t->end - t->first > 1;
            if (!after || owner[g] == SM_NONE || owner[g + 1] == SM_NONE || owner[g] == owner[g + 1])
                continue;
            int unit = 0, number = 1;
            for (uint32_t j = t->first; j < t->end; j++) {
                unit = sm_token_is(s->doc, j, "day") || sm_token_is(s->doc, j, "days")     ? 1
                       : sm_token_is(s->doc, j, "week") || sm_token_is(s->doc, j, "weeks") ? 7
                                                                                           : unit;
                if (sm_scan_class(s, j) & SM_W_NUMBER)
                    number = sm_word_of(&s->doc->tokens[j])->value;
                else if (s->doc->tokens[j].kind == SM_NUMBER)
                    number = atoi(s->doc->text + s->doc->tokens[j].start);
            }
            if (unit && number > 0 && number < 60) {
                reports->items[owner[g]].follows = owner[g + 1];
                reports->items[owner[g]].follows_days = unit * number;
                if (reports->items[owner[g]].when.timex == (uint32_t)(t - s->times))
                    reports->items[owner[g]].when.timex = SM_NONE;
            }
        }
}

/* What kills in an article whose toll names no cause: the kind that most of its triggers tell of. Violence
 * only if it speaks of attackers, forces or weapons. */
static uint8_t cause_of_article(const sm_scan *s)
{
    float votes[SM_EVENT_COUNT] = {0};
    uint8_t best = SM_EVENT_NONE;
    for (size_t i = 0; i < s->n_hits; i++)
        if (!sm_is_effect(&s->hits[i]) && !s->hits[i].dropped)
            votes[s->hits[i].type] += sm_vote_of(&s->hits[i]);
    for (size_t t = 1; t < SM_EVENT_COUNT; t++)
        if (t != SM_EVENT_security_operation && votes[t] > (best ? votes[best] : 0))
            best = (uint8_t)t;
    if (best)
        return best;
    return s->article & (SM_L(perp) | SM_L(group) | SM_L(army) | SM_L(police) | SM_L(weapon))
               ? SM_EVENT_armed_attack
               : SM_EVENT_other;
}

static sm_report *new_report(sm_scan *s, sm_reports *reports, const sm_hit_group *g)
{
    if (!sm_arena_grow(s->arena, &reports->items, &reports->capacity, reports->count, sizeof *reports->items))
        return NULL;
    sm_report *r = &reports->items[reports->count++];
    uint8_t type = g->agentless ? cause_of_article(s) : g->type;
    *r = (sm_report){.type = type,
                     .rank = g->rank,
                     .status = g->status,
                     .strong = g->strong,
                     .where = g->where,
                     .when = g->when,
                     .first_token = g->first,
                     .follows = SM_NONE,
                     .another = g->another,
                     .objects = g->objects};
    memcpy(r->votes, g->votes, sizeof r->votes);
    r->votes[type] += 0.8f; /* the first words count more */
    return r;
}

static void place_group(sm_scan *s, sm_reports *reports, const sm_hit_group *g, const uint32_t *counts,
                        size_t n_counts, uint32_t sentence, uint32_t *owner)
{
    enum { REACH = 24 };
    /* "the attack" with nothing new to say tells of an incident told before, or of none */
    bool refers = !g->effect_only && (g->noun_only || g->gerund) && !g->indefinite &&
                  (g->definite || !g->plural) &&
                  (!g->where.n || !g->where.firm || (g->gerund && g->where.precision >= SM_GEO_REGION)) &&
                  !sm_group_has_day(g) && n_counts == 0;
    float best = refers ? 0.2f : 1.3f;
    *owner = SM_NONE;
    for (size_t k = reports->count; k > 0 && k + REACH > reports->count; k--) {
        float v = sm_likeness(s, &reports->items[k - 1], g, counts, n_counts, sentence);
        if (v > best) {
            best = v;
            *owner = (uint32_t)k - 1;
        }
    }
    if (*owner == SM_NONE) {
        if ((refers && (g->definite || !g->strong)) || !stands_alone(s, g, n_counts) ||
            new_report(s, reports, g) == NULL)
            return;
        *owner = (uint32_t)reports->count - 1;
    } else
        absorb(s, &reports->items[*owner], g);
}

static void read_sentence(sm_scan *s, size_t k, size_t from, size_t to, size_t *next_count,
                          sm_reports *reports)
{
    const sm_sentence *sentence = &s->doc->sentences[k];
    sm_hit_group groups[SM_SENTENCE_GROUPS];
    uint32_t owner[SM_SENTENCE_GROUPS], counts[SM_SENTENCE_GROUPS][8];
    size_t n_counts[SM_SENTENCE_GROUPS] = {0};
    size_t n = sm_group_sentence(s, from, to, groups);
    for (; *next_count < s->n_counts && s->counts[*next_count].word < sentence->end; ++*next_count) {
        size_t g = group_of_count(s, &s->counts[*next_count], from, to, groups, n);
        if (g != SIZE_MAX && g < n && n_counts[g] < 8)
            counts[g][n_counts[g]++] = (uint32_t)*next_count;
        else if (g == SIZE_MAX && reports->count && s->counts[*next_count].kind <= SM_COUNT_DISPLACED) {
            sm_report *last = &reports->items[reports->count - 1];
            if (last->passages[last->n_passages - 1].sentence + 2 >= k)
                add_count(s, last, (uint32_t)*next_count);
        }
    }
    for (size_t g = 0; g < n; g++) {
        if (groups[g].definite && groups[g].noun_only && !sm_group_has_day(&groups[g]))
            groups[g].when = (sm_when){.timex = SM_NONE, .minute = -1};
        place_group(s, reports, &groups[g], counts[g], n_counts[g], (uint32_t)k, &owner[g]);
        if (owner[g] == SM_NONE)
            continue;
        for (size_t i = from; i < to; i++)
            if (!s->hits[i].dropped && s->hits[i].group == g)
                s->hits[i].report = owner[g];
        sm_report *r = &reports->items[owner[g]];
        uint32_t first, end;
        passage_of(s, sentence, &groups[g], n, &first, &end);
        add_passage(s, r, (uint32_t)k, first, end);
        for (size_t i = 0; i < n_counts[g]; i++) {
            const sm_count *c = &s->counts[counts[g][i]];
            sm_passage *p = &r->passages[r->n_passages - 1];
            if (c->kind == SM_COUNT_KILLED && !c->part && c->best > p->killed)
                p->killed = c->best;
            if (c->kind == SM_COUNT_INJURED && !c->part && c->best > p->injured)
                p->injured = c->best;
            add_count(s, r, counts[g][i]);
        }
        for (size_t i = from; i < to; i++)
            if (!s->hits[i].dropped && s->hits[i].group == g && !sm_is_effect(&s->hits[i]))
                sm_find_actors(s, &s->hits[i], r);
        for (size_t i = from; i < to; i++)
            if (!s->hits[i].dropped && s->hits[i].group == g && sm_is_effect(&s->hits[i]) && s->hits[i].type)
                sm_find_actors(s, &s->hits[i], r);
    }
    follow(s, sentence, groups, n, owner, reports);
}

static void choose_main(sm_reports *reports)
{
    float best = 0;
    reports->main = SM_NONE;
    for (size_t k = 0; k < reports->count; k++) {
        const sm_report *r = &reports->items[k];
        if (r->dropped || r->status > SM_ATTEMPTED)
            continue;
        float v = (float)r->n_passages + (r->n_counts ? 1.0f : 0) + (r->where.n ? 1.0f : 0) +
                  (k == 0 ? 2.0f : 0) + (r->passages[0].sentence < 3 ? 1.0f : 0);
        if (v > best) {
            best = v;
            reports->main = (uint32_t)k;
        }
    }
}

sm_status sm_individuate(sm_scan *s, sm_reports *out, sm_error *err)
{
    *out = (sm_reports){.main = SM_NONE};
    size_t hit = 0, count = 0;
    for (size_t k = 0; k < s->doc->n_sentences; k++) {
        size_t from = hit;
        while (hit < s->n_hits && s->hits[hit].sentence == k)
            hit++;
        bool counts = count < s->n_counts && s->counts[count].word < s->doc->sentences[k].end;
        if (from < hit || counts)
            read_sentence(s, k, from, hit, &count, out);
        if (sm_arena_failed(s->arena))
            return sm_fail(err, SM_E_NOMEM, "no memory for the incidents of an article");
    }
    choose_main(out);
    return SM_OK;
}
