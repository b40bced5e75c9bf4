/** The steps of finding places with models of one's own: what the library does with its own, and the trainer
 * with those in the making. */
#ifndef SM_PLACE_PIPELINE_H
#define SM_PLACE_PIPELINE_H

#include "kind.h"
#include "recognise.h"
#include "resolve.h"

/** The spots to resolve: what recognition finds, or, when the article has spans, these (`given`) and with
 * them, as context, what is found besides. */
sm_status sm_spots_find(const sm_linear *tagger, const sm_gazetteer *g, const sm_doc *doc, sm_spot **out,
                        uint32_t *count, sm_error *err);

/** As sm_find_places, with these models. */
sm_status sm_find_places_with(const sm_place_models *models, const sm_gazetteer *g, const sm_doc *doc,
                              const sm_place_options *options, sm_places **out, sm_error *err);

#endif
