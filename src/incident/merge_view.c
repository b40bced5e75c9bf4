/* An incident read for comparing: its days, its words, and how rare these are.
 *
 * How rare a word is follows from the batch itself, beside BACKGROUND reports that are imagined to have the
 * common words of common.tsv as often as news has them: so a batch of three articles knows that "police" is
 * no sign of one story, and one of a hundred thousand learns what is common in it. */
#include "merging.h"

#include "date.h"
#include "hash.h"
#include "report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BACKGROUND   1000.0f /* imagined reports */
#define UNKNOWN_WORD 0.5f    /* of them have a word that is not in the table */

/* --- days --------------------------------------------------------------------------------------- */

static int32_t day_of(const char *iso)
{
    sm_date d;
    return iso && *iso && sm_date_parse(iso, &d) && d.day ? sm_days(d) : SM_NO_DAY;
}

static int32_t last_day(const char *iso)
{
    sm_date d;
    if (!sm_date_parse(iso, &d))
        return SM_NO_DAY;
    int32_t day = sm_days(d);
    if (d.month == 0)
        return day + 364;
    return d.day ? day : day + (int32_t)sm_month_length(d.year, d.month) - 1;
}

static void read_days(sm_view *v)
{
    sm_date d;
    const sm_incident *i = v->i;
    v->from = v->to = SM_NO_DAY;
    v->published = i->n_sources ? day_of(i->sources[0].date) : SM_NO_DAY;
    if (!*i->date_start || !sm_date_parse(i->date_start, &d))
        return;
    v->from = sm_days(d);
    v->to = last_day(*i->date_end ? i->date_end : i->date_start);
    if (v->to < v->from)
        v->to = v->from;
    bool day = d.day && i->date_precision >= SM_PRECISION_MINUTE && i->date_precision <= SM_PRECISION_DAY;
    if (i->date_basis == SM_BASIS_DOCUMENT)
        v->timing = SM_TIMING_REPORTED;
    else if (day)
        v->timing = SM_TIMING_DAY;
    else {
        v->timing = SM_TIMING_RANGE;
        if (i->date_precision == SM_PRECISION_FEW_DAYS && v->from == v->to)
            v->from -= 6;
        else if (i->date_precision == SM_PRECISION_WEEK && v->from == v->to)
            v->to += 6;
    }
}

/* --- words -------------------------------------------------------------------------------------- */

/* What extraction kept of the article; for incidents from files the words of their titles and quotes. */
static void read_words(sm_view *v, sm_arena *arena)
{
    const sm_incident *i = v->i;
    v->words = i->words;
    v->n_words = i->n_words;
    if (i->n_words)
        return;
    sm_bag bag = {0};
    for (uint32_t k = 0; k < i->n_sources; k++) {
        if (i->sources[k].quote)
            sm_bag_add_text(&bag, i->sources[k].quote, SM_BAG_NEAR, true);
        if (i->sources[k].title && (k == 0 || sm_text_compare(i->sources[k].title, i->sources[k - 1].title)))
            sm_bag_add_text(&bag, i->sources[k].title, SM_BAG_TITLE, false);
    }
    v->words = sm_bag_finish(&bag, arena, &v->n_words);
}

static void make_view(sm_view *v, const sm_incident *i, sm_arena *arena)
{
    *v = (sm_view){.i = i};
    read_days(v);
    v->doc = i->n_sources && i->sources[0].doc ? sm_hash(i->sources[0].doc, strlen(i->sources[0].doc)) : 0;
    bool located = i->n_sites && i->sites[0].located;
    v->fine = located && i->geo_precision != SM_GEO_COUNTRY && i->geo_precision != SM_GEO_UNKNOWN;
    v->coarse = i->n_sites && i->geo_precision == SM_GEO_COUNTRY;
    read_words(v, arena);
}

int sm_text_compare(const char *a, const char *b)
{
    return a == b ? 0 : a == NULL ? -1 : b == NULL ? 1 : strcmp(a, b);
}

/* By day; those of one day as they stand in the list. */
static int compare_views(const void *a, const void *b)
{
    const sm_view *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return x->i < y->i ? -1 : x->i > y->i;
}

/* --- how rare a word is ------------------------------------------------------------------------- */

static sm_vocable *slot_of(const sm_merger *m, uint32_t hash)
{
    size_t i = (size_t)(hash * UINT32_C(2654435761)) & m->vocable_mask;
    while (m->vocables[i].hash && m->vocables[i].hash != hash + 1)
        i = (i + 1) & m->vocable_mask;
    return &m->vocables[i];
}

static bool make_room(sm_merger *m)
{
    if (m->vocables && m->n_vocables * 2 < m->vocable_mask)
        return true;
    sm_vocable *old = m->vocables;
    size_t slots = old ? m->vocable_mask + 1 : 0;
    m->vocable_mask = old ? m->vocable_mask * 2 + 1 : (1 << 14) - 1;
    m->vocables = calloc(m->vocable_mask + 1, sizeof *m->vocables);
    for (size_t i = 0; m->vocables && i < slots; i++)
        if (old[i].hash)
            *slot_of(m, old[i].hash - 1) = old[i];
    free(old);
    return m->vocables != NULL;
}

