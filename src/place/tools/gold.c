/* Reads the corpora's JSON Lines (see ../../../docs/geoparsing.md for the format). */
#include "gold.h"
#include <jansson.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void gold_die(const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vfprintf(stderr, format, list);
    va_end(list);
    fputc('\n', stderr);
    exit(1);
}

static int kind_of(const char *kind)
{
    static const char literal[] = " Literal Literal_Modifier Mixed Coercion Embedded_Literal LAND ";
    static const char associative[] = " Metonymic Non_Literal_Modifier Embedded_Non_Lit Demonym Homonym Language GAG ADJ ";
    char word[64];
    if (!kind)
        return -1;
    snprintf(word, sizeof word, " %s ", kind);
    return strstr(literal, word) ? 0 : strstr(associative, word) ? 1 : -1;
}

static int by_start(const void *a, const void *b)
{
    const gold_name *x = a, *y = b;
    return (x->span.start > y->span.start) - (x->span.start < y->span.start);
}

static void make(const sm_gazetteer *g, gold_article *a)
{
    sm_error err = {0};
    sm_arena *arena = sm_arena_new(0);
    sm_span *spans = sm_arena_array(arena, a->n_names + 1, sizeof *spans);
    for (size_t i = 0; i < a->n_names; i++)
        spans[i] = a->names[i].span;
    a->spanned = a->article;
    a->spanned.spans = spans;
    a->spanned.n_spans = a->n_names;
    if (sm_doc_make(&a->article, arena, &a->doc, &err) != SM_OK || sm_doc_make(&a->spanned, arena, &a->spanned_doc, &err) != SM_OK ||
        sm_names_look(g, a->doc, &a->looks, &err) != SM_OK)
        gold_die("%s", err.text);
}

static void read_name(json_t *t, gold_name *n)
{
    *n = (gold_name){.span = {(uint32_t)json_integer_value(json_object_get(t, "start")), (uint32_t)json_integer_value(json_object_get(t, "end"))}};
    json_t *lat = json_object_get(t, "lat"), *lon = json_object_get(t, "lon");
    n->has_point = json_is_number(lat) && json_is_number(lon);
    if (n->has_point)
        n->point = (sm_point){json_number_value(lon), json_number_value(lat)};
    json_t *id = json_object_get(t, "geonameid");
    n->geonames_id = json_is_string(id) ? atoi(json_string_value(id)) : (int32_t)json_integer_value(id);
    const char *code = json_string_value(json_object_get(t, "fcode"));
    n->is_country = code && strncmp(code, "PCL", 3) == 0;
    n->kind = (int8_t)kind_of(json_string_value(json_object_get(t, "kind")));
}

/* The places of events, each once. */
static void read_event_places(json_t *d, gold_article *a)
{
    size_t i, k;
    json_t *event, *place;
    json_array_foreach(json_object_get(d, "events"), i, event)
        json_array_foreach(json_object_get(event, "locations"), k, place) {
            bool known = false;
            gold_name n;
            read_name(place, &n);
            for (size_t o = 0; o < a->n_names; o++)
                known |= n.span.start < a->names[o].span.end && a->names[o].span.start < n.span.end;
            if (known)
                continue;
            a->names = realloc(a->names, (a->n_names + 2) * sizeof *a->names);
            if (!a->names)
                gold_die("out of memory");
            a->names[a->n_names++] = n;
        }
}

static void read_article(gold *set, const sm_gazetteer *g, json_t *d, unsigned folds)
{
    if (set->count == set->capacity) {
        set->capacity = set->capacity ? set->capacity * 2 : 256;
        set->articles = realloc(set->articles, set->capacity * sizeof *set->articles);
        if (!set->articles)
            gold_die("out of memory");
    }
    json_t *list = json_object_get(d, "toponyms"), *id = json_object_get(d, "id"), *t;
    gold_article *a = &set->articles[set->count++];
    *a = (gold_article){.corpus = set->n_corpora};
    a->article.id = json_is_string(id) ? strdup(json_string_value(id)) : "";
    a->article.text = strdup(json_string_value(json_object_get(d, "text")));
    a->article.length = strlen(a->article.text);
    a->names = calloc(json_array_size(list) + 1, sizeof *a->names);
    size_t i;
    json_array_foreach(list, i, t)
        read_name(t, &a->names[a->n_names++]);
    if (set->corpora[set->n_corpora].sparse)
        read_event_places(d, a);
    qsort(a->names, a->n_names, sizeof *a->names, by_start);
    a->fold = folds ? (unsigned)(sm_hash(a->article.id, strlen(a->article.id)) % folds) : 0;
    make(g, a);
}

void gold_read(gold *set, const sm_gazetteer *g, const char *argument, unsigned folds)
{
    char path[1024];
    snprintf(path, sizeof path, "%s", argument);
    char *flags = strrchr(path, ':');
    gold_corpus *c = &set->corpora[set->n_corpora];
    if (flags) {
        *flags++ = '\0';
        c->no_adjectives = strchr(flags, 'n') != NULL;
        c->sparse = strchr(flags, 'e') != NULL;
        c->partial = strchr(flags, 'p') != NULL;
    }
    const char *base = strrchr(path, '/');
    snprintf(c->name, sizeof c->name, "%.*s", (int)strcspn(base ? base + 1 : path, "."), base ? base + 1 : path);
    FILE *f = fopen(path, "r");
    if (!f)
        gold_die("%s: cannot be read", path);
    char *line = NULL;
    size_t size = 0;
    while (getline(&line, &size, f) > 0) {
        json_error_t e;
        json_t *d = json_loads(line, 0, &e);
        if (!d)
            gold_die("%s: %s", path, e.text);
        read_article(set, g, d, folds);
        json_decref(d);
    }
    free(line);
    fclose(f);
    for (size_t i = 0; i < set->count; i++) { /* the array may have moved */
        set->articles[i].doc->article = &set->articles[i].article;
        set->articles[i].spanned_doc->article = &set->articles[i].spanned;
    }
    set->n_corpora++;
}

void gold_upper(const sm_gazetteer *g, const gold_article *from, gold_article *to)
{
    *to = *from;
    char *text = strdup(from->article.text);
    for (char *p = text; *p; p++)
        if (*p >= 'a' && *p <= 'z')
            *p = (char)(*p - 'a' + 'A');
    to->article.text = text;
    make(g, to);
    to->doc->article = &to->article;
}
