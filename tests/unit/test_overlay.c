/* The user's own places and names over a mapped gazetteer: what each kind of row does, that the file stays as
 * it is, and what is refused. */
#include "gazetteer_build.h"

#include "gazetteer.h"
#include "hash.h"
#include "place.h"
#include "utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define TABLES SM_TEST_DATA "/gazetteer/"

static char path[] = "/tmp/test_overlay_XXXXXX";
static char first_file[sizeof path + 8], second_file[sizeof path + 8];

static int build(void **state)
{
    static const char *const dumps[] = {TABLES "cities.txt"};
    sm_gazetteer_sources src = {.geonames = dumps,
                                .n_geonames = 1,
                                .countries = TABLES "countryInfo.txt",
                                .admin1 = TABLES "admin1Codes.txt",
                                .divisions = TABLES "divisions",
                                .counties = TABLES "counties.json",
                                .curated = TABLES "tables"};
    int fd = mkstemp(path);
    if (fd >= 0)
        close(fd);
    snprintf(first_file, sizeof first_file, "%s.one", path);
    snprintf(second_file, sizeof second_file, "%s.two", path);
    (void)state;
    return sm_gazetteer_build(&src, path, NULL, NULL) != SM_OK;
}

static int clean(void **state)
{
    (void)state;
    unlink(path);
    unlink(first_file);
    unlink(second_file);
    return 0;
}

static void write_file(const char *name, const char *text, size_t length)
{
    FILE *f = fopen(name, "w");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, length, f), length);
    fclose(f);
}

/* The gazetteer with these overlays; `second` may be NULL. */
static sm_gazetteer *with(const char *first, const char *second)
{
    sm_gazetteer *g;
    sm_error err = {0};
    const char *const paths[] = {first_file, second_file};
    assert_int_equal(sm_gazetteer_open(path, true, &g, NULL), SM_OK);
    write_file(first_file, first, strlen(first));
    if (second)
        write_file(second_file, second, strlen(second));
    if (sm_gazetteer_overlay(g, paths, second ? 2 : 1, &err) != SM_OK)
        fail_msg("%s:%u: %s", err.file, err.line, err.text);
    return g;
}

/* "Paris ML PPL user, Paris FR PPLC" */
static const char *lookup(const sm_gazetteer *g, const char *name)
{
    static char line[1024];
    const sm_bearer *bearers;
    size_t n = sm_gazetteer_lookup(g, name, &bearers), used = 0;
    line[0] = '\0';
    for (size_t i = 0; i < n && used < sizeof line; i++) {
        const sm_place *p = sm_gazetteer_place(g, bearers[i].place);
        used += (size_t)snprintf(line + used, sizeof line - used, "%s%s %.2s %s%s", i ? ", " : "",
                                 sm_gazetteer_string(g, p->name), p->country_code[0] ? p->country_code : "--",
                                 p->feature_code, bearers[i].flags & SM_N_USER ? " user" : "");
    }
    return line;
}

static const sm_place *first_place(const sm_gazetteer *g, const char *name)
{
    const sm_bearer *bearers;
    assert_true(sm_gazetteer_lookup(g, name, &bearers) > 0);
    return sm_gazetteer_place(g, bearers[0].place);
}

#define HEAD "name\tgeonames_id\tlon\tlat\tiso2\ttreatment\ttarget\tif_source\tif_country\talternates\n"

static void places_are_added(void **state)
{
    (void)state;
    sm_gazetteer *g =
        with(HEAD "Hill 402\t\t-4.5\t14.6\nParis\t\t-1.5\t14.2\tML\t\t\t\t\tLittle Paris|Lutetia\n", NULL);
    assert_string_equal(lookup(g, "Hill 402"),
                        "Hill 402 ML PPL user"); /* the country is that of the nearest town */
    const sm_place *hill = first_place(g, "hill 402");
    assert_int_equal(hill->lon_e5, -450000);
    assert_int_equal(hill->lat_e5, 1460000);
    assert_string_equal(sm_gazetteer_string(g, sm_gazetteer_place(g, hill->admin1)->name), "Mopti");
    assert_string_equal(lookup(g, "Paris"),
                        "Paris ML PPL user, Paris FR PPLC, Paris US PPLA2, Paris US PPLA2");
    assert_string_equal(lookup(g, "Little Paris"), "Paris ML PPL user");
    assert_string_equal(lookup(g, "Bamako"), "Bamako ML PPLC, Bamako ML ADM1");
    assert_true(sm_place_within(g, (uint32_t)sm_gazetteer_count(g) - 1, sm_gazetteer_country(g, "ML")));
    sm_gazetteer_close(g);
}

