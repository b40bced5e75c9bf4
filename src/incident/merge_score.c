/* The features of a pair of reports, their weighted sum, and the few contradictions that exclude a pair. */
#include "pair.h"

#include "date.h"
#include "geo.h"
#include "report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const float weights[SM_PAIR_COUNT] = {
#include "pair.inc"
};

/* Words rarer than this, in nats, are names of a story. */
#define RARE_FROM  4.0f
#define NAMES_FROM 3.0f
#define SHORT_BAG  60
#define LATE       14    /* days between two reports */
#define SAME_NAMES 12.0f /* nats of rarity beyond RARE_FROM */
/* what sets two incidents of one article apart, in log odds. Set by hand: extraction errs in each */
#define OTHER_DAY   6.0f
#define OTHER_PLACE 6.0f
#define OTHER_TYPE  6.0f
#define OTHER_TOLL  3.0f
#define ABROAD                                                                                               \
    2.5f /* off the score of a pair in two countries: the reports learnt from are of one country             \
          */

/* --- words -------------------------------------------------------------------------------------- */

typedef struct shared {
    float cosine, rare, names, title, near, near_rare;
} shared;

static float above(float value, float limit)
{
    return value > limit ? value - limit : 0;
}

static shared share_words(const sm_merger *m, const sm_view *a, const sm_view *b)
{
    shared s = {0};
    float dot = 0, near = 0;
    for (uint32_t i = 0, j = 0; i < a->n_words && j < b->n_words;) {
        uint32_t x = a->words[i], y = b->words[j], h = sm_bag_hash(x), g = sm_bag_hash(y);
        if (h != g) {
            i += h < g;
            j += g < h;
            continue;
        }
        i++;
        j++;
        float rarity = sm_vocable_of(m, x)->rarity;
        if (x & y & SM_BAG_PAIR) {
            s.names += above(rarity, NAMES_FROM);
            continue;
        }
        dot += sm_word_weight(x) * sm_word_weight(y) * rarity * rarity;
        bool both_near = (x & y & SM_BAG_NEAR) != 0;
        if (both_near)
            near += rarity * rarity;
        if ((x | y) & SM_BAG_NAME)
            s.rare += above(rarity, RARE_FROM);
        if (((x | y) & SM_BAG_NAME) && both_near)
            s.near_rare += above(rarity, RARE_FROM);
        if (x & y & SM_BAG_TITLE)
            s.title += rarity;
    }
    if (a->norm > 0 && b->norm > 0)
        s.cosine = dot / (a->norm * b->norm);
    if (a->near > 0 && b->near > 0)
        s.near = near / (a->near * b->near);
    s.title = a->title > 0 && b->title > 0 ? 2 * s.title / (a->title + b->title) : 0;
    return s;
}

static void of_words(const sm_view *a, const sm_view *b, const shared *s, float *f)
{
    uint32_t fewest = a->n_words < b->n_words ? a->n_words : b->n_words;
    float rare = (s->rare < 60 ? s->rare : 60) / 10, names = (s->names < 40 ? s->names : 40) / 10;
    f[SM_PAIR_cosine] = s->cosine;
    f[SM_PAIR_cosine_10] = above(s->cosine, 0.1f);
    f[SM_PAIR_cosine_20] = above(s->cosine, 0.2f);
    f[SM_PAIR_cosine_35] = above(s->cosine, 0.35f);
    f[SM_PAIR_rare] = rare;
    f[SM_PAIR_rare_10] = above(rare, 1);
    f[SM_PAIR_rare_25] = above(rare, 2.5f);
    f[SM_PAIR_names] = names;
    f[SM_PAIR_names_8] = above(names, 0.8f);
    f[SM_PAIR_title] = s->title;
    f[SM_PAIR_title_half] = above(s->title, 0.5f);
    f[SM_PAIR_short_bag] = fewest < SHORT_BAG ? 1 - (float)fewest / SHORT_BAG : 0;
    f[SM_PAIR_near] = s->near;
    f[SM_PAIR_near_20] = above(s->near, 0.2f);
    f[SM_PAIR_near_40] = above(s->near, 0.4f);
    f[SM_PAIR_near_rare] = (s->near_rare < 40 ? s->near_rare : 40) / 10;
    f[SM_PAIR_cosine_short] = s->cosine * f[SM_PAIR_short_bag];
}

