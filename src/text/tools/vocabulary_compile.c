/* vocabulary_compile OUT.c VOCABULARY.txt TABLE.tsv...: number the words of the phrases of the tables. OUT.c
 * finds a word's number by its hash (see src/text/phrase.h); VOCABULARY.txt is the list of
 * folded words, one a line and sorted, for phrase_compile: the first has number 1.
 *
 * This is a build tool: it reports and exits. */
#include "phrase.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_LINE = 1 << 16, MAX_WORDS = 1 << 15, LONGEST_WORD = 64, MAX_TOKENS = 32, HEAD_LINES = 2 };

static char words[MAX_WORDS][LONGEST_WORD];
static uint32_t n_words;

_Noreturn static void die(const char *path, const char *why)
{
    fprintf(stderr, "%s: %s\n", path, why);
    exit(1);
}

static void add_words(const char *path, const char *phrase)
{
    sm_token tokens[MAX_TOKENS];
    char folds[4096];
    size_t n = sm_tokenize(phrase, strlen(phrase), tokens, MAX_TOKENS, folds, sizeof folds);
    for (size_t i = 0; i < n; i++) {
        if (tokens[i].kind == SM_PUNCT)
            continue;
        if (tokens[i].fold_length >= LONGEST_WORD || n_words == MAX_WORDS)
            die(path, "too long a word, or more words than there is room for");
        strcpy(words[n_words++], folds + tokens[i].fold);
    }
}

/* The cell of a column of `line`, NULL when it has none; cuts the line up. */
static char *cell_of(char *line, unsigned column)
{
    char *cell = strsep(&line, "\t");
    for (; column && cell; column--)
        cell = strsep(&line, "\t");
    return cell;
}

/* Which column of the line of columns is "phrase". */
static unsigned phrase_column(char *line)
{
    unsigned column = 0;
    for (char *cell; (cell = strsep(&line, "\t")) != NULL && strcmp(cell, "phrase") != 0; column++)
        ;
    return column;
}

static void read_table(const char *path)
{
    static char line[MAX_LINE];
    unsigned heads = 0, column = 0; /* the line that describes the table, the line of columns */
    FILE *in = fopen(path, "r");
    if (in == NULL)
        die(path, "cannot be opened");
    while (fgets(line, sizeof line, in)) {
        line[strcspn(line, "\r\n")] = '\0';
        if (*line == '#' || line[strspn(line, " ")] == '\0')
            continue;
        if (++heads == HEAD_LINES)
            column = phrase_column(line);
        if (heads <= HEAD_LINES)
            continue;
        for (char *next = cell_of(line, column), *phrase; (phrase = strsep(&next, ";")) != NULL;)
            add_words(path, phrase);
    }
    fclose(in);
}

static int compare_words(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void sort_words(void)
{
    uint32_t kept = 0;
    qsort(words, n_words, sizeof *words, compare_words);
    for (uint32_t i = 0; i < n_words; i++)
        if (kept == 0 || strcmp(words[kept - 1], words[i]) != 0)
            memmove(words[kept++], words[i], sizeof *words);
    n_words = kept;
}

/* A perfect hash table (hash and displace: Belazzougui, Botelho and Dietzfelbinger 2009). The words whose
 * hashes begin alike have a factor that sends each of them to a place of its own; the largest such groups
 * choose first. */
enum { GROUPED = 4 }; /* words of a group, about */

static uint64_t hashes[MAX_WORDS], slots[MAX_WORDS];
static uint16_t factors[MAX_WORDS];
static uint32_t n_slots, n_groups, group_sizes[MAX_WORDS];
static unsigned shift;

/* Put the words of a group where `factor` sends them; false, nothing put, when a place is taken. */
static bool place_group(uint32_t group, uint16_t factor)
{
    uint32_t put[MAX_TOKENS], n = 0;
    for (uint32_t i = 0; i < n_words; i++) {
        if ((hashes[i] & (n_groups - 1)) != group)
            continue;
        uint32_t at = (uint32_t)(hashes[i] * factor >> shift);
        if (slots[at] || n == MAX_TOKENS) {
            while (n)
                slots[put[--n]] = 0;
            return false;
        }
        slots[at] = (hashes[i] & ~(uint64_t)UINT16_MAX) | (i + 1);
        put[n++] = at;
    }
    factors[group] = factor;
    return true;
}

static int larger_group(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    if (group_sizes[x] != group_sizes[y])
        return group_sizes[x] > group_sizes[y] ? -1 : 1;
    return x < y ? -1 : x > y;
}

static void place_words(const char *path)
{
    static uint32_t groups[MAX_WORDS];
    for (n_slots = 64, shift = 64 - 6; n_slots < n_words; n_slots *= 2)
        shift--;
    n_groups = n_slots / GROUPED;
    for (uint32_t i = 0; i < n_words; i++) {
        hashes[i] = sm_hash(words[i], strlen(words[i]));
        group_sizes[hashes[i] & (n_groups - 1)]++;
    }
    for (uint32_t i = 0; i < n_groups; i++)
        groups[i] = i;
    qsort(groups, n_groups, sizeof *groups, larger_group);
    for (uint32_t i = 0; i < n_groups; i++) {
        uint16_t factor = 1;
        while (!place_group(groups[i], factor))
            if ((factor += 2) == 1)
                die(path, "no perfect hash found; more slots are needed");
    }
}

static void print_code(FILE *out)
{
    fprintf(out,
            "/* Made from the tables of phrases by vocabulary_compile. */\n#include \"phrase.h\"\n\n"
            "const unsigned sm_vocabulary_mask = %u, sm_vocabulary_shift = %u;\n\n"
            "const uint16_t sm_vocabulary_factors[%u] = {",
            n_groups - 1, shift, n_groups);
    for (uint32_t i = 0; i < n_groups; i++)
        fprintf(out, "%s%u,", i % 16 ? " " : "\n    ", factors[i]);
    fprintf(out, "\n};\n\nconst uint64_t sm_vocabulary_slots[%u] = {\n", n_slots);
    for (uint32_t i = 0; i < n_slots; i++)
        if (slots[i])
            fprintf(out, "    [%u] = UINT64_C(0x%016llx),\n", i, (unsigned long long)slots[i]);
    fputs("};\n", out);
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fprintf(stderr, "usage: vocabulary_compile OUT.c VOCABULARY.txt TABLE.tsv...\n");
        return 2;
    }
    for (int i = 3; i < argc; i++)
        read_table(argv[i]);
    sort_words();
    place_words(argv[1]);
    FILE *code = fopen(argv[1], "w"), *list = fopen(argv[2], "w");
    if (code == NULL || list == NULL)
        die(argv[1], "cannot open the output");
    print_code(code);
    for (uint32_t i = 0; i < n_words; i++)
        fprintf(list, "%s\n", words[i]);
    return (fclose(code) != 0) | (fclose(list) != 0);
}
