/** Compression to zlib's format (RFC 1950). */
#ifndef SM_DEFLATE_H
#define SM_DEFLATE_H

#include "buf.h"

typedef enum sm_deflate_effort {
    SM_DEFLATE_FAST, /**< ISA-L where the program was built with it, else libdeflate at level 1 */
    SM_DEFLATE_SMALL /**< libdeflate at level 6 */
} sm_deflate_effort;

/** Add `length` bytes, compressed, to `out`, whose maximum is the limit of what is added. Check
 * `out->failed`. The same bytes give the same on every machine with the same libraries (ISA-L: every amd64
 * processor with SSE 4.2). */
void sm_deflate(const void *bytes, size_t length, sm_deflate_effort effort, sm_buf *out);

#endif
