/* From the list of documents to records, one at a time, and from records to articles. */
#include "reader.h"
#include "folder.h"
#include "utf8.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUFFER_KEPT = 1 << 20 }; /* a larger buffer is given back after the record that needed it */

struct sm_reader {
    char **documents;
    size_t n_documents, next;
    sm_trouble_fn *trouble;
    void *context;
    const void *bytes; /* the document in memory, NULL: documents are paths */
    size_t size;
    sm_folder *folder; /* being read, or NULL */
    size_t folder_prefix;
    char *file, *name; /* being read, or NULL */
    sm_format format;
    bool anything; /* the file has given a record, or trouble */
    sm_input in;
    sm_buf buf;
    sm_json_cutter json;
    sm_article_table table;
    uint64_t done, total;
};

sm_format sm_format_of(const char *name)
{
    static const struct {
        const char *ending;
        sm_format format;
    } known[] = {
        {".txt", SM_FORMAT_TEXT},          {".text", SM_FORMAT_TEXT},  {".html", SM_FORMAT_HTML},
        {".htm", SM_FORMAT_HTML},          {".xhtml", SM_FORMAT_HTML}, {".jsonl", SM_FORMAT_JSON_LINES},
        {".ndjson", SM_FORMAT_JSON_LINES}, {".json", SM_FORMAT_JSON},  {".csv", SM_FORMAT_CSV},
    };
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < sizeof known / sizeof *known; i++)
        if (strcasecmp(dot, known[i].ending) == 0)
            return known[i].format;
    return SM_FORMAT_UNKNOWN;
}

/* --- opening ----------------------------------------------------------------------------------- */

static sm_status survey_folder(const char *path, uint64_t *total, sm_error *err)
{
    sm_folder *f;
    sm_status st = sm_folder_open(path, &f, err);
    if (st != SM_OK)
        return st;
    size_t articles = 0;
    for (;;) {
        const char *file = NULL;
        off_t size = 0;
        if (sm_folder_next(f, &file, &size, NULL) != SM_OK)
            continue; /* reported when it is read */
        if (file == NULL)
            break;
        articles++;
        *total += (uint64_t)size;
    }
    sm_folder_close(f);
    return articles ? SM_OK
                    : sm_fail_at(err, SM_E_INPUT, path, 0, "holds no article (.txt .html .jsonl .json .csv)");
}

/* Check one document and add its bytes to the total; `*endless` when they cannot be known. */
static sm_status survey(const char *path, uint64_t *total, bool *endless, sm_error *err)
{
    struct stat st;
    if (strcmp(path, "-") == 0) {
        *endless = true;
        return SM_OK;
    }
    if (stat(path, &st) != 0 || access(path, R_OK) != 0)
        return sm_fail_at(err, SM_E_INPUT, path, 0, "%s", strerror(errno));
    if (S_ISDIR(st.st_mode))
        return survey_folder(path, total, err);
    if (S_ISREG(st.st_mode))
        *total += (uint64_t)st.st_size;
    else
        *endless = true;
    return SM_OK;
}

static sm_reader *new_reader(const char *const *documents, size_t count, sm_trouble_fn *trouble,
                             void *context)
{
    sm_reader *r = calloc(1, sizeof *r);
    if (r == NULL)
        return NULL;
    r->trouble = trouble;
    r->context = context;
    r->in.fd = -1;
    sm_buf_init(&r->buf, SM_RECORD_MAX);
    r->documents = calloc(count ? count : 1, sizeof *r->documents);
    for (size_t i = 0; r->documents && i < count; i++) {
        r->documents[i] = strdup(documents[i]);
        if (r->documents[i] == NULL)
            break;
        r->n_documents++;
    }
    if (r->n_documents == count && r->documents)
        return r;
    sm_reader_close(r);
    return NULL;
}

sm_status sm_reader_open(const char *const *documents, size_t count, sm_trouble_fn *trouble, void *context,
                         sm_reader **out, sm_error *err)
{
    uint64_t total = 0;
    bool endless = false;
    for (size_t i = 0; i < count; i++) {
        sm_status st = survey(documents[i], &total, &endless, err);
        if (st != SM_OK)
            return st;
    }
    sm_html_prepare();
    sm_reader *r = new_reader(documents, count, trouble, context);
    if (r == NULL)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    r->total = endless ? 0 : total;
    *out = r;
    return SM_OK;
}

