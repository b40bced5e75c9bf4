/* train_merging: learn the weights of src/incident/pair.inc from articles whose incidents are known, and
 * measure merging on articles that the weights have not seen.
 *
 *     train_merging [-o CLUSTERS] GAZETTEER CORPUS:LABEL... > pair.inc
 *
 * CORPUS is a JSON Lines file of articles, LABEL the member that says which incident an article tells of
 * first. Each corpus is a batch of its own. Learnt from are the pairs that blocking lets meet and that are
 * both the first of their articles. Cross-validation: the incidents of a corpus are dealt into five folds; a
 * pair of articles is scored by weights that were learnt without the folds of both, and the whole batch is
 * merged with these scores. The figures go to standard error: for several thresholds pairs and B3, and the
 * reliability of the scores. CLUSTERS gets a line of corpus, article and cluster for each article at the
 * threshold that the program uses (-1: no incident was found).
 *
 * Logistic regression by Newton's method with a Gaussian prior on the weights. Same input, same output. */
#include "annotate.h"
#include "date.h"
#include "hash.h"
#include "list.h"
#include "pair.h"

#include <jansson.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { FOLDS = 5, N = SM_PAIR_COUNT, CORPORA = 4, ALL = N + CORPORA, STEPS = 60 };

static const int signs[ALL] = {
#define SIGN(name, sign) sign,
    SM_PAIR_FEATURES(SIGN)};

#define PRIOR 2.0 /* precision of the prior */

_Noreturn static void die(const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vfprintf(stderr, format, list);
    va_end(list);
    fputc('\n', stderr);
    exit(1);
}

static void *need(void *p)
{
    if (p == NULL)
        die("out of memory");
    return p;
}

/* --- articles ------------------------------------------------------------------------------------- */

typedef struct report {
    const char *id;
    uint64_t doc, incident; /* hashes */
    unsigned fold;
    uint32_t lead; /* its first incident as a view, UINT32_MAX = none */
} report;

typedef struct corpus {
    char name[64];
    report *reports;
    size_t count, capacity;
    sm_incidents *incidents, *ordered;
    uint32_t *report_of; /* of each view: its article */
    bool *is_lead;
    sm_merger merger;
} corpus;

static char *text_of(json_t *o, const char *name)
{
    const char *s = json_string_value(json_object_get(o, name));
    return s ? need(strdup(s)) : NULL;
}

static uint64_t label_of(json_t *o, const char *name)
{
    json_t *v = json_object_get(o, name);
    char *text = v ? json_dumps(v, JSON_ENCODE_ANY) : NULL;
    if (text == NULL)
        die("an article without %s", name);
    uint64_t h = sm_hash(text, strlen(text));
    free(text);
    return h;
}

static void read_article(corpus *c, const sm_gazetteer *g, json_t *o, const char *label)
{
    sm_error err = {0};
    sm_arena *arena = need(sm_arena_new(0));
    sm_article a = {.id = text_of(o, "id"), .title = text_of(o, "title"), .text = text_of(o, "text")};
    char *date = text_of(o, "date");
    if (date && !sm_date_parse(date, &a.date))
        die("%s: no date: %s", a.id, date);
    a.length = strlen(a.text);
    sm_annotation out;
    if (sm_annotate(g, &a, &(sm_annotate_options){.merging = true}, NULL, arena, &out, &err) != SM_OK)
        die("%s: %s", a.id, err.text);
    for (size_t i = 0; i < out.incidents->count; i++)
        need(sm_incidents_add_copy(c->incidents, &out.incidents->items[i]));
    if (c->count == c->capacity) {
        c->capacity = c->capacity ? c->capacity * 2 : 1024;
        c->reports = need(realloc(c->reports, c->capacity * sizeof *c->reports));
    }
    report *r = &c->reports[c->count++];
    *r = (report){
        .id = a.id, .doc = sm_hash(a.id, strlen(a.id)), .incident = label_of(o, label), .lead = UINT32_MAX};
    r->fold = (unsigned)(r->incident >> 20) % FOLDS;
    sm_annotation_release(&out);
    sm_arena_free(arena);
    free(date);
}

static int compare_reports(const void *a, const void *b)
{
    uint64_t x = ((const report *)a)->doc, y = ((const report *)b)->doc;
    return x < y ? -1 : x > y;
}

static uint32_t find_report(const corpus *c, uint64_t doc)
{
    report key = {.doc = doc};
    const report *r = need(bsearch(&key, c->reports, c->count, sizeof *r, compare_reports));
    return (uint32_t)(r - c->reports);
}

