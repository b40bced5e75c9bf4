/* The project's own tables (gazetteer/README.md tells what their columns mean) and the users' overlays, which
 * have the columns of places.tsv. They are written by hand, so everything about them is checked and a mistake
 * is an error with file and line. */
#include "builder.h"

#include "geo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef sm_status row_fn(sm_builder *b, const sm_table *t, sm_error *err);

/* Go through a table; a missing one is an empty one. */
static sm_status read_table(sm_builder *b, const char *path, const char *columns, row_fn *row, sm_error *err)
{
    unsigned n = 1;
    for (const char *c = columns; *c; c++)
        n += *c == '\t';
    sm_table t;
    sm_status st = sm_table_open(&t, path, err);
    if (st == SM_OK)
        st = sm_table_header(&t, columns, err);
    while (st == SM_OK && sm_table_next(&t)) {
        if (t.n_fields > n)
            st = sm_table_fail(&t, err, "%u columns instead of %u", t.n_fields, n);
        for (unsigned i = t.n_fields; st == SM_OK && i < n; i++)
            t.fields[i] = (sm_field){"", 0}; /* empty columns at the end may be left out */
        if (st == SM_OK)
            st = row(b, &t, err);
    }
    sm_table_close(&t);
    return st;
}

static sm_status read_curated(sm_builder *b, const char *name, const char *columns, row_fn *row,
                              sm_error *err)
{
    char path[4096];
    if (b->src->curated == NULL)
        return SM_OK;
    snprintf(path, sizeof path, "%s/%s", b->src->curated, name);
    return access(path, F_OK) == 0 ? read_table(b, path, columns, row, err) : SM_OK;
}

/* Each of the names joined by | in the field. */
static void add_names(sm_builder *b, uint32_t place, sm_field list, sm_name_kind kind)
{
    sm_field name;
    while (sm_field_part(&list, '|', &name)) {
        if (kind == SM_NAME_ENGLISH || kind == SM_NAME_FORMER)
            sm_builder_names(b, place, name.bytes, name.length, kind, 0);
        else
            sm_builder_name(b, place, name.bytes, name.length, kind, 0, 0);
    }
}

/* The first name of the list becomes the name that is shown. */
static void show_first(sm_builder *b, uint32_t place, sm_field list)
{
    sm_field name;
    if (sm_field_part(&list, '|', &name))
        b->places[place].name = sm_builder_string(b, name.bytes, name.length);
}

static sm_status parse_point(const sm_table *t, unsigned lon, sm_point *out, bool *given, sm_error *err)
{
    *given = t->fields[lon].length || t->fields[lon + 1].length;
    if (*given && (!sm_field_number(t->fields[lon], -180, 180, &out->lon) ||
                   !sm_field_number(t->fields[lon + 1], -90, 90, &out->lat)))
        return sm_table_fail(t, err, "'%.20s' is no longitude, or the next column no latitude",
                             t->fields[lon].bytes);
    return SM_OK;
}

static sm_status country_row(sm_builder *b, const sm_table *t, sm_error *err)
{
    const sm_field *f = t->fields;
    int slot = sm_country_slot(f[0].bytes, f[0].length);
    if (slot < 0)
        return sm_table_fail(t, err, "'%.*s' is no country code", (int)(f[0].length < 20 ? f[0].length : 20),
                             f[0].bytes);
    uint32_t place = b->countries[slot];
    if (place == SM_NO_PLACE)
        return SM_OK; /* a table of countries may be older than ours */
    sm_point point;
    bool given;
    sm_status st = parse_point(t, 1, &point, &given, err);
    if (st != SM_OK)
        return st;
    if (given)
        sm_builder_point(b, place, point, SM_RANK_CURATED);
    show_first(b, place, f[3]);
    add_names(b, place, f[3], SM_NAME_ENGLISH);
    add_names(b, place, f[4], SM_NAME_ADJECTIVE);
    add_names(b, place, f[5], SM_NAME_DEMONYM);
    add_names(b, place, f[6], SM_NAME_ABBREVIATION);
    add_names(b, place, f[7], SM_NAME_ENGLISH);
    return SM_OK;
}

