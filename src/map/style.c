/* The style file, read once into layers whose properties are expressions. */
#include "label.h"
#include "styletree.h"

#include "data.h"
#include "file.h"
#include "icon.h"
#include "pattern.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_FILE = 64 << 20, MAX_MEMORY = 64 << 20, MAX_ICON_NAME = 64 };

void sm_style_warn(const sm_style *s, const char *path, const char *words)
{
    char text[512];
    if (s->warn == NULL)
        return;
    snprintf(text, sizeof text, "%.180s: %.180s: %.130s", s->path, path, words);
    s->warn(s->context, text);
}

void sm_style_warn_bad(const sm_style *s, const char *path, const char *why)
{
    char words[200];
    snprintf(words, sizeof words, "%.150s; ignored", why);
    sm_style_warn(s, path, words);
}

const char *sm_style_copy(const sm_style *s, const char *text)
{
    return text ? sm_arena_copy(s->arena, text, strlen(text)) : NULL;
}

/* --- loading ----------------------------------------------------------------------------------- */

/* Keys of the file itself. Those that are known to MapLibre and say nothing about a map on paper pass without
 * a word. */
static const char *const file_keys[] = {
    "version",    "name",       "metadata", "sources", "layers",  "sprite",         "glyphs",    "center",
    "zoom",       "bearing",    "pitch",    "roll",    "light",   "terrain",        "sky",       "state",
    "transition", "projection", "id",       "owner",   "$schema", "centerAltitude", "font-faces"};
enum { FILE_KEYS = sizeof file_keys / sizeof *file_keys };

static void check_keys(const sm_style *s, json_t *root)
{
    const char *key;
    json_t *value;
    json_object_foreach(root, key, value)
    {
        size_t i = 0;
        while (i < FILE_KEYS && strcmp(file_keys[i], key) != 0)
            i++;
        if (i == FILE_KEYS)
            sm_style_warn(s, key, "unknown key, ignored");
    }
}

const char *sm_style_key(size_t i, const char **where)
{
    size_t at = i;
    *where = "style";
    if (at < FILE_KEYS)
        return file_keys[at];
    at -= FILE_KEYS;
    *where = "source";
    for (size_t k = 0; sm_style_source_key(k); k++)
        if (at-- == 0)
            return sm_style_source_key(k);
    for (size_t k = 0; sm_style_layer_key(k, where); k++)
        if (at-- == 0)
            return sm_style_layer_key(k, where);
    return sm_style_layout_key(at, where);
}

/* Of metadata only what bears our name is ours. */
static void check_metadata(const sm_style *s, json_t *metadata)
{
    const char *key;
    json_t *value;
    json_object_foreach(metadata, key, value)
    {
        char path[160];
        snprintf(path, sizeof path, "metadata.%.120s", key);
        if (strncmp(key, "sitmap:", 7) == 0 && strcmp(key, "sitmap:layout") != 0)
            sm_style_warn(s, path, "unknown key, ignored");
    }
}

static sm_status parse_style(sm_style *s, json_t *root, sm_error *err)
{
    json_t *layers = json_object_get(root, "layers"), *sources = json_object_get(root, "sources"), *layer;
    if (json_integer_value(json_object_get(root, "version")) != 8 || !json_is_array(layers))
        return sm_fail_at(err, SM_E_SETUP, s->path, 0, "no MapLibre style of version 8");
    check_keys(s, root);
    check_metadata(s, json_object_get(root, "metadata"));
    const char *name = json_string_value(json_object_get(root, "name"));
    s->name = sm_style_copy(s, name ? name : s->path);
    sm_style_read_sources(s, sources);
    sm_style_read_layout(s, json_object_get(json_object_get(root, "metadata"), "sitmap:layout"));
    size_t i;
    json_array_foreach(layers, i, layer) sm_style_read_layer(s, sources, layer, i);
    if (sm_arena_failed(s->arena))
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    return sm_style_read_features(s, err);
}

void sm_style_free(sm_style *s)
{
    if (s == NULL)
        return;
    sm_arena_free(s->own);
    sm_arena_free(s->arena);
}

sm_status sm_style_read(const char *json, size_t length, const char *path,
                        void (*warn)(void *context, const char *words), void *context, sm_style **out,
                        sm_error *err)
{
    json_error_t why;
    json_t *root = json_loadb(json, length, JSON_ALLOW_NUL, &why);
    if (root == NULL)
        return sm_fail_at(err, SM_E_SETUP, path, why.line > 0 ? (unsigned)why.line : 0, "%s", why.text);
    sm_arena *arena = sm_arena_new(MAX_MEMORY);
    sm_style *s = arena ? sm_arena_alloc(arena, sizeof *s) : NULL;
    if (s == NULL) {
        json_decref(root);
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    }
    *s = (sm_style){.arena = arena, .warn = warn, .context = context};
    s->icons = sm_arena_alloc(arena, sizeof *s->icons);
    s->path = sm_style_copy(s, path);
    sm_status st =
        s->icons && s->path ? parse_style(s, root, err) : sm_fail(err, SM_E_NOMEM, "out of memory");
    json_decref(root);
    if (st == SM_OK)
        *out = s;
    else
        sm_style_free(s);
    return st;
}

