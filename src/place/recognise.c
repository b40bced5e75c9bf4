/** Method: greedy left-to-right tagging with an averaged perceptron (Collins 2002; features after Ratinov and
 * Roth 2009: context aggregation and prediction history). What a word's occurrences elsewhere in the article
 * show is counted first ("in Keita", "Mr Keita", "keita" in lower case); decisions already made on the same
 * word are features of the next. */
#include "recognise.h"
#include <math.h>
#include <string.h>

/* The model learns with half of the features left out and is then too careful; by this much less sure (in its
 * own units, where a sure name has 50 and more) precision and recall are even in cross-validation. */
static const float LENIENCE = 8;

enum { NEAR = 6 }; /* tokens that a run of capitals is followed to each side */

typedef struct sm_memo {
    uint64_t word;
    uint16_t locative, person, lower, capital, named, unnamed;
    uint16_t surname; /* behind a capitalised word that is no name of the gazetteer */
} sm_memo;

struct sm_memory {
    sm_memo *slots;
    uint32_t mask;
};

static sm_memo *memo_of(const sm_memory *m, uint64_t word)
{
    for (uint32_t i = (uint32_t)word & m->mask;; i = (i + 1) & m->mask) {
        sm_memo *s = &m->slots[i];
        if (s->word == word || s->word == 0)
            return s;
    }
}

enum { FILTER_BITS = 1 << 14 };

static bool filter_has(const uint64_t *filter, uint64_t word)
{
    uint64_t bit = word >> 32 & (FILTER_BITS - 1);
    return filter[bit / 64] >> (bit % 64) & 1;
}

static void filter_add(uint64_t *filter, uint64_t word)
{
    uint64_t bit = word >> 32 & (FILTER_BITS - 1);
    filter[bit / 64] |= UINT64_C(1) << (bit % 64);
}

static void count_up(uint16_t *n)
{
    *n = (uint16_t)(*n + (*n < UINT16_MAX));
}

static bool token_class(const sm_doc *doc, size_t i, uint64_t classes)
{
    return i < doc->n_tokens && (sm_word_classes(&doc->tokens[i]) & classes);
}

static bool is_capital(const sm_doc *doc, size_t i)
{
    return i < doc->n_tokens && (doc->tokens[i].flags & SM_T_CAPITAL);
}

/* What stands around one occurrence of a capitalised word. */
static void remember_context(const sm_doc *doc, const sm_looks *looks, size_t i, sm_memo *s)
{
    size_t before = i > 0 ? i - 1 : SIZE_MAX;
    count_up(&s->capital);
    if (before == SIZE_MAX)
        return;
    if (doc->tokens[before].kind == SM_PUNCT && before > 0)
        before--; /* "Gen. Keita" */
    if (token_class(doc, i - 1, SM_W_LOCATIVE))
        count_up(&s->locative);
    if (token_class(doc, before, SM_W_TITLE) || sm_is_firstname(doc, looks->at, before) ||
        token_class(doc, i + 1, SM_W_SAY) || token_class(doc, i - 1, SM_W_SAY))
        count_up(&s->person);
    if (is_capital(doc, before) && !looks->at[before].gaz && !(doc->tokens[i].flags & SM_T_PARAGRAPH) &&
        !sm_word_classes(&doc->tokens[before]) && !is_capital(doc, i + 1))
        count_up(&s->surname);
}

/* The words that stand in lower case too. Most that do are not remembered: a filter of a bit a word tells
 * without looking for them. */
static void remember_lower(const sm_doc *doc, sm_memory *m, const uint64_t *filter)
{
    for (size_t i = 0; i < doc->n_tokens; i++) {
        const sm_token *t = &doc->tokens[i];
        if (!filter_has(filter, t->hash) || t->kind != SM_WORD || (t->flags & SM_T_CAPITAL))
            continue;
        sm_memo *s = memo_of(m, t->hash);
        if (s->word)
            count_up(&s->lower);
    }
}