static void find_leads(corpus *c)
{
    sm_merger *m = &c->merger;
    c->report_of = need(malloc((m->n + 1) * sizeof *c->report_of));
    c->is_lead = need(calloc(m->n + 1, sizeof *c->is_lead));
    for (size_t k = 0; k < m->n; k++) {
        report *r = &c->reports[c->report_of[k] = find_report(c, m->views[k].doc)];
        if (r->lead == UINT32_MAX || m->views[k].i->sources[0].start < m->views[r->lead].i->sources[0].start)
            r->lead = (uint32_t)k;
    }
    for (size_t k = 0; k < c->count; k++)
        if (c->reports[k].lead != UINT32_MAX)
            c->is_lead[c->reports[k].lead] = true;
}

static void read_corpus(corpus *c, const sm_gazetteer *g, const char *argument)
{
    char path[1024], *line = NULL;
    size_t size = 0;
    sm_error err = {0};
    snprintf(path, sizeof path, "%s", argument);
    char *label = strrchr(path, ':');
    if (label == NULL)
        die("%s: no label", argument);
    *label++ = '\0';
    const char *base = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    snprintf(c->name, sizeof c->name, "%.*s", (int)strcspn(base, "."), base);
    c->incidents = need(sm_incidents_new());
    FILE *f = fopen(path, "r");
    if (f == NULL)
        die("%s: cannot be read", path);
    while (getline(&line, &size, f) > 0) {
        json_t *o = json_loads(line, 0, NULL);
        if (o == NULL)
            die("%s: no JSON", path);
        read_article(c, g, o, label);
        json_decref(o);
    }
    free(line);
    fclose(f);
    qsort(c->reports, c->count, sizeof *c->reports, compare_reports);
    c->ordered = need(sm_incidents_new());
    if (sm_copy_in_order(c->incidents, c->ordered, &err) != SM_OK ||
        sm_date_incidents(c->ordered, &err) != SM_OK ||
        sm_merger_open(&c->merger, c->ordered, &err) != SM_OK)
        die("%s", err.text);
    find_leads(c);
}

/* --- pairs ---------------------------------------------------------------------------------------- */

/* A pair to learn from; the features that are not 0. */
typedef struct sample {
    uint32_t first, end; /* into the values */
    uint8_t folds[2];
    bool same;
    float weight;
} sample;

typedef struct samples {
    sample *items;
    size_t count, capacity;
    uint8_t *names;
    float *values;
    size_t n, room;
} samples;

static void add_sample(samples *s, const float f[ALL], unsigned a, unsigned b, bool same, float weight)
{
    if (s->count == s->capacity) {
        s->capacity = s->capacity ? s->capacity * 2 : 4096;
        s->items = need(realloc(s->items, s->capacity * sizeof *s->items));
    }
    if (s->n + ALL > s->room) {
        s->room = s->room ? s->room * 2 : 1 << 16;
        s->names = need(realloc(s->names, s->room * sizeof *s->names));
        s->values = need(realloc(s->values, s->room * sizeof *s->values));
    }
    sample *x = &s->items[s->count++];
    *x = (sample){.first = (uint32_t)s->n, .folds = {(uint8_t)a, (uint8_t)b}, .same = same, .weight = weight};
    for (int k = 0; k < ALL; k++)
        if (f[k] != 0) {
            s->names[s->n] = (uint8_t)k;
            s->values[s->n++] = f[k];
        }
    x->end = (uint32_t)s->n;
}

/* Every pair meets with weights of 0 and a threshold of 0. */
static const float *no_weights(const void *context, const sm_view *a, const sm_view *b)
{
    static const float zeros[N];
    (void)context;
    (void)a;
    (void)b;
    return zeros;
}

/* The label of a pair: 1 the same, 0 not, −1 unknown. Of two articles on one incident that is the first of
 * both and that both place and date alike, each further incident that its article tells apart from the first
 * is another than the first of the other article. */
