/* An article made ready for the stages of incident extraction, without a gazetteer: for tests of triggers and counts. */
#ifndef SCANNED_H
#define SCANNED_H

#include "scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct scanned {
    sm_arena *arena;
    sm_article article;
    sm_doc *doc;
    sm_timex *times;
    size_t n_times;
    sm_places places;
    sm_scan *scan;
} scanned;

static inline scanned *scan_text(const char *text)
{
    sm_error err = {0};
    sm_arena *arena = sm_arena_new(0);
    scanned *s = sm_arena_alloc(arena, sizeof *s);
    s->arena = arena;
    s->article = (sm_article){.id = "test", .text = text, .length = strlen(text), .date = {2019, 1, 10}};
    s->places.dateline = s->places.focus_country = s->places.focus_admin1 = UINT32_MAX;
    assert_int_equal(sm_doc_make(&s->article, arena, &s->doc, &err), SM_OK);
    assert_int_equal(sm_find_times(s->doc, s->article.date, &s->times, &s->n_times, &err), SM_OK);
    assert_int_equal(sm_scan_make(NULL, s->doc, &s->places, s->times, s->n_times, s->article.date, &s->scan, &err), SM_OK);
    sm_scan_triggers(s->scan);
    sm_scan_factuality(s->scan);
    sm_scan_counts(s->scan);
    return s;
}

static inline void scan_free(scanned *s)
{
    sm_arena_free(s->arena);
}

#endif
