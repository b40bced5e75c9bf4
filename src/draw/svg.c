/* SVG written by hand, because cairo's has neither text nor titles: labels stay text (searchable, editable,
 * read aloud), halos are strokes painted before the fill, each group of the scene is a <g>, and paths are
 * relative, in whole tenths (hundredths for small ones) of a pixel. Rounding does not add up: every step is
 * the difference of two rounded positions. */
#include "svg.h"
#include "file.h"
#include "fontset.h"
#include "hash.h"
#include "paint.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    SMALL_PATH = 24,
    ID_ROOM = 64,
    TEXT_BYTES_MAX = 64 * 1024,
    CLIPS_MAX = 100000,
    ICONS_MAX = 256,
    PATTERNS_MAX = 64
};

#define TILE_SPACES 8 /* a tile of lines is so many spaces long: fewer joints */

static const double far_away = 1e6; /* px; nothing that is seen lies there */

typedef struct writer {
    FILE *out;
    sm_fonts *fonts;
    uint64_t *ids; /* hashes of the ids so far, a table open at zeros, to keep ids different */
    size_t id_count, id_capacity;
    unsigned clips; /* the number of the last one */
    sm_rect clip;
    struct {
        const sm_icon *icon;
        unsigned number; /* in its id */
    } icons[ICONS_MAX];  /* those that stand in the file */
    size_t n_icons;
    sm_pattern patterns[PATTERNS_MAX]; /* likewise */
    unsigned pattern_numbers[PATTERNS_MAX];
    size_t n_patterns;
    sm_buf clean;
    bool inlined;    /* in a page of HTML */
    uint32_t linked; /* the subject whose link is open, 0 = none */
} writer;

/* Words and numbers */

/* Escaped for text and for attributes in double quotes; what XML cannot hold has been made blank by
 * sm_text_clean. */
static void put_escaped(FILE *out, const char *s, size_t length)
{
    for (const char *end = s + length; s < end; s++)
        switch (*s) {
        case '&':
            fputs("&amp;", out);
            break;
        case '<':
            fputs("&lt;", out);
            break;
        case '>':
            fputs("&gt;", out);
            break;
        case '"':
            fputs("&quot;", out);
            break;
        default:
            putc(*s, out);
        }
}

void sm_svg_put_text(FILE *out, sm_buf *scratch, const char *s, size_t length)
{
    sm_buf_clear(scratch);
    sm_text_clean(s, length, scratch);
    put_escaped(out, scratch->bytes, scratch->length);
}

static void put_text(writer *w, const char *s, size_t length)
{
    sm_svg_put_text(w->out, &w->clean, s, length);
}

static void put_attribute(writer *w, const char *name, const char *value)
{
    if (value == NULL || value[0] == '\0')
        return;
    fprintf(w->out, " %s=\"", name);
    put_text(w, value, strlen(value));
    putc('"', w->out);
}

/* `value` / 10^decimals without trailing zeros: -5 with 1 decimal is "-.5". */
static void put_fixed(FILE *out, long value, int decimals)
{
    char digits[32];
    long scale = decimals == 2   ? 100
                 : decimals == 1 ? 10
                                 : 1,
         whole = labs(value) / scale, part = labs(value) % scale;
    const char *sign = value < 0 ? "-" : "";
    if (part == 0) {
        fprintf(out, "%s%ld", sign, whole);
        return;
    }
    int n = snprintf(digits, sizeof digits, "%0*ld", decimals, part);
    while (n > 0 && digits[n - 1] == '0')
        digits[--n] = '\0';
    if (whole)
        fprintf(out, "%s%ld.%s", sign, whole, digits);
    else
        fprintf(out, "%s.%s", sign, digits);
}

static long rounded(double v, double scale)
{
    return isfinite(v) ? lround(fmax(-far_away, fmin(far_away, v)) * scale) : 0;
}

static void put_number(FILE *out, double v)
{
    put_fixed(out, rounded(v, 100), 2);
}

static void put_number_attribute(FILE *out, const char *name, double v)
{
    fprintf(out, " %s=\"", name);
    put_number(out, v);
    putc('"', out);
}

/* Colours and strokes */

