/* One pass over the bytes. ASCII goes through a table; other code points through utf8proc. Each word is
 * folded into one buffer of the article and hashed at once, and looked up in the general word table, so that
 * later stages compare numbers only. */
#include "phrase.h"

#include "hash.h"
#include "utf8.h"

#include <string.h>

enum { C_OTHER, C_SPACE, C_JOINT, C_LETTER, C_DIGIT }; /* from C_JOINT on: may stand inside a word */

static const unsigned char ascii_class[256] = {
    [0x80 ... 0xFF] = C_JOINT, /* what is no ASCII: to be looked at */
    ['\''] = C_JOINT,          ['`'] = C_JOINT,  ['.'] = C_JOINT,  [','] = C_JOINT,  ['\t'] = C_SPACE,
    ['\n'] = C_SPACE,          ['\v'] = C_SPACE, ['\f'] = C_SPACE, ['\r'] = C_SPACE, [' '] = C_SPACE,
    ['0'] = C_DIGIT,           ['1'] = C_DIGIT,  ['2'] = C_DIGIT,  ['3'] = C_DIGIT,  ['4'] = C_DIGIT,
    ['5'] = C_DIGIT,           ['6'] = C_DIGIT,  ['7'] = C_DIGIT,  ['8'] = C_DIGIT,  ['9'] = C_DIGIT,
    ['A'] = C_LETTER,          ['B'] = C_LETTER, ['C'] = C_LETTER, ['D'] = C_LETTER, ['E'] = C_LETTER,
    ['F'] = C_LETTER,          ['G'] = C_LETTER, ['H'] = C_LETTER, ['I'] = C_LETTER, ['J'] = C_LETTER,
    ['K'] = C_LETTER,          ['L'] = C_LETTER, ['M'] = C_LETTER, ['N'] = C_LETTER, ['O'] = C_LETTER,
    ['P'] = C_LETTER,          ['Q'] = C_LETTER, ['R'] = C_LETTER, ['S'] = C_LETTER, ['T'] = C_LETTER,
    ['U'] = C_LETTER,          ['V'] = C_LETTER, ['W'] = C_LETTER, ['X'] = C_LETTER, ['Y'] = C_LETTER,
    ['Z'] = C_LETTER,          ['a'] = C_LETTER, ['b'] = C_LETTER, ['c'] = C_LETTER, ['d'] = C_LETTER,
    ['e'] = C_LETTER,          ['f'] = C_LETTER, ['g'] = C_LETTER, ['h'] = C_LETTER, ['i'] = C_LETTER,
    ['j'] = C_LETTER,          ['k'] = C_LETTER, ['l'] = C_LETTER, ['m'] = C_LETTER, ['n'] = C_LETTER,
    ['o'] = C_LETTER,          ['p'] = C_LETTER, ['q'] = C_LETTER, ['r'] = C_LETTER, ['s'] = C_LETTER,
    ['t'] = C_LETTER,          ['u'] = C_LETTER, ['v'] = C_LETTER, ['w'] = C_LETTER, ['x'] = C_LETTER,
    ['y'] = C_LETTER,          ['z'] = C_LETTER,
};

static bool ascii_letter(char c)
{
    return ascii_class[(unsigned char)c] == C_LETTER;
}

static int class_at(const char *p, const char *end, uint32_t *c, unsigned *length)
{
    unsigned char b = (unsigned char)*p;
    if (b < 0x80) {
        *c = b;
        *length = 1;
        return ascii_class[b];
    }
    *c = sm_utf8_decode(p, end, length);
    if (sm_utf8_is_letter(*c))
        return C_LETTER;
    if (sm_utf8_is_digit(*c))
        return C_DIGIT;
    return sm_utf8_is_space(*c) ? C_SPACE : C_OTHER;
}

static int class_after(const char *p, const char *end)
{
    uint32_t c;
    unsigned length;
    return p < end ? class_at(p, end, &c, &length) : C_SPACE;
}

/* Whether a word can go on with what stands at p: a quick look that is right whenever it says no. */
static bool may_go_on(const char *p, const char *end)
{
    return p < end && ascii_class[(unsigned char)*p] >= C_JOINT;
}

