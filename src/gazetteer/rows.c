/* One checker for both forms: a GeoJSON feature is first written out as the fields of a table's row. */
#include "rows.h"

#include "gazetteer.h"
#include "utf8.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
    C_NAME,
    C_ID,
    C_LON,
    C_LAT,
    C_ISO2,
    C_ADMIN1,
    C_CLASS,
    C_CODE,
    C_POPULATION,
    C_WEST,
    C_SOUTH,
    C_EAST,
    C_NORTH,
    C_ALTERNATES,
    C_TREATMENT,
    C_TARGET,
    C_IF_SOURCE,
    C_IF_COUNTRY,
    C_NOTE,
    N_COLUMNS
};

static const char *const columns[N_COLUMNS][2] = {/* and a second name that users expect */
                                                  {"name"},
                                                  {"geonames_id"},
                                                  {"lon", "longitude"},
                                                  {"lat", "latitude"},
                                                  {"iso2", "country"},
                                                  {"admin1_code"},
                                                  {"feature_class"},
                                                  {"feature_code"},
                                                  {"population"},
                                                  {"west"},
                                                  {"south"},
                                                  {"east"},
                                                  {"north"},
                                                  {"alternates", "aliases"},
                                                  {"treatment"},
                                                  {"target"},
                                                  {"if_source"},
                                                  {"if_country"},
                                                  {"note"}};

static int column_of(const char *name, size_t length)
{
    sm_field f = {name, length};
    for (int c = 0; c < N_COLUMNS; c++)
        for (int k = 0; k < 2; k++)
            if (columns[c][k] && sm_field_is(f, columns[c][k]))
                return c;
    return -1;
}

sm_status sm_row_fail(const sm_row *row, sm_error *err, const char *format, ...)
{
    char text[220];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (row->feature)
        return sm_fail_at(err, SM_E_SETUP, row->path, 0, "feature %u: %s", row->feature, text);
    return sm_fail_at(err, SM_E_SETUP, row->path, row->line, "%s", text);
}

/* ---- one row ---- */

/* For `%.*s`: no more of a field than a message can hold, and no half of a letter. */
static int shown(sm_field f)
{
    size_t n = f.length < 30 ? f.length : 30;
    while (n && n < f.length && ((unsigned char)f.bytes[n] & 0xC0) == 0x80)
        n--;
    return (int)n;
}
#define SHOW(f) shown(f), (f).bytes

static const struct {
    const char *word;
    sm_treatment treatment;
    unsigned kind;
} treatments[] = {
    {"", SM_ROW_PLACE, 0},
    {"place", SM_ROW_PLACE, 0},
    {"pin", SM_ROW_PIN, 0},
    {"never", SM_ROW_NEVER, 0},
    {"weak", SM_ROW_WEAK, 0},
    {"alias", SM_ROW_ALIAS, SM_NAME_ENGLISH},
    {"abbreviation", SM_ROW_ALIAS, SM_NAME_ABBREVIATION},
    {"adjective", SM_ROW_ALIAS, SM_NAME_ADJECTIVE},
    {"demonym", SM_ROW_ALIAS, SM_NAME_DEMONYM},
    {"former", SM_ROW_ALIAS, SM_NAME_FORMER},
    {"metonym", SM_ROW_ALIAS, SM_NAME_METONYM},
};

static sm_status parse_treatment(sm_row *row, sm_field f, sm_error *err)
{
    for (size_t i = 0; i < sizeof treatments / sizeof *treatments; i++)
        if (sm_field_is(f, treatments[i].word)) {
            row->treatment = treatments[i].treatment;
            row->kind = treatments[i].kind;
            return SM_OK;
        }
    return sm_row_fail(
        row, err,
        "'%.*s' is none of place pin never weak alias abbreviation adjective demonym former metonym",
        SHOW(f));
}

static sm_status parse_country(sm_row *row, sm_field f, char out[2], sm_error *err)
{
    if (f.length == 0)
        return SM_OK;
    for (size_t i = 0; i < f.length; i++)
        if (f.length != 2 || f.bytes[i] < 'A' || f.bytes[i] > 'Z')
            return sm_row_fail(row, err, "'%.*s' is no country code", SHOW(f));
    memcpy(out, f.bytes, 2);
    return SM_OK;
}

