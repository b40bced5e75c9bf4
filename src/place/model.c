/** Reading and applying the linear models of this folder. The files are taken into the program by the
 * assembler (.incbin), so opening costs nothing and processes share the pages. File: a header of text lines
 * that ends with an empty line and is padded with blanks to a multiple of 64 bytes,
 *
 *     sitmap linear model 1
 *     rows 262144
 *     labels 2
 *     scale 0.0009765625
 *     trained on …
 *
 * then rows × labels weights, 16 bits each, little-endian. */
#include "model.h"
#include <stdlib.h>
#include <string.h>

#define EMBED(name, file)                                                                                    \
    __asm__(".pushsection .rodata\n.balign 64\n.global " #name "\n" #name ":\n.incbin \"" file               \
            "\"\n.global " #name "_end\n" #name "_end:\n.byte 0\n.popsection\n");                            \
    extern const unsigned char name[], name##_end[]

EMBED(sm_model_tagger, SM_MODELS_DIR "/tagger.bin");
EMBED(sm_model_kind, SM_MODELS_DIR "/kind.bin");

static const float rank_weights[2][SM_RANK_FEATURES] = {
#include "models/rank.inc"
};

static void one_label(const sm_linear *m, const sm_features *f, float *scores)
{
    int32_t sum = 0;
    for (unsigned i = 0; i < f->count; i++)
        sum += m->weights[f->at[i] & m->mask];
    scores[0] = (float)sum * m->scale;
}

static void two_labels(const sm_linear *m, const sm_features *f, float *scores)
{
    int32_t first = 0, second = 0;
    for (unsigned i = 0; i < f->count; i++) {
        const int16_t *w = m->weights + (size_t)(f->at[i] & m->mask) * 2;
        first += w[0];
        second += w[1];
    }
    scores[0] = (float)first * m->scale;
    scores[1] = (float)second * m->scale;
}

void sm_linear_scores(const sm_linear *m, const sm_features *f, float *scores)
{
    if (!m->weights)
        memset(scores, 0, m->labels * sizeof *scores);
    else if (m->labels == 1)
        one_label(m, f, scores);
    else
        two_labels(m, f, scores);
}

/* The value of header line `key`, 0 when it is missing. */
static double header_value(const char *header, const char *key)
{
    const char *at = strstr(header, key);
    return at ? strtod(at + strlen(key), NULL) : 0;
}

sm_status sm_linear_read(const void *bytes, size_t size, sm_linear *out, sm_error *err)
{
    static const char magic[] = "sitmap linear model 1\n";
    char header[1024] = "";
    size_t n = size < sizeof header - 1 ? size : sizeof header - 1;
    if (n)
        memcpy(header, bytes, n);
    const char *blank = strstr(header, "\n\n");
    if (strncmp(header, magic, sizeof magic - 1) != 0 || !blank)
        return sm_fail(err, SM_E_SETUP, "not a linear model of this version");
    size_t offset = ((size_t)(blank - header) + 2 + 63) / 64 * 64;
    double rows = header_value(header, "\nrows "), labels = header_value(header, "\nlabels ");
    if (rows < 1 || rows > (1u << 24) || labels < 1 || labels > 2 ||
        size != offset + (size_t)rows * (size_t)labels * 2)
        return sm_fail(err, SM_E_SETUP, "damaged linear model");
    *out = (sm_linear){.weights = (const int16_t *)((const unsigned char *)bytes + offset),
                       .mask = (uint32_t)rows - 1,
                       .labels = (uint32_t)labels,
                       .scale = (float)header_value(header, "\nscale ")};
    return SM_OK;
}

/* Parsed on each call: two headers of 200 bytes cost less than a lock. */
static sm_linear builtin(const unsigned char *bytes, const unsigned char *end)
{
    sm_linear m = {0};
    sm_linear_read(bytes, (size_t)(end - bytes), &m, NULL);
    return m;
}

void sm_place_models_builtin(sm_place_models *out)
{
    *out = (sm_place_models){.tagger = builtin(sm_model_tagger, sm_model_tagger_end),
                             .kind = builtin(sm_model_kind, sm_model_kind_end),
                             .rank = rank_weights};
}
