/* What is put together when the whole article is read, and what stays apart. */
#include "individuated.h"

static const char *const names[] = {"kidal", "gao", NULL};

/* Reports left after individuation, and of them after consolidation. */
static size_t left(const char *text, size_t *before)
{
    sm_reports reports;
    scanned *s = individuate(text, names, &reports);
    size_t n = 0;
    *before = reports.count;
    sm_consolidate(s->scan, &reports);
    for (size_t k = 0; k < reports.count; k++)
        n += !reports.items[k].dropped;
    scan_free(s);
    return n;
}

static void test_one_stays_one(void **state)
{
    (void)state;
    size_t before;
    assert_int_equal(left("Gunmen attacked a hotel on Tuesday, killing 12 people.", &before), 1);
    assert_int_equal(before, 1);
}

static void test_equal_tolls_are_put_together(void **state)
{
    (void)state;
    size_t before;
    assert_int_equal(left("Gunmen opened fire in a mosque on Tuesday, killing 12 people. The imam fled. An attack such as this has no excuse, the mayor said. "
                          "Gunmen shot dead 12 people in a mosque.",
                          &before),
                     1);
    assert_int_equal(before, 2);
}

static void test_another_day_stays_apart(void **state)
{
    (void)state;
    size_t before;
    assert_int_equal(left("A bomb exploded at a market on Monday, killing two people. Another bomb exploded at a school on Tuesday, killing three people.", &before), 2);
}

static void test_another_kind_stays_apart(void **state)
{
    (void)state;
    size_t before;
    assert_int_equal(left("A bomb exploded at a market on Monday, killing two people. Floods killed two people on Monday.", &before), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_stays_one),
        cmocka_unit_test(test_equal_tolls_are_put_together),
        cmocka_unit_test(test_another_day_stays_apart),
        cmocka_unit_test(test_another_kind_stays_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
