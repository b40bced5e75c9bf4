#include "hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t sm_hash(const void *bytes, size_t length)
{
    return XXH3_64bits(bytes, length);
}
