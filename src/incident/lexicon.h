/** Words that tell who does what to whom, with what and where (lexicon.tsv): classes by bit. */
#ifndef SM_LEXICON_H
#define SM_LEXICON_H

#include "phrase.h"

#define SM_L_CLASSES(X)                                                                                      \
    X(perp)                                                                                                  \
    X(political)                                                                                             \
    X(crime) X(group) X(force) X(police) X(army) X(victim) X(weapon) X(blast) X(gun) X(blade) X(missile)     \
        X(aircraft) X(vehicle) X(ship) X(site) X(crowd) X(quake) X(eruption) X(damage) X(disease) X(cases)   \
            X(territory) X(plan) X(threat) X(attempt) X(foil) X(hypothetical) X(unconfirmed) X(negated)      \
                X(refers) X(several) X(atleast) X(atmost) X(about) X(dozens) X(quantity) X(killed) X(deaths) \
                    X(injured) X(shot) X(missing) X(displaced) X(detained) X(rescued) X(taken) X(part)       \
                        X(total) X(rose) X(claimed) X(accused) X(deniedby) X(aboard) X(suicide) X(deal)      \
                            X(multiple)

#define SM_L_NUMBER(c) SM_L_BIT_##c,
enum { SM_L_CLASSES(SM_L_NUMBER) SM_L_BIT_COUNT };
#define SM_L(c) (UINT64_C(1) << SM_L_BIT_##c)

#define SM_L_perp         SM_L(perp)
#define SM_L_political    SM_L(political)
#define SM_L_crime        SM_L(crime)
#define SM_L_group        SM_L(group)
#define SM_L_force        SM_L(force)
#define SM_L_police       SM_L(police)
#define SM_L_army         SM_L(army)
#define SM_L_victim       SM_L(victim)
#define SM_L_weapon       SM_L(weapon)
#define SM_L_blast        SM_L(blast)
#define SM_L_gun          SM_L(gun)
#define SM_L_blade        SM_L(blade)
#define SM_L_missile      SM_L(missile)
#define SM_L_aircraft     SM_L(aircraft)
#define SM_L_vehicle      SM_L(vehicle)
#define SM_L_ship         SM_L(ship)
#define SM_L_site         SM_L(site)
#define SM_L_crowd        SM_L(crowd)
#define SM_L_quake        SM_L(quake)
#define SM_L_eruption     SM_L(eruption)
#define SM_L_damage       SM_L(damage)
#define SM_L_disease      SM_L(disease)
#define SM_L_cases        SM_L(cases)
#define SM_L_territory    SM_L(territory)
#define SM_L_plan         SM_L(plan)
#define SM_L_threat       SM_L(threat)
#define SM_L_attempt      SM_L(attempt)
#define SM_L_foil         SM_L(foil)
#define SM_L_hypothetical SM_L(hypothetical)
#define SM_L_unconfirmed  SM_L(unconfirmed)
#define SM_L_negated      SM_L(negated)
#define SM_L_refers       SM_L(refers)
#define SM_L_several      SM_L(several)
#define SM_L_atleast      SM_L(atleast)
#define SM_L_atmost       SM_L(atmost)
#define SM_L_about        SM_L(about)
#define SM_L_dozens       SM_L(dozens)
#define SM_L_quantity     SM_L(quantity)
#define SM_L_killed       SM_L(killed)
#define SM_L_deaths       SM_L(deaths)
#define SM_L_injured      SM_L(injured)
#define SM_L_shot         SM_L(shot)
#define SM_L_missing      SM_L(missing)
#define SM_L_displaced    SM_L(displaced)
#define SM_L_detained     SM_L(detained)
#define SM_L_rescued      SM_L(rescued)
#define SM_L_taken        SM_L(taken)
#define SM_L_part         SM_L(part)
#define SM_L_total        SM_L(total)
#define SM_L_rose         SM_L(rose)
#define SM_L_claimed      SM_L(claimed)
#define SM_L_accused      SM_L(accused)
#define SM_L_deniedby     SM_L(deniedby)
#define SM_L_aboard       SM_L(aboard)
#define SM_L_suicide      SM_L(suicide)
#define SM_L_deal         SM_L(deal)
#define SM_L_multiple     SM_L(multiple)

typedef struct sm_term {
    const char *phrase;
    uint64_t classes;
    int32_t value;
} sm_term;

extern const sm_term sm_terms_rows[];
extern const sm_phrase_table sm_terms;

#endif
