#include "documents.h"

#include "classify.h"
#include "list.h"
#include "merge.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Which event types to keep, from "flood,storm" or "all". */
static sm_status parse_types(const char *types, bool wanted[SM_EVENT_COUNT], sm_error *err)
{
    bool all = strcmp(types, "all") == 0;
    for (int t = 0; t < SM_EVENT_COUNT; t++)
        wanted[t] = all;
    while (!all && types) {
        char name[64];
        size_t length = strcspn(types, ",");
        snprintf(name, sizeof name, "%.*s", (int)(length < sizeof name ? length : sizeof name - 1), types);
        sm_event_type t = sm_event_parse(name);
        if (t == SM_EVENT_NONE)
            return sm_fail(err, SM_E_USAGE, "unknown event type '%s'", name);
        wanted[t] = true;
        types = types[length] ? types + length + 1 : NULL;
    }
    return SM_OK;
}

sm_status sm_read_options_parse(const sm_read_options *options, sm_annotate_options *out, sm_error *err)
{
    *out = (sm_annotate_options){0};
    if (options == NULL)
        return SM_OK;
    if (options->published &&
        (!sm_date_parse(options->published, &out->published) || out->published.day == 0))
        return sm_fail(err, SM_E_USAGE, "'%s' is no date such as 2015-11-21", options->published);
    if (options->country) {
        const char *c = options->country;
        if (strlen(c) != 2 || !isalpha((unsigned char)c[0]) || !isalpha((unsigned char)c[1]))
            return sm_fail(err, SM_E_USAGE, "'%s' is no country code of two letters such as ML", c);
        out->place.country[0] = (char)toupper((unsigned char)c[0]);
        out->place.country[1] = (char)toupper((unsigned char)c[1]);
    }
    if (options->near) {
        if (!sm_point_valid(*options->near))
            return sm_fail(err, SM_E_USAGE, "the point to be near to is no longitude and latitude");
        out->place.near = *options->near;
        out->place.has_near = true;
    }
    out->show_candidates = out->place.max_candidates = options->candidates;
    out->chosen = options->types != NULL;
    return out->chosen ? parse_types(options->types, out->wanted, err) : SM_OK;
}

typedef struct run {
    const sm_batch *inner;
    const sm_read_options *options;
} run;

static sm_status run_work(void *context, const sm_article *article, sm_home *home, sm_arena *arena,
                          void **result, sm_error *err)
{
    const run *r = context;
    return r->inner->work(r->inner->context, article, home, arena, result, err);
}

static sm_status run_emit(void *context, void *result, sm_error *err)
{
    const run *r = context;
    return r->inner->emit(r->inner->context, result, err);
}

static void run_trouble(void *context, const sm_error *report)
{
    const run *r = context;
    if (r->options->trouble)
        r->options->trouble(r->options->context, report);
}

static void run_progress(void *context, size_t articles, uint64_t done, uint64_t total)
{
    const run *r = context;
    if (r->options->progress)
        r->options->progress(r->options->context, articles, done, total);
}

sm_status sm_run_documents(const sm_batch *work, const char *const *documents, size_t count,
                           const sm_read_options *options, sm_read_counts *counts, sm_error *err)
{
    static const sm_read_options defaults;
    run r = {.inner = work, .options = options ? options : &defaults};
    sm_read_counts ignored;
    counts = counts ? counts : &ignored;
    sm_batch batch = {.work = run_work,
                      .emit = run_emit,
                      .trouble = run_trouble,
                      .progress = run_progress,
                      .context = &r,
                      .jobs = r.options->jobs,
                      .alone = r.options->alone};
    return sm_batch_run(&batch, documents, count, &counts->articles, &counts->troubles, err);
}

/* --- annotate ---------------------------------------------------------------------------------- */

enum { MAX_LINE = 1 << 30 };

typedef struct annotating {
    const sm_gazetteer *gazetteer;
    sm_annotate_options options;
    sm_type_model types;
    sm_stage stage;
    FILE *out;
} annotating;

static sm_status dump_stage(const annotating *a, const sm_annotation *annotation, sm_buf *line, sm_error *err)
{
    char *text = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&text, &size);
    if (memory == NULL)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    switch (a->stage) {
    case SM_STAGE_TOKENS:
        sm_doc_dump(annotation->doc, memory);
        break;
    case SM_STAGE_TIMES:
        sm_times_dump(annotation->doc, annotation->times, annotation->n_times, memory);
        break;
    case SM_STAGE_MENTIONS:
        sm_places_dump(a->gazetteer, annotation->doc, annotation->places, memory);
        break;
    case SM_STAGE_INCIDENTS:
        sm_incidents_dump(annotation->incidents, memory);
        break;
    case SM_STAGE_EXPLAIN:
        fputs(annotation->explanation, memory);
        break;
    case SM_STAGE_JSON:
        break;
    }
    fclose(memory);
    sm_buf_add(line, text, size);
    free(text);
    return line->failed ? sm_fail(err, SM_E_NOMEM, "out of memory") : SM_OK;
}

