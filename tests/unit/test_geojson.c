/* GeoJSON and annotate lines: written as the contract says, read back without loss, foreign and hostile
 * files. */
#include "geojson.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char *written(const sm_incidents *list)
{
    char *text = NULL;
    size_t size;
    FILE *f = open_memstream(&text, &size);
    sm_error err = {0};
    assert_int_equal(sm_incidents_write_geojson(list, f, &err), SM_OK);
    fclose(f);
    return text;
}

static sm_incidents *parsed(const char *text)
{
    sm_incidents *list = sm_incidents_new();
    sm_error err = {0};
    sm_status st = sm_incidents_parse_geojson(list, text, strlen(text), "test", &err);
    if (st != SM_OK)
        fail_msg("%s", err.text);
    return list;
}

static void refused(const char *text, size_t size, sm_status wanted, unsigned line, const char *words)
{
    sm_incidents *list = sm_incidents_new();
    sm_error err = {0};
    assert_int_equal(sm_incidents_parse_geojson(list, text, size, "test", &err), wanted);
    assert_int_equal(err.line, line);
    if (strstr(err.text, words) == NULL)
        fail_msg("'%s' is not in '%s'", words, err.text);
    sm_incidents_free(list);
}

static void fill(sm_incident *in)
{
    static const sm_site sites[] = {
        {.name = "Raqqa",
         .admin1 = "Ar-Raqqah",
         .country = "Syria",
         .country_code = "SY",
         .feature_code = "PPLA",
         .geonames_id = 172955,
         .point = {39.00786499, 35.95283},
         .located = true},
        {.name = "Palmyra \"Tadmur\"",
         .country_code = "SY",
         .feature_code = "PPL",
         .geonames_id = 163808,
         .point = {38.2841, 34.5624},
         .located = true},
    };
    static const sm_source sources[] = {
        {.doc = "a1",
         .title = "Jets hit Raqqa",
         .date = "2015-11-18",
         .quote = "Jets hit Raqqa on Tuesday.",
         .start = 0,
         .end = 26,
         .killed = 23,
         .injured = SM_UNSTATED},
    };
    in->id = "9f3c2a10b7e4d5c6";
    in->title = "Air strike, Raqqa and Palmyra, 17 Nov 2015";
    in->type = SM_EVENT_air_strike;
    in->status = SM_UNCONFIRMED;
    strcpy(in->date_start, "2015-11-17");
    in->date_precision = 3;
    in->date_basis = 2;
    in->sites = sites;
    in->n_sites = 2;
    in->geo_precision = SM_GEO_EXACT;
    in->radius_km = 4.26;
    in->place_relation = "in";
    in->place_text = "the city of Raqqa";
    in->killed = (sm_toll){23, 20, 30};
    in->injured = (sm_toll){0, 0, 0};
    in->perpetrator = "Russian air force";
    in->perpetrator_confidence = "reported";
    in->confidence = 0.87654;
    in->n_documents = 1;
    in->n_mentions = 2;
    in->first_reported = in->last_reported = "2015-11-18";
    in->sources = sources;
    in->n_sources = 1;
}

