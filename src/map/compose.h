/** What the parts of the composition share while one map is made. */
#ifndef SM_COMPOSE_H
#define SM_COMPOSE_H

#include "clip.h"
#include "label.h"
#include "map.h"

typedef struct sm_symbol {
    const sm_incident *incident;
    sm_xy at;
    double radius;              /**< px */
    double ring;                /**< px: radius of uncertainty, 0 = none */
    int group;                  /**< index into the layout's colours */
    bool first;                 /**< the first symbol of its incident: it bears the label */
    const char *label, *detail; /**< words beside it: place; what happened (NULL = nothing more) */
} sm_symbol;

typedef struct sm_compose {
    const sm_basemap *basemap;
    const sm_style *style;
    const sm_style_layout *layout;
    const sm_incidents *incidents;
    const sm_map_options *options;
    sm_text_measure measure;
    sm_arena *arena;
    sm_view *view;
    sm_scene *scene;
    sm_rect page, frame; /**< px; the frame is where the map lies */
    double unit; /**< 1 on a page of 1600 × 1200 px, never so small that words cannot be read: all sizes
                    of the style are multiplied by it */
    double zoom;
    sm_base_level level;
    sm_symbol *symbols; /**< greatest first */
    size_t n_symbols;
    const sm_incident **listed; /**< known to the country only */
    size_t n_listed;
    double per_death; /**< symbol area (radius²) per death, px² */
    bool *focus;      /**< for each unit of the basemap: something happened there */
    size_t n_units;
    sm_label_page *labels;
    sm_rect boxes[8]; /**< furniture inside the frame: nothing may be written there */
    size_t n_boxes;
    struct sm_furniture *furniture; /**< from the layout to the drawing, see furniture.h */
    sm_map_report report;
} sm_compose;

/* The parts, in the order in which they are painted. */
void sm_compose_symbols(
    sm_compose *c); /**< which incidents are drawn, where and how large; before everything else */
void sm_symbols_draw(sm_compose *c); /**< into the group begun last */
sm_box
sm_compose_window(const sm_compose *c); /**< what the map shows, as a box with longitudes from −180 to 180 */
uint32_t sm_compose_country_at(const sm_compose *c,
                               sm_point at); /**< the unit whose coarse polygons hold it; SM_NO_UNIT at sea */
bool sm_compose_in_focus(const sm_compose *c,
                         uint32_t unit); /**< a country (or division of one) where something happened */
/** Whether a shape may show in the window (by its box). */
bool sm_compose_is_seen(const sm_compose *c, const sm_base_shape *s);
/** The pieces of a ring or line of the basemap that lie in the frame (a little beyond it), in page px. */
typedef void sm_piece_fn(void *context, const sm_points *piece);
void sm_compose_each_ring(sm_compose *c, const sm_base_shape *s, sm_piece_fn *take, void *context);
void sm_compose_each_line(sm_compose *c, const sm_base_shape *s, sm_piece_fn *take, void *context);
void sm_compose_names(sm_compose *c); /**< symbols, then all labels placed together */

/** ## Furniture (furniture.c). The page is laid out first, the boxes become obstacles of the labels; then
 * they are drawn over the map. */
void sm_furniture_layout(sm_compose *c, sm_rect page,
                         sm_rect *frame); /**< room for title and source lines: leaves the frame */
void sm_furniture_boxes(
    sm_compose *c); /**< measure legend, scale bar and list; choose their corners; fill c->boxes */
void sm_furniture_draw(sm_compose *c);

/** Radius of the symbol of so many deaths, px. */
double sm_symbol_radius(const sm_compose *c, int deaths);

/** Whether the map shows it: what happened or was tried; not what was threatened, foiled or never confirmed.
 */
bool sm_incident_is_drawn(const sm_incident *in);

/** The group's index 0 … SM_STYLE_GROUPS − 1, and its words for the legend. */
int sm_group_index(const char *group);
const char *sm_group_label(int index);

#endif
