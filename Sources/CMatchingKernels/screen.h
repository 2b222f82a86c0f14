// Passes over a row in single precision. Part of scan.h.

// The greatest of 64 lanes and `most`.
static inline __attribute__((always_inline)) int32_t LEVEL(greatest_integer)(const LEVEL(float_mask) *lanes, int32_t most) {
    LEVEL(float_mask) all =
        LEVEL(larger_integer)(LEVEL(larger_integer)(lanes[0], lanes[1]), LEVEL(larger_integer)(lanes[2], lanes[3]));
    for (int lane = 0; lane < 16; lane++)
        if (all[lane] > most) most = all[lane];
    return most;
}

// What of the next row is fetched in the first of two passes over a row, the rest in the second: a processor waits for no more than
// some lines at once, so they are spread over the whole work. Measured: 7 % on rows of 5000.
static inline __attribute__((always_inline)) int64_t LEVEL(fetched_first)(int64_t count) { return (count * 5 / 8) & ~(int64_t)63; }

// Greatest score - price in each of 64 lanes (column modulo 64); fetches some of the row at `ahead` meanwhile.
//
// With `surveys`, `*magnitude` becomes the greatest magnitude among the scores as the bits of a float, which are in the same order:
// above those of infinity if there is a NaN. Such a row is to be looked at more closely.
static inline __attribute__((always_inline)) void LEVEL(float_lanes)(
    const float *scores, const float *prices, int64_t count, const float *ahead, float *lanes, int surveys, int32_t *magnitude) {
    FLOATS best[4], score;
    LEVEL(float_mask) size[4];
    const LEVEL(float_mask) sizes = (LEVEL(float_mask)){} + INT32_MAX;
    for (int part = 0; part < 4; part++) {
        best[part] = (FLOATS){} - INFINITY;
        size[part] = (LEVEL(float_mask)){};
    }
    const int64_t fetched = LEVEL(fetched_first)(count);
    int64_t column = 0;
    while (column < count && count >= 64) {
        // The last 64 overlap those before them.
        int64_t from = column + 64 <= count ? column : count - 64;
        for (int part = 0; part < 4; part++) {
            if (from < fetched) __builtin_prefetch(ahead + from + 16 * part, 0, 2);
            score = LEVEL(load_floats)(scores + from + 16 * part);
            best[part] = LEVEL(larger_float)(score - LEVEL(load_floats)(prices + from + 16 * part), best[part]);
            if (surveys) size[part] = LEVEL(larger_integer)((LEVEL(float_mask))score & sizes, size[part]);
        }
        column += 64;
    }
    __builtin_memcpy(lanes, best, sizeof best);
    int32_t most = 0;
    for (int lane = 0; column < count; column++, lane++) {
        float value = scores[column] - prices[column];
        if (value > lanes[lane]) lanes[lane] = value;
        int32_t bits;
        __builtin_memcpy(&bits, scores + column, sizeof bits);
        if ((bits & INT32_MAX) > most) most = bits & INT32_MAX;
    }
    if (surveys) *magnitude = LEVEL(greatest_integer)(size, most);
}

