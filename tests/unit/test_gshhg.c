/* Shores and rivers out of GSHHG's files: pieces of bins joined to rings, and what is refused. */
#include "gshhg.h"

#include "gshhg_file.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define QUARTER 16384 /* of a bin */

static char folder[] = "/tmp/sitmap-gshhg-XXXXXX", path[64];

static int make_folder(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL)
        return -1;
    snprintf(path, sizeof path, "%s/some.nc", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

/* A lake with an island in one bin, a lake over two bins, one over Greenwich, a wide river, a coast. */
static gshhg_file lakes(void)
{
    gshhg_file f = gshhg_new();
    const int32_t west_half[][2] = {{65535, 20000}, {60000, 25000}, {65535, 30000}},
                  east_half[][2] = {{0, 30000}, {5000, 25000}, {0, 20000}},
                  before_zero[][2] = {{65535, 50000}, {65000, 50000}, {65535, 51000}},
                  behind_zero[][2] = {{0, 51000}, {100, 50500}, {0, 50000}};
    gshhg_square(&f, 0, 1, 2, QUARTER, QUARTER, 8000);
    gshhg_square(&f, 0, 2, 3, QUARTER + 1000, QUARTER + 1000, 1000);
    gshhg_add(&f, 0, 3, 2, EAST, EAST, 3, west_half);
    gshhg_add(&f, 0, 5, 2, WEST, WEST, 3, behind_zero);
    gshhg_square(&f, 0, 0, 1, 100, 100, 60000);
    gshhg_add(&f, 1, 3, 2, WEST, WEST, 3, east_half);
    gshhg_square(&f, 1, 4, 2, 40000, 40000, 300);
    gshhg_add(&f, 3, 5, 2, EAST, EAST, 3, before_zero);
    f.parents[2] = 1;
    for (int i = 0; i < IDS; i++)
        f.areas[i] = i == 4 ? -50 : 50;
    return f;
}

typedef struct reading {
    sm_arena *arena;
    sm_gshhg_shore *shores;
    size_t n;
    sm_error err;
    sm_status status;
} reading;

static reading read_shores(const gshhg_file *f)
{
    reading r = {.arena = sm_arena_new(0)};
    gshhg_write(f, path);
    r.status = sm_gshhg_shores(path, r.arena, &r.shores, &r.n, &r.err);
    return r;
}

static const sm_gshhg_shore *shore(const reading *r, uint32_t id)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->shores[i].id == id)
            return &r->shores[i];
    return NULL;
}

static void test_shores(void **state)
{
    (void)state;
    gshhg_file f = lakes();
    reading r = read_shores(&f);
    assert_int_equal(r.status, SM_OK);
    assert_int_equal(r.n, 5);
    assert_null(shore(&r, 0)); /* a coast */
    for (size_t i = 0; i < r.n; i++) {
        sm_ring ring = r.shores[i].ring;
        assert_true(ring.points[0].lon == ring.points[ring.count - 1].lon &&
                    ring.points[0].lat == ring.points[ring.count - 1].lat);
    }
    const sm_gshhg_shore *lake = shore(&r, 1), *island = shore(&r, 2), *wide = shore(&r, 4);
    assert_int_equal(lake->level, SM_GSHHG_LAKE);
    assert_int_equal(lake->ring.count, 5);
    assert_true(fabs(lake->ring.points[0].lon - 22.5) < .001 && fabs(lake->ring.points[0].lat - 22.5) < .001);
    assert_int_equal(island->level, SM_GSHHG_ISLAND);
    assert_int_equal(island->parent, 1);
    assert_true(wide->river && !lake->river);
    sm_arena_free(r.arena);
}

static void test_pieces_are_joined(void **state)
{
    (void)state;
    gshhg_file f = lakes();
    reading r = read_shores(&f);
    assert_int_equal(r.status, SM_OK);
    sm_ring over_bins = shore(&r, 3)->ring, over_zero = shore(&r, 5)->ring;
    assert_int_equal(over_bins.count, 6); /* both have the points on the edge between them */
    double west = 360, east = 0;
    for (size_t i = 0; i < over_bins.count; i++) {
        west = fmin(west, over_bins.points[i].lon);
        east = fmax(east, over_bins.points[i].lon);
    }
    assert_true(west < 90 && west > 80 && east > 90 && east < 100);
    for (size_t i = 1; i < over_zero.count; i++) /* no jump round the world */
        assert_true(fabs(over_zero.points[i].lon - over_zero.points[i - 1].lon) < 2);
    sm_arena_free(r.arena);
}

