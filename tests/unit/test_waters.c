/* The lakes and rivers of the basemap, chosen among the sources: an invented land from 20° to 70° E, 20° to
 * 70° N, with every case that the choice knows. Bins are of 90°, so the land is in that of the north-east. */
#include "waters.h"

#include "gshhg_file.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static char folder[] = "/tmp/sitmap-waters-XXXXXX", paths[6][64];
static const char *const names[] = {"coarse.json", "rivers.geojson", "shores.nc",
                                    "small.nc",    "lakes.tsv",      "rivers.tsv"};
static char straits[64], dry[64];

static int make_folder(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL)
        return -1;
    for (size_t i = 0; i < 6; i++)
        snprintf(paths[i], sizeof paths[i], "%s/%s", folder, names[i]);
    snprintf(straits, sizeof straits, "%s/straits.tsv", folder);
    snprintf(dry, sizeof dry, "%s/dry.tsv", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    for (size_t i = 0; i < 6; i++)
        unlink(paths[i]);
    unlink(straits);
    unlink(dry);
    return rmdir(folder);
}

static void put(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static int32_t of_bin(double degrees)
{
    return (int32_t)lround(degrees / 90 * 65535);
}

static void square(gshhg_file *f, int id, int level, double lon, double lat, double side)
{
    gshhg_square(f, 0, id, level, of_bin(lon), of_bin(lat), of_bin(side));
}

static void river(gshhg_file *f, int level, const double (*points)[2], size_t n)
{
    int32_t at[16][2];
    for (size_t i = 0; i < n; i++) {
        at[i][0] = of_bin(points[i][0]);
        at[i][1] = of_bin(points[i][1]);
    }
    gshhg_add(f, 0, 0, level, 0, 0, n, (const int32_t(*)[2])at);
}

/* Lakes of 1:50 million: one that GSHHG lacks at 60, 60; what is left of a larger one at 40, 40. A river
 * along 30° N. */
#define COARSE                                                                                               \
    "{\"type\":\"Topology\",\"objects\":{"                                                                   \
    "\"lakes\":{\"type\":\"GeometryCollection\",\"geometries\":["                                            \
    "{\"type\":\"Polygon\",\"arcs\":[[0]]},{\"type\":\"Polygon\",\"arcs\":[[1]]}]},"                         \
    "\"rivers\":{\"type\":\"GeometryCollection\",\"geometries\":[{\"type\":\"LineString\",\"arcs\":[2]}]}}," \
    "\"arcs\":[[[60,60],[62,60],[62,62],[60,62],[60,60]],"                                                   \
    "[[40,40],[41,40],[41,41],[40,41],[40,40]],[[25,30],[35,30],[45,30]]]}"

#define FINE                                                                                                 \
    "{\"type\":\"FeatureCollection\",\"features\":["                                                         \
    "{\"type\":\"Feature\",\"properties\":{\"scalerank\":4},\"geometry\":{\"type\":\"LineString\","          \
    "\"coordinates\":[[25,30],[30,30.02],[35,30],[40,30.02],[45,30]]}},"                                     \
    "{\"type\":\"Feature\",\"properties\":{\"scalerank\":7},\"geometry\":{\"type\":\"MultiLineString\","     \
    "\"coordinates\":[[[50,25],[55,25]],[[56,25],[58,25]]]}}]}"

static void write_sources(void)
{
    static const double same[][2] = {{25, 30.01}, {30, 30.01}, {35, 30.01}, {40, 30.01}},
                        tributary[][2] = {{33, 35}, {33, 32}, {33, 30.05}, {33, 30.01}},
                        at_sea[][2] = {{80, 30}, {81, 30}, {82, 30}},
                        wadi[][2] = {{50, 50}, {51, 50}, {52, 50}};
    gshhg_file shores = gshhg_new(), rivers = gshhg_new();
    square(&shores, 1, 2, 30, 50, 4);      /* a lake … */
    square(&shores, 2, 3, 31, 51, 1);      /* … its island … */
    square(&shores, 3, 4, 31.2, 51.2, .3); /* … and a pond on that */
    square(&shores, 4, 2, 38, 38, 5);      /* since then dried up but for a fifth */
    square(&shores, 5, 3, 42, 42, .5);     /* what was an island in it */
    square(&shores, 6, 2, 75, 50, 3);      /* no lake: the sea of the basemap */
    square(&shores, 7, 2, 60.5, 60.5, .3); /* under the reservoir */
    square(&shores, 8, 2, 50, 60, 1);      /* the banks of a river */
    shores.parents[2] = 1, shores.parents[3] = 2, shores.parents[5] = 4;
    shores.areas[8] = -1;
    gshhg_write(&shores, paths[2]);
    river(&rivers, 1, same, 4);
    river(&rivers, 3, tributary, 4);
    river(&rivers, 2, at_sea, 3);
    river(&rivers, 6, wadi, 3);
    gshhg_write(&rivers, paths[3]);
    put(paths[0], COARSE);
    put(paths[1], FINE);
    put(paths[4], "name\tgeonames_id\tlon\tlat\tiso2\tadmin1_code\tfeature_class\tfeature_"
                  "code\tpopulation\twest\tsouth\t"
                  "east\tnorth\talternates\tnote\n"
                  "West Lake\t\t30.5\t52\tXX\t\tH\tLK\t\t\t\t\t\t\t\n"
                  "East Lake\t\t33.5\t52\tXX\t\tH\tLK\t\t\t\t\t\t\t\n"
                  "New Dam\t\t59\t59\tXX\t\tH\tRSV\t\t60\t60\t62\t62\t\t\n"
                  "Long Reservoir\t\t25\t65\tXX\t\tH\tRSV\t\t\t\t\t\t\t\n"
                  "Small Sea\t\t40.5\t40.5\tXX\t\tH\tLK\t\t\t\t\t\t\t\n");
    put(paths[5], "name\tpoints\nLong River\t28 30.05, 44 30\n");
    put(straits, "name\tlon\tlat\tother_lon\tother_lat\tnote\n");
    put(dry, "name\tlon\tlat\tnote\n");
}

static sm_status load(sm_waters *w, sm_arena *arena, sm_error *err)
{
    const sm_point corners[] = {{20, 20}, {70, 20}, {70, 70}, {20, 70}, {20, 20}};
    const sm_water_sources from = {paths[0], paths[1], paths[2], paths[3], paths[4], paths[5], straits, dry};
    sm_rings *land = sm_rings_new();
    sm_rings_add(land, &(sm_ring){corners, 5});
    sm_status st = sm_waters_load(&from, land, arena, w, err);
    sm_rings_free(land);
    return st;
}

static bool holds(const sm_water *w, double lon, double lat)
{
    sm_rings *r = sm_rings_new();
    sm_rings_add(r, &w->line);
    bool inside = sm_rings_hold(r, (sm_point){lon, lat});
    sm_rings_free(r);
    return inside;
}

/* In how many of the fine lakes' rings a point lies, and the name of the last. */
static size_t rings_at(const sm_waters *w, double lon, double lat, const char **name)
{
    size_t n = 0;
    const sm_water_list *lakes = &w->lakes[SM_WATER_FINE];
    *name = "";
    for (size_t i = 0; i < lakes->n; i++)
        if (holds(&lakes->items[i], lon, lat)) {
            n++;
            *name = lakes->items[i].name < 0 ? "" : w->lake_names[lakes->items[i].name].name;
        }
    return n;
}

static sm_waters waters; /* large */

static void test_lakes(void **state)
{
    (void)state;
    sm_arena *arena = sm_arena_new(0);
    sm_error err = {0};
    const char *name;
    write_sources();
    if (load(&waters, arena, &err) != SM_OK)
        fail_msg("%s: %s", err.file ? err.file : "", err.text);
    assert_int_equal(rings_at(&waters, 30.2, 50.2, &name), 1);
    assert_string_equal(name, "West Lake");
    assert_int_equal(rings_at(&waters, 31.8, 51.8, &name), 2); /* the island is a hole … */
    assert_string_equal(name, "West Lake");
    assert_int_equal(rings_at(&waters, 31.3, 51.3, &name), 3); /* … and the pond one in it */
    assert_int_equal(rings_at(&waters, 40.5, 40.5, &name), 1); /* of 1:50 million */
    assert_string_equal(name, "Small Sea");
    assert_int_equal(rings_at(&waters, 42.8, 38.5, &name), 0);   /* dried up */
    assert_int_equal(rings_at(&waters, 42.25, 42.25, &name), 0); /* its island */
    assert_int_equal(rings_at(&waters, 61, 61, &name), 1);       /* a reservoir younger than GSHHG */
    assert_int_equal(rings_at(&waters, 60.65, 60.65, &name), 1); /* and nothing twice */
    assert_int_equal(rings_at(&waters, 76, 51, &name), 0);       /* at sea */
    assert_int_equal(rings_at(&waters, 50.5, 60.5, &name), 0);   /* a river's banks */
    assert_int_equal(waters.lakes[SM_WATER_COARSE].n, 2);
    sm_arena_free(arena);
}

static void test_rivers(void **state)
{
    (void)state;
    sm_arena *arena = sm_arena_new(0);
    sm_error err = {0};
    write_sources();
    assert_int_equal(load(&waters, arena, &err), SM_OK);
    const sm_water_list *fine = &waters.rivers[SM_WATER_FINE], *coarse = &waters.rivers[SM_WATER_COARSE];
    assert_int_equal(coarse->n, 1);
    assert_int_equal(coarse->items[0].rank, 4); /* as the finer line along it */
    assert_int_equal(fine->n, 4);               /* three lines of Natural Earth's, the tributary */
    assert_int_equal(fine->items[0].rank, 4);
    assert_string_equal(waters.river_names[fine->items[0].name].name, "Long River");
    assert_int_equal(fine->items[1].rank, 7);
    assert_int_equal(fine->items[1].name, -1);
    sm_ring tributary = fine->items[3].line;
    assert_int_equal(fine->items[3].rank, 12);
    assert_true(tributary.points[0].lat > 34.9);                    /* from its source … */
    assert_true(tributary.points[tributary.count - 1].lat < 30.02); /* … to the river that it joins */
    sm_arena_free(arena);
}

/* The lake of two names becomes two at a strait in its middle. */
static void test_straits(void **state)
{
    (void)state;
    sm_arena *arena = sm_arena_new(0);
    sm_error err = {0};
    const char *name;
    write_sources();
    gshhg_file f = gshhg_new();
    const int32_t shore[][2] = {{of_bin(30), of_bin(50)},   {of_bin(32), of_bin(51.9)},
                                {of_bin(34), of_bin(50)},   {of_bin(34), of_bin(54)},
                                {of_bin(32), of_bin(52.1)}, {of_bin(30), of_bin(54)},
                                {of_bin(30), of_bin(50)}};
    gshhg_add(&f, 0, 1, 2, WHOLE, WHOLE, 7, shore);
    gshhg_square(&f, 0, 2, 3, of_bin(33.2), of_bin(51.5), of_bin(.5));
    f.parents[2] = 1;
    gshhg_write(&f, paths[2]);
    put(straits, "name\tlon\tlat\tother_lon\tother_lat\tnote\nNarrows\t32\t51.9\t32\t52.1\t\n");
    assert_int_equal(load(&waters, arena, &err), SM_OK);
    assert_int_equal(rings_at(&waters, 30.5, 52, &name), 1);
    assert_string_equal(name, "West Lake");
    assert_int_equal(rings_at(&waters, 33.9, 52, &name), 1);
    assert_string_equal(name, "East Lake");
    assert_int_equal(rings_at(&waters, 33.4, 51.7, &name), 2); /* the island is of the part that it lies in */
    assert_string_equal(name, "East Lake");
    sm_arena_free(arena);
}

#define SECTION(points)                                                                                      \
    ",{\"type\":\"Feature\",\"properties\":{\"scalerank\":4,\"featurecla\":\"Lake "                          \
    "Centerline\"},\"geometry\":"                                                                            \
    "{\"type\":\"LineString\",\"coordinates\":[" points "]}}"

#define SECTIONS                                                                                             \
    "{\"type\":\"FeatureCollection\",\"features\":["                                                         \
    "{\"type\":\"Feature\",\"properties\":{\"scalerank\":4,\"featurecla\":\"River\"},\"geometry\":"          \
    "{\"type\":\"LineString\",\"coordinates\":[[25,30],[45,30]]}}" SECTION("[55,40],[55.4,40],[55.8,40]")    \
        SECTION("[60,25],[60.4,25]") SECTION("[60.4,25],[60.8,25]") SECTION("[22,65],[25,65],[28,65]")       \
            SECTION("[30.5,53.5],[31.5,53.5]") SECTION("[33.8,53],[34.1,53],[34.4,53],[34.6,53]")            \
                SECTION("[69.98,60],[69.98,61]") SECTION("[55,45],[55.8,45]") "]}"

/* Sections of rivers through lakes: where no lake is known, one is drawn, 1.4 km times the power 0.3 of its
 * length wide. */
static void test_reservoirs(void **state)
{
    (void)state;
    sm_arena *arena = sm_arena_new(0);
    sm_error err = {0};
    const char *name;
    write_sources();
    put(paths[1], SECTIONS);
    put(dry, "name\tlon\tlat\tnote\nDry Dam\t55.41\t45.01\tnever built\n");
    if (load(&waters, arena, &err) != SM_OK)
        fail_msg("%s: %s", err.file ? err.file : "", err.text);
    assert_int_equal(rings_at(&waters, 55.4, 40.02, &name), 1); /* 5 km wide: 2.2 km off its middle line … */
    assert_int_equal(rings_at(&waters, 55.4, 39.98, &name), 1);
    assert_int_equal(rings_at(&waters, 55.4, 40.025, &name), 0); /* … and 2.8 */
    assert_int_equal(rings_at(&waters, 55.02, 40.02, &name), 0); /* it narrows to its ends … */
    assert_int_equal(rings_at(&waters, 55.78, 40.02, &name), 0);
    assert_int_equal(rings_at(&waters, 54.99, 40, &name), 0);    /* … and does not go beyond them */
    assert_int_equal(rings_at(&waters, 60.4, 25.021, &name), 1); /* one lake of two sections */
    assert_int_equal(rings_at(&waters, 60.02, 25.021, &name), 0);
    assert_int_equal(rings_at(&waters, 25, 65.02, &name), 1);
    assert_string_equal(name, "Long Reservoir");
    assert_int_equal(rings_at(&waters, 31, 53.5, &name), 1); /* a lake that is known … */
    assert_int_equal(rings_at(&waters, 33.9, 53, &name), 1); /* … or in part: never two, one upon the other */
    assert_int_equal(rings_at(&waters, 34.3, 53, &name), 1);
    assert_int_equal(rings_at(&waters, 69.975, 60.5, &name), 1); /* 1.1 km from the sea, so no wider */
    assert_int_equal(rings_at(&waters, 70.01, 60.5, &name), 0);
    assert_int_equal(rings_at(&waters, 69.95, 60.5, &name), 0);
    assert_int_equal(rings_at(&waters, 55.4, 45, &name), 0); /* the table says that there is none */
    assert_int_equal(waters.lakes[SM_WATER_COARSE].n, 3);    /* the great one is there at 1:50 million too */
    assert_true(waters.rivers[SM_WATER_FINE].n >= 9);        /* sections stay rivers */
    sm_arena_free(arena);
}

static void refused(const char *file, const char *text, const char *words)
{
    sm_arena *arena = sm_arena_new(0);
    sm_error err = {0};
    write_sources();
    put(file, text);
    sm_status st = load(&waters, arena, &err);
    if (st != SM_E_SETUP || strstr(err.text, words) == NULL)
        fail_msg("%s: '%s' instead of '%s'", file, st == SM_OK ? "taken" : err.text, words);
    sm_arena_free(arena);
}

static void test_bad_sources(void **state)
{
    (void)state;
    refused(paths[0], "{\"type\":\"Topology\"", "");
    refused(paths[1], "", "");
    refused(paths[1], "{\"type\":\"FeatureCollection\",\"features\":[]}", "");
    refused(
        paths[1],
        "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[25,"
        "30],[35,30]]}}",
        "no rank");
    refused(paths[1],
            "{\"type\":\"Feature\",\"properties\":{\"scalerank\":1e9},\"geometry\":{\"type\":\"LineString\","
            "\"coordinates\":[[25,30],[35,30]]}}",
            "no rank");
    refused(paths[1],
            "{\"type\":\"Feature\",\"properties\":{\"scalerank\":1},\"geometry\":{\"type\":\"LineString\","
            "\"coordinates\":[[25,30],[350000,30]]}}",
            "");
    refused(paths[2], "CDF", "netCDF");
    refused(paths[3], "CDF", "netCDF");
    refused(paths[5], "name\tpoints\nLost River\t60 60\n", "Lost River");
    refused(paths[5], "name\tpoints\nLost River\t600 60\n", "no such place");
    refused(paths[5], "name\tpoints\nLost River\tsomewhere\n", "no such place");
    refused(straits, "name\tlon\tlat\tother_lon\tother_lat\tnote\nNarrows\t32\t51.9\n", "no two points");
    refused(dry, "name\tlon\tlat\tnote\nDry Dam\t55\t45\t\n", "no river runs through a lake there");
    refused(dry, "name\tlon\tlat\tnote\nDry Dam\t55\tnorth\t\n", "no such place");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lakes),      cmocka_unit_test(test_rivers),      cmocka_unit_test(test_straits),
        cmocka_unit_test(test_reservoirs), cmocka_unit_test(test_bad_sources),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
