/* train_places: learn the models of src/place/models from articles with place names marked, and measure them
 * on articles that they have not seen.
 *
 *     train_places GAZETTEER -w DIR CORPUS...           learn from all and write DIR/tagger.bin, kind.bin,
 * rank.inc train_places GAZETTEER -k 5 -p DIR CORPUS...      5-fold cross-validation: DIR/<corpus>.jsonl is
 * what `sitmap annotate` would print train_places GAZETTEER -x -p DIR CORPUS...        each corpus by a model
 * that learnt from the others only -s  give the gold spans when predicting
 *
 * CORPUS is a JSON Lines file, with ":n" behind it when its guideline does not mark adjectives, ":p" when it
 * marks only some names,
 * ":e" when it marks the places of events; or lessons.txt beside this file with ":l" behind it.
 * Same input, same output: the shuffling is seeded, sums are made in one order. */
#include "gold.h"
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    TAGGER_ROWS = 1 << 17,
    KIND_ROWS = 1 << 17,
    TAGGER_ROUNDS = 8,
    TAGGER_EPOCHS = 14,
    KIND_EPOCHS = 50,
    KIND_SETTLED = 10,
    RANK_EPOCHS = 120,
    PERMILLE_UPPER = 200,
    PERMILLE_TITLE = 150,
    PERMILLE_LOWER = 150,
    PERMILLE_IMPOSTORS = 500,
    PERMILLE_DROPPED = 500,
    PERMILLE_GLANCES = 250
};

/* How much a correction counts where the guideline marks few names, and in made-up sentences. */
static const float SPARSE_STEP = 0.7f, LESSON_STEP = 0.5f;

static uint64_t seed;

static uint32_t next_random(uint32_t below)
{
    seed += UINT64_C(0x9E3779B97F4A7C15);
    return (uint32_t)(sm_hash_step(seed, 1) >> 33) % below;
}

static void shuffle(uint32_t *order, uint32_t n)
{
    for (uint32_t i = n; i > 1; i--) {
        uint32_t j = next_random(i), t = order[i - 1];
        order[i - 1] = order[j];
        order[j] = t;
    }
}

static void *zeros(size_t n, size_t size)
{
    void *p = calloc(n, size);
    if (!p)
        gold_die("out of memory");
    return p;
}

/* The models in the making; `used[i]` says whether article i may be learnt from. */
typedef struct trained {
    int16_t *tagger, *kind;
    float rank[2][SM_RANK_FEATURES];
    sm_place_models models;
} trained;

static sm_linear quantised(const float *w, uint32_t rows, uint32_t labels, int16_t **out)
{
    float most = 1e-6f;
    size_t n = (size_t)rows * labels;
    for (size_t i = 0; i < n; i++)
        most = fmaxf(most, fabsf(w[i]));
    float scale = most / 32000;
    *out = zeros(n, sizeof **out);
    for (size_t i = 0; i < n; i++)
        (*out)[i] = (int16_t)lrintf(w[i] / scale);
    return (sm_linear){.weights = *out, .mask = rows - 1, .labels = labels, .scale = scale};
}

/* ---- tagger ---- */

enum { TAG_UNKNOWN = 3 }; /* gold says nothing */

static void gold_tags(const gold_article *a, uint8_t *tags)
{
    for (size_t i = 0; i < a->doc->n_tokens; i++)
        tags[i] = SM_TAG_OUTSIDE;
    for (size_t k = 0; k < a->n_names; k++) {
        uint32_t start = sm_doc_byte(a->doc, a->names[k].span.start),
                 stop = sm_doc_byte(a->doc, a->names[k].span.end);
        bool first = true;
        for (size_t i = 0; i < a->doc->n_tokens; i++) {
            const sm_token *t = &a->doc->tokens[i];
            if (t->start >= stop)
                break;
            if (t->end > start) {
                tags[i] = first ? SM_TAG_BEGIN : SM_TAG_INSIDE;
                first = false;
            }
        }
    }
}

typedef struct perceptron {
    float *w, *u; /* weights, and weights times the step at which they were changed */
    double step;
    const uint8_t *counts; /* of features, by SEEN_BITS bits of their hash */
} perceptron;

