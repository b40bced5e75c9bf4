/* Symbols and names: everything that needs room on the map is placed together, then painted from the ground
 * up. */
#include "compose.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MAX_TOWNS = 400,
    MAX_WATERS = 24,
    WATER_COLUMNS = 5,
    WATER_ROWS = 5,
    AREA_COLUMNS = 9,
    AREA_ROWS = 9,
    PRIORITY_INCIDENT = 100,
    PRIORITY_COUNTRY = 60,
    PRIORITY_CAPITAL = 50,
    PRIORITY_TOWN = 20,
    PRIORITY_WATER = 15,
    PRIORITY_ADMIN1 = 10
};

#define TOWNS_PER_MEGAPIXEL 30.0

typedef enum name_kind { NAME_INCIDENT, NAME_TOWN, NAME_AREA } name_kind;

/* One label with what is needed to paint it. */
typedef struct name {
    name_kind kind;
    const char *text, *second; /* second line, or NULL */
    sm_style_layer style, second_style;
    double ascent, leading; /* px: top of the box to the first baseline; first to second baseline */
    double padding;
    const sm_symbol *symbol;
    sm_map_town town;
} name;

typedef struct names {
    sm_compose *c;
    name *items;
    sm_label *labels;
    size_t n, capacity, label_capacity;
} names;

static bool find_layer(const sm_compose *c, const char *source, sm_style_type type, sm_style_layer *out)
{
    for (size_t i = 0; i < sm_style_count(c->style); i++) {
        if (!sm_style_at(c->style, i, c->zoom, out) || out->type != type ||
            strcmp(out->source_layer, source) != 0)
            continue;
        out->font.size *= c->unit;
        out->font.letter_spacing *= c->unit;
        out->halo_width *= c->unit;
        out->padding *= c->unit;
        out->radius *= c->unit;
        out->stroke.width *= c->unit;
        return true;
    }
    return false;
}

static const char *styled(const sm_compose *c, const sm_style_layer *style, const char *text)
{
    if (!style->upper)
        return text;
    char *upper = sm_arena_copy(c->arena, text, strlen(text));
    for (char *p = upper; p && *p; p++) /* ASCII only: other letters stay as they are */
        *p = (char)(*p >= 'a' && *p <= 'z' ? *p - 32 : *p);
    return upper;
}

static sm_text_extent extent(const sm_compose *c, const char *text, const sm_style_layer *style)
{
    return c->measure.measure(c->measure.context, text, &style->font, NULL);
}

/* A new name with the size of its box; NULL when out of memory. */
static sm_label *add_name(names *l, const name *item)
{
    if (!sm_arena_grow(l->c->arena, &l->items, &l->capacity, l->n, sizeof *l->items) ||
        !sm_arena_grow(l->c->arena, &l->labels, &l->label_capacity, l->n, sizeof *l->labels))
        return NULL;
    name *it = &l->items[l->n];
    *it = *item;
    it->padding = item->style.padding;
    sm_text_extent first = extent(l->c, it->text, &it->style), second = {0};
    it->ascent = first.ascent;
    double width = first.width, height = first.ascent + first.descent;
    if (it->second) {
        second = extent(l->c, it->second, &it->second_style);
        it->leading = it->second_style.font.size * 1.2;
        width = fmax(width, second.width);
        height = first.ascent + it->leading + second.descent;
    }
    sm_label *label = &l->labels[l->n++];
    *label = (sm_label){.width = width + 2 * it->padding, .height = height + 2 * it->padding};
    return label;
}

/* --- incidents --------------------------------------------------------------------------------- */

static void name_incidents(names *l)
{
    sm_compose *c = l->c;
    name item = {.kind = NAME_INCIDENT};
    if (!find_layer(c, "incident_labels", SM_STYLE_SYMBOL, &item.style))
        return;
    item.second_style = item.style;
    item.second_style.font.size *= .85;
    item.second_style.font.weight = 400;
    for (size_t i = 0; i < c->n_symbols; i++) {
        const sm_symbol *s = &c->symbols[i];
        item.symbol = s;
        item.text = s->label;
        item.second = s->detail;
        sm_label *label = add_name(l, &item);
        if (label == NULL)
            return;
        label->px = s->at.x;
        label->py = s->at.y;
        label->radius = s->radius;
        label->gap = 2 * c->unit;
        label->leader = true;
        label->priority = PRIORITY_INCIDENT;
    }
}

