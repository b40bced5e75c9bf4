/* Pango with a font map of our own and settings that make its results the same on every machine: no hinting,
 * fractional advances, grey antialiasing. Shaped lines are kept in a table by the hash of text and font. */
#include "text.h"
#include "fontset.h"
#include "hash.h"
#include "utf8.h"

#include <math.h>
#include <pango/pangofc-fontmap.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_CHARS_MAX = 2000, LINE_BYTES_MAX = 8192, CACHE_MIN = 256, CACHE_MAX = 16384, MISSING_MAX = 64 };

/* The size at which lines are shaped, px; they are scaled as they are drawn. For each size that it is asked
 * for Pango has fontconfig sort the fonts, in threads of its own, which for the thirty sizes of a map would
 * be a fifth of the process. */
static const double shaped_size = 64;

/* Heights that every line has at least: Noto Sans's "d" reaches 0.77 em above, its "p" 0.24 em below the
 * baseline. */
static const double min_ascent = 0.77, min_descent = 0.24;

typedef struct entry {
    uint64_t key; /* 0 = free */
    PangoLayout *layout;
    sm_line line;
} entry;

struct sm_fonts {
    sm_fontset *set;
    PangoFontMap *map;
    PangoContext *context;
    entry *entries;
    size_t capacity, used;
    entry spare; /* for when the table cannot grow */
    sm_buf clean;
    size_t missing;
    uint64_t missing_keys[MISSING_MAX]; /* a label that is shaped again counts once */
    char *missing_example;
};

/* Cleaning */

static bool is_separator(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || (c & 0xFFFE) == 0xFFFE;
}

void sm_text_clean(const char *text, size_t length, sm_buf *out)
{
    const char *end = text + length;
    unsigned n;
    for (size_t chars = 0; text < end; text += n, chars++) {
        if (chars == LINE_CHARS_MAX) {
            sm_buf_string(out, "…");
            return;
        }
        char bytes[4];
        uint32_t c = sm_utf8_decode(text, end, &n);
        sm_buf_add(out, bytes, sm_utf8_encode(is_separator(c) ? ' ' : c, bytes));
    }
}

static bool is_joined_script(gunichar c)
{
    switch (g_unichar_get_script(c)) {
    case G_UNICODE_SCRIPT_ARABIC:
    case G_UNICODE_SCRIPT_SYRIAC:
    case G_UNICODE_SCRIPT_NKO:
    case G_UNICODE_SCRIPT_MONGOLIAN:
    case G_UNICODE_SCRIPT_DEVANAGARI:
    case G_UNICODE_SCRIPT_BENGALI:
    case G_UNICODE_SCRIPT_GURMUKHI:
    case G_UNICODE_SCRIPT_TIBETAN:
        return true;
    default:
        return false;
    }
}

double sm_text_spacing(const char *clean, size_t length, const sm_font *font)
{
    if (font->letter_spacing == 0 || !isfinite(font->letter_spacing))
        return 0;
    for (const char *at = clean, *end = clean + length; at < end; at = g_utf8_next_char(at))
        if ((unsigned char)*at >= 0x80 && is_joined_script(g_utf8_get_char(at)))
            return 0;
    return font->letter_spacing;
}

bool sm_text_is_rtl(const char *clean, size_t length)
{
    int direction = 0;
    for (const char *at = clean, *end = clean + length; at < end && direction == 0; at = g_utf8_next_char(at))
        direction = sm_utf8_direction(g_utf8_get_char(at));
    return direction < 0;
}

size_t sm_text_next_line(const char **text)
{
    const char *line = *text, *end = strchr(line, '\n');
    *text = end ? end + 1 : NULL;
    return end ? (size_t)(end - line) : strlen(line);
}

double sm_text_leading(const sm_text *t)
{
    return t->line_height > 0 ? t->line_height : 1.2 * t->font.size;
}

/* The fonts */

static void set_up_context(PangoContext *context)
{
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_cairo_context_set_resolution(context, 96);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_context_set_language(context, pango_language_from_string("en")); /* not the locale's */
}

static bool any_family(sm_fontset *set)
{
    static const char *const families[] = {"Noto Sans", "DejaVu Sans", "Liberation Sans"};
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        if (sm_fontset_need_family(set, families[i], strlen(families[i]), false, false))
            return true;
    return false;
}

