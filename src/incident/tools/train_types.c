/* train_types: learn the model of src/incident/models from snippets with their event type, and measure it on
 * snippets that it has not seen.
 *
 *     train_types GAZETTEER -w MODEL CORPUS...              learn from all and write the model
 *     train_types GAZETTEER -k 5 -p FILE CORPUS...          5-fold cross-validation: FILE is what `sitmap
 * annotate` would print train_types GAZETTEER -x -p FILE CORPUS... TEST       learn from the others, FILE is
 * for TEST
 *
 * CORPUS is a JSON Lines file: `id`, `text`, and `label`, an ACLED sub-event type as CASE 2021 writes it, or
 * `templates` with MUC types. Several types of ours may be right for one of theirs: the model is to give
 * their sum the most. Articles that tell nearly the same stand in one fold. Same input, same output: the
 * shuffling is seeded, sums are made in one order. */
#include "annotate.h"
#include "classify.h"
#include "geojson.h"
#include "hash.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_CORPORA = 16, EPOCHS = 20, LEAST_SEEN = 3, LEAST_ARTICLES = 3, SHARE = 8 };

static const float STEP = 0.05f, DECAY = 1e-2f, SMALLEST = 6; /* of 127 */

_Noreturn static void die(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void die(const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vfprintf(stderr, format, list);
    va_end(list);
    fputc('\n', stderr);
    exit(1);
}

static void *zeros(size_t n, size_t size)
{
    void *p = calloc(n + 1, size);
    if (!p)
        die("out of memory");
    return p;
}

static uint64_t seed;

static uint32_t next_random(uint32_t below)
{
    seed += UINT64_C(0x9E3779B97F4A7C15);
    return (uint32_t)(sm_hash_step(seed, 1) >> 33) % below;
}

/* --- gold ---------------------------------------------------------------------------------------- */

typedef struct snippet {
    sm_article article;
    uint32_t right;   /* bit by sm_event_type; bit 0: no incident; 0: not known */
    uint32_t related; /* triggers of these types tell of it */
    float weight;
    int corpus;
    unsigned fold;
    uint32_t *words; /* hashes, sorted: for near twins */
    size_t n_words;
} snippet;

typedef struct gold {
    snippet *items;
    size_t count, capacity;
    char names[MAX_CORPORA][64];
    int n_corpora;
} gold;

#define T(x)      (1u << SM_EVENT_##x)
#define ACCIDENTS (T(air_crash) | T(transport_accident) | T(industrial_accident) | T(fire_collapse))
#define DISASTERS                                                                                            \
    (T(earthquake_tsunami) | T(volcano) | T(landslide_avalanche) | T(flood) | T(storm) |                     \
     T(extreme_temperature_drought) | T(wildfire) | T(epidemic))

static uint32_t types_of_label(const char *label)
{
    static const struct {
        const char *label;
        uint32_t types;
    } table[] = {
        {"ARMED_CLASH", T(armed_clash)},
        {"ATTACK", T(armed_attack) | T(violent_crime)},
        {"SUIC_BOMB", T(suicide_bombing)},
        {"CHEM_WEAP", T(chemical_attack)},
        {"AIR_STRIKE", T(air_strike)},
        {"ART_MISS_ATTACK", T(shelling_missile)},
        {"REM_EXPLOS", T(bombing)},
        {"GRENADE", T(bombing)},
        {"SEX_VIOL", T(sexual_violence)},
        {"ABDUCT_DISSAP", T(abduction)},
        {"GOV_REGAINS_TERIT", T(territory_change)},
        {"NON_STATE_ACTOR_OVERTAKES_TER", T(territory_change)},
        {"NON_VIOL_TERRIT_TRANSFER", T(territory_change)},
        {"ARREST", T(security_operation)},
        {"DISR_WEAP", T(security_operation)},
        {"PEACE_PROTEST", T(protest)},
        {"PROTEST_WITH_INTER", T(protest)},
        {"FORCE_AGAINST_PROTEST", T(force_against_protesters)},
        {"VIOL_DEMONSTR", T(riot)},
        {"MOB_VIOL", T(riot)},
        {"PROPERTY_DISTRUCT", T(property_destruction)},
        {"ORG_CRIME", T(violent_crime) | T(security_operation)},
        {"NATURAL_DISASTER", DISASTERS},
        {"MAN_MADE_DISASTER", ACCIDENTS},
        {"DIPLO", 1 | T(strategic_development)},
        {"AGREEMENT", T(strategic_development)},
        {"HQ_ESTABLISHED", T(strategic_development)},
        {"CHANGE_TO_GROUP_ACT", T(strategic_development)},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strcmp(label, table[i].label) == 0)
            return table[i].types;
    return 0;
}

#define ATTACKS (T(armed_attack) | T(armed_clash) | T(violent_crime))

/* What the templates of a MUC report say, when all are of one type; `*related`: triggers that may tell of it.
 */
static uint32_t types_of_templates(const json_t *templates, uint32_t *related)
{
    static const struct {
        const char *type;
        uint32_t types, related;
    } table[] = {{"BOMBING", T(bombing) | T(suicide_bombing),
                  T(bombing) | T(suicide_bombing) | ATTACKS | T(industrial_accident)},
                 {"KIDNAPPING", T(abduction), T(abduction)},
                 {"ARSON", T(property_destruction), T(property_destruction) | T(fire_collapse)},
                 {"HIJACKING", T(hijack_piracy), T(hijack_piracy)},
                 {"ATTACK", T(armed_attack) | T(armed_clash), ATTACKS}};
    uint32_t all = 0;
    size_t i, k, n;
    json_t *t, *fill, *value;
    json_array_foreach(templates, i, t) json_array_foreach(json_object_get(t, "type"), k, fill)
        json_array_foreach(json_object_get(fill, "values"), n, value)
    {
        uint32_t of = 0;
        for (size_t j = 0; j < sizeof table / sizeof *table; j++)
            if (strcmp(json_string_value(value), table[j].type) == 0) {
                of = table[j].types;
                *related = table[j].related;
            }
        if (of == 0 || (all && all != of))
            return 0;
        all = of;
    }
    return all;
}

/* The types of a record, and how much it is to count: whole for a snippet that was labelled, little for an
 * article where only the chief incident is known. */
static void read_gold(const json_t *d, snippet *s)
{
    static const float OF_ARTICLE = 0.03f;
    const char *label = json_string_value(json_object_get(d, "label"));
    s->related = UINT32_MAX;
    s->weight = label ? 1 : OF_ARTICLE;
    if (label)
        s->right = types_of_label(label);
    else if (json_object_get(d, "templates"))
        s->right = types_of_templates(json_object_get(d, "templates"), &s->related);
    else if (json_object_get(d, "incident") && sm_hash(s->article.id, strlen(s->article.id)) % SHARE ==
                                                   0) { /* reports of shootings: many, and all alike */
        s->right = T(violent_crime) | T(armed_attack);
        s->related = ATTACKS;
    }
}

static int compare_words(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void list_words(snippet *s)
{
    sm_arena *arena = sm_arena_new(0);
    sm_doc *doc;
    if (sm_doc_make(&s->article, arena, &doc, NULL) != SM_OK)
        die("%s: cannot be read", s->article.id);
    s->words = zeros(doc->n_tokens, sizeof *s->words);
    for (size_t i = 0; i < doc->n_tokens && i < 200; i++)
        if (doc->tokens[i].kind != SM_PUNCT)
            s->words[s->n_words++] = (uint32_t)doc->tokens[i].hash;
    qsort(s->words, s->n_words, sizeof *s->words, compare_words);
    sm_arena_free(arena);
}

static bool near_twins(const snippet *a, const snippet *b)
{
    size_t i = 0, k = 0, shared = 0;
    while (i < a->n_words && k < b->n_words) {
        shared += a->words[i] == b->words[k];
        if (a->words[i] < b->words[k])
            i++;
        else if (a->words[i] > b->words[k])
            k++;
        else
            i++, k++;
    }
    size_t less = a->n_words < b->n_words ? a->n_words : b->n_words;
    return less && shared * 10 >= less * 6;
}

static void read_corpus(gold *g, const char *path)
{
    json_error_t e;
    FILE *f = fopen(path, "r");
    const char *slash = strrchr(path, '/');
    if (!f || g->n_corpora == MAX_CORPORA)
        die("%s: cannot be read", path);
    snprintf(g->names[g->n_corpora], sizeof g->names[0], "%.*s", (int)strcspn(slash ? slash + 1 : path, "."),
             slash ? slash + 1 : path);
    for (json_t *d; (d = json_loadf(f, JSON_DISABLE_EOF_CHECK, &e)) != NULL;) {
        if (g->count == g->capacity) {
            g->capacity = g->capacity ? 2 * g->capacity : 1024;
            g->items = realloc(g->items, g->capacity * sizeof *g->items);
            if (!g->items)
                die("out of memory");
        }
        const char *text = json_string_value(json_object_get(d, "text"));
        const char *id = json_string_value(json_object_get(d, "id")),
                   *date = json_string_value(json_object_get(d, "date"));
        if (!text || !id)
            die("%s: a record without id or text", path);
        snippet *s = &g->items[g->count++];
        *s = (snippet){.corpus = g->n_corpora,
                       .article = {.id = strdup(id), .text = strdup(text), .length = strlen(text)}};
        if (date)
            sm_date_parse(date, &s->article.date);
        read_gold(d, s);
        list_words(s);
        json_decref(d);
    }
    fclose(f);
    g->n_corpora++;
}

static void make_folds(gold *g, unsigned folds)
{
    for (size_t i = 0; i < g->count; i++) {
        const char *id = g->items[i].article.id;
        g->items[i].fold = (unsigned)(sm_hash(id, strlen(id)) % folds);
        for (size_t k = 0; k < i; k++)
            if (near_twins(&g->items[i], &g->items[k])) {
                g->items[i].fold = g->items[k].fold;
                break;
            }
    }
}

/* --- learning ------------------------------------------------------------------------------------ */

typedef struct example {
    uint32_t *at; /* features, then numbers of features */
    unsigned count, rule;
    float head_start, weight;
    uint32_t right;
    const snippet *from;
} example;

typedef struct lessons {
    example *items;
    size_t count, capacity;
    uint32_t *keys; /* all features, sorted, that were seen often enough */
    size_t n_keys;
} lessons;

static void add_example(lessons *l, const sm_scan *s, const sm_hit *h, const snippet *x, float weight)
{
    if (l->count == l->capacity) {
        l->capacity = l->capacity ? 2 * l->capacity : 1024;
        l->items = realloc(l->items, l->capacity * sizeof *l->items);
        if (!l->items)
            die("out of memory");
    }
    sm_type_features f;
    sm_type_features_of(s, h, &f);
    example *e = &l->items[l->count++];
    *e = (example){.at = zeros(f.count, sizeof *e->at),
                   .count = f.count,
                   .rule = h->rule_type,
                   .head_start = sm_type_head_start(h),
                   .weight = weight,
                   .right = x->right,
                   .from = x};
    if (x->related != UINT32_MAX && (x->right >> h->rule_type & 1))
        e->right = 1u << h->rule_type; /* several are right, and the table has one of them */
    qsort(f.at, f.count, sizeof *f.at, compare_words);
    e->count = 0;
    for (unsigned i = 0; i < f.count; i++)
        if (i == 0 || f.at[i] != f.at[i - 1])
            e->at[e->count++] = f.at[i];
}

static void learn_from(lessons *l, const sm_gazetteer *g, const snippet *x)
{
    sm_arena *arena = sm_arena_new(0);
    sm_doc *doc;
    sm_places *places;
    sm_timex *times;
    size_t n_times, n = 0;
    sm_scan *s;
    if (sm_doc_make(&x->article, arena, &doc, NULL) != SM_OK ||
        sm_find_times(doc, x->article.date, &times, &n_times, NULL) != SM_OK ||
        sm_find_places(g, doc, NULL, &places, NULL) != SM_OK ||
        sm_scan_make(g, doc, places, times, n_times, x->article.date, &s, NULL) != SM_OK)
        die("%s: cannot be read", x->article.id);
    sm_scan_triggers(s);
    for (size_t i = 0; i < s->n_hits; i++)
        n += s->hits[i].type != SM_EVENT_NONE && x->related >> s->hits[i].type & 1;
    for (size_t i = 0; i < s->n_hits; i++)
        if (s->hits[i].type != SM_EVENT_NONE && x->related >> s->hits[i].type & 1)
            add_example(l, s, &s->hits[i], x, x->weight / (float)n);
    sm_arena_free(arena);
}

/* Number the features that at least LEAST_SEEN examples have; forget the others. */
static void number_features(lessons *l)
{
    size_t n = 0;
    for (size_t i = 0; i < l->count; i++)
        n += l->items[i].count;
    uint32_t *all = zeros(n, sizeof *all);
    n = 0;
    for (size_t i = 0; i < l->count; i++)
        for (unsigned k = 0; k < l->items[i].count; k++)
            all[n++] = l->items[i].at[k];
    qsort(all, n, sizeof *all, compare_words);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i; end < n && all[end] == all[i]; end++)
            ;
        if (end - i >= LEAST_SEEN)
            all[l->n_keys++] = all[i];
    }
    l->keys = all;
    for (size_t i = 0; i < l->count; i++) {
        unsigned kept = 0;
        for (unsigned k = 0; k < l->items[i].count; k++) {
            const uint32_t *at =
                bsearch(&l->items[i].at[k], l->keys, l->n_keys, sizeof *l->keys, compare_words);
            if (at)
                l->items[i].at[kept++] = (uint32_t)(at - l->keys);
        }
        l->items[i].count = kept;
    }
}

