/** What the parts of the composition share while one map is made. */
#ifndef SM_COMPOSE_H
#define SM_COMPOSE_H

#include "clip.h"
#include "label.h"
#include "map.h"

/** How exactly the place of a symbol is known. */
typedef enum sm_mark {
    SM_MARK_EXACT,
    SM_MARK_NEAR, /**< near a place, or in a district: a paler symbol with a ring */
    SM_MARK_AREA  /**< somewhere in a division or region: a hollow symbol in a hatched area or a ring */
} sm_mark;

typedef struct sm_symbol {
    const sm_incident *incident; /**< the only one, or the deadliest of the stack */
    const sm_incident *const
        *stack; /**< several at one place, drawn as one symbol with their number; NULL = one */
    size_t n_stack;
    sm_point place;
    sm_xy at;
    int killed;
    double radius; /**< px */
    double low,
        high;    /**< px: radii of the lowest and highest toll reported; equal to `radius` when they agree */
    double ring; /**< px: radius of uncertainty, 0 = none */
    uint32_t division; /**< the unit of the basemap to be hatched, SM_NO_UNIT = none */
    sm_mark mark;
    int colour;          /**< index into the classes of colour */
    bool first;          /**< the first symbol of its incident */
    const sm_icon *icon; /**< NULL = none */
    double icon_size;    /**< 1 = fits the symbol */
    sm_rgba icon_colour; /**< a = 0: chosen */
    double icon_opacity;
    const char *label,
        *detail;        /**< words beside it: place; what happened ('\n' between lines). NULL = nothing */
    const char *sum;    /**< a shorter detail; NULL = none */
    int number;         /**< in the key; 0 = none */
    bool number_inside; /**< it stands in the symbol, not beside it */
    bool named;         /**< found room when it was tried */
    double led;         /**< px: length of its leader line then */
    bool is_box;        /**< its label is that of a detail's box */
    sm_xy anchor;       /**< the label stands round this circle: that of the symbol, or of all at its place */
    double reach;       /**< px */
} sm_symbol;

/** One colour of the legend. */
typedef struct sm_class {
    const char *words;
    sm_rgba colour;
    size_t n; /**< incidents with a symbol or in a list */
} sm_class;

enum { SM_CLASSES = 10, SM_COMPOSE_BOXES = 12 };

/** What a map shows besides the ground. */
enum { SM_SHOW_INCIDENTS = 1, SM_SHOW_TOWNS = 2, SM_SHOW_AREAS = 4, SM_SHOW_ALL = 7 };

/** A map in the corner of the map. */
typedef struct sm_inset {
    const char *words; /**< its heading */
    sm_point centre;
    double width_km;
    sm_rect
        on_map; /**< px: what it shows of the map (a detail), or the map on it (a locator, set when drawn) */
    bool wanted, placed;
} sm_inset;

typedef struct sm_compose {
    const sm_basemap *basemap;
    const sm_style *style;
    const sm_style_layout *layout;
    const sm_incidents *incidents;
    const sm_incident **items; /**< those that this map is about: all, or those of its period */
    size_t n_items;
    const sm_map_options *options;
    sm_text_measure measure;
    sm_arena *arena;
    sm_view *view;
    sm_scene *scene;
    const char *prefix; /**< before the ids of groups, for a map within the page; NULL = none */
    unsigned shows;
    bool panel;          /**< one of small multiples: names of places without more words */
    bool sparse;         /**< too small for names but those of incidents, of their countries and of seas */
    bool sketch;         /**< only land, countries, lakes, coasts and borders of the style's layers */
    sm_rect page, frame; /**< px; the frame is where the map lies */
    double page_unit;    /**< 1 on a page of 1600 × 1200 px, never so small that words cannot be read */
    double unit; /**< all sizes of the style are multiplied by it: the page's, less for a map that is only a
                    part of the page */
    double zoom;
    sm_base_level level;
    bool *seen;         /**< for each incident: on the map or in one of its lists */
    sm_symbol *symbols; /**< greatest first */
    size_t n_symbols;
    const sm_incident **listed; /**< known to the country only */
    size_t n_listed;
    const sm_incident **far; /**< too far from all others to be on the map */
    size_t n_far;
    double per_death; /**< symbol area (radius²) per death, px² */
    bool icons;       /**< symbols have icons in them */
    sm_class classes[SM_CLASSES];
    int n_classes;
    const char *classes_heading;
    sm_event_type only_type; /**< as sm_classes_only_type finds it */
    int *class_of;           /**< for each incident: its class of colour */
    bool *focus;             /**< for each unit of the basemap: something happened there */
    size_t n_units;
    /* Of a view other than the United Nations', for each unit; NULL for the latter. */
    const sm_base_view **views;
    sm_label_page *labels;
    sm_rect boxes[SM_COMPOSE_BOXES]; /**< furniture inside the frame: nothing may be written there */
    size_t n_boxes;
    sm_inset locator, detail;
    struct sm_compose *detail_map; /**< the map of the detail, with view and symbols; NULL = none */
    bool numbered;                 /**< numbers and a key in place of names */
    size_t n_numbers;              /**< how many, for the room that the key needs */
    struct sm_key *key;
    struct sm_graticule *graticule; /**< what is written along the frame, see graticule.h */
    struct sm_outside *outside;     /**< panels without room on the map, see furniture.h; NULL = none */
    struct sm_facets *facets;       /**< small multiples, see facets.h; NULL = not asked for */
    struct sm_furniture *furniture; /**< from the layout to the drawing, see furniture.h */
    sm_map_report report;
} sm_compose;

