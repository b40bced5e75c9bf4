/** The layer's one entrance: look, recognise, resolve, tell the kind, and hand out mentions. */
#include "pipeline.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CANDIDATES_DEFAULT = 5 };

/* A name that was found is left unresolved when it is this much likelier to be none of its choices than the
 * best of them. */
static const float NOTHING_WINS = 1.0f;

const char *sm_reason_name(sm_reason r)
{
    static const char *const names[] = {"none",    "prior",  "only",      "container", "country",
                                        "admin1",  "near",   "same_name", "class",     "bias",
                                        "overlay", "source", "unresolved"};
    return (size_t)r < sizeof names / sizeof *names ? names[r] : "none";
}

/* ---- spots ---- */

/* The first token that ends behind `byte`. */
static uint32_t token_at(const sm_doc *doc, uint32_t byte)
{
    size_t low = 0, high = doc->n_tokens;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (doc->tokens[middle].end <= byte)
            low = middle + 1;
        else
            high = middle;
    }
    return (uint32_t)low;
}

static int by_position(const void *a, const void *b)
{
    const sm_spot *x = a, *y = b;
    return x->start != y->start ? (x->start < y->start ? -1 : 1) : (x->stop > y->stop) - (x->stop < y->stop);
}

static sm_status given_spots(const sm_doc *doc, sm_spot **out, uint32_t *count, sm_error *err)
{
    const sm_article *a = doc->article;
    sm_spot *spots = sm_arena_array(doc->arena, a->n_spans + 1, sizeof *spots);
    if (!spots)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    uint32_t n = 0;
    for (size_t i = 0; i < a->n_spans; i++) {
        sm_spot s = {.start = sm_doc_byte(doc, a->spans[i].start),
                     .stop = sm_doc_byte(doc, a->spans[i].end),
                     .given = true,
                     .margin = 10};
        s.first = token_at(doc, s.start);
        s.end = s.first;
        while (s.end < doc->n_tokens && doc->tokens[s.end].start < s.stop)
            s.end++;
        if (s.stop > s.start && s.end > s.first)
            spots[n++] = s;
    }
    qsort(spots, n, sizeof *spots, by_position);
    *out = spots;
    *count = n;
    return SM_OK;
}

static bool is_capital(const sm_doc *doc, uint32_t i)
{
    return i < doc->n_tokens && (doc->tokens[i].flags & SM_T_CAPITAL);
}

/* The whole of a name of the gazetteer of which only a part was found: "Port" of "Port-au-Prince", "ez-Zor"
 * of "Deir ez-Zor"; `free` is the first token that no other name has. */
static void complete(const sm_doc *doc, const sm_looks *looks, uint32_t free, sm_spot *s)
{
    uint32_t hit = looks->at[s->first].hit;
    if (!hit || looks->letter_case != SM_CASE_NORMAL)
        return;
    const sm_hit *h = &looks->hits[hit - 1];
    if (h->end > s->end && !is_capital(doc, s->end))
        s->end = h->end;
    if (h->first < s->first && h->first >= free && !(sm_word_classes(&doc->tokens[h->first]) & SM_W_STOP))
        s->first = h->first;
}

/* "Pa.", "Kan.": the dot belongs to the name, even at the end of a sentence. */
static void take_dot(const sm_doc *doc, const sm_looks *looks, sm_spot *s)
{
    const sm_look *last = &looks->at[s->end - 1];
    unsigned class = last->gaz & SM_GAZ_CLASS;
    const sm_token *dot = &doc->tokens[s->end];
    bool sea = last->hit && looks->hits[last->hit - 1].first != s->first &&
               doc->tokens[s->end - 1].fold_length > 2; /* "Sea" alone is Seattle */
    if (!sea && (class == SM_G_ADMIN1_SHORT || class == SM_G_ABBREVIATION) && s->end < doc->n_tokens &&
        !(doc->tokens[s->end - 1].flags & (SM_T_ALLCAPS | SM_T_DOTTED)) && dot->kind == SM_PUNCT &&
        doc->text[dot->start] == '.' && !(dot->flags & SM_T_SPACE))
        s->end++;
}

