/** The compiled gazetteer: one versioned, checksummed file, mapped into memory, that answers "which places bear this name".
 *
 *     sm_gazetteer_open(path, &g, err)
 *     sm_name_walk w = sm_name_start(g);                 walk the tokens of a text …
 *     for (i …; sm_name_step(&w, token.hash); …)         … as long as some name begins like that
 *         if (sm_name_count(&w)) …                       the places whose name ends here
 *
 * Places are numbered 0 … n−1 in the file, most prominent first among those of one name. */
#ifndef SM_GAZETTEER_H
#define SM_GAZETTEER_H

#include "error.h"
#include "geo.h"
#include "token.h"

#define SM_NO_PLACE UINT32_MAX

/** What a name is to its place. */
typedef enum sm_name_kind {
    SM_NAME_MAIN,         /**< the gazetteer's own name, or its ASCII form */
    SM_NAME_ALTERNATE,    /**< any other name */
    SM_NAME_ENGLISH,      /**< curated: what English news call it ("Bavaria", "Ivory Coast") */
    SM_NAME_ABBREVIATION, /**< "Calif.", "U.S.", "DRC": only as written, with its capitals */
    SM_NAME_ADJECTIVE,    /**< "Malian" */
    SM_NAME_DEMONYM,      /**< "Malians", "Londoner" */
    SM_NAME_FORMER,       /**< "Burma", "Leningrad" */
    SM_NAME_METONYM,      /**< "Kremlin", "White House": a government more than a place */
} sm_name_kind;

/** One place, as it stands in the file (read through sm_gazetteer_place). */
typedef struct sm_place {
    int32_t geonames_id;   /**< 0 = GeoNames has none */
    uint32_t name;         /**< offset into the strings; read with sm_gazetteer_string */
    int32_t lon_e5, lat_e5; /**< degrees × 100,000 */
    uint32_t population;
    uint32_t country;      /**< index of its country's place, SM_NO_PLACE for none (a country is its own) */
    uint32_t admin1;       /**< index of its first-level division's place, SM_NO_PLACE for none (a division is its own) */
    uint32_t admin2;       /**< likewise second level (US counties) */
    uint32_t box;          /**< 1 + index into the boxes of areas, 0 = none */
    char country_code[2];  /**< ISO 3166-1 alpha-2, zeros for none */
    char admin1_code[6];   /**< GeoNames' code without the country, NUL-padded */
    char feature_class;    /**< A P L H T S R U V */
    char feature_code[7];  /**< PPLC …, NUL-padded; 7 characters do not occur */
    uint16_t n_names;      /**< alternate names that the source has: the best cheap sign of prominence */
    uint16_t flags;        /**< SM_P_… */
    float prior;           /**< log-odds-like prominence, comparable between all places; see docs/gazetteer.md */
} sm_place;

enum { SM_P_CAPITAL = 1 << 0, SM_P_COUNTRY = 1 << 1, SM_P_REGION = 1 << 2 /**< continent or world region */, SM_P_USER = 1 << 3 /**< from an overlay */,
       SM_P_TWIN = 1 << 4 /**< bears the name of a more prominent place that it contains or lies in (province and city) */,
       SM_P_PARENT = 1 << 5 /**< some other place names it as its division: containment is by codes, not by its box */ };

typedef struct sm_gazetteer sm_gazetteer;

/** Where the gazetteer lies if the caller names none: `gazetteer.bin`, found as sm_data_path in data.h says. Returns `out`. */
char *sm_gazetteer_default_path(char *out, size_t capacity);

/** Map a compiled gazetteer. `path` NULL: see sm_gazetteer_default_path. Fails with SM_E_SETUP when missing, damaged, of another version or foreign.
 * The header and the table of sections are always checked; `verify` checks the whole file against its checksum (reads it all). */
sm_status sm_gazetteer_open(const char *path, bool verify, sm_gazetteer **out, sm_error *err);
void sm_gazetteer_close(sm_gazetteer *g); /**< NULL is fine */
/** Hand the memory of what was read so far back, before work that does not need it; NULL is fine. */
void sm_gazetteer_rest(const sm_gazetteer *g);

