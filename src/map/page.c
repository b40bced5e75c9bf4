/* One page, from the choice of the map's extent to the finished scene:
 *
 *     what is seen → page laid out → view → (again, until all three agree) → symbols → boxes placed → style
 * layers painted → labels placed → furniture drawn
 *
 * The title says what is on the map, the map's frame is what the title leaves, and what is on the map follows
 * from the frame: hence the repetition. */
#include "extent.h"
#include "facets.h"
#include "furniture.h"
#include "graticule.h"
#include "key.h"

#include <math.h>
#include <string.h>

enum { PAGE_WIDTH = 1600, PAGE_HEIGHT = 1200, PAGE_MIN = 100, PAGE_MAX = 20000, ROUNDS = 4 };

#define LEVEL_10M_UNDER                                                                                      \
    4000.0 /* metres per px: 10m data look smooth down to 1:15 million, see docs/maps.md */
#define LEVEL_50M_UNDER 16000.0
#define UNIT_MIN        0.6   /* on smaller pages the style's words could not be read */
#define NUMBERS_AT_MOST 48    /* a longer key nobody reads */
#define NUMBERS_FROM_PX 440.0 /* smaller pages have no room for a key */
#define NUMBERS_FROM    .12   /* of the names without room */
#define LONG_LEADER     130.0 /* px of such a page */
#define NEAR_LABEL      160.0 /* px of a page of 1600 × 1200 */
#define TRIM_FROM       0.03  /* of the frame's height that must be empty before the page is made lower */

/* --- what is seen ------------------------------------------------------------------------------ */

/* All points that may be drawn, and whose they are. */
typedef struct points {
    sm_point *at;
    uint32_t *incident;
    size_t n, capacity, owner_capacity;
} points;

static void add_point(const sm_compose *c, points *p, sm_point at, size_t incident)
{
    if (!sm_arena_grow(c->arena, &p->at, &p->capacity, p->n, sizeof *p->at) ||
        !sm_arena_grow(c->arena, &p->incident, &p->owner_capacity, p->n, sizeof *p->incident))
        return;
    p->at[p->n] = at;
    p->incident[p->n++] = (uint32_t)incident;
}

/* The corners of the greatest part of a country, in place of a point that nobody knows. */
static void add_country(const sm_compose *c, points *p, const sm_site *site, size_t incident)
{
    const sm_base_unit *units;
    const sm_base_shape *shapes, *greatest = NULL;
    size_t n_units = sm_basemap_units(c->basemap, &units),
           n = sm_basemap_shapes(c->basemap, SM_BASE_COUNTRIES, SM_BASE_110M, &shapes);
    uint32_t unit =
        site->country_code[0] || !site->located ? SM_NO_UNIT : sm_compose_country_at(c, site->point);
    double size = 0;
    for (size_t i = 0; i < n; i++) {
        const sm_base_shape *s = &shapes[i];
        double area = ((double)s->east - s->west) * ((double)s->north - s->south);
        bool same = s->unit == unit || (s->unit < n_units && site->country_code[0] &&
                                        memcmp(units[s->unit].country, site->country_code, 2) == 0);
        if (same && area > size) {
            greatest = s;
            size = area;
        }
    }
    if (greatest) {
        double west = greatest->west * SM_BASE_UNIT, east = greatest->east * SM_BASE_UNIT;
        add_point(c, p, (sm_point){remainder(west, 360), greatest->south * SM_BASE_UNIT}, incident);
        add_point(c, p, (sm_point){remainder(east, 360), greatest->north * SM_BASE_UNIT}, incident);
    } else if (site->located) {
        add_point(c, p, site->point, incident);
    }
}

static bool same_country(const sm_site *a, const sm_site *b)
{
    if (a->country_code[0] && b->country_code[0])
        return memcmp(a->country_code, b->country_code, 2) == 0;
    return a->country && b->country && strcmp(a->country, b->country) == 0;
}

/* The countries of which some place is shown, one site for each. */
typedef struct told {
    const sm_site **sites;
    size_t n, capacity;
} told;

static bool is_told(const told *t, const sm_site *site)
{
    for (size_t i = 0; i < t->n; i++)
        if (same_country(t->sites[i], site))
            return true;
    return false;
}

/* A country in which no place is known counts with its middle, so that the map shows it; with the whole of it
 * when there is nothing else to show. */
