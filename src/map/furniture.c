/* What stands round and on the map: title and period, source lines, frame, legend, scale bar, north arrow,
 * the list of incidents that are known to the country only.
 *
 * The page is laid out first (what is above and below the frame), then the boxes choose their corners of the
 * frame, the ones with the fewest symbols under them, and become obstacles for labels; at the end all is
 * painted over the map. */
#include "compose.h"

#include "date.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LISTED_MAX = 8, SIZES_MAX = 3, BOX_LEGEND = 0, BOX_SCALE, BOX_LIST, BOX_NORTH, N_BOXES };

static const char attribution[] = "Places: GeoNames (CC BY 4.0). Basemap: Natural Earth.";
static const char disclaimer[] =
    "Boundaries and names shown do not imply official endorsement or acceptance.";

/* --- text ---------------------------------------------------------------------------------- */

static sm_font font(const sm_compose *c, double size, int weight)
{
    return (sm_font){.family = c->layout->family, .size = size * c->unit, .weight = weight};
}

static double text_width(const sm_compose *c, const char *text, const sm_font *f)
{
    return c->measure.measure(c->measure.context, text, f, NULL).width;
}

/* The text, shortened with an ellipsis to fit into `width`. */
static const char *fit_text(const sm_compose *c, const char *text, const sm_font *f, double width)
{
    if (text_width(c, text, f) <= width)
        return text;
    char *cut = sm_arena_alloc(c->arena, strlen(text) + 4);
    if (cut == NULL)
        return "";
    size_t low = 0, high = strlen(text); /* the most bytes that fit */
    while (low < high) {
        size_t middle = (low + high + 1) / 2, end = middle;
        while (end > 0 && ((unsigned char)text[end] & 0xC0) == 0x80)
            end--;
        snprintf(cut, strlen(text) + 4, "%.*s…", (int)end, text);
        if (text_width(c, cut, f) <= width)
            low = middle;
        else
            high = middle - 1;
    }
    while (low > 0 &&
           (((unsigned char)text[low] & 0xC0) == 0x80 || text[low - 1] == ' ' || text[low - 1] == ','))
        low--;
    snprintf(cut, strlen(text) + 4, "%.*s…", (int)low, text);
    return cut;
}

static void put_text(sm_compose *c, const char *text, sm_font f, sm_rgba colour, double x, double baseline,
                     sm_align align)
{
    sm_text *t = sm_scene_add_text(c->scene, text, x, baseline);
    t->font = f;
    t->fill = colour;
    t->align = align;
}

/* --- words --------------------------------------------------------------------------------- */

/* The countries of the drawn incidents in the order of their number of incidents: "Syria, Iraq and Egypt"; ""
 * for none, a count for many. */
static const char *countries_in_words(const sm_compose *c)
{
    enum { NAMED = 3, MANY = 64 };
    const char *names[MANY] = {NULL};
    size_t counts[MANY] = {0}, n = 0;
    for (size_t i = 0; i < c->incidents->count; i++) {
        const sm_incident *in = &c->incidents->items[i];
        const char *name = in->n_sites && sm_incident_is_drawn(in) ? in->sites[0].country : NULL;
        size_t k = 0;
        while (name && k < n && strcmp(names[k], name) != 0)
            k++;
        if (name && k < MANY) {
            names[k] = name;
            counts[k]++;
            n += k == n;
        }
    }
    for (size_t i = 1; i < n; i++) /* a short list: insertion keeps equals in order */
        for (size_t k = i; k > 0 && counts[k] > counts[k - 1]; k--) {
            const char *name = names[k];
            size_t count = counts[k];
            names[k] = names[k - 1];
            counts[k] = counts[k - 1];
            names[k - 1] = name;
            counts[k - 1] = count;
        }
    if (n == 0)
        return "";
    if (n > NAMED)
        return sm_arena_print(c->arena, "%zu countries", n);
    return n == 1   ? names[0]
           : n == 2 ? sm_arena_print(c->arena, "%s and %s", names[0], names[1])
                    : sm_arena_print(c->arena, "%s, %s and %s", names[0], names[1], names[2]);
}

