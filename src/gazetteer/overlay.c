/* The user's places, aliases, stop names and pins over a mapped gazetteer. The builder reads the rows as it
 * does when a gazetteer is built; what it has gathered then becomes a small index, whose lists of bearers
 * already hold the file's, so that looking a name up is one question more and nothing has to be joined. */
#include "mapped.h"

#include "builder.h"
#include "rows.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

const sm_name_slot *sm_overlay_find(const sm_overlay *o, uint64_t hash)
{
    hash += hash == 0;
    for (size_t i = sm_slot_home(hash, o->n_slots); o->slots[i].hash; i = i + 1 == o->n_slots ? 0 : i + 1)
        if (o->slots[i].hash == hash)
            return &o->slots[i];
    return NULL;
}

void sm_overlay_free(sm_overlay *o)
{
    if (o == NULL)
        return;
    free(o->places);
    free(o->strings);
    free(o->boxes);
    free(o->slots);
    free(o->spellings);
    free(o->letters);
    free(o->bearers);
    free(o->ids);
    free(o->conditions);
    free(o);
}

/* ---- places ---- */

static bool is_new(const sm_builder *b, size_t place)
{
    return b->origins[place].base == SM_NO_PLACE;
}

/* Countries, divisions and priors of the places that rows have added or changed. */
static void link_places(sm_builder *b)
{
    size_t n_base = sm_gazetteer_count(b->base), n = 0;
    sm_place **lost = calloc(b->n_places + 1, sizeof *lost);
    if (lost == NULL) {
        b->failed = true;
        return;
    }
    for (size_t i = 0; i < b->n_places; i++) {
        sm_place *p = &b->places[i];
        if (!(p->flags & (SM_P_COUNTRY | SM_P_REGION)))
            p->country = sm_gazetteer_country(b->base, p->country_code);
        sm_field code = {p->admin1_code, strnlen(p->admin1_code, sizeof p->admin1_code)};
        if (p->admin1 == SM_NO_PLACE && code.length)
            p->admin1 = sm_base_division(b, p->country_code, code);
        if (b->origins[i].rank == SM_RANK_CURATED && sm_lacks_division(p))
            lost[n++] = p;
    }
    if (n && n_base)
        sm_borrow_divisions(lost, n, sm_gazetteer_place(b->base, 0),
                            n_base < SM_PLACES_ASKED ? n_base : SM_PLACES_ASKED);
    for (size_t i = 0; i < b->n_places; i++) {
        sm_place *p = &b->places[i];
        if (p->country != SM_NO_PLACE && p->country_code[0] == '\0')
            memcpy(p->country_code, sm_gazetteer_place(b->base, p->country)->country_code, 2);
        if (p->admin1 != SM_NO_PLACE && p->admin1_code[0] == '\0')
            memcpy(p->admin1_code, sm_gazetteer_place(b->base, p->admin1)->admin1_code,
                   sizeof p->admin1_code);
        double radius_km = p->box ? sm_box_radius_km(b->boxes[p->box - 1]) : 0;
        if (is_new(b, i))
            p->prior = sm_place_prior(p, p->population, radius_km, true);
    }
    free(lost);
}

/* From the builder's numbers to those of the gazetteer with its overlay; `*added` becomes the places that the
 * file lacks. */
static uint32_t *number_places(const sm_builder *b, sm_overlay *o)
{
    const sm_gazetteer *g = b->base;
    uint32_t *numbers = malloc((b->n_places + 1) * sizeof *numbers);
    o->places = malloc((b->n_places + 1) * sizeof *o->places);
    o->ids = malloc((b->n_places + 1) * sizeof *o->ids);
    if (numbers == NULL || o->places == NULL || o->ids == NULL) {
        free(numbers);
        return NULL;
    }
    for (size_t i = 0; i < b->n_places; i++) {
        sm_place *p = &b->places[i];
        bool added = is_new(b, i);
        numbers[i] = added ? (uint32_t)(g->n[SM_PLACES] + o->n_places) : b->origins[i].base;
        if (p->name)
            p->name += (uint32_t)g->n[SM_STRINGS];
        else if (!added)
            p->name = g->places[numbers[i]].name;
        if (p->box)
            p->box += (uint32_t)g->n[SM_BOXES];
        else if (!added)
            p->box = g->places[numbers[i]].box;
        if (!added)
            continue;
        if (p->geonames_id)
            o->ids[o->n_ids++] = (sm_id_row){p->geonames_id, numbers[i]};
        o->places[o->n_places++] = *p;
    }
    return numbers;
}

/* ---- names ---- */

typedef struct join {
    const sm_builder *b;
    sm_overlay *o;
    size_t capacity;
} join;

static float prior_of(const void *context, uint32_t place)
{
    const join *j = context;
    size_t n = j->b->base->n[SM_PLACES];
    return place >= n && place - n < j->o->n_places ? j->o->places[place - n].prior
                                                    : sm_gazetteer_place(j->b->base, place)->prior;
}

