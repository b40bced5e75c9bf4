/* libxml2 reads the XML; shapes become paths of lines and cubic curves. Arcs are those of SVG 2, appendix
 * B.2.4, in pieces of a quarter turn at most, each one curve. */
#include "icon.h"

#include <ctype.h>
#include <libxml/parser.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_BYTES_MAX = 64 * 1024, POINTS_MAX = 4096, PARTS_MAX = 64, DEPTH_MAX = 16 };

#define FAR        1e5                /* units; no coordinate of an icon is greater */
#define QUARTER    0.5522847498307936 /* (√2 − 1) · 4/3: the arms of the curve that is a quarter of a circle */
#define LARGEST_PX 4096

typedef struct look {
    bool filled, stroked;
    double width;
    sm_cap cap;
    sm_join join;
} look;

typedef struct reader {
    sm_arena *arena;
    sm_icon *icon;
    sm_icon_part *parts;
    size_t n_parts, part_capacity, n_points;
    /* of the part that is open */
    sm_icon_part part;
    size_t op_capacity, point_capacity;
    const char *path;
    sm_error *err;
    sm_status status;
} reader;

static void refuse(reader *r, const xmlNode *at, const char *what, const char *which)
{
    if (r->status == SM_OK)
        r->status = sm_fail_at(r->err, SM_E_SETUP, r->path, at ? (unsigned)xmlGetLineNo(at) : 0, "%s '%.40s'",
                               what, which);
}

/* --- parts ------------------------------------------------------------------------------------- */

static void add_point(reader *r, sm_xy p)
{
    if (!(fabs(p.x) <= FAR && fabs(p.y) <= FAR) || ++r->n_points > POINTS_MAX)
        refuse(r, NULL,
               "no icon:", r->n_points > POINTS_MAX ? "too many points" : "coordinates out of reach");
    else if (sm_arena_grow(r->arena, &r->part.points, &r->point_capacity, r->part.n_points, sizeof p))
        r->part.points[r->part.n_points++] = p;
}

static void add_op(reader *r, sm_icon_op op)
{
    if (r->status == SM_OK &&
        sm_arena_grow(r->arena, &r->part.ops, &r->op_capacity, r->part.n_ops, sizeof *r->part.ops))
        r->part.ops[r->part.n_ops++] = (unsigned char)op;
}

static void move_to(reader *r, double x, double y)
{
    add_op(r, SM_ICON_MOVE);
    add_point(r, (sm_xy){x, y});
}

static void line_to(reader *r, double x, double y)
{
    add_op(r, SM_ICON_LINE);
    add_point(r, (sm_xy){x, y});
}

static void curve_to(reader *r, sm_xy a, sm_xy b, sm_xy end)
{
    add_op(r, SM_ICON_CURVE);
    add_point(r, a);
    add_point(r, b);
    add_point(r, end);
}

static void close_path(reader *r)
{
    add_op(r, SM_ICON_CLOSE);
}

static void begin_part(reader *r)
{
    r->part = (sm_icon_part){0};
    r->op_capacity = r->point_capacity = 0;
}

static void end_part(reader *r, const look *k, const xmlNode *at)
{
    r->part.filled = k->filled;
    r->part.width = k->stroked ? k->width : 0;
    r->part.cap = k->cap;
    r->part.join = k->join;
    if (r->part.n_ops == 0 || (!r->part.filled && r->part.width <= 0))
        return;
    if (r->n_parts == PARTS_MAX)
        refuse(r, at, "no icon:", "too many parts");
    else if (sm_arena_grow(r->arena, &r->parts, &r->part_capacity, r->n_parts, sizeof *r->parts))
        r->parts[r->n_parts++] = r->part;
}

/* --- path data --------------------------------------------------------------------------------- */

typedef struct pen {
    reader *r;
    const xmlNode *node;
    const char *at;
    sm_xy here, start, handle; /* where the pen is; where the subpath began; the last control point */
    char last;                 /* the command before, in upper case */
} pen;

static void skip(pen *p)
{
    while (*p->at && (isspace((unsigned char)*p->at) || *p->at == ','))
        p->at++;
}

