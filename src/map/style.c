/* The style file, read once into layers whose properties are expressions. */
#include "style.h"

#include "colour.h"
#include "data.h"
#include "icon.h"
#include "label.h"
#include "pattern.h"
#include "sources.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_PATH = 4096, MAX_MEMORY = 16 << 20, MAX_ICONS = 256, MAX_ICON_NAME = 64, MAX_OWN = 1 << 30 };

enum {
    P_COLOUR,
    P_OPACITY,
    P_WIDTH,
    P_OUTLINE,
    P_PATTERN,
    P_RADIUS,
    P_FIELD,
    P_SIZE,
    P_SPACING,
    P_TEXT,
    P_HALO,
    P_HALO_WIDTH,
    P_TEXT_OPACITY,
    P_PADDING,
    P_LINE_HEIGHT,
    P_OFFSET,
    P_ICON,
    P_ICON_SIZE,
    P_ICON_COLOUR,
    P_ICON_OPACITY,
    N_PROPERTIES
};

typedef struct style_layer {
    const char *id, *source_layer, *family;
    sm_style_type type;
    double min_zoom, max_zoom;
    const sm_expression *filter;           /* NULL: none */
    const sm_expression *of[N_PROPERTIES]; /* NULL: not given */
    bool plain;
    int weight, dash_count;
    double dash[SM_DASH_MAX];
    bool italic, upper, lower, hidden;
    sm_cap cap;
    sm_join join;
    const sm_source *source; /* of the style's own; NULL: none */
    const sm_own *own;
    int n_anchors;
    unsigned char anchors[SM_STYLE_ANCHORS];
} style_layer;

struct sm_style {
    sm_arena *arena;
    const char *name;
    style_layer *layers;
    size_t n, capacity;
    sm_style_layout layout;
    sm_source *sources;
    size_t n_sources;
    sm_arena *own; /* what was read from them; NULL: nothing */
    const char **attributions;
    size_t n_attributions;

    /* Icons that were asked for; those that there are none of too, so that it is said once. */
    struct style_icons {
        struct {
            const char *name;
            const sm_icon *icon; /* NULL: there is none */
        } items[MAX_ICONS];
        size_t n;
        bool told_pattern; /* that an expression came to no name of a pattern */
    } * icons;

    const char *path;
    void (*warn)(void *context, const char *words);
    void *context;
};

static void warn(const sm_style *s, const char *path, const char *words)
{
    char text[512];
    if (s->warn == NULL)
        return;
    snprintf(text, sizeof text, "%.180s: %.180s: %.130s", s->path, path, words);
    s->warn(s->context, text);
}

static void warn_bad(const sm_style *s, const char *path, const char *why)
{
    char words[200];
    snprintf(words, sizeof words, "%.150s; ignored", why);
    warn(s, path, words);
}

/* --- layers ------------------------------------------------------------------------------------ */

