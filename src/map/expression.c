/* The values of expressions. What MapLibre decides by types when a style is loaded is decided here when it is
 * evaluated: a wrong type gives null. */
#include "expressiontree.h"

#include "colour.h"
#include "utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_TEXT = 4096 };

/* --- values ------------------------------------------------------------------------------------ */

bool sm_style_value_colour(const sm_style_value *v, sm_rgba *out)
{
    bool known = v->kind == SM_STYLE_VALUE_COLOUR || v->coloured;
    if (known)
        *out = v->colour;
    return known || (v->kind == SM_STYLE_VALUE_STRING && sm_colour_parse(v->string, out));
}

static bool is_true(const sm_style_value *v)
{
    switch (v->kind) {
    case SM_STYLE_VALUE_NULL:
        return false;
    case SM_STYLE_VALUE_STRING:
        return v->string[0] != '\0';
    case SM_STYLE_VALUE_BOOL:
    case SM_STYLE_VALUE_NUMBER:
        return v->number != 0 && !isnan(v->number);
    default:
        return true;
    }
}

static bool same(const sm_style_value *a, const sm_style_value *b)
{
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case SM_STYLE_VALUE_STRING:
        return strcmp(a->string, b->string) == 0;
    case SM_STYLE_VALUE_BOOL:
    case SM_STYLE_VALUE_NUMBER:
        return a->number == b->number;
    case SM_STYLE_VALUE_COLOUR:
        return memcmp(&a->colour, &b->colour, sizeof a->colour) == 0;
    default:
        return a->kind == SM_STYLE_VALUE_NULL;
    }
}

static sm_style_value compare(sm_op kind, const sm_style_value *a, const sm_style_value *b)
{
    double order;
    if (a->kind == SM_STYLE_VALUE_NUMBER && b->kind == SM_STYLE_VALUE_NUMBER)
        order = a->number - b->number;
    else if (a->kind == SM_STYLE_VALUE_STRING && b->kind == SM_STYLE_VALUE_STRING)
        order = strcmp(a->string, b->string);
    else
        return (sm_style_value){0};
    return sm_style_value_bool(kind == OP_LESS      ? order < 0
                               : kind == OP_AT_MOST ? order <= 0
                               : kind == OP_GREATER ? order > 0
                                                    : order >= 0);
}

static sm_style_value is_in(const sm_style_value *what, const sm_style_value *where)
{
    bool found = where->kind == SM_STYLE_VALUE_STRING && what->kind == SM_STYLE_VALUE_STRING &&
                 strstr(where->string, what->string) != NULL;
    for (size_t i = 0; where->kind == SM_STYLE_VALUE_LIST && i < where->count && !found; i++)
        found = same(what, &where->items[i]);
    return sm_style_value_bool(found);
}

static const char *text_of(const sm_style_value *v, sm_arena *arena)
{
    switch (v->kind) {
    case SM_STYLE_VALUE_STRING:
        return v->string;
    case SM_STYLE_VALUE_BOOL:
        return v->number != 0 ? "true" : "false";
    case SM_STYLE_VALUE_NUMBER:
        return sm_arena_print(arena, "%.15g", v->number);
    case SM_STYLE_VALUE_COLOUR:
        return sm_arena_print(arena, "rgba(%d,%d,%d,%g)", v->colour.r, v->colour.g, v->colour.b,
                              v->colour.a / 255.0);
    default:
        return "";
    }
}

static sm_style_value to_number(const sm_style_value *v)
{
    char *end;
    if (v->kind == SM_STYLE_VALUE_NUMBER || v->kind == SM_STYLE_VALUE_BOOL)
        return sm_style_value_number(v->number);
    if (v->kind == SM_STYLE_VALUE_NULL)
        return sm_style_value_number(0);
    if (v->kind != SM_STYLE_VALUE_STRING || v->string[0] == '\0')
        return (sm_style_value){0};
    double n = strtod(v->string, &end);
    return *end == '\0' && isfinite(n) ? sm_style_value_number(n) : (sm_style_value){0};
}

/* Thousands are set apart by commas, as in English. */
static sm_style_value number_format(const sm_expression *e, const sm_style_value *v, sm_arena *arena)
{
    if (v->kind != SM_STYLE_VALUE_NUMBER || !(fabs(v->number) < 1e15))
        return (sm_style_value){0};
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
    return sm_style_value_string(sm_arena_copy(arena, out, n));
}