/* --- towns ------------------------------------------------------------------------------------- */

/* A town that bears an incident is named by it. */
static bool is_named(const sm_compose *c, const sm_map_town *t, sm_xy at)
{
    for (size_t i = 0; i < c->n_symbols; i++) {
        const sm_site *site = c->symbols[i].incident->sites;
        bool same_name = site->name && strcmp(site->name, t->name) == 0;
        double distance = hypot(c->symbols[i].at.x - at.x, c->symbols[i].at.y - at.y);
        if (distance < c->symbols[i].radius + 2 * c->unit || (same_name && distance < 40 * c->unit))
            return true;
    }
    return false;
}

sm_box sm_compose_window(const sm_compose *c)
{
    sm_rect w = sm_view_window(c->view);
    if (w.width >= 360)
        return (sm_box){-180, w.y, 180, w.y + w.height};
    return (sm_box){remainder(w.x, 360), w.y, remainder(w.x + w.width, 360), w.y + w.height};
}

static void name_towns(names *l)
{
    sm_compose *c = l->c;
    name capital = {.kind = NAME_TOWN}, town = {.kind = NAME_TOWN};
    if (c->options->towns == NULL || !find_layer(c, "towns", SM_STYLE_SYMBOL, &town.style))
        return;
    capital.style = town.style;
    find_layer(c, "capitals", SM_STYLE_SYMBOL, &capital.style);
    sm_box box = sm_compose_window(c);
    sm_map_town *towns = sm_arena_array(c->arena, MAX_TOWNS, sizeof *towns);
    size_t n = towns ? c->options->towns(c->options->places_context, box, towns, MAX_TOWNS) : 0, used = 0;
    size_t wanted =
        (size_t)(TOWNS_PER_MEGAPIXEL * c->frame.width * c->frame.height / (1e6 * c->unit * c->unit));
    for (size_t i = 0; i < n && used < wanted; i++) {
        sm_xy at = sm_view_point(c->view, towns[i].at);
        sm_rect f = c->frame;
        if (!(at.x > f.x && at.x < f.x + f.width && at.y > f.y && at.y < f.y + f.height) ||
            is_named(c, &towns[i], at))
            continue;
        name *item = towns[i].rank == SM_TOWN_CAPITAL ? &capital : &town;
        item->text = towns[i].name;
        item->town = towns[i];
        sm_label *label = add_name(l, item);
        if (label == NULL)
            return;
        label->px = at.x;
        label->py = at.y;
        label->radius = 2.5 * c->unit;
        label->gap = 1.5 * c->unit;
        label->priority =
            towns[i].rank == SM_TOWN_CAPITAL ? PRIORITY_CAPITAL : PRIORITY_TOWN + (used * 3 < wanted);
        used++;
    }
}

/* --- areas ------------------------------------------------------------------------------------- */

typedef struct area {
    sm_points *rings; /* page px, clipped to the frame */
    sm_rect *boxes;   /* of the rings */
    size_t n;
    sm_rect box;
    sm_xy centroid;
    double size; /* px² */
} area;

static bool area_holds(const area *a, double x, double y)
{
    bool inside = false;
    for (size_t r = 0; r < a->n; r++) {
        const sm_points *p = &a->rings[r];
        const sm_rect *b = &a->boxes[r];
        if (y < b->y || y > b->y + b->height || x < b->x || x > b->x + b->width)
            continue;
        for (size_t i = 0, k = p->count - 1; i < p->count; k = i++)
            if ((p->at[i].y > y) != (p->at[k].y > y) &&
                x < (p->at[k].x - p->at[i].x) * (y - p->at[i].y) / (p->at[k].y - p->at[i].y) + p->at[i].x)
                inside = !inside;
    }
    return inside;
}

