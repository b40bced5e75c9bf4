/* Incident to JSON and back. Writing builds one jansson object a feature, so memory does not grow with the
 * file; reading parses one JSON value after another, so that FeatureCollections, text sequences and
 * `annotate` lines take the same way. */
#include "geojson.h"
#include "file.h"
#include "geo.h"
#include "property.h"
#include "shape.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

const char sm_attribution[] = "Place names: GeoNames (CC BY 4.0). Boundaries: Natural Earth (public domain).";

enum { COORDINATE_DECIMALS = 5, STDIN_MAX = 1 << 30 };

/* Writing */

json_t *sm_json_real(double value, int decimals)
{
    double scale = pow(10, decimals), rounded = round(value * scale) / scale;
    return isfinite(rounded) ? json_real(rounded + 0.0) : NULL; /* + 0.0: no negative zero */
}

static json_t *string_or_null(const char *s)
{
    return s && s[0] ? json_string(s) : json_null();
}

static json_t *integer_or_null(int64_t n, int64_t least)
{
    return n >= least ? json_integer(n) : json_null();
}

static json_t *value_json(sm_value v)
{
    switch (v.kind) {
    case SM_VALUE_STRING:
        return json_string(v.string);
    case SM_VALUE_INTEGER:
        return json_integer((json_int_t)v.number);
    case SM_VALUE_REAL:
        return json_real(v.number);
    case SM_VALUE_NULL:
        break;
    }
    return json_null();
}

static json_t *position_json(sm_point p)
{
    json_t *pair = json_array();
    json_array_append_new(pair, sm_json_real(p.lon, COORDINATE_DECIMALS));
    json_array_append_new(pair, sm_json_real(p.lat, COORDINATE_DECIMALS));
    return pair;
}

/* Point, MultiPoint, or null when no place has a position. */
static json_t *geometry_json(const sm_incident *in)
{
    json_t *points = json_array();
    for (uint32_t i = 0; i < in->n_sites; i++)
        if (in->sites[i].located && sm_point_valid(in->sites[i].point))
            json_array_append_new(points, position_json(in->sites[i].point));
    size_t count = json_array_size(points);
    json_t *geometry = count ? json_object() : json_null();
    if (count) {
        json_object_set_new_nocheck(geometry, "type", json_string(count == 1 ? "Point" : "MultiPoint"));
        json_object_set_nocheck(geometry, "coordinates", count == 1 ? json_array_get(points, 0) : points);
    }
    json_decref(points);
    return geometry;
}

static json_t *place_json(const sm_site *site)
{
    json_t *o = json_object();
    json_object_set_new_nocheck(o, "name", string_or_null(site->name));
    json_object_set_new_nocheck(o, "geonames_id", integer_or_null(site->geonames_id, 1));
    json_object_set_new_nocheck(
        o, "lon", site->located ? sm_json_real(site->point.lon, COORDINATE_DECIMALS) : json_null());
    json_object_set_new_nocheck(
        o, "lat", site->located ? sm_json_real(site->point.lat, COORDINATE_DECIMALS) : json_null());
    json_object_set_new_nocheck(o, "country_code", string_or_null(site->country_code));
    json_object_set_new_nocheck(o, "feature_code", string_or_null(site->feature_code));
    return o;
}

static json_t *places_json(const sm_incident *in)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < in->n_sites; i++)
        json_array_append_new(array, place_json(&in->sites[i]));
    return array;
}

static json_t *source_json(const sm_source *s)
{
    json_t *o = json_object();
    json_object_set_new_nocheck(o, "doc", string_or_null(s->doc));
    json_object_set_new_nocheck(o, "title", string_or_null(s->title));
    json_object_set_new_nocheck(o, "publisher", string_or_null(s->publisher));
    json_object_set_new_nocheck(o, "date", string_or_null(s->date));
    json_object_set_new_nocheck(o, "url", string_or_null(s->url));
    json_object_set_new_nocheck(o, "start", json_integer(s->start));
    json_object_set_new_nocheck(o, "end", json_integer(s->end));
    json_object_set_new_nocheck(o, "quote", string_or_null(s->quote));
    json_object_set_new_nocheck(o, "killed", integer_or_null(s->killed, 0));
    json_object_set_new_nocheck(o, "injured", integer_or_null(s->injured, 0));
    return o;
}

