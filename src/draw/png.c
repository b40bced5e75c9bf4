/* PNG, packed and framed here. Maps are long runs of one colour: no filter leaves those runs whole, which is
 * both faster and smaller than what the adaptive filters make of them. The pixels are packed inside cairo's
 * own buffer, so that a page costs its surface and its compressed bytes, no more.
 */
#include "deflate.h"
#include "file.h"
#include "paint.h"
#include "palette.h"
#include "text.h"

#include <errno.h>
#include <libdeflate.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_BYTES_MAX = 64 * 1024 };

typedef struct encoder {
    FILE *out;
    sm_buf clean;
} encoder;

/* --- chunks ------------------------------------------------------------------------------------ */

static void put_word(unsigned char out[4], uint32_t v)
{
    for (int i = 0; i < 4; i++)
        out[i] = (unsigned char)(v >> (24 - 8 * i));
}

static void put_chunk(encoder *e, const char *type, const void *bytes, size_t length)
{
    unsigned char word[4];
    put_word(word, (uint32_t)length);
    fwrite(word, 1, 4, e->out);
    fwrite(type, 1, 4, e->out);
    fwrite(bytes, 1, length, e->out);
    uint32_t crc = libdeflate_crc32(0, type, 4);
    if (length) /* without bytes libdeflate would begin anew */
        crc = libdeflate_crc32(crc, bytes, length);
    put_word(word, crc);
    fwrite(word, 1, 4, e->out);
}

/* Key and UTF-8 words, uncompressed (iTXt). */
static void put_text(encoder *e, const char *key, const char *text)
{
    if (text == NULL || text[0] == '\0')
        return;
    sm_buf_clear(&e->clean);
    sm_buf_add(&e->clean, key, strlen(key) + 1);
    sm_buf_add(&e->clean, "\0\0\0\0", 4); /* not compressed, no language, no translated key */
    sm_text_clean(text, strlen(text), &e->clean);
    put_chunk(e, "iTXt", e->clean.bytes, e->clean.length);
}

static void put_head(encoder *e, const sm_scene *scene, uint32_t width, uint32_t height,
                     const sm_palette *palette)
{
    unsigned char head[13] = {0}, density[9];
    uint32_t per_metre = (uint32_t)lround((scene->dpi > 0 ? scene->dpi : 96) / 0.0254);
    fwrite("\x89PNG\r\n\x1a\n", 1, 8, e->out);
    put_word(head, width);
    put_word(head + 4, height);
    head[8] = 8;
    head[9] = palette ? 3 : 2; /* indexed, or red green blue */
    put_chunk(e, "IHDR", head, sizeof head);
    put_word(density, per_metre);
    put_word(density + 4, per_metre);
    density[8] = 1; /* per metre */
    put_chunk(e, "pHYs", density, sizeof density);
    put_text(e, "Title", scene->title);
    put_text(e, "Description", scene->description);
    put_text(e, "Software", "sitmap " SITMAP_VERSION);
    if (palette)
        put_chunk(e, "PLTE", palette->rgb, palette->count * 3);
}

/* --- pixels ------------------------------------------------------------------------------------ */

/* Cairo's pixels are native-endian 0x00RRGGBB words; a row of PNG is a filter (none), then the pixels. The
 * row is written at or before the place from which it is read, and the filter when its place has been read.
 */
static void pack_row(const uint32_t *pixels, int width, unsigned char *out)
{
    unsigned char *rgb = out + 1;
    for (int x = 0; x < width; x++, rgb += 3) {
        uint32_t v = pixels[x];
        rgb[0] = (unsigned char)(v >> 16);
        rgb[1] = (unsigned char)(v >> 8);
        rgb[2] = (unsigned char)v;
    }
    out[0] = 0;
}

static void pack_row_indexed(const uint32_t *pixels, int width, const sm_palette *palette, unsigned char *out)
{
    unsigned char *index = out + 1;
    uint32_t last = 0;
    unsigned char last_index = sm_palette_index(palette, last);
    for (int x = 0; x < width; x++) {
        uint32_t v = pixels[x] & 0xFFFFFF;
        if (v != last) {
            last = v;
            last_index = sm_palette_index(palette, v);
        }
        index[x] = last_index;
    }
    out[0] = 0;
}

/* All rows, packed in place; returns their bytes. */
static size_t pack(cairo_surface_t *surface, const sm_palette *palette)
{
    int width = cairo_image_surface_get_width(surface), height = cairo_image_surface_get_height(surface);
    unsigned char *bytes = cairo_image_surface_get_data(surface);
    size_t stride = (size_t)cairo_image_surface_get_stride(surface), used = 0;
    for (int y = 0; y < height; y++) {
        const uint32_t *row = (const uint32_t *)(const void *)(bytes + (size_t)y * stride);
        if (palette)
            pack_row_indexed(row, width, palette, bytes + used);
        else
            pack_row(row, width, bytes + used);
        used += 1 + (size_t)width * (palette ? 1 : 3);
    }
    return used;
}

static sm_status put_pixels(encoder *e, const unsigned char *bytes, size_t length, sm_deflate_effort effort,
                            sm_error *err)
{
    sm_buf packed;
    sm_buf_init(&packed, length + length / 8 + 4096); /* more than what cannot be compressed takes */
    sm_deflate(bytes, length, effort, &packed);
    if (!packed.failed)
        put_chunk(e, "IDAT", packed.bytes, packed.length);
    sm_status st = packed.failed ? sm_fail(err, SM_E_NOMEM, "out of memory") : SM_OK;
    sm_buf_free(&packed);
    return st;
}

