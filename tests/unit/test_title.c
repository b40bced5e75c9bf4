/* Headlines: what they add to the incidents of the text, and what they must not. */
#include "extract.h"
#include "list.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static sm_incident *add(sm_incidents *list, sm_event_type type, int32_t killed, int32_t injured)
{
    sm_incident *i = sm_incidents_add(list);
    sm_source *source = sm_arena_alloc(list->arena, sizeof *source);
    *source = (sm_source){.doc = "a", .quote = "words", .start = 5, .end = 9, .killed = SM_UNSTATED, .injured = SM_UNSTATED};
    i->type = (uint8_t)type;
    i->sources = source;
    i->n_sources = i->n_documents = i->n_mentions = 1;
    i->title = "";
    if (killed >= 0)
        i->killed = (sm_toll){killed, killed, killed};
    if (injured >= 0)
        i->injured = (sm_toll){injured, injured, injured};
    return i;
}

static void place(sm_incidents *list, sm_incident *i, const char *name, const char *country)
{
    sm_site *site = sm_arena_alloc(list->arena, sizeof *site);
    *site = (sm_site){.name = name, .point = {-8, 12.65}, .located = true};
    strcpy(site->country_code, country);
    i->sites = site;
    i->n_sites = 1;
    i->geo_precision = SM_GEO_EXACT;
    i->place_method = "clause_pp";
}

typedef struct lists {
    sm_incidents *text, *headline;
} lists;

static int make_lists(void **state)
{
    lists *l = malloc(sizeof *l);
    *l = (lists){sm_incidents_new(), sm_incidents_new()};
    *state = l;
    return 0;
}

static int free_lists(void **state)
{
    lists *l = *state;
    sm_incidents_free(l->text);
    sm_incidents_free(l->headline);
    free(l);
    return 0;
}

static void use(lists *l, const char *country)
{
    sm_error err = {0};
    assert_int_equal(sm_use_title(l->text, l->headline, "the headline", country, &err), SM_OK);
}

static void test_a_headline_alone_is_the_articles_incident(void **state)
{
    lists *l = *state;
    add(l->headline, SM_EVENT_bombing, 9, -1);
    use(l, NULL);
    assert_int_equal(l->text->count, 1);
    assert_true(l->text->items[0].main_of_article);
    assert_string_equal(l->text->items[0].sources[0].title, "the headline");
    assert_int_equal(l->text->items[0].sources[0].end, 0); /* it has no words in the text */
}

static void test_a_headline_of_another_kind_stands_first_if_it_has_a_toll(void **state)
{
    lists *l = *state;
    add(l->text, SM_EVENT_flood, 2, -1)->main_of_article = true;
    add(l->headline, SM_EVENT_bombing, 9, -1);
    use(l, NULL);
    assert_int_equal(l->text->count, 2);
    assert_int_equal(l->text->items[0].type, SM_EVENT_bombing);
    assert_false(l->text->items[1].main_of_article);
}

static void test_and_is_passed_over_if_it_has_none(void **state)
{
    lists *l = *state;
    add(l->text, SM_EVENT_flood, 2, -1);
    add(l->headline, SM_EVENT_bombing, -1, -1);
    use(l, NULL);
    assert_int_equal(l->text->count, 1);
    assert_int_equal(l->text->items[0].type, SM_EVENT_flood);
}

static void test_numbers_that_the_text_lacks(void **state)
{
    lists *l = *state;
    add(l->text, SM_EVENT_bombing, -1, 3);
    add(l->headline, SM_EVENT_bombing, 9, 30);
    use(l, NULL);
    assert_int_equal(l->text->items[0].killed.best, 9);
    assert_int_equal(l->text->items[0].injured.best, 30);
}

static void test_a_smaller_number_changes_nothing(void **state)
{
    lists *l = *state;
    add(l->text, SM_EVENT_bombing, 9, -1);
    add(l->headline, SM_EVENT_bombing, 1, -1);
    use(l, NULL);
    assert_int_equal(l->text->items[0].killed.best, 9);
}

static void test_the_dead_are_among_those_shot(void **state)
{
    lists *l = *state;
    add(l->text, SM_EVENT_violent_crime, 2, -1);
    add(l->headline, SM_EVENT_violent_crime, -1, 5);
    use(l, NULL);
    assert_int_equal(l->text->items[0].killed.best, 2);
    assert_int_equal(l->text->items[0].injured.best, 3);
}

static void test_the_headlines_place(void **state)
{
    lists *l = *state;
    add(l->text, SM_EVENT_bombing, 9, -1);
    place(l->headline, add(l->headline, SM_EVENT_bombing, 9, -1), "Bamako", "ML");
    use(l, "ML");
    assert_int_equal(l->text->count, 1);
    assert_string_equal(l->text->items[0].sites[0].name, "Bamako");
    assert_string_equal(l->text->items[0].place_method, "title");
}

static void test_but_not_one_abroad(void **state)
{
    lists *l = *state;
    add(l->text, SM_EVENT_bombing, 9, -1);
    place(l->headline, add(l->headline, SM_EVENT_bombing, 9, -1), "Bamako", "ML");
    use(l, "FR");
    assert_int_equal(l->text->items[0].n_sites, 0);
}

static void test_what_was_only_threatened_is_no_news(void **state)
{
    lists *l = *state;
    add(l->headline, SM_EVENT_bombing, -1, -1)->status = SM_THREATENED;
    use(l, NULL);
    assert_int_equal(l->text->count, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_lists, free_lists)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_headline_alone_is_the_articles_incident), TEST(test_a_headline_of_another_kind_stands_first_if_it_has_a_toll),
        TEST(test_and_is_passed_over_if_it_has_none),         TEST(test_numbers_that_the_text_lacks),
        TEST(test_a_smaller_number_changes_nothing),          TEST(test_the_dead_are_among_those_shot),
        TEST(test_the_headlines_place),                       TEST(test_but_not_one_abroad),
        TEST(test_what_was_only_threatened_is_no_news),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
