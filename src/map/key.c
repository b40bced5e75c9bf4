/* Numbers in place of names, where the map has no room for these, and the key that says what each stands for.
 * Numbers follow the dates. The key stands beside the map, on a page higher than wide under it. No number is
 * on the map that is not in the key: of more than it has room for, the incidents with the greatest tolls. */
#include "key.h"
#include "facets.h"
#include "furniture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_NUMBERS = 60, MOST_COLUMNS = 4, HEADINGS = 1 };

#define SIDE_SHARE    0.25 /* of the page's width */
#define SIDE_TERSE    0.27 /* likewise, of small pages */
#define SIDE_MIN      190.0
#define SIDE_MAX      400.0
#define SIDE_FROM     240.0 /* px: on narrower pages the key stands under the map */
#define UNDER_SHARE   0.36  /* of the page's height */
#define UNDER_COLUMN  320.0
#define UNDER_LINE    1.55
#define MAP_SHARE     0.6   /* of the frame: so much is left to the map at least */
#define TERSE_BELOW   125.0 /* px: a narrower key has places alone */
#define TERSE_UNDER   240.0 /* likewise, under the map */
#define TERSE_COLUMN  84.0
#define TERSE_LINE    1.4
#define HEADING_LINE  1.6
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
    entry *entries;
    size_t n, capacity, left_out;
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
        if (sm_arena_grow(c->arena, &k->entries, &k->capacity, k->n, sizeof *k->entries))
            k->entries[k->n++] = (entry){c, i, s->label, s->detail};
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

/* --- its room on the page ---------------------------------------------------------------------- */

static sm_font key_font(const sm_compose *c, int weight, double scale)
{
    return (sm_font){.family = c->layout->family,
                     .size = fmax(c->layout->small_size * c->furniture->unit * scale, 8.5),
                     .weight = weight};
}

static bool stands_aside(const sm_compose *c)
{
    return c->page.width >= SIDE_FROM && c->page.height <= 1.1 * c->page.width;
}

static double side_width(const sm_compose *c)
{
    double u = c->furniture->unit, share = SIDE_SHARE * c->page.width;
    return share < TERSE_BELOW ? SIDE_TERSE * c->page.width
                               : fmin(fmax(share, SIDE_MIN * fmin(u, 1)), SIDE_MAX * u);
}

static double under_height(const sm_compose *c, double width)
{
    double size = key_font(c, 400, 1).size, column = UNDER_COLUMN * c->furniture->unit, lines;
    if (width < TERSE_UNDER)
        lines = HEADING_LINE + TERSE_LINE * (1 + ceil(c->n_numbers / fmax(1, floor(width / TERSE_COLUMN))));
    else
        lines = UNDER_LINE * (2 * ceil(c->n_numbers / fmax(1, floor(width / column))) + 2);
    return fmin(lines * size, UNDER_SHARE * c->page.height);
}

void sm_key_reserve(sm_compose *c, sm_rect *frame)
{
    sm_furniture *f = c->furniture;
    double gap = GAP * f->unit, least = (HEADING_LINE + 2 * TERSE_LINE) * key_font(c, 400, 1).size;
    f->key = (sm_rect){0};
    if (!c->numbered)
        return;
    if (stands_aside(c)) {
        double width = side_width(c);
        if (frame->height < least)
            return;
        frame->width = floor(frame->width - width - gap);
        f->key = (sm_rect){frame->x + frame->width + gap, frame->y, width, frame->height};
        return;
    }
    double height = fmin(under_height(c, frame->width), (1 - MAP_SHARE) * frame->height - gap);
    if (height < least)
        return;
    frame->height = floor(frame->height - height - gap);
    f->key = (sm_rect){frame->x, frame->y + frame->height + gap, frame->width, height};
}

double sm_key_spare(const sm_compose *c)
{
    sm_rect r = c->furniture->key;
    bool aside = r.width > 0 && r.x > c->frame.x;
    double line = key_font(c, 700, FULL_SCALE).size,
           needed = HEADING_LINE * line + (double)c->n_numbers * TWO_LINES * line;
    return aside ? fmax(0, r.height - needed - 2 * GAP * c->furniture->unit) : 0;
}

/* How an entry is written: its place in bold, what happened under it, both in one line, or the place alone.
 */
typedef enum wording { TWO_LINED, ONE_LINED, TERSE } wording;

typedef struct fit {
    double scale;
    wording words;
    int columns;
} fit;

typedef struct column {
    sm_compose *c;
    sm_font number, place, detail;
    double x, y, width; /* of the column; y: where the next entry begins */
    bool paint;
} column;

static double row_height(const column *k, wording words)
{
    return (words == TWO_LINED ? TWO_LINES : TERSE_LINE) * k->detail.size;
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
    double room = c->furniture->key.height - HEADING_LINE * k.place.size;
    return (size_t)fmax(0, floor(room / row_height(&k, f->words))) * (size_t)f->columns;
}

