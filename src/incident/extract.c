/* One article to its incidents: runs the stages and writes the records.
 *
 * What the sentences of an incident leave open is filled from the article, each time with its method named:
 * the day from the article's own days or its publication, the place from the lead. Confidence is a sum of
 * evidence, see docs/incidents.md. */
#include "extract.h"

#include "bag.h"
#include "classify.h"
#include "evidence.h"
#include "explain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_SOURCES = 8, MAX_QUOTE = 600 };

static const char NOT_WANTED[] = "a type that is not asked for";

/* Below this it is talk, not a report: chosen for the best F1 on the gold that the weights were learnt from.
 */
#define EVIDENCE_LEAST 0.3

/* --- dates
 * ---------------------------------------------------------------------------------------------------- */

static void print_day(char out[24], int32_t day, uint8_t precision, int16_t minute)
{
    sm_date d = sm_date_of_days(day);
    if (precision == SM_PRECISION_YEAR)
        d.month = d.day = 0;
    else if (precision == SM_PRECISION_MONTH)
        d.day = 0;
    sm_date_print(d, out);
    if (precision <= SM_PRECISION_HOUR && precision != SM_PRECISION_UNKNOWN && minute >= 0)
        snprintf(out + strlen(out), 8, "T%02d:%02d", minute / 60, minute % 60);
}

static void write_days(sm_incident *out, int32_t from, int32_t to, uint8_t precision, uint8_t basis,
                       int16_t minute)
{
    print_day(out->date_start, from, precision, minute);
    print_day(out->date_end, to, precision, minute);
    out->date_precision = precision;
    out->date_basis = basis;
}

/* "the second quarter of 2014", 2014-Q2: three months, not a year. */
static bool is_quarter(const sm_timex *t)
{
    return strlen(t->value) == 7 && strncmp(t->value + 4, "-Q", 2) == 0;
}

static void write_date(const sm_scan *s, const sm_reports *reports, size_t k, bool first, sm_incident *out)
{
    sm_when w = sm_choose_day(s, reports, k, first);
    if (w.known && !w.precision) /* a decade */
        w.precision = w.to - w.from > 300  ? SM_PRECISION_YEAR
                      : w.to - w.from > 26 ? SM_PRECISION_MONTH
                                           : SM_PRECISION_DAY;
    if (w.known && w.timex != SM_NONE && is_quarter(&s->times[w.timex]))
        w.precision = SM_PRECISION_MONTH;
    if (w.known)
        write_days(out, w.from, w.to, w.precision, w.basis, w.minute);
    else if (w.timex == SM_NONE && s->published.year && s->published.day)
        write_days(out, sm_days(s->published), sm_days(s->published), SM_PRECISION_FEW_DAYS,
                   SM_BASIS_DOCUMENT, -1);
}

/* What may still tell the day when the publication date is worked out later. */
static const sm_date_clue *clue_of(const sm_scan *s, const sm_reports *reports, const uint32_t *position,
                                   size_t k, sm_arena *arena)
{
    const sm_report *r = &reports->items[k];
    sm_date_clue *c = sm_arena_alloc(arena, sizeof *c);
    *c = (sm_date_clue){.offset_days = INT32_MIN, .not_before = INT32_MIN};
    if (r->when.timex != SM_NONE) {
        const sm_timex *t = &s->times[r->when.timex];
        c->weekday = t->weekday;
        c->month = t->month > 0 ? (uint8_t)t->month : 0;
        c->day = t->day > 0 ? (uint8_t)t->day : 0;
        c->offset_days = t->offset_days;
    }
    for (size_t i = 0; i < s->n_times; i++) {
        const sm_timex *t = &s->times[i];
        if (t->type <= SM_TIMEX_TIME && t->resolved && t->basis == SM_BASIS_EXPLICIT &&
            t->precision <= SM_PRECISION_DAY && t->to > c->not_before)
            c->not_before = t->to;
        if (!c->article_weekday && t->weekday && s->doc->tokens[t->first].sentence < 4 && t->first > 0 &&
            ((sm_scan_class(s, t->first - 1) & SM_W_SAY) ||
             (t->first > 1 && (sm_scan_class(s, t->first - 2) & SM_W_SAY))))
            c->article_weekday = t->weekday;
    }
    if (r->follows != SM_NONE && position[r->follows] != SM_NONE) {
        c->follows = (int32_t)position[r->follows] - (int32_t)position[k];
        c->follows_days = r->follows_days;
    }
    return c;
}

