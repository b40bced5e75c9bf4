/* The style file, read once into layers whose properties are constants or steps over the zoom. */
#include "style.h"

#include "colour.h"
#include "data.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_STOPS = 12, MAX_PATH = 4096, MAX_FILE = 4 << 20 };

/* A number or colour as a function of the zoom: constant when n is 1. */
typedef struct function {
    int n;
    bool steps;  /* else linear between the stops */
    double base; /* of exponential interpolation; 1 = linear */
    double zoom[MAX_STOPS];
    double value[MAX_STOPS][4]; /* a number in [0], or r g b a in 0 … 255 */
} function;

enum {
    P_COLOUR,
    P_OPACITY,
    P_WIDTH,
    P_OUTLINE,
    P_RADIUS,
    P_SIZE,
    P_SPACING,
    P_TEXT,
    P_HALO,
    P_HALO_WIDTH,
    P_TEXT_OPACITY,
    P_PADDING,
    P_MAX_WIDTH,
    N_PROPERTIES
};

typedef struct style_layer {
    const char *id, *source_layer, *family;
    sm_style_type type;
    double min_zoom, max_zoom;
    function of[N_PROPERTIES];
    int weight, dash_count;
    double dash[SM_DASH_MAX];
    bool italic, upper, hidden;
    sm_cap cap;
    sm_join join;
} style_layer;

struct sm_style {
    sm_arena *arena;
    const char *name;
    style_layer *layers;
    size_t n, capacity;
    sm_style_layout layout;

    /* while reading */
    const char *path;
    void (*warn)(void *context, const char *words);
    void *context;
};

static void warn(const sm_style *s, const char *path, const char *words)
{
    char text[512];
    if (s->warn == NULL)
        return;
    snprintf(text, sizeof text, "%.200s: %.200s: %s", s->path, path, words);
    s->warn(s->context, text);
}

/* --- values ------------------------------------------------------------------------------------ */

static bool parse_colour(const char *words, double rgba[4])
{
    sm_rgba c;
    if (!sm_colour_parse(words, &c))
        return false;
    rgba[0] = c.r;
    rgba[1] = c.g;
    rgba[2] = c.b;
    rgba[3] = c.a;
    return true;
}

static bool parse_value(const json_t *j, bool colour, double out[4])
{
    if (!colour && json_is_number(j)) {
        out[0] = json_number_value(j);
        return isfinite(out[0]);
    }
    return colour && json_is_string(j) && parse_colour(json_string_value(j), out);
}

/* A constant, ["interpolate", ["linear"] or ["exponential", b], ["zoom"], z, v, …] or ["step", ["zoom"], v,
 * z, v, …]. */
static bool parse_function(const json_t *j, bool colour, function *f)
{
    *f = (function){.n = 1, .base = 1};
    if (parse_value(j, colour, f->value[0]))
        return true;
    const char *head = json_string_value(json_array_get(j, 0));
    bool interpolate = head && strcmp(head, "interpolate") == 0, step = head && strcmp(head, "step") == 0;
    const json_t *input = json_array_get(j, step ? 1 : 2);
    const char *zoom = json_string_value(json_array_get(input, 0));
    if ((!interpolate && !step) || zoom == NULL || strcmp(zoom, "zoom") != 0)
        return false;
    size_t at = 3;
    f->n = 0;
    f->steps = step;
    if (interpolate && json_is_number(json_array_get(json_array_get(j, 1), 1)))
        f->base = json_number_value(json_array_get(json_array_get(j, 1), 1));
    if (step) {
        f->zoom[0] = -INFINITY;
        if (!parse_value(json_array_get(j, 2), colour, f->value[f->n++]))
            return false;
    }
    for (; at + 1 < json_array_size(j) && f->n < MAX_STOPS; at += 2, f->n++) {
        f->zoom[f->n] = json_number_value(json_array_get(j, at));
        if (!json_is_number(json_array_get(j, at)) ||
            !parse_value(json_array_get(j, at + 1), colour, f->value[f->n]))
            return false;
    }
    return f->n > 0 && at >= json_array_size(j);
}

