/* The page round the map: margins, heading and credits; where in the frame legend, scale bar, north arrow and
 * list stand; and the drawing of it all. */
#include "furniture.h"
#include "facets.h"
#include "graticule.h"
#include "key.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SMALLEST_TEXT  8.5  /* px */
#define FRAME_SHARE    0.62 /* of the page's height that the map keeps at least */
#define TITLE_SHRINK   0.7  /* a long title is made so small before it is broken */
#define TITLE_2_SHRINK 0.8  /* size of a title of two lines */

static sm_font furniture_font(const sm_compose *c, double style_size, int weight)
{
    return (sm_font){.family = c->layout->family,
                     .size = fmax(style_size * c->furniture->unit, SMALLEST_TEXT),
                     .weight = weight};
}

/* --- the page outside the frame */

static void add_caption(sm_furniture *f, const char *text, const sm_font *font, sm_rgba colour, double x,
                        double y, sm_align align)
{
    if (f->n_captions < SM_FURNITURE_LINES && *text)
        f->captions[f->n_captions++] = (sm_caption){text, *font, colour, x, y, align};
}

typedef struct words {
    const char *title, *subtitle, *source, *credit, *disclaimer;
} words;

/* Title, one line made smaller or two lines; returns the baseline of the last one. */
static double lay_title(sm_compose *c, const char *title, double x, double top, double width)
{
    sm_furniture *f = c->furniture;
    sm_font font = furniture_font(c, c->layout->title_size, (int)c->layout->title_weight);
    font.family = c->layout->title_family;
    const char *lines[2];
    size_t n = 1;
    lines[0] = title = sm_fit_cut(&c->measure, c->arena, title, &font, INFINITY);
    double full = sm_fit_width(&c->measure, title, &font), size = font.size;
    if (full > width) {
        font.size = size * fmax(width / full * .995, TITLE_SHRINK);
        if (sm_fit_width(&c->measure, title, &font) > width) {
            font.size = size * TITLE_2_SHRINK;
            n = sm_fit_wrap(&c->measure, c->arena, title, &font, width, lines, 2);
        }
    }
    double baseline = top - .45 * font.size;
    for (size_t i = 0; i < n; i++) {
        baseline += 1.2 * font.size;
        add_caption(f, lines[i], &font, c->layout->title, x, baseline, SM_ALIGN_START);
    }
    return n ? baseline : top;
}

/* Returns where the frame begins. */
static double lay_heading(sm_compose *c, const words *w, double x, double top, double width)
{
    sm_furniture *f = c->furniture;
    double y = top;
    if (*w->title)
        y = lay_title(c, w->title, x, top, width);
    if (*w->subtitle) {
        sm_font font = furniture_font(c, c->layout->subtitle_size, 400);
        font.family = c->layout->title_family;
        y += (f->n_captions ? 1.55 : .75) * font.size;
        add_caption(f, sm_fit_cut(&c->measure, c->arena, w->subtitle, &font, width), &font, c->layout->muted,
                    x, y, SM_ALIGN_START);
    }
    f->n_heading = f->n_captions;
    return f->n_captions ? y + 16 * f->unit : top;
}

/* "Source: 16 articles." and what follows it. */
static const char *join(sm_compose *c, const char *first, const char *second)
{
    size_t n = strlen(first);
    if (n == 0 || *second == '\0')
        return n ? first : second;
    return sm_arena_print(c->arena, "%s%s %s", first, strchr(".!?", first[n - 1]) ? "" : ".", second);
}

/* Returns the height of the lines under the frame, 0 for none. The disclaimer stands at the right when there
 * is room, else on lines of its own. */
static double lay_credits(sm_compose *c, const words *w, double x, double y, double width)
{
    enum { MOST = 3 };
    sm_furniture *f = c->furniture;
    sm_font font = furniture_font(c, c->layout->small_size, 400);
    const char *credit = join(c, w->source, w->credit), *lines[MOST];
    double line = 1.4 * font.size, baseline = y + 1.5 * font.size;
    double left = sm_fit_width(&c->measure, credit, &font),
           right = sm_fit_width(&c->measure, w->disclaimer, &font);
    bool beside = *w->disclaimer && left + right + 3 * font.size <= width;
    size_t before = f->n_captions;
    if (beside)
        add_caption(f, w->disclaimer, &font, c->layout->muted, x + width, baseline, SM_ALIGN_END);
    size_t n = sm_fit_wrap(&c->measure, c->arena, credit, &font, width, lines, MOST);
    for (size_t i = 0; i < n; i++, baseline += line)
        add_caption(f, lines[i], &font, c->layout->muted, x, baseline, SM_ALIGN_START);
    n = beside ? 0 : sm_fit_wrap(&c->measure, c->arena, w->disclaimer, &font, width, lines, MOST);
    for (size_t i = 0; i < n; i++, baseline += line)
        add_caption(f, lines[i], &font, c->layout->muted, x, baseline, SM_ALIGN_START);
    if (beside && f->n_captions == before + 1)
        baseline += line;
    return f->n_captions > before ? baseline - line + .6 * font.size - y : 0;
}

