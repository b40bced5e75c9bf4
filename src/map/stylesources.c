/* Sources of the style's own: which they are, and what is drawn of them. */
#include "styletree.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_OWN = 1 << 30, ATTRIBUTION_MAX = 200 /* bytes */ };

static bool is_remote(const char *place)
{
    return place && strstr(place, "://") != NULL;
}

static const char *beside_style(const sm_style *s, const char *file)
{
    const char *slash = strrchr(s->path, '/');
    return slash == NULL || file[0] == '/' || strncmp(file, "/vsi", 4) == 0
               ? sm_arena_copy(s->arena, file, strlen(file))
               : sm_arena_print(s->arena, "%.*s%s", (int)(slash - s->path + 1), s->path, file);
}

/* "© <a href=…>Mapmakers</a>" without its tags. */
static const char *without_tags(const sm_style *s, const char *text)
{
    char *out = text ? sm_arena_copy(s->arena, text, strlen(text)) : NULL, *to = out;
    bool tag = false;
    for (const char *at = out; out && *at; at++) {
        tag |= *at == '<';
        if (!tag)
            *to++ = *at;
        tag &= *at != '>';
    }
    if (out && to > out + ATTRIBUTION_MAX) /* no character is cut */
        for (to = out + ATTRIBUTION_MAX; ((unsigned char)*to & 0xC0) == 0x80;)
            to--;
    if (out)
        *to = '\0';
    return out && out[0] ? out : NULL;
}

static const char *const keys[] = {
    "type",      "data",       "url",      "attribution", "tiles",     "minzoom",
    "maxzoom",   "bounds",     "scheme",   "volatile",    "promoteId", "buffer",
    "tolerance", "generateId", "encoding", "lineMetrics", "tileSize",
};
enum { KEYS = sizeof keys / sizeof *keys };

const char *sm_style_source_key(size_t i)
{
    return i < KEYS ? keys[i] : NULL;
}

static void check_keys(const sm_style *s, const json_t *source, const char *where)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)source, key, value)
    {
        char path[300];
        size_t i = 0;
        while (i < KEYS && strcmp(keys[i], key) != 0)
            i++;
        snprintf(path, sizeof path, "%s.%.100s", where, key);
        if (i == KEYS)
            sm_style_warn(s, path, "unknown key, ignored");
    }
}

/* False for a source that stands for the basemap. */
static bool parse_source(const sm_style *s, const json_t *json, const char *where, style_source *out)
{
    const char *type = json_string_value(json_object_get(json, "type")),
               *url = json_string_value(json_object_get(json, "url")), *file = NULL;
    const json_t *data = json_object_get(json, "data");
    if (type == NULL) {
        sm_style_warn(s, where, "no type; ignored");
        return false;
    }
    check_keys(s, json, where);
    if (strcmp(type, "geojson") == 0 && json_is_object(data)) {
        out->data = data;
        out->path = sm_arena_print(s->arena, "%s: %s.data", s->path, where);
    } else if (strcmp(type, "geojson") == 0 && json_is_string(data)) {
        file = json_string_value(data);
    } else if (strcmp(type, "geojson") == 0) {
        sm_style_warn(s, where, "data is neither GeoJSON nor the name of a file; ignored");
        out->unread = true;
    } else if (strcmp(type, "vector") == 0 && url && !is_remote(url)) {
        file = url;
    } else {
        return false;
    }
    if (is_remote(file)) {
        sm_style_warn(s, where, "nothing is fetched from a network; its layers are not drawn");
        out->unread = true;
    } else if (file) {
        out->path = beside_style(s, file);
    }
    out->attribution = without_tags(s, json_string_value(json_object_get(json, "attribution")));
    return true;
}

void sm_style_read_sources(sm_style *s, const json_t *sources)
{
    size_t capacity = 0;
    const char *id;
    json_t *json;
    if (sources && !json_is_object(sources))
        sm_style_warn(s, "sources", "no object; ignored");
    json_object_foreach((json_t *)(uintptr_t)sources, id, json)
    {
        char where[160];
        style_source source = {.id = sm_style_copy(s, id)};
        snprintf(where, sizeof where, "sources.%.120s", id);
        if (parse_source(s, json, where, &source) &&
            sm_arena_grow(s->arena, &s->sources, &capacity, s->n_sources, sizeof source))
            s->sources[s->n_sources++] = source;
    }
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
    key_list asked = {.arena = s->arena};
    bool all_known = true;
    for (size_t k = i; k < s->n; k++) {
        const style_layer *m = &s->layers[k];
        for (int p = 0; draw_the_same(l, m) && p < N_PROPERTIES; p++)
            all_known &= m->of[p] == NULL || sm_expression_keys(m->of[p], take_key, &asked);
        for (size_t r = 0; draw_the_same(l, m) && r < m->n_rows; r++)
            for (size_t p = 0; p < m->rows[r].sample.count; p++)
                take_key(&asked, m->rows[r].sample.properties[p].key);
        if (draw_the_same(l, m) && m->filter)
            all_known &= sm_expression_keys(m->filter, take_key, &asked);
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
                              .keys = asked.items,
                              .n_keys = asked.n,
                              .all_keys = !all_known};
    const sm_own *own = NULL;
    sm_status st = sm_own_read(&wish, s->own, &own, err);
    free(text);
    for (size_t k = i; k < s->n; k++)
        if (draw_the_same(&s->layers[k], l))
            s->layers[k].own = own;
    return st;
}

sm_status sm_style_read_features(sm_style *s, sm_error *err)
{
    static const sm_own nothing;
    size_t capacity = 0;
    for (size_t i = 0; i < s->n; i++) {
        style_layer *l = &s->layers[i];
        if (l->source == NULL || l->own)
            continue;
        if (l->source->unread)
            l->own = &nothing;
        sm_status st = l->own ? SM_OK : read_source(s, i, err);
        if (st != SM_OK)
            return st;
    }
    for (size_t k = 0; k < s->n_sources; k++)
        if (s->sources[k].attribution && !s->sources[k].unread &&
            sm_arena_grow(s->arena, &s->attributions, &capacity, s->n_attributions, sizeof *s->attributions))
            s->attributions[s->n_attributions++] = s->sources[k].attribution;
    return sm_arena_failed(s->arena) ? sm_fail(err, SM_E_NOMEM, "out of memory") : SM_OK;
}
