/* Sort, index, write. Places are put in the order of their priors; names in the order of their hashes, and
 * within one name in the order of their places, so that the bearers of a name stand together with the most
 * prominent first. */
#include "builder.h"

#include "file.h"
#include "rows.h"

#include <stdlib.h>
#include <string.h>

typedef struct order_row {
    float prior;
    int32_t id;
    uint32_t place;
} order_row;

static int by_prior(const void *a, const void *b)
{
    const order_row *x = a, *y = b;
    if (x->prior != y->prior)
        return x->prior > y->prior ? -1 : 1;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1; /* the older entry of GeoNames is the better known place */
    return x->place < y->place ? -1 : 1;
}

/* Bring items into the order that `moved` (a permutation of 0 … n−1) says, in place: there may be a gigabyte
 * of them. */
static bool permute(sm_place *places, size_t n, const uint32_t *moved)
{
    unsigned char *done = calloc(n / 8 + 1, 1);
    for (size_t start = 0; done && start < n; start++) {
        if (done[start / 8] >> (start % 8) & 1)
            continue;
        sm_place carried = places[start];
        size_t at = start;
        do {
            at = moved[at];
            sm_place next = places[at];
            places[at] = carried;
            carried = next;
            done[at / 8] |= (unsigned char)(1 << (at % 8));
        } while (at != start);
    }
    free(done);
    return done != NULL;
}

/* Renumber the places by prior; the new number of each old one is returned. A place of which no source says
 * where it lies (a division that was abolished before the polygons were drawn) is left out: it comes behind
 * the others, and its new number is SM_NO_PLACE. */
static uint32_t *sort_places(sm_builder *b)
{
    size_t n = 0, all = b->n_places, dropped = all;
    order_row *rows = malloc((all + 1) * sizeof *rows);
    uint32_t *moved = malloc((all + 1) * sizeof *moved);
    for (size_t i = 0; rows && moved && i < all; i++)
        if (b->origins[i].rank != SM_RANK_NOWHERE)
            rows[n++] = (order_row){b->places[i].prior, b->places[i].geonames_id, (uint32_t)i};
        else
            moved[i] = (uint32_t)--dropped;
    sm_builder_forget(b);
    if (rows)
        qsort(rows, n, sizeof *rows, by_prior);
    for (size_t i = 0; rows && moved && i < n; i++)
        moved[rows[i].place] = (uint32_t)i;
    bool done = rows && moved && permute(b->places, all, moved);
    free(rows);
    b->n_places = n;
    for (size_t i = 0; done && i < all; i++)
        moved[i] = moved[i] < n ? moved[i] : SM_NO_PLACE;
    if (done)
        return moved;
    free(moved);
    return NULL;
}

static void renumber(uint32_t *place, const uint32_t *moved)
{
    if (*place != SM_NO_PLACE)
        *place = moved[*place];
}

int sm_by_hash_and_place(const void *a, const void *b)
{
    const sm_name_record *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    return (x->flags > y->flags) - (x->flags < y->flags);
}

static size_t bucket_of(uint64_t hash, unsigned bits)
{
    return (size_t)(hash >> (64 - bits));
}

/* Sort records by hash and place. First they are dealt into buckets by the head of their hashes, in place
 * (method: American flag sort, McIlroy, Bostic and McIlroy 1993), because a merge sort of all would take
 * their memory once more; then each bucket is sorted. */
