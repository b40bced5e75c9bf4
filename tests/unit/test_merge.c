/* Merging: what becomes one, what stays two, whatever the order; and days worked out across articles. */
#include "date.h"
#include "list.h"
#include "merge.h"
#include "timex.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct told {
    const char *doc, *published, *day, *place;
    int id;
    double lon, lat;
    sm_event_type type;
    int32_t killed;
    const char *quote; /* NULL = "" */
} told;

static sm_incident *tell(sm_incidents *list, const told *t)
{
    sm_incident *i = sm_incidents_add(list);
    i->type = (uint8_t)t->type;
    i->confidence = 0.6;
    i->main_of_article = true;
    if (t->day) {
        strcpy(i->date_start, t->day);
        strcpy(i->date_end, t->day);
        i->date_precision = SM_PRECISION_DAY;
        i->date_basis = SM_BASIS_WEEKDAY;
    }
    sm_site *site = sm_arena_alloc(list->arena, sizeof *site);
    *site = (sm_site){.name = t->place, .country = "Mali", .country_code = "ML", .geonames_id = t->id, .point = {t->lon, t->lat}, .located = true};
    i->sites = site;
    i->n_sites = 1;
    i->geo_precision = SM_GEO_EXACT;
    i->place_method = "clause_pp";
    if (t->killed >= 0)
        i->killed = (sm_toll){t->killed, t->killed, t->killed};
    sm_source *source = sm_arena_alloc(list->arena, sizeof *source);
    *source = (sm_source){.doc = t->doc, .date = t->published, .quote = t->quote ? t->quote : "", .end = 10, .killed = t->killed, .injured = SM_UNSTATED};
    i->sources = source;
    i->n_sources = i->n_documents = i->n_mentions = 1;
    i->first_reported = i->last_reported = t->published;
    i->title = "";
    return i;
}

static const told bamako_1 = {"a", "2015-11-21", "2015-11-20", "Bamako", 2460596, -8.0, 12.65, SM_EVENT_armed_attack, 19};
static const told bamako_2 = {"b", "2015-11-22", "2015-11-20", "Bamako", 2460596, -8.0, 12.65, SM_EVENT_armed_attack, 21};
static const told bamako_later = {"c", "2015-12-22", "2015-12-20", "Bamako", 2460596, -8.0, 12.65, SM_EVENT_armed_attack, 2};
static const told gao = {"d", "2015-11-21", "2015-11-20", "Gao", 2457161, -0.04, 16.27, SM_EVENT_armed_attack, 19};
static const told bamako_flood = {"e", "2015-11-21", "2015-11-20", "Bamako", 2460596, -8.0, 12.65, SM_EVENT_flood, 19};

static sm_incidents *merge(const told *const *all, size_t n)
{
    sm_error err = {0};
    sm_incidents *in = sm_incidents_new(), *out = sm_incidents_new();
    for (size_t i = 0; i < n; i++)
        tell(in, all[i]);
    assert_int_equal(sm_merge_incidents(in, out, &err), SM_OK);
    sm_incidents_free(in);
    return out;
}

static void test_one_incident_of_two_articles(void **state)
{
    (void)state;
    const told *all[] = {&bamako_1, &bamako_2};
    sm_incidents *out = merge(all, 2);
    assert_int_equal(out->count, 1);
    const sm_incident *i = &out->items[0];
    assert_int_equal(i->killed.best, 21); /* the later report */
    assert_int_equal(i->killed.low, 19);
    assert_int_equal(i->killed.high, 21);
    assert_int_equal(i->n_sources, 2);
    assert_int_equal(i->n_documents, 2);
    assert_string_equal(i->first_reported, "2015-11-21");
    assert_string_equal(i->last_reported, "2015-11-22");
    assert_true(i->confidence > 0.6);
    assert_non_null(i->id);
    sm_incidents_free(out);
}

static void test_near_twins_stay_apart(void **state)
{
    (void)state;
    const told *all[] = {&bamako_1, &bamako_later, &gao, &bamako_flood};
    sm_incidents *out = merge(all, 4);
    assert_int_equal(out->count, 4);
    sm_incidents_free(out);
}

/* Three articles tell of an attack; one of them tells of its dead once more with another number, as if it were an incident of its own. What the others say
 * puts it to the same one. */
static void test_one_article_tells_it_twice(void **state)
{
    (void)state;
    static const char *const docs[] = {"a", "a", "b", "f"};
    static const int32_t killed[] = {19, 6, 21, 20};
    told list[4];
    const told *all[4];
    for (size_t i = 0; i < 4; i++) {
        list[i] = bamako_1;
        list[i].doc = docs[i];
        list[i].killed = killed[i];
        list[i].quote = "Gunmen stormed the Laguna guest house by the Niger and shot its owner Moussa Diabate";
        all[i] = &list[i];
    }
    sm_incidents *out = merge(all, 4);
    assert_int_equal(out->count, 1);
    assert_int_equal(out->items[0].n_documents, 3);
    sm_incidents_free(out);
}

