#include "vector.h"

#include "gdal/calls.h"
#include "geo.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { DEPTH_MAX = 8 /* collections within collections */ };

struct sm_vector {
    GDALDatasetH file;
    char *path;
};

struct sm_vector_row {
    OGRFeatureH feature;
    OGRFeatureDefnH fields;
};

typedef struct reader {
    sm_point *points;
    size_t n_points, point_capacity, total;
    sm_part *parts;
    size_t n_parts, part_capacity;
    double *x, *y; /* of one line, as GDAL gives them */
    size_t line_capacity;
    bool no_memory, too_many, misplaced;
} reader;

/* Formats of files. Others fetch what they show from servers and databases, or from wherever a file says. */
static const char *const drivers[] = {
    "GPKG",     "ESRI Shapefile", "FlatGeobuf",   "GeoJSON", "GeoJSONSeq", "TopoJSON",
    "ESRIJSON", "OpenFileGDB",    "MapInfo File", "KML",     "LIBKML",     "GML",
    "SQLite",   "Parquet",        "Arrow",        "GPX",     "CSV",        NULL};

/* --- opening ----------------------------------------------------------------------------------- */

/* Files, also inside archives; what a driver would fetch from elsewhere is not opened. */
static bool is_local(const char *path)
{
    static const char *const inside[] = {"/vsizip/", "/vsitar/", "/vsigzip/"};
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
        if (strncmp(path, inside[i], strlen(inside[i])) == 0)
            return strstr(path + strlen(inside[i]), "/vsi") == NULL;
    return access(path, R_OK) == 0;
}

/* `what`: a path, or GeoJSON itself, which the driver takes in place of one. */
static sm_status open_as(const char *what, const char *const *allowed, const char *name, sm_vector **out,
                         sm_error *err)
{
    static const char *const table[] = {"AUTODETECT_TYPE=YES", "X_POSSIBLE_NAMES=lon,longitude,lng,long,x",
                                        "Y_POSSIBLE_NAMES=lat,latitude,y", NULL};
    sm_gdal_words w;
    sm_status st = sm_gdal_need(err);
    if (st != SM_OK)
        return st;
    sm_vector *v = calloc(1, sizeof *v);
    if (v == NULL || (v->path = strdup(name)) == NULL) {
        free(v);
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    }
    const char *ending = strrchr(name, '.');
    bool is_table = ending && strcasecmp(ending, ".csv") == 0;
    sm_gdal_begin(&w);
    v->file = sm_gdal.GDALOpenEx(what, GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, allowed,
                                 is_table ? table : NULL, NULL);
    sm_gdal_end();
    if (v->file == NULL) {
        bool foreign = w.text[0] == '\0' || strstr(w.text, "not recognized") != NULL ||
                       strstr(w.text, "No such file") != NULL; /* it took GeoJSON for a name */
        sm_fail_at(err, SM_E_SETUP, name, 0, "%s",
                   foreign ? "no file of lines or areas that GDAL opens" : w.text);
        sm_vector_close(v);
        return SM_E_SETUP;
    }
    *out = v;
    return SM_OK;
}

sm_status sm_vector_open(const char *path, sm_vector **out, sm_error *err)
{
    errno = ENOENT;
    if (!is_local(path))
        return sm_fail_at(err, SM_E_SETUP, path, 0, "%s", strerror(errno));
    return open_as(path, drivers, path, out, err);
}

sm_status sm_vector_open_geojson(const char *text, const char *name, sm_vector **out, sm_error *err)
{
    static const char *const geojson[] = {"GeoJSON", NULL};
    return open_as(text, geojson, name, out, err);
}

void sm_vector_close(sm_vector *v)
{
    if (v == NULL)
        return;
    sm_gdal_words w;
    sm_gdal_begin(&w);
    if (v->file)
        sm_gdal.GDALClose(v->file);
    sm_gdal_end();
    free(v->path);
    free(v);
}

size_t sm_vector_layers(const sm_vector *v)
{
    int n = sm_gdal.GDALDatasetGetLayerCount(v->file);
    return n > 0 ? (size_t)n : 0;
}

const char *sm_vector_layer_name(const sm_vector *v, size_t layer)
{
    const char *name = sm_gdal.OGR_L_GetName(sm_gdal.GDALDatasetGetLayer(v->file, (int)layer));
    return name ? name : "";
}

/* --- geometries -------------------------------------------------------------------------------- */