static sm_status parse_numbers(sm_row *row, const sm_field *f, sm_error *err)
{
    int64_t id = 0;
    row->population = -1;
    if (f[C_ID].length && !sm_field_integer(f[C_ID], 1, INT32_MAX, &id))
        return sm_row_fail(row, err, "'%.*s' is no GeoNames id", SHOW(f[C_ID]));
    row->geonames_id = (int32_t)id;
    if (f[C_POPULATION].length && !sm_field_integer(f[C_POPULATION], 0, UINT32_MAX, &row->population))
        return sm_row_fail(row, err, "'%.*s' is no population", SHOW(f[C_POPULATION]));
    row->has_point = f[C_LON].length || f[C_LAT].length;
    if (row->has_point && !sm_field_number(f[C_LON], -180, 180, &row->point.lon))
        return sm_row_fail(row, err, "'%.*s' is no longitude", SHOW(f[C_LON]));
    if (row->has_point && !sm_field_number(f[C_LAT], -90, 90, &row->point.lat))
        return sm_row_fail(row, err, "'%.*s' is no latitude", SHOW(f[C_LAT]));
    row->has_box = f[C_WEST].length || f[C_SOUTH].length || f[C_EAST].length || f[C_NORTH].length;
    if (row->has_box &&
        (!sm_field_number(f[C_WEST], -180, 180, &row->box.west) ||
         !sm_field_number(f[C_SOUTH], -90, 90, &row->box.south) ||
         !sm_field_number(f[C_EAST], -180, 180, &row->box.east) ||
         !sm_field_number(f[C_NORTH], -90, 90, &row->box.north) || row->box.south > row->box.north))
        return sm_row_fail(row, err, "west, south, east, north are no box");
    return SM_OK;
}

static sm_status parse_kind(sm_row *row, const sm_field *f, sm_error *err)
{
    if (f[C_CLASS].length > 1 || (f[C_CLASS].length && strchr("AHLPRSTUV", f[C_CLASS].bytes[0]) == NULL))
        return sm_row_fail(row, err, "the feature class is one of A H L P R S T U V");
    row->feature_class = f[C_CLASS].length ? f[C_CLASS].bytes[0] : 0;
    if (f[C_CODE].length > 6)
        return sm_row_fail(row, err, "a feature code has at most 6 letters");
    row->feature_code = f[C_CODE];
    if (f[C_ADMIN1].length > 6)
        return sm_row_fail(row, err, "an admin1 code has at most 6 letters");
    row->admin1_code = f[C_ADMIN1];
    return SM_OK;
}

/* What a row of its treatment needs and must not have. */
static sm_status check_whole(const sm_row *row, sm_error *err)
{
    sm_field list = row->alternates, name;
    if (row->name.length == 0)
        return sm_row_fail(row, err, "a place without name");
    if (row->name.length > SM_ROW_NAME_MAX)
        return sm_row_fail(row, err, "a name of %zu bytes, %d are allowed", row->name.length,
                           SM_ROW_NAME_MAX);
    while (sm_field_part(&list, '|', &name))
        if (name.length > SM_ROW_NAME_MAX)
            return sm_row_fail(row, err, "a name of %zu bytes, %d are allowed", name.length, SM_ROW_NAME_MAX);
    bool refers = row->geonames_id || row->target.length;
    if (row->treatment == SM_ROW_ALIAS && !refers)
        return sm_row_fail(row, err, "an alias needs the geonames_id or the target that it is a name of");
    if (row->treatment == SM_ROW_PIN && !refers && !row->has_point)
        return sm_row_fail(row, err, "a pin needs a geonames_id, a target, or lon and lat");
    if (row->target.length && row->treatment != SM_ROW_ALIAS && row->treatment != SM_ROW_PIN)
        return sm_row_fail(row, err, "only a pin or an alias has a target");
    if (row->target.length && row->geonames_id)
        return sm_row_fail(row, err, "geonames_id and target both say which place is meant");
    if ((row->if_source.length || row->if_country[0]) && row->treatment != SM_ROW_PIN)
        return sm_row_fail(row, err, "only a pin has if_source and if_country");
    return SM_OK;
}

static sm_status take_fields(sm_row *row, const sm_field *f, sm_row_fn *take, void *context, sm_error *err)
{
    row->name = f[C_NAME];
    row->alternates = f[C_ALTERNATES];
    row->target = f[C_TARGET];
    row->if_source = f[C_IF_SOURCE];
    sm_status st = parse_treatment(row, f[C_TREATMENT], err);
    if (st == SM_OK)
        st = parse_country(row, f[C_ISO2], row->iso2, err);
    if (st == SM_OK)
        st = parse_country(row, f[C_IF_COUNTRY], row->if_country, err);
    if (st == SM_OK)
        st = parse_numbers(row, f, err);
    if (st == SM_OK)
        st = parse_kind(row, f, err);
    if (st == SM_OK)
        st = check_whole(row, err);
    return st == SM_OK ? take(context, row, err) : st;
}

/* ---- a table ---- */

