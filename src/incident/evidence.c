#include "evidence.h"

#include "date.h"

#include <math.h>
#include <string.h>

static const float weights[SM_EVIDENCE_COUNT] = {
#include "evidence.inc"
};

/* Which way the article speaks of it: over all triggers of the report. */
static void of_words(const sm_scan *s, size_t k, float *f)
{
    size_t hits = 0, plural = 0, definite = 0, gerund = 0, present = 0, quoted = 0, person = 0, vague = 0;
    for (size_t i = 0; i < s->n_hits; i++) {
        const sm_hit *h = &s->hits[i];
        if (h->dropped || h->report != k)
            continue;
        const sm_sentence *q = &s->doc->sentences[h->sentence];
        size_t from = h->first > q->first + 8 ? h->first - 8 : q->first;
        hits++;
        plural += h->plural;
        definite += h->noun && h->definite;
        gerund += h->generic;
        if (h->noun && h->indefinite)
            f[SM_EVIDENCE_indefinite_noun] = 1;
        bool long_enough = s->doc->tokens[h->end - 1].fold_length > 2;
        if (!h->noun && long_enough && !h->generic &&
            (h->trigger->strength != SM_effect || sm_token_ends(s->doc, h->end - 1, "ed")))
            f[SM_EVIDENCE_past_verb] = 1;
        bool now = false, we = false, loose = false;
        for (size_t j = from; j < q->end && j < h->end + 4; j++) {
            now |= sm_scan_cue(s, j, SM_C_now) && j < h->first && h->first - j < 3;
            we |= sm_scan_cue(s, j, SM_C_first_person);
            loose |= sm_scan_cue(s, j, SM_C_general);
            if (s->terms[j] & SM_L(several))
                f[SM_EVIDENCE_several] = 1;
            if ((s->terms[j] & SM_L(refers)) && j < h->first)
                f[SM_EVIDENCE_refers] = 1;
        }
        present += now;
        person += we;
        vague += loose;
        quoted += (q->flags & SM_S_QUOTE) != 0;
    }
    if (hits == 0)
        return;
    f[SM_EVIDENCE_plural_nouns] = (float)plural / (float)hits;
    f[SM_EVIDENCE_definite_nouns] = (float)definite / (float)hits;
    f[SM_EVIDENCE_gerunds] = (float)gerund / (float)hits;
    f[SM_EVIDENCE_present] = (float)present / (float)hits;
    f[SM_EVIDENCE_in_quotes] = (float)quoted / (float)hits;
    f[SM_EVIDENCE_first_person] = (float)person / (float)hits;
    f[SM_EVIDENCE_general_words] = (float)vague / (float)hits;
}

static void of_place(const sm_where *w, float *f)
{
    const char *m = w->method;
    f[SM_EVIDENCE_no_place] = w->n == 0;
    if (w->n == 0)
        return;
    bool borrowed = strcmp(m, "context") == 0 || strcmp(m, "lead") == 0,
         dateline = strncmp(m, "dateline", 8) == 0 || strcmp(m, "authority") == 0;
    f[SM_EVIDENCE_borrowed_place] = borrowed;
    f[SM_EVIDENCE_dateline_place] = dateline;
    f[SM_EVIDENCE_modifier_place] = strcmp(m, "modifier") == 0;
    if (borrowed || dateline)
        return;
    f[SM_EVIDENCE_firm_place] = w->firm;
    f[SM_EVIDENCE_country_place] = w->precision == SM_GEO_COUNTRY;
    f[SM_EVIDENCE_region_place] = w->precision == SM_GEO_REGION || w->precision == SM_GEO_WATER;
}

static void of_time(const sm_scan *s, const sm_when *w, float *f)
{
    f[SM_EVIDENCE_no_day] = w->timex == SM_NONE;
    if (w->timex == SM_NONE)
        return;
    bool coarse = w->precision > SM_PRECISION_FEW_DAYS;
    f[SM_EVIDENCE_coarse_time] = coarse;
    f[SM_EVIDENCE_close_day] = !coarse && w->score >= 0.1f;
    f[SM_EVIDENCE_long_ago] = w->known && s->published.year && sm_days(s->published) - w->to > 90;
}

static void of_counts(const sm_scan *s, const sm_report *r, float *f)
{
    bool told = false, big = false, implied = false;
    for (size_t i = 0; i < r->n_counts; i++) {
        const sm_count *c = &s->counts[r->counts[i]];
        implied |= c->implied;
        told |= !c->implied;
        big |= !c->singular && c->best > 1;
    }
    f[SM_EVIDENCE_number] = told;
    f[SM_EVIDENCE_big_number] = big;
    f[SM_EVIDENCE_only_implied] = implied && !told;
}

