/* A private fontconfig configuration without directories: files are added one by one. What was looked for
 * once is not looked for again. Files are named after Noto's scheme: NotoSansArabic-Bold.ttf. */
#include "fontset.h"

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifdef __SANITIZE_ADDRESS__
/* Cairo and Pango keep the patterns of fonts that were used in caches for the life of the process, and
 * fontconfig links a pattern to its contents by offsets, which the leak checker does not follow. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig\n";
}

const char *__lsan_default_options(void);
const char *__lsan_default_options(void)
{
    return "print_suppressions=0";
}
#endif

#define CJK_STEM "DroidSansFallback"
#define CJK_FILE CJK_STEM "Full.ttf"

enum { PATH_ROOM = 512, NAMES_MAX = 256, NAME_ROOM = 96 };

struct sm_fontset {
    FcConfig *config;
    FcConfig *system; /* the machine's configuration, read only when the pinned set has no answer */
    bool system_asked;
    char directory[PATH_ROOM];
    size_t names;
    char asked[NAMES_MAX][NAME_ROOM]; /* what was looked for, found or not */
};

static const char *const usual_places[] = {
    "/usr/share/fonts/truetype/noto", /* Debian, Ubuntu */
    "/usr/share/fonts/noto",          /* Arch, Alpine */
    "/usr/share/fonts/google-noto",   /* Fedora */
    "/usr/local/share/fonts/noto",    /* BSD */
};

static void choose_directory(sm_fontset *set, const char *directory)
{
    if (directory == NULL)
        directory = getenv("SITMAP_FONTS");
    for (size_t i = 0; directory == NULL && i < sizeof usual_places / sizeof *usual_places; i++)
        if (access(usual_places[i], R_OK) == 0)
            directory = usual_places[i];
    snprintf(set->directory, sizeof set->directory, "%s", directory ? directory : "");
}

sm_status sm_fontset_new(const char *directory, sm_fontset **out, sm_error *err)
{
    sm_fontset *set = calloc(1, sizeof *set);
    if (set)
        set->config = FcConfigCreate();
    if (set == NULL || set->config == NULL) {
        free(set);
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    }
    choose_directory(set, directory);
    *out = set;
    return SM_OK;
}

void sm_fontset_free(sm_fontset *set)
{
    if (set == NULL)
        return;
    FcConfigDestroy(set->config);
    if (set->system)
        FcConfigDestroy(set->system);
    free(set);
}

FcConfig *sm_fontset_config(sm_fontset *set)
{
    return set->config;
}

static bool add_file(sm_fontset *set, const char *path)
{
    return access(path, R_OK) == 0 && FcConfigAppFontAddFile(set->config, (const FcChar8 *)path);
}

static bool add_noto(sm_fontset *set, const char *stem, const char *face)
{
    char path[PATH_ROOM + NAME_ROOM + 16];
    if (set->directory[0] == '\0')
        return false;
    snprintf(path, sizeof path, "%s/%s-%s.ttf", set->directory, stem, face);
    return add_file(set, path);
}

/* The face for Chinese, Japanese and Korean lies beside the Noto fonts or in a folder next to theirs. */
static bool add_cjk(sm_fontset *set)
{
    static const char *const folders[] = {"", "../droid/"};
    char path[PATH_ROOM + NAME_ROOM + 16];
    for (size_t i = 0; set->directory[0] && i < sizeof folders / sizeof *folders; i++) {
        snprintf(path, sizeof path, "%s/%s%s", set->directory, folders[i], CJK_FILE);
        if (add_file(set, path))
            return true;
    }
    return false;
}

/* True the first time that it is asked. */
static bool first_time(sm_fontset *set, const char *name)
{
    for (size_t i = 0; i < set->names; i++)
        if (strcmp(set->asked[i], name) == 0)
            return false;
    if (set->names == NAMES_MAX) /* a style with hundreds of families: no more of them */
        return false;
    snprintf(set->asked[set->names++], NAME_ROOM, "%s", name);
    return true;
}

/* Whether the font found is what was wanted: fontconfig always finds one. */
static bool answers(FcPattern *found, const char *family, gunichar c)
{
    FcChar8 *name;
    FcCharSet *covered;
    return FcPatternGetString(found, FC_FAMILY, 0, &name) == FcResultMatch &&
           FcPatternGetCharSet(found, FC_CHARSET, 0, &covered) == FcResultMatch &&
           (family == NULL || FcStrCmpIgnoreCase(name, (const FcChar8 *)family) == 0) &&
           (c == 0 || FcCharSetHasChar(covered, c));
}

/* Add the machine's best font for a pattern, if it has the family or the character asked for. Takes the
 * pattern. */
