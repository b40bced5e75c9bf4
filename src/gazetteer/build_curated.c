/* The project's own tables (gazetteer/README.md tells what their columns mean). They are written by hand, so
 * everything about them is checked and a mistake is an error with file and line. */
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

static const char *curated_path(const sm_builder *b, const char *name, char path[4096])
{
    snprintf(path, 4096, "%s/%s", b->src->curated, name);
    return path;
}

static sm_status read_curated(sm_builder *b, const char *name, const char *columns, row_fn *row,
                              sm_error *err)
{
    char path[4096];
    if (b->src->curated == NULL || access(curated_path(b, name, path), F_OK) != 0)
        return SM_OK;
    return read_table(b, path, columns, row, err);
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
    sm_builder_show(b, place, f[3]);
    sm_builder_name_list(b, place, f[3], SM_NAME_ENGLISH);
    sm_builder_name_list(b, place, f[4], SM_NAME_ADJECTIVE);
    sm_builder_name_list(b, place, f[5], SM_NAME_DEMONYM);
    sm_builder_name_list(b, place, f[6], SM_NAME_ABBREVIATION);
    sm_builder_name_list(b, place, f[7], SM_NAME_ENGLISH);
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
    sm_builder_show(b, place, f[3]);
    sm_builder_name_list(b, place, f[3], SM_NAME_ENGLISH);
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
    uint32_t place = sm_id_find(&b->by_id, id);
    if (place == SM_NO_PLACE) {
        if (b->report.lost_aliases++ == 0)
            snprintf(b->report.first_lost, sizeof b->report.first_lost, "aliases.tsv:%u: no place %lld",
                     t->line, (long long)id);
        return SM_OK;
    }
    if (strcmp(alias_kinds[k].word, "name") == 0)
        sm_builder_show(b, place, f[0]);
    sm_builder_name_list(b, place, f[0], alias_kinds[k].kind);
    return SM_OK;
}

/* ---- Word lists */

static void add_hash(sm_builder *b, sm_hashes *list, sm_field name)
{
    sm_hashes_add(b, list, sm_name_hash(name.bytes, name.length));
}

static sm_status stop_row(sm_builder *b, const sm_table *t, sm_error *err)
{
    const sm_field *f = t->fields;
    if (sm_field_is(f[1], "never"))
        add_hash(b, &b->never, f[0]);
    else if (sm_field_is(f[1], "weak"))
        add_hash(b, &b->weak, f[0]);
    else
        return sm_table_fail(t, err, "'%.*s' is neither never nor weak",
                             (int)(f[1].length < 20 ? f[1].length : 20), f[1].bytes);
    return SM_OK;
}

static sm_status first_name_row(sm_builder *b, const sm_table *t, sm_error *err)
{
    (void)err;
    add_hash(b, &b->first, t->fields[0]);
    return SM_OK;
}

sm_status sm_build_curated_places(sm_builder *b, sm_error *err)
{
    char path[4096];
    sm_status st = SM_OK;
    if (b->src->curated && access(curated_path(b, "places.tsv", path), F_OK) == 0)
        st = sm_build_rows(b, path, false, err);
    if (st == SM_OK)
        st = read_curated(b, "aliases.tsv", "name\tgeonames_id\tkind", alias_row, err);
    for (size_t i = 0; st == SM_OK && i < b->src->n_overlays; i++)
        st = sm_build_rows(b, b->src->overlays[i], true, err);
    if (st == SM_OK)
        st = read_curated(b, "stopnames.tsv", "name\ttreatment\tnote", stop_row, err);
    if (st == SM_OK)
        st = read_curated(b, "firstnames.tsv", "name\tnote", first_name_row, err);
    sm_hashes_sort(&b->never);
    sm_hashes_sort(&b->weak);
    sm_hashes_sort(&b->first);
    return st;
}
