/** The compiled gazetteer as it lies in the file: little more than arrays, each section on its own page.
 *
 *     header             one page: magic, version, byte order, size, table of sections, hash of all that
 *     SM_PLACES          sm_place, by falling prior: a smaller number is a more prominent place
 *     SM_STRINGS         NUL-terminated; offset 0 is ""
 *     SM_BOXES           sm_box
 *     SM_SLOTS           sm_name_slot: an open hash table from the hash of a token sequence to its bearers;
 * also holds every beginning of a longer name, so that a reader stops at the first token that leads nowhere;
 * by rising hash but for those that did not fit in before the end and stand at the start, so that a search
 * ends at the first greater one (Amble and Knuth 1974: ordered hash tables)
 *     SM_SPELLINGS       uint64_t [power of two], three bits for every word of a name, by its spelling: a word of
 * which one is 0 stands in no name
 *     SM_LETTERS         uint32_t [4 × 28 × 28 × 28]: by three letters of four that stand together in a word of a name
 * (sm_letter), the first, second, third or fourth left out: which letters may be that one, a bit each
 *     SM_BEARERS         sm_bearer, those of one name together, most prominent first
 *     SM_IDS             sm_id_row, by GeoNames id
 *     SM_COUNTRIES       uint32_t [26 × 26]: place of the country AA … ZZ
 *     SM_MEMBERS         sm_member, by region: the countries of a world region
 *     SM_FACTS           text: what it was built from, a line a source
 *
 * Numbers are in the order of the machine that built the file; `order` tells. Readers trust nothing: every
 * index read from the file is checked against its section when it is used, so a damaged file can give
 * nonsense but cannot be a way out of it. */
#ifndef SM_GAZETTEER_FORMAT_H
#define SM_GAZETTEER_FORMAT_H

#include "gazetteer.h"

#define SM_GAZETTEER_MAGIC "SITMAPGZ"
enum { SM_GAZETTEER_VERSION = 4, SM_GAZETTEER_PAGE = 4096 };
#define SM_GAZETTEER_ORDER UINT32_C(0x01020304)

enum {
    SM_PLACES,
    SM_STRINGS,
    SM_BOXES,
    SM_SLOTS,
    SM_SPELLINGS,
    SM_LETTERS,
    SM_BEARERS,
    SM_IDS,
    SM_COUNTRIES,
    SM_MEMBERS,
    SM_FACTS,
    SM_N_SECTIONS
};

typedef struct sm_section {
    uint64_t offset; /**< from the start of the file, a multiple of the page */
    uint64_t count;  /**< items */
    uint64_t size;   /**< of an item */
    uint64_t hash;   /**< of the section's bytes */
} sm_section;

typedef struct sm_gazetteer_header {
    char magic[8];
    uint32_t version, order;
    uint64_t file_bytes;
    uint32_t n_sections, max_probe; /**< longest walk to a name in the hash table */
    uint64_t n_names;               /**< slots that bear a name */
    sm_section sections[SM_N_SECTIONS];
    uint64_t hash; /**< of all before it */
} sm_gazetteer_header;

typedef struct sm_name_slot {
    uint64_t hash;   /**< 0 = empty */
    uint32_t first;  /**< index of the first bearer */
    uint32_t packed; /**< number of bearers × 2 + 1 if longer names begin like this */
} sm_name_slot;

typedef struct sm_id_row {
    int32_t geonames_id;
    uint32_t place;
} sm_id_row;

typedef struct sm_member {
    uint32_t region, country; /**< places */
} sm_member;

/** Where a hash belongs in a table of `n` slots (multiply and shift: no power of two needed; method: D.
 * Lemire). */
static inline size_t sm_slot_home(uint64_t hash, size_t n)
{
    return (size_t)(((unsigned __int128)hash * n) >> 64);
}

/** Where a spelling belongs in the table of spellings: the word, before it is cut to the size of the table, and
 * three bits of it (a blocked Bloom filter: Putze, Sanders and Singler 2007). */
static inline uint64_t sm_spelling_home(uint64_t spelling, uint64_t *bits)
{
    uint64_t mixed = (spelling ^ (spelling >> 29)) * UINT64_C(0xBF58476D1CE4E5B9);
    *bits = UINT64_C(1) << (mixed >> 58) | UINT64_C(1) << (mixed >> 52 & 63) |
            UINT64_C(1) << (mixed >> 46 & 63);
    return mixed >> 20;
}

enum { SM_LETTER_KINDS = 28, SM_LETTER_ROWS = 4 * SM_LETTER_KINDS * SM_LETTER_KINDS * SM_LETTER_KINDS };

/** Where the table of letters has what may stand between the three letters before a gap and the three behind it, seen
 * from `first` of those before it on: 3 = it is the last of four, 0 = the first. */
static inline size_t sm_letters_row(const uint8_t *before, const uint8_t *behind, size_t first)
{
    size_t row = 3 - first;
    for (size_t i = first; i < 3; i++)
        row = row * SM_LETTER_KINDS + before[i];
    for (size_t i = 0; i < first; i++)
        row = row * SM_LETTER_KINDS + behind[i];
    return row;
}

/** What is noted in the table of names for all names of one sound. */
uint64_t sm_sound_hash(const char *name, size_t length); /**< 0 for none: see sm_name_sound */

#endif