/* The file's bearers of a name, behind those that the user has named; one of both keeps the user's mark. */
static size_t add_below(sm_bearer *list, size_t count, const sm_bearer *below, size_t n)
{
    size_t own = count;
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (k < own && list[k].place != below[i].place)
            k++;
        if (k == own) {
            list[count++] = below[i];
        } else {
            list[k].flags &= (uint8_t)~SM_N_IF; /* it has the name anyhow */
            if (!(list[k].flags & SM_N_USER))
                list[k] = below[i];
        }
    }
    return count;
}

static bool make_room(join *j, size_t more)
{
    if (j->o->n_bearers + more <= j->capacity)
        return true;
    size_t capacity = j->capacity * 2 + more;
    sm_bearer *bigger = realloc(j->o->bearers, capacity * sizeof *bigger);
    if (bigger == NULL)
        return false;
    j->o->bearers = bigger;
    j->capacity = capacity;
    return capacity < UINT32_MAX;
}

/* One name: its records, numbered as in the gazetteer, become a slot. */
static bool add_name(join *j, const sm_name_record *records, size_t n)
{
    sm_name_walk below = {.gazetteer = j->b->base};
    const sm_bearer *theirs;
    sm_overlay *o = j->o;
    below.slot = sm_gazetteer_slot(j->b->base, records[0].hash);
    size_t n_theirs = sm_name_bearers(&below, &theirs);
    if (!make_room(j, n + n_theirs))
        return false;
    sm_name_slot slot = {.hash = records[0].hash, .first = (uint32_t)o->n_bearers};
    sm_bearer *list = o->bearers + o->n_bearers;
    bool longer;
    size_t count = sm_bearers_merge(records, n, list, &longer);
    uint32_t treated = sm_key_find(&j->b->treated, slot.hash);
    if (treated == SM_ROW_NEVER) {
        count = 0;
        slot.first = SM_NO_PLACE;
    } else if (count || treated == SM_ROW_WEAK) {
        count = add_below(list, count, theirs, n_theirs);
        for (size_t i = 0; i < count; i++)
            list[i].flags |= treated == SM_ROW_WEAK ? SM_N_WEAK : 0;
        sm_bearers_pin(list, count, sm_key_find(&j->b->pinned, slot.hash));
        sm_bearers_sort(list, count, prior_of, j);
        o->n_bearers += count;
    }
    slot.packed = (uint32_t)count << 1 | longer;
    size_t i = sm_slot_home(slot.hash, o->n_slots);
    while (o->slots[i].hash)
        i = i + 1 == o->n_slots ? 0 : i + 1;
    o->slots[i] = slot;
    return true;
}

static bool index_names(sm_builder *b, sm_overlay *o, const uint32_t *numbers)
{
    join j = {.b = b, .o = o};
    for (size_t i = 0; i < b->n_names; i++)
        if (b->names[i].place != SM_NO_PLACE)
            b->names[i].place = numbers[b->names[i].place];
    for (size_t i = 0; i < b->pinned.capacity; i++)
        if (b->pinned.keys[i])
            b->pinned.values[i] = numbers[b->pinned.values[i]];
    if (b->n_names)
        qsort(b->names, b->n_names, sizeof *b->names, sm_by_hash_and_place);
    o->n_slots = b->n_names * 2 + 16;
    o->slots = calloc(o->n_slots, sizeof *o->slots);
    bool done = o->slots && make_room(&j, 1);
    for (size_t i = 0, end; done && i < b->n_names; i = end) {
        for (end = i + 1; end < b->n_names && b->names[end].hash == b->names[i].hash; end++)
            ;
        done = add_name(&j, b->names + i, end - i);
    }
    return done;
}

static int by_first(const void *a, const void *b)
{
    const sm_condition *x = a, *y = b;
    return (x->first > y->first) - (x->first < y->first);
}

static bool collect_conditions(const sm_builder *b, sm_overlay *o, const uint32_t *numbers)
{
    o->conditions = malloc((b->n_references + 1) * sizeof *o->conditions);
    for (size_t i = 0; o->conditions && i < b->n_references; i++) {
        const sm_reference *ref = &b->references[i];
        const sm_name_slot *slot = ref->name ? sm_overlay_find(o, ref->name) : NULL;
        if (!ref->pin || (!ref->if_source && !ref->if_country[0]) || slot == NULL || slot->packed >> 1 == 0)
            continue;
        sm_condition c = {.first = slot->first, .place = numbers[ref->place], .source = ref->if_source};
        memcpy(c.country, ref->if_country, 2);
        o->conditions[o->n_conditions++] = c;
    }
    if (o->n_conditions)
        qsort(o->conditions, o->n_conditions, sizeof *o->conditions, by_first);
    return o->conditions != NULL;
}

/* ---- putting it in place ---- */

/* Change places of the file in this process' memory: the mapping is private, so only the pages touched are
 * copied and the file stays as it is. */
