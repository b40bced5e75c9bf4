/* The three writers on small scenes: same bytes twice, well-formed, safe with anything that a label may hold.
 */
#include "draw.h"
#include "file.h"
#include "palette.h"

#include <cairo.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/sitmap-draw-XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

static char *in_folder(const char *name)
{
    static char path[4][128];
    static int turn;
    turn = (turn + 1) % 4;
    snprintf(path[turn], sizeof path[turn], "%s/%s", folder, name);
    return path[turn];
}

static sm_scene *small_scene(void)
{
    sm_scene *s = sm_scene_new(400, 300, 96);
    s->title = "Two places";
    s->description = "Bamako & Cairo <on one page>";
    s->language = "en";
    s->background = sm_rgb(0xdce9f2);
    sm_group *g = sm_scene_begin_group(s, "land", "Land");
    g->clipped = true;
    g->clip = (sm_rect){10, 10, 380, 280};
    sm_path *land = sm_scene_add_path(s);
    land->fill = sm_rgb(0xf4f1ea);
    land->stroke = (sm_stroke){
        .colour = sm_rgb(0x888888), .width = .7, .dash_count = 2, .dash = {4, 2}, .join = SM_JOIN_ROUND};
    sm_path_move(s, land, -50, 150);
    for (int i = 0; i <= 50; i++)
        sm_path_line(s, land, i * 10 - 50, 150 + 40 * sin(i * .7));
    sm_path_line(s, land, 450, 300);
    sm_path_line(s, land, -50, 300);
    sm_path_close(s, land);
    sm_path_rect(s, land, (sm_rect){200, 220, 50, 30}); /* a hole */
    sm_scene_begin_group(s, "incidents", NULL);
    sm_circle *c = sm_scene_add_circle(s, 120, 200, 12);
    c->item.id = "incident 1";
    c->item.title = "Bombing, Bamako: \"5\" killed";
    c->fill = (sm_rgba){200, 30, 30, 160};
    c->stroke = (sm_stroke){.colour = sm_rgb(0xffffff), .width = 1.5};
    sm_text *t = sm_scene_add_text(s, "Bamako\n5 killed", 140, 198);
    t->font = (sm_font){.family = "Noto Sans", .size = 14, .weight = 700};
    t->fill = sm_rgb(0x202020);
    t->halo = (sm_rgba){255, 255, 255, 220};
    t->halo_width = 2;
    t = sm_scene_add_text(s, "القاهرة", 300, 100);
    t->font = (sm_font){.family = "Noto Sans", .size = 16, .weight = 400};
    t->language = "ar";
    t->fill = sm_rgb(0x123456);
    t->align = SM_ALIGN_END;
    t->angle = 20;
    assert_false(sm_scene_failed(s));
    return s;
}

typedef sm_status (*writer)(const sm_scene *, sm_fonts *, const sm_draw_options *, const char *, sm_error *);

static sm_mapped drawn(writer write, const sm_scene *s, sm_fonts *fonts, const char *name)
{
    sm_error err = {0};
    sm_mapped file;
    char *path = in_folder(name);
    if (write(s, fonts, NULL, path, &err) != SM_OK)
        fail_msg("%s: %s", name, err.text);
    assert_int_equal(sm_map_file(path, SM_E_INPUT, &file, &err), SM_OK);
    unlink(path);
    return file;
}

static void test_same_bytes_twice(void **state)
{
    (void)state;
    static const writer writers[] = {sm_draw_png, sm_draw_svg, sm_draw_pdf};
    static const char *const begin[] = {"\x89PNG", "<?xml", "%PDF"};
    sm_scene *s = small_scene();
    for (size_t i = 0; i < 3; i++) {
        sm_fonts *fonts;
        assert_int_equal(sm_fonts_new(NULL, &fonts, NULL), SM_OK);
        sm_mapped a = drawn(writers[i], s, NULL, "a"), b = drawn(writers[i], s, fonts, "b"),
                  c = drawn(writers[i], s, fonts, "c");
        assert_true(a.size > 500);
        assert_memory_equal(a.bytes, begin[i], 4);
        assert_int_equal(a.size, b.size);
        assert_memory_equal(a.bytes, b.bytes, a.size);
        assert_memory_equal(a.bytes, c.bytes, a.size);
        sm_unmap_file(&a);
        sm_unmap_file(&b);
        sm_unmap_file(&c);
        sm_fonts_free(fonts);
    }
    sm_scene_free(s);
}