/* --- places
 * --------------------------------------------------------------------------------------------------- */

static const char *copy(sm_arena *arena, const char *text)
{
    return text && *text ? sm_arena_copy(arena, text, strlen(text)) : NULL;
}

static const char *name_of(const sm_gazetteer *g, uint32_t place)
{
    return place == SM_NO_PLACE ? NULL : sm_gazetteer_string(g, sm_gazetteer_place(g, place)->name);
}

static void write_site(const sm_scan *s, const sm_mention *m, bool country_only, sm_site *site,
                       sm_arena *arena)
{
    const sm_gazetteer *g = s->gazetteer;
    uint32_t place = country_only ? sm_gazetteer_place(g, m->place)->country : m->place;
    const sm_place *p = sm_gazetteer_place(g, place);
    site->name = copy(arena, name_of(g, place));
    site->admin1 = copy(arena, name_of(g, p->admin1));
    site->admin2 = copy(arena, name_of(g, p->admin2));
    site->country = copy(arena, name_of(g, p->country));
    memcpy(site->country_code, p->country_code, 2);
    memcpy(site->feature_code, p->feature_code, sizeof p->feature_code);
    site->geonames_id = p->geonames_id;
    site->point = sm_place_point(p);
    site->located = true;
}

/* A place that no gazetteer entry fits: its name, and what is known of the place that it lies in. */
static void write_unresolved(const sm_scan *s, const sm_mention *m, uint32_t container, sm_site *site,
                             sm_arena *arena)
{
    if (container != SM_NONE)
        write_site(s, &s->places->mentions[container], false, site, arena);
    if (strcmp(site->feature_code, "ADM1") == 0 && site->admin1 == NULL)
        site->admin1 = site->name;
    site->name = sm_scan_text(s, m->first, m->end, arena);
    site->geonames_id = 0;
    site->feature_code[0] = '\0';
}

static void write_place(const sm_scan *s, const sm_where *w, sm_incident *out, sm_arena *arena)
{
    out->place_method = w->n ? w->method : "none";
    if (!w->n)
        return;
    sm_site *sites = sm_arena_array(arena, w->n, sizeof *sites);
    for (uint32_t i = 0; sites && i < w->n; i++) {
        const sm_mention *m = &s->places->mentions[w->mentions[i]];
        if (m->place == SM_NO_PLACE)
            write_unresolved(s, m, i ? SM_NONE : w->container, &sites[i], arena);
        else
            write_site(s, m, w->country_only, &sites[i], arena);
    }
    if (sites == NULL)
        return;
    if (w->located) {
        sites[0].point = w->point;
        sites[0].located = true;
    }
    out->sites = sites;
    out->n_sites = w->n;
    out->geo_precision = w->precision;
    out->radius_km = w->radius_km;
    out->place_relation = w->relation;
    uint32_t end = w->end > w->first + 14 ? w->first + 14 : w->end;
    out->place_text = sm_scan_text(s, w->first, end, arena);
}

/* --- provenance
 * ------------------------------------------------------------------------------------------------ */

static const char *quote_of(const sm_scan *s, const sm_passage *p, sm_arena *arena)
{
    const sm_doc *doc = s->doc;
    uint32_t start = doc->tokens[p->first].start, stop = doc->tokens[p->end - 1].end;
    if (stop - start > MAX_QUOTE) {
        stop = start + MAX_QUOTE;
        while (stop > start && ((unsigned char)doc->text[stop] & 0xC0) == 0x80)
            stop--;
    }
    return sm_arena_copy(arena, doc->text + start, stop - start);
}

