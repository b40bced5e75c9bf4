/* A figure: incidents, basemap, towns of the gazetteer and a style make a scene; the scene is drawn into each
 * file. */
#include "draw.h"
#include "files.h"
#include "gazetteer.h"
#include "map.h"
#include "placenames.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- towns ------------------------------------------------------------------------------------- */

typedef struct ranked {
    uint32_t place;
    double importance;
} ranked;

static sm_town_rank rank_of(const sm_place *p)
{
    if (p->flags & SM_P_CAPITAL)
        return SM_TOWN_CAPITAL;
    return strcmp(p->feature_code, "PPLA") == 0 ? SM_TOWN_SEAT : SM_TOWN_OTHER;
}

static double importance(const sm_place *p)
{
    static const double by_rank[] = {
        1e9, 1.5, 1}; /* capitals first; a seat of government counts half as much again as its people */
    sm_town_rank rank = rank_of(p);
    return rank == SM_TOWN_CAPITAL ? by_rank[rank] + p->population : by_rank[rank] * p->population;
}

enum { TOWNS_KEPT = 400 };

struct sm_figures {
    const sm_gazetteer *gazetteer;
    sm_figure_options options;
    sm_basemap *basemap;
    sm_style *style;
    sm_words *words; /* NULL: English */
    sm_fonts *fonts;
    sm_placenames *names; /* NULL: names as the gazetteer has them */
    /* the towns of the window asked for last: the parts of a map ask for the same ones */
    sm_box window;
    sm_map_town towns[TOWNS_KEPT];
    size_t n_towns;
    bool known;
};

/* A heap with the least important town on top: of all towns in the window the best `capacity` remain. */
static void sift(ranked *heap, size_t n, size_t i)
{
    for (size_t child; (child = 2 * i + 1) < n; i = child) {
        child += child + 1 < n && heap[child + 1].importance < heap[child].importance;
        if (heap[i].importance <= heap[child].importance)
            return;
        ranked swap = heap[i];
        heap[i] = heap[child];
        heap[child] = swap;
    }
}

static int most_important_first(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->importance != y->importance)
        return x->importance > y->importance ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

static bool is_town(const sm_place *p)
{
    static const char *const left_out[] = {"PPLX", "PPLQ", "PPLH",
                                           "PPLW"}; /* parts of towns, abandoned, historical, destroyed */
    for (size_t i = 0; p->feature_class == 'P' && i < sizeof left_out / sizeof *left_out; i++)
        if (strcmp(p->feature_code, left_out[i]) == 0)
            return false;
    return p->feature_class == 'P' && p->population > 0;
}

static size_t find_towns(void *context, sm_box window, sm_map_town *out, size_t capacity)
{
    const sm_figures *f = context;
    const sm_gazetteer *g = f->gazetteer;
    ranked *heap = malloc(capacity * sizeof *heap);
    size_t n = 0;
    bool own_script = f->names && sm_language_has_own_script(sm_placenames_language(f->names));
    for (uint32_t i = 0; heap && i < sm_gazetteer_count(g); i++) {
        const sm_place *p = sm_gazetteer_place(g, i);
        if (p->feature_class != 'P' || p->population == 0 || !sm_box_contains(window, sm_place_point(p)))
            continue; /* the cheap questions first: this is asked of every place on earth */
        ranked r = {i, importance(p)};
        if ((n == capacity && r.importance <= heap[0].importance) || !is_town(p) ||
            (own_script && sm_placenames_by_id(f->names, p->geonames_id) == NULL))
            continue; /* a name in other letters would be out of place */
        if (n < capacity) {
            heap[n++] = r;
            for (size_t k = n == capacity ? n / 2 : 0; k-- > 0;)
                sift(heap, n, k);
        } else {
            heap[0] = r;
            sift(heap, n, 0);
        }
    }
    if (n)
        qsort(heap, n, sizeof *heap, most_important_first);
    for (size_t i = 0; i < n; i++) {
        const sm_place *p = sm_gazetteer_place(g, heap[i].place);
        const char *name = f->names ? sm_placenames_by_id(f->names, p->geonames_id) : NULL;
        out[i] = (sm_map_town){.name = name ? name : sm_gazetteer_string(g, p->name),
                               .english = sm_gazetteer_string(g, p->name),
                               .geonames_id = p->geonames_id,
                               .at = sm_place_point(p),
                               .population = p->population,
                               .rank = rank_of(p)};
        memcpy(out[i].country, p->country_code, sizeof out[i].country);
    }
    free(heap);
    return n;
}

/* --- the figure -------------------------------------------------------------------------------- */

bool sm_figure_format(const char *ending)
{
    return sm_draw_knows(ending);
}

static sm_status check_formats(const char *const *paths, size_t count, sm_error *err)
{
    for (size_t i = 0; i < count; i++) {
        const char *dot = strrchr(paths[i], '.');
        if (dot == NULL || !sm_draw_knows(dot + 1))
            return sm_fail(err, SM_E_USAGE, "a map is %s, not '%.200s'", sm_draw_endings, paths[i]);
    }
    return SM_OK;
}

static void warn_of_glyphs(const sm_fonts *fonts, const sm_figure_options *o)
{
    const char *example;
    size_t n = sm_fonts_missing(fonts, &example);
    char words[256];
    if (n == 0 || o->warn == NULL)
        return;
    snprintf(words, sizeof words,
             "no font has all characters of '%.100s'%s; install the Noto fonts of its script", example,
             n > 1 ? " and other labels" : "");
    o->warn(o->context, words);
}

