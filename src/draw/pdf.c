/* PDF through cairo: vectors, text as text with its fonts embedded. No clock: the creation date is left out.
 *
 * Where the map lies on earth is said in a viewport of the page with a measure (ISO 32000-2, 12.9 and 12.10:
 * what is called a GeoPDF). Cairo has no words for that, so it is appended as an incremental update (the
 * same, 7.5.6): the page's dictionary again with the viewport in it, the measure, and a second table of where
 * the objects are. */
#include "file.h"
#include "paint.h"
#include "text.h"

#include <cairo-pdf.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_BYTES_MAX = 64 * 1024, UPDATE_BYTES_MAX = 1 << 20, FILE_BYTES_MAX = 1 << 30 };

static const double points = 72.0 / 96; /* a px */

static cairo_status_t write_bytes(void *closure, const unsigned char *bytes, unsigned length)
{
    return fwrite(bytes, 1, length, closure) == length ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static cairo_status_t keep_bytes(void *closure, const unsigned char *bytes, unsigned length)
{
    sm_buf *file = closure;
    sm_buf_add(file, bytes, length);
    return file->failed ? CAIRO_STATUS_NO_MEMORY : CAIRO_STATUS_SUCCESS;
}

static void set_text(cairo_surface_t *surface, cairo_pdf_metadata_t key, const char *text)
{
    sm_buf clean;
    if (text == NULL)
        return;
    sm_buf_init(&clean, TEXT_BYTES_MAX);
    sm_text_clean(text, strlen(text), &clean);
    cairo_pdf_surface_set_metadata(surface, key, clean.bytes);
    sm_buf_free(&clean);
}

static void set_metadata(cairo_surface_t *surface, const sm_scene *scene)
{
    set_text(surface, CAIRO_PDF_METADATA_TITLE, scene->title);
    set_text(surface, CAIRO_PDF_METADATA_SUBJECT, scene->description);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "sitmap " SITMAP_VERSION);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "");
}

static sm_status draw(const sm_scene *scene, sm_fonts *fonts, cairo_write_func_t put, void *closure,
                      sm_error *err)
{
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(put, closure, scene->width * points, scene->height * points);
    if (put == keep_bytes) /* newer versions hide the page's dictionary in a compressed stream */
        cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_4);
    set_metadata(surface, scene);
    sm_paint p = {.cr = cairo_create(surface), .fonts = fonts, .scale = points};
    sm_status st = sm_paint_scene(&p, scene, err);
    cairo_destroy(p.cr);
    cairo_surface_finish(surface);
    cairo_status_t end = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    if (st == SM_OK && end != CAIRO_STATUS_SUCCESS)
        st = sm_fail(err, end == CAIRO_STATUS_NO_MEMORY ? SM_E_NOMEM : SM_E_IO, "PDF: %s",
                     cairo_status_to_string(end));
    return st;
}

/* --- where on earth ---------------------------------------------------------------------------- */

/* What an update has to know of the file as cairo wrote it. */
typedef struct anatomy {
    size_t page, page_end; /* the page's dictionary, without its ">>" */
    unsigned page_number;
    unsigned size, root, info; /* of the trailer */
    size_t table;              /* where the table of objects is */
} anatomy;

/* The last place of `words` in the first `length` bytes; NULL for none. */
static const char *last(const char *bytes, size_t length, const char *words)
{
    const char *found = NULL;
    size_t n = strlen(words);
    for (const char *at = bytes; (at = memmem(at, (size_t)(bytes + length - at), words, n)) != NULL; at += n)
        found = at;
    return found;
}

/* The number behind a key of the trailer, 0 for none. */
static unsigned number_of(const char *trailer, const char *key)
{
    const char *at = strstr(trailer, key);
    return at ? (unsigned)strtoul(at + strlen(key), NULL, 10) : 0;
}

static bool dissect(const sm_buf *file, anatomy *a)
{
    const char *begin = file->bytes, *end = begin + file->length;
    const char *type = memmem(begin, file->length, "/Type /Page ", 12);
    if (type == NULL)
        type = memmem(begin, file->length, "/Type /Page\n", 12);
    const char *object = type ? last(begin, (size_t)(type - begin), " 0 obj") : NULL;
    const char *close = type ? memmem(type, (size_t)(end - type), "endobj", 6) : NULL;
    const char *trailer = last(begin, file->length, "trailer"),
               *start = last(begin, file->length, "startxref");
    if (object == NULL || close == NULL || trailer == NULL || start == NULL)
        return false;
    const char *number = object;
    while (number > begin && number[-1] >= '0' && number[-1] <= '9')
        number--;
    const char *open = memmem(object, (size_t)(type - object), "<<", 2),
               *dictionary_end = last(type, (size_t)(close - type), ">>");
    if (open == NULL || dictionary_end == NULL)
        return false;
    *a = (anatomy){.page = (size_t)(open - begin),
                   .page_end = (size_t)(dictionary_end - begin),
                   .page_number = (unsigned)strtoul(number, NULL, 10),
                   .size = number_of(trailer, "/Size "),
                   .root = number_of(trailer, "/Root "),
                   .info = number_of(trailer, "/Info "),
                   .table = strtoul(start + 9, NULL, 10)};
    return a->page_number && a->size && a->root && a->info && a->table;
}

