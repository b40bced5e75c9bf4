#include "words.h"

#include "data.h"
#include "file.h"
#include "incident.h"

#include <jansson.h>
#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILE_MAX = 1 << 20 };

typedef enum category { ZERO, ONE, TWO, FEW, MANY, OTHER, CATEGORIES } category;

static const char *const category_names[CATEGORIES] = {"zero", "one", "two", "few", "many", "other"};

struct sm_words {
    json_t *json; /* whose strings are handed out */
    const json_t *table;
    const char *language;
    category (*plural)(unsigned long n);
};

/* What the map writes, besides the labels of event types (incident.h). */
static const struct {
    const char *english;
    bool counted;
} known[] = {
    /* title, period */
    {"{what} in {places}", false},
    {"{what} in and near {places}", false},
    {"{what} in {n} countries", true},
    {"{what} reported in {n} countries", true},
    {"{a}, {b}", false},
    {"{a} and {b}", false},
    {"Incidents", false},
    {"Reported incidents", false},
    {"No incidents to show", false},
    {"Armed clashes", false},
    {"Armed attacks", false},
    {"Bombings", false},
    {"Suicide bombings", false},
    {"Air strikes", false},
    {"Shelling and missile attacks", false},
    {"Chemical attacks", false},
    {"Abductions", false},
    {"Hijackings and piracy", false},
    {"Security operations", false},
    {"Protests", false},
    {"Riots", false},
    {"Air crashes", false},
    {"Transport accidents", false},
    {"Industrial accidents", false},
    {"Earthquakes and tsunamis", false},
    {"Landslides and avalanches", false},
    {"Floods", false},
    {"Storms", false},
    {"Wildfires", false},
    {"Epidemics", false},
    {"{period}, by day", false},
    {"{period}, by week", false},
    {"{period}, by month", false},
    {"{period}, by year", false},
    {"{period}, by kind", false},
    /* dates and numbers */
    {"Jan", false},
    {"Feb", false},
    {"Mar", false},
    {"Apr", false},
    {"May", false},
    {"Jun", false},
    {"Jul", false},
    {"Aug", false},
    {"Sep", false},
    {"Oct", false},
    {"Nov", false},
    {"Dec", false},
    {"{day} {month} {year}", false},
    {"{month} {year}", false},
    {"{day} {month}", false},
    {"{day}", false},
    {"{from} – {to}", false},
    {"{from}–{to}", false},
    {"{n} million", true},
    {"{n} km", false},
    {"{n} m", false},
    /* at symbols, in lists and in the key */
    {"{n} incidents", true},
    {"no incidents", false},
    {"{n} killed", true},
    {"{low}–{high} killed", true},
    {"{place} – {event}", false},
    {"see the map in the corner", false},
    {"and {n} more", true},
    {"Numbered by date", false},
    {"By date", false},
    /* legend and other boxes */
    {"Kind of incident", false},
    {"Conflict", false},
    {"Unrest", false},
    {"Crime", false},
    {"Accident", false},
    {"Disaster", false},
    {"Other", false},
    {"Other kinds", false},
    {"Date", false},
    {"{type}: date", false},
    {"Not stated", false},
    {"People killed", false},
    {"None or not stated", false},
    {"0–{n} or not stated", false},
    {"How exactly", false},
    {"Place known", false},
    {"Near this place", false},
    {"Somewhere in this area", false},
    {"Incidents at one place", false},
    {"Lowest to highest toll", false},
    {"Also shown", false},
    {"Place not known more exactly", false},
    {"Too far away for this map", false},
    {"Detail", false},
    {"N", false},
    {"E", false},
    {"S", false},
    {"W", false},
    /* small multiples */
    {"Date not known exactly", false},
    {"Days without incidents are left out.", false},
    {"Weeks without incidents are left out.", false},
    {"Months without incidents are left out.", false},
    {"Years without incidents are left out.", false},
    {"{n} incidents before or after are not shown.", true},
    /* sources and credits */
    {"Source: {n} articles", true},
    {"Places: GeoNames (CC BY 4.0). Map: Natural Earth, GSHHG.", false},
    {"Map: Natural Earth, GSHHG.", false},
    {"Map made on {date}.", false},
    {"The boundaries and names shown do not imply official endorsement or acceptance.", false},
    {"Boundaries as held in fact; they and the names shown do not imply endorsement or acceptance.", false},
    {"Boundaries as {country} sees them; they and the names shown do not imply endorsement or acceptance.",
     false},
};
enum { KNOWN = sizeof known / sizeof *known };

