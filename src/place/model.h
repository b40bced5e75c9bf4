/** Linear models over hashed features, with weights of 16 bits that live in the program's read-only data.
 *
 * A feature is a 32-bit hash of its template's number and its values; a model is a table of 2^n rows, one
 * weight a label in each. Two features may share a row: the trainer learns with the same collisions. The
 * files under src/place/models/ are written by src/place/tools/train_places.c; their text header says what
 * from. */
#ifndef SM_PLACE_MODEL_H
#define SM_PLACE_MODEL_H

#include "error.h"
#include "hash.h"

#include <assert.h>

typedef struct sm_linear {
    const int16_t *weights; /**< (mask + 1) × labels; NULL: every score is 0 */
    uint32_t mask;
    uint32_t labels;
    float scale; /**< score = sum × scale */
} sm_linear;

enum { SM_FEATURES_MAX = 96 };

/** The features of one decision. */
typedef struct sm_features {
    uint32_t at[SM_FEATURES_MAX];
    size_t count;
} sm_features;

/** Add the feature of template `id` with up to three values. Multiply and add, and mix once at the end: some
 * fifty of these are made for every capitalised word. */
static inline void sm_feature(sm_features *f, uint32_t id, uint64_t a, uint64_t b, uint64_t c)
{
    const uint64_t first = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t h = a * first + b * UINT64_C(0xD6E8FEB86659FD93) + c * UINT64_C(0xA0761D6478BD642F) +
                 id * (first + UINT64_C(0xE7037ED1A0B428DB));
    h = (h ^ (h >> 32)) * UINT64_C(0xBF58476D1CE4E5B9);
    assert(f->count < SM_FEATURES_MAX);
    f->at[f->count++] = (uint32_t)(h >> 32);
}

/** Sum of the weights of `f` for each label (one or two), into `scores[labels]`. */
void sm_linear_scores(const sm_linear *m, const sm_features *f, float *scores);

/** Begin to fetch the weights of `f` from the feature `first` on from memory. */
static inline void sm_linear_fetch(const sm_linear *m, const sm_features *f, size_t first)
{
    const int16_t *weights = m->weights;
    uint32_t mask = m->mask, shift = m->labels - 1; /* one label or two */
    size_t count = weights ? f->count : 0;
    for (size_t i = first; i < count; i++)
        __builtin_prefetch(weights + ((size_t)(f->at[i] & mask) << shift));
}

/** Read a model file from memory (borrowed). Fails with SM_E_SETUP when it is none. */
sm_status sm_linear_read(const void *bytes, size_t size, sm_linear *out, sm_error *err);

enum { SM_RANK_FEATURES = 56 };

/** All that is learnt, together. `rank` has two rows: without and with what the rest of the article says. */
typedef struct sm_place_models {
    sm_linear tagger; /**< labels: BEGIN and INSIDE, by how much they beat OUTSIDE (see recognise.h) */
    sm_linear kind;   /**< one label: over 0 = associative */
    const float (*rank)[SM_RANK_FEATURES];
} sm_place_models;

/** The models that come with the library, into `*out`. */
void sm_place_models_builtin(sm_place_models *out);

#endif
