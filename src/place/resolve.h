/** Resolution: each name's choices are scored by a linear model over what the gazetteer says, what the words
 * around say, and what the rest of the article says; in rounds, because the names of an article decide about
 * each other. */
#ifndef SM_PLACE_RESOLVE_H
#define SM_PLACE_RESOLVE_H

#include "context.h"

/** The numbers that the score of a choice is the weighted sum of, in the order of the models. */
#define SM_RANK_LIST(X)                                                                                      \
    X(PRIOR)                                                                                                 \
    X(POPULATION)                                                                                            \
    X(NAMES)                                                                                                 \
    X(COUNTRY)                                                                                               \
    X(REGION) X(ADMIN1) X(ADMIN2) X(CAPITAL) X(SEAT) X(SECTION) X(NATURE) X(BUILDING) X(ALTERNATE) X(FORMER) \
        X(SHORT) X(ENGLISH) X(WEAK) X(CUT) X(TWIN) X(FIRST) X(RATIO) X(UNPEOPLED) X(CONTAINED)               \
            X(CONTAINED_LIST) X(OUTSIDE) X(IN) X(CONTAINS) X(ASKED) X(NOT_ASKED) X(COUNTRY_SHARE)            \
                X(ADMIN1_SHARE) X(ADMIN2_SHARE) X(COUNTRY_NAMED) X(ADMIN1_NAMED) X(NEAR_COUNTRY)             \
                    X(NEAR_ADMIN1) X(NEARNESS) X(DATELINE_COUNTRY) X(DATELINE_ADMIN1) X(MAIN_COUNTRY)        \
                        X(COUNTRY_ITSELF) X(DIVISION_ITSELF) X(HOME_TOWN) X(BIG) X(SMALL) X(NOTHING)         \
                            X(NOTHING_PARED) X(NOTHING_MISSPELT) X(NOTHING_INNER) X(NOTHING_ONE)             \
                                X(NOTHING_CONTEXT) X(NOTHING_OUTSIDE)

typedef enum sm_rank_feature {
#define X(name) SM_RANK_##name,
    SM_RANK_LIST(X)
#undef X
        SM_RANK_COUNT
} sm_rank_feature;
_Static_assert((int)SM_RANK_COUNT <= (int)SM_RANK_FEATURES, "the model has no room for the features");

typedef struct sm_resolution {
    const sm_gazetteer *gazetteer;
    const sm_doc *doc;
    const sm_place_options *options;
    sm_names names;
    sm_context context;
    bool fixed;   /**< whether the choices have their `fixed`; not so when some have been added */
    bool in_view; /**< whether the rest of the article has been looked at */
} sm_resolution;

/** Group the spots into names with choices. `*out` holds pointers into itself: it must stay where it is.
 * Fails with SM_E_NOMEM. */
sm_status sm_resolution_begin(const sm_gazetteer *g, const sm_doc *doc, const sm_place_options *options,
                              sm_spot *spots, uint32_t count, sm_resolution *out, sm_error *err);

/** One round: `row` 0 without, 1 with what the rest of the article says. Ends with new probabilities and a
 * new count of the context. */
void sm_resolution_round(sm_resolution *r, const float (*rank)[SM_RANK_FEATURES], int row);

/** After the first round: take in the further bearers that the article makes likely. */
void sm_resolution_widen(sm_resolution *r);

/** The numbers of one choice, for `row`. */
void sm_rank_numbers(const sm_resolution *r, uint32_t name, uint32_t choice, int row,
                     float x[SM_RANK_FEATURES]);

/** The numbers of the answer that the name is none of its choices. */
void sm_rank_nothing(const sm_resolution *r, uint32_t name, int row, float x[SM_RANK_FEATURES]);

/** All rounds. */
void sm_resolution_run(sm_resolution *r, const float (*rank)[SM_RANK_FEATURES]);

/** The choice with the greatest probability; of a town and its division of the same name, which are one
 * choice but for the class, the one that the words around ask for, else the town. `*probability` is then that
 * of both. The name must have choices. */
uint32_t sm_resolution_best(const sm_resolution *r, uint32_t name, float *probability);

/** Why the choice `best` of a name was taken. */
sm_reason sm_resolution_reason(const sm_resolution *r, const float (*rank)[SM_RANK_FEATURES], uint32_t name,
                               uint32_t best);

#endif
