/** Any bytes as a table of incidents: what was read can be written as GeoJSON. */
#include "fuzz.h"
#include "geojson.h"
#include "incidenttable.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sm_incidents *list = sm_incidents_new();
    bool taken;
    if (list && sm_incidents_parse_table(list, data, size, "fuzz", &taken, NULL) == SM_OK) {
        char *bytes = NULL;
        size_t length;
        FILE *f = open_memstream(&bytes, &length);
        if (!f || sm_incidents_write_geojson(list, f, NULL) != SM_OK || (!taken && list->count))
            abort();
        fclose(f);
        free(bytes);
    }
    sm_incidents_free(list);
    return 0;
}
