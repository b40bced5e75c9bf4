/** Any bytes as a style: read, asked for features at several zooms, and used for a small map on an empty
 * basemap, whose coordinates and sizes are then all finite. */
#include "fuzz.h"
#include "geojson.h"
#include "map.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static sm_text_extent measure(void *context, const char *text, const sm_font *font, const char *language)
{
    (void)context;
    (void)language;
    return (sm_text_extent){.6 * font->size * (double)strlen(text), .8 * font->size, .2 * font->size};
}

static size_t towns(void *context, sm_box window, sm_map_town *out, size_t capacity)
{
    (void)context;
    (void)window;
    for (size_t i = 0; i < capacity && i < 12; i++)
        out[i] = (sm_map_town){.name = "Town",
                               .at = {(double)i - 6, (double)(i * i % 7) - 3},
                               .population = 5000 * (uint32_t)i,
                               .rank = i ? SM_TOWN_OTHER : SM_TOWN_CAPITAL};
    return capacity < 12 ? capacity : 12;
}

static sm_basemap *without_shapes(void)
{
    sm_basemap *b = NULL;
    sm_basemap_header h = {.magic = SM_BASEMAP_MAGIC,
                           .version = SM_BASEMAP_VERSION,
                           .byte_order = 0x01020304,
                           .file_size = sizeof h + 8,
                           .string_bytes = 1};
    h.units = h.strings = h.shapes = h.points = h.sea_rows = h.sea_runs = sizeof h;
    void *bytes = calloc(1, sizeof h + 8);
    if (bytes)
        memcpy(bytes, &h, sizeof h);
    if (bytes == NULL || sm_basemap_take(bytes, sizeof h + 8, "fuzz", &b, NULL) != SM_OK)
        abort();
    return b;
}

static sm_incidents *some_incidents(void)
{
    static const char list[] =
        "{\"type\":\"FeatureCollection\",\"features\":["
        "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]},\"properties\":"
        "{\"event_type\":\"bombing\",\"killed_best\":30,\"place_name\":\"A\",\"geo_precision\":\"exact_"
        "place\"}},"
        "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[-3,1]},\"properties\":"
        "{\"event_type\":\"flood\",\"place_name\":\"B\",\"geo_precision\":\"region\",\"radius_km\":90}}]}";
    sm_incidents *in = sm_incidents_new();
    if (in == NULL || sm_incidents_parse_geojson(in, list, sizeof list - 1, "fuzz", NULL) != SM_OK)
        abort();
    return in;
}

static void need(bool holds)
{
    if (!holds)
        abort();
}

static void check(const sm_scene *s)
{
    for (const sm_group *g = s->first; g; g = g->next)
        for (const sm_item *item = g->first; item; item = item->next) {
            const sm_path *p = (const sm_path *)item;
            const sm_circle *c = (const sm_circle *)item;
            const sm_text *t = (const sm_text *)item;
            const sm_icon_item *i = (const sm_icon_item *)item;
            for (size_t k = 0; item->kind == SM_ITEM_PATH && k < p->count; k++)
                need(isfinite(p->points[k].x) && isfinite(p->points[k].y));
            if (item->kind == SM_ITEM_PATH)
                need(isfinite(p->stroke.width) && p->stroke.width >= 0);
            else if (item->kind == SM_ITEM_CIRCLE)
                need(isfinite(c->centre.x) && isfinite(c->centre.y) && c->radius >= 0 && isfinite(c->radius));
            else if (item->kind == SM_ITEM_TEXT)
                need(isfinite(t->x) && isfinite(t->y) && isfinite(t->font.size) && isfinite(t->halo_width));
            else
                need(isfinite(i->x) && isfinite(i->y) && isfinite(i->size));
        }
}

static void draw(const sm_style *style)
{
    static sm_basemap *empty;
    static sm_incidents *incidents; /* made once, kept to the end */
    const sm_map_options o = {.width = 500, .height = 400, .towns = towns, .icons = SM_ALWAYS};
    sm_scene *scene;
    if (empty == NULL) {
        empty = without_shapes();
        incidents = some_incidents();
    }
    if (sm_map_compose(empty, style, incidents, &o, (sm_text_measure){measure, NULL}, &scene, NULL, NULL) !=
        SM_OK)
        return;
    check(scene);
    sm_scene_free(scene);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const sm_style_property properties[] = {{"name", sm_style_value_string("Mali")},
                                            {"focus", sm_style_value_bool(true)},
                                            {"n", sm_style_value_number(-1e300)}};
    const sm_style_feature feature = {"Point", properties, 3};
    sm_style *style;
    if (sm_style_read((const char *)data, size, "fuzz/style.json", NULL, NULL, &style, NULL) != SM_OK)
        return 0;
    sm_arena *arena = sm_arena_new(16 << 20);
    for (size_t i = 0; i < sm_style_count(style); i++)
        for (double zoom = -3; zoom < 25; zoom += 4.5) {
            sm_style_layer layer;
            sm_style_at(style, i, zoom, &layer);
            if (sm_style_for(style, i, zoom, &feature, arena, &layer))
                need(isfinite(layer.font.size) && isfinite(layer.stroke.width) && isfinite(layer.shift));
        }
    sm_arena_free(arena);
    draw(style);
    sm_style_free(style);
    return 0;
}
