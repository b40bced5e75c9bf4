#include "palette.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { TABLE_MIN = 1 << 12, TABLE_MAX = 1 << 18, CHANNELS = 3 };

/* A colour and how many pixels have it. */
typedef struct shade {
    uint32_t colour;
    uint32_t count; /* 0: a free place of the table */
    unsigned char index;
} shade;

typedef struct sm_palette_table {
    shade *shades; /* open addressing */
    size_t capacity, used;
    uint32_t mask; /* pictures of very many colours: the bits that count */
} table;

/* A box of colours: a part of the list. */
typedef struct box {
    size_t first, end;
    double mean[CHANNELS], spread[CHANNELS]; /* weighted sums of squares about the mean */
} box;

static unsigned channel(uint32_t colour, int i)
{
    return colour >> (16 - 8 * i) & 0xFF;
}

/* --- counting ---------------------------------------------------------------------------------- */

static shade *place_of(const table *t, uint32_t colour)
{
    size_t at = (colour * 0x9E3779B1u >> 8) & (t->capacity - 1);
    while (t->shades[at].count && t->shades[at].colour != colour)
        at = (at + 1) & (t->capacity - 1);
    return &t->shades[at];
}

static void count(table *t, uint32_t colour, uint32_t n)
{
    shade *s = place_of(t, colour & t->mask);
    t->used += s->count == 0;
    s->colour = colour & t->mask;
    s->count = n < UINT32_MAX - s->count ? s->count + n : UINT32_MAX;
}

/* More room; a picture with more colours than the greatest table holds loses the lowest bit of each channel.
 */
static bool grow(table *t)
{
    table bigger = {.capacity = t->capacity, .mask = t->mask};
    if (t->capacity < TABLE_MAX)
        bigger.capacity = t->capacity ? t->capacity * 2 : TABLE_MIN;
    else
        bigger.mask = t->mask << 1 & t->mask & 0xFEFEFE;
    bigger.shades = calloc(bigger.capacity, sizeof *bigger.shades);
    if (bigger.shades == NULL)
        return false;
    for (size_t i = 0; i < t->capacity; i++)
        if (t->shades[i].count)
            count(&bigger, t->shades[i].colour, t->shades[i].count);
    free(t->shades);
    *t = bigger;
    return true;
}

static bool count_row(table *t, const uint32_t *pixels, int width)
{
    for (int x = 0; x < width;) {
        uint32_t colour = pixels[x] & 0xFFFFFF;
        int run = 1;
        while (x + run < width && (pixels[x + run] & 0xFFFFFF) == colour)
            run++;
        while (t->used >= t->capacity / 2)
            if (!grow(t))
                return false;
        count(t, colour, (uint32_t)run);
        x += run;
    }
    return true;
}

/* --- cutting ----------------------------------------------------------------------------------- */

static void measure(box *b, const shade *list)
{
    double weight = 0, sum[CHANNELS] = {0}, squares[CHANNELS] = {0};
    for (size_t i = b->first; i < b->end; i++) {
        weight += list[i].count;
        for (int k = 0; k < CHANNELS; k++) {
            double v = channel(list[i].colour, k);
            sum[k] += v * list[i].count;
            squares[k] += v * v * list[i].count;
        }
    }
    for (int k = 0; k < CHANNELS; k++) {
        b->mean[k] = sum[k] / weight;
        b->spread[k] = squares[k] - sum[k] * b->mean[k];
    }
}

static int widest(const box *b)
{
    int k = b->spread[1] > b->spread[0] ? 1 : 0;
    return b->spread[2] > b->spread[k] ? 2 : k;
}

