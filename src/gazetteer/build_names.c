/* Variants of a name. A text says "Anbar" or "Anbar province" where the gazetteer says "Anbar Governorate",
 * and "St. Louis" beside "Saint Louis". All of it happens on ASCII words; names in other scripts are noted as
 * they stand. */
#include "builder.h"

#include "utf8.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* Words that say what an area is, at the end of its name or at its beginning ("… of", "… de"). */
static const char *const generic_ends[] = {
    "Governorate",
    "Province",
    "Region",
    "District",
    "County",
    "Oblast",
    "Oblast'",
    "Krai",
    "Kray",
    "Okrug",
    "Raion",
    "Rayon",
    "Prefecture",
    "State",
    "Department",
    "Division",
    "Municipality",
    "Parish",
    "Canton",
    "Voivodeship",
    "Republic",
    "Territory",
    "Emirate",
    "Muhafazah",
    "Wilayah",
    "Wilaya",
    "Ostan",
    "Vilayet",
    "Velayat",
    "Wilayat",
    "Zone",
    "Borough",
    "Community",
    "Commune",
    "Atoll",
    "Aimag",
    "Sheng",
    "Autonomous Region",
    "Autonomous Republic",
    "Autonomous Okrug",
    "Autonomous Oblast",
    "Autonomous Province",
    "Metropolitan Region",
    "City Municipality",
    "Capital Territory",
    "Federal Territory",
    "Union Territory",
    "Special Region",
    "Special Capital Region",
    "Capital Region",
    "Metropolitan Area",
};
static const char *const generic_starts[] = {
    "Governorate of",
    "Province of",
    "Region of",
    "District of",
    "County of",
    "State of",
    "Department of",
    "Municipality of",
    "Parish of",
    "Canton of",
    "Republic of",
    "Territory of",
    "Emirate of",
    "City of",
    "City and County of",
    "Mayorality of",
    "Mayoralty of",
    "Autonomous Region of",
    "Autonomous Republic of",
    "Muhafazat",
    "Wilayat",
    "Wilaya de",
    "Wilaya d'",
    "Ostan-e",
    "Oblast",
    "Oblast'",
    "Provincia de",
    "Provincia di",
    "Provincia del",
    "Provincia",
    "Province de",
    "Province du",
    "Département de",
    "Département du",
    "Département de la",
    "Département des",
    "Departement du",
    "Departement de",
    "Departamento de",
    "Departamento del",
    "Departamento",
    "Région de",
    "Région du",
    "Région des",
    "Région",
    "Region de",
    "Región de",
    "Región",
    "Estado de",
    "Estado do",
    "Estado",
    "Distrito de",
    "Cantón de",
    "Canton de",
    "Kanton",
    "Land",
    "Republik",
    "Respublika",
    "Gouvernorat de",
    "Gouvernorat",
    "Governorate",
    "Distrikt",
    "District de",
    "Judeţul",
    "Județul",
    "Comunidad de",
    "Commune de",
    "Municipio de",
    "Municipiul",
    "Raionul",
    "Qarku i",
    "Propinsi",
    "Provinsi",
    "Daerah Istimewa",
    "Changwat",
    "Tỉnh",
    "Thành Phố",
    "Mkoa wa",
    "Khetphaeng",
    "Nomós",
    "Nomos",
    "Powiat",
    "Województwo",
    "Okres",
};

static const char *const too_general[] = {
    "north",         "south",         "east",
    "west",          "northern",      "southern",
    "eastern",       "western",       "central",
    "centre",        "center",        "northeast",
    "northwest",     "southeast",     "southwest",
    "northeastern",  "northwestern",  "southeastern",
    "southwestern",  "north eastern", "north western",
    "south eastern", "south western", "north-eastern",
    "north-western", "south-eastern", "south-western",
    "north-east",    "north-west",    "south-east",
    "south-west",    "north east",    "north west",
    "south east",    "south west",    "upper",
    "lower",         "middle",        "inner",
    "outer",         "capital",       "national",
    "federal",       "special",       "autonomous",
    "metropolitan",  "municipal",     "border",
    "coast",         "coastal",       "island",
    "islands",       "lake",          "lakes",
    "river",         "rivers",        "delta",
    "plateau",       "mountain",      "highland",
    "highlands",     "savanes",       "federal capital",
    "independent",   "new",           "old",
    "city",          "town",          "the",
};

static bool is_one_of(const char *name, size_t length, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strlen(list[i]) == length && strncasecmp(list[i], name, length) == 0)
            return true;
    return false;
}
#define ONE_OF(name, length, list) is_one_of(name, length, list, sizeof list / sizeof *list)

