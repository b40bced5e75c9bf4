#include "input.h"
#include "utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { RAW = 64 * 1024, SNIFFED = 4096 };

/* A UTF-16 unit of two bytes becomes at most three bytes of UTF-8; a lone surrogate becomes U+FFFD, three
 * too. */
enum { BLOCK = RAW / 2 * 3 + 8 };

static sm_status begin(sm_input *in, sm_error *err)
{
    if (in->raw == NULL)
        in->raw = malloc(RAW);
    if (in->block == NULL)
        in->block = malloc(BLOCK);
    if (in->raw == NULL || in->block == NULL)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    in->at = in->end = in->block;
    in->carried = 0;
    in->consumed = 0;
    in->line = 1;
    in->encoding = SM_ENCODING_UNKNOWN;
    in->binary = false;
    return SM_OK;
}

sm_status sm_input_open(sm_input *in, const char *path, sm_error *err)
{
    sm_input_close(in);
    sm_status st = begin(in, err);
    if (st != SM_OK)
        return st;
    in->fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
    if (in->fd < 0)
        return sm_fail_at(err, SM_E_INPUT, path, 0, "%s", strerror(errno));
    return SM_OK;
}

sm_status sm_input_open_bytes(sm_input *in, const void *bytes, size_t size, sm_error *err)
{
    sm_input_close(in);
    in->memory = bytes;
    in->memory_left = size;
    return begin(in, err);
}

void sm_input_close(sm_input *in)
{
    if (in->fd >= 0)
        close(in->fd);
    in->fd = -1;
    in->memory = NULL;
    in->memory_left = 0;
    in->at = in->end = in->block;
}

void sm_input_free(sm_input *in)
{
    sm_input_close(in);
    free(in->raw);
    free(in->block);
    *in = (sm_input){.fd = -1};
}

/* Fill the raw block as far as the source gives; 0 at the end. A pipe may give little at a time, and
 * encodings are told by the first bytes. */
static sm_status read_raw(sm_input *in, size_t *size, sm_error *err)
{
    size_t used = in->carried, wanted = in->encoding == SM_ENCODING_UNKNOWN ? 4 : used + 1;
    if (in->memory_left) {
        size_t n = in->memory_left < RAW - used ? in->memory_left : RAW - used;
        memcpy(in->raw + used, in->memory, n);
        in->memory += n;
        in->memory_left -= n;
        used += n;
    }
    while (in->fd >= 0 && used < wanted) {
        ssize_t n = read(in->fd, in->raw + used, RAW - used);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return sm_fail(err, SM_E_INPUT, "%s", strerror(errno));
        if (n == 0)
            break;
        used += (size_t)n;
    }
    in->consumed += used - in->carried;
    *size = used;
    return SM_OK;
}

static size_t find_encoding(sm_input *in, size_t size)
{
    const unsigned char *b = in->raw;
    if (size >= 2 && b[0] == 0xFF && b[1] == 0xFE) {
        in->encoding = SM_ENCODING_UTF16LE;
        return 2;
    }
    if (size >= 2 && b[0] == 0xFE && b[1] == 0xFF) {
        in->encoding = SM_ENCODING_UTF16BE;
        return 2;
    }
    in->encoding = SM_ENCODING_UTF8;
    return size >= 3 && memcmp(b, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

static uint32_t unit(const sm_input *in, const unsigned char *b)
{
    return in->encoding == SM_ENCODING_UTF16LE ? b[0] | (uint32_t)b[1] << 8 : b[1] | (uint32_t)b[0] << 8;
}

/* UTF-16 in raw[from, size) to UTF-8 in the block; what cannot be told yet is carried to the next block. */
static size_t from_utf16(sm_input *in, size_t from, size_t size, bool last)
{
    size_t used = 0, i = from;
    while (size - i >= 2) {
        uint32_t c = unit(in, in->raw + i);
        size_t length = 2;
        if (c >= 0xD800 && c < 0xDC00) {
            if (size - i < 4 && !last)
                break;
            uint32_t low = size - i >= 4 ? unit(in, in->raw + i + 2) : 0;
            if (low >= 0xDC00 && low < 0xE000) {
                c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
                length = 4;
            }
        }
        if (c >= 0xD800 && c < 0xE000)
            c = 0xFFFD;
        used += sm_utf8_encode(c, in->block + used);
        i += length;
    }
    in->carried = size - i;
    memmove(in->raw, in->raw + i, in->carried);
    if (last && in->carried) { /* half a unit at the end */
        used += sm_utf8_encode(0xFFFD, in->block + used);
        in->carried = 0;
    }
    return used;
}

sm_status sm_input_fill(sm_input *in, bool *more, sm_error *err)
{
    while (in->at == in->end) {
        bool first = in->encoding == SM_ENCODING_UNKNOWN;
        size_t size = 0, had = in->carried;
        sm_status st = read_raw(in, &size, err);
        if (st != SM_OK || size == 0) {
            *more = false;
            return st;
        }
        size_t from = first ? find_encoding(in, size) : 0, used;
        if (in->encoding == SM_ENCODING_UTF8) {
            memcpy(in->block, in->raw + from, size - from);
            used = size - from;
        } else {
            used = from_utf16(in, from, size, size == had);
        }
        in->at = in->block;
        in->end = in->block + used;
        if (first)
            in->binary = memchr(in->block, 0, used < SNIFFED ? used : SNIFFED) != NULL;
    }
    *more = true;
    return SM_OK;
}

sm_status sm_input_rest(sm_input *in, sm_buf *out, sm_error *err)
{
    for (;;) {
        bool more;
        sm_status st = sm_input_fill(in, &more, err);
        if (st != SM_OK || !more)
            return st;
        sm_buf_add(out, in->at, (size_t)(in->end - in->at));
        in->at = in->end;
    }
}

sm_status sm_input_line(sm_input *in, sm_buf *out, bool *more, sm_error *err)
{
    bool any = false;
    for (;;) {
        sm_status st = sm_input_fill(in, more, err);
        if (st != SM_OK || !*more) {
            *more = any;
            return st;
        }
        any = true;
        size_t left = (size_t)(in->end - in->at);
        const char *newline = memchr(in->at, '\n', left);
        sm_buf_add(out, in->at, newline ? (size_t)(newline - in->at) : left);
        in->at = newline ? newline + 1 : in->end;
        if (newline) {
            in->line++;
            return SM_OK;
        }
    }
}