static void places_are_changed_in_memory_only(void **state)
{
    (void)state;
    sm_gazetteer *g = with(HEAD "Bamako\t2460596\t-8.1\t12.7\t\t\t\t\t\tThree Crocodiles\n", NULL), *plain;
    uint32_t place = sm_gazetteer_by_id(g, 2460596);
    assert_int_equal(sm_gazetteer_place(g, place)->lon_e5, -810000);
    assert_int_equal(sm_gazetteer_place(g, place)->population, 1297281);
    assert_ptr_equal(first_place(g, "Three Crocodiles"), sm_gazetteer_place(g, place));
    assert_string_equal(lookup(g, "Bamako"), "Bamako ML PPLC user, Bamako ML ADM1");
    assert_int_equal(sm_gazetteer_open(path, true, &plain, NULL), SM_OK); /* its checksum still holds */
    assert_int_equal(sm_gazetteer_place(plain, place)->lon_e5, -800000);
    sm_gazetteer_close(plain);
    sm_gazetteer_close(g);
}

static void aliases_and_pins(void **state)
{
    (void)state;
    sm_gazetteer *g =
        with(HEAD "The Capital\t2460596\t\t\t\talias\nFRX\t\t\t\t\tabbreviation\tParis, France\n"
                  "Paris\t\t\t\t\tpin\tTexas\nMoscow\t\t\t\t\tpin\tMoscow, Idaho, US\n"
                  "HQ\t\t2.5\t48.5\tFR\tpin\nMopti\t2457163\t\t\t\tpin\n",
             NULL);
    assert_string_equal(lookup(g, "The Capital"), "Bamako ML PPLC user");
    assert_string_equal(lookup(g, "FRX"), "Paris FR PPLC user");
    assert_string_equal(lookup(g, "Paris"), "Paris US PPLA2 user, Paris FR PPLC, Paris US PPLA2");
    assert_string_equal(sm_gazetteer_string(g, sm_gazetteer_place(g, first_place(g, "Paris")->admin1)->name),
                        "Texas");
    assert_int_equal(first_place(g, "Moscow")->geonames_id, 5601538);
    assert_string_equal(lookup(g, "HQ"), "HQ FR PPL user");
    assert_string_equal(lookup(g, "Mopti"), "Gao ML PPLA user, Mopti ML PPLA, Mopti ML ADM1");
    sm_gazetteer_close(g);
}

static void stop_names(void **state)
{
    (void)state;
    sm_gazetteer *g =
        with(HEAD "Bamako\t\t\t\t\tnever\nSaint Nowhere\t\t\t\t\tnever\nGao\t\t\t\t\tweak\n", NULL);
    const sm_bearer *bearers;
    assert_string_equal(lookup(g, "Bamako"), "");
    assert_string_equal(lookup(g, "Saint Nowhere"), "");
    assert_string_equal(lookup(g, "Saint Petersburg"), "Saint Petersburg RU PPLA, St. Petersburg US PPL");
    assert_true(sm_gazetteer_lookup(g, "Gao", &bearers) > 0 && (bearers[0].flags & SM_N_WEAK));
    sm_name_walk w = sm_name_start(g);
    assert_false(sm_name_stopped(&w));
    char fold[16];
    assert_true(sm_name_step(&w, sm_hash(fold, sm_utf8_fold("Bamako", 6, fold, sizeof fold))));
    assert_true(sm_name_stopped(&w));
    sm_gazetteer_close(g);
}