size_t sm_gazetteer_count(const sm_gazetteer *g);
const sm_place *sm_gazetteer_place(const sm_gazetteer *g, uint32_t place); /**< borrowed; `place` < count */
void sm_gazetteer_fetch_place(const sm_gazetteer *g, uint32_t place);      /**< begin to fetch it from memory */
const char *sm_gazetteer_string(const sm_gazetteer *g, uint32_t offset);   /**< borrowed; "" for a bad offset */
static inline sm_point sm_place_point(const sm_place *p)
{
    return (sm_point){p->lon_e5 / 1e5, p->lat_e5 / 1e5};
}
bool sm_gazetteer_box(const sm_gazetteer *g, const sm_place *p, sm_box *out);
uint32_t sm_gazetteer_by_id(const sm_gazetteer *g, int32_t geonames_id);   /**< SM_NO_PLACE if it has none */
uint32_t sm_gazetteer_country(const sm_gazetteer *g, const char code[2]);  /**< the country's place */

/** Whether `inner` lies in `outer` by the hierarchy of divisions (a place lies in itself), or in its box. */
bool sm_place_within(const sm_gazetteer *g, uint32_t inner, uint32_t outer);

/** One bearer of a name. */
typedef struct sm_bearer {
    uint32_t place;
    uint8_t kind;      /**< sm_name_kind */
    uint8_t flags;     /**< SM_N_… */
    uint16_t language; /**< two letters packed, 0 = unknown */
} sm_bearer;

enum { SM_N_STOP = 1 << 0 /**< curated: never a place on its own */, SM_N_WEAK = 1 << 1 /**< only with strong evidence (also a word, a first name …) */,
       SM_N_GENERIC_CUT = 1 << 2 /**< the name without its generic word: "Anbar" for "Anbar Governorate" */,
       SM_N_FIRSTNAME = 1 << 3 /**< also a person's first name (set for prominent places too, where SM_N_WEAK is not) */,
       SM_N_CODE = 1 << 4 /**< a code of a register (airport, ISO 3166), which texts hardly ever mean; also SM_N_WEAK */,
       SM_N_USER = 1 << 5 /**< the user says that the name means this place: it goes before all others */,
       SM_N_IF = 1 << 6 /**< the place has this name only where the condition of a user's pin holds */,
       SM_N_SOUND = 1 << 7 /**< the name only sounds like this: sm_gazetteer_sounds_like */ };

enum { SM_NAME_TOKENS = 16 /**< no name has more tokens than that, hyphens and dots included */ };

/** What the kind of a name adds to its place's prior, as log-odds: "Kiev" is the city more than a village that was once called so. The bearers of a name
 * stand in the order of prior + this. */
float sm_bearer_odds(const sm_bearer *b);

/** Walking along tokens: a name is the sequence of its tokens' hashes, so no text is compared and no key is built. */
typedef struct sm_name_walk {
    const sm_gazetteer *gazetteer;
    uint64_t sequence;
    const struct sm_name_slot *slot, *over; /**< in the file, and in the user's overlay, which goes before it */
} sm_name_walk;

sm_name_walk sm_name_start(const sm_gazetteer *g);
bool sm_name_step(sm_name_walk *w, uint64_t token_hash); /**< false when no name begins like that */
bool sm_name_continues(const sm_name_walk *w);           /**< whether a longer name exists */

/** Begin to fetch from memory what a step with this token will read in a walk whose `sequence` is as given, at its start
 * SM_HASH_START. Returns the sequence behind the step. */
uint64_t sm_name_fetch(const sm_gazetteer *g, uint64_t sequence, uint64_t token_hash);

/** The bearers of the name walked so far, by falling prior + sm_bearer_odds; 0 when it is only the beginning of names. Borrowed. */
size_t sm_name_bearers(const sm_name_walk *w, const sm_bearer **out);

/** Whether the user wants the name walked so far never to be a mention; it has no bearers then. */
bool sm_name_stopped(const sm_name_walk *w);

