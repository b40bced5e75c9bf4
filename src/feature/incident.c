/* The taxonomy with its labels and crosswalks, the names of the enumerations, and the list of incidents. */
#include "incident.h"
#include "date.h"
#include "digits.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

typedef struct event {
    const char *label, *acled, *emdat, *cameo;
} event;

/* ACLED: sub-event types of the 2023 codebook. A change of control is three of theirs, depending on who gains
 * (government, others, without a fight), so it has none; hijackings and crimes without a political actor are
 * outside their scope. EM-DAT: disaster types; the technological ones as in the classification used until
 * 2023, whose types do not ask for the vehicle. CAMEO: root codes (14 protest, 17 coerce, 18 assault, 19
 * fight, 20 unconventional mass violence). Accidents and disasters have no actors, hence no code. */
static const event events[SM_EVENT_COUNT] = {
    [SM_EVENT_NONE] = {"Incident", NULL, NULL, NULL},
    [SM_EVENT_armed_clash] = {"Armed clash", "Armed clash", NULL, "19"},
    [SM_EVENT_territory_change] = {"Change of control", NULL, NULL, "19"},
    [SM_EVENT_armed_attack] = {"Armed attack", "Attack", NULL, "18"},
    [SM_EVENT_bombing] = {"Bombing", "Remote explosive/landmine/IED", NULL, "18"},
    [SM_EVENT_suicide_bombing] = {"Suicide bombing", "Suicide bomb", NULL, "18"},
    [SM_EVENT_air_strike] = {"Air strike", "Air/drone strike", NULL, "19"},
    [SM_EVENT_shelling_missile] = {"Shelling or missile attack", "Shelling/artillery/missile attack", NULL,
                                   "19"},
    [SM_EVENT_chemical_attack] = {"Chemical attack", "Chemical weapon", NULL, "20"},
    [SM_EVENT_abduction] = {"Abduction", "Abduction/forced disappearance", NULL, "18"},
    [SM_EVENT_sexual_violence] = {"Sexual violence", "Sexual violence", NULL, "18"},
    [SM_EVENT_hijack_piracy] = {"Hijacking or piracy", NULL, NULL, "18"},
    [SM_EVENT_security_operation] = {"Security operation", "Arrests", NULL, "17"},
    [SM_EVENT_strategic_development] = {"Strategic development", "Other", NULL, NULL},
    [SM_EVENT_protest] = {"Protest", "Peaceful protest", NULL, "14"},
    [SM_EVENT_force_against_protesters] = {"Force against protesters", "Excessive force against protesters",
                                           NULL, "17"},
    [SM_EVENT_riot] = {"Riot", "Violent demonstration", NULL, "14"},
    [SM_EVENT_property_destruction] = {"Property destruction", "Looting/property destruction", NULL, "17"},
    [SM_EVENT_violent_crime] = {"Violent crime", NULL, NULL, "18"},
    [SM_EVENT_air_crash] = {"Air crash", NULL, "Transport accident", NULL},
    [SM_EVENT_transport_accident] = {"Transport accident", NULL, "Transport accident", NULL},
    [SM_EVENT_industrial_accident] = {"Industrial accident", NULL, "Industrial accident", NULL},
    [SM_EVENT_fire_collapse] = {"Fire or collapse", NULL, "Miscellaneous accident", NULL},
    [SM_EVENT_earthquake_tsunami] = {"Earthquake or tsunami", NULL, "Earthquake", NULL},
    [SM_EVENT_volcano] = {"Volcanic activity", NULL, "Volcanic activity", NULL},
    [SM_EVENT_landslide_avalanche] = {"Landslide or avalanche", NULL, "Mass movement (wet)", NULL},
    [SM_EVENT_flood] = {"Flood", NULL, "Flood", NULL},
    [SM_EVENT_storm] = {"Storm", NULL, "Storm", NULL},
    [SM_EVENT_extreme_temperature_drought] = {"Extreme temperature or drought", NULL, "Extreme temperature",
                                              NULL},
    [SM_EVENT_wildfire] = {"Wildfire", NULL, "Wildfire", NULL},
    [SM_EVENT_epidemic] = {"Epidemic", NULL, "Epidemic", NULL},
    [SM_EVENT_other] = {"Other incident", NULL, NULL, NULL},
};