sm_status sm_tagging_begin(const sm_doc *doc, const sm_looks *looks, sm_tagging *out, sm_error *err)
{
    uint32_t size = 64;
    while (size < looks->n_marked * 2)
        size *= 2;
    sm_memory *m = sm_arena_alloc(doc->arena, sizeof *m);
    m->slots = sm_arena_array(doc->arena, size, sizeof *m->slots);
    m->mask = size - 1;
    uint8_t *tags = sm_arena_room(doc->arena, doc->n_tokens + 1);
    if (!m->slots || !tags)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    memset(tags, SM_TAG_OUTSIDE, doc->n_tokens + 1);
    uint64_t filter[FILTER_BITS / 64] = {0};
    for (size_t k = 0; k < looks->n_marked; k++) {
        uint32_t i = looks->marked[k];
        if (!is_capital(doc, i) && !looks->at[i].hit)
            continue;
        sm_memo *s = memo_of(m, doc->tokens[i].hash);
        s->word = doc->tokens[i].hash;
        filter_add(filter, s->word);
        remember_context(doc, looks, i, s);
    }
    remember_lower(doc, m, filter);
    *out = (sm_tagging){.doc = doc, .looks = looks, .memory = m, .tags = tags};
    return SM_OK;
}

/* Signs that no name goes on behind. */
static bool parts_names(const sm_doc *doc, size_t i)
{
    return doc->tokens[i].kind == SM_PUNCT && strchr(",;:()!?", doc->text[doc->tokens[i].start]);
}

/* Words that begin sentences, and no name that the gazetteer lacks. */
static const uint64_t NEVER_FIRST = SM_W_PRONOUN | SM_W_DETERMINER | SM_W_AUX | SM_W_MODAL | SM_W_CONJ |
                                    SM_W_RELATIVE | SM_W_WEEKDAY | SM_W_STOP | SM_W_PREP | SM_W_NEGATION;

/* Whether a name may begin at token `i`. */
static bool may_begin(const sm_tagging *t, size_t i)
{
    const sm_token *k = &t->doc->tokens[i];
    if (k->kind != SM_WORD)
        return false;
    if (t->looks->at[i].hit)
        return true;
    if (k->flags & SM_T_CAPITAL)
        return !(sm_word_classes(k) & NEVER_FIRST) ||
               ((k->flags & SM_T_ALLCAPS) && t->looks->letter_case != SM_CASE_UPPER); /* "WHO" */
    return k->fold_length <= 3 && sm_is_sign(t->doc, i + 1, '-') && is_capital(t->doc, i + 2);
}

/* Whether the name that the token before is in may go on. */
static bool may_go_on(const sm_tagging *t, size_t i)
{
    return i > 0 && t->tags[i - 1] != SM_TAG_OUTSIDE && !(t->doc->tokens[i].flags & SM_T_PARAGRAPH) &&
           !parts_names(t->doc, i);
}

bool sm_tagging_asks(const sm_tagging *t, size_t i)
{
    return may_go_on(t, i) || may_begin(t, i);
}

/* A run of capitalised words: its first and last token. */
typedef struct run {
    size_t first, last;
} run;

/* The run round token i; the token alone when it is not capitalised. */
static run run_around(const sm_doc *doc, size_t i)
{
    run r = {i, i};
    if (!is_capital(doc, i))
        return r;
    for (size_t k = i, n = 0; k > 0 && n < NEAR; n++) {
        k--;
        if (doc->tokens[k].kind == SM_PUNCT && k > 0 && !(doc->tokens[k].flags & SM_T_SPACE) &&
            (doc->text[doc->tokens[k].start] == '-' || doc->text[doc->tokens[k].start] == '.') &&
            doc->tokens[k - 1].fold_length <= 4)
            continue;
        if (!is_capital(doc, k) || (doc->tokens[k + 1].flags & SM_T_PARAGRAPH))
            break;
        r.first = k;
    }
    for (size_t k = i + 1, n = 0; k < doc->n_tokens && n < NEAR; k++, n++) {
        if (doc->tokens[k].flags & SM_T_PARAGRAPH)
            break;
        if (doc->tokens[k].kind == SM_PUNCT && !(doc->tokens[k].flags & SM_T_SPACE) &&
            (doc->text[doc->tokens[k].start] == '-' || doc->text[doc->tokens[k].start] == '.') &&
            doc->tokens[k - 1].fold_length <= 4)
            continue;
        if (!is_capital(doc, k))
            break;
        r.last = k;
    }
    return r;
}

static uint64_t words_at(const sm_tagging *t, size_t i)
{
    return sm_telling_class(t->doc, t->looks->at, i);
}

static uint64_t affix(const sm_doc *doc, const sm_token *t, int length)
{
    const char *f = doc->folds + t->fold;
    uint32_t n = (uint32_t)(length < 0 ? -length : length);
    if (t->fold_length < n)
        n = t->fold_length;
    uint64_t v = 0;
    for (uint32_t k = 0; k < n; k++)
        v = v << 8 | (unsigned char)(length < 0 ? f[t->fold_length - n + k] : f[k]);
    return v << 3 | n;
}

