/** Map styles: MapLibre style JSON, version 8, in a subset, with sitmap's page layout under `metadata`.
 *
 * Layers are painted in the order of the file. A layer has a type (background, fill, line, circle, symbol), a
 * source layer, a range of zoom levels, and paint and layout properties: constants, or functions of the zoom
 * (["interpolate", ["linear"], ["zoom"], z, v, …], ["step", ["zoom"], v, z, v, …]). Zoom is MapLibre's:
 * log2(78271.5 m / metres per px). Keys that are not known are warned about with their path in the JSON.
 *
 * Source layers: land countries focus_countries coast borders disputed admin1 admin1_lines lakes rivers ·
 * capitals towns country_names admin1_names water_names · incident_labels. */
#ifndef SM_STYLE_H
#define SM_STYLE_H

#include "scene.h"

typedef enum sm_style_type {
    SM_STYLE_BACKGROUND,
    SM_STYLE_FILL,
    SM_STYLE_LINE,
    SM_STYLE_CIRCLE,
    SM_STYLE_SYMBOL
} sm_style_type;

/** One layer at one zoom. Opacities are already in the colours' alpha. */
typedef struct sm_style_layer {
    const char *id, *source_layer; /**< source_layer "" for the background */
    sm_style_type type;
    sm_rgba fill;       /**< background-color, fill-color, circle-color */
    sm_stroke stroke;   /**< line-*, fill-outline-color, circle-stroke-*; width 0 = none */
    double radius;      /**< circle-radius, px */
    sm_font font;       /**< text-font (family and weight), text-size, text-letter-spacing (already px) */
    bool upper;         /**< text-transform: uppercase */
    sm_rgba text, halo; /**< text-color, text-halo-color */
    double halo_width;  /**< px */
    double padding;     /**< text-padding, px */
    double max_width;   /**< text-max-width, em; 0 = one line */
} sm_style_layer;

enum { SM_STYLE_GROUPS = 6 /**< conflict unrest crime accident disaster other, in this order */ };

/** `metadata` → `sitmap:layout`: page furniture and symbols. */
typedef struct sm_style_layout {
    const char *family;               /**< font of the furniture */
    sm_rgba paper, ink, muted, frame; /**< margins; main text; secondary text; frame line */
    sm_rgba box;                      /**< background of legend and other boxes */
    double title_size, subtitle_size, text_size, small_size; /**< px on a page 1600 px wide */
    sm_rgba groups[SM_STYLE_GROUPS];                         /**< colours of the event groups */
    double symbol_opacity;                                   /**< 0 … 1 */
    double symbol_min,
        symbol_max; /**< radius of the smallest symbol and of the greatest toll, px on such a page */
} sm_style_layout;

typedef struct sm_style sm_style;

/** `path`: a file, the name of a shipped style ("report"), or NULL: "report". `warn` (NULL is fine) is told
 * of keys that are ignored. Fails with SM_E_SETUP when the file is missing or no style. */
sm_status sm_style_load(const char *path, void (*warn)(void *context, const char *words), void *context,
                        sm_style **out, sm_error *err);
void sm_style_free(sm_style *s); /**< NULL is fine */

const char *sm_style_name(const sm_style *s);
size_t sm_style_count(const sm_style *s);
/** Layer `i` at `zoom`; false when it is not visible there. Strings are borrowed from `s`. */
bool sm_style_at(const sm_style *s, size_t i, double zoom, sm_style_layer *out);
const sm_style_layout *sm_style_layout_of(const sm_style *s);

#endif
