/** Single words that the stages look for in many sentences (cues.tsv): lists by bit, looked up once a token.
 */
#ifndef SM_CUES_H
#define SM_CUES_H

#include "phrase.h"

#define SM_C_joint        (UINT32_C(1) << 0)  /**< a clause may begin with it */
#define SM_C_subject      (UINT32_C(1) << 1)  /**< behind such a joint: a new subject or place */
#define SM_C_never        (UINT32_C(1) << 2)  /**< opens a clause by its class, and does not */
#define SM_C_first_person (UINT32_C(1) << 3)  /**< we, our */
#define SM_C_general      (UINT32_C(1) << 4)  /**< of talk about incidents in general: often, violence */
#define SM_C_now          (UINT32_C(1) << 5)  /**< helping verbs of the present */
#define SM_C_practice     (UINT32_C(1) << 6)  /**< simulated, mock */
#define SM_C_training     (UINT32_C(1) << 7)  /**< before "for": trained, practise */
#define SM_C_drill        (UINT32_C(1) << 8)  /**< drill, exercise */
#define SM_C_occasion     (UINT32_C(1) << 9)  /**< before "of": anniversary */
#define SM_C_unreal       (UINT32_C(1) << 10) /**< modifiers of what has not happened: future, possible, no */
#define SM_C_moved        (UINT32_C(1) << 11) /**< to a hospital: taken, flown */
#define SM_C_death        (UINT32_C(1) << 12) /**< somebody died, perhaps: murder, fatal */
#define SM_C_fate         (UINT32_C(1) << 13) /**< what became of people: casualties, fatally, hit */
#define SM_C_sequel       (UINT32_C(1) << 14) /**< of what came after an incident: charged, hearing, vigil */
#define SM_C_definite     (UINT32_C(1) << 15) /**< the, those, his: an incident told before */
#define SM_C_indefinite   (UINT32_C(1) << 16) /**< a, several, new: one not told before */
#define SM_C_another      (UINT32_C(1) << 17) /**< another, second, previous: not the one told before */
#define SM_C_sent         (UINT32_C(1) << 18) /**< before "to the hospital": sent, left */
#define SM_C_adverb       (UINT32_C(1) << 19) /**< between a subject and its verb: also, reportedly */
#define SM_C_describing   (UINT32_C(1) << 20) /**< in -ed or -ing, and no verb: armed, wedding */
#define SM_C_verb         (UINT32_C(1) << 21) /**< ends a noun phrase: struck, fell */
#define SM_C_body         (UINT32_C(1) << 22) /**< of people who act together: group, militia */
#define SM_C_measure      (UINT32_C(1) << 23) /**< no target: kilometres, outskirts */
#define SM_C_vague        (UINT32_C(1) << 24) /**< hardly a target: people, men */
#define SM_C_hitting      (UINT32_C(1) << 25) /**< what hits: struck, destroyed */
#define SM_C_relative     (UINT32_C(1) << 26) /**< who, that, which */
#define SM_C_against      (UINT32_C(1) << 27) /**< before what a verb strikes: at, against */
#define SM_C_within       (UINT32_C(1) << 28) /**< before where it struck: inside, near */
#define SM_C_light        (UINT32_C(1) << 29) /**< of "carried out an attack": carried, launched */
#define SM_C_blame        (UINT32_C(1) << 30) /**< blamed, attributed */
#define SM_C_onto         (UINT32_C(1) << 31) /**< before the target of a noun: on, of */

typedef struct sm_cue {
    const char *phrase;
    uint32_t lists; /**< SM_C_… */
} sm_cue;

extern const sm_cue sm_cues_rows[];
extern const sm_phrase_table sm_cues;

#endif