/* Each of three articles tells of the same two attacks: its own two days keep them apart, whatever words they share. */
static void test_twins_of_one_article_stay_apart(void **state)
{
    (void)state;
    told list[6];
    const told *all[6];
    static const char *const docs[] = {"a", "b", "c"};
    for (size_t i = 0; i < 6; i++) {
        list[i] = bamako_1;
        list[i].doc = docs[i / 2];
        list[i].day = i % 2 ? "2015-11-18" : "2015-11-20";
        list[i].killed = i % 2 ? 3 : 19;
        all[i] = &list[i];
    }
    sm_incidents *out = merge(all, 6);
    assert_int_equal(out->count, 2);
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(out->items[i].n_documents, 3);
    sm_incidents_free(out);
}

static char *dump(const sm_incidents *list)
{
    char *text = NULL;
    size_t size;
    FILE *f = open_memstream(&text, &size);
    for (size_t i = 0; i < list->count; i++)
        fprintf(f, "%s\n", list->items[i].id);
    sm_incidents_dump(list, f);
    fclose(f);
    return text;
}

static void test_any_order_gives_the_same(void **state)
{
    (void)state;
    const told *all[] = {&bamako_1, &bamako_2, &bamako_later, &gao, &bamako_flood};
    enum { N = sizeof all / sizeof *all };
    sm_incidents *out = merge(all, N);
    char *wanted = dump(out);
    sm_incidents_free(out);
    uint32_t seed = 1;
    for (int round = 0; round < 30; round++) {
        for (size_t i = N - 1; i > 0; i--) {
            seed = seed * 1664525u + 1013904223u;
            size_t j = (seed >> 16) % (i + 1);
            const told *t = all[i];
            all[i] = all[j];
            all[j] = t;
        }
        out = merge(all, N);
        char *got = dump(out);
        assert_string_equal(got, wanted);
        free(got);
        sm_incidents_free(out);
    }
    free(wanted);
}

static void test_merging_again_changes_nothing(void **state)
{
    (void)state;
    const told *all[] = {&bamako_1, &bamako_2, &gao};
    sm_error err = {0};
    sm_incidents *once = merge(all, 3), *twice = sm_incidents_new();
    assert_int_equal(sm_merge_incidents(once, twice, &err), SM_OK);
    char *a = dump(once), *b = dump(twice);
    assert_int_equal(once->count, twice->count);
    assert_int_equal(twice->items[0].n_documents, once->items[0].n_documents);
    free(a);
    free(b);
    sm_incidents_free(once);
    sm_incidents_free(twice);
}

static void test_nothing_in_nothing_out(void **state)
{
    (void)state;
    sm_incidents *out = merge(NULL, 0);
    assert_int_equal(out->count, 0);
    sm_incidents_free(out);
}

/* One article dates an attack; another, which states no date, says that a second one came a week after it, on a Friday. */
static void test_days_across_articles(void **state)
{
    (void)state;
    sm_error err = {0};
    sm_incidents *list = sm_incidents_new();
    static const told dated = {"a", "2015-11-17", "2015-11-13", "Segou", 2451185, -6.26, 13.43, SM_EVENT_armed_attack, 30};
    static const told same = {"b", NULL, NULL, "Segou", 2451185, -6.26, 13.43, SM_EVENT_armed_attack, 30};
    static const told later = {"b", NULL, NULL, "Bamako", 2460596, -8.0, 12.65, SM_EVENT_armed_attack, 19};
    static const sm_date_clue none = {.offset_days = INT32_MIN, .not_before = INT32_MIN},
                              friday = {.weekday = 5, .offset_days = INT32_MIN, .not_before = INT32_MIN, .follows = -1, .follows_days = 7};
    tell(list, &dated);
    tell(list, &same)->clue = &none;
    tell(list, &later)->clue = &friday;
    assert_int_equal(sm_date_incidents(list, &err), SM_OK);
    assert_string_equal(list->items[1].date_start, "2015-11-13");
    assert_int_equal(list->items[1].date_basis, SM_BASIS_CROSS_DOCUMENT);
    assert_string_equal(list->items[2].date_start, "2015-11-20");
    assert_int_equal(list->items[2].date_precision, SM_PRECISION_DAY);
    sm_incidents_free(list);
}

static void test_no_day_without_reason(void **state)
{
    (void)state;
    sm_error err = {0};
    sm_incidents *list = sm_incidents_new();
    static const told alone = {"b", NULL, NULL, "Bamako", 2460596, -8.0, 12.65, SM_EVENT_armed_attack, 19};
    static const sm_date_clue friday = {.weekday = 5, .offset_days = INT32_MIN, .not_before = INT32_MIN};
    tell(list, &alone)->clue = &friday;
    assert_int_equal(sm_date_incidents(list, &err), SM_OK);
    assert_string_equal(list->items[0].date_start, "");
    sm_incidents_free(list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_incident_of_two_articles), cmocka_unit_test(test_near_twins_stay_apart),
        cmocka_unit_test(test_one_article_tells_it_twice),   cmocka_unit_test(test_twins_of_one_article_stay_apart),
        cmocka_unit_test(test_any_order_gives_the_same),     cmocka_unit_test(test_merging_again_changes_nothing),
        cmocka_unit_test(test_nothing_in_nothing_out),       cmocka_unit_test(test_days_across_articles),
        cmocka_unit_test(test_no_day_without_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
