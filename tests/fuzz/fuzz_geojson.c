/** Any bytes as an incident file: read, and when that goes well written, read again and written again; both
 * must be the same. */
#include "fuzz.h"
#include "geojson.h"

#include <stdlib.h>
#include <string.h>

typedef struct text {
    char *bytes;
    size_t size;
} text;

static text write_all(const sm_incidents *list)
{
    text out = {0};
    FILE *f = open_memstream(&out.bytes, &out.size);
    if (!f || sm_incidents_write_geojson(list, f, NULL) != SM_OK)
        abort(); /* what could be read can be written */
    fclose(f);
    return out;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sm_incidents *list = sm_incidents_new(), *again = sm_incidents_new();
    if (list && again && sm_incidents_parse_geojson(list, (const char *)data, size, "fuzz", NULL) == SM_OK) {
        text first = write_all(list);
        if (sm_incidents_parse_geojson(again, first.bytes, first.size, "again", NULL) != SM_OK)
            abort();
        text second = write_all(again);
        if (first.size != second.size || memcmp(first.bytes, second.bytes, first.size) != 0)
            abort();
        free(first.bytes);
        free(second.bytes);
    }
    sm_incidents_free(list);
    sm_incidents_free(again);
    return 0;
}
