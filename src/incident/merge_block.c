/* Blocking: which pairs are looked at at all.
 *
 *   space and time   incidents that share a cell of ¼° (or of its neighbours) and a week; a province, a
 * region or a country where one of the two is known only so far rare words       incidents whose articles
 * share one of their rarest words, wherever and whenever they are
 *
 * Every incident is posted under its keys. The posts of a key stand in order of their days, and each incident
 * looks at its nearest neighbours there only, so the work stays near linear. */
#include "merging.h"

#include "hash.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    NEIGHBOURS = 100, /* looked at in each direction */
    WEEK = 8,         /* days */
    POSTS_PLACE = 14, /* keys of an incident: by space, … */
    POSTS_WORDS = 20, /* … by words */
    RARE = 60,        /* articles that a rare word may stand in */
    SITES = 6
};

/* Where pairs are collected. */
typedef struct meeting {
    sm_merger *m;
    uint32_t *met; /* of each incident: the last one that it met, + 1 */
    bool failed;
} meeting;

static uint64_t key_of(char kind, int64_t x, int64_t y, int32_t week)
{
    int64_t parts[4] = {kind, x, y, week};
    return sm_hash(parts, sizeof parts);
}

static uint64_t country_key(const sm_view *v, int32_t week)
{
    const char *c = v->i->sites[0].country_code;
    return key_of('c', c[0], c[0] ? c[1] : 0, week);
}

static uint64_t admin1_key(const sm_view *v, int32_t week)
{
    const char *name = v->i->sites[0].admin1;
    return key_of('d', (int64_t)sm_hash(name, strlen(name)), 0, week);
}

static int32_t cell(double degrees, double per_degree)
{
    return (int32_t)floor(degrees * per_degree);
}

static int32_t day_of(const sm_view *v)
{
    return v->timing == SM_TIMING_DAY ? v->from : v->from != SM_NO_DAY ? v->to : v->published;
}

static int32_t week_of(int32_t day)
{
    return day == SM_NO_DAY ? SM_NO_DAY : (int32_t)floor((double)day / WEEK);
}

/* --- posting -------------------------------------------------------------------------------------- */

static void post_one(sm_merger *m, uint64_t key, int32_t day, size_t at)
{
    m->posts[m->n_posts++] = (sm_post){key, day, (uint32_t)at};
}

static void post_place(sm_merger *m, size_t at)
{
    const sm_view *v = &m->views[at];
    int32_t day = day_of(v), week = week_of(day);
    for (uint32_t k = 0; v->fine && k < v->i->n_sites && k < SITES; k++) {
        int32_t x = cell(v->i->sites[k].point.lon, 4), y = cell(v->i->sites[k].point.lat, 4);
        post_one(m, key_of('p', x, y, week), day, at);
        post_one(m, key_of('a', x, y, 0), day, at); /* for those of unknown day */
    }
    if (v->coarse)
        post_one(m, country_key(v, week), day, at);
    else if (v->fine && v->i->sites[0].admin1 && v->i->geo_precision == SM_GEO_ADMIN1)
        post_one(m, admin1_key(v, week), day, at);
    else if (!v->fine && !v->i->n_sites)
        post_one(m, key_of('n', v->i->type, 0, week), day, at);
    else if (v->fine && (v->i->geo_precision == SM_GEO_REGION || v->i->geo_precision == SM_GEO_WATER))
        post_one(
            m,
            key_of('r', cell(v->i->sites[0].point.lon, 0.125), cell(v->i->sites[0].point.lat, 0.125), week),
            day, at);
}

/* The rarest words of a bag that stand in several articles; returns how many. */
static uint32_t rarest_words(const sm_merger *m, const sm_view *v, uint32_t out[POSTS_WORDS])
{
    uint32_t reports[POSTS_WORDS], n = 0;
    for (uint32_t k = 0; k < v->n_words; k++) {
        uint32_t r = sm_vocable_of(m, v->words[k])->reports, at = n < POSTS_WORDS ? n : POSTS_WORDS - 1;
        if (r < 2 || r > RARE || (n == POSTS_WORDS && r >= reports[at]))
            continue;
        while (at > 0 && reports[at - 1] > r) {
            reports[at] = reports[at - 1];
            out[at] = out[at - 1];
            at--;
        }
        reports[at] = r;
        out[at] = sm_bag_hash(v->words[k]);
        n += n < POSTS_WORDS;
    }
    return n;
}

static void post_words(sm_merger *m, size_t at)
{
    const sm_view *v = &m->views[at];
    uint32_t words[POSTS_WORDS], n = rarest_words(m, v, words);
    for (uint32_t k = 0; k < n; k++)
        post_one(m, key_of('w', words[k], 0, 0), day_of(v), at);
}

