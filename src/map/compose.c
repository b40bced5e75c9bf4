/* The ground of a map: the layers of the style, from shapes in degrees to paths on the page; and what the
 * other parts ask of it. */
#include "compose.h"
#include "properties.h"

#include "geo.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define DENSIFY_DEG 1.0
#define SIMPLIFY_PX 0.25
#define WATER_PX    0.6 /* shores and courses may be off by so much: they wind more than is seen */
#define COURSE_PX   2.0
#define LAKE_PX     3.0 /* on a page of 1600 × 1200 px */
#define BLEED_PX    8.0 /* beyond the frame, so that outlines are cut off by it, not drawn along it */

/* --- from shapes to paths ---------------------------------------------------------------------- */

typedef struct painter {
    sm_compose *c;
    sm_path *path;
    sm_points degrees, clipped, pixels, piece;
    sm_rect window, bleed;
    double ink;        /* weight of the line under labels, 0 = none */
    double rough;      /* degrees by which a ring may be off before it is projected, 0 = not at all */
    const sm_own *own; /* whose shapes they are; NULL = the basemap's */
    double gap, shift; /* px: two lines so far apart in place of one; to the right of the course */
    bool closed;       /* lines are rings: the last point is joined to the first */
    sm_piece_fn *take; /* instead of painting; with its context */
    void *context;
} painter;

static painter painter_new(sm_compose *c, sm_path *path)
{
    sm_rect f = c->frame;
    return (painter){
        .c = c,
        .path = path,
        .window = sm_view_window(c->view),
        .bleed = {f.x - BLEED_PX, f.y - BLEED_PX, f.width + 2 * BLEED_PX, f.height + 2 * BLEED_PX}};
}

static void painter_free(painter *p)
{
    sm_points_free(&p->degrees);
    sm_points_free(&p->clipped);
    sm_points_free(&p->pixels);
    sm_points_free(&p->piece);
}

/* Straight edges in degrees are curves on the page: long ones get points between. */
static void add_densified(sm_points *out, sm_xy a, sm_xy b)
{
    double longest = fmax(fabs(b.x - a.x), fabs(b.y - a.y));
    int steps = longest > DENSIFY_DEG && longest < 1000 ? (int)ceil(longest / DENSIFY_DEG) : 1;
    for (int i = 1; i <= steps; i++)
        sm_points_add(out, (sm_xy){a.x + (b.x - a.x) * i / steps, a.y + (b.y - a.y) * i / steps});
}

static void densify(const sm_points *in, bool ring, sm_points *out)
{
    out->count = 0;
    for (size_t i = 0; i < in->count; i++) {
        if (i > 0)
            add_densified(out, in->at[i - 1], in->at[i]);
        else if (ring)
            add_densified(out, in->at[in->count - 1], in->at[0]);
        else
            sm_points_add(out, in->at[0]);
    }
}

static void project(const painter *p, sm_points *points)
{
    size_t kept = 0;
    sm_view_forward(p->c->view, points->at, points->count);
    for (size_t i = 0; i < points->count; i++)
        if (isfinite(points->at[i].x) && isfinite(points->at[i].y))
            points->at[kept++] = points->at[i];
    points->count = kept;
}

static void add_ring(painter *p, const sm_points *ring)
{
    if (p->take) {
        p->take(p->context, ring);
        return;
    }
    for (size_t i = 0; i < ring->count; i++) {
        if (i == 0)
            sm_path_move(p->c->scene, p->path, ring->at[i].x, ring->at[i].y);
        else
            sm_path_line(p->c->scene, p->path, ring->at[i].x, ring->at[i].y);
    }
    if (ring->count)
        sm_path_close(p->c->scene, p->path);
}

static void draw_line(painter *p, const sm_points *line, double shift)
{
    if (shift != 0) {
        sm_shift_line(line, shift, &p->piece);
        line = &p->piece;
    }
    for (size_t i = 0; i < line->count; i++)
        (i ? sm_path_line : sm_path_move)(p->c->scene, p->path, line->at[i].x, line->at[i].y);
}