static void has(const sm_mapped *file, const char *words)
{
    if (memmem(file->bytes, file->size, words, strlen(words)) == NULL)
        fail_msg("no %s", words);
}

static void test_svg_is_text_with_titles(void **state)
{
    (void)state;
    sm_scene *s = small_scene();
    sm_mapped svg = drawn(sm_draw_svg, s, NULL, "a.svg");
    has(&svg, "role=\"img\" aria-labelledby=\"page-title page-description\"");
    has(&svg, "<title id=\"page-title\">Two places</title>");
    has(&svg, "<desc id=\"page-description\">Bamako &amp; Cairo &lt;on one page&gt;</desc>");
    has(&svg, "<g id=\"land\" aria-label=\"Land\" clip-path=\"url(#clip1)\">");
    has(&svg, "<circle id=\"incident_1\" cx=\"120\" cy=\"200\" r=\"12\" fill=\"#c81e1e\" "
              "fill-opacity=\".63\" stroke=\"#fff\" "
              "stroke-width=\"1.5\"><title>Bombing, Bamako: &quot;5&quot; killed</title></circle>");
    has(&svg, "paint-order=\"stroke\"");
    has(&svg, ">Bamako</tspan><tspan x=\"140\" y=\"214.8\">5 killed</tspan></text>");
    has(&svg, "direction=\"rtl\"");
    has(&svg, "transform=\"rotate(20 300 100)\"");
    has(&svg, "xml:lang=\"ar\">القاهرة</text>");
    sm_unmap_file(&svg);
    sm_scene_free(s);
}

static void test_svg_rounding_does_not_add_up(void **state)
{
    (void)state;
    sm_scene *s = sm_scene_new(200, 100, 96);
    sm_path *p = sm_scene_add_path(s);
    p->stroke = (sm_stroke){.colour = sm_rgb(0), .width = 1};
    sm_path_move(s, p, 0, 0);
    for (int i = 1; i <= 300; i++)
        sm_path_line(s, p, i * .333, i % 2);
    sm_path_line(s, p, 99.9, 50);
    sm_mapped svg = drawn(sm_draw_svg, s, NULL, "a.svg");
    const char *d = memmem(svg.bytes, svg.size, "d=\"M", 4);
    assert_non_null(d);
    double x = 0, y = 0, a, b;
    int used;
    const char *at = d + 4;
    assert_int_equal(sscanf(at, "%lf%lf%n", &x, &y, &used), 2);
    for (at += used; *at != '"';) {
        char command = *at == 'l' || *at == 'h' || *at == 'v' ? *at++ : 'l';
        assert_int_equal(sscanf(at, "%lf%n", &a, &used), 1);
        at += used;
        if (command == 'l') {
            assert_int_equal(sscanf(at, "%lf%n", &b, &used), 1);
            at += used;
        }
        x += command == 'v' ? 0 : a;
        y += command == 'v' ? a : command == 'l' ? b : 0;
    }
    assert_true(fabs(x - 99.9) < .051 && fabs(y - 50) < .051);
    sm_unmap_file(&svg);
    sm_scene_free(s);
}

static void test_ids_stay_different(void **state)
{
    (void)state;
    sm_scene *s = sm_scene_new(100, 100, 96);
    for (int i = 0; i < 3; i++) {
        sm_scene_begin_group(s, "1 <a>", NULL);
        sm_circle *c = sm_scene_add_circle(s, 10, 10, 5);
        c->item.id = "page-title";
        c->fill = sm_rgb(0);
    }
    sm_mapped svg = drawn(sm_draw_svg, s, NULL, "a.svg");
    has(&svg, "<g id=\"i1__a_\">");
    has(&svg, "<g id=\"i1__a_-3\">");
    has(&svg, "<circle id=\"page-title-4\"");
    sm_unmap_file(&svg);
    sm_scene_free(s);
}

