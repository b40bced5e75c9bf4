/** One pass that walks the gazetteer along the tokens. Only a token that may begin a name is looked up:
 * capitalised, or the "al" of "al-Tanf"; in an article without capitals every word that is no function word.
 * The longest name wins, and names do not overlap. */
#include "names.h"

#include "hash.h"
#include <string.h>

uint8_t sm_shape(const sm_doc *doc, size_t i)
{
    const sm_token *t = &doc->tokens[i];
    uint32_t length = t->end - t->start;
    switch (t->kind) {
    case SM_PUNCT: {
        unsigned char c = length ? (unsigned char)doc->text[t->start] : 0;
        return length == 0 ? SM_SHAPE_NONE : c < 128 && c >= SM_SHAPE_SIGN ? c : SM_SHAPE_OTHER;
    }
    case SM_POSSESSIVE:
        return SM_SHAPE_POSSESSIVE;
    case SM_NUMBER:
        return length == 4 ? SM_SHAPE_YEAR : SM_SHAPE_NUMBER;
    default:
        break;
    }
    if (!(t->flags & (SM_T_DOTTED | SM_T_ALLCAPS | SM_T_MIXED | SM_T_CAPITAL)))
        return SM_SHAPE_LOWER;
    if (t->flags & SM_T_DOTTED)
        return SM_SHAPE_DOTTED;
    if (t->flags & SM_T_ALLCAPS)
        return length > 4 ? SM_SHAPE_LONG_CAPS : SM_SHAPE_CAPS;
    if (t->flags & SM_T_MIXED)
        return SM_SHAPE_MIXED;
    return length == 1 ? SM_SHAPE_INITIAL : SM_SHAPE_CAPITAL;
}

static bool dot_follows(const sm_doc *doc, uint32_t end)
{
    return end < doc->n_tokens && doc->tokens[end].kind == SM_PUNCT &&
           doc->text[doc->tokens[end].start] == '.' && !(doc->tokens[end].flags & SM_T_SPACE);
}

/* "US", "U.S.", "UAE": one token, written as an abbreviation. */
static bool abbreviated(const sm_doc *doc, uint32_t first, uint32_t end)
{
    const sm_token *t = &doc->tokens[first];
    if (end != first + 1)
        return false;
    return (t->flags & SM_T_DOTTED) ||
           ((t->flags & SM_T_ALLCAPS) && t->fold_length <= 4 && (!doc->allcaps || t->fold_length > 2));
}

bool sm_bearer_fits(const sm_doc *doc, uint32_t first, uint32_t end, const sm_bearer *b)
{
    const sm_token *t = &doc->tokens[first];
    if (end != first + 1)
        return true;
    if (b->kind == SM_NAME_ABBREVIATION && !abbreviated(doc, first, end))
        return (t->flags & SM_T_CAPITAL) && (dot_follows(doc, end) || (t->flags & SM_T_MIXED) ||
                                             ((t->flags & SM_T_ALLCAPS) && !doc->allcaps));
    if (t->fold_length < 3)
        return abbreviated(doc, first, end) ? b->kind == SM_NAME_ENGLISH || b->kind == SM_NAME_ABBREVIATION
                                            : b->kind == SM_NAME_MAIN;
    return true;
}

unsigned sm_bearer_flags(const sm_doc *doc, uint32_t first, uint32_t end, const sm_bearer *b)
{
    bool meant =
        abbreviated(doc, first, end) && (b->kind == SM_NAME_ENGLISH || b->kind == SM_NAME_ABBREVIATION);
    return meant ? b->flags & ~(unsigned)(SM_N_STOP | SM_N_WEAK) : b->flags;
}

