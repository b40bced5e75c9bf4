/* Small multiples: which incident stands in which panel, and that panels can be compared. */
#include "composing.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static sm_map_report report;

static sm_scene *compose(const sm_incidents *list, sm_facet_by facet)
{
    const sm_map_options o = {.facet = facet};
    const sm_text_measure ruler = {measure_text, NULL};
    sm_scene *scene = NULL;
    sm_error err = {0};
    if (sm_map_compose(basemap, style, list, &o, ruler, &scene, &report, &err) != SM_OK)
        fail_msg("%s", err.text);
    return scene;
}

static const sm_group *find_group(const sm_scene *s, const char *id)
{
    const sm_group *g = s->first;
    while (g && (g->id == NULL || strcmp(g->id, id) != 0))
        g = g->next;
    return g;
}

static const sm_group *of_panel(const sm_scene *s, int panel, const char *id)
{
    char whole[64];
    snprintf(whole, sizeof whole, "panel%d-%s", panel, id);
    return find_group(s, whole);
}

static const char *title_of(const sm_scene *s, int panel)
{
    const sm_group *g = of_panel(s, panel, "title");
    return g ? ((const sm_text *)g->first)->text : "";
}

/* The symbols of a panel; the last one into `*out`. */
static int count_symbols(const sm_scene *s, int panel, const sm_circle **out)
{
    const sm_group *g = of_panel(s, panel, "incidents");
    int n = 0;
    for (const sm_item *i = g ? g->first : NULL; i; i = i->next)
        if (i->kind == SM_ITEM_CIRCLE && i->subject) {
            *out = (const sm_circle *)i;
            n++;
        }
    return n;
}

static void check_panels(const sm_scene *s, const char *const *titles, const int *symbols, int n)
{
    const sm_circle *any;
    for (int i = 0; i < n; i++) {
        assert_string_equal(title_of(s, i + 1), titles[i]);
        assert_int_equal(count_symbols(s, i + 1, &any), symbols[i]);
    }
    assert_string_equal(title_of(s, n + 1), "");
}

/* A month between two others that holds nothing has its panel. */
static void months(void **state)
{
    (void)state;
    sm_incidents *list = sm_incidents_new();
    add_bombing(list, 15, 12, "Chad", "2015-01-31", 4);
    add_bombing(list, 16, 13, "Chad", "2015-03-01", 4);
    add_bombing(list, 17, 12, "Chad", "2015-03", 4);
    sm_scene *s = compose(list, SM_FACET_MONTH);
    check_panels(s, (const char *const[]){"Jan 2015", "Feb 2015", "Mar 2015"}, (const int[]){1, 0, 2}, 3);
    assert_null(find_group(s, "note"));
    assert_null(find_group(s, "incidents"));
    assert_non_null(find_group(s, "legend"));
    assert_string_equal(((const sm_text *)find_group(s, "heading")->first->next)->text,
                        "31 Jan – Mar 2015, by month");
    sm_scene_free(s);
    sm_incidents_free(list);
}

/* Where most periods hold nothing, those have no panel, and the page says so. */
static void gaps(void **state)
{
    (void)state;
    sm_incidents *list = sm_incidents_new();
    add_bombing(list, 15, 12, "Chad", "2001-07-03", 4);
    add_bombing(list, 16, 13, "Chad", "2015-03-01", 4);
    sm_scene *s = compose(list, SM_FACET_YEAR);
    check_panels(s, (const char *const[]){"2001", "2015"}, (const int[]){1, 1}, 2);
    assert_string_equal(((const sm_text *)find_group(s, "note")->first)->text, "Years without incidents are");
    sm_scene_free(s);
    s = compose(list, SM_FACET_WEEK); /* Monday to Sunday */
    check_panels(s, (const char *const[]){"2–8 Jul 2001", "23 Feb – 1 Mar 2015"}, (const int[]){1, 1}, 2);
    sm_scene_free(s);
    sm_incidents_free(list);
}

static void not_so_exact(void **state)
{
    (void)state;
    sm_incidents *list = sm_incidents_new();
    add_bombing(list, 15, 12, "Chad", "2015-01-31", 4);
    add_bombing(list, 16, 13, "Chad", "2015-01", 4);
    add_bombing(list, 17, 12, "Chad", "", 4);
    sm_scene *s = compose(list, SM_FACET_DAY);
    check_panels(s, (const char *const[]){"31 Jan 2015", "Date not known exactly"}, (const int[]){1, 2}, 2);
    sm_scene_free(s);
    sm_incidents_free(list);
}

static void types(void **state)
{
    (void)state;
    sm_incidents *list = sm_incidents_new();
    add_bombing(list, 15, 12, "Chad", "2015-01-31", 4)->type = SM_EVENT_flood;
    add_bombing(list, 16, 13, "Chad", "2015-01-02", 4);
    add_bombing(list, 17, 12, "Chad", "2015-01-03", 4);
    sm_scene *s = compose(list, SM_FACET_TYPE);
    check_panels(s, (const char *const[]){"Bombing", "Flood"}, (const int[]){2, 1}, 2);
    sm_scene_free(s);
    sm_incidents_free(list);
}

