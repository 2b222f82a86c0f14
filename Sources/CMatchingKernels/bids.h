// A row's bid over all its columns. Part of scan.h.

// The two best of each lane among two pairs of best and second.
static inline __attribute__((always_inline)) void LEVEL(join_bids)(DOUBLES *best, DOUBLES *next, DOUBLES other, DOUBLES other_next) {
    LEVEL(double_mask) more = other > *best;
    DOUBLES lower = (DOUBLES)((more & (LEVEL(double_mask))*best) | (~more & (LEVEL(double_mask))other));
    *best = LEVEL(larger_double)(other, *best);
    *next = LEVEL(larger_double)(lower, LEVEL(larger_double)(*next, other_next));
}

// Keeps the greater magnitudes of eight numbers as bits, which are in the same order: above those of infinity for NaN.
static inline __attribute__((always_inline)) void LEVEL(note_sizes)(LEVEL(double_mask) *sizes, DOUBLES values) {
    LEVEL(double_mask) size = (LEVEL(double_mask))values & INT64_MAX, more = size > *sizes;
    *sizes = (more & size) | (~more & *sizes);
}

// The first column of a range that is worth `value`, and that nobody has if there are `owners`; -1 if there is none.
#define FIND(kind, element)                                                                                     \
    static int64_t LEVEL(find_##kind)(                                                                          \
        const element *scores, const double *prices, double anchor, double value, const int32_t *owners,        \
        int64_t from, int64_t to) {                                                                             \
        typedef int32_t eight __attribute__((vector_size(32), aligned(4)));                                     \
        DOUBLES wanted = (DOUBLES){} + value;                                                                   \
        int64_t column = from;                                                                                  \
        for (; column + 8 <= to; column += 8) {                                                                 \
            DOUBLES here = LEVEL(eight_from_##kind)(scores + column, anchor) - LEVEL(load_doubles)(prices + column);\
            uint32_t bits = LEVEL(double_bits)(here == wanted);                                                 \
            if (!bits) continue;                                                                                \
            if (owners) {                                                                                       \
                eight own = *(const eight *)(owners + column);                                                  \
                bits &= LEVEL(double_bits)(__builtin_convertvector(own < 0, LEVEL(double_mask)));               \
                if (!bits) continue;                                                                            \
            }                                                                                                   \
            return column + __builtin_ctz(bits);                                                                \
        }                                                                                                       \
        for (; column < to; column++)                                                                           \
            if (on_grid_##kind(scores[column], anchor) - prices[column] == value && (!owners || owners[column] < 0))\
                return column;                                                                                  \
        return -1;                                                                                              \
    }

FIND(float, float)
FIND(double, double)
FIND(integer, int32_t)
#undef FIND

// The two best of all lanes in lane 0: halves, quarters and neighbours are joined without a branch.
static inline __attribute__((always_inline)) void LEVEL(join_lanes)(DOUBLES *best, DOUBLES *next) {
    LEVEL(join_bids)(
        best, next, __builtin_shufflevector(*best, *best, 4, 5, 6, 7, 0, 1, 2, 3),
        __builtin_shufflevector(*next, *next, 4, 5, 6, 7, 0, 1, 2, 3));
    LEVEL(join_bids)(
        best, next, __builtin_shufflevector(*best, *best, 2, 3, 0, 1, 6, 7, 4, 5),
        __builtin_shufflevector(*next, *next, 2, 3, 0, 1, 6, 7, 4, 5));
    LEVEL(join_bids)(
        best, next, __builtin_shufflevector(*best, *best, 1, 0, 3, 2, 5, 4, 7, 6),
        __builtin_shufflevector(*next, *next, 1, 0, 3, 2, 5, 4, 7, 6));
}

// Takes 32 columns into account: each of 32 lanes keeps its two best.
#define LOOK(score, price)                                                                                      \
    for (int part = 0; part < 4; part++) {                                                                      \
        DOUBLES here = (score), value = here - (price);                                                         \
        if (looks) LEVEL(note_sizes)(&sizes, here);                                                             \
        LEVEL(double_mask) more = value > best[part];                                                           \
        DOUBLES lower = (DOUBLES)((more & (LEVEL(double_mask))best[part]) | (~more & (LEVEL(double_mask))value));\
        best[part] = LEVEL(larger_double)(value, best[part]);                                                   \
        next[part] = LEVEL(larger_double)(lower, next[part]);                                                   \
    }

// A row's bid. With `looks` 1 also the greatest magnitude among the scores, with 2 the value that half of 32 equal shares of the
// columns (column modulo 32) reach, too.
#define BID(kind, element)                                                                                      \
    static inline __attribute__((always_inline)) matching_bid LEVEL(two_best_##kind)(                           \
        const element *scores, const double *prices, int64_t count, double anchor, int looks) {                 \
        DOUBLES best[4], next[4];                                                                               \
        LEVEL(double_mask) sizes = {};                                                                          \
        int64_t column = 0;                                                                                     \
        for (int part = 0; part < 4; part++) best[part] = next[part] = (DOUBLES){} - INFINITY;                  \
        for (; column + 32 <= count; column += 32)                                                              \
            LOOK(                                                                                               \
                LEVEL(eight_from_##kind)(scores + column + 8 * part, anchor),                                   \
                LEVEL(load_doubles)(prices + column + 8 * part))                                                \
        if (column < count) {                                                                                   \
            /* Blanks are worth nothing and have no size. */                                                    \
            double rest[32] = {0}, cost[32];                                                                    \
            for (int lane = 0; lane < 32; lane++) cost[lane] = INFINITY;                                        \
            for (int lane = 0; lane < count - column; lane++) {                                                 \
                rest[lane] = on_grid_##kind(scores[column + lane], anchor);                                     \
                cost[lane] = prices[column + lane];                                                             \
            }                                                                                                   \
            LOOK(LEVEL(load_doubles)(rest + 8 * part), LEVEL(load_doubles)(cost + 8 * part))                    \
        }                                                                                                       \
        matching_bid bid = {-INFINITY, -INFINITY, 0, -INFINITY, 0, -1};                                         \
        if (looks) {                                                                                            \
            int64_t size = 0;                                                                                   \
            for (int lane = 0; lane < 8; lane++)                                                                \
                if (sizes[lane] > size) size = sizes[lane];                                                     \
            __builtin_memcpy(&bid.magnitude, &size, sizeof size);                                               \
        }                                                                                                       \
        if (looks == 2) {                                                                                       \
            double lanes[32];                                                                                   \
            __builtin_memcpy(lanes, best, sizeof lanes);                                                        \
            bid.usual = nth_lane(lanes, 32, 16);                                                                \
        }                                                                                                       \
        LEVEL(join_bids)(best, next, best[1], next[1]);                                                         \
        LEVEL(join_bids)(best + 2, next + 2, best[3], next[3]);                                                 \
        LEVEL(join_bids)(best, next, best[2], next[2]);                                                         \
        LEVEL(join_lanes)(best, next);                                                                          \
        bid.first = best[0][0];                                                                                 \
        bid.second = next[0][0];                                                                                \
        return bid;                                                                                             \
    }                                                                                                           \
    static matching_bid LEVEL(bid_##kind)(                                                                      \
        const element *scores, const double *prices, int64_t count, double anchor, const int32_t *owners,       \
        int64_t rotation, int32_t looks) {                                                                      \
        matching_bid bid = looks == 2 ? LEVEL(two_best_##kind)(scores, prices, count, anchor, 2)                \
            : looks                   ? LEVEL(two_best_##kind)(scores, prices, count, anchor, 1)                \
                                      : LEVEL(two_best_##kind)(scores, prices, count, anchor, 0);               \
        if (bid.first == -INFINITY) return bid;                                                                 \
        int64_t found = -1;                                                                                     \
        if (bid.second == bid.first) {                                                                          \
            found = LEVEL(find_##kind)(scores, prices, anchor, bid.first, owners, rotation, count);             \
            if (found < 0) found = LEVEL(find_##kind)(scores, prices, anchor, bid.first, owners, 0, rotation);  \
        }                                                                                                       \
        if (found < 0) {                                                                                        \
            found = LEVEL(find_##kind)(scores, prices, anchor, bid.first, NULL, rotation, count);               \
            if (found < 0) found = LEVEL(find_##kind)(scores, prices, anchor, bid.first, NULL, 0, rotation);    \
        }                                                                                                       \
        bid.column = (int32_t)found;                                                                            \
        bid.score = on_grid_##kind(scores[found], anchor);                                                      \
        return bid;                                                                                             \
    }

BID(float, float)
BID(double, double)
BID(integer, int32_t)
#undef BID
#undef LOOK
