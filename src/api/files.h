/** Formats of incident files and of maps. */
#ifndef SM_FILES_H
#define SM_FILES_H

#include "incident.h"

/** Whether `format` (NULL: the ending of `path`) can be written: ask before the work begins. Fails with
 * SM_E_USAGE. */
sm_status sm_incidents_format(const char *path, const char *format, sm_error *err);

/** Whether a map can be drawn in this format: "png", "svg" … */
bool sm_figure_format(const char *format);

#endif
