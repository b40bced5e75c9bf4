/* An incident read for comparing: its days, its names and numbers, and how rare these are. */
#include "merging.h"

#include "date.h"
#include "hash.h"
#include "report.h"
#include "utf8.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS = SM_VIEW_WORDS, FOLLOW_UP = 40, RARE = SM_RARE };

/* The words of quotes while they are read. */
typedef struct wordlist {
    uint64_t words[WORDS];
    uint32_t n;
} wordlist;

/* --- views
 * ----------------------------------------------------------------------------------------------------- */

static int compare_words(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static void add_word(wordlist *v, const char *word, size_t length)
{
    char fold[128];
    size_t n = sm_utf8_fold(word, length, fold, sizeof fold);
    uint64_t h = sm_hash(fold, n);
    for (uint32_t i = 0; i < v->n; i++)
        if (v->words[i] == h)
            return;
    if (v->n < WORDS)
        v->words[v->n++] = h;
}

/* Names and numbers of the quotes: capitalised words that do not begin a sentence, numbers of three digits or
 * more. */
static void read_words(wordlist *v, const char *quote)
{
    bool begin = true;
    for (const char *p = quote; *p;) {
        while (*p && !isalnum((unsigned char)*p) && (unsigned char)*p < 0x80) {
            begin |= *p == '.' || *p == '!' || *p == '?' || *p == '"';
            p++;
        }
        const char *start = p;
        while (*p && (isalnum((unsigned char)*p) || (unsigned char)*p >= 0x80))
            p++;
        size_t length = (size_t)(p - start);
        if (length == 0)
            continue;
        bool number = isdigit((unsigned char)*start) != 0;
        if ((number && length >= 3) || (isupper((unsigned char)*start) && length >= 4 && !begin))
            add_word(v, start, length);
        begin = false;
    }
}

static bool month_only(const char *iso)
{
    return strlen(iso) == 7;
}

static void read_days(sm_view *v)
{
    sm_date d;
    v->from = v->to = SM_NO_DAY;
    const sm_incident *i = v->i;
    if (*i->date_start && sm_date_parse(i->date_start, &d)) {
        v->from = sm_days(d);
        v->day =
            d.day != 0 && i->date_precision <= SM_PRECISION_DAY && i->date_precision != SM_PRECISION_UNKNOWN;
        const char *last = *i->date_end ? i->date_end : i->date_start;
        if (sm_date_parse(last, &d)) {
            v->to = sm_days(d);
            if (month_only(last))
                v->to += (int32_t)sm_month_length(d.year, d.month) - 1;
            else if (d.month == 0)
                v->to += 364;
        } else
            v->to = v->from;
        if (i->date_basis == SM_BASIS_DOCUMENT)
            v->from -= FOLLOW_UP; /* on or before the report, which may be a late one */
        else if (i->date_precision == SM_PRECISION_FEW_DAYS && v->from == v->to)
            v->from -= 6;
        else if (i->date_precision == SM_PRECISION_WEEK && v->from == v->to)
            v->to += 6;
    }
    v->published = SM_NO_DAY;
    if (i->n_sources && i->sources[0].date && sm_date_parse(i->sources[0].date, &d) && d.day)
        v->published = sm_days(d);
}

/* What extraction kept of the article's names; for incidents from files the names in their quotes. */
static void collect_words(sm_view *v, sm_arena *arena)
{
    const sm_incident *i = v->i;
    v->words = i->names;
    v->n_words = i->n_names;
    if (i->n_names)
        return;
    wordlist list = {0};
    for (uint32_t k = 0; k < i->n_sources; k++)
        if (i->sources[k].quote)
            read_words(&list, i->sources[k].quote);
    if (i->n_sources && i->sources[0].title)
        read_words(&list, i->sources[0].title);
    uint64_t *words = list.n ? sm_arena_array(arena, list.n, sizeof *words) : NULL;
    if (words == NULL)
        return;
    memcpy(words, list.words, list.n * sizeof *words);
    qsort(words, list.n, sizeof *words, compare_words);
    v->words = words;
    v->n_words = list.n;
}

void sm_view_make(sm_view *v, const sm_incident *i, sm_arena *arena)
{
    *v = (sm_view){.i = i};
    read_days(v);
    v->doc = i->n_sources && i->sources[0].doc ? sm_hash(i->sources[0].doc, strlen(i->sources[0].doc)) : 0;
    bool located = i->n_sites && i->sites[0].located;
    v->fine = located && i->geo_precision != SM_GEO_COUNTRY && i->geo_precision != SM_GEO_UNKNOWN;
    v->coarse = i->n_sites && i->geo_precision == SM_GEO_COUNTRY;
    collect_words(v, arena);
}

int sm_text_compare(const char *a, const char *b)
{
    return a == b ? 0 : a == NULL ? -1 : b == NULL ? 1 : strcmp(a, b);
}

int sm_view_compare(const void *a, const void *b)
{
    const sm_incident *x = ((const sm_view *)a)->i, *y = ((const sm_view *)b)->i;
    int32_t p = ((const sm_view *)a)->from, q = ((const sm_view *)b)->from;
    if (p != q)
        return p < q ? -1 : 1;
    const sm_source *s = x->n_sources ? &x->sources[0] : NULL, *t = y->n_sources ? &y->sources[0] : NULL;
    int c = sm_text_compare(s ? s->doc : NULL, t ? t->doc : NULL);
    if (c)
        return c;
    if (s && t && s->start != t->start)
        return s->start < t->start ? -1 : 1;
    if (x->type != y->type)
        return x->type < y->type ? -1 : 1;
    c = sm_text_compare(x->n_sites ? x->sites[0].name : NULL, y->n_sites ? y->sites[0].name : NULL);
    if (c)
        return c;
    return strcmp(x->title ? x->title : "", y->title ? y->title : "");
}

/* --- how rare a word is
 * -------------------------------------------------------------------------------------------- */

uint32_t *sm_frequency(sm_merger *m, uint64_t word)
{
    word += word == 0;
    for (size_t i = word & m->frequent_mask;; i = (i + 1) & m->frequent_mask) {
        if (m->frequent_key[i] == word)
            return &m->frequent_count[i];
        if (m->frequent_key[i] == 0) {
            m->frequent_key[i] = word;
            return &m->frequent_count[i];
        }
    }
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

/* Count for every word the articles that it stands in. */
bool sm_count_words(sm_merger *m)
{
    doc_order *order = malloc((m->n + 1) * sizeof *order);
    if (order == NULL)
        return false;
    for (size_t k = 0; k < m->n; k++)
        order[k] = (doc_order){m->views[k].doc, (uint32_t)k};
    if (m->n)
        qsort(order, m->n, sizeof *order, compare_docs);
    for (size_t k = 0; k < m->n; k++) {
        const sm_view *v = &m->views[order[k].at];
        m->n_docs += k == 0 || order[k].doc != order[k - 1].doc;
        for (uint32_t w = 0; w < v->n_words; w++) {
            uint32_t *count = sm_frequency(m, v->words[w]);
            uint64_t *last = &m->frequent_doc[count - m->frequent_count];
            if (*count == 0 || *last != v->doc)
                ++*count;
            *last = v->doc;
        }
    }
    free(order);
    return true;
}

/* Words in common, each worth log(articles / articles that have it). */
float sm_shared_words(sm_merger *m, const sm_view *a, const sm_view *b)
{
    float sum = 0;
    for (uint32_t i = 0, j = 0; i < a->n_words && j < b->n_words;) {
        if (a->words[i] == b->words[j]) {
            uint32_t f = *sm_frequency(m, a->words[i]);
            sum += f <= RARE + m->n_docs / 200 ? logf((float)(m->n_docs + 1) / (float)f) : 0;
            i++;
            j++;
        } else if (a->words[i] < b->words[j])
            i++;
        else
            j++;
    }
    return sum;
}
