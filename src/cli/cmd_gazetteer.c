/* sitmap gazetteer build | lookup | info. */
#include "cli.h"

#include "data.h"
#include "gazetteer.h"
#include "gazetteer_build.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct gazetteer_options {
    const char *path, *output, *divisions, *tables;
    sm_list overlays;
    unsigned limit;
} gazetteer_options;

static const sm_usage usage = {
    .command = "gazetteer",
    .synopsis = "lookup NAME... | info | build TABLE... -o FILE",
    .summary =
        "lookup   the places that bear a name, the likeliest first: GeoNames id, feature, population, "
        "longitude,\n"
        "         latitude, prior (log-odds), what the name is to the place, and where it lies\n"
        "info     which gazetteer is in use, what it was made from, what it holds\n"
        "build    make a gazetteer of GeoNames' tables. They are known by their names: countryInfo.txt "
        "(needed),\n"
        "         admin1CodesASCII.txt or admin1Codes.txt, admin2Codes.txt, alternateNamesV2.txt, us-atlas'\n"
        "         counties-10m.json, dcw-collections.txt; any other .txt is a dump of 19 columns, such as\n"
        "         allCountries.txt, cities500.txt or ML.txt",
    .epilogue = "Examples: sitmap gazetteer lookup Tripoli \"Sharm el-Sheikh\"\n"
                "          sitmap gazetteer build countryInfo.txt admin1CodesASCII.txt admin2Codes.txt "
                "allCountries.txt\n"
                "                 alternateNamesV2.txt --overlay our-camps.tsv -o world.bin",
};

/* ---- lookup */

static const char *kind_words(const sm_bearer *b)
{
    static const char *const words[] = {"main name", "other name", "English name", "abbreviation",
                                        "adjective", "demonym",    "former name",  "metonym"};
    return b->kind < sizeof words / sizeof *words ? words[b->kind] : "name";
}

static void print_flags(const sm_gazetteer *g, const sm_bearer *b)
{
    const sm_place *p = sm_gazetteer_place(g, b->place);
    if (b->flags & SM_N_SOUND)
        fputs(", sounds alike", stdout);
    if (b->flags & SM_N_GENERIC_CUT)
        fputs(", shortened", stdout);
    if (b->flags & SM_N_STOP)
        fputs(", never alone", stdout);
    if (b->flags & SM_N_WEAK)
        fputs(b->flags & SM_N_CODE ? ", code" : ", weak", stdout);
    if (b->flags & SM_N_FIRSTNAME)
        fputs(", first name", stdout);
    if (p->flags & SM_P_TWIN)
        fputs(", twin", stdout);
    if (b->flags & SM_N_IF)
        fputs(", pinned on a condition", stdout);
    if ((p->flags & SM_P_USER) || (b->flags & SM_N_USER))
        fputs(", overlay", stdout);
}

/* "Paris, Lamar County, Texas, United States" */
static void print_chain(const sm_gazetteer *g, uint32_t place)
{
    const sm_place *p = sm_gazetteer_place(g, place);
    const uint32_t chain[] = {place, p->admin2, p->admin1, p->country};
    for (size_t i = 0; i < sizeof chain / sizeof *chain; i++) {
        if (chain[i] == SM_NO_PLACE || (i && chain[i] == place))
            continue;
        printf("%s%s", i ? ", " : "", sm_gazetteer_string(g, sm_gazetteer_place(g, chain[i])->name));
    }
}

static void print_bearer(const sm_gazetteer *g, const sm_bearer *b)
{
    const sm_place *p = sm_gazetteer_place(g, b->place);
    char id[16] = "-", population[16] = "-";
    if (p->geonames_id)
        snprintf(id, sizeof id, "%d", p->geonames_id);
    if (p->population)
        snprintf(population, sizeof population, "%u", p->population);
    sm_point at = sm_place_point(p);
    printf("%9s  %c %-6.7s %11s %10.4f %9.4f %6.2f  ", id, p->feature_class, p->feature_code, population,
           at.lon, at.lat, (double)(p->prior + sm_bearer_odds(b)));
    print_chain(g, b->place);
    printf(" (%s", kind_words(b));
    print_flags(g, b);
    puts(")");
}

