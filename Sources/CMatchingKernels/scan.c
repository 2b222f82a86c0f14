// Compiles scan.h for each width of vectors and chooses one at run time.

#include "CMatchingKernels.h"

#include <math.h>
#include <stddef.h>

// Below every score that is allowed.
#define MAXIMUM 3.0e38f
#define LOWEST 1.7e308

#pragma STDC FP_CONTRACT OFF
// Vectors are passed between inlined functions only, so their calling convention does not matter.
#pragma clang diagnostic ignored "-Wpsabi"

static inline double on_grid_float(float score, double anchor) { return ((double)score + anchor) - anchor; }
static inline double on_grid_double(double score, double anchor) { return (score + anchor) - anchor; }
static inline double on_grid_integer(int32_t score, double anchor) {
    (void)anchor;
    return score == INT32_MIN ? -INFINITY : (double)score;
}

static inline float next_below(float value) { return nextafterf(value, -INFINITY); }

// A float that is not below `value`.
static inline float key_above(double value) {
    float rounded = (float)value;
    return (double)rounded < value ? rounded + (rounded < 0 ? -rounded : rounded) * 0x1p-22f + 0x1p-148f : rounded;
}

static double greatest_lane(const double *lanes, int count) {
    double best = -INFINITY;
    for (int lane = 0; lane < count; lane++)
        if (lanes[lane] > best) best = lanes[lane];
    return best;
}

// The n-th greatest lane, n from 1, found by insertion.
static double nth_lane(const double *lanes, int count, int n) {
    double top[64];
    int kept = 0;
    for (int lane = 0; lane < count; lane++) {
        if (kept == n && !(lanes[lane] > top[kept - 1])) continue;
        int place = kept < n ? kept++ : n - 1;
        for (; place > 0 && top[place - 1] < lanes[lane]; place--) top[place] = top[place - 1];
        top[place] = lanes[lane];
    }
    return top[kept - 1];
}

static float nth_float_lane(const float *lanes, int n) {
    float top[64];
    int kept = 0;
    for (int lane = 0; lane < 64; lane++) {
        if (kept == n && !(lanes[lane] > top[kept - 1])) continue;
        int place = kept < n ? kept++ : n - 1;
        for (; place > 0 && top[place - 1] < lanes[lane]; place--) top[place] = top[place - 1];
        top[place] = lanes[lane];
    }
    return top[kept - 1];
}

static int lanes_from(const double *lanes, int count, double bar) {
    int reached = 0;
    for (int lane = 0; lane < count; lane++) reached += lanes[lane] >= bar;
    return reached;
}

// A bar that about `wanted` lanes reach: the last scan's distance if it fits, the wanted-th lane if not.
static double bar_among(const double *lanes, int count, double best, int wanted, double *spread) {
    double bar = best - *spread;
    int reached = 0;
    for (int lane = 0; lane < count; lane++) reached += lanes[lane] >= bar;
    if (reached >= wanted / 2 && reached <= wanted + wanted / 2) return bar;
    bar = nth_lane(lanes, count, wanted);
    if (bar == -INFINITY) return -LOWEST;
    *spread = *spread == 0 ? best - bar : 0.75 * *spread + 0.25 * (best - bar);
    return bar;
}

#define LEVEL(name) portable_##name
#include "scan.h"
#undef LEVEL

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt"))), apply_to = function)
#define LEVEL(name) avx2_##name
#include "scan.h"
#undef LEVEL
#pragma clang attribute pop

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,prefer-256-bit,bmi,bmi2,lzcnt,popcnt"))), apply_to = function)
#define LEVEL(name) avx512_##name
#include "scan.h"
#undef LEVEL
#pragma clang attribute pop

static int width(void) {
    static int known = 0;
    int value = __atomic_load_n(&known, __ATOMIC_RELAXED);
    if (value) return value;
    __builtin_cpu_init();
    value = __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw")
        ? 3
        : __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") ? 2 : 1;
    __atomic_store_n(&known, value, __ATOMIC_RELAXED);
    return value;
}
#define CHOOSE(name, ...)                            \
    switch (width()) {                               \
    case 3: return avx512_##name(__VA_ARGS__);       \
    case 2: return avx2_##name(__VA_ARGS__);         \
    default: return portable_##name(__VA_ARGS__);    \
    }
#else
#define CHOOSE(name, ...) return portable_##name(__VA_ARGS__);
#endif

int32_t matching_scan_float(
    const float *scores, const matching_board *board, double *spread, int64_t rotation,
    matching_candidate *list, double *outside) {
    CHOOSE(scan_float, scores, board, spread, rotation, list, outside)
}
int32_t matching_scan_double(
    const double *scores, const matching_board *board, double *spread, int64_t rotation,
    matching_candidate *list, double *outside) {
    CHOOSE(scan_exactly_double, scores, board, spread, rotation, list, outside)
}
int32_t matching_scan_integer(
    const int32_t *scores, const matching_board *board, double *spread, int64_t rotation,
    matching_candidate *list, double *outside) {
    CHOOSE(scan_exactly_integer, scores, board, spread, rotation, list, outside)
}

matching_survey matching_survey_float(const float *scores, int64_t count) { CHOOSE(survey_float, scores, count) }
matching_survey matching_survey_double(const double *scores, int64_t count) { CHOOSE(survey_double, scores, count) }

double matching_greatest_margin_float(const float *scores, const double *prices, int64_t count) {
    CHOOSE(greatest_margin_float, scores, prices, count)
}
double matching_greatest_margin_double(const double *scores, const double *prices, int64_t count) {
    CHOOSE(greatest_margin_double, scores, prices, count)
}
double matching_greatest_margin_integer(const int32_t *scores, const double *prices, int64_t count) {
    CHOOSE(greatest_margin_integer, scores, prices, count)
}

void matching_price_by_sample(
    const float *sample, int32_t rows, int64_t columns, float step, int32_t rounds, float *row_prices, float *prices) {
    CHOOSE(price_by_sample, sample, rows, columns, step, rounds, row_prices, prices)
}

int32_t matching_collect_float(
    const float *scores, const matching_board *board, double least, int32_t *columns, int32_t capacity) {
    CHOOSE(collect_exactly_float, scores, board->prices, 0, board->count, board->anchor, least, columns, 0, capacity)
}

int32_t matching_collect_double(
    const double *scores, const matching_board *board, double least, int32_t *columns, int32_t capacity) {
    CHOOSE(collect_exactly_double, scores, board->prices, 0, board->count, board->anchor, least, columns, 0, capacity)
}

int32_t matching_collect_integer(
    const int32_t *scores, const matching_board *board, double least, int32_t *columns, int32_t capacity) {
    CHOOSE(collect_exactly_integer, scores, board->prices, 0, board->count, board->anchor, least, columns, 0, capacity)
}
