/** Which places may a name mean? All bearers of the name as it is written; failing these, of the name without
 * its article, direction or generic word ("northern Mali", "Anbar province"); failing these, of the longest
 * name inside it ("Russian Embassy"), and last of a spelling one letter away ("Marrakech" for "Marrakesh").
 */
#include "candidates.h"

#include "misspelt.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CHOICES = 8, BEARERS_MAX = 4000, FETCHED_AHEAD = 8 };

uint32_t sm_ask_of(const sm_place *p)
{
    if (p->flags & SM_P_COUNTRY)
        return SM_ASK_COUNTRY;
    switch (p->feature_class) {
    case 'A':
        return memcmp(p->feature_code, "ADM1", 4) == 0 ? SM_ASK_ADMIN1 : SM_ASK_ADMIN2;
    case 'P':
        return SM_ASK_TOWN;
    case 'S':
    case 'R':
        return SM_ASK_BUILDING;
    default:
        return SM_ASK_NATURE;
    }
}

uint32_t sm_asks_around(const sm_doc *doc, uint32_t first, uint32_t end)
{
    uint32_t asks = 0, n = (uint32_t)doc->n_tokens;
    const sm_token *t = doc->tokens;
    if (end < n && t[end].kind == SM_WORD)
        asks |= sm_askings_rows[sm_phrase_longest(&sm_askings, doc, end, n, NULL)].asks;
    if (end - first > 1) /* "Mekong River" is its own answer */
        asks |= sm_askings_rows[sm_phrase_longest(&sm_askings, doc, end - 1, end, NULL)].asks |
                sm_askings_rows[sm_phrase_longest(&sm_askings, doc, first, first + 1, NULL)].asks;
    if (first >= 2 && sm_token_is(doc, first - 1, "of"))
        asks |= sm_askings_rows[sm_phrase_longest(&sm_askings, doc, first - 2, first - 1, NULL)].asks;
    else if (first >= 1 && t[first - 1].kind == SM_WORD && !(t[first].flags & SM_T_PARAGRAPH))
        asks |= sm_askings_rows[sm_phrase_longest(&sm_askings, doc, first - 1, first, NULL)].asks;
    return asks;
}

bool sm_asks_nature(const sm_doc *doc, uint32_t i)
{
    return sm_askings_rows[sm_phrase_longest(&sm_askings, doc, i, i + 1, NULL)].asks & SM_ASK_NATURE;
}

/* ---- the bearers of a name ---- */

typedef struct bearers {
    const sm_bearer *list[2];
    uint32_t count[2];
    sm_match match;
} bearers;

/* The name that takes up all of [first, end) but for signs at its end. */
static bool whole_name(const sm_gazetteer *g, const sm_doc *doc, uint32_t first, uint32_t end, bearers *out)
{
    while (end > first && doc->tokens[end - 1].kind != SM_WORD && doc->tokens[end - 1].kind != SM_NUMBER)
        end--;
    if (first < end && sm_names_longest(g, doc, first, end, true, &out->list[0], &out->count[0]) == end)
        return true;
    out->count[0] = 0;
    return false;
}

static bool token_in(const sm_doc *doc, uint32_t i, const char *const *words, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (sm_token_is(doc, i, words[k]))
            return true;
    return false;
}

static bool is_generic(const sm_doc *doc, uint32_t i)
{
    return sm_phrase_longest(&sm_askings, doc, i, i + 1, NULL) != 0;
}

/* The "al-" of "al-Suqaylabiyah", with its hyphen. */
static bool is_arabic_article(const sm_doc *doc, uint32_t i, uint32_t end)
{
    static const char *const articles[] = {"al", "el", "ar", "as", "ash", "ad",
                                           "an", "at", "az", "es", "ed",  "er"};
    return i + 2 < end && doc->tokens[i + 1].kind == SM_PUNCT && doc->text[doc->tokens[i + 1].start] == '-' &&
           token_in(doc, i, articles, sizeof articles / sizeof *articles);
}