/* Features that stand in the lessons only once teach little and fill the table: they are left out. */
enum { SEEN_BITS = 24, SEEN_LEAST = 3 };

static uint32_t seen_slot(uint32_t feature)
{
    return (feature * 2654435761u) >> (32 - SEEN_BITS);
}

static void update(perceptron *p, const sm_features *f, unsigned right, unsigned wrong, float by)
{
    for (unsigned i = 0; i < f->count; i++) {
        size_t row = (size_t)(f->at[i] & (TAGGER_ROWS - 1)) * 3;
        p->w[row + right] += by;
        p->u[row + right] += by * (float)p->step;
        p->w[row + wrong] -= by;
        p->u[row + wrong] -= by * (float)p->step;
    }
}

static bool is_unmarked_adjective(const sm_looks *l, size_t i)
{
    unsigned class = l->at[i].gaz & SM_GAZ_CLASS;
    return class == SM_G_ADJECTIVE || class == SM_G_DEMONYM;
}

/* Learn to do without any one feature, so that no single word is leant on. */
static void drop_features(sm_features *f, const uint8_t *counts)
{
    unsigned n = 0;
    for (unsigned i = 0; i < f->count; i++)
        if (next_random(1000) >= PERMILLE_DROPPED && (!counts || counts[seen_slot(f->at[i])] >= SEEN_LEAST))
            f->at[n++] = f->at[i];
    f->count = n;
}

/* Count the features of an article, tagged as gold has it. */
static void count_features(uint8_t *counts, const gold_article *a, const uint8_t *right, sm_arena *scratch)
{
    sm_doc doc = *a->doc;
    doc.arena = scratch;
    sm_tagging t;
    if (sm_tagging_begin(&doc, &a->looks, &t, NULL) != SM_OK)
        gold_die("out of memory");
    for (size_t i = 0; i < doc.n_tokens; i++) {
        sm_features f = {0};
        if (sm_tagging_asks(&t, i))
            sm_tagging_features(&t, i, &f);
        for (unsigned k = 0; k < f.count; k++)
            counts[seen_slot(f.at[k])] += counts[seen_slot(f.at[k])] < UINT8_MAX;
        sm_tagging_put(&t, i, right[i] == TAG_UNKNOWN ? SM_TAG_OUTSIDE : (sm_tag)right[i]);
    }
}

static unsigned learn_tags(perceptron *p, const gold_article *a, const gold_corpus *corpus, sm_arena *scratch,
                           const uint8_t *right)
{
    sm_doc doc = *a->doc;
    doc.arena = scratch;
    sm_tagging t;
    if (sm_tagging_begin(&doc, &a->looks, &t, NULL) != SM_OK)
        gold_die("out of memory");
    unsigned wrong = 0;
    for (size_t i = 0; i < doc.n_tokens; i++) {
        if (!sm_tagging_asks(&t, i)) {
            t.tags[i] = SM_TAG_OUTSIDE;
            continue;
        }
        sm_features f;
        float scores[2] = {0}, margin;
        bool glance = next_random(1000) < PERMILLE_GLANCES;
        if (glance) /* learn to tell from it alone too */
            sm_tagging_glance(&t, i, &f);
        else
            sm_tagging_features(&t, i, &f);
        drop_features(&f, p->counts);
        for (unsigned k = 0; k < f.count; k++) {
            const float *w = p->w + (size_t)(f.at[k] & (TAGGER_ROWS - 1)) * 3;
            for (unsigned l = 0; l < 2; l++)
                scores[l] += w[l] - w[SM_TAG_OUTSIDE];
        }
        sm_tag tag = sm_tagging_choose(&t, i, scores, &margin);
        p->step++;
        bool unknown =
            right[i] == TAG_UNKNOWN || (corpus->no_adjectives && is_unmarked_adjective(&a->looks, i));
        if (tag != right[i] && !unknown) {
            update(p, &f, right[i], tag, corpus->sparse ? SPARSE_STEP : corpus->lessons ? LESSON_STEP : 1);
            wrong++;
        }
        sm_tagging_put(&t, i, tag);
    }
    return wrong;
}

