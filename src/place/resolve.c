/** Method: a log-linear model over the choices of a name (softmax), trained on gold places; its features
 * follow Lieberman and Samet's adaptive context, Mordecai 3 and CLAVIN: prominence, containment in the name
 * behind a comma or "in", the countries and divisions of the article, nearness. The first round knows only
 * the name and its own surroundings; the rounds after it see the others' probabilities. */
#include "resolve.h"
#include <math.h>
#include <string.h>

enum { ROUNDS = 2 };

/* A name with a choice that is so likely in view of the rest of the article is settled: no further round asks. */
static const float SETTLED = 0.98f;

/* Hand-set: what the user says about his articles weighs as much as a strong context. */
static const float BIAS_COUNTRY = 2.5f, BIAS_NEAR = 3.0f, BIAS_NEAR_KM = 150, PINNED = 1000;

/* What the home of the source adds to a choice in a country, and in a division, that all its articles' names
 * lie in. Chosen on LGL with the models that learnt from the other corpora. */
static const float HOME_COUNTRY = 1, HOME_ADMIN1 = 6, HOME_LIKELY = 0.1f;

/* As fmaxf, of numbers only and without a call. */
static float greater(float a, float b)
{
    return a > b ? a : b;
}

/* ---- "Paris, Texas", "Sévaré in Mali", "Aleppo (Syria)" ---- */

static bool sign_is(const sm_doc *doc, uint32_t i, char c)
{
    return i < doc->n_tokens && doc->tokens[i].kind == SM_PUNCT && doc->text[doc->tokens[i].start] == c;
}

/* Whether the next spot is said to contain this one by the way it is joined. */
static bool joined_as_container(const sm_doc *doc, const sm_spot *a, const sm_spot *b)
{
    uint32_t gap = b->first - a->end;
    if (b->first < a->end || gap == 0 || gap > 4 || (doc->tokens[b->first].flags & SM_T_PARAGRAPH))
        return false;
    uint32_t i = a->end;
    if (sign_is(doc, i, '.') && !(doc->tokens[i].flags & SM_T_SPACE)) /* "St., Alexandria" */
        i++;
    if (sign_is(doc, i, ',') || sign_is(doc, i, '('))
        return i + 1 == b->first || (i + 2 == b->first && (sm_word_classes(&doc->tokens[i + 1]) &
                                                           (SM_W_DIRECTION | SM_W_LOCATIVE)));
    for (; i < b->first; i++) {
        if (sm_token_is(doc, i, "in") || sm_token_is(doc, i, "of"))
            return true;
        if (!(sm_word_classes(&doc->tokens[i]) & SM_W_PLACENOUN) && !sign_is(doc, i, ','))
            return false;
    }
    return false;
}

static bool joined_by_sign(const sm_doc *doc, const sm_spot *a)
{
    return sign_is(doc, a->end, ',') || sign_is(doc, a->end, '(') || sign_is(doc, a->end, '.');
}

/* "A, B and C", "A, B, C": the comma behind A may only part the items of a list. */
static bool list_goes_on(const sm_resolution *r, uint32_t b)
{
    const sm_spot *s = &r->names.spots[b];
    if (b + 1 >= r->names.n_spots)
        return false;
    const sm_spot *next = &r->names.spots[b + 1];
    if (next->first == s->end + 1 && (sign_is(r->doc, s->end, ',') || sm_token_is(r->doc, s->end, "and") ||
                                      sm_token_is(r->doc, s->end, "or")))
        return true;
    return next->first == s->end + 2 && sign_is(r->doc, s->end, ',') &&
           (sm_token_is(r->doc, s->end + 1, "and") || sm_token_is(r->doc, s->end + 1, "or"));
}

static void find_containers(sm_resolution *r)
{
    for (uint32_t i = 0; i < r->names.n_spots; i++) {
        sm_spot *s = &r->names.spots[i];
        s->container =
            i + 1 < r->names.n_spots && joined_as_container(r->doc, s, s + 1) && s->name != s[1].name
                ? i + 1
                : UINT32_MAX;
    }
}

static bool may_contain(const sm_place *p)
{
    return p->feature_class == 'A' || (p->flags & (SM_P_COUNTRY | SM_P_REGION)) || p->feature_class == 'P';
}

