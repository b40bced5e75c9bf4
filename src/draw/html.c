/* One page of HTML with nothing outside it: the map as SVG, beside it every incident with its figures and the
 * sentences that say so. Whatever comes from articles is escaped text; the page's policy (CSP) lets no script
 * run but the one written here, by its hash, and loads nothing. */
#include "file.h"
#include "incident.h"
#include "paint.h"
#include "svg.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { TEXT_BYTES_MAX = 64 * 1024 };

#define EMBED(name, file)                                                                                    \
    __asm__(".pushsection .rodata\n.global " #name "\n" #name ":\n.incbin \"" file "\"\n.global " #name      \
            "_end\n" #name "_end:\n.byte 0\n.popsection\n");                                                 \
    extern const char name[], name##_end[]

EMBED(sm_page_css, SM_PAGE_DIR "/page.css");
EMBED(sm_page_js, SM_PAGE_DIR "/page.js");

typedef struct page {
    FILE *out;
    sm_buf scratch;
    const sm_incidents *incidents;
    sm_rgba *colours; /* of each incident's symbol; a = 0: it has none */
} page;

/* --- words ------------------------------------------------------------------------------------- */

static void put(page *p, const char *words)
{
    fputs(words, p->out);
}

static void put_text(page *p, const char *text)
{
    if (text)
        sm_svg_put_text(p->out, &p->scratch, text, strlen(text));
}

/* "near_place" to "near place". */
static void put_code(page *p, const char *code)
{
    for (; code && *code; code++)
        putc(*code == '_' ? ' ' : *code, p->out);
}

static bool given(const char *s)
{
    return s && s[0];
}

/* --- the properties ---------------------------------------------------------------------------- */

/* <dt> and an open <dd>; what is put next is the value. */
static void begin_row(page *p, const char *name)
{
    fprintf(p->out, "<dt>%s</dt><dd dir=\"auto\">", name);
}

static void put_row(page *p, const char *name, const char *value)
{
    if (!given(value))
        return;
    begin_row(p, name);
    put_text(p, value);
    put(p, "</dd>\n");
}

static void put_count_row(page *p, const char *name, int32_t count)
{
    if (count == SM_UNSTATED)
        return;
    begin_row(p, name);
    fprintf(p->out, "%d</dd>\n", count);
}

static void put_toll(page *p, const sm_toll *t)
{
    bool low = t->low != SM_UNSTATED && t->low != t->best,
         high = t->high != SM_UNSTATED && t->high != t->best;
    if (t->best != SM_UNSTATED)
        fprintf(p->out, "%d", t->best);
    if (low && high)
        fprintf(p->out, " (%d to %d)", t->low, t->high);
    else if (low)
        fprintf(p->out, " (at least %d)", t->low);
    else if (high)
        fprintf(p->out, " (at most %d)", t->high);
}

static bool is_stated(const sm_toll *t)
{
    return t->best != SM_UNSTATED || t->low != SM_UNSTATED || t->high != SM_UNSTATED;
}

static void put_toll_row(page *p, const char *name, const sm_toll *t)
{
    if (!is_stated(t))
        return;
    begin_row(p, name);
    put_toll(p, t);
    put(p, "</dd>\n");
}

/* "2015-08-07T12:30" with a blank for the T. */
static void put_moment(page *p, const char *iso)
{
    char words[24];
    snprintf(words, sizeof words, "%s", iso);
    if (strlen(words) > 10 && words[10] == 'T')
        words[10] = ' ';
    put_text(p, words);
}

static void put_date(page *p, const sm_incident *in)
{
    put_moment(p, in->date_start);
    if (given(in->date_end) && strcmp(in->date_start, in->date_end) != 0) {
        put(p, " to ");
        put_moment(p, in->date_end);
    }
}

static void put_site(page *p, const sm_site *s)
{
    const char *const parts[] = {s->name, s->admin2, s->admin1, s->country};
    const char *before = NULL;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!given(parts[i]) || (before && strcmp(parts[i], before) == 0))
            continue;
        put(p, before ? ", " : "");
        put_text(p, parts[i]);
        before = parts[i];
    }
}

static void put_place_rows(page *p, const sm_incident *in)
{
    for (uint32_t i = 0; i < in->n_sites; i++) {
        begin_row(p, "Place");
        put_site(p, &in->sites[i]);
        if (in->sites[i].located)
            fprintf(p->out, " (%.5g°, %.5g°)", in->sites[i].point.lat, in->sites[i].point.lon);
        put(p, "</dd>\n");
    }
    put_row(p, "In the words", in->place_text);
    begin_row(p, "Precision of place");
    put_code(p, sm_geo_precision_names[in->geo_precision]);
    if (in->radius_km > 0)
        fprintf(p->out, ", within %g km", in->radius_km);
    put(p, "</dd>\n");
}

