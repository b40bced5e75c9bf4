/* Map styles: what a layer comes to at a zoom, what is warned about, what is refused. */
#include "label.h"
#include "style.h"

#include <jansson.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char warnings[4096];

static void collect(void *context, const char *words)
{
    (void)context;
    const char *path_end = strstr(words, ": "); /* the file has a name of its own at every run */
    snprintf(warnings + strlen(warnings), sizeof warnings - strlen(warnings), "%s\n",
             path_end ? path_end + 2 : words);
}

static sm_status load(const char *json, sm_style **out, sm_error *err)
{
    char path[] = "/tmp/sitmap-style-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, json, strlen(json)), (ssize_t)strlen(json));
    close(fd);
    warnings[0] = '\0';
    sm_status st = sm_style_load(path, collect, NULL, out, err);
    unlink(path);
    return st;
}

/* The layer `json` at `zoom`, which must be visible there. */
static sm_style *load_layer(const char *json, double zoom, sm_style_layer *out)
{
    char text[2048];
    sm_style *s;
    sm_error err = {0};
    snprintf(text, sizeof text, "{\"version\": 8, \"layers\": [%s]}", json);
    if (load(text, &s, &err) != SM_OK)
        fail_msg("%s", err.text);
    assert_int_equal(sm_style_count(s), 1);
    assert_true(sm_style_at(s, 0, zoom, out));
    return s;
}

static void assert_colour(sm_rgba c, unsigned hex, unsigned alpha)
{
    assert_int_equal((unsigned)c.r << 16 | (unsigned)c.g << 8 | c.b, hex);
    assert_int_equal(c.a, alpha);
}

static double linear(double channel)
{
    return channel <= .04045 ? channel / 12.92 : pow((channel + .055) / 1.055, 2.4);
}

static double lab_part(double t)
{
    return t > .008856 ? cbrt(t) : 7.787 * t + 16 / 116.0;
}

/* CIELAB of a colour as seen with the deficiency whose matrix is given. */
static void seen_as(sm_rgba c, const double eye[3][3], double lab[3])
{
    double rgb[3] = {linear(c.r / 255.0), linear(c.g / 255.0), linear(c.b / 255.0)}, v[3];
    for (int i = 0; i < 3; i++)
        v[i] = fmin(fmax(eye[i][0] * rgb[0] + eye[i][1] * rgb[1] + eye[i][2] * rgb[2], 0), 1);
    double x = lab_part((.4124 * v[0] + .3576 * v[1] + .1805 * v[2]) / .95047),
           y = lab_part(.2126 * v[0] + .7152 * v[1] + .0722 * v[2]),
           z = lab_part((.0193 * v[0] + .1192 * v[1] + .9505 * v[2]) / 1.08883);
    lab[0] = 116 * y - 16;
    lab[1] = 500 * (x - y);
    lab[2] = 200 * (y - z);
}

