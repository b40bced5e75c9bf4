/** Tokens and sentences: spans into one text, found in one pass, no allocation per token.
 *
 * "Gunmen in Sharm el-Sheikh killed Egypt's envoy." gives the tokens
 *   Gunmen in Sharm el - Sheikh killed Egypt 's envoy .
 * A word is letters, marks, digits, with apostrophes and dots inside ("d'Ivoire", "U.S.", "3,500" as one
 * number); a possessive is its own token; anything else is a token of one character. Each token knows its
 * folded form's hash, so phrases and names are looked up without touching the text. */
#ifndef SM_TOKEN_H
#define SM_TOKEN_H

#include "article.h"
#include <stdio.h>
#include <string.h>

typedef enum sm_token_kind { SM_WORD, SM_NUMBER, SM_POSSESSIVE, SM_PUNCT } sm_token_kind;

enum {
    SM_T_CAPITAL = 1 << 0,   /**< first letter is upper case */
    SM_T_ALLCAPS = 1 << 1,   /**< two letters or more, all upper case */
    SM_T_MIXED = 1 << 2,     /**< an upper-case letter after the first: McDonald, iPhone */
    SM_T_SPACE = 1 << 3,     /**< white space (or the start of the text) before it */
    SM_T_NEWLINE = 1 << 4,   /**< a line break before it */
    SM_T_PARAGRAPH = 1 << 5, /**< first of a paragraph */
    SM_T_DOTTED = 1 << 6,    /**< an abbreviation with dots inside or at its end: U.S., a.m., Gen. */
    SM_T_DIGIT = 1 << 7, /**< a digit in it */
};

typedef struct sm_token {
    uint64_t hash;       /**< of the folded form */
    uint64_t classes;    /**< in the general word table: SM_W_… in phrase.h */
    uint32_t start, end; /**< bytes into the text */
    uint32_t fold;       /**< offset into sm_doc.folds */
    uint32_t sentence;   /**< index of its sentence */
    uint16_t fold_length;
    uint8_t kind, flags;
    uint16_t lexeme; /**< number in the vocabulary, 0 = none: see phrase.h */
} sm_token;

enum {
    SM_S_HEADLINE = 1 << 0, /**< a line without a full stop at the head of the article */
    SM_S_HEADING = 1 << 1,  /**< a short line without a full stop further down */
    SM_S_CAPTION = 1 << 2,  /**< "… | Photo: Reuters", "File photo" */
    SM_S_ALLCAPS = 1 << 3,  /**< nearly all letters are capitals */
    SM_S_LINK = 1 << 4, /**< points to another article, or is the site's own: "Read more: …", "(See: …)" */
    SM_S_QUOTE = 1 << 5, /**< mostly inside quotation marks */
};

typedef struct sm_sentence {
    uint32_t first, end; /**< tokens, half open */
    uint32_t paragraph;
    uint32_t flags;
} sm_sentence;

/** An article made ready: what every later stage reads. */
typedef struct sm_doc {
    const sm_article *article;
    const char *text;
    size_t length;
    const sm_token *tokens; /**< `n_tokens`, followed by a sentinel: SM_PUNCT of length 0 */
    size_t n_tokens;
    const sm_sentence *sentences;
    size_t n_sentences;
    const char *folds;               /**< folded forms, each NUL-terminated */
    struct sm_time_item *time_items; /**< one a token, filled when they are looked at: timeitem.h */
    const uint32_t *blocks;          /**< code points before every 64th byte; NULL when all is ASCII */
    sm_arena *arena;
    bool allcaps; /**< the whole text is in capitals */
} sm_doc;

/** Split `article->text` (borrowed). Fails with SM_E_NOMEM or SM_E_LIMIT. `doc` and all in it live in
 * `arena`. */
sm_status sm_doc_make(const sm_article *article, sm_arena *arena, sm_doc **out, sm_error *err);

/** Only the tokens of a short string such as a name: at most `capacity` of them, and their folded forms in
 * `folds` (room for `folds_capacity` bytes). Returns the number written. */
size_t sm_tokenize(const char *text, size_t length, sm_token *tokens, size_t capacity, char *folds,
                   size_t folds_capacity);

/** The code point index of a byte offset into the text. */
uint32_t sm_doc_codepoint(const sm_doc *doc, uint32_t byte);

/** The byte offset of a code point index; `length` when it lies behind the end. */
uint32_t sm_doc_byte(const sm_doc *doc, uint32_t codepoint);

static inline const char *sm_token_fold(const sm_doc *doc, size_t i)
{
    return doc->folds + doc->tokens[i].fold;
}

/** Whether the folded form of token `i` is `word` (lower case, no marks). */
static inline bool sm_token_is(const sm_doc *doc, size_t i, const char *word)
{
    size_t length = strlen(word); /* known when compiling: words are mostly literals */
    return doc->tokens[i].fold_length == length && memcmp(sm_token_fold(doc, i), word, length) == 0;
}

/** Whether the folded form of token `i` ends with `ending` and has something before it. */
static inline bool sm_token_ends(const sm_doc *doc, size_t i, const char *ending)
{
    size_t n = doc->tokens[i].fold_length, length = strlen(ending);
    return n > length && memcmp(sm_token_fold(doc, i) + n - length, ending, length) == 0;
}

/** One line a token, for tests: `kind flags text fold`, and a line a sentence. */
void sm_doc_dump(const sm_doc *doc, FILE *out);

#endif
