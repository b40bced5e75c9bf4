/* The map's own words in other languages: plurals, what is put into them, and that none is left out. */
#include "composing.h"
#include "words.h"

#include <ctype.h>
#include <glob.h>
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char warnings[4096];

static void note(void *context, const char *words)
{
    (void)context;
    strncat(warnings, words, sizeof warnings - strlen(warnings) - 2);
    strcat(warnings, "\n");
}

static sm_words *read_words(const char *json)
{
    sm_words *w = NULL;
    sm_error err = {0};
    warnings[0] = '\0';
    if (sm_words_read(json, strlen(json), "w.json", note, NULL, &w, &err) != SM_OK)
        fail_msg("%s", err.text);
    return w;
}

static void plural_is(const char *language, double n, const char *wanted)
{
    char json[512];
    snprintf(json, sizeof json,
             "{\"language\": \"%s\", \"words\": {\"{n} killed\": {\"zero\": \"zero\", \"one\": \"one\", "
             "\"two\": \"two\", \"few\": \"few\", \"many\": \"many\", \"other\": \"other\"}}}",
             language);
    sm_words *w = read_words(json);
    const char *found = sm_words_for(w, "", "{n} killed", n);
    if (strcmp(found, wanted) != 0)
        fail_msg("%s, %g: %s, not %s", language, n, found, wanted);
    sm_words_free(w);
}

