#include "ogr.h"

#include "geojson.h"
#include "property.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <dirent.h>
#include <errno.h>
#include <gdal.h>
#include <limits.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

/* GDAL keeps its words to itself between these two. */
static void begin_quiet(void)
{
    GDALAllRegister();
    CPLPushErrorHandler(CPLQuietErrorHandler);
    CPLErrorReset();
}

static void end_quiet(void)
{
    CPLPopErrorHandler();
}

static sm_status gdal_failed(sm_error *err, sm_status status, const char *path, const char *otherwise)
{
    const char *words = CPLGetLastErrorMsg();
    return sm_fail_at(err, status, path, 0, "%s", *words ? words : otherwise);
}

/* --- reading ----------------------------------------------------------------------------------- */

static json_t *field_json(OGRFeatureH f, OGRFeatureDefnH definition, int i)
{
    if (!OGR_F_IsFieldSetAndNotNull(f, i))
        return json_null();
    switch (OGR_Fld_GetType(OGR_FD_GetFieldDefn(definition, i))) {
    case OFTInteger:
    case OFTInteger64:
        return json_integer(OGR_F_GetFieldAsInteger64(f, i));
    case OFTReal: {
        json_t *real = json_real(OGR_F_GetFieldAsDouble(f, i));
        return real ? real : json_null(); /* NaN */
    }
    default: {
        json_t *string = json_string(OGR_F_GetFieldAsString(f, i));
        return string ? string : json_null(); /* no UTF-8 */
    }
    }
}

static json_t *geometry_json(OGRFeatureH f, OGRCoordinateTransformationH to_wgs84)
{
    OGRGeometryH g = OGR_F_GetGeometryRef(f);
    if (g == NULL || OGR_G_IsEmpty(g) || (to_wgs84 && OGR_G_Transform(g, to_wgs84) != OGRERR_NONE))
        return json_null();
    char *text = OGR_G_ExportToJson(g);
    json_t *geometry = text ? json_loads(text, 0, NULL) : NULL;
    CPLFree(text);
    return geometry ? geometry : json_null();
}

/* A feature as a GeoJSON Feature: one way of reading properties for all formats. */
static json_t *feature_of_ogr(OGRFeatureH f, OGRCoordinateTransformationH to_wgs84)
{
    OGRFeatureDefnH definition = OGR_F_GetDefnRef(f);
    json_t *feature = json_object(), *properties = json_object();
    for (int i = 0; i < OGR_FD_GetFieldCount(definition); i++)
        json_object_set_new(properties, OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, i)),
                            field_json(f, definition, i));
    json_object_set_new(feature, "type", json_string("Feature"));
    json_object_set_new(feature, "properties", properties);
    json_object_set_new(feature, "geometry", geometry_json(f, to_wgs84));
    return feature;
}

static OGRCoordinateTransformationH wgs84_from(OGRLayerH layer)
{
    OGRSpatialReferenceH from = OGR_L_GetSpatialRef(layer), wgs84 = OSRNewSpatialReference(NULL);
    OGRCoordinateTransformationH to_wgs84 = NULL;
    if (from && wgs84 && OSRImportFromEPSG(wgs84, 4326) == OGRERR_NONE) {
        OSRSetAxisMappingStrategy(wgs84, OAMS_TRADITIONAL_GIS_ORDER);
        OSRSetAxisMappingStrategy(from, OAMS_TRADITIONAL_GIS_ORDER);
        if (!OSRIsSame(from, wgs84))
            to_wgs84 = OCTNewCoordinateTransformation(from, wgs84);
    }
    OSRDestroySpatialReference(wgs84);
    return to_wgs84;
}

static sm_status read_layer(sm_incidents *list, OGRLayerH layer, const char *path, sm_error *err)
{
    OGRCoordinateTransformationH to_wgs84 = wgs84_from(layer);
    sm_status st = SM_OK;
    OGRFeatureH f;
    OGR_L_ResetReading(layer);
    while (st == SM_OK && (f = OGR_L_GetNextFeature(layer)) != NULL) {
        json_t *feature = feature_of_ogr(f, to_wgs84);
        sm_incidents_add_feature(list, feature);
        json_decref(feature);
        OGR_F_Destroy(f);
        if (sm_arena_failed(list->arena))
            st = sm_fail(err, SM_E_NOMEM, "out of memory reading %s", path);
    }
    OCTDestroyCoordinateTransformation(to_wgs84);
    return st;
}

