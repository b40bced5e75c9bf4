/* Places that stand together: lists ("A, B and C"), chains ("A, B province"), "between A and B", "the A-B
 * border". */
#include "linking.h"

#include <string.h>

static bool contains_place(const sm_scan *s, const sm_mention *inner, const sm_mention *outer)
{
    return inner->place != SM_NO_PLACE && outer->place != SM_NO_PLACE && inner->place != outer->place &&
           sm_place_within(s->gazetteer, inner->place, outer->place);
}

/* The next mention of a list or chain: only commas, "and", "or", "in", articles, place nouns and names that
 * are no mentions between. `*chain`: joined by a comma alone, "in" or "of", like a container. */
static const sm_mention *next_in_list(const sm_scan *s, const sm_mention *m, size_t end, bool *chain)
{
    enum { REACH = 6 };
    size_t i = m->end;
    bool list = false, joined = false;
    *chain = false;
    for (; i < end && i < m->end + REACH && !s->mention_at[i]; i++) {
        const sm_token *t = &s->doc->tokens[i];
        char mark = s->doc->text[t->start];
        bool in = sm_token_is(s->doc, i, "in"), of = sm_token_is(s->doc, i, "of");
        bool joint = sm_scan_comma(s, i) || sm_token_is(s->doc, i, "and") || sm_token_is(s->doc, i, "or");
        bool filler = (sm_scan_class(s, i) & (SM_W_DETERMINER | SM_W_PLACENOUN | SM_W_DIRECTION)) ||
                      sm_token_is(s->doc, i, "s") || mark == ')' || mark == '(' || t->kind == SM_POSSESSIVE ||
                      of;
        bool name = joined && t->kind == SM_WORD && (t->flags & SM_T_CAPITAL) && !s->doc->allcaps;
        if (!in && !joint && !filler && !name)
            return NULL;
        joined = joint;
        list |= joint && !sm_scan_comma(s, i);
        *chain |= in || of || mark == ',' || mark == '(';
    }
    if (i >= end || i >= m->end + REACH)
        return NULL;
    const sm_mention *next = &s->places->mentions[s->mention_at[i] - 1];
    if (next->kind != SM_LITERAL && !(sm_may_modify(next) && !sm_names_somebody(s, next)))
        return NULL;
    *chain &= !list;
    return next;
}

/* "A, B and C" is a list; "A, B" is a place and what it lies in. */
static bool is_list(const sm_scan *s, const sm_mention *m, size_t end)
{
    bool chain;
    for (const sm_mention *p; (p = next_in_list(s, m, end, &chain)) != NULL; m = p)
        if (!chain)
            return true;
    return false;
}

static const sm_mention *previous_in_list(const sm_scan *s, const sm_mention *m, size_t begin, size_t end,
                                          bool *chain)
{
    for (size_t i = m->first; i > begin && m->first - i < 6; i--)
        if (s->mention_at[i - 1]) {
            const sm_mention *p = &s->places->mentions[s->mention_at[i - 1] - 1];
            return (p->kind == SM_LITERAL || sm_may_modify(p)) && next_in_list(s, p, end, chain) == m ? p
                                                                                                      : NULL;
        }
    return NULL;
}

/* "between X and Y": the middle, as wide as the way. */
static bool between(const sm_scan *s, sm_where *w, const sm_mention *a, const sm_mention *b)
{
    if (a->place == SM_NO_PLACE || b->place == SM_NO_PLACE)
        return false;
    sm_point p = sm_place_point(sm_gazetteer_place(s->gazetteer, a->place)),
             q = sm_place_point(sm_gazetteer_place(s->gazetteer, b->place));
    w->point = sm_midpoint(p, q);
    w->located = true;
    w->relation = "between";
    w->radius_km = sm_distance_km(p, q) / 2;
    w->precision = w->radius_km < 25 ? SM_GEO_NEAR : SM_GEO_REGION;
    return true;
}

