#include "gazetteer_build.h"

#include "data.h"
#include "mapped.h"
#include "topojson.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define TABLES SM_TEST_DATA "/gazetteer/"

static const char *const dumps[] = {TABLES "cities.txt"};
static char path[] = "/tmp/test_gazetteer_XXXXXX";
static char spoilt[sizeof path + 8];

static sm_gazetteer_sources sources(void)
{
    return (sm_gazetteer_sources){
        .geonames = dumps,
        .n_geonames = 1,
        .countries = TABLES "countryInfo.txt",
        .admin1 = TABLES "admin1Codes.txt",
        .divisions = TABLES "divisions",
        .counties = TABLES "counties.json",
        .collections = TABLES "collections.txt",
        .curated = TABLES "tables",
        .label = "fixture",
    };
}

static int build_and_open(void **state)
{
    sm_gazetteer_sources src = sources();
    sm_error err = {0};
    int fd = mkstemp(path);
    if (fd >= 0)
        close(fd);
    snprintf(spoilt, sizeof spoilt, "%s.bad", path);
    sm_gazetteer *g = NULL;
    if (sm_gazetteer_build(&src, path, NULL, &err) != SM_OK ||
        sm_gazetteer_open(path, true, &g, &err) != SM_OK) {
        fprintf(stderr, "%s:%u: %s\n", err.file, err.line, err.text);
        return 1;
    }
    *state = g;
    return 0;
}

static int close_all(void **state)
{
    sm_gazetteer_close(*state);
    unlink(path);
    unlink(spoilt);
    return 0;
}

/* The bearers of a name as one line: "Paris FR PPLC, Paris US PPLA2". */
static const char *lookup(const sm_gazetteer *g, const char *name)
{
    static char line[1024];
    const sm_bearer *bearers;
    size_t n = sm_gazetteer_lookup(g, name, &bearers), used = 0;
    line[0] = '\0';
    for (size_t i = 0; i < n && used < sizeof line; i++) {
        const sm_place *p = sm_gazetteer_place(g, bearers[i].place);
        used += (size_t)snprintf(line + used, sizeof line - used, "%s%s %.2s %s", i ? ", " : "",
                                 sm_gazetteer_string(g, p->name), p->country_code[0] ? p->country_code : "--",
                                 p->feature_code);
    }
    return line;
}

static uint32_t first(const sm_gazetteer *g, const char *name)
{
    const sm_bearer *bearers;
    assert_true(sm_gazetteer_lookup(g, name, &bearers) > 0);
    return bearers[0].place;
}

static sm_bearer first_bearer(const sm_gazetteer *g, const char *name)
{
    const sm_bearer *bearers;
    assert_true(sm_gazetteer_lookup(g, name, &bearers) > 0);
    return bearers[0];
}

static void names_are_found(void **state)
{
    const sm_gazetteer *g = *state;
    assert_string_equal(lookup(g, "Bamako"), "Bamako ML PPLC, Bamako ML ADM1");
    assert_string_equal(lookup(g, "Paris"), "Paris FR PPLC, Paris US PPLA2, Paris US PPLA2");
    assert_string_equal(lookup(g, "Sharm el-Sheikh"), "Sharm el-Sheikh EG PPL");
    assert_string_equal(lookup(g, "Sharm el Sheikh"), lookup(g, "sharm el-sheikh"));
    assert_string_equal(lookup(g, "U.S."), "United States US PCLI");
    assert_string_equal(lookup(g, "US"), "United States US PCLI");
    assert_string_equal(lookup(g, "United States"), "United States US PCLI");
    assert_string_equal(lookup(g, "Raqqa"), "Raqqa SY PPLA");
    assert_string_equal(lookup(g, "Al-Raqqah"), "Raqqa SY PPLA, Ar-Raqqah SY ADM1");
    assert_string_equal(lookup(g, "Sinai"), "Sinai EG RGN");
    assert_string_equal(lookup(g, "North Sinai"), "North Sinai EG ADM1");
    assert_string_equal(lookup(g, "Kyiv"), "Kyiv UA PPLC");
    assert_string_equal(lookup(g, "Киев"), "Kyiv UA PPLC");
    assert_string_equal(lookup(g, "St Petersburg"),
                        "Saint Petersburg RU PPLA, St.-Petersburg RU ADM1, St. Petersburg US PPL");
    assert_string_equal(lookup(g, "Mohave"), "Mohave County US ADM2");
    assert_string_equal(lookup(g, "Red Sea"), "Red Sea -- SEA");
    assert_string_equal(lookup(g, "Middle Africa"), "Middle Africa -- RGN");
}

