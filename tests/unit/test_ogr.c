/* Files of incidents through GDAL: written and read back in every format, foreign tables, damaged files. */
#include "ogr.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/sitmap-ogr-XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int files_in_folder(bool remove_them)
{
    int count = 0;
    char path[512];
    DIR *d = opendir(folder);
    for (struct dirent *e; (e = readdir(d)) != NULL;) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        count++;
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        if (remove_them)
            unlink(path);
    }
    closedir(d);
    return count;
}

static int remove_folder(void **state)
{
    (void)state;
    files_in_folder(true);
    return rmdir(folder);
}

static sm_status write_as(const sm_incidents *list, const char *path, sm_error *err)
{
    const char *dot = strrchr(path, '.');
    return sm_incidents_write_ogr(list, path, dot + 1, NULL, err);
}

static const char *in_folder(const char *name)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void put(const char *name, const char *text, size_t size)
{
    FILE *f = fopen(in_folder(name), "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, size, f), size);
    fclose(f);
}

static char *get(const char *name, size_t *size)
{
    FILE *f = fopen(in_folder(name), "rb");
    assert_non_null(f);
    char *text = calloc(1, 1 << 20);
    *size = fread(text, 1, (1 << 20) - 1, f);
    fclose(f);
    return text;
}

static sm_incidents *two_incidents(void)
{
    static const sm_site raqqa[] = {{.name = "Raqqa",
                                     .country = "Syria",
                                     .country_code = "SY",
                                     .geonames_id = 172955,
                                     .point = {39.00786, 35.95283},
                                     .located = true},
                                    {.name = "Palmyra", .point = {38.2841, 34.5624}, .located = true}};
    static const sm_source sources[] = {{.doc = "a1", .killed = 23, .injured = SM_UNSTATED},
                                        {.doc = "a1", .killed = 23, .injured = SM_UNSTATED},
                                        {.doc = "b2", .killed = 20, .injured = SM_UNSTATED}};
    sm_incidents *list = sm_incidents_new();
    sm_incident *in = sm_incidents_add(list);
    in->id = "x1";
    in->title = "Air strike, \"Raqqa\", Сирия";
    in->type = SM_EVENT_air_strike;
    in->status = SM_UNCONFIRMED;
    strcpy(in->date_start, "2015-11-17");
    in->date_precision = 3;
    in->sites = raqqa;
    in->n_sites = 2;
    in->geo_precision = SM_GEO_EXACT;
    in->killed = (sm_toll){23, 20, 30};
    in->injured.best = 0;
    in->confidence = 0.875;
    in->n_documents = 2;
    in->sources = sources;
    in->n_sources = 3;
    in = sm_incidents_add(list);
    in->id = "x2";
    in->title = "Flood";
    in->type = SM_EVENT_flood;
    return list;
}

static void check_flat(const sm_incidents *list, const char *name, bool multipoint)
{
    if (list->count != 2)
        fail_msg("%s holds %zu", name, list->count);
    const sm_incident *in = &list->items[0];
    assert_string_equal(in->id, "x1");
    assert_string_equal(in->title, "Air strike, \"Raqqa\", Сирия");
    assert_int_equal(in->type, SM_EVENT_air_strike);
    assert_int_equal(in->status, SM_UNCONFIRMED);
    assert_string_equal(in->date_start, "2015-11-17");
    assert_int_equal(in->date_precision, 3);
    assert_int_equal(in->geo_precision, SM_GEO_EXACT);
    assert_int_equal(in->killed.low, 20);
    assert_int_equal(in->injured.best, 0);
    assert_int_equal(in->injured.low, SM_UNSTATED);
    assert_true(in->confidence == 0.875);
    assert_int_equal(in->n_sources, 2);
    assert_string_equal(in->sources[1].doc, "b2");
    assert_int_equal(in->n_sites, multipoint ? 2 : 1);
    assert_string_equal(in->sites[0].name, "Raqqa");
    assert_int_equal(in->sites[0].geonames_id, 172955);
    assert_true(in->sites[0].located);
    assert_true(in->sites[0].point.lon == 39.00786 && in->sites[0].point.lat == 35.95283);
    assert_int_equal(list->items[1].n_sites, 0);
    assert_int_equal(list->items[1].killed.best, SM_UNSTATED);
}

static void test_every_format_comes_back(void **state)
{
    (void)state;
    static const char *const names[] = {"i.csv", "i.gpkg", "i.shp", "i.GPKG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        sm_incidents *list = two_incidents(), *again = sm_incidents_new();
        sm_error err = {0};
        if (write_as(list, in_folder(names[i]), &err) != SM_OK)
            fail_msg("%s: %s", names[i], err.text);
        if (sm_incidents_read(again, in_folder(names[i]), &err) != SM_OK)
            fail_msg("%s: %s", names[i], err.text);
        if (strcmp(names[i], "i.geojson") != 0)
            check_flat(again, names[i], strcmp(names[i], "i.csv") != 0);
        assert_int_equal(again->misplaced, 0);
        sm_incidents_free(list);
        sm_incidents_free(again);
        assert_int_equal(files_in_folder(true), strcmp(names[i], "i.shp") == 0 ? 5 : 1);
    }
}

static void test_flatgeobuf_holds_places_only(void **state)
{
    (void)state;
    sm_incidents *list = two_incidents(), *again = sm_incidents_new();
    assert_int_equal(write_as(list, in_folder("i.fgb"), NULL), SM_OK);
    assert_int_equal(sm_incidents_read(again, in_folder("i.fgb"), NULL), SM_OK);
    assert_int_equal(again->count, 1);
    assert_int_equal(again->items[0].n_sites, 2);
    sm_incidents_free(list);
    sm_incidents_free(again);
    files_in_folder(true);
}

static void test_kml_has_names_and_points(void **state)
{
    (void)state;
    sm_incidents *list = two_incidents();
    sm_error err = {0};
    if (write_as(list, in_folder("i.kml"), &err) != SM_OK)
        fail_msg("%s", err.text);
    size_t size;
    char *text = get("i.kml", &size);
    assert_non_null(strstr(text, "Air strike, \"Raqqa\", Сирия"));
    assert_non_null(strstr(text, "39.00786,35.95283"));
    free(text);
    sm_incidents_free(list);
    files_in_folder(true);
}

static void test_csv_bytes(void **state)
{
    (void)state;
    sm_incidents *list = two_incidents();
    sm_write_options hxl = {.hxl = true};
    assert_int_equal(sm_incidents_write_ogr(list, in_folder("table"), "csv", &hxl, NULL), SM_OK);
    size_t size;
    char *text = get("table", &size);
    const char *head = "lon,lat,incident_id,title,event_type,event_group,",
               *tags = "\n#geo+lon,#geo+lat,#event+id,#event+name,#event+type,";
    const char *row =
        "\n39.00786,35.95283,x1,\"Air strike, \"\"Raqqa\"\", Сирия\",air_strike,conflict,Air/drone strike,";
    assert_memory_equal(text, head, strlen(head));
    assert_non_null(strstr(text, tags));
    assert_non_null(strstr(text, row));
    assert_non_null(strstr(text, ",\"Raqqa; Palmyra\","));
    free(text);
    sm_incidents_free(list);
    files_in_folder(true);
}

static void test_same_bytes_twice(void **state)
{
    (void)state;
    static const char *const formats[] = {"csv", "gpkg", "kml", "shp"};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        char *text[2], name[16];
        size_t size[2];
        snprintf(name, sizeof name, "i.%s", formats[i]);
        for (int k = 0; k < 2; k++) {
            sm_incidents *list = two_incidents();
            assert_int_equal(write_as(list, in_folder(name), NULL), SM_OK);
            text[k] = get(name, &size[k]);
            sm_incidents_free(list);
        }
        assert_int_equal(size[0], size[1]);
        if (memcmp(text[0], text[1], size[0]) != 0)
            fail_msg("%s differs", formats[i]);
        free(text[0]);
        free(text[1]);
        files_in_folder(true);
    }
}

