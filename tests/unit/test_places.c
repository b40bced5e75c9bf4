/* Place names against the gazetteer that the build makes: given names, bias, candidates, what is promised of
 * every mention. Single cases of recognition stand in tests/golden/mentions. */
#include "misspelt.h"
#include "pipeline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct fixture {
    sm_gazetteer *gazetteer;
    sm_arena *arena;
} fixture;

static int open_gazetteer(void **state)
{
    static fixture f;
    sm_error err = {0};
    if (sm_gazetteer_open(SM_BUILD_DIR "/share/sitmap/gazetteer.bin", false, &f.gazetteer, &err) != SM_OK) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    f.arena = sm_arena_new(0);
    *state = &f;
    return 0;
}

static int close_gazetteer(void **state)
{
    fixture *f = *state;
    sm_arena_free(f->arena);
    sm_gazetteer_close(f->gazetteer);
    return 0;
}

static const sm_places *find(fixture *f, const sm_article *article, const sm_place_options *options)
{
    sm_doc *doc;
    sm_places *places;
    sm_error err = {0};
    sm_arena_reset(f->arena, 1 << 20);
    assert_int_equal(sm_doc_make(article, f->arena, &doc, &err), SM_OK);
    assert_int_equal(sm_find_places(f->gazetteer, doc, options, &places, &err), SM_OK);
    return places;
}

static sm_article article_of(const char *text)
{
    return (sm_article){.id = "test", .text = text, .length = strlen(text)};
}

static const char *country_of(const fixture *f, const sm_mention *m)
{
    static char code[3];
    memcpy(code, m->place == SM_NO_PLACE ? "--" : sm_gazetteer_place(f->gazetteer, m->place)->country_code,
           2);
    return code;
}

static void given_names_are_all_answered(void **state)
{
    fixture *f = *state;
    static const sm_span spans[] = {{0, 4}, {13, 19}, {13, 19}, {24, 30}};
    sm_article a = article_of("Xyzq flew to Berlin and Qqqqqq again");
    a.spans = spans;
    a.n_spans = 4;
    const sm_places *p = find(f, &a, NULL);
    assert_int_equal(p->count, 4);
    assert_int_equal(p->mentions[0].place, SM_NO_PLACE);
    assert_int_equal(p->mentions[0].reason, SM_REASON_UNRESOLVED);
    assert_true(p->mentions[1].given);
    assert_string_equal(country_of(f, &p->mentions[1]), "DE");
    assert_int_equal(p->mentions[2].place, p->mentions[1].place);
    assert_int_equal(p->mentions[3].place, SM_NO_PLACE);
}

static void no_spans_means_no_mentions(void **state)
{
    static const sm_span none[1];
    sm_article a = article_of("From Berlin to Paris");
    a.spans = none;
    a.n_spans = 0;
    assert_int_equal(find(*state, &a, NULL)->count, 0);
}

static void spans_out_of_the_text_are_passed_over(void **state)
{
    static const sm_span spans[] = {{100, 200}, {3, 3}, {5, 11}};
    sm_article a = article_of("From Berlin");
    a.spans = spans;
    a.n_spans = 3;
    const sm_places *p = find(*state, &a, NULL);
    assert_int_equal(p->count, 1);
    assert_int_equal(p->mentions[0].start, 5);
}

static void given_names_lose_their_generic_words(void **state)
{
    fixture *f = *state;
    static const sm_span spans[] = {{3, 20}, {25, 40}};
    sm_article a = article_of("In the city of Hanoi and Russian Embassy grounds");
    a.spans = spans;
    a.n_spans = 2;
    const sm_places *p = find(f, &a, NULL);
    assert_string_equal(country_of(f, &p->mentions[0]), "VN");
    assert_string_equal(country_of(f, &p->mentions[1]), "RU");
}

static void bias_turns_an_open_choice(void **state)
{
    fixture *f = *state;
    sm_article a = article_of("The mayor of Birmingham resigned.");
    sm_place_options us = {.country = {'U', 'S'}}, near = {.near = {-86.8, 33.5}, .has_near = true};
    assert_string_equal(country_of(f, &find(f, &a, NULL)->mentions[0]), "GB");
    const sm_places *p = find(f, &a, &us);
    assert_string_equal(country_of(f, &p->mentions[0]), "US");
    assert_int_equal(p->mentions[0].reason, SM_REASON_BIAS);
    assert_string_equal(country_of(f, &find(f, &a, &near)->mentions[0]), "US");
}

static void bias_is_no_filter(void **state)
{
    fixture *f = *state;
    sm_article a = article_of("Shells fell on Aleppo in Syria.");
    sm_place_options us = {.country = {'U', 'S'}};
    assert_string_equal(country_of(f, &find(f, &a, &us)->mentions[0]), "SY");
}

static void candidates_are_best_first(void **state)
{
    sm_article a = article_of("A fire broke out in Springfield on Sunday.");
    sm_place_options three = {.max_candidates = 3};
    const sm_places *p = find(*state, &a, &three);
    assert_int_equal(p->count, 1);
    const sm_mention *m = &p->mentions[0];
    assert_int_equal(m->n_candidates, 3);
    assert_true(m->candidates[0].score >= m->candidates[1].score &&
                m->candidates[1].score >= m->candidates[2].score);
    assert_true(m->place == SM_NO_PLACE || m->candidates[0].place == m->place);
    assert_true(m->confidence < 0.9f); /* there are too many Springfields to be sure */
}