/* A sign at the end of a sentence is no part of a name, unless it is the dot of "Clay Co.". */
static void leave_signs(const sm_doc *doc, sm_spot *s)
{
    const sm_sentence *sentence = &doc->sentences[doc->tokens[s->first].sentence];
    while (s->end > s->first + 1 && s->end == sentence->end && doc->tokens[s->end - 1].kind == SM_PUNCT &&
           doc->tokens[s->end - 2].fold_length > 2)
        s->end--;
}

/* "St" of "St. Petersberg", which the gazetteer does not know so: the word behind belongs to it;
 * not so in "5th St. Officers". */
static void take_saint(const sm_doc *doc, sm_spot *s)
{
    static const char *const heads[] = {"st", "ste", "mt", "ft"};
    bool head = false;
    uint32_t last = s->end - 1, next = s->end;
    if (last > s->first && doc->tokens[last].kind == SM_PUNCT)
        last--;
    for (size_t i = 0; last == s->first && i < sizeof heads / sizeof *heads; i++)
        head |= sm_token_is(doc, s->first, heads[i]);
    if (next < doc->n_tokens && doc->tokens[next].kind == SM_PUNCT &&
        doc->text[doc->tokens[next].start] == '.')
        next++;
    const sm_token *before = s->first ? &doc->tokens[s->first - 1] : NULL;
    bool street = before && (before->kind == SM_NUMBER || (before->flags & SM_T_CAPITAL) ||
                             (doc->text[before->start] >= '0' && doc->text[before->start] <= '9'));
    if (head && !street && is_capital(doc, next) && !(doc->tokens[next].flags & SM_T_PARAGRAPH))
        s->end = next + 1;
}

/* "Paris Hilton": a given name and a word that is nothing else; no name of the gazetteer. */
static bool is_person(const sm_doc *doc, const sm_looks *looks, const sm_spot *s)
{
    if (looks->letter_case != SM_CASE_NORMAL || !sm_is_firstname(doc, looks->at, s->first))
        return false;
    bool surname = is_capital(doc, s->first + 1) &&
                   !(doc->tokens[s->first + 1].flags & (SM_T_ALLCAPS | SM_T_PARAGRAPH)) &&
                   !sm_word_classes(&doc->tokens[s->first + 1]);
    bool one_name = looks->at[s->first].hit && looks->hits[looks->at[s->first].hit - 1].end > s->first + 1;
    return surname && !one_name && s->end <= s->first + 2;
}

/* "Iraqi Anbar", "Syrian Homs": an adjective and, at once behind it, a place of that country. Its hit, NULL
 * when it is not so. */
static const sm_hit *place_behind_adjective(const sm_gazetteer *g, const sm_doc *doc, const sm_looks *looks,
                                            const sm_spot *s)
{
    const sm_look *at = looks->at;
    const sm_hit *adjective = at[s->first].hit ? &looks->hits[at[s->first].hit - 1] : NULL;
    if (!adjective || adjective->first != s->first || (at[s->first].gaz & SM_GAZ_CLASS) != SM_G_ADJECTIVE ||
        looks->letter_case != SM_CASE_NORMAL || adjective->place == SM_NO_PLACE)
        return NULL;
    uint32_t next = adjective->end;
    if (next >= doc->n_tokens || !is_capital(doc, next) || !at[next].hit ||
        (at[next].gaz & (SM_GAZ_WEAK | SM_GAZ_STOP | SM_GAZ_INSIDE)))
        return NULL;
    const sm_hit *place = &looks->hits[at[next].hit - 1];
    unsigned class = at[next].gaz & SM_GAZ_CLASS;
    bool fits = place->place != SM_NO_PLACE && sm_place_within(g, place->place, adjective->place);
    return fits && class >= SM_G_REGION && class <= SM_G_TOWN && class != SM_G_ADMIN1_SHORT ? place : NULL;
}

static void keep_spot(const sm_doc *doc, sm_spot s, sm_spot *spots, uint32_t *count)
{
    s.start = doc->tokens[s.first].start;
    s.stop = doc->tokens[s.end - 1].end;
    spots[(*count)++] = s;
}

