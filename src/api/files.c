/* Incident files: which format, and who reads and writes it. */
#include "files.h"

#include "file.h"
#include "geojson.h"
#include "merge.h"
#include "ogr.h"

#include <string.h>
#include <strings.h>

/* The ending of a path without its dot; "" when it has none. */
static const char *ending(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *dot = strrchr(name, '.');
    return dot && dot != name ? dot + 1 : "";
}

static bool is_geojson(const char *format)
{
    return *format == '\0' || strcasecmp(format, "geojson") == 0 || strcasecmp(format, "json") == 0;
}

static bool is_lines(const char *format)
{
    return strcasecmp(format, "geojsonl") == 0 || strcasecmp(format, "geojsons") == 0;
}

sm_status sm_incidents_format(const char *path, const char *format, sm_error *err)
{
    format = format ? format : ending(path);
    if (is_geojson(format) || is_lines(format) || sm_ogr_can_write(format))
        return SM_OK;
    return sm_fail(err, SM_E_USAGE, "unknown format '%s'", format);
}

static sm_status save_geojson(const sm_incidents *list, const char *path, bool lines, sm_error *err)
{
    sm_output out;
    sm_status st = sm_output_open(&out, path, err);
    if (st != SM_OK)
        return st;
    st = lines ? sm_incidents_write_geojsonl(list, out.stream, err)
               : sm_incidents_write_geojson(list, out.stream, err);
    return sm_output_end(&out, st, err);
}

sm_status sm_incidents_save(const sm_incidents *list, const char *path, const sm_save_options *options,
                            sm_error *err)
{
    static const sm_save_options defaults;
    options = options ? options : &defaults;
    const char *format = options->format ? options->format : ending(path);
    if (is_geojson(format) || is_lines(format))
        return save_geojson(list, path, is_lines(format), err);
    return sm_incidents_write_ogr(list, path, format,
                                  &(sm_write_options){options->hxl, options->warn, options->context}, err);
}

sm_status sm_incidents_open(const char *const *paths, size_t count, bool merge, sm_incidents **out,
                            sm_error *err)
{
    sm_incidents *list = sm_incidents_new(), *merged = merge ? sm_incidents_new() : NULL;
    sm_status st = list && (merged || !merge) ? SM_OK : sm_fail(err, SM_E_NOMEM, "out of memory");
    for (size_t i = 0; i < count && st == SM_OK; i++)
        st = sm_incidents_read(list, paths[i], err);
    if (st == SM_OK && merge)
        st = sm_merge_incidents(list, merged, err);
    if (st != SM_OK) {
        sm_incidents_free(list);
        sm_incidents_free(merged);
        return st;
    }
    *out = merge ? merged : list;
    if (merge)
        sm_incidents_free(list);
    return SM_OK;
}

size_t sm_incidents_count(const sm_incidents *list)
{
    return list->count;
}
