/* One flat switch reads a property, another sets it; a table of aliases says which foreign fields may stand
 * for it. */
#include "property.h"
#include "date.h"
#include "geo.h"

#include <ctype.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME(name, kind) #name,
static const char *const names[SM_PROPERTY_COUNT] = {SM_PROPERTIES(NAME)};
#define KIND(name, kind) SM_VALUE_##kind,
static const unsigned char kinds[SM_PROPERTY_COUNT] = {SM_PROPERTIES(KIND)};

const char *sm_property_name(sm_property p)
{
    return names[p];
}

sm_value_kind sm_property_kind(sm_property p)
{
    return kinds[p];
}

/* Writing */

static sm_value string(const char *s)
{
    return s && s[0] ? (sm_value){.kind = SM_VALUE_STRING, .string = s} : (sm_value){0};
}

static sm_value word(const char *const *words, size_t count, size_t index)
{
    return string(words[index < count ? index : 0]);
}

static sm_value integer(double n)
{
    return (sm_value){.kind = SM_VALUE_INTEGER, .number = n};
}

static sm_value count_of(int32_t n)
{
    return n >= 0 ? integer(n) : (sm_value){0};
}

static sm_value positive(int n)
{
    return n > 0 ? integer(n) : (sm_value){0};
}

static sm_value real(double n, double decimals)
{
    double rounded = round(n * decimals) / decimals;
    return (sm_value){.kind = SM_VALUE_REAL, .number = isfinite(rounded) ? rounded + 0.0 : 0};
}

sm_value sm_property_get(const sm_incident *in, sm_property p)
{
    static const sm_site nowhere;
    const sm_site *site = in->n_sites ? &in->sites[0] : &nowhere;
    switch (p) {
    case SM_PROPERTY_incident_id:
        return string(in->id);
    case SM_PROPERTY_title:
        return string(in->title);
    case SM_PROPERTY_event_type:
        return string(in->type ? sm_event_name(in->type) : in->type_text);
    case SM_PROPERTY_event_group:
        return string(in->type ? sm_event_group(in->type) : NULL);
    case SM_PROPERTY_acled_sub_event:
        return string(sm_event_acled(in->type));
    case SM_PROPERTY_emdat_type:
        return string(sm_event_emdat(in->type));
    case SM_PROPERTY_cameo_root:
        return string(sm_event_cameo(in->type));
    case SM_PROPERTY_status:
        return word(sm_status_names, 5, in->status);
    case SM_PROPERTY_date_start:
        return string(in->date_start);
    case SM_PROPERTY_date_end:
        return string(in->date_end);
    case SM_PROPERTY_date_precision:
        return word(sm_precision_names, 8, in->date_precision);
    case SM_PROPERTY_date_prec:
        return positive(sm_date_prec(in->date_precision));
    case SM_PROPERTY_date_basis:
        return word(sm_basis_names, 6, in->date_basis);
    case SM_PROPERTY_place_name:
        return string(site->name);
    case SM_PROPERTY_admin1:
        return string(site->admin1);
    case SM_PROPERTY_admin2:
        return string(site->admin2);
    case SM_PROPERTY_country:
        return string(site->country);
    case SM_PROPERTY_country_code:
        return string(site->country_code);
    case SM_PROPERTY_geonames_id:
        return positive(site->geonames_id);
    case SM_PROPERTY_feature_code:
        return string(site->feature_code);
    case SM_PROPERTY_geo_precision:
        return word(sm_geo_precision_names, 8, in->geo_precision);
    case SM_PROPERTY_where_prec:
        return positive(sm_where_prec(in->geo_precision));
    case SM_PROPERTY_radius_km:
        return in->radius_km > 0 ? real(in->radius_km, 10) : (sm_value){0};
    case SM_PROPERTY_place_relation:
        return string(in->place_relation);
    case SM_PROPERTY_place_text:
        return string(in->place_text);
    case SM_PROPERTY_place_method:
        return string(in->place_method);
    case SM_PROPERTY_killed_best:
        return count_of(in->killed.best);
    case SM_PROPERTY_killed_low:
        return count_of(in->killed.low);
    case SM_PROPERTY_killed_high:
        return count_of(in->killed.high);
    case SM_PROPERTY_injured_best:
        return count_of(in->injured.best);
    case SM_PROPERTY_injured_low:
        return count_of(in->injured.low);
    case SM_PROPERTY_injured_high:
        return count_of(in->injured.high);
    case SM_PROPERTY_missing_best:
        return count_of(in->missing);
    case SM_PROPERTY_displaced_best:
        return count_of(in->displaced);
    case SM_PROPERTY_detained_best:
        return count_of(in->detained);
    case SM_PROPERTY_rescued_best:
        return count_of(in->rescued);
    case SM_PROPERTY_perpetrator:
        return string(in->perpetrator);
    case SM_PROPERTY_target:
        return string(in->target);
    case SM_PROPERTY_weapon:
        return string(in->weapon);
    case SM_PROPERTY_perpetrator_confidence:
        return string(in->perpetrator_confidence);
    case SM_PROPERTY_confidence:
        return real(in->confidence, 1000);
    case SM_PROPERTY_n_documents:
        return integer(in->n_documents);
    case SM_PROPERTY_n_mentions:
        return integer(in->n_mentions);
    case SM_PROPERTY_first_reported:
        return string(in->first_reported);
    case SM_PROPERTY_last_reported:
        return string(in->last_reported);
    case SM_PROPERTY_places:
    case SM_PROPERTY_sources:
    case SM_PROPERTY_COUNT:
        break;
    }
    return (sm_value){0};
}

