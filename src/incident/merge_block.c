/* Blocking: incidents meet when they share a cell of space (¼°, and its neighbours), or a province or country
 * where one is known only so far, and a week of time; or a rare name. Each list is looked at in order of days
 * and only so far, so that the work stays near linear. */
#include "merging.h"

#include "hash.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NEIGHBOURS = 160, WEEK = 8, RARE = SM_RARE, RARE_KEYS = 12, POSTS_PLACE = 16 };

/* --- blocking
 * ----------------------------------------------------------------------------------------------------------
 */

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

static int32_t day_for_block(const sm_view *v)
{
    return v->day ? v->from : v->from != SM_NO_DAY ? v->to : v->published;
}

static int32_t week_of(int32_t day)
{
    return day == SM_NO_DAY ? SM_NO_DAY : (int32_t)floor((double)day / WEEK);
}

static void post_one(sm_merger *m, uint64_t key, int32_t day, size_t at)
{
    m->posts[m->n_posts++] = (sm_post){key, day, (uint32_t)at};
}

/* Incidents that share a rare name meet wherever and whenever they are. */
static void post_words(sm_merger *m, size_t at)
{
    const sm_view *v = &m->views[at];
    uint32_t n = 0;
    for (uint32_t k = 0; k < v->n_words && n < RARE_KEYS; k++) {
        uint32_t f = *sm_frequency(m, v->words[k]);
        if (f < 2 || f > RARE)
            continue;
        post_one(m, key_of('w', (int64_t)v->words[k], 0, 0), day_for_block(v), at);
        n++;
    }
}

static void post_view(sm_merger *m, size_t at)
{
    const sm_view *v = &m->views[at];
    int32_t day = day_for_block(v), week = week_of(day);
    size_t limit = m->n_posts + POSTS_PLACE;
    for (uint32_t k = 0; v->fine && k < v->i->n_sites && m->n_posts + 2 <= limit; k++) {
        int64_t x = (int64_t)floor(v->i->sites[k].point.lon * 4),
                y = (int64_t)floor(v->i->sites[k].point.lat * 4);
        post_one(m, key_of('p', x, y, week), day, at);
        post_one(m, key_of('a', x, y, 0), day, at); /* for those of unknown day */
    }
    if (m->n_posts + 2 > limit)
        return;
    if (v->coarse)
        post_one(m, country_key(v, week), day, at);
    else if (v->fine && v->i->sites[0].admin1 && v->i->geo_precision == SM_GEO_ADMIN1)
        post_one(m,
                 key_of('d', (int64_t)sm_hash(v->i->sites[0].admin1, strlen(v->i->sites[0].admin1)), 0, week),
                 day, at);
    else if (!v->fine && !v->i->n_sites)
        post_one(m, key_of('n', v->i->type, 0, week), day, at);
    else if (v->fine && (v->i->geo_precision == SM_GEO_REGION || v->i->geo_precision == SM_GEO_WATER))
        post_one(m,
                 key_of('r', (int64_t)floor(v->i->sites[0].point.lon / 8),
                        (int64_t)floor(v->i->sites[0].point.lat / 8), week),
                 day, at);
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

static void add_pair(sm_merger *m, size_t a, size_t b, float threshold)
{
    if (a == b)
        return;
    float score = sm_pair_score(m, &m->views[a], &m->views[b]);
    if (score < threshold)
        return;
    if (m->n_pairs == m->pairs_capacity) {
        size_t capacity = m->pairs_capacity ? m->pairs_capacity * 2 : 1024;
        sm_pair *grown = realloc(m->pairs, capacity * sizeof *grown);
        if (grown == NULL) {
            m->failed = true;
            return;
        }
        m->pairs = grown;
        m->pairs_capacity = capacity;
    }
    m->pairs[m->n_pairs++] = (sm_pair){score, (uint32_t)(a < b ? a : b), (uint32_t)(a < b ? b : a)};
}

/* Meet the incidents posted under a key, those of the nearest days first. */
static void meet(sm_merger *m, uint64_t key, size_t at, float threshold)
{
    int32_t day = day_for_block(&m->views[at]);
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
        add_pair(m, at, m->posts[i].at, threshold);
    for (size_t i = low, n = 0; i > 0 && m->posts[i - 1].key == key && n < NEIGHBOURS; i--, n++)
        add_pair(m, at, m->posts[i - 1].at, threshold);
}

static void meet_all(sm_merger *m, size_t at, float threshold)
{
    const sm_view *v = &m->views[at];
    int32_t week = week_of(day_for_block(v));
    int32_t first = week == SM_NO_DAY ? SM_NO_DAY : week - 1, last = week == SM_NO_DAY ? SM_NO_DAY : week + 1;
    for (int64_t w = first; w <= last; w++) {
        for (uint32_t k = 0; v->fine && k < v->i->n_sites && k < 6; k++) {
            int64_t x = (int64_t)floor(v->i->sites[k].point.lon * 4),
                    y = (int64_t)floor(v->i->sites[k].point.lat * 4);
            for (int dx = -1; dx <= 1; dx++)
                for (int dy = -1; dy <= 1; dy++)
                    meet(m,
                         week == SM_NO_DAY ? key_of('a', x + dx, y + dy, 0)
                                           : key_of('p', x + dx, y + dy, (int32_t)w),
                         at, threshold);
        }
        if (v->i->n_sites)
            meet(m, country_key(v, (int32_t)w), at, threshold);
        if (v->fine && v->i->sites[0].admin1)
            meet(m,
                 key_of('d', (int64_t)sm_hash(v->i->sites[0].admin1, strlen(v->i->sites[0].admin1)), 0,
                        (int32_t)w),
                 at, threshold);
        for (int dx = -1; dx <= 1 && v->fine; dx++)
            for (int dy = -1; dy <= 1; dy++)
                meet(m,
                     key_of('r', (int64_t)floor(v->i->sites[0].point.lon / 8) + dx,
                            (int64_t)floor(v->i->sites[0].point.lat / 8) + dy, (int32_t)w),
                     at, threshold);
        meet(m, key_of('n', v->i->type, 0, (int32_t)w), at, threshold);
    }
    for (uint32_t k = 0; k < v->n_words; k++)
        if (*sm_frequency(m, v->words[k]) <= RARE)
            meet(m, key_of('w', (int64_t)v->words[k], 0, 0), at, threshold);
}

void sm_find_pairs(sm_merger *m, float threshold)
{
    for (size_t k = 0; k < m->n; k++) {
        post_view(m, k);
        post_words(m, k);
    }
    if (m->n_posts)
        qsort(m->posts, m->n_posts, sizeof *m->posts, compare_posts);
    for (size_t k = 0; k < m->n && !m->failed; k++)
        meet_all(m, k, threshold);
}
