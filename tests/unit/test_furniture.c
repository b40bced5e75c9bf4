/* The furniture of the page: nothing leaves the page or its box, nothing covers a symbol, the scale bar is
 * true, the words say what is shown. On scenes, with a measure of our own and a basemap without shapes. */
#include "composing.h"
#include "fit.h"
#include "geo.h"
#include "hash.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* --- what is needed to compose */

static sm_text_extent measure(void *context, const char *text, const sm_font *font, const char *language)
{
    size_t letters = 0;
    (void)context;
    (void)language;
    for (const char *p = text; *p; p++)
        letters += ((unsigned char)*p & 0xc0) != 0x80;
    return (sm_text_extent){.56 * font->size * (double)letters, .75 * font->size, .25 * font->size};
}

static const sm_text_measure ruler = {measure, NULL};

static sm_scene *compose(const sm_incidents *list, const sm_map_options *options)
{
    sm_error err = {0};
    sm_scene *scene = NULL;
    if (basemap == NULL)
        assert_int_equal(set_up(NULL), 0);
    if (sm_map_compose(basemap, style, list, options, ruler, &scene, NULL, &err) != SM_OK)
        fail_msg("%s", err.text);
    return scene;
}

/* Reproducible incidents about a middle, some vague, some known to the country only. */
static sm_incidents *some_incidents(unsigned seed, size_t n, double spread)
{
    sm_incidents *list = sm_incidents_new();
    for (size_t i = 0; i < n; i++) {
        double value[4];
        for (int k = 0; k < 4; k++) {
            seed = seed * 1664525u + 1013904223u;
            value[k] = (seed >> 8) / 16777216.0;
        }
        sm_incident *in = add_bombing(list, 20 + spread * (value[0] - .5), 15 + spread * (value[1] - .5),
                                      "Chad", "2015-03-07", (int)(300 * value[2] * value[2]) - 1);
        in->type = (uint8_t)(1 + (size_t)(value[3] * (SM_EVENT_COUNT - 1)));
        if (i % 5 == 3) {
            in->geo_precision = SM_GEO_ADMIN1;
            in->radius_km = 80;
        } else if (i % 5 == 4) {
            in->geo_precision = SM_GEO_COUNTRY;
        }
    }
    return list;
}

/* --- reading scenes */

static const sm_group *find_group(const sm_scene *s, const char *id)
{
    const sm_group *g = s->first;
    while (g && (g->id == NULL || strcmp(g->id, id) != 0))
        g = g->next;
    return g;
}

static sm_rect path_box(const sm_item *item)
{
    const sm_path *p = (const sm_path *)item;
    double west = INFINITY, east = -INFINITY, north = INFINITY, south = -INFINITY;
    assert_int_equal(item->kind, SM_ITEM_PATH);
    for (size_t i = 0; i < p->count; i++) {
        west = fmin(west, p->points[i].x);
        east = fmax(east, p->points[i].x);
        north = fmin(north, p->points[i].y);
        south = fmax(south, p->points[i].y);
    }
    return (sm_rect){west, north, east - west, south - north};
}

static sm_rect item_box(const sm_item *item)
{
    if (item->kind == SM_ITEM_CIRCLE) {
        const sm_circle *c = (const sm_circle *)item;
        return (sm_rect){c->centre.x - c->radius, c->centre.y - c->radius, 2 * c->radius, 2 * c->radius};
    }
    if (item->kind == SM_ITEM_PATH)
        return path_box(item);
    const sm_text *t = (const sm_text *)item;
    sm_text_extent e = measure(NULL, t->text, &t->font, NULL);
    double left = t->align == SM_ALIGN_END ? e.width : t->align == SM_ALIGN_MIDDLE ? e.width / 2 : 0;
    return (sm_rect){t->x - left, t->y - e.ascent, e.width, e.ascent + e.descent};
}