static void add_line(void *context, const sm_points *line)
{
    painter *p = context;
    sm_points *kept = &p->pixels; /* done with by now */
    kept->count = 0;
    for (size_t i = 0; i < line->count; i++)
        sm_points_add(kept, line->at[i]);
    sm_simplify(kept, SIMPLIFY_PX);
    if (p->take) {
        p->take(p->context, kept);
        return;
    }
    for (size_t i = 1; i < kept->count && p->ink > 0; i++)
        sm_label_ink(p->c->labels, kept->at[i - 1], kept->at[i], p->ink);
    if (p->gap > 0) {
        draw_line(p, kept, p->shift - (p->gap + p->path->stroke.width) / 2);
        draw_line(p, kept, p->shift + (p->gap + p->path->stroke.width) / 2);
    } else {
        draw_line(p, kept, p->shift);
    }
}

static void keep_line(void *context, const sm_points *line)
{
    painter *p = context;
    densify(line, false, &p->clipped);
    project(p, &p->clipped);
    /* a line over the seam of a world map must not run back across the page */
    sm_points part = {0};
    for (size_t i = 0, first = 0; i <= p->clipped.count; i++) {
        bool jump = i > 0 && i < p->clipped.count &&
                    fabs(p->clipped.at[i].x - p->clipped.at[i - 1].x) > p->c->frame.width / 2;
        if (i < p->clipped.count && !jump)
            continue;
        part = (sm_points){.at = p->clipped.at + first, .count = i - first};
        if (part.count > 1)
            sm_clip_line(&part, p->bleed, &p->degrees, add_line, p);
        first = i;
    }
}

/* On which sides of the window a point lies outside it. */
static unsigned sides(const sm_base_point *p, const int32_t low[2], const int32_t high[2])
{
    return (p->lon < low[0]) | (p->lon > high[0]) << 1 | (p->lat < low[1]) << 2 | (p->lat > high[1]) << 3;
}

/* A shape's points in degrees. Of a run of points beyond the same side of the window only the first and the
 * last are taken: clipping makes the same of them, and a continent is mostly such runs. */
static void take_points(painter *p, const sm_base_point *points, size_t n, double shift)
{
    const double unit = 1 / SM_BASE_UNIT, far = INT32_MAX / 2;
    const sm_rect w = p->window;
    const int32_t low[2] = {(int32_t)fmax(floor((w.x - shift) * unit), -far), (int32_t)floor(w.y * unit)},
                  high[2] = {(int32_t)fmin(ceil((w.x + w.width - shift) * unit), far),
                             (int32_t)ceil((w.y + w.height) * unit)};
    unsigned kept = 0, before = 0;
    p->degrees.count = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned here = sides(&points[i], low, high);
        if (i >= 2 && (kept & before & here))
            p->degrees.count--; /* the one before lies between two that are beyond the same side */
        else
            kept = before;
        before = here;
        sm_points_add(&p->degrees,
                      (sm_xy){points[i].lon * SM_BASE_UNIT + shift, points[i].lat * SM_BASE_UNIT});
    }
    if (p->closed && n > 0)
        sm_points_add(&p->degrees,
                      (sm_xy){points[0].lon * SM_BASE_UNIT + shift, points[0].lat * SM_BASE_UNIT});
}

static void paint_points(painter *p, const sm_base_point *points, size_t n, double shift, bool ring)
{
    take_points(p, points, n, shift);
    if (!ring) {
        if (p->rough > 0)
            sm_simplify(&p->degrees, p->rough);
        sm_points line = p->degrees, scratch = {0};
        p->degrees = (sm_points){0};
        sm_clip_line(&line, p->window, &scratch, keep_line, p);
        sm_points_free(&scratch);
        sm_points_free(&p->degrees);
        p->degrees = line;
        return;
    }
    sm_clip_ring(&p->degrees, p->window, &p->clipped);
    if (p->rough > 0)
        sm_simplify(&p->clipped, p->rough);
    if (p->clipped.count < 3)
        return;
    densify(&p->clipped, true, &p->degrees);
    project(p, &p->degrees);
    sm_clip_ring(&p->degrees, p->bleed, &p->pixels);
    sm_simplify(&p->pixels, SIMPLIFY_PX);
    if (p->pixels.count > 2)
        add_ring(p, &p->pixels);
}