static void put_colour(FILE *out, const char *name, sm_rgba c)
{
    bool doubled = c.r % 17 == 0 && c.g % 17 == 0 && c.b % 17 == 0;
    if (c.a == 0)
        fprintf(out, " %s=\"none\"", name);
    else if (doubled)
        fprintf(out, " %s=\"#%x%x%x\"", name, c.r / 17u, c.g / 17u, c.b / 17u);
    else
        fprintf(out, " %s=\"#%02x%02x%02x\"", name, c.r, c.g, c.b);
    if (c.a != 0 && c.a != 255) {
        fprintf(out, " %s-opacity=\"", name);
        put_number(out, c.a / 255.0);
        putc('"', out);
    }
}

static void put_stroke(FILE *out, const sm_stroke *k)
{
    static const char *const joins[] = {NULL, "round", "bevel"}, *const caps[] = {NULL, "round", "square"};
    if (k->colour.a == 0 || !(k->width > 0))
        return;
    put_colour(out, "stroke", k->colour);
    if (k->width != 1)
        put_number_attribute(out, "stroke-width", k->width);
    if (joins[k->join])
        fprintf(out, " stroke-linejoin=\"%s\"", joins[k->join]);
    if (caps[k->cap])
        fprintf(out, " stroke-linecap=\"%s\"", caps[k->cap]);
    for (int i = 0; i < k->dash_count; i++) {
        fputs(i ? " " : " stroke-dasharray=\"", out);
        put_number(out, k->dash[i]);
    }
    if (k->dash_count > 0)
        putc('"', out);
}

/* Identity: an XML name that no other element has */

static bool make_room(writer *w)
{
    size_t capacity = w->id_capacity ? w->id_capacity * 2 : 256;
    if (w->id_count < w->id_capacity / 2)
        return true;
    uint64_t *bigger = calloc(capacity, sizeof *bigger);
    if (bigger == NULL)
        return false;
    for (size_t i = 0; i < w->id_capacity; i++)
        if (w->ids[i]) {
            size_t at = w->ids[i] & (capacity - 1);
            while (bigger[at])
                at = (at + 1) & (capacity - 1);
            bigger[at] = w->ids[i];
        }
    free(w->ids);
    w->ids = bigger;
    w->id_capacity = capacity;
    return true;
}

/* True when no element has the id yet; it is then taken. */
static bool take_id(writer *w, const char *id)
{
    uint64_t h = sm_hash(id, strlen(id)) | 1;
    if (!make_room(w))
        return false;
    size_t at = h & (w->id_capacity - 1);
    for (; w->ids[at]; at = (at + 1) & (w->id_capacity - 1))
        if (w->ids[at] == h)
            return false;
    w->ids[at] = h;
    w->id_count++;
    return true;
}

static void put_id(writer *w, const char *wanted)
{
    enum { TRIES = 100 };
    char base[ID_ROOM], id[ID_ROOM + 16];
    size_t n = 0;
    if (w->inlined) { /* not to meet the ids of the page */
        memcpy(base, "map-", 4);
        n = 4;
    }
    if (wanted == NULL || wanted[0] == '\0')
        return;
    for (const char *c = wanted; *c && n + 1 < sizeof base; c++)
        base[n++] = isalnum((unsigned char)*c) || *c == '-' || *c == '_' ? *c : '_';
    base[n] = '\0';
    const char *prefix = isalpha((unsigned char)base[0]) ? "" : "i"; /* names begin with a letter */
    snprintf(id, sizeof id, "%s%s", prefix, base);
    bool taken = !take_id(w, id);
    for (unsigned again = 2; taken && again < TRIES; again++) {
        snprintf(id, sizeof id, "%s%s-%u", prefix, base, again);
        taken = !take_id(w, id);
    }
    if (!taken)
        fprintf(w->out, " id=\"%s\"", id);
}

/* End an element that may have a title as its content. */
static void end_element(writer *w, const char *name, const sm_item *item)
{
    if (item->title == NULL || item->title[0] == '\0') {
        fputs("/>\n", w->out);
        return;
    }
    fputs("><title>", w->out);
    put_text(w, item->title, strlen(item->title));
    fprintf(w->out, "</title></%s>\n", name);
}

/* Items */

typedef struct pen {
    FILE *out;
    int decimals;
    double scale;
    long x, y;
    char command; /* the last one written: it need not be repeated */
} pen;

static void put_pair(FILE *out, long x, long y, int decimals, bool first)
{
    if (!first && x >= 0)
        putc(' ', out);
    put_fixed(out, x, decimals);
    if (y >= 0)
        putc(' ', out);
    put_fixed(out, y, decimals);
}

