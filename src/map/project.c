#include "project.h"

#include "extent.h"
#include "geo.h"
#include "proj/calls.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { EDGE_STEPS = 24, GRID = 16, POLAR_LAT = 45, DEFINITION = 256 };

#define WORLD_MARGIN .04
#define PACIFIC      (-170.0)
#define USUAL_FACTOR 1.3
#define WHOLE_FROM   330.0 /* degrees of longitude: what little would be cut off is shown as well */

struct sm_view {
    PJ_CONTEXT *context;
    PJ *proj;
    char definition[DEFINITION];
    sm_rect frame, window;
    double scale;     /* px per projected metre */
    double left, top; /* projected coordinates of the frame's upper left corner */
    sm_rect content;
    bool world;
    bool radians_in, radians_out; /* what PROJ takes and, inverted, gives instead of degrees */
    bool borrowed;                /* context and projection are another view's */
};

void sm_view_free(sm_view *v)
{
    if (v == NULL)
        return;
    if (!v->borrowed) {
        sm_proj.proj_destroy(v->proj);
        sm_proj.proj_context_destroy(v->context);
    }
    free(v);
}

sm_view *sm_view_moved(const sm_view *v, double dx, double dy)
{
    sm_view *out = malloc(sizeof *out);
    if (out == NULL)
        return NULL;
    *out = *v;
    out->borrowed = true;
    out->frame.x += dx;
    out->frame.y += dy;
    out->content.x += dx;
    out->content.y += dy;
    return out;
}

/* --- the projection ---------------------------------------------------------------------------- */

/* All round a pole, and nothing of the tropics. */
static bool is_polar(sm_rect b)
{
    return b.width > 190 && (b.y >= POLAR_LAT || b.y + b.height <= -POLAR_LAT);
}

static bool is_world(sm_rect b)
{
    return !is_polar(b) && (b.width > 190 || (b.width > 120 && b.height > 100));
}

/* Height of a parallel over the equator on the Equal Earth projection of a sphere of radius 1, on which the
 * equator has WORLD_WIDTH (Šavrič, Patterson and Jenny 2018). */
#define WORLD_WIDTH 5.4132

static double world_height(double lat)
{
    double t = asin(sqrt(3) / 2 * sin(lat * M_PI / 180)), t2 = t * t, t6 = t2 * t2 * t2;
    return t * (1.340264 - .081106 * t2 + t6 * (.000893 + .003796 * t2));
}

/* The world about a set of points, `b` being their box. As many longitudes as fill a frame of this shape, but
 * never so few that a point is left out: what is cut off is mostly the Pacific. All of them in the order that
 * readers know, with Europe and Africa in the middle, as long as that shows all points. Antarctica and the
 * polar sea only when something is there. */
static sm_rect world_box(sm_rect b, double aspect)
{
    double needed = b.width * (1 + 2 * WORLD_MARGIN), usual = 10, middle = b.x + b.width / 2;
    double south = fmax(fmin(-58, b.y - 2), -90), north = fmin(fmax(84, b.y + b.height + 2), 90);
    double fills = 360 * aspect * (world_height(north) - world_height(south)) / WORLD_WIDTH;
    double width = fmax(needed, fills);
    if (width > WHOLE_FROM) {
        double lon = fabs(remainder(middle - usual, 360)) > 100 ? 10 * round(middle / 10) : usual;
        return (sm_rect){lon - 180, south, 360, north - south};
    }
    double shift = remainder(usual - middle, 360), slack = (width - needed) / 2;
    middle += fmax(-slack, fmin(slack, shift));
    return (sm_rect){middle - width / 2, south, width, north - south};
}

/* The box with its cut in the Pacific, where readers expect it, when it is not much wider for that. */
static sm_rect usual_cut(const sm_point *points, size_t n, sm_rect b)
{
    double west = INFINITY, east = -INFINITY;
    for (size_t i = 0; i < n; i++) {
        double lon = points[i].lon < PACIFIC ? points[i].lon + 360 : points[i].lon;
        if (!sm_point_valid(points[i]) || points[i].lat < b.y || points[i].lat > b.y + b.height)
            continue;
        west = fmin(west, lon);
        east = fmax(east, lon);
    }
    return east - west <= USUAL_FACTOR * b.width ? (sm_rect){west, b.y, east - west, b.height} : b;
}