static int lookup(const gazetteer_options *o, char **names, int count)
{
    sm_gazetteer *g;
    sm_error err = {0};
    int status = SM_EXIT_OK;
    if (count == 0)
        return sm_cli_misuse(&usage, "lookup needs a name");
    if (sm_cli_open_gazetteer(o->path, &g, &err) != SM_OK)
        return sm_cli_fail(&err);
    if (sm_gazetteer_overlay(g, o->overlays.items, o->overlays.count, &err) != SM_OK) {
        sm_gazetteer_close(g);
        return sm_cli_fail(&err);
    }
    for (int i = 0; i < count; i++) {
        const sm_bearer *bearers;
        size_t n = sm_gazetteer_lookup(g, names[i], &bearers);
        if (n == 0)
            n = sm_gazetteer_sounds_like(g, names[i], strlen(names[i]), &bearers);
        if (count > 1 && n)
            printf("%s%s:\n", i ? "\n" : "", names[i]);
        for (size_t k = 0; k < n && (o->limit == 0 || k < o->limit); k++)
            print_bearer(g, &bearers[k]);
        if (n == 0) {
            fprintf(stderr, "sitmap gazetteer: no place bears the name '%s'\n", names[i]);
            status = SM_EXIT_TROUBLE;
        }
    }
    sm_gazetteer_close(g);
    return status;
}

/* ---- info */

static int info(const gazetteer_options *o)
{
    sm_gazetteer *g;
    sm_error err = {0};
    char standard[PATH_MAX];
    const char *path = o->path ? o->path : sm_gazetteer_default_path(standard, sizeof standard);
    if (sm_gazetteer_open(path, true, &g, &err) != SM_OK)
        return sm_cli_fail(&err);
    sm_gazetteer_facts f;
    sm_gazetteer_info(g, &f);
    printf("file:     %s\nversion:  %u\nbytes:    %zu\nplaces:   %zu\nnames:    %zu\nbearers:  %zu\nmade "
           "from:\n",
           path, f.version, f.file_bytes, f.places, f.names, f.bearers);
    for (const char *line = f.built_from; *line;) {
        size_t n = strcspn(line, "\n");
        printf("  %.*s\n", (int)n, line);
        line += n + (line[n] == '\n');
    }
    sm_gazetteer_close(g);
    return SM_EXIT_OK;
}

/* ---- build */

static bool ends_with(const char *name, const char *end)
{
    size_t n = strlen(name), k = strlen(end);
    return n >= k && strcmp(name + n - k, end) == 0;
}

/* Put each table where it belongs, by its name; false when a name says nothing. */
static bool sort_tables(char **paths, int count, sm_gazetteer_sources *src, const char **dumps)
{
    for (int i = 0; i < count; i++) {
        const char *slash = strrchr(paths[i], '/'), *name = slash ? slash + 1 : paths[i];
        if (strcmp(name, "countryInfo.txt") == 0)
            src->countries = paths[i];
        else if (strncmp(name, "admin1Codes", 11) == 0)
            src->admin1 = paths[i];
        else if (strcmp(name, "admin2Codes.txt") == 0)
            src->admin2 = paths[i];
        else if (strncmp(name, "alternateNames", 14) == 0)
            src->alternates = paths[i];
        else if (ends_with(name, "collections.txt"))
            src->collections = paths[i];
        else if (ends_with(name, ".json"))
            src->counties = paths[i];
        else if (ends_with(name, ".txt"))
            dumps[src->n_geonames++] = paths[i];
        else
            return !sm_cli_misuse(&usage, "'%s' is none of the tables that build knows", paths[i]);
    }
    src->geonames = dumps;
    return true;
}

