/* Maps within the map: a locator, which shows where in the wider region the map lies, and a detail, which
 * shows larger where incidents crowd. Both are panels of the furniture: a place is found for them as for the
 * legend. */
#include "facets.h"
#include "furniture.h"

#include "geo.h"

#include <math.h>
#include <string.h>

enum {
    CROWD = 5 /* places so near each other that their names cannot all be read */,
    CROWD_OF = 60,
    OUTLINE = 8
};

#define LOCATOR_UNDER_KM 1200.0
#define LOCATOR_FACTOR   5.0 /* of the map's width */
#define LOCATOR_MIN_KM   3000.0
#define LOCATOR_MAX_KM   9000.0
#define LOCATOR_SHARE    0.17  /* of the frame's width */
#define LOCATOR_MIN_PX   110.0 /* less shows nothing */
#define CROWD_SHARE      0.085 /* of the frame's width and height: how far a crowd reaches at most */
#define CROWD_OF_ALL     0.15  /* of all places: fewer are no crowd but the usual density */
#define CROWD_PART       0.75
#define DETAIL_SHARE     0.34
#define DETAIL_ASPECT    1.25
#define DETAIL_MARGIN    0.22 /* of the crowd's size, on each side */
#define DETAIL_ZOOM      2.5  /* enlarges at least so much */
#define DETAIL_MIN_KM    6.0
#define DETAIL_MIN_PX    170.0

/* --- which are wanted -------------------------------------------------------------------------- */

static void find_locator(sm_compose *c)
{
    double km = sm_view_width_km(c->view);
    sm_xy middle = {c->frame.x + c->frame.width / 2, c->frame.y + c->frame.height / 2};
    sm_auto choice = c->options->locator;
    c->locator = (sm_inset){.words = "Locator",
                            .width_km = fmin(fmax(LOCATOR_FACTOR * km, LOCATOR_MIN_KM), LOCATOR_MAX_KM)};
    c->locator.wanted = choice != SM_NEVER && (choice == SM_ALWAYS || km < LOCATOR_UNDER_KM) &&
                        km < LOCATOR_MAX_KM / 2 && !sm_view_is_world(c->view) &&
                        sm_view_inverse(c->view, middle, &c->locator.centre);
}

static sm_rect around(const sm_compose *c, const sm_symbol *s, double share)
{
    double width = 2 * share * c->frame.width, height = 2 * share * c->frame.height;
    return (sm_rect){s->at.x - width / 2, s->at.y - height / 2, width, height};
}

static bool holds(sm_rect r, sm_xy p)
{
    return p.x >= r.x && p.x <= r.x + r.width && p.y >= r.y && p.y <= r.y + r.height;
}

/* A place is counted once, by the symbol that bears its label. */
static size_t count_places(const sm_compose *c, sm_rect r, sm_rect *box)
{
    size_t n = 0;
    double left = INFINITY, right = -INFINITY, top = INFINITY, bottom = -INFINITY;
    for (size_t i = 0; i < c->n_symbols; i++) {
        const sm_symbol *s = &c->symbols[i];
        if (s->label == NULL || !holds(r, s->at))
            continue;
        left = fmin(left, s->at.x);
        right = fmax(right, s->at.x);
        top = fmin(top, s->at.y);
        bottom = fmax(bottom, s->at.y);
        n++;
    }
    if (n)
        *box = (sm_rect){left, top, right - left, bottom - top};
    return n;
}

/* The most important town in the detail gives it its name. */
static const char *name_of(const sm_compose *c, sm_point centre, double width_km)
{
    sm_map_town town;
    double lat = width_km / 2 / 111.2, lon = lat / fmax(cos(centre.lat * M_PI / 180), .05);
    sm_box box = {remainder(centre.lon - lon, 360), fmax(centre.lat - lat, -90),
                  remainder(centre.lon + lon, 360), fmin(centre.lat + lat, 90)};
    if (c->options->towns && c->options->towns(c->options->places_context, box, &town, 1) == 1)
        return town.name;
    return sm_say(c, "Detail");
}

static double detail_width(const sm_compose *c, int cut)
{
    return DETAIL_SHARE * (cut ? .8 : 1) * fmin(c->frame.width, 1.4 * c->frame.height);
}

/* The box of the places in the window of this size that holds the most; returns how many. */
static size_t densest(const sm_compose *c, double share, sm_rect *best)
{
    size_t most = 0, n;
    sm_rect box;
    for (size_t i = 0; i < c->n_symbols; i++) {
        if (c->symbols[i].label && (n = count_places(c, around(c, &c->symbols[i], share), &box)) > most) {
            most = n;
            *best = box;
        }
    }
    return most;
}

