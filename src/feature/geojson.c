/* Incident to JSON and back. One feature at a time is written, so memory does not grow with the file; reading
 * parses one JSON value after another, so that FeatureCollections, text sequences and `annotate` lines take
 * the same way. */
#include "geojson.h"
#include "file.h"
#include "geo.h"
#include "json.h"
#include "property.h"
#include "shape.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

const char sm_attribution[] = "Place names: GeoNames (CC BY 4.0). Boundaries: Natural Earth (public domain).";

enum { COORDINATE_DECIMALS = 5, STDIN_MAX = 1 << 30 };

/* Writing */

static void add_count(sm_buf *out, int64_t n, int64_t least)
{
    if (n >= least)
        sm_json_integer(out, n);
    else
        SM_BUF_LITERAL(out, "null");
}

static void add_value(sm_buf *out, sm_value v)
{
    switch (v.kind) {
    case SM_VALUE_STRING:
        sm_json_string(out, v.string);
        return;
    case SM_VALUE_INTEGER:
        sm_json_integer(out, (int64_t)v.number);
        return;
    case SM_VALUE_REAL:
        sm_json_real(out, v.number, COORDINATE_DECIMALS);
        return;
    case SM_VALUE_NULL:
        SM_BUF_LITERAL(out, "null");
    }
}

static void add_position(sm_buf *out, sm_point p)
{
    SM_BUF_LITERAL(out, "[");
    sm_json_real(out, p.lon, COORDINATE_DECIMALS);
    SM_BUF_LITERAL(out, ",");
    sm_json_real(out, p.lat, COORDINATE_DECIMALS);
    SM_BUF_LITERAL(out, "]");
}

/* Point, MultiPoint, or null when no place has a position. */
static void add_geometry(sm_buf *out, const sm_incident *in)
{
    uint32_t count = 0, written = 0;
    for (uint32_t i = 0; i < in->n_sites; i++)
        count += in->sites[i].located && sm_point_valid(in->sites[i].point);
    if (count == 0) {
        SM_BUF_LITERAL(out, "null");
        return;
    }
    sm_buf_string(out, count == 1 ? "{\"type\":\"Point\",\"coordinates\":"
                                  : "{\"type\":\"MultiPoint\",\"coordinates\":[");
    for (uint32_t i = 0; i < in->n_sites; i++)
        if (in->sites[i].located && sm_point_valid(in->sites[i].point)) {
            sm_buf_string(out, written++ ? "," : "");
            add_position(out, in->sites[i].point);
        }
    sm_buf_string(out, count == 1 ? "}" : "]}");
}

static void add_place(sm_buf *out, const sm_site *site)
{
    SM_BUF_LITERAL(out, "{\"name\":");
    sm_json_string(out, site->name);
    SM_BUF_LITERAL(out, ",\"geonames_id\":");
    add_count(out, site->geonames_id, 1);
    SM_BUF_LITERAL(out, ",\"lon\":");
    sm_json_real(out, site->located ? site->point.lon : NAN, COORDINATE_DECIMALS);
    SM_BUF_LITERAL(out, ",\"lat\":");
    sm_json_real(out, site->located ? site->point.lat : NAN, COORDINATE_DECIMALS);
    SM_BUF_LITERAL(out, ",\"country_code\":");
    sm_json_string(out, site->country_code);
    SM_BUF_LITERAL(out, ",\"feature_code\":");
    sm_json_string(out, site->feature_code);
    SM_BUF_LITERAL(out, "}");
}

static void add_places(sm_buf *out, const sm_incident *in)
{
    SM_BUF_LITERAL(out, "[");
    for (uint32_t i = 0; i < in->n_sites; i++) {
        sm_buf_string(out, i ? "," : "");
        add_place(out, &in->sites[i]);
    }
    SM_BUF_LITERAL(out, "]");
}

static void add_source(sm_buf *out, const sm_source *s)
{
    SM_BUF_LITERAL(out, "{\"doc\":");
    sm_json_string(out, s->doc);
    SM_BUF_LITERAL(out, ",\"title\":");
    sm_json_string(out, s->title);
    SM_BUF_LITERAL(out, ",\"publisher\":");
    sm_json_string(out, s->publisher);
    SM_BUF_LITERAL(out, ",\"date\":");
    sm_json_string(out, s->date);
    SM_BUF_LITERAL(out, ",\"url\":");
    sm_json_string(out, s->url);
    SM_BUF_LITERAL(out, ",\"start\":");
    sm_json_integer(out, s->start);
    SM_BUF_LITERAL(out, ",\"end\":");
    sm_json_integer(out, s->end);
    SM_BUF_LITERAL(out, ",\"quote\":");
    sm_json_string(out, s->quote);
    SM_BUF_LITERAL(out, ",\"killed\":");
    add_count(out, s->killed, 0);
    SM_BUF_LITERAL(out, ",\"injured\":");
    add_count(out, s->injured, 0);
    SM_BUF_LITERAL(out, "}");
}