static bool is_apostrophe(uint32_t c)
{
    return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x2BC || c == 0x2BB || c == 0x2BE || c == 0x2BF ||
           c == '`' || c == 0xB4;
}

/* By the first byte. */
static bool may_be_apostrophe(char c)
{
    return c == '\'' || c == '`' || (unsigned char)c >= 0x80;
}

/* "'s" or a bare "'" behind an s, where a word ends: the length of the possessive in bytes, else 0. */
static unsigned possessive_at(const char *p, const char *end, char before)
{
    uint32_t c;
    unsigned n;
    if (p >= end || !may_be_apostrophe(*p))
        return 0;
    class_at(p, end, &c, &n);
    if (!is_apostrophe(c))
        return 0;
    const char *q = p + n;
    if (q < end && (*q == 's' || *q == 'S')) {
        int after = class_after(q + 1, end);
        return after == C_LETTER || after == C_DIGIT ? 0 : n + 1;
    }
    return (before == 's' || before == 'S') && c != 0x2018 && class_after(q, end) == C_SPACE ? n : 0;
}

typedef struct scan {
    const char *text, *end;
    char *folds;
    size_t folds_used, folds_capacity;
    size_t room; /* bytes that the next folded form may have */
    bool plain;  /* the last token is an ASCII sign, or of ASCII letters only, and folded already */
} scan;

/* Where a heading is glued to the sentence behind it: "TERRORThe" at the T, "bombingThe" at the T; NULL when
 * a word is one word. */
static const char *glued_at(const char *start, const char *end)
{
    static const char *const openers[] = {"The", "In",  "On",   "It",   "He",  "She",   "At",   "As",  "We",
                                          "An",  "But", "They", "This", "For", "After", "From", "With"};
    const char *capital = end;
    while (capital > start && !(*capital >= 'A' && *capital <= 'Z' && capital < end))
        capital--;
    size_t head = (size_t)(capital - start), tail = (size_t)(end - capital);
    if (head < 4 || tail < 2)
        return NULL;
    bool opener = false;
    for (size_t i = 0; i < sizeof openers / sizeof *openers && !opener; i++)
        opener = strlen(openers[i]) == tail && memcmp(openers[i], capital, tail) == 0;
    bool capitals = true, smalls = true;
    for (const char *p = start; p < capital; p++) {
        capitals &= *p >= 'A' && *p <= 'Z';
        smalls &= p == start || (*p >= 'a' && *p <= 'z');
    }
    return (opener && smalls) || (capitals && (opener || tail >= 3)) ? capital : NULL;
}

/* Eight letters at a time: the first is the lowest byte. Models and tables are in this order too. */
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the bytes of words lie lowest first");
static const uint64_t each = UINT64_C(0x0101010101010101);

/* The highest bit of each of eight bytes that is no ASCII letter. */
static uint64_t no_letters(uint64_t bytes)
{
    static const uint64_t high = UINT64_C(0x8080808080808080);
    uint64_t small = (bytes | 0x20 * each) & ~high, from_a = small + (0x80 - 'a') * each,
             behind_z = small + (0x7F - 'z') * each;
    return ~(from_a & ~behind_z & ~bytes) & high;
}

/* The end of the ASCII letters that begin at p, eight at a time, and how many of them are capitals. Folded
 * they go to where the next folded form has its place, with some bytes behind them that mean nothing; where
 * there is no room for more, the letters end. */
static const char *scan_letters(scan *s, const char *p, unsigned *uppers)
{
    const char *limit = (size_t)(s->end - p) > s->room ? p + s->room : s->end;
    char *fold = s->folds + s->folds_used;
    unsigned capitals = 0;
    for (; limit - p >= 8; p += 8, fold += 8) {
        uint64_t bytes, folded, others, theirs;
        memcpy(&bytes, p, 8);
        folded = bytes | 0x20 * each;
        memcpy(fold, &folded, 8);
        others = no_letters(bytes);
        theirs =
            ((others & (0 - others)) >> 7) - 1; /* the bits of the bytes before the first of the others */
        capitals += (unsigned)((~bytes >> 5 & each & theirs) * each >> 56); /* adds the eight bits up */
        if (others) {
            *uppers = capitals;
            return p + __builtin_ctzll(others) / 8;
        }
    }
    for (; p < limit && ascii_letter(*p); p++) {
        capitals += *p < 'a';
        *fold++ = (char)(*p | 0x20);
    }
    *uppers = capitals;
    return p;
}

