/* An article made ready: tokens with their words, sentences, zones, code point table. */
#include "links.h"
#include "timeitem.h"

#include "hash.h"
#include "utf8.h"

#include <string.h>

enum { BLOCK_SHIFT = 6, HEADLINE_TOKENS = 30, HEADING_TOKENS = 14 };

enum { AHEAD = 64 }; /* tokens from the sentinel on that may be looked at: they are no words */

static void index_codepoints(sm_doc *doc)
{
    size_t n = (doc->length >> BLOCK_SHIFT) + 1;
    if (sm_utf8_ascii(doc->text, doc->length) == doc->length)
        return;
    uint32_t *blocks = sm_arena_array(doc->arena, n, sizeof *blocks), count = 0;
    if (blocks == NULL)
        return;
    for (size_t i = 0; i < n; i++) {
        blocks[i] = count;
        size_t from = i << BLOCK_SHIFT, left = doc->length - from, block = 1 << BLOCK_SHIFT;
        count += (uint32_t)sm_utf8_count(doc->text + from, left < block ? left : block);
    }
    doc->blocks = blocks;
}

uint32_t sm_doc_codepoint(const sm_doc *doc, uint32_t byte)
{
    if (byte > doc->length)
        byte = (uint32_t)doc->length;
    if (doc->blocks == NULL)
        return byte;
    uint32_t from = byte >> BLOCK_SHIFT << BLOCK_SHIFT;
    return doc->blocks[byte >> BLOCK_SHIFT] + (uint32_t)sm_utf8_count(doc->text + from, byte - from);
}

uint32_t sm_doc_byte(const sm_doc *doc, uint32_t codepoint)
{
    if (doc->blocks == NULL)
        return codepoint < doc->length ? codepoint : (uint32_t)doc->length;
    size_t low = 0, high = (doc->length >> BLOCK_SHIFT) + 1; /* the last block that begins at or before it */
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (doc->blocks[middle] <= codepoint)
            low = middle;
        else
            high = middle;
    }
    uint32_t count = doc->blocks[low];
    for (size_t i = low << BLOCK_SHIFT; i < doc->length; i++)
        if (((unsigned char)doc->text[i] & 0xC0) != 0x80 && count++ == codepoint)
            return (uint32_t)i;
    return (uint32_t)doc->length;
}

static bool is_closing(const char *text, const sm_token *t)
{
    return t->kind == SM_PUNCT && !(t->flags & SM_T_SPACE) &&
           (text[t->start] == '"' || text[t->start] == ')' || text[t->start] == '\'' ||
            strncmp(text + t->start, "\u201D", 3) == 0 || strncmp(text + t->start, "\u2019", 3) == 0);
}

static bool is_char(const char *text, const sm_token *t, char c)
{
    return t->kind == SM_PUNCT && text[t->start] == c;
}

/* Abbreviations that a capitalised word may follow within a sentence: titles, "St.", months, "No.", initials.
 */