static const char tail[] = "+datum=WGS84 +units=m +no_defs";

static void choose_projection(sm_rect b, bool world, char *out, size_t size)
{
    double lon = b.x + b.width / 2, lat = b.y + b.height / 2, south = b.y, north = b.y + b.height;
    if (!world && is_polar(b))
        snprintf(out, size, "+proj=laea +lat_0=%d +lon_0=%.4f %s", south > 0 ? 90 : -90, lon, tail);
    else if (world || is_world(b))
        snprintf(out, size, "+proj=eqearth +lon_0=%.4f %s", lon, tail);
    else if (south < 0 && north > 0 && fabs(lat) < 8 && b.width < 60 && b.height < 30)
        snprintf(out, size, "+proj=merc +lon_0=%.4f %s", lon, tail);
    else if (b.width > 50 && b.height < 50 && fabs(lat) > 20 && fabs(lat) < 62 && south * north > 0)
        snprintf(out, size, "+proj=aea +lat_1=%.4f +lat_2=%.4f +lat_0=%.4f +lon_0=%.4f %s",
                 south + b.height / 6, north - b.height / 6, lat, lon, tail);
    else
        snprintf(out, size, "+proj=laea +lat_0=%.4f +lon_0=%.4f %s", lat, lon, tail);
}

static void say_nothing(void *context, int level, const char *words)
{
    (void)context;
    (void)level;
    (void)words;
}

/* Our own projections need neither the database nor grids; not to look for them saves 5 ms. */
static void use_no_files(PJ_CONTEXT *context)
{
    static const char *const nowhere = "/nonexistent";
    sm_proj.proj_context_set_search_paths(context, 1, &nowhere);
}

static PJ *create(PJ_CONTEXT *context, const char *definition)
{
    PJ *found = NULL;
    bool plain = strncmp(definition, "+proj=", 6) == 0 && strstr(definition, "+type=crs") == NULL;
    if (plain) { /* an operation needs no database: cheap */
        PJ *p = sm_proj.proj_create(context, definition);
        if (p && sm_proj.proj_angular_input(p, PJ_FWD))
            return p;
        sm_proj.proj_destroy(p);
        return NULL;
    }
    PJ *raw = sm_proj.proj_create_crs_to_crs(context, "OGC:CRS84", definition, NULL);
    if (raw) {
        found = sm_proj.proj_normalize_for_visualization(context, raw);
        sm_proj.proj_destroy(raw);
    }
    return found;
}

/* Degrees to projected metres. What cannot be projected comes back from PROJ as HUGE_VAL. */
static sm_xy forward(const sm_view *v, double lon, double lat)
{
    PJ_COORD c = v->radians_in ? sm_proj.proj_coord(sm_proj.proj_torad(lon), sm_proj.proj_torad(lat), 0, 0)
                               : sm_proj.proj_coord(lon, lat, 0, 0);
    c = sm_proj.proj_trans(v->proj, PJ_FWD, c);
    return isfinite(c.xy.x) && isfinite(c.xy.y) ? (sm_xy){c.xy.x, c.xy.y} : (sm_xy){NAN, NAN};
}

void sm_view_forward(const sm_view *v, sm_xy *points, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        sm_xy p = forward(v, points[i].x, points[i].y);
        points[i] = (sm_xy){v->frame.x + (p.x - v->left) * v->scale, v->frame.y + (v->top - p.y) * v->scale};
    }
}

sm_xy sm_view_point(const sm_view *v, sm_point p)
{
    sm_xy xy = {p.lon, p.lat};
    sm_view_forward(v, &xy, 1);
    return xy;
}

