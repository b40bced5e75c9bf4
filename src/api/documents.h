/** Whole runs over documents: the functions of the public header that the batch engine stands behind, and
 * what they share. */
#ifndef SM_DOCUMENTS_H
#define SM_DOCUMENTS_H

#include "annotate.h"
#include "batch.h"

/** The options of the public header in the form that the stages take. Fails with SM_E_USAGE for a date or
 * country that is none. */
sm_status sm_read_options_parse(const sm_read_options *options, sm_annotate_options *out, sm_error *err);

/** sm_batch_run with the functions, threads and counts of the public options. `context` is handed to `work`
 * and `emit`. */
sm_status sm_run_documents(const sm_batch *work, const char *const *documents, size_t count,
                           const sm_read_options *options, sm_read_counts *counts, sm_error *err);

#endif
