/* How much speaks for two reports telling of one incident: place, day, type, numbers, rare names in common.
 * Contradictions are vetoes, unless very many rare names outweigh them. */
#include "merging.h"

#include "geo.h"
#include "report.h"

#include <stdlib.h>
#include <string.h>

/* Shared rare names, in nats of rarity: what each is worth, at most, and what outweighs a contradiction. */
#define NAME_WEIGHT 0.32f
#define NAME_MOST   8.5f
#define UNDATED     2.0f
#define SAME_NAMES  12.0f

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
            if ((s->geonames_id && s->geonames_id == t->geonames_id) ||
                (!s->geonames_id && !t->geonames_id && same_text(s->name, t->name) &&
                 strcmp(s->country_code, t->country_code) == 0)) {
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
                float p =
                    in ? (a->geo_precision == SM_GEO_COUNTRY || b->geo_precision == SM_GEO_COUNTRY ? 0.4f
                                                                                                   : 1.2f)
                    : km <= 8 ? 2.2f
                              : 1.2f;
                *points = p > *points ? p : *points;
            }
        }
    return best;
}

static bool veto(const sm_view *a, const sm_view *b, float *score)
{
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
    if (a->from != SM_NO_DAY && b->from != SM_NO_DAY) {
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
    } else if (a->published == SM_NO_DAY || b->published == SM_NO_DAY)
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

/* Two sides of one story, told by different articles: the crime and the arrest, the crash and the charge, the
 * hijack and the fight. */
static bool related(uint8_t a, uint8_t b)
{
    static const uint8_t families[][6] = {
        {SM_EVENT_security_operation, SM_EVENT_violent_crime, SM_EVENT_armed_attack, SM_EVENT_hijack_piracy,
         SM_EVENT_abduction, SM_EVENT_bombing},
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
static bool same_names(const sm_view *a, const sm_view *b, float words)
{
    int apart = a->published == SM_NO_DAY || b->published == SM_NO_DAY ? 0 : abs(a->published - b->published);
    bool time = apart <= 14 || words >= 2.5f * SAME_NAMES;
    float points, needed = SAME_NAMES;
    bool dated = a->published != SM_NO_DAY && b->published != SM_NO_DAY;
    if (dated && places(a->i, b->i, &points) == 3 && points >= 1.5f)
        needed -= 3;
    if (dated && a->i->killed.best >= 0 && a->i->killed.best == b->i->killed.best &&
        a->i->injured.best == b->i->injured.best && a->i->killed.best + a->i->injured.best >= 2)
        needed -= 3;
    return words >= needed && time &&
           (sm_types_agree(a->i->type, b->i->type) || related(a->i->type, b->i->type));
}

bool sm_same_article(const sm_view *a, const sm_view *b)
{
    return a->doc == b->doc && a->i->n_documents <= 1 && b->i->n_documents <= 1;
}

float sm_pair_score(sm_merger *m, const sm_view *a, const sm_view *b)
{
    float score;
    if (sm_same_article(a, b))
        return -1; /* the article itself tells them apart */
    float words = sm_shared_words(m, a, b);
    if (veto(a, b, &score)) {
        if (!same_names(a, b, words))
            return -1;
        score = 0;
    }
    score += numbers(&a->i->killed, &b->i->killed) + 0.7f * numbers(&a->i->injured, &b->i->injured);
    score += words * NAME_WEIGHT > NAME_MOST ? NAME_MOST : words * NAME_WEIGHT;
    return score;
}

bool sm_pair_excluded(sm_merger *m, const sm_view *a, const sm_view *b)
{
    float score;
    return veto(a, b, &score) && (sm_same_article(a, b) || !same_names(a, b, sm_shared_words(m, a, b)));
}
