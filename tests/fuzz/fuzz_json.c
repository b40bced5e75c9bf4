/** Any bytes as JSON: what the fast reader takes, jansson takes, and makes the same of it. */
#include "fuzz.h"
#include "jsontree.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    json_t *tree = sm_json_tree((const char *)data, size);
    if (tree) {
        json_t *whole = json_loadb((const char *)data, size, 0, NULL);
        if (whole == NULL || !json_equal(tree, whole))
            abort();
        json_decref(whole);
    }
    json_decref(tree);
    return 0;
}