static const char full[] =
    "{\"type\":\"FeatureCollection\",\n\"generator\":\"sitmap " SITMAP_VERSION
    "\",\n\"gazetteer\":\"GeoNames 2024-01\",\n"
    "\"attribution\":\"Place names: GeoNames (CC BY 4.0). Boundaries: Natural Earth (public "
    "domain).\",\n\"features\":[\n"
    "{\"type\":\"Feature\",\"geometry\":{\"type\":\"MultiPoint\",\"coordinates\":[[39.00786,35.95283],[38."
    "2841,34.5624]]},\"properties\":{"
    "\"incident_id\":\"9f3c2a10b7e4d5c6\",\"title\":\"Air strike, Raqqa and Palmyra, 17 Nov "
    "2015\",\"event_type\":\"air_strike\","
    "\"event_group\":\"conflict\",\"acled_sub_event\":\"Air/drone "
    "strike\",\"emdat_type\":null,\"cameo_root\":\"19\","
    "\"status\":\"unconfirmed\",\"date_start\":\"2015-11-17\",\"date_end\":null,\"date_precision\":\"day\","
    "\"date_prec\":1,"
    "\"date_basis\":\"weekday\",\"place_name\":\"Raqqa\",\"admin1\":\"Ar-Raqqah\",\"admin2\":null,"
    "\"country\":\"Syria\","
    "\"country_code\":\"SY\",\"geonames_id\":172955,\"feature_code\":\"PPLA\",\"places\":["
    "{\"name\":\"Raqqa\",\"geonames_id\":172955,\"lon\":39.00786,\"lat\":35.95283,\"country_code\":\"SY\","
    "\"feature_code\":\"PPLA\"},"
    "{\"name\":\"Palmyra "
    "\\\"Tadmur\\\"\",\"geonames_id\":163808,\"lon\":38.2841,\"lat\":34.5624,\"country_code\":\"SY\","
    "\"feature_code\":\"PPL\"}],"
    "\"geo_precision\":\"exact_place\",\"where_prec\":1,\"radius_km\":4.3,\"place_relation\":\"in\",\"place_"
    "text\":\"the city of Raqqa\","
    "\"place_method\":null,\"killed_best\":23,\"killed_low\":20,\"killed_high\":30,\"injured_best\":0,"
    "\"injured_low\":0,\"injured_high\":0,"
    "\"missing_best\":null,\"displaced_best\":null,\"detained_best\":null,\"rescued_best\":null,"
    "\"perpetrator\":\"Russian air force\","
    "\"target\":null,\"weapon\":null,\"perpetrator_confidence\":\"reported\",\"confidence\":0.877,\"n_"
    "documents\":1,\"n_mentions\":2,"
    "\"first_reported\":\"2015-11-18\",\"last_reported\":\"2015-11-18\",\"sources\":[{\"doc\":\"a1\","
    "\"title\":\"Jets hit Raqqa\","
    "\"publisher\":null,\"date\":\"2015-11-18\",\"url\":null,\"start\":0,\"end\":26,\"quote\":\"Jets hit "
    "Raqqa on Tuesday.\",\"killed\":23,"
    "\"injured\":null}]}}\n]}\n";

static void test_written_as_the_contract_says(void **state)
{
    (void)state;
    sm_incidents *list = sm_incidents_new();
    list->gazetteer = "GeoNames 2024-01";
    fill(sm_incidents_add(list));
    char *text = written(list);
    assert_string_equal(text, full);
    free(text);
    sm_incidents_free(list);
}

static void test_read_back_without_loss(void **state)
{
    (void)state;
    sm_incidents *list = parsed(full);
    assert_int_equal(list->count, 1);
    assert_int_equal(list->misplaced, 0);
    assert_int_equal(list->items[0].sources[0].injured, SM_UNSTATED);
    char *text = written(list);
    assert_string_equal(text, full);
    free(text);
    sm_incidents_free(list);
}

static void test_one_feature_a_line(void **state)
{
    (void)state;
    sm_incidents *list = parsed(full);
    fill(sm_incidents_add(list));
    char *text = NULL;
    size_t size;
    FILE *f = open_memstream(&text, &size);
    assert_int_equal(sm_incidents_write_geojsonl(list, f, NULL), SM_OK);
    fclose(f);
    sm_incidents *again = parsed(text);
    assert_int_equal(again->count, 2);
    assert_string_equal(again->items[1].title, list->items[0].title);
    assert_int_equal(strncmp(text, "{\"type\":\"Feature\",", 18), 0);
    sm_incidents_free(again);
    sm_incidents_free(list);
    free(text);
}

static void test_no_incidents(void **state)
{
    (void)state;
    sm_incidents *list = sm_incidents_new();
    char *text = written(list);
    assert_non_null(strstr(text, "\"gazetteer\":null,"));
    assert_non_null(strstr(text, "\"features\":[]}\n"));
    sm_incidents *again = parsed(text);
    assert_int_equal(again->count, 0);
    sm_incidents_free(again);
    free(text);
    sm_incidents_free(list);
}

static void test_unknown_place_stays_without_geometry(void **state)
{
    (void)state;
    sm_incidents *list = sm_incidents_new();
    sm_incident *in = sm_incidents_add(list);
    in->type = SM_EVENT_flood;
    in->title = "Flood";
    char *text = written(list);
    assert_non_null(strstr(text, "\"geometry\":null,"));
    assert_non_null(strstr(text, "\"killed_best\":null"));
    assert_null(strstr(text, "\"places\""));
    sm_incidents *again = parsed(text);
    assert_int_equal(again->items[0].n_sites, 0);
    sm_incidents_free(again);
    free(text);
    sm_incidents_free(list);
}