const char *sm_words_at(size_t i, bool *counted)
{
    *counted = i < KNOWN && known[i].counted;
    return i < KNOWN                    ? known[i].english
           : i < KNOWN + SM_EVENT_COUNT ? sm_event_label((sm_event_type)(i - KNOWN))
                                        : NULL;
}

/* --- plurals: whole numbers, by the rules of CLDR 42 ------------------------------------------- */

static category plural_none(unsigned long n)
{
    (void)n;
    return OTHER;
}

static category plural_one(unsigned long n)
{
    return n == 1 ? ONE : OTHER;
}

static category plural_up_to_one(unsigned long n)
{
    return n <= 1 ? ONE : OTHER;
}

static bool ends_in_few(unsigned long n)
{
    return n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14);
}

static category plural_east_slavic(unsigned long n)
{
    return n % 10 == 1 && n % 100 != 11 ? ONE : ends_in_few(n) ? FEW : MANY;
}

static category plural_polish(unsigned long n)
{
    return n == 1 ? ONE : ends_in_few(n) ? FEW : MANY;
}

static category plural_czech(unsigned long n)
{
    return n == 1 ? ONE : n >= 2 && n <= 4 ? FEW : OTHER;
}

static category plural_arabic(unsigned long n)
{
    return n < 3 ? (category)n : n % 100 >= 3 && n % 100 <= 10 ? FEW : n % 100 >= 11 ? MANY : OTHER;
}

static category plural_hebrew(unsigned long n)
{
    return n == 1 ? ONE : n == 2 ? TWO : OTHER;
}

static category (*plural_of(const char *language))(unsigned long n)
{
    static const struct {
        const char *languages;
        category (*rule)(unsigned long n);
    } rules[] = {{" id ja ko lo ms my th vi zh ", plural_none},
                 {" am bn fa fr gu hi hy pt zu ", plural_up_to_one},
                 {" be bs hr ru sr uk ", plural_east_slavic},
                 {" pl ", plural_polish},
                 {" cs sk ", plural_czech},
                 {" ar ", plural_arabic},
                 {" he ", plural_hebrew}};
    char code[16];
    snprintf(code, sizeof code, " %.*s ", (int)strcspn(language, "-_"), language);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (strstr(rules[i].languages, code))
            return rules[i].rule;
    return plural_one;
}

/* --- reading ----------------------------------------------------------------------------------- */

static bool has_forms(const json_t *value)
{
    const char *key;
    json_t *form;
    bool any = false;
    json_object_foreach((json_t *)(uintptr_t)value, key, form)
    {
        bool found = false;
        for (int i = 0; i < CATEGORIES; i++)
            found |= strcmp(category_names[i], key) == 0;
        if (!found || !json_is_string(form))
            return false;
        any = true;
    }
    return any;
}

static const char *fault_of(const char *key, const json_t *value)
{
    bool counted;
    const char *english;
    for (size_t i = 0; (english = sm_words_at(i, &counted)); i++) {
        if (strcmp(english, key) != 0)
            continue;
        bool fine = json_is_string(value) || (counted && has_forms(value));
        return fine      ? NULL
               : counted ? "no words and no forms of words by plural; ignored"
                         : "no words; ignored";
    }
    return "none of the map's words; ignored";
}

/* What is no use is taken out, so that nobody has to look again. */
static void check(json_t *table, const char *path, void (*warn)(void *context, const char *words),
                  void *context)
{
    const char *key;
    json_t *value;
    void *next;
    json_object_foreach_safe(table, next, key, value)
    {
        char told[512];
        const char *fault = fault_of(key, value);
        if (fault == NULL)
            continue;
        snprintf(told, sizeof told, "%.200s: words.%.100s: %s", path, key, fault);
        if (warn)
            warn(context, told);
        json_object_del(table, key);
    }
}

