/* Scale bar and north arrow. */
#include "furniture.h"

#include <math.h>
#include <string.h>

#define BAR_SHARE                                                                                            \
    0.2 /* of the frame's width that the bar should have; of twice its height on very wide pages */

/* 1, 2 or 5 times a power of ten: the one whose bar comes nearest to the share (by ratio), km. */
static double round_length(double wanted_km)
{
    static const double steps[] = {1, 2, 5, 10};
    double ten = pow(10, floor(log10(wanted_km))), best = ten;
    for (size_t i = 1; i < sizeof steps / sizeof *steps; i++)
        if (fabs(log(steps[i] * ten / wanted_km)) < fabs(log(best / wanted_km)))
            best = steps[i] * ten;
    return best;
}

/* A number centred on its tick, its unit (words with the number in them, NULL: none) hanging out behind it.
 */
static double tick_label(sm_panel *p, double at, double value, const char *unit, const sm_font *font,
                         double baseline)
{
    sm_compose *c = p->c;
    const char *number = sm_caption_number(c, value),
               *all = unit ? sm_words_fill(c->arena, sm_say(c, unit), "n", number, NULL) : number;
    double x = at - sm_fit_width(&c->measure, number, font) / 2;
    return x + sm_panel_text(p, all, font, c->layout->ink, x, baseline);
}

static const char *caption(const sm_compose *c, double km)
{
    return sm_caption_number(c, km >= 1 ? km : km * 1000);
}

/* The length of the bar, km: longer than its share where that has no room for the numbers; 0: nor has half of
 * the frame. */
static double choose_length(const sm_compose *c, double metres_per_px, const sm_font *font, double gap)
{
    double share = fmin(c->frame.width, 2 * c->frame.height) * BAR_SHARE * metres_per_px / 1000,
           zero = sm_fit_width(&c->measure, "0", font);
    for (double km = round_length(share); km * 1000 / metres_per_px < c->frame.width / 2;
         km = round_length(2.2 * km))
        if (km * 1000 / metres_per_px > (zero + sm_fit_width(&c->measure, caption(c, km), font)) / 2 + gap)
            return km;
    return 0;
}

void sm_panel_scale_bar(sm_panel *p)
{
    sm_compose *c = p->c;
    double u = c->furniture->unit, pad = sm_panel_padding(p), metres = sm_view_metres_per_px(c->view);
    if (!(metres > 0) || !isfinite(metres) ||
        sm_view_is_world(c->view)) /* no bar is true for the whole world */
        return;
    sm_font font = sm_panel_font(p, c->layout->small_size, 400);
    double km = choose_length(c, metres, &font, 4 * u), length = km * 1000 / metres;
    if (km == 0)
        return;
    sm_stroke line = {.colour = c->layout->ink, .width = fmax(.9 * u, .7), .join = SM_JOIN_MITER};
    bool in_km = km >= 1;
    double shown = in_km ? km : km * 1000;
    const char *unit = in_km ? "{n} km" : "{n} m", *last = caption(c, km),
               *half = sm_caption_number(c, shown / 2);
    double zero_half = sm_fit_width(&c->measure, "0", &font) / 2,
           half_width = sm_fit_width(&c->measure, half, &font),
           last_width = sm_fit_width(&c->measure, last, &font);
    double left = pad + zero_half, baseline = pad + .75 * font.size, top = baseline + 4.5 * u,
           height = 5.5 * u;
    tick_label(p, left, 0, NULL, &font, baseline);
    if (length / 2 > half_width / 2 + fmax(zero_half, last_width / 2) + 4 * u)
        tick_label(p, left + length / 2, shown / 2, NULL, &font, baseline);
    tick_label(p, left + length, shown, unit, &font, baseline);
    for (int i = 0; i < 2; i++) {
        double from = left + i * length / 2, to = left + (i + 1) * length / 2;
        const sm_xy corners[] = {{from, top}, {to, top}, {to, top + height}, {from, top + height}};
        sm_panel_polygon(p, corners, 4, i == 0 ? c->layout->ink : c->layout->paper, line);
    }
}

#define NORTH_SHOWN_FROM 2.0 /* degrees: nobody sees less */

void sm_panel_north(sm_panel *p)
{
    sm_compose *c = p->c;
    double north = sm_view_north(c->view), u = c->furniture->unit;
    if (!(fabs(north) > NORTH_SHOWN_FROM) || sm_view_is_world(c->view))
        return;
    double reach = 25 * u, middle = sm_panel_padding(p) / 2 + reach, angle = north * M_PI / 180;
    double ux = sin(angle), uy = -cos(angle); /* towards north; across: (−uy, ux) */
    sm_font font = sm_panel_font(p, c->layout->small_size, 700);
    sm_xy tip = {middle + 11 * u * ux, middle + 11 * u * uy},
          tail = {middle - 14 * u * ux, middle - 14 * u * uy},
          west = {middle - 20 * u * ux + 8 * u * uy, middle - 20 * u * uy - 8 * u * ux},
          east = {middle - 20 * u * ux - 8 * u * uy, middle - 20 * u * uy + 8 * u * ux};
    sm_stroke line = {.colour = c->layout->ink, .width = fmax(.9 * u, .7), .join = SM_JOIN_MITER};
    sm_panel_polygon(p, (const sm_xy[]){tip, tail, west}, 3, c->layout->ink, line);
    sm_panel_polygon(p, (const sm_xy[]){tip, tail, east}, 3, c->layout->paper, line);
    const char *letter = sm_say(c, "N");
    double width = sm_fit_width(&c->measure, letter, &font);
    sm_panel_text(p, letter, &font, c->layout->ink, middle + 19 * u * ux - width / 2,
                  middle + 19 * u * uy + SM_CAP_MIDDLE * font.size);
    p->width = p->height = 2 * middle;
}