/* How many times a detail of this box is larger than the map. */
static double zoom_of(const sm_compose *c, sm_rect box)
{
    double metres = sm_view_metres_per_px(c->view),
           px = fmax(box.width, box.height * DETAIL_ASPECT) * (1 + 2 * DETAIL_MARGIN);
    return detail_width(c, 0) / fmax(px, DETAIL_MIN_KM * 1000 / metres);
}

/* The densest crowd: of windows of several sizes the smallest that holds most of what the largest does, or
 * one that holds more and still enlarges at least half as much. */
static void find_crowd(const sm_compose *c, size_t most, sm_rect *best)
{
    static const double shares[] = {.012, .025, .05, CROWD_SHARE};
    enum { SIZES = sizeof shares / sizeof *shares };
    size_t n = 0;
    int small = 0;
    sm_rect box = {0};
    while (small < SIZES && (double)(n = densest(c, shares[small], best)) < CROWD_PART * (double)most)
        small++;
    for (int i = SIZES - 1; i > small; i--) {
        size_t more = densest(c, shares[i], &box);
        if (more > n && zoom_of(c, box) >= fmax(DETAIL_ZOOM, .5 * zoom_of(c, *best))) {
            *best = box;
            return;
        }
    }
}

static void find_detail(sm_compose *c)
{
    sm_auto choice = c->options->inset;
    size_t most, all = 0;
    sm_rect best = {0};
    c->detail = (sm_inset){0};
    for (size_t i = 0; i < c->n_symbols; i++)
        all += c->symbols[i].label != NULL;
    if (choice == SM_NEVER || (choice == SM_AUTO && all > CROWD_OF))
        return;
    most = densest(c, CROWD_SHARE, &best);
    if (most < (choice == SM_ALWAYS ? 2 : CROWD) || (double)most < CROWD_OF_ALL * (double)all)
        return;
    find_crowd(c, most, &best);
    double metres = sm_view_metres_per_px(c->view), width = detail_width(c, 0);
    double px = fmax(best.width, best.height * DETAIL_ASPECT) * (1 + 2 * DETAIL_MARGIN);
    sm_xy middle = {best.x + best.width / 2, best.y + best.height / 2};
    c->detail.width_km = fmax(px * metres / 1000, DETAIL_MIN_KM);
    px = c->detail.width_km * 1000 / metres;
    c->detail.wanted = width / px >= DETAIL_ZOOM && sm_view_inverse(c->view, middle, &c->detail.centre);
    c->detail.on_map =
        (sm_rect){middle.x - px / 2, middle.y - px / DETAIL_ASPECT / 2, px, px / DETAIL_ASPECT};
    c->detail.words = c->detail.wanted ? name_of(c, c->detail.centre, c->detail.width_km) : NULL;
}

void sm_insets_find(sm_compose *c)
{
    find_locator(c);
    if (!sm_facets_used(c))
        find_detail(c);
}

/* --- on the map -------------------------------------------------------------------------------- */

static bool shows(const sm_compose *child, sm_point p)
{
    return holds(child->frame, sm_view_point(child->view, p));
}

/* In place of the names of a crowd's places stands one for all, beside the box. */
static void label_box(sm_compose *c)
{
    sm_rect r = c->detail.on_map;
    sm_xy middle = {r.x + r.width / 2, r.y + r.height / 2};
    sm_symbol *first = NULL;
    double reach = hypot(r.width, r.height) / 2;
    for (size_t i = 0; i < c->n_symbols; i++) {
        sm_symbol *s = &c->symbols[i];
        if (!shows(c->detail_map, s->place))
            continue;
        if (s->label && first == NULL)
            first = s;
        reach = fmax(reach, hypot(s->anchor.x - middle.x, s->anchor.y - middle.y) + s->reach);
        s->label = s->detail = NULL;
    }
    if (first) {
        first->label = c->detail.words;
        first->detail = sm_say(c, "see the map in the corner");
        first->is_box = true;
        first->anchor = middle;
        first->reach = reach;
    }
}

static sm_compose *make_child(const sm_compose *c, const sm_inset *inset, const char *prefix, sm_rect frame)
{
    sm_compose *child = sm_arena_alloc(c->arena, sizeof *child);
    if (sm_arena_failed(c->arena))
        return NULL;
    *child = sm_compose_child(c, prefix, frame);
    if (sm_view_new_round(inset->centre, inset->width_km, frame, &child->view, NULL) != SM_OK)
        return NULL;
    sm_compose_find_detail(child);
    return child;
}