static double number(pen *p)
{
    char *end;
    skip(p);
    bool begins = isdigit((unsigned char)*p->at) || (*p->at && strchr("+-.", *p->at));
    double v = begins ? strtod(p->at, &end) : 0;
    if (!begins || end == p->at || !isfinite(v)) {
        refuse(p->r, p->node, "no number in path data at", p->at);
        return 0;
    }
    p->at = end;
    return v;
}

static double flag(pen *p) /* of arcs: one digit, which the next number may follow at once */
{
    skip(p);
    if (*p->at != '0' && *p->at != '1') {
        refuse(p->r, p->node, "no flag in path data at", p->at);
        return 0;
    }
    return *p->at++ - '0';
}

static sm_xy pair(pen *p, sm_xy base)
{
    double x = number(p), y = number(p);
    return (sm_xy){base.x + x, base.y + y};
}

static double angle_between(double ux, double uy, double vx, double vy)
{
    return atan2(ux * vy - uy * vx, ux * vx + uy * vy);
}

static void arc_to(pen *p, double rx, double ry, double tilt, bool large, bool sweep, sm_xy to)
{
    double c = cos(tilt), s = sin(tilt), dx = (p->here.x - to.x) / 2, dy = (p->here.y - to.y) / 2,
           x = c * dx + s * dy, y = -s * dx + c * dy;
    rx = fabs(rx);
    ry = fabs(ry);
    if (rx == 0 || ry == 0 || (dx == 0 && dy == 0)) {
        line_to(p->r, to.x, to.y);
        return;
    }
    double grow = sqrt(x * x / (rx * rx) + y * y / (ry * ry));
    if (grow > 1) {
        rx *= grow;
        ry *= grow;
    }
    double below = rx * rx * y * y + ry * ry * x * x, k = sqrt(fmax(0, rx * rx * ry * ry / below - 1));
    if (large == sweep)
        k = -k;
    double mx = k * rx * y / ry, my = -k * ry * x / rx; /* the middle, in the ellipse's own axes */
    double cx = c * mx - s * my + (p->here.x + to.x) / 2, cy = s * mx + c * my + (p->here.y + to.y) / 2,
           from = atan2((y - my) / ry, (x - mx) / rx),
           turn = angle_between((x - mx) / rx, (y - my) / ry, (-x - mx) / rx, (-y - my) / ry);
    turn += sweep && turn < 0 ? 2 * M_PI : !sweep && turn > 0 ? -2 * M_PI : 0;
    int pieces = (int)ceil(fabs(turn) / (M_PI / 2) - 1e-9);
    double step = turn / fmax(pieces, 1), arm = 4.0 / 3 * tan(step / 4);
    for (int i = 0; i < pieces; i++) {
        double a = from + i * step, b = a + step;
        const double u[] = {cos(a) - arm * sin(a), cos(b) + arm * sin(b), cos(b)},
                     v[] = {sin(a) + arm * cos(a), sin(b) - arm * cos(b), sin(b)};
        sm_xy q[3];
        for (int n = 0; n < 3; n++)
            q[n] = (sm_xy){cx + c * rx * u[n] - s * ry * v[n], cy + s * rx * u[n] + c * ry * v[n]};
        curve_to(p->r, q[0], q[1], i + 1 < pieces ? q[2] : to);
    }
}

static sm_xy mirrored(const pen *p, const char *kinds)
{
    bool follows = p->last && strchr(kinds, p->last);
    return follows ? (sm_xy){2 * p->here.x - p->handle.x, 2 * p->here.y - p->handle.y} : p->here;
}

static void quadratic(pen *p, sm_xy q, sm_xy to)
{
    curve_to(p->r, (sm_xy){p->here.x + 2.0 / 3 * (q.x - p->here.x), p->here.y + 2.0 / 3 * (q.y - p->here.y)},
             (sm_xy){to.x + 2.0 / 3 * (q.x - to.x), to.y + 2.0 / 3 * (q.y - to.y)}, to);
    p->handle = q;
}