sm_status sm_incidents_read_ogr(sm_incidents *list, const char *path, sm_error *err)
{
    /* columns that hold the position are fields of the incident here: GDAL is not to take them for a geometry
     */
    const char *const options[] = {"AUTODETECT_TYPE=NO", NULL};
    if (access(path, R_OK) != 0)
        return sm_fail_at(err, SM_E_INPUT, path, 0, "%s", strerror(errno));
    begin_quiet();
    GDALDatasetH data = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY, NULL, options, NULL);
    sm_status st =
        data ? SM_OK : sm_fail_at(err, SM_E_INPUT, path, 0, "no incidents or points that GDAL can open");
    for (int i = 0; data && i < GDALDatasetGetLayerCount(data) && st == SM_OK; i++)
        st = read_layer(list, GDALDatasetGetLayer(data, i), path, err);
    if (data)
        GDALClose(data);
    end_quiet();
    return st;
}

/* --- writing ----------------------------------------------------------------------------------- */

typedef enum geometry_kind { NO_GEOMETRY, ANY_GEOMETRY, ONE_KIND } geometry_kind;

static const struct {
    const char *format, *driver;
    geometry_kind geometry;
    const char *option; /* for the layer */
} formats[] = {
    {"csv", "CSV", NO_GEOMETRY},
    {"gpkg", "GPKG", ANY_GEOMETRY},
    {"kml", "KML", ANY_GEOMETRY},
    {"fgb", "FlatGeobuf", ANY_GEOMETRY},
    {"gml", "GML", ANY_GEOMETRY},
    {"shp", "ESRI Shapefile", ONE_KIND, "ENCODING=UTF-8"},
    {"xlsx", "XLSX", NO_GEOMETRY},
    {"ods", "ODS", NO_GEOMETRY},
    {"sqlite", "SQLite", ANY_GEOMETRY},
    {"tab", "MapInfo File", ONE_KIND, "ENCODING=UTF-8"},
    {"geojsonl", "GeoJSONSeq", ANY_GEOMETRY},
};
enum { N_FORMATS = sizeof formats / sizeof *formats };

/* HXL hashtags of the columns that have one. */
static const struct {
    sm_property property;
    const char *tag;
} hashtags[] = {
    {SM_PROPERTY_incident_id, "#event+id"},
    {SM_PROPERTY_event_type, "#event+type"},
    {SM_PROPERTY_date_start, "#date+start"},
    {SM_PROPERTY_date_end, "#date+end"},
    {SM_PROPERTY_country_code, "#country+code"},
    {SM_PROPERTY_country, "#country+name"},
    {SM_PROPERTY_admin1, "#adm1+name"},
    {SM_PROPERTY_place_name, "#loc+name"},
    {SM_PROPERTY_killed_best, "#affected+killed"},
    {SM_PROPERTY_injured_best, "#affected+injured"},
    {SM_PROPERTY_sources, "#meta+source"},
    {SM_PROPERTY_title, "#event+name"},
};

static int find_format(const char *format)
{
    for (int i = 0; i < N_FORMATS; i++)
        if (strcasecmp(format, formats[i].format) == 0)
            return i;
    return -1;
}

bool sm_ogr_can_write(const char *format)
{
    return find_format(format) >= 0;
}

typedef struct writing {
    const sm_incidents *list;
    int format;
    bool hxl;
    OGRLayerH layer;
    int lon, lat; /* fields, −1 = none */
    int field[SM_PROPERTY_COUNT];
} writing;

static bool add_field(const writing *w, const char *name, OGRFieldType type, int *index)
{
    OGRFieldDefnH f = OGR_Fld_Create(name, w->hxl ? OFTString : type);
    bool fine = OGR_L_CreateField(w->layer, f, TRUE) == OGRERR_NONE;
    OGR_Fld_Destroy(f);
    *index = OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(w->layer)) - 1;
    return fine;
}

static bool add_fields(writing *w)
{
    bool fine = true;
    w->lon = w->lat = -1;
    if (formats[w->format].geometry == NO_GEOMETRY)
        fine = add_field(w, "lon", OFTReal, &w->lon) && add_field(w, "lat", OFTReal, &w->lat);
    for (int p = 0; p < SM_PROPERTY_COUNT && fine; p++) {
        sm_value_kind kind = sm_property_kind((sm_property)p);
        OGRFieldType type = kind == SM_VALUE_INTEGER ? OFTInteger
                            : kind == SM_VALUE_REAL  ? OFTReal
                                                     : OFTString;
        fine = add_field(w, sm_property_name((sm_property)p), type, &w->field[p]);
    }
    return fine;
}

static void set_joined(OGRFeatureH f, int field, const sm_incident *in, bool sources)
{
    char *text = NULL;
    size_t size = 0;
    uint32_t n = sources ? in->n_sources : in->n_sites > 1 ? in->n_sites : 0;
    FILE *memory = open_memstream(&text, &size);
    for (uint32_t i = 0; memory && i < n; i++) {
        const char *word = sources ? in->sources[i].doc : in->sites[i].name;
        fprintf(memory, "%s%s", i ? "; " : "", word ? word : "?");
    }
    if (memory && fclose(memory) == 0 && n)
        OGR_F_SetFieldString(f, field, text);
    free(text);
}

