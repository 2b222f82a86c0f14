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

#include "screen.h"

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

// How many keys are greater than the one at `index`, or equal to it and before it. `keys` is padded with -infinity to whole blocks of 16.
static inline __attribute__((always_inline)) int32_t LEVEL(rank_of)(const float *keys, int32_t index, int32_t blocks) {
    FLOATS key = (FLOATS){} + keys[index];
    int32_t rank = 0, own = index / 16;
    for (int32_t block = 0; block < own; block++)
        rank += __builtin_popcount(LEVEL(float_bits)(LEVEL(load_floats)(keys + 16 * block) >= key));
    FLOATS mine = LEVEL(load_floats)(keys + 16 * own);
    uint32_t before = (1u << (index % 16)) - 1;
    rank += __builtin_popcount(LEVEL(float_bits)(mine > key) | (LEVEL(float_bits)(mine == key) & before));
    for (int32_t block = own + 1; block < blocks; block++)
        rank += __builtin_popcount(LEVEL(float_bits)(LEVEL(load_floats)(keys + 16 * block) > key));
    return rank;
}

// Fills up with -infinity; returns how many blocks of 16 there are.
static inline int32_t LEVEL(pad_keys)(float *keys, int32_t count) {
    for (int32_t index = count; index & 15; index++) keys[index] = -INFINITY;
    return (count + 15) / 16;
}

// Places candidates by falling key; equal keys keep their order. There is room for as many keys as blocks of 16 hold.
static void LEVEL(place_by_key)(
    float *keys, const double *scores, const int32_t *columns, int32_t count, matching_candidate *list) {
    int32_t blocks = LEVEL(pad_keys)(keys, count);
    for (int32_t index = 0; index < count; index++)
        list[LEVEL(rank_of)(keys, index, blocks)] = (matching_candidate){scores[index], keys[index], columns[index]};
    matching_pad_list(list, count);
}

// As place_by_key, but places only the first `most`. Keys are rounded up, by more for some values than for others, so the best
// candidate may be among those left out: `best` is the greatest score - price of the placed ones, and what is returned that of the others.
static double LEVEL(place_best_by_key)(
    float *keys, const double *scores, const int32_t *columns, int32_t count, int32_t most, const double *prices,
    matching_candidate *list, double *best) {
    int32_t blocks = LEVEL(pad_keys)(keys, count);
    double placed = -INFINITY, greatest = -INFINITY;
    for (int32_t index = 0; index < count; index++) {
        int32_t rank = LEVEL(rank_of)(keys, index, blocks);
        double value = scores[index] - prices[columns[index]];
        if (rank < most) {
            list[rank] = (matching_candidate){scores[index], keys[index], columns[index]};
            if (value > placed) placed = value;
        } else if (value > greatest) {
            greatest = value;
        }
    }
    matching_pad_list(list, most);
    *best = placed;
    return greatest;
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
#include "listed.h"
#include "sample.h"
#include "rows.h"
#include "reach.h"
#include "bids.h"

#undef FLOATS
#undef DOUBLES