/** A word's spelling as a number, made letter by letter from 0: of a word's head and its tail it is
 * head × SM_SPELLING_BASE ^ (bytes of the tail) + tail, so that every misspelling of a word is made from the same parts. */
#define SM_SPELLING_BASE UINT64_C(0x9E3779B97F4A7C15)
static inline uint64_t sm_spelling_step(uint64_t spelling, char letter)
{
    return spelling * SM_SPELLING_BASE + (unsigned char)letter;
}

/** Whether a word that is folded and spelt so may stand in a name: false is certain, true is wrong in a few cases of a thousand. */
bool sm_gazetteer_may_spell(const sm_gazetteer *g, uint64_t spelling);
void sm_gazetteer_fetch_spelling(const sm_gazetteer *g, uint64_t spelling); /**< begin to fetch what that will read */

/** A byte of a folded word for the table of letters: 1 … 26 for a … z, 0 for what lies outside the word, 27 for others. */
static inline uint8_t sm_letter(char byte)
{
    return (uint8_t)(byte >= 'a' && byte <= 'z' ? byte - 'a' + 1 : byte ? 27 : 0);
}

/** Which letters may stand between these three and these three (sm_letter) in a word of a name, a bit each: those that
 * stand so between any three neighbours of the six in some word. */
uint32_t sm_gazetteer_letters(const sm_gazetteer *g, const uint8_t before[3], const uint8_t behind[3]);

/** Look up a whole name written in any case: tokenizes and walks it. */
size_t sm_gazetteer_lookup(const sm_gazetteer *g, const char *name, const sm_bearer **out);

/** ## Overlays
 *
 * sm_gazetteer_overlay (public header) lays the user's own places and names over a mapped gazetteer: places that it
 * adds are numbered behind those of the file, those that it changes are changed in this process' own copy of
 * their page, and the names that it speaks of have a small index of their own. */

/** Where an article comes from and what it is about: what the conditions of pins ask. */
typedef struct sm_circumstances {
    uint64_t sources[2]; /**< hashes of the source's name and of its web host, 0 = not known */
    char country[2];     /**< zeros: not known yet */
    bool perhaps;        /**< take conditions on a country that is not known yet for fulfilled */
} sm_circumstances;
sm_circumstances sm_circumstances_of(const char *source, const char *url); /**< NULLs are fine */

/** The place to which the user has pinned the name with these bearers under these circumstances; SM_NO_PLACE for none. The
 * narrowest condition decides. (A pin without condition is SM_N_USER.) */
uint32_t sm_bearers_pinned(const sm_gazetteer *g, const sm_bearer *bearers, const sm_circumstances *where);

/** Whether any pin has a condition. */
bool sm_gazetteer_has_conditions(const sm_gazetteer *g);

/** What the spellings of a name that was taken over from another script have in common: its consonants, k for q and c, one sign for kh, sh, without
 * articles ("Ash Shaykh Miskīn" and "Sheikh Miskeen"). Returns the length, 0 for a name in other letters or with too few signs to tell (four, of two words three). Not NUL-terminated. */
enum { SM_NAME_SOUND = 48 };
size_t sm_name_sound(const char *name, size_t length, char out[SM_NAME_SOUND]);

/** The populated places and divisions, of countries that write in another script, whose name sounds like this; by falling prior. Borrowed. */
size_t sm_gazetteer_sounds_like(const sm_gazetteer *g, const char *name, size_t length, const sm_bearer **out);

/** Whether two spellings, articles left out, differ in no more than a third of their letters. */
bool sm_names_alike(const char *one, size_t length, const char *other);

/** Facts about the file, for `sitmap gazetteer info`. */
typedef struct sm_gazetteer_facts {
    uint32_t version;
    size_t file_bytes, places, names, bearers;
    const char *built_from; /**< sources with their versions, one a line */
} sm_gazetteer_facts;
void sm_gazetteer_info(const sm_gazetteer *g, sm_gazetteer_facts *out);

#endif