sm_gaz_class sm_gaz_class_of(const sm_place *p, sm_name_kind kind)
{
    bool admin1 = memcmp(p->feature_code, "ADM1", 4) == 0;
    switch (kind) {
    case SM_NAME_ADJECTIVE:
        return SM_G_ADJECTIVE;
    case SM_NAME_DEMONYM:
        return SM_G_DEMONYM;
    case SM_NAME_METONYM:
        return SM_G_METONYM;
    case SM_NAME_ABBREVIATION:
        return admin1 ? SM_G_ADMIN1_SHORT : SM_G_ABBREVIATION;
    default:
        break;
    }
    if (p->flags & SM_P_COUNTRY)
        return SM_G_COUNTRY;
    if (p->flags & SM_P_REGION)
        return SM_G_REGION;
    if (admin1)
        return SM_G_ADMIN1;
    switch (p->feature_class) {
    case 'A':
        return SM_G_ADMIN2;
    case 'S':
    case 'R':
        return SM_G_BUILDING;
    case 'P':
        break;
    default:
        return SM_G_NATURE;
    }
    if (p->flags & SM_P_CAPITAL)
        return SM_G_CAPITAL;
    return p->population > 1000000  ? SM_G_METROPOLIS
           : p->population > 200000 ? SM_G_CITY
           : p->population > 50000  ? SM_G_BIG_TOWN
           : p->population > 8000   ? SM_G_TOWN
                                    : SM_G_VILLAGE;
}

uint32_t sm_names_longest(const sm_gazetteer *g, const sm_doc *doc, uint32_t first, uint32_t limit,
                          bool any_case, const sm_bearer **bearers, uint32_t *count)
{
    sm_name_walk w = sm_name_start(g);
    uint32_t best = 0;
    for (size_t i = first; i < limit; i = sm_phrase_next(doc, i, limit)) {
        if (!sm_name_step(&w, doc->tokens[i].hash))
            break;
        const sm_bearer *b;
        size_t n = sm_name_bearers(&w, &b);
        bool written = any_case || (doc->tokens[i].flags & (SM_T_CAPITAL | SM_T_MIXED)) ||
                       doc->tokens[i].kind == SM_NUMBER;
        if (n && written) {
            *bearers = b;
            *count = (uint32_t)n;
            best = (uint32_t)i + 1;
        }
        if (!sm_name_continues(&w))
            break;
    }
    return best;
}

/* How many of the bearers, the most prominent first, are looked at to find one that fits. */
enum { BEARERS_LOOKED_AT = 16 };

/* Whether a name that the user has given to a place under a condition is one here, as far as is known yet. */
static bool condition_holds(const sm_gazetteer *g, const sm_doc *doc, const sm_bearer *list, uint32_t place)
{
    sm_circumstances c = sm_circumstances_of(doc->article->source, doc->article->url);
    c.perhaps = true;
    return sm_bearers_pinned(g, list, &c) == place;
}

/* The most prominent bearer that fits the way the name is written, NULL for none. */
static const sm_bearer *fitting_bearer(const sm_gazetteer *g, const sm_doc *doc, const sm_hit *h)
{
    uint32_t n = h->n_bearers < BEARERS_LOOKED_AT ? h->n_bearers : BEARERS_LOOKED_AT;
    for (uint32_t i = 0; i < n; i++)
        if (sm_bearer_fits(doc, h->first, h->end, &h->bearers[i]) &&
            (!(h->bearers[i].flags & SM_N_IF) || condition_holds(g, doc, h->bearers, h->bearers[i].place)))
            return &h->bearers[i];
    return NULL;
}

static uint16_t hit_code(const sm_gazetteer *g, const sm_doc *doc, const sm_hit *h)
{
    const sm_bearer *best = h->best;
    unsigned code = sm_gaz_class_of(sm_gazetteer_place(g, best->place), best->kind);
    unsigned flags = sm_bearer_flags(doc, h->first, h->end, best);
    code |= flags & SM_N_WEAK ? SM_GAZ_WEAK : 0;
    code |= flags & SM_N_STOP ? SM_GAZ_STOP : 0;
    code |= best->kind == SM_NAME_ALTERNATE || best->kind == SM_NAME_FORMER || (flags & SM_N_GENERIC_CUT)
                ? SM_GAZ_OTHER
                : 0;
    return (uint16_t)code;
}