static const char *make_title(const sm_compose *c)
{
    const char *where = countries_in_words(c);
    if (c->options->title)
        return c->options->title;
    return *where                ? sm_arena_print(c->arena, "Incidents in %s", where)
           : c->incidents->count ? "Incidents"
                                 : "No incidents";
}

static const char *date_in_words(const sm_compose *c, sm_date d)
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    if (d.month == 0)
        return sm_arena_print(c->arena, "%d", d.year);
    if (d.day == 0)
        return sm_arena_print(c->arena, "%s %d", months[d.month - 1], d.year);
    return sm_arena_print(c->arena, "%d %s %d", d.day, months[d.month - 1], d.year);
}

/* The period covered: from the first to the last date of a drawn incident. */
static const char *make_subtitle(const sm_compose *c)
{
    sm_date first = {0}, last = {0}, d;
    char a[16], b[16];
    if (c->options->subtitle)
        return c->options->subtitle;
    for (size_t i = 0; i < c->incidents->count; i++) {
        const sm_incident *in = &c->incidents->items[i];
        if (!sm_incident_is_drawn(in) || !sm_date_parse(in->date_start, &d))
            continue;
        if (first.year == 0 || strcmp(sm_date_print(d, a), sm_date_print(first, b)) < 0)
            first = d;
        if (!sm_date_parse(in->date_end, &d))
            sm_date_parse(in->date_start, &d);
        if (last.year == 0 || strcmp(sm_date_print(d, a), sm_date_print(last, b)) > 0)
            last = d;
    }
    if (first.year == 0)
        return "";
    if (strcmp(sm_date_print(first, a), sm_date_print(last, b)) == 0)
        return date_in_words(c, first);
    return sm_arena_print(c->arena, "%s – %s", date_in_words(c, first), date_in_words(c, last));
}

/* "Source: 12 articles", counting each article once. */
static const char *make_source(const sm_compose *c)
{
    size_t n = 0, capacity = 0;
    const char **seen = NULL;
    if (c->options->source)
        return c->options->source;
    for (size_t i = 0; i < c->incidents->count; i++) {
        const sm_incident *in = &c->incidents->items[i];
        for (uint32_t k = 0; k < in->n_sources; k++) {
            size_t s = 0;
            const char *doc = in->sources[k].doc;
            while (doc && s < n && strcmp(seen[s], doc) != 0)
                s++;
            if (doc && s == n && n < 10000 && sm_arena_grow(c->arena, &seen, &capacity, n, sizeof *seen))
                seen[n++] = doc;
        }
    }
    return n == 0 ? ""
                  : sm_arena_print(c->arena, n == 1 ? "Source: %zu article." : "Sources: %zu articles.", n);
}

/* --- page ---------------------------------------------------------------------------------- */

static double margin(const sm_compose *c)
{
    return 24 * c->unit;
}

void sm_furniture_layout(sm_compose *c, sm_rect page, sm_rect *frame)
{
    const sm_style_layout *o = c->layout;
    double m = margin(c), top = m, bottom = m;
    if (*make_title(c))
        top += o->title_size * 1.25 * c->unit;
    if (*make_subtitle(c))
        top += o->subtitle_size * 1.35 * c->unit;
    top += top > m ? 6 * c->unit : 0;
    bottom += 2 * o->small_size * 1.4 * c->unit;
    *frame = (sm_rect){page.x + m, page.y + top, page.width - 2 * m, page.height - top - bottom};
}

