/** From a scene to a file: PNG, SVG, PDF and HTML that look the same and are the same bytes whenever they are
 * made.
 *
 *     sm_fonts *fonts;
 *     st = sm_fonts_new(NULL, &fonts, err);                 once: finds the font files
 *     sm_text_measure measure = sm_fonts_measure(fonts);    for whoever places labels
 *     ...
 *     st = sm_draw_png(scene, fonts, "map.png", err);       labels come out with the sizes that were measured
 *     if (sm_fonts_missing(fonts, &label)) ...              say that characters had no glyph
 *     sm_fonts_free(fonts);
 *
 * Fonts come from a pinned set (Noto Sans and Serif, with the Noto font of every other script loaded when a
 * label needs it), not from the system's configuration, so that a map looks the same on all machines. A
 * family that is not of the set, or a script whose Noto font is not installed, is asked from fontconfig. */
#ifndef SM_DRAW_H
#define SM_DRAW_H

#include "incident.h"
#include "scene.h"

typedef struct sm_fonts sm_fonts;

/** {0} and NULL mean the defaults. */
typedef struct sm_fonts_options {
    const char *directory; /**< where the Noto fonts are; NULL: the environment's SITMAP_FONTS, else the usual
                              places */
    /** The process uses fontconfig for nothing else: make our configuration its current one, which saves
     * Pango the reading of the system's (4 ms). For a command, not for a library inside a desktop program. */
    bool owns_process;
} sm_fonts_options;

/** Fonts for one thread at a time. Fails with SM_E_SETUP when there is no usable font at all, SM_E_NOMEM. */
sm_status sm_fonts_new(const sm_fonts_options *opt, sm_fonts **out, sm_error *err);
void sm_fonts_free(sm_fonts *fonts); /**< NULL is fine */

/** Measures with these fonts: the advance width; ascent and descent of the ink, at least those of "d" and
 * "p". Valid while `fonts` lives. */
sm_text_measure sm_fonts_measure(sm_fonts *fonts);

/** How many different labels so far, measured or drawn, hold a character without a glyph in any font; the
 * first of them in `*example` (which may be NULL). */
size_t sm_fonts_missing(const sm_fonts *fonts, const char **example);

/* Pages larger than these are refused: side and area in device pixels. An A0 sheet at 300 dpi has 140
 * million. */
enum { SM_PAGE_SIDE_MAX = 20000, SM_PAGE_AREA_MAX = 200 * 1000 * 1000 };

/** {0} and NULL mean the defaults. */
typedef struct sm_draw_options {
    bool palette;    /**< PNG: at most 256 colours, a third of the size */
    bool world_file; /**< PNG: the files MAP.pgw and MAP.prj beside it, for a GIS */
    bool geopdf;     /**< PDF: where on earth the map lies, for a GIS and for readers that show positions */
    const sm_incidents *incidents; /**< HTML: those that the scene's subjects number; NULL = none */
} sm_draw_options;

/* Each writes `path` ("-": standard output) whole or not at all. `fonts` may be NULL: a set is then made for
 * this one call. Fail with SM_E_LIMIT (page too large, or without size), SM_E_SETUP (fonts), SM_E_USAGE (what
 * the options ask for is not there), SM_E_NOMEM, SM_E_IO. */
sm_status sm_draw_png(const sm_scene *scene, sm_fonts *fonts, const sm_draw_options *options,
                      const char *path, sm_error *err);
sm_status sm_draw_svg(const sm_scene *scene, sm_fonts *fonts, const sm_draw_options *options,
                      const char *path, sm_error *err);
sm_status sm_draw_pdf(const sm_scene *scene, sm_fonts *fonts, const sm_draw_options *options,
                      const char *path, sm_error *err);
sm_status sm_draw_html(const sm_scene *scene, sm_fonts *fonts, const sm_draw_options *options,
                       const char *path, sm_error *err);

/** The writer that the path's ending asks for. Fails with SM_E_USAGE for another one. */
sm_status sm_draw_file(const sm_scene *scene, sm_fonts *fonts, const sm_draw_options *options,
                       const char *path, sm_error *err);

/** Whether a writer bears this ending ("png"), in any case of letters. */
bool sm_draw_knows(const char *ending);

/** The endings, for messages: ".png, .svg, .pdf or .html". */
extern const char sm_draw_endings[];

#endif
