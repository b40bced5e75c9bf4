/* The taxonomy, its crosswalks, the enumerations and the titles. */
#include "incident.h"
#include "property.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void test_every_type_has_a_name_a_label_and_a_group(void **state)
{
    (void)state;
    static const char *const groups[] = {"conflict", "unrest", "crime", "accident", "disaster", "other"};
    assert_int_equal(SM_EVENT_COUNT - 1, 31);
    for (sm_event_type t = SM_EVENT_NONE + 1; t < SM_EVENT_COUNT; t++) {
        assert_non_null(sm_event_name(t));
        assert_non_null(sm_event_label(t));
        bool known = false;
        for (size_t i = 0; i < 6; i++)
            known |= strcmp(groups[i], sm_event_group(t)) == 0;
        assert_true(known);
        assert_int_equal(sm_event_parse(sm_event_name(t)), t);
        assert_int_equal(sm_event_parse(sm_event_label(t)), t);
    }
}

static void test_crosswalks(void **state)
{
    (void)state;
    assert_string_equal(sm_event_acled(SM_EVENT_air_strike), "Air/drone strike");
    assert_string_equal(sm_event_cameo(SM_EVENT_air_strike), "19");
    assert_null(sm_event_emdat(SM_EVENT_air_strike));
    assert_string_equal(sm_event_emdat(SM_EVENT_flood), "Flood");
    assert_null(sm_event_acled(SM_EVENT_flood));
    assert_null(sm_event_cameo(SM_EVENT_flood));
    assert_null(sm_event_acled(SM_EVENT_other));
    for (sm_event_type t = SM_EVENT_air_crash; t <= SM_EVENT_epidemic; t++)
        assert_non_null(sm_event_emdat(t));
}

static void test_parse_takes_other_spellings_and_refuses_the_rest(void **state)
{
    (void)state;
    assert_int_equal(sm_event_parse("Air strike"), SM_EVENT_air_strike);
    assert_int_equal(sm_event_parse("air-strike"), SM_EVENT_air_strike);
    assert_int_equal(sm_event_parse("Suicide bomb"), SM_EVENT_suicide_bombing);
    assert_int_equal(sm_event_parse("Shelling"), SM_EVENT_shelling_missile);
    assert_int_equal(sm_event_parse("other"), SM_EVENT_other);
    assert_int_equal(sm_event_parse("Battles"), SM_EVENT_NONE);
    assert_int_equal(sm_event_parse(""), SM_EVENT_NONE);
    assert_int_equal(sm_event_parse(NULL), SM_EVENT_NONE);
    assert_null(sm_event_name(SM_EVENT_NONE));
    assert_null(sm_event_name((sm_event_type)200));
}

static void test_precision_numbers(void **state)
{
    (void)state;
    static const int dates[] = {0, 1, 1, 1, 2, 3, 4, 5}, places[] = {0, 1, 2, 3, 4, 5, 6, 7};
    for (uint8_t i = 0; i < 8; i++) {
        assert_int_equal(sm_date_prec(i), dates[i]);
        assert_int_equal(sm_where_prec(i), places[i]);
    }
    assert_int_equal(sm_date_prec(99), 0);
    assert_int_equal(sm_where_prec(99), 0);
}

static void test_added_incidents_state_nothing(void **state)
{
    (void)state;
    sm_incidents *list = sm_incidents_new();
    for (int i = 0; i < 100; i++)
        assert_non_null(sm_incidents_add(list));
    assert_int_equal(list->count, 100);
    const sm_incident *in = &list->items[99];
    assert_int_equal(in->killed.best, SM_UNSTATED);
    assert_int_equal(in->injured.high, SM_UNSTATED);
    assert_int_equal(in->rescued, SM_UNSTATED);
    assert_null(in->title);
    sm_incidents_free(list);
    sm_incidents_free(NULL);
}

static void check_title(const sm_incident *in, const char *wanted)
{
    sm_arena *a = sm_arena_new(0);
    assert_string_equal(sm_incident_make_title(a, in), wanted);
    sm_arena_free(a);
}

