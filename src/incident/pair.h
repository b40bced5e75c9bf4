/** What speaks for and against two reports telling of one incident.
 *
 * Every feature is a number read off two incidents and their articles; its weight stands in pair.inc, learnt
 * from reports whose incidents are known by tools/train_merging.c (logistic regression). The sum of weights
 * is the log odds that both are one. */
#ifndef SM_PAIR_H
#define SM_PAIR_H

#include "merging.h"

/* words in common: cosine of the bags and what lies above .1, .2, .35; rare names, pairs of names, titles */
#define SM_PAIR_WORDS(X)                                                                                     \
    X(cosine) X(cosine_10) X(cosine_20) X(cosine_35) X(rare) X(rare_10) X(rare_25) X(names) X(names_8)       \
    X(title) X(title_half) X(no_title) X(short_bag) X(cosine_short)

/* the same of the sentences that tell of the incident, and what articles with several incidents say */
#define SM_PAIR_NEAR(X)                                                                                      \
    X(near) X(near_20) X(near_40) X(near_rare) X(several) X(cosine_several) X(rare_several)                  \
    X(place_several) X(day_several) X(toll_several)

/* days between the reports; between the incidents, where both name a day, one, or a range */
#define SM_PAIR_DAYS(X)                                                                                      \
    X(no_report) X(report_0) X(report_1) X(report_3) X(report_7) X(report_14) X(report_30) X(report_90)      \
    X(day_0) X(day_1) X(day_3) X(day_7) X(day_30) X(day_later) X(one_before) X(one_3) X(one_10) X(one_30)    \
    X(one_later) X(range_fits) X(range_apart) X(no_day)

/* words in common of reports that lie weeks apart */
#define SM_PAIR_LATE(X) X(rare_late) X(names_late) X(cosine_late)

#define SM_PAIR_PLACES(X)                                                                                    \
    X(place_same) X(place_same_coarse) X(place_inside) X(place_12) X(place_50) X(place_300) X(place_far)     \
    X(no_place) X(other_admin1) X(other_country)

#define SM_PAIR_FACTS(X)                                                                                     \
    X(type_same) X(type_sister) X(killed_0) X(killed_1) X(killed_4) X(killed_more) X(killed_near)            \
    X(killed_other) X(killed_far) X(injured_0) X(injured_1) X(injured_4) X(injured_more) X(injured_near)     \
    X(injured_other) X(injured_far) X(actor_same) X(target_same)

#define SM_PAIR_TOGETHER(X)                                                                                  \
    X(place_and_day) X(place_day_toll) X(cosine_place) X(cosine_apart) X(rare_apart) X(place_no_words)

#define SM_PAIR_FEATURES(X)                                                                                  \
    X(bias) SM_PAIR_WORDS(X) SM_PAIR_NEAR(X) SM_PAIR_DAYS(X) SM_PAIR_LATE(X) SM_PAIR_PLACES(X)               \
    SM_PAIR_FACTS(X) SM_PAIR_TOGETHER(X)

#define SM_PAIR_NUMBER(name) SM_PAIR_##name,
enum { SM_PAIR_FEATURES(SM_PAIR_NUMBER) SM_PAIR_COUNT };

void sm_pair_features(const sm_merger *m, const sm_view *a, const sm_view *b, float out[SM_PAIR_COUNT]);

#endif