/* Whether the token before the hyphen before the capitalised token i is the "al" of "al-Tanf". */
static bool has_article(const sm_doc *doc, size_t i)
{
    if (i < 2 || !sm_is_sign(doc, i - 1, '-'))
        return false;
    const sm_token *t = &doc->tokens[i - 2];
    return t->kind == SM_WORD && !(t->flags & SM_T_CAPITAL) && t->fold_length <= 3;
}

/* List the capitalised tokens and the "al" of "al-Tanf". */
static size_t list_capitals(const sm_doc *doc, sm_look *at, uint32_t *out, sm_case *letter_case)
{
    size_t n = 0, words = 0, capitals = 0;
    for (uint32_t i = 0; i < doc->n_tokens; i++) {
        const sm_token *t = &doc->tokens[i];
        words += t->kind == SM_WORD;
        if (!(t->flags & SM_T_CAPITAL))
            continue;
        capitals++;
        at[i].firstname = sm_phrase_find(&sm_firstnames, sm_hash_step(SM_HASH_START, t->hash)) != NULL;
        if (has_article(doc, i))
            out[n++] = i - 2;
        out[n++] = i;
    }
    *letter_case = doc->allcaps                       ? SM_CASE_UPPER
                   : words && capitals * 200 <= words ? SM_CASE_LOWER
                                                      : SM_CASE_NORMAL;
    return n;
}

/* "J. K. Smith" */
static bool is_initial(const sm_doc *doc, size_t i)
{
    const sm_token *t = &doc->tokens[i];
    return t->end - t->start == 1 && sm_is_sign(doc, i + 1, '.') && i + 2 < doc->n_tokens &&
           t[2].end - t[2].start == 1;
}

/* The tokens at which a name may begin; `capitals` are those of list_capitals. */
static size_t list_beginnings(const sm_doc *doc, const uint32_t *capitals, size_t n_capitals,
                              sm_case letter_case, uint32_t *out)
{
    size_t n = 0, all = letter_case == SM_CASE_LOWER ? doc->n_tokens : n_capitals;
    uint64_t never = letter_case == SM_CASE_LOWER   ? SM_W_STOP | SM_W_PREP
                     : letter_case == SM_CASE_UPPER ? SM_W_STOP
                                                    : 0;
    for (size_t k = 0; k < all; k++) {
        uint32_t i = letter_case == SM_CASE_LOWER ? (uint32_t)k : capitals[k];
        const sm_token *t = &doc->tokens[i];
        if (t->kind == SM_WORD && !(sm_word_classes(t) & never) && !is_initial(doc, i))
            out[n++] = i;
    }
    return n;
}

/* The gazetteer is far larger than any cache, and nearly every question to it would wait for memory: what the
 * next questions read is fetched while this one is worked on. */
enum { FETCHED_AHEAD = 8 };

/* Of the tokens at which a name may begin keep those at which one of the gazetteer does. */
static size_t keep_known(const sm_gazetteer *g, const sm_doc *doc, uint32_t *begin, size_t count)
{
    size_t kept = 0;
    for (size_t k = 0, fetched = 0; k < count; k++) {
        for (; fetched < k + FETCHED_AHEAD && fetched < count; fetched++)
            sm_name_fetch(g, SM_HASH_START, doc->tokens[begin[fetched]].hash);
        const sm_token *t = &doc->tokens[begin[k]];
        sm_name_walk w = sm_name_start(g);
        if (!sm_name_step(&w, t->hash))
            continue;
        if (sm_name_continues(&w))
            sm_name_fetch(g, w.sequence, t[1].hash);
        begin[kept++] = begin[k];
    }
    return kept;
}

