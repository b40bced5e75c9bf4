/** Linking places: what the words around a name say of it. Private to link_place.c, govern.c, name_use.c,
 * place_list.c and shift.c. In all of it `begin` and `end` bound the sentence. */
#ifndef SM_LINKING_H
#define SM_LINKING_H

#include "scan.h"

typedef struct sm_preposition {
    const char *phrase;
    float weight;         /**< 0 … 1: how surely the name behind it says where */
    const char *relation; /**< "in", "near", … : constant */
} sm_preposition;

extern const sm_preposition sm_prepositions_rows[];
extern const sm_phrase_table sm_prepositions;

/** What stands before a mention: the preposition that governs it, over "the northern city of", "the Grand
 * hotel in". */
typedef struct sm_governor {
    const sm_preposition *prep; /**< NULL = none */
    size_t at;                  /**< token of the preposition */
    int bearing;                /**< of "northern …": degrees, −1 = none */
    bool middle;                /**< "central …" */
    bool outskirts, coast;
    bool launch; /**< "from …" */
    double km;   /**< "600 km northeast of": distance, 0 = none */
    int offset_bearing;
} sm_governor;

/* --- govern.c ----------------------------------------------------------------------------------- */

/** What governs `m`, looking back no further than a verb `h`. */
sm_governor sm_govern(const sm_scan *s, const sm_mention *m, const sm_hit *h, size_t begin);

/* --- name_use.c --------------------------------------------------------------------------------- */

/** A name itself, not an adjective, a people or a seat of power. */
bool sm_may_modify(const sm_mention *m);
/** "the Bamako hotel attack", "Paris attacks": only nouns between the mention and the trigger noun. */
bool sm_modifies(const sm_scan *s, const sm_mention *m, const sm_hit *h);
/** "Paris Street", "the 900 block of Georgia", or the hospital that a victim was brought to. */
bool sm_on_street(const sm_scan *s, const sm_mention *m, const sm_hit *h, size_t begin);
/** "flying from X to Y", "bound for X": the way, not the place. */
bool sm_is_route(const sm_scan *s, const sm_governor *g, size_t begin);
/** "captured the strategic town of X": only a noun phrase stands between a verb and the name. */
bool sm_is_object(const sm_scan *s, const sm_mention *m, const sm_hit *h);
/** Somebody of the place is meant: "X police", "X's ruling party", "X State University". */
bool sm_names_somebody(const sm_scan *s, const sm_mention *m);
/** A name that is taken for somebody from there, but whose words say a place: "in a Mogadishu cafe",
 * "captured the X district". */
bool sm_meant_as_place(const sm_scan *s, const sm_mention *m, const sm_hit *h, const sm_governor *g,
                       size_t begin);
/** "condemned in X", "announced in X": something else was done there. */
bool sm_done_there(const sm_scan *s, const sm_governor *g, const sm_hit *h, size_t begin);
/** "the Riverside mall in Durban", "Saint Mary church in Accra": part of a facility's name, when what is
 * known by that name lies far from where the facility is. */
bool sm_names_facility(const sm_scan *s, const sm_mention *m, size_t end);
/** "In X a spokesman said that …". */
bool sm_said_there(const sm_scan *s, const sm_mention *m, const sm_hit *h);

/** A building, a kind of place ("district") or of ground ("outpost"). */
bool sm_is_place_noun(const sm_scan *s, size_t i);
/** A word that may stand in a noun phrase before a name. */
bool sm_is_nouny(const sm_scan *s, size_t i);

/* --- place_list.c ------------------------------------------------------------------------------- */

/** Write mention `m` to `w`, with the list, chain, border or "between" that it stands in. */
void sm_widen(const sm_scan *s, sm_where *w, const sm_mention *m, const sm_governor *g, size_t begin,
              size_t end);

/* --- shift.c ------------------------------------------------------------------------------------ */

/** sm_geo_precision of a place of the gazetteer, and the radius in km that goes with it. */
uint8_t sm_precision_of(const sm_place *p);
double sm_radius_of(const sm_scan *s, const sm_place *p, uint8_t precision);

/** Shift point, precision and radius of `w`, which is at `m`, by the words around the name. */
void sm_shift(const sm_scan *s, sm_where *w, const sm_governor *g, const sm_mention *m, size_t end);

#endif
