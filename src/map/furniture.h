/** The furniture of the page, shared by the files that make it: captions.c finds the words, legend.c and
 * scalebar.c make the panels that stand in the frame, furniture.c lays all of it out and draws it.
 *
 * A panel is a function that is run twice: with `paint` off it only reports its size, so that a place can be
 * chosen for it; with `paint` on it adds the same things to the scene. What has no room on a small page is
 * left out, the least needed first. */
#ifndef SM_FURNITURE_H
#define SM_FURNITURE_H

#include "compose.h"
#include "fit.h"

enum { SM_FURNITURE_LINES = 16, SM_FURNITURE_PANELS = 7 };

/** One line outside the frame. */
typedef struct sm_caption {
    const char *text;
    sm_font font;
    sm_rgba colour;
    double x, y; /**< baseline */
    sm_align align;
} sm_caption;

typedef struct sm_panel {
    sm_compose *c;
    bool paint;
    int cut;              /**< how much is left out to save room: 0 = nothing */
    double x, y;          /**< upper left corner, px */
    double width, height; /**< out: size, px; 0 = there is nothing to show */
} sm_panel;

typedef void sm_panel_fn(sm_panel *p);

/** A panel that has its place. */
typedef struct sm_placed_panel {
    const char *id, *title;
    sm_panel_fn *run;
    int cut;
    sm_rect box;
    bool bordered, plain; /**< plain: without a plate, as it does not stand on the map */
} sm_placed_panel;

typedef struct sm_furniture {
    double unit; /**< px; sizes of words and gaps */
    double margin;
    sm_caption captions[SM_FURNITURE_LINES];
    size_t n_heading, n_captions; /**< the first `n_heading` stand above the frame */
    sm_placed_panel panels[SM_FURNITURE_PANELS];
    size_t n_panels;
    sm_panel_fn *missing[SM_FURNITURE_PANELS]; /**< needed, and without a place that is clear of symbols */
    size_t n_missing;
    sm_rect room;     /**< beside or under the frame, for some of those; empty = none */
    double room_used; /**< of its height beside the frame, of its width under it, px */
    sm_rect key;      /**< room beside or under the frame for the key of the numbers; empty = none */
} sm_furniture;

/* Words (captions.c), in the composition's arena; "" = none. */
const char *sm_caption_title(const sm_compose *c);      /**< "Incidents in Syria, Iraq and Egypt" */
const char *sm_caption_period(const sm_compose *c);     /**< "31 Oct – 21 Nov 2015" */
const char *sm_caption_source(const sm_compose *c);     /**< "Source: 16 articles" */
const char *sm_caption_credit(const sm_compose *c);     /**< what the licences of the data ask for */
const char *sm_caption_disclaimer(const sm_compose *c); /**< names the view of boundaries that is shown */
const char *sm_caption_made(const sm_compose *c);       /**< "Made on 22 Nov 2026." */
const char *
sm_caption_elsewhere(const sm_compose *c,
                     const sm_incident *in); /**< "New York, United States – Bombing, 21 Oct 2015" */
const char *sm_caption_incident(const sm_compose *c,
                                const sm_incident *in); /**< "Syria – Air strike, 21 Oct 2015" */
const char *sm_caption_event(const sm_compose *c,
                             const sm_incident *in); /**< "Air strike, 21 Oct 2015, 12–14 killed" */
/** What is written at the symbol of an incident whose place has no name: its own title and what happened, or
 * only the latter. `*detail` may be NULL. */
void sm_caption_nameless(const sm_compose *c, const sm_incident *in, const char **label, const char **detail);
const char *sm_caption_type(const sm_compose *c,
                            const sm_incident *in); /**< "Air strike", or as the file says */
/** "4 incidents, 12 killed". */
const char *sm_caption_incidents(const sm_compose *c, size_t n, double killed);
const char *sm_caption_stack(const sm_compose *c, const sm_incident *const *list,
                             size_t n); /**< "12 incidents, 3–21 Nov 2015, 45 killed" */
const char *sm_caption_number(const sm_compose *c, double value);  /**< "2.5", "1200", "10 000" */
const char *sm_caption_killed(const sm_compose *c, double killed); /**< "12 killed" */

/* Panels: legend.c, scalebar.c, insets.c. `cut` 1 and 2 leave out more and more. */
sm_panel_fn sm_panel_legend, sm_panel_country_only, sm_panel_elsewhere, sm_panel_scale_bar, sm_panel_north,
    sm_panel_detail, sm_panel_locator;

/* Panels that have no place on the map (outside.c). */
/** After the boxes are placed: whether room for those that are missing is to be made outside the frame; then
 * the page is laid out again. Once for a page. */
bool sm_outside_choose(sm_compose *c);
void sm_outside_reserve(sm_compose *c, sm_rect *frame); /**< take that room from the frame */
/** A place in that room; false: the panel is none of them, or has become too large. */
bool sm_outside_place(sm_compose *c, sm_panel_fn *run, int *cut, sm_rect *box);

/* For panels. Positions are counted from the panel's upper left corner; each call widens the panel so far
 * that there is the padding round what was added. */
double sm_panel_padding(const sm_panel *p);
sm_font sm_panel_font(const sm_panel *p, double style_size, int weight);
double sm_panel_text(sm_panel *p, const char *text, const sm_font *font, sm_rgba colour, double x,
                     double baseline); /**< returns the text's width */
void sm_panel_circle(sm_panel *p, double x, double y, double radius, sm_rgba fill, sm_stroke stroke);
void sm_panel_icon(sm_panel *p, const sm_icon *icon, double x, double y, double size, sm_rgba fill);
void sm_panel_sector(sm_panel *p, sm_xy at, double radius, double from, double to, sm_rgba fill);
void sm_panel_line(sm_panel *p, sm_xy from, sm_xy to, sm_stroke stroke);
void sm_panel_polygon(sm_panel *p, const sm_xy *points, size_t n, sm_rgba fill, sm_stroke stroke);

/** Half the height of a capital letter: a text with its baseline so far under a line is centred on it. */
#define SM_CAP_MIDDLE 0.357

#endif