/* The probability that `place` lies in what `outer` means. */
static float within_name(const sm_resolution *r, uint32_t place, const sm_name *outer)
{
    float sum = 0;
    for (uint32_t k = 0; k < outer->n_choices; k++) {
        uint32_t o = outer->choices[k].place;
        const sm_place *p = sm_gazetteer_place(r->gazetteer, o);
        if (o != place && may_contain(p) && sm_place_within(r->gazetteer, place, o))
            sum += p->feature_class == 'P' ? 0.3f : 1;
    }
    return sum < 1 ? sum : 1;
}

/* Whether the container is a country or first-level division, so that a choice outside it is out. */
static bool firm_container(const sm_resolution *r, const sm_name *outer)
{
    if (!outer->n_choices)
        return false;
    const sm_place *p = sm_gazetteer_place(r->gazetteer, outer->choices[0].place);
    return (p->flags & SM_P_COUNTRY) || memcmp(p->feature_code, "ADM1", 4) == 0;
}

/* ---- one name, two places: "Paris, Texas, not Paris, France" ---- */

static bool is_users(const sm_name *name)
{
    for (uint32_t k = 0; k < name->n_choices; k++)
        if (name->choices[k].name_flags & (SM_N_USER | SM_N_IF))
            return true;
    return false;
}

/* Whether a choice of the name lies in what `outer` means, and, if `inner` is given, in what that means too;
 * of the user's choices only, if there are any. */
static bool some_within(const sm_resolution *r, const sm_name *name, const sm_name *outer,
                        const sm_name *inner)
{
    bool users = is_users(name);
    for (uint32_t k = 0; k < name->n_choices; k++) {
        const sm_choice *c = &name->choices[k];
        if ((!users || (c->name_flags & (SM_N_USER | SM_N_IF))) && within_name(r, c->place, outer) > 0 &&
            (inner == NULL || within_name(r, c->place, inner) > 0))
            return true;
    }
    return false;
}

/* The country or division that the text gives the mention, NULL for none. */
static const sm_name *container_of(const sm_resolution *r, uint32_t mention)
{
    const sm_spot *s = &r->names.spots[mention];
    if (s->container == UINT32_MAX || list_goes_on(r, s->container))
        return NULL;
    const sm_name *outer = &r->names.names[r->names.spots[s->container].name];
    return firm_container(r, outer) ? outer : NULL;
}

/* Whether mentions said to lie in `one` and in `other` cannot be the same place. `one` NULL: a bare mention
 * of a name that the user has given a meaning. */
static bool are_two(const sm_resolution *r, const sm_name *name, const sm_name *one, const sm_name *other)
{
    if (other == NULL || one == other)
        return false;
    if (is_users(name))
        return one == NULL ? !some_within(r, name, other, NULL)
                           : some_within(r, name, one, NULL) != some_within(r, name, other, NULL);
    return one && some_within(r, name, one, NULL) && some_within(r, name, other, NULL) &&
           !some_within(r, name, one, other);
}

static void append_mention(sm_names *names, uint32_t index, uint32_t mention)
{
    sm_name *name = &names->names[index];
    if (name->mentions++ == 0)
        name->first_mention = mention;
    else
        names->spots[name->last_mention].next_mention = mention;
    name->last_mention = mention;
    names->spots[mention].name = index;
    names->spots[mention].next_mention = UINT32_MAX;
}

/* A copy of the name without mentions. There is room: a name is parted only if each part has a mention. */
static uint32_t part_of(sm_resolution *r, uint32_t index)
{
    sm_name *names = r->names.names;
    sm_choice *choices = sm_arena_array(r->doc->arena, SM_CHOICES_MAX, sizeof *choices);
    if (!choices)
        return index;
    memcpy(choices, names[index].choices, names[index].n_choices * sizeof *choices);
    names[index].parted = true;
    names[r->names.n_names] = names[index];
    names[r->names.n_names].choices = choices;
    names[r->names.n_names].mentions = 0;
    return r->names.n_names++;
}

/* A name has one sense in an article, but for those that are said to lie in two countries or divisions. What
 * is said of the first mention goes for the bare ones; a bare first mention means what the user says, else
 * the same as the first that is said to lie somewhere. */
