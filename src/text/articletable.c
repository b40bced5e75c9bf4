/* Articles in a table: which columns an article is made of. */
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

static int rank_of(int cell, const char *name, size_t length)
{
    for (int i = 0; column_names[cell][i]; i++)
        if (strlen(column_names[cell][i]) == length && strncasecmp(column_names[cell][i], name, length) == 0)
            return i;
    return -1;
}

typedef struct header {
    sm_article_table *table;
    int best[SM_CELLS];
} header;

static void take_column(void *context, const char *name, size_t length)
{
    header *h = context;
    for (int cell = 0; cell < SM_CELLS; cell++) {
        int rank = rank_of(cell, name, length);
        if (rank >= 0 && rank < h->best[cell]) {
            h->best[cell] = rank;
            h->table->column_of[cell] = (int)h->table->csv.n_columns;
        }
    }
}

static int slot_of(const void *context, unsigned column)
{
    const sm_article_table *t = context;
    int slot = -1;
    for (int i = 0; i < SM_CELLS; i++)
        if (t->column_of[i] == (int)column)
            slot = i;
    return slot;
}

static sm_status begin(sm_article_table *t, sm_input *in, sm_buf *out, const char **strange, sm_error *err)
{
    header h = {.table = t};
    bool found;
    for (int cell = 0; cell < SM_CELLS; cell++) {
        t->column_of[cell] = -1;
        h.best[cell] = 100;
    }
    t->csv = (sm_csv){.slot_of = slot_of, .context = t};
    sm_status st = sm_csv_header(&t->csv, in, out, take_column, &h, &found, err);
    if (st == SM_OK && found && (out->failed || t->column_of[SM_CELL_TEXT] < 0))
        *strange = "no column named text, body, content or article";
    return st;
}

sm_status sm_article_table_next(sm_article_table *t, sm_input *in, sm_buf *out, size_t start[SM_CELLS],
                                size_t length[SM_CELLS], unsigned *line, const char **strange, sm_error *err)
{
    if (!t->begun) {
        t->begun = true;
        *line = in->line;
        sm_status st = begin(t, in, out, strange, err);
        if (st != SM_OK || *strange)
            return st;
    }
    return sm_csv_row(&t->csv, in, out, start, length, SM_CELLS, line, strange, err);
}
