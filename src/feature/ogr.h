/** Incidents in the formats of GIS programs, through GDAL: read from anything that GDAL opens as vectors,
 * written by the ending of the file's name.
 *
 *     sm_incidents *list = sm_incidents_new();
 *     st = sm_incidents_read(list, "edited.gpkg", err);
 *     st = sm_incidents_write_ogr(list, "incidents.csv", "csv", &(sm_write_options){.hxl = true}, err);
 *
 * Flat formats carry the properties of property.h as columns: numbers as numbers, `places` and `sources` as
 * names joined by "; ". CSV has the columns lon and lat in front and no geometry. Coordinates in other
 * systems are brought to WGS 84. GDAL prints nothing: its words go into the error. */
#ifndef SM_OGR_H
#define SM_OGR_H

#include "incident.h"

/** Add the incidents of any file: GeoJSON and annotate's JSON Lines ("-": from standard input) as in
 * geojson.h, all else as below. Fails with SM_E_INPUT or SM_E_NOMEM. */
sm_status sm_incidents_read(sm_incidents *list, const char *path, sm_error *err);

/** Add the features of all layers of a file; geometries that are no points are stood for by points (shape.h).
 * Fails with SM_E_INPUT or SM_E_NOMEM. */
sm_status sm_incidents_read_ogr(sm_incidents *list, const char *path, sm_error *err);

typedef struct sm_write_options {
    bool hxl; /**< CSV: a second row with HXL hashtags (https://hxlstandard.org) */
    /** Told, in one line, what the format could not hold; NULL: nobody is. */
    void (*warn)(void *context, const char *words);
    void *context;
} sm_write_options;

/** Whether incidents can be written in this format, named by its usual file ending without the dot: csv,
 * gpkg, kml … */
bool sm_ogr_can_write(const char *format);

/** Write `path` ("-": standard output, for formats of one file) whole or not at all: everything is made in a
 * temporary folder beside it and moved. Twice the same incidents give the same bytes. FlatGeobuf has no
 * features without a place and leaves such incidents out; tables have one position a row; Shapefiles and
 * MapInfo files cut long texts. Such losses are told to `warn`. NULL options are the defaults. Fails with
 * SM_E_USAGE (unknown format; several files on standard output), SM_E_IO or SM_E_NOMEM. */
sm_status sm_incidents_write_ogr(const sm_incidents *list, const char *path, const char *format,
                                 const sm_write_options *options, sm_error *err);

#endif
