/* Reads the corpora's JSON Lines (see ../../../docs/geoparsing.md for the format). */
#include "gold.h"
#include "hash.h"
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
    static const char associative[] =
        " Metonymic Non_Literal_Modifier Embedded_Non_Lit Demonym Homonym Language GAG ADJ ";
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
    if (sm_doc_make(&a->article, arena, &a->doc, &err) != SM_OK ||
        sm_doc_make(&a->spanned, arena, &a->spanned_doc, &err) != SM_OK ||
        sm_names_look(g, a->doc, &a->looks, &err) != SM_OK)
        gold_die("%s", err.text);
}

static void read_name(json_t *t, gold_name *n)
{
    *n = (gold_name){.span = {(uint32_t)json_integer_value(json_object_get(t, "start")),
                              (uint32_t)json_integer_value(json_object_get(t, "end"))}};
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
        json_array_foreach(json_object_get(event, "locations"), k, place)
    {
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
    json_array_foreach(list, i, t) read_name(t, &a->names[a->n_names++]);
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
    snprintf(c->name, sizeof c->name, "%.*s", (int)strcspn(base ? base + 1 : path, "."),
             base ? base + 1 : path);
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

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

void gold_recase(const sm_gazetteer *g, const gold_article *from, gold_case how, gold_article *to)
{
    *to = *from;
    char *text = strdup(from->article.text), before = ' ';
    for (char *p = text; *p; p++) {
        bool begins = before == ' ' || before == '\n' || before == '"' || before == '(';
        before = *p;
        if (is_lower(*p) && (how == GOLD_UPPER || (how == GOLD_TITLE && begins)))
            *p = (char)(*p - 'a' + 'A');
        else if (is_upper(*p) && how == GOLD_LOWER)
            *p = (char)(*p - 'A' + 'a');
    }
    to->article.text = text;
    make(g, to);
    to->doc->article = &to->article;
}

/* ---- persons who bear the names of places ---- */

static uint32_t draw(uint64_t key, uint64_t salt, uint32_t below)
{
    return (uint32_t)(sm_hash_step(sm_hash_step(SM_HASH_START, key), salt) >> 33) % below;
}

static bool plain_name(const char *name)
{
    size_t n = strlen(name);
    for (size_t i = 1; i < n; i++)
        if (!is_lower(name[i]))
            return false;
    return n > 3 && n < 12 && is_upper(name[0]);
}

/* A place's name of one word, for a surname. */
static const char *place_surname(const sm_gazetteer *g, uint64_t key)
{
    for (uint64_t salt = 0;; salt++) {
        const sm_place *p = sm_gazetteer_place(g, draw(key, salt, (uint32_t)sm_gazetteer_count(g)));
        const char *name = sm_gazetteer_string(g, p->name);
        if (p->prior > 4.5f && plain_name(name))
            return name;
    }
}

/* A first name that is a place's name too. */
static const char *place_firstname(const sm_gazetteer *g, uint64_t key)
{
    static char name[32];
    for (uint64_t salt = 0;; salt++) {
        const char *phrase = sm_firstnames_rows[1 + draw(key, salt, sm_firstnames.n_rows - 1)].phrase;
        const sm_bearer *b;
        snprintf(name, sizeof name, "%s", phrase);
        if (is_lower(name[0]))
            name[0] = (char)(name[0] - 'a' + 'A');
        if (plain_name(name) && sm_gazetteer_lookup(g, phrase, &b) &&
            sm_gazetteer_place(g, b[0].place)->prior > 4.5f)
            return name;
    }
}

enum { PART_NONE, PART_FIRST, PART_SURNAME };

static bool is_name_word(const sm_doc *doc, const uint8_t *marked, size_t i)
{
    const sm_token *t = &doc->tokens[i];
    return i < doc->n_tokens && !marked[i] && t->kind == SM_WORD && (t->flags & SM_T_CAPITAL) &&
           !(t->flags & (SM_T_ALLCAPS | SM_T_DOTTED)) && t->end - t->start == t->fold_length &&
           t->fold_length > 2;
}

/* Which tokens are parts of persons' names: a first name and the word behind it; the word behind a title; and
 * the surnames wherever they stand. */
static bool find_persons(const gold_article *a, const uint8_t *marked, uint8_t *part)
{
    const sm_doc *doc = a->doc;
    bool any = false;
    for (size_t i = 0; i + 1 < doc->n_tokens; i++) {
        if (!is_name_word(doc, marked, i + 1) || (doc->tokens[i + 1].flags & SM_T_PARAGRAPH) ||
            sm_word_classes(&doc->tokens[i + 1]))
            continue;
        bool first = is_name_word(doc, marked, i) && a->looks.at[i].words == SM_WORDS_FIRSTNAME;
        bool title = (sm_word_classes(&doc->tokens[i]) & SM_W_TITLE) != 0;
        if (first)
            part[i] = PART_FIRST;
        if (first || title) {
            part[i + 1] = PART_SURNAME;
            any = true;
        }
    }
    for (size_t i = 0; i < doc->n_tokens && any; i++)
        for (size_t k = 0; part[i] == PART_SURNAME && k < doc->n_tokens; k++)
            if (!part[k] && doc->tokens[k].hash == doc->tokens[i].hash && is_name_word(doc, marked, k))
                part[k] = PART_SURNAME + 1;
    return any;
}

bool gold_impostors(const sm_gazetteer *g, const gold_article *from, gold_article *to)
{
    const sm_doc *doc = from->doc;
    uint8_t *marked = calloc(doc->n_tokens + 1, 1), *part = calloc(doc->n_tokens + 1, 1);
    char *text = malloc(doc->length + doc->n_tokens * 16 + 1), *out = text;
    gold_name *names = calloc(from->n_names + 1, sizeof *names);
    if (!marked || !part || !text || !names)
        gold_die("out of memory");
    for (size_t k = 0; k < from->n_names; k++)
        for (size_t i = 0; i < doc->n_tokens; i++)
            if (doc->tokens[i].end > sm_doc_byte(doc, from->names[k].span.start) &&
                doc->tokens[i].start < sm_doc_byte(doc, from->names[k].span.end))
                marked[i] = 1;
    bool any = find_persons(from, marked, part);
    memcpy(names, from->names, from->n_names * sizeof *names);
    int64_t shift = 0; /* code points; what is put in and taken out is ASCII */
    uint32_t done = 0;
    size_t next = 0;
    for (size_t i = 0; i < doc->n_tokens && any; i++) {
        const sm_token *t = &doc->tokens[i];
        uint32_t at = sm_doc_codepoint(doc, t->start);
        for (; next < from->n_names && from->names[next].span.start <= at; next++)
            names[next].span = (sm_span){(uint32_t)(from->names[next].span.start + shift),
                                         (uint32_t)(from->names[next].span.end + shift)};
        if (!part[i])
            continue;
        const char *name = part[i] == PART_FIRST ? place_firstname(g, t->hash) : place_surname(g, t->hash);
        memcpy(out, doc->text + done, t->start - done);
        out += t->start - done;
        memcpy(out, name, strlen(name));
        out += strlen(name);
        shift += (int64_t)strlen(name) - (t->end - t->start);
        done = t->end;
    }
    for (; next < from->n_names; next++)
        names[next].span = (sm_span){(uint32_t)(from->names[next].span.start + shift),
                                     (uint32_t)(from->names[next].span.end + shift)};
    memcpy(out, doc->text + done, doc->length - done);
    out[doc->length - done] = '\0';
    free(marked), free(part);
    if (!any)
        return false;
    *to = *from;
    to->names = names;
    to->article.text = text;
    to->article.length = strlen(text);
    make(g, to);
    to->doc->article = &to->article;
    return true;
}