static void part_names(sm_resolution *r)
{
    uint32_t n = r->names.n_names;
    for (uint32_t i = 0; i < n; i++) {
        sm_name *name = &r->names.names[i];
        if (name->mentions < 2)
            continue;
        const sm_name *first = container_of(r, name->first_mention);
        uint32_t s = name->first_mention, other = i, next;
        for (; s != UINT32_MAX && !first && !is_users(name); s = r->names.spots[s].next_mention)
            first = container_of(r, s);
        s = name->first_mention;
        name->mentions = 0;
        for (; s != UINT32_MAX; s = next) {
            next = r->names.spots[s].next_mention;
            bool apart = are_two(r, name, first, container_of(r, s));
            if (apart && other == i)
                other = part_of(r, i);
            append_mention(&r->names, apart ? other : i, s);
        }
    }
}

static void container_numbers(const sm_resolution *r, uint32_t index, const sm_choice *c, float *x)
{
    const sm_name *name = &r->names.names[index];
    uint32_t looked = 0;
    for (uint32_t s = name->first_mention; s != UINT32_MAX && looked < 16;
         s = r->names.spots[s].next_mention, looked++) {
        const sm_spot *spot = &r->names.spots[s];
        if (spot->container != UINT32_MAX) {
            const sm_name *outer = &r->names.names[r->names.spots[spot->container].name];
            float in = within_name(r, c->place, outer);
            bool list = list_goes_on(r, spot->container);
            int which = !joined_by_sign(r->doc, spot) ? SM_RANK_IN
                        : list                        ? SM_RANK_CONTAINED_LIST
                                                      : SM_RANK_CONTAINED;
            x[which] = greater(x[which], in);
            if (in == 0 && !list && firm_container(r, outer))
                x[SM_RANK_OUTSIDE] = 1;
        }
        if (s > 0 && r->names.spots[s - 1].container == s) {
            const sm_name *inner = &r->names.names[r->names.spots[s - 1].name];
            for (uint32_t k = 0; k < inner->n_choices && !x[SM_RANK_CONTAINS]; k++)
                if (inner->choices[k].place != c->place &&
                    sm_place_within(r->gazetteer, inner->choices[k].place, c->place))
                    x[SM_RANK_CONTAINS] = 1;
        }
    }
}

/* ---- the numbers ---- */

static void prior_numbers(const sm_resolution *r, const sm_name *name, uint32_t choice, float *x)
{
    const sm_choice *c = &name->choices[choice];
    const sm_place *p = sm_gazetteer_place(r->gazetteer, c->place);
    float most = 0;
    for (uint32_t k = 0; k < name->n_choices; k++)
        most = greater(most, name->choices[k].log_population);
    uint32_t ask = sm_ask_of(p);
    x[SM_RANK_PRIOR] = p->prior / 10;
    x[SM_RANK_POPULATION] = c->log_population / 5;
    x[SM_RANK_NAMES] = logf(1 + p->n_names) / 4;
    x[SM_RANK_RATIO] = (c->log_population - most) / 5;
    x[SM_RANK_FIRST] = choice == 0;
    if (p->feature_class == 'P' && p->population) {
        x[SM_RANK_BIG] = greater(0, c->log_population - 5);
        x[SM_RANK_SMALL] = greater(0, 4 - c->log_population);
    }
    x[SM_RANK_COUNTRY] = ask == SM_ASK_COUNTRY;
    x[SM_RANK_REGION] = (p->flags & SM_P_REGION) != 0;
    x[SM_RANK_ADMIN1] = ask == SM_ASK_ADMIN1;
    x[SM_RANK_ADMIN2] = ask == SM_ASK_ADMIN2;
    x[SM_RANK_NATURE] = ask == SM_ASK_NATURE;
    x[SM_RANK_BUILDING] = ask == SM_ASK_BUILDING;
    x[SM_RANK_CAPITAL] = (p->flags & SM_P_CAPITAL) != 0;
    x[SM_RANK_SEAT] = memcmp(p->feature_code, "PPLA", 5) == 0;
    x[SM_RANK_SECTION] = memcmp(p->feature_code, "PPLX", 5) == 0;
    x[SM_RANK_UNPEOPLED] = p->population == 0;
    x[SM_RANK_ALTERNATE] = c->name_kind == SM_NAME_ALTERNATE;
    x[SM_RANK_FORMER] = c->name_kind == SM_NAME_FORMER;
    x[SM_RANK_SHORT] = c->name_kind == SM_NAME_ABBREVIATION;
    x[SM_RANK_ENGLISH] = c->name_kind == SM_NAME_ENGLISH;
    x[SM_RANK_WEAK] = (c->name_flags & (SM_N_WEAK | SM_N_STOP)) != 0;
    x[SM_RANK_CUT] = (c->name_flags & SM_N_GENERIC_CUT) != 0;
    x[SM_RANK_TWIN] = (p->flags & SM_P_TWIN) != 0;
    if (name->asks) {
        x[SM_RANK_ASKED] = (name->asks & ask) != 0;
        x[SM_RANK_NOT_ASKED] = (name->asks & ask) == 0;
    }
}

