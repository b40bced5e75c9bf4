/* names_compile FOLDER CITIES500 NAMES.tsv: one table LL.tsv for each language of NAMES.tsv, of what
 * countries, seas and towns are called in it (src/gazetteer/placenames.h).
 *
 * Countries, large cities and waters are in NAMES.tsv. For the other towns GeoNames has alternate names
 * without their language; but where a language has a script of its own, or letters of its own in a shared
 * script, the letters tell: a name in Arabic letters without Persian or Urdu ones is taken for Arabic, one in
 * Cyrillic with і ї є ґ for Ukrainian. Where several names pass, the one whose consonants are most like
 * those of the place's own name is taken, then one with letters that speak for the language, then the first.
 * Languages that are written in Latin letters have the names of NAMES.tsv only. A build tool: it reports and
 * exits. */
#include "file.h"
#include "utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_LINE = 1 << 16, MAX_LANGUAGES = 64, MAX_NAME = 128, TEH_MARBUTA = 0x629 };

/* What a language's letters are. `from` to `to` is its script; `foreign` are letters of that script that
 * other languages use, `own` those that speak for this one. */
typedef struct letters {
    const char *language;
    uint32_t from, to;
    const char *own, *foreign;
    const char *after; /* a language whose names will do when this one has none */
} letters;

static const letters scripts[] = {
    {"ar", 0x621, 0x64a, "ةأإآؤئىذضظث", "", NULL},
    {"fa", 0x621, 0x6cc, "کیپچژگ", "ةكيىإأہھےٹڈںڑۆەێڕڵڤېۇۈۋڭ", "ar"},
    {"ur", 0x621, 0x6d2, "ہھےٹڈںڑ", "ةكيىإأۆەێڕڵڤېۇۈۋڭ", "fa"},
    {"he", 0x5d0, 0x5ea, "", "", NULL},
    {"ru", 0x410, 0x451, "яё", "", NULL},
    {"uk", 0x404, 0x491, "іїєґІЇЄҐ", "ыэёъЎўЁЭЂЃЅЈЉЊЋЌЏђѓѕјљњћќџ", "ru"},
    {"el", 0x386, 0x3ce, "άέήίόύώ", "", NULL},
    {"hi", 0x901, 0x963, "", "ळ", NULL},
    {"bn", 0x981, 0x9e3, "", "", NULL},
    {"th", 0xe01, 0xe4e, "", "", NULL},
    {"ko", 0xac00, 0xd7a3, "", "", NULL},
    {"ja", 0x3041, 0x9fff,
     "ーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワンガギグゲゴ"
     "ザジズゼゾダヂヅデドバビブベボパピプペポ",
     "", "zh"},
    {"zh", 0x4e00, 0x9fff, "", "", NULL},
};

static char languages[MAX_LANGUAGES][8];
static FILE *outputs[MAX_LANGUAGES];
static sm_output files[MAX_LANGUAGES];
static size_t n_languages;

_Noreturn static void die(const char *file, const char *why)
{
    fprintf(stderr, "names_compile: %s: %s\n", file, why);
    exit(1);
}

/* The cell of column `n` of a line, cut to `size`. */
static void cell(const char *line, int n, char *out, size_t size)
{
    for (; n > 0 && line; n--)
        if ((line = strchr(line, '\t')) != NULL)
            line++;
    size_t length = line ? strcspn(line, "\t\r\n") : 0;
    length = length < size ? length : 0;
    memcpy(out, line ? line : "", length);
    out[length] = '\0';
}

static bool has(const char *set, uint32_t c)
{
    for (const char *end = set + strlen(set); set < end;) {
        unsigned n;
        if (sm_utf8_decode(set, end, &n) == c)
            return true;
        set += n;
    }
    return false;
}

/* −1: not of the language; else how many letters speak for it. */
static int signs(const letters *l, const char *name, size_t length)
{
    int own = 0, all = 0;
    for (const char *end = name + length; name < end;) {
        unsigned n;
        uint32_t c = sm_utf8_decode(name, end, &n);
        name += n;
        if (c == ' ' || c == '-' || c == 0x200c || c == '\'' || c == 0x2019)
            continue;
        if (c < l->from || c > l->to || has(l->foreign, c))
            return -1;
        if (c == TEH_MARBUTA && name < end && *name != ' ') /* inside a word it is Kurdish */
            return -1;
        own += has(l->own, c);
        all++;
    }
    return all > 0 ? own : -1;
}

/* --- consonants -------------------------------------------------------------------------------- */

enum { MAX_SKELETON = 40 };

/* Letters in pairs: one of a script, the class of consonants that it is in. Vowels and h are in none. */
static const char classes[] = "bbpbckddffggjjkkllmmnnqkrrsstt" /* Latin; v is f, p is b, c is k */
                              "vfzzxk"
                              "бbпbвfфfгgґgдdжjзzкkлlмmнnрrсsтtцsчsшsщsхk"
                              "بbتtثtجjخkدdذzرrزzسsشsصsضdطtظzغgفfقkكkکkلlمmنnپbچsگg"
                              "בbגgדdזzטtכkךkלlמmםmנnןnסsפfףfצsץsקkרrשsתt"
                              "βfγgδdζzθtκkλlμmνnπbρrσsςsτtφfχkξk";

static char class_of(uint32_t c)
{
    const char *end = classes + sizeof classes - 1;
    for (const char *at = classes; at < end;) {
        unsigned n;
        uint32_t letter = sm_utf8_decode(at, end, &n);
        if (letter == c && at + n < end)
            return at[n];
        at += n + 1;
    }
    return '\0';
}