void sm_insets_make(sm_compose *c)
{
    const sm_furniture *f = c->furniture;
    if (!c->detail.placed)
        return;
    for (size_t i = 0; i < f->n_panels; i++)
        if (f->panels[i].run == sm_panel_detail)
            c->detail_map = make_child(c, &c->detail, "detail", f->panels[i].box);
    if (c->detail_map) {
        sm_compose_symbols(c->detail_map);
        label_box(c);
    }
}

void sm_insets_free(sm_compose *c)
{
    if (c->detail_map)
        sm_view_free(c->detail_map->view);
    c->detail_map = NULL;
    c->detail = c->locator = (sm_inset){0};
}

static void draw_box(sm_compose *c, sm_rect r, sm_rgba fill, double width)
{
    sm_path *p = sm_scene_add_path(c->scene);
    sm_path_rect(c->scene, p, r);
    p->fill = fill;
    p->stroke = (sm_stroke){.colour = c->layout->ink, .width = width, .join = SM_JOIN_MITER};
}

void sm_insets_draw_boxes(sm_compose *c)
{
    if (!c->detail.placed)
        return;
    sm_compose_group(c, "detail-box", "What the inset shows");
    draw_box(c, c->detail.on_map, (sm_rgba){0}, fmax(1.3 * c->unit, .8));
}

/* --- the panels -------------------------------------------------------------------------------- */

/* The outline of the frame of `c` on the map of `child`: the projections differ. Returns the box round it. */
static sm_rect outline_on(const sm_compose *c, const sm_compose *child, sm_xy *points, size_t *n)
{
    sm_rect f = c->frame;
    double left = INFINITY, right = -INFINITY, top = INFINITY, bottom = -INFINITY;
    *n = 0;
    for (int i = 0; i < 4 * OUTLINE; i++) {
        double t = (double)(i % OUTLINE) / OUTLINE;
        sm_point at;
        const sm_xy edge = i < OUTLINE       ? (sm_xy){f.x + t * f.width, f.y}
                           : i < 2 * OUTLINE ? (sm_xy){f.x + f.width, f.y + t * f.height}
                           : i < 3 * OUTLINE ? (sm_xy){f.x + f.width - t * f.width, f.y + f.height}
                                             : (sm_xy){f.x, f.y + f.height - t * f.height};
        if (!sm_view_inverse(c->view, edge, &at))
            continue;
        sm_xy xy = sm_view_point(child->view, at);
        if (!isfinite(xy.x) || !isfinite(xy.y))
            continue;
        points[(*n)++] = xy;
        left = fmin(left, xy.x);
        right = fmax(right, xy.x);
        top = fmin(top, xy.y);
        bottom = fmax(bottom, xy.y);
    }
    return *n ? (sm_rect){left, top, right - left, bottom - top} : (sm_rect){0};
}

static void draw_outline(sm_compose *child, const sm_xy *points, size_t n)
{
    sm_path *p = sm_scene_add_path(child->scene);
    for (size_t i = 0; i < n; i++)
        (i ? sm_path_line : sm_path_move)(child->scene, p, points[i].x, points[i].y);
    sm_path_close(child->scene, p);
    p->fill = child->layout->groups[0];
    p->fill.a = 40;
    p->stroke = (sm_stroke){.colour = child->layout->groups[0], .width = fmax(2 * child->unit, 1)};
}

void sm_compose_draw_frame(sm_compose *child)
{
    sm_scene_begin_group(child->scene, sm_arena_print(child->arena, "%s-frame", child->prefix), NULL);
    sm_path *line = sm_scene_add_path(child->scene);
    sm_path_rect(child->scene, line, child->frame);
    line->stroke = (sm_stroke){
        .colour = child->layout->frame, .width = fmax(child->furniture->unit, .7), .join = SM_JOIN_MITER};
}