static void test_titles(void **state)
{
    (void)state;
    sm_site sites[3] = {{.name = "Raqqa", .country = "Syria"}, {.name = "Aleppo"}, {.name = "Homs"}};
    sm_incident in = {.type = SM_EVENT_air_strike, .sites = sites, .n_sites = 1, .date_start = "2015-11-17"};
    check_title(&in, "Air strike, Raqqa, 17 Nov 2015");
    strcpy(in.date_end, "2015-11-19");
    check_title(&in, "Air strike, Raqqa, 17–19 Nov 2015");
    strcpy(in.date_end, "2015-12-02");
    check_title(&in, "Air strike, Raqqa, 17 Nov – 2 Dec 2015");
    strcpy(in.date_end, "2016-01-02");
    check_title(&in, "Air strike, Raqqa, 17 Nov 2015 – 2 Jan 2016");
    in.date_end[0] = '\0';
    strcpy(in.date_start, "2015-11");
    in.n_sites = 2;
    check_title(&in, "Air strike, Raqqa and Aleppo, Nov 2015");
    strcpy(in.date_start, "2015");
    in.n_sites = 3;
    check_title(&in, "Air strike, Raqqa and 2 other places, 2015");
    in.date_start[0] = '\0';
    in.n_sites = 1;
    in.status = SM_FOILED;
    in.place_relation = "near";
    check_title(&in, "Foiled air strike, near Raqqa");
    sites[0].name = NULL;
    in.place_relation = NULL;
    in.status = SM_ACCOMPLISHED;
    check_title(&in, "Air strike, Syria");
    in.n_sites = 0;
    check_title(&in, "Air strike");
    in.type = SM_EVENT_NONE;
    check_title(&in, "Incident");
    in.type_text = "Jailbreak";
    check_title(&in, "Jailbreak");
}

static sm_value words(const char *s)
{
    return (sm_value){.kind = SM_VALUE_STRING, .string = s};
}

static void test_foreign_fields_find_their_property(void **state)
{
    (void)state;
    sm_arena *a = sm_arena_new(0);
    sm_draft d = {0};
    sm_draft_offer(&d, "EVENT_DATE", words("07 August 2015"));
    sm_draft_offer(&d, "event_type", words("Battles"));
    sm_draft_offer(&d, "sub_event_type", words("Armed clash"));
    sm_draft_offer(&d, "fatalities", words("12"));
    sm_draft_offer(&d, "location", words("Sévaré"));
    sm_draft_offer(&d, "geo_precision", words("2"));
    sm_draft_offer(&d, "longitude", words("-4.0939"));
    sm_draft_offer(&d, "latitude", words("14.5278"));
    sm_draft_offer(&d, "notes_that_have_a_name_longer_than_any_property", words("x"));
    sm_draft_offer(&d, "injured", words("many"));
    sm_incident in = {0};
    sm_site site = {0};
    sm_draft_apply(&d, a, &in, &site);
    assert_int_equal(in.type, SM_EVENT_armed_clash);
    assert_null(in.type_text);
    assert_string_equal(in.date_start, "2015-08-07");
    assert_int_equal(sm_date_prec(in.date_precision), 1);
    assert_int_equal(in.killed.best, 12);
    assert_int_equal(in.killed.low, SM_UNSTATED);
    assert_int_equal(in.injured.best, SM_UNSTATED);
    assert_string_equal(site.name, "Sévaré");
    assert_int_equal(in.geo_precision, SM_GEO_NEAR);
    assert_true(site.located && site.point.lon == -4.0939 && site.point.lat == 14.5278);
    sm_arena_free(a);
}

static void check_date(const char *text, const char *wanted, int precision)
{
    sm_arena *a = sm_arena_new(0);
    sm_draft d = {0};
    sm_draft_offer(&d, "date", words(text));
    sm_incident in = {0};
    sm_site site = {0};
    sm_draft_apply(&d, a, &in, &site);
    assert_string_equal(in.date_start, wanted);
    assert_int_equal(in.date_precision, precision);
    sm_arena_free(a);
}

static void test_foreign_dates(void **state)
{
    (void)state;
    check_date("2015-08-07", "2015-08-07", 3);
    check_date("2015/08/07 12:30:00+00", "2015-08-07", 3);
    check_date("2015-08-07T12:30:00.000Z", "2015-08-07", 3);
    check_date("2015-08", "2015-08", 6);
    check_date("2015", "2015", 7);
    check_date("7 Aug 2015", "2015-08-07", 3);
    check_date("31 February 2015", "", 0);
    check_date("2015-13-01", "", 0);
    check_date("yesterday", "", 0);
    check_date("99999999999999999999999999", "", 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_type_has_a_name_a_label_and_a_group),
        cmocka_unit_test(test_crosswalks),
        cmocka_unit_test(test_parse_takes_other_spellings_and_refuses_the_rest),
        cmocka_unit_test(test_precision_numbers),
        cmocka_unit_test(test_added_incidents_state_nothing),
        cmocka_unit_test(test_titles),
        cmocka_unit_test(test_foreign_fields_find_their_property),
        cmocka_unit_test(test_foreign_dates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
