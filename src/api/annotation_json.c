/* The annotation as JSON. */
#include "annotate.h"

#include "geojson.h"

#include <string.h>

static json_t *string_or_null(const char *s)
{
    return s && *s ? json_string(s) : json_null();
}

static json_t *code_or_null(const char *code, size_t size)
{
    size_t n = strnlen(code, size);
    return n ? json_stringn(code, n) : json_null();
}

static json_t *place_json(const sm_gazetteer *g, uint32_t index)
{
    if (index == SM_NO_PLACE)
        return json_null();
    const sm_place *p = sm_gazetteer_place(g, index);
    sm_point at = sm_place_point(p);
    json_t *o = json_object();
    json_object_set_new(o, "name", json_string(sm_gazetteer_string(g, p->name)));
    json_object_set_new(o, "geonames_id", p->geonames_id ? json_integer(p->geonames_id) : json_null());
    json_object_set_new(o, "lon", sm_json_real(at.lon, 5));
    json_object_set_new(o, "lat", sm_json_real(at.lat, 5));
    json_object_set_new(o, "country", code_or_null(p->country_code, sizeof p->country_code));
    const sm_place *admin1 = p->admin1 != SM_NO_PLACE ? sm_gazetteer_place(g, p->admin1) : NULL;
    json_object_set_new(o, "admin1", string_or_null(admin1 ? sm_gazetteer_string(g, admin1->name) : NULL));
    json_object_set_new(o, "feature_class", code_or_null(&p->feature_class, 1));
    json_object_set_new(o, "feature_code", code_or_null(p->feature_code, sizeof p->feature_code));
    json_object_set_new(o, "population", json_integer(p->population));
    return o;
}

static json_t *candidates_json(const sm_gazetteer *g, const sm_mention *m, unsigned shown)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < m->n_candidates && i < shown; i++) {
        json_t *o = json_object();
        json_object_set_new(o, "score", sm_json_real(m->candidates[i].score, 3));
        json_object_set_new(o, "place", place_json(g, m->candidates[i].place));
        json_array_append_new(list, o);
    }
    return list;
}

static json_t *span_json(const sm_doc *doc, uint32_t start, uint32_t end)
{
    json_t *o = json_object();
    json_object_set_new(o, "start", json_integer(sm_doc_codepoint(doc, start)));
    json_object_set_new(o, "end", json_integer(sm_doc_codepoint(doc, end)));
    json_object_set_new(o, "text", json_stringn(doc->text + start, end - start));
    return o;
}

static json_t *mention_json(const sm_gazetteer *g, const sm_doc *doc, const sm_mention *m, unsigned shown)
{
    json_t *o = span_json(doc, m->start, m->stop);
    json_object_set_new(o, "kind", json_string(m->kind == SM_LITERAL ? "literal" : "associative"));
    json_object_set_new(o, "confidence", sm_json_real(m->confidence, 2));
    json_object_set_new(o, "place", place_json(g, m->place));
    json_object_set_new(o, "reason", json_string(sm_reason_name(m->reason)));
    json_object_set_new(o, "alternatives", json_integer(m->n_candidates > 1 ? m->n_candidates - 1 : 0));
    if (shown)
        json_object_set_new(o, "candidates", candidates_json(g, m, shown));
    return o;
}

static json_t *time_json(const sm_doc *doc, const sm_timex *t)
{
    static const char *const types[] = {"DATE", "TIME", "DURATION", "SET"};
    json_t *o = span_json(doc, doc->tokens[t->first].start, doc->tokens[t->end - 1].end);
    json_object_set_new(o, "type", json_string(types[t->type]));
    json_object_set_new(o, "value", json_string(t->value));
    return o;
}

static int add_bytes(const char *bytes, size_t size, void *buf)
{
    sm_buf_add(buf, bytes, size);
    return 0;
}

/* Append `prefix` and a value, which is ended. */
static void put(sm_buf *out, const char *prefix, json_t *value)
{
    sm_buf_string(out, prefix);
    if (value == NULL || json_dump_callback(value, add_bytes, out, SM_JSON_FLAGS | JSON_ENCODE_ANY) != 0)
        out->failed = true;
    json_decref(value);
}

/* The line is put together piece by piece, so that the JSON of one mention at a time is held, not that of
 * all. */
sm_status sm_annotation_json(const sm_gazetteer *g, const sm_annotation *a,
                             const sm_annotate_options *options, sm_buf *out, sm_error *err)
{
    const sm_article *article = a->doc->article;
    unsigned shown = options ? options->show_candidates : 0;
    char date[16];
    put(out, "{\"id\":", json_string(article->id));
    put(out, ",\"date\":", string_or_null(sm_date_print(a->published, date)));
    put(out, ",\"date_basis\":", json_string(sm_published_names[a->published_basis]));
    if (article->title)
        put(out, ",\"title\":", json_string(article->title));
    if (article->extracted)
        put(out, ",\"text\":", json_stringn(article->text, article->length));
    sm_buf_string(out, ",\"mentions\":[");
    for (size_t i = 0; i < a->places->count; i++)
        put(out, i ? "," : "", mention_json(g, a->doc, &a->places->mentions[i], shown));
    sm_buf_string(out, "],\"times\":[");
    for (size_t i = 0; i < a->n_times; i++)
        put(out, i ? "," : "", time_json(a->doc, &a->times[i]));
    sm_buf_string(out, "],\"incidents\":[");
    for (size_t i = 0; i < a->incidents->count; i++)
        put(out, i ? "," : "", sm_incident_to_json(&a->incidents->items[i]));
    sm_buf_string(out, "]}\n");
    return out->failed ? sm_fail(err, SM_E_NOMEM, "out of memory for the annotation of %s", article->id)
                       : SM_OK;
}
