/* The basemap: what is in the one that the build made, and that a damaged, cut or foreign file is refused or
 * harmless. */
#include "basemap.h"

#include "arena.h"
#include "hash.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static sm_basemap *open_built(void)
{
    sm_basemap *b = NULL;
    sm_error err = {0};
    if (access(SM_BUILD_DIR "/share/sitmap/basemap.bin", R_OK) != 0)
        skip(); /* the npm packages are not installed */
    if (sm_basemap_open(SM_BUILD_DIR "/share/sitmap/basemap.bin", true, &b, &err) != SM_OK)
        fail_msg("%s", err.text);
    return b;
}

static bool shape_holds(const sm_basemap *b, const sm_base_shape *s, double lon, double lat)
{
    size_t n;
    const sm_base_point *p = sm_basemap_points(b, s, &n);
    bool inside = false;
    for (size_t i = 0, k = n - 1; i < n; k = i++) {
        double x1 = p[k].lon * SM_BASE_UNIT, y1 = p[k].lat * SM_BASE_UNIT, x2 = p[i].lon * SM_BASE_UNIT,
               y2 = p[i].lat * SM_BASE_UNIT;
        if ((y1 > lat) != (y2 > lat) && lon < (x1 - x2) * (lat - y2) / (y1 - y2) + x2)
            inside = !inside;
    }
    return inside;
}

/* The code of the country that holds a point, by the even-odd rule; "" for none, "**" for several. */
static void owner(const sm_basemap *b, sm_base_level level, double lon, double lat, char code[3])
{
    const sm_base_shape *shapes;
    const sm_base_unit *units;
    size_t n = sm_basemap_shapes(b, SM_BASE_COUNTRIES, level, &shapes), n_units = sm_basemap_units(b, &units);
    unsigned *crossings = calloc(n_units, sizeof *crossings);
    assert_non_null(crossings);
    for (size_t i = 0; i < n; i++)
        for (int turn = 0; turn <= 1; turn++)
            if (shapes[i].unit != SM_NO_UNIT)
                crossings[shapes[i].unit] += shape_holds(b, &shapes[i], lon + 360 * turn, lat);
    strcpy(code, "");
    for (size_t i = 0; i < n_units; i++)
        if (crossings[i] % 2)
            snprintf(code, 3, "%.2s", *code ? "**" : units[i].country);
    free(crossings);
}

static void test_same_owner_at_every_level(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        double lon, lat;
        const char *owner;
    } places[] = {
        {"Simferopol", 34.1, 45.1, "UA"},    {"Kerch", 36.2, 45.3, "UA"},     {"Kherson", 33.2, 46.9, "UA"},
        {"Krasnodar", 39, 45, "RU"},         {"Laayoune", -13, 26.8, "EH"},   {"Tifariti", -10.4, 26.2, "EH"},
        {"Tan-Tan", -10.9, 28.5, "MA"},      {"Zouerate", -12.4, 22.7, "MR"}, {"Pristina", 21.1, 42.6, "XK"},
        {"Hargeisa", 44, 9.5, "SO"},         {"Mogadishu", 45.2, 2.2, "SO"},  {"Kyrenia", 33.3, 35.25, "CY"},
        {"Limassol", 33, 34.8, "CY"},        {"Srinagar", 74.8, 34.1, "IN"},  {"Skardu", 75.6, 35.3, "PK"},
        {"Hebron", 35.05, 31.55, "PS"},      {"Damascus", 36.3, 33.5, "SY"},  {"Beersheba", 34.8, 31.2, "IL"},
        {"Baikonur", 63.3, 45.8, "KZ"},      {"Chukotka", -175, 66.5, "RU"},  {"Kamchatka", 159, 55, "RU"},
        {"Vostok", 106.8, -78.5, "AQ"},      {"South Pole", 0, -89.99, "AQ"}, {"near 180", 179.9, -87, "AQ"},
        {"Taveuni side", 178, -17.85, "FJ"}, {"Bay of Bengal", 88, 15, ""},
    };
    sm_basemap *b = open_built();
    int wrong = 0;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        for (int level = 0; level < SM_BASE_LEVELS; level++) {
            char code[3];
            owner(b, (sm_base_level)level, places[i].lon, places[i].lat, code);
            if (strcmp(code, places[i].owner) != 0)
                wrong++, print_error("%s at level %d: '%s', not '%s'\n", places[i].name, level, code,
                                     places[i].owner);
        }
    }
    assert_int_equal(wrong, 0);
    /* too small for the coarsest level */
    for (int level = SM_BASE_10M; level <= SM_BASE_50M; level++) {
        char code[3];
        owner(b, (sm_base_level)level, 35.77, 33, code); /* Golan */
        assert_string_equal(code, "SY");
        owner(b, (sm_base_level)level, 35.55, 33.1, code); /* Galilee */
        assert_string_equal(code, "IL");
    }
    sm_basemap_close(b);
}

