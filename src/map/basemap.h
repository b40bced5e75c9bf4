/** The compiled basemap: land, countries, borders, lakes and rivers of the world at several levels of detail
 * in one mapped file. Every level shows the same territories, those of the United Nations' maps, by the rules
 * of gazetteer/disputed.tsv.
 *
 * Each layer is an array of shapes (rings or lines) with their boxes; a map walks the array and takes the
 * shapes whose box meets its window. Longitudes of a shape run on over the antimeridian (Russia goes to
 * 190°), so that nothing is cut there; a window is compared at −360°, 0 and +360°. */
#ifndef SM_BASEMAP_H
#define SM_BASEMAP_H

#include "error.h"

typedef enum sm_base_layer {
    SM_BASE_LAND,         /**< rings */
    SM_BASE_COUNTRIES,    /**< rings, with the country they belong to */
    SM_BASE_COAST,        /**< lines */
    SM_BASE_BORDERS,      /**< lines, each settled border once */
    SM_BASE_ADMIN1,       /**< rings of first-level divisions, with name */
    SM_BASE_ADMIN1_LINES, /**< lines between divisions of one country, each once */
    SM_BASE_LAKES,        /**< rings, those of islands among them */
    SM_BASE_RIVERS,       /**< lines */
    SM_BASE_DISPUTED,     /**< lines: borders and lines of control that are disputed or not determined */
    SM_BASE_CLAIMED,      /**< lines that are borders in other views only */
    SM_BASE_LAYERS,
    SM_BASE_SEAS = SM_BASE_LAYERS, /**< no shapes: units, and sm_basemap_sea_at */
    SM_BASE_TERRITORIES /**< units of the layer of countries: parts of one that others see elsewhere */
} sm_base_layer;

/** Levels by the scale of their source: 1:10, 1:50 and 1:110 million. A layer that a level lacks falls back
 * on the next. */
typedef enum sm_base_level { SM_BASE_10M, SM_BASE_50M, SM_BASE_110M, SM_BASE_LEVELS } sm_base_level;

#define SM_BASE_UNIT 1e-5 /* degrees of one unit of a coordinate */
#define SM_NO_UNIT   UINT32_MAX

typedef struct sm_base_point {
    int32_t lon, lat; /**< in SM_BASE_UNIT */
} sm_base_point;

typedef struct sm_base_shape {
    int32_t west, south, east, north; /**< in SM_BASE_UNIT; east may lie beyond 180° */
    uint32_t first, count;            /**< points */
    uint32_t unit;                    /**< the country or division it belongs to, SM_NO_UNIT = none */
    uint32_t rank;                    /**< of a river: 0 the greatest, SM_RIVER_RANKS − 1 the least */
} sm_base_shape;

enum { SM_RIVER_RANKS = 14 /**< 0 … 10 are Natural Earth's, the others of streams that it lacks */ };

/** A country or first-level division, a river or lake that has a name, a sea. Countries, with the territories
 * and lines that are disputed, come before divisions. */
typedef struct sm_base_unit {
    uint32_t name;    /**< offset into the strings */
    int32_t lon, lat; /**< of its label, in SM_BASE_UNIT */
    char country[2];  /**< ISO 3166-1 alpha-2, zeros for none */
    uint16_t layer;   /**< sm_base_layer */
    float area;       /**< square degrees, scaled by the cosine of the latitude */
} sm_base_unit;

/** How a view other than the United Nations' shows a territory or line: the units of that name, of the layers
 * of countries, territories, disputed and claimed lines. */
typedef struct sm_base_view {
    char view[2], owner[2]; /**< ISO 3166-1 alpha-2, XX: who holds it; owner zeros: as it is */
    uint32_t name;          /**< offset into the strings */
    uint32_t line;          /**< sm_base_view_line */
} sm_base_view;

typedef enum sm_base_view_line { SM_VIEW_NONE, SM_VIEW_DASH, SM_VIEW_SOLID } sm_base_view_line;

typedef struct sm_basemap sm_basemap;

/** Map a compiled basemap. `path` NULL: the file basemap.bin of the data folder; a file that is none of ours:
 * the user's layers in place of those of that one (basemap_import.h). Fails with SM_E_SETUP when missing,
 * damaged, foreign or of another version. `verify` checks the whole file against its checksum. */
sm_status sm_basemap_open(const char *path, bool verify, sm_basemap **out, sm_error *err);
void sm_basemap_close(sm_basemap *b); /**< NULL is fine */
/** Hand the memory of what was read so far back, before work that does not need it. */
void sm_basemap_rest(const sm_basemap *b);

/** The shapes of a layer at a level (or the nearest level that has it); borrowed. */
size_t sm_basemap_shapes(const sm_basemap *b, sm_base_layer layer, sm_base_level level,
                         const sm_base_shape **out);
/** The points of a shape; borrowed. `*count` is 0 for a shape of a damaged file that points outside it. */
const sm_base_point *sm_basemap_points(const sm_basemap *b, const sm_base_shape *shape, size_t *count);
size_t sm_basemap_units(const sm_basemap *b, const sm_base_unit **out);
/** The unit whose polygons (of 1:50 million, where there are such) hold a point; SM_NO_UNIT at sea. */
uint32_t sm_basemap_unit_at(const sm_basemap *b, sm_base_layer layer, sm_point at);
size_t sm_basemap_views(const sm_basemap *b, const sm_base_view **out);
/** The sea that a point at sea is in, as a unit; SM_NO_UNIT for none. True to a tenth of a degree, and blind
 * to the coast: ask only for what is known to be water. */
uint32_t sm_basemap_sea_at(const sm_basemap *b, sm_point at);
const char *sm_basemap_string(const sm_basemap *b, uint32_t offset);

/** For basemap_import.c: the bytes of a basemap, borrowed; and a basemap of bytes from malloc, which it takes
 * in any case. Fails as sm_basemap_open does. */
const unsigned char *sm_basemap_bytes(const sm_basemap *b, size_t *size);
sm_status sm_basemap_take(void *bytes, size_t size, const char *path, sm_basemap **out, sm_error *err);

/** The file's layout, for the compiler that makes it (tools/basemap_compile.c): header, table of layers,
 * units, strings, shapes, points, and the seas: for each row of the grid, from south, the index of its first
 * run (one more at the end), and the runs, from west: (end column << 16) | (0 or 1 + unit). */
enum { SM_SEA_COLUMNS = 3600, SM_SEA_ROWS = 1800 };

#define SM_BASEMAP_MAGIC   "SMBASE\r\n"
#define SM_BASEMAP_VERSION 5u

typedef struct sm_basemap_header {
    char magic[8];
    uint32_t version, byte_order; /**< 0x01020304 as written */
    uint64_t file_size, checksum; /**< xxHash of everything behind the header */
    struct {
        uint32_t first, count; /**< shapes */
    } layers[SM_BASE_LEVELS][SM_BASE_LAYERS];
    uint32_t n_units, n_shapes, n_points, string_bytes;
    uint32_t n_views, reserved;
    uint32_t n_sea_runs, first_sea;          /**< `first_sea`: the first unit that is a sea */
    uint64_t units, strings, shapes, points; /**< offsets into the file */
    uint64_t views, sea_rows, sea_runs;      /**< likewise */
} sm_basemap_header;

#endif