sm_status sm_reader_open_bytes(const char *name, const void *bytes, size_t size, sm_trouble_fn *trouble,
                               void *context, sm_reader **out, sm_error *err)
{
    sm_html_prepare();
    sm_reader *r = new_reader(&name, 1, trouble, context);
    if (r == NULL)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    r->bytes = bytes;
    r->size = r->total = size;
    *out = r;
    return SM_OK;
}

static void end_file(sm_reader *r)
{
    r->done += r->in.consumed;
    r->in.consumed = 0;
    sm_input_close(&r->in);
    free(r->file);
    free(r->name);
    r->file = r->name = NULL;
}

void sm_reader_close(sm_reader *r)
{
    if (r == NULL)
        return;
    end_file(r);
    sm_folder_close(r->folder);
    sm_input_free(&r->in);
    sm_buf_free(&r->buf);
    for (size_t i = 0; i < r->n_documents; i++)
        free(r->documents[i]);
    free(r->documents);
    free(r);
}

void sm_reader_progress(const sm_reader *r, uint64_t *done, uint64_t *total)
{
    *done = r->done + r->in.consumed;
    *total = r->total;
}

/* --- files one after another ------------------------------------------------------------------- */

static void tell(sm_reader *r, const sm_error *report)
{
    r->anything = true;
    if (r->trouble)
        r->trouble(r->context, report);
}

static void trouble_at(sm_reader *r, sm_status status, unsigned line, const char *words)
{
    sm_error report = {0};
    sm_fail_at(&report, status, r->file, line, "%s", words);
    tell(r, &report);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

/* Make the file at `path` the current one. A file that cannot be opened is trouble, and there is no current
 * one then. */
static sm_status begin_file(sm_reader *r, const char *path, const char *name, bool is_stream)
{
    sm_error report = {0};
    bool is_stdin = r->bytes == NULL && strcmp(path, "-") == 0;
    r->anything = false;
    r->json = (sm_json_cutter){0};
    r->table = (sm_article_table){0};
    r->format = sm_format_of(path);
    if (r->format == SM_FORMAT_UNKNOWN)
        r->format = is_stream ? SM_FORMAT_JSON_LINES : SM_FORMAT_TEXT;
    r->file = strdup(is_stdin ? "standard input" : path);
    r->name = strdup(is_stdin ? "stdin" : name);
    if (r->file == NULL || r->name == NULL)
        return SM_E_NOMEM;
    sm_status st = r->bytes ? sm_input_open_bytes(&r->in, r->bytes, r->size, &report)
                            : sm_input_open(&r->in, path, &report);
    if (st == SM_E_INPUT) {
        tell(r, &report);
        end_file(r);
        return SM_OK;
    }
    return st;
}

static sm_status begin_document(sm_reader *r, const char *path)
{
    struct stat st = {0};
    sm_error report = {0};
    if (r->bytes)
        return begin_file(r, path, base_name(path), false);
    bool known = stat(path, &st) == 0;
    if (!known || !S_ISDIR(st.st_mode))
        return begin_file(r, path, base_name(path),
                          strcmp(path, "-") == 0 || (known && !S_ISREG(st.st_mode)));
    sm_status status = sm_folder_open(path, &r->folder, &report);
    if (status == SM_E_INPUT) {
        tell(r, &report);
        return SM_OK;
    }
    r->folder_prefix = strlen(path);
    while (r->folder_prefix > 1 && path[r->folder_prefix - 1] == '/')
        r->folder_prefix--;
    return status;
}

static sm_status next_in_folder(sm_reader *r)
{
    sm_error report = {0};
    const char *path = NULL;
    sm_status st = sm_folder_next(r->folder, &path, NULL, &report);
    if (st != SM_OK && st != SM_E_NOMEM) {
        tell(r, &report);
        return SM_OK;
    }
    if (st != SM_OK)
        return st;
    if (path) {
        const char *name = path + r->folder_prefix;
        return begin_file(r, path, name + (*name == '/'), false);
    }
    sm_folder_close(r->folder);
    r->folder = NULL;
    return SM_OK;
}

/* See that a file is open; r->file NULL at the end of all. */
static sm_status next_file(sm_reader *r, sm_error *err)
{
    while (r->file == NULL && (r->folder || r->next < r->n_documents)) {
        sm_status st = r->folder ? next_in_folder(r) : begin_document(r, r->documents[r->next++]);
        if (st != SM_OK)
            return sm_fail(err, st, "out of memory");
    }
    return SM_OK;
}

/* --- records ----------------------------------------------------------------------------------- */

static void too_long(sm_reader *r, unsigned line, unsigned maximum)
{
    char words[64];
    snprintf(words, sizeof words, "%s longer than %u KiB", line ? "record" : "article", maximum >> 10);
    trouble_at(r, SM_E_LIMIT, line, words);
}

static bool is_blank(const char *s, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!strchr(" \t\r\n\f\v", s[i]) || s[i] == '\0')
            return false;
    return true;
}

