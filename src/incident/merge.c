/* Merging: blocking, pair score, consensus clusters.
 *
 *   1. sort the incidents canonically, so that the order of the input cannot matter
 *   2. blocking: incidents meet when they share a cell of space (¼°, and its neighbours), or a province or country where one is known only so far, and a week of time; each list
 *      is looked at in order of days and only so far, so that the work stays near linear
 *   3. each pair met is scored: place, day, type, numbers, rare words in common; contradictions are vetoes
 *   4. pairs join from the best score downwards; two clusters join only if no member of one vetoes the other (complete link on vetoes), so that
 *      A ~ B ~ C never joins an A and a C that exclude each other
 *   5. each cluster becomes one incident: finest place, most precise day, the figures of the latest report, ranges over all
 */
#include "merge.h"

#include "date.h"
#include "geo.h"
#include "hash.h"
#include "list.h"
#include "report.h"
#include "token.h"
#include "utf8.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS = 64, NEIGHBOURS = 160, VETO_MEMBERS = 40, UNKNOWN = INT32_MIN, WEEK = 8, FOLLOW_UP = 40, RARE = 25, RARE_KEYS = 12 };

/* Shared rare names, in nats of rarity: what each is worth, at most, and what outweighs a contradiction. */
#define NAME_WEIGHT 0.32f
#define NAME_MOST 8.5f
#define UNDATED 2.0f
#define SAME_NAMES 12.0f

/* One incident, read for comparing. */
typedef struct view {
    const sm_incident *i;
    int32_t from, to;        /* days, UNKNOWN = none */
    bool day;                /* known to the day */
    int32_t published;
    uint64_t doc, order;     /* order: tie-breaker made of doc and offset */
    const uint64_t *words;   /* hashes of names and numbers around it, sorted */
    uint32_t n_words;
    bool fine, coarse;       /* fine: a place or district; coarse: a country */
    uint32_t cluster;
} view;

/* The words of quotes while they are read. */
typedef struct wordlist {
    uint64_t words[WORDS];
    uint32_t n;
} wordlist;

typedef struct post {
    uint64_t key;
    int32_t day;
    uint32_t at;
} post;

typedef struct pair {
    float score;
    uint32_t a, b;
} pair;

typedef struct merger {
    view *views;
    size_t n;
    post *posts;
    size_t n_posts;
    pair *pairs;
    size_t n_pairs, pairs_capacity;
    uint64_t *frequent_key;  /* open table: how many incidents a word stands in */
    uint32_t *frequent_count; /* … how many articles */
    uint64_t *frequent_doc;   /* the last of them */
    size_t n_docs;
    size_t frequent_mask;
    uint32_t *next, *tail;   /* members of a cluster as a chain */
    bool failed;
} merger;

/* --- views ----------------------------------------------------------------------------------------------------- */

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

/* Names and numbers of the quotes: capitalised words that do not begin a sentence, numbers of three digits or more. */
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