/* Whether a line of the layer passes within about `near` degrees of the point. */
static bool line_at(const sm_basemap *b, sm_base_layer layer, sm_base_level level, double lon, double lat,
                    double near)
{
    const sm_base_shape *shapes;
    size_t n = sm_basemap_shapes(b, layer, level, &shapes);
    for (size_t i = 0; i < n; i++) {
        size_t count;
        const sm_base_point *p = sm_basemap_points(b, &shapes[i], &count);
        for (size_t k = 0; k + 1 < count; k++) {
            double x = p[k].lon * SM_BASE_UNIT - lon, y = p[k].lat * SM_BASE_UNIT - lat,
                   dx = (p[k + 1].lon - p[k].lon) * SM_BASE_UNIT,
                   dy = (p[k + 1].lat - p[k].lat) * SM_BASE_UNIT, length = dx * dx + dy * dy,
                   t = length > 0 ? fmax(0, fmin(1, -(x * dx + y * dy) / length)) : 0;
            if (hypot(x + t * dx, y + t * dy) < near)
                return true;
        }
    }
    return false;
}

static void test_disputed_lines(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        double lon, lat;
        bool border, disputed;
    } lines[] = {
        {"Perekop", 33.7, 46.15, false, false},
        {"the berm", -13.9, 23.6, false, false},
        {"27° 40'", -11, 27.66, false, true},
        {"Morocco and Algeria", -8.68, 28.2, true, false},
        {"Western Sahara and Mauritania", -8.68, 26.5, true, false},
        {"Line of Control", 74.2, 34.75, false, true},
        {"India and Pakistan in Punjab", 74.5, 31, true, false},
        {"Kosovo and Serbia", 20.5, 43.2, false, true},
        {"Kosovo and Albania", 20.35, 42.32, true, false},
        {"Somaliland", 48.94, 10.4, false, true},
        {"Sudan and South Sudan", 32.4, 11.7, false, true},
        {"Baikonur", 63.9, 45.6, false, false},
    };
    sm_basemap *b = open_built();
    int wrong = 0;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        for (int level = 0; level < SM_BASE_LEVELS; level++) {
            bool border = line_at(b, SM_BASE_BORDERS, (sm_base_level)level, lines[i].lon, lines[i].lat, .3),
                 disputed =
                     line_at(b, SM_BASE_DISPUTED, (sm_base_level)level, lines[i].lon, lines[i].lat, .3);
            if (border != lines[i].border || disputed != lines[i].disputed)
                wrong++, print_error("%s at level %d: border %d, disputed %d\n", lines[i].name, level, border,
                                     disputed);
        }
    }
    assert_int_equal(wrong, 0);
    sm_basemap_close(b);
}

