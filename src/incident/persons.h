/** Victims told one by one: how many persons the single statements of an incident are about. */
#ifndef SM_PERSONS_H
#define SM_PERSONS_H

#include "report.h"

enum { SM_PEOPLE = 32 };
typedef struct sm_persons_told {
    int32_t dead;             /**< who was hurt and died counts as dead */
    int32_t hurt;             /**< shot or wounded, and not among the dead */
    uint32_t word[SM_PEOPLE]; /**< of each who is hurt: token of the word that says so first */
} sm_persons_told;

/** The persons that single statements ("a guard was shot", "he died") of a report are about; statements with
 * numbers above one are not looked at. */
sm_persons_told sm_told_one_by_one(const sm_scan *s, const sm_report *r);

#endif
