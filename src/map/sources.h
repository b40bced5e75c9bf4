/** The sources of a style that are files or GeoJSON of its own. All others (vector tiles, rasters) stand for
 * the basemap: layers of theirs go by their source-layer alone. */
#ifndef SM_SOURCES_H
#define SM_SOURCES_H

#include "arena.h"
#include <jansson.h>

typedef struct sm_source {
    const char *id;
    const char *path;        /**< of the file; for GeoJSON in the style, what errors name */
    const json_t *data;      /**< GeoJSON in the style, borrowed from the JSON; NULL = the file */
    const char *attribution; /**< without markup; NULL = none */
    bool remote;             /**< somewhere on a network: not read */
} sm_source;

typedef void sm_source_warn(void *context, const char *path, const char *words);

/** Read `sources` of the style file `style` into `arena`; returns how many are its own. Paths count from the
 * style's folder. */
size_t sm_sources_parse(const json_t *sources, const char *style, sm_arena *arena, sm_source_warn *warn,
                        void *context, sm_source **out);

#endif