static void test_shapes_are_whole(void **state)
{
    (void)state;
    sm_basemap *b = open_built();
    const sm_base_unit *units;
    size_t n_units = sm_basemap_units(b, &units);
    for (int level = 0; level < SM_BASE_LEVELS; level++) {
        for (int layer = 0; layer < SM_BASE_LAYERS; layer++) {
            const sm_base_shape *shapes;
            size_t n = sm_basemap_shapes(b, (sm_base_layer)layer, (sm_base_level)level, &shapes);
            assert_true(n > 0);
            for (size_t i = 0; i < n; i++) {
                size_t count;
                const sm_base_point *p = sm_basemap_points(b, &shapes[i], &count);
                assert_true(count >= 2);
                assert_true(shapes[i].unit == SM_NO_UNIT || shapes[i].unit < n_units);
                assert_true(shapes[i].west >= -18000000 && shapes[i].west <= 18000000);
                for (size_t k = 0; k < count; k++) {
                    assert_true(p[k].lon >= shapes[i].west && p[k].lon <= shapes[i].east);
                    assert_true(p[k].lat >= shapes[i].south && p[k].lat <= shapes[i].north);
                    assert_true(p[k].lat >= -9000000 && p[k].lat <= 9000000);
                    assert_true(p[k].lon || p[k].lat); /* all at sea there: a point that nobody set */
                    if (k > 0) /* no line jumps round the world; the seam of Antarctica is at the pole */
                        assert_true(abs(p[k].lon - p[k - 1].lon) < 18000000 || p[k].lat == -9000000);
                }
            }
        }
    }
    sm_basemap_close(b);
}

/* Shapes of one country stand together: the names of countries rely on it. */
static void test_units_stand_together(void **state)
{
    (void)state;
    sm_basemap *b = open_built();
    for (int level = 0; level < SM_BASE_LEVELS; level++) {
        const sm_base_shape *shapes;
        size_t n = sm_basemap_shapes(b, SM_BASE_COUNTRIES, (sm_base_level)level, &shapes);
        for (size_t i = 1; i < n; i++)
            assert_true(shapes[i - 1].unit <= shapes[i].unit);
    }
    sm_basemap_close(b);
}

/* --- a small file, and what can happen to it --------------------------------------------------- */

typedef struct small_file {
    sm_basemap_header header;
    sm_base_unit units[1];
    char strings[8];
    sm_base_shape shapes[2];
    sm_base_point points[6];
} small_file;

static small_file small(void)
{
    small_file f = {
        .header = {.version = SM_BASEMAP_VERSION,
                   .byte_order = 0x01020304,
                   .file_size = sizeof f,
                   .n_units = 1,
                   .n_shapes = 2,
                   .n_points = 6,
                   .string_bytes = sizeof f.strings,
                   .units = offsetof(small_file, units),
                   .strings = offsetof(small_file, strings),
                   .shapes = offsetof(small_file, shapes),
                   .points = offsetof(small_file, points)},
        .units = {{.name = 1, .country = "XX", .layer = SM_BASE_COUNTRIES}},
        .strings = "\0Here",
        .shapes = {{0, 0, 100, 100, 0, 4, 0}, {0, 0, 100, 100, 4, 2, SM_NO_UNIT}},
        .points = {{0, 0}, {0, 100}, {100, 100}, {0, 0}, {0, 0}, {100, 100}},
    };
    memcpy(f.header.magic, SM_BASEMAP_MAGIC, sizeof f.header.magic);
    f.header.layers[SM_BASE_10M][SM_BASE_COUNTRIES].count = 1;
    f.header.layers[SM_BASE_10M][SM_BASE_BORDERS].first = 1;
    f.header.layers[SM_BASE_10M][SM_BASE_BORDERS].count = 1;
    f.header.checksum = sm_hash((const char *)&f + sizeof f.header, sizeof f - sizeof f.header);
    return f;
}

/* Open these bytes as a file and, when they are taken, read all that can be reached. */
static sm_status read_all(const void *bytes, size_t size, bool verify, sm_error *err)
{
    char path[] = "/tmp/sitmap-basemap-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0 && write(fd, bytes, size) == (ssize_t)size);
    close(fd);
    sm_basemap *b = NULL;
    *err = (sm_error){0};
    sm_status st = sm_basemap_open(path, verify, &b, err);
    assert_true(st == SM_OK || (b == NULL && err->text[0] != '\0'));
    unsigned sum = 0;
    for (int level = 0; b && level < SM_BASE_LEVELS; level++) {
        for (int layer = 0; layer < SM_BASE_LAYERS; layer++) {
            const sm_base_shape *shapes;
            size_t n = sm_basemap_shapes(b, (sm_base_layer)layer, (sm_base_level)level, &shapes);
            for (size_t i = 0; i < n; i++) {
                size_t count;
                const sm_base_point *p = sm_basemap_points(b, &shapes[i], &count);
                for (size_t k = 0; k < count; k++)
                    sum += (unsigned)p[k].lon ^ (unsigned)p[k].lat;
            }
        }
    }
    const sm_base_unit *units;
    for (size_t i = 0; b && i < sm_basemap_units(b, &units); i++)
        sum += (unsigned)strlen(sm_basemap_string(b, units[i].name));
    volatile unsigned keep = sum;
    (void)keep;
    sm_basemap_close(b);
    unlink(path);
    return st;
}

