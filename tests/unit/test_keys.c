/* The spellings under which a place is found in the gazetteer that the build makes: in the index itself, and,
 * when nothing bears the name, by paring, by ear, or one letter off, as an article's names are resolved. */
#include "gazetteer.h"
#include "place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct key {
    const char *name;
    int id; /* GeoNames' */
} key;

static int open_gazetteer(void **state)
{
    sm_gazetteer *g = NULL;
    sm_error err = {0};
    if (sm_gazetteer_open(SM_BUILD_DIR "/share/sitmap/gazetteer.bin", false, &g, &err) != SM_OK) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    *state = g;
    return 0;
}

static int close_gazetteer(void **state)
{
    sm_gazetteer_close(*state);
    return 0;
}

static void spellings_are_in_the_index(void **state)
{
    static const key keys[] = {
        {"N.C.", 4482348},
        {"NC", 4482348},
        {"Calif.", 5332921},
        {"San Jose", 5392171},
        {"SÃO PAULO", 3448439},
        {"sao paulo", 3448439},
        {"Port au Prince", 3718426},
        {"Port-au-Prince", 3718426},
        {"Xi'an", 1790630},
        {"Xian", 1790630},
        {"Coeur dAlene", 5589173},
        {"N'Djamena", 2427123},
        {"The Hague", 2747373},
        {"Hague", 2747373},
        {"The Gambia", 2413451},
        {"Gambia", 2413451},
        {"St. Louis", 4407066},
        {"Saint Louis", 4407066},
        {"Ft. Worth", 4691930},
        {"Mt. Vernon", 5804127},
        {"Sainte Genevieve", 4407294},
        {"Ste. Genevieve", 4407294},
        {"Raqqa", 172955},
        {"Ar-Raqqah", 172955},
        {"al-Raqqah", 172955},
        {"el-Raqqah", 172955},
        {"Deir ez-Zor", 170794},
        {"Dayr az Zawr", 170794},
        {"Deir al-Zour", 170794},
        {"As-Suwayda", 172408},
        {"Sweida", 172408},
        {"Ajdabiyah", 89113},
        {"Ajdabiya", 89113},
        {"Beit Hanoun", 281146},
        {"Bayt Hanun", 281146},
        {"Khan Younis", 281124},
        {"Khan Yunis", 281124},
        {"Kyiv", 703448},
        {"Kiev", 703448},
        {"Kharkov", 706483},
        {"Odessa", 698740},
        {"Makeyevka", 702320},
        {"Edleb", 169389},
        {"Cook County", 0},
        {"Herat", 1140026},
    };
    const sm_gazetteer *g = *state;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const sm_bearer *bearers;
        if (sm_gazetteer_lookup(g, keys[i].name, &bearers) == 0)
            fail_msg("'%s' is not in the index", keys[i].name);
        const sm_place *p = sm_gazetteer_place(g, bearers[0].place);
        if (p->geonames_id != keys[i].id)
            fail_msg("'%s' is first of all %d %s", keys[i].name, p->geonames_id,
                     sm_gazetteer_string(g, p->name));
    }
}

static void names_sound_alike(void **state)
{
    static const key keys[] = {{"Dair Alzour", 170794}, {"Bosra Alsham", 171126}, {"Beled Weyne", 64460}};
    const sm_gazetteer *g = *state;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const sm_bearer *bearers;
        size_t n = sm_gazetteer_sounds_like(g, keys[i].name, strlen(keys[i].name), &bearers);
        if (n == 0)
            fail_msg("nothing sounds like '%s'", keys[i].name);
        const sm_place *p = sm_gazetteer_place(g, bearers[0].place);
        if (p->geonames_id != keys[i].id || !(bearers[0].flags & SM_N_SOUND))
            fail_msg("'%s' sounds like %d %s", keys[i].name, p->geonames_id, sm_gazetteer_string(g, p->name));
    }
    char sound[SM_NAME_SOUND];
    assert_int_equal(sm_name_sound("Aleppo", 6, sound), 0); /* too little to tell */
    assert_int_equal(sm_name_sound("دير الزور", strlen("دير الزور"), sound), 0);
    assert_true(sm_names_alike("Sheikh Miskeen", 14, "Ash Shaykh Miskīn"));
    assert_true(sm_names_alike("Leramon", 7, "Layramoun"));
    assert_false(sm_names_alike("Winside", 7, "‘Ein el Asad"));
    assert_false(sm_names_alike("Caraorman", 9, "Kerman"));
    assert_false(sm_names_alike("", 0, ""));
}