/* The frame that these words leave. */
static sm_rect lay_out(sm_compose *c, const words *w, sm_rect page)
{
    sm_furniture *f = c->furniture;
    double m = f->margin, x = page.x + m, width = page.width - 2 * m;
    f->n_captions = 0;
    double band = sm_graticule_band(c), top = lay_heading(c, w, x, page.y + m, width) + band;
    double below = lay_credits(c, w, x, band, width);
    below += below > 0 ? band : 0;
    double bottom = page.y + page.height - (below > 0 ? below + m * .35 : fmax(m, band));
    top = ceil(top);
    bottom = floor(bottom);
    for (size_t i = f->n_heading; i < f->n_captions; i++)
        f->captions[i].y += bottom;
    sm_rect frame = {ceil(x), top, floor(width), bottom - top};
    sm_key_reserve(c, &frame);
    sm_outside_reserve(c, &frame);
    if (f->key.y > frame.y || f->room.y > frame.y) /* they stand under the map */
        frame.height -= floor(band);
    return frame;
}

void sm_furniture_layout(sm_compose *c, sm_rect page, sm_rect *frame)
{
    sm_furniture *f = c->furniture = sm_arena_alloc(c->arena, sizeof *f);
    const sm_map_options *o = c->options;
    f->unit = c->page_unit;
    f->margin = fmin(fmax(26 * f->unit, 8), .06 * fmin(page.width, page.height));
    words w = {.title = o->title ? o->title : sm_caption_title(c),
               .subtitle = o->subtitle ? o->subtitle : sm_caption_period(c),
               .source = o->source ? o->source : sm_caption_source(c),
               .credit = join(c, sm_caption_credit(c), sm_caption_made(c)),
               .disclaimer = sm_caption_disclaimer(c)};
    const char *title = *w.title ? w.title : sm_caption_title(c);
    c->scene->title = sm_arena_copy(c->scene->arena, title, strlen(title));
    c->scene->description =
        sm_arena_print(c->scene->arena, "Map. %s%s%s %s", w.subtitle, *w.subtitle ? ". " : "",
                       join(c, w.source, w.credit), w.disclaimer);
    c->scene->language = sm_arena_copy(c->scene->arena, sm_words_language(c->options->words),
                                       strlen(sm_words_language(c->options->words)));
    /* on small pages first goes what the map can best do without */
    const char **droppable[] = {&w.disclaimer, &w.subtitle, &w.source, &w.title, &w.credit};
    *frame = lay_out(c, &w, page);
    for (size_t i = 0;
         i < sizeof droppable / sizeof *droppable &&
         frame->height + f->key.height * (f->key.y > frame->y) + f->room.height * (f->room.y > frame->y) <
             FRAME_SHARE * page.height;
         i++) {
        *droppable[i] = "";
        *frame = lay_out(c, &w, page);
    }
}

/* --- panels */

double sm_panel_padding(const sm_panel *p)
{
    return 11 * p->c->furniture->unit;
}

sm_font sm_panel_font(const sm_panel *p, double style_size, int weight)
{
    return furniture_font(p->c, style_size, weight);
}

static void widen(sm_panel *p, double right, double bottom)
{
    p->width = fmax(p->width, right + sm_panel_padding(p));
    p->height = fmax(p->height, bottom + sm_panel_padding(p));
}

double sm_panel_text(sm_panel *p, const char *text, const sm_font *font, sm_rgba colour, double x,
                     double baseline)
{
    double width = sm_fit_width(&p->c->measure, text, font);
    widen(p, x + width, baseline);
    if (p->paint) {
        sm_text *t = sm_scene_add_text(p->c->scene, text, p->x + x, p->y + baseline);
        t->font = *font;
        t->fill = colour;
    }
    return width;
}