static void dateline_and_focus(void **state)
{
    fixture *f = *state;
    sm_article a =
        article_of("LAGOS, Nigeria (AP) - Gunmen attacked Kano and Maiduguri, police in Nigeria said.");
    const sm_places *p = find(f, &a, NULL);
    assert_int_equal(p->dateline, 0);
    assert_int_equal(p->focus_country, sm_gazetteer_country(f->gazetteer, "NG"));
}

static void empty_and_odd_texts(void **state)
{
    static const char *const texts[] = {"",     " ",   ".",   "-",   "'s", "\n\n\n", "12 34", "A",
                                        "U.S.", "St.", "al-", "(((", "A.", "Ca-",    "ÉÉ É É"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        sm_article a = article_of(texts[i]);
        const sm_places *p = find(*state, &a, NULL);
        assert_true(p->count <= 1);
    }
}

/* Mentions stand in order, do not overlap, lie in the text, and are sure of themselves between 0 and 1. */
static void promises_hold(void **state)
{
    sm_article a = article_of("WASHINGTON — U.S. troops left Mosul, Iraq; Iraqi, Kurdish and Syrian leaders "
                              "met in Erbil, Paris and New York. "
                              "St. Louis, Mo., and Port-au-Prince, Haiti, sent aid to Deir ez-Zor. Mr London "
                              "of Paris, Texas, said so.");
    const sm_places *p = find(*state, &a, NULL);
    assert_true(p->count > 10);
    for (size_t i = 0; i < p->count; i++) {
        const sm_mention *m = &p->mentions[i];
        assert_true(m->start < m->stop && m->stop <= a.length && m->first < m->end);
        assert_true(i == 0 || m->start >= p->mentions[i - 1].stop);
        assert_true(m->confidence >= 0 && m->confidence <= 1);
        assert_true(m->kind == SM_LITERAL || m->kind == SM_ASSOCIATIVE);
        assert_true((m->place == SM_NO_PLACE) == (m->reason == SM_REASON_UNRESOLVED));
    }
}

static void damaged_models_are_refused(void **state)
{
    (void)state;
    sm_linear m;
    sm_error err = {0};
    char bytes[64 + 4] = "sitmap linear model 1\nrows 1\nlabels 2\nscale 1\n\n";
    assert_int_equal(sm_linear_read(bytes, sizeof bytes, &m, &err), SM_OK);
    assert_int_equal(sm_linear_read(bytes, sizeof bytes - 1, &m, &err), SM_E_SETUP);
    sm_error_clear(&err);
    assert_int_equal(sm_linear_read("other", 5, &m, &err), SM_E_SETUP);
}

/* The place that a misspelt name is taken for, SM_NO_PLACE for none. */
static uint32_t corrected(fixture *f, const char *name)
{
    sm_article article = article_of(name);
    sm_doc *doc;
    sm_error err = {0};
    const sm_bearer *bearers;
    uint32_t count;
    sm_arena_reset(f->arena, 1 << 20);
    assert_int_equal(sm_doc_make(&article, f->arena, &doc, &err), SM_OK);
    if (!sm_misspelt_name(f->gazetteer, doc, 0, (uint32_t)doc->n_tokens, &bearers, &count))
        return SM_NO_PLACE;
    assert_true(count > 0);
    return bearers[0].place;
}

static void one_letter_is_forgiven(void **state)
{
    fixture *f = *state;
    const sm_bearer *b;
    assert_true(sm_gazetteer_lookup(f->gazetteer, "Ouagadougou", &b) > 0);
    static const char *const forgiven[] = {"Ouagadougeu", "Owagadougou", "Ouagadoougou", "Ouagadougoux",
                                           "Ouagadougo",  "Ougadougou",  "Ouagadougou.", "Oaugadougou",
                                           "Ouagadouguo", "OUAGADOUGEU"};
    for (size_t i = 0; i < sizeof forgiven / sizeof *forgiven; i++)
        assert_int_equal(corrected(f, forgiven[i]), b[0].place);
    static const char *const not_forgiven[] = {
        "Wuagadougou",                  /* the first letter */
        "Ouagadaugeu",                  /* two letters */
        "Bamaku",                       /* one short word */
        "Ouagadougeu Department store", /* the other words are not there */
        "Qwertzuiopasdfghjklyxcvbnm"};  /* too long for a name */
    for (size_t i = 0; i < sizeof not_forgiven / sizeof *not_forgiven; i++)
        assert_int_equal(corrected(f, not_forgiven[i]), SM_NO_PLACE);
    assert_true(sm_gazetteer_lookup(f->gazetteer, "Buenos Aires", &b) > 0);
    assert_int_equal(corrected(f, "Buenas Aires"), b[0].place);
}

static void reasons_have_names(void **state)
{
    (void)state;
    assert_string_equal(sm_reason_name(SM_REASON_SAME_NAME), "same_name");
    assert_string_equal(sm_reason_name(SM_REASON_UNRESOLVED), "unresolved");
    assert_string_equal(sm_reason_name((sm_reason)99), "none");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(given_names_are_all_answered),
        cmocka_unit_test(no_spans_means_no_mentions),
        cmocka_unit_test(spans_out_of_the_text_are_passed_over),
        cmocka_unit_test(given_names_lose_their_generic_words),
        cmocka_unit_test(bias_turns_an_open_choice),
        cmocka_unit_test(bias_is_no_filter),
        cmocka_unit_test(candidates_are_best_first),
        cmocka_unit_test(dateline_and_focus),
        cmocka_unit_test(empty_and_odd_texts),
        cmocka_unit_test(promises_hold),
        cmocka_unit_test(damaged_models_are_refused),
        cmocka_unit_test(one_letter_is_forgiven),
        cmocka_unit_test(reasons_have_names),
    };
    return cmocka_run_group_tests(tests, open_gazetteer, close_gazetteer);
}