/* The end of the word that begins at p; flags and kind into t. */
static const char *scan_word(scan *s, const char *p, sm_token *t)
{
    const char *start = p, *end = s->end;
    unsigned digits = 0, uppers;
    bool dotted = false;
    p = scan_letters(s, p, &uppers); /* most words are over with that */
    unsigned letters = (unsigned)(p - start);
    if (letters && *start < 'a')
        t->flags |= SM_T_CAPITAL;
    unsigned later_uppers = uppers - (letters && *start < 'a');
    const char *plain_end = p;
    while (may_go_on(p, end)) {
        uint32_t c;
        unsigned n;
        int k = class_at(p, end, &c, &n);
        if (k == C_LETTER) {
            bool upper = c < 0x80 ? c >= 'A' && c <= 'Z' : sm_utf8_is_upper(c);
            if (upper && p == start)
                t->flags |= SM_T_CAPITAL;
            uppers += upper;
            later_uppers += upper && p != start;
            letters++;
        } else if (k == C_DIGIT) {
            digits++;
        } else if (letters && is_apostrophe(c) && class_after(p + n, end) == C_LETTER &&
                   possessive_at(p, end, p[-1]) == 0) {
            /* d'Ivoire, Sana'a, don't */
        } else if (c == '.' && letters && !digits && class_after(p + 1, end) == C_LETTER &&
                   ((p - start == 1) || (dotted && p[-2] == '.')) && (p + 2 >= end || !ascii_letter(p[2]))) {
            dotted = true; /* U.S., a.m.: single letters with dots between */
        } else if ((c == ',' || c == '.') && digits && !letters && class_after(p + 1, end) == C_DIGIT) {
            /* 3,500 or 2.5 */
        } else {
            break;
        }
        p += n;
    }
    if (dotted && p < end && *p == '.') {
        p++; /* the last dot of U.S. belongs to it */
        t->flags |= SM_T_DOTTED;
    }
    s->plain = p == plain_end;
    t->kind = letters ? SM_WORD : SM_NUMBER;
    if (digits)
        t->flags |= SM_T_DIGIT;
    const char *glued = later_uppers && uppers < letters && !dotted ? glued_at(start, p) : NULL;
    if (glued) {
        p = glued;
        if (start[1] >= 'A' && start[1] <= 'Z')
            t->flags |= SM_T_ALLCAPS;
        return p;
    }
    if (letters > 1 && uppers == letters)
        t->flags |= SM_T_ALLCAPS;
    else if (later_uppers)
        t->flags |= SM_T_MIXED;
    return p;
}

static void fold_token(scan *s, sm_token *t)
{
    char *fold = s->folds + s->folds_used;
    size_t n = t->end - t->start;
    if (!s->plain)
        n = sm_utf8_fold(s->text + t->start, n, fold, s->room);
    t->fold = (uint32_t)s->folds_used;
    t->fold_length = (uint16_t)n;
    t->hash = sm_hash(fold, n);
    if (s->folds_used < s->folds_capacity) {
        fold[n] = '\0';
        s->folds_used += n + 1;
    }
}

