/* Bags of words: what is kept of a word, what is passed over, and where a bag ends. */
#include "bag.h"

#include "hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The packed word of `word` in a finished bag; 0 when it has none. */
static uint32_t find(const uint32_t *words, uint32_t n, const char *word)
{
    sm_token token;
    char folds[128];
    assert_int_equal(sm_tokenize(word, strlen(word), &token, 1, folds, sizeof folds), 1);
    uint32_t hash = sm_bag_hash_of(sm_hash_step(SM_HASH_START, token.hash));
    for (uint32_t i = 0; i < n; i++)
        if (sm_bag_hash(words[i]) == hash && !(words[i] & SM_BAG_PAIR))
            return words[i];
    return 0;
}

static void test_words_are_counted_and_sorted(void **state)
{
    (void)state;
    sm_arena *arena = sm_arena_new(0);
    sm_bag bag = {0};
    uint32_t n;
    sm_bag_add_text(&bag, "warehouse, warehouse: a ferry", 0, false);
    const uint32_t *words = sm_bag_finish(&bag, arena, &n);
    assert_int_equal(find(words, n, "warehouse") & SM_BAG_TIMES, 1);
    assert_int_equal(find(words, n, "ferry") & SM_BAG_TIMES, 0);
    assert_true(find(words, n, "ferry") != 0);
    assert_int_equal(find(words, n, "tanker"), 0);
    for (uint32_t i = 1; i < n; i++)
        assert_true(words[i - 1] < words[i]);
    sm_arena_free(arena);
}

static void test_words_of_all_news_are_passed_over(void **state)
{
    (void)state;
    sm_arena *arena = sm_arena_new(0);
    sm_bag bag = {0};
    uint32_t n;
    sm_bag_add_text(&bag, "the and of said", 0, false);
    assert_null(sm_bag_finish(&bag, arena, &n));
    assert_int_equal(n, 0);
    sm_arena_free(arena);
}

static void test_names_and_pairs_of_names(void **state)
{
    (void)state;
    sm_arena *arena = sm_arena_new(0);
    sm_bag bag = {0}, plain = {0};
    uint32_t n, pairs = 0;
    sm_bag_add_text(&bag, "Yesterday Moussa Diabate met traders.", 0, true);
    const uint32_t *words = sm_bag_finish(&bag, arena, &n);
    assert_true(find(words, n, "diabate") & SM_BAG_NAME);
    assert_false(find(words, n, "traders") & SM_BAG_NAME);
    assert_false(find(words, n, "yesterday") & SM_BAG_NAME); /* a sentence begins with a capital anyway */
    for (uint32_t i = 0; i < n; i++)
        pairs += (words[i] & SM_BAG_PAIR) != 0;
    assert_in_range(pairs, 1, 2);
    sm_bag_add_text(&plain, "Yesterday Moussa Diabate met traders.", 0, false);
    words = sm_bag_finish(&plain, arena, &n);
    assert_false(find(words, n, "diabate") & SM_BAG_NAME);
    sm_arena_free(arena);
}

static void test_flags_add_up(void **state)
{
    (void)state;
    sm_arena *arena = sm_arena_new(0);
    sm_bag bag = {0};
    uint32_t n;
    sm_bag_add_text(&bag, "ferry capsized", SM_BAG_TITLE, false);
    sm_bag_add_text(&bag, "the ferry", SM_BAG_NEAR, false);
    const uint32_t *words = sm_bag_finish(&bag, arena, &n);
    assert_int_equal(find(words, n, "ferry") & (SM_BAG_TITLE | SM_BAG_NEAR), SM_BAG_TITLE | SM_BAG_NEAR);
    assert_int_equal(find(words, n, "capsized") & (SM_BAG_TITLE | SM_BAG_NEAR), SM_BAG_TITLE);
    sm_arena_free(arena);
}

static void test_a_bag_has_an_end(void **state)
{
    (void)state;
    sm_arena *arena = sm_arena_new(0);
    sm_bag bag = {0};
    uint32_t n;
    for (int i = 0; i < 2 * SM_BAG_MOST; i++) {
        char word[16];
        snprintf(word, sizeof word, "zq%dx", i);
        sm_bag_add_text(&bag, word, 0, false);
    }
    assert_non_null(sm_bag_finish(&bag, arena, &n));
    assert_int_equal(n, SM_BAG_MOST);
    sm_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_are_counted_and_sorted), cmocka_unit_test(test_words_of_all_news_are_passed_over),
        cmocka_unit_test(test_names_and_pairs_of_names),     cmocka_unit_test(test_flags_add_up),
        cmocka_unit_test(test_a_bag_has_an_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
