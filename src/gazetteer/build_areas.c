/* Areas. The tables of divisions give names and codes but no points; the polygons give shapes, but their
 * codes and spellings are of other years. So a polygon is given to the division that most of its towns belong
 * to: towns know both where they lie and what they are part of. This also joins old polygons into the larger
 * division that has replaced them, and refuses a polygon that was split since. */
#include "builder.h"

#include "geo.h"
#include "topojson.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- US counties */

static const char *const us_states[57] = {
    [1] = "AL",  [2] = "AK",  [4] = "AZ",  [5] = "AR",  [6] = "CA",  [8] = "CO",  [9] = "CT",  [10] = "DE",
    [11] = "DC", [12] = "FL", [13] = "GA", [15] = "HI", [16] = "ID", [17] = "IL", [18] = "IN", [19] = "IA",
    [20] = "KS", [21] = "KY", [22] = "LA", [23] = "ME", [24] = "MD", [25] = "MA", [26] = "MI", [27] = "MN",
    [28] = "MS", [29] = "MO", [30] = "MT", [31] = "NE", [32] = "NV", [33] = "NH", [34] = "NJ", [35] = "NM",
    [36] = "NY", [37] = "NC", [38] = "ND", [39] = "OH", [40] = "OK", [41] = "OR", [42] = "PA", [44] = "RI",
    [45] = "SC", [46] = "SD", [47] = "TN", [48] = "TX", [49] = "UT", [50] = "VT", [51] = "VA", [53] = "WA",
    [54] = "WV", [55] = "WI", [56] = "WY",
};

static void add_county(sm_builder *b, const sm_unit *u)
{
    enum {
        FIRST_CITY = 500
    }; /* county codes from 510 on are independent cities, which are in the table of towns */
    int state = u->code[0] ? (u->code[0] - '0') * 10 + (u->code[1] - '0') : 0;
    if (strlen(u->code) != 5 || state < 1 || state > 56 || us_states[state] == NULL ||
        atoi(u->code + 2) >= FIRST_CITY)
        return;
    sm_field admin1 = {us_states[state], 2}, admin2 = {u->code + 2, 3};
    uint64_t key = sm_admin_key("US", admin1, admin2);
    uint32_t place = sm_key_find(&b->admins, key);
    const char *generic = state == 22 ? "Parish" : state == 2 ? "Borough" : "County";
    char name[128];
    int length = snprintf(name, sizeof name, state == 11 ? "%s" : "%s %s", u->name, generic);
    if (place == SM_NO_PLACE) {
        place = sm_builder_place(b, 0);
        if (place == SM_NO_PLACE)
            return;
        sm_place *p = &b->places[place];
        memcpy(p->country_code, "US", 2);
        memcpy(p->admin1_code, us_states[state], 2);
        p->feature_class = 'A';
        memcpy(p->feature_code, "ADM2", 4);
        p->name = sm_builder_string(b, name, (size_t)length);
        sm_key_set(b, &b->admins, key, place);
        b->origins[place].admin1 = sm_admin_key("US", admin1, (sm_field){0});
        b->origins[place].admin2 = key;
    }
    sm_builder_names(b, place, name, (size_t)length, SM_NAME_MAIN, 0);
    sm_builder_point(b, place, u->centroid, SM_RANK_POLYGON);
    sm_builder_box(b, place, u->box);
}

sm_status sm_build_counties(sm_builder *b, sm_error *err)
{
    sm_topology *t;
    if (b->src->counties == NULL)
        return SM_OK;
    sm_status st = sm_topology_load(b->src->counties, "counties", &t, err);
    if (st != SM_OK)
        return st;
    for (size_t i = 0; i < sm_topology_count(t); i++)
        add_county(b, sm_topology_unit(t, i));
    sm_topology_free(t);
    return SM_OK;
}

/* ---- First-level divisions */

/* What is known of one division while its country's polygons are gone through. */
typedef struct gathered {
    uint32_t place;
    size_t towns, inside;  /**< its towns; those in polygons that were given to it */
    double lon, lat, area; /**< sums of centroids by area */
    double town_lon, town_lat;
    sm_box box, town_box;
    bool has_box;
} gathered;