/* The parts, in the order in which they are painted. */
/** One kind of incident, as captions name it. */
typedef struct sm_kind {
    const char *words;
    size_t n, order; /**< incidents that are seen; by the first of them */
} sm_kind;

/** The kinds of what is seen, the most frequent first. In the arena; NULL when there are none. */
sm_kind *sm_compose_kinds(sm_compose *c, size_t *count);

void sm_classes_find(sm_compose *c); /**< the colours and their meaning; before everything else */
/** The type of all that is shown, when there is more than one; SM_EVENT_NONE: several types. */
sm_event_type sm_classes_only_type(const sm_compose *c);
void sm_compose_focus(sm_compose *c);   /**< in which countries something happened */
void sm_compose_symbols(sm_compose *c); /**< which incidents are drawn, where and how large */
void sm_compose_layers(sm_compose *c);  /**< the background, fill and line layers of the style */
void sm_symbols_draw_uncertainty(
    sm_compose *c);                  /**< hatched areas, rings, ranges of tolls: under the names */
void sm_symbols_draw(sm_compose *c); /**< into the group begun last */
void sm_compose_names(
    sm_compose *c); /**< all labels placed together; paints them and the symbols among them */

/** ## Maps within the map (insets.c) */
void sm_insets_find(sm_compose *c); /**< which are wanted; after the symbols */
/** After the boxes are placed: make the detail's map; the symbols that it shows lose their labels. */
void sm_insets_make(sm_compose *c);
void sm_insets_free(sm_compose *c);
void sm_compose_draw_frame(sm_compose *c); /**< the line round a map within the page */
void sm_insets_draw_boxes(sm_compose *c);  /**< what the detail shows, as a box on the map; over the ground */

/** A map on the same page that shares everything with `c` but frame, view and symbols. The caller makes its
 * view and frees it. */
sm_compose sm_compose_child(const sm_compose *c, const char *prefix, sm_rect frame);
/** Zoom and level of detail of the view. */
void sm_compose_find_detail(sm_compose *c);
/** Everything within the frame; the view is there, boxes are placed. */
void sm_compose_draw(sm_compose *c);

/* What the parts ask. */
sm_box
sm_compose_window(const sm_compose *c); /**< what the map shows, as a box with longitudes from −180 to 180 */
uint32_t sm_compose_country_at(const sm_compose *c,
                               sm_point at); /**< the unit whose coarse polygons hold it; SM_NO_UNIT at sea */
uint32_t sm_compose_division_at(const sm_compose *c, sm_point at); /**< likewise, first-level divisions */
/** Whether the map shows a site of an incident: in the frame, or known to the country only; everything before
 * there is a view. */
bool sm_compose_sees(const sm_compose *c, const sm_incident *in, const sm_site *site);
bool sm_compose_in_focus(const sm_compose *c,
                         uint32_t unit); /**< a country (or division of one) where something happened */
/** The view of boundaries that is asked for. Fails with SM_E_USAGE for one that there is not. */
sm_status sm_compose_find_view(sm_compose *c, sm_error *err);
/** The country of a unit in the view that is shown: ISO 3166-1 alpha-2, zeros for none. */
const char *sm_compose_owner(const sm_compose *c, uint32_t unit);
/** Whether a name is written in letters of the map's language: Latin names are out of place among Arabic
 * ones.
 */
