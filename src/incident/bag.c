#include "bag.h"

#include "hash.h"

#include <stdlib.h>

enum { SLOTS = 512, TITLE_TOKENS = 160, TOO_COMMON = 200, SHORTEST_NAME = 3 };

static void add_word(sm_bag *bag, uint64_t sequence, uint32_t flags)
{
    uint32_t hash = sm_bag_hash_of(sequence);
    for (uint32_t i = hash % SLOTS;; i = (i + 1) % SLOTS) {
        if (bag->slots[i] == 0) {
            if (bag->n == SM_BAG_MOST)
                return;
            bag->words[bag->n++] = hash << SM_BAG_SHIFT | flags;
            bag->slots[i] = (uint16_t)bag->n;
            return;
        }
        uint32_t *word = &bag->words[bag->slots[i] - 1];
        if (sm_bag_hash(*word) != hash)
            continue;
        *word |= flags;
        if ((*word & SM_BAG_TIMES) < SM_BAG_TIMES)
            ++*word;
        return;
    }
}

static const sm_common *common_word(uint64_t sequence)
{
    const sm_phrase_slot *slot = sm_phrase_find(&sm_common_words, sequence);
    return slot && slot->row ? &sm_common_words_rows[slot->row] : NULL;
}

static uint64_t word_classes(uint64_t sequence)
{
    const sm_phrase_slot *slot = sm_phrase_find(&sm_words, sequence);
    return slot && slot->row ? sm_words_rows[slot->row].classes : 0;
}

/* A sentence begins here: nothing can be told from a capital. */
static bool begins(const char *text, const sm_token *tokens, size_t first, size_t i)
{
    if (i == first || (tokens[i].flags & SM_T_NEWLINE))
        return true;
    const sm_token *before = &tokens[i - 1];
    if (before->kind != SM_PUNCT)
        return false;
    char c = text[before->start];
    return c == '.' || c == '!' || c == '?' || c == ':' || c == '"' || c == '(' || (unsigned char)c >= 0x80;
}

static bool may_be_name(const sm_token *t)
{
    return t->kind == SM_WORD && (t->flags & SM_T_CAPITAL) && t->fold_length >= SHORTEST_NAME &&
           !(word_classes(sm_hash_step(SM_HASH_START, t->hash)) &
             (SM_W_STOP | SM_W_WEEKDAY | SM_W_MONTH | SM_W_PRONOUN | SM_W_DETERMINER | SM_W_PREP));
}

void sm_bag_add_tokens(sm_bag *bag, const char *text, const sm_token *tokens, size_t first, size_t end,
                       uint32_t flags, bool names)
{
    bool before = false; /* the token before this one is a name, perhaps at the beginning of a sentence */
    for (size_t i = first; i < end; i++) {
        const sm_token *t = &tokens[i];
        if ((t->kind != SM_WORD && t->kind != SM_NUMBER) || t->fold_length < 2) {
            before = false;
            continue;
        }
        uint64_t sequence = sm_hash_step(SM_HASH_START, t->hash);
        bool beginning = begins(text, tokens, first, i), name = names && may_be_name(t);
        if (name && before && !beginning)
            add_word(bag, sm_hash_step(sm_hash_step(SM_HASH_START, tokens[i - 1].hash), t->hash),
                     flags | SM_BAG_PAIR);
        before = name;
        const sm_common *common = common_word(sequence);
        if (common && common->permille >= TOO_COMMON)
            continue;
        add_word(bag, sequence, flags | (name && !beginning ? SM_BAG_NAME : 0));
    }
}

void sm_bag_add_text(sm_bag *bag, const char *text, uint32_t flags, bool names)
{
    sm_token tokens[TITLE_TOKENS];
    char folds[2048];
    size_t length = strnlen(text, sizeof folds / 2);
    while (length && ((unsigned char)text[length] & 0xC0) == 0x80)
        length--;
    size_t n = sm_tokenize(text, length, tokens, TITLE_TOKENS, folds, sizeof folds);
    sm_bag_add_tokens(bag, text, tokens, 0, n, flags, names);
}

static int compare_words(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

const uint32_t *sm_bag_finish(sm_bag *bag, sm_arena *arena, uint32_t *n)
{
    uint32_t *words = bag->n ? sm_arena_array(arena, bag->n, sizeof *words) : NULL;
    *n = words ? bag->n : 0;
    if (words) {
        memcpy(words, bag->words, bag->n * sizeof *words);
        qsort(words, bag->n, sizeof *words, compare_words);
    }
    return words;
}
