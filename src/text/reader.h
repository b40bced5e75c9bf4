/** What the files of the reader share: the formats, and how each turns a record into an article. */
#ifndef SM_READER_H
#define SM_READER_H

#include "article.h"
#include "csv.h"

typedef enum sm_format {
    SM_FORMAT_UNKNOWN,
    SM_FORMAT_TEXT,
    SM_FORMAT_HTML,
    SM_FORMAT_JSON_LINES,
    SM_FORMAT_JSON, /**< one object, an array of objects, or objects one after another */
    SM_FORMAT_CSV,
} sm_format;

/** By the ending of the name, whatever its case. */
sm_format sm_format_of(const char *name);

/** One article being made: where its record came from, where reports go. */
typedef struct sm_making {
    const sm_record *record;
    sm_arena *arena;
    sm_trouble_fn *trouble;
    void *context;
} sm_making;

/** Report trouble with the record, `line` lines and `column` columns into it (0 = not known). */
void sm_making_trouble(const sm_making *m, sm_status status, unsigned line, unsigned column,
                       const char *format, ...) __attribute__((format(printf, 5, 6)));

/** `bytes` as well-formed UTF-8 without NUL in the arena; malformed ones become U+FFFD. `*mended` gets their
 * first place, or `length`. NULL only when the arena failed. */
const char *sm_making_text(const sm_making *m, const char *bytes, size_t length, size_t *out_length,
                           size_t *mended);

/** A short string the same way; NULL when it is empty or all white space. */
const char *sm_making_string(const sm_making *m, const char *bytes, size_t length);

/** Set `a->date` from ISO 8601 words, or report them. */
void sm_making_date(const sm_making *m, sm_article *a, const char *words);

/** Each fills `a` from the record and leaves `a->text` NULL when it has reported why there is no article.
 * Errors: SM_E_NOMEM. */
sm_status sm_article_from_json(const sm_making *m, sm_article *a, sm_error *err);
sm_status sm_article_from_html(const sm_making *m, sm_article *a, sm_error *err);

void sm_html_prepare(void); /**< before the first page, in one thread */

/** Cut the next JSON object out of a stream into `out` (which has its maximum: longer ones are dropped, and
 * `out` remembers). `*line` gets the line that it begins on, 0 at the end. `*strange` is set when something
 * stands there that is no object, or an object does not end; the rest of the stream is then lost. */
typedef struct sm_json_cutter {
    bool inside_array, done;
} sm_json_cutter;
sm_status sm_json_cut(sm_json_cutter *c, sm_input *in, sm_buf *out, unsigned *line, const char **strange,
                      sm_error *err);

/** Articles in a CSV file, whose columns are known from its first line. Start with {0}. */
typedef struct sm_article_table {
    sm_csv csv;
    bool begun;
    int column_of[SM_CELLS]; /**< −1: none */
} sm_article_table;

/** The next record's cells, as sm_csv_row gives them. `*strange` also when no column holds texts. */
sm_status sm_article_table_next(sm_article_table *t, sm_input *in, sm_buf *out, size_t start[SM_CELLS],
                                size_t length[SM_CELLS], unsigned *line, const char **strange, sm_error *err);

#endif