static void pen_move(pen *p, sm_xy to)
{
    p->x = rounded(to.x, p->scale);
    p->y = rounded(to.y, p->scale);
    putc('M', p->out);
    put_pair(p->out, p->x, p->y, p->decimals, true);
    p->command = 'M';
}

static void pen_line(pen *p, sm_xy to)
{
    long x = rounded(to.x, p->scale), y = rounded(to.y, p->scale), dx = x - p->x, dy = y - p->y;
    if (dx == 0 && dy == 0)
        return;
    if (dx == 0 || dy == 0) {
        putc(dx ? 'h' : 'v', p->out);
        put_fixed(p->out, dx ? dx : dy, p->decimals);
        p->command = dx ? 'h' : 'v';
    } else {
        bool first = p->command != 'l';
        if (first)
            putc('l', p->out);
        put_pair(p->out, dx, dy, p->decimals, first);
        p->command = 'l';
    }
    p->x = x;
    p->y = y;
}

/* What is repeated: a tile whose lines and dots lie half a space from its edges, so that none is cut, moved
 * so that they come to stand where they belong. */
static void put_tile(writer *w, const sm_pattern *p)
{
    double s = p->spacing, length = p->crossed || p->dotted ? s : TILE_SPACES * s, left = s / 2;
    put_number_attribute(w->out, "width", length);
    put_number_attribute(w->out, "height", p->dotted ? 2 * s : s);
    fputs(" patternUnits=\"userSpaceOnUse\" patternTransform=\"", w->out);
    if (p->angle != 0) {
        fputs("rotate(", w->out);
        put_number(w->out, -p->angle);
        fputs(") ", w->out);
    }
    if (p->dotted)
        left = s / 4;
    fputs("translate(", w->out);
    put_number(w->out, -left);
    putc(' ', w->out);
    put_number(w->out, -s / 2);
    fputs(")\">", w->out);
    for (int i = 0; i < 2 && p->dotted; i++) {
        fputs("<circle", w->out);
        put_number_attribute(w->out, "cx", i ? s * .75 : left);
        put_number_attribute(w->out, "cy", i ? s * 1.5 : s / 2);
        put_number_attribute(w->out, "r", p->width / 2);
        put_colour(w->out, "fill", p->colour);
        fputs("/>", w->out);
    }
    if (p->dotted)
        return;
    fputs("<path", w->out);
    put_stroke(w->out, &(sm_stroke){.colour = p->colour, .width = p->width});
    fputs(" d=\"M0 ", w->out);
    put_number(w->out, s / 2);
    putc('h', w->out);
    put_number(w->out, length);
    if (p->crossed) {
        putc('M', w->out);
        put_number(w->out, left);
        fputs(" 0v", w->out);
        put_number(w->out, s);
    }
    fputs("\"/>", w->out);
}

/* A pattern stands once in the file. Returns the number in its id, 0 when there are too many. */
static unsigned define_pattern(writer *w, const sm_pattern *p)
{
    char id[ID_ROOM];
    size_t i = 0;
    while (i < w->n_patterns && !sm_pattern_same(&w->patterns[i], p))
        i++;
    if (i < w->n_patterns)
        return w->pattern_numbers[i];
    if (i == PATTERNS_MAX)
        return 0;
    unsigned number = i ? w->pattern_numbers[i - 1] : 0;
    do
        snprintf(id, sizeof id, "%spattern%u", w->inlined ? "map-" : "", ++number);
    while (!take_id(w, id) && number < CLIPS_MAX);
    w->patterns[w->n_patterns] = *p;
    w->pattern_numbers[w->n_patterns++] = number;
    fprintf(w->out, "<pattern id=\"%s\"", id);
    put_tile(w, p);
    fputs("</pattern>\n", w->out);
    return number;
}

