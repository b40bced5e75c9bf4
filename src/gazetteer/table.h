/** Tab-separated tables, read from a mapped file row by row without copying: GeoNames dumps and our own
 * curated tables.
 *
 *     sm_table t;
 *     if (sm_table_open(&t, path, err) != SM_OK) …
 *     while (sm_table_next(&t))              lines that are empty or begin with # are passed over
 *         … t.fields[3].bytes, t.n_fields, t.line …
 *     sm_table_close(&t);
 */
#ifndef SM_TABLE_H
#define SM_TABLE_H

#include "file.h"

enum { SM_MAX_FIELDS = 24 };

typedef struct sm_field {
    const char *bytes; /**< not NUL-terminated, trimmed of blanks */
    size_t length;
} sm_field;

typedef struct sm_table {
    const char *path; /**< borrowed from the caller */
    sm_mapped file;
    const char *at;
    size_t given_back; /**< bytes of the file that need not stay in memory */
    unsigned line;     /**< of the current row, from 1 */
    unsigned n_fields; /**< more than SM_MAX_FIELDS when the row has more; only the first ones are kept */
    sm_field fields[SM_MAX_FIELDS];
} sm_table;

/** Fails with SM_E_SETUP when the file cannot be read. */
sm_status sm_table_open(sm_table *t, const char *path, sm_error *err);
void sm_table_close(sm_table *t);
bool sm_table_next(sm_table *t);

/** Read the header line of a curated table: the names of its columns, joined by tabs, must be exactly
 * `columns`. */
sm_status sm_table_header(sm_table *t, const char *columns, sm_error *err);

/** An error about the current row: SM_E_SETUP with file and line. */
sm_status sm_table_fail(const sm_table *t, sm_error *err, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

bool sm_field_is(sm_field f, const char *string);
bool sm_field_integer(sm_field f, int64_t low, int64_t high,
                      int64_t *out); /**< false unless the whole field is a number in range */
bool sm_field_number(sm_field f, double low, double high, double *out);

/** The parts of a field joined by `separator`, without the empty ones: `*rest` begins as the field; false at
 * its end. */
bool sm_field_part(sm_field *rest, char separator, sm_field *part);

#endif
