/* The user's own layers in place of compiled ones: whole, or country by country; lines made of areas. */
#include "basemap_import.h"
#include "edges.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/sitmap-import-XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

static sm_basemap *built(void)
{
    sm_basemap *b = NULL;
    if (access(SM_BUILD_DIR "/share/sitmap/basemap.bin", R_OK) != 0)
        skip(); /* the npm packages are not installed */
    assert_int_equal(sm_basemap_open(SM_BUILD_DIR "/share/sitmap/basemap.bin", false, &b, NULL), SM_OK);
    return b;
}

static sm_status import(const sm_basemap *compiled, const char *name, const char *features, sm_basemap **out,
                        sm_error *err)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s.geojson", folder, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fprintf(f, "{\"type\":\"FeatureCollection\",\"features\":[%s]}", features);
    fclose(f);
    sm_status st = sm_basemap_import(compiled, path, out, err);
    unlink(path);
    return st;
}

static sm_basemap *imported(const sm_basemap *compiled, const char *name, const char *features)
{
    sm_error err = {0};
    sm_basemap *b = NULL;
    if (import(compiled, name, features, &b, &err) != SM_OK)
        fail_msg("%s: %s", name, err.text);
    return b;
}

#define SQUARE(properties, west, south, east, north)                                                         \
    "{\"type\":\"Feature\",\"properties\":{" properties                                                      \
    "},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[" west "," south "],[" east "," south           \
    "],[" east "," north "],[" west "," north "],[" west "," south "]]]}}"

static size_t count(const sm_basemap *b, sm_base_layer layer, sm_base_level level)
{
    const sm_base_shape *shapes;
    return sm_basemap_shapes(b, layer, level, &shapes);
}

static size_t count_of_country(const sm_basemap *b, sm_base_layer layer, const char *code)
{
    const sm_base_shape *shapes;
    const sm_base_unit *units;
    size_t n = sm_basemap_shapes(b, layer, SM_BASE_10M, &shapes), found = 0;
    size_t n_units = sm_basemap_units(b, &units);
    for (size_t i = 0; i < n; i++)
        found += shapes[i].unit < n_units && memcmp(units[shapes[i].unit].country, code, 2) == 0;
    return found;
}

static void test_divisions_of_one_country(void **state)
{
    (void)state;
    sm_basemap *old = built();
    sm_basemap *b =
        imported(old, "mli_admbnda_adm1",
                 SQUARE("\"ADM1_FR\":\"Ouest\",\"ADM0_PCODE\":\"ML\"", "-12", "12", "-6", "16") "," SQUARE(
                     "\"ADM1_FR\":\"Est\"", "-6", "12", "0", "16")); /* the second: by where it lies */
    assert_true(count_of_country(old, SM_BASE_ADMIN1, "ML") > 2);
    assert_int_equal(count_of_country(b, SM_BASE_ADMIN1, "ML"), 2);
    assert_int_equal(count_of_country(b, SM_BASE_ADMIN1, "NE"), count_of_country(old, SM_BASE_ADMIN1, "NE"));
    const sm_base_shape *lines;
    const sm_base_unit *units;
    size_t n = sm_basemap_shapes(b, SM_BASE_ADMIN1_LINES, SM_BASE_10M, &lines), n_points;
    assert_true(n < count(old, SM_BASE_ADMIN1_LINES, SM_BASE_10M));
    const sm_base_point *p = sm_basemap_points(b, &lines[n - 1], &n_points); /* own ones are last */
    assert_int_equal(n_points, 2);
    assert_true(p[0].lon == -600000 && p[1].lon == -600000);
    size_t n_units = sm_basemap_units(b, &units);
    assert_string_equal(sm_basemap_string(b, units[n_units - 1].name), "Est");
    assert_memory_equal(units[n_units - 1].country, "ML", 2);
    sm_basemap_close(old); /* what was imported lives on */
    assert_int_equal(count_of_country(b, SM_BASE_COUNTRIES, "ML"), 1);
    sm_basemap_close(b);
}

static void test_land_takes_the_whole_place(void **state)
{
    (void)state;
    sm_basemap *old = built();
    sm_basemap *b =
        imported(old, "ne_50m_land",
                 SQUARE("\"a\":1", "0", "0", "10", "10") "," SQUARE("\"a\":2", "170", "-90", "180", "-80"));
    for (int level = 0; level < SM_BASE_LEVELS; level++)
        assert_int_equal(count(b, SM_BASE_LAND, (sm_base_level)level), 2);
    const sm_base_shape *coast;
    size_t n = sm_basemap_shapes(b, SM_BASE_COAST, SM_BASE_10M, &coast), n_points;
    assert_int_equal(n, 2); /* the second square is cut at 180° and along the pole */
    sm_basemap_points(b, &coast[0], &n_points);
    assert_int_equal(n_points, 5);
    assert_int_equal(count(b, SM_BASE_COUNTRIES, SM_BASE_10M), count(old, SM_BASE_COUNTRIES, SM_BASE_10M));
    sm_basemap_close(old);
    sm_basemap_close(b);
}

