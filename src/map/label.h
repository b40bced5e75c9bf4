/** Label placement: where the names go, so that none overlaps another, a symbol, the furniture or the frame.
 * Pure geometry on the page, in px; knows nothing of fonts or maps.
 *
 * Every label has candidate spots: for a point Imhof's eight positions round its symbol (Imhof 1975; upper
 * right first) and, when it may have a leader line, sixteen directions at three distances; for an area
 * whatever spots the caller offers. Spots that leave the frame or meet a hard obstacle are struck out. Then,
 * tier by tier of priority: the spot with the fewest conflicts is taken first (FALP, Yamamoto, Camara and
 * Lorena 2005); a label left without a spot may push others aside through chains of moves (ejection chains of
 * depth 3), and out of the map when they matter less; finally each label moves to the cheapest spot that is
 * free. Deterministic: no random numbers, ties by order.
 *
 *     sm_label_page *page = sm_label_page_new(arena, frame);
 *     sm_label_obstacle(page, box);                            legend, scale bar, title …
 *     sm_label_ink(page, from, to, weight);                    soft: borders, coasts, rivers
 *     sm_labels_place(page, labels, n);
 */
#ifndef SM_LABEL_H
#define SM_LABEL_H

#include "arena.h"
#include "scene.h"

typedef struct sm_label_page sm_label_page;

typedef struct sm_label_spot {
    double x, y;          /**< upper left corner of the text's box */
    double cost;          /**< smaller is better; Imhof's positions cost 0 … 1 */
    double width, height; /**< of the box at this spot; 0 = the label's */
    double angle;         /**< degrees, clockwise, of the text in the middle of the box: for the caller */
    int wording;          /**< likewise for the caller */
    bool led;             /**< joined by a leader line */
} sm_label_spot;

/** Imhof's eight positions: where the text stands as seen from its point, best first. */
typedef enum sm_label_side {
    SM_LABEL_NE,
    SM_LABEL_E,
    SM_LABEL_SE,
    SM_LABEL_NW,
    SM_LABEL_W,
    SM_LABEL_SW,
    SM_LABEL_N,
    SM_LABEL_S,
    SM_LABEL_C, /**< over the point: only when it is asked for */
    SM_LABEL_SIDES
} sm_label_side;

/** Where the text stands of its point: −1 to the left, 1 to the right, 0 neither; and −1 above, 1 below. */
int sm_label_across(unsigned char side);
int sm_label_down(unsigned char side);

/** A place beside the point where the text may stand. */
typedef struct sm_label_place {
    unsigned char side; /**< sm_label_side */
    bool shifted;       /**< not just beyond the symbol but where `dx`, `dy` say, or further off by as much as
                           the symbol needs */
    double dx, dy;      /**< px: from the point to the text's side or corner that is next to it */
} sm_label_place;

typedef struct sm_label {
    double width, height;  /**< of the text's box, with the padding that is to stay free */
    double px, py, radius; /**< the point and the radius of its symbol */
    bool square;           /**< the symbol is a square of twice the radius, not a circle */
    double gap;            /**< between symbol and text */
    int priority; /**< labels of a greater number are placed first and never give way to smaller ones */
    bool leader;  /**< may stand further off, joined by a leader line */
    const sm_label_place *places; /**< that may be used, best first; NULL = Imhof's eight; borrowed */
    size_t n_places;
    double from_x, from_y;      /**< the point from which shifted places count, as seen from (px, py) */
    const sm_label_spot *spots; /**< spots of its own instead of those round the point; borrowed */
    size_t n_spots;

    /* results */
    bool placed;
    size_t spot; /**< which of `spots` */
    double x, y; /**< upper left corner of the text's box */
    bool led;    /**< stands off: draw a line from the symbol to (lx, ly), the nearest point of the box */
    double lx, ly;
} sm_label;

/** `frame`: the part of the page in which labels may stand. Lives in `arena`. NULL when out of memory. */
sm_label_page *sm_label_page_new(sm_arena *arena, sm_rect frame);

/** Nothing may overlap this box. */
void sm_label_obstacle(sm_label_page *page, sm_rect box);

/** Ink that text had better not cover: adds `weight` for each cell of 8 px that the line touches. */
void sm_label_ink(sm_label_page *page, sm_xy from, sm_xy to, double weight);

/** Place `labels`, writing their results. The symbol of each label (a circle round its point) is an
 * obstacle to all. Returns how many were placed. */
size_t sm_labels_place(sm_label_page *page, sm_label *labels, size_t n);

#endif