static void put_path(writer *w, const sm_path *path)
{
    bool stroked = path->stroke.colour.a && path->stroke.width > 0,
         patterned = sm_pattern_is_seen(&path->pattern);
    if (path->subpaths == 0 || (path->fill.a == 0 && !stroked && !patterned))
        return;
    if (patterned && path->fill.a) { /* one element has one fill: the colour, then the pattern */
        sm_path ground = *path;
        ground.pattern = (sm_pattern){0};
        ground.stroke = (sm_stroke){0};
        ground.item.id = ground.item.title = NULL;
        put_path(w, &ground);
    }
    unsigned pattern = patterned ? define_pattern(w, &path->pattern) : 0;
    bool small = path->count <= SMALL_PATH;
    pen p = {.out = w->out, .decimals = small ? 2 : 1, .scale = small ? 100 : 10};
    fputs("<path", w->out);
    put_id(w, path->item.id);
    if (pattern)
        fprintf(w->out, " fill=\"url(#%spattern%u)\"", w->inlined ? "map-" : "", pattern);
    else if (patterned)
        fputs(" fill=\"none\"", w->out);
    else if (path->fill.a == 0 || path->fill.a != 255 || path->fill.r || path->fill.g || path->fill.b)
        put_colour(w->out, "fill", path->fill);
    put_stroke(w->out, &path->stroke);
    fputs(" d=\"", w->out);
    for (size_t s = 0; s < path->subpaths; s++) {
        size_t end = s + 1 < path->subpaths ? path->start[s + 1] : path->count;
        for (size_t i = path->start[s]; i < end; i++)
            if (i == path->start[s])
                pen_move(&p, path->points[i]);
            else
                pen_line(&p, path->points[i]);
        if (path->closed[s] && end > path->start[s])
            putc('z', w->out);
    }
    putc('"', w->out);
    end_element(w, "path", &path->item);
}

static void put_circle(writer *w, const sm_circle *c)
{
    if (!(c->radius > 0))
        return;
    fputs("<circle", w->out);
    put_id(w, c->item.id);
    put_number_attribute(w->out, "cx", c->centre.x);
    put_number_attribute(w->out, "cy", c->centre.y);
    put_number_attribute(w->out, "r", c->radius);
    put_colour(w->out, "fill", c->fill);
    put_stroke(w->out, &c->stroke);
    end_element(w, "circle", &c->item);
}

static void put_part(writer *w, const sm_icon_part *part)
{
    static const char *const joins[] = {NULL, "round", "bevel"}, *const caps[] = {NULL, "round", "square"};
    static const char commands[] = "MLCZ";
    const sm_xy *p = part->points;
    fputs("<path", w->out);
    if (part->width > 0)
        put_number_attribute(w->out, "stroke-width", part->width);
    else
        fputs(" stroke=\"none\"", w->out);
    if (!part->filled)
        fputs(" fill=\"none\"", w->out);
    if (part->width > 0 && joins[part->join])
        fprintf(w->out, " stroke-linejoin=\"%s\"", joins[part->join]);
    if (part->width > 0 && caps[part->cap])
        fprintf(w->out, " stroke-linecap=\"%s\"", caps[part->cap]);
    fputs(" d=\"", w->out);
    for (size_t i = 0; i < part->n_ops; i++) {
        int n = part->ops[i] == SM_ICON_CURVE ? 3 : part->ops[i] == SM_ICON_CLOSE ? 0 : 1;
        putc(commands[part->ops[i]], w->out);
        for (int k = 0; k < n; k++, p++)
            put_pair(w->out, rounded(p->x, 100), rounded(p->y, 100), 2, k == 0);
    }
    fputs("\"/>", w->out);
}

/* An icon stands once in the file, as a symbol that its places use; they lend it fill and line. Returns the
 * number in its id, 0 when there are too many. */
static unsigned define_icon(writer *w, const sm_icon *icon)
{
    char id[ID_ROOM];
    const sm_rect *b = &icon->box;
    size_t i = 0;
    while (i < w->n_icons && w->icons[i].icon != icon)
        i++;
    if (i < w->n_icons)
        return w->icons[i].number;
    if (i == ICONS_MAX)
        return 0;
    unsigned number = i ? w->icons[i - 1].number : 0;
    do
        snprintf(id, sizeof id, "%sicon%u", w->inlined ? "map-" : "", ++number);
    while (!take_id(w, id) && number < CLIPS_MAX);
    w->icons[w->n_icons].icon = icon;
    w->icons[w->n_icons++].number = number;
    fprintf(w->out, "<symbol id=\"%s\" viewBox=\"", id);
    for (int k = 0; k < 4; k++) {
        fputs(k ? " " : "", w->out);
        put_number(w->out, k == 0 ? b->x : k == 1 ? b->y : k == 2 ? b->width : b->height);
    }
    fputs("\">", w->out);
    for (size_t k = 0; k < icon->n_parts; k++)
        put_part(w, &icon->parts[k]);
    fputs("</symbol>\n", w->out);
    return number;
}