/* One command with one set of numbers. */
static void draw_command(pen *p, char command)
{
    bool relative = islower((unsigned char)command);
    char kind = (char)toupper((unsigned char)command);
    sm_xy base = relative ? p->here : (sm_xy){0, 0}, to = p->here, a, b;
    switch (kind) {
    case 'M':
        to = pair(p, base);
        move_to(p->r, to.x, to.y);
        p->start = to;
        break;
    case 'L':
        to = pair(p, base);
        line_to(p->r, to.x, to.y);
        break;
    case 'H':
        to.x = base.x + number(p);
        line_to(p->r, to.x, to.y);
        break;
    case 'V':
        to.y = base.y + number(p);
        line_to(p->r, to.x, to.y);
        break;
    case 'C':
    case 'S':
        a = kind == 'C' ? pair(p, base) : mirrored(p, "CS");
        b = pair(p, base);
        to = pair(p, base);
        curve_to(p->r, a, b, to);
        p->handle = b;
        break;
    case 'Q':
    case 'T':
        a = kind == 'Q' ? pair(p, base) : mirrored(p, "QT");
        to = pair(p, base);
        quadratic(p, a, to);
        break;
    case 'A': {
        double rx = number(p), ry = number(p), tilt = number(p) * M_PI / 180;
        bool large = flag(p) != 0, sweep = flag(p) != 0;
        to = pair(p, base);
        arc_to(p, rx, ry, tilt, large, sweep, to);
        break;
    }
    default: /* Z */
        close_path(p->r);
        to = p->start;
        break;
    }
    p->here = to;
    p->last = kind;
}

static void draw_path(reader *r, const xmlNode *node, const char *data)
{
    pen p = {.r = r, .node = node, .at = data};
    char command = 0;
    for (skip(&p); *p.at && r->status == SM_OK; skip(&p)) {
        bool named = isalpha((unsigned char)*p.at);
        if (named && strchr("MmLlHhVvCcSsQqTtAaZz", *p.at))
            command = *p.at++;
        else if (named || command == 0 || command == 'Z' || command == 'z')
            refuse(r, node, "no command of path data:", p.at);
        else if (command == 'M' || command == 'm') /* further pairs are lines */
            command = command == 'M' ? 'L' : 'l';
        if (p.last == 0 && toupper((unsigned char)command) != 'M')
            refuse(r, node, "path data that begins without M:", p.at);
        if (p.last == 'Z' && toupper((unsigned char)command) != 'M')
            move_to(r, p.here.x, p.here.y);
        if (r->status == SM_OK)
            draw_command(&p, command);
    }
}

/* --- other shapes ------------------------------------------------------------------------------ */

static bool get(const xmlNode *n, const char *name, char *out, size_t room)
{
    xmlChar *value = xmlGetNoNsProp(n, (const xmlChar *)name);
    snprintf(out, room, "%s", value ? (const char *)value : "");
    bool found = value != NULL;
    xmlFree(value);
    return found;
}

static double length(reader *r, const xmlNode *n, const char *name, double fallback)
{
    char text[64], *end;
    if (!get(n, name, text, sizeof text))
        return fallback;
    double v = strtod(text, &end);
    if (end != text && strcmp(end, "px") == 0)
        end += 2;
    if (end == text || *end || !(fabs(v) <= FAR)) {
        refuse(r, n, "no length:", text);
        return fallback;
    }
    return v;
}

static void draw_ellipse(reader *r, double cx, double cy, double rx, double ry)
{
    const double k = QUARTER;
    if (!(rx > 0 && ry > 0))
        return;
    move_to(r, cx + rx, cy);
    for (int i = 0; i < 4; i++) {
        static const double c[] = {1, 0, -1, 0, 1}, s[] = {0, 1, 0, -1, 0};
        curve_to(r, (sm_xy){cx + rx * (c[i] - k * s[i]), cy + ry * (s[i] + k * c[i])},
                 (sm_xy){cx + rx * (c[i + 1] + k * s[i + 1]), cy + ry * (s[i + 1] - k * c[i + 1])},
                 (sm_xy){cx + rx * c[i + 1], cy + ry * s[i + 1]});
    }
    close_path(r);
}

