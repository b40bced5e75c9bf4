/** What the gazetteer and the word table say about each token: the ground on which recognition stands.
 *
 *     sm_names_look(g, doc, &looks, err)      one pass over the tokens, walking the gazetteer from each
 * capitalised word looks.at[i].gaz                          what kind of name covers token i (SM_G_…), and
 * whether it begins there looks.hits[looks.at[i].hit]              that name: its tokens and its bearers */
#ifndef SM_PLACE_NAMES_H
#define SM_PLACE_NAMES_H

#include "gazetteer.h"
#include "phrase.h"

/** First names of persons, from gazetteer/firstnames.tsv. */
typedef struct sm_firstname {
    const char *phrase;
} sm_firstname;

extern const sm_firstname sm_firstnames_rows[];
extern const sm_phrase_table sm_firstnames;

/** The kind of the most prominent bearer. */
typedef enum sm_gaz_class {
    SM_G_NONE,
    SM_G_COUNTRY,
    SM_G_ABBREVIATION, /**< of a country or region */
    SM_G_ADJECTIVE,
    SM_G_DEMONYM,
    SM_G_REGION,
    SM_G_ADMIN1,
    SM_G_ADMIN1_SHORT, /**< "Calif." */
    SM_G_ADMIN2,
    SM_G_CAPITAL,
    SM_G_METROPOLIS, /**< over 1,000,000 */
    SM_G_CITY,       /**< over 200,000 */
    SM_G_BIG_TOWN,   /**< over 50,000 */
    SM_G_TOWN,       /**< over 8,000 */
    SM_G_VILLAGE,
    SM_G_NATURE, /**< water, land forms, areas */
    SM_G_BUILDING,
    SM_G_METONYM,
} sm_gaz_class;

enum {
    SM_GAZ_CLASS = 31,      /**< mask of the sm_gaz_class */
    SM_GAZ_INSIDE = 1 << 5, /**< not the name's first token */
    SM_GAZ_MORE = 1 << 6,   /**< not the name's last token */
    SM_GAZ_WEAK = 1 << 7,
    SM_GAZ_STOP = 1 << 8,
    SM_GAZ_OTHER = 1 << 9, /**< not the place's own or English name */
};

/** A name of the gazetteer in the text. */
typedef struct sm_hit {
    uint32_t first, end; /**< tokens */
    const sm_bearer *bearers;
    const sm_bearer *best; /**< the most prominent that fits the way it is written */
    uint32_t n_bearers;
    uint32_t place; /**< of `best` */
    bool users;     /**< the user says that this is the name of `place` */
} sm_hit;

typedef struct sm_look {
    uint32_t hit; /**< index + 1 into hits, 0 = none */
    uint16_t gaz;
    bool firstname; /**< capitalised, and a first name */
} sm_look;

/** Written forms: enough to tell "Paris", "NATO", "U.S.", "McAllen", "al", "1990", and each sign by itself
 * (its byte, from SM_SHAPE_SIGN on). */
enum {
    SM_SHAPE_NONE,
    SM_SHAPE_LOWER,
    SM_SHAPE_CAPITAL,
    SM_SHAPE_INITIAL,
    SM_SHAPE_CAPS,
    SM_SHAPE_LONG_CAPS,
    SM_SHAPE_MIXED,
    SM_SHAPE_DOTTED,
    SM_SHAPE_NUMBER,
    SM_SHAPE_YEAR,
    SM_SHAPE_POSSESSIVE,
    SM_SHAPE_OTHER,
    SM_SHAPE_SIGN = 32
};

/** The written case of a whole article. */
typedef enum sm_case { SM_CASE_NORMAL, SM_CASE_UPPER, SM_CASE_LOWER } sm_case;

typedef struct sm_looks {
    const sm_look *at; /**< one a token, and one for the sentinel */
    const sm_hit *hits;
    size_t n_hits;
    const uint32_t *marked; /**< the tokens that are capitalised or in hits, and the "al" of "al-Tanf" */
    size_t n_marked;
    sm_case letter_case;
} sm_looks;

/** How token i is written, as one of SM_SHAPE_… or a sign. */
uint8_t sm_shape(const sm_doc *doc, size_t i);

/** Whether token i is this sign, of one byte. */
static inline bool sm_is_sign(const sm_doc *doc, size_t i, char sign)
{
    return doc->tokens[i].kind == SM_PUNCT && doc->text[doc->tokens[i].start] == sign;
}

/** The most telling class of token i in the general word table, as its bit number; 0 = none. */
static inline unsigned sm_telling_class(const sm_doc *doc, const sm_look *at, size_t i)
{
    uint64_t classes = sm_word_classes(&doc->tokens[i]) | (at[i].firstname ? SM_W_FIRSTNAME : 0);
    return 63 - (unsigned)__builtin_clzll(classes | SM_W_BIT(0));
}

/** Whether token i is capitalised, a first name, and nothing that tells more: not "Major". */
static inline bool sm_is_firstname(const sm_doc *doc, const sm_look *at, size_t i)
{
    return at[i].firstname && sm_word_classes(&doc->tokens[i]) < 2 * SM_W_FIRSTNAME;
}

/** Fails with SM_E_NOMEM. The result lives in the doc's arena. */
sm_status sm_names_look(const sm_gazetteer *g, const sm_doc *doc, sm_looks *out, sm_error *err);

/** Whether the name at tokens [first, end) is written as a name of this kind must be: "US" in capitals, "Ga"
 * with its dot. */
bool sm_bearer_fits(const sm_doc *doc, uint32_t first, uint32_t end, const sm_bearer *b);

/** The flags (SM_N_…) that hold for the name as it is written: "US" and "U.S." are not the word "us". */
unsigned sm_bearer_flags(const sm_doc *doc, uint32_t first, uint32_t end, const sm_bearer *b);

/** The longest name of the gazetteer that begins at token `first` and ends by `limit`; its end, 0 when there
 * is none. */
uint32_t sm_names_longest(const sm_gazetteer *g, const sm_doc *doc, uint32_t first, uint32_t limit,
                          bool any_case, const sm_bearer **bearers, uint32_t *count);

sm_gaz_class sm_gaz_class_of(const sm_place *p, sm_name_kind kind);

#endif
