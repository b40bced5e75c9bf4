/* Features, and the model applied to them. Its file (modelfile.h) has the header
 *
 *     sitmap type model 1
 *     slots 16384
 *     rows 8646
 *     labels 32
 *     scale 0.015625
 *     trained on …
 *
 * then 32 sets of types of 32 bits, `slots` features of 32 bits with their rows of 32 bits, then rows ×
 * labels weights of 8 bits. */
#include "classify.h"

#include "hash.h"
#include "modelfile.h"

#include <string.h>

SM_MODEL_EMBED(sm_model_types, SM_TYPE_MODEL);

/* --- features ------------------------------------------------------------------------------------ */

enum {
    WORD = 1,
    STEM,
    PAIR,
    CLASS,
    TRIGGER,
    RULE,
    RULE_CLASS,
    BEFORE,
    BEHIND,
    OTHER,
    RULE_OTHER,
    NEXT,
    PREVIOUS,
    FORM,
    SENTENCE_TOKENS = 120,
    STEM_LENGTH = 5,
    SIDE = 14,
    WIDEST = 200 /* tokens to each side of an endless sentence */
};

static void add(sm_type_features *f, uint32_t id, uint64_t a, uint64_t b)
{
    uint64_t h = sm_hash_step(sm_hash_step(SM_HASH_START + id, a), b);
    if (f->count < SM_TYPE_FEATURES_MAX)
        f->at[f->count++] = (uint32_t)(h >> 16) | 1; /* 0 is an empty slot */
}

static void add_classes(sm_type_features *f, uint32_t id, uint64_t of, uint64_t classes)
{
    for (; classes; classes &= classes - 1)
        add(f, id, of, (uint64_t)__builtin_ctzll(classes));
}

/* What stands for a token: itself, or one sign for all places, days, numbers. */
static uint64_t sign(const sm_scan *s, size_t i)
{
    if (s->mention_at[i])
        return 1;
    if (s->time_at[i])
        return 2;
    const sm_token *t = &s->doc->tokens[i];
    return t->kind == SM_NUMBER ? 3 : t->kind == SM_WORD ? t->hash : 0;
}

/* The words of the sentence, whatever the trigger. */
static void of_sentence(const sm_scan *s, uint32_t sentence, sm_type_features *f)
{
    const sm_sentence *q = &s->doc->sentences[sentence];
    size_t end = q->end - q->first > SENTENCE_TOKENS ? q->first + SENTENCE_TOKENS : q->end;
    uint64_t classes = 0, before = 0;
    for (size_t i = q->first; i < end; i++) {
        const sm_token *t = &s->doc->tokens[i];
        uint64_t word = sign(s, i);
        classes |= s->terms[i];
        if (word > 3 && !(sm_scan_class(s, i) & SM_W_STOP)) {
            add(f, WORD, word, 0);
            if (t->fold_length > STEM_LENGTH)
                add(f, STEM, sm_hash(sm_token_fold(s->doc, i), STEM_LENGTH), 0);
        }
        if (word && before && (word > 3 || before > 3))
            add(f, PAIR, before, word);
        before = word;
    }
    add_classes(f, CLASS, 0, classes);
    f->of_sentence = f->count;
}

static uint64_t side(const sm_scan *s, size_t from, size_t to, uint16_t clause)
{
    uint64_t all = 0;
    for (size_t i = from; i < to; i++)
        if (s->clause[i] == clause)
            all |= s->terms[i];
    return all;
}

static void of_hit(const sm_scan *s, const sm_hit *h, sm_type_features *f)
{
    const sm_sentence *q = &s->doc->sentences[h->sentence];
    uint16_t clause = s->clause[h->first];
    uint64_t phrase = sm_hash(h->trigger->phrase, strlen(h->trigger->phrase)), classes = 0;
    add(f, TRIGGER, phrase, 0);
    add(f, RULE, h->rule_type, 0);
    add(f, FORM, h->rule_type, (uint64_t)(h->noun + 2 * h->plural + 4 * h->trigger->strength));
    size_t from = h->first > q->first + WIDEST ? h->first - WIDEST : q->first,
           to = h->end + WIDEST < q->end ? h->end + WIDEST : q->end;
    for (size_t i = from; i < to; i++)
        classes |= s->terms[i];
    add_classes(f, RULE_CLASS, h->rule_type, classes);
    add_classes(f, BEFORE, h->rule_type,
                side(s, h->first > q->first + SIDE ? h->first - SIDE : q->first, h->first, clause));
    add_classes(f, BEHIND, h->rule_type,
                side(s, h->end, h->end + SIDE < q->end ? h->end + SIDE : q->end, clause));
    uint64_t others = 0;
    for (const sm_hit *o = h; o-- > s->hits && o->first >= from && o->sentence == h->sentence;)
        others |= UINT64_C(1) << o->rule_type;
    for (const sm_hit *o = h + 1; o < s->hits + s->n_hits && o->first < to && o->sentence == h->sentence; o++)
        others |= UINT64_C(1) << o->rule_type;
    add_classes(f, OTHER, 0, others);
    add_classes(f, RULE_OTHER, h->rule_type, others);
    for (size_t i = h->end; i < q->end && i < h->end + 3; i++)
        add(f, NEXT, sign(s, i), i == h->end);
    for (size_t i = h->first; i > q->first && i + 2 > h->first; i--)
        add(f, PREVIOUS, sign(s, i - 1), i == h->first);
}

void sm_type_features_of(const sm_scan *s, const sm_hit *h, sm_type_features *out)
{
    out->count = 0;
    of_sentence(s, h->sentence, out);
    of_hit(s, h, out);
}

