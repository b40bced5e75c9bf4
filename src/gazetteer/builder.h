/** The gazetteer while it is being built: growing arrays, nothing sorted. Private to the builder's files,
 * which run in this order:
 *
 *     builder.c         places, boxes, strings, names
 *     build_geonames.c  GeoNames' own tables: countries, divisions, dumps, alternate names
 *     build_areas.c     polygons: where a division lies; US counties; seas and world regions
 *     build_curated.c   our own tables
 *     build_rows.c      places.tsv and overlays; also for an overlay that is laid over a gazetteer
 * (overlay.c) build_names.c     the variants of a name: without "Governorate", without "the" … build_prior.c
 * how prominent a place is; which places are one and the same choice build_write.c     sorted, indexed,
 * written
 *
 * A failed allocation is remembered in `failed` and reported once, at the end of each step. */
#ifndef SM_BUILDER_H
#define SM_BUILDER_H

#include "format.h"
#include "gazetteer_build.h"
#include "hash.h"
#include "table.h"

/** One name of one place, or (place SM_NO_PLACE) the beginning of a longer name. */
typedef struct sm_name_record {
    uint64_t hash;
    uint32_t place;
    uint8_t kind, flags;
    uint16_t language;
} sm_name_record;

/** What the builder knows of a place besides what goes into the file. */
typedef struct sm_origin {
    uint64_t admin1, admin2; /**< keys of its divisions, 0 = none: see sm_admin_key */
    uint32_t base;           /**< an overlay's copy of a place of the mapped gazetteer; else SM_NO_PLACE */
    uint8_t rank;            /**< sm_rank: who placed it */
} sm_origin;

/** Who may move a place: a higher rank overrides a lower one. */
enum { SM_RANK_NOWHERE, SM_RANK_TOWNS, SM_RANK_POLYGON, SM_RANK_GEONAMES, SM_RANK_CURATED };

/** Of the places of a gazetteer under an overlay, which stand in the order of prominence, only the first are
 * asked for divisions and towns: of a usual gazetteer all, of a very large one enough, so that not the whole
 * file has to be read. */
enum { SM_PLACES_ASKED = 400 * 1000 };

/** A hash map from 64-bit keys to places. Key 0 is none. */
typedef struct sm_key_map {
    uint64_t *keys;
    uint32_t *values;
    size_t capacity, count; /**< capacity is a power of two */
} sm_key_map;

/** From GeoNames ids to places: the ids are dense, so they are pages of an array. */
enum { SM_ID_PAGE = 1 << 16 };
typedef struct sm_id_index {
    uint32_t *pages[(INT32_MAX >> 16) + 1]; /**< 1 + place, 0 = none */
} sm_id_index;

/** A set of hashes; sm_hashes_hold once it is sorted. */
typedef struct sm_hashes {
    uint64_t *items;
    size_t count, capacity;
} sm_hashes;

/** A further name of a place (alias), or a name bound to one place (pin), by a user's row: settled when all
 * places are known. */
typedef struct sm_reference {
    uint64_t name;         /**< hash; 0 = a later overlay says otherwise */
    uint64_t if_source;    /**< sm_source_hash, 0 = of any source */
    uint32_t place;        /**< SM_NO_PLACE: still to be found by `target` */
    uint32_t text, target; /**< strings: the name as written; what the row calls the place */
    uint32_t row;          /**< index into `rows` */
    char if_country[2];
    uint8_t kind; /**< sm_name_kind */
    bool pin;
} sm_reference;

/** Where a user's row stands, for messages about it. */
typedef struct sm_row_place {
    const char *path;
    unsigned line, feature;
} sm_row_place;

