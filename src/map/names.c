/* Symbols and names: everything that needs room on the map is placed together, then painted from the ground
 * up. */
#include "naming.h"

#include "utf8.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_TOWNS = 400, MAX_TEXT = 512, PRIORITY_INCIDENT = 100, PRIORITY_CAPITAL = 50, PRIORITY_TOWN = 20 };

#define SMALLEST_TEXT 8.0 /* px: on small pages */

/* --- what the parts share ---------------------------------------------------------------------- */

bool sm_names_scale(const sm_compose *c, sm_style_layer *style)
{
    style->font.size = style->font.size > 0 ? fmax(style->font.size * c->unit, SMALLEST_TEXT) : 0;
    style->font.letter_spacing *= c->unit;
    style->halo_width *= c->unit;
    style->padding *= c->unit;
    style->radius *= c->unit;
    style->stroke.width *= c->unit;
    return style->font.size > 0;
}

bool sm_names_style(const sm_compose *c, const char *source, sm_style_type type, const sm_style_feature *f,
                    sm_style_layer *out)
{
    for (size_t i = 0; i < sm_style_count(c->style); i++) {
        sm_style_layer layer;
        if (!sm_style_at(c->style, i, c->zoom, &layer) || layer.type != type ||
            strcmp(layer.source_layer, source) != 0 || !sm_style_for(c->style, i, c->zoom, f, c->arena, out))
            continue;
        return sm_names_scale(c, out) || type != SM_STYLE_SYMBOL;
    }
    return false;
}

const char *sm_names_text(const sm_compose *c, const sm_style_layer *style, const char *name)
{
    char out[MAX_TEXT];
    const char *text = style->field ? style->field : name;
    if (!style->upper && !style->lower)
        return text;
    size_t n = sm_utf8_change_case(text, strlen(text), style->upper, out, sizeof out);
    return sm_arena_copy(c->arena, out, n);
}

bool sm_language_has_own_script(const char *code)
{
    static const char *const codes[] = {"ar", "bn", "el", "fa", "he", "hi", "ja",
                                        "ko", "ru", "th", "uk", "ur", "zh"};
    for (size_t i = 0; code && i < sizeof codes / sizeof *codes; i++)
        if (strncmp(code, codes[i], 2) == 0 && !isalpha((unsigned char)code[2]))
            return true;
    return false;
}

bool sm_compose_is_in_script(const sm_compose *c, const char *name)
{
    enum { BEHIND_LATIN = 0xcd /* first byte of U+0340 and what follows */ };
    bool other = false;
    for (const unsigned char *p = (const unsigned char *)name; *p && !other; p++)
        other = *p >= BEHIND_LATIN && *p != 0xe1; /* U+1Exx are Latin letters too */
    return other || !sm_language_has_own_script(c->options->language);
}

const char *sm_compose_name(const sm_compose *c, const char *key, const char *name)
{
    const char *found =
        c->options->name_of && key[0] ? c->options->name_of(c->options->places_context, key) : NULL;
    return found ? found : name;
}

const char *sm_compose_site_name(const sm_compose *c, const sm_site *site)
{
    char key[16];
    snprintf(key, sizeof key, "%d", site->geonames_id);
    return sm_compose_name(c, site->geonames_id > 0 ? key : "", site->name);
}

static sm_text_extent extent(const sm_compose *c, const char *text, const sm_font *font)
{
    return c->measure.measure(c->measure.context, text, font, c->options->language);
}

void sm_names_measure(const sm_compose *c, const sm_style_layer *style, sm_wording *w)
{
    double pad = 2 * style->padding;
    w->leading = style->line_height * w->font.size;
    w->width = w->height = 0;
    for (int i = 0; i < w->n; i++) {
        sm_text_extent e = extent(c, w->lines[i], &w->font);
        w->width = fmax(w->width, e.width);
        w->ascent = i == 0 ? e.ascent : w->ascent;
        w->height = w->ascent + i * w->leading + e.descent;
    }
    w->width += pad;
    w->height += pad;
}

sm_label *sm_names_add(sm_names *l, const sm_name *item)
{
    if (!sm_arena_grow(l->c->arena, &l->items, &l->capacity, l->n, sizeof *l->items) ||
        !sm_arena_grow(l->c->arena, &l->labels, &l->label_capacity, l->n, sizeof *l->labels))
        return NULL;
    l->items[l->n] = *item;
    sm_label *label = &l->labels[l->n++];
    *label = (sm_label){.width = item->words[0].width, .height = item->words[0].height};
    return label;
}