float sm_type_head_start(const sm_hit *h)
{
    static const float start[] = {[SM_strong] = 4, [SM_weak] = 2, [SM_effect] = 1.5f, [SM_stop] = 0};
    return start[h->trigger->strength];
}

/* --- the model ------------------------------------------------------------------------------------ */

/* Keys, then weights are asked for before they are used, since the memory is slower than the sums. */
static void sum(const sm_type_model *m, const uint32_t *at, unsigned count, int32_t sums[SM_TYPE_LABELS])
{
    enum {
        MOST = 256
    }; /* that many weights of 8 bits have a sum of 16, of which the processor adds twice as many
          at a time as of 32 */
    const int8_t *found[MOST + 1];
    for (unsigned i = 0; i < count; i++)
        __builtin_prefetch(&m->keys[sm_type_slot(at[i], m->mask)]);
    for (unsigned i = 0; i < count;) {
        unsigned n = 0;
        for (unsigned end = count - i < MOST ? count : i + MOST; i < end; i++) {
            uint32_t slot = sm_type_slot(at[i], m->mask);
            while (m->keys[slot].feature && m->keys[slot].feature != at[i])
                slot = (slot + 1) & m->mask;
            if (!m->keys[slot].feature)
                continue;
            found[n] = m->weights + (size_t)m->keys[slot].row * SM_TYPE_LABELS;
            __builtin_prefetch(found[n++]);
        }
        found[n] = NULL;
        int16_t part[SM_TYPE_LABELS] = {0};
        for (const int8_t *const *w = found; *w; w++)
            for (unsigned k = 0; k < SM_TYPE_LABELS; k++)
                part[k] = (int16_t)(part[k] + (*w)[k]);
        for (unsigned k = 0; k < SM_TYPE_LABELS; k++)
            sums[k] += part[k];
    }
}

void sm_classify(sm_scan *s, const sm_type_model *m)
{
    sm_type_features f;
    int32_t shared[SM_TYPE_LABELS] = {0};
    uint32_t sentence = SM_NONE;
    bool riotous = false; /* without a word of violence from the crowd, force against it stays that */
    for (size_t i = 0; i < s->n_hits; i++)
        riotous |= s->hits[i].rule_type == SM_EVENT_riot;
    for (size_t i = 0; i < s->n_hits; i++) {
        sm_hit *h = &s->hits[i];
        uint32_t others = m->allowed[h->rule_type] & ~(UINT32_C(1) << h->rule_type);
        if (h->rule_type == SM_EVENT_force_against_protesters && !riotous)
            others &= ~(UINT32_C(1) << SM_EVENT_riot);
        if (h->type == SM_EVENT_NONE || !others)
            continue;
        f.count = 0;
        if (h->sentence != sentence) {
            sentence = h->sentence;
            memset(shared, 0, sizeof shared);
            of_sentence(s, sentence, &f);
            sum(m, f.at, f.count, shared);
            f.count = 0;
        }
        int32_t sums[SM_TYPE_LABELS];
        memcpy(sums, shared, sizeof sums);
        of_hit(s, h, &f);
        sum(m, f.at, f.count, sums);
        unsigned best = h->rule_type;
        float most = (float)sums[best] * m->scale + sm_type_head_start(h);
        for (unsigned k = 0; k < SM_TYPE_LABELS; k++)
            if ((others >> k & 1) && (float)sums[k] * m->scale > most) {
                most = (float)sums[k] * m->scale;
                best = k;
            }
        if (best == SM_EVENT_NONE) {
            h->dropped = true;
            h->why = "the words of the sentence speak against an incident";
            h->because = SM_NONE;
        } else
            h->type = (uint8_t)best;
    }
}

/* Every row lies in the weights, and a search comes to an end. */
static bool is_sound(const sm_type_model *m, uint32_t rows)
{
    uint32_t empty = 0;
    for (uint32_t i = 0; i <= m->mask; i++) {
        empty += m->keys[i].feature == 0;
        if (m->keys[i].feature && m->keys[i].row >= rows)
            return false;
    }
    return empty > 0;
}

sm_status sm_type_model_read(const void *bytes, size_t size, sm_type_model *out, sm_error *err)
{
    enum { MOST = 1 << 20 };
    sm_model_file file;
    sm_status st = sm_model_file_read(bytes, size, "type model", &file, err);
    if (st != SM_OK)
        return st;
    double slots = sm_model_file_number(&file, "slots"), rows = sm_model_file_number(&file, "rows"),
           labels = sm_model_file_number(&file, "labels");
    if (!(slots >= 1 && slots <= MOST && rows >= 0 && rows <= slots) ||
        (uint32_t)slots & ((uint32_t)slots - 1) || labels != SM_TYPE_LABELS ||
        file.size != SM_TYPE_LABELS * sizeof *out->allowed + (size_t)slots * sizeof *out->keys +
                         (size_t)rows * SM_TYPE_LABELS)
        return sm_fail(err, SM_E_SETUP, "damaged type model");
    const uint32_t *allowed = (const uint32_t *)(const void *)file.data;
    const sm_type_key *keys = (const sm_type_key *)(const void *)(allowed + SM_TYPE_LABELS);
    sm_type_model m = {.allowed = allowed,
                       .keys = keys,
                       .weights = (const int8_t *)(keys + (size_t)slots),
                       .mask = (uint32_t)slots - 1,
                       .scale = (float)sm_model_file_number(&file, "scale")};
    if (!is_sound(&m, (uint32_t)rows))
        return sm_fail(err, SM_E_SETUP, "damaged type model");
    *out = m;
    return SM_OK;
}

void sm_type_model_builtin(sm_type_model *out)
{
    *out = (sm_type_model){0};
    sm_type_model_read(sm_model_types, (size_t)(sm_model_types_end - sm_model_types), out, NULL);
}
