/** A library that is loaded when it is first needed, its functions called through a table with the same
 * names. For those whose loading takes longer than most runs: they bring dozens of libraries more along.
 *
 *     #define SM_PROJ_CALLS(X) X(proj_create) X(proj_trans) …
 *     typedef struct sm_proj_calls { SM_PROJ_CALLS(SM_LIBRARY_MEMBER) } sm_proj_calls;
 *     static const char *const names[] = {SM_PROJ_CALLS(SM_LIBRARY_NAME)};
 *     missing = sm_library_load(SONAME, names, sizeof names / sizeof *names, &table); */
#ifndef SM_LIBRARY_H
#define SM_LIBRARY_H

#include <stddef.h>

#define SM_LIBRARY_MEMBER(function) __typeof__(function) *function;
#define SM_LIBRARY_NAME(function)   #function,

/** Fill `functions`, a structure of `n` pointers to functions that bear `names`. Returns NULL when all are
 * there, else the name of what is missing, the library's (`soname`) or a function's. The library stays
 * loaded. */
const char *sm_library_load(const char *soname, const char *const *names, size_t n, void *functions);

#endif