static void test_foreign_table(void **state)
{
    (void)state;
    const char *csv =
        "event_id_cnty,event_date,sub_event_type,location,latitude,longitude,geo_precision,fatalities\n"
        "MLI1,07 August 2015,Attack,S\xE9var\xE9,14.5278,-4.0939,1,13\n" /* Latin-1 */
        "MLI2,2015-11-20,Grenade,Bamako,,,3,\n"
        "MLI3,2015-11-20,Armed clash,Nowhere,1400000,500000,1,many\n";
    put("acled.csv", csv, strlen(csv));
    sm_incidents *list = sm_incidents_new();
    sm_error err = {0};
    if (sm_incidents_read(list, in_folder("acled.csv"), &err) != SM_OK)
        fail_msg("%s", err.text);
    assert_int_equal(list->count, 3);
    assert_string_equal(list->items[0].date_start, "2015-08-07");
    assert_int_equal(list->items[0].type, SM_EVENT_armed_attack);
    assert_true(list->items[0].sites[0].point.lon == -4.0939);
    assert_string_equal(list->items[0].sites[0].name, "S\xEF\xBF\xBDvar\xEF\xBF\xBD");
    assert_false(list->items[1].sites[0].located);
    assert_int_equal(list->items[1].killed.best, SM_UNSTATED);
    assert_string_equal(list->items[1].type_text, "Grenade");
    assert_false(list->items[2].sites[0].located);
    sm_incidents_free(list);
    files_in_folder(true);
}