/* The articles to learn tags from, with their gold tags. */
typedef struct lessons {
    const gold_article **articles;
    uint8_t **tags;
    size_t count;
} lessons;

static void add_lesson(lessons *l, const gold_article *a)
{
    l->articles[l->count] = a;
    l->tags[l->count] = zeros(a->doc->n_tokens + 1, 1);
    gold_tags(a, l->tags[l->count++]);
}

static void learn_lessons(const gold *set, const lessons *l, trained *out)
{
    float *sum = zeros(TAGGER_ROWS * 3, sizeof *sum);
    uint32_t *order = zeros(l->count + 1, sizeof *order);
    for (size_t i = 0; i < l->count; i++)
        order[i] = (uint32_t)i;
    sm_arena *scratch = sm_arena_new(0);
    uint8_t *counts = zeros((size_t)1 << SEEN_BITS, 1);
    for (size_t i = 0; i < l->count; i++) {
        count_features(counts, l->articles[i], l->tags[i], scratch);
        sm_arena_reset(scratch, 1u << 20);
    }
    for (int round = 0; round < TAGGER_ROUNDS; round++) {
        perceptron p = {.w = zeros(TAGGER_ROWS * 3, sizeof *p.w),
                        .u = zeros(TAGGER_ROWS * 3, sizeof *p.u),
                        .step = 1,
                        .counts = counts};
        seed = (uint64_t)round + 1;
        for (int e = 0; e < TAGGER_EPOCHS; e++) {
            unsigned wrong = 0;
            shuffle(order, (uint32_t)l->count);
            for (size_t i = 0; i < l->count; i++) {
                const gold_article *a = l->articles[order[i]];
                wrong += learn_tags(&p, a, &set->corpora[a->corpus], scratch, l->tags[order[i]]);
                sm_arena_reset(scratch, 1u << 20);
            }
            fprintf(stderr, "tagger round %d epoch %d: %u wrong\n", round + 1, e + 1, wrong);
        }
        for (size_t i = 0; i < TAGGER_ROWS * 3; i++)
            sum[i] += p.w[i] - p.u[i] / (float)p.step;
        free(p.w), free(p.u);
    }
    for (size_t i = 0; i < TAGGER_ROWS; i++) /* in place: the rows become shorter */
        for (size_t tag = 0; tag < 2; tag++)
            sum[i * 2 + tag] = (sum[i * 3 + tag] - sum[i * 3 + SM_TAG_OUTSIDE]) / TAGGER_ROUNDS;
    free(out->tagger);
    out->models.tagger = quantised(sum, TAGGER_ROWS, 2, &out->tagger);
    sm_arena_free(scratch);
    free(order), free(sum), free(counts);
}

/* Where the guideline marks few names, what a model of the other corpora takes for one may be one. */
static void doubt(const gold_article *a, const sm_linear *tagger, uint8_t *tags)
{
    sm_found *found;
    size_t n;
    if (sm_recognise(tagger, a->doc, &a->looks, &found, &n, NULL) != SM_OK)
        gold_die("out of memory");
    for (size_t k = 0; k < n; k++)
        for (uint32_t i = found[k].first; i < found[k].end; i++)
            if (tags[i] == SM_TAG_OUTSIDE)
                tags[i] = TAG_UNKNOWN;
}