static void put_properties(page *p, const sm_incident *in)
{
    put(p, "<dl>\n");
    put_row(p, "Kind", in->type_text ? in->type_text : sm_event_label((sm_event_type)in->type));
    begin_row(p, "Status");
    put_code(p, sm_status_names[in->status]);
    put(p, "</dd>\n");
    if (given(in->date_start)) {
        begin_row(p, "Date");
        put_date(p, in);
        put(p, "</dd>\n");
    }
    put_place_rows(p, in);
    put_toll_row(p, "Killed", &in->killed);
    put_toll_row(p, "Injured", &in->injured);
    put_count_row(p, "Missing", in->missing);
    put_count_row(p, "Displaced", in->displaced);
    put_count_row(p, "Detained", in->detained);
    put_count_row(p, "Rescued", in->rescued);
    if (given(in->perpetrator)) {
        begin_row(p, "Perpetrator");
        put_text(p, in->perpetrator);
        if (given(in->perpetrator_confidence)) {
            put(p, " (");
            put_text(p, in->perpetrator_confidence);
            put(p, ")");
        }
        put(p, "</dd>\n");
    }
    put_row(p, "Target", in->target);
    put_row(p, "Weapon", in->weapon);
    if (in->confidence > 0) {
        begin_row(p, "Confidence");
        fprintf(p->out, "%.2f</dd>\n", in->confidence);
    }
    put_row(p, "First reported", in->first_reported);
    put_row(p, "Last reported", in->last_reported);
    put(p, "</dl>\n");
}

/* --- the sources ------------------------------------------------------------------------------- */

/* An address that a click may open: no javascript:, no file:. */
static bool is_web(const char *url)
{
    return given(url) && (strncasecmp(url, "https://", 8) == 0 || strncasecmp(url, "http://", 7) == 0);
}

static void put_source(page *p, const sm_source *s)
{
    const char *name = given(s->title) ? s->title : given(s->doc) ? s->doc : s->url;
    put(p, "<li>");
    if (given(s->quote)) {
        put(p, "<blockquote dir=\"auto\">");
        put_text(p, s->quote);
        put(p, "</blockquote>");
    }
    put(p, "<cite dir=\"auto\">");
    if (is_web(s->url)) {
        put(p, "<a rel=\"noopener noreferrer\" href=\"");
        put_text(p, s->url);
        put(p, "\">");
    }
    put_text(p, name);
    put(p, is_web(s->url) ? "</a>" : "");
    const char *const rest[] = {s->publisher, s->date};
    for (size_t i = 0; i < sizeof rest / sizeof *rest; i++) {
        if (!given(rest[i]))
            continue;
        put(p, ", ");
        put_text(p, rest[i]);
    }
    put(p, "</cite></li>\n");
}

static void put_sources(page *p, const sm_incident *in)
{
    if (in->n_sources == 0)
        return;
    put(p, "<ul class=\"sources\" aria-label=\"Sources\">\n");
    for (uint32_t i = 0; i < in->n_sources; i++)
        put_source(p, &in->sources[i]);
    put(p, "</ul>\n");
}

/* --- the list ---------------------------------------------------------------------------------- */

/* Date, place and toll in one line. */
static void put_brief(page *p, const sm_incident *in)
{
    const char *between = "";
    bool placed = in->n_sites && (given(in->sites[0].name) || given(in->sites[0].country));
    if (!given(in->date_start) && !placed && !is_stated(&in->killed) && !is_stated(&in->injured))
        return;
    put(p, "<p class=\"brief\" dir=\"auto\">");
    if (given(in->date_start)) {
        put_date(p, in);
        between = " · ";
    }
    if (placed) {
        put(p, between);
        put_site(p, &in->sites[0]);
        between = " · ";
    }
    const sm_toll *const tolls[] = {&in->killed, &in->injured};
    static const char *const words[] = {" killed", " injured"};
    for (size_t i = 0; i < 2; i++) {
        if (!is_stated(tolls[i]))
            continue;
        put(p, between);
        put_toll(p, tolls[i]);
        put(p, words[i]);
        between = " · ";
    }
    put(p, "</p>\n");
}

static const char *why_not_drawn(const sm_incident *in)
{
    bool located = false;
    for (uint32_t i = 0; i < in->n_sites; i++)
        located |= in->sites[i].located;
    if (in->status != SM_ACCOMPLISHED && in->status != SM_ATTEMPTED)
        return "Not on the map: it did not happen, or is not confirmed.";
    if (in->geo_precision == SM_GEO_COUNTRY)
        return "Not at a place of the map: known to the country only.";
    return located ? "Outside the map." : "Not on the map: its place is not known.";
}