static sm_style_value mix(const sm_style_value *a, const sm_style_value *b, double t)
{
    sm_rgba x, y;
    if (a->kind == SM_STYLE_VALUE_NUMBER && b->kind == SM_STYLE_VALUE_NUMBER)
        return sm_style_value_number(a->number + t * (b->number - a->number));
    if (!sm_style_value_colour(a, &x) || !sm_style_value_colour(b, &y))
        return (sm_style_value){0};
    sm_style_value v = {.kind = SM_STYLE_VALUE_COLOUR};
    v.colour =
        (sm_rgba){(unsigned char)lround(x.r + t * (y.r - x.r)), (unsigned char)lround(x.g + t * (y.g - x.g)),
                  (unsigned char)lround(x.b + t * (y.b - x.b)), (unsigned char)lround(x.a + t * (y.a - x.a))};
    return v;
}

/* --- evaluation -------------------------------------------------------------------------------- */

static const sm_style_value *property(const sm_scope *s, const char *key)
{
    for (size_t i = 0; s->feature && i < s->feature->count; i++)
        if (strcmp(s->feature->properties[i].key, key) == 0)
            return s->feature->properties[i].value.kind == SM_STYLE_VALUE_NULL
                       ? NULL
                       : &s->feature->properties[i].value;
    return NULL;
}

static sm_style_value operand(const sm_expression *e, size_t i, const sm_scope *s, sm_arena *a)
{
    return sm_expression_value(e->args[i], s, a);
}

