/* Expressions and filters: JSON in, value out. */
#include "expression.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static sm_arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = sm_arena_new(0);
    return arena ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    sm_arena_free(arena);
    return 0;
}

static json_t *parse(const char *text)
{
    char json[1024];
    size_t n = 0;
    for (; *text && n + 1 < sizeof json; text++) /* cases are written with ' for " */
        json[n++] = *text == '\'' ? '"' : *text;
    json[n] = '\0';
    json_error_t why;
    json_t *j = json_loads(json, JSON_DECODE_ANY, &why);
    if (j == NULL)
        fail_msg("%s: %s", json, why.text);
    return j;
}

static const sm_style_property properties[] = {
    {"name", {.kind = SM_STYLE_VALUE_STRING, .string = "Gao"}},
    {"population", {.kind = SM_STYLE_VALUE_NUMBER, .number = 86633}},
    {"capital", {.kind = SM_STYLE_VALUE_BOOL, .number = 0}},
    {"rank", {.kind = SM_STYLE_VALUE_STRING, .string = "seat"}},
};
static const sm_style_feature gao = {"Point", properties, 4};
static const sm_scope scope = {5, &gao};

static const char *words(const sm_style_value *v)
{
    switch (v->kind) {
    case SM_STYLE_VALUE_NULL:
        return "null";
    case SM_STYLE_VALUE_BOOL:
        return v->number != 0 ? "true" : "false";
    case SM_STYLE_VALUE_NUMBER:
        return sm_arena_print(arena, "%.10g", v->number);
    case SM_STYLE_VALUE_STRING:
        return sm_arena_print(arena, "'%s'", v->string);
    case SM_STYLE_VALUE_COLOUR:
        return sm_arena_print(arena, "#%02x%02x%02x%02x", v->colour.r, v->colour.g, v->colour.b, v->colour.a);
    default:
        return "list";
    }
}

static void values(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"3.5", "3.5"},
        {"'red'", "'red'"},
        {"['literal', [1, 2]]", "list"},
        {"['get', 'name']", "'Gao'"},
        {"['get', 'nothing']", "null"},
        {"['has', 'name']", "true"},
        {"['has', 'nothing']", "false"},
        {"['zoom']", "5"},
        {"['geometry-type']", "'Point'"},
        {"['==', ['get', 'name'], 'Gao']", "true"},
        {"['!=', ['get', 'name'], 'Gao']", "false"},
        {"['==', ['get', 'nothing'], null]", "true"},
        {"['==', '5', 5]", "false"},
        {"['<', 1, 2]", "true"},
        {"['<=', 'a', 'a']", "true"},
        {"['>', ['get', 'population'], 50000]", "true"},
        {"['>=', 1, 'a']", "null"},
        {"['!', ['get', 'capital']]", "true"},
        {"['all', true, ['has', 'name']]", "true"},
        {"['all']", "true"},
        {"['any', false, ['get', 'capital']]", "false"},
        {"['any']", "false"},
        {"['in', 'se', ['get', 'rank']]", "true"},
        {"['in', ['get', 'rank'], ['literal', ['seat', 'capital']]]", "true"},
        {"['in', 3, ['literal', ['3']]]", "false"},
        {"['length', 'Sévaré']", "6"},
        {"['length', ['literal', [1, 2, 3]]]", "3"},
        {"['case', ['get', 'capital'], 1, ['has', 'name'], 2, 3]", "2"},
        {"['case', false, 1, 3]", "3"},
        {"['match', ['get', 'rank'], 'capital', 1, ['seat', 'x'], 2, 3]", "2"},
        {"['match', ['get', 'population'], 1, 'a', 'b']", "'b'"},
        {"['coalesce', ['get', 'nothing'], ['get', 'name']]", "'Gao'"},
        {"['step', ['zoom'], 1, 5, 2, 7, 3]", "2"},
        {"['step', ['get', 'population'], 'small', 50000, 'middle', 1e6, 'large']", "'middle'"},
        {"['step', ['zoom'], 4]", "4"},
        {"['interpolate', ['linear'], ['zoom'], 4, 0, 6, 10]", "5"},
        {"['interpolate', ['linear'], ['zoom'], 7, 1, 8, 2]", "1"},
        {"['interpolate', ['exponential', 2], ['zoom'], 4, 0, 6, 3]", "1"},
        {"['interpolate', ['linear'], ['zoom'], 4, '#000', 6, '#fff']", "#808080ff"},
        {"['interpolate', ['linear'], ['get', 'name'], 4, 0, 6, 10]", "null"},
        {"['interpolate', ['linear'], ['zoom'], 4, ['get', 'population'], 6, 0]", "43316.5"},
        {"['+', 1, 2, 3]", "6"},
        {"['-', 5, 2]", "3"},
        {"['-', 5]", "-5"},
        {"['*', 2, 3]", "6"},
        {"['/', 1, 4]", "0.25"},
        {"['/', 1, 0]", "null"},
        {"['%', 7, 4]", "3"},
        {"['^', 2, 10]", "1024"},
        {"['sqrt', 9]", "3"},
        {"['sqrt', -1]", "null"},
        {"['abs', -2]", "2"},
        {"['min', 3, 1, 2]", "1"},
        {"['max', 3, 1, 2]", "3"},
        {"['round', 2.5]", "3"},
        {"['floor', -1.5]", "-2"},
        {"['ceil', 1.2]", "2"},
        {"['log10', 1000]", "3"},
        {"['log2', 8]", "3"},
        {"['+', 1, 'a']", "null"},
        {"['concat', ['get', 'name'], ', ', ['get', 'population'], ['get', 'nothing']]", "'Gao, 86633'"},
        {"['upcase', 'Sévaré']", "'SÉVARÉ'"},
        {"['downcase', 'ÉΣД']", "'éσд'"},
        {"['to-string', true]", "'true'"},
        {"['to-string', ['rgb', 1, 2, 3]]", "'rgba(1,2,3,1)'"},
        {"['to-number', '12.5']", "12.5"},
        {"['to-number', 'x', '3']", "3"},
        {"['to-boolean', '']", "false"},
        {"['to-color', 'red']", "#ff0000ff"},
        {"['number-format', 1234567.891, {'max-fraction-digits': 1}]", "'1,234,567.9'"},
        {"['number-format', -12, {'min-fraction-digits': 2}]", "'-12.00'"},
        {"['number-format', 100, {}]", "'100'"},
        {"['rgb', 255, 0, 16]", "#ff0010ff"},
        {"['rgba', 255, 0, 16, 0.5]", "#ff001080"},
        {"['rgb', 300, 0, 0]", "null"},
        {"{'stops': [[4, 1], [6, 3]]}", "2"},
        {"{'base': 2, 'stops': [[4, 0], [6, 3]]}", "1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *why = NULL;
        json_t *j = parse(cases[i][0]);
        const sm_expression *e = sm_expression_parse(arena, j, &why);
        if (e == NULL)
            fail_msg("%s: %s", cases[i][0], why);
        json_decref(j); /* the tree keeps nothing of it */
        sm_style_value v = sm_expression_value(e, &scope, arena);
        if (strcmp(words(&v), cases[i][1]) != 0)
            fail_msg("%s is %s, not %s", cases[i][0], words(&v), cases[i][1]);
    }
}

