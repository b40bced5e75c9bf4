/* Extraction of a whole article on hand-made places: no gazetteer file is needed, since the mentions here are unresolved names. */
#include "extract.h"
#include "scanned.h"

static sm_incidents *extract(const char *text, const char *const *names, size_t n)
{
    sm_error err = {0};
    scanned *s = scan_text(text);
    sm_mention *mentions = sm_arena_array(s->arena, n + 1, sizeof *mentions);
    for (size_t i = 0; i < s->doc->n_tokens; i++)
        for (size_t k = 0; k < n; k++)
            if (sm_token_is(s->doc, i, names[k])) {
                const sm_token *t = &s->doc->tokens[i];
                mentions[s->places.count++] = (sm_mention){.first = (uint32_t)i, .end = (uint32_t)i + 1, .start = t->start, .stop = t->end, .place = SM_NO_PLACE,
                                                           .kind = SM_LITERAL};
            }
    s->places.mentions = mentions;
    sm_incidents *out = sm_incidents_new();
    assert_int_equal(sm_extract_incidents(NULL, s->doc, &s->places, s->times, s->n_times, s->article.date, NULL, out, &err), SM_OK);
    scan_free(s);
    return out;
}

static void test_the_slots(void **state)
{
    (void)state;
    static const char *const names[] = {"kidal"};
    sm_incidents *out = extract("Gunmen attacked a hotel in Kidal on Tuesday, killing 12 people and wounding 30.", names, 1);
    assert_int_equal(out->count, 1);
    const sm_incident *i = &out->items[0];
    assert_int_equal(i->type, SM_EVENT_armed_attack);
    assert_string_equal(i->date_start, "2019-01-08");
    assert_int_equal(i->n_sites, 1);
    assert_string_equal(i->sites[0].name, "Kidal");
    assert_false(i->sites[0].located);
    assert_int_equal(i->killed.best, 12);
    assert_int_equal(i->injured.best, 30);
    assert_string_equal(i->perpetrator, "Gunmen");
    assert_true(i->main_of_article);
    assert_int_equal(i->n_sources, 1);
    assert_int_equal(i->sources[0].start, 0);
    assert_true(i->confidence > 0.5 && i->confidence < 1);
    sm_incidents_free(out);
}

static void test_definite_words_go_on_with_the_story(void **state)
{
    (void)state;
    static const char *const names[] = {"kidal"};
    sm_incidents *out = extract("Gunmen attacked a hotel in Kidal on Tuesday.\n\nThe attack killed 12 people. The minister condemned the attack.", names, 1);
    assert_int_equal(out->count, 1);
    assert_int_equal(out->items[0].killed.best, 12);
    sm_incidents_free(out);
}

static void test_other_days_are_other_incidents(void **state)
{
    (void)state;
    static const char *const names[] = {"kidal", "gao"};
    sm_incidents *out = extract("A bomb exploded in Kidal on Monday, killing two people. Another bomb exploded in Gao on Tuesday, killing three people.", names, 2);
    assert_int_equal(out->count, 2);
    assert_int_equal(out->items[0].killed.best, 2);
    assert_int_equal(out->items[1].killed.best, 3);
    sm_incidents_free(out);
}

static void test_talk_is_no_incident(void **state)
{
    (void)state;
    sm_incidents *out = extract("The council spoke of attacks and of how they could be stopped.", NULL, 0);
    assert_int_equal(out->count, 0);
    sm_incidents_free(out);
    out = extract("", NULL, 0);
    assert_int_equal(out->count, 0);
    sm_incidents_free(out);
}

static void test_clues_when_the_date_is_unknown(void **state)
{
    (void)state;
    sm_error err = {0};
    scanned *s = scan_text("Gunmen attacked a hotel on Tuesday, killing 12 people.");
    sm_timex *times;
    size_t n;
    assert_int_equal(sm_find_times(s->doc, (sm_date){0}, &times, &n, &err), SM_OK);
    sm_incidents *out = sm_incidents_new();
    assert_int_equal(sm_extract_incidents(NULL, s->doc, &s->places, times, n, (sm_date){0}, NULL, out, &err), SM_OK);
    assert_int_equal(out->count, 1);
    assert_string_equal(out->items[0].date_start, "");
    assert_non_null(out->items[0].clue);
    assert_int_equal(out->items[0].clue->weekday, 2);
    sm_incidents_free(out);
    scan_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_slots), cmocka_unit_test(test_definite_words_go_on_with_the_story), cmocka_unit_test(test_other_days_are_other_incidents),
        cmocka_unit_test(test_talk_is_no_incident), cmocka_unit_test(test_clues_when_the_date_is_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
