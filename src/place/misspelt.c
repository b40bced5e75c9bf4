#include "misspelt.h"

#include "hash.h"
#include <math.h>
#include <string.h>

enum { EDIT_SHORTEST = 6, EDIT_SHORTEST_ALONE = 8, EDIT_LONGEST = 24, LETTERS = 26 };

/* a … z as bits sm_letter. */
static const uint32_t ALL_LETTERS = ((UINT32_C(1) << LETTERS) - 1) << 1;

/* The most prominent of the names that one edit of one word makes. */
typedef struct correction {
    const sm_gazetteer *gazetteer;
    const sm_doc *doc;
    uint32_t end, which; /* the name's end, and the token that is edited */
    sm_name_walk before; /* along the tokens before that … */
    size_t next;         /* … up to this one, where the phrase goes on */
    const sm_bearer *bearers;
    size_t n_bearers;
    float prior;
} correction;

/* Try the name with the word's folded form `hash` in place of its own. */
static void try_word(correction *c, uint64_t hash)
{
    sm_name_walk w = c->before;
    for (size_t i = c->next; i < c->end; i = sm_phrase_next(c->doc, i, c->end))
        if (!sm_name_step(&w, i == c->which ? hash : c->doc->tokens[i].hash))
            return;
    const sm_bearer *bearers;
    size_t n = sm_name_bearers(&w, &bearers);
    float prior = n ? sm_gazetteer_place(c->gazetteer, bearers[0].place)->prior : -INFINITY;
    if (prior > c->prior) {
        c->prior = prior;
        c->bearers = bearers;
        c->n_bearers = n;
    }
}

/* A word one letter away from another: at `at` a letter is put in its place, put in before it, left out, or
 * swapped with the next. */
typedef struct edit {
    uint64_t spelling; /* once it may be a word: the hash of its folded form */
    uint8_t at, letter;
    enum { PUT_INSTEAD, PUT_IN, LEFT_OUT, SWAPPED } how;
} edit;

static void add_edit(const sm_gazetteer *g, edit *edits, size_t *count, edit e)
{
    sm_gazetteer_fetch_spelling(g, e.spelling);
    edits[(*count)++] = e;
}

/* All edits of `fold` (of `n` letters) that leave its first letter and may give a word of a name, with their
 * spellings, which are made of the spellings of what stands before and behind. */
static size_t make_edits(const sm_gazetteer *g, const char *fold, size_t n, edit *edits)
{
    uint64_t head[EDIT_LONGEST + 1], tail[EDIT_LONGEST + 2], power[EDIT_LONGEST + 2];
    uint8_t letters[EDIT_LONGEST + 6] = {0}; /* with three before and behind that are none */
    size_t count = 0;
    power[0] = 1;
    head[0] = tail[n] = 0;
    for (size_t i = 0; i < n; i++) {
        power[i + 1] = power[i] * SM_SPELLING_BASE;
        letters[i + 3] = sm_letter(fold[i]);
        head[i + 1] = sm_spelling_step(head[i], fold[i]);
        tail[n - 1 - i] = (unsigned char)fold[n - 1 - i] * power[i] + tail[n - i];
    }
    for (size_t i = 1; i <= n; i++) {
        uint64_t before = head[i] * SM_SPELLING_BASE;
        uint32_t instead = i < n ? sm_gazetteer_letters(g, letters + i, letters + i + 4) & ALL_LETTERS : 0,
                 in = sm_gazetteer_letters(g, letters + i, letters + i + 3) & ALL_LETTERS;
        for (uint32_t left = instead; left; left &= left - 1) {
            uint8_t letter = (uint8_t)('a' - 1 + __builtin_ctz(left));
            add_edit(
                g, edits, &count,
                (edit){(before + letter) * power[n - i - 1] + tail[i + 1], (uint8_t)i, letter, PUT_INSTEAD});
        }
        for (uint32_t left = in; left; left &= left - 1) {
            uint8_t letter = (uint8_t)('a' - 1 + __builtin_ctz(left));
            add_edit(g, edits, &count,
                     (edit){(before + letter) * power[n - i] + tail[i], (uint8_t)i, letter, PUT_IN});
        }
        if (i < n)
            add_edit(g, edits, &count,
                     (edit){head[i] * power[n - i - 1] + tail[i + 1], (uint8_t)i, 0, LEFT_OUT});
        if (i + 1 < n) {
            uint64_t swapped = sm_spelling_step(sm_spelling_step(head[i], fold[i + 1]), fold[i]);
            add_edit(g, edits, &count,
                     (edit){swapped * power[n - i - 2] + tail[i + 2], (uint8_t)i, 0, SWAPPED});
        }
    }
    return count;
}

/* The edited word's hash. */
static uint64_t hash_of_edit(const char *fold, size_t n, const edit *e)
{
    char word[EDIT_LONGEST + 1];
    size_t skipped = e->how == PUT_IN ? 0 : 1, put = e->how == LEFT_OUT ? 0 : 1;
    memcpy(word, fold, e->at);
    word[e->at] = (char)e->letter;
    memcpy(word + e->at + put, fold + e->at + skipped, n - e->at - skipped);
    if (e->how == SWAPPED) {
        word[e->at] = fold[e->at + 1];
        word[e->at + 1] = fold[e->at];
    }
    return sm_hash(word, n + put - skipped);
}

/* Each edit is asked for by its spelling first; hardly any is a word of the gazetteer. All are made before
 * the first is asked for, and so on, because the answers lie far apart in memory and are fetched meanwhile.
 */
static void try_edits(correction *c, const char *fold, size_t n)
{
    edit edits[EDIT_LONGEST * (2 * LETTERS + 2)];
    size_t count = make_edits(c->gazetteer, fold, n, edits), words = 0;
    for (size_t i = 0; i < count; i++) {
        if (!sm_gazetteer_may_spell(c->gazetteer, edits[i].spelling))
            continue;
        uint64_t hash = hash_of_edit(fold, n, &edits[i]);
        sm_name_fetch(c->gazetteer, c->before.sequence, hash);
        edits[words++].spelling = hash;
    }
    for (size_t i = 0; i < words; i++)
        try_word(c, edits[i].spelling);
}

bool sm_misspelt_name(const sm_gazetteer *g, const sm_doc *doc, uint32_t first, uint32_t end,
                      const sm_bearer **bearers, uint32_t *count)
{
    while (end > first && doc->tokens[end - 1].kind != SM_WORD)
        end--;
    correction c = {.gazetteer = g,
                    .doc = doc,
                    .end = end,
                    .before = sm_name_start(g),
                    .next = first,
                    .prior = -INFINITY};
    for (c.which = first; c.which < end; c.which++) {
        size_t n = doc->tokens[c.which].fold_length;
        if (n >= (end == first + 1 ? EDIT_SHORTEST_ALONE : EDIT_SHORTEST) && n <= EDIT_LONGEST)
            try_edits(&c, sm_token_fold(doc, c.which), n);
        if (c.which != c.next)
            continue;
        if (!sm_name_step(&c.before, doc->tokens[c.which].hash))
            break;
        c.next = sm_phrase_next(doc, c.which, end);
    }
    if (c.n_bearers) {
        *bearers = c.bearers;
        *count = (uint32_t)c.n_bearers;
    }
    return c.n_bearers > 0;
}
