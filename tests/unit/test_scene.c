/* The display list and its text form. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char *dump(const sm_scene *s)
{
    char *text = NULL;
    size_t size;
    FILE *f = open_memstream(&text, &size);
    sm_scene_dump(s, f);
    fclose(f);
    return text;
}

static void test_dump_shows_groups_and_items_in_order(void **state)
{
    (void)state;
    sm_scene *s = sm_scene_new(200, 100, 96);
    s->background = sm_rgb(0xffffff);
    sm_scene_begin_group(s, "land", "Land");
    sm_path *p = sm_scene_add_path(s);
    sm_path_rect(s, p, (sm_rect){10, 10, 20, 30});
    p->fill = sm_rgb(0xf4f1ea);
    sm_group *g = sm_scene_begin_group(s, "incidents", NULL);
    g->clipped = true;
    g->clip = (sm_rect){0, 0, 200, 80};
    sm_circle *c = sm_scene_add_circle(s, 50, 50, 4);
    c->item.title = "Bombing";
    c->stroke = (sm_stroke){.colour = sm_rgb(0), .width = 1, .dash_count = 2, .dash = {3, 2}};
    sm_text *t = sm_scene_add_text(s, "Bamako\n5 killed", 60, 50);
    t->font = (sm_font){.family = "Noto Sans", .size = 13, .weight = 700};
    assert_false(sm_scene_failed(s));
    char *text = dump(s);
    assert_string_equal(text,
                        "page 200x100 96 dpi background=#ffffff\n"
                        "group land\n"
                        "  path 1/4 fill=#f4f1ea M10.0,10.0 30.0,10.0 30.0,40.0 10.0,40.0\n"
                        "group incidents clip=0.0,0.0,200.0x80.0\n"
                        "  circle 50.0,50.0 r=4.0 stroke=#000000 width=1.00 dash=3.0,2.0 title=\"Bombing\"\n"
                        "  text \"Bamako\\n5 killed\" 60.0,50.0 start size=13.0 weight=700\n");
    free(text);
    sm_scene_free(s);
}

static void test_paths_grow(void **state)
{
    (void)state;
    sm_scene *s = sm_scene_new(10, 10, 96);
    sm_path *p = sm_scene_add_path(s);
    for (int i = 0; i < 100; i++) {
        sm_path_move(s, p, i, 0);
        sm_path_line(s, p, i, 1);
    }
    assert_int_equal(p->subpaths, 100);
    assert_int_equal(p->count, 200);
    assert_int_equal(p->start[99], 198);
    assert_true(p->points[199].x == 99 && p->points[199].y == 1);
    assert_false(p->closed[50]);
    assert_null(s->first->id);
    sm_scene_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dump_shows_groups_and_items_in_order),
        cmocka_unit_test(test_paths_grow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
