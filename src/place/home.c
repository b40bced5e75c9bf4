#include "home.h"

#include "hash.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Sets of SLOTS_PER_SET sources, in each of which the one that was not learnt from for longest makes room:
 * 650 KB in all. */
enum { SETS = 1024, SLOTS_PER_SET = 8 };

/* What is left of an article's weight when the next of its source comes: after 35 of them a half. */
static const float FADING = 0.98f;

/* Articles' weight that a source without articles is taken to have had elsewhere, so that one article is no
 * proof. */
static const float DOUBT = 1;

typedef struct known {
    uint64_t source;
    uint64_t last; /* number of the lesson */
    float weight;  /* of its articles */
    sm_home sums;
} known;

struct sm_homes {
    uint64_t lessons;
    known slots[SETS][SLOTS_PER_SET];
};

float sm_home_share(const sm_home *home, uint32_t place)
{
    for (int i = 0; i < SM_HOME_PLACES && home->share[i] > 0; i++)
        if (home->place[i] == place)
            return home->share[i];
    return 0;
}

void sm_home_add(sm_home *home, uint32_t place, float share)
{
    int i = 0;
    while (i < SM_HOME_PLACES - 1 && home->share[i] > 0 && home->place[i] != place)
        i++;
    if (home->share[i] > 0 && home->place[i] != place) { /* full */
        if (share <= home->share[i])
            return;
        home->share[i] = 0;
    }
    float sum = home->share[i] + share;
    for (; i > 0 && home->share[i - 1] < sum; i--) {
        home->place[i] = home->place[i - 1];
        home->share[i] = home->share[i - 1];
    }
    home->place[i] = place;
    home->share[i] = sum;
}

uint64_t sm_home_source(const char *source, const char *url)
{
    if (!source || !*source) {
        const char *host = url ? strstr(url, "://") : NULL;
        source = host ? host + 3 : "";
        source += strncmp(source, "www.", 4) == 0 ? 4 : 0;
        url = source + strcspn(source, "/:?#");
    } else {
        url = source + strlen(source);
    }
    uint64_t hash = SM_HASH_START;
    for (const char *p = source; p < url; p++)
        hash = sm_hash_step(hash, (uint64_t)tolower((unsigned char)*p));
    return source < url ? hash : 0;
}

sm_homes *sm_homes_new(void)
{
    return calloc(1, sizeof(sm_homes));
}

void sm_homes_free(sm_homes *homes)
{
    free(homes);
}

static const known *find(const sm_homes *homes, uint64_t source)
{
    const known *set = homes->slots[source % SETS];
    for (int i = 0; i < SLOTS_PER_SET; i++)
        if (set[i].weight > 0 && set[i].source == source)
            return &set[i];
    return NULL;
}

/* The source's slot; a new one in place of the oldest. */
static known *slot_of(sm_homes *homes, uint64_t source)
{
    known *set = homes->slots[source % SETS], *oldest = set;
    for (int i = 0; i < SLOTS_PER_SET; i++) {
        if (set[i].weight > 0 && set[i].source == source)
            return &set[i];
        if (set[i].last < oldest->last)
            oldest = &set[i];
    }
    *oldest = (known){.source = source};
    return oldest;
}

void sm_homes_get(const sm_homes *homes, uint64_t source, sm_home *out)
{
    const known *k = find(homes, source);
    *out = (sm_home){0};
    for (int i = 0; k && i < SM_HOME_PLACES && k->sums.share[i] > 0; i++) {
        out->place[i] = k->sums.place[i];
        out->share[i] = k->sums.share[i] / (k->weight + DOUBT);
    }
}

void sm_homes_learn(sm_homes *homes, uint64_t source, const sm_home *article)
{
    if (article->share[0] <= 0)
        return;
    known *k = slot_of(homes, source);
    k->last = ++homes->lessons;
    k->weight = k->weight * FADING + 1;
    for (int i = 0; i < SM_HOME_PLACES; i++)
        k->sums.share[i] *= FADING;
    for (int i = 0; i < SM_HOME_PLACES && article->share[i] > 0; i++)
        sm_home_add(&k->sums, article->place[i], article->share[i]);
}