/* Paint a shape wherever it shows in the window: as it is, and a turn to the west and to the east. */
static void paint_shape(painter *p, const sm_base_shape *s, bool ring)
{
    size_t n = s->count;
    const sm_base_point *points =
        p->own ? p->own->points + s->first : sm_basemap_points(p->c->basemap, s, &n);
    double south = s->south * SM_BASE_UNIT, north = s->north * SM_BASE_UNIT;
    if (south > p->window.y + p->window.height || north < p->window.y)
        return;
    for (int turn = -1; turn <= 1; turn++) {
        double shift = 360.0 * turn, west = s->west * SM_BASE_UNIT + shift,
               east = s->east * SM_BASE_UNIT + shift;
        if (west <= p->window.x + p->window.width && east >= p->window.x)
            paint_points(p, points, n, shift, ring);
    }
}

/* Of latitude, in the middle of the map. */
static double degrees_per_px(const sm_compose *c)
{
    double metres_per_px = 78271.516964 / exp2(c->zoom) / c->unit, metres_per_degree = 111320;
    return metres_per_px / metres_per_degree;
}

bool sm_compose_is_seen(const sm_compose *c, const sm_base_shape *s)
{
    sm_rect w = sm_view_window(c->view);
    if (s->south * SM_BASE_UNIT > w.y + w.height || s->north * SM_BASE_UNIT < w.y)
        return false;
    for (int turn = -1; turn <= 1; turn++)
        if (s->west * SM_BASE_UNIT + 360.0 * turn <= w.x + w.width &&
            s->east * SM_BASE_UNIT + 360.0 * turn >= w.x)
            return true;
    return false;
}

/* Rivers and lakes of 1:10 million are many more than a map of a country has room for: a river is drawn from
 * the zoom of its rank on, a lake when it is wider or higher than LAKE_PX. */
bool sm_compose_is_large(const sm_compose *c, sm_base_layer layer, const sm_base_shape *s)
{
    if (c->level != SM_BASE_10M || (layer != SM_BASE_RIVERS && layer != SM_BASE_LAKES))
        return true;
    if (layer == SM_BASE_RIVERS)
        return c->zoom >= (s->rank + 1) / 2.0;
    double narrow = cos((s->south + (double)s->north) / 2 * SM_BASE_UNIT * M_PI / 180),
           width = (s->east - (double)s->west) * narrow, height = s->north - (double)s->south;
    return fmax(width, height) * SM_BASE_UNIT > LAKE_PX * degrees_per_px(c) * c->unit;
}

static void each_piece(sm_compose *c, const sm_own *own, const sm_base_shape *s, bool ring, double rough,
                       sm_piece_fn *take, void *context)
{
    painter p = painter_new(c, NULL);
    p.own = own;
    p.take = take;
    p.context = context;
    p.rough = rough;
    paint_shape(&p, s, ring);
    painter_free(&p);
}

void sm_compose_each_ring(sm_compose *c, const sm_base_shape *s, sm_piece_fn *take, void *context)
{
    each_piece(c, NULL, s, true, 0, take, context);
}

void sm_compose_each_rough_ring(sm_compose *c, const sm_base_shape *s, sm_piece_fn *take, void *context)
{
    each_piece(c, NULL, s, true, degrees_per_px(c), take, context);
}

void sm_compose_each_course(sm_compose *c, const sm_base_shape *s, sm_piece_fn *take, void *context)
{
    each_piece(c, NULL, s, false, COURSE_PX * c->unit * degrees_per_px(c), take, context);
}

void sm_compose_each_own(sm_compose *c, const sm_own *own, const sm_base_shape *s, bool ring,
                         sm_piece_fn *take, void *context)
{
    each_piece(c, own, s, ring, 0, take, context);
}

/* --- style layers ------------------------------------------------------------------------------ */

