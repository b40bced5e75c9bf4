/* sitmap annotate: one JSON object a line per article, or a plain-text dump of one stage. */
#include "reading.h"

#include "file.h"
#include "list.h"

#include <stdlib.h>
#include <string.h>

static const sm_usage usage = {
    .command = "annotate",
    .synopsis = "[OPTION...] DOC...",
    .summary =
        "Print the place names, time expressions and incidents of each article, one JSON object a line.\n"
        "DOC is a text, HTML, JSON Lines or CSV file, a folder of such, or - for JSON Lines on standard "
        "input.",
    .epilogue = "Example: sitmap annotate article.txt | jq '.mentions[].place.name'",
};

typedef struct annotating {
    sm_reading reading; /* must be first */
    sm_output out;
    int stage; /* index into stages; 0 = JSON */
} annotating;

typedef void dump_fn(const annotating *a, const sm_annotation *annotation, FILE *out);

static void dump_tokens(const annotating *a, const sm_annotation *annotation, FILE *out)
{
    (void)a;
    sm_doc_dump(annotation->doc, out);
}

static void dump_times(const annotating *a, const sm_annotation *annotation, FILE *out)
{
    (void)a;
    sm_times_dump(annotation->doc, annotation->times, annotation->n_times, out);
}

static void dump_mentions(const annotating *a, const sm_annotation *annotation, FILE *out)
{
    sm_places_dump(a->reading.gazetteer, annotation->doc, annotation->places, out);
}

static void dump_incidents(const annotating *a, const sm_annotation *annotation, FILE *out)
{
    (void)a;
    sm_incidents_dump(annotation->incidents, out);
}

static const struct {
    const char *name;
    dump_fn *dump;
} stages[] = {{"json", NULL},
              {"tokens", dump_tokens},
              {"times", dump_times},
              {"mentions", dump_mentions},
              {"incidents", dump_incidents}};

enum { N_STAGES = sizeof stages / sizeof *stages, MAX_LINE = 1 << 30 };

static sm_status dump_stage(const annotating *a, const sm_annotation *annotation, sm_buf *line, sm_error *err)
{
    char *text = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&text, &size);
    if (memory == NULL)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    stages[a->stage].dump(a, annotation, memory);
    fclose(memory);
    sm_buf_add(line, text, size);
    free(text);
    return line->failed ? sm_fail(err, SM_E_NOMEM, "out of memory") : SM_OK;
}

static sm_status work(void *context, const sm_article *article, sm_arena *arena, void **result, sm_error *err)
{
    const annotating *a = context;
    sm_annotation annotation;
    sm_buf *line = malloc(sizeof *line);
    if (line == NULL)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    sm_buf_init(line, MAX_LINE);
    sm_status st = sm_annotate(a->reading.gazetteer, article, &a->reading.annotate, arena, &annotation, err);
    if (st == SM_OK) {
        st = a->stage
                 ? dump_stage(a, &annotation, line, err)
                 : sm_annotation_json(a->reading.gazetteer, &annotation, &a->reading.annotate, line, err);
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

static sm_status emit(void *context, void *result, sm_error *err)
{
    annotating *a = context;
    sm_buf *line = result;
    bool written = fwrite(line->bytes, 1, line->length, a->out.stream) == line->length;
    sm_buf_free(line);
    free(line);
    return written
               ? SM_OK
               : sm_fail_at(err, SM_E_IO, a->out.path ? a->out.path : "standard output", 0, "write failed");
}

static int find_stage(const char *name)
{
    for (int i = 0; i < N_STAGES; i++)
        if (strcmp(name, stages[i].name) == 0)
            return i;
    return -1;
}

int sm_cmd_annotate(int argc, char **argv)
{
    annotating a = {.reading = SM_READING_DEFAULTS};
    const char *path = "-", *stage = "json";
    int first, status;
    sm_error err = {0};
    const sm_option options[] = {
        {"output", 'o', SM_OPT_STRING, &path, "FILE", "write to FILE instead of standard output"},
        {"candidates", 0, SM_OPT_NUMBER, &a.reading.annotate.show_candidates, "N",
         "show the N best candidates of each name"},
        {"dump", 0, SM_OPT_STRING, &stage, "STAGE",
         "plain text instead of JSON: tokens, times, mentions, incidents"},
        SM_READING_OPTIONS(a.reading),
        {0},
    };
    if (!sm_cli_parse(&usage, options, argc, argv, &first, &status))
        return status;
    if ((a.stage = find_stage(stage)) < 0)
        return sm_cli_misuse(&usage, "unknown stage '%s'", stage);
    a.reading.annotate.place.max_candidates = a.reading.annotate.show_candidates;
    if (!sm_reading_begin(&a.reading, &usage, argc - first, &status))
        return status;
    sm_status st = sm_output_open(&a.out, path, &err);
    if (st == SM_OK) {
        st = sm_reading_run(&a, (sm_batch){.work = work, .emit = emit}, argv + first, argc - first, &err);
        if (st == SM_OK)
            st = sm_output_commit(&a.out, &err);
        else
            sm_output_abandon(&a.out);
    }
    sm_reading_end(&a.reading);
    return st == SM_OK ? sm_reading_status(&a.reading) : sm_cli_fail(&err);
}
