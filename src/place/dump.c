/** The stage's result as lines of text, for people and golden tests. */
#include "place.h"

/* "Paris, Lamar County, Texas, US": the name and what it lies in. */
static void print_place(const sm_gazetteer *g, uint32_t place, FILE *out)
{
    const sm_place *p = sm_gazetteer_place(g, place);
    fputs(sm_gazetteer_string(g, p->name), out);
    const uint32_t within[] = {p->admin2, p->admin1};
    for (int i = 0; i < 2; i++)
        if (within[i] != SM_NO_PLACE && within[i] != place)
            fprintf(out, ", %s", sm_gazetteer_string(g, sm_gazetteer_place(g, within[i])->name));
    if (p->country != place && p->country_code[0])
        fprintf(out, ", %.2s", p->country_code);
    fprintf(out, " %.2f %.2f", p->lon_e5 / 1e5, p->lat_e5 / 1e5);
}

void sm_places_dump(const sm_gazetteer *g, const sm_doc *doc, const sm_places *places, FILE *out)
{
    for (size_t i = 0; i < places->count; i++) {
        const sm_mention *m = &places->mentions[i];
        fprintf(out, "%.*s [%u,%u) %s -> ", (int)(m->stop - m->start), doc->text + m->start,
                sm_doc_codepoint(doc, m->start), sm_doc_codepoint(doc, m->stop),
                m->kind == SM_LITERAL ? "literal" : "associative");
        if (m->place == SM_NO_PLACE)
            fputs("unresolved", out);
        else
            print_place(g, m->place, out);
        fprintf(out, " (%s)\n", sm_reason_name((sm_reason)m->reason));
    }
}