static sm_status read_header(sm_table *t, int map[SM_MAX_FIELDS], sm_error *err)
{
    bool seen[N_COLUMNS] = {0};
    if (!sm_table_next(t) || t->n_fields > SM_MAX_FIELDS)
        return sm_table_fail(t, err, "the first row must be the column names: name, lon, lat ...");
    for (unsigned i = 0; i < t->n_fields; i++) {
        int c = map[i] = column_of(t->fields[i].bytes, t->fields[i].length);
        if (c < 0 && (i == 0 || !seen[C_NAME]))
            return sm_table_fail(t, err, "'%.*s': the first row must be the column names: name, lon, lat ...",
                                 SHOW(t->fields[i]));
        if (c < 0)
            return sm_table_fail(t, err, "unknown column '%.*s'", SHOW(t->fields[i]));
        if (seen[c])
            return sm_table_fail(t, err, "two columns '%s'", columns[c][0]);
        seen[c] = true;
    }
    return seen[C_NAME] ? SM_OK : sm_table_fail(t, err, "no column 'name'");
}

static sm_status table_row(const sm_table *t, unsigned n, const int *map, sm_row_fn *take, void *context,
                           sm_error *err)
{
    sm_field f[N_COLUMNS];
    sm_row row = {.path = t->path, .line = t->line};
    if (t->n_fields > n)
        return sm_table_fail(t, err, "%u columns instead of %u", t->n_fields, n);
    for (int c = 0; c < N_COLUMNS; c++)
        f[c] = (sm_field){"", 0};
    for (unsigned i = 0; i < t->n_fields; i++) { /* empty columns at the end may be left out */
        sm_field s = t->fields[i];
        size_t valid = sm_utf8_valid(s.bytes, s.length);
        if (valid < s.length)
            return sm_table_fail(t, err, "byte %u of column %u is not UTF-8", (unsigned)valid + 1, i + 1);
        if (memchr(s.bytes, '\0', s.length))
            return sm_table_fail(t, err, "a zero byte in column %u", i + 1);
        f[map[i]] = s;
    }
    return take_fields(&row, f, take, context, err);
}

static sm_status read_table(sm_table *t, sm_row_fn *take, void *context, sm_error *err)
{
    int map[SM_MAX_FIELDS];
    sm_status st = read_header(t, map, err);
    unsigned n = t->n_fields;
    while (st == SM_OK && sm_table_next(t))
        st = table_row(t, n, map, take, context, err);
    return st;
}

/* ---- GeoJSON ---- */

/* The fields of one feature, written out one behind the other. */
typedef struct scratch {
    char bytes[16 * 1024];
    size_t used;
    bool full;
} scratch;

static void add_text(scratch *s, const char *text, size_t length)
{
    if (length > sizeof s->bytes - s->used) {
        s->full = true;
        return;
    }
    memcpy(s->bytes + s->used, text, length);
    s->used += length;
}

static void add_number(scratch *s, double value)
{
    char text[400]; /* a number of the largest exponent has 309 digits */
    int n = snprintf(text, sizeof text, "%.7f", value);
    add_text(s, text, n > 0 ? (size_t)n : 0);
}

/* A string, a number, or a list of strings, which is joined by |. False for anything else. */
static bool add_value(scratch *s, const json_t *value)
{
    size_t i;
    const json_t *item;
    if (json_is_string(value)) {
        add_text(s, json_string_value(value), json_string_length(value));
    } else if (json_is_integer(value)) {
        char text[32];
        int n = snprintf(text, sizeof text, "%lld", (long long)json_integer_value(value));
        add_text(s, text, (size_t)n);
    } else if (json_is_real(value)) {
        add_number(s, json_real_value(value));
    } else if (json_is_array(value)) {
        json_array_foreach((json_t *)(uintptr_t)value, i, item)
        {
            if (!json_is_string(item))
                return false;
            if (i)
                add_text(s, "|", 1);
            add_text(s, json_string_value(item), json_string_length(item));
        }
    } else {
        return json_is_null(value);
    }
    return true;
}

static sm_status put(scratch *s, sm_row *row, sm_field *f, int column, const json_t *value, sm_error *err)
{
    size_t start = s->used;
    if (!add_value(s, value))
        return sm_row_fail(row, err, "property '%s' is neither text nor number", columns[column][0]);
    if (s->full)
        return sm_row_fail(row, err, "more than %zu bytes of properties", sizeof s->bytes);
    sm_field list = {s->bytes + start, s->used - start}, trimmed = list;
    if (sm_field_part(&list, '\n', &trimmed) && list.length)
        return sm_row_fail(row, err, "property '%s' has several lines", columns[column][0]);
    for (size_t i = 0; i < trimmed.length; i++)
        if (trimmed.bytes[i] == '\0' || trimmed.bytes[i] == '\t')
            return sm_row_fail(row, err, "a zero byte or a tab in property '%s'", columns[column][0]);
    f[column] = trimmed;
    return SM_OK;
}

