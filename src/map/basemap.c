#include "basemap.h"

#include "basemap_import.h"
#include "data.h"
#include "file.h"
#include "hash.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct sm_basemap {
    sm_mapped file;
    bool mapped; /* else from malloc */
    const sm_basemap_header *header;
    const sm_base_unit *units;
    const sm_base_shape *shapes;
    const sm_base_point *points;
    const char *strings;
    const sm_base_view *views;
    const uint32_t *sea_rows, *sea_runs;
};

static bool section_fits(const sm_basemap_header *h, uint64_t offset, uint64_t count, uint64_t size)
{
    return offset % 4 == 0 && offset >= sizeof *h && offset <= h->file_size &&
           count <= (h->file_size - offset) / size;
}

static const char *damage(const sm_mapped *file, bool verify)
{
    const sm_basemap_header *h = (const void *)file->bytes;
    if (file->size < sizeof *h || memcmp(h->magic, SM_BASEMAP_MAGIC, sizeof h->magic) != 0)
        return "not a sitmap basemap";
    if (h->byte_order != 0x01020304)
        return "basemap of another byte order; build it again on this machine";
    if (h->version != SM_BASEMAP_VERSION)
        return "basemap of another version; build it again";
    if (h->file_size != file->size)
        return "basemap is cut off or has something appended";
    if (!section_fits(h, h->units, h->n_units, sizeof(sm_base_unit)) ||
        !section_fits(h, h->shapes, h->n_shapes, sizeof(sm_base_shape)) ||
        !section_fits(h, h->points, h->n_points, sizeof(sm_base_point)) ||
        (h->n_views > 0 && !section_fits(h, h->views, h->n_views, sizeof(sm_base_view))) ||
        (h->n_sea_runs > 0 && (!section_fits(h, h->sea_rows, SM_SEA_ROWS + 1, sizeof(uint32_t)) ||
                               !section_fits(h, h->sea_runs, h->n_sea_runs, sizeof(uint32_t)))) ||
        !section_fits(h, h->strings, h->string_bytes, 1) || h->string_bytes == 0 ||
        file->bytes[h->strings + h->string_bytes - 1] != '\0')
        return "basemap is damaged";
    for (int level = 0; level < SM_BASE_LEVELS; level++)
        for (int layer = 0; layer < SM_BASE_LAYERS; layer++)
            if ((uint64_t)h->layers[level][layer].first + h->layers[level][layer].count > h->n_shapes)
                return "basemap is damaged";
    if (verify && sm_hash(file->bytes + sizeof *h, file->size - sizeof *h) != h->checksum)
        return "basemap is damaged (checksum)";
    return NULL;
}

static void release(sm_mapped *file, bool mapped)
{
    if (mapped)
        sm_unmap_file(file);
    else
        free((void *)(uintptr_t)file->bytes);
}

static sm_status begin(sm_mapped file, bool mapped, bool verify, const char *path, sm_basemap **out,
                       sm_error *err)
{
    const char *why = damage(&file, verify);
    sm_basemap *b = why ? NULL : calloc(1, sizeof *b);
    if (b == NULL) {
        release(&file, mapped);
        return why ? sm_fail_at(err, SM_E_SETUP, path, 0, "%s", why)
                   : sm_fail(err, SM_E_NOMEM, "out of memory");
    }
    b->file = file;
    b->mapped = mapped;
    b->header = (const void *)file.bytes;
    b->units = (const void *)(file.bytes + b->header->units);
    b->shapes = (const void *)(file.bytes + b->header->shapes);
    b->points = (const void *)(file.bytes + b->header->points);
    b->strings = (const char *)file.bytes + b->header->strings;
    if (b->header->n_views > 0)
        b->views = (const void *)(b->header->views + (const unsigned char *)b->header);
    if (b->header->n_sea_runs > 0) { /* else the offsets were not checked */
        b->sea_rows = (const void *)(file.bytes + b->header->sea_rows);
        b->sea_runs = (const void *)(file.bytes + b->header->sea_runs);
    }
    *out = b;
    return SM_OK;
}

static sm_status open_compiled(const char *path, bool verify, sm_basemap **out, sm_error *err)
{
    char standard[4096];
    sm_mapped file;
    if (path == NULL)
        path = sm_data_path("basemap.bin", standard, sizeof standard);
    sm_status st = sm_map_file(path, SM_E_SETUP, &file, err);
    return st == SM_OK ? begin(file, true, verify, path, out, err) : st;
}

/* Whether a file begins as ours do, or is not there at all: then it is asked for as one of ours. */
static bool is_compiled(const char *path)
{
    char magic[sizeof((sm_basemap_header *)NULL)->magic];
    FILE *f = fopen(path, "rb");
    bool ours = f && fread(magic, 1, sizeof magic, f) == sizeof magic &&
                memcmp(magic, SM_BASEMAP_MAGIC, sizeof magic) == 0;
    if (f)
        fclose(f);
    return ours;
}

