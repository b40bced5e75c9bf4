/** UTF-8 from outside: checked, decoded, counted, folded for comparison. */
#ifndef SM_UTF8_H
#define SM_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The code point at `s` (at least one byte before `end`) and its length in bytes in `*length`. A malformed
 * sequence gives U+FFFD and length 1, so that a caller always goes on. */
uint32_t sm_utf8_decode(const char *s, const char *end, unsigned *length);

/** Write `c` as UTF-8 to `out` (room for 4); returns the length, 0 for what is no scalar value. */
unsigned sm_utf8_encode(uint32_t c, char *out);

/** Bytes of `s` before the first that is not ASCII; `length` when all are. */
size_t sm_utf8_ascii(const char *s, size_t length);

/** Bytes of `s` before the first malformed sequence; `length` when all is well. */
size_t sm_utf8_valid(const char *s, size_t length);

/** Number of code points in well-formed UTF-8. */
size_t sm_utf8_count(const char *s, size_t length);

/** Copy `s` to `out` (room for 3 × length) with every malformed sequence replaced by U+FFFD; returns the new
 * length. */
size_t sm_utf8_mend(const char *s, size_t length, char *out);

bool sm_utf8_is_letter(uint32_t c); /**< letters and combining marks */
bool sm_utf8_is_upper(uint32_t c);
bool sm_utf8_is_digit(uint32_t c);
bool sm_utf8_is_space(uint32_t c);
int sm_utf8_direction(
    uint32_t c); /**< 1: letter written from left to right; -1: from right to left; 0: neither */

/** Copy `s` to `out` in capitals or small letters, letter by letter (one code point for one, so that ß keeps
 * its length); malformed bytes stay as they are. NUL-terminated, cut at a code point when `capacity` bytes
 * are too few. Returns the length. */
size_t sm_utf8_change_case(const char *s, size_t length, bool upper, char *out, size_t capacity);

/** Fold for comparison: case folded, marks removed (é → e, ş → s, ø → o, ß → ss), compatibility forms
 * unified, apostrophes and dots dropped. `out` has room for `capacity` bytes; returns the length, cut at a
 * code point when there is no room. Not NUL-terminated. */
size_t sm_utf8_fold(const char *s, size_t length, char *out, size_t capacity);

#endif
