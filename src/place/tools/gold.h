/** Gold articles for the trainer: texts with place names marked, made ready for the pipeline. */
#ifndef SM_TOOLS_GOLD_H
#define SM_TOOLS_GOLD_H

#include "pipeline.h"

typedef struct gold_name {
    sm_span span; /* code points */
    bool has_point, is_country;
    sm_point point;
    int32_t geonames_id;
    int8_t kind; /* 0 literal, 1 associative, -1 not marked */
} gold_name;

typedef struct gold_article {
    sm_article article; /* without spans */
    sm_article spanned; /* with the gold spans */
    sm_doc *doc, *spanned_doc;
    sm_looks looks;
    gold_name *names; /* by position */
    size_t n_names;
    int corpus;
    unsigned fold;
} gold_article;

/* What a corpus is good for; written behind its file name: "geovirus.jsonl:n". */
typedef struct gold_corpus {
    char name[64];
    bool no_adjectives; /* :n  its guideline does not mark adjectives */
    bool partial;       /* :p  marks only some names: for resolution only */
    bool sparse; /* :e  marks the places of events only: what is marked is learnt, what is not says nothing */
    bool lessons; /* :l  sentences with slots, see lessons.txt: for recognition only, learnt in every fold */
} gold_corpus;

typedef struct gold {
    gold_article *articles;
    size_t count, capacity;
    gold_corpus corpora[16];
    int n_corpora;
} gold;

/* Append a corpus; exits with a message when it cannot be read. `upper`: also a copy of each text in
 * capitals. */
void gold_read(gold *set, const sm_gazetteer *g, const char *argument, unsigned folds);

/* A copy of an article in another case (ASCII letters only, so that offsets stay): CAPITALS, Title Case,
 * lower case. */
typedef enum gold_case { GOLD_UPPER, GOLD_TITLE, GOLD_LOWER } gold_case;
void gold_recase(const sm_gazetteer *g, const gold_article *from, gold_case how, gold_article *to);

/* A copy of an article in which persons bear the names of places: "John Smith" becomes "Jordan Houston",
 * throughout. False when it has no persons. */
bool gold_impostors(const sm_gazetteer *g, const gold_article *from, gold_article *to);

_Noreturn void gold_die(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
