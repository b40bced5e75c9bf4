/** Any bytes as a user's overlay, or as two that a record separator (0x1E) parts, over a small gazetteer:
 * read, and when that goes well its names are looked up and the names of articles resolved. What is refused
 * must leave the gazetteer as it was. */
#include "fuzz.h"
#include "place.h"
#include "small_gazetteer.h"
#include "utf8.h"

#include <string.h>
#include <sys/mman.h>

enum { SEPARATOR = 0x1E };

static const char text[] =
    "SAN, Mali (AP) - Two died in Paris on Monday. Bamako said that Hill 402, near Bamako in Mali, and "
    "Paris, "
    "Texas were calm. The mayor of San Town came to Camp Alpha. Alphans shot at Mr. Camp in A.B.";

static void check(bool holds)
{
    if (!holds)
        abort();
}

/* Bytes as a file without a name. */
static int file_of(const uint8_t *data, size_t size, char path[64])
{
    int fd = memfd_create("fuzz", 0);
    check(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    snprintf(path, 64, "/proc/self/fd/%d", fd);
    return fd;
}

static void resolve(const sm_gazetteer *g, const char *words, size_t length)
{
    static FILE *nowhere;
    sm_doc *doc;
    sm_places *found;
    sm_arena *arena = sm_arena_new(0);
    sm_article article = {.id = "fuzz", .text = words, .length = length, .source = "The Cedar Post"};
    nowhere = nowhere ? nowhere : fopen("/dev/null", "w");
    check(nowhere && arena && sm_doc_make(&article, arena, &doc, NULL) == SM_OK);
    check(sm_find_places(g, doc, NULL, &found, NULL) == SM_OK);
    sm_places_dump(g, doc, found, nowhere);
    for (size_t i = 0; i < found->count; i++) {
        const sm_mention *m = &found->mentions[i];
        check(m->start < m->stop && m->stop <= length && (i == 0 || m[-1].stop <= m->start));
        check(m->place == SM_NO_PLACE || m->place < sm_gazetteer_count(g));
    }
    sm_arena_free(arena);
}

/* Every string of the overlay that may be a name is asked for, and stands in an article. */
static void use(const sm_gazetteer *g, const uint8_t *data, size_t size)
{
    resolve(g, text, sizeof text - 1);
    for (size_t i = 0, end; i < size; i = end + 1) {
        for (end = i; end < size && !strchr("\t\n|\",", (int)data[end]) && end - i < 300; end++)
            ;
        char words[400];
        int n = snprintf(words, sizeof words, "They met in %.*s on Monday.", (int)(end - i), data + i);
        if (end == i || sm_utf8_valid((const char *)data + i, end - i) < end - i)
            continue;
        resolve(g, words, (size_t)n);
        words[12 + end - i] = '\0';
        const sm_bearer *bearers;
        size_t count = sm_gazetteer_lookup(g, words + 12, &bearers);
        for (size_t k = 0; k < count; k++) {
            check(bearers[k].place < sm_gazetteer_count(g));
            const sm_place *p = sm_gazetteer_place(g, bearers[k].place);
            sm_box box;
            check(p->lon_e5 >= -18000000 && p->lon_e5 <= 18000000 && p->lat_e5 >= -9000000 &&
                  p->lat_e5 <= 9000000);
            check(sm_utf8_valid(sm_gazetteer_string(g, p->name), 1) <= 1);
            sm_gazetteer_box(g, p, &box);
            sm_place_within(g, bearers[k].place, bearers[0].place);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char base[64];
    if (base[0] == '\0') {
        size_t length;
        unsigned char *bytes = small_gazetteer(&length);
        file_of(bytes, length, base);
        free(bytes);
    }
    char paths[2][64];
    const char *const names[] = {paths[0], paths[1]};
    const uint8_t *cut = size ? memchr(data, SEPARATOR, size) : NULL;
    size_t first = cut ? (size_t)(cut - data) : size;
    int one = file_of(data, first, paths[0]), two = cut ? file_of(cut + 1, size - first - 1, paths[1]) : -1;

    sm_gazetteer *g;
    sm_error err = {0};
    check(sm_gazetteer_open(base, false, &g, NULL) == SM_OK);
    size_t count = sm_gazetteer_count(g);
    if (sm_gazetteer_overlay(g, names, cut ? 2 : 1, &err) == SM_OK) {
        use(g, data, size);
    } else {
        check(err.text[0] && sm_utf8_valid(err.text, strlen(err.text)) == strlen(err.text) &&
              strpbrk(err.text, "\r\n\t") == NULL);
        check(sm_gazetteer_count(g) == count);
    }
    sm_gazetteer_close(g);
    close(one);
    if (cut)
        close(two);
    return 0;
}
