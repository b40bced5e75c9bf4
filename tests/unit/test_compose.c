/* Whole maps of random incidents, as scenes: whatever the incidents, names cover neither each other nor
 * symbols nor furniture, nothing is written outside the frame, and every incident is accounted for. */
#include "empty_basemap.h"
#include "geo.h"
#include "hash.h"
#include "map.h"

#include <jansson.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* --- what is needed to compose ----------------------------------------------------------------- */

static sm_text_extent measure(void *context, const char *text, const sm_font *font, const char *language)
{
    size_t letters = 0;
    (void)context;
    (void)language;
    for (const char *p = text; *p; p++)
        letters += ((unsigned char)*p & 0xc0) != 0x80;
    return (sm_text_extent){(.56 * font->size + font->letter_spacing) * (double)letters, .75 * font->size,
                            .25 * font->size};
}

static unsigned seed;

static double chance(void) /* 0 … 1 */
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) / 16777216.0;
}

static size_t some_towns(void *context, sm_box window, sm_map_town *out, size_t capacity)
{
    static const char *const names[] = {"Ober", "Mittelstadt", "Saint-Jean-sur-Mer",
                                        "Bu",   "مدينة",       "Новгород"};
    double width = window.east - window.west;
    size_t n = 0;
    (void)context;
    width += width < 0 ? 360 : 0;
    for (; n < capacity && n < 60; n++)
        out[n] = (sm_map_town){.name = names[n % 6],
                               .at = {remainder(window.west + width * chance(), 360),
                                      window.south + (window.north - window.south) * chance()},
                               .population = 100000,
                               .rank = n < 3 ? SM_TOWN_CAPITAL : SM_TOWN_OTHER};
    return n;
}

static sm_basemap *empty, *real; /* `real` is NULL when the build made none */
static const char *const style_names[] = {"report",   "newspaper",    "dark-slide",
                                          "bw-print", "humanitarian", "locator"};
enum { SHIPPED = sizeof style_names / sizeof *style_names, STYLES /* one with sources of its own */ };
static sm_style *styles[STYLES];

/* Pages in px: those that have names, and what somebody may ask for. */
static const double pages[][2] = {{0, 0},     {1123, 794}, {794, 1123}, {794, 559}, {559, 794},
                                  {640, 480}, {1280, 720}, {500, 400},  {420, 320}, {320, 420},
                                  {240, 180}, {300, 900},  {2400, 900}, {900, 250}, {160, 160}};
enum { PAGES = sizeof pages / sizeof *pages };

/* A world full of points, lines and areas, all with names. */
static json_t *own_features(void)
{
    json_t *list = json_array();
    int n = 0;
    for (int lon = -180; lon < 180; lon += 4)
        for (int lat = -85; lat <= 85; lat += 5, n++) {
            char name[32];
            double x = lon + .3 * (n % 5), y = lat + .2 * (n % 3);
            snprintf(name, sizeof name, "%s %d", n % 2 ? "Camp" : "A longer name", n);
            json_t *geometry = n % 4 == 1 ? json_pack("{s:s, s:[[f,f],[f,f],[f,f]]}", "type", "LineString",
                                                      "coordinates", x, y, x + 1.5, y + .4, x + 3, y - .5)
                               : n % 4 == 2
                                   ? json_pack("{s:s, s:[[[f,f],[f,f],[f,f],[f,f]]]}", "type", "Polygon",
                                               "coordinates", x, y, x + 2.0, y, x + 2.5, y + 2, x, y)
                                   : json_pack("{s:s, s:[f,f]}", "type", "Point", "coordinates", x, y);
            json_array_append_new(list, json_pack("{s:s, s:o, s:{s:s, s:i}}", "type", "Feature", "geometry",
                                                  geometry, "properties", "name", name, "n", n));
        }
    return json_pack("{s:s, s:o}", "type", "FeatureCollection", "features", list);
}

