/* Rasters of areas: what is inside, however often they are used again. */
#include "mask.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void flip_box(sm_mask *m, sm_rect r)
{
    sm_xy corners[] = {
        {r.x, r.y}, {r.x + r.width, r.y}, {r.x + r.width, r.y + r.height}, {r.x, r.y + r.height}};
    sm_mask_flip(m, &(sm_points){.at = corners, .count = 4});
}

static void test_used_again_and_again(void **state)
{
    (void)state;
    sm_arena *arena = sm_arena_new(0);
    sm_mask m;
    double from, to;
    assert_true(sm_mask_new(arena, (sm_rect){0, 0, 200, 100}, 10, &m));
    sm_mask_sum(&m); /* nothing yet */
    assert_int_equal(m.count, 0);
    assert_false(sm_mask_run(&m, 50, &from, &to));
    for (int round = 0; round < 3; round++) {
        sm_mask_clear(&m);
        flip_box(&m, (sm_rect){20, 40, 100, 50});
        flip_box(&m, (sm_rect){60, 60, 20, 10}); /* a hole */
        sm_mask_sum(&m);
        assert_int_equal(m.count, 10 * 5 - 2);
        assert_true(sm_mask_holds(&m, (sm_rect){20, 40, 40, 50}));
        assert_false(sm_mask_holds(&m, (sm_rect){55, 55, 10, 10}));
        assert_false(sm_mask_holds(&m, (sm_rect){20, 30, 40, 20})); /* above it */
        assert_false(sm_mask_holds(&m, (sm_rect){20, 80, 40, 20})); /* below it */
        assert_true(sm_mask_run(&m, 65, &from, &to));
        assert_float_equal(from, 20, 1e-9);
        assert_float_equal(to, 60, 1e-9);
        assert_float_equal(m.box.y, 40, 1e-9);
        assert_float_equal(m.box.height, 50, 1e-9);
        sm_mask_clear(&m);
        flip_box(&m, (sm_rect){0, 0, 50, 20}); /* higher up: nothing of the former is left */
        sm_mask_sum(&m);
        assert_int_equal(m.count, 5 * 2);
        assert_false(sm_mask_holds(&m, (sm_rect){20, 40, 10, 10}));
        assert_true(sm_mask_holds(&m, (sm_rect){0, 0, 50, 20}));
        for (int i = 0; i < m.columns * m.rows; i++)
            m.in[i] = i % 2 == 0;
        sm_mask_take_all(&m);
        sm_mask_sum(&m);
        assert_int_equal(m.count, m.columns * m.rows / 2);
    }
    sm_arena_free(arena);
}

static bool ring_holds(const sm_points *ring, sm_xy p)
{
    bool inside = false;
    for (size_t i = 0, k = ring->count - 1; i < ring->count; k = i++) {
        sm_xy a = ring->at[k], b = ring->at[i];
        if ((a.y > p.y) != (b.y > p.y) && p.x >= a.x + (b.x - a.x) * (p.y - a.y) / (b.y - a.y))
            inside = !inside;
    }
    return inside;
}

/* Rings that cross themselves and reach beyond the frame: a cell is inside when its middle is. */
static void test_cells_are_inside_when_their_middle_is(void **state)
{
    enum { RINGS = 400, CORNERS = 12 };
    (void)state;
    srand(20);
    for (int round = 0; round < RINGS; round++) {
        sm_arena *arena = sm_arena_new(0);
        sm_mask m;
        sm_xy corners[2][CORNERS];
        sm_points rings[2] = {{.at = corners[0], .count = 3 + (size_t)(rand() % (CORNERS - 2))},
                              {.at = corners[1], .count = 3 + (size_t)(rand() % (CORNERS - 2))}};
        assert_true(sm_mask_new(arena, (sm_rect){20, 10, 305, 198}, 6, &m));
        for (int r = 0; r < 2; r++) {
            for (size_t i = 0; i < rings[r].count; i++)
                rings[r].at[i] = (sm_xy){rand() % 500 - 60, rand() % 400 - 80};
            sm_mask_flip(&m, &rings[r]);
        }
        sm_mask_sum(&m);
        size_t count = 0;
        for (int row = 0; row < m.rows; row++)
            for (int c = 0; c < m.columns; c++) {
                sm_xy middle = {20 + (c + .5) * 6, 10 + (row + .5) * 6};
                bool inside = ring_holds(&rings[0], middle) != ring_holds(&rings[1], middle);
                assert_int_equal(m.in[row * m.columns + c], inside);
                count += inside;
            }
        assert_int_equal(m.count, count);
        sm_arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_used_again_and_again),
                                       cmocka_unit_test(test_cells_are_inside_when_their_middle_is)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
