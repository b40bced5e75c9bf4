#include "buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char nothing[1] = ""; /* what an empty buffer points to; never written */

void sm_buf_init(sm_buf *b, size_t maximum)
{
    *b = (sm_buf){.bytes = nothing, .maximum = maximum};
}

void sm_buf_free(sm_buf *b)
{
    if (b->capacity)
        free(b->bytes);
    sm_buf_init(b, b->maximum);
}

void sm_buf_clear(sm_buf *b)
{
    b->length = 0;
    b->failed = false;
    if (b->capacity)
        b->bytes[0] = '\0';
}

static bool reserve(sm_buf *b, size_t more)
{
    if (b->failed || more > b->maximum || b->length > b->maximum - more) {
        b->failed = true;
        return false;
    }
    size_t needed = b->length + more + 1;
    if (needed <= b->capacity)
        return true;
    size_t capacity = b->capacity * 2 > needed ? b->capacity * 2 : needed;
    capacity = capacity < 256 ? 256 : capacity;
    if (capacity > b->maximum && b->maximum < SIZE_MAX) /* what has room may be added without a look at it */
        capacity = b->maximum + 1;
    char *bytes = realloc(b->capacity ? b->bytes : NULL, capacity);
    if (bytes == NULL) {
        b->failed = true;
        return false;
    }
    b->bytes = bytes;
    b->capacity = capacity;
    return true;
}

void sm_buf_add_slow(sm_buf *b, const void *bytes, size_t length)
{
    if (length == 0 || !reserve(b, length))
        return;
    memcpy(b->bytes + b->length, bytes, length);
    b->length += length;
    b->bytes[b->length] = '\0';
}

void sm_buf_string(sm_buf *b, const char *string)
{
    sm_buf_add(b, string, strlen(string));
}

void sm_buf_char(sm_buf *b, char c)
{
    sm_buf_add(b, &c, 1);
}

void sm_buf_print(sm_buf *b, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0)
        b->failed = true;
    else if (length > 0 && reserve(b, (size_t)length)) {
        vsnprintf(b->bytes + b->length, (size_t)length + 1, format, again);
        b->length += (size_t)length;
    }
    va_end(again);
}
