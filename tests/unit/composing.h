/** What tests that compose maps share: an empty ground, the report style, a measure of text, plain incidents.
 */
#ifndef SM_TEST_COMPOSING_H
#define SM_TEST_COMPOSING_H

#include "empty_basemap.h"
#include "map.h"

static sm_basemap *basemap;
static sm_style *style;

static inline int set_up(void **state)
{
    sm_error err = {0};
    (void)state;
    basemap = empty_basemap();
    return sm_style_load(SM_TEST_DATA "/../../styles/report.json", NULL, NULL, &style, &err) == SM_OK ? 0
                                                                                                      : -1;
}

static inline int tear_down(void **state)
{
    (void)state;
    sm_basemap_close(basemap);
    sm_style_free(style);
    return 0;
}

static inline sm_text_extent measure_text(void *context, const char *text, const sm_font *font,
                                          const char *language)
{
    (void)context;
    (void)language;
    return (sm_text_extent){.5 * font->size * (double)strlen(text), .75 * font->size, .25 * font->size};
}

/** A bombing at a point, on one day. */
static inline sm_incident *add_bombing(sm_incidents *list, double lon, double lat, const char *country,
                                       const char *date, int killed)
{
    sm_incident *in = sm_incidents_add(list);
    sm_site *site = sm_arena_alloc(list->arena, sizeof *site);
    *site = (sm_site){.name = "Somewhere", .country = country, .point = {lon, lat}, .located = true};
    in->sites = site;
    in->n_sites = 1;
    in->type = SM_EVENT_bombing;
    in->geo_precision = SM_GEO_EXACT;
    in->killed = (sm_toll){killed, killed, killed};
    strcpy(in->date_start, date);
    strcpy(in->date_end, date);
    return in;
}

#endif