static const struct {
    const char *key;
    int property;
    sm_style_value_kind kind;
} properties[] = {
    {"background-color", P_COLOUR, SM_STYLE_VALUE_COLOUR},
    {"background-opacity", P_OPACITY, SM_STYLE_VALUE_NUMBER},
    {"background-pattern", P_PATTERN, SM_STYLE_VALUE_STRING},
    {"fill-color", P_COLOUR, SM_STYLE_VALUE_COLOUR},
    {"fill-opacity", P_OPACITY, SM_STYLE_VALUE_NUMBER},
    {"fill-outline-color", P_OUTLINE, SM_STYLE_VALUE_COLOUR},
    {"fill-pattern", P_PATTERN, SM_STYLE_VALUE_STRING},
    {"line-color", P_COLOUR, SM_STYLE_VALUE_COLOUR},
    {"line-opacity", P_OPACITY, SM_STYLE_VALUE_NUMBER},
    {"line-width", P_WIDTH, SM_STYLE_VALUE_NUMBER},
    {"circle-color", P_COLOUR, SM_STYLE_VALUE_COLOUR},
    {"circle-opacity", P_OPACITY, SM_STYLE_VALUE_NUMBER},
    {"circle-radius", P_RADIUS, SM_STYLE_VALUE_NUMBER},
    {"circle-stroke-color", P_OUTLINE, SM_STYLE_VALUE_COLOUR},
    {"circle-stroke-width", P_WIDTH, SM_STYLE_VALUE_NUMBER},
    {"text-field", P_FIELD, SM_STYLE_VALUE_STRING},
    {"text-size", P_SIZE, SM_STYLE_VALUE_NUMBER},
    {"text-letter-spacing", P_SPACING, SM_STYLE_VALUE_NUMBER},
    {"text-color", P_TEXT, SM_STYLE_VALUE_COLOUR},
    {"text-opacity", P_TEXT_OPACITY, SM_STYLE_VALUE_NUMBER},
    {"text-halo-color", P_HALO, SM_STYLE_VALUE_COLOUR},
    {"text-halo-width", P_HALO_WIDTH, SM_STYLE_VALUE_NUMBER},
    {"text-padding", P_PADDING, SM_STYLE_VALUE_NUMBER},
    {"text-line-height", P_LINE_HEIGHT, SM_STYLE_VALUE_NUMBER},
    {"text-radial-offset", P_OFFSET, SM_STYLE_VALUE_NUMBER},
    {"icon-image", P_ICON, SM_STYLE_VALUE_STRING},
    {"icon-size", P_ICON_SIZE, SM_STYLE_VALUE_NUMBER},
    {"icon-color", P_ICON_COLOUR, SM_STYLE_VALUE_COLOUR},
    {"icon-opacity", P_ICON_OPACITY, SM_STYLE_VALUE_NUMBER},
};

/* Keys of MapLibre that a style may well have and that mean nothing to a map on paper, or nothing to us. */
static const char *const set_aside[] = {
    "fill-antialias",        "line-miter-limit", "line-round-limit",   "text-allow-overlap",
    "text-ignore-placement", "text-optional",    "text-keep-upright",  "text-rotation-alignment",
    "text-pitch-alignment",  "text-overlap",     "text-justify",       "symbol-spacing",
    "symbol-avoid-edges",    "symbol-z-order",   "symbol-placement",   "text-max-angle",
    "text-max-width",        "symbol-sort-key",  "icon-allow-overlap", "icon-ignore-placement",
    "icon-optional",         "icon-overlap",     "icon-padding",       "icon-rotation-alignment",
    "icon-pitch-alignment",  "icon-keep-upright"};

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

/* "left": the text's left side is at the point, so the text stands on its right. */
static bool parse_anchor(const char *word, style_layer *l)
{
    static const char *const names[SM_STYLE_ANCHORS] = {
        "bottom-left", "left", "top-left", "bottom-right", "right", "top-right", "bottom", "top"};
    for (int i = 0; i < SM_STYLE_ANCHORS; i++) {
        if (word && strcmp(word, names[i]) == 0 && l->n_anchors < SM_STYLE_ANCHORS) {
            l->anchors[l->n_anchors++] = (unsigned char)i;
            return true;
        }
    }
    return word && strcmp(word, "center") == 0; /* on the point itself: that is where the symbol is */
}

static bool parse_anchors(const json_t *value, style_layer *l)
{
    bool fine = true;
    l->n_anchors = 0;
    for (size_t i = 0; i < json_array_size(value); i++)
        fine &= parse_anchor(json_string_value(json_array_get(value, i)), l);
    return fine && json_array_size(value) > 0;
}

typedef struct words {
    const char *key, *values[4];
} words;