/* ---- what the user's overlay says ---- */

/* A stop name is never a mention. */
static bool is_stopped(const sm_gazetteer *g, const sm_doc *doc, const sm_spot *s)
{
    sm_name_walk w = sm_name_start(g);
    uint32_t first = s->first, end = s->end;
    while (end > first && doc->tokens[end - 1].kind == SM_PUNCT)
        end--;
    if (end - first > 1 && sm_token_is(doc, first, "the"))
        first++;
    for (size_t i = first; i < end; i = sm_phrase_next(doc, i, end))
        if (!sm_name_step(&w, doc->tokens[i].hash))
            return false;
    return sm_name_stopped(&w);
}

/* Recognition has learnt from texts and may pass over "Hill 402" or "Sector B": a name that the user has
 * given is found wherever it stands, unless it is one word that is known otherwise, or may be a person's. */
static bool is_sure(const sm_doc *doc, const sm_looks *looks, const sm_hit *h)
{
    if (!h->users)
        return false;
    if (h->end > h->first + 1)
        return true;
    for (uint32_t i = 0; i < h->n_bearers; i++)
        if (!(h->bearers[i].flags & (SM_N_USER | SM_N_IF)))
            return false;
    uint32_t last = h->first;
    while (last && doc->tokens[last - 1].kind == SM_PUNCT && doc->text[doc->tokens[last - 1].start] == '.')
        last--; /* "Mr." */
    bool person = last && ((sm_word_classes(&doc->tokens[last - 1]) & SM_W_TITLE) ||
                           sm_is_firstname(doc, looks->at, last - 1));
    return !person && (doc->tokens[h->first].flags & SM_T_CAPITAL);
}

/* Put the name at [first, end) among the spots, which come by position, in the place of the shorter ones that
 * it holds; a longer name that was found stays. */
static uint32_t add_spot(const sm_doc *doc, uint32_t first, uint32_t end, float margin, sm_spot *spots,
                         uint32_t count)
{
    uint32_t from = 0, to;
    while (from < count && spots[from].end <= first)
        from++;
    for (to = from; to < count && spots[to].first < end;)
        to++; /* [from, to) overlap it */
    bool within_longer = to == from + 1 && spots[from].first <= first && spots[from].end >= end;
    bool across = to > from && (spots[from].first < first || spots[to - 1].end > end);
    if (within_longer || across)
        return count;
    memmove(spots + from + 1, spots + to, (count - to) * sizeof *spots);
    spots[from] = (sm_spot){.first = first,
                            .end = end,
                            .start = doc->tokens[first].start,
                            .stop = doc->tokens[end - 1].end,
                            .margin = margin};
    return count - (to - from) + 1;
}

/* The user's own names; room for them has been made. */
static uint32_t add_sure(const sm_doc *doc, const sm_looks *looks, sm_spot *spots, uint32_t count)
{
    static const float sure = 5; /* as margin */
    for (size_t k = 0; k < looks->n_hits; k++)
        if (is_sure(doc, looks, &looks->hits[k]))
            count = add_spot(doc, looks->hits[k].first, looks->hits[k].end, sure, spots, count);
    return count;
}

/* "Mediteranean Sea": a long word that nothing knows, and behind it one for water or land. */
static bool is_unknown_nature(const sm_doc *doc, const sm_looks *looks, uint32_t i)
{
    return is_capital(doc, i) && is_capital(doc, i + 1) && !looks->at[i].hit && !sm_telling_class(doc, looks->at, i) &&
           !(doc->tokens[i + 1].flags & SM_T_PARAGRAPH) && sm_asks_nature(doc, i + 1);
}

/* Recognition has hardly seen misspelt seas: what is one letter away from one is one. */
static uint32_t add_misspelt_nature(const sm_gazetteer *g, const sm_doc *doc, const sm_looks *looks,
                                    sm_spot *spots, uint32_t count)
{
    static const float likely = 5; /* as margin */
    for (size_t k = 0; k < looks->n_marked; k++) {
        uint32_t i = looks->marked[k];
        if (is_unknown_nature(doc, looks, i) && sm_is_misspelt_nature(g, doc, i, i + 2))
            count = add_spot(doc, i, i + 2, likely, spots, count);
    }
    return count;
}

