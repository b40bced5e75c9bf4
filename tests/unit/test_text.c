/* Measuring and shaping: scripts, missing glyphs, hostile strings. */
#include "draw.h"
#include "text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const sm_font plain = {.family = "Noto Sans", .size = 13, .weight = 400};

static int open_fonts(void **state)
{
    sm_fonts *fonts;
    sm_error err = {0};
    if (sm_fonts_new(NULL, &fonts, &err) != SM_OK)
        return -1;
    *state = fonts;
    return 0;
}

static int close_fonts(void **state)
{
    sm_fonts_free(*state);
    return 0;
}

static sm_text_extent measured(sm_fonts *fonts, const char *text, sm_font font)
{
    sm_text_measure m = sm_fonts_measure(fonts);
    return m.measure(m.context, text, &font, NULL);
}

static void test_extents(void **state)
{
    sm_text_extent a = measured(*state, "Bamako", plain);
    assert_true(a.width > 44 && a.width < 53);
    assert_true(a.ascent > 9.9 && a.ascent < 10.5);
    assert_true(a.descent > 3 && a.descent < 3.2);
    sm_font large = plain;
    large.size = 26;
    sm_text_extent b = measured(*state, "Bamako", large);
    assert_true(b.width > 1.98 * a.width && b.width < 2.02 * a.width);
    sm_font bold = plain;
    bold.weight = 700;
    assert_true(measured(*state, "Bamako", bold).width > a.width + 1);
    assert_true(measured(*state, "ẤỢ", plain).ascent > a.ascent + 1);
    assert_true(measured(*state, "", plain).width == 0);
}

static void test_letter_spacing(void **state)
{
    sm_font wide = plain;
    wide.letter_spacing = 3;
    double narrow = measured(*state, "MALI", plain).width, spaced = measured(*state, "MALI", wide).width;
    assert_true(spaced > narrow + 8.9 && spaced < narrow + 12.1);
    assert_true(measured(*state, "العراق", wide).width == measured(*state, "العراق", plain).width);
}

static void test_results_do_not_depend_on_the_order_of_labels(void **state)
{
    (void)state;
    static const char *const labels[] = {"Bamako", "Москва", "القاهرة", "ירושלים",
                                         "दिल्ली",  "กรุงเทพ", "→ ★",     "Tbilisi თბილისი"};
    enum { COUNT = sizeof labels / sizeof *labels };
    sm_fonts *forward, *backward;
    assert_int_equal(sm_fonts_new(NULL, &forward, NULL), SM_OK);
    assert_int_equal(sm_fonts_new(NULL, &backward, NULL), SM_OK);
    double width[COUNT];
    for (size_t i = 0; i < COUNT; i++)
        width[i] = measured(forward, labels[i], plain).width;
    for (size_t i = COUNT; i-- > 0;)
        assert_true(measured(backward, labels[i], plain).width == width[i]);
    for (size_t i = 0; i < COUNT; i++)
        assert_true(measured(backward, labels[i], plain).width == width[i]);
    assert_int_equal(sm_fonts_missing(forward, NULL), 0);
    sm_fonts_free(forward);
    sm_fonts_free(backward);
}

static void test_missing_glyphs_are_told(void **state)
{
    (void)state;
    sm_fonts *fonts;
    const char *example;
    assert_int_equal(sm_fonts_new(NULL, &fonts, NULL), SM_OK);
    assert_int_equal(sm_fonts_missing(fonts, &example), 0);
    assert_null(example);
    measured(fonts, "fine", plain);
    measured(fonts, "\xF3\xB0\x80\x80", plain); /* a private character of plane 15 */
    measured(fonts, "\xF3\xB0\x80\x80", plain);
    assert_int_equal(sm_fonts_missing(fonts, &example), 1);
    assert_string_equal(example, "\xF3\xB0\x80\x80");
    sm_fonts_free(fonts);
}

static void test_chinese_is_measured_with_or_without_a_font(void **state)
{
    assert_true(measured(*state, "北京", plain).width > 10);
}

static void test_hostile_strings(void **state)
{
    static const char *const strings[] = {
        "\xff\xfe\xfd",
        "\xed\xa0\x80",
        "a\tb\rc\x01\x02\x1b[31m",
        "\xe2\x80\xae gnirts",
        "\xe2\x80\xa8",
        "é́́́́́́́́́́́́́́́́́́́́́́́́́́́́",
        "\xef\xbf\xbf",
        "\xf0\x9f\x87",
        " ",
        "%s%n",
    };
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        sm_text_extent e = measured(*state, strings[i], plain);
        assert_true(e.width >= 0 && e.width < 1000);
    }
    enum { LONG = 100 * 1024 };
    char *text = malloc(LONG + 1);
    memset(text, 'W', LONG);
    text[LONG] = '\0';
    sm_text_extent e = measured(*state, text, plain);
    assert_true(e.width > 20000 && e.width < 50000);
    free(text);
    sm_font odd = {
        .family = "No Such Family, ,,'', Noto Sans", .size = -3, .weight = 100000, .letter_spacing = 1e300};
    assert_true(measured(*state, "odd", odd).width >= 0);
    odd.size = 1e300;
    assert_true(measured(*state, "odd", odd).width < 1e6);
}

static void test_cleaning(void **state)
{
    (void)state;
    sm_buf b;
    sm_buf_init(&b, 100000);
    sm_text_clean("a\nb\x7f<\xff>", 7, &b);
    assert_string_equal(b.bytes, "a b <\xEF\xBF\xBD>");
    sm_buf_free(&b);
}

static void test_direction(void **state)
{
    (void)state;
    assert_true(sm_text_is_rtl("12 قتيل", strlen("12 قتيل")));
    assert_false(sm_text_is_rtl("Cairo القاهرة", strlen("Cairo القاهرة")));
    assert_false(sm_text_is_rtl("12", 2));
}

static void test_no_fonts_at_all(void **state)
{
    (void)state;
    sm_fonts_options opt = {.directory = "/nowhere"}; /* the system's fonts may still help */
    sm_fonts *fonts = NULL;
    sm_error err = {0};
    if (sm_fonts_new(&opt, &fonts, &err) == SM_OK)
        assert_true(measured(fonts, "Bamako", plain).width > 40);
    else
        assert_int_equal(err.status, SM_E_SETUP);
    sm_fonts_free(fonts);
    sm_fonts_free(NULL);
}

static void test_many_labels(void **state)
{
    char label[32];
    double sum = 0;
    for (int i = 0; i < 20000; i++) {
        snprintf(label, sizeof label, "place %d", i);
        sum += measured(*state, label, plain).width;
    }
    assert_true(sum > 20000 * 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_extents),
        cmocka_unit_test(test_letter_spacing),
        cmocka_unit_test(test_results_do_not_depend_on_the_order_of_labels),
        cmocka_unit_test(test_missing_glyphs_are_told),
        cmocka_unit_test(test_chinese_is_measured_with_or_without_a_font),
        cmocka_unit_test(test_hostile_strings),
        cmocka_unit_test(test_cleaning),
        cmocka_unit_test(test_direction),
        cmocka_unit_test(test_no_fonts_at_all),
        cmocka_unit_test(test_many_labels),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
