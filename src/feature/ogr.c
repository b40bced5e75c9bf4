/* Incidents and GDAL. Writing goes into a folder of its own beside the target, because GDAL
 * chooses drivers by endings and Shapefiles are several files; when all is written, the files are moved to
 * their place. */
#include "ogr.h"
#include "buf.h"
#include "file.h"
#include "gdal/calls.h"
#include "geo.h"
#include "geojson.h"
#include "incidenttable.h"
#include "record.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_ROOM = 4096, FLAT_BYTES_MAX = 1 << 20, DBF_NAME_MAX = 10, DBF_TEXT_MAX = 254 };

/* Formats */

typedef struct file_format {
    const char *name; /* as an option and as a file ending */
    const char *driver;
    bool several_files;
    const char *layer_options[4];
} file_format;

static const file_format formats[] = {
    {"csv", "CSV", false, {"GEOMETRY=NONE", "LINEFORMAT=LF", "STRING_QUOTING=IF_NEEDED", NULL}},
    {"gpkg", "GPKG", false, {"GEOMETRY_NAME=geom", NULL}},
    {"kml", "LIBKML", false, {NULL}},
    {"fgb", "FlatGeobuf", false, {"SPATIAL_INDEX=YES", NULL}},
    {"shp", "ESRI Shapefile", true, {"ENCODING=UTF-8", "DBF_DATE_LAST_UPDATE=2000-01-01", NULL}},
    {"gml", "GML", true, {NULL}},
    {"tab", "MapInfo File", true, {"ENCODING=UTF-8", NULL}},
    {"sqlite", "SQLite", false, {NULL}},
    {"ods", "ODS", false, {NULL}},
    {"xlsx", "XLSX", false, {NULL}},
};

static const file_format *find_format(const char *name)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcasecmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}

bool sm_ogr_can_write(const char *name)
{
    return find_format(name) != NULL;
}

/* The ending of a path without its dot, "" when it has none. */
static const char *ending(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *dot = strrchr(name, '.');
    return dot && dot != name ? dot + 1 : "";
}

/* Reading */

typedef struct source {
    sm_incidents *list;
    OGRLayerH layer;
    OGRFeatureDefnH fields;
    OGRCoordinateTransformationH to_wgs84; /* NULL: the coordinates are taken as they are */
} source;

static sm_value field_value(const source *s, OGRFeatureH feature, int field)
{
    const char *text;
    if (!sm_gdal.OGR_F_IsFieldSetAndNotNull(feature, field))
        return (sm_value){0};
    switch (sm_gdal.OGR_Fld_GetType(sm_gdal.OGR_FD_GetFieldDefn(s->fields, field))) {
    case OFTInteger:
    case OFTInteger64:
    case OFTReal:
        return (sm_value){.kind = SM_VALUE_REAL, .number = sm_gdal.OGR_F_GetFieldAsDouble(feature, field)};
    default:
        text = sm_gdal.OGR_F_GetFieldAsString(feature, field);
        return (sm_value){.kind = SM_VALUE_STRING,
                          .string = sm_record_text(s->list->arena, text, strlen(text))};
    }
}

static void read_point(sm_incidents *list, OGRGeometryH g, sm_shape *shape)
{
    sm_point p = {sm_gdal.OGR_G_GetX(g, 0), sm_gdal.OGR_G_GetY(g, 0)};
    if (sm_gdal.OGR_G_IsEmpty(g))
        return;
    if (!sm_point_valid(p)) {
        shape->misplaced++;
        return;
    }
    shape->points = sm_arena_alloc(list->arena, sizeof p);
    shape->points[0] = p;
    shape->count = 1;
}

/* What is no point takes the way through GeoJSON, so that there is one rule for what stands for a line or a
 * polygon. */
