#include "library.h"

#include <dlfcn.h>
#include <string.h>

const char *sm_library_load(const char *soname, const char *const *names, size_t n, void *functions)
{
    void *library = dlopen(soname, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL)
        return soname;
    for (size_t i = 0; i < n; i++) {
        void *function = dlsym(library, names[i]);
        if (function == NULL)
            return names[i];
        memcpy((char *)functions + i * sizeof function, &function, sizeof function);
    }
    return NULL;
}
