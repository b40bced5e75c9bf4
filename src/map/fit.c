/* Text that has to fit: lengths are found by bisection, so that a long text costs few measurements. */
#include "fit.h"

#include "utf8.h"

#include <string.h>

enum {
    LONGEST = 2000, /* bytes; no line of furniture is longer, whatever a file says */
    NEAR = 14       /* bytes that a line may be shorter for the sake of a whole word */
};

double sm_fit_width(const sm_text_measure *measure, const char *text, const sm_font *font)
{
    return *text ? measure->measure(measure->context, text, font, NULL).width : 0;
}

/* Single blanks for every run of blanks and breaks, none at the ends. */
static char *tidy(sm_arena *arena, const char *text)
{
    size_t length = strnlen(text, LONGEST), used = 0;
    char *out = sm_arena_alloc(arena, 3 * length + 1);
    bool blank = false;
    if (out == NULL)
        return NULL;
    length = sm_utf8_mend(text, length, out);
    for (size_t at = 0; at < length;) {
        unsigned n;
        uint32_t c = sm_utf8_decode(out + at, out + length, &n);
        if (sm_utf8_is_space(c) || c < ' ') {
            blank = used > 0;
        } else {
            if (blank)
                out[used++] = ' ';
            blank = false;
            memmove(out + used, out + at, n);
            used += n;
        }
        at += n;
    }
    out[used] = '\0';
    return out;
}

/* Combining diacritics, variation selectors and joiners stay with the letter before them. */
static bool hangs_on(uint32_t c)
{
    return (c >= 0x300 && c <= 0x36f) || (c >= 0x591 && c <= 0x5bd) || (c >= 0x64b && c <= 0x65f) ||
           (c >= 0x93a && c <= 0x94f && c != 0x93d) || (c >= 0xfe00 && c <= 0xfe0f) || c == 0x200d ||
           (c >= 0x1f3fb && c <= 0x1f3ff);
}

/* The greatest place not behind `at` where a text may be cut. */
static size_t whole_letters(const char *text, size_t length, size_t at)
{
    while (at > 0 && at < length) {
        unsigned n;
        bool inside = ((unsigned char)text[at] & 0xc0) == 0x80;
        if (!inside && !hangs_on(sm_utf8_decode(text + at, text + length, &n)))
            break;
        at--;
    }
    return at;
}

/* How many bytes of `text`, whole letters, fit with `tail` behind them. `scratch` has room for both. */
static size_t longest_fit(const sm_text_measure *measure, const char *text, const sm_font *font, double width,
                          const char *tail, char *scratch)
{
    size_t length = strlen(text), low = 0, high = length;
    while (low < high) { /* low fits, high + 1 does not */
        size_t middle = (low + high + 1) / 2, cut = whole_letters(text, length, middle);
        if (cut <= low) { /* the next possible cut lies behind the middle */
            cut = middle;
            while (cut < high && whole_letters(text, length, cut) <= low)
                cut++;
            cut = whole_letters(text, length, cut);
            if (cut <= low)
                break;
        }
        memcpy(scratch, text, cut);
        strcpy(scratch + cut, tail);
        if (sm_fit_width(measure, scratch, font) <= width)
            low = cut;
        else
            high = cut - 1;
    }
    return low;
}

static const char *cut_tidy(const sm_text_measure *measure, sm_arena *arena, char *text, const sm_font *font,
                            double width)
{
    static const char ellipsis[] = "…";
    if (sm_fit_width(measure, text, font) <= width)
        return text;
    char *out = sm_arena_alloc(arena, strlen(text) + sizeof ellipsis);
    if (out == NULL)
        return "";
    size_t n = longest_fit(measure, text, font, width, ellipsis, out);
    size_t word = n; /* rather after a whole word, when one ends near */
    while (word > 0 && text[word] != ' ')
        word--;
    if (word > n / 2 && n - word <= NEAR)
        n = word;
    while (n > 0 && (text[n - 1] == ' ' || text[n - 1] == ','))
        n--;
    if (n == 0)
        return "";
    memcpy(out, text, n);
    strcpy(out + n, ellipsis);
    return out;
}

const char *sm_fit_cut(const sm_text_measure *measure, sm_arena *arena, const char *text, const sm_font *font,
                       double width)
{
    char *clean = tidy(arena, text);
    return clean ? cut_tidy(measure, arena, clean, font, width) : "";
}

size_t sm_fit_wrap(const sm_text_measure *measure, sm_arena *arena, const char *text, const sm_font *font,
                   double width, const char **lines, size_t most)
{
    char *rest = tidy(arena, text), *scratch = rest ? sm_arena_alloc(arena, strlen(rest) + 1) : NULL;
    size_t n = 0;
    if (scratch == NULL)
        return 0;
    while (*rest && n < most) {
        if (n + 1 == most || sm_fit_width(measure, rest, font) <= width) {
            lines[n] = cut_tidy(measure, arena, rest, font, width);
            return n + (*lines[n] != '\0');
        }
        size_t fits = longest_fit(measure, rest, font, width, "", scratch), end = fits;
        if (fits == 0)
            return n;
        while (end > 0 && rest[end] != ' ')
            end--;
        if (end == 0)
            end = fits; /* one word, wider than the line */
        lines[n++] = sm_arena_copy(arena, rest, end);
        rest += end + (rest[end] == ' ');
    }
    return n;
}