static void scores_of(const example *e, const float *w, float p[SM_TYPE_LABELS])
{
    memset(p, 0, SM_TYPE_LABELS * sizeof *p);
    p[e->rule] = e->head_start;
    for (unsigned i = 0; i < e->count; i++)
        for (unsigned k = 0; k < SM_TYPE_LABELS; k++)
            p[k] += w[(size_t)e->at[i] * SM_TYPE_LABELS + k];
}

/* Scores to probabilities. */
static void normalise(float p[SM_TYPE_LABELS])
{
    float most = p[0], sum = 0;
    for (unsigned k = 1; k < SM_TYPE_LABELS; k++)
        most = fmaxf(most, p[k]);
    for (unsigned k = 0; k < SM_TYPE_LABELS; k++)
        sum += p[k] = expf(p[k] - most);
    for (unsigned k = 0; k < SM_TYPE_LABELS; k++)
        p[k] /= sum;
}

/* One step of AdaGrad on -log of the probability of all the right types together. */
static float learn_example(const example *e, float *w, float *squares)
{
    float p[SM_TYPE_LABELS], right = 0;
    scores_of(e, w, p);
    normalise(p);
    for (unsigned k = 0; k < SM_TYPE_LABELS; k++)
        right += e->right >> k & 1 ? p[k] : 0;
    right = fmaxf(right, 1e-6f);
    for (unsigned k = 0; k < SM_TYPE_LABELS; k++) {
        float slope = e->weight * (p[k] - (e->right >> k & 1 ? p[k] / right : 0));
        for (unsigned i = 0; i < e->count; i++) {
            size_t at = (size_t)e->at[i] * SM_TYPE_LABELS + k;
            float d = slope + DECAY * w[at];
            squares[at] += d * d;
            w[at] -= STEP * d / sqrtf(squares[at] + 1e-2f);
        }
    }
    return -logf(right) * e->weight;
}

