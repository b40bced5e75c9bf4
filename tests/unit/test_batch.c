/* The batch engine: order, troubles, failures, whatever the number of threads. */
#include "batch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { ARTICLES = 500 };

typedef struct collected {
    size_t emitted, troubles, fail_at;
    bool in_order;
    sm_status work_fails;
} collected;

static char path[] = "/tmp/sitmap-batch-XXXXXX.jsonl";

/* The article's text is its number; every seventh is refused. */
static sm_status work(void *context, const sm_article *article, sm_home *home, sm_arena *arena, void **result,
                      sm_error *err)
{
    const collected *c = context;
    assert_float_equal(sm_home_share(home, 1), 0, 0); /* no source, no home */
    long n = strtol(article->text, NULL, 10);
    if (n % 7 == 3)
        return sm_fail(err, c->work_fails, "seven");
    if (n % 50 == 0)
        usleep(2000); /* let others overtake */
    memset(sm_arena_alloc(arena, 100), 1, 100);
    long *copy = malloc(sizeof *copy);
    assert_non_null(copy);
    *copy = n;
    *result = copy;
    return SM_OK;
}

static sm_status emit(void *context, void *result, sm_error *err)
{
    collected *c = context;
    long n = *(long *)result;
    free(result);
    c->in_order &= (size_t)n == c->emitted + (c->emitted + 3) / 6; /* 0 1 2 4 5 6 7 8 9 11 … */
    c->emitted++;
    return c->emitted == c->fail_at ? sm_fail(err, SM_E_IO, "full") : SM_OK;
}

static void trouble(void *context, const sm_error *report)
{
    ((collected *)context)->troubles++;
    assert_string_equal(report->text, "seven");
    assert_non_null(strstr(report->file, "sitmap-batch"));
}

static sm_status run(unsigned jobs, collected *c, size_t *articles, size_t *troubles)
{
    const char *documents[] = {path};
    sm_batch batch = {.work = work, .emit = emit, .trouble = trouble, .context = c, .jobs = jobs};
    sm_error err = {0};
    return sm_batch_run(&batch, documents, 1, articles, troubles, &err);
}

static void keeps_order_and_counts(void **state)
{
    (void)state;
    for (unsigned jobs = 0; jobs < 9; jobs += 2) {
        collected c = {.in_order = true, .work_fails = SM_E_INPUT};
        size_t articles, troubles;
        assert_int_equal(run(jobs, &c, &articles, &troubles), SM_OK);
        assert_int_equal(articles, c.emitted);
        assert_int_equal(troubles, c.troubles);
        assert_int_equal(articles + troubles, ARTICLES);
        assert_true(c.in_order);
    }
}

static void a_failing_writer_ends_it(void **state)
{
    (void)state;
    for (unsigned jobs = 1; jobs < 5; jobs++) {
        collected c = {.fail_at = 20, .work_fails = SM_E_INPUT};
        size_t articles, troubles;
        assert_int_equal(run(jobs, &c, &articles, &troubles), SM_E_IO);
        assert_int_equal(articles, 20);
    }
}

static void out_of_memory_ends_it(void **state)
{
    (void)state;
    for (unsigned jobs = 1; jobs < 5; jobs++) {
        collected c = {.work_fails = SM_E_NOMEM};
        size_t articles, troubles;
        assert_int_equal(run(jobs, &c, &articles, &troubles), SM_E_NOMEM);
        assert_int_equal(c.troubles, 0);
    }
}

/* Each article says how much the ones before it have taught, as far as it may know. */
static sm_status work_at_home(void *context, const sm_article *article, sm_home *home, sm_arena *arena,
                              void **result, sm_error *err)
{
    (void)context, (void)arena, (void)err;
    if (strtol(article->text, NULL, 10) % 90 == 0)
        usleep(2000);
    float *share = malloc(sizeof *share);
    assert_non_null(share);
    *share = sm_home_share(home, 1);
    *result = share;
    *home = (sm_home){0};
    sm_home_add(home, 1, 1);
    return SM_OK;
}

typedef struct seen {
    float shares[ARTICLES];
    size_t count;
} seen;

static sm_status see(void *context, void *result, sm_error *err)
{
    (void)err;
    seen *s = context;
    s->shares[s->count++] = *(float *)result;
    free(result);
    return SM_OK;
}

static void homes_do_not_depend_on_threads(void **state)
{
    (void)state;
    char with_source[] = "/tmp/sitmap-homes-XXXXXX.jsonl";
    int fd = mkstemps(with_source, 6);
    FILE *f = fdopen(fd, "w");
    for (int i = 0; i < ARTICLES; i++)
        fprintf(f, "{\"text\": \"%d\", \"source\": \"The Example\"}\n", i);
    assert_int_equal(fclose(f), 0);
    const char *documents[] = {with_source};
    static seen by_one, by_many;
    by_one.count = 0;
    sm_batch batch = {.work = work_at_home, .emit = see, .context = &by_one, .jobs = 1};
    size_t articles, troubles;
    assert_int_equal(sm_batch_run(&batch, documents, 1, &articles, &troubles, NULL), SM_OK);
    assert_float_equal(by_one.shares[16], 0, 0);
    assert_true(by_one.shares[40] > 0.6f && by_one.shares[ARTICLES - 1] > 0.9f);
    for (unsigned jobs = 2; jobs < 100; jobs *= 3) {
        by_many.count = 0;
        batch.context = &by_many;
        batch.jobs = jobs;
        assert_int_equal(sm_batch_run(&batch, documents, 1, &articles, &troubles, NULL), SM_OK);
        assert_memory_equal(by_many.shares, by_one.shares, sizeof by_one.shares);
    }
    batch.alone = true;
    by_many.count = 0;
    assert_int_equal(sm_batch_run(&batch, documents, 1, &articles, &troubles, NULL), SM_OK);
    assert_float_equal(by_many.shares[ARTICLES - 1], 0, 0);
    unlink(with_source);
}

static int set_up(void **state)
{
    (void)state;
    int fd = mkstemps(path, 6);
    FILE *f = fdopen(fd, "w");
    for (int i = 0; i < ARTICLES; i++)
        fprintf(f, "{\"text\": \"%d\"}\n", i);
    return fclose(f);
}

static int tear_down(void **state)
{
    (void)state;
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_order_and_counts),
        cmocka_unit_test(a_failing_writer_ends_it),
        cmocka_unit_test(out_of_memory_ends_it),
        cmocka_unit_test(homes_do_not_depend_on_threads),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
