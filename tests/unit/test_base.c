/* The bottom layer: what every other one relies on. */
#include "arena.h"
#include "buf.h"
#include "date.h"
#include "error.h"
#include "file.h"
#include "geo.h"
#include "hash.h"
#include "json.h"
#include "utf8.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void first_report_wins(void **state)
{
    (void)state;
    sm_error err = {0};
    assert_int_equal(sm_fail_at(&err, SM_E_INPUT, "a.jsonl", 7, "no 'text' in\nline"), SM_E_INPUT);
    assert_int_equal(sm_fail(&err, SM_E_IO, "later"), SM_E_IO);
    assert_int_equal(err.status, SM_E_INPUT);
    assert_string_equal(err.file, "a.jsonl");
    assert_int_equal(err.line, 7);
    assert_string_equal(err.text, "no 'text' in line"); /* one line whatever came in */
    assert_int_equal(sm_fail(NULL, SM_E_LIMIT, "nobody listens"), SM_E_LIMIT);
}

static void arena_zeroes_aligns_and_reuses(void **state)
{
    (void)state;
    sm_arena *a = sm_arena_new(0);
    for (size_t size = 1; size < 200000; size = size * 3 + 1) {
        unsigned char *p = sm_arena_alloc(a, size);
        assert_int_equal((uintptr_t)p % 16, 0);
        assert_int_equal(p[0] | p[size - 1], 0);
        memset(p, 0xAA, size);
    }
    sm_arena_reset(a, 1 << 20);
    assert_int_equal(sm_arena_used(a), 0);
    unsigned char *again = sm_arena_alloc(a, 5000);
    for (size_t i = 0; i < 5000; i++)
        assert_int_equal(again[i], 0);
    assert_string_equal(sm_arena_print(a, "%s-%d", "x", 3), "x-3");
    assert_string_equal(sm_arena_join(a, "x", "", "-yz", NULL), "x-yz");
    assert_string_equal(sm_arena_join(a, "", NULL), "");
    sm_arena_free(a);
    sm_arena_free(NULL);
}

static void arena_remembers_failure(void **state)
{
    (void)state;
    sm_arena *a = sm_arena_new(100000);
    assert_null(sm_arena_alloc(a, 200000));
    assert_true(sm_arena_failed(a));
    sm_arena_reset(a, 0);
    assert_false(sm_arena_failed(a));
    assert_null(sm_arena_array(a, SIZE_MAX / 2, 4));
    assert_true(sm_arena_failed(a));
    sm_arena_reset(a, 0);
    for (int i = 0; i < 100; i++) /* small requests always get something to write to */
        memset(sm_arena_alloc(a, 4000), 1, 4000);
    assert_true(sm_arena_failed(a));
    sm_arena_free(a);
}

static void arena_grows_arrays(void **state)
{
    (void)state;
    sm_arena *a = sm_arena_new(0);
    int *numbers = NULL;
    size_t capacity = 0;
    for (size_t n = 0; n < 1000; n++) {
        assert_true(sm_arena_grow(a, &numbers, &capacity, n, sizeof *numbers));
        numbers[n] = (int)n;
    }
    for (int n = 0; n < 1000; n++)
        assert_int_equal(numbers[n], n);
    sm_arena_free(a);
}

static void buffer_keeps_its_maximum(void **state)
{
    (void)state;
    sm_buf b;
    sm_buf_init(&b, 10);
    assert_string_equal(b.bytes, "");
    sm_buf_print(&b, "%d", 12345);
    sm_buf_string(&b, "6789");
    assert_false(b.failed);
    sm_buf_string(&b, "toomuch");
    assert_true(b.failed);
    assert_string_equal(b.bytes, "123456789");
    sm_buf_char(&b, 'x'); /* ignored: the buffer has failed */
    assert_int_equal(b.length, 9);
    sm_buf_clear(&b);
    sm_buf_char(&b, 'x');
    assert_string_equal(b.bytes, "x");
    sm_buf_free(&b);
}

static char *scratch(char out[64])
{
    strcpy(out, "/tmp/sitmap-test-XXXXXX");
    assert_non_null(mkdtemp(out));
    return out;
}

