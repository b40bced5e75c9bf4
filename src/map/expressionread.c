/* Reading expressions, and the filters that MapLibre had before them, into trees. */
#include "colour.h"
#include "expressiontree.h"

#include <math.h>
#include <string.h>

enum { MAX_DEPTH = 40, MAX_OPERANDS = 4096 };

/* Operators whose operands are all expressions, with the least and the greatest number of them. */
static const struct {
    const char *name;
    sm_op op;
    size_t least, most;
} operators[] = {
    {"get", OP_GET, 1, 1},
    {"has", OP_HAS, 1, 1},
    {"==", OP_EQUAL, 2, 2},
    {"!=", OP_UNEQUAL, 2, 2},
    {"<", OP_LESS, 2, 2},
    {"<=", OP_AT_MOST, 2, 2},
    {">", OP_GREATER, 2, 2},
    {">=", OP_AT_LEAST, 2, 2},
    {"!", OP_NOT, 1, 1},
    {"all", OP_ALL, 0, MAX_OPERANDS},
    {"any", OP_ANY, 0, MAX_OPERANDS},
    {"in", OP_IN, 2, 2},
    {"length", OP_LENGTH, 1, 1},
    {"case", OP_CASE, 3, MAX_OPERANDS},
    {"coalesce", OP_COALESCE, 1, MAX_OPERANDS},
    {"step", OP_STEP, 2, MAX_OPERANDS},
    {"zoom", OP_ZOOM, 0, 0},
    {"geometry-type", OP_GEOMETRY, 0, 0},
    {"+", OP_PLUS, 1, MAX_OPERANDS},
    {"-", OP_MINUS, 1, 2},
    {"*", OP_TIMES, 1, MAX_OPERANDS},
    {"/", OP_DIVIDE, 2, 2},
    {"%", OP_REMAINDER, 2, 2},
    {"^", OP_POWER, 2, 2},
    {"sqrt", OP_SQRT, 1, 1},
    {"abs", OP_ABS, 1, 1},
    {"min", OP_MIN, 1, MAX_OPERANDS},
    {"max", OP_MAX, 1, MAX_OPERANDS},
    {"round", OP_ROUND, 1, 1},
    {"floor", OP_FLOOR, 1, 1},
    {"ceil", OP_CEIL, 1, 1},
    {"ln", OP_LN, 1, 1},
    {"log10", OP_LOG10, 1, 1},
    {"log2", OP_LOG2, 1, 1},
    {"concat", OP_CONCAT, 1, MAX_OPERANDS},
    {"upcase", OP_UPCASE, 1, 1},
    {"downcase", OP_DOWNCASE, 1, 1},
    {"to-string", OP_TO_STRING, 1, 1},
    {"to-number", OP_TO_NUMBER, 1, MAX_OPERANDS},
    {"to-boolean", OP_TO_BOOLEAN, 1, 1},
    {"to-color", OP_TO_COLOUR, 1, 1},
    {"rgb", OP_RGB, 3, 3},
    {"rgba", OP_RGBA, 4, 4},
};

/* --- reading ----------------------------------------------------------------------------------- */

typedef struct reader {
    sm_arena *arena;
    const char *why;
    int depth;
} reader;

static const sm_expression *read_any(reader *r, const json_t *json);

static sm_expression *fault(reader *r, const char *why)
{
    r->why = r->why ? r->why : why;
    return NULL;
}

static sm_expression *make(reader *r, sm_op kind, size_t count)
{
    sm_expression *e = sm_arena_alloc(r->arena, sizeof *e);
    *e = (sm_expression){.op = kind, .base = 1, .low = -1, .high = -1, .count = count};
    if (count) {
        e->args = sm_arena_array(r->arena, count, sizeof *e->args);
        if (e->args == NULL)
            return fault(r, "out of memory");
    }
    return sm_arena_failed(r->arena) ? fault(r, "out of memory") : e;
}