static void read_days(view *v)
{
    sm_date d;
    v->from = v->to = UNKNOWN;
    const sm_incident *i = v->i;
    if (*i->date_start && sm_date_parse(i->date_start, &d)) {
        v->from = sm_days(d);
        v->day = d.day != 0 && i->date_precision <= SM_PRECISION_DAY && i->date_precision != SM_PRECISION_UNKNOWN;
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
    v->published = UNKNOWN;
    if (i->n_sources && i->sources[0].date && sm_date_parse(i->sources[0].date, &d) && d.day)
        v->published = sm_days(d);
}

/* What extraction kept of the article's names; for incidents from files the names in their quotes. */
static void collect_words(view *v, sm_arena *arena)
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

static void make_view(view *v, const sm_incident *i, sm_arena *arena)
{
    *v = (view){.i = i};
    read_days(v);
    v->doc = i->n_sources && i->sources[0].doc ? sm_hash(i->sources[0].doc, strlen(i->sources[0].doc)) : 0;
    bool located = i->n_sites && i->sites[0].located;
    v->fine = located && i->geo_precision != SM_GEO_COUNTRY && i->geo_precision != SM_GEO_UNKNOWN;
    v->coarse = i->n_sites && i->geo_precision == SM_GEO_COUNTRY;
    collect_words(v, arena);
}

static int compare_text(const char *a, const char *b)
{
    return a == b ? 0 : a == NULL ? -1 : b == NULL ? 1 : strcmp(a, b);
}

static int compare_views(const void *a, const void *b)
{
    const sm_incident *x = ((const view *)a)->i, *y = ((const view *)b)->i;
    int32_t p = ((const view *)a)->from, q = ((const view *)b)->from;
    if (p != q)
        return p < q ? -1 : 1;
    const sm_source *s = x->n_sources ? &x->sources[0] : NULL, *t = y->n_sources ? &y->sources[0] : NULL;
    int c = compare_text(s ? s->doc : NULL, t ? t->doc : NULL);
    if (c)
        return c;
    if (s && t && s->start != t->start)
        return s->start < t->start ? -1 : 1;
    if (x->type != y->type)
        return x->type < y->type ? -1 : 1;
    c = compare_text(x->n_sites ? x->sites[0].name : NULL, y->n_sites ? y->sites[0].name : NULL);
    if (c)
        return c;
    return strcmp(x->title ? x->title : "", y->title ? y->title : "");
}

/* --- how rare a word is -------------------------------------------------------------------------------------------- */

static uint32_t *frequency(merger *m, uint64_t word)
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
static bool count_words(merger *m)
{
    doc_order *order = malloc((m->n + 1) * sizeof *order);
    if (order == NULL)
        return false;
    for (size_t k = 0; k < m->n; k++)
        order[k] = (doc_order){m->views[k].doc, (uint32_t)k};
    if (m->n)
        qsort(order, m->n, sizeof *order, compare_docs);
    for (size_t k = 0; k < m->n; k++) {
        const view *v = &m->views[order[k].at];
        m->n_docs += k == 0 || order[k].doc != order[k - 1].doc;
        for (uint32_t w = 0; w < v->n_words; w++) {
            uint32_t *count = frequency(m, v->words[w]);
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
static float shared_words(merger *m, const view *a, const view *b)
{
    float sum = 0;
    for (uint32_t i = 0, j = 0; i < a->n_words && j < b->n_words;) {
        if (a->words[i] == b->words[j]) {
            uint32_t f = *frequency(m, a->words[i]);
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

/* --- the score of a pair --------------------------------------------------------------------------------------------- */

static bool same_text(const char *a, const char *b)
{
    return a && b && strcasecmp(a, b) == 0;
}

/* 3 same place, 2 one in the other or very near, 1 unknown on a side, 0 different. */
static int places(const sm_incident *a, const sm_incident *b, float *points)
{
    *points = 0;
    if (!a->n_sites || !b->n_sites)
        return 1;
    int best = 0;
    for (uint32_t i = 0; i < a->n_sites; i++)
        for (uint32_t j = 0; j < b->n_sites; j++) {
            const sm_site *s = &a->sites[i], *t = &b->sites[j];
            if ((s->geonames_id && s->geonames_id == t->geonames_id) || (!s->geonames_id && !t->geonames_id && same_text(s->name, t->name) && strcmp(s->country_code, t->country_code) == 0)) {
                bool coarse = a->geo_precision == SM_GEO_COUNTRY || b->geo_precision == SM_GEO_COUNTRY;
                *points = coarse ? 0.8f : a->geo_precision == SM_GEO_ADMIN1 ? 1.5f : 3;
                return 3;
            }
            bool in = false;
            if (a->geo_precision == SM_GEO_COUNTRY || b->geo_precision == SM_GEO_COUNTRY)
                in = *s->country_code && strcmp(s->country_code, t->country_code) == 0;
            else if (a->geo_precision == SM_GEO_ADMIN1)
                in = same_text(s->name, t->admin1) && strcmp(s->country_code, t->country_code) == 0;
            else if (b->geo_precision == SM_GEO_ADMIN1)
                in = same_text(t->name, s->admin1) && strcmp(s->country_code, t->country_code) == 0;
            if (!s->located || !t->located) {
                best = in || best ? 2 : !s->located && !t->located ? best : 1;
                continue;
            }
            double km = sm_distance_km(s->point, t->point), reach = 25;
            if (a->geo_precision == SM_GEO_REGION || a->geo_precision == SM_GEO_WATER)
                reach = a->radius_km > reach ? a->radius_km : reach;
            if (b->geo_precision == SM_GEO_REGION || b->geo_precision == SM_GEO_WATER)
                reach = b->radius_km > reach ? b->radius_km : reach;
            if (in || km <= reach) {
                best = 2;
                float p = in ? (a->geo_precision == SM_GEO_COUNTRY || b->geo_precision == SM_GEO_COUNTRY ? 0.4f : 1.2f) : km <= 8 ? 2.2f : 1.2f;
                *points = p > *points ? p : *points;
            }
        }
    return best;
}

static bool veto(merger *m, const view *a, const view *b, float *score)
{
    (void)m;
    const sm_incident *x = a->i, *y = b->i;
    float points;
    int types = sm_types_agree(x->type, y->type), place = places(x, y, &points);
    *score = points;
    if (!types || !place)
        return true;
    bool real_x = x->status <= SM_ATTEMPTED, real_y = y->status <= SM_ATTEMPTED;
    if (real_x != real_y && x->status != SM_UNCONFIRMED && y->status != SM_UNCONFIRMED)
        return true;
    *score += types == 2 ? 1 : 0.4f;
    if (a->from != UNKNOWN && b->from != UNKNOWN) {
        int gap = a->from > b->to ? a->from - b->to : b->from > a->to ? b->from - a->to : 0;
        if (gap > (a->day && b->day ? 1 : 2))
            return true;
        bool late = x->date_basis == SM_BASIS_DOCUMENT || y->date_basis == SM_BASIS_DOCUMENT;
        if (a->day && b->day)
            *score += gap == 0 ? 2.6f : 0.8f;
        else if (late)
            *score += abs(a->to - b->to) <= 7 ? 0.9f : abs(a->to - b->to) <= 14 ? 0.2f : -0.6f;
        else
            *score += gap == 0 ? 0.9f : -0.3f;
    } else if (a->published == UNKNOWN || b->published == UNKNOWN)
        *score -= UNDATED; /* nothing speaks for one time */
    else if (abs(a->published - b->published) > 7)
        return true;
    return false;
}

static float numbers(const sm_toll *a, const sm_toll *b)
{
    if (a->best == SM_UNSTATED || b->best == SM_UNSTATED)
        return 0;
    int32_t low = a->best < b->best ? a->best : b->best, high = a->best + b->best - low;
    if (low == high)
        return low == 0 ? 0.1f : low == 1 ? 0.5f : low < 4 ? 1.1f : 2;
    if (high - low <= 2 || high * 3 <= low * 4)
        return low >= 5 ? 0.6f : -0.2f;
    return high > 3 * low + 3 ? -1.6f : -0.7f;
}

/* Two sides of one story, told by different articles: the crime and the arrest, the crash and the charge, the hijack and the fight. */
static bool related(uint8_t a, uint8_t b)
{
    static const uint8_t families[][6] = {
        {SM_EVENT_security_operation, SM_EVENT_violent_crime, SM_EVENT_armed_attack, SM_EVENT_hijack_piracy, SM_EVENT_abduction, SM_EVENT_bombing},
        {SM_EVENT_transport_accident, SM_EVENT_violent_crime, SM_EVENT_security_operation},
        {SM_EVENT_hijack_piracy, SM_EVENT_armed_clash, SM_EVENT_armed_attack},
        {SM_EVENT_security_operation, SM_EVENT_riot, SM_EVENT_protest, SM_EVENT_property_destruction},
        {SM_EVENT_security_operation, SM_EVENT_armed_clash},
    };
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        if (memchr(families[i], a, sizeof families[i]) && memchr(families[i], b, sizeof families[i]))
            return true;
    return false;
}

/* Many rare names in common outweigh a place or a day that does not fit: one of the two was read wrongly. */
static bool same_names(const view *a, const view *b, float words)
{
    int apart = a->published == UNKNOWN || b->published == UNKNOWN ? 0 : abs(a->published - b->published);
    bool time = apart <= 14 || words >= 2.5f * SAME_NAMES;
    float points, needed = SAME_NAMES;
    bool dated = a->published != UNKNOWN && b->published != UNKNOWN;
    if (dated && places(a->i, b->i, &points) == 3 && points >= 1.5f)
        needed -= 3;
    if (dated && a->i->killed.best >= 0 && a->i->killed.best == b->i->killed.best && a->i->injured.best == b->i->injured.best && a->i->killed.best + a->i->injured.best >= 2)
        needed -= 3;
    return words >= needed && time && (sm_types_agree(a->i->type, b->i->type) || related(a->i->type, b->i->type));
}

static bool same_article(const view *a, const view *b)
{
    return a->doc == b->doc && a->i->n_documents <= 1 && b->i->n_documents <= 1;
}

static float pair_score(merger *m, const view *a, const view *b)
{
    float score;
    if (same_article(a, b))
        return -1; /* the article itself tells them apart */
    float words = shared_words(m, a, b);
    if (veto(m, a, b, &score)) {
        if (!same_names(a, b, words))
            return -1;
        score = 0;
    }
    score += numbers(&a->i->killed, &b->i->killed) + 0.7f * numbers(&a->i->injured, &b->i->injured);
    score += words * NAME_WEIGHT > NAME_MOST ? NAME_MOST : words * NAME_WEIGHT;
    return score;
}

/* --- blocking ---------------------------------------------------------------------------------------------------------- */

static uint64_t key_of(char kind, int64_t x, int64_t y, int32_t week)
{
    int64_t parts[4] = {kind, x, y, week};
    return sm_hash(parts, sizeof parts);
}

static uint64_t country_key(const view *v, int32_t week)
{
    const char *c = v->i->sites[0].country_code;
    return key_of('c', c[0], c[0] ? c[1] : 0, week);
}

static int32_t day_for_block(const view *v)
{
    return v->day ? v->from : v->from != UNKNOWN ? v->to : v->published;
}

static int32_t week_of(int32_t day)
{
    return day == UNKNOWN ? UNKNOWN : (int32_t)floor((double)day / WEEK);
}

static void post_one(merger *m, uint64_t key, int32_t day, size_t at)
{
    m->posts[m->n_posts++] = (post){key, day, (uint32_t)at};
}

enum { POSTS_EACH = 28, POSTS_PLACE = 16 };

/* Incidents that share a rare name meet wherever and whenever they are. */
static void post_words(merger *m, size_t at)
{
    const view *v = &m->views[at];
    uint32_t n = 0;
    for (uint32_t k = 0; k < v->n_words && n < RARE_KEYS; k++) {
        uint32_t f = *frequency(m, v->words[k]);
        if (f < 2 || f > RARE)
            continue;
        post_one(m, key_of('w', (int64_t)v->words[k], 0, 0), day_for_block(v), at);
        n++;
    }
}

static void post_view(merger *m, size_t at)
{
    const view *v = &m->views[at];
    int32_t day = day_for_block(v), week = week_of(day);
    size_t limit = m->n_posts + POSTS_PLACE;
    for (uint32_t k = 0; v->fine && k < v->i->n_sites && m->n_posts + 2 <= limit; k++) {
        int64_t x = (int64_t)floor(v->i->sites[k].point.lon * 4), y = (int64_t)floor(v->i->sites[k].point.lat * 4);
        post_one(m, key_of('p', x, y, week), day, at);
        post_one(m, key_of('a', x, y, 0), day, at); /* for those of unknown day */
    }
    if (m->n_posts + 2 > limit)
        return;
    if (v->coarse)
        post_one(m, country_key(v, week), day, at);
    else if (v->fine && v->i->sites[0].admin1 && v->i->geo_precision == SM_GEO_ADMIN1)
        post_one(m, key_of('d', (int64_t)sm_hash(v->i->sites[0].admin1, strlen(v->i->sites[0].admin1)), 0, week), day, at);
    else if (!v->fine && !v->i->n_sites)
        post_one(m, key_of('n', v->i->type, 0, week), day, at);
    else if (v->fine && (v->i->geo_precision == SM_GEO_REGION || v->i->geo_precision == SM_GEO_WATER))
        post_one(m, key_of('r', (int64_t)floor(v->i->sites[0].point.lon / 8), (int64_t)floor(v->i->sites[0].point.lat / 8), week), day, at);
}

static int compare_posts(const void *a, const void *b)
{
    const post *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

static void add_pair(merger *m, size_t a, size_t b, float threshold)
{
    if (a == b)
        return;
    float score = pair_score(m, &m->views[a], &m->views[b]);
    if (score < threshold)
        return;
    if (m->n_pairs == m->pairs_capacity) {
        size_t capacity = m->pairs_capacity ? m->pairs_capacity * 2 : 1024;
        pair *grown = realloc(m->pairs, capacity * sizeof *grown);
        if (grown == NULL) {
            m->failed = true;
            return;
        }
        m->pairs = grown;
        m->pairs_capacity = capacity;
    }
    m->pairs[m->n_pairs++] = (pair){score, (uint32_t)(a < b ? a : b), (uint32_t)(a < b ? b : a)};
}

/* Meet the incidents posted under a key, those of the nearest days first. */
static void meet(merger *m, uint64_t key, size_t at, float threshold)
{
    int32_t day = day_for_block(&m->views[at]);
    size_t low = 0, high = m->n_posts;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const post *p = &m->posts[middle];
        if (p->key < key || (p->key == key && (p->day < day || (p->day == day && p->at < at))))
            low = middle + 1;
        else
            high = middle;
    }
    for (size_t i = low, n = 0; i < m->n_posts && m->posts[i].key == key && n < NEIGHBOURS; i++, n++)
        add_pair(m, at, m->posts[i].at, threshold);
    for (size_t i = low, n = 0; i > 0 && m->posts[i - 1].key == key && n < NEIGHBOURS; i--, n++)
        add_pair(m, at, m->posts[i - 1].at, threshold);
}

static void meet_all(merger *m, size_t at, float threshold)
{
    const view *v = &m->views[at];
    int32_t week = week_of(day_for_block(v));
    int32_t first = week == UNKNOWN ? UNKNOWN : week - 1, last = week == UNKNOWN ? UNKNOWN : week + 1;
    for (int64_t w = first; w <= last; w++) {
        for (uint32_t k = 0; v->fine && k < v->i->n_sites && k < 6; k++) {
            int64_t x = (int64_t)floor(v->i->sites[k].point.lon * 4), y = (int64_t)floor(v->i->sites[k].point.lat * 4);
            for (int dx = -1; dx <= 1; dx++)
                for (int dy = -1; dy <= 1; dy++)
                    meet(m, week == UNKNOWN ? key_of('a', x + dx, y + dy, 0) : key_of('p', x + dx, y + dy, (int32_t)w), at, threshold);
        }
        if (v->i->n_sites)
            meet(m, country_key(v, (int32_t)w), at, threshold);
        if (v->fine && v->i->sites[0].admin1)
            meet(m, key_of('d', (int64_t)sm_hash(v->i->sites[0].admin1, strlen(v->i->sites[0].admin1)), 0, (int32_t)w), at, threshold);
        for (int dx = -1; dx <= 1 && v->fine; dx++)
            for (int dy = -1; dy <= 1; dy++)
                meet(m, key_of('r', (int64_t)floor(v->i->sites[0].point.lon / 8) + dx, (int64_t)floor(v->i->sites[0].point.lat / 8) + dy, (int32_t)w), at, threshold);
        meet(m, key_of('n', v->i->type, 0, (int32_t)w), at, threshold);
    }
    for (uint32_t k = 0; k < v->n_words; k++)
        if (*frequency(m, v->words[k]) <= RARE)
            meet(m, key_of('w', (int64_t)v->words[k], 0, 0), at, threshold);
}

/* --- clusters ----------------------------------------------------------------------------------------------------------- */

static int compare_pairs(const void *a, const void *b)
{
    const pair *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

static uint32_t root(merger *m, uint32_t i)
{
    while (m->views[i].cluster != i) {
        m->views[i].cluster = m->views[m->views[i].cluster].cluster;
        i = m->views[i].cluster;
    }
    return i;
}

/* No member of the one excludes a member of the other. */
static bool consent(merger *m, uint32_t a, uint32_t b)
{
    float score;
    uint32_t n = 0;
    for (uint32_t i = a; i != UINT32_MAX; i = m->next[i]) {
        uint32_t k = 0;
        for (uint32_t j = b; j != UINT32_MAX && k < VETO_MEMBERS; j = m->next[j], k++)
            if (veto(m, &m->views[i], &m->views[j], &score) &&
                (same_article(&m->views[i], &m->views[j]) || !same_names(&m->views[i], &m->views[j], shared_words(m, &m->views[i], &m->views[j]))))
                return false;
        if (++n == VETO_MEMBERS)
            break;
    }
    return true;
}

static void cluster(merger *m)
{
    if (m->n_pairs)
        qsort(m->pairs, m->n_pairs, sizeof *m->pairs, compare_pairs);
    for (size_t k = 0; k < m->n_pairs; k++) {
        uint32_t a = root(m, m->pairs[k].a), b = root(m, m->pairs[k].b);
        if (a == b || !consent(m, a, b))
            continue;
        if (b < a) {
            uint32_t t = a;
            a = b;
            b = t;
        }
        m->views[b].cluster = a;
        m->next[m->tail[a]] = b;
        m->tail[a] = m->tail[b];
    }
}

/* --- the merged incident --------------------------------------------------------------------------------------------------- */

static uint8_t how_fine(const sm_incident *i)
{
    static const uint8_t order[] = {0, 8, 7, 6, 4, 5, 1, 3};
    return i->n_sites ? (uint8_t)(order[i->geo_precision & 7] + (i->place_method && (strcmp(i->place_method, "context") == 0 || strcmp(i->place_method, "lead") == 0) ? 0 : 10)) : 0;
}

/* Explicit days before those that were only fallen back to. */
static int how_dated(const view *v)
{
    if (v->from == UNKNOWN)
        return 0;
    int p = v->day ? 20 : 10 - v->i->date_precision;
    static const int basis[] = {0, 5, 4, 4, 3, 1};
    return p + basis[v->i->date_basis % 6];
}

static int32_t latest(const view *v)
{
    sm_date d;
    if (v->i->last_reported && sm_date_parse(v->i->last_reported, &d) && d.day)
        return sm_days(d);
    if (v->published != UNKNOWN)
        return v->published;
    return v->i->clue && v->i->clue->not_before != INT32_MIN ? v->i->clue->not_before : v->from;
}

static void merge_toll(sm_toll *to, int32_t *to_day, const sm_toll *from, int32_t day)
{
    if (from->best == SM_UNSTATED && from->low == SM_UNSTATED && from->high == SM_UNSTATED)
        return;
    if (to->best == SM_UNSTATED || day > *to_day || (day == *to_day && from->best > to->best)) {
        to->best = from->best;
        *to_day = day;
    }
    int32_t low = from->low == SM_UNSTATED ? from->best : from->low, high = from->high == SM_UNSTATED ? from->best : from->high;
    if (low != SM_UNSTATED && (to->low == SM_UNSTATED || low < to->low))
        to->low = low;
    if (high != SM_UNSTATED && (to->high == SM_UNSTATED || high > to->high))
        to->high = high;
}

static int compare_sources(const void *a, const void *b)
{
    const sm_source *x = a, *y = b;
    int c = compare_text(x->date, y->date);
    if (c == 0)
        c = compare_text(x->doc, y->doc);
    if (c == 0)
        c = x->start < y->start ? -1 : x->start > y->start;
    return c;
}

static void merge_sources(merger *m, uint32_t head, sm_incident *out, sm_arena *arena)
{
    size_t n = 0, mentions = 0;
    for (uint32_t k = head; k != UINT32_MAX; k = m->next[k]) {
        n += m->views[k].i->n_sources;
        mentions += m->views[k].i->n_mentions;
    }
    sm_source *all = sm_arena_array(arena, n + 1, sizeof *all);
    if (all == NULL)
        return;
    n = 0;
    for (uint32_t k = head; k != UINT32_MAX; k = m->next[k])
        for (uint32_t j = 0; j < m->views[k].i->n_sources; j++)
            all[n++] = m->views[k].i->sources[j];
    qsort(all, n, sizeof *all, compare_sources);
    size_t kept = 0;
    for (size_t j = 0; j < n; j++)
        if (kept == 0 || compare_sources(&all[kept - 1], &all[j]) != 0 || all[kept - 1].end != all[j].end)
            all[kept++] = all[j];
    out->sources = all;
    out->n_sources = (uint32_t)kept;
    out->n_mentions = (uint32_t)mentions;
    out->first_reported = out->last_reported = NULL;
    /* documents: distinct names; the sources of one article stand together only within a date, so count by sorting names */
    const char **docs = sm_arena_array(arena, kept + 1, sizeof *docs);
    uint32_t documents = 0;
    for (size_t j = 0; docs && j < kept; j++) {
        bool known = false;
        for (uint32_t d = documents; d > 0 && d + 64 > documents && !known; d--)
            known = compare_text(docs[d - 1], all[j].doc) == 0;
        if (!known)
            docs[documents++] = all[j].doc;
        if (all[j].date && *all[j].date) {
            out->first_reported = out->first_reported ? out->first_reported : all[j].date;
            out->last_reported = all[j].date;
        }
    }
    out->n_documents = documents;
}

static const char *best_text(const char *a, const char *b)
{
    return a ? a : b;
}

/* Stable: made of the type, the day, the place and the first source. */
static uint64_t id_of(const sm_incident *i)
{
    char text[256];
    const sm_source *s = i->n_sources ? &i->sources[0] : NULL;
    int n = snprintf(text, sizeof text, "%s|%s|%d|%s|%u", sm_event_name((sm_event_type)i->type), i->date_start, i->n_sites ? i->sites[0].geonames_id : 0, s && s->doc ? s->doc : "", s ? s->start : 0);
    return sm_hash(text, n > 0 ? (size_t)(n < 255 ? n : 255) : 0);
}

typedef struct numbered {
    uint64_t id;
    size_t at;
} numbered;

static int compare_numbered(const void *a, const void *b)
{
    const numbered *x = a, *y = b;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

/* Those that share an id are numbered in their canonical order. */
static sm_status make_ids(sm_incidents *out, sm_error *err)
{
    numbered *all = malloc((out->count + 1) * sizeof *all);
    if (all == NULL)
        return sm_fail(err, SM_E_NOMEM, "no memory for %zu incidents", out->count);
    for (size_t k = 0; k < out->count; k++)
        all[k] = (numbered){id_of(&out->items[k]), k};
    if (out->count)
        qsort(all, out->count, sizeof *all, compare_numbered);
    for (size_t k = 0, same = 0; k < out->count; k++) {
        same = k && all[k].id == all[k - 1].id ? same + 1 : 0;
        out->items[all[k].at].id = same ? sm_arena_print(out->arena, "%016llx-%zu", (unsigned long long)all[k].id, same + 1) : sm_arena_print(out->arena, "%016llx", (unsigned long long)all[k].id);
    }
    free(all);
    return SM_OK;
}

static sm_status write_cluster(merger *m, uint32_t head, sm_incidents *out, sm_arena *scratch, sm_error *err)
{
    const view *where = &m->views[head], *when = where, *first = where;
    uint32_t types[SM_EVENT_COUNT] = {0};
    for (uint32_t k = head; k != UINT32_MAX; k = m->next[k]) {
        const view *v = &m->views[k];
        types[v->i->type] += v->i->n_mentions + sm_type_rank(v->i->type);
        if (how_fine(v->i) > how_fine(where->i) || (how_fine(v->i) == how_fine(where->i) && v->i->n_sites > where->i->n_sites))
            where = v;
        if (how_dated(v) > how_dated(when))
            when = v;
        if (v->i->confidence > first->i->confidence)
            first = v;
    }
    sm_incident sum = *first->i;
    sum.clue = NULL;
    sum.main_of_article = false;
    for (size_t t = 0; t < SM_EVENT_COUNT; t++)
        if (types[t] > types[sum.type])
            sum.type = (uint8_t)t;
    if (where->i != first->i) {
        sum.sites = where->i->sites;
        sum.n_sites = where->i->n_sites;
        sum.geo_precision = where->i->geo_precision;
        sum.radius_km = where->i->radius_km;
        sum.place_relation = where->i->place_relation;
        sum.place_text = where->i->place_text;
        sum.place_method = where->i->place_method;
    }
    memcpy(sum.date_start, when->i->date_start, sizeof sum.date_start);
    memcpy(sum.date_end, when->i->date_end, sizeof sum.date_end);
    sum.date_precision = when->i->date_precision;
    sum.date_basis = when->i->date_basis;
    sum.killed = sum.injured = (sm_toll){SM_UNSTATED, SM_UNSTATED, SM_UNSTATED};
    int32_t killed_day = UNKNOWN, injured_day = UNKNOWN;
    double doubt = 1;
    for (uint32_t k = head; k != UINT32_MAX; k = m->next[k]) {
        const sm_incident *o = m->views[k].i;
        int32_t day = latest(&m->views[k]);
        merge_toll(&sum.killed, &killed_day, &o->killed, day);
        merge_toll(&sum.injured, &injured_day, &o->injured, day);
        sum.missing = o->missing > sum.missing ? o->missing : sum.missing;
        sum.displaced = o->displaced > sum.displaced ? o->displaced : sum.displaced;
        sum.detained = o->detained > sum.detained ? o->detained : sum.detained;
        sum.rescued = o->rescued > sum.rescued ? o->rescued : sum.rescued;
        if (o->status < sum.status)
            sum.status = o->status;
        bool better = o->perpetrator && (!sum.perpetrator || (o->perpetrator_confidence && strcmp(o->perpetrator_confidence, "claimed") == 0 && strcmp(sum.perpetrator_confidence ? sum.perpetrator_confidence : "", "claimed") != 0));
        if (better) {
            sum.perpetrator = o->perpetrator;
            sum.perpetrator_confidence = o->perpetrator_confidence;
        }
        sum.target = best_text(sum.target, o->target);
        sum.weapon = best_text(sum.weapon, o->weapon);
        doubt *= 1 - 0.5 * o->confidence;
    }
    if (m->next[head] != UINT32_MAX) {
        double c = 1 - (1 - sum.confidence) * (doubt / (1 - 0.5 * sum.confidence));
        sum.confidence = c > 0.98 ? 0.98 : c;
    }
    if (m->next[head] == UINT32_MAX) { /* told once: "at least" stays open */
        sum.killed = first->i->killed;
        sum.injured = first->i->injured;
    }
    merge_sources(m, head, &sum, scratch);
    sm_incident *i = sm_incidents_add_copy(out, &sum);
    if (i == NULL)
        return sm_fail(err, SM_E_NOMEM, "no memory for %zu incidents", m->n);
    i->title = sm_incident_make_title(out->arena, i);
    return SM_OK;
}

/* --- all of it ------------------------------------------------------------------------------------------------------------- */

static bool prepare(merger *m, const sm_incidents *in)
{
    m->n = in->count;
    m->views = calloc(m->n + 1, sizeof *m->views);
    m->posts = calloc((m->n + 1) * POSTS_EACH, sizeof *m->posts);
    m->next = malloc((m->n + 1) * sizeof *m->next);
    m->tail = malloc((m->n + 1) * sizeof *m->tail);
    size_t words = 0;
    for (size_t k = 0; k < in->count; k++)
        words += in->items[k].n_names ? in->items[k].n_names : WORDS;
    for (m->frequent_mask = 1023; m->frequent_mask < words * 2; m->frequent_mask = m->frequent_mask * 2 + 1)
        ;
    m->frequent_key = calloc(m->frequent_mask + 1, sizeof *m->frequent_key);
    m->frequent_count = calloc(m->frequent_mask + 1, sizeof *m->frequent_count);
    m->frequent_doc = calloc(m->frequent_mask + 1, sizeof *m->frequent_doc);
    return m->views && m->posts && m->next && m->tail && m->frequent_key && m->frequent_count && m->frequent_doc;
}

static void release(merger *m)
{
    free(m->views);
    free(m->posts);
    free(m->pairs);
    free(m->next);
    free(m->tail);
    free(m->frequent_key);
    free(m->frequent_count);
    free(m->frequent_doc);
}

static sm_status merge_dated(const sm_incidents *in, sm_incidents *out, sm_error *err)
{
    static const float threshold = 4.6f; /* chosen on reports of shootings and on near twins: docs/incidents.md */
    merger m = {0};
    sm_status st = SM_OK;
    if (!prepare(&m, in)) {
        release(&m);
        return sm_fail(err, SM_E_NOMEM, "no memory to merge %zu incidents", in->count);
    }
    for (size_t k = 0; k < m.n; k++)
        make_view(&m.views[k], &in->items[k], in->arena);
    if (m.n)
        qsort(m.views, m.n, sizeof *m.views, compare_views);
    for (size_t k = 0; k < m.n; k++) {
        m.views[k].cluster = m.tail[k] = (uint32_t)k;
        m.next[k] = UINT32_MAX;
    }
    m.failed = !count_words(&m);
    for (size_t k = 0; k < m.n; k++) {
        post_view(&m, k);
        post_words(&m, k);
    }
    if (m.n_posts)
        qsort(m.posts, m.n_posts, sizeof *m.posts, compare_posts);
    for (size_t k = 0; k < m.n && !m.failed; k++)
        meet_all(&m, k, threshold);
    if (m.failed)
        st = sm_fail(err, SM_E_NOMEM, "no memory to merge %zu incidents", in->count);
    else
        cluster(&m);
    for (size_t k = 0; k < m.n && st == SM_OK; k++)
        if (root(&m, (uint32_t)k) == k)
            st = write_cluster(&m, (uint32_t)k, out, in->arena, err);
    release(&m);
    return st == SM_OK ? make_ids(out, err) : st;
}

sm_status sm_merge_incidents(const sm_incidents *in, sm_incidents *out, sm_error *err)
{
    sm_incidents *copy = sm_incidents_new();
    sm_status st = SM_OK;
    if (copy == NULL)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    for (size_t k = 0; k < in->count && st == SM_OK; k++)
        if (sm_incidents_add_copy(copy, &in->items[k]) == NULL)
            st = sm_fail(err, SM_E_NOMEM, "no memory to merge %zu incidents", in->count);
    if (st == SM_OK)
        st = sm_date_incidents(copy, err);
    if (st == SM_OK)
        st = merge_dated(copy, out, err);
    sm_incidents_free(copy);
    return st;
}
