/* Finding time expressions in one pass, the publication date of a text, and the dump. */
#include "timex.h"
#include "timeparse.h"

#include <string.h>

sm_status sm_find_times(const sm_doc *doc, sm_date published, sm_timex **out, size_t *count, sm_error *err)
{
    sm_timex *times = NULL, t;
    size_t n = 0, capacity = 0;
    for (size_t i = 0; i < doc->n_tokens;) {
        bool looked_at = sm_time_is_opener(&doc->tokens[i]) || doc->tokens[i].kind == SM_PUNCT;
        size_t end = looked_at && sm_time_may_begin(doc, i) ? sm_time_parse(doc, i, &t) : 0;
        if (end == 0) {
            i++;
            continue;
        }
        if (!sm_arena_grow(doc->arena, &times, &capacity, n, sizeof *times))
            return sm_fail(err, SM_E_NOMEM, "out of memory");
        times[n++] = t;
        i = end;
        while ((end = sm_time_next_day(doc, i, &times[n - 1], &t)) != 0) { /* "Nov. 13 and 14" */
            if (!sm_arena_grow(doc->arena, &times, &capacity, n, sizeof *times))
                return sm_fail(err, SM_E_NOMEM, "out of memory");
            times[n++] = t;
            i = end;
        }
    }
    sm_times_resolve(doc, published, times, n);
    *out = times;
    *count = n;
    return SM_OK;
}

/* --- the publication date ---------------------------------------------------------------------- */

enum { HEADER_LINES = 12, HEADER_LINE_TOKENS = 24 };

/* Words that stand beside a date in a header line, and nowhere else so many of them. */
static bool is_header_word(const sm_doc *doc, size_t i)
{
    static const char *const words[] = {
        "published", "updated", "posted",   "modified", "date", "last",  "first", "on", "at", "by",
        "gmt",       "utc",     "est",      "edt",      "ist",  "bst",   "cet",   "et", "pt", "am",
        "pm",        "issued",  "released", "created",  "hrs",  "local", "time",  NULL};
    const sm_token *t = &doc->tokens[i];
    if (t->kind == SM_PUNCT || t->kind == SM_NUMBER)
        return true;
    const char *fold = sm_token_fold(doc, i);
    for (size_t k = 0; words[k]; k++)
        if (*words[k] == *fold && strcmp(words[k], fold) == 0)
            return true;
    return false;
}

static size_t line_end(const sm_doc *doc, size_t first)
{
    size_t end = first + 1;
    while (end < doc->n_tokens && !(doc->tokens[end].flags & SM_T_NEWLINE))
        end++;
    return end;
}

static bool is_full(const sm_timex *t)
{
    return t->rule.kind == SM_RULE_DATE && t->rule.year && t->month && t->day;
}

/* "PARIS, Nov. 14, 2015 (Agency) —": a town in capitals, then only names, numbers and marks up to a dash. */
static bool is_dateline(const sm_doc *doc, size_t first, size_t end)
{
    enum { LONGEST = 24 };
    if (!(doc->tokens[first].flags & SM_T_ALLCAPS))
        return false;
    for (size_t i = first + 1; i < end && i < first + LONGEST; i++) {
        const sm_token *t = &doc->tokens[i];
        const char *p = doc->text + t->start;
        bool dash = (p[0] == '-' && (p[1] == '-' || (t->flags & SM_T_SPACE))) ||
                    strncmp(p, "\u2014", 3) == 0 || strncmp(p, "\u2013", 3) == 0;
        if (t->kind == SM_PUNCT && dash)
            return true;
        if (t->kind == SM_WORD && !(t->flags & SM_T_CAPITAL))
            return false;
    }
    return false;
}

/* A line with nothing but the date, or one that says "published"; or a dateline "PARIS, Nov. 14, 2015
 * (Agency) —". */
static bool is_header(const sm_doc *doc, size_t first, size_t end, const sm_timex *t)
{
    bool others = false, says = false, brief = end - first <= HEADER_LINE_TOKENS;
    for (size_t i = first; i < end && (brief || !others); i++) {
        if (i >= t->first && i < t->end)
            continue;
        others |= !is_header_word(doc, i);
        says |= sm_token_is(doc, i, "published") || sm_token_is(doc, i, "posted") ||
                sm_token_is(doc, i, "updated");
    }
    if (!others || (says && brief))
        return true;
    return t->first - first <= 10 && is_dateline(doc, first, end);
}

sm_date sm_find_publication_date(const sm_doc *doc, const sm_timex *times, size_t count)
{
    size_t k = 0;
    for (size_t first = 0, line = 0; first < doc->n_tokens && line < HEADER_LINES; line++) {
        size_t end = line_end(doc, first);
        while (k < count && times[k].first < first)
            k++;
        for (; k < count && times[k].first < end; k++)
            if (is_full(&times[k]) && is_header(doc, first, end, &times[k]))
                return (sm_date){.year = times[k].rule.year,
                                 .month = (uint8_t)times[k].month,
                                 .day = (uint8_t)times[k].day};
        first = end;
    }
    return (sm_date){0};
}

/* --- the dump ---------------------------------------------------------------------------------- */

void sm_times_dump(const sm_doc *doc, const sm_timex *times, size_t count, FILE *out)
{
    static const char *const types[] = {"DATE", "TIME", "DURATION", "SET"};
    for (size_t i = 0; i < count; i++) {
        uint32_t start = doc->tokens[times[i].first].start, end = doc->tokens[times[i].end - 1].end;
        for (uint32_t b = start; b < end; b++)
            fputc(doc->text[b] == '\n' || doc->text[b] == '\r' ? ' ' : doc->text[b], out);
        fprintf(out, " [%u,%u) -> %s %s\n", sm_doc_codepoint(doc, start), sm_doc_codepoint(doc, end),
                types[times[i].type], times[i].value);
    }
}