static sm_status open_fonts(sm_fonts *f, const sm_fonts_options *opt, sm_error *err)
{
    sm_status st = sm_fontset_new(opt->directory, &f->set, err);
    if (st != SM_OK)
        return st;
    if (!any_family(f->set))
        return sm_fail(err, SM_E_SETUP,
                       "no font found: neither Noto Sans (Debian package fonts-noto-core) nor DejaVu Sans");
    if (opt->owns_process)
        FcConfigSetCurrent(sm_fontset_config(f->set));
    f->map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    if (f->map == NULL)
        return sm_fail(err, SM_E_SETUP, "this cairo draws no FreeType fonts");
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(f->map), sm_fontset_config(f->set));
    f->context = pango_font_map_create_context(f->map);
    set_up_context(f->context);
    return SM_OK;
}

sm_status sm_fonts_new(const sm_fonts_options *opt, sm_fonts **out, sm_error *err)
{
    static const sm_fonts_options defaults;
    sm_fonts *f = calloc(1, sizeof *f);
    if (f == NULL)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    sm_buf_init(&f->clean, LINE_BYTES_MAX);
    sm_status st = open_fonts(f, opt ? opt : &defaults, err);
    if (st == SM_OK)
        *out = f;
    else
        sm_fonts_free(f);
    return st;
}

static void forget_lines(sm_fonts *f)
{
    for (size_t i = 0; i < f->capacity; i++)
        if (f->entries[i].key) {
            g_clear_object(&f->entries[i].layout);
            f->entries[i] = (entry){0};
        }
    f->used = 0;
}

void sm_fonts_free(sm_fonts *f)
{
    if (f == NULL)
        return;
    forget_lines(f);
    free(f->entries);
    g_clear_object(&f->spare.layout);
    g_clear_object(&f->context);
    g_clear_object(&f->map);
    sm_fontset_free(f->set);
    sm_buf_free(&f->clean);
    free(f->missing_example);
    free(f);
}

size_t sm_fonts_missing(const sm_fonts *f, const char **example)
{
    if (example)
        *example = f->missing_example;
    return f->missing;
}

/* Shaping */

static bool is_bold(const sm_font *font)
{
    return font->weight > 500; /* the pinned set has regular and bold */
}

/* Load what the line needs. Pango must then look at the configuration again, and lines shaped before are made
 * anew, so that it does not matter in which order labels come. */
static void need_fonts(sm_fonts *f, const char *clean, size_t length, const sm_font *font)
{
    bool added = sm_fontset_need_scripts(f->set, clean, length, is_bold(font));
    const char *name = font->family ? font->family : "";
    while (*name) {
        name += strspn(name, ", '\"");
        size_t n = strcspn(name, ",'\"");
        added |= sm_fontset_need_family(f->set, name, n, is_bold(font), font->italic);
        name += n;
    }
    if (added) {
        forget_lines(f);
        pango_fc_font_map_config_changed(PANGO_FC_FONT_MAP(f->map));
    }
}

static double size_of(const sm_font *font)
{
    return font->size > 0.1 ? fmin(font->size, 2000) : 0.1;
}

static PangoAttrList *attributes(const char *clean, size_t length, const sm_font *font, const char *language)
{
    PangoAttrList *list = pango_attr_list_new();
    double spacing = sm_text_spacing(clean, length, font) * shaped_size / size_of(font);
    if (spacing != 0)
        pango_attr_list_insert(list, pango_attr_letter_spacing_new(
                                         (int)lround(fmin(fmax(spacing, -10000), 10000) * PANGO_SCALE)));
    if (language && language[0])
        pango_attr_list_insert(list, pango_attr_language_new(pango_language_from_string(language)));
    return list;
}

