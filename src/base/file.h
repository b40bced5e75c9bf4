/** Files: mapped for reading, and written whole or not at all. */
#ifndef SM_FILE_H
#define SM_FILE_H

#include "error.h"
#include <stdio.h>

/** A file mapped read-only. An empty file has `size` 0 and bytes that may be read as "". */
typedef struct sm_mapped {
    const unsigned char *bytes;
    size_t size;
} sm_mapped;

/** Fails with `missing` (SM_E_INPUT for articles, SM_E_SETUP for data) when the file cannot be opened or is
 * no regular file. */
sm_status sm_map_file(const char *path, sm_status missing, sm_mapped *out, sm_error *err);
void sm_unmap_file(sm_mapped *m);
/** Hand the memory of the pages read so far back: they are read again (from the system's cache) when they are needed again. */
void sm_rest_file(const sm_mapped *m);

/** A file being written under a temporary name beside its target.
 *
 *     sm_output out;
 *     if (sm_output_open(&out, "map.svg", err) == SM_OK) { fputs(..., out.stream); st =
 * sm_output_commit(&out, err); }
 *
 * Nothing is seen under the target's name before the end has flushed, synced and renamed. Path "-" writes to standard output; a device or a pipe
 * is written to directly. */
typedef struct sm_output {
    FILE *stream;
    char *path, *temporary; /**< owned; `temporary` is NULL for standard output */
    char *room;             /**< owned: of the stream */
} sm_output;

sm_status sm_output_open(sm_output *o, const char *path, sm_error *err);

/** End `o`: commit when `so_far` is SM_OK; else leave nothing and return `so_far`, the file named in a report of failed writing. */
sm_status sm_output_end(sm_output *o, sm_status so_far, sm_error *err);
sm_status sm_output_commit(sm_output *o,
                           sm_error *err); /**< ends `o` in any case; on failure nothing is left behind */
void sm_output_abandon(sm_output *o);      /**< ends `o`, leaves nothing; fine after a failed open */

#endif