static void names_are_not_found(void **state)
{
    const sm_gazetteer *g = *state;
    assert_string_equal(lookup(g, "Nowhereville"), "");
    assert_string_equal(lookup(g, "Sharm"), "");
    assert_string_equal(lookup(g, "Sharm el-Sheikh Sharm"), "");
    assert_string_equal(lookup(g, ""), "");
    assert_string_equal(lookup(g, "-"), "");
    assert_string_equal(lookup(g, "Nowhere"), ""); /* an alias of a place that is not there */
}

static void kinds_and_flags(void **state)
{
    const sm_gazetteer *g = *state;
    assert_int_equal(first_bearer(g, "Malian").kind, SM_NAME_ADJECTIVE);
    assert_int_equal(first_bearer(g, "Malians").kind, SM_NAME_DEMONYM);
    assert_int_equal(first_bearer(g, "USA").kind, SM_NAME_ABBREVIATION);
    assert_int_equal(first_bearer(g, "U.S.").kind,
                     SM_NAME_ABBREVIATION);             /* also another name in the tables */
    assert_int_equal(first_bearer(g, "U.S.").flags, 0); /* a stop word does not take it away */
    assert_int_equal(first_bearer(g, "Kremlin").kind, SM_NAME_METONYM);
    assert_int_equal(first_bearer(g, "Raqqa").kind, SM_NAME_ENGLISH);
    assert_int_equal(first_bearer(g, "Kiev").kind, SM_NAME_MAIN); /* the same consonants as Kyiv */
    assert_int_equal(first_bearer(g, "Mohave County").flags, 0);
    assert_int_equal(first_bearer(g, "Mohave").flags, SM_N_GENERIC_CUT);
    assert_int_equal(first_bearer(g, "Gao").flags, SM_N_WEAK);
    assert_int_equal(first_bearer(g, "Paris").flags, SM_N_FIRSTNAME); /* too well known to be weak */
    assert_int_equal(first_bearer(g, "Chad").flags, SM_N_FIRSTNAME);
}

static uint64_t spelling_of(const char *word)
{
    uint64_t spelling = 0;
    while (*word)
        spelling = sm_spelling_step(spelling, *word++);
    return spelling;
}