/* --- days --------------------------------------------------------------------------------------- */

static int gap_of(const sm_view *a, const sm_view *b)
{
    return a->from > b->to ? a->from - b->to : b->from > a->to ? b->from - a->to : 0;
}

/* The first of `limits` that `days` does not pass: an index, `n` when it passes all. */
static int step(int days, const int *limits, int n)
{
    int k = 0;
    while (k < n && days > limits[k])
        k++;
    return k;
}

static void of_reports(const sm_view *a, const sm_view *b, float *f)
{
    static const int limits[] = {0, 1, 3, 7, 14, 30, 90};
    static const int names[] = {SM_PAIR_report_0,  SM_PAIR_report_1,  SM_PAIR_report_3, SM_PAIR_report_7,
                                SM_PAIR_report_14, SM_PAIR_report_30, SM_PAIR_report_90};
    if (a->published == SM_NO_DAY || b->published == SM_NO_DAY)
        return;
    int k = step(abs(a->published - b->published), limits, 7);
    if (k < 7)
        f[names[k]] = 1;
}

/* One names its day, of the other only the report's day is known. */
static void of_one_day(const sm_view *day, const sm_view *reported, float *f)
{
    static const int limits[] = {-1, 3, 10, 30};
    static const int names[] = {SM_PAIR_one_before, SM_PAIR_one_3, SM_PAIR_one_10, SM_PAIR_one_30,
                                SM_PAIR_one_later};
    f[names[step(reported->to - day->from, limits, 4)]] = 1;
}

/* The weekday of a day, or that an undated article names: 1 = Monday, 0 = none. */
static int weekday_of(const sm_view *v)
{
    if (v->timing == SM_TIMING_DAY)
        return sm_weekday(v->from) + 1;
    return v->timing == SM_TIMING_NONE && v->i->clue ? v->i->clue->weekday : 0;
}

static void of_weekdays(const sm_view *a, const sm_view *b, float *f)
{
    int x = weekday_of(a), y = weekday_of(b), gap = (x - y + 7) % 7;
    if (x && y && gap == 0)
        f[SM_PAIR_weekday_same] = 1;
    else if (x && y && gap > 1 && gap < 6) /* a night has two */
        f[SM_PAIR_weekday_other] = 1;
}

static void of_days(const sm_view *a, const sm_view *b, float *f)
{
    static const int limits[] = {0, 1, 3, 7, 30};
    static const int names[] = {SM_PAIR_day_0, SM_PAIR_day_1,  SM_PAIR_day_3,
                                SM_PAIR_day_7, SM_PAIR_day_30, SM_PAIR_day_later};
    if (a->timing == SM_TIMING_NONE || b->timing == SM_TIMING_NONE) {
        f[SM_PAIR_no_day] = 1;
        of_weekdays(a, b, f);
    } else if (a->timing == SM_TIMING_DAY && b->timing == SM_TIMING_DAY)
        f[names[step(gap_of(a, b), limits, 5)]] = 1;
    else if (a->timing == SM_TIMING_RANGE || b->timing == SM_TIMING_RANGE)
        f[gap_of(a, b) <= 2 ? SM_PAIR_range_fits : SM_PAIR_range_apart] = 1;
    else if (a->timing == SM_TIMING_DAY)
        of_one_day(a, b, f);
    else if (b->timing == SM_TIMING_DAY)
        of_one_day(b, a, f);
}

/* --- places ------------------------------------------------------------------------------------- */

static bool same_text(const char *a, const char *b)
{
    return a && b && strcasecmp(a, b) == 0;
}

static bool same_site(const sm_site *s, const sm_site *t)
{
    if (s->geonames_id || t->geonames_id)
        return s->geonames_id == t->geonames_id;
    return same_text(s->name, t->name) && strcmp(s->country_code, t->country_code) == 0;
}

