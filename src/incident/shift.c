/* How exactly a place is known, and the words that shift it: "600 km northeast of", "northern", "off the
 * coast of", "on the border of". */
#include "linking.h"

#include <math.h>
#include <string.h>

uint8_t sm_precision_of(const sm_place *p)
{
    if (p->flags & SM_P_COUNTRY)
        return SM_GEO_COUNTRY;
    if (p->feature_class == 'H')
        return strncmp(p->feature_code, "SEA", 3) == 0 || strncmp(p->feature_code, "OCN", 3) == 0 ||
                       strncmp(p->feature_code, "GULF", 4) == 0 || strncmp(p->feature_code, "BAY", 3) == 0 ||
                       strncmp(p->feature_code, "STRT", 4) == 0
                   ? SM_GEO_WATER
                   : SM_GEO_REGION;
    if (strncmp(p->feature_code, "ADM1", 4) == 0)
        return SM_GEO_ADMIN1;
    if (strncmp(p->feature_code, "ADM", 3) == 0)
        return SM_GEO_ADMIN2;
    if ((p->flags & SM_P_REGION) || p->feature_class == 'A' || p->feature_class == 'L' ||
        p->feature_class == 'T')
        return SM_GEO_REGION;
    return SM_GEO_EXACT;
}

double sm_radius_of(const sm_scan *s, const sm_place *p, uint8_t precision)
{
    sm_box box;
    if (precision != SM_GEO_EXACT && sm_gazetteer_box(s->gazetteer, p, &box))
        return sm_box_radius_km(box);
    static const double typical[] = {0, 5, 15, 30, 100, 150, 400, 300};
    return typical[precision];
}

void sm_shift(const sm_scan *s, sm_where *w, const sm_governor *g, const sm_mention *m, size_t end)
{
    const sm_place *p = sm_gazetteer_place(s->gazetteer, m->place);
    sm_box box;
    if (g->km > 0 && g->offset_bearing >= 0) {
        w->point = sm_destination(sm_place_point(p), g->offset_bearing, g->km);
        w->located = true;
        w->relation = "offset";
        w->radius_km = g->km * 0.25 > 10 ? g->km * 0.25 : 10;
        w->precision = g->km < 25 ? SM_GEO_NEAR : SM_GEO_REGION;
        return;
    }
    if (g->bearing >= 0 && w->precision >= SM_GEO_ADMIN2 && sm_gazetteer_box(s->gazetteer, p, &box)) {
        double width = box.east - box.west + (box.east < box.west ? 360 : 0), height = box.north - box.south,
               angle = g->bearing * 3.14159265358979323846 / 180;
        w->point = (sm_point){box.west + width * (0.5 + 0.3 * sin(angle)),
                              box.south + height * (0.5 + 0.3 * cos(angle))};
        if (w->point.lon > 180)
            w->point.lon -= 360;
        w->located = true;
        w->radius_km = sm_box_radius_km(box) / 3;
        w->precision = SM_GEO_REGION;
        return;
    }
    if (g->middle && w->precision >= SM_GEO_ADMIN1 &&
        sm_gazetteer_box(s->gazetteer, p, &box)) { /* "central X" */
        w->radius_km = sm_box_radius_km(box) / 3;
        w->precision = SM_GEO_REGION;
        return;
    }
    const char *fold = m->end < end ? sm_token_fold(s->doc, m->end) : "";
    if (g->coast || strcmp(fold, "coast") == 0 || strcmp(fold, "waters") == 0) {
        w->relation = "off";
        if (w->precision == SM_GEO_EXACT)
            w->precision = SM_GEO_NEAR;
        w->radius_km = w->radius_km > 30 ? w->radius_km : 30;
    } else if (strcmp(fold, "border") == 0 || strcmp(fold, "frontier") == 0) {
        w->relation = "near";
        w->precision = SM_GEO_REGION;
        w->radius_km = w->radius_km > 200 ? w->radius_km : 200;
        w->end = m->end + 1;
        return;
    }
    if (strcmp(w->relation, "near") == 0 || g->outskirts || g->offset_bearing >= 0) {
        w->relation = g->offset_bearing >= 0 && !g->outskirts ? "offset" : "near";
        if (w->precision == SM_GEO_EXACT)
            w->precision = SM_GEO_NEAR;
        w->radius_km = w->radius_km > 15 ? w->radius_km : 15;
    }
    if (strcmp(w->relation, "off") == 0 && w->precision == SM_GEO_COUNTRY) {
        w->precision = SM_GEO_WATER;
        w->radius_km = 500;
    }
}
