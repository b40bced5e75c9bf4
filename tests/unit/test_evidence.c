/* How sure it is that an article reports an incident: a sum of evidence between 0 and 1. */
#include "evidence.h"
#include "individuated.h"

static double confidence(const char *text)
{
    float f[SM_EVIDENCE_COUNT];
    sm_reports reports;
    scanned *s = individuate(text, (const char *const[]){"kidal", NULL}, &reports);
    assert_true(reports.count > 0);
    sm_evidence(s->scan, &reports, 0, f);
    scan_free(s);
    for (size_t k = 0; k < SM_EVIDENCE_COUNT; k++)
        assert_true(f[k] >= 0 && f[k] <= 1);
    return sm_evidence_confidence(f);
}

static void test_evidence_adds_up(void **state)
{
    (void)state;
    double bare = confidence("There was an attack on a base."), day = confidence("There was an attack on a base on Tuesday."),
           all = confidence("Gunmen attacked a base in Kidal on Tuesday, killing 12 soldiers.");
    assert_true(bare < day);
    assert_true(day < all);
    assert_true(all > 0.8);
}

static void test_talk_weighs_less(void **state)
{
    (void)state;
    double told = confidence("Gunmen attacked the base on Tuesday."), talk = confidence("\"We saw them attack the base, like always,\" he said.");
    assert_true(talk < told);
}

static void test_the_sum_is_logistic(void **state)
{
    (void)state;
    float f[SM_EVIDENCE_COUNT] = {0};
    assert_float_equal((float)sm_evidence_confidence(f), 0.5f, 1e-6f); /* without any evidence, not even the bias */
    f[SM_EVIDENCE_bias] = 1;
    double bias = sm_evidence_confidence(f);
    f[SM_EVIDENCE_number] = 1;
    assert_true(sm_evidence_confidence(f) > bias);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_evidence_adds_up),
        cmocka_unit_test(test_talk_weighs_less),
        cmocka_unit_test(test_the_sum_is_logistic),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