static void later_overlays_win(void **state)
{
    (void)state;
    sm_gazetteer *g =
        with(HEAD "Paris\t\t\t\t\tpin\tTexas\nGao\t\t\t\t\tnever\nBamako\t2460596\t1\t1\n",
             HEAD "Paris\t\t\t\t\tpin\tKentucky\nGao\t2457163\t\t\t\talias\nBamako\t2460596\t2\t2\n");
    assert_string_equal(sm_gazetteer_string(g, sm_gazetteer_place(g, first_place(g, "Paris")->admin1)->name),
                        "Kentucky");
    assert_string_equal(lookup(g, "Gao"), "Gao ML PPLA user, Gao ML ADM1");
    assert_int_equal(first_place(g, "Bamako")->lon_e5, 200000);
    sm_gazetteer_close(g);
}

static void conditions_decide(void **state)
{
    (void)state;
    sm_gazetteer *g = with(
        HEAD "Paris\t\t\t\t\tpin\tTexas\tThe Daily Example\nParis\t\t\t\t\tpin\tKentucky\texample.org\tUS\n"
             "Site B\t2460596\t\t\t\tpin\t\t\tML\n",
        NULL);
    const sm_bearer *bearers;
    assert_true(sm_gazetteer_has_conditions(g));
    assert_string_equal(lookup(g, "Paris"), "Paris FR PPLC, Paris US PPLA2, Paris US PPLA2");
    assert_int_equal(sm_gazetteer_lookup(g, "Paris", &bearers), 3);
    sm_circumstances c = sm_circumstances_of("the daily EXAMPLE", NULL);
    uint32_t place = sm_bearers_pinned(g, bearers, &c);
    assert_int_equal(sm_gazetteer_place(g, place)->geonames_id, 4717560);
    c = sm_circumstances_of("another", "https://www.example.org/2021/a");
    assert_int_equal(sm_bearers_pinned(g, bearers, &c), SM_NO_PLACE); /* also asks for a country */
    memcpy(c.country, "US", 2);
    assert_int_equal(sm_gazetteer_place(g, sm_bearers_pinned(g, bearers, &c))->geonames_id, 4303602);
    memcpy(c.country, "FR", 2);
    assert_int_equal(sm_bearers_pinned(g, bearers, &c), SM_NO_PLACE);
    assert_int_equal(sm_gazetteer_lookup(g, "Site B", &bearers), 1);
    assert_int_equal(bearers[0].flags & (SM_N_IF | SM_N_USER), SM_N_IF);
    sm_gazetteer_close(g);
}

static void geojson(void **state)
{
    (void)state;
    sm_gazetteer *g =
        with("{\"type\":\"FeatureCollection\",\"features\":["
             "{\"type\":\"Feature\",\"properties\":{\"name\":\"Sector B\",\"aliases\":[\"Bravo Point\",\"B "
             "Sector\"],\"fid\":7,"
             "\"country\":\"ML\",\"feature_class\":\"S\",\"feature_code\":\"CMP\",\"population\":12},"
             "\"geometry\":{\"type\":\"Point\",\"coordinates\":[-4.25,14.5,300]}},"
             "{\"type\":\"Feature\",\"properties\":{\"name\":\"Gao\",\"treatment\":\"never\"},\"geometry\":"
             "null}]}",
             NULL);
    assert_string_equal(lookup(g, "bravo point"), "Sector B ML CMP user");
    assert_int_equal(first_place(g, "Sector B")->population, 12);
    assert_int_equal(first_place(g, "Sector B")->lat_e5, 1450000);
    assert_string_equal(lookup(g, "Gao"), "");
    sm_gazetteer_close(g);
}

