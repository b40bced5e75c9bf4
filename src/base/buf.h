/** A growing byte buffer that is born with its maximum size. `bytes` is never NULL and always NUL-terminated,
 * so it can be printed at any time. The buffer remembers that it failed: check once, at the end. */
#ifndef SM_BUF_H
#define SM_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef struct sm_buf {
    char *bytes;
    size_t length, capacity, maximum;
    bool failed; /**< out of memory or over the maximum; later additions are ignored */
} sm_buf;

void sm_buf_init(sm_buf *b, size_t maximum);
void sm_buf_free(sm_buf *b);
void sm_buf_clear(sm_buf *b); /**< empty and not failed; keeps its memory */
void sm_buf_add_slow(sm_buf *b, const void *bytes, size_t length); /**< sm_buf_add when there is no room */
static inline void sm_buf_add(sm_buf *b, const void *bytes, size_t length)
{
    if (b->failed || length >= b->capacity - b->length) {
        sm_buf_add_slow(b, bytes, length);
        return;
    }
    memcpy(b->bytes + b->length, bytes, length);
    b->length += length;
    b->bytes[b->length] = '\0';
}
#define SM_BUF_LITERAL(b, literal) sm_buf_add(b, literal, sizeof(literal) - 1)
void sm_buf_string(sm_buf *b, const char *string);
void sm_buf_char(sm_buf *b, char c);
void sm_buf_print(sm_buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