static bool json_value(reader *r, const json_t *json, sm_style_value *out)
{
    *out = (sm_style_value){0};
    if (json_is_string(json)) {
        const char *s = json_string_value(json);
        *out = sm_style_value_string(sm_arena_copy(r->arena, s, strlen(s)));
        out->coloured = sm_colour_parse(s, &out->colour);
    } else if (json_is_number(json)) {
        *out = sm_style_value_number(json_number_value(json));
    } else if (json_is_boolean(json)) {
        *out = sm_style_value_bool(json_is_true(json));
    } else if (json_is_array(json)) {
        size_t n = json_array_size(json);
        sm_style_value *items = sm_arena_array(r->arena, n ? n : 1, sizeof *items);
        for (size_t i = 0; items && i < n; i++)
            if (json_is_array(json_array_get(json, i)) || !json_value(r, json_array_get(json, i), &items[i]))
                return false;
        *out = (sm_style_value){.kind = SM_STYLE_VALUE_LIST, .items = items, .count = items ? n : 0};
    } else if (!json_is_null(json)) {
        return false;
    }
    return true;
}

static sm_expression *constant(reader *r, const json_t *json)
{
    sm_expression *e = make(r, OP_VALUE, 0);
    if (e && !json_value(r, json, &e->value))
        return fault(r, "no value that is understood");
    return e;
}

/* The operands from `first` on. */
static sm_expression *read_operands(reader *r, sm_op kind, const json_t *json, size_t first)
{
    size_t n = json_array_size(json);
    sm_expression *e = n - first > MAX_OPERANDS ? fault(r, "too many operands") : make(r, kind, n - first);
    for (size_t i = first; e && i < n; i++)
        if ((e->args[i - first] = read_any(r, json_array_get(json, i))) == NULL)
            return NULL;
    return e;
}

/* ["interpolate", ["linear"] or ["exponential", b], input, stop, value, …] */
static sm_expression *read_interpolate(reader *r, const json_t *json)
{
    const json_t *how = json_array_get(json, 1);
    const char *kind = json_string_value(json_array_get(how, 0));
    bool exponential = kind && strcmp(kind, "exponential") == 0;
    size_t n = json_array_size(json);
    if (kind == NULL || (!exponential && strcmp(kind, "linear") != 0))
        return fault(r, "interpolates linear or exponential");
    if (n < 5 || n % 2 == 0)
        return fault(r, "interpolate takes an input and pairs of stop and value");
    sm_expression *e = read_operands(r, OP_INTERPOLATE, json, 2);
    if (e && exponential)
        e->base = json_number_value(json_array_get(how, 1));
    if (e && !(e->base > 0))
        return fault(r, "the base of interpolate must be positive");
    for (size_t i = 1; e && i < e->count; i += 2)
        if (e->args[i]->op != OP_VALUE || e->args[i]->value.kind != SM_STYLE_VALUE_NUMBER ||
            (i > 1 && e->args[i]->value.number <= e->args[i - 2]->value.number))
            return fault(r, "stops are numbers that rise");
    return e;
}

static const sm_expression *check_step(reader *r, const sm_expression *e)
{
    if (e && e->count % 2 != 0)
        return fault(r, "step takes an input, a value, and pairs of stop and value");
    for (size_t i = 2; e && i < e->count; i += 2)
        if (e->args[i]->op != OP_VALUE || e->args[i]->value.kind != SM_STYLE_VALUE_NUMBER ||
            (i > 2 && e->args[i]->value.number <= e->args[i - 2]->value.number))
            return fault(r, "stops are numbers that rise");
    return e;
}

/* ["match", input, label or [label, …], value, …, otherwise]: labels are no expressions. */
static sm_expression *read_match(reader *r, const json_t *json)
{
    size_t n = json_array_size(json);
    if (n < 5 || n % 2 == 0)
        return fault(r, "match takes an input, pairs of label and value, and a value otherwise");
    sm_expression *e = make(r, OP_MATCH, n - 1);
    for (size_t i = 1; e && i < n; i++) {
        const json_t *part = json_array_get(json, i);
        e->args[i - 1] = i % 2 == 0 && i + 1 < n ? constant(r, part) : read_any(r, part);
        if (e->args[i - 1] == NULL)
            return NULL;
    }
    return e;
}

static sm_expression *read_number_format(reader *r, const json_t *json)
{
    const json_t *how = json_array_get(json, 2);
    sm_expression *e = json_array_size(json) == 3 && json_is_object(how)
                           ? make(r, OP_NUMBER_FORMAT, 1)
                           : fault(r, "number-format takes a number and an object");
    if (e == NULL || (e->args[0] = read_any(r, json_array_get(json, 1))) == NULL)
        return NULL;
    const json_t *low = json_object_get(how, "min-fraction-digits"),
                 *high = json_object_get(how, "max-fraction-digits");
    e->low = json_is_integer(low) ? (int)fmax(0, fmin(json_number_value(low), 12)) : -1;
    e->high = json_is_integer(high) ? (int)fmax(0, fmin(json_number_value(high), 12)) : -1;
    return e;
}