typedef struct gathering {
    sm_builder *b;
    uint32_t *towns; /**< of all countries, those of one country together */
    size_t *first;   /**< by country slot, 26 × 26 + 1 */
    gathered *rows;  /**< divisions of the country at hand */
    size_t n_rows, row_capacity;
    uint32_t *row_of; /**< by place: 1 + row, 0 = none */
    uint32_t *empty;  /**< first-level divisions without towns, of all countries */
    size_t n_empty, empty_capacity;
} gathering;

static void link_places(sm_builder *b)
{
    for (size_t i = 0; i < b->n_places; i++) {
        sm_place *p = &b->places[i];
        int slot = sm_country_slot(p->country_code, 2);
        if (slot >= 0 && !(p->flags & SM_P_COUNTRY))
            p->country = b->countries[slot];
        if (p->flags & (SM_P_COUNTRY | SM_P_REGION))
            continue;
        p->admin1 = sm_key_find(&b->admins, b->origins[i].admin1);
        p->admin2 = sm_key_find(&b->admins, b->origins[i].admin2);
        if (p->admin1 != SM_NO_PLACE && p->admin1 != i)
            b->places[p->admin1].flags |= SM_P_PARENT;
        if (p->admin2 != SM_NO_PLACE && p->admin2 != i)
            b->places[p->admin2].flags |= SM_P_PARENT;
        b->report.without_division += p->feature_class == 'P' && p->admin1 == SM_NO_PLACE &&
                                      p->admin1_code[0] && memcmp(p->admin1_code, "00", 3) != 0;
    }
}

static bool sort_towns(gathering *g)
{
    sm_builder *b = g->b;
    g->first = calloc(26 * 26 + 2, sizeof *g->first);
    g->towns = malloc((b->n_places + 1) * sizeof *g->towns);
    g->row_of = calloc(b->n_places + 1, sizeof *g->row_of);
    if (g->first == NULL || g->towns == NULL || g->row_of == NULL)
        return false;
    for (size_t i = 0; i < b->n_places; i++)
        if (memcmp(b->places[i].feature_code, "ADM1", 5) == 0 && !(b->places[i].flags & SM_P_PARENT) &&
            sm_builder_grow(b, &g->empty, &g->empty_capacity, g->n_empty, sizeof *g->empty))
            g->empty[g->n_empty++] = (uint32_t)i;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < b->n_places; i++) {
            int slot = sm_country_slot(b->places[i].country_code, 2);
            if (slot < 0 || b->places[i].feature_class != 'P' || b->places[i].admin1 == SM_NO_PLACE)
                continue;
            if (pass == 0)
                g->first[slot + 2]++;
            else
                g->towns[g->first[slot + 1]++] = (uint32_t)i;
        }
        for (size_t s = 2; pass == 0 && s < 26 * 26 + 2; s++)
            g->first[s] += g->first[s - 1];
    }
    return true;
}

static gathered *row_for(gathering *g, uint32_t place)
{
    if (g->row_of[place])
        return &g->rows[g->row_of[place] - 1];
    if (!sm_builder_grow(g->b, &g->rows, &g->row_capacity, g->n_rows, sizeof *g->rows))
        return NULL;
    g->rows[g->n_rows] = (gathered){.place = place};
    g->row_of[place] = (uint32_t)++g->n_rows;
    return &g->rows[g->n_rows - 1];
}

static void count_towns(gathering *g, int slot)
{
    for (size_t i = g->first[slot]; i < g->first[slot + 1]; i++) {
        const sm_place *town = &g->b->places[g->towns[i]];
        gathered *row = row_for(g, town->admin1);
        if (row == NULL)
            return;
        sm_point at = sm_place_point(town);
        sm_box here = {at.lon, at.lat, at.lon, at.lat};
        row->town_box = row->towns ? sm_box_join(row->town_box, here) : here;
        row->town_lon += at.lon;
        row->town_lat += at.lat;
        row->towns++;
    }
}

