/* A tree of operators, each with its operands. What MapLibre decides by types when a style is loaded is
 * decided here when it is evaluated: a wrong type gives null. */
#include "expression.h"

#include "colour.h"
#include "utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_DEPTH = 40, MAX_OPERANDS = 4096, MAX_TEXT = 4096 };

typedef enum op {
    OP_VALUE, /* a constant */
    OP_GET,
    OP_HAS,
    OP_EQUAL,
    OP_UNEQUAL,
    OP_LESS,
    OP_AT_MOST,
    OP_GREATER,
    OP_AT_LEAST,
    OP_NOT,
    OP_ALL,
    OP_ANY,
    OP_IN,
    OP_LENGTH,
    OP_CASE,
    OP_MATCH,
    OP_COALESCE,
    OP_STEP,
    OP_INTERPOLATE,
    OP_ZOOM,
    OP_GEOMETRY,
    OP_PLUS,
    OP_MINUS,
    OP_TIMES,
    OP_DIVIDE,
    OP_REMAINDER,
    OP_POWER,
    OP_SQRT,
    OP_ABS,
    OP_MIN,
    OP_MAX,
    OP_ROUND,
    OP_FLOOR,
    OP_CEIL,
    OP_LN,
    OP_LOG10,
    OP_LOG2,
    OP_CONCAT,
    OP_UPCASE,
    OP_DOWNCASE,
    OP_TO_STRING,
    OP_TO_NUMBER,
    OP_TO_BOOLEAN,
    OP_TO_COLOUR,
    OP_NUMBER_FORMAT,
    OP_RGB,
    OP_RGBA,
} op;

struct sm_expression {
    op op;
    sm_value value;             /* OP_VALUE */
    double base;                /* OP_INTERPOLATE */
    int low, high;              /* OP_NUMBER_FORMAT: fraction digits, −1 = not said */
    const sm_expression **args; /* the operands; of match, step and interpolate in the order of the JSON */
    size_t count;
};