static void write_sources(const sm_scan *s, const sm_report *r, sm_incident *out, sm_arena *arena)
{
    const sm_article *a = s->doc->article;
    size_t n = r->n_passages < MAX_SOURCES ? r->n_passages : MAX_SOURCES;
    sm_source *sources = sm_arena_array(arena, n, sizeof *sources);
    char date[16];
    sm_date_print(s->published, date);
    const char *doc = copy(arena, a->id), *title = copy(arena, a->title), *publisher = copy(arena, a->source),
               *url = copy(arena, a->url), *when = copy(arena, date);
    for (size_t i = 0; sources && i < n; i++) {
        const sm_passage *p = &r->passages[i];
        sources[i] = (sm_source){.doc = doc,
                                 .title = title,
                                 .publisher = publisher,
                                 .date = when,
                                 .url = url,
                                 .quote = quote_of(s, p, arena),
                                 .start = sm_doc_codepoint(s->doc, s->doc->tokens[p->first].start),
                                 .end = sm_doc_codepoint(s->doc, s->doc->tokens[p->end - 1].end),
                                 .killed = p->killed,
                                 .injured = p->injured};
    }
    out->sources = sources;
    out->n_sources = sources ? (uint32_t)n : 0;
    out->n_documents = 1;
    out->n_mentions = (uint32_t)r->n_passages;
    out->first_reported = out->last_reported = when;
}

/* --- words: what the merging knows an incident by ------------------------------------------------- */

/* The words of the article, those of the passages marked. */
static void write_words(const sm_scan *s, const sm_report *r, sm_incident *out, sm_arena *arena)
{
    sm_bag bag = {0};
    const sm_doc *doc = s->doc;
    size_t p = 0;
    for (size_t k = 0; k < doc->n_sentences; k++) {
        const sm_sentence *q = &doc->sentences[k];
        while (p < r->n_passages && r->passages[p].sentence < k)
            p++;
        bool near = p < r->n_passages && r->passages[p].sentence == k;
        sm_bag_add_tokens(&bag, doc->text, doc->tokens, q->first, q->end, near ? SM_BAG_NEAR : 0,
                          !doc->allcaps && !(q->flags & SM_S_ALLCAPS));
    }
    if (doc->article->title)
        sm_bag_add_text(&bag, doc->article->title, SM_BAG_TITLE, false);
    out->words = sm_bag_finish(&bag, arena, &out->n_words);
}

bool sm_is_local(const sm_scan *s, uint8_t type)
{
    switch (type) {
    case SM_EVENT_violent_crime:
    case SM_EVENT_transport_accident:
    case SM_EVENT_fire_collapse:
    case SM_EVENT_industrial_accident:
    case SM_EVENT_sexual_violence:
    case SM_EVENT_wildfire:
        return true;
    case SM_EVENT_armed_attack:
        return !(s->article & (SM_L(political) | SM_L(group) | SM_L(army)));
    default:
        return false;
    }
}

/* "Nashville police", "Lee County deputies": a local authority tells of what happened where it works. */
static uint32_t local_authority(const sm_scan *s)
{
    for (size_t i = 0; i < s->places->count; i++) {
        const sm_mention *m = &s->places->mentions[i];
        if (m->place == SM_NO_PLACE || m->end >= s->doc->n_tokens || !sm_scan_cue(s, m->end, SM_C_authority))
            continue;
        const sm_place *p = sm_gazetteer_place(s->gazetteer, m->place);
        if (p->feature_class == 'P' || strncmp(p->feature_code, "ADM2", 4) == 0)
            return (uint32_t)i;
    }
    return SM_NONE;
}

/* The one country whose people or offices the incident's sentences name ("the murder of the Malian senator",
 * told abroad); SM_NONE when they name none, several, or the dateline's own. */
static uint32_t foreign_people(const sm_scan *s, const sm_report *r, uint32_t home)
{
    uint32_t found = SM_NONE, country = SM_NO_PLACE;
    for (size_t p = 0; p < r->n_passages; p++)
        for (uint32_t i = r->passages[p].first; i < r->passages[p].end; i++) {
            const sm_mention *m = sm_scan_mention(s, i);
            if (m == NULL || m->first != i || m->place == SM_NO_PLACE || i < s->dateline_end ||
                (m->name_kind != SM_NAME_ADJECTIVE && m->name_kind != SM_NAME_DEMONYM))
                continue;
            uint32_t c = sm_gazetteer_place(s->gazetteer, m->place)->country;
            if (c == home || c == SM_NO_PLACE || (country != SM_NO_PLACE && c != country))
                return SM_NONE;
            country = c;
            found = found == SM_NONE ? s->mention_at[i] - 1 : found;
        }
    return found;
}

