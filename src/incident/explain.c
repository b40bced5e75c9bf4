/* Reads what the stages left behind; decides nothing. */
#include "explain.h"

#include "buf.h"

#include <string.h>

enum { MAX_REPORT = 1 << 26, CONTEXT = 6, MAX_WORDS = 24 };

typedef struct writer {
    const sm_scan *s;
    const sm_reports *reports;
    sm_buf *out;
} writer;

/* The words of tokens [first, end), quoted, white space as single blanks. */
static void put_words(const writer *w, uint32_t first, uint32_t end)
{
    const sm_doc *doc = w->s->doc;
    if (first >= end)
        return;
    bool cut = end - first > MAX_WORDS;
    const char *p = doc->text + doc->tokens[first].start,
               *stop = doc->text + doc->tokens[cut ? first + MAX_WORDS - 1 : end - 1].end;
    sm_buf_char(w->out, '"');
    bool blank = false;
    for (; p < stop; p++) {
        bool space = *p == ' ' || *p == '\n' || *p == '\r' || *p == '\t';
        if (!space || !blank)
            sm_buf_char(w->out, space ? ' ' : *p);
        blank = space;
    }
    sm_buf_string(w->out, cut ? " ...\"" : "\"");
}

static void put_sentence(const writer *w, uint32_t sentence)
{
    sm_buf_print(w->out, " (sentence %u)", sentence + 1);
}

static void put_slot(const writer *w, const char *name)
{
    sm_buf_print(w->out, "  %-12s", name);
}

/* --- the slots --------------------------------------------------------------------------------- */

static const char *const strengths[] = {"strong", "weak", "effect", "stop"};

static void put_type(const writer *w, size_t k, const sm_incident *in)
{
    const sm_report *r = &w->reports->items[k];
    put_slot(w, "type");
    sm_buf_print(w->out, "%s\n", sm_event_name((sm_event_type)in->type));
    for (size_t i = 0; i < w->s->n_hits; i++) {
        const sm_hit *h = &w->s->hits[i];
        if (h->dropped || h->report != k)
            continue;
        put_slot(w, "");
        put_words(w, h->first, h->end);
        put_sentence(w, h->sentence);
        sm_buf_print(w->out, ": %s, %s", strengths[h->trigger->strength],
                     h->type ? sm_event_name((sm_event_type)h->type) : "of any type");
        if (h->rule_type != h->type)
            sm_buf_print(w->out, " by the words of its sentence, %s by the table",
                         h->rule_type ? sm_event_name((sm_event_type)h->rule_type) : "of any type");
        sm_buf_char(w->out, '\n');
    }
    unsigned others = 0;
    for (int t = 1; t < SM_EVENT_COUNT; t++)
        others += r->votes[t] > 0 && t != in->type;
    if (others == 0)
        return;
    put_slot(w, "");
    sm_buf_print(w->out, "votes: %s %.1f", sm_event_name((sm_event_type)in->type),
                 (double)r->votes[in->type]);
    for (int t = 1; t < SM_EVENT_COUNT; t++)
        if (r->votes[t] > 0 && t != in->type)
            sm_buf_print(w->out, ", %s %.1f", sm_event_name((sm_event_type)t), (double)r->votes[t]);
    sm_buf_char(w->out, '\n');
}

static void put_status(const writer *w, size_t k, const sm_incident *in)
{
    put_slot(w, "status");
    sm_buf_string(w->out, sm_status_names[in->status]);
    for (size_t i = 0; i < w->s->n_hits; i++) {
        const sm_hit *h = &w->s->hits[i];
        if (h->dropped || h->report != k || h->status != in->status)
            continue;
        if (h->because == SM_NONE) {
            sm_buf_string(w->out, in->status == SM_ACCOMPLISHED ? ": told as done" : "");
        } else {
            sm_buf_string(w->out, ": ");
            put_words(w, h->because, h->because + 1);
            put_sentence(w, h->sentence);
        }
        break;
    }
    sm_buf_char(w->out, '\n');
}

static bool chosen(const sm_where *where, uint32_t m)
{
    for (uint32_t i = 0; i < where->n; i++)
        if (where->mentions[i] == m)
            return true;
    return false;
}

/* The places of the incident's sentences that are not its place. */
static void put_passed_over(const writer *w, size_t k)
{
    const sm_scan *s = w->s;
    const sm_report *r = &w->reports->items[k];
    for (size_t m = 0; m < s->places->count; m++) {
        const sm_mention *mention = &s->places->mentions[m];
        if (chosen(&r->where, (uint32_t)m) ||
            (r->where.n && mention->place != SM_NO_PLACE &&
             mention->place == s->places->mentions[r->where.mentions[0]].place))
            continue;
        for (size_t i = 0; i < s->n_hits; i++) {
            const sm_hit *h = &s->hits[i];
            if (h->dropped || h->report != k || h->sentence != s->doc->tokens[mention->first].sentence)
                continue;
            put_slot(w, "");
            sm_buf_string(w->out, "not ");
            put_words(w, mention->first, mention->end);
            put_sentence(w, h->sentence);
            sm_buf_print(w->out, ": %s\n", sm_place_refusal(s, h, mention));
            break;
        }
    }
}