static bool grow(reader *r, void *items, size_t *capacity, size_t count, size_t size)
{
    void **array = items;
    size_t wanted = *capacity ? *capacity : 256;
    while (wanted < count)
        wanted *= 2;
    if (wanted == *capacity)
        return true;
    void *bigger = realloc(*array, wanted * size);
    if (bigger == NULL) {
        r->no_memory = true;
        return false;
    }
    *array = bigger;
    *capacity = wanted;
    return true;
}

static bool take_xy(reader *r, OGRGeometryH g, size_t n)
{
    size_t x_capacity = r->line_capacity, y_capacity = r->line_capacity;
    if (!grow(r, &r->x, &x_capacity, n, sizeof *r->x) || !grow(r, &r->y, &y_capacity, n, sizeof *r->y))
        return false;
    r->line_capacity = x_capacity;
    sm_gdal.OGR_G_GetPoints(g, r->x, sizeof *r->x, r->y, sizeof *r->y, NULL, 0);
    return true;
}

static void add_part(reader *r, OGRGeometryH g, sm_part_kind kind)
{
    int given = sm_gdal.OGR_G_GetPointCount(g);
    size_t n = given > 0 ? (size_t)given : 0;
    if (n == 0 || r->no_memory)
        return;
    r->total += n;
    r->too_many |= r->total > SM_VECTOR_POINTS_MAX;
    if (r->too_many || !take_xy(r, g, n) ||
        !grow(r, &r->points, &r->point_capacity, r->n_points + n, sizeof *r->points) ||
        !grow(r, &r->parts, &r->part_capacity, r->n_parts + 1, sizeof *r->parts))
        return;
    size_t first = r->n_points;
    for (size_t i = 0; i < n; i++) {
        sm_point p = {r->x[i], r->y[i]};
        if (!(fabs(p.lon) <= 540 && fabs(p.lat) <= 90.000001)) { /* files reach a little over the poles */
            r->misplaced = true;
            continue;
        }
        r->points[r->n_points++] = p;
    }
    if (kind == SM_PART_RING && r->n_points > first + 1 &&
        r->points[first].lon == r->points[r->n_points - 1].lon &&
        r->points[first].lat == r->points[r->n_points - 1].lat)
        r->n_points--;
    if (r->n_points > first)
        r->parts[r->n_parts++] = (sm_part){kind, first, r->n_points - first};
}

static void add_geometry(reader *r, OGRGeometryH g, int depth)
{
    if (g == NULL || depth > DEPTH_MAX)
        return;
    switch (sm_gdal.OGR_GT_Flatten(sm_gdal.OGR_G_GetGeometryType(g))) {
    case wkbPoint:
        add_part(r, g, SM_PART_POINT);
        return;
    case wkbLineString:
        add_part(r, g, SM_PART_LINE);
        return;
    case wkbPolygon:
    case wkbTriangle:
        for (int i = 0; i < sm_gdal.OGR_G_GetGeometryCount(g); i++)
            add_part(r, sm_gdal.OGR_G_GetGeometryRef(g, i), SM_PART_RING);
        return;
    default:
        for (int i = 0; i < sm_gdal.OGR_G_GetGeometryCount(g); i++)
            add_geometry(r, sm_gdal.OGR_G_GetGeometryRef(g, i), depth + 1);
    }
}

/* Curves are made of straight pieces first. */
static void read_geometry(reader *r, OGRFeatureH feature, OGRCoordinateTransformationH to_wgs84)
{
    OGRGeometryH g = sm_gdal.OGR_F_GetGeometryRef(feature);
    r->n_points = r->n_parts = 0;
    if (g == NULL || sm_gdal.OGR_G_IsEmpty(g))
        return;
    if (to_wgs84 && sm_gdal.OGR_G_Transform(g, to_wgs84) != OGRERR_NONE) {
        r->misplaced = true;
        return;
    }
    OGRGeometryH straight = sm_gdal.OGR_G_GetLinearGeometry(g, 0, NULL);
    add_geometry(r, straight, 0);
    sm_gdal.OGR_G_DestroyGeometry(straight);
}

/* --- reading ----------------------------------------------------------------------------------- */

