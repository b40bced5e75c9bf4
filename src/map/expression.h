/** Expressions and filters of MapLibre styles: a JSON array becomes a tree, the tree becomes a value for a
 * feature at a zoom.
 *
 *     const sm_expression *e = sm_expression_parse(arena, json, &why);      NULL: `why` says what is wrong
 *     sm_style_value v = sm_expression_value(e, &scope, arena);
 *     const sm_expression *f = sm_filter_parse(arena, json, &why);          also the older filter syntax
 *     if (sm_filter_holds(f, &scope)) ...
 *
 * The operators are those of styles/README.md. An operand of the wrong type makes the whole expression null,
 * as in MapLibre, where the property then has its default. */
#ifndef SM_EXPRESSION_H
#define SM_EXPRESSION_H

#include "scene.h"
#include <jansson.h>

typedef enum sm_style_value_kind {
    SM_STYLE_VALUE_NULL,
    SM_STYLE_VALUE_BOOL,
    SM_STYLE_VALUE_NUMBER,
    SM_STYLE_VALUE_STRING,
    SM_STYLE_VALUE_COLOUR,
    SM_STYLE_VALUE_LIST /**< only as an operand of `in` and `length` */
} sm_style_value_kind;

typedef struct sm_style_value {
    sm_style_value_kind kind;
    double number;      /**< also a bool: 0 or 1 */
    const char *string; /**< borrowed */
    sm_rgba colour;
    bool coloured; /**< a string that is a colour too: `colour` holds it; unset: not looked at yet */
    const struct sm_style_value *items; /**< of a list */
    size_t count;
} sm_style_value;

static inline sm_style_value sm_style_value_number(double n)
{
    return (sm_style_value){.kind = SM_STYLE_VALUE_NUMBER, .number = n};
}

static inline sm_style_value sm_style_value_bool(bool b)
{
    return (sm_style_value){.kind = SM_STYLE_VALUE_BOOL, .number = b};
}

/** NULL gives null. */
static inline sm_style_value sm_style_value_string(const char *s)
{
    return (sm_style_value){.kind = s ? SM_STYLE_VALUE_STRING : SM_STYLE_VALUE_NULL, .string = s};
}

/** What a style can ask of the thing that it draws. */
typedef struct sm_style_property {
    const char *key;
    sm_style_value value;
} sm_style_property;

typedef struct sm_style_feature {
    const char *geometry; /**< "Point", "LineString", "Polygon" */
    const sm_style_property *properties;
    size_t count;
} sm_style_feature;

typedef struct sm_scope {
    double zoom;
    const sm_style_feature *feature; /**< NULL: every property is missing */
} sm_scope;

typedef struct sm_expression sm_expression;

/** NULL when it is no expression of the subset; `*why` then is a few words, static. */
const sm_expression *sm_expression_parse(sm_arena *arena, const json_t *json, const char **why);
/** Like it; also reads the filters of before expressions: ["==", "class", "x"], ["none", …], "$type". */
const sm_expression *sm_filter_parse(sm_arena *arena, const json_t *json, const char **why);

/** Strings that have to be made are made in `arena`. */
sm_style_value sm_expression_value(const sm_expression *e, const sm_scope *scope, sm_arena *arena);
/** Whether the filter lets the feature through; no filter (NULL) lets everything. */
bool sm_filter_holds(const sm_expression *e, const sm_scope *scope, sm_arena *arena);

/** Whether every constant that the expression may come to is of that kind. */
bool sm_expression_fits(const sm_expression *e, sm_style_value_kind kind);

/** Whether the value depends on the feature (else: on the zoom at most). */
bool sm_expression_asks_feature(const sm_expression *e);

/** Tell `take` of every property that the expression asks by a constant name; false when it asks one whose
 * name it works out. */
bool sm_expression_keys(const sm_expression *e, void (*take)(void *context, const char *key), void *context);

/** A value as a colour: colours, and strings that name one. False when it is neither. */
bool sm_style_value_colour(const sm_style_value *v, sm_rgba *out);

#endif