/* Words of names are always known; hardly any others. */
static void spellings(void **state)
{
    const sm_gazetteer *g = *state;
    static const char *const words[] = {"new", "york", "mopti", "bamako", "gao", "city"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_true(sm_gazetteer_may_spell(g, spelling_of(words[i])));
    unsigned known = 0;
    for (unsigned i = 0; i < 1000; i++) {
        char word[16];
        snprintf(word, sizeof word, "qx%uzq", i);
        known += sm_gazetteer_may_spell(g, spelling_of(word));
    }
    assert_true(known < 20);
}

/* Every letter of a word may stand where it stands; between letters that no name has together none may. */
static void letters(void **state)
{
    const sm_gazetteer *g = *state;
    static const char *const words[] = {"new", "york", "mopti", "bamako", "gao", "city"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        uint8_t at[16] = {0}; /* three that are none before and behind */
        size_t n = strlen(words[i]);
        for (size_t k = 0; k < n; k++)
            at[k + 3] = sm_letter(words[i][k]);
        for (size_t k = 0; k < n; k++)
            assert_true(sm_gazetteer_letters(g, at + k, at + k + 4) >> at[k + 3] & 1);
    }
    static const uint8_t before[3] = {17, 24, 17}, behind[3] = {26, 17, 24}; /* qxq?zqx */
    assert_int_equal(sm_gazetteer_letters(g, before, behind), 0);
}

static void walking(void **state)
{
    const sm_gazetteer *g = *state;
    sm_token tokens[8];
    char folds[256];
    size_t n = sm_tokenize("New York City", 13, tokens, 8, folds, sizeof folds);
    const sm_bearer *bearers;
    assert_int_equal(n, 3);
    sm_name_walk w = sm_name_start(g);
    assert_true(sm_name_step(&w, tokens[0].hash));
    assert_int_equal(sm_name_bearers(&w, &bearers), 0);
    assert_true(sm_name_continues(&w));
    assert_true(sm_name_step(&w, tokens[1].hash));
    assert_int_equal(sm_name_bearers(&w, &bearers), 2);
    assert_true(sm_name_step(&w, tokens[2].hash));
    assert_true(sm_name_bearers(&w, &bearers) > 0);
    assert_false(sm_name_step(&w, tokens[2].hash));
}

static void hierarchy(void **state)
{
    const sm_gazetteer *g = *state;
    uint32_t mali = sm_gazetteer_country(g, "ML"), mopti = first(g, "Mopti"), bamako = first(g, "Bamako"),
             egypt = sm_gazetteer_country(g, "EG");
    assert_string_equal(sm_gazetteer_string(g, sm_gazetteer_place(g, mali)->name), "Mali");
    assert_int_not_equal(egypt, SM_NO_PLACE);
    assert_true(sm_place_within(g, bamako, mali));
    assert_true(sm_place_within(g, mali, mali));
    assert_false(sm_place_within(g, mali, bamako));
    assert_false(sm_place_within(g, bamako, egypt));
    assert_true(sm_place_within(g, first(g, "Mopti Airport"),
                                sm_gazetteer_place(g, mopti)->admin1)); /* by its nearest town */
    assert_true(sm_place_within(g, first(g, "Kingman"), first(g, "Mohave County")));
    assert_true(sm_place_within(g, first(g, "Mohave County"), first(g, "Arizona")));
    assert_true(sm_place_within(g, first(g, "Sharm el-Sheikh"), first(g, "Sinai")));
    assert_false(sm_place_within(g, bamako, first(g, "Sinai")));
    assert_true(sm_place_within(g, bamako, first(g, "Middle Africa")));
    assert_true(sm_place_within(g, mali, first(g, "Middle Africa")));
    assert_false(sm_place_within(g, egypt, first(g, "Middle Africa")));
    assert_true(sm_place_within(g, egypt, first(g, "Africa")));
    assert_false(sm_place_within(g, first(g, "Paris"), first(g, "Africa")));
    assert_true(sm_place_within(g, mali, first(g, "Sahel"))); /* no list of countries: by its box */
    assert_false(sm_place_within(g, egypt, first(g, "Sahel")));
    assert_false(sm_place_within(g, egypt, first(g, "Red Sea")));
    assert_int_equal(sm_gazetteer_country(g, "ZZ"), SM_NO_PLACE);
    assert_int_equal(sm_gazetteer_country(g, "m\xff"), SM_NO_PLACE);
    assert_int_equal(sm_gazetteer_by_id(g, 2460596), bamako);
    assert_int_equal(sm_gazetteer_by_id(g, 1), SM_NO_PLACE);
}

static void divisions_from_polygons(void **state)
{
    const sm_gazetteer *g = *state;
    /* the towns of Gao lie in the polygon with the old code, so it is Gao's */
    const sm_place *gao = sm_gazetteer_place(g, sm_gazetteer_by_id(g, 2457161));
    assert_int_equal(gao->lon_e5, 0);
    assert_int_equal(gao->lat_e5, 1550000);
    const sm_place *northern = sm_gazetteer_place(g, sm_gazetteer_by_id(g, 2199295));
    sm_box box;
    assert_true(sm_gazetteer_box(g, northern, &box));
    assert_true(box.west == 178 && box.east == -179); /* over the antimeridian */
    assert_true(northern->lon_e5 > 17900000);
    /* a country without polygons reaches as far as its towns, and a little more */
    assert_true(sm_gazetteer_box(g, sm_gazetteer_place(g, sm_gazetteer_country(g, "EG")), &box));
    assert_true(box.west < 34.33 && box.east > 34.33 && box.west > 34.1);
    /* no source says where Rotuma lies */
    assert_int_equal(sm_gazetteer_by_id(g, 6324593), SM_NO_PLACE);
    assert_string_equal(lookup(g, "Rotuma"), "");
}

static void twins_and_priors(void **state)
{
    const sm_gazetteer *g = *state;
    const sm_place *city = sm_gazetteer_place(g, sm_gazetteer_by_id(g, 2460596)),
                   *region = sm_gazetteer_place(g, sm_gazetteer_by_id(g, 2460594));
    assert_true(city->flags & SM_P_CAPITAL);
    assert_false(city->flags & SM_P_TWIN);
    assert_true(region->flags & SM_P_TWIN);
    const sm_place *new_york = sm_gazetteer_place(g, sm_gazetteer_by_id(g, 5128581));
    assert_false(new_york->flags & SM_P_TWIN); /* the state is another place */
    for (uint32_t i = 1; i < sm_gazetteer_count(g); i++)
        assert_true(sm_gazetteer_place(g, i - 1)->prior >= sm_gazetteer_place(g, i)->prior);
}

/* ---- Spoilt files */

static char *read_all(const char *name, size_t *size)
{
    FILE *in = fopen(name, "rb");
    assert_non_null(in);
    fseek(in, 0, SEEK_END);
    *size = (size_t)ftell(in);
    rewind(in);
    char *bytes = malloc(*size + 1);
    assert_int_equal(fread(bytes, 1, *size, in), *size);
    fclose(in);
    return bytes;
}

static void write_all(const char *bytes, size_t size)
{
    FILE *out = fopen(spoilt, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes, 1, size, out), size);
    fclose(out);
}

