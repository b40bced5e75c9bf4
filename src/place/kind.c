/** Method: logistic regression on hashed features of the words to both sides (after Gritta et al. 2017 and
 * 2020, where such features give about 80 %). */
#include "kind.h"

enum { WINDOW = 5 };

/* Hand-set, in the units of the weights: "officials", "declined" behind a village give more. */
static const float USERS = 100;

static uint64_t word_at(const sm_doc *doc, int64_t i, const sm_sentence *s)
{
    return i < (int64_t)s->first || i >= (int64_t)s->end ? 0 : doc->tokens[i].hash;
}

static uint64_t class_at(const sm_doc *doc, int64_t i, const sm_sentence *s)
{
    return i < (int64_t)s->first || i >= (int64_t)s->end ? 0 : sm_word_classes(&doc->tokens[i]);
}

/* The end of a word as a number: what is left of its grammar. */
static uint64_t ending(const sm_doc *doc, int64_t i, const sm_sentence *s, unsigned length)
{
    if (i < (int64_t)s->first || i >= (int64_t)s->end)
        return 0;
    const sm_token *t = &doc->tokens[i];
    uint64_t v = 0;
    for (unsigned k = t->fold_length > length ? t->fold_length - length : 0; k < t->fold_length; k++)
        v = v << 8 | (unsigned char)doc->folds[t->fold + k];
    return v;
}

/* A word that looks like a finite verb. */
static bool verb_like(const sm_doc *doc, int64_t i, const sm_sentence *s)
{
    if (i < (int64_t)s->first || i >= (int64_t)s->end)
        return false;
    const sm_token *t = &doc->tokens[i];
    const char *f = doc->folds + t->fold;
    if (sm_word_classes(t) & (SM_W_SAY | SM_W_AUX | SM_W_MODAL))
        return true;
    return t->kind == SM_WORD && t->fold_length > 3 && !(t->flags & SM_T_CAPITAL) &&
           f[t->fold_length - 1] == 'd' && f[t->fold_length - 2] == 'e';
}

void sm_kind_features(const sm_doc *doc, uint32_t first, uint32_t end, unsigned name_kind, unsigned class,
                      sm_features *f)
{
    const sm_sentence *s = &doc->sentences[doc->tokens[first].sentence];
    int64_t l = (int64_t)first - 1, r = end;
    uint64_t name = SM_HASH_START;
    for (uint32_t i = first; i < end; i++)
        name = sm_hash_step(name, doc->tokens[i].hash);
    bool adjective = name_kind == SM_NAME_ADJECTIVE || name_kind == SM_NAME_DEMONYM;
    f->count = 0;
    sm_feature(f, 0, 0, 0, 0);
    sm_feature(f, 1, name, 0, 0);
    sm_feature(f, 2, name_kind, 0, 0);
    sm_feature(f, 3, class, 0, 0);
    sm_feature(f, 4, adjective, word_at(doc, r, s), 0);
    sm_feature(f, 5, adjective, ending(doc, r, s, 3), 0);
    for (int k = 1; k <= 4; k++)
        sm_feature(f, 6, (uint64_t)k, word_at(doc, l - k + 1, s), 0);
    for (int k = 0; k < 4; k++)
        sm_feature(f, 7, (uint64_t)k, word_at(doc, r + k, s), 0);
    sm_feature(f, 8, word_at(doc, l - 1, s), word_at(doc, l, s), 0);
    sm_feature(f, 9, word_at(doc, r, s), word_at(doc, r + 1, s), 0);
    sm_feature(f, 10, word_at(doc, l, s), word_at(doc, r, s), 0);
    sm_feature(f, 11, class, word_at(doc, l, s), 0);
    sm_feature(f, 12, class, word_at(doc, r, s), 0);
    for (int k = 0; k < WINDOW; k++) {
        sm_feature(f, 13, word_at(doc, l - k, s), 0, 0);
        sm_feature(f, 14, word_at(doc, r + k, s), 0, 0);
    }
    uint64_t lc = class_at(doc, l, s), rc = class_at(doc, r, s), rc1 = class_at(doc, r + 1, s);
    sm_feature(f, 15, lc, 0, 0);
    sm_feature(f, 16, rc, 0, 0);
    sm_feature(f, 17, lc, rc, adjective);
    sm_feature(f, 18, rc, rc1, adjective);
    int prep = 0;
    for (int k = 0; k < 4 && !prep; k++)
        if (class_at(doc, l - k, s) & (SM_W_LOCATIVE | SM_W_PREP))
            prep = k + 1;
    sm_feature(f, 19, prep ? word_at(doc, l - prep + 1, s) : 0, prep == 1, 0);
    int64_t p = l;
    while (p > (int64_t)s->first && (class_at(doc, p, s) & (SM_W_DETERMINER | SM_W_DIRECTION)))
        p--;
    uint64_t follows = r < (int64_t)s->end ? (doc->tokens[r].kind == SM_POSSESSIVE    ? 1
                                              : (doc->tokens[r].flags & SM_T_CAPITAL) ? 2
                                              : doc->tokens[r].kind == SM_WORD        ? 3
                                                                                      : 4)
                                           : 5;
    sm_feature(f, 27, (class_at(doc, p, s) & SM_W_LOCATIVE) != 0, adjective, follows);
    sm_feature(f, 28, word_at(doc, p, s), adjective, 0);
    bool possessive = r < (int64_t)s->end && doc->tokens[r].kind == SM_POSSESSIVE;
    sm_feature(f, 20, possessive, possessive ? word_at(doc, r + 1, s) : 0, 0);
    sm_feature(f, 21, possessive, possessive ? rc1 : 0, 0);
    int verb = 0;
    for (int k = 0; k < 3 && !verb; k++)
        if (verb_like(doc, r + k, s))
            verb = k + 1;
    sm_feature(f, 22, verb, prep != 0, adjective);
    sm_feature(f, 23, verb ? word_at(doc, r + verb - 1, s) : 0, verb == 1, 0);
    bool next_capital = r < (int64_t)s->end && (doc->tokens[r].flags & SM_T_CAPITAL),
         before_capital = l >= (int64_t)s->first && (doc->tokens[l].flags & SM_T_CAPITAL);
    sm_feature(f, 24, next_capital, before_capital, class);
    sm_feature(f, 25, first == s->first, verb, adjective);
    sm_feature(f, 26, ending(doc, r, s, 2), ending(doc, r + 1, s, 2), 0);
}

void sm_kind_ask(const sm_linear *model, const sm_doc *doc, uint32_t first, uint32_t end, unsigned name_kind,
                 unsigned class, bool users, sm_kind_question *out)
{
    bool small = class == SM_G_VILLAGE || class == SM_G_NATURE || class == SM_G_BUILDING;
    sm_kind_features(doc, first, end, name_kind, class, &out->features);
    sm_linear_fetch(model, &out->features, 0);
    out->threshold = users && small ? USERS : 0;
}

bool sm_kind_is_associative(const sm_linear *model, const sm_kind_question *question)
{
    float score[2];
    sm_linear_scores(model, &question->features, score);
    return score[0] > question->threshold;
}