static bool is_coarse(const sm_incident *i)
{
    return i->geo_precision == SM_GEO_COUNTRY || i->geo_precision == SM_GEO_ADMIN1 ||
           i->geo_precision == SM_GEO_REGION || i->geo_precision == SM_GEO_WATER ||
           i->geo_precision == SM_GEO_UNKNOWN;
}

/* `t`, with an incident known so far, lies in `s`. */
static bool lies_in(const sm_incident *i, const sm_site *s, const sm_site *t)
{
    if (!*s->country_code || strcmp(s->country_code, t->country_code) != 0)
        return false;
    if (i->geo_precision == SM_GEO_COUNTRY)
        return true;
    return (i->geo_precision == SM_GEO_ADMIN1 && same_text(s->name, t->admin1)) ||
           (i->geo_precision == SM_GEO_ADMIN2 && same_text(s->name, t->admin2) &&
            same_text(s->admin1, t->admin1));
}

/* Kilometres between the nearest sites, less the reach of regions; below 0 when nothing is known. */
static double kilometres(const sm_incident *a, const sm_incident *b)
{
    double least = -1, reach = 0;
    if (a->geo_precision == SM_GEO_REGION || a->geo_precision == SM_GEO_WATER)
        reach += a->radius_km;
    if (b->geo_precision == SM_GEO_REGION || b->geo_precision == SM_GEO_WATER)
        reach += b->radius_km;
    for (uint32_t i = 0; i < a->n_sites; i++)
        for (uint32_t j = 0; j < b->n_sites; j++) {
            if (!a->sites[i].located || !b->sites[j].located)
                continue;
            double km = sm_distance_km(a->sites[i].point, b->sites[j].point) - reach;
            km = km < 0 ? 0 : km;
            least = least < 0 || km < least ? km : least;
        }
    return least;
}

static void of_places(const sm_incident *a, const sm_incident *b, float *f)
{
    bool same = false, inside = false;
    for (uint32_t i = 0; i < a->n_sites; i++)
        for (uint32_t j = 0; j < b->n_sites; j++) {
            const sm_site *s = &a->sites[i], *t = &b->sites[j];
            same |= same_site(s, t);
            inside |= lies_in(a, s, t) || lies_in(b, t, s);
        }
    double km = kilometres(a, b);
    if (same)
        f[is_coarse(a) || is_coarse(b) ? SM_PAIR_place_same_coarse : SM_PAIR_place_same] = 1;
    else if (inside)
        f[SM_PAIR_place_inside] = 1;
    else if (km < 0)
        f[SM_PAIR_no_place] = 1;
    else {
        f[km <= 12    ? SM_PAIR_place_12
          : km <= 50  ? SM_PAIR_place_50
          : km <= 300 ? SM_PAIR_place_300
                      : SM_PAIR_place_far] = 1;
        const sm_site *s = &a->sites[0], *t = &b->sites[0];
        bool countries = *s->country_code && *t->country_code;
        f[SM_PAIR_other_country] = countries && strcmp(s->country_code, t->country_code) != 0;
        f[SM_PAIR_other_admin1] = countries && strcmp(s->country_code, t->country_code) == 0 && s->admin1 &&
                                  t->admin1 && !same_text(s->admin1, t->admin1);
    }
}

/* --- tolls and actors --------------------------------------------------------------------------- */

/* `first` is the feature of no victims in both; behind it stand 1, 2 to 4, more, near, other, far. */
static void of_toll(const sm_toll *a, const sm_toll *b, int first, float *f)
{
    if (a->best == SM_UNSTATED || b->best == SM_UNSTATED)
        return;
    int32_t low = a->best < b->best ? a->best : b->best, high = a->best + b->best - low;
    int k = 6;
    if (low == high)
        k = low == 0 ? 0 : low == 1 ? 1 : low <= 4 ? 2 : 3;
    else if (low >= 5 && high * 3 <= low * 4)
        k = 4;
    else if (high <= 3 * low + 3)
        k = 5;
    f[first + k] = 1;
}

