// One implementation, compiled once for each width of vectors (see scan.c). Only clang's portable vector types are used, so that
// the compiler chooses the instructions; lanes and order are the same for every width.
//
// LEVEL(name) gives each copy its own names.

typedef float LEVEL(floats) __attribute__((vector_size(64)));
typedef int32_t LEVEL(float_mask) __attribute__((vector_size(64)));
typedef double LEVEL(doubles) __attribute__((vector_size(64)));
typedef int64_t LEVEL(double_mask) __attribute__((vector_size(64)));
typedef _Bool LEVEL(bits16) __attribute__((ext_vector_type(16)));
typedef _Bool LEVEL(bits8) __attribute__((ext_vector_type(8)));
typedef float LEVEL(loose_floats) __attribute__((vector_size(64), aligned(4)));
typedef double LEVEL(loose_doubles) __attribute__((vector_size(64), aligned(8)));
typedef int32_t LEVEL(loose_integers) __attribute__((vector_size(32), aligned(4)));

#define FLOATS LEVEL(floats)
#define DOUBLES LEVEL(doubles)

static inline __attribute__((always_inline)) FLOATS LEVEL(load_floats)(const float *at) { return (FLOATS)(*(const LEVEL(loose_floats) *)at); }
static inline __attribute__((always_inline)) DOUBLES LEVEL(load_doubles)(const double *at) { return (DOUBLES)(*(const LEVEL(loose_doubles) *)at); }

// a > b ? a : b in every lane; b where a is NaN.
static inline __attribute__((always_inline)) FLOATS LEVEL(larger_float)(FLOATS a, FLOATS b) {
    LEVEL(float_mask) mask = a > b;
    return (FLOATS)((mask & (LEVEL(float_mask))a) | (~mask & (LEVEL(float_mask))b));
}
static inline __attribute__((always_inline)) DOUBLES LEVEL(larger_double)(DOUBLES a, DOUBLES b) {
    LEVEL(double_mask) mask = a > b;
    return (DOUBLES)((mask & (LEVEL(double_mask))a) | (~mask & (LEVEL(double_mask))b));
}

static inline __attribute__((always_inline)) LEVEL(float_mask) LEVEL(larger_integer)(LEVEL(float_mask) a, LEVEL(float_mask) b) {
    LEVEL(float_mask) mask = a > b;
    return (mask & a) | (~mask & b);
}

static inline __attribute__((always_inline)) uint32_t LEVEL(float_bits)(LEVEL(float_mask) mask) {
    LEVEL(bits16) bits = __builtin_convertvector(mask, LEVEL(bits16));
    uint16_t word;
    __builtin_memcpy(&word, &bits, 2);
    return word;
}
static inline __attribute__((always_inline)) uint32_t LEVEL(double_bits)(LEVEL(double_mask) mask) {
    LEVEL(bits8) bits = __builtin_convertvector(mask, LEVEL(bits8));
    uint8_t word;
    __builtin_memcpy(&word, &bits, 1);
    return word;
}

// ---- single-precision screening ----

