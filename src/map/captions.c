/* What the page says of itself: title, period, source and credit, made from the incidents that are shown. */
#include "facets.h"
#include "furniture.h"

#include "date.h"
#include "period.h"
#include "properties.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { NAMED_COUNTRIES = 3 /* more are counted, not named */ };

static bool is_shown(const sm_compose *c, const sm_incident *in)
{
    return c->seen[in - c->incidents->items];
}

const char *sm_caption_number(const sm_compose *c, double value)
{
    if (value < 10000)
        return sm_arena_print(c->arena, "%g", value);
    if (value < 1e6)
        return sm_arena_print(c->arena, "%d\u202f%03d", (int)value / 1000, (int)value % 1000);
    return sm_words_fill(c->arena, sm_words_for(c->options->words, "{n} million", "{n} million", value / 1e6),
                         "n", sm_arena_print(c->arena, "%g", value / 1e6), NULL);
}

const char *sm_say_count(const sm_compose *c, const char *one, const char *english, double n)
{
    return sm_words_fill(c->arena, sm_words_for(c->options->words, one, english, n), "n",
                         sm_caption_number(c, n), NULL);
}

const char *sm_caption_killed(const sm_compose *c, double killed)
{
    return sm_say_count(c, "{n} killed", "{n} killed", killed);
}

/* --- countries */

typedef struct country {
    const char *name;
    size_t n, order;
} country;

/* As the file says, else as the basemap names the code, else the country that the point lies in; among words
 * of another language in this. */
static const char *country_name(const sm_compose *c, const sm_site *site)
{
    const sm_base_unit *units;
    size_t n = sm_basemap_units(c->basemap, &units);
    const char *own = c->options->words ? sm_compose_name(c, site->country_code, NULL) : NULL;
    if (own)
        return own;
    if (site->country && *site->country)
        return site->country;
    uint32_t unit =
        !site->country_code[0] && site->located ? sm_compose_country_at(c, site->point) : SM_NO_UNIT;
    const char *code = unit < n ? sm_compose_owner(c, unit) : site->country_code;
    for (size_t i = 0; i < n && code[0]; i++)
        if (units[i].layer == SM_BASE_COUNTRIES && memcmp(units[i].country, code, 2) == 0)
            return sm_basemap_string(c->basemap, units[i].name);
    return unit < n ? sm_basemap_string(c->basemap, units[unit].name) : NULL;
}