static sm_shape read_geometry(const source *s, OGRFeatureH feature)
{
    sm_shape shape = {0};
    OGRGeometryH g = sm_gdal.OGR_F_GetGeometryRef(feature);
    if (g == NULL)
        return shape;
    if (s->to_wgs84 && sm_gdal.OGR_G_Transform(g, s->to_wgs84) != OGRERR_NONE) {
        shape.misplaced = 1;
        return shape;
    }
    if (sm_gdal.OGR_GT_Flatten(sm_gdal.OGR_G_GetGeometryType(g)) == wkbPoint) {
        read_point(s->list, g, &shape);
        return shape;
    }
    OGRGeometryH straight = sm_gdal.OGR_G_GetLinearGeometry(g, 0, NULL);
    char *text = straight ? sm_gdal.OGR_G_ExportToJson(straight) : NULL;
    json_t *json = text ? json_loads(text, 0, NULL) : NULL;
    shape = sm_shape_of_geojson(s->list->arena, json);
    json_decref(json);
    sm_gdal.VSIFree(text);
    sm_gdal.OGR_G_DestroyGeometry(straight);
    return shape;
}

static void read_feature(const source *s, OGRFeatureH feature)
{
    sm_shape shape = read_geometry(s, feature);
    sm_draft draft = {0};
    for (int i = 0; i < sm_gdal.OGR_F_GetFieldCount(feature); i++) {
        const char *name = sm_gdal.OGR_Fld_GetNameRef(sm_gdal.OGR_FD_GetFieldDefn(s->fields, i));
        sm_draft_offer(&draft, name, field_value(s, feature, i));
    }
    sm_record_add(s->list, &draft, &shape);
}

static void read_layer(sm_incidents *list, OGRLayerH layer)
{
    source s = {.list = list, .layer = layer, .fields = sm_gdal.OGR_L_GetLayerDefn(layer)};
    OGRSpatialReferenceH from = sm_gdal.OGR_L_GetSpatialRef(layer), to = sm_gdal_wgs84();
    if (from && to && !sm_gdal.OSRIsSame(from, to)) {
        OGRSpatialReferenceH own = sm_gdal.OSRClone(from);
        sm_gdal.OSRSetAxisMappingStrategy(own, OAMS_TRADITIONAL_GIS_ORDER);
        s.to_wgs84 = sm_gdal.OCTNewCoordinateTransformation(own, to);
        sm_gdal.OSRDestroySpatialReference(own);
    }
    sm_gdal.OGR_L_ResetReading(layer);
    for (OGRFeatureH f; (f = sm_gdal.OGR_L_GetNextFeature(layer)) != NULL; sm_gdal.OGR_F_Destroy(f))
        if (!sm_arena_failed(list->arena))
            read_feature(&s, f);
    if (s.to_wgs84)
        sm_gdal.OCTDestroyCoordinateTransformation(s.to_wgs84);
    sm_gdal.OSRDestroySpatialReference(to);
}

static bool reads_as_table(const char *path)
{
    return strcasecmp(ending(path), "csv") == 0 || strcasecmp(ending(path), "tsv") == 0;
}

sm_status sm_incidents_read_ogr(sm_incidents *list, const char *path, sm_error *err)
{
    const char *const csv[] = {"AUTODETECT_TYPE=NO", "X_POSSIBLE_NAMES=lon,longitude,lng,long,x",
                               "Y_POSSIBLE_NAMES=lat,latitude,y", "KEEP_GEOM_COLUMNS=NO", NULL};
    if (strchr(path, ':') == NULL && access(path, R_OK) != 0) /* a colon may be a connection: PG:dbname=… */
        return sm_fail_at(err, SM_E_INPUT, path, 0, "%s", strerror(errno));
    sm_gdal_words w;
    sm_status st = sm_gdal_need(err);
    if (st != SM_OK)
        return st;
    sm_gdal_begin(&w);
    GDALDatasetH file = sm_gdal.GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR,
                                           NULL, reads_as_table(path) ? csv : NULL, NULL);
    st = file ? SM_OK
              : sm_fail_at(err, SM_E_INPUT, path, 0, "%s",
                           sm_gdal_said(&w, "no vector format that GDAL knows"));
    if (file) {
        w.text[0] = '\0';
        for (int i = 0; i < sm_gdal.GDALDatasetGetLayerCount(file); i++)
            read_layer(list, sm_gdal.GDALDatasetGetLayer(file, i));
        if (sm_gdal.GDALDatasetGetLayerCount(file) == 0)
            st = sm_fail_at(err, SM_E_INPUT, path, 0, "no layer of features");
        else if (w.text[0]) /* damaged in the middle: what was read is not the whole */
            st = sm_fail_at(err, SM_E_INPUT, path, 0, "%s", w.text);
        sm_gdal.GDALClose(file);
    }
    sm_gdal_end();
    return st == SM_OK && sm_arena_failed(list->arena) ? sm_fail(err, SM_E_NOMEM, "out of memory") : st;
}