void sm_panel_circle(sm_panel *p, double x, double y, double radius, sm_rgba fill, sm_stroke stroke)
{
    widen(p, x + radius, y + radius);
    if (p->paint) {
        sm_circle *circle = sm_scene_add_circle(p->c->scene, p->x + x, p->y + y, radius);
        circle->fill = fill;
        circle->stroke = stroke;
    }
}

void sm_panel_icon(sm_panel *p, const sm_icon *icon, double x, double y, double size, sm_rgba fill)
{
    widen(p, x + size / 2, y + size / 2);
    if (p->paint)
        sm_scene_add_icon(p->c->scene, icon, p->x + x, p->y + y, size)->fill = fill;
}

void sm_panel_polygon(sm_panel *p, const sm_xy *points, size_t n, sm_rgba fill, sm_stroke stroke)
{
    sm_path *path = p->paint ? sm_scene_add_path(p->c->scene) : NULL;
    for (size_t i = 0; i < n; i++) {
        widen(p, points[i].x, points[i].y);
        if (path && i == 0)
            sm_path_move(p->c->scene, path, p->x + points[i].x, p->y + points[i].y);
        else if (path)
            sm_path_line(p->c->scene, path, p->x + points[i].x, p->y + points[i].y);
    }
    if (path) {
        if (n > 2)
            sm_path_close(p->c->scene, path);
        path->fill = fill;
        path->stroke = stroke;
    }
}

void sm_panel_sector(sm_panel *p, sm_xy at, double radius, double from, double to, sm_rgba fill)
{
    widen(p, at.x + radius, at.y + radius);
    if (p->paint) {
        sm_path *path = sm_scene_add_path(p->c->scene);
        sm_sector(p->c->scene, path, (sm_xy){p->x + at.x, p->y + at.y}, radius, from, to);
        path->fill = fill;
    }
}

void sm_panel_line(sm_panel *p, sm_xy from, sm_xy to, sm_stroke stroke)
{
    sm_panel_polygon(p, (const sm_xy[]){from, to}, 2, (sm_rgba){0}, stroke);
}

/* --- where the panels stand */

enum { UPPER_LEFT, UPPER_RIGHT, LOWER_LEFT, LOWER_RIGHT, CORNERS };

static const struct panel_kind {
    const char *id, *title;
    sm_panel_fn *run;
    bool bordered, needed, aside; /* aside: may stand beside the map, under the key; needed: the page makes
                                     room for it outside the map when the whole rim is taken */
    int corners[CORNERS];         /* the usual one first */
} kinds[SM_FURNITURE_PANELS] = {
    {"detail",
     "Detail",
     sm_panel_detail,
     true,
     false,
     false,
     {UPPER_RIGHT, LOWER_RIGHT, UPPER_LEFT, LOWER_LEFT}},
    {"legend",
     "Legend",
     sm_panel_legend,
     true,
     true,
     true,
     {LOWER_LEFT, UPPER_RIGHT, LOWER_RIGHT, UPPER_LEFT}},
    {"country-only",
     "Known to the country only",
     sm_panel_country_only,
     true,
     true,
     true,
     {UPPER_LEFT, UPPER_RIGHT, LOWER_RIGHT, LOWER_LEFT}},
    {"elsewhere",
     "Too far to be on this map",
     sm_panel_elsewhere,
     true,
     true,
     true,
     {UPPER_RIGHT, UPPER_LEFT, LOWER_RIGHT, LOWER_LEFT}},
    {"locator",
     "Where the map lies",
     sm_panel_locator,
     true,
     false,
     false,
     {UPPER_RIGHT, UPPER_LEFT, LOWER_RIGHT, LOWER_LEFT}},
    {"scale-bar",
     "Scale bar",
     sm_panel_scale_bar,
     false,
     false,
     false,
     {LOWER_RIGHT, LOWER_LEFT, UPPER_RIGHT, UPPER_LEFT}},
    {"north-arrow",
     "North",
     sm_panel_north,
     false,
     false,
     false,
     {UPPER_RIGHT, UPPER_LEFT, LOWER_RIGHT, LOWER_LEFT}},
};

