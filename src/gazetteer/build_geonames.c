/* GeoNames' own tables, as published (http://download.geonames.org/export/dump/readme.txt describes the
 * columns). A row whose number of columns or whose point is wrong stops the build with file and line. */
#include "builder.h"

#include <string.h>

/* A code of at most `most` bytes into a field of zeros; a longer one is left out rather than cut. */
static void copy_code(char *to, size_t most, sm_field from)
{
    if (from.length <= most)
        memcpy(to, from.bytes, from.length);
}

static void set_name(sm_builder *b, uint32_t place, sm_field name, sm_name_kind kind)
{
    if (b->places[place].name == 0)
        b->places[place].name = sm_builder_string(b, name.bytes, name.length);
    sm_builder_names(b, place, name.bytes, name.length, kind, 0);
}

static sm_status country_row(sm_builder *b, const sm_table *t, sm_error *err)
{
    int64_t id, population;
    const sm_field *f = t->fields;
    if (t->n_fields < 18)
        return sm_table_fail(t, err, "%u columns, a country has 19", t->n_fields);
    int slot = sm_country_slot(f[0].bytes, f[0].length);
    if (slot < 0 || !sm_field_integer(f[16], 1, INT32_MAX, &id))
        return f[16].length == 0 ? SM_OK : sm_table_fail(t, err, "no country code or GeoNames id");
    if (!sm_field_integer(f[7], 0, UINT32_MAX, &population))
        population = 0;
    uint32_t place = sm_builder_place(b, (int32_t)id);
    if (place == SM_NO_PLACE)
        return SM_OK;
    sm_place *p = &b->places[place];
    memcpy(p->country_code, f[0].bytes, 2);
    p->country = place;
    p->population = (uint32_t)population;
    p->feature_class = 'A';
    memcpy(p->feature_code, "PCLI", 4);
    p->flags |= SM_P_COUNTRY;
    b->countries[slot] = place;
    copy_code(b->iso3[slot], 3, f[1]);
    copy_code(b->continents[slot], 2, f[8]);
    set_name(b, place, f[4], SM_NAME_MAIN);
    sm_builder_name(b, place, f[1].bytes, f[1].length, SM_NAME_ABBREVIATION, SM_N_WEAK | SM_N_CODE, 0);
    return SM_OK;
}

sm_status sm_build_countries(sm_builder *b, sm_error *err)
{
    sm_table t;
    for (size_t i = 0; i < 26 * 26; i++)
        b->countries[i] = SM_NO_PLACE;
    if (b->src->countries == NULL)
        return sm_fail(err, SM_E_SETUP, "no table of countries (countryInfo.txt)");
    sm_status st = sm_table_open(&t, b->src->countries, err);
    while (st == SM_OK && sm_table_next(&t))
        st = country_row(b, &t, err);
    sm_table_close(&t);
    return st;
}

/* "ML.05", or "US.AL.001" of the second level. */
static sm_status admin_row(sm_builder *b, const sm_table *t, unsigned level, sm_error *err)
{
    int64_t id;
    const sm_field *f = t->fields;
    sm_field rest = f[0], country, admin1, admin2 = {0};
    if (t->n_fields != 4 || !sm_field_integer(f[3], 1, INT32_MAX, &id))
        return sm_table_fail(t, err, "a division has code, name, ASCII name and GeoNames id");
    if (!sm_field_part(&rest, '.', &country) || !sm_field_part(&rest, '.', &admin1) ||
        (level == 2 && !sm_field_part(&rest, '.', &admin2)) || rest.length ||
        sm_country_slot(country.bytes, country.length) < 0)
        return sm_table_fail(t, err, "'%.*s' is no code of a division",
                             (int)(f[0].length < 30 ? f[0].length : 30), f[0].bytes);
    uint64_t key = sm_admin_key(country.bytes, admin1, admin2);
    uint32_t place = sm_id_find(&b->by_id, id);
    if (place == SM_NO_PLACE)
        place = sm_builder_place(b, (int32_t)id);
    if (place == SM_NO_PLACE || (b->places[place].flags & SM_P_COUNTRY))
        return SM_OK;
    sm_place *p = &b->places[place];
    memcpy(p->country_code, country.bytes, 2);
    copy_code(p->admin1_code, sizeof p->admin1_code, admin1);
    p->feature_class = 'A';
    memcpy(p->feature_code, level == 2 ? "ADM2" : "ADM1", 4);
    sm_key_set(b, &b->admins, key, place);
    b->origins[place].admin1 = sm_admin_key(country.bytes, admin1, (sm_field){0});
    b->origins[place].admin2 = level == 2 ? key : 0;
    set_name(b, place, f[1], SM_NAME_MAIN);
    sm_builder_names(b, place, f[2].bytes, f[2].length, SM_NAME_MAIN, 0);
    return SM_OK;
}

