#include "own.h"

#include "vector.h"

#include <math.h>
#include <string.h>
#include <strings.h>

enum { TEXT_BYTES = 1024 /* of an attribute; more of it is cut off */ };

typedef struct taker {
    const sm_own_wish *wish;
    sm_arena *arena;
    sm_own_feature *features;
    size_t n, capacity;
    sm_base_shape *shapes;
    size_t n_shapes, shape_capacity;
    sm_base_point *points;
    size_t n_points, point_capacity;
} taker;

static int32_t in_units(double degrees)
{
    return (int32_t)lround(degrees / SM_BASE_UNIT);
}

static void add_shape(taker *t, const sm_vector_feature *f, const sm_part *part)
{
    if (!sm_arena_grow(t->arena, &t->shapes, &t->shape_capacity, t->n_shapes, sizeof *t->shapes))
        return;
    sm_base_shape s = {
        INT32_MAX,     INT32_MAX, INT32_MIN, INT32_MIN, (uint32_t)t->n_points, (uint32_t)part->count,
        (uint32_t)t->n};
    for (size_t i = 0; i < part->count; i++) {
        const sm_point *at = &f->points[part->first + i];
        sm_base_point p = {in_units(at->lon), in_units(at->lat)};
        s.west = p.lon < s.west ? p.lon : s.west;
        s.east = p.lon > s.east ? p.lon : s.east;
        s.south = p.lat < s.south ? p.lat : s.south;
        s.north = p.lat > s.north ? p.lat : s.north;
        if (!sm_arena_grow(t->arena, &t->points, &t->point_capacity, t->n_points, sizeof p))
            return;
        t->points[t->n_points++] = p;
    }
    t->shapes[t->n_shapes++] = s;
}

static bool is_wanted(const taker *t, const char *key)
{
    if (t->wish->all_keys || strcmp(key, "name") == 0)
        return true;
    for (size_t i = 0; i < t->wish->n_keys; i++)
        if (strcmp(t->wish->keys[i], key) == 0)
            return true;
    return false;
}

/* So much of a text as is kept, no character cut. */
static const char *kept(const taker *t, const char *text)
{
    size_t n = strnlen(text, TEXT_BYTES);
    while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80) /* the end is no such byte */
        n--;
    return sm_arena_copy(t->arena, text, n);
}

static void take_properties(taker *t, const sm_vector_feature *f, sm_style_feature *out)
{
    size_t n = sm_vector_values(f);
    sm_style_property *list = sm_arena_array(t->arena, n ? n : 1, sizeof *list);
    for (size_t i = 0; list && i < n; i++) {
        sm_vector_value v = sm_vector_value_at(f, i);
        if (v.kind == SM_VECTOR_NULL || !is_wanted(t, v.name))
            continue;
        sm_style_property *p = &list[out->count++];
        p->key = sm_arena_copy(t->arena, v.name, strlen(v.name));
        p->value = v.kind == SM_VECTOR_TEXT   ? sm_style_value_string(kept(t, v.text))
                   : v.kind == SM_VECTOR_BOOL ? sm_style_value_bool(v.number != 0)
                                              : sm_style_value_number(v.number);
    }
    out->properties = list;
}

static bool take(void *context, const sm_vector_feature *f)
{
    static const char *const geometries[] = {"Point", "LineString", "Polygon"};
    taker *t = context;
    sm_part_kind kind = f->parts[0].kind; /* of a collection of several kinds: the first */
    sm_own_feature feature = {.as = {.geometry = geometries[kind]}, .first = t->n_shapes};
    for (size_t i = 0; i < f->n_parts; i++) {
        const size_t least[] = {1, 2, 3};
        if (f->parts[i].kind == kind && f->parts[i].count >= least[kind])
            add_shape(t, f, &f->parts[i]);
    }
    feature.count = t->n_shapes - feature.first;
    if (feature.count == 0 || !sm_arena_grow(t->arena, &t->features, &t->capacity, t->n, sizeof *t->features))
        return !sm_arena_failed(t->arena);
    take_properties(t, f, &feature.as);
    t->features[t->n++] = feature;
    return !sm_arena_failed(t->arena) && t->n_points < UINT32_MAX / 2;
}

/* The layer of that name, or the only one; an error names those that there are. */
static sm_status find_layer(const sm_own_wish *wish, const sm_vector *v, size_t *out, sm_error *err)
{
    size_t n = sm_vector_layers(v);
    bool any = wish->layer == NULL || wish->layer[0] == '\0';
    char names[160] = "";
    for (size_t i = 0; i < n; i++) {
        const char *name = sm_vector_layer_name(v, i);
        size_t used = strlen(names);
        if (any ? n == 1 : strcasecmp(name, wish->layer) == 0) {
            *out = i;
            return SM_OK;
        }
        snprintf(names + used, sizeof names - used, "%s%s", used ? ", " : "", name);
    }
    if (n == 0)
        return sm_fail_at(err, SM_E_SETUP, wish->path, 0, "no layer in it");
    return any ? sm_fail_at(err, SM_E_SETUP, wish->path, 0,
                            "several layers in it: source-layer must name one of %.120s", names)
               : sm_fail_at(err, SM_E_SETUP, wish->path, 0, "no layer '%.60s'; there are: %.120s",
                            wish->layer, names);
}

sm_status sm_own_read(const sm_own_wish *wish, sm_arena *arena, const sm_own **out, sm_error *err)
{
    sm_vector *v = NULL;
    size_t layer = 0;
    taker t = {.wish = wish, .arena = arena};
    sm_status st = wish->text ? sm_vector_open_geojson(wish->text, wish->path, &v, err)
                              : sm_vector_open(wish->path, &v, err);
    if (st == SM_OK)
        st = find_layer(wish, v, &layer, err);
    if (st == SM_OK)
        st = sm_vector_read(v, layer, take, &t, err);
    sm_vector_close(v);
    if (st == SM_OK && (sm_arena_failed(arena) || t.n_points >= UINT32_MAX / 2))
        st = sm_fail_at(err, SM_E_LIMIT, wish->path, 0, "too much for a source of a style");
    sm_own *own = sm_arena_alloc(arena, sizeof *own);
    if (st != SM_OK)
        return st;
    *own = (sm_own){t.features, t.n, t.shapes, t.points};
    *out = own;
    return SM_OK;
}