static int label_of_pair(const corpus *c, uint32_t a, uint32_t b)
{
    const sm_view *v = c->merger.views;
    const report *x = &c->reports[c->report_of[a]], *y = &c->reports[c->report_of[b]];
    if (c->is_lead[a] && c->is_lead[b])
        return x->incident == y->incident;
    if (x->incident != y->incident)
        return 0;
    float f[N];
    sm_pair_features(&c->merger, &v[x->lead], &v[y->lead], f);
    bool sure = f[SM_PAIR_place_same] > 0 && (f[SM_PAIR_day_0] > 0 || f[SM_PAIR_no_day] > 0) &&
                !sm_pair_excluded(&v[x->lead], &v[y->lead]);
    if (!sure || (!c->is_lead[a] && !c->is_lead[b]))
        return -1;
    uint32_t other = c->is_lead[a] ? b : a, lead = c->is_lead[a] ? y->lead : x->lead;
    return sm_pair_excluded(&v[other], &v[lead]) ? 0 : -1;
}

static void collect(corpus *c, samples *s, int number, float weight)
{
    sm_merger *m = &c->merger;
    sm_error err = {0};
    m->weights = no_weights;
    m->least = -10;
    if (sm_find_pairs(m, &err) != SM_OK)
        die("%s", err.text);
    size_t used = 0, same = 0, apart = 0;
    for (size_t k = 0; k < m->n_pairs; k++) {
        uint32_t a = m->pairs[k].a, b = m->pairs[k].b;
        float f[ALL] = {0};
        int label = label_of_pair(c, a, b);
        if (label < 0)
            continue;
        const report *x = &c->reports[c->report_of[a]], *y = &c->reports[c->report_of[b]];
        sm_pair_features(m, &m->views[a], &m->views[b], f);
        f[SM_PAIR_bias] =
            0; /* each corpus has its own, so that no feature speaks for the corpus it stands in */
        f[N + number] = 1;
        add_sample(s, f, x->fold, y->fold, label == 1, weight);
        used++;
        same += label == 1;
        apart += x->incident == y->incident && label == 0;
    }
    fprintf(stderr,
            "%s: %zu articles, %zu incidents, %zu pairs met, %zu of them labelled, %zu same, %zu of articles "
            "on one incident but apart\n",
            c->name, c->count, m->n, m->n_pairs, used, same, apart);
}

/* --- learning ------------------------------------------------------------------------------------- */

static double dot(const samples *s, const sample *x, const double w[ALL])
{
    double sum = 0;
    for (uint32_t i = x->first; i < x->end; i++)
        sum += w[s->names[i]] * (double)s->values[i];
    return sum;
}

/* Solve H d = g in place by Cholesky; H is symmetric and positive definite. */
static void solve(double h[ALL][ALL], double g[ALL])
{
    for (int j = 0; j < ALL; j++) {
        for (int k = 0; k < j; k++)
            h[j][j] -= h[j][k] * h[j][k];
        h[j][j] = sqrt(h[j][j]);
        for (int i = j + 1; i < ALL; i++) {
            for (int k = 0; k < j; k++)
                h[i][j] -= h[i][k] * h[j][k];
            h[i][j] /= h[j][j];
        }
    }
    for (int i = 0; i < ALL; i++) {
        for (int k = 0; k < i; k++)
            g[i] -= h[i][k] * g[k];
        g[i] /= h[i][i];
    }
    for (int i = ALL - 1; i >= 0; i--) {
        for (int k = i + 1; k < ALL; k++)
            g[i] -= h[k][i] * g[k];
        g[i] /= h[i][i];
    }
}

static bool left_out(const sample *x, int a, int b)
{
    return x->folds[0] == a || x->folds[0] == b || x->folds[1] == a || x->folds[1] == b;
}

/* Gradient and Hessian of the penalised likelihood, over all but the folds `a` and `b`. */
static void differentiate(const samples *s, int a, int b, const double w[ALL], double g[ALL],
                          double h[ALL][ALL])
{
    memset(h, 0, sizeof(double) * ALL * ALL);
    for (int k = 0; k < ALL; k++) {
        g[k] = -PRIOR * w[k];
        h[k][k] = PRIOR;
    }
    for (size_t i = 0; i < s->count; i++) {
        const sample *x = &s->items[i];
        if (left_out(x, a, b))
            continue;
        double p = 1 / (1 + exp(-dot(s, x, w))), e = ((double)x->same - p) * (double)x->weight,
               v = p * (1 - p) * (double)x->weight;
        for (uint32_t q = x->first; q < x->end; q++) {
            g[s->names[q]] += e * (double)s->values[q];
            for (uint32_t r = x->first; r <= q; r++)
                h[s->names[q]][s->names[r]] += v * (double)s->values[q] * (double)s->values[r];
        }
    }
}

