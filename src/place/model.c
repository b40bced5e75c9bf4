/** Reading and applying the linear models of this folder. Their files (modelfile.h) have the header
 *
 *     sitmap linear model 1
 *     rows 262144
 *     labels 2
 *     scale 0.0009765625
 *     trained on …
 *
 * then rows × labels weights of 16 bits. */
#include "model.h"

#include "modelfile.h"

#include <pthread.h>
#include <string.h>

SM_MODEL_EMBED(sm_model_tagger, SM_MODELS_DIR "/tagger.bin");
SM_MODEL_EMBED(sm_model_kind, SM_MODELS_DIR "/kind.bin");

static const float rank_weights[2][SM_RANK_FEATURES] = {
#include "models/rank.inc"
};

static void one_label(const sm_linear *m, const sm_features *f, float *scores)
{
    int32_t sum = 0;
    for (size_t i = 0; i < f->count; i++)
        sum += m->weights[f->at[i] & m->mask];
    scores[0] = (float)sum * m->scale;
}

static void two_labels(const sm_linear *m, const sm_features *f, float *scores)
{
    int32_t first = 0, second = 0;
#pragma GCC unroll 4
    for (size_t i = 0; i < f->count; i++) {
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

sm_status sm_linear_read(const void *bytes, size_t size, sm_linear *out, sm_error *err)
{
    sm_model_file m;
    sm_status st = sm_model_file_read(bytes, size, "linear model", &m, err);
    if (st != SM_OK)
        return st;
    double rows = sm_model_file_number(&m, "rows"), labels = sm_model_file_number(&m, "labels");
    if (rows < 1 || rows > (1u << 24) || labels < 1 || labels > 2 ||
        m.size != (size_t)rows * (size_t)labels * sizeof *out->weights)
        return sm_fail(err, SM_E_SETUP, "damaged linear model");
    *out = (sm_linear){.weights = (const int16_t *)(const void *)m.data,
                       .mask = (uint32_t)rows - 1,
                       .labels = (uint32_t)labels,
                       .scale = (float)sm_model_file_number(&m, "scale")};
    return SM_OK;
}

static sm_linear builtin(const unsigned char *bytes, const unsigned char *end)
{
    sm_linear m = {0};
    sm_linear_read(bytes, (size_t)(end - bytes), &m, NULL);
    return m;
}

static sm_place_models models;

static void read_builtin(void)
{
    models = (sm_place_models){.tagger = builtin(sm_model_tagger, sm_model_tagger_end),
                               .kind = builtin(sm_model_kind, sm_model_kind_end),
                               .rank = rank_weights};
}

void sm_place_models_builtin(sm_place_models *out)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, read_builtin); /* not for each article: that took 1 % of a run */
    *out = models;
}