/* What is left of "Anbar Governorate" or "Province of Herat"; false when there is no generic word, or too
 * little is left. */
static bool cut_generic(const char *name, size_t length, const char **rest, size_t *rest_length)
{
    size_t best = 0;
    bool at_end = false;
    for (size_t i = 0; i < sizeof generic_ends / sizeof *generic_ends; i++) {
        size_t n = strlen(generic_ends[i]);
        if (length > n + 1 && n > best && name[length - n - 1] == ' ' &&
            strncasecmp(name + length - n, generic_ends[i], n) == 0) {
            best = n;
            at_end = true;
        }
    }
    for (size_t i = 0; i < sizeof generic_starts / sizeof *generic_starts && !at_end; i++) {
        size_t n = strlen(generic_starts[i]);
        if (length > n && n > best && strncasecmp(name, generic_starts[i], n) == 0 &&
            (name[n] == ' ' || name[n - 1] == '\''))
            best = n;
    }
    if (best == 0)
        return false;
    *rest = at_end ? name : name + best + (name[best] == ' ');
    *rest_length = length - best - (at_end || name[best] == ' ');
    return *rest_length > 2 && !ONE_OF(*rest, *rest_length, too_general);
}

/* "Saint Louis" ↔ "St Louis", which is also how "St. Louis" reads, and likewise for other first words that
 * are cut short. */
static void add_short_first(sm_builder *b, uint32_t place, const char *name, size_t length, sm_name_kind kind,
                            unsigned flags, uint16_t language)
{
    static const struct {
        const char *written, *other;
    } firsts[] = {{"Saint ", "St "},   {"St ", "Saint "},    {"St. ", "Saint "}, {"Sainte ", "Ste "},
                  {"Ste ", "Sainte "}, {"Ste. ", "Sainte "}, {"Mount ", "Mt "},  {"Mt ", "Mount "},
                  {"Mt. ", "Mount "},  {"Fort ", "Ft "},     {"Ft ", "Fort "},   {"Ft. ", "Fort "}};
    for (size_t i = 0; i < sizeof firsts / sizeof *firsts; i++) {
        char other[256];
        size_t skip = strlen(firsts[i].written), n = strlen(firsts[i].other);
        if (length <= skip || strncasecmp(name, firsts[i].written, skip) != 0 ||
            length - skip + n >= sizeof other)
            continue;
        memcpy(other, firsts[i].other, n);
        memcpy(other + n, name + skip, length - skip);
        sm_builder_name(b, place, other, n + length - skip, kind, flags, language);
        return;
    }
}

/* The length of an Arabic article at the start of a name, without the hyphen or blank behind it; 0 for none.
 */
static size_t article_length(const char *name, size_t length)
{
    static const char *const articles[] = {"al", "el", "ar", "as",  "ash", "ad",
                                           "an", "at", "az", "adh", "ath"};
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++) {
        size_t n = strlen(articles[i]);
        if (length > n + 3 && strncasecmp(name, articles[i], n) == 0 && (name[n] == '-' || name[n] == ' '))
            return n;
    }
    return 0;
}

char *sm_name_skeleton(const char *name, size_t length, char out[SM_SKELETON])
{
    char fold[256];
    size_t article = article_length(name, length), used = 0;
    if (article) {
        name += article + 1;
        length -= article + 1;
    }
    size_t n = sm_utf8_fold(name, length < 80 ? length : 80, fold, sizeof fold);
    for (size_t i = 0; i < n && used + 1 < SM_SKELETON; i++) {
        char c = fold[i] == 'q' || fold[i] == 'c' ? 'k' : fold[i];
        bool last = i + 1 == n || fold[i + 1] == ' ' || fold[i + 1] == '-';
        if ((unsigned char)c >= 0x80) {
            used = 0;
            break;
        }
        if (strchr("aeiouyw", c) || c < 'a' || c > 'z' || (c == 'h' && last) || (used && out[used - 1] == c))
            continue;
        out[used++] = c;
    }
    out[used < 2 ? 0 : used] = '\0';
    return out;
}

/* The Arabic article is written al-, el-, Al , or swallowed by the letter after it (ar-Raqqah, as-Suwayda),
 * or left out. All of these forms are noted for a name that begins with one of them. */
