/* Which writer a file name asks for. */
#include "draw.h"

#include <string.h>
#include <strings.h>

static bool ends_in(const char *path, const char *ending)
{
    size_t length = strlen(path), n = strlen(ending);
    return length > n && strcasecmp(path + length - n, ending) == 0;
}

sm_status sm_draw_file(const sm_scene *scene, sm_fonts *fonts, const char *path, sm_error *err)
{
    if (ends_in(path, ".png"))
        return sm_draw_png(scene, fonts, path, err);
    if (ends_in(path, ".svg"))
        return sm_draw_svg(scene, fonts, path, err);
    if (ends_in(path, ".pdf"))
        return sm_draw_pdf(scene, fonts, path, err);
    return sm_fail(err, SM_E_USAGE, "%s: a map is a .png, .svg or .pdf file", path);
}
