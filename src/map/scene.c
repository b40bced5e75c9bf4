/* The display list: groups of items in one arena, appended in painting order, and its text form. */
#include "scene.h"

#include <stdlib.h>
#include <string.h>

enum { DUMP_POINTS = 8, PAGE_BYTES = 512 * 1024 * 1024 };

sm_scene *sm_scene_new(double width, double height, double dpi)
{
    sm_arena *arena = sm_arena_new(PAGE_BYTES);
    if (arena == NULL)
        return NULL;
    sm_scene *s = sm_arena_alloc(arena, sizeof *s);
    if (sm_arena_failed(arena)) {
        sm_arena_free(arena);
        return NULL;
    }
    *s = (sm_scene){.arena = arena, .width = width, .height = height, .dpi = dpi, .title = ""};
    return s;
}

void sm_scene_free(sm_scene *s)
{
    if (s)
        sm_arena_free(s->arena);
}

bool sm_scene_failed(const sm_scene *s)
{
    return sm_arena_failed(s->arena);
}

static const char *copy(sm_scene *s, const char *text)
{
    return text ? sm_arena_copy(s->arena, text, strlen(text)) : NULL;
}

sm_group *sm_scene_begin_group(sm_scene *s, const char *id, const char *title)
{
    sm_group *g = sm_arena_alloc(s->arena, sizeof *g);
    *g = (sm_group){.id = copy(s, id), .title = copy(s, title)};
    if (sm_scene_failed(s)) /* scratch memory: must not be linked */
        return g;
    if (s->last)
        s->last->next = g;
    else
        s->first = g;
    s->last = g;
    return g;
}

static void append(sm_scene *s, sm_item *item)
{
    if (s->last == NULL)
        sm_scene_begin_group(s, NULL, NULL);
    if (sm_scene_failed(s))
        return;
    sm_group *g = s->last;
    if (g->last)
        g->last->next = item;
    else
        g->first = item;
    g->last = item;
}

sm_path *sm_scene_add_path(sm_scene *s)
{
    sm_path *p = sm_arena_alloc(s->arena, sizeof *p);
    *p = (sm_path){.item.kind = SM_ITEM_PATH};
    append(s, &p->item);
    return p;
}

sm_circle *sm_scene_add_circle(sm_scene *s, double x, double y, double radius)
{
    sm_circle *c = sm_arena_alloc(s->arena, sizeof *c);
    *c = (sm_circle){.item.kind = SM_ITEM_CIRCLE, .centre = {x, y}, .radius = radius};
    append(s, &c->item);
    return c;
}

sm_text *sm_scene_add_text(sm_scene *s, const char *text, double x, double y)
{
    sm_text *t = sm_arena_alloc(s->arena, sizeof *t);
    *t = (sm_text){.item.kind = SM_ITEM_TEXT, .text = copy(s, text), .x = x, .y = y};
    append(s, &t->item);
    return t;
}

sm_icon_item *sm_scene_add_icon(sm_scene *s, const sm_icon *icon, double x, double y, double size)
{
    sm_icon_item *i = sm_arena_alloc(s->arena, sizeof *i);
    *i = (sm_icon_item){.item.kind = SM_ITEM_ICON, .icon = icon, .x = x, .y = y, .size = size};
    append(s, &i->item);
    return i;
}

bool sm_pattern_same(const sm_pattern *a, const sm_pattern *b)
{
    return memcmp(&a->colour, &b->colour, sizeof a->colour) == 0 && a->angle == b->angle &&
           a->spacing == b->spacing && a->width == b->width && a->crossed == b->crossed &&
           a->dotted == b->dotted;
}

void sm_path_move(sm_scene *s, sm_path *p, double x, double y)
{
    if (!sm_arena_grow(s->arena, &p->start, &p->subpath_capacity, p->subpaths, sizeof *p->start) ||
        !sm_arena_grow(s->arena, &p->closed, &p->closed_capacity, p->subpaths, sizeof *p->closed))
        return;
    p->start[p->subpaths] = p->count;
    p->closed[p->subpaths] = false;
    p->subpaths++;
    sm_path_line(s, p, x, y);
}

void sm_path_line(sm_scene *s, sm_path *p, double x, double y)
{
    if (sm_arena_grow(s->arena, &p->points, &p->capacity, p->count, sizeof *p->points))
        p->points[p->count++] = (sm_xy){x, y};
}

void sm_path_close(sm_scene *s, sm_path *p)
{
    if (!sm_scene_failed(s) && p->subpaths)
        p->closed[p->subpaths - 1] = true;
}

void sm_path_rect(sm_scene *s, sm_path *p, sm_rect r)
{
    sm_path_move(s, p, r.x, r.y);
    sm_path_line(s, p, r.x + r.width, r.y);
    sm_path_line(s, p, r.x + r.width, r.y + r.height);
    sm_path_line(s, p, r.x, r.y + r.height);
    sm_path_close(s, p);
}

