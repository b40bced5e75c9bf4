/* wordlist_compile TABLE.tsv OUT.c VOCABULARY.txt: turn lists of single words into constant C arrays: the
 * sets of lists that words stand in, and by the words' numbers in the vocabulary which set it is.
 *
 *     @lists SM_C  @struct sm_cue_set  @header cues.h  @table sm_cues
 *     list       phrase
 *     first      we;our;us
 *
 * gives `const sm_cue_set sm_cues[]`, a struct of `uint64_t bits[]`, set 0 empty, and `const uint16_t
 * sm_cues_of[]`: the set of the three words has bit 1. The header names the lists in the same order,
 * SM_C_none, SM_C_first …, SM_C_COUNT: the C file checks that.
 *
 * This is a build tool: it reports and exits. */
#include "phrase.h"

#include <stdlib.h>
#include <string.h>

enum {
    MAX_LINE = 1 << 16,
    MAX_LISTS = 256,
    MAX_VOCABULARY = 1 << 15,
    LONGEST_WORD = 64,
    LIST_WORDS = MAX_LISTS / 64
};

static const char *path;
static unsigned line_number;
static char vocabulary[MAX_VOCABULARY][LONGEST_WORD];
static uint32_t n_words;
static uint64_t lists_of[MAX_VOCABULARY + 1][LIST_WORDS];
static char names[MAX_LISTS][LONGEST_WORD];
static unsigned n_lists = 1; /* 0 is none */

_Noreturn static void die(const char *why)
{
    fprintf(stderr, "%s:%u: %s\n", path, line_number, why);
    exit(1);
}

static void read_vocabulary(const char *file)
{
    FILE *in = fopen(file, "r");
    if (in == NULL)
        die("cannot open the vocabulary");
    while (n_words < MAX_VOCABULARY && fgets(vocabulary[n_words], LONGEST_WORD, in)) {
        vocabulary[n_words][strcspn(vocabulary[n_words], "\n")] = '\0';
        n_words++;
    }
    fclose(in);
}

static int compare_words(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void add_word(const char *word, unsigned list)
{
    sm_token tokens[2];
    char folds[256];
    if (sm_tokenize(word, strlen(word), tokens, 2, folds, sizeof folds) != 1)
        die("a list has single words only");
    const char(*found)[LONGEST_WORD] =
        bsearch(folds + tokens[0].fold, vocabulary, n_words, sizeof *vocabulary, compare_words);
    if (found == NULL)
        die("a word that is not in the vocabulary");
    lists_of[found - vocabulary + 1][list / 64] |= UINT64_C(1) << list % 64;
}

static void option(const char *line, const char *name, char value[LONGEST_WORD])
{
    const char *at = strstr(line, name);
    if (at == NULL || sscanf(at + strlen(name), " %63[^ \t\r\n]", value) != 1)
        die("the first line must give @lists, @struct, @header and @table");
}

static void read_lists(FILE *in, char head[MAX_LINE])
{
    static char line[MAX_LINE];
    unsigned heads = 0;
    while (fgets(line, sizeof line, in)) {
        line_number++;
        line[strcspn(line, "\r\n")] = '\0';
        if (*line == '#' || *line == '\0')
            continue;
        if (heads++ == 0)
            memcpy(head, line, sizeof line);
        if (heads <= 2)
            continue;
        char *words = line, *name = strsep(&words, "\t");
        if (words == NULL || n_lists == MAX_LISTS || strlen(name) >= LONGEST_WORD)
            die("no words, more lists than there is room for, or too long a name");
        strcpy(names[n_lists], name);
        for (char *word; (word = strsep(&words, ";")) != NULL;)
            add_word(word, n_lists);
        n_lists++;
    }
}

/* Each set once, so that the sets stay in the processor's cache. */
static void print_sets(FILE *out, const char *structure, const char *table, unsigned used)
{
    static uint32_t first_with[MAX_VOCABULARY]; /* the word that a set was met with */
    static uint16_t set_of[MAX_VOCABULARY + 1];
    uint32_t n_sets = 1;
    fprintf(out, "\nconst %s %s[] = {\n    {{0}},\n", structure, table);
    for (uint32_t i = 1; i <= n_words; i++) {
        uint32_t k = 0;
        while (k < n_sets && memcmp(lists_of[first_with[k]], lists_of[i], sizeof *lists_of) != 0)
            k++;
        set_of[i] = (uint16_t)k;
        if (k < n_sets)
            continue;
        first_with[n_sets++] = i;
        fputs("    {{", out);
        for (unsigned w = 0; w < used; w++)
            fprintf(out, "%sUINT64_C(0x%llx)", w ? ", " : "", (unsigned long long)lists_of[i][w]);
        fprintf(out, "}}, /* %s */\n", vocabulary[i - 1]);
    }
    fprintf(out, "};\n\nconst uint16_t %s_of[%u] = {\n", table, n_words + 1);
    for (uint32_t i = 1; i <= n_words; i++)
        if (set_of[i])
            fprintf(out, "    [%u] = %u,\n", i, set_of[i]);
    fputs("};\n", out);
}

static void print_code(FILE *out, const char *head)
{
    char prefix[LONGEST_WORD], structure[LONGEST_WORD], header[LONGEST_WORD], table[LONGEST_WORD];
    option(head, "@lists", prefix);
    option(head, "@struct", structure);
    option(head, "@header", header);
    option(head, "@table", table);
    fprintf(out, "/* Made from %s by wordlist_compile. */\n#include \"%s\"\n\n",
            strrchr(path, '/') ? strrchr(path, '/') + 1 : path, header);
    for (unsigned k = 1; k < n_lists; k++)
        fprintf(out, "_Static_assert(%s_%s == %u, \"the lists stand in the order of their table\");\n",
                prefix, names[k], k);
    fprintf(out, "_Static_assert(%s_COUNT == %u, \"each list is in the table\");\n", prefix, n_lists);
    print_sets(out, structure, table, (n_lists + 63) / 64);
}

int main(int argc, char **argv)
{
    static char head[MAX_LINE];
    if (argc != 4) {
        fprintf(stderr, "usage: wordlist_compile TABLE.tsv OUT.c VOCABULARY.txt\n");
        return 2;
    }
    path = argv[1];
    FILE *in = fopen(argv[1], "r"), *out = fopen(argv[2], "w");
    if (in == NULL || out == NULL)
        die("cannot open the table or the output");
    read_vocabulary(argv[3]);
    read_lists(in, head);
    print_code(out, head);
    return fclose(in) | (fclose(out) != 0);
}
