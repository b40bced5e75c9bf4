#include "json.h"

#include "digits.h"
#include "utf8.h"
#include <math.h>
#include <string.h>

/* What follows the backslash; 1: \u00XX; 0: as it stands. Bytes from 0x80 on are looked at one by one. */
static const char escapes[256] = {
    ['"'] = '"', ['\\'] = '\\', ['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't',
    [0] = 1,     [1] = 1,       [2] = 1,      [3] = 1,      [4] = 1,      [5] = 1,      [6] = 1,
    [7] = 1,     [11] = 1,      [14] = 1,     [15] = 1,     [16] = 1,     [17] = 1,     [18] = 1,
    [19] = 1,    [20] = 1,      [21] = 1,     [22] = 1,     [23] = 1,     [24] = 1,     [25] = 1,
    [26] = 1,    [27] = 1,      [28] = 1,     [29] = 1,     [30] = 1,     [31] = 1};

static void add_escaped(sm_buf *out, unsigned char c)
{
    static const char digits[] = "0123456789ABCDEF";
    char e = escapes[c];
    if (e == 1)
        sm_buf_add(out, (char[]){'\\', 'u', '0', '0', digits[c >> 4], digits[c & 15]}, 6);
    else
        sm_buf_add(out, (char[]){'\\', e}, 2);
}

/* Whether any of eight bytes may not stand for itself: no ASCII, a control character, quote or backslash. */
static bool has_special(uint64_t eight)
{
    static const uint64_t each = UINT64_C(0x0101010101010101), high = UINT64_C(0x8080808080808080);
    uint64_t quotes = eight ^ '"' * each, slashes = eight ^ '\\' * each;
    /* the high bit of x - 1 is set where x is 0 (and where it has one, or borrows: those are looked at) */
    return ((eight | (eight - 0x20 * each) | (quotes - each) | (slashes - each)) & high) != 0;
}

/* Copy bytes that all stand for themselves; false when one does not. The last eight, or four, overlap those
 * before. */
static bool copy_plain(char *out, const char *s, size_t length)
{
    uint64_t eight;
    uint32_t first, last;
    size_t n = 0;
    for (; n + 8 <= length; n += 8) {
        memcpy(&eight, s + n, 8);
        if (has_special(eight))
            return false;
        memcpy(out + n, &eight, 8);
    }
    if (n == length)
        return true;
    if (length >= 8) {
        memcpy(&eight, s + length - 8, 8);
        memcpy(out + length - 8, &eight, 8);
        return !has_special(eight);
    }
    if (length >= 4) {
        memcpy(&first, s, 4);
        memcpy(&last, s + length - 4, 4);
        memcpy(out, &first, 4);
        memcpy(out + length - 4, &last, 4);
        return !has_special((uint64_t)last << 32 | first);
    }
    for (; n < length && (unsigned char)s[n] < 0x80 && !escapes[(unsigned char)s[n]]; n++)
        out[n] = s[n];
    return n == length;
}

/* Bytes of `s` that stand for themselves. */
static size_t plain_run(const char *s, size_t length)
{
    size_t n = 0;
    for (uint64_t eight; n + 8 <= length; n += 8) {
        memcpy(&eight, s + n, 8);
        if (has_special(eight))
            break;
    }
    while (n < length && (unsigned char)s[n] < 0x80 && !escapes[(unsigned char)s[n]])
        n++;
    return n;
}

static void add_quoted(sm_buf *out, const char *s, size_t length)
{
    const char *end = s + length, *plain = s; /* plain: what is not yet written */
    SM_BUF_LITERAL(out, "\"");
    while ((s += plain_run(s, (size_t)(end - s))) < end) {
        unsigned char c = (unsigned char)*s;
        unsigned n = 1;
        bool sound = true;
        if (c >= 0x80) {
            sound = sm_utf8_decode(s, end, &n) != 0xFFFD || n == 3;
        }
        if (sound && !escapes[c]) {
            s += n;
            continue;
        }
        sm_buf_add(out, plain, (size_t)(s - plain));
        if (sound)
            add_escaped(out, c);
        else
            SM_BUF_LITERAL(out, "\xEF\xBF\xBD");
        plain = s += n;
    }
    sm_buf_add(out, plain, (size_t)(end - plain));
    SM_BUF_LITERAL(out, "\"");
}

void sm_json_bytes(sm_buf *out, const char *s, size_t length)
{
    bool room = !out->failed && length + 2 < out->capacity - out->length;
    char *at = out->bytes + out->length;
    if (!room || !copy_plain(at + 1, s, length)) {
        add_quoted(out, s, length);
        return;
    }
    *at = '"';
    memcpy(at + 1 + length, "\"", 2);
    out->length += length + 2;
}

void sm_json_string(sm_buf *out, const char *s)
{
    if (s && *s)
        sm_json_bytes(out, s, strlen(s));
    else
        SM_BUF_LITERAL(out, "null");
}

void sm_json_integer(sm_buf *out, int64_t n)
{
    char text[24], *end = text + sizeof text;
    char *first = sm_digits_before(end, n < 0 ? 0 - (uint64_t)n : (uint64_t)n);
    if (n < 0)
        *--first = '-';
    sm_buf_add(out, first, (size_t)(end - first));
}

void sm_json_real(sm_buf *out, double value, int decimals)
{
    static const uint32_t scales[] = {1,      10,      100,      1000,      10000,
                                      100000, 1000000, 10000000, 100000000, 1000000000};
    if (!isfinite(value)) {
        SM_BUF_LITERAL(out, "null");
        return;
    }
    if (fabs(value) >= 1e9) {
        sm_buf_print(out, "%.17g", value);
        return;
    }
    unsigned places = decimals < 0 ? 0 : decimals > 9 ? 9 : (unsigned)decimals;
    uint64_t scaled = (uint64_t)(fabs(value) * scales[places] + 0.5);
    char text[40], *point = text + 20, *first = sm_digits_before(point, scaled / scales[places]);
    if (value < 0 && scaled)
        *--first = '-';
    *point = '.';
    char *end = sm_put_digits(point + 1, (uint32_t)(scaled % scales[places]), places ? places : 1);
    while (end > point + 2 && end[-1] == '0')
        end--;
    sm_buf_add(out, first, (size_t)(end - first));
}
