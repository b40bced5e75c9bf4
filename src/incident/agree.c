/* Whether two tellings can be of one incident, by type, place and day. */
#include "report.h"

#include "date.h"

#include <string.h>

#define BIT(type) (UINT32_C(1) << SM_EVENT_##type)

int sm_types_agree(uint8_t a, uint8_t b)
{
    _Static_assert(SM_EVENT_COUNT <= 32, "a family is a set of types by bit");
    static const uint32_t families[] = {
        BIT(armed_attack) | BIT(armed_clash) | BIT(violent_crime),
        BIT(armed_attack) | BIT(suicide_bombing) | BIT(bombing),
        BIT(armed_attack) | BIT(abduction) | BIT(hijack_piracy),
        BIT(air_strike) | BIT(shelling_missile) | BIT(bombing),
        BIT(armed_attack) | BIT(air_strike),
        BIT(armed_attack) | BIT(shelling_missile),
        BIT(armed_attack) | BIT(chemical_attack) | BIT(air_strike),
        BIT(bombing) | BIT(air_crash),
        BIT(protest) | BIT(riot) | BIT(force_against_protesters),
        BIT(riot) | BIT(property_destruction),
        BIT(bombing) | BIT(industrial_accident) | BIT(fire_collapse),
        BIT(fire_collapse) | BIT(wildfire),
        BIT(fire_collapse) | BIT(property_destruction),
        BIT(flood) | BIT(storm) | BIT(landslide_avalanche),
        BIT(armed_clash) | BIT(shelling_missile) | BIT(territory_change),
        BIT(armed_clash) | BIT(air_strike),
        BIT(earthquake_tsunami) | BIT(landslide_avalanche),
        BIT(violent_crime) | BIT(sexual_violence) | BIT(abduction),
        BIT(riot) | BIT(armed_clash),
        BIT(volcano) | BIT(earthquake_tsunami),
        BIT(property_destruction) | BIT(armed_attack),
        BIT(property_destruction) | BIT(bombing),
    };
    if (a == b)
        return 2;
    uint32_t both =
        (UINT32_C(1) << a | UINT32_C(1) << b) & ~BIT(NONE); /* what has no type agrees with all of them */
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        if ((families[i] & both) == both)
            return 1;
    return 0;
}

uint8_t sm_type_rank(uint8_t type)
{
    static const uint8_t ranks[SM_EVENT_COUNT] = {
        [SM_EVENT_armed_attack] = 4,
        [SM_EVENT_violent_crime] = 4,
        [SM_EVENT_armed_clash] = 5,
        [SM_EVENT_territory_change] = 5,
        [SM_EVENT_security_operation] = 2,
        [SM_EVENT_protest] = 3,
        [SM_EVENT_riot] = 6,
        [SM_EVENT_force_against_protesters] = 5,
        [SM_EVENT_property_destruction] = 3,
        [SM_EVENT_bombing] = 6,
        [SM_EVENT_shelling_missile] = 7,
        [SM_EVENT_air_strike] = 7,
        [SM_EVENT_suicide_bombing] = 9,
        [SM_EVENT_chemical_attack] = 9,
        [SM_EVENT_abduction] = 6,
        [SM_EVENT_sexual_violence] = 6,
        [SM_EVENT_hijack_piracy] = 7,
        [SM_EVENT_air_crash] = 5,
        [SM_EVENT_transport_accident] = 5,
        [SM_EVENT_industrial_accident] = 5,
        [SM_EVENT_fire_collapse] = 4,
        [SM_EVENT_earthquake_tsunami] = 8,
        [SM_EVENT_volcano] = 8,
        [SM_EVENT_landslide_avalanche] = 6,
        [SM_EVENT_flood] = 5,
        [SM_EVENT_storm] = 6,
        [SM_EVENT_extreme_temperature_drought] = 5,
        [SM_EVENT_wildfire] = 6,
        [SM_EVENT_epidemic] = 6,
    };
    return ranks[type];
}