bool sm_compose_is_in_script(const sm_compose *c, const char *name);
/** A name in the language of the map: that of `key` (map.h), else `name`. */
const char *sm_compose_name(const sm_compose *c, const char *key, const char *name);
const char *sm_compose_site_name(const sm_compose *c, const sm_site *site); /**< NULL when it has none */
/** Whether a shape may show in the window (by its box). */
bool sm_compose_is_seen(const sm_compose *c, const sm_base_shape *s);
/** Whether a shape of a layer is drawn at this scale: all but small rivers and lakes are. */
bool sm_compose_is_large(const sm_compose *c, sm_base_layer layer, const sm_base_shape *s);
/** The pieces of a ring or line of the basemap that lie in the frame (a little beyond it), in page px. */
typedef void sm_piece_fn(void *context, const sm_points *piece);
void sm_compose_each_ring(sm_compose *c, const sm_base_shape *s, sm_piece_fn *take, void *context);
/** The same to within about a px, for half the work: where a ring only has to tell inside from outside. */
void sm_compose_each_rough_ring(sm_compose *c, const sm_base_shape *s, sm_piece_fn *take, void *context);
/** The course of a line without its windings, to within two px: what a name follows. */
void sm_compose_each_course(sm_compose *c, const sm_base_shape *s, sm_piece_fn *take, void *context);
/** Likewise, of the style's own features: rings as areas or as lines. */
void sm_compose_each_own(sm_compose *c, const sm_own *own, const sm_base_shape *s, bool ring,
                         sm_piece_fn *take, void *context);
/** The features of the style's own that layer `index` may draw on this map, in the order in which it does:
 * indices, how many in `*n`. */
const uint32_t *sm_compose_own_order(sm_compose *c, size_t index, size_t *n);
/** Likewise, for all rings of a unit. */
void sm_compose_rings(sm_compose *c, sm_base_layer layer, uint32_t unit, sm_piece_fn *take, void *context);
/** How many labels of incidents would find room, of `*wanted`; says so in the symbols. */
size_t sm_names_try(sm_compose *c, size_t *wanted);
/** A pattern of the style in px of the page. */
sm_pattern sm_compose_pattern(const sm_compose *c, const sm_pattern *style);
/** Begin a group that is clipped to the frame. */
void sm_compose_group(sm_compose *c, const char *id, const char *title);
int sm_class_of(const sm_compose *c, const sm_incident *in); /**< index into c->classes */
/** How a symbol of this colour is painted, on a page of this unit. */
void sm_mark_style(const sm_compose *c, sm_mark mark, sm_rgba colour, double unit, sm_rgba *fill,
                   sm_stroke *stroke);
/** Add a sector of a circle to `p`; `from` and `to` are turns, clockwise from twelve o'clock. */
void sm_sector(sm_scene *scene, sm_path *p, sm_xy at, double radius, double from, double to);

/** The map's own words, in the language that they are asked for in. */
static inline const char *sm_say(const sm_compose *c, const char *english)
{
    return sm_words_of(c->options->words, english);
}
/** "12 incidents": words with a number. */
const char *sm_say_count(const sm_compose *c, const char *one, const char *english, double n);

/** ## Furniture (furniture.c). The page is laid out first, the boxes become obstacles of the labels; then
 * they are drawn over the map. */
void sm_furniture_layout(sm_compose *c, sm_rect page,
                         sm_rect *frame); /**< room for title and source lines: leaves the frame */
void sm_furniture_boxes(
    sm_compose *c); /**< measure legend, scale bar and list; choose their corners; fill c->boxes */
void sm_furniture_draw(sm_compose *c);

/** The icon of the symbol's incident, by the style; none where icons are off. */
void sm_symbol_find_icon(const sm_compose *c, sm_symbol *s);
/** What can be seen on a disc of that colour that is painted as `mark` says: the icon's own colour, or the
 * clearest one there is. */
sm_rgba sm_faded(sm_rgba colour, double opacity); /**< with so much of its opacity */
sm_rgba sm_icon_colour(const sm_compose *c, sm_mark mark, sm_rgba disc, sm_rgba wanted);

/** Radius of the symbol of so many deaths, px. */
double sm_symbol_radius(const sm_compose *c, int deaths);

/** Whether the map shows it: what happened or was tried; not what was threatened, foiled or never confirmed.
 */
bool sm_incident_is_drawn(const sm_incident *in);

/** The group's index 0 … SM_STYLE_GROUPS − 1. */
int sm_group_index(const char *group);

#endif