static const struct {
    const char *name;
    sm_base_layer layer;
    bool ring, focus; /* focus: only the countries where something happened */
    double ink;
} sources[] = {
    {"land", SM_BASE_LAND, true, false, 0},
    {"countries", SM_BASE_COUNTRIES, true, false, 0},
    {"focus_countries", SM_BASE_COUNTRIES, true, true, 0},
    {"coast", SM_BASE_COAST, false, false, .6},
    {"borders", SM_BASE_BORDERS, false, false, .6},
    {"disputed", SM_BASE_DISPUTED, false, false, .6},
    {"admin1", SM_BASE_ADMIN1, true, false, 0},
    {"admin1_lines", SM_BASE_ADMIN1_LINES, false, false, .25},
    {"lakes", SM_BASE_LAKES, true, false, 0},
    {"rivers", SM_BASE_RIVERS, false, false, .25},
};

uint32_t sm_compose_country_at(const sm_compose *c, sm_point at)
{
    return sm_basemap_unit_at(c->basemap, SM_BASE_COUNTRIES, at);
}

uint32_t sm_compose_division_at(const sm_compose *c, sm_point at)
{
    return sm_basemap_unit_at(c->basemap, SM_BASE_ADMIN1, at);
}

void sm_compose_rings(sm_compose *c, sm_base_layer layer, uint32_t unit, sm_piece_fn *take, void *context)
{
    const sm_base_shape *shapes;
    size_t n = sm_basemap_shapes(c->basemap, layer, c->level, &shapes);
    for (size_t i = 0; i < n; i++)
        if (shapes[i].unit == unit)
            sm_compose_each_ring(c, &shapes[i], take, context);
}

void sm_compose_group(sm_compose *c, const char *id, const char *title)
{
    const char *whole = c->prefix ? sm_arena_print(c->arena, "%s-%s", c->prefix, id) : id;
    sm_group *g = sm_scene_begin_group(c->scene, whole, title);
    g->clipped = true;
    g->clip = c->frame;
}

/* "un" is the basemap as it is; another view has some rows for units by their names. */
sm_status sm_compose_find_view(sm_compose *c, sm_error *err)
{
    const char *wanted = c->options->worldview;
    const sm_base_unit *units;
    const sm_base_view *views;
    size_t n = sm_basemap_units(c->basemap, &units), n_views = sm_basemap_views(c->basemap, &views);
    char known[256] = "un, de-facto", code[3] = "";
    if (wanted == NULL || strcasecmp(wanted, "un") == 0)
        return SM_OK;
    if (strcasecmp(wanted, "de-facto") == 0)
        strcpy(code, "XX");
    else if (strlen(wanted) == 2 && strcasecmp(wanted, "XX") != 0)
        snprintf(code, sizeof code, "%s", wanted);
    c->views = sm_arena_array(c->arena, n, sizeof *c->views);
    bool found = false;
    for (size_t v = 0; c->views && v < n_views; v++) {
        bool listed = v > 0 && memcmp(views[v - 1].view, views[v].view, 2) == 0;
        size_t used = strlen(known);
        if (!listed && memcmp(views[v].view, "XX", 2) != 0)
            snprintf(known + used, sizeof known - used, ", %.2s", views[v].view);
        if (strncasecmp(views[v].view, code, 2) != 0)
            continue;
        found = true;
        for (size_t i = 0; i < n; i++)
            if ((units[i].layer == SM_BASE_COUNTRIES || units[i].layer == SM_BASE_TERRITORIES ||
                 units[i].layer == SM_BASE_DISPUTED) &&
                strcmp(sm_basemap_string(c->basemap, units[i].name),
                       sm_basemap_string(c->basemap, views[v].name)) == 0)
                c->views[i] = &views[v];
    }
    return found ? SM_OK : sm_fail(err, SM_E_USAGE, "no worldview '%.40s'; there are: %s", wanted, known);
}

const char *sm_compose_owner(const sm_compose *c, uint32_t unit)
{
    const sm_base_unit *units;
    if (unit >= sm_basemap_units(c->basemap, &units))
        return "\0";
    if (c->views && c->views[unit] && c->views[unit]->owner[0] && units[unit].layer != SM_BASE_DISPUTED)
        return c->views[unit]->owner;
    return units[unit].country;
}