static void filters(void **state)
{
    (void)state;
    static const struct {
        const char *filter;
        bool holds;
    } cases[] = {
        {"['==', 'name', 'Gao']", true},
        {"['==', '$type', 'Point']", true},
        {"['!=', 'name', 'Gao']", false},
        {"['>', 'population', 50000]", true},
        {"['<', 'population', 50000]", false},
        {"['<', 'nothing', 50000]", false},
        {"['in', 'rank', 'seat', 'capital']", true},
        {"['!in', 'rank', 'seat', 'capital']", false},
        {"['in', 'rank']", false},
        {"['has', 'name']", true},
        {"['!has', 'name']", false},
        {"['all', ['==', 'rank', 'seat'], ['has', 'name']]", true},
        {"['any', ['==', 'rank', 'capital'], ['!has', 'name']]", false},
        {"['none', ['==', 'rank', 'capital'], ['!has', 'name']]", true},
        {"['all', ['==', ['get', 'rank'], 'seat'], ['<', ['zoom'], 6]]", true},
        {"['!', ['get', 'capital']]", true},
        {"['in', ['get', 'rank'], ['literal', ['other']]]", false},
        {"true", true},
        {"false", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *why = NULL;
        json_t *j = parse(cases[i].filter);
        const sm_expression *e = sm_filter_parse(arena, j, &why);
        json_decref(j);
        if (e == NULL)
            fail_msg("%s: %s", cases[i].filter, why);
        if (sm_filter_holds(e, &scope, arena) != cases[i].holds)
            fail_msg("%s %s", cases[i].filter, cases[i].holds ? "does not hold" : "holds");
    }
    assert_true(sm_filter_holds(NULL, &scope, arena));
}

static void what_is_no_expression_is_refused(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "[]",
        "[3]",
        "['grow', 1]",
        "['get']",
        "['==', 1]",
        "['case', true, 1]",
        "['match', 1, 2, 3]",
        "['interpolate', ['cubic-bezier', 0, 0, 1, 1], ['zoom'], 1, 2]",
        "['interpolate', ['linear'], ['zoom'], 4, 1, 3, 2]",
        "['interpolate', ['linear'], ['zoom']]",
        "['interpolate', ['exponential', -1], ['zoom'], 4, 1]",
        "['step', ['zoom'], 1, 5]",
        "['step', ['zoom'], 1, 5, 2, 5, 3]",
        "['literal']",
        "['number-format', 1]",
        "['literal', {'a': 1}]",
        "{}",
        "{'stops': []}",
        "{'property': 'x', 'stops': [[1, 2]]}",
        "['!', ['!', ['!', ['grow']]]]",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *why = NULL;
        json_t *j = parse(cases[i]);
        if (sm_expression_parse(arena, j, &why))
            fail_msg("%s was taken", cases[i]);
        json_decref(j);
        assert_non_null(why);
    }
    /* as deep as anybody likes */
    json_t *deep = json_true();
    for (int i = 0; i < 3000; i++)
        deep = json_pack("[s, o]", "!", deep);
    const char *why = NULL;
    assert_null(sm_expression_parse(arena, deep, &why));
    assert_null(sm_filter_parse(arena, deep, &why));
    json_decref(deep);
}

static void what_depends_on_the_feature_is_known(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool asks;
    } cases[] = {{"['+', 1, ['zoom']]", false},
                 {"['+', 1, ['get', 'x']]", true},
                 {"['geometry-type']", true},
                 {"['case', ['has', 'x'], 1, 2]", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *why;
        json_t *j = parse(cases[i].text);
        assert_int_equal(sm_expression_asks_feature(sm_expression_parse(arena, j, &why)), cases[i].asks);
        json_decref(j);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values),
        cmocka_unit_test(filters),
        cmocka_unit_test(what_is_no_expression_is_refused),
        cmocka_unit_test(what_depends_on_the_feature_is_known),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