/* Keys with words for values; true when the key is one of them (a bad value is warned about). */
static bool parse_word_property(const sm_style *s, const char *key, const json_t *value, const char *path,
                                style_layer *l)
{
    static const words known[] = {{"text-transform", {"none", "uppercase", "lowercase"}},
                                  {"visibility", {"visible", "none"}},
                                  {"line-cap", {"butt", "round", "square"}},
                                  {"line-join", {"miter", "round", "bevel"}}};
    const char *word = json_string_value(value);
    for (int k = 0; k < 4; k++) {
        int v = 0;
        if (strcmp(key, known[k].key) != 0)
            continue;
        while (v < 4 && known[k].values[v] && (word == NULL || strcmp(word, known[k].values[v]) != 0))
            v++;
        if (v == 4 || known[k].values[v] == NULL) {
            warn(s, path, "no word that is known here; ignored");
        } else if (k == 0) {
            l->upper = v == 1;
            l->lower = v == 2;
        } else if (k == 1) {
            l->hidden = v == 1;
        } else if (k == 2) {
            l->cap = (sm_cap)v;
        } else {
            l->join = (sm_join)v;
        }
        return true;
    }
    bool fine = true;
    if (strcmp(key, "text-font") == 0)
        parse_font(s, value, l);
    else if (strcmp(key, "text-anchor") == 0)
        fine = parse_anchor(word, l);
    else if (strcmp(key, "text-variable-anchor") == 0)
        fine = parse_anchors(value, l);
    else if (strcmp(key, "line-dasharray") == 0)
        fine = parse_dash(value, l);
    else
        return false;
    if (!fine)
        warn(s, path,
             key[0] == 'l' ? "takes 2, 4 or 6 positive numbers; ignored"
                           : "no anchor that is known; ignored");
    return true;
}

/* "{name}, {country}" is how styles wrote text-field before expressions. */
static const sm_expression *parse_field(const sm_style *s, const json_t *value, const char **why)
{
    const char *at = json_string_value(value);
    if (at == NULL || strchr(at, '{') == NULL)
        return sm_expression_parse(s->arena, value, why);
    json_t *concat = json_pack("[s]", "concat");
    while (concat && *at) {
        const char *end = *at == '{' ? strchr(at, '}') : NULL;
        size_t n = end ? (size_t)(end - at - 1) : 1 + strcspn(at + 1, "{");
        if (end)
            json_array_append_new(concat, json_pack("[s, [s, s%], s]", "coalesce", "get", at + 1, n, ""));
        else
            json_array_append_new(concat, json_stringn(at, n));
        at = end ? end + 1 : at + n;
    }
    const sm_expression *e = concat ? sm_expression_parse(s->arena, concat, why) : NULL;
    json_decref(concat);
    return e;
}

static bool is_unknown_pattern(const sm_expression *e)
{
    sm_pattern p;
    sm_style_value v = sm_expression_value(e, &(sm_scope){0}, NULL);
    return v.string && v.string[0] && !sm_pattern_parse(v.string, &p);
}

static void parse_property(const sm_style *s, size_t i, const json_t *value, const char *path, style_layer *l)
{
    static const char *const wanted[] = {"", "no value", "no number", "no text", "no colour", ""};
    const char *why = NULL;
    const sm_expression *e = properties[i].property == P_FIELD ? parse_field(s, value, &why)
                                                               : sm_expression_parse(s->arena, value, &why);
    if (e && !sm_expression_fits(e, properties[i].kind)) {
        e = NULL;
        why = wanted[properties[i].kind];
    }
    if (e && properties[i].property == P_PATTERN && json_is_string(value) && is_unknown_pattern(e)) {
        e = NULL;
        why = "no name of a pattern";
    }
    if (e == NULL)
        warn_bad(s, path, why ? why : "no value that is understood");
    l->of[properties[i].property] = e;
    l->plain &= e == NULL || !sm_expression_asks_feature(e);
}

static bool is_set_aside(const char *key)
{
    for (size_t i = 0; i < sizeof set_aside / sizeof *set_aside; i++)
        if (strcmp(key, set_aside[i]) == 0)
            return true;
    return false;
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
        if (i < n)
            parse_property(s, i, value, path, l);
        else if (!parse_word_property(s, key, value, path, l) && !is_set_aside(key))
            warn(s, path, "unknown key, ignored");
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

/* Source layers of the basemap, by the name that layers ask for. */
static bool is_source_layer(const char *name)
{
    static const char *const known[] = {
        "land",   "countries",    "focus_countries", "coast",       "borders",       "disputed",
        "admin1", "admin1_lines", "lakes",           "rivers",      "country_names", "admin1_names",
        "towns",  "capitals",     "water_names",     "river_names", "incidents",     "incident_labels"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i], name) == 0)
            return true;
    return false;
}