/* All names by position, however they are written; `begin` are the `n_begin` tokens at which one begins. */
static bool find_hits(const sm_gazetteer *g, const sm_doc *doc, const uint32_t *begin, size_t n_begin,
                      sm_case letter_case, sm_hit **out, size_t *count)
{
    size_t n = 0, capacity = 0;
    bool conditions = sm_gazetteer_has_conditions(g);
    sm_hit *hits = NULL;
    uint32_t free = 0; /* the first token that no name has yet */
    for (size_t k = 0; k < n_begin; k++) {
        sm_hit h = {.first = begin[k]};
        if (h.first < free)
            continue;
        h.end = sm_names_longest(g, doc, h.first, (uint32_t)doc->n_tokens, letter_case != SM_CASE_NORMAL,
                                 &h.bearers, &h.n_bearers);
        if (!h.end || (conditions && !fitting_bearer(g, doc, &h)))
            continue;
        if (!sm_arena_grow(doc->arena, &hits, &capacity, n, sizeof *hits))
            return false;
        __builtin_prefetch(h.bearers);
        hits[n++] = h;
        free = h.end;
    }
    *out = hits;
    *count = n;
    return true;
}

/* The place of each hit; those that are not written as any of their bearers must be are left out. */
static size_t choose_places(const sm_gazetteer *g, const sm_doc *doc, sm_hit *hits, size_t count)
{
    size_t kept = 0;
    for (size_t k = 0; k < count; k++) {
        sm_hit h = hits[k];
        if ((h.best = fitting_bearer(g, doc, &h)) == NULL)
            continue;
        h.place = h.best->place;
        h.users = (h.best->flags & (SM_N_USER | SM_N_IF)) != 0;
        sm_gazetteer_fetch_place(g, h.place);
        hits[kept++] = h;
    }
    return kept;
}

/* The tokens of two lists, those listed and those of hits. */
static size_t list_marked(const uint32_t *listed, size_t n_listed, const sm_hit *hits, size_t n_hits,
                          uint32_t *out)
{
    size_t n = 0, k = 0;
    for (size_t h = 0; h < n_hits; h++) {
        while (k < n_listed && listed[k] < hits[h].first)
            out[n++] = listed[k++];
        for (uint32_t i = hits[h].first; i < hits[h].end; i++)
            out[n++] = i;
        while (k < n_listed && listed[k] < hits[h].end)
            k++;
    }
    while (k < n_listed)
        out[n++] = listed[k++];
    return n;
}

sm_status sm_names_look(const sm_gazetteer *g, const sm_doc *doc, sm_looks *out, sm_error *err)
{
    sm_look *at = sm_arena_array(doc->arena, doc->n_tokens + 1, sizeof *at);
    uint32_t *capitals = sm_arena_room(doc->arena, (doc->n_tokens + 1) * sizeof *capitals),
             *list = sm_arena_room(doc->arena, (doc->n_tokens + 1) * sizeof *list);
    if (!at || !capitals || !list)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    sm_case letter_case;
    sm_hit *hits;
    size_t n_hits, n_capitals = list_capitals(doc, at, capitals, &letter_case);
    size_t n_begin = keep_known(g, doc, list, list_beginnings(doc, capitals, n_capitals, letter_case, list));
    if (!find_hits(g, doc, list, n_begin, letter_case, &hits, &n_hits))
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    n_hits = choose_places(g, doc, hits, n_hits);
    for (size_t k = 0; k < n_hits; k++) {
        const sm_hit *h = &hits[k];
        uint16_t code = hit_code(g, doc, h);
        for (uint32_t i = h->first; i < h->end; i++) {
            at[i].hit = (uint32_t)k + 1;
            at[i].gaz =
                (uint16_t)(code | (i > h->first ? SM_GAZ_INSIDE : 0) | (i + 1 < h->end ? SM_GAZ_MORE : 0));
        }
    }
    *out = (sm_looks){.at = at,
                      .hits = hits,
                      .n_hits = n_hits,
                      .marked = list,
                      .n_marked = list_marked(capitals, n_capitals, hits, n_hits, list),
                      .letter_case = letter_case};
    return SM_OK;
}
