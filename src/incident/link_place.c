/* Where: the place mentions that belong to a trigger.
 *
 * Every literal mention of the sentence is scored: weight of its preposition × side × 1 / (3 + distance) × ½
 * for each clause border between; a modifier of the trigger noun ("the Bamako hotel attack") wins outright.
 * Then the best one is widened: to the list that it stands in, and to the words around it that shift it ("600
 * km northeast of", "between … and", "near the … border", "northern", "off"). Associative mentions ("Moscow
 * said") are never places. */
#include "scan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct preposition {
    const char *word;
    float weight;
    const char *relation;
} preposition;

static const preposition prepositions[] = {
    {"in", 1.0f, "in"},      {"at", 1.0f, "in"},        {"inside", 0.95f, "in"},
    {"near", 0.95f, "near"}, {"outside", 0.9f, "near"}, {"around", 0.75f, "near"},
    {"on", 0.75f, "in"},     {"across", 0.8f, "in"},    {"throughout", 0.7f, "in"},
    {"over", 0.75f, "over"}, {"off", 0.8f, "off"},      {"between", 0.8f, "between"},
    {"within", 0.8f, "in"},  {"along", 0.7f, "near"},   {"into", 0.6f, "in"},
    {"of", 0.45f, "in"},     {"against", 0.35f, "in"},  {"to", 0.35f, "in"},
    {"from", 0.3f, "in"},    {"toward", 0.3f, "near"},  {"towards", 0.3f, "near"},
    {"by", 0.2f, "in"},      {"with", 0.1f, "in"},      {"for", 0.1f, "in"},
    {"about", 0.1f, "in"},   {"beyond", 0.5f, "near"},  {"behind", 0.3f, "near"},
    {"through", 0.6f, "in"}, {"beside", 0.8f, "near"},  {"via", 0.3f, "in"},
    {"under", 0.2f, "in"},   {"upon", 0.5f, "in"},      {"before", 0.1f, "in"},
};

static const preposition *preposition_of(const sm_scan *s, size_t i)
{
    const char *fold = sm_token_fold(s->doc, i);
    for (size_t k = 0; k < sizeof prepositions / sizeof *prepositions; k++)
        if (strcmp(fold, prepositions[k].word) == 0)
            return &prepositions[k];
    return NULL;
}

/* What stands before a mention: the preposition that governs it, over "the northern city of", "the Grand
 * hotel in". */
typedef struct governor {
    const preposition *prep;
    size_t at;   /* token of the preposition */
    int bearing; /* of "northern …": degrees, −1 = none */
    bool middle; /* "central …" */
    bool outskirts, coast, launch;
    double km; /* "600 km northeast of": distance, 0 = none */
    int offset_bearing;
} governor;

static int bearing_of(const sm_scan *s, size_t i)
{
    static const struct {
        const char *word;
        int degrees;
    } winds[] = {{"north", 0},          {"northern", 0}, {"northeast", 45}, {"northeastern", 45},
                 {"north-east", 45},    {"east", 90},    {"eastern", 90},   {"southeast", 135},
                 {"southeastern", 135}, {"south", 180},  {"southern", 180}, {"southwest", 225},
                 {"southwestern", 225}, {"west", 270},   {"western", 270},  {"northwest", 315},
                 {"northwestern", 315}};
    const char *fold = sm_token_fold(s->doc, i);
    for (size_t k = 0; k < sizeof winds / sizeof *winds; k++)
        if (strcmp(fold, winds[k].word) == 0)
            return winds[k].degrees;
    return -1;
}

/* "600 km (375 miles) northeast of": reads leftwards from the direction word at `i`. */
static double distance_before(const sm_scan *s, size_t i, size_t begin)
{
    static const char *const km[] = {"km", "kms", "kilometers", "kilometres", "kilometer", "kilometre", NULL};
    static const char *const miles[] = {"miles", "mile", "mi", NULL};
    double found = 0;
    for (size_t j = i; j > begin + 1 && i - j < 10; j--) {
        bool is_km = sm_scan_word(s, j - 1, km), is_miles = sm_scan_word(s, j - 1, miles);
        size_t number = j - 2;
        if (!is_km && !is_miles)
            continue;
        if (s->doc->text[s->doc->tokens[number].start] == '-' && number > begin)
            number--;
        double value = 0;
        if (s->doc->tokens[number].kind == SM_NUMBER)
            value = strtod(s->doc->text + s->doc->tokens[number].start, NULL);
        else if (sm_scan_class(s, number) & SM_W_NUMBER)
            value = sm_words_rows[s->doc->tokens[number].word].value;
        found = is_km ? value : value * 1.609344;
        if (is_km)
            break;
    }
    return found > 0 && found < 3000 ? found : 0;
}

