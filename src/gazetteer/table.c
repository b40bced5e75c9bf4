#include "table.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

sm_status sm_table_open(sm_table *t, const char *path, sm_error *err)
{
    *t = (sm_table){.path = path};
    sm_status st = sm_map_file(path, SM_E_SETUP, &t->file, err);
    t->at = (const char *)t->file.bytes;
    if (st == SM_OK && t->file.size >= 3 && memcmp(t->at, "\xEF\xBB\xBF", 3) == 0)
        t->at += 3;
    return st;
}

void sm_table_close(sm_table *t)
{
    if (t->file.bytes)
        sm_unmap_file(&t->file);
}

static sm_field trimmed(const char *start, const char *end)
{
    while (start < end && *start == ' ')
        start++;
    while (end > start && end[-1] == ' ')
        end--;
    return (sm_field){start, (size_t)(end - start)};
}

/* A dump of all places is larger than all that is made of it: what has been read is given back, chunk by
 * chunk. */
static void give_back(sm_table *t)
{
    enum { CHUNK = 64 << 20 };
    const char *start = (const char *)t->file.bytes;
    if ((size_t)(t->at - start) < t->given_back + CHUNK)
        return;
    madvise((void *)(uintptr_t)(start + t->given_back), CHUNK,
            MADV_DONTNEED); /* comes back from the file if need be */
    t->given_back += CHUNK;
}

bool sm_table_next(sm_table *t)
{
    give_back(t);
    const char *end = (const char *)t->file.bytes + t->file.size;
    while (t->at < end) {
        const char *start = t->at, *stop = memchr(start, '\n', (size_t)(end - start));
        t->at = stop ? stop + 1 : end;
        stop = stop ? stop : end;
        t->line++;
        if (stop > start && stop[-1] == '\r')
            stop--;
        if (start == stop || *start == '#')
            continue;
        t->n_fields = 0;
        for (const char *p = start;;) {
            const char *tab = memchr(p, '\t', (size_t)(stop - p));
            if (t->n_fields < SM_MAX_FIELDS)
                t->fields[t->n_fields] = trimmed(p, tab ? tab : stop);
            t->n_fields++;
            if (tab == NULL)
                return true;
            p = tab + 1;
        }
    }
    return false;
}

sm_status sm_table_header(sm_table *t, const char *columns, sm_error *err)
{
    const char *names = columns;
    bool same = sm_table_next(t);
    for (unsigned i = 0; same && i < t->n_fields && i < SM_MAX_FIELDS; i++) {
        size_t length = strcspn(names, "\t");
        same = t->fields[i].length == length && memcmp(t->fields[i].bytes, names, length) == 0;
        names += length;
        same = same && (*names == '\t') == (i + 1 < t->n_fields);
        names += *names == '\t';
    }
    return same && *names == '\0'
               ? SM_OK
               : sm_table_fail(t, err, "the first row must be the column names: %s", columns);
}

sm_status sm_table_fail(const sm_table *t, sm_error *err, const char *format, ...)
{
    char text[200];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    for (char *c = text; *c; c++)
        *c = *c == '\t' ? ' ' : *c;
    return sm_fail_at(err, SM_E_SETUP, t->path, t->line, "%s", text);
}

bool sm_field_is(sm_field f, const char *string)
{
    return f.length == strlen(string) && memcmp(f.bytes, string, f.length) == 0;
}

bool sm_field_integer(sm_field f, int64_t low, int64_t high, int64_t *out)
{
    bool negative = f.length && *f.bytes == '-';
    int64_t value = 0;
    if (f.length == negative || f.length > 18)
        return false;
    for (size_t i = negative; i < f.length; i++) {
        if (f.bytes[i] < '0' || f.bytes[i] > '9')
            return false;
        value = value * 10 + (f.bytes[i] - '0');
    }
    value = negative ? -value : value;
    *out = value;
    return value >= low && value <= high;
}

bool sm_field_number(sm_field f, double low, double high, double *out)
{
    static const double powers[] = {1,   1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,
                                    1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17};
    bool negative = f.length && *f.bytes == '-';
    int64_t digits = 0;
    unsigned decimals = 0, n_digits = 0;
    bool point = false;
    for (size_t i = negative; i < f.length; i++) {
        char c = f.bytes[i];
        if (c == '.' && !point) {
            point = true;
        } else if (c >= '0' && c <= '9') {
            if (n_digits == 17)
                continue; /* beyond the precision of a double */
            digits = digits * 10 + (c - '0');
            n_digits++;
            decimals += point;
        } else {
            return false;
        }
    }
    if (n_digits == 0)
        return false;
    *out = (double)digits / powers[decimals] * (negative ? -1 : 1);
    return *out >= low && *out <= high;
}

bool sm_field_part(sm_field *rest, char separator, sm_field *part)
{
    while (rest->length) {
        const char *end = rest->bytes + rest->length, *stop = memchr(rest->bytes, separator, rest->length);
        *part = trimmed(rest->bytes, stop ? stop : end);
        const char *next = stop ? stop + 1 : end;
        *rest = (sm_field){next, (size_t)(end - next)};
        if (part->length)
            return true;
    }
    return false;
}
