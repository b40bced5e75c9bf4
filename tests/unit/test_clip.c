/* Clipping: the area and length that are left are those that lie in the box, whatever shape comes. */
#include "clip.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static const sm_rect box = {0, 0, 10, 10};

static void fill(sm_points *p, const sm_xy *at, size_t n)
{
    p->count = 0;
    for (size_t i = 0; i < n; i++)
        sm_points_add(p, at[i]);
}

static double area(const sm_points *p)
{
    double sum = 0;
    for (size_t i = 0; i < p->count; i++) {
        sm_xy a = p->at[i], b = p->at[(i + 1) % p->count];
        sum += a.x * b.y - b.x * a.y;
    }
    return sum / 2;
}

static void assert_ring(const sm_xy *at, size_t n, double want)
{
    sm_points in = {0}, out = {0};
    fill(&in, at, n);
    sm_clip_ring(&in, box, &out);
    assert_float_equal(area(&out), want, 1e-9);
    for (size_t i = 0; i < out.count; i++)
        assert_true(out.at[i].x >= -1e-9 && out.at[i].x <= 10 + 1e-9 && out.at[i].y >= -1e-9 &&
                    out.at[i].y <= 10 + 1e-9);
    sm_points_free(&in);
    sm_points_free(&out);
}

static void test_rings(void **state)
{
    (void)state;
    const sm_xy inside[] = {{1, 1}, {3, 1}, {3, 4}, {1, 4}}, outside[] = {{20, 1}, {23, 1}, {23, 4}},
                around[] = {{-5, -5}, {50, -5}, {50, 50}, {-5, 50}},
                corner[] = {{5, 5}, {15, 5}, {15, 15}, {5, 15}},
                backwards[] = {{5, 15}, {15, 15}, {15, 5}, {5, 5}}, past[] = {{-5, 20}, {20, -5}, {30, 30}},
                /* two arms reach in, the body stays outside: the box's edge joins them, without area */
        arms[] = {{-5, 1}, {5, 1}, {5, 2}, {-2, 2}, {-2, 6}, {5, 6}, {5, 7}, {-5, 7}};
    assert_ring(inside, 4, 6);
    assert_ring(outside, 3, 0);
    assert_ring(around, 4, 100);
    assert_ring(corner, 4, 25);
    assert_ring(backwards, 4, -25);
    assert_ring(past, 3, 12.5);
    assert_ring(arms, 8, 10);
    assert_ring(inside, 0, 0);
}

/* A ring cut by two boxes that share an edge: no area is lost or doubled between them. */
static void test_halves_make_the_whole(void **state)
{
    (void)state;
    srand(7);
    for (int round = 0; round < 200; round++) {
        sm_xy star[24];
        for (int i = 0; i < 24; i++) {
            double r = 1 + rand() % 900 / 100.0, t = i * M_PI / 12;
            star[i] = (sm_xy){r * cos(t), r * sin(t)};
        }
        sm_points in = {0}, whole = {0}, left = {0}, right = {0};
        const sm_rect all = {-6, -6, 12, 12}, west = {-6, -6, 7, 12}, east = {1, -6, 5, 12};
        fill(&in, star, 24);
        sm_clip_ring(&in, all, &whole);
        fill(&in, star, 24);
        sm_clip_ring(&in, west, &left);
        fill(&in, star, 24);
        sm_clip_ring(&in, east, &right);
        assert_float_equal(area(&left) + area(&right), area(&whole), 1e-9);
        sm_points_free(&in);
        sm_points_free(&whole);
        sm_points_free(&left);
        sm_points_free(&right);
    }
}

typedef struct pieces {
    int count;
    double length;
} pieces;

static void measure(void *context, const sm_points *piece)
{
    pieces *p = context;
    p->count++;
    assert_true(piece->count >= 2);
    for (size_t i = 0; i + 1 < piece->count; i++)
        p->length += hypot(piece->at[i + 1].x - piece->at[i].x, piece->at[i + 1].y - piece->at[i].y);
}

static void assert_line(const sm_xy *at, size_t n, int count, double length)
{
    sm_points line = {0}, scratch = {0};
    pieces p = {0};
    fill(&line, at, n);
    sm_clip_line(&line, box, &scratch, measure, &p);
    assert_int_equal(p.count, count);
    assert_float_equal(p.length, length, 1e-9);
    sm_points_free(&line);
    sm_points_free(&scratch);
}

static void test_lines(void **state)
{
    (void)state;
    const sm_xy inside[] = {{1, 1}, {4, 1}, {4, 5}}, through[] = {{-5, 5}, {15, 5}},
                twice[] = {{5, -5}, {5, 5}, {-5, 5}, {-5, 8}, {5, 8}}, /* out and in again */
        outside[] = {{-5, -5}, {-5, 15}}, near_corner[] = {{-3, 5}, {5, 15}}, single[] = {{5, 5}},
                leaves[] = {{5, 5}, {15, 5}, {15, 6}, {5, 6}};
    assert_line(inside, 3, 1, 7);
    assert_line(through, 2, 1, 10);
    assert_line(twice, 5, 2, 15);
    assert_line(outside, 2, 0, 0);
    assert_line(near_corner, 2, 1, hypot(1, 1.25));
    assert_line(single, 1, 0, 0);
    assert_line(leaves, 4, 2, 10);
}

