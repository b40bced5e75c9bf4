/** Reporting what went wrong. A status travels up as the return value; the words stand in the caller's
 * sm_error. */
#ifndef SM_ERROR_H
#define SM_ERROR_H

#include "sitmap/sitmap.h"

/** Fill `err` (NULL is fine) and return `status`. All errors of the library are born here: one breakpoint
 * finds them. An error that already holds a report keeps it. */
sm_status sm_fail(sm_error *err, sm_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** The same, with the file (NULL: none) and the line in it (0: none) that the report is about. */
sm_status sm_fail_at(sm_error *err, sm_status status, const char *file, unsigned line, const char *format,
                     ...) __attribute__((format(printf, 5, 6)));

/** Forget what `err` holds, so that it can take another report. */
void sm_error_clear(sm_error *err);

#endif