static governor govern(const sm_scan *s, const sm_mention *m, size_t begin)
{
    enum { REACH = 9 };
    governor g = {.at = m->first, .bearing = -1, .offset_bearing = -1};
    bool skipped = false;
    for (size_t i = m->first; i > begin && m->first - i < REACH; i--) {
        size_t j = i - 1;
        const sm_token *t = &s->doc->tokens[j];
        uint64_t c = sm_scan_class(s, j);
        const preposition *p = preposition_of(s, j);
        int wind = bearing_of(s, j);
        if (p && strcmp(p->word, "of") == 0 && j > begin) {
            int before = bearing_of(s, j - 1);
            if (before >= 0) { /* "northeast of X", "600 km northeast of X" */
                g.offset_bearing = before;
                g.km = distance_before(s, j - 1, begin);
                g.prep = p;
                g.at = j - 1;
                if (!g.km)
                    i--;
                if (g.km)
                    return g;
                continue;
            }
            g.outskirts |= sm_token_is(s->doc, j - 1, "outskirts") || sm_token_is(s->doc, j - 1, "outside") ||
                           sm_token_is(s->doc, j - 1, "vicinity");
            g.coast |= sm_token_is(s->doc, j - 1, "coast") || sm_token_is(s->doc, j - 1, "shores");
            bool noun = (sm_scan_class(s, j - 1) & SM_W_PLACENOUN) ||
                        (s->terms[j - 1] & (SM_L(site) | SM_L(territory))) || g.outskirts ||
                        (s->mention_at[j - 1] && !skipped) ||
                        sm_scan_word(s, j - 1,
                                     (const char *const[]){
                                         "capital",    "part",        "parts",        "outskirts",
                                         "suburb",     "suburbs",     "neighborhood", "neighbourhood",
                                         "area",       "areas",       "port",         "municipality",
                                         "department", "centre",      "center",       "heart",
                                         "coast",      "shores",      "border",       "hub",
                                         "stronghold", "enclave",     "side",         "edge",
                                         "community",  "township",    "hamlet",       "republic",
                                         "state",      "governorate", "jurisdiction", "canton",
                                         "locality",   "settlement",  "slum",         "sector",
                                         "zone",       NULL});
            g.prep = g.prep ? g.prep : p;
            g.at = g.prep == p ? j : g.at;
            if (!noun)
                return g;
            skipped = true;
            continue;
        }
        if (p) {
            if (g.prep == NULL || strcmp(g.prep->word, "of") == 0 || g.offset_bearing >= 0) {
                g.prep = p;
                g.at = j;
            }
            g.launch = strcmp(p->word, "from") == 0;
            return g;
        }
        if (wind >= 0 && i == m->first)
            g.bearing = wind;
        if (wind >= 0 || sm_token_is(s->doc, j, "central"))
            g.middle |= wind < 0;
        if (sm_scan_comma(s, j) && j > begin &&
            (s->mention_at[j - 1] || (m->first - j < 3 && sm_scan_any(s, j - 1, j, SM_L(site)))))
            continue;
        if (t->kind == SM_PUNCT || (c & (SM_W_AUX | SM_W_RELATIVE | SM_W_SAY | SM_W_MODAL | SM_W_PRONOUN)) ||
            t->kind == SM_POSSESSIVE)
            return g;
        if (sm_token_is(s->doc, j, "and") &&
            !(j > begin && (s->mention_at[j - 1] || (j > begin + 1 && s->mention_at[j - 2]))))
            return g;
        if (s->terms[j] & (SM_L(killed) | SM_L(injured)))
            return g;
        skipped = true;
    }
    return g;
}

static bool may_modify(const sm_mention *m)
{
    return m->name_kind != SM_NAME_ADJECTIVE && m->name_kind != SM_NAME_DEMONYM &&
           m->name_kind != SM_NAME_METONYM;
}

/* "the Bamako hotel attack", "Paris attacks": only nouns between the mention and the trigger noun. */
static bool modifies(const sm_scan *s, const sm_mention *m, const sm_hit *h)
{
    if (!h->noun || m->end > h->first || h->first - m->end > 3 || !may_modify(m))
        return false;
    for (size_t i = m->end; i < h->first; i++) {
        uint64_t c = sm_scan_class(s, i);
        if (s->doc->tokens[i].kind != SM_WORD ||
            (c & (SM_W_AUX | SM_W_PREP | SM_W_RELATIVE | SM_W_CONJ | SM_W_SAY | SM_W_POLITICAL |
                  SM_W_PERSONNOUN | SM_W_DETERMINER)) ||
            (s->terms[i] & (SM_L(perp) | SM_L(force))))
            return false;
    }
    return true;
}