/* How the view shows a line of the layers of disputed and claimed ones. */
static sm_base_view_line line_in_view(const sm_compose *c, sm_base_layer layer, uint32_t unit)
{
    if (c->views && unit < c->n_units && c->views[unit])
        return (sm_base_view_line)c->views[unit]->line;
    return layer == SM_BASE_DISPUTED ? SM_VIEW_DASH : SM_VIEW_NONE;
}

static void focus_on(sm_compose *c, const sm_site *site, size_t n)
{
    char code[3] = "";
    uint32_t unit =
        site->country_code[0] || !site->located ? SM_NO_UNIT : sm_compose_country_at(c, site->point);
    snprintf(code, sizeof code, "%.2s", unit < n ? sm_compose_owner(c, unit) : site->country_code);
    for (size_t i = 0; i < n && code[0]; i++)
        c->focus[i] |= memcmp(sm_compose_owner(c, (uint32_t)i), code, 2) == 0;
}

/* Countries where something happened are brought forward. */
void sm_compose_focus(sm_compose *c)
{
    const sm_base_unit *units;
    size_t n = sm_basemap_units(c->basemap, &units);
    c->n_units = n;
    c->focus = sm_arena_array(c->arena, n, sizeof *c->focus);
    for (size_t i = 0; c->focus && i < c->incidents->count; i++) {
        const sm_incident *in = &c->incidents->items[i];
        for (uint32_t k = 0; k < in->n_sites && sm_incident_is_drawn(in); k++)
            focus_on(c, &in->sites[k], n);
    }
}

bool sm_compose_in_focus(const sm_compose *c, uint32_t unit)
{
    return c->focus && unit < c->n_units && c->focus[unit];
}

sm_pattern sm_compose_pattern(const sm_compose *c, const sm_pattern *style)
{
    sm_pattern p = *style;
    p.spacing = round(100 * p.spacing * c->unit) / 100; /* as SVG will write it */
    p.width *= c->unit;
    return p;
}

/* The sea: the frame, or the outline of the globe where that is seen. */
static void paint_background(sm_compose *c, const sm_style_layer *layer)
{
    sm_path *path = sm_scene_add_path(c->scene);
    path->fill = layer->fill;
    path->pattern = sm_compose_pattern(c, &layer->pattern);
    if (!sm_view_is_world(c->view)) {
        sm_path_rect(c->scene, path, c->frame);
        return;
    }
    sm_rect w = sm_view_window(c->view);
    painter p = painter_new(c, path);
    const sm_xy corners[] = {{w.x + 1e-6, w.y},
                             {w.x + w.width - 1e-6, w.y},
                             {w.x + w.width - 1e-6, w.y + w.height},
                             {w.x + 1e-6, w.y + w.height}};
    for (int i = 0; i < 4; i++)
        sm_points_add(&p.clipped, corners[i]);
    densify(&p.clipped, true, &p.degrees);
    project(&p, &p.degrees);
    sm_clip_ring(&p.degrees, p.bleed, &p.pixels);
    add_ring(&p, &p.pixels);
    painter_free(&p);
}

/* Lines that the view moves from their layer to this one. */
static void paint_lines_of_view(painter *p, sm_base_view_line wanted)
{
    static const sm_base_layer layers[] = {SM_BASE_DISPUTED, SM_BASE_CLAIMED};
    for (int k = wanted == SM_VIEW_DASH; k < 2; k++) {
        const sm_base_shape *shapes;
        size_t n = sm_basemap_shapes(p->c->basemap, layers[k], p->c->level, &shapes);
        for (size_t i = 0; i < n; i++)
            if (line_in_view(p->c, layers[k], shapes[i].unit) == wanted)
                paint_shape(p, &shapes[i], false);
    }
}

/* A path that looks as `layer` says. */
static sm_path *begin_path(sm_compose *c, const sm_style_layer *layer)
{
    sm_path *path = sm_scene_add_path(c->scene);
    path->fill = layer->type == SM_STYLE_FILL ? layer->fill : (sm_rgba){0};
    path->pattern = sm_compose_pattern(c, &layer->pattern);
    path->stroke = layer->stroke;
    path->stroke.width *= c->unit;
    for (int i = 0; i < path->stroke.dash_count; i++)
        path->stroke.dash[i] *= c->unit;
    return path;
}

