/* JSON articles: objects cut out of a stream without parsing it, then one object made an article. */
#include "jsontree.h"
#include "reader.h"
#include "utf8.h"

#include <stdlib.h>
#include <string.h>

/* --- cutting ----------------------------------------------------------------------------------- */

/* Go to the brace that begins the next object. False at the end, or at something that is no object. */
static sm_status find_object(sm_json_cutter *c, sm_input *in, bool *found, const char **strange,
                             sm_error *err)
{
    *found = false;
    for (;;) {
        bool more;
        sm_status st = sm_input_fill(in, &more, err);
        if (st != SM_OK || !more)
            return st;
        switch (*in->at) {
        case '{':
            *found = true;
            return SM_OK;
        case '\n':
            in->line++;
            break;
        case '[':
            c->inside_array = true;
            break;
        case ']':
            c->inside_array = false;
            break;
        case ' ':
        case '\t':
        case '\r':
        case ',':
            break;
        default:
            *strange = c->inside_array ? "an item of the array is not a JSON object"
                                       : "neither a JSON object nor an array of objects";
            return SM_OK;
        }
        in->at++;
    }
}

typedef struct brackets {
    unsigned depth;
    bool in_string, escaped;
} brackets;

/* The byte behind the end of the object if it ends before `end`, else `end`. */
static const char *pass(brackets *b, const char *at, const char *end, unsigned *line)
{
    for (; at < end; at++) {
        char c = *at;
        if (c == '\n')
            ++*line;
        if (b->in_string) {
            if (b->escaped)
                b->escaped = false;
            else if (c == '\\')
                b->escaped = true;
            else if (c == '"')
                b->in_string = false;
        } else if (c == '"') {
            b->in_string = true;
        } else if (c == '{') {
            b->depth++;
        } else if (c == '}' && --b->depth == 0) {
            return at + 1;
        }
    }
    return end;
}

sm_status sm_json_cut(sm_json_cutter *c, sm_input *in, sm_buf *out, unsigned *line, const char **strange,
                      sm_error *err)
{
    bool found, more = true;
    *line = 0;
    if (c->done)
        return SM_OK;
    sm_status st = find_object(c, in, &found, strange, err);
    if (st != SM_OK || !found) {
        c->done = true;
        *line = *strange ? in->line : 0;
        return st;
    }
    *line = in->line;
    brackets b = {0};
    do {
        st = sm_input_fill(in, &more, err);
        if (st != SM_OK)
            return st;
        const char *end = pass(&b, in->at, in->end, &in->line);
        sm_buf_add(out, in->at, (size_t)(end - in->at));
        in->at = end;
    } while (more && b.depth > 0);
    if (b.depth > 0) {
        c->done = true;
        *strange = "the JSON object does not end";
    }
    return SM_OK;
}

/* --- making an article ------------------------------------------------------------------------- */

static const char *type_name(const json_t *value)
{
    static const char *const names[] = {"an object", "an array",  "a string",  "a number",
                                        "a number",  "a boolean", "a boolean", "null"};
    return names[json_typeof(value)];
}

/* The string under `key`, copied; NULL when absent, empty, or of another type (which is reported). */
static const char *string_of(const sm_making *m, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (value == NULL || json_is_null(value))
        return NULL;
    if (json_is_string(value))
        return sm_making_string(m, json_string_value(value), json_string_length(value));
    sm_making_trouble(m, SM_E_INPUT, 0, 0, "\"%s\" is %s, not a string", key, type_name(value));
    return NULL;
}

