/** The options of the commands that draw maps, and what they say when a map is done. */
#ifndef SM_FIGURE_H
#define SM_FIGURE_H

#include "cli.h"

typedef struct sm_figure {
    sm_figure_options options;
    const char *size, *extent, *made;
    bool portrait, landscape;
    sm_box box;
    char made_text[16];
} sm_figure;

#define SM_FIGURE_OPTIONS(f)                                                                                 \
    {"style",       0,                                                                                       \
     SM_OPT_STRING, &(f).options.style,                                                                      \
     "FILE",        "MapLibre style file, or the name of a shipped style"},                                  \
        {"size",    0,     SM_OPT_STRING,                                                                    \
         &(f).size, "WxH", "page in px (default 1600x1200) or 180x120mm, or a3, a4, a5, letter, slide"},     \
        {"portrait", 0, SM_OPT_FLAG, &(f).portrait, NULL, "the page higher than wide"},                      \
        {"landscape", 0, SM_OPT_FLAG, &(f).landscape, NULL, "the page wider than high"},                     \
        {"dpi", 0, SM_OPT_REAL, &(f).options.dpi, "N", "pixels per inch of PNG (default 96)"},               \
        {"title", 0, SM_OPT_STRING, &(f).options.title, "TEXT", "title; '' for none"},                       \
        {"subtitle", 0, SM_OPT_STRING, &(f).options.subtitle, "TEXT", "second line; '' for none"},           \
        {"source", 0, SM_OPT_STRING, &(f).options.source, "TEXT", "source line"},                            \
        {"made", 0, SM_OPT_STRING, &(f).made, "DATE", "print that the map was made on this day, or today"},  \
        {"color-by",        0,                                                                               \
         SM_OPT_CHOICE,     &(f).options.color_by,                                                           \
         "group|type|date", "what the colour of a symbol says"},                                             \
        {"facet",                                                                                            \
         0,                                                                                                  \
         SM_OPT_CHOICE,                                                                                      \
         &(f).options.facet,                                                                                 \
         "none|day|week|month|year|type",                                                                    \
         "a small map for each period or type of incident, side by side"},                                   \
        {"labels",                                                                                           \
         0,                                                                                                  \
         SM_OPT_CHOICE,                                                                                      \
         &(f).options.labels,                                                                                \
         "auto|names|numbers|none",                                                                          \
         "what stands beside the symbols"},                                                                  \
        {"icons",                                                                                            \
         0,                                                                                                  \
         SM_OPT_CHOICE,                                                                                      \
         &(f).options.icons,                                                                                 \
         "auto|always|never",                                                                                \
         "pictures of the kinds of incidents in the symbols (default: as the style says)"},                  \
        {"graticule", 0,                                                                                     \
         SM_OPT_FLAG, &(f).options.graticule,                                                                \
         NULL,        "meridians and parallels, with their degrees along the frame"},                        \
        {"locator",           0,                                                                             \
         SM_OPT_CHOICE,       &(f).options.locator,                                                          \
         "auto|always|never", "a small map of the wider region"},                                            \
        {"inset",                                                                                            \
         0,                                                                                                  \
         SM_OPT_CHOICE,                                                                                      \
         &(f).options.inset,                                                                                 \
         "auto|always|never",                                                                                \
         "a larger map of where incidents crowd"},                                                           \
        {"projection",  0,                                                                                   \
         SM_OPT_STRING, &(f).options.projection,                                                             \
         "PROJ",        "PROJ string or EPSG:N instead of the chosen one"},                                  \
        {"extent", 0, SM_OPT_STRING, &(f).extent, "W,S,E,N", "part of the world to show, degrees"},          \
        {"lang",        0,                                                                                   \
         SM_OPT_STRING, &(f).options.language,                                                               \
         "CODE",        "language of names and words: ar, de, fr, ru, zh ... (default en)"},                 \
        {"words",       0,                                                                                   \
         SM_OPT_STRING, &(f).options.words,                                                                  \
         "FILE",        "the words of legend, title ...: a file, or de, en, es, fr (default: by --lang)"},   \
        {"worldview",   0,                                                                                   \
         SM_OPT_STRING, &(f).options.worldview,                                                              \
         "VIEW",        "boundaries as seen by: un (default), de-facto, or a country (RU, MA ...)"},         \
        {"palette", 0, SM_OPT_FLAG, &(f).options.palette, NULL, "PNG of at most 256 colours: smaller"},      \
        {"world-file", 0, SM_OPT_FLAG, &(f).options.world_file, NULL, "PNG: world file and .prj beside it"}, \
        {"geopdf", 0, SM_OPT_FLAG, &(f).options.geopdf, NULL, "PDF that says where on earth the map lies"},  \
    {                                                                                                        \
        "basemap", 0, SM_OPT_STRING, &(f).options.basemap, "FILE",                                           \
            "your own layers (GeoPackage ...), or a compiled basemap"                                        \
    }

/** Check size and extent. False: a mistake, reported; end with SM_EXIT_USAGE. */
bool sm_figure_begin(sm_figure *f, const sm_usage *usage);

/** One line for each file made, and what the map could not show. */
void sm_figure_summary(const char *const *paths, size_t count, const sm_figure_report *report);

#endif