static void test_annotate_lines(void **state)
{
    (void)state;
    sm_incidents *list = sm_incidents_new();
    sm_incident *in = sm_incidents_add(list);
    fill(in);
    in->main_of_article = true;
    sm_buf out;
    sm_buf_init(&out, SIZE_MAX);
    sm_incident_to_json(in, &out);
    const char *text = out.bytes;
    assert_ptr_equal(strstr(text, "{\"main\":true,\"incident_id\""), text);
    assert_non_null(strstr(text, "\"geometry\":{\"type\":\"MultiPoint\""));
    assert_non_null(strstr(text, "\"evidence\":[{\"start\":0,\"end\":26}]}"));
    assert_null(strstr(text, "\"weapon\""));
    char *lines = malloc(2 * strlen(text) + 200);
    sprintf(lines,
            "{\"id\":\"a1\",\"mentions\":[],\"incidents\":[%s]}\n{\"id\":\"a2\",\"incidents\":[]}\n{\"id\":"
            "\"a3\",\"incidents\":[%s]}\n",
            text, text);
    sm_incidents *read = parsed(lines);
    assert_int_equal(read->count, 2);
    assert_true(read->items[1].main_of_article);
    assert_string_equal(read->items[1].title, in->title);
    assert_string_equal(read->items[1].sources[0].quote, "Jets hit Raqqa on Tuesday.");
    sm_incidents_free(read);
    free(lines);
    sm_buf_free(&out);
    sm_incidents_free(list);
}

static void test_evidence_becomes_a_source(void **state)
{
    (void)state;
    sm_incidents *list = parsed("{\"id\":\"a7\",\"date\":\"2015-11-21\",\"incidents\":[{\"event_type\":"
                                "\"bombing\",\"geometry\":null,\"evidence\":[{\"start\":3,\"end\":9}]}]}");
    assert_int_equal(list->items[0].n_sources, 1);
    assert_string_equal(list->items[0].sources[0].doc, "a7");
    assert_int_equal(list->items[0].sources[0].end, 9);
    assert_string_equal(list->items[0].title, "Bombing");
    sm_incidents_free(list);
}

static void test_foreign_points(void **state)
{
    (void)state;
    sm_incidents *list = parsed(
        "\xEF\xBB\xBF{\"type\":\"FeatureCollection\",\"features\":["
        "{\"type\":\"Feature\",\"id\":7,\"geometry\":{\"type\":\"Point\",\"coordinates\":[-8.0029,12.6392,"
        "350]},"
        "\"properties\":{\"label\":\"Bamako\",\"cat\":\"attack\",\"fatalities\":5,\"date\":\"2015-03-07\"}},"
        "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[190,10]},\"properties\":"
        "null},"
        "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[500000,1400000]},"
        "\"properties\":{\"name\":\"metres\"}},"
        "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[]},\"properties\":{}},"
        "{\"type\":\"Feature\"},42,null]}");
    assert_int_equal(list->count, 5);
    const sm_incident *in = list->items;
    assert_string_equal(in[0].title, "Bamako");
    assert_string_equal(in[0].id, "7");
    assert_int_equal(in[0].type, SM_EVENT_armed_attack);
    assert_int_equal(in[0].killed.best, 5);
    assert_int_equal(in[0].injured.best, SM_UNSTATED);
    assert_true(in[0].sites[0].located && in[0].sites[0].point.lat == 12.6392);
    assert_true(in[1].sites[0].point.lon == -170);
    assert_int_equal(in[2].n_sites, 0);
    assert_int_equal(list->misplaced, 1);
    assert_int_equal(in[3].n_sites, 0);
    assert_string_equal(in[4].title, "Incident");
    sm_incidents_free(list);
}

static sm_point point_of(const char *geometry)
{
    sm_incidents *list = parsed(geometry);
    assert_int_equal(list->count, 1);
    assert_int_equal(list->items[0].n_sites, 1);
    sm_point p = list->items[0].sites[0].point;
    sm_incidents_free(list);
    return p;
}

static void test_lines_and_polygons_get_a_point(void **state)
{
    (void)state;
    sm_point p = point_of("{\"type\":\"LineString\",\"coordinates\":[[0,0],[2,0],[10,0]]}");
    assert_true(p.lon > 4.999 && p.lon < 5.001);
    /* a U: the middle of its box is outside it */
    p = point_of(
        "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[9,0],[9,9],[8,9],[8,1],[1,1],[1,9],[0,9],[0,0]]]}");
    assert_true(p.lat == 4.5 && ((p.lon > 0 && p.lon < 1) || (p.lon > 8 && p.lon < 9)));
    p = point_of("{\"type\":\"MultiPolygon\",\"coordinates\":[[[[50,0],[51,0],[51,1],[50,0]]],[[[0,0],[10,0],"
                 "[10,10],[0,10],[0,0]]]]}");
    assert_true(p.lon == 5 && p.lat == 5);
    p = point_of(
        "{\"type\":\"GeometryCollection\",\"geometries\":[{\"type\":\"Point\",\"coordinates\":[3,4]}]}");
    assert_true(p.lon == 3 && p.lat == 4);
    p = point_of("{\"type\":\"MultiLineString\",\"coordinates\":[[[0,1],[1,1]],[[0,0],[10,0]]]}");
    assert_true(p.lat == 0);
}

