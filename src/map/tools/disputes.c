#include "disputes.h"

#include "error.h"
#include "geo.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 10, MAX_LINE = 4096 };

#define NEAR_DEG   .1  /* a cut ends this near to the ring that it parts */
#define PART_SHARE .02 /* of its box: a smaller part is only the seam of a ring that was parted already */

/* --- the table --------------------------------------------------------------------------------- */

/* Cut a line into its cells; how many. */
static size_t cells_of(char *line, char *cells[COLUMNS])
{
    size_t n = 0;
    line[strcspn(line, "\r\n")] = '\0';
    for (char *next = line; next; n++) {
        char *at = next;
        if ((next = strchr(at, '\t')) != NULL)
            *next++ = '\0';
        if (n < COLUMNS)
            cells[n] = at;
    }
    return n;
}

static bool read_number(const char **text, double *out)
{
    char *end;
    *out = strtod(*text, &end);
    bool found = end != *text && isfinite(*out);
    *text = end;
    return found;
}

/* "lon lat, lon lat …" */
static bool read_cut(const char *text, sm_rule *rule)
{
    while (*text && rule->n_cut < SM_MAX_CUT) {
        sm_point *p = &rule->cut[rule->n_cut++];
        if (!read_number(&text, &p->lon) || !read_number(&text, &p->lat) || !sm_point_valid(*p))
            return false;
        text += strspn(text, ", ");
    }
    return *text == '\0';
}

static const char *read_rule(char *cells[COLUMNS], sm_rule *rule)
{
    static const char *const treatments[] = {"dash", "give", "split"};
    double *edges[] = {&rule->box.west, &rule->box.south, &rule->box.east, &rule->box.north};
    for (int i = 0; i < 4; i++) {
        const char *text = cells[1 + i];
        if (!read_number(&text, edges[i]) || *text)
            return "an edge of the box is no number";
    }
    if (!(rule->box.west < rule->box.east) || !(rule->box.south < rule->box.north))
        return "the box is empty";
    int k = 0;
    while (k < 3 && strcmp(cells[5], treatments[k]) != 0)
        k++;
    if (k == 3)
        return "the treatment is none of dash, give, split";
    rule->treatment = (sm_treatment)k;
    if (cells[6][0] == '\0' || cells[7][0] == '\0' || strlen(cells[6]) >= SM_PARTY ||
        strlen(cells[7]) >= SM_PARTY)
        return "a party is missing or its name too long";
    if (strlen(cells[0]) >= SM_RULE_NAME)
        return "a name is too long";
    strcpy(rule->name, cells[0]);
    strcpy(rule->one, cells[6]);
    strcpy(rule->other, cells[7]);
    if (!read_cut(cells[8], rule) || (rule->n_cut >= 2) != (rule->treatment == SM_SPLIT))
        return "a split, and nothing else, has a line of 2 to 32 points";
    return NULL;
}

sm_status sm_rules_load(const char *path, sm_rules *out, sm_error *err)
{
    char line[MAX_LINE], *cells[COLUMNS];
    FILE *f = fopen(path, "r");
    if (f == NULL)
        return sm_fail_at(err, SM_E_SETUP, path, 0, "cannot be opened");
    out->count = 0;
    const char *why = NULL;
    unsigned number = 0;
    while (why == NULL && fgets(line, sizeof line, f)) {
        if (number++ == 0 || *line == '#')
            continue;
        sm_rule rule = {0};
        if (cells_of(line, cells) != COLUMNS)
            why = "a rule has 10 columns";
        else if (out->count == SM_MAX_RULES)
            why = "too many rules";
        else if ((why = read_rule(cells, &rule)) == NULL)
            out->at[out->count++] = rule;
    }
    fclose(f);
    return why ? sm_fail_at(err, SM_E_SETUP, path, number, "%s", why) : SM_OK;
}

/* --- owners and lines -------------------------------------------------------------------------- */

static bool holds(sm_box b, sm_point p)
{
    return p.lon >= b.west && p.lon <= b.east && p.lat >= b.south && p.lat <= b.north;
}

static bool names(const char *rule, const char *party)
{
    return strcmp(rule, "*") == 0 || strcmp(rule, party) == 0;
}

static size_t owner_rule(const sm_rules *r, const char *party, sm_point at)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->at[i].treatment != SM_DASH && strcmp(r->at[i].one, party) == 0 && holds(r->at[i].box, at))
            return i;
    return SM_NO_RULE;
}

const char *sm_rules_owner(const sm_rules *r, const char *party, sm_point at)
{
    size_t rule = owner_rule(r, party, at);
    return rule == SM_NO_RULE ? party : r->at[rule].other;
}

static size_t dashing_rule(const sm_rules *r, const char *a, const char *b, sm_point at)
{
    for (size_t i = 0; i < r->count; i++) {
        const sm_rule *rule = &r->at[i];
        if (rule->treatment == SM_DASH && holds(rule->box, at) &&
            ((names(rule->one, a) && names(rule->other, b)) ||
             (names(rule->one, b) && names(rule->other, a))))
            return i;
    }
    return SM_NO_RULE;
}

