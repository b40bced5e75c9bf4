/** What the rest of an article says about where a name lies: which countries and divisions its other names
 * lie in, which are named outright, and which names stand near. */
#ifndef SM_PLACE_CONTEXT_H
#define SM_PLACE_CONTEXT_H

#include "candidates.h"

/** Weights by place. */
typedef struct sm_tally {
    uint32_t *keys; /**< place + 1 */
    float *weights;
    uint32_t mask;
} sm_tally;

float sm_tally_get(const sm_tally *t, uint32_t place); /**< 0 for SM_NO_PLACE */

enum { SM_NEIGHBOURS = 12 };

/** A name that stands near another: nearer counts for more. */
typedef struct sm_neighbour {
    uint32_t name;
    float weight;
} sm_neighbour;

typedef struct sm_context {
    const sm_gazetteer *gazetteer;
    const sm_names *names;
    sm_tally
        lies_in; /**< countries and first and second level divisions: weight of the names that lie in them */
    sm_tally named;           /**< the same, weight of the names that mean just them */
    float total;              /**< weight of all names */
    uint32_t country;         /**< the one with the greatest weight, SM_NO_PLACE = none */
    sm_neighbour *neighbours; /**< SM_NEIGHBOURS a name, weight 0 behind the last */
    uint32_t dateline;        /**< spot, UINT32_MAX = none */
} sm_context;

/** Everything that does not depend on the choices' probabilities. Fails with SM_E_NOMEM; lives in the doc's
 * arena. */
sm_status sm_context_begin(const sm_gazetteer *g, const sm_doc *doc, const sm_names *names, sm_context *out,
                           sm_error *err);

/** Count again, with the probabilities that the choices have now. */
void sm_context_count(sm_context *c);

/** What the other names say about `choice` of `name`. */
typedef struct sm_support {
    float country, admin1, admin2; /**< share of the other names, by weight, that lie in the same: 0 … 1 */
    float country_named, admin1_named; /**< whether another name means just the country or division: 0 … 1 */
    float near_country, near_admin1,
        nearness; /**< the same and the closeness on the ground, of the names near in the text: 0 … 1 */
    float dateline_country, dateline_admin1;
    bool any; /**< whether there are other names at all */
} sm_support;

/** A likely choice of a name that stands near. */
typedef struct sm_nearby {
    const sm_choice *choice;
    float weight;
} sm_nearby;

/** All of them for one name. */
typedef struct sm_around {
    sm_nearby list[SM_NEIGHBOURS * 10];
    uint32_t count;
    float total; /**< weight of all names near, likely choices or not */
} sm_around;
void sm_context_around(const sm_context *c, uint32_t name, sm_around *out);

void sm_context_support(const sm_context *c, uint32_t name, const sm_around *around, const sm_choice *choice,
                        sm_support *out);

#endif
