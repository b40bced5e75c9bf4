/** The tree that an expression is read into. Private to expressionread.c and expression.c. */
#ifndef SM_EXPRESSIONTREE_H
#define SM_EXPRESSIONTREE_H

#include "expression.h"

typedef enum sm_op {
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
} sm_op;

struct sm_expression {
    sm_op op;
    sm_style_value value;       /* OP_VALUE */
    double base;                /* OP_INTERPOLATE */
    int low, high;              /* OP_NUMBER_FORMAT: fraction digits, −1 = not said */
    const sm_expression **args; /* the operands; of match, step and interpolate in the order of the JSON */
    size_t count;
};

#endif
