/* Numbers in place of names, where the map has no room for these, and the key that says what each stands for.
 * Numbers follow the dates. The key stands beside the map, on a page higher than wide under it. */
#include "key.h"
#include "facets.h"
#include "furniture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_NUMBERS = 60, MOST_COLUMNS = 4, HEADINGS = 1 };

#define SIDE_SHARE    0.25 /* of the page's width */
#define SIDE_MIN      190.0
#define SIDE_MAX      400.0
#define UNDER_SHARE   0.36 /* of the page's height */
#define UNDER_COLUMN  320.0
#define UNDER_LINE    1.55
#define GAP           16.0
#define FULL_SCALE    1.1 /* of the style's small size */
#define TWO_LINES     2.75
#define INSIDE_RADIUS 10.5 /* px: a number fits into a symbol of this radius */

/* --- numbers ----------------------------------------------------------------------------------- */

typedef struct entry {
    sm_compose *map; /* whose symbol it is */
    size_t symbol;
    const char *place, *detail;
} entry;

struct sm_key {
    entry entries[MOST_NUMBERS];
    size_t n, left_out;
};

static int by_date(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    const sm_symbol *s = &x->map->symbols[x->symbol], *t = &y->map->symbols[y->symbol];
    const char *first = s->incident->date_start, *second = t->incident->date_start;
    if (*first == '\0' || *second == '\0')
        return *first ? -1 : *second ? 1 : s->incident < t->incident ? -1 : s->incident > t->incident;
    int order = strcmp(first, second);
    return order ? order : s->incident < t->incident ? -1 : s->incident > t->incident;
}

/* The maps of the page whose symbols get numbers, one after the other; NULL behind the last. */
static sm_compose *map_of(sm_compose *c, size_t i)
{
    if (sm_facets_used(c))
        return i < c->facets->n ? &c->facets->items[i].map : NULL;
    return i == 0 ? c : i == 1 ? c->detail_map : NULL;
}

static void collect(sm_key *k, sm_compose *c)
{
    for (size_t i = 0; i < c->n_symbols; i++) {
        const sm_symbol *s = &c->symbols[i];
        if (s->label == NULL || s->is_box)
            continue;
        if (k->n < MOST_NUMBERS)
            k->entries[k->n++] = (entry){c, i, s->label, s->detail};
        else
            k->left_out++;
    }
}

/* A number stands in its symbol when that is large enough and no other covers its middle. */
static bool has_room(const sm_compose *c, size_t index)
{
    const sm_symbol *s = &c->symbols[index];
    double need = INSIDE_RADIUS * c->unit;
    if (s->radius < need || s->reach > s->high + 1) /* or stands for several */
        return false;
    for (size_t i = index + 1; i < c->n_symbols; i++)
        if (hypot(c->symbols[i].at.x - s->at.x, c->symbols[i].at.y - s->at.y) < c->symbols[i].radius + need)
            return false;
    return true;
}

static void write_numbers(sm_compose *c, sm_key *k)
{
    for (size_t i = 0; i < k->n; i++) {
        sm_compose *map = k->entries[i].map;
        sm_symbol *s = &map->symbols[k->entries[i].symbol];
        s->number = (int)i + 1;
        s->label = s->number_inside ? NULL : sm_arena_print(c->arena, "%d", s->number);
        s->detail = NULL;
    }
}

static void give_up(sm_compose *c, sm_key *k)
{
    size_t kept = 0;
    for (size_t i = 0; i < k->n; i++) {
        sm_symbol *s = &k->entries[i].map->symbols[k->entries[i].symbol];
        if (s->number_inside || s->named) {
            k->entries[kept++] = k->entries[i];
        } else {
            s->label = NULL;
            s->number = 0;
        }
    }
    c->report.labels_dropped += (int)(k->n - kept);
    k->left_out += k->n - kept;
    k->n = kept;
}

