/* What a name is used for by the words around it: where something happened, or an address, an end of a
 * journey, who speaks or acts, where something was said. */
#include "linking.h"

#include <string.h>

bool sm_may_modify(const sm_mention *m)
{
    return m->name_kind != SM_NAME_ADJECTIVE && m->name_kind != SM_NAME_DEMONYM &&
           m->name_kind != SM_NAME_METONYM;
}

bool sm_modifies(const sm_scan *s, const sm_mention *m, const sm_hit *h)
{
    if (!h->noun || m->end > h->first || h->first - m->end > 3 || !sm_may_modify(m))
        return false;
    for (size_t i = m->end; i < h->first; i++) {
        uint64_t c = sm_scan_class(s, i);
        if (s->doc->tokens[i].kind != SM_WORD ||
            (c & (SM_W_AUX | SM_W_PREP | SM_W_RELATIVE | SM_W_CONJ | SM_W_SAY | SM_W_POLITICAL |
                  SM_W_PERSONNOUN | SM_W_DETERMINER)) ||
            (s->terms[i] & (SM_L(perp) | SM_L(force))))
            return false;
    }
    return true;
}

bool sm_on_street(const sm_scan *s, const sm_mention *m, const sm_hit *h, size_t begin)
{
    if (m->end < s->doc->n_tokens && sm_scan_cue(s, m->end, SM_C_street) && !s->mention_at[m->end])
        return true;
    bool hospital = m->end < s->doc->n_tokens && sm_scan_cue(s, m->end, SM_C_hospital_name);
    for (size_t i = m->first; i > begin && m->first - i < 6; i--) {
        if (sm_token_is(s->doc, i - 1, "block") && m->first - i < 3)
            return true;
        if (hospital && h->trigger && h->trigger->strength == SM_effect &&
            sm_scan_cue(s, i - 1, SM_C_brought))
            return true;
    }
    return false;
}

bool sm_is_route(const sm_scan *s, const sm_governor *g, size_t begin)
{
    if (g->prep == NULL || !(strcmp(g->prep->phrase, "from") == 0 || strcmp(g->prep->phrase, "to") == 0 ||
                             strcmp(g->prep->phrase, "for") == 0))
        return false;
    for (size_t i = g->at; i > begin && g->at - i < 8; i--)
        if (sm_scan_cue(s, i - 1, SM_C_travel))
            return true;
    return false;
}

/* "struck Nepal", "off Oman": a place by its words, whatever its kind. */
static bool stricken(const sm_scan *s, const sm_mention *m, const sm_governor *g, size_t begin)
{
    if (m->first == begin)
        return false;
    size_t before = m->first - 1;
    if (sm_scan_class(s, before) & SM_W_DIRECTION && before > begin)
        before--;
    return sm_scan_cue(s, before, SM_C_stricken) ||
           (g->prep && g->at == before && sm_scan_cue(s, before, SM_C_near_place));
}

bool sm_is_place_noun(const sm_scan *s, size_t i)
{
    return (sm_scan_class(s, i) & SM_W_PLACENOUN) || (s->terms[i] & (SM_L(site) | SM_L(territory)));
}

bool sm_is_nouny(const sm_scan *s, size_t i)
{
    static const uint64_t never = SM_W_PREP | SM_W_AUX | SM_W_RELATIVE | SM_W_SAY | SM_W_MODAL |
                                  SM_W_PRONOUN | SM_W_CONJ | SM_W_NEGATION;
    const sm_token *t = &s->doc->tokens[i];
    bool hyphen = t->kind == SM_PUNCT && s->doc->text[t->start] == '-' && !(t->flags & SM_T_SPACE);
    return hyphen || (t->kind == SM_WORD && !(sm_scan_class(s, i) & never) && !s->time_at[i]);
}

bool sm_is_object(const sm_scan *s, const sm_mention *m, const sm_hit *h)
{
    enum { REACH = 7 };
    if (h->noun || m->first < h->end || m->first > h->end + REACH)
        return false;
    for (size_t i = h->end; i < m->first; i++)
        if (!sm_is_nouny(s, i) && !(sm_token_is(s->doc, i, "of") && i > h->end && sm_is_place_noun(s, i - 1)))
            return false;
    return true;
}