/* Some word of four letters or more stands in both. */
static bool words_meet(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        return false;
    for (const char *p = a; *p;) {
        size_t n = strcspn(p, " ");
        for (const char *q = b; n >= 4 && *q;) {
            size_t k = strcspn(q, " ");
            if (k == n && strncasecmp(p, q, n) == 0)
                return true;
            q += k + (q[k] == ' ');
        }
        p += n + (p[n] == ' ');
    }
    return false;
}

/* --- the pair ----------------------------------------------------------------------------------- */

static void together(const sm_view *a, const sm_view *b, const shared *s, float *f)
{
    bool place = f[SM_PAIR_place_same] > 0 || f[SM_PAIR_place_12] > 0;
    bool apart = f[SM_PAIR_place_300] > 0 || f[SM_PAIR_place_far] > 0 || f[SM_PAIR_other_country] > 0;
    bool day = f[SM_PAIR_day_0] > 0 || f[SM_PAIR_day_1] > 0;
    bool toll = f[SM_PAIR_killed_1] + f[SM_PAIR_killed_4] + f[SM_PAIR_killed_more] + f[SM_PAIR_injured_1] +
                    f[SM_PAIR_injured_4] + f[SM_PAIR_injured_more] >
                0;
    bool late =
        a->published != SM_NO_DAY && b->published != SM_NO_DAY && abs(a->published - b->published) > LATE;
    float several = 1 - 2 / (float)(a->siblings + b->siblings);
    bool other_day = f[SM_PAIR_day_3] + f[SM_PAIR_day_7] + f[SM_PAIR_day_30] + f[SM_PAIR_day_later] +
                         f[SM_PAIR_range_apart] + f[SM_PAIR_one_before] >
                     0;
    bool other_toll =
        f[SM_PAIR_killed_other] + f[SM_PAIR_killed_far] + f[SM_PAIR_injured_other] + f[SM_PAIR_injured_far] >
        0;
    f[SM_PAIR_several] = several;
    f[SM_PAIR_cosine_several] = several * s->cosine;
    f[SM_PAIR_rare_several] = several * f[SM_PAIR_rare];
    f[SM_PAIR_place_several] = apart ? several : 0;
    f[SM_PAIR_day_several] = other_day ? several : 0;
    f[SM_PAIR_toll_several] = other_toll ? several : 0;
    f[SM_PAIR_place_and_day] = place && day;
    f[SM_PAIR_place_day_toll] = place && day && toll;
    f[SM_PAIR_cosine_place] = place ? s->cosine : 0;
    f[SM_PAIR_cosine_apart] = apart ? s->cosine : 0;
    f[SM_PAIR_rare_apart] = apart ? f[SM_PAIR_rare] : 0;
    f[SM_PAIR_place_no_words] = place && day && s->cosine < 0.1f;
    f[SM_PAIR_rare_late] = late ? f[SM_PAIR_rare] : 0;
    f[SM_PAIR_names_late] = late ? f[SM_PAIR_names] : 0;
    f[SM_PAIR_cosine_late] = late ? s->cosine : 0;
}

void sm_pair_features(const sm_merger *m, const sm_view *a, const sm_view *b, float f[SM_PAIR_COUNT])
{
    memset(f, 0, SM_PAIR_COUNT * sizeof *f);
    f[SM_PAIR_bias] = 1;
    shared s = share_words(m, a, b);
    of_words(a, b, &s, f);
    of_reports(a, b, f);
    of_days(a, b, f);
    of_places(a->i, b->i, f);
    int types = sm_types_agree(a->i->type, b->i->type);
    f[SM_PAIR_type_same] = types == 2;
    f[SM_PAIR_type_sister] = types == 1;
    of_toll(&a->i->killed, &b->i->killed, SM_PAIR_killed_0, f);
    of_toll(&a->i->injured, &b->i->injured, SM_PAIR_injured_0, f);
    f[SM_PAIR_actor_same] = words_meet(a->i->perpetrator, b->i->perpetrator);
    f[SM_PAIR_target_same] = words_meet(a->i->target, b->i->target);
    together(a, b, &s, f);
}

