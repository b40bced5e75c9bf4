/* Incident files of GIS formats: written and read back. */
#include "ogr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/sitmap-ogr-XXXXXX";

static const char *in_folder(const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static sm_incidents *two_incidents(void)
{
    sm_incidents *list = sm_incidents_new();
    sm_incident *a = sm_incidents_add(list);
    static sm_site sites[2] = {
        {.name = "Solhan",
         .country = "Burkina Faso",
         .country_code = "BF",
         .point = {0.69, 12.94},
         .located = true},
        {.name = "Tadaryat", .country_code = "BF", .point = {0.5, 12.9}, .located = true}};
    a->id = "one";
    a->title = "Armed attack, Solhan";
    a->type = SM_EVENT_armed_attack;
    strcpy(a->date_start, "2021-06-05");
    strcpy(a->date_end, "2021-06-05");
    a->sites = sites;
    a->n_sites = 2;
    a->killed = (sm_toll){160, 132, 160};
    sm_incident *b = sm_incidents_add(list);
    b->id = "two";
    b->title = "Flood";
    b->type = SM_EVENT_flood;
    return list;
}

static void every_format_keeps_what_it_can(void **state)
{
    (void)state;
    static const char *const names[] = {"x.csv", "x.gpkg", "x.fgb", "x.kml", "x.shp", "x.geojsonl"};
    sm_incidents *list = two_incidents();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        sm_error err = {0};
        const char *format = strrchr(names[i], '.') + 1;
        assert_int_equal(sm_incidents_write_ogr(list, in_folder(names[i]), format, NULL, &err), SM_OK);
        sm_incidents *back = sm_incidents_new();
        assert_int_equal(sm_incidents_read_ogr(back, in_folder(names[i]), &err), SM_OK);
        bool needs_place = strcmp(format, "fgb") == 0; /* that format has no features without a place */
        assert_int_equal(back->count, needs_place ? 1 : 2);
        assert_int_equal(back->items[0].type, SM_EVENT_armed_attack);
        assert_true(back->items[0].n_sites >= 1 && back->items[0].sites[0].located);
        assert_float_equal(back->items[0].sites[0].point.lon, 0.69, 1e-4);
        if (!needs_place)
            assert_true(back->items[1].n_sites == 0 || !back->items[1].sites[0].located);
        if (strcmp(format, "shp") != 0) { /* whose names are cut to ten letters */
            assert_int_equal(back->items[0].killed.best, 160);
            assert_int_equal(back->items[0].killed.low, 132);
            if (!needs_place)
                assert_int_equal(back->items[1].killed.best, SM_UNSTATED);
        }
        sm_incidents_free(back);
    }
    sm_incidents_free(list);
}

static void hxl_row_stands_second(void **state)
{
    (void)state;
    char line[2048];
    sm_incidents *list = two_incidents();
    assert_int_equal(
        sm_incidents_write_ogr(list, in_folder("hxl.csv"), "csv", &(sm_write_options){.hxl = true}, NULL),
        SM_OK);
    FILE *f = fopen(in_folder("hxl.csv"), "r");
    assert_non_null(fgets(line, sizeof line, f));
    assert_non_null(fgets(line, sizeof line, f));
    fclose(f);
    assert_int_equal(strncmp(line, "#geo+lon,#geo+lat,#event+id", 27), 0);
    assert_non_null(strstr(line, "#affected+killed"));
    sm_incidents_free(list);
}

static void trouble_is_named_and_leaves_nothing(void **state)
{
    (void)state;
    sm_incidents *list = two_incidents(), *back = sm_incidents_new();
    sm_error err = {0};
    assert_int_equal(sm_incidents_write_ogr(list, in_folder("x.docx"), "docx", NULL, &err), SM_E_USAGE);
    sm_error_clear(&err);
    assert_int_equal(sm_incidents_write_ogr(list, in_folder("no/such/x.gpkg"), "gpkg", NULL, &err), SM_E_IO);
    sm_error_clear(&err);
    assert_int_equal(sm_incidents_read_ogr(back, in_folder("missing.gpkg"), &err), SM_E_INPUT);
    sm_error_clear(&err);
    FILE *f = fopen(in_folder("junk.gpkg"), "w");
    fputs("this is no database", f);
    fclose(f);
    assert_int_equal(sm_incidents_read_ogr(back, in_folder("junk.gpkg"), &err), SM_E_INPUT);
    assert_non_null(strstr(err.file, "junk.gpkg"));
    assert_int_equal(back->count, 0);
    sm_incidents_free(list);
    sm_incidents_free(back);
}

static int set_up(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_format_keeps_what_it_can),
        cmocka_unit_test(hxl_row_stands_second),
        cmocka_unit_test(trouble_is_named_and_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
