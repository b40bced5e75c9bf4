/** Our own tables: lines of tab-separated cells. */
#ifndef SM_CELLS_H
#define SM_CELLS_H

#include <string.h>

/** The cell of column `n` of a line, cut to `size` bytes with its NUL; "" when the line has fewer. */
static inline void sm_cell(const char *line, int n, char *out, size_t size)
{
    for (; n > 0 && line; n--)
        if ((line = strchr(line, '\t')) != NULL)
            line++;
    size_t length = line ? strcspn(line, "\t\r\n") : 0;
    length = length < size ? length : size - 1;
    memcpy(out, line ? line : "", length);
    out[length] = '\0';
}

#endif