static void evaluate(const function *f, double zoom, double out[4])
{
    int i = 0;
    while (i + 1 < f->n && zoom >= f->zoom[i + 1])
        i++;
    double t = 0;
    if (!f->steps && i + 1 < f->n && zoom > f->zoom[i]) {
        double range = f->zoom[i + 1] - f->zoom[i], past = zoom - f->zoom[i];
        t = f->base == 1 ? past / range : (pow(f->base, past) - 1) / (pow(f->base, range) - 1);
    }
    for (int k = 0; k < 4; k++)
        out[k] = f->n == 0 ? 0
                 : t > 0   ? f->value[i][k] + t * (f->value[i + 1][k] - f->value[i][k])
                           : f->value[i][k];
}

/* --- layers ------------------------------------------------------------------------------------ */

static const struct {
    const char *key;
    int property;
    bool colour;
} properties[] = {
    {"background-color", P_COLOUR, true},
    {"background-opacity", P_OPACITY, false},
    {"fill-color", P_COLOUR, true},
    {"fill-opacity", P_OPACITY, false},
    {"fill-outline-color", P_OUTLINE, true},
    {"line-color", P_COLOUR, true},
    {"line-opacity", P_OPACITY, false},
    {"line-width", P_WIDTH, false},
    {"circle-color", P_COLOUR, true},
    {"circle-opacity", P_OPACITY, false},
    {"circle-radius", P_RADIUS, false},
    {"circle-stroke-color", P_OUTLINE, true},
    {"circle-stroke-width", P_WIDTH, false},
    {"text-size", P_SIZE, false},
    {"text-letter-spacing", P_SPACING, false},
    {"text-color", P_TEXT, true},
    {"text-opacity", P_TEXT_OPACITY, false},
    {"text-halo-color", P_HALO, true},
    {"text-halo-width", P_HALO_WIDTH, false},
    {"text-padding", P_PADDING, false},
    {"text-max-width", P_MAX_WIDTH, false},
};

static const char *copy(const sm_style *s, const char *text)
{
    return text ? sm_arena_copy(s->arena, text, strlen(text)) : NULL;
}

/* "Noto Sans Bold Italic" → family, weight, slant, as MapLibre names its glyph sets. */
static void parse_font(const sm_style *s, const json_t *fonts, style_layer *l)
{
    static const struct {
        const char *word;
        int weight;
    } weights[] = {{"Light", 300},    {"Regular", 400}, {"Medium", 500}, {"SemiBold", 600},
                   {"Semibold", 600}, {"Bold", 700},    {"Black", 900}};
    const char *name = json_string_value(json_is_array(fonts) ? json_array_get(fonts, 0) : fonts);
    char *family = name ? sm_arena_copy(s->arena, name, strlen(name)) : NULL;
    if (family == NULL)
        return;
    for (bool found = true; found;) {
        char *last = strrchr(family, ' ');
        found = last && strcmp(last + 1, "Italic") == 0;
        l->italic |= found;
        for (size_t i = 0; last && !found && i < sizeof weights / sizeof *weights; i++) {
            if (strcmp(last + 1, weights[i].word) == 0) {
                l->weight = weights[i].weight;
                found = true;
            }
        }
        if (found)
            *last = '\0';
    }
    l->family = family;
}

static bool parse_dash(const json_t *j, style_layer *l)
{
    size_t n = json_array_size(j);
    if (!json_is_array(j) || n < 2 || n > SM_DASH_MAX || n % 2)
        return false;
    for (size_t i = 0; i < n; i++) {
        l->dash[i] = json_number_value(json_array_get(j, i));
        if (!(l->dash[i] > 0))
            return false;
    }
    l->dash_count = (int)n;
    return true;
}

