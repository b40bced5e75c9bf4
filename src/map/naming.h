/** The names on the map while they are collected, shared by the files that find them: names.c has incidents
 * and towns, places all of them together and paints them; areanames.c has countries, divisions, waters and
 * rivers, ownnames.c what the style brings itself. */
#ifndef SM_NAMING_H
#define SM_NAMING_H

#include "compose.h"
#include "mask.h"
#include "properties.h"

enum { SM_NAME_LINES = 4, SM_NAME_WORDINGS = 5 };

typedef enum sm_named {
    SM_NAMED_INCIDENT,
    SM_NAMED_TOWN,
    SM_NAMED_PLACE, /**< a point of the style's own sources */
    SM_NAMED_AREA,
    SM_NAMED_WATER,
    SM_NAMED_OWN /**< an area or line of the style's own sources */
} sm_named;

/** One way of writing a name: lines, size, spacing. */
typedef struct sm_wording {
    const char *lines[SM_NAME_LINES];
    int n;
    sm_font font;
    double ascent, leading; /**< px: top of the box to the first baseline; from baseline to baseline */
    double width, height;   /**< px, with the padding */
} sm_wording;

/** One label with what is needed to paint it. */
typedef struct sm_name {
    sm_named kind;
    sm_style_layer style;
    sm_wording words[SM_NAME_WORDINGS]; /**< the spot that is taken says which */
    int n_words;
    sm_font second; /**< of an incident: the lines behind the first */
    sm_map_town town;
    size_t symbol;       /**< of an incident: index into the symbols */
    size_t layer;        /**< of the style's own: the layer of the style */
    const sm_icon *icon; /**< likewise, at the point; NULL = none */
    double icon_size;    /**< px */
    const char *title;   /**< of the icon, for readers; NULL = none */
} sm_name;

typedef struct sm_names {
    sm_compose *c;
    sm_name *items;
    sm_label *labels;
    size_t n, capacity, label_capacity;
    size_t n_incidents; /**< the first ones, placed before there are others */
    size_t blanks;      /**< labels without words: only in the way of others */
} sm_names;

/** The first symbol (or circle) layer for `source` that takes the feature, in px of the page. False: the
 * style does not show it. */
bool sm_names_style(const sm_compose *c, const char *source, sm_style_type type, const sm_style_feature *f,
                    sm_style_layer *out);
/** What is to be written: text-field if the style has one, else `name`; in capitals if it says so. */
const char *sm_names_text(const sm_compose *c, const sm_style_layer *style, const char *name);
/** Measure lines in a font. */
void sm_names_measure(const sm_compose *c, const sm_style_layer *style, sm_wording *w);
/** A new label, without size and spots; NULL when out of memory. */
sm_label *sm_names_add(sm_names *l, const sm_name *item);

void sm_names_of_areas(sm_names *l); /**< areanames.c */
void sm_names_of_own(sm_names *l);   /**< ownnames.c; after the incidents, before the towns */
void sm_names_paint_own(sm_compose *c, const sm_names *l);
/** Words, in the lines and places that they have. */
void sm_names_paint(sm_compose *c, const sm_name *item, const sm_label *label);
/** The sides of its point on which the style lets the name stand; the label's symbol is known. */
void sm_names_sides(const sm_compose *c, const sm_style_layer *style, sm_label *label);
/** Sizes of a layer in px of the page; false when its words have no size. */
bool sm_names_scale(const sm_compose *c, sm_style_layer *style);

/** ## Spots for the names of areas and lines (areaspots.c) */

enum { SM_MASK_CELL = 6 /**< px of a page of 1600 × 1200 */ };

typedef struct sm_area_naming {
    int priority, spilled; /**< of a name that is larger than its area and stands over it all the same; 0 = it
                              does not */
    bool spread;           /**< as wide as its area allows */
} sm_area_naming;

/** Add the label of what the mask holds, in the style of `item`. */
void sm_names_of_mask(sm_names *l, const sm_mask *m, sm_name *item, const char *text,
                      const sm_area_naming *how);

typedef struct sm_spots {
    sm_label_spot *items;
    size_t n, capacity;
    sm_arena *arena;
} sm_spots;

/** A name along a line: begun, told of the pieces of the line that are seen, ended. */
typedef struct sm_course {
    sm_compose *c;
    sm_name item;
    sm_spots found;
    double lift; /**< px between line and name */
} sm_course;

void sm_course_begin(sm_course *r, sm_compose *c, const sm_name *item, const char *text);
void sm_course_piece(void *course, const sm_points *line); /**< an sm_piece_fn */
void sm_course_end(sm_course *r, sm_names *l, int priority);

#endif
