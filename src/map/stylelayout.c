/* `metadata` → `sitmap:layout`: page furniture and symbols. */
#include "styletree.h"

#include "colour.h"

#include <stddef.h>
#include <string.h>

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

static const char *const group_keys[SM_STYLE_GROUPS] = {"conflict", "unrest",   "crime",
                                                        "accident", "disaster", "other"};

static void parse_colours(const sm_style *s, const json_t *list, const char *path, sm_rgba *out, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *colour = json_string_value(json_array_get(list, i));
        if (colour == NULL || !sm_colour_parse(colour, &out[i])) {
            char told[64];
            snprintf(told, sizeof told, "takes %zu colours; the rest is ignored", n);
            sm_style_warn(s, path, told);
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
            sm_style_warn(s, path, "unknown key, ignored");
        else if (!json_is_string(value) || !sm_colour_parse(json_string_value(value), &s->layout.groups[g]))
            sm_style_warn(s, path, "no colour; ignored");
    }
}

static const struct {
    const char *key;
    size_t at; /* in the layout */
    bool colour;
} keys[] = {
#define COLOUR(key, member)                                                                                  \
    {                                                                                                        \
        key, offsetof(sm_style_layout, member), true                                                         \
    }
#define NUMBER(key, member)                                                                                  \
    {                                                                                                        \
        key, offsetof(sm_style_layout, member), false                                                        \
    }
    COLOUR("paper", paper),
    COLOUR("ink", ink),
    COLOUR("muted", muted),
    COLOUR("frame", frame),
    COLOUR("box", box),
    COLOUR("title-color", title),
    COLOUR("symbol-outline", symbol_outline),
    COLOUR("graticule-color", graticule_colour),
    NUMBER("title-size", title_size),
    NUMBER("subtitle-size", subtitle_size),
    NUMBER("text-size", text_size),
    NUMBER("small-size", small_size),
    NUMBER("title-weight", title_weight),
    NUMBER("frame-width", frame_width),
    NUMBER("symbol-opacity", symbol_opacity),
    NUMBER("symbol-min-radius", symbol_min),
    NUMBER("symbol-max-radius", symbol_max),
    NUMBER("symbol-outline-width", symbol_outline_width),
    NUMBER("town-density", town_density),
};
enum { KEYS = sizeof keys / sizeof *keys };

static const char *const other_keys[] = {"font", "title-font", "graticule", "groups", "types", "ramp"};
enum { OTHER_KEYS = sizeof other_keys / sizeof *other_keys };

const char *sm_style_layout_key(size_t i, const char **where)
{
    *where = "sitmap:layout";
    if (i < KEYS)
        return keys[i].key;
    if (i < KEYS + OTHER_KEYS)
        return other_keys[i - KEYS];
    *where = "groups";
    i -= KEYS + OTHER_KEYS;
    return i < SM_STYLE_GROUPS ? group_keys[i] : NULL;
}

/* False when the value is not of the key's kind. */
static bool take_value(sm_style_layout *o, size_t i, const json_t *value)
{
    void *member = (char *)o + keys[i].at;
    double number = json_number_value(value);
    if (keys[i].colour)
        return json_is_string(value) && sm_colour_parse(json_string_value(value), member);
    if (!json_is_number(value) || !(number >= 0 && number < 1000))
        return false;
    *(double *)member = number;
    return true;
}

void sm_style_read_layout(sm_style *s, json_t *json)
{
    sm_style_layout *o = &s->layout;
    const char *key;
    json_t *value;
    *o = default_layout;
    if (json && !json_is_object(json))
        sm_style_warn(s, "metadata.sitmap:layout", "no object; ignored");
    json_object_foreach(json, key, value)
    {
        char path[256];
        size_t i = 0;
        snprintf(path, sizeof path, "metadata.sitmap:layout.%.100s", key);
        while (i < KEYS && strcmp(keys[i].key, key) != 0)
            i++;
        if (i < KEYS) {
            if (!take_value(o, i, value))
                sm_style_warn(s, path, "bad value, ignored");
        } else if (strcmp(key, "font") == 0 && json_is_string(value))
            o->family = sm_style_copy(s, json_string_value(value));
        else if (strcmp(key, "title-font") == 0 && json_is_string(value))
            o->title_family = sm_style_copy(s, json_string_value(value));
        else if (strcmp(key, "graticule") == 0 && json_is_boolean(value))
            o->graticule = json_is_true(value);
        else if (strcmp(key, "groups") == 0 && json_is_object(value))
            parse_groups(s, value);
        else if (strcmp(key, "types") == 0)
            parse_colours(s, value, path, o->types, SM_STYLE_TYPES);
        else if (strcmp(key, "ramp") == 0)
            parse_colours(s, value, path, o->ramp, SM_STYLE_RAMP);
        else
            sm_style_warn(s, path, "unknown key, ignored");
    }
    if (o->title.a == 0)
        o->title = o->ink;
    if (o->title_family == NULL)
        o->title_family = o->family;
}
