/* Dates across articles, by interval constraints.
 *
 *   article A (14 March 2023)   "the ferry sank off Calapan on Thursday"              the sinking = 9 March
 *   article B (no date)         "Thursday's fire came a week after the ferry sank"    the sinking is A's, so
 * the fire = 16 March, a Thursday so B was published from the 16th to the 22nd article C (no date) "said on
 * Friday", shares the fire                     so C was published on the 17th or soon after
 *
 * Every article without a date has a window of days on which it may have been published. An incident that it
 * shares with a dated one, and the weekdays that it names, narrow the window; the window dates its other
 * incidents. Rounds go on until nothing changes. */
#include "merge.h"

#include "date.h"
#include "geo.h"
#include "report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 5, AT_ONE_PLACE = 200, NEWS_DAYS = 7, WIDEST = 21 };

typedef struct article {
    size_t first, end; /* its incidents in the list */
    int32_t from, to;  /* window of the publication day */
    uint8_t weekday;
} article;

typedef struct dated {
    uint64_t place;
    size_t incident;
} dated;

static int32_t day_of(const char *iso)
{
    sm_date d;
    return *iso && sm_date_parse(iso, &d) && d.day ? sm_days(d) : INT32_MIN;
}

static bool has_day(const sm_incident *i)
{
    return i->date_precision >= SM_PRECISION_MINUTE && i->date_precision <= SM_PRECISION_DAY &&
           day_of(i->date_start) != INT32_MIN;
}

static uint64_t place_key(const sm_site *s)
{
    if (s->geonames_id)
        return (uint64_t)(uint32_t)s->geonames_id;
    return ((uint64_t)(int64_t)(s->point.lon * 4 + 1000) << 32 |
            (uint64_t)(int64_t)(s->point.lat * 4 + 1000)) |
           (UINT64_C(1) << 63);
}

static int compare_dated(const void *a, const void *b)
{
    const dated *x = a, *y = b;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    return x->incident < y->incident ? -1 : x->incident > y->incident;
}

static bool numbers_agree(const sm_incident *a, const sm_incident *b)
{
    if (a->killed.best < 2 || b->killed.best < 2)
        return true;
    int32_t low = a->killed.best < b->killed.best ? a->killed.best : b->killed.best,
            high = a->killed.best + b->killed.best - low;
    return high - low <= 2 || high * 4 <= low * 5;
}

static bool clue_allows(const sm_date_clue *c, int32_t day)
{
    sm_date d = sm_date_of_days(day);
    if (c->weekday && sm_weekday(day) + 1 != c->weekday)
        return false;
    return !(c->month && (d.month != c->month || (c->day && d.day != c->day)));
}

/* The one day on which dated incidents of other articles put this incident; INT32_MIN when none or several.
 */
static int32_t matched_day(const sm_incidents *list, const dated *index, size_t n, size_t at)
{
    const sm_incident *i = &list->items[at];
    int32_t found = INT32_MIN;
    for (uint32_t k = 0; k < i->n_sites; k++) {
        if (!i->sites[k].located)
            continue;
        dated key = {place_key(&i->sites[k]), 0};
        size_t low = 0, high = n;
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (index[middle].place < key.place)
                low = middle + 1;
            else
                high = middle;
        }
        for (size_t j = low; j < n && j < low + AT_ONE_PLACE && index[j].place == key.place; j++) {
            const sm_incident *o = &list->items[index[j].incident];
            int32_t day = day_of(o->date_start);
            bool telling = i->geo_precision != SM_GEO_COUNTRY ||
                           (i->killed.best >= 3 && i->killed.best == o->killed.best);
            if (!telling || !sm_types_agree(i->type, o->type) || !numbers_agree(i, o) ||
                !clue_allows(i->clue, day) || strcmp(i->sources[0].doc, o->sources[0].doc) == 0)
                continue;
            if (found != INT32_MIN && found != day)
                return INT32_MIN;
            found = day;
        }
    }
    return found;
}