static points find_points(const sm_compose *c)
{
    points p = {0};
    told t = {0};
    for (size_t i = 0; i < c->incidents->count; i++) {
        const sm_incident *in = &c->incidents->items[i];
        for (uint32_t k = 0;
             k < in->n_sites && sm_incident_is_drawn(in) && in->geo_precision != SM_GEO_COUNTRY; k++)
            if (in->sites[k].located) {
                add_point(c, &p, in->sites[k].point, i);
                if (!is_told(&t, &in->sites[k]) &&
                    sm_arena_grow(c->arena, &t.sites, &t.capacity, t.n, sizeof *t.sites))
                    t.sites[t.n++] = &in->sites[k];
            }
    }
    bool places = p.n > 0;
    for (size_t i = 0; i < c->incidents->count; i++) {
        const sm_incident *in = &c->incidents->items[i];
        for (uint32_t k = 0;
             k < in->n_sites && sm_incident_is_drawn(in) && in->geo_precision == SM_GEO_COUNTRY; k++) {
            if (!places)
                add_country(c, &p, &in->sites[k], i);
            else if (in->sites[k].located && !is_told(&t, &in->sites[k]))
                add_point(c, &p, in->sites[k].point, i);
        }
    }
    return p;
}

static bool in_frame(const sm_compose *c, sm_point p)
{
    sm_xy at = sm_view_point(c->view, p);
    sm_rect f = c->frame;
    return at.x >= f.x && at.x <= f.x + f.width && at.y >= f.y && at.y <= f.y + f.height;
}

bool sm_compose_sees(const sm_compose *c, const sm_incident *in, const sm_site *site)
{
    return in->geo_precision == SM_GEO_COUNTRY ||
           (site->located && (c->view == NULL || in_frame(c, site->point)));
}

/* Before there is a view: what belongs together. */
static void guess_seen(sm_compose *c, const points *p)
{
    bool *kept = sm_arena_array(c->arena, p->n, sizeof *kept);
    if (kept == NULL)
        return;
    sm_extent_keep(p->at, p->n, kept);
    for (size_t i = 0; i < p->n; i++)
        c->seen[p->incident[i]] |= kept[i] || c->options->extent;
    for (size_t i = 0; i < c->incidents->count; i++)
        c->seen[i] |= sm_incident_is_drawn(&c->incidents->items[i]) &&
                      c->incidents->items[i].geo_precision == SM_GEO_COUNTRY;
}

static void find_seen(sm_compose *c)
{
    for (size_t i = 0; i < c->incidents->count; i++) {
        const sm_incident *in = &c->incidents->items[i];
        c->seen[i] =
            in->geo_precision == SM_GEO_COUNTRY && sm_incident_is_drawn(in); /* at least in the list */
        for (uint32_t k = 0; k < in->n_sites && sm_incident_is_drawn(in) && !c->seen[i]; k++)
            c->seen[i] = sm_compose_sees(c, in, &in->sites[k]);
    }
}

/* --- the view ---------------------------------------------------------------------------------- */

void sm_compose_find_detail(sm_compose *c)
{
    double m = sm_view_metres_per_px(c->view) * c->unit;
    c->zoom = log2(78271.516964 / m);
    c->level = c->views              ? SM_BASE_10M /* the coarser ones have no lines of other views */
               : m < LEVEL_10M_UNDER ? SM_BASE_10M
               : m < LEVEL_50M_UNDER ? SM_BASE_50M
                                     : SM_BASE_110M;
}

/* A page of the usual size need not keep the sky over the poles, nor what small multiples leave free. */
static bool trim_page(sm_compose *c)
{
    bool several = sm_facets_used(c);
    double empty = several ? c->facets->spare : c->frame.height - sm_view_content(c->view).height;
    if (c->options->height > 0 || (!several && !sm_view_is_world(c->view)) ||
        empty < TRIM_FROM * c->frame.height)
        return false;
    c->page.height = floor(c->page.height - empty);
    return true;
}

/* Without the points of periods that have no panel. */
static void keep_shown(const sm_compose *c, points *p)
{
    size_t kept = 0;
    for (size_t i = 0; i < p->n; i++) {
        if (sm_facets_used(c) && c->facets->left_out[p->incident[i]])
            continue;
        p->incident[kept] = p->incident[i];
        p->at[kept++] = p->at[i];
    }
    p->n = kept;
}

/* Page, view, and what is seen, until they agree. */
static sm_status settle(sm_compose *c, sm_error *err)
{
    points p = find_points(c);
    sm_status st = SM_OK;
    guess_seen(c, &p);
    sm_facets_find(c);
    keep_shown(c, &p);
    for (int round = 0; round < ROUNDS && st == SM_OK; round++) {
        sm_rect before = c->frame;
        c->unit = c->page_unit;
        sm_furniture_layout(c, c->page, &c->frame);
        if (sm_facets_used(c))
            sm_facets_lay(c, p.at, p.n);
        if (c->view && memcmp(&before, &c->frame, sizeof before) == 0)
            break;
        sm_view_free(c->view);
        c->view = NULL;
        sm_view_options o = {
            .frame = c->frame, .projection = c->options->projection, .extent = c->options->extent};
        st = sm_view_new(p.at, p.n, &o, &c->view, err);
        if (st == SM_OK) {
            find_seen(c);
            sm_facets_find(c);
            trim_page(c);
        }
    }
    if (st == SM_OK)
        sm_compose_find_detail(c);
    return st;
}