static sm_status encode(cairo_surface_t *surface, const sm_scene *scene, bool indexed, FILE *out,
                        sm_error *err)
{
    encoder e = {.out = out};
    sm_palette *palette = NULL;
    int width = cairo_image_surface_get_width(surface), height = cairo_image_surface_get_height(surface);
    if (indexed) {
        palette = sm_palette_new((const uint32_t *)(const void *)cairo_image_surface_get_data(surface), width,
                                 height, cairo_image_surface_get_stride(surface) / 4);
        if (palette == NULL)
            return sm_fail(err, SM_E_NOMEM, "out of memory");
    }
    sm_buf_init(&e.clean, TEXT_BYTES_MAX);
    put_head(&e, scene, (uint32_t)width, (uint32_t)height, palette);
    size_t length = pack(surface, palette);
    sm_status st = put_pixels(&e, cairo_image_surface_get_data(surface), length,
                              palette ? SM_DEFLATE_SMALL : SM_DEFLATE_FAST, err);
    put_chunk(&e, "IEND", "", 0);
    if (st == SM_OK && ferror(out))
        st = sm_fail(err, SM_E_IO, "%s", errno ? strerror(errno) : "write failed");
    sm_palette_free(palette);
    sm_buf_free(&e.clean);
    return st;
}

/* --- the whole --------------------------------------------------------------------------------- */

static sm_status paint(cairo_surface_t *surface, const sm_scene *scene, sm_fonts *fonts, double scale,
                       sm_error *err)
{
    sm_paint p = {.cr = cairo_create(surface), .fonts = fonts, .scale = scale, .raster = true};
    if (scene->background.a != 255) { /* under a background that lets light through */
        cairo_set_source_rgb(p.cr, 1, 1, 1);
        cairo_paint(p.cr);
    }
    sm_status st = sm_paint_scene(&p, scene, err);
    cairo_destroy(p.cr);
    cairo_surface_flush(surface);
    return st;
}

static sm_status write_file(cairo_surface_t *surface, const sm_scene *scene, bool indexed, const char *path,
                            sm_error *err)
{
    sm_output out;
    sm_status st = sm_output_open(&out, path, err);
    if (st != SM_OK)
        return st;
    errno = 0;
    return sm_output_end(&out, encode(surface, scene, indexed, out.stream, err), err);
}

/* "map.png" and "pgw" to "map.pgw". */
static bool beside(const char *path, const char *ending, char *out, size_t size)
{
    const char *slash = strrchr(path, '/'), *dot = strrchr(path, '.');
    size_t stem = dot && dot > (slash ? slash : path) ? (size_t)(dot - path) : strlen(path);
    return (size_t)snprintf(out, size, "%.*s.%s", (int)stem, path, ending) < size;
}

static sm_status write_words(const char *path, const char *words, sm_error *err)
{
    sm_output out;
    sm_status st = sm_output_open(&out, path, err);
    if (st != SM_OK)
        return st;
    fputs(words, out.stream);
    return sm_output_commit(&out, err);
}

/* A world file: size of a pixel, rotation (none), and the middle of the upper left pixel, one a line. */
static sm_status write_world_file(const sm_scene *scene, double scale, const char *path, sm_error *err)
{
    const sm_georeference *g = scene->georeference;
    char world[PATH_MAX], projection[PATH_MAX], words[256];
    if (strcmp(path, "-") == 0)
        return sm_fail(err, SM_E_USAGE, "a world file cannot go to standard output");
    if (g == NULL)
        return sm_fail(err, SM_E_USAGE, "no world file: the projection has no name in a .prj file");
    if (!beside(path, "pgw", world, sizeof world) || !beside(path, "prj", projection, sizeof projection))
        return sm_fail_at(err, SM_E_IO, path, 0, "the path is too long");
    double pixel = g->units_per_px / scale;
    snprintf(words, sizeof words, "%.10f\n0\n0\n%.10f\n%.6f\n%.6f\n", pixel, -pixel, g->x + pixel / 2,
             g->y - pixel / 2);
    sm_status st = write_words(world, words, err);
    return st == SM_OK ? write_words(projection, g->wkt, err) : st;
}

sm_status sm_draw_png(const sm_scene *scene, sm_fonts *fonts, const sm_draw_options *options,
                      const char *path, sm_error *err)
{
    double scale = scene->dpi > 0 ? scene->dpi / 96 : 1;
    sm_fonts *own = NULL;
    sm_status st = sm_check_page(scene, scale, err);
    if (st == SM_OK)
        st = sm_own_fonts(&fonts, &own, err);
    if (st != SM_OK)
        return st;
    int width = (int)ceil(scene->width * scale), height = (int)ceil(scene->height * scale),
        stride = cairo_format_stride_for_width(CAIRO_FORMAT_RGB24, width);
    unsigned char *pixels = malloc((size_t)stride * (size_t)height); /* cairo would clear its own */
    if (pixels == NULL) {
        sm_fonts_free(own);
        return sm_fail(err, SM_E_NOMEM, "out of memory for a page of %d x %d px", width, height);
    }
    cairo_surface_t *surface =
        cairo_image_surface_create_for_data(pixels, CAIRO_FORMAT_RGB24, width, height, stride);
    if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS)
        st = sm_fail(err, SM_E_NOMEM, "out of memory");
    if (st == SM_OK)
        st = paint(surface, scene, fonts, scale, err);
    if (st == SM_OK && options && options->world_file)
        st = write_world_file(scene, scale, path, err);
    if (st == SM_OK)
        st = write_file(surface, scene, options && options->palette, path, err);
    cairo_surface_destroy(surface);
    free(pixels);
    sm_fonts_free(own);
    return st;
}