static sm_status put_point(scratch *s, sm_row *row, sm_field *f, const json_t *geometry, sm_error *err)
{
    if (geometry == NULL || json_is_null(geometry))
        return SM_OK;
    const char *type = json_string_value(json_object_get(geometry, "type"));
    const json_t *at = json_object_get(geometry, "coordinates"), *lon = json_array_get(at, 0),
                 *lat = json_array_get(at, 1);
    if (type == NULL || strcmp(type, "Point") != 0)
        return sm_row_fail(row, err, "the geometry is a %.40s, not a Point", type ? type : "riddle");
    if (!json_is_number(lon) || !json_is_number(lat))
        return sm_row_fail(row, err, "a Point without longitude and latitude");
    sm_status st = put(s, row, f, C_LON, lon, err);
    return st == SM_OK ? put(s, row, f, C_LAT, lat, err) : st;
}

static sm_status put_box(scratch *s, sm_row *row, sm_field *f, const json_t *box, sm_error *err)
{
    if (box == NULL)
        return SM_OK;
    if (json_array_size(box) != 4)
        return sm_row_fail(row, err, "a bbox has four numbers");
    for (int i = 0; i < 4; i++) {
        sm_status st = put(s, row, f, C_WEST + i, json_array_get(box, (size_t)i), err);
        if (st != SM_OK)
            return st;
    }
    return SM_OK;
}

static sm_status take_feature(const char *path, unsigned number, const json_t *feature, sm_row_fn *take,
                              void *context, sm_error *err)
{
    scratch s = {.used = 0};
    sm_field f[N_COLUMNS];
    sm_row row = {.path = path, .feature = number};
    const json_t *properties = json_object_get(feature, "properties"), *value;
    const char *key;
    sm_status st = SM_OK;
    for (int c = 0; c < N_COLUMNS; c++)
        f[c] = (sm_field){"", 0};
    if (!json_is_object(properties))
        return sm_row_fail(&row, err, "no properties");
    json_object_foreach((json_t *)(uintptr_t)properties, key, value)
    {
        int c = column_of(key, strlen(key)); /* a GIS adds properties of its own: passed over */
        if (st == SM_OK && c >= 0 && c != C_NOTE)
            st = put(&s, &row, f, c, value, err);
    }
    if (st == SM_OK)
        st = put_point(&s, &row, f, json_object_get(feature, "geometry"), err);
    if (st == SM_OK)
        st = put_box(&s, &row, f, json_object_get(feature, "bbox"), err);
    return st == SM_OK ? take_fields(&row, f, take, context, err) : st;
}

static sm_status read_geojson(const char *path, const char *bytes, size_t size, sm_row_fn *take,
                              void *context, sm_error *err)
{
    json_error_t trouble;
    json_t *root = json_loadb(bytes, size, 0, &trouble);
    if (root == NULL)
        return sm_fail_at(err, SM_E_SETUP, path, trouble.line > 0 ? (unsigned)trouble.line : 0,
                          "not JSON: %s", trouble.text);
    const json_t *features = json_object_get(root, "features");
    sm_status st = SM_OK;
    if (!json_is_array(features))
        st = sm_fail_at(err, SM_E_SETUP, path, 0, "no GeoJSON FeatureCollection: no 'features'");
    for (size_t i = 0; st == SM_OK && i < json_array_size(features); i++)
        st = take_feature(path, (unsigned)i + 1, json_array_get(features, i), take, context, err);
    json_decref(root);
    return st;
}

sm_status sm_rows_read(const char *path, sm_row_fn *take, void *context, sm_error *err)
{
    sm_table t;
    sm_status st = sm_table_open(&t, path, err);
    if (st != SM_OK)
        return st;
    const char *end = (const char *)t.file.bytes + t.file.size, *first = t.at;
    while (first < end && strchr(" \t\r\n", *first) && *first)
        first++;
    if (t.file.size > SM_ROWS_FILE_MAX)
        st = sm_fail_at(err, SM_E_LIMIT, path, 0, "%zu bytes, %d are allowed", t.file.size, SM_ROWS_FILE_MAX);
    else if (first < end && *first == '{')
        st = read_geojson(path, t.at, (size_t)(end - t.at), take, context, err);
    else
        st = read_table(&t, take, context, err);
    sm_table_close(&t);
    return st;
}
