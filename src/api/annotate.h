/** One article through all stages of the reading half. */
#ifndef SM_ANNOTATE_H
#define SM_ANNOTATE_H

#include "buf.h"
#include "extract.h"

typedef struct sm_annotate_options {
    sm_place_options place;
    sm_date published;        /**< for articles that state no date; year 0 = none */
    unsigned show_candidates; /**< candidates printed for each mention; 0 = none */
    bool chosen;              /**< `wanted` holds; else all types but strategic_development */
    bool wanted[SM_EVENT_COUNT];
    const sm_type_model *types; /**< for measuring: in place of the model that comes with the library */
    bool explain;             /**< make `explanation` */
    bool merging;             /**< the incidents will be merged: make their bags of words, too */
} sm_annotate_options;

/** What an article gave. Everything lives in the arena of the call, the incidents in a list of their own. */
typedef struct sm_annotation {
    sm_doc *doc;
    sm_date published;
    uint8_t published_basis; /**< index into sm_published_names */
    sm_places *places;
    sm_timex *times;
    size_t n_times;
    sm_incidents *incidents; /**< ended by sm_annotation_release */
    const char *explanation; /**< which words gave what, as plain text; NULL unless asked for */
} sm_annotation;

extern const char *const sm_published_names[4]; /**< "none", "given", "text", "file_name" */

/** `*home` (NULL is fine) holds what is known of the article's source and takes where this article's names
 * lie. */
sm_status sm_annotate(const sm_gazetteer *g, const sm_article *article, const sm_annotate_options *options,
                      sm_home *home, sm_arena *arena, sm_annotation *out, sm_error *err);
void sm_annotation_release(sm_annotation *a);

/** Append the annotation as one line of JSON with its line break: the output of `sitmap annotate`. */
sm_status sm_annotation_json(const sm_gazetteer *g, const sm_annotation *a,
                             const sm_annotate_options *options, sm_buf *out, sm_error *err);

#endif