static void learn_tagger(const gold *set, const bool *used, const sm_gazetteer *g, trained *out)
{
    gold_article *copies = zeros(set->count * 2, sizeof *copies);
    lessons l = {.articles = zeros(set->count * 3, sizeof *l.articles),
                 .tags = zeros(set->count * 3, sizeof *l.tags)};
    bool any_sparse = false;
    for (size_t i = 0; i < set->count; i++) {
        const gold_article *a = &set->articles[i];
        const gold_corpus *c = &set->corpora[a->corpus];
        any_sparse |= used[i] && c->sparse;
        if (!used[i] || c->partial || c->sparse)
            continue;
        add_lesson(&l, a);
        if (c->lessons)
            continue;
        unsigned draw = sm_hash(a->article.id, strlen(a->article.id)) % 1000;
        if (draw < PERMILLE_UPPER + PERMILLE_TITLE + PERMILLE_LOWER) {
            gold_recase(g, a,
                        draw < PERMILLE_UPPER                    ? GOLD_UPPER
                        : draw < PERMILLE_UPPER + PERMILLE_TITLE ? GOLD_TITLE
                                                                 : GOLD_LOWER,
                        &copies[i]);
            add_lesson(&l, &copies[i]);
        }
        if (draw >= 1000 - PERMILLE_IMPOSTORS && gold_impostors(g, a, &copies[set->count + i]))
            add_lesson(&l, &copies[set->count + i]);
    }
    learn_lessons(set, &l, out);
    for (size_t i = 0; i < set->count && any_sparse; i++)
        if (used[i] && set->corpora[set->articles[i].corpus].sparse && set->articles[i].n_names) {
            add_lesson(&l, &set->articles[i]);
            doubt(&set->articles[i], &out->models.tagger, l.tags[l.count - 1]);
        }
    if (any_sparse)
        learn_lessons(set, &l, out);
    for (size_t i = 0; i < l.count; i++)
        free(l.tags[i]);
    for (size_t i = 0; i < set->count * 2; i++)
        if (copies[i].doc)
            sm_arena_free(copies[i].doc->arena);
    free(copies), free(l.articles), free(l.tags);
}

/* ---- ranking ---- */

/* One name with its choices: numbers, and which are right. */
typedef struct question {
    float (*x)[SM_RANK_FEATURES];
    uint8_t *right; /* 1: within 161 km, 2: and the very entry */
    uint32_t n;
    float weight;
} question;

typedef struct questions {
    question *list;
    size_t count, capacity;
} questions;

/* Whether a choice is the gold place: 2 the very entry, 1 within 161 km; `by_label` also when both are the
 * label point of a large area. */
static uint8_t rightness(const sm_resolution *r, const sm_choice *c, const gold_name *mark, bool by_label)
{
    const sm_place *p = sm_gazetteer_place(r->gazetteer, c->place);
    if (mark->geonames_id && p->geonames_id == mark->geonames_id)
        return 2;
    uint32_t ask = sm_ask_of(p);
    double limit = !by_label                ? 161
                   : p->flags & SM_P_REGION ? 2500
                   : ask == SM_ASK_COUNTRY  ? 1500
                   : ask == SM_ASK_NATURE   ? 800
                   : ask == SM_ASK_ADMIN1   ? 400
                                            : 161;
    return sm_distance_km(sm_place_point(p), mark->point) < limit;
}

static void ask(questions *q, const gold_article *a, const gold *set, const sm_resolution *r, int row)
{
    for (uint32_t i = 0; i < r->names.n_names; i++) {
        const sm_name *name = &r->names.names[i];
        const gold_name *mark = NULL;
        for (uint32_t s = name->first_mention; s != UINT32_MAX && !mark; s = r->names.spots[s].next_mention)
            for (size_t k = 0; k < a->n_names; k++)
                if (sm_doc_byte(a->spanned_doc, a->names[k].span.start) == r->names.spots[s].start &&
                    a->names[k].has_point)
                    mark = &a->names[k];
        if (!mark)
            continue;
        question n = {.x = zeros(name->n_choices + 1, sizeof *n.x),
                      .right = zeros(name->n_choices + 1, 1),
                      .n = name->n_choices + 1};
        bool any = false;
        for (uint32_t k = 0; k < name->n_choices; k++) {
            n.right[k] = rightness(r, &name->choices[k], mark, false);
            any |= n.right[k] != 0;
            sm_rank_numbers(r, i, k, row, n.x[k]);
        }
        for (uint32_t k = 0; k < name->n_choices && !any; k++)
            n.right[k] = rightness(r, &name->choices[k], mark, true);
        for (uint32_t k = 0; k < name->n_choices; k++)
            any |= n.right[k] != 0;
        sm_rank_nothing(r, i, row, n.x[name->n_choices]);
        n.right[name->n_choices] = !any;
        n.weight = name->weight * (set->corpora[a->corpus].partial ? 0.03f : 1);
        if (q->count == q->capacity) {
            q->capacity = q->capacity ? q->capacity * 2 : 1024;
            q->list = realloc(q->list, q->capacity * sizeof *q->list);
            if (!q->list)
                gold_die("out of memory");
        }
        q->list[q->count++] = n;
    }
}

