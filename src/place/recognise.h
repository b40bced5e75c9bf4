/** Recognition: which tokens are place names. A tag for each token (begins a name, inside one, outside),
 * chosen from left to right by a linear model over the words around, the way they are written, what the
 * gazetteer holds, and what the article has shown about the same word so far. */
#ifndef SM_PLACE_RECOGNISE_H
#define SM_PLACE_RECOGNISE_H

#include "model.h"
#include "names.h"

typedef enum sm_tag { SM_TAG_BEGIN, SM_TAG_INSIDE, SM_TAG_OUTSIDE } sm_tag;

typedef struct sm_memory sm_memory;

/** Tagging in progress; `tags` holds what is decided for the tokens before the current one. */
typedef struct sm_tagging {
    const sm_doc *doc;
    const sm_looks *looks;
    sm_memory *memory;
    uint8_t *tags;
} sm_tagging;

/** Begin: counts what surrounds each capitalised word in the whole article. Fails with SM_E_NOMEM. */
sm_status sm_tagging_begin(const sm_doc *doc, const sm_looks *looks, sm_tagging *out, sm_error *err);

/** Whether token `i` can be part of a name at all; others are outside without asking the model. */
bool sm_tagging_asks(const sm_tagging *t, size_t i);

/** The features of token `i`, given the tags before it. */
void sm_tagging_features(const sm_tagging *t, size_t i, sm_features *out);

/** Only those of a first glance, which come first in the list of all. */
void sm_tagging_glance(const sm_tagging *t, size_t i, sm_features *out);

/** Put the decision for token `i`: into `tags` and into the memory of the article. */
void sm_tagging_put(sm_tagging *t, size_t i, sm_tag tag);

/** The best tag that may follow (INSIDE only after BEGIN or INSIDE), and by how much it beats OUTSIDE (or is
 * beaten) in `*margin`. `scores`: by how much BEGIN and INSIDE beat it. */
sm_tag sm_tagging_choose(const sm_tagging *t, size_t i, const float scores[2], float *margin);

/** A name found. */
typedef struct sm_found {
    uint32_t first, end; /**< tokens */
    float margin;        /**< of its weakest token */
} sm_found;

/** All names of `doc`. Fails with SM_E_NOMEM; the result lives in the doc's arena. */
sm_status sm_recognise(const sm_linear *model, const sm_doc *doc, const sm_looks *looks, sm_found **out,
                       size_t *count, sm_error *err);

/** The tokens from `first` on that the tags join into one name: its end. */
uint32_t sm_tagged_end(const uint8_t *tags, uint32_t first, uint32_t limit);

#endif
