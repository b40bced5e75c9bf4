/* Which writer a file name asks for. */
#include "draw.h"

#include <string.h>
#include <strings.h>

typedef sm_status sm_writer(const sm_scene *scene, sm_fonts *fonts, const sm_draw_options *options,
                            const char *path, sm_error *err);

static const struct {
    const char *ending;
    sm_writer *write;
} writers[] = {{"png", sm_draw_png}, {"svg", sm_draw_svg}, {"pdf", sm_draw_pdf}, {"html", sm_draw_html}};

const char sm_draw_endings[] = ".png, .svg, .pdf or .html";

static sm_writer *writer_of(const char *ending)
{
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++)
        if (strcasecmp(writers[i].ending, ending) == 0)
            return writers[i].write;
    return NULL;
}

bool sm_draw_knows(const char *ending)
{
    return writer_of(ending) != NULL;
}

sm_status sm_draw_file(const sm_scene *scene, sm_fonts *fonts, const sm_draw_options *options,
                       const char *path, sm_error *err)
{
    const char *dot = strrchr(path, '.');
    sm_writer *write = dot && dot != path ? writer_of(dot + 1) : NULL;
    return write ? write(scene, fonts, options, path, err)
                 : sm_fail(err, SM_E_USAGE, "a map is %s, not '%.200s'", sm_draw_endings, path);
}