static void every_prefix_is_refused(void **state)
{
    (void)state;
    size_t size;
    char *bytes = read_all(path, &size);
    for (size_t n = 0; n < size; n += n < 5000 ? 1 : 997) {
        sm_gazetteer *g = NULL;
        sm_error err = {0};
        write_all(bytes, n);
        assert_int_equal(sm_gazetteer_open(spoilt, false, &g, &err), SM_E_SETUP);
        assert_null(g);
        assert_true(err.text[0]);
    }
    free(bytes);
}

static void use_all(const sm_gazetteer *g)
{
    static const char *const names[] = {"Paris", "Bamako",         "New York City",
                                        "Sinai", "nowhere at all", "Middle Africa"};
    sm_box box;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const sm_bearer *bearers;
        size_t n = sm_gazetteer_lookup(g, names[i], &bearers);
        for (size_t k = 0; k < n && k < 100; k++) {
            const sm_place *p = sm_gazetteer_place(g, bearers[k].place);
            (void)strlen(sm_gazetteer_string(g, p->name));
            (void)sm_gazetteer_place(g, p->country)->population;
            (void)sm_gazetteer_place(g, p->admin1)->population;
            (void)sm_gazetteer_box(g, p, &box);
            (void)sm_place_within(g, bearers[k].place, p->country);
            (void)sm_place_within(g, p->admin1, bearers[k].place);
            (void)sm_bearer_odds(&bearers[k]);
        }
    }
    (void)sm_gazetteer_by_id(g, 2460596);
    (void)sm_gazetteer_country(g, "ML");
}

static void damage_is_found_or_harmless(void **state)
{
    (void)state;
    size_t size;
    char *bytes = read_all(path, &size);
    unsigned seed = 1;
    for (int round = 0; round < 600; round++) {
        char old[16];
        seed = seed * 1103515245u + 12345u;
        size_t at = (round % 3 ? seed >> 4 : (seed >> 4) % 512) % (size - sizeof old);
        memcpy(old, bytes + at, sizeof old);
        memset(bytes + at, round % 2 ? 0xFF : (int)(seed >> 24), sizeof old);
        write_all(bytes, size);
        sm_gazetteer *g = NULL;
        sm_status verified = sm_gazetteer_open(spoilt, true, &g, NULL);
        sm_gazetteer_close(verified == SM_OK ? g : NULL);
        if (sm_gazetteer_open(spoilt, false, &g, NULL) == SM_OK) {
            use_all(g);
            sm_gazetteer_close(g);
        }
        memcpy(bytes + at, old, sizeof old);
    }
    free(bytes);
}

static void foreign_files_are_named(void **state)
{
    (void)state;
    sm_gazetteer *g = NULL;
    sm_error err = {0};
    assert_int_equal(sm_gazetteer_open("/nonexistent/gazetteer.bin", false, &g, &err), SM_E_SETUP);
    assert_string_equal(err.text, "No such file or directory");
    err = (sm_error){0};
    write_all("GIF89a, surely no gazetteer", 27);
    assert_int_equal(sm_gazetteer_open(spoilt, false, &g, &err), SM_E_SETUP);
    assert_string_equal(err.text, "not a sitmap gazetteer");
    size_t size;
    char *bytes = read_all(path, &size);
    ((sm_gazetteer_header *)(void *)bytes)->version = 99;
    write_all(bytes, size);
    err = (sm_error){0};
    assert_int_equal(sm_gazetteer_open(spoilt, false, &g, &err), SM_E_SETUP);
    assert_non_null(strstr(err.text, "version 99"));
    free(bytes);
}

/* ---- The builder */

