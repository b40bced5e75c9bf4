/* The grammar of numbers: every frame, every quantity, and what is no number of people. */
#include "scanned.h"

typedef struct count_case {
    const char *text;
    sm_count_kind kind;
    int32_t best, low, high;
} count_case;

/* The first count of the kind that is no mere "fatal". */
static const sm_count *find(const sm_scan *s, sm_count_kind kind)
{
    for (size_t i = 0; i < s->n_counts; i++)
        if (s->counts[i].kind == kind && !s->counts[i].implied)
            return &s->counts[i];
    return NULL;
}

static void check(const count_case *c)
{
    scanned *s = scan_text(c->text);
    const sm_count *found = find(s->scan, c->kind);
    if (found == NULL)
        fail_msg("nothing counted in: %s", c->text);
    if (found->best != c->best || found->low != c->low || found->high != c->high)
        fail_msg("%d [%d,%d], not %d [%d,%d] in: %s", found->best, found->low, found->high, c->best, c->low, c->high, c->text);
    scan_free(s);
}

static void test_frames(void **state)
{
    (void)state;
    static const count_case cases[] = {
        {"Twelve people were killed.", SM_COUNT_KILLED, 12, 12, 12},
        {"The bomb killed 12 people.", SM_COUNT_KILLED, 12, 12, 12},
        {"A blast left 12 dead.", SM_COUNT_KILLED, 12, 12, 12},
        {"Twelve people died in the fire.", SM_COUNT_KILLED, 12, 12, 12},
        {"The death toll rose to 45.", SM_COUNT_KILLED, 45, 45, 45},
        {"The crash claimed the lives of 19 people.", SM_COUNT_KILLED, 19, 19, 19},
        {"Rescuers found 7 bodies.", SM_COUNT_KILLED, 7, 7, 7},
        {"They put the number of those killed in the raid on the town at 160.", SM_COUNT_KILLED, 160, 160, 160},
        {"He was charged over the deaths of three clerks.", SM_COUNT_KILLED, 3, 3, 3},
        {"A bomb exploded, killing nine soldiers.", SM_COUNT_KILLED, 9, 9, 9},
        {"Four were killed and 11 wounded.", SM_COUNT_INJURED, 11, 11, 11},
        {"It killed 129 people and wounded 350 others.", SM_COUNT_INJURED, 350, 350, 350},
        {"Police arrested 23 people.", SM_COUNT_DETAINED, 23, 23, 23},
        {"Commandos rescued 170 people.", SM_COUNT_RESCUED, 170, 170, 170},
        {"Nine sailors were missing.", SM_COUNT_MISSING, 9, 9, 9},
        {"More than 4,000 residents were evacuated.", SM_COUNT_DISPLACED, 4000, 4000, SM_UNSTATED},
        {"Five people were shot.", SM_COUNT_SHOT, 5, 5, 5},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(&cases[i]);
}

static void test_quantities(void **state)
{
    (void)state;
    static const count_case cases[] = {
        {"At least 30 people were killed.", SM_COUNT_KILLED, 30, 30, SM_UNSTATED},
        {"Up to 30 people were killed.", SM_COUNT_KILLED, 30, SM_UNSTATED, 30},
        {"Between 20 and 30 people were killed.", SM_COUNT_KILLED, 25, 20, 30},
        {"Dozens of people were killed.", SM_COUNT_KILLED, 24, 24, 24},
        {"Twenty-two passengers were killed.", SM_COUNT_KILLED, 22, 22, 22},
        {"Two hundred and forty people were killed.", SM_COUNT_KILLED, 240, 240, 240},
        {"The quake killed 3,500 people.", SM_COUNT_KILLED, 3500, 3500, 3500},
        {"The famine killed 1 million people.", SM_COUNT_KILLED, 1000000, 1000000, 1000000},
        {"Four adults and three teenagers were killed.", SM_COUNT_KILLED, 7, 7, 7},
        {"There were no casualties.", SM_COUNT_KILLED, 0, 0, 0},
        {"Nobody was injured.", SM_COUNT_INJURED, 0, 0, 0},
        {"A bomb killed 10-12 people.", SM_COUNT_KILLED, 11, 10, 12},
        {"Floods displaced 1.2 million people.", SM_COUNT_DISPLACED, 1200000, 1200000, 1200000},
        {"Detectives look into a triple homicide.", SM_COUNT_KILLED, 3, 3, 3},
        {"Two streets were closed after a double shooting.", SM_COUNT_SHOT, 2, 2, 2},
        {"It was a murder-suicide, police said.", SM_COUNT_KILLED, 2, 2, SM_UNSTATED},
        {"Four people were shot, one fatally.", SM_COUNT_KILLED, 1, 1, 1},
        {"Both men were killed.", SM_COUNT_KILLED, 2, 2, 2},
        {"The attack left three people wounded and one dead.", SM_COUNT_INJURED, 3, 3, 3},
        {"Four passengers were flown to a hospital.", SM_COUNT_INJURED, 4, 4, 4},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(&cases[i]);
}

static void test_one_person(void **state)
{
    (void)state;
    static const count_case cases[] = {
        {"A farmer was killed by a landmine.", SM_COUNT_KILLED, 1, 1, 1},
        {"A 17-year-old boy was killed on Monday.", SM_COUNT_KILLED, 1, 1, 1},
        {"Gunmen killed the mayor.", SM_COUNT_KILLED, 1, 1, 1},
        {"A mother and her son were killed.", SM_COUNT_KILLED, 2, 2, 2},
        {"Man found shot to death in a car.", SM_COUNT_KILLED, 1, 1, 1},
        {"A clerk who was shot in the chest has died.", SM_COUNT_KILLED, 1, 1, 1},
        {"A boy injured in the crash has died.", SM_COUNT_KILLED, 1, 1, 1},
        {"A man killed his wife, son and daughter.", SM_COUNT_KILLED, 3, 3, 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(&cases[i]);
}

static void test_not_people(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "The law of 2015 was killed in parliament.",
        "The shooting happened 40 km from the capital.",
        "Police will have killed the story by Monday.",
        "Prices fell 12 percent.",
        "Police told Channel 15 that a boy was shot.",
        "A woman called 911 after she was shot.",
        "Jamie Clay, 22 was shot in the leg.",
        "Many children under 15 were shot and killed.",
        "An 18 year old was shot.",
        "He shot three more times.",
        "The wounded men, ages 18, 21 and 35, were taken away.",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        scanned *s = scan_text(texts[i]);
        for (size_t k = 0; k < s->scan->n_counts; k++)
            if (s->scan->counts[k].best > 1)
                fail_msg("%d counted in: %s", s->scan->counts[k].best, texts[i]);
        scan_free(s);
    }
}

static void test_parts_and_attackers_are_marked(void **state)
{
    (void)state;
    scanned *s = scan_text("Twelve people, including three children, were killed. Four gunmen were killed by police.");
    assert_int_equal(s->scan->counts[0].best, 12);
    assert_false(s->scan->counts[0].part);
    assert_int_equal(s->scan->counts[1].best, 4);
    assert_true(s->scan->counts[1].perpetrator);
    scan_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_frames),     cmocka_unit_test(test_quantities), cmocka_unit_test(test_one_person),
        cmocka_unit_test(test_not_people), cmocka_unit_test(test_parts_and_attackers_are_marked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
