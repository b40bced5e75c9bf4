/* CSV (RFC 4180) as a state machine over a stream: quoted cells may hold delimiters, line breaks and doubled
 * quotes. Only the cells of columns that an article is made of are kept. */
#include "reader.h"

#include <string.h>
#include <strings.h>

/* Names that a column may bear, for each cell, the better ones first. */
static const char *const column_names[SM_CELLS][5] = {
    [SM_CELL_TEXT] = {"text", "body", "content", "article"},
    [SM_CELL_ID] = {"id"},
    [SM_CELL_TITLE] = {"title", "headline"},
    [SM_CELL_DATE] = {"date", "published"},
    [SM_CELL_SOURCE] = {"source", "publisher"},
    [SM_CELL_URL] = {"url", "link"},
    [SM_CELL_LANGUAGE] = {"language", "lang"},
};

enum { COLUMNS_MAX = 4096 };

static int rank_of(int cell, const char *name, size_t length)
{
    for (int i = 0; column_names[cell][i]; i++)
        if (strlen(column_names[cell][i]) == length && strncasecmp(column_names[cell][i], name, length) == 0)
            return i;
    return -1;
}

/* The delimiter of the header line: of `,`, `;` and tab the most frequent one outside quotes. */
static char find_delimiter(const char *s, size_t length)
{
    size_t commas = 0, semicolons = 0, tabs = 0;
    bool quoted = false;
    for (size_t i = 0; i < length; i++) {
        quoted ^= s[i] == '"';
        commas += !quoted && s[i] == ',';
        semicolons += !quoted && s[i] == ';';
        tabs += !quoted && s[i] == '\t';
    }
    if (tabs > commas && tabs > semicolons)
        return '\t';
    return semicolons > commas ? ';' : ',';
}

static void take_column(sm_csv *c, int best[SM_CELLS], const char *name, size_t length)
{
    while (length && strchr(" \"\r", name[0]) && name[0]) {
        name++;
        length--;
    }
    while (length && strchr(" \"\r", name[length - 1]))
        length--;
    for (int cell = 0; cell < SM_CELLS; cell++) {
        int rank = rank_of(cell, name, length);
        if (rank >= 0 && rank < best[cell]) {
            best[cell] = rank;
            c->column_of[cell] = (int)c->n_columns;
        }
    }
    c->n_columns++;
}

static sm_status read_header(sm_csv *c, sm_input *in, sm_buf *out, const char **strange, sm_error *err)
{
    int best[SM_CELLS];
    bool more;
    sm_status st = sm_input_line(in, out, &more, err);
    if (st != SM_OK || !more)
        return st;
    for (int cell = 0; cell < SM_CELLS; cell++) {
        c->column_of[cell] = -1;
        best[cell] = 100;
    }
    c->delimiter = find_delimiter(out->bytes, out->length);
    size_t start = 0;
    bool quoted = false;
    for (size_t i = 0; i <= out->length && c->n_columns < COLUMNS_MAX; i++) {
        if (i == out->length || (!quoted && out->bytes[i] == c->delimiter)) {
            take_column(c, best, out->bytes + start, i - start);
            start = i + 1;
        } else {
            quoted ^= out->bytes[i] == '"';
        }
    }
    if (out->failed || c->column_of[SM_CELL_TEXT] < 0)
        *strange = "no column named text, body, content or article";
    sm_buf_clear(out);
    return SM_OK;
}

typedef struct row {
    const sm_csv *csv;
    sm_buf *out;
    size_t *start, *length;
    unsigned column;
    int cell; /* −1: not wanted */
    bool any; /* more than one empty cell */
} row;

static void begin_cell(row *r)
{
    r->cell = -1;
    for (int i = 0; i < SM_CELLS; i++)
        if (r->csv->column_of[i] == (int)r->column)
            r->cell = i;
    if (r->cell >= 0)
        r->start[r->cell] = r->out->length;
}

static void add(row *r, const char *bytes, size_t length)
{
    r->any |= length > 0;
    if (r->cell >= 0)
        sm_buf_add(r->out, bytes, length);
}

static void end_cell(row *r)
{
    if (r->cell >= 0) {
        r->length[r->cell] = r->out->length - r->start[r->cell];
        sm_buf_char(r->out, '\0');
    }
    r->column++;
}

static size_t count_lines(const char *s, size_t length)
{
    size_t count = 0;
    for (const char *end = s + length; (s = memchr(s, '\n', (size_t)(end - s))) != NULL; s++)
        count++;
    return count;
}

typedef enum state { CELL_BEGINS, PLAIN, QUOTED, QUOTE_SEEN, ROW_ENDS } state;

/* One step over the block: the piece that `s` says, or one byte that changes it. */
static state step(row *r, state s, sm_input *in)
{
    char delimiter = r->csv->delimiter, c = *in->at;
    if (s == QUOTED) {
        const char *quote = memchr(in->at, '"', (size_t)(in->end - in->at)), *stop = quote ? quote : in->end;
        in->line += (unsigned)count_lines(in->at, (size_t)(stop - in->at));
        add(r, in->at, (size_t)(stop - in->at));
        in->at = quote ? quote + 1 : stop;
        return quote ? QUOTE_SEEN : QUOTED;
    }
    if (s == CELL_BEGINS && c == '"') {
        r->any = true;
        in->at++;
        return QUOTED;
    }
    if (s == QUOTE_SEEN && c == '"') { /* a doubled one */
        add(r, "\"", 1);
        in->at++;
        return QUOTED;
    }
    if (c == delimiter || c == '\n') {
        in->at++;
        r->any |= c == delimiter;
        in->line += c == '\n';
        end_cell(r);
        if (c == '\n')
            return ROW_ENDS;
        begin_cell(r);
        return CELL_BEGINS;
    }
    const char *stop = in->at + 1;
    if (c != '\r') /* a carriage return matters only inside quotes */
        while (stop < in->end && *stop != delimiter && *stop != '\n' && *stop != '\r')
            stop++;
    if (c != '\r')
        add(r, in->at, (size_t)(stop - in->at));
    in->at = stop;
    return PLAIN;
}

static sm_status read_row(row *r, sm_input *in, bool *any, const char **strange, sm_error *err)
{
    state s = CELL_BEGINS;
    *any = false;
    begin_cell(r);
    while (s != ROW_ENDS) {
        bool more;
        sm_status st = sm_input_fill(in, &more, err);
        if (st != SM_OK)
            return st;
        if (!more) {
            if (s == QUOTED)
                *strange = "a quote that begins in this record does not end";
            end_cell(r);
            break;
        }
        *any = true;
        s = step(r, s, in);
    }
    return SM_OK;
}

sm_status sm_csv_next(sm_csv *c, sm_input *in, sm_buf *out, size_t start[SM_CELLS], size_t length[SM_CELLS],
                      unsigned *line, const char **strange, sm_error *err)
{
    if (!c->begun) {
        c->begun = true;
        *line = in->line;
        sm_status st = read_header(c, in, out, strange, err);
        if (st != SM_OK || *strange)
            return st;
    }
    for (;;) {
        bool any;
        row r = {.csv = c, .out = out, .start = start, .length = length};
        *line = in->line;
        sm_buf_clear(out);
        memset(start, 0, SM_CELLS * sizeof *start);
        memset(length, 0, SM_CELLS * sizeof *length);
        sm_status st = read_row(&r, in, &any, strange, err);
        if (st != SM_OK || *strange)
            return st;
        if (!any)
            *line = 0;
        if (!any || r.any)
            return SM_OK;
    }
}
