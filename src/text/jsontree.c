/* YAJL tells what it meets, value by value; each is put into the container that is open. YAJL is more lenient
 * than jansson in a few things: those are looked for beforehand, and left to jansson. */
#include "jsontree.h"

#include "utf8.h"

#include <string.h>
#include <yajl/yajl_parse.h>

enum { DEEPEST = 32, LONGEST_KEY = 63 }; /* what goes beyond is rare, and jansson's */

typedef struct tree {
    yajl_handle parser;
    size_t end;            /* bytes of the text up to the end of the root */
    json_t *root;          /* owned */
    json_t *open[DEEPEST]; /* containers, the root first */
    size_t depth;
    char key[LONGEST_KEY + 1]; /* of the value to come */
} tree;

/* Put `value` (owned, NULL: no memory) where it belongs. 0 stops YAJL. */
static int put(tree *t, json_t *value)
{
    if (t->depth == 0) {
        t->root = value;
        return json_is_object(value);
    }
    json_t *parent = t->open[t->depth - 1];
    return json_is_array(parent) ? json_array_append_new(parent, value) == 0
                                 : json_object_set_new_nocheck(parent, t->key, value) == 0;
}

static int open_container(tree *t, json_t *container)
{
    if (!put(t, container) || t->depth == DEEPEST)
        return 0;
    t->open[t->depth++] = container;
    return 1;
}

static int on_null(void *t)
{
    return put(t, json_null());
}

static int on_boolean(void *t, int value)
{
    return put(t, json_boolean(value));
}

static int on_integer(void *t, long long value)
{
    return put(t, json_integer(value));
}

static int on_double(void *t, double value)
{
    return put(t, json_real(value));
}

static int on_string(void *t, const unsigned char *s, size_t length)
{
    return memchr(s, 0, length) == NULL && put(t, json_stringn_nocheck((const char *)s, length));
}

static int on_key(void *context, const unsigned char *s, size_t length)
{
    tree *t = context;
    if (length > LONGEST_KEY || memchr(s, 0, length))
        return 0;
    memcpy(t->key, s, length);
    t->key[length] = '\0';
    return 1;
}

static int on_object(void *t)
{
    return open_container(t, json_object());
}

static int on_array(void *t)
{
    return open_container(t, json_array());
}

static int on_end(void *context)
{
    tree *t = context;
    if (--t->depth == 0)
        t->end = yajl_get_bytes_consumed(t->parser);
    return 1;
}

/* Whether a \u escape stands for half of a surrogate pair. */
static bool has_surrogate(const char *bytes, size_t length)
{
    const char *end = bytes + length, *p = bytes;
    while (end - p > 3 && (p = memchr(p, '\\', (size_t)(end - p - 3))) != NULL) {
        if (p[1] == 'u' && (p[2] == 'd' || p[2] == 'D') && strchr("89abcdefABCDEF", p[3]))
            return true;
        p += 2;
    }
    return false;
}

json_t *sm_json_tree(const char *bytes, size_t length)
{
    static const yajl_callbacks callbacks = {.yajl_null = on_null,
                                             .yajl_boolean = on_boolean,
                                             .yajl_integer = on_integer,
                                             .yajl_double = on_double,
                                             .yajl_string = on_string,
                                             .yajl_start_map = on_object,
                                             .yajl_map_key = on_key,
                                             .yajl_end_map = on_end,
                                             .yajl_start_array = on_array,
                                             .yajl_end_array = on_end};
    /* taken for blanks by YAJL; inside strings, control characters are refused by both */
    if (memchr(bytes, '\v', length) || memchr(bytes, '\f', length) || has_surrogate(bytes, length) ||
        sm_utf8_valid(bytes, length) < length)
        return NULL;
    tree t = {.depth = 0};
    t.parser = yajl_alloc(&callbacks, NULL, &t);
    if (t.parser == NULL)
        return NULL;
    yajl_config(t.parser, yajl_dont_validate_strings, 1);
    bool sound = yajl_parse(t.parser, (const unsigned char *)bytes, length) == yajl_status_ok &&
                 yajl_complete_parse(t.parser) == yajl_status_ok;
    yajl_free(t.parser);
    while (t.end < length && strchr(" \t\r\n", bytes[t.end]) && bytes[t.end])
        t.end++;
    if (sound && t.end == length && json_is_object(t.root))
        return t.root;
    json_decref(t.root);
    return NULL;
}