static void add_sources(sm_buf *out, const sm_incident *in)
{
    SM_BUF_LITERAL(out, "[");
    for (uint32_t i = 0; i < in->n_sources; i++) {
        sm_buf_string(out, i ? "," : "");
        add_source(out, &in->sources[i]);
    }
    SM_BUF_LITERAL(out, "]");
}

/* The members of an object, without its braces, the first behind a comma if there is to be one. There is
 * always one: the sources.
 */
static void add_properties(sm_buf *out, const sm_incident *in, bool with_nulls, bool comma)
{
#define MEMBER(name, kind) {",\"" #name "\":", sizeof ",\"" #name "\":" - 1},
    static const struct {
        const char *text;
        size_t length;
    } members[SM_PROPERTY_COUNT] = {SM_PROPERTIES(MEMBER)};
#undef MEMBER
    for (sm_property p = 0; p < SM_PROPERTY_COUNT; p++) {
        bool list = p == SM_PROPERTY_places || p == SM_PROPERTY_sources;
        sm_value v = list ? (sm_value){0} : sm_property_get(in, p);
        if (list ? p == SM_PROPERTY_places && in->n_sites < 2 : !with_nulls && v.kind == SM_VALUE_NULL)
            continue;
        sm_buf_add(out, members[p].text + !comma, members[p].length - !comma);
        comma = true;
        if (p == SM_PROPERTY_places)
            add_places(out, in);
        else if (p == SM_PROPERTY_sources)
            add_sources(out, in);
        else
            add_value(out, v);
    }
}

void sm_incident_to_json(const sm_incident *in, sm_buf *out)
{
    sm_buf_string(out, in->main_of_article ? "{\"main\":true" : "{");
    add_properties(out, in, false, in->main_of_article);
    SM_BUF_LITERAL(out, ",\"geometry\":");
    add_geometry(out, in);
    SM_BUF_LITERAL(out, ",\"evidence\":[");
    bool later = false;
    for (uint32_t i = 0; i < in->n_sources; i++) {
        if (in->sources[i].end == 0) /* told by the title alone */
            continue;
        sm_buf_string(out, later ? ",{\"start\":" : "{\"start\":");
        later = true;
        sm_json_integer(out, in->sources[i].start);
        SM_BUF_LITERAL(out, ",\"end\":");
        sm_json_integer(out, in->sources[i].end);
        SM_BUF_LITERAL(out, "}");
    }
    SM_BUF_LITERAL(out, "]}");
}

static void add_feature(sm_buf *out, const sm_incident *in)
{
    SM_BUF_LITERAL(out, "{\"type\":\"Feature\",\"geometry\":");
    add_geometry(out, in);
    SM_BUF_LITERAL(out, ",\"properties\":{");
    add_properties(out, in, true, false);
    SM_BUF_LITERAL(out, "}}");
}

/* What the buffer holds goes to the file, and the buffer is empty again. */
static sm_status flush_to(FILE *file, sm_buf *out, sm_error *err)
{
    bool full = out->failed;
    if (!full)
        fwrite(out->bytes, 1, out->length, file);
    sm_buf_clear(out);
    if (full)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    return ferror(file) ? sm_fail(err, SM_E_IO, "write failed") : SM_OK;
}

static sm_status write_features(const sm_incidents *list, const char *between, FILE *file, sm_buf *out,
                                sm_error *err)
{
    sm_status st = flush_to(file, out, err);
    for (size_t i = 0; i < list->count && st == SM_OK; i++) {
        add_feature(out, &list->items[i]);
        sm_buf_string(out, i + 1 < list->count ? between : "\n");
        st = flush_to(file, out, err);
    }
    return st;
}

sm_status sm_incidents_write_geojson(const sm_incidents *list, FILE *file, sm_error *err)
{
    sm_buf out;
    sm_buf_init(&out, SIZE_MAX);
    SM_BUF_LITERAL(&out, "{\"type\":\"FeatureCollection\",\n\"generator\":\"sitmap " SITMAP_VERSION "\",\n");
    SM_BUF_LITERAL(&out, "\"gazetteer\":");
    sm_json_string(&out, list->gazetteer);
    SM_BUF_LITERAL(&out, ",\n\"attribution\":");
    sm_json_string(&out, sm_attribution);
    sm_buf_string(&out, list->count ? ",\n\"features\":[\n" : ",\n\"features\":[");
    sm_status st = write_features(list, ",\n", file, &out, err);
    SM_BUF_LITERAL(&out, "]}\n");
    if (st == SM_OK)
        st = flush_to(file, &out, err);
    sm_buf_free(&out);
    return st;
}

sm_status sm_incidents_write_geojsonl(const sm_incidents *list, FILE *file, sm_error *err)
{
    sm_buf out;
    sm_buf_init(&out, SIZE_MAX);
    sm_status st = write_features(list, "\n", file, &out, err);
    sm_buf_free(&out);
    return st;
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
