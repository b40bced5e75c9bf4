/* vocabulary_compile OUT.c VOCABULARY.txt TABLE.tsv...: number the words of the phrases of the tables. OUT.c
 * finds a word's number by its hash, and its classes of the general word table (see src/text/phrase.h);
 * VOCABULARY.txt is the list of folded words, one a line and sorted, for phrase_compile: the first has
 * number 1.
 *
 * This is a build tool: it reports and exits. */
#include "phrase.h"

#include <stdlib.h>
#include <string.h>

enum {
    MAX_LINE = 1 << 16,
    MAX_WORDS = 1 << 15,
    LONGEST_WORD = 64,
    MOST_CLASSES = 160,
    MAX_TOKENS = 32,
    HEAD_LINES = 2
};

typedef struct word {
    char fold[LONGEST_WORD];
    char classes[MOST_CLASSES]; /* of the general word table; "" where it has no such word */
    uint32_t order;             /* in which they are met: the first row of a word counts */
} word;

static word words[MAX_WORDS];
static uint32_t n_words;

_Noreturn static void die(const char *path, const char *why)
{
    fprintf(stderr, "%s: %s\n", path, why);
    exit(1);
}

static void add_words(const char *path, const char *phrase, const char *classes)
{
    sm_token tokens[MAX_TOKENS];
    char folds[4096];
    size_t n = sm_tokenize(phrase, strlen(phrase), tokens, MAX_TOKENS, folds, sizeof folds);
    uint32_t before = n_words;
    for (size_t i = 0; i < n; i++) {
        if (tokens[i].kind == SM_PUNCT)
            continue;
        if (tokens[i].fold_length >= LONGEST_WORD || n_words == MAX_WORDS)
            die(path, "too long a word, or more words than there is room for");
        words[n_words].order = n_words;
        strcpy(words[n_words++].fold, folds + tokens[i].fold);
    }
    if (n_words == before + 1 && classes) {
        if (strlen(classes) >= MOST_CLASSES)
            die(path, "a word of too many classes");
        strcpy(words[before].classes, classes);
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

/* Which column of the line of columns begins with `name`. */
static unsigned column_of(const char *columns, const char *name)
{
    unsigned column = 0;
    for (; strncmp(columns, name, strlen(name)) != 0; column++, columns++)
        if ((columns = strchr(columns, '\t')) == NULL)
            break;
    return column;
}

static void read_table(const char *path)
{
    static char line[MAX_LINE], again[MAX_LINE];
    unsigned heads = 0, phrases = 0, classes = 0; /* the line that describes the table, the line of columns */
    bool general = false;
    FILE *in = fopen(path, "r");
    if (in == NULL)
        die(path, "cannot be opened");
    while (fgets(line, sizeof line, in)) {
        line[strcspn(line, "\r\n")] = '\0';
        if (*line == '#' || line[strspn(line, " ")] == '\0')
            continue;
        if (++heads == 1)
            general = strstr(line, "@table sm_words") != NULL;
        if (heads == HEAD_LINES) {
            phrases = column_of(line, "phrase");
            classes = column_of(line, "classes=");
        }
        if (heads <= HEAD_LINES)
            continue;
        strcpy(again, line);
        const char *cell = general ? cell_of(again, classes) : NULL;
        for (char *next = cell_of(line, phrases), *phrase; (phrase = strsep(&next, ";")) != NULL;)
            add_words(path, phrase, cell);
    }
    fclose(in);
}

static int compare_words(const void *a, const void *b)
{
    const word *x = a, *y = b;
    int order = strcmp(x->fold, y->fold);
    if (order == 0)
        order = (*x->classes == '\0') - (*y->classes == '\0');
    return order ? order : x->order < y->order ? -1 : x->order > y->order;
}

static void sort_words(void)
{
    uint32_t kept = 0;
    qsort(words, n_words, sizeof *words, compare_words);
    for (uint32_t i = 0; i < n_words; i++)
        if (kept == 0 || strcmp(words[kept - 1].fold, words[i].fold) != 0)
            words[kept++] = words[i];
    n_words = kept;
}

/* A perfect hash table (hash and displace: Belazzougui, Botelho and Dietzfelbinger 2009). The words whose
 * hashes begin alike have a factor that sends each of them to a place of its own; the largest such groups
 * choose first. */
enum { GROUPED = 4 }; /* words of a group, about */

static uint64_t hashes[MAX_WORDS];
static uint16_t factors[MAX_WORDS];
static uint32_t slots[MAX_WORDS], n_slots, n_groups,
    group_sizes[MAX_WORDS]; /* a slot holds the word's number */
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
        slots[at] = i + 1;
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
        hashes[i] = sm_hash(words[i].fold, strlen(words[i].fold));
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

/* "SM_W_PREP | SM_W_STOP" of "PREP|STOP". */
static void print_classes(FILE *out, const char *classes)
{
    if (*classes == '\0') {
        fputc('0', out);
        return;
    }
    for (fputs("SM_W_", out); *classes; classes++)
        if (*classes == '|')
            fputs(" | SM_W_", out);
        else
            fputc(*classes, out);
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
    fprintf(out, "\n};\n\nconst sm_vocabulary_slot sm_vocabulary_slots[%u] = {\n", n_slots);
    for (uint32_t i = 0; i < n_slots; i++)
        if (slots[i]) {
            uint64_t hash = (hashes[slots[i] - 1] & ~(uint64_t)UINT16_MAX) | slots[i];
            fprintf(out, "    [%u] = {UINT64_C(0x%016llx), ", i, (unsigned long long)hash);
            print_classes(out, words[slots[i] - 1].classes);
            fputs("},\n", out);
        }
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
        fprintf(list, "%s\n", words[i].fold);
    return (fclose(code) != 0) | (fclose(list) != 0);
}