static const sm_expression *read_array(reader *r, const json_t *json)
{
    const char *name = json_string_value(json_array_get(json, 0));
    size_t n = json_array_size(json), i = 0, known = sizeof operators / sizeof *operators;
    if (name == NULL)
        return fault(r, "an expression begins with the name of its operator");
    if (strcmp(name, "literal") == 0)
        return n == 2 ? constant(r, json_array_get(json, 1)) : fault(r, "literal takes one value");
    if (strcmp(name, "interpolate") == 0)
        return read_interpolate(r, json);
    if (strcmp(name, "match") == 0)
        return read_match(r, json);
    if (strcmp(name, "number-format") == 0)
        return read_number_format(r, json);
    while (i < known && strcmp(operators[i].name, name) != 0)
        i++;
    if (i == known)
        return fault(r, "unknown operator");
    if (n - 1 < operators[i].least || n - 1 > operators[i].most)
        return fault(r, "wrong number of operands");
    const sm_expression *e = read_operands(r, operators[i].op, json, 1);
    if (operators[i].op == OP_CASE && n % 2 != 0)
        return fault(r, "case takes pairs of condition and value, and a value otherwise");
    return operators[i].op == OP_STEP ? check_step(r, e) : e;
}

/* The functions of before expressions: {"base": b, "stops": [[zoom, value], …]} */
static const sm_expression *read_stops(reader *r, const json_t *json)
{
    const json_t *stops = json_object_get(json, "stops"), *base = json_object_get(json, "base");
    size_t n = json_array_size(stops);
    if (n == 0 || n > MAX_OPERANDS / 2 || json_object_get(json, "property"))
        return fault(r, "no value that is understood");
    sm_expression *e = make(r, OP_INTERPOLATE, 2 * n + 1);
    if (e == NULL || (e->args[0] = make(r, OP_ZOOM, 0)) == NULL)
        return NULL;
    e->base = json_is_number(base) && json_number_value(base) > 0 ? json_number_value(base) : 1;
    for (size_t i = 0; i < n; i++) {
        const json_t *stop = json_array_get(stops, i);
        if (!json_is_number(json_array_get(stop, 0)))
            return fault(r, "stops are numbers that rise");
        if ((e->args[2 * i + 1] = constant(r, json_array_get(stop, 0))) == NULL ||
            (e->args[2 * i + 2] = constant(r, json_array_get(stop, 1))) == NULL)
            return NULL;
    }
    return e;
}

static const sm_expression *read_any(reader *r, const json_t *json)
{
    if (json == NULL || ++r->depth > MAX_DEPTH)
        return fault(r, "nested too deeply");
    const sm_expression *e = json_is_array(json)    ? read_array(r, json)
                             : json_is_object(json) ? read_stops(r, json)
                                                    : constant(r, json);
    r->depth--;
    return e;
}

const sm_expression *sm_expression_parse(sm_arena *arena, const json_t *json, const char **why)
{
    reader r = {.arena = arena};
    const sm_expression *e = read_any(&r, json);
    *why = r.why;
    return e;
}

/* --- filters ----------------------------------------------------------------------------------- */

static bool is_word(const json_t *json, const char *word)
{
    const char *s = json_string_value(json);
    return s && strcmp(s, word) == 0;
}

static bool is_compound(const json_t *json)
{
    return is_word(json_array_get(json, 0), "all") || is_word(json_array_get(json, 0), "any");
}

/* MapLibre's rule for telling the two kinds of filters apart. */
static bool is_expression(const json_t *json, int depth)
{
    static const char *const comparisons[] = {"==", "!=", "<", "<=", ">", ">="};
    const json_t *head = json_array_get(json, 0), *first = json_array_get(json, 1),
                 *second = json_array_get(json, 2);
    size_t n = json_array_size(json);
    if (!json_is_array(json) || depth > MAX_DEPTH)
        return true;
    if (is_word(head, "has"))
        return !is_word(first, "$id") && !is_word(first, "$type");
    if (is_word(head, "in"))
        return n == 3 && (!json_is_string(first) || json_is_array(second));
    if (is_word(head, "!in") || is_word(head, "!has") || is_word(head, "none"))
        return false;
    for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++)
        if (is_word(head, comparisons[i]))
            return n != 3 || json_is_array(first) || json_is_array(second);
    for (size_t i = 1; is_compound(json) && i < n; i++)
        if (!is_expression(json_array_get(json, i), depth + 1))
            return false;
    return true;
}

