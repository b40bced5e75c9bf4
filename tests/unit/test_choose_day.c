/* The day of an incident, from its own words and those of the article. Published on Thursday, 10 January 2019. */
#include "date.h"
#include "individuated.h"

/* The day of report `k` as text; "none" when only the publication is left. `s` keeps it. */
static const char *day_of(const char *text, size_t k, bool first)
{
    static char out[16];
    sm_reports reports;
    scanned *s = individuate(text, NULL, &reports);
    assert_true(k < reports.count);
    sm_when w = sm_choose_day(s->scan, &reports, k, first);
    strcpy(out, "none");
    if (w.known)
        sm_date_print(sm_date_of_days(w.from), out);
    scan_free(s);
    return out;
}

static void test_its_own_day(void **state)
{
    (void)state;
    assert_string_equal(day_of("A bomb exploded on Tuesday, killing nine people. Schools stayed shut on Wednesday.", 0, true), "2019-01-08");
}

static void test_the_earliest_day_of_the_fortnight(void **state)
{
    (void)state;
    const char *text = "A bomb killed nine people at a bus station. Traders had met there on Monday. The mayor came on Tuesday.";
    assert_string_equal(day_of(text, 0, true), "2019-01-07");
    assert_string_equal(day_of(text, 0, false), "none"); /* what the article is not about does not borrow */
    assert_string_equal(day_of("A bomb killed nine people at a bus station. The station was built on 3 May 2011.", 0, true), "none");
}

static void test_a_range_is_narrowed_by_the_one_day_in_it(void **state)
{
    (void)state;
    assert_string_equal(day_of("Gunmen killed nine people last month. The mayor recalled the morning of December 12, 2018.", 0, true), "2018-12-12");
    assert_string_equal(day_of("Shelling killed nine people from Saturday to Monday.", 0, true), "2019-01-05"); /* but not by its own end */
}

static void test_a_night_has_two_days(void **state)
{
    (void)state;
    assert_string_equal(day_of("A man was shot dead on Saturday night. Police were called at 2:45 a.m. after the man was shot dead.", 0, true), "2019-01-06");
    assert_string_equal(day_of("A man was shot dead on Saturday night. Police were called at 9:45 p.m. after the man was shot dead.", 0, true), "2019-01-05");
}

static void test_hours_later(void **state)
{
    (void)state;
    assert_string_equal(day_of("A bomb killed nine people on Tuesday. Hours later, a ferry sank, leaving four missing.", 1, false), "2019-01-08");
    assert_string_equal(day_of("A bomb killed nine people on Tuesday. A ferry sank, leaving four missing.", 1, false), "none");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_its_own_day),          cmocka_unit_test(test_the_earliest_day_of_the_fortnight),
        cmocka_unit_test(test_a_range_is_narrowed_by_the_one_day_in_it), cmocka_unit_test(test_a_night_has_two_days),
        cmocka_unit_test(test_hours_later),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
