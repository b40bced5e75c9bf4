#include "error.h"

#include "utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* One line of UTF-8, whatever the input put into the words; a letter that did not fit whole is left out. */
static void clean(char *text)
{
    for (char *c = text; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7F)
            *c = ' ';
    size_t length = strlen(text), n;
    while ((n = sm_utf8_valid(text, length)) < length)
        if (length - n < 4 && length + 1 >= sizeof((sm_error *)0)->text)
            text[length = n] = '\0';
        else
            text[n] = '?';
}

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
    clean(err->text);
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
