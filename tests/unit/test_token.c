/* Tokens, sentences, code points, phrases. */
#include "hash.h"
#include "lexicon.h"
#include "timewords.h"
#include "trigger.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static sm_arena *arena;
static sm_article article;

static const sm_doc *doc_of(const char *text)
{
    sm_doc *doc = NULL;
    sm_arena_reset(arena, 1 << 20);
    article = (sm_article){.id = "test", .text = text, .length = strlen(text)};
    assert_int_equal(sm_doc_make(&article, arena, &doc, NULL), SM_OK);
    return doc;
}

/* The tokens with blanks between them. */
static const char *split(const char *text)
{
    static char out[4096];
    const sm_doc *doc = doc_of(text);
    out[0] = '\0';
    for (size_t i = 0; i < doc->n_tokens; i++) {
        const sm_token *t = &doc->tokens[i];
        size_t used = strlen(out);
        snprintf(out + used, sizeof out - used, "%s%.*s", i ? " " : "", (int)(t->end - t->start),
                 text + t->start);
    }
    return out;
}

static void words(void **state)
{
    (void)state;
    assert_string_equal(split("Gunmen in Sharm el-Sheikh killed Egypt's envoy."),
                        "Gunmen in Sharm el - Sheikh killed Egypt 's envoy .");
    assert_string_equal(split("the U.S. and the U.S.-led force"), "the U.S. and the U.S. - led force");
    assert_string_equal(split("Côte d’Ivoire, Sana'a"), "Côte d’Ivoire , Sana'a");
    assert_string_equal(split("rebels' camp, the rebels’ 'camp'"), "rebels ' camp , the rebels ’ ' camp '");
    assert_string_equal(split("at 7 a.m. on Friday"), "at 7 a.m. on Friday");
    assert_string_equal(split("3,500 troops, 2.5 million, 130, 129"),
                        "3,500 troops , 2.5 million , 130 , 129");
    assert_string_equal(split("They didn't."), "They didn't .");
    assert_string_equal(split("Москва и 北京"), "Москва и 北京");
    assert_string_equal(split(""), "");
}

static void glued_headings(void **state)
{
    (void)state;
    assert_string_equal(split("NIGHT OF FEARThe shooting"), "NIGHT OF FEAR The shooting");
    assert_string_equal(split("a bombingThe police"), "a bombing The police");
    assert_string_equal(split("YouTube, McDonald, UNICEFs, NGOs, FedEx"),
                        "YouTube , McDonald , UNICEFs , NGOs , FedEx");
    const sm_doc *doc = doc_of("NIGHT OF FEARThe shooting began.");
    assert_int_equal(doc->n_sentences, 2);
    assert_true(doc->sentences[0].flags & SM_S_ALLCAPS);
}

static void flags(void **state)
{
    (void)state;
    const sm_doc *doc = doc_of("BBC said McDonald saw U.S. troops\n\nthere");
    assert_true(doc->tokens[0].flags & SM_T_ALLCAPS);
    assert_true(doc->tokens[2].flags & SM_T_MIXED);
    assert_true(doc->tokens[4].flags & SM_T_DOTTED);
    assert_true(doc->tokens[6].flags & SM_T_PARAGRAPH);
    assert_true(sm_word_classes(&doc->tokens[1]) & SM_W_SAY);
    assert_int_equal(sm_word_classes(&doc->tokens[2]), 0);
}

static size_t count_sentences(const char *text)
{
    return doc_of(text)->n_sentences;
}

static void sentences(void **state)
{
    (void)state;
    assert_int_equal(count_sentences("One died. Two lived."), 2);
    assert_int_equal(count_sentences("Gen. Smith met Mr. Jones in St. Louis on Nov. 3. He left."), 2);
    assert_int_equal(count_sentences("He works in the U.S. The war is far."), 2);
    assert_int_equal(count_sentences("He likes U.S. President John F. Kennedy."), 1);
    assert_int_equal(count_sentences("\"It was loud.\" She ran."), 2);
    assert_int_equal(count_sentences("It shook the town.People ran out."), 2);
    assert_int_equal(count_sentences("Prices rose 2.5 percent at example.com today."), 1);
    assert_int_equal(count_sentences("Blast in market\n\nA bomb exploded."), 2);
    assert_int_equal(count_sentences(""), 0);
    assert_true(doc_of("Blast in market\n\nA bomb exploded.")->sentences[0].flags & SM_S_HEADLINE);
    assert_true(
        doc_of("A bomb exploded.\n\nSmoke over the town | Photo: Agency\n\nMore.")->sentences[1].flags &
        SM_S_CAPTION);
}