static sm_status division_row(sm_builder *b, const sm_table *t, sm_error *err)
{
    const sm_field *f = t->fields;
    sm_field rest = f[0], country, admin1;
    if (!sm_field_part(&rest, '.', &country) || !sm_field_part(&rest, '.', &admin1) || rest.length ||
        sm_country_slot(country.bytes, country.length) < 0)
        return sm_table_fail(t, err, "'%.*s' is no code such as ML.05",
                             (int)(f[0].length < 20 ? f[0].length : 20), f[0].bytes);
    sm_point point;
    bool given;
    sm_status st = parse_point(t, 1, &point, &given, err);
    if (st != SM_OK)
        return st;
    uint64_t key = sm_admin_key(country.bytes, admin1, (sm_field){0});
    uint32_t place = sm_key_find(&b->admins, key);
    if (place == SM_NO_PLACE) { /* a division that is younger than the source */
        place = sm_builder_place(b, 0);
        if (place == SM_NO_PLACE)
            return SM_OK;
        sm_place *p = &b->places[place];
        memcpy(p->country_code, country.bytes, 2);
        if (admin1.length <= sizeof p->admin1_code)
            memcpy(p->admin1_code, admin1.bytes, admin1.length);
        p->feature_class = 'A';
        memcpy(p->feature_code, "ADM1", 4);
        b->origins[place].admin1 = key;
        sm_key_set(b, &b->admins, key, place);
    }
    if (given)
        sm_builder_point(b, place, point, SM_RANK_CURATED);
    show_first(b, place, f[3]);
    add_names(b, place, f[3], SM_NAME_ENGLISH);
    return SM_OK;
}

sm_status sm_build_curated_divisions(sm_builder *b, sm_error *err)
{
    sm_status st = read_curated(
        b, "countries.tsv", "iso2\tlon\tlat\tshort_name\tadjectives\tdemonyms\tabbreviations\tother_names",
        country_row, err);
    return st == SM_OK ? read_curated(b, "admin1.tsv", "code\tlon\tlat\tenglish_names", division_row, err)
                       : st;
}

/* ---- places.tsv and overlays */

enum {
    P_NAME,
    P_ID,
    P_LON,
    P_LAT,
    P_ISO2,
    P_ADMIN1,
    P_CLASS,
    P_CODE,
    P_POPULATION,
    P_WEST,
    P_SOUTH,
    P_EAST,
    P_NORTH,
    P_ALTERNATES,
    P_NOTE
};
#define PLACE_COLUMNS                                                                                        \
    "name\tgeonames_id\tlon\tlat\tiso2\tadmin1_code\tfeature_class\tfeature_"                                \
    "code\tpopulation\twest\tsouth\teast\tnorth\talternates\tnote"

static sm_status parse_box(const sm_table *t, sm_box *box, bool *given, sm_error *err)
{
    const sm_field *f = t->fields;
    *given = f[P_WEST].length || f[P_SOUTH].length || f[P_EAST].length || f[P_NORTH].length;
    if (*given && (!sm_field_number(f[P_WEST], -180, 180, &box->west) ||
                   !sm_field_number(f[P_SOUTH], -90, 90, &box->south) ||
                   !sm_field_number(f[P_EAST], -180, 180, &box->east) ||
                   !sm_field_number(f[P_NORTH], -90, 90, &box->north) || box->south > box->north))
        return sm_table_fail(t, err, "west, south, east, north are no box");
    return SM_OK;
}

