/* Cairo paints what the display list says, item by item. The one thing of its own is the halo on raster
 * surfaces: the label's coverage mask is grown by a disc whose rim fades over one pixel,
 *
 *     halo(p) = max over d of mask(p + d) * min(1, max(0, r + 1/2 - |d|))
 *
 * which is what a round-joined stroke of the outlines would cover, for a tenth of the time. */
#include "paint.h"
#include "text.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { HALO_RADIUS_MAX = 24, MASK_SIDE_MAX = 8192 };

static void set_colour(cairo_t *cr, sm_rgba c)
{
    cairo_set_source_rgba(cr, c.r / 255.0, c.g / 255.0, c.b / 255.0, c.a / 255.0);
}

static bool paints_stroke(const sm_stroke *k)
{
    return k->colour.a && k->width > 0;
}

static void set_stroke(cairo_t *cr, const sm_stroke *k)
{
    static const cairo_line_join_t joins[] = {CAIRO_LINE_JOIN_MITER, CAIRO_LINE_JOIN_ROUND,
                                              CAIRO_LINE_JOIN_BEVEL};
    static const cairo_line_cap_t caps[] = {CAIRO_LINE_CAP_BUTT, CAIRO_LINE_CAP_ROUND, CAIRO_LINE_CAP_SQUARE};
    set_colour(cr, k->colour);
    cairo_set_line_width(cr, k->width);
    cairo_set_line_join(cr, joins[k->join]);
    cairo_set_line_cap(cr, caps[k->cap]);
    cairo_set_miter_limit(cr, 4);
    cairo_set_dash(cr, k->dash, k->dash_count, 0);
}

static void fill_and_stroke(cairo_t *cr, sm_rgba fill, const sm_stroke *stroke)
{
    if (fill.a) {
        set_colour(cr, fill);
        if (paints_stroke(stroke))
            cairo_fill_preserve(cr);
        else
            cairo_fill(cr);
    }
    if (paints_stroke(stroke)) {
        set_stroke(cr, stroke);
        cairo_stroke(cr);
    }
    cairo_new_path(cr);
}

/* Cairo's numbers end at eight million; what is not finite would become anything. */
static double near(double v)
{
    const double far_away = 1e6;
    return isfinite(v) ? fmax(-far_away, fmin(far_away, v)) : 0;
}

/* One set of the pattern's lines, as many as the clip shows. In coordinates turned by `angle` (u along the
 * lines, v across them, down the page) line k is v = k * spacing. Dots are dashes of no length with round
 * ends. */
static void paint_lines_of_pattern(cairo_t *cr, const sm_pattern *p, double angle)
{
    enum { LINES_MAX = 20000 };
    double cosine = cos(angle * M_PI / 180), sine = sin(angle * M_PI / 180), x[2], y[2], u0 = INFINITY,
           u1 = -INFINITY, v0 = INFINITY, v1 = -INFINITY;
    cairo_clip_extents(cr, &x[0], &y[0], &x[1], &y[1]);
    for (int i = 0; i < 4; i++) {
        double u = x[i & 1] * cosine - y[i >> 1] * sine, v = x[i & 1] * sine + y[i >> 1] * cosine;
        u0 = fmin(u0, u);
        u1 = fmax(u1, u);
        v0 = fmin(v0, v);
        v1 = fmax(v1, v);
    }
    double first = floor(v0 / p->spacing), last = ceil(v1 / p->spacing);
    for (double k = first; k <= last && last - first < LINES_MAX; k++) {
        double v = k * p->spacing, from = u0;
        if (p->dotted) /* dashes begin where the line begins */
            from = (floor(u0 / p->spacing) + (fmod(k, 2) != 0 ? .5 : 0)) * p->spacing;
        cairo_move_to(cr, from * cosine + v * sine, v * cosine - from * sine);
        cairo_line_to(cr, u1 * cosine + v * sine, v * cosine - u1 * sine);
        if (p->dotted) /* row by row: a page of dots would take tens of megabytes */
            cairo_stroke(cr);
    }
}

static void stroke_pattern(cairo_t *cr, const sm_pattern *p)
{
    const sm_stroke line = {.colour = p->colour,
                            .width = p->width,
                            .cap = p->dotted ? SM_CAP_ROUND : SM_CAP_BUTT,
                            .dash_count = p->dotted ? 2 : 0,
                            .dash = {0, p->spacing}};
    set_stroke(cr, &line);
    paint_lines_of_pattern(cr, p, p->angle);
    if (p->crossed && !p->dotted)
        paint_lines_of_pattern(cr, p, p->angle + 90);
    cairo_stroke(cr);
}