sm_status sm_basemap_open(const char *path, bool verify, sm_basemap **out, sm_error *err)
{
    sm_basemap *compiled;
    if (path == NULL || is_compiled(path))
        return open_compiled(path, verify, out, err);
    sm_status st = open_compiled(NULL, verify, &compiled, err);
    if (st != SM_OK)
        return st;
    st = sm_basemap_import(compiled, path, out, err);
    sm_basemap_close(compiled);
    return st;
}

const unsigned char *sm_basemap_bytes(const sm_basemap *b, size_t *size)
{
    *size = b->file.size;
    return b->file.bytes;
}

sm_status sm_basemap_take(void *bytes, size_t size, const char *path, sm_basemap **out, sm_error *err)
{
    return begin((sm_mapped){bytes, size}, false, false, path, out, err);
}

void sm_basemap_close(sm_basemap *b)
{
    if (b == NULL)
        return;
    release(&b->file, b->mapped);
    free(b);
}

void sm_basemap_rest(const sm_basemap *b)
{
    if (b->mapped)
        sm_rest_file(&b->file);
}

size_t sm_basemap_shapes(const sm_basemap *b, sm_base_layer layer, sm_base_level level,
                         const sm_base_shape **out)
{
    for (int step = 0; step < 2 * SM_BASE_LEVELS;
         step++) { /* the level itself, then coarser and finer ones by turns */
        int at = (int)level + (step % 2 ? 1 : -1) * ((step + 1) / 2);
        if (at < 0 || at >= SM_BASE_LEVELS || b->header->layers[at][layer].count == 0)
            continue;
        *out = b->shapes + b->header->layers[at][layer].first;
        return b->header->layers[at][layer].count;
    }
    return 0;
}

const sm_base_point *sm_basemap_points(const sm_basemap *b, const sm_base_shape *shape, size_t *count)
{
    bool fits = shape->first <= b->header->n_points && shape->count <= b->header->n_points - shape->first;
    *count = fits ? shape->count : 0;
    return fits ? b->points + shape->first : b->points;
}

size_t sm_basemap_units(const sm_basemap *b, const sm_base_unit **out)
{
    *out = b->units;
    return b->header->n_units;
}

size_t sm_basemap_views(const sm_basemap *b, const sm_base_view **out)
{
    *out = b->views;
    return b->header->n_views;
}

uint32_t sm_basemap_sea_at(const sm_basemap *b, sm_point at)
{
    uint32_t n = b->header->n_sea_runs;
    int row = (int)((at.lat + 90) * SM_SEA_ROWS / 180);
    if (n == 0 || !(at.lat >= -90 && at.lat < 90))
        return SM_NO_UNIT;
    uint32_t column = (uint32_t)((remainder(at.lon, 360) + 180) * SM_SEA_COLUMNS / 360) % SM_SEA_COLUMNS;
    uint32_t low = b->sea_rows[row], high = b->sea_rows[row + 1], end = high;
    while (low < high && high <= n) { /* the first run that ends beyond the column */
        uint32_t middle = low + (high - low) / 2;
        if (b->sea_runs[middle] >> 16 > column)
            high = middle;
        else
            low = middle + 1;
    }
    uint32_t sea = low < end && low < n ? b->sea_runs[low] & 0xffff : 0;
    return sea && b->header->first_sea + sea - 1 < b->header->n_units ? b->header->first_sea + sea - 1
                                                                      : SM_NO_UNIT;
}

const char *sm_basemap_string(const sm_basemap *b, uint32_t offset)
{
    return offset < b->header->string_bytes ? b->strings + offset : "";
}

static bool shape_holds(const sm_basemap *b, const sm_base_shape *s, int32_t lon, int32_t lat)
{
    size_t n;
    const sm_base_point *p = sm_basemap_points(b, s, &n);
    bool inside = false;
    for (size_t i = 0, k = n - 1; i < n; k = i++)
        if ((p[i].lat > lat) != (p[k].lat > lat) &&
            lon < (double)(p[k].lon - p[i].lon) * (lat - p[i].lat) / (p[k].lat - p[i].lat) + p[i].lon)
            inside = !inside;
    return inside;
}

uint32_t sm_basemap_unit_at(const sm_basemap *b, sm_base_layer layer, sm_point at)
{
    const sm_base_shape *shapes;
    size_t n = sm_basemap_shapes(b, layer, SM_BASE_50M, &shapes);
    int32_t lat = (int32_t)lround(at.lat / SM_BASE_UNIT), lon = (int32_t)lround(at.lon / SM_BASE_UNIT);
    for (size_t i = 0; i < n; i++) {
        if (lat < shapes[i].south || lat > shapes[i].north)
            continue;
        for (int turn = 0; turn <= 1; turn++) {
            int32_t x = lon + turn * (int32_t)(360 / SM_BASE_UNIT);
            if (x >= shapes[i].west && x <= shapes[i].east && shape_holds(b, &shapes[i], x, lat))
                return shapes[i].unit;
        }
    }
    return SM_NO_UNIT;
}