sm_status sm_build_admin(sm_builder *b, sm_error *err)
{
    const char *paths[] = {b->src->admin1, b->src->admin2};
    sm_status st = SM_OK;
    for (unsigned level = 1; level <= 2 && st == SM_OK; level++) {
        sm_table t;
        if (paths[level - 1] == NULL)
            continue;
        st = sm_table_open(&t, paths[level - 1], err);
        while (st == SM_OK && sm_table_next(&t))
            st = admin_row(b, &t, level, err);
        sm_table_close(&t);
    }
    return st;
}

/* Whether an alternate name is the main name in another spelling, which makes it as good; "New York" for "New
 * York City" nearly so. */
static bool is_respelt(sm_field main, const char *skeleton, sm_field name, unsigned *flags)
{
    char other[SM_SKELETON];
    if (*skeleton && strcmp(sm_name_skeleton(name.bytes, name.length, other), skeleton) == 0)
        return true;
    if (main.length != name.length + 5 || memcmp(main.bytes, name.bytes, name.length) != 0 ||
        memcmp(main.bytes + name.length, " City", 5) != 0)
        return false;
    *flags = SM_N_GENERIC_CUT;
    return true;
}

static void dump_names(sm_builder *b, uint32_t place, const sm_field *f)
{
    set_name(b, place, f[1], SM_NAME_MAIN);
    if (f[2].length != f[1].length || memcmp(f[1].bytes, f[2].bytes, f[2].length) != 0)
        sm_builder_names(b, place, f[2].bytes, f[2].length, SM_NAME_MAIN, 0);
    sm_field rest = f[3], part;
    unsigned count = 0;
    char skeleton[SM_SKELETON];
    sm_name_skeleton(f[2].bytes, f[2].length, skeleton);
    for (; sm_field_part(&rest, ',', &part); count++) {
        sm_name_kind kind;
        unsigned flags;
        if (!sm_alternate_kind(part.bytes, part.length, &kind, &flags))
            continue;
        if (kind != SM_NAME_ABBREVIATION && is_respelt(f[1], skeleton, part, &flags))
            kind = SM_NAME_MAIN;
        if (flags || kind == SM_NAME_ABBREVIATION)
            sm_builder_name(b, place, part.bytes, part.length, kind, flags, 0);
        else
            sm_builder_names(b, place, part.bytes, part.length, kind, 0);
    }
    if (count > b->places[place].n_names)
        b->places[place].n_names = (uint16_t)(count < UINT16_MAX ? count : UINT16_MAX);
}

enum {
    D_ID,
    D_NAME,
    D_ASCII,
    D_ALTERNATES,
    D_LAT,
    D_LON,
    D_CLASS,
    D_CODE,
    D_COUNTRY,
    D_CC2,
    D_ADMIN1,
    D_ADMIN2,
    D_POPULATION = 14,
    D_COLUMNS = 19
};