static bool is_abbreviation(const char *text, const sm_token *before)
{
    static const uint64_t classes = SM_W_TITLE | SM_W_MONTH;
    size_t length = before->end - before->start;
    if (before->kind != SM_WORD || !(before->flags & SM_T_CAPITAL))
        return false;
    if (length == 1)
        return true; /* initial */
    if (length > 5)
        return false;
    static const char *const others[] = {"St", "Mt", "Ft", "No", "vs", "Ste", "Jr", "Sr"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (length == strlen(others[i]) && memcmp(text + before->start, others[i], length) == 0)
            return true;
    return (sm_word_classes(before) & classes) != 0 && length <= 4;
}

static bool opens_sentence(const sm_token *t)
{
    return (sm_word_classes(t) &
            (SM_W_DETERMINER | SM_W_PRONOUN | SM_W_NUMBER | SM_W_PREP | SM_W_RELATIVE | SM_W_CONJ)) != 0;
}

/* Whether a sentence may begin with the token. */
static bool may_begin(const char *text, const sm_token *t)
{
    if (t->kind != SM_PUNCT)
        return (t->flags & SM_T_CAPITAL) || t->kind == SM_NUMBER;
    return strchr("\"'([*-", text[t->start]) != NULL || (unsigned char)text[t->start] >= 0x80;
}

/* Whether a sentence ends behind token i (closing quotes are then taken along). */
static bool ends_sentence(const char *text, const sm_token *tokens, size_t i, size_t n)
{
    const sm_token *t = &tokens[i];
    if (i + 1 >= n)
        return true;
    const sm_token *next = &tokens[i + 1];
    if (next->flags & SM_T_PARAGRAPH)
        return true;
    if (t->kind == SM_PUNCT && (text[t->start] == '!' || text[t->start] == '?'))
        return !is_closing(text, next) && may_begin(text, next);
    if (is_closing(text, t) && i > 0 && tokens[i - 1].kind == SM_PUNCT &&
        strchr(".!?", text[tokens[i - 1].start]))
        return may_begin(text, next) && !is_closing(text, next);
    if (t->flags & SM_T_DOTTED) /* "in the U.S. The": only before a word that begins sentences */
        return (next->flags & SM_T_SPACE) && (next->flags & SM_T_CAPITAL) &&
               (sm_word_classes(next) & (SM_W_DETERMINER | SM_W_PRONOUN)) != 0;
    if (!is_char(text, t, '.') || is_closing(text, next))
        return false;
    bool glued = !(next->flags & SM_T_SPACE);
    if (glued) /* "inside.Malian": a lost blank; but "example.com", "No.5" */
        return (next->flags & SM_T_CAPITAL) && i > 0 && tokens[i - 1].kind == SM_WORD &&
               tokens[i - 1].end - tokens[i - 1].start > 3 && !(next->flags & SM_T_ALLCAPS) &&
               (!(tokens[i - 1].flags & SM_T_CAPITAL) || opens_sentence(next)); /* "in Kabul.Two more" */
    return may_begin(text, next) &&
           !(i > 0 && !(t->flags & SM_T_SPACE) && is_abbreviation(text, &tokens[i - 1]));
}

/* A line break ends a headline-like line even within a paragraph: short, no full stop, the next line begins
 * with a capital. */
static bool ends_headline(const char *text, const sm_token *tokens, size_t first, size_t i, size_t n)
{
    return i + 1 < n && (tokens[i + 1].flags & SM_T_NEWLINE) && i - first < HEADING_TOKENS &&
           !(tokens[i].kind == SM_PUNCT && strchr(",;:-", text[tokens[i].start])) &&
           !(sm_word_classes(&tokens[i]) & (SM_W_PREP | SM_W_DETERMINER | SM_W_CONJ | SM_W_AUX)) &&
           (tokens[i + 1].flags & SM_T_CAPITAL) && (tokens[first].flags & SM_T_NEWLINE || first == 0) &&
           tokens[i].end - tokens[first].start < 60;
}

static bool ends_bracket(const char *text, const sm_token *tokens, size_t first, size_t i, size_t n)
{
    return is_char(text, &tokens[i], ')') && is_char(text, &tokens[first], '(') && i + 1 < n &&
           (tokens[i + 1].flags & SM_T_SPACE) && (tokens[i + 1].flags & SM_T_CAPITAL);
}

static bool says_picture(const sm_doc *doc, size_t i)
{
    return sm_token_is(doc, i, "photo") || sm_token_is(doc, i, "image");
}

/* "File photo: …", "Picture: …" at the head of a caption. */
static bool heads_caption(const sm_doc *doc, const sm_sentence *s)
{
    for (uint32_t i = s->first; i + 1 < s->end && i < s->first + 2; i++)
        if (is_char(doc->text, &doc->tokens[i + 1], ':') &&
            (says_picture(doc, i) || sm_token_is(doc, i, "picture") || sm_token_is(doc, i, "video")))
            return true;
    return s->end - s->first > 1 && says_picture(doc, s->first);
}

/* How the sentence begins, perhaps behind a bracket: "Read more: …", "(See: …)", "Share this article". Row 0
 * when it is none of the site's own. */
static const sm_link *link_of(const sm_doc *doc, const sm_sentence *s)
{
    size_t i = s->first, next;
    if (i + 1 < s->end &&
        (is_char(doc->text, &doc->tokens[i], '(') || is_char(doc->text, &doc->tokens[i], '[')))
        i++;
    const sm_link *link = &sm_links_rows[sm_phrase_longest(&sm_links, doc, i, s->end, &next)];
    if (link->colon && (next >= s->end || !is_char(doc->text, &doc->tokens[next], ':')))
        return &sm_links_rows[0];
    return link;
}

static bool is_quote(const char *text, const sm_token *t)
{
    const char *p = text + t->start;
    return *p == '"' || strncmp(p, "\u201C", 3) == 0 || strncmp(p, "\u201D", 3) == 0;
}

/* What has been counted of a sentence when its end is met. */
typedef struct tally {
    unsigned words, capitals; /* of two letters or more; those in capitals */
    unsigned quoted;          /* tokens inside quotation marks */
    bool open;                /* a quotation */
    bool picture;             /* "| Photo" */
    size_t behind_stroke;     /* the token behind the last "|" or "/", 0 = none */
} tally;

static void count_sign(tally *sum, const sm_doc *doc, size_t i)
{
    const sm_token *t = &doc->tokens[i];
    sum->open ^= is_quote(doc->text, t);
    sum->quoted += sum->open;
    if (doc->text[t->start] == '|' || doc->text[t->start] == '/')
        sum->behind_stroke = i + 1;
}

static void count_word(tally *sum, const sm_doc *doc, size_t i)
{
    const sm_token *t = &doc->tokens[i];
    sum->picture |= i == sum->behind_stroke && says_picture(doc, i);
    sum->words += t->kind == SM_WORD && t->end - t->start > 1;
    sum->capitals += (t->flags & SM_T_ALLCAPS) != 0;
    sum->quoted += sum->open;
}

static uint32_t zone_of(const sm_doc *doc, const sm_sentence *s, const tally *sum, size_t index,
                        bool line_alone)
{
    uint32_t flags = 0, n = s->end - s->first;
    const sm_token *last = &doc->tokens[s->end - 1];
    bool stopped = last->kind == SM_PUNCT && strchr(".!?\"", doc->text[last->start]) != NULL;
    if (sum->words > 2 && sum->capitals * 10 >= sum->words * 8)
        flags |= SM_S_ALLCAPS;
    if (sum->quoted * 2 > n)
        flags |= SM_S_QUOTE;
    if (sum->picture || heads_caption(doc, s))
        flags |= SM_S_CAPTION;
    else if (line_alone && !stopped && index == 0 && n <= HEADLINE_TOKENS)
        flags |= SM_S_HEADLINE;
    else if (line_alone && !stopped && n <= HEADING_TOKENS)
        flags |= SM_S_HEADING;
    return flags;
}

/* Cut the tokens into sentences, and see what zone of the page each belongs to. */
static void find_sentences(sm_doc *doc, sm_token *tokens, size_t n)
{
    sm_sentence *list = NULL;
    size_t capacity = 0, count = 0, first = 0;
    uint32_t paragraph = 0, capitals = 0;
    tally sum = {0};
    bool links = false; /* the lines without a full stop below "Related articles" are links as well */
    for (size_t i = 0; i < n; i++) {
        tokens[i].sentence = (uint32_t)count;
        if (tokens[i].kind == SM_PUNCT) {
            count_sign(&sum, doc, i);
        } else {
            count_word(&sum, doc, i);
            if (!(tokens[i].flags & SM_T_DOTTED) && !(tokens[i + 1].flags & SM_T_NEWLINE))
                continue; /* within a line: the sentinel behind the last begins one */
        }
        if (!ends_sentence(doc->text, tokens, i, n) && !ends_headline(doc->text, tokens, first, i, n) &&
            !ends_bracket(doc->text, tokens, first, i, n))
            continue;
        if (!sm_arena_grow(doc->arena, &list, &capacity, count, sizeof *list))
            return;
        if (tokens[first].flags & SM_T_PARAGRAPH && first > 0)
            paragraph++;
        sm_sentence s = {.first = (uint32_t)first, .end = (uint32_t)i + 1, .paragraph = paragraph};
        bool line_alone = (first == 0 || (tokens[first].flags & SM_T_NEWLINE)) &&
                          (i + 1 == n || (tokens[i + 1].flags & SM_T_NEWLINE));
        const sm_link *link = link_of(doc, &s);
        links = (link->heads && s.end - s.first <= 3) || (links && line_alone && tokens[i].kind != SM_PUNCT);
        s.flags = zone_of(doc, &s, &sum, count, line_alone) | (link->phrase || links ? SM_S_LINK : 0);
        capitals += (s.flags & SM_S_ALLCAPS) != 0;
        list[count++] = s;
        first = i + 1;
        sum = (tally){0};
    }
    doc->sentences = list;
    doc->n_sentences = count;
    doc->allcaps = count > 0 && capitals * 10 >= count * 7;
}

sm_status sm_doc_make(const sm_article *article, sm_arena *arena, sm_doc **out, sm_error *err)
{
    if (article->length > SM_ARTICLE_MAX)
        return sm_fail_at(err, SM_E_LIMIT, article->id, 0, "article of %zu bytes, the limit is %u",
                          article->length, SM_ARTICLE_MAX);
    sm_doc *doc = sm_arena_alloc(arena, sizeof *doc);
    *doc = (sm_doc){.article = article, .text = article->text, .length = article->length, .arena = arena};

    /* Folding never makes a text longer than 3 bytes a byte (ligatures), rare; a token needs a NUL each. The
     * buffer is sized for the usual case and tokenizing starts again with the greater one when it does not
     * do. */
    size_t capacity = article->length / 4 + 64, count = 0,
           folds_capacity = article->length + article->length / 2 + 256;
    sm_token *tokens = sm_arena_room(arena, capacity * sizeof *tokens);
    char *folds = sm_arena_room(arena, folds_capacity);
    if (tokens == NULL || folds == NULL)
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    count = sm_tokenize(article->text, article->length, tokens, capacity - 1, folds, folds_capacity);
    if (count == capacity - 1 ||
        (count && tokens[count - 1].fold + tokens[count - 1].fold_length + 8u > folds_capacity)) {
        capacity = article->length + 2;
        folds_capacity = article->length * 4 + 256;
        tokens = sm_arena_room(arena, capacity * sizeof *tokens);
        folds = sm_arena_room(arena, folds_capacity);
        if (tokens == NULL || folds == NULL)
            return sm_fail(err, SM_E_NOMEM, "out of memory");
        count = sm_tokenize(article->text, article->length, tokens, capacity - 1, folds, folds_capacity);
    }
    memset(tokens + count, 0, (capacity - count < AHEAD ? capacity - count : AHEAD) * sizeof *tokens);
    tokens[count] = (sm_token){.start = (uint32_t)article->length,
                               .end = (uint32_t)article->length,
                               .kind = SM_PUNCT,
                               .flags = SM_T_SPACE | SM_T_NEWLINE | SM_T_PARAGRAPH,
                               .hash = sm_hash("", 0)};
    folds[folds_capacity - 1] = '\0';
    tokens[count].fold = (uint32_t)folds_capacity - 1;
    for (size_t i = 0; i < count; i++) {
        uint64_t classes, /* a sign can fold to nothing, as the "'" of "workers'" does, but is no word */
            word = tokens[i].kind != SM_PUNCT;
        tokens[i].lexeme = (uint16_t)(sm_lexeme(tokens[i].hash, &classes) * word);
        tokens[i].classes = classes * word;
    }
    doc->tokens = tokens;
    doc->n_tokens = count;
    doc->folds = folds;
    doc->time_items = sm_arena_array(arena, count + 1, sizeof *doc->time_items);
    index_codepoints(doc);
    find_sentences(doc, tokens, count);
    if (sm_arena_failed(arena))
        return sm_fail(err, SM_E_NOMEM, "out of memory");
    *out = doc;
    return SM_OK;
}

void sm_doc_dump(const sm_doc *doc, FILE *out)
{
    static const char *const kinds[] = {"word", "number", "possessive", "punct"};
    static const char *const flags[] = {"headline", "heading", "caption", "allcaps", "link", "quote"};
    for (size_t s = 0; s < doc->n_sentences; s++) {
        const sm_sentence *sentence = &doc->sentences[s];
        fprintf(out, "sentence %zu paragraph %u", s, sentence->paragraph);
        for (size_t f = 0; f < sizeof flags / sizeof *flags; f++)
            if (sentence->flags & (1u << f))
                fprintf(out, " %s", flags[f]);
        fputc('\n', out);
        for (uint32_t i = sentence->first; i < sentence->end; i++) {
            const sm_token *t = &doc->tokens[i];
            fprintf(out, "  %-10s %.*s", kinds[t->kind], (int)(t->end - t->start), doc->text + t->start);
            if (t->kind == SM_WORD)
                fprintf(out, " (%s)", sm_token_fold(doc, i));
            fputc('\n', out);
        }
    }
}