static void put_place(const writer *w, size_t k, const sm_incident *in)
{
    const sm_where *where = &w->reports->items[k].where;
    put_slot(w, "place");
    if (in->n_sites == 0)
        sm_buf_string(w->out, "unknown: no word says where\n");
    for (uint32_t i = 0; i < in->n_sites; i++) {
        const sm_site *site = &in->sites[i];
        const sm_mention *m = &w->s->places->mentions[where->mentions[i]];
        if (i)
            put_slot(w, "");
        sm_buf_print(w->out, "%s%s%s: ", site->name ? site->name : "?", site->country_code[0] ? ", " : "",
                     site->country_code);
        put_words(w, m->first, m->end);
        put_sentence(w, w->s->doc->tokens[m->first].sentence);
        sm_buf_print(w->out, ", %s; resolved by %s, %.2f\n", i ? "in the same list" : in->place_method,
                     sm_reason_name((sm_reason)m->reason), (double)m->confidence);
    }
    if (in->n_sites) {
        put_slot(w, "");
        sm_buf_print(w->out, "%s, %s, radius %.0f km: ", sm_geo_precision_names[in->geo_precision],
                     in->place_relation, in->radius_km);
        put_words(w, where->first, where->end);
        sm_buf_char(w->out, '\n');
    }
    put_passed_over(w, k);
}

static void put_date(const writer *w, size_t k, const sm_incident *in)
{
    const sm_when *when = &w->reports->items[k].when;
    put_slot(w, "date");
    if (in->date_start[0] == '\0')
        sm_buf_string(w->out, "unknown");
    else if (strcmp(in->date_start, in->date_end) != 0)
        sm_buf_print(w->out, "%s to %s", in->date_start, in->date_end);
    else
        sm_buf_string(w->out, in->date_start);
    sm_buf_print(w->out, ", %s, %s", sm_precision_names[in->date_precision], sm_basis_names[in->date_basis]);
    if (when->timex != SM_NONE) {
        const sm_timex *t = &w->s->times[when->timex];
        sm_buf_string(w->out, ": ");
        put_words(w, t->first, t->end);
        put_sentence(w, w->s->doc->tokens[t->first].sentence);
    } else if (in->date_start[0])
        sm_buf_string(w->out, strcmp(sm_basis_names[in->date_basis], "document_date") == 0
                                  ? ": no word says when; the day of publication"
                                  : ": the earliest day of the last fortnight that the article names");
    sm_buf_char(w->out, '\n');
}

static void put_number(const writer *w, int32_t n, const char *open)
{
    if (n == SM_UNSTATED)
        sm_buf_string(w->out, open);
    else
        sm_buf_print(w->out, "%d", n);
}

static void put_counts(const writer *w, size_t k, const sm_incident *in)
{
    static const char *const names[SM_COUNT_KINDS] = {"killed",    "injured",  "shot",    "missing",
                                                      "displaced", "detained", "rescued", "taken"};
    const sm_report *r = &w->reports->items[k];
    const struct {
        const char *name;
        sm_toll toll;
    } totals[] = {{"killed", in->killed},
                  {"injured", in->injured},
                  {"missing", {in->missing, in->missing, in->missing}},
                  {"displaced", {in->displaced, in->displaced, in->displaced}},
                  {"detained", {in->detained, in->detained, in->detained}},
                  {"rescued", {in->rescued, in->rescued, in->rescued}}};
    for (size_t i = 0; i < sizeof totals / sizeof *totals; i++) {
        sm_toll t = totals[i].toll;
        if (t.best == SM_UNSTATED && t.low == SM_UNSTATED && t.high == SM_UNSTATED)
            continue;
        put_slot(w, totals[i].name);
        put_number(w, t.best, "?");
        if (t.low != t.best || t.high != t.best) {
            sm_buf_string(w->out, " [");
            put_number(w, t.low, "");
            sm_buf_char(w->out, ',');
            put_number(w, t.high, "");
            sm_buf_char(w->out, ']');
        }
        sm_buf_char(w->out, '\n');
    }
    for (size_t i = 0; i < r->n_counts; i++) {
        const sm_count *c = &w->s->counts[r->counts[i]];
        uint32_t first = c->first < c->word ? c->first : c->word,
                 end = c->end > c->word + 1 ? c->end : c->word + 1;
        put_slot(w, i ? "" : "numbers");
        put_words(w, first, end);
        put_sentence(w, w->s->doc->tokens[c->word].sentence);
        sm_buf_print(w->out, ": %s ", names[c->kind]);
        put_number(w, c->best, "?");
        sm_buf_print(w->out, "%s%s%s%s\n", c->part ? ", a part, not added" : "", c->total ? ", a total" : "",
                     c->perpetrator || c->suicide ? ", attackers" : "",
                     c->implied ? ", by the word alone" : "");
    }
}