static int by_count(const void *a, const void *b)
{
    const country *x = a, *y = b;
    if (x->n != y->n)
        return x->n > y->n ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

/* The countries of all that is shown, those with the most incidents first. `*complete`: every place has one.
 */
static country *count_countries(const sm_compose *c, size_t *n_out, bool *complete)
{
    country *list = NULL;
    size_t n = 0, capacity = 0;
    *complete = true;
    for (size_t i = 0; i < c->incidents->count; i++) {
        const sm_incident *in = &c->incidents->items[i];
        for (uint32_t k = 0; k < in->n_sites && is_shown(c, in); k++) {
            if (!sm_compose_sees(c, in, &in->sites[k]))
                continue;
            const char *name = country_name(c, &in->sites[k]);
            size_t at = 0;
            while (name && at < n && strcmp(list[at].name, name) != 0)
                at++;
            if (name == NULL)
                *complete = false;
            else if (at < n)
                list[at].n++;
            else if (sm_arena_grow(c->arena, &list, &capacity, n, sizeof *list))
                list[n++] = (country){name, 1, at};
        }
    }
    if (n)
        qsort(list, n, sizeof *list, by_count);
    *n_out = n;
    return list;
}

/* "in the Philippines": kinds of countries and plurals take the article. */
static const char *article(const char *name)
{
    static const char *const beginnings[] = {"United ",    "Democratic Rep", "Republic of",
                                             "Federated ", "Isle of",        "State of"},
                             *const endings[] = {" Republic",    " Islands",    " Emirates",   " Kingdom",
                                                 " States",      "Netherlands", "Philippines", "Bahamas",
                                                 "Maldives",     "Comoros",     "Seychelles",  " Territory",
                                                 " Territories", "Gambia"};
    size_t length = strlen(name);
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
        if (strncmp(name, beginnings[i], strlen(beginnings[i])) == 0)
            return "the ";
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (length >= strlen(endings[i]) && strcmp(name + length - strlen(endings[i]), endings[i]) == 0)
            return "the ";
    return "";
}

/* The one incident that is shown, NULL when there are more or none. */
static const sm_incident *only_one(const sm_compose *c, size_t *n)
{
    const sm_incident *one = NULL;
    *n = 0;
    for (size_t i = 0; i < c->incidents->count; i++)
        if (is_shown(c, &c->incidents->items[i]) && (*n)++ == 0)
            one = &c->incidents->items[i];
    return *n == 1 ? one : NULL;
}

const char *sm_caption_type(const sm_compose *c, const sm_incident *in)
{
    return in->type == SM_EVENT_NONE && in->type_text ? in->type_text
                                                      : sm_say(c, sm_event_label((sm_event_type)in->type));
}

/* What incidents of one type are called together. */
static const char *plural_of(sm_event_type type)
{
    static const char *const words[SM_EVENT_COUNT] = {
        [SM_EVENT_armed_clash] = "Armed clashes",
        [SM_EVENT_armed_attack] = "Armed attacks",
        [SM_EVENT_bombing] = "Bombings",
        [SM_EVENT_suicide_bombing] = "Suicide bombings",
        [SM_EVENT_air_strike] = "Air strikes",
        [SM_EVENT_shelling_missile] = "Shelling and missile attacks",
        [SM_EVENT_chemical_attack] = "Chemical attacks",
        [SM_EVENT_abduction] = "Abductions",
        [SM_EVENT_hijack_piracy] = "Hijackings and piracy",
        [SM_EVENT_security_operation] = "Security operations",
        [SM_EVENT_protest] = "Protests",
        [SM_EVENT_riot] = "Riots",
        [SM_EVENT_air_crash] = "Air crashes",
        [SM_EVENT_transport_accident] = "Transport accidents",
        [SM_EVENT_industrial_accident] = "Industrial accidents",
        [SM_EVENT_earthquake_tsunami] = "Earthquakes and tsunamis",
        [SM_EVENT_landslide_avalanche] = "Landslides and avalanches",
        [SM_EVENT_flood] = "Floods",
        [SM_EVENT_storm] = "Storms",
        [SM_EVENT_wildfire] = "Wildfires",
        [SM_EVENT_epidemic] = "Epidemics",
    };
    return words[type] ? words[type] : "Incidents";
}

static const char *place_named(const sm_compose *c, const char *way, const char *name)
{
    bool english = !sm_words_has(c->options->words, way);
    return sm_arena_print(c->arena, "%s%s", english ? article(name) : "", name);
}

static const char *in_countries(const sm_compose *c, const char *way, const char *what, size_t n)
{
    return sm_words_fill(c->arena, sm_words_for(c->options->words, way, way, (double)n), "what", what, "n",
                         sm_caption_number(c, (double)n), NULL);
}

const char *sm_caption_title(const sm_compose *c)
{
    static const char in[] = "{what} in {places}", near[] = "{what} in and near {places}";
    size_t n, shown;
    bool complete;
    sm_event_type only = sm_classes_only_type(c);
    const sm_incident *one = only_one(c, &shown);
    country *list = count_countries(c, &n, &complete);
    const char *what = one ? sm_caption_type(c, one) : sm_say(c, plural_of(only)), *places = "";
    if (shown == 0)
        return sm_say(c, "No incidents to show");
    if (n == 0)
        return one ? what : sm_say(c, "Reported incidents");
    if (n > NAMED_COUNTRIES || (!complete && n > 1))
        return in_countries(c, only || one ? "{what} in {n} countries" : "{what} reported in {n} countries",
                            what, n);
    const char *way = complete ? in : near;
    for (size_t i = 0; i < n; i++) {
        const char *name = place_named(c, way, list[i].name);
        places = i == 0 ? name
                        : sm_words_fill(c->arena, sm_say(c, i + 1 == n ? "{a} and {b}" : "{a}, {b}"), "a",
                                        places, "b", name, NULL);
    }
    return sm_words_fill(c->arena, sm_say(c, way), "what", what, "places", places, NULL);
}

/* --- dates */

static int32_t last_day(sm_date d)
{
    if (d.month == 0)
        return sm_days((sm_date){d.year, 12, 31});
    return d.day ? sm_days(d)
                 : sm_days((sm_date){d.year, d.month, (uint8_t)sm_month_length(d.year, d.month)});
}

/* The time that the incidents cover; false when none has a date. */
typedef struct span {
    sm_date first, last;
} span;

static void widen(span *s, const sm_incident *in)
{
    sm_date start, end;
    if (!sm_date_parse(in->date_start, &start))
        return;
    if (!sm_date_parse(in->date_end, &end))
        end = start;
    /* of two that begin on one day the coarser one: November holds the 1st of November */
    if (s->first.year == 0 || sm_days(start) < sm_days(s->first) ||
        (sm_days(start) == sm_days(s->first) && last_day(start) > last_day(s->first)))
        s->first = start;
    if (s->last.year == 0 || last_day(end) > last_day(s->last) ||
        (last_day(end) == last_day(s->last) && sm_days(end) < sm_days(s->last)))
        s->last = end;
}

const char *sm_caption_period(const sm_compose *c)
{
    span s = {0};
    for (size_t i = 0; i < c->incidents->count; i++)
        if (is_shown(c, &c->incidents->items[i]))
            widen(&s, &c->incidents->items[i]);
    if (s.first.year == 0)
        return "";
    const char *words = sm_dates_words(c->arena, c->options->words, s.first, s.last), *by = sm_facets_word(c);
    return by ? sm_words_fill(c->arena, sm_say(c, by), "period", words, NULL) : words;
}

static const char *list_parts(const sm_compose *c, const char *const *parts, size_t n)
{
    const char *words = n ? parts[0] : "";
    for (size_t i = 1; i < n; i++)
        words = sm_words_fill(c->arena, sm_say(c, "{a}, {b}"), "a", words, "b", parts[i], NULL);
    return words;
}

const char *sm_caption_incidents(const sm_compose *c, size_t n, double killed)
{
    const char *parts[2] = {sm_say_count(c, "{n} incident", "{n} incidents", (double)n)};
    if (killed > 0)
        parts[1] = sm_caption_killed(c, killed);
    return list_parts(c, parts, killed > 0 ? 2 : 1);
}

const char *sm_caption_stack(const sm_compose *c, const sm_incident *const *list, size_t n)
{
    span s = {0};
    int64_t killed = 0;
    for (size_t i = 0; i < n; i++) {
        widen(&s, list[i]);
        killed += list[i]->killed.best > 0 ? list[i]->killed.best : 0;
    }
    const char *parts[3] = {sm_say_count(c, "{n} incident", "{n} incidents", (double)n)};
    size_t used = 1;
    if (s.first.year)
        parts[used++] = sm_dates_words(c->arena, c->options->words, s.first, s.last);
    if (killed)
        parts[used++] = sm_caption_killed(c, (double)killed);
    return list_parts(c, parts, used);
}

/* What happened, when, and how many died (a range where the reports differ), as far as they are known. Beside
 * a symbol a type that all have goes without saying: the legend has it. */
enum { WHAT, WHEN, TOLL, PARTS };

static size_t parts_of(const sm_compose *c, const sm_incident *in, bool all, const char *parts[PARTS])
{
    size_t n = 0;
    sm_date d;
    bool dated = sm_date_parse(in->date_start, &d);
    if (all || c->only_type == SM_EVENT_NONE || (!dated && in->killed.best <= 0))
        parts[n++] = sm_caption_type(c, in);
    if (dated)
        parts[n++] = sm_date_words(c->arena, c->options->words, d, (sm_date){0});
    if (in->killed.best > 0 && in->killed.low != SM_UNSTATED && in->killed.low < in->killed.high)
        parts[n++] = sm_words_fill(
            c->arena,
            sm_words_for(c->options->words, "{low}–{high} killed", "{low}–{high} killed", in->killed.high),
            "low", sm_caption_number(c, in->killed.low), "high", sm_caption_number(c, in->killed.high), NULL);
    else if (in->killed.best > 0)
        parts[n++] = sm_caption_killed(c, in->killed.best);
    return n;
}

const char *sm_caption_event(const sm_compose *c, const sm_incident *in)
{
    const char *parts[PARTS];
    size_t n = parts_of(c, in, false, parts);
    return list_parts(c, parts, n);
}

static const char *whole_event(const sm_compose *c, const sm_incident *in)
{
    const char *parts[PARTS];
    size_t n = parts_of(c, in, true, parts);
    return list_parts(c, parts, n);
}

void sm_caption_nameless(const sm_compose *c, const sm_incident *in, const char **label, const char **detail)
{
    const char *parts[PARTS], *made = sm_incident_make_title(c->arena, in);
    size_t n = parts_of(c, in, false, parts);
    *label = parts[0];
    *detail = n > 1 ? list_parts(c, parts + 1, n - 1) : NULL;
    if (in->title && made && strcmp(in->title, made) != 0) { /* somebody's own words */
        *label = in->title;
        *detail = list_parts(c, parts, n);
    }
}

static const char *at_place(const sm_compose *c, const char *place, const sm_incident *in)
{
    return sm_words_fill(c->arena, sm_say(c, "{place} – {event}"), "place", place, "event",
                         whole_event(c, in), NULL);
}

const char *sm_caption_incident(const sm_compose *c, const sm_incident *in)
{
    const sm_site *site = in->n_sites ? in->sites : NULL;
    const char *place = site ? country_name(c, site) : NULL;
    if (place == NULL && site)
        place = site->name;
    return place ? at_place(c, place, in) : whole_event(c, in);
}

const char *sm_caption_elsewhere(const sm_compose *c, const sm_incident *in)
{
    const sm_site *site = in->n_sites ? in->sites : NULL;
    const char *land = site ? country_name(c, site) : NULL;
    if (site == NULL || site->name == NULL)
        return sm_caption_incident(c, in);
    bool both = land && strcmp(land, site->name) != 0;
    const char *names[] = {site->name, land};
    return at_place(c, list_parts(c, names, both ? 2 : 1), in);
}

/* --- sources */

static int by_words(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static size_t count_articles(const sm_compose *c)
{
    const char **docs = NULL;
    size_t n = 0, capacity = 0, distinct = 0;
    for (size_t i = 0; i < c->incidents->count; i++) {
        const sm_incident *in = &c->incidents->items[i];
        for (uint32_t k = 0; k < in->n_sources && is_shown(c, in); k++)
            if (in->sources[k].doc && sm_arena_grow(c->arena, &docs, &capacity, n, sizeof *docs))
                docs[n++] = in->sources[k].doc;
    }
    if (n)
        qsort(docs, n, sizeof *docs, by_words);
    for (size_t i = 0; i < n; i++)
        distinct += i == 0 || strcmp(docs[i], docs[i - 1]) != 0;
    return distinct;
}

const char *sm_caption_source(const sm_compose *c)
{
    size_t n = count_articles(c);
    return n == 0 ? "" : sm_say_count(c, "Source: {n} article", "Source: {n} articles", (double)n);
}

const char *sm_caption_credit(const sm_compose *c)
{
    bool geonames = c->options->towns != NULL || c->incidents->gazetteer != NULL;
    for (size_t i = 0; i < c->incidents->count && !geonames; i++)
        for (uint32_t k = 0; k < c->incidents->items[i].n_sites; k++)
            geonames |= c->incidents->items[i].sites[k].geonames_id != 0;
    const char *words = sm_say(c, geonames ? "Places: GeoNames (CC BY 4.0). Map: Natural Earth, GSHHG."
                                           : "Map: Natural Earth, GSHHG.");
    const char *const *own;
    size_t n = sm_style_attributions(c->style, &own);
    for (size_t i = 0; i < n; i++) {
        size_t length = strlen(own[i]);
        words = sm_arena_print(c->arena, "%s %s%s", words, own[i], own[i][length - 1] == '.' ? "" : ".");
    }
    return words;
}

const char *sm_caption_made(const sm_compose *c)
{
    sm_date d;
    if (c->options->made == NULL || !sm_date_parse(c->options->made, &d))
        return "";
    return sm_words_fill(c->arena, sm_say(c, "Map made on {date}."), "date",
                         sm_date_words(c->arena, c->options->words, d, (sm_date){0}), NULL);
}

const char *sm_caption_disclaimer(const sm_compose *c)
{
    const sm_base_unit *units;
    size_t n = sm_basemap_units(c->basemap, &units);
    const char *view = c->options->worldview, *name = view;
    if (c->views && strcasecmp(view, "de-facto") == 0)
        return sm_say(
            c,
            "Boundaries as held in fact; they and the names shown do not imply endorsement or acceptance.");
    for (size_t i = 0; c->views && i < n; i++)
        if (units[i].layer == SM_BASE_COUNTRIES && strncasecmp(units[i].country, view, 2) == 0)
            name = c->options->words ? sm_compose_unit_name(c, (uint32_t)i)
                                     : sm_basemap_string(c->basemap, units[i].name);
    return c->views
               ? sm_words_fill(
                     c->arena,
                     sm_say(c, "Boundaries as {country} sees them; they and the names shown do not imply "
                               "endorsement or acceptance."),
                     "country", name, NULL)
               : sm_say(c, "The boundaries and names shown do not imply official endorsement or acceptance.");
}
