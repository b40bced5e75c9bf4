/* Names of areas and lines: countries, divisions, seas, lakes, rivers. A sea is the water that the basemap's
 * grid says is its own, less the land as it is drawn. */
#include "naming.h"

#include <string.h>

enum {
    PRIORITY_COUNTRY = 60,
    PRIORITY_SPILLED = 45, /* a country whose name is larger than itself gives way to capitals */
    PRIORITY_WATER = 15,
    PRIORITY_RIVER = 12,
    PRIORITY_ADMIN1 = 10,
    SEA_STEP = 3 /* cells between the points at which the sea is asked for */
};

typedef struct areas {
    sm_names *names;
    sm_compose *c;
    sm_mask mask;
} areas;

/* --- countries and divisions ------------------------------------------------------------------- */

static void flip_ring(void *context, const sm_points *ring)
{
    sm_mask_flip(context, ring);
}

typedef struct kind {
    sm_base_layer layer;
    const char *source;
    sm_named named;
    bool focus_only;
    sm_area_naming how;
} kind;

/* The label of what the mask holds. */
static void name_mask(areas *a, const kind *k, const sm_style_feature *f, const char *name)
{
    sm_name item = {.kind = k->named};
    if (!sm_names_style(a->c, k->source, SM_STYLE_SYMBOL, f, &item.style))
        return;
    const char *text = sm_names_text(a->c, &item.style, name);
    if (sm_compose_is_in_script(a->c, text))
        sm_names_of_mask(a->names, &a->mask, &item, text, &k->how);
}

/* Whether the map shows the country itself, not just an island of it in another part of the world. */
static bool shows_middle(const sm_compose *c, const sm_base_unit *unit)
{
    sm_xy at = sm_view_point(c->view, (sm_point){unit->lon * SM_BASE_UNIT, unit->lat * SM_BASE_UNIT});
    sm_rect f = c->frame;
    return at.x >= f.x && at.x <= f.x + f.width && at.y >= f.y && at.y <= f.y + f.height;
}

static void name_units(areas *a, const kind *k)
{
    sm_compose *c = a->c;
    const sm_base_shape *shapes;
    const sm_base_unit *units;
    size_t n = sm_basemap_shapes(c->basemap, k->layer, c->level, &shapes),
           n_units = sm_basemap_units(c->basemap, &units);
    for (size_t first = 0, end; first < n; first = end) { /* shapes of one unit stand together */
        uint32_t unit = shapes[first].unit;
        bool seen = false;
        for (end = first; end < n && shapes[end].unit == unit; end++)
            seen |= sm_compose_is_seen(c, &shapes[end]);
        bool part = unit < n_units && units[unit].layer != k->layer, /* of a country: no name of its own */
            given_away = c->views && unit < n_units && c->views[unit] && c->views[unit]->owner[0];
        if (unit >= n_units || !seen || part || given_away ||
            (k->focus_only && !sm_compose_in_focus(c, unit)))
            continue;
        sm_mask_clear(&a->mask);
        for (size_t i = first; i < end; i++)
            sm_compose_each_rough_ring(c, &shapes[i], flip_ring, &a->mask);
        sm_mask_sum(&a->mask);
        sm_known f;
        sm_feature_of_unit(c, unit, "Polygon", &f);
        bool whole = a->mask.count == (size_t)a->mask.columns * (size_t)a->mask.rows;
        if (whole && c->prefix && !c->panel) /* a map in the corner is of a place within it */
            continue;
        kind of_unit = *k;
        if (!shows_middle(c, &units[unit]) && !sm_compose_in_focus(c, unit))
            of_unit.how.spilled = 0;
        if (a->mask.count)
            name_mask(a, &of_unit, &f.as, sm_compose_unit_name(c, unit));
    }
}

/* --- seas -------------------------------------------------------------------------------------- */

enum { MAX_SEEN = 64 };

/* Ask for the sea in the middle of a square of cells, and note it in those that are water. */
static void name_square(const sm_compose *c, const sm_mask *land, int row, int column,
                        uint32_t seen[MAX_SEEN], size_t *n_seen, unsigned char *of)
{
    size_t water[SEA_STEP * SEA_STEP], n = 0, k = 0;
    for (int r = row; r < row + SEA_STEP && r < land->rows; r++)
        for (int q = column; q < column + SEA_STEP && q < land->columns; q++)
            if (!land->in[r * land->columns + q])
                water[n++] = (size_t)(r * land->columns + q);
    double middle = SEA_STEP / 2.0;
    sm_xy at = {land->frame.x + (column + middle) * land->cell, land->frame.y + (row + middle) * land->cell};
    sm_point p;
    if (n == 0 || !sm_view_inverse(c->view, at, &p))
        return;
    uint32_t sea = sm_basemap_sea_at(c->basemap, p);
    while (k < *n_seen && seen[k] != sea)
        k++;
    if (sea == SM_NO_UNIT || k == MAX_SEEN)
        return;
    if (k == *n_seen)
        seen[(*n_seen)++] = sea;
    while (n > 0)
        of[water[--n]] = (unsigned char)(k + 1);
}