/* What a word of a run of capitals is, as far as the tables know. */
static uint64_t run_code(const sm_doc *doc, const sm_looks *looks, size_t i)
{
    const sm_look *l = &looks->at[i];
    unsigned class = l->gaz & SM_GAZ_CLASS;
    unsigned telling = sm_telling_class(doc, looks->at, i);
    if (telling)
        return telling;
    if (l->gaz)
        return 32 + (l->gaz & SM_GAZ_INSIDE                             ? 1
                     : class >= SM_G_TOWN && class <= SM_G_VILLAGE      ? 2
                     : class == SM_G_ADJECTIVE || class == SM_G_DEMONYM ? 3
                                                                        : 4);
    return doc->tokens[i].kind != SM_WORD ? 40 : 41;
}

/* A run of up to four words, its words' codes in order; longer ones by their ends. */
static uint64_t run_pattern(const sm_doc *doc, const sm_looks *looks, size_t first, size_t last)
{
    uint64_t v = last - first < 4 ? last - first : 4;
    if (last - first < 4)
        for (size_t k = first; k <= last; k++)
            v = v << 6 | run_code(doc, looks, k);
    else
        v = v << 12 | run_code(doc, looks, first) << 6 | run_code(doc, looks, last);
    return v;
}

static unsigned upto(unsigned n, unsigned most)
{
    return n < most ? n : most;
}

static bool sentence_start(const sm_tagging *t, size_t i)
{
    const sm_doc *doc = t->doc;
    if (i == 0 || doc->sentences[doc->tokens[i].sentence].first == i || (doc->tokens[i].flags & SM_T_NEWLINE))
        return true;
    uint8_t s = sm_shape(doc, i - 1);
    return s == ':' || s == '"' || (s == SM_SHAPE_OTHER && !(doc->tokens[i].flags & SM_T_SPACE));
}

/* What of the gazetteer's answer goes together with other things in one feature. */
static uint64_t short_gaz(const sm_look *l)
{
    return l->gaz & (SM_GAZ_CLASS | SM_GAZ_WEAK | SM_GAZ_INSIDE);
}

static bool is_upper(const sm_tagging *t, size_t i)
{
    return t->looks->letter_case == SM_CASE_UPPER ||
           (t->doc->sentences[t->doc->tokens[i].sentence].flags & SM_S_ALLCAPS);
}

/* The first of the list: few features, of few values but for two words, that hardly ever miss the cache and
 * tell most tokens from names. */
static void add_glance(const sm_tagging *t, size_t i, run r, sm_features *f)
{
    const sm_doc *doc = t->doc;
    const sm_token *k = &doc->tokens[i];
    size_t before = i > 0 ? i - 1 : doc->n_tokens;
    const sm_look *me = &t->looks->at[i];
    uint64_t class = short_gaz(me);
    f->count = 0;
    sm_feature(f, 0, k->hash, 0, 0);
    sm_feature(f, 1, doc->tokens[before].hash, 0, 0);
    sm_feature(f, 2, me->gaz, sentence_start(t, i), is_upper(t, i));
    sm_feature(f, 3, me->gaz, t->looks->at[before].gaz, 0);
    sm_feature(f, 4, class, words_at(t, before), words_at(t, i + 1));
    sm_feature(f, 5, class, sm_shape(doc, i), words_at(t, i));
    if (k->flags & SM_T_CAPITAL)
        sm_feature(f, 6, upto((unsigned)(i - r.first), 3), upto((unsigned)(r.last - i), 3), class);
    const sm_memo *memo = memo_of(t->memory, k->hash);
    if (memo->word)
        sm_feature(f, 7, upto(memo->locative, 2), upto(memo->person, 2), upto(memo->lower, 1));
}