static sm_style_value arithmetic(const sm_expression *e, const sm_scope *s, sm_arena *a)
{
    double result = 0;
    for (size_t i = 0; i < e->count; i++) {
        sm_style_value v = operand(e, i, s, a);
        if (v.kind != SM_STYLE_VALUE_NUMBER)
            return (sm_style_value){0};
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
    return isfinite(result) ? sm_style_value_number(result) : (sm_style_value){0};
}

static sm_style_value match(const sm_expression *e, const sm_scope *s, sm_arena *a)
{
    sm_style_value input = operand(e, 0, s, a);
    for (size_t i = 1; i + 1 < e->count; i += 2) {
        const sm_style_value *label = &e->args[i]->value;
        if (label->kind == SM_STYLE_VALUE_LIST ? is_in(&input, label).number != 0 : same(&input, label))
            return operand(e, i + 1, s, a);
    }
    return operand(e, e->count - 1, s, a);
}

static sm_style_value step(const sm_expression *e, const sm_scope *s, sm_arena *a)
{
    sm_style_value input = operand(e, 0, s, a);
    size_t at = 1;
    if (input.kind != SM_STYLE_VALUE_NUMBER)
        return (sm_style_value){0};
    while (at + 2 < e->count && input.number >= e->args[at + 1]->value.number)
        at += 2;
    return operand(e, at, s, a);
}

static sm_style_value interpolate(const sm_expression *e, const sm_scope *s, sm_arena *a)
{
    sm_style_value input = operand(e, 0, s, a);
    size_t at = 1;
    if (input.kind != SM_STYLE_VALUE_NUMBER)
        return (sm_style_value){0};
    double x = input.number;
    while (at + 2 < e->count && x >= e->args[at + 2]->value.number)
        at += 2;
    sm_style_value below = operand(e, at + 1, s, a);
    double from = e->args[at]->value.number;
    if (at + 2 >= e->count || x <= from)
        return below;
    double range = e->args[at + 2]->value.number - from, past = x - from;
    double t = e->base == 1 ? past / range : (pow(e->base, past) - 1) / (pow(e->base, range) - 1);
    sm_style_value above = operand(e, at + 3, s, a);
    return mix(&below, &above, t);
}

static sm_style_value concat(const sm_expression *e, const sm_scope *s, sm_arena *a)
{
    char out[MAX_TEXT];
    size_t n = 0;
    for (size_t i = 0; i < e->count; i++) {
        sm_style_value v = operand(e, i, s, a);
        const char *text = text_of(&v, a);
        size_t length = strlen(text);
        if (n + length >= sizeof out)
            return (sm_style_value){0};
        memcpy(out + n, text, length);
        n += length;
    }
    return sm_style_value_string(sm_arena_copy(a, out, n));
}

static sm_style_value change_case(const sm_expression *e, const sm_scope *s, sm_arena *a)
{
    sm_style_value v = operand(e, 0, s, a);
    if (v.kind != SM_STYLE_VALUE_STRING)
        return (sm_style_value){0};
    char out[MAX_TEXT];
    size_t n = sm_utf8_change_case(v.string, strlen(v.string), e->op == OP_UPCASE, out, sizeof out);
    return sm_style_value_string(sm_arena_copy(a, out, n));
}

static sm_style_value rgb(const sm_expression *e, const sm_scope *s, sm_arena *a)
{
    double part[4] = {0, 0, 0, 1};
    for (size_t i = 0; i < e->count; i++) {
        sm_style_value v = operand(e, i, s, a);
        if (v.kind != SM_STYLE_VALUE_NUMBER || !(v.number >= 0 && v.number <= (i < 3 ? 255 : 1)))
            return (sm_style_value){0};
        part[i] = v.number;
    }
    sm_style_value v = {.kind = SM_STYLE_VALUE_COLOUR};
    v.colour = (sm_rgba){(unsigned char)lround(part[0]), (unsigned char)lround(part[1]),
                         (unsigned char)lround(part[2]), (unsigned char)lround(255 * part[3])};
    return v;
}

static sm_style_value case_value(const sm_expression *e, const sm_scope *s, sm_arena *a)
{
    for (size_t i = 0; i + 1 < e->count; i += 2) {
        sm_style_value condition = operand(e, i, s, a);
        if (is_true(&condition))
            return operand(e, i + 1, s, a);
    }
    return operand(e, e->count - 1, s, a);
}

static sm_style_value all_or_any(const sm_expression *e, const sm_scope *s, sm_arena *a)
{
    for (size_t i = 0; i < e->count; i++) {
        sm_style_value v = operand(e, i, s, a);
        if (is_true(&v) == (e->op == OP_ANY))
            return sm_style_value_bool(e->op == OP_ANY);
    }
    return sm_style_value_bool(e->op == OP_ALL);
}

/* Operators of one operand whose value is `v`. */
static sm_style_value unary(const sm_expression *e, const sm_style_value *v, sm_arena *a)
{
    sm_rgba c;
    switch (e->op) {
    case OP_NOT:
        return sm_style_value_bool(!is_true(v));
    case OP_TO_BOOLEAN:
        return sm_style_value_bool(is_true(v));
    case OP_TO_STRING:
        return sm_style_value_string(text_of(v, a));
    case OP_NUMBER_FORMAT:
        return number_format(e, v, a);
    case OP_TO_COLOUR:
        return sm_style_value_colour(v, &c) ? (sm_style_value){.kind = SM_STYLE_VALUE_COLOUR, .colour = c}
                                            : (sm_style_value){0};
    default: /* OP_LENGTH */
        return v->kind == SM_STYLE_VALUE_LIST ? sm_style_value_number((double)v->count)
               : v->kind == SM_STYLE_VALUE_STRING
                   ? sm_style_value_number((double)sm_utf8_count(v->string, strlen(v->string)))
                   : (sm_style_value){0};
    }
}

static sm_style_value first_known(const sm_expression *e, const sm_scope *s, sm_arena *a)
{
    sm_style_value v = {0};
    for (size_t i = 0; i < e->count && v.kind == SM_STYLE_VALUE_NULL; i++) {
        v = operand(e, i, s, a);
        if (e->op == OP_TO_NUMBER)
            v = to_number(&v);
    }
    return v;
}

sm_style_value sm_expression_value(const sm_expression *e, const sm_scope *s, sm_arena *a)
{
    sm_style_value x, y;
    const sm_style_value *found;
    switch (e->op) {
    case OP_VALUE:
        return e->value;
    case OP_GET:
    case OP_HAS:
        x = operand(e, 0, s, a);
        found = x.kind == SM_STYLE_VALUE_STRING ? property(s, x.string) : NULL;
        return e->op == OP_HAS ? sm_style_value_bool(found != NULL) : found ? *found : (sm_style_value){0};
    case OP_ZOOM:
        return sm_style_value_number(s->zoom);
    case OP_GEOMETRY:
        return sm_style_value_string(s->feature ? s->feature->geometry : NULL);
    case OP_EQUAL:
    case OP_UNEQUAL:
        x = operand(e, 0, s, a);
        y = operand(e, 1, s, a);
        return sm_style_value_bool(same(&x, &y) == (e->op == OP_EQUAL));
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
    sm_style_value v = sm_expression_value(e, scope, arena);
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

bool sm_expression_fits(const sm_expression *e, sm_style_value_kind kind)
{
    sm_rgba c;
    if (e->op == OP_VALUE)
        return kind == SM_STYLE_VALUE_COLOUR ? sm_style_value_colour(&e->value, &c) : e->value.kind == kind;
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

bool sm_expression_keys(const sm_expression *e, void (*take)(void *context, const char *key), void *context)
{
    bool all = true;
    if (e->op == OP_GET || e->op == OP_HAS) {
        const sm_expression *key = e->args[0];
        if (key->op == OP_VALUE && key->value.kind == SM_STYLE_VALUE_STRING)
            take(context, key->value.string);
        else
            all = false;
    }
    for (size_t i = 0; i < e->count; i++)
        all &= sm_expression_keys(e->args[i], take, context);
    return all;
}
