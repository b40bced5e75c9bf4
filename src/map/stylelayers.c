/* The layers of a style: keys, values, filters. */
#include "styletree.h"

#include "label.h"
#include "pattern.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *key;
    int property;
    sm_style_value_kind kind;
    bool layout; /* stands under `layout`, not `paint` */
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
    {"line-gap-width", P_GAP, SM_STYLE_VALUE_NUMBER},
    {"line-offset", P_SHIFT, SM_STYLE_VALUE_NUMBER},
    {"circle-color", P_COLOUR, SM_STYLE_VALUE_COLOUR},
    {"circle-opacity", P_OPACITY, SM_STYLE_VALUE_NUMBER},
    {"circle-radius", P_RADIUS, SM_STYLE_VALUE_NUMBER},
    {"circle-stroke-color", P_OUTLINE, SM_STYLE_VALUE_COLOUR},
    {"circle-stroke-width", P_WIDTH, SM_STYLE_VALUE_NUMBER},
    {"text-field", P_FIELD, SM_STYLE_VALUE_STRING, true},
    {"text-size", P_SIZE, SM_STYLE_VALUE_NUMBER, true},
    {"text-letter-spacing", P_SPACING, SM_STYLE_VALUE_NUMBER, true},
    {"text-color", P_TEXT, SM_STYLE_VALUE_COLOUR},
    {"text-opacity", P_TEXT_OPACITY, SM_STYLE_VALUE_NUMBER},
    {"text-halo-color", P_HALO, SM_STYLE_VALUE_COLOUR},
    {"text-halo-width", P_HALO_WIDTH, SM_STYLE_VALUE_NUMBER},
    {"text-padding", P_PADDING, SM_STYLE_VALUE_NUMBER, true},
    {"text-line-height", P_LINE_HEIGHT, SM_STYLE_VALUE_NUMBER, true},
    {"text-radial-offset", P_OFFSET, SM_STYLE_VALUE_NUMBER, true},
    {"text-max-width", P_MAX_WIDTH, SM_STYLE_VALUE_NUMBER, true},
    {"symbol-sort-key", P_SORT, SM_STYLE_VALUE_NUMBER, true},
    {"circle-sort-key", P_SORT, SM_STYLE_VALUE_NUMBER, true},
    {"line-sort-key", P_SORT, SM_STYLE_VALUE_NUMBER, true},
    {"fill-sort-key", P_SORT, SM_STYLE_VALUE_NUMBER, true},
    {"icon-image", P_ICON, SM_STYLE_VALUE_STRING, true},
    {"icon-size", P_ICON_SIZE, SM_STYLE_VALUE_NUMBER, true},
    {"icon-color", P_ICON_COLOUR, SM_STYLE_VALUE_COLOUR},
    {"icon-opacity", P_ICON_OPACITY, SM_STYLE_VALUE_NUMBER},
};

/* Keys with words for values. */
static const struct {
    const char *key, *values[4];
    bool layout;
} words[] = {{"text-transform", {"none", "uppercase", "lowercase"}, true},
             {"visibility", {"visible", "none"}, true},
             {"line-cap", {"butt", "round", "square"}, true},
             {"line-join", {"miter", "round", "bevel"}, true}};
enum { WORDS = sizeof words / sizeof *words };

static const struct {
    const char *key;
    bool layout;
} other_properties[] = {{"text-font", true},
                        {"text-anchor", true},
                        {"text-variable-anchor", true},
                        {"text-variable-anchor-offset", true},
                        {"text-offset", true},
                        {"icon-anchor", true},
                        {"icon-offset", true},
                        {"line-dasharray", false}};
enum {
    PROPERTIES = sizeof properties / sizeof *properties,
    OTHER_PROPERTIES = sizeof other_properties / sizeof *other_properties
};

static const char *const layer_keys[] = {"id",      "type",  "source", "source-layer", "minzoom",
                                         "maxzoom", "paint", "layout", "metadata",     "filter"};
enum { LAYER_KEYS = sizeof layer_keys / sizeof *layer_keys };

static const char *place_of(bool layout)
{
    return layout ? "layout" : "paint";
}

const char *sm_style_layer_key(size_t i, const char **where)
{
    *where = "layer";
    if (i < LAYER_KEYS)
        return layer_keys[i];
    i -= LAYER_KEYS;
    if (i < PROPERTIES) {
        *where = place_of(properties[i].layout);
        return properties[i].key;
    }
    i -= PROPERTIES;
    if (i < WORDS) {
        *where = place_of(words[i].layout);
        return words[i].key;
    }
    i -= WORDS;
    *where = i < OTHER_PROPERTIES ? place_of(other_properties[i].layout) : "";
    return i < OTHER_PROPERTIES ? other_properties[i].key : NULL;
}