/* Cut 1: smaller. */
void sm_panel_locator(sm_panel *p)
{
    sm_compose *c = p->c;
    if (!c->locator.wanted || p->cut > 1)
        return;
    p->width =
        fmax(LOCATOR_SHARE * (p->cut ? .8 : 1) * fmin(c->frame.width, 1.4 * c->frame.height), LOCATOR_MIN_PX);
    p->height = .8 * p->width;
    sm_compose *child =
        p->paint ? make_child(c, &c->locator, "locator", (sm_rect){p->x, p->y, p->width, p->height}) : NULL;
    if (child == NULL)
        return;
    sm_xy outline[4 * OUTLINE];
    size_t n;
    child->sketch = true;
    child->shows = SM_SHOW_AREAS;
    child->unit = fmax(.75 * c->unit, .6);
    child->boxes[child->n_boxes++] = outline_on(c, child, outline, &n);
    sm_compose_draw(child);
    sm_compose_group(child, "box", "What the map shows");
    draw_outline(child, outline, n);
    sm_compose_draw_frame(child);
    sm_view_free(child->view);
}

/* What stands in the corners of a detail: its name above, its own scale bar below, at the side where no
 * symbol is. */
typedef struct corner {
    sm_rect box;
    bool used;
} corner;

static bool is_free(const sm_compose *c, sm_rect box)
{
    for (size_t i = 0; i < c->n_boxes; i++) {
        sm_rect b = c->boxes[i];
        if (box.x < b.x + b.width && b.x < box.x + box.width && box.y < b.y + b.height &&
            b.y < box.y + box.height)
            return false;
    }
    for (size_t i = 0; i < c->n_symbols; i++) {
        const sm_symbol *s = &c->symbols[i];
        double dx = s->at.x - fmin(fmax(s->at.x, box.x), box.x + box.width),
               dy = s->at.y - fmin(fmax(s->at.y, box.y), box.y + box.height);
        if (hypot(dx, dy) < s->high)
            return false;
    }
    return true;
}

static corner take_corner(sm_compose *c, double width, double height, bool low)
{
    corner k = {.box = {c->frame.x, low ? c->frame.y + c->frame.height - height : c->frame.y, width, height}};
    if (width > .7 * c->frame.width)
        return k;
    k.used = is_free(c, k.box);
    if (!k.used) {
        k.box.x = c->frame.x + c->frame.width - width;
        k.used = is_free(c, k.box);
    }
    if (k.used)
        c->boxes[c->n_boxes++] = k.box;
    return k;
}

static sm_font heading_font(const sm_compose *c)
{
    return (sm_font){.family = c->layout->family,
                     .size = fmax(c->layout->text_size * c->furniture->unit, 8.5),
                     .weight = 700};
}

static void draw_heading(sm_compose *c, const char *words, sm_rect box)
{
    sm_font font = heading_font(c);
    sm_path *plate = sm_scene_add_path(c->scene);
    sm_path_rect(c->scene, plate, box);
    plate->fill = c->layout->box;
    sm_text *t = sm_scene_add_text(c->scene, words, box.x + box.width / 2,
                                   box.y + .5 * box.height + SM_CAP_MIDDLE * font.size);
    t->font = font;
    t->fill = c->layout->ink;
    t->align = SM_ALIGN_MIDDLE;
}

/* Cut 1: smaller. */
void sm_panel_detail(sm_panel *p)
{
    sm_compose *c = p->c, *child = c->detail_map;
    if (!c->detail.wanted || p->cut > 1 || detail_width(c, p->cut) < DETAIL_MIN_PX)
        return;
    p->width = detail_width(c, p->cut);
    p->height = p->width / DETAIL_ASPECT;
    if (!p->paint || child == NULL)
        return;
    sm_font font = heading_font(child);
    sm_panel bar = {.c = child};
    sm_panel_scale_bar(&bar);
    corner name = take_corner(child, sm_fit_width(&c->measure, c->detail.words, &font) + font.size,
                              1.5 * font.size, false),
           scale = take_corner(child, bar.width, bar.height, true);
    sm_compose_draw(child);
    c->report.labels_placed += child->report.labels_placed;
    c->report.labels_dropped += child->report.labels_dropped;
    if (name.used) {
        sm_compose_group(child, "heading", NULL);
        draw_heading(child, c->detail.words, name.box);
    }
    if (scale.used && bar.width > 0) {
        sm_compose_group(child, "scale-bar", "Scale bar");
        sm_path *plate = sm_scene_add_path(c->scene);
        sm_path_rect(c->scene, plate, scale.box);
        plate->fill = c->layout->box;
        plate->fill.a = (unsigned char)(plate->fill.a * .7);
        bar = (sm_panel){.c = child, .paint = true, .x = scale.box.x, .y = scale.box.y};
        sm_panel_scale_bar(&bar);
    }
    sm_compose_draw_frame(child);
}