/* The course of a path that a layer drew of the same shapes: of a line that casing, of an area that shore. */
static void share_course(sm_compose *c, const sm_path *from, sm_path *to, double ink)
{
    to->points = from->points;
    to->start = from->start;
    to->closed = from->closed;
    to->count = to->capacity = from->count;
    to->subpaths = to->subpath_capacity = to->closed_capacity = from->subpaths;
    for (size_t s = 0; s < to->subpaths && ink > 0; s++) {
        size_t end = s + 1 < to->subpaths ? to->start[s + 1] : to->count;
        for (size_t i = to->start[s] + 1; i < end; i++)
            sm_label_ink(c->labels, to->points[i - 1], to->points[i], ink);
    }
}

/* A painter of a path that looks as `layer` says. */
static painter begin_shapes(sm_compose *c, const sm_style_layer *layer, size_t source)
{
    painter p = painter_new(c, begin_path(c, layer));
    bool water = sources[source].layer == SM_BASE_RIVERS || sources[source].layer == SM_BASE_LAKES;
    p.gap = layer->gap * c->unit;
    p.shift = layer->shift * c->unit;
    p.ink = layer->type == SM_STYLE_LINE ? sources[source].ink : 0;
    p.rough = water && c->level == SM_BASE_10M ? WATER_PX * degrees_per_px(c) : 0;
    return p;
}

/* Shapes `from` to `to` into its path. */
static void paint_shapes(painter *p, const sm_base_shape *shapes, size_t from, size_t to, size_t source)
{
    sm_compose *c = p->c;
    bool disputed = sources[source].layer == SM_BASE_DISPUTED;
    for (size_t i = from; i < to; i++)
        if (sm_compose_is_large(c, sources[source].layer, &shapes[i]) &&
            (sources[source].focus
                 ? sm_compose_in_focus(c, shapes[i].unit)
                 : !disputed || line_in_view(c, SM_BASE_DISPUTED, shapes[i].unit) == SM_VIEW_DASH))
            paint_shape(p, &shapes[i], sources[source].ring);
}

static void end_shapes(painter *p, size_t source)
{
    bool disputed = sources[source].layer == SM_BASE_DISPUTED;
    if (p->c->views && (disputed || sources[source].layer == SM_BASE_BORDERS))
        paint_lines_of_view(p, disputed ? SM_VIEW_DASH : SM_VIEW_SOLID);
    painter_free(p);
}

/* All shapes of a layer in one path. `*before`: what the last layer drew of them, NULL when none did yet. */
static void paint_alike(sm_compose *c, const sm_style_layer *layer, const sm_base_shape *shapes, size_t n,
                        size_t source, const sm_path **before)
{
    painter p = begin_shapes(c, layer, source);
    bool plain = p.gap == 0 && p.shift == 0;
    if (plain && *before) {
        share_course(c, *before, p.path, p.ink);
        return;
    }
    if (plain)
        *before = p.path;
    paint_shapes(&p, shapes, 0, n, source);
    end_shapes(&p, source);
}

static bool look_alike(const sm_style_layer *a, const sm_style_layer *b)
{
    return sm_pattern_same(&a->pattern, &b->pattern) && memcmp(&a->fill, &b->fill, sizeof a->fill) == 0 &&
           memcmp(&a->stroke.colour, &b->stroke.colour, sizeof a->stroke.colour) == 0 &&
           a->stroke.width == b->stroke.width && a->gap == b->gap && a->shift == b->shift;
}

/* Shapes of one unit and rank, which stand together. */
typedef struct run {
    size_t first, end;
    uint32_t rank;
} run;

static int by_rank(const void *a, const void *b)
{
    const run *x = a, *y = b;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    return x->first < y->first ? -1 : x->first > y->first;
}