static json_t *sources_json(const sm_incident *in)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < in->n_sources; i++)
        json_array_append_new(array, source_json(&in->sources[i]));
    return array;
}

static void add_properties(json_t *to, const sm_incident *in, bool with_nulls)
{
    for (int p = 0; p < SM_PROPERTY_COUNT; p++) {
        if (p == SM_PROPERTY_places && in->n_sites < 2)
            continue;
        json_t *v = p == SM_PROPERTY_places    ? places_json(in)
                    : p == SM_PROPERTY_sources ? sources_json(in)
                                               : value_json(sm_property_get(in, p));
        if (with_nulls || !json_is_null(v))
            json_object_set_new_nocheck(to, sm_property_name(p), v);
        else
            json_decref(v);
    }
}

json_t *sm_incident_to_json(const sm_incident *in)
{
    json_t *o = json_object(), *evidence = json_array();
    if (in->main_of_article)
        json_object_set_new_nocheck(o, "main", json_true());
    add_properties(o, in, false);
    json_object_set_new_nocheck(o, "geometry", geometry_json(in));
    for (uint32_t i = 0; i < in->n_sources; i++)
        json_array_append_new(evidence, json_pack("{s:I,s:I}", "start", (json_int_t)in->sources[i].start,
                                                  "end", (json_int_t)in->sources[i].end));
    json_object_set_new_nocheck(o, "evidence", evidence);
    return o;
}

static json_t *feature_json(const sm_incident *in)
{
    json_t *feature = json_object(), *properties = json_object();
    json_object_set_new_nocheck(feature, "type", json_string("Feature"));
    json_object_set_new_nocheck(feature, "geometry", geometry_json(in));
    add_properties(properties, in, true);
    json_object_set_new_nocheck(feature, "properties", properties);
    return feature;
}

static int write_member(FILE *out, const char *name, const char *value)
{
    json_t *v = string_or_null(value);
    fprintf(out, "\"%s\":", name);
    int failed = json_dumpf(v, out, SM_JSON_FLAGS | JSON_ENCODE_ANY);
    fputs(",\n", out);
    json_decref(v);
    return failed;
}

static sm_status write_failed(FILE *out, sm_error *err)
{
    bool io = ferror(out);
    return sm_fail(err, io ? SM_E_IO : SM_E_NOMEM, "%s",
                   io ? "write failed" : "out of memory or text that is no UTF-8");
}

static bool write_feature(const sm_incident *in, FILE *out)
{
    json_t *feature = feature_json(in);
    int failed = json_dumpf(feature, out, SM_JSON_FLAGS);
    json_decref(feature);
    return failed == 0;
}

sm_status sm_incidents_write_geojson(const sm_incidents *list, FILE *out, sm_error *err)
{
    fputs("{\"type\":\"FeatureCollection\",\n\"generator\":\"sitmap " SITMAP_VERSION "\",\n", out);
    if (write_member(out, "gazetteer", list->gazetteer) || write_member(out, "attribution", sm_attribution))
        return write_failed(out, err);
    fputs("\"features\":[", out);
    for (size_t i = 0; i < list->count; i++) {
        fputs(i ? ",\n" : "\n", out);
        if (!write_feature(&list->items[i], out))
            return write_failed(out, err);
    }
    fputs(list->count ? "\n]}\n" : "]}\n", out);
    return ferror(out) ? write_failed(out, err) : SM_OK;
}

sm_status sm_incidents_write_geojsonl(const sm_incidents *list, FILE *out, sm_error *err)
{
    for (size_t i = 0; i < list->count; i++) {
        if (!write_feature(&list->items[i], out))
            return write_failed(out, err);
        putc('\n', out);
    }
    return ferror(out) ? write_failed(out, err) : SM_OK;
}

/* Reading */

