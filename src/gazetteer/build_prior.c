/* How prominent a place is, and which places are one and the same choice.
 *
 * The prior is a sum of a few numbers whose weights were fitted by a conditional logit: given the name, which
 * of its bearers did the writer of a news article mean? docs/gazetteer.md tells how it was done and what it
 * is worth. */
#include "builder.h"

#include "geo.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool is_code(const sm_place *p, const char *code)
{
    return strncmp(p->feature_code, code, sizeof p->feature_code) == 0;
}

static double town_prior(const sm_place *p)
{
    double sum = 0.48 * log(p->population / 300.0 + 1) + 0.43 * log(1.0 + p->n_names);
    if (p->flags & SM_P_CAPITAL)
        return sum + 0.5;
    return sum + (is_code(p, "PPLA") ? 0.3 : is_code(p, "PPLA2") ? 0.5 : is_code(p, "PPLX") ? -0.4 : 0);
}

/* Divisions: `population` may be the sum of their towns'. Their alternate names do not count, because only
 * some sources list them. */
static double division_prior(const sm_place *p, double population)
{
    double sum = 0.47 * log(population / 1000 + 1);
    return sum + (is_code(p, "ADM1") ? 1.4 : is_code(p, "ADM2") ? 1.2 : 0);
}

/* Everything else. A curated landform is one that news write about, the more so the larger it is; GeoNames'
 * own lists hold every brook. */
static double landform_prior(const sm_place *p, double radius_km, bool curated)
{
    if (!curated)
        return -1.5 + 0.43 * log(1.0 + p->n_names);
    double sum = 2 + 0.6 * log(radius_km / 30 + 1);
    if (is_code(p, "CONT") || is_code(p, "OCN"))
        return sum + 2;
    return sum + (is_code(p, "SEA") || is_code(p, "GULF") || (p->flags & SM_P_REGION) ? 1 : 0);
}

static double prior(const sm_place *p, double population, double radius_km, bool curated)
{
    if (p->flags & SM_P_COUNTRY)
        return 1 + 0.36 * log(population + 1000);
    if (p->feature_class == 'P')
        return town_prior(p);
    if (p->feature_class == 'A')
        return division_prior(p, population);
    return landform_prior(p, radius_km, curated);
}

float sm_place_prior(const sm_place *p, double population, double radius_km, bool curated)
{
    return (float)(prior(p, population, radius_km, curated) + (p->flags & SM_P_USER ? 3 : 0));
}

sm_status sm_build_priors(sm_builder *b, sm_error *err)
{
    double *sums = calloc(b->n_places + 1, sizeof *sums);
    if (sums == NULL)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    for (size_t i = 0; i < b->n_places; i++) {
        const sm_place *p = &b->places[i];
        if (p->feature_class != 'P' || is_code(p, "PPLX")) /* a part of a town has been counted with it */
            continue;
        if (p->admin1 != SM_NO_PLACE)
            sums[p->admin1] += p->population;
        if (p->admin2 != SM_NO_PLACE)
            sums[p->admin2] += p->population;
    }
    for (size_t i = 0; i < b->n_places; i++) {
        sm_place *p = &b->places[i];
        bool curated = b->origins[i].rank != SM_RANK_GEONAMES;
        double population = p->population ? p->population : sums[i];
        double radius_km = p->box ? sm_box_radius_km(b->boxes[p->box - 1]) : 0;
        p->prior = sm_place_prior(p, population, radius_km, curated);
    }
    free(sums);
    return SM_OK;
}

/* ---- Twins */

static bool is_plain(const sm_bearer *b)
{
    return b->kind == SM_NAME_MAIN || b->kind == SM_NAME_ALTERNATE || b->kind == SM_NAME_ENGLISH;
}

enum { PART_KM = 10, NEAR_KM = 50, SAME_DIVISION_KM = 150 };

/* A town and the division of its name, a county and its state, a city that is a country, a town and a part of
 * it: near enough that a map cannot tell which was meant. A town at one end of a large province of its name
 * is another place. */
static bool are_twins(const sm_place *places, uint32_t one, uint32_t other)
{
    const sm_place *a = &places[one], *b = &places[other];
    if (memcmp(a->country_code, b->country_code, 2) != 0 || a->country_code[0] == '\0')
        return false;
    double km = sm_distance_km(sm_place_point(a), sm_place_point(b));
    if (a->feature_class == 'P' && b->feature_class == 'P')
        return km <= PART_KM;
    if (a->feature_class != 'A' && b->feature_class != 'A')
        return false;
    bool linked = a->admin1 == other || a->admin2 == other || b->admin1 == one || b->admin2 == one;
    return km <= (linked ? SAME_DIVISION_KM : NEAR_KM);
}

void sm_mark_twins(sm_place *places, const sm_bearer *bearers, size_t n)
{
    enum { MOST = 64 }; /* beyond the most prominent ones nothing is decided by it */
    n = n < MOST ? n : MOST;
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n && is_plain(&bearers[i]); k++)
            if (is_plain(&bearers[k]) && are_twins(places, bearers[i].place, bearers[k].place))
                places[bearers[k].place].flags |= SM_P_TWIN;
}