static void trace_path(cairo_t *cr, const sm_path *p)
{
    for (size_t s = 0; s < p->subpaths; s++) {
        size_t end = s + 1 < p->subpaths ? p->start[s + 1] : p->count;
        for (size_t i = p->start[s]; i < end; i++)
            if (i == p->start[s])
                cairo_move_to(cr, near(p->points[i].x), near(p->points[i].y));
            else
                cairo_line_to(cr, near(p->points[i].x), near(p->points[i].y));
        if (p->closed[s])
            cairo_close_path(cr);
    }
}

/* Vectors: lines behind a clip. Pixels: the lines on a surface of their own, with which the area is filled,
 * because cairo is slow at clipping many lines by many points. */
static void paint_pattern(const sm_paint *paint, const sm_path *path)
{
    cairo_t *cr = paint->cr;
    double x0, y0, x1, y1;
    cairo_save(cr);
    trace_path(cr, path);
    if (paint->raster) {
        cairo_path_extents(cr, &x0, &y0, &x1, &y1);
        cairo_new_path(cr);
        cairo_rectangle(cr, x0, y0, x1 - x0, y1 - y0);
        cairo_clip(cr);
        cairo_push_group(cr);
        stroke_pattern(cr, &path->pattern);
        cairo_pop_group_to_source(cr);
        trace_path(cr, path);
        cairo_fill(cr);
    } else {
        cairo_clip(cr);
        stroke_pattern(cr, &path->pattern);
    }
    cairo_restore(cr);
}

static void paint_path(const sm_paint *paint, const sm_path *p)
{
    cairo_t *cr = paint->cr;
    trace_path(cr, p);
    if (sm_pattern_is_seen(&p->pattern)) {
        fill_and_stroke(cr, p->fill, &(sm_stroke){0});
        paint_pattern(paint, p);
        trace_path(cr, p);
        fill_and_stroke(cr, (sm_rgba){0}, &p->stroke);
    } else {
        fill_and_stroke(cr, p->fill, &p->stroke);
    }
}

static void paint_circle(cairo_t *cr, const sm_circle *c)
{
    if (!(c->radius > 0 && c->radius < 1e5))
        return;
    cairo_new_sub_path(cr);
    cairo_arc(cr, near(c->centre.x), near(c->centre.y), c->radius, 0, 2 * M_PI);
    cairo_close_path(cr);
    fill_and_stroke(cr, c->fill, &c->stroke);
}

static void trace_part(cairo_t *cr, const sm_icon_part *part)
{
    const sm_xy *p = part->points;
    for (size_t i = 0; i < part->n_ops; i++)
        switch ((sm_icon_op)part->ops[i]) {
        case SM_ICON_MOVE:
            cairo_move_to(cr, p->x, p->y);
            p++;
            break;
        case SM_ICON_LINE:
            cairo_line_to(cr, p->x, p->y);
            p++;
            break;
        case SM_ICON_CURVE:
            cairo_curve_to(cr, p[0].x, p[0].y, p[1].x, p[1].y, p[2].x, p[2].y);
            p += 3;
            break;
        case SM_ICON_CLOSE:
            cairo_close_path(cr);
            break;
        }
}

static void paint_icon(cairo_t *cr, const sm_icon_item *item)
{
    const sm_icon *icon = item->icon;
    double scale = item->size / icon->box.height;
    if (!(item->size > 0 && item->size < 1e5) || item->fill.a == 0)
        return;
    cairo_save(cr);
    cairo_translate(cr, near(item->x), near(item->y));
    cairo_scale(cr, scale, scale);
    cairo_translate(cr, -icon->box.x - icon->box.width / 2, -icon->box.y - icon->box.height / 2);
    for (size_t i = 0; i < icon->n_parts; i++) {
        const sm_icon_part *part = &icon->parts[i];
        const sm_stroke line = {
            .colour = item->fill, .width = part->width, .cap = part->cap, .join = part->join};
        trace_part(cr, part);
        fill_and_stroke(cr, part->filled ? item->fill : (sm_rgba){0}, &line);
    }
    cairo_restore(cr);
}

/* Text */

static double line_start(const sm_text *t, const sm_line *line)
{
    return t->align == SM_ALIGN_START ? 0 : t->align == SM_ALIGN_MIDDLE ? -line->width / 2 : -line->width;
}

static void show_line(cairo_t *cr, const sm_line *line, double x, double y)
{
    cairo_save(cr);
    cairo_translate(cr, x, y);
    cairo_scale(cr, line->scale, line->scale);
    cairo_move_to(cr, 0, 0);
    pango_cairo_show_layout_line(cr, line->shaped);
    cairo_new_path(cr);
    cairo_restore(cr);
}

/* The area that the ink of a line takes on the surface, grown by the halo: whole device pixels, empty when
 * out of sight. */
