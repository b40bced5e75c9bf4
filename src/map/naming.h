/** The names on the map while they are collected, shared by the files that find them: names.c has incidents
 * and towns, places all of them together and paints them; areanames.c has countries, divisions, waters and
 * rivers. */
#ifndef SM_NAMING_H
#define SM_NAMING_H

#include "compose.h"
#include "properties.h"

enum { SM_NAME_LINES = 4, SM_NAME_WORDINGS = 5 };

typedef enum sm_named { SM_NAMED_INCIDENT, SM_NAMED_TOWN, SM_NAMED_AREA, SM_NAMED_WATER } sm_named;

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
    size_t symbol; /**< of an incident: index into the symbols */
} sm_name;

typedef struct sm_names {
    sm_compose *c;
    sm_name *items;
    sm_label *labels;
    size_t n, capacity, label_capacity;
    size_t blanks; /**< labels without words: only in the way of others */
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

#endif
