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

static gold_article *append(gold *set)
{
    if (set->count == set->capacity) {
        set->capacity = set->capacity ? set->capacity * 2 : 256;
        set->articles = realloc(set->articles, set->capacity * sizeof *set->articles);
        if (!set->articles)
            gold_die("out of memory");
    }
    gold_article *a = &set->articles[set->count++];
    *a = (gold_article){.corpus = set->n_corpora};
    return a;
}

static void read_article(gold *set, const sm_gazetteer *g, json_t *d, unsigned folds)
{
    json_t *list = json_object_get(d, "toponyms"), *id = json_object_get(d, "id"), *t;
    gold_article *a = append(set);
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

/* The name of a place at least as prominent as `prior`, a name of one word. */
static const char *place_name(const sm_gazetteer *g, uint64_t key, float prior)
{
    for (uint64_t salt = 1;; salt++) {
        const sm_place *p = sm_gazetteer_place(g, draw(key, salt, (uint32_t)sm_gazetteer_count(g)));
        const char *name = sm_gazetteer_string(g, p->name);
        if (p->prior > prior && plain_name(name))
            return name;
    }
}

/* For a surname: a town's name, a city's, or one that everybody knows. The last never stands alone (NULL):
 * "Moscow said" is not said of a person. */
static const char *place_surname(const sm_gazetteer *g, uint64_t key, bool alone)
{
    static const float priors[] = {3, 4.5f, 6};
    uint32_t which = draw(key, 0, 3);
    return which == 2 && alone ? NULL : place_name(g, key, priors[which]);
}

static const char *firstname(uint64_t key, uint64_t salt)
{
    static char name[32];
    snprintf(name, sizeof name, "%s",
             sm_firstnames_rows[1 + draw(key, salt, sm_firstnames.n_rows - 1)].phrase);
    if (is_lower(name[0]))
        name[0] = (char)(name[0] - 'a' + 'A');
    return name;
}

/* A first name that is a place's name too. */
static const char *place_firstname(const sm_gazetteer *g, uint64_t key)
{
    for (uint64_t salt = 0;; salt++) {
        const char *name = firstname(key, salt);
        const sm_bearer *b;
        if (plain_name(name) && sm_gazetteer_lookup(g, name, &b) &&
            sm_gazetteer_place(g, b[0].place)->prior > 4.5f)
            return name;
    }
}

/* A first name that no table knows: the head of one and the tail of another. */
static const char *made_up_firstname(uint64_t key)
{
    static char name[64];
    for (uint64_t salt = 0;; salt++) {
        snprintf(name, sizeof name, "%s", firstname(key, 2 * salt));
        const char *tail = firstname(key, 2 * salt + 1);
        size_t n = strlen(name), m = strlen(tail);
        if (n < 4 || m < 4)
            continue;
        snprintf(name + n / 2, sizeof name - n / 2, "%s", tail + m / 2);
        if (plain_name(name) &&
            !sm_phrase_find(&sm_firstnames, sm_hash_step(SM_HASH_START, sm_hash(name, strlen(name)))))
            return name;
    }
}

/* The first name of an impostor: a place's, a made-up one, or the one that it was (NULL). */
static const char *impostor_firstname(const sm_gazetteer *g, uint64_t key)
{
    switch (draw(key, 7, 4)) {
    case 0:
        return made_up_firstname(key);
    case 1:
        return NULL;
    default:
        return place_firstname(g, key);
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
        bool first = is_name_word(doc, marked, i) && sm_is_firstname(doc, a->looks.at, i);
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

/* ---- lessons ---- */

enum { LESSON_FILLS = 8, LESSON_LONGEST = 2048 };

/* The head of one place's name and the tail of another's: a village that no table knows. */
static const char *made_up_village(const sm_gazetteer *g, uint64_t key)
{
    static char name[64];
    for (uint64_t salt = 0;; salt++) {
        const sm_bearer *b;
        uint32_t count = (uint32_t)sm_gazetteer_count(g);
        const char *head = sm_gazetteer_string(g, sm_gazetteer_place(g, draw(key, 2 * salt, count))->name),
                   *tail =
                       sm_gazetteer_string(g, sm_gazetteer_place(g, draw(key, 2 * salt + 1, count))->name);
        if (!plain_name(head) || !plain_name(tail))
            continue;
        size_t half = strlen(head) / 2 + 1;
        snprintf(name, sizeof name, "%.*s%s", (int)half, head, tail + strlen(tail) / 2);
        if (plain_name(name) && !sm_gazetteer_lookup(g, name, &b))
            return name;
    }
}

static const char *slot_filler(const sm_gazetteer *g, char slot, uint64_t key)
{
    switch (slot) {
    case 'F':
        return firstname(key, 0);
    case 'G':
        return place_firstname(g, key);
    case 'M':
        return made_up_firstname(key);
    case 'U':
        return made_up_village(g, key);
    case 'T':
        return place_name(g, key, 3);
    case 'C':
        return place_name(g, key, 4.5f);
    case 'N':
        return place_name(g, key, 6);
    default:
        gold_die("lessons: no slot {%c}", slot);
    }
}

/* Whether the words of a line are in capitals, so that the slots are filled in capitals too. */
static bool in_capitals(const char *line)
{
    for (const char *p = line; *p; p++)
        if (is_lower(*p))
            return false;
    return true;
}

/* Fill the slots of one line and take the marks out. */
static void read_lesson(gold *set, const sm_gazetteer *g, const char *line, uint64_t key)
{
    char text[LESSON_LONGEST];
    size_t n = 0;
    bool capitals = in_capitals(line);
    gold_article *a = append(set);
    a->names = calloc(strlen(line) + 1, sizeof *a->names);
    for (const char *p = line; *p && *p != '\n' && n + 64 < sizeof text; p++) {
        if (*p == '[') {
            a->names[a->n_names].kind = p[1] == '=' ? 0 : p[1] == '~' ? 1 : -1;
            p += p[1] == '=' || p[1] == '~';
            a->names[a->n_names++].span.start = (uint32_t)n;
        } else if (*p == ']') {
            a->names[a->n_names - 1].span.end = (uint32_t)n;
        } else if (*p != '{') {
            text[n++] = *p;
        } else if (p[1] && p[2] == '}') {
            const char *word = slot_filler(g, p[1], sm_hash_step(key, (uint64_t)(p - line)));
            for (; *word; word++)
                text[n++] = capitals && is_lower(*word) ? (char)(*word - 'a' + 'A') : *word;
            p += 2;
        }
    }
    text[n] = '\0';
    a->article = (sm_article){.id = "", .text = strdup(text), .length = n};
    make(g, a);
}

static void read_lessons(gold *set, const sm_gazetteer *g, FILE *f)
{
    char *line = NULL;
    size_t size = 0;
    while (getline(&line, &size, f) > 0)
        for (uint64_t i = 0; i < LESSON_FILLS && *line != '#' && *line != '\n'; i++)
            read_lesson(set, g, line, sm_hash_step(sm_hash(line, strlen(line)), i));
    free(line);
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
        const char *name = part[i] == PART_FIRST ? impostor_firstname(g, t->hash)
                                                 : place_surname(g, t->hash, part[i] != PART_SURNAME);
        if (!name)
            continue;
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
        c->lessons = strchr(flags, 'l') != NULL;
    }
    const char *base = strrchr(path, '/');
    snprintf(c->name, sizeof c->name, "%.*s", (int)strcspn(base ? base + 1 : path, "."),
             base ? base + 1 : path);
    FILE *f = fopen(path, "r");
    if (!f)
        gold_die("%s: cannot be read", path);
    char *line = NULL;
    size_t size = 0;
    if (c->lessons)
        read_lessons(set, g, f);
    while (!c->lessons && getline(&line, &size, f) > 0) {
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