/* A weight that stands at 0 and would go to the wrong side is held there. */
static void hold(const double w[ALL], double g[ALL], double h[ALL][ALL])
{
    for (int k = 0; k < ALL; k++) {
        if (signs[k] == 0 || w[k] * signs[k] > 0 || g[k] * signs[k] > 0)
            continue;
        g[k] = 0;
        for (int i = 0; i < ALL; i++)
            h[k][i] = h[i][k] = 0;
        h[k][k] = 1;
    }
}

/* Learn from all but the folds `a` and `b` (−1 = none). */
static void learn(const samples *s, int a, int b, float out[N])
{
    static double h[ALL][ALL], g[ALL];
    double w[ALL] = {0};
    for (int step = 0; step < STEPS; step++) {
        differentiate(s, a, b, w, g, h);
        hold(w, g, h);
        solve(h, g);
        double most = 0;
        for (int k = 0; k < ALL; k++) {
            double old = w[k];
            w[k] += g[k] > 2 ? 2 : g[k] < -2 ? -2 : g[k];
            if (w[k] * signs[k] < 0)
                w[k] = 0;
            most = fabs(w[k] - old) > most ? fabs(w[k] - old) : most;
        }
        if (most < 1e-4)
            break;
    }
    for (int k = 0; k < N; k++)
        out[k] = (float)(round(w[k] * 1000) / 1000);
    /* collections without dates are mostly about few stories: half of what sets them apart is taken over */
    out[SM_PAIR_no_day] += (float)(round((w[N + 1] - w[N]) * 500) / 1000);
    out[SM_PAIR_bias] = (float)(round(w[N] * 1000) / 1000); /* the first corpus has dates, as most news */
}

/* --- measuring ------------------------------------------------------------------------------------ */

static float folded[FOLDS][FOLDS][N];

static const float *weights_without(const void *context, const sm_view *a, const sm_view *b)
{
    const corpus *c = context;
    unsigned x = c->reports[c->report_of[a - c->merger.views]].fold,
             y = c->reports[c->report_of[b - c->merger.views]].fold;
    return folded[x < y ? x : y][x < y ? y : x];
}

typedef struct pairing {
    uint64_t gold, system;
} pairing;

static int compare_pairings(const void *a, const void *b)
{
    const pairing *x = a, *y = b;
    if (x->gold != y->gold)
        return x->gold < y->gold ? -1 : 1;
    return x->system < y->system ? -1 : x->system > y->system;
}

static int compare_systems(const void *a, const void *b)
{
    const pairing *x = a, *y = b;
    return x->system < y->system ? -1 : x->system > y->system;
}

static size_t run(const pairing *p, size_t at, size_t n, int (*compare)(const void *, const void *))
{
    size_t end = at + 1;
    while (end < n && compare(&p[at], &p[end]) == 0)
        end++;
    return end - at;
}

static int compare_golds(const void *a, const void *b)
{
    const pairing *x = a, *y = b;
    return x->gold < y->gold ? -1 : x->gold > y->gold;
}

static double f1(double p, double r)
{
    return p + r > 0 ? 2 * p * r / (p + r) : 0;
}

/* Pairs and B3 of the clusters that the first incidents stand in. */
static void measure(corpus *c)
{
    size_t n = c->count;
    pairing *p = need(malloc((n + 1) * sizeof *p));
    for (size_t k = 0; k < n; k++) {
        uint32_t lead = c->reports[k].lead;
        p[k] = (pairing){c->reports[k].incident,
                         lead == UINT32_MAX ? UINT64_MAX - k : sm_cluster_of(&c->merger, lead)};
    }
    double gold = 0, system = 0, both = 0, precision = 0, recall = 0;
    qsort(p, n, sizeof *p, compare_systems);
    for (size_t k = 0, r; k < n; k += r) {
        r = run(p, k, n, compare_systems);
        system += (double)(r * (r - 1)) / 2;
    }
    for (size_t k = 0, r; k < n; k += r) {
        r = run(p, k, n, compare_systems);
        qsort(p + k, r, sizeof *p, compare_golds);
        for (size_t i = k, q; i < k + r; i += q) {
            q = run(p, i, k + r, compare_golds);
            both += (double)(q * (q - 1)) / 2;
            precision += (double)(q * q) / (double)r;
        }
    }
    qsort(p, n, sizeof *p, compare_pairings);
    for (size_t k = 0, r; k < n; k += r) {
        r = run(p, k, n, compare_golds);
        gold += (double)(r * (r - 1)) / 2;
        for (size_t i = k, q; i < k + r; i += q) {
            q = run(p, i, k + r, compare_pairings);
            recall += (double)(q * q) / (double)r;
        }
    }
    double pp = system > 0 ? both / system : 1, pr = gold > 0 ? both / gold : 0;
    fprintf(stderr, "%-10s from %5.2f: pairs P %.3f R %.3f F %.3f   B3 P %.3f R %.3f F %.3f\n", c->name,
            (double)c->merger.least, pp, pr, f1(pp, pr), precision / (double)n, recall / (double)n,
            f1(precision / (double)n, recall / (double)n));
    free(p);
}

