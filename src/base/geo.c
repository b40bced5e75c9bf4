#include "geo.h"

#include <math.h>

#define EARTH_RADIUS_KM 6371.0088
#define RAD(x)          ((x) * (M_PI / 180.0))
#define DEG(x)          ((x) * (180.0 / M_PI))

bool sm_point_valid(sm_point p)
{
    return isfinite(p.lon) && isfinite(p.lat) && fabs(p.lon) <= 180 && fabs(p.lat) <= 90;
}

double sm_distance_km(sm_point a, sm_point b)
{
    double s1 = sin(RAD(b.lat - a.lat) / 2), s2 = sin(RAD(b.lon - a.lon) / 2);
    double h = s1 * s1 + cos(RAD(a.lat)) * cos(RAD(b.lat)) * s2 * s2;
    return 2 * EARTH_RADIUS_KM * asin(sqrt(h < 1 ? h : 1));
}

static double wrap_lon(double lon)
{
    lon = fmod(lon + 180, 360);
    return (lon < 0 ? lon + 360 : lon) - 180;
}

sm_point sm_destination(sm_point from, double bearing_deg, double distance_km)
{
    double d = distance_km / EARTH_RADIUS_KM, b = RAD(bearing_deg), lat = RAD(from.lat);
    double lat2 = asin(sin(lat) * cos(d) + cos(lat) * sin(d) * cos(b));
    double lon2 = RAD(from.lon) + atan2(sin(b) * sin(d) * cos(lat), cos(d) - sin(lat) * sin(lat2));
    return (sm_point){wrap_lon(DEG(lon2)), DEG(lat2)};
}

sm_point sm_midpoint(sm_point a, sm_point b)
{
    double bx = cos(RAD(b.lat)) * cos(RAD(b.lon - a.lon)), by = cos(RAD(b.lat)) * sin(RAD(b.lon - a.lon));
    double x = cos(RAD(a.lat)) + bx;
    double lat = atan2(sin(RAD(a.lat)) + sin(RAD(b.lat)), sqrt(x * x + by * by));
    return (sm_point){wrap_lon(a.lon + DEG(atan2(by, x))), DEG(lat)};
}

bool sm_box_contains(sm_box box, sm_point p)
{
    if (p.lat < box.south || p.lat > box.north)
        return false;
    if (box.west <= box.east)
        return p.lon >= box.west && p.lon <= box.east;
    return p.lon >= box.west || p.lon <= box.east;
}

double sm_box_radius_km(sm_box box)
{
    return sm_distance_km((sm_point){box.west, box.south}, (sm_point){box.east, box.north}) / 2;
}