/* The division that the towns in a polygon name, with their number; SM_NO_PLACE if they do not agree. */
static uint32_t division_of(gathering *g, int slot, const sm_unit *u, size_t *inside)
{
    enum { MOST = 64 };
    struct {
        uint32_t place;
        size_t count;
    } votes[MOST];
    size_t n_votes = 0, all = 0, best = 0;
    for (size_t i = g->first[slot]; i < g->first[slot + 1]; i++) {
        const sm_place *town = &g->b->places[g->towns[i]];
        sm_point at = sm_place_point(town);
        if (!sm_box_contains(u->box, at) || !sm_unit_contains(u, at))
            continue;
        size_t k = 0;
        while (k < n_votes && votes[k].place != town->admin1)
            k++;
        if (k == MOST)
            continue;
        if (k == n_votes) {
            votes[n_votes].place = town->admin1;
            votes[n_votes++].count = 0;
        }
        votes[k].count++;
        all++;
        best = votes[k].count > votes[best].count ? k : best;
    }
    *inside = n_votes ? votes[best].count : 0;
    return all && votes[best].count * 10 >= all * 8 ? votes[best].place : SM_NO_PLACE;
}

/* A division without towns that has the name of the polygon: the polygon is without towns, or the division
 * was joined with others since and news of its time still name it. */
static uint32_t division_by_name(const gathering *g, int slot, const sm_unit *u)
{
    const sm_builder *b = g->b;
    char one[SM_SKELETON], other[SM_SKELETON];
    sm_name_skeleton(u->name, strlen(u->name), one);
    for (size_t i = 0; i < g->n_empty && *one; i++) {
        const sm_place *p = &b->places[g->empty[i]];
        if (sm_country_slot(p->country_code, 2) != slot)
            continue;
        const char *name = b->strings + p->name;
        if (strcmp(sm_name_skeleton(name, strlen(name), other), one) == 0)
            return g->empty[i];
    }
    return SM_NO_PLACE;
}

static void give(gathered *row, const sm_unit *u, size_t inside)
{
    double lon = u->centroid.lon;
    if (row->area > 0 &&
        fabs(lon - row->lon / row->area) > 180) /* over the antimeridian: on the side of the first */
        lon += lon < 0 ? 360 : -360;
    row->lon += lon * u->area;
    row->lat += u->centroid.lat * u->area;
    row->area += u->area;
    row->inside += inside;
    row->box = row->has_box ? sm_box_join(row->box, u->box) : u->box;
    row->has_box = true;
}

static sm_status give_polygons(gathering *g, int slot, const char *path, sm_error *err)
{
    sm_builder *b = g->b;
    sm_topology *t;
    sm_status st = sm_topology_load(path, NULL, &t, err);
    if (st != SM_OK)
        return st;
    uint32_t country = b->countries[slot];
    sm_box box = {0};
    double widest = 0;
    for (size_t i = 0; i < sm_topology_count(t); i++) {
        const sm_unit *u = sm_topology_unit(t, i);
        if (u->n_rings == 0)
            continue;
        box = widest > 0 ? sm_box_join(box, u->box) : u->box;
        if (u->area > widest) {
            widest = u->area;
            sm_builder_point(b, country, u->centroid, SM_RANK_POLYGON);
        }
        size_t inside;
        uint32_t place = division_of(g, slot, u, &inside);
        const uint32_t owners[] = {place, division_by_name(g, slot, u)};
        for (size_t k = 0; k < 2; k++) {
            gathered *row = owners[k] == SM_NO_PLACE ? NULL : row_for(g, owners[k]);
            if (row)
                give(row, u, k ? 0 : inside);
        }
    }
    if (widest > 0)
        sm_builder_box(b, country, box);
    sm_topology_free(t);
    return SM_OK;
}

static double wrap(double lon)
{
    return lon > 180 ? lon - 360 : lon < -180 ? lon + 360 : lon;
}

enum { TOWN_MARGIN_KM = 15 };

/* A box around towns, with a margin because an area goes on behind its last town. */
static sm_box widen(sm_box box)
{
    double margin = TOWN_MARGIN_KM / 111.0;
    return (sm_box){fmax(box.west - margin, -180), fmax(box.south - margin, -90),
                    fmin(box.east + margin, 180), fmin(box.north + margin, 90)};
}

/* Where a division lies: in its polygons if they hold most of its towns, else amid its towns. */
static void settle(sm_builder *b, const gathered *row)
{
    if (row->area > 0 && row->inside * 2 >= row->towns) {
        sm_builder_point(b, row->place, (sm_point){wrap(row->lon / row->area), row->lat / row->area},
                         SM_RANK_POLYGON);
        sm_builder_box(b, row->place, row->box);
    } else if (row->towns && row->town_box.west <= row->town_box.east) {
        double n = (double)row->towns;
        sm_builder_point(b, row->place, (sm_point){row->town_lon / n, row->town_lat / n}, SM_RANK_TOWNS);
        sm_builder_box(b, row->place, widen(row->town_box));
    }
}

