/** The properties of an incident by name, in their fixed order: the one list from which GeoJSON and the flat
 * formats are written and read.
 *
 *     for (int p = 0; p < SM_PROPERTY_COUNT; p++) {
 *         sm_value v = sm_property_get(incident, p);
 *         printf("%s: %s\n", sm_property_name(p), v.kind == SM_VALUE_STRING ? v.string : "...");
 *     }
 *
 * Reading takes any table of fields. Each field is offered under its name to a draft; names of other schemas
 * (ACLED, UCDP GED, GTD, plain "name" or "date") are known as aliases; where several fields fit a property,
 * the one that fits best is taken, and what is not there stays unstated. */
#ifndef SM_PROPERTY_H
#define SM_PROPERTY_H

#include "incident.h"

typedef enum sm_value_kind { SM_VALUE_NULL, SM_VALUE_STRING, SM_VALUE_INTEGER, SM_VALUE_REAL } sm_value_kind;

typedef struct sm_value {
    sm_value_kind kind;
    const char *string;
    double number; /**< of SM_VALUE_INTEGER and SM_VALUE_REAL */
} sm_value;

/** X(name, kind of its values): scalar properties. SM_VALUE_NULL marks `places` and `sources`, which are
 * arrays. */
#define SM_PROPERTIES(X)                                                                                     \
    X(incident_id, STRING)                                                                                   \
    X(title, STRING) X(event_type, STRING) X(event_group, STRING) X(acled_sub_event, STRING)                 \
        X(emdat_type, STRING) X(cameo_root, STRING) X(status, STRING) X(date_start, STRING)                  \
            X(date_end, STRING) X(date_precision, STRING) X(date_prec, INTEGER) X(date_basis, STRING)        \
                X(place_name, STRING) X(admin1, STRING) X(admin2, STRING) X(country, STRING)                 \
                    X(country_code, STRING) X(geonames_id, INTEGER) X(feature_code, STRING) X(places, NULL)  \
                        X(geo_precision, STRING) X(where_prec, INTEGER) X(radius_km, REAL)                   \
                            X(place_relation, STRING) X(place_text, STRING) X(place_method, STRING)          \
                                X(killed_best, INTEGER) X(killed_low, INTEGER) X(killed_high, INTEGER) X(    \
                                    injured_best, INTEGER) X(injured_low, INTEGER) X(injured_high, INTEGER)  \
                                    X(missing_best, INTEGER) X(displaced_best, INTEGER)                      \
                                        X(detained_best, INTEGER) X(rescued_best, INTEGER)                   \
                                            X(perpetrator, STRING) X(target, STRING) X(weapon, STRING)       \
                                                X(perpetrator_confidence, STRING) X(confidence, REAL)        \
                                                    X(n_documents, INTEGER) X(n_mentions, INTEGER)           \
                                                        X(first_reported, STRING) X(last_reported, STRING)   \
                                                            X(sources, NULL)

#define SM_PROPERTY_ENUM(name, kind) SM_PROPERTY_##name,
typedef enum sm_property { SM_PROPERTIES(SM_PROPERTY_ENUM) SM_PROPERTY_COUNT } sm_property;

const char *sm_property_name(sm_property p);
sm_value_kind sm_property_kind(sm_property p);

/** The value as it is written (numbers rounded, enumerations as words); strings are borrowed from the
 * incident. SM_VALUE_NULL for what is not stated and for the arrays. */
sm_value sm_property_get(const sm_incident *in, sm_property p);

/** What the fields of one record come to. Start with {0}. */
typedef struct sm_draft {
    sm_value value[SM_PROPERTY_COUNT];
    unsigned char rank[SM_PROPERTY_COUNT]; /**< 0 = no field yet; the best fit is highest */
    sm_value lon, lat;                     /**< of files that hold the position in fields */
} sm_draft;

/** Offer a field. Its string must live until sm_draft_apply. */
void sm_draft_offer(sm_draft *d, const char *field, sm_value value);

/** The number that a field's words are, in no locale's way of writing; NaN for what is none. */
double sm_draft_number(const char *words);

/** Put the draft into `in` and into `site` (its first place); strings are copied into `arena`. A site that
 * has no position yet takes that of the fields. Linking the site to the incident, and a title when there is
 * none, is left to the caller. */
void sm_draft_apply(const sm_draft *d, sm_arena *arena, sm_incident *in, sm_site *site);

#endif
