/** A damaged gazetteer: a small one is built once; each input changes bytes behind its header (five bytes a
 * change: where, what), opens it without the check of its checksums, looks names up and resolves the names of
 * a text. Nonsense may come out, but nothing may be read outside the file.
 *
 * Input: { offset of 32 bits, little-endian; new value } … */
#include "fuzz.h"
#include "place.h"
#include "small_gazetteer.h"
#include "token.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { HEADER = 4096 };

static unsigned char *original;
static size_t original_size;

static const char text[] = "SAN, Mali (AP) - Two died in Paris, Texas on Monday. Bamako said that San Town, "
                           "near Bamako in Mali, and Paris, France were calm.";

static void use(sm_gazetteer *g)
{
    static const char *const names[] = {"Paris", "Bamako", "San Town", "San", "Mali", "Texas", "Nowhere"};
    const sm_bearer *bearers;
    sm_box box;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t n = sm_gazetteer_lookup(g, names[i], &bearers);
        for (size_t j = 0; j < n; j++) {
            const sm_place *p = sm_gazetteer_place(g, bearers[j].place);
            sm_gazetteer_string(g, p->name);
            sm_gazetteer_box(g, p, &box);
            sm_place_within(g, bearers[j].place, bearers[0].place);
        }
    }
    sm_gazetteer_by_id(g, 2988507);
    sm_arena *arena = sm_arena_new(0);
    sm_article article = {.id = "fuzz", .text = text, .length = sizeof text - 1};
    sm_doc *doc;
    sm_places *found;
    FILE *nowhere = fopen("/dev/null", "w");
    if (arena && nowhere && sm_doc_make(&article, arena, &doc, NULL) == SM_OK &&
        sm_find_places(g, doc, NULL, &found, NULL) == SM_OK)
        sm_places_dump(g, doc, found, nowhere);
    if (nowhere)
        fclose(nowhere);
    sm_arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!original)
        original = small_gazetteer(&original_size);
    int fd = memfd_create("gazetteer", 0);
    if (fd < 0 || ftruncate(fd, (off_t)original_size) != 0)
        abort();
    unsigned char *copy = mmap(NULL, original_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (copy == MAP_FAILED)
        abort();
    memcpy(copy, original, original_size);
    for (; size >= 5; data += 5, size -= 5) {
        uint32_t where = data[0] | (uint32_t)data[1] << 8 | (uint32_t)data[2] << 16 | (uint32_t)data[3] << 24;
        copy[HEADER + where % (original_size - HEADER)] = data[4];
    }
    munmap(copy, original_size);
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    sm_gazetteer *g;
    sm_error err = {0};
    if (sm_gazetteer_open(path, false, &g, &err) == SM_OK) {
        use(g);
        sm_gazetteer_close(g);
    }
    close(fd);
    return 0;
}
