#include "seas.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = SM_SEA_COLUMNS, ROWS = SM_SEA_ROWS, MAX_LINE = 1 << 14, MAX_CROSSINGS = 8192, GROWTH = 4 };

#define CELL          (360.0 / COLUMNS)
#define WIDEST_STRAIT 30.0 /* degrees */

/* --- the table --------------------------------------------------------------------------------- */

static double width_of(sm_box b)
{
    return b.east - b.west + (b.east < b.west ? 360 : 0);
}

static double size_of(const sm_sea *s)
{
    return width_of(s->box) * (s->box.north - s->box.south);
}

static int largest_first(const void *a, const void *b)
{
    double x = size_of(a), y = size_of(b);
    return x != y ? (x > y ? -1 : 1) : strcmp(((const sm_sea *)a)->name, ((const sm_sea *)b)->name);
}

/* name, id, lon, lat, iso2, admin1, class, code, population, west, south, east, north, … */
static bool read_sea(char *line, sm_sea *out)
{
    static const char *const codes[] = {"OCN", "SEA", "GULF", "BAY", "STRT"};
    char *cells[16] = {0}, *end;
    size_t n = 0;
    for (char *at = line; at && n < 16; n++) {
        cells[n] = at;
        if ((at = strchr(at, '\t')) != NULL)
            *at++ = '\0';
    }
    bool wanted = false;
    for (size_t i = 0; n > 12 && cells[6][0] == 'H' && i < sizeof codes / sizeof *codes; i++)
        wanted |= strcmp(cells[7], codes[i]) == 0;
    if (!wanted || cells[9][0] == '\0')
        return false;
    double v[6];
    const int columns[] = {2, 3, 9, 10, 11, 12};
    for (int i = 0; i < 6; i++) {
        v[i] = strtod(cells[columns[i]], &end);
        if (end == cells[columns[i]] || !isfinite(v[i]))
            return false;
    }
    *out = (sm_sea){.at = {v[0], v[1]}, .box = {v[2], v[3], v[4], v[5]}};
    snprintf(out->name, sizeof out->name, "%.60s", cells[0]);
    snprintf(out->code, sizeof out->code, "%.7s", cells[7]);
    if (strcmp(out->code, "STRT") == 0 && width_of(out->box) > WIDEST_STRAIT)
        return false; /* the Northwest Passage is a way, not a water */
    return sm_point_valid(out->at) && out->box.south < out->box.north;
}

sm_status sm_seas_load(const char *path, sm_sea out[SM_MAX_SEAS], size_t *count, sm_error *err)
{
    char line[MAX_LINE];
    FILE *f = fopen(path, "r");
    if (f == NULL)
        return sm_fail_at(err, SM_E_SETUP, path, 0, "cannot be opened");
    *count = 0;
    while (fgets(line, sizeof line, f) && *count < SM_MAX_SEAS)
        *count += *line != '#' && read_sea(line, &out[*count]);
    fclose(f);
    qsort(out, *count, sizeof *out, largest_first);
    return SM_OK;
}

/* --- the grid ---------------------------------------------------------------------------------- */