/* The report style with layers of that before its names. */
static sm_style *own_style(void)
{
    static const char layers[] =
        "[{\"id\": \"own-areas\", \"type\": \"fill\", \"source\": \"own\", \"paint\": {\"fill-pattern\": "
        "\"hatch\"}}, {\"id\": \"own-lines\", \"type\": \"line\", \"source\": \"own\", \"paint\": "
        "{\"line-color\": \"#900\"}}, {\"id\": \"own-circles\", \"type\": \"circle\", \"source\": \"own\", "
        "\"filter\": [\"==\", [\"%\", [\"get\", \"n\"], 3], 0], \"paint\": {\"circle-color\": \"#090\"}}, "
        "{\"id\": \"own-names\", \"type\": \"symbol\", \"source\": \"own\", \"layout\": {\"text-field\": "
        "\"{name}\", \"icon-image\": [\"case\", [\"==\", [\"%\", [\"get\", \"n\"], 3], 0], \"\", \"camp\"], "
        "\"icon-anchor\": \"bottom\", \"icon-offset\": [\"case\", [\"<\", [\"%\", [\"get\", \"n\"], 7], 4], "
        "[\"literal\", [0, 0]], [\"literal\", [9, 3]]], "
        "\"text-offset\": [\"match\", [\"%\", [\"get\", \"n\"], 5], 0, [\"literal\", [0, 0.6]], 1, "
        "[\"literal\", [2, -1]], [\"literal\", [0.5, 0]]], \"text-variable-anchor\": [\"top\", \"left\", "
        "\"bottom-right\", \"center\"]}, "
        "\"paint\": {\"text-color\": \"#00f\"}}]";
    char path[] = "/tmp/sitmap-own-XXXXXX";
    int fd = mkstemp(path);
    json_t *style = json_load_file(SM_TEST_DATA "/../../styles/report.json", 0, NULL),
           *added = json_loads(layers, 0, NULL);
    sm_style *s = NULL;
    sm_error err = {0};
    json_object_set_new(json_object_get(style, "sources"), "own",
                        json_pack("{s:s, s:o}", "type", "geojson", "data", own_features()));
    json_array_extend(json_object_get(style, "layers"), added);
    if (fd < 0 || json_dumpfd(style, fd, 0) != 0 || sm_style_load(path, NULL, NULL, &s, &err) != SM_OK)
        fail_msg("%s", err.text);
    json_decref(style);
    json_decref(added);
    close(fd);
    unlink(path);
    return s;
}

