/** CSV (RFC 4180) out of a stream: quoted cells may hold delimiters, line breaks and doubled quotes. The
 * caller says which columns it wants; cells of others are passed over.
 *
 *     sm_csv csv = {.slot_of = slot_of, .context = &mine};
 *     sm_csv_header(&csv, &in, out, take_name, &mine, &found, err);
 *     while (sm_csv_row(&csv, &in, out, start, length, slots, &line, &strange, err) == SM_OK && line) ...
 */
#ifndef SM_CSV_H
#define SM_CSV_H

#include "input.h"

enum { SM_CSV_COLUMNS_MAX = 4096 };

typedef struct sm_csv {
    char delimiter; /**< known from the header: comma, semicolon or tab */
    unsigned n_columns;
    int (*slot_of)(const void *context, unsigned column); /**< −1: a column that is not wanted */
    const void *context;
} sm_csv;

/** Read the first line and tell `column` each name in turn, without quotes and blanks round it (not
 * NUL-terminated). `*found` false: the stream is empty. `out` is working space. Fails as sm_input_line does.
 */
sm_status sm_csv_header(sm_csv *c, sm_input *in, sm_buf *out,
                        void (*column)(void *context, const char *name, size_t length), void *context,
                        bool *found, sm_error *err);

/** The next record that is not an empty line: of each slot the cell, NUL-terminated in `out` at `start[slot]`
 * and `length[slot]` long; empty where the record has no such column. `*line` gets the line that it begins
 * on, 0 at the end. `*strange` is set when a quote does not end; the rest of the stream is then lost. Fails
 * as sm_input_fill does; `out` remembers that it failed. */
sm_status sm_csv_row(const sm_csv *c, sm_input *in, sm_buf *out, size_t *start, size_t *length,
                     unsigned slots, unsigned *line, const char **strange, sm_error *err);

#endif