static int row_of(double lat)
{
    int r = (int)floor((lat + 90) / CELL);
    return r < 0 ? 0 : r >= ROWS ? ROWS - 1 : r;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

void sm_seas_flip(unsigned char *grid, const sm_base_point *ring, size_t count)
{
    double crossings[MAX_CROSSINGS], south = 90, north = -90;
    for (size_t i = 0; i < count; i++) {
        south = fmin(south, ring[i].lat * SM_BASE_UNIT);
        north = fmax(north, ring[i].lat * SM_BASE_UNIT);
    }
    for (int row = row_of(south); row <= row_of(north); row++) {
        double lat = -90 + (row + .5) * CELL;
        size_t n = 0;
        for (size_t i = 0, k = count - 1; i < count; k = i++) {
            double a = ring[k].lat * SM_BASE_UNIT, b = ring[i].lat * SM_BASE_UNIT;
            if ((a > lat) != (b > lat) && n < MAX_CROSSINGS)
                crossings[n++] =
                    (ring[k].lon + (ring[i].lon - ring[k].lon) * (lat - a) / (b - a)) * SM_BASE_UNIT;
        }
        qsort(crossings, n, sizeof *crossings, ascending);
        for (size_t i = 0; i + 1 < n; i += 2)
            for (long c = lround((crossings[i] + 180) / CELL); c < lround((crossings[i + 1] + 180) / CELL);
                 c++)
                grid[row * COLUMNS + (int)(((c % COLUMNS) + COLUMNS) % COLUMNS)] ^= 1;
    }
}

typedef struct queue {
    int *cells;
    size_t first, last;
} queue;

static bool in_box(const sm_sea *s, int cell)
{
    double lon = -180 + (cell % COLUMNS + .5) * CELL, lat = -90 + (cell / COLUMNS + .5) * CELL;
    double east = lon - s->box.west;
    east -= 360 * floor(east / 360);
    return lat >= s->box.south && lat <= s->box.north && east <= width_of(s->box);
}

/* The water of the box that is nearest to the sea's point. */
static int seed_of(const sm_sea *s, const unsigned char *land)
{
    int best = -1;
    double least = INFINITY;
    for (int row = row_of(s->box.south); row <= row_of(s->box.north); row++) {
        for (int c = 0; c < COLUMNS; c++) {
            int cell = row * COLUMNS + c;
            if (land[cell] || !in_box(s, cell))
                continue;
            double dx = remainder(-180 + (c + .5) * CELL - s->at.lon, 360),
                   dy = -90 + (row + .5) * CELL - s->at.lat;
            if (dx * dx + dy * dy < least) {
                least = dx * dx + dy * dy;
                best = cell;
            }
        }
    }
    return best;
}

static int neighbour(int cell, int side)
{
    int row = cell / COLUMNS, column = cell % COLUMNS;
    if (side < 2) {
        row += side ? 1 : -1;
        return row < 0 || row >= ROWS ? -1 : row * COLUMNS + column;
    }
    return row * COLUMNS + (column + (side == 2 ? 1 : COLUMNS - 1)) % COLUMNS;
}

static void flood(const sm_sea *s, unsigned char owner, const unsigned char *land, unsigned char *out,
                  unsigned char *seen, queue *q)
{
    int seed = seed_of(s, land);
    memset(seen, 0, (size_t)COLUMNS * ROWS);
    q->first = q->last = 0;
    if (seed >= 0) {
        q->cells[q->last++] = seed;
        seen[seed] = 1;
    }
    while (q->first < q->last) {
        int cell = q->cells[q->first++];
        out[cell] = owner;
        for (int side = 0; side < 4; side++) {
            int next = neighbour(cell, side);
            if (next < 0 || seen[next] || land[next] || !in_box(s, next))
                continue;
            seen[next] = 1;
            q->cells[q->last++] = next;
        }
    }
}

/* "North Atlantic" is a part of the "Atlantic Ocean", which the map names. */
static size_t whole_of(const sm_sea *seas, size_t count, size_t i)
{
    const char *last = strrchr(seas[i].name, ' ');
    for (size_t k = 0; strcmp(seas[i].code, "OCN") == 0 && last && k < count; k++) {
        size_t length = strlen(last + 1);
        if (k != i && strcmp(seas[k].code, "OCN") == 0 && strncmp(seas[k].name, last + 1, length) == 0 &&
            seas[k].name[length] == ' ')
            return k;
    }
    return i;
}

static void grow(unsigned char *grid, unsigned char *scratch)
{
    for (int round = 0; round < GROWTH; round++) {
        memcpy(scratch, grid, (size_t)COLUMNS * ROWS);
        for (int cell = 0; cell < COLUMNS * ROWS; cell++) {
            for (int side = 0; side < 4 && grid[cell] == 0; side++) {
                int next = neighbour(cell, side);
                if (next >= 0 && scratch[next])
                    grid[cell] = scratch[next];
            }
        }
    }
}

unsigned char *sm_seas_fill(const unsigned char *land, sm_sea *seas, size_t count)
{
    size_t cells = (size_t)COLUMNS * ROWS;
    unsigned char *out = calloc(cells, 1), *seen = malloc(cells);
    queue q = {malloc(cells * sizeof *q.cells), 0, 0};
    if (out && seen && q.cells) {
        for (size_t i = 0; i < count;
             i++) /* the largest box first, so that smaller ones take what is theirs */
            flood(&seas[i], (unsigned char)(1 + whole_of(seas, count, i)), land, out, seen, &q);
        for (size_t i = 0; i < cells; i++)
            if (out[i])
                seas[out[i] - 1].cells++;
        grow(out, seen);
    } else {
        free(out);
        out = NULL;
    }
    free(seen);
    free(q.cells);
    return out;
}
