/* What the headline says: headlines of the press sum an article up, and some pages have little else. */
#include "extract.h"

#include "list.h"
#include "report.h"

#include <string.h>

static bool placed(const sm_incident *i)
{
    return i->n_sites && i->place_method && strncmp(i->place_method, "dateline", 8) != 0 &&
           strcmp(i->place_method, "authority") != 0 && strcmp(i->place_method, "people") != 0 &&
           strcmp(i->place_method, "context") != 0;
}

static sm_incident *main_of(sm_incidents *list)
{
    for (size_t k = 0; k < list->count; k++)
        if (list->items[k].main_of_article)
            return &list->items[k];
    return list->count ? &list->items[0] : NULL;
}

/* The incident of the text that the headline is about: the chief one, else the first whose type agrees. */
static sm_incident *told_by(sm_incidents *list, const sm_incident *headline)
{
    sm_incident *i = main_of(list);
    if (i && sm_types_agree(i->type, headline->type))
        return i;
    for (size_t k = 0; k < list->count; k++)
        if (sm_types_agree(list->items[k].type, headline->type))
            return &list->items[k];
    return NULL;
}

/* The headline's incident goes for the article's: it has no words in the text. */
static sm_status add_headline(sm_incidents *list, const sm_incident *from, const char *title, sm_error *err)
{
    sm_incident *i = sm_incidents_add_copy(list, from);
    sm_source *source = i ? sm_arena_alloc(list->arena, sizeof *source) : NULL;
    if (source == NULL)
        return sm_fail(err, SM_E_NOMEM, "no memory for the incidents of an article");
    *source = i->sources[0];
    source->start = source->end = 0;
    source->title = sm_arena_copy(list->arena, title, strlen(title));
    i->sources = source;
    i->n_sources = i->n_mentions = 1;
    sm_incident first = *i; /* its evidence stands before all others */
    memmove(list->items + 1, list->items, (list->count - 1) * sizeof *list->items);
    list->items[0] = first;
    for (size_t k = 0; k < list->count; k++)
        list->items[k].main_of_article = k == 0;
    return SM_OK;
}

/* A number that only the headline states goes in where the text has none, or only some of the victims told
 * one by one: headlines sum up. A single victim of the headline says nothing against more of the text. */
static void fill_toll(sm_toll *to, const sm_toll *from)
{
    if (to->best == SM_UNSTATED ? from->best != SM_UNSTATED : from->best > 1 && from->best > to->best)
        *to = *from;
}

sm_status sm_use_title(sm_incidents *list, const sm_incidents *headline, const char *title,
                       const char *country, sm_error *err)
{
    const sm_incident *t = NULL;
    for (size_t k = 0; k < headline->count && t == NULL; k++)
        if (headline->items[k].status <= SM_ATTEMPTED && headline->items[k].type != SM_EVENT_other)
            t = &headline->items[k];
    if (t == NULL)
        return SM_OK;
    sm_incident *i = told_by(list, t);
    bool toll = t->killed.best > 0 || t->injured.best > 0;
    if (i == NULL)
        return list->count == 0 || toll ? add_headline(list, t, title, err) : SM_OK;
    /* "boy shot, killed": one who is wounded in the headline may be the dead of the text */
    bool other = t->injured.best > 1 || i->killed.best < 1 || t->killed.best == i->killed.best;
    sm_toll injured = t->injured;
    if (t->killed.best == SM_UNSTATED && i->killed.best > 0 && injured.best > i->killed.best) {
        /* "five shot in Leeds": the dead of the text are among them */
        injured.best -= i->killed.best;
        injured.low = injured.low > i->killed.best ? injured.low - i->killed.best : injured.low;
        injured.high = injured.high > i->killed.best ? injured.high - i->killed.best : injured.high;
    }
    fill_toll(&i->killed, &t->killed);
    if (other)
        fill_toll(&i->injured, &injured);
    /* "one dead, three hurt", and the text counts four with the dead among them */
    if (t->killed.best > 0 && t->killed.best == i->killed.best && t->injured.best > 1 &&
        i->injured.best == t->injured.best + t->killed.best)
        i->injured = t->injured;
    bool home = country == NULL || (t->n_sites && strncmp(t->sites[0].country_code, country, 2) == 0);
    if (placed(t) && !placed(i) && home) {
        sm_incident copy = *i;
        size_t at = (size_t)(i - list->items);
        sm_incident *held = sm_incidents_add_copy(list, t); /* for its strings and sites */
        if (held == NULL)
            return sm_fail(err, SM_E_NOMEM, "no memory for the incidents of an article");
        i = &list->items[at];
        copy.sites = held->sites;
        copy.n_sites = held->n_sites;
        copy.geo_precision = held->geo_precision;
        copy.radius_km = held->radius_km;
        copy.place_relation = held->place_relation;
        copy.place_text = held->place_text;
        copy.place_method = "title";
        *i = copy;
        i->title = sm_incident_make_title(list->arena, i);
        list->count--;
    }
    return SM_OK;
}
