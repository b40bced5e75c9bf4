/* What rows of places.tsv and of overlays do to the places and names. The same code serves the builder and
 * overlays that are laid over a mapped gazetteer (`base`): there a place is first copied out of it. */
#include "builder.h"

#include "geo.h"
#include "rows.h"
#include "utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void sm_builder_name_list(sm_builder *b, uint32_t place, sm_field list, sm_name_kind kind)
{
    sm_field name;
    while (sm_field_part(&list, '|', &name)) {
        if (kind == SM_NAME_ENGLISH || kind == SM_NAME_FORMER)
            sm_builder_names(b, place, name.bytes, name.length, kind, 0);
        else
            sm_builder_name(b, place, name.bytes, name.length, kind, 0, 0);
    }
}

void sm_builder_show(sm_builder *b, uint32_t place, sm_field list)
{
    sm_field name;
    if (sm_field_part(&list, '|', &name))
        b->places[place].name = sm_builder_string(b, name.bytes, name.length);
}

uint64_t sm_source_hash(const char *name, size_t length)
{
    char fold[256];
    size_t n = sm_utf8_fold(name, length, fold, sizeof fold);
    uint64_t hash = sm_hash(fold, n);
    return hash + (hash == 0);
}

/* ---- places of the gazetteer below ---- */

static uint32_t copy_of(sm_builder *b, uint32_t base)
{
    uint32_t place = sm_key_find(&b->by_base, (uint64_t)base + 1);
    if (place != SM_NO_PLACE || base >= sm_gazetteer_count(b->base))
        return place;
    const sm_place *p = sm_gazetteer_place(b->base, base);
    place = sm_builder_place(b, p->geonames_id);
    if (place == SM_NO_PLACE)
        return place;
    b->places[place] = *p;
    b->places[place].name = b->places[place].box = 0; /* as below, until a row says otherwise */
    b->origins[place].base = base;
    b->origins[place].rank = SM_RANK_GEONAMES;
    sm_key_set(b, &b->by_base, (uint64_t)base + 1, place);
    return place;
}

static uint32_t place_by_id(sm_builder *b, int32_t id)
{
    uint32_t place = sm_id_find(&b->by_id, id);
    if (place != SM_NO_PLACE || b->base == NULL)
        return place;
    return copy_of(b, sm_gazetteer_by_id(b->base, id));
}

uint32_t sm_base_division(sm_builder *b, const char country[2], sm_field admin1)
{
    size_t n = sm_gazetteer_count(b->base);
    n = n < SM_PLACES_ASKED ? n : SM_PLACES_ASKED;
    for (size_t i = 0; b->base_divisions.count == 0 && i < n; i++) {
        const sm_place *p = sm_gazetteer_place(b->base, (uint32_t)i);
        sm_field code = {p->admin1_code, strnlen(p->admin1_code, sizeof p->admin1_code)};
        if (p->feature_class == 'A' && memcmp(p->feature_code, "ADM1", 5) == 0)
            sm_key_set(b, &b->base_divisions, sm_admin_key(p->country_code, code, (sm_field){0}),
                       (uint32_t)i);
        if (i + 1 == n) /* not to look again where there are none */
            sm_key_set(b, &b->base_divisions, 1, SM_NO_PLACE);
    }
    return sm_key_find(&b->base_divisions, sm_admin_key(country, admin1, (sm_field){0}));
}

/* The first-level division with the codes of the row. */
static uint32_t division(sm_builder *b, const sm_row *row, uint64_t key)
{
    uint32_t place = sm_key_find(&b->admins, key);
    if (place != SM_NO_PLACE || key == 0 || b->base == NULL)
        return place;
    return copy_of(b, sm_base_division(b, row->iso2, row->admin1_code));
}

/* ---- contradictions ---- */

enum { SAID_PLACE = 1, SAID_TREATED, SAID_PIN };

/* Remember that this row speaks of `topic`; the row of the same file that did before, NULL for none. */
static const sm_row_place *say(sm_builder *b, uint32_t row, uint64_t topic, unsigned what)
{
    uint64_t key = sm_hash_step(sm_hash_step(SM_HASH_START, what), topic);
    uint32_t before = sm_key_find(&b->said, key);
    sm_key_set(b, &b->said, key, row);
    return before != SM_NO_PLACE && b->rows[before].path == b->rows[row].path ? &b->rows[before] : NULL;
}

