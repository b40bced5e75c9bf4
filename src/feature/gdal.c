#include "gdal/calls.h"

#include <pthread.h>
#include <stdio.h>

/* Where a format holds the time of writing, it is set. */
#define NO_CLOCK "2000-01-01T00:00:00.000Z"

sm_gdal_calls sm_gdal;

static const char *missing; /* NULL when all is there */

static void load(void)
{
    static const char *const names[] = {SM_GDAL_CALLS(SM_LIBRARY_NAME)};
    missing = sm_library_load(SM_GDAL_SONAME, names, sizeof names / sizeof *names, &sm_gdal);
    if (missing == NULL)
        sm_gdal.OGRRegisterAll();
}

sm_status sm_gdal_need(sm_error *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return missing ? sm_fail(err, SM_E_SETUP, "the GDAL library cannot be used: no %s", missing) : SM_OK;
}

static void CPL_STDCALL hear(CPLErr severity, CPLErrorNum number, const char *text)
{
    sm_gdal_words *w = sm_gdal.CPLGetErrorHandlerUserData();
    (void)number;
    if (severity >= CE_Failure && w && w->text[0] == '\0')
        snprintf(w->text, sizeof w->text, "%s", text);
}

void sm_gdal_begin(sm_gdal_words *w)
{
    *w = (sm_gdal_words){{0}};
    sm_gdal.CPLPushErrorHandlerEx(hear, w);
    sm_gdal.CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", NO_CLOCK);
    sm_gdal.CPLSetThreadLocalConfigOption("LIBKML_NAME_FIELD", "title");
}

void sm_gdal_end(void)
{
    sm_gdal.CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", NULL);
    sm_gdal.CPLSetThreadLocalConfigOption("LIBKML_NAME_FIELD", NULL);
    sm_gdal.CPLPopErrorHandler();
}

const char *sm_gdal_said(const sm_gdal_words *w, const char *otherwise)
{
    return w->text[0] ? w->text : otherwise;
}

OGRSpatialReferenceH sm_gdal_wgs84(void)
{
    OGRSpatialReferenceH srs = sm_gdal.OSRNewSpatialReference(NULL);
    if (srs) {
        sm_gdal.OSRImportFromEPSG(srs, 4326);
        sm_gdal.OSRSetAxisMappingStrategy(srs, OAMS_TRADITIONAL_GIS_ORDER);
    }
    return srs;
}
