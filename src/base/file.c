#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const unsigned char empty_file[1] = "";

sm_status sm_map_file(const char *path, sm_status missing, sm_mapped *out, sm_error *err)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return sm_fail_at(err, missing, path, 0, "%s", strerror(errno));
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        return sm_fail_at(err, missing, path, 0, "not a regular file");
    }
    *out = (sm_mapped){.bytes = empty_file};
    if (st.st_size > 0) {
        void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (p == MAP_FAILED) {
            int why = errno;
            close(fd);
            return sm_fail_at(err, why == ENOMEM ? SM_E_NOMEM : SM_E_IO, path, 0, "%s", strerror(why));
        }
        *out = (sm_mapped){.bytes = p, .size = (size_t)st.st_size};
    }
    close(fd);
    return SM_OK;
}

void sm_unmap_file(sm_mapped *m)
{
    if (m->size)
        munmap((void *)(uintptr_t)m->bytes, m->size);
    *m = (sm_mapped){.bytes = empty_file};
}

void sm_rest_file(const sm_mapped *m)
{
    if (m->size)
        madvise((void *)(uintptr_t)m->bytes, m->size, MADV_DONTNEED);
}

/* Written in larger pieces than the 4 KiB of a stream: asking the system for each took 2 % of a run. */
enum { PIECE = 64 * 1024 };

static void buffer_output(sm_output *o)
{
    if ((o->room = malloc(PIECE)) != NULL)
        setvbuf(o->stream, o->room, _IOFBF, PIECE);
}

sm_status sm_output_open(sm_output *o, const char *path, sm_error *err)
{
    static char standard_room[PIECE]; /* for as long as the stream itself */
    *o = (sm_output){0};
    if (strcmp(path, "-") == 0) {
        o->stream = stdout;
        if (!isatty(STDOUT_FILENO))
            setvbuf(stdout, standard_room, _IOFBF, PIECE);
        return SM_OK;
    }
    size_t length = strlen(path);
    struct stat target;
    bool direct = stat(path, &target) == 0 && !S_ISREG(target.st_mode) && !S_ISDIR(target.st_mode);
    o->path = malloc(length + 1);
    o->temporary = direct ? NULL : malloc(length + 12);
    if (o->path == NULL || (o->temporary == NULL && !direct)) {
        sm_output_abandon(o);
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    }
    memcpy(o->path, path, length + 1);
    if (direct) {
        o->stream = fopen(path, "wbe");
        if (o->stream == NULL) {
            int why = errno;
            sm_output_abandon(o);
            return sm_fail_at(err, SM_E_IO, path, 0, "%s", strerror(why));
        }
        buffer_output(o);
        return SM_OK;
    }
    snprintf(o->temporary, length + 12, "%s.tmpXXXXXX", path);
    int fd = mkostemp(o->temporary, O_CLOEXEC);
    if (fd < 0) {
        int why = errno;
        o->temporary[0] = '\0';
        sm_output_abandon(o);
        return sm_fail_at(err, SM_E_IO, path, 0, "%s", strerror(why));
    }
    mode_t mask = umask(0);
    umask(mask);
    fchmod(fd, 0666 & ~mask);
    o->stream = fdopen(fd, "wb");
    if (o->stream == NULL) {
        close(fd);
        sm_output_abandon(o);
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    }
    buffer_output(o);
    return SM_OK;
}

sm_status sm_output_end(sm_output *o, sm_status so_far, sm_error *err)
{
    if (so_far == SM_OK)
        return sm_output_commit(o, err);
    if (so_far == SM_E_IO && err && err->file[0] == '\0')
        snprintf(err->file, sizeof err->file, "%s", o->path ? o->path : "standard output");
    sm_output_abandon(o);
    return so_far;
}

sm_status sm_output_commit(sm_output *o, sm_error *err)
{
    sm_status st = SM_OK;
    errno = 0;
    if (ferror(o->stream) || fflush(o->stream) != 0 || (o->temporary && fsync(fileno(o->stream)) != 0))
        st = sm_fail_at(err, SM_E_IO, o->path ? o->path : "standard output", 0, "%s",
                        errno ? strerror(errno) : "write failed");
    if (st == SM_OK && o->temporary) {
        int failed = fclose(o->stream);
        o->stream = NULL;
        if (failed || rename(o->temporary, o->path) != 0)
            st = sm_fail_at(err, SM_E_IO, o->path, 0, "%s", strerror(errno));
        else
            o->temporary[0] = '\0';
    }
    sm_output_abandon(o);
    return st;
}

void sm_output_abandon(sm_output *o)
{
    if (o->path && o->stream)
        fclose(o->stream);
    if (o->temporary && o->temporary[0])
        unlink(o->temporary);
    free(o->path);
    free(o->temporary);
    free(o->room);
    *o = (sm_output){0};
}