/* Those of which something is seen, by rank. */
static run *runs_of(sm_compose *c, const sm_base_shape *shapes, size_t n, sm_base_layer layer, size_t *n_runs)
{
    run *runs = NULL;
    size_t capacity = 0;
    *n_runs = 0;
    for (size_t first = 0, end; first < n; first = end) {
        bool seen = false;
        for (end = first;
             end < n && shapes[end].unit == shapes[first].unit && shapes[end].rank == shapes[first].rank;
             end++)
            seen =
                seen || (sm_compose_is_large(c, layer, &shapes[end]) && sm_compose_is_seen(c, &shapes[end]));
        if (seen && sm_arena_grow(c->arena, &runs, &capacity, *n_runs, sizeof *runs))
            runs[(*n_runs)++] = (run){first, end, shapes[first].rank};
    }
    if (*n_runs > 1)
        qsort(runs, *n_runs, sizeof *runs, by_rank);
    return runs;
}

/* A layer that is not the same for all: what follows each other and looks alike shares a path. */
static void paint_units(sm_compose *c, size_t index, const sm_base_shape *shapes, size_t n, size_t source)
{
    const char *geometry = sources[source].ring ? "Polygon" : "LineString";
    sm_style_layer layer, open;
    painter p;
    bool is_open = false;
    size_t n_runs;
    const run *runs = runs_of(c, shapes, n, sources[source].layer, &n_runs);
    for (size_t i = 0; i < n_runs; i++) {
        sm_known f;
        sm_feature_of_unit(c, shapes[runs[i].first].unit, geometry, &f);
        if (sources[source].layer == SM_BASE_RIVERS)
            sm_feature_add_rank(&f, runs[i].rank);
        if (!sm_style_for(c->style, index, c->zoom, &f.as, c->arena, &layer))
            continue;
        if (is_open && !look_alike(&layer, &open)) {
            painter_free(&p);
            is_open = false;
        }
        if (!is_open)
            p = begin_shapes(c, &layer, source);
        open = layer;
        is_open = true;
        paint_shapes(&p, shapes, runs[i].first, runs[i].end, source);
    }
    if (is_open)
        end_shapes(&p, source);
}

/* --- layers of the style's own sources --------------------------------------------------------- */

typedef struct ranked {
    double key;
    uint32_t feature;
} ranked;

static int smallest_first(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->feature < y->feature ? -1 : x->feature > y->feature;
}

const uint32_t *sm_compose_own_order(sm_compose *c, size_t index, size_t *n)
{
    const sm_own *own = sm_style_own(c->style, index);
    ranked *list = sm_arena_array(c->arena, own->n, sizeof *list);
    uint32_t *order = sm_arena_array(c->arena, own->n, sizeof *order);
    *n = 0;
    for (size_t i = 0; list && order && i < own->n; i++) {
        const sm_own_feature *f = &own->features[i];
        bool seen = false;
        for (size_t k = f->first; k < f->first + f->count && !seen; k++)
            seen = sm_compose_is_seen(c, &own->shapes[k]);
        if (seen)
            list[(*n)++] =
                (ranked){sm_style_sort_key(c->style, index, c->zoom, &f->as, c->arena, 0), (uint32_t)i};
    }
    if (*n > 1)
        qsort(list, *n, sizeof *list, smallest_first);
    for (size_t i = 0; i < *n; i++)
        order[i] = list[i].feature;
    return order;
}

#define OWN_INK 0.6 /* of a line or circle: names keep off it where they can */

/* What a layer of that type draws of a feature: areas as areas, lines and the outlines of areas as lines,
 * points as circles. */
static bool is_drawn(sm_style_type type, const sm_style_feature *f)
{
    bool point = strcmp(f->geometry, "Point") == 0, area = strcmp(f->geometry, "Polygon") == 0;
    return type == SM_STYLE_CIRCLE ? point : type == SM_STYLE_FILL ? area : !point;
}

