/* What governs a name: the preposition before it, over "the northern city of" and "the Grand Hotel in", and
 * the words that shift it. */
#include "linking.h"

#include <stdlib.h>
#include <string.h>

static const sm_preposition *preposition_of(const sm_scan *s, size_t i)
{
    uint32_t row = sm_prepositions.starts[s->doc->tokens[i].lexeme].row;
    return row ? &sm_prepositions_rows[row] : NULL;
}

/* Degrees of a direction word; "south-west", which is three tokens, by its last. −1 = none. */
static int bearing_of(const sm_scan *s, size_t i)
{
    int degrees = sm_scan_class(s, i) & SM_W_DIRECTION ? sm_word_of(&s->doc->tokens[i])->value : 0;
    int found = degrees ? degrees % 360 : -1; /* "central" has none */
    if (found < 0 || i < 2 || s->doc->text[s->doc->tokens[i - 1].start] != '-' ||
        (s->doc->tokens[i].flags & SM_T_SPACE))
        return found;
    bool north = sm_token_is(s->doc, i - 2, "north"), south = sm_token_is(s->doc, i - 2, "south");
    if ((!north && !south) || (found != 90 && found != 270))
        return found;
    return north ? (found == 90 ? 45 : 315) : found == 90 ? 135 : 225;
}

/* "600 km (375 miles) northeast of": reads leftwards from the direction word at `i`. */
static double distance_before(const sm_scan *s, size_t i, size_t begin)
{
    double found = 0;
    for (size_t j = i; j > begin + 1 && i - j < 10; j--) {
        bool is_km = sm_scan_cue(s, j - 1, SM_C_kilometres), is_miles = sm_scan_cue(s, j - 1, SM_C_miles);
        size_t number = j - 2;
        if (!is_km && !is_miles)
            continue;
        if (s->doc->text[s->doc->tokens[number].start] == '-' && number > begin)
            number--;
        double value = 0;
        if (s->doc->tokens[number].kind == SM_NUMBER)
            value = strtod(s->doc->text + s->doc->tokens[number].start, NULL);
        else if (sm_scan_class(s, number) & SM_W_NUMBER)
            value = sm_word_of(&s->doc->tokens[number])->value;
        found = is_km ? value : value * 1.609344;
        if (is_km)
            break;
    }
    return found > 0 && found < 3000 ? found : 0;
}

/* Verbs that a place is the object of: nothing before them governs it. */
static bool is_blow(const sm_scan *s, size_t i)
{
    return sm_scan_cue(s, i, SM_C_blow);
}

/* "fired from a ship in X", "launched from X": X is where they came from. */
static bool is_launch(const sm_scan *s, size_t at, size_t begin)
{
    enum { REACH = 6 };
    for (size_t i = at; i > begin && i + REACH > at; i--)
        if (sm_token_is(s->doc, i, "from") && sm_scan_cue(s, i - 1, SM_C_launching))
            return true;
    return false;
}

sm_governor sm_govern(const sm_scan *s, const sm_mention *m, const sm_hit *h, size_t begin)
{
    enum { REACH = 9 };
    sm_governor g = {.at = m->first, .bearing = -1, .offset_bearing = -1};
    bool skipped = false;
    for (size_t i = m->first; i > begin && m->first - i < REACH; i--) {
        size_t j = i - 1;
        const sm_token *t = &s->doc->tokens[j];
        uint64_t c = sm_scan_class(s, j);
        const sm_preposition *p = preposition_of(s, j);
        int wind = bearing_of(s, j);
        if (s->time_at[j] || (!h->noun && j >= h->first && j < h->end) || is_blow(s, j))
            return g;
        if (p && strcmp(p->phrase, "of") == 0 && j > begin) {
            int before = bearing_of(s, j - 1);
            if (before >= 0) { /* "northeast of X", "600 km northeast of X" */
                g.offset_bearing = before;
                g.km = distance_before(s, j - 1, begin);
                g.prep = p;
                g.at = j - 1 -
                       (bearing_of(s, j - 1) % 90 == 45 && j > begin + 3 &&
                                s->doc->text[s->doc->tokens[j - 2].start] == '-'
                            ? 2
                            : 0);
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
                        (s->mention_at[j - 1] && !skipped) || sm_scan_cue(s, j - 1, SM_C_locality);
            g.prep = g.prep ? g.prep : p;
            g.at = g.prep == p ? j : g.at;
            if (!noun)
                return g;
            skipped = true;
            continue;
        }
        if (p) {
            if (g.prep == NULL || strcmp(g.prep->phrase, "of") == 0 || g.offset_bearing >= 0) {
                g.prep = p;
                g.at = j;
            }
            g.launch = strcmp(p->phrase, "from") == 0 || is_launch(s, g.at, begin);
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
