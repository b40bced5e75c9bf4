/* The annotation as JSON. */
#include "annotate.h"

#include "geojson.h"
#include "json.h"
#include "utf8.h"
#include <string.h>

static void add_code(sm_buf *out, const char *code, size_t size)
{
    size_t n = strnlen(code, size);
    if (n)
        sm_json_bytes(out, code, n);
    else
        SM_BUF_LITERAL(out, "null");
}

static void add_place(sm_buf *out, const sm_gazetteer *g, uint32_t index)
{
    if (index == SM_NO_PLACE) {
        SM_BUF_LITERAL(out, "null");
        return;
    }
    const sm_place *p = sm_gazetteer_place(g, index);
    const sm_place *admin1 = p->admin1 != SM_NO_PLACE ? sm_gazetteer_place(g, p->admin1) : NULL;
    sm_point at = sm_place_point(p);
    SM_BUF_LITERAL(out, "{\"name\":");
    const char *name = sm_gazetteer_string(g, p->name);
    sm_json_bytes(out, name, strlen(name));
    SM_BUF_LITERAL(out, ",\"geonames_id\":");
    if (p->geonames_id)
        sm_json_integer(out, p->geonames_id);
    else
        SM_BUF_LITERAL(out, "null");
    SM_BUF_LITERAL(out, ",\"lon\":");
    sm_json_real(out, at.lon, 5);
    SM_BUF_LITERAL(out, ",\"lat\":");
    sm_json_real(out, at.lat, 5);
    SM_BUF_LITERAL(out, ",\"country\":");
    add_code(out, p->country_code, sizeof p->country_code);
    SM_BUF_LITERAL(out, ",\"admin1\":");
    sm_json_string(out, admin1 ? sm_gazetteer_string(g, admin1->name) : NULL);
    SM_BUF_LITERAL(out, ",\"feature_class\":");
    add_code(out, &p->feature_class, 1);
    SM_BUF_LITERAL(out, ",\"feature_code\":");
    add_code(out, p->feature_code, sizeof p->feature_code);
    SM_BUF_LITERAL(out, ",\"population\":");
    sm_json_integer(out, p->population);
    SM_BUF_LITERAL(out, "}");
}

static void add_candidates(sm_buf *out, const sm_gazetteer *g, const sm_mention *m, unsigned shown)
{
    SM_BUF_LITERAL(out, ",\"candidates\":[");
    for (uint32_t i = 0; i < m->n_candidates && i < shown; i++) {
        if (i)
            SM_BUF_LITERAL(out, ",");
        SM_BUF_LITERAL(out, "{\"score\":");
        sm_json_real(out, m->candidates[i].score, 3);
        SM_BUF_LITERAL(out, ",\"place\":");
        add_place(out, g, m->candidates[i].place);
        SM_BUF_LITERAL(out, "}");
    }
    SM_BUF_LITERAL(out, "]");
}

/* The object that bytes [start, end) of the text become, left open. */
static void add_span(sm_buf *out, const sm_doc *doc, uint32_t start, uint32_t end)
{
    uint32_t from = sm_doc_codepoint(doc, start);
    SM_BUF_LITERAL(out, "{\"start\":");
    sm_json_integer(out, from);
    SM_BUF_LITERAL(out, ",\"end\":");
    sm_json_integer(out, from + (uint32_t)sm_utf8_count(doc->text + start, end - start));
    SM_BUF_LITERAL(out, ",\"text\":");
    sm_json_bytes(out, doc->text + start, end - start);
}

static void add_mention(sm_buf *out, const sm_gazetteer *g, const sm_doc *doc, const sm_mention *m,
                        unsigned shown)
{
    add_span(out, doc, m->start, m->stop);
    SM_BUF_LITERAL(out, ",\"kind\":");
    sm_json_string(out, m->kind == SM_LITERAL ? "literal" : "associative");
    SM_BUF_LITERAL(out, ",\"confidence\":");
    sm_json_real(out, m->confidence, 2);
    SM_BUF_LITERAL(out, ",\"place\":");
    add_place(out, g, m->place);
    SM_BUF_LITERAL(out, ",\"reason\":");
    sm_json_string(out, sm_reason_name(m->reason));
    SM_BUF_LITERAL(out, ",\"alternatives\":");
    sm_json_integer(out, m->n_candidates > 1 ? m->n_candidates - 1 : 0);
    if (shown)
        add_candidates(out, g, m, shown);
    SM_BUF_LITERAL(out, "}");
}

static void add_time(sm_buf *out, const sm_doc *doc, const sm_timex *t)
{
    static const char *const types[] = {"DATE", "TIME", "DURATION", "SET"};
    add_span(out, doc, doc->tokens[t->first].start, doc->tokens[t->end - 1].end);
    SM_BUF_LITERAL(out, ",\"type\":");
    sm_json_string(out, types[t->type]);
    SM_BUF_LITERAL(out, ",\"value\":");
    sm_json_bytes(out, t->value, strlen(t->value));
    SM_BUF_LITERAL(out, "}");
}

sm_status sm_annotation_json(const sm_gazetteer *g, const sm_annotation *a,
                             const sm_annotate_options *options, sm_buf *out, sm_error *err)
{
    const sm_article *article = a->doc->article;
    unsigned shown = options ? options->show_candidates : 0;
    char date[16];
    SM_BUF_LITERAL(out, "{\"id\":");
    sm_json_bytes(out, article->id, strlen(article->id));
    SM_BUF_LITERAL(out, ",\"date\":");
    sm_json_string(out, sm_date_print(a->published, date));
    SM_BUF_LITERAL(out, ",\"date_basis\":");
    sm_json_string(out, sm_published_names[a->published_basis]);
    if (article->title) {
        SM_BUF_LITERAL(out, ",\"title\":");
        sm_json_bytes(out, article->title, strlen(article->title));
    }
    if (article->extracted) {
        SM_BUF_LITERAL(out, ",\"text\":");
        sm_json_bytes(out, article->text, article->length);
    }
    SM_BUF_LITERAL(out, ",\"mentions\":[");
    for (size_t i = 0; i < a->places->count; i++) {
        if (i)
            SM_BUF_LITERAL(out, ",");
        add_mention(out, g, a->doc, &a->places->mentions[i], shown);
    }
    SM_BUF_LITERAL(out, "],\"times\":[");
    for (size_t i = 0; i < a->n_times; i++) {
        if (i)
            SM_BUF_LITERAL(out, ",");
        add_time(out, a->doc, &a->times[i]);
    }
    SM_BUF_LITERAL(out, "],\"incidents\":[");
    for (size_t i = 0; i < a->incidents->count; i++) {
        if (i)
            SM_BUF_LITERAL(out, ",");
        sm_incident_to_json(&a->incidents->items[i], out);
    }
    SM_BUF_LITERAL(out, "]}\n");
    return out->failed ? sm_fail(err, SM_E_NOMEM, "out of memory for the annotation of %s", article->id)
                       : SM_OK;
}