/* The consonants' classes, doubled ones once. */
static size_t skeleton(const char *name, size_t length, char out[MAX_SKELETON])
{
    char small[4 * MAX_NAME];
    size_t n = 0, bytes = sm_utf8_change_case(name, length, false, small, sizeof small);
    for (const char *at = small, *end = small + bytes; at < end && n < MAX_SKELETON;) {
        unsigned used;
        char k = class_of(sm_utf8_decode(at, end, &used));
        at += used;
        if (k && (n == 0 || out[n - 1] != k))
            out[n++] = k;
    }
    return n;
}

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

/* Levenshtein's distance of two skeletons. */
static int distance(const char *a, size_t n, const char *b, size_t m)
{
    int row[MAX_SKELETON + 1];
    for (size_t k = 0; k <= m; k++)
        row[k] = (int)k;
    for (size_t i = 1; i <= n; i++) {
        int corner = row[0];
        row[0] = (int)i;
        for (size_t k = 1; k <= m; k++) {
            int above = row[k];
            row[k] = smaller(smaller(row[k], row[k - 1]) + 1, corner + (a[i - 1] != b[k - 1]));
            corner = above;
        }
    }
    return row[m];
}

/* How little a name is like the place's own; 0 in scripts whose consonants are not known here. */
static int unlike(const char *name, size_t length, const char *own)
{
    char a[MAX_SKELETON], b[MAX_SKELETON];
    size_t n = skeleton(name, length, a), m = skeleton(own, strlen(own), b);
    return n > 0 ? distance(a, n, b, m) : 0;
}

/* The best of the comma-separated names of the place that calls itself `own`; its length, 0 for none. */
static size_t choose(const letters *l, const char *own, const char *names, const char **out)
{
    int best = -1;
    size_t length = 0;
    for (const char *at = names; *at;) {
        size_t n = strcspn(at, ",");
        int k = n > 0 && n < MAX_NAME ? signs(l, at, n) : -1;
        k = k < 0 ? -1 : 2 * (MAX_SKELETON - unlike(at, n, own)) + (k > 0);
        if (k > best) {
            best = k;
            *out = at;
            length = n;
        }
        at += n + (at[n] == ',');
    }
    for (size_t i = 0; length == 0 && l->after && i < sizeof scripts / sizeof *scripts; i++)
        if (strcmp(scripts[i].language, l->after) == 0)
            return choose(&scripts[i], own, names, out);
    return length;
}

static const letters *letters_of(const char *language)
{
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
        if (strcmp(scripts[i].language, language) == 0)
            return &scripts[i];
    return NULL;
}

static void open_tables(const char *folder, const char *header)
{
    char path[4096];
    sm_error err = {0};
    while (n_languages < MAX_LANGUAGES) {
        cell(header, (int)n_languages + 1, languages[n_languages], sizeof *languages);
        if (languages[n_languages][0] == '\0')
            break;
        snprintf(path, sizeof path, "%s/%s.tsv", folder, languages[n_languages]);
        if (sm_output_open(&files[n_languages], path, &err) != SM_OK)
            die(err.file, err.text);
        outputs[n_languages] = files[n_languages].stream;
        n_languages++;
    }
}

/* The ids of names.tsv and the languages that have a name for each: a town is in a table once. */
typedef struct known {
    long id;
    unsigned long long languages;
} known;

static known curated[4096];
static size_t n_curated;

static void curated_names(const char *table, const char *folder)
{
    static char line[MAX_LINE];
    char key[64], name[MAX_NAME];
    FILE *f = fopen(table, "r");
    if (f == NULL || fgets(line, sizeof line, f) == NULL)
        die(table, "cannot be read");
    open_tables(folder, line);
    while (fgets(line, sizeof line, f)) {
        cell(line, 0, key, sizeof key);
        known *k = NULL;
        if (key[0] >= '0' && key[0] <= '9' && n_curated < sizeof curated / sizeof *curated) {
            k = &curated[n_curated++];
            k->id = strtol(key, NULL, 10);
        }
        for (size_t i = 0; i < n_languages; i++) {
            cell(line, (int)i + 1, name, sizeof name);
            if (name[0] == '\0')
                continue;
            fprintf(outputs[i], "%s\t%s\n", key, name);
            if (k)
                k->languages |= 1ull << i;
        }
    }
    fclose(f);
}

static void town_names(const char *cities)
{
    static char line[MAX_LINE], names[MAX_LINE];
    char id[16], own[MAX_NAME];
    FILE *f = fopen(cities, "r");
    if (f == NULL)
        die(cities, "cannot be read");
    while (fgets(line, sizeof line, f)) {
        unsigned long long done = 0;
        cell(line, 0, id, sizeof id);
        cell(line, 2, own, sizeof own);
        cell(line, 3, names, sizeof names);
        for (size_t k = 0; k < n_curated && names[0]; k++)
            if (curated[k].id == strtol(id, NULL, 10))
                done = curated[k].languages;
        for (size_t i = 0; i < n_languages && names[0]; i++) {
            const letters *l = letters_of(languages[i]);
            const char *name;
            size_t length = l && !(done >> i & 1) ? choose(l, own, names, &name) : 0;
            if (length)
                fprintf(outputs[i], "%s\t%.*s\n", id, (int)length, name);
        }
    }
    fclose(f);
}

int main(int argc, char **argv)
{
    sm_error err = {0};
    if (argc != 4) {
        fprintf(stderr, "usage: names_compile FOLDER CITIES500 NAMES.tsv\n");
        return 2;
    }
    curated_names(argv[3], argv[1]);
    town_names(argv[2]);
    for (size_t i = 0; i < n_languages; i++)
        if (sm_output_commit(&files[i], &err) != SM_OK)
            die(err.file, err.text);
    return 0;
}
