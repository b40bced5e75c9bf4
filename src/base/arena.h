/** An arena: memory for everything that lives and dies together (an article, a page of the map, a table being
 * built).
 *
 *     sm_arena *a = sm_arena_new(limit);      one per lifetime
 *     char *s = sm_arena_copy(a, "Bamako", 6);
 *     if (sm_arena_failed(a)) ...             check once, at the end
 *     sm_arena_reset(a);                      next article: the blocks are used again
 *     sm_arena_free(a);
 *
 * Memory is zeroed and aligned for any type. After a failure every request still returns memory that may be
 * written to: a scratch block for what fits into it, else NULL; so callers of large arrays check the pointer,
 * callers of small things need not. */
#ifndef SM_ARENA_H
#define SM_ARENA_H

#include <stdbool.h>
#include <stddef.h>

typedef struct sm_arena sm_arena;

/** `limit`: bytes that the arena may hold in all, 0 = no limit. NULL when out of memory. */
sm_arena *sm_arena_new(size_t limit);
void sm_arena_free(sm_arena *a); /**< NULL is fine */

/** Forget everything; keep up to `keep` bytes of blocks for the next use. */
void sm_arena_reset(sm_arena *a, size_t keep);

/** `size` zeroed bytes. NULL only after a failure (limit met or out of memory) for sizes over 4 KiB. */
void *sm_arena_alloc(sm_arena *a, size_t size);

/** The same, not zeroed: for large arrays that are written before they are read. */
void *sm_arena_room(sm_arena *a, size_t size);

/** `count` zeroed items of `size`; an overflow of the product is a failure. */
void *sm_arena_array(sm_arena *a, size_t count, size_t size);

/** A NUL-terminated copy of `length` bytes. */
char *sm_arena_copy(sm_arena *a, const char *bytes, size_t length);

/** Strings, the last one followed by NULL, as one: where a format would only put them together. */
char *sm_arena_join(sm_arena *a, ...) __attribute__((sentinel));

/** A formatted string. */
char *sm_arena_print(sm_arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** Whether any request so far could not be met. */
bool sm_arena_failed(const sm_arena *a);

/** Bytes handed out since the last reset. */
size_t sm_arena_used(const sm_arena *a);

/** Make room for one more item in the array `*items` of `*capacity` items of `size` bytes with `count` in
 * use, by doubling into the arena; what is new is not zeroed. False on failure, the array then as it was. */
bool sm_arena_grow(sm_arena *a, void *items, size_t *capacity, size_t count, size_t size);

#endif