void sm_names_sides(const sm_compose *c, const sm_style_layer *style, sm_label *label)
{
    bool on_symbol = style->n_anchors == 1 && style->anchors[0].side == SM_LABEL_C &&
                     !style->anchors[0].shifted && label->radius > 0;
    sm_label_place *places = style->n_anchors && !on_symbol
                                 ? sm_arena_array(c->arena, (size_t)style->n_anchors, sizeof *places)
                                 : NULL;
    for (int i = 0; places && i < style->n_anchors; i++) {
        const sm_style_anchor *a = &style->anchors[i];
        places[i] = (sm_label_place){a->side, a->shifted, /* the padding is outside the text */
                                     a->x * style->font.size - sm_label_across(a->side) * style->padding,
                                     a->y * style->font.size - sm_label_down(a->side) * style->padding};
    }
    label->places = places;
    label->n_places = places ? (size_t)style->n_anchors : 0;
}

/* --- incidents --------------------------------------------------------------------------------- */

/* The place in the style's font, below it what happened: smaller and lighter. */
static void word_incident(const sm_compose *c, const sm_symbol *s, sm_name *item)
{
    sm_wording *w = &item->words[0];
    *w = (sm_wording){.n = 1, .font = item->style.font};
    item->n_words = 1;
    item->second = item->style.font;
    item->second.size *= .85;
    item->second.weight = 400;
    w->lines[0] = sm_names_text(c, &item->style, s->label);
    sm_names_measure(c, &item->style, w);
    if (s->detail == NULL || item->style.field)
        return;
    w->leading = item->second.size * 1.2;
    for (const char *line = s->detail, *end; line && w->n < SM_NAME_LINES; line = *end ? end + 1 : NULL) {
        end = line + strcspn(line, "\n");
        w->lines[w->n] = *end ? sm_arena_copy(c->arena, line, (size_t)(end - line)) : line;
        sm_text_extent e = extent(c, w->lines[w->n], &item->second);
        w->width = fmax(w->width, e.width + 2 * item->style.padding);
        w->height = w->ascent + w->n * w->leading + e.descent + 2 * item->style.padding;
        w->n++;
    }
}

static void name_incidents(sm_names *l)
{
    sm_compose *c = l->c;
    for (size_t i = 0; i < c->n_symbols; i++) {
        const sm_symbol *s = &c->symbols[i];
        sm_name item = {.kind = SM_NAMED_INCIDENT};
        sm_known f;
        sm_feature_of_symbol(c, s, &f);
        if (!sm_names_style(c, "incident_labels", SM_STYLE_SYMBOL, &f.as, &item.style))
            continue;
        item.symbol = i;
        if (s->label)
            word_incident(c, s, &item);
        sm_label *label = sm_names_add(l, &item);
        if (label == NULL)
            return;
        l->blanks += s->label == NULL; /* nothing to place, but in the way of others */
        label->px = s->anchor.x;
        label->py = s->anchor.y;
        label->radius = s->reach;
        sm_names_sides(c, &item.style, label);
        label->gap = item.style.offset >= 0 ? item.style.offset * item.style.font.size : 2 * c->unit;
        label->leader = true;
        label->priority = PRIORITY_INCIDENT;
    }
}

/* --- towns ------------------------------------------------------------------------------------- */

#define TOWN_RADIUS  2.5
#define SUBURB_PX    10 /* px of a page of 1600 × 1200 */
#define FOCUS_SHARE  0.55
#define SAME_TOWN_PX 60 /* so far from its symbol a town of the same name is the same */

static bool bears_name(const sm_incident *in, const sm_map_town *t)
{
    for (uint32_t k = 0; k < in->n_sites; k++) {
        const sm_site *site = &in->sites[k];
        if ((t->geonames_id && site->geonames_id == t->geonames_id) ||
            (site->name &&
             (strcmp(site->name, t->name) == 0 || (t->english && strcmp(site->name, t->english) == 0))))
            return true;
    }
    return false;
}

