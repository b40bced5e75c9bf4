/** The scene: a display list of one page. `map` fills it; `draw` paints it to PNG, SVG or PDF without knowing
 * what a map is.
 *
 *     sm_scene *s = sm_scene_new(1600, 1200, 96);
 *     sm_scene_begin_group(s, "land", "Land");                  every item belongs to the group begun last
 *     sm_path *p = sm_scene_add_path(s);
 *     sm_path_move(s, p, 10, 10); sm_path_line(s, p, 90, 10); sm_path_line(s, p, 90, 90); sm_path_close(s,
 * p); p->fill = sm_rgb(0xf4f1ea); sm_text *t = sm_scene_add_text(s, "Bamako", x, baseline); t->font =
 * (sm_font){.family = "Noto Sans", .size = 13, .weight = 400}; if (sm_scene_failed(s)) ... check once, at the
 * end sm_scene_free(s);
 *
 * Order is painting order: groups as begun, in each group items as added. Coordinates are page px, origin at
 * the upper left, y down, 1 px = 1/96 inch at `dpi` 96; a writer multiplies by dpi/96 for its own pixels
 * (PNG) or by 0.75 for points (PDF). Everything lives in the scene's arena; strings are copied into it. A
 * colour with a = 0 means: do not paint. */
#ifndef SM_SCENE_H
#define SM_SCENE_H

#include "arena.h"
#include "error.h"
#include <stdint.h>
#include <stdio.h>

typedef struct sm_rgba {
    unsigned char r, g, b, a; /**< not premultiplied */
} sm_rgba;

/** 0xRRGGBB, opaque. */
static inline sm_rgba sm_rgb(unsigned hex)
{
    return (sm_rgba){(unsigned char)(hex >> 16), (unsigned char)(hex >> 8), (unsigned char)hex, 255};
}

typedef struct sm_xy {
    double x, y;
} sm_xy;

typedef struct sm_rect {
    double x, y, width, height;
} sm_rect;

typedef enum sm_join { SM_JOIN_MITER, SM_JOIN_ROUND, SM_JOIN_BEVEL } sm_join; /**< miter limit 4 */
typedef enum sm_cap { SM_CAP_BUTT, SM_CAP_ROUND, SM_CAP_SQUARE } sm_cap;

enum { SM_DASH_MAX = 6 };

typedef struct sm_stroke {
    sm_rgba colour;
    double width; /**< px */
    sm_join join;
    sm_cap cap;
    int dash_count;           /**< 0: solid; else 2, 4 or 6 */
    double dash[SM_DASH_MAX]; /**< px on, off, on, off */
} sm_stroke;

/** Parallel lines, or rows of dots, that fill an area. They are the same everywhere on the page, whatever area
 * shows them, so that areas beside each other match: line k lies k * spacing px from the page's corner. */
typedef struct sm_pattern {
    sm_rgba colour; /**< a = 0: no pattern */
    double angle;   /**< degrees: 0 level, 45 rising to the right, 90 upright */
    double spacing; /**< px from line to line, or from dot to dot */
    double width;   /**< px: of a line, across a dot */
    bool crossed;   /**< a second set of lines at right angles */
    bool dotted;    /**< dots instead of lines; every second row stands half a space further */
} sm_pattern;

bool sm_pattern_same(const sm_pattern *a, const sm_pattern *b);
/** Whether there is something to draw. */
static inline bool sm_pattern_is_seen(const sm_pattern *p)
{
    return p->colour.a && p->width > 0 && p->spacing >= 1;
}

typedef struct sm_font {
    const char *family; /**< fontconfig list: "Noto Sans, DejaVu Sans" */
    double size;        /**< px */
    int weight;         /**< CSS: 400 regular, 700 bold */
    bool italic;
    double letter_spacing; /**< px added after each character */
} sm_font;

typedef enum sm_item_kind { SM_ITEM_PATH, SM_ITEM_CIRCLE, SM_ITEM_TEXT, SM_ITEM_ICON } sm_item_kind;

/** What every item has. `id` is unique on the page or NULL; `title` becomes the SVG <title> (tool tip, screen
 * reader) or NULL. `subject` is what the item stands for, for pages that answer a click: 1 + its place in the
 * caller's list of incidents, 0 = nothing. */
typedef struct sm_item {
    sm_item_kind kind;
    struct sm_item *next;
    const char *id, *title;
    uint32_t subject;
} sm_item;

/** Lines and polygons. Subpath i has the points start[i] to start[i + 1] - 1 (the last one: to count - 1). A
 * fill is even-odd and closes every subpath; a stroke closes only where `closed[i]`. Fill first, then
 * pattern, then stroke. */
typedef struct sm_path {
    sm_item item;
    sm_xy *points;
    size_t count, capacity;
    size_t *start;
    bool *closed;
    size_t subpaths, subpath_capacity, closed_capacity;
    sm_rgba fill;
    sm_pattern pattern;
    sm_stroke stroke;
} sm_path;

typedef struct sm_circle {
    sm_item item;
    sm_xy centre;
    double radius; /**< px */
    sm_rgba fill;
    sm_stroke stroke;
} sm_circle;

typedef enum sm_icon_op { SM_ICON_MOVE, SM_ICON_LINE, SM_ICON_CURVE, SM_ICON_CLOSE } sm_icon_op;

