#include "csv.h"

#include <string.h>

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

static void trim(const char **name, size_t *length)
{
    while (*length && strchr(" \"\r", **name) && **name) {
        (*name)++;
        (*length)--;
    }
    while (*length && strchr(" \"\r", (*name)[*length - 1]))
        (*length)--;
}

sm_status sm_csv_header(sm_csv *c, sm_input *in, sm_buf *out,
                        void (*column)(void *context, const char *name, size_t length), void *context,
                        bool *found, sm_error *err)
{
    size_t start = 0;
    bool quoted = false;
    c->n_columns = 0;
    sm_status st = sm_input_line(in, out, found, err);
    if (st != SM_OK || !*found)
        return st;
    c->delimiter = find_delimiter(out->bytes, out->length);
    for (size_t i = 0; i <= out->length && c->n_columns < SM_CSV_COLUMNS_MAX; i++) {
        if (i == out->length || (!quoted && out->bytes[i] == c->delimiter)) {
            const char *name = out->bytes + start;
            size_t length = i - start;
            trim(&name, &length);
            column(context, name, length);
            c->n_columns++;
            start = i + 1;
        } else {
            quoted ^= out->bytes[i] == '"';
        }
    }
    return SM_OK;
}

typedef struct row {
    const sm_csv *csv;
    sm_buf *out;
    size_t *start, *length;
    unsigned column;
    int slot; /* −1: not wanted */
    bool any; /* more than one empty cell */
} row;

static void begin_cell(row *r)
{
    r->slot = r->csv->slot_of(r->csv->context, r->column);
    if (r->slot >= 0)
        r->start[r->slot] = r->out->length;
}

static void add(row *r, const char *bytes, size_t length)
{
    r->any |= length > 0;
    if (r->slot >= 0)
        sm_buf_add(r->out, bytes, length);
}

static void end_cell(row *r)
{
    if (r->slot >= 0) {
        r->length[r->slot] = r->out->length - r->start[r->slot];
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

sm_status sm_csv_row(const sm_csv *c, sm_input *in, sm_buf *out, size_t *start, size_t *length,
                     unsigned slots, unsigned *line, const char **strange, sm_error *err)
{
    for (;;) {
        bool any;
        row r = {.csv = c, .out = out, .start = start, .length = length};
        *line = in->line;
        sm_buf_clear(out);
        sm_buf_char(out, '\0'); /* what cells that are not there point at */
        memset(start, 0, slots * sizeof *start);
        memset(length, 0, slots * sizeof *length);
        sm_status st = read_row(&r, in, &any, strange, err);
        if (st != SM_OK || *strange)
            return st;
        if (!any)
            *line = 0;
        if (!any || r.any)
            return SM_OK;
    }
}