/* The visible part of a unit. Small rings (islands) are left out: the name goes onto the main part. */
static void make_area(sm_compose *c, const sm_base_shape *shapes, size_t n, uint32_t unit, area *out)
{
    sm_rect w = sm_view_window(c->view), f = c->frame;
    sm_points in = {0}, clipped = {0};
    double sum = 0, x = 0, y = 0;
    *out = (area){.rings = sm_arena_array(c->arena, 3 * n, sizeof *out->rings),
                  .boxes = sm_arena_array(c->arena, 3 * n, sizeof *out->boxes)};
    double west = f.x + f.width, east = f.x, south = f.y, north = f.y + f.height;
    for (size_t i = 0; i < n && out->rings && out->boxes; i++) {
        size_t count;
        const sm_base_point *points = sm_basemap_points(c->basemap, &shapes[i], &count);
        for (int turn = -1; turn <= 1 && shapes[i].unit == unit; turn++) {
            double shift = 360.0 * turn;
            if (shapes[i].west * SM_BASE_UNIT + shift > w.x + w.width ||
                shapes[i].east * SM_BASE_UNIT + shift < w.x ||
                shapes[i].south * SM_BASE_UNIT > w.y + w.height || shapes[i].north * SM_BASE_UNIT < w.y)
                continue;
            in.count = 0;
            size_t step = 1 + count / 2000; /* a name needs no more detail */
            for (size_t k = 0; k < count; k += step)
                sm_points_add(&in,
                              (sm_xy){points[k].lon * SM_BASE_UNIT + shift, points[k].lat * SM_BASE_UNIT});
            sm_clip_ring(&in, w, &clipped);
            sm_view_forward(c->view, clipped.at, clipped.count);
            size_t kept = 0;
            for (size_t k = 0; k < clipped.count; k++)
                if (isfinite(clipped.at[k].x) && isfinite(clipped.at[k].y))
                    clipped.at[kept++] = clipped.at[k];
            clipped.count = kept;
            sm_clip_ring(&clipped, f, &in);
            sm_simplify(&in, 1);
            if (in.count < 3)
                continue;
            sm_points *ring = &out->rings[out->n];
            *ring = (sm_points){.at = sm_arena_array(c->arena, in.count, sizeof *in.at), .count = in.count};
            if (ring->at == NULL)
                break;
            memcpy(ring->at, in.at, in.count * sizeof *in.at);
            double left = f.x + f.width, right = f.x, top = f.y + f.height, bottom = f.y;
            for (size_t k = 0, before = in.count - 1; k < in.count; before = k++) {
                sm_xy a = in.at[before], b = in.at[k];
                double cross = a.x * b.y - b.x * a.y;
                sum += cross;
                x += (a.x + b.x) * cross;
                y += (a.y + b.y) * cross;
                left = fmin(left, b.x);
                right = fmax(right, b.x);
                top = fmin(top, b.y);
                bottom = fmax(bottom, b.y);
            }
            out->boxes[out->n++] = (sm_rect){left, top, right - left, bottom - top};
            west = fmin(west, left);
            east = fmax(east, right);
            north = fmin(north, top);
            south = fmax(south, bottom);
        }
    }
    sm_points_free(&in);
    sm_points_free(&clipped);
    out->size = fabs(sum) / 2;
    out->centroid = out->size > 0 ? (sm_xy){x / (3 * sum), y / (3 * sum)} : (sm_xy){0, 0};
    out->box = (sm_rect){west, north, east - west, south - north};
}

/* Spots on a grid over the visible part where the whole text lies inside; best near the middle. */
static void spots_in_area(sm_compose *c, const area *a, sm_label *label)
{
    static const double probes[][2] = {{0, 0},    {1, 0},    {0, 1},  {1, 1}, {.5, .5},
                                       {.25, .5}, {.75, .5}, {.5, 0}, {.5, 1}};
    sm_label_spot *spots = sm_arena_array(c->arena, AREA_COLUMNS * AREA_ROWS, sizeof *spots);
    double reach = hypot(a->box.width, a->box.height);
    if (spots == NULL)
        return;
    label->spots = spots;
    for (int i = 0; i < AREA_COLUMNS; i++) {
        for (int k = 0; k < AREA_ROWS; k++) {
            double x =
                a->centroid.x + (i - AREA_COLUMNS / 2) * a->box.width / (AREA_COLUMNS + 1) - label->width / 2;
            double y =
                a->centroid.y + (k - AREA_ROWS / 2) * a->box.height / (AREA_ROWS + 1) - label->height / 2;
            bool inside = true;
            for (size_t q = 0; q < sizeof probes / sizeof *probes && inside; q++)
                inside = area_holds(a, x + probes[q][0] * label->width, y + probes[q][1] * label->height);
            if (!inside)
                continue;
            double away = hypot(x + label->width / 2 - a->centroid.x, y + label->height / 2 - a->centroid.y);
            spots[label->n_spots++] = (sm_label_spot){x, y, 3 * away / reach};
        }
    }
}