static bool has_said(const sm_builder *b, uint64_t topic, unsigned what, const char *path,
                     const sm_row_place **out)
{
    uint32_t row = sm_key_find(&b->said, sm_hash_step(sm_hash_step(SM_HASH_START, what), topic));
    *out = row != SM_NO_PLACE && b->rows[row].path == path ? &b->rows[row] : NULL;
    return *out != NULL;
}

static sm_status contradicts(const sm_row *row, const sm_row_place *before, const char *what, sm_error *err)
{
    return sm_row_fail(row, err, "'%.*s' %s in %s %u", (int)row->name.length, row->name.bytes, what,
                       before->feature ? "feature" : "line",
                       before->feature ? before->feature : before->line);
}

/* Each name of the row is now a place's name: no stop name, or no longer one of an earlier overlay's. */
static sm_status take_names(sm_builder *b, const sm_row *row, uint32_t number, sm_error *err)
{
    const sm_row_place *before;
    const sm_field lists[] = {row->name, row->alternates};
    for (int i = 0; i < 2; i++) {
        sm_field list = lists[i], name;
        while (sm_field_part(&list, '|', &name)) {
            uint64_t hash = sm_name_hash(name.bytes, name.length);
            if (has_said(b, hash, SAID_TREATED, row->path, &before))
                return contradicts(row, before, "is said to be never a place", err);
            if (sm_key_find(&b->treated, hash) != SM_NO_PLACE)
                sm_key_set(b, &b->treated, hash, SM_ROW_PLACE);
            say(b, number, hash, SAID_PLACE);
        }
    }
    return SM_OK;
}

/* ---- rows ---- */

typedef struct reading {
    sm_builder *b;
    bool user;
} reading;

static void describe(sm_builder *b, uint32_t place, const sm_row *row)
{
    sm_place *p = &b->places[place];
    bool moves = row->iso2[0] && memcmp(row->iso2, p->country_code, 2) != 0;
    if (row->iso2[0])
        memcpy(p->country_code, row->iso2, 2);
    if (row->feature_class)
        p->feature_class = row->feature_class;
    if (row->feature_code.length) {
        memset(p->feature_code, 0, sizeof p->feature_code);
        memcpy(p->feature_code, row->feature_code.bytes, row->feature_code.length);
        p->flags |= sm_field_is(row->feature_code, "PPLC") ? SM_P_CAPITAL : 0;
    }
    if (row->admin1_code.length || moves) {
        memset(p->admin1_code, 0, sizeof p->admin1_code);
        memcpy(p->admin1_code, row->admin1_code.bytes, row->admin1_code.length);
        b->origins[place].admin1 = sm_admin_key(p->country_code, row->admin1_code, (sm_field){0});
        p->admin1 = p->admin2 = SM_NO_PLACE;
    }
    if (p->feature_class == 'L' && p->country_code[0] == '\0')
        p->flags |= SM_P_REGION;
}

/* The key of a row that is a first-level division, 0 for any other row. */
static uint64_t division_key(const sm_row *row)
{
    if (!sm_field_is(row->feature_code, "ADM1") || !row->iso2[0])
        return 0;
    return sm_admin_key(row->iso2, row->admin1_code, (sm_field){0});
}

/* Whether another row of the file has put the place elsewhere. */
static sm_status check_moved(sm_builder *b, const sm_row *row, uint32_t number, uint32_t place, sm_error *err)
{
    if (!row->geonames_id || !row->has_point)
        return SM_OK;
    const sm_row_place *before = say(b, number, (uint64_t)row->geonames_id, SAID_PIN);
    const sm_place *p = &b->places[place];
    if (before &&
        (fabs(p->lon_e5 / 1e5 - row->point.lon) > 1e-3 || fabs(p->lat_e5 / 1e5 - row->point.lat) > 1e-3))
        return contradicts(row, before, "lies elsewhere", err);
    return SM_OK;
}