/* Keys with words for values; true when the key is one of them (a bad value is warned about). */
static bool parse_word_property(const sm_style *s, const char *key, const json_t *value, const char *path,
                                style_layer *l)
{
    const char *word = json_string_value(value);
    word = word ? word : "";
    if (strcmp(key, "text-font") == 0)
        parse_font(s, value, l);
    else if (strcmp(key, "text-transform") == 0)
        l->upper = strcmp(word, "uppercase") == 0;
    else if (strcmp(key, "visibility") == 0)
        l->hidden = strcmp(word, "none") == 0;
    else if (strcmp(key, "line-cap") == 0)
        l->cap = strcmp(word, "round") == 0    ? SM_CAP_ROUND
                 : strcmp(word, "square") == 0 ? SM_CAP_SQUARE
                                               : SM_CAP_BUTT;
    else if (strcmp(key, "line-join") == 0)
        l->join = strcmp(word, "round") == 0   ? SM_JOIN_ROUND
                  : strcmp(word, "bevel") == 0 ? SM_JOIN_BEVEL
                                               : SM_JOIN_MITER;
    else if (strcmp(key, "line-dasharray") == 0 && !parse_dash(value, l))
        warn(s, path, "takes 2, 4 or 6 positive numbers; ignored");
    else if (strcmp(key, "line-dasharray") != 0 && strcmp(key, "text-field") != 0)
        return false;
    return true;
}

static void parse_properties(const sm_style *s, const json_t *object, const char *where, style_layer *l)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)object, key, value)
    {
        char path[256];
        size_t i = 0, n = sizeof properties / sizeof *properties;
        snprintf(path, sizeof path, "%.120s.%.100s", where, key);
        while (i < n && strcmp(properties[i].key, key) != 0)
            i++;
        if (i == n) {
            if (!parse_word_property(s, key, value, path, l))
                warn(s, path, "unknown key, ignored");
        } else if (!parse_function(value, properties[i].colour, &l->of[properties[i].property])) {
            l->of[properties[i].property].n = 0;
            warn(s, path, properties[i].colour ? "no colour, ignored" : "no number, ignored");
        }
    }
}

static bool parse_type(const char *word, sm_style_type *out)
{
    static const char *const types[] = {"background", "fill", "line", "circle", "symbol"};
    for (int i = 0; i < 5; i++) {
        if (word && strcmp(word, types[i]) == 0) {
            *out = (sm_style_type)i;
            return true;
        }
    }
    return false;
}

static void parse_layer(sm_style *s, const json_t *j, size_t index)
{
    static const char *const known[] = {"id",      "type",  "source", "source-layer", "minzoom",
                                        "maxzoom", "paint", "layout", "metadata"};
    char where[128];
    const char *id = json_string_value(json_object_get(j, "id")),
               *source = json_string_value(json_object_get(j, "source-layer")), *key;
    json_t *value;
    style_layer l = {.min_zoom = -INFINITY, .max_zoom = INFINITY, .weight = 400};
    snprintf(where, sizeof where, "layers[%zu]", index);
    if (!parse_type(json_string_value(json_object_get(j, "type")), &l.type)) {
        warn(s, where, "no known type, layer ignored");
        return;
    }
    json_object_foreach((json_t *)(uintptr_t)j, key, value)
    {
        size_t i = 0;
        while (i < sizeof known / sizeof *known && strcmp(known[i], key) != 0)
            i++;
        if (i == sizeof known / sizeof *known) {
            char path[256];
            snprintf(path, sizeof path, "%s.%.100s", where, key);
            warn(s, path, "unknown key, ignored");
        }
    }
    l.id = copy(s, id ? id : where);
    l.source_layer = copy(s, source ? source : "");
    if (json_is_number(json_object_get(j, "minzoom")))
        l.min_zoom = json_number_value(json_object_get(j, "minzoom"));
    if (json_is_number(json_object_get(j, "maxzoom")))
        l.max_zoom = json_number_value(json_object_get(j, "maxzoom"));
    snprintf(where, sizeof where, "layers[%zu].paint", index);
    parse_properties(s, json_object_get(j, "paint"), where, &l);
    snprintf(where, sizeof where, "layers[%zu].layout", index);
    parse_properties(s, json_object_get(j, "layout"), where, &l);
    if (sm_arena_grow(s->arena, &s->layers, &s->capacity, s->n, sizeof l))
        s->layers[s->n++] = l;
}

/* --- page layout ------------------------------------------------------------------------------- */

static sm_rgba rgba(const double v[4], double opacity)
{
    return (sm_rgba){(unsigned char)lround(v[0]), (unsigned char)lround(v[1]), (unsigned char)lround(v[2]),
                     (unsigned char)lround(v[3] * fmax(0, fmin(1, opacity)))};
}