static sm_point middle(sm_box box)
{
    double east = box.east + (box.east < box.west ? 360 : 0);
    return (sm_point){wrap((box.west + east) / 2), (box.south + box.north) / 2};
}

/* A country without polygons reaches as far as its towns. */
static void box_by_towns(sm_builder *b, const gathering *g, int slot)
{
    uint32_t country = b->countries[slot];
    sm_box box = {0};
    size_t towns = 0;
    for (size_t i = 0; i < g->n_rows; i++) {
        if (g->rows[i].towns == 0)
            continue;
        box = towns ? sm_box_join(box, g->rows[i].town_box) : g->rows[i].town_box;
        towns += g->rows[i].towns;
    }
    if (towns == 0)
        return;
    if (b->places[country].box == 0)
        sm_builder_box(b, country, widen(box));
    if (b->origins[country].rank == SM_RANK_NOWHERE)
        sm_builder_point(b, country, middle(box), SM_RANK_TOWNS);
}

static void place_by_capital(sm_builder *b, const gathering *g, int slot)
{
    uint32_t country = b->countries[slot];
    for (size_t i = g->first[slot]; i < g->first[slot + 1]; i++)
        if (b->places[g->towns[i]].flags & SM_P_CAPITAL)
            sm_builder_point(b, country, sm_place_point(&b->places[g->towns[i]]), SM_RANK_TOWNS);
}

/* ---- Places whose rows name no division */

bool sm_lacks_division(const sm_place *p)
{
    bool built = strchr("PSR", p->feature_class) != NULL; /* seas and deserts belong to nobody */
    return p->feature_class != 'A' && p->box == 0 && p->admin1 == SM_NO_PLACE && p->admin1_code[0] == '\0' &&
           !(p->flags & SM_P_REGION) && (p->country_code[0] || ((p->flags & SM_P_USER) && built));
}

/* Towns by cells of half a degree: those of cell c are order[first[c]] … order[first[c + 1]]. */
typedef struct town_grid {
    uint32_t *first, *order;
} town_grid;

enum {
    CELLS_PER_DEGREE = 2,
    GRID_WIDTH = 360 * CELLS_PER_DEGREE,
    GRID_HEIGHT = 180 * CELLS_PER_DEGREE,
    GRID_CELLS = GRID_WIDTH * GRID_HEIGHT
};

static int column_of(int32_t lon_e5)
{
    int c = (int)floor((lon_e5 / 1e5 + 180) * CELLS_PER_DEGREE);
    return c < 0 ? 0 : c >= GRID_WIDTH ? GRID_WIDTH - 1 : c;
}

static int row_of(int32_t lat_e5)
{
    int r = (int)floor((lat_e5 / 1e5 + 90) * CELLS_PER_DEGREE);
    return r < 0 ? 0 : r >= GRID_HEIGHT ? GRID_HEIGHT - 1 : r;
}

static bool make_grid(town_grid *grid, const sm_place *towns, size_t n)
{
    grid->first = calloc(GRID_CELLS + 2, sizeof *grid->first);
    grid->order = malloc((n + 1) * sizeof *grid->order);
    for (int pass = 0; pass < 2 && grid->first && grid->order; pass++) {
        for (size_t i = 0; i < n; i++) {
            const sm_place *t = &towns[i];
            if (t->feature_class != 'P' || t->admin1 == SM_NO_PLACE || t->country == SM_NO_PLACE)
                continue;
            uint32_t *slot = &grid->first[row_of(t->lat_e5) * GRID_WIDTH + column_of(t->lon_e5) + 2 - pass];
            if (pass == 0)
                ++*slot;
            else
                grid->order[(*slot)++] = (uint32_t)i;
        }
        for (size_t c = 2; pass == 0 && c < GRID_CELLS + 2; c++)
            grid->first[c] += grid->first[c - 1];
    }
    return grid->first && grid->order;
}

enum { LEND_KM = 40, KM_PER_DEGREE = 111 };

/* The town of those in one cell that is nearer than `*nearest` km and in the place's country, if that is
 * known. `shrink` is how much shorter a degree of longitude is here. */
