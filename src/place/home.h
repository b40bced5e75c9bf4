/** Where a publisher's articles lie: what the earlier articles of one source say about the next.
 *
 * A local paper does not write "Alexandria, Louisiana". Four in five of the towns that it names lie in its
 * own first-level division (Lieberman and Samet's local lexicon), so its home is worth knowing, and its
 * articles show it. Each article gives a sm_home of its own, the shares of countries and divisions over its
 * names; a table keeps for each source the sum over its articles, in which the older ones fade; what the
 * table holds for a source is told to the resolution of its next article.
 *
 *     sm_homes_get(homes, source, &home);       before an article of `source` is resolved with `home`
 *     sm_homes_learn(homes, source, &found);    after it, with what it was found to name
 *
 * Memory is bounded: of a source the places with the greatest weights are kept, and of sources those that
 * were learnt from last. */
#ifndef SM_PLACE_HOME_H
#define SM_PLACE_HOME_H

#include "error.h"

#include <stddef.h>
#include <stdint.h>

enum { SM_HOME_PLACES = 8 };

/** Countries and first-level divisions with their shares of the names, 0 … 1; by falling share, unused ones
 * at the end with share 0. `{0}` knows nothing. */
typedef struct sm_home {
    uint32_t place[SM_HOME_PLACES];
    float share[SM_HOME_PLACES];
} sm_home;

/** The share of a country or division, 0 when the home does not hold it. */
float sm_home_share(const sm_home *home, uint32_t place);

/** Add to the share of `place`; the smallest falls out when there is no room. Keeps the order. */
void sm_home_add(sm_home *home, uint32_t place, float share);

/** The hash of an article's source: the publisher's name, or failing that the host of the address; 0 when
 * both are missing. Letters' case does not count. */
uint64_t sm_home_source(const char *source, const char *url);

typedef struct sm_homes sm_homes;

sm_homes *sm_homes_new(void);        /**< NULL: out of memory. Ended with sm_homes_free */
void sm_homes_free(sm_homes *homes); /**< NULL is fine */

/** What is known of a source, by the hash of its name: `{0}` when nothing is. The fewer articles there were,
 * the smaller are the shares. */
void sm_homes_get(const sm_homes *homes, uint64_t source, sm_home *out);

/** Learn from one more article of a source. An article without names teaches nothing. */
void sm_homes_learn(sm_homes *homes, uint64_t source, const sm_home *article);

#endif