bool sm_view_inverse(const sm_view *v, sm_xy page, sm_point *out)
{
    PJ_COORD c = sm_proj.proj_coord(v->left + (page.x - v->frame.x) / v->scale,
                                    v->top - (page.y - v->frame.y) / v->scale, 0, 0);
    c = sm_proj.proj_trans(v->proj, PJ_INV, c);
    if (!isfinite(c.lp.lam) || !isfinite(c.lp.phi))
        return false;
    *out = v->radians_out ? (sm_point){sm_proj.proj_todeg(c.lp.lam), sm_proj.proj_todeg(c.lp.phi)}
                          : (sm_point){c.lp.lam, c.lp.phi};
    /* a projection may invert points beyond the globe's edge to something: only what comes back counts */
    sm_xy again = sm_view_point(v, *out);
    return fabs(again.x - page.x) < 1 && fabs(again.y - page.y) < 1;
}

/* Place the frame on the plane so that the box fits into it. */
static bool fit(sm_view *v, sm_rect box)
{
    double west = INFINITY, east = -INFINITY, south = INFINITY, north = -INFINITY;
    for (int i = 0; i <= EDGE_STEPS; i++) {
        for (int k = 0; k <= EDGE_STEPS; k++) {
            sm_xy p = forward(v, box.x + box.width * (i / (double)EDGE_STEPS * .9999 + .00005),
                              box.y + box.height * k / EDGE_STEPS);
            if (isnan(p.x))
                continue;
            west = fmin(west, p.x);
            east = fmax(east, p.x);
            south = fmin(south, p.y);
            north = fmax(north, p.y);
        }
    }
    if (!(east > west) || !(north > south))
        return false;
    v->scale = fmin(v->frame.width / (east - west), v->frame.height / (north - south));
    v->left = (west + east) / 2 - v->frame.width / 2 / v->scale;
    v->top = (south + north) / 2 + v->frame.height / 2 / v->scale;
    double width = (east - west) * v->scale, height = (north - south) * v->scale;
    v->content = (sm_rect){v->frame.x + (v->frame.width - width) / 2,
                           v->frame.y + (v->frame.height - height) / 2, width, height};
    return isfinite(v->scale) && v->scale > 0;
}

static bool frame_holds(const sm_view *v, sm_point p)
{
    sm_xy xy = sm_view_point(v, p);
    return xy.x >= v->frame.x && xy.x <= v->frame.x + v->frame.width && xy.y >= v->frame.y &&
           xy.y <= v->frame.y + v->frame.height;
}

/* A point exactly on the meridian where a world map is cut may come out on either side of the page, and a
 * shape that touches it would run across. lon_0 is written with four decimals. */
#define SEAM .001

/* What the frame shows, in degrees, by going back from a grid of its points. */
static void find_window(sm_view *v, double lon)
{
    double west = INFINITY, east = -INFINITY, south = INFINITY, north = -INFINITY;
    for (int i = 0; i <= GRID; i++) {
        for (int k = 0; k <= GRID; k++) {
            sm_point p;
            sm_xy at = {v->frame.x + v->frame.width * i / GRID, v->frame.y + v->frame.height * k / GRID};
            if (!sm_view_inverse(v, at, &p)) {
                v->world = true;
                continue;
            }
            double from_centre = remainder(p.lon - lon, 360);
            west = fmin(west, lon + from_centre);
            east = fmax(east, lon + from_centre);
            south = fmin(south, p.lat);
            north = fmax(north, p.lat);
        }
    }
    bool pole_n = frame_holds(v, (sm_point){lon, 89.99}), pole_s = frame_holds(v, (sm_point){lon, -89.99});
    if (pole_n || pole_s || v->world || east - west > 300) {
        west = lon - 180;
        east = lon + 180;
    }
    if (pole_n || v->world)
        north = 90;
    if (pole_s || v->world)
        south = -90;
    double pad_lon = v->world ? 0 : .05 * (east - west), pad_lat = .05 * (north - south);
    double seam =
        (pole_n || pole_s) && !v->world ? 0 : SEAM; /* round a pole both sides of the cut meet on the page */
    v->window.x = fmax(west - pad_lon, lon - 180 + seam);
    v->window.width = fmin(east + pad_lon, lon + 180 - seam) - v->window.x;
    v->window.y = fmax(south - pad_lat, -90);
    v->window.height = fmin(north + pad_lat, 90) - v->window.y;
}

