/** The incident record: what the extraction half makes and the map half draws; a GeoJSON Feature with the properties of docs/incidents.schema.json.
 * Everything in an sm_incidents lives in its arena. */
#ifndef SM_INCIDENT_H
#define SM_INCIDENT_H

#include "arena.h"
#include "error.h"

/** The taxonomy: X(code, group). */
#define SM_EVENT_TYPES(X)                                                                                              \
    X(armed_clash, conflict) X(territory_change, conflict) X(armed_attack, conflict) X(bombing, conflict)              \
    X(suicide_bombing, conflict) X(air_strike, conflict) X(shelling_missile, conflict) X(chemical_attack, conflict)    \
    X(abduction, conflict) X(sexual_violence, conflict) X(hijack_piracy, conflict) X(security_operation, conflict)     \
    X(strategic_development, conflict) X(protest, unrest) X(force_against_protesters, unrest) X(riot, unrest)          \
    X(property_destruction, unrest) X(violent_crime, crime) X(air_crash, accident) X(transport_accident, accident)     \
    X(industrial_accident, accident) X(fire_collapse, accident) X(earthquake_tsunami, disaster) X(volcano, disaster)   \
    X(landslide_avalanche, disaster) X(flood, disaster) X(storm, disaster) X(extreme_temperature_drought, disaster)    \
    X(wildfire, disaster) X(epidemic, disaster) X(other, other)

#define SM_EVENT_ENUM(code, group) SM_EVENT_##code,
typedef enum sm_event_type { SM_EVENT_NONE, SM_EVENT_TYPES(SM_EVENT_ENUM) SM_EVENT_COUNT } sm_event_type;

const char *sm_event_name(sm_event_type t);       /**< "air_strike"; NULL for SM_EVENT_NONE */
const char *sm_event_label(sm_event_type t);      /**< "Air strike": for titles and legends; "Incident" for SM_EVENT_NONE */
const char *sm_event_group(sm_event_type t);      /**< "conflict"; "other" for SM_EVENT_NONE */
/** Code, label, ACLED sub-event type or everyday word ("shelling"), whatever their case, with blanks, hyphens or underscores; SM_EVENT_NONE when it is none. */
sm_event_type sm_event_parse(const char *name);
/* Crosswalks. Where one of our types spans several of theirs, the most usual one is given, and NULL where that would be a guess. */
const char *sm_event_acled(sm_event_type t);      /**< ACLED sub-event type or NULL */
const char *sm_event_emdat(sm_event_type t);      /**< EM-DAT disaster type or NULL */
const char *sm_event_cameo(sm_event_type t);      /**< CAMEO root code ("19") or NULL */

typedef enum sm_event_status { SM_ACCOMPLISHED, SM_ATTEMPTED, SM_FOILED, SM_THREATENED, SM_UNCONFIRMED } sm_event_status;
typedef enum sm_geo_precision { SM_GEO_UNKNOWN, SM_GEO_EXACT, SM_GEO_NEAR, SM_GEO_ADMIN2, SM_GEO_ADMIN1, SM_GEO_REGION, SM_GEO_COUNTRY, SM_GEO_WATER } sm_geo_precision;

/** A count that may not be stated: SM_UNSTATED is null in JSON. */
#define SM_UNSTATED (-1)
typedef struct sm_toll {
    int32_t best, low, high;
} sm_toll;

typedef struct sm_site {
    const char *name, *admin1, *admin2, *country; /**< NULL = none */
    char country_code[3];   /**< "" = none */
    char feature_code[8];
    int32_t geonames_id;    /**< 0 = none */
    sm_point point;
    bool located;           /**< `point` holds */
} sm_site;

typedef struct sm_source {
    const char *doc, *title, *publisher, *date, *url, *quote; /**< NULL = none */
    uint32_t start, end;    /**< code points of the quoted sentence */
    int32_t killed, injured;
} sm_source;

/** What an article of unknown date says about the day of an incident, for the time when its date is worked out with the help of other articles.
 * Not written to files. */
typedef struct sm_date_clue {
    uint8_t weekday;          /**< 1 = Monday … 7 that the incident's words name, 0 = none */
    uint8_t month, day;       /**< named without a year, 0 = not named */
    uint8_t article_weekday;  /**< the weekday that the article's first sentences name for themselves ("said Saturday") */
    int32_t offset_days;      /**< "yesterday" −1; INT32_MIN = none */
    int32_t not_before;       /**< the latest full date that the article names, days since 1970; INT32_MIN = none */
    int32_t follows;          /**< where in the list, counted from here, the incident stands that it came after; 0 = none */
    int32_t follows_days;     /**< how many days after */
} sm_date_clue;

typedef struct sm_incident {
    const char *id, *title;
    const char *type_text;  /**< event_type as read from a foreign file when it is none of the taxonomy, else NULL */
    uint8_t type;           /**< sm_event_type */
    uint8_t status;         /**< sm_event_status */
    bool main_of_article;   /**< `annotate`: what the article is chiefly about */
    char date_start[24], date_end[24]; /**< ISO 8601 cut to the precision, "" = unknown */
    uint8_t date_precision; /**< index into sm_precision_names: unknown minute hour day few_days week month year */
    uint8_t date_basis;     /**< index into sm_basis_names: none explicit weekday relative cross_document document_date */
    const sm_site *sites;   /**< first = the place of place_name …; several = MultiPoint */
    uint32_t n_sites;
    uint8_t geo_precision;  /**< sm_geo_precision */
    double radius_km;       /**< 0 = not stated */
    const char *place_relation, *place_text, *place_method;
    sm_toll killed, injured;
    int32_t missing, displaced, detained, rescued; /**< SM_UNSTATED = not stated */
    const char *perpetrator, *perpetrator_confidence, *target, *weapon;
    double confidence;      /**< 0 … 1 */
    uint32_t n_documents, n_mentions;
    const char *first_reported, *last_reported;
    const sm_source *sources;
    uint32_t n_sources;
    const uint32_t *words;    /**< of the article around it, packed and sorted (bag.h); for merging, not written to files */
    uint32_t n_words;
    const sm_date_clue *clue; /**< only where the article's date is unknown, else NULL */
} sm_incident;

typedef struct sm_incidents {
    sm_arena *arena;        /**< owns everything below */
    sm_incident *items;
    size_t count, capacity;
    const char *gazetteer;  /**< foreign member: which gazetteer placed them; NULL = unknown */
    size_t misplaced;       /**< reading: geometries that are no WGS 84 position, kept as incidents without a place */
} sm_incidents;

sm_incidents *sm_incidents_new(void);      /**< NULL when out of memory */
void sm_incidents_free(sm_incidents *list); /**< NULL is fine */
/** A new, empty incident at the end (tolls not stated); NULL when out of memory. Valid until the next addition. */
sm_incident *sm_incidents_add(sm_incidents *list);

extern const char *const sm_precision_names[8];
extern const char *const sm_basis_names[6];
extern const char *const sm_status_names[5];
extern const char *const sm_geo_precision_names[8];
int sm_date_prec(uint8_t date_precision);  /**< UCDP 1–5, 0 = none */
int sm_where_prec(uint8_t geo_precision);  /**< UCDP 1–7, 0 = none */

/** A title such as "Air strike, Raqqa, 17 Nov 2015", in the arena. */
const char *sm_incident_make_title(sm_arena *arena, const sm_incident *incident);

#endif
