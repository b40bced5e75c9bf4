/** Lakes and rivers of GSHHG (Wessel and Smith 1996) out of the netCDF files that the Generic Mapping Tools
 * draw from: the world is cut into bins of some degrees, and each bin holds the pieces of shores or rivers
 * that lie in it. Pieces of a shore are joined here to rings again; pieces of rivers are left as they are. */
#ifndef SM_GSHHG_H
#define SM_GSHHG_H

#include "arena.h"
#include "topojson.h"

typedef enum sm_gshhg_level {
    SM_GSHHG_LAKE = 2,
    SM_GSHHG_ISLAND, /**< in a lake */
    SM_GSHHG_POND    /**< on such an island */
} sm_gshhg_level;

/** A closed shore inland. Longitudes are of 0 … 360° and run on beyond. */
typedef struct sm_gshhg_shore {
    sm_ring ring;
    uint32_t id, parent; /**< `parent`: the id of the shore round it */
    sm_gshhg_level level;
    bool river; /**< the banks of a wide river, not a lake */
} sm_gshhg_shore;

/** A piece of a river, of class 0 (the banks of wide ones), 1 (major) … 4 (minor), 5 … 7 (those that fall
 * dry), 8 … 10 (canals). */
typedef struct sm_gshhg_river {
    sm_ring line;
    int level;
} sm_gshhg_river;

/** Read binned_GSHHS_?.nc. What is returned lives in `arena`. Fails with SM_E_SETUP when the file is missing,
 * no such file, or damaged; SM_E_NOMEM. */
sm_status sm_gshhg_shores(const char *path, sm_arena *arena, sm_gshhg_shore **out, size_t *n, sm_error *err);
/** Likewise, binned_river_?.nc. */
sm_status sm_gshhg_rivers(const char *path, sm_arena *arena, sm_gshhg_river **out, size_t *n, sm_error *err);

#endif