/* A view of `box`. `own`: the definition is ours. */
static sm_status make(sm_rect frame, const char *definition, bool own, sm_rect box, sm_view **out,
                      sm_error *err)
{
    sm_status st = sm_proj_need(err);
    if (st != SM_OK)
        return st;
    sm_view *v = calloc(1, sizeof *v);
    if (v == NULL)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    v->frame = frame;
    v->context = sm_proj.proj_context_create();
    sm_proj.proj_log_level(v->context, PJ_LOG_NONE);
    sm_proj.proj_log_func(v->context, NULL, say_nothing);
    if (own)
        use_no_files(v->context);
    snprintf(v->definition, sizeof v->definition, "%s", definition);
    v->proj = create(v->context, v->definition);
    v->radians_in = v->proj && sm_proj.proj_angular_input(v->proj, PJ_FWD);
    v->radians_out = v->proj && sm_proj.proj_angular_output(v->proj, PJ_INV);
    if (v->proj == NULL || !fit(v, box)) {
        st = v->proj ? sm_fail(err, SM_E_USAGE, "projection '%.150s' cannot show this part of the world",
                               v->definition)
                     : sm_fail(err, SM_E_USAGE, "unknown projection '%.150s'", v->definition);
        sm_view_free(v);
        return st;
    }
    find_window(v, box.x + box.width / 2);
    *out = v;
    return SM_OK;
}

sm_status sm_view_new(const sm_point *points, size_t n, const sm_view_options *o, sm_view **out,
                      sm_error *err)
{
    sm_rect box;
    bool world = false;
    sm_extent_options choice = {
        .min_km = o->min_span_km, .margin = o->margin, .aspect = o->frame.width / o->frame.height};
    if (o->extent) {
        double width = o->extent->east - o->extent->west;
        box = (sm_rect){o->extent->west, o->extent->south, width < 0 ? width + 360 : width,
                        o->extent->north - o->extent->south};
        if (!(box.width > 0) || !(box.height > 0) || box.width > 360 || box.y < -90 ||
            box.y + box.height > 90)
            return sm_fail(err, SM_E_USAGE, "the extent to show is empty or not on the globe");
    } else if (!sm_extent_choose(points, n, &choice, &box)) {
        box = world_box((sm_rect){-180, -50, 360, 100}, choice.aspect);
    } else if (is_world(box)) {
        choice.margin = .001; /* on so small a scale a narrow margin is enough */
        world = sm_extent_choose(points, n, &choice, &box);
        box = usual_cut(points, n, box);
        box = world_box(box, choice.aspect);
    }
    char chosen[DEFINITION];
    if (o->projection == NULL)
        choose_projection(box, world, chosen, sizeof chosen);
    return make(o->frame, o->projection ? o->projection : chosen, o->projection == NULL, box, out, err);
}

sm_status sm_view_new_round(sm_point centre, double width_km, sm_rect frame, sm_view **out, sm_error *err)
{
    char definition[DEFINITION];
    snprintf(definition, sizeof definition, "+proj=laea +lat_0=%.4f +lon_0=%.4f %s", centre.lat, centre.lon,
             tail);
    sm_status st = make(frame, definition, true, (sm_rect){centre.lon - .5, centre.lat - .5, 1, 1}, out, err);
    if (st != SM_OK)
        return st;
    sm_view *v = *out;
    sm_xy middle = forward(v, centre.lon, centre.lat);
    v->scale = frame.width / (width_km * 1000);
    v->left = middle.x - frame.width / 2 / v->scale;
    v->top = middle.y + frame.height / 2 / v->scale;
    v->content = frame;
    v->world = false;
    find_window(v, centre.lon);
    return SM_OK;
}