void sm_key_make(sm_compose *c)
{
    sm_key *k = c->key = sm_arena_alloc(c->arena, sizeof *k);
    size_t wanted;
    sm_compose *map;
    *k = (sm_key){0};
    for (size_t i = 0; (map = map_of(c, i)); i++)
        collect(k, map);
    if (k->n)
        qsort(k->entries, k->n, sizeof *k->entries, by_date);
    for (size_t i = 0; i < k->n; i++)
        k->entries[i].map->symbols[k->entries[i].symbol].number_inside =
            has_room(k->entries[i].map, k->entries[i].symbol);
    write_numbers(c, k);
    for (size_t m = 0; (map = map_of(c, m)); m++) { /* those beyond the last number */
        for (size_t i = 0; i < map->n_symbols; i++)
            if (map->symbols[i].number == 0 && !map->symbols[i].is_box)
                map->symbols[i].label = map->symbols[i].detail = NULL;
        sm_names_try(map, &wanted);
    }
    c->report.labels_dropped += (int)k->left_out;
    give_up(c, k);
    write_numbers(c, k);
}

/* --- its room on the page ---------------------------------------------------------------------- */

static sm_font key_font(const sm_compose *c, int weight, double scale)
{
    return (sm_font){.family = c->layout->family,
                     .size = fmax(c->layout->small_size * c->furniture->unit * scale, 8.5),
                     .weight = weight};
}

void sm_key_reserve(sm_compose *c, sm_rect *frame)
{
    sm_furniture *f = c->furniture;
    double u = f->unit, gap = GAP * u;
    f->key = (sm_rect){0};
    if (!c->numbered)
        return;
    if (c->page.height <= 1.1 * c->page.width) {
        double width = fmin(fmax(SIDE_SHARE * c->page.width, SIDE_MIN * fmin(u, 1)), SIDE_MAX * u);
        frame->width = floor(frame->width - width - gap);
        f->key = (sm_rect){frame->x + frame->width + gap, frame->y, width, frame->height};
        return;
    }
    sm_font font = key_font(c, 400, 1);
    double columns = fmax(1, floor(frame->width / (UNDER_COLUMN * u)));
    double lines = 2 * ceil(c->n_numbers / columns) + 2,
           height = fmin(lines * UNDER_LINE * font.size, UNDER_SHARE * c->page.height);
    frame->height = floor(frame->height - height - gap);
    f->key = (sm_rect){frame->x, frame->y + frame->height + gap, frame->width, height};
}

double sm_key_spare(const sm_compose *c)
{
    sm_rect r = c->furniture->key;
    bool aside = r.width > 0 && r.x > c->frame.x;
    double line = key_font(c, 700, FULL_SCALE).size,
           needed = 1.6 * line + (double)c->n_numbers * TWO_LINES * line;
    return aside ? fmax(0, r.height - needed - 2 * GAP * c->furniture->unit) : 0;
}

/* --- drawing ----------------------------------------------------------------------------------- */

typedef struct column {
    sm_compose *c;
    sm_font number, place, detail;
    double x, y, width; /* of the column; y: where the next entry begins */
    bool paint;
} column;

static void write(const column *k, const char *words, const sm_font *font, sm_rgba colour, double x,
                  double baseline, sm_align align)
{
    if (!k->paint)
        return;
    sm_text *t = sm_scene_add_text(k->c->scene, words, x, baseline);
    t->font = *font;
    t->fill = colour;
    t->align = align;
}

/* How an entry is written: its place in bold, what happened under it, or both in one line. */
typedef struct fit {
    double scale;
    bool one_line;
    int columns;
} fit;

static double row_height(const column *k, bool one_line)
{
    return (one_line ? 1.4 : TWO_LINES) * k->detail.size;
}

