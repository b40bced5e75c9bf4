/* Which part of the world is shown, in which projection, and that every point comes where it belongs. */
#include "project.h"

#include "extent.h"
#include "geo.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const sm_rect frame = {10, 60, 1580, 1100};

static sm_view *view_of(const sm_point *points, size_t n, const char *projection)
{
    sm_view *v = NULL;
    sm_error err = {0};
    sm_view_options o = {.frame = frame, .projection = projection};
    if (sm_view_new(points, n, &o, &v, &err) != SM_OK)
        fail_msg("%s", err.text);
    return v;
}

static bool in_frame(sm_xy p)
{
    return p.x >= frame.x && p.x <= frame.x + frame.width && p.y >= frame.y && p.y <= frame.y + frame.height;
}

/* A point lies in the window when it does so at one of its longitudes. */
static bool in_window(const sm_view *v, sm_point p)
{
    sm_rect w = sm_view_window(v);
    for (int turn = -1; turn <= 1; turn++)
        if (p.lon + 360 * turn >= w.x && p.lon + 360 * turn <= w.x + w.width && p.lat >= w.y &&
            p.lat <= w.y + w.height)
            return true;
    return false;
}

/* What must be so of every view: the points are seen, forward and back agree, the window holds what the frame
 * shows. */
static void assert_sound(const sm_view *v, const sm_point *points, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        sm_xy at = sm_view_point(v, points[i]);
        assert_true(in_frame(at));
        assert_true(in_window(v, points[i]));
    }
    for (int i = 1; i < 8; i++) {
        for (int k = 1; k < 8; k++) {
            sm_xy at = {frame.x + frame.width * i / 8, frame.y + frame.height * k / 8};
            sm_point p;
            if (!sm_view_inverse(v, at, &p)) {
                assert_true(sm_view_is_world(v));
                continue;
            }
            assert_true(in_window(v, p));
            sm_xy again = sm_view_point(v, p);
            assert_float_equal(again.x, at.x, .01);
            assert_float_equal(again.y, at.y, .01);
        }
    }
    assert_true(sm_view_metres_per_px(v) > 0 && isfinite(sm_view_metres_per_px(v)));
}

static void test_extent_and_projection(void **state)
{
    (void)state;
    static const struct {
        sm_point points[3];
        size_t n;
        const char *projection;
        double min_km, max_km;
    } cases[] = {
        {{{-8, 12.65}}, 1, "+proj=laea", 790, 1200},               /* Bamako alone: its region */
        {{{-8, 12.65}, {-4.1, 14.5}}, 2, "+proj=laea", 500, 1500}, /* Mali */
        {{{39, 35.95}, {34.2, 30.2}, {44.4, 33.3}}, 3, "+proj=laea", 1000, 3500},
        {{{36.8, -1.3}, {32.6, .3}}, 2, "+proj=merc", 500, 1500}, /* on the equator */
        {{{-74, 40.7}, {-122.4, 37.8}, {-80.2, 25.8}}, 3, "+proj=aea", 4000, 8000},
        {{{178.4, -18.1}, {-175.2, -21.1}}, 2, "+proj=laea", 600, 2500}, /* Fiji and Tonga, over 180 */
        {{{15.6, 78.2}}, 1, "+proj=laea", 700, 1500},                    /* Svalbard */
        {{{-120, 82}, {40, 81}, {150, 80}}, 3, "+proj=laea +lat_0=90", 1000, 6000}, /* round the pole */
        {{{-60, -64}, {60, -68}, {170, -78}}, 3, "+proj=laea +lat_0=-90", 5000, 15000},
        {{{-58.4, -34.6}, {139.7, 35.7}, {2.35, 48.9}}, 3, "+proj=eqearth", 20000, 60000},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sm_view *v = view_of(cases[i].points, cases[i].n, NULL);
        assert_sound(v, cases[i].points, cases[i].n);
        const char *want = cases[i].projection;
        if (want && strncmp(sm_view_projection(v), want, strlen(want)) != 0)
            fail_msg("case %zu: %s", i, sm_view_projection(v));
        double km = sm_view_width_km(v);
        if (km < cases[i].min_km || km > cases[i].max_km)
            fail_msg("case %zu: %.0f km wide", i, km);
        sm_view_free(v);
    }
}