#define LINE(properties, lat)                                                                                \
    "{\"type\":\"Feature\",\"properties\":{" properties                                                      \
    "},\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[10," lat "],[20," lat "]]}}"

/* Rivers have the ranks of Natural Earth's attribute, a middle one without it. */
static void test_ranks_of_rivers(void **state)
{
    (void)state;
    sm_basemap *old = built();
    sm_basemap *b = imported(
        old, "ne_10m_rivers_lake_centerlines",
        LINE("\"scalerank\":9", "1") "," LINE("\"scalerank\":2", "2") "," LINE(
            "\"name\":\"Own\"", "3") "," LINE("\"scalerank\":1e300", "4") "," LINE("\"scalerank\":-7", "5"));
    static const uint32_t ranks[] = {0, 2, 5, 9, SM_RIVER_RANKS - 1};
    const sm_base_shape *shapes;
    assert_int_equal(sm_basemap_shapes(b, SM_BASE_RIVERS, SM_BASE_10M, &shapes), 5);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(shapes[i].rank, ranks[i]);
    sm_basemap_close(b);
    sm_basemap_close(old);
}

static void test_countries_one_by_one(void **state)
{
    (void)state;
    sm_basemap *old = built();
    sm_basemap *b =
        imported(old, "countries",
                 SQUARE("\"NAME\":\"Gallia\",\"ISO_A2\":\"FR\"", "0", "45", "5", "50") "," SQUARE(
                     "\"NAME\":\"Germania\",\"ISO_A2\":\"-99\",\"ISO_A2_EH\":\"de\"", "5", "45", "10", "50"));
    assert_int_equal(count_of_country(b, SM_BASE_COUNTRIES, "FR"), 1);
    assert_int_equal(count_of_country(b, SM_BASE_COUNTRIES, "DE"), 1);
    assert_true(count_of_country(b, SM_BASE_COUNTRIES, "IT") > 1);
    assert_int_equal(count(b, SM_BASE_BORDERS, SM_BASE_10M), count(old, SM_BASE_BORDERS, SM_BASE_10M));
    sm_basemap_close(old);
    sm_basemap_close(b);
}

static void test_what_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *name, *features, *words;
    } cases[] = {
        {"roads", SQUARE("\"a\":1", "0", "0", "1", "1"), "no layer bears a name"},
        {"borders", SQUARE("\"a\":1", "0", "0", "1", "1"), "has no lines"},
        {"land",
         "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,1]}}",
         "has no areas"},
        {"land", SQUARE("\"a\":1", "500000", "0", "600000", "1"), "no longitudes and latitudes"},
        {"land", "", ""},
    };
    sm_basemap *old = built(), *b = NULL;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sm_error err = {0};
        assert_int_equal(import(old, cases[i].name, cases[i].features, &b, &err), SM_E_SETUP);
        if (strstr(err.text, cases[i].words) == NULL)
            fail_msg("'%s' does not say '%s'", err.text, cases[i].words);
    }
    sm_basemap_close(old);
}

static void test_edges(void **state)
{
    (void)state;
    static const sm_base_point left[] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}},
                               right[] = {{1, 0}, {2, 0}, {2, 1}, {1, 1}};
    sm_edges *e = sm_edges_new();
    sm_edges_add_ring(e, left, 4, 7);
    sm_edges_add_ring(e, right, 4, 9);
    assert_int_equal(sm_edges_other(e, left[1], left[2], 7), 9);
    assert_int_equal(sm_edges_other(e, right[0], right[3], 9), 7);
    assert_int_equal(sm_edges_other(e, left[0], left[1], 7), SM_NO_UNIT);
    assert_int_equal(sm_edges_other(e, left[0], left[2], 7), SM_NO_UNIT);
    for (int32_t i = 0; i < 60000; i++) { /* the table grows */
        const sm_base_point line[] = {{i, 5}, {i + 1, 5}};
        sm_edges_add_ring(e, line, 2, 11);
    }
    assert_int_equal(sm_edges_other(e, left[1], left[2], 7), 9);
    assert_false(sm_edges_failed(e));
    sm_edges_free(e);
    assert_true(sm_edges_failed(NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_divisions_of_one_country), cmocka_unit_test(test_land_takes_the_whole_place),
        cmocka_unit_test(test_ranks_of_rivers),          cmocka_unit_test(test_countries_one_by_one),
        cmocka_unit_test(test_what_is_refused),          cmocka_unit_test(test_edges),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
