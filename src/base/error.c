#include "error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static sm_status report(sm_error *err, sm_status status, const char *file, unsigned line, const char *format,
                        va_list args)
{
    if (err == NULL || err->status != SM_OK)
        return status;
    err->status = status;
    err->line = line;
    err->column = 0;
    err->byte = 0;
    snprintf(err->file, sizeof err->file, "%s", file ? file : "");
    vsnprintf(err->text, sizeof err->text, format, args);
    for (char *c = err->text; *c; c++) /* one line, whatever the input put into the words */
        if ((unsigned char)*c < ' ')
            *c = ' ';
    return status;
}

sm_status sm_fail(sm_error *err, sm_status status, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    report(err, status, NULL, 0, format, args);
    va_end(args);
    return status;
}

sm_status sm_fail_at(sm_error *err, sm_status status, const char *file, unsigned line, const char *format,
                     ...)
{
    va_list args;
    va_start(args, format);
    report(err, status, file, line, format, args);
    va_end(args);
    return status;
}

void sm_error_clear(sm_error *err)
{
    if (err)
        memset(err, 0, sizeof *err);
}
