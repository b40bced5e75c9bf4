/** The distinct names of an article and, for each, the places that it may mean.
 *
 * Mentions of one name are one question: a name has one sense in an article (99.7 % and more in four
 * corpora). Places of one name that lie in each other (province and city) stay separate candidates; the words
 * around say which is asked for. */
#ifndef SM_PLACE_CANDIDATES_H
#define SM_PLACE_CANDIDATES_H

#include "model.h"
#include "names.h"
#include "place.h"

enum {
    SM_ASK_ADMIN1 = 1,
    SM_ASK_ADMIN2 = 2,
    SM_ASK_TOWN = 4,
    SM_ASK_COUNTRY = 8,
    SM_ASK_NATURE = 16,
    SM_ASK_BUILDING = 32
};

typedef struct sm_asking {
    const char *phrase;
    uint32_t asks;
} sm_asking;

extern const sm_asking sm_askings_rows[];
extern const sm_phrase_table sm_askings;

/** One place that a name may mean. */
typedef struct sm_choice {
    uint32_t place;
    uint32_t country, admin1, admin2; /**< of the place, as in sm_place */
    uint8_t name_kind, name_flags;
    bool is_country;
    float probability;
    float log_population; /**< log10(1 + population) */
    float x[3];           /**< the point on the unit sphere */
    float fixed[2];       /**< what of the score no round changes; without and with the rest of the article */
    float prominence;     /**< what of that with it the gazetteer alone says */
} sm_choice;

/** How the bearers of a name were found. */
typedef enum sm_match {
    SM_MATCH_WHOLE,
    SM_MATCH_PARED,    /**< without its article, direction or generic word */
    SM_MATCH_MISSPELT, /**< one letter away */
    SM_MATCH_INNER,    /**< by a name inside it */
} sm_match;

/** One distinct name. */
typedef struct sm_name {
    uint64_t key;
    uint32_t mentions;      /**< number of them */
    float weight;           /**< by that number: further mentions count less */
    uint32_t first_mention; /**< index; the others follow by `next_mention` of sm_spot */
    uint32_t last_mention;
    sm_choice *choices;
    uint32_t n_choices;
    float nothing;      /**< probability that it is none of the choices: a place that the gazetteer lacks */
    uint32_t asks;      /**< kinds that the words beside any of its mentions ask for */
    uint32_t n_bearers; /**< places that bear the name at all */
    const sm_bearer *more; /**< all bearers, by falling prior, of which only the first have become choices */
    uint32_t n_more;
    uint8_t match;   /**< sm_match: how the bearers were found */
    bool parted;     /**< the article has another name of the same words that lies elsewhere */
    uint32_t pinned; /**< the place that the condition of a user's pin gives it, SM_NO_PLACE = none */
} sm_name;

/** One mention while it is being resolved. */
typedef struct sm_spot {
    uint32_t first, end;   /**< tokens */
    uint32_t start, stop;  /**< bytes */
    uint32_t name;         /**< index into the names */
    uint32_t next_mention; /**< of the same name, UINT32_MAX at the end */
    uint32_t
        container; /**< index of the spot that is said to contain it ("Paris, Texas"), UINT32_MAX = none */
    float margin;  /**< of recognition */
    bool given;
} sm_spot;

typedef struct sm_names {
    sm_spot *spots;
    uint32_t n_spots;
    sm_name *names;
    uint32_t n_names;
} sm_names;

/** Whether token i is a word for water or land: "Sea", "Mountains". */
bool sm_asks_nature(const sm_doc *doc, uint32_t i);

/** Whether the name at [first, end) is one letter away from that of a sea, a river, mountains … */
bool sm_is_misspelt_nature(const sm_gazetteer *g, const sm_doc *doc, uint32_t first, uint32_t end);

/** Places considered for one name; the rest, by prior and by what the article makes likely, is not. */
enum { SM_CHOICES_MAX = 24 };

/** Group the spots by name and find the choices of each. `spots` come by position. Fails with SM_E_NOMEM. */
sm_status sm_names_collect(const sm_gazetteer *g, const sm_doc *doc, sm_spot *spots, uint32_t count,
                           sm_names *out, sm_error *err);

/** Add those bearers behind the first that `likely` says the article makes likely. Whether there are any. */
typedef bool sm_likely_fn(const void *context, const sm_place *p);
bool sm_names_add_likely(const sm_gazetteer *g, sm_name *name, sm_likely_fn *likely, const void *context);

/** Pin a name as the user's overlay says for such articles; the pinned place becomes a choice. */
void sm_name_pin(const sm_gazetteer *g, sm_name *name, const sm_circumstances *where);

/** The kinds of place that the words beside tokens [first, end) ask for: "province" behind, "the town of"
 * before. */
uint32_t sm_asks_around(const sm_doc *doc, uint32_t first, uint32_t end);

/** The kind of a place, as one of SM_ASK_… */
uint32_t sm_ask_of(const sm_place *p);

#endif
