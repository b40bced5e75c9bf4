/* The type model: read and refused, applied to hits; the model that comes with the library. */
#include "scanned.h"

#include "classify.h"

enum { SLOTS = 8, ROWS = 4 };

typedef struct model_file {
    char header[128];
    uint32_t allowed[SM_TYPE_LABELS];
    sm_type_key keys[SLOTS];
    int8_t weights[ROWS * SM_TYPE_LABELS];
} model_file;

static model_file *make_file(void)
{
    model_file *f = calloc(1, sizeof *f);
    memset(f->header, ' ', sizeof f->header);
    int n = snprintf(
        f->header, sizeof f->header,
        "sitmap type model 1\nslots %d\nrows %d\nlabels %d\nscale 0.5\ntrained on a test, for the test alone\n\n",
        SLOTS, ROWS, SM_TYPE_LABELS);
    f->header[n] = ' ';
    for (unsigned i = 0; i < SM_TYPE_LABELS; i++)
        f->allowed[i] = 1u << i;
    return f;
}

static void give(model_file *f, uint32_t feature, unsigned type, int8_t weight)
{
    uint32_t slot = sm_type_slot(feature, SLOTS - 1), rows = 0;
    for (unsigned i = 0; i < SLOTS; i++)
        rows += f->keys[i].feature != 0;
    while (f->keys[slot].feature && f->keys[slot].feature != feature)
        slot = (slot + 1) & (SLOTS - 1);
    if (!f->keys[slot].feature)
        f->keys[slot] = (sm_type_key){feature, rows};
    f->weights[f->keys[slot].row * SM_TYPE_LABELS + type] = weight;
}

static void test_a_model_is_read(void **state)
{
    (void)state;
    sm_error err = {0};
    sm_type_model m;
    model_file *f = make_file();
    assert_int_equal(sm_type_model_read(f, sizeof *f, &m, &err), SM_OK);
    assert_int_equal(m.mask, SLOTS - 1);
    assert_true(m.scale > 0.49f && m.scale < 0.51f);
    assert_int_equal(m.allowed[SM_EVENT_protest], 1u << SM_EVENT_protest);
    assert_int_equal(sm_type_model_read(f, sizeof *f - 1, &m, &err), SM_E_SETUP);
    assert_string_equal(err.text, "damaged type model");
    memset(&err, 0, sizeof err);
    f->header[0] = 'S';
    assert_int_equal(sm_type_model_read(f, sizeof *f, &m, &err), SM_E_SETUP);
    assert_string_equal(err.text, "not a type model of this version");
    assert_int_equal(sm_type_model_read(f, 0, &m, NULL), SM_E_SETUP);
    free(f);
}

static void test_a_damaged_table_is_refused(void **state)
{
    (void)state;
    sm_error err = {0};
    sm_type_model m;
    model_file *f = make_file();
    f->keys[3] = (sm_type_key){77, ROWS}; /* a row behind the last */
    assert_int_equal(sm_type_model_read(f, sizeof *f, &m, &err), SM_E_SETUP);
    assert_string_equal(err.text, "damaged type model");
    for (uint32_t i = 0; i < SLOTS; i++) /* no empty slot ends a search */
        f->keys[i] = (sm_type_key){i + 1, 0};
    assert_int_equal(sm_type_model_read(f, sizeof *f, &m, NULL), SM_E_SETUP);
    f->keys[5] = (sm_type_key){0, 0};
    assert_int_equal(sm_type_model_read(f, sizeof *f, &m, NULL), SM_OK);
    free(f);
}

/* A feature of the only trigger moves it where it may go, and nowhere else. */
static void test_a_model_is_applied(void **state)
{
    (void)state;
    sm_type_model m;
    model_file *f = make_file();
    scanned *s = scan_text("Thousands marched through the town.");
    sm_hit *h = &s->scan->hits[0];
    assert_int_equal(h->type, SM_EVENT_protest);
    sm_type_features x;
    sm_type_features_of(s->scan, h, &x);
    assert_true(x.of_sentence > 0 && x.count > x.of_sentence);
    give(f, x.at[x.count - 1], SM_EVENT_riot, 100);
    assert_int_equal(sm_type_model_read(f, sizeof *f, &m, NULL), SM_OK);
    sm_classify(s->scan, &m);
    assert_int_equal(h->type, SM_EVENT_protest);
    f->allowed[SM_EVENT_protest] |= 1u << SM_EVENT_riot;
    sm_classify(s->scan, &m);
    assert_int_equal(h->type, SM_EVENT_riot);
    assert_int_equal(h->rule_type, SM_EVENT_protest);
    f->allowed[SM_EVENT_protest] |= 1u << SM_EVENT_NONE;
    give(f, x.at[0], SM_EVENT_NONE, 120);
    sm_classify(s->scan, &m);
    assert_true(h->dropped);
    scan_free(s);
    free(f);
}

static void test_the_model_of_the_library(void **state)
{
    (void)state;
    sm_type_model m;
    sm_type_model_builtin(&m);
    assert_true(m.mask > 1000 && m.scale > 0);
    scanned *s = scan_text("An earthquake of magnitude 6 shook the island on Monday.");
    sm_classify(s->scan, &m);
    assert_int_equal(s->scan->hits[0].type, SM_EVENT_earthquake_tsunami);
    scan_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_model_is_read),
        cmocka_unit_test(test_a_damaged_table_is_refused),
        cmocka_unit_test(test_a_model_is_applied),
        cmocka_unit_test(test_the_model_of_the_library),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
