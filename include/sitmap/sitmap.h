/** # sitmap: news text to maps
 *
 * One header, in the order in which a user meets things: errors, plain values, gazetteer, articles, annotation,
 * incidents, maps. Lengths in metres or points are named so (`_m`, `_pt`); coordinates are WGS 84 degrees, longitude first. */
#ifndef SITMAP_H
#define SITMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SITMAP_VERSION "0.1.0"

/** ## Errors
 *
 * A status says what kind of trouble; the caller's `sm_error` says where and why. Every function that can fail takes
 * `sm_error *err` last; NULL is allowed. The first report wins: a lower layer's words are passed up untouched. */
typedef enum sm_status {
    SM_OK = 0,
    SM_E_USAGE, /**< the caller asked for something that does not exist (option, format, style key) */
    SM_E_INPUT, /**< an input cannot be read or is malformed */
    SM_E_LIMIT, /**< an input is larger than a documented limit */
    SM_E_SETUP, /**< gazetteer, basemap, style or font missing, damaged or foreign */
    SM_E_NOMEM, /**< out of memory */
    SM_E_IO,    /**< reading or writing failed: permission, full disk */
} sm_status;

/** Where and why something failed. Fixed size, never allocates. `line` and `column` count from 1, 0 = not known. */
typedef struct sm_error {
    sm_status status;
    unsigned line, column;
    size_t byte;
    char file[256];
    char text[256]; /**< one line, no full stop: `unknown colour 'gren'` */
} sm_error;

/** ## Plain values */
typedef struct sm_point {
    double lon, lat;
} sm_point;

/** A box in degrees. `west` > `east` means that it crosses the antimeridian. */
typedef struct sm_box {
    double west, south, east, north;
} sm_box;

/** A half-open span: bytes or Unicode code points, as the function that takes it says. */
typedef struct sm_span {
    uint32_t start, end;
} sm_span;

/** ## Gazetteer
 *
 * A compiled file, mapped read-only and shared: one may be used by many threads at once. */
typedef struct sm_gazetteer sm_gazetteer;

/** Map the compiled gazetteer at `path`; NULL: the one in the folder that the environment variable SITMAP_DATA names, else the installed one.
 * `verify` reads the whole file to check it against its checksum; without it only what is needed to use it safely is checked.
 * Fails with SM_E_SETUP when it is missing, damaged, foreign or of another version. */
sm_status sm_gazetteer_open(const char *path, bool verify, sm_gazetteer **out, sm_error *err);
void sm_gazetteer_close(sm_gazetteer *g); /**< NULL is fine */

/** Lay the user's own places, aliases, stop names and pinned choices over an open gazetteer, whose file is not touched: `paths` are tables or GeoJSON as
 * docs/gazetteer.md describes them, a later one going before the earlier ones. To be called once and before any other thread uses `g`. On failure `g` is as it was:
 * SM_E_SETUP (unreadable or malformed, with file and line), SM_E_LIMIT (a file above 64 MiB), SM_E_NOMEM. */
sm_status sm_gazetteer_overlay(sm_gazetteer *g, const char *const *paths, size_t count, sm_error *err);

/** ## Reading articles
 *
 * `documents` are paths of texts, HTML, JSON Lines, CSV or folders of such, or "-" for JSON Lines on standard input. An article that cannot be read is
 * told to `trouble` and passed over: it never stops the others. `{0}` or NULL are the defaults. */
typedef struct sm_read_options {
    const char *published;    /**< ISO date for articles that state none; NULL = unknown: it is never guessed from a clock */
    const char *country;      /**< favour places of this ISO 3166-1 alpha-2 code; NULL = none */
    const sm_point *near;     /**< favour places near this point; NULL = none */
    bool alone;               /**< read every article by itself: do not favour the places that earlier articles of its publisher lie in */
    unsigned jobs;            /**< threads; 0 = 1. Results do not depend on it */
    unsigned candidates;      /**< annotate: how many candidates to show for each name */
    const char *types;        /**< event types to keep, separated by commas; NULL = all but strategic_development; "all" */
    void (*trouble)(void *context, const sm_error *report);
    void (*progress)(void *context, size_t articles, uint64_t bytes_done, uint64_t bytes_total); /**< total 0: not known */
    void *context;            /**< handed to the two functions above */
} sm_read_options;