/* Names that no place bears as they stand; 0: of a place without id. */
static void the_rest_is_pared_or_mended(void **state)
{
    static const struct {
        const char *text, *name;
        int id;
    } cases[] = {
        {"Fighters attacked villages in Anbar Governorate on Monday.", "Anbar Governorate", 99592},
        {"Rain fell on St. Petersberg, Florida, all week.", "St. Petersberg", 4171563},
        {"Two ships met in the Capsian Sea on Monday.", "Capsian Sea", 0},
        {"Shells fell on the Syrian town of Sheikh Miskeen, in Daraa, on Monday.", "Sheikh Miskeen", 164328},
        {"Soldiers came to Beled Weyne, Somalia, on Monday.", "Beled Weyne", 64460},
    };
    const sm_gazetteer *g = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sm_arena *arena = sm_arena_new(0);
        sm_article article = {.id = "test", .text = cases[i].text, .length = strlen(cases[i].text)};
        uint32_t start = (uint32_t)(strstr(cases[i].text, cases[i].name) - cases[i].text);
        sm_span span = {start, start + (uint32_t)strlen(cases[i].name)};
        article.spans = &span;
        article.n_spans = 1;
        sm_doc *doc;
        sm_places *places;
        assert_int_equal(sm_doc_make(&article, arena, &doc, NULL), SM_OK);
        assert_int_equal(sm_find_places(g, doc, NULL, &places, NULL), SM_OK);
        assert_int_equal(places->count, 1);
        const sm_place *p = sm_gazetteer_place(g, places->mentions[0].place);
        if (cases[i].id == 0) /* GeoNames' towns have no seas */
            assert_string_equal(sm_gazetteer_string(g, p->name), "Caspian Sea");
        else if (p->geonames_id != cases[i].id)
            fail_msg("'%s' becomes %d %s", cases[i].name, p->geonames_id, sm_gazetteer_string(g, p->name));
        sm_arena_free(arena);
    }
}

/* A city, its district and its province of one name are marked, and one mention of the name takes the town.
 */
static void twins_are_one_choice(void **state)
{
    static const char *const names[] = {"Raqqa", "Herat", "Kunduz", "Latakia", "Peshawar"};
    const sm_gazetteer *g = *state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const sm_bearer *bearers;
        size_t n = sm_gazetteer_lookup(g, names[i], &bearers);
        assert_true(n > 0);
        const sm_place *town = sm_gazetteer_place(g, bearers[0].place);
        assert_int_equal(town->feature_class, 'P');
        for (size_t k = 1; k < n && k < 8; k++) {
            const sm_place *p = sm_gazetteer_place(g, bearers[k].place);
            double km = sm_distance_km(sm_place_point(p), sm_place_point(town));
            bool same =
                memcmp(p->country_code, town->country_code, 2) == 0 && p->feature_class == 'A' && km < 50;
            if (same && !(p->flags & SM_P_TWIN))
                fail_msg("%s: %d is no twin at %.0f km", names[i], p->geonames_id, km);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spellings_are_in_the_index),
        cmocka_unit_test(names_sound_alike),
        cmocka_unit_test(the_rest_is_pared_or_mended),
        cmocka_unit_test(twins_are_one_choice),
    };
    return cmocka_run_group_tests(tests, open_gazetteer, close_gazetteer);
}
