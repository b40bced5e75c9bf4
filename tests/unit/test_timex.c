/* What the golden cases (tests/golden/times) do not show: parts, intervals, basis, and resolving later. */
#include "timeparse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct found {
    sm_arena *arena;
    sm_doc *doc;
    sm_timex *times;
    size_t count;
} found;

static found find(const char *text, sm_date published)
{
    found f = {.arena = sm_arena_new(0)};
    sm_article *a = sm_arena_alloc(f.arena, sizeof *a);
    *a = (sm_article){.id = "test", .text = text, .length = strlen(text)};
    assert_int_equal(sm_doc_make(a, f.arena, &f.doc, NULL), SM_OK);
    assert_int_equal(sm_find_times(f.doc, published, &f.times, &f.count, NULL), SM_OK);
    return f;
}

static const sm_date saturday = {2015, 11, 21}, unknown = {0, 0, 0};

static void assert_interval(const sm_timex *t, sm_date from, sm_date to)
{
    assert_true(t->resolved);
    assert_int_equal(t->from, sm_days(from));
    assert_int_equal(t->to, sm_days(to));
}

static void test_intervals_basis_precision(void **state)
{
    (void)state;
    found f = find(
        "On Friday, on Nov. 13, 2015, last week, in 2012, yesterday, on Oct. 31, the 3rd quarter, Nov. 2-4.",
        saturday);
    assert_int_equal(f.count, 8);
    assert_interval(&f.times[0], (sm_date){2015, 11, 20}, (sm_date){2015, 11, 20});
    assert_int_equal(f.times[0].basis, SM_BASIS_WEEKDAY);
    assert_int_equal(f.times[0].precision, SM_PRECISION_DAY);
    assert_int_equal(f.times[0].weekday, 5);
    assert_int_equal(f.times[1].basis, SM_BASIS_EXPLICIT);
    assert_interval(&f.times[2], (sm_date){2015, 11, 9}, (sm_date){2015, 11, 15});
    assert_int_equal(f.times[2].precision, SM_PRECISION_WEEK);
    assert_int_equal(f.times[2].offset_days, -7);
    assert_interval(&f.times[3], (sm_date){2012, 1, 1}, (sm_date){2012, 12, 31});
    assert_int_equal(f.times[3].precision, SM_PRECISION_YEAR);
    assert_int_equal(f.times[4].offset_days, -1);
    assert_int_equal(f.times[4].basis, SM_BASIS_RELATIVE);
    assert_int_equal(f.times[5].basis, SM_BASIS_RELATIVE);
    assert_interval(&f.times[6], (sm_date){2015, 7, 1}, (sm_date){2015, 9, 30});
    assert_interval(&f.times[7], (sm_date){2015, 11, 2}, (sm_date){2015, 11, 4});
    assert_int_equal(f.times[7].precision, SM_PRECISION_FEW_DAYS);
    sm_arena_free(f.arena);
}

static void test_spans_keep_their_duration(void **state)
{
    (void)state;
    found f =
        find("Over the past three days 40 people died; a week after the attacks 90 had. It took two hours.",
             saturday);
    assert_int_equal(f.count, 3);
    assert_int_equal(f.times[0].type, SM_TIMEX_DURATION);
    assert_string_equal(f.times[0].value, "P3D");
    assert_interval(&f.times[0], (sm_date){2015, 11, 18}, saturday);
    assert_int_equal(f.times[1].offset_days, 7);
    assert_true(f.times[1].rule.from_event);
    assert_false(f.times[1].resolved);
    assert_false(f.times[2].resolved);
    assert_int_equal(f.times[2].offset_days, INT32_MIN);
    sm_arena_free(f.arena);
}

static void test_approximate(void **state)
{
    (void)state;
    found f = find("Early 2013, about ten days, in mid-November and on Friday.", saturday);
    assert_int_equal(f.count, 4);
    assert_true(f.times[0].approximate && f.times[1].approximate && f.times[2].approximate);
    assert_false(f.times[3].approximate);
    sm_arena_free(f.arena);
}

static void test_times_of_day(void **state)
{
    (void)state;
    found f = find("At 7 a.m. on Friday, at 10:30 p.m. Wednesday, Thursday night.", saturday);
    assert_int_equal(f.count, 3);
    assert_int_equal(f.times[0].minute, 420);
    assert_int_equal(f.times[0].precision, SM_PRECISION_HOUR);
    assert_int_equal(f.times[1].minute, 1350);
    assert_int_equal(f.times[1].precision, SM_PRECISION_MINUTE);
    assert_int_equal(f.times[2].minute, -1);
    assert_int_equal(f.times[2].type, SM_TIMEX_TIME);
    sm_arena_free(f.arena);
}