static void write_day(sm_incident *i, int32_t from, int32_t to)
{
    char a[16], b[16];
    snprintf(i->date_start, sizeof i->date_start, "%s", sm_date_print(sm_date_of_days(from), a));
    snprintf(i->date_end, sizeof i->date_end, "%s", sm_date_print(sm_date_of_days(to), b));
    i->date_precision = from == to      ? SM_PRECISION_DAY
                        : to - from < 7 ? SM_PRECISION_FEW_DAYS
                                        : SM_PRECISION_WEEK;
    i->date_basis = SM_BASIS_CROSS_DOCUMENT;
}

static bool narrow(article *a, int32_t from, int32_t to)
{
    int32_t old_from = a->from, old_to = a->to;
    if (from > a->from)
        a->from = from;
    if (to < a->to)
        a->to = to;
    if (a->from > a->to) { /* the clues contradict each other: keep what was known */
        a->from = old_from;
        a->to = old_to;
        return false;
    }
    return a->from != old_from || a->to != old_to;
}

/* What a day found for an incident says about the publication of its article. */
static bool constrain(article *a, const sm_incident *i, int32_t day)
{
    const sm_date_clue *c = i->clue;
    if (c->offset_days != INT32_MIN)
        return narrow(a, day - c->offset_days, day - c->offset_days);
    if (c->weekday)
        return narrow(a, day, day + 6);
    if (c->month)
        return narrow(a, day, day + 330);
    return narrow(a, day, i->main_of_article ? day + NEWS_DAYS : INT32_MAX);
}

static bool may_be_published(const article *a, int32_t day)
{
    if (!a->weekday)
        return true;
    int lag = ((int)sm_weekday(day) + 1 - a->weekday + 7) %
              7; /* "said Saturday" is printed on that day or the next two */
    return lag <= 2;
}

/* The day of an incident for one publication day; INT32_MIN when the clue gives none. */
static int32_t day_for(const sm_date_clue *c, int32_t published)
{
    if (c->offset_days != INT32_MIN)
        return published + c->offset_days;
    if (c->weekday)
        return published - ((int)sm_weekday(published) + 1 - c->weekday + 7) % 7;
    if (c->month && c->day) {
        sm_date p = sm_date_of_days(published), d = {p.year, c->month, c->day};
        if (sm_days(d) > published)
            d.year--;
        return sm_days(d);
    }
    return INT32_MIN;
}

/* "in August": the last one before the article, if the window leaves but one. */
static bool month_by_window(const article *a, sm_incident *i)
{
    sm_date first = sm_date_of_days(a->from), last = sm_date_of_days(a->to);
    int year = first.year - (i->clue->month > first.month);
    if (last.year - (i->clue->month > last.month) != year)
        return false;
    char text[16];
    sm_date_print((sm_date){(int16_t)year, i->clue->month, 0}, text);
    snprintf(i->date_start, sizeof i->date_start, "%s", text);
    snprintf(i->date_end, sizeof i->date_end, "%s", text);
    i->date_precision = SM_PRECISION_MONTH;
    i->date_basis = SM_BASIS_CROSS_DOCUMENT;
    return true;
}

static bool date_by_window(const article *a, sm_incident *i)
{
    if (a->from == INT32_MIN || a->to == INT32_MAX || a->to - a->from > 366)
        return false;
    if (i->clue->month && !i->clue->day && !i->clue->weekday && i->clue->offset_days == INT32_MIN)
        return month_by_window(a, i);
    int32_t low = INT32_MAX, high = INT32_MIN;
    for (int32_t p = a->from; p <= a->to; p++) {
        int32_t day = may_be_published(a, p) ? day_for(i->clue, p) : INT32_MIN;
        if (day == INT32_MIN)
            continue;
        low = day < low ? day : low;
        high = day > high ? day : high;
    }
    if (low > high || high - low > WIDEST)
        return false;
    write_day(i, low, high);
    return true;
}

