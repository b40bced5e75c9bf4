/* Icons out of SVG files: shapes become curves, and what is not understood is refused in one line. */
#include "icon.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static sm_arena *arena;

static sm_status read_text(const char *text, const sm_icon **out, sm_error *err)
{
    char path[] = "/tmp/sitmap-icon-XXXXXX";
    int fd = mkstemp(path);
    FILE *f = fdopen(fd, "w");
    fputs(text, f);
    fclose(f);
    sm_status st = sm_icon_read(path, "it", arena, out, err);
    unlink(path);
    return st;
}

#define SVG(body) "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'>" body "</svg>"

static const sm_icon *good(const char *text)
{
    const sm_icon *icon = NULL;
    sm_error err = {0};
    if (read_text(text, &icon, &err) != SM_OK)
        fail_msg("%s: %s", text, err.text);
    return icon;
}

static void shapes(void **state)
{
    (void)state;
    const sm_icon *icon =
        good(SVG("<path d='m1 2l3-4h5V7z'/><rect width='4' height='2' rx='1'/><circle cx='5' "
                 "cy='5' r='2' fill='none' stroke='red' stroke-width='1.5'/>"));
    assert_int_equal(icon->n_parts, 3);
    assert_int_equal(icon->parts[0].n_points, 4);
    assert_float_equal(icon->parts[0].points[2].x, 9, 1e-9);
    assert_float_equal(icon->parts[0].points[3].y, 7, 1e-9);
    assert_true(icon->parts[1].filled && icon->parts[1].width == 0);
    assert_true(!icon->parts[2].filled && icon->parts[2].width == 1.5);
    assert_float_equal(icon->size, 24, 0);
}

/* Every point of an arc's curves keeps its distance from the middle, and the arc ends where it is told to. */
static void arcs(void **state)
{
    (void)state;
    static const char *const flags[] = {"0 0", "0 1", "1 0", "1 1"};
    for (int i = 0; i < 4; i++) {
        char text[200];
        snprintf(text, sizeof text, SVG("<path d='M4 12A8 8 0 %s 12 4'/>"), flags[i]);
        const sm_icon_part *p = good(text)->parts;
        double cx = i == 1 || i == 2 ? 12 : 4, cy = i == 1 || i == 2 ? 12 : 4;
        assert_int_equal(p->n_ops, i < 2 ? 2 : 4);
        assert_float_equal(p->points[p->n_points - 1].x, 12, 1e-9);
        assert_float_equal(p->points[p->n_points - 1].y, 4, 1e-9);
        for (size_t k = 0; k + 3 < p->n_points; k += 3) {
            const sm_xy *q = p->points + k;
            double x = (q[0].x + 3 * q[1].x + 3 * q[2].x + q[3].x) / 8,
                   y = (q[0].y + 3 * q[1].y + 3 * q[2].y + q[3].y) / 8;
            assert_float_equal(hypot(x - cx, y - cy), 8, .01);
        }
    }
}

static void what_is_no_icon(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "no XML",
        "<html/>",
        SVG(""),
        SVG("<text>a</text>"),
        SVG("<g transform='scale(2)'><path d='M0 0h1v1z'/></g>"),
        SVG("<path d='M0 0q'/>"),
        SVG("<path d='L1 1'/>"),
        SVG("<path d='M0 0 1e9 5'/>"),
        SVG("<path d='M0 0x'/>"),
        SVG("<path d='M0 0z1 1'/>"),
        SVG("<path d='M0 0A1 1 0 2 0 3 3'/>"),
        SVG("<circle r='wide'/>"),
        "<svg viewBox='0 0 0 24'><path d='M0 0h1v1z'/></svg>",
        "<svg viewBox='0 0'><path d='M0 0h1v1z'/></svg>",
        "<!DOCTYPE svg [<!ENTITY a 'aaaaaaaaaa'>]><svg viewBox='0 0 9 9'><path d='&a;'/></svg>",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const sm_icon *icon = NULL;
        sm_error err = {0};
        if (read_text(bad[i], &icon, &err) != SM_E_SETUP)
            fail_msg("taken: %s", bad[i]);
        assert_null(icon);
        assert_non_null(err.text);
        assert_null(strchr(err.text, '\n'));
    }
}

static void shipped_ones(void **state)
{
    (void)state;
    static const char *const names[] = {"armed_clash", "bombing", "flood", "other", "camp"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[512];
        const sm_icon *icon;
        sm_error err = {0};
        snprintf(path, sizeof path, SM_TEST_DATA "/../../styles/icons/%s.svg", names[i]);
        assert_int_equal(sm_icon_read(path, names[i], arena, &icon, &err), SM_OK);
    }
}

static int set_up(void **state)
{
    (void)state;
    arena = sm_arena_new(1 << 20);
    return arena ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    sm_arena_free(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(shapes), cmocka_unit_test(arcs),
                                       cmocka_unit_test(what_is_no_icon), cmocka_unit_test(shipped_ones)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