static void the_same_rows_can_be_built_in(void **state)
{
    (void)state;
    static const char *const dumps[] = {TABLES "cities.txt"};
    const char *overlays[] = {first_file};
    sm_gazetteer_sources src = {.geonames = dumps,
                                .n_geonames = 1,
                                .countries = TABLES "countryInfo.txt",
                                .admin1 = TABLES "admin1Codes.txt",
                                .curated = TABLES "tables",
                                .overlays = overlays,
                                .n_overlays = 1};
    static const char rows[] =
        HEAD "Hill 402\t\t-4.5\t14.6\nParis\t\t\t\t\tpin\tTexas\nGao\t\t\t\t\tnever\nThe "
             "Capital\t\t\t\t\talias\tBamako, Mali\n";
    sm_gazetteer *g;
    sm_error err = {0};
    write_file(first_file, rows, strlen(rows));
    if (sm_gazetteer_build(&src, second_file, NULL, &err) != SM_OK)
        fail_msg("%s:%u: %s", err.file, err.line, err.text);
    assert_int_equal(sm_gazetteer_open(second_file, true, &g, NULL), SM_OK);
    assert_string_equal(lookup(g, "Hill 402"), "Hill 402 ML PPL user");
    assert_string_equal(lookup(g, "Paris"), "Paris US PPLA2 user, Paris FR PPLC, Paris US PPLA2");
    assert_string_equal(lookup(g, "Gao"), "");
    assert_string_equal(lookup(g, "The Capital"), "Bamako ML PPLC user");
    sm_gazetteer_close(g);
}

typedef struct bad_file {
    const char *text;
    size_t length; /* 0: of the text */
    unsigned line;
    const char *words;
} bad_file;