const sm_place *sm_where_place(const sm_scan *s, const sm_where *w)
{
    uint32_t p = w->n ? s->places->mentions[w->mentions[0]].place : SM_NO_PLACE;
    return p == SM_NO_PLACE ? NULL : sm_gazetteer_place(s->gazetteer, p);
}

int sm_places_agree(const sm_scan *s, const sm_where *a, const sm_where *b)
{
    if (!a->n || !b->n)
        return 1;
    if ((a->located || b->located) && a->n && b->n) {
        bool offset = (a->located && strcmp(a->relation, "offset") == 0) !=
                      (b->located && strcmp(b->relation, "offset") == 0);
        if (offset)
            return 0; /* "600 km northeast of X" is not X */
    }
    int best = a->firm && b->firm ? 0 : 1; /* "from", "to", bare names: too weak to exclude anything */
    for (uint32_t i = 0; i < a->n; i++)
        for (uint32_t j = 0; j < b->n; j++) {
            const sm_mention *m = &s->places->mentions[a->mentions[i]],
                             *n = &s->places->mentions[b->mentions[j]];
            if (m->place == SM_NO_PLACE || n->place == SM_NO_PLACE) {
                const char *x = sm_scan_text(s, m->first, m->end, s->arena),
                           *y = sm_scan_text(s, n->first, n->end, s->arena);
                int same = x && y && strcasecmp(x, y) == 0 ? 3 : 1; /* a street may lie in the town */
                best = same > best ? same : best;
                continue;
            }
            if (m->place == n->place)
                return 3;
            bool inside = sm_place_within(s->gazetteer, m->place, n->place) ||
                          sm_place_within(s->gazetteer, n->place, m->place);
            const sm_place *p = sm_gazetteer_place(s->gazetteer, m->place),
                           *q = sm_gazetteer_place(s->gazetteer, n->place);
            bool near = a->precision <= SM_GEO_NEAR && b->precision <= SM_GEO_NEAR &&
                        sm_distance_km(sm_place_point(p), sm_place_point(q)) < 12;
            if ((inside || near) && best < 2)
                best = 2;
        }
    return best;
}

int sm_days_agree(const sm_scan *s, const sm_when *a, const sm_when *b)
{
    if (a->timex == SM_NONE || b->timex == SM_NONE)
        return 1;
    if (a->timex == b->timex)
        return 3;
    const sm_timex *x = &s->times[a->timex], *y = &s->times[b->timex];
    if (a->known && b->known) {
        if (a->from == b->from && a->to == b->to)
            return 3;
        if (a->from <= b->to && b->from <= a->to)
            return 2;
        bool loose = a->precision > SM_PRECISION_DAY || b->precision > SM_PRECISION_DAY;
        int gap = a->from > b->to ? a->from - b->to : b->from - a->to;
        bool wide = a->precision >= SM_PRECISION_MONTH || b->precision >= SM_PRECISION_MONTH;
        return gap <= (loose && !wide ? 1 : 0) ? 2 : 0;
    }
    const sm_when *fixed = a->known && a->from == a->to ? a : b->known && b->from == b->to ? b : NULL;
    const sm_timex *open = fixed == a ? y : x;
    if (fixed && open->weekday && !(fixed == a ? b : a)->known)
        return sm_weekday(fixed->from) + 1 == open->weekday ? 2 : 0;
    if (x->weekday && y->weekday)
        return x->weekday == y->weekday ? 3 : 0;
    if (x->month && y->month && x->day && y->day)
        return x->month == y->month && x->day == y->day ? 3 : 0;
    return 1;
}

bool sm_is_violent(uint8_t type)
{
    return type && type != SM_EVENT_security_operation && type != SM_EVENT_protest &&
           type != SM_EVENT_strategic_development && type <= SM_EVENT_violent_crime;
}