/* "Paris Street", "the 900 block of Georgia": an address, not the town. */
static bool on_street(const sm_scan *s, const sm_mention *m, const sm_hit *h, size_t begin)
{
    static const char *const hospitals[] = {"hospital", "medical", "trauma", "regional",
                                            "memorial", "clinic",  NULL};
    static const char *const brought[] = {
        "taken",   "transported",  "rushed", "airlifted", "pronounced", "flown", "died",
        "treated", "hospitalized", "lived",  "native",    "resident",   "dead",  NULL};
    static const char *const streets[] = {
        "street", "st",   "avenue",     "ave",     "road",    "rd",      "boulevard", "blvd",  "drive",
        "dr",     "lane", "court",      "highway", "parkway", "place",   "circle",    "trail", "terrace",
        "way",    "pike", "apartments", "block",   "streets", "avenues", "roads",     NULL};
    if (m->end < s->doc->n_tokens && sm_scan_word(s, m->end, streets) && !s->mention_at[m->end])
        return true;
    bool hospital = m->end < s->doc->n_tokens && sm_scan_word(s, m->end, hospitals);
    for (size_t i = m->first; i > begin && m->first - i < 6; i--) {
        if (sm_token_is(s->doc, i - 1, "block") && m->first - i < 3)
            return true;
        if (hospital && h->trigger && h->trigger->strength == SM_effect && sm_scan_word(s, i - 1, brought))
            return true;
    }
    return false;
}

/* "flying from X to Y", "bound for X": the way, not the place. */
static bool is_route(const sm_scan *s, const governor *g, size_t begin)
{
    static const char *const moves[] = {
        "flying",      "flight",     "flights", "flew",       "bound",     "headed",    "heading",
        "traveling",   "travelling", "travel",  "route",      "way",       "returning", "sailing",
        "sailed",      "journey",    "trip",    "departed",   "departing", "taking",    "took",
        "plane",       "airliner",   "bus",     "train",      "fled",      "flee",      "moved",
        "transferred", "flown",      "taken",   "extradited", "deported",  NULL};
    if (g->prep == NULL || !(strcmp(g->prep->word, "from") == 0 || strcmp(g->prep->word, "to") == 0 ||
                             strcmp(g->prep->word, "for") == 0))
        return false;
    for (size_t i = g->at; i > begin && g->at - i < 8; i--)
        if (sm_scan_word(s, i - 1, moves))
            return true;
    return false;
}

/* "struck Nepal", "off Oman": a place by its words, whatever its kind. */
static bool stricken(const sm_scan *s, const sm_mention *m, const governor *g, size_t begin)
{
    static const char *const verbs[] = {"struck",  "hit",      "hits",    "rocked",     "shook",
                                        "jolted",  "battered", "lashed",  "devastated", "swept",
                                        "ravaged", "pounded",  "bombed",  "shelled",    "invaded",
                                        "strikes", "pummeled", "slammed", "hammered",   NULL};
    static const char *const near[] = {"off", "in", "near", "outside", "inside", "over", "across", NULL};
    if (m->first == begin)
        return false;
    size_t before = m->first - 1;
    if (sm_scan_class(s, before) & SM_W_DIRECTION && before > begin)
        before--;
    return sm_scan_word(s, before, verbs) || (g->prep && g->at == before && sm_scan_word(s, before, near));
}

static bool is_place_noun(const sm_scan *s, size_t i)
{
    return (sm_scan_class(s, i) & SM_W_PLACENOUN) || (s->terms[i] & (SM_L(site) | SM_L(territory)));
}

/* A word that may stand in a noun phrase before a name. */
static bool is_nouny(const sm_scan *s, size_t i)
{
    static const uint64_t never = SM_W_PREP | SM_W_AUX | SM_W_RELATIVE | SM_W_SAY | SM_W_MODAL |
                                  SM_W_PRONOUN | SM_W_CONJ | SM_W_NEGATION;
    const sm_token *t = &s->doc->tokens[i];
    bool hyphen = t->kind == SM_PUNCT && s->doc->text[t->start] == '-' && !(t->flags & SM_T_SPACE);
    return hyphen || (t->kind == SM_WORD && !(sm_scan_class(s, i) & never) && !s->time_at[i]);
}

/* "captured the strategic town of X": only a noun phrase stands between a verb and the name. */
static bool is_object(const sm_scan *s, const sm_mention *m, const sm_hit *h)
{
    enum { REACH = 7 };
    if (h->noun || m->first < h->end || m->first > h->end + REACH)
        return false;
    for (size_t i = h->end; i < m->first; i++)
        if (!is_nouny(s, i) && !(sm_token_is(s->doc, i, "of") && i > h->end && is_place_noun(s, i - 1)))
            return false;
    return true;
}