static const sm_place *nearest_in(const town_grid *grid, int cell, const sm_place *towns, const sm_place *p,
                                  double shrink, double *nearest)
{
    const sm_place *best = NULL;
    double reach_e5 = *nearest * 1.02e5 / KM_PER_DEGREE; /* on the plane: good enough to pass over most */
    for (uint32_t i = grid->first[cell]; i < grid->first[cell + 1]; i++) {
        const sm_place *town = &towns[grid->order[i]];
        if (p->country_code[0] && memcmp(p->country_code, town->country_code, 2) != 0)
            continue;
        double north = town->lat_e5 - p->lat_e5, east = shrink * remainder(town->lon_e5 - p->lon_e5, 360e5);
        if (north * north + east * east > reach_e5 * reach_e5)
            continue;
        double km = sm_distance_km(sm_place_point(p), sm_place_point(town));
        if (km >= *nearest)
            continue;
        *nearest = km;
        reach_e5 = km * 1.02e5 / KM_PER_DEGREE;
        best = town;
    }
    return best;
}

static void borrow(const town_grid *grid, const sm_place *towns, sm_place *p)
{
    double nearest = LEND_KM, shrink = fmax(cos(p->lat_e5 / 1e5 * M_PI / 180), 0.05);
    int rows = 1 + LEND_KM * CELLS_PER_DEGREE / KM_PER_DEGREE,
        columns = 1 + (int)(LEND_KM * CELLS_PER_DEGREE / (KM_PER_DEGREE * shrink));
    int row = row_of(p->lat_e5), column = column_of(p->lon_e5);
    for (int r = row - rows; r <= row + rows; r++)
        for (int c = column - columns; c <= column + columns; c++) {
            if (r < 0 || r >= GRID_HEIGHT)
                continue;
            int cell = r * GRID_WIDTH + (c + GRID_WIDTH) % GRID_WIDTH;
            const sm_place *town = nearest_in(grid, cell, towns, p, shrink, &nearest);
            if (town) {
                p->admin1 = town->admin1;
                p->country = town->country;
            }
        }
}

void sm_borrow_divisions(sm_place *const *lost, size_t n_lost, const sm_place *towns, size_t n_towns)
{
    town_grid grid = {0};
    if (n_lost && make_grid(&grid, towns, n_towns)) /* if not: without a division a place is still a place */
        for (size_t i = 0; i < n_lost; i++)
            borrow(&grid, towns, lost[i]);
    free(grid.first);
    free(grid.order);
}

/* Codes of what was borrowed. */
static void copy_codes(const sm_builder *b, sm_place *p)
{
    if (p->country != SM_NO_PLACE && p->country_code[0] == '\0')
        memcpy(p->country_code, b->places[p->country].country_code, 2);
    if (p->admin1 != SM_NO_PLACE && p->admin1_code[0] == '\0')
        memcpy(p->admin1_code, b->places[p->admin1].admin1_code, sizeof p->admin1_code);
}

/* A curated place whose row names no division lies in that of the nearest town, and a user's place in its
 * country. */
static void borrow_divisions(sm_builder *b)
{
    sm_place **lost = NULL;
    size_t n = 0, capacity = 0;
    for (size_t i = 0; i < b->n_places; i++) {
        sm_place *p = &b->places[i];
        if (b->origins[i].rank == SM_RANK_CURATED && sm_lacks_division(p) &&
            sm_builder_grow(b, &lost, &capacity, n, sizeof *lost))
            lost[n++] = p;
    }
    sm_borrow_divisions(lost, n, b->places, b->n_places);
    for (size_t i = 0; i < n; i++)
        copy_codes(b, lost[i]);
    free(lost);
}