/* Keys of MapLibre that a style may well have and that mean nothing to a map on paper, or nothing to us. */
static const char *const set_aside[] = {"fill-antialias",        "line-miter-limit",
                                        "line-round-limit",      "text-allow-overlap",
                                        "text-ignore-placement", "text-optional",
                                        "text-keep-upright",     "text-rotation-alignment",
                                        "text-pitch-alignment",  "text-overlap",
                                        "text-justify",          "symbol-spacing",
                                        "symbol-avoid-edges",    "symbol-z-order",
                                        "symbol-placement",      "text-max-angle",
                                        "icon-allow-overlap",    "icon-ignore-placement",
                                        "icon-optional",         "icon-overlap",
                                        "icon-padding",          "icon-rotation-alignment",
                                        "icon-pitch-alignment",  "icon-keep-upright"};

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

/* An odd number of lengths is gone through twice, so that lines and gaps take turns. */
static bool parse_dash(const json_t *j, style_layer *l)
{
    size_t given = json_array_size(j), n = given % 2 ? 2 * given : given;
    if (!json_is_array(j) || n < 2 || n > SM_DASH_MAX)
        return false;
    for (size_t i = 0; i < n; i++) {
        l->dash[i] = json_number_value(json_array_get(j, i % given));
        if (!(l->dash[i] > 0))
            return false;
    }
    l->dash_count = (int)n;
    return true;
}

/* "left": the text's left side is at the point, so the text stands on its right. −1: none that is known. */
static int find_anchor(const json_t *value)
{
    static const char *const names[SM_STYLE_ANCHORS] = {
        "bottom-left", "left", "top-left", "bottom-right", "right", "top-right", "bottom", "top", "center"};
    const char *word = json_string_value(value);
    for (int i = 0; i < SM_STYLE_ANCHORS; i++)
        if (word && strcmp(word, names[i]) == 0)
            return i;
    return -1;
}

static bool parse_icon_anchor(const json_t *value, style_layer *l)
{
    int side = find_anchor(value);
    if (side >= 0)
        l->icon_side = (unsigned char)side;
    return side >= 0;
}

static bool is_pair(const json_t *value)
{
    return json_array_size(value) == 2 && json_is_number(json_array_get(value, 0)) &&
           json_is_number(json_array_get(value, 1));
}

/* ["top", "left"], or with offsets ["top", [0, 1], "left", [1, 0]]; also as a literal. What is not known is
 * left out, and so is what there is no room for. */
static bool parse_anchors(const json_t *value, bool offsets, sm_style_anchor *out, int *n)
{
    const char *first = json_string_value(json_array_get(value, 0));
    if (first && strcmp(first, "literal") == 0)
        value = json_array_get(value, 1);
    size_t step = offsets ? 2 : 1, given = json_array_size(value);
    bool fine = given > 0 && given % step == 0;
    *n = 0;
    for (size_t i = 0; fine && i < given; i += step) {
        const json_t *pair = json_array_get(value, i + 1);
        int side = find_anchor(json_array_get(value, i));
        fine = side >= 0 && (!offsets || is_pair(pair));
        if (fine && *n < SM_STYLE_ANCHORS)
            out[(*n)++] = (sm_style_anchor){(unsigned char)side, offsets,
                                            offsets ? json_number_value(json_array_get(pair, 0)) : 0,
                                            offsets ? json_number_value(json_array_get(pair, 1)) : 0};
    }
    return fine;
}

static json_t *part_of_pairs(const json_t *value, size_t part, bool bare, bool *any);

/* {"stops": [[zoom, pair], …]} */
static json_t *part_of_stops(const json_t *function, size_t part, bool *any)
{
    const json_t *given = json_object_get(function, "stops");
    json_t *copy = json_copy((json_t *)(uintptr_t)function), *stops = json_array();
    for (size_t i = 0; i < json_array_size(given); i++) {
        const json_t *stop = json_array_get(given, i);
        json_t *pair = json_array();
        json_array_append(pair, json_array_get(stop, 0));
        json_array_append_new(pair, part_of_pairs(json_array_get(stop, 1), part, true, any));
        json_array_append_new(stops, pair);
    }
    json_object_set_new(copy, "stops", stops);
    return copy;
}

/* An offset is a pair, [x, y], or an expression that comes to one: the same JSON with the first, or the
 * second, number of each pair in its place. `bare`: pairs need not be literals here. `*any`: there is one. */
