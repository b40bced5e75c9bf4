/** Single words that the stages look for (cues.tsv), in lists. */
#ifndef SM_CUES_H
#define SM_CUES_H

#include "phrase.h"

/** The lists, in the order of cues.tsv. */
typedef enum sm_cue {
    SM_C_none,

    /* Several stages */
    SM_C_joint,        /**< a clause may begin with it */
    SM_C_subject,      /**< behind such a joint: a new subject or place */
    SM_C_never,        /**< opens a clause by its class, and does not */
    SM_C_first_person, /**< we, our */
    SM_C_general,      /**< of talk about incidents in general: often, violence */
    SM_C_now,          /**< helping verbs of the present */
    SM_C_practice,     /**< simulated, mock */
    SM_C_training,     /**< before "for": trained, practise */
    SM_C_drill,        /**< drill, exercise */
    SM_C_occasion,     /**< before "of": anniversary */
    SM_C_unreal,       /**< modifiers of what has not happened: future, possible, no */
    SM_C_moved,        /**< to a hospital: taken, flown */
    SM_C_death,        /**< somebody died, perhaps: murder, fatal */
    SM_C_fate,         /**< what became of people: casualties, fatally, hit */
    SM_C_sequel,       /**< of what came after an incident: charged, hearing, vigil */
    SM_C_definite,     /**< the, those, his: an incident told before */
    SM_C_indefinite,   /**< a, several, new: one not told before */
    SM_C_another,      /**< another, second, previous: not the one told before */
    SM_C_sent,         /**< before "to the hospital": sent, left */
    SM_C_adverb,       /**< between a subject and its verb: also, reportedly */
    SM_C_describing,   /**< in -ed or -ing, and no verb: armed, wedding */
    SM_C_verb,         /**< ends a noun phrase: struck, fell */
    SM_C_body,         /**< of people who act together: group, militia */
    SM_C_measure,      /**< no target: kilometres, outskirts */
    SM_C_vague,        /**< hardly a target: people, men */
    SM_C_hitting,      /**< what hits: struck, destroyed */
    SM_C_relative,     /**< who, that, which */
    SM_C_against,      /**< before what a verb strikes: at, against */
    SM_C_within,       /**< before where it struck: inside, near */
    SM_C_light,        /**< of "carried out an attack": carried, launched */
    SM_C_blame,        /**< blamed, attributed */
    SM_C_onto,         /**< before the target of a noun: on, of */

    /* Telling whether and how: factuality.c, group.c, actor.c, trigger.c */
    SM_C_carried_out, /**< before "to attack": it was done: began, managed */
    SM_C_causing,     /**< behind a modal verb: what may come: cause, spark */
    SM_C_denying,     /**< denied, denies */
    SM_C_rumour,      /**< what is denied: reports, claims */
    SM_C_nothing,     /**< of what did not happen: no, nobody */
    SM_C_happening,   /**< behind "never": took (place), happened */
    SM_C_plain_death, /**< of death without violence: killed, died, toll */
    SM_C_deadly_verb, /**< verbs, though triggers.tsv allows a noun: shot, slain */
    SM_C_blamed_on,   /**< before whom an incident is blamed on: on, to */
    SM_C_works,       /**< where an explosion is an accident: plant, mine, boiler */
    SM_C_authority,   /**< of a town, who tells what happened there: police, sheriff */

    /* Days: link_time.c, choose_day.c */
    SM_C_said_on,     /**< between a verb of saying and its day: on, late, reporters */
    SM_C_occurring,   /**< brings a day to a noun: occurred, began */
    SM_C_range_begin, /**< from, between */
    SM_C_range_joint, /**< to, until, and */
    SM_C_trial,       /**< of what came later: charged, court, sentenced */
    SM_C_hours,       /**< hours, minutes */
    SM_C_apart,       /**< behind them: later, before */
    SM_C_day_part,    /**< day, night, morning */

    /* Places: link_place.c, govern.c, name_use.c, place_list.c */
    SM_C_striking,       /**< before a place: struck, hit, devastated */
    SM_C_provinces,      /**< behind a list of names: provinces, states */
    SM_C_other_capital,  /**< behind "capital" that is no town: punishment, gains */
    SM_C_kilometres,     /**< km, kilometres */
    SM_C_miles,          /**< miles, mi */
    SM_C_blow,           /**< verbs that a place is the object of: struck, shook */
    SM_C_launching,      /**< before "from": fired, launched */
    SM_C_locality,       /**< before "of" and a name: capital, suburb, coast */
    SM_C_hospital_name,  /**< behind a name: hospital, clinic, medical */
    SM_C_brought,        /**< before a hospital: taken, died, treated */
    SM_C_street,         /**< behind a name: street, highway, apartments */
    SM_C_travel,         /**< of a way between places: flight, headed, bus */
    SM_C_stricken,       /**< before a place that suffers: struck, shelled, rocked */
    SM_C_near_place,     /**< off, in, near */
    SM_C_at_place,       /**< before where something happened: in, at, across */
    SM_C_facility_joint, /**< behind a facility's name: in, of, near */
    SM_C_road,           /**< before "from A to B": road, railway */

    /* Numbers of people: count.c, quantity.c, victims.c */
    SM_C_qualifier,      /**< makes "nobody was hurt" less than none: seriously, other */
    SM_C_helper,         /**< before a fate in the passive: was, were, feared */
    SM_C_who_after,      /**< who, after */
    SM_C_object_opener,  /**< opens the object of a verb: him, his, their */
    SM_C_subject_border, /**< between two subjects: after, when, that */
    SM_C_hospital,       /**< hospital, hospitals */
    SM_C_takes_lives,    /**< before "lives": claimed, cost, lost */
    SM_C_bore,           /**< before wounds: suffered, sustained */
    SM_C_bullet,         /**< struck by it: gunfire, bullet */
    SM_C_acting,         /**< verbs of headlines: shoots, kills */
    SM_C_averted,        /**< before a death that need not have been: attempted, nearly */
    SM_C_no_death,       /**< behind it: a deadly weapon, the death penalty */
    SM_C_deed,           /**< a fatal shooting, stabbing, attack */
    SM_C_not_known,      /**< no word, no information on casualties */
    SM_C_clinic,         /**< where people are taken: hospital, clinic */
    SM_C_projectile,     /**< what hits people: bullet, shot, shrapnel */
    SM_C_hospital_prep,  /**< to, in, at */
    SM_C_nearly,         /**< nearly, almost */
    SM_C_unit,           /**< behind a number of no people: percent, years, km, cars */
    SM_C_plural,         /**< plurals without s: people, police, crew */
    SM_C_rest,           /**< others, other, more */
    SM_C_address_prep,   /**< before the number of a house: at, near */
    SM_C_ages,           /**< ages, aged */
    SM_C_parent,         /**< before "of three": father, mother */
    SM_C_age_verb,       /**< behind an age: was, who */
    SM_C_article,        /**< a, an */
    SM_C_numbered,       /**< before a number that counts nothing: flight, age, route */
    SM_C_wound,          /**< wound, bullet */
    SM_C_wound_kind,     /**< before it: gunshot, stab */
    SM_C_not_told,       /**< no word, no details: nothing is said of a number */
    SM_C_generation,     /**< behind a surname: jr, iv */
    SM_C_be,             /**< between a subject and its fate: was, had, reportedly */
    SM_C_house,          /**< of a name that is no person's: hospital, center, ward */
    SM_C_owner,          /**< his, her, their */
    SM_C_to_place,       /**< before a name that is no person's: to, at, inside */
    SM_C_one_person,     /**< he, another, herself */
    SM_C_who_that,       /**< who, that */
    SM_C_no_subject,     /**< pronouns that count nobody: they, it, everyone */
    SM_C_object_pronoun, /**< him, her, self */
    SM_C_toll,           /**< with the number before or behind: casualties, arrests */
    SM_C_state,          /**< fates that are no verbs: dead, missing */
    SM_C_verb_alone,     /**< fates without an object: died, fled */
    SM_C_number_word,    /**< no, none, nobody, both */

    /* Victims told one by one: persons.c */
    SM_C_male,             /**< man, he, father */
    SM_C_female,           /**< woman, she, mother */
    SM_C_child,            /**< boy, toddler, infant */
    SM_C_adult,            /**< man, officer, soldier */
    SM_C_officer,          /**< officer, trooper, detective */
    SM_C_suspect,          /**< gunman, robber */
    SM_C_civilian,         /**< wife, student, passenger */
    SM_C_fresh,            /**< somebody else: another, second */
    SM_C_name_suffix,      /**< jr, iii */
    SM_C_cause_of_death,   /**< before whose death it was: cause, manner */
    SM_C_he_she,           /**< he, she */
    SM_C_accident,         /**< accidentally */
    SM_C_self,             /**< himself, herself, self */
    SM_C_singular_pronoun, /**< he, him */
    SM_C_contrast,         /**< and, while, but */
    SM_C_COUNT
} sm_cue;

/** The lists that a word stands in, by bit. */
typedef struct sm_cue_set {
    uint64_t bits[(SM_C_COUNT + 63) / 64];
} sm_cue_set;

#define SM_CUE_BIT(list) (UINT64_C(1) << (list) % 64) /**< in bits[list / 64] */

extern const sm_cue_set sm_cues[];
extern const uint16_t sm_cues_of[]; /**< by sm_token.lexeme: which set */

static inline const sm_cue_set *sm_cue_set_of(const sm_token *t)
{
    return &sm_cues[sm_cues_of[t->lexeme]];
}

#endif