static void keep(sm_reader *r, sm_arena *arena, sm_record *out, sm_record_kind kind, unsigned line)
{
    r->anything = true;
    out->kind = kind;
    out->file = sm_arena_copy(arena, r->file, strlen(r->file));
    out->name = sm_arena_copy(arena, r->name, strlen(r->name));
    out->line = line;
    if (kind != SM_RECORD_CSV) {
        out->length = r->buf.length;
        out->bytes = sm_arena_copy(arena, r->buf.bytes, r->buf.length);
    }
}

/* The file as one record. Leaves out->kind when it is none. */
static sm_status whole_file(sm_reader *r, sm_arena *arena, sm_record *out, sm_error *err)
{
    unsigned maximum = r->format == SM_FORMAT_HTML ? SM_PAGE_MAX : SM_ARTICLE_MAX;
    r->buf.maximum = maximum;
    sm_status st = sm_input_rest(&r->in, &r->buf, err);
    if (st != SM_OK)
        return st;
    if (r->buf.failed)
        too_long(r, 0, maximum);
    else if (memchr(r->buf.bytes, 0, r->buf.length))
        trouble_at(r, SM_E_INPUT, 0, "not text");
    else if (!is_blank(r->buf.bytes, r->buf.length))
        keep(r, arena, out, r->format == SM_FORMAT_HTML ? SM_RECORD_HTML : SM_RECORD_TEXT, 0);
    return SM_OK;
}

static sm_status next_line(sm_reader *r, sm_arena *arena, sm_record *out, sm_error *err)
{
    bool more = true;
    while (out->kind == SM_RECORD_END) {
        unsigned line = r->in.line;
        sm_buf_clear(&r->buf);
        sm_status st = sm_input_line(&r->in, &r->buf, &more, err);
        if (st != SM_OK || !more)
            return st;
        if (r->buf.failed)
            too_long(r, line, SM_RECORD_MAX);
        else if (!is_blank(r->buf.bytes, r->buf.length))
            keep(r, arena, out, SM_RECORD_JSON, line);
    }
    return SM_OK;
}

static sm_status next_object(sm_reader *r, sm_arena *arena, sm_record *out, sm_error *err)
{
    while (out->kind == SM_RECORD_END) {
        unsigned line = 0;
        const char *strange = NULL;
        sm_buf_clear(&r->buf);
        sm_status st = sm_json_cut(&r->json, &r->in, &r->buf, &line, &strange, err);
        if (st != SM_OK)
            return st;
        if (strange)
            trouble_at(r, SM_E_INPUT, line, strange);
        if (strange || line == 0)
            return SM_OK;
        if (r->buf.failed)
            too_long(r, line, SM_RECORD_MAX);
        else
            keep(r, arena, out, SM_RECORD_JSON, line);
    }
    return SM_OK;
}

static sm_status next_row(sm_reader *r, sm_arena *arena, sm_record *out, sm_error *err)
{
    while (out->kind == SM_RECORD_END) {
        unsigned line = 0;
        const char *strange = NULL;
        size_t start[SM_CELLS], length[SM_CELLS];
        sm_buf_clear(&r->buf);
        sm_status st = sm_article_table_next(&r->table, &r->in, &r->buf, start, length, &line, &strange, err);
        if (st != SM_OK)
            return st;
        if (strange)
            trouble_at(r, SM_E_INPUT, line, strange);
        if (strange || line == 0)
            return SM_OK;
        if (r->buf.failed) {
            too_long(r, line, SM_RECORD_MAX);
            continue;
        }
        const char *cells = sm_arena_copy(arena, r->buf.bytes, r->buf.length);
        keep(r, arena, out, SM_RECORD_CSV, line);
        for (int i = 0; cells && i < SM_CELLS; i++) {
            out->cells[i] = r->table.column_of[i] >= 0 ? cells + start[i] : NULL;
            out->cell_length[i] = length[i];
        }
    }
    return SM_OK;
}