static void test_rivers(void **state)
{
    (void)state;
    const int32_t line[][2] = {{0, 0}, {QUARTER, QUARTER}, {2 * QUARTER, QUARTER}};
    gshhg_file f = gshhg_new();
    gshhg_add(&f, 0, 0, 3, 0, 0, 3, line);
    gshhg_add(&f, 6, 0, 1, 0, 0, 2, line);
    gshhg_write(&f, path);
    sm_arena *arena = sm_arena_new(0);
    sm_gshhg_river *rivers;
    size_t n;
    sm_error err = {0};
    assert_int_equal(sm_gshhg_rivers(path, arena, &rivers, &n, &err), SM_OK);
    assert_int_equal(n, 2);
    assert_int_equal(rivers[0].level, 3);
    assert_int_equal(rivers[0].line.count, 3);
    assert_int_equal(rivers[1].level, 1);
    assert_true(rivers[1].line.points[0].lon == 180 && rivers[1].line.points[0].lat == -90);
    sm_arena_free(arena);
}

static void refused(const gshhg_file *f, const char *words)
{
    reading r = read_shores(f);
    if (r.status != SM_E_SETUP || strstr(r.err.text, words) == NULL)
        fail_msg("'%s' instead of '%s'", r.status == SM_OK ? "taken" : r.err.text, words);
    assert_string_equal(r.err.file, path);
    sm_arena_free(r.arena);
}

static void test_damage_is_refused(void **state)
{
    (void)state;
    static const char *const arrays[] = {"Bin_size_in_minutes",
                                         "Id_of_first_segment_in_a_bin",
                                         "Embedded_npts_levels_exit_entry_for_a_segment",
                                         "Id_of_GSHHS_ID",
                                         "Relative_latitude_from_SW_corner_of_bin",
                                         "Id_of_parent_polygons",
                                         "The_km_squared_area_of_polygons"};
    gshhg_file f;
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) {
        f = lakes();
        f.left_out = arrays[i];
        refused(&f, arrays[i]);
    }
    f = lakes(), f.minutes = 5399, refused(&f, "do not cover the world");
    f = lakes(), f.rows = -2, refused(&f, "do not cover the world");
    f = lakes(), f.columns = 1 << 30, refused(&f, "do not cover the world");
    f = lakes(), f.first[1] = INT32_MAX, refused(&f, "pieces that are not there");
    f = lakes(), f.first[0] = -1, refused(&f, "pieces that are not there");
    f = lakes(), f.count[2] = 1 << 20, refused(&f, "pieces that are not there");
    f = lakes(), f.starts[0] = INT32_MAX, refused(&f, "points that are not there");
    f = lakes(), f.starts[0] = -5, refused(&f, "points that are not there");
    f = lakes(), f.words[0] |= 1 << 30, refused(&f, "points that are not there");
    f = lakes(), f.ids[0] = IDS, refused(&f, "of no shore");
    f = lakes(), f.ids[0] = -1, refused(&f, "of no shore");
    f = lakes(), f.ids[2] = 9, refused(&f, "not closed");
    f = lakes(), f.first[2] = 0, f.count[2] = (int32_t)f.n_pieces, refused(&f, "of others");
    f = lakes(), f.n_points--, refused(&f, "not there");
}

static void test_other_files_are_refused(void **state)
{
    (void)state;
    sm_error err = {0};
    sm_arena *arena = sm_arena_new(0);
    sm_gshhg_shore *shores;
    size_t n, size = 0;
    static char bytes[1 << 20];
    assert_int_equal(sm_gshhg_shores("/nowhere/at_all.nc", arena, &shores, &n, &err), SM_E_SETUP);
    gshhg_file whole = lakes();
    gshhg_write(&whole, path);
    FILE *f = fopen(path, "rb");
    size = fread(bytes, 1, sizeof bytes, f);
    fclose(f);
    assert_true(size > 1000 && size < sizeof bytes);
    for (size_t keep = 0; keep < size; keep += size / 20) { /* cut off */
        f = fopen(path, "wb");
        fwrite(bytes, 1, keep, f);
        fclose(f);
        err = (sm_error){0};
        assert_int_equal(sm_gshhg_shores(path, arena, &shores, &n, &err), SM_E_SETUP);
        assert_string_equal(err.file, path);
    }
    sm_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shores),
        cmocka_unit_test(test_pieces_are_joined),
        cmocka_unit_test(test_rivers),
        cmocka_unit_test(test_damage_is_refused),
        cmocka_unit_test(test_other_files_are_refused),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