static void copy_report(const sm_map_report *from, sm_figure_report *to)
{
    if (to)
        *to = (sm_figure_report){from->drawn,         from->listed,         from->unlocated, from->not_shown,
                                 from->labels_placed, from->labels_dropped, from->outside,   from->left_out,
                                 from->no_legend,     from->no_list,        from->no_key};
}

static const char *find_name(void *context, const char *key)
{
    const sm_figures *f = context;
    return sm_placenames_find(f->names, key);
}

static size_t towns_of(void *context, sm_box window, sm_map_town *out, size_t capacity)
{
    sm_figures *f = context;
    if (capacity > TOWNS_KEPT)
        return find_towns(f, window, out, capacity);
    if (!f->known || memcmp(&window, &f->window, sizeof window) != 0) {
        sm_basemap_rest(f->basemap); /* every place on earth will be looked at: not both in memory */
        f->n_towns = find_towns(f, window, f->towns, TOWNS_KEPT);
        f->window = window;
        f->known = true;
        sm_gazetteer_rest(f->gazetteer);
    }
    size_t n = f->n_towns < capacity ? f->n_towns : capacity;
    memcpy(out, f->towns, n * sizeof *out);
    return n;
}

sm_status sm_figures_open(const sm_gazetteer *g, const sm_figure_options *options, sm_figures **out,
                          sm_error *err)
{
    sm_figures *f = calloc(1, sizeof *f);
    if (f == NULL)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    f->gazetteer = g;
    if (options)
        f->options = *options;
    const sm_figure_options *o = &f->options;
    sm_status st = sm_style_load(o->style, o->warn, o->context, &f->style, err);
    const char *words = o->words                                           ? o->words
                        : o->language && sm_words_shipped(o->language) ? o->language
                                                                       : "en";
    if (st == SM_OK && strcmp(words, "en") != 0)
        st = sm_words_load(words, o->warn, o->context, &f->words, err);
    if (st == SM_OK)
        st = sm_basemap_open(o->basemap, false, &f->basemap, err);
    if (st == SM_OK && o->language && strcasecmp(o->language, "en") != 0)
        st = sm_placenames_open(o->language, &f->names, err);
    if (st == SM_OK)
        st = sm_fonts_new(&(sm_fonts_options){.owns_process = true}, &f->fonts, err);
    if (st == SM_OK)
        *out = f;
    else
        sm_figures_close(f);
    return st;
}

void sm_figures_close(sm_figures *f)
{
    if (f == NULL)
        return;
    sm_fonts_free(f->fonts);
    sm_basemap_close(f->basemap);
    sm_style_free(f->style);
    sm_words_free(f->words);
    sm_placenames_close(f->names);
    free(f);
}

sm_status sm_figures_draw(sm_figures *f, const sm_incidents *list, const char *const *paths, size_t count,
                          sm_figure_report *report, sm_error *err)
{
    const sm_figure_options *o = &f->options;
    sm_scene *scene = NULL;
    sm_map_report map_report = {0};
    sm_map_options map = {.width = o->width,
                          .height = o->height,
                          .dpi = o->dpi,
                          .title = o->title,
                          .subtitle = o->subtitle,
                          .source = o->source,
                          .made = o->made,
                          .words = f->words,
                          .color_by = o->color_by,
                          .worldview = o->worldview,
                          .facet = o->facet,
                          .labels = o->labels,
                          .icons = o->icons,
                          .locator = o->locator,
                          .graticule = o->graticule,
                          .inset = o->inset,
                          .projection = o->projection,
                          .extent = o->extent,
                          .georeference = o->world_file || o->geopdf,
                          .language = f->names ? sm_placenames_language(f->names) : NULL,
                          .name_of = f->names ? find_name : NULL,
                          .towns = f->gazetteer ? towns_of : NULL,
                          .places_context = f};
    const sm_draw_options draw = {
        .palette = o->palette, .world_file = o->world_file, .geopdf = o->geopdf, .incidents = list};
    sm_status st = check_formats(paths, count, err);
    if (st == SM_OK)
        st = sm_map_compose(f->basemap, f->style, list, &map, sm_fonts_measure(f->fonts), &scene, &map_report,
                            err);
    if (st == SM_OK && o->dump)
        sm_scene_dump(scene, o->dump);
    sm_gazetteer_rest(f->gazetteer); /* the scene has all: the picture's memory need not come on top */
    sm_basemap_rest(f->basemap);
    for (size_t i = 0; i < count && st == SM_OK; i++)
        st = sm_draw_file(scene, f->fonts, &draw, paths[i], err);
    if (st == SM_OK) {
        warn_of_glyphs(f->fonts, o);
        copy_report(&map_report, report);
    }
    sm_scene_free(scene);
    return st;
}

sm_status sm_draw_figure(const sm_incidents *list, const sm_gazetteer *g, const sm_figure_options *options,
                         const char *const *paths, size_t count, sm_figure_report *report, sm_error *err)
{
    sm_figures *f = NULL;
    sm_status st = check_formats(paths, count, err);
    if (st == SM_OK)
        st = sm_figures_open(g, options, &f, err);
    if (st == SM_OK)
        st = sm_figures_draw(f, list, paths, count, report, err);
    sm_figures_close(f);
    return st;
}
