/* Icons and names of the features that the style brings itself: points round their icon or circle, lines
 * along their course, areas within. They are placed with all other names, so that none overlaps another. */
#include "fit.h"
#include "naming.h"

#include <math.h>
#include <string.h>

enum {
    PRIORITY_OWN = 30 /* over towns, under capitals */,
    MOST_POINTS = 2000,
    ICON_PX = 18,
    STEP_PX = 12,
    MOST_STEPS = 1000
};

typedef struct owner {
    sm_names *names;
    sm_compose *c;
    const sm_own *own;
    size_t layer; /* of the style */
    sm_mask mask;
    bool has_mask;
    size_t points;
} owner;

static sm_xy on_page(const sm_compose *c, const sm_base_point *p)
{
    return sm_view_point(c->view, (sm_point){p->lon * SM_BASE_UNIT, p->lat * SM_BASE_UNIT});
}

/* The radius of the circle that another layer draws at the feature, 0 when none does. */
static double circle_radius(const owner *o, const sm_own_feature *f)
{
    const sm_compose *c = o->c;
    for (size_t i = 0; i < sm_style_count(c->style); i++) {
        sm_style_layer layer;
        if (sm_style_own(c->style, i) == o->own && sm_style_at(c->style, i, c->zoom, &layer) &&
            layer.type == SM_STYLE_CIRCLE && sm_style_for(c->style, i, c->zoom, &f->as, c->arena, &layer))
            return (layer.radius + layer.stroke.width / 2) * c->unit;
    }
    return 0;
}

static bool is_in_frame(const sm_compose *c, sm_xy at, double half)
{
    sm_rect f = c->frame;
    return at.x - half > f.x && at.y - half > f.y && at.x + half < f.x + f.width &&
           at.y + half < f.y + f.height;
}

/* Whether an icon there would lie on a symbol, a box or another icon. */
static bool is_taken(const owner *o, sm_xy at, double half)
{
    const sm_compose *c = o->c;
    for (size_t i = 0; i < c->n_boxes; i++) {
        sm_rect b = c->boxes[i];
        if (at.x + half > b.x && at.x - half < b.x + b.width && at.y + half > b.y &&
            at.y - half < b.y + b.height)
            return true;
    }
    for (size_t i = 0; i < o->names->n; i++) {
        const sm_label *l = &o->names->labels[i];
        if (l->spots == NULL && fmax(fabs(l->px - at.x), fabs(l->py - at.y)) < l->radius + half)
            return true;
    }
    return false;
}

static void word(const owner *o, sm_name *item)
{
    const char *text = sm_names_text(o->c, &item->style, "");
    item->words[0] = (sm_wording){.font = item->style.font};
    item->n_words = 1;
    if (text[0] == '\0' || !(item->style.font.size > 0))
        return;
    item->words[0].n = 1;
    item->words[0].lines[0] = text;
    if (item->style.max_width > 0)
        item->words[0].n = (int)sm_fit_wrap(&o->c->measure, o->c->arena, text, &item->style.font,
                                            item->style.max_width * item->style.font.size,
                                            item->words[0].lines, SM_NAME_LINES);
    sm_names_measure(o->c, &item->style, &item->words[0]);
}

/* The middle of the icon of a point. */
static sm_xy icon_at(const sm_compose *c, sm_xy point, const sm_name *item)
{
    const sm_style_layer *style = &item->style;
    double wide = item->icon_size * item->icon->box.width / item->icon->box.height,
           unit = style->icon_size * c->unit;
    return (sm_xy){point.x + sm_label_across(style->icon_side) * wide / 2 + style->icon_x * unit,
                   point.y + sm_label_down(style->icon_side) * item->icon_size / 2 + style->icon_y * unit};
}

static void name_point(owner *o, const sm_own_feature *f, const sm_base_point *p, const sm_name *like)
{
    sm_compose *c = o->c;
    sm_name item = *like;
    sm_xy point = on_page(c, p), at = point;
    double half = item.icon ? item.icon_size / 2 : circle_radius(o, f);
    if (item.icon)
        at = icon_at(c, point, &item);
    if ((item.icon == NULL && item.words[0].n == 0) || o->points >= MOST_POINTS || !is_in_frame(c, at, half))
        return;
    if (item.icon && is_taken(o, at, half)) {
        c->report.labels_dropped++;
        return;
    }
    sm_label *label = sm_names_add(o->names, &item);
    if (label == NULL)
        return;
    o->points++;
    o->names->blanks += item.words[0].n == 0;
    label->px = at.x;
    label->py = at.y;
    label->from_x = point.x - at.x;
    label->from_y = point.y - at.y;
    label->radius = half;
    sm_names_sides(c, &item.style, label);
    label->square = item.icon != NULL;
    label->gap = item.style.offset >= 0 ? item.style.offset * item.style.font.size : 2 * c->unit;
    label->priority = PRIORITY_OWN;
}

static void flip_ring(void *context, const sm_points *ring)
{
    sm_mask_flip(context, ring);
}

