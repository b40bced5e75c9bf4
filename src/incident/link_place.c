/* Where: the place mentions that belong to a trigger.
 *
 * Every literal mention of the sentence is scored: weight of its preposition × side × 1 / (3 + distance) × ½
 * for each clause border between; a modifier of the trigger noun ("the Bamako hotel attack") wins outright.
 * Then the best one is widened to the list that it stands in and shifted by the words around it. Associative
 * mentions ("Moscow said") are never places. */
#include "linking.h"

#include <stdlib.h>
#include <string.h>

static float score(const sm_scan *s, const sm_mention *m, const sm_hit *h, size_t begin, const char **method,
                   sm_governor *g)
{
    *g = sm_govern(s, m, h, begin);
    if (sm_modifies(s, m, h)) {
        *method = "modifier";
        return 1;
    }
    if (s->terms[m->first] & SM_L(group)) /* "Islamic State of Iraq" */
        return 0;
    bool dateline = m->first < s->dateline_end;
    if (dateline && (m != &s->places->mentions[s->places->dateline] ||
                     (s->article & (SM_L(political) | SM_L(group) | SM_L(army)))))
        return 0; /* the town of a foreign desk; that of a local paper is where things happen */
    if (m->kind != SM_LITERAL && !sm_meant_as_place(s, m, h, g, begin))
        return 0;
    float value = g->prep ? g->prep->weight : 0.3f;
    bool object = sm_is_object(s, m, h);
    size_t distance = m->first >= h->end ? m->first - h->end : m->end <= h->first ? h->first - m->end : 0;
    if (g->prep && g->prep->weight >= 0.6f && g->at >= h->end)
        distance = g->at - h->end;
    if (g->prep && strcmp(g->prep->phrase, "of") == 0 && g->at == h->end)
        value = 0.95f; /* "the bombing of X", "the capture of X" */
    if (g->prep == NULL && m->first > begin && sm_scan_cue(s, m->first - 1, SM_C_striking)) {
        value = 0.85f; /* "an earthquake struck X" */
        object = true;
    }
    if (object) { /* "captured X", "shelled the town of X" */
        value = 0.9f;
        distance = distance > 1 ? 1 : distance;
    }
    if (g->prep &&
        (strcmp(g->prep->phrase, "against") == 0 || strcmp(g->prep->phrase, "on") == 0 ||
         strcmp(g->prep->phrase, "to") == 0) &&
        g->at == h->end)
        value = 0.9f; /* "air strikes on X" */
    bool leading = g->at == begin || (g->at < begin + 2);
    bool shoots = h->type == SM_EVENT_shelling_missile || h->type == SM_EVENT_air_strike;
    if (m->end <= h->first && shoots && !h->noun && !leading)
        value *= 0.35f; /* where they shot from */
    if (sm_is_route(s, g, begin))
        return 0;
    if (m->end <= h->first)
        value *= leading && g->prep ? 0.85f : 0.6f;
    value /= (float)(3 + distance);
    int breaks = abs((int)s->clause[m->first] - (int)s->clause[h->first]);
    if (leading && g->prep && breaks == 1)
        breaks = 0;
    for (int i = 0; i < breaks; i++)
        value *= 0.5f;
    if (m->end <= h->first && sm_said_there(s, m, h))
        value *= 0.15f;
    if (m->place == SM_NO_PLACE)
        value *= 0.8f;
    if (sm_on_street(s, m, h, begin) || sm_names_facility(s, m, s->doc->sentences[h->sentence].end))
        value *= 0.25f;
    if (g->launch)
        value *= 0.3f;
    if (sm_done_there(s, g, h, begin))
        return 0;
    *method = dateline ? "dateline"
              : breaks == 0 && (g->prep || object) && !(m->end <= h->first && sm_said_there(s, m, h))
                  ? "clause_pp"
                  : "sentence";
    return value;
}

/* The words that say where, with the facility or quarter before the name: "a market in X", "the Y district of
 * X". Returns the token that they begin with. */
