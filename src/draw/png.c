/* PNG through libpng: opaque RGB, no filter. Flat maps are long runs of one colour; the filters that libpng
 * would try destroy them, and cost two to four times the time for a larger file. */
#include "file.h"
#include "paint.h"
#include "text.h"

#include <errno.h>
#include <math.h>
#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

enum { COMPRESSION = 2, TEXT_BYTES_MAX = 64 * 1024 };

typedef struct encoder {
    png_structp png;
    png_infop info;
    sm_buf clean;
    sm_error *err;
} encoder;

static void on_error(png_structp png, png_const_charp text)
{
    encoder *e = png_get_error_ptr(png);
    (void)text; /* "Write Error": the stream knows more */
    sm_fail(e->err, SM_E_IO, "%s", errno ? strerror(errno) : "write failed");
    longjmp(png_jmpbuf(png), 1);
}

static void on_warning(png_structp png, png_const_charp text)
{
    (void)png;
    (void)text;
}

static void add_text(encoder *e, const char *key, const char *text)
{
    if (text == NULL || text[0] == '\0')
        return;
    sm_buf_clear(&e->clean);
    sm_text_clean(text, strlen(text), &e->clean);
    png_text entry = {
        .compression = PNG_ITXT_COMPRESSION_NONE, .key = (char *)(uintptr_t)key, .text = e->clean.bytes};
    png_set_text(e->png, e->info, &entry, 1); /* copies it */
}

static void write_header(encoder *e, const sm_scene *scene, int width, int height)
{
    png_uint_32 per_metre = (png_uint_32)lround(scene->dpi / 0.0254);
    png_set_IHDR(e->png, e->info, (png_uint_32)width, (png_uint_32)height, 8, PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_pHYs(e->png, e->info, per_metre, per_metre, PNG_RESOLUTION_METER);
    add_text(e, "Title", scene->title);
    add_text(e, "Description", scene->description);
    add_text(e, "Software", "sitmap " SITMAP_VERSION);
    png_set_filter(e->png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
    png_set_compression_level(e->png, COMPRESSION);
    png_set_compression_buffer_size(e->png, 1 << 16);
    png_write_info(e->png, e->info);
}

/* Cairo's pixels are native-endian 0x00RRGGBB words. */
static void pack_row(const unsigned char *pixels, int width, unsigned char *rgb)
{
    const uint32_t *word = (const uint32_t *)(const void *)pixels;
    for (int x = 0; x < width; x++, rgb += 3) {
        rgb[0] = (unsigned char)(word[x] >> 16);
        rgb[1] = (unsigned char)(word[x] >> 8);
        rgb[2] = (unsigned char)word[x];
    }
}

static sm_status encode(cairo_surface_t *surface, const sm_scene *scene, FILE *out, sm_error *err)
{
    int width = cairo_image_surface_get_width(surface), height = cairo_image_surface_get_height(surface);
    const unsigned char *pixels = cairo_image_surface_get_data(surface);
    ptrdiff_t stride = cairo_image_surface_get_stride(surface);
    encoder e = {.err = err};
    sm_buf_init(&e.clean, TEXT_BYTES_MAX);
    unsigned char *row = malloc((size_t)width * 3);
    e.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &e, on_error, on_warning);
    e.info = e.png ? png_create_info_struct(e.png) : NULL;
    sm_status st = SM_OK;
    if (row == NULL || e.info == NULL) {
        st = sm_fail(err, SM_E_NOMEM, "out of memory");
    } else if (setjmp(png_jmpbuf(e.png)) == 0) {
        png_init_io(e.png, out);
        write_header(&e, scene, width, height);
        for (int y = 0; y < height; y++) {
            pack_row(pixels + y * stride, width, row);
            png_write_row(e.png, row);
        }
        png_write_end(e.png, NULL);
    } else {
        st = SM_E_IO;
    }
    png_destroy_write_struct(&e.png, &e.info);
    sm_buf_free(&e.clean);
    free(row);
    return st;
}

static sm_status paint(cairo_surface_t *surface, const sm_scene *scene, sm_fonts *fonts, double scale,
                       sm_error *err)
{
    sm_paint p = {.cr = cairo_create(surface), .fonts = fonts, .scale = scale, .raster = true};
    cairo_set_source_rgb(p.cr, 1, 1, 1); /* under a background that lets light through */
    cairo_paint(p.cr);
    sm_status st = sm_paint_scene(&p, scene, err);
    cairo_destroy(p.cr);
    cairo_surface_flush(surface);
    return st;
}

static sm_status write_file(cairo_surface_t *surface, const sm_scene *scene, const char *path, sm_error *err)
{
    sm_output out;
    sm_status st = sm_output_open(&out, path, err);
    if (st != SM_OK)
        return st;
    errno = 0;
    return sm_output_end(&out, encode(surface, scene, out.stream, err), err);
}

sm_status sm_draw_png(const sm_scene *scene, sm_fonts *fonts, const char *path, sm_error *err)
{
    double scale = scene->dpi > 0 ? scene->dpi / 96 : 1;
    sm_fonts *own = NULL;
    sm_status st = sm_check_page(scene, scale, err);
    if (st == SM_OK)
        st = sm_own_fonts(&fonts, &own, err);
    if (st != SM_OK)
        return st;
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)ceil(scene->width * scale),
                                                          (int)ceil(scene->height * scale));
    if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS)
        st = sm_fail(err, SM_E_NOMEM, "out of memory for a page of %.0f x %.0f px", scene->width * scale,
                     scene->height * scale);
    if (st == SM_OK)
        st = paint(surface, scene, fonts, scale, err);
    if (st == SM_OK)
        st = write_file(surface, scene, path, err);
    cairo_surface_destroy(surface);
    sm_fonts_free(own);
    return st;
}
