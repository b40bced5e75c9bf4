/** Any bytes as an article's text: its time expressions with and without a publication date, and what timex.h
 * promises of them. */
#include "fuzz.h"
#include "timex.h"
#include "utf8.h"

#include <stdlib.h>
#include <string.h>

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void check_times(const sm_doc *doc, const sm_timex *times, size_t count)
{
    uint32_t behind = 0;
    for (size_t i = 0; i < count; i++) {
        const sm_timex *t = &times[i];
        check(t->first >= behind && t->end > t->first && t->end <= doc->n_tokens);
        check(t->type <= SM_TIMEX_SET && t->minute >= -1 && t->minute <= 1440 && t->weekday <= 7);
        check(!t->resolved || t->from <= t->to);
        check(t->value[0] && memchr(t->value, 0, sizeof t->value));
        behind = t->end;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sm_arena *arena = sm_arena_new(0);
    char *text = arena ? sm_arena_alloc(arena, 3 * size + 1) : NULL;
    sm_doc *doc;
    if (text) {
        size_t length = sm_utf8_mend((const char *)data, size, text);
        for (size_t i = 0; i < length; i++)
            if (!text[i])
                text[i] = ' ';
        sm_article article = {.id = "fuzz", .text = text, .length = length};
        sm_timex *times;
        size_t count;
        if (sm_doc_make(&article, arena, &doc, NULL) == SM_OK &&
            sm_find_times(doc, (sm_date){0}, &times, &count, NULL) == SM_OK) {
            check_times(doc, times, count);
            sm_find_publication_date(doc, times, count);
            sm_times_resolve(doc, (sm_date){2016, 2, 29}, times, count);
            check_times(doc, times, count);
        }
    }
    sm_arena_free(arena);
    return 0;
}
