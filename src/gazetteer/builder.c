#include "builder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool sm_builder_grow(sm_builder *b, void *items, size_t *capacity, size_t count, size_t size)
{
    if (count < *capacity)
        return true;
    void *old;
    memcpy(&old, items, sizeof old);
    size_t wanted = *capacity ? *capacity + *capacity / 2 : 1024, bytes;
    void *bigger = __builtin_mul_overflow(wanted, size, &bytes) ? NULL : realloc(old, bytes);
    if (bigger == NULL) {
        b->failed = true;
        return false;
    }
    memcpy(items, &bigger, sizeof bigger);
    *capacity = wanted;
    return true;
}

void sm_hashes_add(sm_builder *b, sm_hashes *set, uint64_t hash)
{
    if (hash && sm_builder_grow(b, &set->items, &set->capacity, set->count, sizeof *set->items))
        set->items[set->count++] = hash;
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

void sm_hashes_sort(sm_hashes *set)
{
    if (set->count)
        qsort(set->items, set->count, sizeof *set->items, by_value);
}

bool sm_hashes_hold(const sm_hashes *set, uint64_t hash)
{
    return set->count && bsearch(&hash, set->items, set->count, sizeof hash, by_value) != NULL;
}

uint32_t sm_id_find(const sm_id_index *ids, int64_t geonames_id)
{
    const uint32_t *page =
        geonames_id > 0 && geonames_id <= INT32_MAX ? ids->pages[geonames_id / SM_ID_PAGE] : NULL;
    return page ? page[geonames_id % SM_ID_PAGE] - 1 : SM_NO_PLACE; /* 0 − 1 is SM_NO_PLACE */
}

static void id_set(sm_builder *b, int32_t geonames_id, uint32_t place)
{
    uint32_t **page = &b->by_id.pages[geonames_id / SM_ID_PAGE];
    if (*page == NULL)
        *page = calloc(SM_ID_PAGE, sizeof **page);
    if (*page)
        (*page)[geonames_id % SM_ID_PAGE] = place + 1;
    else
        b->failed = true;
}

uint32_t sm_key_find(const sm_key_map *map, uint64_t key)
{
    if (map->capacity == 0 || key == 0)
        return SM_NO_PLACE;
    for (size_t i = key & (map->capacity - 1);; i = (i + 1) & (map->capacity - 1)) {
        if (map->keys[i] == key)
            return map->values[i];
        if (map->keys[i] == 0)
            return SM_NO_PLACE;
    }
}

static void key_put(sm_key_map *map, uint64_t key, uint32_t value)
{
    size_t i = key & (map->capacity - 1);
    while (map->keys[i] && map->keys[i] != key)
        i = (i + 1) & (map->capacity - 1);
    map->count += map->keys[i] == 0;
    map->keys[i] = key;
    map->values[i] = value;
}

void sm_key_set(sm_builder *b, sm_key_map *map, uint64_t key, uint32_t value)
{
    if (key == 0)
        return;
    if (map->count * 2 >= map->capacity) {
        sm_key_map bigger = {.capacity = map->capacity ? map->capacity * 2 : 4096};
        bigger.keys = calloc(bigger.capacity, sizeof *bigger.keys);
        bigger.values = calloc(bigger.capacity, sizeof *bigger.values);
        if (bigger.keys == NULL || bigger.values == NULL) {
            free(bigger.keys);
            free(bigger.values);
            b->failed = true;
            return;
        }
        for (size_t i = 0; i < map->capacity; i++)
            if (map->keys[i])
                key_put(&bigger, map->keys[i], map->values[i]);
        free(map->keys);
        free(map->values);
        *map = bigger;
    }
    key_put(map, key, value);
}

int sm_country_slot(const char *code, size_t length)
{
    if (length != 2 || code[0] < 'A' || code[0] > 'Z' || code[1] < 'A' || code[1] > 'Z')
        return -1;
    return (code[0] - 'A') * 26 + (code[1] - 'A');
}

uint64_t sm_admin_key(const char country[2], sm_field admin1, sm_field admin2)
{
    char key[64];
    if (admin1.length == 0 || admin1.length > 20 || admin2.length > 38)
        return 0;
    memcpy(key, country, 2);
    memcpy(key + 2, admin1.bytes, admin1.length);
    size_t used = 2 + admin1.length;
    if (admin2.length) {
        key[used++] = '.';
        memcpy(key + used, admin2.bytes, admin2.length);
        used += admin2.length;
    }
    return sm_hash(key, used);
}

uint32_t sm_builder_place(sm_builder *b, int32_t geonames_id)
{
    if (b->n_places >= SM_NO_PLACE - 1 ||
        !sm_builder_grow(b, &b->places, &b->place_capacity, b->n_places, sizeof *b->places) ||
        !sm_builder_grow(b, &b->origins, &b->origin_capacity, b->n_places, sizeof *b->origins)) {
        b->failed = true;
        return SM_NO_PLACE;
    }
    uint32_t place = (uint32_t)b->n_places++;
    b->places[place] = (sm_place){
        .geonames_id = geonames_id, .country = SM_NO_PLACE, .admin1 = SM_NO_PLACE, .admin2 = SM_NO_PLACE};
    b->origins[place] = (sm_origin){.base = SM_NO_PLACE};
    if (geonames_id > 0)
        id_set(b, geonames_id, place);
    return place;
}

uint32_t sm_builder_string(sm_builder *b, const char *bytes, size_t length)
{
    while (b->n_strings + length + 2 > b->string_capacity)
        if (!sm_builder_grow(b, &b->strings, &b->string_capacity, b->string_capacity, 1))
            return 0;
    if (b->n_strings == 0)
        b->strings[b->n_strings++] = '\0';
    if (length == 0)
        return 0;
    if (b->n_strings + length >= UINT32_MAX) {
        b->failed = true;
        return 0;
    }
    uint32_t offset = (uint32_t)b->n_strings;
    memcpy(b->strings + offset, bytes, length);
    b->strings[offset + length] = '\0';
    b->n_strings += length + 1;
    return offset;
}

void sm_builder_box(sm_builder *b, uint32_t place, sm_box box)
{
    if (b->places[place].box) {
        b->boxes[b->places[place].box - 1] = box;
    } else if (sm_builder_grow(b, &b->boxes, &b->box_capacity, b->n_boxes, sizeof *b->boxes)) {
        b->boxes[b->n_boxes++] = box;
        b->places[place].box = (uint32_t)b->n_boxes;
    }
}

void sm_builder_point(sm_builder *b, uint32_t place, sm_point point, unsigned rank)
{
    if (rank < b->origins[place].rank || !(fabs(point.lon) <= 180 && fabs(point.lat) <= 90))
        return;
    b->origins[place].rank = (uint8_t)rank;
    b->places[place].lon_e5 = (int32_t)lround(point.lon * 1e5);
    b->places[place].lat_e5 = (int32_t)lround(point.lat * 1e5);
}

/* The words of a name, hyphens and dots left out. */
typedef struct words {
    sm_token tokens[SM_NAME_TOKENS + 1];
    char folds[1024];
    size_t count; /* 0: none or too many */
} words;

static void split_words(const char *name, size_t length, words *w)
{
    size_t n = sm_tokenize(name, length, w->tokens, SM_NAME_TOKENS + 1, w->folds, sizeof w->folds);
    w->count = 0;
    if (n > SM_NAME_TOKENS)
        return;
    for (size_t i = 0; i < n; i++)
        if (w->tokens[i].kind != SM_PUNCT)
            w->tokens[w->count++] = w->tokens[i];
}

/* The hash of the words so far, as it stands in the index, where 0 is an empty slot. */
static uint64_t indexed(uint64_t sequence)
{
    return sequence + (sequence == 0);
}

uint64_t sm_name_hash(const char *name, size_t length)
{
    words w;
    split_words(name, length, &w);
    uint64_t sequence = SM_HASH_START;
    for (size_t i = 0; i < w.count; i++)
        sequence = sm_hash_step(sequence, w.tokens[i].hash);
    return w.count ? indexed(sequence) : 0;
}

static void add_record(sm_builder *b, sm_name_record r)
{
    if (sm_builder_grow(b, &b->names, &b->name_capacity, b->n_names, sizeof *b->names))
        b->names[b->n_names++] = r;
}

/* Note that some name begins like this. */
static void add_beginning(sm_builder *b, uint64_t hash)
{
    uint64_t *recent = &b->recent[hash % (sizeof b->recent / sizeof *b->recent)];
    if (*recent == hash)
        return;
    *recent = hash;
    add_record(b, (sm_name_record){.hash = hash, .place = SM_NO_PLACE});
}

/* Note all beginnings of a name; returns the hash of the whole. */
static uint64_t add_beginnings(sm_builder *b, const words *w)
{
    uint64_t sequence = SM_HASH_START;
    for (size_t i = 0; i < w->count; i++) {
        if (i)
            add_beginning(b, indexed(sequence));
        sequence = sm_hash_step(sequence, w->tokens[i].hash);
    }
    return indexed(sequence);
}

/* Note how a word of a name is spelt. */
static void add_spelling(sm_builder *b, const char *fold, size_t length)
{
    if (b->spellings == NULL)
        b->spellings = calloc(SM_SPELLING_WORDS, sizeof *b->spellings);
    if (b->letters == NULL)
        b->letters = calloc(SM_LETTER_ROWS, sizeof *b->letters);
    if (b->spellings == NULL || b->letters == NULL) {
        b->failed = true;
        return;
    }
    uint64_t spelling = 0;
    uint8_t before[3] = {0}, behind[3];
    for (size_t i = 0; i < length; i++) {
        spelling = sm_spelling_step(spelling, fold[i]);
        uint8_t letter = sm_letter(fold[i]);
        for (size_t k = 0; k < 3; k++)
            behind[k] = i + 1 + k < length ? sm_letter(fold[i + 1 + k]) : 0;
        for (size_t first = 0; first <= 3; first++)
            b->letters[sm_letters_row(before, behind, first)] |= UINT32_C(1) << letter;
        before[0] = before[1], before[1] = before[2], before[2] = letter;
    }
    uint64_t bits, home = sm_spelling_home(spelling, &bits) % SM_SPELLING_WORDS;
    b->spellings[home] |= bits;
}

void sm_builder_name(sm_builder *b, uint32_t place, const char *name, size_t length, sm_name_kind kind,
                     unsigned flags, uint16_t language)
{
    enum { MOST_WORDS = 8, MOST_BYTES = 200 };
    words w;
    w.count = 0;
    if (length <= MOST_BYTES)
        split_words(name, length, &w);
    if (w.count == 0 || w.count > MOST_WORDS)
        return;
    flags |=
        flags & SM_N_GENERIC_CUT ? b->mark & SM_N_IF : b->mark; /* "Paris District" does not claim "Paris" */
    uint64_t hash = add_beginnings(b, &w);
    for (size_t i = 0; i < w.count; i++)
        add_spelling(b, w.folds + w.tokens[i].fold, w.tokens[i].fold_length);
    add_record(b, (sm_name_record){hash, place, (uint8_t)kind, (uint8_t)flags, language});
}

void sm_builder_sound(sm_builder *b, uint32_t place, const char *name, size_t length, sm_name_kind kind)
{
    uint64_t hash = sm_sound_hash(name, length);
    if (hash)
        add_record(b, (sm_name_record){.hash = hash, .place = place, .kind = (uint8_t)kind, .flags = SM_N_SOUND});
}

void sm_builder_stop(sm_builder *b, const char *name, size_t length)
{
    words w;
    split_words(name, length, &w);
    if (w.count)
        add_record(b, (sm_name_record){.hash = add_beginnings(b, &w), .place = SM_NO_PLACE});
}

size_t sm_spellings_fold(uint64_t *bits)
{
    size_t n = SM_SPELLING_WORDS, set = 0;
    for (size_t i = 0; i < n; i++)
        set += (size_t)__builtin_popcountll(bits[i]);
    while (n > 1 && set * 16 <= n * 64) {
        n /= 2;
        for (size_t i = set = 0; i < n; i++)
            set += (size_t)__builtin_popcountll(bits[i] |= bits[i + n]);
    }
    return n;
}

static void free_map(sm_key_map *map)
{
    free(map->keys);
    free(map->values);
    *map = (sm_key_map){0};
}

void sm_builder_forget(sm_builder *b)
{
    for (size_t i = 0; i < sizeof b->by_id.pages / sizeof *b->by_id.pages; i++) {
        free(b->by_id.pages[i]);
        b->by_id.pages[i] = NULL;
    }
    free_map(&b->admins);
    free_map(&b->said);
    free(b->origins);
    b->origins = NULL;
    b->origin_capacity = 0;
}

void sm_builder_free(sm_builder *b)
{
    sm_builder_forget(b);
    free_map(&b->by_base);
    free_map(&b->treated);
    free_map(&b->pinned);
    free_map(&b->base_divisions);
    free(b->places);
    free(b->boxes);
    free(b->strings);
    free(b->names);
    free(b->spellings);
    free(b->letters);
    free(b->members);
    free(b->never.items);
    free(b->weak.items);
    free(b->first.items);
    free(b->references);
    free(b->rows);
}
