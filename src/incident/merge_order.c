/* The canonical order of incidents: by content alone, so that the order in which articles come, and the
 * number of threads that read them, change nothing of what follows. Incidents that compare equal are equal in
 * all that merging looks at. */
#include "merging.h"

#include "list.h"

#include <stdlib.h>
#include <string.h>

static int compare_numbers(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b;
}

static int compare_tolls(const sm_toll *a, const sm_toll *b)
{
    int c = compare_numbers(a->best, b->best);
    c = c ? c : compare_numbers(a->low, b->low);
    return c ? c : compare_numbers(a->high, b->high);
}

int sm_compare_sources(const sm_source *a, const sm_source *b)
{
    int c = sm_text_compare(a->date, b->date);
    c = c ? c : sm_text_compare(a->doc, b->doc);
    c = c ? c : compare_numbers(a->start, b->start);
    c = c ? c : compare_numbers(a->end, b->end);
    c = c ? c : sm_text_compare(a->quote, b->quote);
    c = c ? c : sm_text_compare(a->title, b->title);
    c = c ? c : sm_text_compare(a->url, b->url);
    c = c ? c : compare_numbers(a->killed, b->killed);
    return c ? c : compare_numbers(a->injured, b->injured);
}

static int compare_all_sources(const sm_incident *a, const sm_incident *b)
{
    for (uint32_t k = 0; k < a->n_sources && k < b->n_sources; k++) {
        int c = sm_compare_sources(&a->sources[k], &b->sources[k]);
        if (c)
            return c;
    }
    return compare_numbers(a->n_sources, b->n_sources);
}

static int compare_sites(const sm_incident *a, const sm_incident *b)
{
    for (uint32_t k = 0; k < a->n_sites && k < b->n_sites; k++) {
        const sm_site *s = &a->sites[k], *t = &b->sites[k];
        int c = compare_numbers(s->geonames_id, t->geonames_id);
        c = c ? c : sm_text_compare(s->name, t->name);
        c = c ? c : (s->point.lon > t->point.lon) - (s->point.lon < t->point.lon);
        c = c ? c : (s->point.lat > t->point.lat) - (s->point.lat < t->point.lat);
        if (c)
            return c;
    }
    return compare_numbers(a->n_sites, b->n_sites);
}

static int compare_times(const sm_incident *a, const sm_incident *b)
{
    int c = strcmp(a->date_start, b->date_start);
    c = c ? c : strcmp(a->date_end, b->date_end);
    c = c ? c : compare_numbers(a->date_precision, b->date_precision);
    return c ? c : compare_numbers(a->date_basis, b->date_basis);
}

static int compare_words(const sm_incident *a, const sm_incident *b)
{
    int c = compare_numbers(a->n_words, b->n_words);
    return c || a->n_words == 0 ? c : memcmp(a->words, b->words, a->n_words * sizeof *a->words);
}

static int compare_incidents(const void *left, const void *right)
{
    const sm_incident *a = *(const sm_incident *const *)left, *b = *(const sm_incident *const *)right;
    int c = compare_all_sources(a, b);
    c = c ? c : compare_numbers(a->type, b->type);
    c = c ? c : compare_numbers(a->status, b->status);
    c = c ? c : compare_sites(a, b);
    c = c ? c : compare_times(a, b);
    c = c ? c : compare_tolls(&a->killed, &b->killed);
    c = c ? c : compare_tolls(&a->injured, &b->injured);
    c = c ? c : sm_text_compare(a->perpetrator, b->perpetrator);
    c = c ? c : sm_text_compare(a->target, b->target);
    c = c ? c : sm_text_compare(a->weapon, b->weapon);
    c = c ? c : (a->confidence > b->confidence) - (a->confidence < b->confidence);
    c = c ? c : compare_words(a, b);
    return c ? c : sm_text_compare(a->title, b->title);
}

/* "a week after" points at another incident by its distance in the list: find it again. */
static bool follow_again(const sm_incidents *in, sm_incidents *out, const sm_incident *const *order,
                         const uint32_t *place)
{
    for (size_t k = 0; k < out->count; k++) {
        const sm_date_clue *c = out->items[k].clue;
        if (c == NULL || c->follows == 0)
            continue;
        int64_t target = order[k] - in->items + c->follows;
        sm_date_clue *moved = sm_arena_alloc(out->arena, sizeof *moved);
        if (moved == NULL)
            return false;
        *moved = *c;
        bool inside = target >= 0 && target < (int64_t)in->count;
        moved->follows = inside ? (int32_t)((int64_t)place[target] - (int64_t)k) : 0;
        out->items[k].clue = moved;
    }
    return true;
}

sm_status sm_copy_in_order(const sm_incidents *in, sm_incidents *out, sm_error *err)
{
    const sm_incident **order = malloc((in->count + 1) * sizeof *order);
    uint32_t *place = malloc((in->count + 1) * sizeof *place);
    bool done = order && place;
    for (size_t k = 0; done && k < in->count; k++)
        order[k] = &in->items[k];
    if (done && in->count)
        qsort(order, in->count, sizeof *order, compare_incidents);
    for (size_t k = 0; done && k < in->count; k++) {
        place[order[k] - in->items] = (uint32_t)k;
        done = sm_incidents_add_copy(out, order[k]) != NULL;
    }
    done = done && follow_again(in, out, order, place);
    free(order);
    free(place);
    return done ? SM_OK : sm_fail(err, SM_E_NOMEM, "no memory to merge %zu incidents", in->count);
}