static void add_articles(sm_builder *b, uint32_t place, const char *name, size_t length, sm_name_kind kind,
                         uint16_t language)
{
    size_t n = article_length(name, length);
    if (n == 0)
        return;
    char other[256];
    const char *rest = name + n + 1;
    size_t rest_length = length - n - 1;
    if (rest_length + 3 >= sizeof other)
        return;
    memcpy(other + 3, rest, rest_length);
    memcpy(other, "al ", 3);
    sm_builder_name(b, place, other, rest_length + 3, SM_NAME_ALTERNATE, 0, language);
    memcpy(other, "el ", 3);
    sm_builder_name(b, place, other, rest_length + 3, SM_NAME_ALTERNATE, 0, language);
    if (rest_length > 3)
        sm_builder_name(b, place, rest, rest_length, kind, SM_N_GENERIC_CUT, language);
}

static bool speaks_arabic(const char country[2])
{
    static const char codes[] = "AE BH DJ DZ EG EH IL IQ JO KM KW LB LY MA MR OM PS QA SA SD SO SY TD TN YE ";
    char key[4] = {country[0], country[1], ' ', '\0'};
    return country[0] && strstr(codes, key) != NULL;
}

/* Countries whose names come to us from another script. */
static bool is_transliterated(const char country[2])
{
    static const char codes[] = "AE AF AM AZ BA BD BG BH BT BY CN CY DJ DZ EG EH ER ET GE GR IL IN IQ IR JO "
                                "KG KH KM KP KR KW KZ LA LB LK LY MA MD ME MK MM MN MR "
                                "MV NP OM PK PS QA RS RU SA SD SO SS SY TD TH TJ TM TN UA UZ XK YE ";
    char key[4] = {country[0], country[1], ' ', '\0'};
    return country[0] && strstr(codes, key) != NULL;
}

static void add_sound(sm_builder *b, uint32_t place, const char *name, size_t length, sm_name_kind kind)
{
    const sm_place *p = &b->places[place];
    bool own = kind == SM_NAME_MAIN || kind == SM_NAME_ENGLISH;
    if (own && (p->feature_class == 'P' || p->feature_class == 'A') && is_transliterated(p->country_code))
        sm_builder_sound(b, place, name, length, kind);
}

/* "Foo (Bar)" reads "Foo"; blanks at the ends do not count. */
static size_t before_bracket(const char *name, size_t length)
{
    const char *bracket = memchr(name, '(', length);
    length = bracket ? (size_t)(bracket - name) : length;
    while (length && name[length - 1] == ' ')
        length--;
    return length;
}

void sm_builder_names(sm_builder *b, uint32_t place, const char *name, size_t length, sm_name_kind kind,
                      uint16_t language)
{
    length = before_bracket(name, length);
    sm_builder_name(b, place, name, length, kind, 0, language);
    if (kind != SM_NAME_MAIN && kind != SM_NAME_ALTERNATE && kind != SM_NAME_ENGLISH &&
        kind != SM_NAME_FORMER)
        return;
    add_sound(b, place, name, length, kind);
    if (length == 0 || !isascii((unsigned char)name[0]))
        return;
    if (length > 6 && strncasecmp(name, "the ", 4) == 0) {
        name += 4;
        length -= 4;
        sm_builder_name(b, place, name, length, kind, 0, language);
    }
    const sm_place *p = &b->places[place];
    const char *rest;
    size_t rest_length;
    if ((p->feature_class == 'A' && !(p->flags & SM_P_COUNTRY)) ||
        (length > 8 && strncasecmp(name, "City of ", 8) == 0)) {
        if (cut_generic(name, length, &rest, &rest_length)) {
            sm_builder_name(b, place, rest, rest_length, kind, SM_N_GENERIC_CUT, language);
            add_sound(b, place, rest, rest_length, kind);
            add_short_first(b, place, rest, rest_length, kind, SM_N_GENERIC_CUT, language);
            if (speaks_arabic(p->country_code))
                add_articles(b, place, rest, rest_length, kind, language);
        }
    }
    add_short_first(b, place, name, length, kind, 0, language);
    if (speaks_arabic(p->country_code))
        add_articles(b, place, name, length, kind, language);
}

bool sm_alternate_kind(const char *name, size_t length, sm_name_kind *kind, unsigned *flags)
{
    size_t letters = 0, uppers = 0, dots = 0, others = 0, bytes = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)name[i];
        letters += isalpha(c) != 0;
        uppers += isupper(c) != 0;
        dots += c == '.';
        bytes += c >= 0x80;
        others += c == '/' || c == ':' || c == '_' || c == '@' || c == '=';
    }
    *kind = SM_NAME_ALTERNATE;
    *flags = 0;
    if (letters + bytes < 2 || others || length > 100)
        return false;
    if (bytes == 0 && uppers == letters && letters + dots == length && letters <= 5) {
        *kind = SM_NAME_ABBREVIATION;
        *flags = dots ? 0 : SM_N_WEAK | SM_N_CODE; /* without dots it is the code of an airport or a port */
    }
    return true;
}
