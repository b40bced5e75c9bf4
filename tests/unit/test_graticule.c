/* Meridians and parallels: which ones, and what is written at their ends. */
#include "composing.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The degrees on a map of this part of the world, in the order in which they are written, with blanks. */
static char *degrees_of(double west, double south, double east, double north, const char *projection)
{
    static char out[2000];
    const sm_box box = {west, south, east, north};
    const sm_map_options o = {.graticule = true, .extent = &box, .projection = projection};
    const sm_text_measure ruler = {measure_text, NULL};
    sm_incidents *list = sm_incidents_new();
    sm_scene *s = NULL;
    sm_error err = {0};
    if (sm_map_compose(basemap, style, list, &o, ruler, &s, NULL, &err) != SM_OK)
        fail_msg("%s", err.text);
    out[0] = '\0';
    for (const sm_group *g = s->first; g; g = g->next)
        for (const sm_item *i = g->first; i && g->id && strcmp(g->id, "graticule-labels") == 0; i = i->next)
            snprintf(out + strlen(out), sizeof out - strlen(out), "%s%s", out[0] ? " " : "",
                     ((const sm_text *)i)->text);
    sm_scene_free(s);
    sm_incidents_free(list);
    return out;
}

static const char plate[] = "+proj=eqc +datum=WGS84 +units=m +no_defs";

static void round_degrees(void **state)
{
    (void)state;
    /* each at both ends, meridians first */
    assert_string_equal(degrees_of(-11, -8, 11, 8, plate), "10°W 10°W 5°W 5°W 0° 0° 5°E 5°E 10°E 10°E "
                                                           "5°S 5°S 0° 0° 5°N 5°N");
    assert_string_equal(degrees_of(10.1, 44.9, 10.8, 45.35, plate),
                        "10°10′E 10°10′E 10°20′E 10°20′E 10°30′E 10°30′E 10°40′E 10°40′E "
                        "45°N 45°N 45°10′N 45°10′N 45°20′N 45°20′N");
}

static void over_the_antimeridian(void **state)
{
    (void)state;
    const char *words = degrees_of(168, -25, -168, -10, NULL);
    assert_non_null(strstr(words, "175°E"));
    assert_non_null(strstr(words, "180° "));
    assert_non_null(strstr(words, "175°W"));
    assert_null(strstr(words, "185°"));
}

/* A parallel that goes all round the pole is named once. */
static void round_the_pole(void **state)
{
    (void)state;
    const char *words = degrees_of(-180, 60, 180, 90, "+proj=laea +lat_0=90 +datum=WGS84 +units=m +no_defs"),
               *first = strstr(words, "80°N");
    assert_non_null(first);
    assert_null(strstr(first + 1, "80°N"));
    assert_null(strstr(words, "90°N"));
}

/* The world: parallels are named beside the globe, meridians under and over it. */
static void the_world(void **state)
{
    (void)state;
    const char *words = degrees_of(-180, -60, 180, 84, NULL);
    assert_non_null(strstr(words, "30°N"));
    assert_non_null(strstr(words, "90°W"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(round_degrees),
        cmocka_unit_test(over_the_antimeridian),
        cmocka_unit_test(round_the_pole),
        cmocka_unit_test(the_world),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