static void write_entry(const column *k, const entry *e, int number, bool one_line)
{
    sm_compose *c = k->c;
    const sm_symbol *s = &e->map->symbols[e->symbol];
    double left = k->x + 2.1 * k->number.size, width = k->width - (left - k->x) - .4 * k->number.size,
           baseline = k->y + k->place.size;
    char digits[12];
    snprintf(digits, sizeof digits, "%d", number);
    write(k, digits, &k->number, c->classes[s->colour].colour.a ? c->layout->ink : c->layout->muted,
          left - .45 * k->number.size, baseline, SM_ALIGN_END);
    const char *detail = e->detail ? e->detail : "";
    char *first = sm_arena_copy(c->arena, detail, strcspn(detail, "\n"));
    if (strchr(detail, '\n')) /* several at one place: the first, and that there are more */
        first = sm_arena_print(c->arena, "%s …", first);
    const char *place = sm_fit_cut(&c->measure, c->arena, e->place, &k->place, one_line ? .6 * width : width);
    write(k, place, &k->place, c->layout->ink, left, baseline, SM_ALIGN_START);
    if (one_line) {
        double used = sm_fit_width(&c->measure, place, &k->place) + .5 * k->place.size;
        write(k, sm_fit_cut(&c->measure, c->arena, first, &k->detail, width - used), &k->detail,
              c->layout->ink, left + used, baseline, SM_ALIGN_START);
    } else {
        write(k, sm_fit_cut(&c->measure, c->arena, first, &k->detail, width), &k->detail, c->layout->ink,
              left, baseline + 1.25 * k->detail.size, SM_ALIGN_START);
    }
}

static column make_column(sm_compose *c, const fit *f, int index)
{
    sm_rect r = c->furniture->key;
    double gap = f->columns > 1 ? 12 * c->furniture->unit : 0,
           width = (r.width - gap * (f->columns - 1)) / f->columns;
    return (column){.c = c,
                    .number = key_font(c, 700, f->scale),
                    .place = key_font(c, 700, f->scale),
                    .detail = key_font(c, 400, f->scale),
                    .x = r.x + index * (width + gap),
                    .y = r.y,
                    .width = width,
                    .paint = true};
}

static size_t capacity(sm_compose *c, const fit *f)
{
    column k = make_column(c, f, 0);
    double room = c->furniture->key.height - 1.6 * k.place.size; /* the heading */
    return (size_t)fmax(0, floor(room / row_height(&k, f->one_line))) * (size_t)f->columns;
}

/* Full size, smaller, in one line: whichever first has room for all. */
static fit choose_fit(sm_compose *c)
{
    int columns = (int)fmax(
        1, fmin(MOST_COLUMNS, floor(c->furniture->key.width / (UNDER_COLUMN * c->furniture->unit) + .1)));
    const fit ways[] = {{FULL_SCALE, false, columns},
                        {1, false, columns},
                        {.88, false, columns},
                        {1, true, columns},
                        {.88, true, columns}};
    size_t n = sizeof ways / sizeof *ways;
    for (size_t i = 0; i < n; i++)
        if (capacity(c, &ways[i]) >= c->key->n)
            return ways[i];
    return ways[n - 1];
}

void sm_key_draw(sm_compose *c)
{
    if (!c->numbered || c->key == NULL || c->key->n == 0)
        return;
    fit f = choose_fit(c);
    size_t room = capacity(c, &f), told = c->key->left_out > 0 || c->key->n > room,
           shown = c->key->n + told <= room ? c->key->n
                   : room > told            ? room - told
                                            : 0,
           columns = (size_t)f.columns, rows = (shown + told + columns - 1) / columns,
           more = c->key->n - shown + c->key->left_out;
    if (room == 0) {
        c->report.no_key = true;
        return;
    }
    sm_scene_begin_group(c->scene, "key", "What the numbers stand for");
    column k = make_column(c, &f, 0);
    write(&k, "Numbered by date", &k.place, c->layout->muted, k.x, k.y + k.place.size, SM_ALIGN_START);
    for (size_t i = 0; i < shown; i++) {
        k = make_column(c, &f, (int)(i / rows));
        k.y += 1.6 * k.place.size + (double)(i % rows) * row_height(&k, f.one_line);
        write_entry(&k, &c->key->entries[i], (int)i + 1, f.one_line);
    }
    if (more == 0)
        return;
    k = make_column(c, &f, (int)(shown / rows));
    k.y += 1.6 * k.place.size + (double)(shown % rows) * row_height(&k, f.one_line);
    write(&k, sm_arena_print(c->arena, "and %zu more", more), &k.detail, c->layout->muted,
          k.x + 2.1 * k.number.size, k.y + k.detail.size, SM_ALIGN_START);
}
