/* How prominent a place is. */
#include "builder.h"

#include <math.h>
#include <string.h>

static bool is_code(const sm_place *p, const char *code)
{
    return strncmp(p->feature_code, code, sizeof p->feature_code) == 0;
}

static double class_bonus(const sm_place *p)
{
    if (p->flags & SM_P_COUNTRY)
        return 5;
    if (p->flags & SM_P_REGION)
        return 5;
    if (p->flags & SM_P_CAPITAL)
        return 2;
    switch (p->feature_class) {
    case 'A':
        return is_code(p, "ADM1") ? 1.5 : is_code(p, "ADM2") ? -0.5 : -1;
    case 'P':
        return is_code(p, "PPLA") ? 1 : is_code(p, "PPLA2") ? 0.5 : is_code(p, "PPLX") ? -1.5 : 0;
    case 'L':
        return 1;
    default:
        return 0;
    }
}

static double prior(const sm_place *p, double population)
{
    return 0.5 * log(population + 300) + 0.5 * log(1.0 + p->n_names) + class_bonus(p);
}

sm_status sm_build_priors(sm_builder *b, sm_error *err)
{
    (void)err;
    for (size_t i = 0; i < b->n_places; i++)
        b->places[i].prior = (float)prior(&b->places[i], b->places[i].population);
    return SM_OK;
}
