/** How sure it is that an article reports an incident: a sum of evidence, weighed on gold.
 *
 * Every feature is a number from 0 to 1 read off the triggers, places, days and numbers of a report; its
 * weight stands in evidence.inc, made by tools/train_evidence.py (logistic regression). confidence = 1 / (1 +
 * exp(−sum)). */
#ifndef SM_EVIDENCE_H
#define SM_EVIDENCE_H

#include "report.h"

#define SM_EVIDENCE(X)                                                                                       \
    X(bias)                                                                                                  \
    X(strong) X(effects_only) X(more_passages) X(many_passages) X(first_sentence) X(early) X(no_place)       \
        X(firm_place) X(modifier_place) X(country_place) X(region_place) X(borrowed_place) X(dateline_place) \
            X(no_day) X(close_day) X(coarse_time) X(long_ago) X(number) X(big_number) X(only_implied)        \
                X(named_attacker) X(target) X(weapon) X(plural_nouns) X(definite_nouns) X(indefinite_noun)   \
                    X(past_verb) X(gerunds) X(present) X(first_person) X(in_quotes) X(several) X(refers)     \
                        X(general_words) X(attempted) X(foiled) X(threatened) X(unconfirmed) X(attack)       \
                            X(bombing) X(abduction) X(crime) X(property) X(clash) X(air) X(operation)        \
                                X(unrest) X(accident) X(disaster) X(place_and_day) X(place_and_number)       \
                                    X(day_and_number) X(other_incidents) X(short_article)

#define SM_EVIDENCE_NUMBER(name) SM_EVIDENCE_##name,
enum { SM_EVIDENCE(SM_EVIDENCE_NUMBER) SM_EVIDENCE_COUNT };

void sm_evidence(const sm_scan *s, const sm_reports *reports, size_t k, float out[SM_EVIDENCE_COUNT]);
double sm_evidence_confidence(const float features[SM_EVIDENCE_COUNT]); /**< 0 … 1 */

#endif
