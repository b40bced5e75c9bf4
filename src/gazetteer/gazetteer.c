#include "mapped.h"

#include "data.h"
#include "file.h"
#include "hash.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static const size_t item_sizes[SM_N_SECTIONS] = {
    [SM_PLACES] = sizeof(sm_place),    [SM_STRINGS] = 1,
    [SM_BOXES] = sizeof(sm_box),       [SM_SLOTS] = sizeof(sm_name_slot),
    [SM_SPELLINGS] = sizeof(uint64_t), [SM_LETTERS] = sizeof(uint32_t),
    [SM_BEARERS] = sizeof(sm_bearer),  [SM_IDS] = sizeof(sm_id_row),
    [SM_COUNTRIES] = sizeof(uint32_t), [SM_MEMBERS] = sizeof(sm_member),
    [SM_FACTS] = 1,
};

static sm_status check_header(const sm_mapped *file, const char *path, sm_error *err)
{
    const sm_gazetteer_header *h = (const sm_gazetteer_header *)(const void *)file->bytes;
    if (file->size < sizeof h->magic || memcmp(h->magic, SM_GAZETTEER_MAGIC, sizeof h->magic) != 0)
        return sm_fail_at(err, SM_E_SETUP, path, 0, "not a sitmap gazetteer");
    if (file->size < SM_GAZETTEER_PAGE)
        return sm_fail_at(err, SM_E_SETUP, path, 0, "damaged gazetteer: cut short");
    if (h->order != SM_GAZETTEER_ORDER)
        return sm_fail_at(err, SM_E_SETUP, path, 0,
                          "gazetteer of a machine with another byte order; build it anew");
    if (h->version != SM_GAZETTEER_VERSION)
        return sm_fail_at(err, SM_E_SETUP, path, 0,
                          "gazetteer of version %u, this program reads version %d; build it anew", h->version,
                          SM_GAZETTEER_VERSION);
    if (h->n_sections != SM_N_SECTIONS || h->hash != sm_hash(h, offsetof(sm_gazetteer_header, hash)))
        return sm_fail_at(err, SM_E_SETUP, path, 0,
                          "damaged gazetteer: the header does not match its checksum");
    if (h->file_bytes != file->size)
        return sm_fail_at(err, SM_E_SETUP, path, 0, "damaged gazetteer: %zu bytes instead of %llu",
                          file->size, (unsigned long long)h->file_bytes);
    for (unsigned i = 0; i < SM_N_SECTIONS; i++) {
        const sm_section *s = &h->sections[i];
        if (s->size != item_sizes[i] || s->offset % SM_GAZETTEER_PAGE || s->offset > file->size ||
            s->count > UINT32_MAX || s->count > (file->size - s->offset) / s->size)
            return sm_fail_at(err, SM_E_SETUP, path, 0, "damaged gazetteer: section %u lies outside the file",
                              i);
    }
    const sm_section *strings = &h->sections[SM_STRINGS], *facts = &h->sections[SM_FACTS];
    if (strings->count == 0 || file->bytes[strings->offset + strings->count - 1] || facts->count == 0 ||
        file->bytes[facts->offset + facts->count - 1])
        return sm_fail_at(err, SM_E_SETUP, path, 0, "damaged gazetteer: a text without end");
    if (h->sections[SM_COUNTRIES].count != 26 * 26)
        return sm_fail_at(err, SM_E_SETUP, path, 0, "damaged gazetteer: no table of countries");
    uint64_t spellings = h->sections[SM_SPELLINGS].count;
    if (spellings == 0 || (spellings & (spellings - 1)) || h->sections[SM_LETTERS].count != SM_LETTER_ROWS)
        return sm_fail_at(err, SM_E_SETUP, path, 0, "damaged gazetteer: no table of spellings");
    return SM_OK;
}

static sm_status check_sections(const sm_mapped *file, const char *path, sm_error *err)
{
#ifdef MADV_POPULATE_READ
    /* all pages at once: a fault for each would take three times as long as the hashing */
    madvise((void *)(uintptr_t)file->bytes, file->size, MADV_POPULATE_READ);
#endif
    const sm_gazetteer_header *h = (const sm_gazetteer_header *)(const void *)file->bytes;
    for (unsigned i = 0; i < SM_N_SECTIONS; i++) {
        const sm_section *s = &h->sections[i];
        if (sm_hash(file->bytes + s->offset, s->count * s->size) != s->hash)
            return sm_fail_at(err, SM_E_SETUP, path, 0,
                              "damaged gazetteer: section %u does not match its checksum", i);
    }
    return SM_OK;
}