static float learn_question(const question *q, const float *w, float *gradient)
{
    enum { MOST = SM_CHOICES_MAX + 1 };
    float p[MOST], best = -INFINITY, sum = 0, right = 0, exact = 0;
    for (uint32_t k = 0; k < q->n; k++) {
        p[k] = 0;
        for (int i = 0; i < SM_RANK_COUNT; i++)
            p[k] += w[i] * q->x[k][i];
        best = fmaxf(best, p[k]);
    }
    for (uint32_t k = 0; k < q->n; k++)
        sum += p[k] = expf(p[k] - best);
    for (uint32_t k = 0; k < q->n; k++) {
        p[k] /= sum;
        right += q->right[k] ? p[k] : 0;
        exact += q->right[k] == 2 ? p[k] : 0;
    }
    right = fmaxf(right, 1e-6f);
    float share = exact > 0 ? 0.3f : 0; /* of the loss that asks for the very entry */
    for (uint32_t k = 0; k < q->n; k++) {
        float target = (1 - share) * (q->right[k] ? p[k] / right : 0) +
                       (share && q->right[k] == 2 ? share * p[k] / exact : 0);
        for (int i = 0; i < SM_RANK_COUNT; i++)
            gradient[i] += q->weight * (p[k] - target) * q->x[k][i];
    }
    return -logf(right) * q->weight;
}

static void learn_row(const questions *q, float *w)
{
    float squares[SM_RANK_FEATURES];
    uint32_t *order = zeros(q->count + 1, sizeof *order);
    for (int i = 0; i < SM_RANK_FEATURES; i++)
        squares[i] = 0.1f;
    for (size_t i = 0; i < q->count; i++)
        order[i] = (uint32_t)i;
    float loss = 0;
    for (int e = 0; e < RANK_EPOCHS; e++) {
        loss = 0;
        shuffle(order, (uint32_t)q->count);
        for (size_t i = 0; i < q->count; i++) {
            float gradient[SM_RANK_FEATURES] = {0};
            loss += learn_question(&q->list[order[i]], w, gradient);
            for (int k = 0; k < SM_RANK_COUNT; k++) {
                float d = gradient[k] + 1e-4f * w[k];
                squares[k] += d * d;
                w[k] -= 0.2f * d / sqrtf(squares[k]);
            }
        }
    }
    fprintf(stderr, "rank: %zu questions, loss %.4f\n", q->count, (double)(loss / (float)q->count));
    free(order);
}

static void forget(questions *q)
{
    for (size_t i = 0; i < q->count; i++)
        free(q->list[i].x), free(q->list[i].right);
    free(q->list);
    *q = (questions){0};
}

static void resolution_of(const gold_article *a, const sm_linear *tagger, const sm_gazetteer *g, sm_doc *doc,
                          sm_arena *scratch, sm_resolution *out)
{
    sm_spot *spots;
    uint32_t n;
    *doc = *a->spanned_doc;
    doc->arena = scratch;
    if (sm_spots_find(tagger, g, doc, &spots, &n, NULL) != SM_OK ||
        sm_resolution_begin(g, doc, NULL, spots, n, out, NULL) != SM_OK)
        gold_die("out of memory");
}

