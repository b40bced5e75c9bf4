/** JSON read by YAJL, ten times as fast as jansson reads it, into jansson's tree. */
#ifndef SM_JSONTREE_H
#define SM_JSONTREE_H

#include <jansson.h>

/** The object that `length` bytes of JSON are, exactly as json_loadb would give it, to be ended with
 * json_decref. NULL for all that is not an ordinary sound object (or when there is no memory): json_loadb
 * then reads it or says what is wrong with it. */
json_t *sm_json_tree(const char *bytes, size_t length);

#endif