/* For each cell the sea it is in (its place in `seen`, from 1), 0 on land and where there is no sea of a
 * name. */
static unsigned char *sea_cells(areas *a, uint32_t seen[MAX_SEEN], size_t *n_seen)
{
    sm_compose *c = a->c;
    sm_mask *m = &a->mask;
    const sm_base_shape *shapes;
    size_t n = sm_basemap_shapes(c->basemap, SM_BASE_LAND, c->level, &shapes);
    unsigned char *of = sm_arena_array(c->arena, (size_t)m->columns * (size_t)m->rows, 1);
    *n_seen = 0;
    if (of == NULL)
        return NULL;
    sm_mask_clear(m);
    for (size_t i = 0; i < n; i++)
        if (sm_compose_is_seen(c, &shapes[i]))
            sm_compose_each_rough_ring(c, &shapes[i], flip_ring, m);
    for (int row = 0; row < m->rows; row += SEA_STEP)
        for (int column = 0; column < m->columns; column += SEA_STEP)
            name_square(c, m, row, column, seen, n_seen, of);
    return *n_seen ? of : NULL;
}

static void name_seas(areas *a)
{
    static const kind sea = {SM_BASE_SEAS, "water_names", SM_NAMED_WATER, false, {PRIORITY_WATER, 0, false}};
    sm_compose *c = a->c;
    sm_mask *m = &a->mask;
    const sm_base_unit *units;
    uint32_t seen[MAX_SEEN];
    size_t n;
    sm_basemap_units(c->basemap, &units);
    unsigned char *of = sea_cells(a, seen, &n);
    for (size_t k = 0; of && k < n; k++) {
        for (size_t i = 0; i < (size_t)m->columns * (size_t)m->rows; i++)
            m->in[i] = of[i] == k + 1;
        sm_mask_take_all(m);
        sm_mask_sum(m);
        sm_known f;
        sm_feature_of_unit(c, seen[k], "Polygon", &f);
        if (m->count)
            name_mask(a, &sea, &f.as, sm_compose_unit_name(c, seen[k]));
    }
}

/* --- rivers ------------------------------------------------------------------------------------ */

static void name_rivers(areas *a)
{
    sm_compose *c = a->c;
    const sm_base_shape *shapes;
    const sm_base_unit *units;
    size_t n = sm_basemap_shapes(c->basemap, SM_BASE_RIVERS, c->level, &shapes),
           n_units = sm_basemap_units(c->basemap, &units);
    for (size_t first = 0, end; first < n; first = end) {
        uint32_t unit = shapes[first].unit;
        for (end = first; end < n && shapes[end].unit == unit; end++)
            ;
        sm_name item = {.kind = SM_NAMED_WATER};
        sm_known f;
        if (unit >= n_units)
            continue;
        sm_feature_of_unit(c, unit, "LineString", &f);
        if (!sm_names_style(c, "river_names", SM_STYLE_SYMBOL, &f.as, &item.style))
            return;
        sm_course course;
        sm_course_begin(&course, c, &item, sm_names_text(c, &item.style, sm_compose_unit_name(c, unit)));
        for (size_t i = first; i < end; i++)
            if (sm_compose_is_large(c, SM_BASE_RIVERS, &shapes[i]) && sm_compose_is_seen(c, &shapes[i]))
                sm_compose_each_course(c, &shapes[i], sm_course_piece, &course);
        sm_course_end(&course, a->names, PRIORITY_RIVER);
    }
}

/* --- all --------------------------------------------------------------------------------------- */

static bool is_shown(const sm_compose *c, const char *source)
{
    sm_style_layer layer;
    for (size_t i = 0; i < sm_style_count(c->style); i++)
        if (sm_style_at(c->style, i, c->zoom, &layer) && layer.type == SM_STYLE_SYMBOL &&
            strcmp(layer.source_layer, source) == 0)
            return true;
    return false;
}

void sm_names_of_areas(sm_names *l)
{
    static const kind kinds[] = {
        {SM_BASE_COUNTRIES,
         "country_names",
         SM_NAMED_AREA,
         false,
         {PRIORITY_COUNTRY, PRIORITY_SPILLED, true}},
        {SM_BASE_ADMIN1, "admin1_names", SM_NAMED_AREA, true, {PRIORITY_ADMIN1, 0, false}},
        {SM_BASE_LAKES, "water_names", SM_NAMED_WATER, false, {PRIORITY_WATER, 0, false}},
    };
    areas a = {.names = l, .c = l->c};
    if (!sm_mask_new(l->c->arena, l->c->frame, SM_MASK_CELL * l->c->unit, &a.mask))
        return;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        kind k = kinds[i];
        k.focus_only |= l->c->sparse;
        if (is_shown(l->c, k.source) && !(l->c->sparse && k.layer != SM_BASE_COUNTRIES))
            name_units(&a, &k);
    }
    if (is_shown(l->c, "water_names"))
        name_seas(&a);
    if (!l->c->sparse && is_shown(l->c, "river_names"))
        name_rivers(&a);
}