/* Somebody of the place is meant: "X police", "X's ruling party", "X State University". */
static bool names_somebody(const sm_scan *s, const sm_mention *m)
{
    size_t i = m->end;
    if (i >= s->doc->n_tokens)
        return false;
    if (s->doc->text[s->doc->tokens[i].start] == '-' && !(s->doc->tokens[i].flags & SM_T_SPACE))
        return true; /* "X-flagged", "X-based" */
    if (s->doc->tokens[i].kind == SM_POSSESSIVE)
        return !(is_place_noun(s, i + 1) || (sm_scan_class(s, i + 1) & SM_W_DIRECTION));
    uint64_t c = sm_scan_class(s, i), t = s->terms[i];
    if ((t & SM_L(site)) || (c & SM_W_PLACENOUN))
        return false;
    if (s->doc->tokens[i].kind != SM_WORD)
        return false;
    bool name = (s->doc->tokens[i].flags & SM_T_CAPITAL) && !s->doc->allcaps && !s->mention_at[i];
    return name ||
           (c & (SM_W_POLITICAL | SM_W_PERSONNOUN | SM_W_TITLE | SM_W_ORGHEAD | SM_W_SAY | SM_W_AUX |
                 SM_W_MODAL)) ||
           (t & (SM_L(perp) | SM_L(force) | SM_L(victim) | SM_L(group)));
}

/* A name that is taken for somebody from there, but whose words say a place: "in a Mogadishu cafe", "captured
 * the X district". */
static bool meant_as_place(const sm_scan *s, const sm_mention *m, const sm_hit *h, const governor *g,
                           size_t begin)
{
    static const char *const strict[] = {"in",     "at",         "inside", "near", "outside", "around",
                                         "across", "throughout", "over",   "on",   "off",     NULL};
    if (!may_modify(m) || (s->terms[m->first] & SM_L(group)))
        return false;
    if (stricken(s, m, g, begin))
        return true;
    if (names_somebody(s, m))
        return false;
    if (is_object(s, m, h))
        return true;
    if (g->prep == NULL)
        return false;
    bool placed = sm_scan_word(s, g->at, strict);
    bool noun = m->end < s->doc->n_tokens && is_place_noun(s, m->end);
    return placed || (noun && strcmp(g->prep->word, "of") == 0) || (noun && g->at == h->end);
}

/* "condemned in X", "announced in X": something else was done there. */
static bool done_there(const sm_scan *s, const governor *g, const sm_hit *h, size_t begin)
{
    if (g->prep == NULL || g->at <= begin)
        return false;
    size_t i = g->at - 1;
    bool own = i >= h->first && i < h->end;
    bool reported = i > begin && (sm_scan_class(s, i - 1) & SM_W_AUX); /* "a blast was reported in X" */
    return !own && (((sm_scan_class(s, i) & SM_W_SAY) && !reported) || (s->terms[i] & SM_L(refers)));
}

/* "In X a spokesman said that …": X is where it was said. */
static bool where_it_was_said(const sm_scan *s, const sm_mention *m, const sm_hit *h)
{
    for (size_t i = m->end; i < h->first; i++)
        if ((sm_scan_class(s, i) & SM_W_SAY) && i + 1 < h->first &&
            (sm_token_is(s->doc, i + 1, "that") || s->clause[i] != s->clause[h->first]))
            return true;
    return false;
}

static float score(const sm_scan *s, const sm_mention *m, const sm_hit *h, size_t begin, const char **method,
                   governor *g)
{
    *g = govern(s, m, begin);
    if (modifies(s, m, h)) {
        *method = "modifier";
        return 1;
    }
    if (s->terms[m->first] & SM_L(group)) /* "Islamic State of Iraq" */
        return 0;
    bool dateline = m->first < s->dateline_end;
    if (dateline && (m != &s->places->mentions[s->places->dateline] ||
                     (s->article & (SM_L(political) | SM_L(group) | SM_L(army)))))
        return 0; /* the town of a foreign desk; that of a local paper is where things happen */
    if (m->kind != SM_LITERAL && !meant_as_place(s, m, h, g, begin))
        return 0;
    float value = g->prep ? g->prep->weight : 0.3f;
    bool object = is_object(s, m, h);
    size_t distance = m->first >= h->end ? m->first - h->end : m->end <= h->first ? h->first - m->end : 0;
    if (g->prep && g->prep->weight >= 0.6f && g->at >= h->end)
        distance = g->at - h->end;
    if (g->prep && strcmp(g->prep->word, "of") == 0 && g->at == h->end)
        value = 0.95f; /* "the bombing of X", "the capture of X" */
    if (g->prep == NULL && m->first > begin &&
        sm_scan_word(s, m->first - 1,
                     (const char *const[]){"struck", "hit", "rocked", "shook", "swept", "battered", "lashed",
                                           "devastated", NULL})) {
        value = 0.85f; /* "an earthquake struck X" */
        object = true;
    }
    if (object) { /* "captured X", "shelled the town of X" */
        value = 0.9f;
        distance = distance > 1 ? 1 : distance;
    }
    if (g->prep &&
        (strcmp(g->prep->word, "against") == 0 || strcmp(g->prep->word, "on") == 0 ||
         strcmp(g->prep->word, "to") == 0) &&
        g->at == h->end)
        value = 0.9f; /* "air strikes on X" */
    bool leading = g->at == begin || (g->at < begin + 2);
    bool shoots = h->type == SM_EVENT_shelling_missile || h->type == SM_EVENT_air_strike;
    if (m->end <= h->first && shoots && !h->noun && !leading)
        value *= 0.35f; /* where they shot from */
    if (is_route(s, g, begin))
        return 0;
    if (m->end <= h->first)
        value *= leading && g->prep ? 0.85f : 0.6f;
    value /= (float)(3 + distance);
    int breaks = abs((int)s->clause[m->first] - (int)s->clause[h->first]);
    if (leading && g->prep && breaks == 1)
        breaks = 0;
    for (int i = 0; i < breaks; i++)
        value *= 0.5f;
    if (m->end <= h->first && where_it_was_said(s, m, h))
        value *= 0.15f;
    if (m->place == SM_NO_PLACE)
        value *= 0.8f;
    if (on_street(s, m, h, begin))
        value *= 0.25f;
    if (g->launch)
        value *= 0.5f;
    if (done_there(s, g, h, begin))
        return 0;
    *method = dateline ? "dateline"
              : breaks == 0 && (g->prep || object) && !(m->end <= h->first && where_it_was_said(s, m, h))
                  ? "clause_pp"
                  : "sentence";
    return value;
}