static sm_status place_row(reading *r, const sm_row *row, uint32_t number, uint32_t *out, sm_error *err)
{
    sm_builder *b = r->b;
    uint64_t key = division_key(row);
    uint32_t place = row->geonames_id ? place_by_id(b, row->geonames_id) : division(b, row, key);
    bool known = place != SM_NO_PLACE;
    if (!known && !row->has_point)
        return sm_row_fail(row, err, "a new place needs longitude and latitude");
    if (!known && !row->feature_class && !r->user)
        return sm_row_fail(row, err, "a new place needs a feature class");
    if (!known)
        place = sm_builder_place(b, row->geonames_id);
    *out = place;
    if (place == SM_NO_PLACE)
        return SM_OK;
    if (!known && !row->feature_class) {
        b->places[place].feature_class = 'P';
        memcpy(b->places[place].feature_code, "PPL", 3);
    }
    sm_status st = r->user ? check_moved(b, row, number, place, err) : SM_OK;
    if (st != SM_OK)
        return st;
    describe(b, place, row);
    sm_key_set(b, &b->admins, key, place);
    b->places[place].flags |= r->user ? SM_P_USER : 0;
    if (row->has_point)
        sm_builder_point(b, place, row->point, SM_RANK_CURATED);
    if (row->has_box)
        sm_builder_box(b, place, row->box);
    if (row->population > 0)
        b->places[place].population = (uint32_t)row->population;
    return SM_OK;
}

static sm_status refer(sm_builder *b, const sm_row *row, uint32_t number, uint32_t place, sm_error *err)
{
    sm_reference ref = {.name = sm_name_hash(row->name.bytes, row->name.length),
                        .place = place,
                        .row = number,
                        .kind = (uint8_t)row->kind,
                        .pin = row->treatment == SM_ROW_PIN};
    if (ref.name == 0)
        return sm_row_fail(row, err, "'%.*s' is no name", (int)row->name.length, row->name.bytes);
    if (row->if_source.length)
        ref.if_source = sm_source_hash(row->if_source.bytes, row->if_source.length);
    memcpy(ref.if_country, row->if_country, 2);
    ref.kind = ref.pin ? SM_NAME_ENGLISH : ref.kind;
    ref.text = sm_builder_string(b, row->name.bytes, row->name.length);
    ref.target = row->target.length ? sm_builder_string(b, row->target.bytes, row->target.length) : 0;
    if (sm_builder_grow(b, &b->references, &b->reference_capacity, b->n_references, sizeof *b->references))
        b->references[b->n_references++] = ref;
    return SM_OK;
}

static sm_status stop_row(sm_builder *b, const sm_row *row, uint32_t number, sm_error *err)
{
    const sm_row_place *before;
    uint64_t hash = sm_name_hash(row->name.bytes, row->name.length);
    if (hash == 0)
        return sm_row_fail(row, err, "'%.*s' is no name", (int)row->name.length, row->name.bytes);
    if (row->treatment == SM_ROW_NEVER && has_said(b, hash, SAID_PLACE, row->path, &before))
        return contradicts(row, before, "is a place", err);
    if (row->treatment == SM_ROW_NEVER)
        say(b, number, hash, SAID_TREATED);
    sm_key_set(b, &b->treated, hash, row->treatment);
    sm_builder_stop(b, row->name.bytes, row->name.length);
    return SM_OK;
}

