// The scan of a row that is a list of candidates.

#include "CMatchingKernels.h"

#include <math.h>

enum { lane_count = 64 };

// Values of a row's candidates, whichever kind of number they are: 0 float, 1 double, 2 whole.
static inline double score_at(int32_t kind, const void *scores, int64_t index, double anchor) {
    switch (kind) {
    case 0: return ((double)((const float *)scores)[index] + anchor) - anchor;
    case 1: return (((const double *)scores)[index] + anchor) - anchor;
    default: {
        int32_t score = ((const int32_t *)scores)[index];
        return score == INT32_MIN ? -INFINITY : (double)score;
    }
    }
}

static inline float key_above(double value) {
    float rounded = (float)value;
    if (rounded == -INFINITY) return -0x1.fffffep127f;
    return (double)rounded < value ? rounded + (rounded < 0 ? -rounded : rounded) * 0x1p-22f + 0x1p-148f : rounded;
}

// The n-th greatest of the lanes.
static double nth(const double *lanes, int n) {
    double top[lane_count];
    int kept = 0;
    for (int lane = 0; lane < lane_count; lane++) {
        if (kept == n && !(lanes[lane] > top[kept - 1])) continue;
        int place = kept < n ? kept++ : n - 1;
        for (; place > 0 && top[place - 1] < lanes[lane]; place--) top[place] = top[place - 1];
        top[place] = lanes[lane];
    }
    return top[kept - 1];
}

static inline void insert(matching_candidate *list, int32_t found, matching_candidate one) {
    int32_t place = found;
    for (; place > 0 && list[place - 1].key < one.key; place--) list[place] = list[place - 1];
    list[place] = one;
}

// Collects candidates worth `least` or more, sorted; capacity + 1 if they do not fit.
static inline int32_t collect(
    int32_t kind, const void *scores, const int32_t *columns, int64_t count, const matching_board *board, double least,
    matching_candidate *list) {
    int32_t found = 0;
    for (int64_t index = 0; index < count; index++) {
        double score = score_at(kind, scores, index, board->anchor), value = score - board->prices[columns[index]];
        if (!(value >= least) || value == -INFINITY) continue;
        if (found == board->capacity) return found + 1;
        insert(list, found++, (matching_candidate){score, key_above(value), columns[index]});
    }
    return found;
}

static inline int32_t scan(
    int32_t kind, const void *scores, const int32_t *columns, int64_t count, const matching_board *board,
    matching_candidate *list, double *outside) {
    *outside = -INFINITY;
    if (count <= board->capacity)
        return collect(kind, scores, columns, count, board, -INFINITY, list);
    double lanes[lane_count];
    for (int lane = 0; lane < lane_count; lane++) lanes[lane] = -INFINITY;
    for (int64_t index = 0; index < count; index++) {
        double value = score_at(kind, scores, index, board->anchor) - board->prices[columns[index]];
        if (value > lanes[index % lane_count]) lanes[index % lane_count] = value;
    }
    int wanted = board->wanted;
    for (;;) {
        double least = nth(lanes, wanted);
        int32_t found = collect(kind, scores, columns, count, board, least, list);
        if (found <= board->capacity) {
            *outside = least;
            return found;
        }
        if (wanted == 1) {
            *outside = least;
            return board->capacity;
        }
        wanted = (wanted + 1) / 2;
    }
}

int32_t matching_scan_listed(
    int32_t kind, const void *scores, const int32_t *columns, int64_t count, const matching_board *board,
    matching_candidate *list, double *outside) {
    int32_t found;
    switch (kind) {
    case 0: found = scan(0, scores, columns, count, board, list, outside); break;
    case 1: found = scan(1, scores, columns, count, board, list, outside); break;
    default: found = scan(2, scores, columns, count, board, list, outside);
    }
    matching_pad_list(list, found);
    return found;
}