static void same_sources_same_bytes(void **state)
{
    (void)state;
    sm_gazetteer_sources src = sources();
    assert_int_equal(sm_gazetteer_build(&src, spoilt, NULL, NULL), SM_OK);
    size_t one, other;
    char *a = read_all(path, &one), *b = read_all(spoilt, &other);
    assert_int_equal(one, other);
    assert_memory_equal(a, b, one);
    free(a);
    free(b);
}

static void the_builder_reports(void **state)
{
    (void)state;
    sm_gazetteer_sources src = sources();
    sm_gazetteer_report report = {0};
    assert_int_equal(sm_gazetteer_build(&src, spoilt, &report, NULL), SM_OK);
    assert_int_equal(report.lost_aliases, 1);
    assert_string_equal(report.first_lost, "aliases.tsv:4: no place 999999999");
    src.countries = NULL;
    sm_error err = {0};
    assert_int_equal(sm_gazetteer_build(&src, spoilt, NULL, &err), SM_E_SETUP);
    assert_string_equal(err.text, "no table of countries (countryInfo.txt)");
}

typedef struct bad_row {
    const char *text;
    unsigned line;
    const char *words; /* that the message must hold; NULL: no error */
} bad_row;

/* An overlay may have the columns of places.tsv; test_overlay.c tells more. */
#define HEAD                                                                                                 \
    "name\tgeonames_id\tlon\tlat\tiso2\tadmin1_code\tfeature_class\tfeature_"                                \
    "code\tpopulation\twest\tsouth\teast\tnorth\talternates\tnote\n"