static void name_areas(names *l, sm_base_layer layer, const char *source, int priority, bool focus_only)
{
    sm_compose *c = l->c;
    name item = {.kind = NAME_AREA};
    const sm_base_shape *shapes;
    const sm_base_unit *units;
    size_t n = sm_basemap_shapes(c->basemap, layer, c->level, &shapes),
           n_units = sm_basemap_units(c->basemap, &units);
    if (!find_layer(c, source, SM_STYLE_SYMBOL, &item.style))
        return;
    for (size_t first = 0, end; first < n; first = end) { /* shapes of one unit stand together */
        uint32_t unit = shapes[first].unit;
        for (end = first + 1; end < n && shapes[end].unit == unit; end++)
            ;
        if (unit >= n_units || (focus_only && !sm_compose_in_focus(c, unit)))
            continue;
        area a;
        make_area(c, shapes + first, end - first, unit, &a);
        if (a.size < 400 * c->unit * c->unit)
            continue;
        item.text = styled(c, &item.style, sm_basemap_string(c->basemap, units[unit].name));
        sm_style_layer style = item.style;
        for (int attempt = 0; attempt < 2;
             attempt++) { /* the size of the style, then somewhat smaller and closer */
            sm_label *label = add_name(l, &item);
            if (label == NULL)
                return;
            label->priority = priority;
            spots_in_area(c, &a, label);
            if (label->n_spots > 0)
                break;
            l->n--;
            item.style.font.size *= .8;
            item.style.font.letter_spacing *= .3;
        }
        item.style = style;
    }
}

/* --- waters ------------------------------------------------------------------------------------ */

/* Spots on a grid over the water's box where the text lies on water alone. */
static void spots_on_water(sm_compose *c, const area *land, const sm_map_water *water, sm_label *label)
{
    static const double probes[][2] = {{0, .5}, {1, .5}, {.5, .5}, {.25, 0}, {.75, 1}, {.25, 1}, {.75, 0}};
    sm_rect f = c->frame;
    double width = water->box.east - water->box.west, height = water->box.north - water->box.south;
    width += width < 0 ? 360 : 0;
    sm_label_spot *spots = sm_arena_array(c->arena, WATER_COLUMNS * WATER_ROWS + 1, sizeof *spots);
    if (spots == NULL)
        return;
    label->spots = spots;
    for (int i = -1; i < WATER_COLUMNS * WATER_ROWS; i++) {
        sm_point at = water->at; /* first the point that the gazetteer gives */
        if (i >= 0)
            at = (sm_point){water->box.west + width * (i % WATER_COLUMNS + .5) / WATER_COLUMNS,
                            water->box.south + height * (i / WATER_COLUMNS + .5) / WATER_ROWS};
        sm_xy p = sm_view_point(c->view, at);
        double x = p.x - label->width / 2, y = p.y - label->height / 2;
        bool seen = p.x >= f.x && p.x <= f.x + f.width && p.y >= f.y && p.y <= f.y + f.height, dry = !seen;
        for (size_t q = 0; q < sizeof probes / sizeof *probes && !dry; q++)
            dry = area_holds(land, x + probes[q][0] * label->width, y + probes[q][1] * label->height);
        if (!dry)
            spots[label->n_spots++] = (sm_label_spot){x, y, i < 0 ? 0 : .5 + .02 * i};
    }
}

static void name_waters(names *l)
{
    sm_compose *c = l->c;
    name item = {.kind = NAME_AREA};
    sm_map_water waters[MAX_WATERS];
    const sm_base_shape *shapes;
    area land;
    if (c->options->waters == NULL || !find_layer(c, "water_names", SM_STYLE_SYMBOL, &item.style))
        return;
    size_t n = c->options->waters(c->options->places_context, sm_compose_window(c), waters, MAX_WATERS);
    sm_base_level coarse = c->level == SM_BASE_10M ? SM_BASE_50M : c->level;
    size_t n_shapes = sm_basemap_shapes(c->basemap, SM_BASE_LAND, coarse, &shapes);
    make_area(c, shapes, n_shapes, SM_NO_UNIT, &land);
    for (size_t i = 0; i < n; i++) {
        item.text = waters[i].name;
        sm_label *label = add_name(l, &item);
        if (label == NULL)
            return;
        label->priority = PRIORITY_WATER;
        spots_on_water(c, &land, &waters[i], label);
        l->n -= label->n_spots == 0;
    }
}

/* --- painting ---------------------------------------------------------------------------------- */