sm_status sm_build_divisions(sm_builder *b, sm_error *err)
{
    link_places(b);
    gathering g = {.b = b};
    sm_status st = SM_OK;
    if (!sort_towns(&g))
        st = sm_fail(err, SM_E_NOMEM, "out of memory");
    for (int slot = 0; slot < 26 * 26 && st == SM_OK; slot++) {
        if (b->countries[slot] == SM_NO_PLACE)
            continue;
        g.n_rows = 0;
        count_towns(&g, slot);
        char path[4096] = "";
        if (b->src->divisions && b->iso3[slot][0])
            snprintf(path, sizeof path, "%s/%s.json", b->src->divisions, b->iso3[slot]);
        if (*path && access(path, F_OK) == 0)
            st = give_polygons(&g, slot, path, err);
        for (size_t i = 0; i < g.n_rows; i++)
            settle(b, &g.rows[i]);
        place_by_capital(b, &g, slot);
        box_by_towns(b, &g, slot);
    }
    if (st == SM_OK)
        borrow_divisions(b);
    if (st == SM_OK && b->src->divisions && access(b->src->divisions, F_OK) != 0)
        st = sm_fail_at(err, SM_E_SETUP, b->src->divisions, 0, "no such folder");
    free(g.first);
    free(g.towns);
    free(g.row_of);
    free(g.rows);
    free(g.empty);
    return st;
}

/* ---- Seas, islands, world regions */

/* Names of the collections that are misspelt, or that nobody uses. */
static const char *const renamed[][2] = {
    {"Balcans", "Balkans"},
    {"Mayor Antilles", "Greater Antilles"},
    {"Gulf of Iran", "Persian Gulf"},
    {"Eastern China Sea", "East China Sea"},
    {"Japan Sea", "Sea of Japan"},
    {"Victoria Lake", "Lake Victoria"},
    {"Molukka Sea", "Molucca Sea"},
    {"Alps Mountains", "Alps"},
    {"Himalayas Mountains", "Himalayas"},
    {"Andes Mountains", "Andes"},
    {"Siberia Peninsula", "Siberia"},
    {"Baleares Islands", "Balearic Islands"},
    {"Balearic", "Balearic Sea"},
    {"Irish Sea and St. George's Channel", "Irish Sea"},
    {"Kattegat, Sund and Belts", "Kattegat"},
    {"Nordics", "Nordic countries"},
    {"Seto naikai", "Seto Inland Sea"},
};

static const struct {
    const char *word;
    char feature_class;
    const char *code;
} landforms[] = {
    {"Ocean", 'H', "OCN"},        {"Sea", 'H', "SEA"},       {"Gulf", 'H', "GULF"},
    {"Bay", 'H', "BAY"},          {"Bight", 'H', "BAY"},     {"Strait", 'H', "STRT"},
    {"Channel", 'H', "CHN"},      {"Passages", 'H', "STRT"}, {"Lake", 'H', "LK"},
    {"Lakes", 'H', "LKS"},        {"Kattegat", 'H', "STRT"}, {"Skagerrak", 'H', "STRT"},
    {"Waters", 'H', "SEA"},       {"Island", 'T', "ISL"},    {"Islands", 'T', "ISLS"},
    {"Archipelago", 'T', "ISLS"}, {"Mountains", 'T', "MTS"}, {"Alps", 'T', "MTS"},
    {"Andes", 'T', "MTS"},        {"Himalayas", 'T', "MTS"}, {"Range", 'T', "MTS"},
    {"Shan", 'T', "MTS"},         {"Plain", 'T', "PLN"},     {"Plains", 'T', "PLN"},
    {"Plateau", 'T', "PLAT"},     {"Desert", 'T', "DSRT"},   {"Peninsula", 'T', "PEN"},
    {"Basin", 'T', "BSN"},        {"Steppe", 'T', "PLN"},    {"La", 'H', "EST"},
};

static void classify(sm_place *p, const char *name, bool region)
{
    p->feature_class = 'L';
    memcpy(p->feature_code, "RGN", 4);
    for (size_t i = 0; i < sizeof landforms / sizeof *landforms; i++) {
        const char *at = strstr(name, landforms[i].word);
        size_t n = strlen(landforms[i].word);
        if (at == NULL || (at != name && at[-1] != ' ') || (at[n] && at[n] != ' ') || region)
            continue;
        p->feature_class = landforms[i].feature_class;
        memset(p->feature_code, 0, sizeof p->feature_code);
        memcpy(p->feature_code, landforms[i].code, strlen(landforms[i].code));
        return;
    }
    p->flags |= SM_P_REGION;
}

/* The names of areas so far. The curated tables go before the collections, and the first collection before
 * the next of its name. */
typedef struct known_names {
    uint64_t *hashes;
    size_t count, capacity;
} known_names;

