/** Hashes (xxHash, stable over machines and versions): of token sequences for phrase tables and the name
 * index, of whole files as checksums, of records for ids. */
#ifndef SM_HASH_H
#define SM_HASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t sm_hash(const void *bytes, size_t length);

/** The hash of a sequence of tokens, made step by step: start with SM_HASH_START, then one step a token. */
#define SM_HASH_START UINT64_C(0x9E3779B97F4A7C15)
static inline uint64_t sm_hash_step(uint64_t sequence, uint64_t token)
{
    uint64_t h = (sequence ^ token) * UINT64_C(0xBF58476D1CE4E5B9);
    h ^= h >> 29;
    h *= UINT64_C(0x94D049BB133111EB);
    return h ^ (h >> 32);
}

#endif
