/* What is learnt of sources: shares, fading, bounded memory. */
#include "home.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static sm_home article_in(uint32_t country, uint32_t division)
{
    sm_home h = {0};
    sm_home_add(&h, country, 1);
    sm_home_add(&h, division, 0.5f);
    return h;
}

static void shares_are_kept_in_order(void **state)
{
    (void)state;
    sm_home h = {0};
    for (uint32_t i = 1; i <= 20; i++)
        sm_home_add(&h, i, 0.01f * (float)i);
    sm_home_add(&h, 15, 1);
    assert_int_equal(h.place[0], 15);
    assert_int_equal(h.place[1], 20);
    assert_float_equal(sm_home_share(&h, 15), 1.15f, 1e-5);
    assert_float_equal(sm_home_share(&h, 2), 0, 0); /* fell out */
    for (int i = 1; i < SM_HOME_PLACES; i++)
        assert_true(h.share[i] <= h.share[i - 1]);
}

static void a_few_articles_are_no_proof(void **state)
{
    (void)state;
    sm_homes *homes = sm_homes_new();
    sm_home of_us = article_in(1, 10), of_gb = article_in(2, 20), empty = {0}, h;
    sm_homes_get(homes, 7, &h);
    assert_float_equal(h.share[0], 0, 0);
    sm_homes_learn(homes, 7, &of_us);
    sm_homes_get(homes, 7, &h);
    assert_float_equal(sm_home_share(&h, 1), 0.5f, 1e-5);
    for (int i = 0; i < 100; i++) {
        sm_homes_learn(homes, 7, &of_us);
        sm_homes_learn(homes, 8, &of_gb);
        sm_homes_learn(homes, 9, &empty);
    }
    sm_homes_get(homes, 7, &h);
    assert_true(sm_home_share(&h, 1) > 0.9f && sm_home_share(&h, 10) > 0.45f);
    assert_float_equal(sm_home_share(&h, 2), 0, 0);
    sm_homes_get(homes, 9, &h);
    assert_float_equal(h.share[0], 0, 0);
    sm_homes_free(homes);
}

static void what_was_long_ago_fades(void **state)
{
    (void)state;
    sm_homes *homes = sm_homes_new();
    sm_home of_us = article_in(1, 10), of_gb = article_in(2, 20), h;
    for (int i = 0; i < 200; i++)
        sm_homes_learn(homes, 7, &of_us);
    for (int i = 0; i < 200; i++)
        sm_homes_learn(homes, 7, &of_gb);
    sm_homes_get(homes, 7, &h);
    assert_int_equal(h.place[0], 2);
    assert_true(sm_home_share(&h, 1) < 0.05f);
    sm_homes_free(homes);
}

static void memory_is_bounded(void **state)
{
    (void)state;
    sm_homes *homes = sm_homes_new();
    sm_home of_us = article_in(1, 10), h;
    for (uint64_t source = 1; source <= 100000; source++)
        sm_homes_learn(homes, source, &of_us);
    sm_homes_get(homes, 1, &h);
    assert_float_equal(h.share[0], 0, 0); /* made room for others */
    sm_homes_get(homes, 100000, &h);
    assert_float_equal(sm_home_share(&h, 1), 0.5f, 1e-5);
    sm_homes_free(homes);
}

static void sources_by_name_or_host(void **state)
{
    (void)state;
    uint64_t host = sm_home_source(NULL, "https://www.Example.org:80/a/b");
    assert_true(host != 0);
    assert_true(host == sm_home_source("", "http://example.org"));
    assert_true(host == sm_home_source("Example.org", "http://elsewhere.org/"));
    assert_true(host != sm_home_source("The Example", "http://example.org"));
    assert_true(sm_home_source(NULL, NULL) == 0 && sm_home_source("", "no address") == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_are_kept_in_order), cmocka_unit_test(a_few_articles_are_no_proof),
        cmocka_unit_test(what_was_long_ago_fades),  cmocka_unit_test(memory_is_bounded),
        cmocka_unit_test(sources_by_name_or_host),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