static void paint_own_circles(sm_compose *c, const sm_own *own, const sm_own_feature *f,
                              const sm_style_layer *layer)
{
    double radius = layer->radius * c->unit, reach = radius + layer->stroke.width * c->unit;
    for (size_t i = f->first; i < f->first + f->count; i++)
        for (uint32_t k = 0; k < own->shapes[i].count; k++) {
            const sm_base_point *p = &own->points[own->shapes[i].first + k];
            sm_xy at = sm_view_point(c->view, (sm_point){p->lon * SM_BASE_UNIT, p->lat * SM_BASE_UNIT});
            if (!(at.x > c->frame.x - reach && at.x < c->frame.x + c->frame.width + reach &&
                  at.y > c->frame.y - reach && at.y < c->frame.y + c->frame.height + reach))
                continue;
            sm_circle *circle = sm_scene_add_circle(c->scene, at.x, at.y, radius);
            circle->item.title = sm_feature_title(c, &f->as);
            circle->fill = layer->fill;
            circle->stroke = layer->stroke;
            circle->stroke.width *= c->unit;
            sm_label_ink(c->labels, (sm_xy){at.x - radius, at.y}, (sm_xy){at.x + radius, at.y}, OWN_INK);
        }
}

static void paint_own(sm_compose *c, size_t index, const sm_own *own)
{
    painter p = painter_new(c, NULL);
    sm_style_layer layer, open;
    p.own = own;
    size_t n;
    const uint32_t *order = sm_compose_own_order(c, index, &n);
    for (size_t i = 0; i < n; i++) {
        const sm_own_feature *f = &own->features[order[i]];
        if (!sm_style_for(c->style, index, c->zoom, &f->as, c->arena, &layer) ||
            !is_drawn(layer.type, &f->as))
            continue;
        if (layer.type == SM_STYLE_CIRCLE) {
            paint_own_circles(c, own, f, &layer);
            continue;
        }
        bool line = layer.type == SM_STYLE_LINE;
        if (!line || p.path == NULL || !look_alike(&layer, &open)) /* areas may lie over each other */
            p.path = begin_path(c, &layer);
        open = layer;
        p.gap = layer.gap * c->unit;
        p.shift = layer.shift * c->unit;
        p.ink = line ? OWN_INK : 0;
        p.closed = line && strcmp(f->as.geometry, "Polygon") == 0;
        for (size_t k = f->first; k < f->first + f->count; k++)
            paint_shape(&p, &own->shapes[k], !line);
    }
    painter_free(&p);
}

enum { SOURCES = sizeof sources / sizeof *sources };

static void paint_style_layer(sm_compose *c, size_t index, const sm_style_layer *layer,
                              const sm_path *before[SOURCES])
{
    const sm_own *own = sm_style_own(c->style, index);
    if (own) {
        paint_own(c, index, own);
        return;
    }
    if (layer->type == SM_STYLE_BACKGROUND) {
        paint_background(c, layer);
        return;
    }
    size_t k = 0;
    while (k < SOURCES && strcmp(sources[k].name, layer->source_layer) != 0)
        k++;
    if (k == SOURCES || (layer->type != SM_STYLE_FILL && layer->type != SM_STYLE_LINE))
        return;
    const sm_base_shape *shapes;
    size_t n = sm_basemap_shapes(c->basemap, sources[k].layer, c->level, &shapes);
    if (sm_style_is_plain(c->style, index))
        paint_alike(c, layer, shapes, n, k, &before[k]);
    else
        paint_units(c, index, shapes, n, k);
}

static bool in_sketch(const char *source)
{
    static const char *const plain[] = {"",      "land",  "countries", "focus_countries",
                                        "lakes", "coast", "borders",   "disputed"};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (strcmp(source, plain[i]) == 0)
            return true;
    return false;
}

void sm_compose_layers(sm_compose *c)
{
    sm_style_layer layer;
    const sm_path *before[SOURCES] = {NULL};
    for (size_t i = 0; i < sm_style_count(c->style); i++) {
        bool own = sm_style_own(c->style, i) != NULL;
        if (!sm_style_at(c->style, i, c->zoom, &layer) || layer.type == SM_STYLE_SYMBOL ||
            (layer.type == SM_STYLE_CIRCLE && !own) || (c->sketch && (own || !in_sketch(layer.source_layer))))
            continue;
        sm_compose_group(c, layer.id, NULL);
        paint_style_layer(c, i, &layer, before);
    }
}