static int set_up(void **state)
{
    sm_error err = {0};
    (void)state;
    empty = empty_basemap();
    if (sm_basemap_open(SM_BUILD_DIR "/share/sitmap/basemap.bin", false, &real, &err) != SM_OK)
        real = NULL;
    styles[SHIPPED] = own_style();
    for (int i = 0; i < SHIPPED; i++) {
        char path[512];
        snprintf(path, sizeof path, SM_TEST_DATA "/../../styles/%s.json", style_names[i]);
        if (sm_style_load(path, NULL, NULL, &styles[i], &err) != SM_OK)
            return -1;
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    sm_basemap_close(empty);
    sm_basemap_close(real);
    for (int i = 0; i < STYLES; i++)
        sm_style_free(styles[i]);
    return 0;
}

/* `variant` says which style and page. */
static sm_scene *compose(const sm_basemap *b, const sm_incidents *list, unsigned variant,
                         sm_map_report *report)
{
    const sm_style *style = styles[variant % STYLES];
    const double *page = pages[variant / STYLES % PAGES];
    const sm_map_options o = {.towns = some_towns,
                              .width = page[0],
                              .height = page[1],
                              .color_by = (sm_color_by)(variant / 7 % 3),
                              .labels = variant % 11 == 3 ? SM_LABELS_NUMBERS : SM_LABELS_AUTO,
                              .icons = (sm_auto)(variant / 5 % 3),
                              .graticule = variant / 3 % 4 == 1,
                              .facet = variant % 8 == 3 ? (sm_facet_by)(1 + variant / 8 % 5) : SM_FACET_NONE,
                              .locator = variant % 13 == 5 ? SM_ALWAYS : SM_AUTO,
                              .inset = variant % 17 == 6 ? SM_ALWAYS : SM_AUTO};
    const sm_text_measure ruler = {measure, NULL};
    sm_scene *scene = NULL;
    sm_error err = {0};
    if (sm_map_compose(b, style, list, &o, ruler, &scene, report, &err) != SM_OK)
        fail_msg("%s", err.text);
    return scene;
}

/* --- incidents --------------------------------------------------------------------------------- */

static sm_incident *add(sm_incidents *list, double lon, double lat)
{
    static const char *const names[] = {"Raqqa", "Deir ez-Zor Governorate", "X", "Port-au-Prince", "بنغازي"};
    sm_incident *in = sm_incidents_add(list);
    sm_site *site = sm_arena_alloc(list->arena, sizeof *site);
    *site = (sm_site){.name = names[(size_t)(chance() * 5) % 5],
                      .country = "Somewhere",
                      .point = {remainder(lon, 360), fmax(-90, fmin(90, lat))},
                      .located = true};
    in->sites = site;
    in->n_sites = 1;
    in->title = "An incident";
    in->type = (uint8_t)(1 + (size_t)(chance() * (SM_EVENT_COUNT - 1)));
    in->geo_precision = chance() < .2 ? SM_GEO_ADMIN1 : SM_GEO_EXACT;
    in->radius_km = 60;
    int killed = (int)(400 * pow(chance(), 4)) - 1;
    in->killed = (sm_toll){killed, killed, killed};
    snprintf(in->date_start, sizeof in->date_start, "2015-%02u-%02u", 1 + (unsigned)(3 * chance()) % 3,
             1 + (unsigned)(28 * chance()) % 28);
    strcpy(in->date_end, in->date_start);
    return in;
}

static sm_incidents *around(double lon, double lat, double spread, size_t n)
{
    sm_incidents *list = sm_incidents_new();
    for (size_t i = 0; i < n; i++)
        add(list, lon + spread * (2 * chance() - 1), lat + spread / 2 * (2 * chance() - 1));
    return list;
}

/* What has no symbol: every fourth known to the country only, and others too far away for the map. */
static void add_to_lists(sm_incidents *list, double lon, double lat)
{
    for (size_t i = 3; i < list->count; i += 4)
        list->items[i].geo_precision = SM_GEO_COUNTRY;
    for (size_t i = 12; i < list->count; i += 12)
        add(list, lon + 170, -lat);
}

/* --- reading the scene ------------------------------------------------------------------------- */

enum { MAX_BOXES = 2000 };

typedef struct boxes {
    sm_rect at[MAX_BOXES];
    const char *what[MAX_BOXES];
    size_t n;
} boxes;

static sm_rect text_box(const sm_text *t)
{
    sm_text_extent e = {0};
    double lines = 0, leading = t->line_height > 0 ? t->line_height : 1.2 * t->font.size;
    for (const char *rest = t->text; *rest; lines++) {
        char line[200];
        size_t length = strcspn(rest, "\n");
        snprintf(line, sizeof line, "%.*s", (int)length, rest);
        double width = e.width;
        e = measure(NULL, line, &t->font, NULL);
        e.width = fmax(e.width, width);
        rest += length + (rest[length] == '\n');
    }
    double left = t->align == SM_ALIGN_END ? e.width : t->align == SM_ALIGN_MIDDLE ? e.width / 2 : 0;
    if (t->angle != 0) { /* the box round the turned one */
        double turn = t->angle * M_PI / 180, up = (e.ascent - e.descent) / 2, high = e.ascent + e.descent,
               x = t->x + up * sin(turn), y = t->y - up * cos(turn),
               wide = fabs(e.width * cos(turn)) + fabs(high * sin(turn)),
               tall = fabs(e.width * sin(turn)) + fabs(high * cos(turn));
        return (sm_rect){x - wide / 2, y - tall / 2, wide, tall};
    }
    return (sm_rect){t->x - left, t->y - e.ascent, e.width, e.ascent + e.descent + (lines - 1) * leading};
}

static const sm_group *find_group(const sm_scene *s, const char *id)
{
    const sm_group *g = s->first;
    while (g && (g->id == NULL || strcmp(g->id, id) != 0))
        g = g->next;
    return g;
}

static void add_box(boxes *b, sm_rect box, const char *what)
{
    if (b->n < MAX_BOXES && box.width > 0) {
        b->what[b->n] = what;
        b->at[b->n++] = box;
    }
}

/* A group of one of the page's maps: "" is the map itself, "detail-" and "locator-" are maps in its corners.
 */
static const sm_group *group_of(const sm_scene *s, const char *map, const char *id)
{
    char whole[64];
    snprintf(whole, sizeof whole, "%s%s", map, id);
    return find_group(s, whole);
}

static void read_names(const sm_scene *s, const char *map, boxes *out)
{
    static const char *const groups[] = {"water-names", "area-names", "town-names", "own-names",
                                         "incident-labels"};
    for (size_t k = 0; k < 5; k++) {
        const sm_group *g = group_of(s, map, groups[k]);
        for (const sm_item *i = g ? g->first : NULL; i; i = i->next)
            if (i->kind == SM_ITEM_TEXT)
                add_box(out, text_box((const sm_text *)i), ((const sm_text *)i)->text);
    }
}

static sm_rect path_box(const sm_path *p)
{
    double west = INFINITY, east = -INFINITY, north = INFINITY, south = -INFINITY;
    for (size_t i = 0; i < p->count; i++) {
        west = fmin(west, p->points[i].x);
        east = fmax(east, p->points[i].x);
        north = fmin(north, p->points[i].y);
        south = fmax(south, p->points[i].y);
    }
    return (sm_rect){west, north, east - west, south - north};
}

/* What stands in the frame. */
static void read_panels(const sm_scene *s, const char *map, boxes *out)
{
    static const char *const panels[] = {"legend",  "country-only", "elsewhere",   "scale-bar",
                                         "locator", "detail",       "north-arrow", "heading"};
    for (size_t k = 0; k < 8; k++) {
        const sm_group *g = group_of(s, map, panels[k]);
        if (g && g->first->kind == SM_ITEM_PATH) /* its plate; the heading of the page has none */
            add_box(out, path_box((const sm_path *)g->first), panels[k]);
    }
}

static bool overlap(sm_rect a, sm_rect b)
{
    const double slack = 1e-6;
    return a.x < b.x + b.width - slack && b.x < a.x + a.width - slack && a.y < b.y + b.height - slack &&
           b.y < a.y + a.height - slack;
}

static bool covers(sm_rect box, const sm_circle *c)
{
    double dx = c->centre.x - fmin(fmax(c->centre.x, box.x), box.x + box.width),
           dy = c->centre.y - fmin(fmax(c->centre.y, box.y), box.y + box.height);
    return hypot(dx, dy) < c->radius - 1e-6;
}

static size_t own_names, outside, left_out; /* seen: names; panels beside or under the map; maps without */

/* No name and no other icon stands on an icon of the style's own. */
static void add_own_icons(const sm_scene *s, const char *map, boxes *out)
{
    const sm_group *g = group_of(s, map, "own-names");
    for (const sm_item *i = g ? g->first : NULL; i; i = i->next) {
        own_names += i->kind == SM_ITEM_TEXT;
        const sm_icon_item *icon = (const sm_icon_item *)i;
        if (i->kind == SM_ITEM_ICON)
            add_box(out,
                    (sm_rect){icon->x - icon->size / 2, icon->y - icon->size / 2, icon->size, icon->size},
                    "an icon of the style's own");
    }
}

/* An icon stands in the middle of a symbol and within it. */
static void check_icons(const sm_group *incidents, const char *round)
{
    const sm_circle *symbol = NULL;
    for (const sm_item *i = incidents ? incidents->first : NULL; i; i = i->next) {
        const sm_icon_item *icon = (const sm_icon_item *)i;
        if (i->kind == SM_ITEM_CIRCLE && i->subject)
            symbol = (const sm_circle *)i;
        if (i->kind != SM_ITEM_ICON)
            continue;
        if (symbol == NULL || symbol->item.subject != i->subject || icon->x != symbol->centre.x ||
            icon->y != symbol->centre.y || icon->size * M_SQRT1_2 > symbol->radius)
            fail_msg("%s: the icon '%s' is not in its symbol", round, icon->icon->name);
    }
}

/* Symbols may overlap, as places do, but none is hidden under another. */
static void check_symbols(const sm_group *incidents, const char *round)
{
    for (const sm_item *i = incidents ? incidents->first : NULL; i; i = i->next) {
        const sm_circle *a = (const sm_circle *)i;
        for (const sm_item *k = i->next; k && i->kind == SM_ITEM_CIRCLE && i->subject; k = k->next) {
            const sm_circle *b = (const sm_circle *)k;
            if (k->kind == SM_ITEM_CIRCLE && k->subject &&
                hypot(a->centre.x - b->centre.x, a->centre.y - b->centre.y) + a->radius < b->radius + .5)
                fail_msg("%s: a symbol at %g, %g is under another", round, a->centre.x, a->centre.y);
        }
    }
}

static bool within(sm_rect a, sm_rect b)
{
    const double slack = 1e-6;
    return a.x >= b.x - slack && a.y >= b.y - slack && a.x + a.width <= b.x + b.width + slack &&
           a.y + a.height <= b.y + b.height + slack;
}

/* A panel for which the map has no room lies on the page, clear of its words. */
static void check_outside(const sm_scene *s, sm_rect panel, const char *what, const char *round)
{
    static const char *const words[] = {"heading", "credits", "key"};
    outside++;
    if (!within(panel, (sm_rect){0, 0, s->width, s->height}))
        fail_msg("%s: %s leaves the page", round, what);
    for (size_t k = 0; k < 3; k++) {
        const sm_group *g = find_group(s, words[k]);
        for (const sm_item *i = g ? g->first : NULL; i; i = i->next)
            if (i->kind == SM_ITEM_TEXT && overlap(panel, text_box((const sm_text *)i)))
                fail_msg("%s: %s is on '%s'", round, what, ((const sm_text *)i)->text);
    }
}

static void check_map(const sm_scene *s, const char *map, const char *round)
{
    static boxes names, panels;
    names.n = panels.n = 0;
    const sm_group *incidents = group_of(s, map, "incidents"), *ground = group_of(s, map, "area-names");
    if (*map && ground == NULL)
        return; /* the page has no such map */
    assert_non_null(ground);
    assert_true(incidents || strcmp(map, "locator-") == 0);
    read_names(s, map, &names);
    add_own_icons(s, map, &names);
    read_panels(s, map, &panels);
    check_icons(incidents, round);
    check_symbols(incidents, round);
    sm_rect f = ground->clip;
    for (size_t i = 0; i < panels.n; i++) {
        for (size_t k = 0; k < i; k++)
            if (overlap(panels.at[i], panels.at[k]))
                fail_msg("%s: %s%s is on the %s", round, map, panels.what[i], panels.what[k]);
        if (!overlap(panels.at[i], f)) { /* it stands outside */
            check_outside(s, panels.at[i], panels.what[i], round);
            continue;
        }
        if (!within(panels.at[i], f))
            fail_msg("%s: %s%s leaves the frame", round, map, panels.what[i]);
        for (const sm_item *item = incidents ? incidents->first : NULL; item; item = item->next)
            if (item->kind == SM_ITEM_CIRCLE && item->subject &&
                covers(panels.at[i], (const sm_circle *)item))
                fail_msg("%s: %s%s is on a symbol", round, map, panels.what[i]);
    }
    for (size_t i = 0; i < names.n; i++) {
        sm_rect b = names.at[i];
        if (b.x < f.x || b.y < f.y || b.x + b.width > f.x + f.width || b.y + b.height > f.y + f.height)
            fail_msg("%s: %s'%s' leaves the frame", round, map, names.what[i]);
        for (size_t k = 0; k < i; k++)
            if (overlap(b, names.at[k]))
                fail_msg("%s: %s'%s' is on '%s'", round, map, names.what[i], names.what[k]);
        for (size_t k = 0; k < panels.n; k++)
            if (overlap(b, panels.at[k]))
                fail_msg("%s: %s'%s' is under the %s", round, map, names.what[i], panels.what[k]);
        for (const sm_item *item = incidents ? incidents->first : NULL; item; item = item->next)
            if (item->kind == SM_ITEM_CIRCLE && item->subject && covers(b, (const sm_circle *)item))
                fail_msg("%s: %s'%s' is on a symbol", round, map, names.what[i]);
    }
}

static bool is_number(const char *text)
{
    return *text && strspn(text, "0123456789") == strlen(text);
}

/* How often a number stands on the map or its detail, in symbols or beside them. */
static int count_number(const sm_scene *s, const char *number)
{
    static const char *const groups[] = {"incidents", "incident-labels", "detail-incidents",
                                         "detail-incident-labels"};
    int n = 0;
    for (size_t k = 0; k < 4; k++) {
        const sm_group *g = find_group(s, groups[k]);
        for (const sm_item *i = g ? g->first : NULL; i; i = i->next)
            n += i->kind == SM_ITEM_TEXT && strcmp(((const sm_text *)i)->text, number) == 0;
    }
    return n;
}

/* The box of all texts of a group, empty when it has none. */
static sm_rect texts_box(const sm_group *g)
{
    sm_rect all = {0};
    for (const sm_item *i = g ? g->first : NULL; i; i = i->next) {
        if (i->kind != SM_ITEM_TEXT)
            continue;
        sm_rect b = text_box((const sm_text *)i);
        double right = fmax(all.width > 0 ? all.x + all.width : -INFINITY, b.x + b.width),
               bottom = fmax(all.width > 0 ? all.y + all.height : -INFINITY, b.y + b.height);
        all.x = all.width > 0 ? fmin(all.x, b.x) : b.x;
        all.y = all.width > 0 ? fmin(all.y, b.y) : b.y;
        all.width = right - all.x;
        all.height = bottom - all.y;
    }
    return all;
}

/* No number is on the map that the key does not explain. */
static void check_numbers(const sm_scene *s, const sm_group *key, const char *round)
{
    static const char *const groups[] = {"incidents", "incident-labels", "detail-incidents",
                                         "detail-incident-labels"};
    for (size_t k = 0; k < 4; k++) {
        const sm_group *g = find_group(s, groups[k]);
        for (const sm_item *i = g ? g->first : NULL; i; i = i->next) {
            const char *number = i->kind == SM_ITEM_TEXT ? ((const sm_text *)i)->text : "";
            bool found = !is_number(number);
            for (const sm_item *e = key->first; e && !found; e = e->next)
                found = strcmp(((const sm_text *)e)->text, number) == 0;
            if (!found)
                fail_msg("%s: %s is on the map and not in the key", round, number);
        }
    }
}

static size_t keys; /* seen */

/* The key lies on the page, beside or under the frame, and is not larger than this; each of its numbers
 * stands once on the map. */
static void check_key(const sm_scene *s, const char *round)
{
    const sm_group *key = find_group(s, "key");
    sm_rect f = find_group(s, "incidents")->clip, page = {0, 0, s->width, s->height};
    static boxes texts;
    texts.n = 0;
    for (const sm_item *i = key ? key->first : NULL; i; i = i->next) {
        const sm_text *t = (const sm_text *)i;
        sm_rect b = text_box(t);
        if (b.x < 0 || b.y < 0 || b.x + b.width > page.width || b.y + b.height > page.height || overlap(b, f))
            fail_msg("%s: '%s' of the key is out of place", round, t->text);
        for (size_t k = 0; k < texts.n; k++)
            if (overlap(b, texts.at[k]))
                fail_msg("%s: '%s' is on '%s' in the key", round, t->text, texts.what[k]);
        add_box(&texts, b, t->text);
        if (is_number(t->text) && t->align == SM_ALIGN_END && count_number(s, t->text) != 1)
            fail_msg("%s: number %s is on the map %d times", round, t->text, count_number(s, t->text));
    }
    if (key == NULL)
        return;
    keys++;
    check_numbers(s, key, round);
    sm_rect taken = texts_box(key);
    if (taken.width * taken.height > f.width * f.height)
        fail_msg("%s: the key is larger than the map", round);
}

/* Small multiples: each is a map like any other; frames, their titles and what stands beside them are apart.
 */
static void check_facets(const sm_scene *s, const char *round)
{
    static const char *const beside[] = {"legend",       "scale-bar", "north-arrow", "note",   "key",
                                         "country-only", "elsewhere", "heading",     "credits"};
    static boxes all;
    all.n = 0;
    for (int i = 1;; i++) {
        char prefix[32];
        snprintf(prefix, sizeof prefix, "panel%d-", i);
        const sm_group *ground = group_of(s, prefix, "area-names");
        if (ground == NULL)
            break;
        check_map(s, prefix, round);
        add_box(&all, ground->clip, "a map");
        add_box(&all, texts_box(group_of(s, prefix, "title")), "a title");
    }
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++)
        add_box(&all, texts_box(find_group(s, beside[i])), beside[i]);
    for (size_t i = 0; i < all.n; i++) {
        sm_rect b = all.at[i];
        if (b.x < 0 || b.y < 0 || b.x + b.width > s->width || b.y + b.height > s->height)
            fail_msg("%s: %s leaves the page", round, all.what[i]);
        for (size_t k = 0; k < i; k++)
            if (overlap(b, all.at[k]))
                fail_msg("%s: %s is on %s", round, all.what[i], all.what[k]);
    }
}