static const char *const group_keys[SM_STYLE_GROUPS] = {"conflict", "unrest",   "crime",
                                                        "accident", "disaster", "other"};

static void parse_layout(sm_style *s, json_t *j)
{
    sm_style_layout *o = &s->layout;
    const struct {
        const char *key;
        sm_rgba *colour;
        double *number;
    } keys[] = {{"paper", &o->paper, NULL},
                {"ink", &o->ink, NULL},
                {"muted", &o->muted, NULL},
                {"frame", &o->frame, NULL},
                {"box", &o->box, NULL},
                {"title-size", NULL, &o->title_size},
                {"subtitle-size", NULL, &o->subtitle_size},
                {"text-size", NULL, &o->text_size},
                {"small-size", NULL, &o->small_size},
                {"symbol-opacity", NULL, &o->symbol_opacity},
                {"symbol-min-radius", NULL, &o->symbol_min},
                {"symbol-max-radius", NULL, &o->symbol_max}};
    const char *key;
    json_t *value;
    json_object_foreach(j, key, value)
    {
        char path[256];
        double v[4];
        size_t i = 0, n = sizeof keys / sizeof *keys;
        snprintf(path, sizeof path, "metadata.sitmap:layout.%.100s", key);
        while (i < n && strcmp(keys[i].key, key) != 0)
            i++;
        if (i < n && keys[i].colour && parse_value(value, true, v))
            *keys[i].colour = rgba(v, 1);
        else if (i < n && keys[i].number && parse_value(value, false, v) && v[0] > 0 && v[0] < 1000)
            *keys[i].number = v[0];
        else if (strcmp(key, "font") == 0 && json_is_string(value))
            o->family = copy(s, json_string_value(value));
        else if (strcmp(key, "groups") != 0)
            warn(s, path, i < n ? "bad value, ignored" : "unknown key, ignored");
    }
    for (int g = 0; g < SM_STYLE_GROUPS; g++) {
        double v[4];
        if (parse_value(json_object_get(json_object_get(j, "groups"), group_keys[g]), true, v))
            o->groups[g] = rgba(v, 1);
    }
}

/* What a style need not say. The colours of the groups are told apart by readers with any of the colour
 * deficiencies: at least 20 units of CIELAB between any two as they see them, which a test measures. */
static const sm_style_layout default_layout = {
    .family = "Noto Sans",
    .paper = {255, 255, 255, 255},
    .ink = {34, 34, 34, 255},
    .muted = {102, 102, 102, 255},
    .frame = {120, 120, 120, 255},
    .box = {255, 255, 255, 235},
    .title_size = 34,
    .subtitle_size = 20,
    .text_size = 15,
    .small_size = 12,
    .groups = {{198, 40, 40, 255},
               {242, 176, 30, 255},
               {74, 35, 119, 255},
               {47, 134, 216, 255},
               {0, 109, 91, 255},
               {154, 154, 154, 255}},
    .symbol_opacity = .82,
    .symbol_min = 6,
    .symbol_max = 42,
};

/* --- loading ----------------------------------------------------------------------------------- */

static sm_status parse_style(sm_style *s, json_t *root, sm_error *err)
{
    json_t *layers = json_object_get(root, "layers"), *layer;
    if (json_integer_value(json_object_get(root, "version")) != 8 || !json_is_array(layers))
        return sm_fail_at(err, SM_E_SETUP, s->path, 0, "no MapLibre style of version 8");
    const char *name = json_string_value(json_object_get(root, "name"));
    s->name = copy(s, name ? name : s->path);
    s->layout = default_layout;
    parse_layout(s, json_object_get(json_object_get(root, "metadata"), "sitmap:layout"));
    size_t i;
    json_array_foreach(layers, i, layer) parse_layer(s, layer, i);
    return sm_arena_failed(s->arena) ? sm_fail(err, SM_E_NOMEM, "out of memory") : SM_OK;
}

