/* Label placement: nothing overlaps, whatever the page looks like. */
#include "label.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static bool overlap(sm_rect a, sm_rect b)
{
    const double slack = 1e-9;
    return a.x < b.x + b.width - slack && b.x < a.x + a.width - slack && a.y < b.y + b.height - slack &&
           b.y < a.y + a.height - slack;
}

static sm_rect box_of(const sm_label *l)
{
    return (sm_rect){l->x, l->y, l->width, l->height};
}

static void a_lone_label_stands_upper_right(void **state)
{
    (void)state;
    sm_arena *a = sm_arena_new(0);
    sm_label_page *page = sm_label_page_new(a, (sm_rect){0, 0, 200, 100});
    sm_label l = {.width = 40, .height = 12, .px = 100, .py = 50, .radius = 5, .gap = 2};
    assert_int_equal(sm_labels_place(page, &l, 1), 1);
    assert_true(l.x > 100 && l.y + l.height <= 50);
    sm_arena_free(a);
}

static void a_label_keeps_off_obstacles_and_frame(void **state)
{
    (void)state;
    sm_arena *a = sm_arena_new(0);
    sm_label_page *page = sm_label_page_new(a, (sm_rect){0, 0, 200, 100});
    sm_label_obstacle(page, (sm_rect){100, 0, 100, 100}); /* the right half is taken */
    sm_label l = {.width = 40, .height = 12, .px = 98, .py = 50, .radius = 1, .gap = 0};
    assert_int_equal(sm_labels_place(page, &l, 1), 1);
    assert_true(l.x + l.width <= 100);
    sm_label wide = {.width = 300, .height = 12, .px = 98, .py = 50, .radius = 1};
    assert_int_equal(sm_labels_place(page, &wide, 1), 0);
    assert_false(wide.placed);
    sm_arena_free(a);
}

static void ink_is_avoided(void **state)
{
    (void)state;
    sm_arena *a = sm_arena_new(0);
    sm_label_page *page = sm_label_page_new(a, (sm_rect){0, 0, 200, 100});
    for (double y = 20; y < 80; y += 2)
        sm_label_ink(page, (sm_xy){102, y}, (sm_xy){200, y}, 1); /* the right side is full of lines */
    sm_label l = {.width = 40, .height = 12, .px = 100, .py = 50, .radius = 3, .gap = 1};
    assert_int_equal(sm_labels_place(page, &l, 1), 1);
    assert_true(l.x + l.width < 100);
    sm_arena_free(a);
}

static void greater_priority_wins(void **state)
{
    (void)state;
    sm_arena *a = sm_arena_new(0);
    sm_label_page *page = sm_label_page_new(a, (sm_rect){0, 0, 60, 20});
    sm_label both[] = {{.width = 50, .height = 14, .px = 5, .py = 10, .priority = 1, .gap = 1},
                       {.width = 50, .height = 14, .px = 55, .py = 10, .priority = 2, .gap = 1}};
    assert_int_equal(sm_labels_place(page, both, 2), 1);
    assert_true(both[1].placed);
    sm_arena_free(a);
}

static void a_leader_helps_where_it_is_crowded(void **state)
{
    (void)state;
    sm_arena *a = sm_arena_new(0);
    sm_label_page *page = sm_label_page_new(a, (sm_rect){0, 0, 600, 400});
    sm_label crowd[12];
    for (int i = 0; i < 12; i++)
        crowd[i] = (sm_label){.width = 90,
                              .height = 14,
                              .px = 300 + i,
                              .py = 200 + i % 3,
                              .radius = 4,
                              .gap = 2,
                              .leader = true};
    assert_true(sm_labels_place(page, crowd, 12) >= 10);
    int led = 0;
    for (int i = 0; i < 12; i++)
        led += crowd[i].placed && crowd[i].led;
    assert_true(led > 0);
    sm_arena_free(a);
}

/* A small generator of its own, so that the pages are the same on every machine. */
static double random_unit(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(*seed >> 40) / (double)(1 << 24);
}

static size_t check_page(uint64_t seed, size_t n)
{
    sm_arena *a = sm_arena_new(0);
    double width = 200 + 1400 * random_unit(&seed), height = 150 + 1000 * random_unit(&seed);
    sm_rect frame = {0, 0, width, height},
            legend = {width * random_unit(&seed), height * random_unit(&seed), 150, 80};
    sm_label_page *page = sm_label_page_new(a, frame);
    sm_label_obstacle(page, legend);
    sm_label *labels = calloc(n, sizeof *labels);
    sm_label_place places[SM_LABEL_SIDES];
    for (int i = 0; i < SM_LABEL_SIDES; i++)
        places[i] =
            (sm_label_place){(unsigned char)(random_unit(&seed) * SM_LABEL_SIDES), random_unit(&seed) < .7,
                             40 * random_unit(&seed) - 20, 40 * random_unit(&seed) - 20};
    for (size_t i = 0; i < n; i++)
        labels[i] = (sm_label){.width = 20 + 100 * random_unit(&seed),
                               .height = 8 + 12 * random_unit(&seed),
                               .px = width * random_unit(&seed),
                               .py = height * random_unit(&seed),
                               .radius = 20 * random_unit(&seed) * random_unit(&seed),
                               .gap = 2,
                               .priority = (int)(4 * random_unit(&seed)),
                               .leader = random_unit(&seed) < .3,
                               .places = i % 3 ? NULL : places,
                               .n_places = 1 + i % SM_LABEL_SIDES,
                               .from_x = i % 4 ? 0 : 9};
    size_t placed = sm_labels_place(page, labels, n), counted = 0;
    for (size_t i = 0; i < n; i++) {
        if (!labels[i].placed)
            continue;
        counted++;
        sm_rect box = box_of(&labels[i]);
        assert_true(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height);
        assert_false(overlap(box, legend));
        for (size_t j = 0; j < n; j++) {
            const sm_label *o = &labels[j];
            double dx = o->px - fmax(box.x, fmin(o->px, box.x + box.width)),
                   dy = o->py - fmax(box.y, fmin(o->py, box.y + box.height));
            assert_true(hypot(dx, dy) >= o->radius);
            if (j != i && o->placed)
                assert_false(overlap(box, box_of(o)));
        }
    }
    assert_int_equal(placed, counted);
    free(labels);
    sm_arena_free(a);
    return placed;
}

