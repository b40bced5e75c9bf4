/* Room outside the frame for the panels that would stand on a symbol wherever they stood on the map: a column
 * at its right or a row under it, whichever leaves the map larger. What would leave it too small is left out,
 * the lists before the legend. */
#include "furniture.h"

#include <math.h>
#include <string.h>

#define KEEPS    0.6  /* of the frame that the map keeps at least */
#define LEAST    0.4  /* of the page, when a key takes room too */
#define COST_CUT 0.12 /* of the frame that a step of leaving something out may save */
#define GAP      10.0 /* px of a page of 1600 × 1200 */

enum { CUTS = 3 };

struct sm_outside {
    sm_panel_fn *runs[SM_FURNITURE_PANELS];
    size_t n;
    int cut;
    bool under;
    double size; /* px of the frame's height when under it, else of its width */
};

/* What the first `n` panels without a place need, and what share of the frame is left; less than KEEPS: no
 * room. */
static double share_left(sm_compose *c, size_t n, int cut, bool under, double *size)
{
    const sm_furniture *f = c->furniture;
    double gap = GAP * f->unit, along = -gap;
    *size = 0;
    for (size_t i = 0; i < n; i++) {
        sm_panel p = {.c = c, .cut = cut};
        f->missing[i](&p);
        along += gap + (under ? p.width : p.height);
        *size = fmax(*size, ceil(under ? p.height : p.width));
    }
    if (along > (under ? c->frame.width : c->frame.height))
        return 0;
    return 1 - (*size + gap) / (under ? c->frame.height : c->frame.width);
}

bool sm_outside_choose(sm_compose *c)
{
    size_t n = c->furniture->n_missing;
    double best = 0;
    if (n == 0 || c->outside)
        return false;
    struct sm_outside *o = sm_arena_alloc(c->arena, sizeof *o);
    for (; o && n > 0 && best <= 0; n--) {
        for (int i = 0; i < 2 * CUTS; i++) {
            double size, share = share_left(c, n, i / 2, i % 2, &size), value = share - COST_CUT * (i / 2);
            if (share < KEEPS || value <= best)
                continue;
            best = value;
            *o = (struct sm_outside){.n = n, .cut = i / 2, .under = i % 2, .size = size};
        }
    }
    if (best <= 0)
        return false;
    memcpy(o->runs, c->furniture->missing, sizeof o->runs);
    c->outside = o;
    return true;
}

void sm_outside_reserve(sm_compose *c, sm_rect *frame)
{
    const struct sm_outside *o = c->outside;
    sm_furniture *f = c->furniture;
    double gap = GAP * f->unit;
    f->room = (sm_rect){0};
    if (o == NULL || (o->under ? frame->height - o->size - gap < LEAST * c->page.height
                               : frame->width - o->size - gap < LEAST * c->page.width))
        return;
    if (o->under) {
        frame->height = floor(frame->height - o->size - gap);
        f->room = (sm_rect){frame->x, frame->y + frame->height + gap, frame->width, o->size};
    } else {
        frame->width = floor(frame->width - o->size - gap);
        f->room = (sm_rect){frame->x + frame->width + gap, frame->y, o->size, frame->height};
    }
}

bool sm_outside_place(sm_compose *c, sm_panel_fn *run, int *cut, sm_rect *box)
{
    const struct sm_outside *o = c->outside;
    sm_furniture *f = c->furniture;
    sm_rect left = f->room;
    size_t k = 0;
    while (o && k < o->n && o->runs[k] != run)
        k++;
    if (o == NULL || k == o->n)
        return false;
    *(o->under ? &left.x : &left.y) += f->room_used;
    *(o->under ? &left.width : &left.height) -= f->room_used;
    for (*cut = o->cut; *cut < CUTS; ++*cut) { /* the frame is another one now, and so may be what it shows */
        sm_panel p = {.c = c, .cut = *cut};
        run(&p);
        if (!(p.width > 0) || p.width > left.width || p.height > left.height)
            continue;
        *box = (sm_rect){left.x, left.y, p.width, p.height};
        f->room_used += (o->under ? p.width : p.height) + GAP * f->unit;
        return true;
    }
    return false;
}