/* A source of the style's own by its id, and whether what the layer says of its source holds. */
static void find_source(const sm_style *s, const json_t *sources, const json_t *j, const char *where,
                        style_layer *l)
{
    char path[160];
    const char *id = json_string_value(json_object_get(j, "source"));
    for (size_t i = 0; id && i < s->n_sources; i++)
        if (strcmp(s->sources[i].id, id) == 0)
            l->source = &s->sources[i];
    if (id && json_object_get(sources, id) == NULL) {
        snprintf(path, sizeof path, "%s.source", where);
        warn(s, path, "no source of that name; the layer goes by its source-layer");
    }
    if (l->source == NULL && l->type != SM_STYLE_BACKGROUND && !is_source_layer(l->source_layer)) {
        snprintf(path, sizeof path, "%s.source-layer", where);
        warn(s, path, "nothing of that name; the layer is not drawn");
    }
}

static void parse_filter(const sm_style *s, const json_t *filter, size_t index, style_layer *l)
{
    char path[64];
    const char *why = NULL;
    if (filter == NULL)
        return;
    l->filter = sm_filter_parse(s->arena, filter, &why);
    l->plain &= l->filter == NULL;
    snprintf(path, sizeof path, "layers[%zu].filter", index);
    if (l->filter == NULL)
        warn_bad(s, path, why ? why : "no filter that is understood");
}

static void parse_layer(sm_style *s, const json_t *sources, const json_t *j, size_t index)
{
    static const char *const known[] = {"id",      "type",  "source", "source-layer", "minzoom",
                                        "maxzoom", "paint", "layout", "metadata",     "filter"};
    char where[128];
    const char *id = json_string_value(json_object_get(j, "id")),
               *source = json_string_value(json_object_get(j, "source-layer")), *key;
    json_t *value;
    style_layer l = {.min_zoom = -INFINITY, .max_zoom = INFINITY, .weight = 400, .plain = true};
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
    find_source(s, sources, j, where, &l);
    parse_filter(s, json_object_get(j, "filter"), index, &l);
    snprintf(where, sizeof where, "layers[%zu].paint", index);
    parse_properties(s, json_object_get(j, "paint"), where, &l);
    snprintf(where, sizeof where, "layers[%zu].layout", index);
    parse_properties(s, json_object_get(j, "layout"), where, &l);
    if (sm_arena_grow(s->arena, &s->layers, &s->capacity, s->n, sizeof l))
        s->layers[s->n++] = l;
}

/* --- page layout ------------------------------------------------------------------------------- */

static const char *const group_keys[SM_STYLE_GROUPS] = {"conflict", "unrest",   "crime",
                                                        "accident", "disaster", "other"};

static void parse_colours(const sm_style *s, const json_t *list, const char *path, sm_rgba *out, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *colour = json_string_value(json_array_get(list, i));
        if (colour == NULL || !sm_colour_parse(colour, &out[i])) {
            char told[64];
            snprintf(told, sizeof told, "takes %zu colours; the rest is ignored", n);
            warn(s, path, told);
            return;
        }
    }
}