static bool contains_place(const sm_scan *s, const sm_mention *inner, const sm_mention *outer)
{
    return inner->place != SM_NO_PLACE && outer->place != SM_NO_PLACE && inner->place != outer->place &&
           sm_place_within(s->gazetteer, inner->place, outer->place);
}

/* The next mention of a list or chain: only commas, "and", "or", "in", articles, place nouns and names that
 * are no mentions between. `*chain`: joined by a comma alone, "in" or "of", like a container. */
static const sm_mention *next_in_list(const sm_scan *s, const sm_mention *m, size_t end, bool *chain)
{
    enum { REACH = 6 };
    size_t i = m->end;
    bool list = false, joined = false;
    *chain = false;
    for (; i < end && i < m->end + REACH && !s->mention_at[i]; i++) {
        const sm_token *t = &s->doc->tokens[i];
        char mark = s->doc->text[t->start];
        bool in = sm_token_is(s->doc, i, "in"), of = sm_token_is(s->doc, i, "of");
        bool joint = sm_scan_comma(s, i) || sm_token_is(s->doc, i, "and") || sm_token_is(s->doc, i, "or");
        bool filler = (sm_scan_class(s, i) & (SM_W_DETERMINER | SM_W_PLACENOUN | SM_W_DIRECTION)) ||
                      sm_token_is(s->doc, i, "s") || mark == ')' || mark == '(' || t->kind == SM_POSSESSIVE ||
                      of;
        bool name = joined && t->kind == SM_WORD && (t->flags & SM_T_CAPITAL) && !s->doc->allcaps;
        if (!in && !joint && !filler && !name)
            return NULL;
        joined = joint;
        list |= joint && !sm_scan_comma(s, i);
        *chain |= in || of || mark == ',' || mark == '(';
    }
    if (i >= end || i >= m->end + REACH)
        return NULL;
    const sm_mention *next = &s->places->mentions[s->mention_at[i] - 1];
    if (next->kind != SM_LITERAL && !(may_modify(next) && !names_somebody(s, next)))
        return NULL;
    *chain &= !list;
    return next;
}

/* "A, B and C" is a list; "A, B" is a place and what it lies in. */
static bool is_list(const sm_scan *s, const sm_mention *m, size_t end)
{
    bool chain;
    for (const sm_mention *p; (p = next_in_list(s, m, end, &chain)) != NULL; m = p)
        if (!chain)
            return true;
    return false;
}

static const sm_mention *previous_in_list(const sm_scan *s, const sm_mention *m, size_t begin, size_t end,
                                          bool *chain)
{
    for (size_t i = m->first; i > begin && m->first - i < 6; i--)
        if (s->mention_at[i - 1]) {
            const sm_mention *p = &s->places->mentions[s->mention_at[i - 1] - 1];
            return (p->kind == SM_LITERAL || may_modify(p)) && next_in_list(s, p, end, chain) == m ? p : NULL;
        }
    return NULL;
}