static void learn_rank(const gold *set, const bool *used, const sm_gazetteer *g, trained *out)
{
    sm_arena *scratch = sm_arena_new(0);
    for (int stage = 0; stage < 3; stage++) { /* 0: row 0; 1: row 1 after it; 2: row 1 after itself */
        questions q = {0};
        int row = stage > 0;
        for (size_t i = 0; i < set->count; i++) {
            if (!used[i] || set->corpora[set->articles[i].corpus].sparse ||
                set->corpora[set->articles[i].corpus].lessons)
                continue;
            sm_doc doc;
            sm_resolution r;
            resolution_of(&set->articles[i], &out->models.tagger, g, &doc, scratch, &r);
            if (stage > 0) {
                sm_resolution_round(&r, (const float(*)[SM_RANK_FEATURES])out->rank, 0);
                sm_resolution_widen(&r);
            }
            if (stage > 1)
                sm_resolution_round(&r, (const float(*)[SM_RANK_FEATURES])out->rank, 1);
            ask(&q, &set->articles[i], set, &r, row);
            sm_arena_reset(scratch, 1u << 20);
        }
        if (stage == 1)
            memcpy(out->rank[1], out->rank[0], sizeof out->rank[0]);
        learn_row(&q, out->rank[row]);
        forget(&q);
    }
    sm_arena_free(scratch);
    out->models.rank = (const float(*)[SM_RANK_FEATURES])out->rank;
}

/* ---- kind ---- */

typedef struct example {
    sm_features f;
    bool associative;
} example;

static void learn_kind(const gold *set, const bool *used, const sm_gazetteer *g, trained *out)
{
    example *list = NULL;
    size_t n = 0, capacity = 0;
    sm_arena *scratch = sm_arena_new(0);
    for (size_t i = 0; i < set->count; i++) {
        const gold_article *a = &set->articles[i];
        if (!used[i] || set->corpora[a->corpus].partial || set->corpora[a->corpus].sparse)
            continue;
        sm_doc doc = *a->spanned_doc;
        doc.arena = scratch;
        sm_places *places;
        if (sm_find_places_with(&out->models, g, &doc, NULL, &places, NULL) != SM_OK)
            gold_die("out of memory");
        for (size_t k = 0, m = 0; k < a->n_names; k++) {
            uint32_t start = sm_doc_byte(&doc, a->names[k].span.start);
            while (m < places->count && places->mentions[m].start < start)
                m++;
            if (a->names[k].kind < 0 || m >= places->count || places->mentions[m].start != start)
                continue;
            if (n == capacity) {
                capacity = capacity ? capacity * 2 : 1024;
                list = realloc(list, capacity * sizeof *list);
                if (!list)
                    gold_die("out of memory");
            }
            const sm_mention *x = &places->mentions[m];
            unsigned class =
                x->place == SM_NO_PLACE
                    ? SM_G_NONE
                    : (unsigned)sm_gaz_class_of(sm_gazetteer_place(g, x->place), (sm_name_kind)x->name_kind);
            sm_kind_features(&doc, x->first, x->end, x->name_kind, class, &list[n].f);
            list[n++].associative = a->names[k].kind == 1;
        }
        sm_arena_reset(scratch, 1u << 20);
    }
    float *w = zeros(KIND_ROWS, sizeof *w), *squares = zeros(KIND_ROWS, sizeof *w);
    uint32_t *order = zeros(n + 1, sizeof *order);
    for (size_t i = 0; i < n; i++)
        order[i] = (uint32_t)i;
    float *sum = zeros(KIND_ROWS, sizeof *sum); /* over the later rounds, for a steadier mean */
    for (int e = 0; e < KIND_EPOCHS; e++) {
        shuffle(order, (uint32_t)n);
        for (size_t i = 0; i < n; i++) {
            sm_features f = list[order[i]].f;
            drop_features(&f, NULL);
            float z = 0;
            for (unsigned k = 0; k < f.count; k++)
                z += w[f.at[k] & (KIND_ROWS - 1)];
            float d = 1 / (1 + expf(-z)) - (float)list[order[i]].associative;
            for (unsigned k = 0; k < f.count; k++) {
                uint32_t row = f.at[k] & (KIND_ROWS - 1);
                float slope = d + 1e-3f * w[row];
                squares[row] += slope * slope;
                w[row] -= 0.15f * slope / sqrtf(squares[row] + 1e-2f);
            }
        }
        for (size_t i = 0; i < KIND_ROWS && e >= KIND_SETTLED; i++)
            sum[i] += w[i];
    }
    fprintf(stderr, "kind: %zu examples\n", n);
    out->models.kind = quantised(sum, KIND_ROWS, 1, &out->kind);
    sm_arena_free(scratch);
    free(list), free(w), free(squares), free(order), free(sum);
}