typedef struct sm_builder {
    const sm_gazetteer_sources *src;
    const sm_gazetteer *base; /**< an overlay is being made for this one; NULL when a gazetteer is built */
    sm_gazetteer_report report;
    sm_place *places;
    sm_origin *origins;
    size_t n_places, place_capacity, origin_capacity;
    sm_box *boxes;
    size_t n_boxes, box_capacity;
    char *strings;
    size_t n_strings, string_capacity;
    sm_name_record *names;
    size_t n_names, name_capacity;
    sm_member *members;
    size_t n_members, member_capacity;
    sm_id_index by_id;
    sm_key_map admins;            /**< by key of the division */
    sm_hashes never, weak, first; /**< curated stop names, weak names, first names */
    sm_key_map base_divisions;    /**< of the divisions of `base`, once one is asked for */
    sm_key_map by_base;           /**< by 1 + number in `base`: the copy of that place */
    sm_key_map treated; /**< the user's stop names by hash: sm_row's treatment, or 0 when taken back */
    sm_key_map pinned;  /**< names that the user has pinned: to the place */
    sm_key_map said;    /**< what the users' rows have said, to find contradictions: row by topic */
    sm_row_place *rows;
    size_t n_rows, row_capacity;
    sm_reference *references;
    size_t n_references, reference_capacity;
    uint8_t mark;        /**< put on every name that is noted now: SM_N_USER while a user's row is read */
    uint64_t *spellings; /**< SM_SPELLING_WORDS × 64 bits: the words of all names; NULL = no names yet */
    uint32_t *letters;   /**< SM_LETTER_ROWS: of the same words */
    uint64_t recent[1 << 14]; /**< beginnings of names that were noted lately, not to note them again */
    char iso3[26 * 26][4];    /**< ISO 3166-1 alpha-3 codes by alpha-2 code: the names of the polygon files */
    char continents[26 * 26][3];
    uint32_t countries[26 * 26];
    bool failed;
} sm_builder;

/** Make room for one more item; false (and `failed`) when there is no memory. */
bool sm_builder_grow(sm_builder *b, void *items, size_t *capacity, size_t count, size_t size);

void sm_hashes_add(sm_builder *b, sm_hashes *set, uint64_t hash); /**< 0 is not added */
void sm_hashes_sort(sm_hashes *set);
bool sm_hashes_hold(const sm_hashes *set, uint64_t hash);

/** A new place without name and point; SM_NO_PLACE when out of memory. */
uint32_t sm_builder_place(sm_builder *b, int32_t geonames_id);
uint32_t sm_builder_string(sm_builder *b, const char *bytes, size_t length);
void sm_builder_box(sm_builder *b, uint32_t place, sm_box box);
void sm_builder_point(sm_builder *b, uint32_t place, sm_point point, unsigned rank);
/** Free what only the reading of sources needs: the indexes by id and key, and where places come from. */
void sm_builder_forget(sm_builder *b);
void sm_builder_free(sm_builder *b);

/** "ML" → 0 … 675; −1 for what is no code. */
int sm_country_slot(const char *code, size_t length);
/** The key of a division: country, and the codes down to it (`admin2` of length 0: first level). */
uint64_t sm_admin_key(const char country[2], sm_field admin1, sm_field admin2);

uint32_t sm_id_find(const sm_id_index *ids,
                    int64_t geonames_id);                  /**< SM_NO_PLACE for none, and for ids below 1 */
uint32_t sm_key_find(const sm_key_map *map, uint64_t key); /**< SM_NO_PLACE for none */
void sm_key_set(sm_builder *b, sm_key_map *map, uint64_t key, uint32_t value);

/** The hash of a name's tokens, hyphens and dots left out; 0 when it has none or too many. */
uint64_t sm_name_hash(const char *name, size_t length);

enum { SM_SPELLING_WORDS = 1 << 20 /**< 8 MB, cut down to what the names need in the end */ };

/** Fold the table of spellings, its two halves onto each other, while no more than one bit in sixteen is set:
 * in the end at most one in eight is. Returns the number of its words. */
size_t sm_spellings_fold(uint64_t *bits);

/** Note exactly this name. */
void sm_builder_name(sm_builder *b, uint32_t place, const char *name, size_t length, sm_name_kind kind,
                     unsigned flags, uint16_t language);
/** Make a name known that need not have a place: a stop name. */
void sm_builder_stop(sm_builder *b, const char *name, size_t length);
/** Note how a name sounds. */
void sm_builder_sound(sm_builder *b, uint32_t place, const char *name, size_t length, sm_name_kind kind);
/** Note this name and the variants in which texts write it. */
void sm_builder_names(sm_builder *b, uint32_t place, const char *name, size_t length, sm_name_kind kind,
                      uint16_t language);