static uint8_t precision_of(const sm_scan *s, const sm_place *p)
{
    (void)s;
    if (p->flags & SM_P_COUNTRY)
        return SM_GEO_COUNTRY;
    if (p->feature_class == 'H')
        return strncmp(p->feature_code, "SEA", 3) == 0 || strncmp(p->feature_code, "OCN", 3) == 0 ||
                       strncmp(p->feature_code, "GULF", 4) == 0 || strncmp(p->feature_code, "BAY", 3) == 0 ||
                       strncmp(p->feature_code, "STRT", 4) == 0
                   ? SM_GEO_WATER
                   : SM_GEO_REGION;
    if (strncmp(p->feature_code, "ADM1", 4) == 0)
        return SM_GEO_ADMIN1;
    if (strncmp(p->feature_code, "ADM", 3) == 0)
        return SM_GEO_ADMIN2;
    if ((p->flags & SM_P_REGION) || p->feature_class == 'A' || p->feature_class == 'L' ||
        p->feature_class == 'T')
        return SM_GEO_REGION;
    return SM_GEO_EXACT;
}

static double radius_of(const sm_scan *s, const sm_place *p, uint8_t precision)
{
    sm_box box;
    if (precision != SM_GEO_EXACT && sm_gazetteer_box(s->gazetteer, p, &box))
        return sm_box_radius_km(box);
    static const double typical[] = {0, 5, 15, 30, 100, 150, 400, 300};
    return typical[precision];
}

/* Shift the point by the words before the name. */
static void shift(const sm_scan *s, sm_where *w, const governor *g, const sm_mention *m, size_t end)
{
    const sm_place *p = sm_gazetteer_place(s->gazetteer, m->place);
    sm_box box;
    if (g->km > 0 && g->offset_bearing >= 0) {
        w->point = sm_destination(sm_place_point(p), g->offset_bearing, g->km);
        w->located = true;
        w->relation = "offset";
        w->radius_km = g->km * 0.25 > 10 ? g->km * 0.25 : 10;
        w->precision = g->km < 25 ? SM_GEO_NEAR : SM_GEO_REGION;
        return;
    }
    if (g->bearing >= 0 && w->precision >= SM_GEO_ADMIN2 && sm_gazetteer_box(s->gazetteer, p, &box)) {
        double width = box.east - box.west + (box.east < box.west ? 360 : 0), height = box.north - box.south,
               angle = g->bearing * 3.14159265358979323846 / 180;
        w->point = (sm_point){box.west + width * (0.5 + 0.3 * sin(angle)),
                              box.south + height * (0.5 + 0.3 * cos(angle))};
        if (w->point.lon > 180)
            w->point.lon -= 360;
        w->located = true;
        w->radius_km = sm_box_radius_km(box) / 3;
        w->precision = SM_GEO_REGION;
        return;
    }
    if (g->middle && w->precision >= SM_GEO_ADMIN1 &&
        sm_gazetteer_box(s->gazetteer, p, &box)) { /* "central X" */
        w->radius_km = sm_box_radius_km(box) / 3;
        w->precision = SM_GEO_REGION;
        return;
    }
    const char *fold = m->end < end ? sm_token_fold(s->doc, m->end) : "";
    if (g->coast || strcmp(fold, "coast") == 0 || strcmp(fold, "waters") == 0) {
        w->relation = "off";
        if (w->precision == SM_GEO_EXACT)
            w->precision = SM_GEO_NEAR;
        w->radius_km = w->radius_km > 30 ? w->radius_km : 30;
    } else if (strcmp(fold, "border") == 0 || strcmp(fold, "frontier") == 0) {
        w->relation = "near";
        w->precision = SM_GEO_REGION;
        w->radius_km = w->radius_km > 200 ? w->radius_km : 200;
        w->end = m->end + 1;
        return;
    }
    if (strcmp(w->relation, "near") == 0 || g->outskirts || g->offset_bearing >= 0) {
        w->relation = g->offset_bearing >= 0 && !g->outskirts ? "offset" : "near";
        if (w->precision == SM_GEO_EXACT)
            w->precision = SM_GEO_NEAR;
        w->radius_km = w->radius_km > 15 ? w->radius_km : 15;
    }
    if (strcmp(w->relation, "off") == 0 && w->precision == SM_GEO_COUNTRY) {
        w->precision = SM_GEO_WATER;
        w->radius_km = 500;
    }
}

/* "X, Y and Z provinces": the noun at the end speaks of each. */
static bool provinces_behind(const sm_scan *s, const sm_where *w)
{
    static const char *const heads[] = {"provinces", "governorates", "departments", "states",
                                        "regions",   "prefectures",  NULL};
    uint32_t end = s->places->mentions[w->mentions[w->n - 1]].end;
    return w->n > 1 && end < s->doc->n_tokens && sm_scan_word(s, end, heads);
}

