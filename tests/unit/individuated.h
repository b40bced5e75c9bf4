/* An article read up to its incidents, on hand-made places without a gazetteer. */
#ifndef INDIVIDUATED_H
#define INDIVIDUATED_H

#include "report.h"
#include "scanned.h"

static inline bool is_one_of(const sm_doc *doc, size_t i, const char *const *names)
{
    for (; names && *names; names++)
        if (strcmp(sm_token_fold(doc, i), *names) == 0)
            return true;
    return false;
}

/* Every token that is one of `names` (folded, NULL-ended; NULL = none) is an unresolved place. */
static inline scanned *individuate(const char *text, const char *const *names, sm_reports *reports)
{
    sm_error err = {0};
    scanned *s = scan_text(text);
    sm_mention *mentions = sm_arena_array(s->arena, s->doc->n_tokens + 1, sizeof *mentions);
    for (size_t i = 0; i < s->doc->n_tokens; i++)
        if (is_one_of(s->doc, i, names)) {
            const sm_token *t = &s->doc->tokens[i];
            s->scan->mention_at[i] = (uint32_t)s->places.count + 1;
            mentions[s->places.count++] = (sm_mention){.first = (uint32_t)i, .end = (uint32_t)i + 1, .start = t->start, .stop = t->end, .place = SM_NO_PLACE,
                                                       .kind = SM_LITERAL};
        }
    s->places.mentions = mentions;
    for (size_t i = 0; i < s->scan->n_hits; i++)
        if (!s->scan->hits[i].dropped) {
            s->scan->hits[i].where = sm_link_place(s->scan, &s->scan->hits[i]);
            s->scan->hits[i].when = sm_link_time(s->scan, &s->scan->hits[i]);
        }
    assert_int_equal(sm_individuate(s->scan, reports, &err), SM_OK);
    sm_find_claims(s->scan, reports);
    return s;
}

#endif