static void parse_groups(sm_style *s, json_t *groups)
{
    const char *key;
    json_t *value;
    json_object_foreach(groups, key, value)
    {
        char path[256];
        int g = 0;
        while (g < SM_STYLE_GROUPS && strcmp(group_keys[g], key) != 0)
            g++;
        snprintf(path, sizeof path, "metadata.sitmap:layout.groups.%.100s", key);
        if (g == SM_STYLE_GROUPS)
            warn(s, path, "unknown key, ignored");
        else if (!json_is_string(value) || !sm_colour_parse(json_string_value(value), &s->layout.groups[g]))
            warn(s, path, "no colour; ignored");
    }
}

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
                {"title-color", &o->title, NULL},
                {"title-size", NULL, &o->title_size},
                {"subtitle-size", NULL, &o->subtitle_size},
                {"title-weight", NULL, &o->title_weight},
                {"frame-width", NULL, &o->frame_width},
                {"symbol-outline", &o->symbol_outline, NULL},
                {"symbol-outline-width", NULL, &o->symbol_outline_width},
                {"town-density", NULL, &o->town_density},
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
        double number = json_number_value(value);
        size_t i = 0, n = sizeof keys / sizeof *keys;
        snprintf(path, sizeof path, "metadata.sitmap:layout.%.100s", key);
        while (i < n && strcmp(keys[i].key, key) != 0)
            i++;
        if (i < n && keys[i].colour && json_is_string(value) &&
            sm_colour_parse(json_string_value(value), keys[i].colour))
            continue;
        if (i < n && keys[i].number && json_is_number(value) && number >= 0 && number < 1000)
            *keys[i].number = number;
        else if (strcmp(key, "font") == 0 && json_is_string(value))
            o->family = copy(s, json_string_value(value));
        else if (strcmp(key, "title-font") == 0 && json_is_string(value))
            o->title_family = copy(s, json_string_value(value));
        else if (strcmp(key, "groups") == 0 && json_is_object(value))
            parse_groups(s, value);
        else if (strcmp(key, "types") == 0)
            parse_colours(s, value, path, o->types, SM_STYLE_TYPES);
        else if (strcmp(key, "ramp") == 0)
            parse_colours(s, value, path, o->ramp, SM_STYLE_RAMP);
        else
            warn(s, path, i < n ? "bad value, ignored" : "unknown key, ignored");
    }
    if (o->title.a == 0)
        o->title = o->ink;
    if (o->title_family == NULL)
        o->title_family = o->family;
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
    .title_weight = 700,
    .frame_width = 1.2,
    .groups = {{198, 40, 40, 255},
               {242, 176, 30, 255},
               {74, 35, 119, 255},
               {47, 134, 216, 255},
               {0, 109, 91, 255},
               {154, 154, 154, 255}},
    .types = {{213, 94, 0, 255},
              {0, 114, 178, 255},
              {0, 158, 115, 255},
              {204, 121, 167, 255},
              {230, 159, 0, 255},
              {86, 180, 233, 255},
              {92, 46, 120, 255},
              {122, 98, 40, 255}},
    .ramp = {{246, 200, 95, 255},
             {236, 138, 66, 255},
             {204, 71, 90, 255},
             {132, 39, 110, 255},
             {50, 18, 84, 255}},
    .symbol_opacity = .82,
    .symbol_min = 6,
    .symbol_max = 42,
    .symbol_outline = {255, 255, 255, 255},
    .symbol_outline_width = 1.2,
    .town_density = 30,
};

/* --- loading ----------------------------------------------------------------------------------- */

/* Keys of the file itself. Those that are known to MapLibre and say nothing about a map on paper pass without
 * a word. */
static void check_keys(const sm_style *s, json_t *root)
{
    static const char *const known[] = {
        "version",    "name",       "metadata", "sources", "layers",  "sprite",         "glyphs",    "center",
        "zoom",       "bearing",    "pitch",    "roll",    "light",   "terrain",        "sky",       "state",
        "transition", "projection", "id",       "owner",   "$schema", "centerAltitude", "font-faces"};
    const char *key;
    json_t *value;
    json_object_foreach(root, key, value)
    {
        size_t i = 0, n = sizeof known / sizeof *known;
        while (i < n && strcmp(known[i], key) != 0)
            i++;
        if (i == n)
            warn(s, key, "unknown key, ignored");
    }
}

/* --- the style's own sources ------------------------------------------------------------------- */

static void warn_of_source(void *style, const char *path, const char *told)
{
    warn(style, path, told);
}

typedef struct key_list {
    sm_arena *arena;
    const char **items;
    size_t n, capacity;
} key_list;

static void take_key(void *context, const char *key)
{
    key_list *l = context;
    if (sm_arena_grow(l->arena, &l->items, &l->capacity, l->n, sizeof *l->items))
        l->items[l->n++] = key;
}

static bool draw_the_same(const style_layer *a, const style_layer *b)
{
    return a->source == b->source && strcmp(a->source_layer, b->source_layer) == 0;
}

/* What layer `i` and those behind it draw from one layer of a file, with the properties that any of them
 * asks. */