static void set_fields(const writing *w, OGRFeatureH f, const sm_incident *in)
{
    for (int p = 0; p < SM_PROPERTY_COUNT; p++) {
        sm_value v = sm_property_get(in, (sm_property)p);
        if (p == SM_PROPERTY_places || p == SM_PROPERTY_sources)
            set_joined(f, w->field[p], in, p == SM_PROPERTY_sources);
        else if (v.kind == SM_VALUE_STRING)
            OGR_F_SetFieldString(f, w->field[p], v.string);
        else if (v.kind == SM_VALUE_INTEGER)
            OGR_F_SetFieldInteger(f, w->field[p], (int)v.number);
        else if (v.kind == SM_VALUE_REAL)
            OGR_F_SetFieldDouble(f, w->field[p], v.number);
    }
    if (w->lon >= 0 && in->n_sites && in->sites[0].located) {
        OGR_F_SetFieldDouble(f, w->lon, in->sites[0].point.lon);
        OGR_F_SetFieldDouble(f, w->lat, in->sites[0].point.lat);
    }
}

static uint32_t located(const sm_incident *in)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < in->n_sites; i++)
        n += in->sites[i].located;
    return n;
}

static void set_geometry(const writing *w, OGRFeatureH f, const sm_incident *in, bool as_multi)
{
    uint32_t n = located(in);
    if (formats[w->format].geometry == NO_GEOMETRY || n == 0)
        return;
    bool multi = as_multi || n > 1;
    OGRGeometryH whole = OGR_G_CreateGeometry(multi ? wkbMultiPoint : wkbPoint);
    for (uint32_t i = 0; i < in->n_sites; i++) {
        sm_point at = in->sites[i].point;
        if (!in->sites[i].located)
            continue;
        OGRGeometryH point = multi ? OGR_G_CreateGeometry(wkbPoint) : whole;
        OGR_G_SetPoint_2D(point, 0, at.lon, at.lat);
        if (multi)
            OGR_G_AddGeometryDirectly(whole, point);
    }
    OGR_F_SetGeometryDirectly(f, whole);
}

static bool write_hashtags(const writing *w)
{
    OGRFeatureH f = OGR_F_Create(OGR_L_GetLayerDefn(w->layer));
    for (size_t i = 0; i < sizeof hashtags / sizeof *hashtags; i++)
        OGR_F_SetFieldString(f, w->field[hashtags[i].property], hashtags[i].tag);
    OGR_F_SetFieldString(f, w->lon, "#geo+lon");
    OGR_F_SetFieldString(f, w->lat, "#geo+lat");
    bool fine = OGR_L_CreateFeature(w->layer, f) == OGRERR_NONE;
    OGR_F_Destroy(f);
    return fine;
}

static bool any_multi(const sm_incidents *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (located(&list->items[i]) > 1)
            return true;
    return false;
}

static bool write_features(const writing *w, bool as_multi)
{
    bool fine = !w->hxl || write_hashtags(w);
    for (size_t i = 0; i < w->list->count && fine; i++) {
        OGRFeatureH f = OGR_F_Create(OGR_L_GetLayerDefn(w->layer));
        set_fields(w, f, &w->list->items[i]);
        set_geometry(w, f, &w->list->items[i], as_multi);
        fine = OGR_L_CreateFeature(w->layer, f) == OGRERR_NONE;
        OGR_F_Destroy(f);
    }
    return fine;
}

/* Make the file(s) under a path that does not exist yet. */
static sm_status write_dataset(writing *w, const char *path, sm_error *err)
{
    GDALDriverH driver = GDALGetDriverByName(formats[w->format].driver);
    geometry_kind kind = formats[w->format].geometry;
    bool multi = kind == ONE_KIND && any_multi(w->list);
    OGRwkbGeometryType type = kind == NO_GEOMETRY    ? wkbNone
                              : kind == ANY_GEOMETRY ? wkbUnknown
                              : multi                ? wkbMultiPoint
                                                     : wkbPoint;
    const char *const layer_options[] = {formats[w->format].option, NULL};
    if (driver == NULL)
        return sm_fail(err, SM_E_USAGE, "this GDAL does not write the format '%s'",
                       formats[w->format].format);
    GDALDatasetH data = GDALCreate(driver, path, 0, 0, 0, GDT_Unknown, NULL);
    if (data == NULL)
        return gdal_failed(err, SM_E_IO, NULL, "cannot be made");
    OGRSpatialReferenceH wgs84 = OSRNewSpatialReference(NULL);
    OSRImportFromEPSG(wgs84, 4326);
    OSRSetAxisMappingStrategy(wgs84, OAMS_TRADITIONAL_GIS_ORDER);
    w->layer = GDALDatasetCreateLayer(data, "incidents", kind == NO_GEOMETRY ? NULL : wgs84, type,
                                      (char **)(uintptr_t)layer_options);
    bool fine = w->layer && add_fields(w) && write_features(w, multi);
    sm_status st = fine ? SM_OK : gdal_failed(err, SM_E_IO, NULL, "write failed");
    CPLErrorReset();
    GDALClose(data); /* the rest of the writing happens here, and fails here when the disk is full */
    if (st == SM_OK && CPLGetLastErrorType() >= CE_Failure)
        st = gdal_failed(err, SM_E_IO, NULL, "write failed");
    OSRDestroySpatialReference(wgs84);
    return st;
}