static void put_entry(page *p, size_t i)
{
    const sm_incident *in = &p->incidents->items[i];
    sm_rgba c = p->colours[i];
    fprintf(p->out,
            "<li class=\"entry\" id=\"entry-%zu\" data-incident=\"%zu\">\n"
            "<h3 dir=\"auto\"><button type=\"button\" aria-expanded=\"true\" aria-controls=\"more-%zu\">",
            i + 1, i + 1, i + 1);
    if (c.a)
        fprintf(p->out, "<span class=\"dot\" style=\"background:#%02x%02x%02x\"></span>", c.r, c.g, c.b);
    put_text(p, given(in->title) ? in->title : sm_event_label((sm_event_type)in->type));
    put(p, "</button></h3>\n");
    put_brief(p, in);
    if (c.a == 0)
        fprintf(p->out, "<p class=\"note\">%s</p>\n", why_not_drawn(in));
    fprintf(p->out, "<div class=\"more\" id=\"more-%zu\">\n", i + 1);
    put_properties(p, in);
    put_sources(p, in);
    put(p, "</div>\n</li>\n");
}

static void put_list(page *p)
{
    size_t n = p->incidents->count;
    fprintf(p->out,
            "<section class=\"list\" aria-label=\"Incidents\">\n<h2>%zu incident%s</h2>\n"
            "<label class=\"find\" hidden>Find <span id=\"found\" aria-live=\"polite\"></span>"
            "<input type=\"search\"></label>\n<ol>\n",
            n, n == 1 ? "" : "s");
    for (size_t i = 0; i < n; i++)
        put_entry(p, i);
    put(p, "</ol>\n</section>\n");
}

/* --- the whole --------------------------------------------------------------------------------- */

/* What colour an incident's symbol has: the strongest fill of the items that stand for it. */
static void find_colours(page *p, const sm_scene *scene)
{
    for (const sm_group *g = scene->first; g; g = g->next)
        for (const sm_item *item = g->first; item; item = item->next) {
            sm_rgba fill = item->kind == SM_ITEM_PATH     ? ((const sm_path *)item)->fill
                           : item->kind == SM_ITEM_CIRCLE ? ((const sm_circle *)item)->fill
                                                          : (sm_rgba){0};
            if (item->subject && item->subject <= p->incidents->count &&
                fill.a > p->colours[item->subject - 1].a)
                p->colours[item->subject - 1] = fill;
        }
}

static void put_head(page *p, const sm_scene *scene)
{
    unsigned char digest[32];
    gsize digest_length = sizeof digest;
    GChecksum *sha256 = g_checksum_new(G_CHECKSUM_SHA256);
    g_checksum_update(sha256, (const guchar *)sm_page_js, sm_page_js_end - sm_page_js);
    g_checksum_get_digest(sha256, digest, &digest_length);
    g_checksum_free(sha256);
    gchar *hash = g_base64_encode(digest, digest_length);
    fprintf(p->out,
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
            "'unsafe-inline'; script-src 'sha256-%s'; base-uri 'none'; form-action 'none'\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            "<meta name=\"generator\" content=\"sitmap " SITMAP_VERSION "\">\n"
            "<meta name=\"description\" content=\"",
            hash);
    g_free(hash);
    put_text(p, scene->description);
    put(p, "\">\n<title>");
    put_text(p, scene->title);
    put(p, "</title>\n<style>\n");
    put(p, sm_page_css);
    put(p, "</style>\n</head>\n<body>\n<main>\n");
}

static sm_status put_page(page *p, const sm_scene *scene, sm_fonts *fonts, sm_error *err)
{
    find_colours(p, scene);
    put_head(p, scene);
    put(p, "<section class=\"map\" aria-label=\"Map\">\n");
    sm_status st = sm_svg_write(scene, fonts, true, p->out, err);
    put(p, "</section>\n");
    put_list(p);
    put(p, "</main>\n<div id=\"card\" role=\"status\" hidden></div>\n<script>");
    put(p, sm_page_js);
    put(p, "</script>\n</body>\n</html>\n");
    return st == SM_OK && p->scratch.failed ? sm_fail(err, SM_E_NOMEM, "out of memory") : st;
}

sm_status sm_draw_html(const sm_scene *scene, sm_fonts *fonts, const sm_draw_options *options,
                       const char *path, sm_error *err)
{
    static const sm_incidents none;
    page p = {.incidents = options && options->incidents ? options->incidents : &none};
    sm_fonts *own = NULL;
    sm_output out;
    p.colours = calloc(p.incidents->count + 1, sizeof *p.colours);
    sm_buf_init(&p.scratch, TEXT_BYTES_MAX);
    sm_status st = p.colours ? sm_check_page(scene, 1, err) : sm_fail(err, SM_E_NOMEM, "out of memory");
    if (st == SM_OK)
        st = sm_own_fonts(&fonts, &own, err);
    if (st == SM_OK)
        st = sm_output_open(&out, path, err);
    if (st == SM_OK) {
        p.out = out.stream;
        st = sm_output_end(&out, put_page(&p, scene, fonts, err), err);
    }
    sm_fonts_free(own);
    sm_buf_free(&p.scratch);
    free(p.colours);
    return st;
}
