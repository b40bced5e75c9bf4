/** Any bytes as a document: the first byte says under which ending, the rest is the file. What comes out must
 * be articles as article.h promises them. */
#include "article.h"
#include "fuzz.h"
#include "utf8.h"

#include <stdlib.h>
#include <string.h>

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void check_string(const char *s)
{
    check(s == NULL || (*s && sm_utf8_valid(s, strlen(s)) == strlen(s)));
}

static void check_article(const sm_article *a)
{
    check_string(a->id);
    check_string(a->title);
    check_string(a->source);
    check_string(a->url);
    check_string(a->language);
    check(strlen(a->text) == a->length && a->length > 0 && a->length <= SM_ARTICLE_MAX);
    check_string(a->text);
    check(a->date.year == 0 || sm_date_valid(a->date));
    size_t count = sm_utf8_count(a->text, a->length);
    for (size_t i = 0; i < a->n_spans; i++) {
        check(a->spans[i].start < a->spans[i].end && a->spans[i].end <= count);
        check(i == 0 || a->spans[i - 1].start <= a->spans[i].start);
    }
}

static void count_trouble(void *context, const sm_error *report)
{
    check(report->status != SM_OK && report->text[0]);
    ++*(size_t *)context;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"a.txt", "a.html", "a.jsonl", "a.json", "a.csv"};
    size_t troubles = 0, articles = 0;
    sm_reader *r;
    sm_arena *arena = sm_arena_new(0);
    const char *name = names[size ? data[0] % 5 : 0];
    if (arena && sm_reader_open_bytes(name, data + (size > 0), size - (size > 0), count_trouble, &troubles,
                                      &r, NULL) == SM_OK) {
        sm_article a;
        while (sm_reader_next(r, arena, &a, NULL) == SM_OK && a.id) {
            check_article(&a);
            articles++;
            sm_arena_reset(arena, 1 << 16);
        }
        check(articles + troubles > 0);
        sm_reader_close(r);
    }
    sm_arena_free(arena);
    return 0;
}