sm_status sm_style_load(const char *path, void (*warn_fn)(void *context, const char *words), void *context,
                        sm_style **out, sm_error *err)
{
    char standard[MAX_PATH], name[256];
    path = path ? path : "report";
    if (strchr(path, '/') == NULL && strchr(path, '.') == NULL) {
        snprintf(name, sizeof name, "styles/%.200s.json", path);
        path = sm_data_path(name, standard, sizeof standard);
    }
    FILE *f = fopen(path, "rb");
    if (f == NULL)
        return sm_fail_at(err, SM_E_SETUP, path, 0, "%s", strerror(errno));
    json_error_t why;
    json_t *root = json_loadf(f, 0, &why);
    fclose(f);
    if (root == NULL) {
        sm_fail_at(err, SM_E_SETUP, path, why.line > 0 ? (unsigned)why.line : 0, "%s", why.text);
        return SM_E_SETUP;
    }
    sm_arena *arena = sm_arena_new(MAX_FILE);
    sm_style *s = arena ? sm_arena_alloc(arena, sizeof *s) : NULL;
    if (s == NULL) {
        json_decref(root);
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    }
    *s = (sm_style){.arena = arena, .warn = warn_fn, .context = context};
    s->path = copy(s, path);
    sm_status st = parse_style(s, root, err);
    json_decref(root);
    if (st == SM_OK)
        *out = s;
    else
        sm_arena_free(arena);
    return st;
}

void sm_style_free(sm_style *s)
{
    if (s)
        sm_arena_free(s->arena);
}

const char *sm_style_name(const sm_style *s)
{
    return s->name;
}

size_t sm_style_count(const sm_style *s)
{
    return s->n;
}

static double number_at(const style_layer *l, int property, double zoom, double fallback)
{
    double v[4];
    if (l->of[property].n == 0)
        return fallback;
    evaluate(&l->of[property], zoom, v);
    return v[0];
}

static sm_rgba colour_at(const style_layer *l, int property, double zoom, int opacity)
{
    double v[4];
    if (l->of[property].n == 0)
        return (sm_rgba){0};
    evaluate(&l->of[property], zoom, v);
    return rgba(v, number_at(l, opacity, zoom, 1));
}

bool sm_style_at(const sm_style *s, size_t i, double zoom, sm_style_layer *out)
{
    const style_layer *l = &s->layers[i];
    if (l->hidden || zoom < l->min_zoom || zoom >= l->max_zoom)
        return false;
    double size = number_at(l, P_SIZE, zoom, 16);
    *out = (sm_style_layer){
        .id = l->id,
        .source_layer = l->source_layer,
        .type = l->type,
        .fill = l->type == SM_STYLE_LINE ? (sm_rgba){0} : colour_at(l, P_COLOUR, zoom, P_OPACITY),
        .radius = number_at(l, P_RADIUS, zoom, 5),
        .font = {.family = l->family ? l->family : s->layout.family,
                 .size = size,
                 .weight = l->weight,
                 .italic = l->italic,
                 .letter_spacing = number_at(l, P_SPACING, zoom, 0) * size},
        .upper = l->upper,
        .text = colour_at(l, P_TEXT, zoom, P_TEXT_OPACITY),
        .halo = colour_at(l, P_HALO, zoom, P_TEXT_OPACITY),
        .halo_width = number_at(l, P_HALO_WIDTH, zoom, 0),
        .padding = number_at(l, P_PADDING, zoom, 2),
        .max_width = number_at(l, P_MAX_WIDTH, zoom, 0),
    };
    sm_stroke *stroke = &out->stroke;
    bool line = l->type == SM_STYLE_LINE, outlined = l->of[P_OUTLINE].n > 0;
    stroke->colour = colour_at(l, line ? P_COLOUR : P_OUTLINE, zoom, P_OPACITY);
    stroke->width = line || outlined ? number_at(l, P_WIDTH, zoom, 1) : 0;
    stroke->cap = l->cap;
    stroke->join = l->join;
    stroke->dash_count = l->dash_count;
    for (int k = 0; k < l->dash_count; k++) /* MapLibre counts dashes in line widths */
        stroke->dash[k] = l->dash[k] * stroke->width;
    return true;
}

const sm_style_layout *sm_style_layout_of(const sm_style *s)
{
    return &s->layout;
}
