/** Small multiples: the same map once for each day, week, month, year or type of incident.
 *
 * All panels have one extent, one projection and one scale of symbols, so that they can be compared; title,
 * legend, scale bar and credits stand once on the page. Every incident that is seen is in exactly one panel,
 * by the day on which it began; those whose date is not known as exactly as that share a panel at the end.
 * Periods without incidents keep their (empty) panel as long as at least every second one has some and all
 * have room; otherwise they are left out, and the page says so. A page has SM_FACETS_MOST panels at most: of
 * more periods it shows those that follow each other and hold the most incidents, of more types the most
 * frequent ones and the others together.
 *
 *     sm_facets_find(c)       what is seen, divided           ┐ again, until page and view agree
 *     sm_facets_lay(c, …)     rows and columns on the page    ┘
 *     sm_facets_arrange(c)    symbols of all panels, legend
 *     sm_facets_draw(c)
 *     sm_facets_free(c)
 */
#ifndef SM_FACETS_H
#define SM_FACETS_H

#include "compose.h"

enum { SM_FACETS_MOST = 24 };

typedef struct sm_facet {
    const char *title; /**< "Mar 2015", "Air strike" */
    const sm_incident **items;
    size_t n_items;
    sm_compose map;
} sm_facet;

/** What stands beside the panels. */
typedef struct sm_strip_size {
    double width, height; /**< px */
} sm_strip_size;

enum { SM_STRIP_PANELS = 7 };

typedef struct sm_facets {
    sm_facet *items;
    size_t n;       /**< 0: the page has one map */
    size_t most;    /**< that the page has room for */
    bool *left_out; /**< for each incident: in a period without a panel */
    size_t n_left_out;
    bool skips_empty; /**< some periods within the time shown have no panel, as they hold nothing */
    int columns, rows;
    double heading; /**< px over each frame for its title */
    double gap;
    double spare;                         /**< px of the page's height that the panels do not need */
    sm_rect strip;                        /**< where legend and scale bar stand */
    sm_strip_size sizes[SM_STRIP_PANELS]; /**< as measured, or first as guessed */
    bool measured;
} sm_facets;

/** Whether the page has panels. */
bool sm_facets_used(const sm_compose *c);

/** Divide the incidents that are seen; the ones without a panel are seen no longer. */
void sm_facets_find(sm_compose *c);
/** Rows and columns in c->frame, which becomes that of the first panel; c->unit that of the panels. `points`
 * are what the maps will show. */
void sm_facets_lay(sm_compose *c, const sm_point *points, size_t n);
/** Symbols on one scale in each panel, all of them together in `c` for the legend; the legend's place. Fails
 * with SM_E_NOMEM. */
sm_status sm_facets_arrange(sm_compose *c, sm_error *err);
void sm_facets_draw(sm_compose *c); /**< the panels, their frames and titles */
void sm_facets_free(sm_compose *c);

/** "month", for the page's own words; NULL without panels. */
const char *sm_facets_word(const sm_compose *c);

#endif