static bool reads_as_json(const char *path)
{
    static const char *const endings[] = {"", "geojson", "json", "jsonl", "ndjson", "geojsonl", "geojsons"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (strcasecmp(ending(path), endings[i]) == 0)
            return true;
    return strcmp(path, "-") == 0;
}

sm_status sm_incidents_read(sm_incidents *list, const char *path, sm_error *err)
{
    bool taken = false;
    struct stat file;
    if (reads_as_table(path) && stat(path, &file) == 0 && S_ISREG(file.st_mode)) {
        sm_status st = sm_incidents_read_table(list, path, &taken, err);
        if (taken)
            return st;
    }
    if (!reads_as_json(path))
        return sm_incidents_read_ogr(list, path, err);
    sm_error why = {0};
    size_t before = list->count;
    sm_status st = sm_incidents_read_geojson(list, path, &why);
    bool other_json = st == SM_E_INPUT && why.line == 0 && list->count == before && access(path, R_OK) == 0;
    if (other_json && sm_incidents_read_ogr(list, path, NULL) ==
                          SM_OK) /* TopoJSON, GeoJSON in another coordinate system … */
        return SM_OK;
    if (st != SM_OK && err && err->status == SM_OK)
        *err = why;
    return st;
}

/* Writing */

static bool is_array(sm_property p)
{
    return sm_property_kind(p) == SM_VALUE_NULL;
}

static bool add_field(OGRLayerH layer, const char *name, OGRFieldType type)
{
    OGRFieldDefnH field = sm_gdal.OGR_Fld_Create(name, type);
    bool ok = sm_gdal.OGR_L_CreateField(layer, field, TRUE) == OGRERR_NONE;
    sm_gdal.OGR_Fld_Destroy(field);
    return ok;
}

static bool add_fields(OGRLayerH layer, bool positions)
{
    bool ok = !positions || (add_field(layer, "lon", OFTReal) && add_field(layer, "lat", OFTReal));
    for (int p = 0; p < SM_PROPERTY_COUNT && ok; p++) {
        sm_value_kind kind = sm_property_kind(p);
        OGRFieldType type = kind == SM_VALUE_INTEGER ? OFTInteger
                            : kind == SM_VALUE_REAL  ? OFTReal
                                                     : OFTString;
        ok = add_field(layer, sm_property_name(p), type);
    }
    return ok;
}

static double five_decimals(double v)
{
    char text[32];
    snprintf(text, sizeof text, "%.5f", v);
    return sm_gdal.CPLAtof(text) + 0.0;
}

/* Point or MultiPoint of what has a position; NULL for nothing. */
static OGRGeometryH geometry_of(const sm_incident *in, bool always_multi)
{
    OGRGeometryH multi = sm_gdal.OGR_G_CreateGeometry(wkbMultiPoint), first = NULL;
    for (uint32_t i = 0; i < in->n_sites; i++) {
        if (!in->sites[i].located || !sm_point_valid(in->sites[i].point))
            continue;
        OGRGeometryH p = sm_gdal.OGR_G_CreateGeometry(wkbPoint);
        sm_gdal.OGR_G_SetPoint_2D(p, 0, five_decimals(in->sites[i].point.lon),
                                  five_decimals(in->sites[i].point.lat));
        sm_gdal.OGR_G_AddGeometryDirectly(multi, p);
    }
    int count = sm_gdal.OGR_G_GetGeometryCount(multi);
    if (count == 1 && !always_multi)
        first = sm_gdal.OGR_G_Clone(sm_gdal.OGR_G_GetGeometryRef(multi, 0));
    if (count == 0 || first) {
        sm_gdal.OGR_G_DestroyGeometry(multi);
        return first;
    }
    return multi;
}

static void join(sm_buf *b, const char *part)
{
    if (part == NULL || part[0] == '\0')
        return;
    if (b->length)
        sm_buf_string(b, "; ");
    sm_buf_string(b, part);
}

/* `places` and `sources` flat. A document that is quoted twice is named once. */
static void join_array(const sm_incident *in, sm_property p, sm_buf *b)
{
    sm_buf_clear(b);
    for (uint32_t i = 0; p == SM_PROPERTY_places && in->n_sites > 1 && i < in->n_sites; i++)
        join(b, in->sites[i].name);
    for (uint32_t i = 0; p == SM_PROPERTY_sources && i < in->n_sources; i++) {
        const char *doc = in->sources[i].doc;
        if (i == 0 || doc == NULL || in->sources[i - 1].doc == NULL ||
            strcmp(doc, in->sources[i - 1].doc) != 0)
            join(b, doc);
    }
}

static void set_value(OGRFeatureH f, int field, sm_value v)
{
    switch (v.kind) {
    case SM_VALUE_STRING:
        sm_gdal.OGR_F_SetFieldString(f, field, v.string);
        break;
    case SM_VALUE_INTEGER:
        sm_gdal.OGR_F_SetFieldInteger(f, field, v.number < INT32_MAX ? (int)v.number : INT32_MAX);
        break;
    case SM_VALUE_REAL:
        sm_gdal.OGR_F_SetFieldDouble(f, field, v.number);
        break;
    case SM_VALUE_NULL:
        sm_gdal.OGR_F_SetFieldNull(f, field);
        break;
    }
}

typedef struct target {
    const file_format *format;
    OGRLayerH layer;
    bool positions, multi;
    size_t text_max; /* bytes that a text may have; 0: any number */
    sm_buf joined;
    size_t placeless, several, cut; /* what the format cannot hold: incidents left out, positions but the
                                       first, texts */
} target;

static bool write_incident(target *t, const sm_incident *in)
{
    OGRFeatureH f = sm_gdal.OGR_F_Create(sm_gdal.OGR_L_GetLayerDefn(t->layer));
    OGRGeometryH g = geometry_of(in, t->multi);
    int field = 0;
    if (g == NULL && strcmp(t->format->name, "fgb") == 0) { /* which has no features without a place */
        t->placeless++;
        sm_gdal.OGR_F_Destroy(f);
        return true;
    }
    if (t->positions) {
        t->several += g && sm_gdal.OGR_G_GetGeometryCount(g) > 1;
        OGRGeometryH p = g && sm_gdal.OGR_G_GetGeometryCount(g) ? sm_gdal.OGR_G_GetGeometryRef(g, 0) : g;
        set_value(f, field++,
                  (sm_value){.kind = p ? SM_VALUE_REAL : SM_VALUE_NULL,
                             .number = p ? sm_gdal.OGR_G_GetX(p, 0) : 0});
        set_value(f, field++,
                  (sm_value){.kind = p ? SM_VALUE_REAL : SM_VALUE_NULL,
                             .number = p ? sm_gdal.OGR_G_GetY(p, 0) : 0});
    } else if (g) {
        sm_gdal.OGR_F_SetGeometry(f, g);
    }
    for (int p = 0; p < SM_PROPERTY_COUNT; p++, field++) {
        sm_value v = sm_property_get(in, p);
        if (is_array(p)) {
            join_array(in, p, &t->joined);
            v = (sm_value){.kind = t->joined.length ? SM_VALUE_STRING : SM_VALUE_NULL,
                           .string = t->joined.bytes};
        }
        t->cut += t->text_max && v.kind == SM_VALUE_STRING && strlen(v.string) > t->text_max;
        set_value(f, field, v);
    }
    bool ok = sm_gdal.OGR_L_CreateFeature(t->layer, f) == OGRERR_NONE && !t->joined.failed;
    if (g)
        sm_gdal.OGR_G_DestroyGeometry(g);
    sm_gdal.OGR_F_Destroy(f);
    return ok;
}

static size_t long_names(void)
{
    size_t n = 0;
    for (int p = 0; p < SM_PROPERTY_COUNT; p++)
        n += strlen(sm_property_name(p)) > DBF_NAME_MAX;
    return n;
}

static void tell_losses(const target *t, const sm_write_options *opt)
{
    char line[256];
    if (opt == NULL || opt->warn == NULL)
        return;
    if (t->placeless)
        snprintf(line, sizeof line, "FlatGeobuf holds no incidents without a place: %zu left out",
                 t->placeless);
    else if (t->several)
        snprintf(line, sizeof line,
                 "a table holds one position a row: %zu incident%s with several places cut to the first",
                 t->several, t->several == 1 ? "" : "s");
    else if (strcmp(t->format->name, "shp") == 0)
        snprintf(line, sizeof line,
                 "a Shapefile has names of ten letters, and texts of %zu bytes: %zu names and %zu texts cut",
                 t->text_max, long_names(), t->cut);
    else if (t->cut)
        snprintf(line, sizeof line, "a MapInfo file has texts of %zu bytes: %zu cut", t->text_max, t->cut);
    else
        return;
    opt->warn(opt->context, line);
}

static bool any_multipoint(const sm_incidents *list)
{
    for (size_t i = 0; i < list->count; i++) {
        uint32_t located = 0;
        for (uint32_t k = 0; k < list->items[i].n_sites; k++)
            located += list->items[i].sites[k].located;
        if (located > 1)
            return true;
    }
    return false;
}

static OGRLayerH create_layer(GDALDatasetH file, const target *t, const char *name)
{
    const char *f = t->format->name;
    bool mixed =
        strcmp(f, "gpkg") == 0 || strcmp(f, "fgb") == 0 || strcmp(f, "kml") == 0 || strcmp(f, "gml") == 0;
    OGRwkbGeometryType type = t->positions ? wkbNone
                              : mixed      ? wkbUnknown
                              : t->multi   ? wkbMultiPoint
                                           : wkbPoint;
    OGRSpatialReferenceH srs = sm_gdal_wgs84();
    OGRLayerH layer =
        sm_gdal.GDALDatasetCreateLayer(file, name, srs, type, (char **)(uintptr_t)t->format->layer_options);
    sm_gdal.OSRDestroySpatialReference(srs);
    return layer;
}

static sm_status write_file(const sm_incidents *list, const file_format *format, const char *path,
                            const char *layer_name, const sm_write_options *opt, sm_error *err)
{
    bool table = strcmp(format->name, "csv") == 0 || strcmp(format->name, "ods") == 0 ||
                 strcmp(format->name, "xlsx") == 0;
    bool dbf = strcmp(format->name, "shp") == 0 || strcmp(format->name, "tab") == 0;
    target t = {.format = format,
                .positions = table,
                .multi = dbf && any_multipoint(list),
                .text_max = dbf ? DBF_TEXT_MAX : 0};
    sm_gdal_words w;
    sm_gdal_begin(&w);
    sm_buf_init(&t.joined, FLAT_BYTES_MAX);
    GDALDriverH driver = sm_gdal.GDALGetDriverByName(format->driver);
    GDALDatasetH file = driver ? sm_gdal.GDALCreate(driver, path, 0, 0, 0, GDT_Unknown, NULL) : NULL;
    t.layer = file ? create_layer(file, &t, layer_name) : NULL;
    bool ok = t.layer && add_fields(t.layer, t.positions);
    bool transaction = ok && sm_gdal.GDALDatasetTestCapability(file, ODsCTransactions) &&
                       sm_gdal.GDALDatasetStartTransaction(file, FALSE) == OGRERR_NONE;
    for (size_t i = 0; i < list->count && ok; i++)
        ok = write_incident(&t, &list->items[i]);
    if (transaction)
        ok = sm_gdal.GDALDatasetCommitTransaction(file) == OGRERR_NONE && ok;
    if (ok && strcmp(format->name, "gpkg") == 0) {
        sm_gdal.GDALSetMetadataItem(t.layer, "attribution", sm_attribution, NULL);
        if (list->gazetteer)
            sm_gdal.GDALSetMetadataItem(t.layer, "gazetteer", list->gazetteer, NULL);
    }
    if (file)
        sm_gdal.GDALClose(file);
    ok = ok && w.text[0] == '\0'; /* some drivers report a full disk only when they close */
    sm_status st = ok ? SM_OK
                      : sm_fail(err, SM_E_IO, "%s",
                                driver ? sm_gdal_said(&w, "GDAL could not write it")
                                       : "this GDAL does not write the format");
    if (ok)
        tell_losses(&t, opt);
    sm_buf_free(&t.joined);
    sm_gdal_end();
    return st;
}

/* HXL */

static const char *hashtag(const char *column)
{
    static const char *const tags[][2] = {
        {"lon", "#geo+lon"},
        {"lat", "#geo+lat"},
        {"incident_id", "#event+id"},
        {"title", "#event+name"},
        {"event_type", "#event+type"},
        {"event_group", "#event+group"},
        {"status", "#status"},
        {"date_start", "#date+start"},
        {"date_end", "#date+end"},
        {"place_name", "#loc+name"},
        {"admin1", "#adm1+name"},
        {"admin2", "#adm2+name"},
        {"country", "#country+name"},
        {"country_code", "#country+code"},
        {"geonames_id", "#loc+id"},
        {"killed_best", "#affected+killed"},
        {"killed_low", "#affected+killed+min"},
        {"killed_high", "#affected+killed+max"},
        {"injured_best", "#affected+injured"},
        {"injured_low", "#affected+injured+min"},
        {"injured_high", "#affected+injured+max"},
        {"missing_best", "#affected+missing"},
        {"displaced_best", "#affected+displaced"},
        {"detained_best", "#affected+detained"},
        {"rescued_best", "#affected+rescued"},
        {"perpetrator", "#actor+perpetrator"},
        {"target", "#actor+target"},
        {"sources", "#meta+source"},
    };
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (strcmp(tags[i][0], column) == 0)
            return tags[i][1];
    return "";
}

static void put_hxl_row(FILE *out)
{
    fprintf(out, "%s,%s", hashtag("lon"), hashtag("lat"));
    for (int p = 0; p < SM_PROPERTY_COUNT; p++)
        fprintf(out, ",%s", hashtag(sm_property_name(p)));
    putc('\n', out);
}

/* To its place: through sm_output when the bytes are copied, by renaming otherwise */

static sm_status copy_out(const char *from, const char *to, bool hxl, sm_error *err)
{
    sm_mapped file;
    sm_output out;
    sm_status st = sm_map_file(from, SM_E_IO, &file, err);
    if (st != SM_OK)
        return st;
    st = sm_output_open(&out, to, err);
    if (st == SM_OK) {
        const unsigned char *line = hxl ? memchr(file.bytes, '\n', file.size) : NULL;
        size_t head = line ? (size_t)(line - file.bytes) + 1 : 0;
        fwrite(file.bytes, 1, head, out.stream);
        if (line)
            put_hxl_row(out.stream);
        fwrite(file.bytes + head, 1, file.size - head, out.stream);
        st = sm_output_commit(&out, err);
    }
    sm_unmap_file(&file);
    return st;
}

typedef sm_status (*each_file)(const char *folder, const char *name, const void *context, sm_error *err);

static sm_status for_each_file(const char *folder, each_file what, const void *context, sm_error *err)
{
    sm_status st = SM_OK;
    DIR *d = opendir(folder);
    for (struct dirent *e; d && st == SM_OK && (e = readdir(d)) != NULL;)
        if (e->d_name[0] != '.')
            st = what(folder, e->d_name, context, err);
    if (d)
        closedir(d);
    return st;
}

static sm_status move_file(const char *folder, const char *name, const void *context, sm_error *err)
{
    char from[PATH_ROOM], to[PATH_ROOM];
    snprintf(from, sizeof from, "%.3000s/%.1000s", folder, name);
    snprintf(to, sizeof to, "%.3000s%.1000s", (const char *)context, name);
    return rename(from, to) == 0 ? SM_OK : sm_fail_at(err, SM_E_IO, to, 0, "%s", strerror(errno));
}

static sm_status remove_file(const char *folder, const char *name, const void *context, sm_error *err)
{
    char path[PATH_ROOM];
    (void)context;
    (void)err;
    snprintf(path, sizeof path, "%.3000s/%.1000s", folder, name);
    unlink(path);
    return SM_OK;
}

static sm_status write_through_folder(const sm_incidents *list, const file_format *format, const char *path,
                                      const sm_write_options *opt, sm_error *err)
{
    bool hxl = opt && opt->hxl && strcmp(format->name, "csv") == 0;
    bool to_stdout = strcmp(path, "-") == 0;
    const char *tmp = getenv("TMPDIR"), *slash = strrchr(path, '/'),
               *name = to_stdout ? "incidents"
                       : slash   ? slash + 1
                                 : path;
    int parent_length = !to_stdout && slash ? (int)(slash - path) + 1 : 0;
    char parent[PATH_ROOM], folder[PATH_ROOM + 32], file[2 * PATH_ROOM], layer[256];
    snprintf(parent, sizeof parent, "%.*s", parent_length, path);
    if (to_stdout)
        snprintf(parent, sizeof parent, "%s/", tmp && tmp[0] ? tmp : "/tmp");
    snprintf(folder, sizeof folder, "%s.sitmap-XXXXXX", parent);
    if (mkdtemp(folder) == NULL)
        return sm_fail_at(err, SM_E_IO, to_stdout ? parent : path, 0, "%s", strerror(errno));
    /* GDAL wants the ending of the format, whatever the target is called */
    const char *dot = strrchr(name, '.');
    snprintf(layer, sizeof layer, "%.*s", (int)(dot && dot != name ? dot - name : (long)strlen(name)), name);
    snprintf(file, sizeof file, "%s/%s.%s", folder, layer, format->name);
    sm_status st = write_file(list, format, file, layer, opt, err);
    if (st == SM_OK && format->several_files)
        st = for_each_file(folder, move_file, parent, err);
    else if (st == SM_OK)
        st = copy_out(file, path, hxl, err);
    for_each_file(folder, remove_file, NULL, NULL);
    rmdir(folder);
    if (st != SM_OK && err && err->file[0] == '\0')
        snprintf(err->file, sizeof err->file, "%s", path);
    return st;
}

sm_status sm_incidents_write_ogr(const sm_incidents *list, const char *path, const char *name,
                                 const sm_write_options *opt, sm_error *err)
{
    const file_format *format = find_format(name);
    if (format == NULL)
        return sm_fail(err, SM_E_USAGE, "unknown format '%s'", name);
    sm_status st = sm_gdal_need(err);
    if (st != SM_OK)
        return st;
    if (strcmp(path, "-") == 0 && format->several_files)
        return sm_fail(err, SM_E_USAGE, "format '%s' is several files and cannot go to standard output",
                       name);
    if (strlen(path) >= PATH_ROOM)
        return sm_fail(err, SM_E_IO, "the path is too long");
    return write_through_folder(list, format, path, opt, err);
}