/* The others that no decision has to do with. */
static void add_outlook(const sm_tagging *t, size_t i, run r, sm_features *f)
{
    const sm_doc *doc = t->doc;
    const sm_token *k = &doc->tokens[i];
    size_t n = doc->n_tokens;
    /* what lies beyond the text looks like the sentinel */
#define AT(d)                                                                                                \
    ((d) < 0 && (size_t) - (d) > i ? n : i + (size_t)(ptrdiff_t)(d) > n ? n : i + (size_t)(ptrdiff_t)(d))
    size_t b1 = AT(-1), b2 = AT(-2), a1 = AT(1), a2 = AT(2);
#undef AT
    const sm_look *at = t->looks->at, *me = &at[i];
    uint64_t w = k->hash, wb1 = doc->tokens[b1].hash, wb2 = doc->tokens[b2].hash, wa1 = doc->tokens[a1].hash,
             wa2 = doc->tokens[a2].hash;
    uint64_t gaz = me->gaz, class = short_gaz(me), start = sentence_start(t, i), upper = is_upper(t, i);
    uint64_t shape = sm_shape(doc, i), shape_b1 = sm_shape(doc, b1), shape_a1 = sm_shape(doc, a1);
    uint64_t words = words_at(t, i), words_b1 = words_at(t, b1), words_a1 = words_at(t, a1),
             words_a2 = words_at(t, a2);

    /* the word */
    sm_feature(f, 8, upper, 0, 0);
    sm_feature(f, 9, shape, start, upper);
    sm_feature(f, 10, affix(doc, k, 3), upper, 0);
    sm_feature(f, 11, affix(doc, k, -2), upper, 0);
    sm_feature(f, 12, affix(doc, k, -3), upper, 0);

    /* the words around */
    sm_feature(f, 13, wa1, 0, 0);
    sm_feature(f, 14, wb2, 0, 0);
    sm_feature(f, 15, wa2, 0, 0);
    sm_feature(f, 16, shape_b1, shape, shape_a1);
    sm_feature(f, 17, wb1, shape, shape_a1);
    sm_feature(f, 18, words_b1, words, words_a1);
    sm_feature(f, 19, words_b1, shape, start);
    sm_feature(f, 20, words_a1, shape, words_a2);

    /* the gazetteer */
    sm_feature(f, 21, gaz, at[a1].gaz, 0);
    sm_feature(f, 22, gaz, shape_b1, shape_a1);
    sm_feature(f, 23, class, words_a1, words_a2);
    if (me->hit) {
        const sm_hit *h = &t->looks->hits[me->hit - 1];
        sm_feature(f, 24, h->end - h->first, i - h->first, class);
        sm_feature(f, 25, upto(h->n_bearers, 3), class, start);
        size_t hb = h->first > 0 ? h->first - 1 : n, ha = h->end < n ? h->end : n;
        sm_feature(f, 26, class, sm_shape(doc, hb), sm_shape(doc, ha));
        sm_feature(f, 27, class, doc->tokens[hb].hash, i - h->first);
        sm_feature(f, 28, class, doc->tokens[ha].hash, i - h->first);
        if (sm_is_sign(doc, ha, ',') && ha + 1 < n)
            sm_feature(f, 29, class, at[ha + 1].gaz & SM_GAZ_CLASS, sm_shape(doc, ha + 1));
    }

    /* the run of capitals that it stands in */
    if (k->flags & SM_T_CAPITAL) {
        size_t first = r.first, last = r.last;
        sm_feature(f, 30, class, doc->tokens[last].hash, 0);
        sm_feature(f, 31, class, words_at(t, last), last == i);
        sm_feature(f, 32, class, words_at(t, first), first == i);
        sm_feature(f, 33, class, first > 0 ? doc->tokens[first - 1].hash : 0, i - first);
        sm_feature(f, 34, last + 1 < n ? doc->tokens[last + 1].hash : 0, last == i, class);
        size_t after = last + 1 < n ? last + 1 : n, before = first > 0 ? first - 1 : n;
        uint64_t pattern = run_pattern(doc, t->looks, first, last) << 3 | upto((unsigned)(i - first), 7);
        sm_feature(f, 35, pattern, 0, 0);
        sm_feature(f, 36, pattern, words_at(t, before), start);
        sm_feature(f, 37, pattern, words_at(t, after), affix(doc, &doc->tokens[after], -2));
        bool age = sm_is_sign(doc, after, ',') && after + 2 < n && doc->tokens[after + 1].kind == SM_NUMBER &&
                   sm_is_sign(doc, after + 2, ',');
        sm_feature(f, 38, age, last - first > 0, class);
    }

    /* the rest of the article */
    const sm_memo *memo = memo_of(t->memory, w);
    if (memo->word) {
        sm_feature(f, 39, upto(memo->locative, 1) * 2 + upto(memo->person, 1), class, upto(memo->lower, 1));
        sm_feature(f, 40, upto(memo->surname, 1) * 4 + upto(memo->person, 1) * 2 + upto(memo->locative, 1),
                   class, 0);
    }
    sm_feature(f, 41, upto(i < 8, 1), upper, doc->sentences[k->sentence].flags & SM_S_HEADLINE);
}

