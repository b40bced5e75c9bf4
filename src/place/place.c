/** The layer's one entrance: look, recognise, resolve, tell the kind, and hand out mentions. */
#include "pipeline.h"
#include <math.h>
#include <stdlib.h>

enum { CANDIDATES_DEFAULT = 5 };

/* A name that was found is left unresolved when it is this much likelier to be none of its choices than the best of them. */
static const float NOTHING_WINS = 1.0f;

const char *sm_reason_name(sm_reason r)
{
    static const char *const names[] = {"none", "prior", "only", "container", "country", "admin1", "near", "same_name", "class", "bias", "overlay", "unresolved"};
    return (size_t)r < sizeof names / sizeof *names ? names[r] : "none";
}

/* ---- spots ---- */

/* Bytes of a spot: without signs at its ends, but with the last dot of an abbreviation. */
static void spot_bytes(const sm_doc *doc, sm_spot *s)
{
    s->start = doc->tokens[s->first].start;
    s->stop = doc->tokens[s->end - 1].end;
}

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

sm_status sm_spots_given(const sm_doc *doc, sm_spot **out, uint32_t *count, sm_error *err)
{
    const sm_article *a = doc->article;
    sm_spot *spots = sm_arena_array(doc->arena, a->n_spans + 1, sizeof *spots);
    if (!spots)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    uint32_t n = 0;
    for (size_t i = 0; i < a->n_spans; i++) {
        sm_spot s = {.start = sm_doc_byte(doc, a->spans[i].start), .stop = sm_doc_byte(doc, a->spans[i].end), .given = true, .margin = 10};
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

sm_status sm_spots_find(const sm_linear *tagger, const sm_doc *doc, const sm_looks *looks, sm_spot **out, uint32_t *count, sm_error *err)
{
    sm_found *found;
    size_t n;
    sm_status st = sm_recognise(tagger, doc, looks, &found, &n, err);
    if (st != SM_OK)
        return st;
    sm_spot *spots = sm_arena_array(doc->arena, n + 1, sizeof *spots);
    if (!spots)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    for (size_t i = 0; i < n; i++) {
        spots[i] = (sm_spot){.first = found[i].first, .end = found[i].end, .margin = found[i].margin};
        spot_bytes(doc, &spots[i]);
    }
    *out = spots;
    *count = (uint32_t)n;
    return SM_OK;
}

/* ---- mentions ---- */

static uint32_t best_choice(const sm_name *name)
{
    uint32_t best = 0;
    for (uint32_t k = 1; k < name->n_choices; k++)
        if (name->choices[k].probability > name->choices[best].probability)
            best = k;
    return best;
}

static int by_probability(const void *a, const void *b)
{
    const sm_candidate *x = a, *y = b;
    return x->score != y->score ? (x->score > y->score ? -1 : 1) : (x->place > y->place) - (x->place < y->place);
}

/* What all mentions of one name share. */
typedef struct verdict {
    uint32_t best;
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
    verdict v = {.best = best_choice(name), .n_candidates = name->n_choices < most ? name->n_choices : most};
    sm_candidate *list = sm_arena_array(r->doc->arena, v.n_candidates, sizeof *list);
    for (uint32_t k = 0; list && k < v.n_candidates; k++)
        list[k] = all[k];
    v.candidates = list;
    v.none = name->nothing > NOTHING_WINS * name->choices[v.best].probability;
    v.reason = sm_resolution_reason(r, m->rank, index, v.best);
    return v;
}

static float sigmoid(float x)
{
    return 1 / (1 + expf(-x));
}

static sm_mention mention_of(const sm_resolution *r, const sm_place_models *m, const sm_spot *s, const verdict *v)
{
    const sm_name *name = &r->names.names[s->name];
    sm_mention o = {.first = s->first, .end = s->end, .start = s->start, .stop = s->stop, .place = SM_NO_PLACE, .reason = (uint8_t)v->reason, .given = s->given,
                    .candidates = v->candidates, .n_candidates = v->n_candidates};
    float recognised = s->given ? 1 : sigmoid(1.5f * s->margin);
    unsigned class = SM_G_NONE;
    if (name->n_choices && (s->given || !v->none)) {
        const sm_choice *c = &name->choices[v->best];
        o.place = c->place;
        o.name_kind = c->name_kind;
        o.confidence = recognised * c->probability;
        class = sm_gaz_class_of(sm_gazetteer_place(r->gazetteer, c->place), (sm_name_kind)c->name_kind);
        if (v->reason == SM_REASON_CONTAINER && s->container == UINT32_MAX && name->mentions > 1)
            o.reason = SM_REASON_SAME_NAME;
    } else {
        o.confidence = recognised * 0.3f;
        o.reason = SM_REASON_UNRESOLVED;
    }
    o.kind = sm_kind_is_associative(&m->kind, r->doc, s->first, s->end, o.name_kind, class) ? SM_ASSOCIATIVE : SM_LITERAL;
    return o;
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

sm_status sm_find_places_with(const sm_place_models *models, const sm_gazetteer *g, const sm_doc *doc, const sm_place_options *options, sm_places **out, sm_error *err)
{
    sm_looks looks;
    sm_spot *spots;
    uint32_t count;
    sm_status st;
    if (doc->article->spans)
        st = sm_spots_given(doc, &spots, &count, err);
    else if ((st = sm_names_look(g, doc, &looks, err)) == SM_OK)
        st = sm_spots_find(&models->tagger, doc, &looks, &spots, &count, err);
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
    for (uint32_t i = 0; i < count; i++)
        mentions[i] = mention_of(&r, models, &spots[i], &verdicts[spots[i].name]);
    *places = (sm_places){.mentions = mentions, .count = count, .focus_country = r.context.country, .focus_admin1 = main_admin1(&r), .dateline = r.context.dateline};
    if (sm_arena_failed(doc->arena))
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    *out = places;
    return SM_OK;
}

sm_status sm_find_places(const sm_gazetteer *g, const sm_doc *doc, const sm_place_options *options, sm_places **out, sm_error *err)
{
    sm_place_models models;
    sm_place_models_builtin(&models);
    return sm_find_places_with(&models, g, doc, options, out, err);
}
