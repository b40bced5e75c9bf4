#include "graticule.h"
#include "facets.h"
#include "furniture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LABELS = 96, STEPS = 96 /* of a line: curves look smooth */ };

#define LINE_PX    170.0 /* of a page of 1600 × 1200: lines stand farther apart than that */
#define FEWEST     2.0
#define SMALLEST   8.0 /* px: words */
#define SHARE      .92 /* of the style's small size */
#define GAP        3.0 /* px between frame and degrees */
#define AT_EDGE_PX 1.0
#define INK        .15  /* weight under names */
#define POLE_STOP  10.0 /* degrees: nearer to a pole only every third meridian or so goes on */

typedef enum edge { LEFT, RIGHT, TOP, BOTTOM, INSIDE } edge;

/** One number at the end of a line. */
typedef struct degree_label {
    const char *words;
    edge at;
    bool meridian;
    double along; /* px: x on the upper and lower edge, else y */
    double x, width;
} degree_label;

struct sm_graticule {
    degree_label items[MOST_LABELS];
    size_t n;
};

static bool is_wanted(const sm_compose *c)
{
    return (c->options->graticule || c->layout->graticule) && (c->prefix == NULL || c->panel);
}

static sm_font font_of(const sm_compose *c)
{
    return (sm_font){.family = c->layout->family,
                     .size = fmax(SHARE * c->layout->small_size * c->furniture->unit, SMALLEST),
                     .weight = 400};
}

double sm_graticule_band(const sm_compose *c)
{
    return is_wanted(c) && !sm_facets_used(c) ? font_of(c).size * 1.35 : 0;
}

/* --- which lines ------------------------------------------------------------------------------- */

/* Minutes between two lines, so that there are at most `most` in `degrees`. */
static int step_for(double degrees, double most, bool meridians)
{
    static const int steps[] = {1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 2700};
    size_t n = sizeof steps / sizeof *steps - !meridians, i = 0;
    while (i + 1 < n && degrees * 60 / steps[i] > most)
        i++;
    return steps[i];
}

/* "10°E", "0°30′S", "180°". */
static const char *words_of(const sm_compose *c, int minutes, bool meridian)
{
    if (meridian) {
        minutes %= 21600;
        minutes += minutes > 10800 ? -21600 : minutes <= -10800 ? 21600 : 0;
    }
    const char *side = minutes == 0 || minutes == 10800 ? ""
                       : meridian                       ? minutes < 0 ? "W" : "E"
                       : minutes < 0                    ? "S"
                                                        : "N";
    int m = abs(minutes);
    side = *side ? sm_say(c, side) : side;
    return m % 60 ? sm_arena_print(c->arena, "%d°%02d′%s", m / 60, m % 60, side)
                  : sm_arena_print(c->arena, "%d°%s", m / 60, side);
}

/* --- lines and their ends ---------------------------------------------------------------------- */

typedef struct drawing {
    sm_compose *c;
    sm_path *path;
    const char *words;
    bool meridian;
} drawing;

static edge edge_of(const sm_compose *c, sm_xy p)
{
    sm_rect f = c->frame;
    return p.y < f.y + AT_EDGE_PX              ? TOP
           : p.y > f.y + f.height - AT_EDGE_PX ? BOTTOM
           : p.x < f.x + AT_EDGE_PX            ? LEFT
           : p.x > f.x + f.width - AT_EDGE_PX  ? RIGHT
                                               : INSIDE;
}

static void add_end(const drawing *d, sm_xy p, sm_xy before)
{
    sm_compose *c = d->c;
    struct sm_graticule *g = c->graticule;
    sm_font font = font_of(c);
    edge at = edge_of(c, p);
    if (g == NULL || g->n == MOST_LABELS || (at == INSIDE && d->meridian))
        return;
    degree_label l = {.words = d->words, .at = at, .meridian = d->meridian};
    l.along = at == TOP || at == BOTTOM ? p.x : p.y;
    l.width = sm_fit_width(&c->measure, d->words, &font);
    l.x = p.x + (p.x < before.x ? -1 : 1) * (l.width / 2 + 2 * GAP * c->furniture->unit);
    g->items[g->n++] = l;
}

