/* The tolls of an incident: who of those told as shot, wounded and dead are the same.
 *
 * "Shot" says nothing of the outcome: of five who were shot the dead are among them, unless the words set
 * them beside each other. Where no number above one is stated, the persons told one by one are counted. */
#include "persons.h"

/* The shot ones are told beside the dead: "two were killed and seven more shot", "three men were also shot".
 */
static bool beside_the_dead(const sm_scan *s, const sm_report *r, int32_t shot)
{
    for (size_t i = 0; i < r->n_counts; i++) {
        const sm_count *c = &s->counts[r->counts[i]];
        if (c->kind == SM_COUNT_SHOT && (c->rest || (c->part && shot > 1)) && c->best == shot)
            return true;
    }
    return false;
}

/* Of deaths only words such as "murder" speak, and no number or person. */
static bool by_word_alone(const sm_scan *s, const sm_report *r)
{
    for (size_t i = 0; i < r->n_counts; i++) {
        const sm_count *c = &s->counts[r->counts[i]];
        if (c->kind == SM_COUNT_KILLED && !c->implied && c->best > 0)
            return false;
    }
    return true;
}

/* "Her father was also shot": beside several dead, one who lives. */
static bool also_shot(const sm_scan *s, const sm_report *r)
{
    for (size_t i = 0; i < r->n_counts; i++) {
        const sm_count *c = &s->counts[r->counts[i]];
        if (c->kind == SM_COUNT_SHOT && c->best == 1 && c->part && !c->perpetrator)
            return true;
    }
    return false;
}

/* The report states a number above one for a fate; else it tells only of single persons. */
static bool states_number(const sm_scan *s, const sm_report *r, sm_count_kind kind)
{
    for (size_t i = 0; i < r->n_counts; i++) {
        const sm_count *c = &s->counts[r->counts[i]];
        if (c->kind == kind && c->best > 1)
            return true;
    }
    return false;
}

/* "A clerk was shot in the arm. … Two others were wounded.": the others and who is told before them; 0 = no
 * others. */
static int32_t with_others(const sm_scan *s, const sm_report *r, const sm_persons_told *told)
{
    int32_t most = 0;
    for (size_t i = 0; i < r->n_counts; i++) {
        const sm_count *c = &s->counts[r->counts[i]];
        if ((c->kind != SM_COUNT_INJURED && c->kind != SM_COUNT_SHOT) || !c->rest || c->best < 1)
            continue;
        int32_t before = 0;
        for (int32_t k = 0; k < told->hurt; k++)
            before += told->word[k] < c->word;
        if (before && c->best + before > most)
            most = c->best + before;
    }
    return most;
}

static sm_toll toll_of(int32_t n)
{
    return n > 0 ? (sm_toll){n, n, n} : (sm_toll){SM_UNSTATED, SM_UNSTATED, SM_UNSTATED};
}

/* "One man is dead and three others are hurt": the number of a sentence that tells the dead beside them, when
 * `all` has the dead among it ("four people were shot"). NULL = no such sentence. */
static const sm_count *beside_dead(const sm_scan *s, const sm_report *r, int32_t killed, int32_t all)
{
    for (size_t i = 0; i < r->n_counts; i++) {
        const sm_count *c = &s->counts[r->counts[i]];
        if (c->kind != SM_COUNT_INJURED || c->best < 2 || c->best + killed != all || c->part)
            continue;
        for (size_t k = 0; k < r->n_counts; k++) {
            const sm_count *d = &s->counts[r->counts[k]];
            if (d->kind == SM_COUNT_KILLED && d->best == killed && !d->part && !d->implied &&
                s->doc->tokens[d->word].sentence == s->doc->tokens[c->word].sentence)
                return c;
        }
    }
    return NULL;
}

static sm_toll injured_of(const sm_scan *s, const sm_report *r, int32_t killed)
{
    sm_persons_told told = sm_told_one_by_one(s, r);
    sm_toll injured = sm_total(s, r, SM_COUNT_INJURED), shot = sm_total(s, r, SM_COUNT_SHOT);
    bool numbers = states_number(s, r, SM_COUNT_INJURED) || states_number(s, r, SM_COUNT_SHOT);
    if (!numbers && killed < 2 && (injured.best > 0 || shot.best > 0)) {
        /* a death by the word alone ("a fatal shooting") is that of somebody told as shot */
        int32_t unnamed = killed > told.dead ? killed - told.dead : 0;
        return toll_of(told.hurt - unnamed);
    }
    /* "six people were shot, one of them fatally": five are hurt; who is said to be wounded is among them */
    int32_t dead = killed > 0 && !beside_the_dead(s, r, shot.best) ? killed : 0, left = shot.best - dead;
    if (shot.best != SM_UNSTATED && left > 0 &&
        (injured.best < left || (shot.best > 1 && injured.best == shot.best && !by_word_alone(s, r))))
        injured = (sm_toll){left, shot.low > dead ? shot.low - dead : shot.low,
                            shot.high > dead ? shot.high - dead : shot.high};
    else if (injured.best == SM_UNSTATED && dead && also_shot(s, r))
        injured = (sm_toll){1, 1, SM_UNSTATED};
    const sm_count *pair = killed > 0 ? beside_dead(s, r, killed, injured.best) : NULL;
    if (pair)
        return (sm_toll){pair->best, pair->low, pair->high};
    int32_t all = killed > 0 ? 0 : with_others(s, r, &told);
    return all && all > injured.best ? toll_of(all) : injured;
}

void sm_write_tolls(const sm_scan *s, const sm_report *r, sm_incident *out)
{
    out->killed = sm_total(s, r, SM_COUNT_KILLED);
    out->injured = injured_of(s, r, out->killed.best);
    out->missing = sm_total(s, r, SM_COUNT_MISSING).best;
    out->displaced = sm_total(s, r, SM_COUNT_DISPLACED).best;
    out->detained = sm_total(s, r, SM_COUNT_DETAINED).best;
    out->rescued = sm_total(s, r, SM_COUNT_RESCUED).best;
}
