/** The user's own layers in place of those of the compiled basemap: Natural Earth's GeoPackage as it is
 * downloaded, a folder of its Shapefiles, the boundaries of a country from elsewhere; whatever sm_vector_open
 * opens.
 *
 * A layer is known by its name: Natural Earth's (ne_10m_admin_0_countries; the scale chooses the level) or
 * the style's (countries). What the file lacks stays as compiled, or is made of what it has: borders are the
 * edges that two countries share, the coast what one has alone. Countries of fewer than 150 units, and
 * divisions, take the place of the compiled ones country by country; every other layer takes the whole place.
 */
#ifndef SM_BASEMAP_IMPORT_H
#define SM_BASEMAP_IMPORT_H

#include "basemap.h"

/** `compiled` with the layers of `path`: a basemap of its own, in memory, that outlives `compiled`. Fails
 * with SM_E_SETUP when the file is missing, broken or without any layer that is known, SM_E_LIMIT,
 * SM_E_NOMEM. */
sm_status sm_basemap_import(const sm_basemap *compiled, const char *path, sm_basemap **out, sm_error *err);

#endif