/* "the Chad-Sudan border": the other side of it. */
static const sm_mention *across_border(const sm_scan *s, const sm_mention *m)
{
    size_t i = m->end, n = s->doc->n_tokens;
    if (i + 2 >= n || s->doc->text[s->doc->tokens[i].start] != '-' || !s->mention_at[i + 1])
        return NULL;
    const sm_mention *other = &s->places->mentions[s->mention_at[i + 1] - 1];
    bool border = other->end < n &&
                  (sm_token_is(s->doc, other->end, "border") || sm_token_is(s->doc, other->end, "frontier"));
    return border ? other : NULL;
}

/* "the road from X to Y": the one of the two that `m` is not; `*first` is the one named first. */
static const sm_mention *other_end_of_road(const sm_scan *s, const sm_mention *m, const sm_governor *g,
                                           size_t begin, size_t end, const sm_mention **first)
{
    if (g->prep == NULL || g->at <= begin)
        return NULL;
    const sm_mention *x = m, *y = NULL;
    if (strcmp(g->prep->phrase, "to") == 0 && s->mention_at[g->at - 1]) {
        x = sm_scan_mention(s, g->at - 1);
        y = m;
    } else if (strcmp(g->prep->phrase, "from") == 0 && m->end + 1 < end && sm_token_is(s->doc, m->end, "to"))
        y = sm_scan_mention(s, m->end + 1);
    if (y == NULL || x->first < begin + 2 || !sm_token_is(s->doc, x->first - 1, "from") ||
        !sm_scan_cue(s, x->first - 2, SM_C_road))
        return NULL;
    *first = x;
    return x == m ? y : x;
}

void sm_widen(const sm_scan *s, sm_where *w, const sm_mention *m, const sm_governor *g, size_t begin,
              size_t end)
{
    bool chain;
    const sm_mention *mentions = s->places->mentions, *x, *y = other_end_of_road(s, m, g, begin, end, &x);
    if (y && between(s, w, m, y)) {
        w->mentions[w->n++] = (uint32_t)(x - mentions);
        w->first = x->first;
        w->end = (x == m ? y : m)->end;
        return;
    }
    /* back to the head of the list or the chain */
    for (const sm_mention *p; w->n < SM_WHERE_SITES &&
                              (p = previous_in_list(s, m, begin, end, &chain)) != NULL &&
                              chain | (w->n < SM_WHERE_SITES);) {
        if (contains_place(s, m, p))
            break;
        m = p;
    }
    const sm_mention *head = m;
    w->mentions[w->n++] = (uint32_t)(m - mentions);
    w->first = m->first;
    w->end = m->end;
    bool list = is_list(s, m, end);
    for (const sm_mention *p; w->n < SM_WHERE_SITES && (p = next_in_list(s, m, end, &chain)) != NULL; m = p) {
        const sm_mention *last = &mentions[w->mentions[w->n - 1]];
        w->end = p->end;
        if (chain && last->place == SM_NO_PLACE && w->n == 1 && w->container == SM_NONE &&
            p->place != SM_NO_PLACE)
            w->container = (uint32_t)(p - mentions);
        if (contains_place(s, last, p) || (chain && (last->place == SM_NO_PLACE || !list)) ||
            (last->place != SM_NO_PLACE && last->place == p->place))
            continue;
        if (contains_place(s, p, last)) {
            w->mentions[w->n - 1] = (uint32_t)(p - mentions);
            continue;
        }
        w->mentions[w->n++] = (uint32_t)(p - mentions);
    }
    if (g->prep && strcmp(g->prep->relation, "between") == 0 && w->n >= 2 &&
        between(s, w, head, &mentions[w->mentions[1]]))
        w->n = 1;
    const sm_mention *other = across_border(s, head);
    if (other && between(s, w, head, other)) {
        w->n = 1;
        w->end = other->end + 1;
    }
}