static void test_hostile_labels(void **state)
{
    (void)state;
    enum { LONG = 100 * 1024 };
    char *text = malloc(LONG + 1);
    memset(text, 'W', LONG);
    text[LONG] = '\0';
    const char *const labels[] = {"\xff\xfe<&>\"'",
                                  "]]>\x01\x08\x1b",
                                  "\xe2\x80\xae\xe2\x81\xa6 x",
                                  "\xef\xbf\xbe\xed\xa0\x80",
                                  "a\n\n\nb\n",
                                  "北京 ★ 🌍",
                                  text};
    static const writer writers[] = {sm_draw_png, sm_draw_svg, sm_draw_pdf};
    sm_scene *s = sm_scene_new(300, 200, 96);
    s->title = labels[0];
    s->description = labels[1];
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        sm_scene_begin_group(s, labels[i], labels[i]);
        sm_text *t = sm_scene_add_text(s, labels[i], 20, 20.0 * (double)(i + 1));
        t->item.title = t->item.id = labels[i];
        t->font = (sm_font){.family = "Noto Sans", .size = 12, .weight = 400};
        t->language = "\"><&";
        t->fill = sm_rgb(0);
        t->halo = sm_rgb(0xffffff);
        t->halo_width = 1.5;
    }
    sm_path *p = sm_scene_add_path(s);
    p->fill = sm_rgb(0x808080);
    p->stroke = (sm_stroke){.colour = sm_rgb(0), .width = 1e9};
    sm_path_move(s, p, NAN, INFINITY);
    sm_path_line(s, p, 1e300, -1e300);
    sm_path_line(s, p, 5, 5);
    sm_scene_add_circle(s, NAN, 0, NAN)->fill = sm_rgb(0);
    sm_scene_add_circle(s, 1e300, 0, 1e300)->fill = sm_rgb(0);
    for (size_t i = 0; i < 3; i++) {
        sm_mapped file = drawn(writers[i], s, NULL, "hostile");
        for (size_t b = 0; i == 1 && b < file.size; b++)
            assert_true(file.bytes[b] >= 0x20 || file.bytes[b] == '\n');
        sm_unmap_file(&file);
    }
    free(text);
    sm_scene_free(s);
}

static void test_pages_without_area_and_pages_too_large(void **state)
{
    (void)state;
    static const writer writers[] = {sm_draw_png, sm_draw_svg, sm_draw_pdf};
    static const double sides[][2] = {{0, 100}, {-5, 5}, {NAN, 5}, {20001, 10}, {19000, 19000}, {1e300, 1}};
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++)
        for (size_t k = 0; k < 3; k++) {
            sm_scene *s = sm_scene_new(sides[i][0], sides[i][1], 96);
            sm_error err = {0};
            assert_int_equal(writers[k](s, NULL, NULL, in_folder("no"), &err), SM_E_LIMIT);
            assert_int_not_equal(access(in_folder("no"), F_OK), 0);
            sm_scene_free(s);
        }
    sm_scene *s = sm_scene_new(4000, 4000, 1200);
    assert_int_equal(sm_draw_png(s, NULL, NULL, in_folder("no"), NULL), SM_E_LIMIT);
    sm_scene_free(s);
}

static void test_failing_writes_leave_nothing(void **state)
{
    (void)state;
    sm_scene *s = small_scene();
    sm_error err = {0};
    assert_int_equal(sm_draw_png(s, NULL, NULL, "/nowhere/at/all.png", &err), SM_E_IO);
    assert_string_equal(err.file, "/nowhere/at/all.png");
    assert_int_equal(sm_draw_file(s, NULL, NULL, "map.bmp", NULL), SM_E_USAGE);
    sm_scene_free(s);
}

static void test_png_size_follows_dpi(void **state)
{
    (void)state;
    sm_scene *s = small_scene();
    s->dpi = 192;
    sm_mapped png = drawn(sm_draw_png, s, NULL, "a.png");
    assert_int_equal(png.bytes[18] * 256 + png.bytes[19], 800);
    assert_int_equal(png.bytes[22] * 256 + png.bytes[23], 600);
    has(&png, "pHYs");
    has(&png, "Two places");
    sm_unmap_file(&png);
    sm_scene_free(s);
}

static cairo_surface_t *picture(const sm_scene *s, const sm_draw_options *options)
{
    char *path = in_folder("picture.png");
    sm_error err = {0};
    if (sm_draw_png(s, NULL, options, path, &err) != SM_OK)
        fail_msg("%s", err.text);
    cairo_surface_t *p = cairo_image_surface_create_from_png(path);
    assert_int_equal(cairo_surface_status(p), CAIRO_STATUS_SUCCESS);
    unlink(path);
    return p;
}

static const uint32_t *words(cairo_surface_t *p)
{
    return (const uint32_t *)(const void *)cairo_image_surface_get_data(p);
}