static sm_status read_source(sm_style *s, size_t i, sm_error *err)
{
    const style_layer *l = &s->layers[i];
    key_list keys = {.arena = s->arena};
    bool all_known = true;
    for (size_t k = i; k < s->n; k++) {
        const style_layer *m = &s->layers[k];
        for (int p = 0; draw_the_same(l, m) && p < N_PROPERTIES; p++)
            all_known &= m->of[p] == NULL || sm_expression_keys(m->of[p], take_key, &keys);
        if (draw_the_same(l, m) && m->filter)
            all_known &= sm_expression_keys(m->filter, take_key, &keys);
    }
    char *text = l->source->data ? json_dumps(l->source->data, JSON_COMPACT) : NULL;
    if (s->own == NULL)
        s->own = sm_arena_new(MAX_OWN);
    if (s->own == NULL || (l->source->data && text == NULL)) {
        free(text);
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    }
    const sm_own_wish wish = {.path = l->source->path,
                              .text = text,
                              .layer = l->source_layer,
                              .keys = keys.items,
                              .n_keys = keys.n,
                              .all_keys = !all_known};
    const sm_own *own = NULL;
    sm_status st = sm_own_read(&wish, s->own, &own, err);
    free(text);
    for (size_t k = i; k < s->n; k++)
        if (draw_the_same(&s->layers[k], l))
            s->layers[k].own = own;
    return st;
}

static sm_status read_sources(sm_style *s, sm_error *err)
{
    static const sm_own nothing;
    size_t capacity = 0;
    for (size_t i = 0; i < s->n; i++) {
        style_layer *l = &s->layers[i];
        if (l->source == NULL || l->own)
            continue;
        if (l->source->remote)
            l->own = &nothing;
        sm_status st = l->own ? SM_OK : read_source(s, i, err);
        if (st != SM_OK)
            return st;
    }
    for (size_t k = 0; k < s->n_sources; k++)
        if (s->sources[k].attribution && !s->sources[k].remote &&
            sm_arena_grow(s->arena, &s->attributions, &capacity, s->n_attributions, sizeof *s->attributions))
            s->attributions[s->n_attributions++] = s->sources[k].attribution;
    return sm_arena_failed(s->arena) ? sm_fail(err, SM_E_NOMEM, "out of memory") : SM_OK;
}

const sm_own *sm_style_own(const sm_style *s, size_t i)
{
    return s->layers[i].own;
}

size_t sm_style_attributions(const sm_style *s, const char *const **out)
{
    *out = s->attributions;
    return s->n_attributions;
}

static sm_status parse_style(sm_style *s, json_t *root, sm_error *err)
{
    json_t *layers = json_object_get(root, "layers"), *sources = json_object_get(root, "sources"), *layer;
    if (json_integer_value(json_object_get(root, "version")) != 8 || !json_is_array(layers))
        return sm_fail_at(err, SM_E_SETUP, s->path, 0, "no MapLibre style of version 8");
    check_keys(s, root);
    const char *name = json_string_value(json_object_get(root, "name"));
    s->name = copy(s, name ? name : s->path);
    s->layout = default_layout;
    s->n_sources = sm_sources_parse(sources, s->path, s->arena, warn_of_source, s, &s->sources);
    parse_layout(s, json_object_get(json_object_get(root, "metadata"), "sitmap:layout"));
    size_t i;
    json_array_foreach(layers, i, layer) parse_layer(s, sources, layer, i);
    if (sm_arena_failed(s->arena))
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    return read_sources(s, err);
}

void sm_style_free(sm_style *s)
{
    if (s == NULL)
        return;
    sm_arena_free(s->own);
    sm_arena_free(s->arena);
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
    sm_arena *arena = sm_arena_new(MAX_MEMORY);
    sm_style *s = arena ? sm_arena_alloc(arena, sizeof *s) : NULL;
    if (s == NULL) {
        json_decref(root);
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    }
    *s = (sm_style){.arena = arena, .warn = warn_fn, .context = context};
    s->icons = sm_arena_alloc(arena, sizeof *s->icons);
    s->path = copy(s, path);
    sm_status st = parse_style(s, root, err);
    json_decref(root);
    if (st == SM_OK)
        *out = s;
    else
        sm_style_free(s);
    return st;
}