static size_t count_unknown_nature(const sm_doc *doc, const sm_looks *looks)
{
    size_t n = 0;
    for (size_t k = 0; k < looks->n_marked; k++)
        n += is_unknown_nature(doc, looks, looks->marked[k]);
    return n;
}

static size_t count_users(const sm_looks *looks)
{
    size_t n = 0;
    for (size_t k = 0; k < looks->n_hits; k++)
        n += looks->hits[k].users;
    return n;
}

static sm_status found_spots(const sm_linear *tagger, const sm_gazetteer *g, const sm_doc *doc,
                             const sm_looks *looks, sm_spot **out, uint32_t *count, sm_error *err)
{
    sm_found *found;
    size_t n;
    sm_status st = sm_recognise(tagger, doc, looks, &found, &n, err);
    if (st != SM_OK)
        return st;
    size_t n_users = count_users(looks), n_nature = count_unknown_nature(doc, looks);
    sm_spot *spots = sm_arena_array(doc->arena, 2 * n + n_users + n_nature + 1, sizeof *spots);
    if (!spots)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    uint32_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        sm_spot s = {.first = found[i].first, .end = found[i].end, .margin = found[i].margin};
        complete(doc, looks, i ? found[i - 1].end : 0, &s);
        leave_signs(doc, &s);
        take_dot(doc, looks, &s);
        take_saint(doc, &s);
        if ((kept && s.first < spots[kept - 1].end) || is_person(doc, looks, &s) || is_stopped(g, doc, &s))
            continue;
        const sm_hit *behind = place_behind_adjective(g, doc, looks, &s);
        bool found_itself = behind && i + 1 < n && found[i + 1].first < behind->end;
        if (behind && s.end > behind->first) /* one name was made of the two */
            s.end = behind->first;
        else if (found_itself)
            behind = NULL;
        keep_spot(doc, s, spots, &kept);
        if (behind)
            keep_spot(doc, (sm_spot){.first = behind->first, .end = behind->end, .margin = s.margin}, spots,
                      &kept);
    }
    if (n_nature)
        kept = add_misspelt_nature(g, doc, looks, spots, kept);
    *out = spots;
    *count = n_users ? add_sure(doc, looks, spots, kept) : kept;
    return SM_OK;
}

/* Both lists by position; of those that overlap only the given one. */
static sm_status join_spots(const sm_doc *doc, const sm_spot *given, uint32_t n_given, const sm_spot *found,
                            uint32_t n_found, sm_spot **out, uint32_t *count, sm_error *err)
{
    sm_spot *all = sm_arena_array(doc->arena, (size_t)n_given + n_found + 1, sizeof *all);
    if (!all)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    uint32_t n = 0, f = 0, reach = 0; /* reach: the end of the given spots so far */
    for (uint32_t i = 0; i <= n_given; i++) {
        uint32_t until = i < n_given ? given[i].first : UINT32_MAX;
        for (; f < n_found && (found[f].first < until || i == n_given); f++)
            if (found[f].first >= reach && found[f].end <= until)
                all[n++] = found[f];
        if (i == n_given)
            break;
        all[n++] = given[i];
        reach = given[i].end > reach ? given[i].end : reach;
    }
    *out = all;
    *count = n;
    return SM_OK;
}

sm_status sm_spots_find(const sm_linear *tagger, const sm_gazetteer *g, const sm_doc *doc, sm_spot **out,
                        uint32_t *count, sm_error *err)
{
    sm_looks looks;
    sm_spot *found = NULL, *given = NULL;
    uint32_t n_found = 0, n_given = 0;
    sm_status st = sm_names_look(g, doc, &looks, err);
    if (st == SM_OK)
        st = found_spots(tagger, g, doc, &looks, &found, &n_found, err);
    if (st == SM_OK && doc->article->spans) {
        st = given_spots(doc, &given, &n_given, err);
        return st == SM_OK ? join_spots(doc, given, n_given, found, n_found, out, count, err) : st;
    }
    if (st == SM_OK) {
        *out = found;
        *count = n_found;
    }
    return st;
}