/* Costs of a place, each against the others. */
#define COST_SYMBOL  10000.0 /* more than all the others come to */
#define COST_LABEL   2.0     /* where the name of a symbol is likely to stand */
#define COST_RING    0.6
#define COST_CORNER  0.5 /* for each corner that is more usual */
#define COST_BESIDE  0.9 /* in the corner, beside or over another panel */
#define COST_RIM     5.0 /* not in a corner */
#define COST_CAPITAL 3.0
#define COST_TOWN    0.3
#define COST_FOCUS   3.0 /* all of it over countries where something happened */
#define COST_LAND    0.8 /* all of it over other land */
#define COST_CUT     4.0 /* for each step of leaving something out */
#define PANEL_WIDTH  0.5 /* of the frame that a panel may take */
#define PANEL_HEIGHT 0.6
#define PANEL_AREA   0.16
#define RIM_STEP     12.0
#define NAME_ROOM    14.0 /* round a town, for its name */
#define LABEL_WIDTH  120.0
#define LABEL_HEIGHT 30.0

static bool meet(sm_rect a, sm_rect b, double gap)
{
    return a.x < b.x + b.width + gap && b.x < a.x + a.width + gap && a.y < b.y + b.height + gap &&
           b.y < a.y + a.height + gap;
}

static bool circle_meets(sm_xy at, double radius, sm_rect box)
{
    double dx = at.x - fmin(fmax(at.x, box.x), box.x + box.width),
           dy = at.y - fmin(fmax(at.y, box.y), box.y + box.height);
    return hypot(dx, dy) < radius;
}

/* What the map holds besides symbols, for the choice of places: once for all panels. */
enum { COLUMNS = 24, ROWS = 18, MOST_TOWNS = 30 };

typedef struct ground {
    float weight[ROWS][COLUMNS]; /* cost of a box that lies in this cell */
    sm_xy towns[MOST_TOWNS];
    bool capital[MOST_TOWNS];
    size_t n_towns;
} ground;

static void find_towns(const sm_compose *c, ground *g)
{
    sm_map_town *towns = c->options->towns ? sm_arena_array(c->arena, MOST_TOWNS, sizeof *towns) : NULL;
    size_t n =
        towns ? c->options->towns(c->options->places_context, sm_compose_window(c), towns, MOST_TOWNS) : 0;
    for (size_t i = 0; i < n; i++) {
        sm_xy at = sm_view_point(c->view, towns[i].at);
        if (!isfinite(at.x) || !isfinite(at.y))
            continue;
        g->capital[g->n_towns] = towns[i].rank == SM_TOWN_CAPITAL;
        g->towns[g->n_towns++] = at;
    }
}

static ground *find_ground(const sm_compose *c)
{
    ground *g = sm_arena_alloc(c->arena, sizeof *g);
    sm_rect f = c->frame;
    if (g == NULL)
        return NULL;
    find_towns(c, g);
    for (int row = 0; row < ROWS; row++) {
        for (int column = 0; column < COLUMNS; column++) {
            sm_point at;
            sm_xy middle = {f.x + (column + .5) * f.width / COLUMNS, f.y + (row + .5) * f.height / ROWS};
            if (!sm_view_inverse(c->view, middle, &at))
                continue;
            uint32_t unit = sm_compose_country_at(c, at);
            g->weight[row][column] = unit == SM_NO_UNIT             ? 0
                                     : sm_compose_in_focus(c, unit) ? (float)COST_FOCUS
                                                                    : (float)COST_LAND;
        }
    }
    return g;
}

static bool holds(sm_rect box, sm_xy at, double slack)
{
    return at.x > box.x - slack && at.x < box.x + box.width + slack && at.y > box.y - slack &&
           at.y < box.y + box.height + slack;
}

static double ground_cost(const sm_compose *c, const ground *g, sm_rect box)
{
    double sum = 0, cost = 0;
    sm_rect f = c->frame;
    int cells = 0, left = (int)((box.x - f.x) * COLUMNS / f.width),
        right = (int)((box.x + box.width - f.x) * COLUMNS / f.width),
        top = (int)((box.y - f.y) * ROWS / f.height),
        bottom = (int)((box.y + box.height - f.y) * ROWS / f.height);
    for (int row = top < 0 ? 0 : top; row <= bottom && row < ROWS; row++)
        for (int column = left < 0 ? 0 : left; column <= right && column < COLUMNS; column++, cells++)
            sum += (double)g->weight[row][column];
    for (size_t i = 0; i < g->n_towns; i++)
        if (holds(box, g->towns[i], NAME_ROOM * c->unit))
            cost += g->capital[i] ? COST_CAPITAL : COST_TOWN;
    return cost + (cells ? sum / cells : 0);
}