static PangoFontDescription *description(const sm_font *font)
{
    PangoFontDescription *d = pango_font_description_new();
    pango_font_description_set_family(d, font->family && font->family[0] ? font->family : "Noto Sans");
    pango_font_description_set_absolute_size(d, shaped_size * PANGO_SCALE);
    pango_font_description_set_weight(d, is_bold(font) ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_style(d, font->italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
    return d;
}

static void measure_line(sm_line *line, PangoLayout *layout, const sm_font *font)
{
    PangoRectangle ink, logical;
    line->shaped = pango_layout_get_line_readonly(layout, 0);
    if (line->shaped == NULL)
        return;
    pango_layout_line_get_extents(line->shaped, &ink, &logical);
    line->scale = size_of(font) / shaped_size;
    double unit = line->scale / PANGO_SCALE;
    line->ink = (sm_rect){ink.x * unit, ink.y * unit, ink.width * unit, ink.height * unit};
    line->width = logical.width * unit;
    line->ascent = fmax(-line->ink.y, min_ascent * size_of(font));
    line->descent = fmax(line->ink.y + line->ink.height, min_descent * size_of(font));
}

static void note_missing(sm_fonts *f, const entry *e, const char *clean, size_t length)
{
    for (size_t i = 0; i < f->missing && i < MISSING_MAX; i++)
        if (f->missing_keys[i] == e->key)
            return;
    if (f->missing < MISSING_MAX)
        f->missing_keys[f->missing] = e->key;
    if (f->missing++ == 0)
        f->missing_example = strndup(clean, length);
}

static void shape(sm_fonts *f, entry *e, const char *clean, size_t length, const sm_font *font,
                  const char *language)
{
    PangoAttrList *list = attributes(clean, length, font, language);
    PangoFontDescription *d = description(font);
    e->layout = pango_layout_new(f->context);
    pango_layout_set_font_description(e->layout, d);
    pango_layout_set_attributes(e->layout, list);
    pango_layout_set_single_paragraph_mode(e->layout, TRUE);
    pango_layout_set_text(e->layout, clean, (int)length);
    measure_line(&e->line, e->layout, font);
    e->line.rtl = sm_text_is_rtl(clean, length);
    if (pango_layout_get_unknown_glyphs_count(e->layout) > 0)
        note_missing(f, e, clean, length);
    pango_font_description_free(d);
    pango_attr_list_unref(list);
}

/* The table of shaped lines */

static uint64_t hash_of(const char *s)
{
    return s ? sm_hash(s, strlen(s)) : 0;
}

static uint64_t key_of(const char *clean, size_t length, const sm_font *font, const char *language)
{
    const double look[] = {size_of(font), font->letter_spacing, is_bold(font), font->italic};
    uint64_t h = sm_hash_step(SM_HASH_START, sm_hash(clean, length));
    h = sm_hash_step(h, sm_hash(look, sizeof look));
    h = sm_hash_step(h, hash_of(font->family));
    h = sm_hash_step(h, hash_of(language));
    return h ? h : 1;
}

static entry *slot(entry *entries, size_t capacity, uint64_t key)
{
    size_t i = key & (capacity - 1);
    while (entries[i].key && entries[i].key != key)
        i = (i + 1) & (capacity - 1);
    return &entries[i];
}

static bool make_room(sm_fonts *f)
{
    if (f->capacity && f->used < f->capacity / 2)
        return true;
    if (f->capacity == CACHE_MAX) {
        forget_lines(f);
        return true;
    }
    size_t capacity = f->capacity ? f->capacity * 2 : CACHE_MIN;
    entry *entries = calloc(capacity, sizeof *entries);
    if (entries == NULL)
        return false;
    for (size_t i = 0; i < f->capacity; i++)
        if (f->entries[i].key)
            *slot(entries, capacity, f->entries[i].key) = f->entries[i];
    free(f->entries);
    f->entries = entries;
    f->capacity = capacity;
    return true;
}

static entry *new_entry(sm_fonts *f, uint64_t key)
{
    if (!make_room(f)) {
        g_clear_object(&f->spare.layout);
        f->spare = (entry){.key = key};
        return &f->spare;
    }
    entry *e = slot(f->entries, f->capacity, key);
    e->key = key;
    f->used++;
    return e;
}

const sm_line *sm_fonts_line(sm_fonts *f, const char *text, size_t length, const sm_font *font,
                             const char *language)
{
    sm_buf_clear(&f->clean);
    sm_text_clean(text, length, &f->clean);
    uint64_t key = key_of(f->clean.bytes, f->clean.length, font, language);
    if (f->capacity) {
        const entry *known = slot(f->entries, f->capacity, key);
        if (known->key)
            return &known->line;
    }
    need_fonts(f, f->clean.bytes, f->clean.length, font);
    entry *e = new_entry(f, key);
    shape(f, e, f->clean.bytes, f->clean.length, font, language);
    return &e->line;
}

static sm_text_extent measure(void *context, const char *text, const sm_font *font, const char *language)
{
    const sm_line *line = sm_fonts_line(context, text, strlen(text), font, language);
    return (sm_text_extent){.width = line->width, .ascent = line->ascent, .descent = line->descent};
}

sm_text_measure sm_fonts_measure(sm_fonts *f)
{
    return (sm_text_measure){.measure = measure, .context = f};
}