static void dump_colour(FILE *out, const char *name, sm_rgba c)
{
    if (c.a == 255)
        fprintf(out, " %s=#%02x%02x%02x", name, c.r, c.g, c.b);
    else if (c.a)
        fprintf(out, " %s=#%02x%02x%02x%02x", name, c.r, c.g, c.b, c.a);
}

static void dump_stroke(FILE *out, const sm_stroke *k)
{
    if (k->colour.a == 0 || k->width <= 0)
        return;
    dump_colour(out, "stroke", k->colour);
    fprintf(out, " width=%.2f", k->width);
    for (int i = 0; i < k->dash_count; i++)
        fprintf(out, "%s%.1f", i ? "," : " dash=", k->dash[i]);
}

static void dump_pattern(FILE *out, const sm_pattern *p)
{
    if (p->colour.a == 0)
        return;
    fprintf(out, " %s", p->dotted ? "dots" : p->crossed ? "cross" : "hatch");
    dump_colour(out, "of", p->colour);
    fprintf(out, " angle=%.0f spacing=%.1f width=%.2f", p->angle, p->spacing, p->width);
}

static void dump_path(FILE *out, const sm_path *p)
{
    fprintf(out, "  path %zu/%zu", p->subpaths, p->count);
    dump_colour(out, "fill", p->fill);
    dump_pattern(out, &p->pattern);
    dump_stroke(out, &p->stroke);
    for (size_t i = 0, sub = 0; i < p->count && i < DUMP_POINTS; i++) {
        bool first = sub < p->subpaths && p->start[sub] == i;
        fprintf(out, " %s%.1f,%.1f", first ? "M" : "", p->points[i].x, p->points[i].y);
        sub += first;
    }
    fputs(p->count > DUMP_POINTS ? " ..." : "", out);
}

static void dump_quoted(FILE *out, const char *text)
{
    fputc('"', out);
    for (const char *c = text; *c; c++)
        if (*c == '\n')
            fputs("\\n", out);
        else
            fputc(*c, out);
    fputc('"', out);
}

static void dump_text(FILE *out, const sm_text *t)
{
    static const char *const align[] = {"start", "middle", "end"};
    fputs("  text ", out);
    dump_quoted(out, t->text);
    fprintf(out, " %.1f,%.1f %s size=%.1f weight=%d%s", t->x, t->y, align[t->align], t->font.size,
            t->font.weight, t->font.italic ? " italic" : "");
    if (t->font.letter_spacing != 0)
        fprintf(out, " spacing=%.1f", t->font.letter_spacing);
    if (t->angle != 0)
        fprintf(out, " angle=%.1f", t->angle);
    dump_colour(out, "fill", t->fill);
    if (t->halo_width > 0)
        dump_colour(out, "halo", t->halo);
}

static void dump_item(FILE *out, const sm_item *item)
{
    switch (item->kind) {
    case SM_ITEM_PATH:
        dump_path(out, (const sm_path *)item);
        break;
    case SM_ITEM_CIRCLE: {
        const sm_circle *c = (const sm_circle *)item;
        fprintf(out, "  circle %.1f,%.1f r=%.1f", c->centre.x, c->centre.y, c->radius);
        dump_colour(out, "fill", c->fill);
        dump_stroke(out, &c->stroke);
        break;
    }
    case SM_ITEM_TEXT:
        dump_text(out, (const sm_text *)item);
        break;
    case SM_ITEM_ICON: {
        const sm_icon_item *i = (const sm_icon_item *)item;
        fprintf(out, "  icon %s %.1f,%.1f size=%.1f", i->icon->name, i->x, i->y, i->size);
        dump_colour(out, "fill", i->fill);
        break;
    }
    }
    if (item->id)
        fprintf(out, " id=%s", item->id);
    if (item->title) {
        fputs(" title=", out);
        dump_quoted(out, item->title);
    }
    fputc('\n', out);
}

void sm_scene_dump(const sm_scene *s, FILE *out)
{
    fprintf(out, "page %.0fx%.0f %.0f dpi", s->width, s->height, s->dpi);
    dump_colour(out, "background", s->background);
    fputc('\n', out);
    for (const sm_group *g = s->first; g; g = g->next) {
        fprintf(out, "group %s", g->id ? g->id : "-");
        if (g->clipped)
            fprintf(out, " clip=%.1f,%.1f,%.1fx%.1f", g->clip.x, g->clip.y, g->clip.width, g->clip.height);
        fputc('\n', out);
        for (const sm_item *item = g->first; item; item = item->next)
            dump_item(out, item);
    }
}