static float share(float s)
{
    return logf((s + 0.03f) / 1.03f) / 3.5f + 1;
}

static void context_numbers(const sm_resolution *r, uint32_t index, const sm_around *around,
                            const sm_choice *c, float *x)
{
    sm_support s;
    sm_context_support(&r->context, index, around, c, &s);
    bool division = !c->is_country && sm_gazetteer_place(r->gazetteer, c->place)->feature_class == 'A';
    x[SM_RANK_COUNTRY_SHARE] = share(s.country);
    x[SM_RANK_ADMIN1_SHARE] = share(s.admin1);
    x[SM_RANK_ADMIN2_SHARE] = share(s.admin2);
    x[SM_RANK_COUNTRY_NAMED] = s.country_named;
    x[SM_RANK_ADMIN1_NAMED] = s.admin1_named;
    x[SM_RANK_NEAR_COUNTRY] = s.near_country;
    x[SM_RANK_NEAR_ADMIN1] = s.near_admin1;
    x[SM_RANK_NEARNESS] = s.nearness;
    x[SM_RANK_DATELINE_COUNTRY] = s.dateline_country;
    x[SM_RANK_DATELINE_ADMIN1] = s.dateline_admin1;
    x[SM_RANK_MAIN_COUNTRY] = c->country != SM_NO_PLACE && c->country == r->context.country;
    x[SM_RANK_COUNTRY_ITSELF] = c->is_country ? x[SM_RANK_COUNTRY_SHARE] : 0;
    x[SM_RANK_DIVISION_ITSELF] = division ? x[SM_RANK_ADMIN1_SHARE] : 0;
    x[SM_RANK_HOME_TOWN] = c->is_country || division ? 0 : s.country * s.admin1;
}

/* What no round changes: what the gazetteer says, and what contains the name. */
static void fixed_numbers(const sm_resolution *r, uint32_t name, uint32_t choice, float x[SM_RANK_FEATURES])
{
    memset(x, 0, SM_RANK_FEATURES * sizeof *x);
    prior_numbers(r, &r->names.names[name], choice, x);
    container_numbers(r, name, &r->names.names[name].choices[choice], x);
}

void sm_rank_numbers(const sm_resolution *r, uint32_t name, uint32_t choice, int row,
                     float x[SM_RANK_FEATURES])
{
    fixed_numbers(r, name, choice, x);
    if (row) {
        sm_around around;
        sm_context_around(&r->context, name, &around);
        context_numbers(r, name, &around, &r->names.names[name].choices[choice], x);
    }
}

void sm_rank_nothing(const sm_resolution *r, uint32_t index, int row, float x[SM_RANK_FEATURES])
{
    const sm_name *name = &r->names.names[index];
    memset(x, 0, SM_RANK_FEATURES * sizeof *x);
    x[SM_RANK_NOTHING] = 1;
    x[SM_RANK_NOTHING_PARED] = name->match == SM_MATCH_PARED;
    x[SM_RANK_NOTHING_MISSPELT] = name->match == SM_MATCH_MISSPELT;
    x[SM_RANK_NOTHING_INNER] = name->match == SM_MATCH_INNER;
    x[SM_RANK_NOTHING_ONE] = name->n_bearers == 1;
    x[SM_RANK_NOTHING_CONTEXT] = row && r->context.total > 2;
    x[SM_RANK_NOTHING_OUTSIDE] = r->names.spots[name->first_mention].container != UINT32_MAX;
}

/* ---- scoring ---- */

/* The sum so far and what the numbers [first, end) add to it. Those beyond are 0: every step but the last
 * changes only some. */
static float add_up(float sum, const float *w, const float *x, int first, int end)
{
    for (int i = first; i < end; i++)
        sum += w[i] * x[i];
    return sum;
}

/* What no round changes; the numbers of the rest of the article are 0 there. In four sums, which fit one register. */
static float fixed_sum(const float *w, const float *x)
{
    float sums[4] = {0};
    for (int i = 0; i < SM_RANK_FEATURES; i += 4)
        for (int k = 0; k < 4; k++)
            sums[k] += w[i + k] * x[i + k];
    return sums[0] + sums[1] + (sums[2] + sums[3]);
}
_Static_assert(SM_RANK_FEATURES % 4 == 0, "fixed_sum goes in steps of four");