/* What the row says of the kind of place and its divisions. */
static sm_status describe(sm_builder *b, uint32_t place, const sm_table *t, sm_error *err)
{
    const sm_field *f = t->fields;
    sm_place *p = &b->places[place];
    if (f[P_ISO2].length) {
        if (sm_country_slot(f[P_ISO2].bytes, f[P_ISO2].length) < 0)
            return sm_table_fail(t, err, "'%.*s' is no country code",
                                 (int)(f[P_ISO2].length < 20 ? f[P_ISO2].length : 20), f[P_ISO2].bytes);
        memcpy(p->country_code, f[P_ISO2].bytes, 2);
    }
    if (f[P_CLASS].length > 1 || (f[P_CLASS].length && strchr("AHLPRSTUV", f[P_CLASS].bytes[0]) == NULL))
        return sm_table_fail(t, err, "the feature class is one of A H L P R S T U V");
    if (f[P_CLASS].length)
        p->feature_class = f[P_CLASS].bytes[0];
    if (f[P_CODE].length > 6)
        return sm_table_fail(t, err, "a feature code has at most 6 letters");
    if (f[P_CODE].length) {
        memset(p->feature_code, 0, sizeof p->feature_code);
        memcpy(p->feature_code, f[P_CODE].bytes, f[P_CODE].length);
        p->flags |= sm_field_is(f[P_CODE], "PPLC") ? SM_P_CAPITAL : 0;
    }
    if (f[P_ADMIN1].length) {
        if (f[P_ADMIN1].length > sizeof p->admin1_code)
            return sm_table_fail(t, err, "an admin1 code has at most 6 letters");
        memset(p->admin1_code, 0, sizeof p->admin1_code);
        memcpy(p->admin1_code, f[P_ADMIN1].bytes, f[P_ADMIN1].length);
        b->origins[place].admin1 = sm_admin_key(p->country_code, f[P_ADMIN1], (sm_field){0});
    }
    if (p->feature_class == 'L' && p->country_code[0] == '\0')
        p->flags |= SM_P_REGION;
    return SM_OK;
}

/* The key of a row that is a first-level division, 0 for any other row. */
static uint64_t division_key(const sm_field *f)
{
    if (!sm_field_is(f[P_CODE], "ADM1") || sm_country_slot(f[P_ISO2].bytes, f[P_ISO2].length) < 0)
        return 0;
    return sm_admin_key(f[P_ISO2].bytes, f[P_ADMIN1], (sm_field){0});
}

static sm_status place_row_flagged(sm_builder *b, const sm_table *t, unsigned flag, sm_error *err)
{
    const sm_field *f = t->fields;
    int64_t id = 0, population = 0;
    sm_point point;
    sm_box box;
    bool has_point, has_box;
    if (f[P_NAME].length == 0)
        return sm_table_fail(t, err, "a place without name");
    if (f[P_ID].length && !sm_field_integer(f[P_ID], 0, INT32_MAX, &id))
        return sm_table_fail(t, err, "'%.20s' is no GeoNames id", f[P_ID].bytes);
    if (f[P_POPULATION].length && !sm_field_integer(f[P_POPULATION], 0, UINT32_MAX, &population))
        return sm_table_fail(t, err, "'%.20s' is no population", f[P_POPULATION].bytes);
    sm_status st = parse_point(t, P_LON, &point, &has_point, err);
    if (st == SM_OK)
        st = parse_box(t, &box, &has_box, err);
    if (st != SM_OK)
        return st;
    uint64_t division = division_key(f);
    uint32_t place = id ? sm_key_find(&b->by_id, sm_id_key((int32_t)id)) : sm_key_find(&b->admins, division);
    bool known = place != SM_NO_PLACE;
    if (!known && !has_point)
        return sm_table_fail(t, err, "a new place needs longitude and latitude");
    if (!known && f[P_CLASS].length == 0)
        return sm_table_fail(t, err, "a new place needs a feature class");
    if (!known)
        place = sm_builder_place(b, (int32_t)id);
    if (place == SM_NO_PLACE)
        return SM_OK;
    st = describe(b, place, t, err);
    if (st != SM_OK)
        return st;
    sm_key_set(b, &b->admins, division, place);
    b->places[place].flags |= (uint16_t)flag;
    if (has_point)
        sm_builder_point(b, place, point, SM_RANK_CURATED);
    if (has_box)
        sm_builder_box(b, place, box);
    if (population)
        b->places[place].population = (uint32_t)population;
    show_first(b, place, f[P_NAME]);
    add_names(b, place, f[P_NAME], SM_NAME_ENGLISH);
    add_names(b, place, f[P_ALTERNATES], SM_NAME_ENGLISH);
    return SM_OK;
}

static sm_status place_row(sm_builder *b, const sm_table *t, sm_error *err)
{
    return place_row_flagged(b, t, 0, err);
}

static sm_status overlay_row(sm_builder *b, const sm_table *t, sm_error *err)
{
    return place_row_flagged(b, t, SM_P_USER, err);
}