static bool add_from_system(sm_fontset *set, FcPattern *wanted, const char *family, gunichar c)
{
    FcResult result;
    FcChar8 *file;
    FcPattern *found = NULL;
    if (!set->system_asked) {
        set->system_asked = true;
        set->system = FcInitLoadConfigAndFonts();
    }
    if (set->system && wanted) {
        FcConfigSubstitute(set->system, wanted, FcMatchPattern);
        FcDefaultSubstitute(wanted);
        found = FcFontMatch(set->system, wanted, &result);
    }
    bool added = found && answers(found, family, c) &&
                 FcPatternGetString(found, FC_FILE, 0, &file) == FcResultMatch &&
                 add_file(set, (const char *)file);
    if (found)
        FcPatternDestroy(found);
    if (wanted)
        FcPatternDestroy(wanted);
    return added;
}

static bool add_family_from_system(sm_fontset *set, const char *family, bool bold, bool italic)
{
    FcPattern *p = FcPatternBuild(NULL, FC_FAMILY, FcTypeString, family, FC_WEIGHT, FcTypeInteger,
                                  bold ? FC_WEIGHT_BOLD : FC_WEIGHT_REGULAR, FC_SLANT, FcTypeInteger,
                                  italic ? FC_SLANT_ITALIC : FC_SLANT_ROMAN, (char *)NULL);
    return add_from_system(set, p, family, 0);
}

static bool add_character_from_system(sm_fontset *set, gunichar c, bool bold)
{
    FcCharSet *wanted = FcCharSetCreate();
    if (wanted == NULL)
        return false;
    FcCharSetAddChar(wanted, c);
    FcPattern *p =
        FcPatternBuild(NULL, FC_CHARSET, FcTypeCharSet, wanted, FC_SCALABLE, FcTypeBool, FcTrue, FC_WEIGHT,
                       FcTypeInteger, bold ? FC_WEIGHT_BOLD : FC_WEIGHT_REGULAR, (char *)NULL);
    FcCharSetDestroy(wanted);
    return add_from_system(set, p, NULL, c);
}

bool sm_fontset_need_family(sm_fontset *set, const char *name, size_t length, bool bold, bool italic)
{
    static const char *const faces[] = {"Regular", "Bold", "Italic", "BoldItalic"};
    char family[NAME_ROOM - 16], stem[NAME_ROOM - 16], key[NAME_ROOM];
    const char *face = faces[(italic ? 2 : 0) + (bold ? 1 : 0)];
    if (length == 0 || length >= sizeof family)
        return false;
    snprintf(family, sizeof family, "%.*s", (int)length, name);
    snprintf(key, sizeof key, "%s-%s", family, face);
    if (!first_time(set, key))
        return false;
    size_t n = 0;
    for (const char *c = family; *c; c++) /* "Noto Sans" is in NotoSans-Regular.ttf */
        if (*c != ' ' && *c != '/')
            stem[n++] = *c;
    stem[n] = '\0';
    if (strncmp(stem, "Noto", 4) == 0 && add_noto(set, stem, face))
        return true;
    return add_family_from_system(set, family, bold, italic);
}

/* Scripts with a Noto font of their own. Latin, Greek and Cyrillic are in Noto Sans itself. */
static const struct {
    GUnicodeScript script;
    const char *stem;
} scripts[] = {
    {G_UNICODE_SCRIPT_ADLAM, "NotoSansAdlam"},
    {G_UNICODE_SCRIPT_ARABIC, "NotoSansArabic"},
    {G_UNICODE_SCRIPT_ARMENIAN, "NotoSansArmenian"},
    {G_UNICODE_SCRIPT_BALINESE, "NotoSansBalinese"},
    {G_UNICODE_SCRIPT_BAMUM, "NotoSansBamum"},
    {G_UNICODE_SCRIPT_BENGALI, "NotoSansBengali"},
    {G_UNICODE_SCRIPT_CANADIAN_ABORIGINAL, "NotoSansCanadianAboriginal"},
    {G_UNICODE_SCRIPT_CHAKMA, "NotoSansChakma"},
    {G_UNICODE_SCRIPT_CHAM, "NotoSansCham"},
    {G_UNICODE_SCRIPT_CHEROKEE, "NotoSansCherokee"},
    {G_UNICODE_SCRIPT_COPTIC, "NotoSansCoptic"},
    {G_UNICODE_SCRIPT_DEVANAGARI, "NotoSansDevanagari"},
    {G_UNICODE_SCRIPT_ETHIOPIC, "NotoSansEthiopic"},
    {G_UNICODE_SCRIPT_GEORGIAN, "NotoSansGeorgian"},
    {G_UNICODE_SCRIPT_GUJARATI, "NotoSansGujarati"},
    {G_UNICODE_SCRIPT_GURMUKHI, "NotoSansGurmukhi"},
    {G_UNICODE_SCRIPT_HEBREW, "NotoSansHebrew"},
    {G_UNICODE_SCRIPT_JAVANESE, "NotoSansJavanese"},
    {G_UNICODE_SCRIPT_KANNADA, "NotoSansKannada"},
    {G_UNICODE_SCRIPT_KHMER, "NotoSansKhmer"},
    {G_UNICODE_SCRIPT_LAO, "NotoSansLao"},
    {G_UNICODE_SCRIPT_LISU, "NotoSansLisu"},
    {G_UNICODE_SCRIPT_MALAYALAM, "NotoSansMalayalam"},
    {G_UNICODE_SCRIPT_MEETEI_MAYEK, "NotoSansMeeteiMayek"},
    {G_UNICODE_SCRIPT_MONGOLIAN, "NotoSansMongolian"},
    {G_UNICODE_SCRIPT_MYANMAR, "NotoSansMyanmar"},
    {G_UNICODE_SCRIPT_NEW_TAI_LUE, "NotoSansNewTaiLue"},
    {G_UNICODE_SCRIPT_NKO, "NotoSansNKo"},
    {G_UNICODE_SCRIPT_OL_CHIKI, "NotoSansOlChiki"},
    {G_UNICODE_SCRIPT_ORIYA, "NotoSansOriya"},
    {G_UNICODE_SCRIPT_SINHALA, "NotoSansSinhala"},
    {G_UNICODE_SCRIPT_SUNDANESE, "NotoSansSundanese"},
    {G_UNICODE_SCRIPT_SYRIAC, "NotoSansSyriac"},
    {G_UNICODE_SCRIPT_TAMIL, "NotoSansTamil"},
    {G_UNICODE_SCRIPT_TELUGU, "NotoSansTelugu"},
    {G_UNICODE_SCRIPT_THAANA, "NotoSansThaana"},
    {G_UNICODE_SCRIPT_THAI, "NotoSansThai"},
    {G_UNICODE_SCRIPT_TIBETAN, "NotoSerifTibetan"},
    {G_UNICODE_SCRIPT_TIFINAGH, "NotoSansTifinagh"},
    {G_UNICODE_SCRIPT_VAI, "NotoSansVai"},
    {G_UNICODE_SCRIPT_YI, "NotoSansYi"},
    /* Chinese, Japanese and Korean: one face of 4 MB in place of Noto's 90 */
    {G_UNICODE_SCRIPT_BOPOMOFO, CJK_STEM},
    {G_UNICODE_SCRIPT_HAN, CJK_STEM},
    {G_UNICODE_SCRIPT_HANGUL, CJK_STEM},
    {G_UNICODE_SCRIPT_HIRAGANA, CJK_STEM},
    {G_UNICODE_SCRIPT_KATAKANA, CJK_STEM},
};