static sm_status user_row(reading *r, const sm_row *row, sm_error *err)
{
    sm_builder *b = r->b;
    uint32_t number = (uint32_t)b->n_rows, place = SM_NO_PLACE;
    if (!sm_builder_grow(b, &b->rows, &b->row_capacity, b->n_rows, sizeof *b->rows))
        return SM_OK; /* remembered in `failed` */
    b->rows[b->n_rows++] = (sm_row_place){row->path, row->line, row->feature};
    if (row->treatment == SM_ROW_NEVER || row->treatment == SM_ROW_WEAK)
        return stop_row(b, row, number, err);
    sm_status st = take_names(b, row, number, err);
    if (st != SM_OK)
        return st;
    if (row->treatment == SM_ROW_PLACE) {
        st = place_row(r, row, number, &place, err);
        if (st != SM_OK || place == SM_NO_PLACE)
            return st;
        sm_builder_show(b, place, row->name);
        sm_builder_name_list(b, place, row->name, SM_NAME_ENGLISH);
        sm_builder_name_list(b, place, row->alternates, SM_NAME_ENGLISH);
        return SM_OK;
    }
    if (row->geonames_id && (place = place_by_id(b, row->geonames_id)) == SM_NO_PLACE)
        return sm_row_fail(row, err, "no place has the GeoNames id %d", row->geonames_id);
    if (!row->geonames_id && !row->target.length) { /* a pin to a point */
        st = place_row(r, row, number, &place, err);
        if (st == SM_OK && place != SM_NO_PLACE)
            sm_builder_show(b, place, row->name);
    }
    return st == SM_OK ? refer(b, row, number, place, err) : st;
}

static sm_status take_row(void *context, const sm_row *row, sm_error *err)
{
    reading *r = context;
    if (r->user)
        return user_row(r, row, err);
    uint32_t place;
    if (row->treatment != SM_ROW_PLACE)
        return sm_row_fail(row, err, "only places stand here");
    sm_status st = place_row(r, row, 0, &place, err);
    if (st != SM_OK || place == SM_NO_PLACE)
        return st;
    sm_builder_show(r->b, place, row->name);
    sm_builder_name_list(r->b, place, row->name, SM_NAME_ENGLISH);
    sm_builder_name_list(r->b, place, row->alternates, SM_NAME_ENGLISH);
    return SM_OK;
}

sm_status sm_build_rows(sm_builder *b, const char *path, bool user, sm_error *err)
{
    reading r = {b, user};
    b->mark = user ? SM_N_USER : 0;
    sm_status st = sm_rows_read(path, take_row, &r, err);
    b->mark = 0;
    return st;
}

/* ---- references ----
 *
 * A target is words such as "Missouri" or "Springfield, Missouri": the most prominent bearer of the first
 * name that lies in a bearer of each of the others. Places are numbered here as in the base, and behind it
 * those of the builder. */

typedef struct finder {
    sm_builder *b;
    uint32_t n_base;
    sm_name_record *records; /**< of the builder's names that some target asks for, by hash */
    size_t n_records, capacity;
} finder;

static const sm_place *place_at(const finder *f, uint32_t at)
{
    return at < f->n_base ? sm_gazetteer_place(f->b->base, at) : &f->b->places[at - f->n_base];
}

static bool box_at(const finder *f, uint32_t at, sm_box *out)
{
    const sm_place *p = place_at(f, at);
    if (at < f->n_base)
        return sm_gazetteer_box(f->b->base, p, out);
    if (p->box)
        *out = f->b->boxes[p->box - 1];
    return p->box != 0;
}

static bool lies_in(const finder *f, uint32_t inner, uint32_t outer)
{
    if (inner < f->n_base && outer < f->n_base)
        return sm_place_within(f->b->base, inner, outer);
    const sm_place *i = place_at(f, inner), *o = place_at(f, outer);
    sm_box box;
    if (inner == outer || i->country == outer || i->admin1 == outer || i->admin2 == outer)
        return true;
    return !(o->flags & (SM_P_COUNTRY | SM_P_PARENT)) && box_at(f, outer, &box) &&
           sm_box_contains(box, sm_place_point(i));
}

static int by_hash(const void *a, const void *b)
{
    const sm_name_record *x = a, *y = b;
    return (x->hash > y->hash) - (x->hash < y->hash);
}

/* The bearers of a name: first those of the base, then the builder's. */
typedef struct bearer_list {
    const sm_bearer *below;
    size_t n_below;
    const sm_name_record *above;
    size_t n_above;
} bearer_list;

