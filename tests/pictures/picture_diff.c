/* How far two pictures are apart.
 *
 *     picture_diff A.png B.png [MEAN SHARE]
 *
 * Prints the mean difference of the channels (0 … 255), and the share of pixels in which a channel differs by
 * more than a quarter after both pictures were averaged over 3 × 3 pixels, which forgives an edge that lies a
 * fraction of a pixel elsewhere. With limits (SHARE in per cent): exit status 1 when one is passed. Status 2
 * when the sizes differ. */
#include <cairo.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { VISIBLE = 64, CHANNELS = 3 };

typedef struct picture {
    cairo_surface_t *surface;
    const uint32_t *pixels;
    int width, height, stride;
} picture;

static picture load(const char *path)
{
    picture p = {.surface = cairo_image_surface_create_from_png(path)};
    if (cairo_surface_status(p.surface) != CAIRO_STATUS_SUCCESS) {
        fprintf(stderr, "%s: %s\n", path, cairo_status_to_string(cairo_surface_status(p.surface)));
        exit(2);
    }
    p.pixels = (const uint32_t *)(const void *)cairo_image_surface_get_data(p.surface);
    p.width = cairo_image_surface_get_width(p.surface);
    p.height = cairo_image_surface_get_height(p.surface);
    p.stride = cairo_image_surface_get_stride(p.surface) / 4;
    return p;
}

static int channel(const picture *p, int x, int y, int k)
{
    return (int)(p->pixels[y * p->stride + x] >> (8 * k) & 0xFF);
}

static double blurred(const picture *p, int x, int y, int k)
{
    int sum = 0, n = 0;
    for (int dy = -1; dy <= 1; dy++)
        for (int dx = -1; dx <= 1; dx++)
            if (x + dx >= 0 && x + dx < p->width && y + dy >= 0 && y + dy < p->height) {
                sum += channel(p, x + dx, y + dy, k);
                n++;
            }
    return (double)sum / n;
}

int main(int argc, char **argv)
{
    if (argc != 3 && argc != 5) {
        fprintf(stderr, "usage: picture_diff A.png B.png [MEAN SHARE]\n");
        return 2;
    }
    picture a = load(argv[1]), b = load(argv[2]);
    if (a.width != b.width || a.height != b.height) {
        printf("%d x %d and %d x %d\n", a.width, a.height, b.width, b.height);
        return 2;
    }
    double sum = 0;
    long visible = 0;
    for (int y = 0; y < a.height; y++)
        for (int x = 0; x < a.width; x++) {
            int differs = 0;
            for (int k = 0; k < CHANNELS; k++) {
                sum += abs(channel(&a, x, y, k) - channel(&b, x, y, k));
                differs |= fabs(blurred(&a, x, y, k) - blurred(&b, x, y, k)) > VISIBLE;
            }
            visible += differs;
        }
    double pixels = (double)a.width * a.height, mean = sum / pixels / CHANNELS,
           share = 100 * (double)visible / pixels;
    printf("mean %.2f, %.3f %% visible\n", mean, share);
    cairo_surface_destroy(a.surface);
    cairo_surface_destroy(b.surface);
    return argc == 5 && (mean > atof(argv[3]) || share > atof(argv[4]));
}