static void random_pages_have_no_overlap(void **state)
{
    (void)state;
    size_t wanted = 0, placed = 0;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        size_t n = 1 + (size_t)(seed * 7 % 120);
        wanted += n;
        placed += check_page(seed * 7919, n);
    }
    assert_true(placed * 2 > wanted);
}

static sm_label placed_at(sm_label l, sm_label_place place)
{
    sm_arena *a = sm_arena_new(0);
    l.places = &place;
    l.n_places = 1;
    sm_labels_place(sm_label_page_new(a, (sm_rect){0, 0, 400, 300}), &l, 1);
    sm_arena_free(a);
    return l;
}

static void stands_at(sm_label l, double x, double y)
{
    assert_true(l.placed);
    assert_float_equal(l.x, x, 1e-9);
    assert_float_equal(l.y, y, 1e-9);
}

static void shifted_labels_stand_where_they_are_told(void **state)
{
    const sm_label bare = {.width = 40, .height = 12, .px = 100, .py = 50},
                   disc = {.width = 40, .height = 12, .px = 100, .py = 50, .radius = 20, .gap = 2};
    (void)state;
    stands_at(placed_at(bare, (sm_label_place){SM_LABEL_E, true, 7, 3}), 107, 47);
    stands_at(placed_at(bare, (sm_label_place){SM_LABEL_W, true, -7, 3}), 53, 47);
    stands_at(placed_at(bare, (sm_label_place){SM_LABEL_NE, true, 0, 0}), 100, 38);
    stands_at(placed_at(bare, (sm_label_place){SM_LABEL_SW, true, 5, 5}), 65, 55);
    stands_at(placed_at(bare, (sm_label_place){SM_LABEL_C, true, 0, 20}), 80, 64);
    stands_at(placed_at(bare, (sm_label_place){SM_LABEL_C, false, 0, 0}), 80, 44);
    sm_label away = bare;
    away.from_x = 10;
    stands_at(placed_at(away, (sm_label_place){SM_LABEL_E, true, 7, 3}), 117, 47);

    /* clear of the symbol: as told; on it: as far off as it needs */
    stands_at(placed_at(disc, (sm_label_place){SM_LABEL_E, true, 30, 0}), 130, 44);
    stands_at(placed_at(disc, (sm_label_place){SM_LABEL_E, true, 4, 0}), 122, 44);
    stands_at(placed_at(disc, (sm_label_place){SM_LABEL_S, true, 0, 4}), 80, 72);
    stands_at(placed_at(disc, (sm_label_place){SM_LABEL_C, true, 0, -9}), 80, 16);
    stands_at(placed_at(disc, (sm_label_place){SM_LABEL_C, true, 11, -9}), 122, 35);
    assert_false(placed_at(disc, (sm_label_place){SM_LABEL_C, false, 0, 0}).placed);
    assert_false(placed_at(bare, (sm_label_place){SM_LABEL_E, true, 1e300, INFINITY}).placed);
}

static void same_page_same_result(void **state)
{
    (void)state;
    sm_label first[40];
    for (int round = 0; round < 2; round++) {
        sm_arena *a = sm_arena_new(0);
        uint64_t seed = 5;
        sm_label labels[40];
        for (int i = 0; i < 40; i++)
            labels[i] = (sm_label){.width = 60,
                                   .height = 14,
                                   .px = 400 * random_unit(&seed),
                                   .py = 300 * random_unit(&seed),
                                   .radius = 3};
        sm_labels_place(sm_label_page_new(a, (sm_rect){0, 0, 400, 300}), labels, 40);
        if (round == 0)
            memcpy(first, labels, sizeof first);
        for (int i = 0; i < 40; i++)
            assert_true(labels[i].placed == first[i].placed && labels[i].x == first[i].x &&
                        labels[i].y == first[i].y);
        sm_arena_free(a);
    }
}

static void degenerate_labels(void **state)
{
    (void)state;
    sm_arena *a = sm_arena_new(0);
    sm_label_page *page = sm_label_page_new(a, (sm_rect){0, 0, 100, 100});
    sm_label odd[] = {{.width = NAN, .height = 10},
                      {.width = 10, .height = 0},
                      {.width = 10, .height = 10, .px = INFINITY},
                      {.width = 1e9, .height = 10}};
    sm_label_ink(page, (sm_xy){NAN, 0}, (sm_xy){1e300, 5}, 1);
    assert_int_equal(sm_labels_place(page, odd, 4), 0);
    assert_int_equal(sm_labels_place(page, NULL, 0), 0);
    sm_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lone_label_stands_upper_right),
        cmocka_unit_test(a_label_keeps_off_obstacles_and_frame),
        cmocka_unit_test(shifted_labels_stand_where_they_are_told),
        cmocka_unit_test(ink_is_avoided),
        cmocka_unit_test(greater_priority_wins),
        cmocka_unit_test(a_leader_helps_where_it_is_crowded),
        cmocka_unit_test(random_pages_have_no_overlap),
        cmocka_unit_test(same_page_same_result),
        cmocka_unit_test(degenerate_labels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
