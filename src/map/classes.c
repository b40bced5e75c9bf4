/* The colours of the symbols and what they mean: event groups, types, or classes of time. */
#include "furniture.h"
#include "period.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_TYPES = SM_STYLE_TYPES,
    TIME_CLASSES = 5,
    DAYS_UNTIL = 150,       /* days covered: longer times are divided at months */
    MONTHS_UNTIL = 6 * 366, /* longer ones at years */
    NO_DATE = TIME_CLASSES
};

static const char *const group_names[SM_STYLE_GROUPS] = {"conflict", "unrest",   "crime",
                                                         "accident", "disaster", "other"};
static const char *const group_labels[SM_STYLE_GROUPS] = {"Conflict", "Unrest",   "Crime",
                                                          "Accident", "Disaster", "Other"};

int sm_group_index(const char *group)
{
    for (int i = 0; i < SM_STYLE_GROUPS; i++)
        if (group && strcmp(group, group_names[i]) == 0)
            return i;
    return SM_STYLE_GROUPS - 1;
}

static void set_class(sm_compose *c, size_t incident, int class)
{
    c->class_of[incident] = class;
    c->classes[class].n += c->seen[incident];
}

static void classes_of_groups(sm_compose *c)
{
    c->classes_heading = sm_say(c, "Kind of incident");
    c->n_classes = SM_STYLE_GROUPS;
    for (int g = 0; g < SM_STYLE_GROUPS; g++)
        c->classes[g] = (sm_class){.words = sm_say(c, group_labels[g]), .colour = c->layout->groups[g]};
    if (c->only_type) /* says more */
        c->classes[sm_group_index(sm_event_group(c->only_type))].words =
            sm_say(c, sm_event_label(c->only_type));
    for (size_t i = 0; i < c->incidents->count; i++)
        set_class(c, i, sm_group_index(sm_event_group((sm_event_type)c->incidents->items[i].type)));
}

/* --- types */