static void draw_page(sm_compose *c)
{
    const sm_style_layout *o = c->layout;
    const char *title = make_title(c), *subtitle = make_subtitle(c), *source = make_source(c);
    double m = margin(c), width = c->page.width - 2 * m, y = m;
    sm_font big = font(c, o->title_size, 700), second = font(c, o->subtitle_size, 400),
            small = font(c, o->small_size, 400);
    sm_path *line = sm_scene_add_path(c->scene);
    sm_path_rect(c->scene, line, c->frame);
    line->stroke = (sm_stroke){.colour = o->frame, .width = 1.2 * c->unit};
    if (*title) {
        while (text_width(c, title, &big) > width && big.size > o->title_size * c->unit * .6)
            big.size *= .94;
        put_text(c, fit_text(c, title, &big, width), big, o->ink, m, y + o->title_size * .95 * c->unit,
                 SM_ALIGN_START);
        y += o->title_size * 1.25 * c->unit;
    }
    if (*subtitle)
        put_text(c, fit_text(c, subtitle, &second, width), second, o->muted, m,
                 y + o->subtitle_size * c->unit, SM_ALIGN_START);
    const char *first = *source ? sm_arena_print(c->arena, "%s %s", source, attribution) : attribution;
    y = c->frame.y + c->frame.height + o->small_size * 1.5 * c->unit;
    put_text(c, fit_text(c, first, &small, width), small, o->muted, m, y, SM_ALIGN_START);
    put_text(c, fit_text(c, disclaimer, &small, width), small, o->muted, m, y + o->small_size * 1.4 * c->unit,
             SM_ALIGN_START);
}

/* --- legend -------------------------------------------------------------------------------- */

typedef struct legend {
    int groups[SM_STYLE_GROUPS], n_groups;
    int sizes[SIZES_MAX], n_sizes; /* deaths, greatest first */
    bool ring, toll;
    double width, height, pad, row;
    double circles_x; /* where the nested circles stand, from the box's left */
} legend;

/* A round number (1, 2 or 5 times a power of ten) not above x. */
static int round_down(double x)
{
    double power = pow(10, floor(log10(fmax(x, 1))));
    return (int)(power * (x >= 5 * power ? 5 : x >= 2 * power ? 2 : 1));
}

static legend measure_legend(const sm_compose *c)
{
    legend l = {.pad = 14 * c->unit, .row = 24 * c->unit};
    bool seen[SM_STYLE_GROUPS] = {false};
    int greatest = 0;
    for (size_t i = 0; i < c->n_symbols; i++) {
        seen[c->symbols[i].group] = true;
        l.ring |= c->symbols[i].ring > c->symbols[i].radius;
        greatest =
            c->symbols[i].incident->killed.best > greatest ? c->symbols[i].incident->killed.best : greatest;
    }
    for (int g = 0; g < SM_STYLE_GROUPS; g++)
        if (seen[g])
            l.groups[l.n_groups++] = g;
    if (l.n_groups == 0)
        return l;
    for (double x = greatest; l.n_sizes < SIZES_MAX && x >= 1; x = l.sizes[l.n_sizes - 1] / 4.0) {
        int size = round_down(x);
        double least = sm_symbol_radius(c, 0);
        if (l.n_sizes && (sm_symbol_radius(c, size) <= least ||
                          sm_symbol_radius(c, size) > .8 * sm_symbol_radius(c, l.sizes[l.n_sizes - 1])))
            break;
        l.sizes[l.n_sizes++] = size;
    }
    sm_font f = font(c, c->layout->text_size, 400), bold = font(c, c->layout->text_size, 700);
    double widest =
        fmax(text_width(c, "Incidents", &bold), l.n_sizes ? text_width(c, "People killed", &bold) : 0);
    for (int i = 0; i < l.n_groups; i++)
        widest = fmax(widest, 28 * c->unit + text_width(c, sm_group_label(l.groups[i]), &f));
    if (l.ring)
        widest = fmax(widest, 28 * c->unit + text_width(c, "Somewhere within", &f));
    double circle = l.n_sizes ? 2 * sm_symbol_radius(c, l.sizes[0]) : 0;
    if (l.n_sizes)
        widest = fmax(widest, circle + 22 * c->unit + text_width(c, "9999", &f));
    l.width = widest + 2 * l.pad;
    l.height = 2 * l.pad + l.row * (1 + l.n_groups + l.ring) - 4 * c->unit;
    if (l.n_sizes)
        l.height += 8 * c->unit + l.row + circle;
    return l;
}

