#include "ownlegend.h"

#include <math.h>
#include <string.h>

static bool same(const sm_style_value *a, const sm_style_value *b)
{
    return a->kind == b->kind &&
           (a->kind == SM_STYLE_VALUE_STRING ? strcmp(a->string, b->string) == 0 : a->number == b->number);
}

/* Whether the feature has the properties of the sample. */
static bool is_like(const sm_style_feature *f, const sm_style_feature *sample)
{
    for (size_t i = 0; i < sample->count; i++) {
        size_t k = 0;
        while (k < f->count && strcmp(f->properties[k].key, sample->properties[i].key) != 0)
            k++;
        if (k == f->count || !same(&f->properties[k].value, &sample->properties[i].value))
            return false;
    }
    return true;
}

/* Whether the map shows a feature that the row is about. Layers of the basemap are taken to be on every map.
 */
static bool is_shown(const sm_compose *c, size_t layer, const sm_style_row *row)
{
    const sm_own *own = sm_style_own(c->style, layer);
    sm_style_layer look;
    for (size_t i = 0; own && i < own->n; i++) {
        const sm_own_feature *f = &own->features[i];
        bool seen = false;
        for (size_t k = f->first; k < f->first + f->count && !seen; k++)
            seen = sm_compose_is_seen(c, &own->shapes[k]);
        if (seen && is_like(&f->as, &row->sample) &&
            sm_style_for(c->style, layer, c->zoom, &f->as, c->arena, &look))
            return true;
    }
    return own == NULL;
}

size_t sm_own_rows(const sm_compose *c, sm_own_row *list, size_t most)
{
    size_t n = 0;
    for (size_t i = 0; i < sm_style_count(c->style); i++) {
        const sm_style_row *rows;
        size_t wanted = sm_style_rows(c->style, i, &rows);
        for (size_t k = 0; k < wanted && n < most; k++)
            if (sm_style_look(c->style, i, c->zoom, &rows[k].sample, c->arena, &list[n].look) &&
                is_shown(c, i, &rows[k]))
                list[n++].words = rows[k].words;
    }
    return n;
}

static sm_stroke scaled(sm_stroke line, double unit)
{
    line.width *= unit;
    for (int i = 0; i < line.dash_count; i++)
        line.dash[i] *= unit;
    return line;
}

static void line_sign(sm_panel *p, const sm_style_layer *look, double x, double y, double half)
{
    double u = p->c->furniture->unit, apart = look->gap > 0 ? (look->gap + look->stroke.width) / 2 * u : 0;
    sm_stroke line = scaled(look->stroke, u);
    for (int side = -1; side <= (apart > 0 ? 1 : -1); side += 2)
        sm_panel_line(p, (sm_xy){x - half, y + side * apart}, (sm_xy){x + half, y + side * apart}, line);
}

void sm_own_sign(sm_panel *p, const sm_own_row *row, double x, double y, double half)
{
    const sm_style_layer *look = &row->look;
    double u = p->c->furniture->unit, high = .7 * half;
    const sm_xy corners[] = {
        {x - half, y - high}, {x + half, y - high}, {x + half, y + high}, {x - half, y + high}};
    const sm_icon *icon = look->icon ? sm_style_icon(p->c->style, look->icon) : NULL;
    switch (look->type) {
    case SM_STYLE_LINE:
        line_sign(p, look, x, y, half);
        break;
    case SM_STYLE_CIRCLE:
        sm_panel_circle(p, x, y, fmin(look->radius * u, half), look->fill, scaled(look->stroke, u));
        break;
    case SM_STYLE_SYMBOL:
        if (icon)
            sm_panel_icon(
                p, icon, x, y, 1.8 * half,
                sm_faded(look->icon_colour.a ? look->icon_colour : p->c->layout->ink, look->icon_opacity));
        break;
    default:
        sm_panel_polygon(p, corners, 4, look->fill, scaled(look->stroke, u));
        if (p->paint) {
            sm_pattern pattern = look->pattern;
            pattern.spacing *= u;
            pattern.width *= u;
            ((sm_path *)p->c->scene->last->last)->pattern = pattern;
        }
    }
}