static cairo_rectangle_int_t device_area(cairo_t *cr, const sm_rect *ink, double x, double y, double margin)
{
    double left = x + ink->x, top = y + ink->y;
    double xs[] = {left, left + ink->width}, ys[] = {top, top + ink->height};
    double x0 = INFINITY, y0 = INFINITY, x1 = -INFINITY, y1 = -INFINITY, cx0, cy0, cx1, cy1;
    for (int i = 0; i < 4; i++) {
        double px = xs[i & 1], py = ys[i >> 1];
        cairo_user_to_device(cr, &px, &py);
        x0 = fmin(x0, px);
        y0 = fmin(y0, py);
        x1 = fmax(x1, px);
        y1 = fmax(y1, py);
    }
    cairo_save(cr);
    cairo_identity_matrix(cr);
    cairo_clip_extents(cr, &cx0, &cy0, &cx1, &cy1);
    cairo_restore(cr);
    x0 = floor(fmax(x0 - margin, cx0 - margin));
    y0 = floor(fmax(y0 - margin, cy0 - margin));
    x1 = ceil(fmin(x1 + margin, cx1 + margin));
    y1 = ceil(fmin(y1 + margin, cy1 + margin));
    if (!(x1 > x0 && y1 > y0) || x1 - x0 > MASK_SIDE_MAX || y1 - y0 > MASK_SIDE_MAX)
        return (cairo_rectangle_int_t){0};
    return (cairo_rectangle_int_t){(int)x0, (int)y0, (int)(x1 - x0), (int)(y1 - y0)};
}

/* The part of `in` that lies `dx`, `dy` away raises `out`, weighted by `weight` / 256. */
static void raise_shifted(unsigned char *out, const unsigned char *in, int stride, int width, int height,
                          int dx, int dy, unsigned weight)
{
    int x0 = dx < 0 ? -dx : 0, x1 = dx > 0 ? width - dx : width;
    int y0 = dy < 0 ? -dy : 0, y1 = dy > 0 ? height - dy : height;
    for (int y = y0; y < y1; y++) {
        unsigned char *o = out + (ptrdiff_t)y * stride;
        const unsigned char *p = in + (ptrdiff_t)(y + dy) * stride + dx;
        for (int x = x0; x < x1; x++) {
            unsigned char v = (unsigned char)((p[x] * weight) >> 8);
            o[x] = v > o[x] ? v : o[x];
        }
    }
}

/* Grow the mask on an A8 surface by `radius` device pixels. NULL when out of memory. */
static cairo_surface_t *grown(cairo_surface_t *mask, double radius)
{
    int width = cairo_image_surface_get_width(mask), height = cairo_image_surface_get_height(mask);
    cairo_surface_t *out = cairo_image_surface_create(CAIRO_FORMAT_A8, width, height);
    if (cairo_surface_status(out) != CAIRO_STATUS_SUCCESS) {
        cairo_surface_destroy(out);
        return NULL;
    }
    cairo_surface_flush(mask);
    cairo_surface_flush(out);
    int stride = cairo_image_surface_get_stride(out), reach = (int)ceil(radius);
    for (int dy = -reach; dy <= reach; dy++)
        for (int dx = -reach; dx <= reach; dx++) {
            double cover = fmin(1, radius + 0.5 - hypot(dx, dy));
            if (cover > 0)
                raise_shifted(cairo_image_surface_get_data(out), cairo_image_surface_get_data(mask), stride,
                              width, height, dx, dy, (unsigned)lround(cover * 256));
        }
    cairo_surface_mark_dirty(out);
    return out;
}

static void raster_halo(const sm_paint *p, const sm_text *t, const sm_line *line, double x, double y)
{
    cairo_t *cr = p->cr;
    double radius = fmin(t->halo_width * p->scale, HALO_RADIUS_MAX);
    cairo_rectangle_int_t area = device_area(cr, &line->ink, x, y, radius + 2);
    if (area.width == 0)
        return;
    cairo_surface_t *mask = cairo_image_surface_create(CAIRO_FORMAT_A8, area.width, area.height),
                    *halo = NULL;
    if (cairo_surface_status(mask) == CAIRO_STATUS_SUCCESS) {
        cairo_matrix_t matrix;
        cairo_t *m = cairo_create(mask);
        cairo_get_matrix(cr, &matrix);
        cairo_translate(m, -area.x, -area.y);
        cairo_transform(m, &matrix);
        show_line(m, line, x, y);
        cairo_destroy(m);
        halo = grown(mask, radius);
    }
    if (halo) {
        cairo_save(cr);
        cairo_identity_matrix(cr);
        set_colour(cr, t->halo);
        cairo_mask_surface(cr, halo, area.x, area.y);
        cairo_restore(cr);
        cairo_surface_destroy(halo);
    }
    cairo_surface_destroy(mask);
}