/* What the user's overlay says of a choice goes before all that was learnt, unless the text itself says that
 * the place lies elsewhere
 * ("Springfield, Illinois"); `x` are the choice's numbers. */
static float users_word(const sm_name *name, const sm_choice *c, const float *x)
{
    bool pinned = c->place == name->pinned, elsewhere = x[SM_RANK_OUTSIDE] > 0;
    if ((c->name_flags & SM_N_IF) && !pinned)
        return -2 * PINNED;
    if (elsewhere)
        return name->parted ? -PINNED : 0;
    return pinned ? 2 * PINNED : c->name_flags & SM_N_USER ? PINNED : 0;
}

/* What the home of the source adds. */
static float home_bias(const sm_resolution *r, const sm_place *p)
{
    if (!r->options || !r->options->home)
        return 0;
    return HOME_COUNTRY * sm_home_share(r->options->home, p->country) +
           HOME_ADMIN1 * sm_home_share(r->options->home, p->admin1);
}

/* What the user's options add. */
static float bias(const sm_resolution *r, const sm_choice *c)
{
    const sm_place *p = sm_gazetteer_place(r->gazetteer, c->place);
    float b = 0;
    if (!r->options)
        return b;
    if (r->options->country[0] && memcmp(p->country_code, r->options->country, 2) == 0)
        b += BIAS_COUNTRY;
    if (r->options->has_near)
        b += BIAS_NEAR * expf(-(float)sm_distance_km(sm_place_point(p), r->options->near) / BIAS_NEAR_KM);
    return b;
}

/* From scores to probabilities; `nothing` is the score of none of the choices. */
static void softmax(sm_name *name, const float *scores, float nothing)
{
    float most = nothing, sum;
    for (uint32_t k = 0; k < name->n_choices; k++)
        most = greater(most, scores[k]);
    sum = name->nothing = expf(nothing - most);
    for (uint32_t k = 0; k < name->n_choices; k++)
        sum += name->choices[k].probability = expf(scores[k] - most);
    for (uint32_t k = 0; k < name->n_choices; k++)
        name->choices[k].probability /= sum;
    name->nothing /= sum;
}

/* Which reason a feature speaks for. */
static sm_reason reason_of(int feature)
{
    switch (feature) {
    case SM_RANK_CONTAINED:
    case SM_RANK_CONTAINED_LIST:
    case SM_RANK_OUTSIDE:
    case SM_RANK_IN:
    case SM_RANK_CONTAINS:
        return SM_REASON_CONTAINER;
    case SM_RANK_ASKED:
    case SM_RANK_NOT_ASKED:
        return SM_REASON_CLASS;
    case SM_RANK_COUNTRY_SHARE:
    case SM_RANK_COUNTRY_NAMED:
    case SM_RANK_NEAR_COUNTRY:
    case SM_RANK_DATELINE_COUNTRY:
    case SM_RANK_MAIN_COUNTRY:
    case SM_RANK_COUNTRY_ITSELF:
        return SM_REASON_COUNTRY;
    case SM_RANK_ADMIN1_SHARE:
    case SM_RANK_ADMIN2_SHARE:
    case SM_RANK_ADMIN1_NAMED:
    case SM_RANK_NEAR_ADMIN1:
    case SM_RANK_DATELINE_ADMIN1:
    case SM_RANK_DIVISION_ITSELF:
    case SM_RANK_HOME_TOWN:
        return SM_REASON_ADMIN1;
    case SM_RANK_NEARNESS:
        return SM_REASON_NEAR;
    default:
        return SM_REASON_PRIOR;
    }
}

/* The weights of prominence; 0 in the place of the others. */
static void prominence_weights(const float *w, float out[SM_RANK_FEATURES])
{
    memset(out, 0, SM_RANK_FEATURES * sizeof *out);
    for (int i = 0; i < SM_RANK_COUNT; i++)
        out[i] = reason_of(i) == SM_REASON_PRIOR ? w[i] : 0;
}