static void what_is_wrong_is_named(void **state)
{
    (void)state;
    static const bad_file files[] = {
        {"", 0, 0, "column names"},
        {"Camp Foo\t1\t2\n", 0, 1, "column names"},
        {"name\tcolour\nA\tred\n", 0, 1, "unknown column 'colour'"},
        {"name\tname\n", 0, 1, "two columns 'name'"},
        {"lon\tlat\n", 0, 1, "no column 'name'"},
        {HEAD "Foo \xff\xfe\t\t1\t2\n", 0, 2, "not UTF-8"},
        {HEAD "A\0B\t\t1\t2\n", sizeof HEAD + 9, 2, "zero byte"},
        {HEAD "Foo\t\tnan\t2\n", 0, 2, "'nan' is no longitude"},
        {HEAD "Foo\t\t1\tinf\n", 0, 2, "'inf' is no latitude"},
        {HEAD "Foo\t\t1e300\t2\n", 0, 2, "no longitude"},
        {HEAD "Foo\t\t1\t90.5\n", 0, 2, "no latitude"},
        {HEAD "Foo\n", 0, 2, "needs longitude"},
        {HEAD "Foo\t0\t1\t1\n", 0, 2, "no GeoNames id"},
        {HEAD "Foo\t\t1\t1\tMali\n", 0, 2, "no country code"},
        {HEAD "Foo\t\t1\t1\t\tperhaps\n", 0, 2, "'perhaps' is none of"},
        {HEAD "Foo\t\t\t\t\tpin\n", 0, 2, "a pin needs"},
        {HEAD "Foo\t\t\t\t\talias\n", 0, 2, "an alias needs"},
        {HEAD "Foo\t\t\t\t\tpin\tNowhere at All\n", 0, 2, "no place 'Nowhere at All'"},
        {HEAD "Foo\t99\t\t\t\tpin\n", 0, 2, "GeoNames id 99"},
        {HEAD "Foo\t99\t\t\t\tpin\tParis\n", 0, 2, "both say"},
        {HEAD "Foo\t\t1\t1\t\t\tParis\n", 0, 2, "only a pin or an alias"},
        {HEAD "Foo\t\t1\t1\t\t\t\tX\n", 0, 2, "only a pin has"},
        {HEAD "--\t\t\t\t\tnever\n", 0, 2, "is no name"},
        {HEAD "Paris\t\t\t\t\tpin\tTexas\n#\nParis\t\t\t\t\tpin\tKentucky\n", 0, 4,
         "'Paris' is pinned to another place in line 2"},
        {HEAD "Foo\t\t1\t1\nfoo\t\t\t\t\tnever\n", 0, 3, "'foo' is a place in line 2"},
        {HEAD "Foo\t\t\t\t\tnever\nFoo\t\t1\t1\n", 0, 3, "'Foo' is said to be never a place in line 2"},
        {HEAD "A\t2460596\t1\t1\nB\t2460596\t2\t2\n", 0, 3, "'B' lies elsewhere in line 2"},
        {"{\"type\":\"FeatureCollection\",\n\"features\":[,]}", 0, 2, "not JSON"},
        {"{\"type\":\"Feature\"}", 0, 0, "no 'features'"},
        {"{\"features\":[7]}", 0, 0, "feature 1: no properties"},
        {"{\"features\":[{\"properties\":{\"name\":\"A\"},\"geometry\":{\"type\":\"Polygon\"}}]}", 0, 0,
         "Polygon, not a Point"},
        {"{\"features\":[{\"properties\":{\"name\":\"A\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":["
         "1]}}]}",
         0, 0, "without longitude"},
        {"{\"features\":[{\"properties\":{\"name\":\"A\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":["
         "1e308,1]}}]}",
         0, 0, "no longitude"},
        {"{\"features\":[{\"properties\":{\"name\":{}},\"geometry\":null}]}", 0, 0,
         "neither text nor number"},
        {"{\"features\":[{\"properties\":{\"name\":\"A\\nB\"},\"geometry\":null}]}", 0, 0, "several lines"},
        {"{\"features\":[{\"properties\":{\"name\":\"A\xff\"},\"geometry\":null}]}", 0, 1, "not JSON"},
    };
    const char *const paths[] = {first_file};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        sm_gazetteer *g;
        sm_error err = {0};
        write_file(first_file, files[i].text, files[i].length ? files[i].length : strlen(files[i].text));
        assert_int_equal(sm_gazetteer_open(path, false, &g, NULL), SM_OK);
        assert_int_equal(sm_gazetteer_overlay(g, paths, 1, &err), SM_E_SETUP);
        assert_string_equal(err.file, first_file);
        if (strstr(err.text, files[i].words) == NULL || err.line != files[i].line || strchr(err.text, '\n'))
            fail_msg("%zu: line %u: '%s' does not say '%s' of line %u", i, err.line, err.text, files[i].words,
                     files[i].line);
        assert_string_equal(lookup(g, "Bamako"), "Bamako ML PPLC, Bamako ML ADM1"); /* as it was */
        sm_gazetteer_close(g);
    }
}

static void files_that_cannot_be_read(void **state)
{
    (void)state;
    sm_gazetteer *g;
    sm_error err = {0};
    const char *const missing[] = {"/nowhere/overlay.tsv"}, *const folder[] = {"/tmp"},
                      *const large[] = {first_file};
    assert_int_equal(sm_gazetteer_open(path, false, &g, NULL), SM_OK);
    assert_int_equal(sm_gazetteer_overlay(g, missing, 1, &err), SM_E_SETUP);
    assert_string_equal(err.file, "/nowhere/overlay.tsv");
    assert_int_equal(sm_gazetteer_overlay(g, folder, 1, NULL), SM_E_SETUP);
    write_file(first_file, "name\n", 5);
    assert_int_equal(truncate(first_file, (64 << 20) + 1), 0);
    assert_int_equal(sm_gazetteer_overlay(g, large, 1, NULL), SM_E_LIMIT);
    write_file(first_file, "name\n", 5);
    assert_int_equal(sm_gazetteer_overlay(g, large, 1, NULL), SM_OK);
    assert_int_equal(sm_gazetteer_overlay(g, large, 1, NULL), SM_E_USAGE); /* once */
    assert_string_equal(lookup(g, "Bamako"), "Bamako ML PPLC, Bamako ML ADM1");
    sm_gazetteer_close(g);
}

/* ---- in articles ---- */

/* The mentions of an article as one line: "Hill 402 = Hill 402 ML overlay; Paris = nothing" */
static const char *read_article(const sm_gazetteer *g, sm_article article, const sm_place_options *options)
{
    static char line[2048];
    size_t used = 0;
    sm_doc *doc;
    sm_places *places;
    sm_arena *arena = sm_arena_new(0);
    article.id = "test";
    article.length = strlen(article.text);
    assert_int_equal(sm_doc_make(&article, arena, &doc, NULL), SM_OK);
    assert_int_equal(sm_find_places(g, doc, options, &places, NULL), SM_OK);
    line[0] = '\0';
    for (size_t i = 0; i < places->count && used < sizeof line; i++) {
        const sm_mention *m = &places->mentions[i];
        const sm_place *p = sm_gazetteer_place(g, m->place);
        used += (size_t)snprintf(line + used, sizeof line - used, "%s%.*s = %d %s", i ? "; " : "",
                                 (int)(m->stop - m->start), article.text + m->start, p->geonames_id,
                                 sm_reason_name(m->reason));
    }
    sm_arena_free(arena);
    return line;
}

static void mentions_follow_the_overlay(void **state)
{
    (void)state;
    sm_gazetteer *g = with(
        HEAD "Paris\t\t\t\t\tpin\tTexas\nHill 402\t\t-4.5\t14.6\nVictor\t\t-4.5\t14.7\nGao\t\t\t\t\tnever\n",
        NULL);
    const char *text = "Two people died in Paris on Monday. Soldiers took Hill 402 and shelled Victor. The "
                       "road to Gao is closed.";
    assert_string_equal(read_article(g, (sm_article){.text = text}, NULL),
                        "Paris = 4717560 overlay; Hill 402 = 0 overlay; Victor = 0 overlay");
    text = "The minister came to Paris, France, from Bamako.";
    assert_non_null(strstr(read_article(g, (sm_article){.text = text}, NULL),
                           "Paris = 2988507 ")); /* the text says which */
    text = "Fighters left, Mr. Victor Jones said in Bamako.";
    assert_null(strstr(read_article(g, (sm_article){.text = text}, NULL), "Victor"));
    sm_gazetteer_close(g);
}

static void conditions_follow_the_article(void **state)
{
    (void)state;
    sm_gazetteer *g =
        with(HEAD "Paris\t\t\t\t\tpin\tTexas\tThe Daily Example\nMoscow\t\t\t\t\tpin\tIdaho\t\tUS\nSite "
                  "B\t2460596\t\t\t\tpin\t\tThe Daily Example\n",
             NULL);
    const char *text = "A bomb went off in Paris. Nobody was hurt at Site B.";
    assert_string_equal(read_article(g, (sm_article){.text = text, .source = "The Daily Example"}, NULL),
                        "Paris = 4717560 overlay; Site B = 2460596 overlay");
    assert_non_null(strstr(read_article(g, (sm_article){.text = text}, NULL), "Paris = 2988507 "));
    assert_null(strstr(read_article(g, (sm_article){.text = text}, NULL), "2460596"));
    text = "A fire broke out in Moscow. Nobody was hurt.";
    const sm_place_options us = {.country = {'U', 'S'}}, fr = {.country = {'F', 'R'}};
    assert_string_equal(read_article(g, (sm_article){.text = text}, &us), "Moscow = 5601538 overlay");
    assert_non_null(strstr(read_article(g, (sm_article){.text = text}, &fr), "Moscow = 524901 "));
    sm_gazetteer_close(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_are_added),
        cmocka_unit_test(places_are_changed_in_memory_only),
        cmocka_unit_test(aliases_and_pins),
        cmocka_unit_test(stop_names),
        cmocka_unit_test(later_overlays_win),
        cmocka_unit_test(conditions_decide),
        cmocka_unit_test(geojson),
        cmocka_unit_test(the_same_rows_can_be_built_in),
        cmocka_unit_test(what_is_wrong_is_named),
        cmocka_unit_test(files_that_cannot_be_read),
        cmocka_unit_test(mentions_follow_the_overlay),
        cmocka_unit_test(conditions_follow_the_article),
    };
    return cmocka_run_group_tests(tests, build, clean);
}