/* Reading: which field stands for what */

enum { OWN_NAME = 100, CUT_NAME = 50 };

typedef struct alias {
    const char *field;
    unsigned char property, rank;
} alias;

/* Fields of ACLED, UCDP GED, GTD and EM-DAT exports and plain words; a higher rank fits better. ACLED's
 * sub_event_type says more than its event_type ("Battles"). A "label" names the place on other people's maps,
 * and is the title when nothing else is. */
static const alias aliases[] = {
    {"sub_event_type", SM_PROPERTY_event_type, OWN_NAME + 1},
    {"type", SM_PROPERTY_event_type, 9},
    {"category", SM_PROPERTY_event_type, 8},
    {"cat", SM_PROPERTY_event_type, 7},
    {"attacktype1_txt", SM_PROPERTY_event_type, 6},
    {"event_id_cnty", SM_PROPERTY_incident_id, 9},
    {"eventid", SM_PROPERTY_incident_id, 8},
    {"event_id", SM_PROPERTY_incident_id, 7},
    {"id", SM_PROPERTY_incident_id, 6},
    {"name", SM_PROPERTY_title, 9},
    {"headline", SM_PROPERTY_title, 8},
    {"event_name", SM_PROPERTY_title, 7},
    {"label", SM_PROPERTY_title, 6},
    {"event_date", SM_PROPERTY_date_start, 9},
    {"date", SM_PROPERTY_date_start, 8},
    {"start_date", SM_PROPERTY_date_start, 7},
    {"begin", SM_PROPERTY_date_start, 6},
    {"end_date", SM_PROPERTY_date_end, 9},
    {"end", SM_PROPERTY_date_end, 6},
    {"time_precision", SM_PROPERTY_date_precision, 9},
    {"date_prec", SM_PROPERTY_date_precision, 8},
    {"location", SM_PROPERTY_place_name, 9},
    {"place", SM_PROPERTY_place_name, 8},
    {"city", SM_PROPERTY_place_name, 7},
    {"where_coordinates", SM_PROPERTY_place_name, 6},
    {"locality", SM_PROPERTY_place_name, 5},
    {"label", SM_PROPERTY_place_name, 4},
    {"adm_1", SM_PROPERTY_admin1, 9},
    {"province", SM_PROPERTY_admin1, 8},
    {"provstate", SM_PROPERTY_admin1, 7},
    {"state", SM_PROPERTY_admin1, 6},
    {"adm_2", SM_PROPERTY_admin2, 9},
    {"district", SM_PROPERTY_admin2, 8},
    {"county", SM_PROPERTY_admin2, 7},
    {"country_txt", SM_PROPERTY_country, 9},
    {"iso_a2", SM_PROPERTY_country_code, 9},
    {"iso2", SM_PROPERTY_country_code, 8},
    {"geonameid", SM_PROPERTY_geonames_id, 9},
    {"where_prec", SM_PROPERTY_where_prec, OWN_NAME},
    {"fatalities", SM_PROPERTY_killed_best, 9},
    {"killed", SM_PROPERTY_killed_best, 8},
    {"deaths", SM_PROPERTY_killed_best, 7},
    {"dead", SM_PROPERTY_killed_best, 6},
    {"best", SM_PROPERTY_killed_best, 5},
    {"nkill", SM_PROPERTY_killed_best, 4},
    {"total_deaths", SM_PROPERTY_killed_best, 3},
    {"low", SM_PROPERTY_killed_low, 5},
    {"high", SM_PROPERTY_killed_high, 5},
    {"injured", SM_PROPERTY_injured_best, 9},
    {"wounded", SM_PROPERTY_injured_best, 8},
    {"nwound", SM_PROPERTY_injured_best, 7},
    {"actor1", SM_PROPERTY_perpetrator, 9},
    {"side_a", SM_PROPERTY_perpetrator, 8},
    {"gname", SM_PROPERTY_perpetrator, 7},
    {"actor2", SM_PROPERTY_target, 9},
    {"side_b", SM_PROPERTY_target, 8},
    {"target1", SM_PROPERTY_target, 7},
    {"weaptype1_txt", SM_PROPERTY_weapon, 7},
    {"perpetra_1", SM_PROPERTY_perpetrator_confidence,
     CUT_NAME}, /* GDAL's second choice when 10 letters are not enough */
};

