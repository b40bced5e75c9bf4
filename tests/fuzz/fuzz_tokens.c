/** Any bytes as an article's text: mended to UTF-8, split into tokens and sentences, and the invariants of a
 * doc checked. */
#include "fuzz.h"
#include "token.h"
#include "utf8.h"

#include <stdlib.h>

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void check_doc(const sm_doc *doc)
{
    uint32_t behind = 0;
    for (size_t i = 0; i < doc->n_tokens; i++) {
        const sm_token *t = &doc->tokens[i];
        check(t->start >= behind && t->end > t->start && t->end <= doc->length);
        check(t->sentence < doc->n_sentences);
        check(sm_doc_byte(doc, sm_doc_codepoint(doc, t->start)) == t->start);
        behind = t->end;
    }
    uint32_t next = 0;
    for (size_t i = 0; i < doc->n_sentences; i++) {
        check(doc->sentences[i].first == next && doc->sentences[i].end > next);
        next = doc->sentences[i].end;
    }
    check(next == doc->n_tokens);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sm_arena *arena = sm_arena_new(0);
    if (!arena)
        return 0;
    char *text = sm_arena_alloc(arena, 3 * size + 1);
    if (text) {
        size_t length = sm_utf8_mend((const char *)data, size, text);
        for (size_t i = 0; i < length; i++)
            if (!text[i])
                text[i] = ' '; /* a reader never lets NUL through */
        sm_article article = {.id = "fuzz", .text = text, .length = length};
        sm_doc *doc;
        if (sm_doc_make(&article, arena, &doc, NULL) == SM_OK)
            check_doc(doc);
    }
    sm_arena_free(arena);
    return 0;
}