/* "between X and Y": the middle, as wide as the way. */
static bool between(const sm_scan *s, sm_where *w, const sm_mention *a, const sm_mention *b)
{
    if (a->place == SM_NO_PLACE || b->place == SM_NO_PLACE)
        return false;
    sm_point p = sm_place_point(sm_gazetteer_place(s->gazetteer, a->place)),
             q = sm_place_point(sm_gazetteer_place(s->gazetteer, b->place));
    w->point = sm_midpoint(p, q);
    w->located = true;
    w->relation = "between";
    w->radius_km = sm_distance_km(p, q) / 2;
    w->precision = w->radius_km < 25 ? SM_GEO_NEAR : SM_GEO_REGION;
    return true;
}

/* "the Chad-Sudan border": the other side of it. */
static const sm_mention *across_border(const sm_scan *s, const sm_mention *m)
{
    size_t i = m->end, n = s->doc->n_tokens;
    if (i + 2 >= n || s->doc->text[s->doc->tokens[i].start] != '-' || !s->mention_at[i + 1])
        return NULL;
    const sm_mention *other = &s->places->mentions[s->mention_at[i + 1] - 1];
    bool border = other->end < n &&
                  (sm_token_is(s->doc, other->end, "border") || sm_token_is(s->doc, other->end, "frontier"));
    return border ? other : NULL;
}

static void widen(const sm_scan *s, sm_where *w, const sm_mention *m, const governor *g, size_t begin,
                  size_t end)
{
    bool chain;
    const sm_mention *mentions = s->places->mentions;
    /* back to the head of the list or the chain */
    for (const sm_mention *p; w->n < SM_WHERE_SITES &&
                              (p = previous_in_list(s, m, begin, end, &chain)) != NULL &&
                              chain | (w->n < SM_WHERE_SITES);) {
        if (contains_place(s, m, p))
            break;
        m = p;
    }
    const sm_mention *head = m;
    w->mentions[w->n++] = (uint32_t)(m - mentions);
    w->first = m->first;
    w->end = m->end;
    bool list = is_list(s, m, end);
    for (const sm_mention *p; w->n < SM_WHERE_SITES && (p = next_in_list(s, m, end, &chain)) != NULL; m = p) {
        const sm_mention *last = &mentions[w->mentions[w->n - 1]];
        w->end = p->end;
        if (chain && last->place == SM_NO_PLACE && w->n == 1 && w->container == SM_NONE &&
            p->place != SM_NO_PLACE)
            w->container = (uint32_t)(p - mentions);
        if (contains_place(s, last, p) || (chain && (last->place == SM_NO_PLACE || !list)) ||
            (last->place != SM_NO_PLACE && last->place == p->place))
            continue;
        if (contains_place(s, p, last)) {
            w->mentions[w->n - 1] = (uint32_t)(p - mentions);
            continue;
        }
        w->mentions[w->n++] = (uint32_t)(p - mentions);
    }
    if (g->prep && strcmp(g->prep->relation, "between") == 0 && w->n >= 2 &&
        between(s, w, head, &mentions[w->mentions[1]]))
        w->n = 1;
    const sm_mention *other = across_border(s, head);
    if (other && between(s, w, head, other)) {
        w->n = 1;
        w->end = other->end + 1;
    }
}

/* The words that say where, with the facility or quarter before the name: "a market in X", "the Y district of
 * X". Returns the token that they begin with. */
static uint32_t begin_of_words(const sm_scan *s, uint32_t first, size_t begin)
{
    enum { LONGEST = 9 };
    uint32_t i = first;
    while (i > begin && first - i < LONGEST) {
        uint32_t j = i - 1;
        uint64_t c = sm_scan_class(s, j);
        const sm_token *t = &s->doc->tokens[j];
        bool name = t->kind == SM_WORD && (t->flags & SM_T_CAPITAL) && !s->doc->allcaps && j > begin &&
                    !(c & (SM_W_PREP | SM_W_SAY | SM_W_WEEKDAY | SM_W_MONTH | SM_W_TITLE)) &&
                    !(s->terms[j] & (SM_L(perp) | SM_L(group)));
        bool hyphen =
            t->kind == SM_PUNCT && s->doc->text[t->start] == '-' && !(t->flags & SM_T_SPACE) && i < first;
        bool joint = (sm_token_is(s->doc, j, "of") || sm_token_is(s->doc, j, "in")) && j > begin &&
                     (is_place_noun(s, j - 1) || (sm_scan_class(s, j - 1) & SM_W_DIRECTION) ||
                      (s->mention_at[j - 1] && s->mention_at[j - 1] != s->mention_at[j])) &&
                     !(s->terms[j - 1] & (SM_L(force) | SM_L(perp)));
        bool noun = i < first && (is_place_noun(s, j) && !(s->terms[j] & (SM_L(force) | SM_L(perp))));
        if (!(name || hyphen || joint || noun || (c & (SM_W_DETERMINER | SM_W_DIRECTION | SM_W_PLACENOUN))) ||
            s->time_at[j] || (s->terms[j] & (SM_L(killed) | SM_L(injured))))
            break;
        i = j;
        if ((c & SM_W_DETERMINER) && !joint)
            break;
    }
    while (i < first && !(s->doc->tokens[i].kind == SM_WORD))
        i++;
    return i;
}