/* Those that the two tags before it make. */
static void add_tags(const sm_tagging *t, size_t i, sm_tag before, sm_tag before_that, sm_features *f)
{
    const sm_look *me = &t->looks->at[i];
    uint64_t class = short_gaz(me);
    uint64_t wb1 = t->doc->tokens[i > 0 ? i - 1 : t->doc->n_tokens].hash;
    uint64_t t1 = before, t2 = before_that, shape = sm_shape(t->doc, i);
    sm_feature(f, 42, t1, 0, 0);
    sm_feature(f, 43, t1, t2, 0);
    sm_feature(f, 44, t1, me->gaz, 0);
    sm_feature(f, 45, t1, shape, wb1);
    sm_feature(f, 46, t1, words_at(t, i), class);
    sm_feature(f, 47, t1, t2, shape);
}

/* Those of what has been decided on the same word. */
static void add_decisions(const sm_tagging *t, size_t i, sm_features *f)
{
    const sm_memo *memo = memo_of(t->memory, t->doc->tokens[i].hash);
    if (memo->word == 0 || memo->named + memo->unnamed == 0)
        return;
    uint64_t class = short_gaz(&t->looks->at[i]);
    sm_feature(f, 48, memo->named > memo->unnamed, upto(memo->named + memo->unnamed, 3), 0);
    sm_feature(f, 49, memo->named > memo->unnamed, class, sentence_start(t, i));
}

static sm_tag tag_before(const sm_tagging *t, size_t i, size_t distance)
{
    return i < distance ? SM_TAG_OUTSIDE : (sm_tag)t->tags[i - distance];
}

void sm_tagging_features(const sm_tagging *t, size_t i, sm_features *f)
{
    run r = run_around(t->doc, i);
    add_glance(t, i, r, f);
    add_outlook(t, i, r, f);
    add_tags(t, i, tag_before(t, i, 1), tag_before(t, i, 2), f);
    add_decisions(t, i, f);
}

void sm_tagging_glance(const sm_tagging *t, size_t i, sm_features *f)
{
    add_glance(t, i, run_around(t->doc, i), f);
}

void sm_tagging_put(sm_tagging *t, size_t i, sm_tag tag)
{
    t->tags[i] = (uint8_t)tag;
    sm_memo *s = memo_of(t->memory, t->doc->tokens[i].hash);
    if (s->word)
        count_up(tag == SM_TAG_OUTSIDE ? &s->unnamed : &s->named);
}

sm_tag sm_tagging_choose(const sm_tagging *t, size_t i, const float scores[2], float *margin)
{
    bool follows = may_go_on(t, i);
    bool begins = t->doc->tokens[i].kind == SM_WORD;
    sm_tag tag = begins && !(follows && scores[SM_TAG_INSIDE] > scores[SM_TAG_BEGIN]) ? SM_TAG_BEGIN
                 : follows                                                            ? SM_TAG_INSIDE
                                                                                      : SM_TAG_OUTSIDE;
    *margin = tag == SM_TAG_OUTSIDE ? -INFINITY : scores[tag];
    return *margin > 0 ? tag : SM_TAG_OUTSIDE;
}

uint32_t sm_tagged_end(const uint8_t *tags, uint32_t first, uint32_t limit)
{
    uint32_t end = first + 1;
    while (end < limit && tags[end] == SM_TAG_INSIDE)
        end++;
    return end;
}

/* Most tokens are told from names at a glance: when the features of add_glance put BEGIN this far behind, the others do
 * not help it up. Measured on news of several sources: so it is with three tokens of five, six of seven in capitals, and
 * of a thousand names that the whole model finds one is lost. After Pelossof, Jones and Ying 2010, "Speeding-up margin
 * based learning via stochastic curtailment"; the model learns to tell from them alone too. */
static const float HOPELESS = -22;

/* The weights are larger than the nearest cache: those of the tokens ahead, whose features are nearly all known,
 * are fetched while one is decided on; first those of the glance, then of the tokens that are left those of the rest. */
enum { GLANCED_AHEAD = 8, LOOKED_AHEAD = 4, PREPARED = 16 /* a power of two greater than both */ };