/* A point at sea is in the sea that a sailor would name. */
static void test_seas(void **state)
{
    (void)state;
    static const struct {
        double lon, lat;
        const char *sea;
    } cases[] = {
        {18, 34, "Mediterranean Sea"},
        {14, 43.5, "Adriatic Sea"},
        {18, 38, "Ionian Sea"},
        {25, 38.7, "Aegean Sea"},
        {38, 20, "Red Sea"},
        {51, 27.5, "Persian Gulf"},
        {58.5, 24.8, "Gulf of Oman"},
        {34, 43, "Black Sea"},
        {47, 12, "Gulf of Aden"},
        {65, 15, "Arabian Sea"},
        {-90, 25, "Gulf of Mexico"},
        {-75, 15, "Caribbean Sea"},
        {-40, 40, "Atlantic Ocean"},
        {-15, -25, "Atlantic Ocean"},
        {-76, 32, "Atlantic Ocean"},
        {-150, 20, "Pacific Ocean"},
        {-82, 5, "Pacific Ocean"},
        {-130, -40, "Pacific Ocean"},
        {178, 57, "Bering Sea"},
        {20, 58, "Baltic Sea"},
        {3, 56, "North Sea"},
        {70, -30, "Indian Ocean"},
        {0, 85, "Arctic Ocean"},
        {51, 42, "Caspian Sea"},
        {129.5, 38.5, "Sea of Japan"},
        {113, 15, "South China Sea"},
        {-81, 6.5, "Pacific Ocean"},
        {-80.5, 9.6, "Caribbean Sea"},
        {32.4, 31.5, "Mediterranean Sea"},
        {33.3, 28.5, "Gulf of Suez"},
    };
    sm_basemap *b = open_built();
    const sm_base_unit *units;
    int wrong = 0;
    sm_basemap_units(b, &units);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t sea = sm_basemap_sea_at(b, (sm_point){cases[i].lon, cases[i].lat});
        const char *name = sea == SM_NO_UNIT ? "none" : sm_basemap_string(b, units[sea].name);
        if (strcmp(name, cases[i].sea) != 0)
            wrong++, print_error("%g %g: %s, not %s\n", cases[i].lon, cases[i].lat, name, cases[i].sea);
    }
    assert_int_equal(wrong, 0);
    assert_int_equal(sm_basemap_sea_at(b, (sm_point){88, 45}), SM_NO_UNIT);
    assert_int_equal(sm_basemap_sea_at(b, (sm_point){0, 90}), SM_NO_UNIT);
    assert_int_equal(sm_basemap_sea_at(b, (sm_point){0, NAN}), SM_NO_UNIT);
    sm_basemap_close(b);
}

