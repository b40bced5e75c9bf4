/* Incidents in tables: what our reader makes of them is what GDAL makes of them; and where it is to be
 * better. */
#include "geojson.h"
#include "incidenttable.h"
#include "ogr.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char *as_geojson(const sm_incidents *list)
{
    char *bytes = NULL;
    size_t size;
    FILE *f = open_memstream(&bytes, &size);
    assert_non_null(f);
    assert_int_equal(sm_incidents_write_geojson(list, f, NULL), SM_OK);
    fclose(f);
    return bytes;
}

static void same_as_gdal(const char *path)
{
    sm_incidents *ours = sm_incidents_new(), *theirs = sm_incidents_new();
    sm_error err = {0};
    bool taken;
    if (sm_incidents_read_table(ours, path, &taken, &err) != SM_OK ||
        sm_incidents_read_ogr(theirs, path, &err) != SM_OK)
        fail_msg("%s: %s", path, err.text);
    assert_true(taken);
    assert_true(ours->count > 0);
    char *a = as_geojson(ours), *b = as_geojson(theirs);
    if (strcmp(a, b) != 0)
        fail_msg("%s is read differently:\n%s\n%s", path, a, b);
    assert_int_equal(ours->misplaced, theirs->misplaced);
    free(a);
    free(b);
    sm_incidents_free(ours);
    sm_incidents_free(theirs);
}

static void test_reads_as_gdal_does(void **state)
{
    glob_t found;
    (void)state;
    assert_int_equal(glob(SM_TEST_DATA "/gallery/*.csv", 0, NULL, &found), 0);
    assert_true(found.gl_pathc > 10);
    for (size_t i = 0; i < found.gl_pathc; i++)
        same_as_gdal(found.gl_pathv[i]);
    globfree(&found);
}

static void test_awkward_tables_as_gdal_does(void **state)
{
    static const char *const tables[] = {
        "lon,lat,title,killed_best\r\n-8,12.65,\"a \"\"b\"\", c\",3\r\n-4.1,14.5,\"two\nlines\",\r\n",
        "\xEF\xBB\xBFLongitude;Latitude;Name\n-8;12.65;Bamako\n",
        "name\tlat\tlng\nBamako\t12.65\t-8\nnowhere\t\t\n",
        "x,y,name\n1,2,a\n500000,1400000,far\n",
        "lon,lat,sources,place_name\n1,2,a.txt; b.txt,Here\n",
        "title,lon,lat\nshort row\nempty cells,,\nlong row,1,2,3,4\n\n\nlast without an end,3,4",
        "lon,lat,title\n1,2,S\xE9var\xE9\n",
    };
    (void)state;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        char path[] = "/tmp/sitmap-table-XXXXXX.csv";
        int fd = mkstemps(path, 4);
        assert_true(fd >= 0);
        assert_int_equal(write(fd, tables[i], strlen(tables[i])), strlen(tables[i]));
        close(fd);
        same_as_gdal(path);
        unlink(path);
    }
}

static sm_incidents *parsed(const char *text, size_t misplaced)
{
    sm_incidents *list = sm_incidents_new();
    sm_error err = {0};
    bool taken;
    if (sm_incidents_parse_table(list, text, strlen(text), "t.csv", &taken, &err) != SM_OK)
        fail_msg("%s", err.text);
    assert_true(taken);
    assert_int_equal(list->misplaced, misplaced);
    return list;
}

static void lies_at(const sm_incident *in, double lon, double lat)
{
    assert_true(in->n_sites == 1 && in->sites[0].located);
    assert_float_equal(in->sites[0].point.lon, lon, 1e-9);
    assert_float_equal(in->sites[0].point.lat, lat, 1e-9);
}

static void test_nothing_is_put_at_zero(void **state)
{
    (void)state;
    sm_incidents *list = parsed("lon,lat,title\nN/A,N/A,a\n12°30,5,b\n1,91,c\n,5,d\n0,0,e\n", 3);
    assert_int_equal(list->count, 5);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(list->items[i].n_sites, 0);
    lies_at(&list->items[4], 0, 0);
    sm_incidents_free(list);
}

static void test_decimal_commas(void **state)
{
    (void)state;
    sm_incidents *list = parsed("titre;lon;lat\na;-8,25;12,65\nb;-8.25;12\nc;1,2,3;4\n", 1);
    lies_at(&list->items[0], -8.25, 12.65);
    lies_at(&list->items[1], -8.25, 12);
    assert_int_equal(list->items[2].n_sites, 0);
    sm_incidents_free(list);
}

static void test_degrees_before_other_coordinates(void **state)
{
    (void)state;
    sm_incidents *list = parsed("x,y,lat,lon,title\n500000,1400000,12.65,-8,a\n", 0);
    lies_at(&list->items[0], -8, 12.65);
    sm_incidents_free(list);
}

static void test_hashtags_are_no_incident(void **state)
{
    (void)state;
    sm_incidents *list = parsed("lon,lat,title,note\n#geo+lon,#geo+lat,#event+name,\n1,2,#1 of many,x\n", 0);
    assert_int_equal(list->count, 1);
    assert_string_equal(list->items[0].title, "#1 of many");
    sm_incidents_free(list);
}

static void test_wide_characters(void **state)
{
    static const char text[] = "\xFF\xFEl\0o\0n\0,\0l\0a\0t\0\n\0001\0,\0002\0\n\0";
    (void)state;
    sm_incidents *list = sm_incidents_new();
    bool taken;
    assert_int_equal(sm_incidents_parse_table(list, text, sizeof text - 1, "t.csv", &taken, NULL), SM_OK);
    assert_int_equal(list->count, 1);
    lies_at(&list->items[0], 1, 2);
    sm_incidents_free(list);
}

static void test_left_to_gdal(void **state)
{
    static const char *const others[] = {"",         "\n",  "name,WKT\na,POINT(1 2)\n", "1,2,3\n4,5,6\n",
                                         "lon\n1\n", "a\0b"};
    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        sm_incidents *list = sm_incidents_new();
        bool taken = true;
        size_t size = i == 5 ? 3 : strlen(others[i]);
        assert_int_equal(sm_incidents_parse_table(list, others[i], size, "t.csv", &taken, NULL), SM_OK);
        assert_false(taken);
        assert_int_equal(list->count, 0);
        sm_incidents_free(list);
    }
}

static void test_open_quote(void **state)
{
    static const char text[] = "lon,lat,title\n1,2,a\n3,4,\"b\n5,6,c\n";
    (void)state;
    sm_incidents *list = sm_incidents_new();
    sm_error err = {0};
    bool taken;
    assert_int_equal(sm_incidents_parse_table(list, text, strlen(text), "t.csv", &taken, &err), SM_E_INPUT);
    assert_string_equal(err.file, "t.csv");
    assert_int_equal(err.line, 3);
    assert_string_equal(err.text, "a quote that begins in this record does not end");
    sm_incidents_free(list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads_as_gdal_does),
        cmocka_unit_test(test_awkward_tables_as_gdal_does),
        cmocka_unit_test(test_nothing_is_put_at_zero),
        cmocka_unit_test(test_decimal_commas),
        cmocka_unit_test(test_degrees_before_other_coordinates),
        cmocka_unit_test(test_hashtags_are_no_incident),
        cmocka_unit_test(test_wide_characters),
        cmocka_unit_test(test_left_to_gdal),
        cmocka_unit_test(test_open_quote),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