/* The facility behind the name: "a Baton Rouge apartment complex", "the Idlib governorate". */
static uint32_t end_of_words(const sm_scan *s, uint32_t end, size_t stop)
{
    enum { LONGEST = 4 };
    uint32_t last = end;
    for (uint32_t i = end; i < stop && i < end + LONGEST; i++) {
        if (s->doc->tokens[i].kind != SM_WORD || !is_nouny(s, i) || s->mention_at[i] ||
            (sm_scan_class(s, i) & (SM_W_STOP | SM_W_DETERMINER)) ||
            (s->terms[i] & (SM_L(killed) | SM_L(injured) | SM_L(perp) | SM_L(victim))))
            break;
        if (is_place_noun(s, i))
            last = i + 1;
    }
    return last;
}

sm_where sm_link_place(const sm_scan *s, const sm_hit *h)
{
    const sm_sentence *sentence = &s->doc->sentences[h->sentence];
    sm_where best = {.relation = "in", .method = "none", .container = SM_NONE};
    const sm_mention *chosen = NULL;
    governor g = {0};
    for (size_t i = sentence->first; s->places && i < sentence->end; i++) {
        if (!s->mention_at[i] || s->places->mentions[s->mention_at[i] - 1].first != i)
            continue;
        const sm_mention *m = &s->places->mentions[s->mention_at[i] - 1];
        const char *method = "none";
        governor mine;
        float v = score(s, m, h, sentence->first, &method, &mine);
        if (v > best.score) {
            best.score = v;
            best.method = method;
            chosen = m;
            g = mine;
        }
    }
    if (chosen == NULL)
        return best;
    best.firm = strcmp(best.method, "modifier") == 0 ||
                (g.prep && g.prep->weight >= 0.6f && strcmp(best.method, "clause_pp") == 0);
    if (strcmp(best.method, "modifier") == 0) {
        best.mentions[best.n++] = (uint32_t)(chosen - s->places->mentions);
        best.first = chosen->first;
        best.end = chosen->end;
    } else {
        best.relation = g.prep ? g.prep->relation : "in";
        widen(s, &best, chosen, &g, sentence->first, sentence->end);
    }
    const sm_mention *m = &s->places->mentions[best.mentions[0]];
    if (m->place != SM_NO_PLACE && !best.located) {
        const sm_place *p = sm_gazetteer_place(s->gazetteer, m->place);
        best.precision = precision_of(s, p);
        best.radius_km = radius_of(s, p, best.precision);
        if (best.precision == SM_GEO_EXACT && provinces_behind(s, &best)) {
            sm_box box;
            bool known = p->admin1 != SM_NO_PLACE &&
                         sm_gazetteer_box(s->gazetteer, sm_gazetteer_place(s->gazetteer, p->admin1), &box);
            best.precision = SM_GEO_ADMIN1;
            best.radius_km = known ? sm_box_radius_km(box) : 100;
        }
        shift(s, &best, &g, m, sentence->end);
    }
    if (m->place == SM_NO_PLACE && best.container != SM_NONE) {
        const sm_place *p = sm_gazetteer_place(s->gazetteer, s->places->mentions[best.container].place);
        best.precision = precision_of(s, p);
        best.radius_km = radius_of(s, p, best.precision);
        if (best.precision == SM_GEO_EXACT) {
            best.precision = SM_GEO_NEAR;
            best.radius_km = 15;
        }
    }
    if (g.prep && g.at < best.first && best.first - g.at <= 8)
        best.first = (uint32_t)g.at + (g.offset_bearing >= 0 ? 0 : 1);
    best.first = begin_of_words(s, best.first, sentence->first);
    best.end = end_of_words(s, best.end, sentence->end);
    return best;
}

const char *sm_place_refusal(const sm_scan *s, const sm_hit *h, const sm_mention *m)
{
    const sm_sentence *sentence = &s->doc->sentences[h->sentence];
    const char *method = "none";
    governor g;
    float v = score(s, m, h, sentence->first, &method, &g);
    if (v > 0)
        return m->end <= h->first && where_it_was_said(s, m, h) ? "where something was said"
               : on_street(s, m, h, sentence->first)            ? "a street, an address or a hospital"
                                                                : "another place has more in its favour";
    if (m->first < s->dateline_end)
        return "the dateline";
    if (s->terms[m->first] & SM_L(group))
        return "part of a group's name";
    if (done_there(s, &g, h, sentence->first))
        return "where something else was done";
    return m->kind != SM_LITERAL ? "names who speaks or acts, or whose it is" : "an end of a journey";
}