static void draw_rect(reader *r, const xmlNode *n)
{
    double x = length(r, n, "x", 0), y = length(r, n, "y", 0), w = length(r, n, "width", 0),
           h = length(r, n, "height", 0), rx = length(r, n, "rx", length(r, n, "ry", 0)),
           ry = length(r, n, "ry", rx);
    rx = fmin(fabs(rx), w / 2);
    ry = fmin(fabs(ry), h / 2);
    if (!(w > 0 && h > 0))
        return;
    /* at each corner: where the side before it ends, the corner, where the next one begins */
    const sm_xy corners[4][3] = {{{x + w - rx, y}, {x + w, y}, {x + w, y + ry}},
                                 {{x + w, y + h - ry}, {x + w, y + h}, {x + w - rx, y + h}},
                                 {{x + rx, y + h}, {x, y + h}, {x, y + h - ry}},
                                 {{x, y + ry}, {x, y}, {x + rx, y}}};
    move_to(r, x + rx, y);
    for (int i = 0; i < 4; i++) {
        const sm_xy *c = corners[i];
        line_to(r, c[0].x, c[0].y);
        if (rx > 0 && ry > 0)
            curve_to(r, (sm_xy){c[0].x + QUARTER * (c[1].x - c[0].x), c[0].y + QUARTER * (c[1].y - c[0].y)},
                     (sm_xy){c[2].x + QUARTER * (c[1].x - c[2].x), c[2].y + QUARTER * (c[1].y - c[2].y)},
                     c[2]);
    }
    close_path(r);
}

static void draw_points(reader *r, const xmlNode *n, bool closed)
{
    xmlChar *text = xmlGetNoNsProp(n, (const xmlChar *)"points");
    pen p = {.r = r, .node = n, .at = text ? (const char *)text : ""};
    bool first = true;
    for (skip(&p); *p.at && r->status == SM_OK; skip(&p), first = false) {
        sm_xy to = pair(&p, (sm_xy){0, 0});
        (first ? move_to : line_to)(r, to.x, to.y);
    }
    if (closed && !first)
        close_path(r);
    xmlFree(text);
}

/* --- the file ---------------------------------------------------------------------------------- */

static bool one_of(const char *word, const char *const *list)
{
    while (*list && strcmp(*list, word) != 0)
        list++;
    return *list != NULL;
}

static int word_of(reader *r, const xmlNode *n, const char *name, const char *const *words, int fallback)
{
    char text[32];
    if (!get(n, name, text, sizeof text))
        return fallback;
    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], text) == 0)
            return i;
    refuse(r, n, "not understood:", text);
    return fallback;
}

static void read_look(reader *r, const xmlNode *n, look *k)
{
    static const char *const caps[] = {"butt", "round", "square", NULL},
                             *const joins[] = {"miter", "round", "bevel", NULL},
                             *const refused[] = {"transform", "style",  "class",   "clip-path",
                                                 "mask",      "filter", "opacity", NULL};
    char text[64];
    for (const xmlAttr *a = n->properties; a; a = a->next)
        if (one_of((const char *)a->name, refused))
            refuse(r, n, "an icon cannot have the attribute", (const char *)a->name);
    if (get(n, "fill", text, sizeof text))
        k->filled = strcmp(text, "none") != 0;
    if (get(n, "stroke", text, sizeof text))
        k->stroked = strcmp(text, "none") != 0;
    k->width = length(r, n, "stroke-width", k->width);
    k->cap = (sm_cap)word_of(r, n, "stroke-linecap", caps, (int)k->cap);
    k->join = (sm_join)word_of(r, n, "stroke-linejoin", joins, (int)k->join);
}

static void read_element(reader *r, const xmlNode *n, look k, int depth);

static void read_children(reader *r, const xmlNode *n, const look *k, int depth)
{
    if (depth > DEPTH_MAX)
        refuse(r, n, "too deep:", (const char *)n->name);
    for (const xmlNode *c = n->children; c && r->status == SM_OK; c = c->next)
        if (c->type == XML_ELEMENT_NODE)
            read_element(r, c, *k, depth);
}