static void put_string(sm_buf *b, const char *s)
{
    sm_buf_char(b, '(');
    for (; *s; s++) {
        if (*s == '(' || *s == ')' || *s == '\\')
            sm_buf_char(b, '\\');
        sm_buf_char(b, *s);
    }
    sm_buf_char(b, ')');
}

/* Places in the frame, as shares of its width and height, from the lower left. */
static void put_measure(sm_buf *b, const sm_georeference *g, unsigned number)
{
    sm_buf_print(b, "%u 0 obj\n<< /Type /Measure /Subtype /GEO /Bounds [0 0 0 1 1 1 1 0]\n   /GPTS [",
                 number);
    for (int i = 0; i < 4; i++)
        sm_buf_print(b, "%s%.8f %.8f", i ? " " : "", g->earth[i].y, g->earth[i].x);
    sm_buf_string(b, "]\n   /LPTS [");
    for (int i = 0; i < 4; i++)
        sm_buf_print(b, "%s%.6f %.6f", i ? " " : "", (g->page[i].x - g->frame.x) / g->frame.width,
                     1 - (g->page[i].y - g->frame.y) / g->frame.height);
    sm_buf_print(b, "]\n   /GCS %u 0 R >>\nendobj\n", number + 1);
}

/* The update; `*ok` false when the file is not as expected. */
static bool put_update(const sm_buf *file, const sm_scene *scene, sm_buf *b)
{
    const sm_georeference *g = scene->georeference;
    anatomy a;
    if (!dissect(file, &a))
        return false;
    size_t offsets[3];
    offsets[0] = file->length + b->length;
    sm_buf_print(b, "%u 0 obj\n", a.page_number);
    sm_buf_add(b, file->bytes + a.page, a.page_end - a.page);
    sm_buf_print(b,
                 "   /VP [<< /Type /Viewport /Name (Map) /BBox [%.3f %.3f %.3f %.3f] /Measure %u 0 R "
                 ">>]\n>>\nendobj\n",
                 g->frame.x * points, (scene->height - g->frame.y - g->frame.height) * points,
                 (g->frame.x + g->frame.width) * points, (scene->height - g->frame.y) * points, a.size);
    offsets[1] = file->length + b->length;
    put_measure(b, g, a.size);
    offsets[2] = file->length + b->length;
    sm_buf_print(b, "%u 0 obj\n<< /Type /%s /WKT ", a.size + 1,
                 strncmp(g->wkt, "GEOGCS", 6) == 0 ? "GEOGCS" : "PROJCS");
    put_string(b, g->wkt);
    sm_buf_string(b, " >>\nendobj\n");
    size_t table = file->length + b->length;
    sm_buf_print(b, "xref\n%u 1\n%010zu 00000 n \n%u 2\n%010zu 00000 n \n%010zu 00000 n \n", a.page_number,
                 offsets[0], a.size, offsets[1], offsets[2]);
    sm_buf_print(
        b,
        "trailer\n<< /Size %u\n   /Root %u 0 R\n   /Info %u 0 R\n   /Prev %zu\n>>\nstartxref\n%zu\n%%%%EOF\n",
        a.size + 2, a.root, a.info, a.table, table);
    return true;
}

static sm_status draw_with_place(const sm_scene *scene, sm_fonts *fonts, FILE *out, sm_error *err)
{
    sm_buf file, update;
    sm_buf_init(&file, FILE_BYTES_MAX);
    sm_buf_init(&update, UPDATE_BYTES_MAX);
    sm_status st = draw(scene, fonts, keep_bytes, &file, err);
    if (st == SM_OK && !put_update(&file, scene, &update))
        st = sm_fail(err, SM_E_SETUP, "this version of cairo writes PDF in an unknown way: no GeoPDF");
    if (st == SM_OK && update.failed)
        st = sm_fail(err, SM_E_NOMEM, "out of memory");
    if (st == SM_OK) {
        fwrite(file.bytes, 1, file.length, out);
        fwrite(update.bytes, 1, update.length, out);
    }
    sm_buf_free(&file);
    sm_buf_free(&update);
    return st;
}

/* --- the whole --------------------------------------------------------------------------------- */

sm_status sm_draw_pdf(const sm_scene *scene, sm_fonts *fonts, const sm_draw_options *options,
                      const char *path, sm_error *err)
{
    bool place = options && options->geopdf;
    sm_fonts *own = NULL;
    sm_output out;
    sm_status st = sm_check_page(scene, 1, err);
    if (st == SM_OK && place && scene->georeference == NULL)
        st = sm_fail(err, SM_E_USAGE, "no GeoPDF: the projection has no name in a PDF file");
    if (st == SM_OK)
        st = sm_own_fonts(&fonts, &own, err);
    if (st == SM_OK)
        st = sm_output_open(&out, path, err);
    if (st == SM_OK) {
        st = place ? draw_with_place(scene, fonts, out.stream, err)
                   : draw(scene, fonts, write_bytes, out.stream, err);
        st = sm_output_end(&out, st, err);
    }
    sm_fonts_free(own);
    return st;
}