/* Degrees stand outside the frame or, at the globe's edge, clear of names and panels; nowhere on each other
 * or on the page's other words. */
static void check_degrees(const sm_scene *s, const char *round)
{
    static const char *const others[] = {"heading", "credits", "key"};
    static boxes all;
    const sm_group *degrees = find_group(s, "graticule-labels");
    all.n = 0;
    read_names(s, "", &all);
    read_panels(s, "", &all);
    for (size_t i = 0; i < 3 && degrees; i++) {
        const sm_group *g = find_group(s, others[i]);
        for (const sm_item *item = g ? g->first : NULL; item; item = item->next)
            add_box(&all, text_box((const sm_text *)item), ((const sm_text *)item)->text);
    }
    sm_rect page = {0, 0, s->width, s->height};
    for (const sm_item *item = degrees ? degrees->first : NULL; item; item = item->next) {
        const sm_text *t = (const sm_text *)item;
        sm_rect b = text_box(t), f = find_group(s, "area-names")->clip;
        bool within =
            b.x >= f.x && b.y >= f.y && b.x + b.width <= f.x + f.width && b.y + b.height <= f.y + f.height;
        if (b.x < page.x || b.y < page.y || b.x + b.width > page.width || b.y + b.height > page.height)
            fail_msg("%s: %s leaves the page", round, t->text);
        if (!within && overlap(b, f))
            fail_msg("%s: %s stands on the frame", round, t->text);
        for (size_t k = 0; k < all.n; k++)
            if (overlap(b, all.at[k]))
                fail_msg("%s: %s is on '%s'", round, t->text, all.what[k]);
        add_box(&all, b, t->text);
    }
}