// The greatest of 64 lanes.
static inline __attribute__((always_inline)) float LEVEL(greatest_float)(const float *lanes) {
    FLOATS best = LEVEL(larger_float)(
        LEVEL(larger_float)(LEVEL(load_floats)(lanes), LEVEL(load_floats)(lanes + 16)),
        LEVEL(larger_float)(LEVEL(load_floats)(lanes + 32), LEVEL(load_floats)(lanes + 48)));
    best = LEVEL(larger_float)(
        best, __builtin_shufflevector(best, best, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
    best = LEVEL(larger_float)(
        best, __builtin_shufflevector(best, best, 4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11));
    best = LEVEL(larger_float)(
        best, __builtin_shufflevector(best, best, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13));
    return best[0] > best[1] ? best[0] : best[1];
}

// How many of 64 lanes reach a bar.
static inline __attribute__((always_inline)) int32_t LEVEL(float_lanes_from)(const float *lanes, float bar) {
    FLOATS bars = (FLOATS){} + bar;
    uint64_t bits = (uint64_t)LEVEL(float_bits)(LEVEL(load_floats)(lanes) >= bars) |
        (uint64_t)LEVEL(float_bits)(LEVEL(load_floats)(lanes + 16) >= bars) << 16 |
        (uint64_t)LEVEL(float_bits)(LEVEL(load_floats)(lanes + 32) >= bars) << 32 |
        (uint64_t)LEVEL(float_bits)(LEVEL(load_floats)(lanes + 48) >= bars) << 48;
    return __builtin_popcountll(bits);
}

// A bar that about `wanted` lanes reach: tries the last scan's distance, then halves or doubles it, then bisects.
static inline __attribute__((always_inline)) float LEVEL(float_bar)(
    const float *lanes, float best, int32_t wanted, double *spread) {
    if (*spread == 0) {
        float bar = nth_float_lane(lanes, wanted);
        if (bar == -INFINITY) return -MAXIMUM;
        *spread = (double)best - bar;
        return bar;
    }
    float distance = (float)*spread, narrow = 0, wide = INFINITY;
    for (int32_t step = 0; step < 20; step++) {
        int32_t reached = LEVEL(float_lanes_from)(lanes, best - distance);
        if (reached > wanted + wanted / 2) {
            wide = distance;
            distance = narrow > 0 ? 0.5f * (narrow + wide) : 0.5f * distance;
        } else if (reached < wanted - wanted / 2) {
            narrow = distance;
            distance = wide < INFINITY ? 0.5f * (narrow + wide) : 2 * distance;
        } else {
            if (step > 0) *spread += 0.25 * (distance - *spread);
            return best - distance;
        }
    }
    float bar = nth_float_lane(lanes, wanted);
    return bar == -INFINITY ? -MAXIMUM : bar;
}

// Which of 64 columns have score - price >= bar.
static inline __attribute__((always_inline)) uint64_t LEVEL(floats_from)(const float *scores, const float *prices, FLOATS bar) {
    uint64_t bits = 0;
    for (int part = 0; part < 4; part++) {
        FLOATS value = LEVEL(load_floats)(scores + 16 * part) - LEVEL(load_floats)(prices + 16 * part);
        bits |= (uint64_t)LEVEL(float_bits)(value >= bar) << (16 * part);
    }
    return bits;
}

// Writes where bits are set, from `start` on, into room for their number + 4; returns that number. How many there are is not to be
// foreseen, so the first four are written without looking.
static inline __attribute__((always_inline)) int32_t LEVEL(list_bits)(uint64_t bits, int64_t start, int32_t *columns) {
    int32_t count = __builtin_popcountll(bits);
    for (int32_t done = 0;; done += 4) {
        for (int32_t place = done; place < done + 4; place++) {
            columns[place] = (int32_t)start + (int32_t)__builtin_ctzll(bits | (uint64_t)1 << 63);
            bits &= bits - 1;
        }
        if (done + 4 >= count) return count;
    }
}

// Columns with score - price >= least, into room for `capacity` + 4; more than `capacity` are told by the return value
// capacity + 1. Fetches `fetched` floats at `ahead` meanwhile, and sets `*magnitude` as float_lanes does, if all fit.
static inline __attribute__((always_inline)) int32_t LEVEL(collect_ahead)(
    const float *scores, const float *prices, int64_t count, float least, const float *ahead, int64_t fetched,
    int32_t *columns, int32_t capacity, int surveys, int32_t *magnitude) {
    FLOATS bar = (FLOATS){} + least;
    LEVEL(float_mask) size[4] = {};
    const LEVEL(float_mask) sizes = (LEVEL(float_mask)){} + INT32_MAX;
    int32_t found = 0;
    int64_t column = 0;
    while (column < count && count >= 64) {
        // The last 64 overlap those before them.
        int64_t from = column + 64 <= count ? column : count - 64;
        if (from < fetched)
            for (int part = 0; part < 4; part++) __builtin_prefetch(ahead + from + 16 * part, 0, 2);
        if (surveys)
            for (int part = 0; part < 4; part++)
                size[part] = LEVEL(larger_integer)(
                    (LEVEL(float_mask))LEVEL(load_floats)(scores + from + 16 * part) & sizes, size[part]);
        uint64_t bits = LEVEL(floats_from)(scores + from, prices + from, bar) & ~(uint64_t)0 << (column - from);
        if (found + __builtin_popcountll(bits) > capacity) return capacity + 1;
        found += LEVEL(list_bits)(bits, from, columns + found);
        column += 64;
    }
    int32_t most = 0;
    for (; column < count; column++) {
        if (surveys) {
            int32_t bits;
            __builtin_memcpy(&bits, scores + column, sizeof bits);
            if ((bits & INT32_MAX) > most) most = bits & INT32_MAX;
        }
        if (scores[column] - prices[column] >= least) {
            if (found == capacity) return capacity + 1;
            columns[found++] = (int32_t)column;
        }
    }
    if (surveys) *magnitude = LEVEL(greatest_integer)(size, most);
    return found;
}
