/** The type of a trigger by all the words of its sentence: a linear model over them that refines what
 * triggers.tsv and the words beside the trigger suggest.
 *
 * Multinomial logistic regression. A feature is the 32-bit hash of its template's number and its values; the
 * score of a type is the sum of the weights of the features, and a head start for the table's type. The model
 * (models/types.bin) is written by tools/train_types.c; its text header says what from. */
#ifndef SM_CLASSIFY_H
#define SM_CLASSIFY_H

#include "scan.h"

enum { SM_TYPE_FEATURES_MAX = 640, SM_TYPE_LABELS = 32 };

typedef struct sm_type_key {
    uint32_t feature; /**< 0 = empty slot */
    uint32_t row;     /**< of the weights */
} sm_type_key;

/** Weights of 8 bits: a hash table of features, SM_TYPE_LABELS weights each, those of frequent features
 * first, so that they share the processor's cache. Label 0, SM_EVENT_NONE: no incident. */
struct sm_type_model {
    const sm_type_key *keys; /**< `mask` + 1, a power of two */
    const int8_t *weights;   /**< rows × SM_TYPE_LABELS */
    uint32_t mask;
    float scale; /**< score = sum × scale */
    const uint32_t
        *allowed; /**< SM_TYPE_LABELS: from which type of the table to which types the model may go, by bit */
};

/** The features of one hit; those of its sentence come first and are the same for all its hits. */
typedef struct sm_type_features {
    uint32_t at[SM_TYPE_FEATURES_MAX];
    unsigned count, of_sentence;
} sm_type_features;

void sm_type_features_of(const sm_scan *s, const sm_hit *h, sm_type_features *out);

/** How many points of score the table's type starts with. */
float sm_type_head_start(const sm_hit *h);

/** Read a model from memory (borrowed). Fails with SM_E_SETUP when it is none. */
sm_status sm_type_model_read(const void *bytes, size_t size, sm_type_model *out, sm_error *err);

/** The model that comes with the library, into `*out`. */
void sm_type_model_builtin(sm_type_model *out);

/** Where the search for a feature begins in a table of mask + 1 slots; it goes on to the next ones. */
static inline uint32_t sm_type_slot(uint32_t feature, uint32_t mask)
{
    return (feature * UINT32_C(0x9E3779B1)) >> 7 & mask;
}

/** Set the type of each hit of the scan; a hit that the model takes for no incident is dropped. */
void sm_classify(sm_scan *s, const sm_type_model *model);

#endif