static void write_clusters(corpus *c, FILE *out)
{
    for (size_t k = 0; k < c->count; k++) {
        const report *r = &c->reports[k];
        long cluster = r->lead == UINT32_MAX ? -1 : (long)sm_cluster_of(&c->merger, r->lead);
        fprintf(out, "%s\t%s\t%ld\n", c->name, r->id, cluster);
    }
}

static void cross_validate(corpus *c, FILE *clusters)
{
    sm_error err = {0};
    sm_merger *m = &c->merger;
    m->weights = weights_without;
    m->context = c;
    for (float least = -2; least <= 1.01f; least += 0.25f) {
        m->n_pairs = 0;
        m->least = least;
        free(m->next);
        free(m->tail);
        free(m->sizes);
        if (sm_find_pairs(m, &err) != SM_OK || sm_cluster(m, &err) != SM_OK)
            die("%s", err.text);
        measure(c);
        if (clusters && least == SM_MERGE_LEAST)
            write_clusters(c, clusters);
    }
}

/* How often pairs of one score are the same, over all left-out pairs. */
static void reliability(const samples *s)
{
    double all[12] = {0}, same[12] = {0}, sum[12] = {0};
    for (size_t i = 0; i < s->count; i++) {
        const sample *x = &s->items[i];
        unsigned a = x->folds[0], b = x->folds[1];
        const float *f = folded[a < b ? a : b][a < b ? b : a];
        double w[ALL] = {0};
        for (int k = 0; k < N; k++)
            w[k] = (double)f[k];
        double p = 1 / (1 + exp(-dot(s, x, w) - w[SM_PAIR_bias])); /* samples have no bias of their own */
        int bin = (int)(p * 10);
        bin = bin > 9 ? 9 : bin;
        all[bin]++;
        same[bin] += x->same;
        sum[bin] += p;
    }
    for (int k = 0; k < 10; k++)
        if (all[k] > 0)
            fprintf(stderr, "scored %.1f-%.1f: %6.0f pairs, mean %.2f, same %.2f\n", k / 10.0, (k + 1) / 10.0,
                    all[k], sum[k] / all[k], same[k] / all[k]);
}

int main(int argc, char **argv)
{
    static const char *const names[N] = {
#define NAME(name, sign) #name,
        SM_PAIR_FEATURES(NAME)};
    static corpus corpora[CORPORA];
    static samples all;
    sm_error err = {0};
    sm_gazetteer *g;
    FILE *clusters = NULL;
    if (argc > 2 && strcmp(argv[1], "-o") == 0) {
        if ((clusters = fopen(argv[2], "w")) == NULL)
            die("%s: cannot be written", argv[2]);
        argc -= 2;
        argv += 2;
    }
    if (argc < 3 || argc > 2 + CORPORA)
        die("usage: train_merging [-o CLUSTERS] GAZETTEER CORPUS:LABEL... > pair.inc");
    if (sm_gazetteer_open(argv[1], false, &g, &err) != SM_OK)
        die("%s: %s", argv[1], err.text);
    for (int k = 2; k < argc; k++) {
        read_corpus(&corpora[k - 2], g, argv[k]);
        collect(&corpora[k - 2], &all, k - 2, k == 2 ? 1 : 5);
    }
    for (int a = 0; a < FOLDS; a++)
        for (int b = a; b < FOLDS; b++)
            learn(&all, a, b, folded[a][b]);
    for (int k = 2; k < argc; k++)
        cross_validate(&corpora[k - 2], clusters);
    if (clusters && fclose(clusters) != 0)
        die("the clusters cannot be written");
    reliability(&all);
    float w[N];
    learn(&all, -1, -1, w);
    for (int k = 0; k < N; k++)
        printf("[SM_PAIR_%s] = %.3ff,\n", names[k], (double)w[k]);
    return 0;
}