static void remove_folder(const char *folder)
{
    char path[PATH_MAX];
    DIR *d = opendir(folder);
    for (struct dirent *e; d && (e = readdir(d)) != NULL;) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        if (snprintf(path, sizeof path, "%s/%s", folder, e->d_name) < (int)sizeof path)
            unlink(path);
    }
    if (d)
        closedir(d);
    rmdir(folder);
}

static sm_status copy_to_stdout(const char *path, sm_error *err)
{
    char bytes[65536];
    FILE *in = fopen(path, "rb");
    bool fine = in != NULL;
    for (size_t n; fine && (n = fread(bytes, 1, sizeof bytes, in)) > 0;)
        fine = fwrite(bytes, 1, n, stdout) == n;
    if (in)
        fclose(in);
    return fine && fflush(stdout) == 0
               ? SM_OK
               : sm_fail_at(err, SM_E_IO, "standard output", 0, "%s", strerror(errno));
}

/* Move every file of the folder to where `path` is. */
static sm_status move_out(const char *folder, const char *directory, sm_error *err)
{
    char from[PATH_MAX], to[PATH_MAX];
    sm_status st = SM_OK;
    DIR *d = opendir(folder);
    for (struct dirent *e; d && st == SM_OK && (e = readdir(d)) != NULL;) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        snprintf(from, sizeof from, "%.2000s/%.1000s", folder, e->d_name);
        snprintf(to, sizeof to, "%.2000s/%.1000s", directory, e->d_name);
        if (rename(from, to) != 0)
            st = sm_fail_at(err, SM_E_IO, to, 0, "%s", strerror(errno));
    }
    if (d)
        closedir(d);
    return st;
}

sm_status sm_incidents_write_ogr(const sm_incidents *list, const char *path, const char *format,
                                 const sm_write_options *options, sm_error *err)
{
    writing w = {.list = list, .format = find_format(format)};
    char directory[PATH_MAX], folder[PATH_MAX], inside[PATH_MAX];
    bool to_stdout = strcmp(path, "-") == 0;
    const char *slash = strrchr(path, '/'), *name = to_stdout ? "incidents" : slash ? slash + 1 : path;
    if (w.format < 0)
        return sm_fail(err, SM_E_USAGE, "unknown format '%s'", format);
    w.hxl = options && options->hxl && strcasecmp(format, "csv") == 0;
    snprintf(directory, sizeof directory, "%.*s",
             to_stdout       ? 4
             : slash == path ? 1
             : slash         ? (int)(slash - path)
                             : 1,
             to_stdout ? "/tmp"
             : slash   ? path
                       : ".");
    snprintf(folder, sizeof folder, "%.3000s/.sitmap-XXXXXX", directory);
    if (mkdtemp(folder) == NULL)
        return sm_fail_at(err, SM_E_IO, path, 0, "%s", strerror(errno));
    /* the driver wants its own ending; the file gets the caller's name when it is moved */
    bool own_ending =
        strlen(name) > strlen(format) && strcasecmp(name + strlen(name) - strlen(format), format) == 0;
    snprintf(inside, sizeof inside, "%.3000s/%.500s%s%s", folder, name, own_ending ? "" : ".",
             own_ending ? "" : formats[w.format].format);
    begin_quiet();
    CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE",
                                  "1970-01-01T00:00:00.000Z"); /* the same bytes at any time */
    sm_status st = write_dataset(&w, inside, err);
    CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", NULL);
    end_quiet();
    if (st != SM_OK && err && err->file[0] == '\0')
        snprintf(err->file, sizeof err->file, "%s", path);
    if (st == SM_OK)
        st = to_stdout ? copy_to_stdout(inside, err) : move_out(folder, directory, err);
    remove_folder(folder);
    return st;
}
