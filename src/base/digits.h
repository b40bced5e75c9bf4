/** Whole numbers written as decimal digits, without a format to be read and a locale to be asked: there are
 * several in each line of output. The NUL behind them is the caller's. */
#ifndef SM_DIGITS_H
#define SM_DIGITS_H

#include <stdint.h>

/** All digits of `n`, 20 at most, so that they end at `end`; returns the first. */
static inline char *sm_digits_before(char *end, uint64_t n)
{
    do
        *--end = (char)('0' + n % 10);
    while ((n /= 10) > 0);
    return end;
}

/** The last `width` digits of `n`, with zeros before them; returns the end. */
static inline char *sm_put_digits(char *at, uint32_t n, unsigned width)
{
    char *end = at + width;
    for (char *p = end; p > at; n /= 10)
        *--p = (char)('0' + n % 10);
    return end;
}

#endif