static void score_fixed(sm_resolution *r, const float (*rank)[SM_RANK_FEATURES])
{
    float x[SM_RANK_FEATURES], prominence[SM_RANK_FEATURES];
    prominence_weights(rank[1], prominence);
    for (uint32_t i = 0; i < r->names.n_names; i++) {
        const sm_name *name = &r->names.names[i];
        for (uint32_t k = 0; k < name->n_choices; k++) {
            sm_choice *c = &name->choices[k];
            fixed_numbers(r, i, k, x);
            float users = users_word(name, c, x), biased = bias(r, c),
                  home = home_bias(r, sm_gazetteer_place(r->gazetteer, c->place));
            for (int row = 0; row < 2; row++)
                c->fixed[row] = fixed_sum(rank[row], x) + biased + users + home;
            c->prominence = fixed_sum(prominence, x);
        }
    }
    r->fixed = true;
}

static bool is_settled(const sm_name *name)
{
    for (uint32_t k = 0; k < name->n_choices; k++)
        if (name->choices[k].probability > SETTLED)
            return true;
    return false;
}

void sm_resolution_round(sm_resolution *r, const float (*rank)[SM_RANK_FEATURES], int row)
{
    if (!r->fixed)
        score_fixed(r, rank);
    for (uint32_t i = 0; i < r->names.n_names; i++) {
        sm_name *name = &r->names.names[i];
        if (r->in_view && is_settled(name))
            continue;
        float scores[SM_CHOICES_MAX], x[SM_RANK_FEATURES];
        sm_around around;
        if (row)
            sm_context_around(&r->context, i, &around);
        for (uint32_t k = 0; k < name->n_choices; k++) {
            scores[k] = name->choices[k].fixed[row];
            if (!row)
                continue;
            context_numbers(r, i, &around, &name->choices[k], x);
            scores[k] = add_up(scores[k], rank[row], x, SM_RANK_COUNTRY_SHARE, SM_RANK_HOME_TOWN + 1);
        }
        sm_rank_nothing(r, i, row, x);
        softmax(name, scores, add_up(0, rank[row], x, SM_RANK_NOTHING, SM_RANK_COUNT));
    }
    r->in_view = row;
    sm_context_count(&r->context);
}

static bool likely(const void *context, const sm_place *p)
{
    const sm_resolution *r = context;
    const sm_context *c = &r->context;
    float most = c->total * 0.08f;
    return sm_tally_get(&c->lies_in, p->admin1) > most || sm_tally_get(&c->named, p->admin1) > 0.3f ||
           (r->options && r->options->home && sm_home_share(r->options->home, p->admin1) > HOME_LIKELY);
}

void sm_resolution_widen(sm_resolution *r)
{
    for (uint32_t i = 0; i < r->names.n_names; i++)
        if (sm_names_add_likely(r->gazetteer, &r->names.names[i], likely, r))
            r->fixed = false;
}

sm_status sm_resolution_begin(const sm_gazetteer *g, const sm_doc *doc, const sm_place_options *options,
                              sm_spot *spots, uint32_t count, sm_resolution *out, sm_error *err)
{
    *out = (sm_resolution){.gazetteer = g, .doc = doc, .options = options};
    sm_status st = sm_names_collect(g, doc, spots, count, &out->names, err);
    if (st != SM_OK)
        return st;
    find_containers(out);
    part_names(out);
    for (uint32_t i = 0; i < out->names.n_names; i++)
        out->names.names[i].weight = 1 + 0.5f * logf((float)out->names.names[i].mentions);
    return sm_context_begin(g, doc, &out->names, &out->context, err);
}

/* The country that the user names decides the conditions of pins, else the one that the article is about. */
static void pin_names(sm_resolution *r)
{
    const sm_article *a = r->doc->article;
    sm_circumstances where = sm_circumstances_of(a->source, a->url);
    if (r->options && r->options->country[0])
        memcpy(where.country, r->options->country, 2);
    else if (r->context.country != SM_NO_PLACE)
        memcpy(where.country, sm_gazetteer_place(r->gazetteer, r->context.country)->country_code, 2);
    for (uint32_t i = 0; i < r->names.n_names; i++)
        sm_name_pin(r->gazetteer, &r->names.names[i], &where);
    r->fixed = false;
}

void sm_resolution_run(sm_resolution *r, const float (*rank)[SM_RANK_FEATURES])
{
    bool conditions = sm_gazetteer_has_conditions(r->gazetteer);
    sm_resolution_round(r, rank, 0);
    sm_resolution_widen(r);
    if (conditions)
        pin_names(r);
    for (int i = 0; i < ROUNDS; i++)
        sm_resolution_round(r, rank, 1);
}

