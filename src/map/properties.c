#include "properties.h"

#include <string.h>

#define KM2_PER_SQUARE_DEGREE 12364.0 /* at the equator: (2π · 6371 km / 360)² */

static void put(sm_known *f, const char *key, sm_style_value value)
{
    if (value.kind != SM_STYLE_VALUE_NULL && f->as.count < SM_FEATURE_KEYS)
        f->properties[f->as.count++] = (sm_style_property){key, value};
    f->as.properties = f->properties;
}

static void put_count(sm_known *f, const char *key, int count)
{
    if (count != SM_UNSTATED)
        put(f, key, sm_style_value_number(count));
}

static sm_style_value code_value(const sm_compose *c, const char *code)
{
    return code[0] ? sm_style_value_string(sm_arena_copy(c->arena, code, strnlen(code, 2)))
                   : (sm_style_value){0};
}

const char *sm_compose_unit_name(const sm_compose *c, uint32_t unit)
{
    const sm_base_unit *units;
    char key[3] = "";
    if (unit >= sm_basemap_units(c->basemap, &units))
        return "";
    const char *name = sm_basemap_string(c->basemap, units[unit].name);
    if (units[unit].layer != SM_BASE_COUNTRIES)
        return sm_compose_name(c, units[unit].layer == SM_BASE_ADMIN1 ? "" : name, name);
    memcpy(key, units[unit].country, 2);
    return sm_compose_name(c, key, name);
}

void sm_feature_of_unit(const sm_compose *c, uint32_t unit, const char *geometry, sm_known *out)
{
    const sm_base_unit *units;
    size_t n = sm_basemap_units(c->basemap, &units);
    *out = (sm_known){.as = {.geometry = geometry}};
    if (unit >= n)
        return;
    put(out, "focus", sm_style_value_bool(sm_compose_in_focus(c, unit)));
    put(out, "name", sm_style_value_string(sm_compose_unit_name(c, unit)));
    put(out, "iso_a2", code_value(c, sm_compose_owner(c, unit)));
    put(out, "area_km2", sm_style_value_number(units[unit].area * KM2_PER_SQUARE_DEGREE));
}

void sm_feature_add_rank(sm_known *f, uint32_t rank)
{
    put(f, "scalerank", sm_style_value_number(rank));
}

void sm_feature_of_town(const sm_compose *c, const sm_map_town *t, sm_known *out)
{
    static const char *const ranks[] = {"capital", "seat", "other"};
    *out = (sm_known){.as = {.geometry = "Point"}};
    put(out, "name", sm_style_value_string(t->name));
    put(out, "iso_a2", code_value(c, t->country));
    put(out, "population", sm_style_value_number(t->population));
    put(out, "rank", sm_style_value_string(ranks[t->rank]));
    put(out, "capital", sm_style_value_bool(t->rank == SM_TOWN_CAPITAL));
    bool focus = false;
    const sm_base_unit *units;
    size_t n = sm_basemap_units(c->basemap, &units);
    for (size_t i = 0; i < n && !focus && t->country[0] && units[i].layer != SM_BASE_ADMIN1; i++)
        focus = sm_compose_in_focus(c, (uint32_t)i) &&
                memcmp(sm_compose_owner(c, (uint32_t)i), t->country, 2) == 0;
    put(out, "focus", sm_style_value_bool(focus));
}

void sm_feature_of_symbol(const sm_compose *c, const sm_symbol *s, sm_known *out)
{
    const sm_incident *in = s->incident;
    *out = (sm_known){.as = {.geometry = "Point"}};
    put(out, "name", sm_style_value_string(s->label));
    put(out, "event_type",
        sm_style_value_string(in->type_text ? in->type_text : sm_event_name((sm_event_type)in->type)));
    put(out, "event_group", sm_style_value_string(sm_event_group((sm_event_type)in->type)));
    put(out, "status", sm_style_value_string(sm_status_names[in->status]));
    put_count(out, "killed_best", in->killed.best);
    put_count(out, "injured_best", in->injured.best);
    put(out, "date_start", sm_style_value_string(in->date_start[0] ? in->date_start : NULL));
    put(out, "geo_precision", sm_style_value_string(sm_geo_precision_names[in->geo_precision]));
    put(out, "country_code", in->n_sites ? code_value(c, in->sites[0].country_code) : (sm_style_value){0});
}

const char *sm_feature_title(const sm_compose *c, const sm_style_feature *f)
{
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->properties[i].key, "name") == 0 && f->properties[i].value.kind == SM_STYLE_VALUE_STRING)
            return sm_arena_copy(c->scene->arena, f->properties[i].value.string,
                                 strlen(f->properties[i].value.string));
    return NULL;
}