/* A far point does not shrink the others to a speck; two places far apart are both shown. */
static void test_outliers(void **state)
{
    (void)state;
    static const struct {
        double lon, lat, spread; /* of most points */
        size_t n, far;
        sm_point outlier;
        bool kept;
    } cases[] = {
        {38, 35, 3, 20, 1, {2.35, 48.9}, false}, /* Syria, and Paris */
        {38, 35, 3, 20, 2, {-74, 40.7}, false},
        {38, 35, 3, 20, 3, {-74, 40.7}, true}, /* more than a tenth is no outlier */
        {38, 35, 3, 6, 1, {12.5, 41.9}, true}, /* nor is one of seven, when it is not very far */
        {38, 35, 3, 6, 1, {-74, 40.7}, false}, /* it is */
        {38, 35, 3, 3, 1, {-74, 40.7}, false},
        {38, 35, 3, 2, 1, {-74, 40.7}, true},     /* of three each counts */
        {38, 35, 3, 20, 1, {44.4, 33.3}, true},   /* Baghdad is near enough */
        {179.5, -17, 2, 15, 1, {-8, 12}, false},  /* across the antimeridian */
        {100, 20, 50, 40, 1, {-100, 40}, true},   /* what is scattered has no main part */
        {20, 88.5, .5, 30, 1, {150, -40}, false}, /* at the pole */
        {0, 0, 0, 12, 1, {120, 15}, false},       /* all at one spot */
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        sm_point points[64];
        size_t n = cases[c].n, total = n + cases[c].far;
        for (size_t i = 0; i < n; i++) {
            double turn = 2.4 * (double)i, r = cases[c].spread * sqrt((double)i / (double)n);
            points[i] =
                (sm_point){remainder(cases[c].lon + r * cos(turn), 360), cases[c].lat + r * sin(turn)};
        }
        for (size_t i = n; i < total; i++)
            points[i] = cases[c].outlier;
        sm_view *v = view_of(points, total, NULL);
        assert_sound(v, points, n);
        if (in_frame(sm_view_point(v, cases[c].outlier)) != cases[c].kept)
            fail_msg("case %zu: the far point is %s", c, cases[c].kept ? "not shown" : "shown");
        sm_view_free(v);
    }
}

/* Shape is kept: near the centre a square kilometre is as wide as high. A plate carrée at 70° would be 3 : 1.
 */
static void test_shape_is_kept_at_all_latitudes(void **state)
{
    (void)state;
    for (int lat = -85; lat <= 85; lat += 5) {
        sm_point p = {25, lat};
        sm_view *v = view_of(&p, 1, NULL);
        sm_xy at = sm_view_point(v, p), east = sm_view_point(v, sm_destination(p, 90, 20)),
              north = sm_view_point(v, sm_destination(p, 0, 20));
        double ratio = hypot(east.x - at.x, east.y - at.y) / hypot(north.x - at.x, north.y - at.y);
        assert_float_equal(ratio, 1, .03);
        sm_view_free(v);
    }
}

static void test_scale_is_true(void **state)
{
    (void)state;
    const sm_point points[] = {{-8, 12.65}, {-4.1, 14.5}};
    sm_view *v = view_of(points, 2, NULL);
    sm_xy a = sm_view_point(v, points[0]), b = sm_view_point(v, points[1]);
    double km = hypot(b.x - a.x, b.y - a.y) * sm_view_metres_per_px(v) / 1000;
    assert_float_equal(km / sm_distance_km(points[0], points[1]), 1, .01);
    assert_true(fabs(sm_view_north(v)) < 3);
    sm_view_free(v);
}

static void test_random_sets(void **state)
{
    (void)state;
    srand(11);
    for (int round = 0; round < 150; round++) {
        sm_point points[6];
        double lon = rand() % 360 - 180, lat = rand() % 160 - 80, spread = 1 + rand() % 60;
        size_t n = 1 + (size_t)(rand() % 6);
        for (size_t i = 0; i < n; i++) {
            points[i].lon = remainder(lon + spread * (rand() % 200 - 100) / 100, 360);
            points[i].lat = fmax(-89, fmin(89, lat + spread / 2 * (rand() % 200 - 100) / 100));
        }
        bool kept[6];
        sm_point shown[6];
        size_t n_shown = 0;
        assert_true(sm_extent_keep(points, n, kept) > 0);
        for (size_t i = 0; i < n; i++)
            if (kept[i])
                shown[n_shown++] = points[i];
        sm_view *v = view_of(points, n, NULL);
        assert_sound(v, shown, n_shown);
        sm_view_free(v);
    }
}

/* Round views show so many km about their point, at the poles as anywhere. */
static void test_round_views(void **state)
{
    (void)state;
    for (int lat = -90; lat <= 90; lat += 15) {
        sm_view *v = NULL;
        sm_point p = {179, lat};
        assert_int_equal(sm_view_new_round(p, 3000, frame, &v, NULL), SM_OK);
        assert_sound(v, &p, 1);
        assert_float_equal(sm_view_width_km(v), 3000, 60);
        sm_xy at = sm_view_point(v, p);
        assert_float_equal(at.x, frame.x + frame.width / 2, .5);
        assert_float_equal(at.y, frame.y + frame.height / 2, .5);
        sm_view_free(v);
    }
}