/* The property that an older filter names. */
static const sm_expression *old_property(reader *r, const json_t *key)
{
    if (is_word(key, "$type"))
        return make(r, OP_GEOMETRY, 0);
    sm_expression *e = make(r, OP_GET, 1);
    if (e && (e->args[0] = constant(r, key)) == NULL)
        return NULL;
    return e;
}

static const sm_expression *negate(reader *r, const sm_expression *e)
{
    sm_expression *not = e ? make(r, OP_NOT, 1) : NULL;
    if (not )
        not ->args[0] = e;
    return not ;
}

static const sm_expression *read_old(reader *r, const json_t *json);

static const sm_expression *old_compound(reader *r, sm_op kind, const json_t *json)
{
    size_t n = json_array_size(json);
    sm_expression *e = make(r, kind, n - 1);
    for (size_t i = 1; e && i < n; i++)
        if ((e->args[i - 1] = read_old(r, json_array_get(json, i))) == NULL)
            return NULL;
    return e;
}

static const sm_expression *old_in(reader *r, const json_t *json)
{
    size_t n = json_array_size(json);
    sm_expression *e = make(r, OP_IN, 2), *list = make(r, OP_VALUE, 0);
    sm_style_value *items = n > 2 ? sm_arena_array(r->arena, n - 2, sizeof *items) : NULL;
    if (e == NULL || list == NULL || (e->args[0] = old_property(r, json_array_get(json, 1))) == NULL)
        return NULL;
    for (size_t i = 2; items && i < n; i++)
        if (!json_value(r, json_array_get(json, i), &items[i - 2]))
            return fault(r, "no value that is understood");
    list->value = (sm_style_value){.kind = SM_STYLE_VALUE_LIST, .items = items, .count = items ? n - 2 : 0};
    e->args[1] = list;
    return e;
}

static const sm_expression *read_old(reader *r, const json_t *json)
{
    static const struct {
        const char *name;
        sm_op op;
    } comparisons[] = {{"==", OP_EQUAL},  {"!=", OP_UNEQUAL},  {"<", OP_LESS},  {"<=", OP_AT_MOST},
                       {">", OP_GREATER}, {">=", OP_AT_LEAST}, {"has", OP_HAS}, {"!has", OP_HAS}};
    const json_t *head = json_array_get(json, 0), *key = json_array_get(json, 1);
    if (!json_is_array(json) || ++r->depth > MAX_DEPTH)
        return fault(r, "no filter that is understood");
    const sm_expression *e = NULL;
    sm_expression *made = NULL;
    if (is_word(head, "all"))
        e = old_compound(r, OP_ALL, json);
    else if (is_word(head, "any"))
        e = old_compound(r, OP_ANY, json);
    else if (is_word(head, "none"))
        e = negate(r, old_compound(r, OP_ANY, json));
    else if (is_word(head, "in") && json_is_string(key))
        e = old_in(r, json);
    else if (is_word(head, "!in") && json_is_string(key))
        e = negate(r, old_in(r, json));
    else {
        size_t i = 0, n = sizeof comparisons / sizeof *comparisons;
        while (i < n && !is_word(head, comparisons[i].name))
            i++;
        bool has = i < n && comparisons[i].op == OP_HAS;
        if (i == n || !json_is_string(key) || json_array_size(json) != (has ? 2u : 3u))
            return fault(r, "no filter that is understood");
        made = make(r, comparisons[i].op, has ? 1 : 2);
        if (made == NULL)
            return NULL;
        made->args[0] = has ? constant(r, key) : old_property(r, key);
        if (!has)
            made->args[1] = constant(r, json_array_get(json, 2));
        if (made->args[0] == NULL || (!has && made->args[1] == NULL))
            return NULL;
        e = is_word(head, "!has") ? negate(r, made) : made;
    }
    r->depth--;
    return e;
}

const sm_expression *sm_filter_parse(sm_arena *arena, const json_t *json, const char **why)
{
    reader r = {.arena = arena};
    const sm_expression *e = is_expression(json, 0) ? read_any(&r, json) : read_old(&r, json);
    *why = r.why;
    return e;
}