static bool sort_names(sm_name_record *names, size_t n)
{
    enum { IN_BUCKET = 256, MOST_BITS = 18 };
    unsigned bits = 1;
    while (bits < MOST_BITS && n >> bits > IN_BUCKET)
        bits++;
    size_t buckets = (size_t)1 << bits;
    size_t *end = calloc(buckets + 1, sizeof *end), *next = malloc((buckets + 1) * sizeof *next);
    for (size_t i = 0; end && next && i < n; i++)
        end[bucket_of(names[i].hash, bits)]++;
    for (size_t k = 0, sum = 0; end && next && k < buckets; k++) {
        next[k] = sum;
        end[k] = sum += end[k];
    }
    for (size_t k = 0; end && next && k < buckets; k++) {
        while (next[k] < end[k]) {
            sm_name_record carried = names[next[k]];
            for (size_t to; (to = bucket_of(carried.hash, bits)) != k;) {
                sm_name_record other = names[next[to]];
                names[next[to]++] = carried;
                carried = other;
            }
            names[next[k]++] = carried;
        }
    }
    for (size_t k = 0; end && next && k < buckets; k++) {
        size_t start = k ? end[k - 1] : 0;
        if (end[k] - start > 1)
            qsort(names + start, end[k] - start, sizeof *names, sm_by_hash_and_place);
    }
    bool done = end && next;
    free(end);
    free(next);
    return done;
}

/* How good a name of this kind is, the best first: what a place is chiefly called decides what the word is to
 * it. An abbreviation is one before anything else, because it is found by its capitals ("US" is no "us"),
 * unless it is only a code of some register. */
static unsigned kind_rank(unsigned kind, unsigned flags)
{
    static const unsigned char ranks[] = {
        [SM_NAME_ABBREVIATION] = 0, [SM_NAME_ENGLISH] = 1, [SM_NAME_MAIN] = 2,      [SM_NAME_ALTERNATE] = 4,
        [SM_NAME_FORMER] = 3,       [SM_NAME_METONYM] = 5, [SM_NAME_ADJECTIVE] = 6, [SM_NAME_DEMONYM] = 7};
    return kind < sizeof ranks && !(flags & SM_N_CODE) ? ranks[kind] : 99;
}

/* First names are bad names for small places only: "Victoria" alone is never the hamlet. */
enum { WELL_KNOWN = 100 * 1000 };

/* Abbreviations count only as written, with their capitals, so a stop word in small letters does not take
 * "L.A." or "IN" away, and "US" is not even weakened. */
typedef struct name_lists {
    bool never, weak, first, treated_weak;
} name_lists;

static unsigned list_flags(const name_lists *lists, const sm_place *place, const sm_bearer *bearer)
{
    unsigned flags = lists->treated_weak ? SM_N_WEAK : 0;
    if (bearer->flags & SM_N_USER)
        return flags; /* the user knows better than our lists */
    bool capitals = bearer->kind == SM_NAME_ABBREVIATION;
    if (capitals && (place->flags & SM_P_COUNTRY) && !(bearer->flags & SM_N_CODE))
        return flags;
    if (lists->never)
        flags |= capitals ? SM_N_WEAK : SM_N_STOP;
    if (lists->weak)
        flags |= SM_N_WEAK;
    if (lists->first) {
        bool known = (place->flags & (SM_P_COUNTRY | SM_P_CAPITAL | SM_P_REGION)) ||
                     memcmp(place->feature_code, "ADM1", 5) == 0 || place->population >= WELL_KNOWN;
        flags |= SM_N_FIRSTNAME | (known ? 0 : SM_N_WEAK);
    }
    return flags;
}

typedef struct name_index {
    sm_name_slot *slots;
    size_t n_slots;
    sm_bearer *bearers;
    size_t n_bearers, n_names;
    uint32_t max_probe;
} name_index;

/* They come by rising hash, and so the table is ordered too. */
static void put_slot(name_index *x, sm_name_slot slot)
{
    size_t i = sm_slot_home(slot.hash, x->n_slots);
    uint32_t probe = 0;
    for (; x->slots[i].hash; probe++)
        i = i + 1 == x->n_slots ? 0 : i + 1;
    x->slots[i] = slot;
    x->max_probe = probe > x->max_probe ? probe : x->max_probe;
}

static float prior_under(const sm_bearer *bearer, sm_prior_fn *prior, const void *context)
{
    static const float user_first = 1000;
    return prior(context, bearer->place) + sm_bearer_odds(bearer) +
           (bearer->flags & SM_N_USER ? user_first : 0) - (bearer->flags & SM_N_IF ? user_first : 0);
}