static bearer_list bearers_of(const finder *f, sm_field name)
{
    bearer_list list = {0};
    sm_name_record key = {.hash = sm_name_hash(name.bytes, name.length)};
    char text[SM_ROW_NAME_MAX + 1];
    size_t low = 0, high = f->n_records;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (f->records[middle].hash < key.hash)
            low = middle + 1;
        else
            high = middle;
    }
    for (list.above = low < f->n_records ? &f->records[low] : NULL;
         low + list.n_above < f->n_records && list.above[list.n_above].hash == key.hash; list.n_above++)
        ;
    if (f->b->base && name.length < sizeof text) {
        memcpy(text, name.bytes, name.length);
        text[name.length] = '\0';
        list.n_below = sm_gazetteer_lookup(f->b->base, text, &list.below);
    }
    return list;
}

/* Bearer `i` of the list, and how prominent it is under the name. */
static uint32_t bearer_at(const finder *f, const bearer_list *list, size_t i, float *prior)
{
    sm_bearer b;
    uint32_t at;
    if (i < list->n_below) {
        b = list->below[i];
        at = b.place;
    } else {
        const sm_name_record *r = &list->above[i - list->n_below];
        b = (sm_bearer){r->place, r->kind, r->flags, 0};
        uint32_t base = f->b->origins[r->place].base;
        at = f->b->base && base != SM_NO_PLACE ? base : f->n_base + r->place;
    }
    *prior = place_at(f, at)->prior + sm_bearer_odds(&b) + (b.flags & SM_N_USER ? 100 : 0);
    return at;
}

static bool some_contains(const finder *f, uint32_t inner, const bearer_list *outer)
{
    float prior;
    for (size_t i = 0; i < outer->n_below + outer->n_above; i++) {
        uint32_t at = bearer_at(f, outer, i, &prior);
        if (at != inner && lies_in(f, inner, at))
            return true;
    }
    return false;
}

enum { TARGET_PARTS = 5, BEARERS_MAX = 5000 };

/* The most prominent bearer of `name` that lies in one of each list and, if that is a place, in `within`. */
static uint32_t best_bearer(const finder *f, sm_field name, const bearer_list *outers, size_t n_outers,
                            uint32_t within)
{
    bearer_list list = bearers_of(f, name);
    uint32_t best = SM_NO_PLACE;
    float most = -INFINITY, prior;
    for (size_t i = 0; i < list.n_below + list.n_above && i < BEARERS_MAX; i++) {
        uint32_t at = bearer_at(f, &list, i, &prior);
        bool fits = prior > most && (within == SM_NO_PLACE || lies_in(f, at, within));
        for (size_t k = 0; k < n_outers && fits; k++)
            fits = some_contains(f, at, &outers[k]);
        if (fits) {
            best = at;
            most = prior;
        }
    }
    return best;
}

static uint32_t target_of(const finder *f, const sm_reference *ref)
{
    const char *words = f->b->strings + ref->target;
    sm_field rest = {words, strlen(words)}, name, part;
    bearer_list outers[TARGET_PARTS];
    size_t n = 0;
    if (!sm_field_part(&rest, ',', &name))
        return SM_NO_PLACE;
    while (n < TARGET_PARTS && sm_field_part(&rest, ',', &part))
        outers[n++] = bearers_of(f, part);
    uint32_t target = best_bearer(f, name, outers, n, SM_NO_PLACE);
    if (target == SM_NO_PLACE || !ref->pin)
        return target;
    /* "Springfield" pinned to "Missouri": the one that lies there */
    const char *text = f->b->strings + ref->text;
    sm_field own = {text, strlen(text)};
    bearer_list bearers = bearers_of(f, own);
    float prior;
    for (size_t i = 0; i < bearers.n_below + bearers.n_above; i++)
        if (bearer_at(f, &bearers, i, &prior) == target)
            return target;
    uint32_t inside = best_bearer(f, own, NULL, 0, target);
    return inside == SM_NO_PLACE ? target : inside;
}

