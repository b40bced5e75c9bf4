/* Which incidents the map shows, and their symbols. */
#include "furniture.h"

#include "geo.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FULL_SCALE_DEATHS = 50 /* a toll that earns the largest symbol even when the map has none so high */ };

static const char *const group_names[SM_STYLE_GROUPS] = {"conflict", "unrest",   "crime",
                                                         "accident", "disaster", "other"};
static const char *const group_labels[SM_STYLE_GROUPS] = {"Conflict", "Unrest",   "Crime",
                                                          "Accident", "Disaster", "Other"};

int sm_group_index(const char *group)
{
    for (int i = 0; i < SM_STYLE_GROUPS; i++)
        if (group && strcmp(group, group_names[i]) == 0)
            return i;
    return SM_STYLE_GROUPS - 1;
}

const char *sm_group_label(int index)
{
    return group_labels[index];
}

bool sm_incident_is_drawn(const sm_incident *in)
{
    return in->status == SM_ACCOMPLISHED || in->status == SM_ATTEMPTED;
}

double sm_symbol_radius(const sm_compose *c, int deaths)
{
    return fmax(sqrt(fmax(deaths, 0) * c->per_death), c->layout->symbol_min * c->unit);
}

static int by_size(const void *a, const void *b)
{
    const sm_symbol *x = a, *y = b;
    if (x->radius != y->radius)
        return x->radius > y->radius ? -1 : 1;
    return x->incident < y->incident ? -1 : x->incident > y->incident;
}

/* Several incidents at one spot: the first stays, the others stand round it, touching. */
static void spread(sm_symbol *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        int beside = 0;
        for (size_t k = i + 1; k < n; k++) {
            if (hypot(s[k].at.x - s[i].at.x, s[k].at.y - s[i].at.y) > 1)
                continue;
            double angle = (beside * 60 - 30) * M_PI / 180, distance = s[i].radius + s[k].radius + 1;
            distance *= 1 + beside / 6; /* a second round */
            s[k].at.x += distance * cos(angle);
            s[k].at.y += distance * sin(angle);
            beside++;
        }
    }
}

/* The place of the first symbol and what happened there; at further places of the same incident their names
 * alone. */
static void find_words(const sm_compose *c, sm_symbol *s, const sm_site *site)
{
    const char *title = s->incident->title;
    s->label = site->name ? site->name : !s->first ? "" : title ? title : "?";
    s->detail = s->first ? sm_caption_event(c, s->incident) : NULL;
}

static void add_symbols(sm_compose *c, const sm_incident *in, size_t *capacity)
{
    sm_rect f = c->frame;
    size_t before = c->n_symbols;
    for (uint32_t k = 0; k < in->n_sites; k++) {
        sm_xy at = in->sites[k].located ? sm_view_point(c->view, in->sites[k].point) : (sm_xy){NAN, NAN};
        if (!(at.x >= f.x && at.x <= f.x + f.width && at.y >= f.y && at.y <= f.y + f.height))
            continue;
        if (!sm_arena_grow(c->arena, &c->symbols, capacity, c->n_symbols, sizeof *c->symbols))
            return;
        bool vague =
            in->geo_precision >= SM_GEO_ADMIN1 || (in->geo_precision >= SM_GEO_NEAR && in->radius_km > 15);
        double ring = vague ? in->radius_km * 1000 / sm_view_metres_per_px(c->view) : 0;
        bool first = c->n_symbols == before;
        c->symbols[c->n_symbols++] =
            (sm_symbol){.incident = in,
                        .at = at,
                        /* the toll counts once, at the first place that is seen */
                        .radius = sm_symbol_radius(c, first ? in->killed.best : 0),
                        .ring = fmin(ring, f.width / 3),
                        .group = sm_group_index(sm_event_group((sm_event_type)in->type)),
                        .first = first};
        find_words(c, &c->symbols[c->n_symbols - 1], &in->sites[k]);
    }
    if (c->n_symbols > before)
        c->report.drawn++;
    else
        c->report.outside++;
}

void sm_compose_symbols(sm_compose *c)
{
    size_t capacity = 0, list_capacity = 0;
    int greatest = FULL_SCALE_DEATHS;
    for (size_t i = 0; i < c->incidents->count; i++)
        if (sm_incident_is_drawn(&c->incidents->items[i]) && c->incidents->items[i].killed.best > greatest)
            greatest = c->incidents->items[i].killed.best;
    c->per_death = pow(c->layout->symbol_max * c->unit, 2) / greatest;
    for (size_t i = 0; i < c->incidents->count; i++) {
        const sm_incident *in = &c->incidents->items[i];
        if (!sm_incident_is_drawn(in)) {
            c->report.not_shown++;
        } else if (in->geo_precision == SM_GEO_COUNTRY) {
            if (sm_arena_grow(c->arena, &c->listed, &list_capacity, c->n_listed, sizeof *c->listed))
                c->listed[c->n_listed++] = in;
            c->report.listed++;
        } else if (in->n_sites == 0 || !in->sites[0].located) {
            c->report.unlocated++;
        } else {
            add_symbols(c, in, &capacity);
        }
    }
    if (c->n_symbols)
        qsort(c->symbols, c->n_symbols, sizeof *c->symbols, by_size);
    spread(c->symbols, c->n_symbols);
}

/* --- drawing ----------------------------------------------------------------------------------- */

static void draw_ring(sm_compose *c, const sm_symbol *s)
{
    sm_circle *ring = sm_scene_add_circle(c->scene, s->at.x, s->at.y, s->ring);
    ring->fill = c->layout->groups[s->group];
    ring->fill.a = 22;
    ring->stroke = (sm_stroke){.colour = c->layout->groups[s->group],
                               .width = 1.2 * c->unit,
                               .dash_count = 2,
                               .dash = {5 * c->unit, 4 * c->unit}};
}

static void draw_symbol(sm_compose *c, const sm_symbol *s)
{
    const char *title = s->incident->title;
    sm_circle *circle = sm_scene_add_circle(c->scene, s->at.x, s->at.y, s->radius);
    circle->fill = c->layout->groups[s->group];
    circle->fill.a = (unsigned char)lround(255 * c->layout->symbol_opacity);
    circle->stroke =
        (sm_stroke){.colour = c->layout->symbol_outline, .width = c->layout->symbol_outline_width * c->unit};
    circle->item.subject = 1 + (uint32_t)(s->incident - c->incidents->items);
    circle->item.title = title ? sm_arena_copy(c->scene->arena, title, strlen(title)) : NULL;
}

void sm_symbols_draw(sm_compose *c)
{
    for (size_t i = 0; i < c->n_symbols; i++)
        if (c->symbols[i].ring > c->symbols[i].radius)
            draw_ring(c, &c->symbols[i]);
    for (size_t i = 0; i < c->n_symbols; i++)
        draw_symbol(c, &c->symbols[i]);
}