static double cost_of(const sm_compose *c, const ground *g, sm_rect box)
{
    double u = c->unit, cost = g ? ground_cost(c, g, box) : 0;
    for (size_t i = 0; i < c->n_boxes; i++)
        if (meet(box, c->boxes[i], 6 * c->furniture->unit))
            return INFINITY;
    if (c->detail.placed && meet(box, c->detail.on_map, 4 * u))
        cost += COST_SYMBOL;
    for (size_t i = 0; i < c->n_symbols; i++) {
        const sm_symbol *s = &c->symbols[i];
        sm_rect label = {s->at.x, s->at.y - s->radius - LABEL_HEIGHT * u, s->radius + LABEL_WIDTH * u,
                         s->radius + LABEL_HEIGHT * u};
        if (circle_meets(s->at, s->radius + 3 * u, box))
            cost += COST_SYMBOL;
        else if (s->first && meet(box, label, 0))
            cost += COST_LABEL;
        else if (s->ring > 0 && circle_meets(s->at, s->ring, box))
            cost += COST_RING;
    }
    return cost;
}

typedef struct best_place {
    sm_rect box;
    double cost;
} best_place;

static void try_place(const sm_compose *c, const ground *g, sm_rect box, double extra, best_place *best)
{
    if (extra >= best->cost)
        return;
    double cost = cost_of(c, g, box) + extra;
    if (cost < best->cost)
        *best = (best_place){box, cost};
}

/* The cheapest place along the rim of the frame for a box of this size. */
static best_place find_place(const sm_compose *c, const ground *g, const struct panel_kind *kind,
                             double width, double height)
{
    double inset = 10 * c->furniture->unit, left = c->frame.x + inset, top = c->frame.y + inset,
           right = c->frame.x + c->frame.width - inset - width,
           bottom = c->frame.y + c->frame.height - inset - height;
    best_place best = {.cost = INFINITY};
    for (int i = 0; i < CORNERS; i++) {
        int corner = kind->corners[i];
        sm_rect box = {corner == UPPER_LEFT || corner == LOWER_LEFT ? left : right,
                       corner == UPPER_LEFT || corner == UPPER_RIGHT ? top : bottom, width, height};
        try_place(c, g, box, COST_CORNER * i, &best);
    }
    for (size_t i = 0; i < c->n_boxes; i++) {
        sm_rect b = c->boxes[i];
        double gap = 8 * c->furniture->unit,
               beside = b.x > left + 1 ? b.x - gap - width : b.x + b.width + gap,
               over = b.y > top + 1 ? b.y - gap - height : b.y + b.height + gap;
        double outer_x = b.x > left + 1 ? right : left, outer_y = b.y > top + 1 ? bottom : top;
        if (beside >= left && beside <= right)
            try_place(c, g, (sm_rect){beside, outer_y, width, height}, COST_BESIDE, &best);
        if (over >= top && over <= bottom)
            try_place(c, g, (sm_rect){outer_x, over, width, height}, COST_BESIDE + .1, &best);
    }
    double step = RIM_STEP * c->furniture->unit;
    for (double x = left; x <= right; x += step) {
        double away = fmin(x - left, right - x) / c->frame.width;
        try_place(c, g, (sm_rect){x, bottom, width, height}, COST_RIM + 4 * away, &best);
        try_place(c, g, (sm_rect){x, top, width, height}, COST_RIM + 4 * away + 1, &best);
    }
    for (double y = top; y <= bottom; y += step) {
        double away = fmin(y - top, bottom - y) / c->frame.height;
        try_place(c, g, (sm_rect){left, y, width, height}, COST_RIM + 4 * away, &best);
        try_place(c, g, (sm_rect){right, y, width, height}, COST_RIM + 4 * away, &best);
    }
    return best;
}

static void add_panel(sm_compose *c, const struct panel_kind *kind, int cut, sm_rect box)
{
    sm_furniture *f = c->furniture;
    f->panels[f->n_panels++] = (sm_placed_panel){kind->id, kind->title, kind->run, cut, box, kind->bordered};
}

/* At the foot of the column beside the map, when the key leaves it free. */
static bool place_aside(sm_compose *c, const struct panel_kind *kind)
{
    sm_panel p = {.c = c};
    double free_height = kind->aside ? sm_key_spare(c) : 0;
    kind->run(&p);
    if (!(p.width > 0) || p.width > c->furniture->key.width || p.height > free_height)
        return false;
    sm_rect *key = &c->furniture->key;
    key->height -= p.height + 12 * c->furniture->unit;
    add_panel(c, kind, 0,
              (sm_rect){key->x, key->y + key->height + 12 * c->furniture->unit, p.width, p.height});
    return true;
}