/* ---- mentions ---- */

static int by_probability(const void *a, const void *b)
{
    const sm_candidate *x = a, *y = b;
    return x->score != y->score ? (x->score > y->score ? -1 : 1)
                                : (x->place > y->place) - (x->place < y->place);
}

/* What all mentions of one name share. */
typedef struct verdict {
    uint32_t best;
    float probability;
    bool none; /* none of the choices, unless one must be taken */
    sm_reason reason;
    const sm_candidate *candidates;
    uint32_t n_candidates;
} verdict;

static verdict verdict_of(const sm_resolution *r, const sm_place_models *m, uint32_t index, unsigned most)
{
    const sm_name *name = &r->names.names[index];
    if (!name->n_choices)
        return (verdict){.reason = SM_REASON_UNRESOLVED, .none = true};
    sm_candidate all[SM_CHOICES_MAX];
    for (uint32_t k = 0; k < name->n_choices; k++)
        all[k] = (sm_candidate){.place = name->choices[k].place, .score = name->choices[k].probability};
    qsort(all, name->n_choices, sizeof *all, by_probability);
    verdict v = {.n_candidates = name->n_choices < most ? name->n_choices : most};
    sm_candidate *list = sm_arena_array(r->doc->arena, v.n_candidates, sizeof *list);
    v.best = sm_resolution_best(r, index, &v.probability);
    for (uint32_t k = 1; k < name->n_choices;
         k++) /* the chosen one stands first, even when its twin is likelier by itself */
        if (all[k].place == name->choices[v.best].place) {
            sm_candidate chosen = all[k];
            memmove(all + 1, all, k * sizeof *all);
            all[0] = chosen;
        }
    for (uint32_t k = 0; list && k < v.n_candidates; k++)
        list[k] = all[k];
    v.candidates = list;
    v.none = name->nothing > NOTHING_WINS * v.probability;
    v.reason = sm_resolution_reason(r, m->rank, index, v.best);
    return v;
}

static float sigmoid(float x)
{
    return 1 / (1 + expf(-x));
}

/* That a name found is a place, and in the right place: logistic in the margin of recognition and the
 * probability of the choice, fitted to cross-validated predictions on four corpora, and a little more careful
 * than the fit. `margin` is in the tagger's units. */
static float found_confidence(float margin, float probability)
{
    return sigmoid(-3.35f + 0.81f * logf(1 + margin) +
                   0.44f * logf((probability + 1e-3f) / (1 - probability + 1e-3f)));
}

/* The mention without its kind, of which it only asks. */
static sm_mention mention_of(const sm_resolution *r, const sm_place_models *m, const sm_spot *s,
                             const verdict *v, sm_kind_question *question)
{
    const sm_name *name = &r->names.names[s->name];
    sm_mention o = {.first = s->first,
                    .end = s->end,
                    .start = s->start,
                    .stop = s->stop,
                    .place = SM_NO_PLACE,
                    .reason = (uint8_t)v->reason,
                    .given = s->given,
                    .candidates = v->candidates,
                    .n_candidates = v->n_candidates};
    unsigned class = SM_G_NONE;
    bool users = false;
    if (name->n_choices && (s->given || !v->none)) {
        const sm_choice *c = &name->choices[v->best];
        o.place = c->place;
        o.name_kind = c->name_kind;
        o.confidence = s->given ? v->probability : found_confidence(s->margin, v->probability);
        const sm_place *p = sm_gazetteer_place(r->gazetteer, c->place);
        class = sm_gaz_class_of(p, (sm_name_kind)c->name_kind);
        users = (p->flags & SM_P_USER) != 0;
        if (v->reason == SM_REASON_CONTAINER && s->container == UINT32_MAX && name->mentions > 1)
            o.reason = SM_REASON_SAME_NAME;
    } else {
        o.confidence = 0;
        o.reason = SM_REASON_UNRESOLVED;
    }
    sm_kind_ask(&m->kind, r->doc, s->first, s->end, o.name_kind, class, users, question);
    return o;
}

