/* PDF through cairo: vectors, text as text with its fonts embedded. No clock: the creation date is left out.
 */
#include "file.h"
#include "paint.h"
#include "text.h"

#include <cairo-pdf.h>
#include <string.h>

enum { TEXT_BYTES_MAX = 64 * 1024 };

static cairo_status_t write_bytes(void *closure, const unsigned char *bytes, unsigned length)
{
    return fwrite(bytes, 1, length, closure) == length ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
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

static sm_status draw(const sm_scene *scene, sm_fonts *fonts, FILE *out, sm_error *err)
{
    const double points = 72.0 / 96;
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(write_bytes, out, scene->width * points, scene->height * points);
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

sm_status sm_draw_pdf(const sm_scene *scene, sm_fonts *fonts, const sm_draw_options *options,
                      const char *path, sm_error *err)
{
    (void)options;
    sm_fonts *own = NULL;
    sm_output out;
    sm_status st = sm_check_page(scene, 1, err);
    if (st == SM_OK)
        st = sm_own_fonts(&fonts, &own, err);
    if (st == SM_OK)
        st = sm_output_open(&out, path, err);
    if (st == SM_OK) {
        st = draw(scene, fonts, out.stream, err);
        st = sm_output_end(&out, st, err);
    }
    sm_fonts_free(own);
    return st;
}
