/** JSON text written piece by piece into a buffer: what sitmap writes by the megabyte. (Reading is jansson's
 * work; building a tree of objects only to print it took a quarter of a run.)
 *
 *     SM_BUF_LITERAL(out, "{\"name\":");
 *     sm_json_string(out, name);
 *     SM_BUF_LITERAL(out, ",\"lon\":");
 *     sm_json_real(out, 12.65, 5);
 *     SM_BUF_LITERAL(out, "}"); */
#ifndef SM_JSON_H
#define SM_JSON_H

#include "buf.h"
#include <stdint.h>

/** Append a string with quotes and escapes; malformed UTF-8 becomes U+FFFD. `s` may hold NUL. */
void sm_json_bytes(sm_buf *out, const char *s, size_t length);

/** Append a NUL-terminated string likewise; NULL or "" gives null. */
void sm_json_string(sm_buf *out, const char *s);

void sm_json_integer(sm_buf *out, int64_t n);

/** Append `value` with at most `decimals` (up to 9) digits behind the point and at least one: 12.65, 8.0.
 * What is not finite gives null; magnitudes from 1e9 on are printed with 17 significant digits. */
void sm_json_real(sm_buf *out, double value, int decimals);

#endif
