/** Map styles: MapLibre style JSON, version 8, in the subset that styles/README.md describes, with sitmap's
 * page layout under `metadata`.
 *
 * Layers are painted in the order of the file. A layer has a type (background, fill, line, circle, symbol), a
 * source layer, a range of zoom levels, a filter, and paint and layout properties: constants or expressions
 * over the zoom and the feature's properties (expression.h). Zoom is MapLibre's: log2(78271.5 m / metres per
 * px). Keys that are not known are warned about with their path in the JSON.
 *
 * Source layers: land countries focus_countries coast borders disputed admin1 admin1_lines lakes rivers ·
 * capitals towns country_names admin1_names water_names river_names · incidents incident_labels. */
#ifndef SM_STYLE_H
#define SM_STYLE_H

#include "expression.h"
#include "own.h"
#include "scene.h"

typedef enum sm_style_type {
    SM_STYLE_BACKGROUND,
    SM_STYLE_FILL,
    SM_STYLE_LINE,
    SM_STYLE_CIRCLE,
    SM_STYLE_SYMBOL
} sm_style_type;

enum { SM_STYLE_ANCHORS = 9 };

/** A side of its point on which a name may stand. */
typedef struct sm_style_anchor {
    unsigned char side; /**< as sm_label_side counts them */
    bool shifted;       /**< at this offset from the point, not just beyond its symbol */
    double x, y;        /**< em, to the right and down */
} sm_style_anchor;

/** One layer at one zoom, for one feature. Opacities are already in the colours' alpha. */
typedef struct sm_style_layer {
    const char *id, *source_layer; /**< source_layer "" for the background and the style's own sources */
    sm_style_type type;
    sm_rgba fill;        /**< background-color, fill-color, circle-color */
    sm_pattern pattern;  /**< background-pattern, fill-pattern, in the colour that `fill` would have */
    sm_stroke stroke;    /**< line-*, fill-outline-color, circle-stroke-*; width 0 = none */
    double gap;          /**< line-gap-width, px: between two lines in place of one; 0 = one */
    double shift;        /**< line-offset, px, to the right of the line */
    double radius;       /**< circle-radius, px */
    const char *field;   /**< text-field; NULL: not given */
    sm_font font;        /**< text-font (family and weight), text-size, text-letter-spacing (already px) */
    bool upper, lower;   /**< text-transform */
    sm_rgba text, halo;  /**< text-color, text-halo-color */
    double halo_width;   /**< px */
    double padding;      /**< text-padding, px */
    double max_width;    /**< text-max-width, em; 0 = not given */
    double line_height;  /**< text-line-height, em */
    double offset;       /**< text-radial-offset, em; negative = not given */
    const char *icon;    /**< icon-image; NULL: none */
    double icon_size;    /**< icon-size; 1 is the icon's own */
    sm_rgba icon_colour; /**< icon-color; a = 0: not given. Without the opacity */
    double icon_opacity;
    double icon_x, icon_y;   /**< icon-offset, px of an icon of size 1, to the right and down */
    unsigned char icon_side; /**< icon-anchor: where the icon lies of its point, sm_label_side */
    int n_anchors;           /**< 0: none of the keys below is given */
    sm_style_anchor anchors[SM_STYLE_ANCHORS]; /**< text-variable-anchor-offset; or text-variable-anchor, or
                                                  text-anchor, with text-offset. Best first */
} sm_style_layer;

/** A row of the legend: what a feature with these properties looks like. */
typedef struct sm_style_row {
    const char *words;
    sm_style_feature sample; /**< without properties: the layer as a whole */
} sm_style_row;

enum { SM_STYLE_TYPES = 8, SM_STYLE_RAMP = 5 };
enum { SM_STYLE_GROUPS = 6 /**< conflict unrest crime accident disaster other, in this order */ };