static sm_status cut(sm_reader *r, sm_arena *arena, sm_record *out, sm_error *err)
{
    bool more;
    sm_status st = sm_input_fill(&r->in, &more, err);
    if (st != SM_OK || !more)
        return st;
    if (r->in.binary) {
        trouble_at(r, SM_E_INPUT, 0, "not text");
        return SM_OK;
    }
    switch (r->format) {
    case SM_FORMAT_JSON_LINES:
        return next_line(r, arena, out, err);
    case SM_FORMAT_JSON:
        return next_object(r, arena, out, err);
    case SM_FORMAT_CSV:
        return next_row(r, arena, out, err);
    default:
        return whole_file(r, arena, out, err);
    }
}

sm_status sm_reader_next_record(sm_reader *r, sm_arena *arena, sm_record *out, sm_error *err)
{
    *out = (sm_record){.kind = SM_RECORD_END};
    while (out->kind == SM_RECORD_END) {
        sm_status st = next_file(r, err);
        if (st != SM_OK || r->file == NULL)
            return st;
        sm_error report = {0};
        sm_buf_clear(&r->buf);
        r->buf.maximum = SM_RECORD_MAX;
        st = cut(r, arena, out, &report);
        if (st == SM_OK && out->kind == SM_RECORD_END) { /* the file has ended */
            if (!r->anything)
                trouble_at(r, SM_E_INPUT, 0, "empty");
            end_file(r);
        } else if (st != SM_OK) { /* reading failed: the rest of this file is lost, others are not */
            trouble_at(r, st, 0, report.text);
            end_file(r);
        }
        if (r->buf.capacity > BUFFER_KEPT)
            sm_buf_free(&r->buf);
        if (sm_arena_failed(arena))
            return sm_fail(err, SM_E_NOMEM, "out of memory");
    }
    return SM_OK;
}

/* --- articles ---------------------------------------------------------------------------------- */

void sm_making_trouble(const sm_making *m, sm_status status, unsigned line, unsigned column,
                       const char *format, ...)
{
    sm_error report = {0};
    char words[sizeof report.text];
    va_list args;
    va_start(args, format);
    vsnprintf(words, sizeof words, format, args);
    va_end(args);
    unsigned first = m->record->line;
    sm_fail_at(&report, status, m->record->file, line && first ? first + line - 1 : first + line, "%s",
               words);
    report.column = column;
    if (m->trouble)
        m->trouble(m->context, &report);
}

static size_t sound_length(const char *bytes, size_t length)
{
    const char *nul = memchr(bytes, 0, length);
    return sm_utf8_valid(bytes, nul ? (size_t)(nul - bytes) : length);
}

const char *sm_making_text(const sm_making *m, const char *bytes, size_t length, size_t *out_length,
                           size_t *mended)
{
    size_t sound = sound_length(bytes, length);
    *mended = sound;
    *out_length = length;
    if (sound == length)
        return sm_arena_copy(m->arena, bytes, length);
    char *copy = sm_arena_alloc(m->arena, sound + 3 * (length - sound) + 1);
    if (copy == NULL || sm_arena_failed(m->arena))
        return NULL;
    memcpy(copy, bytes, sound);
    size_t used = sound;
    while (length > sound) {
        size_t piece = strnlen(bytes + sound, length - sound);
        used += sm_utf8_mend(bytes + sound, piece, copy + used);
        sound += piece;
        if (sound < length) { /* a NUL */
            used += sm_utf8_encode(0xFFFD, copy + used);
            sound++;
        }
    }
    *out_length = used;
    return copy;
}

const char *sm_making_string(const sm_making *m, const char *bytes, size_t length)
{
    size_t ignored;
    while (length && is_blank(bytes, 1)) {
        bytes++;
        length--;
    }
    while (length && is_blank(bytes + length - 1, 1))
        length--;
    return length ? sm_making_text(m, bytes, length, &length, &ignored) : NULL;
}

void sm_making_date(const sm_making *m, sm_article *a, const char *words)
{
    if (words && !sm_date_parse(words, &a->date))
        sm_making_trouble(m, SM_E_INPUT, 0, 0, "date '%.40s' is not ISO 8601", words);
}

