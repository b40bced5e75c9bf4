#include "deflate.h"

#include <libdeflate.h>
#include <stdlib.h>
#ifdef SM_ISAL
#include <isa-l/igzip_lib.h>
#endif

static void deflate_with_libdeflate(const void *bytes, size_t length, int level, sm_buf *out)
{
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(level);
    size_t bound = compressor ? libdeflate_zlib_compress_bound(compressor, length) : 0;
    unsigned char *packed = bound ? malloc(bound) : NULL;
    size_t size = packed ? libdeflate_zlib_compress(compressor, bytes, length, packed, bound) : 0;
    if (size)
        sm_buf_add(out, packed, size);
    else
        out->failed = true;
    free(packed);
    if (compressor)
        libdeflate_free_compressor(compressor);
}

#ifdef SM_ISAL
/* Level 3 would be as slow as libdeflate. The tables are cleared, so that the result cannot depend on what
 * memory held. */
static void deflate_with_isal(const void *bytes, size_t length, sm_buf *out)
{
    enum { LEVEL = 2, TABLES = ISAL_DEF_LVL2_DEFAULT, PIECE = 64 * 1024 };
    struct isal_zstream *s = calloc(1, sizeof *s);
    uint8_t *tables = calloc(1, TABLES), *piece = malloc(PIECE);
    if (s && tables && piece) {
        isal_deflate_init(s);
        s->level = LEVEL;
        s->level_buf = tables;
        s->level_buf_size = TABLES;
        s->gzip_flag = IGZIP_ZLIB;
        s->next_in = (uint8_t *)(uintptr_t)bytes; /* ISA-L only reads it */
        s->avail_in = (uint32_t)length;
        s->end_of_stream = 1;
        while (s->internal_state.state != ZSTATE_END && !out->failed) {
            s->next_out = piece;
            s->avail_out = PIECE;
            if (isal_deflate(s) != COMP_OK)
                out->failed = true;
            sm_buf_add(out, piece, PIECE - s->avail_out);
        }
    } else {
        out->failed = true;
    }
    free(piece);
    free(tables);
    free(s);
}
#endif

void sm_deflate(const void *bytes, size_t length, sm_deflate_effort effort, sm_buf *out)
{
    enum { FAST_LEVEL = 1, SMALL_LEVEL = 6 }; /* measured on maps: docs/maps.md */
    if (effort == SM_DEFLATE_SMALL) {
        deflate_with_libdeflate(bytes, length, SMALL_LEVEL, out);
        return;
    }
#ifdef SM_ISAL
    if (length <= UINT32_MAX) {
        deflate_with_isal(bytes, length, out);
        return;
    }
#endif
    deflate_with_libdeflate(bytes, length, FAST_LEVEL, out);
}
