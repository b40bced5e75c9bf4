/* A ring of slots. The caller's thread reads articles into free slots and takes finished ones out at the
 * other end, in order; the workers take ready slots in order. One mutex, two conditions: articles are large
 * against the cost of a lock. */
#include "batch.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { MAX_JOBS = 256, SLOTS_PER_JOB = 4, KEEP = 1 << 20 };

/* An article may be at work while those so many before it are not done. Small at first, so that a short batch
 * learns too; then as many as keep all threads busy. Never more than the slots of the greatest number of
 * threads, because what a done article taught waits in as many places. */
enum { FIRST_LAG = 16, LAST_LAG = MAX_JOBS };

typedef enum slot_state { FREE, READY, BUSY, DONE } slot_state;

typedef struct slot {
    slot_state state;
    sm_arena *arena;
    sm_article article;
    uint64_t source; /* 0: not known */
    sm_home home;
    void *result;
    sm_status status;
    sm_error error;
} slot;

/* What a done article teaches about its source. */
typedef struct lesson {
    uint64_t source;
    sm_home home;
} lesson;

typedef struct ring {
    const sm_batch *batch;
    sm_homes *homes;          /* NULL: none are learnt */
    lesson lessons[LAST_LAG]; /* of articles done, by number */
    size_t learnt;            /* articles whose lessons the homes have taken in */
    slot *slots;
    size_t size, head, tail, next; /* head: next to fill; tail: next to emit; next: next for a worker */
    bool closed;
    pthread_mutex_t lock;
    pthread_cond_t ready, done;
    size_t articles, troubles;
} ring;

static void count_trouble(void *context, const sm_error *report)
{
    ring *r = context;
    r->troubles++;
    if (r->batch->trouble)
        r->batch->trouble(r->batch->context, report);
}

static void work_on(const ring *r, slot *s)
{
    s->result = NULL;
    sm_error_clear(&s->error);
    s->status = r->batch->work(r->batch->context, &s->article, &s->home, s->arena, &s->result, &s->error);
}

/* How many articles before number `n` need not be done when it is begun. */
static size_t lag(size_t n)
{
    return FIRST_LAG + n / 2 < LAST_LAG ? FIRST_LAG + n / 2 : LAST_LAG;
}

/* Tell article number `n`, just read into `s`, what its source has taught so far. */
static void tell_home(ring *r, slot *s, size_t n)
{
    s->home = (sm_home){0};
    if (!r->homes)
        return;
    for (; r->learnt + lag(n) < n + 1; r->learnt++) {
        const lesson *l = &r->lessons[r->learnt % LAST_LAG];
        if (l->source)
            sm_homes_learn(r->homes, l->source, &l->home);
    }
    s->source = sm_home_source(s->article.source, s->article.url);
    if (s->source)
        sm_homes_get(r->homes, s->source, &s->home);
}

static void *worker(void *argument)
{
    ring *r = argument;
    pthread_mutex_lock(&r->lock);
    for (;;) {
        while (r->next == r->head && !r->closed)
            pthread_cond_wait(&r->ready, &r->lock);
        if (r->next == r->head)
            break; /* closed and nothing left */
        slot *s = &r->slots[r->next++ % r->size];
        s->state = BUSY;
        pthread_mutex_unlock(&r->lock);
        work_on(r, s);
        pthread_mutex_lock(&r->lock);
        s->state = DONE;
        pthread_cond_signal(&r->done);
    }
    pthread_mutex_unlock(&r->lock);
    return NULL;
}

/* Hand out article number `n`. */
static sm_status emit(ring *r, slot *s, size_t n, sm_error *err)
{
    const sm_batch *b = r->batch;
    sm_status st = s->status;
    r->lessons[n % LAST_LAG] = (lesson){.source = st == SM_OK ? s->source : 0, .home = s->home};
    if (st == SM_OK) {
        r->articles++;
        st = b->emit(b->context, s->result, err);
    } else if (st == SM_E_NOMEM) {
        sm_fail(err, st, "%s", s->error.text);
    } else {
        if (s->error.file[0] == '\0')
            snprintf(s->error.file, sizeof s->error.file, "%s", s->article.id);
        count_trouble(r, &s->error);
        st = SM_OK;
    }
    sm_arena_reset(s->arena, KEEP);
    return st;
}

static void report_progress(const ring *r, const sm_reader *reader)
{
    uint64_t done, total;
    if (r->batch->progress == NULL)
        return;
    sm_reader_progress(reader, &done, &total);
    r->batch->progress(r->batch->context, r->articles, done, total);
}