static void read_element(reader *r, const xmlNode *n, look k, int depth)
{
    static const char *const silent[] = {"title", "desc", "metadata", "namedview", NULL};
    const char *name = (const char *)n->name;
    if (one_of(name, silent))
        return;
    read_look(r, n, &k);
    if (strcmp(name, "g") == 0) {
        read_children(r, n, &k, depth + 1);
        return;
    }
    begin_part(r);
    if (strcmp(name, "path") == 0) {
        xmlChar *data = xmlGetNoNsProp(n, (const xmlChar *)"d");
        draw_path(r, n, data ? (const char *)data : "");
        xmlFree(data);
    } else if (strcmp(name, "circle") == 0 || strcmp(name, "ellipse") == 0) {
        double radius = length(r, n, "r", 0);
        draw_ellipse(r, length(r, n, "cx", 0), length(r, n, "cy", 0), length(r, n, "rx", radius),
                     length(r, n, "ry", radius));
    } else if (strcmp(name, "rect") == 0) {
        draw_rect(r, n);
    } else if (strcmp(name, "line") == 0) {
        move_to(r, length(r, n, "x1", 0), length(r, n, "y1", 0));
        line_to(r, length(r, n, "x2", 0), length(r, n, "y2", 0));
    } else if (strcmp(name, "polyline") == 0 || strcmp(name, "polygon") == 0) {
        draw_points(r, n, name[4] == 'g');
    } else {
        refuse(r, n, "an icon cannot have the element", name);
    }
    end_part(r, &k, n);
}

static void read_box(reader *r, const xmlNode *root)
{
    char text[128];
    sm_rect *b = &r->icon->box;
    if (get(root, "viewBox", text, sizeof text)) {
        pen p = {.r = r, .node = root, .at = text};
        double v[4];
        for (int i = 0; i < 4; i++)
            v[i] = r->status == SM_OK ? number(&p) : 0;
        *b = (sm_rect){v[0], v[1], v[2], v[3]};
    } else {
        *b = (sm_rect){0, 0, length(r, root, "width", 0), length(r, root, "height", 0)};
    }
    if (!(b->width > 0 && b->height > 0 && b->width <= FAR && b->height <= FAR && fabs(b->x) <= FAR &&
          fabs(b->y) <= FAR))
        refuse(r, root, "no size:", "viewBox");
    r->icon->size = fmin(length(r, root, "height", b->height), LARGEST_PX);
    if (!(r->icon->size > 0))
        refuse(r, root, "no size:", "height");
}

static xmlDoc *parse_file(const char *path, char *bytes, sm_error *err)
{
    FILE *f = fopen(path, "rb");
    size_t n = f ? fread(bytes, 1, FILE_BYTES_MAX + 1, f) : 0;
    bool broken = f && ferror(f);
    if (f)
        fclose(f);
    if (f == NULL || broken || n > FILE_BYTES_MAX) {
        sm_fail_at(err, SM_E_SETUP, path, 0,
                   f == NULL ? "no such icon"
                   : broken  ? "cannot be read"
                             : "too large for an icon (at most 64 kB)");
        return NULL;
    }
    xmlDoc *doc =
        xmlReadMemory(bytes, (int)n, path, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (doc == NULL)
        sm_fail_at(err, SM_E_SETUP, path, 0, "no SVG");
    return doc;
}

sm_status sm_icon_read(const char *path, const char *name, sm_arena *arena, const sm_icon **out,
                       sm_error *err)
{
    char *bytes = malloc(FILE_BYTES_MAX + 1);
    xmlDoc *doc = bytes ? parse_file(path, bytes, err) : NULL;
    xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    reader r = {.arena = arena, .path = path, .err = err};
    r.icon = sm_arena_alloc(arena, sizeof *r.icon);
    r.icon->name = sm_arena_copy(arena, name, strlen(name));
    if (bytes == NULL)
        r.status = sm_fail(err, SM_E_NOMEM, "out of memory");
    else if (doc == NULL)
        r.status = SM_E_SETUP;
    else if (root == NULL || strcmp((const char *)root->name, "svg") != 0)
        refuse(&r, root, "no SVG:", root ? (const char *)root->name : "");
    if (r.status == SM_OK) {
        look k = {.filled = true, .width = 1};
        read_box(&r, root);
        read_look(&r, root, &k);
        read_children(&r, root, &k, 0);
        if (r.n_parts == 0)
            refuse(&r, root, "nothing to draw in", name);
    }
    xmlFreeDoc(doc);
    free(bytes);
    r.icon->parts = r.parts;
    r.icon->n_parts = r.n_parts;
    if (r.status == SM_OK && sm_arena_failed(arena))
        r.status = sm_fail(err, SM_E_NOMEM, "out of memory");
    if (r.status == SM_OK)
        *out = r.icon;
    return r.status;
}