/* ---- the best choice ---- */

enum { TWIN_KM = 120, CAPITAL_TWIN_KM = 400 }; /* Buenos Aires lies outside the middle of its province */

static bool is_town(const sm_place *p)
{
    return p->feature_class == 'P';
}

static bool is_subdivision(const sm_place *p)
{
    return p->feature_class == 'A' && !(p->flags & SM_P_COUNTRY);
}

static bool full_name(const sm_choice *c)
{
    return c->name_kind == SM_NAME_MAIN || c->name_kind == SM_NAME_ENGLISH ||
           (c->name_flags & SM_N_GENERIC_CUT);
}

/* A town and the division that it lies in. */
static bool are_twins(const sm_resolution *r, const sm_choice *a, const sm_choice *b)
{
    const sm_place *p = sm_gazetteer_place(r->gazetteer, a->place),
                   *q = sm_gazetteer_place(r->gazetteer, b->place);
    if (!full_name(a) || !full_name(b) ||
        !((is_town(p) && is_subdivision(q)) || (is_town(q) && is_subdivision(p))))
        return false;
    int limit_km = (p->flags | q->flags) & SM_P_CAPITAL ? CAPITAL_TWIN_KM : TWIN_KM;
    return memcmp(p->country_code, q->country_code, 2) == 0 &&
           sm_distance_km(sm_place_point(p), sm_place_point(q)) < limit_km;
}

uint32_t sm_resolution_best(const sm_resolution *r, uint32_t index, float *probability)
{
    const sm_name *name = &r->names.names[index];
    uint32_t best = 0, twin = UINT32_MAX;
    for (uint32_t k = 1; k < name->n_choices; k++)
        if (name->choices[k].probability > name->choices[best].probability)
            best = k;
    for (uint32_t k = 0; k < name->n_choices; k++)
        if (k != best && are_twins(r, &name->choices[best], &name->choices[k]) &&
            (twin == UINT32_MAX || name->choices[k].probability > name->choices[twin].probability))
            twin = k;
    *probability =
        name->choices[best].probability + (twin == UINT32_MAX ? 0 : name->choices[twin].probability);
    if (twin == UINT32_MAX)
        return best;
    bool town_asked = !(name->asks & (SM_ASK_ADMIN1 | SM_ASK_ADMIN2)) || (name->asks & SM_ASK_TOWN);
    return is_town(sm_gazetteer_place(r->gazetteer, name->choices[best].place)) == town_asked ? best : twin;
}

/* ---- reasons ---- */

/* The reason is what speaks for the choice and against the most prominent other place of the name. */
sm_reason sm_resolution_reason(const sm_resolution *r, const float (*rank)[SM_RANK_FEATURES], uint32_t index,
                               uint32_t best)
{
    const sm_name *name = &r->names.names[index];
    const sm_choice *c = &name->choices[best], *rival = NULL;
    if ((c->name_flags & SM_N_USER) || c->place == name->pinned)
        return SM_REASON_OVERLAY;
    uint32_t second = UINT32_MAX;
    for (uint32_t k = 0; k < name->n_choices; k++)
        if (k != best && !are_twins(r, c, &name->choices[k]) &&
            (second == UINT32_MAX || name->choices[k].prominence > name->choices[second].prominence))
            second = k;
    if (second == UINT32_MAX)
        return SM_REASON_ONLY;
    rival = &name->choices[second];
    if (c->prominence >= rival->prominence)
        return SM_REASON_PRIOR;
    float x[SM_RANK_FEATURES], y[SM_RANK_FEATURES], by[SM_REASON_UNRESOLVED + 1] = {0};
    sm_rank_numbers(r, index, best, 1, x);
    sm_rank_numbers(r, index, second, 1, y);
    for (int i = 0; i < SM_RANK_COUNT; i++)
        by[reason_of(i)] += rank[1][i] * (x[i] - y[i]);
    by[SM_REASON_BIAS] = bias(r, c) - bias(r, rival);
    by[SM_REASON_SOURCE] = home_bias(r, sm_gazetteer_place(r->gazetteer, c->place)) -
                           home_bias(r, sm_gazetteer_place(r->gazetteer, rival->place));
    int top = SM_REASON_PRIOR;
    for (int i = 0; i <= SM_REASON_UNRESOLVED; i++)
        if (by[i] > by[top])
            top = i;
    return (sm_reason)top;
}