/* A world map is cut off where nothing is, as far as its frame is filled. */
static void test_world_fills_its_frame(void **state)
{
    (void)state;
    const sm_point narrow[] = {{-74, 4.6}, {-8, 12.6}, {38, 35}, {121, 14.6}},
                   wide[] = {{-122, 37.8}, {-43, -22.9}, {2.35, 48.9}, {72, 19}, {151, -33.9}, {178, -18}};
    sm_view *v = view_of(narrow, 4, NULL);
    assert_sound(v, narrow, 4);
    sm_rect globe = sm_view_content(v);
    assert_true(globe.height > .9 * frame.height && globe.width > .99 * frame.width);
    sm_view_free(v);
    v = view_of(wide, 6, NULL);
    assert_sound(v, wide, 6);
    assert_true(sm_view_is_world(v));
    globe = sm_view_content(v);
    assert_true(globe.height < .75 * frame.height && globe.width > .99 * frame.width);
    sm_view_free(v);
}

static void test_nothing_and_nonsense(void **state)
{
    (void)state;
    sm_view *v = view_of(NULL, 0, NULL);
    assert_true(sm_view_is_world(v));
    sm_view_free(v);
    const sm_point points[] = {{NAN, 5}, {400, 2}, {-8, 12.65}, {5, -91}};
    v = view_of(points, 4, NULL);
    assert_true(sm_view_width_km(v) < 1500); /* only the one that is a position counts */
    sm_view_free(v);
}

/* The edges of a world map's window come out on their own sides of the page: a shape cut there must not run
 * across. */
static void test_edges_of_the_world(void **state)
{
    (void)state;
    for (int lon = -170; lon <= 170; lon += 17) {
        const double turn = lon / 10.0 + .00003;
        const sm_point points[] = {
            {remainder(turn - 120, 360), 60}, {remainder(turn, 360), 0}, {remainder(turn + 120, 360), -40}};
        sm_view *v = view_of(points, 3, NULL);
        sm_rect w = sm_view_window(v), frame_of = sm_view_frame(v);
        double middle = frame_of.x + frame_of.width / 2;
        for (double lat = -80; sm_view_is_world(v) && lat <= 80; lat += 20) {
            assert_true(sm_view_point(v, (sm_point){w.x, lat}).x < middle);
            assert_true(sm_view_point(v, (sm_point){w.x + w.width, lat}).x > middle);
        }
        sm_view_free(v);
    }
}

static void test_projections_of_the_caller(void **state)
{
    (void)state;
    const sm_point points[] = {{8.5, 47.4}, {2.35, 48.9}};
    static const char *const fine[] = {"EPSG:3035", "EPSG:3857", "+proj=robin",
                                       "+proj=lcc +lat_1=45 +lat_2=49 +lon_0=5"};
    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++) {
        sm_view *v = view_of(points, 2, fine[i]);
        for (size_t k = 0; k < 2; k++)
            assert_true(in_frame(sm_view_point(v, points[k])));
        sm_view_free(v);
    }
    static const char *const bad[] = {"+proj=nosuch", "EPSG:999999", "", "nonsense"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        sm_view *v = NULL;
        sm_error err = {0};
        sm_view_options o = {.frame = frame, .projection = bad[i]};
        assert_int_equal(sm_view_new(points, 2, &o, &v, &err), SM_E_USAGE);
        assert_null(v);
        assert_non_null(strstr(err.text, "unknown projection"));
    }
}

static void test_extents_of_the_caller(void **state)
{
    (void)state;
    const sm_box fine[] = {{-10, 35, 30, 60}, {170, -50, -170, -10}, {-180, -60, 180, 80}},
                 bad[] = {{10, 20, 10, 30}, {10, 30, 20, 20}, {0, -95, 10, 10}};
    for (size_t i = 0; i < 3; i++) {
        sm_view *v = NULL;
        sm_error err = {0};
        sm_view_options o = {.frame = frame, .extent = &fine[i]};
        assert_int_equal(sm_view_new(NULL, 0, &o, &v, &err), SM_OK);
        double middle =
            fine[i].west + (fine[i].east - fine[i].west + (fine[i].east < fine[i].west ? 360 : 0)) / 2;
        sm_xy at = sm_view_point(v, (sm_point){middle, (fine[i].south + fine[i].north) / 2});
        assert_true(in_frame(at));
        sm_view_free(v);
        o.extent = &bad[i];
        assert_int_equal(sm_view_new(NULL, 0, &o, &v, &err), SM_E_USAGE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_extent_and_projection),
        cmocka_unit_test(test_outliers),
        cmocka_unit_test(test_shape_is_kept_at_all_latitudes),
        cmocka_unit_test(test_scale_is_true),
        cmocka_unit_test(test_random_sets),
        cmocka_unit_test(test_round_views),
        cmocka_unit_test(test_world_fills_its_frame),
        cmocka_unit_test(test_nothing_and_nonsense),
        cmocka_unit_test(test_edges_of_the_world),
        cmocka_unit_test(test_projections_of_the_caller),
        cmocka_unit_test(test_extents_of_the_caller),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