/* A town that bears an incident is named by it. */
static bool is_named(const sm_compose *c, const sm_map_town *t, sm_xy at)
{
    for (size_t i = 0; i < c->n_symbols; i++) {
        double distance = hypot(c->symbols[i].at.x - at.x, c->symbols[i].at.y - at.y);
        if (distance < c->symbols[i].radius + 2 * c->unit ||
            (distance < c->symbols[i].radius + SAME_TOWN_PX * c->unit &&
             bears_name(c->symbols[i].incident, t)))
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

/* Capitals have layers of their own, or are towns like others. */
static bool town_style(const sm_compose *c, const sm_map_town *t, sm_style_type type, sm_style_layer *out)
{
    sm_known f;
    sm_feature_of_town(c, t, &f);
    return (t->rank == SM_TOWN_CAPITAL && sm_names_style(c, "capitals", type, &f.as, out)) ||
           sm_names_style(c, "towns", type, &f.as, out);
}

static bool is_in_frame(const sm_compose *c, sm_xy at)
{
    sm_rect f = c->frame;
    return at.x > f.x && at.x < f.x + f.width && at.y > f.y && at.y < f.y + f.height;
}

/* Near a more important town that is named already (its suburb), or under an icon. */
static bool is_crowded(const sm_names *l, sm_xy at)
{
    for (size_t i = 0; i < l->n; i++) {
        double away = hypot(l->labels[i].px - at.x, l->labels[i].py - at.y);
        if ((l->items[i].kind == SM_NAMED_TOWN && away < SUBURB_PX * l->c->unit) ||
            (l->items[i].kind == SM_NAMED_PLACE && away < l->labels[i].radius + 3 * l->c->unit))
            return true;
    }
    return false;
}

/* Under the label of an incident, or its leader: the town gives way. */
static bool is_covered(const sm_names *l, sm_xy at, double radius)
{
    for (size_t i = 0; i < l->n_incidents; i++) {
        const sm_label *b = &l->labels[i];
        double dx = at.x - fmin(fmax(at.x, b->x), b->x + b->width),
               dy = at.y - fmin(fmax(at.y, b->y), b->y + b->height);
        if (!b->placed)
            continue;
        if (fmax(fabs(dx), fabs(dy)) < radius)
            return true;
        double lx = b->lx - b->px, ly = b->ly - b->py, length = lx * lx + ly * ly;
        double t =
            b->led && length > 0 ? fmax(0, fmin(1, ((at.x - b->px) * lx + (at.y - b->py) * ly) / length)) : 0;
        if (b->led && hypot(b->px + t * lx - at.x, b->py + t * ly - at.y) < M_SQRT2 * radius)
            return true;
    }
    return false;
}

static void name_town(sm_names *l, const sm_map_town *t, int priority, size_t *used)
{
    sm_compose *c = l->c;
    sm_xy at = sm_view_point(c->view, t->at);
    sm_name item = {.kind = SM_NAMED_TOWN, .town = *t, .n_words = 1};
    if (!is_in_frame(c, at) || is_crowded(l, at) || is_named(c, t, at) ||
        is_covered(l, at, TOWN_RADIUS * c->unit) || !town_style(c, t, SM_STYLE_SYMBOL, &item.style))
        return;
    item.words[0] = (sm_wording){.n = 1, .font = item.style.font};
    item.words[0].lines[0] = sm_names_text(c, &item.style, t->name);
    sm_names_measure(c, &item.style, &item.words[0]);
    sm_label *label = sm_names_add(l, &item);
    if (label == NULL)
        return;
    label->px = at.x;
    label->py = at.y;
    label->radius = TOWN_RADIUS * c->unit;
    sm_names_sides(c, &item.style, label);
    label->gap = item.style.offset >= 0 ? item.style.offset * item.style.font.size : 1.5 * c->unit;
    label->priority = priority;
    ++*used;
}

static bool is_of_focus(const sm_compose *c, const sm_map_town *t)
{
    sm_known f;
    sm_feature_of_town(c, t, &f);
    for (size_t i = 0; i < f.as.count; i++)
        if (strcmp(f.properties[i].key, "focus") == 0)
            return f.properties[i].value.number != 0;
    return false;
}

/* Capitals, then the towns of the countries where something happened up to their share, then all others. */
static void name_towns(sm_names *l)
{
    sm_compose *c = l->c;
    sm_map_town *towns = c->options->towns ? sm_arena_array(c->arena, MAX_TOWNS, sizeof *towns) : NULL;
    size_t n =
        towns ? c->options->towns(c->options->places_context, sm_compose_window(c), towns, MAX_TOWNS) : 0;
    size_t wanted = (size_t)(c->layout->town_density * c->frame.width * c->frame.height /
                             (1e6 * c->unit * c->unit)),
           used = 0;
    for (size_t i = 0; i < n && used < wanted; i++)
        if (towns[i].rank == SM_TOWN_CAPITAL)
            name_town(l, &towns[i], PRIORITY_CAPITAL, &used);
    size_t share = used + (size_t)(FOCUS_SHARE * (double)(wanted - used));
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < n && used < (pass ? wanted : share); i++)
            if (towns[i].rank != SM_TOWN_CAPITAL && (pass || is_of_focus(c, &towns[i])))
                name_town(l, &towns[i], PRIORITY_TOWN + (used * 3 < wanted), &used);
    }
}

