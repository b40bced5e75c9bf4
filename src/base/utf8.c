#include "utf8.h"

#include <string.h>
#include <utf8proc.h>

uint32_t sm_utf8_decode(const char *s, const char *end, unsigned *length)
{
    const unsigned char *p = (const unsigned char *)s;
    if (p[0] < 0x80) {
        *length = 1;
        return p[0];
    }
    utf8proc_int32_t c;
    utf8proc_ssize_t n = utf8proc_iterate(p, end - s < 4 ? end - s : 4, &c);
    if (n <= 0) {
        *length = 1;
        return 0xFFFD;
    }
    *length = (unsigned)n;
    return (uint32_t)c;
}

unsigned sm_utf8_encode(uint32_t c, char *out)
{
    if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
        return 0;
    return (unsigned)utf8proc_encode_char((utf8proc_int32_t)c, (utf8proc_uint8_t *)out);
}

size_t sm_utf8_ascii(const char *s, size_t length)
{
    size_t n = 0;
    for (uint64_t eight; n + sizeof eight <= length; n += sizeof eight) {
        memcpy(&eight, s + n, sizeof eight);
        if (eight & UINT64_C(0x8080808080808080))
            break;
    }
    while (n < length && (unsigned char)s[n] < 0x80)
        n++;
    return n;
}

size_t sm_utf8_valid(const char *s, size_t length)
{
    const char *end = s + length;
    for (const char *p = s; (p += sm_utf8_ascii(p, (size_t)(end - p))) < end;) {
        unsigned n;
        if (sm_utf8_decode(p, end, &n) == 0xFFFD && n == 1)
            return (size_t)(p - s);
        p += n;
    }
    return length;
}

size_t sm_utf8_count(const char *s, size_t length)
{
    static const uint64_t each = UINT64_C(0x0101010101010101);
    size_t count = length, n = 0; /* less the bytes that continue a code point: 10xxxxxx */
    for (uint64_t eight; n + sizeof eight <= length; n += sizeof eight) {
        memcpy(&eight, s + n, sizeof eight);
        count -= ((eight >> 7 & ~eight >> 6) & each) * each >> 56; /* adds eight bits up */
    }
    for (; n < length; n++)
        count -= ((unsigned char)s[n] & 0xC0) == 0x80;
    return count;
}

size_t sm_utf8_mend(const char *s, size_t length, char *out)
{
    const char *end = s + length;
    char *o = out;
    for (const char *p = s; p < end;) {
        unsigned n;
        uint32_t c = sm_utf8_decode(p, end, &n);
        o += sm_utf8_encode(c, o);
        p += n;
    }
    return (size_t)(o - out);
}

bool sm_utf8_is_letter(uint32_t c)
{
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
        return true;
    default:
        return false;
    }
}

bool sm_utf8_is_upper(uint32_t c)
{
    utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)c);
    return k == UTF8PROC_CATEGORY_LU || k == UTF8PROC_CATEGORY_LT;
}

bool sm_utf8_is_digit(uint32_t c)
{
    return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_ND;
}

bool sm_utf8_is_space(uint32_t c)
{
    if (c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f' || c == 0x85)
        return true;
    utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)c);
    return k == UTF8PROC_CATEGORY_ZS || k == UTF8PROC_CATEGORY_ZL || k == UTF8PROC_CATEGORY_ZP;
}

size_t sm_utf8_change_case(const char *s, size_t length, bool upper, char *out, size_t capacity)
{
    const char *end = s + length;
    size_t n = 0;
    while (s < end) {
        char letter[4];
        unsigned bytes;
        utf8proc_int32_t c = (utf8proc_int32_t)sm_utf8_decode(s, end, &bytes);
        bool whole = c != 0xfffd;
        unsigned made =
            whole ? sm_utf8_encode((uint32_t)(upper ? utf8proc_toupper(c) : utf8proc_tolower(c)), letter) : 0;
        if (n + (made ? made : bytes) >= capacity)
            break;
        memcpy(out + n, made ? letter : s, made ? made : bytes);
        n += made ? made : bytes;
        s += bytes;
    }
    if (capacity)
        out[n] = '\0';
    return n;
}

int sm_utf8_direction(uint32_t c)
{
    switch (utf8proc_get_property((utf8proc_int32_t)c)->bidi_class) {
    case UTF8PROC_BIDI_CLASS_L:
        return 1;
    case UTF8PROC_BIDI_CLASS_R:
    case UTF8PROC_BIDI_CLASS_AL:
        return -1;
    default:
        return 0;
    }
}

/* Letters that Unicode does not decompose although readers of Latin script take them for the plain one. */
static const char *plain_form(uint32_t c)
{
    switch (c) {
    case 0xF8:
        return "o"; /* ø */
    case 0x142:
        return "l"; /* ł */
    case 0x111:
        return "d"; /* đ */
    case 0xF0:
        return "d"; /* ð */
    case 0xFE:
        return "th"; /* þ */
    case 0xE6:
        return "ae"; /* æ */
    case 0x153:
        return "oe"; /* œ */
    case 0x131:
        return "i"; /* dotless i */
    case 0x127:
        return "h"; /* ħ */
    case 0x259:
        return "a"; /* ə, Azerbaijani */
    default:
        return NULL;
    }
}

static bool is_dropped(uint32_t c)
{
    switch (c) {
    case '\'':
    case '.':
    case '`':
    case 0xB4:
    case 0x2018:
    case 0x2019:
    case 0x201B:
    case 0x2BB:
    case 0x2BC:
    case 0x2BE:
    case 0x2BF:
        return true;
    default:
        return false;
    }
}

size_t sm_utf8_fold(const char *s, size_t length, char *out, size_t capacity)
{
    const char *end = s + length;
    size_t used = 0;
    for (const char *p = s; p < end;) {
        unsigned char b = (unsigned char)*p;
        if (b < 0x80) { /* by far the most frequent case */
            p++;
            if (b == '\'' || b == '.' || b == '`')
                continue;
            if (used == capacity)
                return used;
            out[used++] = (char)(b >= 'A' && b <= 'Z' ? b + 32 : b);
            continue;
        }
        unsigned n;
        uint32_t c = sm_utf8_decode(p, end, &n);
        p += n;
        if (is_dropped(c))
            continue;
        utf8proc_int32_t parts[32];
        int boundary = 0;
        utf8proc_ssize_t count = utf8proc_decompose_char(
            (utf8proc_int32_t)c, parts, 32,
            UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE | UTF8PROC_STRIPMARK,
            &boundary);
        for (utf8proc_ssize_t i = 0; i < count && i < 32; i++) {
            char bytes[4];
            const char *plain = plain_form((uint32_t)parts[i]), *piece = plain ? plain : bytes;
            size_t size = plain ? strlen(plain) : sm_utf8_encode((uint32_t)parts[i], bytes);
            if (is_dropped((uint32_t)parts[i]))
                continue;
            if (used + size > capacity)
                return used;
            memcpy(out + used, piece, size);
            used += size;
        }
    }
    return used;
}