static sm_value value_of(const json_t *v)
{
    switch (json_typeof(v)) {
    case JSON_STRING:
        return (sm_value){.kind = SM_VALUE_STRING, .string = json_string_value(v)};
    case JSON_INTEGER:
    case JSON_REAL:
        return (sm_value){.kind = SM_VALUE_REAL, .number = json_number_value(v)};
    default:
        return (sm_value){0};
    }
}

static const char *member(sm_arena *arena, const json_t *object, const char *name)
{
    const json_t *v = json_object_get(object, name);
    if (json_is_string(v))
        return json_string_length(v) ? sm_arena_copy(arena, json_string_value(v), json_string_length(v))
                                     : NULL;
    return json_is_number(v) ? sm_arena_print(arena, "%.15g", json_number_value(v)) : NULL;
}

static double number_member(const json_t *object, const char *name, double least, double most,
                            double fallback)
{
    const json_t *v = json_object_get(object, name);
    double n = json_is_number(v) ? json_number_value(v) : NAN;
    return n >= least && n <= most ? n : fallback;
}

static void read_place(sm_arena *arena, const json_t *o, sm_site *site)
{
    site->name = member(arena, o, "name");
    site->geonames_id = (int32_t)number_member(o, "geonames_id", 1, INT32_MAX, 0);
    const char *country = json_string_value(json_object_get(o, "country_code"));
    const char *feature = json_string_value(json_object_get(o, "feature_code"));
    if (country && strlen(country) == 2)
        memcpy(site->country_code, country, 3);
    if (feature && strlen(feature) < sizeof site->feature_code)
        memcpy(site->feature_code, feature, strlen(feature) + 1);
    site->point = (sm_point){number_member(o, "lon", -180, 180, NAN), number_member(o, "lat", -90, 90, NAN)};
    site->located = sm_point_valid(site->point);
    if (!site->located)
        site->point = (sm_point){0};
}

static void read_source(sm_arena *arena, const json_t *o, sm_source *s)
{
    s->doc = member(arena, o, "doc");
    s->title = member(arena, o, "title");
    s->publisher = member(arena, o, "publisher");
    s->date = member(arena, o, "date");
    s->url = member(arena, o, "url");
    s->quote = member(arena, o, "quote");
    s->start = (uint32_t)number_member(o, "start", 0, UINT32_MAX, 0);
    s->end = (uint32_t)number_member(o, "end", 0, UINT32_MAX, 0);
    s->killed = (int32_t)number_member(o, "killed", 0, INT32_MAX, SM_UNSTATED);
    s->injured = (int32_t)number_member(o, "injured", 0, INT32_MAX, SM_UNSTATED);
}

static void read_sources(sm_arena *arena, const json_t *array, sm_incident *in)
{
    size_t count = json_array_size(array);
    sm_source *sources = count ? sm_arena_array(arena, count, sizeof *sources) : NULL;
    if (sources == NULL || sm_arena_failed(arena))
        return;
    for (size_t i = 0; i < count; i++)
        read_source(arena, json_array_get(array, i), &sources[i]);
    in->sources = sources;
    in->n_sources = (uint32_t)count;
}

/* The sites of an incident: those of `places`, else one for each point of the geometry, else one that has
 * only words. The first takes the place properties. */
static sm_site *read_sites(sm_arena *arena, const json_t *properties, const sm_shape *shape, sm_incident *in)
{
    const json_t *places = json_object_get(properties, "places");
    size_t count = json_array_size(places), points = shape->count;
    size_t wanted = count ? count : points ? points : 1;
    sm_site *sites = sm_arena_array(arena, wanted, sizeof *sites);
    if (sites == NULL || sm_arena_failed(arena))
        return NULL;
    for (size_t i = 0; i < count; i++)
        read_place(arena, json_array_get(places, i), &sites[i]);
    for (size_t i = 0; i < points && count == 0; i++)
        sites[i] = (sm_site){.point = shape->points[i], .located = true};
    in->sites = sites;
    in->n_sites = (uint32_t)wanted;
    return sites;
}

static bool site_says_something(const sm_site *s)
{
    return s->located || s->name || s->admin1 || s->admin2 || s->country || s->country_code[0] ||
           s->geonames_id;
}