static void check_scene(const sm_scene *s, const char *round)
{
    if (find_group(s, "panel1-frame")) {
        check_facets(s, round);
        return;
    }
    check_key(s, round);
    check_degrees(s, round);
    check_map(s, "", round);
    check_map(s, "detail-", round);
    check_map(s, "locator-", round);
}

/* Every path that reaches the writers is finite and not far beyond the page. */
static void check_paths(const sm_scene *s, const char *round)
{
    for (const sm_group *g = s->first; g; g = g->next) {
        for (const sm_item *i = g->first; i; i = i->next) {
            const sm_path *p = (const sm_path *)i;
            for (size_t k = 0; i->kind == SM_ITEM_PATH && k < p->count; k++)
                if (!(p->points[k].x > -100 && p->points[k].x < s->width + 100 && p->points[k].y > -100 &&
                      p->points[k].y < s->height + 100))
                    fail_msg("%s: %s has a point at %g, %g", round, g->id, p->points[k].x, p->points[k].y);
        }
    }
}

/* The legend is there or reported as left out, which one map on an ordinary page never needs. */
static void check_report(const sm_scene *s, const sm_map_report *r, const char *round)
{
    bool legend = find_group(s, "legend"),
         small = s->width * s->height < 640 * 480 || find_group(s, "panel1-frame");
    if (r->drawn && legend == r->no_legend)
        fail_msg("%s: the legend is %s", round, legend ? "there and reported as left out" : "lost");
    if (!small && (r->no_legend || r->no_list || r->no_key))
        fail_msg("%s: something is left out on a page of %g by %g", round, s->width, s->height);
    left_out += r->no_legend || r->no_list;
}

