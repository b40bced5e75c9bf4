#include "extent.h"

#include "geo.h"

#include <math.h>
#include <stdlib.h>

enum { TRIMMING_ROUNDS = 4, MANY = 10, FEW = 4 /* of fewer points none is an outlier */ };

#define MAIN_SHARE    .9
#define FAR_FACTOR    3.0
#define FAR_OF_FEW    6.0
#define MAIN_MIN_KM   400.0
#define MIN_KM        500.0
#define MIN_PLACE_KM  800.0
#define SAME_PLACE_KM 25.0

/* --- what belongs together --------------------------------------------------------------------- */

typedef struct spot {
    sm_point at;
    double km;    /* from the middle */
    size_t index; /* into the caller's points */
} spot;

static int nearest_first(const void *a, const void *b)
{
    const spot *x = a, *y = b;
    if (x->km != y->km)
        return x->km < y->km ? -1 : 1;
    if (x->at.lon != y->at.lon)
        return x->at.lon < y->at.lon ? -1 : 1;
    if (x->at.lat != y->at.lat)
        return x->at.lat < y->at.lat ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

/* The mean position on the sphere; false when the points are all round the globe. */
static bool mean_of(const spot *s, size_t n, sm_point *out)
{
    double x = 0, y = 0, z = 0;
    for (size_t i = 0; i < n; i++) {
        double lon = s[i].at.lon * M_PI / 180, lat = s[i].at.lat * M_PI / 180;
        x += cos(lat) * cos(lon);
        y += cos(lat) * sin(lon);
        z += sin(lat);
    }
    *out = (sm_point){atan2(y, x) * 180 / M_PI, atan2(z, hypot(x, y)) * 180 / M_PI};
    return sqrt(x * x + y * y + z * z) > .1 * (double)n;
}

/* How many of the points, nearest first, belong together. */
static size_t without_outliers(spot *s, size_t n)
{
    size_t kept = n >= MANY ? (size_t)ceil(MAIN_SHARE * (double)n) : n - n / FEW;
    double factor = n >= MANY ? FAR_FACTOR : FAR_OF_FEW;
    if (n < FEW)
        return n;
    for (int round = 0; round < TRIMMING_ROUNDS; round++) {
        sm_point middle;
        if (!mean_of(s, round == 0 ? n : kept, &middle))
            return n;
        for (size_t i = 0; i < n; i++)
            s[i].km = sm_distance_km(middle, s[i].at);
        qsort(s, n, sizeof *s, nearest_first);
    }
    for (size_t k = kept; k < n; k++)
        if (s[k].km > factor * fmax(s[k - 1].km, MAIN_MIN_KM))
            return k;
    return n;
}

/* --- the box ----------------------------------------------------------------------------------- */

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* The smallest box of the points: in longitude it begins behind the widest gap. Width 360 and more is the
 * whole world. `lons` is working space. */
static sm_rect box_of(const spot *s, size_t n, double *lons)
{
    double south = 90, north = -90;
    for (size_t i = 0; i < n; i++) {
        lons[i] = s[i].at.lon;
        south = fmin(south, s[i].at.lat);
        north = fmax(north, s[i].at.lat);
    }
    qsort(lons, n, sizeof *lons, compare_doubles);
    double widest = lons[0] + 360 - lons[n - 1], west = lons[0];
    for (size_t i = 1; i < n; i++) {
        if (lons[i] - lons[i - 1] > widest) {
            widest = lons[i] - lons[i - 1];
            west = lons[i];
        }
    }
    return (sm_rect){west, south, 360 - widest, north - south};
}

static double km_per_degree(double lat)
{
    return 111.195 * cos(lat * M_PI / 180);
}

/* Widen to at least `min_km` each way, with the frame's shape, and by the margin. */
static sm_rect grow(sm_rect b, double min_km, double margin, double aspect)
{
    double lat = b.y + b.height / 2, factor = 1 / (1 - 2 * margin);
    double per_lon = fmax(km_per_degree(lat), 111.195 * .1);
    double width = fmax(b.width * factor, min_km / per_lon),
           height = fmax(b.height * factor, min_km / aspect / 111.195);
    sm_rect out = {b.x + b.width / 2 - width / 2, lat - height / 2, width, height};
    if (out.y < -90 || out.y + out.height > 90) { /* shift back over the pole */
        out.height = fmin(out.height, 180);
        out.y = fmax(-90, fmin(out.y, 90 - out.height));
    }
    if (out.width > 360) {
        out.x += (out.width - 360) / 2;
        out.width = 360;
    }
    return out;
}

/* The valid points; NULL when out of memory. */
static spot *spots_of(const sm_point *points, size_t n, size_t *count)
{
    spot *spots = malloc((n ? n : 1) * sizeof *spots);
    *count = 0;
    for (size_t i = 0; spots && i < n; i++)
        if (sm_point_valid(points[i]))
            spots[(*count)++] = (spot){.at = points[i], .index = i};
    return spots;
}

size_t sm_extent_keep(const sm_point *points, size_t n, bool *kept)
{
    size_t count, main_part = 0;
    spot *spots = spots_of(points, n, &count);
    for (size_t i = 0; i < n; i++)
        kept[i] = false;
    if (count > 0)
        main_part = without_outliers(spots, count);
    for (size_t i = 0; i < main_part; i++)
        kept[spots[i].index] = true;
    free(spots);
    return main_part;
}

bool sm_extent_choose(const sm_point *points, size_t n, const sm_extent_options *o, sm_rect *box)
{
    size_t count;
    spot *spots = spots_of(points, n, &count);
    double *lons = malloc((n ? n : 1) * sizeof *lons);
    if (count > 0 && lons) {
        size_t kept = o->keep_outliers ? count : without_outliers(spots, count);
        sm_rect b = box_of(spots, kept, lons);
        bool one_place =
            b.height * 111.195 < SAME_PLACE_KM && b.width * km_per_degree(b.y + b.height / 2) < SAME_PLACE_KM;
        double least = o->min_km > 0 ? o->min_km : one_place ? MIN_PLACE_KM : MIN_KM;
        *box = grow(b, least, o->margin > 0 && o->margin < .45 ? o->margin : .15, o->aspect);
    }
    bool found = count > 0 && lons;
    free(spots);
    free(lons);
    return found;
}