/** `metadata` → `sitmap:layout`: page furniture and symbols. */
typedef struct sm_style_layout {
    const char *family;               /**< font of the furniture */
    const char *title_family;         /**< of title and subtitle */
    sm_rgba paper, ink, muted, frame; /**< margins; main text; secondary text; frame line */
    sm_rgba title;                    /**< colour of the title */
    sm_rgba box;                      /**< background of legend and other boxes */
    double title_size, subtitle_size, text_size, small_size; /**< px on a page 1600 px wide */
    double title_weight;                                     /**< CSS: 400 regular, 700 bold */
    double frame_width;                                      /**< px on such a page; 0 = no line */
    sm_rgba groups[SM_STYLE_GROUPS];                         /**< colours of the event groups */
    sm_rgba types[SM_STYLE_TYPES]; /**< of event types, the most frequent one first */
    sm_rgba ramp[SM_STYLE_RAMP];   /**< of time, the earliest first */
    double symbol_opacity;         /**< 0 … 1 */
    double symbol_min,
        symbol_max; /**< radius of the smallest symbol and of the greatest toll, px on such a page */
    sm_rgba symbol_outline;
    double symbol_outline_width; /**< px on such a page */
    bool graticule;              /**< meridians and parallels are drawn */
    sm_rgba graticule_colour;    /**< a = 0: the secondary text's, paler */
    double town_density;         /**< towns named on a megapixel of such a page at most */
} sm_style_layout;

typedef struct sm_style sm_style;

/** `path`: a file, the name of a shipped style ("report"), or NULL: "report". `warn` (NULL is fine) is told
 * of keys that are ignored. Fails with SM_E_SETUP when the file is missing or no style, or a file that it
 * draws from is; SM_E_LIMIT when that is too large. */
sm_status sm_style_load(const char *path, void (*warn)(void *context, const char *words), void *context,
                        sm_style **out, sm_error *err);
/** The same from memory; `path` is what messages call it, and where files beside it are looked for. */
sm_status sm_style_read(const char *json, size_t length, const char *path,
                        void (*warn)(void *context, const char *words), void *context, sm_style **out,
                        sm_error *err);
void sm_style_free(sm_style *s); /**< NULL is fine */

/** The i-th key that is read without a warning, NULL behind the last; `*where` it stands: "style", "source",
 * "layer", "paint", "layout", "sitmap:layout", "groups". For the test that the JSON schema has them all. */
const char *sm_style_key(size_t i, const char **where);

const char *sm_style_name(const sm_style *s);
size_t sm_style_count(const sm_style *s);
/** Layer `i` at `zoom`, as it is for features without properties and whatever its filter; false when it is
 * not visible there. Strings are borrowed from `s`. */
bool sm_style_at(const sm_style *s, size_t i, double zoom, sm_style_layer *out);
/** Layer `i` for one feature: false also when the filter keeps it out. What has to be made lies in `arena`.
 */
bool sm_style_for(const sm_style *s, size_t i, double zoom, const sm_style_feature *feature, sm_arena *arena,
                  sm_style_layer *out);
/** Whether layer `i` is the same for all features: it has no filter and no expression that asks for one. */
bool sm_style_is_plain(const sm_style *s, size_t i);
/** The features that layer `i` draws, when its source is one of the style's own; NULL: it goes by its source
 * layer. */
const sm_own *sm_style_own(const sm_style *s, size_t i);
/** What layer `i` wants in the legend; returns how many rows. */
size_t sm_style_rows(const sm_style *s, size_t i, const sm_style_row **out);
/** Like sm_style_for, whatever the filter says. */
bool sm_style_look(const sm_style *s, size_t i, double zoom, const sm_style_feature *feature, sm_arena *arena,
                   sm_style_layer *out);
/** Features of the style's own are drawn, and named, in the order of this key, the smallest first; `fallback`
 * when the layer has none. */
double sm_style_sort_key(const sm_style *s, size_t i, double zoom, const sm_style_feature *feature,
                         sm_arena *arena, double fallback);
/** Whom the style's own sources are from; returns how many there are. */
size_t sm_style_attributions(const sm_style *s, const char *const **out);
const sm_style_layout *sm_style_layout_of(const sm_style *s);
/** The icon of that name: the file `icons/NAME.svg` beside the style file, else the one that is shipped. Read
 * when it is first asked for; NULL when there is none or it is no icon, which is warned about once. Lives as
 * long as `s`. */
const sm_icon *sm_style_icon(const sm_style *s, const char *name);

#endif