/** What came of reading. */
typedef struct sm_read_counts {
    size_t articles, troubles;
} sm_read_counts;

/** What `sitmap annotate` prints: JSON Lines, one stage as plain text, or a report that says for each incident which words gave its type, place, date, counts,
 * actors and status, and what was refused and why. */
typedef enum sm_stage { SM_STAGE_JSON, SM_STAGE_TOKENS, SM_STAGE_TIMES, SM_STAGE_MENTIONS, SM_STAGE_INCIDENTS, SM_STAGE_EXPLAIN } sm_stage;

/** Annotate all articles of `documents` and write them to `out`, in order. `*counts` (NULL is fine) is set in any case. Fails with SM_E_INPUT (a document does
 * not exist, a folder without articles), SM_E_IO or SM_E_NOMEM. */
sm_status sm_annotate_documents(const sm_gazetteer *g, const char *const *documents, size_t count, const sm_read_options *options,
                                sm_stage stage, FILE *out, sm_read_counts *counts, sm_error *err);

/** ## Incidents */
typedef struct sm_incidents sm_incidents;

/** Read all articles and merge the reports of one incident. `*out` is ended with sm_incidents_free; errors as above. */
sm_status sm_extract_documents(const sm_gazetteer *g, const char *const *documents, size_t count, const sm_read_options *options,
                               sm_incidents **out, sm_read_counts *counts, sm_error *err);

/** Read incidents from files: what sitmap wrote (GeoJSON, annotate's JSON Lines), or any point data that GDAL opens. `merge`: then merge reports of one incident.
 * Fails with SM_E_INPUT or SM_E_NOMEM. */
sm_status sm_incidents_open(const char *const *paths, size_t count, bool merge, sm_incidents **out, sm_error *err);

typedef struct sm_save_options {
    const char *format; /**< a file ending ("geojson", "csv", "gpkg" ...); NULL: by the ending of the path, GeoJSON when it has none */
    bool hxl;           /**< CSV: a second row with the hashtags of the Humanitarian Exchange Language */
    void (*warn)(void *context, const char *words); /**< told, in one line, what the format could not hold; NULL = nobody is */
    void *context;
} sm_save_options;

/** Write incidents to `path` ("-": standard output), whole or not at all. NULL options are the defaults. Fails with SM_E_USAGE (unknown
 * format), SM_E_IO or SM_E_NOMEM. */
sm_status sm_incidents_save(const sm_incidents *list, const char *path, const sm_save_options *options, sm_error *err);

size_t sm_incidents_count(const sm_incidents *list);
void sm_incidents_free(sm_incidents *list); /**< NULL is fine */

/** ## Maps */

/** What the colour of a symbol says. */
typedef enum sm_color_by { SM_COLOR_GROUP, SM_COLOR_TYPE, SM_COLOR_DATE } sm_color_by;

/** Small multiples: one map, or a page of maps of the same part of the world, one for each day, week (from Monday), month, year or type of incident. */
typedef enum sm_facet_by { SM_FACET_NONE, SM_FACET_DAY, SM_FACET_WEEK, SM_FACET_MONTH, SM_FACET_YEAR, SM_FACET_TYPE } sm_facet_by;

/** What stands beside the symbols: names and what happened, or numbers with a key when too many of them would find no room; always names; always numbers; nothing. */
typedef enum sm_labels { SM_LABELS_AUTO, SM_LABELS_NAMES, SM_LABELS_NUMBERS, SM_LABELS_NONE } sm_labels;

/** Whether a part of the page is made: when it helps, always when it is possible, never. */
typedef enum sm_auto { SM_AUTO, SM_ALWAYS, SM_NEVER } sm_auto;