/* What is left: where the local authority works, where a local report is datelined; for other reports the
 * country of the people they name, or the dateline's country alone. */
static void fall_back(const sm_scan *s, sm_report *r, bool main)
{
    uint32_t dateline = s->places->dateline,
             authority = sm_is_local(s, r->type) ? local_authority(s) : SM_NONE, m = SM_NONE;
    const char *method = "dateline_country";
    if (authority != SM_NONE) {
        m = authority;
        method = "authority";
    } else if (dateline != SM_NONE && s->places->mentions[dateline].place != SM_NO_PLACE) {
        m = dateline;
        method = sm_is_local(s, r->type) && main ? "dateline" : "dateline_country";
    }
    if (m != SM_NONE && strcmp(method, "dateline_country") == 0) {
        uint32_t home = sm_gazetteer_place(s->gazetteer, s->places->mentions[m].place)->country,
                 people = foreign_people(s, r, home);
        m = people != SM_NONE ? people : m;
        method = people != SM_NONE ? "people" : method;
    }
    if (m == SM_NONE)
        return;
    bool country = strcmp(method, "dateline_country") == 0 || strcmp(method, "people") == 0;
    if (country && sm_gazetteer_place(s->gazetteer, s->places->mentions[m].place)->country == SM_NO_PLACE)
        return;
    const sm_mention *mention = &s->places->mentions[m];
    r->where = (sm_where){.mentions = {m},
                          .container = SM_NONE,
                          .n = 1,
                          .first = mention->first,
                          .end = mention->end,
                          .precision = country ? SM_GEO_COUNTRY : SM_GEO_NEAR,
                          .country_only = country,
                          .radius_km = country ? 400 : 20,
                          .relation = "in",
                          .method = method};
}

/* The sentence names a country as somebody who acts ("France … police raids"): what stands elsewhere is no
 * place for it. */
static bool speaks_of_a_country(const sm_scan *s, uint32_t sentence)
{
    const sm_sentence *q = &s->doc->sentences[sentence];
    for (uint32_t i = q->first; i < q->end; i++) {
        const sm_mention *m = sm_scan_mention(s, i);
        if (m && m->kind == SM_ASSOCIATIVE && m->place != SM_NO_PLACE && m->name_kind != SM_NAME_ADJECTIVE &&
            m->name_kind != SM_NAME_DEMONYM &&
            (sm_gazetteer_place(s->gazetteer, m->place)->flags & SM_P_COUNTRY))
            return true;
    }
    return false;
}

/* The sentence tells of another incident, of another kind or day. */
static bool tells_another(const sm_scan *s, const sm_reports *reports, const sm_report *r, uint32_t sentence)
{
    for (size_t k = 0; k < reports->count; k++) {
        const sm_report *o = &reports->items[k];
        bool there = false;
        for (size_t p = 0; p < o->n_passages; p++)
            there |= o->passages[p].sentence == sentence;
        if (o == r || !there)
            continue;
        bool days =
            r->when.known && o->when.known && (r->when.from > o->when.to || o->when.from > r->when.to);
        if (days || !sm_types_agree(o->type, r->type))
            return true;
    }
    (void)s;
    return false;
}