typedef struct trained {
    sm_type_model model;
    uint32_t allowed[SM_TYPE_LABELS];
    sm_type_key *keys;
    int8_t *weights;
    uint32_t rows;
} trained;

typedef struct kept_feature {
    uint32_t number, seen; /* in how many examples */
} kept_feature;

static int most_seen_first(const void *a, const void *b)
{
    const kept_feature *x = a, *y = b;
    return x->seen != y->seen ? (x->seen < y->seen) - (x->seen > y->seen)
                              : (x->number > y->number) - (x->number < y->number);
}

/* Weights to 8 bits; features of which nothing is left are left out. Frequent ones get the first rows, and
 * the slots where they are looked for first. */
static void quantise(const lessons *l, const float *w, trained *out)
{
    uint32_t slots = 64, n = 0, *seen = zeros(l->n_keys, sizeof *seen);
    kept_feature *kept = zeros(l->n_keys, sizeof *kept);
    for (size_t i = 0; i < l->count; i++)
        for (unsigned k = 0; k < l->items[i].count; k++)
            seen[l->items[i].at[k]]++;
    float most = 1e-6f;
    for (size_t i = 0; i < l->n_keys * SM_TYPE_LABELS; i++)
        most = fmaxf(most, fabsf(w[i]));
    float scale = most / 127;
    for (size_t i = 0; i < l->n_keys; i++) {
        float largest = 0;
        for (unsigned k = 0; k < SM_TYPE_LABELS; k++)
            largest = fmaxf(largest, fabsf(w[i * SM_TYPE_LABELS + k]));
        if (largest >= SMALLEST * scale)
            kept[n++] = (kept_feature){(uint32_t)i, seen[i]};
    }
    qsort(kept, n, sizeof *kept, most_seen_first);
    while (slots < n + n / 4)
        slots *= 2;
    *out = (trained){
        .keys = zeros(slots, sizeof *out->keys), .weights = zeros((size_t)n * SM_TYPE_LABELS, 1), .rows = n};
    for (uint32_t i = 0; i < n; i++) {
        uint32_t feature = l->keys[kept[i].number], slot = sm_type_slot(feature, slots - 1);
        while (out->keys[slot].feature)
            slot = (slot + 1) & (slots - 1);
        out->keys[slot] = (sm_type_key){feature, i};
        for (unsigned k = 0; k < SM_TYPE_LABELS; k++)
            out->weights[(size_t)i * SM_TYPE_LABELS + k] =
                (int8_t)lrintf(w[kept[i].number * SM_TYPE_LABELS + k] / scale);
    }
    out->model =
        (sm_type_model){.keys = out->keys, .weights = out->weights, .mask = slots - 1, .scale = scale};
    fprintf(stderr, "%u of %zu features kept in %u slots\n", n, l->n_keys, slots);
    free(kept), free(seen);
}

