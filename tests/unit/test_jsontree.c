/* What YAJL reads is what jansson reads; what only one of them takes is left to jansson. */
#include "jsontree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void expect_same(const char *text, size_t length)
{
    json_t *tree = sm_json_tree(text, length), *whole = json_loadb(text, length, 0, NULL);
    if (tree == NULL || whole == NULL || !json_equal(tree, whole))
        fail_msg("%s", text);
    json_decref(tree);
    json_decref(whole);
}

static void test_objects(void **state)
{
    static const char *const texts[] = {
        "{}",
        " {\"text\": \"A fire in Lagos\", \"id\": 7}\r\n",
        "{\"text\": \"one\", \"text\": \"two\", \"text\": \"three\"}",
        "{\"a\\nb\\u00e9\\u20ac\\/\\\\\\\"\": \"\\b\\f\\t\\u0001\"}",
        "{\"spans\": [{\"start\": 0, \"end\": 5}, {\"start\": 9, \"end\": 12}, [], {}, null, true, false]}",
        "{\"n\": [0, -0, -1, 9223372036854775807, 1.5, -0.0, 1e3, 1E-400]}",
        "{\"\": {\"deep\": [[[[[[\"S\xC3\xA3o Paulo \xF0\x9F\x8C\x8A\"]]]]]]}}",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        expect_same(texts[i], strlen(texts[i]));
}

static void test_left_to_jansson(void **state)
{
    static const char *const texts[] = {
        "",
        "[]",
        "\"text\"",
        "7",
        "{\"text\": \"a\"} {}",
        "{\"text\": \"a\"} \"b",
        "{\"text\": \"a\"",
        "{\"text\": \"a\",}",
        "{\"text\": 'a'}",
        "{\"text\": \"a\nb\"}",
        "{\"text\": \"a\\x\"}",
        "{\"text\": \"a\\u0000b\"}",
        "{\"te\\u0000xt\": \"a\"}",
        "{\"text\": \"\\ud83c\\udf0a\"}", /* a sound pair; YAJL takes the halves below too */
        "{\"text\": \"\\ud83c\"}",
        "{\"text\": \"\\udF0A\"}",
        "{\"text\": \"a\"\v}",
        "\f{\"text\": \"a\"}",
        "{\"text\": \"\xC0\xAF\"}",
        "{\"text\": \"\xED\xA0\x80\"}",
        "{\"id\": 1e400}",
        "{\"id\": 92233720368547758080}",
        "{\"id\": 01}",
        "/* none */ {\"id\": 1}",
        "{\"a key that is longer than any of ours has ever been or will be in time\": 1}",
        "{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        json_t *tree = sm_json_tree(texts[i], strlen(texts[i]));
        if (tree)
            fail_msg("%s", texts[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_objects),
        cmocka_unit_test(test_left_to_jansson),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