/* Without a date the parts are kept, and resolving later gives what resolving at once would have given. */
static void test_resolving_later(void **state)
{
    (void)state;
    const char *text = "It fell on Friday, on Nov. 13, yesterday, last month, at noon, this summer, the next "
                       "day, ten years ago and at Easter.";
    found late = find(text, unknown), once = find(text, saturday);
    assert_int_equal(late.count, once.count);
    assert_false(late.times[0].resolved);
    assert_int_equal(late.times[0].weekday, 5);
    assert_int_equal(late.times[1].month, 11);
    assert_int_equal(late.times[1].day, 13);
    assert_string_equal(late.times[1].value, "XXXX-11-13");
    sm_times_resolve(late.doc, saturday, late.times, late.count);
    for (size_t i = 0; i < once.count; i++) {
        assert_string_equal(late.times[i].value, once.times[i].value);
        assert_true(late.times[i].resolved);
        assert_int_equal(late.times[i].from, once.times[i].from);
        assert_int_equal(late.times[i].basis, once.times[i].basis);
    }
    sm_arena_free(late.arena);
    sm_arena_free(once.arena);
}

static void expect_publication(const char *text, sm_date expected)
{
    found f = find(text, unknown);
    sm_date d = sm_find_publication_date(f.doc, f.times, f.count);
    assert_int_equal(d.year, expected.year);
    assert_int_equal(d.month, expected.month);
    assert_int_equal(d.day, expected.day);
    sm_arena_free(f.arena);
}

static void test_publication_date(void **state)
{
    (void)state;
    const sm_date day = {2015, 11, 17};
    expect_publication("Jets strike the city\n\n17 November 2015\n\nJets struck again.", day);
    expect_publication("Jets strike the city\nPublished: 17:05 GMT, 17 November 2015 | Updated: 18:00 GMT, "
                       "18 November 2015\nJets struck.",
                       day);
    expect_publication("Tuesday, Nov. 17, 2015\nJets struck on Oct. 1, 2012.", day);
    expect_publication("Jets struck the city on 17 November 2015, the minister said.", unknown);
    expect_publication("Jets strike the city\n\nIn 2012 they struck.\n\nThe treaty of 3 May 1999 is void.",
                       unknown);
    expect_publication("", unknown);
}

static void test_hostile_text(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "9999-99-99 0000-00-00 31/31/2015 30 February 2015 Feb. 30 99:99 24:61 pm",
        "the the the last next this early late mid of of Nov. Nov. Nov.",
        "999999999999999999999999999 years ago; 9999 years ago; 9999 centuries later; in 9999 decades",
        "9999 years ago, a hundred thousand thousand thousand years ago, last last week",
        "Feb. 29 Feb. 29, 2015 the 31st of April the 32nd of May",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        found f = find(texts[i], saturday);
        for (size_t k = 0; k < f.count; k++) {
            assert_true(f.times[k].first < f.times[k].end && f.times[k].end <= f.doc->n_tokens);
            assert_true(strlen(f.times[k].value) < sizeof f.times[k].value);
        }
        sm_arena_free(f.arena);
    }
}

static bool begins_nothing(const char *kind)
{
    static const char *const kinds[] = {"AGO",     "BEFORE", "AFTER", "MORE", "PERIOD", "AMPM",    "ZONE",
                                        "COUNTED", "NAMED",  "PREP",  "THE",  "THAT",   "ARTICLE", "OWNER"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i], kind) == 0)
            return true;
    return false;
}

/* The general word table must know every word that a time expression can begin with, or expressions would be
 * passed over; behind a determiner the second word. */
static void test_general_words_know_the_openers(void **state)
{
    (void)state;
    static char line[8192];
    unsigned phrases = 0;
    FILE *table = fopen(SM_TEST_DATA "/../../src/text/timewords.tsv", "r");
    assert_non_null(table);
    while (fgets(line, sizeof line, table)) {
        char *tab = strchr(line, '\t');
        if (*line == '#' || *line == '@' || tab == NULL || strncmp(line, "phrase\t", 7) == 0)
            continue;
        *tab++ = '\0';
        tab[strcspn(tab, "\t\n")] = '\0';
        if (begins_nothing(tab))
            continue;
        for (char *rest, *phrase = strtok_r(line, ";", &rest); phrase; phrase = strtok_r(NULL, ";", &rest)) {
            found f = find(phrase, unknown);
            if (!sm_time_may_begin(f.doc, 0))
                fail_msg("words.tsv does not say TIME of the words of '%s'", phrase);
            sm_arena_free(f.arena);
            phrases++;
        }
    }
    fclose(table);
    assert_true(phrases > 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_intervals_basis_precision),
        cmocka_unit_test(test_spans_keep_their_duration),
        cmocka_unit_test(test_approximate),
        cmocka_unit_test(test_times_of_day),
        cmocka_unit_test(test_resolving_later),
        cmocka_unit_test(test_publication_date),
        cmocka_unit_test(test_hostile_text),
        cmocka_unit_test(test_general_words_know_the_openers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