typedef struct keyed_bearer {
    float prior;
    uint32_t index; /* those of one prior keep their order */
    sm_bearer bearer;
} keyed_bearer;

static int by_key(const void *a, const void *b)
{
    const keyed_bearer *x = a, *y = b;
    if (x->prior != y->prior)
        return x->prior > y->prior ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

/* Names such as San José have thousands of bearers. */
static bool sort_many(sm_bearer *bearers, size_t n, sm_prior_fn *prior, const void *context)
{
    keyed_bearer *rows = malloc(n * sizeof *rows);
    for (size_t i = 0; rows && i < n; i++)
        rows[i] = (keyed_bearer){prior_under(&bearers[i], prior, context), (uint32_t)i, bearers[i]};
    if (rows)
        qsort(rows, n, sizeof *rows, by_key);
    for (size_t i = 0; rows && i < n; i++)
        bearers[i] = rows[i].bearer;
    free(rows);
    return rows != NULL;
}

/* They come by falling prior of their places, so of few bearers few move. */
void sm_bearers_sort(sm_bearer *bearers, size_t n, sm_prior_fn *prior, const void *context)
{
    enum { FEW = 64 };
    if (n > FEW && sort_many(bearers, n, prior, context))
        return;
    for (size_t i = 1; i < n; i++) {
        sm_bearer moving = bearers[i];
        float own = prior_under(&moving, prior, context);
        size_t k = i;
        for (; k && prior_under(&bearers[k - 1], prior, context) < own; k--)
            bearers[k] = bearers[k - 1];
        bearers[k] = moving;
    }
}

void sm_bearers_pin(sm_bearer *bearers, size_t n, uint32_t place)
{
    for (size_t i = 0; i < n && place != SM_NO_PLACE; i++)
        if (bearers[i].place != place)
            bearers[i].flags &= (uint8_t)~SM_N_USER;
}

uint32_t sm_bearers_merge(const sm_name_record *records, size_t n, sm_bearer *out, bool *longer)
{
    enum { ONLY_IF_ALL = SM_N_GENERIC_CUT | SM_N_WEAK | SM_N_IF }; /* marks that a better record takes away */
    uint32_t count = 0;
    *longer = false;
    for (size_t i = 0; i < n; i++) {
        sm_name_record r = records[i];
        sm_bearer *last = count ? &out[count - 1] : NULL;
        if (r.place == SM_NO_PLACE) {
            *longer = true;
        } else if (last && last->place == r.place) { /* the same name by another way: the best kind */
            if (kind_rank(r.kind, r.flags) < kind_rank(last->kind, last->flags))
                last->kind = r.kind;
            last->flags &= r.flags | (uint8_t)~ONLY_IF_ALL;
            last->flags |= r.flags & SM_N_USER;
            last->language = last->language == r.language ? r.language : 0;
        } else {
            out[count++] = (sm_bearer){r.place, r.kind, r.flags, r.language};
        }
    }
    return count;
}

static float prior_of(const void *places, uint32_t place)
{
    return ((const sm_place *)places)[place].prior;
}

/* One name: records [first, end) have the same hash. */
static void index_name(const sm_builder *b, sm_place *places, size_t first, size_t end, name_index *x)
{
    sm_name_slot slot = {.hash = b->names[first].hash, .first = (uint32_t)x->n_bearers};
    sm_bearer *bearers = &x->bearers[x->n_bearers];
    bool longer;
    uint32_t count = sm_bearers_merge(b->names + first, end - first, bearers, &longer);
    uint32_t treated = sm_key_find(&b->treated, slot.hash);
    if (treated == SM_ROW_NEVER) {
        count = 0;
        slot.first = SM_NO_PLACE;
    }
    bool name = count == 0 || !(bearers[0].flags & SM_N_SOUND);
    if (name)
        sm_mark_twins(places, bearers, count);
    const name_lists lists = {.never = count && sm_hashes_hold(&b->never, slot.hash),
                              .weak = count && sm_hashes_hold(&b->weak, slot.hash),
                              .first = count && sm_hashes_hold(&b->first, slot.hash),
                              .treated_weak = treated == SM_ROW_WEAK};
    for (uint32_t i = 0; i < count && name; i++)
        bearers[i].flags |= (uint8_t)list_flags(&lists, &places[bearers[i].place], &bearers[i]);
    sm_bearers_pin(bearers, count, sm_key_find(&b->pinned, slot.hash));
    sm_bearers_sort(bearers, count, prior_of, places);
    x->n_bearers += count;
    slot.packed = count << 1 | longer;
    x->n_names += count > 0 && name;
    put_slot(x, slot);
}

static bool index_names(sm_builder *b, sm_place *places, name_index *x)
{
    size_t distinct = 0;
    for (size_t i = 0; i < b->n_names; i++)
        distinct += i == 0 || b->names[i].hash != b->names[i - 1].hash;
    x->n_slots = distinct + distinct / 3 + 16; /* three quarters full */
    x->slots = calloc(x->n_slots, sizeof *x->slots);
    x->bearers = malloc((b->n_names + 1) * sizeof *x->bearers);
    if (x->slots == NULL || x->bearers == NULL)
        return false;
    for (size_t i = 0, end; i < b->n_names; i = end) {
        for (end = i + 1; end < b->n_names && b->names[end].hash == b->names[i].hash; end++)
            ;
        index_name(b, places, i, end, x);
    }
    free(b->names);
    b->names = NULL;
    b->n_names = b->name_capacity = 0;
    return true;
}

int sm_by_id(const void *a, const void *b)
{
    const sm_id_row *x = a, *y = b;
    return (x->geonames_id > y->geonames_id) - (x->geonames_id < y->geonames_id);
}

static int by_region(const void *a, const void *b)
{
    const sm_member *x = a, *y = b;
    if (x->region != y->region)
        return x->region < y->region ? -1 : 1;
    return (x->country > y->country) - (x->country < y->country);
}

typedef struct block {
    const void *items;
    size_t count, size;
} block;

static void pad(FILE *out, uint64_t *at)
{
    static const char zeros[SM_GAZETTEER_PAGE];
    size_t more = (SM_GAZETTEER_PAGE - *at % SM_GAZETTEER_PAGE) % SM_GAZETTEER_PAGE;
    fwrite(zeros, 1, more, out);
    *at += more;
}

static sm_status write_file(const char *path, const block blocks[SM_N_SECTIONS], const name_index *x,
                            sm_error *err)
{
    sm_gazetteer_header h;
    memset(&h, 0, sizeof h);
    memcpy(h.magic, SM_GAZETTEER_MAGIC, sizeof h.magic);
    h.version = SM_GAZETTEER_VERSION;
    h.order = SM_GAZETTEER_ORDER;
    h.n_sections = SM_N_SECTIONS;
    h.max_probe = x->max_probe;
    h.n_names = x->n_names;
    uint64_t at = SM_GAZETTEER_PAGE;
    for (unsigned i = 0; i < SM_N_SECTIONS; i++) {
        uint64_t bytes = (uint64_t)blocks[i].count * blocks[i].size;
        h.sections[i] = (sm_section){at, blocks[i].count, blocks[i].size, sm_hash(blocks[i].items, bytes)};
        at += (bytes + SM_GAZETTEER_PAGE - 1) / SM_GAZETTEER_PAGE * SM_GAZETTEER_PAGE;
    }
    h.file_bytes = at;
    h.hash = sm_hash(&h, offsetof(sm_gazetteer_header, hash));
    sm_output out;
    sm_status st = sm_output_open(&out, path, err);
    if (st != SM_OK)
        return st;
    fwrite(&h, sizeof h, 1, out.stream);
    at = sizeof h;
    pad(out.stream, &at);
    for (unsigned i = 0; i < SM_N_SECTIONS; i++) {
        if (blocks[i].count)
            fwrite(blocks[i].items, blocks[i].size, blocks[i].count, out.stream);
        at += (uint64_t)blocks[i].count * blocks[i].size;
        pad(out.stream, &at);
    }
    return sm_output_commit(&out, err);
}

static sm_id_row *id_rows(const sm_place *places, size_t n, size_t *count)
{
    sm_id_row *rows = malloc((n + 1) * sizeof *rows);
    *count = 0;
    for (size_t i = 0; rows && i < n; i++)
        if (places[i].geonames_id)
            rows[(*count)++] = (sm_id_row){places[i].geonames_id, (uint32_t)i};
    if (rows)
        qsort(rows, *count, sizeof *rows, sm_by_id);
    return rows;
}

/* Everything that names a place by its number. */
static void renumber_all(sm_builder *b, const uint32_t *moved)
{
    size_t kept = 0;
    for (size_t i = 0; i < b->n_places; i++) {
        renumber(&b->places[i].country, moved);
        renumber(&b->places[i].admin1, moved);
        renumber(&b->places[i].admin2, moved);
    }
    for (size_t i = 0; i < b->n_names; i++) {
        sm_name_record r = b->names[i];
        bool beginning = r.place == SM_NO_PLACE;
        renumber(&r.place, moved);
        if (beginning || r.place != SM_NO_PLACE)
            b->names[kept++] = r;
    }
    b->n_names = kept;
    for (size_t i = 0; i < 26 * 26; i++)
        renumber(&b->countries[i], moved);
    for (size_t i = 0; i < b->n_members; i++) {
        renumber(&b->members[i].region, moved);
        renumber(&b->members[i].country, moved);
    }
    for (size_t i = 0; i < b->pinned.capacity; i++)
        if (b->pinned.keys[i])
            renumber(&b->pinned.values[i], moved);
}

sm_status sm_build_write(sm_builder *b, const char *path, sm_error *err)
{
    sm_id_row *ids = NULL;
    name_index x = {0};
    size_t n_ids = 0;
    sm_status st = SM_E_NOMEM;
    uint32_t *moved = sort_places(b);
    if (moved == NULL)
        goto done;
    renumber_all(b, moved);
    free(moved);
    if (!sort_names(b->names, b->n_names))
        goto done;
    if (b->n_members)
        qsort(b->members, b->n_members, sizeof *b->members, by_region);
    ids = id_rows(b->places, b->n_places, &n_ids);
    if (ids == NULL || !index_names(b, b->places, &x))
        goto done;
    const char *label = b->src->label ? b->src->label : "";
    const uint64_t none = 0;
    static const uint32_t no_letters[SM_LETTER_ROWS];
    const block blocks[SM_N_SECTIONS] = {
        [SM_PLACES] = {b->places, b->n_places, sizeof *b->places},
        [SM_STRINGS] = {b->strings, b->n_strings, 1},
        [SM_BOXES] = {b->boxes, b->n_boxes, sizeof *b->boxes},
        [SM_SLOTS] = {x.slots, x.n_slots, sizeof *x.slots},
        [SM_SPELLINGS] = {b->spellings ? b->spellings : &none,
                          b->spellings ? sm_spellings_fold(b->spellings) : 1, sizeof none},
        [SM_LETTERS] = {b->letters ? b->letters : no_letters, SM_LETTER_ROWS, sizeof *no_letters},
        [SM_BEARERS] = {x.bearers, x.n_bearers, sizeof *x.bearers},
        [SM_IDS] = {ids, n_ids, sizeof *ids},
        [SM_COUNTRIES] = {b->countries, 26 * 26, sizeof *b->countries},
        [SM_MEMBERS] = {b->members, b->n_members, sizeof *b->members},
        [SM_FACTS] = {label, strlen(label) + 1, 1},
    };
    b->report.places = b->n_places;
    b->report.names = x.n_names;
    b->report.bearers = x.n_bearers;
    st = write_file(path, blocks, &x, err);
done:
    free(ids);
    free(x.slots);
    free(x.bearers);
    return st == SM_E_NOMEM ? sm_fail(err, SM_E_NOMEM, "out of memory") : st;
}
