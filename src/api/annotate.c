#include "annotate.h"

#include <string.h>

const char *const sm_published_names[4] = {"none", "given", "text", "file_name"};

/* When was the article published: its own word, what stands at its head, the name of its file, the caller's
 * default. */
static sm_status find_published(sm_annotation *a, const sm_article *article,
                                const sm_annotate_options *options, sm_error *err)
{
    sm_status st = sm_find_times(a->doc, article->date, &a->times, &a->n_times, err);
    if (st != SM_OK)
        return st;
    a->published = article->date;
    a->published_basis = 1;
    if (a->published.year)
        return SM_OK;
    a->published = sm_find_publication_date(a->doc, a->times, a->n_times);
    a->published_basis = 2;
    if (a->published.year == 0) {
        a->published = article->file_date;
        a->published_basis = 3;
    }
    if (a->published.year == 0) {
        a->published = options->published;
        a->published_basis = a->published.year ? 1 : 0;
    }
    if (a->published.year)
        sm_times_resolve(a->doc, a->published, a->times, a->n_times);
    return SM_OK;
}

static sm_status find_places(const sm_gazetteer *g, const sm_doc *doc, const sm_place_options *options,
                             sm_home *home, sm_places **out, sm_error *err)
{
    sm_place_options with_home = *options;
    with_home.home = home;
    sm_status st = sm_find_places(g, doc, &with_home, out, err);
    if (st == SM_OK && home)
        *home = (*out)->home;
    return st;
}

/* The headline is read like an article of its own, where the text does not begin with it. */
static sm_status read_title(const sm_gazetteer *g, const sm_article *article,
                            const sm_annotate_options *options, sm_arena *arena, sm_annotation *out,
                            sm_error *err)
{
    const char *title = article->title;
    size_t length = title ? strlen(title) : 0;
    if (length == 0 || (length <= article->length && memcmp(title, article->text, length) == 0))
        return SM_OK;
    sm_article head = *article;
    head.text = title;
    head.length = length;
    head.title = NULL;
    head.spans = NULL;
    head.n_spans = 0;
    sm_annotation a = {.published = out->published};
    sm_extract_options extract = {.types = options->types,
                                  .wanted = options->chosen ? options->wanted : NULL,
                                  .merging = options->merging};
    sm_status st = sm_doc_make(&head, arena, &a.doc, err);
    if (st == SM_OK)
        st = sm_find_times(a.doc, out->published, &a.times, &a.n_times, err);
    sm_home home = out->places->home;
    if (st == SM_OK)
        st = find_places(g, a.doc, &options->place, &home, &a.places, err);
    if (st == SM_OK && (a.incidents = sm_incidents_new()) == NULL)
        st = sm_fail(err, SM_E_NOMEM, "out of memory");
    if (st == SM_OK)
        st = sm_extract_incidents(g, a.doc, a.places, a.times, a.n_times, a.published, &extract, a.incidents,
                                  err);
    uint32_t focus = out->places->focus_country;
    const char *country = focus == SM_NO_PLACE ? NULL : sm_gazetteer_place(g, focus)->country_code;
    if (st == SM_OK)
        st = sm_use_title(out->incidents, a.incidents, title, country, err);
    sm_annotation_release(&a);
    return st;
}

sm_status sm_annotate(const sm_gazetteer *g, const sm_article *article, const sm_annotate_options *options,
                      sm_home *home, sm_arena *arena, sm_annotation *out, sm_error *err)
{
    static const sm_annotate_options defaults;
    options = options ? options : &defaults;
    *out = (sm_annotation){0};
    sm_status st = sm_doc_make(article, arena, &out->doc, err);
    if (st == SM_OK)
        st = find_published(out, article, options, err);
    if (st == SM_OK)
        st = find_places(g, out->doc, &options->place, home, &out->places, err);
    if (st == SM_OK && (out->incidents = sm_incidents_new()) == NULL)
        st = sm_fail(err, SM_E_NOMEM, "out of memory");
    sm_extract_options extract = {.types = options->types,
                                  .wanted = options->chosen ? options->wanted : NULL,
                                  .explanation = options->explain ? &out->explanation : NULL,
                                  .merging = options->merging};
    if (st == SM_OK)
        st = sm_extract_incidents(g, out->doc, out->places, out->times, out->n_times, out->published,
                                  &extract, out->incidents, err);
    if (st == SM_OK)
        st = read_title(g, article, options, arena, out, err);
    if (st != SM_OK)
        sm_annotation_release(out);
    return st;
}

void sm_annotation_release(sm_annotation *a)
{
    sm_incidents_free(a->incidents);
    a->incidents = NULL;
}