static void offer(sm_draft *d, sm_property p, unsigned char rank, sm_value v)
{
    if (rank > d->rank[p]) {
        d->rank[p] = rank;
        d->value[p] = v;
    }
}

double sm_draft_number(const char *s)
{
    locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    char *end;
    double n = c ? strtod_l(s, &end, c) : strtod(s, &end);
    if (c)
        freelocale(c);
    while (isspace((unsigned char)*end))
        end++;
    return end == s || *end ? NAN : n;
}

static double number(sm_value v)
{
    return v.kind == SM_VALUE_NULL ? NAN : v.kind == SM_VALUE_STRING ? sm_draft_number(v.string) : v.number;
}

static bool is_one_of(const char *key, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(key, *list) == 0)
            return true;
    return false;
}

void sm_draft_offer(sm_draft *d, const char *field, sm_value v)
{
    static const char *const east[] = {"lon", "longitude", "lng", "long", NULL};
    static const char *const north[] = {"lat", "latitude", NULL};
    char key[32];
    size_t length = strlen(field);
    if (length >= sizeof key || v.kind == SM_VALUE_NULL || (v.kind == SM_VALUE_STRING && v.string[0] == '\0'))
        return;
    for (size_t i = 0; i <= length; i++)
        key[i] = (char)tolower((unsigned char)field[i]);
    for (int p = 0; p < SM_PROPERTY_COUNT; p++)
        if (strcmp(names[p], key) == 0)
            offer(d, p, OWN_NAME, v);
        else if (length == 10 && strncmp(names[p], key, length) == 0) /* Shapefiles cut names */
            offer(d, p, CUT_NAME, v);
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (strcmp(aliases[i].field, key) == 0)
            offer(d, aliases[i].property, aliases[i].rank, v);
    if (is_one_of(key, east))
        d->lon = v;
    else if (is_one_of(key, north))
        d->lat = v;
}

/* Reading: from the draft into the record */

static const char *text_of(sm_arena *arena, sm_value v)
{
    if (v.kind == SM_VALUE_STRING)
        return sm_arena_copy(arena, v.string, strlen(v.string));
    if (v.kind == SM_VALUE_NULL)
        return NULL;
    return sm_arena_print(arena, "%.15g", v.number);
}

static int32_t toll_of(sm_value v)
{
    double n = round(number(v));
    return n >= 0 && n <= INT32_MAX ? (int32_t)n : SM_UNSTATED;
}