/* Rivers and lakes bear their names where towns stand on them. */
static void test_names_of_waters(void **state)
{
    (void)state;
    static const struct {
        sm_base_layer layer;
        double lon, lat;
        const char *name;
    } cases[] = {
        {SM_BASE_RIVERS, 19.05, 47.5, "Danube"},   {SM_BASE_RIVERS, 44.4, 33.3, "Tigris"},
        {SM_BASE_RIVERS, 2.1, 13.5, "Niger"},      {SM_BASE_RIVERS, 31.2, 27.2, "Nile"},
        {SM_BASE_LAKES, 33, -1, "Lake Victoria"},  {SM_BASE_LAKES, -87.5, 47.5, "Lake Superior"},
        {SM_BASE_LAKES, 108, 53.5, "Lake Baikal"},
    };
    sm_basemap *b = open_built();
    const sm_base_unit *units;
    sm_basemap_units(b, &units);
    for (size_t i = 0; i < 2 * (sizeof cases / sizeof *cases); i++) {
        const sm_base_shape *shapes;
        sm_base_level level = i % 2 ? SM_BASE_50M : SM_BASE_10M;
        size_t n = sm_basemap_shapes(b, cases[i / 2].layer, level, &shapes), found = 0;
        int32_t lon = (int32_t)(cases[i / 2].lon / SM_BASE_UNIT),
                lat = (int32_t)(cases[i / 2].lat / SM_BASE_UNIT);
        for (size_t k = 0; k < n; k++) {
            if (shapes[k].unit == SM_NO_UNIT ||
                strcmp(sm_basemap_string(b, units[shapes[k].unit].name), cases[i / 2].name) != 0)
                continue;
            found += lon >= shapes[k].west - 10000 && lon <= shapes[k].east + 10000 &&
                     lat >= shapes[k].south - 10000 && lat <= shapes[k].north + 10000;
        }
        if (found == 0)
            fail_msg("no %s at %g, %g", cases[i / 2].name, cases[i / 2].lon, cases[i / 2].lat);
    }
    sm_basemap_close(b);
}

/* The name of the lake at a point: "" for one without, NULL for none. */
static const char *lake_at(const sm_basemap *b, double lon, double lat)
{
    const sm_base_unit *units;
    const sm_base_shape *shapes;
    size_t n = sm_basemap_shapes(b, SM_BASE_LAKES, SM_BASE_10M, &shapes), rings = 0;
    const char *name = NULL;
    sm_basemap_units(b, &units);
    for (size_t i = 0; i < n; i++) {
        size_t count;
        const sm_base_point *p = sm_basemap_points(b, &shapes[i], &count);
        bool inside = false;
        for (size_t k = 0, j = count - 1; k < count; j = k++) {
            double ax = p[k].lon * SM_BASE_UNIT, ay = p[k].lat * SM_BASE_UNIT, bx = p[j].lon * SM_BASE_UNIT,
                   by = p[j].lat * SM_BASE_UNIT;
            if ((ay > lat) != (by > lat) && lon < (bx - ax) * (lat - ay) / (by - ay) + ax)
                inside = !inside;
        }
        rings += inside;
        if (inside)
            name = shapes[i].unit == SM_NO_UNIT ? "" : sm_basemap_string(b, units[shapes[i].unit].name);
    }
    return rings % 2 ? name : NULL;
}

/* What is water, and what is no longer, or never was a lake. */
static void test_lakes(void **state)
{
    (void)state;
    static const struct {
        double lon, lat;
        const char *name;
    } cases[] = {
        {32.75, 23.1, "Lake Nasser"},
        {-87, 43.5, "Lake Michigan"},
        {-82.5, 44.5, "Lake Huron"},
        {-88, 47.7, "Lake Superior"},
        {33, -1, "Lake Victoria"},
        {58.5, 45, "Aral Sea"},
        {-4.15, 15.3, ""} /* Débo */,
        {27.1, 64.4, ""} /* Oulujärvi */,
        {0.07, 7.7, "Lake Volta"},
        {60.6, 44.2, NULL} /* dry */,
        {51, 42, NULL} /* Caspian Sea */,
        {14, 13.5, NULL} /* dry Chad */,
        {-82.35, 45.7, NULL} /* Manitoulin Island in Lake Huron */,
        {31.2, 30, NULL} /* Cairo */,
    };
    sm_basemap *b = open_built();
    int wrong = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *name = lake_at(b, cases[i].lon, cases[i].lat), *wanted = cases[i].name;
        if (name && wanted ? strcmp(name, wanted) != 0 : name != wanted)
            wrong++, print_error("%g %g: %s\n", cases[i].lon, cases[i].lat, name ? name : "no lake");
    }
    assert_int_equal(wrong, 0);
    sm_basemap_close(b);
}

/* Every row of the table of views finds what it is about: a country or territory if it gives one away, a line
 * if it draws one. */
