#include "gshhg.h"

#include <cpl_error.h>
#include <gdal.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    ELEMENTS_MAX = 1 << 26, /* of an array: ten times those of the full resolution */
    BINS_MAX = 1 << 20,
    OFFSET_MAX = 65535, /* a point's place in its bin, from south-west */
    WITHIN_BIN = 4      /* the side at which a piece that is a whole ring enters and leaves */
};

/* --- arrays of the file ------------------------------------------------------------------------ */

typedef struct source {
    const char *path;
    GDALDatasetH file;
    GDALGroupH root;
    sm_arena *arena;
    sm_error *err;
    sm_status status; /* the first failure stays */
    size_t n_bins, columns, rows;
    double bin_deg;
    int32_t *first_piece, *n_pieces; /* of each bin, from north-west */
    int32_t *lon, *lat;              /* 0 … OFFSET_MAX */
    size_t n_points, n_taken;        /* those that pieces named so far */
} source;

static void refuse(source *s, const char *what, const char *why)
{
    if (s->status == SM_OK)
        s->status = sm_fail_at(s->err, SM_E_SETUP, s->path, 0, "%s %s", what, why);
}

static void *read_as(source *s, const char *name, GDALDataType type, size_t size, size_t *n)
{
    *n = 0;
    if (s->status != SM_OK)
        return NULL;
    GDALMDArrayH array = GDALGroupOpenMDArray(s->root, name, NULL);
    size_t count = array && GDALMDArrayGetDimensionCount(array) == 1
                       ? (size_t)GDALMDArrayGetTotalElementsCount(array)
                       : 0;
    void *out = NULL;
    if (count == 0 || count > ELEMENTS_MAX)
        refuse(s, name, array ? "has an unlikely size" : "is missing");
    else if ((out = sm_arena_array(s->arena, count, size)) == NULL)
        s->status = sm_fail(s->err, SM_E_NOMEM, "out of memory");
    else {
        GDALExtendedDataTypeH as = GDALExtendedDataTypeCreate(type);
        const GUInt64 start[] = {0};
        if (!GDALMDArrayRead(array, start, &count, NULL, NULL, as, out, out, count * size))
            refuse(s, name, "cannot be read");
        GDALExtendedDataTypeRelease(as);
    }
    if (array)
        GDALMDArrayRelease(array);
    *n = count;
    return s->status == SM_OK ? out : NULL;
}

/* `*n`: how many it must have; 0 takes any number, which is then in `*n`. */
static int32_t *integers(source *s, const char *name, size_t *n)
{
    size_t count;
    int32_t *out = read_as(s, name, GDT_Int32, sizeof *out, &count);
    if (out && *n != 0 && *n != count)
        refuse(s, name, "has another size than those beside it");
    *n = count;
    return s->status == SM_OK ? out : NULL;
}

static int32_t integer(source *s, const char *name)
{
    size_t one = 1;
    const int32_t *value = integers(s, name, &one);
    return value ? *value : 0;
}