static sm_status change_places(sm_gazetteer *g, const sm_builder *b, const uint32_t *numbers, sm_error *err)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    for (size_t i = 0; i < b->n_places; i++) {
        const sm_place *now = &b->places[i], *was = &g->places[numbers[i] % g->n[SM_PLACES]];
        if (is_new(b, i) || memcmp(now, was, sizeof *now) == 0)
            continue;
        uintptr_t start = (uintptr_t)was / page * page, end = (uintptr_t)(was + 1);
        if (mprotect((void *)start, end - start, PROT_READ | PROT_WRITE) != 0)
            return sm_fail(err, SM_E_NOMEM, "overlay: %s", strerror(errno));
        memcpy((void *)(uintptr_t)was, now, sizeof *now);
        mprotect((void *)start, end - start, PROT_READ);
    }
    return SM_OK;
}

static sm_status lay_over(sm_gazetteer *g, sm_builder *b, sm_overlay *o, sm_error *err)
{
    uint32_t *numbers = b->failed ? NULL : number_places(b, o);
    if (numbers == NULL || !index_names(b, o, numbers) || !collect_conditions(b, o, numbers)) {
        free(numbers);
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    }
    if (o->n_ids)
        qsort(o->ids, o->n_ids, sizeof *o->ids, sm_by_id);
    o->strings = b->strings;
    o->n_strings = b->n_strings;
    o->boxes = b->boxes;
    o->n_boxes = b->n_boxes;
    o->spellings = b->spellings;
    o->n_spellings = b->spellings ? sm_spellings_fold(b->spellings) : 0;
    o->letters = b->letters;
    b->strings = NULL;
    b->boxes = NULL;
    b->spellings = NULL;
    b->letters = NULL;
    sm_status st = g->n[SM_STRINGS] + o->n_strings < UINT32_MAX && g->n[SM_PLACES] + o->n_places < SM_NO_PLACE
                       ? change_places(g, b, numbers, err)
                       : sm_fail(err, SM_E_LIMIT, "the gazetteer is too large for an overlay");
    free(numbers);
    return st;
}

sm_status sm_gazetteer_overlay(sm_gazetteer *g, const char *const *paths, size_t count, sm_error *err)
{
    if (count == 0)
        return SM_OK;
    if (g->overlay)
        return sm_fail(err, SM_E_USAGE, "the gazetteer has an overlay already");
    sm_builder *b = calloc(1, sizeof *b);
    sm_overlay *o = calloc(1, sizeof *o);
    sm_status st = b && o ? SM_OK : sm_fail(err, SM_E_NOMEM, "out of memory");
    if (st == SM_OK) {
        b->base = g;
        sm_builder_string(b, "", 0);
    }
    for (size_t i = 0; st == SM_OK && i < count; i++)
        st = sm_build_rows(b, paths[i], true, err);
    if (st == SM_OK)
        link_places(b);
    if (st == SM_OK)
        st = sm_build_references(b, err);
    if (st == SM_OK)
        st = lay_over(g, b, o, err);
    if (st == SM_OK)
        g->overlay = o;
    else
        sm_overlay_free(o);
    if (b)
        sm_builder_free(b);
    free(b);
    return st;
}

/* ---- conditions ---- */

sm_circumstances sm_circumstances_of(const char *source, const char *url)
{
    sm_circumstances c = {0};
    if (source && *source)
        c.sources[0] = sm_source_hash(source, strlen(source));
    const char *host = url ? strstr(url, "://") : NULL;
    host = host ? host + 3 : url;
    if (host && strncmp(host, "www.", 4) == 0)
        host += 4;
    if (host && *host)
        c.sources[1] = sm_source_hash(host, strcspn(host, "/:?#"));
    return c;
}

bool sm_gazetteer_has_conditions(const sm_gazetteer *g)
{
    return g->overlay && g->overlay->n_conditions;
}

/* How narrow a condition is that holds; 0 for one that does not. */
static int holds(const sm_condition *c, const sm_circumstances *where)
{
    bool source = c->source && (c->source == where->sources[0] || c->source == where->sources[1]);
    bool known = where->country[0] != '\0';
    bool country = c->country[0] && (known ? memcmp(c->country, where->country, 2) == 0 : where->perhaps);
    if ((c->source && !source) || (c->country[0] && !country))
        return 0;
    return 2 * source + country;
}

uint32_t sm_bearers_pinned(const sm_gazetteer *g, const sm_bearer *bearers, const sm_circumstances *where)
{
    const sm_overlay *o = g->overlay;
    uintptr_t at = (uintptr_t)bearers, start = o ? (uintptr_t)o->bearers : 0;
    if (o == NULL || o->n_conditions == 0 || at < start || at >= start + o->n_bearers * sizeof *bearers)
        return SM_NO_PLACE;
    uint32_t first = (uint32_t)((at - start) / sizeof *bearers), place = SM_NO_PLACE;
    size_t low = 0, high = o->n_conditions;
    int narrowest = 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (o->conditions[middle].first < first)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < o->n_conditions && o->conditions[low].first == first; low++) {
        int how = holds(&o->conditions[low], where);
        if (how > narrowest) {
            narrowest = how;
            place = o->conditions[low].place;
        }
    }
    return place;
}
