/* A small file of GSHHG's form: eight bins of 90°, row by row from 0° E, 90° N. Points count the 65,535ths of
 * a bin from its south-west corner. */
#ifndef GSHHG_FILE_H
#define GSHHG_FILE_H

#include <gdal.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

enum { BINS = 8, PIECES_MAX = 32, POINTS_MAX = 256, IDS = 16, SOUTH = 0, EAST, NORTH, WEST, WHOLE };

typedef struct gshhg_file {
    int32_t minutes, columns, rows;
    int32_t first[BINS], count[BINS];
    int32_t words[PIECES_MAX], starts[PIECES_MAX], ids[PIECES_MAX], lengths[PIECES_MAX], levels[PIECES_MAX];
    size_t n_pieces;
    int32_t x[POINTS_MAX], y[POINTS_MAX];
    size_t n_points;
    int32_t parents[IDS];
    double areas[IDS];
    const char *left_out; /* an array that is not written */
} gshhg_file;

static gshhg_file gshhg_new(void)
{
    return (gshhg_file){.minutes = 5400, .columns = 4, .rows = 2};
}

/* Pieces of a bin are added one after the other. */
static void gshhg_add(gshhg_file *f, int bin, int id, int level, int entry, int exit, size_t n,
                      const int32_t points[][2])
{
    size_t k = f->n_pieces++;
    if (f->count[bin]++ == 0)
        f->first[bin] = (int32_t)k;
    f->words[k] = (int32_t)(n << 9 | (unsigned)level << 6 | (unsigned)exit << 3 | (unsigned)entry);
    f->starts[k] = (int32_t)f->n_points;
    f->lengths[k] = (int32_t)n;
    f->levels[k] = level;
    f->ids[k] = id;
    for (size_t i = 0; i < n; i++) {
        f->x[f->n_points] = points[i][0];
        f->y[f->n_points++] = points[i][1];
    }
}

/* A square, closed, in one bin. */
static void gshhg_square(gshhg_file *f, int bin, int id, int level, int32_t x, int32_t y, int32_t side)
{
    const int32_t points[][2] = {{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}, {x, y}};
    gshhg_add(f, bin, id, level, WHOLE, WHOLE, 5, points);
}

static void gshhg_array(const gshhg_file *f, GDALGroupH root, const char *name, GDALDataType type,
                        const void *values, size_t n)
{
    char dimension[64];
    if (f->left_out && strcmp(f->left_out, name) == 0)
        return;
    snprintf(dimension, sizeof dimension, "of_%s", name);
    GDALDimensionH size = GDALGroupCreateDimension(root, dimension, NULL, NULL, n, NULL);
    GDALExtendedDataTypeH of = GDALExtendedDataTypeCreate(type);
    GDALMDArrayH array = GDALGroupCreateMDArray(root, name, 1, &size, of, NULL);
    const GUInt64 start[] = {0};
    GDALMDArrayWrite(array, start, &n, NULL, NULL, of, values, NULL, 0);
    GDALMDArrayRelease(array);
    GDALExtendedDataTypeRelease(of);
    GDALDimensionRelease(size);
}

static void gshhg_write(const gshhg_file *f, const char *path)
{
    GDALAllRegister();
    unlink(path);
    GDALDatasetH file = GDALCreateMultiDimensional(GDALGetDriverByName("netCDF"), path, NULL, NULL);
    GDALGroupH root = GDALDatasetGetRootGroup(file);
    const struct {
        const char *name;
        const int32_t *values;
        size_t n;
    } arrays[] = {
        {"Bin_size_in_minutes", &f->minutes, 1},
        {"N_bins_in_360_longitude_range", &f->columns, 1},
        {"N_bins_in_180_degree_latitude_range", &f->rows, 1},
        {"Id_of_first_segment_in_a_bin", f->first, BINS},
        {"N_segments_in_a_bin", f->count, BINS},
        {"Embedded_npts_levels_exit_entry_for_a_segment", f->words, f->n_pieces},
        {"N_points_for_a_segment", f->lengths, f->n_pieces},
        {"Hierarchial_level_of_a_segment", f->levels, f->n_pieces},
        {"Id_of_first_point_in_a_segment", f->starts, f->n_pieces},
        {"Id_of_GSHHS_ID", f->ids, f->n_pieces},
        {"Relative_longitude_from_SW_corner_of_bin", f->x, f->n_points},
        {"Relative_latitude_from_SW_corner_of_bin", f->y, f->n_points},
        {"Id_of_parent_polygons", f->parents, IDS},
    };
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        gshhg_array(f, root, arrays[i].name, GDT_Int32, arrays[i].values, arrays[i].n);
    gshhg_array(f, root, "The_km_squared_area_of_polygons", GDT_Float64, f->areas, IDS);
    GDALGroupRelease(root);
    GDALClose(file);
}

#endif
