/* phrase_compile TABLE.tsv OUT.c [VOCABULARY.txt]: turn a table of phrases into constant C arrays. The format
 * is described in src/text/phrase.h. VOCABULARY.txt is what vocabulary_compile made of this table and others.
 *
 * The phrases are tokenized with the tokenizer that reads articles, so their keys cannot differ from the
 * text's. This is a build tool: it reports and exits. */
#include "phrase.h"

#include "hash.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_LINE = 1 << 16, MAX_COLUMNS = 32, MAX_PHRASES = 4096, MAX_TOKENS = 32 };

enum { FILTER_BITS = 8 }; /* of the filter for each slot: at most one in 16 is set */

static const char *path;
static unsigned line_number;

_Noreturn static void die(const char *why)
{
    fprintf(stderr, "%s:%u: %s\n", path, line_number, why);
    exit(1);
}

static unsigned split(char *line, char separator, char **cells, unsigned capacity)
{
    unsigned n = 0;
    for (char *p = line; p; n++) {
        if (n == capacity)
            die("more cells in a line, or phrases in a row, than there is room for");
        cells[n] = p;
        p = strchr(p, separator);
        if (p)
            *p++ = '\0';
    }
    return n;
}

static char *trim(char *s)
{
    while (*s == ' ')
        s++;
    size_t n = strlen(s);
    while (n && (s[n - 1] == ' ' || s[n - 1] == '\n' || s[n - 1] == '\r'))
        s[--n] = '\0';
    return s;
}

static sm_phrase_slot *slots;
static uint32_t mask, used;

static sm_phrase_slot *slot_for(uint64_t hash)
{
    hash += hash == 0;
    uint32_t i = (uint32_t)hash & mask;
    while (slots[i].hash && slots[i].hash != hash)
        i = (i + 1) & mask;
    if (slots[i].hash == 0) {
        if (++used * 2 > mask)
            die("more phrases than the table has room for");
        slots[i].hash = hash;
    }
    return &slots[i];
}

/* A table no larger than need be: what is looked up stays in the processor's cache. */
static void make_dense(void)
{
    sm_phrase_slot *sparse = slots;
    uint32_t sparse_mask = mask;
    for (mask = 15; mask < used * 2; mask = mask * 2 + 1)
        ;
    slots = calloc((size_t)mask + 1, sizeof *slots);
    if (slots == NULL)
        die("out of memory");
    used = 0;
    for (uint32_t i = 0; i <= sparse_mask; i++)
        if (sparse[i].hash)
            *slot_for(sparse[i].hash) = sparse[i];
    free(sparse);
}

static void print_filter(FILE *out, uint32_t bits)
{
    fprintf(out, "};\n\nstatic const uint64_t filter[%u] = {", bits / 64);
    uint64_t *words = calloc(bits / 64, sizeof *words);
    if (words == NULL)
        die("out of memory");
    for (uint32_t i = 0; i <= mask; i++)
        if (slots[i].hash) {
            uint32_t bit = SM_PHRASE_BIT(slots[i].hash) & (bits - 1);
            words[bit / 64] |= UINT64_C(1) << (bit % 64);
        }
    for (uint32_t i = 0; i < bits / 64; i++)
        fprintf(out, "%sUINT64_C(0x%016llx),", i % 4 ? " " : "\n    ", (unsigned long long)words[i]);
    fprintf(out, "\n};\n");
    free(words);
}

static const sm_phrase_slot *find_slot(uint64_t hash)
{
    static const sm_phrase_slot none;
    hash += hash == 0;
    for (uint32_t i = (uint32_t)hash & mask;; i = (i + 1) & mask)
        if (slots[i].hash == hash)
            return &slots[i];
        else if (slots[i].hash == 0)
            return &none;
}

/* What each word of the vocabulary is, or begins. */
static void print_starts(FILE *out, const char *vocabulary)
{
    char word[MAX_LINE];
    FILE *in = fopen(vocabulary, "r");
    if (in == NULL)
        die("cannot open the vocabulary");
    fputs("\nstatic const sm_phrase_start starts[] = {\n", out);
    unsigned number = 0;
    while (fgets(word, sizeof word, in)) {
        word[strcspn(word, "\n")] = '\0';
        uint64_t hash = sm_hash(word, strlen(word));
        const sm_phrase_slot *slot = find_slot(sm_hash_step(SM_HASH_START, hash));
        number++;
        if (slot->hash)
            fprintf(out, "    [%u] = {%u, 0x%04x},\n", number, slot->row, slot->continues);
    }
    fprintf(out, "    [%u] = {0, 0},\n};\n", number + 1);
    fclose(in);
}

static void add_phrase(const char *phrase, uint32_t row)
{
    sm_token tokens[MAX_TOKENS];
    char folds[4096];
    size_t n = sm_tokenize(phrase, strlen(phrase), tokens, MAX_TOKENS, folds, sizeof folds);
    uint64_t sequence = SM_HASH_START;
    sm_phrase_slot *slot = NULL;
    for (size_t i = 0; i < n; i++) {
        if (tokens[i].kind == SM_PUNCT && n > 1)
            continue; /* hyphens and dots, as sm_phrase_next passes over them */
        if (slot)
            slot->continues |= SM_PHRASE_NEXT(tokens[i].hash);
        sequence = sm_hash_step(sequence, tokens[i].hash);
        slot = slot_for(sequence);
    }
    if (slot == NULL)
        die("a row without a phrase");
    if (slot->row == 0)
        slot->row = row;
}