static sm_status dump_row(sm_builder *b, const sm_table *t, sm_error *err)
{
    const sm_field *f = t->fields;
    int64_t id, population;
    sm_point point;
    if (t->n_fields != D_COLUMNS)
        return sm_table_fail(t, err, "%u columns instead of %d", t->n_fields, D_COLUMNS);
    if (!sm_field_integer(f[D_ID], 1, INT32_MAX, &id))
        return sm_table_fail(t, err, "no GeoNames id");
    if (!sm_field_number(f[D_LAT], -90, 90, &point.lat) || !sm_field_number(f[D_LON], -180, 180, &point.lon))
        return sm_table_fail(t, err, "no latitude and longitude in columns 5 and 6");
    if (!sm_field_integer(f[D_POPULATION], 0, INT64_MAX, &population))
        population = 0;
    uint32_t place = sm_id_find(&b->by_id, id);
    bool known = place != SM_NO_PLACE;
    if (!known)
        place = sm_builder_place(b, (int32_t)id);
    if (place == SM_NO_PLACE)
        return SM_OK;
    sm_place *p = &b->places[place];
    sm_builder_point(b, place, point, SM_RANK_GEONAMES);
    if (population > 0)
        p->population = (uint32_t)(population < UINT32_MAX ? population : UINT32_MAX);
    if (!known) { /* countries and divisions have their codes from their own tables */
        if (sm_country_slot(f[D_COUNTRY].bytes, f[D_COUNTRY].length) >= 0)
            memcpy(p->country_code, f[D_COUNTRY].bytes, 2);
        copy_code(p->admin1_code, sizeof p->admin1_code, f[D_ADMIN1]);
        p->feature_class = f[D_CLASS].length ? f[D_CLASS].bytes[0] : 'S';
        copy_code(p->feature_code, sizeof p->feature_code - 1, f[D_CODE]);
        if (sm_field_is(f[D_CODE], "PPLC"))
            p->flags |= SM_P_CAPITAL;
        b->origins[place].admin1 = sm_admin_key(p->country_code, f[D_ADMIN1], (sm_field){0});
        if (f[D_ADMIN2].length)
            b->origins[place].admin2 = sm_admin_key(p->country_code, f[D_ADMIN1], f[D_ADMIN2]);
    }
    dump_names(b, place, f);
    return SM_OK;
}

sm_status sm_build_dump(sm_builder *b, const char *path, sm_error *err)
{
    sm_table t;
    sm_status st = sm_table_open(&t, path, err);
    while (st == SM_OK && !b->failed && sm_table_next(&t))
        st = dump_row(b, &t, err);
    sm_table_close(&t);
    return st;
}

/* alternateNamesV2: id, GeoNames id, language, name, preferred, short, colloquial, historic, from, to.
 * "Languages" of more than three letters are codes of other registers (post, link, iata, wkdt …), which are
 * no names. */
static sm_status alternate_row(sm_builder *b, const sm_table *t, sm_error *err)
{
    const sm_field *f = t->fields;
    int64_t id;
    if (t->n_fields < 4 || !sm_field_integer(f[1], 1, INT32_MAX, &id))
        return sm_table_fail(t, err, "an alternate name has id, GeoNames id, language and name");
    uint32_t place = sm_id_find(&b->by_id, id);
    sm_name_kind kind;
    unsigned flags;
    bool abbreviation = sm_field_is(f[2], "abbr");
    if (place == SM_NO_PLACE || (f[2].length > 3 && !abbreviation && f[2].bytes[2] != '-') ||
        !sm_alternate_kind(f[3].bytes, f[3].length, &kind, &flags))
        return SM_OK;
    uint16_t language = f[2].length == 2 ? (uint16_t)(f[2].bytes[0] << 8 | (unsigned char)f[2].bytes[1]) : 0;
    if (abbreviation) {
        kind = SM_NAME_ABBREVIATION;
        flags = 0;
    } else if (t->n_fields > 7 && sm_field_is(f[7], "1")) {
        kind = SM_NAME_FORMER;
    }
    if (kind == SM_NAME_ABBREVIATION)
        sm_builder_name(b, place, f[3].bytes, f[3].length, kind, flags, language);
    else
        sm_builder_names(b, place, f[3].bytes, f[3].length, kind, language);
    return SM_OK;
}

sm_status sm_build_alternates(sm_builder *b, sm_error *err)
{
    if (b->src->alternates == NULL)
        return SM_OK;
    sm_table t;
    sm_status st = sm_table_open(&t, b->src->alternates, err);
    while (st == SM_OK && !b->failed && sm_table_next(&t))
        st = alternate_row(b, &t, err);
    sm_table_close(&t);
    return st;
}
