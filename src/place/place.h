/** Place names in an article: recognised, told literal from associative, and resolved against the gazetteer.
 */
#ifndef SM_PLACE_H
#define SM_PLACE_H

#include "gazetteer.h"
#include "home.h"

/** Resolution of one name: why this candidate. Printed as the `reason` of a mention. */
typedef enum sm_reason {
    SM_REASON_NONE,
    SM_REASON_PRIOR,      /**< the most prominent bearer */
    SM_REASON_ONLY,       /**< the only bearer */
    SM_REASON_CONTAINER,  /**< "Paris, Texas", "Sévaré in Mali" */
    SM_REASON_COUNTRY,    /**< the article's country */
    SM_REASON_ADMIN1,     /**< the article's first-level division */
    SM_REASON_NEAR,       /**< near other places of the article */
    SM_REASON_SAME_NAME,  /**< one sense per name and article */
    SM_REASON_CLASS,      /**< the words around ask for a province, a river … */
    SM_REASON_BIAS,       /**< --country or --near */
    SM_REASON_OVERLAY,    /**< pinned by the user */
    SM_REASON_SOURCE,     /**< where the publisher's articles lie */
    SM_REASON_UNRESOLVED, /**< a place name that no gazetteer entry fits */
} sm_reason;
const char *sm_reason_name(sm_reason r); /**< "prior", "container", … */

typedef struct sm_candidate {
    uint32_t place;
    float score;
} sm_candidate;

typedef enum sm_kind { SM_LITERAL, SM_ASSOCIATIVE } sm_kind;

typedef struct sm_mention {
    uint32_t first, end; /**< tokens, half open */
    uint32_t start,
        stop;          /**< bytes into the text, half open (a trailing full stop of "U.S." belongs to it) */
    uint32_t place;    /**< SM_NO_PLACE: recognised but not resolved */
    uint8_t kind;      /**< sm_kind */
    uint8_t name_kind; /**< sm_name_kind of the chosen bearer */
    uint8_t reason;    /**< sm_reason */
    bool given;        /**< came from the article's `spans` */
    float confidence;  /**< 0 … 1 */
    const sm_candidate *candidates; /**< best first */
    uint32_t n_candidates;
} sm_mention;

typedef struct sm_place_options {
    char country[2]; /**< bias to a country, zeros = none */
    sm_point near;   /**< bias to a point */
    bool has_near;
    unsigned max_candidates; /**< 0 = 5 */
    const sm_home *home;     /**< of the article's source, NULL = not known */
} sm_place_options;

typedef struct sm_places {
    sm_mention *mentions; /**< by position in the text, never overlapping */
    size_t count;
    uint32_t focus_country; /**< place index of the country that the article is about, SM_NO_PLACE = none */
    uint32_t focus_admin1;
    uint32_t dateline; /**< index of the dateline's mention, UINT32_MAX = none */
    sm_home home;      /**< where the article's names lie, for the next article of its source */
} sm_places;

/** Find and resolve the place names of `doc`, or resolve just the article's `spans`. An unresolved name is a
 * result, not an error. `*out` and all in it live in the doc's arena. Fails with SM_E_NOMEM or SM_E_LIMIT. */
sm_status sm_find_places(const sm_gazetteer *g, const sm_doc *doc, const sm_place_options *options,
                         sm_places **out, sm_error *err);

/** One line each: `Paris, Texas [13,25) literal -> Paris, Lamar County, Texas, US -95.56 33.66 (container)`.
 */
void sm_places_dump(const sm_gazetteer *g, const sm_doc *doc, const sm_places *places, FILE *out);

#endif