sm_line_kind sm_rules_line(const sm_rules *r, const char *a, const char *b, sm_point at, size_t *rule)
{
    const char *owner_a = sm_rules_owner(r, a, at), *owner_b = sm_rules_owner(r, b, at);
    *rule = dashing_rule(r, a, b, at);
    if (*rule == SM_NO_RULE)
        *rule = dashing_rule(r, owner_a, owner_b, at);
    if (*rule != SM_NO_RULE)
        return SM_LINE_DISPUTED;
    if (strcmp(owner_a, owner_b) != 0)
        return SM_LINE_BORDER;
    *rule = owner_rule(r, a, at);
    if (*rule == SM_NO_RULE)
        *rule = owner_rule(r, b, at);
    return SM_LINE_NONE;
}

static bool lies_in(const sm_ring *ring, sm_box box)
{
    for (size_t i = 0; i < ring->count; i++)
        if (!holds(box, ring->points[i]))
            return false;
    return ring->count > 0;
}

const char *sm_rules_ring(const sm_rules *r, const char *party, const sm_ring *ring, size_t *rule)
{
    for (*rule = 0; *rule < r->count; ++*rule) {
        const sm_rule *at = &r->at[*rule];
        if (at->treatment == SM_GIVE && strcmp(at->one, party) == 0 && lies_in(ring, at->box))
            return at->other;
    }
    *rule = SM_NO_RULE;
    return party;
}

/* --- parting a ring ---------------------------------------------------------------------------- */

/* The point of a ring that is nearest to `p` (on the plane of degrees: it is near), and the edge it lies on;
 * how far it is. */
static double nearest(const sm_ring *ring, sm_point p, size_t *edge, sm_point *at)
{
    double best = INFINITY;
    for (size_t i = 0; i + 1 < ring->count; i++) {
        sm_point a = ring->points[i], b = ring->points[i + 1];
        double dx = b.lon - a.lon, dy = b.lat - a.lat, length = dx * dx + dy * dy,
               t = length > 0 ? ((p.lon - a.lon) * dx + (p.lat - a.lat) * dy) / length : 0;
        t = fmax(0, fmin(1, t));
        sm_point q = {a.lon + t * dx, a.lat + t * dy};
        double away = hypot(q.lon - p.lon, q.lat - p.lat);
        if (away < best) {
            best = away;
            *edge = i;
            *at = q;
        }
    }
    return best;
}

static double area_of(const sm_ring *ring)
{
    double sum = 0;
    for (size_t i = 0; i + 1 < ring->count; i++)
        sum += ring->points[i].lon * ring->points[i + 1].lat - ring->points[i + 1].lon * ring->points[i].lat;
    return fabs(sum) / 2;
}

/* The ring's points behind edge `from` up to the beginning of edge `to`, then the cut: a closed ring. `cut`
 * is walked backwards for the part that it closes in its own direction. */
static sm_ring part(const sm_ring *ring, size_t from, size_t to, const sm_ring *cut, bool backwards,
                    sm_point *out)
{
    size_t n = 0, edges = ring->count - 1;
    for (size_t i = from; i != to; i = (i + 1) % edges)
        out[n++] = ring->points[i + 1];
    for (size_t i = 0; i < cut->count; i++)
        out[n++] = cut->points[backwards ? cut->count - 1 - i : i];
    out[n++] = out[0];
    return (sm_ring){out, n};
}

bool sm_rules_split(const sm_rules *r, size_t i, const char *party, const sm_ring *ring, sm_point *buffer,
                    sm_ring *rest, sm_ring *given, sm_ring *cut)
{
    const sm_rule *rule = &r->at[i];
    size_t first, last;
    sm_point begin, end;
    if (rule->treatment != SM_SPLIT || strcmp(rule->one, party) != 0 || ring->count < 4 ||
        nearest(ring, rule->cut[0], &first, &begin) > NEAR_DEG ||
        nearest(ring, rule->cut[rule->n_cut - 1], &last, &end) > NEAR_DEG || first == last)
        return false;
    sm_point *line = buffer, *one = line + rule->n_cut, *two = one + ring->count + rule->n_cut + 2;
    memcpy(line, rule->cut, rule->n_cut * sizeof *line);
    line[0] = begin;
    line[rule->n_cut - 1] = end;
    *cut = (sm_ring){line, rule->n_cut};
    *rest = part(ring, first, last, cut, true, one);
    *given = part(ring, last, first, cut, false, two);
    if (lies_in(rest, rule->box)) {
        sm_ring other = *rest;
        *rest = *given;
        *given = other;
    }
    double box = (rule->box.east - rule->box.west) * (rule->box.north - rule->box.south);
    return lies_in(given, rule->box) && !lies_in(rest, rule->box) && area_of(given) > PART_SHARE * box;
}
