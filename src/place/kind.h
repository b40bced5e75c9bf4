/** Literal or associative: is the place itself meant ("in Moscow") or somebody or something of it ("Moscow
 * said", "Russian gas")? A linear model over the words around. */
#ifndef SM_PLACE_KIND_H
#define SM_PLACE_KIND_H

#include "model.h"
#include "names.h"

/** The features of the name at tokens [first, end); `name_kind` of the chosen bearer (sm_name_kind), `class`
 * its sm_gaz_class. */
void sm_kind_features(const sm_doc *doc, uint32_t first, uint32_t end, unsigned name_kind, unsigned class,
                      sm_features *out);

/** A question that has been put to the model and whose weights are on their way from memory. */
typedef struct sm_kind_question {
    sm_features features;
    float threshold;
} sm_kind_question;

/** Ask of a name, with the arguments of sm_kind_features. A small place that the `users` overlay gives is a
 * village, a camp or a checkpoint, and drawn: it takes more to see somebody of it in the name ("Telim
 * officials said"). */
void sm_kind_ask(const sm_linear *model, const sm_doc *doc, uint32_t first, uint32_t end, unsigned name_kind,
                 unsigned class, bool users, sm_kind_question *out);

bool sm_kind_is_associative(const sm_linear *model, const sm_kind_question *question);

#endif