static sm_incident *read_properties(sm_incidents *list, const json_t *properties, const json_t *geometry)
{
    sm_arena *arena = list->arena;
    sm_incident *in = sm_incidents_add(list);
    if (in == NULL)
        return NULL;
    sm_draft draft = {0};
    const char *key;
    json_t *v;
    json_object_foreach((json_t *)(uintptr_t)properties, key, v) sm_draft_offer(&draft, key, value_of(v));
    sm_shape shape = sm_shape_of_geojson(arena, geometry);
    list->misplaced += shape.misplaced;
    sm_site *sites = read_sites(arena, properties, &shape, in);
    if (sites == NULL)
        return NULL;
    sm_draft_apply(&draft, arena, in, &sites[0]);
    if (in->n_sites == 1 && !site_says_something(sites))
        in->n_sites = 0;
    read_sources(arena, json_object_get(properties, "sources"), in);
    return in;
}

void sm_incidents_add_feature(sm_incidents *list, const json_t *feature)
{
    sm_incident *in =
        read_properties(list, json_object_get(feature, "properties"), json_object_get(feature, "geometry"));
    if (in == NULL)
        return;
    if (in->id == NULL)
        in->id = member(list->arena, feature, "id");
    if (in->title == NULL)
        in->title = sm_incident_make_title(list->arena, in);
}

/* What an `annotate` incident does not say itself stands in its line. */
static void add_evidence(sm_arena *arena, const json_t *line, const json_t *incident, sm_incident *in)
{
    const json_t *evidence = json_object_get(incident, "evidence");
    size_t count = json_array_size(evidence);
    sm_source *sources = count ? sm_arena_array(arena, count, sizeof *sources) : NULL;
    if (sources == NULL || sm_arena_failed(arena))
        return;
    for (size_t i = 0; i < count; i++) {
        const json_t *span = json_array_get(evidence, i);
        sources[i] = (sm_source){.doc = member(arena, line, "id"),
                                 .title = member(arena, line, "title"),
                                 .publisher = member(arena, line, "source"),
                                 .date = member(arena, line, "date"),
                                 .url = member(arena, line, "url"),
                                 .start = (uint32_t)number_member(span, "start", 0, UINT32_MAX, 0),
                                 .end = (uint32_t)number_member(span, "end", 0, UINT32_MAX, 0),
                                 .killed = SM_UNSTATED,
                                 .injured = SM_UNSTATED};
    }
    in->sources = sources;
    in->n_sources = (uint32_t)count;
}

static void read_annotation(sm_incidents *list, const json_t *line)
{
    const json_t *incidents = json_object_get(line, "incidents");
    for (size_t i = 0; i < json_array_size(incidents); i++) {
        const json_t *o = json_array_get(incidents, i);
        sm_incident *in = read_properties(list, o, json_object_get(o, "geometry"));
        if (in == NULL)
            return;
        in->main_of_article = json_is_true(json_object_get(o, "main"));
        if (in->n_sources == 0)
            add_evidence(list->arena, line, o, in);
        if (in->title == NULL)
            in->title = sm_incident_make_title(list->arena, in);
    }
}

/* Before RFC 7946 a file could name another coordinate system. */
static bool is_wgs84(const json_t *root)
{
    const json_t *crs = json_object_get(root, "crs");
    const char *name = json_string_value(json_object_get(json_object_get(crs, "properties"), "name"));
    return !json_is_object(crs) ||
           (name && (strstr(name, "CRS84") || strstr(name, "4326") || strstr(name, "4979")));
}

