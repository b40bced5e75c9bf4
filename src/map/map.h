/** From incidents to a scene: the map half in one call.
 *
 * The map shows what happened in certain places: incidents of status accomplished and attempted that have a
 * point. Area of a symbol is proportional to the deaths, its colour is that of the event group (or type, or
 * date). How exactly the place is known is seen: filled symbols stand where it is, paler ones near by, hollow
 * ones somewhere in a hatched division or in a dashed ring; an incident known only to the country has no
 * symbol: it is listed in a box, and so are those too far from all others to be on the map. */
#ifndef SM_MAP_H
#define SM_MAP_H

#include "basemap.h"
#include "incident.h"
#include "project.h"
#include "style.h"
#include "words.h"

typedef enum sm_town_rank {
    SM_TOWN_CAPITAL,
    SM_TOWN_SEAT /**< of a first-level division */,
    SM_TOWN_OTHER
} sm_town_rank;

typedef struct sm_map_town {
    const char *name;    /**< as it is to be written */
    const char *english; /**< as incidents may call it, NULL = the same */
    int32_t geonames_id; /**< 0 = none */
    sm_point at;
    uint32_t population;
    sm_town_rank rank;
    char country[2];
} sm_map_town;

/** The towns that a map may name: the `capacity` most important ones in `window`, most important first, into
 * `out`; returns how many. */
typedef size_t sm_towns_fn(void *context, sm_box window, sm_map_town *out, size_t capacity);

/** A place's name in the language of the map: `key` is a country's ISO 3166-1 alpha-2 code, a GeoNames id in
 * digits, or the English name of a sea or river. NULL when there is none; borrowed. */
typedef const char *sm_name_fn(void *context, const char *key);

typedef struct sm_map_options {
    double width, height;   /**< page, px; 0 = 1600 × 1200, a world map then being less high */
    double dpi;             /**< 0 = 96 */
    const char *title;      /**< NULL: made from the incidents; "" = none */
    const char *subtitle;   /**< NULL: the period covered; "" = none */
    const char *source;     /**< source line; NULL: made from the number of articles */
    const char *made;       /**< date on which the map was made, ISO 8601; NULL = none is printed */
    const char *projection; /**< NULL: chosen */
    const char *worldview;  /**< "un" or NULL, "de-facto", or a country whose view of boundaries is shown */
    const sm_box *extent;   /**< NULL: chosen */
    sm_color_by color_by;
    sm_facet_by facet; /**< a map for each period or type, in place of one for all */
    sm_labels labels;
    sm_auto icons;         /**< in the symbols, the kind of incident; SM_AUTO: as the style says */
    sm_auto locator;       /**< a small map of the wider region in a corner */
    sm_auto inset;         /**< a map of where incidents crowd, in a corner */
    bool graticule;        /**< meridians and parallels, also where the style has none */
    bool georeference;     /**< say in the scene where on earth the page lies */
    const sm_words *words; /**< that the map writes; NULL: English */
    const char *language;  /**< of the places' names; NULL: as basemap and incidents have them */
    sm_name_fn *name_of;   /**< names in that language; NULL: none */
    sm_towns_fn *towns;    /**< NULL: no towns */
    void *places_context;  /**< handed to it */
} sm_map_options;

/** What the map could not show, for the summary line. */
typedef struct sm_map_report {
    size_t drawn, listed, unlocated,
        not_shown;   /**< incidents: symbols; in the list of countries; without a place; of other status */
    size_t outside;  /**< incidents: nowhere on the part of the world that the map shows */
    size_t left_out; /**< incidents: in periods for which the page has no map */
    int labels_placed, labels_dropped;
    bool no_legend, no_list, no_key; /**< the page has no room for it: for a list of incidents without a
                                        symbol, for the key of the numbers */
} sm_map_report;

/** Whether a language is written in letters other than Latin ones. */
bool sm_language_has_own_script(const char *code);

/** Compose the map. `report` may be NULL. Fails with SM_E_USAGE (projection, extent), SM_E_LIMIT (page size)
 * or SM_E_NOMEM. An empty list gives a map of the world. */
sm_status sm_map_compose(const sm_basemap *basemap, const sm_style *style, const sm_incidents *incidents,
                         const sm_map_options *options, sm_text_measure measure, sm_scene **out,
                         sm_map_report *report, sm_error *err);

#endif