static void put_actors(const writer *w, const sm_incident *in)
{
    const struct {
        const char *name, *words;
    } actors[] = {{"perpetrator", in->perpetrator}, {"target", in->target}, {"weapon", in->weapon}};
    for (size_t i = 0; i < sizeof actors / sizeof *actors; i++) {
        if (actors[i].words == NULL)
            continue;
        put_slot(w, actors[i].name);
        sm_buf_string(w->out, actors[i].words);
        if (i == 0 && in->perpetrator_confidence)
            sm_buf_print(w->out, " (%s)", in->perpetrator_confidence);
        sm_buf_char(w->out, '\n');
    }
}

/* --- what was refused -------------------------------------------------------------------------- */

/* A trigger with the words around it, the trigger in brackets. */
static void put_context(const writer *w, uint32_t sentence, uint32_t first, uint32_t end)
{
    const sm_doc *doc = w->s->doc;
    const sm_sentence *q = &doc->sentences[sentence];
    uint32_t from = first > q->first + CONTEXT ? first - CONTEXT : q->first,
             to = end + CONTEXT < q->end ? end + CONTEXT : q->end;
    sm_buf_string(w->out, from > q->first ? "... " : "");
    for (uint32_t i = from; i < to; i++) {
        if (i > from && (doc->tokens[i].flags & SM_T_SPACE))
            sm_buf_char(w->out, ' ');
        if (i == first)
            sm_buf_char(w->out, '[');
        sm_buf_add(w->out, doc->text + doc->tokens[i].start, doc->tokens[i].end - doc->tokens[i].start);
        if (i + 1 == end)
            sm_buf_char(w->out, ']');
    }
    sm_buf_string(w->out, to < q->end ? " ..." : "");
}

static void put_refused(const writer *w)
{
    const sm_scan *s = w->s;
    size_t hit = 0, refusal = 0;
    bool headed = false;
    while (hit < s->n_hits || refusal < s->n_refused) {
        bool early =
            refusal < s->n_refused && (hit >= s->n_hits || s->refused[refusal].first < s->hits[hit].first);
        const sm_hit *h = early ? NULL : &s->hits[hit++];
        const sm_refusal *f = early ? &s->refused[refusal++] : NULL;
        bool written = h && !h->dropped && h->report != SM_NONE && !w->reports->items[h->report].dropped;
        if (written)
            continue;
        if (!headed)
            sm_buf_string(w->out, "refused\n");
        headed = true;
        uint32_t sentence = h ? h->sentence : f->sentence;
        sm_buf_print(w->out, "  sentence %u: ", sentence + 1);
        put_context(w, sentence, h ? h->first : f->first, h ? h->end : f->end);
        sm_buf_string(w->out, "\n    ");
        if (f) {
            sm_buf_string(w->out, f->why);
        } else if (h->dropped) {
            sm_buf_print(w->out, "%s", h->why);
            if (h->because != SM_NONE) {
                sm_buf_string(w->out, ": ");
                put_words(w, h->because, h->because + 1);
            }
        } else if (h->report == SM_NONE && h->trigger->strength == SM_effect) {
            sm_buf_string(w->out, "an effect, and no word says of what");
        } else if (h->report == SM_NONE) {
            sm_buf_string(w->out, "general talk, or words for something that is not told here");
        } else {
            const sm_report *r = &w->reports->items[h->report];
            sm_buf_print(w->out, "%s, confidence %.2f: %s",
                         r->type ? sm_event_name((sm_event_type)r->type) : "no type", r->confidence,
                         r->why ? r->why : "");
        }
        sm_buf_char(w->out, '\n');
    }
}

sm_status sm_explain(const sm_scan *s, const sm_reports *reports, const sm_incident *incidents,
                     const char **out, sm_error *err)
{
    sm_buf buf;
    sm_buf_init(&buf, MAX_REPORT);
    writer w = {.s = s, .reports = reports, .out = &buf};
    char date[16];
    sm_buf_print(&buf, "article %s\n", s->doc->article->id ? s->doc->article->id : "?");
    sm_buf_print(&buf, "published %s\n",
                 s->published.year ? sm_date_print(s->published, date) : "on an unknown day");
    size_t n = 0;
    for (size_t k = 0; k < reports->count; k++) {
        if (reports->items[k].dropped)
            continue;
        const sm_incident *in = &incidents[n++];
        sm_buf_print(&buf, "incident %zu: %s%s\n", n, in->title ? in->title : "",
                     in->main_of_article ? " (what the article is chiefly about)" : "");
        put_type(&w, k, in);
        put_status(&w, k, in);
        put_place(&w, k, in);
        put_date(&w, k, in);
        put_counts(&w, k, in);
        put_actors(&w, in);
        put_slot(&w, "confidence");
        sm_buf_print(&buf, "%.2f\n", in->confidence);
    }
    if (n == 0)
        sm_buf_string(&buf, "no incident\n");
    put_refused(&w);
    sm_buf_char(&buf, '\n');
    if (!buf.failed)
        *out = sm_arena_copy(s->arena, buf.bytes, buf.length);
    bool failed = buf.failed || *out == NULL || sm_arena_failed(s->arena);
    sm_buf_free(&buf);
    return failed ? sm_fail(err, SM_E_NOMEM, "no memory for the explanation of an article") : SM_OK;
}