static void stroked_halo(cairo_t *cr, const sm_text *t, const sm_line *line, double x, double y)
{
    cairo_save(cr);
    cairo_translate(cr, x, y);
    cairo_scale(cr, line->scale, line->scale);
    cairo_move_to(cr, 0, 0);
    pango_cairo_layout_line_path(cr, line->shaped);
    cairo_restore(cr); /* the path stays, the line's width is px again */
    const sm_stroke outline = {
        .colour = t->halo, .width = 2 * t->halo_width, .join = SM_JOIN_ROUND, .cap = SM_CAP_ROUND};
    set_stroke(cr, &outline);
    cairo_stroke(cr);
}

/* All halos first: the halo of a line must not cover the line above it. */
static void paint_lines(const sm_paint *p, const sm_text *t, bool halo)
{
    double y = 0;
    for (const char *rest = t->text; rest; y += sm_text_leading(t)) {
        const char *start = rest;
        size_t length = sm_text_next_line(&rest);
        const sm_line *line = sm_fonts_line(p->fonts, start, length, &t->font, t->language);
        if (line->shaped == NULL || line->ink.width == 0)
            continue;
        double x = line_start(t, line);
        if (!halo) {
            set_colour(p->cr, t->fill);
            show_line(p->cr, line, x, y);
        } else if (p->raster) {
            raster_halo(p, t, line, x, y);
        } else {
            stroked_halo(p->cr, t, line, x, y);
        }
    }
}

static void paint_text(const sm_paint *p, const sm_text *t)
{
    if (t->text == NULL || !isfinite(t->x) || !isfinite(t->y) || !isfinite(t->angle))
        return;
    cairo_save(p->cr);
    cairo_translate(p->cr, t->x, t->y);
    if (t->angle != 0)
        cairo_rotate(p->cr, t->angle * M_PI / 180);
    if (t->halo.a && t->halo_width > 0)
        paint_lines(p, t, true);
    if (t->fill.a)
        paint_lines(p, t, false);
    cairo_restore(p->cr);
}

/* The whole */

static void paint_group(const sm_paint *p, const sm_group *g)
{
    cairo_save(p->cr);
    if (g->clipped) {
        cairo_rectangle(p->cr, g->clip.x, g->clip.y, g->clip.width, g->clip.height);
        cairo_clip(p->cr);
    }
    for (const sm_item *item = g->first; item; item = item->next)
        switch (item->kind) {
        case SM_ITEM_PATH:
            paint_path(p, (const sm_path *)item);
            break;
        case SM_ITEM_CIRCLE:
            paint_circle(p->cr, (const sm_circle *)item);
            break;
        case SM_ITEM_TEXT:
            paint_text(p, (const sm_text *)item);
            break;
        case SM_ITEM_ICON:
            paint_icon(p->cr, (const sm_icon_item *)item);
            break;
        }
    cairo_restore(p->cr);
}

sm_status sm_paint_scene(const sm_paint *p, const sm_scene *scene, sm_error *err)
{
    cairo_save(p->cr);
    cairo_scale(p->cr, p->scale, p->scale);
    cairo_set_fill_rule(p->cr, CAIRO_FILL_RULE_EVEN_ODD);
    if (scene->background.a) {
        set_colour(p->cr, scene->background);
        cairo_paint(p->cr);
    }
    for (const sm_group *g = scene->first; g; g = g->next)
        paint_group(p, g);
    cairo_restore(p->cr);
    cairo_status_t st = cairo_status(p->cr);
    if (st == CAIRO_STATUS_SUCCESS)
        return SM_OK;
    return sm_fail(err, st == CAIRO_STATUS_NO_MEMORY ? SM_E_NOMEM : SM_E_IO, "drawing stopped: %s",
                   cairo_status_to_string(st));
}

sm_status sm_check_page(const sm_scene *scene, double scale, sm_error *err)
{
    double width = ceil(scene->width * scale), height = ceil(scene->height * scale);
    if (!(width >= 1 && height >= 1))
        return sm_fail(err, SM_E_LIMIT, "a page of %g x %g has no area", scene->width, scene->height);
    if (width > SM_PAGE_SIDE_MAX || height > SM_PAGE_SIDE_MAX || width * height > SM_PAGE_AREA_MAX)
        return sm_fail(err, SM_E_LIMIT,
                       "a page of %.0f x %.0f px is too large (at most %d a side, %d million in all)", width,
                       height, SM_PAGE_SIDE_MAX, SM_PAGE_AREA_MAX / 1000000);
    return SM_OK;
}

sm_status sm_own_fonts(sm_fonts **fonts, sm_fonts **own, sm_error *err)
{
    *own = NULL;
    if (*fonts)
        return SM_OK;
    sm_status st = sm_fonts_new(NULL, own, err);
    *fonts = *own;
    return st;
}
