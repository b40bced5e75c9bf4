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

static void read_table(const char *path)
{
    static char line[MAX_LINE];
    unsigned heads = 0; /* the line that describes the table, the line of columns */
    FILE *in = fopen(path, "r");
    if (in == NULL)
        die(path, "cannot be opened");
    while (fgets(line, sizeof line, in)) {
        if (*line == '#' || line[strspn(line, " \r\n")] == '\0' || heads++ < HEAD_LINES)
            continue;
        line[strcspn(line, "\t")] = '\0';
        for (char *next = line, *phrase; (phrase = strsep(&next, ";")) != NULL;)
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

static void print_code(FILE *out)
{
    static uint64_t hashes[MAX_WORDS * 4];
    static uint32_t numbers[MAX_WORDS * 4];
    uint32_t mask = 63;
    while (mask < n_words * 2)
        mask = mask * 2 + 1;
    for (uint32_t i = 0; i < n_words; i++) {
        uint64_t hash = sm_hash(words[i], strlen(words[i]));
        uint32_t at = (uint32_t)hash & mask;
        while (numbers[at])
            at = (at + 1) & mask;
        hashes[at] = hash;
        numbers[at] = i + 1;
    }
    fprintf(out,
            "/* Made from the tables of phrases by vocabulary_compile. */\n#include \"phrase.h\"\n\n"
            "const uint32_t sm_vocabulary_mask = %u;\n\nconst uint64_t sm_vocabulary_hashes[%u] = {\n",
            mask, mask + 1);
    for (uint32_t i = 0; i <= mask; i++)
        if (numbers[i])
            fprintf(out, "    [%u] = UINT64_C(0x%016llx),\n", i, (unsigned long long)hashes[i]);
    fprintf(out, "};\n\nconst uint16_t sm_vocabulary_numbers[%u] = {\n", mask + 1);
    for (uint32_t i = 0; i <= mask; i++)
        if (numbers[i])
            fprintf(out, "    [%u] = %u,\n", i, numbers[i]);
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
    FILE *code = fopen(argv[1], "w"), *list = fopen(argv[2], "w");
    if (code == NULL || list == NULL)
        die(argv[1], "cannot open the output");
    print_code(code);
    for (uint32_t i = 0; i < n_words; i++)
        fprintf(list, "%s\n", words[i]);
    return (fclose(code) != 0) | (fclose(list) != 0);
}