static bool is_known(const known_names *known, const char *name, size_t length)
{
    uint64_t hash = sm_name_hash(name, length);
    for (size_t i = 0; i < known->count; i++)
        if (known->hashes[i] == hash)
            return true;
    return hash == 0;
}

static void know(sm_builder *b, known_names *known, uint64_t hash)
{
    if (sm_builder_grow(b, &known->hashes, &known->capacity, known->count, sizeof *known->hashes))
        known->hashes[known->count++] = hash;
}

typedef struct collection {
    char name[96];
    sm_box box;
    bool has_box, has_list;
    uint32_t countries[400];
    size_t n_countries;
} collection;

static void read_list(const sm_builder *b, collection *c, const char *list)
{
    c->has_list = true;
    for (const char *p = list; *p; p += strcspn(p, ",\r\n"), p += *p == ',') {
        while (*p == ' ')
            p++;
        size_t n = strcspn(p, ", \r\n");
        int slot = sm_country_slot(p, n);
        if (n == 0)
            break;
        if (slot < 0 || b->countries[slot] == SM_NO_PLACE)
            continue;
        if (c->n_countries < sizeof c->countries / sizeof *c->countries)
            c->countries[c->n_countries++] = b->countries[slot];
    }
}

/* The box of a region of countries, and a point amid them: the mean of their points on the sphere, weighted
 * by the roots of their areas. */
static void measure_list(const sm_builder *b, collection *c, sm_point *point)
{
    double x = 0, y = 0, z = 0;
    for (size_t i = 0; i < c->n_countries; i++) {
        const sm_place *country = &b->places[c->countries[i]];
        sm_point at = sm_place_point(country);
        double size = 50;
        if (country->box) {
            sm_box box = b->boxes[country->box - 1];
            c->box = c->has_box ? sm_box_join(c->box, box) : box;
            c->has_box = true;
            size = fmax(size, sm_box_radius_km(box));
        }
        double lon = at.lon * M_PI / 180, lat = at.lat * M_PI / 180;
        x += size * cos(lat) * cos(lon);
        y += size * cos(lat) * sin(lon);
        z += size * sin(lat);
    }
    *point = (sm_point){atan2(y, x) * 180 / M_PI, atan2(z, hypot(x, y)) * 180 / M_PI};
}

/* Islands that are called without the word. */
static const char *const bare_islands[] = {
    "New Guinea", "Borneo",       "Sumatra",  "Honshu",      "Sulawesi", "Java",
    "Luzon",      "Newfoundland", "Mindanao", "Hokkaido",    "Sakhalin", "Spitsbergen",
    "Kyushu",     "Timor",        "Sicily",   "New Britain", "Marajo"};

static bool is_bare_island(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof bare_islands / sizeof *bare_islands; i++)
        if (strlen(bare_islands[i]) == length && memcmp(bare_islands[i], name, length) == 0)
            return true;
    return false;
}

static void name_collection(sm_builder *b, uint32_t place, const char *name, known_names *known)
{
    size_t n = strlen(name);
    know(b, known, sm_name_hash(name, n));
    sm_builder_names(b, place, name, n, SM_NAME_MAIN, 0);
    if (n > 7 && strcmp(name + n - 7, " Island") == 0 && is_bare_island(name, n - 7) &&
        !is_known(known, name, n - 7))
        sm_builder_name(b, place, name, n - 7, SM_NAME_ENGLISH, 0, 0);
    if (n > 10 && strcmp(name + n - 7, " Desert") == 0 && !is_known(known, name, n - 7))
        sm_builder_name(b, place, name, n - 7, SM_NAME_ALTERNATE, SM_N_GENERIC_CUT, 0);
    if (n > 9 && strcmp(name + n - 8, " Islands") == 0 && !is_known(known, name, n - 8))
        sm_builder_name(b, place, name, n - 8, SM_NAME_ALTERNATE, SM_N_GENERIC_CUT, 0);
}

static void add_member(sm_builder *b, uint32_t region, uint32_t country)
{
    if (sm_builder_grow(b, &b->members, &b->member_capacity, b->n_members, sizeof *b->members))
        b->members[b->n_members++] = (sm_member){region, country};
}

