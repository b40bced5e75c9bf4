/* How names from other scripts sound. Newspapers write one Arabic or Cyrillic name in many ways: vowels come
 * and go (Dayr, Deir), are written in one letter or two (Nabuda, Naboudeh), consonants are doubled or not,
 * articles are joined, parted, assimilated (Khan ash-Shih, Khan Al-Sheih). What stays are the consonants. */
#include "format.h"

#include "hash.h"
#include "utf8.h"

#include <string.h>

static bool is_article(const char *word, size_t n)
{
    static const char *const articles[] = {"al", "el", "il",  "ar",  "as", "ash", "ad",  "an",
                                           "at", "az", "adh", "ath", "er", "es",  "esh", "ed",
                                           "en", "et", "ez",  "the", "l",  "ul"};
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++)
        if (strlen(articles[i]) == n && memcmp(articles[i], word, n) == 0)
            return true;
    return false;
}

/* Two letters for one sound. */
static char digraph(char a, char b)
{
    static const char table[][4] = {"khx", "ghg", "shc", "chc", "zhz", "dhd",
                                    "tht", "phf", "djj", "tzz", "tsz", "ckk"};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i][0] == a && table[i][1] == b)
            return table[i][2];
    return 0;
}

static char single(char c)
{
    return c == 'q' || c == 'c' ? 'k' : c;
}

static bool is_vowel(char c)
{
    return strchr("aeiouyw", c) != NULL;
}

/* The consonants of one word behind those that there are. False for a word in other letters. */
static bool add_word(const char *word, size_t n, char *out, size_t *used)
{
    if (n > 5 && (memcmp(word, "al", 2) == 0 || memcmp(word, "el", 2) == 0)) { /* Alshih */
        word += 2;
        n -= 2;
    }
    if (*used == 0 && is_vowel(word[0]))
        out[(*used)++] = 'a'; /* Idlib, Edleb; but not Dulab */
    for (size_t i = 0; i < n && *used < SM_NAME_SOUND; i++) {
        char c = word[i], two = i + 1 < n ? digraph(c, word[i + 1]) : 0;
        if ((c < 'a' || c > 'z') && (c < '0' || c > '9'))
            return false;
        if (is_vowel(c) || (c == 'h' && i + 1 == n))
            continue;
        char sound = two ? two : single(c);
        i += two != 0;
        if (*used == 0 || out[*used - 1] != sound)
            out[(*used)++] = sound;
    }
    return true;
}

size_t sm_name_sound(const char *name, size_t length, char out[SM_NAME_SOUND])
{
    enum { LEAST_ONE_WORD = 4, LEAST = 3, LONGEST = 80 };
    char fold[4 * LONGEST];
    size_t n = length <= LONGEST ? sm_utf8_fold(name, length, fold, sizeof fold) : 0, used = 0, words = 0;
    for (size_t start = 0, end; start < n; start = end + 1) {
        for (end = start; end < n && fold[end] != ' ' && fold[end] != '-'; end++)
            ;
        if (end == start || is_article(fold + start, end - start))
            continue;
        if (!add_word(fold + start, end - start, out, &used))
            return 0;
        words++;
    }
    return used >= (words > 1 ? LEAST : LEAST_ONE_WORD) ? used : 0;
}

/* The letters of a name without articles and gaps. */
static size_t bare_letters(const char *name, size_t length, char *out, size_t capacity)
{
    char fold[256];
    size_t n = sm_utf8_fold(name, length < 80 ? length : 80, fold, sizeof fold), used = 0;
    for (size_t start = 0, end; start < n; start = end + 1) {
        for (end = start; end < n && fold[end] != ' ' && fold[end] != '-'; end++)
            ;
        size_t size = end - start;
        const char *word = fold + start;
        if (size == 0 || is_article(word, size))
            continue;
        size_t skip = size > 5 && (memcmp(word, "al", 2) == 0 || memcmp(word, "el", 2) == 0) ? 2 : 0;
        for (size_t i = skip; i < size && used < capacity; i++)
            out[used++] = word[i];
    }
    return used;
}

/* Levenshtein's distance, row by row. */
static unsigned distance(const char *a, size_t n, const char *b, size_t m)
{
    enum { MOST = 80 };
    unsigned row[MOST + 1];
    for (size_t k = 0; k <= m; k++)
        row[k] = (unsigned)k;
    for (size_t i = 1; i <= n; i++) {
        unsigned diagonal = row[0];
        row[0] = (unsigned)i;
        for (size_t k = 1; k <= m; k++) {
            unsigned other = diagonal + (a[i - 1] != b[k - 1]);
            diagonal = row[k];
            unsigned gap = (row[k] < row[k - 1] ? row[k] : row[k - 1]) + 1;
            row[k] = other < gap ? other : gap;
        }
    }
    return row[m];
}

bool sm_names_alike(const char *one, size_t length, const char *other)
{
    char a[80], b[80];
    size_t n = bare_letters(one, length, a, sizeof a), m = bare_letters(other, strlen(other), b, sizeof b);
    return n && m && distance(a, n, b, m) * 3 <= (n > m ? n : m);
}

uint64_t sm_sound_hash(const char *name, size_t length)
{
    char sound[SM_NAME_SOUND];
    size_t n = sm_name_sound(name, length, sound);
    uint64_t hash = n ? sm_hash_step(UINT64_C(0x536F756E64), sm_hash(sound, n))
                      : 0; /* no sequence of words begins like this */
    return n ? hash + (hash == 0) : 0;
}
