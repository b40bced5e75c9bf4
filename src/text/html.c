/* The article of a web page: its text, title and publication date, by libxml2's HTML parser.
 *
 * The text is looked for in this order: the <article> with the most paragraph text; the element whose
 * paragraphs hold the most text (each <p> counts for its parent, and half for its grandparent: the heuristic
 * of Arc90's Readability); the whole body. In it, scripts, navigation, captions, forms and blocks that are
 * mostly links are passed over; what is left becomes paragraphs with a blank line between. The title is the
 * first paragraph. */
#include "reader.h"
#include "utf8.h"

#include <ctype.h>
#include <jansson.h>
#include <libxml/HTMLparser.h>
#include <string.h>
#include <strings.h>

void sm_html_prepare(void)
{
    xmlInitParser();
}

/* --- the tree ---------------------------------------------------------------------------------- */

static bool is_element(const xmlNode *n)
{
    return n->type == XML_ELEMENT_NODE;
}

static bool is_text(const xmlNode *n)
{
    return n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE || n->type == XML_ENTITY_REF_NODE;
}

static bool named(const xmlNode *n, const char *name)
{
    return is_element(n) && strcasecmp((const char *)n->name, name) == 0;
}

static bool one_of(const xmlNode *n, const char *const *names)
{
    for (; is_element(n) && *names; names++)
        if (strcasecmp((const char *)n->name, *names) == 0)
            return true;
    return false;
}

/* The node behind `n` in document order within `root`; not into `n` itself when `over` is set. */
static xmlNode *following(xmlNode *n, const xmlNode *root, bool over)
{
    if (!over && n->children && n->type != XML_ENTITY_REF_NODE)
        return n->children;
    while (n != root && n->next == NULL)
        n = n->parent;
    return n == root ? NULL : n->next;
}

/* The value of an attribute, borrowed from the tree; "" when there is none. HTML attributes have one text
 * child. */
static const char *attribute(const xmlNode *n, const char *name)
{
    for (const xmlAttr *a = is_element(n) ? n->properties : NULL; a; a = a->next)
        if (strcasecmp((const char *)a->name, name) == 0)
            return a->children && a->children->content ? (const char *)a->children->content : "";
    return "";
}

static bool has(const xmlNode *n, const char *name, const char *value)
{
    return strcasecmp(attribute(n, name), value) == 0;
}

/* --- what is no part of an article ------------------------------------------------------------- */

static const char *const never[] = {"script",     "style",  "noscript", "nav",   "aside",    "footer",
                                    "form",       "button", "iframe",   "svg",   "template", "figure",
                                    "figcaption", "select", "textarea", "input", "video",    "audio",
                                    "object",     "head",   "dialog",   "menu",  "caption",  NULL};

/* Parts of class names and ids that say so. */
static const char *const furniture[] = {
    "caption", "credit",      "related",    "share",       "sharing",    "social",
    "promo",   "newsletter",  "comment",    "comments",    "sidebar",    "footer",
    "nav",     "navigation",  "breadcrumb", "breadcrumbs", "advert",     "advertisement",
    "ad",      "ads",         "sponsored",  "cookie",      "cookies",    "byline",
    "tags",    "recommended", "subscribe",  "copyright",   "disclaimer", NULL};

static bool in_list(const char *const *list, const char *word, size_t length)
{
    for (; *list; list++)
        if (strlen(*list) == length && strncasecmp(*list, word, length) == 0)
            return true;
    return false;
}

/* "image-caption", "related_links": the first or the last part of a class counts, unless it is of the kind
 * "no-sidebar". */
static bool class_is_furniture(const char *word, size_t length)
{
    static const char *const denials[] = {"no", "has", "with", "without", "not", "is", NULL};
    size_t first = strcspn(word, "-_ \t\r\n"), last = length;
    first = first < length ? first : length;
    while (last > 0 && word[last - 1] != '-' && word[last - 1] != '_')
        last--;
    if (in_list(denials, word, first))
        return false;
    return in_list(furniture, word, first) || in_list(furniture, word + last, length - last);
}