static void test_other_coordinate_systems(void **state)
{
    (void)state;
    const char *utm =
        "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:"
        "crs:EPSG::32636\"}},"
        "\"features\":[{\"type\":\"Feature\",\"properties\":{\"name\":\"Cairo\"},\"geometry\":{\"type\":"
        "\"Point\",\"coordinates\":[330000,3325000]}},"
        "{\"type\":\"Feature\",\"properties\":{\"name\":\"area\"},\"geometry\":{\"type\":\"Polygon\","
        "\"coordinates\":[[[330000,3325000],[340000,3325000],[335000,3335000],[330000,3325000]]]}}]}";
    put("utm.geojson", utm, strlen(utm));
    sm_incidents *list = sm_incidents_new();
    sm_error err = {0};
    if (sm_incidents_read(list, in_folder("utm.geojson"), &err) != SM_OK)
        fail_msg("%s", err.text);
    assert_int_equal(list->count, 2);
    for (size_t i = 0; i < 2; i++) {
        sm_point p = list->items[i].sites[0].point;
        assert_true(p.lon > 31.1 && p.lon < 31.4 && p.lat > 30 && p.lat < 30.2);
    }
    sm_incidents_free(list);
    files_in_folder(true);
}

static void refused(const char *path, sm_status wanted)
{
    sm_incidents *list = sm_incidents_new();
    sm_error err = {0};
    assert_int_equal(sm_incidents_read(list, path, &err), wanted);
    assert_true(err.text[0]);
    assert_string_equal(err.file, path);
    sm_incidents_free(list);
}

static void test_what_cannot_be_read(void **state)
{
    (void)state;
    refused("/nowhere/at/all.gpkg", SM_E_INPUT);
    refused("/nowhere/at/all.geojson", SM_E_INPUT);
    put("noise.gpkg", "\x89\x01noise", 7);
    refused(in_folder("noise.gpkg"), SM_E_INPUT);
    put("cut.shp", "\x00\x00\x27\x0a\x00\x00", 6);
    refused(in_folder("cut.shp"), SM_E_INPUT);
    put("empty.geojson", "", 0);
    refused(in_folder("empty.geojson"), SM_E_INPUT);
    put("list.json", "[1,2]", 5);
    refused(in_folder("list.json"), SM_E_INPUT);
    files_in_folder(true);
}

static void test_what_cannot_be_written(void **state)
{
    (void)state;
    sm_incidents *list = two_incidents();
    sm_error err = {0};
    assert_int_equal(write_as(list, in_folder("i.xyz"), &err), SM_E_USAGE);
    assert_string_equal(err.text, "unknown format 'xyz'");
    sm_error_clear(&err);
    assert_int_equal(sm_incidents_write_ogr(list, "-", "shp", NULL, &err), SM_E_USAGE);
    sm_error_clear(&err);
    assert_int_equal(write_as(list, "/nowhere/at/all.gpkg", &err), SM_E_IO);
    assert_string_equal(err.file, "/nowhere/at/all.gpkg");
    assert_int_equal(files_in_folder(false), 0);
    assert_true(sm_ogr_can_write("CSV"));
    assert_false(sm_ogr_can_write(""));
    sm_incidents_free(list);
}

static void test_no_incidents(void **state)
{
    (void)state;
    static const char *const names[] = {"e.csv", "e.gpkg", "e.fgb", "e.shp", "e.kml"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        sm_incidents *list = sm_incidents_new();
        sm_error err = {0};
        if (write_as(list, in_folder(names[i]), &err) != SM_OK)
            fail_msg("%s: %s", names[i], err.text);
        if (strcmp(names[i], "e.kml") != 0 && sm_incidents_read(list, in_folder(names[i]), &err) != SM_OK)
            fail_msg("%s: %s", names[i], err.text);
        assert_int_equal(list->count, 0);
        sm_incidents_free(list);
    }
    files_in_folder(true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_format_comes_back),  cmocka_unit_test(test_flatgeobuf_holds_places_only),
        cmocka_unit_test(test_kml_has_names_and_points), cmocka_unit_test(test_csv_bytes),
        cmocka_unit_test(test_same_bytes_twice),         cmocka_unit_test(test_foreign_table),
        cmocka_unit_test(test_other_coordinate_systems), cmocka_unit_test(test_what_cannot_be_read),
        cmocka_unit_test(test_what_cannot_be_written),   cmocka_unit_test(test_no_incidents),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