/* Full size, smaller, in one line: whichever first has room for `n`. */
static fit choose_fit(sm_compose *c, size_t n)
{
    sm_rect r = c->furniture->key;
    bool aside = r.x > c->frame.x, terse = r.width < (aside ? TERSE_BELOW * 1.1 : TERSE_UNDER);
    double wide = terse ? TERSE_COLUMN : UNDER_COLUMN * c->furniture->unit;
    int columns = (int)fmax(1, fmin(MOST_COLUMNS, floor(r.width / wide + .1)));
    const fit ways[] = {{FULL_SCALE, TWO_LINED, columns},
                        {1, TWO_LINED, columns},
                        {.88, TWO_LINED, columns},
                        {1, ONE_LINED, columns},
                        {.88, ONE_LINED, columns}},
              small = {1, TERSE, columns};
    size_t count = sizeof ways / sizeof *ways;
    for (size_t i = 0; i < count && !terse; i++)
        if (capacity(c, &ways[i]) >= n)
            return ways[i];
    return terse ? small : ways[count - 1];
}

/* --- which numbers there are -------------------------------------------------------------------- */

static int greatest_first(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    double r = x->map->symbols[x->symbol].radius, s = y->map->symbols[y->symbol].radius;
    return r != s ? (r < s) - (r > s) : by_date(a, b);
}

/* As many numbers as the key has rows for, one of which counts the others. */
static void keep_explained(sm_compose *c, sm_key *k)
{
    size_t wanted = k->n + (k->left_out > 0);
    fit f = choose_fit(c, wanted);
    size_t room = c->furniture->key.width > 0 ? capacity(c, &f) : 0, kept = room > 1 ? room - 1 : 0;
    if (wanted <= room)
        return;
    qsort(k->entries, k->n, sizeof *k->entries, greatest_first);
    for (size_t i = kept; i < k->n; i++) {
        sm_symbol *s = &k->entries[i].map->symbols[k->entries[i].symbol];
        s->label = NULL;
        s->number = 0;
        s->number_inside = false;
    }
    c->report.labels_dropped += (int)(k->n - kept);
    c->report.no_key |= kept == 0;
    k->left_out += k->n - kept;
    k->n = kept;
    if (kept)
        qsort(k->entries, k->n, sizeof *k->entries, by_date);
}

void sm_key_make(sm_compose *c)
{
    sm_key *k = c->key = sm_arena_alloc(c->arena, sizeof *k);
    size_t wanted;
    sm_compose *map;
    *k = (sm_key){0};
    for (size_t i = 0; (map = map_of(c, i)); i++)
        collect(k, map);
    if (k->n > MOST_NUMBERS) {
        qsort(k->entries, k->n, sizeof *k->entries, greatest_first);
        k->left_out = k->n - MOST_NUMBERS;
        k->n = MOST_NUMBERS;
    }
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
    keep_explained(c, k);
    write_numbers(c, k);
}

/* --- drawing ----------------------------------------------------------------------------------- */

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

static void write_entry(const column *k, const entry *e, int number, wording words)
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
    const char *place =
        sm_fit_cut(&c->measure, c->arena, e->place, &k->place, words == ONE_LINED ? .6 * width : width);
    write(k, place, &k->place, c->layout->ink, left, baseline, SM_ALIGN_START);
    if (words == ONE_LINED) {
        double used = sm_fit_width(&c->measure, place, &k->place) + .5 * k->place.size;
        write(k, sm_fit_cut(&c->measure, c->arena, first, &k->detail, width - used), &k->detail,
              c->layout->ink, left + used, baseline, SM_ALIGN_START);
    } else if (words == TWO_LINED) {
        write(k, sm_fit_cut(&c->measure, c->arena, first, &k->detail, width), &k->detail, c->layout->ink,
              left, baseline + 1.25 * k->detail.size, SM_ALIGN_START);
    }
}

void sm_key_draw(sm_compose *c)
{
    if (!c->numbered || c->key == NULL || c->key->n == 0)
        return;
    fit f = choose_fit(c, c->key->n + (c->key->left_out > 0));
    size_t shown = c->key->n, told = c->key->left_out > 0, columns = (size_t)f.columns,
           rows = (shown + told + columns - 1) / columns;
    sm_scene_begin_group(c->scene, "key", "What the numbers stand for");
    column k = make_column(c, &f, 0);
    const char *heading = sm_say(c, "Numbered by date");
    if (sm_fit_width(&c->measure, heading, &k.place) > k.width)
        heading = sm_fit_cut(&c->measure, c->arena, sm_say(c, "By date"), &k.place, k.width);
    write(&k, heading, &k.place, c->layout->muted, k.x, k.y + k.place.size, SM_ALIGN_START);
    for (size_t i = 0; i < shown; i++) {
        k = make_column(c, &f, (int)(i / rows));
        k.y += HEADING_LINE * k.place.size + (double)(i % rows) * row_height(&k, f.words);
        write_entry(&k, &c->key->entries[i], (int)i + 1, f.words);
    }
    if (!told)
        return;
    k = make_column(c, &f, (int)(shown / rows));
    k.y += HEADING_LINE * k.place.size + (double)(shown % rows) * row_height(&k, f.words);
    write(&k, sm_say_count(c, "and {n} more", "and {n} more", (double)c->key->left_out), &k.detail,
          c->layout->muted, k.x + 2.1 * k.number.size, k.y + k.detail.size, SM_ALIGN_START);
}