/* Normal sight, and no red, green or blue cones (Machado, Oliveira and Fernandes 2009, severity 1). */
static const double eyes[4][3][3] = {
    {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
    {{.152286, 1.052583, -.204868}, {.114503, .786281, .099216}, {-.003882, -.048116, 1.051998}},
    {{.367322, .860646, -.227968}, {.280085, .672501, .047413}, {-.011820, .042940, .968881}},
    {{1.255528, -.076749, -.178779}, {-.078411, .930809, .147602}, {.004733, .691367, .303900}},
};

static void assert_told_apart(const sm_style_layout *o)
{
    for (int eye = 0; eye < 4; eye++) {
        for (int a = 0; a < SM_STYLE_GROUPS; a++) {
            for (int b = a + 1; b < SM_STYLE_GROUPS; b++) {
                double x[3], y[3];
                seen_as(o->groups[a], eyes[eye], x);
                seen_as(o->groups[b], eyes[eye], y);
                double apart = sqrt(pow(x[0] - y[0], 2) + pow(x[1] - y[1], 2) + pow(x[2] - y[2], 2));
                if (apart < 19)
                    fail_msg("groups %d and %d are %.0f apart for eye %d", a, b, apart, eye);
            }
        }
    }
}

static void test_colours(void **state)
{
    (void)state;
    static const struct {
        const char *words;
        unsigned hex, alpha;
    } cases[] = {
        {"#f80", 0xff8800, 255},
        {"#f808", 0xff8800, 136},
        {"#4169e1", 0x4169e1, 255},
        {"#4169E180", 0x4169e1, 128},
        {"rgb(1, 2, 3)", 0x010203, 255},
        {"rgba(1,2,3,0.5)", 0x010203, 128},
        {"hsl(0, 100%, 50%)", 0xff0000, 255},
        {"hsl(120, 100%, 25%)", 0x008000, 255},
        {"hsla(240, 100%, 50%, 0.2)", 0x0000ff, 51},
        {"white", 0xffffff, 255},
        {"steelblue", 0x4682b4, 255},
        {"RebeccaPurple", 0x663399, 255},
        {"transparent", 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char json[256];
        sm_style_layer l;
        snprintf(json, sizeof json,
                 "{\"id\": \"a\", \"type\": \"fill\", \"source-layer\": \"land\", \"paint\": "
                 "{\"fill-color\": \"%s\"}}",
                 cases[i].words);
        sm_style *s = load_layer(json, 4, &l);
        assert_string_equal(warnings, "");
        assert_colour(l.fill, cases[i].hex, cases[i].alpha);
        sm_style_free(s);
    }
}

static void test_a_bad_value_is_named(void **state)
{
    (void)state;
    static const char *const bad[] = {"\"gren\"",
                                      "\"#12345\"",
                                      "\"rgb(1, 2)\"",
                                      "\"rgbx(1, 2, 3)\"",
                                      "\"rgb(1, 2, 3) no\"",
                                      "7",
                                      "[\"got\", \"colour\"]",
                                      "[\"interpolate\", [\"linear\"], [\"zoom\"], 2, \"red\", 4, \"gren\"]",
                                      "[\"match\", 1, 2, \"red\", 3]",
                                      "{}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char json[256];
        sm_style_layer l;
        snprintf(json, sizeof json, "{\"id\": \"a\", \"type\": \"fill\", \"paint\": {\"fill-color\": %s}}",
                 bad[i]);
        sm_style *s = load_layer(json, 4, &l);
        assert_non_null(strstr(warnings, "layers[0].paint.fill-color: "));
        sm_style_free(s);
    }
}

static void test_functions_of_the_zoom(void **state)
{
    (void)state;
    static const struct {
        const char *width;
        double zoom, want;
    } cases[] = {
        {"2.5", 4, 2.5},
        {"[\"interpolate\", [\"linear\"], [\"zoom\"], 2, 1, 6, 3]", 0, 1},
        {"[\"interpolate\", [\"linear\"], [\"zoom\"], 2, 1, 6, 3]", 2, 1},
        {"[\"interpolate\", [\"linear\"], [\"zoom\"], 2, 1, 6, 3]", 3, 1.5},
        {"[\"interpolate\", [\"linear\"], [\"zoom\"], 2, 1, 6, 3]", 99, 3},
        {"[\"interpolate\", [\"linear\"], [\"zoom\"], 2, 1, 4, 3, 8, 7]", 6, 5},
        {"[\"interpolate\", [\"exponential\", 2], [\"zoom\"], 0, 0, 2, 3]", 1, 1},
        {"[\"step\", [\"zoom\"], 1, 5, 2, 7, 4]", 4.9, 1},
        {"[\"step\", [\"zoom\"], 1, 5, 2, 7, 4]", 5, 2},
        {"[\"step\", [\"zoom\"], 1, 5, 2, 7, 4]", 12, 4},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char json[512];
        sm_style_layer l;
        snprintf(json, sizeof json,
                 "{\"id\": \"a\", \"type\": \"line\", \"source-layer\": \"coast\", \"paint\": "
                 "{\"line-color\": \"#000\", "
                 "\"line-width\": %s, \"line-dasharray\": [4, 2]}}",
                 cases[i].width);
        sm_style *s = load_layer(json, cases[i].zoom, &l);
        assert_float_equal(l.stroke.width, cases[i].want, 1e-9);
        assert_float_equal(l.stroke.dash[0], 4 * cases[i].want, 1e-9); /* MapLibre counts in line widths */
        assert_int_equal(l.fill.a, 0);
        sm_style_free(s);
    }
}

static void test_text(void **state)
{
    (void)state;
    sm_style_layer l;
    sm_style *s = load_layer(
        "{\"id\": \"a\", \"type\": \"symbol\", \"source-layer\": \"towns\", \"layout\": {\"text-field\": "
        "[\"get\", "
        "\"name\"], \"text-font\": [\"Noto Sans SemiBold Italic\", \"DejaVu Sans Bold\"], \"text-size\": 20, "
        "\"text-letter-spacing\": 0.1, \"text-transform\": \"uppercase\"}, \"paint\": {\"text-color\": "
        "\"#123\", "
        "\"text-halo-color\": \"#fff\", \"text-halo-width\": 2, \"text-opacity\": 0.5}}",
        4, &l);
    assert_string_equal(warnings, "");
    assert_int_equal(strncmp(l.font.family, "Noto Sans", 9), 0);
    assert_null(strstr(l.font.family, "Bold"));
    assert_int_equal(l.font.weight, 600);
    assert_true(l.font.italic && l.upper);
    assert_float_equal(l.font.letter_spacing, 2, 1e-9);
    assert_colour(l.text, 0x112233, 128);
    assert_colour(l.halo, 0xffffff, 128);
    sm_style_free(s);
}

static void test_layers_show_between_their_zooms(void **state)
{
    (void)state;
    sm_style_layer l;
    sm_style *s =
        load_layer("{\"id\": \"a\", \"type\": \"fill\", \"source-layer\": \"land\", \"minzoom\": 3, "
                   "\"maxzoom\": 6, \"paint\": {\"fill-color\": \"#fff\"}}",
                   3, &l);
    assert_true(sm_style_at(s, 0, 5.99, &l));
    assert_false(sm_style_at(s, 0, 2.99, &l));
    assert_false(sm_style_at(s, 0, 6, &l));
    sm_style_free(s);
}

static void test_graticule(void **state)
{
    (void)state;
    sm_style *s;
    sm_error err = {0};
    assert_int_equal(load("{\"version\": 8, \"metadata\": {\"sitmap:layout\": {\"graticule\": true, "
                          "\"graticule-color\": \"#0000ff\"}}, \"layers\": []}",
                          &s, &err),
                     SM_OK);
    assert_string_equal(warnings, "");
    assert_true(sm_style_layout_of(s)->graticule);
    assert_int_equal(sm_style_layout_of(s)->graticule_colour.b, 255);
    sm_style_free(s);
    assert_int_equal(load("{\"version\": 8, \"metadata\": {\"sitmap:layout\": {\"graticule\": 1}}, "
                          "\"layers\": []}",
                          &s, &err),
                     SM_OK);
    assert_non_null(strstr(warnings, "metadata.sitmap:layout.graticule: "));
    assert_false(sm_style_layout_of(s)->graticule);
    sm_style_free(s);
}

static void test_unknown_keys_are_named_with_their_path(void **state)
{
    (void)state;
    sm_style *s;
    sm_error err = {0};
    assert_int_equal(
        load("{\"version\": 8, \"metadata\": {\"sitmap:layout\": {\"title-size\": 40, \"titel\": 1}, "
             "\"others\": {}, \"sitmap:layuot\": {}}, \"layers\": [{\"id\": \"a\", \"type\": \"fill\", "
             "\"source-layer\": "
             "\"land\", \"filter\": [\"hat\", \"x\"], \"paint\": {\"fill-colour\": \"#fff\"}}, {\"id\": "
             "\"b\", \"type\": \"line\", \"source-layer\": \"coast\", \"layout\": {\"line-blurr\": 1}}]}",
             &s, &err),
        SM_OK);
    assert_non_null(strstr(warnings, "metadata.sitmap:layout.titel: "));
    assert_non_null(strstr(warnings, "layers[0].filter: "));
    assert_non_null(strstr(warnings, "layers[0].paint.fill-colour: "));
    assert_non_null(strstr(warnings, "layers[1].layout.line-blurr: "));
    assert_null(strstr(warnings, "others"));
    assert_non_null(strstr(warnings, "metadata.sitmap:layuot: "));
    assert_float_equal(sm_style_layout_of(s)->title_size, 40, 0);
    assert_true(sm_style_layout_of(s)->text_size > 0); /* what is not said is as usual */
    assert_told_apart(sm_style_layout_of(s));
    sm_style_free(s);
}

/* Filters keep features out; expressions ask them. */
static void test_features_are_asked(void **state)
{
    (void)state;
    const sm_style_property properties[] = {{"name", sm_style_value_string("Mali")},
                                            {"focus", sm_style_value_bool(true)}},
                            other[] = {{"name", sm_style_value_string("Niger")}};
    const sm_style_feature mali = {"Polygon", properties, 2}, niger = {"Polygon", other, 1};
    sm_style_layer l;
    sm_arena *arena = sm_arena_new(0);
    sm_style *s = load_layer(
        "{\"id\": \"a\", \"type\": \"fill\", \"source-layer\": \"countries\", \"filter\": [\"==\", "
        "[\"geometry-type\"], \"Polygon\"], \"paint\": {\"fill-color\": [\"case\", [\"to-boolean\", "
        "[\"get\", \"focus\"]], \"#f00\", \"#00f\"]}}",
        4, &l);
    assert_string_equal(warnings, "");
    assert_false(sm_style_is_plain(s, 0));
    assert_true(sm_style_for(s, 0, 4, &mali, arena, &l));
    assert_colour(l.fill, 0xff0000, 255);
    assert_true(sm_style_for(s, 0, 4, &niger, arena, &l));
    assert_colour(l.fill, 0x0000ff, 255);
    sm_style_free(s);
    s = load_layer("{\"id\": \"a\", \"type\": \"symbol\", \"source-layer\": \"country_names\", \"filter\": "
                   "[\"!=\", \"name\", "
                   "\"Niger\"], \"layout\": {\"text-field\": \"{name} ({iso_a2})\", "
                   "\"text-variable-anchor\": [\"right\", "
                   "\"bottom\"]}}",
                   4, &l);
    assert_string_equal(warnings, "");
    assert_false(sm_style_for(s, 0, 4, &niger, arena, &l));
    assert_true(sm_style_for(s, 0, 4, &mali, arena, &l));
    assert_string_equal(l.field, "Mali ()");
    assert_int_equal(l.n_anchors, 2);
    assert_int_equal(l.anchors[0].side, SM_LABEL_W);
    assert_false(l.anchors[0].shifted);
    sm_style_free(s);
    s = load_layer(
        "{\"id\": \"a\", \"type\": \"line\", \"source-layer\": \"coast\", \"paint\": {\"line-width\": "
        "{\"base\": 1, \"stops\": [[2, 1], [4, 3]]}}}",
        3, &l);
    assert_string_equal(warnings, "");
    assert_true(sm_style_is_plain(s, 0));
    assert_float_equal(l.stroke.width, 2, 1e-9);
    sm_style_free(s);
    sm_arena_free(arena);
}

static sm_style *load_names(const char *layout, sm_style_layer *l)
{
    char json[512];
    snprintf(json, sizeof json,
             "{\"id\": \"a\", \"type\": \"symbol\", \"source-layer\": \"towns\", \"layout\": {%s}}", layout);
    return load_layer(json, 4, l);
}

static void anchor_is(const char *layout, sm_label_side side, bool shifted, double x, double y)
{
    sm_style_layer l;
    sm_style *s = load_names(layout, &l);
    assert_string_equal(warnings, "");
    assert_true(l.n_anchors >= 1);
    if (l.anchors[0].side != side || l.anchors[0].shifted != shifted || l.anchors[0].x != x ||
        l.anchors[0].y != y)
        fail_msg("%s: side %d, %g, %g", layout, l.anchors[0].side, l.anchors[0].x, l.anchors[0].y);
    sm_style_free(s);
}

static void test_offsets_of_names(void **state)
{
    (void)state;
    anchor_is("\"text-anchor\": \"top\"", SM_LABEL_S, false, 0, 0);
    anchor_is("\"text-offset\": [1, -2.5]", SM_LABEL_C, true, 1, -2.5);
    anchor_is("\"text-offset\": [1, -2.5], \"text-anchor\": \"left\"", SM_LABEL_E, true, 1, -2.5);
    anchor_is("\"text-offset\": [1, -2.5], \"text-variable-anchor\": [\"right\", \"top\"]", SM_LABEL_W, true,
              -1, 0);
    anchor_is(
        "\"text-variable-anchor\": [\"top-left\"], \"text-anchor\": \"left\", \"text-offset\": [-1, -2]",
        SM_LABEL_SE, true, 1, 2);
    anchor_is("\"text-variable-anchor-offset\": [\"bottom\", [0, -3], \"center\", [1, 1]], "
              "\"text-variable-anchor\": [\"left\"], \"text-offset\": [9, 9]",
              SM_LABEL_N, true, 0, -3);
    anchor_is("\"text-variable-anchor-offset\": [\"literal\", [\"right\", [-1, 0.5]]]", SM_LABEL_W, true, -1,
              0.5);
    anchor_is("\"text-offset\": [\"literal\", [3, 4]]", SM_LABEL_C, true, 3, 4);
    anchor_is("\"text-offset\": [\"interpolate\", [\"linear\"], [\"zoom\"], 2, [\"literal\", [0, 2]], 6, "
              "[\"literal\", [4, 8]]]",
              SM_LABEL_C, true, 2, 5);
    anchor_is("\"text-offset\": {\"stops\": [[2, [0, 2]], [6, [4, 8]]]}", SM_LABEL_C, true, 2, 5);
    anchor_is("\"text-offset\": [\"match\", [\"get\", \"n\"], [1, 2], [\"literal\", [5, 6]], [\"literal\", "
              "[7, 8]]]",
              SM_LABEL_C, true, 7, 8);
    anchor_is("\"text-offset\": [\"case\", [\"in\", 1, [\"literal\", [1, 2]]], [\"literal\", [5, 6]], "
              "[\"literal\", [7, 8]]]",
              SM_LABEL_C, true, 5, 6);
}

static void test_offsets_of_icons(void **state)
{
    (void)state;
    const sm_style_property big[] = {{"n", sm_style_value_number(9)}};
    const sm_style_feature nine = {"Point", big, 1};
    sm_style_layer l;
    sm_arena *arena = sm_arena_new(0);
    sm_style *s =
        load_layer("{\"id\": \"a\", \"type\": \"symbol\", \"source-layer\": \"towns\", \"layout\": "
                   "{\"icon-image\": \"camp\", \"icon-anchor\": \"bottom\", \"icon-offset\": [\"step\", "
                   "[\"get\", \"n\"], [\"literal\", [1, 2]], 5, [\"literal\", [3, -4]]]}}",
                   4, &l);
    assert_string_equal(warnings, "");
    assert_false(sm_style_is_plain(s, 0));
    assert_true(sm_style_for(s, 0, 4, &nine, arena, &l));
    assert_int_equal(l.icon_side, SM_LABEL_N);
    assert_true(l.icon_x == 3 && l.icon_y == -4);
    sm_style_free(s);
    s = load_names("", &l);
    assert_int_equal(l.icon_side, SM_LABEL_C);
    assert_true(l.icon_x == 0 && l.icon_y == 0 && l.n_anchors == 0);
    sm_style_free(s);
    sm_arena_free(arena);
}

static void test_bad_offsets(void **state)
{
    static const char *const bad[] = {"\"text-offset\": 5",
                                      "\"text-offset\": [1]",
                                      "\"text-offset\": [1, \"a\"]",
                                      "\"text-offset\": [\"get\", \"offset\"]",
                                      "\"text-offset\": {\"stops\": [[], 1, [1, [2, 3, 4]]]}",
                                      "\"icon-offset\": \"up\"",
                                      "\"icon-anchor\": \"middle\"",
                                      "\"text-anchor\": [\"left\"]",
                                      "\"text-variable-anchor\": []",
                                      "\"text-variable-anchor-offset\": [\"top\"]",
                                      "\"text-variable-anchor-offset\": [\"top\", [1]]",
                                      "\"text-variable-anchor-offset\": [\"up\", [1, 2]]"};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        sm_style_layer l;
        sm_style *s = load_names(bad[i], &l);
        if (strstr(warnings, "ignored") == NULL || l.n_anchors != 0 || l.icon_side != SM_LABEL_C)
            fail_msg("%s: '%s'", bad[i], warnings);
        sm_style_free(s);
    }
}

static void test_patterns(void **state)
{
    (void)state;
    const sm_style_property known[] = {{"phase", sm_style_value_number(3)}}, none[] = {{"phase", {0}}};
    const sm_style_feature third = {"Polygon", known, 1}, other = {"Polygon", none, 1};
    sm_style_layer l;
    sm_arena *arena = sm_arena_new(0);
    sm_style *s = load_layer("{\"id\": \"a\", \"type\": \"fill\", \"source-layer\": \"land\", \"paint\": "
                             "{\"fill-color\": \"#f00\", \"fill-opacity\": 0.5, \"fill-pattern\": "
                             "\"hatch-135-10\"}}",
                             4, &l);
    assert_string_equal(warnings, "");
    assert_int_equal(l.fill.a, 0); /* the colour is the pattern's */
    assert_colour(l.pattern.colour, 0xff0000, 128);
    assert_float_equal(l.pattern.angle, 135, 0);
    assert_float_equal(l.pattern.spacing, 10, 0);
    sm_style_free(s);
    s = load_layer("{\"id\": \"a\", \"type\": \"background\", \"paint\": {\"background-pattern\": \"dots\"}}",
                   4, &l);
    assert_true(l.pattern.dotted);
    assert_colour(l.pattern.colour, 0x222222, 255); /* the ink, when there is no colour */
    sm_style_free(s);
    s = load_layer(
        "{\"id\": \"a\", \"type\": \"fill\", \"source-layer\": \"land\", \"paint\": {\"fill-color\": "
        "\"#f00\", \"fill-pattern\": [\"match\", [\"get\", \"phase\"], 3, \"cross\", 4, "
        "\"tartan\", \"\"]}}",
        4, &l);
    assert_string_equal(warnings, "");
    assert_true(sm_style_for(s, 0, 4, &third, arena, &l));
    assert_true(l.pattern.crossed);
    assert_true(sm_style_for(s, 0, 4, &other, arena, &l)); /* "": a plain fill */
    assert_colour(l.fill, 0xff0000, 255);
    const sm_style_property fourth[] = {{"phase", sm_style_value_number(4)}};
    for (int i = 0; i < 2; i++) {
        assert_true(sm_style_for(s, 0, 4, &(sm_style_feature){"Polygon", fourth, 1}, arena, &l));
        assert_colour(l.fill, 0xff0000, 255);
    }
    assert_string_equal(warnings, "fill-pattern: no name of a pattern; ignored\n"); /* said once */
    sm_style_free(s);
    s = load_layer(
        "{\"id\": \"a\", \"type\": \"fill\", \"source-layer\": \"land\", \"paint\": {\"fill-color\": "
        "\"#f00\", \"fill-pattern\": \"tartan\"}}",
        4, &l);
    assert_string_equal(warnings, "layers[0].paint.fill-pattern: no name of a pattern; ignored\n");
    assert_colour(l.fill, 0xff0000, 255);
    sm_style_free(s);
    sm_arena_free(arena);
}

/* Keys of every object called `name` (with properties) in the schema go into `into`. */
static void take_schema_keys(const json_t *schema, const char *name, json_t *into)
{
    const char *key;
    json_t *value;
    size_t i;
    if (json_is_array(schema))
        json_array_foreach((json_t *)(uintptr_t)schema, i, value) take_schema_keys(value, name, into);
    json_object_foreach((json_t *)(uintptr_t)schema, key, value)
    {
        const char *member;
        json_t *properties = json_object_get(value, "properties"), *unused;
        if (strcmp(key, name) == 0)
            json_object_foreach(properties, member, unused) json_object_set_new(into, member, json_true());
        take_schema_keys(value, name, into);
    }
}

/* The schema has the keys that are read, each where it stands, and no others. */
static void test_the_schema_has_every_key(void **state)
{
    (void)state;
    static const char *const places[] = {"style",  "source",        "layer", "paint",
                                         "layout", "sitmap:layout", "groups"};
    json_t *schema =
        json_load_file(SM_TEST_DATA "/../../styles/style.schema.json", JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(schema);
    size_t checked = 0;
    for (size_t p = 0; p < sizeof places / sizeof *places; p++) {
        json_t *there = json_object(), *unused;
        const char *where, *key;
        if (p == 0)
            json_object_foreach(json_object_get(schema, "properties"), key, unused)
                json_object_set_new(there, key, json_true());
        else
            take_schema_keys(schema, places[p], there);
        for (size_t i = 0; (key = sm_style_key(i, &where)) != NULL; i++) {
            if (strcmp(where, places[p]) != 0)
                continue;
            if (json_object_get(there, key) == NULL)
                fail_msg("%s of %s is not in the schema", key, where);
            json_object_del(there, key);
            checked++;
        }
        json_object_foreach(there, key, unused)
            fail_msg("%s of %s is in the schema but not read", key, places[p]);
        json_decref(there);
    }
    const char *where;
    assert_true(checked > 90);
    assert_null(sm_style_key(checked, &where)); /* all have a place */
    json_decref(schema);
}

static void test_keys_in_the_wrong_place(void **state)
{
    (void)state;
    sm_style_layer l;
    sm_style *s = load_layer("{\"id\": \"a\", \"type\": \"symbol\", \"source-layer\": \"towns\", \"paint\": "
                             "{\"text-size\": 20}, \"layout\": {\"text-color\": \"#f00\"}}",
                             4, &l);
    assert_string_equal(warnings, "layers[0].paint.text-size: belongs under layout\n"
                                  "layers[0].layout.text-color: belongs under paint\n");
    assert_float_equal(l.font.size, 20, 0); /* read all the same */
    sm_style_free(s);
}

static void test_what_is_no_style_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *words;
        unsigned line;
    } cases[] = {
        {"{\n \"version\": 8,\n", "", 2},
        {"[]", "no MapLibre style of version 8", 0},
        {"{\"version\": 7, \"layers\": []}", "no MapLibre style of version 8", 0},
        {"{\"version\": 8}", "no MapLibre style of version 8", 0},
        {"", "", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sm_style *s = NULL;
        sm_error err = {0};
        assert_int_equal(load(cases[i].text, &s, &err), SM_E_SETUP);
        assert_null(s);
        assert_non_null(strstr(err.text, cases[i].words));
        assert_true(err.line >= cases[i].line);
        assert_true(err.text[0] != '\0' && err.file[0] != '\0');
    }
    sm_style *s = NULL;
    sm_error err = {0};
    assert_int_equal(sm_style_load("no-such-style", NULL, NULL, &s, &err), SM_E_SETUP);
    assert_non_null(strstr(err.file, "no-such-style.json"));
    sm_error_clear(&err);
    assert_int_equal(sm_style_load("/no/such/style.json", NULL, NULL, &s, &err), SM_E_SETUP);
    assert_string_equal(err.file, "/no/such/style.json");
}

/* The styles that are shipped: no warnings, every layer paints something, the groups can be told apart. */
static void test_the_shipped_styles(void **state)
{
    (void)state;
    static const char *const names[] = {"report",   "newspaper",    "dark-slide",
                                        "bw-print", "humanitarian", "locator"};
    for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
        sm_style *s;
        sm_error err = {0};
        char path[256];
        warnings[0] = '\0';
        snprintf(path, sizeof path, SM_TEST_DATA "/../../styles/%s.json", names[n]);
        if (sm_style_load(path, collect, NULL, &s, &err) != SM_OK)
            fail_msg("%s", err.text);
        assert_string_equal(warnings, "");
        for (size_t i = 0; i < sm_style_count(s); i++) {
            sm_style_layer l;
            bool shown = false;
            for (double zoom = 0; zoom < 14 && !shown; zoom += .5)
                shown = sm_style_at(s, i, zoom, &l);
            assert_true(shown);
            assert_true(l.fill.a > 0 || (l.stroke.colour.a > 0 && l.stroke.width > 0) || l.text.a > 0 ||
                        strcmp(l.source_layer, "incidents") == 0 /* icons */);
        }
        const sm_style_layout *o = sm_style_layout_of(s);
        assert_true(o->symbol_min > 0 && o->symbol_min < o->symbol_max);
        json_t *once = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
        assert_non_null(once);
        json_decref(once);
        if (strcmp(names[n], "bw-print") != 0) /* greys are told apart by their icons and names */
            assert_told_apart(o);
        sm_style_free(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_colours),
        cmocka_unit_test(test_a_bad_value_is_named),
        cmocka_unit_test(test_functions_of_the_zoom),
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_layers_show_between_their_zooms),
        cmocka_unit_test(test_graticule),
        cmocka_unit_test(test_unknown_keys_are_named_with_their_path),
        cmocka_unit_test(test_what_is_no_style_is_refused),
        cmocka_unit_test(test_features_are_asked),
        cmocka_unit_test(test_offsets_of_names),
        cmocka_unit_test(test_offsets_of_icons),
        cmocka_unit_test(test_bad_offsets),
        cmocka_unit_test(test_patterns),
        cmocka_unit_test(test_the_schema_has_every_key),
        cmocka_unit_test(test_keys_in_the_wrong_place),
        cmocka_unit_test(test_the_shipped_styles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