/* The name without what may be left off at its ends. */
static bool pared_name(const sm_gazetteer *g, const sm_doc *doc, uint32_t first, uint32_t end, bearers *out)
{
    static const char *const leading[] = {"the", "greater", "metro", "downtown", "of", "old", "mainland"};
    while (first + 1 < end) {
        const sm_token *t = &doc->tokens[first];
        bool article = is_arabic_article(doc, first, end);
        bool drop = article || (sm_word_classes(t) & SM_W_DIRECTION) || t->kind == SM_PUNCT ||
                    is_generic(doc, first) || token_in(doc, first, leading, sizeof leading / sizeof *leading);
        if (!drop)
            break;
        first += article ? 2 : 1;
        if (whole_name(g, doc, first, end, out) && !(article && out->list[0][0].kind == SM_NAME_ALTERNATE))
            return true; /* "Al-Zara" is no place that some language calls Zara */
        out->count[0] = 0;
    }
    while (first + 1 < end && is_generic(doc, end - 1)) {
        end--;
        if (whole_name(g, doc, first, end, out))
            return true;
    }
    return false;
}

/* Streets and the like: a town's name inside says nothing. */
static bool is_street(const sm_doc *doc, uint32_t first, uint32_t end)
{
    static const char *const streets[] = {
        "street",  "st",      "road",       "rd",     "avenue", "ave",     "drive",
        "lane",    "highway", "boulevard",  "blvd",   "route",  "way",     "court",
        "parkway", "pike",    "interstate", "bridge", "square", "freeway", "expressway"};
    while (end > first + 1 && doc->tokens[end - 1].kind == SM_PUNCT)
        end--;
    if (end - first < 2)
        return false;
    return token_in(doc, end - 1, streets, sizeof streets / sizeof *streets) ||
           (doc->tokens[end - 1].kind == SM_NUMBER);
}

/* The longest name inside; of two of a length a noun before an adjective, then the later. */
static bool inner_name(const sm_gazetteer *g, const sm_doc *doc, uint32_t first, uint32_t end, bearers *out)
{
    int best = -1;
    for (uint32_t i = first; i < end; i++) {
        const sm_bearer *b;
        uint32_t n, stop = sm_names_longest(g, doc, i, end, false, &b, &n);
        static const uint64_t common =
            SM_W_ORGHEAD | SM_W_PLACENOUN | SM_W_TITLE | SM_W_STOP | SM_W_DIRECTION | SM_W_POLITICAL;
        if (!stop || !(doc->tokens[i].flags & SM_T_CAPITAL) ||
            (stop == i + 1 && (is_generic(doc, i) || (sm_word_classes(&doc->tokens[i]) & common))))
            continue;
        bool adjective = b[0].kind == SM_NAME_ADJECTIVE || b[0].kind == SM_NAME_DEMONYM;
        int rank = (int)(stop - i) * 4 + !adjective * 2 - ((b[0].flags & (SM_N_STOP | SM_N_WEAK)) ? 4 : 0);
        if (rank >= best) {
            best = rank;
            out->list[0] = b;
            out->count[0] = n;
        }
        i = stop - 1;
    }
    return best >= 0;
}

static bool misspelt_name(const sm_gazetteer *g, const sm_doc *doc, uint32_t first, uint32_t end,
                          bearers *out)
{
    return sm_misspelt_name(g, doc, first, end, &out->list[0], &out->count[0]);
}

/* Whether the first bearer is water or land, and the last word of the name vouches for it: "Sea". */
static bool is_nature(const sm_gazetteer *g, const sm_doc *doc, uint32_t end, const bearers *b)
{
    return sm_asks_nature(doc, end - 1) &&
           sm_ask_of(sm_gazetteer_place(g, b->list[0][0].place)) == SM_ASK_NATURE;
}

bool sm_is_misspelt_nature(const sm_gazetteer *g, const sm_doc *doc, uint32_t first, uint32_t end)
{
    bearers b = {0};
    return misspelt_name(g, doc, first, end, &b) && is_nature(g, doc, end, &b);
}