const char *sm_style_name(const sm_style *s)
{
    return s->name;
}

size_t sm_style_count(const sm_style *s)
{
    return s->n;
}

/* --- icons ------------------------------------------------------------------------------------- */

static bool is_icon_name(const char *name)
{
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
    return n > 0 && n < MAX_ICON_NAME && name[n] == '\0';
}

static const sm_icon *read_icon(const sm_style *s, const char *name)
{
    char beside[MAX_PATH], shipped[MAX_PATH], file[MAX_ICON_NAME + 32];
    const char *slash = strrchr(s->path, '/');
    const sm_icon *icon = NULL;
    sm_error err = {0};
    if (!is_icon_name(name)) {
        warn(s, "icon-image", "a name of an icon has letters, digits, - and _ only; ignored");
        return NULL;
    }
    snprintf(beside, sizeof beside, "%.*sicons/%s.svg", slash ? (int)(slash - s->path + 1) : 0, s->path,
             name);
    snprintf(file, sizeof file, "styles/icons/%s.svg", name);
    sm_data_path(file, shipped, sizeof shipped);
    const char *path = access(beside, R_OK) == 0 ? beside : shipped;
    if (sm_icon_read(path, name, s->arena, &icon, &err) != SM_OK) {
        char told[256];
        snprintf(told, sizeof told, "%.60s: %.150s; ignored", name, err.text);
        warn(s, "icon-image", told);
    }
    return icon;
}

const sm_icon *sm_style_icon(const sm_style *s, const char *name)
{
    struct style_icons *icons = s->icons;
    for (size_t i = 0; i < icons->n; i++)
        if (strcmp(icons->items[i].name, name) == 0)
            return icons->items[i].icon;
    if (icons->n == MAX_ICONS)
        return NULL;
    const sm_icon *icon = read_icon(s, name);
    icons->items[icons->n].name = copy(s, name);
    icons->items[icons->n++].icon = icon;
    return icon;
}

/* --- what a layer comes to --------------------------------------------------------------------- */

typedef struct asked {
    const style_layer *layer;
    sm_scope scope;
    sm_arena *arena;
} asked;

static double number_at(const asked *q, int property, double fallback)
{
    if (q->layer->of[property] == NULL)
        return fallback;
    sm_style_value v = sm_expression_value(q->layer->of[property], &q->scope, q->arena);
    return v.kind == SM_STYLE_VALUE_NUMBER && isfinite(v.number) ? v.number : fallback;
}

static sm_rgba colour_at(const asked *q, int property, int opacity)
{
    sm_rgba c = {0};
    if (q->layer->of[property] == NULL)
        return c;
    sm_style_value v = sm_expression_value(q->layer->of[property], &q->scope, q->arena);
    if (!sm_style_value_colour(&v, &c))
        return (sm_rgba){0};
    c.a = (unsigned char)lround(c.a * fmax(0, fmin(1, number_at(q, opacity, 1))));
    return c;
}

/* In the colour that the area would have; what is "" or no pattern leaves it as it is. */
static void find_pattern(const asked *q, const sm_style *s, sm_style_layer *out)
{
    sm_style_value v = sm_expression_value(q->layer->of[P_PATTERN], &q->scope, q->arena);
    if (v.kind != SM_STYLE_VALUE_STRING || v.string[0] == '\0')
        return;
    if (!sm_pattern_parse(v.string, &out->pattern)) {
        if (!s->icons->told_pattern)
            warn_bad(s, "fill-pattern", "no name of a pattern");
        s->icons->told_pattern = true;
        return;
    }
    out->pattern.colour = out->fill;
    if (q->layer->of[P_COLOUR] == NULL) {
        out->pattern.colour = s->layout.ink;
        out->pattern.colour.a = (unsigned char)lround(255 * fmax(0, fmin(1, number_at(q, P_OPACITY, 1))));
    }
    out->fill = (sm_rgba){0};
}