static void test_palette_looks_the_same(void **state)
{
    (void)state;
    sm_scene *s = small_scene();
    cairo_surface_t *a = picture(s, NULL), *b = picture(s, &(sm_draw_options){.palette = true});
    assert_int_equal(words(a)[0] & 0xFFFFFF, 0xdce9f2);
    for (int i = 0; i < 400 * 300; i++)
        for (int shift = 0; shift < 24; shift += 8) {
            int x = words(a)[i] >> shift & 0xFF, y = words(b)[i] >> shift & 0xFF;
            if (abs(x - y) > 12)
                fail_msg("pixel %d: %06x became %06x", i, words(a)[i] & 0xFFFFFF, words(b)[i] & 0xFFFFFF);
        }
    cairo_surface_destroy(a);
    cairo_surface_destroy(b);
    sm_scene_free(s);
}

static void test_palette_of_few_and_of_many_colours(void **state)
{
    (void)state;
    enum { SIDE = 1024 };
    uint32_t *pixels = malloc(sizeof *pixels * SIDE * SIDE);
    for (int i = 0; i < SIDE * SIDE; i++)
        pixels[i] = (uint32_t)(i % 200) * 0x010305;
    sm_palette *p = sm_palette_new(pixels, SIDE, SIDE, SIDE);
    assert_int_equal(p->count, 200);
    for (int i = 0; i < 200; i++) {
        const unsigned char *rgb = p->rgb + 3 * sm_palette_index(p, pixels[i]);
        assert_int_equal((uint32_t)rgb[0] << 16 | (uint32_t)rgb[1] << 8 | rgb[2], pixels[i]);
    }
    sm_palette_free(p);
    for (uint32_t i = 0; i < SIDE * SIDE; i++) /* a million colours */
        pixels[i] = i * 16;
    p = sm_palette_new(pixels, SIDE, SIDE, SIDE);
    assert_int_equal(p->count, 256);
    const unsigned char *rgb = p->rgb + 3 * sm_palette_index(p, 0x804020);
    assert_true(abs(rgb[0] - 0x80) < 40 && abs(rgb[1] - 0x40) < 40 && abs(rgb[2] - 0x20) < 40);
    sm_palette_free(p);
    free(pixels);
}

/* A square of 200 px filled by a pattern; another one beside it. */
static sm_scene *patterned_scene(sm_pattern pattern)
{
    sm_scene *s = sm_scene_new(400, 300, 96);
    s->background = sm_rgb(0xffffff);
    for (int i = 0; i < 2; i++) {
        sm_path *p = sm_scene_add_path(s);
        sm_path_rect(s, p, (sm_rect){i * 200, 50, 200, 200});
        p->pattern = pattern;
    }
    return s;
}

/* How much of the square is black, 0 … 1; nothing outside it is. */
static double darkness(const sm_pattern *pattern)
{
    sm_scene *s = patterned_scene(*pattern);
    cairo_surface_t *a = picture(s, NULL);
    double dark = 0;
    for (int y = 0; y < 300; y++)
        for (int x = 0; x < 400; x++) {
            int v = 255 - (int)(words(a)[y * 400 + x] & 0xFF);
            if (y < 50 || y >= 250)
                assert_int_equal(v, 0);
            dark += v / 255.0;
        }
    cairo_surface_destroy(a);
    sm_scene_free(s);
    return dark / (400 * 200);
}

