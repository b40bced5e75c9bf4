/* Who did it, to whom, with what, and how sure that is. */
#include "individuated.h"

typedef struct who {
    const char *text, *perpetrator, *confidence, *target, *weapon;
} who;

static const who cases[] = {
    {"Gunmen attacked a hotel on Tuesday, killing two people.", "Gunmen", "reported", "hotel", NULL},
    {"Two soldiers were killed by rebels on Tuesday.", "rebels", "reported", "soldiers", NULL},
    {"Gunmen killed five people on Monday. Al-Shabab claimed responsibility.", "Al-Shabab", "claimed", "people", NULL},
    {"Gunmen killed five people on Monday. Police blamed Al-Shabab.", "Al-Shabab", "accused", "people", NULL},
    {"Gunmen killed five people on Monday. Al-Shabab denied involvement.", "Al-Shabab", "denied", "people", NULL},
    {"Gunmen killed five people on Monday. No arrests were made.", "Gunmen", "reported", "people", NULL},
    {"A car bomb killed five soldiers on Monday.", NULL, NULL, "soldiers", "car bomb"},
    {"An earthquake killed five soldiers on Monday.", NULL, NULL, NULL, NULL},
};

static void equal(const char *a, const char *b, const char *text)
{
    if ((a == NULL) != (b == NULL) || (a && strcmp(a, b) != 0))
        fail_msg("%s: %s, not %s", text, a ? a : "none", b ? b : "none");
}

static void test_actors(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sm_reports reports;
        scanned *s = individuate(cases[i].text, NULL, &reports);
        assert_true(reports.count > 0);
        const sm_report *r = &reports.items[0];
        equal(r->perpetrator, cases[i].perpetrator, cases[i].text);
        equal(r->perpetrator_confidence, cases[i].confidence, cases[i].text);
        equal(r->target, cases[i].target, cases[i].text);
        equal(r->weapon, cases[i].weapon, cases[i].text);
        scan_free(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_actors)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
