/* Classes of the tokens, and clauses.
 *
 * A clause begins at a relative word or subordinator (who, which, where, when, while, after …), behind a
 * semicolon, colon or dash, and at "and", "but" when a new subject or place follows. That is crude, and
 * enough: the numbers only weaken links that cross a border. */
#include "scan.h"

#include <string.h>

const char *sm_scan_text(const sm_scan *s, uint32_t first, uint32_t end, sm_arena *arena)
{
    if (first >= end)
        return NULL;
    const char *p = s->doc->text + s->doc->tokens[first].start;
    size_t length = s->doc->tokens[end - 1].end - s->doc->tokens[first].start;
    char *copy = sm_arena_copy(arena, p, length);
    if (copy == NULL)
        return NULL;
    char *out = copy;
    for (const char *q = copy; *q; q++) {
        bool blank = *q == ' ' || *q == '\n' || *q == '\t' || *q == '\r';
        if (blank && (out == copy || out[-1] == ' '))
            continue;
        *out++ = blank ? ' ' : *q;
    }
    *out = '\0';
    return copy;
}

bool sm_scan_comma(const sm_scan *s, size_t i)
{
    const sm_token *t = &s->doc->tokens[i];
    return t->kind == SM_PUNCT && t->end - t->start == 1 && s->doc->text[t->start] == ',';
}

bool sm_scan_any(const sm_scan *s, size_t first, size_t end, uint64_t terms)
{
    for (size_t i = first; i < end; i++)
        if (s->terms[i] & terms)
            return true;
    return false;
}

static void class_terms(sm_scan *s)
{
    const sm_doc *doc = s->doc;
    for (size_t k = 0; k < doc->n_sentences; k++)
        for (size_t i = doc->sentences[k].first, end = doc->sentences[k].end;
             (i = sm_phrase_seek(&sm_terms, doc, i, end)) < end;) {
            size_t first = i, next = i + 1;
            uint64_t classes = sm_terms_rows[sm_phrase_longest(&sm_terms, doc, i, end, &next)].classes;
            s->article |= classes;
            for (; classes && i < next; i++) {
                s->terms[i] = classes;
                s->term_first[i] = (uint32_t)first;
            }
            i = next;
        }
}

static bool opens_clause(const sm_scan *s, size_t i, size_t end)
{
    const sm_token *t = &s->doc->tokens[i];
    if (t->kind == SM_PUNCT) {
        char c = s->doc->text[t->start];
        return c == ';' || (c == ':' && (s->doc->tokens[i + 1].flags & SM_T_SPACE)) ||
               (t->end - t->start == 3 && (unsigned char)c == 0xE2 && (t->flags & SM_T_SPACE) &&
                memchr("\x93\x94", s->doc->text[t->start + 2], 2));
    }
    uint64_t c = sm_scan_class(s, i);
    if ((c & SM_W_RELATIVE) && !sm_scan_cue(s, i, SM_C_never))
        return true;
    if (!sm_scan_cue(s, i, SM_C_joint))
        return false;
    if (sm_token_is(s->doc, i, "as") && i + 2 < end && sm_token_is(s->doc, i + 1, "well") &&
        sm_token_is(s->doc, i + 2, "as"))
        return true;
    if (sm_token_is(s->doc, i, "while") || sm_token_is(s->doc, i, "whereas"))
        return true;
    return i + 1 < end && (sm_scan_cue(s, i + 1, SM_C_subject) || (i && sm_scan_comma(s, i - 1)));
}

/* What few tokens do, told without branches that cannot be foretold. */
static bool may_open_clause(const sm_doc *doc, const sm_token *t)
{
    unsigned char first = (unsigned char)doc->text[t->start];
    uint64_t joints = sm_cue_set_of(t)->bits[0] & SM_CUE_BIT(SM_C_joint);
    _Static_assert(SM_C_joint < 64, "the list stands in the first word of the set");
    return ((t->classes & SM_W_RELATIVE) | joints | (first == ';') | (first == ':') | (first == 0xE2)) != 0;
}

static void number_clauses(sm_scan *s)
{
    const sm_doc *doc = s->doc;
    for (size_t k = 0; k < doc->n_sentences; k++) {
        uint16_t clause = 0;
        for (size_t i = doc->sentences[k].first + 1, end = doc->sentences[k].end; i < end; i++) {
            if (may_open_clause(doc, &doc->tokens[i]) && opens_clause(s, i, end) && clause < UINT16_MAX)
                clause++;
            s->clause[i] = clause;
        }
    }
}

/* "BAMAKO, Mali (AP) --": up to the dash, or no further than the town. */
static uint32_t end_of_dateline(const sm_doc *doc, const sm_places *places)
{
    enum { LONGEST = 24 };
    if (places == NULL || places->dateline == SM_NONE)
        return 0;
    uint32_t town = places->mentions[places->dateline].end;
    for (uint32_t i = town; i < town + LONGEST && i < doc->n_tokens; i++) {
        const char *p = doc->text + doc->tokens[i].start;
        bool dash = (p[0] == '-' && (p[1] == '-' || (p[1] == ' ' && p > doc->text && p[-1] == ' '))) ||
                    strncmp(p, "\u2014", 3) == 0 || strncmp(p, "\u2013", 3) == 0;
        if (doc->tokens[i].kind == SM_PUNCT && dash)
            return i + 1;
    }
    return town;
}

sm_status sm_scan_make(const sm_gazetteer *g, const sm_doc *doc, const sm_places *places,
                       const sm_timex *times, size_t n_times, sm_date published, sm_scan **out, sm_error *err)
{
    size_t n = doc->n_tokens + 1;
    sm_scan *s = sm_arena_alloc(doc->arena, sizeof *s);
    *s = (sm_scan){.gazetteer = g,
                   .doc = doc,
                   .places = places,
                   .times = times,
                   .n_times = n_times,
                   .published = published,
                   .arena = doc->arena};
    s->terms = sm_arena_array(doc->arena, n, sizeof *s->terms);
    s->term_first = sm_arena_array(doc->arena, n, sizeof *s->term_first);
    s->mention_at = sm_arena_array(doc->arena, n, sizeof *s->mention_at);
    s->time_at = sm_arena_array(doc->arena, n, sizeof *s->time_at);
    s->clause = sm_arena_array(doc->arena, n, sizeof *s->clause);
    if (sm_arena_failed(doc->arena))
        return sm_fail(err, SM_E_NOMEM, "no memory for %zu tokens", n);
    for (size_t i = 0; places && i < places->count; i++)
        for (uint32_t j = places->mentions[i].first; j < places->mentions[i].end && j < n; j++)
            s->mention_at[j] = (uint32_t)i + 1;
    for (size_t i = 0; i < n_times; i++)
        for (uint32_t j = times[i].first; j < times[i].end && j < n; j++)
            s->time_at[j] = (uint32_t)i + 1;
    s->dateline_end = end_of_dateline(doc, places);
    class_terms(s);
    number_clauses(s);
    *out = s;
    return SM_OK;
}