static void open_source(source *s)
{
    static const char *const netcdf[] = {"netCDF", NULL};
    GDALAllRegister();
    CPLPushErrorHandler(CPLQuietErrorHandler);
    CPLErrorReset();
    s->file = GDALOpenEx(s->path, GDAL_OF_MULTIDIM_RASTER, netcdf, NULL, NULL);
    s->root = s->file ? GDALDatasetGetRootGroup(s->file) : NULL;
    if (s->root == NULL) {
        refuse(s, "cannot be opened as netCDF:", CPLGetLastErrorMsg());
        return;
    }
    double minutes = integer(s, "Bin_size_in_minutes");
    int32_t columns = integer(s, "N_bins_in_360_longitude_range"),
            rows = integer(s, "N_bins_in_180_degree_latitude_range");
    if (s->status != SM_OK)
        return;
    if (minutes <= 0 || columns <= 0 || rows <= 0 || columns > BINS_MAX / rows ||
        minutes * columns != 360 * 60 || minutes * rows != 180 * 60) {
        refuse(s, "the bins", "do not cover the world");
        return;
    }
    s->bin_deg = minutes / 60;
    s->columns = (size_t)columns;
    s->rows = (size_t)rows;
    s->n_bins = s->columns * s->rows;
    s->first_piece = integers(s, "Id_of_first_segment_in_a_bin", &s->n_bins);
    s->n_pieces = integers(s, "N_segments_in_a_bin", &s->n_bins);
    s->lon = integers(s, "Relative_longitude_from_SW_corner_of_bin", &s->n_points);
    s->lat = integers(s, "Relative_latitude_from_SW_corner_of_bin", &s->n_points);
    for (size_t i = 0; i < s->n_points && s->status == SM_OK; i++) { /* 16 bits, read as signed ones */
        s->lon[i] &= OFFSET_MAX;
        s->lat[i] &= OFFSET_MAX;
    }
}

static void close_source(source *s)
{
    if (s->root)
        GDALGroupRelease(s->root);
    if (s->file)
        GDALClose(s->file);
    CPLPopErrorHandler();
}

/* --- pieces ------------------------------------------------------------------------------------ */

/* A point counted in steps of 1 / OFFSET_MAX of a bin from 0° E, 90° S: where pieces of neighbouring bins
 * meet, the same number in both. */
typedef struct grid_point {
    int64_t x, y;
} grid_point;

typedef struct piece {
    size_t bin, first, count; /* points */
} piece;

static grid_point point_at(const source *s, const piece *p, size_t i)
{
    int64_t column = (int64_t)(p->bin % s->columns), row = (int64_t)(s->rows - 1 - p->bin / s->columns);
    return (grid_point){(column * OFFSET_MAX + s->lon[p->first + i]) %
                            ((int64_t)s->columns * OFFSET_MAX), /* 360° is 0° */
                        row * OFFSET_MAX + s->lat[p->first + i]};
}

static sm_point degrees(const source *s, grid_point g)
{
    return (sm_point){(double)g.x * s->bin_deg / OFFSET_MAX, (double)g.y * s->bin_deg / OFFSET_MAX - 90};
}

/* The points of a piece behind those that are there. */
static size_t take_piece(const source *s, const piece *p, sm_point *out)
{
    for (size_t i = 0; i < p->count; i++)
        out[i] = degrees(s, point_at(s, p, i));
    return p->count;
}

/* The pieces of bin `b` as a range of all; false when there are none, or not so many. */
static bool pieces_of(source *s, size_t b, size_t n_all, size_t *first, size_t *end)
{
    int64_t from = s->first_piece[b], count = s->n_pieces[b];
    if (count <= 0)
        return false;
    if (from < 0 || from + count > (int64_t)n_all) {
        refuse(s, "a bin", "names pieces that are not there");
        return false;
    }
    *first = (size_t)from;
    *end = (size_t)(from + count);
    return true;
}

/* Each point is of one piece, so that a damaged file cannot ask for more than it holds. */
static bool points_fit(source *s, int64_t first, int64_t count)
{
    bool there = first >= 0 && count >= 0 && first + count <= (int64_t)s->n_points;
    if (there && (size_t)count <= s->n_points - s->n_taken) {
        s->n_taken += (size_t)count;
        return true;
    }
    refuse(s, "a piece", there ? "names points of others" : "names points that are not there");
    return false;
}

/* --- shores ------------------------------------------------------------------------------------ */

typedef struct shore_piece {
    piece as;
    uint32_t id;
    sm_gshhg_level level;
    bool whole, used;
    grid_point start;
} shore_piece;

static int by_start(const void *a, const void *b)
{
    const shore_piece *p = a, *q = b;
    if (p->id != q->id)
        return p->id < q->id ? -1 : 1;
    if (p->start.x != q->start.x)
        return p->start.x < q->start.x ? -1 : 1;
    if (p->start.y != q->start.y)
        return p->start.y < q->start.y ? -1 : 1;
    return p->as.first < q->as.first ? -1 : p->as.first > q->as.first;
}