static bool is_furniture(const xmlNode *n)
{
    static const char *const attributes[] = {"class", "id", NULL};
    if (!is_element(n) || named(n, "body") || named(n, "html") || named(n, "article") || named(n, "main"))
        return false;
    if (one_of(n, never) || has(n, "aria-hidden", "true") || has(n, "role", "navigation") ||
        strstr(attribute(n, "style"), "display:none"))
        return true;
    for (int i = 0; attributes[i]; i++) {
        const char *s = attribute(n, attributes[i]);
        for (size_t length; *(s += strspn(s, " \t\r\n")); s += length) {
            length = strcspn(s, " \t\r\n");
            if (class_is_furniture(s, length))
                return true;
        }
    }
    return false;
}

/* --- finding the text -------------------------------------------------------------------------- */

static bool is_white(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Letters and such inside `root` that stand in no link and no furniture. */
static size_t weight(xmlNode *root)
{
    size_t size = 0;
    for (xmlNode *n = root; n;) {
        bool over = n != root && (is_furniture(n) || named(n, "a"));
        for (const char *s = is_text(n) && n->content ? (const char *)n->content : ""; *s; s++)
            size += !is_white(*s);
        n = following(n, root, over);
    }
    return size;
}

static void credit(xmlNode *n, size_t points)
{
    if (n && is_element(n))
        n->_private = (void *)((uintptr_t)n->_private + points);
}

enum { PARAGRAPH_MIN = 25 }; /* letters; shorter ones are bylines, buttons, dates */

/* The element that holds the article. */
static xmlNode *find_container(xmlNode *body)
{
    xmlNode *dense = NULL, *article = NULL;
    size_t best = 0, best_article = 0;
    for (xmlNode *n = body; n;) {
        bool over = n != body && is_furniture(n);
        if (!over && named(n, "p")) {
            size_t w = weight(n);
            if (w >= PARAGRAPH_MIN) {
                credit(n->parent, 2 * w);
                credit(n->parent ? n->parent->parent : NULL, w);
                for (xmlNode *up = n->parent; up && up != body; up = up->parent)
                    if (named(up, "article") || has(up, "itemprop", "articleBody"))
                        credit(up, 2 * w);
            }
        }
        n = following(n, body, over);
    }
    for (xmlNode *n = body; n; n = following(n, body, false)) {
        size_t score = is_element(n) ? (uintptr_t)n->_private : 0;
        if (score > best) {
            best = score;
            dense = n;
        }
        if ((named(n, "article") || has(n, "itemprop", "articleBody")) && score > best_article) {
            best_article = score;
            article = n;
        }
    }
    if (article && 2 * best_article >= best)
        return article;
    return dense ? dense : body;
}

/* --- writing it as paragraphs ------------------------------------------------------------------ */

typedef struct writer {
    sm_buf *out;
    size_t paragraph; /* where the one being written begins */
    size_t linked;    /* letters of it inside links */
    bool space;       /* white space waits for the next letter */
    const char *title;
} writer;

static const char *const blocks[] = {
    "p",     "div", "h1", "h2", "h3",         "h4",     "h5",      "h6",      "li",   "ul",
    "ol",    "dl",  "dt", "dd", "blockquote", "pre",    "section", "article", "main", "header",
    "table", "tr",  "td", "th", "hr",         "center", "address", "body",    NULL};

/* End the paragraph. One that is mostly links, or repeats the title, is taken back. */
static void end_paragraph(writer *w)
{
    sm_buf *out = w->out;
    size_t length = out->length - w->paragraph;
    bool drop = w->linked * 2 > length || (w->title && strcmp(out->bytes + w->paragraph, w->title) == 0);
    w->space = false;
    w->linked = 0;
    if (length == 0)
        return;
    if (drop && !out->failed) {
        out->length = w->paragraph;
        out->bytes[out->length] = '\0';
        return;
    }
    sm_buf_string(out, "\n\n");
    w->paragraph = out->length;
}

/* Text with every run of white space as one blank, soft hyphens and zero-width blanks left out. */
static void add_text(writer *w, const char *s, bool linked)
{
    for (; *s; s++) {
        if (is_white(*s)) {
            w->space = true;
            continue;
        }
        if (memcmp(s, "\xC2\xA0", 2) == 0) {
            w->space = true;
            s++;
            continue;
        }
        if (memcmp(s, "\xC2\xAD", 2) == 0) {
            s++;
            continue;
        }
        if (strncmp(s, "\xE2\x80\x8B", 3) == 0) {
            s += 2;
            continue;
        }
        if (w->space && w->out->length > w->paragraph)
            sm_buf_char(w->out, ' ');
        w->space = false;
        w->linked += linked;
        sm_buf_char(w->out, *s);
    }
}

static bool inside_link(const xmlNode *n, const xmlNode *root)
{
    for (; n && n != root; n = n->parent)
        if (named(n, "a"))
            return true;
    return false;
}

static bool is_break(const xmlNode *n)
{
    return named(n, "br");
}

/* Two line breaks with nothing but white space between them end a paragraph, in pages that have no <p>. */
static bool is_second_break(const xmlNode *n)
{
    const xmlNode *before = n->prev;
    while (before && is_text(before) && before->content &&
           before->content[strspn((const char *)before->content, " \t\r\n")] == '\0')
        before = before->prev;
    return before && is_break(before);
}

static void write_text(xmlNode *root, writer *w)
{
    xmlNode *n = root;
    while (n) {
        bool over = n != root && is_furniture(n);
        if (!over && is_text(n) && n->content)
            add_text(w, (const char *)n->content, inside_link(n, root));
        else if (is_break(n) && is_second_break(n))
            end_paragraph(w);
        else if (is_break(n))
            w->space = true;
        else if (!over && one_of(n, blocks))
            end_paragraph(w);
        if (!over && n->children && n->type != XML_ENTITY_REF_NODE) {
            n = n->children;
            continue;
        }
        while (n != root && n->next == NULL) { /* the ends of the elements that end here */
            n = n->parent;
            if (one_of(n, blocks))
                end_paragraph(w);
        }
        n = n == root ? NULL : n->next;
    }
    end_paragraph(w);
}

/* --- title, date, source ----------------------------------------------------------------------- */

typedef struct page {
    const sm_making *m;
    sm_article *article;
    const char *title; /* <title>, when nothing better is found */
    xmlNode *heading;  /* the first <h1> */
    int date_rank;     /* where the date comes from; lower is better, 0 = none yet */
} page;

static const char *keep_string(const page *p, const char *s)
{
    return sm_making_string(p->m, s, strlen(s));
}

/* Dates in pages are often not ISO; those are passed over. A time zone or the lack of seconds does not
 * matter. */
static void offer_date(page *p, const char *s, int rank)
{
    sm_date d;
    while (is_white(*s))
        s++;
    if ((p->date_rank == 0 || rank < p->date_rank) && sm_date_parse(s, &d) && d.day) {
        p->article->date = d;
        p->date_rank = rank;
    }
}

enum { RANK_META = 1, RANK_ITEMPROP, RANK_JSON_LD, RANK_META_OTHER, RANK_TIME };

static void take_meta(page *p, const xmlNode *n)
{
    static const char *const other_dates[] = {"date",
                                              "pubdate",
                                              "publishdate",
                                              "publish-date",
                                              "dc.date",
                                              "dc.date.issued",
                                              "dcterms.created",
                                              "dcterms.issued",
                                              "parsely-pub-date",
                                              "sailthru.date",
                                              "article.published",
                                              NULL};
    const char *key = attribute(n, "property"), *content = attribute(n, "content");
    if (*key == '\0')
        key = attribute(n, "name");
    if (strcasecmp(key, "article:published_time") == 0)
        offer_date(p, content, RANK_META);
    else if (has(n, "itemprop", "datePublished"))
        offer_date(p, content, RANK_ITEMPROP);
    else if (in_list(other_dates, key, strlen(key)))
        offer_date(p, content, RANK_META_OTHER);
    else if (strcasecmp(key, "og:title") == 0 && p->article->title == NULL)
        p->article->title = keep_string(p, content);
    else if (strcasecmp(key, "og:site_name") == 0 && p->article->source == NULL)
        p->article->source = keep_string(p, content);
    else if (strcasecmp(key, "og:url") == 0 && p->article->url == NULL)
        p->article->url = keep_string(p, content);
}

/* The first "datePublished" anywhere in the JSON (whose depth jansson limits). */
static const char *find_published(const json_t *value)
{
    const char *found = json_string_value(json_object_get(value, "datePublished"));
    if (json_is_object(value)) {
        const char *key;
        json_t *item;
        json_object_foreach((json_t *)(uintptr_t)value, key, item) if (found == NULL) found =
            find_published(item);
    }
    for (size_t i = 0; found == NULL && i < json_array_size(value); i++)
        found = find_published(json_array_get(value, i));
    return found;
}

static void take_json_ld(page *p, const xmlNode *n)
{
    if (n->children == NULL || n->children->content == NULL)
        return;
    json_t *value = json_loads((const char *)n->children->content, 0, NULL);
    const char *date = find_published(value);
    if (date)
        offer_date(p, date, RANK_JSON_LD);
    json_decref(value);
}

/* All text inside `n`, white space collapsed, in the arena; NULL when there is none. */
static const char *text_of(const page *p, xmlNode *n)
{
    sm_buf text;
    sm_buf_init(&text, 4096);
    writer w = {.out = &text};
    for (xmlNode *t = n; t; t = following(t, n, false))
        if (is_text(t) && t->content)
            add_text(&w, (const char *)t->content, false);
    const char *s = text.failed ? NULL : keep_string(p, text.bytes);
    sm_buf_free(&text);
    return s;
}

static void take_node(page *p, xmlNode *n)
{
    if (named(n, "meta"))
        take_meta(p, n);
    else if (named(n, "script") && has(n, "type", "application/ld+json"))
        take_json_ld(p, n);
    else if (has(n, "itemprop", "datePublished") && *attribute(n, "datetime"))
        offer_date(p, attribute(n, "datetime"), RANK_ITEMPROP);
    else if (named(n, "time"))
        offer_date(p, attribute(n, "datetime"), RANK_TIME);
    else if (named(n, "title") && p->title == NULL && n->parent && !named(n->parent, "svg"))
        p->title = text_of(p, n);
    else if (named(n, "h1") && p->heading == NULL)
        p->heading = n;
    else if (named(n, "link") && has(n, "rel", "canonical") && p->article->url == NULL)
        p->article->url = keep_string(p, attribute(n, "href"));
    else if (named(n, "html") && *attribute(n, "lang"))
        p->article->language = keep_string(p, attribute(n, "lang"));
}

static xmlNode *take_head(page *p, xmlNode *root)
{
    xmlNode *body = root;
    for (xmlNode *n = root; n; n = following(n, root, false)) {
        take_node(p, n);
        if (named(n, "body") && body == root)
            body = n;
    }
    if (p->article->title == NULL && p->heading)
        p->article->title = text_of(p, p->heading);
    if (p->article->title == NULL)
        p->article->title = p->title;
    return body;
}

/* --- the page ---------------------------------------------------------------------------------- */

static void take_text(page *p, xmlNode *body)
{
    sm_buf text;
    size_t mended;
    sm_buf_init(&text, SM_ARTICLE_MAX);
    writer w = {.out = &text, .title = p->article->title};
    if (p->article->title) {
        sm_buf_string(&text, p->article->title);
        sm_buf_string(&text, "\n\n");
    }
    size_t head = w.paragraph = text.length;
    write_text(find_container(body), &w);
    while (text.length && text.bytes[text.length - 1] == '\n')
        text.length--;
    if (text.failed)
        sm_making_trouble(p->m, SM_E_LIMIT, 0, 0, "article longer than %u KiB", SM_ARTICLE_MAX >> 10);
    else if (text.length <= head)
        sm_making_trouble(p->m, SM_E_INPUT, 0, 0, "no text in the page");
    else
        p->article->text = sm_making_text(p->m, text.bytes, text.length, &p->article->length, &mended);
    p->article->extracted = true;
    sm_buf_free(&text);
}

sm_status sm_article_from_html(const sm_making *m, sm_article *a, sm_error *err)
{
    const sm_record *r = m->record;
    /* Pages that are well-formed UTF-8 are UTF-8, whatever they say of themselves; for others libxml2 looks
     * at what they say. */
    const char *encoding = sm_utf8_valid(r->bytes, r->length) == r->length ? "UTF-8" : NULL;
    htmlDocPtr doc = htmlReadMemory(r->bytes, (int)r->length, NULL, encoding,
                                    HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                        HTML_PARSE_NONET | HTML_PARSE_COMPACT);
    xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    page p = {.m = m, .article = a};
    if (root)
        take_text(&p, take_head(&p, root));
    else
        sm_making_trouble(m, SM_E_INPUT, 0, 0, "no text in the page");
    xmlFreeDoc(doc);
    return sm_arena_failed(m->arena) ? sm_fail(err, SM_E_NOMEM, "out of memory") : SM_OK;
}
