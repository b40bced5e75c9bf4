/* What is compressed comes back: read by another library than the one that wrote it. */
#include "deflate.h"

#include <libdeflate.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { LENGTH = 3000000 };

/* Pixels of a picture: runs of one colour as long as `run` px, or noise (0). */
static unsigned char *pixels(size_t length, unsigned run)
{
    unsigned char *bytes = malloc(length + 1);
    uint32_t state = 1, colour = 0;
    assert_non_null(bytes);
    for (size_t i = 0; i < length; i++) {
        if (run == 0 || i % (3 * run) == 0)
            colour = state = state * 1664525 + 1013904223;
        bytes[i] = (unsigned char)(colour >> (8 * (i % 3) + 8));
    }
    return bytes;
}

static void check(size_t length, unsigned run, sm_deflate_effort effort)
{
    unsigned char *bytes = pixels(length, run), *back = malloc(length + 1);
    sm_buf packed, again;
    size_t found = 0;
    assert_non_null(back);
    sm_buf_init(&packed, length + length / 8 + 4096);
    sm_buf_init(&again, length + length / 8 + 4096);
    sm_deflate(bytes, length, effort, &packed);
    assert_false(packed.failed);
    if (run > 100)
        assert_true(packed.length < length / 20);
    struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
    assert_int_equal(libdeflate_zlib_decompress(d, packed.bytes, packed.length, back, length + 1, &found), 0);
    libdeflate_free_decompressor(d);
    assert_int_equal(found, length);
    assert_memory_equal(back, bytes, length);
    sm_deflate(bytes, length, effort, &again);
    assert_int_equal(again.length, packed.length);
    assert_memory_equal(again.bytes, packed.bytes, packed.length);
    sm_buf_free(&packed);
    sm_buf_free(&again);
    free(bytes);
    free(back);
}

static void test_comes_back(void **state)
{
    static const size_t lengths[] = {0, 1, 4, 65535, 65536, LENGTH};
    static const unsigned runs[] = {0, 1, 50, 100000};
    (void)state;
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
        for (size_t k = 0; k < sizeof runs / sizeof *runs; k++) {
            bool large = lengths[i] == LENGTH || runs[k] < 100;
            check(lengths[i], large ? runs[k] : 50, SM_DEFLATE_FAST);
            check(lengths[i], large ? runs[k] : 50, SM_DEFLATE_SMALL);
        }
}

static void test_limit_is_kept(void **state)
{
    (void)state;
    for (int effort = SM_DEFLATE_FAST; effort <= SM_DEFLATE_SMALL; effort++) {
        unsigned char *noise = pixels(LENGTH, 0);
        sm_buf small;
        sm_buf_init(&small, LENGTH / 2);
        sm_deflate(noise, LENGTH, (sm_deflate_effort)effort, &small);
        assert_true(small.failed);
        assert_true(small.length <= LENGTH / 2);
        sm_buf_free(&small);
        free(noise);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_comes_back),
                                       cmocka_unit_test(test_limit_is_kept)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