static void codepoints(void **state)
{
    (void)state;
    char text[4000] = "";
    for (int i = 0; i < 300; i++)
        strcat(text, i % 3 ? "é" : "x ");
    const sm_doc *doc = doc_of(text);
    for (size_t i = 0; i < doc->n_tokens; i++)
        assert_int_equal(sm_doc_byte(doc, sm_doc_codepoint(doc, doc->tokens[i].start)), doc->tokens[i].start);
    assert_int_equal(sm_doc_codepoint(doc, (uint32_t)doc->length), 400);
    assert_int_equal(sm_doc_byte(doc, 100000), doc->length);
    doc = doc_of("plain ascii");
    assert_int_equal(sm_doc_codepoint(doc, 6), 6);
}

static void many_tokens(void **state)
{
    (void)state;
    static char dots[50001];
    memset(dots, '.', 50000); /* a token a byte: more than the first guess */
    assert_int_equal(doc_of(dots)->n_tokens, 50000);
    static char ligatures[30001];
    for (int i = 0; i < 30000; i += 3)
        memcpy(ligatures + i, "\xEF\xAC\x83", 3); /* ffi as one character, one word of 10,000 */
    const sm_doc *doc = doc_of(ligatures);
    assert_int_equal(doc->n_tokens, 1);
    assert_int_equal(doc->tokens[0].fold_length, 30000);
}

static void too_long(void **state)
{
    (void)state;
    sm_doc *doc;
    sm_error err = {0};
    article = (sm_article){.id = "long", .text = "", .length = SM_ARTICLE_MAX + 1};
    assert_int_equal(sm_doc_make(&article, arena, &doc, &err), SM_E_LIMIT);
    assert_string_equal(err.file, "long");
}

/* A phrase matches with hyphens and dots as without. */
static size_t spelling(const char *text)
{
    const sm_doc *doc = doc_of(text);
    size_t n = 0;
    for (size_t i = 0; i < doc->n_tokens; i = sm_phrase_next(doc, i, doc->n_tokens))
        n++;
    return n;
}

static void phrases_pass_over_hyphens(void **state)
{
    (void)state;
    assert_int_equal(spelling("St. Petersburg"), 2);
    assert_int_equal(spelling("air-strike"), 2);
    assert_int_equal(spelling("Deir ez-Zor"), 3);
    assert_int_equal(spelling("air - strike"), 1);
    assert_int_equal(spelling("air, strike"), 1);
    assert_int_equal(spelling("air\n\nstrike"), 1);
    assert_null(sm_phrase_find(&sm_words, sm_hash_step(SM_HASH_START, sm_hash("qqq", 3))));
    assert_non_null(sm_phrase_find(&sm_words, sm_hash_step(SM_HASH_START, sm_hash("friday", 6))));
}

/* The number of a word tells of every table what a search by its hash tells. */
static void check_starts(const sm_phrase_table *table, const sm_token *t)
{
    const sm_phrase_slot *slot = sm_phrase_find(table, sm_hash_step(SM_HASH_START, t->hash));
    sm_phrase_start start = table->starts[t->lexeme];
    assert_int_equal(start.row, slot ? slot->row : 0);
    assert_int_equal(start.continues, slot ? slot->continues : 0);
}

static void vocabulary(void **state)
{
    (void)state;
    const sm_doc *doc =
        doc_of("On Friday gunmen opened fire near the air base of Gao; at least twenty-two people were "
               "killed, the army's spokesman Xqz said last week. Nobody claimed the raid.");
    unsigned known = 0;
    uint64_t classes;
    for (size_t i = 0; i < doc->n_tokens; i++) {
        const sm_token *t = &doc->tokens[i];
        if (t->kind == SM_PUNCT) {
            assert_int_equal(t->lexeme, 0);
            continue;
        }
        known += t->lexeme > 0;
        assert_int_equal(t->lexeme, sm_lexeme(sm_hash(sm_token_fold(doc, i), t->fold_length), &classes));
        assert_int_equal(classes, sm_word_of(t)->classes);
        check_starts(&sm_words, t);
        check_starts(&sm_timewords, t);
        check_starts(&sm_tenses, t);
        check_starts(&sm_terms, t);
        check_starts(&sm_triggers, t);
    }
    assert_true(known > 20 && known < doc->n_tokens);
    assert_int_equal(sm_lexeme(sm_hash("xqz", 3), &classes), 0);
    assert_int_equal(classes, 0);
    assert_int_equal(sm_words.starts[0].row, 0);
}

static int set_up(void **state)
{
    (void)state;
    arena = sm_arena_new(0);
    return arena == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    sm_arena_free(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words),      cmocka_unit_test(glued_headings),
        cmocka_unit_test(flags),      cmocka_unit_test(sentences),
        cmocka_unit_test(codepoints), cmocka_unit_test(many_tokens),
        cmocka_unit_test(too_long),   cmocka_unit_test(phrases_pass_over_hyphens),
        cmocka_unit_test(vocabulary),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