static bool within(sm_rect inner, sm_rect outer)
{
    const double slack = 1e-6;
    return inner.x >= outer.x - slack && inner.y >= outer.y - slack &&
           inner.x + inner.width <= outer.x + outer.width + slack &&
           inner.y + inner.height <= outer.y + outer.height + slack;
}

static bool overlap(sm_rect a, sm_rect b)
{
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

static bool covers(sm_rect box, const sm_circle *c)
{
    double dx = c->centre.x - fmin(fmax(c->centre.x, box.x), box.x + box.width),
           dy = c->centre.y - fmin(fmax(c->centre.y, box.y), box.y + box.height);
    return hypot(dx, dy) < c->radius;
}

static const char *text_at(const sm_scene *s, const char *group, int index)
{
    const sm_group *g = find_group(s, group);
    for (const sm_item *i = g ? g->first : NULL; i; i = i->next)
        if (i->kind == SM_ITEM_TEXT && index-- == 0)
            return ((const sm_text *)i)->text;
    return "";
}

static bool says(const sm_scene *s, const char *group, const char *words)
{
    for (int i = 0; *text_at(s, group, i); i++)
        if (strcmp(text_at(s, group, i), words) == 0)
            return true;
    return false;
}

static const char *const panels[] = {"legend", "country-only", "elsewhere", "scale-bar", "north-arrow"};
enum { PANELS = sizeof panels / sizeof *panels };

static void check_page(const sm_scene *s)
{
    sm_rect page = {0, 0, s->width, s->height}, frame = path_box(find_group(s, "frame")->first),
            boxes[PANELS];
    size_t n = 0;
    double bottom = frame.y + frame.height;
    assert_true(within(frame, page));
    for (int k = 0; k < 2; k++) {
        const sm_group *g = find_group(s, k ? "heading" : "credits");
        for (const sm_item *i = g ? g->first : NULL; i; i = i->next) {
            assert_true(within(item_box(i), page));
            assert_false(overlap(item_box(i), frame));
        }
    }
    for (int k = 0; k < PANELS; k++) {
        const sm_group *g = find_group(s, panels[k]);
        if (g == NULL)
            continue;
        sm_rect box = boxes[n++] = path_box(g->first);
        assert_true(within(box, frame) || (within(box, page) && !overlap(box, frame)));
        bottom = fmax(bottom, box.y + box.height);
        for (const sm_item *i = g->first; i; i = i->next)
            assert_true(within(item_box(i), box));
        for (size_t other = 0; other + 1 < n; other++)
            assert_false(overlap(box, boxes[other]));
        for (const sm_item *i = find_group(s, "incidents")->first; i; i = i->next)
            if (i->kind == SM_ITEM_CIRCLE && i->subject /* a symbol */ && within(box, frame))
                assert_false(covers(box, (const sm_circle *)i));
        for (const char *const *labels =
                 (const char *const[]){"incident-labels", "town-names", "area-names", NULL};
             *labels; labels++)
            for (const sm_item *i = find_group(s, *labels)->first; i; i = i->next)
                if (i->kind == SM_ITEM_TEXT)
                    assert_false(overlap(item_box(i), box));
    }
    assert_true(bottom - frame.y > .5 * page.height); /* the map and what stands under it */
    assert_true(frame.height > .35 * page.height);
}

/* --- the tests */

static void everything_has_its_room(void **state)
{
    static const double pages[][2] = {{1600, 1200}, {800, 600},  {400, 300},  {160, 120},
                                      {100, 100},   {1600, 300}, {700, 1400}, {8000, 6000}};
    static const char long_title[] = "What was reported in the course of one long year from all the "
                                     "provinces of a great country and from those "
                                     "of its neighbours, told in a title that nobody would ever want to read "
                                     "to its end, and which does not fit";
    (void)state;
    for (unsigned seed = 1; seed <= 6; seed++) {
        for (size_t p = 0; p < sizeof pages / sizeof *pages; p++) {
            sm_incidents *list = some_incidents(seed, 5 + 2 * seed, 6 + 2 * seed);
            sm_map_options o = {.width = pages[p][0], .height = pages[p][1]};
            if (seed % 2 == 0)
                o.title = o.subtitle = o.source = long_title;
            sm_scene *s = compose(list, &o);
            check_page(s);
            sm_scene_free(s);
            sm_incidents_free(list);
        }
    }
}

static void all_panels_on_a_usual_page(void **state)
{
    (void)state;
    sm_incidents *list = some_incidents(4, 12, 12);
    add_bombing(list, -100, 40, "United States", "2015-03-07", 2); /* too far away */
    sm_map_options o = {.projection = "+proj=laea +lat_0=15 +lon_0=60"};
    sm_scene *s = compose(list, &o);
    for (int k = 0; k < PANELS; k++)
        assert_non_null(find_group(s, panels[k]));
    check_page(s);
    assert_true(says(s, "legend", "Somewhere in this area"));
    assert_true(says(s, "legend", "People killed"));
    sm_scene_free(s);
    o.projection = NULL; /* north is up */
    s = compose(list, &o);
    assert_null(find_group(s, "north-arrow"));
    sm_scene_free(s);
    sm_incidents_free(list);
}

static void no_incidents_no_legend(void **state)
{
    (void)state;
    sm_incidents *list = sm_incidents_new();
    sm_scene *s = compose(list, NULL);
    assert_null(find_group(s, "legend"));
    assert_null(find_group(s, "country-only"));
    assert_null(find_group(s, "scale-bar")); /* a world map has no one scale */
    assert_string_equal(s->title, "No incidents to show");
    assert_string_equal(text_at(s, "heading", 1), "");
    assert_string_equal(text_at(s, "credits", 1), "Map: Natural Earth, GSHHG.");
    sm_scene_free(s);
    sm_incidents_free(list);
}

/* The bar against the great circle between two symbols of known position. */
static void check_scale_bar(double span_deg)
{
    sm_incidents *list = sm_incidents_new();
    add_bombing(list, 20 - span_deg / 2, 15, "Chad", "2015", 60);
    add_bombing(list, 20 + span_deg / 2, 15, "Chad", "2015", 60);
    double km = sm_distance_km(list->items[0].sites->point, list->items[1].sites->point);
    sm_scene *s = compose(list, NULL);
    const sm_circle *a = (const sm_circle *)find_group(s, "incidents")->first,
                    *b = (const sm_circle *)a->item.next;
    double km_per_px = km / hypot(a->centre.x - b->centre.x, a->centre.y - b->centre.y);

    const sm_group *g = find_group(s, "scale-bar");
    const sm_item *i = g->first->next; /* behind the plate */
    double left = INFINITY, right = -INFINITY;
    for (; i; i = i->next) {
        if (i->kind != SM_ITEM_PATH)
            continue;
        sm_rect box = path_box(i);
        left = fmin(left, box.x);
        right = fmax(right, box.x + box.width);
    }
    char *unit;
    double stated = strtod(text_at(s, "scale-bar", 2), &unit), digit = stated / pow(10, floor(log10(stated)));
    assert_string_equal(unit, " km");
    assert_true(fabs(digit - 1) < 1e-9 || fabs(digit - 2) < 1e-9 || fabs(digit - 5) < 1e-9);
    assert_true(fabs((right - left) * km_per_px / stated - 1) < .01);
    assert_string_equal(text_at(s, "scale-bar", 0), "0");
    assert_true(fabs(strtod(text_at(s, "scale-bar", 1), NULL) - stated / 2) < 1e-9);
    assert_true(right - left > .1 * s->width && right - left < .35 * s->width);
    sm_scene_free(s);
    sm_incidents_free(list);
}

static void the_scale_bar_is_true(void **state)
{
    (void)state;
    check_scale_bar(2);
    check_scale_bar(5);
    check_scale_bar(9);
}

static void check_heading(const sm_incidents *list, const char *title, const char *subtitle)
{
    sm_scene *s = compose(list, NULL);
    assert_string_equal(text_at(s, "heading", 0), title);
    assert_string_equal(text_at(s, "heading", 1), subtitle);
    assert_string_equal(s->title, title);
    sm_scene_free(s);
}

static void the_title_names_the_countries(void **state)
{
    (void)state;
    sm_incidents *list = sm_incidents_new();
    add_bombing(list, 20, 15, "Chad", "2015-11-21", 1);
    check_heading(list, "Bombing in Chad", "21 Nov 2015");
    add_bombing(list, 24, 12, "Sudan", "2015-11-03", 1);
    add_bombing(list, 25, 12, "Sudan", "2015-11-04", 1);
    check_heading(list, "Bombings in Sudan and Chad", "3–21 Nov 2015");
    add_bombing(list, 21, 5, "Central African Republic", "2015-10-31", 1);
    check_heading(list, "Bombings in Sudan, Chad and the Central African Republic", "31 Oct – 21 Nov 2015");
    add_bombing(list, 13, 5, "Cameroon", "2014-12-30", 1);
    check_heading(list, "Bombings in 4 countries", "30 Dec 2014 – 21 Nov 2015");
    add_bombing(list, 18, 15, "Niger", "2016-02-01", 1)->status = SM_THREATENED; /* not shown */
    check_heading(list, "Bombings in 4 countries", "30 Dec 2014 – 21 Nov 2015");
    sm_incidents_free(list);
}

static void the_period_keeps_its_precision(void **state)
{
    (void)state;
    sm_incidents *list = sm_incidents_new();
    add_bombing(list, 20, 15, "Chad", "2015-11", 1);
    add_bombing(list, 21, 15, "Chad", "2015-11-07", 1);
    check_heading(list, "Bombings in Chad", "Nov 2015");
    add_bombing(list, 21, 15, "Chad", "2015-09-28T10:30", 1);
    check_heading(list, "Bombings in Chad", "28 Sep – Nov 2015");
    add_bombing(list, 21, 15, "Chad", "2014", 1);
    check_heading(list, "Bombings in Chad", "2014 – Nov 2015");
    sm_incidents_free(list);
    list = sm_incidents_new();
    add_bombing(list, 20, 15, "Chad", "", 1);
    check_heading(list, "Bombing in Chad", "");
    sm_incidents_free(list);
}

static void articles_are_counted_once(void **state)
{
    static const sm_source sources[] = {{.doc = "a"}, {.doc = "b"}, {.doc = "a"}};
    (void)state;
    sm_incidents *list = sm_incidents_new();
    for (int i = 0; i < 2; i++) {
        sm_incident *in = add_bombing(list, 20 + i, 15, "Chad", "2015", 1);
        in->sources = sources;
        in->n_sources = 3;
    }
    list->gazetteer = "x";
    sm_scene *s = compose(list, NULL);
    assert_true(says(s, "credits", "Source: 2 articles. Places: GeoNames (CC BY 4.0). Map: Natural Earth, GSHHG."));
    sm_scene_free(s);
    sm_map_options own = {.title = "", .subtitle = "", .source = "Our desk"};
    s = compose(list, &own);
    assert_null(find_group(s, "heading"));
    assert_true(says(s, "credits", "Our desk. Places: GeoNames (CC BY 4.0). Map: Natural Earth, GSHHG."));
    sm_scene_free(s);
    sm_incidents_free(list);
}

static void tolls_of_the_legend_are_round(void **state)
{
    (void)state;
    sm_incidents *list = sm_incidents_new();
    add_bombing(list, 20, 15, "Chad", "2015", 305);
    add_bombing(list, 24, 17, "Chad", "2015", 2);
    sm_scene *s = compose(list, NULL);
    assert_true(says(s, "legend", "300"));
    assert_true(says(s, "legend", "100"));
    assert_true(says(s, "legend", "0–7 or not stated"));
    assert_true(says(s, "legend", "Bombing")); /* the only type says more than its group */
    assert_false(says(s, "legend", "Conflict"));
    assert_false(says(s, "legend", "Accident"));
    assert_false(says(s, "legend", "Somewhere in this area"));
    /* circles have the true size: area by toll */
    double radius[2] = {0};
    int n = 0;
    for (const sm_item *i = find_group(s, "legend")->first; i; i = i->next)
        if (i->kind == SM_ITEM_CIRCLE && ++n > 1 && n <= 3) /* behind the dot of the kind */
            radius[n - 2] = ((const sm_circle *)i)->radius;
    double symbol = ((const sm_circle *)find_group(s, "incidents")->first)->radius;
    assert_true(fabs(radius[0] - symbol * sqrt(300 / 305.0)) < .01);
    assert_true(fabs(radius[1] - symbol * sqrt(100 / 305.0)) < .01);
    sm_scene_free(s);
    sm_incidents_free(list);
}

static void the_list_is_cut_to_the_worst(void **state)
{
    (void)state;
    sm_incidents *list = sm_incidents_new();
    add_bombing(list, 20, 15, "Chad", "2015", 1);
    for (int i = 0; i < 12; i++)
        add_bombing(list, 20, 15, "Niger", "2015-10-21", i)->geo_precision = SM_GEO_COUNTRY;
    sm_scene *s = compose(list, NULL);
    assert_string_equal(text_at(s, "country-only", 1), "Niger – Bombing, 21 Oct 2015, 11 killed");
    assert_true(says(s, "country-only", "and 5 more"));
    sm_scene_free(s);
    sm_incidents_free(list);
}

static void texts_are_cut_to_fit(void **state)
{
    static const char *const texts[] = {"one two three four five six seven",
                                        "Donaudampfschifffahrtsgesellschaft",
                                        "Ещё одно длинное название",
                                        "東京都千代田区で起きた出来事の一覧",
                                        "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301",
                                        "bad \xff\xfe bytes",
                                        " \n\t ",
                                        ""};
    sm_font font = {.family = "x", .size = 10, .weight = 400};
    sm_arena *a = sm_arena_new(0);
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        for (double width = 0; width < 200; width += 3) {
            const char *cut = sm_fit_cut(&ruler, a, texts[i], &font, width), *lines[3];
            assert_true(sm_fit_width(&ruler, cut, &font) <= width);
            size_t n = sm_fit_wrap(&ruler, a, texts[i], &font, width, lines, 3);
            assert_true(n <= 3);
            for (size_t k = 0; k < n; k++) {
                assert_true(*lines[k] && sm_fit_width(&ruler, lines[k], &font) <= width);
                assert_false(((unsigned char)lines[k][0] & 0xc0) == 0x80);
                assert_true(strncmp(lines[k], "\u0301", 2) != 0);
            }
        }
    }
    const char *lines[2];
    assert_int_equal(sm_fit_wrap(&ruler, a, "one two  three\nfour", &font, 5.6 * 9, lines, 2), 2);
    assert_string_equal(lines[0], "one two");
    assert_string_equal(lines[1], "three…");
    assert_string_equal(sm_fit_cut(&ruler, a, "  one \n two ", &font, INFINITY), "one two");
    sm_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_has_its_room),       cmocka_unit_test(all_panels_on_a_usual_page),
        cmocka_unit_test(no_incidents_no_legend),        cmocka_unit_test(the_scale_bar_is_true),
        cmocka_unit_test(the_title_names_the_countries), cmocka_unit_test(the_period_keeps_its_precision),
        cmocka_unit_test(articles_are_counted_once),     cmocka_unit_test(tolls_of_the_legend_are_round),
        cmocka_unit_test(the_list_is_cut_to_the_worst),  cmocka_unit_test(texts_are_cut_to_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
