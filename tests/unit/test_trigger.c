/* Triggers: found, refused, typed by their sentence; and whether what they name happened. */
#include "scanned.h"

static const sm_hit *first_hit(const scanned *s)
{
    for (size_t i = 0; i < s->scan->n_hits; i++)
        if (s->scan->hits[i].trigger->strength != SM_effect)
            return &s->scan->hits[i];
    return s->scan->n_hits ? &s->scan->hits[0] : NULL;
}

static void check_type(const char *text, sm_event_type type)
{
    scanned *s = scan_text(text);
    const sm_hit *h = first_hit(s);
    if (h == NULL || h->type != type)
        fail_msg("%s, not %s: %s", h ? sm_event_name((sm_event_type)h->type) : "nothing", sm_event_name(type), text);
    scan_free(s);
}

static void test_types(void **state)
{
    (void)state;
    check_type("Gunmen opened fire on a bus.", SM_EVENT_armed_attack);
    check_type("A car bomb exploded outside a bank.", SM_EVENT_bombing);
    check_type("A suicide bomber attacked a mosque.", SM_EVENT_suicide_bombing);
    check_type("An air strike hit a school.", SM_EVENT_air_strike);
    check_type("Mortar shells fell on the market.", SM_EVENT_shelling_missile);
    check_type("The army fired 18 cruise missiles.", SM_EVENT_shelling_missile);
    check_type("Rebels attacked an army base.", SM_EVENT_armed_clash);
    check_type("Bandits kidnapped ten pupils.", SM_EVENT_abduction);
    check_type("Police raided the house.", SM_EVENT_security_operation);
    check_type("A general strike closed the port.", SM_EVENT_protest);
    check_type("Soldiers opened fire on protesters.", SM_EVENT_force_against_protesters);
    check_type("The plane crashed into a hill.", SM_EVENT_air_crash);
    check_type("Two buses crashed on the motorway.", SM_EVENT_transport_accident);
    check_type("An explosion at a fertilizer plant hurt ten workers.", SM_EVENT_industrial_accident);
    check_type("A fire broke out in a warehouse.", SM_EVENT_fire_collapse);
    check_type("An earthquake shook the island.", SM_EVENT_earthquake_tsunami);
    check_type("A hurricane uprooted trees.", SM_EVENT_storm);
    check_type("Forest fires burned for a week.", SM_EVENT_wildfire);
}

static void test_stop_phrases(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "He had a heart attack.", "The market crash cost millions.", "They hope to strike a deal.", "A storm of protest followed the vote.",
        "She attacked the policy of the bank.", "The team captured the title.", "It won by a landslide.", "There was a flood of complaints.",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        scanned *s = scan_text(texts[i]);
        for (size_t k = 0; k < s->scan->n_hits; k++)
            if (s->scan->hits[k].trigger->strength != SM_effect)
                fail_msg("'%s' found in: %s", s->scan->hits[k].trigger->phrase, texts[i]);
        scan_free(s);
    }
}

static void check_status(const char *text, int status)
{
    scanned *s = scan_text(text);
    const sm_hit *h = first_hit(s);
    assert_non_null(h);
    int got = h->dropped ? -1 : h->status;
    if (got != status)
        fail_msg("%s (%s), not %s: %s", got < 0 ? "dropped" : sm_status_names[got], h->why ? h->why : "", status < 0 ? "dropped" : sm_status_names[status], text);
    scan_free(s);
}

static void test_factuality(void **state)
{
    (void)state;
    check_status("Gunmen attacked the post.", SM_ACCOMPLISHED);
    check_status("Gunmen tried to kidnap the priest.", SM_ATTEMPTED);
    check_status("Guards averted a bomb attack.", SM_FOILED);
    check_status("The bomb attack was foiled.", SM_FOILED);
    check_status("The rebels threatened to kidnap tourists.", SM_THREATENED);
    check_status("There were unconfirmed reports of an air strike.", SM_UNCONFIRMED);
    check_status("Gunmen could attack the post.", -1);
    check_status("If gunmen attack the post, troops will come.", -1);
    check_status("They did not attack the post.", -1);
    check_status("Guards watch for future attacks on the post.", -1);
    check_status("The group planned to attack the post.", -1);
}

static void test_all_capitals(void **state)
{
    (void)state;
    check_type("GUERRILLAS DYNAMITED A BRIDGE LAST NIGHT, THE POLICE REPORTED.", SM_EVENT_bombing);
    check_type("TERRORISTS KILLED SIX PEASANTS, THE ARMY REPORTED.", SM_EVENT_armed_attack);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_types), cmocka_unit_test(test_stop_phrases), cmocka_unit_test(test_factuality),
                                       cmocka_unit_test(test_all_capitals)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