static sm_status run_alone(ring *r, sm_reader *reader, sm_error *err)
{
    slot *s = &r->slots[0];
    for (size_t n = 0;; n++) {
        sm_status st = sm_reader_next(reader, s->arena, &s->article, err);
        if (st != SM_OK || s->article.id == NULL)
            return st;
        tell_home(r, s, n);
        work_on(r, s);
        if ((st = emit(r, s, n, err)) != SM_OK)
            return st;
        report_progress(r, reader);
    }
}

/* Take the oldest slot out; waits until it is done. Called with the lock held. */
static sm_status take_out(ring *r, const sm_reader *reader, sm_error *err)
{
    slot *s = &r->slots[r->tail % r->size];
    while (s->state != DONE)
        pthread_cond_wait(&r->done, &r->lock);
    pthread_mutex_unlock(&r->lock);
    sm_status st = emit(r, s, r->tail, err);
    report_progress(r, reader);
    pthread_mutex_lock(&r->lock);
    s->state = FREE;
    r->tail++;
    return st;
}

static sm_status run_threads(ring *r, sm_reader *reader, sm_error *err)
{
    sm_status st = SM_OK;
    bool more = true;
    pthread_mutex_lock(&r->lock);
    while (st == SM_OK && (more || r->tail != r->head)) {
        size_t in_hand = r->head - r->tail;
        if (!more || in_hand == r->size || in_hand >= lag(r->head) ||
            r->slots[r->tail % r->size].state == DONE) {
            st = take_out(r, reader, err);
            continue;
        }
        slot *s = &r->slots[r->head % r->size];
        pthread_mutex_unlock(&r->lock);
        st = sm_reader_next(reader, s->arena, &s->article, err);
        more = st == SM_OK && s->article.id != NULL;
        if (more)
            tell_home(r, s, r->head);
        pthread_mutex_lock(&r->lock);
        if (more) {
            s->state = READY;
            r->head++;
            pthread_cond_signal(&r->ready);
        }
    }
    r->closed = true;
    if (st != SM_OK)
        r->head = r->next; /* drop what nobody has begun */
    pthread_cond_broadcast(&r->ready);
    pthread_mutex_unlock(&r->lock);
    return st;
}

/* After a failure: results that were made but not emitted still have to be freed by `emit`; its own failures
 * no longer matter. */
static void drain(ring *r)
{
    for (; r->tail != r->head; r->tail++) {
        slot *s = &r->slots[r->tail % r->size];
        sm_error ignored = {0};
        if (s->state == DONE && s->status == SM_OK)
            r->batch->emit(r->batch->context, s->result, &ignored);
    }
}

sm_status sm_batch_run(const sm_batch *batch, const char *const *documents, size_t count, size_t *articles,
                       size_t *troubles, sm_error *err)
{
    unsigned jobs = batch->jobs < 1 ? 1 : batch->jobs > MAX_JOBS ? MAX_JOBS : batch->jobs, started = 0;
    size_t size = jobs == 1 ? 1 : (size_t)jobs * SLOTS_PER_JOB;
    ring r = {.batch = batch, .size = size < LAST_LAG ? size : LAST_LAG};
    pthread_t *threads = calloc(jobs, sizeof *threads);
    sm_reader *reader = NULL;
    sm_status st = SM_OK;
    pthread_mutex_init(&r.lock, NULL);
    pthread_cond_init(&r.ready, NULL);
    pthread_cond_init(&r.done, NULL);
    r.slots = calloc(r.size, sizeof *r.slots);
    for (size_t i = 0; r.slots && i < r.size; i++)
        if ((r.slots[i].arena = sm_arena_new(0)) == NULL)
            st = SM_E_NOMEM;
    if (!batch->alone && (r.homes = sm_homes_new()) == NULL)
        st = SM_E_NOMEM;
    if (threads == NULL || r.slots == NULL || st != SM_OK) {
        st = sm_fail(err, SM_E_NOMEM, "out of memory");
        goto done;
    }
    if ((st = sm_reader_open(documents, count, count_trouble, &r, &reader, err)) != SM_OK)
        goto done;
    while (jobs > 1 && started < jobs && pthread_create(&threads[started], NULL, worker, &r) == 0)
        started++;
    st = started ? run_threads(&r, reader, err) : run_alone(&r, reader, err);
done:
    for (unsigned i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    if (started)
        drain(&r);
    sm_reader_close(reader);
    for (size_t i = 0; r.slots && i < r.size; i++)
        sm_arena_free(r.slots[i].arena);
    sm_homes_free(r.homes);
    free(r.slots);
    free(threads);
    pthread_cond_destroy(&r.done);
    pthread_cond_destroy(&r.ready);
    pthread_mutex_destroy(&r.lock);
    *articles = r.articles;
    *troubles = r.troubles;
    return st;
}
