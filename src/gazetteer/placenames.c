#include "placenames.h"

#include "data.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_PATH = 4096, MAX_FILE = 64 << 20, MAX_LANGUAGE = 8 };

struct sm_placenames {
    char language[MAX_LANGUAGE];
    char *text;
    const char **keys; /* sorted; behind each key's end stands its name */
    size_t n;
};

/* "ar, bn, de …": the languages that there are. */
static void list_languages(char *out, size_t room)
{
    char folder[MAX_PATH];
    struct dirent **files;
    int n = scandir(sm_data_path("names", folder, sizeof folder), &files, NULL, alphasort);
    size_t used = 0;
    out[0] = '\0';
    for (int i = 0; i < n; i++) {
        size_t length = strcspn(files[i]->d_name, ".");
        if (length > 0 && strcmp(files[i]->d_name + length, ".tsv") == 0 && used + length + 3 < room)
            used += (size_t)snprintf(out + used, room - used, "%s%.*s", used ? ", " : "", (int)length,
                                     files[i]->d_name);
        free(files[i]);
    }
    if (n >= 0)
        free(files);
}

static sm_status read_text(sm_placenames *p, const char *path, sm_error *err)
{
    FILE *f = fopen(path, "rb");
    char known[512];
    long size = -1;
    if (f == NULL && errno == ENOENT) {
        list_languages(known, sizeof known);
        return sm_fail(err, SM_E_USAGE, "no names of places in the language '%s'; there are: en, %s",
                       p->language, known);
    }
    if (f == NULL || fseek(f, 0, SEEK_END) != 0 || (size = ftell(f)) < 0 || size > MAX_FILE) {
        if (f)
            fclose(f);
        return sm_fail_at(err, SM_E_SETUP, path, 0, "cannot be read");
    }
    rewind(f);
    p->text = malloc((size_t)size + 1);
    size_t got = p->text ? fread(p->text, 1, (size_t)size, f) : 0;
    fclose(f);
    if (p->text == NULL)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    p->text[got] = '\0';
    return SM_OK;
}

static int by_key(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static sm_status index_rows(sm_placenames *p, sm_error *err)
{
    size_t lines = 0;
    for (const char *at = p->text; *at; at++)
        lines += *at == '\n';
    p->keys = malloc((lines + 1) * sizeof *p->keys);
    if (p->keys == NULL)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    for (char *at = p->text, *next; at && *at; at = next) {
        char *tab = strchr(at, '\t');
        next = strchr(at, '\n');
        if (next)
            *next++ = '\0';
        if (tab == NULL || (next && tab >= next))
            continue;
        *tab = '\0';
        if (p->n <= lines)
            p->keys[p->n++] = at;
    }
    qsort(p->keys, p->n, sizeof *p->keys, by_key);
    return SM_OK;
}

sm_status sm_placenames_open(const char *language, sm_placenames **out, sm_error *err)
{
    char name[64], path[MAX_PATH];
    size_t length = strcspn(language, "-_");
    sm_placenames *p = calloc(1, sizeof *p);
    if (p == NULL)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    for (size_t i = 0; i < length && i + 1 < sizeof p->language; i++) {
        char c = language[i];
        c = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
        p->language[i] = (char)(c >= 'a' && c <= 'z' ? c : '?');
    }
    snprintf(name, sizeof name, "names/%s.tsv", p->language);
    sm_status st = read_text(p, sm_data_path(name, path, sizeof path), err);
    if (st == SM_OK)
        st = index_rows(p, err);
    if (st == SM_OK)
        *out = p;
    else
        sm_placenames_close(p);
    return st;
}

void sm_placenames_close(sm_placenames *p)
{
    if (p == NULL)
        return;
    free(p->keys);
    free(p->text);
    free(p);
}

const char *sm_placenames_language(const sm_placenames *p)
{
    return p->language;
}

const char *sm_placenames_find(const sm_placenames *p, const char *key)
{
    const char *const *found = p->n ? bsearch(&key, p->keys, p->n, sizeof *p->keys, by_key) : NULL;
    return found ? *found + strlen(*found) + 1 : NULL;
}

const char *sm_placenames_by_id(const sm_placenames *p, int32_t geonames_id)
{
    char key[16];
    snprintf(key, sizeof key, "%d", geonames_id);
    return geonames_id > 0 ? sm_placenames_find(p, key) : NULL;
}
