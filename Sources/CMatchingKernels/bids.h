// A row's bid over all its columns. Part of scan.h.

static inline __attribute__((always_inline)) void LEVEL(add_to_bid)(matching_bid *bid, double value) {
    if (value > bid->first) {
        bid->second = bid->first;
        bid->first = value;
    } else if (value > bid->second) {
        bid->second = value;
    }
}

// The first column of a range that is worth `value`, and that nobody has if there are `owners`; -1 if there is none. Then the bid, and
// the value that half of 32 equal shares of the columns (column modulo 32) reach.
#define BID(kind, element)                                                                                      \
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
    }                                                                                                           \
    static matching_bid LEVEL(bid_##kind)(                                                                      \
        const element *scores, const double *prices, int64_t count, double anchor, const int32_t *owners,       \
        int64_t rotation) {                                                                                     \
        DOUBLES best[4], next[4];                                                                               \
        for (int part = 0; part < 4; part++) best[part] = next[part] = (DOUBLES){} - INFINITY;                  \
        int64_t column = 0;                                                                                     \
        for (; column + 32 <= count; column += 32)                                                              \
            for (int part = 0; part < 4; part++) {                                                              \
                int64_t at = column + 8 * part;                                                                 \
                DOUBLES value =                                                                                 \
                    LEVEL(eight_from_##kind)(scores + at, anchor) - LEVEL(load_doubles)(prices + at);           \
                LEVEL(double_mask) more = value > best[part];                                                   \
                DOUBLES lower = (DOUBLES)((more & (LEVEL(double_mask))best[part]) | (~more & (LEVEL(double_mask))value));\
                best[part] = LEVEL(larger_double)(value, best[part]);                                           \
                next[part] = LEVEL(larger_double)(lower, next[part]);                                           \
            }                                                                                                   \
        matching_bid bid = {-INFINITY, -INFINITY, 0, -1};                                                      \
        for (int part = 0; part < 4; part++)                                                                    \
            for (int lane = 0; lane < 8; lane++) {                                                              \
                LEVEL(add_to_bid)(&bid, best[part][lane]);                                                      \
                if (next[part][lane] > bid.second) bid.second = next[part][lane];                               \
            }                                                                                                   \
        for (; column < count; column++) LEVEL(add_to_bid)(&bid, on_grid_##kind(scores[column], anchor) - prices[column]);\
        if (bid.first == -INFINITY) return bid;                                                                 \
        int is_tied = bid.second == bid.first;                                                                  \
        int64_t found = -1;                                                                                     \
        if (is_tied) {                                                                                          \
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
    }                                                                                                           \
    static double LEVEL(usual_best_##kind)(const element *scores, const double *prices, int64_t count, double anchor) {\
        double lanes[32];                                                                                       \
        LEVEL(exact_lanes_##kind)(scores, prices, count, anchor, lanes);                                        \
        return nth_lane(lanes, 32, 16);                                                                         \
    }

BID(float, float)
BID(double, double)
BID(integer, int32_t)
#undef BID