bool sm_names_somebody(const sm_scan *s, const sm_mention *m)
{
    size_t i = m->end;
    if (i >= s->doc->n_tokens)
        return false;
    if (s->doc->text[s->doc->tokens[i].start] == '-' && !(s->doc->tokens[i].flags & SM_T_SPACE))
        return true; /* "X-flagged", "X-based" */
    if (s->doc->tokens[i].kind == SM_POSSESSIVE)
        return !(sm_is_place_noun(s, i + 1) || (sm_scan_class(s, i + 1) & SM_W_DIRECTION));
    uint64_t c = sm_scan_class(s, i), t = s->terms[i];
    if ((t & SM_L(site)) || (c & SM_W_PLACENOUN))
        return false;
    if (s->doc->tokens[i].kind != SM_WORD)
        return false;
    bool name = (s->doc->tokens[i].flags & SM_T_CAPITAL) && !s->doc->allcaps && !s->mention_at[i];
    return name ||
           (c & (SM_W_POLITICAL | SM_W_PERSONNOUN | SM_W_TITLE | SM_W_ORGHEAD | SM_W_SAY | SM_W_AUX |
                 SM_W_MODAL)) ||
           (t & (SM_L(perp) | SM_L(force) | SM_L(victim) | SM_L(group)));
}

bool sm_meant_as_place(const sm_scan *s, const sm_mention *m, const sm_hit *h, const sm_governor *g,
                       size_t begin)
{
    if (!sm_may_modify(m) || (s->terms[m->first] & SM_L(group)))
        return false;
    if (stricken(s, m, g, begin))
        return true;
    if (sm_names_somebody(s, m))
        return false;
    if (sm_is_object(s, m, h))
        return true;
    if (g->prep == NULL)
        return false;
    bool placed = sm_scan_cue(s, g->at, SM_C_at_place);
    bool noun = m->end < s->doc->n_tokens && sm_is_place_noun(s, m->end);
    return placed || (noun && strcmp(g->prep->phrase, "of") == 0) || (noun && g->at == h->end);
}

bool sm_done_there(const sm_scan *s, const sm_governor *g, const sm_hit *h, size_t begin)
{
    if (g->prep == NULL || g->at <= begin)
        return false;
    size_t i = g->at - 1;
    bool own = i >= h->first && i < h->end;
    bool reported = i > begin && (sm_scan_class(s, i - 1) & SM_W_AUX); /* "a blast was reported in X" */
    return !own && (((sm_scan_class(s, i) & SM_W_SAY) && !reported) || (s->terms[i] & SM_L(refers)));
}

bool sm_said_there(const sm_scan *s, const sm_mention *m, const sm_hit *h)
{
    for (size_t i = m->end; i < h->first; i++)
        if ((sm_scan_class(s, i) & SM_W_SAY) && i + 1 < h->first &&
            (sm_token_is(s->doc, i + 1, "that") || s->clause[i] != s->clause[h->first]))
            return true;
    return false;
}

bool sm_names_facility(const sm_scan *s, const sm_mention *m, size_t end)
{
    enum { LONGEST = 3, ABROAD_KM = 100 };
    size_t i = m->end;
    bool facility = false;
    for (; i < end && i < m->end + LONGEST && s->doc->tokens[i].kind == SM_WORD && !s->mention_at[i] &&
           !sm_scan_cue(s, i, SM_C_facility_joint);
         i++)
        facility |= (s->terms[i] & SM_L(site)) != 0;
    if (!facility || m->place == SM_NO_PLACE || i + 1 >= end || !sm_scan_cue(s, i, SM_C_facility_joint))
        return false;
    i += sm_token_is(s->doc, i + 1, "the") ? 2 : 1;
    const sm_mention *n = i < end ? sm_scan_mention(s, i) : NULL;
    if (n == NULL || n->kind != SM_LITERAL || n->place == SM_NO_PLACE || n->place == m->place ||
        sm_place_within(s->gazetteer, n->place, m->place) ||
        sm_place_within(s->gazetteer, m->place, n->place))
        return false;
    return sm_distance_km(sm_place_point(sm_gazetteer_place(s->gazetteer, m->place)),
                          sm_place_point(sm_gazetteer_place(s->gazetteer, n->place))) > ABROAD_KM;
}