/* The next token from *p on, whose start *p is moved behind; false at the end of the text. */
static bool next_token(scan *s, const char **p, sm_token *t)
{
    const char *q = *p;
    unsigned newlines = 0;
    bool space = q == s->text;
    uint32_t c;
    unsigned n;
    int k = C_SPACE;
    if (q < s->end && *q == ' ') { /* by far the most frequent case */
        space = true;
        q++;
    }
    for (; q < s->end && (k = class_at(q, s->end, &c, &n)) == C_SPACE; q += n) {
        space = true;
        newlines += c == '\n' || c == 0x2029;
    }
    if (q >= s->end)
        return false;
    *t = (sm_token){.start = (uint32_t)(q - s->text)};
    bool glued = !space && k == C_LETTER && ascii_letter(q[-1]);
    newlines += glued ? 2 : 0; /* the words behind a glued heading begin a paragraph */
    t->flags = (uint8_t)((space ? SM_T_SPACE : 0) | (newlines ? SM_T_NEWLINE : 0) |
                         (newlines > 1 || t->start == 0 ? SM_T_PARAGRAPH : 0));
    size_t room = s->folds_capacity - s->folds_used; /* with the NUL behind it */
    s->room = room == 0 ? 0 : room > UINT16_MAX ? UINT16_MAX : room - 1;
    s->plain = false;
    unsigned possessive = t->start && !space && may_be_apostrophe(*q) ? possessive_at(q, s->end, q[-1]) : 0;
    if (possessive) {
        t->kind = SM_POSSESSIVE;
        q += possessive;
    } else if (k < C_LETTER) {
        t->kind = SM_PUNCT;
        q += n;
        s->plain = c < 0x80 && s->room > 0 && c != '.' && c != '\'' && c != '`'; /* those are dropped */
        if (s->plain)
            s->folds[s->folds_used] = (char)c;
    } else {
        q = scan_word(s, q, t);
    }
    t->end = (uint32_t)(q - s->text);
    fold_token(s, t);
    *p = q;
    return true;
}

/* Most words in one go: a blank, ASCII letters of which no other than the first is a capital, and behind them
 * what no word goes on with. Returns the end; NULL when it is something else, what is in `t` then means
 * nothing. */
static const char *plain_word(scan *s, const char *p, sm_token *t)
{
    enum { LONGEST = 64 };
    const char *start = p + 1;
    char *fold = s->folds + s->folds_used;
    size_t left = (size_t)(s->end - p), room = s->folds_capacity - s->folds_used, n = 0;
    uint64_t bytes, others, first_capital = 0;
    if (left == 0 || *p != ' ')
        return NULL;
    do {
        if (left < n + 9 || room < n + 8)
            return NULL;
        memcpy(&bytes, start + n, 8);
        others = no_letters(bytes);
        uint64_t theirs = ((others & (0 - others)) >> 7) - 1, /* bits of the letters */
            capitals = ~bytes & 0x20 * each & theirs, folded = (bytes | 0x20 * each) & theirs;
        if (capitals > (n ? 0 : 0x20))
            return NULL;
        first_capital |= capitals;
        memcpy(fold + n, &folded, 8); /* and the NUL behind them */
        n += others ? (unsigned)__builtin_ctzll(others) / 8 : 8;
    } while (!others && n < LONGEST);
    if (n == 0 || n >= LONGEST)
        return NULL;
    bool stop = start[n] == ',' || (start[n] == '.' && n > 1); /* "U.S." may go on with the latter */
    if (!stop && ascii_class[(unsigned char)start[n]] >= C_JOINT)
        return NULL;
    *t = (sm_token){.hash = sm_hash(fold, n),
                    .start = (uint32_t)(start - s->text),
                    .end = (uint32_t)(start - s->text + n),
                    .fold = (uint32_t)s->folds_used,
                    .fold_length = (uint16_t)n,
                    .kind = SM_WORD,
                    .flags = (uint8_t)(SM_T_SPACE | (first_capital ? SM_T_CAPITAL : 0))};
    s->folds_used += n + 1;
    return start + n;
}

size_t sm_tokenize(const char *text, size_t length, sm_token *tokens, size_t capacity, char *folds,
                   size_t folds_capacity)
{
    scan s = {.text = text, .end = text + length, .folds = folds, .folds_capacity = folds_capacity};
    const char *p = text, *behind;
    size_t count = 0;
    for (; count < capacity; count++)
        if ((behind = plain_word(&s, p, &tokens[count])) != NULL)
            p = behind;
        else if (!next_token(&s, &p, &tokens[count]))
            break;
    return count;
}