char *sm_gazetteer_default_path(char *out, size_t capacity)
{
    return sm_data_path("gazetteer.bin", out, capacity);
}

sm_status sm_gazetteer_open(const char *path, bool verify, sm_gazetteer **out, sm_error *err)
{
    char standard[PATH_MAX];
    if (path == NULL) {
        path = sm_gazetteer_default_path(standard, sizeof standard);
    }
    sm_mapped file;
    sm_status st = sm_map_file(path, SM_E_SETUP, &file, err);
    if (st != SM_OK)
        return st;
    st = check_header(&file, path, err);
    if (st == SM_OK && verify)
        st = check_sections(&file, path, err);
    sm_gazetteer *g = st == SM_OK ? calloc(1, sizeof *g) : NULL;
    if (g == NULL) {
        sm_unmap_file(&file);
        return st == SM_OK ? sm_fail(err, SM_E_NOMEM, "out of memory") : st;
    }
    const sm_section *s = ((const sm_gazetteer_header *)(const void *)file.bytes)->sections;
    const void *starts[SM_N_SECTIONS];
    for (unsigned i = 0; i < SM_N_SECTIONS; i++) {
        starts[i] = file.bytes + s[i].offset;
        g->n[i] = s[i].count;
    }
    g->file = file;
    g->header = (const void *)file.bytes;
    g->places = starts[SM_PLACES];
    g->strings = starts[SM_STRINGS];
    g->boxes = starts[SM_BOXES];
    g->slots = starts[SM_SLOTS];
    g->spellings = starts[SM_SPELLINGS];
    g->letters = starts[SM_LETTERS];
    g->bearers = starts[SM_BEARERS];
    g->ids = starts[SM_IDS];
    g->countries = starts[SM_COUNTRIES];
    g->members = starts[SM_MEMBERS];
    g->facts = starts[SM_FACTS];
    *out = g;
    return SM_OK;
}

void sm_gazetteer_close(sm_gazetteer *g)
{
    if (g == NULL)
        return;
    sm_overlay_free(g->overlay);
    sm_unmap_file(&g->file);
    free(g);
}

void sm_gazetteer_rest(const sm_gazetteer *g)
{
    if (g)
        sm_rest_file(&g->file);
}

size_t sm_gazetteer_count(const sm_gazetteer *g)
{
    return g->n[SM_PLACES] + (g->overlay ? g->overlay->n_places : 0);
}

const sm_place *sm_gazetteer_place(const sm_gazetteer *g, uint32_t place)
{
    /* what a damaged file points to outside its places */
    static const sm_place nowhere = {
        .country = SM_NO_PLACE, .admin1 = SM_NO_PLACE, .admin2 = SM_NO_PLACE, .feature_class = ' '};
    if (place < g->n[SM_PLACES])
        return &g->places[place];
    size_t above = place - g->n[SM_PLACES];
    return g->overlay && above < g->overlay->n_places ? &g->overlay->places[above] : &nowhere;
}

void sm_gazetteer_fetch_place(const sm_gazetteer *g, uint32_t place)
{
    const sm_place *p = sm_gazetteer_place(g, place);
    __builtin_prefetch(p);
    __builtin_prefetch(&p->prior); /* which may lie in the next line of the cache */
}

const char *sm_gazetteer_string(const sm_gazetteer *g, uint32_t offset)
{
    if (offset < g->n[SM_STRINGS])
        return g->strings + offset;
    size_t above = offset - g->n[SM_STRINGS];
    return g->overlay && above < g->overlay->n_strings ? g->overlay->strings + above : "";
}

bool sm_gazetteer_box(const sm_gazetteer *g, const sm_place *p, sm_box *out)
{
    if (p->box == 0)
        return false;
    size_t i = p->box - 1, above = i - g->n[SM_BOXES];
    if (i < g->n[SM_BOXES])
        *out = g->boxes[i];
    else if (g->overlay && above < g->overlay->n_boxes)
        *out = g->overlay->boxes[above];
    else
        return false;
    return true;
}

static uint32_t find_id(const sm_id_row *rows, size_t n, int32_t id)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rows[middle].geonames_id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && rows[low].geonames_id == id ? rows[low].place : SM_NO_PLACE;
}