static void add_piece(void *context, const sm_points *piece)
{
    const drawing *d = context;
    sm_scene *scene = d->c->scene;
    for (size_t i = 0; i < piece->count; i++) {
        (i ? sm_path_line : sm_path_move)(scene, d->path, piece->at[i].x, piece->at[i].y);
        if (i > 0)
            sm_label_ink(d->c->labels, piece->at[i - 1], piece->at[i], INK);
    }
    add_end(d, piece->at[0], piece->at[1]);
    add_end(d, piece->at[piece->count - 1], piece->at[piece->count - 2]);
}

/* From `a` to `b`, degrees, one of whose coordinates is the same. */
static void draw_line(drawing *d, sm_xy a, sm_xy b)
{
    sm_compose *c = d->c;
    sm_points line = {0}, scratch = {0};
    for (int i = 0; i <= STEPS; i++) {
        sm_xy p = {a.x + (b.x - a.x) * i / STEPS, a.y + (b.y - a.y) * i / STEPS};
        sm_view_forward(c->view, &p, 1);
        bool fine = isfinite(p.x) && isfinite(p.y),
             jump = line.count > 0 && hypot(p.x - line.at[line.count - 1].x,
                                            p.y - line.at[line.count - 1].y) > c->frame.width / 2;
        if (!fine || jump) {
            sm_clip_line(&line, c->frame, &scratch, add_piece, d);
            line.count = 0;
        }
        if (fine)
            sm_points_add(&line, p);
    }
    sm_simplify(&line, .1);
    sm_clip_line(&line, c->frame, &scratch, add_piece, d);
    sm_points_free(&line);
    sm_points_free(&scratch);
}

static void draw_meridians(drawing *d, sm_rect w, int step, int lat_step)
{
    double stop = 90 - fmin(POLE_STOP, lat_step / 60.0);
    d->meridian = true;
    for (int m = (int)ceil(w.x * 60 / step) * step; m <= (w.x + w.width) * 60; m += step) {
        bool through = m % (3 * step) == 0 || m % 5400 == 0;
        double south = through ? w.y : fmax(w.y, -stop),
               north = through ? w.y + w.height : fmin(w.y + w.height, stop);
        d->words = words_of(d->c, m, true);
        draw_line(d, (sm_xy){m / 60.0, south}, (sm_xy){m / 60.0, north});
    }
}

static void draw_parallels(drawing *d, sm_rect w, int step)
{
    d->meridian = false;
    for (int m = (int)ceil(w.y * 60 / step) * step; m <= (w.y + w.height) * 60; m += step) {
        d->words = words_of(d->c, m, false);
        if (abs(m) < 5400)
            draw_line(d, (sm_xy){w.x, m / 60.0}, (sm_xy){w.x + w.width, m / 60.0});
    }
}

static sm_rect inner_box(const sm_compose *c, const degree_label *l)
{
    double size = font_of(c).size;
    return (sm_rect){l->x - l->width / 2, l->along - .6 * size, l->width, 1.2 * size};
}