static sm_vocable *add_vocable(sm_merger *m, uint32_t hash)
{
    if (!make_room(m))
        return NULL;
    sm_vocable *w = slot_of(m, hash);
    if (w->hash == 0) {
        *w = (sm_vocable){.hash = hash + 1, .rarity = UNKNOWN_WORD * BACKGROUND / 1000};
        m->n_vocables++;
    }
    return w;
}

const sm_vocable *sm_vocable_of(const sm_merger *m, uint32_t word)
{
    return slot_of(m, sm_bag_hash(word));
}

float sm_word_weight(uint32_t word)
{
    static const float weights[8] = {1, 1.69f, 2.10f, 2.39f, 2.61f, 2.79f, 2.95f, 3.08f}; /* 1 + log n */
    return weights[word & SM_BAG_TIMES];
}

/* While words are counted `rarity` holds the imagined reports that have the word. */
static bool add_common(sm_merger *m)
{
    for (uint32_t i = 0; i <= sm_common_words.mask; i++) {
        const sm_phrase_slot *slot = &sm_common_words.slots[i];
        if (slot->hash == 0 || slot->row == 0)
            continue;
        sm_vocable *w = add_vocable(m, sm_bag_hash_of(slot->hash));
        if (w == NULL)
            return false;
        w->rarity = (float)sm_common_words_rows[slot->row].permille * BACKGROUND / 1000;
    }
    return true;
}

typedef struct doc_order {
    uint64_t doc;
    uint32_t at;
} doc_order;

static int compare_docs(const void *a, const void *b)
{
    const doc_order *x = a, *y = b;
    if (x->doc != y->doc)
        return x->doc < y->doc ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

/* The incidents of one article count its words once. */
static bool count_words(sm_merger *m)
{
    doc_order *order = malloc((m->n + 1) * sizeof *order);
    bool done = order && add_common(m);
    for (size_t k = 0; done && k < m->n; k++)
        order[k] = (doc_order){m->views[k].doc, (uint32_t)k};
    if (done && m->n)
        qsort(order, m->n, sizeof *order, compare_docs);
    for (size_t k = 0, end = 0; k < m->n && done; k++) {
        if (k == end) {
            while (end < m->n && order[end].doc == order[k].doc)
                end++;
            for (size_t i = k; i < end; i++)
                m->views[order[i].at].siblings = (uint32_t)(end - k);
        }
        const sm_view *v = &m->views[order[k].at];
        m->n_docs += k == 0 || order[k].doc != order[k - 1].doc;
        for (uint32_t w = 0; w < v->n_words && done; w++) {
            sm_vocable *word = add_vocable(m, sm_bag_hash(v->words[w]));
            done = word != NULL;
            if (done && word->last != m->n_docs)
                word->reports++;
            if (done)
                word->last = (uint32_t)m->n_docs;
        }
    }
    free(order);
    for (size_t i = 0; done && i <= m->vocable_mask; i++) {
        sm_vocable *w = &m->vocables[i];
        if (w->hash)
            w->rarity = logf(((float)m->n_docs + BACKGROUND) / ((float)w->reports + w->rarity));
    }
    return done;
}

/* Lengths of bags, so that two are compared by their angle. Pairs of names are left out: their words stand
 * there already. */
static void measure(const sm_merger *m, sm_view *v)
{
    double sum = 0, near = 0, title = 0;
    for (uint32_t k = 0; k < v->n_words; k++) {
        float rarity = sm_vocable_of(m, v->words[k])->rarity, weight = sm_word_weight(v->words[k]) * rarity;
        if (!(v->words[k] & SM_BAG_PAIR))
            sum += (double)weight * (double)weight;
        if ((v->words[k] & SM_BAG_NEAR) && !(v->words[k] & SM_BAG_PAIR))
            near += (double)rarity * (double)rarity;
        if (v->words[k] & SM_BAG_TITLE)
            title += (double)rarity;
    }
    v->norm = (float)sqrt(sum);
    v->near = (float)sqrt(near);
    v->title = (float)title;
}

/* --- all of them ---------------------------------------------------------------------------------- */

sm_status sm_merger_open(sm_merger *m, const sm_incidents *in, sm_error *err)
{
    *m = (sm_merger){.n = in->count};
    m->views = calloc(m->n + 1, sizeof *m->views);
    if (m->views == NULL)
        return sm_fail(err, SM_E_NOMEM, "no memory to merge %zu incidents", in->count);
    for (size_t k = 0; k < m->n; k++)
        make_view(&m->views[k], &in->items[k], in->arena);
    if (m->n)
        qsort(m->views, m->n, sizeof *m->views, compare_views);
    if (sm_arena_failed(in->arena) || !count_words(m)) {
        sm_merger_close(m);
        return sm_fail(err, SM_E_NOMEM, "no memory to merge %zu incidents", in->count);
    }
    for (size_t k = 0; k < m->n; k++)
        measure(m, &m->views[k]);
    return SM_OK;
}

void sm_merger_close(sm_merger *m)
{
    free(m->views);
    free(m->vocables);
    free(m->posts);
    free(m->pairs);
    free(m->next);
    free(m->tail);
    free(m->sizes);
    *m = (sm_merger){0};
}