/* The page holds 24 panels; of sixty days those are shown that hold the most, and the others are counted. */
static void too_many(void **state)
{
    (void)state;
    sm_incidents *list = sm_incidents_new();
    char date[32];
    for (int i = 0; i < 60; i++) {
        snprintf(date, sizeof date, "2015-%02d-%02d", 1 + i / 30, 1 + i % 28);
        add_bombing(list, 15 + .05 * i, 12, "Chad", date, 1);
    }
    add_bombing(list, 15, 12, "Chad", "2015-02-20", 1);
    sm_scene *s = compose(list, SM_FACET_DAY);
    assert_string_not_equal(title_of(s, 24), "");
    assert_string_equal(title_of(s, 25), "");
    assert_true(report.left_out > 0);
    assert_int_equal(report.drawn + report.left_out, list->count);
    assert_non_null(find_group(s, "note"));
    sm_scene_free(s);
    sm_incidents_free(list);
}

/* One place in two panels: at the same spot of their frames; one toll in two panels: as large. */
static void panels_compare(void **state)
{
    (void)state;
    sm_incidents *list = sm_incidents_new();
    add_bombing(list, 15, 12, "Chad", "2015-01-31", 20);
    add_bombing(list, 15, 12, "Chad", "2015-02-03", 20);
    add_bombing(list, 19, 14, "Chad", "2015-03-03", 500);
    sm_scene *s = compose(list, SM_FACET_MONTH);
    const sm_circle *one = NULL, *two = NULL, *great = NULL;
    assert_int_equal(count_symbols(s, 1, &one), 1);
    assert_int_equal(count_symbols(s, 2, &two), 1);
    assert_int_equal(count_symbols(s, 3, &great), 1);
    sm_rect a = of_panel(s, 1, "incidents")->clip, b = of_panel(s, 2, "incidents")->clip;
    assert_float_equal(one->centre.x - a.x, two->centre.x - b.x, 1e-6);
    assert_float_equal(one->centre.y - a.y, two->centre.y - b.y, 1e-6);
    assert_float_equal(one->radius, two->radius, 1e-9);
    assert_float_equal(great->radius, one->radius * 5, 1e-6); /* areas as 25 to 1 */
    assert_float_equal(a.width, b.width, 0);
    assert_float_equal(a.height, b.height, 0);
    sm_scene_free(s);
    sm_incidents_free(list);
}

/* Nothing to divide: an ordinary map. */
static void one_panel(void **state)
{
    (void)state;
    sm_incidents *list = sm_incidents_new();
    sm_scene *s = compose(list, SM_FACET_MONTH);
    assert_string_equal(title_of(s, 1), "");
    sm_scene_free(s);
    add_bombing(list, 15, 12, "Chad", "2015-01-31", 20);
    add_bombing(list, 15, 13, "Chad", "2015-01-02", 20);
    s = compose(list, SM_FACET_MONTH);
    assert_string_equal(title_of(s, 1), "");
    assert_non_null(find_group(s, "incidents"));
    sm_scene_free(s);
    sm_incidents_free(list);
}

static void all_are_counted(void **state)
{
    (void)state;
    sm_incidents *list = sm_incidents_new();
    for (int i = 0; i < 12; i++)
        add_bombing(list, 15 + .3 * i, 12, "Chad", i % 2 ? "2015-01-02" : "2015-02-02", i);
    add_bombing(list, -70, 40, "Chad", "2015-01-02", 3);
    list->items[0].status = SM_THREATENED;
    list->items[1].geo_precision = SM_GEO_COUNTRY;
    list->items[2].n_sites = 0;
    sm_scene *s = compose(list, SM_FACET_MONTH);
    assert_int_equal(report.not_shown, 1);
    assert_int_equal(report.listed, 1);
    assert_int_equal(report.unlocated, 1);
    assert_int_equal(report.outside, 1);
    assert_int_equal(report.drawn, 9);
    assert_non_null(find_group(s, "country-only"));
    assert_non_null(find_group(s, "elsewhere"));
    sm_scene_free(s);
    sm_incidents_free(list);
}

static void no_place_on_earth(void **state)
{
    (void)state;
    sm_incidents *list = sm_incidents_new();
    const sm_map_options o = {.facet = SM_FACET_MONTH, .georeference = true};
    const sm_text_measure ruler = {measure_text, NULL};
    sm_scene *scene = NULL;
    sm_error err = {0};
    assert_int_equal(sm_map_compose(basemap, style, list, &o, ruler, &scene, NULL, &err), SM_E_USAGE);
    assert_null(scene);
    sm_incidents_free(list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(months),
        cmocka_unit_test(gaps),
        cmocka_unit_test(not_so_exact),
        cmocka_unit_test(types),
        cmocka_unit_test(too_many),
        cmocka_unit_test(panels_compare),
        cmocka_unit_test(one_panel),
        cmocka_unit_test(all_are_counted),
        cmocka_unit_test(no_place_on_earth),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