/* --- painting ---------------------------------------------------------------------------------- */

static sm_text *paint_line(sm_compose *c, const char *text, const sm_style_layer *style, const sm_font *font,
                           double x, double baseline, sm_align align)
{
    sm_text *t = sm_scene_add_text(c->scene, text, x, baseline);
    t->language = c->options->language;
    t->font = *font;
    t->fill = style->text;
    t->halo = style->halo;
    t->halo_width = style->halo_width;
    t->align = align;
    return t;
}

/* A name along a line: turned about the middle of its box. */
static void paint_turned(sm_compose *c, const sm_name *item, const sm_label *label, const sm_wording *w)
{
    double angle = label->spots[label->spot].angle, turn = angle * M_PI / 180,
           x = label->x + label->spots[label->spot].width / 2,
           y = label->y + label->spots[label->spot].height / 2,
           down = item->style.padding + w->ascent - w->height / 2; /* from the middle to the baseline */
    paint_line(c, w->lines[0], &item->style, &w->font, x - down * sin(turn), y + down * cos(turn),
               SM_ALIGN_MIDDLE)
        ->angle = angle;
}

void sm_names_paint(sm_compose *c, const sm_name *item, const sm_label *label)
{
    const sm_label_spot *spot = label->spots ? &label->spots[label->spot] : NULL;
    const sm_wording *w = &item->words[spot ? spot->wording : 0];
    if (spot && spot->angle != 0) {
        paint_turned(c, item, label, w);
        return;
    }
    bool area = item->kind >= SM_NAMED_AREA;
    double left = label->x + item->style.padding, right = label->x + w->width - item->style.padding,
           middle = (left + right) / 2;
    bool is_left = !area && middle < label->px - label->radius,
         is_over = area || fabs(middle - label->px) < label->radius + 1;
    sm_align align = is_over ? SM_ALIGN_MIDDLE : is_left ? SM_ALIGN_END : SM_ALIGN_START;
    double x = is_over ? middle : is_left ? right : left, y = label->y + item->style.padding + w->ascent;
    for (int i = 0; i < w->n; i++)
        paint_line(c, w->lines[i], &item->style,
                   i > 0 && item->kind == SM_NAMED_INCIDENT ? &item->second : &w->font, x, y + i * w->leading,
                   align);
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

/* As the style's circle layers say; without one a dot, a ring for capitals. */
static void paint_town(sm_compose *c, const sm_name *item, const sm_label *label)
{
    bool capital = item->town.rank == SM_TOWN_CAPITAL;
    sm_style_layer style;
    sm_circle *dot = sm_scene_add_circle(c->scene, label->px, label->py, (capital ? 2.8 : 2.1) * c->unit);
    if (town_style(c, &item->town, SM_STYLE_CIRCLE, &style)) {
        dot->radius = style.radius;
        dot->fill = style.fill;
        dot->stroke = style.stroke;
        return;
    }
    dot->fill = capital ? item->style.halo : item->style.text;
    dot->stroke = (sm_stroke){.colour = item->style.text, .width = (capital ? 1.4 : 0) * c->unit};
}

static void paint_kind(sm_compose *c, const sm_names *l, sm_named kind,
                       void (*paint)(sm_compose *c, const sm_name *item, const sm_label *label))
{
    for (size_t i = 0; i < l->n; i++)
        if (l->items[i].kind == kind && l->labels[i].placed)
            paint(c, &l->items[i], &l->labels[i]);
}

size_t sm_names_try(sm_compose *c, size_t *wanted)
{
    sm_names l = {.c = c};
    sm_label_page *page = sm_label_page_new(c->arena, c->frame);
    for (size_t i = 0; page && i < c->n_boxes; i++)
        sm_label_obstacle(page, c->boxes[i]);
    name_incidents(&l);
    *wanted = l.n - l.blanks;
    size_t placed = page ? sm_labels_place(page, l.labels, l.n) : 0;
    for (size_t i = 0; i < c->n_symbols; i++)
        c->symbols[i].named = false;
    for (size_t i = 0; i < l.n; i++) {
        const sm_label *b = &l.labels[i];
        c->symbols[l.items[i].symbol].named = b->placed;
        c->symbols[l.items[i].symbol].led =
            b->placed && b->led ? hypot(b->lx - b->px, b->ly - b->py) - b->radius : 0;
    }
    return placed;
}

/* Incidents are placed as if there were no towns, which must not be in their way, and stay there. */
static void settle_incidents(sm_names *l)
{
    sm_labels_place(l->c->labels, l->labels, l->n);
    for (size_t i = 0; i < l->n_incidents; i++) {
        sm_label *b = &l->labels[i];
        sm_label_spot *spot = b->placed ? sm_arena_alloc(l->c->arena, sizeof *spot) : NULL;
        if (spot == NULL)
            continue;
        *spot = (sm_label_spot){b->x, b->y, .width = b->width, .height = b->height, .led = b->led};
        b->spots = spot;
        b->n_spots = 1;
    }
}

void sm_compose_names(sm_compose *c)
{
    sm_names l = {.c = c};
    for (size_t i = 0; i < c->n_boxes; i++)
        sm_label_obstacle(c->labels, c->boxes[i]);
    if (c->shows & SM_SHOW_INCIDENTS)
        name_incidents(&l);
    l.n_incidents = l.n;
    if (!c->sketch)
        sm_names_of_own(&l);
    if (c->shows & SM_SHOW_TOWNS) {
        settle_incidents(&l);
        name_towns(&l);
    }
    if (c->shows & SM_SHOW_AREAS)
        sm_names_of_areas(&l);
    size_t placed = sm_labels_place(c->labels, l.labels, l.n);
    for (size_t i = 0; i < l.n; i++) { /* a number that was tried with success and now finds no room */
        sm_symbol *s = l.items[i].kind == SM_NAMED_INCIDENT ? &c->symbols[l.items[i].symbol] : NULL;
        if (s && s->number && s->label && !l.labels[i].placed)
            s->number_inside = ++placed > 0;
    }
    c->report.labels_placed = (int)placed;
    c->report.labels_dropped += (int)(l.n - l.blanks - placed);

    if (c->shows & SM_SHOW_TOWNS) {
        sm_compose_group(c, "towns", "Towns");
        paint_kind(c, &l, SM_NAMED_TOWN, paint_town);
    }
    if (c->shows & SM_SHOW_AREAS) {
        sm_compose_group(c, "water-names", "Names of waters");
        paint_kind(c, &l, SM_NAMED_WATER, sm_names_paint);
        sm_compose_group(c, "area-names", "Names of countries and divisions");
        paint_kind(c, &l, SM_NAMED_AREA, sm_names_paint);
    }
    if (c->shows & SM_SHOW_TOWNS) {
        sm_compose_group(c, "town-names", "Names of towns");
        paint_kind(c, &l, SM_NAMED_TOWN, sm_names_paint);
    }
    sm_names_paint_own(c, &l);
    if (!(c->shows & SM_SHOW_INCIDENTS))
        return;
    sm_compose_group(c, "incidents", "Incidents");
    sm_symbols_draw(c);
    sm_compose_group(c, "incident-labels", "Incident labels");
    for (size_t i = 0; i < l.n; i++)
        if (l.items[i].kind == SM_NAMED_INCIDENT && l.labels[i].placed && l.labels[i].led)
            paint_leader(c, &l.labels[i], &l.items[i].style);
    paint_kind(c, &l, SM_NAMED_INCIDENT, sm_names_paint);
}