static const char *id_of(const sm_making *m, const json_t *object)
{
    const json_t *value = json_object_get(object, "id");
    if (json_is_integer(value))
        return sm_arena_print(m->arena, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    return string_of(m, object, "id");
}

static int by_start(const void *a, const void *b)
{
    const sm_span *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return x->end < y->end ? -1 : x->end > y->end;
}

/* Names to be resolved. A bad one is reported and left out; without any array there is no telling what was
 * meant, so false. */
static bool take_spans(const sm_making *m, sm_article *a, const json_t *object)
{
    const json_t *spans = json_object_get(object, "spans");
    if (spans == NULL || json_is_null(spans))
        return true;
    if (!json_is_array(spans)) {
        sm_making_trouble(m, SM_E_INPUT, 0, 0, "\"spans\" is %s, not an array", type_name(spans));
        return false;
    }
    size_t count = json_array_size(spans);
    json_int_t limit = (json_int_t)sm_utf8_count(a->text, a->length);
    sm_span *out = sm_arena_array(m->arena, count + 1, sizeof *out);
    if (out == NULL || sm_arena_failed(m->arena))
        return false;
    for (size_t i = 0; i < count; i++) {
        const json_t *span = json_array_get(spans, i);
        const json_t *start = json_object_get(span, "start"), *end = json_object_get(span, "end");
        json_int_t s = json_integer_value(start), e = json_integer_value(end);
        if (json_is_integer(start) && json_is_integer(end) && s >= 0 && s < e && e <= limit)
            out[a->n_spans++] = (sm_span){(uint32_t)s, (uint32_t)e};
        else
            sm_making_trouble(m, SM_E_INPUT, 0, 0, "item %zu of \"spans\" is no span of the text", i);
    }
    qsort(out, a->n_spans, sizeof *out, by_start);
    a->spans = out;
    return true;
}

static bool take_text(const sm_making *m, sm_article *a, const json_t *object)
{
    const json_t *text = json_object_get(object, "text");
    if (!json_is_string(text)) {
        if (text)
            sm_making_trouble(m, SM_E_INPUT, 0, 0, "\"text\" is %s, not a string", type_name(text));
        else
            sm_making_trouble(m, SM_E_INPUT, 0, 0, "no \"text\"");
        return false;
    }
    a->length = json_string_length(text);
    if (a->length == 0) {
        sm_making_trouble(m, SM_E_INPUT, 0, 0, "empty");
        return false;
    }
    a->text = sm_arena_copy(m->arena, json_string_value(text), a->length);
    return a->text != NULL;
}

static void from_object(const sm_making *m, sm_article *a, const json_t *object)
{
    if (!take_text(m, a, object))
        return;
    if (!take_spans(m, a, object)) {
        a->text = NULL;
        return;
    }
    a->id = id_of(m, object);
    a->title = string_of(m, object, "title");
    a->source = string_of(m, object, "source");
    a->url = string_of(m, object, "url");
    a->language = string_of(m, object, "language");
    sm_making_date(m, a, string_of(m, object, "date"));
}

static void not_json(const sm_making *m, const json_error_t *e)
{
    if (json_error_code(e) == json_error_out_of_memory)
        sm_making_trouble(m, SM_E_NOMEM, 0, 0, "out of memory");
    else
        sm_making_trouble(m, SM_E_INPUT, e->line > 0 ? (unsigned)e->line : 0,
                          e->column > 0 ? (unsigned)e->column : 0, "not JSON: %s",
                          json_error_code(e) == json_error_null_character ? "a string holds \\u0000"
                                                                          : e->text);
}

sm_status sm_article_from_json(const sm_making *m, sm_article *a, sm_error *err)
{
    const char *bytes = m->record->bytes;
    size_t length = m->record->length, mended, sound_length;
    json_error_t problem;
    json_t *object = sm_json_tree(bytes, length);
    if (object == NULL)
        object = json_loadb(bytes, length, 0, &problem);
    if (object == NULL && json_error_code(&problem) == json_error_invalid_utf8) {
        const char *sound = sm_making_text(m, bytes, length, &sound_length, &mended);
        if (sound == NULL)
            return sm_fail(err, SM_E_NOMEM, "out of memory");
        sm_making_trouble(m, SM_E_INPUT, 0, 0, "invalid UTF-8 mended, first at byte %zu of the record",
                          mended);
        object = json_loadb(sound, sound_length, 0, &problem);
        a->extracted = true;
    }
    if (object == NULL)
        not_json(m, &problem);
    else if (!json_is_object(object))
        sm_making_trouble(m, SM_E_INPUT, 0, 0, "%s, not a JSON object", type_name(object));
    else
        from_object(m, a, object);
    json_decref(object);
    return SM_OK;
}