/** `{0}` or NULL are the defaults. */
typedef struct sm_figure_options {
    double width, height;     /**< px at 96 dpi; 0 = 1600 by 1200, a map of the world then being less high */
    double dpi;               /**< of PNG: the picture has width × dpi / 96 pixels; 0 = 96 */
    const char *title;        /**< NULL: made from the incidents; "" = none */
    const char *subtitle;     /**< NULL: the period covered; "" = none */
    const char *source;       /**< source line; NULL: made from the incidents' sources */
    const char *made;         /**< the day on which the map was made, ISO 8601, to be printed on it; NULL: none */
    sm_color_by color_by;
    sm_facet_by facet;
    sm_labels labels;
    sm_auto icons;           /**< in the symbols, pictures of the kinds of incidents; SM_AUTO: as the style says */
    sm_auto locator;        /**< a small map of the wider region; by itself when the map shows less than 1200 km */
    sm_auto inset;          /**< a map of where incidents crowd; by itself when five and more do */
    bool graticule;         /**< meridians and parallels with their degrees along the frame; also where the style has none */
    const char *style;        /**< a MapLibre style file, or the name of a shipped style; NULL = "report" */
    const char *basemap;      /**< a compiled basemap, or a file with layers that take the place of its own; NULL = the installed one */
    const char *worldview;    /**< whose view of boundaries: "un" (also NULL), "de-facto", or a country's code */
    const char *language;     /**< of the names of places: "ar", "ru", …; NULL or "en": as basemap and incidents have them. Words that are shipped in it (de, es, fr) follow */
    const char *words;        /**< the words that the map itself writes: a file (docs/maps.md), or "de" "en" "es" "fr"; NULL: by the language */
    const char *projection;   /**< PROJ string or "EPSG:…"; NULL: chosen to suit the extent */
    const sm_box *extent;     /**< NULL: chosen from the incidents */
    bool palette;             /**< PNG of at most 256 colours: a third of the size */
    bool world_file;          /**< PNG: a world file and a .prj beside it, for a GIS */
    bool geopdf;              /**< PDF: where on earth the map lies */
    FILE *dump;               /**< the scene as text, one item a line, goes here as well: for tests; NULL = no */
    void (*warn)(void *context, const char *words); /**< told of ignored keys of styles and words, and of missing glyphs */
    void *context;
} sm_figure_options;

/** What a map shows and what it could not. */
typedef struct sm_figure_report {
    size_t drawn, listed, unlocated, not_shown; /**< incidents: with a symbol; listed by country; without a place; of a status that is not drawn */
    int labels_placed, labels_dropped;
    size_t outside; /**< incidents beyond the part of the world that is shown */
    size_t left_out; /**< incidents in periods for which the page of small multiples has no map */
    bool no_legend, no_list, no_key; /**< a small page has no room for the legend; for a list of incidents without a symbol; for the key of the numbers */
} sm_figure_report;

/** Draw one map into each of `paths`, in the format that its ending names (.png, .svg, .pdf, .html; "-" is none), whole or not at all. `g` gives the towns; NULL: a map
 * without towns. Fails with SM_E_USAGE (format, projection, extent), SM_E_LIMIT (page size), SM_E_SETUP (style, words, basemap, fonts), SM_E_IO or SM_E_NOMEM. */
sm_status sm_draw_figure(const sm_incidents *list, const sm_gazetteer *g, const sm_figure_options *options, const char *const *paths,
                         size_t count, sm_figure_report *report, sm_error *err);

/** What many maps share, opened once: basemap, style, fonts. For one thread at a time.
 *
 *     sm_figures *f;
 *     st = sm_figures_open(g, &options, &f, err);
 *     for (...) st = sm_figures_draw(f, list, paths, 1, NULL, err);     as sm_draw_figure
 *     sm_figures_close(f);
 */
typedef struct sm_figures sm_figures;

/** `g` and what `options` points to must live as long as `*out`. Fails with SM_E_SETUP or SM_E_NOMEM. */
sm_status sm_figures_open(const sm_gazetteer *g, const sm_figure_options *options, sm_figures **out, sm_error *err);
void sm_figures_close(sm_figures *f); /**< NULL is fine */
sm_status sm_figures_draw(sm_figures *f, const sm_incidents *list, const char *const *paths, size_t count,
                          sm_figure_report *report, sm_error *err);

#ifdef __cplusplus
}
#endif
#endif