static void put_icon(writer *w, const sm_icon_item *item)
{
    const sm_icon *icon = item->icon;
    double width = item->size * icon->box.width / icon->box.height;
    unsigned number = item->size > 0 && item->fill.a ? define_icon(w, icon) : 0;
    if (number == 0)
        return;
    fprintf(w->out, "<use xlink:href=\"#%sicon%u\"", w->inlined ? "map-" : "", number);
    put_number_attribute(w->out, "x", item->x - width / 2);
    put_number_attribute(w->out, "y", item->y - item->size / 2);
    put_number_attribute(w->out, "width", width);
    put_number_attribute(w->out, "height", item->size);
    put_colour(w->out, "fill", item->fill);
    put_colour(w->out, "stroke", item->fill);
    end_element(w, "use", &item->item);
}

/* The families asked for, one for the label's script (programs that draw SVG choose strangely for
 * themselves), and what is on other machines. */
static void put_families(writer *w, const char *families, const char *script_family)
{
    fputs(" font-family=\"", w->out);
    for (const char *name = families ? families : ""; *name;) {
        name += strspn(name, ", '\"");
        size_t length = strcspn(name, ",'\"");
        if (length && (length != 9 || strncmp(name, "Noto Sans", 9) != 0)) {
            putc('\'', w->out);
            put_text(w, name, length);
            fputs("', ", w->out);
        }
        name += length;
    }
    fputs("'Noto Sans', ", w->out);
    if (script_family[0])
        fprintf(w->out, "'%s', ", script_family);
    fputs("'DejaVu Sans', Arial, sans-serif\"", w->out);
}

/* Noto Sans first: then the page's own list does as well. */
static bool is_default_family(const char *families)
{
    return families == NULL || families[strspn(families, " '\"")] == '\0' ||
           (strncmp(families, "Noto Sans", 9) == 0 && (families[9] == '\0' || families[9] == ','));
}

/* What put_label works out about a label once. */
typedef struct look {
    bool rtl, several;
    double spacing;
    char script_family[64];
} look;

static void put_font(writer *w, const sm_font *font, const look *k)
{
    if (!is_default_family(font->family) || k->script_family[0])
        put_families(w, font->family, k->script_family);
    put_number_attribute(w->out, "font-size", font->size);
    if (font->weight > 500)
        fputs(" font-weight=\"700\"", w->out);
    if (font->italic)
        fputs(" font-style=\"italic\"", w->out);
    if (k->spacing != 0)
        put_number_attribute(w->out, "letter-spacing", k->spacing);
}

/* The x of a line. Viewers disagree on whether spacing follows the last letter too, so that spaced lines are
 * placed by their left edge. */
static double line_x(writer *w, const sm_text *t, const look *k, const char *line, size_t length)
{
    if (k->spacing == 0 || t->align == SM_ALIGN_START)
        return t->x;
    double width = sm_fonts_line(w->fonts, line, length, &t->font, t->language)->width;
    return t->x - (t->align == SM_ALIGN_END ? width : width / 2);
}

/* In a right-to-left line "start" is the right edge, but SM_ALIGN_START is the left one. */
static const char *anchor(sm_align align, bool rtl)
{
    if (align == SM_ALIGN_MIDDLE)
        return "middle";
    return (align == SM_ALIGN_END) != rtl ? "end" : NULL;
}

static bool needs_preserving(const char *s, size_t length)
{
    for (size_t i = 1; i < length; i++)
        if (s[i] == ' ' && s[i - 1] == ' ')
            return true;
    return length && (s[0] == ' ' || s[length - 1] == ' ');
}

static void put_look(writer *w, const sm_text *t, const look *k)
{
    const char *edge = anchor(k->spacing == 0 ? t->align : SM_ALIGN_START, k->rtl);
    put_font(w, &t->font, k);
    if (edge)
        fprintf(w->out, " text-anchor=\"%s\"", edge);
    if (k->rtl)
        fputs(" direction=\"rtl\"", w->out);
    if (t->fill.a != 255 || t->fill.r || t->fill.g || t->fill.b)
        put_colour(w->out, "fill", t->fill);
    if (t->halo.a && t->halo_width > 0) {
        put_colour(w->out, "stroke", t->halo);
        put_number_attribute(w->out, "stroke-width", 2 * t->halo_width);
        fputs(" stroke-linejoin=\"round\" paint-order=\"stroke\"", w->out);
    }
    if (t->angle != 0) {
        fputs(" transform=\"rotate(", w->out);
        put_number(w->out, t->angle);
        putc(' ', w->out);
        put_number(w->out, t->x);
        putc(' ', w->out);
        put_number(w->out, t->y);
        fputs(")\"", w->out);
    }
    put_attribute(w, w->inlined ? "lang" : "xml:lang", t->language);
}