static void of_type(uint8_t type, float *f)
{
    switch (type) {
    case SM_EVENT_armed_attack:
        f[SM_EVIDENCE_attack] = 1;
        break;
    case SM_EVENT_bombing:
    case SM_EVENT_suicide_bombing:
        f[SM_EVIDENCE_bombing] = 1;
        break;
    case SM_EVENT_abduction:
    case SM_EVENT_hijack_piracy:
        f[SM_EVIDENCE_abduction] = 1;
        break;
    case SM_EVENT_violent_crime:
    case SM_EVENT_sexual_violence:
        f[SM_EVIDENCE_crime] = 1;
        break;
    case SM_EVENT_property_destruction:
        f[SM_EVIDENCE_property] = 1;
        break;
    case SM_EVENT_armed_clash:
    case SM_EVENT_territory_change:
        f[SM_EVIDENCE_clash] = 1;
        break;
    case SM_EVENT_air_strike:
    case SM_EVENT_shelling_missile:
    case SM_EVENT_chemical_attack:
        f[SM_EVIDENCE_air] = 1;
        break;
    case SM_EVENT_strategic_development:
    case SM_EVENT_other:
        break;
    case SM_EVENT_security_operation:
        f[SM_EVIDENCE_operation] = 1;
        break;
    case SM_EVENT_protest:
    case SM_EVENT_riot:
    case SM_EVENT_force_against_protesters:
        f[SM_EVIDENCE_unrest] = 1;
        break;
    case SM_EVENT_air_crash:
    case SM_EVENT_transport_accident:
    case SM_EVENT_industrial_accident:
    case SM_EVENT_fire_collapse:
        f[SM_EVIDENCE_accident] = 1;
        break;
    default:
        f[SM_EVIDENCE_disaster] = 1;
        break;
    }
}

void sm_evidence(const sm_scan *s, const sm_reports *reports, size_t k, float f[SM_EVIDENCE_COUNT])
{
    const sm_report *r = &reports->items[k];
    memset(f, 0, SM_EVIDENCE_COUNT * sizeof *f);
    f[SM_EVIDENCE_bias] = 1;
    f[SM_EVIDENCE_strong] = r->strong;
    f[SM_EVIDENCE_effects_only] = r->rank <= 1;
    f[SM_EVIDENCE_more_passages] = r->n_passages > 1;
    f[SM_EVIDENCE_many_passages] = r->n_passages > 3;
    f[SM_EVIDENCE_first_sentence] = r->passages[0].sentence == 0;
    f[SM_EVIDENCE_early] = r->passages[0].sentence < 4;
    of_words(s, k, f);
    of_place(&r->where, f);
    of_time(s, &r->when, f);
    of_counts(s, r, f);
    f[SM_EVIDENCE_named_attacker] = r->perpetrator != NULL;
    f[SM_EVIDENCE_target] = r->target != NULL;
    f[SM_EVIDENCE_weapon] = r->weapon != NULL;
    f[SM_EVIDENCE_attempted] = r->status == SM_ATTEMPTED;
    f[SM_EVIDENCE_foiled] = r->status == SM_FOILED;
    f[SM_EVIDENCE_threatened] = r->status == SM_THREATENED;
    f[SM_EVIDENCE_unconfirmed] = r->status == SM_UNCONFIRMED;
    of_type(r->type, f);
    bool place = r->where.n && !f[SM_EVIDENCE_borrowed_place] && !f[SM_EVIDENCE_dateline_place] &&
                 !f[SM_EVIDENCE_country_place];
    f[SM_EVIDENCE_place_and_day] = place && f[SM_EVIDENCE_close_day] > 0;
    f[SM_EVIDENCE_place_and_number] = place && f[SM_EVIDENCE_number] > 0;
    f[SM_EVIDENCE_day_and_number] = f[SM_EVIDENCE_close_day] > 0 && f[SM_EVIDENCE_number] > 0;
    f[SM_EVIDENCE_other_incidents] = reports->count > 6 ? 1 : (float)reports->count / 6;
    f[SM_EVIDENCE_short_article] = s->doc->n_sentences <= 3;
}

double sm_evidence_confidence(const float f[SM_EVIDENCE_COUNT])
{
    double sum = 0;
    for (size_t i = 0; i < SM_EVIDENCE_COUNT; i++)
        sum += (double)weights[i] * (double)f[i];
    return 1 / (1 + exp(-sum));
}
