#include "folder.h"
#include "reader.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { DEPTH_MAX = 64, PATH_LIMIT = 4096 };

typedef struct level {
    struct dirent **entries;
    int count, next;
    size_t path_length; /* of the folder's own path */
} level;

struct sm_folder {
    level levels[DEPTH_MAX];
    int depth;
    char path[PATH_LIMIT];
};

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_visible(const struct dirent *e)
{
    return e->d_name[0] != '.';
}

static sm_status enter(sm_folder *f, sm_error *err)
{
    if (f->depth == DEPTH_MAX)
        return sm_fail_at(err, SM_E_LIMIT, f->path, 0, "folders more than %d deep", DEPTH_MAX);
    level *l = &f->levels[f->depth];
    *l = (level){.path_length = strlen(f->path)};
    l->count = scandir(f->path, &l->entries, is_visible, by_bytes);
    if (l->count < 0)
        return sm_fail_at(err, errno == ENOMEM ? SM_E_NOMEM : SM_E_INPUT, f->path, 0, "%s", strerror(errno));
    f->depth++;
    return SM_OK;
}

static void leave(sm_folder *f)
{
    level *l = &f->levels[--f->depth];
    while (l->next < l->count)
        free(l->entries[l->next++]);
    free(l->entries);
}

sm_status sm_folder_open(const char *path, sm_folder **out, sm_error *err)
{
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/')
        length--;
    if (length >= PATH_LIMIT)
        return sm_fail_at(err, SM_E_INPUT, path, 0, "path too long");
    sm_folder *f = malloc(sizeof *f);
    if (f == NULL)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    f->depth = 0;
    memcpy(f->path, path, length);
    f->path[length] = '\0';
    sm_status st = enter(f, err);
    if (st == SM_OK)
        *out = f;
    else
        free(f);
    return st;
}

/* Append the entry's name to the path of its folder. False when the path would be too long for the system. */
static bool set_path(sm_folder *f, const level *l, const char *name)
{
    size_t at = l->path_length, length = strlen(name);
    if (at + 1 + length >= PATH_LIMIT)
        return false;
    if (f->path[at - 1] != '/')
        f->path[at++] = '/';
    memcpy(f->path + at, name, length + 1);
    return true;
}

/* A file, or a link to one; a folder, but no link to one. 0 for everything else. */
static mode_t kind_of(const char *path, struct stat *st)
{
    if (lstat(path, st) != 0)
        return 0;
    if (!S_ISLNK(st->st_mode))
        return st->st_mode & S_IFMT;
    return stat(path, st) == 0 && S_ISREG(st->st_mode) ? S_IFREG : 0;
}

sm_status sm_folder_next(sm_folder *f, const char **path, off_t *size, sm_error *err)
{
    while (f->depth > 0) {
        level *l = &f->levels[f->depth - 1];
        if (l->next == l->count) {
            leave(f);
            continue;
        }
        struct dirent *entry = l->entries[l->next++];
        bool fits = set_path(f, l, entry->d_name);
        free(entry);
        struct stat st;
        mode_t kind = fits ? kind_of(f->path, &st) : 0;
        if (kind == S_IFDIR) {
            sm_status status = enter(f, err);
            if (status != SM_OK)
                return status;
        } else if (kind == S_IFREG && sm_format_of(f->path) != SM_FORMAT_UNKNOWN) {
            if (size)
                *size = st.st_size;
            *path = f->path;
            return SM_OK;
        }
    }
    *path = NULL;
    return SM_OK;
}

void sm_folder_close(sm_folder *f)
{
    if (f == NULL)
        return;
    while (f->depth > 0)
        leave(f);
    free(f);
}