static void check(const sm_basemap *b, sm_incidents *list, unsigned variant, const char *round)
{
    sm_map_report r = {0};
    sm_scene *s = compose(b, list, variant, &r);
    check_report(s, &r, round);
    check_scene(s, round);
    check_paths(s, round);
    assert_int_equal(r.drawn + r.listed + r.unlocated + r.not_shown + r.outside + r.left_out, list->count);
    sm_scene_free(s);
    sm_incidents_free(list);
}

/* --- the tests --------------------------------------------------------------------------------- */

/* Two thousand maps, over all styles and pages; every fortieth on the real basemap. */
static void random_sets(void **state)
{
    (void)state;
    for (unsigned i = 1; i <= 2000; i++) {
        char round[32];
        snprintf(round, sizeof round, "round %u", i);
        seed = i * 7919;
        double lon = 360 * chance() - 180, lat = 170 * chance() - 85, spread = 60 * pow(chance(), 3);
        size_t n = 1 + (size_t)(40 * chance() * chance());
        sm_incidents *list = around(lon, lat, spread, n);
        if (i % 3 == 1)
            add_to_lists(list, lon, lat);
        check(real && i % 40 == 7 ? real : empty, list, i % 40 == 7 ? i / 40 : i, round);
    }
    assert_true(own_names > 2000);
    assert_true(outside > 100 && left_out > 100);
    assert_true(keys > 100);
}