static look look_of(writer *w, const sm_text *t)
{
    look k = {.several = strchr(t->text, '\n') != NULL};
    sm_buf_clear(&w->clean);
    sm_text_clean(t->text, strlen(t->text), &w->clean);
    k.spacing = sm_text_spacing(w->clean.bytes, w->clean.length, &t->font);
    k.rtl = sm_text_is_rtl(w->clean.bytes, w->clean.length);
    sm_fontset_script_family(w->clean.bytes, w->clean.length, k.script_family);
    return k;
}

static void put_position(writer *w, const sm_text *t, const look *k, const char *line, size_t length,
                         double y)
{
    put_number_attribute(w->out, "x", line_x(w, t, k, line, length));
    put_number_attribute(w->out, "y", y);
}

/* One line stands in the <text> itself; several are <tspan>s, so that the label stays one element. */
static void put_label(writer *w, const sm_text *t)
{
    if (t->text == NULL || t->text[0] == '\0' || (t->fill.a == 0 && t->halo.a == 0))
        return;
    look k = look_of(w, t);
    size_t whole = strlen(t->text);
    fputs("<text", w->out);
    put_id(w, t->item.id);
    if (!k.several)
        put_position(w, t, &k, t->text, whole, t->y);
    put_look(w, t, &k);
    fputs(needs_preserving(t->text, whole) ? " xml:space=\"preserve\">" : ">", w->out);
    if (t->item.title && t->item.title[0]) {
        fputs("<title>", w->out);
        put_text(w, t->item.title, strlen(t->item.title));
        fputs("</title>", w->out);
    }
    if (!k.several)
        put_text(w, t->text, whole);
    double y = t->y;
    for (const char *rest = k.several ? t->text : NULL; rest; y += sm_text_leading(t)) {
        const char *start = rest;
        size_t length = sm_text_next_line(&rest);
        fputs("<tspan", w->out);
        put_position(w, t, &k, start, length, y);
        putc('>', w->out);
        put_text(w, start, length);
        fputs("</tspan>", w->out);
    }
    fputs("</text>\n", w->out);
}

/* The whole */

static void put_clip(writer *w, const sm_rect *clip)
{
    char id[ID_ROOM];
    if (w->clips && memcmp(clip, &w->clip, sizeof *clip) == 0)
        return; /* most groups are cut off at the same frame */
    w->clip = *clip;
    for (bool taken = false; !taken && w->clips < CLIPS_MAX;) {
        snprintf(id, sizeof id, "clip%u", ++w->clips);
        taken = take_id(w, id);
    }
    fprintf(w->out, "<clipPath id=\"%s\"><path d=\"M", id);
    put_number(w->out, clip->x);
    putc(' ', w->out);
    put_number(w->out, clip->y);
    putc('h', w->out);
    put_number(w->out, clip->width);
    putc('v', w->out);
    put_number(w->out, clip->height);
    putc('h', w->out);
    put_number(w->out, -clip->width);
    fputs("z\"/></clipPath>\n", w->out);
}

/* In a page, what stands for an incident is a link to the words about it. */
static void put_link(writer *w, const sm_item *item)
{
    uint32_t subject = w->inlined && item ? item->subject : 0;
    if (subject == w->linked)
        return;
    if (w->linked)
        fputs("</a>\n", w->out);
    if (subject)
        fprintf(w->out, "<a href=\"#entry-%u\" data-incident=\"%u\">\n", subject, subject);
    w->linked = subject;
}

static void put_item(writer *w, const sm_item *item)
{
    switch (item->kind) {
    case SM_ITEM_PATH:
        put_path(w, (const sm_path *)item);
        break;
    case SM_ITEM_CIRCLE:
        put_circle(w, (const sm_circle *)item);
        break;
    case SM_ITEM_TEXT:
        put_label(w, (const sm_text *)item);
        break;
    case SM_ITEM_ICON:
        put_icon(w, (const sm_icon_item *)item);
        break;
    }
}