sm_rect sm_view_frame(const sm_view *v)
{
    return v->frame;
}

sm_rect sm_view_window(const sm_view *v)
{
    return v->window;
}

bool sm_view_is_world(const sm_view *v)
{
    return v->world;
}

sm_rect sm_view_content(const sm_view *v)
{
    return v->content;
}

static sm_xy centre(const sm_view *v)
{
    return (sm_xy){v->frame.x + v->frame.width / 2, v->frame.y + v->frame.height / 2};
}

double sm_view_metres_per_px(const sm_view *v)
{
    sm_point a, b;
    sm_xy c = centre(v);
    double step = v->frame.width / 20;
    if (!sm_view_inverse(v, (sm_xy){c.x - step, c.y}, &a) ||
        !sm_view_inverse(v, (sm_xy){c.x + step, c.y}, &b))
        return 1 / v->scale;
    return sm_distance_km(a, b) * 1000 / (2 * step);
}

double sm_view_scale_denominator(const sm_view *v)
{
    return sm_view_metres_per_px(v) / (.0254 / 96);
}

double sm_view_width_km(const sm_view *v)
{
    return sm_view_metres_per_px(v) * v->frame.width / 1000;
}

const char *sm_view_projection(const sm_view *v)
{
    return v->definition;
}

/* Four places of the frame that are on the globe: its corners, or the corners of a smaller rectangle in its
 * middle when the globe's edge is seen. */
static bool tie_points(const sm_view *v, sm_georeference *g)
{
    sm_xy c = centre(v);
    for (double share = 1; share > .05; share *= .8) {
        int found = 0;
        for (int i = 0; i < 4; i++) { /* lower left, upper left, upper right, lower right */
            sm_point at;
            double right = i == 2 || i == 3 ? 1 : -1, up = i == 1 || i == 2 ? 1 : -1;
            g->page[i] =
                (sm_xy){c.x + right * share * v->frame.width / 2, c.y - up * share * v->frame.height / 2};
            if (sm_view_inverse(v, g->page[i], &at)) {
                g->earth[i] = (sm_xy){at.lon, at.lat};
                found++;
            }
        }
        if (found == 4)
            return true;
    }
    return false;
}

const sm_georeference *sm_view_georeference(const sm_view *v, sm_arena *arena)
{
    char definition[sizeof v->definition + 16];
    static const char *const options[] = {"MULTILINE=NO", NULL};
    PJ_CONTEXT *context =
        sm_proj.proj_context_create(); /* with PROJ's database, which the view may go without */
    bool plain = strncmp(v->definition, "+proj=", 6) == 0 && strstr(v->definition, "+type=crs") == NULL;
    snprintf(definition, sizeof definition, "%s%s", v->definition, plain ? " +type=crs" : "");
    sm_proj.proj_log_level(context, PJ_LOG_NONE);
    PJ *crs = sm_proj.proj_create(context, definition);
    const char *wkt = crs ? sm_proj.proj_as_wkt(context, crs, PJ_WKT1_ESRI, options) : NULL;
    sm_georeference *g = wkt ? sm_arena_alloc(arena, sizeof *g) : NULL;
    if (g) {
        *g = (sm_georeference){.frame = v->frame,
                               .x = v->left - v->frame.x / v->scale,
                               .y = v->top + v->frame.y / v->scale,
                               .units_per_px = 1 / v->scale,
                               .wkt = sm_arena_copy(arena, wkt, strlen(wkt))};
        if (!tie_points(v, g))
            g = NULL;
    }
    sm_proj.proj_destroy(crs);
    sm_proj.proj_context_destroy(context);
    return g;
}

double sm_view_north(const sm_view *v)
{
    sm_point middle;
    sm_xy c = centre(v);
    if (!sm_view_inverse(v, c, &middle))
        return 0;
    sm_xy up = sm_view_point(v, (sm_point){middle.lon, fmin(middle.lat + .1, 89.9)});
    return atan2(up.x - c.x, c.y - up.y) * 180 / M_PI;
}