static sm_status annotate_article(void *context, const sm_article *article, sm_home *home, sm_arena *arena,
                                  void **result, sm_error *err)
{
    const annotating *a = context;
    sm_annotation annotation;
    sm_buf *line = malloc(sizeof *line);
    if (line == NULL)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    sm_buf_init(line, MAX_LINE);
    sm_status st = sm_annotate(a->gazetteer, article, &a->options, home, arena, &annotation, err);
    if (st == SM_OK) {
        st = a->stage == SM_STAGE_JSON ? sm_annotation_json(a->gazetteer, &annotation, &a->options, line, err)
                                       : dump_stage(a, &annotation, line, err);
        sm_annotation_release(&annotation);
    }
    if (st == SM_OK) {
        *result = line;
        return SM_OK;
    }
    sm_buf_free(line);
    free(line);
    return st;
}

static sm_status write_line(void *context, void *result, sm_error *err)
{
    const annotating *a = context;
    sm_buf *line = result;
    bool written = fwrite(line->bytes, 1, line->length, a->out) == line->length;
    sm_buf_free(line);
    free(line);
    return written ? SM_OK : sm_fail(err, SM_E_IO, "write failed");
}

sm_status sm_annotate_documents(const sm_gazetteer *g, const char *const *documents, size_t count,
                                const sm_read_options *options, sm_stage stage, FILE *out,
                                sm_read_counts *counts, sm_error *err)
{
    annotating a = {.gazetteer = g, .stage = stage, .out = out};
    sm_batch batch = {.work = annotate_article, .emit = write_line, .context = &a};
    sm_status st = sm_read_options_parse(options, &a.options, err);
    sm_type_model_builtin(&a.types);
    a.options.types = &a.types;
    a.options.explain = stage == SM_STAGE_EXPLAIN;
    return st == SM_OK ? sm_run_documents(&batch, documents, count, options, counts, err) : st;
}

/* --- extract ----------------------------------------------------------------------------------- */

typedef struct extracting {
    const sm_gazetteer *gazetteer;
    sm_annotate_options options;
    sm_type_model types;
    sm_incidents *all;
} extracting;

static sm_status extract_article(void *context, const sm_article *article, sm_home *home, sm_arena *arena,
                                 void **result, sm_error *err)
{
    const extracting *e = context;
    sm_annotation annotation;
    sm_status st = sm_annotate(e->gazetteer, article, &e->options, home, arena, &annotation, err);
    if (st == SM_OK)
        *result = annotation.incidents;
    return st;
}

static sm_status collect_incidents(void *context, void *result, sm_error *err)
{
    const extracting *e = context;
    sm_incidents *of_article = result;
    bool copied = true;
    for (size_t i = 0; i < of_article->count && copied; i++)
        copied = sm_incidents_add_copy(e->all, &of_article->items[i]) != NULL;
    sm_incidents_free(of_article);
    return copied ? SM_OK : sm_fail(err, SM_E_NOMEM, "out of memory");
}

static sm_status merge_all(sm_incidents *all, sm_incidents **out, sm_error *err)
{
    sm_incidents *merged = sm_incidents_new();
    if (merged == NULL)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    sm_status st = sm_merge_incidents(all, merged, err);
    if (st == SM_OK)
        *out = merged;
    else
        sm_incidents_free(merged);
    return st;
}

sm_status sm_extract_documents(const sm_gazetteer *g, const char *const *documents, size_t count,
                               const sm_read_options *options, sm_incidents **out, sm_read_counts *counts,
                               sm_error *err)
{
    extracting e = {.gazetteer = g, .all = sm_incidents_new()};
    sm_batch batch = {.work = extract_article, .emit = collect_incidents, .context = &e};
    sm_status st =
        e.all ? sm_read_options_parse(options, &e.options, err) : sm_fail(err, SM_E_NOMEM, "out of memory");
    sm_type_model_builtin(&e.types);
    e.options.types = &e.types;
    e.options.merging = true;
    if (st == SM_OK)
        st = sm_run_documents(&batch, documents, count, options, counts, err);
    if (st == SM_OK)
        st = merge_all(e.all, out, err);
    sm_incidents_free(e.all);
    return st;
}
