/* Names of patterns: what they come to, and what is no name. */
#include "pattern.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void test_names(void **state)
{
    (void)state;
    const struct {
        const char *name;
        sm_pattern is;
    } cases[] = {
        {"hatch", {.angle = 45, .spacing = 7, .width = 1.1}},
        {"hatch-0", {.angle = 0, .spacing = 7, .width = 1.1}},
        {"hatch-22.5-12", {.angle = 22.5, .spacing = 12, .width = 1.1}},
        {"hatch-180-12-0.5", {.angle = 180, .spacing = 12, .width = .5}},
        {"cross", {.angle = 45, .spacing = 9, .width = 1, .crossed = true}},
        {"cross-0-20-20", {.angle = 0, .spacing = 20, .width = 20, .crossed = true}},
        {"dots-0-8-4", {.angle = 0, .spacing = 8, .width = 4, .dotted = true}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sm_pattern p;
        if (!sm_pattern_parse(cases[i].name, &p) || !sm_pattern_same(&p, &cases[i].is))
            fail_msg("%s", cases[i].name);
    }
}

static void test_no_names(void **state)
{
    (void)state;
    static const char *const names[] = {"",
                                        "hatches",
                                        "Hatch",
                                        "hatch-",
                                        "hatch45",
                                        "hatch--45",
                                        "hatch-45-",
                                        "hatch-181",
                                        "hatch-1e9",
                                        "hatch-45-1",
                                        "hatch-45-201",
                                        "hatch-45-8-0",
                                        "hatch-nan",
                                        "hatch-0x10",
                                        "hatch-45-8-9",
                                        "hatch-45-8-1-1",
                                        "dots-0-8-5",
                                        "hatch-inf",
                                        "hatch-1.2.3",
                                        "cross-45-8 ",
                                        "tartan",
                                        "hatch-99999999999999999999999999999"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        sm_pattern p = {.spacing = 77};
        if (sm_pattern_parse(names[i], &p) || p.spacing != 77)
            fail_msg("%s is taken", names[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_names), cmocka_unit_test(test_no_names)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