static void report_mended(const sm_making *m, size_t byte)
{
    sm_error report = {0};
    sm_fail_at(&report, SM_E_INPUT, m->record->file, m->record->line,
               "invalid UTF-8 mended, first at byte %zu", byte);
    report.byte = byte;
    if (m->trouble)
        m->trouble(m->context, &report);
}

/* The text as it stands. What had to be mended is carried along in the results, since offsets no longer fit
 * the file. */
static void take_text(const sm_making *m, sm_article *a, const char *bytes, size_t length)
{
    size_t mended;
    const char *text = sm_making_text(m, bytes, length, &a->length, &mended);
    if (text && mended < length) {
        report_mended(m, mended);
        a->extracted = true;
    }
    a->text = text;
}

static void from_csv(const sm_making *m, sm_article *a)
{
    const sm_record *r = m->record;
    const char *cells[SM_CELLS] = {0};
    if (is_blank(r->cells[SM_CELL_TEXT], r->cell_length[SM_CELL_TEXT])) {
        sm_making_trouble(m, SM_E_INPUT, 0, 0, "no text");
        return;
    }
    take_text(m, a, r->cells[SM_CELL_TEXT], r->cell_length[SM_CELL_TEXT]);
    for (int i = SM_CELL_TEXT + 1; i < SM_CELLS; i++)
        if (r->cells[i])
            cells[i] = sm_making_string(m, r->cells[i], r->cell_length[i]);
    a->id = cells[SM_CELL_ID];
    a->title = cells[SM_CELL_TITLE];
    a->source = cells[SM_CELL_SOURCE];
    a->url = cells[SM_CELL_URL];
    a->language = cells[SM_CELL_LANGUAGE];
    sm_making_date(m, a, cells[SM_CELL_DATE]);
}

/* "2021-06-05-solhan.txt": the whole day, then anything but a digit. */
static sm_date date_of_name(const char *name)
{
    enum { DAY = 10 };
    const char *slash = strrchr(name, '/'), *file = slash ? slash + 1 : name;
    char day[DAY + 1];
    sm_date d = {0};
    if (strlen(file) <= DAY || (file[DAY] >= '0' && file[DAY] <= '9'))
        return d;
    memcpy(day, file, DAY);
    day[DAY] = 0;
    return sm_date_parse(day, &d) && d.day ? d : (sm_date){0};
}

sm_status sm_record_article(const sm_record *record, sm_arena *arena, sm_trouble_fn *trouble, void *context,
                            sm_article *out, sm_error *err)
{
    sm_making m = {.record = record, .arena = arena, .trouble = trouble, .context = context};
    sm_article a = {0};
    sm_status st = SM_OK;
    *out = (sm_article){0};
    switch (record->kind) {
    case SM_RECORD_END:
        return SM_OK;
    case SM_RECORD_TEXT:
        take_text(&m, &a, record->bytes, record->length);
        break;
    case SM_RECORD_HTML:
        st = sm_article_from_html(&m, &a, err);
        break;
    case SM_RECORD_JSON:
        st = sm_article_from_json(&m, &a, err);
        break;
    case SM_RECORD_CSV:
        from_csv(&m, &a);
        break;
    }
    if (st == SM_OK && a.text && a.length > SM_ARTICLE_MAX) {
        sm_making_trouble(&m, SM_E_LIMIT, 0, 0, "article longer than %u KiB", SM_ARTICLE_MAX >> 10);
        a.text = NULL;
    }
    if (record->line == 0)
        a.file_date = date_of_name(record->name);
    if (st == SM_OK && a.text && a.id == NULL)
        a.id = record->line ? sm_arena_print(arena, "%s:%u", record->name, record->line) : record->name;
    if (sm_arena_failed(arena))
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    if (st == SM_OK && a.text)
        *out = a;
    return st;
}

sm_status sm_reader_next(sm_reader *r, sm_arena *arena, sm_article *out, sm_error *err)
{
    for (;;) {
        sm_record record;
        *out = (sm_article){0};
        sm_status st = sm_reader_next_record(r, arena, &record, err);
        if (st != SM_OK || record.kind == SM_RECORD_END)
            return st;
        st = sm_record_article(&record, arena, r->trouble, r->context, out, err);
        if (st != SM_OK || out->id)
            return st;
    }
}