static void paint_text(sm_compose *c, const char *text, const sm_style_layer *style, double x,
                       double baseline, sm_align align)
{
    sm_text *t = sm_scene_add_text(c->scene, text, x, baseline);
    t->font = style->font;
    t->fill = style->text;
    t->halo = style->halo;
    t->halo_width = style->halo_width;
    t->align = align;
}

static void paint_name(sm_compose *c, const name *item, const sm_label *label)
{
    double left = label->x + item->padding, right = label->x + label->width - item->padding,
           middle = (left + right) / 2;
    bool is_left = item->kind != NAME_AREA && middle < label->px - label->radius,
         is_over = item->kind == NAME_AREA || fabs(middle - label->px) < label->radius + 1;
    sm_align align = is_over ? SM_ALIGN_MIDDLE : is_left ? SM_ALIGN_END : SM_ALIGN_START;
    double x = is_over ? middle : is_left ? right : left, baseline = label->y + item->padding + item->ascent;
    paint_text(c, item->text, &item->style, x, baseline, align);
    if (item->second)
        paint_text(c, item->second, &item->second_style, x, baseline + item->leading, align);
}

static void paint_leader(sm_compose *c, const sm_label *label, const sm_style_layer *style)
{
    double d = hypot(label->lx - label->px, label->ly - label->py);
    if (d <= label->radius)
        return;
    double x = label->px + (label->lx - label->px) * label->radius / d,
           y = label->py + (label->ly - label->py) * label->radius / d;
    for (int pass = 0; pass < 2; pass++) { /* halo, line */
        sm_path *p = sm_scene_add_path(c->scene);
        sm_path_move(c->scene, p, x, y);
        sm_path_line(c->scene, p, label->lx, label->ly);
        p->stroke =
            (sm_stroke){.colour = pass ? style->text : style->halo, .width = (pass ? .9 : 3) * c->unit};
    }
}

static void paint_town(sm_compose *c, const name *item, const sm_label *label)
{
    bool capital = item->town.rank == SM_TOWN_CAPITAL;
    sm_circle *dot = sm_scene_add_circle(c->scene, label->px, label->py, (capital ? 2.8 : 2.1) * c->unit);
    dot->fill = capital ? sm_rgb(0xffffff) : item->style.text;
    dot->stroke = (sm_stroke){.colour = item->style.text, .width = (capital ? 1.4 : 0) * c->unit};
}

static void begin_group(sm_compose *c, const char *id, const char *title)
{
    sm_group *g = sm_scene_begin_group(c->scene, id, title);
    g->clipped = true;
    g->clip = c->frame;
}

static void paint_kind(sm_compose *c, const names *l, name_kind kind,
                       void (*paint)(sm_compose *c, const name *item, const sm_label *label))
{
    for (size_t i = 0; i < l->n; i++)
        if (l->items[i].kind == kind && l->labels[i].placed)
            paint(c, &l->items[i], &l->labels[i]);
}

void sm_compose_names(sm_compose *c)
{
    names l = {.c = c};
    for (size_t i = 0; i < c->n_boxes; i++)
        sm_label_obstacle(c->labels, c->boxes[i]);
    name_incidents(&l);
    name_towns(&l);
    name_areas(&l, SM_BASE_COUNTRIES, "country_names", PRIORITY_COUNTRY, false);
    name_areas(&l, SM_BASE_ADMIN1, "admin1_names", PRIORITY_ADMIN1, true);
    name_waters(&l);
    size_t placed = sm_labels_place(c->labels, l.labels, l.n);
    c->report.labels_placed = (int)placed;
    c->report.labels_dropped = (int)(l.n - placed);

    begin_group(c, "towns", "Towns");
    paint_kind(c, &l, NAME_TOWN, paint_town);
    begin_group(c, "area-names", "Names of countries and divisions");
    paint_kind(c, &l, NAME_AREA, paint_name);
    begin_group(c, "town-names", "Names of towns");
    paint_kind(c, &l, NAME_TOWN, paint_name);
    begin_group(c, "incidents", "Incidents");
    sm_symbols_draw(c);
    begin_group(c, "incident-labels", "Incident labels");
    for (size_t i = 0; i < l.n; i++)
        if (l.items[i].kind == NAME_INCIDENT && l.labels[i].placed && l.labels[i].led)
            paint_leader(c, &l.labels[i], &l.items[i].style);
    paint_kind(c, &l, NAME_INCIDENT, paint_name);
}
