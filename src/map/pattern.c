#include "pattern.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    sm_pattern pattern;
} kinds[] = {
    {"hatch", {.angle = 45, .spacing = SM_HATCH_SPACING, .width = SM_HATCH_WIDTH}},
    {"cross", {.angle = 45, .spacing = 9, .width = 1, .crossed = true}},
    {"dots", {.angle = 0, .spacing = 6, .width = 2, .dotted = true}},
};

/* "-12.5" at `*at`; false when something else stands there. */
static bool take_number(const char **at, double *out)
{
    char *end;
    if (**at != '-' || strspn(*at + 1, "0123456789.") == 0)
        return false;
    *out = strtod(*at + 1, &end);
    bool whole = end == *at + 1 + strspn(*at + 1, "0123456789.");
    *at = end;
    return whole;
}

bool sm_pattern_parse(const char *name, sm_pattern *out)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t n = strlen(kinds[i].name);
        if (strncmp(name, kinds[i].name, n) != 0)
            continue;
        sm_pattern p = kinds[i].pattern;
        double *parts[] = {&p.angle, &p.spacing, &p.width};
        const char *at = name + n;
        for (int k = 0; k < 3 && *at; k++)
            if (!take_number(&at, parts[k]))
                return false;
        double widest = p.dotted ? p.spacing / 2 : p.spacing;
        bool sound = p.angle >= 0 && p.angle <= 180 && p.spacing >= 2 && p.spacing <= 200 && p.width > 0 &&
                     p.width <= widest;
        if (*at == '\0' && sound)
            *out = p;
        return *at == '\0' && sound;
    }
    return false;
}