static void add_collection(sm_builder *b, collection *c, known_names *known)
{
    const char *name = c->name;
    if (strncmp(name, "UN ", 3) == 0)
        name += 3;
    for (size_t i = 0; i < sizeof renamed / sizeof *renamed; i++)
        if (strcmp(name, renamed[i][0]) == 0)
            name = renamed[i][1];
    if ((c->n_countries == 0 && !c->has_box) || is_known(known, name, strlen(name)))
        return;
    sm_point point;
    if (c->has_box)
        point = middle(c->box);
    bool list = c->n_countries > 0;
    if (list)
        measure_list(b, c, &point);
    uint32_t place = sm_builder_place(b, 0);
    if (place == SM_NO_PLACE)
        return;
    classify(&b->places[place], name, list);
    b->places[place].name = sm_builder_string(b, name, strlen(name));
    sm_builder_point(b, place, point, SM_RANK_POLYGON);
    if (c->has_box)
        sm_builder_box(b, place, c->box);
    for (size_t i = 0; i < c->n_countries; i++)
        add_member(b, place, c->countries[i]);
    name_collection(b, place, name, known);
}

static bool parse_region(const char *text, sm_box *box)
{
    if (sscanf(text, "%lf/%lf/%lf/%lf", &box->west, &box->east, &box->south, &box->north) != 4 ||
        box->south > box->north)
        return false;
    if (box->east - box->west < 360) {
        box->west = wrap(box->west);
        box->east = wrap(box->east);
    }
    return true;
}

/* The continents' countries, as countryInfo.txt attributes them. */
static void fill_continents(sm_builder *b)
{
    static const struct {
        int32_t id;
        char code[3];
    } continents[] = {{6255146, "AF"}, {6255147, "AS"}, {6255148, "EU"}, {6255149, "NA"},
                      {6255150, "SA"}, {6255151, "OC"}, {6255152, "AN"}};
    for (size_t i = 0; i < sizeof continents / sizeof *continents; i++) {
        uint32_t place = sm_id_find(&b->by_id, continents[i].id);
        for (size_t slot = 0; slot < 26 * 26 && place != SM_NO_PLACE; slot++)
            if (b->countries[slot] != SM_NO_PLACE && strcmp(b->continents[slot], continents[i].code) == 0)
                add_member(b, place, b->countries[slot]);
    }
}

/* "tag: CODE Name", then "list: AA,BB" and "region: W/E/S/N", in any order. */
sm_status sm_build_collections(sm_builder *b, sm_error *err)
{
    fill_continents(b);
    if (b->src->collections == NULL)
        return SM_OK;
    FILE *in = fopen(b->src->collections, "r");
    if (in == NULL)
        return sm_fail_at(err, SM_E_SETUP, b->src->collections, 0, "cannot be read");
    known_names known = {0};
    for (size_t i = 0; i < b->n_names; i++) {
        uint32_t place = b->names[i].place;
        if (place == SM_NO_PLACE || b->origins[place].rank != SM_RANK_CURATED)
            continue;
        const sm_place *p = &b->places[place];
        if (p->feature_class == 'P' || (p->feature_class == 'A' && !(p->flags & SM_P_COUNTRY)))
            continue; /* the Red Sea is another thing than its province */
        know(b, &known, b->names[i].hash);
    }
    char line[4096];
    collection *c = calloc(1, sizeof *c);
    sm_status st = c ? SM_OK : sm_fail(err, SM_E_NOMEM, "out of memory");
    for (unsigned number = 1; st == SM_OK && fgets(line, sizeof line, in); number++) {
        line[strcspn(line, "\r\n")] = '\0';
        if (strncmp(line, "tag: ", 5) == 0) {
            add_collection(b, c, &known);
            *c = (collection){0};
            const char *name = strchr(line + 5, ' ');
            snprintf(c->name, sizeof c->name, "%.90s", name ? name + 1 : "");
        } else if (strncmp(line, "list: ", 6) == 0) {
            read_list(b, c, line + 6);
        } else if (strncmp(line, "region: ", 8) == 0) {
            c->has_box = parse_region(line + 8, &c->box);
            if (!c->has_box)
                st = sm_fail_at(err, SM_E_SETUP, b->src->collections, number,
                                "'%.60s' is no box west/east/south/north", line + 8);
        }
    }
    if (st == SM_OK)
        add_collection(b, c, &known);
    fclose(in);
    free(c);
    free(known.hashes);
    return st;
}