/* --- the whole --------------------------------------------------------------------------------- */

static void take_all(sm_compose *c)
{
    c->items = sm_arena_array(c->arena, c->incidents->count, sizeof *c->items);
    c->seen = sm_arena_array(c->arena, c->incidents->count, sizeof *c->seen);
    for (size_t i = 0; c->items && i < c->incidents->count; i++)
        c->items[c->n_items++] = &c->incidents->items[i];
}

sm_compose sm_compose_child(const sm_compose *c, const char *prefix, sm_rect frame)
{
    sm_compose child = *c;
    child.prefix = prefix;
    child.frame = frame;
    child.view = NULL;
    child.labels = NULL;
    child.graticule = NULL;
    child.symbols = NULL;
    child.listed = child.far = NULL;
    child.n_symbols = child.n_listed = child.n_far = child.n_boxes = 0;
    child.locator = child.detail = (sm_inset){0};
    child.report = (sm_map_report){0};
    return child;
}

void sm_compose_draw(sm_compose *c)
{
    c->labels = sm_label_page_new(c->arena, c->frame);
    sm_compose_layers(c);
    sm_graticule_draw(c);
    if (c->shows & SM_SHOW_INCIDENTS)
        sm_symbols_draw_uncertainty(c);
    sm_insets_draw_boxes(c);
    sm_compose_names(c);
}

static void arrange(sm_compose *c)
{
    sm_insets_free(c);
    c->n_boxes = 0;
    sm_classes_find(c);
    sm_compose_focus(c);
    sm_compose_symbols(c);
    sm_insets_find(c);
    sm_furniture_boxes(c);
    sm_insets_make(c);
}

/* Near a label without room the others get along with their names; nobody does where that does not help. */
static size_t give_way(sm_compose *c, size_t placed)
{
    size_t n = c->n_symbols, wanted, after = placed;
    const char **before = sm_arena_array(c->arena, n, sizeof *before);
    if (before == NULL || c->options->labels == SM_LABELS_NUMBERS)
        return placed;
    for (size_t i = 0; i < n; i++)
        before[i] = c->symbols[i].detail;
    for (size_t i = 0; i < n; i++) {
        const sm_symbol *s = &c->symbols[i];
        for (size_t k = 0; k < n && s->label && !s->named; k++)
            if (!c->symbols[k].is_box && hypot(c->symbols[k].anchor.x - s->anchor.x,
                                               c->symbols[k].anchor.y - s->anchor.y) < NEAR_LABEL * c->unit)
                c->symbols[k].detail = NULL;
    }
    after = sm_names_try(c, &wanted);
    if (after > placed)
        return after;
    for (size_t i = 0; i < n; i++)
        c->symbols[i].detail = before[i];
    return sm_names_try(c, &wanted);
}

/* Labels that find no room, or only far away, get fewer words: of several incidents their sum; then those
 * without room the name alone. Returns how many find room. */
static size_t shorten_labels(sm_compose *c, size_t *wanted)
{
    size_t placed = sm_names_try(c, wanted);
    for (int round = 0; round < 2 && c->options->labels != SM_LABELS_NUMBERS; round++) {
        for (size_t i = 0; i < c->n_symbols; i++) {
            sm_symbol *s = &c->symbols[i];
            bool far = round == 0 && s->sum && s->detail != s->sum && s->led > LONG_LEADER * c->unit;
            if (s->label == NULL || (s->named && !far) || s->detail == NULL || s->is_box)
                continue;
            s->detail = round == 0 && s->sum ? s->sum : NULL;
        }
        placed = sm_names_try(c, wanted);
    }
    bool all = c->report.labels_dropped == 0; /* of many, those that are named matter more */
    return all && placed < *wanted ? give_way(c, placed) : placed;
}

/* Whether names would not do: too many of them find no room. */
static bool wants_numbers(sm_compose *c)
{
    size_t wanted, of_detail = 0, placed = shorten_labels(c, &wanted);
    if (c->detail_map) {
        placed += shorten_labels(c->detail_map, &of_detail);
        wanted += of_detail;
    }
    c->n_numbers = wanted;
    if (c->options->labels != SM_LABELS_AUTO)
        return c->options->labels == SM_LABELS_NUMBERS && wanted > 0;
    double least = fmin(c->page.width, c->page.height);
    return wanted <= NUMBERS_AT_MOST && c->n_symbols <= 2 * NUMBERS_AT_MOST && least >= NUMBERS_FROM_PX &&
           wanted - placed >= 2 && (double)(wanted - placed) > NUMBERS_FROM * (double)wanted;
}