static int most_frequent_first(const void *a, const void *b)
{
    const sm_kind *x = a, *y = b;
    if (x->n != y->n)
        return x->n > y->n ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

sm_kind *sm_compose_kinds(sm_compose *c, size_t *count)
{
    sm_kind *kinds = NULL;
    size_t n = 0, capacity = 0;
    for (size_t i = 0; i < c->incidents->count; i++) {
        const char *words = sm_caption_type(c, &c->incidents->items[i]);
        size_t k = 0;
        while (k < n && strcmp(kinds[k].words, words) != 0)
            k++;
        if (k == n && c->seen[i] && sm_arena_grow(c->arena, &kinds, &capacity, n, sizeof *kinds))
            kinds[n++] = (sm_kind){words, 0, k};
        if (k < n)
            kinds[k].n += c->seen[i];
    }
    if (n)
        qsort(kinds, n, sizeof *kinds, most_frequent_first);
    *count = n;
    return kinds;
}

static void classes_of_types(sm_compose *c)
{
    size_t n;
    const sm_kind *kinds = sm_compose_kinds(c, &n);
    size_t own = n > MOST_TYPES ? MOST_TYPES - 1 : n;
    c->classes_heading = sm_say(c, "Kind of incident");
    for (size_t k = 0; k < own; k++)
        c->classes[k] = (sm_class){.words = kinds[k].words, .colour = c->layout->types[k]};
    c->classes[own] =
        (sm_class){.words = sm_say(c, "Other kinds"), .colour = c->layout->groups[SM_STYLE_GROUPS - 1]};
    c->n_classes = (int)own + 1;
    for (size_t i = 0; i < c->incidents->count; i++) {
        const char *words = sm_caption_type(c, &c->incidents->items[i]);
        size_t k = 0;
        while (k < own && strcmp(c->classes[k].words, words) != 0)
            k++;
        set_class(c, i, (int)k);
    }
}

/* --- time */

static sm_rgba between(sm_rgba a, sm_rgba b, double t)
{
    return (sm_rgba){(unsigned char)(a.r + t * (b.r - a.r) + .5), (unsigned char)(a.g + t * (b.g - a.g) + .5),
                     (unsigned char)(a.b + t * (b.b - a.b) + .5), 255};
}

/* Colour at `t` from 0 (earliest) to 1 (latest). */
static sm_rgba ramp_at(const sm_style_layout *layout, double t)
{
    double at = t * (SM_STYLE_RAMP - 1);
    int i = (int)at < SM_STYLE_RAMP - 2 ? (int)at : SM_STYLE_RAMP - 2;
    return between(layout->ramp[i], layout->ramp[i + 1], at - i);
}

static bool date_of(const sm_incident *in, sm_period unit, int32_t *number)
{
    sm_date d;
    return sm_date_parse(in->date_start, &d) && sm_period_of(unit, d, number);
}

static bool range_of(const sm_compose *c, sm_period unit, int32_t *first, int32_t *last)
{
    bool any = false;
    for (size_t i = 0; i < c->incidents->count; i++) {
        int32_t number;
        if (!c->seen[i] || !date_of(&c->incidents->items[i], unit, &number))
            continue;
        *first = any && *first < number ? *first : number;
        *last = any && *last > number ? *last : number;
        any = true;
    }
    return any;
}

/* Classes of equal length in days, months or years: whichever suits the time covered. */
static void classes_of_dates(sm_compose *c)
{
    int32_t first, last, number;
    sm_period unit = SM_PERIOD_DAY;
    c->classes_heading = c->only_type ? sm_words_fill(c->arena, sm_say(c, "{type}: date"), "type",
                                                      sm_say(c, sm_event_label(c->only_type)), NULL)
                                      : sm_say(c, "Date");
    c->classes[NO_DATE] =
        (sm_class){.words = sm_say(c, "Not stated"), .colour = c->layout->groups[SM_STYLE_GROUPS - 1]};
    c->n_classes = NO_DATE + 1;
    if (range_of(c, SM_PERIOD_DAY, &first, &last) && last - first >= DAYS_UNTIL)
        unit = last - first < MONTHS_UNTIL ? SM_PERIOD_MONTH : SM_PERIOD_YEAR;
    bool any = range_of(c, unit, &first, &last);
    int32_t length = any ? (last - first) / TIME_CLASSES + 1 : 1,
            used = any ? (last - first) / length + 1 : 0;
    for (int32_t k = 0; k < used; k++) {
        int32_t from = first + k * length, to = from + length - 1 < last ? from + length - 1 : last;
        c->classes[k] = (sm_class){.words = sm_period_words(c->arena, c->options->words, unit, from, to),
                                   .colour = ramp_at(c->layout, used > 1 ? k / (used - 1.0) : .75)};
    }
    for (size_t i = 0; i < c->incidents->count; i++) {
        bool known =
            date_of(&c->incidents->items[i], unit, &number) && any && number >= first && number <= last;
        set_class(c, i, known ? (number - first) / length : NO_DATE);
    }
}

sm_event_type sm_classes_only_type(const sm_compose *c)
{
    sm_event_type one = SM_EVENT_NONE;
    size_t n = 0;
    for (size_t i = 0; i < c->incidents->count; i++) {
        sm_event_type type = (sm_event_type)c->incidents->items[i].type;
        if (!c->seen[i])
            continue;
        if (n++ > 0 && type != one)
            return SM_EVENT_NONE;
        one = type;
    }
    return n > 1 ? one : SM_EVENT_NONE;
}

void sm_classes_find(sm_compose *c)
{
    c->only_type = sm_classes_only_type(c);
    memset(c->classes, 0, sizeof c->classes);
    c->class_of = sm_arena_array(c->arena, c->incidents->count, sizeof *c->class_of);
    if (c->class_of == NULL)
        return;
    switch (c->options->color_by) {
    case SM_COLOR_GROUP:
        classes_of_groups(c);
        break;
    case SM_COLOR_TYPE:
        classes_of_types(c);
        break;
    case SM_COLOR_DATE:
        classes_of_dates(c);
        break;
    }
}

int sm_class_of(const sm_compose *c, const sm_incident *in)
{
    return c->class_of ? c->class_of[in - c->incidents->items] : 0;
}