static void test_views(void **state)
{
    (void)state;
    sm_basemap *b = open_built();
    const sm_base_view *views;
    const sm_base_unit *units;
    size_t n = sm_basemap_views(b, &views), n_units = sm_basemap_units(b, &units);
    assert_true(n > 10);
    for (size_t v = 0; v < n; v++) {
        const char *name = sm_basemap_string(b, views[v].name);
        size_t lines = 0, territories = 0;
        for (size_t i = 0; i < n_units; i++) {
            bool named = strcmp(sm_basemap_string(b, units[i].name), name) == 0;
            lines += named && units[i].layer == SM_BASE_DISPUTED;
            territories +=
                named && (units[i].layer == SM_BASE_COUNTRIES || units[i].layer == SM_BASE_TERRITORIES);
        }
        if (lines == 0 || (views[v].owner[0] && territories == 0 && strstr(name, ", ") == NULL))
            fail_msg("%.2s: %s has %zu lines, %zu territories", views[v].view, name, lines, territories);
    }
    sm_basemap_close(b);
}

static void test_small_file(void **state)
{
    (void)state;
    small_file f = small();
    sm_error err;
    assert_int_equal(read_all(&f, sizeof f, true, &err), SM_OK);
}

static void test_every_prefix_is_refused(void **state)
{
    (void)state;
    small_file f = small();
    sm_error err;
    for (size_t n = 0; n < sizeof f; n++) {
        assert_int_equal(read_all(&f, n, false, &err), SM_E_SETUP);
        assert_null(strchr(err.text, '\n'));
    }
    char longer[sizeof f + 8] = {0};
    memcpy(longer, &f, sizeof f);
    assert_int_equal(read_all(longer, sizeof longer, false, &err), SM_E_SETUP);
}

static void test_damage_is_harmless(void **state)
{
    (void)state;
    static const unsigned char values[] = {0x00, 0x01, 0x7f, 0x80, 0xff};
    small_file f = small();
    unsigned char *bytes = (unsigned char *)&f;
    sm_error err;
    for (size_t i = 0; i < sizeof f; i++) {
        unsigned char was = bytes[i];
        for (size_t k = 0; k < sizeof values; k++) {
            if (values[k] == was)
                continue;
            bytes[i] = values[k];
            read_all(&f, sizeof f, false, &err); /* refused or readable: never beyond the file */
            if (i >= sizeof f.header)
                assert_int_equal(read_all(&f, sizeof f, true, &err), SM_E_SETUP);
        }
        bytes[i] = was;
    }
}

static void test_foreign_files(void **state)
{
    (void)state;
    sm_error err;
    small_file f = small();
    f.header.version++;
    assert_int_equal(read_all(&f, sizeof f, false, &err), SM_E_SETUP);
    assert_non_null(strstr(err.text, "another version"));
    f = small();
    f.header.byte_order = 0x04030201;
    assert_int_equal(read_all(&f, sizeof f, false, &err), SM_E_SETUP);
    assert_non_null(strstr(err.text, "byte order"));
    char text[1000];
    memset(text, 'x', sizeof text);
    assert_int_equal(read_all(text, sizeof text, false, &err), SM_E_SETUP);
    assert_non_null(strstr(err.text, "GDAL opens"));
    sm_basemap *b = NULL;
    err = (sm_error){0};
    assert_int_equal(sm_basemap_open("/nowhere/basemap.bin", false, &b, &err), SM_E_SETUP);
    assert_string_equal(err.file, "/nowhere/basemap.bin");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_owner_at_every_level),
        cmocka_unit_test(test_disputed_lines),
        cmocka_unit_test(test_shapes_are_whole),
        cmocka_unit_test(test_units_stand_together),
        cmocka_unit_test(test_seas),
        cmocka_unit_test(test_names_of_waters),
        cmocka_unit_test(test_lakes),
        cmocka_unit_test(test_views),
        cmocka_unit_test(test_small_file),
        cmocka_unit_test(test_every_prefix_is_refused),
        cmocka_unit_test(test_damage_is_harmless),
        cmocka_unit_test(test_foreign_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