uint32_t sm_gazetteer_by_id(const sm_gazetteer *g, int32_t geonames_id)
{
    uint32_t place = find_id(g->ids, g->n[SM_IDS], geonames_id);
    if (place == SM_NO_PLACE && g->overlay)
        place = find_id(g->overlay->ids, g->overlay->n_ids, geonames_id);
    return place < sm_gazetteer_count(g) ? place : SM_NO_PLACE;
}

uint32_t sm_gazetteer_country(const sm_gazetteer *g, const char code[2])
{
    if (code[0] < 'A' || code[0] > 'Z' || code[1] < 'A' || code[1] > 'Z')
        return SM_NO_PLACE;
    uint32_t place = g->countries[(code[0] - 'A') * 26 + (code[1] - 'A')];
    return place < g->n[SM_PLACES] ? place : SM_NO_PLACE;
}

/* The members of a region: the first row and their number. */
static size_t members_of(const sm_gazetteer *g, uint32_t region, const sm_member **out)
{
    size_t low = 0, high = g->n[SM_MEMBERS];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (g->members[middle].region < region)
            low = middle + 1;
        else
            high = middle;
    }
    size_t n = 0;
    while (low + n < g->n[SM_MEMBERS] && g->members[low + n].region == region)
        n++;
    *out = g->members + low;
    return n;
}

bool sm_place_within(const sm_gazetteer *g, uint32_t inner, uint32_t outer)
{
    if (inner == outer)
        return true;
    size_t n_places = sm_gazetteer_count(g);
    if (inner >= n_places || outer >= n_places)
        return false;
    const sm_place *i = sm_gazetteer_place(g, inner), *o = sm_gazetteer_place(g, outer);
    if (i->country == outer || i->admin1 == outer || i->admin2 == outer)
        return true;
    if (o->flags & (SM_P_COUNTRY | SM_P_PARENT))
        return false; /* its places name it; its box also holds the neighbours' */
    const sm_member *members;
    size_t n = members_of(g, outer, &members);
    for (size_t k = 0; k < n; k++)
        if (members[k].country == i->country)
            return true;
    sm_box box;
    bool whole = (i->flags & SM_P_REGION) || ((i->flags & SM_P_COUNTRY) && !(o->flags & SM_P_REGION));
    if (n || whole || !sm_gazetteer_box(g, o, &box)) /* its middle would not tell */
        return false;
    return (o->country == SM_NO_PLACE || o->country == i->country) && sm_box_contains(box, sm_place_point(i));
}

sm_name_walk sm_name_start(const sm_gazetteer *g)
{
    return (sm_name_walk){.gazetteer = g, .sequence = SM_HASH_START};
}

const sm_name_slot *sm_gazetteer_slot(const sm_gazetteer *g, uint64_t hash)
{
    size_t n = g->n[SM_SLOTS], i = n ? sm_slot_home(hash, n) : 0;
    hash += hash == 0;
    for (size_t probes = 0; probes < n && probes <= g->header->max_probe; probes++) {
        uint64_t here = g->slots[i].hash;
        if (here >= hash || here == 0)
            return here == hash ? &g->slots[i] : NULL;
        i = i + 1 == n ? 0 : i + 1;
    }
    return NULL;
}

uint64_t sm_name_fetch(const sm_gazetteer *g, uint64_t sequence, uint64_t token_hash)
{
    sequence = sm_hash_step(sequence, token_hash);
    __builtin_prefetch(&g->slots[sm_slot_home(sequence, g->n[SM_SLOTS])]);
    return sequence;
}

bool sm_name_step(sm_name_walk *w, uint64_t token_hash)
{
    w->sequence = sm_hash_step(w->sequence, token_hash);
    w->slot = sm_gazetteer_slot(w->gazetteer, w->sequence);
    w->over = w->gazetteer->overlay ? sm_overlay_find(w->gazetteer->overlay, w->sequence) : NULL;
    return w->slot || w->over;
}

bool sm_name_continues(const sm_name_walk *w)
{
    return (w->slot && (w->slot->packed & 1)) || (w->over && (w->over->packed & 1));
}

/* A stop name is a slot without bearers that says so; the beginning of a name has none either. */
static bool is_stopped(const sm_name_slot *slot)
{
    return slot->packed >> 1 == 0 && slot->first == SM_NO_PLACE;
}