static void draw_box(sm_compose *c, sm_rect box)
{
    sm_path *p = sm_scene_add_path(c->scene);
    sm_path_rect(c->scene, p, box);
    p->fill = c->layout->box;
    p->stroke = (sm_stroke){.colour = c->layout->frame, .width = .8 * c->unit};
}

static void draw_sizes(sm_compose *c, const legend *l, sm_rect box, double top)
{
    sm_font f = font(c, c->layout->text_size * .92, 400);
    double greatest = sm_symbol_radius(c, l->sizes[0]), x = box.x + l->pad + greatest,
           bottom = top + 2 * greatest;
    double label_x = x + greatest + 18 * c->unit, before = -INFINITY;
    for (int i = 0; i < l->n_sizes; i++) {
        double r = sm_symbol_radius(c, l->sizes[i]), y = bottom - 2 * r;
        char number[16];
        snprintf(number, sizeof number, "%d", l->sizes[i]);
        sm_circle *circle = sm_scene_add_circle(c->scene, x, bottom - r, r);
        circle->fill = (sm_rgba){c->layout->muted.r, c->layout->muted.g, c->layout->muted.b, 28};
        circle->stroke = (sm_stroke){.colour = c->layout->muted, .width = 1 * c->unit};
        double label_y = fmax(y, before + f.size * 1.15);
        before = label_y;
        sm_path *tick = sm_scene_add_path(c->scene);
        sm_path_move(c->scene, tick, x, y);
        sm_path_line(c->scene, tick, label_x - 5 * c->unit, label_y);
        tick->stroke = (sm_stroke){.colour = c->layout->muted, .width = .7 * c->unit};
        put_text(c, number, f, c->layout->ink, label_x, label_y + f.size * .35, SM_ALIGN_START);
    }
}

static void draw_legend(sm_compose *c, sm_rect box)
{
    legend l = measure_legend(c);
    sm_font f = font(c, c->layout->text_size, 400), bold = font(c, c->layout->text_size, 700);
    double x = box.x + l.pad, y = box.y + l.pad + c->layout->text_size * .8 * c->unit, dot = 7 * c->unit,
           centre = x + dot + 1 * c->unit;
    draw_box(c, box);
    put_text(c, "Incidents", bold, c->layout->ink, x, y, SM_ALIGN_START);
    for (int i = 0; i < l.n_groups; i++) {
        y += l.row;
        sm_circle *circle = sm_scene_add_circle(c->scene, centre, y - .35 * f.size, dot);
        circle->fill = c->layout->groups[l.groups[i]];
        circle->fill.a = (unsigned char)lround(255 * c->layout->symbol_opacity);
        put_text(c, sm_group_label(l.groups[i]), f, c->layout->ink, x + 28 * c->unit, y, SM_ALIGN_START);
    }
    if (l.ring) {
        y += l.row;
        sm_circle *circle = sm_scene_add_circle(c->scene, centre, y - .35 * f.size, dot + 1 * c->unit);
        circle->stroke = (sm_stroke){.colour = c->layout->muted,
                                     .width = 1.2 * c->unit,
                                     .dash_count = 2,
                                     .dash = {3.5 * c->unit, 2.5 * c->unit}};
        put_text(c, "Somewhere within", f, c->layout->ink, x + 28 * c->unit, y, SM_ALIGN_START);
    }
    if (l.n_sizes) {
        y += l.row + 8 * c->unit;
        put_text(c, "People killed", bold, c->layout->ink, x, y, SM_ALIGN_START);
        draw_sizes(c, &l, box, y + 10 * c->unit);
    }
}

/* --- scale bar ----------------------------------------------------------------------------- */

static double bar_km(const sm_compose *c)
{
    double km = sm_view_metres_per_px(c->view) * c->frame.width / 5 / 1000, power = pow(10, floor(log10(km)));
    return power * (km >= 5 * power ? 5 : km >= 2 * power ? 2 : 1);
}

static double bar_length(const sm_compose *c)
{
    return bar_km(c) * 1000 / sm_view_metres_per_px(c->view);
}

