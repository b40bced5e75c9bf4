#include "arena.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 64 * 1024, SCRATCH = 4096, ALIGN = 16 };

typedef struct block {
    struct block *next;
    size_t size, used;
    _Alignas(ALIGN) unsigned char bytes[];
} block;

struct sm_arena {
    block *first, *current;
    size_t limit, held, used;
    bool failed;
    _Alignas(ALIGN) unsigned char scratch[SCRATCH];
};

sm_arena *sm_arena_new(size_t limit)
{
    sm_arena *a = malloc(sizeof *a);
    if (a == NULL)
        return NULL;
    memset(a, 0,
           offsetof(sm_arena, scratch)); /* an article makes several; the scratch is cleared when used */
    a->limit = limit;
    return a;
}

static void free_blocks(block *b)
{
    while (b) {
        block *next = b->next;
        free(b);
        b = next;
    }
}

void sm_arena_free(sm_arena *a)
{
    if (a == NULL)
        return;
    free_blocks(a->first);
    free(a);
}

void sm_arena_reset(sm_arena *a, size_t keep)
{
    size_t kept = 0;
    block **link = &a->first;
    while (*link) {
        block *b = *link;
        if (kept + b->size > keep) {
            *link = b->next;
            a->held -= b->size;
            free(b);
        } else {
            kept += b->size;
            b->used = 0;
            link = &b->next;
        }
    }
    a->current = a->first;
    a->used = 0;
    a->failed = false;
}

static block *add_block(sm_arena *a, size_t size)
{
    size_t wanted = size > BLOCK ? size : BLOCK;
    if (a->limit && (wanted > a->limit || a->held > a->limit - wanted))
        return NULL;
    block *b = malloc(sizeof *b + wanted);
    if (b == NULL)
        return NULL;
    *b = (block){.size = wanted};
    a->held += wanted;
    if (a->current) {
        b->next = a->current->next;
        a->current->next = b;
    } else {
        a->first = b;
    }
    a->current = b;
    return b;
}

static void *fail(sm_arena *a, size_t size)
{
    a->failed = true;
    if (size > SCRATCH)
        return NULL;
    memset(a->scratch, 0, size);
    return a->scratch;
}

void *sm_arena_room(sm_arena *a, size_t size)
{
    if (size > SIZE_MAX / 2)
        return fail(a, size);
    size = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    block *b = a->current;
    while (b && b->size - b->used < size && b->next && b->next->used == 0) /* blocks kept by a reset */
        b = a->current = b->next;
    if (b == NULL || b->size - b->used < size)
        b = add_block(a, size);
    if (b == NULL)
        return fail(a, size);
    void *p = b->bytes + b->used;
    b->used += size;
    a->used += size;
    return p;
}

void *sm_arena_alloc(sm_arena *a, size_t size)
{
    void *p = sm_arena_room(a, size);
    return p ? memset(p, 0, size) : NULL;
}

void *sm_arena_array(sm_arena *a, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        return fail(a, SIZE_MAX);
    return sm_arena_alloc(a, bytes);
}

char *sm_arena_copy(sm_arena *a, const char *bytes, size_t length)
{
    char *copy = sm_arena_room(a, length + 1);
    if (copy && length)
        memcpy(copy, bytes, length);
    if (copy)
        copy[length] = '\0';
    return copy;
}

char *sm_arena_join(sm_arena *a, ...)
{
    va_list strings, again;
    size_t length = 0;
    va_start(strings, a);
    va_copy(again, strings);
    for (const char *s; (s = va_arg(strings, const char *)) != NULL;)
        length += strlen(s);
    va_end(strings);
    char *joined = sm_arena_room(a, length + 1), *at = joined;
    for (const char *s; joined && (s = va_arg(again, const char *)) != NULL; at += strlen(s))
        memcpy(at, s, strlen(s));
    va_end(again);
    if (joined)
        *at = '\0';
    return joined;
}

char *sm_arena_print(sm_arena *a, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    block *b = a->current; /* mostly there is room where the next bytes will be taken from */
    char *place = b ? (char *)b->bytes + b->used : NULL;
    int length = vsnprintf(place, b ? b->size - b->used : 0, format, args);
    va_end(args);
    char *text = length < 0 ? NULL : sm_arena_room(a, (size_t)length + 1);
    if (text == NULL)
        a->failed = true;
    else if (text != place)
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

bool sm_arena_failed(const sm_arena *a)
{
    return a->failed;
}

size_t sm_arena_used(const sm_arena *a)
{
    return a->used;
}

bool sm_arena_grow(sm_arena *a, void *items, size_t *capacity, size_t count, size_t size)
{
    if (count < *capacity)
        return true;
    size_t wanted = *capacity ? *capacity * 2 : 16, bytes;
    void *old,
        *bigger = __builtin_mul_overflow(wanted, size, &bytes) ? fail(a, SIZE_MAX) : sm_arena_room(a, bytes);
    if (bigger == NULL || a->failed)
        return false;
    memcpy(&old, items, sizeof old);
    if (count)
        memcpy(bigger, old, count * size);
    memcpy(items, &bigger, sizeof bigger);
    *capacity = wanted;
    return true;
}
