/** How lines begin that point to another article or are the site's own (links.tsv). Private to doc.c. */
#ifndef SM_LINKS_H
#define SM_LINKS_H

#include "phrase.h"

typedef struct sm_link {
    const char *phrase;
    bool heads; /**< alone on its line it stands above links: "Related articles" */
    bool colon; /**< only with a colon behind it: "See: …" */
} sm_link;

extern const sm_link sm_links_rows[];
extern const sm_phrase_table sm_links;

#endif
