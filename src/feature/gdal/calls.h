/** GDAL, loaded when a file needs it: its hundred libraries take longer to load (35 ms) than a map to draw,
 * and most runs read and write GeoJSON. Its functions are called through a table with the same names.
 *
 *     if (sm_gdal_need(err) != SM_OK) return ...
 *     sm_gdal_words words;
 *     sm_gdal_begin(&words);                 from here GDAL prints nothing and keeps no clock
 *     ... sm_gdal.GDALOpenEx(...)
 *     sm_gdal_said(&words, "otherwise")      what it complained of
 *     sm_gdal_end();
 *
 * In a folder of its own, so that layers above cannot include it. */
#ifndef SM_GDAL_CALLS_H
#define SM_GDAL_CALLS_H

#include "error.h"
#include "library.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

// clang-format off
#define SM_GDAL_CALLS(X) \
    X(CPLAtof) X(CPLGetErrorHandlerUserData) X(CPLPopErrorHandler) X(CPLPushErrorHandlerEx) \
    X(CPLSetThreadLocalConfigOption) X(GDALClose) X(GDALCreate) X(GDALDatasetCommitTransaction) \
    X(GDALDatasetCreateLayer) X(GDALDatasetGetLayer) X(GDALDatasetGetLayerCount) \
    X(GDALDatasetStartTransaction) X(GDALDatasetTestCapability) X(GDALGetDriverByName) \
    X(GDALOpenEx) X(GDALSetMetadataItem) X(OCTDestroyCoordinateTransformation) \
    X(OCTNewCoordinateTransformation) X(OGRRegisterAll) X(OGR_FD_GetFieldDefn) X(OGR_F_Create) \
    X(OGR_F_Destroy) X(OGR_F_GetFieldAsDouble) X(OGR_F_GetFieldAsString) X(OGR_F_GetFieldCount) \
    X(OGR_F_GetFieldIndex) X(OGR_F_GetGeometryRef) X(OGR_F_IsFieldSetAndNotNull) \
    X(OGR_F_SetFieldDouble) X(OGR_F_SetFieldInteger) X(OGR_F_SetFieldNull) X(OGR_F_SetFieldString) \
    X(OGR_F_SetGeometry) X(OGR_Fld_Create) X(OGR_Fld_Destroy) X(OGR_Fld_GetNameRef) \
    X(OGR_Fld_GetSubType) X(OGR_Fld_GetType) X(OGR_GT_Flatten) X(OGR_G_AddGeometryDirectly) X(OGR_G_Clone) \
    X(OGR_G_CreateGeometry) X(OGR_G_DestroyGeometry) X(OGR_G_ExportToJson) \
    X(OGR_G_GetGeometryCount) X(OGR_G_GetGeometryRef) X(OGR_G_GetGeometryType) \
    X(OGR_G_GetLinearGeometry) X(OGR_G_GetPointCount) X(OGR_G_GetPoints) X(OGR_G_GetX) \
    X(OGR_G_GetY) X(OGR_G_IsEmpty) X(OGR_G_SetPoint_2D) X(OGR_G_Transform) X(OGR_L_CreateFeature) \
    X(OGR_L_CreateField) X(OGR_L_GetLayerDefn) X(OGR_L_GetName) X(OGR_L_GetNextFeature) \
    X(OGR_L_GetSpatialRef) X(OGR_L_ResetReading) X(OSRClone) X(OSRDestroySpatialReference) \
    X(OSRImportFromEPSG) X(OSRIsSame) X(OSRNewSpatialReference) X(OSRSetAxisMappingStrategy) \
    X(VSIFree)
// clang-format on

typedef struct sm_gdal_calls {
    SM_GDAL_CALLS(SM_LIBRARY_MEMBER)
} sm_gdal_calls;

extern sm_gdal_calls sm_gdal;

/** Load GDAL once. Fails with SM_E_SETUP. */
sm_status sm_gdal_need(sm_error *err);

/** What GDAL complained of first between begin and end, on this thread. */
typedef struct sm_gdal_words {
    char text[200];
} sm_gdal_words;

void sm_gdal_begin(sm_gdal_words *w);
void sm_gdal_end(void);
const char *sm_gdal_said(const sm_gdal_words *w, const char *otherwise);

/** WGS 84, longitude first; the caller destroys it. */
OGRSpatialReferenceH sm_gdal_wgs84(void);

#endif