static bool meets(sm_rect a, sm_rect b)
{
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

static bool holds(sm_rect outer, sm_rect box)
{
    return box.x > outer.x && box.y > outer.y && box.x + box.width < outer.x + outer.width &&
           box.y + box.height < outer.y + outer.height;
}

/* At the edge of the globe, and once where it goes all round a pole, a parallel is named within the frame,
 * where nothing else stands. */
static void keep_inner(sm_compose *c)
{
    struct sm_graticule *g = c->graticule;
    size_t kept = 0;
    for (size_t i = 0; i < g->n; i++) {
        sm_rect box = inner_box(c, &g->items[i]);
        bool free_place = g->items[i].at != INSIDE || holds(c->frame, box);
        for (size_t k = 0; k < c->n_boxes && free_place && g->items[i].at == INSIDE; k++)
            free_place = !meets(box, c->boxes[k]);
        for (size_t k = 0; k < kept && free_place && g->items[i].at == INSIDE; k++)
            free_place = g->items[k].at != INSIDE ||
                         (!meets(box, inner_box(c, &g->items[k])) &&
                          (sm_view_is_world(c->view) || strcmp(g->items[i].words, g->items[k].words) != 0));
        if (!free_place)
            continue;
        if (g->items[i].at == INSIDE)
            sm_label_obstacle(c->labels, box);
        g->items[kept++] = g->items[i];
    }
    g->n = kept;
}

void sm_graticule_draw(sm_compose *c)
{
    sm_rect w = sm_view_window(c->view);
    if (!is_wanted(c))
        return;
    c->graticule = c->panel ? NULL : sm_arena_alloc(c->arena, sizeof *c->graticule);
    double apart = LINE_PX * c->unit;
    int lat_step = step_for(w.height, fmax(c->frame.height / apart, FEWEST), false),
        lon_step = step_for(w.width, fmax(c->frame.width / apart, FEWEST), true);
    sm_compose_group(c, "graticule", "Meridians and parallels");
    sm_path *path = sm_scene_add_path(c->scene);
    path->stroke = (sm_stroke){.colour = c->layout->graticule_colour, .width = fmax(.8 * c->unit, .5)};
    if (path->stroke.colour.a == 0) {
        path->stroke.colour = c->layout->muted;
        path->stroke.colour.a = 90;
    }
    drawing d = {.c = c, .path = path};
    draw_meridians(&d, w, lon_step, lat_step);
    draw_parallels(&d, w, lat_step);
    if (c->graticule)
        keep_inner(c);
}

/* --- the degrees ------------------------------------------------------------------------------- */

static void write(sm_compose *c, const degree_label *l, const sm_font *font)
{
    sm_rect f = c->frame;
    double gap = GAP * c->furniture->unit, below = .22 * font->size;
    sm_text *t = sm_scene_add_text(c->scene, l->words, l->along, 0);
    t->font = *font;
    t->fill = c->layout->muted;
    t->align = SM_ALIGN_MIDDLE;
    switch (l->at) {
    case TOP:
        t->y = f.y - gap - below;
        break;
    case BOTTOM:
        t->y = f.y + f.height + gap + .9 * font->size;
        break;
    case LEFT:
        t->angle = -90;
        t->x = f.x - gap - below;
        t->y = l->along;
        break;
    case RIGHT:
        t->angle = 90;
        t->x = f.x + f.width + gap + below;
        t->y = l->along;
        break;
    case INSIDE:
        t->x = l->x;
        t->y = l->along + SM_CAP_MIDDLE * font->size;
        break;
    }
}

/* Within the ends of its edge, and clear of those that are written there. */
static bool has_room(const sm_compose *c, const degree_label *l, const degree_label *const *written, size_t n)
{
    sm_rect f = c->frame;
    bool level = l->at == TOP || l->at == BOTTOM;
    double from = level ? f.x : f.y, to = from + (level ? f.width : f.height), half = l->width / 2;
    if (l->along - half < from || l->along + half > to)
        return false;
    for (size_t i = 0; i < n; i++)
        if (written[i]->at == l->at && fabs(written[i]->along - l->along) <
                                           (written[i]->width + l->width) / 2 + 2 * GAP * c->furniture->unit)
            return false;
    return true;
}

void sm_graticule_label(sm_compose *c)
{
    const struct sm_graticule *g = c->graticule;
    const degree_label *written[MOST_LABELS];
    sm_font font = font_of(c);
    size_t n = 0;
    bool beside = c->numbered || c->furniture->room.x > c->frame.x; /* key or panels stand there */
    bool round = sm_view_window(c->view).width > 300;               /* lines end at all edges */
    bool sides = c->furniture->margin > 1.35 * font.size + GAP * c->furniture->unit;
    if (g == NULL || g->n == 0)
        return;
    sm_scene_begin_group(c->scene, "graticule-labels", "Degrees");
    for (int pass = 0; pass < 2; pass++) { /* first on each edge the lines that usually end there */
        for (size_t i = 0; i < g->n; i++) {
            const degree_label *l = &g->items[i];
            bool level = l->at == TOP || l->at == BOTTOM, usual = l->at == INSIDE || level == l->meridian;
            if (usual != (pass == 0) || !(usual || round) || (l->at == LEFT && !sides) ||
                (l->at == RIGHT && (!sides || beside)) || (l->at != INSIDE && !has_room(c, l, written, n)))
                continue;
            write(c, l, &font);
            written[n++] = l;
        }
    }
}
