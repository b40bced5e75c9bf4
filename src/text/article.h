/** An article as it comes in, and the reader that turns files, folders and streams into articles one at a
 * time. */
#ifndef SM_ARTICLE_H
#define SM_ARTICLE_H

#include "arena.h"
#include "date.h"
#include "error.h"

/** Longest article in bytes: the text of a novel, and what keeps memory below 150 MB. A longer one is an
 * error of that article alone; it is skipped without being held in memory. */
#define SM_ARTICLE_MAX (1u << 20)

/** Largest HTML page in bytes: most of it is not text. */
#define SM_PAGE_MAX (2u << 20)

/** Longest JSON object or CSV record in bytes: an article and what escapes add to it ("\u0645" is six bytes
 * for two). */
#define SM_RECORD_MAX (16u << 20)

/** All strings are NUL-terminated, well-formed UTF-8 and live in the arena of the call that made the article;
 * absent ones are NULL. */
typedef struct sm_article {
    const char *id;   /**< never NULL: given, or the file's name, with `:line` for the n-th of several */
    const char *text; /**< never NULL; offsets of results are code points into it */
    size_t length;    /**< bytes of `text` */
    const char *title, *source, *url, *language;
    sm_date date;         /**< publication date, year 0 = not given */
    sm_date file_date;    /**< with which the name of a file that is one article begins, year 0 = with none */
    bool extracted;       /**< `text` was taken out of something (HTML), so results carry it along */
    const sm_span *spans; /**< names given to be resolved, code points, by rising start; NULL: find them */
    size_t n_spans;       /**< meaningful when `spans` is not NULL; may be 0 */
} sm_article;

typedef struct sm_reader sm_reader;

/** What a reader does with trouble in one article: called with a filled report (file, line, words); the
 * reader goes on. */
typedef void sm_trouble_fn(void *context, const sm_error *report);

/** Read `documents` in the order given: a file (.txt, .html/.htm, .jsonl/.ndjson/.json, .csv), a folder
 * (recursively, files in byte order of their names, others skipped), or "-" for standard input (JSON Lines).
 * Opening fails with SM_E_INPUT when a path does not exist or cannot be read, or when a folder holds no
 * article; nothing has been read then. */
sm_status sm_reader_open(const char *const *documents, size_t count, sm_trouble_fn *trouble, void *context,
                         sm_reader **out, sm_error *err);

/** The next article into `*out`, its memory from `arena`. SM_OK with `out->id` NULL at the end. A bad article
 * is reported through the trouble function and passed over; only what makes going on impossible is an error
 * here. */
sm_status sm_reader_next(sm_reader *r, sm_arena *arena, sm_article *out, sm_error *err);

/** ## The two halves of sm_reader_next, for callers with several threads
 *
 * One thread cuts the stream into records, cheaply; any thread makes an article of a record without the
 * reader:
 *
 *     sm_reader_next_record(r, arena, &record, err);                             in turn
 *     sm_record_article(&record, arena, trouble, context, &article, err);       anywhere
 */
typedef enum sm_record_kind {
    SM_RECORD_END,
    SM_RECORD_TEXT,
    SM_RECORD_HTML,
    SM_RECORD_JSON,
    SM_RECORD_CSV
} sm_record_kind;

enum {
    SM_CELL_TEXT,
    SM_CELL_ID,
    SM_CELL_TITLE,
    SM_CELL_DATE,
    SM_CELL_SOURCE,
    SM_CELL_URL,
    SM_CELL_LANGUAGE,
    SM_CELLS
};

typedef struct sm_record {
    sm_record_kind kind;
    const char *file;  /**< as reports name it */
    const char *name;  /**< what an id is made of */
    unsigned line;     /**< where the record begins; 0: the file is one article */
    const char *bytes; /**< NULL for CSV */
    size_t length;
    const char *cells[SM_CELLS]; /**< CSV only; NULL = no such column */
    size_t cell_length[SM_CELLS];
} sm_record;

/** The next record, its memory from `arena`; `kind` SM_RECORD_END at the end. Reports through the reader's
 * trouble function. */
sm_status sm_reader_next_record(sm_reader *r, sm_arena *arena, sm_record *out, sm_error *err);

/** Make an article of a record. A record that is none is reported and leaves `out->id` NULL; the status is
 * then SM_OK. `out` shares the memory of `record`. */
sm_status sm_record_article(const sm_record *record, sm_arena *arena, sm_trouble_fn *trouble, void *context,
                            sm_article *out, sm_error *err);

/** Read one document that is in memory already (borrowed until the reader is closed); its format follows from
 * the ending of `name`. */
sm_status sm_reader_open_bytes(const char *name, const void *bytes, size_t size, sm_trouble_fn *trouble,
                               void *context, sm_reader **out, sm_error *err);

/** Bytes consumed so far, and the total if known (0 for streams): for progress. */
void sm_reader_progress(const sm_reader *r, uint64_t *done, uint64_t *total);

void sm_reader_close(sm_reader *r); /**< NULL is fine */

#endif
