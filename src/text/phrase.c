#include "phrase.h"

const sm_phrase_slot *sm_phrase_slot_of(const sm_phrase_table *table, uint64_t hash)
{
    hash += hash == 0;
    for (uint32_t i = (uint32_t)hash & table->mask;; i = (i + 1) & table->mask) {
        const sm_phrase_slot *slot = &table->slots[i];
        if (slot->hash == hash)
            return slot;
        if (slot->hash == 0)
            return NULL;
    }
}

size_t sm_phrase_next(const sm_doc *doc, size_t i, size_t end)
{
    size_t next = i + 1;
    if (next >= end)
        return end;
    const sm_token *t = &doc->tokens[next];
    if (t->kind != SM_PUNCT)
        return t->flags & SM_T_PARAGRAPH ? end : next;
    if (next + 1 >= end || (doc->tokens[next + 1].flags & SM_T_PARAGRAPH) ||
        doc->tokens[next + 1].kind == SM_PUNCT)
        return end;
    const char *p = doc->text + t->start;
    bool glued = !(t->flags & SM_T_SPACE) && !(doc->tokens[next + 1].flags & SM_T_SPACE);
    bool hyphen =
        *p == '-' || (t->end - t->start == 3 && (unsigned char)p[0] == 0xE2 && (unsigned char)p[1] == 0x80 &&
                      (unsigned char)p[2] >= 0x90 && (unsigned char)p[2] <= 0x93);
    if (hyphen && glued)
        return next + 1;
    bool shortened = *p == '.' && !(t->flags & SM_T_SPACE) && doc->tokens[i].kind == SM_WORD &&
                     doc->tokens[i].end - doc->tokens[i].start <= 5;
    return shortened ? next + 1 : end;
}

uint32_t sm_phrase_longest_from(const sm_phrase_table *table, const sm_doc *doc, size_t i, size_t end,
                                size_t *next)
{
    uint64_t sequence = sm_hash_step(SM_HASH_START, doc->tokens[i].hash);
    sm_phrase_start start = table->starts[doc->tokens[i].lexeme];
    uint32_t best = start.row, continues = start.continues;
    if (best && next)
        *next = i + 1;
    while ((i = sm_phrase_next(doc, i, end)) < end && continues & SM_PHRASE_NEXT(doc->tokens[i].hash)) {
        sequence = sm_hash_step(sequence, doc->tokens[i].hash);
        const sm_phrase_slot *slot = sm_phrase_find(table, sequence);
        if (slot == NULL)
            break;
        if (slot->row) {
            best = slot->row;
            if (next)
                *next = i + 1;
        }
        continues = slot->continues;
    }
    return best;
}