static sm_status read_root(sm_incidents *list, const json_t *root, const char *name, sm_error *err)
{
    const char *type = json_string_value(json_object_get(root, "type"));
    const json_t *features = json_object_get(root, "features");
    if (type && !is_wgs84(root))
        return sm_fail_at(err, SM_E_INPUT, name, 0,
                          "the coordinate system is not WGS 84 (RFC 7946 allows no other)");
    if (type && strcmp(type, "FeatureCollection") == 0 && json_is_array(features)) {
        if (list->gazetteer == NULL)
            list->gazetteer = member(list->arena, root, "gazetteer");
        for (size_t i = 0; i < json_array_size(features); i++)
            if (json_is_object(json_array_get(features, i)))
                sm_incidents_add_feature(list, json_array_get(features, i));
    } else if (type && strcmp(type, "Feature") == 0) {
        sm_incidents_add_feature(list, root);
    } else if (sm_is_geojson_geometry(root)) {
        read_properties(list, NULL, root);
    } else if (json_is_array(json_object_get(root, "incidents"))) {
        read_annotation(list, root);
    } else {
        return sm_fail_at(err, SM_E_INPUT, name, 0, "neither GeoJSON nor annotate's JSON Lines");
    }
    return sm_arena_failed(list->arena) ? sm_fail(err, SM_E_NOMEM, "out of memory") : SM_OK;
}

static bool is_gap(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' ||
           c == '\x1e'; /* RFC 8142 puts a record separator before each text */
}

static unsigned count_lines(const char *from, const char *to)
{
    unsigned lines = 0;
    while ((from = memchr(from, '\n', (size_t)(to - from))) != NULL) {
        lines++;
        from++;
    }
    return lines;
}

static sm_status report_syntax(const json_error_t *why, const char *name, unsigned lines_before,
                               sm_error *err)
{
    bool memory = json_error_code(why) == json_error_out_of_memory;
    sm_status st = sm_fail_at(err, memory ? SM_E_NOMEM : SM_E_INPUT, name,
                              lines_before + (unsigned)(why->line > 0 ? why->line : 1), "%s", why->text);
    if (err && why->column > 0)
        err->column = (unsigned)why->column;
    return st;
}

sm_status sm_incidents_parse_geojson(sm_incidents *list, const char *bytes, size_t size, const char *name,
                                     sm_error *err)
{
    const char *at = bytes, *end = bytes + size;
    bool any = false;
    if (size >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0)
        at += 3;
    for (;;) {
        while (at < end && is_gap(*at))
            at++;
        if (at == end)
            return any ? SM_OK : sm_fail_at(err, SM_E_INPUT, name, 0, "the file is empty");
        json_error_t why;
        /* Integers as reals: foreign ids beyond 64 bits must not stop the reading; ours are small. */
        json_t *root = json_loadb(at, (size_t)(end - at),
                                  JSON_DISABLE_EOF_CHECK | JSON_DECODE_INT_AS_REAL | JSON_ALLOW_NUL, &why);
        if (root == NULL)
            return report_syntax(&why, name, count_lines(bytes, at), err);
        sm_status st = read_root(list, root, name, err);
        json_decref(root);
        if (st != SM_OK)
            return st;
        at += why.position;
        any = true;
    }
}

static sm_status read_stream(sm_incidents *list, FILE *in, sm_error *err)
{
    size_t size = 0, capacity = 1 << 16;
    char *bytes = malloc(capacity);
    while (bytes) {
        size += fread(bytes + size, 1, capacity - size, in);
        if (size < capacity)
            break;
        char *bigger = capacity < STDIN_MAX ? realloc(bytes, capacity * 2) : NULL;
        if (bigger == NULL) {
            free(bytes);
            return sm_fail_at(err, capacity < STDIN_MAX ? SM_E_NOMEM : SM_E_LIMIT, "standard input", 0,
                              "more than %d MB", STDIN_MAX >> 20);
        }
        bytes = bigger;
        capacity *= 2;
    }
    if (bytes == NULL)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    sm_status st = ferror(in) ? sm_fail_at(err, SM_E_INPUT, "standard input", 0, "%s", strerror(errno))
                              : sm_incidents_parse_geojson(list, bytes, size, "standard input", err);
    free(bytes);
    return st;
}

sm_status sm_incidents_read_geojson(sm_incidents *list, const char *path, sm_error *err)
{
    if (strcmp(path, "-") == 0)
        return read_stream(list, stdin, err);
    sm_mapped file;
    sm_status st = sm_map_file(path, SM_E_INPUT, &file, err);
    if (st != SM_OK)
        return st;
    st = sm_incidents_parse_geojson(list, (const char *)file.bytes, file.size, path, err);
    sm_unmap_file(&file);
    return st;
}