sm_status sm_style_load(const char *path, void (*warn)(void *context, const char *words), void *context,
                        sm_style **out, sm_error *err)
{
    char shipped[PATH_MAX];
    sm_mapped file;
    path = path ? path : "report";
    sm_status st = sm_map_data(&path, "styles", MAX_FILE, "style", shipped, &file, err);
    if (st != SM_OK)
        return st;
    st = sm_style_read((const char *)file.bytes, file.size, path, warn, context, out, err);
    sm_unmap_file(&file);
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
    char beside[PATH_MAX], shipped[PATH_MAX], file[MAX_ICON_NAME + 32];
    const char *slash = strrchr(s->path, '/');
    const sm_icon *icon = NULL;
    sm_error err = {0};
    if (!is_icon_name(name)) {
        sm_style_warn(s, "icon-image", "a name of an icon has letters, digits, - and _ only; ignored");
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
        sm_style_warn(s, "icon-image", told);
    }
    return icon;
}

const sm_icon *sm_style_icon(const sm_style *s, const char *name)
{
    struct style_icons *icons = s->icons;
    for (size_t i = 0; i < icons->n; i++)
        if (strcmp(icons->items[i].name, name) == 0)
            return icons->items[i].icon;
    if (icons->n == SM_STYLE_ICONS_MAX)
        return NULL;
    const sm_icon *icon = read_icon(s, name);
    icons->items[icons->n].name = sm_style_copy(s, name);
    icons->items[icons->n++].icon = icon;
    return icon;
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

/* --- what a layer comes to --------------------------------------------------------------------- */

typedef struct asked {
    const style_layer *layer;
    sm_scope scope;
    sm_arena *arena;
} asked;

static double number_at(const asked *q, int property, double fallback)
{
    if (property == N_PROPERTIES || q->layer->of[property] == NULL)
        return fallback;
    sm_style_value v = sm_expression_value(q->layer->of[property], &q->scope, q->arena);
    return v.kind == SM_STYLE_VALUE_NUMBER && isfinite(v.number) ? v.number : fallback;
}

/* `opacity`: the property that makes it paler, N_PROPERTIES = none. */
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
            sm_style_warn_bad(s, "fill-pattern", "no name of a pattern");
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

/* MapLibre's rules: anchors with offsets of their own before variable ones, whose offset has the direction of
 * each; else the offset as it is, from the middle of the text unless an anchor is given. */
static void fill_anchors(const asked *q, sm_style_layer *out)
{
    const style_layer *l = q->layer;
    bool shifted = l->of[P_TEXT_X] != NULL;
    double x = number_at(q, P_TEXT_X, 0), y = number_at(q, P_TEXT_Y, 0);
    if (l->n_apart) {
        out->n_anchors = l->n_apart;
        memcpy(out->anchors, l->apart, sizeof out->anchors);
    } else if (l->n_variable) {
        out->n_anchors = l->n_variable;
        for (int i = 0; i < l->n_variable; i++) {
            unsigned char side = l->variable[i].side;
            out->anchors[i] = (sm_style_anchor){side, shifted, fabs(x) * sm_label_across(side),
                                                fabs(y) * sm_label_down(side)};
        }
    } else if (shifted || l->anchor >= 0) {
        out->n_anchors = 1;
        out->anchors[0] =
            (sm_style_anchor){(unsigned char)(l->anchor >= 0 ? l->anchor : SM_LABEL_C), shifted, x, y};
    }
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
    out->max_width = fmax(number_at(q, P_MAX_WIDTH, 0), 0);
    out->offset = number_at(q, P_OFFSET, -1);
    sm_style_value icon = l->of[P_ICON] && q->scope.feature
                              ? sm_expression_value(l->of[P_ICON], &q->scope, q->arena)
                              : (sm_style_value){0};
    out->icon = icon.kind == SM_STYLE_VALUE_STRING && icon.string[0] ? icon.string : NULL;
    out->icon_size = fmax(number_at(q, P_ICON_SIZE, 1), 0);
    out->icon_colour = colour_at(q, P_ICON_COLOUR, N_PROPERTIES);
    out->icon_opacity = fmax(0, fmin(1, number_at(q, P_ICON_OPACITY, 1)));
    out->icon_x = number_at(q, P_ICON_X, 0);
    out->icon_y = number_at(q, P_ICON_Y, 0);
    out->icon_side = l->icon_side;
    fill_anchors(q, out);
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
    out->gap = fmax(number_at(&q, P_GAP, 0), 0);
    out->shift = number_at(&q, P_SHIFT, 0);
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

bool sm_style_look(const sm_style *s, size_t i, double zoom, const sm_style_feature *feature, sm_arena *arena,
                   sm_style_layer *out)
{
    return evaluate(s, &s->layers[i], zoom, feature, arena, out);
}

double sm_style_sort_key(const sm_style *s, size_t i, double zoom, const sm_style_feature *feature,
                         sm_arena *arena, double fallback)
{
    const asked q = {&s->layers[i], {zoom, feature}, arena};
    return number_at(&q, P_SORT, fallback);
}

size_t sm_style_rows(const sm_style *s, size_t i, const sm_style_row **out)
{
    *out = s->layers[i].rows;
    return s->layers[i].n_rows;
}

bool sm_style_is_plain(const sm_style *s, size_t i)
{
    return s->layers[i].plain;
}

const sm_style_layout *sm_style_layout_of(const sm_style *s)
{
    return &s->layout;
}
