/** Method: shares of countries and divisions over the article's names, each name spread over its choices by
 * their probabilities (Mordecai 3's admin1 counts, softened), and nearness in the text as weight (Kamalloo
 * and Rafiei 2018, context-bound hypotheses). */
#include "context.h"
#include <math.h>
#include <string.h>

enum { SPOTS_LOOKED_AT = 8, SPOTS_AROUND = 5, DATELINE_TOKENS = 14, TOP_CHOICES = 3 };

/* Added to the weight of the other names, so that one or two of them are no proof; and to that of the
 * neighbours. */
static const float FEW_NAMES = 0.3f, FEW_NEIGHBOURS = 0.1f;

static sm_tally tally_make(sm_arena *a, uint32_t most)
{
    uint32_t size = 64;
    while (size < most * 2)
        size *= 2;
    return (sm_tally){.keys = sm_arena_array(a, size, sizeof(uint32_t)),
                      .weights = sm_arena_array(a, size, sizeof(float)),
                      .mask = size - 1};
}

static uint32_t tally_slot(const sm_tally *t, uint32_t place)
{
    uint32_t i = place * 2654435761u & t->mask;
    while (t->keys[i] && t->keys[i] != place + 1)
        i = (i + 1) & t->mask;
    return i;
}

/* Returns what the place has now. */
static float tally_add(sm_tally *t, uint32_t place, float weight)
{
    if (place == SM_NO_PLACE || weight <= 0)
        return 0;
    uint32_t i = tally_slot(t, place);
    t->keys[i] = place + 1;
    return t->weights[i] += weight;
}

float sm_tally_get(const sm_tally *t, uint32_t place)
{
    return place == SM_NO_PLACE ? 0 : t->weights[tally_slot(t, place)];
}

/* ---- neighbours in the text ---- */

static void add_neighbour(sm_neighbour *list, uint32_t name, float weight)
{
    sm_neighbour *least = &list[0];
    for (int i = 0; i < SM_NEIGHBOURS; i++) {
        if (list[i].weight > 0 && list[i].name == name) {
            if (weight > list[i].weight)
                list[i].weight = weight;
            return;
        }
        if (list[i].weight < least->weight)
            least = &list[i];
    }
    if (weight > least->weight)
        *least = (sm_neighbour){.name = name, .weight = weight};
}

static void find_neighbours(sm_context *c, uint32_t name)
{
    const sm_names *names = c->names;
    sm_neighbour *list = c->neighbours + (size_t)name * SM_NEIGHBOURS;
    uint32_t looked = 0;
    for (uint32_t s = names->names[name].first_mention; s != UINT32_MAX && looked < SPOTS_LOOKED_AT;
         s = names->spots[s].next_mention, looked++) {
        uint32_t from = s > SPOTS_AROUND ? s - SPOTS_AROUND : 0,
                 to = s + SPOTS_AROUND + 1 < names->n_spots ? s + SPOTS_AROUND + 1 : names->n_spots;
        for (uint32_t o = from; o < to; o++) {
            if (names->spots[o].name == name)
                continue;
            uint32_t gap = o > s ? names->spots[o].first - names->spots[s].end
                                 : names->spots[s].first - names->spots[o].end;
            add_neighbour(list, names->spots[o].name, 1 / (1 + (float)gap / 8));
        }
    }
}

/* ---- the dateline ---- */

/* "BAMAKO, Mali (AP) -", "PARIS — ": a name at the head of the article before a dash, or in capitals where
 * the text is not. */
static uint32_t find_dateline(const sm_doc *doc, const sm_names *names)
{
    for (uint32_t s = 0; s < names->n_spots && s < 3; s++) {
        const sm_spot *spot = &names->spots[s];
        const sm_token *t = &doc->tokens[spot->first];
        bool at_head = (t->flags & SM_T_NEWLINE) || spot->first < 2;
        if (!at_head || doc->sentences[t->sentence].paragraph > 4)
            continue;
        if ((t->flags & SM_T_ALLCAPS) && !(t->flags & SM_T_DOTTED) && t->fold_length > 3 && !doc->allcaps)
            return s;
        for (uint32_t k = spot->end; k < spot->end + DATELINE_TOKENS && k < doc->n_tokens; k++) {
            const char *p = doc->text + doc->tokens[k].start;
            bool dash = doc->tokens[k].kind == SM_PUNCT && (doc->tokens[k].flags & SM_T_SPACE) &&
                        (*p == '-' || strncmp(p, "\u2013", 3) == 0 || strncmp(p, "\u2014", 3) == 0);
            if (dash)
                return s;
            if (doc->tokens[k].kind == SM_WORD && !(doc->tokens[k].flags & SM_T_CAPITAL))
                break;
        }
    }
    return UINT32_MAX;
}

sm_status sm_context_begin(const sm_gazetteer *g, const sm_doc *doc, const sm_names *names, sm_context *out,
                           sm_error *err)
{
    *out = (sm_context){.gazetteer = g, .names = names, .country = SM_NO_PLACE};
    uint32_t places = 0;
    for (uint32_t i = 0; i < names->n_names; i++)
        places += SM_CHOICES_MAX < names->names[i].n_bearers ? SM_CHOICES_MAX : names->names[i].n_bearers;
    out->lies_in = tally_make(doc->arena, 3 * places);
    out->named = tally_make(doc->arena, places);
    out->neighbours =
        sm_arena_array(doc->arena, (size_t)names->n_names * SM_NEIGHBOURS + 1, sizeof *out->neighbours);
    if (sm_arena_failed(doc->arena))
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    for (uint32_t i = 0; i < names->n_names; i++)
        find_neighbours(out, i);
    out->dateline = find_dateline(doc, names);
    return SM_OK;
}

