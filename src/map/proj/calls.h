/** PROJ, loaded when a map is made: with the libraries that it needs it takes longer to load (8 ms) than an
 * article to read. Its functions are called through a table with the same names.
 *
 *     if (sm_proj_need(err) != SM_OK) return ...
 *     PJ *p = sm_proj.proj_create(context, definition);
 *
 * In a folder of its own, so that layers above cannot include it. */
#ifndef SM_PROJ_CALLS_H
#define SM_PROJ_CALLS_H

#include "error.h"
#include "library.h"

#include <proj.h>

// clang-format off
#define SM_PROJ_CALLS(X) \
    X(proj_angular_input) X(proj_angular_output) X(proj_as_wkt) X(proj_context_create) \
    X(proj_context_destroy) X(proj_context_set_search_paths) X(proj_coord) X(proj_create) \
    X(proj_create_crs_to_crs) X(proj_destroy) X(proj_log_func) \
    X(proj_log_level) X(proj_normalize_for_visualization) X(proj_todeg) X(proj_torad) X(proj_trans)
// clang-format on

typedef struct sm_proj_calls {
    SM_PROJ_CALLS(SM_LIBRARY_MEMBER)
} sm_proj_calls;

extern sm_proj_calls sm_proj;

/** Load PROJ once. Fails with SM_E_SETUP. */
sm_status sm_proj_need(sm_error *err);

#endif
