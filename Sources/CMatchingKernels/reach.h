// A step of a shortest-path search over whole rows. Part of scan.h.

// Columns to which a way through a row is shorter than any known get its length as distance and the row as parent; returns the
// least distance. Finished columns have NaN there, which is neither reached nor the least. Which columns are reached is not to be
// foreseen, so all are written, without a branch.
#define REACH(kind, element)                                                                                    \
    static double LEVEL(reach_##kind)(                                                                          \
        const element *scores, const double *prices, int64_t count, double anchor, double base, int32_t row,    \
        double *distances, int32_t *parents) {                                                                  \
        DOUBLES least = (DOUBLES){} + INFINITY;                                                                 \
        int64_t column = 0;                                                                                     \
        for (; column + 8 <= count; column += 8) {                                                              \
            DOUBLES price = LEVEL(load_doubles)(prices + column);                                               \
            DOUBLES length = base - LEVEL(eight_from_##kind)(scores + column, anchor) + price;                  \
            DOUBLES known = LEVEL(load_doubles)(distances + column);                                            \
            LEVEL(double_mask) shorter = length < known;                                                        \
            known = (DOUBLES)((shorter & (LEVEL(double_mask))length) | (~shorter & (LEVEL(double_mask))known)); \
            __builtin_memcpy(distances + column, &known, sizeof known);                                         \
            LEVEL(loose_integers) before = *(const LEVEL(loose_integers) *)(parents + column);                  \
            LEVEL(loose_integers) changes = __builtin_convertvector(shorter, LEVEL(loose_integers));            \
            *(LEVEL(loose_integers) *)(parents + column) = (changes & row) | (~changes & before);               \
            LEVEL(double_mask) nearer = known < least;                                                          \
            least = (DOUBLES)((nearer & (LEVEL(double_mask))known) | (~nearer & (LEVEL(double_mask))least));    \
        }                                                                                                       \
        double nearest = INFINITY;                                                                              \
        for (int lane = 0; lane < 8; lane++)                                                                    \
            if (least[lane] < nearest) nearest = least[lane];                                                   \
        for (; column < count; column++) {                                                                      \
            double length = base - on_grid_##kind(scores[column], anchor) + prices[column];                     \
            if (length < distances[column]) {                                                                   \
                distances[column] = length;                                                                     \
                parents[column] = row;                                                                          \
            }                                                                                                   \
            if (distances[column] < nearest) nearest = distances[column];                                       \
        }                                                                                                       \
        return nearest;                                                                                         \
    }

REACH(float, float)
REACH(double, double)
REACH(integer, int32_t)
#undef REACH

// Columns at a distance, ascending, into room for all and four more; returns how many there are.
static int32_t LEVEL(columns_at)(const double *distances, int64_t count, double distance, int32_t *columns) {
    DOUBLES wanted = (DOUBLES){} + distance;
    int32_t found = 0;
    int64_t column = 0;
    for (; column + 64 <= count; column += 64) {
        uint64_t bits = 0;
        for (int part = 0; part < 8; part++)
            bits |= (uint64_t)LEVEL(double_bits)(LEVEL(load_doubles)(distances + column + 8 * part) == wanted) << (8 * part);
        if (bits) found += LEVEL(list_bits)(bits, column, columns + found);
    }
    for (; column < count; column++)
        if (distances[column] == distance) columns[found++] = (int32_t)column;
    return found;
}

// Raises prices where a row's score less its price is greater.
#define RAISE(kind, element)                                                                                    \
    static void LEVEL(raise_prices_##kind)(                                                                     \
        const element *scores, int64_t count, double anchor, double row_price, double *prices) {                \
        int64_t column = 0;                                                                                     \
        for (; column + 8 <= count; column += 8) {                                                              \
            DOUBLES value = LEVEL(eight_from_##kind)(scores + column, anchor) - row_price;                      \
            value = LEVEL(larger_double)(value, LEVEL(load_doubles)(prices + column));                          \
            __builtin_memcpy(prices + column, &value, sizeof value);                                            \
        }                                                                                                       \
        for (; column < count; column++) {                                                                      \
            double value = on_grid_##kind(scores[column], anchor) - row_price;                                  \
            if (value > prices[column]) prices[column] = value;                                                 \
        }                                                                                                       \
    }

RAISE(float, float)
RAISE(double, double)
RAISE(integer, int32_t)
#undef RAISE

// Which columns of a row are worth `least` or more, one bit each.
#define TIGHT(kind, element)                                                                                    \
    static void LEVEL(tight_##kind)(                                                                            \
        const element *scores, const double *prices, int64_t count, double anchor, double least, uint64_t *words) {\
        DOUBLES bar = (DOUBLES){} + least;                                                                      \
        int64_t column = 0;                                                                                     \
        for (; column + 64 <= count; column += 64) {                                                            \
            uint64_t bits = 0;                                                                                  \
            for (int part = 0; part < 8; part++) {                                                              \
                int64_t at = column + 8 * part;                                                                 \
                DOUBLES value = LEVEL(eight_from_##kind)(scores + at, anchor) - LEVEL(load_doubles)(prices + at);\
                bits |= (uint64_t)LEVEL(double_bits)(value >= bar) << (8 * part);                               \
            }                                                                                                   \
            words[column / 64] = bits;                                                                          \
        }                                                                                                       \
        if (column == count) return;                                                                            \
        uint64_t bits = 0;                                                                                      \
        for (int64_t at = column; at < count; at++)                                                             \
            bits |= (uint64_t)(on_grid_##kind(scores[at], anchor) - prices[at] >= least) << (at - column);      \
        words[column / 64] = bits;                                                                              \
    }

TIGHT(float, float)
TIGHT(double, double)
TIGHT(integer, int32_t)
#undef TIGHT