static char *names_of(char **paths, int count, const sm_list *overlays)
{
    size_t length = 1, used = 0;
    for (int i = 0; i < count; i++)
        length += strlen(paths[i]) + 1;
    for (size_t i = 0; i < overlays->count; i++)
        length += strlen(overlays->items[i]) + 1;
    char *label = calloc(1, length);
    for (size_t i = 0; label && i < (size_t)count + overlays->count; i++) {
        const char *path = i < (size_t)count ? paths[i] : overlays->items[i - (size_t)count],
                   *slash = strrchr(path, '/');
        used +=
            (size_t)snprintf(label + used, length - used, "%s%s", i ? "\n" : "", slash ? slash + 1 : path);
    }
    return label;
}

static int build(const gazetteer_options *o, char **paths, int count)
{
    char standard[PATH_MAX];
    if (o->output == NULL || count == 0)
        return sm_cli_misuse(&usage, o->output ? "build needs GeoNames' tables" : "build needs -o FILE");
    const char **dumps = calloc((size_t)count, sizeof *dumps);
    char *label = names_of(paths, count, &o->overlays);
    sm_gazetteer_sources src = {.divisions = o->divisions,
                                .curated =
                                    o->tables ? o->tables : sm_data_path("tables", standard, sizeof standard),
                                .overlays = o->overlays.items,
                                .n_overlays = o->overlays.count,
                                .label = label};
    sm_gazetteer_report report = {0};
    sm_error err = {0};
    int status = SM_EXIT_USAGE;
    if (dumps == NULL || label == NULL) {
        sm_fail(&err, SM_E_NOMEM, "out of memory");
        status = sm_cli_fail(&err);
    } else if (sort_tables(paths, count, &src, dumps)) {
        status = sm_gazetteer_build(&src, o->output, &report, &err) == SM_OK ? SM_EXIT_OK : sm_cli_fail(&err);
    }
    if (status == SM_EXIT_OK) {
        fprintf(stderr, "%s: %zu places, %zu names, %zu bearers\n", o->output, report.places, report.names,
                report.bearers);
        if (report.lost_aliases)
            fprintf(stderr, "%zu aliases are of places that no table holds, the first: %s\n",
                    report.lost_aliases, report.first_lost);
    }
    free(dumps);
    free(label);
    return status;
}

int sm_cmd_gazetteer(int argc, char **argv)
{
    gazetteer_options o = {0};
    int first, status;
    const sm_option options[] = {
        {"gazetteer", 'g', SM_OPT_STRING, &o.path, "FILE",
         "(lookup, info) use this one instead of the one that is installed"},
        {"limit", 'n', SM_OPT_NUMBER, &o.limit, "N", "(lookup) at most N places for each name; 0 = all"},
        {"output", 'o', SM_OPT_STRING, &o.output, "FILE", "(build) the gazetteer to write"},
        {"overlay", 0, SM_OPT_LIST, &o.overlays, "FILE",
         "(lookup, build) your own places, aliases, stop names, pinned choices (TSV or GeoJSON); repeatable"},
        {"divisions", 0, SM_OPT_STRING, &o.divisions, "DIR",
         "(build) polygons of first-level divisions, ISO3.json, TopoJSON"},
        {"tables", 0, SM_OPT_STRING, &o.tables, "DIR",
         "(build) the curated tables; default: those that are installed"},
        {0},
    };
    if (!sm_cli_parse(&usage, options, argc, argv, &first, &status))
        return status;
    const char *verb = first < argc ? argv[first] : "";
    char **rest = argv + first + 1;
    int count = argc - first - 1;
    if (strcmp(verb, "lookup") == 0)
        status = lookup(&o, rest, count);
    else if (strcmp(verb, "info") == 0)
        status = count ? sm_cli_misuse(&usage, "info takes no names") : info(&o);
    else if (strcmp(verb, "build") == 0)
        status = build(&o, rest, count);
    else
        status = sm_cli_misuse(
            &usage, *verb ? "'%s' is none of lookup, info, build" : "say lookup, info or build", verb);
    return status;
}