/** Note each of the names joined by | in the field. */
void sm_builder_name_list(sm_builder *b, uint32_t place, sm_field list, sm_name_kind kind);
/** The first name of the list becomes the name that is shown. */
void sm_builder_show(sm_builder *b, uint32_t place, sm_field list);
/** What kind an entry of a list of alternate names is; false if it is not worth a place: digits, one letter,
 * a web address. */
bool sm_alternate_kind(const char *name, size_t length, sm_name_kind *kind, unsigned *flags);

/** The consonants of a name in their order, without the Arabic article: what two spellings of one name share
 * ("Ar Raqqah" and "Raqqa", "Kyiv" and "Kiev"). Empty for names in other scripts and for those with too few
 * consonants to tell. Returns `out`. */
enum { SM_SKELETON = 48 };
char *sm_name_skeleton(const char *name, size_t length, char out[SM_SKELETON]);

sm_status sm_build_countries(sm_builder *b, sm_error *err);
sm_status sm_build_admin(sm_builder *b, sm_error *err);
sm_status sm_build_dump(sm_builder *b, const char *path, sm_error *err);
sm_status sm_build_alternates(sm_builder *b, sm_error *err);
sm_status sm_build_counties(sm_builder *b, sm_error *err);
sm_status sm_build_collections(sm_builder *b, sm_error *err);
sm_status sm_build_curated_divisions(sm_builder *b, sm_error *err); /**< admin1.tsv, countries.tsv */
sm_status sm_build_curated_places(sm_builder *b,
                                  sm_error *err); /**< places.tsv, overlays, aliases.tsv, the word lists */
/** What a pin's `if_source` and an article's source have in common: the hash of the folded name. */
uint64_t sm_source_hash(const char *name, size_t length);
/** Rows of places.tsv, or (`user`) of an overlay. `path` must outlive the builder. */
sm_status sm_build_rows(sm_builder *b, const char *path, bool user, sm_error *err);
/** Settle what the users' rows refer to, once all places are known and linked. */
sm_status sm_build_references(sm_builder *b, sm_error *err);
/** Whether a place that somebody has written a row for says too little about where it belongs. */
bool sm_lacks_division(const sm_place *p);
/** Give each of the places `lost` the division and the country of the nearest town, if one is near; of its
 * own country if that is known. */
void sm_borrow_divisions(sm_place *const *lost, size_t n_lost, const sm_place *towns, size_t n_towns);
/** The first-level division of `base` with these codes, as a number in `base`. */
uint32_t sm_base_division(sm_builder *b, const char country[2], sm_field admin1);
sm_status
sm_build_divisions(sm_builder *b,
                   sm_error *err); /**< links every place to its divisions, places those from polygons */
sm_status sm_build_priors(sm_builder *b, sm_error *err);
/** The prior of one place; `population` may be the sum of its towns'. `curated`: somebody thought it worth a
 * row. */
float sm_place_prior(const sm_place *p, double population, double radius_km, bool curated);
/** The bearers that the records of one name make, each place once; `*longer` is set when longer names begin
 * like it. `out` has room for `n`. Returns their number. */
uint32_t sm_bearers_merge(const sm_name_record *records, size_t n, sm_bearer *out, bool *longer);
/** Bring the bearers of one name into their order: what the user says first, then by falling prior under the
 * name; `prior` gives that of a place. */
typedef float sm_prior_fn(const void *context, uint32_t place);
void sm_bearers_sort(sm_bearer *bearers, size_t n, sm_prior_fn *prior, const void *context);
/** Of the bearers of a name that the user has pinned only the pinned one goes before the others. */
void sm_bearers_pin(sm_bearer *bearers, size_t n, uint32_t place);
/** Mark the lesser of two places that are one choice under this name: a town and its province, a city-state.
 * Bearers by falling prior. */
void sm_mark_twins(sm_place *places, const sm_bearer *bearers, size_t n);
/** Orders for qsort: name records by hash, place, kind and flags; sm_id_row by GeoNames id. */
int sm_by_hash_and_place(const void *a, const void *b);
int sm_by_id(const void *a, const void *b);
sm_status sm_build_write(sm_builder *b, const char *path, sm_error *err);

#endif