static const char *stem_of(GUnicodeScript script)
{
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
        if (scripts[i].script == script)
            return scripts[i].stem;
    return NULL;
}

static bool need_script(sm_fontset *set, GUnicodeScript script, gunichar c, bool bold)
{
    char key[NAME_ROOM];
    snprintf(key, sizeof key, "script %d %d", (int)script, bold);
    if (!first_time(set, key))
        return false;
    const char *stem = stem_of(script);
    if (stem && strcmp(stem, CJK_STEM) == 0) {
        bool asked = !first_time(set, CJK_STEM);
        return (!asked && add_cjk(set)) || (!asked && add_character_from_system(set, c, bold));
    }
    bool added =
        stem && (add_noto(set, stem, bold ? "Bold" : "Regular") || (bold && add_noto(set, stem, "Regular")));
    return added || add_character_from_system(set, c, bold);
}

static bool need_symbols(sm_fontset *set)
{
    static const char *const stems[] = {"NotoSansSymbols", "NotoSansSymbols2", "NotoSansMath"};
    bool added = false;
    if (!first_time(set, "symbols"))
        return false;
    for (size_t i = 0; i < sizeof stems / sizeof *stems; i++)
        added |= add_noto(set, stems[i], "Regular");
    return added;
}

bool sm_fontset_need_scripts(sm_fontset *set, const char *text, size_t length, bool bold)
{
    bool added = false;
    for (const char *at = text, *end = text + length; at < end; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (c < 0x0530) /* Latin, Greek, Cyrillic */
            continue;
        GUnicodeScript script = g_unichar_get_script(c);
        if (script == G_UNICODE_SCRIPT_COMMON || script == G_UNICODE_SCRIPT_INHERITED)
            added |= c >= 0x2190 && need_symbols(set);
        else if (script != G_UNICODE_SCRIPT_LATIN && script != G_UNICODE_SCRIPT_GREEK &&
                 script != G_UNICODE_SCRIPT_CYRILLIC)
            added |= need_script(set, script, c, bold);
    }
    return added;
}

/* "NotoSansMeeteiMayek" to "Noto Sans Meetei Mayek": blanks before capitals, but NKo is one word. */
static void family_of_stem(const char *stem, char out[64])
{
    size_t n = 0;
    for (const char *c = stem; *c && n + 2 < 64; c++) {
        bool boundary = c != stem && g_ascii_isupper(*c) && !(c[-1] == 'N' && *c == 'K');
        if (boundary)
            out[n++] = ' ';
        out[n++] = *c;
    }
    out[n] = '\0';
}

void sm_fontset_script_family(const char *text, size_t length, char out[64])
{
    out[0] = '\0';
    for (const char *at = text, *end = text + length; at < end; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        const char *stem = c < 0x0530 ? NULL : stem_of(g_unichar_get_script(c));
        if (stem) {
            family_of_stem(stem, out);
            return;
        }
    }
}
