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
    X(cosine, 1) X(cosine_10, 0) X(cosine_20, 0) X(cosine_35, 0) X(rare, 1) X(rare_10, 0) X(rare_25, 0) X(names, 1) X(names_8, 0)       \
    X(title, 1) X(title_half, 0) X(short_bag, 0) X(cosine_short, 0)

/* the same of the sentences that tell of the incident, and what articles with several incidents say */
#define SM_PAIR_NEAR(X)                                                                                      \
    X(near, 1) X(near_20, 0) X(near_40, 0) X(near_rare, 1) X(several, -1) X(cosine_several, -1) X(rare_several, -1)                  \
    X(place_several, -1) X(day_several, -1) X(toll_several, -1)

/* days between the reports; between the incidents, where both name a day, one, or a range; the weekdays that
 * undated ones name */
#define SM_PAIR_DAYS(X)                                                                                      \
    X(report_0, 0) X(report_1, 0) X(report_3, 0) X(report_7, 0) X(report_14, 0) X(report_30, 0) X(report_90, 0)      \
    X(day_0, 1) X(day_1, 1) X(day_3, -1) X(day_7, -1) X(day_30, -1) X(day_later, -1) X(one_before, -1) X(one_3, 1) X(one_10, 0) X(one_30, 0)    \
    X(one_later, -1) X(range_fits, 1) X(range_apart, -1) X(no_day, 0) X(weekday_same, 1) X(weekday_other, -1)

/* words in common of reports that lie weeks apart */
#define SM_PAIR_LATE(X) X(rare_late, 0) X(names_late, 0) X(cosine_late, 0)

#define SM_PAIR_PLACES(X)                                                                                    \
    X(place_same, 1) X(place_same_coarse, 0) X(place_inside, 0) X(place_12, 0) X(place_50, 0) X(place_300, -1) X(place_far, -1)     \
    X(no_place, 0) X(other_admin1, -1) X(other_country, -1)

#define SM_PAIR_FACTS(X)                                                                                     \
    X(type_same, 1) X(type_sister, 0) X(killed_0, 0) X(killed_1, 1) X(killed_4, 1) X(killed_more, 1) X(killed_near, 0)            \
    X(killed_other, -1) X(killed_far, -1) X(injured_0, 0) X(injured_1, 1) X(injured_4, 1) X(injured_more, 1) X(injured_near, 0)     \
    X(injured_other, -1) X(injured_far, -1) X(actor_same, 1) X(target_same, 1)

#define SM_PAIR_TOGETHER(X)                                                                                  \
    X(place_and_day, 1) X(place_day_toll, 1) X(cosine_place, 0) X(cosine_apart, -1) X(rare_apart, -1) X(place_no_words, -1)

#define SM_PAIR_FEATURES(X)                                                                                  \
    X(bias, 0) SM_PAIR_WORDS(X) SM_PAIR_NEAR(X) SM_PAIR_DAYS(X) SM_PAIR_LATE(X) SM_PAIR_PLACES(X)               \
    SM_PAIR_FACTS(X) SM_PAIR_TOGETHER(X)

#define SM_PAIR_NUMBER(name, sign) SM_PAIR_##name,
enum { SM_PAIR_FEATURES(SM_PAIR_NUMBER) SM_PAIR_COUNT };

void sm_pair_features(const sm_merger *m, const sm_view *a, const sm_view *b, float out[SM_PAIR_COUNT]);

#endif
