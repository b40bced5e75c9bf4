/** # sitmap: news text to maps
 *
 * One header, in the order in which a user meets things: errors, plain values, gazetteer, articles, annotation,
 * incidents, maps. Lengths in metres or points are named so (`_m`, `_pt`); coordinates are WGS 84 degrees, longitude first. */
#ifndef SITMAP_H
#define SITMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SITMAP_VERSION "0.1.0"

/** ## Errors
 *
 * A status says what kind of trouble; the caller's `sm_error` says where and why. Every function that can fail takes
 * `sm_error *err` last; NULL is allowed. The first report wins: a lower layer's words are passed up untouched. */
typedef enum sm_status {
    SM_OK = 0,
    SM_E_USAGE, /**< the caller asked for something that does not exist (option, format, style key) */
    SM_E_INPUT, /**< an input cannot be read or is malformed */
    SM_E_LIMIT, /**< an input is larger than a documented limit */
    SM_E_SETUP, /**< gazetteer, basemap, style or font missing, damaged or foreign */
    SM_E_NOMEM, /**< out of memory */
    SM_E_IO,    /**< reading or writing failed: permission, full disk */
} sm_status;

/** Where and why something failed. Fixed size, never allocates. `line` and `column` count from 1, 0 = not known. */
typedef struct sm_error {
    sm_status status;
    unsigned line, column;
    size_t byte;
    char file[256];
    char text[256]; /**< one line, no full stop: `unknown colour 'gren'` */
} sm_error;

/** ## Plain values */
typedef struct sm_point {
    double lon, lat;
} sm_point;

/** A box in degrees. `west` > `east` means that it crosses the antimeridian. */
typedef struct sm_box {
    double west, south, east, north;
} sm_box;

/** A half-open span: bytes or Unicode code points, as the function that takes it says. */
typedef struct sm_span {
    uint32_t start, end;
} sm_span;

#ifdef __cplusplus
}
#endif
#endif
