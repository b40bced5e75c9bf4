/** Expressions and filters of MapLibre styles: a JSON array becomes a tree, the tree becomes a value for a
 * feature at a zoom.
 *
 *     const sm_expression *e = sm_expression_parse(arena, json, &why);      NULL: `why` says what is wrong
 *     sm_value v = sm_expression_value(e, &scope, arena);
 *     const sm_expression *f = sm_filter_parse(arena, json, &why);          also the older filter syntax
 *     if (sm_filter_holds(f, &scope)) ...
 *
 * The operators are those of styles/README.md. An operand of the wrong type makes the whole expression null,
 * as in MapLibre, where the property then has its default. */
#ifndef SM_EXPRESSION_H
#define SM_EXPRESSION_H

#include "scene.h"
#include <jansson.h>

typedef enum sm_value_kind {
    SM_VALUE_NULL,
    SM_VALUE_BOOL,
    SM_VALUE_NUMBER,
    SM_VALUE_STRING,
    SM_VALUE_COLOUR,
    SM_VALUE_LIST /**< only as an operand of `in` and `length` */
} sm_value_kind;

typedef struct sm_value {
    sm_value_kind kind;
    double number;      /**< also a bool: 0 or 1 */
    const char *string; /**< borrowed */
    sm_rgba colour;
    const struct sm_value *items; /**< of a list */
    size_t count;
} sm_value;

static inline sm_value sm_value_number(double n)
{
    return (sm_value){.kind = SM_VALUE_NUMBER, .number = n};
}

static inline sm_value sm_value_bool(bool b)
{
    return (sm_value){.kind = SM_VALUE_BOOL, .number = b};
}

/** NULL gives null. */
static inline sm_value sm_value_string(const char *s)
{
    return (sm_value){.kind = s ? SM_VALUE_STRING : SM_VALUE_NULL, .string = s};
}

/** What a style can ask of the thing that it draws. */
typedef struct sm_property {
    const char *key;
    sm_value value;
} sm_property;

typedef struct sm_feature {
    const char *geometry; /**< "Point", "LineString", "Polygon" */
    const sm_property *properties;
    size_t count;
} sm_feature;

typedef struct sm_scope {
    double zoom;
    const sm_feature *feature; /**< NULL: every property is missing */
} sm_scope;

typedef struct sm_expression sm_expression;

/** NULL when it is no expression of the subset; `*why` then is a few words, static. */
const sm_expression *sm_expression_parse(sm_arena *arena, const json_t *json, const char **why);
/** Like it; also reads the filters of before expressions: ["==", "class", "x"], ["none", …], "$type". */
const sm_expression *sm_filter_parse(sm_arena *arena, const json_t *json, const char **why);

/** Strings that have to be made are made in `arena`. */
sm_value sm_expression_value(const sm_expression *e, const sm_scope *scope, sm_arena *arena);
/** Whether the filter lets the feature through; no filter (NULL) lets everything. */
bool sm_filter_holds(const sm_expression *e, const sm_scope *scope, sm_arena *arena);

/** Whether every constant that the expression may come to is of that kind. */
bool sm_expression_fits(const sm_expression *e, sm_value_kind kind);

/** Whether the value depends on the feature (else: on the zoom at most). */
bool sm_expression_asks_feature(const sm_expression *e);

/** A value as a colour: colours, and strings that name one. False when it is neither. */
bool sm_value_colour(const sm_value *v, sm_rgba *out);

#endif