static double distance_to(sm_xy p, sm_xy a, sm_xy b)
{
    double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
    double t = square > 0 ? fmax(0, fmin(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / square)) : 0;
    return hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

/* Simplify a copy; every point of the line must be near what is left. Returns how many points that is. */
static size_t simplified(const sm_points *line, double tolerance)
{
    sm_points p = {0};
    for (size_t i = 0; i < line->count; i++)
        sm_points_add(&p, line->at[i]);
    sm_simplify(&p, tolerance);
    assert_memory_equal(&p.at[0], &line->at[0], sizeof *p.at);
    assert_memory_equal(&p.at[p.count - 1], &line->at[line->count - 1], sizeof *p.at);
    for (size_t i = 0; i < line->count; i++) {
        double nearest = INFINITY;
        for (size_t k = 0; k + 1 < p.count; k++)
            nearest = fmin(nearest, distance_to(line->at[i], p.at[k], p.at[k + 1]));
        if (nearest > 1.04 * tolerance)
            fail_msg("point %zu lies %g away", i, nearest);
    }
    size_t n = p.count;
    sm_points_free(&p);
    return n;
}

static void test_simplify_stays_near(void **state)
{
    (void)state;
    sm_points p = {0};
    sm_simplify(&p, .25); /* nothing */
    for (int i = 0; i <= 100; i++)
        sm_points_add(&p, (sm_xy){i * .1, 0});
    assert_int_equal(simplified(&p, .25), 2);
    p.count = 0;
    for (int i = 0; i <= 500; i++) /* a wave */
        sm_points_add(&p, (sm_xy){i * .2, 8 * sin(i * .1)});
    assert_in_range(simplified(&p, .25), 20, 120);
    p.count = 0;
    static const sm_xy spike[] = {{0, 0}, {10, .1}, {2, 0}, {2, 5}, {2, 5}, {2, -9}, {2.1, 4}};
    for (size_t i = 0; i < sizeof spike / sizeof *spike; i++)
        sm_points_add(&p, spike[i]);
    simplified(&p, .25);
    unsigned seed = 1;
    p.count = 0;
    for (int i = 0; i < 3000; i++) { /* a walk that often comes back */
        seed = seed * 1103515245 + 12345;
        sm_xy last = p.count ? p.at[p.count - 1] : (sm_xy){0, 0};
        sm_points_add(&p, (sm_xy){last.x + (int)(seed >> 16 & 255) / 128.0 - 1,
                                  last.y + (int)(seed >> 8 & 255) / 128.0 - 1});
    }
    simplified(&p, .25);
    simplified(&p, 2);
    sm_points_free(&p);
}

/* A line moved sideways keeps its distance, to the right of its course; sharp corners are cut off. */
static void test_shifted_lines(void **state)
{
    (void)state;
    sm_xy corner[] = {{0, 0}, {100, 0}, {100, 50}}, there_and_back[] = {{0, 0}, {100, 0}, {0, 0}};
    sm_points line = {.at = corner, .count = 3}, out = {0};
    sm_shift_line(&line, 5, &out); /* the page's y goes down: south of a line to the east */
    assert_int_equal(out.count, 3);
    assert_float_equal(out.at[0].x, 0, 1e-9);
    assert_float_equal(out.at[0].y, 5, 1e-9);
    assert_float_equal(out.at[1].x, 95, 1e-9);
    assert_float_equal(out.at[1].y, 5, 1e-9);
    assert_float_equal(out.at[2].x, 95, 1e-9);
    assert_float_equal(out.at[2].y, 50, 1e-9);
    sm_shift_line(&line, -5, &out);
    assert_float_equal(out.at[1].x, 105, 1e-9);
    assert_float_equal(out.at[1].y, -5, 1e-9);
    line.at = there_and_back;
    sm_shift_line(&line, 5, &out);
    for (size_t i = 0; i < out.count; i++)
        assert_true(hypot(out.at[i].x - there_and_back[i].x, out.at[i].y - there_and_back[i].y) < 10.01);
    there_and_back[1] = there_and_back[0]; /* no direction at all */
    sm_shift_line(&line, 5, &out);
    assert_true(isfinite(out.at[1].x) && isfinite(out.at[1].y));
    sm_points_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rings),         cmocka_unit_test(test_halves_make_the_whole),
        cmocka_unit_test(test_lines),         cmocka_unit_test(test_simplify_stays_near),
        cmocka_unit_test(test_shifted_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