/* ---- aliases.tsv */

static const struct {
    const char *word;
    sm_name_kind kind;
} alias_kinds[] = {
    {"name", SM_NAME_ENGLISH},        {"short", SM_NAME_ENGLISH},
    {"variant", SM_NAME_ENGLISH},     {"abbreviation", SM_NAME_ABBREVIATION},
    {"adjective", SM_NAME_ADJECTIVE}, {"demonym", SM_NAME_DEMONYM},
    {"former", SM_NAME_FORMER},       {"metonym", SM_NAME_METONYM},
};

static sm_status alias_row(sm_builder *b, const sm_table *t, sm_error *err)
{
    const sm_field *f = t->fields;
    int64_t id;
    if (f[0].length == 0 || !sm_field_integer(f[1], 1, INT32_MAX, &id))
        return sm_table_fail(t, err, "an alias has a name, a GeoNames id and a kind");
    size_t k = 0, n = sizeof alias_kinds / sizeof *alias_kinds;
    while (k < n && !sm_field_is(f[2], alias_kinds[k].word))
        k++;
    if (k == n)
        return sm_table_fail(
            t, err, "'%.*s' is none of name short variant abbreviation adjective demonym former metonym",
            (int)(f[2].length < 20 ? f[2].length : 20), f[2].bytes);
    uint32_t place = sm_key_find(&b->by_id, sm_id_key((int32_t)id));
    if (place == SM_NO_PLACE) {
        if (b->report.lost_aliases++ == 0)
            snprintf(b->report.first_lost, sizeof b->report.first_lost, "aliases.tsv:%u: no place %lld",
                     t->line, (long long)id);
        return SM_OK;
    }
    if (strcmp(alias_kinds[k].word, "name") == 0)
        show_first(b, place, f[0]);
    add_names(b, place, f[0], alias_kinds[k].kind);
    return SM_OK;
}

/* ---- Word lists */

static void add_hash(sm_builder *b, uint64_t **list, size_t *count, size_t *capacity, sm_field name)
{
    uint64_t hash = sm_name_hash(name.bytes, name.length, SM_NAME_TOKENS, NULL, NULL);
    if (hash && sm_builder_grow(b, list, capacity, *count, sizeof **list))
        (*list)[(*count)++] = hash;
}

static sm_status stop_row(sm_builder *b, const sm_table *t, sm_error *err)
{
    const sm_field *f = t->fields;
    if (sm_field_is(f[1], "never"))
        add_hash(b, &b->never, &b->n_never, &b->never_capacity, f[0]);
    else if (sm_field_is(f[1], "weak"))
        add_hash(b, &b->weak, &b->n_weak, &b->weak_capacity, f[0]);
    else
        return sm_table_fail(t, err, "'%.*s' is neither never nor weak",
                             (int)(f[1].length < 20 ? f[1].length : 20), f[1].bytes);
    return SM_OK;
}

static sm_status first_name_row(sm_builder *b, const sm_table *t, sm_error *err)
{
    (void)err;
    add_hash(b, &b->first, &b->n_first, &b->first_capacity, t->fields[0]);
    return SM_OK;
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void sort_hashes(uint64_t *hashes, size_t n)
{
    if (n)
        qsort(hashes, n, sizeof *hashes, by_value);
}

sm_status sm_build_curated_places(sm_builder *b, sm_error *err)
{
    sm_status st = read_curated(b, "places.tsv", PLACE_COLUMNS, place_row, err);
    if (st == SM_OK)
        st = read_curated(b, "aliases.tsv", "name\tgeonames_id\tkind", alias_row, err);
    for (size_t i = 0; st == SM_OK && i < b->src->n_overlays; i++)
        st = read_table(b, b->src->overlays[i], PLACE_COLUMNS, overlay_row, err);
    if (st == SM_OK)
        st = read_curated(b, "stopnames.tsv", "name\ttreatment\tnote", stop_row, err);
    if (st == SM_OK)
        st = read_curated(b, "firstnames.tsv", "name\tnote", first_name_row, err);
    sort_hashes(b->never, b->n_never);
    sort_hashes(b->weak, b->n_weak);
    sort_hashes(b->first, b->n_first);
    return st;
}