static int compare_posts(const void *a, const void *b)
{
    const sm_post *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

/* --- meeting -------------------------------------------------------------------------------------- */

static bool make_room(sm_merger *m)
{
    if (m->n_pairs < m->pairs_capacity)
        return true;
    size_t capacity = m->pairs_capacity ? m->pairs_capacity * 2 : 1024;
    sm_pair *grown = realloc(m->pairs, capacity * sizeof *grown);
    if (grown == NULL)
        return false;
    m->pairs = grown;
    m->pairs_capacity = capacity;
    return true;
}

static void meet_one(meeting *g, size_t a, size_t b)
{
    sm_merger *m = g->m;
    if (a == b || g->met[b] == a + 1 || sm_same_article(&m->views[a], &m->views[b]))
        return;
    g->met[b] = (uint32_t)a + 1;
    float score = sm_pair_score(m, &m->views[a], &m->views[b]);
    if (score < m->least)
        return;
    if (!make_room(m))
        g->failed = true;
    else
        m->pairs[m->n_pairs++] = (sm_pair){score, (uint32_t)(a < b ? a : b), (uint32_t)(a < b ? b : a)};
}

/* Meet the incidents posted under a key, those of the nearest days first. A pair under a key that both are
 * posted under is left to the later of the two. */
static void meet(meeting *g, uint64_t key, bool mutual, size_t at)
{
    const sm_merger *m = g->m;
    int32_t day = day_of(&m->views[at]);
    size_t low = 0, high = m->n_posts;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const sm_post *p = &m->posts[middle];
        if (p->key < key || (p->key == key && (p->day < day || (p->day == day && p->at < at))))
            low = middle + 1;
        else
            high = middle;
    }
    for (size_t i = low, n = 0; i < m->n_posts && m->posts[i].key == key && n < NEIGHBOURS; i++, n++)
        if (!mutual || m->posts[i].at < at)
            meet_one(g, at, m->posts[i].at);
    for (size_t i = low, n = 0; i > 0 && m->posts[i - 1].key == key && n < NEIGHBOURS; i--, n++)
        if (!mutual || m->posts[i - 1].at < at)
            meet_one(g, at, m->posts[i - 1].at);
}

static void meet_week(meeting *g, size_t at, int32_t week)
{
    const sm_view *v = &g->m->views[at];
    for (uint32_t k = 0; v->fine && k < v->i->n_sites && k < SITES; k++) {
        int32_t x = cell(v->i->sites[k].point.lon, 4), y = cell(v->i->sites[k].point.lat, 4);
        for (int dx = -1; dx <= 1; dx++)
            for (int dy = -1; dy <= 1; dy++)
                if (week == SM_NO_DAY)
                    meet(g, key_of('a', x + dx, y + dy, 0), false, at);
                else
                    meet(g, key_of('p', x + dx, y + dy, week), true, at);
    }
    if (v->i->n_sites)
        meet(g, country_key(v, week), false, at);
    if (v->fine && v->i->sites[0].admin1)
        meet(g, admin1_key(v, week), false, at);
    for (int dx = -1; dx <= 1 && v->fine; dx++)
        for (int dy = -1; dy <= 1; dy++)
            meet(g,
                 key_of('r', cell(v->i->sites[0].point.lon, 0.125) + dx,
                        cell(v->i->sites[0].point.lat, 0.125) + dy, week),
                 false, at);
    meet(g, key_of('n', v->i->type, 0, week), false, at);
}

static void meet_all(meeting *g, size_t at)
{
    int32_t week = week_of(day_of(&g->m->views[at]));
    if (week == SM_NO_DAY)
        meet_week(g, at, week);
    else
        for (int32_t w = week - 1; w <= week + 1; w++)
            meet_week(g, at, w);
    uint32_t words[POSTS_WORDS], n = rarest_words(g->m, &g->m->views[at], words);
    for (uint32_t k = 0; k < n; k++)
        meet(g, key_of('w', words[k], 0, 0), true, at);
}

sm_status sm_find_pairs(sm_merger *m, sm_error *err)
{
    meeting g = {.m = m, .met = calloc(m->n + 1, sizeof *g.met)};
    m->posts = calloc((m->n + 1) * (POSTS_PLACE + POSTS_WORDS), sizeof *m->posts);
    g.failed = g.met == NULL || m->posts == NULL;
    for (size_t k = 0; k < m->n && !g.failed; k++) {
        post_place(m, k);
        post_words(m, k);
    }
    if (m->n_posts)
        qsort(m->posts, m->n_posts, sizeof *m->posts, compare_posts);
    for (size_t k = 0; k < m->n && !g.failed; k++)
        meet_all(&g, k);
    free(g.met);
    free(m->posts);
    m->posts = NULL;
    m->n_posts = 0;
    return g.failed ? sm_fail(err, SM_E_NOMEM, "no memory to merge %zu incidents", m->n) : SM_OK;
}
