/** A style as it is read. Private to the files that read and evaluate it: style.c, stylelayers.c,
 * stylelayout.c, stylesources.c. */
#ifndef SM_STYLETREE_H
#define SM_STYLETREE_H

#include "style.h"

enum { SM_STYLE_ICONS_MAX = 256 };

enum {
    P_COLOUR,
    P_OPACITY,
    P_WIDTH,
    P_OUTLINE,
    P_PATTERN,
    P_RADIUS,
    P_FIELD,
    P_SIZE,
    P_SPACING,
    P_TEXT,
    P_HALO,
    P_HALO_WIDTH,
    P_TEXT_OPACITY,
    P_MAX_WIDTH,
    P_SORT,
    P_GAP,
    P_SHIFT,
    P_PADDING,
    P_LINE_HEIGHT,
    P_OFFSET,
    P_ICON,
    P_ICON_SIZE,
    P_ICON_COLOUR,
    P_ICON_OPACITY,
    P_TEXT_X, /* em, px: the two parts of an offset follow each other */
    P_TEXT_Y,
    P_ICON_X,
    P_ICON_Y,
    N_PROPERTIES
};

/* A source that is a file or GeoJSON of the style's own. All others (vector tiles, rasters) stand for the
 * basemap. */
typedef struct style_source {
    const char *id;
    const char *path;        /* of the file; for GeoJSON in the style, what errors name */
    const json_t *data;      /* GeoJSON in the style, borrowed from the JSON; NULL = the file */
    const char *attribution; /* without markup; NULL = none */
    bool unread;             /* on a network, or no data: nothing is drawn */
} style_source;

typedef struct style_layer {
    const char *id, *source_layer, *family;
    sm_style_type type;
    double min_zoom, max_zoom;
    const sm_expression *filter;           /* NULL: none */
    const sm_expression *of[N_PROPERTIES]; /* NULL: not given */
    bool plain;
    int weight, dash_count;
    double dash[SM_DASH_MAX];
    bool italic, upper, lower, hidden;
    sm_cap cap;
    sm_join join;
    sm_style_row *rows; /* of the legend */
    size_t n_rows;
    const style_source *source; /* of the style's own; NULL: none */
    const sm_own *own;
    int anchor;              /* text-anchor, −1: not given */
    int n_variable, n_apart; /* text-variable-anchor, text-variable-anchor-offset */
    sm_style_anchor variable[SM_STYLE_ANCHORS], apart[SM_STYLE_ANCHORS];
    unsigned char icon_side;
} style_layer;

struct sm_style {
    sm_arena *arena;
    const char *name;
    style_layer *layers;
    size_t n, capacity;
    sm_style_layout layout;
    style_source *sources;
    size_t n_sources;
    sm_arena *own; /* what was read from them; NULL: nothing */
    const char **attributions;
    size_t n_attributions;

    /* Icons that were asked for; those that there are none of too, so that it is said once. */
    struct style_icons {
        struct {
            const char *name;
            const sm_icon *icon; /* NULL: there is none */
        } items[SM_STYLE_ICONS_MAX];
        size_t n;
        bool told_pattern; /* that an expression came to no name of a pattern */
    } * icons;

    const char *path;
    void (*warn)(void *context, const char *words);
    void *context;
};

/* Warn of what stands at `path` in the JSON. */
void sm_style_warn(const sm_style *s, const char *path, const char *words);
/* Likewise of a value, which is ignored. */
void sm_style_warn_bad(const sm_style *s, const char *path, const char *why);
const char *sm_style_copy(const sm_style *s, const char *text); /* NULL gives NULL */

void sm_style_read_layout(sm_style *s, json_t *json);
/* Which sources are its own; before the layers. */
void sm_style_read_sources(sm_style *s, const json_t *sources);
void sm_style_read_layer(sm_style *s, const json_t *sources, const json_t *json, size_t index);
/* The features that the layers draw from its own sources. Fails as sm_own_read does. */
sm_status sm_style_read_features(sm_style *s, sm_error *err);

/* Keys that are read, for sm_style_key: the i-th, NULL behind the last; `*where` names the object. */
const char *sm_style_layer_key(size_t i, const char **where);
const char *sm_style_layout_key(size_t i, const char **where);
const char *sm_style_source_key(size_t i);

#endif