static void test_plurals(void **state)
{
    static const struct {
        const char *language;
        double n;
        const char *category;
    } cases[] = {{"de", 1, "one"},    {"de", 0, "other"},    {"fr", 0, "one"},     {"fr", 1, "one"},
                 {"fr", 2, "other"},  {"ja", 1, "other"},    {"ru", 1, "one"},     {"ru", 2, "few"},
                 {"ru", 5, "many"},   {"ru", 11, "many"},    {"ru", 21, "one"},    {"ru", 22, "few"},
                 {"ru", 112, "many"}, {"pl", 21, "many"},    {"pl", 22, "few"},    {"pl", 1, "one"},
                 {"cs", 4, "few"},    {"cs", 5, "other"},    {"ar", 0, "zero"},    {"ar", 2, "two"},
                 {"ar", 3, "few"},    {"ar", 11, "many"},    {"ar", 100, "other"}, {"ar", 102, "other"},
                 {"ar", 103, "few"},  {"he", 2, "two"},      {"pt-BR", 0, "one"},  {"ru", 1.5, "other"},
                 {"xx", 1, "one"},    {"xx", 1e300, "other"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        plural_is(cases[i].language, cases[i].n, cases[i].category);
}

static void test_missing_forms(void **state)
{
    (void)state;
    sm_words *w = read_words("{\"language\": \"ru\", \"words\": {\"{n} killed\": {\"many\": \"M\"}, "
                             "\"{n} incidents\": \"I\"}}");
    assert_string_equal(sm_words_for(w, "", "{n} killed", 1), "M");
    assert_string_equal(sm_words_for(w, "", "{n} incidents", 1), "I");
    assert_string_equal(sm_words_for(w, "{n} million", "{n} million", 1), "{n} million");
    assert_string_equal(sm_words_for(NULL, "{n} incident", "{n} incidents", 1), "{n} incident");
    assert_string_equal(sm_words_of(w, "Date"), "Date");
    assert_string_equal(sm_words_language(NULL), "en");
    sm_words_free(w);
}

static void test_filling(void **state)
{
    sm_arena *a = sm_arena_new(0);
    (void)state;
    assert_string_equal(sm_words_fill(a, "{a} and {b}", "a", "x", "b", "y", NULL), "x and y");
    assert_string_equal(sm_words_fill(a, "{b}{a}{b}", "a", "", "b", "%s{a}", NULL), "%s{a}%s{a}");
    assert_string_equal(sm_words_fill(a, "{c} } { {a", "a", "x", NULL), "{c} } { {a");
    assert_string_equal(sm_words_fill(a, "{{a}}", "a", "x", NULL), "{x}");
    assert_string_equal(sm_words_fill(a, "", "a", "x", NULL), "");
    sm_arena_free(a);
}

static void test_bad_files(void **state)
{
    static const char *const bad[] = {"",
                                      "[]",
                                      "{\"words\": {}}",
                                      "{\"language\": \"fr\"}",
                                      "{\"language\": 1, \"words\": {}}",
                                      "{\"language\": \"fr\", \"words\": []}"};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        sm_words *w = NULL;
        sm_error err = {0};
        assert_int_equal(sm_words_read(bad[i], strlen(bad[i]), "w.json", NULL, NULL, &w, &err), SM_E_SETUP);
        assert_string_equal(err.file, "w.json");
        assert_null(w);
    }
    sm_words *w =
        read_words("{\"language\": \"fr\", \"words\": {\"Datum\": \"x\", \"Date\": 5, "
                   "\"Detail\": {\"one\": \"x\"}, \"{n} killed\": {\"uno\": \"x\"}, \"N\": \"n\"}}");
    assert_non_null(strstr(warnings, "w.json: words.Datum: none of the map's words; ignored"));
    assert_non_null(strstr(warnings, "words.Date: no words; ignored"));
    assert_non_null(strstr(warnings, "words.Detail: no words; ignored"));
    assert_non_null(strstr(warnings, "words.{n} killed: no words and no forms of words by plural; ignored"));
    assert_string_equal(sm_words_of(w, "Date"), "Date");
    assert_string_equal(sm_words_of(w, "N"), "n");
    sm_words_free(w);
}

/* Each `{name}` of `form` stands in `english` too. */
static void check_form(const char *path, const char *english, const char *form)
{
    for (const char *at = form; (at = strchr(at, '{')); at++) {
        char name[32];
        snprintf(name, sizeof name, "%.*s", (int)strcspn(at, "}") + 1, at);
        if (strstr(english, name) == NULL)
            fail_msg("%s: %s has no %s", path, english, name);
    }
}

static void test_shipped_words_are_complete(void **state)
{
    glob_t found;
    (void)state;
    assert_int_equal(glob(SM_TEST_DATA "/../../styles/words/*.json", 0, NULL, &found), 0);
    assert_true(found.gl_pathc >= 4);
    for (size_t f = 0; f < found.gl_pathc; f++) {
        const char *path = found.gl_pathv[f], *english;
        sm_words *w = NULL;
        sm_error err = {0};
        bool counted;
        warnings[0] = '\0';
        if (sm_words_load(path, note, NULL, &w, &err) != SM_OK)
            fail_msg("%s", err.text);
        assert_string_equal(warnings, "");
        for (size_t i = 0; (english = sm_words_at(i, &counted)); i++) {
            if (!sm_words_has(w, english))
                fail_msg("%s lacks '%s'", path, english);
            check_form(path, english, sm_words_of(w, english));
            for (int n = 0; counted && n < 200; n++)
                check_form(path, english, sm_words_for(w, english, english, n));
        }
        sm_words_free(w);
    }
    globfree(&found);
}

/* --- nothing stays English --------------------------------------------------------------------- */

/* Words in Greek letters for all: what stands in braces stays. */
static sm_words *greek(void)
{
    json_t *table = json_object();
    const char *english;
    bool counted;
    for (size_t i = 0; (english = sm_words_at(i, &counted)); i++) {
        char own[256] = "λ";
        for (const char *at = english; (at = strchr(at, '{')); at++)
            snprintf(own + strlen(own), sizeof own - strlen(own), " %.*s", (int)strcspn(at, "}") + 1, at);
        json_object_set_new(table, english, json_string(own));
    }
    json_t *root = json_pack("{s:s, s:o}", "language", "el", "words", table);
    char *text = json_dumps(root, 0);
    sm_words *w = read_words(text);
    assert_string_equal(warnings, "");
    free(text);
    json_decref(root);
    return w;
}

static void has_no_latin_word(const sm_scene *s, const char *what)
{
    for (const sm_group *g = s->first; g; g = g->next)
        for (const sm_item *i = g->first; i; i = i->next) {
            const char *text = i->kind == SM_ITEM_TEXT ? ((const sm_text *)i)->text : "";
            for (const char *c = text; *c; c++)
                if (isascii((unsigned char)*c) && isalpha((unsigned char)*c))
                    fail_msg("%s: '%s' (%s)", what, text, g->id);
        }
}

static sm_incidents *every_kind(size_t n)
{
    sm_incidents *list = sm_incidents_new();
    for (size_t i = 0; i < n; i++) {
        char date[16];
        snprintf(date, sizeof date, "20%02zu-%02zu-%02zu", 10 + i % 3, 1 + i * 5 % 12, 1 + i * 7 % 28);
        sm_incident *in = add_bombing(list, 10 + (double)(i * i % 17) * .8, 40 + (double)(i * 3 % 13) * .7,
                                      NULL, i % 9 == 8 ? "" : date, (int)(i * i * i % 90));
        sm_site *site = (sm_site *)(uintptr_t)in->sites;
        in->type = (uint8_t)(i % SM_EVENT_COUNT);
        in->geo_precision = (uint8_t)(i % 8);
        in->radius_km = i % 4 ? 0 : 30;
        site->name = i % 6 == 5 ? NULL : "Ω";
        site->country = "Ψ";
        site->located = i % 10 != 7;
        if (i % 3 == 0)
            in->killed.high += 12;
        if (i % 13 == 4)
            site->point = (sm_point){10, 40}; /* several at one place */
    }
    if (n > 20)
        ((sm_site *)(uintptr_t)list->items[3].sites)->point = (sm_point){-120, -40}; /* far from all others */
    return list;
}

static void test_nothing_stays_english(void **state)
{
    sm_words *words = greek();
    (void)state;
    for (unsigned variant = 0; variant < 120; variant++) {
        char what[32];
        sm_scene *s = NULL;
        sm_error err = {0};
        sm_incidents *list = every_kind(variant % 5 == 0 ? variant % 4 : 30 + variant);
        sm_map_options o = {.width = variant % 7 == 3 ? 400 : 0,
                            .height = variant % 7 == 3 ? 300 : 0,
                            .words = words,
                            .made = "2031-04-02",
                            .color_by = (sm_color_by)(variant % 3),
                            .facet = (sm_facet_by)(variant % 2 ? 0 : variant / 2 % 6),
                            .labels = (sm_labels)(variant / 3 % 4),
                            .icons = variant % 4 ? SM_NEVER : SM_ALWAYS,
                            .inset = SM_ALWAYS,
                            .graticule = variant % 3 == 1};
        snprintf(what, sizeof what, "variant %u", variant);
        if (sm_map_compose(basemap, style, list, &o, (sm_text_measure){.measure = measure_text}, &s, NULL,
                           &err) != SM_OK)
            fail_msg("%s: %s", what, err.text);
        has_no_latin_word(s, what);
        assert_string_equal(s->language, "el");
        sm_scene_free(s);
        sm_incidents_free(list);
    }
    sm_words_free(words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plurals),
        cmocka_unit_test(test_missing_forms),
        cmocka_unit_test(test_filling),
        cmocka_unit_test(test_bad_files),
        cmocka_unit_test(test_shipped_words_are_complete),
        cmocka_unit_test(test_nothing_stays_english),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