static void print_km(double km, const char *unit, char out[32])
{
    if (km >= 1 || km == 0)
        snprintf(out, 32, "%.10g%s", km, unit);
    else
        snprintf(out, 32, "%.10g%s", km * 1000, *unit ? " m" : "");
}

static void draw_scale(sm_compose *c, sm_rect box)
{
    double km = bar_km(c), length = bar_length(c), height = 6 * c->unit, pad = 10 * c->unit;
    sm_font f = font(c, c->layout->small_size, 400);
    double x = box.x + pad + 6 * c->unit, y = box.y + box.height - pad - height;
    char text[32];
    draw_box(c, box);
    for (int half = 0; half < 2; half++) {
        sm_path *p = sm_scene_add_path(c->scene);
        sm_path_rect(c->scene, p, (sm_rect){x + half * length / 2, y, length / 2, height});
        p->fill = half ? sm_rgb(0xffffff) : c->layout->ink;
        p->stroke = (sm_stroke){.colour = c->layout->ink, .width = .9 * c->unit};
    }
    for (int i = 0; i <= 2; i++) {
        print_km(km * i / 2, i == 2 ? " km" : "", text);
        put_text(c, text, f, c->layout->ink, x + i * length / 2, y - 5 * c->unit, SM_ALIGN_MIDDLE);
    }
}

/* --- list of incidents without a point ------------------------------------------------------ */

static const char *listed_line(const sm_compose *c, size_t i)
{
    const sm_incident *in = c->listed[i];
    const char *place = in->n_sites ? in->sites[0].name : NULL;
    sm_date d;
    const char *date = sm_date_parse(in->date_start, &d) ? date_in_words(c, d) : "";
    return sm_arena_print(c->arena, "%s: %s%s%s", place ? place : "?",
                          sm_event_label((sm_event_type)in->type), *date ? ", " : "", date);
}

static sm_rect measure_list(const sm_compose *c)
{
    sm_font f = font(c, c->layout->small_size, 400), bold = font(c, c->layout->small_size, 700);
    size_t shown = c->n_listed < LISTED_MAX ? c->n_listed : LISTED_MAX;
    double width = text_width(c, "Place not known more exactly", &bold),
           row = c->layout->small_size * 1.45 * c->unit, pad = 10 * c->unit;
    for (size_t i = 0; i < shown; i++)
        width = fmax(width, text_width(c, listed_line(c, i), &f));
    width = fmin(width, c->frame.width * .4);
    return (sm_rect){0, 0, width + 2 * pad,
                     (double)(1 + shown + (c->n_listed > shown)) * row + 2 * pad - 3 * c->unit};
}

static void draw_list(sm_compose *c, sm_rect box)
{
    sm_font f = font(c, c->layout->small_size, 400), bold = font(c, c->layout->small_size, 700);
    size_t shown = c->n_listed < LISTED_MAX ? c->n_listed : LISTED_MAX;
    double row = c->layout->small_size * 1.45 * c->unit, pad = 10 * c->unit, x = box.x + pad,
           y = box.y + pad + f.size * .85, width = box.width - 2 * pad;
    draw_box(c, box);
    put_text(c, fit_text(c, "Place not known more exactly", &bold, width), bold, c->layout->ink, x, y,
             SM_ALIGN_START);
    for (size_t i = 0; i < shown; i++)
        put_text(c, fit_text(c, listed_line(c, i), &f, width), f, c->layout->ink, x, y += row,
                 SM_ALIGN_START);
    if (c->n_listed > shown)
        put_text(c, sm_arena_print(c->arena, "and %zu more", c->n_listed - shown), f, c->layout->muted, x,
                 y + row, SM_ALIGN_START);
}

/* --- north arrow --------------------------------------------------------------------------- */