// Greatest score - price in each of 64 lanes (column modulo 64); fetches the row at `ahead` meanwhile.
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
    int64_t column = 0;
    while (column < count && count >= 64) {
        // The last 64 overlap those before them.
        int64_t from = column + 64 <= count ? column : count - 64;
        for (int part = 0; part < 4; part++) {
            __builtin_prefetch(ahead + from + 16 * part, 0, 2);
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
    if (!surveys) return;
    size[0] = LEVEL(larger_integer)(LEVEL(larger_integer)(size[0], size[1]), LEVEL(larger_integer)(size[2], size[3]));
    for (int lane = 0; lane < 16; lane++)
        if (size[0][lane] > most) most = size[0][lane];
    *magnitude = most;
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
// capacity + 1.
static int32_t LEVEL(collect_floats)(
    const float *scores, const float *prices, int64_t count, float least, int32_t *columns, int32_t capacity) {
    FLOATS bar = (FLOATS){} + least;
    int32_t found = 0;
    int64_t column = 0;
    while (column < count && count >= 64) {
        // The last 64 overlap those before them.
        int64_t from = column + 64 <= count ? column : count - 64;
        uint64_t bits = LEVEL(floats_from)(scores + from, prices + from, bar) & ~(uint64_t)0 << (column - from);
        if (found + __builtin_popcountll(bits) > capacity) return capacity + 1;
        found += LEVEL(list_bits)(bits, from, columns + found);
        column += 64;
    }
    for (; column < count; column++) {
        if (scores[column] - prices[column] >= least) {
            if (found == capacity) return capacity + 1;
            columns[found++] = (int32_t)column;
        }
    }
    return found;
}

// ---- double precision, exact ----

static inline __attribute__((always_inline)) DOUBLES LEVEL(eight_from_double)(const double *at, double anchor) {
    DOUBLES value = LEVEL(load_doubles)(at);
    return (value + anchor) - anchor;
}
static inline __attribute__((always_inline)) DOUBLES LEVEL(eight_from_float)(const float *at, double anchor) {
    typedef float eight __attribute__((vector_size(32), aligned(4)));
    DOUBLES value = __builtin_convertvector(*(const eight *)at, DOUBLES);
    return (value + anchor) - anchor;
}
static inline __attribute__((always_inline)) DOUBLES LEVEL(eight_from_integer)(const int32_t *at, double anchor) {
    (void)anchor;
    LEVEL(loose_integers) whole = *(const LEVEL(loose_integers) *)at;
    DOUBLES value = __builtin_convertvector(whole, DOUBLES);
    DOUBLES none = (DOUBLES){} - INFINITY;
    LEVEL(double_mask) allowed = value != (DOUBLES){} - 2147483648.0;
    return (DOUBLES)((allowed & (LEVEL(double_mask))value) | (~allowed & (LEVEL(double_mask))none));
}

#define EXACT_PASSES(kind, element)                                                                             \
    static void LEVEL(exact_lanes_##kind)(                                                                      \
        const element *scores, const double *prices, int64_t count, double anchor, double *lanes) {             \
        DOUBLES best[4];                                                                                        \
        for (int part = 0; part < 4; part++) best[part] = (DOUBLES){} - INFINITY;                               \
        int64_t column = 0;                                                                                     \
        for (; column + 32 <= count; column += 32)                                                              \
            for (int part = 0; part < 4; part++) {                                                              \
                int64_t at = column + 8 * part;                                                                 \
                DOUBLES value =                                                                                 \
                    LEVEL(eight_from_##kind)(scores + at, anchor) - LEVEL(load_doubles)(prices + at);           \
                best[part] = LEVEL(larger_double)(value, best[part]);                                           \
            }                                                                                                   \
        __builtin_memcpy(lanes, best, sizeof best);                                                             \
        for (int lane = 0; column < count; column++, lane++) {                                                  \
            double value = on_grid_##kind(scores[column], anchor) - prices[column];                             \
            if (value > lanes[lane]) lanes[lane] = value;                                                       \
        }                                                                                                       \
    }                                                                                                           \
    static int32_t LEVEL(collect_exactly_##kind)(                                                               \
        const element *scores, const double *prices, int64_t from, int64_t to, double anchor, double least,     \
        int32_t *columns, int32_t found, int32_t capacity) {                                                    \
        DOUBLES bar = (DOUBLES){} + least;                                                                      \
        int64_t column = from;                                                                                  \
        for (; column + 64 <= to; column += 64) {                                                               \
            uint64_t bits = 0;                                                                                  \
            for (int part = 0; part < 8; part++) {                                                              \
                int64_t at = column + 8 * part;                                                                 \
                DOUBLES value = LEVEL(eight_from_##kind)(scores + at, anchor) - LEVEL(load_doubles)(prices + at);\
                bits |= (uint64_t)LEVEL(double_bits)(value >= bar) << (8 * part);                               \
            }                                                                                                   \
            if (found + __builtin_popcountll(bits) > capacity) {                                                \
                /* Among ties, those that fit are taken. */                                                     \
                for (; found < capacity; bits &= bits - 1)                                                      \
                    columns[found++] = (int32_t)(column + __builtin_ctzll(bits));                               \
                return capacity + 1;                                                                            \
            }                                                                                                   \
            found += LEVEL(list_bits)(bits, column, columns + found);                                           \
        }                                                                                                       \
        for (; column < to; column++) {                                                                         \
            if (on_grid_##kind(scores[column], anchor) - prices[column] >= least) {                             \
                if (found == capacity) return capacity + 1;                                                     \
                columns[found++] = (int32_t)column;                                                             \
            }                                                                                                   \
        }                                                                                                       \
        return found;                                                                                           \
    }                                                                                                           \
    static double LEVEL(greatest_margin_##kind)(const element *scores, const double *prices, int64_t count) {   \
        double lanes[32], best = -INFINITY;                                                                     \
        LEVEL(exact_lanes_##kind)(scores, prices, count, 0, lanes);                                             \
        for (int lane = 0; lane < 32; lane++)                                                                   \
            if (lanes[lane] > best) best = lanes[lane];                                                         \
        return best;                                                                                            \
    }

EXACT_PASSES(float, float)
EXACT_PASSES(double, double)
EXACT_PASSES(integer, int32_t)
#undef EXACT_PASSES

// ---- sorting ----

// Places candidates by falling key; equal keys keep their order. `keys` is padded with -infinity to a multiple of 16.
static void LEVEL(place_by_key)(
    const float *keys, const double *scores, const int32_t *columns, int32_t count, matching_candidate *list) {
    int32_t blocks = (count + 15) / 16;
    for (int32_t index = 0; index < count; index++) {
        FLOATS key = (FLOATS){} + keys[index];
        int32_t rank = 0, own = index / 16;
        for (int32_t block = 0; block < own; block++)
            rank += __builtin_popcount(LEVEL(float_bits)(LEVEL(load_floats)(keys + 16 * block) >= key));
        FLOATS mine = LEVEL(load_floats)(keys + 16 * own);
        uint32_t before = (1u << (index % 16)) - 1;
        rank += __builtin_popcount(
            LEVEL(float_bits)(mine > key) | (LEVEL(float_bits)(mine == key) & before));
        for (int32_t block = own + 1; block < blocks; block++)
            rank += __builtin_popcount(LEVEL(float_bits)(LEVEL(load_floats)(keys + 16 * block) > key));
        list[rank] = (matching_candidate){scores[index], keys[index], columns[index]};
    }
    matching_pad_list(list, count);
}

// ---- surveys ----

#define SURVEY(kind, element, word, vector, mask, width, infinity_bits)                                         \
    static matching_survey LEVEL(survey_##kind)(const element *scores, int64_t count) {                         \
        typedef word words __attribute__((vector_size(64), aligned(sizeof(word))));                             \
        typedef word aligned_words __attribute__((vector_size(64)));                                            \
        aligned_words greatest[2] = {{}, {}}, bad = {};                                                         \
        const aligned_words magnitude = (aligned_words){} + (infinity_bits | (infinity_bits - 1));              \
        int64_t at = 0;                                                                                         \
        for (; at + 2 * width <= count; at += 2 * width)                                                        \
            for (int part = 0; part < 2; part++) {                                                              \
                __builtin_prefetch((const char *)(scores + at + part * width) + ahead, 0, 3);                   \
                aligned_words raw = (aligned_words)(*(const words *)(scores + at + part * width));              \
                aligned_words bits = raw & magnitude;                                                           \
                aligned_words finite = bits < (aligned_words){} + infinity_bits;                                \
                aligned_words forbids = raw == (aligned_words){} + (word)(infinity_bits | ~(infinity_bits | (infinity_bits - 1))); \
                bad |= ~(finite | forbids);                                                                     \
                bits &= finite;                                                                                 \
                aligned_words more = bits > greatest[part];                                                     \
                greatest[part] = (more & bits) | (~more & greatest[part]);                                      \
            }                                                                                                   \
        matching_survey survey = {0, 0};                                                                        \
        element best = 0;                                                                                       \
        for (int part = 0; part < 2; part++)                                                                    \
            for (int lane = 0; lane < width; lane++) {                                                          \
                element value;                                                                                  \
                word bits = greatest[part][lane];                                                               \
                __builtin_memcpy(&value, &bits, sizeof value);                                                  \
                if (value > best) best = value;                                                                 \
                if (bad[lane]) survey.is_suspect = 1;                                                           \
            }                                                                                                   \
        for (; at < count; at++) {                                                                              \
            element value = scores[at], size = value < 0 ? -value : value;                                      \
            if (size < (element)INFINITY) {                                                                     \
                if (size > best) best = size;                                                                   \
            } else if (!(value < 0)) {                                                                          \
                survey.is_suspect = 1;                                                                          \
            }                                                                                                   \
        }                                                                                                       \
        survey.magnitude = best;                                                                                \
        if (survey.magnitude > 0x1p960) survey.is_suspect = 1;                                                  \
        return survey;                                                                                          \
    }

SURVEY(float, float, int32_t, FLOATS, float_mask, 16, 0x7f800000)
SURVEY(double, double, int64_t, DOUBLES, double_mask, 8, 0x7ff0000000000000)
#undef SURVEY

// ---- whole scans ----

#include "select.h"
#include "sample.h"
#include "rows.h"
#include "reach.h"
#include "bids.h"

#undef FLOATS
#undef DOUBLES