static bool has_said(const sm_name_slot *over)
{
    return over && (over->packed >> 1 || is_stopped(over));
}

bool sm_name_stopped(const sm_name_walk *w)
{
    const sm_name_slot *slot = has_said(w->over) ? w->over : w->slot;
    return slot && is_stopped(slot);
}

size_t sm_name_bearers(const sm_name_walk *w, const sm_bearer **out)
{
    const sm_gazetteer *g = w->gazetteer;
    *out = g->bearers;
    if (has_said(w->over)) {
        *out = g->overlay->bearers + (is_stopped(w->over) ? 0 : w->over->first);
        return w->over->packed >> 1;
    }
    size_t all = g->n[SM_BEARERS];
    if (w->slot == NULL || w->slot->first >= all)
        return 0;
    size_t count = w->slot->packed >> 1, room = all - w->slot->first;
    *out += w->slot->first;
    return count < room ? count : room;
}

static bool is_spelt(const uint64_t *words, size_t n, uint64_t spelling)
{
    uint64_t bits, home = sm_spelling_home(spelling, &bits) & (n - 1);
    return (words[home] & bits) == bits;
}

bool sm_gazetteer_may_spell(const sm_gazetteer *g, uint64_t spelling)
{
    const sm_overlay *o = g->overlay;
    return is_spelt(g->spellings, g->n[SM_SPELLINGS], spelling) ||
           (o && o->spellings && is_spelt(o->spellings, o->n_spellings, spelling));
}

void sm_gazetteer_fetch_spelling(const sm_gazetteer *g, uint64_t spelling)
{
    uint64_t bits;
    __builtin_prefetch(&g->spellings[sm_spelling_home(spelling, &bits) & (g->n[SM_SPELLINGS] - 1)]);
}

uint32_t sm_gazetteer_letters(const sm_gazetteer *g, const uint8_t before[3], const uint8_t behind[3])
{
    const uint32_t *users = g->overlay ? g->overlay->letters : NULL;
    uint32_t may = UINT32_MAX;
    for (size_t first = 0; first <= 3; first++) {
        size_t row = sm_letters_row(before, behind, first);
        may &= g->letters[row] | (users ? users[row] : 0);
    }
    return may;
}

float sm_bearer_odds(const sm_bearer *b)
{
    /* fitted together with the priors, see docs/gazetteer.md; what is not listed is as good as the main name
     */
    static const float odds[] = {
        [SM_NAME_ALTERNATE] = -2.6f, [SM_NAME_FORMER] = -1.0f, [SM_NAME_METONYM] = -1.0f};
    float sum = b->kind < sizeof odds / sizeof *odds ? odds[b->kind] : 0;
    return sum - (b->flags & SM_N_GENERIC_CUT ? 1 : 0) - (b->flags & SM_N_CODE ? 5 : 0);
}

size_t sm_gazetteer_lookup(const sm_gazetteer *g, const char *name, const sm_bearer **out)
{
    sm_token tokens[SM_NAME_TOKENS];
    char folds[1024];
    size_t n = sm_tokenize(name, strnlen(name, 512), tokens, SM_NAME_TOKENS, folds, sizeof folds);
    sm_name_walk w = sm_name_start(g);
    *out = g->bearers;
    for (size_t i = 0; i < n; i++) {
        if (tokens[i].kind == SM_PUNCT && n > 1)
            continue; /* hyphens and dots do not count, as in texts */
        if (!sm_name_step(&w, tokens[i].hash))
            return 0;
    }
    return sm_name_bearers(&w, out);
}

size_t sm_gazetteer_sounds_like(const sm_gazetteer *g, const char *name, size_t length, const sm_bearer **out)
{
    uint64_t hash = sm_sound_hash(name, length);
    sm_name_walk w = {.gazetteer = g};
    w.slot = hash ? sm_gazetteer_slot(g, hash) : NULL;
    w.over = hash && g->overlay ? sm_overlay_find(g->overlay, hash) : NULL;
    return sm_name_bearers(&w, out);
}

void sm_gazetteer_info(const sm_gazetteer *g, sm_gazetteer_facts *out)
{
    *out = (sm_gazetteer_facts){
        .version = g->header->version,
        .file_bytes = g->file.size,
        .places = sm_gazetteer_count(g),
        .names = g->header->n_names,
        .bearers = g->n[SM_BEARERS],
        .built_from = g->facts,
    };
}