static void draw_north(sm_compose *c, sm_rect box)
{
    double angle = sm_view_north(c->view) * M_PI / 180, r = box.width / 2 - 4 * c->unit,
           x = box.x + box.width / 2, y = box.y + box.height / 2;
    const double shape[][2] = {{0, -1}, {.42, .8}, {0, .45}, {-.42, .8}};
    sm_path *p = sm_scene_add_path(c->scene);
    for (int i = 0; i < 4; i++) {
        double px = shape[i][0] * r, py = shape[i][1] * r, qx = x + px * cos(angle) - py * sin(angle),
               qy = y + px * sin(angle) + py * cos(angle);
        if (i == 0)
            sm_path_move(c->scene, p, qx, qy);
        else
            sm_path_line(c->scene, p, qx, qy);
    }
    sm_path_close(c->scene, p);
    p->fill = c->layout->ink;
    p->stroke = (sm_stroke){.colour = sm_rgb(0xffffff), .width = 1.2 * c->unit};
}

/* --- where the boxes stand ------------------------------------------------------------------ */

static bool rects_meet(sm_rect a, sm_rect b)
{
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/* How much a box at this spot would hide: symbols count by their size. */
static double hides(const sm_compose *c, sm_rect box)
{
    double sum = 0;
    for (size_t i = 0; i < c->n_boxes; i++)
        if (c->boxes[i].width > 0 && rects_meet(box, c->boxes[i]))
            return INFINITY;
    for (size_t i = 0; i < c->n_symbols; i++) {
        const sm_symbol *s = &c->symbols[i];
        double r = s->radius, near = 60 * c->unit; /* its label wants room as well */
        sm_rect own = {s->at.x - r, s->at.y - r, 2 * r, 2 * r},
                wide = {own.x - near, own.y - near / 2, own.width + 2 * near, own.height + near};
        sum += (rects_meet(box, own) ? 100 + r : 0) + (rects_meet(box, wide) ? 1 : 0);
    }
    return sum;
}

/* Put a box of this size into the corner that hides least; the corners are tried in the order given. */
static void place_box(sm_compose *c, int which, double width, double height, const char *corners)
{
    double gap = 14 * c->unit, best = INFINITY;
    sm_rect f = c->frame, chosen = {0};
    if (width > f.width - 2 * gap || height > f.height - 2 * gap)
        return; /* a page too small for it */
    for (; *corners; corners++) {
        bool left = *corners == 'a' || *corners == 'c' /* a b */,
             top = *corners == 'a' || *corners == 'b' /* c d */;
        sm_rect box = {left ? f.x + gap : f.x + f.width - gap - width,
                       top ? f.y + gap : f.y + f.height - gap - height, width, height};
        double cost = hides(c, box);
        if (cost < best) {
            best = cost;
            chosen = box;
        }
    }
    if (best < INFINITY)
        c->boxes[which] = chosen;
}

void sm_furniture_boxes(sm_compose *c)
{
    c->n_boxes = N_BOXES;
    legend l = measure_legend(c);
    if (l.n_groups)
        place_box(c, BOX_LEGEND, l.width, l.height, "cabd");
    double length = bar_length(c) + 56 * c->unit, height = 40 * c->unit;
    if (!sm_view_is_world(c->view))
        place_box(c, BOX_SCALE, length, height, "dcba");
    if (c->n_listed) {
        sm_rect list = measure_list(c);
        place_box(c, BOX_LIST, list.width, list.height, "badc");
    }
    if (fabs(sm_view_north(c->view)) > 2 && !sm_view_is_world(c->view))
        place_box(c, BOX_NORTH, 44 * c->unit, 44 * c->unit, "badc");
}

void sm_furniture_draw(sm_compose *c)
{
    static void (*const draw[N_BOXES])(sm_compose *, sm_rect) = {draw_legend, draw_scale, draw_list,
                                                                 draw_north};
    static const char *const ids[N_BOXES] = {"legend", "scale", "list", "north"};
    sm_scene_begin_group(c->scene, "page", "Title and sources");
    draw_page(c);
    for (int i = 0; i < N_BOXES; i++) {
        if (c->boxes[i].width <= 0)
            continue;
        sm_scene_begin_group(c->scene, ids[i], NULL);
        draw[i](c, c->boxes[i]);
    }
}