static uint32_t begin_of_words(const sm_scan *s, uint32_t first, size_t begin)
{
    enum { LONGEST = 9 };
    uint32_t i = first;
    while (i > begin && first - i < LONGEST) {
        uint32_t j = i - 1;
        uint64_t c = sm_scan_class(s, j);
        const sm_token *t = &s->doc->tokens[j];
        bool name = t->kind == SM_WORD && (t->flags & SM_T_CAPITAL) && !s->doc->allcaps && j > begin &&
                    !(c & (SM_W_PREP | SM_W_SAY | SM_W_WEEKDAY | SM_W_MONTH | SM_W_TITLE)) &&
                    !(s->terms[j] & (SM_L(perp) | SM_L(group)));
        bool hyphen =
            t->kind == SM_PUNCT && s->doc->text[t->start] == '-' && !(t->flags & SM_T_SPACE) && i < first;
        bool joint = (sm_token_is(s->doc, j, "of") || sm_token_is(s->doc, j, "in")) && j > begin &&
                     (sm_is_place_noun(s, j - 1) || (sm_scan_class(s, j - 1) & SM_W_DIRECTION) ||
                      (s->mention_at[j - 1] && s->mention_at[j - 1] != s->mention_at[j])) &&
                     !(s->terms[j - 1] & (SM_L(force) | SM_L(perp)));
        bool noun = i < first && (sm_is_place_noun(s, j) && !(s->terms[j] & (SM_L(force) | SM_L(perp))));
        if (!(name || hyphen || joint || noun || (c & (SM_W_DETERMINER | SM_W_DIRECTION | SM_W_PLACENOUN))) ||
            s->time_at[j] || (s->terms[j] & (SM_L(killed) | SM_L(injured))))
            break;
        i = j;
        if ((c & SM_W_DETERMINER) && !joint)
            break;
    }
    while (i < first && !(s->doc->tokens[i].kind == SM_WORD))
        i++;
    return i;
}

/* The facility behind the name: "a Baton Rouge apartment complex", "the Idlib governorate". */
static uint32_t end_of_words(const sm_scan *s, uint32_t end, size_t stop)
{
    enum { LONGEST = 4 };
    uint32_t last = end;
    for (uint32_t i = end; i < stop && i < end + LONGEST; i++) {
        if (s->doc->tokens[i].kind != SM_WORD || !sm_is_nouny(s, i) || s->mention_at[i] ||
            (sm_scan_class(s, i) & (SM_W_STOP | SM_W_DETERMINER)) ||
            (s->terms[i] & (SM_L(killed) | SM_L(injured) | SM_L(perp) | SM_L(victim))))
            break;
        if (sm_is_place_noun(s, i))
            last = i + 1;
    }
    return last;
}

/* "X, Y and Z provinces": the noun at the end speaks of each. */
static bool provinces_behind(const sm_scan *s, const sm_where *w)
{
    uint32_t end = s->places->mentions[w->mentions[w->n - 1]].end;
    return w->n > 1 && end < s->doc->n_tokens && sm_scan_cue(s, end, SM_C_provinces);
}

/* The country whose capital "the capital" at token `i` is. */
static uint32_t country_of_capital(const sm_scan *s, size_t i)
{
    const sm_mention *people = sm_scan_mention(s, i - 1); /* "the Malian capital" */
    if (people)
        return people->place == SM_NO_PLACE ? SM_NO_PLACE
                                            : sm_gazetteer_place(s->gazetteer, people->place)->country;
    if (s->places->dateline != UINT32_MAX) {
        uint32_t place = s->places->mentions[s->places->dateline].place;
        if (place != SM_NO_PLACE)
            return sm_gazetteer_place(s->gazetteer, place)->country;
    }
    return s->places->focus_country;
}

/* "in the capital": the capital that the article names, when it is that of the country meant; NULL = none. */
static const sm_mention *capital_at(const sm_scan *s, size_t i, size_t begin, size_t end)
{
    if (!sm_token_is(s->doc, i, "capital") || i <= begin + 1 || s->mention_at[i] ||
        (i + 1 < end && sm_scan_cue(s, i + 1, SM_C_other_capital)))
        return NULL;
    const sm_mention *people = sm_scan_mention(s, i - 1);
    bool bare = sm_token_is(s->doc, i - 1, "the") || sm_token_is(s->doc, i - 1, "this");
    if (!bare &&
        !(people && (people->name_kind == SM_NAME_ADJECTIVE || people->name_kind == SM_NAME_DEMONYM)))
        return NULL;
    uint32_t country = country_of_capital(s, i);
    for (size_t k = 0; country != SM_NO_PLACE && k < s->places->count; k++) {
        const sm_mention *m = &s->places->mentions[k];
        if (m->place == SM_NO_PLACE)
            continue;
        const sm_place *p = sm_gazetteer_place(s->gazetteer, m->place);
        if ((p->flags & SM_P_CAPITAL) && p->country == country)
            return m;
    }
    return NULL;
}