/* The way from the layer's system to WGS 84; NULL when it is that, or states none. */
static OGRCoordinateTransformationH way_to_wgs84(OGRLayerH layer)
{
    OGRSpatialReferenceH from = sm_gdal.OGR_L_GetSpatialRef(layer), to = sm_gdal_wgs84();
    OGRCoordinateTransformationH way = NULL;
    if (from && to && !sm_gdal.OSRIsSame(from, to)) {
        OGRSpatialReferenceH own = sm_gdal.OSRClone(from);
        sm_gdal.OSRSetAxisMappingStrategy(own, OAMS_TRADITIONAL_GIS_ORDER);
        way = sm_gdal.OCTNewCoordinateTransformation(own, to);
        sm_gdal.OSRDestroySpatialReference(own);
    }
    if (to)
        sm_gdal.OSRDestroySpatialReference(to);
    return way;
}

static void read_features(reader *r, OGRLayerH layer, bool (*each)(void *, const sm_vector_feature *),
                          void *context)
{
    OGRCoordinateTransformationH way = way_to_wgs84(layer);
    OGRFeatureDefnH fields = sm_gdal.OGR_L_GetLayerDefn(layer);
    bool going = true;
    sm_gdal.OGR_L_ResetReading(layer);
    for (OGRFeatureH f; going && (f = sm_gdal.OGR_L_GetNextFeature(layer)) != NULL;
         sm_gdal.OGR_F_Destroy(f)) {
        const struct sm_vector_row row = {f, fields};
        read_geometry(r, f, way);
        const sm_vector_feature feature = {r->parts, r->n_parts, r->points, &row};
        if (r->n_parts && !r->misplaced)
            going = each(context, &feature);
        going = going && !r->no_memory && !r->too_many && !r->misplaced;
    }
    if (way)
        sm_gdal.OCTDestroyCoordinateTransformation(way);
}

sm_status sm_vector_read(sm_vector *v, size_t index, bool (*each)(void *, const sm_vector_feature *),
                         void *context, sm_error *err)
{
    OGRLayerH layer = sm_gdal.GDALDatasetGetLayer(v->file, (int)index);
    const char *name = sm_vector_layer_name(v, index);
    reader r = {0};
    sm_gdal_words w;
    sm_gdal_begin(&w);
    if (layer)
        read_features(&r, layer, each, context);
    sm_gdal_end();
    sm_status st = SM_OK;
    if (r.no_memory)
        st = sm_fail(err, SM_E_NOMEM, "out of memory");
    else if (r.too_many)
        st = sm_fail_at(err, SM_E_LIMIT, v->path, 0, "layer '%.60s' has more than %d million points", name,
                        SM_VECTOR_POINTS_MAX / 1000000);
    else if (w.text[0])
        st = sm_fail_at(err, SM_E_SETUP, v->path, 0, "layer '%.60s': %.150s", name, w.text);
    else if (r.misplaced)
        st = sm_fail_at(err, SM_E_SETUP, v->path, 0,
                        "layer '%.60s' has coordinates that are no longitudes and latitudes", name);
    free(r.points);
    free(r.parts);
    free(r.x);
    free(r.y);
    return st;
}

const char *sm_vector_attribute(const sm_vector_feature *f, const char *name)
{
    OGRFeatureH feature = f->row->feature;
    int field = sm_gdal.OGR_F_GetFieldIndex(feature, name);
    if (field < 0 || !sm_gdal.OGR_F_IsFieldSetAndNotNull(feature, field))
        return NULL;
    return sm_gdal.OGR_F_GetFieldAsString(feature, field);
}

size_t sm_vector_values(const sm_vector_feature *f)
{
    int n = sm_gdal.OGR_F_GetFieldCount(f->row->feature);
    return n > 0 ? (size_t)n : 0;
}

sm_vector_value sm_vector_value_at(const sm_vector_feature *f, size_t i)
{
    OGRFeatureH feature = f->row->feature;
    OGRFieldDefnH field = sm_gdal.OGR_FD_GetFieldDefn(f->row->fields, (int)i);
    sm_vector_value v = {.name = sm_gdal.OGR_Fld_GetNameRef(field)};
    OGRFieldType type = sm_gdal.OGR_Fld_GetType(field);
    if (!sm_gdal.OGR_F_IsFieldSetAndNotNull(feature, (int)i))
        return v;
    if (type == OFTInteger || type == OFTInteger64 || type == OFTReal) {
        v.kind = sm_gdal.OGR_Fld_GetSubType(field) == OFSTBoolean ? SM_VECTOR_BOOL : SM_VECTOR_NUMBER;
        v.number = sm_gdal.OGR_F_GetFieldAsDouble(feature, (int)i);
    } else {
        v.kind = SM_VECTOR_TEXT;
        v.text = sm_gdal.OGR_F_GetFieldAsString(feature, (int)i);
    }
    return v;
}