static void fill_text(const asked *q, const sm_style *s, sm_style_layer *out)
{
    const style_layer *l = q->layer;
    double size = fmax(number_at(q, P_SIZE, 16), 0);
    sm_style_value field = l->of[P_FIELD] && q->scope.feature
                               ? sm_expression_value(l->of[P_FIELD], &q->scope, q->arena)
                               : (sm_style_value){0};
    out->field = field.kind == SM_STYLE_VALUE_STRING ? field.string : NULL;
    out->font = (sm_font){.family = l->family ? l->family : s->layout.family,
                          .size = size,
                          .weight = l->weight,
                          .italic = l->italic,
                          .letter_spacing = number_at(q, P_SPACING, 0) * size};
    out->upper = l->upper;
    out->lower = l->lower;
    out->text = colour_at(q, P_TEXT, P_TEXT_OPACITY);
    out->halo = colour_at(q, P_HALO, P_TEXT_OPACITY);
    out->halo_width = fmax(number_at(q, P_HALO_WIDTH, 0), 0);
    out->padding = fmax(number_at(q, P_PADDING, 2), 0);
    out->line_height = fmax(number_at(q, P_LINE_HEIGHT, 1.2), .5);
    out->offset = number_at(q, P_OFFSET, -1);
    sm_style_value icon = l->of[P_ICON] && q->scope.feature
                              ? sm_expression_value(l->of[P_ICON], &q->scope, q->arena)
                              : (sm_style_value){0};
    out->icon = icon.kind == SM_STYLE_VALUE_STRING && icon.string[0] ? icon.string : NULL;
    out->icon_size = fmax(number_at(q, P_ICON_SIZE, 1), 0);
    out->icon_colour = colour_at(q, P_ICON_COLOUR, P_ICON_OPACITY);
    out->n_anchors = l->n_anchors;
    memcpy(out->anchors, l->anchors, sizeof out->anchors);
}

static bool evaluate(const sm_style *s, const style_layer *l, double zoom, const sm_style_feature *feature,
                     sm_arena *arena, sm_style_layer *out)
{
    if (l->hidden || zoom < l->min_zoom || zoom >= l->max_zoom)
        return false;
    asked q = {l, {zoom, feature}, arena};
    *out = (sm_style_layer){.id = l->id, .source_layer = l->source ? "" : l->source_layer, .type = l->type};
    if (l->type == SM_STYLE_SYMBOL) {
        fill_text(&q, s, out);
        return true;
    }
    bool line = l->type == SM_STYLE_LINE, outlined = l->of[P_OUTLINE] != NULL;
    if (!line)
        out->fill = colour_at(&q, P_COLOUR, P_OPACITY);
    if (l->of[P_PATTERN])
        find_pattern(&q, s, out);
    out->radius = fmax(number_at(&q, P_RADIUS, 5), 0);
    sm_stroke *stroke = &out->stroke;
    stroke->colour = colour_at(&q, line ? P_COLOUR : P_OUTLINE, P_OPACITY);
    stroke->width = line || outlined ? fmax(number_at(&q, P_WIDTH, 1), 0) : 0;
    stroke->cap = l->cap;
    stroke->join = l->join;
    stroke->dash_count = l->dash_count;
    for (int k = 0; k < l->dash_count; k++) /* MapLibre counts dashes in line widths */
        stroke->dash[k] = l->dash[k] * stroke->width;
    return true;
}

bool sm_style_at(const sm_style *s, size_t i, double zoom, sm_style_layer *out)
{
    return evaluate(s, &s->layers[i], zoom, NULL, s->arena, out);
}

bool sm_style_for(const sm_style *s, size_t i, double zoom, const sm_style_feature *feature, sm_arena *arena,
                  sm_style_layer *out)
{
    const style_layer *l = &s->layers[i];
    const sm_scope scope = {zoom, feature};
    return !l->hidden && zoom >= l->min_zoom && zoom < l->max_zoom &&
           sm_filter_holds(l->filter, &scope, arena) && evaluate(s, l, zoom, feature, arena, out);
}

bool sm_style_is_plain(const sm_style *s, size_t i)
{
    return s->layers[i].plain;
}

const sm_style_layout *sm_style_layout_of(const sm_style *s)
{
    return &s->layout;
}