/** Lines and cubic curves: a move and a line take one point each, a curve three, closing none. Filled
 * (even-odd), or stroked with a line of `width`, or both. */
typedef struct sm_icon_part {
    unsigned char *ops; /**< sm_icon_op */
    size_t n_ops;
    sm_xy *points;
    size_t n_points;
    bool filled;
    double width; /**< units of the icon; 0 = no line */
    sm_cap cap;
    sm_join join;
} sm_icon_part;

/** A picture in one colour, drawn wherever a scene says. */
typedef struct sm_icon {
    const char *name;
    sm_rect box; /**< what is seen, units */
    double size; /**< height that its maker had in mind, px */
    const sm_icon_part *parts;
    size_t n_parts;
} sm_icon;

typedef struct sm_icon_item {
    sm_item item;
    const sm_icon *icon; /**< borrowed: lives as long as the scene */
    double x, y;         /**< middle, px */
    double size;         /**< height, px; the width follows */
    sm_rgba fill;
} sm_icon_item;

typedef enum sm_align { SM_ALIGN_START, SM_ALIGN_MIDDLE, SM_ALIGN_END } sm_align;

/** One or several lines of text, '\n' between them. Line i stands with its baseline at y + i * line_height,
 * aligned on x: START is the left edge, also for right-to-left scripts. The halo is painted under the fill,
 * as a round-joined outline of 2 * halo_width px. */
typedef struct sm_text {
    sm_item item;
    const char *text;     /**< UTF-8 */
    const char *language; /**< BCP 47 ("ar", "zh-Hans") or NULL */
    sm_font font;
    double x, y;        /**< anchor: baseline of the first line */
    double line_height; /**< px; 0 = 1.2 * size */
    double angle;       /**< degrees, clockwise about the anchor */
    sm_align align;
    sm_rgba fill, halo;
    double halo_width; /**< px that the halo reaches beyond the glyph */
} sm_text;

/** Items that belong together: an SVG <g>. `clip` (when `clipped`) bounds what is seen of them. */
typedef struct sm_group {
    struct sm_group *next;
    const char *id, *title; /**< id such as "land"; title for readers, or NULL */
    bool clipped;
    sm_rect clip;
    sm_item *first, *last;
} sm_group;

/** Where on earth the page lies, for world files and GeoPDF. The map's projection has one scale along both
 * axes. */
typedef struct sm_georeference {
    sm_rect frame;           /**< px: the part of the page that is the map */
    double x, y;             /**< projected coordinates of the page's upper left corner */
    double units_per_px;     /**< projected units (metres) a px */
    sm_xy page[4], earth[4]; /**< four places in the frame, as px and as longitude, latitude */
    const char *wkt;         /**< the projection as .prj files hold it (WKT 1, ESRI's names) */
} sm_georeference;

/** Title and description of the whole page are what is found outside the picture. */
typedef struct sm_scene {
    sm_arena *arena;
    double width, height; /**< px at 96 dpi */
    double dpi;           /**< of raster output: width * dpi / 96 device pixels */
    const char *title;    /**< SVG <title>, PDF title; never NULL */
    const char *description;
    const char *language; /**< of the page, or NULL */
    sm_rgba background;
    sm_group *first, *last;
    const sm_georeference *georeference; /**< NULL: not known, or not asked for */
    /* What the map writer had to leave out, for the summary line and for tests. */
    int labels_placed, labels_dropped;
} sm_scene;

/** A page of `width` x `height` px. NULL when out of memory. */
sm_scene *sm_scene_new(double width, double height, double dpi);
void sm_scene_free(sm_scene *s); /**< NULL is fine */
bool sm_scene_failed(const sm_scene *s);

/** Begin a group; returned for setting its clip. Never NULL. */
sm_group *sm_scene_begin_group(sm_scene *s, const char *id, const char *title);

/* Add an item to the group begun last (one without a name is begun when there is none). Never NULL. */
sm_path *sm_scene_add_path(sm_scene *s);
sm_circle *sm_scene_add_circle(sm_scene *s, double x, double y, double radius);
sm_text *sm_scene_add_text(sm_scene *s, const char *text, double x, double y);
sm_icon_item *sm_scene_add_icon(sm_scene *s, const sm_icon *icon, double x, double y, double size);

void sm_path_move(sm_scene *s, sm_path *p, double x, double y);
void sm_path_line(sm_scene *s, sm_path *p, double x, double y);
void sm_path_close(sm_scene *s, sm_path *p);
void sm_path_rect(sm_scene *s, sm_path *p, sm_rect r);

/** Extent of one line of text: advance width, and how far the font reaches above and below the baseline. */
typedef struct sm_text_extent {
    double width, ascent, descent; /**< px, all positive */
} sm_text_extent;

/** How text is measured: given by whoever will draw (Pango), so that labels are placed with the sizes that
 * they will have. `text` has no line break. Tests give a function of their own. */
typedef struct sm_text_measure {
    sm_text_extent (*measure)(void *context, const char *text, const sm_font *font, const char *language);
    void *context;
} sm_text_measure;

/** The scene as text, one item a line, coordinates with one decimal: what golden tests compare. Long paths
 * are cut short to their first points and a count. */
void sm_scene_dump(const sm_scene *s, FILE *out);

#endif