static void name_area(owner *o, const sm_own_feature *f, sm_name *item)
{
    static const sm_area_naming how = {PRIORITY_OWN, 0, false};
    sm_compose *c = o->c;
    if (!o->has_mask && !sm_mask_new(c->arena, c->frame, SM_MASK_CELL * c->unit, &o->mask))
        return;
    o->has_mask = true;
    sm_mask_clear(&o->mask);
    for (size_t i = f->first; i < f->first + f->count; i++)
        sm_compose_each_own(c, o->own, &o->own->shapes[i], true, flip_ring, &o->mask);
    sm_mask_sum(&o->mask);
    item->kind = SM_NAMED_OWN;
    if (o->mask.count)
        sm_names_of_mask(o->names, &o->mask, item, sm_names_text(c, &item->style, ""), &how);
}

/* Names stand over pieces between points of a line: long ones get points between. */
static void name_piece(void *context, const sm_points *line)
{
    sm_course *r = context;
    sm_points dense = {0};
    double step = STEP_PX * r->c->unit;
    for (size_t i = 0; i < line->count; i++) {
        sm_xy a = line->at[i ? i - 1 : 0], b = line->at[i];
        int n = (int)fmin(ceil(hypot(b.x - a.x, b.y - a.y) / step), MOST_STEPS);
        for (int k = 1; k < n; k++)
            sm_points_add(&dense, (sm_xy){a.x + (b.x - a.x) * k / n, a.y + (b.y - a.y) * k / n});
        sm_points_add(&dense, b);
    }
    sm_course_piece(r, &dense);
    sm_points_free(&dense);
}

static void name_line(owner *o, const sm_own_feature *f, sm_name *item)
{
    sm_course course;
    item->kind = SM_NAMED_OWN;
    sm_course_begin(&course, o->c, item, sm_names_text(o->c, &item->style, ""));
    course.lift = item->style.offset >= 0 ? item->style.offset * item->style.font.size : 3 * o->c->unit;
    for (size_t i = f->first; i < f->first + f->count; i++)
        sm_compose_each_own(o->c, o->own, &o->own->shapes[i], false, name_piece, &course);
    sm_course_end(&course, o->names, PRIORITY_OWN);
}

static void name_feature(owner *o, const sm_own_feature *f)
{
    sm_compose *c = o->c;
    sm_name item = {.kind = SM_NAMED_PLACE, .layer = o->layer};
    bool point = strcmp(f->as.geometry, "Point") == 0;
    if (!sm_style_for(c->style, o->layer, c->zoom, &f->as, c->arena, &item.style))
        return;
    bool worded = sm_names_scale(c, &item.style) && item.style.field && item.style.field[0] && !c->sparse;
    if (point) {
        item.icon = item.style.icon ? sm_style_icon(c->style, item.style.icon) : NULL;
        item.title = item.icon ? sm_feature_title(c, &f->as) : NULL;
        item.icon_size = ICON_PX * item.style.icon_size * c->unit;
        if (worded)
            word(o, &item);
        else
            item.n_words = 1;
        for (size_t i = f->first; i < f->first + f->count; i++)
            for (uint32_t k = 0; k < o->own->shapes[i].count; k++)
                name_point(o, f, &o->own->points[o->own->shapes[i].first + k], &item);
    } else if (worded && strcmp(f->as.geometry, "Polygon") == 0) {
        name_area(o, f, &item);
    } else if (worded) {
        name_line(o, f, &item);
    }
}

void sm_names_of_own(sm_names *l)
{
    sm_compose *c = l->c;
    owner o = {.names = l, .c = c};
    for (size_t i = 0; i < sm_style_count(c->style); i++) {
        sm_style_layer layer;
        o.own = sm_style_own(c->style, i);
        o.layer = i;
        if (o.own == NULL || !sm_style_at(c->style, i, c->zoom, &layer) || layer.type != SM_STYLE_SYMBOL)
            continue;
        size_t n;
        const uint32_t *order = sm_compose_own_order(c, i, &n);
        for (size_t k = 0; k < n; k++)
            name_feature(&o, &o.own->features[order[k]]);
    }
}

static void paint(sm_compose *c, const sm_name *item, const sm_label *label)
{
    if (item->icon) {
        sm_icon_item *icon = sm_scene_add_icon(c->scene, item->icon, label->px, label->py, item->icon_size);
        icon->item.title = item->title;
        icon->fill = sm_faded(item->style.icon_colour.a ? item->style.icon_colour : c->layout->ink,
                              item->style.icon_opacity);
    }
    if (label->placed && item->words[0].n > 0)
        sm_names_paint(c, item, label);
}

void sm_names_paint_own(sm_compose *c, const sm_names *l)
{
    size_t open = SIZE_MAX;
    for (size_t i = 0; i < l->n; i++) {
        const sm_name *item = &l->items[i];
        sm_style_layer layer;
        if (item->kind != SM_NAMED_PLACE && item->kind != SM_NAMED_OWN)
            continue;
        if (item->layer != open && sm_style_at(c->style, item->layer, c->zoom, &layer))
            sm_compose_group(c, layer.id, NULL);
        open = item->layer;
        paint(c, item, &l->labels[i]);
    }
}