/* ---- counting ---- */

static bool is_division(const sm_place *p)
{
    return p->feature_class == 'A' || (p->flags & SM_P_COUNTRY);
}

static void tally_clear(sm_tally *t)
{
    memset(t->keys, 0, (size_t)(t->mask + 1) * sizeof *t->keys);
    memset(t->weights, 0, (size_t)(t->mask + 1) * sizeof *t->weights);
}

void sm_context_count(sm_context *c)
{
    tally_clear(&c->lies_in);
    tally_clear(&c->named);
    c->total = 0;
    c->country = SM_NO_PLACE;
    float most = 0;
    for (uint32_t i = 0; i < c->names->n_names; i++) {
        const sm_name *name = &c->names->names[i];
        float weight = name->weight;
        if (name->n_choices)
            c->total += weight;
        for (uint32_t k = 0; k < name->n_choices; k++) {
            const sm_choice *choice = &name->choices[k];
            float w = weight * choice->probability;
            float now = tally_add(&c->lies_in, choice->country, w);
            tally_add(&c->lies_in, choice->admin1, w);
            tally_add(&c->lies_in, choice->admin2, w);
            if (is_division(sm_gazetteer_place(c->gazetteer, choice->place)))
                tally_add(&c->named, choice->place, choice->probability);
            if (now > most) {
                most = now;
                c->country = choice->country;
            }
        }
    }
}

/* ---- what it says ---- */

static float same(uint32_t a, uint32_t b, float weight)
{
    return a != SM_NO_PLACE && a == b ? weight : 0;
}

static float limited(float x)
{
    return x < 0 ? 0 : x > 1 ? 1 : x;
}

/* Below that a choice is passed over: at most 10 of a name are above it. */
static const float LIKELY = 0.1f;

void sm_context_around(const sm_context *c, uint32_t name, sm_around *out)
{
    const sm_neighbour *list = c->neighbours + (size_t)name * SM_NEIGHBOURS;
    out->count = 0;
    out->total = FEW_NEIGHBOURS;
    for (int i = 0; i < SM_NEIGHBOURS; i++) {
        if (list[i].weight <= 0)
            continue;
        const sm_name *other = &c->names->names[list[i].name];
        out->total += list[i].weight;
        for (uint32_t k = 0; k < other->n_choices; k++)
            if (other->choices[k].probability >= LIKELY && out->count < sizeof out->list / sizeof *out->list)
                out->list[out->count++] =
                    (sm_nearby){&other->choices[k], list[i].weight * other->choices[k].probability};
    }
}

static void neighbour_support(const sm_around *around, const sm_choice *choice, sm_support *out)
{
    /* At 1,200 km nothing is left of the nearness; as a cosine. */
    static const float FAR = 1 - 1200.0f * 1200.0f / (2 * 6371.0f * 6371.0f);
    float nearest = 0;
    for (uint32_t i = 0; i < around->count; i++) {
        const sm_choice *o = around->list[i].choice;
        float w = around->list[i].weight;
        out->near_country += same(choice->country, o->country, w);
        out->near_admin1 += same(choice->admin1, o->admin1, w);
        float dot = o->x[0] * choice->x[0] + o->x[1] * choice->x[1] + o->x[2] * choice->x[2];
        if (!o->is_country && dot > FAR) /* chord: good enough to weigh */
            nearest += w * expf(-6371 * sqrtf(2 * (1 - fminf(dot, 1))) / 120);
    }
    out->near_country /= around->total;
    out->near_admin1 /= around->total;
    out->nearness = nearest / around->total;
}

void sm_context_support(const sm_context *c, uint32_t index, const sm_around *around, const sm_choice *choice,
                        sm_support *out)
{
    *out = (sm_support){0};
    const sm_name *name = &c->names->names[index];
    const sm_choice *p = choice;
    float weight = name->weight, own_country = 0, own_admin1 = 0, own_admin2 = 0,
          own_named_country = 0, own_named_admin1 = 0;
    for (uint32_t k = 0; k < name->n_choices; k++) {
        const sm_choice *o = &name->choices[k];
        own_country += same(p->country, o->country, weight * o->probability);
        own_admin1 += same(p->admin1, o->admin1, weight * o->probability);
        own_admin2 += same(p->admin2, o->admin2, weight * o->probability);
        own_named_country += same(p->country, o->place, o->probability);
        own_named_admin1 += same(p->admin1, o->place, o->probability);
    }
    float others = c->total - weight;
    out->any = others > 0.5f;
    if (out->any) {
        out->country = limited((sm_tally_get(&c->lies_in, p->country) - own_country) / (others + FEW_NAMES));
        out->admin1 = limited((sm_tally_get(&c->lies_in, p->admin1) - own_admin1) / (others + FEW_NAMES));
        out->admin2 = limited((sm_tally_get(&c->lies_in, p->admin2) - own_admin2) / (others + FEW_NAMES));
        out->country_named = limited(sm_tally_get(&c->named, p->country) - own_named_country);
        out->admin1_named = limited(sm_tally_get(&c->named, p->admin1) - own_named_admin1);
    }
    neighbour_support(around, choice, out);
    if (c->dateline != UINT32_MAX && c->names->spots[c->dateline].name != index) {
        const sm_name *line = &c->names->names[c->names->spots[c->dateline].name];
        for (uint32_t k = 0; k < line->n_choices; k++) {
            const sm_choice *q = &line->choices[k];
            out->dateline_country += same(p->country, q->country, q->probability);
            out->dateline_admin1 += same(p->admin1, q->admin1, q->probability);
        }
    }
}