/* From which type of the table to which the model may go: what LEAST_ARTICLES articles have shown. */
static void allow(const lessons *l, uint32_t allowed[SM_TYPE_LABELS])
{
    unsigned seen[SM_TYPE_LABELS][SM_TYPE_LABELS] = {{0}};
    for (size_t i = 0; i < l->count; i++) {
        const example *e = &l->items[i];
        bool first = true; /* trigger of this type in its article */
        for (size_t k = i; k > 0 && l->items[k - 1].from == e->from; k--)
            first &= l->items[k - 1].rule != e->rule;
        for (unsigned t = 0; t < SM_TYPE_LABELS && first; t++)
            seen[e->rule][t] += e->right >> t & 1;
    }
    static const uint32_t one_in_gold =
        T(armed_attack) | T(violent_crime); /* no corpus here tells them apart */
    for (unsigned r = 0; r < SM_TYPE_LABELS; r++) {
        allowed[r] = 1u << r;
        for (unsigned t = 0; t < SM_TYPE_LABELS; t++)
            if (seen[r][t] >= LEAST_ARTICLES && !(one_in_gold >> r & one_in_gold >> t & 1))
                allowed[r] |= 1u << t;
    }
}

static void learn(const gold *g, const sm_gazetteer *gazetteer, const bool *used, trained *out)
{
    lessons l = {0};
    for (size_t i = 0; i < g->count; i++)
        if (used[i] && g->items[i].right)
            learn_from(&l, gazetteer, &g->items[i]);
    number_features(&l);
    float *w = zeros(l.n_keys * SM_TYPE_LABELS, sizeof *w),
          *squares = zeros(l.n_keys * SM_TYPE_LABELS, sizeof *squares), loss = 0;
    uint32_t *order = zeros(l.count, sizeof *order);
    for (size_t i = 0; i < l.count; i++)
        order[i] = (uint32_t)i;
    seed = 1;
    for (int e = 0; e < EPOCHS; e++) {
        loss = 0;
        for (uint32_t i = (uint32_t)l.count; i > 1; i--) {
            uint32_t j = next_random(i), t = order[i - 1];
            order[i - 1] = order[j];
            order[j] = t;
        }
        for (size_t i = 0; i < l.count; i++)
            loss += learn_example(&l.items[order[i]], w, squares);
    }
    fprintf(stderr, "%zu triggers, %zu features, loss %.3f\n", l.count, l.n_keys, (double)loss);
    quantise(&l, w, out);
    allow(&l, out->allowed);
    out->model.allowed = out->allowed;
    for (size_t i = 0; i < l.count; i++)
        free(l.items[i].at);
    free(l.items), free(l.keys), free(w), free(squares), free(order);
}