static void json_is_json(void **state)
{
    (void)state;
    static const char hostile[] = "a\"b\\c\n\x01\0\xC3\xA9\xFF\xED\xA0\x80\xEF\xBF\xBD/";
    sm_buf b;
    sm_buf_init(&b, SIZE_MAX);
    sm_json_bytes(&b, hostile, sizeof hostile - 1);
    assert_string_equal(b.bytes,
                        "\"a\\\"b\\\\c\\n\\u0001\\u0000\xC3\xA9\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF"
                        "\xBF\xBD\xEF\xBF\xBD/\"");
    static const struct {
        double value;
        int decimals;
        const char *text;
    } reals[] = {{12.65, 5, "12.65"},      {-8, 5, "-8.0"},
                 {0.1 + 0.2, 5, "0.3"},    {-0.000001, 5, "0.0"},
                 {179.999999, 5, "180.0"}, {0.07, 2, "0.07"},
                 {-0.5, 1, "-0.5"},        {7, 0, "7.0"},
                 {NAN, 5, "null"},         {INFINITY, 5, "null"},
                 {1e300, 5, NULL},         {999999999.5, 1, "999999999.5"}};
    for (size_t i = 0; i < sizeof reals / sizeof *reals; i++) {
        sm_buf_clear(&b);
        sm_json_real(&b, reals[i].value, reals[i].decimals);
        if (reals[i].text)
            assert_string_equal(b.bytes, reals[i].text);
        else
            assert_true(strtod(b.bytes, NULL) == reals[i].value);
    }
    static const int64_t integers[] = {0, 7, -7, INT64_MAX, INT64_MIN};
    for (size_t i = 0; i < sizeof integers / sizeof *integers; i++) {
        sm_buf_clear(&b);
        sm_json_integer(&b, integers[i]);
        assert_true(strtoll(b.bytes, NULL, 10) == integers[i]);
    }
    sm_buf_clear(&b);
    sm_json_string(&b, NULL);
    assert_string_equal(b.bytes, "null");
    sm_buf_free(&b);
}

static void output_appears_whole_or_not_at_all(void **state)
{
    (void)state;
    char folder[64], path[96];
    snprintf(path, sizeof path, "%s/out.txt", scratch(folder));
    sm_output o;
    sm_error err = {0};
    assert_int_equal(sm_output_open(&o, path, &err), SM_OK);
    fputs("half", o.stream);
    assert_int_equal(access(path, F_OK), -1);
    sm_output_abandon(&o);
    assert_int_equal(access(path, F_OK), -1);
    assert_int_equal(sm_output_open(&o, path, &err), SM_OK);
    fputs("whole", o.stream);
    assert_int_equal(sm_output_commit(&o, &err), SM_OK);
    sm_mapped m;
    assert_int_equal(sm_map_file(path, SM_E_INPUT, &m, &err), SM_OK);
    assert_int_equal(m.size, 5);
    assert_memory_equal(m.bytes, "whole", 5);
    sm_unmap_file(&m);
    unlink(path);
    assert_int_equal(rmdir(folder), 0); /* no temporary file is left */
    assert_int_equal(sm_output_open(&o, "/nonexistent/x", &err), SM_E_IO);
    assert_string_equal(err.file, "/nonexistent/x");
}

static void mapping_names_what_is_wrong(void **state)
{
    (void)state;
    sm_mapped m;
    sm_error err = {0};
    assert_int_equal(sm_map_file("/nonexistent", SM_E_SETUP, &m, &err), SM_E_SETUP);
    assert_string_equal(err.text, "No such file or directory");
    sm_error_clear(&err);
    assert_int_equal(sm_map_file("/", SM_E_INPUT, &m, &err), SM_E_INPUT);
    assert_string_equal(err.text, "not a regular file");
}

static const char *folded(const char *s)
{
    static char out[256];
    size_t n = sm_utf8_fold(s, strlen(s), out, sizeof out - 1);
    out[n] = '\0';
    return out;
}

static void folding(void **state)
{
    (void)state;
    assert_string_equal(folded("Sévaré"), "sevare");
    assert_string_equal(folded("İstanbul"), "istanbul");
    assert_string_equal(folded("ŁÓDŹ"), "lodz");
    assert_string_equal(folded("Großenhain"), "grossenhain");
    assert_string_equal(folded("Sana’a"), "sanaa");
    assert_string_equal(folded("U.S."), "us");
    assert_string_equal(folded("Tórshavn"), "torshavn");
    assert_string_equal(folded("Ærø"), "aero");
    assert_string_equal(folded("Київ"), "киів"); /* the mark of ї is removed, the letter stays */
    assert_string_equal(folded("ﬁre"), "fire");
    char small[4];
    assert_int_equal(sm_utf8_fold("Großenhain", 11, small, 4), 4); /* cut where there is no room */
    assert_memory_equal(small, "gros", 4);
}

/* A byte is escaped alike wherever it stands among others. */
static void json_bytes_at_any_place(void **state)
{
    (void)state;
    sm_buf alone, whole;
    sm_buf_init(&alone, SIZE_MAX);
    sm_buf_init(&whole, SIZE_MAX);
    for (int c = 0; c < 256; c++)
        for (size_t at = 0; at < 20; at++) {
            char text[20], byte = (char)c;
            memset(text, at % 2 ? '!' : '~', sizeof text);
            text[at] = byte;
            sm_buf_clear(&alone);
            sm_buf_clear(&whole);
            sm_json_bytes(&alone, &byte, 1);
            sm_json_bytes(&whole, text, sizeof text);
            size_t n = alone.length - 2;
            assert_int_equal(whole.length, sizeof text + 1 + n);
            assert_memory_equal(whole.bytes + 1, text, at);
            assert_memory_equal(whole.bytes + 1 + at, alone.bytes + 1, n);
            assert_memory_equal(whole.bytes + 1 + at + n, text + at + 1, sizeof text - at - 1);
            assert_int_equal(sm_utf8_ascii(text, sizeof text), c < 0x80 ? sizeof text : at);
        }
    sm_buf_free(&alone);
    sm_buf_free(&whole);
}