/* The piece of the same shore that starts where the one before it ended; NULL when there is none left. */
static shore_piece *next_piece(shore_piece *pieces, size_t n, uint32_t id, grid_point at)
{
    const shore_piece key = {.id = id,
                             .start = at}; /* its first point is none: before all that start there */
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_start(&pieces[middle], &key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < n && pieces[low].id == id && pieces[low].start.x == at.x && pieces[low].start.y == at.y;
         low++)
        if (!pieces[low].used && !pieces[low].whole)
            return &pieces[low];
    return NULL;
}

/* The ring that begins with a piece. */
static sm_ring join(source *s, shore_piece *pieces, size_t n, shore_piece *begin)
{
    size_t count = 1;
    shore_piece **chain = NULL;
    size_t n_chain = 0, capacity = 0;
    for (shore_piece *p = begin; p && s->status == SM_OK;) {
        if (!sm_arena_grow(s->arena, &chain, &capacity, n_chain, sizeof *chain)) {
            s->status = sm_fail(s->err, SM_E_NOMEM, "out of memory");
            break;
        }
        p->used = true;
        chain[n_chain++] = p;
        count += p->as.count;
        grid_point end = point_at(s, &p->as, p->as.count - 1);
        bool closed = p->whole || (end.x == begin->start.x && end.y == begin->start.y);
        p = closed ? NULL : next_piece(pieces, n, begin->id, end);
        if (p == NULL && !closed)
            refuse(s, "a shore", "is not closed");
    }
    sm_point *points = s->status == SM_OK ? sm_arena_array(s->arena, count, sizeof *points) : NULL;
    if (points == NULL)
        return (sm_ring){0};
    count = 0;
    for (size_t i = 0; i < n_chain; i++)
        count += take_piece(s, &chain[i]->as, points + count);
    for (size_t i = 1; i < count; i++)
        points[i].lon += 360 * round((points[i - 1].lon - points[i].lon) / 360);
    if (points[0].lon != points[count - 1].lon || points[0].lat != points[count - 1].lat)
        points[count++] = points[0];
    return (sm_ring){points, count};
}

static shore_piece *shore_pieces(source *s, size_t *n, size_t n_ids)
{
    size_t n_all = 0, capacity = 0;
    const int32_t *packed = integers(s, "Embedded_npts_levels_exit_entry_for_a_segment", &n_all),
                  *start = integers(s, "Id_of_first_point_in_a_segment", &n_all),
                  *ids = integers(s, "Id_of_GSHHS_ID", &n_all);
    shore_piece *out = NULL;
    *n = 0;
    for (size_t b = 0, i, end; b < s->n_bins && s->status == SM_OK; b++) {
        if (!pieces_of(s, b, n_all, &i, &end))
            continue;
        for (; i < end && s->status == SM_OK; i++) {
            /* from the left: number of points, level, side (0 … 3) where it leaves the bin, where it enters
             */
            uint32_t word = (uint32_t)packed[i], level = word >> 6 & 7, count = word >> 9;
            if (level < SM_GSHHG_LAKE || level > SM_GSHHG_POND)
                continue; /* coasts */
            if (!points_fit(s, start[i], count) || count < 2)
                continue;
            if (*n == n_all)
                refuse(s, "a piece", "is in several bins");
            else if (ids[i] < 0 || (size_t)ids[i] >= n_ids)
                refuse(s, "a piece", "is of no shore");
            else if (!sm_arena_grow(s->arena, &out, &capacity, *n, sizeof *out))
                s->status = sm_fail(s->err, SM_E_NOMEM, "out of memory");
            else {
                shore_piece *p = &out[(*n)++];
                *p = (shore_piece){.as = {b, (size_t)start[i], count},
                                   .id = (uint32_t)ids[i],
                                   .level = (sm_gshhg_level)level,
                                   .whole = (word & 7) == WITHIN_BIN};
                p->start = point_at(s, &p->as, 0);
            }
        }
    }
    return out;
}