static void bad_rows_are_named(void **state)
{
    (void)state;
    static const bad_row rows[] = {
        {HEAD "Camp Foo\t\t10\t20\tML\t\tP\tPPL\n", 0, NULL},
        {HEAD "# only a comment\n\n", 0, NULL},
        {HEAD "Camp Foo\t\t190\t20\tML\t\tP\tPPL\n", 2, "no longitude"},
        {HEAD "# comment\nCamp Foo\t\t10\tnorth\tML\t\tP\tPPL\n", 3, "no latitude"},
        {HEAD "Camp Foo\t\t\t\tML\t\tP\tPPL\n", 2, "needs longitude"},
        {HEAD "Camp Foo\t\t10\t20\tMali\t\tP\tPPL\n", 2, "'Mali' is no country code"},
        {HEAD "Camp Foo\t\t10\t20\tML\t\tQ\n", 2, "feature class"},
        {HEAD "Camp Foo\t\t10\t20\tML\t\t\n", 0, NULL}, /* a populated place */
        {HEAD "Camp Foo\tabc\t10\t20\tML\t\tP\n", 2, "no GeoNames id"},
        {HEAD "Camp Foo\t\t10\t20\tML\t\tL\tRGN\t\t1\t5\t2\t4\n", 2, "no box"},
        {HEAD "Camp Foo\t\t10\t20\tML\t\tP\tPPL\tmany\n", 2, "population"},
        {HEAD "\t\t10\t20\n", 2, "without name"},
        {HEAD "a\tb\tc\td\te\tf\tg\th\ti\tj\tk\tl\tm\tn\to\tp\n", 2, "16 columns"},
        {"name\tlon\tlat\nCamp Foo\t1\t2\n", 0, NULL},
        {"Camp Foo\t1\t2\n", 1, "column names"},
        {"name\tlon\tlat\tif_country\ttreatment\nParis\t1\t2\tML\tpin\n", 2, "belongs to a run"},
        {"", 0, "column names"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char overlay[sizeof spoilt + 8], out[sizeof spoilt + 8];
        snprintf(overlay, sizeof overlay, "%s.tsv", path);
        snprintf(out, sizeof out, "%s.out", path);
        FILE *f = fopen(overlay, "w");
        fputs(rows[i].text, f);
        fclose(f);
        const char *overlays[] = {overlay};
        sm_gazetteer_sources src = sources();
        src.overlays = overlays;
        src.n_overlays = 1;
        sm_error err = {0};
        sm_status st = sm_gazetteer_build(&src, out, NULL, &err);
        if (rows[i].words == NULL) {
            assert_int_equal(st, SM_OK);
        } else {
            assert_int_equal(st, SM_E_SETUP);
            assert_string_equal(err.file, overlay);
            assert_int_equal(err.line, rows[i].line);
            if (strstr(err.text, rows[i].words) == NULL)
                fail_msg("'%s' does not say '%s'", err.text, rows[i].words);
            assert_int_equal(access(out, F_OK), -1); /* nothing half-written */
        }
        unlink(overlay);
        unlink(out);
    }
}

static void an_overlay_wins(void **state)
{
    (void)state;
    char overlay[sizeof spoilt + 8];
    snprintf(overlay, sizeof overlay, "%s.tsv", path);
    FILE *f = fopen(overlay, "w");
    fputs(HEAD "Paris\t\t-1.5\t14.2\tML\t04\tP\tPPL\nBamako\t2460596\t-8.1\t12.7\t\t\t\t\t\t\t\t\t\tCapital "
               "of Mali\n",
          f);
    fclose(f);
    const char *overlays[] = {overlay};
    sm_gazetteer_sources src = sources();
    src.overlays = overlays;
    src.n_overlays = 1;
    assert_int_equal(sm_gazetteer_build(&src, spoilt, NULL, NULL), SM_OK);
    sm_gazetteer *g;
    assert_int_equal(sm_gazetteer_open(spoilt, true, &g, NULL), SM_OK);
    assert_true(strstr(lookup(g, "Paris"), "Paris ML PPL") != NULL);
    const sm_place *bamako = sm_gazetteer_place(g, first(g, "Capital of Mali"));
    assert_int_equal(bamako->geonames_id, 2460596);
    assert_int_equal(bamako->lon_e5, -810000);
    assert_true(bamako->flags & SM_P_USER);
    sm_gazetteer_close(g);
    unlink(overlay);
}

static void boxes_join_over_the_antimeridian(void **state)
{
    (void)state;
    sm_box a = {170, 0, 175, 1}, b = {-175, -1, -170, 0}, c = {-10, 0, 10, 1};
    sm_box j = sm_box_join(a, b);
    assert_true(j.west == 170 && j.east == -170 && j.south == -1 && j.north == 1);
    j = sm_box_join(b, a);
    assert_true(j.west == 170 && j.east == -170);
    j = sm_box_join(c, (sm_box){20, 0, 30, 1});
    assert_true(j.west == -10 && j.east == 30);
    j = sm_box_join(c, (sm_box){-5, 0, 5, 1});
    assert_true(j.west == -10 && j.east == 10);
}

static void the_data_folder_can_be_set(void **state)
{
    (void)state;
    char out[256];
    setenv("SITMAP_DATA", "/some/where", 1);
    assert_string_equal(sm_gazetteer_default_path(out, sizeof out), "/some/where/gazetteer.bin");
    unsetenv("SITMAP_DATA");
    assert_non_null(strstr(sm_gazetteer_default_path(out, sizeof out), "share/sitmap/gazetteer.bin"));
}

/* A search ends at the first greater hash: no name may stand behind one, and next to a name is none. */
static void slots_are_ordered(void **state)
{
    const sm_gazetteer *g = *state;
    size_t names = 0;
    for (size_t i = 0; i < g->n[SM_SLOTS]; i++) {
        const sm_name_slot *slot = &g->slots[i];
        if (!slot->hash)
            continue;
        names++;
        assert_ptr_equal(sm_gazetteer_slot(g, slot->hash), slot);
        assert_null(sm_gazetteer_slot(g, slot->hash + 1));
        assert_null(sm_gazetteer_slot(g, slot->hash - 1));
    }
    assert_true(names > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slots_are_ordered),
        cmocka_unit_test(names_are_found),
        cmocka_unit_test(names_are_not_found),
        cmocka_unit_test(kinds_and_flags),
        cmocka_unit_test(walking),
        cmocka_unit_test(spellings),
        cmocka_unit_test(letters),
        cmocka_unit_test(hierarchy),
        cmocka_unit_test(divisions_from_polygons),
        cmocka_unit_test(twins_and_priors),
        cmocka_unit_test(every_prefix_is_refused),
        cmocka_unit_test(damage_is_found_or_harmless),
        cmocka_unit_test(foreign_files_are_named),
        cmocka_unit_test(same_sources_same_bytes),
        cmocka_unit_test(the_builder_reports),
        cmocka_unit_test(bad_rows_are_named),
        cmocka_unit_test(an_overlay_wins),
        cmocka_unit_test(boxes_join_over_the_antimeridian),
        cmocka_unit_test(the_data_folder_can_be_set),
    };
    return cmocka_run_group_tests(tests, build_and_open, close_all);
}