/* The colours of `b` not over its mean stay, the others become `*rest`. False when all are alike. */
static bool cut(box *b, box *rest, shade *list)
{
    int k = widest(b);
    size_t low = b->first, high = b->end;
    while (low < high) {
        if (channel(list[low].colour, k) <= b->mean[k]) {
            low++;
        } else {
            shade swap = list[--high];
            list[high] = list[low];
            list[low] = swap;
        }
    }
    if (low == b->first || low == b->end)
        return false;
    *rest = (box){.first = low, .end = b->end};
    b->end = low;
    measure(b, list);
    measure(rest, list);
    return true;
}

static size_t cut_all(box *boxes, shade *list, size_t n)
{
    size_t count = 1;
    boxes[0] = (box){.first = 0, .end = n};
    measure(&boxes[0], list);
    while (count < SM_PALETTE_MAX) {
        size_t most = 0;
        for (size_t i = 1; i < count; i++)
            if (boxes[i].spread[widest(&boxes[i])] > boxes[most].spread[widest(&boxes[most])])
                most = i;
        if (boxes[most].end - boxes[most].first < 2 || !cut(&boxes[most], &boxes[count], list))
            break;
        count++;
    }
    return count;
}

/* The colour that stands for a box: the one that most of its pixels have, else the mean. */
static void stand_for(const box *b, const shade *list, unsigned char rgb[CHANNELS])
{
    double weight = 0;
    size_t most = b->first;
    for (size_t i = b->first; i < b->end; i++) {
        weight += list[i].count;
        if (list[i].count > list[most].count)
            most = i;
    }
    bool single = 2.0 * list[most].count > weight;
    for (int k = 0; k < CHANNELS; k++)
        rgb[k] = (unsigned char)(single ? channel(list[most].colour, k) : b->mean[k] + .5);
}

static unsigned char nearest(const sm_palette *p, uint32_t colour)
{
    int best = 0, least = INT32_MAX;
    for (size_t i = 0; i < p->count; i++) {
        int distance = 0;
        for (int k = 0; k < CHANNELS; k++) {
            int d = (int)channel(colour, k) - p->rgb[CHANNELS * i + (size_t)k];
            distance += d * d;
        }
        if (distance < least) {
            least = distance;
            best = (int)i;
        }
    }
    return (unsigned char)best;
}

/* --- the whole --------------------------------------------------------------------------------- */

static int by_colour(const void *a, const void *b)
{
    uint32_t x = ((const shade *)a)->colour, y = ((const shade *)b)->colour;
    return x < y ? -1 : x > y;
}

static bool choose(sm_palette *p)
{
    table *t = p->table;
    box boxes[SM_PALETTE_MAX];
    shade *list = malloc(t->used * sizeof *list);
    size_t n = 0;
    if (list == NULL)
        return false;
    for (size_t i = 0; i < t->capacity; i++)
        if (t->shades[i].count)
            list[n++] = t->shades[i];
    qsort(list, n, sizeof *list, by_colour);
    p->count = cut_all(boxes, list, n);
    for (size_t i = 0; i < p->count; i++)
        stand_for(&boxes[i], list, p->rgb + CHANNELS * i);
    for (size_t i = 0; i < t->capacity; i++)
        if (t->shades[i].count)
            t->shades[i].index = nearest(p, t->shades[i].colour);
    free(list);
    return true;
}

sm_palette *sm_palette_new(const uint32_t *pixels, int width, int height, int stride)
{
    sm_palette *p = calloc(1, sizeof *p);
    if (p)
        p->table = calloc(1, sizeof *p->table);
    bool ok = p && p->table;
    if (ok)
        p->table->mask = 0xFFFFFF;
    for (int y = 0; ok && y < height; y++)
        ok = count_row(p->table, pixels + (ptrdiff_t)y * stride, width);
    if (ok && choose(p))
        return p;
    sm_palette_free(p);
    return NULL;
}

void sm_palette_free(sm_palette *p)
{
    if (p && p->table)
        free(p->table->shades);
    if (p)
        free(p->table);
    free(p);
}

unsigned char sm_palette_index(const sm_palette *p, uint32_t colour)
{
    return place_of(p->table, colour & p->table->mask)->index;
}