static bool follow(sm_incidents *list, const article *a, size_t at)
{
    sm_incident *i = &list->items[at];
    int64_t other = (int64_t)at + i->clue->follows;
    if (!i->clue->follows || other < (int64_t)a->first || other >= (int64_t)a->end ||
        !has_day(&list->items[other]))
        return false;
    int32_t day = day_of(list->items[other].date_start) + i->clue->follows_days;
    for (int slack = 0; slack <= 1; slack++) /* "a week after" may be a day off when a weekday says so */
        for (int sign = -1; sign <= 1; sign += 2)
            if (clue_allows(i->clue, day + sign * slack)) {
                write_day(i, day + sign * slack, day + sign * slack);
                return true;
            }
    return false;
}

static bool round_of(sm_incidents *list, article *articles, size_t n_articles, const dated *index, size_t n)
{
    bool changed = false;
    for (size_t k = 0; k < n_articles; k++) {
        article *a = &articles[k];
        for (size_t j = a->first; j < a->end; j++) {
            sm_incident *i = &list->items[j];
            if (i->clue == NULL)
                continue;
            if (!has_day(i)) {
                int32_t day = matched_day(list, index, n, j);
                bool found = day != INT32_MIN;
                if (found)
                    write_day(i, day, day);
                else
                    found = follow(list, a, j);
                if (!found && !*i->date_start)
                    found = date_by_window(a, i) && has_day(i);
                if (!found)
                    continue;
                changed = true;
            }
            changed |= constrain(a, i, day_of(i->date_start));
        }
    }
    return changed;
}

static size_t index_days(const sm_incidents *list, dated *index)
{
    size_t n = 0;
    for (size_t k = 0; k < list->count; k++)
        for (uint32_t j = 0; has_day(&list->items[k]) && j < list->items[k].n_sites && j < SM_WHERE_SITES;
             j++)
            if (list->items[k].sites[j].located)
                index[n++] = (dated){place_key(&list->items[k].sites[j]), k};
    qsort(index, n, sizeof *index, compare_dated);
    return n;
}

static size_t find_articles(const sm_incidents *list, article *articles)
{
    size_t n = 0;
    for (size_t k = 0; k < list->count; k++) {
        const sm_incident *i = &list->items[k];
        if (i->clue == NULL || i->n_sources == 0)
            continue;
        if (n == 0 || articles[n - 1].end != k ||
            strcmp(list->items[articles[n - 1].first].sources[0].doc, i->sources[0].doc) != 0)
            articles[n++] = (article){.first = k, .from = INT32_MIN, .to = INT32_MAX};
        article *a = &articles[n - 1];
        a->end = k + 1;
        if (i->clue->not_before > a->from)
            a->from = i->clue->not_before;
        if (i->clue->article_weekday)
            a->weekday = i->clue->article_weekday;
    }
    return n;
}

sm_status sm_date_incidents(sm_incidents *list, sm_error *err)
{
    size_t clues = 0;
    for (size_t k = 0; k < list->count; k++)
        clues += list->items[k].clue != NULL;
    if (clues == 0)
        return SM_OK;
    article *articles = malloc(clues * sizeof *articles);
    dated *index = malloc(list->count * SM_WHERE_SITES * sizeof *index);
    if (articles == NULL || index == NULL) {
        free(articles);
        free(index);
        return sm_fail(err, SM_E_NOMEM, "no memory to date %zu incidents", list->count);
    }
    size_t n_articles = find_articles(list, articles);
    bool changed = true;
    for (int r = 0; r < ROUNDS && changed; r++) {
        size_t n = index_days(list, index);
        changed = round_of(list, articles, n_articles, index, n);
    }
    for (size_t k = 0; k < n_articles; k++)
        for (size_t j = articles[k].first; j < articles[k].end; j++) {
            sm_incident *i = &list->items[j];
            sm_date_clue *known = sm_arena_alloc(list->arena, sizeof *known);
            *known = *i->clue;
            known->not_before = articles[k].from; /* so that the later of two reports can be told */
            i->clue = known;
            if (i->clue && !*i->date_start)
                date_by_window(&articles[k], i);
            if (i->clue && i->date_basis == SM_BASIS_CROSS_DOCUMENT)
                i->title = sm_incident_make_title(list->arena, i);
        }
    free(articles);
    free(index);
    return SM_OK;
}