#define NAME(code, group) [SM_EVENT_##code] = #code,
static const char *const event_names[SM_EVENT_COUNT] = {SM_EVENT_TYPES(NAME)};
#define GROUP(code, group) [SM_EVENT_##code] = #group,
static const char *const event_groups[SM_EVENT_COUNT] = {[SM_EVENT_NONE] = "other", SM_EVENT_TYPES(GROUP)};

const char *const sm_precision_names[8] = {"unknown",  "minute", "hour",  "day",
                                           "few_days", "week",   "month", "year"};
const char *const sm_basis_names[6] = {"none",     "explicit",       "weekday",
                                       "relative", "cross_document", "document_date"};
const char *const sm_status_names[5] = {"accomplished", "attempted", "foiled", "threatened", "unconfirmed"};
const char *const sm_geo_precision_names[8] = {"unknown", "exact_place", "near_place", "admin2",
                                               "admin1",  "region",      "country",    "water"};

static sm_event_type known(sm_event_type t)
{
    return t < SM_EVENT_COUNT ? t : SM_EVENT_NONE;
}

const char *sm_event_name(sm_event_type t)
{
    return event_names[known(t)];
}

const char *sm_event_label(sm_event_type t)
{
    return events[known(t)].label;
}

const char *sm_event_group(sm_event_type t)
{
    return event_groups[known(t)];
}

const char *sm_event_acled(sm_event_type t)
{
    return events[known(t)].acled;
}

const char *sm_event_emdat(sm_event_type t)
{
    return events[known(t)].emdat;
}

const char *sm_event_cameo(sm_event_type t)
{
    return events[known(t)].cameo;
}

static int plain(char c)
{
    return c == ' ' || c == '-' ? '_' : tolower((unsigned char)c);
}

static bool same_name(const char *a, const char *b)
{
    if (a == NULL)
        return false;
    while (*a && *b && plain(*a) == plain(*b)) {
        a++;
        b++;
    }
    return *a == '\0' && *b == '\0';
}

/* Everyday words on other people's maps. */
static const struct {
    const char *word;
    sm_event_type type;
} everyday[] = {
    {"clash", SM_EVENT_armed_clash},
    {"battle", SM_EVENT_armed_clash},
    {"airstrike", SM_EVENT_air_strike},
    {"drone strike", SM_EVENT_air_strike},
    {"shelling", SM_EVENT_shelling_missile},
    {"missile strike", SM_EVENT_shelling_missile},
    {"kidnapping", SM_EVENT_abduction},
    {"hijacking", SM_EVENT_hijack_piracy},
    {"piracy", SM_EVENT_hijack_piracy},
    {"demonstration", SM_EVENT_protest},
    {"plane crash", SM_EVENT_air_crash},
    {"fire", SM_EVENT_fire_collapse},
    {"earthquake", SM_EVENT_earthquake_tsunami},
    {"tsunami", SM_EVENT_earthquake_tsunami},
    {"volcanic eruption", SM_EVENT_volcano},
    {"landslide", SM_EVENT_landslide_avalanche},
    {"avalanche", SM_EVENT_landslide_avalanche},
    {"drought", SM_EVENT_extreme_temperature_drought},
    {"heat wave", SM_EVENT_extreme_temperature_drought},
};

sm_event_type sm_event_parse(const char *name)
{
    if (name == NULL)
        return SM_EVENT_NONE;
    for (sm_event_type t = SM_EVENT_NONE + 1; t < SM_EVENT_COUNT; t++)
        if (same_name(event_names[t], name) || same_name(events[t].label, name))
            return t;
    for (sm_event_type t = SM_EVENT_NONE + 1; t < SM_EVENT_other;
         t++) /* ACLED's "Other" is a strategic development */
        if (same_name(events[t].acled, name))
            return t;
    for (size_t i = 0; i < sizeof everyday / sizeof *everyday; i++)
        if (same_name(everyday[i].word, name))
            return everyday[i].type;
    return SM_EVENT_NONE;
}

int sm_date_prec(uint8_t date_precision)
{
    static const int8_t ucdp[8] = {0, 1, 1, 1, 2, 3, 4, 5};
    return date_precision < 8 ? ucdp[date_precision] : 0;
}

int sm_where_prec(uint8_t geo_precision)
{
    return geo_precision <= SM_GEO_WATER ? geo_precision : 0; /* the enumeration follows UCDP's order */
}