static json_t *part_of_pairs(const json_t *value, size_t part, bool bare, bool *any)
{
    const char *first = json_string_value(json_array_get(value, 0));
    bool literal = first && strcmp(first, "literal") == 0;
    const json_t *pair = literal ? json_array_get(value, 1) : value;
    if ((bare || literal) && is_pair(pair)) {
        *any = true;
        return json_incref(json_array_get(pair, part));
    }
    if (json_is_object(value))
        return part_of_stops(value, part, any);
    if (!json_is_array(value) || literal || (first && strcmp(first, "in") == 0))
        return json_incref((json_t *)(uintptr_t)value);
    json_t *copy = json_array();
    for (size_t i = 0; i < json_array_size(value); i++)
        json_array_append_new(copy, part_of_pairs(json_array_get(value, i), part, false, any));
    return copy;
}

static bool parse_offset(const sm_style *s, const json_t *value, int property, style_layer *l)
{
    const sm_expression *parts[2] = {NULL, NULL};
    bool fine = true;
    for (size_t part = 0; part < 2 && fine; part++) {
        const char *why = NULL;
        bool any = false;
        json_t *json = part_of_pairs(value, part, true, &any);
        parts[part] = json && any ? sm_expression_parse(s->arena, json, &why) : NULL;
        fine = parts[part] && sm_expression_fits(parts[part], SM_STYLE_VALUE_NUMBER);
        json_decref(json);
    }
    for (int part = 0; part < 2 && fine; part++) {
        l->of[property + part] = parts[part];
        l->plain &= !sm_expression_asks_feature(parts[part]);
    }
    return fine;
}

