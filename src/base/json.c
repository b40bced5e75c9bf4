#include "json.h"

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

/* Bytes of `s` that stand for themselves, eight at a time: ASCII, no control character, quote or backslash.
 */
static size_t plain_run(const char *s, size_t length)
{
    static const uint64_t each = UINT64_C(0x0101010101010101), high = UINT64_C(0x8080808080808080);
    size_t n = 0;
    for (uint64_t eight; n + sizeof eight <= length; n += sizeof eight) {
        memcpy(&eight, s + n, sizeof eight);
        uint64_t quotes = eight ^ '"' * each, slashes = eight ^ '\\' * each;
        /* the high bit of x - 1 is set where x is 0 (and where it has one, or borrows: those are looked at)
         */
        if ((eight | (eight - 0x20 * each) | (quotes - each) | (slashes - each)) & high)
            break;
    }
    while (n < length && (unsigned char)s[n] < 0x80 && !escapes[(unsigned char)s[n]])
        n++;
    return n;
}

/* A short string in one step; false when there is something to escape, or no room. */
static bool add_plain(sm_buf *out, const char *s, size_t length)
{
    if (out->failed || length + 3 > out->capacity - out->length || plain_run(s, length) < length)
        return false;
    char *at = out->bytes + out->length;
    *at = '"';
    memcpy(at + 1, s, length);
    memcpy(at + 1 + length, "\"", 2);
    out->length += length + 2;
    return true;
}

void sm_json_bytes(sm_buf *out, const char *s, size_t length)
{
    const char *end = s + length, *plain = s; /* plain: what is not yet written */
    if (add_plain(out, s, length))
        return;
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

void sm_json_string(sm_buf *out, const char *s)
{
    if (s && *s)
        sm_json_bytes(out, s, strlen(s));
    else
        SM_BUF_LITERAL(out, "null");
}

/* The decimal digits of `n` before `end`; returns the first. */
static char *digits_before(char *end, uint64_t n)
{
    do
        *--end = (char)('0' + n % 10);
    while ((n /= 10) > 0);
    return end;
}

void sm_json_integer(sm_buf *out, int64_t n)
{
    char digits[24], *end = digits + sizeof digits;
    char *first = digits_before(end, n < 0 ? 0 - (uint64_t)n : (uint64_t)n);
    if (n < 0)
        *--first = '-';
    sm_buf_add(out, first, (size_t)(end - first));
}

void sm_json_real(sm_buf *out, double value, int decimals)
{
    static const double scales[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
    if (!isfinite(value)) {
        SM_BUF_LITERAL(out, "null");
        return;
    }
    if (fabs(value) >= 1e9) {
        sm_buf_print(out, "%.17g", value);
        return;
    }
    double scale = scales[decimals < 0 ? 0 : decimals > 9 ? 9 : decimals];
    uint64_t scaled = (uint64_t)(fabs(value) * scale + 0.5), whole = scaled / (uint64_t)scale;
    char text[40], *at = text + 20, *first = digits_before(at, whole);
    if (value < 0 && scaled)
        *--first = '-';
    *at++ = '.';
    uint64_t rest = scaled % (uint64_t)scale, unit = (uint64_t)scale;
    do {
        unit /= 10;
        *at++ = (char)('0' + (unit ? rest / unit : 0));
        rest = unit ? rest % unit : 0;
    } while (rest);
    sm_buf_add(out, first, (size_t)(at - first));
}