/* A name from another script, spelt in another way: "Sheikh Miskeen" for Ash Shaykh Miskīn. */
static bool respelt_name(const sm_gazetteer *g, const sm_doc *doc, uint32_t first, uint32_t end, bearers *out)
{
    enum { MOST = 8 };
    while (end > first && doc->tokens[end - 1].kind != SM_WORD)
        end--;
    if (first == end || is_street(doc, first, end))
        return false;
    const char *text = doc->text + doc->tokens[first].start;
    size_t length = doc->tokens[end - 1].end - doc->tokens[first].start;
    const sm_bearer *all;
    size_t n = sm_gazetteer_sounds_like(g, text, length, &all);
    sm_bearer *alike = n ? sm_arena_array(doc->arena, MOST, sizeof *alike) : NULL;
    for (size_t i = 0; alike && i < n && out->count[0] < MOST; i++)
        if (sm_names_alike(text, length, sm_gazetteer_string(g, sm_gazetteer_place(g, all[i].place)->name)))
            alike[out->count[0]++] = all[i];
    out->list[0] = alike;
    return out->count[0] > 0;
}

/* "Becker, Clay and Swift counties": the same name with the word "county" behind it. */
static void add_counties(const sm_gazetteer *g, const sm_doc *doc, uint32_t first, uint32_t end, bearers *out)
{
    sm_name_walk w = sm_name_start(g);
    for (size_t i = first; i < end; i = sm_phrase_next(doc, i, end))
        if (!sm_name_step(&w, doc->tokens[i].hash))
            return;
    if (sm_name_step(&w, sm_hash("county", 6)))
        out->count[1] = (uint32_t)sm_name_bearers(&w, &out->list[1]);
}

static bool find_bearers(const sm_gazetteer *g, const sm_doc *doc, const sm_spot *s, uint32_t asks,
                         bearers *out)
{
    *out = (bearers){0};
    if (whole_name(g, doc, s->first, s->end, out))
        out->match = SM_MATCH_WHOLE;
    else if (pared_name(g, doc, s->first, s->end, out))
        out->match = SM_MATCH_PARED;
    else if (misspelt_name(g, doc, s->first, s->end, out) || respelt_name(g, doc, s->first, s->end, out))
        out->match = is_nature(g, doc, s->end, out) ? SM_MATCH_WHOLE : SM_MATCH_MISSPELT;
    else if (!is_street(doc, s->first, s->end) && inner_name(g, doc, s->first, s->end, out))
        out->match = SM_MATCH_INNER;
    if (asks & SM_ASK_ADMIN2)
        add_counties(g, doc, s->first, s->end, out);
    return out->count[0] + out->count[1] > 0;
}

/* ---- the choices of a name ---- */

static void add_choice(const sm_gazetteer *g, sm_name *name, const sm_bearer *b, unsigned flags)
{
    for (uint32_t i = 0; i < name->n_choices; i++)
        if (name->choices[i].place == b->place)
            return;
    const sm_place *p = sm_gazetteer_place(g, b->place);
    float lon = (float)p->lon_e5 * (float)(M_PI / 180e5), lat = (float)p->lat_e5 * (float)(M_PI / 180e5);
    float across = cosf(lat);
    name->choices[name->n_choices++] =
        (sm_choice){.place = b->place,
                    .country = p->country,
                    .admin1 = p->admin1,
                    .admin2 = p->admin2,
                    .name_kind = b->kind,
                    .name_flags = (uint8_t)flags,
                    .is_country = (p->flags & SM_P_COUNTRY) != 0,
                    .log_population = log10f(1 + (float)p->population),
                    .x = {across * cosf(lon), across * sinf(lon), sinf(lat)}};
}

static bool may_mean(const sm_doc *doc, const sm_spot *s, const sm_bearer *b, bool given)
{
    return given || sm_bearer_fits(doc, s->first, s->end, b);
}

/* The first bearers by prior, and those behind them that lie in a division or country that the article is
 * likely about. */
static void add_first(const sm_gazetteer *g, const sm_doc *doc, const sm_spot *s, const bearers *b,
                      sm_name *name)
{
    for (int l = 0; l < 2; l++)
        for (uint32_t i = 0; i < b->count[l] && name->n_choices < FIRST_CHOICES + 4u * (unsigned)l; i++)
            if (may_mean(doc, s, &b->list[l][i], s->given || b->match != SM_MATCH_WHOLE))
                add_choice(g, name, &b->list[l][i], sm_bearer_flags(doc, s->first, s->end, &b->list[l][i]));
}

/* Begin to fetch the places that will be choices from memory. */
static void fetch_places(const sm_gazetteer *g, const bearers *b)
{
    for (uint32_t i = 0; i < b->count[0] && i < FIRST_CHOICES; i++)
        sm_gazetteer_fetch_place(g, b->list[0][i].place);
}