static void put_group(writer *w, const sm_group *g)
{
    if (g->first == NULL)
        return;
    if (g->clipped)
        put_clip(w, &g->clip);
    fputs("<g", w->out);
    put_id(w, g->id);
    put_attribute(w, "aria-label", g->title);
    if (g->clipped)
        fprintf(w->out, " clip-path=\"url(#clip%u)\"", w->clips);
    fputs(">\n", w->out);
    for (const sm_item *item = g->first; item; item = item->next) {
        put_link(w, item);
        put_item(w, item);
    }
    put_link(w, NULL);
    fputs("</g>\n", w->out);
}

static bool has_icons(const sm_scene *s)
{
    for (const sm_group *g = s->first; g; g = g->next)
        for (const sm_item *i = g->first; i; i = i->next)
            if (i->kind == SM_ITEM_ICON)
                return true;
    return false;
}

static void put_head(writer *w, const sm_scene *s)
{
    bool described = s->description && s->description[0];
    const char *prefix = w->inlined ? "map-" : "";
    fputs("<svg xmlns=\"http://www.w3.org/2000/svg\"", w->out);
    if (has_icons(s)) /* Inkscape 1.2 knows no other href */
        fputs(" xmlns:xlink=\"http://www.w3.org/1999/xlink\"", w->out);
    put_number_attribute(w->out, "width", s->width);
    put_number_attribute(w->out, "height", s->height);
    fputs(" viewBox=\"0 0 ", w->out);
    put_number(w->out, s->width);
    putc(' ', w->out);
    put_number(w->out, s->height);
    /* a picture to screen readers, but one with links in it where it has links */
    fprintf(w->out, "\" role=\"%s\" aria-labelledby=\"%spage-title", w->inlined ? "group" : "img", prefix);
    if (described)
        fprintf(w->out, " %spage-description", prefix);
    putc('"', w->out);
    put_attribute(w, w->inlined ? "lang" : "xml:lang", s->language);
    fputs(" fill-rule=\"evenodd\" clip-rule=\"evenodd\"", w->out);
    put_families(w, NULL, "");
    fprintf(w->out, ">\n<title id=\"%spage-title\">", prefix);
    put_text(w, s->title ? s->title : "", s->title ? strlen(s->title) : 0);
    fputs("</title>\n", w->out);
    if (described) {
        fprintf(w->out, "<desc id=\"%spage-description\">", prefix);
        put_text(w, s->description, strlen(s->description));
        fputs("</desc>\n", w->out);
    }
    if (s->background.a) {
        fputs("<rect width=\"100%\" height=\"100%\"", w->out);
        put_colour(w->out, "fill", s->background);
        fputs("/>\n", w->out);
    }
}

sm_status sm_svg_write(const sm_scene *scene, sm_fonts *fonts, bool inlined, FILE *out, sm_error *err)
{
    writer w = {.out = out, .fonts = fonts, .inlined = inlined};
    sm_buf_init(&w.clean, TEXT_BYTES_MAX);
    take_id(&w, inlined ? "map-page-title" : "page-title");
    take_id(&w, inlined ? "map-page-description" : "page-description");
    put_head(&w, scene);
    for (const sm_group *g = scene->first; g; g = g->next)
        put_group(&w, g);
    fputs("</svg>\n", out);
    bool failed = w.clean.failed || w.ids == NULL;
    sm_buf_free(&w.clean);
    free(w.ids);
    return failed ? sm_fail(err, SM_E_NOMEM, "out of memory") : SM_OK;
}

sm_status sm_draw_svg(const sm_scene *scene, sm_fonts *fonts, const sm_draw_options *options,
                      const char *path, sm_error *err)
{
    (void)options;
    sm_fonts *own = NULL;
    sm_output out;
    sm_status st = sm_check_page(scene, 1, err);
    if (st == SM_OK)
        st = sm_own_fonts(&fonts, &own, err);
    if (st == SM_OK)
        st = sm_output_open(&out, path, err);
    if (st == SM_OK) {
        fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- sitmap " SITMAP_VERSION " -->\n", out.stream);
        st = sm_output_end(&out, sm_svg_write(scene, fonts, false, out.stream, err), err);
    }
    sm_fonts_free(own);
    return st;
}