/* The records of the names that targets ask for. */
static void gather(finder *f)
{
    sm_builder *b = f->b;
    sm_hashes wanted = {0};
    for (size_t i = 0; i < b->n_references; i++) {
        const sm_reference *ref = &b->references[i];
        const char *words = b->strings + ref->target;
        sm_field rest = {words, strlen(words)}, part;
        if (!ref->target)
            continue;
        sm_hashes_add(b, &wanted, ref->name);
        while (sm_field_part(&rest, ',', &part))
            sm_hashes_add(b, &wanted, sm_name_hash(part.bytes, part.length));
    }
    sm_hashes_sort(&wanted);
    for (size_t i = 0; wanted.count && i < b->n_names; i++)
        if (b->names[i].place != SM_NO_PLACE && sm_hashes_hold(&wanted, b->names[i].hash) &&
            sm_builder_grow(b, &f->records, &f->capacity, f->n_records, sizeof *f->records))
            f->records[f->n_records++] = b->names[i];
    if (f->n_records)
        qsort(f->records, f->n_records, sizeof *f->records, by_hash);
    free(wanted.items);
}

static sm_status settle(finder *f, sm_reference *ref, sm_error *err)
{
    sm_builder *b = f->b;
    sm_row row = {
        .path = b->rows[ref->row].path, .line = b->rows[ref->row].line, .feature = b->rows[ref->row].feature};
    if (ref->place == SM_NO_PLACE && ref->target) {
        uint32_t at = target_of(f, ref);
        if (at == SM_NO_PLACE)
            return sm_row_fail(&row, err, "no place '%.100s'", b->strings + ref->target);
        ref->place = at < f->n_base ? copy_of(b, at) : at - f->n_base;
    }
    if ((ref->if_source || ref->if_country[0]) && b->base == NULL)
        return sm_row_fail(&row, err, "a pin with a condition belongs to a run, not into a gazetteer");
    return SM_OK;
}

/* Of the pins of one name under one condition the last overlay's holds; in one overlay they must agree. */
static sm_status check_pin(sm_builder *b, size_t index, sm_error *err)
{
    sm_reference *ref = &b->references[index];
    uint64_t topic =
        sm_hash_step(sm_hash_step(ref->name, ref->if_source),
                     (unsigned char)ref->if_country[0] * 256u + (unsigned char)ref->if_country[1]);
    uint64_t key = sm_hash_step(sm_hash_step(SM_HASH_START, SAID_TREATED + SAID_PIN), topic);
    uint32_t before = sm_key_find(&b->said, key);
    sm_key_set(b, &b->said, key, (uint32_t)index);
    if (before == SM_NO_PLACE)
        return SM_OK;
    sm_reference *other = &b->references[before];
    const sm_row_place *here = &b->rows[ref->row], *there = &b->rows[other->row];
    if (here->path == there->path && other->place != ref->place) {
        const char *text = b->strings + ref->text;
        sm_row row = {
            .path = here->path, .line = here->line, .feature = here->feature, .name = {text, strlen(text)}};
        return contradicts(&row, there, "is pinned to another place", err);
    }
    other->name = 0;
    return SM_OK;
}

static void note(sm_builder *b, const sm_reference *ref)
{
    char text[SM_ROW_NAME_MAX + 1]; /* the strings may move */
    size_t length = strlen(b->strings + ref->text);
    if (ref->name == 0 || ref->place == SM_NO_PLACE || length >= sizeof text)
        return;
    memcpy(text, b->strings + ref->text, length + 1);
    bool conditional = ref->if_source || ref->if_country[0];
    b->mark = conditional ? SM_N_IF : SM_N_USER;
    sm_builder_name_list(b, ref->place, (sm_field){text, length}, (sm_name_kind)ref->kind);
    b->mark = 0;
    if (ref->pin && !conditional)
        sm_key_set(b, &b->pinned, ref->name, ref->place);
}

sm_status sm_build_references(sm_builder *b, sm_error *err)
{
    finder f = {.b = b, .n_base = b->base ? (uint32_t)sm_gazetteer_count(b->base) : 0};
    sm_status st = SM_OK;
    gather(&f);
    for (size_t i = 0; st == SM_OK && i < b->n_references; i++)
        st = settle(&f, &b->references[i], err);
    for (size_t i = 0; st == SM_OK && i < b->n_references; i++)
        st = b->references[i].pin ? check_pin(b, i, err) : SM_OK;
    for (size_t i = 0; st == SM_OK && i < b->n_references; i++)
        note(b, &b->references[i]);
    free(f.records);
    return st == SM_OK && b->failed ? sm_fail(err, SM_E_NOMEM, "out of memory") : st;
}
