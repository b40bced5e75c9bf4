#include "incidenttable.h"

#include "csv.h"
#include "geo.h"
#include "record.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { RECORD_MAX = 4 * 1024 * 1024, UNRANKED = 100 };

typedef struct table {
    sm_incidents *list;
    sm_csv csv;
    const char *names[SM_CSV_COLUMNS_MAX];
    int x, y; /* the columns of the position, −1: none */
    int x_rank, y_rank;
} table;

static int rank_of(const char *const *known, const char *name)
{
    for (int i = 0; known[i]; i++)
        if (strcasecmp(known[i], name) == 0)
            return i;
    return UNRANKED;
}

static void choose(int *column, int *best, int rank, unsigned here)
{
    if (rank < *best) {
        *best = rank;
        *column = (int)here;
    }
}

static void take_name(void *context, const char *name, size_t length)
{
    static const char *const east[] = {"lon", "longitude", "lng", "long", "x", NULL};
    static const char *const north[] = {"lat", "latitude", "y", NULL};
    table *t = context;
    unsigned here = t->csv.n_columns;
    t->names[here] = sm_record_text(t->list->arena, name, length);
    choose(&t->x, &t->x_rank, rank_of(east, t->names[here]), here);
    choose(&t->y, &t->y_rank, rank_of(north, t->names[here]), here);
}

static int slot_of(const void *context, unsigned column)
{
    const table *t = context;
    return column < t->csv.n_columns ? (int)column : -1;
}

/* A coordinate. Spreadsheets whose decimals have commas part cells by semicolons or tabs. */
static bool coordinate(const table *t, const char *cell, double *out)
{
    char text[64];
    size_t length = strlen(cell);
    if (length >= sizeof text)
        return false;
    memcpy(text, cell, length + 1);
    char *comma = t->csv.delimiter == ',' ? NULL : strchr(text, ',');
    if (comma)
        *comma = '.';
    *out = sm_draft_number(text);
    return !isnan(*out);
}

static void add_row(const table *t, const char *bytes, const size_t *start, const size_t *length)
{
    sm_arena *arena = t->list->arena;
    sm_draft draft = {0};
    sm_shape shape = {0};
    sm_point at;
    for (unsigned i = 0; i < t->csv.n_columns; i++) {
        if ((int)i == t->x || (int)i == t->y)
            continue;
        const char *text = sm_record_text(arena, bytes + start[i], length[i]);
        sm_draft_offer(&draft, t->names[i], (sm_value){.kind = SM_VALUE_STRING, .string = text});
    }
    const char *x = bytes + start[t->x], *y = bytes + start[t->y];
    if (x[0] && y[0]) {
        if (coordinate(t, x, &at.lon) && coordinate(t, y, &at.lat) && sm_point_valid(at)) {
            shape.points = &at;
            shape.count = 1;
        } else {
            shape.misplaced = 1;
        }
    }
    sm_record_add(t->list, &draft, &shape);
}

/* Whether the record is one of HXL hashtags (https://hxlstandard.org). */
static bool is_hashtags(const table *t, const char *bytes, const size_t *start, const size_t *length)
{
    bool any = false;
    for (unsigned i = 0; i < t->csv.n_columns; i++) {
        any |= length[i] > 0;
        if (length[i] > 0 && bytes[start[i]] != '#')
            return false;
    }
    return any;
}

static sm_status read_rows(const table *t, sm_input *in, sm_buf *out, const char *path, sm_error *err)
{
    size_t *start = calloc(2 * (size_t)t->csv.n_columns, sizeof *start), *length = start + t->csv.n_columns;
    unsigned line = 1;
    const char *strange = NULL;
    sm_status st = start ? SM_OK : sm_fail(err, SM_E_NOMEM, "out of memory");
    while (st == SM_OK && line) {
        st = sm_csv_row(&t->csv, in, out, start, length, t->csv.n_columns, &line, &strange, err);
        if (st == SM_OK && strange)
            st = sm_fail_at(err, SM_E_INPUT, path, line, "%s", strange);
        else if (st == SM_OK && out->failed)
            st = sm_fail_at(err, SM_E_LIMIT, path, line, "a record is longer than %d MB",
                            RECORD_MAX / (1024 * 1024));
        else if (st == SM_OK && line && !is_hashtags(t, out->bytes, start, length))
            add_row(t, out->bytes, start, length);
        if (st == SM_OK && sm_arena_failed(t->list->arena))
            st = sm_fail(err, SM_E_NOMEM, "out of memory");
    }
    free(start);
    return st;
}

static sm_status read_table(sm_incidents *list, sm_input *in, const char *name, bool *taken, sm_error *err)
{
    sm_buf out;
    bool found = false;
    table *t = calloc(1, sizeof *t);
    if (t == NULL)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    *t = (table){.list = list, .x = -1, .y = -1, .x_rank = UNRANKED, .y_rank = UNRANKED};
    t->csv = (sm_csv){.slot_of = slot_of, .context = t};
    sm_buf_init(&out, RECORD_MAX);
    sm_status st = sm_csv_header(&t->csv, in, &out, take_name, t, &found, err);
    *taken = st != SM_OK || (found && !in->binary && !out.failed && t->x >= 0 && t->y >= 0);
    if (st == SM_OK && *taken)
        st = read_rows(t, in, &out, name, err);
    sm_buf_free(&out);
    free(t);
    return st;
}

sm_status sm_incidents_read_table(sm_incidents *list, const char *path, bool *taken, sm_error *err)
{
    sm_input in = {.fd = -1};
    sm_status st = sm_input_open(&in, path, err);
    *taken = st != SM_OK;
    if (st == SM_OK)
        st = read_table(list, &in, path, taken, err);
    sm_input_free(&in);
    return st;
}

sm_status sm_incidents_parse_table(sm_incidents *list, const void *bytes, size_t size, const char *name,
                                   bool *taken, sm_error *err)
{
    sm_input in = {.fd = -1};
    sm_status st = sm_input_open_bytes(&in, bytes, size, err);
    *taken = st != SM_OK;
    if (st == SM_OK)
        st = read_table(list, &in, name, taken, err);
    sm_input_free(&in);
    return st;
}