static void place_panel(sm_compose *c, const ground *g, const struct panel_kind *kind)
{
    enum { CUTS = 3 };
    sm_furniture *f = c->furniture;
    best_place chosen = {.cost = INFINITY};
    int cut = 0;
    if (place_aside(c, kind))
        return;
    if (sm_outside_place(c, kind->run, &cut, &chosen.box)) {
        add_panel(c, kind, cut, chosen.box);
        return;
    }
    for (int i = 0; i < CUTS && chosen.cost > COST_CUT * i; i++) {
        sm_panel p = {.c = c, .cut = i};
        kind->run(&p);
        if (p.width <= 0)
            return;
        if (p.width > PANEL_WIDTH * c->frame.width || p.height > PANEL_HEIGHT * c->frame.height ||
            p.width * p.height > PANEL_AREA * c->frame.width * c->frame.height)
            continue;
        best_place best = find_place(c, g, kind, p.width, p.height);
        best.cost += COST_CUT * i;
        if (best.cost < chosen.cost) {
            chosen = best;
            cut = i;
        }
    }
    if (chosen.cost >= COST_SYMBOL) {
        if (kind->needed)
            f->missing[f->n_missing++] = kind->run;
        return;
    }
    add_panel(c, kind, cut, chosen.box);
    c->boxes[c->n_boxes++] = chosen.box;
}

void sm_furniture_boxes(sm_compose *c)
{
    const ground *g = find_ground(c);
    c->detail.placed = c->detail.wanted; /* its box on the map is in the way, also of the detail itself */
    for (size_t i = 0; i < SM_FURNITURE_PANELS; i++) {
        size_t before = c->furniture->n_panels;
        place_panel(c, g, &kinds[i]);
        if (kinds[i].run == sm_panel_detail)
            c->detail.placed = c->furniture->n_panels > before;
    }
}

/* --- drawing */

static void draw_frame(sm_compose *c)
{
    if (!(c->layout->frame_width > 0))
        return;
    sm_scene_begin_group(c->scene, "frame", NULL);
    sm_path *line = sm_scene_add_path(c->scene);
    sm_path_rect(c->scene, line, c->frame);
    line->stroke = (sm_stroke){.colour = c->layout->frame,
                               .width = fmax(c->layout->frame_width * c->unit, .5),
                               .join = SM_JOIN_MITER};
}

static void draw_captions(sm_compose *c, size_t from, size_t to, const char *id, const char *title)
{
    if (from < to)
        sm_scene_begin_group(c->scene, id, title);
    for (size_t i = from; i < to; i++) {
        const sm_caption *line = &c->furniture->captions[i];
        sm_text *t = sm_scene_add_text(c->scene, line->text, line->x, line->y);
        t->font = line->font;
        t->fill = line->colour;
        t->align = line->align;
    }
}

static void draw_panel(sm_compose *c, const sm_placed_panel *placed)
{
    sm_scene_begin_group(c->scene, placed->id, placed->title);
    sm_path *plate = placed->plain ? NULL : sm_scene_add_path(c->scene);
    if (plate) {
        sm_path_rect(c->scene, plate, placed->box);
        plate->fill = c->layout->box;
    }
    if (plate && placed->bordered)
        plate->stroke = (sm_stroke){
            .colour = c->layout->frame, .width = fmax(.8 * c->furniture->unit, .6), .join = SM_JOIN_MITER};
    else if (plate)
        plate->fill.a = (unsigned char)(plate->fill.a * .7);
    sm_panel p = {.c = c, .paint = true, .cut = placed->cut, .x = placed->box.x, .y = placed->box.y};
    placed->run(&p);
}

void sm_furniture_draw(sm_compose *c)
{
    const sm_furniture *f = c->furniture;
    for (size_t i = 0; i < f->n_missing; i++)
        *(f->missing[i] == sm_panel_legend ? &c->report.no_legend : &c->report.no_list) = true;
    if (!sm_facets_used(c)) /* each of the maps has its own */
        draw_frame(c);
    sm_graticule_label(c);
    for (size_t i = 0; i < f->n_panels; i++)
        draw_panel(c, &f->panels[i]);
    draw_captions(c, 0, f->n_heading, "heading", "Title");
    draw_captions(c, f->n_heading, f->n_captions, "credits", "Sources and credits");
}