static void print_string(FILE *out, const char *s)
{
    fputc('"', out);
    for (; *s; s++) {
        if (*s == '"' || *s == '\\')
            fputc('\\', out);
        fputc(*s, out);
    }
    fputc('"', out);
}

static void print_field(FILE *out, char *spec, char *cell)
{
    char *equals = strchr(spec, '='), *parts[MAX_COLUMNS];
    if (*cell == '\0')
        return;
    if (equals == NULL) {
        fprintf(out, ", .%s = %s", spec, cell);
        return;
    }
    fprintf(out, ", .%.*s = ", (int)(equals - spec), spec);
    const char *pattern = equals + 1, *percent = strchr(pattern, '%');
    if (percent && percent[1] == 's') {
        print_string(out, cell);
        return;
    }
    unsigned n = split(cell, '|', parts, MAX_COLUMNS);
    for (unsigned i = 0; i < n; i++)
        fprintf(out, "%s%.*s%s%s", i ? " | " : "", (int)(percent ? percent - pattern : 0), pattern,
                trim(parts[i]), percent ? percent + 1 : "");
}

static const char *option(char *line, const char *name)
{
    static char value[128];
    char *at = strstr(line, name);
    if (at == NULL || sscanf(at + strlen(name), " %127[^ \t\r\n]", value) != 1)
        die("the first line must give @struct, @header and @table");
    return value;
}

int main(int argc, char **argv)
{
    if (argc != 3 && argc != 4) {
        fprintf(stderr, "usage: phrase_compile TABLE.tsv OUT.c [VOCABULARY.txt]\n");
        return 2;
    }
    path = argv[1];
    FILE *in = fopen(argv[1], "r"), *out = fopen(argv[2], "w");
    if (in == NULL || out == NULL)
        die("cannot open the table or the output");
    static char line[MAX_LINE], specs_line[MAX_LINE];
    char *specs[MAX_COLUMNS], *cells[MAX_COLUMNS], structure[128] = "", header[128], table[128];
    static char *phrases[MAX_PHRASES];
    unsigned n_specs = 0, rows = 1;

    uint32_t lines = 0;
    while (fgets(line, sizeof line, in))
        for (char *p = line; (lines++, p = strchr(p, ';')) != NULL; p++)
            ;
    rewind(in);
    for (mask = 63; mask < lines * 12; mask = mask * 2 + 1)
        ;
    slots = calloc((size_t)mask + 1, sizeof *slots);
    if (slots == NULL)
        die("out of memory");

    while (fgets(line, sizeof line, in)) {
        line_number++;
        if (*line == '#' || *trim(line) == '\0')
            continue;
        if (structure[0] == '\0') {
            snprintf(structure, sizeof structure, "%s", option(line, "@struct"));
            snprintf(header, sizeof header, "%s", option(line, "@header"));
            snprintf(table, sizeof table, "%s", option(line, "@table"));
            fprintf(out, "/* Made from %s by phrase_compile. */\n#include \"%s\"\n\n",
                    strrchr(path, '/') ? strrchr(path, '/') + 1 : path, header);
            fprintf(out, "const %s %s_rows[] = {\n    {0},\n", structure, table);
            continue;
        }
        if (n_specs == 0) {
            memcpy(specs_line, line, sizeof line);
            n_specs = split(specs_line, '\t', specs, MAX_COLUMNS);
            for (unsigned i = 0; i < n_specs; i++)
                specs[i] = trim(specs[i]);
            continue;
        }
        unsigned n = split(line, '\t', cells, MAX_COLUMNS);
        if (n > n_specs)
            die("more cells than the header has columns");
        fputs("    {.phrase = ", out);
        char *first = trim(cells[0]);
        unsigned n_phrases = split(first, ';', phrases, MAX_PHRASES);
        for (unsigned i = 0; i < n_phrases; i++)
            add_phrase(trim(phrases[i]), rows);
        print_string(out, phrases[0]);
        for (unsigned i = 1; i < n; i++)
            print_field(out, specs[i], trim(cells[i]));
        fputs("},\n", out);
        rows++;
    }
    if (rows > UINT16_MAX)
        die("more than 65,535 rows");
    make_dense();
    fprintf(out, "};\n\nstatic const sm_phrase_slot slots[%u] = {\n", mask + 1);
    for (uint32_t i = 0; i <= mask; i++)
        if (slots[i].hash)
            fprintf(out, "    [%u] = {UINT64_C(0x%016llx), %u, 0x%04x},\n", i, (unsigned long long)slots[i].hash,
                    slots[i].row, slots[i].continues);
    uint32_t bits = (mask + 1) * FILTER_BITS;
    print_filter(out, bits);
    if (argc == 4)
        print_starts(out, argv[3]);
    fprintf(
        out,
        "\nconst sm_phrase_table %s = {.slots = slots, .filter = filter, %s.mask = %u, .filter_mask = %u, "
        ".n_rows = %u};\n",
        table, argc == 4 ? ".starts = starts, " : "", mask, bits - 1, rows);
    free(slots);
    return fclose(in) | (fclose(out) != 0);
}