/* Panels that would stand on symbols take their room from the map. */
static sm_status arrange_clear(sm_compose *c, sm_error *err)
{
    sm_status st = SM_OK;
    arrange(c);
    if (sm_outside_choose(c)) {
        st = settle(c, err);
        if (st == SM_OK)
            arrange(c);
    }
    return st;
}

static sm_status draw_map(sm_compose *c, sm_error *err)
{
    sm_status st = arrange_clear(c, err);
    c->numbered = st == SM_OK && wants_numbers(c);
    if (c->numbered) { /* so does the key */
        st = settle(c, err);
        if (st == SM_OK)
            st = arrange_clear(c, err);
        if (st == SM_OK)
            sm_key_make(c);
    }
    if (st == SM_OK) {
        sm_compose_draw(c);
        sm_furniture_draw(c);
        sm_key_draw(c);
    }
    sm_insets_free(c);
    return st;
}

/* Twice: where the panels stand depends on the size of the legend, and what is in that on the panels. */
static sm_status draw_facets(sm_compose *c, sm_error *err)
{
    double height = c->options->height > 0 ? c->options->height : PAGE_HEIGHT;
    sm_status st = sm_facets_arrange(c, err);
    if (st == SM_OK && c->options->labels == SM_LABELS_NUMBERS) {
        for (size_t i = 0; i < c->n_symbols; i++)
            c->n_numbers += c->symbols[i].label != NULL;
        c->numbered = c->n_numbers > 0;
    }
    if (st == SM_OK) {
        sm_facets_free(c);
        c->page.height = height;
        st = settle(c, err);
    }
    if (st == SM_OK && !sm_facets_used(c))
        return draw_map(c, err);
    if (st == SM_OK)
        st = sm_facets_arrange(c, err);
    if (st == SM_OK) {
        if (c->numbered)
            sm_key_make(c);
        sm_facets_draw(c);
        sm_furniture_draw(c);
        sm_key_draw(c);
    }
    sm_facets_free(c);
    return st;
}

sm_status sm_map_compose(const sm_basemap *basemap, const sm_style *style, const sm_incidents *incidents,
                         const sm_map_options *options, sm_text_measure measure, sm_scene **out,
                         sm_map_report *report, sm_error *err)
{
    static const sm_map_options defaults;
    options = options ? options : &defaults;
    double width = options->width > 0 ? options->width : PAGE_WIDTH,
           height = options->height > 0 ? options->height : PAGE_HEIGHT;
    if (!(width >= PAGE_MIN && width <= PAGE_MAX && height >= PAGE_MIN && height <= PAGE_MAX))
        return sm_fail(err, SM_E_LIMIT, "a page of %g by %g px; each side may have %d to %d", width, height,
                       PAGE_MIN, PAGE_MAX);
    sm_compose c = {.basemap = basemap,
                    .style = style,
                    .layout = sm_style_layout_of(style),
                    .incidents = incidents,
                    .options = options,
                    .measure = measure,
                    .shows = SM_SHOW_ALL,
                    .page = {0, 0, width, height},
                    .page_unit = fmax(sqrt(width * height / ((double)PAGE_WIDTH * PAGE_HEIGHT)), UNIT_MIN)};
    if (options->facet != SM_FACET_NONE && options->georeference)
        return sm_fail(err, SM_E_USAGE,
                       "several maps on a page have no one place on earth: no world file, no GeoPDF");
    c.arena = sm_arena_new(0);
    c.scene = sm_scene_new(width, height, options->dpi > 0 ? options->dpi : 96);
    sm_status st = c.arena && c.scene ? SM_OK : sm_fail(err, SM_E_NOMEM, "out of memory");
    if (st == SM_OK)
        st = sm_compose_find_view(&c, err);
    if (st == SM_OK) {
        take_all(&c);
        st = c.items && c.seen ? settle(&c, err) : sm_fail(err, SM_E_NOMEM, "out of memory");
    }
    if (st == SM_OK) {
        c.scene->background = c.layout->paper;
        st = sm_facets_used(&c) ? draw_facets(&c, err) : draw_map(&c, err);
    }
    if (st == SM_OK) {
        c.scene->height = c.page.height;
        if (options->georeference)
            c.scene->georeference = sm_view_georeference(c.view, c.scene->arena);
        c.scene->labels_placed = c.report.labels_placed;
        c.scene->labels_dropped = c.report.labels_dropped;
        if (sm_arena_failed(c.arena) || sm_scene_failed(c.scene))
            st = sm_fail(err, SM_E_NOMEM, "out of memory");
    }
    if (report)
        *report = c.report;
    sm_view_free(c.view);
    sm_arena_free(c.arena);
    if (st == SM_OK)
        *out = c.scene;
    else
        sm_scene_free(c.scene);
    return st;
}