/* The place of the lead, for an incident whose own sentences name none. */
static void fill_place(const sm_scan *s, sm_reports *reports)
{
    for (size_t k = 0; k < reports->count; k++) {
        sm_report *r = &reports->items[k];
        if (r->where.n || r->dropped)
            continue;
        uint32_t at = r->passages[0].sentence;
        static const int steps[] = {-1, -2, 1, -3, -4};
        for (size_t n = 0; n < sizeof steps / sizeof *steps && !r->where.n && !speaks_of_a_country(s, at);
             n++) {
            int64_t wanted = (int64_t)at + steps[n];
            uint32_t q = (uint32_t)wanted;
            if (wanted < 0 || q >= s->doc->n_sentences ||
                (s->doc->sentences[q].flags & (SM_S_CAPTION | SM_S_LINK)))
                continue;
            if (steps[n] > 0 && s->doc->sentences[q].paragraph != s->doc->sentences[at].paragraph)
                continue;
            if (tells_another(s, reports, r, q))
                continue;
            sm_hit probe = {.first = q < at ? s->doc->sentences[q].end - 1 : s->doc->sentences[q].first,
                            .sentence = q};
            probe.end = probe.first;
            sm_where w = sm_link_place(s, &probe);
            if (w.n && w.firm && w.score > 0 && s->places->mentions[w.mentions[0]].kind == SM_LITERAL) {
                r->where = w;
                r->where.method = q == 0 ? "lead" : "context";
            }
        }
        if (!r->where.n)
            fall_back(s, r, reports->main == k || k == 0);
    }
}

static sm_status write_report(const sm_scan *s, const sm_reports *reports, const uint32_t *position, size_t k,
                              sm_incidents *out, sm_error *err)
{
    const sm_report *r = &reports->items[k];
    sm_incident *i = sm_incidents_add(out);
    if (i == NULL)
        return sm_fail(err, SM_E_NOMEM, "no memory for incident %zu of an article", k);
    i->type = r->type;
    i->status = r->status;
    i->main_of_article = reports->main == k;
    write_date(s, reports, k, reports->main == k || k == 0, i);
    write_place(s, &r->where, i, out->arena);
    sm_write_tolls(s, r, i);
    i->perpetrator = copy(out->arena, r->perpetrator);
    i->perpetrator_confidence = r->perpetrator_confidence;
    i->target = copy(out->arena, r->target);
    i->weapon = copy(out->arena, r->weapon);
    write_sources(s, r, i, out->arena);
    i->confidence = r->confidence;
    if (s->published.year == 0)
        i->clue = clue_of(s, reports, position, k, out->arena);
    i->title = sm_incident_make_title(out->arena, i);
    return SM_OK;
}

static void leave_out(sm_report *r, bool out, const char *why)
{
    if (out && !r->dropped) {
        r->dropped = true;
        r->why = why;
    }
}

/* What is no incident after all: general talk without place, day and number; types that are off. */
static void sift(const sm_scan *s, sm_reports *reports, const bool *wanted)
{
    for (size_t k = 0; k < reports->count; k++) {
        sm_report *r = &reports->items[k];
        bool bare = !r->where.n && r->when.timex == SM_NONE && r->n_counts == 0;
        leave_out(r, r->type == SM_EVENT_NONE, "no type");
        leave_out(r, bare && !r->strong && r->n_passages < 2 && s->doc->n_sentences > 3,
                  "weak words, and neither place nor day nor number");
    }
    for (size_t k = 1; k < reports->count; k++) { /* a gale in the story of a fire */
        sm_report *r = &reports->items[k];
        bool nature = r->type >= SM_EVENT_earthquake_tsunami && r->type <= SM_EVENT_epidemic;
        leave_out(r, nature && !r->where.n && r->when.timex == SM_NONE && r->n_counts == 0,
                  "a force of nature beside another incident, with neither place nor day nor number");
    }
    for (size_t k = 0; k < reports->count; k++) {
        float features[SM_EVIDENCE_COUNT];
        sm_evidence(s, reports, k, features);
        reports->items[k].confidence = sm_evidence_confidence(features);
        leave_out(&reports->items[k], reports->items[k].confidence < EVIDENCE_LEAST,
                  "too little evidence that it is a report and not talk");
        leave_out(&reports->items[k], wanted && !wanted[reports->items[k].type], NOT_WANTED);
    }
}

static void pass_over_hit(sm_hit *h, const char *why)
{
    h->dropped = true;
    h->why = why;
}

/* Hits that tell of nothing here: of a type that is off, in a link to another article, in a caption when the
 * text itself tells of something. */
