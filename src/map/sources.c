#include "sources.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef struct reader {
    const char *style;
    sm_arena *arena;
    sm_source_warn *warn;
    void *context;
    char path[160]; /* of what is being read */
} reader;

static bool is_remote(const char *place)
{
    return place && strstr(place, "://") != NULL;
}

static const char *beside_style(const reader *r, const char *file)
{
    const char *slash = strrchr(r->style, '/');
    return slash == NULL || file[0] == '/' || strncmp(file, "/vsi", 4) == 0
               ? sm_arena_copy(r->arena, file, strlen(file))
               : sm_arena_print(r->arena, "%.*s%s", (int)(slash - r->style + 1), r->style, file);
}

/* "© <a href=…>Mapmakers</a>" without its tags. */
static const char *without_tags(const reader *r, const char *text)
{
    char *out = text ? sm_arena_copy(r->arena, text, strlen(text)) : NULL, *to = out;
    bool tag = false;
    for (const char *at = out; out && *at; at++) {
        tag |= *at == '<';
        if (!tag)
            *to++ = *at;
        tag &= *at != '>';
    }
    if (out)
        *to = '\0';
    return out && out[0] ? out : NULL;
}

static void check_keys(const reader *r, const json_t *source)
{
    static const char *const known[] = {"type",        "data",     "url",       "attribution", "tiles",
                                        "minzoom",     "maxzoom",  "bounds",    "scheme",      "volatile",
                                        "promoteId",   "buffer",   "tolerance", "generateId",  "encoding",
                                        "lineMetrics", "tileSize", "filter"};
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)source, key, value)
    {
        char path[300];
        size_t i = 0, n = sizeof known / sizeof *known;
        while (i < n && strcmp(known[i], key) != 0)
            i++;
        snprintf(path, sizeof path, "%s.%.100s", r->path, key);
        if (i == n)
            r->warn(r->context, path, "unknown key, ignored");
        else if (strcmp(key, "filter") == 0)
            r->warn(r->context, path, "a layer may have a filter, a source has none here; ignored");
    }
}

/* False for a source that stands for the basemap. */
static bool parse_source(reader *r, const json_t *json, sm_source *out)
{
    const char *type = json_string_value(json_object_get(json, "type")),
               *url = json_string_value(json_object_get(json, "url")), *file = NULL;
    const json_t *data = json_object_get(json, "data");
    if (type == NULL) {
        r->warn(r->context, r->path, "no type; ignored");
        return false;
    }
    check_keys(r, json);
    if (strcmp(type, "geojson") == 0 && json_is_object(data)) {
        out->data = data;
        out->path = sm_arena_print(r->arena, "%s: %s.data", r->style, r->path);
    } else if (strcmp(type, "geojson") == 0 && json_is_string(data)) {
        file = json_string_value(data);
    } else if (strcmp(type, "geojson") == 0) {
        r->warn(r->context, r->path, "data is neither GeoJSON nor the name of a file; ignored");
        out->remote = true;
    } else if (strcmp(type, "vector") == 0 && url && !is_remote(url)) {
        file = url;
    } else {
        return false;
    }
    if (is_remote(file)) {
        r->warn(r->context, r->path, "nothing is fetched from a network; its layers are not drawn");
        out->remote = true;
    } else if (file) {
        out->path = beside_style(r, file);
    }
    out->attribution = without_tags(r, json_string_value(json_object_get(json, "attribution")));
    return true;
}

size_t sm_sources_parse(const json_t *sources, const char *style, sm_arena *arena, sm_source_warn *warn,
                        void *context, sm_source **out)
{
    reader r = {.style = style, .arena = arena, .warn = warn, .context = context};
    size_t n = 0, capacity = 0;
    const char *id;
    json_t *json;
    *out = NULL;
    json_object_foreach((json_t *)(uintptr_t)sources, id, json)
    {
        sm_source source = {.id = sm_arena_copy(arena, id, strlen(id))};
        snprintf(r.path, sizeof r.path, "sources.%.120s", id);
        if (parse_source(&r, json, &source) && sm_arena_grow(arena, out, &capacity, n, sizeof source))
            (*out)[n++] = source;
    }
    return n;
}