sm_where sm_link_place(const sm_scan *s, const sm_hit *h)
{
    enum { FAR = 120 }; /* tokens: what stands further off in an endless sentence is not looked at */
    const sm_sentence *sentence = &s->doc->sentences[h->sentence];
    sm_where best = {.relation = "in", .method = "none", .container = SM_NONE};
    const sm_mention *chosen = NULL;
    sm_governor g = {0};
    bool capital = false; /* chosen by "the capital", not by its name */
    size_t from = h->first > sentence->first + FAR ? h->first - FAR : sentence->first,
           to = h->end + FAR < sentence->end ? h->end + FAR : sentence->end;
    for (size_t i = from; s->places && i < to; i++) {
        if (!s->mention_at[i] && !sm_token_is(s->doc, i, "capital"))
            continue;
        const sm_mention *named = capital_at(s, i, sentence->first, sentence->end);
        if (named) {
            sm_mention as = *named;
            sm_governor mine;
            const char *method = "none";
            as.first = (uint32_t)i;
            as.end = (uint32_t)i + 1;
            as.kind = SM_LITERAL;
            float v = score(s, &as, h, sentence->first, &method, &mine);
            if (v > best.score && mine.prep && mine.prep->weight >= 0.6f) {
                best.score = v;
                best.method = method;
                best.first = as.first;
                best.end = as.end;
                chosen = named;
                capital = true;
                g = mine;
            }
        }
        const sm_mention *m = sm_scan_mention(s, i);
        if (m == NULL || m->first != i)
            continue;
        const char *method = "none";
        sm_governor mine;
        float v = score(s, m, h, sentence->first, &method, &mine);
        if (v > best.score) {
            best.score = v;
            best.method = method;
            chosen = m;
            capital = false;
            g = mine;
        }
    }
    if (chosen == NULL)
        return best;
    best.firm = strcmp(best.method, "modifier") == 0 ||
                (g.prep && g.prep->weight >= 0.6f && strcmp(best.method, "clause_pp") == 0);
    if (capital) {
        best.mentions[best.n++] = (uint32_t)(chosen - s->places->mentions);
        best.relation = g.prep->relation;
    } else if (strcmp(best.method, "modifier") == 0) {
        best.mentions[best.n++] = (uint32_t)(chosen - s->places->mentions);
        best.first = chosen->first;
        best.end = chosen->end;
    } else {
        best.relation = g.prep ? g.prep->relation : "in";
        sm_widen(s, &best, chosen, &g, sentence->first, sentence->end);
    }
    const sm_mention *m = &s->places->mentions[best.mentions[0]];
    if (m->place != SM_NO_PLACE && !best.located) {
        const sm_place *p = sm_gazetteer_place(s->gazetteer, m->place);
        best.precision = sm_precision_of(p);
        best.radius_km = sm_radius_of(s, p, best.precision);
        if (best.precision == SM_GEO_EXACT && provinces_behind(s, &best)) {
            sm_box box;
            bool known = p->admin1 != SM_NO_PLACE &&
                         sm_gazetteer_box(s->gazetteer, sm_gazetteer_place(s->gazetteer, p->admin1), &box);
            best.precision = SM_GEO_ADMIN1;
            best.radius_km = known ? sm_box_radius_km(box) : 100;
        }
        sm_shift(s, &best, &g, m, sentence->end);
    }
    if (m->place == SM_NO_PLACE && best.container != SM_NONE) {
        const sm_place *p = sm_gazetteer_place(s->gazetteer, s->places->mentions[best.container].place);
        best.precision = sm_precision_of(p);
        best.radius_km = sm_radius_of(s, p, best.precision);
        if (best.precision == SM_GEO_EXACT) {
            best.precision = SM_GEO_NEAR;
            best.radius_km = 15;
        }
    }
    if (g.prep && g.at < best.first && best.first - g.at <= 8)
        best.first = (uint32_t)g.at + (g.offset_bearing >= 0 ? 0 : 1);
    best.first = begin_of_words(s, best.first, sentence->first);
    best.end = end_of_words(s, best.end, sentence->end);
    return best;
}

const char *sm_place_refusal(const sm_scan *s, const sm_hit *h, const sm_mention *m)
{
    const sm_sentence *sentence = &s->doc->sentences[h->sentence];
    const char *method = "none";
    sm_governor g;
    float v = score(s, m, h, sentence->first, &method, &g);
    if (v > 0)
        return m->end <= h->first && sm_said_there(s, m, h) ? "where something was said"
               : sm_on_street(s, m, h, sentence->first)     ? "a street, an address or a hospital"
                                                            : "another place has more in its favour";
    if (m->first < s->dateline_end)
        return "the dateline";
    if (s->terms[m->first] & SM_L(group))
        return "part of a group's name";
    if (sm_done_there(s, &g, h, sentence->first))
        return "where something else was done";
    return m->kind != SM_LITERAL ? "names who speaks or acts, or whose it is" : "an end of a journey";
}
