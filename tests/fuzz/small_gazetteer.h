/** A gazetteer of a few rows for the harnesses that need one, built once, as bytes. */
#ifndef SM_SMALL_GAZETTEER_H
#define SM_SMALL_GAZETTEER_H

#include "gazetteer_build.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

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

static inline void put(const char *path, const char *words)
{
    FILE *f = fopen(path, "w");
    if (!f || fputs(words, f) < 0 || fclose(f) != 0)
        abort();
}

/** The file's bytes, never freed. */
static inline unsigned char *small_gazetteer(size_t *size)
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
    *size = (size_t)ftell(f);
    rewind(f);
    unsigned char *bytes = malloc(*size);
    if (!bytes || fread(bytes, 1, *size, f) != *size)
        abort();
    fclose(f);
    unlink(a);
    unlink(b);
    unlink(c);
    unlink(out);
    rmdir(folder);
    return bytes;
}

#endif