bool sm_same_article(const sm_view *a, const sm_view *b)
{
    return a->doc == b->doc && a->i->n_documents <= 1 && b->i->n_documents <= 1;
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
    for (size_t i = 0; a && b && i < sizeof families / sizeof *families; i++)
        if (memchr(families[i], a, sizeof families[i]) && memchr(families[i], b, sizeof families[i]))
            return true;
    return false;
}

/* Types that are no two sides of one story; done, and only feared. */
static bool contradict(const sm_incident *x, const sm_incident *y)
{
    if (!sm_types_agree(x->type, y->type) && !related(x->type, y->type))
        return true;
    bool real_x = x->status <= SM_ATTEMPTED, real_y = y->status <= SM_ATTEMPTED;
    return real_x != real_y && x->status != SM_UNCONFIRMED && y->status != SM_UNCONFIRMED;
}

float sm_article_score(const sm_view *a, const sm_view *b)
{
    float f[SM_PAIR_COUNT] = {0}, against = 0;
    of_places(a->i, b->i, f);
    of_toll(&a->i->killed, &b->i->killed, SM_PAIR_killed_0, f);
    of_toll(&a->i->injured, &b->i->injured, SM_PAIR_injured_0, f);
    if (f[SM_PAIR_killed_other] + f[SM_PAIR_killed_far] + f[SM_PAIR_injured_other] + f[SM_PAIR_injured_far] >
        0)
        against += OTHER_TOLL;
    if (f[SM_PAIR_place_50] + f[SM_PAIR_place_300] + f[SM_PAIR_place_far] > 0)
        against += OTHER_PLACE;
    if (a->timing == SM_TIMING_DAY && b->timing == SM_TIMING_DAY && gap_of(a, b) > 0)
        against += OTHER_DAY;
    if (contradict(a->i, b->i))
        against += OTHER_TYPE;
    return -against;
}

bool sm_pair_excluded(const sm_view *a, const sm_view *b)
{
    return contradict(a->i, b->i) || (sm_same_article(a, b) && sm_article_score(a, b) < 0);
}

/* Kinds that strike one place again and again: another day or another place is another incident, unless very
 * many rare names say that a day or a place was read wrongly. */
static bool recurs(uint8_t type)
{
    return type != SM_EVENT_NONE && type != SM_EVENT_violent_crime && type != SM_EVENT_sexual_violence &&
           type != SM_EVENT_armed_attack && type != SM_EVENT_abduction &&
           !(type >= SM_EVENT_air_crash && type <= SM_EVENT_fire_collapse) && type != SM_EVENT_other;
}

static bool another_time(const sm_view *a, const sm_view *b, const float *f)
{
    if (f[SM_PAIR_rare] * 10 >= SAME_NAMES)
        return false;
    if (!recurs(a->i->type) || !recurs(b->i->type))
        return false;
    bool days = f[SM_PAIR_day_3] + f[SM_PAIR_day_7] + f[SM_PAIR_day_30] + f[SM_PAIR_day_later] > 0;
    bool places = a->fine && b->fine && f[SM_PAIR_place_300] + f[SM_PAIR_place_far] > 0;
    return days || places;
}

float sm_pair_score(const sm_merger *m, const sm_view *a, const sm_view *b)
{
    float f[SM_PAIR_COUNT], sum = 0;
    if (sm_pair_excluded(a, b))
        return -INFINITY;
    const float *w = m->weights ? m->weights(m->context, a, b) : weights;
    sm_pair_features(m, a, b, f);
    if (another_time(a, b, f))
        return -INFINITY;
    for (size_t k = 0; k < SM_PAIR_COUNT; k++)
        sum += w[k] * f[k];
    bool abroad =
        f[SM_PAIR_other_country] > 0 && f[SM_PAIR_place_far] > 0 && f[SM_PAIR_rare] * 10 < SAME_NAMES;
    return abroad ? sum - ABROAD : sum;
}