sm_incidents *sm_incidents_new(void)
{
    sm_arena *arena = sm_arena_new(0);
    sm_incidents *list = arena ? sm_arena_alloc(arena, sizeof *list) : NULL;
    if (list == NULL || sm_arena_failed(arena)) {
        sm_arena_free(arena);
        return NULL;
    }
    list->arena = arena;
    return list;
}

void sm_incidents_free(sm_incidents *list)
{
    if (list)
        sm_arena_free(list->arena);
}

sm_incident *sm_incidents_add(sm_incidents *list)
{
    if (!sm_arena_grow(list->arena, &list->items, &list->capacity, list->count, sizeof *list->items))
        return NULL;
    const sm_toll unstated = {SM_UNSTATED, SM_UNSTATED, SM_UNSTATED};
    sm_incident *added = &list->items[list->count++];
    *added = (sm_incident){.killed = unstated,
                           .injured = unstated,
                           .missing = SM_UNSTATED,
                           .displaced = SM_UNSTATED,
                           .detained = SM_UNSTATED,
                           .rescued = SM_UNSTATED};
    return added;
}

enum { NUMBER = 12 };

static const char *number(char room[NUMBER], unsigned n)
{
    room[NUMBER - 1] = '\0';
    return sm_digits_before(room + NUMBER - 1, n);
}

/* ", 17 Nov 2015" cut to what is known; a span of days within a month as ", 17–19 Nov 2015". */
static const char *date_words(sm_arena *arena, const sm_incident *in)
{
    static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    sm_date from, to;
    char rooms[4][NUMBER];
    if (!sm_date_parse(in->date_start, &from))
        return "";
    const char *year = number(rooms[0], (unsigned)from.year);
    if (from.month == 0)
        return sm_arena_join(arena, ", ", year, NULL);
    const char *month = months[from.month - 1];
    if (from.day == 0)
        return sm_arena_join(arena, ", ", month, " ", year, NULL);
    const char *day = number(rooms[1], from.day);
    if (!sm_date_parse(in->date_end, &to) || to.day == 0 || sm_days(to) <= sm_days(from))
        return sm_arena_join(arena, ", ", day, " ", month, " ", year, NULL);
    const char *last_day = number(rooms[2], to.day), *last_month = months[to.month - 1],
               *last_year = number(rooms[3], (unsigned)to.year);
    if (to.year == from.year && to.month == from.month)
        return sm_arena_join(arena, ", ", day, "–", last_day, " ", month, " ", year, NULL);
    if (to.year == from.year)
        return sm_arena_join(arena, ", ", day, " ", month, " – ", last_day, " ", last_month, " ", year, NULL);
    return sm_arena_join(arena, ", ", day, " ", month, " ", year, " – ", last_day, " ", last_month, " ",
                         last_year, NULL);
}

static const char *site_name(const sm_site *site)
{
    const char *const names[] = {site->name, site->admin2, site->admin1, site->country};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i] && names[i][0])
            return names[i];
    return NULL;
}

static const char *place_words(sm_arena *arena, const sm_incident *in)
{
    const char *name = in->n_sites ? site_name(&in->sites[0]) : NULL;
    if (name == NULL)
        return "";
    const char *relation = in->place_relation ? in->place_relation : "";
    relation = strcmp(relation, "near") == 0 ? "near " : strcmp(relation, "off") == 0 ? "off " : "";
    const char *second = in->n_sites == 2 ? site_name(&in->sites[1]) : NULL;
    if (second)
        return sm_arena_join(arena, ", ", relation, name, " and ", second, NULL);
    if (in->n_sites > 2)
        return sm_arena_print(arena, ", %s%s and %u other places", relation, name, in->n_sites - 1);
    return sm_arena_join(arena, ", ", relation, name, NULL);
}

const char *sm_incident_make_title(sm_arena *arena, const sm_incident *in)
{
    static const char *const status[] = {"", "Attempted ", "Foiled ", "Threatened ", "Unconfirmed "};
    const char *kind = in->type == SM_EVENT_NONE && in->type_text ? in->type_text : sm_event_label(in->type);
    const char *prefix = in->status < 5 ? status[in->status] : "";
    char *title = sm_arena_join(arena, prefix, kind, place_words(arena, in), date_words(arena, in), NULL);
    if (prefix[0] && title && in->type != SM_EVENT_NONE && title[strlen(prefix)])
        title[strlen(prefix)] = (char)tolower((unsigned char)title[strlen(prefix)]);
    return title ? title : "";
}
