/* Which place and which day of a sentence belong to its trigger. The places are names without a point. */
#include "date.h"
#include "individuated.h"

static const char *const names[] = {"kidal", "gao", "bamako", "idlib", "moscow", NULL};

typedef struct where {
    const char *text, *place, *relation, *words;
} where;

static const where places[] = {
    {"A bomb exploded in Kidal on Tuesday.", "Kidal", "in", "Kidal"},
    {"A bomb exploded at a market in Kidal on Tuesday.", "Kidal", "in", "a market in Kidal"},
    {"Rebels attacked a base near Gao.", "Gao", "near", "Gao"},
    {"The army recaptured the town of Kidal.", "Kidal", "in", "the town of Kidal"},
    {"In early 2013 rebels captured the town of Kidal.", "Kidal", "in", "the town of Kidal"},
    {"Jets took off from Gao and bombed Idlib on Monday.", "Idlib", "in", "Idlib"},
    {"Missiles fired from a base in Gao hit a house in Idlib, killing two people.", "Idlib", "in", "a house in Idlib"},
    {"The Kidal attack killed two people.", "Kidal", "in", "The Kidal"},
    {"A plane flying from Gao to Bamako crashed, killing two people.", NULL, "in", NULL},
};

static void test_places(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        sm_reports reports;
        scanned *s = individuate(places[i].text, names, &reports);
        assert_true(reports.count > 0);
        const sm_where *w = &reports.items[0].where;
        const sm_mention *m = w->n ? &s->places.mentions[w->mentions[0]] : NULL;
        const char *got = m ? sm_scan_text(s->scan, m->first, m->end, s->arena) : "none";
        if (strcmp(got, places[i].place ? places[i].place : "none") != 0)
            fail_msg("%s: %s", places[i].text, got);
        assert_string_equal(w->relation, places[i].relation);
        if (m && strcmp(sm_scan_text(s->scan, w->first, w->end, s->arena), places[i].words) != 0)
            fail_msg("%s: %s", places[i].text, sm_scan_text(s->scan, w->first, w->end, s->arena));
        scan_free(s);
    }
}

typedef struct when {
    const char *text, *from, *to;
} when;

static const when days[] = {
    {"Friday's assault killed two people.", "2019-01-04", "2019-01-04"},
    {"A minister said on Wednesday that a bomb exploded on Monday.", "2019-01-07", "2019-01-07"},
    {"Shelling killed two people from Saturday to Monday.", "2019-01-05", "2019-01-07"},
    {"Shelling killed two people from 3 to 7 January.", "2019-01-03", "2019-01-07"},
    {"Floods killed two people between May and July 2010.", "2010-05-01", "2010-07-31"},
    {"Shelling killed two people on Friday.", "2019-01-04", "2019-01-04"}, /* what happened is not to come */
};

static void test_days(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        sm_reports reports;
        char from[16], to[16];
        scanned *s = individuate(days[i].text, names, &reports);
        assert_true(reports.count > 0);
        const sm_when *w = &reports.items[0].when;
        assert_true(w->known);
        sm_date_print(sm_date_of_days(w->from), from);
        sm_date_print(sm_date_of_days(w->to), to);
        if (strcmp(from, days[i].from) != 0 || strcmp(to, days[i].to) != 0)
            fail_msg("%s: %s to %s", days[i].text, from, to);
        scan_free(s);
    }
}

static void test_types_agree(void **state)
{
    (void)state;
    for (uint8_t a = 0; a < SM_EVENT_COUNT; a++) {
        assert_int_equal(sm_types_agree(a, a), 2);
        for (uint8_t b = 0; b < SM_EVENT_COUNT; b++)
            assert_int_equal(sm_types_agree(a, b), sm_types_agree(b, a));
    }
    assert_int_equal(sm_types_agree(SM_EVENT_armed_attack, SM_EVENT_bombing), 1);
    assert_int_equal(sm_types_agree(SM_EVENT_flood, SM_EVENT_bombing), 0);
    assert_true(sm_type_rank(SM_EVENT_suicide_bombing) > sm_type_rank(SM_EVENT_bombing));
    assert_false(sm_is_violent(SM_EVENT_flood));
    assert_false(sm_is_violent(SM_EVENT_protest));
    assert_true(sm_is_violent(SM_EVENT_armed_attack));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_places), cmocka_unit_test(test_days), cmocka_unit_test(test_types_agree)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