/* ---- prediction, in the form of `sitmap annotate` ---- */

static json_t *place_json(const sm_gazetteer *g, uint32_t index)
{
    if (index == SM_NO_PLACE)
        return json_null();
    const sm_place *p = sm_gazetteer_place(g, index);
    json_t *o = json_object();
    json_object_set_new(o, "name", json_string(sm_gazetteer_string(g, p->name)));
    if (p->geonames_id)
        json_object_set_new(o, "geonames_id", json_integer(p->geonames_id));
    json_object_set_new(o, "lon", json_real(p->lon_e5 / 1e5));
    json_object_set_new(o, "lat", json_real(p->lat_e5 / 1e5));
    json_object_set_new(o, "country", json_stringn(p->country_code, p->country_code[0] ? 2 : 0));
    json_object_set_new(o, "feature_code", json_string(p->feature_code));
    return o;
}

static void predict(const gold_article *a, const sm_place_models *models, const sm_gazetteer *g, bool spans,
                    FILE *out)
{
    sm_arena *scratch = sm_arena_new(0);
    sm_doc doc = spans ? *a->spanned_doc : *a->doc;
    doc.arena = scratch;
    sm_places *places;
    if (sm_find_places_with(models, g, &doc, NULL, &places, NULL) != SM_OK)
        gold_die("out of memory");
    json_t *list = json_array();
    for (size_t i = 0; i < places->count; i++) {
        const sm_mention *m = &places->mentions[i];
        json_t *o = json_object();
        json_object_set_new(o, "start", json_integer(sm_doc_codepoint(&doc, m->start)));
        json_object_set_new(o, "end", json_integer(sm_doc_codepoint(&doc, m->stop)));
        json_object_set_new(o, "text", json_stringn(doc.text + m->start, m->stop - m->start));
        json_object_set_new(o, "kind", json_string(m->kind == SM_LITERAL ? "literal" : "associative"));
        json_object_set_new(o, "confidence", json_real((double)m->confidence));
        json_object_set_new(o, "reason", json_string(sm_reason_name((sm_reason)m->reason)));
        json_object_set_new(o, "place", place_json(g, m->place));
        json_array_append_new(list, o);
    }
    json_t *d = json_pack("{s:s, s:o}", "id", a->article.id, "mentions", list);
    json_dumpf(d, out, JSON_COMPACT);
    fputc('\n', out);
    json_decref(d);
    sm_arena_free(scratch);
}

/* ---- the whole ---- */

static void learn(const gold *set, const bool *used, const sm_gazetteer *g, trained *out)
{
    *out = (trained){0};
    learn_tagger(set, used, g, out);
    seed = 1;
    learn_rank(set, used, g, out);
    seed = 1;
    learn_kind(set, used, g, out);
}

static void write_linear(const char *folder, const char *file, const sm_linear *m, const char *from)
{
    char path[1024], header[1024];
    snprintf(path, sizeof path, "%s/%s", folder, file);
    int n = snprintf(header, sizeof header,
                     "sitmap linear model 1\nrows %u\nlabels %u\nscale %.9g\ntrained on %s\n\n", m->mask + 1,
                     m->labels, (double)m->scale, from);
    FILE *f = fopen(path, "wb");
    if (!f)
        gold_die("%s: cannot be written", path);
    fprintf(f, "%s%*s", header, (64 - n % 64) % 64, "");
    fwrite(m->weights, sizeof *m->weights, (size_t)(m->mask + 1) * m->labels, f);
    if (fclose(f) != 0)
        gold_die("%s: cannot be written", path);
}