static void bad_utf8(void **state)
{
    (void)state;
    assert_int_equal(sm_utf8_valid("abc", 3), 3);
    assert_int_equal(sm_utf8_valid("ab\xff", 3), 2);
    assert_int_equal(sm_utf8_valid("\xC3", 1), 0);             /* cut sequence */
    assert_int_equal(sm_utf8_valid("\xC0\xAF", 2), 0);         /* overlong */
    assert_int_equal(sm_utf8_valid("\xED\xA0\x80", 3), 0);     /* surrogate */
    assert_int_equal(sm_utf8_valid("\xF4\x90\x80\x80", 4), 0); /* beyond U+10FFFF */
    assert_int_equal(sm_utf8_valid("\xEF\xBF\xBD", 3), 3);     /* U+FFFD itself is fine */
    char mended[9];
    size_t n = sm_utf8_mend("a\xff\xC3", 3, mended);
    assert_int_equal(n, 7);
    assert_memory_equal(mended, "a\xEF\xBF\xBD\xEF\xBF\xBD", 7);
    assert_int_equal(sm_utf8_count("Sévaré", strlen("Sévaré")), 6);
}

static void dates(void **state)
{
    (void)state;
    char out[16];
    assert_int_equal(sm_days((sm_date){1970, 1, 1}), 0);
    assert_int_equal(sm_days((sm_date){2000, 3, 1}), 11017);
    assert_int_equal(sm_weekday(sm_days((sm_date){2015, 11, 20})), 4); /* a Friday */
    assert_int_equal(sm_weekday(-1), 2);                               /* 1969-12-31, a Wednesday */
    for (int32_t day = -300000; day < 300000; day += 97)
        assert_int_equal(sm_days(sm_date_of_days(day)), day);
    assert_int_equal(sm_month_length(2000, 2), 29);
    assert_int_equal(sm_month_length(1900, 2), 28);
    sm_date d;
    assert_true(sm_date_parse("2015-08-07T10:00:00Z", &d));
    assert_string_equal(sm_date_print(d, out), "2015-08-07");
    assert_true(sm_date_parse("2015-08", &d));
    assert_string_equal(sm_date_print(d, out), "2015-08");
    static const char *const bad[] = {"",         "20150807", "2015-13-01", "2015-02-29", "2015-00-10",
                                      "15-08-07", "2015-8-7", "0999-01-01", "2015-08-07x"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(sm_date_parse(bad[i], &d));
    assert_string_equal(sm_date_print((sm_date){0}, out), "");
}

static void geography(void **state)
{
    (void)state;
    sm_point bamako = {-8.0, 12.65}, sevare = {-4.1, 14.53};
    assert_true(fabs(sm_distance_km(bamako, sevare) - 470) < 5);
    assert_true(sm_distance_km((sm_point){179.9, 0}, (sm_point){-179.9, 0}) < 23);
    sm_point there = sm_destination(bamako, 63.5, 470);
    assert_true(sm_distance_km(there, sevare) < 15);
    sm_point middle = sm_midpoint((sm_point){179, 10}, (sm_point){-179, 10});
    assert_true(fabs(fabs(middle.lon) - 180) < 1e-6);
    assert_true(sm_box_contains((sm_box){170, -20, -170, -10}, (sm_point){179, -15}));
    assert_false(sm_box_contains((sm_box){170, -20, -170, -10}, (sm_point){0, -15}));
    assert_false(sm_point_valid((sm_point){NAN, 0}));
    assert_false(sm_point_valid((sm_point){0, 90.1}));
}

static void hashing_sequences(void **state)
{
    (void)state;
    uint64_t new_ = sm_hash("new", 3), york = sm_hash("york", 4);
    assert_true(sm_hash_step(sm_hash_step(SM_HASH_START, new_), york) !=
                sm_hash_step(sm_hash_step(SM_HASH_START, york), new_));
    assert_true(sm_hash("", 0) == sm_hash("x", 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_report_wins),
        cmocka_unit_test(arena_zeroes_aligns_and_reuses),
        cmocka_unit_test(arena_remembers_failure),
        cmocka_unit_test(arena_grows_arrays),
        cmocka_unit_test(buffer_keeps_its_maximum),
        cmocka_unit_test(json_is_json),
        cmocka_unit_test(output_appears_whole_or_not_at_all),
        cmocka_unit_test(mapping_names_what_is_wrong),
        cmocka_unit_test(folding),
        cmocka_unit_test(json_bytes_at_any_place),
        cmocka_unit_test(bad_utf8),
        cmocka_unit_test(dates),
        cmocka_unit_test(geography),
        cmocka_unit_test(hashing_sequences),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
