#include "proj/calls.h"

#include <pthread.h>

sm_proj_calls sm_proj;

static const char *missing; /* NULL when all is there */

static void load(void)
{
    static const char *const names[] = {SM_PROJ_CALLS(SM_LIBRARY_NAME)};
    missing = sm_library_load(SM_PROJ_SONAME, names, sizeof names / sizeof *names, &sm_proj);
}

sm_status sm_proj_need(sm_error *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return missing ? sm_fail(err, SM_E_SETUP, "the PROJ library cannot be used: no %s", missing) : SM_OK;
}
