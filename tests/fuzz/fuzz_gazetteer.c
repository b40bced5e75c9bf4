/** A damaged gazetteer: a small one is built once; each input changes bytes behind its header (five bytes a
 * change: where, what), opens it without the check of its checksums, looks names up and resolves the names of
 * a text. Nonsense may come out, but nothing may be read outside the file.
 *
 * Input: { offset of 32 bits, little-endian; new value } … */
#include "fuzz.h"
#include "gazetteer_build.h"
#include "place.h"
#include "token.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { HEADER = 4096 };

static unsigned char *original;
static size_t original_size;

static const char countries[] =
    "FR\tFRA\t250\tFR\tFrance\tParis\t547030\t64768389\tEU\t.fr\tEUR\tEuro\t33\t\t\tfr\t3017382\tES\t\n"
    "ML\tMLI\t466\tML\tMali\tBamako\t1240000\t13796354\tAF\t.ml\tXOF\tFranc\t223\t\t\tfr\t2453866\tSN\t\n"
    "US\tUSA\t840\tUS\tUnited "
    "States\tWashington\t9629091\t310232863\tNA\t.us\tUSD\tDollar\t1\t\t\ten\t6252001\tCA\t\n";
static const char admin1[] = "ML.01\tBamako\tBamako\t2460594\nUS.TX\tTexas\tTexas\t4736286\nFR.11\tÎle-de-"
                             "France\tIle-de-France\t3012874\n";
static const char places[] =
    "2988507\tParis\tParis\tParigi,Lutetia\t48.85341\t2.3488\tP\tPPLC\tFR\t\t11\t\t\t\t2138551\t\t42\tEurope/"
    "Paris\t2020-01-01\n"
    "4717560\tParis\tParis\t\t33.66094\t-95.55551\tP\tPPLA2\tUS\t\tTX\t277\t\t\t24839\t\t183\tAmerica/"
    "Chicago\t2020-01-01\n"
    "2460596\tBamako\tBamako\tBamakò\t12.65\t-8\tP\tPPLC\tML\t\t01\t\t\t\t1297281\t\t350\tAfrica/"
    "Bamako\t2020-01-01\n"
    "2453348\tSan\tSan\tSan "
    "Town\t13.30335\t-4.89562\tP\tPPL\tML\t\t01\t\t\t\t49000\t\t280\tAfrica/Bamako\t2020-01-01\n";
static const char text[] = "SAN, Mali (AP) - Two died in Paris, Texas on Monday. Bamako said that San Town, "
                           "near Bamako in Mali, and Paris, France were calm.";

static void put(const char *path, const char *words)
{
    FILE *f = fopen(path, "w");
    if (!f || fputs(words, f) < 0 || fclose(f) != 0)
        abort();
}

static void build(void)
{
    char folder[] = "/tmp/fuzz_gazetteer.XXXXXX", a[64], b[64], c[64], out[64];
    if (!mkdtemp(folder))
        abort();
    snprintf(a, sizeof a, "%s/countries", folder);
    snprintf(b, sizeof b, "%s/admin1", folder);
    snprintf(c, sizeof c, "%s/places", folder);
    snprintf(out, sizeof out, "%s/out.bin", folder);
    put(a, countries);
    put(b, admin1);
    put(c, places);
    const char *dumps[] = {c};
    sm_gazetteer_sources sources = {.geonames = dumps, .n_geonames = 1, .countries = a, .admin1 = b};
    sm_error err = {0};
    if (sm_gazetteer_build(&sources, out, NULL, &err) != SM_OK) {
        fprintf(stderr, "%s: %s\n", err.file, err.text);
        abort();
    }
    FILE *f = fopen(out, "rb");
    if (!f || fseek(f, 0, SEEK_END) != 0)
        abort();
    original_size = (size_t)ftell(f);
    rewind(f);
    original = malloc(original_size);
    if (!original || fread(original, 1, original_size, f) != original_size)
        abort();
    fclose(f);
    unlink(a);
    unlink(b);
    unlink(c);
    unlink(out);
    rmdir(folder);
}

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
        build();
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