static double between(sm_value v, double low, double high)
{
    double n = number(v);
    return n >= low && n <= high ? n : 0;
}

/* The index of a word, or `fallback` for what is none of the list. */
static uint8_t index_of(sm_value v, const char *const *words, uint8_t count, uint8_t fallback)
{
    if (v.kind == SM_VALUE_STRING)
        for (uint8_t i = 0; i < count; i++)
            if (strcmp(v.string, words[i]) == 0)
                return i;
    return fallback;
}

/* Dates come as ISO 8601, with slashes (GDAL), or as "7 August 2015" (ACLED). */
static bool any_date(const char *s, sm_date *out)
{
    static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    char iso[11] = "", month[4] = "";
    for (size_t i = 0; i < 10 && s[i]; i++)
        iso[i] = s[i] == '/' ? '-' : s[i];
    if (sm_date_parse(iso, out))
        return true;
    int day, year;
    if (sscanf(s, "%2d %3[A-Za-z]%*[A-Za-z] %4d", &day, month, &year) != 3 &&
        sscanf(s, "%2d %3[A-Za-z] %4d", &day, month, &year) != 3)
        return false;
    for (char *c = month; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    const char *at = strlen(month) == 3 ? strstr(months, month) : NULL;
    if (at == NULL || (at - months) % 3 || day < 1 || year < 1)
        return false;
    *out = (sm_date){.year = (int16_t)year, .month = (uint8_t)((at - months) / 3 + 1), .day = (uint8_t)day};
    return sm_date_valid(*out);
}

static void set_date(char out[24], sm_value v, bool keep_time)
{
    char text[24];
    sm_date d;
    out[0] = '\0';
    if (v.kind == SM_VALUE_STRING)
        snprintf(text, sizeof text, "%s", v.string);
    else if (v.kind != SM_VALUE_NULL)
        snprintf(text, sizeof text, "%.0f", v.number); /* a year */
    else
        return;
    if (!any_date(text, &d))
        return;
    char day[16];
    sm_date_print(d, day);
    bool time = keep_time && v.kind == SM_VALUE_STRING && strlen(v.string) < 24 &&
                strncmp(v.string, day, strlen(day)) == 0;
    snprintf(out, 24, "%s", time ? text : day);
}

static uint8_t precision_of_date(const char *iso)
{
    static const uint8_t by_length[] = {0, 0, 0, 0, 7, 0, 0, 6, 0, 0, 3};
    size_t length = strlen(iso);
    return length < sizeof by_length ? by_length[length] : 1;
}

static void set_dates(const sm_draft *d, sm_incident *in)
{
    static const uint8_t ucdp[] = {0, 3, 4, 5, 6, 7};
    sm_value v = d->value[SM_PROPERTY_date_precision];
    bool ours = index_of(v, sm_precision_names, 8, 255) != 255;
    set_date(in->date_start, d->value[SM_PROPERTY_date_start], ours);
    set_date(in->date_end, d->value[SM_PROPERTY_date_end], ours);
    in->date_precision = ours ? index_of(v, sm_precision_names, 8, 0) : ucdp[(int)between(v, 1, 5)];
    if (in->date_precision == 0 && !ours)
        in->date_precision = precision_of_date(in->date_start);
    in->date_basis = index_of(d->value[SM_PROPERTY_date_basis], sm_basis_names, 6, 0);
}

static void set_geo_precision(const sm_draft *d, sm_incident *in)
{
    static const uint8_t acled[] = {SM_GEO_UNKNOWN, SM_GEO_EXACT, SM_GEO_NEAR, SM_GEO_ADMIN1};
    sm_value v = d->value[SM_PROPERTY_geo_precision];
    in->geo_precision = index_of(v, sm_geo_precision_names, 8, acled[(int)between(v, 1, 3)]);
    if (in->geo_precision == SM_GEO_UNKNOWN) /* the enumeration follows UCDP's numbers */
        in->geo_precision = (uint8_t)between(d->value[SM_PROPERTY_where_prec], 1, SM_GEO_WATER);
}

static void set_text(sm_arena *arena, const char **to, sm_value v)
{
    if (v.kind != SM_VALUE_NULL)
        *to = text_of(arena, v);
}

/* What the fields do not say, the site keeps. */
static void set_site(const sm_draft *d, sm_arena *arena, sm_site *site)
{
    const sm_value *v = d->value;
    set_text(arena, &site->name, v[SM_PROPERTY_place_name]);
    set_text(arena, &site->admin1, v[SM_PROPERTY_admin1]);
    set_text(arena, &site->admin2, v[SM_PROPERTY_admin2]);
    set_text(arena, &site->country, v[SM_PROPERTY_country]);
    const char *code = v[SM_PROPERTY_country_code].string;
    if (code && strlen(code) == 2)
        memcpy(site->country_code, code, 3);
    const char *feature = v[SM_PROPERTY_feature_code].string;
    if (feature && strlen(feature) < sizeof site->feature_code)
        memcpy(site->feature_code, feature, strlen(feature) + 1);
    if (v[SM_PROPERTY_geonames_id].kind != SM_VALUE_NULL)
        site->geonames_id = (int32_t)between(v[SM_PROPERTY_geonames_id], 1, INT32_MAX);
    sm_point p = {number(d->lon), number(d->lat)};
    if (!site->located && sm_point_valid(p)) {
        site->point = p;
        site->located = true;
    }
}

static void set_type(const sm_draft *d, sm_arena *arena, sm_incident *in)
{
    const char *text = text_of(arena, d->value[SM_PROPERTY_event_type]);
    in->type = (uint8_t)sm_event_parse(text);
    in->type_text = in->type == SM_EVENT_NONE ? text : NULL;
}

void sm_draft_apply(const sm_draft *d, sm_arena *arena, sm_incident *in, sm_site *site)
{
    const sm_value *v = d->value;
    set_site(d, arena, site);
    set_type(d, arena, in);
    set_dates(d, in);
    set_geo_precision(d, in);
    in->id = text_of(arena, v[SM_PROPERTY_incident_id]);
    in->status = index_of(v[SM_PROPERTY_status], sm_status_names, 5, SM_ACCOMPLISHED);
    in->radius_km = between(v[SM_PROPERTY_radius_km], 0, 20040);
    in->place_relation = text_of(arena, v[SM_PROPERTY_place_relation]);
    in->place_text = text_of(arena, v[SM_PROPERTY_place_text]);
    in->place_method = text_of(arena, v[SM_PROPERTY_place_method]);
    in->killed = (sm_toll){toll_of(v[SM_PROPERTY_killed_best]), toll_of(v[SM_PROPERTY_killed_low]),
                           toll_of(v[SM_PROPERTY_killed_high])};
    in->injured = (sm_toll){toll_of(v[SM_PROPERTY_injured_best]), toll_of(v[SM_PROPERTY_injured_low]),
                            toll_of(v[SM_PROPERTY_injured_high])};
    in->missing = toll_of(v[SM_PROPERTY_missing_best]);
    in->displaced = toll_of(v[SM_PROPERTY_displaced_best]);
    in->detained = toll_of(v[SM_PROPERTY_detained_best]);
    in->rescued = toll_of(v[SM_PROPERTY_rescued_best]);
    in->perpetrator = text_of(arena, v[SM_PROPERTY_perpetrator]);
    in->target = text_of(arena, v[SM_PROPERTY_target]);
    in->weapon = text_of(arena, v[SM_PROPERTY_weapon]);
    in->perpetrator_confidence = text_of(arena, v[SM_PROPERTY_perpetrator_confidence]);
    in->confidence = between(v[SM_PROPERTY_confidence], 0, 1);
    in->n_documents = (uint32_t)between(v[SM_PROPERTY_n_documents], 0, UINT32_MAX);
    in->n_mentions = (uint32_t)between(v[SM_PROPERTY_n_mentions], 0, UINT32_MAX);
    in->first_reported = text_of(arena, v[SM_PROPERTY_first_reported]);
    in->last_reported = text_of(arena, v[SM_PROPERTY_last_reported]);
    in->title = text_of(arena, v[SM_PROPERTY_title]);
}