static void read_shores(source *s, sm_gshhg_shore **out, size_t *n)
{
    size_t n_parents = 0, n_areas = 0, n_pieces, capacity = 0;
    const int32_t *parents = integers(s, "Id_of_parent_polygons", &n_parents);
    const double *areas = read_as(s, "The_km_squared_area_of_polygons", GDT_Float64, sizeof *areas, &n_areas);
    size_t n_ids = n_parents < n_areas ? n_parents : n_areas;
    shore_piece *pieces = shore_pieces(s, &n_pieces, n_ids);
    if (s->status == SM_OK && n_pieces > 0)
        qsort(pieces, n_pieces, sizeof *pieces, by_start);
    for (size_t i = 0; i < n_pieces && s->status == SM_OK; i++) {
        if (pieces[i].used)
            continue;
        sm_ring ring = join(s, pieces, n_pieces, &pieces[i]);
        uint32_t id = pieces[i].id;
        if (!sm_arena_grow(s->arena, out, &capacity, *n, sizeof **out))
            s->status = sm_fail(s->err, SM_E_NOMEM, "out of memory");
        else if (s->status == SM_OK)
            (*out)[(*n)++] = (sm_gshhg_shore){.ring = ring,
                                              .id = id,
                                              .parent = (uint32_t)parents[id],
                                              .level = pieces[i].level,
                                              .river = areas[id] < 0};
    }
}

/* --- rivers ------------------------------------------------------------------------------------ */

static void read_rivers(source *s, sm_gshhg_river **out, size_t *n)
{
    size_t n_all = 0;
    const int32_t *counts = integers(s, "N_points_for_a_segment", &n_all),
                  *levels = integers(s, "Hierarchial_level_of_a_segment", &n_all), /* [sic] */
                      *start = integers(s, "Id_of_first_point_in_a_segment", &n_all);
    sm_gshhg_river *rivers = s->status == SM_OK ? sm_arena_array(s->arena, n_all, sizeof *rivers) : NULL;
    for (size_t b = 0, i, end; b < s->n_bins && rivers && s->status == SM_OK; b++) {
        if (!pieces_of(s, b, n_all, &i, &end))
            continue;
        for (; i < end && s->status == SM_OK; i++) {
            if (*n == n_all)
                refuse(s, "a piece", "is in several bins");
            if (s->status != SM_OK || !points_fit(s, start[i], counts[i]) || counts[i] < 2)
                continue;
            piece p = {b, (size_t)start[i], (size_t)counts[i]};
            sm_point *points = sm_arena_array(s->arena, p.count, sizeof *points);
            if (points)
                rivers[(*n)++] = (sm_gshhg_river){{points, take_piece(s, &p, points)}, levels[i]};
        }
    }
    if (s->status == SM_OK && (rivers == NULL || sm_arena_failed(s->arena)))
        s->status = sm_fail(s->err, SM_E_NOMEM, "out of memory");
    *out = rivers;
}

/* --- both -------------------------------------------------------------------------------------- */

sm_status sm_gshhg_shores(const char *path, sm_arena *arena, sm_gshhg_shore **out, size_t *n, sm_error *err)
{
    source s = {.path = path, .arena = arena, .err = err};
    *out = NULL;
    *n = 0;
    open_source(&s);
    read_shores(&s, out, n);
    close_source(&s);
    return s.status;
}

sm_status sm_gshhg_rivers(const char *path, sm_arena *arena, sm_gshhg_river **out, size_t *n, sm_error *err)
{
    source s = {.path = path, .arena = arena, .err = err};
    *out = NULL;
    *n = 0;
    open_source(&s);
    read_rivers(&s, out, n);
    close_source(&s);
    return s.status;
}