static void test_text_sequences(void **state)
{
    (void)state;
    sm_incidents *list =
        parsed("\x1e{\"type\":\"Feature\",\"geometry\":null,\"properties\":{\"title\":\"one\"}}\n"
               "\x1e{\"type\":\"Feature\",\"geometry\":null,\"properties\":{\"title\":\"two\"}}\n");
    assert_int_equal(list->count, 2);
    assert_string_equal(list->items[1].title, "two");
    sm_incidents_free(list);
}

static void test_strange_values_do_no_harm(void **state)
{
    (void)state;
    sm_incidents *list = parsed(
        "{\"type\":\"Feature\",\"geometry\":{\"type\":[\"Point\"],\"coordinates\":\"x\"},\"properties\":{"
        "\"incident_id\":18446744073709551616,\"killed_best\":-4,\"injured_best\":1e300,\"killed_low\":\"\","
        "\"event_type\":[1],"
        "\"title\":\"first\",\"title\":\"last\",\"confidence\":7,\"radius_km\":-1,\"country_code\":\"SYRIA\","
        "\"places\":[1,null,{}],"
        "\"sources\":[null,{\"start\":-1,\"end\":1e99,\"doc\":{}}],\"date_start\":{\"a\":1},\"date_"
        "precision\":\"eon\",\"weapon\":\"a\\u0000b\"}}");
    const sm_incident *in = list->items;
    assert_string_equal(in->title, "last");
    assert_int_equal(in->killed.best, SM_UNSTATED);
    assert_int_equal(in->injured.best, SM_UNSTATED);
    assert_true(in->confidence == 0 && in->radius_km == 0);
    assert_int_equal(in->n_sources, 2);
    assert_int_equal(in->sources[1].end, 0);
    assert_string_equal(in->date_start, "");
    char *text = written(list);
    sm_incidents_free(parsed(text));
    sm_incidents_free(list);
    free(text);
}

static void test_refusals(void **state)
{
    (void)state;
    refused("", 0, SM_E_INPUT, 0, "empty");
    refused(" \n", 2, SM_E_INPUT, 0, "empty");
    refused("[1,2]", 5, SM_E_INPUT, 0, "neither GeoJSON");
    refused("{\"type\":\"Topology\"}", 19, SM_E_INPUT, 0, "neither GeoJSON");
    const char *nan = "{\"type\":\"Point\",\n\"coordinates\":[NaN,1]}";
    refused(nan, strlen(nan), SM_E_INPUT, 2, "NaN");
    const char *huge = "{\"type\":\"Point\",\"coordinates\":[1e999,1]}";
    refused(huge, strlen(huge), SM_E_INPUT, 1, "overflow");
    const char *cut = "{\"id\":\"a\",\"incidents\":[]}\n{\"id\":\"b\",\"incid";
    refused(cut, strlen(cut), SM_E_INPUT, 2, "");
    const char *latin = "{\"id\":\"caf\xE9\",\"incidents\":[]}";
    refused(latin, strlen(latin), SM_E_INPUT, 1, "byte 0xe9");
    const char *utm = "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":"
                      "\"urn:ogc:def:crs:EPSG::32630\"}},\"features\":[]}";
    refused(utm, strlen(utm), SM_E_INPUT, 0, "WGS 84");
    enum { DEPTH = 100000 };
    char *deep = malloc(DEPTH);
    memset(deep, '[', DEPTH);
    refused(deep, DEPTH, SM_E_INPUT, 1, "depth");
    free(deep);
    sm_incidents *list = sm_incidents_new();
    sm_error err = {0};
    assert_int_equal(sm_incidents_read_geojson(list, "/nowhere/at/all.geojson", &err), SM_E_INPUT);
    assert_string_equal(err.file, "/nowhere/at/all.geojson");
    sm_incidents_free(list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_written_as_the_contract_says),
        cmocka_unit_test(test_read_back_without_loss),
        cmocka_unit_test(test_one_feature_a_line),
        cmocka_unit_test(test_no_incidents),
        cmocka_unit_test(test_unknown_place_stays_without_geometry),
        cmocka_unit_test(test_annotate_lines),
        cmocka_unit_test(test_evidence_becomes_a_source),
        cmocka_unit_test(test_foreign_points),
        cmocka_unit_test(test_lines_and_polygons_get_a_point),
        cmocka_unit_test(test_text_sequences),
        cmocka_unit_test(test_strange_values_do_no_harm),
        cmocka_unit_test(test_refusals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
