#include "mask.h"

#include <math.h>
#include <string.h>

bool sm_mask_new(sm_arena *arena, sm_rect frame, double cell, sm_mask *out)
{
    *out = (sm_mask){.frame = frame, .cell = cell, .first = 0, .last = -1};
    out->columns = (int)fmax(1, ceil(frame.width / cell));
    out->rows = (int)fmax(1, ceil(frame.height / cell));
    size_t cells = (size_t)out->columns * (size_t)out->rows;
    out->in = sm_arena_array(arena, cells, 1);
    out->sums =
        sm_arena_array(arena, ((size_t)out->columns + 1) * ((size_t)out->rows + 1), sizeof *out->sums);
    out->turns = sm_arena_array(arena, ((size_t)out->columns + 1) * (size_t)out->rows, 1);
    return out->in && out->sums && out->turns && !sm_arena_failed(arena);
}

void sm_mask_clear(sm_mask *m)
{
    for (int row = m->first; row <= m->last; row++)
        memset(m->in + (size_t)row * (size_t)m->columns, 0, (size_t)m->columns);
    m->first = 0;
    m->last = -1;
}

void sm_mask_take_all(sm_mask *m)
{
    m->first = 0;
    m->last = m->rows - 1;
}

/* The column whose middle is the first at or to the right of `x`. */
static int column_at(const sm_mask *m, double x)
{
    return (int)fmin(fmax(ceil((x - m->frame.x) / m->cell - .5), 0), m->columns);
}

/* Mark in each row where an edge crosses the middle of its cells: from there on, inside and outside change
 * places (the edge flag algorithm of Ackland and Weste 1981). Returns the leftmost mark. */
static int mark_edge(sm_mask *m, sm_xy a, sm_xy b)
{
    double top = (fmin(a.y, b.y) - m->frame.y) / m->cell, bottom = (fmax(a.y, b.y) - m->frame.y) / m->cell;
    int first = (int)fmax(0, floor(top) - 1), last = (int)fmin(m->rows - 1, ceil(bottom)), west = m->columns;
    for (int row = first; row <= last; row++) {
        double y = m->frame.y + (row + .5) * m->cell;
        if ((a.y > y) == (b.y > y))
            continue;
        int column = column_at(m, a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y));
        m->turns[(size_t)row * ((size_t)m->columns + 1) + (size_t)column] ^= 1;
        west = column < west ? column : west;
    }
    return west;
}

void sm_mask_flip(sm_mask *m, const sm_points *ring)
{
    double top = INFINITY, bottom = -INFINITY;
    int west = m->columns;
    for (size_t i = 0, k = ring->count - 1; i < ring->count; k = i++) {
        int column = mark_edge(m, ring->at[k], ring->at[i]);
        west = column < west ? column : west;
        top = fmin(top, ring->at[i].y);
        bottom = fmax(bottom, ring->at[i].y);
    }
    int first = (int)fmax(0, floor((top - m->frame.y) / m->cell)),
        last = (int)fmin(m->rows - 1, floor((bottom - m->frame.y) / m->cell));
    if (first <= last) {
        m->first = m->last < m->first || first < m->first ? first : m->first;
        m->last = last > m->last ? last : m->last;
    }
    for (int row = first; row <= last; row++) {
        unsigned char *cells = m->in + (size_t)row * (size_t)m->columns,
                      *turns = m->turns + (size_t)row * ((size_t)m->columns + 1), inside = 0;
        for (int c = west; c < m->columns; c++) {
            inside ^= turns[c];
            cells[c] ^= inside;
        }
        memset(turns + west, 0, (size_t)(m->columns + 1 - west));
    }
}

void sm_mask_sum(sm_mask *m)
{
    size_t wide = (size_t)m->columns + 1;
    int west = m->columns, east = -1, north = m->rows, south = -1;
    double x = 0, y = 0;
    m->count = 0;
    if (m->first <= m->last)
        memset(m->sums + (size_t)m->first * wide, 0, wide * sizeof *m->sums);
    for (int row = m->first; row <= m->last; row++) {
        const unsigned char *cells = m->in + (size_t)row * (size_t)m->columns;
        const unsigned *above = m->sums + (size_t)row * wide;
        unsigned *sums = m->sums + ((size_t)row + 1) * wide, run = 0, columns = 0;
        for (int c = 0; c < m->columns; c++) {
            run += cells[c];
            columns += cells[c] * (unsigned)c;
            sums[c + 1] = above[c + 1] + run;
        }
        if (run == 0)
            continue;
        const unsigned char *leftmost = memchr(cells, 1, (size_t)m->columns),
                            *rightmost = memrchr(cells, 1, (size_t)m->columns);
        x += columns;
        y += (double)row * run;
        m->count += run;
        west = (int)fmin(west, (double)(leftmost - cells));
        east = (int)fmax(east, (double)(rightmost - cells));
        north = row < north ? row : north;
        south = row;
    }
    m->box = m->count ? (sm_rect){m->frame.x + west * m->cell, m->frame.y + north * m->cell,
                                  (east - west + 1) * m->cell, (south - north + 1) * m->cell}
                      : (sm_rect){m->frame.x, m->frame.y, 0, 0};
    double n = fmax(1, (double)m->count);
    m->middle = (sm_xy){m->frame.x + (x / n + .5) * m->cell, m->frame.y + (y / n + .5) * m->cell};
}

bool sm_mask_holds(const sm_mask *m, sm_rect box)
{
    int west = (int)floor((box.x - m->frame.x) / m->cell), north = (int)floor((box.y - m->frame.y) / m->cell),
        east = (int)ceil((box.x + box.width - m->frame.x) / m->cell),
        south = (int)ceil((box.y + box.height - m->frame.y) / m->cell);
    if (!(west >= 0 && north >= m->first && east <= m->columns && south <= m->last + 1 && west < east &&
          north < south))
        return false;
    size_t wide = (size_t)m->columns + 1, n = (size_t)north * wide, s = (size_t)south * wide;
    unsigned inside = m->sums[s + (size_t)east] - m->sums[s + (size_t)west] - m->sums[n + (size_t)east] +
                      m->sums[n + (size_t)west];
    return inside == (unsigned)((east - west) * (south - north));
}

bool sm_mask_run(const sm_mask *m, double y, double *from, double *to)
{
    int row = (int)floor((y - m->frame.y) / m->cell), best = 0, start = 0, best_start = 0;
    if (row < m->first || row > m->last)
        return false;
    const unsigned char *cells = m->in + (size_t)row * (size_t)m->columns;
    for (int c = 0; c < m->columns; c++) {
        if (!cells[c])
            start = c + 1;
        else if (c + 1 - start > best) {
            best = c + 1 - start;
            best_start = start;
        }
    }
    *from = m->frame.x + best_start * m->cell;
    *to = *from + best * m->cell;
    return best > 0;
}