sm_status sm_names_collect(const sm_gazetteer *g, const sm_doc *doc, sm_spot *spots, uint32_t count,
                           sm_names *out, sm_error *err)
{
    sm_name *names = sm_arena_array(doc->arena, count + 1, sizeof *names);
    uint32_t size = 16, n = 0;
    while (size < count * 2)
        size *= 2;
    uint32_t *slots = sm_arena_array(doc->arena, size, sizeof *slots); /* index + 1 of the name */
    bearers *found = sm_arena_array(doc->arena, count + 1, sizeof *found);
    if (!names || !slots || !found)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    for (uint32_t i = 0; i < count; i++) {
        sm_spot *s = &spots[i];
        uint64_t key = SM_HASH_START;
        for (uint32_t k = s->first; k < s->end; k++)
            if (doc->tokens[k].kind == SM_WORD || doc->tokens[k].kind == SM_NUMBER)
                key = sm_hash_step(key, doc->tokens[k].hash);
        uint32_t slot = (uint32_t)key & (size - 1);
        while (slots[slot] && names[slots[slot] - 1].key != key)
            slot = (slot + 1) & (size - 1);
        if (!slots[slot]) {
            names[n] = (sm_name){.key = key, .first_mention = i, .last_mention = i, .pinned = SM_NO_PLACE};
            slots[slot] = ++n;
        } else {
            spots[names[slots[slot] - 1].last_mention].next_mention = i;
        }
        s->name = slots[slot] - 1;
        s->next_mention = UINT32_MAX;
        names[s->name].last_mention = i;
        names[s->name].mentions++;
        names[s->name].asks |= sm_asks_around(doc, s->first, s->end);
    }
    for (uint32_t i = 0; i < n; i++) {
        const sm_spot *s = &spots[names[i].first_mention];
        find_bearers(g, doc, s, names[i].asks, &found[i]);
        fetch_places(g, &found[i]);
        names[i].n_bearers = found[i].count[0] + found[i].count[1];
        names[i].match = (uint8_t)found[i].match;
        names[i].choices = sm_arena_array(
            doc->arena, names[i].n_bearers < SM_CHOICES_MAX ? names[i].n_bearers + 1 : SM_CHOICES_MAX,
            sizeof(sm_choice));
        if (!names[i].choices)
            return sm_fail(err, SM_E_NOMEM, "out of memory");
        names[i].more = found[i].list[0];
        names[i].n_more = found[i].count[0];
    }
    for (uint32_t i = 0; i < n; i++)
        add_first(g, doc, &spots[names[i].first_mention], &found[i], &names[i]);
    *out = (sm_names){.spots = spots, .n_spots = count, .names = names, .n_names = n};
    return SM_OK;
}

void sm_name_pin(const sm_gazetteer *g, sm_name *name, const sm_circumstances *where)
{
    name->pinned = name->more ? sm_bearers_pinned(g, name->more, where) : SM_NO_PLACE;
    for (uint32_t i = 0; i < name->n_more && name->pinned != SM_NO_PLACE; i++) {
        if (name->more[i].place != name->pinned)
            continue;
        if (name->n_choices == SM_CHOICES_MAX)
            name->n_choices--;
        add_choice(g, name, &name->more[i], name->more[i].flags);
        return;
    }
}

bool sm_names_add_likely(const sm_gazetteer *g, sm_name *name, sm_likely_fn *likely, const void *context)
{
    uint32_t n = name->n_more < BEARERS_MAX ? name->n_more : BEARERS_MAX, before = name->n_choices;
    for (uint32_t i = FIRST_CHOICES; i < n && i < FIRST_CHOICES + FETCHED_AHEAD; i++)
        sm_gazetteer_fetch_place(g, name->more[i].place);
    for (uint32_t i = FIRST_CHOICES; i < n && name->n_choices < SM_CHOICES_MAX; i++) {
        if (i + FETCHED_AHEAD < n)
            sm_gazetteer_fetch_place(g, name->more[i + FETCHED_AHEAD].place);
        if (likely(context, sm_gazetteer_place(g, name->more[i].place)))
            add_choice(g, name, &name->more[i], name->more[i].flags);
    }
    return name->n_choices > before;
}