static void hard_places(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        double lon, lat, spread;
        size_t n;
    } cases[] = {
        {"antimeridian", 180, -17, 8, 12}, {"Bering Strait", -179, 66, 12, 10},
        {"north pole", 0, 89.5, 180, 8},   {"south pole", 0, -89, 180, 8},
        {"exactly the pole", 0, 90, 0, 1}, {"one place", 38, 35, 0, 60},
        {"one town", 38, 35, .01, 40},     {"the world", 0, 0, 180, 60},
        {"one", 2.35, 48.9, 0, 1},         {"none", 0, 0, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (unsigned page = 0; page <= PAGES; page++) { /* each on one page also on the real basemap */
            bool again = page == PAGES;
            seed = (unsigned)(i + 1) * 104729;
            if (!again || real)
                check(again ? real : empty, around(cases[i].lon, cases[i].lat, cases[i].spread, cases[i].n),
                      (unsigned)i + page * STYLES, cases[i].name);
        }
    }
}

/* Whatever its status and place, an incident is in one count of the report, and only those with a symbol are
 * drawn. */
static void every_incident_is_counted(void **state)
{
    (void)state;
    seed = 5;
    sm_incidents *list = around(38, 35, 2, 19);
    add(list, -74, 40.7);
    list->items[0].status = SM_THREATENED;
    list->items[1].geo_precision = SM_GEO_COUNTRY;
    list->items[2].n_sites = 0;
    sm_map_report r = {0};
    sm_scene *s = compose(empty, list, 0, &r);
    assert_int_equal(r.not_shown, 1);
    assert_int_equal(r.listed, 1);
    assert_int_equal(r.unlocated, 1);
    assert_int_equal(r.outside, 1);
    assert_int_equal(r.drawn, 16);
    size_t symbols = 0;
    for (const sm_item *i = find_group(s, "incidents")->first; i; i = i->next)
        symbols += i->kind == SM_ITEM_CIRCLE && i->subject > 0;
    assert_int_equal(symbols, 16);
    sm_scene_free(s);
    sm_incidents_free(list);
}

/* Same incidents, same scene. */
static void scenes_repeat(void **state)
{
    (void)state;
    char *text[2];
    size_t size[2];
    for (int k = 0; k < 2; k++) {
        seed = 77;
        sm_incidents *list = around(20, 45, 6, 15);
        sm_scene *s = compose(real ? real : empty, list, 0, NULL);
        FILE *f = open_memstream(&text[k], &size[k]);
        sm_scene_dump(s, f);
        fclose(f);
        sm_scene_free(s);
        sm_incidents_free(list);
    }
    assert_int_equal(size[0], size[1]);
    assert_memory_equal(text[0], text[1], size[0]);
    free(text[0]);
    free(text[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_sets),
        cmocka_unit_test(hard_places),
        cmocka_unit_test(every_incident_is_counted),
        cmocka_unit_test(scenes_repeat),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