static void test_patterns_cover_their_share(void **state)
{
    (void)state;
    static const sm_rgba black = {0, 0, 0, 255};
    const double dot = M_PI * 2 * 2 / (10.0 * 10);
    const struct {
        sm_pattern pattern;
        double share;
    } cases[] = {{{black, 0, 10, 2, false, false}, .2},    {{black, 45, 10, 2, false, false}, .2},
                 {{black, 117, 8, 1, false, false}, .125}, {{black, 30, 10, 2, true, false}, 1 - .8 * .8},
                 {{black, 0, 10, 4, false, true}, dot},    {{black, 70, 10, 4, false, true}, dot},
                 {{black, 45, 10, 0, false, false}, 0},    {{black, 45, 0, 2, false, false}, 0},
                 {{{0}, 45, 10, 2, false, false}, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double share = darkness(&cases[i].pattern);
        if (fabs(share - cases[i].share) > .012)
            fail_msg("pattern %zu covers %.3f, not %.3f", i, share, cases[i].share);
    }
}

static size_t count(const sm_mapped *file, const char *words_)
{
    size_t n = 0, length = strlen(words_);
    const char *at = (const char *)file->bytes, *end = at + file->size;
    while ((at = memmem(at, (size_t)(end - at), words_, length)) != NULL) {
        at += length;
        n++;
    }
    return n;
}

static void test_a_pattern_stands_once_in_svg(void **state)
{
    (void)state;
    sm_scene *s = patterned_scene((sm_pattern){{0, 0, 255, 128}, 135, 12, 3, false, false});
    sm_mapped svg = drawn(sm_draw_svg, s, NULL, "a.svg");
    has(&svg, "<pattern id=\"pattern1\" width=\"96\" height=\"12\" patternUnits=\"userSpaceOnUse\" "
              "patternTransform=\"rotate(-135) translate(-6 -6)\"><path stroke=\"#00f\" "
              "stroke-opacity=\".5\" stroke-width=\"3\" d=\"M0 6h96\"/></pattern>");
    assert_int_equal(count(&svg, "<pattern "), 1);
    assert_int_equal(count(&svg, "fill=\"url(#pattern1)\""), 2);
    sm_unmap_file(&svg);
    sm_scene_free(s);
}

static void test_world_file(void **state)
{
    (void)state;
    sm_scene *s = small_scene();
    sm_draw_options options = {.world_file = true};
    assert_int_equal(sm_draw_png(s, NULL, &options, in_folder("map.v2.png"), NULL), SM_E_USAGE);
    const sm_georeference g = {.x = -1000, .y = 2000, .units_per_px = 10, .wkt = "PROJCS[\"x\"]"};
    s->georeference = &g;
    s->dpi = 192;
    assert_int_equal(sm_draw_png(s, NULL, &options, in_folder("map.v2.png"), NULL), SM_OK);
    sm_mapped file;
    assert_int_equal(sm_map_file(in_folder("map.v2.pgw"), SM_E_INPUT, &file, NULL), SM_OK);
    has(&file, "5.0000000000\n0\n0\n-5.0000000000\n-997.500000\n1997.500000\n");
    sm_unmap_file(&file);
    assert_int_equal(sm_map_file(in_folder("map.v2.prj"), SM_E_INPUT, &file, NULL), SM_OK);
    has(&file, g.wkt);
    sm_unmap_file(&file);
    unlink(in_folder("map.v2.png"));
    unlink(in_folder("map.v2.pgw"));
    unlink(in_folder("map.v2.prj"));
    sm_scene_free(s);
}

static void test_geopdf_is_an_update(void **state)
{
    (void)state;
    sm_scene *s = small_scene();
    const sm_georeference g = {.frame = {20, 20, 360, 260},
                               .page = {{20, 280}, {20, 20}, {380, 20}, {380, 280}},
                               .earth = {{1, 40}, {1, 45}, {7, 45}, {7, 40}},
                               .wkt = "GEOGCS[\"a (b)\"]"};
    sm_error err = {0};
    assert_int_equal(sm_draw_pdf(s, NULL, &(sm_draw_options){.geopdf = true}, in_folder("no"), &err),
                     SM_E_USAGE);
    s->georeference = &g;
    char *path = in_folder("geo.pdf");
    sm_mapped a, b = drawn(sm_draw_pdf, s, NULL, "plain.pdf");
    assert_int_equal(sm_draw_pdf(s, NULL, &(sm_draw_options){.geopdf = true}, path, NULL), SM_OK);
    assert_int_equal(sm_map_file(path, SM_E_INPUT, &a, NULL), SM_OK);
    unlink(path);
    assert_true(a.size > b.size);
    has(&a, "/BBox [15.000 15.000 285.000 210.000]");
    has(&a, "/GPTS [40.00000000 1.00000000 45.00000000 1.00000000 ");
    has(&a, "/LPTS [0.000000 0.000000 0.000000 1.000000 1.000000 1.000000 1.000000 0.000000]");
    has(&a, "/Type /GEOGCS /WKT (GEOGCS[\"a \\(b\\)\"])");
    has(&a, "/Prev ");
    sm_unmap_file(&a);
    sm_unmap_file(&b);
    sm_scene_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_bytes_twice),
        cmocka_unit_test(test_svg_is_text_with_titles),
        cmocka_unit_test(test_svg_rounding_does_not_add_up),
        cmocka_unit_test(test_ids_stay_different),
        cmocka_unit_test(test_hostile_labels),
        cmocka_unit_test(test_pages_without_area_and_pages_too_large),
        cmocka_unit_test(test_failing_writes_leave_nothing),
        cmocka_unit_test(test_png_size_follows_dpi),
        cmocka_unit_test(test_palette_looks_the_same),
        cmocka_unit_test(test_palette_of_few_and_of_many_colours),
        cmocka_unit_test(test_patterns_cover_their_share),
        cmocka_unit_test(test_a_pattern_stands_once_in_svg),
        cmocka_unit_test(test_world_file),
        cmocka_unit_test(test_geopdf_is_an_update),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
