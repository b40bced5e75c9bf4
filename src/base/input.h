/** A stream of UTF-8 bytes out of a file, a pipe or memory, read block by block. A byte order mark is taken
 * off, and UTF-16 is turned into UTF-8 on the way, so that the formats above never see it. Malformed
 * sequences are passed through; whoever makes an article mends them. */
#ifndef SM_INPUT_H
#define SM_INPUT_H

#include "buf.h"
#include "error.h"

typedef struct sm_input {
    int fd;                      /**< −1: from memory, or nothing open */
    const unsigned char *memory; /**< what is left of it */
    size_t memory_left;
    unsigned char
        *raw; /**< a block as read; `carried` bytes wait at its start (half a UTF-16 unit or pair) */
    size_t carried;
    char *block;          /**< a block as UTF-8; room for what a raw block of UTF-16 grows to */
    const char *at, *end; /**< what is left of it */
    uint64_t consumed;    /**< raw bytes */
    unsigned line;        /**< number of the line that `at` stands on, from 1; kept by those who read lines */
    enum { SM_ENCODING_UNKNOWN, SM_ENCODING_UTF8, SM_ENCODING_UTF16LE, SM_ENCODING_UTF16BE } encoding;
    bool binary; /**< the first block holds a NUL: this is no text */
} sm_input;

/** Begin to read. The input keeps its blocks from one document to the next; start with `{.fd = -1}`. Fails
 * with SM_E_NOMEM, or SM_E_INPUT when `path` ("-": standard input) cannot be opened. */
sm_status sm_input_open(sm_input *in, const char *path, sm_error *err);
sm_status sm_input_open_bytes(sm_input *in, const void *bytes, size_t size, sm_error *err); /**< borrowed */

/** See that `at < end`. `*more` false: the end is reached. Fails with SM_E_INPUT when reading fails. */
sm_status sm_input_fill(sm_input *in, bool *more, sm_error *err);

/** All that is left, added to `out`; what passes `out`'s maximum is read and dropped, and `out` remembers
 * that it failed. */
sm_status sm_input_rest(sm_input *in, sm_buf *out, sm_error *err);

/** The next line without its end, added to `out` as above. `*more` false: there was none. Counts `line`. */
sm_status sm_input_line(sm_input *in, sm_buf *out, bool *more, sm_error *err);

void sm_input_close(sm_input *in); /**< ends the document; may be opened again */
void sm_input_free(sm_input *in);

#endif
