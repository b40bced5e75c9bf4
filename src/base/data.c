#include "data.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef SM_DATA_DIR
#define SM_DATA_DIR "/usr/local/share/sitmap"
#endif

/* The folder of the running program, "" when the system does not tell. */
static void program_folder(char out[PATH_MAX])
{
    ssize_t length = readlink("/proc/self/exe", out, PATH_MAX - 1);
    out[length > 0 ? length : 0] = '\0';
    char *slash = strrchr(out, '/');
    if (slash)
        *slash = '\0';
}

char *sm_data_path(const char *name, char *out, size_t capacity)
{
    const char *own = getenv("SITMAP_DATA");
    if (own && *own) {
        snprintf(out, capacity, "%s/%s", own, name);
        return out;
    }
    char folder[PATH_MAX];
    program_folder(folder);
    static const char *const near[] = {"/../share/sitmap", "/share/sitmap"};
    for (size_t i = 0; *folder && i < sizeof near / sizeof *near; i++) {
        int length = snprintf(out, capacity, "%s%s/%s", folder, near[i], name);
        if (length > 0 && (size_t)length < capacity && access(out, R_OK) == 0)
            return out;
    }
    snprintf(out, capacity, "%s/%s", SM_DATA_DIR, name);
    return out;
}

sm_status sm_map_data(const char **path, const char *folder, size_t most, const char *kind, char *shipped, sm_mapped *out,
                      sm_error *err)
{
    char name[256];
    if (strpbrk(*path, "/.") == NULL) {
        snprintf(name, sizeof name, "%s/%.200s.json", folder, *path);
        *path = sm_data_path(name, shipped, PATH_MAX);
    }
    sm_status st = sm_map_file(*path, SM_E_SETUP, out, err);
    if (st != SM_OK || out->size <= most)
        return st;
    sm_unmap_file(out);
    return sm_fail_at(err, SM_E_SETUP, *path, 0, "more than %zu MB: no %s", most >> 20, kind);
}