static void write_rank(const char *folder, const float rank[2][SM_RANK_FEATURES], const char *from)
{
    static const char *const names[] = {
#define X(name) #name,
        SM_RANK_LIST(X)
#undef X
    };
    char path[1024];
    snprintf(path, sizeof path, "%s/rank.inc", folder);
    FILE *f = fopen(path, "w");
    if (!f)
        gold_die("%s: cannot be written", path);
    fprintf(f,
            "/* Made by train_places, trained on %s. Rows: without and with what the rest of the article "
            "says. */\n",
            from);
    for (int row = 0; row < 2; row++) {
        fputs("{\n", f);
        for (int i = 0; i < SM_RANK_COUNT; i++)
            fprintf(f, "    %.6ff, /* %s */\n", (double)rank[row][i], names[i]);
        fputs("},\n", f);
    }
    if (fclose(f) != 0)
        gold_die("%s: cannot be written", path);
}

static void write_models(const char *folder, const gold *set, const trained *t)
{
    char from[512] = "";
    for (int i = 0; i < set->n_corpora; i++)
        snprintf(from + strlen(from), sizeof from - strlen(from), "%s%s", i ? ", " : "",
                 set->corpora[i].name);
    write_linear(folder, "tagger.bin", &t->models.tagger, from);
    write_linear(folder, "kind.bin", &t->models.kind, from);
    write_rank(folder, t->rank, from);
}

static FILE *prediction_file(const char *folder, const char *corpus, bool spans)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s%s.jsonl", folder, corpus, spans ? "-spans" : "");
    FILE *f = fopen(path, "w");
    if (!f)
        gold_die("%s: cannot be written", path);
    return f;
}

/* Predict every article by a model that has not learnt from its part: its fold, or its whole corpus. */
static void cross_validate(const gold *set, const sm_gazetteer *g, unsigned folds, const char *folder)
{
    FILE *files[16][2];
    bool *used = zeros(set->count, sizeof *used);
    unsigned parts = folds ? folds : (unsigned)set->n_corpora;
    for (int c = 0; c < set->n_corpora; c++)
        for (int s = 0; s < 2; s++)
            files[c][s] = prediction_file(folder, set->corpora[c].name, s);
    for (unsigned part = 0; part < parts; part++) {
        trained t;
        for (size_t i = 0; i < set->count; i++)
            used[i] = set->corpora[set->articles[i].corpus].lessons ||
                      (folds ? set->articles[i].fold : (unsigned)set->articles[i].corpus) != part;
        learn(set, used, g, &t);
        for (size_t i = 0; i < set->count; i++)
            for (int s = 0; s < 2 && !used[i]; s++)
                predict(&set->articles[i], &t.models, g, s, files[set->articles[i].corpus][s]);
        free(t.tagger), free(t.kind);
    }
    for (int c = 0; c < set->n_corpora; c++)
        for (int s = 0; s < 2; s++)
            fclose(files[c][s]);
    free(used);
}

int main(int argc, char **argv)
{
    static gold set;
    const char *write = NULL, *predictions = NULL;
    unsigned folds = 0;
    bool cross = false;
    int i = 2;
    for (; i < argc && argv[i][0] == '-'; i++) {
        if (strcmp(argv[i], "-x") == 0)
            cross = true;
        else if (i + 1 < argc && strcmp(argv[i], "-w") == 0)
            write = argv[++i];
        else if (i + 1 < argc && strcmp(argv[i], "-p") == 0)
            predictions = argv[++i];
        else if (i + 1 < argc && strcmp(argv[i], "-k") == 0)
            folds = (unsigned)atoi(argv[++i]);
        else
            gold_die("unknown option %s", argv[i]);
    }
    if (i >= argc || (!write && !(predictions && (cross || folds))))
        gold_die("usage: train_places GAZETTEER [-w DIR] [-k FOLDS | -x] [-p DIR] CORPUS[:npe]...");
    sm_error err = {0};
    sm_gazetteer *g;
    if (sm_gazetteer_open(argv[1], false, &g, &err) != SM_OK)
        gold_die("%s: %s", argv[1], err.text);
    for (; i < argc; i++)
        gold_read(&set, g, argv[i], folds);
    if (predictions)
        cross_validate(&set, g, cross ? 0 : folds, predictions);
    if (write) {
        trained t;
        bool *used = zeros(set.count, sizeof *used);
        memset(used, 1, set.count);
        learn(&set, used, g, &t);
        write_models(write, &set, &t);
    }
    return 0;
}