/* --- prediction ------------------------------------------------------------------------------------ */

static void predict(const snippet *x, const sm_gazetteer *g, const sm_type_model *model, FILE *out)
{
    sm_arena *arena = sm_arena_new(0);
    sm_annotation a;
    sm_buf line;
    sm_annotate_options options = {.types = model};
    sm_buf_init(&line, 1 << 30);
    if (sm_annotate(g, &x->article, &options, NULL, arena, &a, NULL) != SM_OK ||
        sm_annotation_json(g, &a, &options, &line, NULL) != SM_OK)
        die("%s: cannot be annotated", x->article.id);
    fwrite(line.bytes, 1, line.length, out);
    sm_annotation_release(&a);
    sm_buf_free(&line);
    sm_arena_free(arena);
}

static void write_model(const char *path, const gold *g, const trained *t)
{
    char header[1024], from[512] = "";
    for (int i = 0; i < g->n_corpora; i++)
        snprintf(from + strlen(from), sizeof from - strlen(from), "%s%s", i ? ", " : "", g->names[i]);
    int n = snprintf(header, sizeof header,
                     "sitmap type model 1\nslots %u\nrows %u\nlabels %d\nscale %.9g\ntrained on %s\n\n",
                     t->model.mask + 1, t->rows, SM_TYPE_LABELS, (double)t->model.scale, from);
    FILE *f = fopen(path, "wb");
    if (!f)
        die("%s: cannot be written", path);
    fprintf(f, "%s%*s", header, (64 - n % 64) % 64, "");
    fwrite(t->allowed, sizeof *t->allowed, SM_TYPE_LABELS, f);
    fwrite(t->keys, sizeof *t->keys, t->model.mask + 1, f);
    fwrite(t->weights, SM_TYPE_LABELS, t->rows, f);
    if (fclose(f) != 0)
        die("%s: cannot be written", path);
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
            die("unknown option %s", argv[i]);
    }
    if (i >= argc || (!write && !(predictions && (cross || folds))))
        die("usage: train_types GAZETTEER [-w MODEL] [-k FOLDS | -x] [-p FILE] CORPUS...");
    sm_error err = {0};
    sm_gazetteer *g;
    trained t;
    if (sm_gazetteer_open(argv[1], false, &g, &err) != SM_OK)
        die("%s: %s", argv[1], err.text);
    for (; i < argc; i++)
        read_corpus(&set, argv[i]);
    bool *used = zeros(set.count, sizeof *used);
    FILE *out = predictions ? fopen(predictions, "w") : NULL;
    if (predictions && !out)
        die("%s: cannot be written", predictions);
    if (folds)
        make_folds(&set, folds);
    /* k-fold: every labelled record by a model that did not learn from its fold; -x: the last corpus by the
     * others */
    for (unsigned part = 0; out && part < (folds ? folds : 1); part++) {
        for (size_t k = 0; k < set.count; k++)
            used[k] = folds ? set.items[k].fold != part : set.items[k].corpus != set.n_corpora - 1;
        learn(&set, g, used, &t);
        for (size_t k = 0; k < set.count; k++)
            if (!used[k] && (!folds || set.items[k].corpus == 0))
                predict(&set.items[k], g, &t.model, out);
        free(t.keys), free(t.weights);
    }
    if (out)
        fclose(out);
    if (write) {
        memset(used, 1, set.count);
        learn(&set, g, used, &t);
        write_model(write, &set, &t);
    }
    return 0;
}