typedef struct prepared {
    bool asks, hopeless;
    run run;
    size_t outlook; /* features that no decision has to do with; those behind them are for no names before */
    sm_features features;
} prepared;

static void glance(const sm_linear *model, const sm_tagging *t, size_t i, prepared *p)
{
    p->run = run_around(t->doc, i);
    add_glance(t, i, p->run, &p->features);
    sm_linear_fetch(model, &p->features, 0);
}

static void look(const sm_linear *model, const sm_tagging *t, size_t i, prepared *p)
{
    size_t glanced = p->features.count;
    add_outlook(t, i, p->run, &p->features);
    p->outlook = p->features.count;
    add_tags(t, i, SM_TAG_OUTSIDE, SM_TAG_OUTSIDE, &p->features);
    sm_linear_fetch(model, &p->features, glanced);
}

/* Look at a token unless the glance says that it begins no name. */
static void look_again(const sm_linear *model, const sm_tagging *t, size_t i, prepared *p)
{
    if (!p->asks)
        return;
    float scores[2];
    sm_linear_scores(model, &p->features, scores);
    p->hopeless = scores[SM_TAG_BEGIN] < HOPELESS;
    if (!p->hopeless)
        look(model, t, i, p);
}

/* The features of token i, now that all before it is decided. */
static const sm_features *completed(const sm_tagging *t, size_t i, prepared *p)
{
    sm_tag before = tag_before(t, i, 1), before_that = tag_before(t, i, 2);
    if (before != SM_TAG_OUTSIDE || before_that != SM_TAG_OUTSIDE) {
        p->features.count = p->outlook;
        add_tags(t, i, before, before_that, &p->features);
    }
    add_decisions(t, i, &p->features);
    return &p->features;
}

sm_status sm_recognise(const sm_linear *model, const sm_doc *doc, const sm_looks *looks, sm_found **out,
                       size_t *count, sm_error *err)
{
    sm_tagging t;
    sm_status st = sm_tagging_begin(doc, looks, &t, err);
    if (st != SM_OK)
        return st;
    sm_found *found = NULL;
    size_t n = 0, capacity = 0, glanced = 0, looked = 0;
    const uint32_t *marked = looks->marked;
    prepared ring[PREPARED], inside;
    for (size_t i = 0, k = 0; i < doc->n_tokens; i++) {
        bool goes_on = may_go_on(&t, i);
        while (k < looks->n_marked && marked[k] < i)
            k++;
        if (!goes_on && k == looks->n_marked)
            break;
        if (!goes_on)
            i = marked[k];
        for (; glanced < looks->n_marked && glanced <= k + GLANCED_AHEAD; glanced++) {
            if ((ring[glanced % PREPARED].asks = may_begin(&t, marked[glanced])))
                glance(model, &t, marked[glanced], &ring[glanced % PREPARED]);
        }
        for (; looked < glanced && looked <= k + LOOKED_AHEAD; looked++)
            look_again(model, &t, marked[looked], &ring[looked % PREPARED]);
        prepared *p = &ring[k % PREPARED];
        bool asked = k < looks->n_marked && marked[k] == i && p->asks;
        if (!goes_on && !asked)
            continue;
        if (!goes_on && p->hopeless) {
            sm_tagging_put(&t, i, SM_TAG_OUTSIDE);
            continue;
        }
        if (!asked) {
            p = &inside;
            glance(model, &t, i, p);
        }
        if (!asked || p->hopeless)
            look(model, &t, i, p);
        float scores[2], margin;
        sm_linear_scores(model, completed(&t, i, p), scores);
        scores[SM_TAG_BEGIN] += LENIENCE;
        scores[SM_TAG_INSIDE] += LENIENCE;
        sm_tag tag = sm_tagging_choose(&t, i, scores, &margin);
        sm_tagging_put(&t, i, tag);
        if (tag == SM_TAG_BEGIN) {
            if (!sm_arena_grow(doc->arena, &found, &capacity, n, sizeof *found))
                return sm_fail(err, SM_E_NOMEM, "out of memory");
            found[n++] = (sm_found){.first = (uint32_t)i, .end = (uint32_t)i + 1, .margin = margin};
        } else if (tag == SM_TAG_INSIDE) {
            found[n - 1].end = (uint32_t)i + 1;
            if (margin < found[n - 1].margin)
                found[n - 1].margin = margin;
        }
    }
    *out = found;
    *count = n;
    return SM_OK;
}