/* Operators whose operands are all expressions, with the least and the greatest number of them. */
static const struct {
    const char *name;
    op op;
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

static sm_expression *make(reader *r, op kind, size_t count)
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

static bool json_value(reader *r, const json_t *json, sm_value *out)
{
    *out = (sm_value){0};
    if (json_is_string(json)) {
        const char *s = json_string_value(json);
        *out = sm_value_string(sm_arena_copy(r->arena, s, strlen(s)));
    } else if (json_is_number(json)) {
        *out = sm_value_number(json_number_value(json));
    } else if (json_is_boolean(json)) {
        *out = sm_value_bool(json_is_true(json));
    } else if (json_is_array(json)) {
        size_t n = json_array_size(json);
        sm_value *items = sm_arena_array(r->arena, n ? n : 1, sizeof *items);
        for (size_t i = 0; items && i < n; i++)
            if (json_is_array(json_array_get(json, i)) || !json_value(r, json_array_get(json, i), &items[i]))
                return false;
        *out = (sm_value){.kind = SM_VALUE_LIST, .items = items, .count = items ? n : 0};
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
static sm_expression *read_operands(reader *r, op kind, const json_t *json, size_t first)
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
        if (e->args[i]->op != OP_VALUE || e->args[i]->value.kind != SM_VALUE_NUMBER ||
            (i > 1 && e->args[i]->value.number <= e->args[i - 2]->value.number))
            return fault(r, "stops are numbers that rise");
    return e;
}

static const sm_expression *check_step(reader *r, const sm_expression *e)
{
    if (e && e->count % 2 != 0)
        return fault(r, "step takes an input, a value, and pairs of stop and value");
    for (size_t i = 2; e && i < e->count; i += 2)
        if (e->args[i]->op != OP_VALUE || e->args[i]->value.kind != SM_VALUE_NUMBER ||
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

static const sm_expression *old_compound(reader *r, op kind, const json_t *json)
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
    sm_value *items = n > 2 ? sm_arena_array(r->arena, n - 2, sizeof *items) : NULL;
    if (e == NULL || list == NULL || (e->args[0] = old_property(r, json_array_get(json, 1))) == NULL)
        return NULL;
    for (size_t i = 2; items && i < n; i++)
        if (!json_value(r, json_array_get(json, i), &items[i - 2]))
            return fault(r, "no value that is understood");
    list->value = (sm_value){.kind = SM_VALUE_LIST, .items = items, .count = items ? n - 2 : 0};
    e->args[1] = list;
    return e;
}

static const sm_expression *read_old(reader *r, const json_t *json)
{
    static const struct {
        const char *name;
        op op;
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

/* --- values ------------------------------------------------------------------------------------ */

bool sm_value_colour(const sm_value *v, sm_rgba *out)
{
    if (v->kind == SM_VALUE_COLOUR)
        *out = v->colour;
    return v->kind == SM_VALUE_COLOUR || (v->kind == SM_VALUE_STRING && sm_colour_parse(v->string, out));
}

static bool is_true(const sm_value *v)
{
    switch (v->kind) {
    case SM_VALUE_NULL:
        return false;
    case SM_VALUE_STRING:
        return v->string[0] != '\0';
    case SM_VALUE_BOOL:
    case SM_VALUE_NUMBER:
        return v->number != 0 && !isnan(v->number);
    default:
        return true;
    }
}

static bool same(const sm_value *a, const sm_value *b)
{
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case SM_VALUE_STRING:
        return strcmp(a->string, b->string) == 0;
    case SM_VALUE_BOOL:
    case SM_VALUE_NUMBER:
        return a->number == b->number;
    case SM_VALUE_COLOUR:
        return memcmp(&a->colour, &b->colour, sizeof a->colour) == 0;
    default:
        return a->kind == SM_VALUE_NULL;
    }
}

static sm_value compare(op kind, const sm_value *a, const sm_value *b)
{
    double order;
    if (a->kind == SM_VALUE_NUMBER && b->kind == SM_VALUE_NUMBER)
        order = a->number - b->number;
    else if (a->kind == SM_VALUE_STRING && b->kind == SM_VALUE_STRING)
        order = strcmp(a->string, b->string);
    else
        return (sm_value){0};
    return sm_value_bool(kind == OP_LESS      ? order < 0
                         : kind == OP_AT_MOST ? order <= 0
                         : kind == OP_GREATER ? order > 0
                                              : order >= 0);
}

static sm_value is_in(const sm_value *what, const sm_value *where)
{
    bool found = where->kind == SM_VALUE_STRING && what->kind == SM_VALUE_STRING &&
                 strstr(where->string, what->string) != NULL;
    for (size_t i = 0; where->kind == SM_VALUE_LIST && i < where->count && !found; i++)
        found = same(what, &where->items[i]);
    return sm_value_bool(found);
}

static const char *text_of(const sm_value *v, sm_arena *arena)
{
    switch (v->kind) {
    case SM_VALUE_STRING:
        return v->string;
    case SM_VALUE_BOOL:
        return v->number != 0 ? "true" : "false";
    case SM_VALUE_NUMBER:
        return sm_arena_print(arena, "%.15g", v->number);
    case SM_VALUE_COLOUR:
        return sm_arena_print(arena, "rgba(%d,%d,%d,%g)", v->colour.r, v->colour.g, v->colour.b,
                              v->colour.a / 255.0);
    default:
        return "";
    }
}

static sm_value to_number(const sm_value *v)
{
    char *end;
    if (v->kind == SM_VALUE_NUMBER || v->kind == SM_VALUE_BOOL)
        return sm_value_number(v->number);
    if (v->kind == SM_VALUE_NULL)
        return sm_value_number(0);
    if (v->kind != SM_VALUE_STRING || v->string[0] == '\0')
        return (sm_value){0};
    double n = strtod(v->string, &end);
    return *end == '\0' && isfinite(n) ? sm_value_number(n) : (sm_value){0};
}

/* Thousands are set apart by commas, as in English. */
static sm_value number_format(const sm_expression *e, const sm_value *v, sm_arena *arena)
{
    if (v->kind != SM_VALUE_NUMBER || !(fabs(v->number) < 1e15))
        return (sm_value){0};
    char digits[64], out[96];
    int low = e->low >= 0 ? e->low : 0, high = e->high >= 0 ? e->high : low > 3 ? low : 3;
    snprintf(digits, sizeof digits, "%.*f", high, fabs(v->number));
    char *dot = strchr(digits, '.');
    size_t whole = dot ? (size_t)(dot - digits) : strlen(digits), end = strlen(digits), n = 0;
    while (dot && end > whole + 1 + (size_t)low && digits[end - 1] == '0')
        end--;
    if (dot && end == whole + 1)
        end = whole;
    if (v->number < 0)
        out[n++] = '-';
    for (size_t i = 0; i < end; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0)
            out[n++] = ',';
        out[n++] = digits[i];
    }
    return sm_value_string(sm_arena_copy(arena, out, n));
}

static sm_value mix(const sm_value *a, const sm_value *b, double t)
{
    sm_rgba x, y;
    if (a->kind == SM_VALUE_NUMBER && b->kind == SM_VALUE_NUMBER)
        return sm_value_number(a->number + t * (b->number - a->number));
    if (!sm_value_colour(a, &x) || !sm_value_colour(b, &y))
        return (sm_value){0};
    sm_value v = {.kind = SM_VALUE_COLOUR};
    v.colour =
        (sm_rgba){(unsigned char)lround(x.r + t * (y.r - x.r)), (unsigned char)lround(x.g + t * (y.g - x.g)),
                  (unsigned char)lround(x.b + t * (y.b - x.b)), (unsigned char)lround(x.a + t * (y.a - x.a))};
    return v;
}

/* --- evaluation -------------------------------------------------------------------------------- */

static const sm_value *property(const sm_scope *s, const char *key)
{
    for (size_t i = 0; s->feature && i < s->feature->count; i++)
        if (strcmp(s->feature->properties[i].key, key) == 0)
            return s->feature->properties[i].value.kind == SM_VALUE_NULL ? NULL
                                                                         : &s->feature->properties[i].value;
    return NULL;
}

static sm_value operand(const sm_expression *e, size_t i, const sm_scope *s, sm_arena *a)
{
    return sm_expression_value(e->args[i], s, a);
}

static sm_value arithmetic(const sm_expression *e, const sm_scope *s, sm_arena *a)
{
    double result = 0;
    for (size_t i = 0; i < e->count; i++) {
        sm_value v = operand(e, i, s, a);
        if (v.kind != SM_VALUE_NUMBER)
            return (sm_value){0};
        double n = v.number;
        switch (e->op) {
        case OP_PLUS:
            result += n;
            break;
        case OP_MINUS:
            result = e->count == 1 ? -n : i ? result - n : n;
            break;
        case OP_TIMES:
            result = i ? result * n : n;
            break;
        case OP_DIVIDE:
            result = i ? result / n : n;
            break;
        case OP_REMAINDER:
            result = i ? fmod(result, n) : n;
            break;
        case OP_POWER:
            result = i ? pow(result, n) : n;
            break;
        case OP_MIN:
            result = i ? fmin(result, n) : n;
            break;
        case OP_MAX:
            result = i ? fmax(result, n) : n;
            break;
        default:
            result = e->op == OP_SQRT    ? sqrt(n)
                     : e->op == OP_ABS   ? fabs(n)
                     : e->op == OP_ROUND ? round(n)
                     : e->op == OP_FLOOR ? floor(n)
                     : e->op == OP_CEIL  ? ceil(n)
                     : e->op == OP_LN    ? log(n)
                     : e->op == OP_LOG10 ? log10(n)
                                         : log2(n);
        }
    }
    return isfinite(result) ? sm_value_number(result) : (sm_value){0};
}

static sm_value match(const sm_expression *e, const sm_scope *s, sm_arena *a)
{
    sm_value input = operand(e, 0, s, a);
    for (size_t i = 1; i + 1 < e->count; i += 2) {
        const sm_value *label = &e->args[i]->value;
        if (label->kind == SM_VALUE_LIST ? is_in(&input, label).number != 0 : same(&input, label))
            return operand(e, i + 1, s, a);
    }
    return operand(e, e->count - 1, s, a);
}

static sm_value step(const sm_expression *e, const sm_scope *s, sm_arena *a)
{
    sm_value input = operand(e, 0, s, a);
    size_t at = 1;
    if (input.kind != SM_VALUE_NUMBER)
        return (sm_value){0};
    while (at + 2 < e->count && input.number >= e->args[at + 1]->value.number)
        at += 2;
    return operand(e, at, s, a);
}

static sm_value interpolate(const sm_expression *e, const sm_scope *s, sm_arena *a)
{
    sm_value input = operand(e, 0, s, a);
    size_t at = 1;
    if (input.kind != SM_VALUE_NUMBER)
        return (sm_value){0};
    double x = input.number;
    while (at + 2 < e->count && x >= e->args[at + 2]->value.number)
        at += 2;
    sm_value below = operand(e, at + 1, s, a);
    double from = e->args[at]->value.number;
    if (at + 2 >= e->count || x <= from)
        return below;
    double range = e->args[at + 2]->value.number - from, past = x - from;
    double t = e->base == 1 ? past / range : (pow(e->base, past) - 1) / (pow(e->base, range) - 1);
    sm_value above = operand(e, at + 3, s, a);
    return mix(&below, &above, t);
}

static sm_value concat(const sm_expression *e, const sm_scope *s, sm_arena *a)
{
    char out[MAX_TEXT];
    size_t n = 0;
    for (size_t i = 0; i < e->count; i++) {
        sm_value v = operand(e, i, s, a);
        const char *text = text_of(&v, a);
        size_t length = strlen(text);
        if (n + length >= sizeof out)
            return (sm_value){0};
        memcpy(out + n, text, length);
        n += length;
    }
    return sm_value_string(sm_arena_copy(a, out, n));
}

static sm_value change_case(const sm_expression *e, const sm_scope *s, sm_arena *a)
{
    sm_value v = operand(e, 0, s, a);
    if (v.kind != SM_VALUE_STRING)
        return (sm_value){0};
    char out[MAX_TEXT];
    size_t n = sm_utf8_change_case(v.string, strlen(v.string), e->op == OP_UPCASE, out, sizeof out);
    return sm_value_string(sm_arena_copy(a, out, n));
}

static sm_value rgb(const sm_expression *e, const sm_scope *s, sm_arena *a)
{
    double part[4] = {0, 0, 0, 1};
    for (size_t i = 0; i < e->count; i++) {
        sm_value v = operand(e, i, s, a);
        if (v.kind != SM_VALUE_NUMBER || !(v.number >= 0 && v.number <= (i < 3 ? 255 : 1)))
            return (sm_value){0};
        part[i] = v.number;
    }
    sm_value v = {.kind = SM_VALUE_COLOUR};
    v.colour = (sm_rgba){(unsigned char)lround(part[0]), (unsigned char)lround(part[1]),
                         (unsigned char)lround(part[2]), (unsigned char)lround(255 * part[3])};
    return v;
}

static sm_value case_value(const sm_expression *e, const sm_scope *s, sm_arena *a)
{
    for (size_t i = 0; i + 1 < e->count; i += 2) {
        sm_value condition = operand(e, i, s, a);
        if (is_true(&condition))
            return operand(e, i + 1, s, a);
    }
    return operand(e, e->count - 1, s, a);
}

static sm_value all_or_any(const sm_expression *e, const sm_scope *s, sm_arena *a)
{
    for (size_t i = 0; i < e->count; i++) {
        sm_value v = operand(e, i, s, a);
        if (is_true(&v) == (e->op == OP_ANY))
            return sm_value_bool(e->op == OP_ANY);
    }
    return sm_value_bool(e->op == OP_ALL);
}

/* Operators of one operand whose value is `v`. */
static sm_value unary(const sm_expression *e, const sm_value *v, sm_arena *a)
{
    sm_rgba c;
    switch (e->op) {
    case OP_NOT:
        return sm_value_bool(!is_true(v));
    case OP_TO_BOOLEAN:
        return sm_value_bool(is_true(v));
    case OP_TO_STRING:
        return sm_value_string(text_of(v, a));
    case OP_NUMBER_FORMAT:
        return number_format(e, v, a);
    case OP_TO_COLOUR:
        return sm_value_colour(v, &c) ? (sm_value){.kind = SM_VALUE_COLOUR, .colour = c} : (sm_value){0};
    default: /* OP_LENGTH */
        return v->kind == SM_VALUE_LIST ? sm_value_number((double)v->count)
               : v->kind == SM_VALUE_STRING
                   ? sm_value_number((double)sm_utf8_count(v->string, strlen(v->string)))
                   : (sm_value){0};
    }
}

static sm_value first_known(const sm_expression *e, const sm_scope *s, sm_arena *a)
{
    sm_value v = {0};
    for (size_t i = 0; i < e->count && v.kind == SM_VALUE_NULL; i++) {
        v = operand(e, i, s, a);
        if (e->op == OP_TO_NUMBER)
            v = to_number(&v);
    }
    return v;
}

sm_value sm_expression_value(const sm_expression *e, const sm_scope *s, sm_arena *a)
{
    sm_value x, y;
    const sm_value *found;
    switch (e->op) {
    case OP_VALUE:
        return e->value;
    case OP_GET:
    case OP_HAS:
        x = operand(e, 0, s, a);
        found = x.kind == SM_VALUE_STRING ? property(s, x.string) : NULL;
        return e->op == OP_HAS ? sm_value_bool(found != NULL) : found ? *found : (sm_value){0};
    case OP_ZOOM:
        return sm_value_number(s->zoom);
    case OP_GEOMETRY:
        return sm_value_string(s->feature ? s->feature->geometry : NULL);
    case OP_EQUAL:
    case OP_UNEQUAL:
        x = operand(e, 0, s, a);
        y = operand(e, 1, s, a);
        return sm_value_bool(same(&x, &y) == (e->op == OP_EQUAL));
    case OP_LESS:
    case OP_AT_MOST:
    case OP_GREATER:
    case OP_AT_LEAST:
        x = operand(e, 0, s, a);
        y = operand(e, 1, s, a);
        return compare(e->op, &x, &y);
    case OP_IN:
        x = operand(e, 0, s, a);
        y = operand(e, 1, s, a);
        return is_in(&x, &y);
    case OP_ALL:
    case OP_ANY:
        return all_or_any(e, s, a);
    case OP_CASE:
        return case_value(e, s, a);
    case OP_MATCH:
        return match(e, s, a);
    case OP_STEP:
        return step(e, s, a);
    case OP_INTERPOLATE:
        return interpolate(e, s, a);
    case OP_COALESCE:
    case OP_TO_NUMBER:
        return first_known(e, s, a);
    case OP_CONCAT:
        return concat(e, s, a);
    case OP_UPCASE:
    case OP_DOWNCASE:
        return change_case(e, s, a);
    case OP_RGB:
    case OP_RGBA:
        return rgb(e, s, a);
    case OP_NOT:
    case OP_LENGTH:
    case OP_TO_STRING:
    case OP_TO_BOOLEAN:
    case OP_TO_COLOUR:
    case OP_NUMBER_FORMAT:
        x = operand(e, 0, s, a);
        return unary(e, &x, a);
    default:
        return arithmetic(e, s, a);
    }
}

bool sm_filter_holds(const sm_expression *e, const sm_scope *scope, sm_arena *arena)
{
    if (e == NULL)
        return true;
    sm_value v = sm_expression_value(e, scope, arena);
    return is_true(&v);
}

/* The operands that may become the value: of branches their results, of everything else none. */
static bool is_result(const sm_expression *e, size_t i)
{
    switch (e->op) {
    case OP_COALESCE:
        return true;
    case OP_CASE:
        return i % 2 == 1 || i + 1 == e->count;
    case OP_MATCH:
    case OP_INTERPOLATE:
        return (i > 0 && i % 2 == 0) || i + 1 == e->count;
    case OP_STEP:
        return i % 2 == 1;
    default:
        return false;
    }
}

bool sm_expression_fits(const sm_expression *e, sm_value_kind kind)
{
    sm_rgba c;
    if (e->op == OP_VALUE)
        return kind == SM_VALUE_COLOUR ? sm_value_colour(&e->value, &c) : e->value.kind == kind;
    for (size_t i = 0; i < e->count; i++)
        if (is_result(e, i) && !sm_expression_fits(e->args[i], kind))
            return false;
    return true;
}

bool sm_expression_asks_feature(const sm_expression *e)
{
    if (e->op == OP_GET || e->op == OP_HAS || e->op == OP_GEOMETRY)
        return true;
    for (size_t i = 0; i < e->count; i++)
        if (sm_expression_asks_feature(e->args[i]))
            return true;
    return false;
}