static void pass_over(sm_scan *s, const bool *wanted)
{
    bool strategic = wanted && wanted[SM_EVENT_strategic_development], text = false;
    for (size_t i = 0; i < s->n_hits; i++) {
        sm_hit *h = &s->hits[i];
        if (h->type == SM_EVENT_strategic_development && !strategic && !h->dropped)
            pass_over_hit(h, NOT_WANTED);
        if (s->doc->sentences[h->sentence].flags & SM_S_LINK && !h->dropped)
            pass_over_hit(h, "a link to another article");
        text |= !h->dropped && !(s->doc->sentences[h->sentence].flags & SM_S_CAPTION);
    }
    for (size_t i = 0; text && i < s->n_hits; i++)
        if (s->doc->sentences[s->hits[i].sentence].flags & SM_S_CAPTION && !s->hits[i].dropped)
            pass_over_hit(&s->hits[i], "a caption");
}

static bool tells_anything(const sm_scan *s)
{
    for (size_t i = 0; i < s->n_hits; i++)
        if (!s->hits[i].dropped)
            return true;
    return false;
}

/* Numbers of links are not the article's. */
static void pass_over_counts(sm_scan *s)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->n_counts; i++)
        if (!(s->doc->sentences[s->doc->tokens[s->counts[i].word].sentence].flags & SM_S_LINK))
            s->counts[kept++] = s->counts[i];
    s->n_counts = kept;
}

sm_status sm_extract_incidents(const sm_gazetteer *g, const sm_doc *doc, const sm_places *places,
                               const sm_timex *times, size_t n_times, sm_date published,
                               const sm_extract_options *options, sm_incidents *out, sm_error *err)
{
    static const sm_extract_options defaults;
    options = options ? options : &defaults;
    sm_scan *s;
    sm_reports reports;
    if (!sm_has_triggers(doc) && !options->explanation && !sm_arena_failed(doc->arena))
        return SM_OK;
    sm_status st = sm_scan_make(g, doc, places, times, n_times, published, &s, err);
    if (st != SM_OK)
        return st;
    s->explaining = options->explanation != NULL;
    sm_type_model model;
    if (options->types)
        model = *options->types;
    else
        sm_type_model_builtin(&model);
    sm_scan_triggers(s);
    sm_classify(s, &model);
    pass_over(s, options->wanted);
    if (!tells_anything(s) && !options->explanation && !sm_arena_failed(doc->arena))
        return SM_OK;
    sm_scan_factuality(s);
    sm_scan_counts(s);
    pass_over_counts(s);
    for (size_t i = 0; i < s->n_hits; i++)
        if (!s->hits[i].dropped) {
            s->hits[i].where = sm_link_place(s, &s->hits[i]);
            s->hits[i].when = sm_link_time(s, &s->hits[i]);
        }
    st = sm_individuate(s, &reports, err);
    if (st != SM_OK)
        return st;
    sm_find_claims(s, &reports);
    fill_place(s, &reports);
    sm_consolidate(s, &reports);
    sift(s, &reports, options->wanted);
    uint32_t *position = sm_arena_array(doc->arena, reports.count + 1, sizeof *position), next = 0;
    if (position == NULL)
        return sm_fail(err, SM_E_NOMEM, "no memory for %zu incidents", reports.count);
    for (size_t k = 0; k < reports.count; k++)
        position[k] = reports.items[k].dropped ? SM_NONE : next++;
    size_t before = out->count;
    for (size_t k = 0; k < reports.count && st == SM_OK; k++)
        if (!reports.items[k].dropped) {
            st = write_report(s, &reports, position, k, out, err);
            if (st == SM_OK && options->merging)
                write_words(s, &reports.items[k], &out->items[out->count - 1], out->arena);
        }
    if (st == SM_OK && options->explanation)
        st = sm_explain(s, &reports, out->items + before, options->explanation, err);
    if (st == SM_OK && (sm_arena_failed(doc->arena) || sm_arena_failed(out->arena)))
        st = sm_fail(err, SM_E_NOMEM, "no memory for the incidents of an article");
    return st;
}
