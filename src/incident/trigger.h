/** Triggers: the words that may report an incident ("air strike", "gunned down", "derailed"), from
 * triggers.tsv.
 *
 * A trigger is strong (enough by itself), weak (needs somebody or something beside it: an attacker, a victim,
 * a weapon, a place …), an effect ("killed 12": belongs to its cause when one is told), or a stop phrase that
 * silences the words inside ("heart attack"). */
#ifndef SM_TRIGGER_H
#define SM_TRIGGER_H

#include "incident.h"
#include "phrase.h"

typedef enum sm_part { SM_PART_any, SM_PART_noun, SM_PART_verb } sm_part;
typedef enum sm_strength { SM_strong, SM_weak, SM_effect, SM_stop } sm_strength;

/** What a weak trigger needs in its sentence; one is enough. */
enum {
    SM_NEEDS_agent = 1 << 0,  /**< attackers or forces */
    SM_NEEDS_victim = 1 << 1, /**< people, by a word, a count or a name */
    SM_NEEDS_weapon = 1 << 2,
    SM_NEEDS_site = 1 << 3,     /**< a building or vehicle */
    SM_NEEDS_place = 1 << 4,    /**< a literal place name */
    SM_NEEDS_day = 1 << 5,      /**< a day */
    SM_NEEDS_military = 1 << 6, /**< armed people on one side at least */
    SM_NEEDS_crowd = 1 << 7,
    SM_NEEDS_aircraft = 1 << 8,
    SM_NEEDS_vehicle = 1 << 9,
    SM_NEEDS_ship = 1 << 10,
    SM_NEEDS_building = 1 << 11,
    SM_NEEDS_missile = 1 << 12, /**< a missile, rocket or shell as well */
    SM_NEEDS_blast = 1 << 13,   /**< "exploded", "detonated" as well */
    SM_NEEDS_territory = 1 << 14,
    SM_NEEDS_eruption = 1 << 15,
    SM_NEEDS_damage = 1 << 16,
    SM_NEEDS_disease = 1 << 17,
    SM_NEEDS_cases = 1 << 18,
    SM_NEEDS_force = 1 << 20, /**< police or troops */
    SM_NEEDS_arms = 1 << 21,  /**< weapons as what is seized or found: beside the verb, in its clause */
    SM_NEEDS_deal = 1 << 22,  /**< "agreed", "signed", "broke" */
    SM_NEEDS_perp = 1 << 19,  /**< attackers, not just forces */
};

typedef struct sm_trigger {
    const char *phrase;
    uint32_t needs;
    uint8_t type;     /**< sm_event_type */
    uint8_t part;     /**< sm_part */
    uint8_t strength; /**< sm_strength */
} sm_trigger;

extern const sm_trigger sm_triggers_rows[];
extern const sm_phrase_table sm_triggers;

/** Whether any words of the article could report an incident. */
bool sm_has_triggers(const sm_doc *doc);

#endif