static void answer(const sm_linear *model, const sm_kind_question *question, sm_mention *m)
{
    m->kind = sm_kind_is_associative(model, question) ? SM_ASSOCIATIVE : SM_LITERAL;
}

/* The division with the greatest weight inside the main country. */
static uint32_t main_admin1(const sm_resolution *r)
{
    uint32_t best = SM_NO_PLACE;
    float most = 0;
    for (uint32_t i = 0; i < r->names.n_names; i++)
        for (uint32_t k = 0; k < r->names.names[i].n_choices; k++) {
            const sm_place *p = sm_gazetteer_place(r->gazetteer, r->names.names[i].choices[k].place);
            float w = sm_tally_get(&r->context.lies_in, p->admin1);
            if (p->country == r->context.country && w > most) {
                most = w;
                best = p->admin1;
            }
        }
    return best;
}

/* What counts as known for the home of the source. */
static const float HOME_PROBABILITY = 0.7f;

static sm_home home_of(const sm_resolution *r, const verdict *verdicts)
{
    sm_home home = {0};
    float count = 0;
    for (uint32_t i = 0; i < r->names.n_names; i++) {
        if (verdicts[i].none || verdicts[i].probability < HOME_PROBABILITY)
            continue;
        const sm_place *p =
            sm_gazetteer_place(r->gazetteer, r->names.names[i].choices[verdicts[i].best].place);
        if (p->country == SM_NO_PLACE)
            continue;
        count++;
        sm_home_add(&home, p->country, 1);
        if (p->admin1 != SM_NO_PLACE)
            sm_home_add(&home, p->admin1, 1);
    }
    for (int i = 0; i < SM_HOME_PLACES; i++)
        home.share[i] /= count > 0 ? count : 1;
    return home;
}

sm_status sm_find_places_with(const sm_place_models *models, const sm_gazetteer *g, const sm_doc *doc,
                              const sm_place_options *options, sm_places **out, sm_error *err)
{
    sm_spot *spots;
    uint32_t count;
    sm_status st = sm_spots_find(&models->tagger, g, doc, &spots, &count, err);
    if (st != SM_OK)
        return st;
    sm_resolution r;
    if ((st = sm_resolution_begin(g, doc, options, spots, count, &r, err)) != SM_OK)
        return st;
    sm_resolution_run(&r, models->rank);

    sm_places *places = sm_arena_alloc(doc->arena, sizeof *places);
    verdict *verdicts = sm_arena_array(doc->arena, r.names.n_names + 1, sizeof *verdicts);
    sm_mention *mentions = sm_arena_array(doc->arena, count + 1, sizeof *mentions);
    if (!verdicts || !mentions)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    unsigned most = options && options->max_candidates ? options->max_candidates : CANDIDATES_DEFAULT;
    for (uint32_t i = 0; i < r.names.n_names; i++)
        verdicts[i] = verdict_of(&r, models, i, most);
    *places = (sm_places){.mentions = mentions,
                          .focus_country = r.context.country,
                          .focus_admin1 = main_admin1(&r),
                          .home = home_of(&r, verdicts),
                          .dateline = UINT32_MAX};
    sm_kind_question questions[2]; /* of this mention, and of the one before, which is answered now */
    size_t n = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (doc->article->spans && !spots[i].given)
            continue; /* context only */
        if (i == r.context.dateline)
            places->dateline = (uint32_t)n;
        mentions[n] = mention_of(&r, models, &spots[i], &verdicts[spots[i].name], &questions[n % 2]);
        if (n > 0)
            answer(&models->kind, &questions[(n - 1) % 2], &mentions[n - 1]);
        n++;
    }
    if (n > 0)
        answer(&models->kind, &questions[(n - 1) % 2], &mentions[n - 1]);
    places->count = n;
    if (sm_arena_failed(doc->arena))
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    *out = places;
    return SM_OK;
}

sm_status sm_find_places(const sm_gazetteer *g, const sm_doc *doc, const sm_place_options *options,
                         sm_places **out, sm_error *err)
{
    sm_place_models models;
    sm_place_models_builtin(&models);
    return sm_find_places_with(&models, g, doc, options, out, err);
}