/* True when the key is one that takes words or lists (a bad value is warned about). */
static bool parse_word_property(const sm_style *s, const char *key, const json_t *value, const char *path,
                                style_layer *l)
{
    const char *word = json_string_value(value);
    for (int k = 0; k < WORDS; k++) {
        int v = 0;
        if (strcmp(key, words[k].key) != 0)
            continue;
        while (v < 4 && words[k].values[v] && (word == NULL || strcmp(word, words[k].values[v]) != 0))
            v++;
        if (v == 4 || words[k].values[v] == NULL) {
            sm_style_warn(s, path, "no word that is known here; ignored");
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
        fine = (l->anchor = find_anchor(value)) >= 0;
    else if (strcmp(key, "text-variable-anchor") == 0)
        fine = parse_anchors(value, false, l->variable, &l->n_variable);
    else if (strcmp(key, "text-variable-anchor-offset") == 0)
        fine = parse_anchors(value, true, l->apart, &l->n_apart);
    else if (strcmp(key, "icon-anchor") == 0)
        fine = parse_icon_anchor(value, l);
    else if (strcmp(key, "text-offset") == 0)
        fine = parse_offset(s, value, P_TEXT_X, l);
    else if (strcmp(key, "icon-offset") == 0)
        fine = parse_offset(s, value, P_ICON_X, l);
    else if (strcmp(key, "line-dasharray") == 0)
        fine = parse_dash(value, l);
    else
        return false;
    if (!fine)
        sm_style_warn(s, path,
                      key[0] == 'l'             ? "takes 1, 2, 3, 4 or 6 positive numbers; ignored"
                      : strstr(key, "r-offset") ? "takes pairs of an anchor and an offset; ignored"
                      : strstr(key, "-offset")  ? "no pair of numbers; ignored"
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
        sm_style_warn_bad(s, path, why ? why : "no value that is understood");
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

static void parse_properties(const sm_style *s, const json_t *object, bool layout, const char *where,
                             style_layer *l)
{
    const char *key;
    json_t *value;
    if (object && !json_is_object(object))
        sm_style_warn(s, where, "no object; ignored");
    json_object_foreach((json_t *)(uintptr_t)object, key, value)
    {
        char path[256];
        size_t i = 0;
        snprintf(path, sizeof path, "%.120s.%.100s", where, key);
        while (i < PROPERTIES && strcmp(properties[i].key, key) != 0)
            i++;
        if (i < PROPERTIES && properties[i].layout != layout)
            sm_style_warn(s, path, layout ? "belongs under paint" : "belongs under layout");
        if (i < PROPERTIES)
            parse_property(s, i, value, path, l);
        else if (!parse_word_property(s, key, value, path, l) && !is_set_aside(key))
            sm_style_warn(s, path, "unknown key, ignored");
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
        sm_style_warn(s, path, "no source of that name; the layer goes by its source-layer");
    }
    if (l->source == NULL && l->type != SM_STYLE_BACKGROUND && !is_source_layer(l->source_layer)) {
        snprintf(path, sizeof path, "%s.source-layer", where);
        sm_style_warn(s, path, "nothing of that name; the layer is not drawn");
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
        sm_style_warn_bad(s, path, why ? why : "no filter that is understood");
}

/* --- rows of the legend: "words", or {"words": {property: value, …}, …} */

static void add_row(const sm_style *s, style_layer *l, const char *told, json_t *sample)
{
    static const char *const geometry[] = {"Polygon", "Polygon", "LineString", "Point", "Point"};
    const char *key;
    json_t *value;
    sm_style_row *row = &l->rows[l->n_rows++];
    sm_style_property *list = sm_arena_array(s->arena, json_object_size(sample) + 1, sizeof *list);
    *row = (sm_style_row){sm_style_copy(s, told), {geometry[l->type], list, 0}};
    json_object_foreach(sample, key, value)
    {
        sm_style_value v = json_is_string(value)
                               ? sm_style_value_string(sm_style_copy(s, json_string_value(value)))
                           : json_is_number(value)  ? sm_style_value_number(json_number_value(value))
                           : json_is_boolean(value) ? sm_style_value_bool(json_is_true(value))
                                                    : (sm_style_value){0};
        if (list && v.kind != SM_STYLE_VALUE_NULL)
            list[row->sample.count++] = (sm_style_property){sm_style_copy(s, key), v};
    }
}

static void parse_rows(const sm_style *s, const json_t *layer, const char *where, style_layer *l)
{
    json_t *given = json_object_get(json_object_get(layer, "metadata"), "sitmap:legend"), *value;
    const char *told;
    if (given == NULL)
        return;
    l->rows = sm_arena_array(s->arena, json_object_size(given) + 1, sizeof *l->rows);
    if (!json_is_string(given) && !json_is_object(given)) {
        char path[160];
        snprintf(path, sizeof path, "%s.metadata.sitmap:legend", where);
        sm_style_warn(s, path, "takes words, or an object of words and properties; ignored");
    }
    if (l->rows && json_is_string(given))
        add_row(s, l, json_string_value(given), NULL);
    if (l->rows)
        json_object_foreach(given, told, value) add_row(s, l, told, value);
}

static void take_zoom(const sm_style *s, const json_t *layer, const char *key, const char *where, double *out)
{
    const json_t *value = json_object_get(layer, key);
    char path[160];
    snprintf(path, sizeof path, "%s.%s", where, key);
    if (json_is_number(value))
        *out = json_number_value(value);
    else if (value)
        sm_style_warn(s, path, "no number; ignored");
}

void sm_style_read_layer(sm_style *s, const json_t *sources, const json_t *j, size_t index)
{
    char where[128];
    const char *id = json_string_value(json_object_get(j, "id")),
               *source = json_string_value(json_object_get(j, "source-layer")), *key;
    json_t *value;
    style_layer l = {.min_zoom = -INFINITY,
                     .max_zoom = INFINITY,
                     .weight = 400,
                     .plain = true,
                     .anchor = -1,
                     .icon_side = SM_LABEL_C};
    snprintf(where, sizeof where, "layers[%zu]", index);
    if (!parse_type(json_string_value(json_object_get(j, "type")), &l.type)) {
        sm_style_warn(s, where, "no known type, layer ignored");
        return;
    }
    json_object_foreach((json_t *)(uintptr_t)j, key, value)
    {
        size_t i = 0;
        while (i < LAYER_KEYS && strcmp(layer_keys[i], key) != 0)
            i++;
        if (i == LAYER_KEYS) {
            char path[256];
            snprintf(path, sizeof path, "%s.%.100s", where, key);
            sm_style_warn(s, path, "unknown key, ignored");
        }
    }
    l.id = sm_style_copy(s, id ? id : where);
    l.source_layer = sm_style_copy(s, source ? source : "");
    take_zoom(s, j, "minzoom", where, &l.min_zoom);
    take_zoom(s, j, "maxzoom", where, &l.max_zoom);
    find_source(s, sources, j, where, &l);
    parse_rows(s, j, where, &l);
    parse_filter(s, json_object_get(j, "filter"), index, &l);
    snprintf(where, sizeof where, "layers[%zu].paint", index);
    parse_properties(s, json_object_get(j, "paint"), false, where, &l);
    snprintf(where, sizeof where, "layers[%zu].layout", index);
    parse_properties(s, json_object_get(j, "layout"), true, where, &l);
    if (sm_arena_grow(s->arena, &s->layers, &s->capacity, s->n, sizeof l))
        s->layers[s->n++] = l;
}
