/** Many articles through one function, on several cores, with results in the order of the input: the same
 * bytes whatever the number of jobs. */
#ifndef SM_BATCH_H
#define SM_BATCH_H

#include "article.h"
#include "home.h"

/** Articles of one source share a home: `*home` holds what earlier articles of the article's source taught
 * and takes where this one's names lie. What an article may learn from depends on its number alone, so the
 * results do not depend on the threads: of the first n articles the nth knows those up to n/2 − 16, and from
 * the 480th on all but the last 256.
 *
 * `work` runs in several threads at once, each call with an arena of its own (empty before, forgotten after
 * `emit`). What it puts into `*result` is handed to `emit`, which is called in the order of the articles, in
 * the caller's thread, and has to free it. A failure of `work` is reported as trouble with that article and
 * the batch goes on, unless it is SM_E_NOMEM; a failure of `emit` ends the batch. `progress` (NULL is fine)
 * is called after each article in the caller's thread. */
typedef struct sm_batch {
    sm_status (*work)(void *context, const sm_article *article, sm_home *home, sm_arena *arena, void **result,
                      sm_error *err);
    sm_status (*emit)(void *context, void *result, sm_error *err);
    sm_trouble_fn *trouble;
    void (*progress)(void *context, size_t articles, uint64_t done, uint64_t total);
    void *context;
    unsigned jobs; /**< threads; 0 = 1 */
    bool alone;    /**< every article for itself: no homes */
} sm_batch;

/** Put the articles of `documents` through. `*articles` counts those emitted, `*troubles` those that had
 * trouble (in reading or in `work`). */
sm_status sm_batch_run(const sm_batch *batch, const char *const *documents, size_t count, size_t *articles,
                       size_t *troubles, sm_error *err);

#endif
