/* Icons out of SVG files: shapes become curves, and what is not understood is refused in one line. */
#include "compose.h"
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

static double luminance(const double rgb[3])
{
    static const double weights[] = {.2126, .7152, .0722};
    double sum = 0;
    for (int i = 0; i < 3; i++)
        sum += weights[i] *
               (rgb[i] <= .04045 ? rgb[i] / 12.92 : pow((rgb[i] + .055) / 1.055, 2.4)); /* WCAG 2.1 */
    return sum + .05;
}

/* In every style, on the disc of every group and however exactly its place is known. */
static void icons_can_be_seen(void **state)
{
    (void)state;
    static const char *const names[] = {"report",   "newspaper",    "dark-slide",
                                        "bw-print", "humanitarian", "locator"};
    for (int n = 0; n < 6; n++) {
        char path[512];
        sm_style *style;
        snprintf(path, sizeof path, SM_TEST_DATA "/../../styles/%s.json", names[n]);
        assert_int_equal(sm_style_load(path, NULL, NULL, &style, NULL), SM_OK);
        const sm_compose c = {.style = style, .layout = sm_style_layout_of(style)};
        for (int i = 0; i < SM_STYLE_GROUPS * 3; i++) {
            sm_rgba disc = c.layout->groups[i / 3], paper = c.layout->paper, fill;
            sm_stroke stroke;
            sm_mark mark = (sm_mark)(i % 3);
            sm_mark_style(&c, mark, disc, 1, &fill, &stroke);
            sm_rgba icon = sm_icon_colour(&c, mark, disc, (sm_rgba){0});
            const double a = fill.a / 255.0, ink[] = {icon.r / 255.0, icon.g / 255.0, icon.b / 255.0},
                         ground[] = {(a * fill.r + (1 - a) * paper.r) / 255,
                                     (a * fill.g + (1 - a) * paper.g) / 255,
                                     (a * fill.b + (1 - a) * paper.b) / 255};
            double x = luminance(ink), y = luminance(ground), contrast = x > y ? x / y : y / x;
            if (contrast < 2.98) /* 3, less what rounding takes */
                fail_msg("%s, group %d, mark %d: contrast %.2f", names[n], i / 3, i % 3, contrast);
        }
        sm_style_free(style);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(shapes), cmocka_unit_test(arcs),
                                       cmocka_unit_test(what_is_no_icon), cmocka_unit_test(shipped_ones),
                                       cmocka_unit_test(icons_can_be_seen)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
