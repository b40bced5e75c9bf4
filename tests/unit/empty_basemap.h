/** A basemap without shapes, for tests that compose maps: they look at symbols, names and furniture. */
#ifndef SM_TEST_EMPTY_BASEMAP_H
#define SM_TEST_EMPTY_BASEMAP_H

#include "basemap.h"
#include "hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static inline sm_basemap *empty_basemap(void)
{
    static char file[sizeof(sm_basemap_header) + 8];
    sm_basemap_header h = {.magic = SM_BASEMAP_MAGIC,
                           .version = SM_BASEMAP_VERSION,
                           .byte_order = 0x01020304,
                           .file_size = sizeof file,
                           .string_bytes = 1};
    h.units = h.strings = h.shapes = h.points = h.sea_rows = h.sea_runs = sizeof h;
    h.checksum = sm_hash(file + sizeof h, sizeof file - sizeof h);
    memcpy(file, &h, sizeof h);
    char path[] = SM_BUILD_DIR "/empty-basemap-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0 && write(fd, file, sizeof file) == (ssize_t)sizeof file && close(fd) == 0);
    sm_basemap *b = NULL;
    sm_error err = {0};
    sm_status st = sm_basemap_open(path, true, &b, &err);
    unlink(path);
    if (st != SM_OK)
        fail_msg("%s", err.text);
    return b;
}

#endif