sm_status sm_words_read(const char *json, size_t length, const char *path,
                        void (*warn)(void *context, const char *words), void *context, sm_words **out,
                        sm_error *err)
{
    json_error_t why;
    json_t *root = json_loadb(json, length, JSON_REJECT_DUPLICATES, &why);
    if (root == NULL)
        return sm_fail_at(err, SM_E_SETUP, path, why.line > 0 ? (unsigned)why.line : 0, "%s", why.text);
    json_t *table = json_object_get(root, "words");
    const char *language = json_string_value(json_object_get(root, "language"));
    sm_words *w = json_is_object(table) && language ? malloc(sizeof *w) : NULL;
    if (w == NULL) {
        bool fine = json_is_object(table) && language;
        json_decref(root);
        return fine ? sm_fail(err, SM_E_NOMEM, "out of memory")
                    : sm_fail_at(err, SM_E_SETUP, path, 0, "takes \"language\" and \"words\"");
    }
    check(table, path, warn, context);
    *w = (sm_words){.json = root, .table = table, .language = language, .plural = plural_of(language)};
    *out = w;
    return SM_OK;
}

sm_status sm_words_load(const char *path, void (*warn)(void *context, const char *words), void *context,
                        sm_words **out, sm_error *err)
{
    char shipped[PATH_MAX];
    sm_mapped file;
    sm_status st = sm_map_data(&path, "styles/words", FILE_MAX, "file of words", shipped, &file, err);
    if (st != SM_OK)
        return st;
    st = sm_words_read((const char *)file.bytes, file.size, path, warn, context, out, err);
    sm_unmap_file(&file);
    return st;
}

bool sm_words_shipped(const char *language)
{
    char name[64], path[PATH_MAX];
    snprintf(name, sizeof name, "styles/words/%.32s.json", language);
    return strpbrk(language, "/.") == NULL && access(sm_data_path(name, path, sizeof path), R_OK) == 0;
}

void sm_words_free(sm_words *w)
{
    if (w)
        json_decref(w->json);
    free(w);
}

/* --- asking ------------------------------------------------------------------------------------ */

const char *sm_words_language(const sm_words *w)
{
    return w ? w->language : "en";
}

bool sm_words_has(const sm_words *w, const char *english)
{
    return w && json_object_get(w->table, english);
}

static const char *form(const json_t *value, category c)
{
    return json_is_string(value) ? json_string_value(value)
                                 : json_string_value(json_object_get(value, category_names[c]));
}

const char *sm_words_of(const sm_words *w, const char *english)
{
    const char *own = w ? form(json_object_get(w->table, english), OTHER) : NULL;
    return own ? own : english;
}

const char *sm_words_for(const sm_words *w, const char *one, const char *english, double n)
{
    const json_t *value = w ? json_object_get(w->table, english) : NULL;
    bool whole = n >= 0 && n < 1e9 && n == floor(n);
    if (value == NULL)
        return n == 1 ? one : english;
    const char *own = form(value, whole ? w->plural((unsigned long)n) : OTHER);
    for (int c = OTHER; own == NULL && c >= 0; c--) /* a form that is missing: the next best */
        own = form(value, (category)c);
    return own ? own : english;
}

const char *sm_words_fill(sm_arena *arena, const char *words, ...)
{
    const char *out = "";
    while (*words) {
        size_t plain = strcspn(words, "{"), name = words[plain] ? strcspn(words + plain + 1, "{}") : 0;
        const char *key = words + plain + 1, *value = NULL;
        if (plain || words[plain] == '\0' || key[name] != '}') { /* up to the next brace, or a lone one */
            plain += plain == 0;
            out = sm_arena_print(arena, "%s%.*s", out, (int)plain, words);
            words += plain;
            continue;
        }
        va_list values;
        va_start(values, words);
        for (const char *n; value == NULL && (n = va_arg(values, const char *));) {
            const char *v = va_arg(values, const char *);
            if (strlen(n) == name && strncmp(n, key, name) == 0)
                value = v;
        }
        va_end(values);
        out = value ? sm_arena_print(arena, "%s%s", out, value)
                    : sm_arena_print(arena, "%s{%.*s}", out, (int)name, key);
        words = key + name + 1;
    }
    return out;
}
