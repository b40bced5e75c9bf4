#include "modelfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

sm_status sm_model_file_read(const void *bytes, size_t size, const char *kind, sm_model_file *out,
                             sm_error *err)
{
    enum { PAGE = 64 };
    *out = (sm_model_file){0};
    char magic[64];
    int first = snprintf(magic, sizeof magic, "sitmap %s 1\n", kind);
    size_t n = size < sizeof out->header - 1 ? size : sizeof out->header - 1;
    if (n)
        memcpy(out->header, bytes, n);
    const char *blank = strstr(out->header, "\n\n");
    size_t offset = blank ? ((size_t)(blank - out->header) + 2 + PAGE - 1) / PAGE * PAGE : 0;
    if (strncmp(out->header, magic, (size_t)first) != 0 || !blank || offset > size)
        return sm_fail(err, SM_E_SETUP, "not a %s of this version", kind);
    out->header[blank - out->header] = '\0';
    out->data = (const unsigned char *)bytes + offset;
    out->size = size - offset;
    return SM_OK;
}

double sm_model_file_number(const sm_model_file *m, const char *key)
{
    size_t n = strlen(key);
    for (const char *line = strchr(m->header, '\n'); line; line = strchr(line + 1, '\n'))
        if (strncmp(line + 1, key, n) == 0 && line[1 + n] == ' ')
            return strtod(line + 1 + n, NULL);
    return 0;
}
